/* replay.c - see replay.h */
#include "import/replay-play.h"

static gboolean
is_perfect (const ReplayReport *report)
{
  return report->n_exact == report->n_allocations && report->n_drains_exact == report->n_drains && report->n_drains_missed == 0
         && (!report->has_end || report->end_lists_equal);
}

static gboolean
is_better (const ReplayReport *report,
           const ReplayReport *other)
{
  if (report->n_exact != other->n_exact)
    return report->n_exact > other->n_exact;
  return report->n_drains_exact > other->n_drains_exact;
}

/* Of what is taken without an event it is not told when: where that leads to differences, the other extreme is tried. */
gboolean
kmem_replay_objects (const ImportedSnapshot   *from,
                     const ImportedSnapshot   *to,
                     const ReplayObjectsGiven *given,
                     const KmemTrace          *trace,
                     const char               *trace_name,
                     ReplayReport             *report,
                     Messages                 *messages)
{
  g_autoptr (Messages) late_messages = messages_new (), early_messages = messages_new ();
  g_autofree ReplayReport *early = g_new0 (ReplayReport, 1);
  const Messages *best = late_messages;
  gboolean is_replayed = replay_play (from, to, given, trace, trace_name, FALSE, report, late_messages);

  if (is_replayed && report->n_unseen > 0 && !is_perfect (report)
      && replay_play (from, to, given, trace, trace_name, TRUE, early, early_messages) && is_better (early, report))
    {
      *report = *early;
      best = early_messages;
    }
  for (size_t i = 0; i < messages_n (best); i++)
    messages_add (messages, messages_at (best, i));
  return is_replayed;
}

gboolean
kmem_replay (const ImportedSnapshot *from,
             const ImportedSnapshot *to,
             const KmemTrace        *trace,
             const char             *trace_name,
             ReplayReport           *report,
             Messages               *messages)
{
  return kmem_replay_objects (from, to, NULL, trace, trace_name, report, messages);
}
