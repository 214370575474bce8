/* test-slub.c - SLUB: what a CPU holds, what waits with it, what the node keeps, and what nobody does
 *
 * The drawings show slabs, F full on no list; A active, its CPU's freelist in brackets; P partial.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "sample.h"
#include "slub-world.h"

/* --- geometry ------------------------------------------------------------------------------ */
/* Every line of every /proc/slabinfo of a kernel with SLUB, one to eight gigabytes, one CPU and two, one node and two. */
static void
slabs_are_as_large_as_in_every_real_kernel (void **state)
{
  size_t length_of_text;
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "slabinfo", "slub.txt.xz", NULL);
  g_autofree char *text = sample_text (path, &length_of_text);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  World *world = NULL;
  unsigned n = 0;

  for (char **line = lines; *line != NULL; line++)
    {
      char name[96], profile[32];
      unsigned cpus, size, num, pages;

      if (sscanf (*line, "==> %95s %31s %u <==", name, profile, &cpus) == 3)
        {
          if (world != NULL)
            world_free (world);
          world = world_new (profile, 64u << 20, cpus);
        }
      else if (sscanf (*line, "%95s %u %u %u", name, &size, &num, &pages) == 4)
        {
          SimCacheId id = new_cache (world, name, size, OWN_CACHE_FLAGS);
          SimCache cache = sim_cache (world->machine, id);

          if (cache.size != size || cache.num != num || 1u << cache.order != pages)
            fail_msg ("%s: %u %u %u, not %u %u %u", name, cache.size, cache.num, 1u << cache.order, size, num, pages);
          CALL (world, kmem_cache_destroy, cache.descriptor);
          n++;
        }
    }
  world_free (world);
  assert_int_equal (n, 2839);
}

/*   700 bytes:      0 ……… 348 [next] 352 ……… 699
 *   with a ctor:    0 ………………………………………… 699 [next] 704 */
static void
a_free_object_holds_the_address_of_the_next_in_its_middle_or_behind (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCache cache;
  uint64_t descriptor;

  assert_int_equal (sim_cache (world->machine, new_cache (world, "plain", 700, 0)).offset, 348);
  descriptor = call (world, SIM_CALL_kmem_cache_create,
                     &(SimCall) { .args = { UINT32_MAX, 700, 0, 0, 0xc1000000 }, .text = "made" });
  cache = sim_cache (world->machine, sim_cache_of_descriptor (world->machine, descriptor));
  assert_int_equal (cache.offset, 700);
  assert_int_equal (cache.size, 704);
  assert_int_equal (sim_cache (world->machine, new_cache (world, "rcu", 64, SIM_SLAB_TYPESAFE_BY_RCU)).offset, 64);
  world_free (world);
}

/* mm/slub.c: set_cpu_partial (), kmem_cache_open () */
/* A real kernel divides by the size of an object; here it is said, and nothing is left of what was taken for the cache. */
static void
a_cache_for_objects_of_0_bytes_is_refused (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 1);
  SimCache own = sim_cache (world->machine, sim_cache_named (world->machine, "kmem_cache"));
  uint32_t n_before = sim_cache_n_in_use (world->machine, own.id);

  assert_int_equal (new_cache (world, "nothing", 0, OWN_CACHE_FLAGS), SIM_NO_CACHE);
  assert_int_equal (new_cache (world, "less", (uint32_t) -5, OWN_CACHE_FLAGS), SIM_NO_CACHE);
  assert_int_equal (sim_cache_n_in_use (world->machine, own.id), n_before);
  assert_int_not_equal (new_cache (world, "one", 1, OWN_CACHE_FLAGS), SIM_NO_CACHE);
  world_free (world);
}

static void
what_is_kept_partial_depends_on_the_size (void **state)
{
  static const struct { unsigned size, cpu_partial, cpu_partial_slabs, min_partial; } wanted[] = {
    { 8, 120, 1, 5 }, { 32, 120, 2, 5 }, { 128, 120, 8, 5 }, { 192, 120, 12, 5 }, { 256, 52, 7, 5 }, { 1024, 24, 3, 5 }, { 4096, 6, 2, 6 },
    { 8192, 6, 3, 6 },
  };
  World *world = world_new ("6.1-i386", 64u << 20, 2);

  for (size_t i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      SimCache cache = sim_cache (world->machine, sim_kmalloc_cache (world->machine, wanted[i].size, GFP_KERNEL));

      assert_int_equal (cache.size, wanted[i].size);
      assert_int_equal (cache.cpu_partial, wanted[i].cpu_partial);
      assert_int_equal (cache.cpu_partial_slabs, wanted[i].cpu_partial_slabs);
      assert_int_equal (cache.min_partial, wanted[i].min_partial);
    }
  world_free (world);
}

/* --- taking and giving back ---------------------------------------------------------------- */
/*   A 0 1 2 3 …   give back 0, then 1:   A [1 0 3 4 …] */
static void
what_came_back_last_is_given_first (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = small_cache (world);
  uint64_t a = take (world, cache), b = take (world, cache), c = take (world, cache);

  assert_int_equal (b, a + 128);
  assert_int_equal (c, b + 128);
  give (world, a);
  give (world, b);
  assert_int_equal (take (world, cache), b);
  assert_int_equal (take (world, cache), a);
  assert_int_equal (take (world, cache), c + 128);
  assert_int_equal (sim_cache_n_in_use (world->machine, cache), 4);
  world_free (world);
}

/*   CPU 0: A 0 1 2 [3 4 …]     CPU 1 gives back 0 and 1: on the slab's own list, not on the CPU's
 *   CPU 0 goes on with 3, 4, … and takes 1 0 when these are gone */
static void
what_another_cpu_gives_back_is_given_when_there_is_nothing_else (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = small_cache (world);
  uint64_t objects[IN_A_SLAB];
  SimSlab slab;

  for (unsigned i = 0; i < 3; i++)
    objects[i] = take (world, cache);
  world->run.cpu = 1;
  give (world, objects[0]);
  give (world, objects[1]);
  world->run.cpu = 0;
  slab = sim_slab (world->machine, slab_of (world, objects[2]));
  assert_int_equal (slab.list, SIM_SLAB_LIST_ACTIVE);
  assert_int_equal (slab.active, IN_A_SLAB - 2);
  assert_int_equal (slab.freelist, objects[1]);
  assert_int_equal (sim_array (world->machine, cache, 0).avail, IN_A_SLAB - 3);
  for (unsigned i = 3; i < IN_A_SLAB; i++)
    assert_int_equal (take (world, cache), objects[0] + i * 128);
  assert_int_equal (take (world, cache), objects[1]);
  assert_int_equal (take (world, cache), objects[0]);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_FULL), 0);
  assert_int_not_equal (slab_of (world, take (world, cache)), slab.id);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_FULL), 1);
  world_free (world);
}

/*   F        one object comes back:   it waits with the CPU
 *   A [ ]    used up: the CPU takes from it, before the node is asked */
static void
a_full_slab_waits_with_the_cpu_that_gave_an_object_back (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = small_cache (world);
  uint64_t first[IN_A_SLAB], second[IN_A_SLAB];
  SimSlabId slab;

  fill_slab (world, cache, first);
  fill_slab (world, cache, second);
  slab = slab_of (world, first[0]);
  assert_int_equal (sim_slab (world->machine, slab).list, SIM_SLAB_LIST_FULL);
  world->run.cpu = 1;
  give (world, first[7]);
  assert_int_equal (sim_slab (world->machine, slab).list, SIM_SLAB_LIST_CPU_PARTIAL);
  assert_int_equal (sim_slab (world->machine, slab).cpu, 1);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_PARTIAL), 0);
  assert_int_equal (take (world, cache), first[7]);
  assert_int_equal (sim_slab (world->machine, slab).list, SIM_SLAB_LIST_ACTIVE);
  world_free (world);
}

/*   with the CPU: 8 7 6 5 4 3 2 1, as many as may;   one more:   with the CPU: 9    node: 8 7 6 5 4 3 2 1 */
static void
when_too_many_wait_with_a_cpu_all_but_the_last_go_to_the_node (void **state)
{
  enum { N = 9 };
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = small_cache (world);
  uint64_t objects[N + 1][IN_A_SLAB];
  SimSlabId slab;

  assert_int_equal (sim_cache (world->machine, cache).cpu_partial_slabs, N - 1);
  for (unsigned i = 0; i <= N; i++)
    fill_slab (world, cache, objects[i]);
  for (unsigned i = 0; i < N - 1; i++)
    give (world, objects[i][5]);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_CPU_PARTIAL), N - 1);
  give (world, objects[N - 1][5]);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_CPU_PARTIAL), 1);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_PARTIAL), N - 1);
  slab = sim_slab_first (world->machine, cache, 0, SIM_SLAB_LIST_PARTIAL);
  for (unsigned i = N - 1; i > 0; i--, slab = sim_slab_next (world->machine, slab))
    assert_int_equal (slab, slab_of (world, objects[i - 1][0]));

  /* The CPU takes what waits with it, then from the node: one to take from, and half as many as may wait, and one. */
  assert_int_equal (take (world, cache), objects[N - 1][5]);
  assert_int_equal (take (world, cache), objects[N - 2][5]);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_CPU_PARTIAL), 5);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_PARTIAL), 2);
  assert_int_equal (take (world, cache), objects[N - 7][5]);
  world_free (world);
}

/* min_partial is 5: the sixth and seventh slab that become empty on the node's list are given back. */
static void
so_many_empty_slabs_stay_and_others_are_given_back (void **state)
{
  enum { N = 9 };
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = small_cache (world);
  uint64_t objects[N + 1][IN_A_SLAB];

  for (unsigned i = 0; i <= N; i++)
    fill_slab (world, cache, objects[i]);
  for (unsigned i = 0; i < N; i++)
    give (world, objects[i][5]);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_PARTIAL), N - 1);
  for (unsigned i = 0; i < N - 1; i++)
    for (unsigned j = 0; j < IN_A_SLAB; j++)
      if (j != 5)
        give (world, objects[i][j]);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_PARTIAL), 4);
  assert_int_equal (sim_cache_node (world->machine, cache, 0).n_slabs, 2 + 4);
  world_free (world);
}

/*   node: 20 free, 1 free, empty, 3 free, 1 free   →   1 free, 1 free, 3 free, 20 free */
static void
shrinking_gives_empty_slabs_back_and_puts_full_ones_first (void **state)
{
  static const unsigned n_free[] = { 20, 1, IN_A_SLAB, 3, 1 }, sorted[] = { 1, 1, 3, 20 };
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = small_cache (world);
  uint64_t objects[5][IN_A_SLAB];
  SimSlabId slab;
  SimCache of = sim_cache (world->machine, cache);

  for (unsigned i = 0; i < 5; i++)
    fill_slab (world, cache, objects[i]);
  world->run.cpu = 1;
  for (unsigned i = 0; i < 5; i++)
    for (unsigned j = 0; j < n_free[i]; j++)
      give (world, objects[i][j]);
  world->run.cpu = 0;
  assert_int_equal (CALL (world, kmem_cache_shrink, of.descriptor), 1);
  assert_int_equal (length (world, cache, SIM_SLAB_LIST_PARTIAL), 4);
  slab = sim_slab_first (world->machine, cache, 0, SIM_SLAB_LIST_PARTIAL);
  for (unsigned i = 0; i < 4; i++, slab = sim_slab_next (world->machine, slab))
    assert_int_equal (IN_A_SLAB - sim_slab (world->machine, slab).active, sorted[i]);
  assert_int_equal (sim_slab_first (world->machine, cache, 0, SIM_SLAB_LIST_ACTIVE), SIM_NO_SLAB);
  world_free (world);
}

static void
a_cache_with_objects_stays_and_one_without_gives_all_back (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = small_cache (world);
  uint64_t descriptor = sim_cache (world->machine, cache).descriptor, free_before = sim_zone (world->machine, 1).free, object;

  object = take (world, cache);
  CALL (world, kmem_cache_destroy, descriptor);
  assert_true (sim_cache_exists (world->machine, cache));
  assert_int_equal (sim_cache (world->machine, cache).refcount, 0);
  give (world, object);
  assert_int_equal (CALL (world, kmem_cache_shrink, descriptor), 0);
  CALL (world, drain_all_pages, 0);
  assert_in_range (sim_zone (world->machine, 1).free, free_before, free_before + 64);

  cache = new_cache (world, "other", 128, OWN_CACHE_FLAGS);
  descriptor = sim_cache (world->machine, cache).descriptor;
  give (world, take (world, cache));
  CALL (world, kmem_cache_destroy, descriptor);
  assert_false (sim_cache_exists (world->machine, cache));
  world_free (world);
}

/*   zone: no two free frames side by side       1 KiB: 16 objects in 4 frames, or 4 in one */
static void
where_memory_is_in_pieces_a_slab_is_smaller (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, 2);
  SimCacheId cache = new_cache (world, "large", 1024, OWN_CACHE_FLAGS);
  static uint64_t pages[1 << 14];
  unsigned n = 0;
  uint64_t object;

  assert_int_equal (sim_cache (world->machine, cache).order, 2);
  assert_int_equal (sim_cache (world->machine, cache).least_order, 0);
  while (n < G_N_ELEMENTS (pages) && (pages[n] = CALL (world, alloc_pages, GFP_ATOMIC | GFP_MEMALLOC, 0)) != 0)
    n++;
  for (unsigned i = 0; i < n; i++)
    if (CALL (world, page_to_pfn, pages[i]) % 2 == 0)
      CALL (world, __free_pages, pages[i], 0);
  object = take (world, cache);
  assert_int_not_equal (object, 0);
  assert_int_equal (sim_slab (world->machine, slab_of (world, object)).order, 0);
  assert_int_equal (sim_slab (world->machine, slab_of (world, object)).n_objects, 4);
  assert_int_equal (sim_cache_n_in_use (world->machine, cache), 1);
  for (unsigned i = 0; i < 4; i++)
    take (world, cache);
  assert_int_equal (sim_cache_node (world->machine, cache, 0).n_slabs, 2);
  assert_int_equal (sim_cache_n_in_use (world->machine, cache), 5);
  world_free (world);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (slabs_are_as_large_as_in_every_real_kernel),
    cmocka_unit_test (a_free_object_holds_the_address_of_the_next_in_its_middle_or_behind),
    cmocka_unit_test (a_cache_for_objects_of_0_bytes_is_refused),
    cmocka_unit_test (what_is_kept_partial_depends_on_the_size),
    cmocka_unit_test (what_came_back_last_is_given_first),
    cmocka_unit_test (what_another_cpu_gives_back_is_given_when_there_is_nothing_else),
    cmocka_unit_test (a_full_slab_waits_with_the_cpu_that_gave_an_object_back),
    cmocka_unit_test (when_too_many_wait_with_a_cpu_all_but_the_last_go_to_the_node),
    cmocka_unit_test (so_many_empty_slabs_stay_and_others_are_given_back),
    cmocka_unit_test (shrinking_gives_empty_slabs_back_and_puts_full_ones_first),
    cmocka_unit_test (a_cache_with_objects_stays_and_one_without_gives_all_back),
    cmocka_unit_test (where_memory_is_in_pieces_a_slab_is_smaller),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
