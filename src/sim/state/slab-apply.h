/* slab-apply.h - the writers of events about caches, slabs, objects and arrays; part of apply.h
 *
 * Models      list_del() and list_add(), slab_get_obj(), slab_put_obj() and what goes with them in mm/slab.c, as words
 * Private to state/.
 */
#pragma once

#include "sim/state/contents.h"
#include "sim/state/slabs.h"

SIM_INLINE void
sim_put_slab (SimWriter *writer,
              uint32_t   slab,
              unsigned   word,
              uint32_t   value)
{
  sim_put (writer, SIM_TABLE_SLABS, (size_t) slab * SIM_SLAB_WORDS + word, value);
}

SIM_INLINE void
sim_put_node (SimWriter *writer,
              uint32_t   cache,
              unsigned   node,
              unsigned   word,
              uint32_t   value)
{
  sim_put (writer, SIM_TABLE_OBJECTS, sim_node_index (writer->machine, cache, node, word), value);
}

SIM_INLINE void
sim_put_cache (SimWriter *writer,
               uint32_t   cache,
               unsigned   word,
               uint32_t   value)
{
  sim_put (writer, SIM_TABLE_CACHES, (size_t) cache * SIM_CACHE_WORDS + word, value);
}

/* Four words that lie together, in one entry of the log. */
typedef struct {
  uint32_t *words;                /* from the index on */
  SimGroup *group;
  SimGroup  old;
} SimObjectsEdit;

SIM_INLINE SimObjectsEdit
sim_edit_group (SimWriter *writer,
                uint32_t  *words,
                size_t     first)
{
  SimObjectsEdit edit = { .words = words, .group = (SimGroup *) (writer->machine->words_of[SIM_TABLE_OBJECTS] + first) };

  if (writer->keeps_changes)
    edit.old = *edit.group;
  return edit;
}

SIM_INLINE SimObjectsEdit
sim_edit_objects (SimWriter *writer,
                  size_t     index)
{
  return sim_edit_group (writer, writer->machine->words_of[SIM_TABLE_OBJECTS] + index, index & ~(size_t) (SIM_GROUP_WORDS - 1));
}

/* An array's first words are a group. */
SIM_INLINE SimObjectsEdit
sim_edit_array (SimWriter *writer,
                size_t     index)
{
  return sim_edit_group (writer, writer->machine->words_of[SIM_TABLE_OBJECTS] + index, index);
}

SIM_INLINE void
sim_edited_objects (SimWriter            *writer,
                    const SimObjectsEdit *edit)
{
  if (writer->keeps_changes)
    sim_log_group (writer, (uint32_t) ((char *) edit->group - (char *) writer->machine->words_of[SIM_TABLE_OBJECTS]) + SIM_TABLE_OBJECTS,
                   edit->old, edit->group);
}

/* State and owner of an object, which is at a place of the table. */
SIM_INLINE void
sim_put_object_at (SimWriter     *writer,
                   size_t         place,
                   SimObjectState state,
                   uint32_t       owner)
{
  SimObjectsEdit edit = sim_edit_objects (writer, place);

  if (writer->knows_object)
    edit.words[0] += writer->state_step;
  else
    edit.words[0] = (edit.words[0] & SIM_OBJECT_ENTRY_MASK) | (uint32_t) state << SIM_OBJECT_STATE_SHIFT;
  edit.words[1] = owner;
  sim_edited_objects (writer, &edit);
}

SIM_INLINE void
sim_put_object (SimWriter     *writer,
                uint32_t       slab,
                uint32_t       index,
                SimObjectState state,
                uint32_t       owner)
{
  sim_put_object_at (writer, sim_object_place (writer->machine, slab, index), state, owner);
}

/* Of an event that does not name the cache. */
SIM_INLINE size_t
sim_known_array (SimWriter *writer,
                 unsigned   array,
                 uint32_t   object)
{
  return writer->knows_object ? writer->array
         : sim_array_index (writer->machine, sim_slab_word (writer->machine, sim_object_slab (object), SIM_SLAB_WORD_CACHE), array);
}

SIM_INLINE size_t
sim_known_object (SimWriter *writer,
                  uint32_t   object)
{
  return writer->knows_object ? writer->object
         : sim_object_place (writer->machine, sim_object_slab (object), sim_object_index (object));
}

SIM_INLINE void
sim_put_freelist_entry (SimWriter *writer,
                        uint32_t   slab,
                        uint32_t   entry,
                        uint32_t   index)
{
  size_t place = sim_object_place (writer->machine, slab, entry);

  sim_put (writer, SIM_TABLE_OBJECTS, place, (sim_objects_word (writer->machine, place) & ~SIM_OBJECT_ENTRY_MASK) | index);
}

SIM_INLINE void
sim_array_push (SimWriter *writer,
                size_t     array,
                uint32_t   object)
{
  size_t place = sim_array_place (writer->machine, array, sim_objects_word (writer->machine, array + SIM_ARRAY_WORD_AVAIL));
  SimObjectsEdit edit;

  /* What was last taken from there is often what comes back. */
  if (sim_objects_word (writer->machine, place) != object)
    sim_put (writer, SIM_TABLE_OBJECTS, place, object);
  edit = sim_edit_array (writer, array);
  edit.words[SIM_ARRAY_WORD_AVAIL]++;
  sim_edited_objects (writer, &edit);
}

/* Objects that leave the front of an array. */
SIM_INLINE void
sim_array_shift (SimWriter *writer,
                 size_t     array,
                 uint32_t   n)
{
  SimObjectsEdit edit = sim_edit_array (writer, array);

  edit.words[SIM_ARRAY_WORD_AVAIL] -= n;
  edit.words[SIM_ARRAY_WORD_START] = (edit.words[SIM_ARRAY_WORD_START] + n) & edit.words[SIM_ARRAY_WORD_MASK];
  sim_edited_objects (writer, &edit);
}

/* --- caches ------------------------------------------------------------------------------- */
/* What does not fit into an event is written before it: see sim_run_create_cache (). */
SIM_INLINE void
sim_apply_cache_created (SimWriter     *writer,
                         SimField_cache cache,
                         uint32_t       size,
                         SimField_order order,
                         uint32_t       objects)
{
  (void) writer;
}

SIM_INLINE void
sim_apply_cache_shared (SimWriter     *writer,
                        SimField_cache cache,
                        uint32_t       users,
                        uint32_t       size)
{
  sim_put_cache (writer, cache, SIM_CACHE_WORD_REFCOUNT, users);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_OBJECT_SIZE, size);
}

SIM_INLINE void
sim_apply_cache_left (SimWriter     *writer,
                      SimField_cache cache,
                      uint32_t       users)
{
  sim_put_cache (writer, cache, SIM_CACHE_WORD_REFCOUNT, users);
}

SIM_INLINE void
sim_apply_cache_destroyed (SimWriter     *writer,
                           SimField_cache cache)
{
  sim_cache_clear (writer, cache);
}

SIM_INLINE void
sim_apply_arrays_resized (SimWriter     *writer,
                          SimField_cache cache,
                          uint32_t       limit,
                          uint32_t       batch,
                          uint32_t       shared)
{
  sim_cache_set_arrays (writer, cache, limit, batch, shared);
}

/* --- slabs -------------------------------------------------------------------------------- */
SIM_INLINE void
sim_apply_slab_grown (SimWriter     *writer,
                      SimField_cache cache,
                      SimPfn         pfn,
                      SimField_order order,
                      uint32_t       colour)
{
  sim_slab_make (writer, cache, pfn, order, colour);
}

SIM_INLINE void
sim_apply_slab_managed (SimWriter *writer,
                        SimPfn     pfn,
                        uint64_t   freelist)
{
  uint32_t slab = sim_slab_of_frame (writer->machine, pfn);

  sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST, (uint32_t) freelist);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST + 1, (uint32_t) (freelist >> 32));
}

SIM_INLINE void
sim_apply_slab_moved (SimWriter        *writer,
                      SimPfn            pfn,
                      SimField_slablist from,
                      SimField_slablist to,
                      SimField_flag     tail)
{
  sim_slab_move (writer, sim_slab_of_frame (writer->machine, pfn), from, to, tail != 0);
}

SIM_INLINE void
sim_apply_slab_given_back (SimWriter     *writer,
                           SimField_cache cache,
                           SimPfn         pfn,
                           SimField_order order)
{
  sim_slab_clear (writer, pfn);
}

SIM_INLINE void
sim_apply_free_list_touched (SimWriter     *writer,
                             SimField_cache cache,
                             uint32_t       node,
                             SimField_flag  touched)
{
  sim_put_node (writer, cache, node, SIM_NODE_WORD_FREE_TOUCHED, touched);
}

/* --- objects ------------------------------------------------------------------------------ */
/* On the lists, a slab's free objects are counted in its node. */
SIM_INLINE void
sim_count_free_objects (SimWriter *writer,
                        uint32_t   cache,
                        uint32_t   slab,
                        int        n)
{
  unsigned node = sim_slab_word (writer->machine, slab, SIM_SLAB_WORD_NODE);

  if (sim_slab_word (writer->machine, slab, SIM_SLAB_WORD_LIST) != SIM_SLAB_LIST_NONE)
    sim_put_node (writer, cache, node, SIM_NODE_WORD_FREE_OBJECTS,
                  sim_node_word (writer->machine, cache, node, SIM_NODE_WORD_FREE_OBJECTS) + (uint32_t) n);
}

SIM_INLINE void
sim_apply_object_refilled (SimWriter      *writer,
                           SimField_cache  cache,
                           SimField_array  array,
                           SimField_object object,
                           uint64_t        address)
{
  uint32_t slab = sim_object_slab (object), active = sim_slab_word (writer->machine, slab, SIM_SLAB_WORD_ACTIVE) + 1;

  sim_put_slab (writer, slab, SIM_SLAB_WORD_ACTIVE, active);
  if (active == sim_cache_word (writer->machine, cache, SIM_CACHE_WORD_NUM))
    sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST_OBJECT, 0);
  sim_put_object (writer, slab, sim_object_index (object), SIM_OBJECT_IN_ARRAY, 0);
  sim_array_push (writer, sim_array_index (writer->machine, cache, array), object);
  sim_count_free_objects (writer, cache, slab, -1);
}

SIM_INLINE void
sim_apply_object_given (SimWriter      *writer,
                        SimField_array  array,
                        SimField_object object,
                        uint64_t        address,
                        uint32_t        owner)
{
  size_t index = sim_known_array (writer, array, object);
  SimObjectsEdit edit = sim_edit_array (writer, index);

  edit.words[SIM_ARRAY_WORD_AVAIL]--;
  edit.words[SIM_ARRAY_WORD_TOUCHED] = 1;
  sim_edited_objects (writer, &edit);
  sim_put_object_at (writer, sim_known_object (writer, object), SIM_OBJECT_IN_USE, owner);
}

SIM_INLINE void
sim_apply_object_returned (SimWriter      *writer,
                           SimField_array  array,
                           SimField_object object,
                           uint64_t        address)
{
  sim_array_push (writer, sim_known_array (writer, array, object), object);
  sim_put_object_at (writer, sim_known_object (writer, object), SIM_OBJECT_IN_ARRAY, 0);
}

SIM_INLINE void
sim_apply_object_flushed (SimWriter      *writer,
                          SimField_cache  cache,
                          SimField_array  array,
                          SimField_object object,
                          uint64_t        address)
{
  uint32_t slab = sim_object_slab (object), index = sim_object_index (object);
  uint32_t active = sim_slab_word (writer->machine, slab, SIM_SLAB_WORD_ACTIVE) - 1;

  sim_array_shift (writer, sim_array_index (writer->machine, cache, array), 1);
  sim_put_object (writer, slab, index, SIM_OBJECT_FREE, 0);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_ACTIVE, active);
  sim_put_freelist_entry (writer, slab, active, index);
  if ((sim_cache_word (writer->machine, cache, SIM_CACHE_WORD_FLAGS) & SIM_SLAB_OBJFREELIST)
      && sim_slab_word (writer->machine, slab, SIM_SLAB_WORD_FREELIST_OBJECT) == 0)
    sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST_OBJECT, index + 1);
  sim_count_free_objects (writer, cache, slab, 1);
}

SIM_INLINE void
sim_apply_object_zeroed (SimWriter *writer,
                         uint64_t   address,
                         uint32_t   size)
{
  sim_contents_zero_bytes (writer, address, size);
}

SIM_INLINE void
sim_apply_object_filled (SimWriter *writer,
                         uint64_t   address,
                         uint32_t   size,
                         uint64_t   byte)
{
  for (uint32_t i = 0; i < size; i++)
    sim_contents_write (writer, address + i, i == size - 1 ? 0xa5 : byte, 1);
}

/* --- arrays ------------------------------------------------------------------------------- */
static inline void
sim_apply_objects_transferred (SimWriter     *writer,
                               SimField_cache cache,
                               SimField_array from,
                               SimField_array to,
                               uint32_t       objects)
{
  size_t source = sim_array_index (writer->machine, cache, from), target = sim_array_index (writer->machine, cache, to);
  uint32_t avail = sim_objects_word (writer->machine, source + SIM_ARRAY_WORD_AVAIL);
  uint32_t first = from >= SIM_SHARED_ARRAY ? avail - objects : 0;

  for (uint32_t i = 0; i < objects; i++)
    sim_array_push (writer, target, sim_objects_word (writer->machine, sim_array_place (writer->machine, source, first + i)));
  if (from >= SIM_SHARED_ARRAY)
    sim_put (writer, SIM_TABLE_OBJECTS, source + SIM_ARRAY_WORD_AVAIL, avail - objects);
  else
    sim_array_shift (writer, source, objects);
}

SIM_INLINE void
sim_apply_array_touched (SimWriter     *writer,
                         SimField_cache cache,
                         SimField_array array,
                         SimField_flag  touched)
{
  sim_put (writer, SIM_TABLE_OBJECTS, sim_array_index (writer->machine, cache, array) + SIM_ARRAY_WORD_TOUCHED, touched);
}
