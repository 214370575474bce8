/* layout.c - frames and zones of a machine
 *
 * Models      arch/x86/mm/init_32.c: find_low_pfn_range(), lowmem_pfn_init(), highmem_pfn_init();
 *             arch/x86/mm/init.c: zone_sizes_init(); mm/page_alloc.c: free_area_init(),
 *             calculate_node_totalpages()
 */

#include "sim/rules/boot/boot.h"
#include "sim/rules/physical/gfp.h"

#include <stdlib.h>

static SimStatus
complain (SimComplaint    *complaint,
          SimComplaintKind kind,
          uint64_t         a,
          uint64_t         b)
{
  *complaint = (SimComplaint) { kind, 0, a, b };
  return SIM_BAD_SPEC;
}

/* arch/x86/include/asm/fixmap.h, cpu_entry_area.h, pgtable_32_areas.h: each CPU has kmap slots and an entry area below
 * the top of the addresses; then come the LDT's page, pkmap, and the end of vmalloc. */
static uint64_t
vmalloc_end (const SimProfile *profile,
             unsigned          nr_cpus)
{
  const uint64_t top = 0xfffff000u, first_slots = 69, n_early = 512, entry_pages = 39;

  if (profile->fixmap_per_cpu == 0)
    return profile->vmalloc_end;

  uint64_t table = 1ull << (profile->pmd_shift - SIM_PAGE_SHIFT), mask = ~((1ull << profile->pmd_shift) - 1);
  uint64_t slots = first_slots + (uint64_t) profile->fixmap_per_cpu * nr_cpus, address;

  /* early_ioremap ()'s slots lie below one page table. */
  if (((slots ^ (slots + n_early - 1)) & ~(table - 1)) != 0)
    slots += n_early - (slots & (n_early - 1));
  slots += n_early + 1;
  address = top - slots * SIM_PAGE_SIZE;
  address = (address - SIM_PAGE_SIZE * (entry_pages * nr_cpus + 2)) & mask;
  address = (address - SIM_PAGE_SIZE) & mask;
  address = (address - SIM_PAGE_SIZE) & mask;
  return address - 2 * SIM_PAGE_SIZE;
}

static unsigned
configured_cpus (const SimMachineSpec *spec)
{
  unsigned n = spec->nr_cpus != 0 ? spec->nr_cpus : spec->profile->nr_cpus;

  return n > spec->cpus ? n : spec->cpus;
}

/* MAXMEM: how much can have a logical address. */
static bool
largest_lowmem (const SimMachineSpec *spec,
                uint64_t             *bytes)
{
  const SimProfile *profile = spec->profile;
  uint64_t reserve = profile->vmalloc_reserve, end;

  if (profile->lowmem_rule == SIM_LOWMEM_ALL)
    {
      *bytes = UINT64_MAX;
      return true;
    }
  if (spec->vmalloc != 0)
    reserve = spec->vmalloc + (profile->vmalloc_parameter_adds_offset ? profile->vmalloc_offset : 0);
  end = profile->lowmem_rule == SIM_LOWMEM_896 ? 1ull << 32 : vmalloc_end (profile, configured_cpus (spec));
  if (reserve >= end - profile->page_offset)
    return false;
  *bytes = end - profile->page_offset - reserve;
  return true;
}

/* find_low_pfn_range (). highmem= takes memory from a small machine's lowmem, or limits how much
 * highmem a large one uses. */
static SimStatus
find_low_frames (const SimMachineSpec *spec,
                 uint64_t             *max_pfn,
                 uint64_t             *max_low_pfn,
                 SimComplaint         *complaint)
{
  uint64_t most_bytes, most, highmem = spec->highmem == UINT64_MAX ? 0 : spec->highmem >> SIM_PAGE_SHIFT;

  if (!largest_lowmem (spec, &most_bytes))
    return complain (complaint, SIM_COMPLAINT_NO_LOWMEM, spec->vmalloc,
                     (1ull << 32) - spec->profile->page_offset);
  most = most_bytes >> SIM_PAGE_SHIFT;

  if (*max_pfn <= most)
    {
      *max_low_pfn = *max_pfn;
      if (spec->profile->lowmem_rule == SIM_LOWMEM_ALL || highmem >= *max_pfn
          || *max_pfn - highmem < spec->profile->least_lowmem >> SIM_PAGE_SHIFT)
        highmem = 0;
      *max_low_pfn -= highmem;
      return SIM_OK;
    }

  *max_low_pfn = most;
  if (spec->highmem != UINT64_MAX && highmem + most < *max_pfn)
    *max_pfn = most + highmem;
  return SIM_OK;
}

static SimStatus
list_ram (SimLayout       *layout,
          const SimRanges *memory)
{
  layout->ram = calloc (memory->n + 1, sizeof *layout->ram);
  if (layout->ram == NULL)
    return SIM_NO_HOST_MEMORY;
  for (size_t i = 0; i < memory->n; i++)
    {
      SimPfn first = (SimPfn) (memory->ranges[i].first >> SIM_PAGE_SHIFT);
      SimPfn end = (SimPfn) (memory->ranges[i].end >> SIM_PAGE_SHIFT);

      end = end < layout->n_frames ? end : layout->n_frames;
      if (first < end)
        layout->ram[layout->n_ram++] = (SimFrameRange) { first, end };
    }
  return SIM_OK;
}

SimStatus
boot_layout (const SimMachineSpec *spec,
             const SimRanges      *memory,
             SimLayout            *layout,
             SimComplaint         *complaint)
{
  const SimProfile *profile = spec->profile;
  uint64_t max_pfn = memory->ranges[memory->n - 1].end >> SIM_PAGE_SHIFT, max_low_pfn;
  SimStatus status = find_low_frames (spec, &max_pfn, &max_low_pfn, complaint);

  if (status != SIM_OK)
    return status;

  *layout = (SimLayout) {
    .profile = profile,
    .n_nodes = 1,
    .n_cpus = spec->cpus,
    .has_pcp = spec->pcp,
    .counts_preemption = spec->preempt_full,
    .has_thp = spec->thp,
    .seed = spec->seed,
    .n_frames = (SimPfn) max_pfn,
    .lowmem_end = (SimPfn) max_low_pfn,
  };
  status = list_ram (layout, memory);
  if (status != SIM_OK)
    return status;
  layout->n_frames = layout->n_ram > 0 ? layout->ram[layout->n_ram - 1].end : 0;
  if (layout->lowmem_end > layout->n_frames)
    layout->lowmem_end = layout->n_frames;

  return boot_zones (spec, memory, layout, complaint);
}
