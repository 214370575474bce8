/* failure-report.c - see failure-report.h */

#include "sim/rules/failure-report.h"
#include "sim/state/emit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define KERN_WARNING 4
/* The kernel's own ring would have come round long before. */
#define FULL_LOG (8u << 20)
#define MIGRATE_LETTERS "UMEH"

typedef struct {
  const SimMachine *machine;
  const SimProfile *profile;
  SimZoneType       highest;      /* of the zones that are shown */
  unsigned          cpu;
  size_t            length;
  char              text[16384];
} Report;

_Static_assert (sizeof MIGRATE_LETTERS == SIM_N_MIGRATE_TYPES + 1, "a migrate type has no letter");

__attribute__ ((format (printf, 2, 3)))
static void
say (Report     *report,
     const char *format,
     ...)
{
  size_t room = sizeof report->text - report->length;
  va_list arguments;
  int n;

  va_start (arguments, format);
  n = vsnprintf (report->text + report->length, room, format, arguments);
  va_end (arguments);
  if (n > 0)
    report->length += (size_t) n < room ? (size_t) n : room - 1;
}

static uint64_t
kilobytes (uint64_t frames)
{
  return frames << (SIM_PAGE_SHIFT - 10);
}

/* for_each_populated_zone (), as far as it goes */
static bool
is_shown (const Report  *report,
          const SimZone *zone)
{
  return zone->present > 0 && zone->type <= report->highest;
}

/* show_node () */
static void
say_node (Report        *report,
          const SimZone *zone)
{
  if (report->profile->most_nodes > 1)
    say (report, "Node %u ", zone->node);
}

static uint64_t
n_on_cpu_lists (const Report *report,
                SimZoneId     zone)
{
  uint64_t n = 0;

  for (unsigned cpu = 0; cpu < sim_n_cpus (report->machine); cpu++)
    n += sim_pcp (report->machine, zone, cpu).count;
  return n;
}

/* --- the zones ------------------------------------------------------------------------------------ */
/* Before 4.2: the limits of every CPU's lists, zone by zone. */
static void
say_cpu_lists (Report    *report,
               SimZoneId  id)
{
  SimZone zone = sim_zone (report->machine, id);

  if (sim_has_cold_lists (report->machine))
    return;
  say_node (report, &zone);
  say (report, "%s per-cpu:\n", zone.name);
  for (unsigned cpu = 0; cpu < sim_n_cpus (report->machine); cpu++)
    {
      SimPcp pcp = sim_pcp (report->machine, id, cpu);

      say (report, "CPU %4u: hi:%5" PRIu32 ", btch:%4" PRIu32 " usd:%4" PRIu32 "\n", cpu, pcp.high, pcp.batch, pcp.count);
    }
}

static void
say_totals (Report *report)
{
  uint64_t n_free = 0, n_high = 0, n_pcp = 0;

  for (SimZoneId id = 0; id < sim_n_zones (report->machine); id++)
    {
      SimZone zone = sim_zone (report->machine, id);

      n_free += zone.free;
      n_high += zone.type == SIM_ZONE_HIGHMEM ? zone.free : 0;
      n_pcp += is_shown (report, &zone) ? n_on_cpu_lists (report, id) : 0;
    }
  if (report->profile->report_words.says_free_pcp)
    say (report, " free:%" PRIu64 " free_pcp:%" PRIu64 " free_cma:0\n", n_free, n_pcp);
  else if (sim_has_cold_lists (report->machine))
    say (report, "\nFree pages: %11" PRIu64 "kB (%" PRIu64 "kB HighMem)\n", kilobytes (n_free), kilobytes (n_high));
  else
    say (report, " free:%" PRIu64 "\n", n_free);
}

static void
say_zone (Report    *report,
          SimZoneId  id)
{
  const SimReportWords *words = &report->profile->report_words;
  const SimProfile *profile = report->profile;
  SimZone zone = sim_zone (report->machine, id);
  const SimZoneLimits *limits = &zone.limits;

  say_node (report, &zone);
  say (report, "%s free:%" PRIu64 "kB", zone.name, kilobytes (zone.free));
  if (words->says_boost)
    say (report, " boost:%" PRIu64 "kB", kilobytes (limits->boost));
  say (report, " min:%" PRIu64 "kB low:%" PRIu64 "kB high:%" PRIu64 "kB", kilobytes (limits->min + limits->boost),
       kilobytes (limits->low + limits->boost), kilobytes (limits->high + limits->boost));
  if (words->says_highatomic)
    say (report, " reserved_highatomic:%" PRIu64 "KB", kilobytes (limits->highatomic));
  say (report, " present:%" PRIu64 "kB", kilobytes (zone.present));
  if (words->says_free_pcp)
    say (report, " managed:%" PRIu64 "kB free_pcp:%" PRIu64 "kB local_pcp:%" PRIu64 "kB free_cma:0kB", kilobytes (zone.managed),
         kilobytes (n_on_cpu_lists (report, id)), kilobytes (sim_pcp (report->machine, id, report->cpu).count));

  say (report, "\nlowmem_reserve[]:");
  for (unsigned i = 0; i < profile->n_zone_types; i++)
    say (report, " %" PRIu32, limits->reserve[profile->zone_types[i]]);
  /* ZONE_DEVICE is the highest, and has nothing of its own. */
  if (profile->bits == 64)
    say (report, " %" PRIu32, limits->reserve[profile->zone_types[profile->n_zone_types - 1]]);
  say (report, "\n");
}

static void
say_blocks (Report    *report,
            SimZoneId  id)
{
  SimZone zone = sim_zone (report->machine, id);
  uint64_t n_frames = 0;

  say_node (report, &zone);
  say (report, "%s: ", zone.name);
  for (SimOrder order = 0; order <= sim_largest_order (report->machine); order++)
    {
      uint32_t n = sim_nr_free (report->machine, id, order);

      n_frames += (uint64_t) n << order;
      say (report, "%" PRIu32 "*%" PRIu64 "kB ", n, kilobytes (sim_frames_in (order)));
      if (n == 0 || !report->profile->report_words.says_types)
        continue;
      say (report, "(");
      for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
        if (sim_list_length (report->machine, id, order, (SimMigrateType) type) > 0)
          say (report, "%c", MIGRATE_LETTERS[type]);
      say (report, ") ");
    }
  say (report, "= %" PRIu64 "kB\n", kilobytes (n_frames));
}

/* --- all of memory ---------------------------------------------------------------------------------- */
static void
say_each_zone (Report *report,
               void  (*say_one) (Report *, SimZoneId))
{
  for (SimZoneId id = 0; id < sim_n_zones (report->machine); id++)
    {
      SimZone zone = sim_zone (report->machine, id);

      if (is_shown (report, &zone))
        say_one (report, id);
    }
}

/* __show_mem () */
static void
say_memory (Report *report)
{
  const SimReportWords *words = &report->profile->report_words;
  uint64_t n_pages = 0, n_reserved = 0, n_high = 0;

  if (!sim_has_cold_lists (report->machine))
    say (report, "Mem-Info:\n");
  if (words->says_cpu_lists)
    say_each_zone (report, say_cpu_lists);
  say_totals (report);
  say_each_zone (report, say_zone);
  say_each_zone (report, say_blocks);
  if (!words->says_pages)
    return;

  for (SimZoneId id = 0; id < sim_n_zones (report->machine); id++)
    {
      SimZone zone = sim_zone (report->machine, id);

      n_pages += zone.present;
      n_reserved += zone.present - zone.managed;
      if (zone.type == SIM_ZONE_HIGHMEM || zone.type == SIM_ZONE_MOVABLE)
        n_high += zone.present;
    }
  say (report, "%" PRIu64 " pages RAM\n%" PRIu64 " pages HighMem/MovableOnly\n%" PRIu64 " pages reserved\n", n_pages, n_high,
       n_reserved);
}

/* "mode:0xcc0(GFP_KERNEL)" */
static void
say_mask (Report   *report,
          uint32_t  gfp)
{
  char names[512];

  if (report->profile->report_words.says_flags)
    {
      sim_gfp_print (report->profile, gfp, names, sizeof names);
      say (report, "%#" PRIx32 "(%s)", gfp, names);
    }
  else
    say (report, "0x%" PRIx32, gfp);
}

/* --- how often ---------------------------------------------------------------------------------------- */
unsigned
failure_report_due (const SimRun *run,
                    uint32_t      gfp)
{
  const SimProfile *profile = sim_profile (run->machine);

  if (gfp & profile->gfp_nowarn || sim_log_length (run->machine) > FULL_LOG)
    return SIM_REPORT_NONE;
  return sim_n_reported (sim_context_word (run->machine, 0, SIM_CONTEXT_WORD_REPORTS)) < profile->report_words.burst
         ? SIM_REPORT_LOGGED : SIM_REPORT_SUPPRESSED;
}

unsigned
failure_report_due_of_oom (const SimRun *run)
{
  return sim_log_length (run->machine) <= FULL_LOG && sim_n_reported_oom (sim_context_word (run->machine, 0, SIM_CONTEXT_WORD_REPORTS)) == 0
         ? SIM_REPORT_LOGGED : SIM_REPORT_SUPPRESSED;
}

static void
begin (Report       *report,
       const SimRun *run,
       uint32_t      gfp)
{
  report->machine = run->machine;
  report->profile = sim_profile (run->machine);
  report->cpu = run->cpu;
  report->highest = report->profile->report_words.leaves_out_higher_zones
                    ? (SimZoneType) sim_request_of (run->machine, run->cpu, gfp)->highest : SIM_N_ZONE_TYPES;
  report->length = 0;
}

void
failure_report_print (SimRun   *run,
                      uint32_t  gfp,
                      unsigned  order,
                      unsigned  n_missed)
{
  const SimReportWords *words = &sim_profile (run->machine)->report_words;
  unsigned n_nodes = sim_n_nodes (run->machine);
  Report report;

  begin (&report, run, gfp);
  if (n_missed > 0 && words->missed != NULL)
    say (&report, "%s: %u %s suppressed\n", words->missed, n_missed, words->misses_messages ? "messages" : "callbacks");
  say (&report, words->has_full_stop ? "init: page allocation failure. order:%u, mode:" : "init: page allocation failure: order:%u, mode:",
       order);
  say_mask (&report, gfp);
  if (words->says_nodes)
    say (&report, n_nodes > 1 ? ", nodemask=(null),cpuset=/,mems_allowed=0-%u" : ", nodemask=(null),cpuset=/,mems_allowed=%u", n_nodes - 1);
  say (&report, "\n");
  if (words->shows_memory)
    say_memory (&report);
  sim_run_print (run, KERN_WARNING, report.text, report.length);
}

void
failure_report_print_oom (SimRun   *run,
                          uint32_t  gfp,
                          unsigned  order)
{
  const SimReportWords *words = &sim_profile (run->machine)->report_words;
  Report report;

  begin (&report, run, gfp);
  say (&report, words->has_full_stop ? "oom-killer: gfp_mask=" : "init invoked oom-killer: gfp_mask=");
  say_mask (&report, gfp);
  if (!words->has_full_stop)
    say (&report, words->says_oom_adj ? ", order=%u, oom_adj=0, oom_score_adj=0" : ", order=%u, oom_score_adj=0", order);
  say (&report, "\n");
  say_memory (&report);
  sim_run_print (run, KERN_WARNING, report.text, report.length);
}
