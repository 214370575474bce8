/* handover.c - what is reserved, and how the rest comes to the free lists
 *
 * Models      mm/memblock.c: memblock_free_all(), __free_pages_memory(); arch/x86/mm/init_32.c:
 *             add_highpages_with_active_regions(); 2.6.11: free_all_bootmem_core(),
 *             one_highpage_init()
 */

#include "sim/rules/boot/boot.h"
#include "sim/rules/physical/pcp.h"

/* The highest free place of that size that ends at or below `end`. 0: none. */
static uint64_t
place_below (const SimRanges *memory,
             uint64_t         floor,
             uint64_t         end,
             uint64_t         size)
{
  for (size_t i = memory->n; i-- > 0;)
    {
      uint64_t first = memory->ranges[i].first > floor ? memory->ranges[i].first : floor;
      uint64_t top = memory->ranges[i].end < end ? memory->ranges[i].end : end;

      if (top > first && top - first >= size)
        return (top - size) & ~(uint64_t) (SIM_PAGE_SIZE - 1);
    }
  return 0;
}

static uint64_t
mem_map_size (const SimLayout *layout)
{
  uint64_t block = 1ull << layout->profile->largest_order;
  uint64_t n = (layout->n_frames + block - 1) & ~(block - 1);

  return (n * layout->profile->page_struct_size + SIM_PAGE_SIZE - 1) & ~(uint64_t) (SIM_PAGE_SIZE - 1);
}

/* The first MiB (2.6.11: the first page), the kernel's image, and mem_map: at the top of lowmem, or,
 * with bootmem, where the zone of ISA's DMA ends. */
static SimStatus
reserve_plainly (const SimRanges *memory,
                 SimLayout       *layout,
                 SimRanges       *reserved,
                 SimComplaint    *complaint)
{
  const SimProfile *profile = layout->profile;
  uint64_t size = mem_map_size (layout), lowmem = (uint64_t) layout->lowmem_end << SIM_PAGE_SHIFT;
  uint64_t firmware_end = profile->firmware_end ? profile->firmware_end : SIM_PAGE_SIZE;
  uint64_t mem_map = 0;
  bool image_is_in_ram = false;

  for (size_t i = 0; i < memory->n; i++)
    image_is_in_ram |= memory->ranges[i].first <= profile->kernel_first
                       && memory->ranges[i].end >= profile->kernel_end
                       && profile->kernel_end <= lowmem;
  if (!image_is_in_ram)
    {
      *complaint = (SimComplaint) { SIM_COMPLAINT_KERNEL_NOT_IN_RAM, 0, profile->kernel_first, profile->kernel_end };
      return SIM_BAD_SPEC;
    }

  if (profile->buddy.handover_by_bootmem && lowmem >= profile->dma_end + size)
    mem_map = profile->dma_end;
  else
    mem_map = place_below (memory, profile->kernel_end, lowmem, size);
  if (mem_map == 0)
    {
      *complaint = (SimComplaint) { SIM_COMPLAINT_TOO_SMALL, 0, lowmem, profile->kernel_end + size };
      return SIM_BAD_SPEC;
    }
  layout->mem_map = profile->vmemmap != 0 ? profile->vmemmap : layout->space.page_offset + mem_map;

  SimRange ranges[] = {
    { 0, firmware_end, SIM_RANGE_RESERVED, 0 },
    { profile->kernel_first, profile->kernel_end, SIM_RANGE_KERNEL, 0 },
    { mem_map, mem_map + size, SIM_RANGE_RESERVED, 0 },
  };

  return ranges_merge (reserved, ranges, 3);
}

/* mem_map is not named among the ranges of a real boot: the highest one in lowmem that has room. */
static void
find_mem_map (SimLayout       *layout,
              const SimRanges *reserved)
{
  uint64_t size = mem_map_size (layout), lowmem = (uint64_t) layout->lowmem_end << SIM_PAGE_SHIFT;
  uint64_t best = lowmem > size ? lowmem - size : 0;

  for (size_t i = 0; i < reserved->n; i++)
    {
      const SimRange *range = &reserved->ranges[i];

      if (range->kind != SIM_RANGE_KERNEL && range->end <= lowmem && range->end - range->first >= size)
        best = range->first;
    }
  layout->mem_map = layout->profile->vmemmap != 0 ? layout->profile->vmemmap
                    : layout->space.page_offset + (best & ~(uint64_t) (SIM_PAGE_SIZE - 1));
}

SimStatus
boot_reserved (const SimMachineSpec *spec,
               const SimRanges      *memory,
               SimLayout            *layout,
               SimRanges            *reserved,
               SimComplaint         *complaint)
{
  SimStatus status;

  if (!spec->reserved_given)
    return reserve_plainly (memory, layout, reserved, complaint);

  for (size_t i = 0; i < spec->n_reserved; i++)
    if (spec->reserved[i].end < spec->reserved[i].first)
      {
        *complaint = (SimComplaint) { SIM_COMPLAINT_RANGE_BACKWARDS, spec->reserved[i].line,
                                      spec->reserved[i].first, spec->reserved[i].end };
        return SIM_BAD_SPEC;
      }
  status = ranges_merge (reserved, spec->reserved, spec->n_reserved);
  if (status != SIM_OK)
    return status;

  /* memblock does not say what a range is for; the image is where this kernel is always loaded. */
  for (size_t i = 0; i < reserved->n; i++)
    if (reserved->ranges[i].first == spec->profile->kernel_first && spec->profile->kernel_first > 0)
      reserved->ranges[i].kind = SIM_RANGE_KERNEL;
  find_mem_map (layout, reserved);
  return SIM_OK;
}

/* --- free ranges ------------------------------------------------------------------------------ */
typedef void (*FreeRangeFunc) (SimPen *pen, SimPfn first, SimPfn end);

/* for_each_free_mem_range (): memory that is not reserved, in whole frames between `from` and `to`. */
static void
for_each_free_range (SimPen          *pen,
                     const SimRanges *memory,
                     const SimRanges *reserved,
                     SimPfn           from,
                     SimPfn           to,
                     FreeRangeFunc    func)
{
  for (size_t m = 0; m < memory->n; m++)
    {
      uint64_t first = memory->ranges[m].first;
      uint64_t end = memory->ranges[m].end;

      for (size_t r = 0; r <= reserved->n; r++)
        {
          uint64_t stop = r < reserved->n && reserved->ranges[r].first < end ? reserved->ranges[r].first : end;
          uint64_t first_pfn = (first + SIM_PAGE_SIZE - 1) >> SIM_PAGE_SHIFT, end_pfn = stop >> SIM_PAGE_SHIFT;

          first_pfn = first_pfn > from ? first_pfn : from;
          end_pfn = end_pfn < to ? end_pfn : to;
          if (first < stop && first_pfn < end_pfn)
            func (pen, (SimPfn) first_pfn, (SimPfn) end_pfn);
          if (stop == end)
            break;
          if (reserved->ranges[r].end > first)
            first = reserved->ranges[r].end;
        }
    }
}

static void
hand_over_block (SimPen  *pen,
                 SimPfn   pfn,
                 SimOrder order,
                 bool     to_tail)
{
  SimZoneId zone = sim_mark_zone (sim_frame_mark (pen->machine, pfn));

  sim_pen_expect (pen, 2 * (size_t) sim_frames_in (order));
  sim_emit_range_handed_over (pen, pfn, order);
  buddy_give (pen, pfn, order, sim_span (order), zone, sim_mark (SIM_FRAME_FREE, order, zone),
              sim_block_type_bits (pen->machine, pfn, zone), false, to_tail);
}

/* __free_pages_memory () */
static void
hand_over_largest_blocks (SimPen *pen,
                          SimPfn first,
                          SimPfn end)
{
  SimOrder largest = sim_largest_order (pen->machine);

  while (first < end)
    {
      SimOrder order = first == 0 || __builtin_ctz (first) > largest ? largest : (SimOrder) __builtin_ctz (first);

      while (end - first < sim_frames_in (order))
        order--;
      hand_over_block (pen, first, order, sim_profile (pen->machine)->buddy.handover_adds_at_tail);
      first += sim_frames_in (order);
    }
}

/* free_highmem_page (): the per-CPU lists of the boot hold nothing, each frame goes on at once. */
static void
hand_over_frames (SimPen *pen,
                  SimPfn first,
                  SimPfn end)
{
  for (SimPfn pfn = first; pfn < end; pfn++)
    hand_over_block (pen, pfn, 0, false);
}

/* --- 2.6.11 ------------------------------------------------------------------------------------- */
/* __free_page (): by way of the hot list. */
static void
hand_over_hot_frames (SimPen *pen,
                      SimPfn first,
                      SimPfn end)
{
  for (SimPfn pfn = first; pfn < end; pfn++)
    {
      SimZoneId zone = sim_mark_zone (sim_frame_mark (pen->machine, pfn));

      if (sim_n_pcp_orders (pen->machine) == 0)
        hand_over_block (pen, pfn, 0, false);
      else
        {
          sim_emit_range_handed_over (pen, pfn, 0);
          pcp_give_hot (pen, pfn, zone);
        }
    }
}

/* free_all_bootmem_core (): as many frames at once as an unsigned long has bits, where all are free. */
static void
hand_over_words (SimPen *pen,
                 SimPfn first,
                 SimPfn end)
{
  SimPfn n = sim_profile (pen->machine)->bits;

  while (first < end)
    if (first % n == 0 && end - first >= n)
      {
        hand_over_block (pen, first, (SimOrder) __builtin_ctz (n), false);
        first += n;
      }
    else
      {
        hand_over_hot_frames (pen, first, first + 1);
        first++;
      }
}

void
boot_hand_over (SimRun          *run,
                const SimRanges *memory,
                const SimRanges *reserved)
{
  SimPen pen = sim_pen_of (run);
  bool by_bootmem = sim_profile (pen.machine)->buddy.handover_by_bootmem;
  SimPfn n_frames = sim_n_frames (pen.machine), lowmem_end = 0;

  sim_pen_write_all (&pen);
  while (lowmem_end < n_frames && sim_pfn_has_logical_address (pen.machine, lowmem_end))
    lowmem_end++;

  for (size_t i = 0; i < reserved->n; i++)
    if (reserved->ranges[i].kind == SIM_RANGE_KERNEL)
      {
        uint64_t first = reserved->ranges[i].first >> SIM_PAGE_SHIFT;
        uint64_t end = (reserved->ranges[i].end + SIM_PAGE_SIZE - 1) >> SIM_PAGE_SHIFT;

        for (; first < end && first < n_frames; first++)
          if (sim_frame_state (pen.machine, (SimPfn) first) == SIM_FRAME_RESERVED)
            sim_emit_range_reserved (&pen, (SimPfn) first, (SimPfn) first + 1, SIM_FRAME_KERNEL);
      }

  if (by_bootmem)
    {
      for_each_free_range (&pen, memory, reserved, 0, lowmem_end, hand_over_words);
      for_each_free_range (&pen, memory, reserved, lowmem_end, n_frames, hand_over_hot_frames);
    }
  else
    {
      for_each_free_range (&pen, memory, reserved, lowmem_end, n_frames, hand_over_frames);
      for_each_free_range (&pen, memory, reserved, 0, lowmem_end, hand_over_largest_blocks);
    }
  sim_pen_rest (&pen);
}
