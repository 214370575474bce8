#include "bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double
bench_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static double
seconds (struct timeval time)
{
  return (double) time.tv_sec + 1e-6 * (double) time.tv_usec;
}

double
bench_cpu_time_with_children (void)
{
  struct rusage children;

  getrusage (RUSAGE_CHILDREN, &children);
  return bench_cpu_time () + seconds (children.ru_utime) + seconds (children.ru_stime);
}

static int
ascending (const void *a,
           const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

double
bench_percentile (double *values,
                  size_t  n,
                  double  part)
{
  if (n == 0)
    return 0;

  qsort (values, n, sizeof *values, ascending);

  size_t index = (size_t) (part * (double) n);
  return values[index < n ? index : n - 1];
}

/* Keeps the compiler from leaving out work whose result nobody reads. */
static void
is_used (void *memory)
{
  __asm__ volatile ("" : : "r" (memory) : "memory");
}

BenchFloor
bench_floor (size_t bytes)
{
  enum { ROUNDS = 9 };
  BenchFloor floor = { .bytes = bytes };
  double copies[ROUNDS], sets[ROUNDS];
  char *from = malloc (bytes), *to = malloc (bytes);
  size_t repeats = 1 + ((size_t) 8 << 20) / bytes;

  if (!from || !to)
    {
      free (from);
      free (to);
      return floor;
    }

  memset (from, 1, bytes);
  memset (to, 1, bytes);
  for (unsigned round = 0; round < ROUNDS; round++)
    {
      double start = bench_cpu_time ();
      for (size_t i = 0; i < repeats; i++)
        {
          memcpy (to, from, bytes);
          is_used (to);
        }
      copies[round] = (bench_cpu_time () - start) / (double) repeats;

      start = bench_cpu_time ();
      for (size_t i = 0; i < repeats; i++)
        {
          memset (to, (int) i, bytes);
          is_used (to);
        }
      sets[round] = (bench_cpu_time () - start) / (double) repeats;
    }

  free (from);
  free (to);
  floor.copy = bench_percentile (copies, ROUNDS, 0.5);
  floor.set = bench_percentile (sets, ROUNDS, 0.5);
  return floor;
}

void
bench_heading (const char *title)
{
  printf ("\n%s\n", title);
  fflush (stdout);
}

/* Bytes that do not begin a character take no column. */
static int
columns (const char *text)
{
  int n = 0;

  for (; *text; text++)
    n += (*text & 0xc0) != 0x80;

  return n;
}

void
bench_row (const char *what,
           double      value,
           const char *unit,
           double      limit)
{
  int pad = 58 - columns (what), pad_unit = 26 - columns (unit);

  printf ("  %s%*s %10.*f %s", what, pad > 0 ? pad : 0, "", value < 10 ? 2 : value < 1000 ? 1 : 0, value, unit);
  if (limit >= 0)
    printf ("%*s  at most %g%s", pad_unit > 0 ? pad_unit : 0, "", limit, value <= limit ? "" : "   OVER");
  printf ("\n");
  fflush (stdout);
}

void
bench_note (const char *format,
            ...)
{
  va_list args;

  printf ("  ");
  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  printf ("\n");
  fflush (stdout);
}

/* splitmix64 */
uint64_t
bench_random (BenchRandom *random)
{
  uint64_t z = random->state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return z ^ z >> 31;
}

uint64_t
bench_random_below (BenchRandom *random,
                    uint64_t     end)
{
  return (uint64_t) (((unsigned __int128) bench_random (random) * end) >> 64);
}

/* --- callgrind ------------------------------------------------------------------------------ */

static bool
read_total (const char *path,
            uint64_t   *instructions)
{
  FILE *stream = fopen (path, "r");
  char line[4096];
  unsigned long long total;
  bool found = false;

  if (!stream)
    return false;

  while (fgets (line, sizeof line, stream))
    if (sscanf (line, "summary: %llu", &total) == 1 || sscanf (line, "totals: %llu", &total) == 1)
      {
        *instructions = total;
        found = true;
      }

  fclose (stream);
  return found;
}

static void
run_valgrind (char *const       argv[],
              const char *const functions[],
              const char       *out_file)
{
  char *words[64];
  char out[600];
  unsigned n = 0;

  snprintf (out, sizeof out, "--callgrind-out-file=%s", out_file);
  words[n++] = (char *) "valgrind";
  words[n++] = (char *) "--tool=callgrind";
  words[n++] = (char *) "-q";
  words[n++] = out;
  for (unsigned i = 0; functions && functions[i] && n < 40; i++)
    {
      char *word = malloc (600);
      if (!word)
        _exit (127);
      snprintf (word, 600, "--toggle-collect=%s", functions[i]);
      words[n++] = word;
    }
  for (unsigned i = 0; argv[i] && n < 63; i++)
    words[n++] = argv[i];
  words[n] = NULL;

  execvp ("valgrind", words);
  _exit (127);
}

bool
bench_count_instructions (char *const       argv[],
                          const char *const functions[],
                          uint64_t         *instructions)
{
  char out_file[] = "/tmp/pagescape-callgrind-XXXXXX";
  int descriptor = mkstemp (out_file);
  int status;

  if (descriptor < 0)
    return false;
  close (descriptor);
  fflush (stdout);

  pid_t child = fork ();
  if (child == 0)
    run_valgrind (argv, functions, out_file);

  bool ok = child > 0 && waitpid (child, &status, 0) == child && WIFEXITED (status);
  if (ok && WEXITSTATUS (status) == 127)
    bench_note ("not counted: valgrind is not installed");
  else if (ok && WEXITSTATUS (status) != 0)
    bench_note ("not counted: %s ended with status %d under valgrind", argv[0], WEXITSTATUS (status));

  ok = ok && WEXITSTATUS (status) == 0 && read_total (out_file, instructions);
  unlink (out_file);
  return ok;
}
