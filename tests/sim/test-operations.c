/* test-operations.c - a row of operations does what each of them does singly, with events kept, changes kept, or nothing */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

enum { N = 20000, OF_A_ROW = 300, RAM_MIB = 64 };

typedef struct {
  const char *profile;
  bool        pcp, thp;
  unsigned    cpus, nodes;
} Case;

static const Case cases[] = {
  { "6.1-i386", false, false, 1, 1 },
  { "6.1-i386", true, false, 2, 1 },
  { "6.1-x86_64", true, true, 2, 1 },
  { "6.1-x86_64", false, false, 2, 2 },
  { "6.1-i386-pae", true, true, 1, 1 },
  { "5.10-i386", true, false, 2, 1 },
  { "3.2-i386", true, false, 2, 1 },
  { "2.6.11-i386", true, false, 1, 1 },
  { "2.6.11-i386", false, false, 1, 1 },
};

static const char *const flags[] = {
  "GFP_HIGHUSER_MOVABLE", "GFP_KERNEL", "GFP_ATOMIC", "GFP_DMA", "GFP_USER", "__GFP_THISNODE", "__GFP_ZERO"
};

static uint64_t
next_random (uint64_t *random)
{
  *random = *random * UINT64_C (6364136223846793005) + 1442695040888963407u;
  return *random >> 33;
}

static SimMachine *
machine_of (const Case *the_case)
{
  SimMachine *machine = NULL;
  SimComplaint complaint;
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id (the_case->profile));
  spec.ram = (uint64_t) RAM_MIB << 20;
  spec.pcp = the_case->pcp;
  spec.thp = the_case->thp;
  spec.cpus = the_case->cpus;
  spec.nodes = the_case->nodes;
  if (sim_machine_new (&spec, &machine, &complaint) != SIM_OK)
    fail_msg ("%s: complaint %d", the_case->profile, (int) complaint.kind);
  return machine;
}

/* Mostly what can be done, sometimes what nobody should ask for. */
static SimOperation
random_operation (const Case         *the_case,
                  const SimMachine   *machine,
                  uint64_t           *random,
                  const SimOperation *live,
                  size_t              n_live,
                  bool                fills)
{
  SimOperation operation = { .cpu = (uint8_t) (next_random (random) % the_case->cpus) };
  uint64_t kind = next_random (random) % 100;

  if (kind < (fills ? 70 : 35) || n_live == 0)
    {
      operation.kind = SIM_OPERATION_ALLOC;
      operation.order = (SimOrder) __builtin_ctzll (next_random (random) | 1u << 11);
      if (next_random (random) % 500 == 0)
        operation.order = (SimOrder) next_random (random);
      if (next_random (random) % 3 != 0)
        sim_gfp_by_name (sim_profile (machine), flags[0], &operation.gfp);
      else
        sim_gfp_by_name (sim_profile (machine), flags[next_random (random) % (sizeof flags / sizeof *flags)], &operation.gfp);
      if (next_random (random) % 200 == 0)
        operation.gfp = (uint32_t) next_random (random) & 0xffffff;
      return operation;
    }

  operation.kind = SIM_OPERATION_FREE;
  operation.pfn = live[next_random (random) % n_live].pfn;
  operation.order = live[next_random (random) % n_live].order;
  if (kind < 98)
    for (size_t i = 0; i < n_live; i++)
      if (live[i].pfn == operation.pfn)
        operation.order = live[i].order;
  if (kind == 99)
    {
      operation.pfn = (SimPfn) next_random (random) % (sim_n_frames (machine) + 10);
      operation.order = (SimOrder) next_random (random);
    }
  return operation;
}

/* Operations of one kind on one CPU: blocks that were asked for one after the other, or that lie side by side. */
typedef struct {
  SimOperation operations[200];
  size_t       n, next;
} Stretch;

static int
compare_pfns (const void *a,
              const void *b)
{
  SimPfn of_a = ((const SimOperation *) a)->pfn, of_b = ((const SimOperation *) b)->pfn;

  return of_a < of_b ? -1 : of_a > of_b;
}

static void
begin_stretch (Stretch          *stretch,
               const Case       *the_case,
               const SimMachine *machine,
               uint64_t         *random,
               SimOperation     *live,
               size_t            n_live)
{
  bool allocates = n_live == 0 || (n_live < 3000 && next_random (random) % 2 == 0), descends = next_random (random) % 2 == 0;
  SimOperation like = { .cpu = (uint8_t) (next_random (random) % the_case->cpus), .kind = SIM_OPERATION_FREE };
  size_t n = 1 + next_random (random) % (sizeof stretch->operations / sizeof *stretch->operations), first;

  if (allocates)
    {
      like.kind = SIM_OPERATION_ALLOC;
      like.order = next_random (random) % 4 == 0 ? (SimOrder) (next_random (random) % 5) : 0;
      sim_gfp_by_name (sim_profile (machine), flags[next_random (random) % 2], &like.gfp);
    }
  else
    qsort (live, n_live, sizeof *live, compare_pfns);

  stretch->n = !allocates && n > n_live ? n_live : n;
  stretch->next = 0;
  first = allocates ? 0 : next_random (random) % (n_live - stretch->n + 1);
  for (size_t i = 0; i < stretch->n; i++)
    {
      stretch->operations[i] = like;
      if (!allocates)
        {
          const SimOperation *block = &live[first + (descends ? stretch->n - 1 - i : i)];

          stretch->operations[i].pfn = block->pfn;
          stretch->operations[i].order = block->order;
        }
    }
}

/* One by one, and noting what there is to be freed. */
static void
do_singly (SimRun       *run,
           SimOperation *operation,
           SimOperation *live,
           size_t       *n_live)
{
  uint64_t before = run->n_events;

  run->cpu = operation->cpu;
  if (operation->kind == SIM_OPERATION_ALLOC)
    {
      operation->pfn = sim_alloc_pages (run, operation->gfp, operation->order);
      if (operation->pfn != SIM_NO_PFN)
        live[(*n_live)++] = *operation;
    }
  else
    {
      sim_free_pages (run, operation->pfn, operation->order);
      for (size_t i = 0; i < *n_live; i++)
        if (live[i].pfn == operation->pfn && (next_random (&(uint64_t) { i + before }) % 50 != 0 || *n_live > 4000))
          {
            live[i] = live[--*n_live];
            break;
          }
    }
  operation->n_events = (uint32_t) (run->n_events - before);
  run->serial++;
}

static void
run_rows (bool in_stretches)
{
  static SimOperation singly[N], in_bulk[N], live[N];
  static uint32_t bytes[N];
  uint64_t random = 7;

  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      SimMachine *machine = machine_of (&cases[i]), *of_bulk = sim_machine_copy (machine);
      SimMachine *of_changes = sim_machine_copy (machine), *before = sim_machine_copy (machine);
      SimRecord record, changes;
      SimRun run, bulk, changing;
      Stretch stretch = { .n = 0 };
      size_t n_live = 0;

      sim_record_init (&record);
      sim_record_init (&changes);
      changes.only_changes = true;
      sim_run_init (&run, machine, &record);
      sim_run_init (&bulk, of_bulk, NULL);
      sim_run_init (&changing, of_changes, &changes);
      run.serial = bulk.serial = changing.serial = 1;

      for (size_t first = 0; first < N; first += OF_A_ROW)
        {
          size_t n = N - first < OF_A_ROW ? N - first : OF_A_ROW;

          for (size_t k = first; k < first + n; k++)
            {
              if (in_stretches && stretch.next == stretch.n)
                begin_stretch (&stretch, &cases[i], machine, &random, live, n_live);
              singly[k] = in_stretches ? stretch.operations[stretch.next++]
                                       : random_operation (&cases[i], machine, &random, live, n_live, first / 2000 % 2 == 0);
              in_bulk[k] = singly[k];
              do_singly (&run, &singly[k], live, &n_live);
            }
          sim_run_operations (&bulk, in_bulk + first, n, NULL);
          assert_memory_equal (in_bulk + first, singly + first, n * sizeof *singly);
          sim_run_operations (&changing, in_bulk + first, n, bytes);
          assert_memory_equal (in_bulk + first, singly + first, n * sizeof *singly);
          assert_true (sim_machine_hash (of_bulk) == sim_machine_hash (machine));
          assert_true (sim_machine_hash (of_changes) == sim_machine_hash (machine));
          assert_int_equal (bulk.n_events, run.n_events);
          assert_int_equal (bulk.serial, run.serial);
          assert_int_equal (bytes[n - 1], sim_record_n_changes (&changes) * sizeof (SimChange));
        }
      assert_null (sim_machine_check (machine));

      /* And all of it back. */
      assert_false (record.failed || changes.failed);
      sim_machine_apply (machine, record.changes, record.next_change);
      sim_machine_apply (of_changes, changes.changes, changes.next_change);
      assert_true (sim_machine_hash (machine) == sim_machine_hash (before));
      assert_true (sim_machine_hash (of_changes) == sim_machine_hash (before));

      sim_record_clear (&record);
      sim_record_clear (&changes);
      sim_machine_free (machine);
      sim_machine_free (of_bulk);
      sim_machine_free (of_changes);
      sim_machine_free (before);
    }
}

static void
a_row_does_what_its_operations_do (void **state)
{
  run_rows (false);
}

/* The per-CPU lists take and give back at once what lies side by side. */
static void
a_row_of_neighbours_does_what_its_operations_do (void **state)
{
  run_rows (true);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_row_does_what_its_operations_do),
    cmocka_unit_test (a_row_of_neighbours_does_what_its_operations_do),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
