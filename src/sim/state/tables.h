/* tables.h - what the machine is made of, and the one way to write it
 *
 * Private to state/: rules see the machine by access.h and change it by emit.h, everybody else by
 * read.h.
 *
 * Everything that an event may change is a word of a table, so that copying, comparing and taking
 * back need not know what a word means. What stands outside of the tables is fixed when the machine
 * is made.
 */
#pragma once

#include <assert.h>

#include "sim/address-space.h"
#include "sim/event.h"
#include "sim/machine.h"
#include "sim/run.h"

/* Folds into its caller what is constant there. With the sanitizers' checks in every copy one file would be
 * compiled for most of a minute, and nobody measures then: the compiler decides. */
#ifdef __SANITIZE_ADDRESS__
#define SIM_INLINE static inline
#else
#define SIM_INLINE static inline __attribute__ ((always_inline))
#endif
#define SIM_LIKELY(condition) __builtin_expect (!!(condition), 1)
#define SIM_UNLIKELY(condition) __builtin_expect (!!(condition), 0)

typedef enum {
  SIM_TABLE_FRAMES,               /* records of four words: frames, then list heads */
  SIM_TABLE_ZONES,
  SIM_TABLE_PCP,
  SIM_TABLE_PAGEBLOCKS,           /* for each page block, its type as in a mark */
  SIM_TABLE_SCRIPT,               /* the script's words, two for each */
  SIM_TABLE_LOG,                  /* number of characters, then four characters a word */
  SIM_TABLE_DIRECTORY,            /* for 1024 frames each: their leaf in SIM_TABLE_CONTENTS; 0: none */
  SIM_TABLE_CONTENTS,             /* units of 1024 words: leaves and pages; unit 0 holds their number */
  SIM_TABLE_CONTEXT,              /* SIM_CONTEXT_WORDS for each CPU */
  SIM_TABLE_CACHES,               /* these three: see slab-words.h */
  SIM_TABLE_SLABS,
  SIM_TABLE_OBJECTS,
  SIM_TABLE_POOLS,                /* see state/pools.h */
  SIM_TABLE_VMAP,                 /* these two: see state/vmap.h */
  SIM_TABLE_PAGE_TABLES,
  SIM_N_TABLES
} SimTable;

/* --- records ------------------------------------------------------------------------------ */
/* A list is a ring of records; its head is a record too, so that taking and adding never branch. A
 * link is 16 × the number of a record: where it begins in the table. A frame that is on no list has 0
 * in both. */
enum {
  SIM_RECORD_NEXT,
  SIM_RECORD_PREV,
  SIM_RECORD_MARK,                /* see below; list heads: SIM_MARK_HEAD */
  SIM_RECORD_OWNER,               /* serial of the call; list heads: length of the list */
  SIM_RECORD_WORDS
};

/* A link as it travels: 32 bits are enough, and are what a record keeps. */
typedef size_t SimLink;
/* Likewise a mark that is reckoned with. */
typedef size_t SimMark;
/* The span of a block: the difference of the links of its two ends, 16 × the number of its frames. */

/* The mark of a frame. Like the kernel's, a block is marked at its first frame only; the others are
 * SIM_MARK_TAIL, so that a block is found by looking at its possible first frames, smallest first. */
#define SIM_MARK_ORDER_SHIFT  5       /* 4 bits */
#define SIM_MARK_TYPE_SHIFT   9       /* 3 bits; of the list, FREE and PCP only, else 0 */
#define SIM_MARK_ZONE_SHIFT   12      /* 4 bits; SIM_MARK_NO_ZONE between the zones */
#define SIM_MARK_LIST_SHIFT   16      /* 4 bits; PCP only */
#define SIM_MARK_CPU_SHIFT    20      /* 6 bits; PCP only */
#define SIM_MARK_STATE_MASK   0x1fu
#define SIM_MARK_ORDER_MASK   0x1e0u
#define SIM_MARK_TYPE_MASK    0xe00u
#define SIM_MARK_ZONE_MASK    0xf000u
#define SIM_MARK_BLOCK_MASK   0xf1ffu /* state, order and zone */
#define SIM_MARK_NO_ZONE      0xfu
#define SIM_MARK_NO_STEP      (1u << SIM_MARK_LIST_SHIFT)          /* from no block to another */

/* Zone, type and order of a mark are also the number of a free list, its slot. */
#define SIM_SLOT_SHIFT        SIM_MARK_ORDER_SHIFT
#define SIM_SLOT_MASK         0x7ffu
#define SIM_SLOTS_PER_TYPE    16u
#define SIM_SLOTS_PER_ZONE    128u

/* From the mark of a free block to the link of its list's head is then a shift and a sum. */
static_assert (SIM_SLOT_SHIFT == 5 && SIM_FRAME_FREE < 32, "marks do not lead to links");
#define SIM_MARK_TAIL         0x1fu
#define SIM_MARK_HEAD         0x1eu

/* Behind the list of the largest order is one more, that is never empty: a search ends there. This is what
 * it seems to begin with. */
#define SIM_LINK_END          1u

static_assert (SIM_N_FRAME_STATES < SIM_MARK_HEAD, "frame states collide with the table's own");
static_assert (SIM_MAX_ZONES - 1 <= SIM_MARK_NO_ZONE, "zones do not fit into a mark");

/* --- zones -------------------------------------------------------------------------------- */
enum {
  SIM_ZONE_WORD_MANAGED,
  SIM_ZONE_WORD_MIN,
  SIM_ZONE_WORD_LOW,
  SIM_ZONE_WORD_HIGH,
  SIM_ZONE_WORD_BOOST,
  SIM_ZONE_WORD_HIGHATOMIC,       /* frames of HighAtomic page blocks */
  SIM_ZONE_WORD_RECLAIM_ACTIVE,
  SIM_ZONE_WORD_PCP_LOW,          /* hot list of 2.6.11 */
  SIM_ZONE_WORD_PCP_HIGH,
  SIM_ZONE_WORD_PCP_BATCH,
  SIM_ZONE_WORD_PCP_LIMIT,        /* nr_pcp_high (): follows from high and batch, and from whether kswapd works */
  SIM_ZONE_WORD_RESERVE,          /* by the highest zone of a request */
  /* With more frames free than this an order 0 passes, whoever asks: low, boost, reserve and what is HighAtomic. As a
   * span. */
  SIM_ZONE_WORD_ENOUGH = SIM_ZONE_WORD_RESERVE + SIM_N_ZONE_TYPES,
  SIM_ZONE_WORDS = SIM_ZONE_WORD_ENOUGH + SIM_N_ZONE_TYPES
};

/* --- per-CPU lists ------------------------------------------------------------------------ */
enum {
  SIM_PCP_WORD_COUNT,             /* frames on all lists of a zone and CPU */
  SIM_PCP_WORD_FACTOR,            /* free_factor */
  SIM_PCP_WORDS
};

#define SIM_MAX_PCP_LISTS 14     /* four orders of three types, and blocks for huge pages: Movable or not */

/* One of them as it is worked with: found once for as many blocks as come. */
typedef struct {
  uint32_t head;                  /* link */
  uint32_t words;                 /* number of the first word of SIM_TABLE_PCP for its zone and CPU */
} SimPcpPlace;

/* --- contexts ----------------------------------------------------------------------------- */
enum {
  SIM_CONTEXT_WORD_COUNT,         /* preempt_count () */
  SIM_CONTEXT_WORD_IRQS_OFF,
  SIM_CONTEXT_WORD_N_LOCKS,
  SIM_CONTEXT_WORD_REPORTS,       /* CPU 0's: of failures that the log has had since the step began, see below */
  SIM_CONTEXT_WORD_LOCKS = 4      /* four words each: address, line, how it was taken */
};
#define SIM_CONTEXT_LOCK_WORDS 4
/* Failures that were reported, requests for which a process would have to end, and failures that were not reported. */
#define SIM_REPORTS_ONE_FAILURE 1u
#define SIM_REPORTS_ONE_OOM     (1u << 8)
#define SIM_REPORTS_ONE_MISSED  (1u << 16)
#define SIM_REPORTS_MISSED_MASK (~0u << 16)
#define SIM_CONTEXT_WORDS (SIM_CONTEXT_WORD_LOCKS + SIM_MAX_HELD_LOCKS * SIM_CONTEXT_LOCK_WORDS)

/* --- contents ----------------------------------------------------------------------------- */
#define SIM_UNIT_WORDS 1024u      /* a page's bytes; a leaf with the units of 1024 pages */

typedef struct {
  SimZoneType type;
  uint8_t     node;
  SimPfn      start, end;
  SimPfn      present;
} SimZoneBounds;

/* What the lowest five bits of a gfp mask ask for: zones and mobility. */
#define SIM_N_REQUESTS 32
typedef struct {
  uint32_t list_mark;             /* of a free block of order 0 of the first zone and the type */
  uint32_t test;                  /* of the low mark, for order 0, that is passed; see sim_watermark_test () */
  uint8_t  order_limit;           /* orders below are nothing unusual; 0: the flags are, or there is no zone */
  uint8_t  type;
  uint8_t  n_zones;
  uint8_t  highest;               /* SimZoneType */
  bool     conflicts;             /* a combination of flags that the kernel calls bad */
  uint8_t  zones[SIM_MAX_ZONES];
  uint8_t  padding;
  uint16_t enough;                /* number of a word of SIM_TABLE_ZONES: of the first zone, see SIM_ZONE_WORD_ENOUGH */
  uint16_t more_padding;
} SimRequest;

/* node_zonelists[]: for each node, with all others behind it, and, from SIM_MAX_NODES on, of the node alone. The last is
 * node 0's for Reclaimable, where its bit is none of the lowest five: before NUMA came to such profiles. */
#define SIM_N_ZONELISTS (2 * SIM_MAX_NODES + 1)
#define SIM_ZONELIST_OF_RECLAIMABLE (2 * SIM_MAX_NODES)

static_assert (sizeof (SimRequest) == 32, "requests are not found by a shift");

struct SimMachine {
  uint32_t         *words_of[SIM_N_TABLES];    /* Owned */
  size_t            n_words[SIM_N_TABLES];     /* in use; what lies behind is 0 */
  size_t            capacity[SIM_N_TABLES];
  const SimProfile *profile;                   /* Borrowed */

  /* Fixed when the machine is made. */
  SimPfn            n_frames;
  uint32_t          first_head;                /* link of the first free list's head */
  uint32_t          first_pcp_head;
  SimLink           head_of_mark_0;            /* see sim_mark_head () */
  unsigned          n_nodes, n_zones, n_cpus, n_pcp_lists;
  unsigned          n_pcp_orders;              /* orders below go through per-CPU lists; 0: there are none */
  unsigned          largest_order;
  unsigned          n_plain_orders;            /* orders from here on ask whether they are those of huge pages */
  unsigned          pageblock_order;
  bool              has_thp;
  SimLink           plain_span;                /* blocks of spans below merge whatever their page blocks are */
  unsigned          n_types;
  SimLink           tail_span;                 /* blocks of spans below may be freed to the end of their list, */
  uint32_t          tail_step;                 /* namely if the buddy of what they may grow into has their mark plus this */
  bool              has_cold_lists;
  bool              counts_preemption;         /* preempt_count () tells of spinlocks and preempt_disable () */
  uint32_t          gfp_cold, gfp_zero;
  uint32_t          gfp_unusual;               /* zeros, or one node only */
  uint32_t          gfp_other_objects;         /* of ZONE_DMA, or reclaimable: kmalloc () has other caches for them */
  uint64_t          mem_map;
  SimAddressSpace   space;
  uint64_t          rodata_end, bss_first;     /* of the image, physical */
  SimPfn            lowmem_end;                /* first frame without a logical address */
  uint64_t          seed;
  uint8_t           node_of_cpu[SIM_MAX_CPUS];
  uint16_t          requests_of_cpu[SIM_MAX_CPUS];     /* where those of its node begin: bytes from the first */
  SimRequest        requests[SIM_N_ZONELISTS][SIM_N_REQUESTS];
  SimZoneBounds     zones[SIM_MAX_ZONES];

  /* Follows from the tables, and is not part of them: the span of all blocks on the free lists of a zone, kept up with
   * every change; below 0: not known, after changes that nobody followed. */
  int32_t           n_free_known[SIM_MAX_ZONES];
  bool              knows_free;                /* of any zone; false: of none */
};

/* Every byte of a number that is not known: far below 0, and far from where it would overflow. */
#define SIM_FREE_UNKNOWN_BYTE 0xc0

/* What a run keeps of what it does: nothing; what changed, from one operation to the next; or every event,
 * and what each of them changed. */
typedef enum {
  SIM_KEEPS_NOTHING,
  SIM_KEEPS_CHANGES,
  SIM_KEEPS_EVENTS
} SimKeeping;

/* --- the writer --------------------------------------------------------------------------- */
/* `fused`: the change is made within one body of a rule and nobody looks in between, so that what a
 * later event of the same body is bound to overwrite need not be written. What the rule knows anyway,
 * from having decided, need not be found out from the event again. */
typedef struct {
  SimMachine *machine;
  SimChange  *change;             /* of the record, the next one; used where changes are kept */
  uint32_t    n_changes;          /* since the last event */
  bool        keeps_changes;
  bool        is_fused;
  bool        is_whole;           /* what comes back is all of a block */
  bool        is_counted;         /* how many frames are then free has been said in one sum */
  bool        knows_place;        /* where the block is: */
  SimLink     link, span;
  bool        takes_first;        /* what leaves a list is the first on it, */
  bool        fills_empty;        /* what enters a list is the only one on it, */
  SimLink     head;               /* and this is the list's head */
  bool        knows_mark;         /* what is put on a list, or handed out, gets this mark: */
  SimMark     mark;
  bool        knows_pcp;          /* what goes to a per-CPU list, or leaves it, is of this zone and order, and the list is here: */
  unsigned    pcp_zone, pcp_order;
  SimPcpPlace pcp;
  bool        knows_object;       /* where in SIM_TABLE_OBJECTS the array is that an object leaves or enters, and the object; */
  size_t      array, object;
  uint32_t    state_step;         /* its state is what the event takes it to be, and this leads to the next one */
} SimWriter;

/* Four words at a time, whatever they are to others. */
typedef uint32_t SimGroup __attribute__ ((vector_size (16), may_alias));
#define SIM_GROUP_WORDS 4u

static_assert (SIM_N_TABLES <= sizeof (SimGroup), "the number of a table does not fit into an index");
static_assert (SIM_TABLE_FRAMES == 0, "the link of a record is not its index in the log");

/* A record as a type of its own, so that the compiler knows that writing one changes no field of
 * the machine. */
typedef union {
  uint32_t word[SIM_RECORD_WORDS];
  struct {
    uint64_t links, mark_and_owner;          /* two at once */
  };
} SimFrameRecord;

static_assert (sizeof (SimFrameRecord) == sizeof (SimGroup), "a record is more than one entry of the log");

/* Keeps what four words were before and are now. */
SIM_INLINE void
sim_log_group (SimWriter      *writer,
               uint32_t        index,
               SimGroup        old,
               const SimGroup *now)
{
  SimChange *change = writer->change++;

  change->index = index;
  change->difference = old ^ *now;
  writer->n_changes++;
}

SIM_INLINE void
sim_put (SimWriter *writer,
         SimTable   table,
         size_t     index,
         uint32_t   value)
{
  uint32_t *words = writer->machine->words_of[table];
  size_t first = index & ~(size_t) (SIM_GROUP_WORDS - 1);

  if (writer->keeps_changes)
    {
      SimGroup old = *(SimGroup *) (words + first);

      words[index] = value;
      sim_log_group (writer, (uint32_t) (first * sizeof *words) + table, old, (SimGroup *) (words + first));
    }
  else
    words[index] = value;
}

SIM_INLINE SimFrameRecord *
sim_record_at (const SimMachine *machine,
               SimLink           link)
{
  return (SimFrameRecord *) ((char *) machine->words_of[SIM_TABLE_FRAMES] + link);
}

/* A record of SIM_TABLE_FRAMES about to be written: between sim_edit () and sim_edited () its words are
 * assigned, and no other record is edited. */
typedef struct {
  SimFrameRecord *record;
  SimLink         link;
  SimGroup        old;
} SimEdit;

SIM_INLINE SimEdit
sim_edit (SimWriter *writer,
          SimLink    link)
{
  SimEdit edit = { .record = sim_record_at (writer->machine, link), .link = link };

  if (writer->keeps_changes)
    edit.old = *(SimGroup *) edit.record;
  return edit;
}

SIM_INLINE void
sim_edited (SimWriter     *writer,
            const SimEdit *edit)
{
  if (writer->keeps_changes)
    sim_log_group (writer, (uint32_t) edit->link, edit->old, (SimGroup *) edit->record);
}

/* One word of a record. */
SIM_INLINE void
sim_put_record (SimWriter *writer,
                SimLink    link,
                unsigned   field,
                uint32_t   value)
{
  SimEdit edit = sim_edit (writer, link);

  edit.record->word[field] = value;
  sim_edited (writer, &edit);
}

/* The numbers of free frames are to be counted again. */
void    sim_machine_forget_free (SimMachine *machine);
int32_t sim_machine_count_free  (SimMachine *machine, unsigned zone);

/* For the growing tables: makes room for `n` words in all; false: no host memory. */
bool sim_table_grow (SimMachine *machine, SimTable table, size_t n);

/* Room in a record. What a body of a rule does between two looks for room is less than this. */
#define SIM_BODY_EVENTS  64u
#define SIM_BODY_CHANGES 640u

SIM_INLINE bool
sim_record_has_room (const SimRecord *record,
                     SimKeeping       keeping)
{
  return (keeping != SIM_KEEPS_EVENTS || record->next_event < record->event_limit)
         && record->next_change < record->change_limit;
}

/* Room for a body and for so many changes more. Where the host has no memory, the record is marked as
 * failed and its end is given up for what comes; false: there is not even that. */
bool sim_record_make_room (SimRecord *record, size_t n_changes);
