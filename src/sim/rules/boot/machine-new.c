/* machine-new.c - see machine.h */

#include "sim/rules/boot/boot.h"
#include "sim/rules/objects/slab.h"

#include <stdlib.h>

void
sim_machine_spec_init (SimMachineSpec   *spec,
                       const SimProfile *profile)
{
  *spec = (SimMachineSpec) {
    .profile = profile,
    .ram = 64u << 20,
    .cpus = 1,
    .nodes = 1,
    .pcp = true,
    .thp = profile->thp,
    .highmem = UINT64_MAX,
    .min_free_kbytes = UINT64_MAX,
  };
}

/* A zone none of whose frames come to the page allocator is on no zonelist. */
static void
find_zones_with_memory (const SimLayout *layout,
                        const SimRanges *reserved,
                        bool            *has_memory)
{
  for (unsigned zone = 0; zone < layout->n_zones; zone++)
    {
      has_memory[zone] = false;
      for (size_t i = 0; i < layout->n_ram && !has_memory[zone]; i++)
        {
          SimPfn first = layout->ram[i].first, end = layout->ram[i].end;

          first = first > layout->zones[zone].start ? first : layout->zones[zone].start;
          end = end < layout->zones[zone].end ? end : layout->zones[zone].end;
          for (SimPfn pfn = first; pfn < end && !has_memory[zone];)
            {
              SimPfn next = pfn;

              for (size_t r = 0; r < reserved->n; r++)
                if (reserved->ranges[r].first < ((uint64_t) pfn + 1) << SIM_PAGE_SHIFT
                    && reserved->ranges[r].end > (uint64_t) pfn << SIM_PAGE_SHIFT)
                  next = (SimPfn) ((reserved->ranges[r].end + SIM_PAGE_SIZE - 1) >> SIM_PAGE_SHIFT);
              has_memory[zone] = next == pfn;
              pfn = next > pfn ? next : pfn + 1;
            }
        }
    }
}

static SimStatus
make (const SimMachineSpec *spec,
      const SimRanges      *memory,
      SimLayout            *layout,
      SimMachine          **machine,
      SimComplaint         *complaint)
{
  SimRanges reserved = { 0 };
  bool has_memory[SIM_MAX_ZONES];
  SimRun run;
  SimStatus status = boot_reserved (spec, memory, layout, &reserved, complaint);

  if (status != SIM_OK)
    return status;

  find_zones_with_memory (layout, &reserved, has_memory);
  boot_requests (layout, has_memory);
  *machine = sim_machine_build (layout);
  if (*machine != NULL)
    {
      sim_run_init (&run, *machine, NULL);
      /* 2.6.11 hands over through lists that have their limits already. */
      boot_set_limits (*machine, spec->min_free_kbytes);
      boot_hand_over (&run, memory, &reserved);
      boot_set_limits (*machine, spec->min_free_kbytes);
      if (spec->idle)
        slab_boot (&run, spec->slub ? SIM_ALLOCATOR_SLUB : SIM_ALLOCATOR_SLAB, spec->slab_debug);
    }
  ranges_clear (&reserved);
  return *machine != NULL ? SIM_OK : SIM_NO_HOST_MEMORY;
}

SimStatus
sim_machine_new (const SimMachineSpec *spec,
                 SimMachine          **machine,
                 SimComplaint         *complaint)
{
  SimRanges memory = { 0 };
  SimLayout layout = { 0 };
  SimComplaint ignored;
  SimStatus status;

  *machine = NULL;
  if (complaint == NULL)
    complaint = &ignored;
  *complaint = (SimComplaint) { 0 };
  if (spec->cpus < 1 || spec->cpus > SIM_MAX_CPUS)
    {
      *complaint = (SimComplaint) { SIM_COMPLAINT_CPUS, 0, spec->cpus, SIM_MAX_CPUS };
      return SIM_BAD_SPEC;
    }

  status = memory_map_to_memblock (spec, &memory, complaint);
  if (status == SIM_OK)
    status = boot_layout (spec, &memory, &layout, complaint);
  if (status == SIM_OK)
    status = make (spec, &memory, &layout, machine, complaint);
  free (layout.ram);
  ranges_clear (&memory);
  return status;
}
