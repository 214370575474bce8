/* proc-words.h - which lines a kernel's /proc texts have, in its order
 *
 * Sources  mm/vmstat.c, fs/proc/meminfo.c of each kernel, with the configuration of the kernel that the profile
 *          was held against
 * Leaves out  lines that follow from what is not modelled: hits and misses of NUMA, DirectMap, Percpu
 */
#pragma once

#include "sim/sim.h"

typedef struct {
  const char *profile;            /* its id */
  const char *node_stats;         /* names, with a space between; NULL: the text has none */
  const char *zone_stats;
  const char *meminfo;
  int         meminfo_width;      /* of a name with its colon */
  bool        has_boost, has_cma;
  bool        is_smp;             /* also with one CPU */
  bool        is_old_zoneinfo;    /* 3.2: protection behind the counters, frames that were scanned */
} ProcWords;

/* NULL: the kernel has no such text. */
const ProcWords *proc_words_of (const SimProfile *profile);
