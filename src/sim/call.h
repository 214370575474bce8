/* call.h - calls of the modelled kernel, as data */
#pragma once

#include "types.h"

/* Types of arguments and results. In a scenario they are C types; see sim_type_info (). */
typedef enum {
  SIM_TYPE_VOID,
  SIM_TYPE_INT,
  SIM_TYPE_ULONG,                 /* as wide as the modelled machine's unsigned long */
  SIM_TYPE_GFP,                   /* gfp_t: bits of the profile */
  SIM_TYPE_ORDER,                 /* unsigned int, a power of two of frames */
  SIM_TYPE_PAGE,                  /* struct page *: address in mem_map */
  SIM_TYPE_POINTER,               /* void *: kernel virtual address */
  SIM_TYPE_PHYS,                  /* phys_addr_t */
  SIM_TYPE_STRING,                /* const char *: address of a string known to the script */
  SIM_TYPE_LOCK,                  /* spinlock_t *: address of a lock */
  SIM_TYPE_FLAGS,                 /* a variable of type unsigned long that the call sets, as by a macro of the kernel: its result */
  SIM_N_TYPES
} SimType;

typedef enum {
#define CALL(name, returns, args, help) SIM_CALL_##name,
#include "calls.def"
#undef CALL
  SIM_N_CALLS
} SimCallId;

#define SIM_CALL_MAX_ARGS 6

typedef struct {
  const char *name;
  SimType     returns;
  unsigned    n_args;
  struct {
    SimType     type;
    const char *name;
  } args[SIM_CALL_MAX_ARGS];
  const char *help;               /* English, marked for translation */
} SimCallInfo;

/* Borrowed, static. */
const SimCallInfo *sim_call_info (SimCallId id);
/* SIM_N_CALLS where there is none of that name. */
SimCallId          sim_call_by_name (const char *name);

/* Strings travel as numbers: 1 … SIM_N_OWN_STRINGS - 1 are the kernel's own names (zones, migrate
 * types); the scenario layer numbers the strings of a script from SIM_N_OWN_STRINGS on, and gives
 * equal texts equal numbers. 0 is NULL. */
#define SIM_N_OWN_STRINGS 256
uint32_t    sim_own_string      (const char *text);     /* 0: not one of the kernel's own */
const char *sim_own_string_text (uint32_t number);      /* static; NULL: none */

typedef struct {
  SimCallId id;
  uint64_t  args[SIM_CALL_MAX_ARGS];
  const char *text;               /* of an argument of type STRING that is none of the kernel's own; borrowed */
} SimCall;
