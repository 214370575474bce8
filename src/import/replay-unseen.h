/* replay-unseen.h - what is taken from per-CPU lists without an event; private to replay.c
 *
 * Models      alloc_pages_bulk (): of it a trace shows the refills only
 */
#pragma once

#include "import/replay-ahead.h"
#include "import/replay.h"

/* What a CPU's list of single frames was refilled with, and nobody was yet seen to take. */
typedef struct {
  uint32_t       n_refilled;
  SimPfn         first;           /* of what it was refilled with */
  SimZoneId      zone;
  SimMigrateType type;
} ReplayRefill;

typedef struct {
  SimRun            *run;
  const ReplayAhead *ahead;
  ReplayReport      *report;
  ReplayRefill       refills[UINT8_MAX + 1];    /* by CPU */
} ReplayUnseen;

/* What is at the head of a list and in use although nothing says so was taken by now; as far as a frame. */
void replay_unseen_take       (ReplayUnseen *unseen, SimZoneId zone, unsigned cpu, SimMigrateType type, SimPfn but);
/* A block on a per-CPU list is freed: it was taken from there without an event, and with it what stood before it. */
void replay_unseen_take_up_to (ReplayUnseen *unseen, const SimBlock *block);
/* A list is refilled when it is empty: what the model still has on it was taken. */
void replay_unseen_refill     (ReplayUnseen *unseen, const KmemEvent *event);
/* A refill is told of before the allocation that asked for it. */
void replay_unseen_end_refill (ReplayUnseen *unseen, const KmemEvent *event);
/* What a list was refilled with was used up by somebody who is not told of. */
void replay_unseen_settle     (ReplayUnseen *unseen, unsigned cpu, SimPfn but);
