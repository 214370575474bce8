#include "lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/format.h"

#define EVENTS_AT_ONCE 256
#define LONGEST_LINE (1u << 20)

/* Where the statement in progress is done: between, the machine is in the middle of something. */
static JournalPosition
end_of_statement (const Timeline *timeline)
{
  JournalPosition at = timeline_position (timeline), end = timeline_end (timeline);
  SimEvent events[EVENTS_AT_ONCE];

  while (at < end)
    {
      size_t n = timeline_events (timeline, at, events, MIN (end - at, EVENTS_AT_ONCE));

      if (n == 0)
        return end;
      for (size_t i = 0; i < n; i++)
        if (events[i].kind == SIM_EVENT_STATEMENT || events[i].kind == SIM_EVENT_STEP_BEGAN)
          return at + i;
      at += n;
    }
  return end;
}

/* A single line needs no semicolon. */
static Source *
source_of (const char *line)
{
  size_t n = strlen (line);

  while (n > 0 && g_ascii_isspace (line[n - 1]))
    n--;
  const char *last = g_strrstr_len (line, n, "\n");
  const char *last_line = last != NULL ? last : line;
  gssize n_last = line + n - last_line;
  gboolean takes_all = g_strstr_len (last_line, n_last, "//") != NULL || memchr (last_line, '#', n_last) != NULL;
  g_autofree char *text = g_strdup_printf ("%.*s%s;", (int) n, line, takes_all ? "\n" : "");
  Source *source = source_new (text, strlen (text), _("scratchpad"));

  source->shown_length = n;
  return source;
}

static GHashTable *
types_in_sight (const Lesson *lesson,
                unsigned      piece,
                uint32_t      code)
{
  GHashTable *types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < lesson->program->symbols->len; i++)
    {
      const Symbol *symbol = g_ptr_array_index (lesson->program->symbols, i);
      if (symbol->kind == SYMBOL_TYPE && program_sees (lesson->program, symbol, piece, code))
        g_hash_table_add (types, g_strdup (symbol->name));
    }
  return types;
}

static gboolean
does_nothing (const Ast *ast)
{
  for (const Node *node = ast->statements; node != NULL; node = node->next)
    if (node->kind != NODE_EMPTY)
      return FALSE;
  return TRUE;
}

/* Where the script stands, and values on their way: what every statement leaves behind. */
static gboolean
is_progress (const SimEvent *event)
{
  if (event->kind == SIM_EVENT_STATEMENT)
    return TRUE;
  if (event->kind != SIM_EVENT_WORD_SET)
    return FALSE;

  return event->arg[0] == script_register_word (REGISTER_PC) || event->arg[0] == script_register_word (REGISTER_FRAME)
         || event->arg[0] == script_register_word (REGISTER_PIECE)
         || (event->arg[0] >= script_register_word (REGISTER_STACK) && event->arg[0] < script_word_of (SCRIPT_FRAMES)
             && event->arg[0] % 16 < 8);
}

static gboolean
did_nothing (const SimRecord *record)
{
  if (record->failed)
    return FALSE;
  for (size_t i = 0; i < sim_record_n_events (record); i++)
    {
      SimEvent event = sim_record_event (record, i);

      if (!is_progress (&event))
        return FALSE;
    }
  return TRUE;
}

static char *
dup_value (const Lesson     *lesson,
           const SimMachine *machine,
           const ScriptType *type,
           uint64_t          value)
{
  return type->kind == KIND_STRUCT ? format_object (lesson->program, machine, type, value)
                                   : format_value (lesson->program, machine, type, value);
}

/* On a machine that is thrown away: what fails there changes nothing here. An expression that changed nothing
 * there, either, has its value in *only_asked; owned. */
static gboolean
try_piece (Lesson            *lesson,
           uint32_t           entry,
           const ScriptType  *shown,
           char             **only_asked,
           Messages          *messages)
{
  SimMachine *machine = sim_machine_copy (lesson_machine (lesson));
  g_autoptr (Messages) unread = messages_new ();
  VmResult result = VM_NO_HOST_MEMORY;
  SimRecord record;
  SimRun run;
  Vm vm;

  if (machine != NULL)
    {
      sim_record_init (&record);
      sim_run_init (&run, machine, shown != NULL ? &record : NULL);
      run.serial = SCRIPT_MAX_OWNERS + 1;
      vm_init (&vm, lesson->program, NULL, &run, lesson->asked, unread);
      vm.seed = lesson->spec.seed;
      result = vm_run_piece (&vm, entry);
      if (shown != NULL && result != VM_FAILED && result != VM_NO_HOST_MEMORY && did_nothing (&record))
        *only_asked = dup_value (lesson, machine, shown, vm.shown);
      sim_record_clear (&record);
      sim_machine_free (machine);
    }
  if (result == VM_NO_HOST_MEMORY)
    lesson_report (lesson, messages, (Place) { 0 }, NULL, NULL, _("There is not enough memory on this computer to go on."));
  else if (result == VM_FAILED)
    for (size_t i = 0; messages != NULL && i < messages_n (unread); i++)
      messages_add (messages, messages_at (unread, i));
  return result != VM_FAILED && result != VM_NO_HOST_MEMORY;
}

static gboolean
run_piece (Lesson           *lesson,
           uint32_t          entry,
           const ScriptType *shown,
           char            **value_text,
           Messages         *messages)
{
  SimRun *run = timeline_begin_writing (lesson->timeline);
  VmResult result = VM_NO_HOST_MEMORY;
  Vm vm;

  if (run != NULL)
    {
      vm_init (&vm, lesson->program, lesson->timeline, run, lesson->asked, messages);
      vm.seed = lesson->spec.seed;
      result = vm_run_piece (&vm, entry);
      if (timeline_end_writing (lesson->timeline) != SIM_OK)
        result = VM_NO_HOST_MEMORY;
    }
  if (result == VM_NO_HOST_MEMORY)
    {
      lesson_report (lesson, messages, (Place) { 0 }, NULL, NULL, _("There is not enough memory on this computer to go on."));
      return FALSE;
    }
  if (result == VM_FAILED)
    return FALSE;
  if (shown != NULL && value_text != NULL)
    *value_text = dup_value (lesson, lesson_machine (lesson), shown, vm.shown);
  return TRUE;
}

gboolean
lesson_type (Lesson      *lesson,
             const char  *line,
             char       **value_text,
             Messages    *messages)
{
  JournalPosition before = timeline_position (lesson->timeline);
  const ScriptType *shown = NULL;
  g_autoptr (Messages) own = messages == NULL ? messages_new () : NULL;
  Messages *all = messages != NULL ? messages : own;
  size_t n_errors = messages_n_errors (all);
  g_autofree char *only_asked = NULL;
  uint32_t entry = 0;

  if (value_text != NULL)
    *value_text = NULL;
  if (strlen (line) > LONGEST_LINE)
    {
      lesson_report (lesson, all, (Place) { 0 }, NULL, NULL, _("This is too long to be typed; write it into a scenario."));
      return FALSE;
    }
  if (timeline_seek (lesson->timeline, end_of_statement (lesson->timeline)) != SIM_OK)
    {
      lesson_report (lesson, all, (Place) { 0 }, NULL, NULL, _("There is not enough memory on this computer to go on."));
      return FALSE;
    }

  JournalPosition from = timeline_position (lesson->timeline);
  unsigned branch = timeline_branch (lesson->timeline), piece = lesson_piece (lesson);
  uint32_t code = script_pc (lesson_machine (lesson));
  g_autoptr (GHashTable) types = types_in_sight (lesson, piece, code);
  GHashTable *macros = g_array_index (lesson->program->units, Unit, piece).ast->tokens->macros;
  Ast *ast = ast_parse (source_of (line), macros, types, all);
  gboolean has_macros = g_hash_table_size (ast->tokens->macros) > g_hash_table_size (macros);

  if (messages_n_errors (all) > n_errors || (does_nothing (ast) && !has_macros))
    {
      gboolean is_good = messages_n_errors (all) == n_errors;

      ast_free (ast);
      timeline_seek (lesson->timeline, before);
      return is_good;
    }
  if (!program_compile_piece (lesson->program, ast, piece, code, all, &entry, &shown)
      || !try_piece (lesson, entry, shown, &only_asked, all))
    {
      timeline_seek (lesson->timeline, before);
      return FALSE;
    }
  if (only_asked != NULL)
    {
      timeline_seek (lesson->timeline, before);
      if (value_text != NULL)
        *value_text = g_steal_pointer (&only_asked);
      return TRUE;
    }
  if (!run_piece (lesson, entry, shown, value_text, all))
    {
      timeline_seek (lesson->timeline, before);
      return FALSE;
    }

  unsigned now = timeline_branch (lesson->timeline);

  if (now >= lesson->tips->len)
    g_array_set_size (lesson->tips, now + 1);
  g_array_index (lesson->tips, unsigned, now) = lesson->program->n_pieces;
  lesson_note_typed (lesson, branch, from);
  return TRUE;
}

char *
lesson_value (const Lesson *lesson,
              const char   *variable)
{
  const SimMachine *machine = lesson_machine (lesson);
  const Program *program = lesson->program;
  const Symbol *symbol = program_find (program, variable, lesson_piece (lesson), script_pc (machine));
  uint64_t base = script_base (program->profile);

  if (symbol == NULL)
    return NULL;
  switch (symbol->kind)
    {
    case SYMBOL_CONSTANT:
      return format_value (program, machine, symbol->type, symbol->value);
    case SYMBOL_VARIABLE:
      return format_object (program, machine, symbol->type,
                            base + symbol->value + (symbol->is_local ? SCRIPT_FRAMES + script_fp (machine) : 0));
    case SYMBOL_PER_CPU:
      return format_object (program, machine, type_array_of (program->types, symbol->type, sim_n_cpus (machine)), base + symbol->value);
    default:
      return NULL;
    }
}
