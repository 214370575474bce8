/* scenario.h - a lesson as text: parsed, checked, ready to run
 *
 * The language stands in data/… and in the manual: a deterministic subset of C with teaching words.
 * Limits: file 4 MiB, nesting 32, 1 000 000 executed statements.
 */
#pragma once

#include <gio/gio.h>

#include "narration/messages.h"
#include "sim/sim.h"

typedef struct Scenario Scenario;

/* Parses and checks; all mistakes are reported. NULL where there were errors. file_name is for
 * messages, and for relative names in the text. */
Scenario   *scenario_parse   (const char *text, size_t length, const char *file_name, Messages *messages);
/* Reads a file, "-" (standard input), a resource name from the library ("21-split"), or "" (no text:
 * only a machine). NULL with error: unreadable; NULL without: see messages. */
Scenario   *scenario_load    (const char *name, Messages *messages, GError **error);
Scenario   *scenario_ref     (Scenario *scenario);
void        scenario_unref   (Scenario *scenario);

/* Texts in the user's language. Borrowed. */
const char *scenario_title   (const Scenario *scenario);
const char *scenario_chapter (const Scenario *scenario);          /* "buddy"; NULL: none */
const char *const *scenario_topics (const Scenario *scenario);    /* ended by NULL */
const char *scenario_source  (const Scenario *scenario);          /* the whole text */
const char *scenario_file_name (const Scenario *scenario);

/* --- the library: scenarios shipped with the program ---------------------------------------- */
typedef struct {
  const char *id;                 /* "21-split" */
  unsigned    number;             /* 21 */
  const char *title;              /* in the user's language */
  const char *chapter;
} ScenarioEntry;
size_t        scenario_library_n  (void);
ScenarioEntry scenario_library_at (size_t index);                 /* in the order of the course */

/* --- what may be written: completion, forms, --list ------------------------------------------ */
/* Words that may stand at the end of a line typed so far: calls, flags, variables, teaching words. Owned by the
 * caller, ended by NULL; *start: byte offset in the line where the word begins. */
typedef struct Lesson Lesson;
char **scenario_complete (const Lesson *lesson, const char *line, size_t cursor, size_t *start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scenario, scenario_unref)
