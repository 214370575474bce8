/* kmem-trace.h - what a real kernel's page allocator did, event by event, read from a trace's text
 *
 * Reads       the kmem events mm_page_* and those that tell of reclaim, as tracefs, trace-cmd report and perf script
 *             write them; frame numbers in hexadecimal (6.1) and decimal (before); other events are counted, for a
 *             snapshot's place is told by their number
 * Models      include/trace/events/kmem.h, vmscan.h
 * Leaves out  time stamps and tasks, but whether kswapd is the task: order is what matters; slab events
 * Errors      a line that makes no sense, or events that the tracer lost, are a warning with their line, and reading
 *             goes on; a text without a single event is refused
 */
#pragma once

#include "import/import.h"

typedef enum {
  KMEM_PAGE_ALLOC,                /* mm_page_alloc; pfn SIM_NO_PFN: it failed */
  KMEM_PAGE_FREE,
  KMEM_PAGE_FREE_BATCHED,
  KMEM_ZONE_LOCKED,               /* mm_page_alloc_zone_locked: a block left the buddy lists */
  KMEM_PCPU_DRAIN,
  KMEM_EXTFRAG,
  KMEM_MARK,                      /* somebody wrote into the trace: see marks */
  KMEM_KSWAPD_WAKES,              /* mm_vmscan_kswapd_wake: it begins to balance its node, pfn */
  KMEM_KSWAPD_SLEEPS,
  KMEM_DIRECT_RECLAIM_BEGINS,
  KMEM_DIRECT_RECLAIM_ENDS,       /* pfn: how many frames were reclaimed */
  KMEM_OTHER,
  KMEM_N_KINDS
} KmemKind;

typedef struct {
  SimPfn   pfn;                   /* of a mark: its index in marks */
  uint32_t gfp;                   /* of an allocation; KMEM_ZONE_LOCKED: 1 for a per-CPU list */
  uint32_t line;
  uint8_t  kind;                  /* KmemKind */
  SimOrder order;
  uint8_t  type : 4;              /* SimMigrateType, as printed; 15: none that there is */
  uint8_t  is_kswapd : 1;         /* the task */
  uint8_t  is_in_lock : 1;        /* an interrupt that stopped somebody who had preemption disabled twice: with the
                                     lock of per-CPU lists; as far as the text shows it */
  uint8_t  padding : 2;           /* 0 */
  uint8_t  cpu;
} KmemEvent;

typedef struct {
  KmemEvent *events;              /* owned */
  size_t     n_events;
  char     **marks;               /* owned texts, ended by NULL */
  size_t     n_of_kind[KMEM_N_KINDS];
  uint64_t   n_lost;              /* events that the tracer says it lost */
  size_t     n_damaged;           /* lines that make no sense */
} KmemTrace;

/* The names of flags are the profile's. False: see messages, and *trace is empty. */
gboolean import_kmem_trace (const char *text, size_t length, const char *file_name, const SimProfile *profile,
                            KmemTrace *trace, Messages *messages);
void     kmem_trace_clear  (KmemTrace *trace);
