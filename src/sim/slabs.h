/* slabs.h - looking at the object caches of a machine: what a view, a narrator or a printer may ask
 *
 * Models      struct kmem_cache, kmem_cache_node, slab and array_cache of mm/slab.c, as far as they decide which object
 *             is given next; the same of mm/slub.c, with kmem_cache_cpu
 * Leaves out  what the kernel's debugging adds to objects; alien caches: an object of another node goes through the
 *             array of the CPU that frees it
 * Units       addresses: kernel virtual; sizes: bytes
 *
 * A machine that was just handed over has no caches. All of it is const and cheap: constant time unless said otherwise.
 */
#pragma once

#include "event.h"
#include "machine.h"
#include "types.h"

/* 1 … sim_n_caches () in the order of creation; numbers of destroyed ones are given again. */
typedef uint32_t SimCacheId;
#define SIM_NO_CACHE 0u

/* Flags of a cache, with the bits of 6.1: include/linux/slab.h. */
enum {
  SIM_SLAB_KMALLOC         = 0x00001000,
  SIM_SLAB_HWCACHE_ALIGN   = 0x00002000,
  SIM_SLAB_CACHE_DMA       = 0x00004000,
  SIM_SLAB_CACHE_DMA32     = 0x00008000,
  SIM_SLAB_RECLAIM_ACCOUNT = 0x00020000,
  SIM_SLAB_PANIC           = 0x00040000,
  SIM_SLAB_TYPESAFE_BY_RCU = 0x00080000,
  SIM_SLAB_MEM_SPREAD      = 0x00100000,
  SIM_SLAB_NOLEAKTRACE     = 0x00800000,
  SIM_SLAB_USERCOPY        = 0x20000000,   /* ours: part of an object may be copied to users, so it is merged with none */
  SIM_SLAB_OBJFREELIST     = 0x40000000,   /* CFLGS_OBJFREELIST_SLAB: its freelist lies in one of the free objects */
  SIM_SLAB_OFF_SLAB        = (int) 0x80000000   /* CFLGS_OFF_SLAB: its freelist is an object of another cache */
};

/* Who keeps the objects: one of the two, for all caches of a machine. */
typedef enum {
  SIM_ALLOCATOR_SLAB,             /* mm/slab.c */
  SIM_ALLOCATOR_SLUB              /* mm/slub.c */
} SimAllocator;

SimAllocator sim_allocator (const SimMachine *machine);
/* Are objects filled that somebody gives back, and those that he is given? */
bool         sim_debugs_slab (const SimMachine *machine);

#define SIM_CACHE_NAME_LENGTH 48  /* with the 0 at its end */

typedef struct {
  SimCacheId id;
  char       name[SIM_CACHE_NAME_LENGTH];
  uint64_t   descriptor;          /* the struct kmem_cache *, by which the script knows it */
  uint32_t   object_size;         /* as asked for */
  uint32_t   size;                /* from one object to the next */
  uint32_t   align;
  uint32_t   flags;               /* SIM_SLAB_* */
  SimOrder   order;               /* gfporder */
  uint32_t   num;                 /* objects in a slab */
  uint32_t   colour;              /* number of different offsets of the first object; 0: all begin at 0 */
  uint32_t   colour_off;          /* bytes from one to the next */
  uint32_t   freelist_size;
  uint32_t   gfp;                 /* allocflags */
  uint64_t   ctor;
  uint32_t   limit, batch;        /* of a CPU's array; SLUB: limit is num */
  uint32_t   shared;              /* a node's shared array holds so many batches; 0: there is none */
  /* SLUB only, else 0. */
  uint32_t   offset;              /* where in a free object the address of the next one lies */
  uint32_t   min_partial;         /* so many slabs of a node stay, though they be empty */
  uint32_t   cpu_partial;         /* objects that a CPU's partial slabs are meant to have; 0: a CPU has no such list */
  uint32_t   cpu_partial_slabs;   /* and so many slabs it may hold for that */
  SimOrder   least_order;         /* where there is no block of `order`, a slab of this will do, */
  uint32_t   least_num;           /* with so many objects */
  uint32_t   refcount;            /* names it was created under: caches alike are merged */
  uint32_t   creator;             /* serial of the call; 0: the boot */
} SimCache;

unsigned   sim_n_caches      (const SimMachine *machine);     /* largest id in use; 0: there are none */
bool       sim_cache_exists  (const SimMachine *machine, SimCacheId cache);
SimCache   sim_cache         (const SimMachine *machine, SimCacheId cache);
/* The kernel's list, newest first, as /proc/slabinfo has it. SIM_NO_CACHE at the end. */
SimCacheId sim_cache_first   (const SimMachine *machine);
SimCacheId sim_cache_next    (const SimMachine *machine, SimCacheId cache);
/* SIM_NO_CACHE: none. Linear in the number of caches. */
SimCacheId sim_cache_named   (const SimMachine *machine, const char *name);
SimCacheId sim_cache_of_descriptor (const SimMachine *machine, uint64_t descriptor);
/* Objects that are not on slabs' freelists and in no array. Linear in the number of arrays. */
uint32_t   sim_cache_n_in_use (const SimMachine *machine, SimCacheId cache);
/* Which cache kmalloc () would take from. SIM_NO_CACHE: too large for one, or there are none. */
SimCacheId sim_kmalloc_cache (const SimMachine *machine, uint64_t size, uint32_t gfp);

/* A cache that somebody could make: with what kmem_cache_create () is given, how would its objects lie? Only what follows
 * from that is told of it. False: the kernel would refuse it, for it is too large. */
typedef struct {
  const char *name;
  uint32_t    size, align, flags;
  uint64_t    ctor;
} SimCacheWish;
bool       sim_cache_geometry (const SimMachine *machine, const SimCacheWish *wish, SimCache *cache);

/* --- slabs -------------------------------------------------------------------------------- */
/* SLUB has no list of full slabs, and forgets them until an object comes back: those of SIM_SLAB_LIST_FULL are known to this
 * model only. It has no list of free slabs either: an empty one is on the partial list, or given back. */
typedef enum {
  SIM_SLAB_LIST_NONE,             /* just made, or about to be given back */
  SIM_SLAB_LIST_PARTIAL,
  SIM_SLAB_LIST_FULL,
  SIM_SLAB_LIST_FREE,
  SIM_SLAB_LIST_DOOMED,           /* to be given back when the list's lock is dropped */
  SIM_N_NODE_LISTS,               /* so far a node has them, from here on a CPU: */
  SIM_SLAB_LIST_ACTIVE = SIM_N_NODE_LISTS, /* SLUB: the one slab that a CPU takes from, kmem_cache_cpu.slab */
  SIM_SLAB_LIST_CPU_PARTIAL,      /* SLUB: frozen for a CPU, kmem_cache_cpu.partial */
  SIM_N_SLAB_LISTS
} SimSlabList;

static inline bool
sim_slab_list_is_of_cpu (SimSlabList list)
{
  return list >= SIM_N_NODE_LISTS;
}

const char *sim_slab_list_name (SimSlabList list);            /* "slabs_partial": static */
/* As the machine's allocator calls it: "partial" with SLUB. Static. */
const char *sim_slab_list_name_in (const SimMachine *machine, SimSlabList list);

/* struct kmem_cache_node */
typedef struct {
  uint32_t n_slabs, n_free_slabs;
  uint32_t free_objects;          /* on slabs of the lists */
  uint32_t free_limit;            /* with more free objects than this, free slabs are given back */
  uint32_t colour_next;
  bool     free_touched;          /* since cache_reap () looked last, somebody wanted a slab of the free list */
  uint32_t shared_avail;
} SimCacheNode;

/* A slab is known by the number of its record, which does not change while it exists. */
typedef uint32_t SimSlabId;
#define SIM_NO_SLAB 0u

typedef struct {
  SimSlabId   id;
  SimCacheId  cache;
  SimSlabList list;
  unsigned    node;
  unsigned    cpu;                /* whose it is, on a CPU's list only */
  SimPfn      pfn;                /* of its first frame */
  SimOrder    order;
  uint32_t    n_objects;
  uint32_t    active;             /* objects that are not on its freelist: in use, or in an array; inuse of SLUB */
  uint32_t    colour;             /* bytes before the first object */
  uint64_t    s_mem;              /* address of object 0 */
  uint64_t    freelist;           /* address of the freelist; 0: none is needed, the slab is full */
} SimSlab;

SimCacheNode sim_cache_node  (const SimMachine *machine, SimCacheId cache, unsigned node);
/* In list order, head first. SIM_NO_SLAB at the end. node: for a CPU's list, that CPU. */
SimSlabId    sim_slab_first  (const SimMachine *machine, SimCacheId cache, unsigned node, SimSlabList list);
SimSlabId    sim_slab_next   (const SimMachine *machine, SimSlabId slab);
uint32_t     sim_slab_list_length (const SimMachine *machine, SimCacheId cache, unsigned node, SimSlabList list);
SimSlab      sim_slab        (const SimMachine *machine, SimSlabId slab);
/* The slab that holds a frame; SIM_NO_SLAB: none does. */
SimSlabId    sim_slab_of_pfn (const SimMachine *machine, SimPfn pfn);
/* Numbers of the objects in the order in which they will be used: entries from `active` on are the free ones. */
uint32_t     sim_slab_freelist_index (const SimMachine *machine, SimSlabId slab, uint32_t entry);

/* --- objects ------------------------------------------------------------------------------ */
typedef enum {
  SIM_OBJECT_FREE,                /* on its slab's freelist */
  SIM_OBJECT_IN_ARRAY,            /* free, in a CPU's or a shared array */
  SIM_OBJECT_IN_USE
} SimObjectState;

/* An object as a number: its slab and its place there. */
#define SIM_OBJECT_INDEX_BITS 10u
static inline uint32_t
sim_object_ref (SimSlabId slab,
                uint32_t  index)
{
  return slab << SIM_OBJECT_INDEX_BITS | index;
}

static inline SimSlabId
sim_object_slab (uint32_t object)
{
  return object >> SIM_OBJECT_INDEX_BITS;
}

static inline uint32_t
sim_object_index (uint32_t object)
{
  return object & ((1u << SIM_OBJECT_INDEX_BITS) - 1);
}

typedef struct {
  SimSlabId      slab;
  uint32_t       index;
  SimObjectState state;
  uint64_t       address;         /* of its first byte */
  uint32_t       owner;           /* serial of the call that was given it, in use only; 0: the boot */
} SimObject;

SimObject sim_object    (const SimMachine *machine, uint32_t object);
/* The object that an address lies in. False: it lies in no slab, or in none of its objects (colour, freelist, rest). */
bool      sim_object_at (const SimMachine *machine, uint64_t address, SimObject *object);

/* --- arrays ------------------------------------------------------------------------------- */
/* Arrays are numbered: those of the CPUs as these, that of a node as SIM_SHARED_ARRAY + the node. With SLUB, the array of a
 * CPU is its freelist, kmem_cache_cpu.freelist: objects of its active slab, of which the last is given next. */
#define SIM_SHARED_ARRAY SIM_MAX_CPUS

typedef struct {
  uint32_t avail, limit, batch;
  bool     touched;
} SimArray;

bool     sim_has_array   (const SimMachine *machine, SimCacheId cache, unsigned array);
SimArray sim_array       (const SimMachine *machine, SimCacheId cache, unsigned array);
/* An object, see sim_object_ref (): the last entry, avail - 1, is given next. */
uint32_t sim_array_entry (const SimMachine *machine, SimCacheId cache, unsigned array, uint32_t entry);
