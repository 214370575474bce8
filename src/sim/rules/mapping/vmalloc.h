/* vmalloc.h - areas of addresses, and the pages behind them
 *
 * Models      mm/vmalloc.c of 6.1: alloc_vmap_area (), __vmalloc_area_node (), vm_area_alloc_pages (), __vunmap (),
 *             __purge_vmap_area_lazy (); of 2.6.11 __get_vm_area (), __vmalloc (), __vunmap ()
 * Leaves out  huge vmalloc, memory policies, KASAN, waiting for the worker that purges: it runs at once; of 3.2 where the search
 *             for addresses begins, which chooses the same
 *
 * No pen of the caller's may be in use. 0: nothing was given.
 */
#pragma once

#include "sim/rules/calls.h"
#include "sim/state/vmap.h"

/* An area for n_pages, with its guard page behind. align: bytes, 1: any page. */
uint64_t vmalloc_take_area (SimRun *run, uint32_t n_pages, uint64_t align, SimAreaKind kind, SimCacheMode mode);
/* A page of an area, with the table that needs. False: there is no memory for the table. */
bool     vmalloc_map_page  (SimRun *run, uint64_t address, uint32_t frame, SimCacheMode mode);
/* remove_vm_area (), and what describes it; pages are freed where the area has any of its own. */
void     vmalloc_give_area (SimRun *run, SimAreaId area);
/* __vmalloc () */
uint64_t vmalloc_alloc     (SimRun *run, uint64_t size, uint32_t gfp);
/* vfree () */
void     vmalloc_free      (SimRun *run, uint64_t address);
/* Nobody may sleep in what follows, or the kernel stops at once. False: it did. */
bool     vmalloc_may_be_called (SimRun *run, unsigned what);
/* __purge_vmap_area_lazy (). False: there was nothing. */
bool     vmalloc_purge     (SimRun *run);
void     vmalloc_describe  (SimRun *run, uint64_t address, uint64_t object, SimAreaObject which);   /* object 0: nothing */
/* free_vmap_area_noflush (): nobody has the addresses any more. */
void     vmalloc_leave     (SimRun *run, const SimArea *area);
/* The area in use that an address lies in; SIM_NO_AREA: none. */
SimAreaId vmalloc_area_in_use (const SimMachine *machine, uint64_t address);
