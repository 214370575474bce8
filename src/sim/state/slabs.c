/* slabs.c - see slabs.h */

#include "sim/state/slab-apply.h"

#include <string.h>

/* --- room by the piece --------------------------------------------------------------------- */
/* Pieces are multiples of a unit. Word 0 of the table: how many words are taken; then, by the number of units, the first of
 * the pieces that were given back, linked by their word 0; the last list has the larger ones, with their size in word 1. */
#define UNIT         8u
#define LARGER       255u

static uint32_t
units_in (uint32_t n_words)
{
  return (n_words + UNIT - 1) / UNIT;
}

static uint32_t
words_taken (const SimMachine *machine)
{
  uint32_t n = sim_objects_word (machine, 0);

  return n > 0 ? n : SIM_OBJECTS_HEADER_WORDS;
}

static void
put (SimWriter *writer,
     size_t     index,
     uint32_t   value)
{
  if (sim_objects_word (writer->machine, index) != value)
    sim_put (writer, SIM_TABLE_OBJECTS, index, value);
}

static bool
make_room (SimMachine *machine,
           uint32_t    n_words)
{
  return sim_table_grow (machine, SIM_TABLE_OBJECTS, (size_t) words_taken (machine) + units_in (n_words) * UNIT);
}

/* There is room: see make_room (). What is in the piece is left over. */
static uint32_t
take_piece (SimWriter *writer,
            uint32_t   n_words)
{
  uint32_t units = units_in (n_words), list = units < LARGER ? units : LARGER;
  uint32_t before = list, piece = sim_objects_word (writer->machine, list);

  while (list == LARGER && piece != 0 && sim_objects_word (writer->machine, piece + 1) != units)
    {
      before = piece;
      piece = sim_objects_word (writer->machine, piece);
    }
  if (piece != 0)
    {
      put (writer, before, sim_objects_word (writer->machine, piece));
      return piece;
    }
  piece = words_taken (writer->machine);
  put (writer, 0, piece + units * UNIT);
  return piece;
}

static void
give_piece (SimWriter *writer,
            uint32_t   piece,
            uint32_t   n_words)
{
  uint32_t units = units_in (n_words), list = units < LARGER ? units : LARGER;

  put (writer, piece, sim_objects_word (writer->machine, list));
  if (list == LARGER)
    put (writer, piece + 1, units);
  put (writer, list, piece);
}

static void
clear_piece (SimWriter *writer,
             uint32_t   piece,
             uint32_t   n_words)
{
  for (uint32_t i = 0; i < n_words; i++)
    put (writer, piece + i, 0);
}

/* --- records ------------------------------------------------------------------------------- */
static uint32_t
take_slab_record (SimWriter *writer)
{
  uint32_t slab = sim_slab_word (writer->machine, 0, SIM_SLABS_WORD_UNUSED);

  if (slab != 0)
    {
      sim_put_slab (writer, 0, SIM_SLABS_WORD_UNUSED, sim_slab_word (writer->machine, slab, SIM_SLAB_WORD_NEXT));
      return slab;
    }
  slab = sim_slab_word (writer->machine, 0, SIM_SLABS_WORD_RECORDS) + 1;
  sim_put_slab (writer, 0, SIM_SLABS_WORD_RECORDS, slab);
  return slab;
}

static void
give_slab_record (SimWriter *writer,
                  uint32_t   slab)
{
  for (unsigned word = 0; word < SIM_SLAB_WORDS; word++)
    if (sim_slab_word (writer->machine, slab, word) != 0)
      sim_put_slab (writer, slab, word, 0);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_NEXT, sim_slab_word (writer->machine, 0, SIM_SLABS_WORD_UNUSED));
  sim_put_slab (writer, slab, SIM_SLAB_WORD_LIST, SIM_SLAB_UNUSED);
  sim_put_slab (writer, 0, SIM_SLABS_WORD_UNUSED, slab);
}

static uint32_t
make_head (SimWriter *writer,
           uint32_t   cache,
           unsigned   node)
{
  uint32_t head = take_slab_record (writer);

  sim_put_slab (writer, head, SIM_SLAB_WORD_NEXT, head);
  sim_put_slab (writer, head, SIM_SLAB_WORD_PREV, head);
  sim_put_slab (writer, head, SIM_SLAB_WORD_LIST, SIM_SLAB_HEAD);
  sim_put_slab (writer, head, SIM_SLAB_WORD_CACHE, cache);
  sim_put_slab (writer, head, SIM_SLAB_WORD_ACTIVE, 0);
  sim_put_slab (writer, head, SIM_SLAB_WORD_NODE, node);
  return head;
}

/* --- arrays -------------------------------------------------------------------------------- */
static uint32_t
array_words (uint32_t limit)
{
  uint32_t room = SIM_GROUP_WORDS;

  while (room < limit)
    room *= 2;
  return SIM_ARRAY_WORD_ENTRIES + room;
}

static uint32_t
make_arrays (SimWriter *writer,
             unsigned   n,
             uint32_t   limit)
{
  uint32_t words = array_words (limit), first = take_piece (writer, n * words);

  clear_piece (writer, first, n * words);
  for (unsigned i = 0; i < n; i++)
    put (writer, first + i * words + SIM_ARRAY_WORD_MASK, words - SIM_ARRAY_WORD_ENTRIES - 1);
  return first;
}

static void
drop_arrays (SimWriter *writer,
             uint32_t   cache)
{
  SimMachine *machine = writer->machine;
  uint32_t arrays = sim_cache_word (machine, cache, SIM_CACHE_WORD_ARRAYS);
  uint32_t shared = sim_cache_word (machine, cache, SIM_CACHE_WORD_SHARED_ARRAYS);

  if (arrays != 0)
    give_piece (writer, arrays, machine->n_cpus * sim_cache_word (machine, cache, SIM_CACHE_WORD_ARRAY_STRIDE));
  if (shared != 0)
    give_piece (writer, shared, machine->n_nodes * sim_cache_word (machine, cache, SIM_CACHE_WORD_SHARED_STRIDE));
}

/* They are empty: what was in the old ones has been given back. init_cache_node (). */
void
sim_cache_set_arrays (SimWriter  *writer,
                      SimCacheId  cache,
                      uint32_t    limit,
                      uint32_t    batch,
                      uint32_t    shared)
{
  SimMachine *machine = writer->machine;

  drop_arrays (writer, cache);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_ARRAYS, make_arrays (writer, machine->n_cpus, limit));
  sim_put_cache (writer, cache, SIM_CACHE_WORD_ARRAY_STRIDE, array_words (limit));
  sim_put_cache (writer, cache, SIM_CACHE_WORD_SHARED_ARRAYS, shared > 0 ? make_arrays (writer, machine->n_nodes, shared * batch) : 0);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_SHARED_STRIDE, shared > 0 ? array_words (shared * batch) : 0);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_LIMIT, limit);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_ROOM, sim_is_slub (machine) ? 0 : limit);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_BATCH, batch);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_SHARED, shared);
  for (unsigned node = 0; node < machine->n_nodes; node++)
    {
      uint32_t n_cpus = 0;

      for (unsigned cpu = 0; cpu < machine->n_cpus; cpu++)
        n_cpus += machine->node_of_cpu[cpu] == node;
      sim_put_node (writer, cache, node, SIM_NODE_WORD_FREE_LIMIT,
                    sim_is_slub (machine) ? 0 : (1 + n_cpus) * batch + sim_cache_word (machine, cache, SIM_CACHE_WORD_NUM));
    }
}

/* --- caches -------------------------------------------------------------------------------- */
static void
put_address (SimWriter *writer,
             uint32_t   cache,
             unsigned   word,
             uint64_t   address)
{
  sim_put_cache (writer, cache, word, (uint32_t) address);
  sim_put_cache (writer, cache, word + 1, (uint32_t) (address >> 32));
}

static void
put_name (SimWriter  *writer,
          uint32_t    cache,
          const char *name)
{
  uint32_t words[SIM_CACHE_NAME_WORDS] = { 0 };

  memcpy (words, name, strnlen (name, sizeof words - 1));
  for (unsigned i = 0; i < SIM_CACHE_NAME_WORDS; i++)
    sim_put_cache (writer, cache, SIM_CACHE_WORD_NAME + i, words[i]);
}

/* list_add (&s->list, &slab_caches) */
static void
link_cache (SimWriter *writer,
            uint32_t   cache)
{
  uint32_t first = sim_cache_word (writer->machine, 0, SIM_CACHES_WORD_FIRST);

  sim_put_cache (writer, cache, SIM_CACHE_WORD_NEXT, first);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_PREV, 0);
  if (first != 0)
    sim_put_cache (writer, first, SIM_CACHE_WORD_PREV, cache);
  else
    sim_put_cache (writer, 0, SIM_CACHES_WORD_LAST, cache);
  sim_put_cache (writer, 0, SIM_CACHES_WORD_FIRST, cache);
}

static void
unlink_cache (SimWriter *writer,
              uint32_t   cache)
{
  uint32_t next = sim_cache_word (writer->machine, cache, SIM_CACHE_WORD_NEXT);
  uint32_t prev = sim_cache_word (writer->machine, cache, SIM_CACHE_WORD_PREV);

  if (prev != 0)
    sim_put_cache (writer, prev, SIM_CACHE_WORD_NEXT, next);
  else
    sim_put_cache (writer, 0, SIM_CACHES_WORD_FIRST, next);
  if (next != 0)
    sim_put_cache (writer, next, SIM_CACHE_WORD_PREV, prev);
  else
    sim_put_cache (writer, 0, SIM_CACHES_WORD_LAST, prev);
}

uint32_t
sim_cache_room_needed (const SimMachine     *machine,
                       const SimCacheLayout *layout)
{
  return machine->n_cpus * (array_words (layout->limit) + SIM_N_CPU_LISTS)
         + machine->n_nodes * (SIM_NODE_WORDS + array_words (layout->shared * layout->batch)) + 5 * UNIT;
}

uint32_t
sim_cache_n_heads (const SimMachine *machine)
{
  return machine->n_nodes * SIM_N_NODE_LISTS + (sim_is_slub (machine) ? machine->n_cpus * SIM_N_CPU_LISTS : 0);
}

bool
sim_cache_make_room (SimMachine           *machine,
                     const SimCacheLayout *layout)
{
  size_t n_caches = sim_cache_word (machine, 0, SIM_CACHES_WORD_RECORDS) + 2u;
  size_t n_slabs = sim_slab_word (machine, 0, SIM_SLABS_WORD_RECORDS) + 2u + sim_cache_n_heads (machine);

  return n_slabs < SIM_MOST_SLABS && sim_table_grow (machine, SIM_TABLE_CACHES, n_caches * SIM_CACHE_WORDS)
         && sim_table_grow (machine, SIM_TABLE_SLABS, n_slabs * SIM_SLAB_WORDS)
         && make_room (machine, sim_cache_room_needed (machine, layout));
}

static void
make_cpu_heads (SimWriter *writer,
                uint32_t   cache)
{
  SimMachine *machine = writer->machine;
  uint32_t n = machine->n_cpus * SIM_N_CPU_LISTS, heads = take_piece (writer, n);

  for (uint32_t i = 0; i < n; i++)
    put (writer, heads + i, make_head (writer, cache, i / SIM_N_CPU_LISTS));
  sim_put_cache (writer, cache, SIM_CACHE_WORD_CPU_HEADS, heads);
}

static void
put_slub (SimWriter            *writer,
          uint32_t              cache,
          const SimCacheLayout *layout)
{
  if (!sim_is_slub (writer->machine))
    return;
  make_cpu_heads (writer, cache);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_OFFSET, layout->offset);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_MIN_PARTIAL, layout->min_partial);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_CPU_PARTIAL, layout->cpu_partial);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_CPU_PARTIAL_SLABS, layout->cpu_partial_slabs);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_LEAST_ORDER, layout->least_order);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_LEAST_NUM, layout->least_num);
}

uint32_t
sim_cache_write (SimWriter            *writer,
                 const SimCacheLayout *layout,
                 uint32_t              creator)
{
  SimMachine *machine = writer->machine;
  uint32_t cache = sim_cache_word (machine, 0, SIM_CACHES_WORD_UNUSED), nodes;

  if (cache != 0)
    sim_put_cache (writer, 0, SIM_CACHES_WORD_UNUSED, sim_cache_word (machine, cache, SIM_CACHE_WORD_NEXT));
  else
    {
      cache = sim_cache_word (machine, 0, SIM_CACHES_WORD_RECORDS) + 1;
      sim_put_cache (writer, 0, SIM_CACHES_WORD_RECORDS, cache);
    }

  sim_put_cache (writer, cache, SIM_CACHE_WORD_STATE, 1);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_OBJECT_SIZE, layout->object_size);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_SIZE, layout->size);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_FRONT, layout->front);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_RECIPROCAL, (uint32_t) (((UINT64_C (1) << 32) + layout->size - 1) / layout->size));
  sim_put_cache (writer, cache, SIM_CACHE_WORD_ALIGN, layout->align);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_FLAGS, layout->flags);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_ORDER, layout->order);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_NUM, layout->num);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_COLOUR, layout->colour);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_COLOUR_OFF, layout->colour_off);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_FREELIST_SIZE, layout->freelist_size);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_GFP, layout->gfp);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_CREATOR, creator);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_REFCOUNT, 1);
  put_address (writer, cache, SIM_CACHE_WORD_DESCRIPTOR, layout->descriptor);
  put_address (writer, cache, SIM_CACHE_WORD_CTOR, layout->ctor);
  put_address (writer, cache, SIM_CACHE_WORD_NAME_OBJECT, layout->name_object);
  put_name (writer, cache, layout->name);
  put_slub (writer, cache, layout);

  nodes = take_piece (writer, machine->n_nodes * SIM_NODE_WORDS);
  clear_piece (writer, nodes, machine->n_nodes * SIM_NODE_WORDS);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_NODES, nodes);
  for (unsigned node = 0; node < machine->n_nodes; node++)
    {
      for (unsigned list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_NODE_LISTS; list++)
        sim_put_node (writer, cache, node, SIM_NODE_WORD_HEADS + list, make_head (writer, cache, node));
      /* Until 3.12 the first slab had the first colour: the next one to that before it. */
      if (machine->profile->slab.management_size != 0 && layout->colour > 0)
        sim_put_node (writer, cache, node, SIM_NODE_WORD_COLOUR_NEXT, layout->colour - 1);
      sim_put_node (writer, cache, node, SIM_NODE_WORD_OBJECT, (uint32_t) layout->node_object[node]);
      sim_put_node (writer, cache, node, SIM_NODE_WORD_OBJECT + 1, (uint32_t) (layout->node_object[node] >> 32));
      sim_put_node (writer, cache, node, SIM_NODE_WORD_SHARED_OBJECT, (uint32_t) layout->shared_object[node]);
      sim_put_node (writer, cache, node, SIM_NODE_WORD_SHARED_OBJECT + 1, (uint32_t) (layout->shared_object[node] >> 32));
    }
  sim_cache_set_arrays (writer, cache, layout->limit, layout->batch, layout->shared);
  link_cache (writer, cache);
  return cache;
}

void
sim_machine_set_cache_word (SimMachine *machine,
                            SimCacheId  cache,
                            unsigned    word,
                            uint32_t    value)
{
  machine->words_of[SIM_TABLE_CACHES][cache * SIM_CACHE_WORDS + word] = value;
}

/* It has no slabs. */
void
sim_cache_clear (SimWriter  *writer,
                 SimCacheId  cache)
{
  SimMachine *machine = writer->machine;
  uint32_t cpu_heads = sim_cache_word (machine, cache, SIM_CACHE_WORD_CPU_HEADS);

  unlink_cache (writer, cache);
  for (unsigned node = 0; node < machine->n_nodes; node++)
    for (unsigned list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_NODE_LISTS; list++)
      give_slab_record (writer, sim_node_word (machine, cache, node, SIM_NODE_WORD_HEADS + list));
  if (cpu_heads != 0)
    {
      for (uint32_t i = 0; i < machine->n_cpus * SIM_N_CPU_LISTS; i++)
        give_slab_record (writer, sim_objects_word (machine, cpu_heads + i));
      give_piece (writer, cpu_heads, machine->n_cpus * SIM_N_CPU_LISTS);
    }
  drop_arrays (writer, cache);
  give_piece (writer, sim_cache_word (machine, cache, SIM_CACHE_WORD_NODES), machine->n_nodes * SIM_NODE_WORDS);
  for (unsigned word = 0; word < SIM_CACHE_WORDS; word++)
    if (sim_cache_word (machine, cache, word) != 0)
      sim_put_cache (writer, cache, word, 0);
  sim_put_cache (writer, cache, SIM_CACHE_WORD_NEXT, sim_cache_word (machine, 0, SIM_CACHES_WORD_UNUSED));
  sim_put_cache (writer, 0, SIM_CACHES_WORD_UNUSED, cache);
}

/* --- slabs --------------------------------------------------------------------------------- */
bool
sim_slab_make_room (SimMachine *machine,
                    SimCacheId  cache)
{
  size_t n_slabs = sim_slab_word (machine, 0, SIM_SLABS_WORD_RECORDS) + 2u;

  return n_slabs < SIM_MOST_SLABS && sim_table_grow (machine, SIM_TABLE_SLABS, n_slabs * SIM_SLAB_WORDS)
         && make_room (machine, sim_cache_word (machine, cache, SIM_CACHE_WORD_NUM) * SIM_OBJECT_WORDS);
}

static void
write_objects (SimWriter *writer,
               uint32_t   first,
               uint32_t   n)
{
  for (uint32_t i = 0; i < n; i += SIM_GROUP_WORDS / SIM_OBJECT_WORDS)
    {
      SimObjectsEdit edit = sim_edit_objects (writer, first + i * SIM_OBJECT_WORDS);

      for (uint32_t j = i; j < i + SIM_GROUP_WORDS / SIM_OBJECT_WORDS; j++)
        {
          edit.words[(j - i) * SIM_OBJECT_WORDS] = j < n ? j : 0;
          edit.words[(j - i) * SIM_OBJECT_WORDS + 1] = 0;
        }
      sim_edited_objects (writer, &edit);
    }
}

/* cache_grow_begin (), cache_init_objs () */
void
sim_slab_make (SimWriter  *writer,
               SimCacheId  cache,
               SimPfn      pfn,
               unsigned    order,
               uint32_t    colour)
{
  SimMachine *machine = writer->machine;
  bool is_smaller = order != sim_cache_word (machine, cache, SIM_CACHE_WORD_ORDER);
  uint32_t mark = sim_frame_mark (machine, pfn), num = sim_cache_word (machine, cache, is_smaller ? SIM_CACHE_WORD_LEAST_NUM : SIM_CACHE_WORD_NUM);
  unsigned zone = sim_mark_zone (mark), node = machine->zones[zone].node;
  uint32_t slab = take_slab_record (writer), objects = take_piece (writer, num * SIM_OBJECT_WORDS);
  uint32_t off = sim_cache_word (machine, cache, SIM_CACHE_WORD_COLOUR_OFF);
  uint64_t s_mem = machine->space.page_offset + ((uint64_t) pfn << SIM_PAGE_SHIFT) + colour
                   + sim_cache_word (machine, cache, SIM_CACHE_WORD_FRONT);

  write_objects (writer, objects, num);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_NEXT, 0);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_PREV, 0);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_LIST, SIM_SLAB_LIST_NONE);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_CACHE, cache);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_PFN, pfn);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_ACTIVE, 0);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_OBJECTS, objects);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_NODE, node);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_COLOUR, colour);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_S_MEM, (uint32_t) s_mem);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_S_MEM + 1, (uint32_t) (s_mem >> 32));
  sim_put_slab (writer, slab, SIM_SLAB_WORD_NUM, num);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST_OBJECT,
                sim_cache_word (machine, cache, SIM_CACHE_WORD_FLAGS) & SIM_SLAB_OBJFREELIST ? num : 0);
  sim_put_node (writer, cache, node, SIM_NODE_WORD_COLOUR_NEXT, off > 0 ? colour / off : 0);

  for (SimPfn i = 0; i < sim_frames_in ((SimOrder) order); i++)
    {
      SimEdit edit = sim_edit (writer, sim_link (pfn + i));

      if (i == 0)
        edit.record->word[SIM_RECORD_MARK] = sim_mark (SIM_FRAME_SLAB, order, zone);
      edit.record->word[SIM_RECORD_OWNER] = slab;
      sim_edited (writer, &edit);
    }
}

static void
count_slab (SimWriter *writer,
            uint32_t   slab,
            int        n)
{
  SimMachine *machine = writer->machine;
  uint32_t cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE), node = sim_slab_word (machine, slab, SIM_SLAB_WORD_NODE);
  uint32_t num = sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM), n_free = num - sim_slab_word (machine, slab, SIM_SLAB_WORD_ACTIVE);

  sim_put_node (writer, cache, node, SIM_NODE_WORD_SLABS, sim_node_word (machine, cache, node, SIM_NODE_WORD_SLABS) + (uint32_t) n);
  sim_put_node (writer, cache, node, SIM_NODE_WORD_FREE_OBJECTS,
                sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_OBJECTS) + (uint32_t) n * n_free);
  sim_put_node (writer, cache, node, SIM_NODE_WORD_OBJECTS, sim_node_word (machine, cache, node, SIM_NODE_WORD_OBJECTS) + (uint32_t) n * num);
}

static bool
is_counted (unsigned list)
{
  return list != SIM_SLAB_LIST_NONE && list != SIM_SLAB_LIST_DOOMED;
}

/* `from` is where it is. */
void
sim_slab_move (SimWriter *writer,
               SimSlabId  slab,
               unsigned   from,
               unsigned   to,
               bool       to_tail)
{
  SimMachine *machine = writer->machine;

  if (is_counted (from) && !is_counted (to))
    count_slab (writer, slab, -1);
  if (from != SIM_SLAB_LIST_NONE)
    {
      uint32_t next = sim_slab_word (machine, slab, SIM_SLAB_WORD_NEXT), prev = sim_slab_word (machine, slab, SIM_SLAB_WORD_PREV);
      uint32_t head = sim_slab_head (machine, slab, from);

      sim_put_slab (writer, prev, SIM_SLAB_WORD_NEXT, next);
      sim_put_slab (writer, next, SIM_SLAB_WORD_PREV, prev);
      sim_put_slab (writer, head, SIM_SLAB_WORD_ACTIVE, sim_slab_word (machine, head, SIM_SLAB_WORD_ACTIVE) - 1);
    }
  if (to != SIM_SLAB_LIST_NONE)
    {
      uint32_t head = sim_slab_head (machine, slab, to);
      uint32_t next = to_tail ? head : sim_slab_word (machine, head, SIM_SLAB_WORD_NEXT);
      uint32_t prev = to_tail ? sim_slab_word (machine, head, SIM_SLAB_WORD_PREV) : head;

      sim_put_slab (writer, slab, SIM_SLAB_WORD_NEXT, next);
      sim_put_slab (writer, slab, SIM_SLAB_WORD_PREV, prev);
      sim_put_slab (writer, prev, SIM_SLAB_WORD_NEXT, slab);
      sim_put_slab (writer, next, SIM_SLAB_WORD_PREV, slab);
      sim_put_slab (writer, head, SIM_SLAB_WORD_ACTIVE, sim_slab_word (machine, head, SIM_SLAB_WORD_ACTIVE) + 1);
    }
  else
    {
      sim_put_slab (writer, slab, SIM_SLAB_WORD_NEXT, 0);
      sim_put_slab (writer, slab, SIM_SLAB_WORD_PREV, 0);
    }
  sim_put_slab (writer, slab, SIM_SLAB_WORD_LIST, to);
  if (!is_counted (from) && is_counted (to))
    count_slab (writer, slab, 1);
}

/* It is on no list. Its frames are somebody's, as a block that was handed out. */
void
sim_slab_clear (SimWriter *writer,
                SimPfn     pfn)
{
  SimMachine *machine = writer->machine;
  uint32_t slab = sim_slab_of_frame (machine, pfn);
  uint32_t mark = sim_frame_mark (machine, pfn);

  for (SimPfn i = 0; i < sim_frames_in (sim_mark_order (mark)); i++)
    {
      SimEdit edit = sim_edit (writer, sim_link (pfn + i));

      if (i == 0)
        edit.record->word[SIM_RECORD_MARK] = sim_mark (SIM_FRAME_ALLOCATED, sim_mark_order (mark), sim_mark_zone (mark));
      edit.record->word[SIM_RECORD_OWNER] = 0;
      sim_edited (writer, &edit);
    }
  give_piece (writer, sim_slab_word (machine, slab, SIM_SLAB_WORD_OBJECTS),
              sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM) * SIM_OBJECT_WORDS);
  give_slab_record (writer, slab);
}
