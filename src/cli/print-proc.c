/* print-proc.c - /proc/buddyinfo and /proc/pagetypeinfo of the simulated kernel
 *
 * Models  mm/vmstat.c: frag_show_print (), pagetypeinfo_showfree_print (), pagetypeinfo_showblockcount_print ()
 */
#include "cli/print.h"

#include <glib/gi18n.h>
#include <inttypes.h>

/* The kernel counts no further than this in pagetypeinfo, and says so with a ">". */
#define MOST_COUNTED 100000

const CliPrint cli_prints[] = {
  { "buddyinfo", N_("/proc/buddyinfo: free blocks of each zone and order"), cli_print_buddyinfo },
  { "zoneinfo", N_("/proc/zoneinfo: marks, reserves and per-CPU limits of each zone"), cli_print_zoneinfo },
  { "meminfo", N_("/proc/meminfo: what there is, and what is free"), cli_print_meminfo },
  { "pagetypeinfo", N_("/proc/pagetypeinfo: the same for each migrate type"), cli_print_pagetypeinfo },
  { "slabinfo", N_("/proc/slabinfo: the caches of objects"), cli_print_slabinfo },
  { "vmallocinfo", N_("/proc/vmallocinfo: the areas of vmalloc and ioremap"), cli_print_vmallocinfo },
  { "layout", N_("what the boot log says of the kernel's addresses: lowmem, vmalloc, pkmap, fixmap"), cli_print_layout },
  { "events", N_("one line an event, as a kmem trace has it"), cli_print_events },
  { "json", N_("zones, free lists and per-CPU lists in list order"), cli_print_json },
  { NULL, NULL, NULL }
};

void
cli_print_buddyinfo (Timeline *timeline,
                     GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);
  unsigned largest = sim_profile (machine)->largest_order;

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    {
      g_string_append_printf (out, "Node %u, zone %8s ", sim_zone (machine, (SimZoneId) i).node, sim_zone (machine, (SimZoneId) i).name);
      for (unsigned order = 0; order <= largest; order++)
        g_string_append_printf (out, "%6" PRIu32 " ", sim_nr_free (machine, (SimZoneId) i, (SimOrder) order));
      g_string_append_c (out, '\n');
    }
}

/* --- pagetypeinfo --------------------------------------------------------------------------- */

static void
print_free_of_zone (const SimMachine *machine,
                    SimZoneId         zone,
                    GString          *out)
{
  unsigned largest = sim_profile (machine)->largest_order;

  for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
    {
      g_string_append_printf (out, "Node %4u, zone %8s, type %12s ", sim_zone (machine, zone).node, sim_zone (machine, zone).name,
                              sim_migrate_name ((SimMigrateType) type));
      for (unsigned order = 0; order <= largest; order++)
        {
          uint32_t n = sim_list_length (machine, zone, (SimOrder) order, (SimMigrateType) type);

          g_string_append_printf (out, "%s%6" PRIu32 " ", n > MOST_COUNTED ? ">" : "", MIN (n, MOST_COUNTED));
        }
      g_string_append_c (out, '\n');
    }
}

/* The kernel walks from the zone's first frame in strides of a page block, as is done here. */
static void
print_blocks_of_zone (const SimMachine *machine,
                      SimZoneId         id,
                      GString          *out)
{
  SimZone zone = sim_zone (machine, id);
  SimPfn stride = sim_frames_in (sim_profile (machine)->buddy.pageblock_order);
  uint32_t counts[SIM_N_MIGRATE_TYPES] = { 0 };

  for (uint64_t pfn = zone.start_pfn; pfn < (uint64_t) zone.start_pfn + zone.spanned; pfn += stride)
    if (sim_zone_of (machine, (SimPfn) pfn) == id)
      counts[sim_pageblock_type (machine, (SimPfn) pfn)]++;

  g_string_append_printf (out, "Node %u, zone %8s ", zone.node, zone.name);
  for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
    g_string_append_printf (out, "%12" PRIu32 " ", counts[type]);
  g_string_append_c (out, '\n');
}

void
cli_print_pagetypeinfo (Timeline *timeline,
                        GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);
  const SimProfile *profile = sim_profile (machine);

  if (!profile->buddy.has_migrate_types)
    return;

  g_string_append_printf (out, "Page block order: %d\n", profile->buddy.pageblock_order);
  g_string_append_printf (out, "Pages per block:  %" PRIu32 "\n\n", sim_frames_in (profile->buddy.pageblock_order));
  g_string_append_printf (out, "%-43s ", "Free pages count per migrate type at order");
  for (unsigned order = 0; order <= profile->largest_order; order++)
    g_string_append_printf (out, "%6u ", order);
  g_string_append_c (out, '\n');
  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    print_free_of_zone (machine, (SimZoneId) i, out);

  g_string_append_printf (out, "\n%-23s", "Number of blocks type ");
  for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
    g_string_append_printf (out, "%12s ", sim_migrate_name ((SimMigrateType) type));
  g_string_append_c (out, '\n');
  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    print_blocks_of_zone (machine, (SimZoneId) i, out);
}
