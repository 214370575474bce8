/* bench-objects.c - a kmalloc () and its kfree () that the CPU's array serves
 *
 * bench-objects                 the figures, counted under callgrind
 * bench-objects row|changes|events  the work that is counted: in one row or one by one with a record of what changed,
 *                               or with every event as well
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "sim/sim.h"

#define N_PAIRS 20000u
#define SIZE    100u

static __attribute__ ((noinline, noclone)) void
run_pairs (SimRun  *run,
           uint32_t gfp,
           unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    {
      run->serial++;
      sim_kfree (run, sim_kmalloc (run, SIZE, gfp));
    }
}

/* The same in one row; what is freed is what a row of the same before was given. */
static __attribute__ ((noinline, noclone)) void
run_rows (SimRun             *run,
          SimObjectOperation *row,
          size_t              n)
{
  sim_run_object_operations (run, row, n);
}

static SimObjectOperation *
make_row (uint32_t gfp,
          uint64_t address)
{
  SimObjectOperation *row = calloc (2 * N_PAIRS, sizeof *row);

  for (size_t i = 0; row != NULL && i < 2 * N_PAIRS; i += 2)
    {
      row[i] = (SimObjectOperation) { .kind = SIM_OPERATION_ALLOC, .size = SIZE, .gfp = gfp };
      row[i + 1] = (SimObjectOperation) { .kind = SIM_OPERATION_FREE, .address = address };
    }
  return row;
}

static int
work (const char *what)
{
  bool keeps_events = strcmp (what, "events") == 0;
  SimObjectOperation *row;
  uint64_t address;
  SimMachineSpec spec;
  SimMachine *machine;
  SimRecord record;
  SimRun run;
  uint32_t gfp = 0;

  sim_machine_spec_init (&spec, sim_profile_at (0));
  spec.idle = true;
  if (sim_machine_new (&spec, &machine, NULL) != SIM_OK)
    return 2;
  sim_gfp_by_name (spec.profile, "GFP_KERNEL", &gfp);
  sim_record_init (&record);
  record.only_changes = !keeps_events;
  if (!sim_record_reserve (&record, N_PAIRS * 4, N_PAIRS * 8))
    return 2;
  sim_run_init (&run, machine, &record);
  address = sim_kmalloc (&run, SIZE, gfp);
  sim_kfree (&run, address);
  row = make_row (gfp, address);
  if (row == NULL)
    return 2;
  if (strcmp (what, "row") == 0)
    run_rows (&run, row, 2 * N_PAIRS);
  else
    run_pairs (&run, gfp, N_PAIRS);
  free (row);
  sim_record_clear (&record);
  sim_machine_free (machine);
  return 0;
}

static void
count (const char *program,
       const char *what,
       const char *words,
       double      limit)
{
  char *const argv[] = { (char *) program, (char *) what, NULL };
  const char *const functions[] = { "run_pairs", "run_rows", NULL };
  uint64_t instructions;

  if (bench_count_instructions (argv, functions, &instructions))
    bench_row (words, (double) instructions / N_PAIRS, "instructions", limit);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 2)
    return work (argv[1]);

  bench_heading ("kmalloc (100) and kfree (), served by the array of the CPU");
  count (argv[0], "row", "pair in a row, with what changed", 150);
  count (argv[0], "changes", "pair by itself, with what changed", BENCH_NO_LIMIT);
  count (argv[0], "events", "pair by itself, with every event", BENCH_NO_LIMIT);
  return 0;
}
