/* pools.h - looking at the memory pools of a machine
 *
 * Models      mempool_t of mm/mempool.c
 * Leaves out  the queue of those who wait: nobody else runs meanwhile, so whoever must wait gets nothing, and it is said
 * Units       addresses: kernel virtual
 *
 * A pool is no cache: what it keeps is a reserve, touched only when its allocator has nothing. All of it is const.
 */
#pragma once

#include "slabs.h"

typedef enum {
  SIM_POOL_OF_KMALLOC,            /* mempool_kmalloc (), mempool_kfree () */
  SIM_POOL_OF_CACHE,              /* mempool_alloc_slab (), mempool_free_slab () */
  SIM_POOL_OF_PAGES               /* mempool_alloc_pages (), mempool_free_pages () */
} SimPoolKind;

/* 1 … sim_n_pools (); numbers of destroyed ones are given again. */
typedef uint32_t SimPoolId;
#define SIM_NO_POOL 0u

typedef struct {
  SimPoolId   id;
  SimPoolKind kind;
  uint64_t    address;            /* the mempool_t *, by which the script knows it */
  uint64_t    elements;           /* of the array of pointers to what is kept */
  uint32_t    data;               /* bytes of an element, a SimCacheId, or an order */
  uint32_t    min_nr, curr_nr;    /* so many are to be kept, and are */
  uint32_t    creator;            /* serial of the call */
} SimPool;

unsigned  sim_n_pools         (const SimMachine *machine);
bool      sim_pool_exists     (const SimMachine *machine, SimPoolId pool);
SimPool   sim_pool            (const SimMachine *machine, SimPoolId pool);
/* SIM_NO_POOL: none. Linear in the number of pools. */
SimPoolId sim_pool_of_address (const SimMachine *machine, uint64_t address);
/* An address, or a struct page *: the last, curr_nr - 1, is given next. */
uint64_t  sim_pool_element    (const SimMachine *machine, SimPoolId pool, uint32_t entry);
