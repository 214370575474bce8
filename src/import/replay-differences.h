/* replay-differences.h - a choice of the model that was another one, with the lists around it; private to replay.c */
#pragma once

#include "import/replay.h"

/* What is recorded is what the model just did for this event; it is taken back for a look, and done again. */
void replay_add_difference (ReplayReport *report, SimMachine *machine, const SimRecord *record, const KmemEvent *event,
                            SimPfn predicted);
