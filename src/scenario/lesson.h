/* lesson.h - a scenario that runs: its machine's timeline, its texts, the scratchpad
 *
 * Everything that the script knows lives in the machine (words and registers), so moving the timeline moves
 * the script as well, and running on from any position needs nothing but the machine.
 */
#pragma once

#include "journal/timeline.h"
#include "scenario/scenario.h"

/* What --set and the window's machine form say instead of the scenario's machine(). */
typedef struct LessonSettings LessonSettings;
LessonSettings *lesson_settings_new  (void);
void            lesson_settings_free (LessonSettings *settings);
/* "ram=1G"; false: *error says which keys there are, or what the value may be. */
gboolean        lesson_settings_set  (LessonSettings *settings, const char *assignment, GError **error);

/* Makes the machine and stands at its beginning; nothing is run yet. NULL: the machine cannot be made,
 * see messages. settings may be NULL. */
Lesson     *lesson_new       (Scenario *scenario, const LessonSettings *settings, Messages *messages);
void        lesson_free      (Lesson *lesson);
/* Runs to the end of step `step` or of the scenario (G_MAXUINT); the position is then at its end.
 * False: the script made a mistake at run time, see messages; what happened before it stays. */
gboolean    lesson_run       (Lesson *lesson, unsigned step, Messages *messages);

Timeline   *lesson_timeline  (Lesson *lesson);
Scenario   *lesson_scenario  (Lesson *lesson);
const SimMachineSpec *lesson_spec (const Lesson *lesson);

/* --- texts, at the timeline's position or of a step, in the user's language. Borrowed. ---------- */
const char *lesson_step_title   (const Lesson *lesson, unsigned step);      /* step 0: NULL */
/* All sentences of the step up to the position, joined; NULL: none. */
const char *lesson_sentence     (Lesson *lesson, unsigned step, JournalPosition position);
const char *lesson_speaker_note (Lesson *lesson, unsigned step);
unsigned    lesson_line_at      (const Lesson *lesson, JournalPosition position);   /* source line; 0: none */
/* The call that has this serial: "struct page *a = alloc_pages(GFP_KERNEL, 4)" shortened to what names the
 * owner ("a"), and the line and step it stood in. False: none. */
gboolean    lesson_owner        (const Lesson *lesson, uint32_t serial, const char **name, unsigned *line,
                                 unsigned *step);
/* What the scenario wants to be seen at a position: view ("buddy"; NULL: none) and object. */
const char *lesson_look         (const Lesson *lesson, JournalPosition position, SimRef *object);
/* Source as it stands, with the lines typed into the scratchpad at its end. */
const char *lesson_source       (const Lesson *lesson);

/* --- expectations and questions ------------------------------------------------------------------ */
unsigned    lesson_n_expectations (const Lesson *lesson);
unsigned    lesson_n_failed       (const Lesson *lesson);

typedef struct {
  const char        *text;
  const char *const *choices;     /* ended by NULL; NULL: answered by a click */
  int                choice;      /* index of the right one */
  SimRef             answer;      /* the object to be clicked */
  uint64_t           value;       /* or the number to be given */
} LessonQuestion;
gboolean    lesson_question       (const Lesson *lesson, unsigned number, LessonQuestion *question);

/* --- the scratchpad ------------------------------------------------------------------------------ */
/* Runs a typed line (one or more statements, or an expression whose value is then in *value_text) after the
 * position, forking where that is not the end. An expression that changes nothing only answers: it leaves the
 * timeline and the source as they are. Owned value_text; NULL: a statement. False: see messages, nothing was
 * changed. */
gboolean    lesson_type  (Lesson *lesson, const char *line, char **value_text, Messages *messages);
/* A variable of the script at the position: its value as the kernel would print it. Owned; NULL: none. */
char       *lesson_value (const Lesson *lesson, const char *variable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lesson, lesson_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonSettings, lesson_settings_free)
