/* slub-world.c - see slub-world.h */

#include "slub-world.h"

World *
world_new (const char *profile,
           uint64_t    ram,
           unsigned    cpus)
{
  World *world = calloc (1, sizeof *world);
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = ram;
  spec.cpus = cpus;
  spec.idle = true;
  spec.slub = true;
  assert_int_equal (sim_machine_new (&spec, &world->machine, NULL), SIM_OK);
  assert_null (sim_machine_check (world->machine));
  sim_record_init (&world->record);
  sim_run_init (&world->run, world->machine, &world->record);
  return world;
}

void
world_free (World *world)
{
  assert_null (sim_machine_check (world->machine));
  sim_record_clear (&world->record);
  sim_machine_free (world->machine);
  free (world);
}

uint64_t
call (World       *world,
      SimCallId    id,
      const SimCall *made)
{
  SimCall copy = *made;
  uint64_t result;

  copy.id = id;
  world->run.serial++;
  assert_int_equal (sim_run_call (&world->run, &copy, &result), SIM_OK);
  return result;
}

SimCacheId
new_cache (World      *world,
           const char *name,
           uint32_t    size,
           uint32_t    flags)
{
  SimCall made = { .args = { UINT32_MAX, size, 0, flags, 0 }, .text = name };
  uint64_t descriptor = call (world, SIM_CALL_kmem_cache_create, &made);

  return descriptor != 0 ? sim_cache_of_descriptor (world->machine, descriptor) : SIM_NO_CACHE;
}

uint64_t
take (World      *world,
      SimCacheId  cache)
{
  return sim_cache_alloc (&world->run, cache, GFP_KERNEL);
}

void
give (World    *world,
      uint64_t  address)
{
  sim_kfree (&world->run, address);
}

SimSlabId
slab_of (World    *world,
         uint64_t  address)
{
  SimObject object;

  assert_true (sim_object_at (world->machine, address, &object));
  return object.slab;
}

uint32_t
length (World       *world,
        SimCacheId   cache,
        SimSlabList  list)
{
  return sim_slab_list_length (world->machine, cache, sim_slab_list_is_of_cpu (list) ? world->run.cpu : 0, list);
}

SimCacheId
small_cache (World *world)
{
  SimCacheId cache = new_cache (world, "small", 128, OWN_CACHE_FLAGS);

  assert_int_equal (sim_cache (world->machine, cache).num, IN_A_SLAB);
  assert_int_equal (sim_cache (world->machine, cache).order, 0);
  return cache;
}

void
fill_slab (World      *world,
           SimCacheId  cache,
           uint64_t   *objects)
{
  for (unsigned i = 0; i < IN_A_SLAB; i++)
    objects[i] = take (world, cache);
}
