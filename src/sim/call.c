/* call.c - the manifest of calls as tables, and the kernel's own names as numbers */

#include "sim/call.h"

#include <string.h>

#define N_(text) text

/* `GFP gfp_mask` becomes { SIM_TYPE_GFP, "gfp_mask" }: each type is a macro that leaves its own number
 * and a comma, and the name behind it is a variable that holds its own text. */
#define ARGS0() 0, { { SIM_TYPE_VOID, NULL } }
#define ARGS1(a) 1, { ARGUMENT (a) }
#define ARGS2(a, b) 2, { ARGUMENT (a), ARGUMENT (b) }
#define ARGS3(a, b, c) 3, { ARGUMENT (a), ARGUMENT (b), ARGUMENT (c) }
#define ARGS4(a, b, c, d) 4, { ARGUMENT (a), ARGUMENT (b), ARGUMENT (c), ARGUMENT (d) }
#define ARGS5(a, b, c, d, e) 5, { ARGUMENT (a), ARGUMENT (b), ARGUMENT (c), ARGUMENT (d), ARGUMENT (e) }
#define ARGUMENT(argument) { SPLIT (TYPE_##argument) }
#define SPLIT(...) SPLIT_ (__VA_ARGS__)
#define SPLIT_(type, name) type, #name
#define TYPE_INT SIM_TYPE_INT,
#define TYPE_ULONG SIM_TYPE_ULONG,
#define TYPE_GFP SIM_TYPE_GFP,
#define TYPE_ORDER SIM_TYPE_ORDER,
#define TYPE_PAGE SIM_TYPE_PAGE,
#define TYPE_POINTER SIM_TYPE_POINTER,
#define TYPE_PHYS SIM_TYPE_PHYS,
#define TYPE_STRING SIM_TYPE_STRING,
#define TYPE_LOCK SIM_TYPE_LOCK,
#define TYPE_FLAGS SIM_TYPE_FLAGS,

#define CALL(call_name, returned, arguments, help_text) \
  [SIM_CALL_##call_name] = CALL_ROW (#call_name, SIM_TYPE_##returned, help_text, arguments),
#define CALL_ROW(...) CALL_ROW_ (__VA_ARGS__)
#define CALL_ROW_(call_name, returned, help_text, n, ...) \
  { .name = call_name, .returns = returned, .n_args = n, .args = __VA_ARGS__, .help = help_text }

static const SimCallInfo infos[SIM_N_CALLS] = {
#include "sim/calls.def"
};

const SimCallInfo *
sim_call_info (SimCallId id)
{
  return &infos[id];
}

SimCallId
sim_call_by_name (const char *name)
{
  for (unsigned i = 0; i < SIM_N_CALLS; i++)
    if (strcmp (infos[i].name, name) == 0)
      return (SimCallId) i;
  return SIM_N_CALLS;
}

/* Number 0 is NULL. New names come at the end: the numbers are part of what is saved. */
static const char *const own_strings[] = {
  NULL,
  "DMA", "DMA32", "Normal", "HighMem", "Movable",
  "Unmovable", "Reclaimable", "HighAtomic",
  "min", "low", "high",
#define OF_NODE(n) #n ":DMA", #n ":DMA32", #n ":Normal", #n ":Movable"
  OF_NODE (0), OF_NODE (1), OF_NODE (2), OF_NODE (3), OF_NODE (4), OF_NODE (5), OF_NODE (6), OF_NODE (7),
  "slabs_full", "slabs_partial", "slabs_free",
  "partial", "cpu_slab->slab", "cpu_slab->partial", "none",
};

_Static_assert (SIM_MAX_NODES == 8, "the zones of a node have no names");
_Static_assert (sizeof own_strings / sizeof own_strings[0] <= SIM_N_OWN_STRINGS, "names of the kernel's own do not fit");

uint32_t
sim_own_string (const char *text)
{
  for (uint32_t i = 1; i < sizeof own_strings / sizeof own_strings[0]; i++)
    if (strcmp (own_strings[i], text) == 0)
      return i;
  return 0;
}

const char *
sim_own_string_text (uint32_t number)
{
  return number < sizeof own_strings / sizeof own_strings[0] ? own_strings[number] : NULL;
}
