/* cache-objects.h - caches, slabs, their objects and arrays in the inspector; private to narration */
#pragma once

#include "narration/phrases.h"

#define CASES_OF_CACHE_OBJECTS \
  case SIM_REF_CACHE: \
  case SIM_REF_SLAB: \
  case SIM_REF_OBJECT: \
  case SIM_REF_ARRAY

gboolean cache_object_exists  (const SimMachine *machine, SimRef object);
/* Adds to rows, of NarrationRow. owner: of an object; NULL: not known. */
void     cache_object_inspect (Phrases *phrases, SimRef object, const char *owner, GPtrArray *rows);
char    *cache_object_title   (Phrases *phrases, SimRef object);
char    *cache_object_brief   (const SimMachine *machine, SimRef object);
