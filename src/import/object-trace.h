/* object-trace.h - the events of a trace that are about objects, beside those about pages
 *
 * Reads       kmalloc, kmem_cache_alloc and their _node forms, kfree, kmem_cache_free; workqueue_execute_start of
 *             cache_reap; as tracefs, trace-cmd report and perf script write them
 * Models      include/trace/events/kmem.h, workqueue.h
 *
 * An event of kmem_cache_alloc does not name its cache: it is told by the next kmem_cache_free of the same address, or
 * else by what all other events with the same call site say, or all of the same size.
 */
#pragma once

#include "import/kmem-trace.h"

typedef enum {
  OBJECT_NONE,                    /* not about objects, or it makes no sense */
  OBJECT_KMALLOC,
  OBJECT_CACHE_ALLOC,
  OBJECT_KFREE,
  OBJECT_CACHE_FREE,
  OBJECT_REAP                     /* cache_reap () runs on the CPU */
} ObjectKind;

typedef struct {
  uint64_t address;               /* 0: it failed, or nothing is freed */
  uint32_t gfp;
  uint32_t asked, given;          /* bytes; 0: not told */
  GQuark   cache;                 /* its name; 0: not told */
  GQuark   cache_by_size;         /* the only one that others of the same size are of */
  GQuark   call_site;
  uint32_t creation;              /* 1 + the call that made its cache, see CallList; 0: not told */
  uint8_t  kind;                  /* ObjectKind */
} ObjectEvent;

typedef struct {
  ObjectEvent *events;            /* by event of the KmemTrace; owned */
  size_t       n_events;
} ObjectTrace;

/* text: that of the trace. */
void import_object_trace (const char *text, size_t length, const SimProfile *profile, const KmemTrace *trace, ObjectTrace *objects);
void object_trace_clear  (ObjectTrace *objects);
