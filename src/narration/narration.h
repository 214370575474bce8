/* narration.h - words for what happens and what is there, in the reader's language
 *
 * Kernel identifiers are never translated. Everything returned as char * is owned by the caller.
 */
#pragma once

#include <glib.h>

#include "sim/sim.h"

/* One whole sentence: what happened and, where it is a decision, why. machine: as it was after the event. */
char       *narrate_event       (const SimMachine *machine, const SimEvent *event);
/* A word or two for the badge beside it: "split", "merge", "list", "alloc". Borrowed. */
const char *narrate_event_badge (const SimEvent *event);
/* One line in kernel words, for the list of events: "0x1b00 order 7 → 6 + 6". */
char       *narrate_event_brief (const SimMachine *machine, const SimEvent *event);
/* The rule that was broken, the remedy. */
char       *narrate_diagnosis   (const SimMachine *machine, const SimEvent *event);
/* The same of n leaks that one line is to blame for, of which this is the first. */
char       *narrate_leaks       (const SimMachine *machine, const SimEvent *first, unsigned n);

/* Where a CPU is, where that is not a task that may sleep on CPU 0: "CPU 0 · hardirq · interrupts off"; NULL. */
char       *narrate_context     (const SimMachine *machine, unsigned cpu);

/* The inspector: rows of label and value about an object. */
typedef struct {
  char *label;                    /* translated: "zone", "block", or a kernel word: "flags" */
  char *value;
  gboolean is_code;               /* value is set in the fixed-width font */
} NarrationRow;
void        narration_row_free  (NarrationRow *row);
/* GPtrArray of NarrationRow. owner: what lesson_owner () says of the block, or NULL. */
GPtrArray  *narrate_object      (const SimMachine *machine, SimRef object, const char *owner);
char       *narrate_object_title (const SimMachine *machine, SimRef object);
/* How it is, for a table of objects: "64 KiB, allocated", "9 blocks, 36 MiB". NULL: nothing to be said of its kind. */
char       *narrate_object_brief (const SimMachine *machine, SimRef object);

char       *narrate_complaint   (const SimComplaint *complaint);
/* "linux 6.1 · i386 · 64 MiB · 1 CPU" */
char       *narrate_machine     (const SimMachine *machine);
/* The same in sentences, with its zones: for who sees it for the first time. */
char       *narrate_machine_sentence (const SimMachine *machine);
/* What a flag permits, "__GFP_HIGH" or "GFP_KERNEL", in a line without a full stop: static; NULL: not known. */
const char *narrate_gfp_flag    (const char *name);
/* What the profile was held against, or that it was not compared. */
char       *narrate_profile     (const SimProfile *profile);

/* Numbers as the pictures have them: "4 MiB", "15 360" with thin spaces, "0x1b00". */
char       *narrate_size        (uint64_t bytes);
char       *narrate_count       (uint64_t count);
char       *narrate_pfn         (SimPfn pfn);
