#include "lesson-private.h"

#include <string.h>

#define EVENTS_AT_ONCE 512

/* --- what a step says ------------------------------------------------------------------------- */

static gboolean
is_marked (const SimEvent *event)
{
  return event->kind == SIM_EVENT_STEP_BEGAN || event->kind == SIM_EVENT_SAID || event->kind == SIM_EVENT_LOOKED;
}

static const StepMarks *
marks_of (const Lesson *lesson,
          unsigned      step)
{
  JournalPosition first = timeline_step_first (lesson->timeline, step), end = timeline_step_end (lesson->timeline, step);
  unsigned branch = timeline_branch (lesson->timeline);
  SimEvent events[EVENTS_AT_ONCE];

  if (step >= lesson->steps->len)
    g_array_set_size (lesson->steps, step + 1);
  StepMarks *marks = &g_array_index (lesson->steps, StepMarks, step);
  if (marks->is_known && marks->branch == branch && marks->first == first && marks->end == end)
    return marks;

  if (marks->marks == NULL)
    marks->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_size (marks->marks, 0);
  for (JournalPosition at = first; at < end;)
    {
      size_t n = timeline_events (lesson->timeline, at, events, MIN (end - at, EVENTS_AT_ONCE));

      if (n == 0)
        break;
      for (size_t i = 0; i < n; i++)
        if (is_marked (&events[i]))
          {
            Mark mark = { at + i, events[i].kind, { events[i].arg[0], events[i].arg[1], events[i].arg[2] } };
            g_array_append_val (marks->marks, mark);
          }
      at += n;
    }
  marks->is_known = TRUE;
  marks->branch = branch;
  marks->first = first;
  marks->end = end;
  return marks;
}

const char *
lesson_step_title (const Lesson *lesson,
                   unsigned      step)
{
  if (step == 0 || step > timeline_n_steps (lesson->timeline))
    return NULL;

  const StepMarks *marks = marks_of (lesson, step);
  for (guint i = 0; i < marks->marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks->marks, Mark, i);
      if (mark->kind == SIM_EVENT_STEP_BEGAN)
        return program_text (lesson->program, mark->arg[1]);
    }
  return NULL;
}

/* Sentences behind each other; those of a language without spaces need none between them. */
static const char *
joined (const Lesson    *lesson,
        unsigned         step,
        JournalPosition  position,
        gboolean         for_speaker)
{
  const StepMarks *marks;
  g_autoptr (GString) text = NULL;
  gpointer kept;

  if (step > timeline_n_steps (lesson->timeline))
    return NULL;
  marks = marks_of (lesson, step);
  for (guint i = 0; i < marks->marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks->marks, Mark, i);

      if (mark->kind != SIM_EVENT_SAID || (mark->arg[1] != 0) != for_speaker || mark->position >= position)
        continue;
      if (text == NULL)
        text = g_string_new (NULL);
      else if (text->len > 0 && (guchar) text->str[text->len - 1] < 0x80)
        g_string_append_c (text, ' ');
      g_string_append (text, program_text (lesson->program, mark->arg[0]));
    }
  if (text == NULL)
    return NULL;
  if (g_hash_table_lookup_extended (lesson->sentences, text->str, &kept, NULL))
    return kept;
  kept = g_strdup (text->str);
  g_hash_table_add (lesson->sentences, kept);
  return kept;
}

const char *
lesson_sentence (Lesson         *lesson,
                 unsigned        step,
                 JournalPosition position)
{
  return joined (lesson, step, position, FALSE);
}

const char *
lesson_whole_sentence (Lesson  *lesson,
                       unsigned step)
{
  return joined (lesson, step, UINT64_MAX, FALSE);
}

const char *
lesson_speaker_note (Lesson  *lesson,
                     unsigned step)
{
  return joined (lesson, step, UINT64_MAX, TRUE);
}

const char *
lesson_look (const Lesson    *lesson,
             JournalPosition  position,
             SimRef          *object)
{
  *object = sim_ref (SIM_REF_NONE, 0);
  for (unsigned step = timeline_step_at (lesson->timeline, position) + 1; step-- > 0;)
    {
      const StepMarks *marks = marks_of (lesson, step);

      for (guint i = marks->marks->len; i-- > 0;)
        {
          const Mark *mark = &g_array_index (marks->marks, Mark, i);

          if (mark->kind != SIM_EVENT_LOOKED || mark->position >= position)
            continue;
          *object = sim_ref (mark->arg[1], mark->arg[2]);
          return ((Text *) g_ptr_array_index (lesson->program->texts, mark->arg[0]))->text;
        }
    }
  return NULL;
}

/* --- where ------------------------------------------------------------------------------------- */

unsigned
lesson_line_at (const Lesson    *lesson,
                JournalPosition  position)
{
  unsigned statement = timeline_statement_at (lesson->timeline, position);
  SimEvent event;

  if (statement == 0)
    return 0;
  /* The statement begins where the one before ends, or a little later where it begins a step. */
  for (JournalPosition at = timeline_statement_end (lesson->timeline, statement - 1); at < position; at++)
    if (!timeline_event (lesson->timeline, at, &event))
      break;
    else if (event.kind == SIM_EVENT_STATEMENT)
      return event.arg[0];
  return 0;
}

static void
append_path (GString          *name,
             const ScriptType *type,
             uint64_t          offset)
{
  while (type->kind == KIND_ARRAY || type->kind == KIND_STRUCT)
    {
      const ScriptMember *found = NULL;

      if (type->kind == KIND_ARRAY)
        {
          g_string_append_printf (name, "[%" G_GUINT64_FORMAT "]", offset / type->target->size);
          offset %= type->target->size;
          type = type->target;
          continue;
        }
      for (guint i = 0; type->members != NULL && i < type->members->len; i++)
        if (g_array_index (type->members, ScriptMember, i).offset <= offset)
          found = &g_array_index (type->members, ScriptMember, i);
      if (found == NULL)
        return;
      g_string_append_printf (name, ".%s", found->name);
      offset -= found->offset;
      type = found->type;
    }
}

gboolean
lesson_owner (const Lesson *lesson,
              uint32_t      serial,
              const char  **name,
              unsigned     *line,
              unsigned     *step)
{
  uint64_t word = serial < SCRIPT_MAX_OWNERS ? sim_word (lesson_machine (lesson), script_owner_word_of (serial)) : 0;
  uint32_t number = word & 0xfffff;
  g_autoptr (GString) text = NULL;

  if (number == 0 || number > lesson->program->owners->len)
    return FALSE;

  const Owner *owner = &g_array_index (lesson->program->owners, Owner, number - 1);
  text = g_string_new (owner->name);
  if (owner->type != NULL)
    append_path (text, owner->type, word >> 20 & 0xffffff);
  if (name != NULL)
    *name = g_string_chunk_insert_const (lesson->names, text->str);
  if (line != NULL)
    *line = owner->line;
  if (step != NULL)
    *step = word >> 44;
  return TRUE;
}

gboolean
lesson_is_typed_line (const Lesson *lesson,
                      unsigned      line)
{
  const GArray *units = lesson->program->units;

  return units->len > 1 && line >= g_array_index (units, Unit, 1).first_line;
}

const char *
lesson_source (const Lesson *borrowed)
{
  Lesson *lesson = (Lesson *) borrowed;
  /* What was typed later on this branch stays in sight. */
  unsigned tip = lesson_tip (lesson);

  if (lesson->source != NULL && lesson->source_tip == tip)
    return lesson->source;

  g_autoptr (GPtrArray) pieces = g_ptr_array_new ();
  for (unsigned piece = tip; piece != 0; piece = g_array_index (lesson->program->units, Unit, piece).parent)
    g_ptr_array_add (pieces, g_array_index (lesson->program->units, Unit, piece).text);
  GString *text = g_string_new (scenario_source (lesson->scenario));
  for (guint i = pieces->len; i-- > 0;)
    {
      if (text->len > 0 && text->str[text->len - 1] != '\n')
        g_string_append_c (text, '\n');
      g_string_append (text, g_ptr_array_index (pieces, i));
    }
  g_free (lesson->source);
  lesson->source = g_string_free (text, FALSE);
  lesson->source_tip = tip;
  return lesson->source;
}
