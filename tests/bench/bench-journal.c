/* bench-journal.c - what recording, taking back and jumping cost
 *
 * Instructions are counted by callgrind, inside the calls only; everything else is a number of bytes, or a
 * time beside what the same computer needs for copying the machine once.
 *
 * bench-journal WORK PLAIN_WORK [ROWS]   WORK: the program bench-journal-work, built as the limits were
 * measured, with -O2 -march=x86-64-v3; PLAIN_WORK: the same as everything here is built
 */
#include "run-row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USER_PAGES "GFP_HIGHUSER_MOVABLE"
#define KERNEL_PAGES "GFP_KERNEL"

static const char *work_program, *plain_work_program;

static const char *const in_full[] = {
  "sim_alloc_pages", "sim_free_pages", "timeline_begin_writing", "timeline_end_writing", NULL
};
static const char *const in_bulk[] = { "timeline_run_bulk", NULL };
static const char *const in_seek[] = { "timeline_seek", NULL };

/* --- instructions --------------------------------------------------------------------------- */

static bool
count (const char        *program,
       const char        *file,
       const char        *mode,
       const char *const *functions,
       uint64_t           end,
       uint64_t          *instructions)
{
  char number[32];
  char *argv[] = { (char *) program, (char *) file, (char *) mode, number, NULL };

  snprintf (number, sizeof number, "%llu", (unsigned long long) end);
  return bench_count_instructions (argv, functions, instructions);
}

/* Of one operation after the filling. */
static bool
per_operation (const char        *program,
               const Row         *row,
               const char        *file,
               const char        *mode,
               const char *const *functions,
               double            *instructions)
{
  uint64_t all, of_filling = 0;

  if (!count (program, file, mode, functions, row->n, &all))
    return false;
  if (row->n_before > 0 && !count (program, file, mode, functions, row->n_before, &of_filling))
    return false;

  *instructions = (double) (all - of_filling) / (double) (row->n - row->n_before);
  return true;
}

typedef struct {
  const char *name;
  RowKind     kind;
  const char *gfp;
  bool        pcp;
  double      limit_full, limit_bulk;
  const char *beside;             /* of which it may cost twice as much in bulk: a case before it */
} Case;

#define IN_ORDER "fill and free in order, user pages, bare"

static const Case cases[] = {
  { "fill and free, user pages, bare", ROW_FILL_AT_RANDOM, USER_PAGES, false, 300, 107, NULL },
  { "fill and free, user pages, per-CPU lists", ROW_FILL_AT_RANDOM, USER_PAGES, true, BENCH_NO_LIMIT, BENCH_NO_LIMIT, NULL },
  { IN_ORDER, ROW_FILL_IN_ORDER, USER_PAGES, false, 300, 107, NULL },
  /* The full path of a single frame: zonelist, marks, per-CPU list, migrate type, journal. */
  { "fill and free in order, user pages, per-CPU lists", ROW_FILL_IN_ORDER, USER_PAGES, true, BENCH_NO_LIMIT, 150, IN_ORDER },
  { "fill and free, GFP_KERNEL, bare", ROW_FILL_AT_RANDOM, KERNEL_PAGES, false, 300, 107, NULL },
  { "fill and free, GFP_KERNEL, per-CPU lists", ROW_FILL_AT_RANDOM, KERNEL_PAGES, true, BENCH_NO_LIMIT, BENCH_NO_LIMIT, NULL },
  { "mix at 90 %, user pages, bare", ROW_MIX, USER_PAGES, false, 220, 76, NULL },
  { "mix at 90 %, user pages, per-CPU lists", ROW_MIX, USER_PAGES, true, BENCH_NO_LIMIT, BENCH_NO_LIMIT, NULL },
  { "mix at 90 %, GFP_KERNEL, bare", ROW_MIX, KERNEL_PAGES, false, 220, 76, NULL },
  { "mix at 90 %, GFP_KERNEL, per-CPU lists", ROW_MIX, KERNEL_PAGES, true, BENCH_NO_LIMIT, BENCH_NO_LIMIT, NULL },
};

static void
print_instructions (void)
{
  char file[] = "/tmp/pagescape-row-XXXXXX";
  double in_bulk_of[sizeof cases / sizeof cases[0]] = { 0 };
  int descriptor = mkstemp (file);
  char name[128];

  if (descriptor < 0)
    return;
  close (descriptor);

  bench_heading ("Instructions per allocation or free, 64 K frames (callgrind, inside the calls)");
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      const Case *the_case = &cases[i];
      double full, bulk, plain, back;
      Row row;

      row_make (&row, the_case->kind, 65536, the_case->pcp, the_case->gfp, 100000);
      row_save (&row, file);
      if (!per_operation (work_program, &row, file, "full", in_full, &full)
          || !per_operation (work_program, &row, file, "bulk", in_bulk, &bulk))
        break;

      snprintf (name, sizeof name, "%s: recorded in full", the_case->name);
      bench_row (name, full, "instructions", the_case->limit_full);
      if (per_operation (plain_work_program, &row, file, "full", in_full, &plain))
        bench_row ("  as everything here is built", plain, "instructions", BENCH_NO_LIMIT);
      snprintf (name, sizeof name, "%s: in bulk", the_case->name);
      bench_row (name, bulk, "instructions", the_case->limit_bulk);
      in_bulk_of[i] = bulk;
      for (size_t other = 0; other < i && the_case->beside != NULL; other++)
        if (strcmp (cases[other].name, the_case->beside) == 0)
          bench_row ("  the full path : the bare core, in bulk", bulk / in_bulk_of[other], "", 2);
      if (per_operation (plain_work_program, &row, file, "bulk", in_bulk, &plain))
        bench_row ("  as everything here is built", plain, "instructions", BENCH_NO_LIMIT);

      /* Filling is not taken back: what is counted belongs to the operations after it. */
      uint64_t instructions;
      if (count (work_program, file, "full-back", in_seek, row.n, &instructions))
        {
          back = (double) instructions / (double) (row.n - row.n_before);
          bench_row ("  taking back : doing, in full", back / full, "", 1);
        }
      if (count (work_program, file, "bulk-back", in_seek, row.n, &instructions))
        {
          back = (double) instructions / (double) (row.n - row.n_before);
          bench_row ("  taking back : doing, in bulk", back / bulk, "", 3);
        }
      row_clear (&row);
    }

  unlink (file);
}

/* --- time, bytes ---------------------------------------------------------------------------- */

static void
print_bytes (const Timeline *timeline,
             bool            is_full)
{
  TimelineCost cost = timeline_cost (timeline);
  size_t per_frame, other;

  if (is_full)
    {
      bench_row ("  events, in full", (double) cost.event_bytes / (double) cost.n_events, "bytes/event", BENCH_NO_LIMIT);
      bench_row ("  changed words, in full", (double) cost.change_bytes / (double) cost.n_events, "bytes/event", BENCH_NO_LIMIT);
      return;
    }

  sim_machine_size (timeline_machine (timeline), &per_frame, &other);
  bench_row ("  the machine", (double) per_frame, "bytes/frame", 16);
  bench_row ("  the machine beside its frames", (double) other / 1024, "KiB", BENCH_NO_LIMIT);
  bench_row ("  operations", (double) cost.operation_bytes / (double) cost.n_operations, "bytes/operation", 16);
  bench_row ("  what holds them together", (double) cost.segment_bytes / (double) cost.n_operations, "bytes/operation", BENCH_NO_LIMIT);
  bench_row ("  keyframes: differences", (double) cost.keyframe_bytes / 1048576, "MiB", BENCH_NO_LIMIT);
  bench_row ("  keyframes: the copy they are found with", (double) cost.shadow_bytes / 1048576, "MiB", BENCH_NO_LIMIT);
}

static size_t
machine_bytes (const Timeline *timeline)
{
  size_t per_frame, other;

  sim_machine_size (timeline_machine (timeline), &per_frame, &other);
  return per_frame * sim_n_frames (timeline_machine (timeline)) + other;
}

static void
print_times (uint64_t n_frames,
             bool     is_full)
{
  enum { N = 300000 };
  Row row;

  row_make (&row, ROW_MIX, n_frames, false, USER_PAGES, N);
  JournalPosition *ends = calloc (row.n, sizeof *ends);
  Timeline *timeline = timeline_new (row_machine (&row));
  uint64_t start = row.n_before > 0 ? row.n_before : 0;

  if (is_full)
    run_in_full (timeline, &row, 0, start, ends);
  else
    run_in_bulk (timeline, &row, 0, start, ends);

  double begin = bench_cpu_time ();
  if (is_full)
    run_in_full (timeline, &row, start, row.n, ends);
  else
    run_in_bulk (timeline, &row, start, row.n, ends);
  double doing = bench_cpu_time () - begin;

  begin = bench_cpu_time ();
  take_back (timeline, ends, start, row.n);
  double taking_back = bench_cpu_time () - begin;

  bench_row (is_full ? "doing, in full" : "doing, in bulk", doing / N * 1e9, "ns/operation", BENCH_NO_LIMIT);
  bench_row (is_full ? "taking back, in full" : "taking back, in bulk", taking_back / N * 1e9, "ns/operation", BENCH_NO_LIMIT);
  bench_row ("  taking back : doing", taking_back / doing, "", is_full ? 1 : 3);
  print_bytes (timeline, is_full);

  timeline_free (timeline);
  free (ends);
  row_clear (&row);
}

/* --- far jumps ------------------------------------------------------------------------------ */

static void
print_jumps (uint64_t n_frames)
{
  enum { N = 1000000, JUMPS = 400 };
  BenchRandom random = { 3 };
  double times[JUMPS];
  Row row;

  if (!row_is_possible (n_frames))
    {
      bench_note ("%llu frames: no profile has so many", (unsigned long long) n_frames);
      return;
    }

  row_make (&row, ROW_MIX, n_frames, false, USER_PAGES, N);
  Timeline *timeline = timeline_new (row_machine (&row));
  double begin = bench_cpu_time ();
  run_in_bulk (timeline, &row, 0, row.n, NULL);
  double doing = bench_cpu_time () - begin;

  for (unsigned i = 0; i < JUMPS; i++)
    {
      JournalPosition target = bench_random_below (&random, timeline_end (timeline) + 1);

      begin = bench_cpu_time ();
      if (timeline_seek (timeline, target) != SIM_OK)
        exit (2);
      times[i] = bench_cpu_time () - begin;
    }

  BenchFloor floor = bench_floor (machine_bytes (timeline));
  bench_note ("%llu frames, %llu operations, %llu events; the machine has %.1f MiB, memcpy of it takes %.2f ms",
              (unsigned long long) n_frames, (unsigned long long) row.n, (unsigned long long) timeline_end (timeline),
              (double) floor.bytes / 1048576, floor.copy * 1e3);
  bench_row ("  doing all of it", doing / (double) row.n * 1e9, "ns/operation", BENCH_NO_LIMIT);
  bench_row ("  a jump, median", bench_percentile (times, JUMPS, .5) / floor.copy, "× memcpy", BENCH_NO_LIMIT);
  bench_row ("  a jump, 99 of 100", bench_percentile (times, JUMPS, .99) / floor.copy, "× memcpy", BENCH_NO_LIMIT);
  bench_row ("  a jump, median", bench_percentile (times, JUMPS, .5) * 1e3, "ms", BENCH_NO_LIMIT);
  bench_row ("  a jump, 99 of 100", bench_percentile (times, JUMPS, .99) * 1e3, "ms", BENCH_NO_LIMIT);
  bench_row ("  the longest", times[JUMPS - 1] * 1e3, "ms", BENCH_NO_LIMIT);
  print_bytes (timeline, false);

  timeline_free (timeline);
  row_clear (&row);
}

int
main (int   argc,
      char *argv[])
{
  if (argc < 3)
    return 2;
  work_program = argv[1];
  plain_work_program = argv[2];

  bool all = argc == 3;
  if (all || strcmp (argv[3], "instructions") == 0)
    print_instructions ();

  if (all || strcmp (argv[3], "times") == 0)
    {
      bench_heading ("Doing and taking back, 64 K frames, mix at 90 %");
      print_times (65536, true);
      print_times (65536, false);
      bench_heading ("Doing and taking back, 1 M frames, mix at 90 %");
      print_times (1 << 20, true);
      print_times (1 << 20, false);
    }

  if (all || strcmp (argv[3], "jumps") == 0)
    {
      bench_heading ("Jumps to random positions");
      print_jumps (65536);
      print_jumps (1 << 20);
      print_jumps (1 << 24);
    }
  return 0;
}
