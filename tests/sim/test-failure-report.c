/* test-failure-report.c - what the modelled kernel logs of a failed request, held against the reports of real kernels
 *
 * reports/failures.txt.xz: each report as the log has it, less the call trace. The machine is made to stand as the report
 * says: its zones and marks, so many blocks of each order and of the types whose letters stand there, so many frames on
 * the per-CPU lists. It is asked for what the real kernel was asked for, and must answer with the same report: every
 * line and every field that it prints stands in the real one, in the same order.
 */

#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define MOST_ZONES 4

typedef struct {
  SimSnapshotList lists[SIM_N_ORDERS * SIM_N_MIGRATE_TYPES];
  SimSnapshotList pcp_list[2];
  SimSnapshotPcp  pcps[2];
  SimPfn         *blocks;         /* of all lists, one behind the other */
  uint8_t        *pageblocks;
  SimPfn          next;           /* first frame that nobody has */
} Room;

typedef struct {
  char               *head;       /* "init: page allocation failure: …" */
  GPtrArray          *lines;      /* behind it; borrowed */
  bool                is_oom;
  bool                counter_lags;         /* free: is not the sum of the lists that were read a moment later */
  uint32_t            gfp;
  unsigned            order, cpu, node;
  uint64_t            n_free, n_ram, n_high, n_reserved;
  SimSnapshotZone     zones[MOST_ZONES];
  Room                rooms[MOST_ZONES];
  unsigned            n_zones;
  SimSnapshot         snapshot;
} Report;

static uint64_t
field (const char *line,
       const char *name)
{
  const char *at = strstr (line, name);

  if (at == NULL)
    fail_msg ("no “%s” in “%s”", name, line);
  return g_ascii_strtoull (at + strlen (name), NULL, 10);
}

static SimPfn
frames (const char *line,
        const char *name)
{
  return (SimPfn) (field (line, name) / 4);
}

/* --- reading a report ----------------------------------------------------------------------------- */
static SimZoneType
zone_type (const char *name)
{
  return g_str_has_prefix (name, "DMA32") ? SIM_ZONE_DMA32 : g_str_has_prefix (name, "DMA") ? SIM_ZONE_DMA
         : g_str_has_prefix (name, "Normal") ? SIM_ZONE_NORMAL : SIM_ZONE_HIGHMEM;
}

/* "Node 1 DMA32: …": what stands behind the node. */
static const char *
behind_node (const char *line,
             unsigned   *node)
{
  *node = g_str_has_prefix (line, "Node ") ? (unsigned) (line[5] - '0') : 0;
  return g_str_has_prefix (line, "Node ") ? line + 7 : line;
}

static void
add_zone (Report     *report,
          SimZoneType type,
          unsigned    node,
          SimPfn      present,
          SimPfn      managed)
{
  unsigned n = report->n_zones++;
  SimSnapshotZone *zone = &report->zones[n];

  assert_true (n < MOST_ZONES);
  zone->type = type;
  zone->node = (uint8_t) node;
  zone->start = n == 0 ? 1 : type == SIM_ZONE_HIGHMEM ? zone[-1].end : (zone[-1].end + 1023) & ~1023u;
  zone->end = zone->start + present + 2048;
  zone->present = present;
  zone->managed = managed;
  report->rooms[n].blocks = g_new (SimPfn, managed + 1);
  report->rooms[n].pageblocks = g_new0 (uint8_t, (zone->end - zone->start) / 512 + 3);
  report->rooms[n].next = (zone->start + 1023) & ~1023u;
  if (n == 0)
    report->rooms[n].next = 1;
}

static void
read_zone (Report     *report,
           const char *line,
           unsigned    node)
{
  add_zone (report, zone_type (line), node, frames (line, " present:"), frames (line, " managed:"));

  SimSnapshotZone *zone = &report->zones[report->n_zones - 1];
  Room *room = &report->rooms[report->n_zones - 1];
  SimZoneLimits *limits = &zone->limits;
  uint64_t n_here = frames (line, " local_pcp:"), n_all = frames (line, " free_pcp:");

  limits->boost = strstr (line, " boost:") != NULL ? frames (line, " boost:") : 0;
  limits->min = frames (line, " min:") - limits->boost;
  limits->low = frames (line, " low:") - limits->boost;
  limits->high = frames (line, " high:") - limits->boost;
  limits->highatomic = frames (line, " reserved_highatomic:");
  limits->pcp_high = 10000;
  limits->pcp_batch = 1;
  for (unsigned cpu = 0; cpu < 2; cpu++)
    {
      room->pcp_list[cpu] = (SimSnapshotList) { .order = 0, .type = SIM_RECLAIMABLE,
                                                .n_blocks = cpu == report->cpu ? n_here : n_all - n_here };
      room->pcps[cpu] = (SimSnapshotPcp) { .high = limits->pcp_high, .batch = 1, .lists = &room->pcp_list[cpu], .n_lists = 1 };
    }
}

/* "lowmem_reserve[]: 0 94 94 94" */
static void
read_reserve (Report     *report,
              const char *line)
{
  const SimProfile *profile = report->snapshot.profile;
  char *at = (char *) strchr (line, ':') + 1;

  for (unsigned i = 0; i < profile->n_zone_types; i++)
    report->zones[report->n_zones - 1].limits.reserve[profile->zone_types[i]] = (uint32_t) strtoul (at, &at, 10);
}

/* Largest first, so that every block is aligned. */
static void
add_blocks (Room          *room,
            SimSnapshotZone *zone,
            unsigned       order,
            SimMigrateType type,
            size_t         n,
            size_t        *n_before)
{
  SimSnapshotList *list = &room->lists[zone->n_lists];

  if (n == 0)
    return;
  *list = (SimSnapshotList) { .order = (SimOrder) order, .type = type, .blocks = room->blocks + *n_before, .n_blocks = n };
  zone->n_lists++;
  for (size_t i = 0; i < n; i++)
    {
      room->next = (SimPfn) ((room->next + (1u << order) - 1) & ~((1u << order) - 1));
      room->blocks[(*n_before)++] = room->next;
      room->next += 1u << order;
    }
}

/* The line of the same zone that begins with its free frames. */
static const char *
zone_line (const Report *report,
           const char   *line,
           unsigned      wanted)
{
  for (guint i = 0; i < report->lines->len; i++)
    {
      unsigned node;
      const char *behind = behind_node (report->lines->pdata[i], &node);

      if (strstr (behind, " low:") != NULL && node == wanted && strncmp (behind, line, strcspn (line, ":")) == 0
          && behind[strcspn (line, ":")] == ' ')
        return behind;
    }
  fail_msg ("no zone for “%s”", line);
  return "";
}

/* "DMA: 0*4kB 1*8kB (U) 3*16kB (UM) … = 456kB" */
static void
read_blocks (Report     *report,
             const char *line,
             unsigned    node)
{
  static const char letters[] = "UMEH";
  unsigned z = 0;

  while (report->zones[z].type != zone_type (line) || report->zones[z].node != node)
    assert_true (++z < report->n_zones);

  SimSnapshotZone *zone = &report->zones[z];
  Room *room = &report->rooms[z];
  g_auto (GStrv) words = g_strsplit (strchr (line, ':') + 2, " ", -1);
  size_t n[SIM_N_ORDERS] = { 0 }, n_before = 0;
  const char *types[SIM_N_ORDERS] = { NULL };

  for (int i = 0, order = -1; words[i] != NULL && words[i][0] != '='; i++)
    if (words[i][0] == '(')
      types[order] = words[i] + 1;
    else
      n[++order] = g_ascii_strtoull (words[i], NULL, 10);
  for (int order = SIM_N_ORDERS - 1; order >= 0; order--)
    for (unsigned type = 0; types[order] != NULL && type < SIM_N_MIGRATE_TYPES; type++)
      {
        size_t n_others = strcspn (types[order], ")") - 1;

        if (strchr (types[order], letters[type]) != NULL)
          add_blocks (room, zone, (unsigned) order, (SimMigrateType) type, types[order][0] == letters[type] ? n[order] - n_others : 1,
                      &n_before);
      }
  if (field (line, "= ") != field (zone_line (report, line, node), " free:"))
    report->counter_lags = true;
  for (unsigned cpu = 0; cpu < 2; cpu++)
    {
      room->pcp_list[cpu].blocks = room->blocks + n_before;
      for (size_t i = 0; i < room->pcp_list[cpu].n_blocks; i++)
        room->blocks[n_before++] = room->next++;
    }
  assert_true (room->next <= zone->end);
}

static void
fill_hidden_zone (Report      *report,
                  SimZoneType  type,
                  SimPfn       present,
                  SimPfn       managed,
                  uint64_t    *n_free)
{
  size_t n_before = 0;

  if (present == 0)
    return;
  add_zone (report, type, 0, present, managed);

  SimSnapshotZone *zone = &report->zones[report->n_zones - 1];
  Room *room = &report->rooms[report->n_zones - 1];
  uint64_t n_here = MIN (*n_free, managed);

  *n_free -= n_here;
  for (int order = SIM_N_ORDERS - 1; order >= 0; order--)
    {
      add_blocks (room, zone, (unsigned) order, SIM_MOVABLE, n_here >> order, &n_before);
      n_here &= (1u << order) - 1;
    }
  for (unsigned cpu = 0; cpu < 2; cpu++)
    room->pcps[cpu] = (SimSnapshotPcp) { .high = 1, .batch = 1, .lists = room->pcp_list, .n_lists = 0 };
}

/* 6.1 shows no zone above those that the request may have: what the sums tell of them. */
static void
add_hidden_zones (Report *report)
{
  SimZoneType last = report->zones[report->n_zones - 1].type;
  uint64_t n_free = report->n_free, n_rest = report->n_ram, n_reserved = report->n_reserved;
  SimPfn n_high = last == SIM_ZONE_HIGHMEM ? 0 : (SimPfn) report->n_high;

  for (unsigned i = 0; i < report->n_zones; i++)
    {
      n_rest -= report->zones[i].present;
      n_reserved -= report->zones[i].present - report->zones[i].managed;
      for (size_t j = 0; j < report->zones[i].n_lists; j++)
        n_free -= (uint64_t) report->zones[i].lists[j].n_blocks << report->zones[i].lists[j].order;
    }
  if (last == SIM_ZONE_DMA)
    fill_hidden_zone (report, report->snapshot.profile->dma32_end != 0 ? SIM_ZONE_DMA32 : SIM_ZONE_NORMAL, (SimPfn) n_rest - n_high,
                      (SimPfn) (n_rest - n_high - n_reserved), &n_free);
  fill_hidden_zone (report, SIM_ZONE_HIGHMEM, n_high, n_high, &n_free);
}

/* false: not one that can be set up from what it says. */
static bool
read_report (Report *report)
{
  SimSnapshot *snapshot = &report->snapshot;
  const char *last = "";

  report->is_oom = strstr (report->head, "oom-killer") != NULL;
  report->gfp = (uint32_t) g_ascii_strtoull (strstr (report->head, "=0x") != NULL ? strstr (report->head, "=0x") + 1
                                                                                  : strstr (report->head, ":0x") + 1, NULL, 16);
  report->order = (unsigned) field (report->head, report->is_oom ? "order=" : "order:");
  for (guint i = 0; i < report->lines->len; i++)
    {
      const char *line = report->lines->pdata[i];
      unsigned node;
      const char *behind = behind_node (line, &node);

      if (g_str_has_prefix (line, "CPU: "))
        report->cpu = (unsigned) field (line, "CPU: ");
      else if (strstr (line, " free_pcp:") != NULL && line[0] == ' ')
        report->n_free = field (line, " free:");
      else if (strstr (line, " low:") != NULL)
        read_zone (report, behind, node);
      else if (g_str_has_prefix (line, "lowmem_reserve"))
        read_reserve (report, line);
      else if (strstr (line, "*4096kB") != NULL)
        read_blocks (report, behind, node);
      else if (strstr (line, " pages RAM") != NULL)
        report->n_ram = field (line, "");
      else if (strstr (line, " pages HighMem") != NULL)
        report->n_high = field (line, "");
      else if (strstr (line, " pages reserved") != NULL)
        report->n_reserved = field (line, "");
      last = line;
      if (strstr (line, " pages hwpoisoned") != NULL)
        break;
    }
  if (report->n_zones == 0 || strstr (last, " pages ") == NULL)
    return false;
  for (unsigned i = 0; i < report->n_zones; i++)
    report->zones[i].lists = report->rooms[i].lists;
  add_hidden_zones (report);
  for (unsigned i = 0; i < report->n_zones; i++)
    {
      report->zones[i].lists = report->rooms[i].lists;
      report->zones[i].pageblocks = report->rooms[i].pageblocks;
      report->zones[i].pcps = report->rooms[i].pcps;
      snapshot->n_nodes = MAX (snapshot->n_nodes, report->zones[i].node + 1u);
    }
  snapshot->zones = report->zones;
  snapshot->n_zones = report->n_zones;
  snapshot->n_cpus = 2;
  return true;
}

static void
clear_report (Report *report)
{
  for (unsigned i = 0; i < report->n_zones; i++)
    {
      g_free (report->rooms[i].blocks);
      g_free (report->rooms[i].pageblocks);
    }
}

/* --- comparing -------------------------------------------------------------------------------------- */
/* Do the words of `ours` stand in `real`, in their order? any_free: whatever is free. */
static bool
has_words (const char *real,
           const char *ours,
           bool        any_free)
{
  g_auto (GStrv) theirs = g_strsplit (real, " ", -1), words = g_strsplit (ours, " ", -1);
  unsigned i = 0, j = 0;

  for (; words[i] != NULL; i++, j++)
    {
      while (theirs[j] != NULL && strcmp (theirs[j], words[i]) != 0
             && !(any_free && g_str_has_prefix (theirs[j], "free:") && g_str_has_prefix (words[i], "free:")))
        j++;
      if (theirs[j] == NULL)
        return false;
    }
  return true;
}

/* A kernel without cpusets does not name them; "wl" asked where "init" asks here. */
static bool
is_same_head (const char *real,
              const char *ours)
{
  const char *asked = strchr (real, ' '), *cpuset = strstr (ours, ",cpuset=");

  if (asked == NULL || strchr (ours, ' ') == NULL)
    return false;
  if (cpuset != NULL && strstr (real, ",cpuset=") == NULL)
    return strncmp (asked, strchr (ours, ' '), (size_t) (cpuset - strchr (ours, ' '))) == 0;
  return strcmp (asked, strchr (ours, ' ')) == 0;
}

/* --- what differs, and why ---------------------------------------------------------------------------- */
static const struct {
  const char *name, *why;
} known[] = {
  { "d510_128M_fail1/17_frag_order9_kernel_mayfail", "it gave up with blocks that were still HighAtomic; here they are given back before" },
  { "d686_128M_oom/04_oom_constrained_order2", "the request is met here: what the report shows is enough for it" },
  { "d686_128M_oom/05_oom_sysrq_f", "nobody asked for memory: sysrq" },
  { "d686_1G_mem80M_oom/05_oom_sysrq_f", "sysrq" },
  { "damd_256M_oom/05_oom_sysrq_f", "sysrq" },
  { "damd_1G_smp2_fail1/07_order0_softirq_atomic_full", "an interrupt of the idle task, which has a cpuset of its own" },
  { "damd_512M_fail1/07_order0_softirq_atomic_full", "likewise" },
  { "damd_256M_oom/01_oom_anon", "the one that is being killed may be refused" },
  { "damd_768M_numa512-256_oomcg/03_oom_cpuset_node1", "the process is confined to a node" },
  { "damd_768M_numa512-256_oomcg/04_cpuset_node1_order4_kernel", "likewise" },
};
static unsigned n_known;

__attribute__ ((format (printf, 2, 3)))
static void
explain (const char *name,
         const char *format,
         ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  for (size_t i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (name, known[i].name))
      {
        n_known++;
        return;
      }
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fail_msg ("%s: %s", name, text);
}

static void
compare (const char   *name,
         const Report *report,
         const char   *log)
{
  g_auto (GStrv) ours = g_strsplit (log, "\n", -1);
  guint at = 0;

  if (!is_same_head (report->head, ours[0]))
    {
      explain (name, "“%s” is here “%s”", report->head, ours[0]);
      return;
    }
  for (unsigned i = 1; ours[i] != NULL && ours[i][0] != '\0'; i++, at++)
    {
      while (at < report->lines->len && !has_words (report->lines->pdata[at], ours[i], report->counter_lags))
        at++;
      if (at == report->lines->len)
        {
          explain (name, "“%s” has no line “%s”", report->head, ours[i]);
          return;
        }
    }
}

typedef struct {
  unsigned n_reports, n_failures, n_ooms, n_silent, n_unreadable, n_lagging;
} Count;

static void
try (const char *name,
     Report     *report,
     Count      *count)
{
  SimMachine *machine = NULL;
  SimRun run;
  SimPfn pfn;

  report->snapshot.profile = sim_profile_by_id (g_str_has_prefix (name, "d510") ? "5.10-i386" : g_str_has_prefix (name, "dpae") ? "6.1-i386-pae"
                                                : g_str_has_prefix (name, "damd") ? "6.1-x86_64" : "6.1-i386");
  count->n_reports++;
  if (!read_report (report))
    {
      count->n_unreadable++;
      clear_report (report);
      return;
    }
  /* order=-1: sysrq asked for a victim, and nobody for memory. */
  if (strstr (report->head, "order=-1") != NULL)
    {
      explain (name, "“%s”: nobody asked for memory", report->head);
      count->n_silent++;
      clear_report (report);
      return;
    }
  assert_int_equal (sim_machine_restore (&report->snapshot, &machine), SIM_OK);
  sim_run_init (&run, machine, NULL);
  run.cpu = (uint8_t) report->cpu;
  if (strstr (name, "node1") != NULL || strstr (name, "node0") != NULL)
    pfn = sim_alloc_pages_node (&run, strstr (name, "node1") != NULL, report->gfp, (SimOrder) report->order);
  else
    pfn = sim_alloc_pages (&run, report->gfp, (SimOrder) report->order);

  if (pfn != SIM_NO_PFN || sim_log_length (machine) == 0)
    {
      explain (name, "“%s”: here %s", report->head, pfn != SIM_NO_PFN ? "it is met" : "nothing is said");
      count->n_silent++;
    }
  else
    {
      g_autoptr (GString) log = g_string_new (NULL);

      for (size_t i = 0; i < sim_log_length (machine); i++)
        g_string_append_c (log, sim_log_char (machine, i));
      compare (name, report, log->str);
      count->n_lagging += report->counter_lags;
      count->n_failures += !report->is_oom;
      count->n_ooms += report->is_oom;
    }
  sim_machine_free (machine);
  clear_report (report);
}

static void
failed_requests_are_reported_as_real_kernels_report_them (void **unused)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "reports/failures.txt.xz", NULL);
  size_t length;
  g_autofree char *text = sample_text (path, &length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *name = NULL;
  Count count = { 0 };

  for (unsigned i = 0; lines[i] != NULL;)
    if (g_str_has_prefix (lines[i], "==> "))
      name = lines[i++] + 4;
    else if (strstr (lines[i], "page allocation failure") != NULL || strstr (lines[i], "invoked oom-killer") != NULL)
      {
        Report report = { .head = lines[i++], .lines = g_ptr_array_new () };

        while (lines[i] != NULL && !g_str_has_prefix (lines[i], "==> ") && strstr (lines[i], "page allocation failure") == NULL
               && strstr (lines[i], "invoked oom-killer") == NULL)
          g_ptr_array_add (report.lines, lines[i++]);
        try (name, &report, &count);
        g_ptr_array_unref (report.lines);
      }
    else
      i++;
  assert_int_equal (count.n_reports, 237);
  assert_int_equal (count.n_failures, 180);
  assert_int_equal (count.n_ooms, 52);
  assert_int_equal (count.n_silent, 4);
  assert_int_equal (count.n_unreadable, 1);
  assert_int_equal (count.n_lagging, 17);
  assert_int_equal (n_known, G_N_ELEMENTS (known));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (failed_requests_are_reported_as_real_kernels_report_them),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
