/* kmalloc-row.c - kmalloc () and kfree () by the row
 *
 * Models      what kmalloc.c does, for rows in which nothing else happens
 *
 * What the CPU's array serves is done here, in few steps; everything else is kmalloc.c's.
 */

#include "sim/rules/objects/slab.h"

/* What stays the same in a row. */
typedef struct {
  size_t   cpu;
  uint32_t gfp_unusual;           /* of other caches, or zeros */
  uint64_t page_offset;
  uint64_t n_bytes;               /* of all frames */
} Row;

/* The object that is given next. False: it is more than taking one out of the array. */
SIM_INLINE bool
take_quickly (SimPen             *pen,
              const Row          *row,
              SimObjectOperation *operation)
{
  const SimMachine *machine = pen->machine;
  const uint32_t *cache, *array, *slab;
  uint32_t of_size = operation->size - 1, id, last, object;
  uint64_t address;
  size_t index, n;

  if (SIM_UNLIKELY (of_size >= 8 * SIM_N_SMALL_SIZES || (operation->gfp & row->gfp_unusual) != 0))
    return false;
  id = sim_cache_record (machine, 0)[SIM_CACHES_WORD_SMALL + (size_t) (of_size / 8)];
  if (SIM_UNLIKELY (id == SIM_NO_CACHE))
    return false;
  cache = sim_cache_record (machine, id);
  index = cache[SIM_CACHE_WORD_ARRAYS] + row->cpu * cache[SIM_CACHE_WORD_ARRAY_STRIDE];
  array = sim_objects_at (machine, index);
  last = array[SIM_ARRAY_WORD_AVAIL] - 1;
  if (SIM_UNLIKELY (array[SIM_ARRAY_WORD_AVAIL] == 0))
    return false;

  object = array[SIM_ARRAY_WORD_ENTRIES + (size_t) ((array[SIM_ARRAY_WORD_START] + last) & array[SIM_ARRAY_WORD_MASK])];
  slab = sim_slab_record (machine, sim_object_slab (object));
  n = sim_object_index (object);
  address = sim_slab_record_s_mem (slab) + n * cache[SIM_CACHE_WORD_SIZE];
  operation->address = address;
  sim_pen_knows_object (pen, index, slab[SIM_SLAB_WORD_OBJECTS] + n * SIM_OBJECT_WORDS, SIM_OBJECT_IN_ARRAY, SIM_OBJECT_IN_USE);
  sim_pen_counts_ahead (pen, 2);
  sim_emit_object_asked (pen, id, operation->gfp, operation->size);
  sim_emit_object_given (pen, (SimField_array) row->cpu, object, address, pen->serial);
  sim_pen_has_counted (pen);
  return true;
}

/* An object that nothing is wrong with. False: it is more than putting it into the array. */
SIM_INLINE bool
give_quickly (SimPen    *pen,
              const Row *row,
              uint64_t   address)
{
  const SimMachine *machine = pen->machine;
  const uint32_t *cache, *slab;
  uint64_t offset = address - row->page_offset, from_first;
  uint32_t id, n;
  size_t place, array;

  if (SIM_UNLIKELY (offset >= row->n_bytes))
    return false;
  id = sim_record_word (machine, sim_link ((SimPfn) (offset >> SIM_PAGE_SHIFT)), SIM_RECORD_OWNER);
  /* The owner of other frames is a number like any other. If it is a slab's, the object has to be of that slab: others, and
   * heads of lists, have none. */
  if (SIM_UNLIKELY (id > sim_slab_word (machine, 0, SIM_SLABS_WORD_RECORDS)))
    return false;
  slab = sim_slab_record (machine, id);
  cache = sim_cache_record (machine, slab[SIM_SLAB_WORD_CACHE]);
  from_first = address - sim_slab_record_s_mem (slab);
  n = (uint32_t) (from_first * cache[SIM_CACHE_WORD_RECIPROCAL] >> 32);
  if (SIM_UNLIKELY (n >= slab[SIM_SLAB_WORD_NUM] || (uint64_t) n * cache[SIM_CACHE_WORD_SIZE] != from_first))
    return false;
  place = slab[SIM_SLAB_WORD_OBJECTS] + (size_t) n * SIM_OBJECT_WORDS;
  array = cache[SIM_CACHE_WORD_ARRAYS] + row->cpu * cache[SIM_CACHE_WORD_ARRAY_STRIDE];
  if (SIM_UNLIKELY (sim_objects_at (machine, place)[0] >> SIM_OBJECT_STATE_SHIFT != SIM_OBJECT_IN_USE
                    || sim_objects_at (machine, array)[SIM_ARRAY_WORD_AVAIL] >= cache[SIM_CACHE_WORD_ROOM]))
    return false;

  sim_pen_knows_object (pen, array, place, SIM_OBJECT_IN_USE, SIM_OBJECT_IN_ARRAY);
  sim_emit_object_returned (pen, (SimField_array) row->cpu, sim_object_ref (id, n), address);
  return true;
}

static __attribute__ ((noinline)) void
do_singly (SimRun             *run,
           SimObjectOperation *operation)
{
  if (operation->kind == SIM_OPERATION_ALLOC)
    operation->address = kmalloc_alloc (run, operation->size, operation->gfp);
  else
    kmalloc_free (run, operation->address);
}

/* How many can follow before somebody looks whether there is room in the record. */
SIM_INLINE size_t
at_a_time (const SimRun *run,
           const SimPen *pen,
           SimKeeping    keeping)
{
  enum { CHANGES_OF_ONE = 3 };

  return keeping == SIM_KEEPS_NOTHING ? SIZE_MAX
         : (size_t) (run->record->change_limit - pen->writer.change) / CHANGES_OF_ONE + 1;
}

/* Once for each that may be kept. */
SIM_INLINE void
run_row (SimRun             *run,
         SimObjectOperation *operations,
         size_t              n,
         SimKeeping          keeping)
{
  const SimMachine *machine = run->machine;
  SimObjectOperation *operation = operations, *end = operations + n;
  const Row row = {
    .cpu = run->cpu, .gfp_unusual = sim_gfp_not_plain (machine), .page_offset = sim_address_space (machine)->page_offset,
    .n_bytes = (uint64_t) sim_n_frames (machine) << SIM_PAGE_SHIFT,
  };
  SimPen pen = sim_pen (run, keeping);

  while (operation < end)
    {
      size_t n_now = at_a_time (run, &pen, keeping);
      SimObjectOperation *stop = n_now < (size_t) (end - operation) ? operation + n_now : end;
      bool is_usual = true;

      for (; operation < stop; operation++)
        {
          is_usual = operation->kind == SIM_OPERATION_ALLOC ? take_quickly (&pen, &row, operation)
                                                            : give_quickly (&pen, &row, operation->address);
          if (SIM_UNLIKELY (!is_usual))
            break;
          pen.serial++;
        }

      sim_pen_lay_down (&pen);
      if (!is_usual)
        {
          do_singly (run, operation++);
          sim_pen_take_up (&pen);
          pen.serial++;
        }
      else
        sim_pen_take_up (&pen);
    }
  sim_pen_rest (&pen);
}

/* Every event is kept: that takes its time, and its stamp. */
static void
run_row_singly (SimRun             *run,
                SimObjectOperation *operations,
                size_t              n)
{
  for (SimObjectOperation *operation = operations; operation < operations + n; operation++)
    {
      if (operation->kind == SIM_OPERATION_ALLOC)
        operation->address = kmalloc_alloc (run, operation->size, operation->gfp);
      else
        kmalloc_free (run, operation->address);
      run->serial++;
    }
}

void
sim_run_object_operations (SimRun             *run,
                           SimObjectOperation *operations,
                           size_t              n)
{
  switch (sim_keeping (run))
    {
    case SIM_KEEPS_NOTHING:
      run_row (run, operations, n, SIM_KEEPS_NOTHING);
      break;
    case SIM_KEEPS_CHANGES:
      run_row (run, operations, n, SIM_KEEPS_CHANGES);
      break;
    default:
      run_row_singly (run, operations, n);
      break;
    }
}
