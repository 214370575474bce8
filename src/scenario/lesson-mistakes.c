/* lesson-mistakes.c - what the modelled kernel diagnosed, with the lines of the scenario that did it */
#include "scenario/lesson-private.h"

#include <string.h>

#include "narration/narration.h"
#include "scenario/vm.h"

/* What one line is to blame for, of one cache or one order. */
typedef struct {
  SimEvent first;
  unsigned line, n;
} Leaks;

typedef struct {
  Lesson         *lesson;
  Messages       *messages;
  GHashTable     *told;           /* set of diagnosis and line: a loop tells it once */
  GArray         *leaks;          /* of Leaks, in the order of their first */
  MessageSeverity severity;
  unsigned        line;           /* of the statement in progress */
  unsigned        n_told;
} Mistakes;

unsigned
lesson_cpu (const Lesson *lesson)
{
  return script_register (lesson_machine (lesson), REGISTER_FRAME) >> 40 & 0xff;
}

/* A scenario that counts its mistakes means them. */
static gboolean
counts_mistakes (const Program *program)
{
  for (guint i = 0; i < program->code->len; i++)
    {
      const Instruction *instruction = program_at (program, i);

      if (instruction->op == OP_BUILTIN && instruction->target == BUILTIN_MISTAKES)
        return TRUE;
    }
  return FALSE;
}

/* These end the run, and are reported where it ends. */
static gboolean
ends_the_run (SimDiagnosis diagnosis)
{
  return diagnosis == SIM_DIAGNOSIS_LOCK_HELD_ALREADY || diagnosis == SIM_DIAGNOSIS_LOCK_HELD_ELSEWHERE
         || diagnosis == SIM_DIAGNOSIS_TOO_MANY_LOCKS || diagnosis == SIM_DIAGNOSIS_VMALLOC_IN_INTERRUPT
         || diagnosis == SIM_DIAGNOSIS_KMAP_TOO_DEEP;
}

static gboolean
is_leak (SimDiagnosis diagnosis)
{
  return diagnosis == SIM_DIAGNOSIS_LEAK || diagnosis == SIM_DIAGNOSIS_LEAKED_OBJECT
         || diagnosis == SIM_DIAGNOSIS_LEAKED_AREA || diagnosis == SIM_DIAGNOSIS_LEAKED_CACHE;
}

static unsigned
line_of (const Mistakes *mistakes,
         const SimEvent *event)
{
  SimDiagnosis diagnosis = (SimDiagnosis) event->arg[0];
  unsigned line = 0, step;
  const char *name;

  if (is_leak (diagnosis) && lesson_owner (mistakes->lesson, event->serial, &name, &line, &step) && line > 0)
    return line;
  if (diagnosis == SIM_DIAGNOSIS_LOCK_HELD_AT_END && event->arg[2] >> 8 != 0)
    return (unsigned) (event->arg[2] >> 8);
  return mistakes->line;
}

/* The line without what it is indented by. */
static Place
place_of (const Source *source,
          unsigned      line)
{
  g_autofree char *text = source_dup_line (source, line);
  Place place = { line, 1, 1 };

  if (text == NULL)
    return place;
  g_strchomp (text);
  place.column += strspn (text, " \t");
  place.length = MAX (g_utf8_strlen (text, -1), (glong) place.column) - place.column + 1;
  return place;
}

static void
count_leak (Mistakes       *mistakes,
            const SimEvent *event)
{
  Leaks leaks = { .first = *event, .line = line_of (mistakes, event), .n = 1 };

  for (guint i = mistakes->leaks->len; i > 0; i--)
    {
      Leaks *known = &g_array_index (mistakes->leaks, Leaks, i - 1);

      if (known->line != leaks.line || known->first.arg[0] != event->arg[0] || known->first.arg[2] != event->arg[2])
        continue;
      known->n++;
      return;
    }
  g_array_append_val (mistakes->leaks, leaks);
}

static void
tell_leaks (Mistakes *mistakes)
{
  const Source *source = mistakes->lesson->scenario->ast->source;

  for (guint i = 0; i < mistakes->leaks->len; i++)
    {
      const Leaks *leaks = &g_array_index (mistakes->leaks, Leaks, i);
      g_autofree char *sentence = narrate_leaks (lesson_machine (mistakes->lesson), &leaks->first, leaks->n);

      source_report (source, mistakes->messages, mistakes->severity, place_of (source, leaks->line), NULL, "%s", sentence);
      mistakes->n_told++;
    }
}

static void
tell (Mistakes       *mistakes,
      const SimEvent *event)
{
  const Source *source = mistakes->lesson->scenario->ast->source;
  unsigned line = line_of (mistakes, event);
  gint64 key = (gint64) event->arg[0] << 32 | line;
  g_autofree char *sentence = NULL;

  if (ends_the_run ((SimDiagnosis) event->arg[0]))
    return;
  if (is_leak ((SimDiagnosis) event->arg[0]))
    {
      count_leak (mistakes, event);
      return;
    }
  if (g_hash_table_contains (mistakes->told, &key))
    return;
  g_hash_table_add (mistakes->told, g_memdup2 (&key, sizeof key));
  sentence = narrate_diagnosis (lesson_machine (mistakes->lesson), event);
  source_report (source, mistakes->messages, mistakes->severity, place_of (source, line), NULL, "%s", sentence);
  mistakes->n_told++;
}

unsigned
lesson_report_mistakes (Lesson   *lesson,
                        Messages *messages)
{
  Timeline *timeline = lesson->timeline;
  Mistakes mistakes = { .lesson = lesson, .messages = messages };
  SimEvent events[256];
  JournalPosition position = 0;
  size_t n;

  mistakes.severity = counts_mistakes (lesson->program) ? MESSAGE_WARNING : MESSAGE_ERROR;
  mistakes.leaks = g_array_new (FALSE, FALSE, sizeof (Leaks));
  mistakes.told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while ((n = timeline_events (timeline, position, events, G_N_ELEMENTS (events))) > 0)
    {
      for (size_t i = 0; i < n; i++)
        if (events[i].kind == SIM_EVENT_STATEMENT)
          mistakes.line = (unsigned) events[i].arg[0];
        else if (events[i].kind == SIM_EVENT_DIAGNOSED)
          tell (&mistakes, &events[i]);
      position += n;
    }
  tell_leaks (&mistakes);
  g_array_unref (mistakes.leaks);
  g_hash_table_unref (mistakes.told);
  return mistakes.severity == MESSAGE_ERROR ? mistakes.n_told : 0;
}
