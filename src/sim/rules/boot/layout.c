/* layout.c - frames and zones of a machine
 *
 * Models      arch/x86/mm/init_32.c: find_low_pfn_range(), lowmem_pfn_init(), highmem_pfn_init();
 *             arch/x86/mm/init.c: zone_sizes_init(); mm/page_alloc.c: free_area_init(),
 *             calculate_node_totalpages()
 */

#include "sim/rules/boot/boot.h"
#include "sim/rules/mapping/address-space.h"
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

/* MAXMEM: how much can have a logical address. */
static bool
largest_lowmem (const SimMachineSpec *spec,
                uint64_t             *bytes)
{
  const SimProfile *profile = spec->profile;
  uint64_t reserve = profile->vmalloc_reserve, page_offset = mapping_page_offset (spec), end;

  if (profile->lowmem_rule == SIM_LOWMEM_ALL)
    {
      *bytes = UINT64_MAX;
      return true;
    }
  if (spec->vmalloc != 0)
    reserve = spec->vmalloc + (profile->vmalloc_parameter_adds_offset ? profile->vmalloc_offset : 0);
  end = profile->lowmem_rule == SIM_LOWMEM_896 ? 1ull << 32 : mapping_vmalloc_end (spec);
  if (reserve >= end - page_offset)
    return false;
  *bytes = end - page_offset - reserve;
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
                     (1ull << 32) - mapping_page_offset (spec));
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
  SimStatus status;

  if (!mapping_can_split (spec))
    return complain (complaint, SIM_COMPLAINT_SPLIT, spec->page_offset, 0);
  status = find_low_frames (spec, &max_pfn, &max_low_pfn, complaint);
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
  mapping_lay_out (spec, layout->lowmem_end, &layout->space);
  layout->rodata_end = spec->rodata_end != 0 ? spec->rodata_end : profile->rodata_end;
  layout->bss_first = spec->bss_first != 0 ? spec->bss_first : profile->bss_first;

  return boot_zones (spec, memory, layout, complaint);
}
