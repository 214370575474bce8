/* real-machines.h - the kernels whose memory was read, see tests/samples/kernels */
#pragma once

#include <glib.h>

typedef struct {
  const char *name;
  const char *options;            /* that the kernel was booted with, or its configuration; NULL: none */
} RealMachine;

#define N_REAL_MACHINES 8
extern const RealMachine real_machines[N_REAL_MACHINES];

/* A file of a machine; owned by the caller. */
char   *real_sample_path (const char *machine, const char *file);
/* What is in it, unpacked. */
GBytes *real_sample_read (const char *machine, const char *file);
