/* replay-objects.h - objects of a trace held against the model; private to replay.c
 *
 * The frames of a slab are those that the trace says were handed out for it, and they come back when it says so. The
 * model chooses the object.
 */
#pragma once

#include "import/replay.h"

typedef struct {
  const ObjectTrace *trace;
  const CallList    *calls;
  size_t             n_created;   /* of its caches: */
  SimCacheId        *created;     /* what they became; owned */
  SimRun            *run;
  ReplayReport      *report;
  GHashTable        *model_of;    /* by the real address: the model's, where it is another; 0: none */
} ReplayObjects;

/* given NULL: nothing is played, then and later. */
void replay_objects_init  (ReplayObjects *objects, const ReplayObjectsGiven *given, SimRun *run, ReplayReport *report);
void replay_objects_clear (ReplayObjects *objects);
/* Event i of the trace, on a line of its text. */
void replay_objects_play  (ReplayObjects *objects, size_t i, uint32_t line);
/* A block was handed out; and one is about to be freed. */
void replay_objects_took  (ReplayObjects *objects, SimPfn pfn, uint32_t gfp);
void replay_objects_frees (ReplayObjects *objects, SimPfn pfn);
