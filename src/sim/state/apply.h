/* apply.h - for each event of events.def, what it changes
 *
 * Models      list_add(), list_del() and the marks of struct page, mm/page_alloc.c, as words
 * Private to state/. Each writer leaves the machine fit to be looked at: what has left one list and
 * is not yet anywhere else is SIM_FRAME_ISOLATED.
 */
#pragma once

#include "sim/fields.h"
#include "sim/state/access.h"
#include "sim/state/contents.h"
#include "sim/state/context.h"
#include "sim/state/pools.h"
#include "sim/state/slab-apply.h"
#include "sim/state/slub-apply.h"
#include "sim/state/tables.h"
#include "sim/state/kmap-slots.h"
#include "sim/state/vmap.h"

/* --- rings -------------------------------------------------------------------------------- */
SIM_INLINE void
sim_ring_close (SimWriter *writer,
                SimLink    head,
                SimLink    link)
{
  SimLink next = sim_record_word (writer->machine, link, SIM_RECORD_NEXT);
  SimLink prev = writer->takes_first ? head : sim_record_word (writer->machine, link, SIM_RECORD_PREV);
  SimEdit edit = sim_edit (writer, head);

  edit.record->word[SIM_RECORD_OWNER]--;
  if (writer->takes_first)
    edit.record->word[SIM_RECORD_NEXT] = (uint32_t) next;
  sim_edited (writer, &edit);
  if (!writer->takes_first)
    sim_put_record (writer, prev, SIM_RECORD_NEXT, (uint32_t) next);
  sim_put_record (writer, next, SIM_RECORD_PREV, (uint32_t) prev);
}

/* A mark and no owner, in one word. */
SIM_INLINE uint64_t
sim_unowned (SimMark mark)
{
  return (uint64_t) mark << (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0 : 32);
}

/* On no list, and nobody's. */
SIM_INLINE void
sim_put_alone (SimWriter *writer,
               SimLink    link,
               SimMark    mark)
{
  SimEdit edit = sim_edit (writer, link);

  edit.record->links = 0;
  edit.record->mark_and_owner = sim_unowned (mark);
  sim_edited (writer, &edit);
}

/* A fused body is bound to put the block somewhere else: on a list, under a larger one, into hands. */
SIM_INLINE void
sim_ring_leave (SimWriter *writer,
                SimLink    head,
                SimLink    link,
                uint32_t   mark)
{
  sim_ring_close (writer, head, link);
  if (!writer->is_fused)
    sim_put_alone (writer, link, mark);
}

SIM_INLINE void
sim_ring_enter (SimWriter *writer,
                SimLink    head,
                SimLink    link,
                SimMark    mark,
                bool       to_tail)
{
  unsigned towards = to_tail ? SIM_RECORD_PREV : SIM_RECORD_NEXT;
  unsigned away = to_tail ? SIM_RECORD_NEXT : SIM_RECORD_PREV;
  SimLink neighbour = writer->fills_empty ? head : sim_record_word (writer->machine, head, towards);
  SimEdit edit = sim_edit (writer, link);

  edit.record->word[towards] = (uint32_t) neighbour;
  edit.record->word[away] = (uint32_t) head;
  if (writer->is_fused)
    edit.record->mark_and_owner = sim_unowned (mark);
  else
    edit.record->word[SIM_RECORD_MARK] = (uint32_t) mark;
  sim_edited (writer, &edit);

  edit = sim_edit (writer, head);
  edit.record->word[towards] = (uint32_t) link;
  if (writer->fills_empty)
    {
      edit.record->word[away] = (uint32_t) link;
      edit.record->word[SIM_RECORD_OWNER] = 1;
    }
  else
    edit.record->word[SIM_RECORD_OWNER]++;
  sim_edited (writer, &edit);
  if (!writer->fills_empty)
    sim_put_record (writer, neighbour, away, (uint32_t) link);
}

/* --- free lists --------------------------------------------------------------------------- */
/* So many frames more, or fewer, are on the zone's lists. */
SIM_INLINE void
sim_count_free (SimWriter *writer,
                unsigned   zone,
                int32_t    n_frames)
{
  if (!writer->is_counted)
    writer->machine->n_free_known[zone] += n_frames * (int32_t) sizeof (SimFrameRecord);
}

SIM_INLINE SimLink
sim_known_link (SimWriter *writer,
                SimPfn     pfn)
{
  return writer->knows_place ? writer->link : sim_link (pfn);
}

SIM_INLINE SimLink
sim_known_span (SimWriter *writer,
                unsigned   order)
{
  return writer->knows_place ? writer->span : sim_span (order);
}

SIM_INLINE void
sim_free_list_add (SimWriter *writer,
                   SimLink    link,
                   uint32_t   list_mark,
                   unsigned   order,
                   bool       to_tail)
{
  SimMark mark = writer->knows_mark ? writer->mark : sim_free_mark (list_mark, order);
  SimLink head = writer->fills_empty ? writer->head : sim_mark_head (writer->machine, mark);

  sim_ring_enter (writer, head, link, mark, to_tail);
}

SIM_INLINE void
sim_mark_isolated (SimWriter *writer,
                   SimPfn     pfn,
                   SimField_order order,
                   unsigned   zone)
{
  if (!writer->is_fused)
    sim_put_record (writer, sim_known_link (writer, pfn), SIM_RECORD_MARK, sim_mark (SIM_FRAME_ISOLATED, order, zone));
}

SIM_INLINE void
sim_apply_block_taken (SimWriter     *writer,
                       SimPfn         pfn,
                       SimField_order order,
                       SimField_zone  zone,
                       SimField_migrate migrate)
{
  SimLink head = writer->takes_first ? writer->head
                 : sim_mark_head (writer->machine, sim_list_mark (zone, migrate)) + sim_link (order);

  sim_ring_leave (writer, head, sim_known_link (writer, pfn), sim_mark (SIM_FRAME_ISOLATED, order, zone));
  sim_count_free (writer, zone, -(1 << order));
}

SIM_INLINE void
sim_apply_block_split (SimWriter     *writer,
                       SimPfn         pfn,
                       SimField_order order,
                       SimField_zone  zone,
                       SimField_migrate migrate)
{
  unsigned half = order - 1;

  sim_free_list_add (writer, sim_known_link (writer, pfn) + sim_known_span (writer, order) / 2,
                     sim_list_mark (zone, migrate), half, false);
  sim_mark_isolated (writer, pfn, half, zone);
  sim_count_free (writer, zone, 1 << half);
}

SIM_INLINE void
sim_apply_block_handed_out (SimWriter *writer,
                            SimPfn     pfn,
                            SimField_order order,
                            uint32_t   owner,
                            uint32_t   gfp)
{
  SimMark mark = writer->knows_mark ? writer->mark
                  : sim_mark (SIM_FRAME_ALLOCATED, order, sim_mark_zone (sim_frame_mark (writer->machine, pfn)));
  SimEdit edit = sim_edit (writer, sim_known_link (writer, pfn));

  if (writer->is_fused)
    {
      edit.record->word[SIM_RECORD_NEXT] = 0;
      edit.record->word[SIM_RECORD_PREV] = 0;
    }
  edit.record->word[SIM_RECORD_MARK] = (uint32_t) mark;
  edit.record->word[SIM_RECORD_OWNER] = owner;
  sim_edited (writer, &edit);
}

SIM_INLINE void
sim_apply_block_divided (SimWriter *writer,
                         SimPfn     pfn,
                         SimField_order order)
{
  unsigned zone = sim_mark_zone (sim_frame_mark (writer->machine, pfn));
  uint32_t owner = sim_record_word (writer->machine, sim_link (pfn), SIM_RECORD_OWNER);

  for (SimPfn i = pfn; i < pfn + sim_frames_in (order); i++)
    {
      SimEdit edit = sim_edit (writer, sim_link (i));

      edit.record->word[SIM_RECORD_MARK] = sim_mark (SIM_FRAME_ALLOCATED, 0, zone);
      edit.record->word[SIM_RECORD_OWNER] = owner;
      sim_edited (writer, &edit);
    }
}

/* Of a larger block only the first 2^order frames come back; the rest stays handed out, as the
 * largest blocks it has room for. */
SIM_INLINE void
sim_apply_block_returned (SimWriter *writer,
                          SimPfn     pfn,
                          SimField_order order)
{
  uint32_t mark = sim_frame_mark (writer->machine, pfn);
  unsigned zone = sim_mark_zone (mark);

  if (!writer->is_whole && sim_mark_order (mark) > order)
    {
      uint32_t owner = sim_record_word (writer->machine, sim_link (pfn), SIM_RECORD_OWNER);

      for (unsigned rest = order; rest < sim_mark_order (mark); rest++)
        {
          SimEdit edit = sim_edit (writer, sim_link (pfn + sim_frames_in (rest)));

          edit.record->word[SIM_RECORD_MARK] = sim_mark (SIM_FRAME_ALLOCATED, rest, zone);
          edit.record->word[SIM_RECORD_OWNER] = owner;
          sim_edited (writer, &edit);
        }
    }

  if (!writer->is_fused)
    sim_put_alone (writer, sim_known_link (writer, pfn), writer->knows_mark ? writer->mark : sim_mark (SIM_FRAME_ISOLATED, order, zone));
}

SIM_INLINE void
sim_apply_blocks_merged (SimWriter    *writer,
                         SimPfn        pfn,
                         SimPfn        buddy,
                         SimField_order order,
                         SimField_zone zone)
{
  SimLink link = sim_known_link (writer, pfn), span = sim_known_span (writer, order);
  SimLink head = sim_mark_head (writer->machine, sim_record_word (writer->machine, link ^ span, SIM_RECORD_MARK));

  sim_ring_close (writer, head, link ^ span);
  sim_count_free (writer, zone, -(1 << order));
  sim_put_alone (writer, link | span, SIM_MARK_TAIL | (SimMark) zone << SIM_MARK_ZONE_SHIFT);
  if (!writer->is_fused)
    sim_put_alone (writer, link & ~span, sim_mark (SIM_FRAME_ISOLATED, order + 1, zone));
}

SIM_INLINE void
sim_apply_block_freed (SimWriter       *writer,
                       SimPfn           pfn,
                       SimField_order order,
                       SimField_migrate migrate,
                       SimField_flag    tail)
{
  unsigned zone = sim_mark_zone (sim_frame_mark (writer->machine, pfn));

  if (tail)
    sim_free_list_add (writer, sim_known_link (writer, pfn), sim_list_mark (zone, migrate), order, true);
  else
    sim_free_list_add (writer, sim_known_link (writer, pfn), sim_list_mark (zone, migrate), order, false);
  sim_count_free (writer, zone, 1 << order);
}

SIM_INLINE void
sim_apply_block_moved (SimWriter       *writer,
                       SimPfn           pfn,
                       SimField_order order,
                       SimField_migrate from,
                       SimField_migrate to)
{
  unsigned zone = sim_mark_zone (sim_frame_mark (writer->machine, pfn));

  sim_ring_leave (writer, sim_list_head (writer->machine, zone, order, from), sim_link (pfn),
                  sim_frame_mark (writer->machine, pfn));
  sim_free_list_add (writer, sim_link (pfn), sim_list_mark (zone, to), order, true);
}

SIM_INLINE void
sim_apply_pageblock_claimed (SimWriter       *writer,
                             SimPfn           pfn,
                             SimField_migrate from,
                             SimField_migrate to,
                             SimField_zone    zone)
{
  sim_put (writer, SIM_TABLE_PAGEBLOCKS, sim_pageblock_index (writer->machine, pfn, zone), to << SIM_MARK_TYPE_SHIFT);
}

/* --- the limits of a zone ----------------------------------------------------------------- */
SIM_INLINE void
sim_put_zone_word (SimWriter *writer,
                   unsigned   zone,
                   unsigned   word,
                   uint32_t   value)
{
  sim_put (writer, SIM_TABLE_ZONES, zone * SIM_ZONE_WORDS + word, value);
}

/* What follows from low, boost, reserve and what is HighAtomic. */
static inline void
sim_put_enough (SimWriter *writer,
                unsigned   zone)
{
  const SimMachine *machine = writer->machine;
  uint64_t enough = (uint64_t) sim_zone_word (machine, zone, SIM_ZONE_WORD_LOW)
                    + sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST)
                    + sim_zone_word (machine, zone, SIM_ZONE_WORD_HIGHATOMIC);

  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    sim_put_zone_word (writer, zone, SIM_ZONE_WORD_ENOUGH + type,
                       sim_enough_span (enough + sim_zone_word (machine, zone, SIM_ZONE_WORD_RESERVE + type)));
}

static inline void
sim_apply_marks_set (SimWriter    *writer,
                     SimField_zone zone,
                     uint32_t      min,
                     uint32_t      low,
                     uint32_t      high)
{
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_MIN, min);
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_LOW, low);
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_HIGH, high);
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_BOOST, 0);
  sim_put_enough (writer, zone);
}

static inline void
sim_apply_reserve_set (SimWriter    *writer,
                       SimField_zone zone,
                       uint32_t      highest,
                       uint32_t      frames)
{
  if (highest < SIM_N_ZONE_TYPES)
    sim_put_zone_word (writer, zone, SIM_ZONE_WORD_RESERVE + highest, frames);
  sim_put_enough (writer, zone);
}

/* What follows from high and batch: while kswapd works on the zone, no more than four batches. */
static inline void
sim_put_pcp_limit (SimWriter *writer,
                   unsigned   zone)
{
  const SimMachine *machine = writer->machine;
  bool is_active = sim_zone_word (machine, zone, SIM_ZONE_WORD_RECLAIM_ACTIVE) != 0;

  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_PCP_LIMIT,
                     sim_pcp_limit (machine->profile, is_active, sim_zone_word (machine, zone, SIM_ZONE_WORD_PCP_HIGH),
                                    sim_zone_word (machine, zone, SIM_ZONE_WORD_PCP_BATCH)));
}

static inline void
sim_apply_pcp_limits_set (SimWriter    *writer,
                          SimField_zone zone,
                          uint32_t      high,
                          uint32_t      batch)
{
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_PCP_HIGH, high);
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_PCP_BATCH, batch);
  sim_put_pcp_limit (writer, zone);
}

static inline void
sim_apply_boosted (SimWriter    *writer,
                   SimField_zone zone,
                   uint32_t      before,
                   uint32_t      after)
{
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_BOOST, after);
  sim_put_enough (writer, zone);
}

static inline void
sim_apply_highatomic_counted (SimWriter    *writer,
                              SimField_zone zone,
                              uint32_t      before,
                              uint32_t      after)
{
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_HIGHATOMIC, after);
  sim_put_enough (writer, zone);
}

static inline void
sim_apply_reclaim_active (SimWriter    *writer,
                          SimField_zone zone,
                          SimField_flag active)
{
  sim_put_zone_word (writer, zone, SIM_ZONE_WORD_RECLAIM_ACTIVE, active);
  sim_put_pcp_limit (writer, zone);
}

/* --- per-CPU lists ------------------------------------------------------------------------ */
SIM_INLINE void
sim_pcp_put (SimWriter  *writer,
             SimPcpPlace place,
             unsigned    word,
             uint32_t    value)
{
  sim_put (writer, SIM_TABLE_PCP, (size_t) place.words + word, value);
}

SIM_INLINE void
sim_apply_pcp_added (SimWriter       *writer,
                     SimPfn           pfn,
                     SimField_cpu     cpu,
                     SimField_pcplist list,
                     SimField_flag    tail)
{
  unsigned zone = writer->knows_pcp ? writer->pcp_zone : sim_mark_zone (sim_frame_mark (writer->machine, pfn));
  unsigned order = writer->knows_pcp ? writer->pcp_order : sim_pcp_order (writer->machine, list);
  SimPcpPlace place = writer->knows_pcp ? writer->pcp : sim_pcp_place (writer->machine, zone, cpu, list);
  unsigned type = sim_pcp_type (writer->machine, list);
  SimMark mark;

  /* What comes back from a HighAtomic page block waits among the Movable ones, and is not forgotten. */
  if (!writer->knows_mark && !tail && writer->machine->n_types > 1
      && sim_block_type (writer->machine, pfn, zone) == SIM_HIGHATOMIC)
    type = SIM_HIGHATOMIC;
  mark = writer->knows_mark ? writer->mark : sim_pcp_mark (order, zone, type, list, cpu);
  if (tail)
    sim_ring_enter (writer, place.head, sim_known_link (writer, pfn), mark, true);
  else
    sim_ring_enter (writer, place.head, sim_known_link (writer, pfn), mark, false);
  sim_pcp_put (writer, place, SIM_PCP_WORD_COUNT,
               sim_pcp_word (writer->machine, place, SIM_PCP_WORD_COUNT) + (uint32_t) sim_link_pfn (sim_known_span (writer, order)));
}

SIM_INLINE void
sim_apply_pcp_taken (SimWriter       *writer,
                     SimPfn           pfn,
                     SimField_cpu     cpu,
                     SimField_pcplist list,
                     SimField_flag    tail)
{
  unsigned zone = writer->knows_pcp ? writer->pcp_zone : sim_mark_zone (sim_frame_mark (writer->machine, pfn));
  unsigned order = writer->knows_pcp ? writer->pcp_order : sim_pcp_order (writer->machine, list);
  SimPcpPlace place = writer->knows_pcp ? writer->pcp : sim_pcp_place (writer->machine, zone, cpu, list);

  sim_ring_leave (writer, place.head, sim_known_link (writer, pfn), sim_mark (SIM_FRAME_ISOLATED, order, zone));
  sim_pcp_put (writer, place, SIM_PCP_WORD_COUNT,
               sim_pcp_word (writer->machine, place, SIM_PCP_WORD_COUNT) - (uint32_t) sim_link_pfn (sim_known_span (writer, order)));
}

SIM_INLINE void
sim_apply_pcp_factor (SimWriter    *writer,
                      SimField_zone zone,
                      SimField_cpu  cpu,
                      uint32_t      before,
                      uint32_t      after)
{
  sim_pcp_put (writer, sim_pcp_place (writer->machine, zone, cpu, 0), SIM_PCP_WORD_FACTOR, after);
}

/* --- boot --------------------------------------------------------------------------------- */
SIM_INLINE void
sim_apply_range_reserved (SimWriter    *writer,
                          SimPfn        first,
                          SimPfn        end,
                          SimField_state state)
{
  for (SimPfn pfn = first; pfn < end; pfn++)
    sim_put_record (writer, sim_link (pfn), SIM_RECORD_MARK,
                    sim_mark ((SimFrameState) state, 0, sim_mark_zone (sim_frame_mark (writer->machine, pfn))));
}

SIM_INLINE void
sim_apply_range_handed_over (SimWriter *writer,
                             SimPfn     pfn,
                             SimField_order order)
{
  unsigned zone = sim_mark_zone (sim_frame_mark (writer->machine, pfn));
  size_t managed = zone * SIM_ZONE_WORDS + SIM_ZONE_WORD_MANAGED;

  sim_put_record (writer, sim_link (pfn), SIM_RECORD_MARK, sim_mark (SIM_FRAME_ISOLATED, order, zone));
  for (SimPfn i = 1; i < sim_frames_in (order); i++)
    sim_put_record (writer, sim_link (pfn + i), SIM_RECORD_MARK, SIM_MARK_TAIL | (uint32_t) zone << SIM_MARK_ZONE_SHIFT);
  sim_put (writer, SIM_TABLE_ZONES, managed,
           writer->machine->words_of[SIM_TABLE_ZONES][managed] + sim_frames_in (order));
}

/* --- contents and script ------------------------------------------------------------------ */
SIM_INLINE void
sim_apply_pages_zeroed (SimWriter *writer,
                        SimPfn     pfn,
                        SimField_order order)
{
  sim_contents_zero (writer, pfn, sim_frames_in (order));
}

SIM_INLINE void
sim_apply_memory_written (SimWriter *writer,
                          uint64_t   address,
                          uint64_t   value,
                          uint32_t   width)
{
  sim_contents_write (writer, address, value, width);
}

SIM_INLINE void
sim_apply_word_set (SimWriter *writer,
                    uint32_t   index,
                    uint64_t   value)
{
  sim_script_write (writer, index, value);
}

/* --- decisions ---------------------------------------------------------------------------- */
#define SIM_CHANGES_NOTHING(name, ...) \
  SIM_INLINE void sim_apply_##name (SimWriter *writer, __VA_ARGS__) { (void) writer; }

SIM_CHANGES_NOTHING (requested, uint32_t gfp, SimField_order order, SimField_zone zone, SimField_migrate migrate)
SIM_CHANGES_NOTHING (zone_tried, SimField_zone zone, SimField_test test, uint32_t n_free, uint32_t mark)
SIM_CHANGES_NOTHING (slow_path, uint32_t gfp, SimField_order order, uint32_t alloc_flags)
SIM_CHANGES_NOTHING (kswapd_woken, SimField_zone zone, SimField_order order)
SIM_CHANGES_NOTHING (reclaim_tried, uint32_t gfp, SimField_order order, uint32_t frames)
SIM_CHANGES_NOTHING (compaction_tried, uint32_t gfp, SimField_order order, SimField_flag made)
SIM_CHANGES_NOTHING (list_empty, SimField_zone zone, SimField_order order, SimField_migrate migrate)
SIM_CHANGES_NOTHING (fallback_chosen, SimField_zone zone, SimField_order order, SimField_migrate wanted, SimField_migrate found)
SIM_CHANGES_NOTHING (buddy_tested, SimPfn pfn, SimPfn buddy, SimField_order order, SimField_verdict verdict)
SIM_CHANGES_NOTHING (pcp_refill, SimField_zone zone, SimField_cpu cpu, SimField_pcplist list, uint32_t blocks)
SIM_CHANGES_NOTHING (pcp_drain, SimField_zone zone, SimField_cpu cpu, SimField_pcplist list, uint32_t frames)
SIM_CHANGES_NOTHING (object_asked, SimField_cache cache, uint32_t gfp, uint32_t size)
SIM_CHANGES_NOTHING (array_empty, SimField_cache cache, SimField_array array, uint32_t batch)
SIM_CHANGES_NOTHING (array_full, SimField_cache cache, SimField_array array, uint32_t batch)
SIM_CHANGES_NOTHING (area_asked, uint64_t size, uint64_t align)
SIM_CHANGES_NOTHING (tlb_flushed, uint64_t first, uint64_t end)
SIM_CHANGES_NOTHING (diagnosed, SimField_diagnosis diagnosis, uint64_t a, uint64_t b)
/* The text itself is written before: it does not fit into an event. */
SIM_CHANGES_NOTHING (printed, uint32_t level, uint32_t first, uint32_t length)
SIM_CHANGES_NOTHING (statement, uint32_t line, uint32_t number)
SIM_CHANGES_NOTHING (said, uint32_t text, uint32_t speaker)
SIM_CHANGES_NOTHING (looked, uint32_t view, SimField_refkind kind, uint64_t id)
SIM_CHANGES_NOTHING (expected, uint32_t line, SimField_flag holds)
SIM_CHANGES_NOTHING (asked, uint32_t question, SimField_refkind kind, uint64_t answer)
SIM_CHANGES_NOTHING (script_ended, uint64_t result)
