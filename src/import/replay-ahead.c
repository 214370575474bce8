/* replay-ahead.c - see replay-ahead.h */
#include "import/replay-ahead.h"

#include <string.h>

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

/* --- frames --------------------------------------------------------------------------------- */

/* What becomes of each frame next. A block is named by its first frame; the others are told of as well, for they may
 * be freed by themselves: on a list of single frames each is named again. */
static void
find_next_kinds (ReplayAhead *ahead,
                 SimOrder     pageblock_order)
{
  const KmemTrace *trace = ahead->trace;

  ahead->next_kind = g_malloc (ahead->n_frames);
  ahead->kind_behind = g_malloc (trace->n_events + 1);
  memset (ahead->next_kind, KMEM_N_KINDS, ahead->n_frames);
  for (size_t i = trace->n_events; i-- > 0;)
    {
      const KmemEvent *event = &trace->events[i];

      ahead->kind_behind[i] = KMEM_N_KINDS;
      if (!ahead->is_inside[i] || !replay_names_frame (ahead, event))
        continue;
      if (event->kind == KMEM_ZONE_LOCKED && event->order == pageblock_order && event->gfp != 0)
        ahead->has_thp_lists = TRUE;
      ahead->kind_behind[i] = ahead->next_kind[event->pfn];
      if (event->order == 0)
        ahead->next_kind[event->pfn] = event->kind;
      else if (event->order <= SIM_LARGEST_ORDER)
        memset (ahead->next_kind + event->pfn, event->kind, MIN (sim_frames_in (event->order), ahead->n_frames - event->pfn));
    }
}

static void
mark_lists (const SimSnapshotList *lists,
            size_t                 n_lists,
            SimPfn                 n_frames,
            guint8                 what,
            guint8                *is_on_list)
{
  for (size_t i = 0; i < n_lists; i++)
    for (size_t k = 0; k < lists[i].n_blocks; k++)
      if (lists[i].blocks[k] + sim_frames_in (lists[i].order) <= n_frames)
        memset (is_on_list + lists[i].blocks[k], what, sim_frames_in (lists[i].order));
}

/* One byte a frame. */
static guint8 *
find_frames_on_lists (const SimSnapshot *snapshot,
                      SimPfn             n_frames)
{
  guint8 *is_on_list = g_malloc0 (n_frames);

  for (size_t zone = 0; zone < snapshot->n_zones; zone++)
    {
      const SimSnapshotZone *of = &snapshot->zones[zone];

      mark_lists (of->lists, of->n_lists, n_frames, REPLAY_ON_FREE_LIST, is_on_list);
      for (unsigned cpu = 0; cpu < snapshot->n_cpus; cpu++)
        mark_lists (of->pcps[cpu].lists, of->pcps[cpu].n_lists, n_frames, REPLAY_ON_PCP_LIST, is_on_list);
    }
  return is_on_list;
}

static gboolean
is_all_zero (const guint8 *bytes,
             size_t        n)
{
  while (n > 0 && bytes[n - 1] == 0)
    n--;
  return n == 0;
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

      if (!is_inside[i] || event->kind > KMEM_PAGE_FREE || event->pfn >= n_frames || event->order > SIM_LARGEST_ORDER
          || event->pfn + sim_frames_in (event->order) > n_frames || is_known[event->pfn])
        continue;
      if (event->kind == KMEM_PAGE_FREE && event->order > 0 && event->pfn % sim_frames_in (event->order) == 0
          && is_all_zero (is_known + event->pfn, sim_frames_in (event->order)))
        g_array_append_val (blocks, block);
      memset (is_known + event->pfn, 1, sim_frames_in (event->order));
    }
  return blocks;
}

/* What is drained is told right after the free that was one too many. */
SimPfn
replay_next_drain (const ReplayAhead *ahead,
                   size_t            *i)
{
  const KmemTrace *trace = ahead->trace;
  uint8_t cpu = trace->events[*i].cpu;

  for (++*i; *i < trace->n_events && ahead->is_inside[*i]; ++*i)
    if (trace->events[*i].cpu == cpu && trace->events[*i].kind != KMEM_OTHER)
      return trace->events[*i].kind == KMEM_PCPU_DRAIN ? trace->events[*i].pfn : SIM_NO_PFN;
  return SIM_NO_PFN;
}

/* --- all of it ------------------------------------------------------------------------------ */

void
replay_ahead_init (ReplayAhead            *ahead,
                   const ImportedSnapshot *from,
                   const ImportedSnapshot *to,
                   const KmemTrace        *trace)
{
  const SimSnapshot *lists = imported_snapshot_lists (from);
  g_autofree guint8 *is_behind = g_malloc (trace->n_events + 1);

  *ahead = (ReplayAhead) { .trace = trace, .n_frames = lists->zones[lists->n_zones - 1].end, .is_inside = g_malloc (trace->n_events + 1) };
  find_events_behind (from, trace, TRUE, ahead->is_inside);
  if (to != NULL)
    {
      find_events_behind (to, trace, FALSE, is_behind);
      for (size_t i = 0; i < trace->n_events; i++)
        ahead->is_inside[i] &= !is_behind[i];
      ahead->is_on_list = find_frames_on_lists (imported_snapshot_lists (to), ahead->n_frames);
    }
  find_next_kinds (ahead, lists->profile->buddy.pageblock_order);
  ahead->in_use = find_blocks_in_use (trace, ahead->is_inside, lists, ahead->n_frames);
}

void
replay_ahead_clear (ReplayAhead *ahead)
{
  g_free (ahead->is_inside);
  g_free (ahead->next_kind);
  g_free (ahead->kind_behind);
  g_free (ahead->is_on_list);
  g_array_unref (ahead->in_use);
}
