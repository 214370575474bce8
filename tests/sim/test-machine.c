/* test-machine.c - a plain machine, and the first things one does with it */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sim/sim.h"

static SimMachine *
plain (const char *profile,
       uint64_t    ram)
{
  SimMachineSpec spec;
  SimComplaint complaint;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = ram;
  assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_OK);
  return machine;
}

static void
every_profile_makes_a_sound_machine_of_every_size (void **state)
{
  static const uint64_t sizes[] = { 64u << 20, 128u << 20, 512u << 20, 1u << 30, 2ull << 30, 8ull << 30 };

  for (size_t i = 0; i < sim_n_profiles (); i++)
    for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++)
      {
        SimMachine *machine = plain (sim_profile_at (i)->id, sizes[j]);

        assert_null (sim_machine_check (machine));
        sim_machine_free (machine);
      }
}

static void
what_is_recorded_can_be_taken_back (void **state)
{
  SimMachine *machine = plain ("6.1-i386", 64u << 20);
  uint64_t before = sim_machine_hash (machine), after;
  SimRecord record;
  SimRun run;
  SimPfn pfn;

  sim_record_init (&record);
  sim_run_init (&run, machine, &record);
  pfn = sim_alloc_pages (&run, 0xcc0, 4);
  assert_int_not_equal (pfn, SIM_NO_PFN);
  assert_null (sim_machine_check (machine));
  after = sim_machine_hash (machine);
  sim_free_pages (&run, pfn, 4);
  assert_null (sim_machine_check (machine));
  pfn = sim_alloc_pages (&run, 0xcc0, 0);
  assert_null (sim_machine_check (machine));
  sim_free_pages (&run, pfn, 0);
  assert_null (sim_machine_check (machine));

  sim_machine_apply (machine, record.changes, record.next_change);
  assert_int_equal (sim_machine_hash (machine), before);
  assert_int_not_equal (before, after);
  sim_record_clear (&record);
  sim_machine_free (machine);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_profile_makes_a_sound_machine_of_every_size),
    cmocka_unit_test (what_is_recorded_can_be_taken_back),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
