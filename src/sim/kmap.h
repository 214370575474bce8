/* kmap.h - looking at the slots through which high memory is mapped: shared ones, and those of each CPU
 *
 * Models      pkmap_count[] and pkmap_page_table of mm/highmem.c; struct kmap_ctrl, of the context that runs on a CPU
 * Leaves out  what another task has mapped while it does not run
 * Units       slots count from 0; addresses: kernel virtual
 *
 * All of it is const; constant time unless said otherwise.
 */
#pragma once

#include "machine.h"
#include "types.h"

typedef struct {
  uint64_t address;
  SimPfn   pfn;                   /* SIM_NO_PFN: nothing is mapped */
  uint32_t count;                 /* pkmap_count: 0 free; 1 nobody uses it, but it is mapped still; else 1 + users */
} SimPkmapSlot;

/* As many as sim_address_space ()->last_pkmap. */
SimPkmapSlot sim_pkmap_slot        (const SimMachine *machine, unsigned slot);
/* The slot that was given last: the search goes on behind it. */
unsigned     sim_pkmap_last        (const SimMachine *machine);
/* Where kmap () has mapped a frame of high memory; 0: nowhere. Linear in the number of slots. */
uint64_t     sim_pkmap_address_of  (const SimMachine *machine, SimPfn pfn);

/* Slots in use on a CPU, as a stack: those of kmap_local_page () and kmap_atomic (). */
#define SIM_MOST_LOCAL_SLOTS 20
unsigned     sim_kmap_local_depth   (const SimMachine *machine, unsigned cpu);
SimPfn       sim_kmap_local_pfn     (const SimMachine *machine, unsigned cpu, unsigned slot);
uint64_t     sim_kmap_local_address (const SimMachine *machine, unsigned cpu, unsigned slot);

/* The frame of an address of either kind. False: nothing is mapped there. */
bool         sim_kmap_to_pfn        (const SimMachine *machine, uint64_t address, SimPfn *pfn);
