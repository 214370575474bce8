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
/* Of the whole step. */
const char *lesson_whole_sentence (Lesson *lesson, unsigned step);
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
/* Steps of the scenario itself, as far as it has run: on a branch of what was typed there may be fewer. */
unsigned    lesson_n_steps      (const Lesson *lesson);
/* Is a line of the source one that was typed? Its number is that of no file: saved, it stands elsewhere. */
gboolean    lesson_is_typed_line (const Lesson *lesson, unsigned line);
/* How many of the typed lines are on this branch. */
unsigned    lesson_n_typed      (const Lesson *lesson);
/* The text of a scenario of its own that does what was done on this branch: the whole source, with the typed
 * lines where the script stood when the first of them was typed; what follows there is kept and not run. Owned.
 * Where the script stood inside of a loop or a function, the lines stand behind it: see lesson_is_like (). Under another
 * file_name maps that it reads from beside it are named wholly; NULL: its own. */
char       *lesson_dup_scenario (Lesson *lesson, const char *file_name);
/* Has the one done to memory what the other has: the same blocks, on the same lists in the same order? Each at
 * its own position. */
gboolean    lesson_is_like      (const Lesson *lesson, const Lesson *other);

/* The CPU that runs the script at the timeline's position. */
unsigned    lesson_cpu           (const Lesson *lesson);

/* What the modelled kernel diagnosed as far as the scenario was run, each with its line: errors, or warnings where the
 * scenario itself asks nr_mistakes() how many there were. Returns how many errors. */
unsigned    lesson_report_mistakes (Lesson *lesson, Messages *messages);

/* --- expectations and questions ------------------------------------------------------------------ */
unsigned    lesson_n_expectations (const Lesson *lesson);
unsigned    lesson_n_failed       (const Lesson *lesson);

typedef enum {
  LESSON_ASKS_CHOICE,             /* one of the choices */
  LESSON_ASKS_NUMBER,             /* to be given */
  LESSON_ASKS_PAGE,               /* the others to be clicked: a page frame, or the block that holds it */
  LESSON_ASKS_ZONE,
  LESSON_ASKS_ORDER,              /* any free list of that zone and order, or a free block on one */
  LESSON_ASKS_LIST,
  LESSON_ASKS_PCP_LIST,
  LESSON_ASKS_ADDRESS             /* the object of a slab or the page that it lies in; or to be given as a number */
} LessonAnswerKind;

/* What was asked, with the answer it had then. Borrowed. */
typedef struct {
  LessonAnswerKind   kind;
  const char        *text;
  const char *const *choices;     /* ended by NULL; NULL: no choices */
  const char *const *why_not;     /* what can be said of each as a wrong choice, "": nothing; NULL: of none */
  int                choice;      /* index of the right one; -1: no choices */
  SimRef             answer;      /* the object to be clicked */
  SimBlock           block;       /* that held the answer's page when it was asked; end 0: none */
  uint64_t           value;       /* or the number to be given */
  gboolean           is_hex;      /* a page frame or an address, not what is counted */
  const char        *why;         /* of the right answer, by the scenario; NULL: the sentence of what follows */
} LessonQuestion;
/* number: that of the event ASKED. The same question with the same answer has the same number each time. */
gboolean    lesson_question       (const Lesson *lesson, unsigned number, LessonQuestion *question);

/* Where the scenario asks, in order; what is typed is not among them. */
typedef struct {
  unsigned        number;         /* of the question */
  JournalPosition position;       /* after it was asked: what follows is not known yet */
  unsigned        step;
  unsigned        line;
} LessonAsk;
unsigned    lesson_n_asks         (const Lesson *lesson);
LessonAsk   lesson_ask            (const Lesson *lesson, unsigned index);

/* For paper and screen, in the user's language. Owned. The right answer in words: "Block 0x1800 of order 10". */
char       *lesson_dup_answer     (const Lesson *lesson, const LessonQuestion *question);
/* Why it is: .why, or the sentences of what follows. NULL: the scenario does not say. */
char       *lesson_dup_why        (Lesson *lesson, const LessonAsk *ask);

typedef enum { LESSON_WRONG, LESSON_RIGHT, LESSON_UNREADABLE } LessonVerdict;
/* Something was clicked, or given as a number. *why_not: what can be said of a wrong answer without telling the
 * right one, owned; NULL: nothing. */
LessonVerdict lesson_judge_object (const Lesson *lesson, const LessonQuestion *question, SimRef object, char **why_not);
LessonVerdict lesson_judge_number (const LessonQuestion *question, const char *text, char **why_not);

/* --- the scratchpad ------------------------------------------------------------------------------ */
/* Runs a typed line (one or more statements, or an expression whose value is then in *value_text) after the
 * position, forking where that is not the end. An expression that changes nothing only answers: it leaves the
 * timeline and the source as they are. Owned value_text; NULL: a statement. False: see messages, nothing was
 * changed. */
gboolean    lesson_type  (Lesson *lesson, const char *line, char **value_text, Messages *messages);
/* Where what was typed begins on this branch; UINT64_MAX: nothing was typed. */
JournalPosition lesson_typed_from (const Lesson *lesson);
/* A variable of the script at the position: its value as the kernel would print it. Owned; NULL: none. */
char       *lesson_value (const Lesson *lesson, const char *variable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lesson, lesson_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonSettings, lesson_settings_free)
