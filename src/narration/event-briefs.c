/* event-briefs.c - an event in a word, and in one line of kernel words
 *
 * The line is not translated: it is made of numbers and the kernel's own names.
 */
#include "narration/areas.h"
#include "narration/caches.h"
#include "narration/contexts.h"

#include <glib/gi18n.h>

const char *
narrate_event_badge (const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_REQUESTED:
      return C_("badge", "ask");
    case SIM_EVENT_ZONE_TRIED:
      return C_("badge", "zone");
    case SIM_EVENT_LIST_EMPTY:
      return C_("badge", "empty");
    case SIM_EVENT_FALLBACK_CHOSEN:
      return C_("badge", "fallback");
    case SIM_EVENT_SLOW_PATH:
      return C_("badge", "slow path");
    case SIM_EVENT_KSWAPD_WOKEN:
    case SIM_EVENT_RECLAIM_ACTIVE:
      return "kswapd";
    case SIM_EVENT_RECLAIM_TRIED:
      return C_("badge", "reclaim");
    case SIM_EVENT_COMPACTION_TRIED:
      return C_("badge", "compact");
    case SIM_EVENT_OOM_REACHED:
      return "OOM";
    case SIM_EVENT_MARKS_SET:
      return C_("badge", "marks");
    case SIM_EVENT_RESERVE_SET:
      return C_("badge", "reserve");
    case SIM_EVENT_PCP_LIMITS_SET:
      return C_("badge", "limits");
    case SIM_EVENT_BOOSTED:
      return C_("badge", "boost");
    case SIM_EVENT_HIGHATOMIC_COUNTED:
      return "HighAtomic";
    case SIM_EVENT_ALLOCATION_FAILED:
      return C_("badge", "failed");
    case SIM_EVENT_BLOCK_TAKEN:
      return C_("badge", "take");
    case SIM_EVENT_BLOCK_SPLIT:
      return C_("badge", "split");
    case SIM_EVENT_BLOCK_HANDED_OUT:
      return C_("badge", "alloc");
    case SIM_EVENT_PAGES_ZEROED:
      return C_("badge", "zero");
    case SIM_EVENT_BLOCK_DIVIDED:
      return C_("badge", "split");
    case SIM_EVENT_BLOCK_RETURNED:
      return C_("badge", "free");
    case SIM_EVENT_BUDDY_TESTED:
      return C_("badge", "buddy?");
    case SIM_EVENT_BLOCKS_MERGED:
      return C_("badge", "merge");
    case SIM_EVENT_BLOCK_FREED:
      return C_("badge", "list");
    case SIM_EVENT_BLOCK_MOVED:
      return C_("badge", "move");
    case SIM_EVENT_PAGEBLOCK_CLAIMED:
      return C_("badge", "claim");
    case SIM_EVENT_PCP_REFILL:
      return C_("badge", "refill");
    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_PCP_TAKEN:
      return C_("badge", "per-CPU");
    case SIM_EVENT_PCP_DRAIN:
      return C_("badge", "drain");
    case SIM_EVENT_PCP_FACTOR:
      return C_("badge", "factor");
    case SIM_EVENT_RANGE_RESERVED:
      return C_("badge", "reserve");
    case SIM_EVENT_RANGE_HANDED_OVER:
      return C_("badge", "hand over");
    case SIM_EVENT_CONTEXT_ENTERED:
      return C_("badge", "enter");
    case SIM_EVENT_CONTEXT_LEFT:
      return C_("badge", "leave");
    case SIM_EVENT_PREEMPT_COUNTED:
      return C_("badge", "preempt");
    case SIM_EVENT_INTERRUPTS_SET:
      return "irq";
    case SIM_EVENT_LOCK_TAKEN:
      return C_("badge", "lock");
    case SIM_EVENT_LOCK_RELEASED:
      return C_("badge", "unlock");
    CASES_OF_KMAPS:
      return kmaps_badge (event);
    CASES_OF_AREAS:
      return areas_badge (event);
    CASES_OF_POOLS:
      return pools_badge (event);
    CASES_OF_CACHES:
      return caches_badge (event);
    case SIM_EVENT_DIAGNOSED:
      return C_("badge", "mistake");
    case SIM_EVENT_PRINTED:
      return C_("badge", "log");
    case SIM_EVENT_STEP_BEGAN:
      return C_("badge", "step");
    case SIM_EVENT_STATEMENT:
      return C_("badge", "line");
    case SIM_EVENT_SAID:
      return C_("badge", "say");
    case SIM_EVENT_LOOKED:
      return C_("badge", "look");
    case SIM_EVENT_EXPECTED:
      return C_("badge", "expect");
    case SIM_EVENT_ASKED:
      return C_("badge", "question");
    case SIM_EVENT_WORD_SET:
      return C_("badge", "variable");
    case SIM_EVENT_MEMORY_WRITTEN:
      return C_("badge", "write");
    case SIM_EVENT_SCRIPT_ENDED:
      return C_("badge", "end");
    case SIM_N_EVENT_KINDS:
      break;
    }
  return "";
}

/* "order 7", and the type where the kernel has types. */
static char *
brief_order (Phrases *p,
             uint64_t order,
             uint64_t type)
{
  if (!phrases_have_types (p))
    return g_strdup_printf ("order %u", (unsigned) order);
  return g_strdup_printf ("order %u %s", (unsigned) order, phrase_migrate (p, type));
}

static char *
brief_pcp (Phrases        *p,
           const uint64_t *arg,
           const char     *verb)
{
  return g_strdup_printf ("%s %s cpu %u %s %s", phrase_pfn (p, arg[0]), verb, (unsigned) arg[1],
                          phrase_pcp_list_brief (p, arg[2]), arg[3] != 0 ? "tail" : "head");
}

static const char *
verdict_name (uint64_t verdict)
{
  switch ((SimBuddyVerdict) verdict)
    {
    case SIM_BUDDY_MERGES:
      return "free";
    case SIM_BUDDY_ALLOCATED:
      return "in use";
    case SIM_BUDDY_SPLIT:
      return "split";
    case SIM_BUDDY_IN_PCP:
      return "in pcp";
    case SIM_BUDDY_OTHER_ZONE:
      return "other zone";
    case SIM_BUDDY_NO_FRAME:
      return "no frame";
    case SIM_BUDDY_LARGEST_ORDER:
      return "largest order";
    case SIM_BUDDY_OTHER_PAGEBLOCK:
      return "other pageblock";
    case SIM_N_BUDDY_VERDICTS:
      break;
    }
  return "?";
}

/* "Normal order 0: 812 > low 345 + 42" */
static char *
brief_test (Phrases        *p,
            const uint64_t *arg)
{
  unsigned order = sim_test_order (arg[1]), reserve = 0;
  SimWatermarkVerdict verdict = sim_test_verdict (arg[1]);

  if (verdict == SIM_WMARK_IGNORED)
    return g_strdup_printf ("%s order %u", phrase_zone (p, arg[0]), order);
  if (arg[0] < sim_n_zones (p->machine) && sim_test_highest (arg[1]) < SIM_N_ZONE_TYPES)
    reserve = sim_zone (p->machine, (SimZoneId) arg[0]).limits.reserve[sim_test_highest (arg[1])];
  return g_strdup_printf ("%s order %u: %" PRId64 " %s %s %u + %u%s", phrase_zone (p, arg[0]), order,
                          (int64_t) arg[2] - ((1 << order) - 1), verdict == SIM_WMARK_BELOW ? "≤" : ">",
                          sim_watermark_name (sim_test_alloc_flags (arg[1])), (unsigned) arg[3], reserve,
                          verdict == SIM_WMARK_NO_BLOCK ? ", no block" : "");
}

static char *
brief (Phrases        *p,
       const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  const char *first = phrase_pfn (p, arg[0]), *second = phrase_pfn (p, arg[1]);
  g_autofree char *sentence = NULL;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_REQUESTED:
      return g_strdup_printf ("order %u %s", (unsigned) arg[1], phrase_gfp (p, arg[0]));
    case SIM_EVENT_ZONE_TRIED:
      return brief_test (p, arg);
    case SIM_EVENT_SLOW_PATH:
      return g_strdup_printf ("order %u %s alloc_flags 0x%x", (unsigned) arg[1], phrase_gfp (p, arg[0]), (unsigned) arg[2]);
    case SIM_EVENT_KSWAPD_WOKEN:
      return g_strdup_printf ("%s order %u", phrase_zone (p, arg[0]), (unsigned) arg[1]);
    case SIM_EVENT_RECLAIM_TRIED:
    case SIM_EVENT_COMPACTION_TRIED:
      return g_strdup_printf ("order %u → %u", (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_OOM_REACHED:
      return g_strdup_printf ("order %u %s", (unsigned) arg[1], phrase_gfp (p, arg[0]));
    case SIM_EVENT_MARKS_SET:
      return g_strdup_printf ("%s min %u low %u high %u", phrase_zone (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2],
                              (unsigned) arg[3]);
    case SIM_EVENT_RESERVE_SET:
      return g_strdup_printf ("%s lowmem_reserve %u", phrase_zone (p, arg[0]), (unsigned) arg[2]);
    case SIM_EVENT_PCP_LIMITS_SET:
      return g_strdup_printf ("%s high %u batch %u", phrase_zone (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_BOOSTED:
    case SIM_EVENT_HIGHATOMIC_COUNTED:
      return g_strdup_printf ("%s %u → %u", phrase_zone (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_RECLAIM_ACTIVE:
      return g_strdup_printf ("%s %s", phrase_zone (p, arg[0]), arg[1] != 0 ? "active" : "idle");
    case SIM_EVENT_LIST_EMPTY:
      sentence = brief_order (p, arg[1], arg[2]);
      return g_strdup_printf ("%s %s", phrase_zone (p, arg[0]), sentence);
    case SIM_EVENT_FALLBACK_CHOSEN:
      return g_strdup_printf ("%s order %u %s → %s", phrase_zone (p, arg[0]), (unsigned) arg[1], phrase_migrate (p, arg[2]),
                              phrase_migrate (p, arg[3]));
    case SIM_EVENT_ALLOCATION_FAILED:
      return g_strdup_printf ("order %u %s → NULL", (unsigned) arg[1], phrase_gfp (p, arg[0]));
    case SIM_EVENT_BLOCK_TAKEN:
      sentence = brief_order (p, arg[1], arg[3]);
      return g_strdup_printf ("%s %s %s", first, phrase_zone (p, arg[2]), sentence);
    case SIM_EVENT_BLOCK_SPLIT:
      return g_strdup_printf ("%s order %u → %u + %u", first, (unsigned) arg[1], (unsigned) arg[1] - 1, (unsigned) arg[1] - 1);
    case SIM_EVENT_BLOCK_HANDED_OUT:
    case SIM_EVENT_PAGES_ZEROED:
    case SIM_EVENT_BLOCK_DIVIDED:
    case SIM_EVENT_BLOCK_RETURNED:
    case SIM_EVENT_RANGE_HANDED_OVER:
      return g_strdup_printf ("%s order %u", first, (unsigned) arg[1]);
    case SIM_EVENT_BUDDY_TESTED:
      return g_strdup_printf ("%s order %u buddy %s: %s", first, (unsigned) arg[2], second, verdict_name (arg[3]));
    case SIM_EVENT_BLOCKS_MERGED:
      return g_strdup_printf ("%s + %s order %u → %u", first, second, (unsigned) arg[2], (unsigned) arg[2] + 1);
    case SIM_EVENT_BLOCK_FREED:
      sentence = brief_order (p, arg[1], arg[2]);
      return g_strdup_printf ("%s %s %s", first, sentence, arg[3] != 0 ? "tail" : "head");
    case SIM_EVENT_BLOCK_MOVED:
      return g_strdup_printf ("%s order %u %s → %s", first, (unsigned) arg[1], phrase_migrate (p, arg[2]),
                              phrase_migrate (p, arg[3]));
    case SIM_EVENT_PAGEBLOCK_CLAIMED:
      return g_strdup_printf ("%s %s → %s", first, phrase_migrate (p, arg[1]), phrase_migrate (p, arg[2]));
    case SIM_EVENT_PCP_REFILL:
    case SIM_EVENT_PCP_DRAIN:
      return g_strdup_printf ("%s cpu %u %s %u", phrase_zone (p, arg[0]), (unsigned) arg[1],
                              phrase_pcp_list_brief (p, arg[2]), (unsigned) arg[3]);
    case SIM_EVENT_PCP_ADDED:
      return brief_pcp (p, arg, "→");
    case SIM_EVENT_PCP_TAKEN:
      return brief_pcp (p, arg, "←");
    case SIM_EVENT_PCP_FACTOR:
      return g_strdup_printf ("%s cpu %u free_factor %u → %u", phrase_zone (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2],
                              (unsigned) arg[3]);
    case SIM_EVENT_RANGE_RESERVED:
      return g_strdup_printf ("%s…%s", first, second);
    case SIM_EVENT_CONTEXT_ENTERED:
    case SIM_EVENT_CONTEXT_LEFT:
    case SIM_EVENT_PREEMPT_COUNTED:
    case SIM_EVENT_INTERRUPTS_SET:
    case SIM_EVENT_LOCK_TAKEN:
    case SIM_EVENT_LOCK_RELEASED:
      return context_brief (p, event);
    CASES_OF_KMAPS:
      return kmaps_brief (p, event);
    CASES_OF_AREAS:
      return areas_brief (p, event);
    CASES_OF_POOLS:
      return pools_brief (p, event);
    CASES_OF_CACHES:
      return caches_brief (p, event);
    case SIM_EVENT_DIAGNOSED:
    case SIM_EVENT_PRINTED:
    case SIM_EVENT_LOOKED:
      return narrate_event (p->machine, event);
    case SIM_EVENT_STEP_BEGAN:
      return g_strdup_printf ("step %u", (unsigned) arg[0]);
    case SIM_EVENT_STATEMENT:
    case SIM_EVENT_EXPECTED:
      return g_strdup_printf ("line %u", (unsigned) arg[0]);
    case SIM_EVENT_SAID:
    case SIM_EVENT_ASKED:
      return g_strdup_printf ("text %u", (unsigned) arg[0]);
    case SIM_EVENT_WORD_SET:
      return g_strdup_printf ("word %u = %s", (unsigned) arg[0], phrase_hex (p, arg[1]));
    case SIM_EVENT_MEMORY_WRITTEN:
      return g_strdup_printf ("%s = %s", phrase_address (p, arg[0]), phrase_hex (p, arg[1]));
    case SIM_EVENT_SCRIPT_ENDED:
      return g_strdup_printf ("return %s", phrase_hex (p, arg[0]));
    case SIM_N_EVENT_KINDS:
      break;
    }
  return g_strdup ("");
}

char *
narrate_event_brief (const SimMachine *machine,
                     const SimEvent   *event)
{
  Phrases phrases;
  char *text;

  phrases_init (&phrases, machine);
  text = brief (&phrases, event);
  phrases_clear (&phrases);
  return text;
}
