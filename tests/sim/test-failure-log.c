/* How often a failed request is reported, in whose words, and that it can be taken back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <glib.h>

#include "sim/sim.h"

typedef struct {
  SimMachine *machine;
  SimRecord   record;
  SimRun      run;
  size_t      n_seen;             /* of the log */
} World;

static void
fill (World      *world,
      const char *profile)
{
  uint32_t kernel = 0;
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = 64u << 20;
  assert_int_equal (sim_machine_new (&spec, &world->machine, NULL), SIM_OK);
  sim_record_init (&world->record);
  sim_run_init (&world->run, world->machine, &world->record);
  world->n_seen = 0;
  assert_true (sim_gfp_by_name (spec.profile, "GFP_KERNEL", &kernel));
  while (sim_alloc_pages (&world->run, kernel, 4) != SIM_NO_PFN && sim_log_length (world->machine) == 0)
    continue;
}

static void
empty (World *world)
{
  sim_record_clear (&world->record);
  sim_machine_free (world->machine);
}

/* What the log has since the last time. */
static char *
ask (World      *world,
     const char *names,
     SimOrder    order)
{
  g_auto (GStrv) each = g_strsplit (names, "|", -1);
  GString *log = g_string_new (NULL);
  uint32_t gfp = 0;

  for (unsigned i = 0; each[i] != NULL; i++)
    {
      uint32_t bits;

      assert_true (sim_gfp_by_name (sim_profile (world->machine), each[i], &bits));
      gfp |= bits;
    }
  world->n_seen = sim_log_length (world->machine);
  assert_int_equal (sim_alloc_pages (&world->run, gfp, order), SIM_NO_PFN);
  for (; world->n_seen < sim_log_length (world->machine); world->n_seen++)
    g_string_append_c (log, sim_log_char (world->machine, world->n_seen));
  return g_string_free (log, FALSE);
}

static void
begin_step (World *world)
{
  SimEvent event = sim_event_step_began (1, 0);

  sim_run_event (&world->run, &event);
}

static void
a_failure_is_reported_once_and_the_next_report_tells_how_many_were_not (void **unused)
{
  World world;

  fill (&world, "6.1-i386");
  begin_step (&world);

  g_autofree char *unwanted = ask (&world, "GFP_ATOMIC|__GFP_NOWARN", 10);
  uint64_t before = sim_machine_hash (world.machine);
  size_t n_changes = sim_record_n_changes (&world.record);
  g_autofree char *first = ask (&world, "GFP_ATOMIC", 10);
  g_autofree char *second = ask (&world, "GFP_ATOMIC", 10);
  g_autofree char *third = ask (&world, "GFP_KERNEL", 10);

  assert_string_equal (unwanted, "");
  assert_true (g_str_has_prefix (first, "init: page allocation failure: order:10, mode:0xa20(GFP_ATOMIC), nodemask=(null),cpuset=/,mems_allowed=0\n"
                                 "Mem-Info:\n free:"));
  assert_true (g_str_has_suffix (first, "16286 pages RAM\n0 pages HighMem/MovableOnly\n1692 pages reserved\n"));
  assert_string_equal (second, "");
  assert_string_equal (third, "");

  begin_step (&world);
  g_autofree char *later = ask (&world, "GFP_ATOMIC", 10);
  assert_true (g_str_has_prefix (later, "warn_alloc: 2 callbacks suppressed\ninit: page allocation failure: "));

  /* And all of it can be taken back. */
  sim_machine_apply (world.machine, world.record.changes + n_changes, world.record.next_change);
  assert_int_equal (sim_machine_hash (world.machine), before);
  empty (&world);
}

static void
a_request_for_which_somebody_would_have_to_end_is_reported_as_that (void **unused)
{
  World world;

  fill (&world, "6.1-i386");
  while (sim_alloc_pages (&world.run, sim_profile (world.machine)->gfp_may_sleep, 0) != SIM_NO_PFN)
    continue;
  begin_step (&world);

  g_autofree char *said = ask (&world, "GFP_KERNEL", 0);
  g_autofree char *atomic = ask (&world, "GFP_ATOMIC", 10);

  assert_true (g_str_has_prefix (said, "init invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\nMem-Info:\n"));
  assert_null (strstr (said, "page allocation failure"));
  assert_true (g_str_has_prefix (atomic, "init: page allocation failure: order:10, "));
  empty (&world);
}

static void
older_kernels_say_it_in_their_own_way (void **unused)
{
  World world;

  fill (&world, "2.6.11-i386");
  begin_step (&world);
  g_autofree char *books = ask (&world, "GFP_ATOMIC", 10);
  assert_string_equal (books, "init: page allocation failure. order:10, mode:0x20\n");
  empty (&world);

  fill (&world, "3.2-i386");
  begin_step (&world);
  g_autofree char *seeds = ask (&world, "GFP_ATOMIC", 10);
  assert_true (g_str_has_prefix (seeds, "init: page allocation failure: order:10, mode:0x20\nMem-Info:\nDMA per-cpu:\nCPU    0: hi:    0, btch:   1 usd:   0\n"));
  assert_null (strstr (seeds, "(U"));
  for (unsigned i = 0; i < 9; i++)
    {
      g_autofree char *more = ask (&world, "GFP_ATOMIC", 10);

      assert_true (g_str_has_prefix (more, "init: page allocation failure"));
    }
  g_autofree char *eleventh = ask (&world, "GFP_ATOMIC", 10);
  assert_string_equal (eleventh, "");
  empty (&world);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_failure_is_reported_once_and_the_next_report_tells_how_many_were_not),
    cmocka_unit_test (a_request_for_which_somebody_would_have_to_end_is_reported_as_that),
    cmocka_unit_test (older_kernels_say_it_in_their_own_way),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
