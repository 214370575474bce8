/* machine-restore.c - see snapshot.h: a machine that stands where a real kernel stood */

#include "sim/rules/boot/boot.h"
#include "sim/rules/mapping/address-space.h"

#include <string.h>

/* What is beyond has no logical address. */
static SimPfn
lowmem_end_of (const SimSnapshot *snapshot)
{
  SimPfn end = 0;

  for (size_t i = 0; i < snapshot->n_zones; i++)
    if (snapshot->zones[i].type < SIM_ZONE_HIGHMEM)
      end = snapshot->zones[i].end;
  return end;
}

static void
lay_out (const SimSnapshot *snapshot,
         SimLayout         *layout)
{
  bool has_memory[SIM_MAX_ZONES] = { false };

  layout->profile = snapshot->profile;
  layout->n_nodes = snapshot->n_nodes > 0 ? snapshot->n_nodes : 1;
  layout->n_cpus = snapshot->n_cpus;
  memcpy (layout->node_of_cpu, snapshot->node_of_cpu, sizeof layout->node_of_cpu);
  layout->has_pcp = true;
  layout->has_thp = snapshot->has_thp;
  layout->n_zones = (unsigned) snapshot->n_zones;
  layout->lowmem_end = snapshot->profile->lowmem_rule == SIM_LOWMEM_ALL ? SIM_NO_PFN : lowmem_end_of (snapshot);
  layout->mem_map = snapshot->profile->vmemmap;
  layout->rodata_end = snapshot->profile->rodata_end;
  layout->bss_first = snapshot->profile->bss_first;
  for (unsigned i = 0; i < snapshot->n_zones; i++)
    {
      const SimSnapshotZone *zone = &snapshot->zones[i];

      layout->zones[i] = (SimZoneBounds) {
        .type = zone->type, .node = zone->node, .start = zone->start, .end = zone->end, .present = zone->present,
      };
      layout->ram[i] = (SimFrameRange) { zone->start, zone->end };
      layout->n_ram++;
      layout->n_frames = zone->end;
      has_memory[i] = zone->managed > 0;
    }
  mapping_lay_out (&(SimMachineSpec) { .profile = snapshot->profile, .cpus = snapshot->n_cpus, .thp = snapshot->has_thp },
                   layout->lowmem_end < layout->n_frames ? layout->lowmem_end : layout->n_frames, &layout->space);
  layout->n_nodes = layout->n_nodes < SIM_MAX_NODES ? layout->n_nodes : SIM_MAX_NODES;
  boot_requests (layout, has_memory);
}

SimStatus
sim_machine_restore (const SimSnapshot *snapshot,
                     SimMachine       **machine)
{
  SimFrameRange ram[SIM_MAX_ZONES];
  SimLayout layout = { .ram = ram };

  lay_out (snapshot, &layout);
  *machine = sim_machine_build (&layout);
  if (*machine == NULL)
    return SIM_NO_HOST_MEMORY;

  sim_machine_place (*machine, snapshot);
  for (unsigned zone = 0; zone < snapshot->n_zones; zone++)
    sim_machine_set_limits (*machine, (SimZoneId) zone, &snapshot->zones[zone].limits);
  return SIM_OK;
}
