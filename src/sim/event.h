/* event.h - one change of the machine, or one decision, as plain data
 *
 * The kinds and their fields stand in events.def.
 */
#pragma once

#include "fields.h"
#include "types.h"

typedef enum {
#define EVENT(NAME, name, models, fields) SIM_EVENT_##NAME,
#include "events.def"
#undef EVENT
  SIM_N_EVENT_KINDS
} SimEventKind;

#define SIM_EVENT_MAX_FIELDS 4

typedef struct {
  union {
    struct {
      uint16_t kind;              /* SimEventKind */
      uint8_t  origin;            /* SimOrigin */
      uint8_t  cpu;               /* the modelled CPU on which it happened */
      uint32_t serial;            /* the call or statement it belongs to; see SimRun */
    };
    uint64_t   stamp;             /* all four at once */
  };
  uint64_t arg[SIM_EVENT_MAX_FIELDS];
} SimEvent;

/* sim_event_block_split (pfn, order, zone, migrate) and its like: an event with these fields and
 * everything else 0, for those who make events without deciding them. */
#define F
#define EVENT(NAME, name, models, fields) \
  static inline SimEvent \
  sim_event_##name (SIM_FIELD_PARAMETER_LIST (fields)) \
  { \
    SimEvent made = { .kind = SIM_EVENT_##NAME }, *event = &made; \
    unsigned n = 0; \
    SIM_FIELD_STORES (fields) \
    return made; \
  }
#include "events.def"
#undef EVENT
#undef F

/* What a field of an event holds, so that it can be printed and linked without knowing the kind. */
typedef enum {
  SIM_FIELD_NONE,
  SIM_FIELD_pfn, SIM_FIELD_order, SIM_FIELD_zone, SIM_FIELD_migrate, SIM_FIELD_gfp, SIM_FIELD_count,
  SIM_FIELD_cpu, SIM_FIELD_pcplist, SIM_FIELD_flag, SIM_FIELD_verdict, SIM_FIELD_test, SIM_FIELD_state,
  SIM_FIELD_diagnosis, SIM_FIELD_context, SIM_FIELD_lockhow, SIM_FIELD_cache, SIM_FIELD_object, SIM_FIELD_array,
  SIM_FIELD_slablist, SIM_FIELD_refkind, SIM_FIELD_value
} SimFieldType;

/* Does it fit into a byte, whatever the machine? */
static inline bool
sim_field_is_small (SimFieldType type)
{
  return type == SIM_FIELD_zone || type == SIM_FIELD_migrate;
}

typedef struct {
  const char *name;               /* "block_split" */
  const char *models;             /* "expand (mm/page_alloc.c)"; "-" where no kernel function does it */
  unsigned    n_fields;
  struct {
    SimFieldType type;
    const char  *name;
  } fields[SIM_EVENT_MAX_FIELDS];
} SimEventInfo;

/* Borrowed, static. */
const SimEventInfo *sim_event_info (SimEventKind kind);

/* The frames that this event changes, half-open; false where it changes none. */
bool sim_event_frames (const SimEvent *event, SimPfn *first, SimPfn *end);

/* Why an isolated block could or could not merge (find_buddy_page_pfn, page_is_buddy). */
typedef enum {
  SIM_BUDDY_MERGES,
  SIM_BUDDY_ALLOCATED,            /* handed out, or reserved */
  SIM_BUDDY_SPLIT,                /* free, but as smaller blocks (or the head of one) */
  SIM_BUDDY_IN_PCP,
  SIM_BUDDY_OTHER_ZONE,
  SIM_BUDDY_NO_FRAME,             /* no RAM there, or beyond the end */
  SIM_BUDDY_LARGEST_ORDER,        /* the block is of the largest order: nothing to test */
  SIM_BUDDY_OTHER_PAGEBLOCK,      /* merging is refused by the types of the two page blocks */
  SIM_N_BUDDY_VERDICTS
} SimBuddyVerdict;

/* How a zone answered to the test of its mark (zone_watermark_fast). */
typedef enum {
  SIM_WMARK_OK,                   /* free - (2^order - 1) > mark + reserve, and there is a block of that order */
  SIM_WMARK_BELOW,                /* not so many are free */
  SIM_WMARK_NO_BLOCK,             /* enough are free, but in smaller pieces, or of types that may not be taken */
  SIM_WMARK_IGNORED,              /* ALLOC_NO_WATERMARKS: taken from whatever there is */
  SIM_N_WMARK_VERDICTS
} SimWatermarkVerdict;

/* The test in one number, as `zone_tried` has it. highest: the highest zone that the request may have, which says
 * how much of the zone's lowmem reserve is kept from it. */
static inline uint32_t
sim_watermark_test (unsigned            alloc_flags,
                    SimOrder            order,
                    SimZoneType         highest,
                    SimWatermarkVerdict verdict)
{
  return alloc_flags | (uint32_t) order << 16 | (uint32_t) highest << 20 | (uint32_t) verdict << 24;
}

static inline unsigned
sim_test_alloc_flags (uint64_t test)
{
  return test & 0xffff;
}

static inline SimOrder
sim_test_order (uint64_t test)
{
  return (SimOrder) (test >> 16 & 0xf);
}

static inline SimZoneType
sim_test_highest (uint64_t test)
{
  return (SimZoneType) (test >> 20 & 0xf);
}

static inline SimWatermarkVerdict
sim_test_verdict (uint64_t test)
{
  return (SimWatermarkVerdict) (test >> 24 & 0xf);
}

/* What the log says of a request that failed. */
typedef enum {
  SIM_REPORT_NONE,                /* nothing: __GFP_NOWARN, or a request with which a real kernel goes on trying */
  SIM_REPORT_LOGGED,
  SIM_REPORT_SUPPRESSED,          /* nothing, for another has just been reported */
  SIM_N_REPORTS
} SimReport;

/* Why no cache is made, where that is no errno. */
enum {
  SIM_CACHE_ERROR_DIVIDES_BY_0 = 33,      /* SLUB, by the size */
  SIM_CACHE_ERROR_OVERFLOWS,              /* SLAB's sums: the objects would lie closer than they are large */
  SIM_CACHE_ERROR_NO_NAME
};

/* What the modelled kernel would log, or should. a, b: the arguments of the `diagnosed` event. */
typedef enum {
  SIM_DIAGNOSIS_ORDER_TOO_LARGE,          /* a: order asked for, b: largest order */
  SIM_DIAGNOSIS_HIGHMEM_HAS_NO_ADDRESS,   /* __GFP_HIGHMEM to __get_free_pages; a: gfp */
  SIM_DIAGNOSIS_FREE_OF_PAGE_AS_ADDRESS,  /* free_pages() of a struct page *; a: the value */
  SIM_DIAGNOSIS_FREE_OF_ADDRESS_AS_PAGE,  /* __free_pages() of a kernel address; a: the value */
  SIM_DIAGNOSIS_WRONG_ORDER,              /* a: pfn, b: order given << 8 | order of the block */
  SIM_DIAGNOSIS_DOUBLE_FREE,              /* a: pfn, b: order given */
  SIM_DIAGNOSIS_FREE_OF_TAIL,             /* a: pfn, b: first pfn of the block it is inside */
  SIM_DIAGNOSIS_FREE_OF_RESERVED,         /* a: pfn */
  SIM_DIAGNOSIS_NOT_A_PAGE,               /* a: the value, which names no frame of this machine */
  SIM_DIAGNOSIS_NOT_A_LOGICAL_ADDRESS,    /* virt_to_page() and kin; a: the value */
  SIM_DIAGNOSIS_CONFLICTING_ZONE_FLAGS,   /* a: gfp */
  SIM_DIAGNOSIS_BAD_ACCESS,               /* reading or writing where no memory is; a: address, b: 1 for a write */
  SIM_DIAGNOSIS_NULL_ACCESS,              /* a: address */
  SIM_DIAGNOSIS_LEAK,                     /* at the end of the scenario; a: pfn, b: order; the event's serial says whose */
  SIM_DIAGNOSIS_USE_AFTER_FREE,           /* the CPU accesses a page that is free; a: address */
  SIM_DIAGNOSIS_WOULD_NOT_RETURN,         /* nothing can be freed, and the kernel would not give up; a: gfp, b: order */
  SIM_DIAGNOSIS_SLEEPS_IN_ATOMIC,         /* a: sim_sleep (), b: sim_atomic () */
  SIM_DIAGNOSIS_NOFAIL_TOO_LARGE,         /* __GFP_NOFAIL with an order above 1; a: gfp, b: order */
  SIM_DIAGNOSIS_NOFAIL_CANNOT_WAIT,       /* __GFP_NOFAIL without direct reclaim; a: gfp */
  SIM_DIAGNOSIS_ATOMIC_MAY_SLEEP,         /* __GFP_ATOMIC with direct reclaim; a: gfp */
  SIM_DIAGNOSIS_LOCK_HELD_ALREADY,        /* by this CPU; a: lock, b: sim_atomic (), its line that of taking it */
  SIM_DIAGNOSIS_LOCK_HELD_ELSEWHERE,      /* a: lock, b: the line it was taken in << 8 | the CPU that holds it */
  SIM_DIAGNOSIS_UNLOCK_NOT_HELD,          /* a: lock, b: 1 + the CPU that holds it; 0: nobody */
  SIM_DIAGNOSIS_TOO_MANY_LOCKS,           /* a: how many can be held */
  SIM_DIAGNOSIS_UNBALANCED_ENABLE,        /* a: 0 preempt_enable (), 1 local_bh_enable (), 2 the same with interrupts off */
  SIM_DIAGNOSIS_CONTEXT_UNBALANCED,       /* a: SimContextKind, b: count at the end << 32 | count at the beginning */
  SIM_DIAGNOSIS_HANDLER_ENABLED_IRQS,
  SIM_DIAGNOSIS_LOCK_HELD_AT_END,         /* a: lock, b: the line it was taken in << 8 | CPU */
  SIM_DIAGNOSIS_ATOMIC_AT_END,            /* a: CPU, b: sim_atomic () */
  SIM_DIAGNOSIS_NO_CACHES,                /* kmalloc () and kin on a machine that was just handed over */
  SIM_DIAGNOSIS_GFP_FIXED_FOR_OBJECTS,    /* a: bits that were taken away, b: the mask that is left */
  SIM_DIAGNOSIS_NOT_AN_OBJECT,            /* kfree () and kin of what no allocator gave; a: the value */
  SIM_DIAGNOSIS_FREE_INSIDE_OBJECT,       /* a: the value, b: where the object begins */
  SIM_DIAGNOSIS_DOUBLE_FREE_OF_OBJECT,    /* a: its address, b: its cache */
  SIM_DIAGNOSIS_KFREE_OF_PAGE,            /* of a single frame, that no kmalloc () gave; a: the value, b: pfn */
  SIM_DIAGNOSIS_FREE_OF_SLAB,             /* frames that are a slab, to the page allocator; a: pfn, b: cache */
  SIM_DIAGNOSIS_WRONG_CACHE,              /* a: address, b: the cache given << 32 | the cache it is of */
  SIM_DIAGNOSIS_NOT_A_CACHE,              /* a: the value */
  SIM_DIAGNOSIS_CACHE_FAILED,             /* kmem_cache_create (); a: errno, or SimCacheError; b: size of an object */
  SIM_DIAGNOSIS_CACHE_HAS_OBJECTS,        /* kmem_cache_destroy (); a: cache, b: objects in use */
  SIM_DIAGNOSIS_LEAKED_OBJECT,            /* as LEAK; a: address, b: cache */
  SIM_DIAGNOSIS_NOT_A_POOL,               /* a: the value */
  SIM_DIAGNOSIS_CACHE_ALIGNMENT,          /* kmem_cache_create (): no power of two; a: the alignment, b: bytes from one object to the next */
  SIM_DIAGNOSIS_LEAKED_CACHE,             /* at the end of the scenario; a: cache, b: its objects in use */
  SIM_DIAGNOSIS_POISON_OVERWRITTEN,       /* while the object was free; a: address of the first such byte, b: where the object begins */
  SIM_DIAGNOSIS_WRITE_PAST_OBJECT,        /* a: address of the first byte that is not of it, b: where the object begins */
  SIM_DIAGNOSIS_READ_PAST_OBJECT,         /* likewise */
  SIM_DIAGNOSIS_POOL_WAITS,               /* mempool_alloc () would wait for somebody; a: the pool's address */
  SIM_DIAGNOSIS_VMALLOC_NOTHING,          /* vmalloc (0) */
  SIM_DIAGNOSIS_VMALLOC_TOO_LARGE,        /* a: bytes, b: frames that the machine has */
  SIM_DIAGNOSIS_NO_ADDRESSES,             /* a: bytes, the guard page included, b: bytes of the largest free area */
  SIM_DIAGNOSIS_VFREE_UNALIGNED,          /* a: the value */
  SIM_DIAGNOSIS_NOT_AN_AREA,              /* a: the value, b: 0 vfree (), 1 iounmap () */
  SIM_DIAGNOSIS_NOT_MAPPED_BY_VMALLOC,    /* vmalloc_to_page () and its kin; a: the value */
  SIM_DIAGNOSIS_VMALLOC_IN_INTERRUPT,     /* a: 0 vmalloc (), 1 vfree (), 2 ioremap (), 3 iounmap () */
  SIM_DIAGNOSIS_IOREMAP_OF_RAM,           /* a: physical address, b: bytes */
  SIM_DIAGNOSIS_IOREMAP_BAD_RANGE,        /* the same */
  SIM_DIAGNOSIS_IOREMAP_MODES,            /* a: physical address, b: SimCacheMode of another mapping << 8 | that asked for */
  SIM_DIAGNOSIS_IOREMAP_DEREFERENCED,     /* a: address, b: 1 for a write */
  SIM_DIAGNOSIS_LEAKED_AREA,              /* as LEAK; a: address, b: bytes */
  SIM_DIAGNOSIS_KMAP_WAITS,               /* every shared slot is in use; a: how many there are */
  SIM_DIAGNOSIS_KUNMAP_NOT_MAPPED,        /* a: pfn */
  SIM_DIAGNOSIS_KUNMAP_ORDER,             /* kunmap_local (), kunmap_atomic (); a: the value, b: address of the last slot, 0: none is in use */
  SIM_DIAGNOSIS_KMAP_TOO_DEEP,            /* a: slots that the CPU uses */
  SIM_N_DIAGNOSES
} SimDiagnosis;
/* "double_free": as the machine-readable texts have it; "none": there is no such diagnosis. Static. */
const char *sim_diagnosis_name (unsigned diagnosis);

/* --- contexts --------------------------------------------------------------------------------- */
typedef enum {
  SIM_CONTEXT_TASK,
  SIM_CONTEXT_SOFTIRQ,
  SIM_CONTEXT_HARDIRQ,
  SIM_N_CONTEXT_KINDS
} SimContextKind;

typedef enum {
  SIM_LOCK_PLAIN,
  SIM_LOCK_IRQ,
  SIM_LOCK_IRQSAVE,
  SIM_LOCK_BH,
  SIM_N_LOCK_HOWS
} SimLockHow;

/* include/linux/preempt.h: what preempt_count () is made of. */
#define SIM_PREEMPT_MASK           0x000000ffu
#define SIM_SOFTIRQ_MASK           0x0000ff00u
#define SIM_HARDIRQ_MASK           0x000f0000u
#define SIM_PREEMPT_OFFSET         0x00000001u
#define SIM_SOFTIRQ_OFFSET         0x00000100u
#define SIM_SOFTIRQ_DISABLE_OFFSET 0x00000200u
#define SIM_HARDIRQ_OFFSET         0x00010000u

/* Who wants to sleep. */
typedef enum {
  SIM_SLEEPER_ALLOCATION,         /* with a mask */
  SIM_SLEEPER_MIGHT_SLEEP,
  SIM_SLEEPER_DRAIN,              /* drain_all_pages () */
  SIM_SLEEPER_SCHEDULE,
  SIM_SLEEPER_MSLEEP,
  SIM_N_SLEEPERS
} SimSleeper;

static inline uint64_t
sim_sleep (SimSleeper who,
           uint32_t   gfp)
{
  return (uint64_t) who << 32 | gfp;
}

static inline SimSleeper
sim_sleep_who (uint64_t sleep)
{
  return (SimSleeper) (sleep >> 32);
}

/* Why a CPU may not sleep, in one number. line: where the lock was taken last, 0: none is held. */
static inline uint64_t
sim_atomic (uint32_t count,
            bool     irqs_off,
            uint32_t line)
{
  return count | (uint64_t) irqs_off << 31 | (uint64_t) line << 32;
}

static inline uint32_t
sim_atomic_count (uint64_t atomic)
{
  return atomic & 0x7fffffffu;
}

static inline bool
sim_atomic_irqs_off (uint64_t atomic)
{
  return atomic >> 31 & 1;
}

static inline uint32_t
sim_atomic_line (uint64_t atomic)
{
  return (uint32_t) (atomic >> 32);
}
