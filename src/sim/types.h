/* types.h - the numbers of the modelled kernel: unit and range of each
 *
 * Everything in the machine is an index or a count; there are no pointers in it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A page frame number: physical address / page size. Frames of a machine are 0 … n_frames - 1. */
typedef uint32_t SimPfn;
#define SIM_NO_PFN ((SimPfn) 0xffffffffu)

/* log2 of a number of frames, 0 … profile->largest_order. */
typedef uint8_t SimOrder;
#define SIM_N_ORDERS 11           /* lists of orders 0 … 10 in every profile so far */
#define SIM_LARGEST_ORDER 10

#define SIM_PAGE_SHIFT 12         /* every profile so far is x86 */
#define SIM_PAGE_SIZE  4096u

/* What a function answers when something other than the modelled kernel went wrong. A modelled
 * allocation that fails is not an error: it is an event and a result of 0. */
typedef enum {
  SIM_OK,
  SIM_NO_HOST_MEMORY,             /* this program ran out of memory; the machine is unchanged */
  SIM_BAD_SPEC,                   /* the machine cannot be made as described; see SimComplaint */
  SIM_NO_SUCH_CALL,               /* the profile's kernel has no call of that name */
  SIM_STOPPED                     /* the modelled CPU never comes back from the call: diagnosed */
} SimStatus;

/* The kernel's zones, in its own order. A machine has some of them. */
typedef enum {
  SIM_ZONE_DMA,
  SIM_ZONE_DMA32,
  SIM_ZONE_NORMAL,
  SIM_ZONE_HIGHMEM,
  SIM_ZONE_MOVABLE,
  SIM_N_ZONE_TYPES
} SimZoneType;

/* Index of a zone in one machine, lowest address first: 0 … sim_n_zones () - 1. On i386 this is
 * the kernel's own zone index: 0 DMA, 1 Normal, 2 HighMem. */
typedef uint8_t SimZoneId;
#define SIM_NO_ZONE ((SimZoneId) 0xff)
#define SIM_MAX_ZONES 14
#define SIM_MAX_NODES 8

/* include/linux/mmzone.h: enum migratetype. A profile without migrate types keeps everything in
 * SIM_UNMOVABLE. */
typedef enum {
  SIM_UNMOVABLE,
  SIM_MOVABLE,
  SIM_RECLAIMABLE,
  SIM_HIGHATOMIC,
  SIM_N_MIGRATE_TYPES
} SimMigrateType;

/* Which mark of a zone an allocation tests, and what it may do besides: mm/internal.h, ALLOC_*, with the bits of 6.1.
 * Older kernels' ALLOC_HIGH is SIM_ALLOC_MIN_RESERVE here, their ALLOC_HARDER is SIM_ALLOC_NON_BLOCK. */
enum {
  SIM_ALLOC_WMARK_MIN     = 0,
  SIM_ALLOC_WMARK_LOW     = 1,
  SIM_ALLOC_WMARK_HIGH    = 2,
  SIM_ALLOC_WMARK_MASK    = 3,
  SIM_ALLOC_NO_WATERMARKS = 0x04,
  SIM_ALLOC_OOM           = 0x08,
  SIM_ALLOC_NON_BLOCK     = 0x10,
  SIM_ALLOC_MIN_RESERVE   = 0x20,
  SIM_ALLOC_NOFRAGMENT    = 0x100,
  SIM_ALLOC_HIGHATOMIC    = 0x200,
  SIM_ALLOC_KSWAPD        = 0x800
};

#define SIM_N_WATERMARKS 3

/* What a frame is. Every frame is exactly one of these. */
typedef enum {
  SIM_FRAME_HOLE,                 /* no RAM there */
  SIM_FRAME_RESERVED,             /* never given to the page allocator: firmware, tables of the boot */
  SIM_FRAME_KERNEL,               /* reserved: the kernel's image */
  SIM_FRAME_FREE,                 /* in a block on a free list */
  SIM_FRAME_PCP,                  /* in a block on a per-CPU list */
  SIM_FRAME_ALLOCATED,            /* handed out */
  SIM_FRAME_ISOLATED,             /* taken from a list, not yet anywhere: between two events */
  SIM_FRAME_SLAB,                 /* from here on: kinds that later allocators give to what they hold */
  SIM_FRAME_PAGE_TABLE,
  SIM_N_FRAME_STATES
} SimFrameState;

/* Who says that an event happened. */
typedef enum {
  SIM_SIMULATED,                  /* the modelled kernel decided it */
  SIM_OBSERVED,                   /* a real kernel reported it */
  SIM_ASSUMED                     /* not reported, but it must have happened between two reports */
} SimOrigin;

/* The name of a kernel object: what a shape in a picture stands for, what is selected. */
typedef enum {
  SIM_REF_NONE,
  SIM_REF_FRAME,                  /* id: pfn */
  SIM_REF_BLOCK,                  /* id: sim_block_id (pfn, order) */
  SIM_REF_ZONE,                   /* id: SimZoneId */
  SIM_REF_LIST,                   /* id: sim_list_id (zone, order, migrate type) */
  SIM_REF_PCP_LIST,               /* id: sim_pcp_list_id (zone, cpu, list) */
  SIM_REF_CPU,                    /* id: number of the CPU */
  SIM_REF_EVENT,                  /* id: position in the journal */
  SIM_REF_ADDRESS,                /* id: kernel virtual address */
  SIM_REF_CACHE,                  /* id: SimCacheId */
  SIM_REF_SLAB,                   /* id: pfn of its first frame */
  SIM_REF_OBJECT,                 /* of a slab; id: kernel virtual address of its first byte */
  SIM_REF_ARRAY,                  /* id: sim_array_id (cache, array) */
  SIM_N_REF_KINDS
} SimRefKind;

typedef struct {
  SimRefKind kind;
  uint64_t   id;
} SimRef;

static inline SimRef
sim_ref (SimRefKind kind,
         uint64_t   id)
{
  return (SimRef) { kind, id };
}

static inline uint64_t
sim_block_id (SimPfn   pfn,
              SimOrder order)
{
  return (uint64_t) order << 32 | pfn;
}

static inline uint64_t
sim_list_id (SimZoneId      zone,
             SimOrder       order,
             SimMigrateType type)
{
  return (uint64_t) zone << 16 | (uint64_t) order << 8 | (uint64_t) type;
}

static inline uint64_t
sim_pcp_list_id (SimZoneId zone,
                 unsigned  cpu,
                 unsigned  list)
{
  return (uint64_t) zone << 32 | (uint64_t) cpu << 8 | list;
}

static inline uint64_t
sim_array_id (uint32_t cache,
              unsigned array)
{
  return (uint64_t) cache << 32 | array;
}

static inline SimPfn
sim_frames_in (SimOrder order)
{
  return (SimPfn) 1 << order;
}
