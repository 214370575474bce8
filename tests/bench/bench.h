/* bench.h - measuring, beside the machine's own floor, and printing what came out
 *
 * A benchmark never fails because of a figure: times on a shared computer prove nothing. What it
 * prints are counts, and ratios to a floor measured in the same run.
 *
 * Units  times: seconds of CPU of this process; sizes: bytes
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

double bench_cpu_time (void);
/* Also of the children that were waited for. */
double bench_cpu_time_with_children (void);

/* Sorts the values. part: 0.5 the median, 0.99 … */
double bench_percentile (double *values, size_t n, double part);

/* What this computer does at best with so many bytes: median of several rounds. */
typedef struct {
  size_t bytes;
  double copy;                    /* seconds for a memcpy of `bytes` */
  double set;                     /* seconds for a memset of `bytes` */
} BenchFloor;
BenchFloor bench_floor (size_t bytes);

/* A table: a heading, then rows. Lines are flushed, so that one sees how far it is. */
void bench_heading (const char *title);
#define BENCH_NO_LIMIT (-1.0)
/* unit: "instructions/operation", "× memcpy". With a limit it is said whether the value is within. */
void bench_row  (const char *what, double value, const char *unit, double limit);
/* A line of words, as printf. */
void bench_note (const char *format, ...) __attribute__ ((format (printf, 1, 2)));

/* A small generator of pseudo-random numbers: the same on every computer. */
typedef struct {
  uint64_t state;
} BenchRandom;
uint64_t bench_random (BenchRandom *random);
/* 0 … end - 1 */
uint64_t bench_random_below (BenchRandom *random, uint64_t end);

/* Runs argv under valgrind's callgrind, counting only inside the named functions (NULL-terminated;
 * none of them may call another of them; NULL: everything). False: no valgrind, or it failed; the reason has then
 * been printed. */
bool bench_count_instructions (char *const argv[], const char *const functions[], uint64_t *instructions);
