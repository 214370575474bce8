#include "operations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
give_up (const char *what)
{
  fprintf (stderr, "%s: cannot go on\n", what);
  exit (2);
}

#define PROFILE "6.1-i386"

bool
row_is_possible (uint64_t n_frames)
{
  return n_frames * SIM_PAGE_SIZE <= sim_profile_by_id (PROFILE)->largest_physical;
}

SimMachine *
row_machine (const Row *row)
{
  SimMachineSpec spec;
  SimComplaint complaint;
  SimMachine *machine = NULL;

  sim_machine_spec_init (&spec, sim_profile_by_id (PROFILE));
  spec.ram = row->n_frames * SIM_PAGE_SIZE;
  spec.pcp = row->pcp;
  /* The bare buddy system is asked without marks: what they cost is part of the full path. */
  if (!row->pcp)
    spec.min_free_kbytes = 0;
  spec.cpus = 1;
  if (sim_machine_new (&spec, &machine, &complaint) != SIM_OK)
    give_up ("machine");
  return machine;
}

static void
append (Row                     *row,
        size_t                  *capacity,
        const TimelineOperation *operation)
{
  if (row->n == *capacity)
    {
      *capacity = 2 * *capacity + 4096;
      row->operations = realloc (row->operations, *capacity * sizeof *row->operations);
      if (!row->operations)
        give_up ("operations");
    }

  row->operations[row->n++] = *operation;
}

/* What is in use, in an order of its own. */
typedef struct {
  TimelineOperation *blocks;
  size_t             n, capacity;
  uint64_t           n_frames;
} Live;

static bool
allocate (Row      *row,
          size_t   *capacity,
          Live     *live,
          SimRun   *run,
          SimOrder  order)
{
  SimPfn pfn = sim_alloc_pages (run, row->gfp, order);

  if (pfn == SIM_NO_PFN)
    return false;

  append (row, capacity, &(TimelineOperation) { .kind = TIMELINE_ALLOC, .order = order, .gfp = row->gfp, .pfn = pfn });
  if (live->n == live->capacity)
    {
      live->capacity = 2 * live->capacity + 4096;
      live->blocks = realloc (live->blocks, live->capacity * sizeof *live->blocks);
      if (!live->blocks)
        give_up ("blocks");
    }
  live->blocks[live->n++] = (TimelineOperation) { .kind = TIMELINE_FREE, .order = order, .pfn = pfn };
  live->n_frames += sim_frames_in (order);
  return true;
}

static void
release (Row    *row,
         size_t *capacity,
         Live   *live,
         SimRun *run,
         size_t  index)
{
  TimelineOperation operation = live->blocks[index];

  sim_free_pages (run, operation.pfn, operation.order);
  append (row, capacity, &operation);
  live->blocks[index] = live->blocks[--live->n];
  live->n_frames -= sim_frames_in (operation.order);
}

static SimOrder
random_order (BenchRandom *random)
{
  return (SimOrder) __builtin_ctzll (bench_random (random) | UINT64_C (1) << SIM_LARGEST_ORDER);
}

static void
shuffle (Live        *live,
         BenchRandom *random)
{
  for (size_t i = live->n; i > 1; i--)
    {
      size_t k = bench_random_below (random, i);
      TimelineOperation other = live->blocks[k];

      live->blocks[k] = live->blocks[i - 1];
      live->blocks[i - 1] = other;
    }
}

void
row_make (Row        *row,
          RowKind     kind,
          uint64_t    n_frames,
          bool        pcp,
          const char *gfp,
          uint64_t    n)
{
  BenchRandom random = { 20 };
  Live live = { 0 };
  size_t capacity = 0;
  SimRun run;

  *row = (Row) { .n_frames = n_frames, .pcp = pcp };
  SimMachine *machine = row_machine (row);
  if (!sim_gfp_by_name (sim_profile (machine), gfp, &row->gfp))
    give_up (gfp);

  sim_run_init (&run, machine, NULL);
  if (kind == ROW_MIX)
    {
      uint64_t goal = 0;
      for (unsigned zone = 0; zone < sim_n_zones (machine); zone++)
        goal += sim_zone (machine, (SimZoneId) zone).free * 9 / 10;

      while (live.n_frames < goal && allocate (row, &capacity, &live, &run, random_order (&random)))
        continue;
      for (row->n_before = row->n; row->n < row->n_before + n; )
        if (live.n_frames >= goal || !allocate (row, &capacity, &live, &run, random_order (&random)))
          release (row, &capacity, &live, &run, bench_random_below (&random, live.n));
    }
  else
    {
      while (allocate (row, &capacity, &live, &run, 0))
        continue;
      if (kind == ROW_FILL_AT_RANDOM)
        shuffle (&live, &random);

      /* release () fills the gap with the last: taken from the end, that is in order. */
      for (size_t i = 0; kind == ROW_FILL_IN_ORDER && i < live.n / 2; i++)
        {
          TimelineOperation other = live.blocks[i];

          live.blocks[i] = live.blocks[live.n - 1 - i];
          live.blocks[live.n - 1 - i] = other;
        }
      while (live.n > 0)
        release (row, &capacity, &live, &run, live.n - 1);
    }

  free (live.blocks);
  sim_machine_free (machine);
}

void
row_clear (Row *row)
{
  free (row->operations);
}

void
row_save (const Row  *row,
          const char *path)
{
  FILE *stream = fopen (path, "wb");

  if (!stream || fwrite (row, sizeof *row, 1, stream) != 1
      || fwrite (row->operations, sizeof *row->operations, row->n, stream) != row->n || fclose (stream) != 0)
    give_up (path);
}

void
row_load (Row        *row,
          const char *path)
{
  FILE *stream = fopen (path, "rb");

  if (!stream || fread (row, sizeof *row, 1, stream) != 1)
    give_up (path);
  row->operations = malloc (row->n * sizeof *row->operations);
  if (!row->operations || fread (row->operations, sizeof *row->operations, row->n, stream) != row->n)
    give_up (path);
  fclose (stream);
}
