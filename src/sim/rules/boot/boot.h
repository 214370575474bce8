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
/* What is reserved: as given, or as on a plain machine. Also sets layout->mem_map. */
SimStatus boot_reserved (const SimMachineSpec *spec, const SimRanges *memory, SimLayout *layout, SimRanges *reserved,
                         SimComplaint *complaint);
/* Which zones a mask may have, once it is known which of them have memory. */
void      boot_requests (SimLayout *layout, const bool *has_memory);
/* Memory goes to the page allocator. */
void      boot_hand_over (SimRun *run, const SimRanges *memory, const SimRanges *reserved);
/* batch and high of the per-CPU lists, from the zones' sizes and low watermarks. */
void      boot_pcp_limits (SimMachine *machine);
