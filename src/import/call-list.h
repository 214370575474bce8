/* call-list.h - calls that were made of a kernel while it was traced, with its answers: which cache is which
 *
 * Reads       lines such as
 *               kmem_cache_create(NAME,size 24,align 0,flags none,ctor 1) = c263df80
 *               kmem_cache_alloc(NAME) … = c263e6d8
 *             with anything before the call; other lines are passed over
 *
 * An event of kmem_cache_alloc does not name its cache, and none tells how a cache was made. In the order in which they
 * happened, calls and events belong together by the addresses that the kernel gave.
 */
#pragma once

#include "import/object-trace.h"

typedef struct {
  char     name[SIM_CACHE_NAME_LENGTH];
  uint32_t size, align, flags;    /* SIM_SLAB_* */
  gboolean has_ctor;
  uint64_t descriptor;            /* 0: it failed */
  size_t   event;                 /* before this event of the trace it is there; set by call_list_join () */
} CallCreation;

typedef struct {
  uint64_t address;               /* an object, or a descriptor */
  uint32_t creation;              /* of which cache, or which it is */
  gboolean is_creation;
} CallLine;

typedef struct {
  CallCreation *creations;        /* owned */
  size_t        n_creations;
  CallLine     *lines;            /* owned */
  size_t        n_lines;
} CallList;

/* False: see messages. */
gboolean import_call_list (const char *text, size_t length, const char *file_name, CallList *list, Messages *messages);
/* Names the caches of the events, and says where in the trace each was made. */
void     call_list_join   (CallList *list, ObjectTrace *objects);
void     call_list_clear  (CallList *list);
