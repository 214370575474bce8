/* rows.h - what many events of one kind change together, where none of them is kept
 *
 * Models      mm/page_alloc.c: the loops of rmqueue_bulk() and free_pcppages_bulk()
 *
 * Blocks that lie side by side come and go in rows. Nobody looks in between, so that only what stands at the end of the row
 * is written; the events are counted as if they had been emitted. Part of emit.h.
 */
#pragma once

/* A body of a rule finds room for a row of so many blocks, and for what goes with it. */
#define SIM_MOST_IN_ROW 256u

static_assert (SIM_MOST_IN_ROW + 64 < SIM_BODY_CHANGES, "a row finds no room in a record");

/* Of a block that is cut into such of the wanted order, the first n go to the end of a per-CPU list; what is left of it, as
 * large as it gets, goes to the free lists below, which are empty. */
typedef struct {
  SimLink     head;               /* of the list whose first block is cut, */
  SimLink     steps;              /* so far above the list of the wanted order: links */
  SimLink     span;               /* of the wanted order, */
  SimMark     free_mark;          /* and the mark of a free block of that order */
  SimPcpPlace place;
  SimMark     pcp_mark;
} SimFilling;

/* Returns how many have come: `most` or fewer. */
SIM_INLINE uint32_t
sim_fill_pcp (SimPen           *pen,
              const SimFilling *filling,
              unsigned          zone,
              uint32_t          most)
{
  SimWriter *writer = &pen->writer;
  const SimMachine *machine = pen->machine;
  SimLink head = filling->head, link = sim_ring_first (machine, head), span = filling->span;
  SimLink pcp_head = filling->place.head, last = sim_ring_last (machine, pcp_head), prev = last, at = link;
  uint32_t n_all = 1u << sim_link_pfn (filling->steps), n = n_all < most ? n_all : most;
  uint64_t n_splits = n + (unsigned) __builtin_popcount (n_all - n) - 1;

  writer->takes_first = true;
  sim_ring_close (writer, head, link);
  writer->takes_first = false;

  for (uint32_t i = 0; i < n; i++, at += span)
    {
      SimEdit edit = sim_edit (writer, at);

      edit.record->word[SIM_RECORD_NEXT] = (uint32_t) (i + 1 < n ? at + span : pcp_head);
      edit.record->word[SIM_RECORD_PREV] = (uint32_t) prev;
      edit.record->mark_and_owner = sim_unowned (filling->pcp_mark);
      sim_edited (writer, &edit);
      prev = at;
    }

  SimEdit edit = sim_edit (writer, pcp_head);
  edit.record->word[SIM_RECORD_PREV] = (uint32_t) prev;
  edit.record->word[SIM_RECORD_OWNER] += n;
  sim_edited (writer, &edit);
  sim_put_record (writer, last, SIM_RECORD_NEXT, (uint32_t) link);
  sim_put (writer, SIM_TABLE_PCP, (size_t) filling->place.words + SIM_PCP_WORD_COUNT,
           sim_pcp_word (machine, filling->place, SIM_PCP_WORD_COUNT) + n * sim_link_pfn (span));

  for (uint32_t done = n; done < n_all; done += done & -done)
    {
      unsigned step = (unsigned) __builtin_ctz (done);

      writer->fills_empty = true;
      sim_ring_enter (writer, head - filling->steps + sim_link (step), link + done * span, sim_free_mark (filling->free_mark, step), false);
      writer->fills_empty = false;
    }

  writer->machine->n_free_known[zone] -= (int32_t) (n * span);
  /* Each list that was found empty, and each split; each block taken, and put on the list. */
  pen->n_events += 2 * n_splits + 2 * n;
  return n;
}

/* Blocks at the end of a per-CPU list, in the order in which they leave it, that lie side by side. */
typedef struct {
  SimLink  link;                  /* of the first to leave */
  uint32_t n;
  bool     descends;              /* the next lies before it */
} SimRow;

/* The longest, of `most` blocks at the most; there is one block. */
SIM_INLINE SimRow
sim_row_at_end (const SimMachine *machine,
                SimPcpPlace       place,
                SimLink           span,
                uint32_t          most)
{
  SimLink link = sim_ring_last (machine, place.head), next = sim_record_word (machine, link, SIM_RECORD_PREV);
  SimRow row = { .link = link, .n = 1, .descends = next + span == link };
  SimLink step = row.descends ? 0 - span : span;
  uint32_t mark = sim_record_word (machine, link, SIM_RECORD_MARK);

  while (row.n < most && next == link + step && sim_record_word (machine, next, SIM_RECORD_MARK) == mark)
    {
      link = next;
      next = sim_record_word (machine, link, SIM_RECORD_PREV);
      row.n++;
    }
  return row;
}

/* They leave the list, to be given back by sim_join_row (). */
SIM_INLINE void
sim_take_row (SimPen      *pen,
              SimPcpPlace  place,
              SimLink      span,
              SimRow       row)
{
  SimWriter *writer = &pen->writer;
  SimLink end = row.descends ? row.link - (row.n - 1) * span : row.link + (row.n - 1) * span;
  SimLink prev = sim_record_word (pen->machine, end, SIM_RECORD_PREV);
  SimEdit edit = sim_edit (writer, place.head);

  edit.record->word[SIM_RECORD_PREV] = (uint32_t) prev;
  edit.record->word[SIM_RECORD_OWNER] -= row.n;
  sim_edited (writer, &edit);
  sim_put_record (writer, prev, SIM_RECORD_NEXT, place.head);
  sim_put (writer, SIM_TABLE_PCP, (size_t) place.words + SIM_PCP_WORD_COUNT,
           sim_pcp_word (pen->machine, place, SIM_PCP_WORD_COUNT) - row.n * sim_link_pfn (span));
  pen->n_events += row.n;
}

/* The beginning of the row: as many blocks as make one larger block, which they become, isolated. */
typedef struct {
  SimLink  link;
  unsigned step;                  /* how many orders larger */
} SimJoined;

/* What larger blocks may span: see SimMachine.plain_span. The row goes on behind them. */
SIM_INLINE SimJoined
sim_join_row (SimPen   *pen,
              SimRow   *row,
              SimLink   span,
              SimLink   largest,
              unsigned  zone)
{
  SimLink edge = row->descends ? row->link + span : row->link;
  SimJoined joined = { .link = row->link };
  uint32_t n = 1;

  while (2 * n <= row->n && 2 * n * span <= largest && (edge & (2 * n * span - 1)) == 0)
    {
      n *= 2;
      joined.step++;
    }
  if (row->descends)
    joined.link = edge - n * span;

  for (uint32_t i = 1; i < n; i++)
    sim_put_alone (&pen->writer, joined.link + i * span, SIM_MARK_TAIL | (SimMark) zone << SIM_MARK_ZONE_SHIFT);
  row->link = row->descends ? row->link - n * span : row->link + n * span;
  row->n -= n;
  /* All but the last: freed where the buddy is not free yet; and each merged once with what came before. */
  pen->n_events += 4 * (uint64_t) (n - 1);
  return joined;
}
