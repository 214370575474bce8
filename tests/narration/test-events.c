/* test-events.c - each event is told in a whole sentence */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "narration/narration.h"

typedef struct {
  SimMachine *machine;
  SimRecord   record;
  SimRun      run;
} Kernel;

static void
boot (Kernel     *kernel,
      const char *profile)
{
  SimMachineSpec spec;
  SimComplaint complaint;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = 64u << 20;
  assert_int_equal (sim_machine_new (&spec, &kernel->machine, &complaint), SIM_OK);
  sim_record_init (&kernel->record);
  sim_run_init (&kernel->run, kernel->machine, &kernel->record);
}

static void
halt (Kernel *kernel)
{
  sim_record_clear (&kernel->record);
  sim_machine_free (kernel->machine);
}

/* The sentence about the first event of a kind that was recorded. */
static char *
tell_first (const Kernel *kernel,
            SimEventKind  kind)
{
  for (size_t i = 0; i < sim_record_n_events (&kernel->record); i++)
    {
      SimEvent event = sim_record_event (&kernel->record, i);

      if (event.kind == kind)
        return narrate_event (kernel->machine, &event);
    }
  fail_msg ("no event of kind %u happened", kind);
  return NULL;
}

static void
assert_told (const Kernel *kernel,
             SimEventKind  kind,
             const char   *expected)
{
  g_autofree char *sentence = tell_first (kernel, kind);

  assert_string_equal (sentence, expected);
}

static uint32_t
gfp_kernel (const Kernel *kernel)
{
  uint32_t gfp = 0;

  assert_true (sim_gfp_by_name (sim_profile (kernel->machine), "GFP_KERNEL", &gfp));
  return gfp;
}

static void
an_allocation_is_told_as_a_story (void **state)
{
  Kernel kernel;
  SimPfn pfn;

  boot (&kernel, "6.1-i386");
  kernel.run.serial = 1;
  pfn = sim_alloc_pages (&kernel.run, gfp_kernel (&kernel), 4);
  assert_int_not_equal (pfn, SIM_NO_PFN);

  assert_told (&kernel, SIM_EVENT_REQUESTED,
               "Asked for with GFP_KERNEL: order 4, that is 16 frames in a row. The mask says Unmovable pages, and Normal is the "
               "first zone that may be tried.");
  assert_told (&kernel, SIM_EVENT_LIST_EMPTY, "Order 4 is empty in Normal for Unmovable pages: look one order up.");
  assert_told (&kernel, SIM_EVENT_FALLBACK_CHOSEN,
               "Normal has no Unmovable block that is large enough: one of Movable is taken, of order 10, the largest there is, so "
               "that the types mix as little as possible.");
  halt (&kernel);
}

static void
what_is_halved_and_what_merges_is_named_by_its_frames (void **state)
{
  Kernel kernel;
  SimEvent split = { .kind = SIM_EVENT_BLOCK_SPLIT, .arg = { 0x1800, 10, 1, SIM_MOVABLE } };
  SimEvent test = { .kind = SIM_EVENT_BUDDY_TESTED, .arg = { 0x1840, 0x1800, 6, SIM_BUDDY_MERGES } };
  SimEvent merge = { .kind = SIM_EVENT_BLOCKS_MERGED, .arg = { 0x1840, 0x1800, 6, 1 } };
  g_autofree char *a = NULL, *b = NULL, *c = NULL, *brief_split = NULL, *brief_merge = NULL;

  boot (&kernel, "6.1-i386");
  a = narrate_event (kernel.machine, &split);
  b = narrate_event (kernel.machine, &test);
  c = narrate_event (kernel.machine, &merge);
  brief_split = narrate_event_brief (kernel.machine, &split);
  brief_merge = narrate_event_brief (kernel.machine, &merge);

  assert_string_equal (a, "The block of order 10 at 0x1800 is halved: its upper half, at 0x1a00, goes to the head of the list of "
                          "order 9, and the lower half is kept.");
  assert_string_equal (b, "The buddy of 0x1840 at order 6 is 0x1800, the same number but for one bit. It is a free block of order 6 as "
                          "well: the two merge.");
  assert_string_equal (c, "0x1800 leaves its list and joins its buddy 0x1840: together they are one block of order 7, which begins "
                          "at 0x1800.");
  assert_string_equal (brief_split, "0x1800 order 10 → 9 + 9");
  assert_string_equal (brief_merge, "0x1840 + 0x1800 order 6 → 7");
  assert_string_equal (narrate_event_badge (&split), "split");
  assert_string_equal (narrate_event_badge (&merge), "merge");
  halt (&kernel);
}

static void
a_kernel_without_migrate_types_is_told_of_without_them (void **state)
{
  Kernel kernel;

  boot (&kernel, "2.6.11-i386");
  kernel.run.serial = 1;
  sim_alloc_pages (&kernel.run, gfp_kernel (&kernel), 4);
  for (size_t i = 0; i < sim_record_n_events (&kernel.record); i++)
    {
      SimEvent event = sim_record_event (&kernel.record, i);
      g_autofree char *sentence = narrate_event (kernel.machine, &event);
      g_autofree char *brief = narrate_event_brief (kernel.machine, &event);

      assert_null (strstr (sentence, "ovable"));
      assert_null (strstr (brief, "ovable"));
    }
  halt (&kernel);
}

static void
every_mistake_has_its_rule_and_its_remedy (void **state)
{
  Kernel kernel;

  boot (&kernel, "6.1-i386");
  for (unsigned diagnosis = 0; diagnosis < SIM_N_DIAGNOSES; diagnosis++)
    {
      SimEvent event = { .kind = SIM_EVENT_DIAGNOSED, .arg = { diagnosis, 0x1000, 0x103 } };
      g_autofree char *text = narrate_diagnosis (kernel.machine, &event);
      g_autofree char *sentence = narrate_event (kernel.machine, &event);

      assert_true (strlen (text) > 60);
      assert_true (g_str_has_suffix (text, "."));
      assert_string_equal (text, sentence);
    }
  {
    SimEvent event = { .kind = SIM_EVENT_DIAGNOSED, .arg = { SIM_DIAGNOSIS_WRONG_ORDER, 0x1800, 1 << 8 | 3 } };
    g_autofree char *text = narrate_diagnosis (kernel.machine, &event);

    assert_string_equal (text, "The block at 0x1800 was allocated with order 3 and is given back with order 1: only its first part "
                               "comes back, and the rest is lost. Give back the order that was asked for.");
  }
  halt (&kernel);
}

static void
what_the_kernel_logs_is_quoted (void **state)
{
  Kernel kernel;

  boot (&kernel, "6.1-i386");
  kernel.run.serial = 1;
  sim_run_print (&kernel.run, 6, "hello\n", 6);
  assert_told (&kernel, SIM_EVENT_PRINTED, "The kernel logs: “hello”");
  halt (&kernel);
}

/* Every kind, with arguments that no kernel would have: something is said, and nothing breaks. */
static void
no_event_is_without_words_whatever_its_arguments (void **state)
{
  guint32 seed = g_getenv ("PAGESCAPE_SEED") != NULL ? (guint32) strtoul (g_getenv ("PAGESCAPE_SEED"), NULL, 0) : g_random_int ();
  GRand *randomness = g_rand_new_with_seed (seed);
  static const char *const profiles[] = { "6.1-i386", "2.6.11-i386" };

  printf ("PAGESCAPE_SEED=%u\n", seed);
  for (unsigned p = 0; p < G_N_ELEMENTS (profiles); p++)
    {
      Kernel kernel;

      boot (&kernel, profiles[p]);
      for (unsigned round = 0; round < 20000; round++)
        {
          SimEvent event = { .kind = (uint16_t) (round % SIM_N_EVENT_KINDS) };
          g_autofree char *sentence = NULL, *brief = NULL;

          for (unsigned i = 0; i < SIM_EVENT_MAX_FIELDS; i++)
            event.arg[i] = (uint64_t) g_rand_int (randomness) << 32 >> g_rand_int_range (randomness, 0, 64);
          sentence = narrate_event (kernel.machine, &event);
          brief = narrate_event_brief (kernel.machine, &event);
          assert_true (g_utf8_validate (sentence, -1, NULL));
          assert_true (g_utf8_validate (brief, -1, NULL));
          assert_true (strlen (narrate_event_badge (&event)) > 0);
          if (round < SIM_N_EVENT_KINDS && event.kind != SIM_EVENT_BUDDY_TESTED && event.kind != SIM_EVENT_DIAGNOSED)
            assert_true (strlen (sentence) > 0);
        }
      halt (&kernel);
    }
  g_rand_free (randomness);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_allocation_is_told_as_a_story),
    cmocka_unit_test (what_is_halved_and_what_merges_is_named_by_its_frames),
    cmocka_unit_test (a_kernel_without_migrate_types_is_told_of_without_them),
    cmocka_unit_test (every_mistake_has_its_rule_and_its_remedy),
    cmocka_unit_test (what_the_kernel_logs_is_quoted),
    cmocka_unit_test (no_event_is_without_words_whatever_its_arguments),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
