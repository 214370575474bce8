/* slab-machine.h - machines with caches, for tests of the slab view: objects are taken from kmalloc-64 */
#pragma once

#include "support.h"

const SceneShape *find_key (const ScenePicture *picture, SimRefKind kind, unsigned part, uint64_t id);
bool       has_label      (const ScenePicture *picture, const char *label);

/* Two CPUs; several nodes need a profile that has them. */
void       begin_on_nodes (Story *story, const char *profile, unsigned n_nodes, bool is_slub);
void       begin_with     (Story *story, const char *profile, bool is_slub);
void       begin          (Story *story, const char *profile);

SimCacheId cache_of       (const Story *story);
uint64_t   take           (Story *story);
/* Takes from the cache until a slab is full; an object of that slab. */
uint64_t   fill_a_slab    (Story *story);
const SceneShape *card_of (const ScenePicture *picture, const Story *story, uint64_t object);
