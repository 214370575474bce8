/* slub-world.h - a machine whose objects SLUB keeps, and a cache in it; for tests */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "sim/sim.h"
#include "sim/slabs.h"

#define GFP_KERNEL 0xcc0u
#define GFP_ATOMIC 0xa20u
#define GFP_MEMALLOC 0x20000u
#define OWN_CACHE_FLAGS SIM_SLAB_NOLEAKTRACE   /* merged with none */

/* Objects of 128 bytes in a slab of one page. */
enum { IN_A_SLAB = 32 };

typedef struct {
  SimMachine *machine;
  SimRecord   record;
  SimRun      run;
} World;

World     *world_new   (const char *profile, uint64_t ram, unsigned cpus);
void       world_free  (World *world);     /* and every invariant holds */
uint64_t   call        (World *world, SimCallId id, const SimCall *made);
#define CALL(world, name, ...) call (world, SIM_CALL_##name, &(SimCall) { .args = { __VA_ARGS__ } })

SimCacheId new_cache   (World *world, const char *name, uint32_t size, uint32_t flags);
/* IN_A_SLAB of 128 bytes in a slab. */
SimCacheId small_cache (World *world);
uint64_t   take        (World *world, SimCacheId cache);
void       give        (World *world, uint64_t address);
SimSlabId  slab_of     (World *world, uint64_t address);
/* Slabs on a list of node 0, or of the running CPU. */
uint32_t   length      (World *world, SimCacheId cache, SimSlabList list);
void       fill_slab   (World *world, SimCacheId cache, uint64_t *objects);
