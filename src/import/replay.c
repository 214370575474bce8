/* replay.c - see replay.h */
#include "import/replay.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_UNSEEN   4096        /* frames that may leave a list at once without an event */
#define MOST_WARNINGS 20

typedef struct {
  const KmemTrace *trace;
  const char      *trace_name;
  Messages        *messages;
  ReplayReport    *report;
  SimMachine      *machine;
  SimPfn           n_frames;
  SimRecord        record;
  SimRun           run;
  SimPfn          *model_of;      /* by the real frame: the model's, where it is another; 0: the same */
  guint8          *next_kind;     /* by frame: of the next event that names it; KMEM_N_KINDS: there is none */
  guint8          *kind_behind;   /* by event: of the one after it that names its frame */
  guint8          *is_on_list;    /* by frame: at the end; NULL: not told */
  size_t           n_followed;    /* events of the record that were looked at for drains */
  GArray          *drains;        /* SimPfn: what the model drained and the trace has not yet */
  size_t           first_drain;
  unsigned         n_warnings;
} Replay;

/* --- which part of the trace ---------------------------------------------------------------- */

/* "SNAPSHOT_A" for the label "A" or "snapshot A" */
static gboolean
is_mark_of (const char             *mark,
            const ImportedSnapshot *snapshot)
{
  const char *label = imported_snapshot_label (snapshot);
  const char *last = label != NULL ? strrchr (label, ' ') : NULL;
  g_autofree char *long_mark = NULL, *short_mark = NULL;

  if (label == NULL)
    return FALSE;
  label = last != NULL ? last + 1 : label;
  long_mark = g_strconcat ("SNAPSHOT_", label, NULL);
  short_mark = g_strconcat ("SNAP_", label, NULL);
  return strcmp (mark, long_mark) == 0 || strcmp (mark, short_mark) == 0;
}

/* Marks with 1 the events that lie behind the snapshot. Where it says no place and is not marked: all of them, or
 * none for the later one. */
static void
find_events_behind (const ImportedSnapshot *snapshot,
                    const KmemTrace        *trace,
                    gboolean                is_first,
                    guint8                 *is_behind)
{
  uint64_t n_of_cpu[UINT8_MAX + 1] = { 0 }, n_entries;
  gboolean is_marked = FALSE;

  if (imported_snapshot_entries (snapshot, 0, &n_entries))
    {
      for (size_t i = 0; i < trace->n_events; i++)
        {
          n_entries = 0;
          imported_snapshot_entries (snapshot, trace->events[i].cpu, &n_entries);
          is_behind[i] = ++n_of_cpu[trace->events[i].cpu] > n_entries;
        }
      return;
    }

  for (size_t i = 0; i < trace->n_events; i++)
    {
      is_behind[i] = is_marked;
      if (trace->events[i].kind == KMEM_MARK && is_mark_of (trace->marks[trace->events[i].pfn], snapshot))
        is_marked = TRUE;
    }
  if (!is_marked)
    memset (is_behind, is_first, trace->n_events);
}

/* --- what must be known before -------------------------------------------------------------- */

static gboolean
names_a_frame (const KmemEvent *event,
               SimPfn           n_frames)
{
  return event->kind <= KMEM_EXTFRAG && event->pfn < n_frames;
}

/* What becomes of each frame next: allocated or freed. */
static void
find_next_kinds (Replay       *replay,
                 const guint8 *is_inside)
{
  const KmemTrace *trace = replay->trace;

  replay->next_kind = g_malloc (replay->n_frames);
  replay->kind_behind = g_malloc (trace->n_events);
  memset (replay->next_kind, KMEM_N_KINDS, replay->n_frames);
  for (size_t i = trace->n_events; i-- > 0;)
    {
      const KmemEvent *event = &trace->events[i];

      replay->kind_behind[i] = KMEM_N_KINDS;
      if (!is_inside[i] || event->kind > KMEM_PAGE_FREE_BATCHED || !names_a_frame (event, replay->n_frames))
        continue;
      replay->kind_behind[i] = replay->next_kind[event->pfn];
      replay->next_kind[event->pfn] = event->kind;
    }
}

/* Pages that a later event takes into a list by name are not in it before. */
static gboolean
is_deferred (const Replay *replay,
             size_t        i)
{
  const KmemEvent *event = &replay->trace->events[i];

  return event->kind == KMEM_PAGE_FREE && event->order == 0 && replay->kind_behind[i] == KMEM_PAGE_FREE_BATCHED;
}

static void
mark_lists (const SimSnapshotList *lists,
            size_t                 n_lists,
            SimPfn                 n_frames,
            guint8                *is_on_list)
{
  for (size_t i = 0; i < n_lists; i++)
    for (size_t k = 0; k < lists[i].n_blocks; k++)
      if (lists[i].blocks[k] + sim_frames_in (lists[i].order) <= n_frames)
        memset (is_on_list + lists[i].blocks[k], 1, sim_frames_in (lists[i].order));
}

/* One byte a frame, 1 for those that are free or on a per-CPU list. */
static guint8 *
find_frames_on_lists (const SimSnapshot *snapshot,
                      SimPfn             n_frames)
{
  guint8 *is_on_list = g_malloc0 (n_frames);

  for (size_t zone = 0; zone < snapshot->n_zones; zone++)
    {
      const SimSnapshotZone *of = &snapshot->zones[zone];

      mark_lists (of->lists, of->n_lists, n_frames, is_on_list);
      for (unsigned cpu = 0; cpu < snapshot->n_cpus; cpu++)
        mark_lists (of->pcps[cpu].lists, of->pcps[cpu].n_lists, n_frames, is_on_list);
    }
  return is_on_list;
}

/* Of a block that was in use before the snapshot only its end tells the order. */
static GArray *
find_blocks_in_use (const KmemTrace   *trace,
                    const guint8      *is_inside,
                    const SimSnapshot *lists,
                    SimPfn             n_frames)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (SimSnapshotBlock));
  g_autofree guint8 *is_known = find_frames_on_lists (lists, n_frames);

  for (size_t i = 0; i < trace->n_events; i++)
    {
      const KmemEvent *event = &trace->events[i];
      SimSnapshotBlock block = { event->pfn, event->order };

      if (!is_inside[i] || event->kind > KMEM_PAGE_FREE || !names_a_frame (event, n_frames) || event->order > SIM_LARGEST_ORDER
          || event->pfn + sim_frames_in (event->order) > n_frames || is_known[event->pfn])
        continue;
      if (event->kind == KMEM_PAGE_FREE && event->order > 0 && event->pfn % sim_frames_in (event->order) == 0
          && memchr (is_known + event->pfn, 1, sim_frames_in (event->order)) == NULL)
        g_array_append_val (blocks, block);
      memset (is_known + event->pfn, 1, sim_frames_in (event->order));
    }
  return blocks;
}

/* --- differences ---------------------------------------------------------------------------- */

static void
warn (Replay          *replay,
      const KmemEvent *event,
      const char      *sentence)
{
  Message message = { .severity = MESSAGE_WARNING, .file = (char *) replay->trace_name, .line = event->line, .column = 1 };

  if (replay->n_warnings++ >= MOST_WARNINGS)
    return;
  message.text = (char *) sentence;
  messages_add (replay->messages, &message);
}

static void
copy_list (const SimMachine *machine,
           SimPfn            first,
           SimPfn           *around)
{
  unsigned n = 0;

  for (SimPfn pfn = first; pfn != SIM_NO_PFN && n < REPLAY_MAX_AROUND; pfn = sim_list_next (machine, pfn))
    around[n++] = pfn;
  around[n] = SIM_NO_PFN;
}

/* The list that a block is on, from REPLAY_MAX_AROUND / 2 before it. */
static void
copy_list_around (const SimMachine *machine,
                  const SimBlock   *block,
                  int               position,
                  SimPfn           *around)
{
  SimPfn pfn = SIM_NO_PFN;
  int before = position - REPLAY_MAX_AROUND / 2;

  around[0] = SIM_NO_PFN;
  if (position < 0)
    return;
  if (block->state == SIM_FRAME_FREE)
    pfn = sim_list_first (machine, block->zone, block->order, block->type);
  else
    for (unsigned cpu = 0; cpu < sim_n_cpus (machine) && pfn == SIM_NO_PFN; cpu++)
      for (unsigned list = 0; list < sim_n_pcp_lists (machine) && pfn == SIM_NO_PFN; list++)
        for (pfn = sim_pcp_list_first (machine, block->zone, cpu, list); pfn != SIM_NO_PFN && pfn != block->first;)
          pfn = sim_list_next (machine, pfn);
  for (; before > 0 && block->state == SIM_FRAME_FREE && pfn != SIM_NO_PFN; before--)
    pfn = sim_list_next (machine, pfn);
  copy_list (machine, pfn, around);
}

/* What the model would take from next. */
static void
copy_list_to_be_used (const Replay    *replay,
                      const KmemEvent *event,
                      SimPfn          *around)
{
  SimZoneId zones[SIM_MAX_ZONES];
  SimMigrateType type = sim_gfp_migrate_type (sim_profile (replay->machine), event->gfp);

  around[0] = SIM_NO_PFN;
  if (sim_zonelist (replay->machine, event->gfp, zones) == 0)
    return;
  for (unsigned list = 0; list < sim_n_pcp_lists (replay->machine); list++)
    if (sim_pcp_list_order (replay->machine, list) == event->order && sim_pcp_list_type (replay->machine, list) == type)
      copy_list (replay->machine, sim_pcp_list_first (replay->machine, zones[0], event->cpu, list), around);
  for (SimOrder order = event->order; order <= SIM_LARGEST_ORDER && around[0] == SIM_NO_PFN; order++)
    copy_list (replay->machine, sim_list_first (replay->machine, zones[0], order, type), around);
}

static ReplayDifference *
add_difference (Replay          *replay,
                const KmemEvent *event,
                SimPfn           predicted)
{
  ReplayReport *report = replay->report;
  ReplayDifference *difference;

  if (report->n_differences == REPLAY_MAX_DIFFERENCES)
    return NULL;

  difference = &report->differences[report->n_differences++];
  *difference = (ReplayDifference) {
    .line = event->line, .order = event->order, .cpu = event->cpu, .gfp = event->gfp,
    .predicted = predicted, .real = event->pfn, .real_position = -1,
  };
  difference->around_predicted[0] = difference->around_real[0] = SIM_NO_PFN;
  return difference;
}

/* --- events --------------------------------------------------------------------------------- */

/* Remembers what the model drained on its way. */
static void
follow_drains (Replay *replay)
{
  for (; replay->n_followed < sim_record_n_events (&replay->record); replay->n_followed++)
    {
      SimEvent event = sim_record_event (&replay->record, replay->n_followed);

      if (event.kind == SIM_EVENT_PCP_TAKEN && event.arg[3] == 1)
        {
          SimPfn pfn = (SimPfn) event.arg[0];

          g_array_append_val (replay->drains, pfn);
        }
    }
}

/* What is then recorded belongs to the next event of the trace. */
static void
begin_event (Replay *replay)
{
  sim_record_cut (&replay->record, 0, 0);
  replay->n_followed = 0;
}

/* How it was before the model did what is recorded: seldom asked for, so that it is taken back for that, and done again. */
static void
look_before (Replay           *replay,
             const KmemEvent  *event,
             ReplayDifference *difference)
{
  const SimChange *first = replay->record.changes, *end = first + sim_record_n_changes (&replay->record);

  sim_machine_apply (replay->machine, first, end);
  copy_list_to_be_used (replay, event, difference->around_predicted);
  difference->real_block = sim_block_at (replay->machine, event->pfn);
  sim_machine_apply (replay->machine, first, end);
}

static SimPfn
request (Replay          *replay,
         const KmemEvent *event)
{
  SimPfn pfn;

  replay->run.cpu = event->cpu;
  pfn = sim_alloc_pages (&replay->run, event->gfp & ~sim_profile (replay->machine)->gfp_zero, event->order);
  follow_drains (replay);
  return pfn;
}

/* Is it in use although nothing says that it was allocated? It is freed next, or it is in use at the end. */
static gboolean
is_taken_unseen (const Replay *replay,
                 SimPfn        pfn)
{
  unsigned next = replay->next_kind[pfn];

  return next == KMEM_PAGE_FREE || next == KMEM_PAGE_FREE_BATCHED
         || (next == KMEM_N_KINDS && replay->is_on_list != NULL && !replay->is_on_list[pfn]);
}

/* What left its list without an event, by alloc_pages_bulk (), is not the answer; what is behind it is. */
static SimPfn
request_seen (Replay          *replay,
              const KmemEvent *event)
{
  SimPfn pfn = request (replay, event);

  while (event->order == 0 && pfn != event->pfn && pfn < replay->n_frames && is_taken_unseen (replay, pfn))
    {
      replay->report->n_unseen++;
      pfn = request (replay, event);
    }
  return pfn;
}

/* Where nothing tells of them afterwards, what stands before the real one on its list left unseen. */
static SimPfn
request_behind_unseen (Replay          *replay,
                       const KmemEvent *event,
                       SimPfn           predicted)
{
  unsigned n_unseen = 0;

  while (predicted != event->pfn && predicted != SIM_NO_PFN && n_unseen < MOST_UNSEEN
         && sim_frame_state (replay->machine, event->pfn) == SIM_FRAME_PCP)
    {
      n_unseen++;
      predicted = request (replay, event);
    }
  replay->report->n_unseen += n_unseen;
  return predicted;
}

static void
play_allocation (Replay          *replay,
                 const KmemEvent *event)
{
  ReplayReport *report = replay->report;
  ReplayDifference *difference;
  SimPfn predicted;

  if (event->pfn == SIM_NO_PFN)
    {
      report->n_failed++;
      return;
    }
  if (event->pfn >= replay->n_frames)
    {
      warn (replay, event, _("The machine of the snapshot has no such page frame."));
      report->n_strange++;
      return;
    }

  predicted = request_seen (replay, event);
  report->n_allocations++;
  if (predicted == event->pfn)
    {
      report->n_exact++;
      replay->model_of[event->pfn] = 0;
      return;
    }

  difference = add_difference (replay, event, predicted);
  if (difference != NULL)
    {
      look_before (replay, event, difference);
      difference->real_position = sim_list_position_of (replay->machine, difference->real_block.first);
      copy_list_around (replay->machine, &difference->real_block, difference->real_position, difference->around_real);
    }
  predicted = request_behind_unseen (replay, event, predicted);
  replay->model_of[event->pfn] = predicted == event->pfn || predicted == SIM_NO_PFN ? 0 : predicted;
}

static void
play_free (Replay          *replay,
           const KmemEvent *event)
{
  SimPfn pfn = event->pfn < replay->n_frames && replay->model_of[event->pfn] != 0 ? replay->model_of[event->pfn] : event->pfn;
  SimBlock block;

  if (event->pfn >= replay->n_frames)
    {
      warn (replay, event, _("The machine of the snapshot has no such page frame."));
      replay->report->n_strange++;
      return;
    }

  block = sim_block_at (replay->machine, pfn);
  replay->model_of[event->pfn] = 0;
  replay->report->n_frees++;
  if (block.state != SIM_FRAME_ALLOCATED || block.first != pfn || block.order != event->order)
    {
      g_autofree char *sentence
        = block.state == SIM_FRAME_ALLOCATED
          ? g_strdup_printf (_("0x%x is freed as a block of order %u, and was handed out as one of order %u at 0x%x."), event->pfn,
                             event->order, block.order, block.first)
          : g_strdup_printf (_("0x%x is freed, and is not in use."), event->pfn);

      warn (replay, event, sentence);
      replay->report->n_strange++;
      if (block.state != SIM_FRAME_ALLOCATED || block.first != pfn)
        return;
    }

  replay->run.cpu = event->cpu;
  sim_free_pages (&replay->run, pfn, MIN (event->order, block.order));
  follow_drains (replay);
}

static void
play_drain (Replay          *replay,
            const KmemEvent *event)
{
  GArray *drains = replay->drains;

  replay->report->n_drains++;
  if (replay->first_drain == drains->len)
    return;
  if (g_array_index (drains, SimPfn, replay->first_drain) == event->pfn)
    replay->report->n_drains_exact++;
  if (++replay->first_drain == drains->len)
    {
      g_array_set_size (drains, 0);
      replay->first_drain = 0;
    }
}

static void
play (Replay       *replay,
      const guint8 *is_inside)
{
  for (size_t i = 0; i < replay->trace->n_events; i++)
    {
      const KmemEvent *event = &replay->trace->events[i];

      if (!is_inside[i])
        continue;
      replay->report->n_events++;
      begin_event (replay);
      if (event->cpu >= sim_n_cpus (replay->machine))
        {
          warn (replay, event, _("The machine of the snapshot has no such CPU."));
          continue;
        }
      if (event->kind <= KMEM_PAGE_FREE_BATCHED && names_a_frame (event, replay->n_frames))
        replay->next_kind[event->pfn] = replay->kind_behind[i];
      if (event->kind == KMEM_PAGE_ALLOC)
        play_allocation (replay, event);
      else if (event->kind == KMEM_PAGE_FREE_BATCHED || (event->kind == KMEM_PAGE_FREE && !is_deferred (replay, i)))
        play_free (replay, event);
      else if (event->kind == KMEM_PCPU_DRAIN)
        play_drain (replay, event);
    }
}

/* --- all of it ------------------------------------------------------------------------------ */

gboolean
kmem_replay (const ImportedSnapshot *from,
             const ImportedSnapshot *to,
             const KmemTrace        *trace,
             const char             *trace_name,
             ReplayReport           *report,
             Messages               *messages)
{
  SimSnapshot lists = *imported_snapshot_lists (from);
  Replay replay = { .trace = trace, .trace_name = trace_name, .messages = messages, .report = report };
  g_autofree guint8 *is_inside = g_malloc (trace->n_events + 1), *is_behind = g_malloc (trace->n_events + 1);
  g_autoptr (GArray) in_use = NULL;

  memset (report, 0, sizeof *report);
  find_events_behind (from, trace, TRUE, is_inside);
  if (to != NULL)
    {
      find_events_behind (to, trace, FALSE, is_behind);
      for (size_t i = 0; i < trace->n_events; i++)
        is_inside[i] &= !is_behind[i];
    }

  replay.n_frames = lists.zones[lists.n_zones - 1].end;
  find_next_kinds (&replay, is_inside);
  if (to != NULL)
    replay.is_on_list = find_frames_on_lists (imported_snapshot_lists (to), replay.n_frames);
  in_use = find_blocks_in_use (trace, is_inside, &lists, replay.n_frames);
  lists.in_use = (const SimSnapshotBlock *) in_use->data;
  lists.n_in_use = in_use->len;
  if (sim_machine_restore (&lists, &replay.machine) != SIM_OK)
    {
      messages_add (messages, &(Message) { .severity = MESSAGE_ERROR, .file = (char *) trace_name,
                                           .text = (char *) _("This computer has not enough memory for the machine.") });
      g_free (replay.next_kind);
      g_free (replay.kind_behind);
      g_free (replay.is_on_list);
      return FALSE;
    }

  replay.model_of = g_new0 (SimPfn, replay.n_frames);
  replay.drains = g_array_new (FALSE, FALSE, sizeof (SimPfn));
  sim_record_init (&replay.record);
  sim_run_init (&replay.run, replay.machine, &replay.record);
  play (&replay, is_inside);
  report->n_drains_missed = replay.drains->len - replay.first_drain;
  report->has_end = to != NULL;
  report->end_lists_equal = to != NULL && imported_snapshot_is (to, replay.machine);

  sim_record_clear (&replay.record);
  sim_machine_free (replay.machine);
  g_array_unref (replay.drains);
  g_free (replay.model_of);
  g_free (replay.next_kind);
  g_free (replay.kind_behind);
  g_free (replay.is_on_list);
  return TRUE;
}
