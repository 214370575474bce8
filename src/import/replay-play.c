/* replay-play.c - see replay-play.h */
#include "import/replay-play.h"

#include <glib/gi18n.h>
#include <string.h>

#include "import/replay-ahead.h"
#include "import/replay-differences.h"
#include "import/replay-objects.h"
#include "import/replay-reclaim.h"
#include "import/replay-unseen.h"

#define MOST_UNSEEN   4096        /* frames that may leave a list at once without an event */
#define MOST_WARNINGS 20

typedef struct {
  const KmemTrace *trace;
  const char      *trace_name;
  Messages        *messages;
  ReplayReport    *report;
  ReplayAhead      ahead;
  ReplayReclaim    reclaim;
  ReplayObjects    objects;
  ReplayUnseen     unseen;
  size_t           now;           /* the event that is played */
  SimMachine      *machine;
  SimPfn           n_frames;
  SimRecord        record;
  SimRun           run;
  SimPfn          *model_of;      /* by the real frame: the model's, where it is another; 0: the same */
  SimPfn           trimmed, trimmed_end;  /* what alloc_pages_exact () is about to free of a block */
  size_t           n_followed;    /* events of the record that were looked at for drains */
  GArray          *drains;        /* SimPfn: what the model drained and the trace has not yet */
  size_t           first_drain;
  gboolean         is_drained;    /* all lists were, by drain_all_pages (), and no other event came since */
  unsigned         n_warnings;
  gboolean         is_early;      /* what is taken without an event is taken as early as can be; else as late */
} Replay;

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

/* What the model does next belongs to the next event of the trace. */
static void
begin_event (Replay *replay)
{
  sim_record_cut (&replay->record, 0, 0);
  replay->n_followed = 0;
}

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

/* --- allocations ---------------------------------------------------------------------------- */

static SimPfn
request (Replay          *replay,
         const KmemEvent *event)
{
  SimPfn pfn;

  replay->run.cpu = event->cpu;
  pfn = sim_alloc_pages (&replay->run, (event->gfp & ~sim_profile (replay->machine)->gfp_zero) | replay_reclaim_gfp (&replay->reclaim, replay->now),
                         event->order);
  follow_drains (replay);
  return pfn;
}

/* Without the lists at the end nothing tells of frames that were taken in bulk and kept: what stands before the real
 * one on its list is taken for such. */
static SimPfn
request_behind_unseen (Replay          *replay,
                       const KmemEvent *event,
                       SimPfn           predicted)
{
  unsigned n_unseen = 0;

  while (predicted != event->pfn && predicted != SIM_NO_PFN && n_unseen < MOST_UNSEEN && replay->ahead.is_on_list == NULL
         && sim_frame_state (replay->machine, event->pfn) == SIM_FRAME_PCP)
    {
      n_unseen++;
      predicted = request (replay, event);
    }
  replay->report->n_unseen += n_unseen;
  return predicted;
}

/* Each frame of a block has its own: it may be split later. */
static void
remember_model (Replay          *replay,
                const KmemEvent *event,
                SimPfn           predicted)
{
  SimPfn end = MIN (event->pfn + sim_frames_in (event->order), replay->n_frames);

  if (predicted == event->pfn || predicted == SIM_NO_PFN)
    memset (replay->model_of + event->pfn, 0, (end - event->pfn) * sizeof (SimPfn));
  else
    for (SimPfn pfn = event->pfn; pfn < end; pfn++)
      replay->model_of[pfn] = predicted + (pfn - event->pfn);
}

static gboolean
has_frame (Replay          *replay,
           const KmemEvent *event)
{
  if (event->pfn < replay->n_frames)
    return TRUE;
  warn (replay, event, _("The machine of the snapshot has no such page frame."));
  replay->report->n_strange++;
  return FALSE;
}

static gboolean
has_order (Replay          *replay,
           const KmemEvent *event)
{
  g_autofree char *sentence = NULL;

  if (event->order <= sim_profile (replay->machine)->largest_order)
    return TRUE;
  sentence = g_strdup_printf (_("Blocks are of orders up to %u, not %u."), sim_profile (replay->machine)->largest_order, event->order);
  warn (replay, event, sentence);
  replay->report->n_strange++;
  return FALSE;
}

static void
play_allocation (Replay          *replay,
                 const KmemEvent *event)
{
  ReplayReport *report = replay->report;
  SimZoneId zone;
  SimPfn predicted;

  if (event->pfn == SIM_NO_PFN)
    {
      report->n_failed++;
      return;
    }
  if (!has_frame (replay, event) || !has_order (replay, event))
    return;

  zone = sim_zone_of (replay->machine, event->pfn);
  if (event->order == 0 && zone != SIM_NO_ZONE)
    replay_unseen_take (&replay->unseen, zone, event->cpu, sim_gfp_migrate_type (sim_profile (replay->machine), event->gfp), event->pfn);
  begin_event (replay);
  predicted = request (replay, event);
  report->n_allocations++;
  if (zone != SIM_NO_ZONE)
    report->of[zone][event->order].n_allocations++;
  if (predicted != event->pfn)
    {
      replay_add_difference (report, replay->machine, &replay->record, event, predicted);
      predicted = request_behind_unseen (replay, event, predicted);
    }
  else
    {
      report->n_exact++;
      if (zone != SIM_NO_ZONE)
        report->of[zone][event->order].n_exact++;
    }
  remember_model (replay, event, predicted);
  if (predicted != SIM_NO_PFN)
    replay_objects_took (&replay->objects, predicted, event->gfp);
}

/* --- frees ---------------------------------------------------------------------------------- */

static void
warn_strange_free (Replay          *replay,
                   const KmemEvent *event,
                   const SimBlock  *block)
{
  g_autofree char *sentence = NULL;

  if (block->state == SIM_FRAME_ALLOCATED)
    sentence = g_strdup_printf (_("0x%x is freed as a block of order %u, and was handed out as one of order %u at 0x%x."), event->pfn,
                                event->order, block->order, block->first);
  else
    sentence = g_strdup_printf (_("0x%x is freed, and is not in use."), event->pfn);
  warn (replay, event, sentence);
  replay->report->n_strange++;
}

/* A block whose owner frees single frames was split. Where the first one freed is not the first of the block, that is
 * alloc_pages_exact (), which gives back the end of the block at once. */
static void
split_block (Replay         *replay,
             SimPfn          pfn,
             const SimBlock *block)
{
  sim_split_page (&replay->run, pfn);
  replay->report->n_divided++;
  replay->trimmed = pfn != block->first ? pfn : SIM_NO_PFN;
  replay->trimmed_end = block->end;
}

static void
give_back (Replay          *replay,
           const KmemEvent *event,
           SimPfn           pfn,
           SimOrder         order)
{
  if (order == 0 && pfn == replay->trimmed)
    {
      sim_free_pages_past_pcp (&replay->run, pfn, 0, true);
      replay->trimmed = pfn + 1 < replay->trimmed_end ? pfn + 1 : SIM_NO_PFN;
      return;
    }
  replay->trimmed = SIM_NO_PFN;
  /* free_unref_page () tries for the lock, and does without where that is in vain. */
  if (event->is_in_lock && replay_goes_past_pcp (&replay->ahead, event->pfn))
    sim_free_pages_past_pcp (&replay->run, pfn, order, false);
  else
    sim_free_pages (&replay->run, pfn, order);
}

/* Did the model drain what the real kernel drained? */
static gboolean
has_drained_alike (const Replay *replay,
                   gboolean     *has_drained)
{
  size_t i = replay->now;

  *has_drained = FALSE;
  for (size_t n = 0; n < sim_record_n_events (&replay->record); n++)
    {
      SimEvent event = sim_record_event (&replay->record, n);

      if (event.kind != SIM_EVENT_PCP_TAKEN || event.arg[3] != 1)
        continue;
      *has_drained = TRUE;
      if (replay_next_drain (&replay->ahead, &i) != event.arg[0])
        return FALSE;
    }
  return replay_next_drain (&replay->ahead, &i) == SIM_NO_PFN;
}

static void
take_back (Replay *replay)
{
  const SimChange *first = replay->record.changes;

  sim_machine_apply (replay->machine, first, first + sim_record_n_changes (&replay->record));
  begin_event (replay);
}

/* The real kernel drained something else, or nothing: kswapd was at work, or no longer; its lists had less on them,
 * because some of it was taken in bulk by now; or their limits have changed. */
static void
give_back_otherwise (Replay          *replay,
                     const KmemEvent *event,
                     const SimBlock  *block,
                     SimPfn           trimmed,
                     gboolean         has_drained)
{
  SimMigrateType type = sim_pageblock_type (replay->machine, block->first);
  SimOrder order = MIN (event->order, block->order);
  uint64_t n_unseen = replay->report->n_unseen;

  if (replay->record.failed)
    return;
  take_back (replay);
  if (replay_reclaim_turn (&replay->reclaim, &replay->run, block->zone))
    {
      gboolean is_other;

      begin_event (replay);
      replay->trimmed = trimmed;
      give_back (replay, event, block->first, order);
      if (has_drained_alike (replay, &is_other))
        return;
      take_back (replay);
      replay_reclaim_turn (&replay->reclaim, &replay->run, block->zone);
    }

  replay_unseen_take (&replay->unseen, block->zone, event->cpu, type, SIM_NO_PFN);
  if (replay->report->n_unseen == n_unseen && has_drained)
    replay_reclaim_set_limits (&replay->reclaim, &replay->run);
  begin_event (replay);
  replay->trimmed = trimmed;
  give_back (replay, event, block->first, order);
}

static void
play_free (Replay          *replay,
           const KmemEvent *event)
{
  gboolean has_drained;
  SimBlock block;
  SimPfn pfn, trimmed;

  if (!has_frame (replay, event) || !has_order (replay, event))
    return;

  pfn = replay->model_of[event->pfn] != 0 ? replay->model_of[event->pfn] : event->pfn;
  replay_objects_frees (&replay->objects, pfn);
  block = sim_block_at (replay->machine, pfn);
  replay->report->n_frees++;
  if (block.state == SIM_FRAME_PCP && block.order == 0 && event->order == 0)
    {
      replay_unseen_take_up_to (&replay->unseen, &block);
      block = sim_block_at (replay->machine, pfn);
    }
  if (block.state == SIM_FRAME_ALLOCATED && block.order > 0 && event->order == 0)
    {
      split_block (replay, pfn, &block);
      block = sim_block_at (replay->machine, pfn);
    }
  remember_model (replay, event, event->pfn);
  if (block.state != SIM_FRAME_ALLOCATED || block.first != pfn || block.order != event->order)
    {
      warn_strange_free (replay, event, &block);
      if (block.state != SIM_FRAME_ALLOCATED || block.first != pfn)
        return;
    }

  if (event->order == 0 && replay->is_early)
    replay_unseen_take (&replay->unseen, block.zone, event->cpu, sim_pageblock_type (replay->machine, pfn), SIM_NO_PFN);
  begin_event (replay);
  replay->run.cpu = event->cpu;
  trimmed = replay->trimmed;
  give_back (replay, event, pfn, MIN (event->order, block.order));
  if (!has_drained_alike (replay, &has_drained))
    give_back_otherwise (replay, event, &block, trimmed, has_drained);
  follow_drains (replay);
}

/* What is drained behind a free the model has drained as well, or else it differs. Behind anything else it is
 * drain_all_pages (), after direct reclaim that did not help. */
static void
play_drain (Replay          *replay,
            const KmemEvent *event)
{
  GArray *drains = replay->drains;

  if (replay->first_drain == drains->len && !replay->is_drained)
    {
      sim_drain_all_pages (&replay->run);
      follow_drains (replay);
      replay->is_drained = TRUE;
    }
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
play_object (Replay          *replay,
             const KmemEvent *event)
{
  replay->run.cpu = event->cpu;
  replay_objects_play (&replay->objects, replay->now, event->line);
}

/* --- all of it ------------------------------------------------------------------------------ */

static void
play (Replay *replay)
{
  for (size_t i = 0; i < replay->trace->n_events; i++)
    {
      const KmemEvent *event = &replay->trace->events[i];

      if (!replay->ahead.is_inside[i])
        continue;
      replay->report->n_events++;
      begin_event (replay);
      replay->now = i;
      if (event->cpu >= sim_n_cpus (replay->machine))
        {
          warn (replay, event, _("The machine of the snapshot has no such CPU."));
          replay->report->n_strange++;
          continue;
        }
      if (event->kind != KMEM_PCPU_DRAIN && event->kind != KMEM_OTHER)
        replay->is_drained = event->kind == KMEM_PAGE_FREE || event->kind == KMEM_PAGE_FREE_BATCHED;
      if (event->kind == KMEM_ZONE_LOCKED)
        replay_unseen_refill (&replay->unseen, event);
      else
        replay_unseen_end_refill (&replay->unseen, event);
      replay_ahead_pass (&replay->ahead, i);
      replay_reclaim_before (&replay->reclaim, &replay->run, i);
      if (event->kind == KMEM_PAGE_ALLOC)
        play_allocation (replay, event);
      else if (event->kind == KMEM_PAGE_FREE_BATCHED || (event->kind == KMEM_PAGE_FREE && !replay_is_deferred (&replay->ahead, i)))
        play_free (replay, event);
      else if (event->kind == KMEM_PCPU_DRAIN)
        play_drain (replay, event);
      else if (event->kind == KMEM_OTHER)
        play_object (replay, event);
    }
}

/* What was taken and nothing came after it. */
static void
take_the_last_unseen (Replay *replay)
{
  begin_event (replay);
  for (unsigned cpu = 0; cpu < sim_n_cpus (replay->machine); cpu++)
    {
      replay_unseen_settle (&replay->unseen, cpu, SIM_NO_PFN);
      for (SimZoneId zone = 0; zone < sim_n_zones (replay->machine); zone++)
        for (unsigned type = 0; type < SIM_HIGHATOMIC; type++)
          replay_unseen_take (&replay->unseen, zone, cpu, (SimMigrateType) type, SIM_NO_PFN);
    }
}

/* The caches of the snapshot into the machine. False: said. */
static gboolean
place_objects (Replay                   *replay,
               const ReplayObjectsGiven *given)
{
  const char *wrong;
  g_autofree char *sentence = NULL;

  if (sim_machine_restore_slabs (replay->machine, imported_slabs_caches (given->from), &wrong) == SIM_OK)
    return TRUE;
  /* Translators: an English clause for developers follows */
  sentence = g_strdup_printf (_("The snapshot of the caches does not hold together with that of the free lists: %s."), wrong);
  messages_add (replay->messages, &(Message) { .severity = MESSAGE_ERROR, .file = (char *) replay->trace_name, .text = sentence });
  return FALSE;
}

gboolean
replay_play (const ImportedSnapshot   *from,
             const ImportedSnapshot   *to,
             const ReplayObjectsGiven *given,
             const KmemTrace          *trace,
             const char               *trace_name,
             gboolean                  is_early,
             ReplayReport             *report,
             Messages                 *messages)
{
  SimSnapshot lists = *imported_snapshot_lists (from);
  g_autofree Replay *replay = g_new0 (Replay, 1);
  gboolean is_played;

  memset (report, 0, sizeof *report);
  replay->trace = trace;
  replay->is_early = is_early;
  replay->trace_name = trace_name;
  replay->messages = messages;
  replay->report = report;
  replay_ahead_init (&replay->ahead, from, to, trace);
  replay_reclaim_init (&replay->reclaim, &replay->ahead, from, to);
  replay->n_frames = replay->ahead.n_frames;
  lists.in_use = (const SimSnapshotBlock *) replay->ahead.in_use->data;
  lists.n_in_use = replay->ahead.in_use->len;
  lists.has_thp |= replay->ahead.has_thp_lists && lists.profile->buddy.pcp_has_thp;
  if (sim_machine_restore (&lists, &replay->machine) != SIM_OK)
    {
      messages_add (messages, &(Message) { .severity = MESSAGE_ERROR, .file = (char *) trace_name,
                                           .text = (char *) _("This computer has not enough memory for the machine.") });
      replay_ahead_clear (&replay->ahead);
      return FALSE;
    }

  replay->trimmed = SIM_NO_PFN;
  replay->model_of = g_new0 (SimPfn, replay->n_frames);
  replay->drains = g_array_new (FALSE, FALSE, sizeof (SimPfn));
  sim_record_init (&replay->record);
  sim_run_init (&replay->run, replay->machine, &replay->record);
  replay->run.kswapd_is_observed = trace->n_of_kind[KMEM_KSWAPD_WAKES] > 0;
  replay->unseen = (ReplayUnseen) { .run = &replay->run, .ahead = &replay->ahead, .report = report };
  replay_objects_init (&replay->objects, given, &replay->run, report);
  is_played = given == NULL || place_objects (replay, given);
  if (is_played)
    play (replay);
  take_the_last_unseen (replay);
  report->n_drains_missed = replay->drains->len - replay->first_drain;
  report->has_end = to != NULL;
  report->end_lists_equal = to != NULL && imported_snapshot_is (to, replay->machine);
  report->has_objects = given != NULL;
  report->has_objects_end = given != NULL && given->to != NULL;
  report->end_objects_equal = report->has_objects_end && imported_slabs_are (given->to, replay->machine, replay_caches_left_out);
  replay_objects_clear (&replay->objects);
  sim_record_clear (&replay->record);
  sim_machine_free (replay->machine);
  g_array_unref (replay->drains);
  g_free (replay->model_of);
  replay_ahead_clear (&replay->ahead);
  return is_played;
}
