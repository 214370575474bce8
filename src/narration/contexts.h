/* contexts.h - interrupts, locks and preemption in words; private to narration */
#pragma once

#include "narration/phrases.h"

/* Events from CONTEXT_ENTERED to LOCK_RELEASED. */
char *context_tell         (Phrases *phrases, const SimEvent *event);
char *context_brief        (Phrases *phrases, const SimEvent *event);
/* Diagnoses that are made with them. */
char *context_tell_mistake (Phrases *phrases, SimDiagnosis diagnosis, uint64_t a, uint64_t b);
