/* slab-words.h - how caches, slabs, objects and arrays lie in their tables; inline readers for rules
 *
 * SIM_TABLE_CACHES has records of SIM_CACHE_WORDS, by the cache's id; record 0 says what there is. SIM_TABLE_SLABS has
 * records of SIM_SLAB_WORDS: slabs, and the heads of their lists, which are rings; record 0 likewise. SIM_TABLE_OBJECTS
 * is room by the piece: for a slab two words for each of its objects, for a cache its nodes and its arrays.
 */
#pragma once

#include "sim/slabs.h"
#include "sim/state/access.h"

/* --- caches ------------------------------------------------------------------------------- */
enum {
  SIM_CACHES_WORD_RECORDS,        /* largest id ever */
  SIM_CACHES_WORD_UNUSED,         /* the first of those that are free again; they are linked by NEXT */
  SIM_CACHES_WORD_FIRST,          /* of the kernel's list: the newest */
  SIM_CACHES_WORD_LAST,
  SIM_CACHES_WORD_OWN,            /* the cache of descriptors: "kmem_cache" */
  SIM_CACHES_WORD_MAX_ORDER,      /* slab_max_order */
  SIM_CACHES_WORD_ALLOCATOR,      /* SimAllocator, or SIM_CACHES_DEBUGGED: SLAB with debugging */
  SIM_CACHES_WORD_OWN_NODES,      /* SLUB: the cache "kmem_cache_node" */
  SIM_CACHES_WORD_KMALLOC = 8,    /* kmalloc_caches[]: SIM_N_KMALLOC_TYPES times SIM_N_KMALLOC_SIZES */
  SIM_CACHES_WORD_SMALL = 96      /* of the first type, for sizes up to 192, by eight bytes: size_index[] */
};
#define SIM_N_SMALL_SIZES 24u

enum {
  SIM_CACHE_WORD_STATE,           /* 1: there is one */
  SIM_CACHE_WORD_OBJECT_SIZE,
  SIM_CACHE_WORD_SIZE,
  SIM_CACHE_WORD_ALIGN,
  SIM_CACHE_WORD_FLAGS,
  SIM_CACHE_WORD_ORDER,
  SIM_CACHE_WORD_NUM,
  SIM_CACHE_WORD_COLOUR,
  SIM_CACHE_WORD_COLOUR_OFF,
  SIM_CACHE_WORD_FREELIST_SIZE,
  SIM_CACHE_WORD_GFP,
  SIM_CACHE_WORD_CREATOR,
  SIM_CACHE_WORD_LIMIT,
  SIM_CACHE_WORD_BATCH,
  SIM_CACHE_WORD_SHARED,
  SIM_CACHE_WORD_REFCOUNT,
  SIM_CACHE_WORD_NEXT,
  SIM_CACHE_WORD_PREV,
  SIM_CACHE_WORD_ARRAYS,          /* where that of CPU 0 is in SIM_TABLE_OBJECTS, */
  SIM_CACHE_WORD_ARRAY_STRIDE,    /* and how far that of the next CPU is */
  SIM_CACHE_WORD_SHARED_ARRAYS,   /* the same for nodes; 0: none */
  SIM_CACHE_WORD_SHARED_STRIDE,
  SIM_CACHE_WORD_NODES,           /* where node 0 is; SIM_NODE_WORDS for each */
  SIM_CACHE_WORD_UNUSED,
  SIM_CACHE_WORD_DESCRIPTOR,      /* two words each: */
  SIM_CACHE_WORD_CTOR = SIM_CACHE_WORD_DESCRIPTOR + 2,
  SIM_CACHE_WORD_NAME_OBJECT = SIM_CACHE_WORD_CTOR + 2,
  SIM_CACHE_WORD_NAME = 32,
  SIM_CACHE_WORD_CPU_HEADS = SIM_CACHE_WORD_NAME + SIM_CACHE_NAME_LENGTH / 4,  /* where the heads of the CPUs' lists are; 0: none */
  SIM_CACHE_WORD_OFFSET,
  SIM_CACHE_WORD_MIN_PARTIAL,
  SIM_CACHE_WORD_CPU_PARTIAL,
  SIM_CACHE_WORD_CPU_PARTIAL_SLABS,
  SIM_CACHE_WORD_LEAST_ORDER,
  SIM_CACHE_WORD_LEAST_NUM,
  SIM_CACHE_WORD_FRONT,           /* bytes between a slab's colour and its first object: what keeps it, until 3.12 */
  SIM_CACHE_WORD_RECIPROCAL,      /* 2^32 by the size, rounded up: reciprocal_buffer_size */
  SIM_CACHE_WORD_ROOM,            /* with fewer in a CPU's array, what comes back goes there, and that is all; 0: never */
  SIM_CACHE_WORDS = 128
};
#define SIM_CACHES_WORDS (SIM_CACHES_WORD_SMALL + SIM_N_SMALL_SIZES)
#define SIM_CACHE_NAME_WORDS (SIM_CACHE_NAME_LENGTH / sizeof (uint32_t))

#define SIM_N_KMALLOC_TYPES 3u    /* normal, reclaimable, of ZONE_DMA */
#define SIM_N_KMALLOC_SIZES 24u  /* by kmalloc_index (): 1 is 96 bytes, 2 is 192, others are powers of two */

#define SIM_CACHES_DEBUGGED 0x100u
static_assert (SIM_CACHES_WORD_KMALLOC + SIM_N_KMALLOC_TYPES * SIM_N_KMALLOC_SIZES <= SIM_CACHES_WORD_SMALL
               && SIM_CACHES_WORDS <= SIM_CACHE_WORDS, "no room in record 0");
static_assert (SIM_CACHE_WORD_ROOM < SIM_CACHE_WORDS, "no room in a cache's record");

/* --- nodes -------------------------------------------------------------------------------- */
enum {
  SIM_NODE_WORD_HEADS,            /* records of SIM_TABLE_SLABS, by SimSlabList; that of NONE is 0 */
  SIM_NODE_WORD_SLABS = SIM_NODE_WORD_HEADS + SIM_N_NODE_LISTS,
  SIM_NODE_WORD_FREE_OBJECTS,
  SIM_NODE_WORD_FREE_LIMIT,
  SIM_NODE_WORD_COLOUR_NEXT,
  SIM_NODE_WORD_FREE_TOUCHED,
  SIM_NODE_WORD_NEXT_REAP,        /* jiffies; 0: whenever somebody looks */
  SIM_NODE_WORD_OBJECTS,          /* in all slabs that are counted */
  SIM_NODE_WORD_OBJECT = 12,      /* address of the struct kmem_cache_node, two words; 0: it is nobody's object */
  SIM_NODE_WORD_SHARED_OBJECT = 14,        /* and of the shared array */
  SIM_NODE_WORDS = 16
};

/* Of a CPU's two lists: one word each. */
#define SIM_N_CPU_LISTS ((unsigned) SIM_N_SLAB_LISTS - (unsigned) SIM_N_NODE_LISTS)

/* --- slabs -------------------------------------------------------------------------------- */
enum {
  SIM_SLABS_WORD_RECORDS,
  SIM_SLABS_WORD_UNUSED
};

enum {
  SIM_SLAB_WORD_NEXT,
  SIM_SLAB_WORD_PREV,
  SIM_SLAB_WORD_LIST,             /* SimSlabList; heads: SIM_SLAB_HEAD; SIM_SLAB_UNUSED */
  SIM_SLAB_WORD_CACHE,
  SIM_SLAB_WORD_PFN,
  SIM_SLAB_WORD_ACTIVE,           /* heads: length of the list */
  SIM_SLAB_WORD_OBJECTS,          /* where they are in SIM_TABLE_OBJECTS */
  SIM_SLAB_WORD_NODE,
  SIM_SLAB_WORD_COLOUR,
  SIM_SLAB_WORD_FREELIST_OBJECT,  /* 1 + the free object that holds the freelist; 0: none does */
  SIM_SLAB_WORD_FREELIST,         /* address where it is another cache's object, two words */
  SIM_SLAB_WORD_NUM = SIM_SLAB_WORD_FREELIST + 2,  /* of its objects: SLUB has smaller slabs where memory is in pieces */
  SIM_SLAB_WORD_CPU,              /* of a slab on a CPU's list; else left over */
  SIM_SLAB_WORD_S_MEM,            /* two words: address of object 0; follows from PFN, COLOUR and FRONT */
  SIM_SLAB_WORDS = SIM_SLAB_WORD_S_MEM + 2
};
static_assert (SIM_SLAB_WORDS == 16, "slabs are not found by a shift");
#define SIM_SLAB_HEAD   0xfeu
#define SIM_SLAB_UNUSED 0xffu
#define SIM_MOST_SLABS  (1u << (32 - SIM_OBJECT_INDEX_BITS))
#define SIM_MOST_OBJECTS (1u << SIM_OBJECT_INDEX_BITS)

/* --- objects ------------------------------------------------------------------------------ */
/* Word 0 of the n-th: the n-th entry of the freelist, and the state of the n-th object. Word 1: its owner. */
#define SIM_OBJECT_WORDS        2u
#define SIM_OBJECT_ENTRY_MASK   0xffffu
#define SIM_OBJECT_STATE_SHIFT  16

/* What record 0 is to the other two: see slabs.c. */
#define SIM_OBJECTS_HEADER_WORDS 256u

/* --- arrays ------------------------------------------------------------------------------- */
/* The entries are a ring: the kernel moves what is left to the front when the first ones have gone. */
enum {
  SIM_ARRAY_WORD_AVAIL,
  SIM_ARRAY_WORD_START,
  SIM_ARRAY_WORD_TOUCHED,
  SIM_ARRAY_WORD_MASK,            /* room is a power of two, less one */
  SIM_ARRAY_WORD_ENTRIES
};

/* slab-read.c: is there an object of that number? */
bool sim_object_exists (const SimMachine *machine, uint32_t object);
/* The first invariant that does not hold; NULL: all do. */
const char *sim_slabs_check (const SimMachine *machine);

/* --- readers ------------------------------------------------------------------------------ */
SIM_INLINE uint32_t
sim_cache_word (const SimMachine *machine,
                uint32_t          cache,
                unsigned          word)
{
  return machine->words_of[SIM_TABLE_CACHES][(size_t) cache * SIM_CACHE_WORDS + word];
}

static inline uint64_t
sim_cache_address (const SimMachine *machine,
                   uint32_t          cache,
                   unsigned          word)
{
  return sim_cache_word (machine, cache, word) | (uint64_t) sim_cache_word (machine, cache, word + 1) << 32;
}

SIM_INLINE uint32_t
sim_slab_word (const SimMachine *machine,
               uint32_t          slab,
               unsigned          word)
{
  return machine->words_of[SIM_TABLE_SLABS][(size_t) slab * SIM_SLAB_WORDS + word];
}

SIM_INLINE uint32_t
sim_objects_word (const SimMachine *machine,
                  size_t            index)
{
  return machine->words_of[SIM_TABLE_OBJECTS][index];
}

SIM_INLINE size_t
sim_node_index (const SimMachine *machine,
                uint32_t          cache,
                unsigned          node,
                unsigned          word)
{
  return sim_cache_word (machine, cache, SIM_CACHE_WORD_NODES) + (size_t) node * SIM_NODE_WORDS + word;
}

SIM_INLINE uint32_t
sim_node_word (const SimMachine *machine,
               uint32_t          cache,
               unsigned          node,
               unsigned          word)
{
  return sim_objects_word (machine, sim_node_index (machine, cache, node, word));
}

/* Where the array of a CPU begins: at a group of words. */
SIM_INLINE size_t
sim_cpu_array_index (const SimMachine *machine,
                     uint32_t          cache,
                     unsigned          cpu)
{
  return sim_cache_word (machine, cache, SIM_CACHE_WORD_ARRAYS)
         + (size_t) cpu * sim_cache_word (machine, cache, SIM_CACHE_WORD_ARRAY_STRIDE);
}

/* Of a word and the next. */
SIM_INLINE uint64_t
sim_node_address (const SimMachine *machine,
                  uint32_t          cache,
                  unsigned          node,
                  unsigned          word)
{
  return sim_node_word (machine, cache, node, word) | (uint64_t) sim_node_word (machine, cache, node, word + 1) << 32;
}

/* Where an array begins; 0: the cache has none like it. */
SIM_INLINE size_t
sim_array_index (const SimMachine *machine,
                 uint32_t          cache,
                 unsigned          array)
{
  if (SIM_LIKELY (array < SIM_SHARED_ARRAY))
    return sim_cpu_array_index (machine, cache, array);
  if (sim_cache_word (machine, cache, SIM_CACHE_WORD_SHARED_ARRAYS) == 0)
    return 0;
  return sim_cache_word (machine, cache, SIM_CACHE_WORD_SHARED_ARRAYS)
         + (size_t) (array - SIM_SHARED_ARRAY) * sim_cache_word (machine, cache, SIM_CACHE_WORD_SHARED_STRIDE);
}

/* Where the n-th entry of the array at `index` is. */
SIM_INLINE size_t
sim_array_place (const SimMachine *machine,
                 size_t            index,
                 uint32_t          n)
{
  return index + SIM_ARRAY_WORD_ENTRIES
         + ((sim_objects_word (machine, index + SIM_ARRAY_WORD_START) + n) & sim_objects_word (machine, index + SIM_ARRAY_WORD_MASK));
}

SIM_INLINE size_t
sim_object_place (const SimMachine *machine,
                  uint32_t          slab,
                  uint32_t          index)
{
  return sim_slab_word (machine, slab, SIM_SLAB_WORD_OBJECTS) + (size_t) index * SIM_OBJECT_WORDS;
}

/* Whole records, and what begins at a word: for those who read several. */
SIM_INLINE const uint32_t *
sim_cache_record (const SimMachine *machine,
                  uint32_t          cache)
{
  return machine->words_of[SIM_TABLE_CACHES] + (size_t) cache * SIM_CACHE_WORDS;
}

SIM_INLINE const uint32_t *
sim_slab_record (const SimMachine *machine,
                 uint32_t          slab)
{
  return machine->words_of[SIM_TABLE_SLABS] + (size_t) slab * SIM_SLAB_WORDS;
}

SIM_INLINE const uint32_t *
sim_objects_at (const SimMachine *machine,
                size_t            index)
{
  return machine->words_of[SIM_TABLE_OBJECTS] + index;
}

SIM_INLINE uint64_t
sim_slab_record_s_mem (const uint32_t *record)
{
  return record[SIM_SLAB_WORD_S_MEM] | (uint64_t) record[SIM_SLAB_WORD_S_MEM + 1] << 32;
}

SIM_INLINE uint64_t
sim_slab_first_object (const SimMachine *machine,
                       uint32_t          slab)
{
  return sim_slab_record_s_mem (sim_slab_record (machine, slab));
}

SIM_INLINE uint64_t
sim_object_address (const SimMachine *machine,
                    uint32_t          object)
{
  uint32_t slab = sim_object_slab (object);
  uint32_t size = sim_cache_word (machine, sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE), SIM_CACHE_WORD_SIZE);

  return sim_slab_first_object (machine, slab) + (uint64_t) sim_object_index (object) * size;
}

/* Tails of a slab know it as well as its first frame does: those of other blocks have no owner. */
SIM_INLINE uint32_t
sim_slab_of_frame (const SimMachine *machine,
                   SimPfn            pfn)
{
  unsigned state = sim_mark_state (sim_frame_mark (machine, pfn));

  return state == SIM_FRAME_SLAB || state == SIM_MARK_TAIL ? sim_record_word (machine, sim_link (pfn), SIM_RECORD_OWNER) : SIM_NO_SLAB;
}

/* The record that is the head of a list. where: the node, or the CPU. */
SIM_INLINE uint32_t
sim_slab_list_head (const SimMachine *machine,
                    uint32_t          cache,
                    unsigned          where,
                    unsigned          list)
{
  if (sim_slab_list_is_of_cpu ((SimSlabList) list))
    return sim_objects_word (machine, (size_t) sim_cache_word (machine, cache, SIM_CACHE_WORD_CPU_HEADS)
                                      + where * SIM_N_CPU_LISTS + list - SIM_N_NODE_LISTS);
  return sim_node_word (machine, cache, where, SIM_NODE_WORD_HEADS + list);
}

/* Where it is on that list. */
SIM_INLINE uint32_t
sim_slab_head (const SimMachine *machine,
               uint32_t          slab,
               unsigned          list)
{
  return sim_slab_list_head (machine, sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE),
                             sim_slab_word (machine, slab, sim_slab_list_is_of_cpu ((SimSlabList) list) ? SIM_SLAB_WORD_CPU : SIM_SLAB_WORD_NODE), list);
}

SIM_INLINE bool
sim_is_slub (const SimMachine *machine)
{
  return sim_cache_word (machine, 0, SIM_CACHES_WORD_ALLOCATOR) == SIM_ALLOCATOR_SLUB;
}

SIM_INLINE uint32_t
sim_slab_ring_first (const SimMachine *machine,
                     uint32_t          cache,
                     unsigned          node,
                     SimSlabList       list)
{
  uint32_t head = sim_slab_list_head (machine, cache, node, list);
  uint32_t first = sim_slab_word (machine, head, SIM_SLAB_WORD_NEXT);

  return first != head ? first : SIM_NO_SLAB;
}

SIM_INLINE uint32_t
sim_slab_ring_last (const SimMachine *machine,
                    uint32_t          cache,
                    unsigned          node,
                    SimSlabList       list)
{
  uint32_t head = sim_slab_list_head (machine, cache, node, list);
  uint32_t last = sim_slab_word (machine, head, SIM_SLAB_WORD_PREV);

  return last != head ? last : SIM_NO_SLAB;
}
