/* test-older-slab.c - objects before there was an array of indices alone: 2.6.11 and 3.2, and 5.10 beside them */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "sim/sim.h"

static SimMachine *
idle_machine (const char *profile)
{
  SimMachineSpec spec;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.idle = true;
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  assert_null (sim_machine_check (machine));
  return machine;
}

typedef struct {
  const char *name;
  uint32_t    size, num;
  unsigned    pages;
} Line;

static void
assert_lines (const char *profile,
              const Line  lines[],
              size_t      n)
{
  SimMachine *machine = idle_machine (profile);

  for (size_t i = 0; i < n; i++)
    {
      SimCacheId id = sim_cache_named (machine, lines[i].name);

      if (id == SIM_NO_CACHE)
        fail_msg ("%s has no %s", profile, lines[i].name);

      SimCache cache = sim_cache (machine, id);

      if (cache.size != lines[i].size || cache.num != lines[i].num || 1u << cache.order != lines[i].pages)
        fail_msg ("%s: %s: %u bytes, %u in %u pages", profile, lines[i].name, cache.size, cache.num, 1u << cache.order);
    }
  sim_machine_free (machine);
}

/* objsize, objperslab, pagesperslab as /proc/slabinfo of machines with such kernels was published again and again. */
static void
slabs_of_2_6_11_are_as_published (void **state)
{
  static const Line lines[] = {
    { "size-32", 32, 119, 1 }, { "size-64", 64, 61, 1 }, { "size-96", 96, 41, 1 }, { "size-128", 128, 31, 1 }, { "size-192", 192, 20, 1 },
    { "size-256", 256, 15, 1 }, { "size-512", 512, 8, 1 }, { "size-1024", 1024, 4, 1 }, { "size-2048", 2048, 2, 1 },
    { "size-4096", 4096, 1, 1 }, { "size-8192", 8192, 1, 2 }, { "size-131072", 131072, 1, 32 }, { "size-32(DMA)", 32, 119, 1 },
    { "kmem_cache", 128, 31, 1 }, { "biovec-(256)", 3072, 2, 2 }, { "biovec-128", 1536, 5, 2 }, { "biovec-64", 768, 5, 1 },
    { "biovec-16", 192, 20, 1 }, { "biovec-1", 16, 226, 1 }, { "radix_tree_node", 276, 14, 1 }, { "anon_vma", 8, 407, 1 },
    { "idr_layer_cache", 136, 29, 1 }, { "sigqueue", 148, 27, 1 }, { "buffer_head", 48, 81, 1 }, { "eventpoll_pwq", 36, 107, 1 },
  };

  assert_lines ("2.6.11-i386", lines, sizeof lines / sizeof *lines);
}

static void
slabs_of_3_2_are_as_published (void **state)
{
  static const Line lines[] = {
    { "size-32", 32, 113, 1 }, { "size-64", 64, 59, 1 }, { "size-128", 128, 30, 1 }, { "size-192", 192, 20, 1 }, { "size-256", 256, 15, 1 },
    { "size-512", 512, 8, 1 }, { "size-4096", 4096, 1, 1 }, { "size-4194304", 4194304, 1, 1024 }, { "anon_vma_chain", 32, 113, 1 },
  };

  assert_lines ("3.2-i386", lines, sizeof lines / sizeof *lines);
}

/*   slab   colour | struct slab, kmem_bufctl_t [31] | object 0 | object 1 | …   */
static void
a_slab_begins_with_what_is_kept_of_it (void **state)
{
  SimMachine *machine = idle_machine ("2.6.11-i386");
  SimCache cache = sim_cache (machine, sim_cache_named (machine, "size-128"));
  SimSlab first = sim_slab (machine, sim_slab_first (machine, cache.id, 0, SIM_SLAB_LIST_FULL));

  assert_int_equal (cache.freelist_size, 96);          /* 24 + 31 × 2, to 32 */
  assert_int_equal (first.s_mem - sim_pfn_to_virt (machine, first.pfn), 96 + first.colour);
  sim_machine_free (machine);

  machine = idle_machine ("3.2-i386");
  cache = sim_cache (machine, sim_cache_named (machine, "size-128"));
  assert_int_equal (cache.freelist_size, 160);         /* 28 + 30 × 4, to 32 */
  cache = sim_cache (machine, sim_cache_named (machine, "size-512"));
  assert_true (cache.flags & (uint32_t) SIM_SLAB_OFF_SLAB);
  assert_int_equal (cache.freelist_size, 60);
  sim_machine_free (machine);
}

/* What is kept of them lies in another cache: 24 + 8 × 2 bytes, an object of size-64. */
static void
a_slab_of_512_bytes_has_its_management_elsewhere (void **state)
{
  SimMachine *machine = idle_machine ("2.6.11-i386");
  SimCacheId id = sim_cache_named (machine, "size-512");
  SimSlab slab = sim_slab (machine, sim_slab_first (machine, id, 0, SIM_SLAB_LIST_FULL));
  SimObject object;

  assert_true (sim_object_at (machine, slab.freelist, &object));
  assert_int_equal (sim_slab (machine, object.slab).cache, sim_cache_named (machine, "size-64"));
  assert_int_equal (slab.s_mem, sim_pfn_to_virt (machine, slab.pfn));
  sim_machine_free (machine);
}

/* 2.6.11 gives an object for no bytes; later kernels an address that is none. */
static void
no_bytes_are_an_object_in_2_6_11_only (void **state)
{
  SimMachine *machine = idle_machine ("2.6.11-i386");
  SimRun run;
  SimObject object;

  sim_run_init (&run, machine, NULL);
  assert_true (sim_object_at (machine, sim_kmalloc (&run, 0, 0), &object));
  assert_int_equal (sim_slab (machine, object.slab).cache, sim_cache_named (machine, "size-32"));
  assert_int_equal (sim_kmalloc (&run, 131073, 0), 0);
  sim_machine_free (machine);

  machine = idle_machine ("3.2-i386");
  sim_run_init (&run, machine, NULL);
  assert_int_equal (sim_kmalloc (&run, 0, 0), 16);
  sim_machine_free (machine);
}

/* An emptied slab goes as soon as its objects are more than free_limit; it does not wait for the others of the batch. */
static void
an_emptied_slab_is_given_back_at_once_where_there_are_enough (void **state)
{
  static const char *const profiles[] = { "2.6.11-i386", "3.2-i386", "5.10-i386" };

  for (unsigned i = 0; i < 3; i++)
    {
      SimMachine *machine = idle_machine (profiles[i]);
      uint64_t before = sim_machine_hash (machine), held[2000];
      SimCacheId id = sim_kmalloc_cache (machine, 200, 0);
      SimRecord record;
      SimRun run;
      uint32_t gfp;

      sim_gfp_by_name (sim_profile (machine), "GFP_KERNEL", &gfp);
      sim_record_init (&record);
      sim_run_init (&run, machine, &record);
      for (unsigned j = 0; j < 2000; j++)
        {
          held[j] = sim_kmalloc (&run, 200, gfp);
          assert_true (held[j] != 0);
        }
      assert_null (sim_machine_check (machine));
      for (unsigned j = 0; j < 2000; j++)
        sim_kfree (&run, held[j]);
      assert_null (sim_machine_check (machine));
      assert_true (sim_cache_node (machine, id, 0).free_objects <= sim_cache_node (machine, id, 0).free_limit);
      assert_int_equal (sim_slab_list_length (machine, id, 0, SIM_SLAB_LIST_DOOMED), 0);
      for (unsigned j = 0; j < 40; j++)
        sim_cache_reap (&run, id, true);
      assert_null (sim_machine_check (machine));
      assert_int_equal (run.n_diagnosed, 0);
      sim_machine_apply (machine, record.changes, record.next_change);
      assert_int_equal (sim_machine_hash (machine), before);
      sim_record_clear (&record);
      sim_machine_free (machine);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (slabs_of_2_6_11_are_as_published),
    cmocka_unit_test (slabs_of_3_2_are_as_published),
    cmocka_unit_test (a_slab_begins_with_what_is_kept_of_it),
    cmocka_unit_test (a_slab_of_512_bytes_has_its_management_elsewhere),
    cmocka_unit_test (no_bytes_are_an_object_in_2_6_11_only),
    cmocka_unit_test (an_emptied_slab_is_given_back_at_once_where_there_are_enough),
  };

  return cmocka_run_group_tests_name ("older-slab", tests, NULL, NULL);
}
