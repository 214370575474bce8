/* nodes.c - which frames are whose: nodes, and the zones of each
 *
 * Models      mm/page_alloc.c: free_area_init(), find_zone_movable_pfns_for_nodes(),
 *             adjust_zone_range_for_zone_movable(); QEMU: equal shares of the RAM, in the order of addresses, and
 *             blocks of CPUs
 * Leaves out  kernelcore=, movable_node, memory that firmware says is mirrored
 * Units       frames
 */

#include "sim/rules/boot/boot.h"

typedef struct {
  SimPfn first, end;              /* of its RAM */
} NodeRange;

typedef struct {
  SimLayout       *layout;
  const SimRanges *memory;
  NodeRange        nodes[SIM_MAX_NODES];
  SimPfn           lowest[SIM_N_ZONE_TYPES], highest[SIM_N_ZONE_TYPES];   /* arch_zone_{lowest,highest}_possible_pfn[] */
  SimZoneType      movable_from;  /* the zone that Movable takes its frames from */
  SimPfn           movable[SIM_MAX_NODES];  /* where Movable begins; 0: the node has none */
} Division;

static SimPfn
round_up (uint64_t pfn,
          SimPfn   block)
{
  return (SimPfn) ((pfn + block - 1) & ~(uint64_t) (block - 1));
}

static SimPfn
frames_between (const SimRanges *memory,
                SimPfn           first,
                SimPfn           end)
{
  uint64_t n = 0;

  for (size_t i = 0; i < memory->n; i++)
    {
      uint64_t from = memory->ranges[i].first >> SIM_PAGE_SHIFT, to = memory->ranges[i].end >> SIM_PAGE_SHIFT;

      from = from > first ? from : first;
      to = to < end ? to : end;
      n += to > from ? to - from : 0;
    }
  return (SimPfn) n;
}

/* --- nodes ------------------------------------------------------------------------------------ */

/* A hole smaller than a largest block, such as ISA's, counts as if it were RAM, so that the shares end where blocks do. */
static SimPfn
begin_of (const SimLayout *layout,
          size_t           i,
          SimPfn           block)
{
  SimPfn end_before = i > 0 ? layout->ram[i - 1].end : 0;

  return layout->ram[i].first - end_before < block ? end_before : layout->ram[i].first;
}

/* The frame before which so much RAM lies. */
static SimPfn
frame_after (const SimLayout *layout,
             uint64_t         n,
             SimPfn           block)
{
  for (size_t i = 0; i < layout->n_ram; i++)
    {
      SimPfn begin = begin_of (layout, i, block), length = layout->ram[i].end - begin;

      if (n < length)
        return round_up (begin + n, block);
      n -= length;
    }
  return layout->n_frames;
}

static bool
divide (Division *division,
        SimPfn    first)
{
  const SimLayout *layout = division->layout;
  SimPfn block = (SimPfn) 1 << layout->profile->largest_order, share;
  uint64_t n_ram = 0;

  for (size_t i = 0; i < layout->n_ram; i++)
    n_ram += layout->ram[i].end - begin_of (layout, i, block);
  share = round_up ((n_ram + layout->n_nodes - 1) / layout->n_nodes, block);

  for (unsigned node = 0; node < layout->n_nodes; node++)
    {
      NodeRange *range = &division->nodes[node];
      SimPfn from = node > 0 ? frame_after (layout, (uint64_t) node * share, block) : 0;
      SimPfn to = node + 1 < layout->n_nodes ? frame_after (layout, (uint64_t) (node + 1) * share, block) : layout->n_frames;

      *range = (NodeRange) { SIM_NO_PFN, 0 };
      for (size_t i = 0; i < layout->n_ram; i++)
        {
          SimPfn a = layout->ram[i].first > from ? layout->ram[i].first : from;
          SimPfn b = layout->ram[i].end < to ? layout->ram[i].end : to;

          if (a >= b)
            continue;
          range->first = a < range->first ? a : range->first;
          range->end = b;
        }
      if (range->end == 0)
        return false;
    }
  if (!layout->profile->zones_start_at_first_frame)
    division->nodes[0].first = first;
  return true;
}

static void
place_cpus (SimLayout *layout)
{
  unsigned per_node = (layout->n_cpus + layout->n_nodes - 1) / layout->n_nodes;

  for (unsigned cpu = 0; cpu < layout->n_cpus; cpu++)
    layout->node_of_cpu[cpu] = (uint8_t) (cpu / per_node);
}

/* --- zones ------------------------------------------------------------------------------------ */

static void
find_limits (Division *division,
             SimPfn    first)
{
  const SimLayout *layout = division->layout;
  SimPfn lowmem_end = layout->lowmem_end, below = first;
  SimPfn ends[] = {
    [SIM_ZONE_DMA] = (SimPfn) (layout->profile->dma_end >> SIM_PAGE_SHIFT),
    [SIM_ZONE_DMA32] = (SimPfn) (layout->profile->dma32_end >> SIM_PAGE_SHIFT),
    [SIM_ZONE_NORMAL] = lowmem_end,
    [SIM_ZONE_HIGHMEM] = layout->n_frames,
  };

  for (unsigned type = SIM_ZONE_DMA; type < SIM_ZONE_MOVABLE; type++)
    {
      SimPfn end = type < SIM_ZONE_HIGHMEM && ends[type] > lowmem_end ? lowmem_end : ends[type];

      division->lowest[type] = below;
      division->highest[type] = end > below ? end : below;
      below = division->highest[type];
      if (division->highest[type] > division->lowest[type])
        division->movable_from = (SimZoneType) type;
    }
}

/* One round over the nodes, each of which keeps an equal part for the kernel. What the kernel still lacks after it. */
static uint64_t
keep_for_kernel (Division *division,
                 uint64_t  kernelcore,
                 unsigned  n_usable)
{
  const SimLayout *layout = division->layout;
  SimPfn usable = division->lowest[division->movable_from];
  uint64_t of_node = kernelcore / n_usable;

  for (unsigned node = 0; node < layout->n_nodes; node++)
    {
      if (kernelcore < of_node)
        of_node = kernelcore / n_usable;

      uint64_t left = of_node;

      for (size_t i = 0; i < layout->n_ram; i++)
        {
          SimPfn first = layout->ram[i].first, end = layout->ram[i].end;

          first = first > division->nodes[node].first ? first : division->nodes[node].first;
          end = end < division->nodes[node].end ? end : division->nodes[node].end;
          first = first > division->movable[node] ? first : division->movable[node];
          if (first >= end)
            continue;
          /* What is only good for the kernel. */
          if (first < usable)
            {
              uint64_t n = (end < usable ? end : usable) - first;

              left -= n < left ? n : left;
              kernelcore -= n < kernelcore ? n : kernelcore;
              if (end <= usable)
                {
                  division->movable[node] = end;
                  continue;
                }
              first = usable;
            }

          uint64_t n = end - first < left ? end - first : left;

          division->movable[node] = (SimPfn) (first + n);
          kernelcore -= n < kernelcore ? n : kernelcore;
          left -= n;
          if (left == 0)
            break;
        }
    }
  return kernelcore;
}

/* find_zone_movable_pfns_for_nodes () */
static SimStatus
find_movable (Division     *division,
              uint64_t      movablecore,
              SimComplaint *complaint)
{
  const SimLayout *layout = division->layout;
  SimPfn block = (SimPfn) 1 << layout->profile->largest_order;
  uint64_t total = frames_between (division->memory, 0, layout->n_frames);
  uint64_t asked = round_up (movablecore >> SIM_PAGE_SHIFT, block), left;

  if (movablecore == 0)
    return SIM_OK;
  if (layout->profile->zone_types[layout->profile->n_zone_types - 1] != SIM_ZONE_MOVABLE || asked >= total)
    {
      bool has_zone = layout->profile->zone_types[layout->profile->n_zone_types - 1] == SIM_ZONE_MOVABLE;

      *complaint = (SimComplaint) { SIM_COMPLAINT_MOVABLE, 0, movablecore, has_zone ? total << SIM_PAGE_SHIFT : 0 };
      return SIM_BAD_SPEC;
    }

  left = total - asked;
  for (unsigned n_usable = layout->n_nodes; n_usable > 0; n_usable--)
    {
      left = keep_for_kernel (division, left, n_usable);
      if (left <= n_usable - 1)
        break;
    }
  for (unsigned node = 0; node < layout->n_nodes; node++)
    {
      division->movable[node] = round_up (division->movable[node], block);
      if (division->movable[node] >= division->nodes[node].end)
        division->movable[node] = 0;
    }
  return SIM_OK;
}

/* adjust_zone_range_for_zone_movable () */
static NodeRange
range_of_zone (const Division *division,
               unsigned        node,
               SimZoneType     type)
{
  const NodeRange *own = &division->nodes[node];
  SimPfn movable = division->movable[node];
  NodeRange range = { division->lowest[type], division->highest[type] };

  if (type == SIM_ZONE_MOVABLE)
    {
      SimPfn most = division->highest[division->movable_from];

      return movable != 0 ? (NodeRange) { movable, own->end < most ? own->end : most } : (NodeRange) { 0, 0 };
    }
  range.first = range.first > own->first ? range.first : own->first;
  range.end = range.end < own->end ? range.end : own->end;
  if (movable != 0 && range.end > movable)
    range.end = movable;
  return range;
}

static bool
add_zones_of (Division *division,
              unsigned  node)
{
  SimLayout *layout = division->layout;

  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    {
      NodeRange range = range_of_zone (division, node, (SimZoneType) type);
      SimPfn present;

      if (range.first >= range.end)
        continue;
      present = layout->profile->present_counts_holes ? range.end - range.first
                : frames_between (division->memory, range.first, range.end);
      if (present == 0)
        continue;
      if (layout->n_zones == SIM_MAX_ZONES)
        return false;
      layout->zones[layout->n_zones++] = (SimZoneBounds) {
        .type = (SimZoneType) type, .node = (uint8_t) node, .start = range.first, .end = range.end, .present = present,
      };
    }
  return true;
}

SimStatus
boot_zones (const SimMachineSpec *spec,
            const SimRanges      *memory,
            SimLayout            *layout,
            SimComplaint         *complaint)
{
  const SimProfile *profile = layout->profile;
  SimPfn first = profile->zones_start_at_first_frame && layout->n_ram > 0 ? layout->ram[0].first : 0;
  Division division = { .layout = layout, .memory = memory };
  SimStatus status;

  *complaint = (SimComplaint) { SIM_COMPLAINT_NODES, 0, spec->nodes, profile->most_nodes };
  if (spec->nodes < 1 || spec->nodes > profile->most_nodes || layout->n_ram == 0)
    return SIM_BAD_SPEC;
  layout->n_nodes = spec->nodes;
  if (!divide (&division, first))
    {
      complaint->b = spec->nodes - 1;
      return SIM_BAD_SPEC;
    }
  place_cpus (layout);
  find_limits (&division, first);
  status = find_movable (&division, spec->movablecore, complaint);
  if (status != SIM_OK)
    return status;
  for (unsigned node = 0; node < layout->n_nodes; node++)
    if (!add_zones_of (&division, node))
      {
        complaint->b = node;
        return SIM_BAD_SPEC;
      }
  *complaint = (SimComplaint) { 0 };
  return SIM_OK;
}
