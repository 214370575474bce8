/* memory-map.h - ranges of physical memory as the boot sees them
 *
 * Models      arch/x86/kernel/e820.c (e820__memblock_setup, trim_bios_range), mm/memblock.c
 * Units       bytes, half-open
 */
#pragma once

#include "sim/machine.h"

typedef struct {
  SimRange *ranges;               /* owned; ascending, disjoint, not touching where of the same kind */
  size_t    n;
} SimRanges;

void      ranges_clear (SimRanges *ranges);
/* Copies and sorts; what touches or overlaps becomes one where the kinds are the same. */
SimStatus ranges_merge (SimRanges *ranges, const SimRange *given, size_t n);

/* memblock.memory of a firmware's map, or of a machine with so much RAM. */
SimStatus memory_map_to_memblock (const SimMachineSpec *spec, SimRanges *memory, SimComplaint *complaint);
