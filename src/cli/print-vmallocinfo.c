/* print-vmallocinfo.c - /proc/vmallocinfo of the simulated kernel
 *
 * Models      mm/vmalloc.c: s_show (), show_purge_info ()
 * Leaves out  who asked for an area: what a kernel prints is a place in its own code
 */
#include "cli/print.h"

#include <inttypes.h>

static void
print_addresses (const SimMachine *machine,
                 const SimArea    *area,
                 GString          *out)
{
  int width = sim_profile (machine)->bits / 4;

  g_string_append_printf (out, "0x%0*" PRIx64 "-0x%0*" PRIx64 " %7" PRIu64, width, area->first, width, area->end, area->end - area->first);
}

/* phys_addr_t has 64 bits with PAE too. */
static void
print_area (const SimMachine *machine,
            const SimArea    *area,
            GString          *out)
{
  print_addresses (machine, area, out);
  if (area->kind == SIM_AREA_VMALLOC)
    g_string_append_printf (out, " pages=%" PRIu32, area->n_pages);
  if (area->kind == SIM_AREA_IOREMAP)
    g_string_append_printf (out, " phys=0x%0*" PRIx64, sim_profile (machine)->largest_physical > UINT64_C (1) << 32 ? 16 : 8, area->physical);
  g_string_append_printf (out, " %s\n", sim_area_kind_name (area->kind));
}

void
cli_print_vmallocinfo (Timeline *timeline,
                       GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);

  for (SimAreaId id = sim_area_first (machine, SIM_AREA_VMALLOC); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    {
      SimArea area = sim_area (machine, id);

      print_area (machine, &area, out);
    }
  for (SimAreaId id = sim_area_first (machine, SIM_AREA_LAZY); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    {
      SimArea area = sim_area (machine, id);

      print_addresses (machine, &area, out);
      g_string_append (out, " unpurged vm_area\n");
    }
}
