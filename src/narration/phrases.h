/* phrases.h - parts of sentences that several narrators need; private to narration */
#pragma once

#include "narration/narration.h"

#include <inttypes.h>

/* Arguments are what an event holds, and may be anything; what names nothing is told as "?".
 * What char * a phrase returns is freed with the phrases: a sentence is put together from a few of them. */
typedef struct {
  const SimMachine *machine;
  const SimProfile *profile;
  GPtrArray        *texts;
} Phrases;

void        phrases_init  (Phrases *phrases, const SimMachine *machine);
void        phrases_clear (Phrases *phrases);

const char *phrase_pfn     (Phrases *phrases, uint64_t pfn);
const char *phrase_hex     (Phrases *phrases, uint64_t number);
/* An address with as many digits as the machine's have. */
const char *phrase_address (Phrases *phrases, uint64_t address);
const char *phrase_count   (Phrases *phrases, uint64_t count);
const char *phrase_gfp     (Phrases *phrases, uint64_t gfp);
const char *phrase_zone    (Phrases *phrases, uint64_t zone);
const char *phrase_migrate (Phrases *phrases, uint64_t type);
/* "frame 0x10", "frames 0x10 to 0x1f": translated, for use inside a sentence. */
const char *phrase_frames  (Phrases *phrases, uint64_t pfn, uint64_t order);
/* "16 frames" */
const char *phrase_n_frames (Phrases *phrases, uint64_t n);
/* "Normal, order 4, Movable", or without the type where the kernel has none. */
const char *phrase_list    (Phrases *phrases, uint64_t zone, uint64_t order, uint64_t type);
/* "order0/Movable", "hot" */
const char *phrase_pcp_list (Phrases *phrases, uint64_t list);
/* The same for the list of events, whose words are not translated: "order 0 Unmovable". */
const char *phrase_pcp_list_brief (Phrases *phrases, uint64_t list);
const char *phrase_format  (Phrases *phrases, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* 2^order frames; 0 where that is more than a machine can have. */
uint64_t    phrase_frames_in (uint64_t order);
gboolean    phrases_have_types (const Phrases *phrases);

/* To an array of NarrationRow; copied. */
void        narration_add_row (GPtrArray *rows, const char *label, const char *value, gboolean is_code);
