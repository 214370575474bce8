/* words.h - the words that a script may use beside the calls of sim/calls.def: constants, and what is refused
 */
#pragma once

#include "scenario/program.h"

typedef enum { CONSTANT_INT, CONSTANT_ULONG, CONSTANT_ULLONG, CONSTANT_BOOL, CONSTANT_NULL, CONSTANT_MACHINE } ConstantKind;

typedef struct {
  const char  *name;
  ConstantKind kind;
  uint64_t     value;             /* of CONSTANT_MACHINE: MachineValue */
} ScriptConstant;

/* NULL: none. Names that depend on the profile (PAGE_MASK, MAX_ORDER) are in it. */
const ScriptConstant *word_constant (const SimProfile *profile, const char *name, ScriptConstant *own);
/* Why a word of the kernel cannot be used yet, translated; NULL: it is not one that is known. */
const char *word_refusal  (const char *name);
/* Name of an error number, "ENOMEM"; NULL: none. */
const char *word_error_name (int64_t number);

/* What the scenario layer does itself. "" ends the list. */
const char *const *word_teaching (void);         /* step, say, … */
const char *const *word_builtins (void);         /* printk, memset, … */
const char *const *word_statements (void);       /* if, for, … */
void        word_each_constant (const SimProfile *profile, void (*func) (const char *name, gpointer data), gpointer data);
