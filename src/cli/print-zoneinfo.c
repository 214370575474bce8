/* print-zoneinfo.c - /proc/zoneinfo and /proc/meminfo of the simulated kernel
 *
 * Models  mm/vmstat.c: zoneinfo_show_print(), calculate_normal_threshold(); fs/proc/meminfo.c:
 *         meminfo_proc_show(); mm/page_alloc.c: calculate_totalreserve_pages(), si_mem_available()
 * Leaves out  pages that somebody uses are not told apart yet: what counts them is 0
 */
#include "cli/print.h"

#include <inttypes.h>
#include <string.h>

#include "cli/proc-words.h"

/* --- zoneinfo ------------------------------------------------------------------------------- */

static unsigned
last_bit (uint64_t value)
{
  unsigned n = 0;

  for (; value != 0; value >>= 1)
    n++;
  return n;
}

/* How far the counters of a CPU may be off before they are added up. */
static unsigned
stat_threshold (const SimMachine *machine,
                const SimZone    *zone)
{
  unsigned threshold = 2 * last_bit (sim_n_cpus (machine)) * (1 + last_bit (zone->managed >> (27 - SIM_PAGE_SHIFT)));

  return MIN (threshold, 125);
}

static void
print_stats (const char *names,
             uint64_t    n_free,
             const char *indent,
             GString    *out)
{
  g_auto (GStrv) each = g_strsplit (names, " ", -1);

  for (unsigned i = 0; each[i] != NULL; i++)
    g_string_append_printf (out, "\n%s%-12s %" PRIu64, indent, each[i], strcmp (each[i], "nr_free_pages") == 0 ? n_free : 0);
}

static void
print_protection (const SimMachine    *machine,
                  const SimZoneLimits *limits,
                  GString             *out)
{
  const SimProfile *profile = sim_profile (machine);
  bool has_device = profile->bits == 64;

  g_string_append (out, "\n        protection: (");
  for (unsigned i = 0; i < profile->n_zone_types; i++)
    g_string_append_printf (out, "%s%" PRIu32, i > 0 ? ", " : "", limits->reserve[profile->zone_types[i]]);
  /* ZONE_DEVICE is the highest, and has nothing of its own. */
  if (has_device && profile->n_zone_types > 0)
    g_string_append_printf (out, ", %" PRIu32, limits->reserve[profile->zone_types[profile->n_zone_types - 1]]);
  g_string_append (out, ")");
}

static void
print_marks (const ProcWords     *words,
             uint64_t             n_free,
             const SimZoneLimits *limits,
             GString             *out)
{
  g_string_append_printf (out, "\n  pages free     %" PRIu64, n_free);
  if (words->has_boost)
    g_string_append_printf (out, "\n        boost    %" PRIu32, limits->boost);
  g_string_append_printf (out, "\n        min      %" PRIu32 "\n        low      %" PRIu32 "\n        high     %" PRIu32,
                          limits->min + limits->boost, limits->low + limits->boost, limits->high + limits->boost);
}

static void
print_pagesets (const SimMachine *machine,
                const ProcWords  *words,
                SimZoneId         id,
                const SimZone    *zone,
                GString          *out)
{
  g_string_append (out, "\n  pagesets");
  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    {
      SimPcp pcp = sim_n_pcp_lists (machine) > 0 ? sim_pcp (machine, id, cpu) : (SimPcp) { .batch = 1 };

      g_string_append_printf (out, "\n    cpu: %u\n              count: %" PRIu32 "\n              high:  %" PRIu32
                              "\n              batch: %" PRIu32, cpu, pcp.count, pcp.high, pcp.batch);
      if (words->is_smp || sim_n_cpus (machine) > 1)
        g_string_append_printf (out, "\n  vm stats threshold: %u", stat_threshold (machine, zone));
    }
}

static void
print_zone (const SimMachine *machine,
            const ProcWords  *words,
            SimZoneId         id,
            bool              is_first,
            GString          *out)
{
  SimZone zone = sim_zone (machine, id);

  g_string_append_printf (out, "Node %u, zone %8s", zone.node, zone.name);
  if (is_first && words->node_stats != NULL)
    {
      g_string_append (out, "\n  per-node stats");
      print_stats (words->node_stats, 0, "      ", out);
    }

  print_marks (words, zone.free, &zone.limits, out);
  if (words->is_old_zoneinfo)
    g_string_append_printf (out, "\n        scanned  0\n        spanned  %" PRIu32 "\n        present  %" PRIu32, zone.spanned,
                            zone.present);
  else
    g_string_append_printf (out, "\n        spanned  %" PRIu32 "\n        present  %" PRIu32 "\n        managed  %" PRIu32,
                            zone.spanned, zone.present, zone.managed);
  if (words->has_cma)
    g_string_append (out, "\n        cma      0");
  if (!words->is_old_zoneinfo)
    print_protection (machine, &zone.limits, out);
  print_stats (words->zone_stats, zone.free, words->is_old_zoneinfo ? "    " : "      ", out);
  if (words->is_old_zoneinfo)
    print_protection (machine, &zone.limits, out);
  print_pagesets (machine, words, id, &zone, out);
  if (words->is_old_zoneinfo)
    g_string_append_printf (out, "\n  all_unreclaimable: 0\n  start_pfn:         %" PRIu32 "\n  inactive_ratio:    1\n", zone.start_pfn);
  else
    g_string_append_printf (out, "\n  node_unreclaimable:  0\n  start_pfn:           %" PRIu32 "\n", zone.start_pfn);
}

/* is_highmem (): the zone of what can be moved takes its frames from the highest one there is. */
static bool
would_be_high (const SimMachine *machine,
               SimZoneType       type)
{
  if (type == SIM_ZONE_MOVABLE)
    return sim_zone_named (machine, sim_zone_type_name (SIM_ZONE_HIGHMEM)) != SIM_NO_ZONE;
  return type == SIM_ZONE_HIGHMEM;
}

/* A zone that the kernel is configured with and the machine has not. Of high memory the mark has a least. */
static void
print_empty_zone (const SimMachine *machine,
                  const ProcWords  *words,
                  unsigned          node,
                  SimZoneType       type,
                  GString          *out)
{
  uint32_t mark = would_be_high (machine, type) ? 32 : 0;
  SimZoneLimits limits = { .min = mark, .low = mark, .high = mark };

  g_string_append_printf (out, "Node %u, zone %8s", node, sim_zone_type_name (type));
  print_marks (words, 0, &limits, out);
  g_string_append (out, "\n        spanned  0\n        present  0\n        managed  0");
  if (words->has_cma)
    g_string_append (out, "\n        cma      0");
  print_protection (machine, &limits, out);
  g_string_append_c (out, '\n');
}

static SimZoneId
zone_of_type (const SimMachine *machine,
              unsigned          node,
              SimZoneType       type)
{
  for (SimZoneId id = 0; id < sim_n_zones (machine); id++)
    if (sim_zone_type (machine, id) == type && sim_zone (machine, id).node == node)
      return id;
  return SIM_NO_ZONE;
}

void
cli_print_zoneinfo (Timeline *timeline,
                    GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);
  const SimProfile *profile = sim_profile (machine);
  const ProcWords *words = proc_words_of (profile);

  if (words == NULL || words->zone_stats == NULL)
    return;
  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    {
      bool is_first = true;

      for (unsigned i = 0; i < profile->n_zone_types; i++)
        {
          SimZoneId id = zone_of_type (machine, node, profile->zone_types[i]);

          if (id != SIM_NO_ZONE)
            {
              print_zone (machine, words, id, is_first, out);
              is_first = false;
            }
          else if (!words->is_old_zoneinfo)
            print_empty_zone (machine, words, node, profile->zone_types[i], out);
        }
    }
}

/* --- meminfo -------------------------------------------------------------------------------- */

typedef struct {
  uint64_t total, free;           /* frames */
  uint64_t high_total, high_free;
  uint64_t kept;                  /* what no user may have: totalreserve_pages */
} Totals;

static Totals
add_up (const SimMachine *machine)
{
  Totals totals = { 0 };

  for (SimZoneId id = 0; id < sim_n_zones (machine); id++)
    {
      SimZone zone = sim_zone (machine, id);
      uint64_t most = 0;

      for (unsigned type = zone.type; type < SIM_N_ZONE_TYPES; type++)
        most = MAX (most, zone.limits.reserve[type]);
      totals.kept += MIN (most + zone.limits.high + zone.limits.boost, zone.managed);
      totals.total += zone.managed;
      totals.free += zone.free;
      if (zone.type >= SIM_ZONE_HIGHMEM)
        {
          totals.high_total += zone.managed;
          totals.high_free += zone.free;
        }
    }
  return totals;
}

static uint64_t
vmalloc_kbytes (const SimMachine *machine)
{
  return (sim_address_space (machine)->vmalloc_end - sim_address_space (machine)->vmalloc_start) >> 10;
}

static uint64_t
meminfo_value (const SimMachine *machine,
               const Totals     *totals,
               const char       *name)
{
  const unsigned kbytes = SIM_PAGE_SIZE / 1024;
  const struct {
    const char *name;
    uint64_t    value;
  } known[] = {
    { "MemTotal", totals->total * kbytes },
    { "MemFree", totals->free * kbytes },
    { "MemAvailable", (totals->free > totals->kept ? totals->free - totals->kept : 0) * kbytes },
    { "HighTotal", totals->high_total * kbytes },
    { "HighFree", totals->high_free * kbytes },
    { "LowTotal", (totals->total - totals->high_total) * kbytes },
    { "LowFree", (totals->free - totals->high_free) * kbytes },
    { "CommitLimit", totals->total / 2 * kbytes },
    { "VmallocTotal", vmalloc_kbytes (machine) },
    { "Hugepagesize", (uint64_t) kbytes << sim_profile (machine)->buddy.pageblock_order },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, name) == 0)
      return known[i].value;
  return 0;
}

void
cli_print_meminfo (Timeline *timeline,
                   GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);
  const ProcWords *words = proc_words_of (sim_profile (machine));
  Totals totals = add_up (machine);
  g_auto (GStrv) names = NULL;

  if (words == NULL)
    return;
  names = g_strsplit (words->meminfo, " ", -1);
  for (unsigned i = 0; names[i] != NULL; i++)
    {
      g_autofree char *label = g_strconcat (names[i], ":", NULL);

      g_string_append_printf (out, "%-*s%8" PRIu64 "%s\n", words->meminfo_width, label, meminfo_value (machine, &totals, names[i]),
                              g_str_has_prefix (names[i], "HugePages_") ? "" : " kB");
    }
}
