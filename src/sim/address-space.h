/* address-space.h - the kernel's part of the virtual addresses: which range is for what, and what the direct map is made of
 *
 * Models      arch/x86/include/asm/pgtable_32_areas.h, pgtable_64_types.h, fixmap.h, cpu_entry_area.h; what init_memory_mapping ()
 *             of arch/x86/mm/init.c makes of lowmem, with mark_rodata_ro () after it; of 2.6.11 include/asm-i386/
 * Leaves out  KASLR; on 64 bits the pieces that later changes of permission cut the direct map into
 * Units       kernel virtual addresses, half-open
 *
 * Fixed when the machine is made. All of it is const.
 */
#pragma once

#include "machine.h"
#include "types.h"

typedef enum {
  SIM_RANGE_OF_DIRECT_MAP,        /* lowmem, or with 64 bits everything, at a fixed offset */
  SIM_RANGE_OF_HOLE,              /* nothing is mapped here, so that going too far is noticed */
  SIM_RANGE_OF_VMALLOC,           /* vmalloc (), vmap (), ioremap (); with 32 bits modules as well */
  SIM_RANGE_OF_PKMAP,             /* kmap () */
  SIM_RANGE_OF_LDT,
  SIM_RANGE_OF_CPU_ENTRY,         /* what every CPU needs at once when it comes into the kernel */
  SIM_RANGE_OF_EARLY_FIXMAP,      /* slots that only the boot uses */
  SIM_RANGE_OF_FIXMAP,            /* slots whose address the compiler knows; kmap_local_page ()'s among them */
  SIM_RANGE_OF_VMEMMAP,           /* 64 bits: the struct pages */
  SIM_RANGE_OF_IMAGE,             /* 64 bits: the kernel's image once more */
  SIM_RANGE_OF_MODULES,           /* 64 bits */
  SIM_N_ADDRESS_RANGES
} SimAddressRangeKind;

typedef struct {
  uint64_t page_offset;           /* PAGE_OFFSET: users have what is below */
  uint64_t high_memory;           /* end of what has a logical address */
  uint64_t vmalloc_start, vmalloc_end;
  uint64_t modules_vaddr, modules_end;     /* with 32 bits the same */
  uint64_t pkmap_base;            /* 0: there is no such range, nor highmem */
  unsigned last_pkmap;            /* LAST_PKMAP, slots of a page each */
  uint64_t ldt_base, ldt_end;     /* 0: none */
  uint64_t cpu_entry_area, cpu_entry_end;  /* CPU_ENTRY_AREA_BASE; 0: none */
  uint64_t fixaddr_tot_start;     /* FIXADDR_TOT_START, or FIXADDR_BOOT_START: with the boot's own slots */
  uint64_t fixaddr_start;         /* FIXADDR_START */
  uint64_t fixaddr_top;           /* FIXADDR_TOP, of slot 0; the others lie below */
  unsigned fix_kmap_begin;        /* slots of kmap_local_page () and kmap_atomic (): the first, */
  unsigned fix_kmap_per_cpu;      /* so many for each CPU; 0: there is no highmem */
  uint64_t vmemmap, vmemmap_end;  /* 0: mem_map lies in the direct map */
  uint64_t image, image_end;      /* __START_KERNEL_map; 0: the image lies in the direct map */
  unsigned configured_cpus;       /* NR_CPUS, or where that changes nothing, those that run */
} SimAddressSpace;

typedef struct {
  SimAddressRangeKind kind;
  uint64_t            first, end; /* end 0: up to the last address of all */
} SimAddressRange;

const SimAddressSpace *sim_address_space (const SimMachine *machine);
/* "vmalloc", "fixmap": as the boot log names them, where it does. Static. */
const char *sim_address_range_name (SimAddressRangeKind kind);
/* Ascending, without gaps from page_offset on: what lies between two ranges is a hole. Returns their number. */
#define SIM_MOST_ADDRESS_RANGES 24
unsigned    sim_address_ranges     (const SimMachine *machine, SimAddressRange ranges[SIM_MOST_ADDRESS_RANGES]);
/* False: a user's address. */
bool        sim_address_range_at   (const SimMachine *machine, uint64_t address, SimAddressRange *range);

/* --- the direct map ------------------------------------------------------------------------ */
/* Neighbouring addresses that are mapped alike. */
typedef struct {
  uint64_t first, end;
  bool     is_mapped;             /* false: no RAM there */
  bool     has_table;             /* not mapped: is there a table of which these are empty entries? */
  bool     is_large;              /* pages of the middle table: 4 MiB, with PAE and 64 bits 2 MiB */
  bool     is_writable;           /* the image's text and constants are not */
} SimDirectRun;

/* The run that an address from page_offset up to high_memory, rounded up to a large page, lies in. Linear in its length. */
SimDirectRun sim_direct_run (const SimMachine *machine, uint64_t address);
