/* replay-play.h - a trace played once, event by event; private to replay.c */
#pragma once

#include "import/replay.h"

/* is_early: what is taken without an event is taken as soon as it may be, and not as late as it must be. */
gboolean replay_play (const ImportedSnapshot *from, const ImportedSnapshot *to, const ReplayObjectsGiven *given,
                      const KmemTrace *trace, const char *trace_name, gboolean is_early, ReplayReport *report, Messages *messages);
