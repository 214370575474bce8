/* mempool.c - memory for those who may not fail: an allocator, and a reserve against the time when it has nothing
 *
 * Models      mm/mempool.c: mempool_create_node(), mempool_init_node(), mempool_alloc(), mempool_free(), mempool_destroy();
 *             include/linux/mempool.h: the three kinds of pools
 * Leaves out  allocators of one's own, mempool_resize(), waiting: see sim/pools.h
 */

#include "sim/rules/calls.h"
#include "sim/rules/objects/slab.h"
#include "sim/state/pools.h"

/* sizeof (mempool_t), without debugging */
#define POOL_SIZE_32 40u
#define POOL_SIZE_64 72u

static uint64_t
element_new (SimRun      *run,
             SimPoolKind  kind,
             uint32_t     data,
             uint32_t     gfp)
{
  SimPfn pfn;

  switch (kind)
    {
    case SIM_POOL_OF_KMALLOC:
      return kmalloc_alloc (run, data, gfp);
    case SIM_POOL_OF_CACHE:
      return sim_cache_exists (run->machine, data) ? sim_cache_alloc (run, data, gfp) : 0;
    case SIM_POOL_OF_PAGES:
    default:
      pfn = sim_alloc_pages (run, gfp, (SimOrder) data);
      return pfn != SIM_NO_PFN ? sim_pfn_to_page (run->machine, pfn) : 0;
    }
}

static void
element_free (SimRun        *run,
              const SimPool *pool,
              uint64_t       element)
{
  SimPfn pfn;

  if (pool->kind == SIM_POOL_OF_KMALLOC)
    kmalloc_free (run, element);
  else if (pool->kind == SIM_POOL_OF_CACHE)
    sim_cache_free (run, pool->data, element);
  else if (sim_page_to_pfn (run->machine, element, &pfn))
    sim_free_pages (run, pfn, (SimOrder) pool->data);
  else
    diagnose (run, SIM_DIAGNOSIS_NOT_A_PAGE, element, 0);
}

/* add_element () */
static void
keep (SimRun    *run,
      SimPoolId  pool,
      uint64_t   element)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_pool_kept (&pen, pool, element, sim_pool (run->machine, pool).curr_nr + 1);
  sim_pen_rest (&pen);
}

/* remove_element () */
static uint64_t
draw (SimRun    *run,
      SimPoolId  pool)
{
  uint32_t n = sim_pool (run->machine, pool).curr_nr - 1;
  uint64_t element = sim_pool_element (run->machine, pool, n);
  SimPen pen = sim_pen_of (run);

  sim_emit_pool_drawn (&pen, pool, element, n);
  sim_pen_rest (&pen);
  return element;
}

/* mempool_exit (), and the pool itself goes. */
static void
destroy (SimRun    *run,
         SimPoolId  id)
{
  SimPool pool = sim_pool (run->machine, id);
  SimPen pen;

  while (sim_pool (run->machine, id).curr_nr > 0)
    element_free (run, &pool, draw (run, id));
  pen = sim_pen_of (run);
  sim_emit_pool_destroyed (&pen, id, pool.address);
  sim_pen_rest (&pen);
  kmalloc_free (run, pool.elements);
  kmalloc_free (run, pool.address);
}

/* mempool_create_node (): 0: no memory. */
static uint64_t
create (SimRun      *run,
        SimPoolKind  kind,
        uint32_t     data,
        int32_t      min_nr)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t gfp = slab_flag_named (sim_profile (run->machine), "GFP_KERNEL");
  uint64_t address, elements, size = (uint64_t) (uint32_t) min_nr * (profile->bits / 8);
  SimPoolId pool;
  SimPool made;

  if (sim_cache_first (run->machine) == SIM_NO_CACHE)
    {
      diagnose (run, SIM_DIAGNOSIS_NO_CACHES, 0, 0);
      return 0;
    }
  context_check_sleep (run, SIM_SLEEPER_ALLOCATION, gfp);
  address = kmalloc_alloc (run, profile->bits == 32 ? POOL_SIZE_32 : POOL_SIZE_64, gfp | profile->gfp_zero);
  if (address == 0)
    return 0;
  elements = min_nr >= 0 ? kmalloc_alloc (run, size, gfp) : 0;
  made = (SimPool) { .kind = kind, .data = data, .min_nr = (uint32_t) min_nr, .address = address, .elements = elements };
  pool = elements != 0 ? sim_run_create_pool (run, &made) : SIM_NO_POOL;
  if (pool == SIM_NO_POOL)
    {
      kmalloc_free (run, elements);
      kmalloc_free (run, address);
      return 0;
    }
  while (sim_pool (run->machine, pool).curr_nr < (uint32_t) min_nr)
    {
      uint64_t element = element_new (run, kind, data, gfp);

      if (element == 0)
        {
          destroy (run, pool);
          return 0;
        }
      keep (run, pool, element);
    }
  return address;
}

/* SIM_NO_POOL: diagnosed. */
static SimPoolId
pool_argument (SimRun   *run,
               uint64_t  address)
{
  SimPoolId pool = sim_pool_of_address (run->machine, address);

  if (pool == SIM_NO_POOL)
    diagnose (run, SIM_DIAGNOSIS_NOT_A_POOL, address, 0);
  return pool;
}

void
call_mempool_create_kmalloc_pool (CALL_ARGUMENTS)
{
  *result = create (run, SIM_POOL_OF_KMALLOC, args[1] > UINT32_MAX ? UINT32_MAX : (uint32_t) args[1], (int32_t) args[0]);
}

void
call_mempool_create_slab_pool (CALL_ARGUMENTS)
{
  SimCacheId cache = args[1] != 0 ? sim_cache_of_descriptor (run->machine, args[1]) : SIM_NO_CACHE;

  if (cache == SIM_NO_CACHE)
    diagnose (run, SIM_DIAGNOSIS_NOT_A_CACHE, args[1], 0);
  else
    *result = create (run, SIM_POOL_OF_CACHE, cache, (int32_t) args[0]);
}

void
call_mempool_create_page_pool (CALL_ARGUMENTS)
{
  *result = create (run, SIM_POOL_OF_PAGES, (uint32_t) args[1], (int32_t) args[0]);
}

/* First without sleeping, then the reserve, then with; and only then it would wait. */
void
call_mempool_alloc (CALL_ARGUMENTS)
{
  const SimProfile *profile = sim_profile (run->machine);
  SimPoolId id = pool_argument (run, args[0]);
  uint32_t gfp = (uint32_t) args[1];
  SimPool pool;

  if (id == SIM_NO_POOL)
    return;
  if (gfp & profile->gfp_may_sleep)
    context_check_sleep (run, SIM_SLEEPER_ALLOCATION, gfp);
  gfp |= profile->gfp_nomemalloc | profile->gfp_noretry | profile->gfp_nowarn;
  pool = sim_pool (run->machine, id);
  for (uint32_t mask = gfp & ~(profile->gfp_may_sleep | profile->gfp_io);; mask = gfp)
    {
      SimPen pen;

      *result = element_new (run, pool.kind, pool.data, mask);
      if (*result == 0 && sim_pool (run->machine, id).curr_nr > 0)
        *result = draw (run, id);
      if (*result != 0)
        return;
      pen = sim_pen_of (run);
      sim_emit_pool_empty (&pen, id, mask);
      sim_pen_rest (&pen);
      if (mask == gfp)
        break;
    }
  if (gfp & profile->gfp_may_sleep)
    diagnose (run, SIM_DIAGNOSIS_POOL_WAITS, args[0], 0);
}

void
call_mempool_free (CALL_ARGUMENTS)
{
  SimPoolId id;
  SimPool pool;

  (void) result;
  if (args[0] == 0)
    return;
  id = pool_argument (run, args[1]);
  if (id == SIM_NO_POOL)
    return;
  pool = sim_pool (run->machine, id);
  if (pool.curr_nr < pool.min_nr)
    keep (run, id, args[0]);
  else
    element_free (run, &pool, args[0]);
}

void
call_mempool_destroy (CALL_ARGUMENTS)
{
  SimPoolId id = args[0] != 0 ? pool_argument (run, args[0]) : SIM_NO_POOL;

  (void) result;
  if (id != SIM_NO_POOL)
    destroy (run, id);
}

/* For expect and ask. */
void
call_pool_reserve (CALL_ARGUMENTS)
{
  SimPoolId id = pool_argument (run, args[0]);

  if (id != SIM_NO_POOL)
    *result = sim_pool (run->machine, id).curr_nr;
}
