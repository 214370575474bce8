/* pcp.h - the per-CPU lists of a zone
 *
 * Models      6.1: rmqueue_pcplist(), rmqueue_bulk(), free_unref_page_commit(), nr_pcp_free(),
 *             free_pcppages_bulk(); 2.6.11: buffered_rmqueue(), free_hot_cold_page()
 * Units       counts are frames; blocks of order n count 2^n
 */
#pragma once

#include "sim/rules/physical/buddy.h"
#include "sim/rules/physical/watermark.h"

SIM_INLINE unsigned
pcp_list_of (unsigned       order,
             unsigned       type)
{
  return sim_pcp_list (order, type < SIM_HIGHATOMIC ? type : SIM_MOVABLE);
}

/* Empty lists, or too few: asks the buddy system for more. alloc_flags: SIM_ALLOC_*, or WATERMARK_FIRST_TRY. false: it
 * had nothing. */
bool pcp_refill (SimRun *run, unsigned zone, unsigned list, unsigned order, unsigned type, uint32_t gfp, unsigned alloc_flags);
/* free_pcppages_bulk (): gives back at least n_frames, or all, beginning with `list`. */
void pcp_drain (SimRun *run, unsigned  zone, unsigned cpu, unsigned n_frames, unsigned list);
/* A list has grown beyond what it may hold: decides how much goes, and drains. */
void pcp_trim (SimRun *run, unsigned  zone, unsigned list, unsigned order);
/* 2.6.11: before a frame is put to a list that is full, a batch goes from its end. */
void pcp_trim_hot (SimRun *run, unsigned  zone, unsigned list);
/* __alloc_pages_bulk (): one frame; it is then handed out. SIM_NO_PFN: the zone has none. */
SimPfn pcp_take_in_bulk (SimRun *run, unsigned zone, unsigned type);
/* drain_all_pages () */
void pcp_drain_all (SimRun *run);

/* pcp_refill (), with the pen laid down. */
SIM_INLINE bool
pcp_has_refilled (SimPen        *pen,
                  unsigned       zone,
                  unsigned       list,
                  unsigned       order,
                  unsigned       type,
                  uint32_t       gfp,
                  unsigned       alloc_flags)
{
  bool has_refilled;

  sim_pen_lay_down (pen);
  has_refilled = pcp_refill (pen->run, zone, list, order, type, gfp, alloc_flags);
  sim_pen_take_up (pen);
  return has_refilled;
}

/* The first block of a list that has one: it is then isolated. */
SIM_INLINE SimPfn
pcp_take_first (SimPen      *pen,
                unsigned     zone,
                unsigned     order,
                SimLink      span,
                unsigned     list,
                SimPcpPlace  place)
{
  SimLink link = sim_ring_first (pen->machine, place.head);

  sim_pen_takes_first (pen, place.head);
  sim_pen_knows_pcp (pen, zone, order, place);
  sim_pen_knows_place (pen, link, span);
  sim_emit_pcp_taken (pen, sim_link_pfn (link), *pen->cpu, list, 0);
  sim_pen_knows_nothing (pen);
  return sim_link_pfn (link);
}

/* buffered_rmqueue () of 2.6.11 */
SIM_INLINE SimPfn
pcp_take_hot_or_cold (SimPen        *pen,
                      unsigned       zone,
                      unsigned       type,
                      uint32_t       gfp,
                      unsigned       alloc_flags)
{
  bool cold = sim_wants_cold (pen->machine, gfp);
  SimPcpPlace place = sim_pcp_place (pen->machine, zone, *pen->cpu, cold);

  if (sim_ring_length (pen->machine, place.head) <= (cold ? 0 : sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_PCP_LOW))
      && !pcp_has_refilled (pen, zone, cold, 0, type, gfp, alloc_flags)
      && sim_ring_length (pen->machine, place.head) == 0)
    return SIM_NO_PFN;
  return pcp_take_first (pen, zone, 0, sim_span (0), cold, place);
}

/* The block is then isolated; SIM_NO_PFN: the zone has none. place: of the list of the order and type. */
SIM_INLINE SimPfn
pcp_take (SimPen        *pen,
          unsigned       zone,
          unsigned       order,
          SimLink        span,
          unsigned       type,
          SimPcpPlace    place,
          uint32_t       gfp,
          unsigned       alloc_flags)
{
  if (SIM_UNLIKELY (sim_has_cold_lists (pen->machine)))
    return pcp_take_hot_or_cold (pen, zone, type, gfp, alloc_flags);

  uint32_t factor = sim_pcp_word (pen->machine, place, SIM_PCP_WORD_FACTOR);

  if (SIM_UNLIKELY (factor > 0))
    sim_emit_pcp_factor (pen, zone, *pen->cpu, factor, factor >> 1);
  if (SIM_UNLIKELY (sim_ring_first (pen->machine, place.head) == place.head)
      && !pcp_has_refilled (pen, zone, pcp_list_of (order, type), order, type, gfp, alloc_flags))
    return SIM_NO_PFN;
  return pcp_take_first (pen, zone, order, span, pcp_list_of (order, type), place);
}

/* Where blocks of one order, zone and type go to on one CPU. */
typedef struct {
  SimMark     mark;               /* of a block on the list */
  SimPcpPlace place;
  uint16_t    limit;              /* number of a word of SIM_TABLE_ZONES: of the zone, see SIM_ZONE_WORD_PCP_LIMIT */
  uint8_t     list;
  uint8_t     zone;
} PcpWay;

/* mark: of a free block of the order and zone; type: of its page block, as it stands in a mark; is_small: of the small
 * orders, for certain. */
SIM_INLINE PcpWay
pcp_way (const SimMachine *machine,
         unsigned          zone,
         unsigned          order,
         unsigned          cpu,
         SimMark           mark,
         SimMark           type,
         bool              is_small)
{
  unsigned list = (unsigned) (type >> SIM_MARK_TYPE_SHIFT);

  list = list < SIM_HIGHATOMIC ? list : SIM_MOVABLE;
  list = is_small ? sim_small_pcp_list (order, list) : sim_pcp_list (order, list);
  return (PcpWay) {
    .mark = sim_pcp_mark_of_free (mark + type, list, cpu),
    .place = sim_pcp_place (machine, zone, cpu, list),
    .limit = (uint16_t) sim_zone_word_number (zone, SIM_ZONE_WORD_PCP_LIMIT),
    .list = (uint8_t) list,
    .zone = (uint8_t) zone,
  };
}

/* free_hot_cold_page () of 2.6.11 */
SIM_INLINE void
pcp_give_hot (SimPen   *pen,
              SimPfn    pfn,
              unsigned  zone)
{
  unsigned cpu = *pen->cpu, list = 0;

  if (sim_ring_length (pen->machine, sim_pcp_head (pen->machine, zone, cpu, list))
      >= sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_PCP_HIGH))
    {
      sim_pen_lay_down (pen);
      pcp_trim_hot (pen->run, zone, list);
      sim_pen_take_up (pen);
    }
  sim_emit_pcp_added (pen, pfn, cpu, list, 0);
}

/* The block is isolated before. span: of the order. */
SIM_INLINE void
pcp_give (SimPen       *pen,
          SimPfn        pfn,
          unsigned      order,
          SimLink       span,
          const PcpWay *way)
{
  if (SIM_UNLIKELY (sim_has_cold_lists (pen->machine)))
    {
      pcp_give_hot (pen, pfn, way->zone);
      return;
    }

  sim_pen_knows_mark (pen, way->mark);
  sim_pen_knows_pcp (pen, way->zone, order, way->place);
  sim_pen_knows_place (pen, sim_link (pfn), span);
  sim_emit_pcp_added (pen, pfn, *pen->cpu, way->list, 0);
  if (SIM_UNLIKELY (sim_pcp_word (pen->machine, way->place, SIM_PCP_WORD_COUNT) >= *sim_zone_word_at (pen->machine, way->limit)
                    || (order > 0 && sim_pcp_word (pen->machine, way->place, SIM_PCP_WORD_FACTOR) > 0
                        && order < sim_n_pcp_orders (pen->machine))))
    {
      sim_pen_lay_down (pen);
      pcp_trim (pen->run, way->zone, way->list, order);
      sim_pen_take_up (pen);
    }
}
