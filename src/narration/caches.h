/* caches.h - words for caches, slabs and their objects; private to narration */
#pragma once

#include "narration/phrases.h"

#define CASES_OF_CACHES \
  case SIM_EVENT_CACHE_CREATED: \
  case SIM_EVENT_CACHE_SHARED: \
  case SIM_EVENT_CACHE_LEFT: \
  case SIM_EVENT_CACHE_DESTROYED: \
  case SIM_EVENT_ARRAYS_RESIZED: \
  case SIM_EVENT_OBJECT_ASKED: \
  case SIM_EVENT_ARRAY_EMPTY: \
  case SIM_EVENT_SLAB_GROWN: \
  case SIM_EVENT_SLAB_MANAGED: \
  case SIM_EVENT_SLAB_MOVED: \
  case SIM_EVENT_OBJECT_REFILLED: \
  case SIM_EVENT_OBJECT_GIVEN: \
  case SIM_EVENT_OBJECT_ZEROED: \
  case SIM_EVENT_OBJECT_FILLED: \
  case SIM_EVENT_OBJECT_RETURNED: \
  case SIM_EVENT_ARRAY_FULL: \
  case SIM_EVENT_OBJECT_FLUSHED: \
  case SIM_EVENT_OBJECTS_TRANSFERRED: \
  case SIM_EVENT_ARRAY_TOUCHED: \
  case SIM_EVENT_FREE_LIST_TOUCHED: \
  case SIM_EVENT_FREELIST_EMPTY: \
  case SIM_EVENT_SLAB_FROZEN: \
  case SIM_EVENT_FREELIST_TAKEN: \
  case SIM_EVENT_FREELIST_RETURNED: \
  case SIM_EVENT_OBJECT_PUT_BACK: \
  case SIM_EVENT_CPU_PARTIAL_FULL: \
  case SIM_EVENT_SLAB_GIVEN_BACK

/* slub.c: NULL, what there is to say is the same with SLAB. */
char       *slub_tell    (Phrases *phrases, const SimEvent *event);
char       *slub_brief   (Phrases *phrases, const SimEvent *event);
const char *slub_badge   (const SimEvent *event);

#define CASES_OF_POOLS \
  case SIM_EVENT_POOL_CREATED: \
  case SIM_EVENT_POOL_KEPT: \
  case SIM_EVENT_POOL_DRAWN: \
  case SIM_EVENT_POOL_EMPTY: \
  case SIM_EVENT_POOL_DESTROYED

/* pools.c */
char       *pools_tell     (Phrases *phrases, const SimEvent *event);
char       *pools_brief    (Phrases *phrases, const SimEvent *event);
const char *pools_badge    (const SimEvent *event);
char       *pools_diagnose (Phrases *phrases, SimDiagnosis diagnosis, uint64_t address);

char       *caches_tell  (Phrases *phrases, const SimEvent *event);
char       *caches_brief (Phrases *phrases, const SimEvent *event);
const char *caches_badge (const SimEvent *event);
/* NULL: it is not about objects. */
char       *caches_diagnose (Phrases *phrases, SimDiagnosis diagnosis, uint64_t a, uint64_t b);
char       *caches_tell_leaks (Phrases *p, uint64_t first, uint64_t cache, unsigned n);
