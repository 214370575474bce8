/* print-json.c - zones with their lists in list order, in the format of snapshots of a real kernel
 *
 * Leaves out  watermarks, vm_stat, vmalloc: what is not modelled is not printed
 */
#include "cli/print.h"

#include <inttypes.h>

static void
print_list (const SimMachine *machine,
            SimPfn            first,
            GString          *out)
{
  const char *separator = "";

  g_string_append_c (out, '[');
  for (SimPfn pfn = first; pfn != SIM_NO_PFN; pfn = sim_list_next (machine, pfn))
    {
      g_string_append_printf (out, "%s%" PRIu32, separator, pfn);
      separator = ",";
    }
  g_string_append_c (out, ']');
}

static void
print_free_area (const SimMachine *machine,
                 SimZoneId         zone,
                 SimOrder          order,
                 GString          *out)
{
  const char *separator = "";

  g_string_append_printf (out, "{\"order\":%u,\"nr_free\":%" PRIu32 ",\"lists\":{", order, sim_nr_free (machine, zone, order));
  for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
    {
      SimPfn first = sim_list_first (machine, zone, order, (SimMigrateType) type);

      if (first == SIM_NO_PFN)
        continue;
      g_string_append_printf (out, "%s\"%s\":", separator, sim_migrate_name ((SimMigrateType) type));
      print_list (machine, first, out);
      separator = ",";
    }
  g_string_append (out, "}}");
}

static void
print_pcp (const SimMachine *machine,
           SimZoneId         zone,
           unsigned          cpu,
           GString          *out)
{
  SimPcp pcp = sim_pcp (machine, zone, cpu);
  const char *separator = "";

  g_string_append_printf (out,
                          "{\"cpu\":%u,\"count\":%" PRIu32 ",\"high\":%" PRIu32 ",\"batch\":%" PRIu32 ",\"free_factor\":%" PRIu32
                          ",\"lists\":{",
                          cpu, pcp.count, pcp.high, pcp.batch, pcp.free_factor);
  for (unsigned list = 0; list < sim_n_pcp_lists (machine); list++)
    {
      SimPfn first = sim_pcp_list_first (machine, zone, cpu, list);

      if (first == SIM_NO_PFN)
        continue;
      g_string_append_printf (out, "%s\"%s\":", separator, sim_pcp_list_name (machine, list));
      print_list (machine, first, out);
      separator = ",";
    }
  g_string_append (out, "}}");
}

/* One digit for each page block from the one that holds the zone's first frame. */
static void
print_pageblocks (const SimMachine *machine,
                  const SimZone    *zone,
                  GString          *out)
{
  SimPfn block = sim_frames_in (sim_profile (machine)->buddy.pageblock_order);
  SimPfn base = zone->start_pfn / block * block;

  g_string_append_printf (out, ",\"pageblock_base_pfn\":%" PRIu32 "\n,\"pageblock_migratetype\":\"", base);
  for (uint64_t pfn = base; pfn < (uint64_t) zone->start_pfn + zone->spanned; pfn += block)
    g_string_append_printf (out, "%d", (int) sim_pageblock_type (machine, (SimPfn) MAX (pfn, zone->start_pfn)));
  g_string_append_c (out, '"');
}

static void
print_zone (const SimMachine *machine,
            SimZoneId         id,
            GString          *out)
{
  SimZone zone = sim_zone (machine, id);
  unsigned largest = sim_profile (machine)->largest_order;

  g_string_append_printf (out,
                          "{\"name\":\"%s\",\"index\":%u,\"zone_start_pfn\":%" PRIu32 ",\"spanned_pages\":%" PRIu32
                          ",\"present_pages\":%" PRIu32 ",\"managed_pages\":%" PRIu32 "\n,\"free_area\":[\n",
                          zone.name, id, zone.start_pfn, zone.spanned, zone.present, zone.managed);
  for (unsigned order = 0; order <= largest; order++)
    {
      print_free_area (machine, id, (SimOrder) order, out);
      g_string_append (out, order < largest ? ",\n" : "]");
    }
  g_string_append_printf (out, ",\"free_pages_total\":%" PRIu64 "\n,\"pcp\":[", zone.free);
  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    {
      if (cpu > 0)
        g_string_append_c (out, ',');
      print_pcp (machine, id, cpu, out);
    }
  g_string_append_c (out, ']');
  if (sim_profile (machine)->buddy.has_migrate_types)
    print_pageblocks (machine, &zone, out);
  g_string_append_c (out, '}');
}

/* Runs of frames that were never given to the page allocator; holes between RAM as well, as the kernel marks them. */
static void
print_reserved_runs (const SimMachine *machine,
                     GString          *out)
{
  SimPfn end = sim_n_frames (machine), first = 0;
  gboolean is_inside = FALSE;
  const char *separator = "";

  for (SimPfn pfn = 0; pfn <= end; pfn++)
    {
      SimFrameState state = pfn < end ? sim_frame_state (machine, pfn) : SIM_FRAME_FREE;
      gboolean is_reserved = state == SIM_FRAME_HOLE || state == SIM_FRAME_RESERVED || state == SIM_FRAME_KERNEL;

      if (is_reserved && !is_inside)
        first = pfn;
      if (!is_reserved && is_inside)
        {
          g_string_append_printf (out, "%s[%" PRIu32 ",%" PRIu32 "]", separator, first, pfn);
          separator = ",";
        }
      is_inside = is_reserved;
    }
}

void
cli_print_json (Timeline *timeline,
                GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);

  g_string_append_printf (out, "{\"profile\":\"%s\"\n,\"zones\":[\n", sim_profile (machine)->id);
  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    {
      print_zone (machine, (SimZoneId) i, out);
      g_string_append (out, i + 1 < sim_n_zones (machine) ? ",\n" : "]\n");
    }
  cli_print_json_caches (machine, out);
  g_string_append_printf (out, ",\"page_classes\":{\"max_pfn\":%" PRIu32 ",\"reserved_runs\":[", sim_n_frames (machine));
  print_reserved_runs (machine, out);
  g_string_append (out, "]}}\n");
}
