/* poison.c - see poison.h */

#include "sim/rules/objects/poison.h"
#include "sim/rules/diagnose.h"
#include "sim/rules/kernel-log.h"
#include "sim/state/slabs.h"

#include <stdio.h>

#define IN_A_LINE  16u
#define MOST_LINES 6u

static uint8_t
byte_at (const SimMachine *machine,
         uint64_t          address)
{
  uint8_t byte = 0;

  sim_memory_byte (machine, address, &byte);
  return byte;
}

static void
fill (SimRun   *run,
      uint64_t  address,
      uint32_t  size,
      uint32_t  byte)
{
  SimPen pen = sim_pen_of (run);

  /* A frame that nobody wrote to needs room for its bytes first. */
  sim_pen_expect (&pen, (size_t) size + 64);
  sim_emit_object_filled (&pen, address, size, byte);
  sim_pen_rest (&pen);
}

static bool
is_poison (const SimMachine *machine,
           uint64_t          address,
           uint32_t          size,
           uint32_t          i)
{
  return byte_at (machine, address + i) == (i == size - 1 ? POISON_END : POISON_FREE);
}

/* dump_line () */
static void
log_line (SimRun   *run,
          uint64_t  address,
          uint32_t  first,
          uint32_t  size)
{
  char bytes[3 * IN_A_LINE + 1] = "", letters[IN_A_LINE + 1] = "";
  uint32_t n = size - first < IN_A_LINE ? size - first : IN_A_LINE;

  for (uint32_t i = 0; i < n; i++)
    {
      uint8_t byte = byte_at (run->machine, address + first + i);

      snprintf (bytes + 3 * i, 4, "%02x ", byte);
      letters[i] = byte >= 0x20 && byte < 0x7f ? (char) byte : '.';
    }
  kernel_log (run, SIM_LOG_ERROR, "%03" PRIx32 ": %-48s %s\n", first, bytes, letters);
}

/* check_poison_obj () */
static void
check (SimRun   *run,
       uint64_t  address,
       SimCacheId id)
{
  const SimMachine *machine = run->machine;
  SimCache cache = sim_cache (machine, id);
  uint32_t size = cache.object_size, n_lines = 0;
  bool was_filled = false;

  for (uint32_t i = 0; i < size && !was_filled; i++)
    was_filled = byte_at (machine, address + i) == POISON_FREE || (i == size - 1 && byte_at (machine, address + i) == POISON_END);
  for (uint32_t i = 0; i < size && was_filled && n_lines < MOST_LINES; i++)
    if (!is_poison (machine, address, size, i))
      {
        if (n_lines++ == 0)
          {
            diagnose (run, SIM_DIAGNOSIS_POISON_OVERWRITTEN, address + i, address);
            kernel_log (run, SIM_LOG_ERROR, "Slab corruption (Not tainted): %s start=%0*" PRIx64 ", len=%" PRIu32 "\n", cache.name,
                        sim_profile (machine)->bits / 4, address, size);
          }
        i = i / IN_A_LINE * IN_A_LINE;
        log_line (run, address, i, size);
        i += IN_A_LINE - 1;
      }
}

/* Is its memory what the kernel fills? */
static bool
is_poisoned_cache (const SimMachine *machine,
                   SimCacheId        cache)
{
  return sim_debugs_slab (machine) && (sim_cache_word (machine, cache, SIM_CACHE_WORD_FLAGS) & SIM_SLAB_TYPESAFE_BY_RCU) == 0;
}

void
poison_given (SimRun   *run,
              uint64_t  address,
              uint32_t  gfp)
{
  SimObject object;
  SimCacheId cache;

  if (!sim_debugs_slab (run->machine) || address == 0 || !sim_object_at (run->machine, address, &object))
    return;
  cache = sim_slab (run->machine, object.slab).cache;
  if (!is_poisoned_cache (run->machine, cache))
    return;
  /* Whoever wants zeros has them already: the allocator wrote them, over whatever was there. */
  if (gfp & sim_profile (run->machine)->gfp_zero)
    return;
  check (run, address, cache);
  fill (run, address, sim_cache (run->machine, cache).object_size, POISON_INUSE);
}

uint32_t
poison_watch (const SimRun *run,
              uint64_t      address)
{
  SimObject object;

  if (!sim_debugs_slab (run->machine) || !sim_object_at (run->machine, address, &object) || object.address != address
      || object.state != SIM_OBJECT_IN_USE || !is_poisoned_cache (run->machine, sim_slab (run->machine, object.slab).cache))
    return UINT32_MAX;
  return sim_object_ref (object.slab, object.index);
}

void
poison_freed (SimRun   *run,
              uint32_t  object)
{
  SimSlabId slab = sim_object_slab (object);

  if (object == UINT32_MAX || sim_slab_word (run->machine, slab, SIM_SLAB_WORD_CACHE) == SIM_NO_CACHE)
    return;
  fill (run, sim_object_address (run->machine, object),
        sim_cache (run->machine, sim_slab_word (run->machine, slab, SIM_SLAB_WORD_CACHE)).object_size, POISON_FREE);
}
