/* boot.h - from a description to a machine whose page allocator has its memory
 *
 * Models      arch/x86/mm/init_32.c, mm/page_alloc.c (free_area_init), mm/memblock.c, 2.6.11's
 *             mm/bootmem.c
 * Leaves out  what a boot allocates besides mem_map, where nobody gives the reserved ranges: tables of a
 *             few pages; in 2.6.11 also bootmem's bitmap
 */
#pragma once

#include "sim/rules/boot/memory-map.h"
#include "sim/state/emit.h"
#include "sim/state/layout.h"

/* max_pfn, max_low_pfn, zones. memory: memblock.memory. */
SimStatus boot_layout   (const SimMachineSpec *spec, const SimRanges *memory, SimLayout *layout, SimComplaint *complaint);
/* Nodes, their CPUs, and the zones of each; layout has frames, RAM and the end of lowmem. */
SimStatus boot_zones    (const SimMachineSpec *spec, const SimRanges *memory, SimLayout *layout, SimComplaint *complaint);
/* What is reserved: as given, or as on a plain machine. Also sets layout->mem_map. */
SimStatus boot_reserved (const SimMachineSpec *spec, const SimRanges *memory, SimLayout *layout, SimRanges *reserved,
                         SimComplaint *complaint);
/* Which zones a mask may have, once it is known which of them have memory. */
void      boot_requests (SimLayout *layout, const bool *has_memory);
/* Memory goes to the page allocator. */
void      boot_hand_over (SimRun *run, const SimRanges *memory, const SimRanges *reserved);
/* What min_free_kbytes would be if nobody had set it. */
uint64_t  boot_min_free_kbytes (const SimMachine *machine);
/* min_free_kbytes: UINT64_MAX: computed; 0: marks of 0, the per-CPU lists as if computed. */
SimZoneLimits boot_zone_limits (const SimMachine *machine, SimZoneId zone, uint64_t min_free_kbytes);
void      boot_set_limits (SimMachine *machine, uint64_t min_free_kbytes);
