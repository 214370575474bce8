/* read.c - see read.h */

#include "sim/state/access.h"

#include <string.h>

static const char *const zone_type_names[SIM_N_ZONE_TYPES] = {
  [SIM_ZONE_DMA] = "DMA",
  [SIM_ZONE_DMA32] = "DMA32",
  [SIM_ZONE_NORMAL] = "Normal",
  [SIM_ZONE_HIGHMEM] = "HighMem",
  [SIM_ZONE_MOVABLE] = "Movable",
};

static const char *const migrate_names[SIM_N_MIGRATE_TYPES] = {
  [SIM_UNMOVABLE] = "Unmovable",
  [SIM_MOVABLE] = "Movable",
  [SIM_RECLAIMABLE] = "Reclaimable",
  [SIM_HIGHATOMIC] = "HighAtomic",
};

static const char *const pcp_list_names[SIM_MAX_PCP_LISTS] = {
  "order0/Unmovable", "order0/Movable", "order0/Reclaimable",
  "order1/Unmovable", "order1/Movable", "order1/Reclaimable",
  "order2/Unmovable", "order2/Movable", "order2/Reclaimable",
  "order3/Unmovable", "order3/Movable", "order3/Reclaimable",
  "order9/Unmovable", "order9/THP",
};

const SimProfile *
sim_profile (const SimMachine *machine)
{
  return machine->profile;
}

SimPfn
sim_n_frames (const SimMachine *machine)
{
  return machine->n_frames;
}

unsigned
sim_n_cpus (const SimMachine *machine)
{
  return machine->n_cpus;
}

/* --- zones -------------------------------------------------------------------------------- */
unsigned
sim_n_zones (const SimMachine *machine)
{
  return machine->n_zones;
}

static SimZoneLimits
limits_of (const SimMachine *machine,
           SimZoneId         zone)
{
  SimZoneLimits limits = {
    .min = sim_zone_word (machine, zone, SIM_ZONE_WORD_MIN),
    .low = sim_zone_word (machine, zone, SIM_ZONE_WORD_LOW),
    .high = sim_zone_word (machine, zone, SIM_ZONE_WORD_HIGH),
    .boost = sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST),
    .highatomic = sim_zone_word (machine, zone, SIM_ZONE_WORD_HIGHATOMIC),
    .pcp_low = sim_zone_word (machine, zone, SIM_ZONE_WORD_PCP_LOW),
    .pcp_high = sim_zone_word (machine, zone, SIM_ZONE_WORD_PCP_HIGH),
    .pcp_batch = sim_zone_word (machine, zone, SIM_ZONE_WORD_PCP_BATCH),
  };

  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    limits.reserve[type] = sim_zone_word (machine, zone, SIM_ZONE_WORD_RESERVE + type);
  return limits;
}

SimZone
sim_zone (const SimMachine *machine,
          SimZoneId         zone)
{
  const SimZoneBounds *bounds = &machine->zones[zone];
  uint64_t n_free = 0;

  for (SimOrder order = 0; order <= machine->largest_order; order++)
    n_free += (uint64_t) sim_nr_free (machine, zone, order) << order;

  return (SimZone) {
    .type = bounds->type,
    .name = zone_type_names[bounds->type],
    .start_pfn = bounds->start,
    .spanned = bounds->end - bounds->start,
    .present = bounds->present,
    .managed = sim_zone_word (machine, zone, SIM_ZONE_WORD_MANAGED),
    .free = n_free,
    .node = bounds->node,
    .limits = limits_of (machine, zone),
    .is_reclaim_active = sim_zone_word (machine, zone, SIM_ZONE_WORD_RECLAIM_ACTIVE) != 0,
  };
}

unsigned
sim_n_nodes (const SimMachine *machine)
{
  return machine->n_nodes;
}

unsigned
sim_node_of_cpu (const SimMachine *machine,
                 unsigned          cpu)
{
  return machine->node_of_cpu[cpu];
}

unsigned
sim_node_distance (const SimMachine *machine,
                   unsigned          from,
                   unsigned          to)
{
  (void) machine;
  return from == to ? 10 : 20;
}

SimZoneType
sim_zone_type (const SimMachine *machine,
               SimZoneId         zone)
{
  return machine->zones[zone].type;
}

SimZoneId
sim_zone_of (const SimMachine *machine,
             SimPfn            pfn)
{
  for (SimZoneId zone = 0; zone < machine->n_zones; zone++)
    if (pfn >= machine->zones[zone].start && pfn < machine->zones[zone].end)
      return zone;
  return SIM_NO_ZONE;
}

SimZoneId
sim_zone_named (const SimMachine *machine,
                const char       *name)
{
  bool has_node = name[0] >= '0' && name[0] <= '9' && name[1] == ':';
  const char *type = has_node ? name + 2 : name;

  for (SimZoneId zone = 0; zone < machine->n_zones; zone++)
    if (strcmp (zone_type_names[machine->zones[zone].type], type) == 0
        && (!has_node || machine->zones[zone].node == name[0] - '0'))
      return zone;
  return SIM_NO_ZONE;
}

const char *
sim_zone_type_name (SimZoneType type)
{
  return zone_type_names[type];
}

const char *
sim_watermark_name (unsigned alloc_flags)
{
  static const char *const names[SIM_ALLOC_WMARK_MASK + 1] = { "min", "low", "high", "high" };

  return names[alloc_flags & SIM_ALLOC_WMARK_MASK];
}

const char *
sim_migrate_name (SimMigrateType type)
{
  return migrate_names[type];
}

/* --- frames and blocks -------------------------------------------------------------------- */
/* The record that speaks for a frame: the first of the smallest aligned block that is marked. */
static SimPfn
first_of_block (const SimMachine *machine,
                SimPfn            pfn)
{
  for (SimOrder order = 0; order <= machine->largest_order; order++)
    {
      SimPfn first = pfn & ~(sim_frames_in (order) - 1);

      if (sim_mark_state (sim_frame_mark (machine, first)) != SIM_MARK_TAIL)
        return first;
    }
  return pfn;
}

SimFrameState
sim_frame_state (const SimMachine *machine,
                 SimPfn            pfn)
{
  if (pfn >= machine->n_frames)
    return SIM_FRAME_HOLE;
  return (SimFrameState) sim_mark_state (sim_frame_mark (machine, first_of_block (machine, pfn)));
}

SimMigrateType
sim_pageblock_type (const SimMachine *machine,
                    SimPfn            pfn)
{
  SimZoneId zone = sim_zone_of (machine, pfn);

  return zone != SIM_NO_ZONE ? sim_block_type (machine, pfn, zone) : SIM_UNMOVABLE;
}

SimBlock
sim_block_at (const SimMachine *machine,
              SimPfn            pfn)
{
  if (pfn >= machine->n_frames)
    return (SimBlock) { .first = pfn, .end = pfn + 1, .state = SIM_FRAME_HOLE, .zone = SIM_NO_ZONE };

  SimPfn first = first_of_block (machine, pfn);
  uint32_t mark = sim_frame_mark (machine, first);
  SimFrameState state = (SimFrameState) sim_mark_state (mark);
  bool on_list = state == SIM_FRAME_FREE || state == SIM_FRAME_PCP;
  SimZoneId zone = sim_mark_zone (mark);

  return (SimBlock) {
    .first = first,
    .end = first + sim_frames_in (sim_mark_order (mark)),
    .order = sim_mark_order (mark),
    .state = state,
    .zone = zone == SIM_MARK_NO_ZONE ? SIM_NO_ZONE : zone,
    .type = on_list ? sim_mark_type (mark) : sim_pageblock_type (machine, pfn),
    .owner = state == SIM_FRAME_ALLOCATED ? sim_record_word (machine, sim_link (first), SIM_RECORD_OWNER) : 0,
  };
}

/* --- lists -------------------------------------------------------------------------------- */
uint32_t
sim_list_length (const SimMachine *machine,
                 SimZoneId         zone,
                 SimOrder          order,
                 SimMigrateType    type)
{
  return sim_ring_length (machine, sim_list_head (machine, zone, order, type));
}

uint32_t
sim_nr_free (const SimMachine *machine,
             SimZoneId         zone,
             SimOrder          order)
{
  uint32_t n = 0;

  for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
    n += sim_list_length (machine, zone, order, (SimMigrateType) type);
  return n;
}

static SimPfn
pfn_or_none (const SimMachine *machine,
             uint32_t          link)
{
  return link < machine->first_head ? sim_link_pfn (link) : SIM_NO_PFN;
}

SimPfn
sim_list_first (const SimMachine *machine,
                SimZoneId         zone,
                SimOrder          order,
                SimMigrateType    type)
{
  return pfn_or_none (machine, sim_ring_first (machine, sim_list_head (machine, zone, order, type)));
}

static bool
is_on_list (const SimMachine *machine,
            SimPfn            pfn)
{
  unsigned state;

  if (pfn >= machine->n_frames)
    return false;
  state = sim_mark_state (sim_frame_mark (machine, pfn));
  return state == SIM_FRAME_FREE || state == SIM_FRAME_PCP;
}

SimPfn
sim_list_next (const SimMachine *machine,
               SimPfn            pfn)
{
  if (!is_on_list (machine, pfn))
    return SIM_NO_PFN;
  return pfn_or_none (machine, sim_record_word (machine, sim_link (pfn), SIM_RECORD_NEXT));
}

int
sim_list_position_of (const SimMachine *machine,
                      SimPfn            pfn)
{
  int position = 0;

  if (!is_on_list (machine, pfn))
    return -1;
  while ((pfn = pfn_or_none (machine, sim_record_word (machine, sim_link (pfn), SIM_RECORD_PREV))) != SIM_NO_PFN)
    position++;
  return position;
}

/* --- per-CPU lists ------------------------------------------------------------------------ */
unsigned
sim_n_pcp_lists (const SimMachine *machine)
{
  return machine->n_pcp_lists;
}

SimOrder
sim_pcp_list_order (const SimMachine *machine,
                    unsigned          list)
{
  return sim_pcp_order (machine, list);
}

unsigned
sim_pcp_list_type (const SimMachine *machine,
                   unsigned          list)
{
  return sim_has_cold_lists (machine) ? list : sim_pcp_type (machine, list);
}

const char *
sim_pcp_list_name (const SimMachine *machine,
                   unsigned          list)
{
  if (sim_has_cold_lists (machine))
    return list == 0 ? "hot" : "cold";
  if (list >= SIM_PCP_THP_LIST && machine->pageblock_order == 10)
    return list == SIM_PCP_THP_LIST ? "order10/Unmovable" : "order10/THP";
  return pcp_list_names[list];
}

SimPcp
sim_pcp (const SimMachine *machine,
         SimZoneId         zone,
         unsigned          cpu)
{
  return (SimPcp) {
    .count = sim_pcp_count (machine, zone, cpu),
    .high = sim_zone_word (machine, zone, SIM_ZONE_WORD_PCP_HIGH),
    .batch = sim_zone_word (machine, zone, SIM_ZONE_WORD_PCP_BATCH),
    .free_factor = sim_pcp_factor (machine, zone, cpu),
  };
}

SimPfn
sim_pcp_list_first (const SimMachine *machine,
                    SimZoneId         zone,
                    unsigned          cpu,
                    unsigned          list)
{
  return pfn_or_none (machine, sim_ring_first (machine, sim_pcp_head (machine, zone, cpu, list)));
}

/* --- addresses ---------------------------------------------------------------------------- */
bool
sim_pfn_has_logical_address (const SimMachine *machine,
                             SimPfn            pfn)
{
  return pfn < machine->lowmem_end;
}

uint64_t
sim_pfn_to_virt (const SimMachine *machine,
                 SimPfn            pfn)
{
  return machine->space.page_offset + ((uint64_t) pfn << SIM_PAGE_SHIFT);
}

bool
sim_virt_to_pfn (const SimMachine *machine,
                 uint64_t          address,
                 SimPfn           *pfn)
{
  uint64_t frame;

  if (address < machine->space.page_offset)
    return false;
  frame = (address - machine->space.page_offset) >> SIM_PAGE_SHIFT;
  if (frame >= machine->lowmem_end)
    return false;
  *pfn = (SimPfn) frame;
  return true;
}

uint64_t
sim_mem_map (const SimMachine *machine)
{
  return machine->mem_map;
}

uint64_t
sim_pfn_to_page (const SimMachine *machine,
                 SimPfn            pfn)
{
  return machine->mem_map + (uint64_t) pfn * machine->profile->page_struct_size;
}

bool
sim_page_to_pfn (const SimMachine *machine,
                 uint64_t          page,
                 SimPfn           *pfn)
{
  uint64_t offset = page - machine->mem_map;

  if (page < machine->mem_map
      || offset % machine->profile->page_struct_size != 0
      || offset / machine->profile->page_struct_size >= machine->n_frames)
    return false;
  *pfn = (SimPfn) (offset / machine->profile->page_struct_size);
  return true;
}

uint64_t
sim_high_memory (const SimMachine *machine)
{
  return sim_pfn_to_virt (machine, machine->lowmem_end);
}

/* --- struct page -------------------------------------------------------------------------- */
/* Offset of lru in struct page: behind flags. */
static uint64_t
lru_address (const SimMachine *machine,
             uint32_t          link)
{
  if (link < machine->first_head)
    return sim_pfn_to_page (machine, sim_link_pfn (link)) + machine->profile->bits / 8;
  return 0;
}

/* set_page_links () */
static uint64_t
zone_flags (const SimMachine *machine,
            SimZoneId         zone)
{
  const SimProfile *profile = machine->profile;
  uint64_t index = 0;

  while (index + 1 < profile->n_zone_types && profile->zone_types[index] != machine->zones[zone].type)
    index++;
  return index << profile->flags_zone_shift
         | (profile->flags_node_shift != 0 ? (uint64_t) machine->zones[zone].node << profile->flags_node_shift : 0);
}

SimPageFields
sim_page_fields (const SimMachine *machine,
                 SimPfn            pfn)
{
  SimBlock block = sim_block_at (machine, pfn);
  SimPageFields fields = { .page_type = 0xffffffffu };
  bool is_first = block.first == pfn;

  if (block.zone != SIM_NO_ZONE)
    fields.flags = zone_flags (machine, block.zone);

  switch (block.state)
    {
    case SIM_FRAME_HOLE:
    case SIM_FRAME_RESERVED:
    case SIM_FRAME_KERNEL:
      fields.flags |= UINT64_C (1) << machine->profile->flag_reserved;
      fields.refcount = 1;
      break;
    case SIM_FRAME_FREE:
      if (is_first)
        {
          fields.page_type = 0xffffff7fu;
          fields.private = block.order;
        }
      break;
    case SIM_FRAME_ALLOCATED:
    case SIM_FRAME_SLAB:
    case SIM_FRAME_PAGE_TABLE:
      fields.refcount = is_first;
      break;
    default:
      break;
    }

  if (is_first && is_on_list (machine, pfn))
    {
      fields.lru_next = lru_address (machine, sim_record_word (machine, sim_link (pfn), SIM_RECORD_NEXT));
      fields.lru_prev = lru_address (machine, sim_record_word (machine, sim_link (pfn), SIM_RECORD_PREV));
    }
  return fields;
}

/* --- contexts ----------------------------------------------------------------------------- */
SimContext
sim_context (const SimMachine *machine,
             unsigned          cpu)
{
  SimContext context = {
    .count = sim_context_word (machine, cpu, SIM_CONTEXT_WORD_COUNT),
    .irqs_off = sim_context_word (machine, cpu, SIM_CONTEXT_WORD_IRQS_OFF) != 0,
    .n_locks = sim_context_word (machine, cpu, SIM_CONTEXT_WORD_N_LOCKS),
  };

  context.kind = context.count & SIM_HARDIRQ_MASK ? SIM_CONTEXT_HARDIRQ
                 : context.count & SIM_SOFTIRQ_OFFSET ? SIM_CONTEXT_SOFTIRQ : SIM_CONTEXT_TASK;
  return context;
}

SimHeldLock
sim_held_lock (const SimMachine *machine,
               unsigned          cpu,
               unsigned          n)
{
  unsigned first = SIM_CONTEXT_WORD_LOCKS + n * SIM_CONTEXT_LOCK_WORDS;

  return (SimHeldLock) {
    .lock = sim_context_word (machine, cpu, first) | (uint64_t) sim_context_word (machine, cpu, first + 1) << 32,
    .line = sim_context_word (machine, cpu, first + 2),
    .how = (SimLockHow) sim_context_word (machine, cpu, first + 3),
  };
}

bool
sim_counts_preemption (const SimMachine *machine)
{
  return machine->counts_preemption;
}
