/* bench-start.h - from the beginning of the process to the first frame of its window */
#pragma once

/* In a process of its own: says how long it took, and ends. */
int  bench_start_once    (void);
/* Starts the program with --start, several times. */
void bench_measure_start (const char *program);
