/* layout.h - what the boot found out about a machine, before there are tables
 *
 * Frames and zones of a machine to be built; made by rules/boot/, turned into tables by state/.
 */
#pragma once

#include "sim/snapshot.h"
#include "sim/state/tables.h"

typedef struct {
  SimPfn first, end;
} SimFrameRange;

typedef struct {
  const SimProfile *profile;
  SimPfn         n_frames;
  SimPfn         lowmem_end;
  unsigned       n_nodes;
  unsigned       n_zones;
  SimZoneBounds  zones[SIM_MAX_ZONES];
  SimRequest     requests[SIM_N_ZONELISTS][SIM_N_REQUESTS];
  unsigned       n_cpus;
  uint8_t        node_of_cpu[SIM_MAX_CPUS];
  bool           has_pcp;
  bool           counts_preemption;
  bool           has_thp;
  uint64_t       mem_map;
  SimAddressSpace space;
  uint64_t       rodata_end, bss_first;
  uint64_t       seed;
  SimFrameRange *ram;             /* frames that are RAM, ascending; owned */
  size_t         n_ram;
} SimLayout;

/* Every frame of RAM is then reserved, every list empty. NULL: no host memory. */
SimMachine *sim_machine_build (const SimLayout *layout);
/* Frames that no list of the snapshot has are then handed out. */
void        sim_machine_place (SimMachine *machine, const SimSnapshot *snapshot);
/* Before anything has happened to the machine; later by events. */
void        sim_machine_set_limits (SimMachine *machine, SimZoneId zone, const SimZoneLimits *limits);
