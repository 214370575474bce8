/* test-mempool.c - a reserve that is touched only when the allocator has nothing */

#include "slub-world.h"

#define MIN_NR 4

static void
use_up_all_memory (World *world)
{
  while (CALL (world, alloc_pages, GFP_ATOMIC | GFP_MEMALLOC | 0x2000, 0) != 0)
    ;
}

static SimPool
pool_at (World    *world,
         uint64_t  address)
{
  return sim_pool (world->machine, sim_pool_of_address (world->machine, address));
}

/*   allocator: has some     reserve: 0 1 2 3      taken and given back: the reserve stays as it is */
static void
the_allocator_comes_first_and_the_reserve_stays_full (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 1);
  uint64_t pool = CALL (world, mempool_create_kmalloc_pool, MIN_NR, 500), element;

  assert_int_equal (pool_at (world, pool).curr_nr, MIN_NR);
  element = CALL (world, mempool_alloc, pool, GFP_KERNEL);
  assert_int_not_equal (element, 0);
  for (unsigned i = 0; i < MIN_NR; i++)
    assert_int_not_equal (sim_pool_element (world->machine, pool_at (world, pool).id, i), element);
  assert_int_equal (pool_at (world, pool).curr_nr, MIN_NR);
  CALL (world, mempool_free, element, pool);
  assert_int_equal (pool_at (world, pool).curr_nr, MIN_NR);
  CALL (world, mempool_destroy, pool);
  assert_int_equal (sim_pool_of_address (world->machine, pool), SIM_NO_POOL);
  world_free (world);
}

/*   allocator: nothing      reserve: 0 1 2 3 → 0 1 2 → … → none: NULL;   given back: the reserve first */
static void
when_there_is_nothing_the_reserve_gives_and_is_filled_first (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 1);
  SimCacheId cache = small_cache (world);
  uint64_t pool = CALL (world, mempool_create_slab_pool, MIN_NR, sim_cache (world->machine, cache).descriptor);
  uint64_t last = sim_pool_element (world->machine, pool_at (world, pool).id, MIN_NR - 1), taken[MIN_NR];
  uint64_t hash;
  size_t n_changes;

  use_up_all_memory (world);
  while (sim_cache_alloc (&world->run, cache, GFP_ATOMIC) != 0)
    ;
  hash = sim_machine_hash (world->machine);
  n_changes = sim_record_n_changes (&world->record);
  for (unsigned i = 0; i < MIN_NR; i++)
    {
      taken[i] = CALL (world, mempool_alloc, pool, GFP_ATOMIC);
      assert_int_not_equal (taken[i], 0);
      assert_int_equal (pool_at (world, pool).curr_nr, MIN_NR - 1 - i);
    }
  assert_int_equal (taken[0], last);
  assert_int_equal (CALL (world, mempool_alloc, pool, GFP_ATOMIC), 0);
  CALL (world, mempool_free, taken[2], pool);
  assert_int_equal (pool_at (world, pool).curr_nr, 1);
  assert_int_equal (CALL (world, mempool_alloc, pool, GFP_ATOMIC), taken[2]);
  sim_machine_apply (world->machine, world->record.changes + n_changes, world->record.next_change);
  assert_int_equal (sim_machine_hash (world->machine), hash);
  world_free (world);
}

/* Somebody who may sleep would wait; nobody else runs here, so it is said. */
static void
whoever_may_sleep_would_wait_for_what_comes_back (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 1);
  uint64_t pool = CALL (world, mempool_create_page_pool, 1, 0);
  unsigned n;

  use_up_all_memory (world);
  assert_int_not_equal (CALL (world, mempool_alloc, pool, GFP_ATOMIC), 0);
  n = world->run.n_diagnosed;
  assert_int_equal (CALL (world, mempool_alloc, pool, GFP_ATOMIC), 0);
  assert_int_equal (world->run.n_diagnosed, n);
  assert_int_equal (CALL (world, mempool_alloc, pool, GFP_KERNEL), 0);
  assert_int_equal (world->run.n_diagnosed, n + 1);
  world_free (world);
}

static void
what_is_no_pool_is_refused_and_nothing_is_lost (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 1);
  uint64_t free_before = sim_zone (world->machine, 1).free;

  CALL (world, mempool_alloc, 0, GFP_KERNEL);
  CALL (world, mempool_free, 0xc1000000, 0xc1000010);
  CALL (world, mempool_destroy, 0xc1000010);
  CALL (world, mempool_create_slab_pool, 3, 0);
  assert_int_equal (world->run.n_diagnosed, 4);
  assert_int_equal (CALL (world, mempool_create_kmalloc_pool, UINT32_MAX, 16), 0);
  assert_int_equal (CALL (world, mempool_create_page_pool, 1 << 20, 9), 0);
  CALL (world, mempool_free, 0, 0);
  CALL (world, mempool_destroy, 0);
  assert_int_equal (sim_n_pools (world->machine) > 0 && sim_pool_exists (world->machine, 1), false);
  CALL (world, drain_all_pages, 0);
  assert_in_range (sim_zone (world->machine, 1).free, free_before - 4096, free_before + 64);
  world_free (world);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_allocator_comes_first_and_the_reserve_stays_full),
    cmocka_unit_test (when_there_is_nothing_the_reserve_gives_and_is_filled_first),
    cmocka_unit_test (whoever_may_sleep_would_wait_for_what_comes_back),
    cmocka_unit_test (what_is_no_pool_is_refused_and_nothing_is_lost),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
