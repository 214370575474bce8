/* calls-objects.c - the calls of calls.def that are about objects
 *
 * Models      include/linux/slab.h, mm/slab_common.c: the thin functions around the caches; krealloc()
 */

#include "sim/rules/calls.h"
#include "sim/rules/kernel-log.h"
#include "sim/rules/objects/poison.h"
#include "sim/rules/objects/slab.h"

#define ZERO_SIZE_POINTER 16u

/* false: diagnosed. Whoever may sleep says so where he asks, whatever an array holds. */
static bool
has_caches (SimRun *run)
{
  if (sim_cache_first (run->machine) != SIM_NO_CACHE)
    return true;
  diagnose (run, SIM_DIAGNOSIS_NO_CACHES, 0, 0);
  return false;
}

static void
check_context (SimRun   *run,
               uint32_t  gfp)
{
  if (gfp & sim_profile (run->machine)->gfp_may_sleep)
    context_check_sleep (run, SIM_SLEEPER_ALLOCATION, gfp);
}

/* An object; where there is none, the log has it. */
static uint64_t
or_log (SimRun     *run,
        SimCacheId  cache,
        uint32_t    gfp,
        uint64_t    object)
{
  if (object == 0 && cache != SIM_NO_CACHE)
    kernel_log_out_of_objects (run, cache, gfp);
  poison_given (run, object, gfp);
  return object;
}

static uint64_t
take (SimRun   *run,
      uint64_t  size,
      uint32_t  gfp)
{
  if (!has_caches (run))
    return 0;
  if (size > 0)
    check_context (run, gfp);
  return or_log (run, sim_kmalloc_cache (run->machine, size, gfp), gfp, kmalloc_alloc (run, size, gfp));
}

/* array_size () and kin: SIZE_MAX where the product has no room. */
static bool
multiply (const SimRun *run,
          uint64_t      n,
          uint64_t      size,
          uint64_t     *product)
{
  uint64_t most = sim_profile (run->machine)->bits == 32 ? UINT32_MAX : UINT64_MAX;

  return !__builtin_mul_overflow (n, size, product) && *product <= most;
}

void
call_kmalloc (CALL_ARGUMENTS)
{
  *result = take (run, args[0], (uint32_t) args[1]);
}

void
call_kzalloc (CALL_ARGUMENTS)
{
  *result = take (run, args[0], (uint32_t) args[1] | sim_profile (run->machine)->gfp_zero);
}

void
call_kmalloc_array (CALL_ARGUMENTS)
{
  uint64_t size;

  if (multiply (run, args[0], args[1], &size))
    *result = take (run, size, (uint32_t) args[2]);
}

void
call_kcalloc (CALL_ARGUMENTS)
{
  uint64_t with_zeros[] = { args[0], args[1], args[2] | sim_profile (run->machine)->gfp_zero };

  call_kmalloc_array (run, with_zeros, result);
}

static void
give (SimRun   *run,
      uint64_t  object)
{
  uint32_t poisoned = poison_watch (run, object);

  kmalloc_free (run, object);
  poison_freed (run, poisoned);
}

void
call_kfree (CALL_ARGUMENTS)
{
  give (run, args[0]);
}

void
call_ksize (CALL_ARGUMENTS)
{
  *result = kmalloc_ksize (run, args[0]);
}

/* What is 0 there and in the machine's memory need not be written. */
static void
copy (SimRun   *run,
      uint64_t  to,
      uint64_t  from,
      uint64_t  size)
{
  for (uint64_t i = 0; i < size; i += 4)
    {
      uint32_t value = 0, old = 0;

      for (unsigned j = 0; j < 4 && i + j < size; j++)
        {
          uint8_t byte = 0, there = 0;

          sim_memory_byte (run->machine, from + i + j, &byte);
          sim_memory_byte (run->machine, to + i + j, &there);
          value |= (uint32_t) byte << (8 * j);
          old |= (uint32_t) there << (8 * j);
        }
      if (value != old)
        {
          SimPen pen = sim_pen_of (run);

          sim_emit_memory_written (&pen, to + i, value, size - i < 4 ? (uint32_t) (size - i) : 4);
          sim_pen_rest (&pen);
        }
    }
}

void
call_krealloc (CALL_ARGUMENTS)
{
  uint64_t object = args[0], size = args[1], had;

  if (size == 0)
    {
      give (run, object);
      *result = ZERO_SIZE_POINTER;
      return;
    }
  if (!has_caches (run))
    return;
  had = kmalloc_ksize (run, object);
  if (had >= size)
    {
      *result = object;
      return;
    }
  *result = take (run, size, (uint32_t) args[2]);
  if (*result == 0)
    return;
  copy (run, *result, object, had);
  give (run, object);
}

/* --- caches -------------------------------------------------------------------------------- */
/* SIM_NO_CACHE: diagnosed. */
static SimCacheId
cache_argument (SimRun   *run,
                uint64_t  descriptor)
{
  SimCacheId cache = SIM_NO_CACHE;

  if (!has_caches (run))
    return SIM_NO_CACHE;
  if (descriptor != 0)
    cache = sim_cache_of_descriptor (run->machine, descriptor);
  if (cache == SIM_NO_CACHE)
    diagnose (run, SIM_DIAGNOSIS_NOT_A_CACHE, descriptor, 0);
  return cache;
}

void
call_kmem_cache_create (CALL_ARGUMENTS)
{
  const char *name = args[0] == 0 ? NULL : args[0] < SIM_N_OWN_STRINGS ? sim_own_string_text ((uint32_t) args[0]) : run->text;
  SlabWish wish = {
    .name = name, .size = (uint32_t) args[1], .align = (uint32_t) args[2], .flags = (uint32_t) args[3], .ctor = args[4],
  };
  SimCacheId cache;

  if (!has_caches (run))
    return;
  check_context (run, sim_profile (run->machine)->gfp_may_sleep);
  cache = cache_create (run, &wish);
  if (cache != SIM_NO_CACHE)
    *result = sim_cache (run->machine, cache).descriptor;
}

void
call_kmem_cache_destroy (CALL_ARGUMENTS)
{
  SimCacheId cache = args[0] != 0 ? cache_argument (run, args[0]) : SIM_NO_CACHE;

  (void) result;
  if (cache != SIM_NO_CACHE)
    cache_destroy (run, cache);
}

void
call_kmem_cache_alloc (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_argument (run, args[0]);

  if (cache == SIM_NO_CACHE)
    return;
  check_context (run, (uint32_t) args[1]);
  *result = or_log (run, cache, (uint32_t) args[1], sim_cache_alloc (run, cache, (uint32_t) args[1]));
}

void
call_kmem_cache_zalloc (CALL_ARGUMENTS)
{
  uint64_t with_zeros[] = { args[0], args[1] | sim_profile (run->machine)->gfp_zero };

  call_kmem_cache_alloc (run, with_zeros, result);
}

void
call_kmem_cache_free (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_argument (run, args[0]);
  uint32_t poisoned = poison_watch (run, args[1]);

  (void) result;
  if (cache == SIM_NO_CACHE)
    return;
  sim_cache_free (run, cache, args[1]);
  poison_freed (run, poisoned);
}

void
call_kmem_cache_shrink (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_argument (run, args[0]);

  if (cache != SIM_NO_CACHE)
    *result = (uint64_t) cache_shrink (run, cache);
}

void
call_kmem_cache_size (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_argument (run, args[0]);

  if (cache != SIM_NO_CACHE)
    *result = sim_cache (run->machine, cache).object_size;
}

void
call_cache_reap (CALL_ARGUMENTS)
{
  (void) args;
  (void) result;
  /* mm/slub.c has nothing of the kind. */
  if (!has_caches (run) || sim_allocator (run->machine) == SIM_ALLOCATOR_SLUB)
    return;
  for (SimCacheId cache = sim_cache_first (run->machine); cache != SIM_NO_CACHE; cache = sim_cache_next (run->machine, cache))
    sim_cache_reap (run, cache, true);
}
