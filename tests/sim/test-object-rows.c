/* test-object-rows.c - kmalloc () and kfree () by the row do what they do one by one, and are taken back */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "sim/sim.h"

#define N_OPERATIONS 400u
#define N_ROWS       40u
#define MOST_HELD    600u

static uint64_t random_state;

static uint32_t
random_below (uint32_t n)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t) (random_state >> 32) % n;
}

static SimMachine *
idle_machine (const char *profile,
              unsigned    cpus,
              bool        slub)
{
  SimMachineSpec spec;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.cpus = cpus;
  spec.idle = true;
  spec.slub = slub;
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  return machine;
}

/* Mostly what an array serves; now and then something that is freed twice, lies inside an object, in another's frame, in no
 * frame at all, or is of no size. */
static SimObjectOperation
anything (const SimProfile *profile,
          uint64_t          held[],
          unsigned         *n_held,
          const uint64_t    gone)
{
  SimObjectOperation operation = { .kind = SIM_OPERATION_FREE };
  uint32_t kind = random_below (100);

  if (kind < 50 && *n_held < MOST_HELD)
    {
      operation.kind = SIM_OPERATION_ALLOC;
      operation.size = random_below (20) == 0 ? random_below (20000) : random_below (200);
      sim_gfp_by_name (profile, "GFP_KERNEL", &operation.gfp);
      if (random_below (20) == 0)
        operation.gfp |= random_below (2) == 0 ? profile->gfp_dma : profile->gfp_zero;
    }
  else if (kind < 96 && *n_held > 0)
    {
      unsigned which = random_below (3) == 0 ? random_below (*n_held) : *n_held - 1;

      operation.address = held[which];
      held[which] = held[--*n_held];
    }
  else
    {
      const uint64_t odd[] = {
        0, 16, gone, *n_held > 0 ? held[0] + 4 : 0, profile->page_offset + random_below (64u << 20), profile->page_offset - 8,
        profile->page_offset + (UINT64_C (1) << 32), UINT64_MAX,
      };

      operation.address = odd[random_below (sizeof odd / sizeof *odd)];
    }
  return operation;
}

static void
one_by_one (SimRun             *run,
            SimObjectOperation *operation)
{
  if (operation->kind == SIM_OPERATION_ALLOC)
    operation->address = sim_kmalloc (run, operation->size, operation->gfp);
  else
    sim_kfree (run, operation->address);
  run->serial++;
}

static void
rows_beside_single_ones (const char *profile,
                         unsigned    cpus,
                         bool        slub)
{
  SimMachine *by_row = idle_machine (profile, cpus, slub), *singly = idle_machine (profile, cpus, slub), *bare = idle_machine (profile, cpus, slub);
  uint64_t held[MOST_HELD + N_OPERATIONS], before = sim_machine_hash (by_row), after, gone = 0;
  SimObjectOperation row[N_OPERATIONS], same[N_OPERATIONS], again[N_OPERATIONS];
  unsigned n_held = 0;
  SimRecord record;
  SimRun run, run_singly, run_bare;

  sim_record_init (&record);
  record.only_changes = true;
  sim_run_init (&run, by_row, &record);
  sim_run_init (&run_singly, singly, NULL);
  sim_run_init (&run_bare, bare, NULL);
  for (unsigned i = 0; i < N_ROWS; i++)
    {
      run.cpu = run_singly.cpu = run_bare.cpu = (uint8_t) random_below (cpus);
      for (unsigned j = 0; j < N_OPERATIONS; j++)
        {
          again[j] = same[j] = row[j] = anything (sim_profile (singly), held, &n_held, gone);
          one_by_one (&run_singly, &same[j]);
          if (same[j].kind == SIM_OPERATION_FREE)
            gone = same[j].address;
          else if (same[j].address > 16)
            held[n_held++] = same[j].address;
        }
      sim_run_object_operations (&run, row, N_OPERATIONS);
      sim_run_object_operations (&run_bare, again, N_OPERATIONS);
      for (unsigned j = 0; j < N_OPERATIONS; j++)
        {
          assert_int_equal (row[j].address, same[j].address);
          assert_int_equal (again[j].address, same[j].address);
        }
      assert_int_equal (run.serial, run_singly.serial);
      assert_int_equal (run.n_events, run_singly.n_events);
      assert_int_equal (run_bare.n_events, run_singly.n_events);
      assert_int_equal (run.n_diagnosed, run_singly.n_diagnosed);
      assert_int_equal (sim_machine_hash (by_row), sim_machine_hash (singly));
      assert_int_equal (sim_machine_hash (bare), sim_machine_hash (singly));
    }
  assert_true (run.n_diagnosed > 0);
  assert_null (sim_machine_check (by_row));

  after = sim_machine_hash (by_row);
  assert_false (record.failed);
  sim_machine_apply (by_row, record.changes, record.next_change);
  assert_int_equal (sim_machine_hash (by_row), before);
  sim_machine_apply (by_row, record.changes, record.next_change);
  assert_int_equal (sim_machine_hash (by_row), after);

  sim_record_clear (&record);
  sim_machine_free (by_row);
  sim_machine_free (singly);
  sim_machine_free (bare);
}

static void
a_row_does_what_its_operations_do_singly (void **state)
{
  rows_beside_single_ones ("6.1-i386", 1, false);
  rows_beside_single_ones ("6.1-x86_64", 2, false);
  rows_beside_single_ones ("5.10-i386", 1, false);
  rows_beside_single_ones ("3.2-i386", 2, false);
  rows_beside_single_ones ("2.6.11-i386", 1, false);
}

static void
so_it_does_with_slub (void **state)
{
  rows_beside_single_ones ("6.1-i386", 1, true);
  rows_beside_single_ones ("6.1-i386", 2, true);
}

/* There is no cache yet. */
static void
where_no_cache_is_a_row_gives_nothing (void **state)
{
  SimObjectOperation row[] = { { .kind = SIM_OPERATION_ALLOC, .size = 100 }, { .kind = SIM_OPERATION_FREE, .address = UINT64_C (0xc0100000) } };
  SimMachineSpec spec;
  SimMachine *machine;
  SimRun run;

  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.idle = false;
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  sim_run_init (&run, machine, NULL);
  sim_run_object_operations (&run, row, 2);
  assert_int_equal (row[0].address, 0);
  assert_int_equal (run.n_diagnosed, 1);
  sim_machine_free (machine);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_row_does_what_its_operations_do_singly),
    cmocka_unit_test (so_it_does_with_slub),
    cmocka_unit_test (where_no_cache_is_a_row_gives_nothing),
  };

  random_state = getenv ("SEED") != NULL ? strtoull (getenv ("SEED"), NULL, 10) : 29;
  printf ("SEED=%llu\n", (unsigned long long) random_state);
  return cmocka_run_group_tests_name ("object-rows", tests, NULL, NULL);
}
