/* test-objects.c - what the inspector says about a frame, a block, a zone, a list, a CPU */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "narration/narration.h"

static SimMachine *
make_machine (const char *profile,
              uint64_t    ram)
{
  SimMachineSpec spec;
  SimMachine *machine;
  SimComplaint complaint;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = ram;
  assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_OK);
  return machine;
}

static void
assert_row (GPtrArray  *rows,
            const char *label,
            const char *value)
{
  for (unsigned i = 0; i < rows->len; i++)
    {
      const NarrationRow *row = g_ptr_array_index (rows, i);

      if (strcmp (row->label, label) == 0)
        {
          assert_string_equal (row->value, value);
          return;
        }
    }
  fail_msg ("no row “%s”", label);
}

static void
assert_no_row (GPtrArray  *rows,
               const char *label)
{
  for (unsigned i = 0; i < rows->len; i++)
    assert_string_not_equal (((const NarrationRow *) g_ptr_array_index (rows, i))->label, label);
}

static void
a_free_block_is_found_on_its_list (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", 64u << 20);
  SimZoneId normal = sim_zone_named (machine, "Normal");
  SimPfn pfn = sim_list_first (machine, normal, 10, SIM_MOVABLE);
  g_autofree char *pfn_text = narrate_pfn (pfn ^ 1024), *title = narrate_object_title (machine, sim_ref (SIM_REF_FRAME, pfn));
  g_autofree char *expected_title = g_strdup_printf ("Page frame 0x%x", pfn);
  g_autofree char *place = g_strdup_printf ("1 of %u, head first", sim_list_length (machine, normal, 10, SIM_MOVABLE));
  g_autofree char *logical = g_strdup_printf ("0x%08x", 0xc0000000u + (pfn << 12));
  g_autoptr (GPtrArray) rows = narrate_object (machine, sim_ref (SIM_REF_FRAME, pfn), NULL);

  assert_string_equal (title, expected_title);
  assert_row (rows, "state", "free, in the buddy system");
  assert_row (rows, "zone", "Normal");
  assert_row (rows, "node", "0");
  assert_row (rows, "page block", "Movable");
  assert_row (rows, "free list", "Normal, order 10, Movable");
  assert_row (rows, "place on the list", place);
  assert_row (rows, "logical address", logical);
  assert_row (rows, "page_type", "0xffffff7f (PG_buddy)");
  assert_row (rows, "private", "10 (order)");
  assert_row (rows, "_refcount", "0");
  assert_no_row (rows, "owner");
  assert_no_row (rows, "buddy");
  sim_machine_free (machine);
}

static void
an_allocated_frame_has_an_owner (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", 64u << 20);
  SimRun run;
  uint32_t gfp;
  SimPfn pfn;
  g_autoptr (GPtrArray) rows = NULL, named = NULL;

  sim_gfp_by_name (sim_profile (machine), "GFP_KERNEL", &gfp);
  sim_run_init (&run, machine, NULL);
  run.serial = 7;
  pfn = sim_alloc_pages (&run, gfp, 4);
  rows = narrate_object (machine, sim_ref (SIM_REF_FRAME, pfn + 3), NULL);
  named = narrate_object (machine, sim_ref (SIM_REF_FRAME, pfn), "a (line 9)");

  assert_row (rows, "state", "allocated");
  assert_row (rows, "owner", "call number 7");
  assert_row (named, "owner", "a (line 9)");
  assert_row (named, "_mapcount", "-1");
  assert_row (named, "_refcount", "1");
  sim_machine_free (machine);
}

static void
high_memory_has_no_logical_address (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", UINT64_C (2) << 30);
  SimZone high = sim_zone (machine, sim_zone_named (machine, "HighMem"));
  g_autoptr (GPtrArray) rows = narrate_object (machine, sim_ref (SIM_REF_FRAME, high.start_pfn + 5000), NULL);

  assert_row (rows, "logical address", "none until it is mapped: high memory");
  sim_machine_free (machine);
}

static void
the_kernels_image_is_reserved (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", 64u << 20);
  g_autoptr (GPtrArray) rows = narrate_object (machine, sim_ref (SIM_REF_FRAME, 0x1000), NULL);

  assert_row (rows, "state", "the kernel’s image");
  for (unsigned i = 0; i < rows->len; i++)
    {
      const NarrationRow *row = g_ptr_array_index (rows, i);

      if (strcmp (row->label, "flags") == 0)
        assert_non_null (strstr (row->value, "PG_reserved, zone 1"));
    }
  sim_machine_free (machine);
}

static void
zones_lists_and_cpus_are_counted (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", 64u << 20);
  g_autoptr (GPtrArray) zone = narrate_object (machine, sim_ref (SIM_REF_ZONE, 0), NULL);
  g_autoptr (GPtrArray) list = narrate_object (machine, sim_ref (SIM_REF_LIST, sim_list_id (0, 10, SIM_MOVABLE)), NULL);
  g_autoptr (GPtrArray) pcp = narrate_object (machine, sim_ref (SIM_REF_PCP_LIST, sim_pcp_list_id (1, 0, 0)), NULL);
  g_autoptr (GPtrArray) cpu = narrate_object (machine, sim_ref (SIM_REF_CPU, 0), NULL);
  g_autofree char *title = narrate_object_title (machine, sim_ref (SIM_REF_PCP_LIST, sim_pcp_list_id (1, 0, 5)));

  assert_string_equal (title, "Per-CPU list: Normal, CPU 0, order 1, Reclaimable");
  assert_row (zone, "zone_start_pfn", "0x1");
  assert_row (zone, "present_pages", "3\xe2\x80\xaf" "998 frames (15.62 MiB)");
  assert_row (zone, "blocks of order 10", "3");
  /* mm/page_alloc.c: setup_per_zone_lowmem_reserve(): the managed frames of Normal over 256. */
  assert_row (zone, "lowmem_reserve", "Normal 42");
  assert_row (list, "blocks", "3");
  assert_row (list, "free", "3\xe2\x80\xaf" "072 frames (12 MiB)");
  assert_row (list, "head: taken next", "0x400");
  assert_row (pcp, "blocks", "0");
  assert_row (pcp, "count", "0");
  assert_row (cpu, "free pages of Normal", "0 frames (0 B)");
  sim_machine_free (machine);
}

static void
an_address_is_traced_to_its_frame (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", 64u << 20);
  g_autoptr (GPtrArray) rows = narrate_object (machine, sim_ref (SIM_REF_ADDRESS, 0xc1a40123), NULL);
  g_autoptr (GPtrArray) none = narrate_object (machine, sim_ref (SIM_REF_ADDRESS, 0x1000), NULL);

  assert_row (rows, "page frame", "0x1a40");
  assert_row (rows, "offset in the page", "0x123");
  assert_row (rows, "physical address", "0x01a40000");
  assert_row (none, "physical address", "none: no logical address of this machine");
  sim_machine_free (machine);
}

static void
what_does_not_exist_has_no_rows_and_breaks_nothing (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", 64u << 20);

  for (unsigned round = 0; round < 20000; round++)
    {
      SimRef object = sim_ref ((SimRefKind) (round % SIM_N_REF_KINDS),
                               (uint64_t) g_random_int () << 32 >> g_random_int_range (0, 64));
      g_autoptr (GPtrArray) rows = narrate_object (machine, object, NULL);
      g_autofree char *title = narrate_object_title (machine, object);

      assert_non_null (rows);
      assert_true (strlen (title) > 0 || object.kind == SIM_REF_NONE);
    }
  {
    g_autoptr (GPtrArray) rows = narrate_object (machine, sim_ref (SIM_REF_ZONE, 9), NULL);
    assert_int_equal (rows->len, 0);
  }
  sim_machine_free (machine);
}

static void
machine_and_profile_are_told_in_a_line (void **state)
{
  SimMachine *machine = make_machine ("6.1-i386", 64u << 20);
  g_autofree char *text = narrate_machine (machine);
  g_autofree char *profile = narrate_profile (sim_profile (machine));
  g_autofree char *old = narrate_profile (sim_profile_by_id ("2.6.11-i386"));

  assert_string_equal (text, "linux 6.1 · i386 · 64 MiB · 1 CPU");
  assert_true (g_str_has_prefix (profile, "Linux 6.1 on i386: held against "));
  assert_string_equal (old, "Linux 2.6.11 on i386: from published descriptions of that kernel, not compared.");
  sim_machine_free (machine);
}

static void
every_complaint_has_words (void **state)
{
  for (unsigned kind = 0; kind < SIM_N_COMPLAINTS; kind++)
    {
      SimComplaint complaint = { (SimComplaintKind) kind, 3, 0x2000, 0x1000 };
      g_autofree char *text = narrate_complaint (&complaint);

      assert_true (g_str_has_suffix (text, "."));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_free_block_is_found_on_its_list),
    cmocka_unit_test (an_allocated_frame_has_an_owner),
    cmocka_unit_test (high_memory_has_no_logical_address),
    cmocka_unit_test (the_kernels_image_is_reserved),
    cmocka_unit_test (zones_lists_and_cpus_are_counted),
    cmocka_unit_test (an_address_is_traced_to_its_frame),
    cmocka_unit_test (what_does_not_exist_has_no_rows_and_breaks_nothing),
    cmocka_unit_test (machine_and_profile_are_told_in_a_line),
    cmocka_unit_test (every_complaint_has_words),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
