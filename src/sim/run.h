/* run.h - doing something to a machine, and keeping a record of it
 *
 * A SimRun is the machine in the hands of somebody who may change it. Rules reach the machine only
 * through it. With a record, every event is kept, and what an event changed, so that it can be taken
 * back; without one (in bulk) the same decisions are made and nothing is kept.
 */
#pragma once

#include "call.h"
#include "event.h"
#include "machine.h"

/* Four words that lie together, such as a frame's record, of which some changed: exclusive-or of old
 * and new, so that the same entry takes back and does again. index: the byte of the table where they
 * begin, a multiple of 16, plus the number of the table. */
typedef uint32_t SimFourWords __attribute__ ((vector_size (16), aligned (4)));
typedef struct {
  uint32_t     index;
  SimFourWords difference;
} SimChange;

/* A SimEvent as it is kept: fields only as wide as they are, one behind the other, see SIM_FIELD_PACKS (). */
#define SIM_RECORDED_WORDS 5
typedef struct {
  union {
    struct {                      /* as in SimEvent */
      uint16_t kind;
      uint8_t  origin;
      uint8_t  cpu;
      uint32_t serial;
    };
    uint64_t   stamp;
  };
  uint32_t n_changes;             /* of this event */
  uint32_t words[SIM_RECORDED_WORDS];
} SimRecordedEvent;

/* Owned by the journal. The arrays grow as needed. When the host has no memory for that, `failed` is
 * set, the machine goes on, and what follows may be written over the record's end or not at all: no
 * part of it is to be trusted, the machine is ahead of it, and its owner goes back to a copy. */
typedef struct {
  SimRecordedEvent *events, *next_event;
  SimRecordedEvent *event_limit;  /* where next_event is below, a body of a rule finds room for its events */
  SimChange        *changes, *next_change;
  SimChange        *change_limit; /* likewise */
  size_t            events_capacity, changes_capacity;
  size_t            n_of_script;  /* of the events: SIM_EVENT_PRINTED and those behind it in the manifest */
  bool              only_changes; /* set by its owner: no events are kept, and what only they need not, either */
  bool              failed;
} SimRecord;

void sim_record_init  (SimRecord *record);
void sim_record_clear (SimRecord *record);
/* Room for so many more, and what the next body may need. False: no host memory. */
bool sim_record_reserve (SimRecord *record, size_t n_events, size_t n_changes);
/* Gives back the room that is left. */
void sim_record_trim  (SimRecord *record);
/* Forgets what follows the first n_events and n_changes. */
void sim_record_cut   (SimRecord *record, size_t n_events, size_t n_changes);
/* The n-th event, from 0. */
SimEvent sim_record_event (const SimRecord *record, size_t n);

static inline size_t
sim_record_n_events (const SimRecord *record)
{
  return (size_t) (record->next_event - record->events);
}

static inline size_t
sim_record_n_changes (const SimRecord *record)
{
  return (size_t) (record->next_change - record->changes);
}

/* How many changes the events [first, end) made. */
static inline size_t
sim_record_n_changes_of (const SimRecord *record,
                         size_t           first,
                         size_t           end)
{
  size_t n = 0;

  for (const SimRecordedEvent *event = record->events + first; event < record->events + end; event++)
    n += event->n_changes;
  return n;
}

/* A block that was handed out to somebody who asked with this mask. */
typedef struct {
  SimPfn   pfn;
  uint32_t gfp;
} SimSlabFrames;
#define SIM_MAX_SLAB_FRAMES 16

typedef struct {
  SimMachine *machine;
  SimRecord  *record;             /* NULL: nothing is kept */
  union {
    struct {                      /* as in SimEvent */
      uint16_t unused;            /* 0 */
      uint8_t  origin;            /* SimOrigin of what follows */
      uint8_t  cpu;               /* the running CPU */
      uint32_t serial;            /* of the call or statement in progress: owner of what it is given */
    };
    uint64_t   stamp;             /* all four at once */
  };
  uint64_t    n_events;           /* counted in bulk as well */
  uint8_t     node;               /* 1 + the node that alloc_pages_node () names; 0: that of the running CPU */
  bool        kswapd_is_observed; /* somebody reports what kswapd does: then it is woken, but does nothing by itself */
  uint32_t    boosted_zones;      /* bits; within a call: their marks have been raised, and kswapd is to hear of it */
  uint32_t    woken_nodes;        /* bits; within a call: their kswapd waits for its turn */
  uint32_t    woken_highest;      /* the highest zone for which they were woken */
  bool        slab_frames_are_observed;    /* somebody reports which frames become slabs, and when they are free again: */
  uint8_t     n_slab_frames;      /* these wait to be slabs */
  SimSlabFrames slab_frames[SIM_MAX_SLAB_FRAMES];
  const char *text;               /* of the call in progress, its argument of type STRING; borrowed, NULL: none */
  uint32_t    line;               /* of the script, for what is said of it later; 0: none */
  uint32_t    n_diagnosed;        /* counted on; whoever wants to may set it back */
  bool        is_stopped;         /* by the call in progress: its CPU never comes back */
} SimRun;

/* record may be NULL. */
void sim_run_init (SimRun *run, SimMachine *machine, SimRecord *record);

/* Decides and does what the kernel would. result: of the call, 0 for void; may be NULL.
 * SIM_NO_SUCH_CALL where the profile lacks it, SIM_STOPPED where its CPU never comes back from it. */
SimStatus sim_run_call (SimRun *run, const SimCall *call, uint64_t *result);

/* The page allocator without the clothes of a call: what bulk replays and measurements use. */
SimPfn sim_alloc_pages (SimRun *run, uint32_t gfp, SimOrder order);          /* SIM_NO_PFN: failed */
SimPfn sim_alloc_pages_node (SimRun *run, unsigned node, uint32_t gfp, SimOrder order);
void   sim_free_pages  (SimRun *run, SimPfn pfn, SimOrder order);
/* split_page (): a block that was handed out becomes single frames. pfn: any frame of it. */
void   sim_split_page  (SimRun *run, SimPfn pfn);
/* free_one_page (): past the per-CPU lists, because their lock is held by whom an interrupt stopped; or, to the end of
 * the buddy list, what alloc_pages_exact () does not need of a block. */
void   sim_free_pages_past_pcp (SimRun *run, SimPfn pfn, SimOrder order, bool to_tail);
/* drain_all_pages () of all zones */
void   sim_drain_all_pages (SimRun *run);
/* One of those that alloc_pages_bulk () takes from the running CPU's list of single frames: free_factor stays. */
SimPfn sim_alloc_page_in_bulk (SimRun *run, SimZoneId zone, SimMigrateType type);

/* Objects likewise; addresses are kernel virtual. 0: failed, or the machine has no caches. */
uint64_t sim_kmalloc      (SimRun *run, uint64_t size, uint32_t gfp);
void     sim_kfree        (SimRun *run, uint64_t address);
uint64_t sim_cache_alloc  (SimRun *run, uint32_t cache, uint32_t gfp);
void     sim_cache_free   (SimRun *run, uint32_t cache, uint64_t address);
/* A free slab leaves its list, because its frames are known to be freed: with slab_frames_are_observed. Nothing happens where
 * the frame is in no such slab. */
void     sim_slab_give_back (SimRun *run, SimPfn pfn);
/* What cache_reap () does to one cache on the running CPU. lists_are_due: the node's lists and shared array too. */
void     sim_cache_reap   (SimRun *run, uint32_t cache, bool lists_are_due);

/* Many of them, 16 bytes each. */
typedef enum {
  SIM_OPERATION_ALLOC,            /* gfp, order → result: pfn or SIM_NO_PFN */
  SIM_OPERATION_FREE              /* pfn, order */
} SimOperationKind;

typedef struct {
  uint8_t  kind;                  /* SimOperationKind */
  SimOrder order;
  uint8_t  cpu;
  uint8_t  reserved;
  uint32_t gfp;                   /* of an allocation */
  SimPfn   pfn;                   /* given, or to be freed */
  uint32_t n_events;              /* micro-steps this operation has: filled in */
} SimOperation;

/* One after the other, each with the next serial number; fills in what came out, and says how many events it
 * were in all. change_bytes_after: where the record keeps changes only, for each operation the size of those it
 * then has. */
uint64_t sim_run_operations (SimRun *run, SimOperation *operations, size_t n, uint32_t *change_bytes_after);

/* Objects by the row, on the running CPU: kmalloc () and kfree (). */
typedef struct {
  uint64_t address;               /* given, or to be freed */
  uint32_t size, gfp;             /* of an allocation */
  uint8_t  kind;                  /* SimOperationKind */
} SimObjectOperation;

/* One after the other, each with the next serial number; fills in what came out. */
void sim_run_object_operations (SimRun *run, SimObjectOperation *operations, size_t n);

/* An event whose decision was made elsewhere: by an importer, or by the script. */
void sim_run_event (SimRun *run, const SimEvent *event);

/* The script's side. text: appended to the log, any bytes. */
void sim_run_set_word (SimRun *run, uint32_t index, uint64_t value);         /* no event where it does not change */
void sim_run_print    (SimRun *run, unsigned level, const char *text, size_t length);
bool sim_run_write_memory (SimRun *run, uint64_t address, uint64_t value, unsigned width); /* false: diagnosed */
/* Whoever was given what lies at base uses the n bytes at address: diagnosed where that goes past the end. Nothing else is done. */
void sim_run_note_access  (SimRun *run, uint64_t base, uint64_t address, uint64_t n, bool is_write);
bool sim_run_read_memory  (SimRun *run, uint64_t address, unsigned width, uint64_t *value);
/* An interrupt breaks in, or a softirq is run: `saved` keeps what leaving puts back. Not SIM_CAN_ENTER: it cannot come now,
 * and nothing happened. */
typedef enum {
  SIM_CAN_ENTER,
  SIM_ENTRY_IRQS_OFF,
  SIM_ENTRY_IN_HARDIRQ,
  SIM_ENTRY_IN_SOFTIRQ,
  SIM_ENTRY_BH_OFF
} SimEntry;
SimEntry sim_run_enter_context (SimRun *run, SimContextKind kind, uint64_t *saved);
void     sim_run_leave_context (SimRun *run, SimContextKind kind, uint64_t saved);
/* `diagnosed` events for what the script leaves behind: locks held, preemption or interrupts off. */
void     sim_run_report_context (SimRun *run);
/* One `diagnosed` event of kind LEAK for each block that calls after `since` were given and did not
 * give back. */
void sim_run_report_leaks (SimRun *run, uint32_t since);

/* Takes changes back, or does them again: exclusive-or in either direction, in any order. */
void sim_machine_apply (SimMachine *machine, const SimChange *first, const SimChange *end);
