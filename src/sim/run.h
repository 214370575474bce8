/* run.h - doing something to a machine, and keeping a record of it
 *
 * A SimRun is the machine in the hands of somebody who may change it. Rules reach the machine only
 * through it. With a record, every event is kept, and every word that an event changed, so that it
 * can be taken back; without one (in bulk) the same decisions are made and nothing is kept.
 */
#pragma once

#include "call.h"
#include "event.h"
#include "machine.h"

/* One changed word: exclusive-or of old and new, so that the same entry takes back and does again.
 * index: table in the upper 4 bits, word in it in the lower 28. */
typedef struct {
  uint32_t index;
  uint32_t difference;
} SimWordChange;

/* Owned by the journal. The arrays grow as needed. When the host has no memory for that, `failed` is
 * set, what was recorded stays, and the machine goes on without being recorded: it is then ahead of
 * its record, and its owner goes back to the last copy. */
typedef struct {
  SimEvent      *events;
  uint32_t      *n_changes_after; /* for each event: changes of this record up to its end */
  size_t         n_events, events_capacity;
  SimWordChange *changes;
  size_t         n_changes, changes_capacity;
  bool           failed;
} SimRecord;

void sim_record_init  (SimRecord *record);
void sim_record_clear (SimRecord *record);

typedef struct {
  SimMachine *machine;
  SimRecord  *record;             /* NULL: in bulk */
  SimOrigin   origin;             /* of what follows */
  unsigned    cpu;                /* the running CPU */
  uint32_t    serial;             /* of the call or statement in progress: owner of what it is given */
  uint64_t    n_events;           /* counted in bulk as well */
} SimRun;

/* record may be NULL. */
void sim_run_init (SimRun *run, SimMachine *machine, SimRecord *record);

/* Decides and does what the kernel would. result: of the call, 0 for void; may be NULL.
 * SIM_NO_SUCH_CALL where the profile lacks it. */
SimStatus sim_run_call (SimRun *run, const SimCall *call, uint64_t *result);

/* The page allocator without the clothes of a call: what bulk replays and measurements use. */
SimPfn sim_alloc_pages (SimRun *run, uint32_t gfp, SimOrder order);          /* SIM_NO_PFN: failed */
void   sim_free_pages  (SimRun *run, SimPfn pfn, SimOrder order);

/* An event whose decision was made elsewhere: by an importer, or by the script. */
void sim_run_event (SimRun *run, const SimEvent *event);

/* The script's side. text: appended to the log, any bytes. */
void sim_run_set_word (SimRun *run, uint32_t index, uint64_t value);         /* no event where it does not change */
void sim_run_print    (SimRun *run, unsigned level, const char *text, size_t length);
bool sim_run_write_memory (SimRun *run, uint64_t address, uint64_t value, unsigned width); /* false: diagnosed */
bool sim_run_read_memory  (SimRun *run, uint64_t address, unsigned width, uint64_t *value);
/* One `diagnosed` event of kind LEAK for each block that calls after `since` were given and did not
 * give back. */
void sim_run_report_leaks (SimRun *run, uint32_t since);

/* Takes changes [first, end) back, or does them again: exclusive-or in either direction. */
void sim_machine_apply (SimMachine *machine, const SimWordChange *changes, size_t first, size_t end);
