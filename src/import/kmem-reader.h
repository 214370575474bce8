/* kmem-reader.h - a trace's text on its way to events; private to kmem-trace.c and kmem-lines.c */
#pragma once

#include <string.h>

#include "import/kmem-trace.h"

#define KMEM_MOST_CPUS     256
#define KMEM_N_KNOWN_FLAGS 64     /* a power of two */
#define KMEM_LONGEST_FLAGS 116

typedef struct {
  char     text[KMEM_LONGEST_FLAGS];
  uint32_t length;
  uint32_t bits;
} KmemKnownFlags;

typedef struct {
  const char       *file_name;
  Messages         *messages;
  const SimProfile *profile;
  KmemTrace        *trace;
  GPtrArray        *marks;
  size_t            capacity;     /* of trace->events */
  uint32_t          number;       /* of the line */
  /* Where things stood in the line before: of "[" and of the event's name; 0: nowhere. */
  size_t            cpu_column, name_column;
  size_t            page_length;  /* of what "page=" is followed by */
  unsigned          n_warnings;
  KmemKnownFlags    flags[KMEM_N_KNOWN_FLAGS];
} KmemReader;

/* "..s2.": interrupts off, to be rescheduled, in a soft or hard interrupt, preemption disabled how often. */
#define KMEM_IS_IN_LOCK(flags) ((((flags)[2] | 0x20) == 's' || ((flags)[2] | 0x20) == 'h') && (flags)[3] >= '2' && (flags)[3] <= '9')

/* A line of any kind, from `line` to `end`, without its end: becomes an event, a warning or nothing. */
void     kmem_read_line (KmemReader *reader, const char *line, const char *end);
/* The bits of "GFP_KERNEL|__GFP_ZERO", of "0x400", of "none"; and keeps them. */
uint32_t kmem_read_flags (KmemReader *reader, KmemKnownFlags *known, const char *text, size_t length);

/* The same; mostly it was read not long ago. */
static inline uint32_t
kmem_flags (KmemReader *reader,
            const char *text,
            size_t      length)
{
  KmemKnownFlags *known = reader->flags;

  if (length > 0)
    known += ((unsigned) length * 31 + (unsigned char) text[length / 2] * 7 + (unsigned char) text[length - 1]) % KMEM_N_KNOWN_FLAGS;
  if (length > 0 && known->length == length && memcmp (known->text, text, length) == 0)
    return known->bits;
  return kmem_read_flags (reader, known, text, length);
}

/* Where the next event is written, field by field; it counts once it is kept. */
static inline KmemEvent *
kmem_next_event (KmemReader *reader)
{
  KmemTrace *trace = reader->trace;

  if (G_UNLIKELY (trace->n_events == reader->capacity))
    {
      reader->capacity = MAX (reader->capacity * 2, 1024);
      trace->events = g_renew (KmemEvent, trace->events, reader->capacity);
    }
  return &trace->events[trace->n_events];
}

static inline void
kmem_keep_event (KmemReader *reader,
                 unsigned    kind)
{
  reader->trace->n_events++;
  reader->trace->n_of_kind[kind]++;
}
