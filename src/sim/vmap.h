/* vmap.h - looking at the areas of vmalloc () and ioremap (), and at the page tables behind them
 *
 * Models      struct vm_struct and vmap_area of mm/vmalloc.c with their trees, as lists in the order of addresses; the tables of
 *             the lowest level that arch/x86 fills for them
 * Leaves out  tables of higher levels, large pages, vm_map_ram (), areas of several nodes; of 64 bits the addresses beyond 16 TiB
 * Units       addresses: kernel virtual, half-open
 *
 * All of it is const and, unless said otherwise, takes constant time.
 */
#pragma once

#include "machine.h"
#include "types.h"

typedef enum {
  SIM_AREA_FREE,                  /* nobody has these addresses */
  SIM_AREA_LAZY,                  /* freed, but some CPU may remember what was mapped: nobody may have them until the purge */
  SIM_AREA_VMALLOC,
  SIM_AREA_VMAP,
  SIM_AREA_IOREMAP,
  SIM_N_AREA_KINDS
} SimAreaKind;

/* How the CPU's caches treat a page: enum page_cache_mode. */
typedef enum {
  SIM_CACHE_MODE_WB,              /* write-back: as memory */
  SIM_CACHE_MODE_WC,              /* write-combining: writes may wait for each other */
  SIM_CACHE_MODE_UC_MINUS,        /* uncached, but the MTRRs may say write-combining */
  SIM_CACHE_MODE_UC,              /* uncached */
  SIM_N_CACHE_MODES
} SimCacheMode;

/* 1 …: number of a record, which does not change while there is an area of these addresses. */
typedef uint32_t SimAreaId;
#define SIM_NO_AREA 0u

typedef struct {
  SimAreaId    id;
  SimAreaKind  kind;
  uint64_t     first, end;        /* of one that is in use with its guard page */
  uint32_t     n_pages;           /* of one that is in use, without the guard page */
  uint64_t     physical;          /* SIM_AREA_IOREMAP only */
  SimCacheMode cache_mode;
  uint32_t     owner;             /* serial of the call; 0: the boot */
  /* Objects that describe it; 0: the machine has no caches. */
  uint64_t     vm_struct, vmap_area;
  uint64_t     pages;             /* the array of its struct page *s: an object, or an area of its own */
} SimArea;

/* Ascending; SIM_NO_AREA at the end. kind: SIM_AREA_FREE, SIM_AREA_LAZY, or any other for all areas in use. */
SimAreaId sim_area_first (const SimMachine *machine, SimAreaKind kind);
SimAreaId sim_area_next  (const SimMachine *machine, SimAreaId area);
SimArea   sim_area       (const SimMachine *machine, SimAreaId area);
/* Whatever lies at an address; SIM_NO_AREA: it is not one of vmalloc's. Linear in their number. */
SimAreaId sim_area_at    (const SimMachine *machine, uint64_t address);
/* "vmalloc", "ioremap", "unpurged vm_area": as /proc/vmallocinfo names them. Static. */
const char *sim_area_kind_name  (SimAreaKind kind);
const char *sim_cache_mode_name (SimCacheMode mode);          /* "UC-": static */
/* Pages that wait for the purge, and how many may. */
uint32_t  sim_lazy_pages      (const SimMachine *machine);
uint32_t  sim_lazy_max_pages  (const SimMachine *machine);

/* An entry of a page table. */
typedef struct {
  bool         has_table;         /* false: there is not even a table that would have it */
  bool         is_present;
  uint32_t     pfn;               /* of RAM, or of what a device has */
  bool         is_writable;
  SimCacheMode cache_mode;
  SimPfn       table;             /* frame that the table lies in; SIM_NO_PFN: of the boot */
} SimPte;

SimPte sim_vmap_pte (const SimMachine *machine, uint64_t address);
/* vmalloc_to_pfn (), but for devices as well. False: nothing is mapped there. */
bool   sim_vmalloc_to_pfn (const SimMachine *machine, uint64_t address, uint32_t *pfn);
/* The frame of a kernel address: logical, of vmalloc, or of a slot. False: it is of no frame. */
bool   sim_kernel_address_to_pfn (const SimMachine *machine, uint64_t address, SimPfn *pfn);

/* Areas that are there before anything has happened, such as those of a real machine: n of them, ascending. Addresses that
 * lie in none are free. NULL: they hold together; else why not, static. */
const char *sim_machine_place_areas (SimMachine *machine, const SimArea *areas, size_t n);
