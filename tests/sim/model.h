/* model.h - the page allocator once more, naively: to be compared with
 *
 * Lists are vectors, head first; a buddy is found by searching them. The same placement policy, none
 * of the same code.
 */
#pragma once

#include "sim/sim.h"

typedef struct Model Model;

/* Begins with what the machine's lists have now. */
Model *model_new  (const SimMachine *machine);
void   model_free (Model *model);
SimPfn model_alloc (Model *model, unsigned cpu, uint32_t gfp, unsigned order);   /* SIM_NO_PFN: nothing */
void   model_give  (Model *model, unsigned cpu, SimPfn pfn, unsigned order);
void   model_drain (Model *model);
/* kswapd begins to work on a zone, or ends. */
void   model_set_active (Model *model, unsigned zone, bool active);
/* NULL: every list is the same; otherwise static text that says which is not. */
const char *model_difference (const Model *model, const SimMachine *machine);
