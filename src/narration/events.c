/* events.c - one whole sentence for each kind of event
 *
 * Every switch names every kind: forgetting one does not compile.
 */
#include "narration/areas.h"
#include "narration/caches.h"
#include "narration/contexts.h"

#include <glib/gi18n.h>
#include <inttypes.h>

/* --- asking ------------------------------------------------------------------------------- */

static char *
tell_request (Phrases        *p,
              const uint64_t *arg)
{
  const char *gfp = phrase_gfp (p, arg[0]);
  unsigned order = (unsigned) arg[1];
  const char *frames = phrase_n_frames (p, phrase_frames_in (order));
  const char *zone = phrase_zone (p, arg[2]);

  if (!phrases_have_types (p))
    return g_strdup_printf (_("Asked for with %s: order %u, that is %s in a row. Zone %s is the first that may be tried."),
                            gfp, order, frames, zone);
  return g_strdup_printf (_("Asked for with %s: order %u, that is %s in a row. The mask says %s pages, and %s is the "
                            "first zone that may be tried."),
                          gfp, order, frames, phrase_migrate (p, arg[3]), zone);
}

static char *
tell_zone_tried (Phrases        *p,
                 const uint64_t *arg)
{
  unsigned alloc_flags = sim_test_alloc_flags (arg[1]), order = sim_test_order (arg[1]);
  const char *zone = phrase_zone (p, arg[0]), *mark = sim_watermark_name (alloc_flags);
  unsigned reserve = 0;

  if (arg[0] < sim_n_zones (p->machine) && sim_test_highest (arg[1]) < SIM_N_ZONE_TYPES)
    reserve = sim_zone (p->machine, (SimZoneId) arg[0]).limits.reserve[sim_test_highest (arg[1])];

  g_autofree char *sum = g_strdup_printf ("%" PRIu64 " − %u", arg[2], (1u << order) - 1);
  g_autofree char *limit = g_strdup_printf ("%" PRIu64 " + %u", arg[3], reserve);

  switch (sim_test_verdict (arg[1]))
    {
    case SIM_WMARK_OK:
      return g_strdup_printf (_("Zone %1$s is tried for order %2$u against its mark %3$s, with the reserve it keeps from such "
                                "requests: %4$s > %5$s. It may give."), zone, order, mark, sum, limit);
    case SIM_WMARK_NO_BLOCK:
      return g_strdup_printf (_("Zone %1$s is tried for order %2$u against its mark %3$s: %4$s > %5$s, but no block that may "
                                "be taken is of that order or larger."), zone, order, mark, sum, limit);
    case SIM_WMARK_IGNORED:
      return g_strdup_printf (_("Zone %1$s is tried for order %2$u without regard to its marks: whoever asks is about to free "
                                "memory."), zone, order);
    case SIM_WMARK_BELOW:
    case SIM_N_WMARK_VERDICTS:
      break;
    }
  return g_strdup_printf (_("Zone %1$s is tried for order %2$u against its mark %3$s, with the reserve it keeps from such "
                            "requests: %4$s is not more than %5$s. It does not give."), zone, order, mark, sum, limit);
}

static char *
tell_slow_path (Phrases        *p,
                const uint64_t *arg)
{
  const char *gfp = phrase_gfp (p, arg[0]);

  if (arg[2] & (SIM_ALLOC_MIN_RESERVE | SIM_ALLOC_NON_BLOCK))
    return g_strdup_printf (_("No zone may give down to its low mark. The slow path begins: the min marks hold now, and %s may "
                              "go below them by a part."), gfp);
  return g_strdup_printf (_("No zone may give down to its low mark. The slow path begins for %s: the min marks hold now."), gfp);
}

static char *
tell_reclaim (Phrases        *p,
              const uint64_t *arg)
{
  if (arg[2] == 0)
    return g_strdup_printf (_("%s may sleep, so the caller frees memory itself: nothing here can be dropped or written out."),
                            phrase_gfp (p, arg[0]));
  return g_strdup_printf (_("%1$s may sleep, so the caller frees memory itself: %2$s come back."), phrase_gfp (p, arg[0]),
                          phrase_n_frames (p, arg[2]));
}

static char *
tell_limits (Phrases        *p,
             const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  const char *zone = phrase_zone (p, arg[0]);

  switch (event->kind)
    {
    case SIM_EVENT_MARKS_SET:
      return g_strdup_printf (_("The marks of %1$s are set: min %2$u, low %3$u, high %4$u."), zone, (unsigned) arg[1],
                              (unsigned) arg[2], (unsigned) arg[3]);
    case SIM_EVENT_RESERVE_SET:
      return g_strdup_printf (_("%1$s keeps %2$s from requests that may have %3$s."), zone, phrase_n_frames (p, arg[2]),
                              arg[1] < SIM_N_ZONE_TYPES ? sim_zone_type_name ((SimZoneType) arg[1]) : "?");
    case SIM_EVENT_PCP_LIMITS_SET:
      return g_strdup_printf (_("The per-CPU lists of %1$s may hold %2$u frames, and are filled and drained by %3$u."), zone,
                              (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_BOOSTED:
      return g_strdup_printf (arg[2] > arg[1] ? _("Types were mixed in %1$s: its marks are raised by %2$u, so that kswapd frees more.")
                                              : _("The marks of %1$s are raised by %2$u only."), zone, (unsigned) arg[2]);
    case SIM_EVENT_HIGHATOMIC_COUNTED:
      return g_strdup_printf (_("%1$s now keeps %2$s for larger requests that cannot wait."), zone, phrase_n_frames (p, arg[2]));
    default:
      return g_strdup_printf (arg[1] != 0 ? _("kswapd begins to work on %s.") : _("kswapd is done with %s."), zone);
    }
}

static char *
tell_list_empty (Phrases        *p,
                 const uint64_t *arg)
{
  const char *zone = phrase_zone (p, arg[0]), *type = phrase_migrate (p, arg[2]);
  unsigned order = (unsigned) arg[1];
  gboolean is_last = order >= p->profile->largest_order;

  if (!phrases_have_types (p))
    return g_strdup_printf (is_last ? _("Order %u is empty in %s, and there is no larger order: the zone has no block for this.")
                                    : _("Order %u is empty in %s: look one order up."),
                            order, zone);
  return g_strdup_printf (is_last ? _("Order %u is empty in %s for %s pages, and there is no larger order: "
                                      "this type has no block that is large enough.")
                                  : _("Order %u is empty in %s for %s pages: look one order up."),
                          order, zone, type);
}

static char *
tell_fallback (Phrases        *p,
               const uint64_t *arg)
{
  const char *zone = phrase_zone (p, arg[0]);
  const char *wanted = phrase_migrate (p, arg[2]), *found = phrase_migrate (p, arg[3]);
  unsigned order = (unsigned) arg[1];

  if (arg[2] == SIM_MOVABLE)
    return g_strdup_printf (_("%s has no %s block that is large enough: one of %s is taken, of order %u."), zone, wanted,
                            found, order);
  return g_strdup_printf (_("%s has no %s block that is large enough: one of %s is taken, of order %u, the largest there "
                            "is, so that the types mix as little as possible."),
                          zone, wanted, found, order);
}

/* --- free lists --------------------------------------------------------------------------- */

static char *
tell_split (Phrases        *p,
            const uint64_t *arg)
{
  unsigned order = (unsigned) arg[1];
  unsigned below = order > 0 ? order - 1 : 0;

  return g_strdup_printf (_("The block of order %u at %s is halved: its upper half, at %s, goes to the head of the list of "
                            "order %u, and the lower half is kept."),
                          order, phrase_pfn (p, arg[0]), phrase_pfn (p, arg[0] + phrase_frames_in (below)), below);
}

static char *
tell_handed_out (Phrases        *p,
                 const uint64_t *arg)
{
  if (arg[1] == 0)
    return g_strdup_printf (_("Frame %s now belongs to the caller."), phrase_pfn (p, arg[0]));
  return g_strdup_printf (_("The block of order %u now belongs to the caller: %s."), (unsigned) arg[1],
                          phrase_frames (p, arg[0], arg[1]));
}

static char *
tell_buddy_test (Phrases        *p,
                 const uint64_t *arg)
{
  const char *pfn = phrase_pfn (p, arg[0]), *buddy = phrase_pfn (p, arg[1]);
  unsigned order = (unsigned) arg[2];

  switch ((SimBuddyVerdict) arg[3])
    {
    case SIM_BUDDY_MERGES:
      return g_strdup_printf (_("The buddy of %s at order %u is %s, the same number but for one bit. "
                                "It is a free block of order %u as well: the two merge."),
                              pfn, order, buddy, order);
    case SIM_BUDDY_ALLOCATED:
      return g_strdup_printf (_("The buddy of %s at order %u is %s, and it is in use: merging ends here."), pfn, order, buddy);
    case SIM_BUDDY_SPLIT:
      return g_strdup_printf (_("The buddy of %s at order %u is %s, but no free block of order %u begins there, only "
                                "smaller ones: merging ends here."),
                              pfn, order, buddy, order);
    case SIM_BUDDY_IN_PCP:
      return g_strdup_printf (_("The buddy of %s at order %u is %s, and it lies on a per-CPU list. For the buddy system it is "
                                "in use: merging ends here."),
                              pfn, order, buddy);
    case SIM_BUDDY_OTHER_ZONE:
      return g_strdup_printf (_("The buddy of %s at order %u is %s, which belongs to another zone: merging ends here."), pfn,
                              order, buddy);
    case SIM_BUDDY_NO_FRAME:
      return g_strdup_printf (_("The buddy of %s at order %u would be %s, where no RAM is: merging ends here."), pfn, order,
                              buddy);
    case SIM_BUDDY_LARGEST_ORDER:
      return g_strdup_printf (_("The block at %s is of order %u, the largest there is: no buddy is looked for."), pfn, order);
    case SIM_BUDDY_OTHER_PAGEBLOCK:
      return g_strdup_printf (_("The buddy of %s at order %u is %s, but the types of the two page blocks must not mix: "
                                "merging ends here."),
                              pfn, order, buddy);
    case SIM_N_BUDDY_VERDICTS:
      break;
    }
  return g_strdup ("");
}

static char *
tell_merge (Phrases        *p,
            const uint64_t *arg)
{
  unsigned order = (unsigned) arg[2];

  return g_strdup_printf (_("%s leaves its list and joins its buddy %s: together they are one block of order %u, which begins "
                            "at %s."),
                          phrase_pfn (p, arg[1]), phrase_pfn (p, arg[0]), order + 1,
                          phrase_pfn (p, MIN (arg[0], arg[1])));
}

/* Blocks that the boot hands over are added at the tail for another reason than those that were freed. */
static char *
tell_freed (Phrases        *p,
            const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  const char *pfn = phrase_pfn (p, arg[0]);
  const char *list = phrase_list (p, sim_zone_of (p->machine, (SimPfn) arg[0]), arg[1], arg[2]);

  if (arg[3] == 0)
    return g_strdup_printf (_("The block at %s goes to the head of its list (%s): it is the next to be taken."), pfn, list);
  if (event->serial == 0)
    return g_strdup_printf (_("The boot hands memory over in ascending order, and each block, here that at %s, goes to the "
                              "tail of its list (%s)."),
                            pfn, list);
  return g_strdup_printf (_("The block at %s goes to the tail of its list (%s): it is likely to merge soon, and should be "
                            "left alone for as long as possible."),
                          pfn, list);
}

static char *
tell_moved (Phrases        *p,
            const uint64_t *arg)
{
  return g_strdup_printf (_("The free block of order %u at %s moves with its page block, from the list of %s pages to the tail "
                            "of the list of %s pages."),
                          (unsigned) arg[1], phrase_pfn (p, arg[0]), phrase_migrate (p, arg[2]),
                          phrase_migrate (p, arg[3]));
}

static char *
tell_claimed (Phrases        *p,
              const uint64_t *arg)
{
  return g_strdup_printf (_("The page block at %s was %s and is %s from now on: what is freed in it goes to that type's "
                            "lists."),
                          phrase_pfn (p, arg[0]), phrase_migrate (p, arg[1]), phrase_migrate (p, arg[2]));
}

/* --- per-CPU lists ------------------------------------------------------------------------ */

static char *
tell_pcp_refill (Phrases        *p,
                 const uint64_t *arg)
{
  unsigned long n = (unsigned long) arg[3];

  return g_strdup_printf (ngettext ("The list %3$s of CPU %2$u in %1$s is empty: %4$s block is fetched from the buddy lists.",
                                    "The list %3$s of CPU %2$u in %1$s is empty: %4$s blocks are fetched from the buddy "
                                    "lists in one go.",
                                    n),
                          phrase_zone (p, arg[0]), (unsigned) arg[1], phrase_pcp_list (p, arg[2]), phrase_count (p, n));
}

static char *
tell_pcp_added (Phrases        *p,
                const uint64_t *arg)
{
  return g_strdup_printf (arg[3] == 0 ? _("%s goes to the head of the list %s of CPU %u: still warm in its cache, it is the "
                                          "first to be used again.")
                                      : _("%s goes to the tail of the list %s of CPU %u."),
                          phrase_pfn (p, arg[0]), phrase_pcp_list (p, arg[2]), (unsigned) arg[1]);
}

static char *
tell_pcp_taken (Phrases        *p,
                const uint64_t *arg)
{
  return g_strdup_printf (arg[3] == 0 ? _("%s is taken from the head of the list %s of CPU %u, without taking the lock "
                                          "of the zone.")
                                      : _("%s is taken from the tail of the list %s of CPU %u: nobody has used it for longer."),
                          phrase_pfn (p, arg[0]), phrase_pcp_list (p, arg[2]), (unsigned) arg[1]);
}

static char *
tell_pcp_drain (Phrases        *p,
                const uint64_t *arg)
{
  return g_strdup_printf (_("CPU %u gives %s of %s back to the buddy lists, beginning with its list %s."), (unsigned) arg[1],
                          phrase_n_frames (p, arg[3]), phrase_zone (p, arg[0]), phrase_pcp_list (p, arg[2]));
}

static char *
tell_pcp_factor (Phrases        *p,
                 const uint64_t *arg)
{
  return g_strdup_printf (arg[3] > arg[2] ? _("CPU %u frees again and again in %s: its free_factor rises from %u to %u, and the "
                                              "next drain will be larger.")
                                          : _("CPU %u allocates in %s: its free_factor falls from %u to %u, and the next drain "
                                              "will be smaller."),
                          (unsigned) arg[1], phrase_zone (p, arg[0]), (unsigned) arg[2], (unsigned) arg[3]);
}

/* --- boot and log ------------------------------------------------------------------------- */

static char *
tell_reserved (Phrases        *p,
               const uint64_t *arg)
{
  const char *first = phrase_pfn (p, arg[0]), *last = phrase_pfn (p, arg[1] > arg[0] ? arg[1] - 1 : arg[0]);

  return g_strdup_printf (arg[2] == SIM_FRAME_KERNEL ? _("Frames %s to %s hold the kernel itself: they are never given to the "
                                                         "page allocator.")
                                                     : _("Frames %s to %s are reserved: the page allocator never gets them."),
                          first, last);
}

static char *
tell_failed (Phrases        *p,
             const uint64_t *arg)
{
  if (arg[2] == SIM_REPORT_SUPPRESSED)
    return g_strdup_printf (_("No zone that %s allows has a free block of order %u or larger that may be taken: the call "
                              "fails, and the caller must be ready for that. The kernel has reported another failure just "
                              "now, and its log says nothing of this one."),
                            phrase_gfp (p, arg[0]), (unsigned) arg[1]);
  return g_strdup_printf (_("No zone that %s allows has a free block of order %u or larger that may be taken: the call "
                            "fails, and the caller must be ready for that."),
                          phrase_gfp (p, arg[0]), (unsigned) arg[1]);
}

static char *
tell_printed (Phrases        *p,
              const uint64_t *arg)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *valid = NULL;
  size_t length = sim_log_length (p->machine);
  unsigned n_more = 0;

  for (uint64_t i = arg[1]; i < arg[1] + arg[2] && i < length; i++)
    g_string_append_c (text, sim_log_char (p->machine, (size_t) i));
  valid = g_utf8_make_valid (text->str, (gssize) text->len);
  g_strchomp (valid);
  for (char *end = strchr (valid, '\n'); end != NULL; end = strchr (end + 1, '\n'))
    n_more++;
  valid[strcspn (valid, "\n")] = '\0';
  if (n_more == 0)
    return g_strdup_printf (_("The kernel logs: “%s”"), valid);
  return g_strdup_printf (ngettext ("The kernel logs: “%s”, and %u more line", "The kernel logs: “%s”, and %u more lines", n_more),
                          valid, n_more);
}

/* --- the script --------------------------------------------------------------------------- */

static char *
tell_looked (Phrases        *p,
             const uint64_t *arg)
{
  g_autofree char *title = narrate_object_title (p->machine, sim_ref ((SimRefKind) arg[1], arg[2]));

  return g_strdup_printf (_("The lesson points at this: %s."), title);
}

static char *
tell_ended (Phrases        *p,
            const uint64_t *arg)
{
  int64_t result = p->profile->bits == 32 ? (int32_t) arg[0] : (int64_t) arg[0];

  return g_strdup_printf (_("The lesson ends and returns %s."), phrase_format (p, "%" PRId64, result));
}

/* --- all of them -------------------------------------------------------------------------- */

static char *
tell (Phrases        *p,
      const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_REQUESTED:
      return tell_request (p, arg);
    case SIM_EVENT_ZONE_TRIED:
      return tell_zone_tried (p, arg);
    case SIM_EVENT_LIST_EMPTY:
      return tell_list_empty (p, arg);
    case SIM_EVENT_FALLBACK_CHOSEN:
      return tell_fallback (p, arg);
    case SIM_EVENT_SLOW_PATH:
      return tell_slow_path (p, arg);
    case SIM_EVENT_KSWAPD_WOKEN:
      return g_strdup_printf (_("kswapd is woken to free memory in %1$s, until a block of order %2$u may be had above the high mark."),
                              phrase_zone (p, arg[0]), (unsigned) arg[1]);
    case SIM_EVENT_RECLAIM_TRIED:
      return tell_reclaim (p, arg);
    case SIM_EVENT_COMPACTION_TRIED:
      return g_strdup_printf (arg[2] != 0 ? _("Pages are moved together: there is a block of order %u then.")
                                          : _("Pages that can be moved are looked for, to make a block of order %u: it does not help."),
                              (unsigned) arg[1]);
    case SIM_EVENT_OOM_REACHED:
      return g_strdup (_("The kernel would look for a process to end now, for its memory: there is none."));
    case SIM_EVENT_MARKS_SET:
    case SIM_EVENT_RESERVE_SET:
    case SIM_EVENT_PCP_LIMITS_SET:
    case SIM_EVENT_BOOSTED:
    case SIM_EVENT_HIGHATOMIC_COUNTED:
    case SIM_EVENT_RECLAIM_ACTIVE:
      return tell_limits (p, event);
    case SIM_EVENT_ALLOCATION_FAILED:
      return tell_failed (p, arg);
    case SIM_EVENT_BLOCK_TAKEN:
      return g_strdup_printf (_("The first block of a list is taken: %s leaves the list of %s."), phrase_pfn (p, arg[0]),
                              phrase_list (p, arg[2], arg[1], arg[3]));
    case SIM_EVENT_BLOCK_SPLIT:
      return tell_split (p, arg);
    case SIM_EVENT_BLOCK_HANDED_OUT:
      return tell_handed_out (p, arg);
    case SIM_EVENT_PAGES_ZEROED:
      return g_strdup_printf (_("Zeros are written to %s, because __GFP_ZERO asks for it."),
                              phrase_frames (p, arg[0], arg[1]));
    case SIM_EVENT_BLOCK_DIVIDED:
      return g_strdup_printf (_("The block of order %u that was handed out, %s, becomes single frames: each is given back by itself."),
                              (unsigned) arg[1], phrase_frames (p, arg[0], arg[1]));
    case SIM_EVENT_BLOCK_RETURNED:
      return g_strdup_printf (_("A block of order %u comes back: %s."), (unsigned) arg[1], phrase_frames (p, arg[0], arg[1]));
    case SIM_EVENT_BUDDY_TESTED:
      return tell_buddy_test (p, arg);
    case SIM_EVENT_BLOCKS_MERGED:
      return tell_merge (p, arg);
    case SIM_EVENT_BLOCK_FREED:
      return tell_freed (p, event);
    case SIM_EVENT_BLOCK_MOVED:
      return tell_moved (p, arg);
    case SIM_EVENT_PAGEBLOCK_CLAIMED:
      return tell_claimed (p, arg);
    case SIM_EVENT_PCP_REFILL:
      return tell_pcp_refill (p, arg);
    case SIM_EVENT_PCP_ADDED:
      return tell_pcp_added (p, arg);
    case SIM_EVENT_PCP_TAKEN:
      return tell_pcp_taken (p, arg);
    case SIM_EVENT_PCP_DRAIN:
      return tell_pcp_drain (p, arg);
    case SIM_EVENT_PCP_FACTOR:
      return tell_pcp_factor (p, arg);
    case SIM_EVENT_RANGE_RESERVED:
      return tell_reserved (p, arg);
    case SIM_EVENT_RANGE_HANDED_OVER:
      return g_strdup_printf (_("The boot hands %s over to the page allocator, as one block of order %u."),
                              phrase_frames (p, arg[0], arg[1]), (unsigned) arg[1]);
    case SIM_EVENT_CONTEXT_ENTERED:
    case SIM_EVENT_CONTEXT_LEFT:
    case SIM_EVENT_PREEMPT_COUNTED:
    case SIM_EVENT_INTERRUPTS_SET:
    case SIM_EVENT_LOCK_TAKEN:
    case SIM_EVENT_LOCK_RELEASED:
      return context_tell (p, event);
    CASES_OF_KMAPS:
      return kmaps_tell (p, event);
    CASES_OF_AREAS:
      return areas_tell (p, event);
    CASES_OF_POOLS:
      return pools_tell (p, event);
    CASES_OF_CACHES:
      return caches_tell (p, event);
    case SIM_EVENT_DIAGNOSED:
      return narrate_diagnosis (p->machine, event);
    case SIM_EVENT_PRINTED:
      return tell_printed (p, arg);
    case SIM_EVENT_STEP_BEGAN:
      return g_strdup_printf (_("Step %u begins."), (unsigned) arg[0]);
    case SIM_EVENT_STATEMENT:
      return g_strdup_printf (_("Line %u is executed."), (unsigned) arg[0]);
    case SIM_EVENT_SAID:
      return g_strdup (arg[1] != 0 ? _("The lesson has a note for the teacher.") : _("The lesson explains this step."));
    case SIM_EVENT_LOOKED:
      return tell_looked (p, arg);
    case SIM_EVENT_EXPECTED:
      return g_strdup_printf (arg[1] != 0 ? _("What line %u expects is so.") : _("What line %u expects is not so."),
                              (unsigned) arg[0]);
    case SIM_EVENT_ASKED:
      return g_strdup (_("The lesson asks a question."));
    case SIM_EVENT_WORD_SET:
      return g_strdup_printf (_("The script remembers: its word %u is now %s."), (unsigned) arg[0], phrase_hex (p, arg[1]));
    case SIM_EVENT_MEMORY_WRITTEN:
      return g_strdup_printf (ngettext ("The CPU writes %2$s to address %3$s, %1$u byte wide.",
                                        "The CPU writes %2$s to address %3$s, %1$u bytes wide.", (unsigned long) arg[2]),
                              (unsigned) arg[2], phrase_hex (p, arg[1]), phrase_address (p, arg[0]));
    case SIM_EVENT_SCRIPT_ENDED:
      return tell_ended (p, arg);
    case SIM_N_EVENT_KINDS:
      break;
    }
  return g_strdup ("");
}

char *
narrate_event (const SimMachine *machine,
               const SimEvent   *event)
{
  Phrases phrases;
  char *sentence;

  phrases_init (&phrases, machine);
  sentence = tell (&phrases, event);
  phrases_clear (&phrases);
  return sentence;
}
