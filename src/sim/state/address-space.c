/* address-space.c - see sim/address-space.h */

#include "sim/state/access.h"

#define ISA_END 0x100000u
/* The start of the other CPUs in real mode: the highest pages of low memory, of which the first hold code. */
#define REAL_MODE_PAGES 4
#define REAL_MODE_READ_ONLY 2
/* idt_table is the fifth page of what begins as 0. */
#define IDT_PAGE 4

const SimAddressSpace *
sim_address_space (const SimMachine *machine)
{
  return &machine->space;
}

const char *
sim_address_range_name (SimAddressRangeKind kind)
{
  static const char *const names[SIM_N_ADDRESS_RANGES] = {
    [SIM_RANGE_OF_DIRECT_MAP] = "lowmem",
    [SIM_RANGE_OF_HOLE] = "hole",
    [SIM_RANGE_OF_VMALLOC] = "vmalloc",
    [SIM_RANGE_OF_PKMAP] = "pkmap",
    [SIM_RANGE_OF_LDT] = "LDT",
    [SIM_RANGE_OF_CPU_ENTRY] = "cpu_entry",
    [SIM_RANGE_OF_EARLY_FIXMAP] = "early fixmap",
    [SIM_RANGE_OF_FIXMAP] = "fixmap",
    [SIM_RANGE_OF_VMEMMAP] = "vmemmap",
    [SIM_RANGE_OF_IMAGE] = ".text",
    [SIM_RANGE_OF_MODULES] = "modules",
  };

  return names[kind];
}

/* VMALLOC_END of 64 bits is the last address, not the one behind. */
static uint64_t
page_behind (uint64_t address)
{
  return (address + SIM_PAGE_SIZE - 1) & ~(uint64_t) (SIM_PAGE_SIZE - 1);
}

unsigned
sim_address_ranges (const SimMachine *machine,
                    SimAddressRange   ranges[SIM_MOST_ADDRESS_RANGES])
{
  const SimAddressSpace *space = &machine->space;
  uint64_t last = machine->profile->bits == 32 ? 1ull << 32 : 0, reached = space->page_offset;
  const SimAddressRange known[] = {
    { SIM_RANGE_OF_DIRECT_MAP, space->page_offset, space->high_memory },
    { SIM_RANGE_OF_VMALLOC, space->vmalloc_start, page_behind (space->vmalloc_end) },
    { SIM_RANGE_OF_VMEMMAP, space->vmemmap, space->vmemmap_end },
    { SIM_RANGE_OF_PKMAP, space->pkmap_base, space->pkmap_base + (uint64_t) space->last_pkmap * SIM_PAGE_SIZE },
    { SIM_RANGE_OF_LDT, space->ldt_base, space->ldt_end },
    { SIM_RANGE_OF_CPU_ENTRY, space->cpu_entry_area, space->cpu_entry_end },
    { SIM_RANGE_OF_IMAGE, space->image, space->image_end },
    { SIM_RANGE_OF_MODULES, space->image != 0 ? space->modules_vaddr : 0, space->modules_end },
    { SIM_RANGE_OF_EARLY_FIXMAP, space->fixaddr_tot_start + SIM_PAGE_SIZE, space->fixaddr_start + SIM_PAGE_SIZE },
    { SIM_RANGE_OF_FIXMAP, space->fixaddr_start + SIM_PAGE_SIZE, space->fixaddr_top + SIM_PAGE_SIZE },
  };
  unsigned n = 0;

  for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
    {
      if (known[i].first == 0)
        continue;
      if (known[i].first > reached)
        ranges[n++] = (SimAddressRange) { SIM_RANGE_OF_HOLE, reached, known[i].first };
      ranges[n++] = known[i];
      reached = known[i].end;
    }
  if (reached != last)
    ranges[n++] = (SimAddressRange) { SIM_RANGE_OF_HOLE, reached, last };
  return n;
}

bool
sim_address_range_at (const SimMachine *machine,
                      uint64_t          address,
                      SimAddressRange  *range)
{
  SimAddressRange ranges[SIM_MOST_ADDRESS_RANGES];
  unsigned n = sim_address_ranges (machine, ranges);

  for (unsigned i = 0; i < n; i++)
    if (address >= ranges[i].first && (address < ranges[i].end || ranges[i].end == 0))
      {
        *range = ranges[i];
        return true;
      }
  return false;
}

/* --- the direct map ------------------------------------------------------------------------ */
static bool
is_within (uint64_t address,
           uint64_t first,
           uint64_t end)
{
  return address >= first && address < end;
}

/* What ISA may have is mapped whatever it is. */
static bool
is_mapped (const SimMachine *machine,
           SimPfn            pfn)
{
  return pfn < machine->lowmem_end
         && (pfn < ISA_END >> SIM_PAGE_SHIFT || sim_frame_state (machine, pfn) != SIM_FRAME_HOLE);
}

static uint64_t
real_mode_first (const SimMachine *machine)
{
  SimPfn end = ISA_END >> SIM_PAGE_SHIFT;

  while (end > REAL_MODE_PAGES && (end > machine->n_frames || sim_frame_state (machine, end - 1) == SIM_FRAME_HOLE))
    end--;
  return (uint64_t) (end - REAL_MODE_PAGES) << SIM_PAGE_SHIFT;
}

/* mark_rodata_ro (), set_real_mode_permissions (), idt_setup_apic_and_irq_gates () */
static bool
is_writable (const SimMachine *machine,
             uint64_t          physical)
{
  uint64_t real_mode, idt = machine->bss_first + IDT_PAGE * SIM_PAGE_SIZE;

  if (!machine->profile->protects_rodata)
    return true;
  if (physical < ISA_END)
    {
      real_mode = real_mode_first (machine);
      return !is_within (physical, real_mode, real_mode + REAL_MODE_READ_ONLY * SIM_PAGE_SIZE);
    }
  return !is_within (physical, machine->profile->kernel_first, machine->rodata_end) && !is_within (physical, idt, idt + SIM_PAGE_SIZE);
}

static bool
is_cut_by (uint64_t first,
           uint64_t end,
           uint64_t place)
{
  return place > first && place < end;
}

/* All of it is RAM and may be used alike; what is cut once stays cut. 2.6.11 maps beyond the end of lowmem. */
static bool
is_one_large_page (const SimMachine *machine,
                   uint64_t          first,
                   uint64_t          end)
{
  uint64_t idt = machine->bss_first + IDT_PAGE * SIM_PAGE_SIZE;

  if (machine->profile->maps_first_large)
    return first >> SIM_PAGE_SHIFT < machine->lowmem_end;
  if (first < ISA_END)
    return false;
  for (SimPfn pfn = (SimPfn) (first >> SIM_PAGE_SHIFT); pfn < end >> SIM_PAGE_SHIFT; pfn++)
    if (!is_mapped (machine, pfn))
      return false;
  return !machine->profile->protects_rodata
         || !(is_cut_by (first, end, machine->profile->kernel_first) || is_cut_by (first, end, machine->rodata_end)
              || is_within (idt, first, end));
}

static SimDirectRun
direct_page (const SimMachine *machine,
             uint64_t          physical)
{
  uint64_t large = 1ull << machine->profile->pmd_shift, first = physical & ~(large - 1);
  SimDirectRun run = { .has_table = true };

  if (is_one_large_page (machine, first, first + large))
    return (SimDirectRun) {
      .first = first, .end = first + large, .is_mapped = true, .is_large = true, .is_writable = is_writable (machine, first),
    };

  run.first = physical & ~(uint64_t) (SIM_PAGE_SIZE - 1);
  run.end = run.first + SIM_PAGE_SIZE;
  run.is_mapped = is_mapped (machine, (SimPfn) (physical >> SIM_PAGE_SHIFT));
  run.is_writable = run.is_mapped && is_writable (machine, run.first);
  if (!run.is_mapped)
    {
      bool any = false;

      for (SimPfn pfn = (SimPfn) (first >> SIM_PAGE_SHIFT); pfn < (first + large) >> SIM_PAGE_SHIFT && !any; pfn++)
        any = is_mapped (machine, pfn);
      if (!any)
        return (SimDirectRun) { .first = first, .end = first + large };
    }
  return run;
}

static bool
is_alike (const SimDirectRun *a,
          const SimDirectRun *b)
{
  return a->is_mapped == b->is_mapped && a->has_table == b->has_table && a->is_large == b->is_large && a->is_writable == b->is_writable;
}

SimDirectRun
sim_direct_run (const SimMachine *machine,
                uint64_t          address)
{
  uint64_t offset = machine->space.page_offset, large = 1ull << machine->profile->pmd_shift;
  uint64_t end = (machine->space.high_memory - offset + large - 1) & ~(large - 1);
  SimDirectRun run = direct_page (machine, address - offset), next;

  while (run.end < end && (next = direct_page (machine, run.end), is_alike (&run, &next)))
    run.end = next.end;
  while (run.first > 0 && (next = direct_page (machine, run.first - 1), is_alike (&run, &next)))
    run.first = next.first;
  run.first += offset;
  run.end += offset;
  return run;
}
