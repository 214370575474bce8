/* address-space.c - where the ranges of the kernel's addresses begin and end
 *
 * Models      arch/x86/include/asm/fixmap.h, cpu_entry_area.h, pgtable_32_areas.h, pgtable_64_types.h; arch/x86/Kconfig: VMSPLIT_*
 * Units       see sim/address-space.h
 *
 * With 32 bits everything is counted downwards from the top: the fixmap's slots, of which each configured CPU adds some, the
 * CPUs' entry areas, the LDT, pkmap, and the end of vmalloc; how much of the RAM is lowmem follows.
 */

#include "sim/rules/mapping/address-space.h"

/* Of 64 bits, with page tables of four levels. */
#define CPU_ENTRY_AREA 0xfffffe0000000000u
#define CPU_ENTRY_END  0xfffffe8000000000u
#define VMEMMAP_SIZE   (1ull << 40)
#define KERNEL_MAP     0xffffffff80000000u
#define KERNEL_MAP_END 0xffffffffc0000000u
#define MODULES_END    0xffffffffff000000u

static unsigned
configured_cpus (const SimMachineSpec *spec)
{
  unsigned n = spec->nr_cpus != 0 ? spec->nr_cpus : spec->profile->nr_cpus;

  return n > spec->cpus ? n : spec->cpus;
}

uint64_t
mapping_page_offset (const SimMachineSpec *spec)
{
  return spec->page_offset != 0 ? spec->page_offset : spec->profile->page_offset;
}

/* With PAE an entry of the first table maps 1 GiB, and users and kernel share none. */
bool
mapping_can_split (const SimMachineSpec *spec)
{
  if (spec->page_offset == 0 || spec->page_offset == spec->profile->page_offset)
    return true;
  if (spec->profile->bits == 64)
    return false;
  if (spec->page_offset == 0xc0000000u || spec->page_offset == 0x80000000u || spec->page_offset == 0x40000000u)
    return true;
  return spec->profile->pmd_shift == 22 && (spec->page_offset == 0xb0000000u || spec->page_offset == 0x78000000u);
}

static uint64_t
slot_address (const SimFixmapRules *rules,
              unsigned              slot)
{
  return rules->top - (uint64_t) slot * SIM_PAGE_SIZE;
}

/* enum fixed_addresses: permanent slots, then the boot's. A distribution's kernel has huge pages, and ACPI's slots. */
static void
lay_out_fixmap (const SimMachineSpec *spec,
                SimAddressSpace      *space)
{
  const SimFixmapRules *rules = &spec->profile->fixmap;
  unsigned slots = rules->first_kmap + rules->per_cpu * space->configured_cpus, first_early;
  unsigned table = 1u << (spec->profile->pmd_shift - SIM_PAGE_SHIFT);

  slots += spec->thp ? rules->n_after_as_distributed : rules->n_after;
  first_early = slots;
  if (rules->early_in_one_table && ((slots ^ (slots + rules->n_early - 1)) & ~(table - 1)) != 0)
    first_early = slots + rules->n_early - (slots & (rules->n_early - 1));

  space->fixaddr_top = rules->top;
  space->fixaddr_start = slot_address (rules, slots);
  space->fixaddr_tot_start = slot_address (rules, first_early + rules->n_early + rules->n_last);
  space->fix_kmap_begin = rules->first_kmap;
  space->fix_kmap_per_cpu = rules->per_cpu;
}

static void
lay_out_below_fixmap (const SimMachineSpec *spec,
                      SimAddressSpace      *space)
{
  const SimFixmapRules *rules = &spec->profile->fixmap;
  uint64_t large = 1ull << spec->profile->pmd_shift, end = space->fixaddr_tot_start;

  space->last_pkmap = spec->profile->pmd_shift == 22 ? 1024 : 512;
  if (rules->entry_pages > 0)
    {
      uint64_t n_pages = (uint64_t) rules->entry_pages * space->configured_cpus + 1;

      space->cpu_entry_area = (end - n_pages * SIM_PAGE_SIZE) & ~(large - 1);
      space->cpu_entry_end = space->cpu_entry_area + n_pages * SIM_PAGE_SIZE;
      space->ldt_base = (space->cpu_entry_area - SIM_PAGE_SIZE) & ~(large - 1);
      space->ldt_end = space->ldt_base + large;
      space->pkmap_base = (space->ldt_base - SIM_PAGE_SIZE) & ~(large - 1);
    }
  else
    space->pkmap_base = (end - (space->last_pkmap + 1ull) * SIM_PAGE_SIZE) & ~(large - 1);
  space->vmalloc_end = space->pkmap_base - 2 * SIM_PAGE_SIZE;
}

uint64_t
mapping_vmalloc_end (const SimMachineSpec *spec)
{
  SimAddressSpace space = { .configured_cpus = configured_cpus (spec) };

  lay_out_fixmap (spec, &space);
  lay_out_below_fixmap (spec, &space);
  return space.vmalloc_end;
}

static void
lay_out_32 (const SimMachineSpec *spec,
            SimAddressSpace      *space)
{
  uint64_t gap = spec->profile->vmalloc_offset;

  lay_out_below_fixmap (spec, space);
  space->vmalloc_start = space->high_memory + gap;
  if (spec->profile->vmalloc_start_is_aligned)
    space->vmalloc_start = (space->high_memory + 2 * gap - 1) & ~(gap - 1);
  space->modules_vaddr = space->vmalloc_start;
  space->modules_end = space->vmalloc_end;
}

static void
lay_out_64 (const SimMachineSpec *spec,
            SimAddressSpace      *space)
{
  space->vmalloc_start = spec->profile->vmalloc_start;
  space->vmalloc_end = spec->profile->vmalloc_end;
  space->vmemmap = spec->profile->vmemmap;
  space->vmemmap_end = space->vmemmap + VMEMMAP_SIZE;
  space->cpu_entry_area = CPU_ENTRY_AREA;
  space->cpu_entry_end = CPU_ENTRY_END;
  space->image = KERNEL_MAP;
  space->image_end = KERNEL_MAP_END;
  space->modules_vaddr = KERNEL_MAP_END;
  space->modules_end = MODULES_END;
}

void
mapping_lay_out (const SimMachineSpec *spec,
                 SimPfn                lowmem_end,
                 SimAddressSpace      *space)
{
  *space = (SimAddressSpace) {
    .page_offset = mapping_page_offset (spec),
    .configured_cpus = configured_cpus (spec),
  };
  space->high_memory = space->page_offset + ((uint64_t) lowmem_end << SIM_PAGE_SHIFT);
  lay_out_fixmap (spec, space);
  if (spec->profile->bits == 64)
    lay_out_64 (spec, space);
  else
    lay_out_32 (spec, space);
}
