/* bench-replay.c - reading a trace, and replaying it, beside what memchr takes for the same text
 *
 * The sample's trace, as often as makes a text larger than any cache, is read; the trace itself is replayed again and
 * again. Everything is measured in this process's own time, on one core.
 *
 * Usage  bench-replay DIRECTORY, with snap_A.json.xz, snap_B.json.xz and trace.txt.xz
 */
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "import/replay.h"

#define TEXT_BYTES (64u << 20)
#define N_ROUNDS   9

static GBytes *
read_sample (const char *directory,
             const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return import_read_file (path, 1u << 30, NULL);
}

static ImportedSnapshot *
read_snapshot (const char *directory,
               const char *name)
{
  g_autoptr (GBytes) bytes = read_sample (directory, name);
  g_autoptr (Messages) messages = messages_new ();
  gsize length;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  return text != NULL ? import_snapshot (text, length, name, sim_profile_at (0), messages) : NULL;
}

/* The whole text, line by line and in one go. */
static double
time_of_memchr (const GString *text,
                gboolean       by_line,
                size_t        *n_lines)
{
  double times[N_ROUNDS];

  for (unsigned round = 0; round < N_ROUNDS; round++)
    {
      double start = bench_cpu_time ();
      const char *end = text->str + text->len;

      *n_lines = 0;
      for (const char *p = text->str; p < end && (p = memchr (p, by_line ? '\n' : '\1', (size_t) (end - p))) != NULL; p++)
        ++*n_lines;
      times[round] = bench_cpu_time () - start;
    }
  return bench_percentile (times, N_ROUNDS, 0.25);
}

static double
time_of_parser (const GString *text,
                size_t        *n_events)
{
  double times[N_ROUNDS];

  for (unsigned round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (Messages) messages = messages_new ();
      double start = bench_cpu_time ();
      KmemTrace trace;

      import_kmem_trace (text->str, text->len, "trace", sim_profile_at (0), &trace, messages);
      *n_events = trace.n_events;
      kmem_trace_clear (&trace);
      times[round] = bench_cpu_time () - start;
    }
  return bench_percentile (times, N_ROUNDS, 0.25);
}

/* Reading the trace's text, and replaying it. */
static double
time_of_replay (const ImportedSnapshot *from,
                const ImportedSnapshot *to,
                const char             *text,
                size_t                  length,
                size_t                 *n_events)
{
  double times[N_ROUNDS];

  for (unsigned round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (Messages) messages = messages_new ();
      double start = bench_cpu_time ();
      ReplayReport report;
      KmemTrace trace;

      import_kmem_trace (text, length, "trace", sim_profile_at (0), &trace, messages);
      *n_events = trace.n_events;
      kmem_replay (from, to, &trace, "trace", &report, messages);
      kmem_trace_clear (&trace);
      times[round] = bench_cpu_time () - start;
      if (report.n_exact != report.n_allocations)
        bench_note ("the replay was not exact");
    }
  return bench_percentile (times, N_ROUNDS, 0.25);
}

int
main (int    argc,
      char **argv)
{
  const char *directory = argc == 2 ? argv[1] : ".";
  g_autoptr (ImportedSnapshot) from = read_snapshot (directory, "snap_A.json.xz"), to = read_snapshot (directory, "snap_B.json.xz");
  g_autoptr (GBytes) trace = read_sample (directory, "trace.txt.xz");
  g_autoptr (GString) text = g_string_sized_new (TEXT_BYTES + (8u << 20));
  double in_one_go, by_line, parser, replay;
  size_t n_lines, n_events;
  gsize length;
  const char *bytes;

  if (from == NULL || to == NULL || trace == NULL)
    {
      fprintf (stderr, "bench-replay: there is no sample in “%s”\n", directory);
      return 1;
    }

  bytes = g_bytes_get_data (trace, &length);
  while (text->len < TEXT_BYTES)
    g_string_append_len (text, bytes, (gssize) length);

  bench_heading ("traces");
  in_one_go = time_of_memchr (text, FALSE, &n_lines);
  by_line = time_of_memchr (text, TRUE, &n_lines);
  parser = time_of_parser (text, &n_events);
  bench_note ("%zu MiB, %zu lines, %zu events, %.2f GB/s", text->len >> 20, n_lines, n_events, (double) text->len / parser / 1e9);
  bench_row ("a trace is read, of the speed of memchr for a byte that is not there", in_one_go / parser, "× memchr", BENCH_NO_LIMIT);
  bench_row ("a trace is read, of the speed of memchr from line to line", by_line / parser, "× memchr", BENCH_NO_LIMIT);

  replay = time_of_replay (from, to, bytes, length, &n_events);
  bench_row ("events that are read and replayed", (double) n_events / replay / 1e6, "million/second", BENCH_NO_LIMIT);
  bench_row ("the same, beside memchr from line to line", by_line / (double) n_lines / (replay / (double) n_events), "× memchr",
             BENCH_NO_LIMIT);
  return 0;
}
