/* test-vmalloc.c - areas of addresses: taken, given back, purged; and every change of them taken back
 *
 *   vmalloc_start                                        vmalloc_end
 *   [ area | guard ][ area | guard ][ free …                        ]
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

static void
world_make (World      *world,
            const char *profile,
            uint64_t    vmalloc,
            bool        is_idle)
{
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = 1u << 30;
  spec.vmalloc = vmalloc;
  spec.idle = is_idle;
  world_begin (world, &spec);
}

static uint64_t
start_of (const World *world)
{
  return sim_address_space (world->machine)->vmalloc_start;
}

static void
an_area_has_a_guard_page_behind_it (void **state)
{
  World world;
  uint64_t first, second;

  world_make (&world, "6.1-i386", 0, true);
  first = ask (&world, SIM_CALL_vmalloc, 10000, 0);
  second = ask (&world, SIM_CALL_vmalloc, 1, 0);
  assert_int_equal (first, start_of (&world));
  assert_int_equal (second, first + 4 * SIM_PAGE_SIZE);
  assert_true (sim_vmap_pte (world.machine, first + 2 * SIM_PAGE_SIZE).is_present);
  assert_false (sim_vmap_pte (world.machine, first + 3 * SIM_PAGE_SIZE).is_present);
  assert_int_equal (ask (&world, SIM_CALL_area_size, first + 5, 0), 3 * SIM_PAGE_SIZE);
  /* The frames come from HighMem, which has no logical addresses. */
  assert_int_equal (sim_zone_of (world.machine, (SimPfn) ask (&world, SIM_CALL_vmalloc_to_pfn, first, 0)), 2);
  world_clear (&world);
}

static void
freed_addresses_are_given_again_after_the_purge_only (void **state)
{
  World world;
  uint64_t first, second;

  world_make (&world, "6.1-i386", 0, true);
  first = ask (&world, SIM_CALL_vmalloc, 8192, 0);
  ask (&world, SIM_CALL_vfree, first, 0);
  assert_int_equal (sim_lazy_pages (world.machine), 3);
  second = ask (&world, SIM_CALL_vmalloc, 8192, 0);
  assert_int_equal (second, first + 3 * SIM_PAGE_SIZE);
  ask (&world, SIM_CALL_vm_unmap_aliases, 0, 0);
  assert_int_equal (sim_lazy_pages (world.machine), 0);
  assert_int_equal (ask (&world, SIM_CALL_vmalloc, 8192, 0), first);
  world_clear (&world);
}

/* 32 MiB with one CPU. */
static void
too_many_lazy_pages_are_purged_at_once (void **state)
{
  World world;
  uint64_t first, second;

  world_make (&world, "6.1-i386", 0, true);
  assert_int_equal (sim_lazy_max_pages (world.machine), 8192);
  first = ask (&world, SIM_CALL_vmalloc, 31u << 20, 0);
  second = ask (&world, SIM_CALL_vmalloc, 2u << 20, 0);
  ask (&world, SIM_CALL_vfree, first, 0);
  assert_true (sim_lazy_pages (world.machine) > 31u << 8);
  ask (&world, SIM_CALL_vfree, second, 0);
  /* The array of the second one's pages is freed behind it. */
  assert_int_equal (sim_lazy_pages (world.machine), 0);
  world_clear (&world);
}

static void
when_no_addresses_are_left_the_purge_comes_first (void **state)
{
  World world;
  uint64_t address;

  world_make (&world, "6.1-i386", 16u << 20, false);
  address = ask (&world, SIM_CALL_vmalloc, 12u << 20, 0);
  assert_true (address != 0);
  ask (&world, SIM_CALL_vfree, address, 0);
  assert_true (sim_lazy_pages (world.machine) > 0);
  assert_int_equal (ask (&world, SIM_CALL_vmalloc, 12u << 20, 0), address);
  assert_int_equal (world.run.n_diagnosed, 0);
  assert_int_equal (ask (&world, SIM_CALL_vmalloc, 12u << 20, 0), 0);
  assert_int_equal (world.run.n_diagnosed, 1);
  world_clear (&world);
}

static void
the_books_kernel_gives_freed_addresses_at_once (void **state)
{
  World world;
  uint64_t first;

  world_make (&world, "2.6.11-i386", 0, false);
  first = ask (&world, SIM_CALL_vmalloc, 8192, 0);
  assert_int_equal (first, 0xf8800000u);
  ask (&world, SIM_CALL_vmalloc, 1, 0);
  ask (&world, SIM_CALL_vfree, first, 0);
  assert_int_equal (ask (&world, SIM_CALL_vmalloc, 4096, 0), first);
  /* fls (4096) is 13: one page is aligned to two. */
  assert_int_equal (ask (&world, SIM_CALL_ioremap, 0xfd000010u, 4) % (2 * SIM_PAGE_SIZE), 0x10);
  assert_int_equal (ask (&world, SIM_CALL_ioremap, 0xa0000u, 0x1000), 0xc00a0000u);
  world_clear (&world);
}

static void
ioremap_refuses_what_the_kernel_refuses (void **state)
{
  World world;
  uint64_t one;

  world_make (&world, "6.1-i386", 0, true);
  assert_int_equal (ask (&world, SIM_CALL_ioremap, 0x2000000, 4096), 0);
  assert_int_equal (ask (&world, SIM_CALL_ioremap, 0xfd000000u, 0), 0);
  assert_int_equal (ask (&world, SIM_CALL_ioremap, 0xfffff000u, 0x2000), 0);
  assert_int_equal (world.run.n_diagnosed, 3);
  one = ask (&world, SIM_CALL_ioremap_wc, 0xfd000123u, 16);
  assert_int_equal (one % SIM_PAGE_SIZE, 0x123);
  assert_int_equal (sim_vmap_pte (world.machine, one).cache_mode, SIM_CACHE_MODE_WC);
  assert_int_equal (sim_vmap_pte (world.machine, one).pfn, 0xfd000);
  /* Who came first says how the caches treat a page. */
  assert_int_equal (sim_vmap_pte (world.machine, ask (&world, SIM_CALL_ioremap, 0xfd000000u, 4096)).cache_mode, SIM_CACHE_MODE_WC);
  ask (&world, SIM_CALL_iounmap, one, 0);
  ask (&world, SIM_CALL_iounmap, one, 0);
  assert_int_equal (world.run.n_diagnosed, 4);
  world_clear (&world);
}

/* Nothing is left when the frames run out in the middle. */
static void
a_vmalloc_that_gets_no_frames_gives_everything_back (void **state)
{
  World world;
  uint64_t n = 0, before;

  world_make (&world, "6.1-i386", 512u << 20, true);
  while (ask (&world, SIM_CALL_vmalloc, 32u << 20, 0) != 0)
    n++;
  assert_true (n > 5);
  before = sim_zone (world.machine, 1).free + sim_zone (world.machine, 2).free;
  assert_int_equal (ask (&world, SIM_CALL_vmalloc, 400u << 20, 0), 0);
  assert_in_range (sim_zone (world.machine, 1).free + sim_zone (world.machine, 2).free, before - 256, before + 1024);
  world_clear (&world);
}

/* --- taking back ------------------------------------------------------------------------------- */
#define N_SLOTS 24

static uint32_t
random_below (uint32_t *seed,
              uint32_t  n)
{
  *seed = *seed * 1664525u + 1013904223u;
  return (*seed >> 8) % n;
}

static void
do_something (World    *world,
              uint32_t *seed,
              uint64_t *slots)
{
  uint64_t *slot = &slots[random_below (seed, N_SLOTS)];

  switch (random_below (seed, 8))
    {
    case 0:
      ask (world, SIM_CALL_vm_unmap_aliases, 0, 0);
      break;
    case 1:
    case 2:
      if (*slot == 0)
        *slot = ask (world, SIM_CALL_ioremap, 0xf0000000u + random_below (seed, 4096) * 0x100u, 1 + random_below (seed, 50000));
      break;
    default:
      if (*slot != 0)
        {
          ask (world, SIM_CALL_iounmap, *slot, 0);
          *slot = 0;
        }
      else
        *slot = ask (world, random_below (seed, 3) ? SIM_CALL_vmalloc : SIM_CALL_vzalloc, 1 + random_below (seed, 5u << 20), 0);
    }
}

static void
whatever_happens_to_areas_can_be_taken_back (void **state)
{
  static const char *const profiles[] = { "6.1-i386", "6.1-i386-pae", "6.1-x86_64", "5.10-i386", "2.6.11-i386" };

  for (unsigned p = 0; p < sizeof profiles / sizeof *profiles; p++)
    {
      World world;
      uint64_t slots[N_SLOTS] = { 0 }, before, after;
      uint32_t seed = 17 + p;
      bool lacks_purge = sim_profile_lacks (sim_profile_by_id (profiles[p]), "vm_unmap_aliases");

      world_make (&world, profiles[p], 0, p < 3);
      before = sim_machine_hash (world.machine);
      for (unsigned i = 0; i < 150 && !lacks_purge; i++)
        {
          do_something (&world, &seed, slots);
          if (i % 10 == 0)
            assert_null (sim_machine_check (world.machine));
        }
      after = sim_machine_hash (world.machine);
      sim_machine_apply (world.machine, world.record.changes, world.record.next_change);
      assert_int_equal (sim_machine_hash (world.machine), before);
      sim_machine_apply (world.machine, world.record.changes, world.record.next_change);
      assert_int_equal (sim_machine_hash (world.machine), after);
      world_clear (&world);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_area_has_a_guard_page_behind_it),
    cmocka_unit_test (freed_addresses_are_given_again_after_the_purge_only),
    cmocka_unit_test (too_many_lazy_pages_are_purged_at_once),
    cmocka_unit_test (when_no_addresses_are_left_the_purge_comes_first),
    cmocka_unit_test (the_books_kernel_gives_freed_addresses_at_once),
    cmocka_unit_test (ioremap_refuses_what_the_kernel_refuses),
    cmocka_unit_test (a_vmalloc_that_gets_no_frames_gives_everything_back),
    cmocka_unit_test (whatever_happens_to_areas_can_be_taken_back),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
