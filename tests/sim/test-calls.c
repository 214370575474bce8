/* test-calls.c - the calls of the page allocator, what they complain about, and memory maps that are
 * not believed
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "sim/sim.h"

#define GFP_KERNEL 0xcc0u
#define GFP_HIGHMEM 0x2u
#define GFP_OLD_HIGHMEM 0x02u
#define GFP_OLD_WAIT 0x10u

typedef struct {
  SimMachine *machine;
  SimRecord   record;
  SimRun      run;
} World;

static World *
world_new (const char *profile,
           uint64_t    ram,
           bool        pcp)
{
  World *world = calloc (1, sizeof *world);
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = ram;
  spec.pcp = pcp;
  assert_int_equal (sim_machine_new (&spec, &world->machine, NULL), SIM_OK);
  sim_record_init (&world->record);
  sim_run_init (&world->run, world->machine, &world->record);
  return world;
}

static void
world_free (World *world)
{
  assert_null (sim_machine_check (world->machine));
  sim_record_clear (&world->record);
  sim_machine_free (world->machine);
  free (world);
}

static uint64_t
call (World     *world,
      SimCallId  id,
      uint64_t   a,
      uint64_t   b)
{
  SimCall made = { .id = id, .args = { a, b } };
  uint64_t result;

  world->run.serial++;
  assert_int_equal (sim_run_call (&world->run, &made, &result), SIM_OK);
  return result;
}

/* The last diagnosis; SIM_N_DIAGNOSES: none since the record began. */
static SimDiagnosis
last_diagnosis (World *world)
{
  for (size_t i = sim_record_n_events (&world->record); i > 0; i--)
    {
      SimEvent event = sim_record_event (&world->record, i - 1);

      if (event.kind == SIM_EVENT_DIAGNOSED)
        return (SimDiagnosis) event.arg[0];
    }
  return SIM_N_DIAGNOSES;
}

/*   frame  0       16
 *   before [ 10: one Movable block                    ]
 *   after  [A: 4  |4      |5          |6     …   |9   ]   */
static void
sixteen_frames_leave_one_block_of_each_order_and_merge_again (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, true);
  uint32_t before[SIM_N_ORDERS];
  uint64_t page;

  for (SimOrder order = 0; order < SIM_N_ORDERS; order++)
    before[order] = sim_nr_free (world->machine, 1, order);
  page = call (world, SIM_CALL_alloc_pages, GFP_KERNEL, 4);
  assert_int_equal (call (world, SIM_CALL_page_to_pfn, page, 0) % 1024, 0);
  for (SimOrder order = 4; order < 10; order++)
    assert_int_equal (sim_nr_free (world->machine, 1, order), before[order] + 1);
  assert_int_equal (sim_nr_free (world->machine, 1, 10), before[10] - 1);
  assert_string_equal (sim_own_string_text ((uint32_t) call (world, SIM_CALL_pageblock_type, page, 0)), "Unmovable");

  call (world, SIM_CALL___free_pages, page, 4);
  for (SimOrder order = 0; order < SIM_N_ORDERS; order++)
    assert_int_equal (sim_nr_free (world->machine, 1, order), before[order]);
  assert_int_equal (last_diagnosis (world), SIM_N_DIAGNOSES);
  world_free (world);
}

static void
a_free_of_fewer_frames_leaves_the_rest_handed_out (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, true);
  uint64_t page = call (world, SIM_CALL_alloc_pages, GFP_KERNEL, 6);
  SimPfn pfn = (SimPfn) call (world, SIM_CALL_page_to_pfn, page, 0);

  call (world, SIM_CALL___free_pages, page, 4);
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_WRONG_ORDER);
  assert_int_equal (sim_block_at (world->machine, pfn).state, SIM_FRAME_FREE);
  assert_int_equal (sim_block_at (world->machine, pfn + 16).state, SIM_FRAME_ALLOCATED);
  assert_int_equal (sim_block_at (world->machine, pfn + 16).order, 4);
  assert_int_equal (sim_block_at (world->machine, pfn + 63).first, pfn + 32);
  world_free (world);
}

static void
frees_that_would_break_the_machine_are_diagnosed_and_refused (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, true);
  uint64_t page = call (world, SIM_CALL_alloc_pages, GFP_KERNEL, 4);
  uint64_t address = call (world, SIM_CALL_page_address, page, 0);
  uint64_t hash = sim_machine_hash (world->machine);
  const struct {
    SimCallId    id;
    uint64_t     what, order;
    SimDiagnosis diagnosis;
  } wrong[] = {
    { SIM_CALL___free_pages, page, 5, SIM_DIAGNOSIS_WRONG_ORDER },
    { SIM_CALL___free_pages, page, 11, SIM_DIAGNOSIS_ORDER_TOO_LARGE },
    { SIM_CALL___free_pages, page + 32, 0, SIM_DIAGNOSIS_FREE_OF_TAIL },
    { SIM_CALL___free_pages, address, 4, SIM_DIAGNOSIS_FREE_OF_ADDRESS_AS_PAGE },
    { SIM_CALL___free_pages, page + 1, 4, SIM_DIAGNOSIS_NOT_A_PAGE },
    { SIM_CALL_free_pages, page, 4, SIM_DIAGNOSIS_FREE_OF_PAGE_AS_ADDRESS },
    { SIM_CALL_free_pages, 0x1000, 4, SIM_DIAGNOSIS_NOT_A_LOGICAL_ADDRESS },
    { SIM_CALL_free_pages, 0xc1000000u, 0, SIM_DIAGNOSIS_FREE_OF_RESERVED },
  };

  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    {
      call (world, wrong[i].id, wrong[i].what, wrong[i].order);
      assert_int_equal (last_diagnosis (world), wrong[i].diagnosis);
      assert_int_equal (sim_machine_hash (world->machine), hash);
    }

  call (world, SIM_CALL_free_pages, address, 4);
  hash = sim_machine_hash (world->machine);
  call (world, SIM_CALL_free_pages, address, 4);
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_DOUBLE_FREE);
  assert_int_equal (sim_machine_hash (world->machine), hash);
  world_free (world);
}

static void
requests_that_make_no_sense_are_diagnosed (void **state)
{
  World *world = world_new ("6.1-i386", 1u << 30, true);

  assert_int_equal (call (world, SIM_CALL_alloc_pages, GFP_KERNEL, 11), 0);
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_ORDER_TOO_LARGE);
  assert_int_not_equal (call (world, SIM_CALL_alloc_pages, GFP_KERNEL | 3, 0), 0);
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_CONFLICTING_ZONE_FLAGS);
  /* High memory has no address: the flag is taken away, the frame comes from Normal. */
  assert_true (call (world, SIM_CALL___get_free_pages, GFP_KERNEL | GFP_HIGHMEM, 0) >= 0xc0000000u);
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_HIGHMEM_HAS_NO_ADDRESS);
  assert_int_equal (call (world, SIM_CALL_page_address, call (world, SIM_CALL_alloc_pages, GFP_KERNEL | GFP_HIGHMEM, 0), 0), 0);
  world_free (world);
}

static void
an_old_kernel_gives_a_frame_of_high_memory_and_no_address (void **state)
{
  World *world = world_new ("2.6.11-i386", 1u << 30, false);
  uint32_t gfp = GFP_OLD_HIGHMEM | GFP_OLD_WAIT;
  uint64_t hash;
  SimZoneId high = sim_zone_named (world->machine, "HighMem");
  uint64_t free_before = sim_zone (world->machine, high).free;

  assert_int_equal (call (world, SIM_CALL___get_free_pages, gfp, 0), 0);
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_HIGHMEM_HAS_NO_ADDRESS);
  assert_int_equal (sim_zone (world->machine, high).free, free_before - 1);

  hash = sim_machine_hash (world->machine);
  assert_int_equal (call (world, SIM_CALL_get_zeroed_page, gfp, 0), 0);
  assert_int_equal (sim_machine_hash (world->machine), hash);
  world_free (world);
}

static void
bytes_are_kept_zeroed_and_taken_back (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, true);
  uint64_t address = call (world, SIM_CALL___get_free_page, GFP_KERNEL, 0), again, value;
  size_t n_changes;
  uint64_t hash;

  assert_true (sim_run_write_memory (&world->run, address + 4094, 0x11223344, 2));
  assert_true (sim_run_read_memory (&world->run, address + 4094, 2, &value));
  assert_int_equal (value, 0x3344);
  assert_false (sim_run_write_memory (&world->run, 8, 1, 4));
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_NULL_ACCESS);

  call (world, SIM_CALL_free_page, address, 0);
  assert_true (sim_run_read_memory (&world->run, address, 4, &value));
  assert_int_equal (last_diagnosis (world), SIM_DIAGNOSIS_USE_AFTER_FREE);
  hash = sim_machine_hash (world->machine);
  n_changes = sim_record_n_changes (&world->record);
  again = call (world, SIM_CALL_get_zeroed_page, GFP_KERNEL, 0);
  assert_int_equal (again, address);
  assert_true (sim_run_read_memory (&world->run, address + 4094, 2, &value));
  assert_int_equal (value, 0);
  sim_run_set_word (&world->run, 1000, 0x123456789abcdefu);
  sim_run_print (&world->run, 6, "hello", 5);
  assert_int_equal (sim_log_char (world->machine, 4), 'o');
  assert_int_equal (sim_word (world->machine, 1000), 0x123456789abcdefu);
  for (size_t i = sim_record_n_changes (&world->record); i > n_changes; i--)
    sim_machine_apply (world->machine, world->record.changes + i - 1, world->record.changes + i);
  assert_int_equal (sim_machine_hash (world->machine), hash);
  assert_int_equal (sim_log_length (world->machine), 0);
  world_free (world);
}

static void
what_was_not_given_back_is_reported_as_a_leak_of_its_call (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, true);
  uint64_t page = call (world, SIM_CALL_alloc_pages, GFP_KERNEL, 4), kept;

  kept = call (world, SIM_CALL_alloc_pages, GFP_KERNEL, 2);
  call (world, SIM_CALL___free_pages, page, 4);
  sim_run_report_leaks (&world->run, 0);

  SimEvent event = sim_record_event (&world->record, sim_record_n_events (&world->record) - 1);

  assert_int_equal (event.kind, SIM_EVENT_DIAGNOSED);
  assert_int_equal (event.arg[0], SIM_DIAGNOSIS_LEAK);
  assert_int_equal (event.arg[1], call (world, SIM_CALL_page_to_pfn, kept, 0));
  assert_int_equal (event.serial, 2);
  world_free (world);
}

static void
the_books_kernel_has_896_mib_of_lowmem_and_no_drain_all_pages (void **state)
{
  World *world = world_new ("2.6.11-i386", 1u << 30, true);
  SimCall drain = { .id = SIM_CALL_drain_all_pages };

  assert_int_equal (sim_high_memory (world->machine), 0xf8000000u);
  assert_int_equal (sim_zone (world->machine, 2).start_pfn, 229376);
  assert_int_equal (sim_run_call (&world->run, &drain, NULL), SIM_NO_SUCH_CALL);
  world_free (world);
}

static void
maps_that_cannot_be_are_refused_with_their_line (void **state)
{
  SimRange backwards[] = { { 0x5000, 0x1000, SIM_RANGE_RAM, 1 } };
  SimRange overlapping[] = { { 0, 0x9fc00, SIM_RANGE_RAM, 1 }, { 0x9f000, 0x4000000, SIM_RANGE_RAM, 2 } };
  SimRange unordered[] = { { 0x100000, 0x4000000, SIM_RANGE_RAM, 1 }, { 0, 0x9fc00, SIM_RANGE_RAM, 2 } };
  SimRange no_ram[] = { { 0, 0x9fc00, SIM_RANGE_RESERVED, 1 } };
  SimRange huge[] = { { 0x100000, 65ull << 30, SIM_RANGE_RAM, 1 } };
  SimRange small[] = { { 0, 0x9fc00, SIM_RANGE_RAM, 1 }, { 0x100000, 0x800000, SIM_RANGE_RAM, 2 } };
  const struct {
    SimRange        *map;
    size_t           n;
    SimComplaintKind kind;
    unsigned         line;
  } wrong[] = {
    { backwards, 1, SIM_COMPLAINT_RANGE_BACKWARDS, 1 },
    { overlapping, 2, SIM_COMPLAINT_MAP_OVERLAPS, 2 },
    { unordered, 2, SIM_COMPLAINT_MAP_UNORDERED, 2 },
    { no_ram, 1, SIM_COMPLAINT_MAP_EMPTY, 0 },
    { huge, 1, SIM_COMPLAINT_TOO_LARGE, 1 },
    { small, 2, SIM_COMPLAINT_KERNEL_NOT_IN_RAM, 0 },
  };

  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    {
      SimMachineSpec spec;
      SimComplaint complaint;
      SimMachine *machine;

      sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
      spec.memory = wrong[i].map;
      spec.n_memory = wrong[i].n;
      assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_BAD_SPEC);
      assert_null (machine);
      assert_int_equal (complaint.kind, wrong[i].kind);
      assert_int_equal (complaint.line, wrong[i].line);
    }
}

static void
flags_print_as_the_kernel_prints_them (void **state)
{
  const SimProfile *profile = sim_profile_by_id ("6.1-i386");
  char text[64];

  sim_gfp_print (profile, 0xdc0, text, sizeof text);
  assert_string_equal (text, "GFP_KERNEL|__GFP_ZERO");
  sim_gfp_print (profile, 0x400dc0, text, sizeof text);
  assert_string_equal (text, "GFP_KERNEL_ACCOUNT|__GFP_ZERO");
  sim_gfp_print (profile, 0, text, sizeof text);
  assert_string_equal (text, "0");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (sixteen_frames_leave_one_block_of_each_order_and_merge_again),
    cmocka_unit_test (a_free_of_fewer_frames_leaves_the_rest_handed_out),
    cmocka_unit_test (frees_that_would_break_the_machine_are_diagnosed_and_refused),
    cmocka_unit_test (requests_that_make_no_sense_are_diagnosed),
    cmocka_unit_test (an_old_kernel_gives_a_frame_of_high_memory_and_no_address),
    cmocka_unit_test (bytes_are_kept_zeroed_and_taken_back),
    cmocka_unit_test (what_was_not_given_back_is_reported_as_a_leak_of_its_call),
    cmocka_unit_test (the_books_kernel_has_896_mib_of_lowmem_and_no_drain_all_pages),
    cmocka_unit_test (maps_that_cannot_be_are_refused_with_their_line),
    cmocka_unit_test (flags_print_as_the_kernel_prints_them),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
