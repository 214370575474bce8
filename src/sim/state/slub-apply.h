/* slub-apply.h - the writers of events that only SLUB has; part of apply.h
 *
 * Models      the freelists of struct slab and struct kmem_cache_cpu, mm/slub.c, as words: that of a slab lies in its entries
 *             from `active` on, that of a CPU in the CPU's array, with the next object last
 * Private to state/.
 */
#pragma once

#include "sim/state/slab-apply.h"

SIM_INLINE void
sim_apply_freelist_empty (SimWriter     *writer,
                          SimField_cache cache,
                          SimField_cpu   cpu)
{
  (void) writer;
}

SIM_INLINE void
sim_apply_cpu_partial_full (SimWriter     *writer,
                            SimField_cache cache,
                            SimField_cpu   cpu,
                            uint32_t       slabs)
{
  (void) writer;
}

SIM_INLINE void
sim_apply_slab_frozen (SimWriter        *writer,
                       SimPfn            pfn,
                       SimField_slablist from,
                       SimField_slablist to,
                       SimField_cpu      cpu)
{
  uint32_t slab = sim_slab_of_frame (writer->machine, pfn);

  sim_put_slab (writer, slab, SIM_SLAB_WORD_CPU, cpu);
  sim_slab_move (writer, slab, from, to, false);
}

/* The CPU's is empty. */
static inline void
sim_apply_freelist_taken (SimWriter   *writer,
                          SimPfn       pfn,
                          SimField_cpu cpu,
                          uint32_t     objects)
{
  SimMachine *machine = writer->machine;
  uint32_t slab = sim_slab_of_frame (machine, pfn), cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);
  uint32_t num = sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM);
  size_t array = sim_array_index (machine, cache, cpu);

  for (uint32_t i = 0; i < objects; i++)
    {
      uint32_t index = sim_slab_freelist_index (machine, slab, num - 1 - i);

      sim_put (writer, SIM_TABLE_OBJECTS, sim_array_place (machine, array, i), sim_object_ref (slab, index));
      sim_put_object (writer, slab, index, SIM_OBJECT_IN_ARRAY, 0);
    }
  sim_put (writer, SIM_TABLE_OBJECTS, array + SIM_ARRAY_WORD_AVAIL, objects);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_ACTIVE, num);
  sim_count_free_objects (writer, cache, slab, -(int) objects);
}

static inline void
sim_apply_freelist_returned (SimWriter   *writer,
                             SimPfn       pfn,
                             SimField_cpu cpu,
                             uint32_t     objects)
{
  SimMachine *machine = writer->machine;
  uint32_t slab = sim_slab_of_frame (machine, pfn), cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);
  uint32_t active = sim_slab_word (machine, slab, SIM_SLAB_WORD_ACTIVE);
  size_t array = sim_array_index (machine, cache, cpu);

  for (uint32_t i = 0; i < objects; i++)
    {
      uint32_t index = sim_object_index (sim_objects_word (machine, sim_array_place (machine, array, i)));

      sim_put_freelist_entry (writer, slab, --active, index);
      sim_put_object (writer, slab, index, SIM_OBJECT_FREE, 0);
    }
  sim_put (writer, SIM_TABLE_OBJECTS, array + SIM_ARRAY_WORD_AVAIL, 0);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_ACTIVE, active);
  sim_count_free_objects (writer, cache, slab, (int) objects);
}

SIM_INLINE void
sim_apply_object_put_back (SimWriter      *writer,
                           SimField_cache  cache,
                           SimField_object object,
                           uint64_t        address)
{
  uint32_t slab = sim_object_slab (object), index = sim_object_index (object);
  uint32_t active = sim_slab_word (writer->machine, slab, SIM_SLAB_WORD_ACTIVE) - 1;

  sim_put_object (writer, slab, index, SIM_OBJECT_FREE, 0);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_ACTIVE, active);
  sim_put_freelist_entry (writer, slab, active, index);
  sim_count_free_objects (writer, cache, slab, 1);
}
