/* access.h - inline readers of hot tables, for rules */
#pragma once

#include "sim/read.h"
#include "sim/state/tables.h"

/* sim_profile (), inline. */
SIM_INLINE const SimProfile *
sim_known_profile (const SimMachine *machine)
{
  return machine->profile;
}

SIM_INLINE SimLink
sim_link (SimPfn pfn)
{
  return pfn * sizeof (SimFrameRecord);
}

SIM_INLINE SimPfn
sim_link_pfn (SimLink link)
{
  return (SimPfn) (link / sizeof (SimFrameRecord));
}

SIM_INLINE uint32_t
sim_record_word (const SimMachine *machine,
                 SimLink           link,
                 unsigned          field)
{
  return sim_record_at (machine, link)->word[field];
}

SIM_INLINE uint32_t
sim_frame_mark (const SimMachine *machine,
                SimPfn            pfn)
{
  return sim_record_word (machine, sim_link (pfn), SIM_RECORD_MARK);
}

SIM_INLINE uint32_t
sim_mark (SimFrameState state,
          unsigned      order,
          unsigned      zone)
{
  /* Sums, not ors: linear in the order, so that loops over orders need only add. */
  return (uint32_t) state + (order << SIM_MARK_ORDER_SHIFT) + (zone << SIM_MARK_ZONE_SHIFT);
}

SIM_INLINE unsigned
sim_mark_state (uint32_t mark)
{
  return mark & SIM_MARK_STATE_MASK;
}

SIM_INLINE unsigned
sim_mark_order (uint32_t mark)
{
  return mark >> SIM_MARK_ORDER_SHIFT & 0xf;
}

SIM_INLINE unsigned
sim_mark_zone (uint32_t mark)
{
  return mark >> SIM_MARK_ZONE_SHIFT & 0xf;
}

/* Of one that is not that of a block on a per-CPU list. */
SIM_INLINE unsigned
sim_plain_mark_zone (uint32_t mark)
{
  return mark >> SIM_MARK_ZONE_SHIFT;
}

SIM_INLINE unsigned
sim_mark_type (uint32_t mark)
{
  return (mark >> SIM_MARK_TYPE_SHIFT & 0x7);
}

SIM_INLINE unsigned
sim_mark_list (uint32_t mark)
{
  return mark >> SIM_MARK_LIST_SHIFT & 0xf;
}

SIM_INLINE unsigned
sim_mark_cpu (uint32_t mark)
{
  return mark >> SIM_MARK_CPU_SHIFT & 0x3f;
}

/* Of a block on a per-CPU list. type: of the free list it will go to, one day. */
SIM_INLINE uint32_t
sim_pcp_mark (unsigned order,
              unsigned zone,
              unsigned type,
              unsigned list,
              unsigned cpu)
{
  return sim_mark (SIM_FRAME_PCP, order, zone) | type << SIM_MARK_TYPE_SHIFT | list << SIM_MARK_LIST_SHIFT
         | cpu << SIM_MARK_CPU_SHIFT;
}

/* The same from the mark of a free block. */
SIM_INLINE SimMark
sim_pcp_mark_of_free (SimMark  mark,
                      unsigned list,
                      unsigned cpu)
{
  return mark - SIM_FRAME_FREE + SIM_FRAME_PCP + ((SimMark) list << SIM_MARK_LIST_SHIFT) + ((SimMark) cpu << SIM_MARK_CPU_SHIFT);
}

/* Is this the mark of a free block of that order in that zone? */
SIM_INLINE bool
sim_mark_is_free_block (uint32_t  mark,
                        unsigned  order,
                        unsigned  zone)
{
  return (mark & SIM_MARK_BLOCK_MASK) == sim_mark (SIM_FRAME_FREE, order, zone);
}

SIM_INLINE uint32_t
sim_slot (unsigned       zone,
          unsigned       type,
          unsigned       order)
{
  return zone * SIM_SLOTS_PER_ZONE + type * SIM_SLOTS_PER_TYPE + order;
}

/* The mark of a free block of order 0. */
SIM_INLINE uint32_t
sim_list_mark (unsigned zone,
               unsigned type)
{
  return SIM_FRAME_FREE + (sim_slot (zone, type, 0) << SIM_SLOT_SHIFT);
}

/* The mark of a free block, from the list mark of its zone and type. */
SIM_INLINE SimMark
sim_free_mark (SimMark  list_mark,
               unsigned order)
{
  return list_mark + (order << SIM_MARK_ORDER_SHIFT);
}

/* The head of the list that a free block with this mark is on. */
SIM_INLINE SimLink
sim_mark_head (const SimMachine *machine,
               SimMark           mark)
{
  return machine->head_of_mark_0 + (mark >> 1);
}

SIM_INLINE SimLink
sim_list_head (const SimMachine *machine,
               unsigned          zone,
               unsigned          order,
               unsigned          type)
{
  return machine->first_head + sim_link (sim_slot (zone, type, order));
}

/* First and last of a ring; the head itself where the list is empty. */
SIM_INLINE SimLink
sim_ring_first (const SimMachine *machine,
                SimLink           head)
{
  return sim_record_word (machine, head, SIM_RECORD_NEXT);
}

SIM_INLINE SimLink
sim_ring_last (const SimMachine *machine,
               SimLink           head)
{
  return sim_record_word (machine, head, SIM_RECORD_PREV);
}

SIM_INLINE uint32_t
sim_ring_length (const SimMachine *machine,
                 SimLink           head)
{
  return sim_record_word (machine, head, SIM_RECORD_OWNER);
}

SIM_INLINE bool
sim_list_is_empty (const SimMachine *machine,
                   unsigned          zone,
                   unsigned          order,
                   unsigned          type)
{
  SimLink head = sim_list_head (machine, zone, order, type);

  return sim_ring_first (machine, head) == head;
}

/* Each zone has its own word for a page block that two zones share. */
SIM_INLINE size_t
sim_pageblock_index (const SimMachine *machine,
                     SimPfn            pfn,
                     unsigned          zone)
{
  return (size_t) (pfn >> machine->pageblock_order) + zone;
}

/* The page block's type, as it stands in a mark. */
SIM_INLINE uint32_t
sim_block_type_bits (const SimMachine *machine,
                     SimPfn            pfn,
                     unsigned          zone)
{
  return machine->words_of[SIM_TABLE_PAGEBLOCKS][sim_pageblock_index (machine, pfn, zone)];
}

SIM_INLINE unsigned
sim_block_type (const SimMachine *machine,
                SimPfn            pfn,
                unsigned          zone)
{
  return sim_block_type_bits (machine, pfn, zone) >> SIM_MARK_TYPE_SHIFT;
}

SIM_INLINE SimPcpPlace
sim_pcp_place (const SimMachine *machine,
               unsigned          zone,
               unsigned          cpu,
               unsigned          list)
{
  unsigned number = zone * machine->n_cpus + cpu;

  return (SimPcpPlace) {
    .head = machine->first_pcp_head + (uint32_t) sim_link (number * SIM_MAX_PCP_LISTS + list),
    .words = number * SIM_PCP_WORDS,
  };
}

SIM_INLINE uint32_t
sim_pcp_word (const SimMachine *machine,
              SimPcpPlace       place,
              unsigned          word)
{
  return machine->words_of[SIM_TABLE_PCP][(size_t) place.words + word];
}

SIM_INLINE SimLink
sim_pcp_head (const SimMachine *machine,
              unsigned          zone,
              unsigned          cpu,
              unsigned          list)
{
  return sim_pcp_place (machine, zone, cpu, list).head;
}

SIM_INLINE uint32_t
sim_pcp_count (const SimMachine *machine,
               unsigned          zone,
               unsigned          cpu)
{
  return sim_pcp_word (machine, sim_pcp_place (machine, zone, cpu, 0), SIM_PCP_WORD_COUNT);
}

SIM_INLINE uint32_t
sim_pcp_factor (const SimMachine *machine,
                unsigned          zone,
                unsigned          cpu)
{
  return sim_pcp_word (machine, sim_pcp_place (machine, zone, cpu, 0), SIM_PCP_WORD_FACTOR);
}

SIM_INLINE const SimZoneBounds *
sim_zone_bounds (const SimMachine *machine,
                 unsigned          zone)
{
  return &machine->zones[zone];
}

SIM_INLINE size_t
sim_zone_word_number (size_t   zone,
                      unsigned word)
{
  return zone * SIM_ZONE_WORDS + word;
}

/* It stays where it is: the table does not grow. */
SIM_INLINE const uint32_t *
sim_zone_word_at (const SimMachine *machine,
                  size_t            number)
{
  return &machine->words_of[SIM_TABLE_ZONES][number];
}

SIM_INLINE uint32_t
sim_zone_word (const SimMachine *machine,
               unsigned          zone,
               unsigned          word)
{
  return *sim_zone_word_at (machine, sim_zone_word_number (zone, word));
}

/* nr_pcp_high () */
static inline uint32_t
sim_pcp_limit (const SimProfile *profile,
               bool              is_reclaim_active,
               uint32_t          high,
               uint32_t          batch)
{
  return profile->marks.reclaim_limits_pcp && is_reclaim_active && batch * 4 < high ? batch * 4 : high;
}

/* How much a zone keeps, as a span: see SIM_ZONE_WORD_ENOUGH. */
static inline uint32_t
sim_enough_span (uint64_t n_frames)
{
  return n_frames < INT32_MAX / sizeof (SimFrameRecord) ? (uint32_t) (n_frames * sizeof (SimFrameRecord)) : INT32_MAX;
}

/* The span of what is free in a zone, as far as it is known without counting: less than nothing otherwise. */
SIM_INLINE const int32_t *
sim_known_free_span (const SimMachine *machine,
                     unsigned          zone)
{
  return &machine->n_free_known[zone];
}

SIM_INLINE unsigned
sim_zone_node (const SimMachine *machine,
               unsigned          zone)
{
  return machine->zones[zone].node;
}

/* What a request that is made on a CPU may have. */
SIM_INLINE const SimRequest *
sim_request_of (const SimMachine *machine,
                unsigned          cpu,
                uint32_t          gfp)
{
  const char *requests = (const char *) machine->requests + machine->requests_of_cpu[cpu];

  return (const SimRequest *) requests + (gfp & (SIM_N_REQUESTS - 1));
}

/* The same with all that may be unusual: a node that was named, and no other than it. */
SIM_INLINE const SimRequest *
sim_request_for (const SimRun *run,
                 uint32_t      gfp)
{
  const SimMachine *machine = run->machine;
  unsigned list = run->node > 0 ? run->node - 1u : machine->node_of_cpu[run->cpu];

  if (gfp & machine->profile->gfp_thisnode)
    list += SIM_MAX_NODES;
  if (gfp & machine->profile->gfp_reclaimable & ~(SIM_N_REQUESTS - 1))
    list = SIM_ZONELIST_OF_RECLAIMABLE;
  return &machine->requests[list][gfp & (SIM_N_REQUESTS - 1)];
}

SIM_INLINE bool
sim_wants_unusual (const SimMachine *machine,
                   uint32_t          gfp)
{
  return (gfp & machine->gfp_unusual) != 0;
}

SIM_INLINE bool
sim_wants_cold (const SimMachine *machine,
                uint32_t          gfp)
{
  return (gfp & machine->gfp_cold) != 0;
}

SIM_INLINE bool
sim_wants_zeros (const SimMachine *machine,
                 uint32_t          gfp)
{
  return (gfp & machine->gfp_zero) != 0;
}

/* With these, kmalloc () does more than to take an object of its plain caches. */
SIM_INLINE uint32_t
sim_gfp_not_plain (const SimMachine *machine)
{
  return machine->gfp_other_objects | machine->gfp_zero;
}

SIM_INLINE bool
sim_has_frame (const SimMachine *machine,
               SimPfn            pfn)
{
  return pfn < machine->n_frames;
}

SIM_INLINE unsigned
sim_n_pcp_orders (const SimMachine *machine)
{
  return machine->n_pcp_orders;
}

SIM_INLINE SimLink
sim_span (unsigned order)
{
  return sim_link (1) << order;
}

/* Blocks of spans below this one may go to the end of their list, see buddy_merge_likely (). */
SIM_INLINE SimLink
sim_tail_span (const SimMachine *machine)
{
  return machine->tail_span;
}

/* What that depends on: see SimMachine. */
SIM_INLINE uint32_t
sim_tail_step (const SimMachine *machine)
{
  return machine->tail_step;
}

/* Blocks of spans below this one are not asked whether they are small enough for anything. */
SIM_INLINE SimLink
sim_small_span (const SimMachine *machine)
{
  SimLink span = machine->plain_span;

  if (machine->tail_span > 0 && machine->tail_span < span)
    span = machine->tail_span;
  return sim_span (machine->n_plain_orders) < span ? sim_span (machine->n_plain_orders) : span;
}

SIM_INLINE SimLink
sim_plain_span (const SimMachine *machine)
{
  return machine->plain_span;
}

SIM_INLINE unsigned
sim_largest_order (const SimMachine *machine)
{
  return machine->largest_order;
}

SIM_INLINE unsigned
sim_pageblock_order (const SimMachine *machine)
{
  return machine->pageblock_order;
}

/* --- per-CPU lists by order and type ------------------------------------------------------- */
#define SIM_PCP_TYPES 3u          /* MIGRATE_PCPTYPES */

/* Behind those of the small orders: huge pages, of which only Movable is told apart. */
#define SIM_PCP_THP_LIST 12u

SIM_INLINE bool
sim_has_thp (const SimMachine *machine)
{
  return machine->has_thp;
}

SIM_INLINE bool
sim_has_thp_lists (const SimMachine *machine)
{
  return machine->n_pcp_lists > SIM_PCP_THP_LIST;
}

/* Orders below are nothing unusual: they go through per-CPU lists or not by one comparison. */
SIM_INLINE unsigned
sim_n_plain_orders (const SimMachine *machine)
{
  return machine->n_plain_orders;
}

/* pcp_allowed_order () */
SIM_INLINE bool
sim_goes_by_pcp (const SimMachine *machine,
                 unsigned          order)
{
  return order < machine->n_pcp_orders || (sim_has_thp_lists (machine) && order == machine->pageblock_order);
}

SIM_INLINE unsigned
sim_pcp_order (const SimMachine *machine,
               unsigned          list)
{
  if (SIM_UNLIKELY (list >= SIM_PCP_THP_LIST))
    return machine->pageblock_order;
  return machine->n_types > 1 ? list / SIM_PCP_TYPES : 0;
}

SIM_INLINE unsigned
sim_pcp_type (const SimMachine *machine,
              unsigned          list)
{
  if (SIM_UNLIKELY (list >= SIM_PCP_THP_LIST))
    return list > SIM_PCP_THP_LIST ? SIM_MOVABLE : SIM_UNMOVABLE;
  return machine->n_types > 1 ? list % SIM_PCP_TYPES : SIM_UNMOVABLE;
}

SIM_INLINE unsigned
sim_small_pcp_list (unsigned order,
                    unsigned type)
{
  return order * SIM_PCP_TYPES + type;
}

/* order_to_pindex () */
SIM_INLINE unsigned
sim_pcp_list (unsigned order,
              unsigned type)
{
  if (SIM_UNLIKELY (order * SIM_PCP_TYPES >= SIM_PCP_THP_LIST))
    return SIM_PCP_THP_LIST + (type == SIM_MOVABLE);
  return sim_small_pcp_list (order, type);
}

SIM_INLINE bool
sim_has_cold_lists (const SimMachine *machine)
{
  return machine->has_cold_lists;
}

/* --- contexts ------------------------------------------------------------------------------ */
SIM_INLINE uint32_t
sim_context_word (const SimMachine *machine,
                  unsigned          cpu,
                  unsigned          word)
{
  return machine->words_of[SIM_TABLE_CONTEXT][cpu * SIM_CONTEXT_WORDS + word];
}

/* Of SIM_CONTEXT_WORD_REPORTS. */
static inline unsigned
sim_n_reported (uint32_t reports)
{
  return reports & 0xff;
}

static inline unsigned
sim_n_reported_oom (uint32_t reports)
{
  return reports >> 8 & 0xff;
}

static inline unsigned
sim_n_unreported (uint32_t reports)
{
  return reports >> 16;
}
