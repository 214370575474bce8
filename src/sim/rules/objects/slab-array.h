/* slab-array.h - an object that the CPU's array has, and its way back there, inline
 *
 * Models      mm/slab.c: ____cache_alloc(), ___cache_free()
 *
 * For slab.c and kmalloc.c; rows are kmalloc-row.c's.
 */
#pragma once

#include "sim/rules/objects/slab.h"

/* slab.c: what is not done inline. The pen is laid down. False: there is nothing. */
bool slab_refill    (SimRun *run, SimCacheId cache, uint32_t gfp);
/* The array is full, or this is not all there is to it. True: the object has been given back. */
bool slab_make_room (SimRun *run, SimCacheId cache, uint32_t object);
void slab_zero      (SimRun *run, uint64_t address, uint32_t size);

SIM_INLINE uint64_t
slab_take (SimPen     *pen,
           SimCacheId  cache,
           uint32_t    gfp,
           uint32_t    asked)
{
  unsigned cpu = pen->run->cpu;
  size_t array = sim_cpu_array_index (pen->machine, cache, cpu);
  uint32_t avail = sim_objects_word (pen->machine, array + SIM_ARRAY_WORD_AVAIL), object, slab;
  uint64_t address;

  sim_emit_object_asked (pen, cache, gfp, asked);
  if (SIM_UNLIKELY (avail == 0))
    {
      bool has_some;

      sim_pen_lay_down (pen);
      has_some = slab_refill (pen->run, cache, gfp);
      sim_pen_take_up (pen);
      if (!has_some)
        return 0;
      array = sim_cpu_array_index (pen->machine, cache, cpu);
      avail = sim_objects_word (pen->machine, array + SIM_ARRAY_WORD_AVAIL);
    }

  object = sim_objects_word (pen->machine, sim_array_place (pen->machine, array, avail - 1));
  slab = sim_object_slab (object);
  address = sim_slab_first_object (pen->machine, slab)
            + (uint64_t) sim_object_index (object) * sim_cache_word (pen->machine, cache, SIM_CACHE_WORD_SIZE);
  sim_pen_knows_object (pen, array, sim_object_place (pen->machine, slab, sim_object_index (object)), SIM_OBJECT_IN_ARRAY, SIM_OBJECT_IN_USE);
  sim_emit_object_given (pen, cpu, object, address, pen->serial);
  if (SIM_UNLIKELY (sim_wants_zeros (pen->machine, gfp)))
    {
      sim_pen_lay_down (pen);
      slab_zero (pen->run, address, sim_cache_word (pen->machine, cache, SIM_CACHE_WORD_OBJECT_SIZE));
      sim_pen_take_up (pen);
    }
  return address;
}

/* place: of the object, which is of the cache and in use. */
SIM_INLINE void
slab_give (SimPen     *pen,
           SimCacheId  cache,
           uint32_t    object,
           size_t      place,
           uint64_t    address)
{
  unsigned cpu = pen->run->cpu;
  size_t array = sim_cpu_array_index (pen->machine, cache, cpu);

  if (SIM_UNLIKELY (sim_objects_word (pen->machine, array + SIM_ARRAY_WORD_AVAIL) >= sim_cache_word (pen->machine, cache, SIM_CACHE_WORD_ROOM)))
    {
      bool is_given;

      sim_pen_lay_down (pen);
      is_given = slab_make_room (pen->run, cache, object);
      sim_pen_take_up (pen);
      if (is_given)
        return;
    }
  sim_pen_knows_object (pen, array, place, SIM_OBJECT_IN_USE, SIM_OBJECT_IN_ARRAY);
  sim_emit_object_returned (pen, cpu, object, address);
}
