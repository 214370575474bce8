/* objects.h - what the inspector's rows and the table of objects share; only for src/narration/ */
#pragma once

#include "narration/phrases.h"

gboolean    object_exists          (const SimMachine *machine, SimRef object);
const char *object_state_name      (SimFrameState state);
/* Blocks from one of them on. */
unsigned    object_pcp_list_length (const SimMachine *machine, SimPfn first);
