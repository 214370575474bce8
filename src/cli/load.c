/* load.c - a scenario from its file to a lesson that can run, and what may be wrong with it */
#include "cli/command.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/import.h"
#include "scenario/suggest.h"

#define MOST_OF_A_SCENARIO (4u << 20)
#define MOST_OF_A_MAP      (64u << 20)

static gboolean
wants_color (void)
{
  const char *no_color = g_getenv ("NO_COLOR"), *terminal = g_getenv ("TERM");

  return isatty (STDERR_FILENO) && (no_color == NULL || *no_color == 0) && g_strcmp0 (terminal, "dumb") != 0;
}

void
cli_show (const Messages *messages)
{
  g_autofree char *text = messages_format (messages, wants_color ());

  fputs (text, stderr);
}

/* Is it a file that a key names, and can it not be read? A pipe is not asked: it can be read only once. */
static gboolean
is_unreadable (const char *assignment,
               GError    **error)
{
  const char *name = NULL;
  struct stat status;

  if (g_str_has_prefix (assignment, "e820=") || g_str_has_prefix (assignment, "memblock="))
    name = strchr (assignment, '=') + 1;
  if (name == NULL || strcmp (name, "-") == 0 || (stat (name, &status) == 0 && S_ISFIFO (status.st_mode)))
    return FALSE;

  {
    g_autoptr (GBytes) bytes = import_read_file (name, MOST_OF_A_MAP, error);

    return bytes == NULL;
  }
}

static CliStatus
make_settings (const char *const *assignments,
               LessonSettings   **settings)
{
  *settings = lesson_settings_new ();

  for (unsigned i = 0; assignments != NULL && assignments[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      CliStatus status = CLI_GOOD;

      if (!lesson_settings_set (*settings, assignments[i], &error))
        status = CLI_WRONG_USAGE;
      else if (is_unreadable (assignments[i], &error))
        status = CLI_UNREADABLE;
      if (status == CLI_GOOD)
        continue;

      cli_say ("--set %s: %s", assignments[i], error->message);
      g_clear_pointer (settings, lesson_settings_free);
      return status;
    }
  return CLI_GOOD;
}

/* A scenario, or NULL with error: unreadable, or NULL without: see messages. Standard input is read once. */
static Scenario *
find_scenario (const char *file,
               Messages   *messages,
               GError    **error)
{
  static GBytes *input;
  gsize length;
  const char *text;

  if (g_strcmp0 (file, "-") != 0)
    return scenario_load (file != NULL ? file : "", messages, error);

  if (input == NULL)
    input = import_read_file ("-", MOST_OF_A_SCENARIO, error);
  if (input == NULL)
    return NULL;
  text = g_bytes_get_data (input, &length);
  return scenario_parse (text != NULL ? text : "", length, "-", messages);
}

/* A word that could be a lesson's name may be one that was mistyped. */
static void
say_unreadable (const char   *file,
                const GError *error)
{
  g_autofree char *suggestion = NULL;
  Nearest nearest;

  nearest_init (&nearest, file != NULL ? file : "");
  for (size_t i = 0; i < scenario_library_n (); i++)
    nearest_try (&nearest, scenario_library_at (i).id);
  suggestion = nearest_dup_sentence (&nearest);

  if (suggestion != NULL)
    cli_say ("%s. %s", error->message, suggestion);
  else
    cli_say ("%s", error->message);
}

static CliStatus
load (const char        *file,
      const char *const *assignments,
      Messages          *messages,
      Lesson           **lesson)
{
  g_autoptr (LessonSettings) settings = NULL;
  g_autoptr (Scenario) scenario = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status = make_settings (assignments, &settings);

  *lesson = NULL;
  if (status != CLI_GOOD)
    return status;

  scenario = find_scenario (file, messages, &error);
  if (error != NULL)
    {
      say_unreadable (file, error);
      return CLI_UNREADABLE;
    }
  if (scenario != NULL)
    *lesson = lesson_new (scenario, settings, messages);
  return *lesson != NULL ? CLI_GOOD : CLI_BAD_INPUT;
}

CliStatus
cli_load (const char        *file,
          const char *const *settings,
          Lesson           **lesson)
{
  g_autoptr (Messages) messages = messages_new ();
  CliStatus status = load (file, settings, messages, lesson);

  cli_show (messages);
  return status;
}

CliStatus
cli_load_and_run (const char        *file,
                  const char *const *settings,
                  unsigned           step,
                  Lesson           **lesson)
{
  g_autoptr (Messages) messages = messages_new ();
  CliStatus status = cli_load (file, settings, lesson);

  if (status != CLI_GOOD)
    return status;

  if (!lesson_run (*lesson, step, messages))
    status = CLI_BAD_INPUT;
  cli_show (messages);
  if (cli_show_failed_expectations (*lesson) > 0 && status == CLI_GOOD)
    return CLI_BAD_INPUT;

  if (status != CLI_GOOD)
    g_clear_pointer (lesson, lesson_free);
  return status;
}

/* --- expectations --------------------------------------------------------------------------- */

/* Line `number` of a text, from 1; owned. NULL: it has not so many. */
static char *
dup_line (const char *text,
          unsigned    number)
{
  const char *end;

  while (--number > 0)
    {
      text = strchr (text, '\n');
      if (text == NULL)
        return NULL;
      text++;
    }
  end = strpbrk (text, "\r\n");
  return end != NULL ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);
}

static void
add_failed_expectation (Messages *messages,
                        Lesson   *lesson,
                        unsigned  line)
{
  g_autofree char *source = line > 0 ? dup_line (lesson_source (lesson), line) : NULL;
  const char *call = source != NULL ? strstr (source, "expect") : NULL;
  Message message = {
    .severity = MESSAGE_ERROR,
    .file = (char *) scenario_file_name (lesson_scenario (lesson)),
    .line = line,
    .column = call != NULL ? (unsigned) g_utf8_strlen (source, call - source) + 1 : 1,
    .length = call != NULL ? (unsigned) strlen ("expect") : 1,
    .source = source,
    .text = (char *) _("What is expected here is not so."),
  };

  messages_add (messages, &message);
}

unsigned
cli_show_failed_expectations (Lesson *lesson)
{
  g_autoptr (Messages) messages = messages_new ();
  const Timeline *timeline = lesson_timeline (lesson);
  SimEvent event;

  if (lesson_n_failed (lesson) == 0)
    return 0;

  for (JournalPosition position = 0; timeline_event (timeline, position, &event); position++)
    if (event.kind == SIM_EVENT_EXPECTED && event.arg[1] == 0)
      add_failed_expectation (messages, lesson, (unsigned) event.arg[0]);
  cli_show (messages);
  return lesson_n_failed (lesson);
}

/* --- invariants ----------------------------------------------------------------------------- */

static gboolean
check_here (Lesson *lesson)
{
  const Timeline *timeline = lesson_timeline (lesson);
  const char *broken = sim_machine_check (timeline_machine (timeline));
  JournalPosition position = timeline_position (timeline);

  if (broken == NULL)
    return TRUE;

  cli_say (_("%s: an invariant is broken after event %lu, in step %u: %s"), scenario_file_name (lesson_scenario (lesson)),
           (unsigned long) position, timeline_step_at (timeline, position), broken);
  return FALSE;
}

gboolean
cli_check_invariants (Lesson  *lesson,
                      gboolean after_each_event)
{
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition end = timeline_end (timeline), was_at = timeline_position (timeline);
  gboolean is_good = TRUE;

  for (JournalPosition position = 0; is_good && position <= end; position++)
    {
      if (!after_each_event && position < end)
        position = timeline_step_end (timeline, timeline_step_at (timeline, position));
      is_good = timeline_seek (timeline, position) == SIM_OK && check_here (lesson);
      if (after_each_event)
        cli_progress ((unsigned) position, (unsigned) end, _("events"));
    }
  timeline_seek (timeline, was_at);
  return is_good;
}
