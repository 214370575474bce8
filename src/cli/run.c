/* run.c - pagescape run: a scenario, or only a machine, and what is to be printed of it */
#include "cli/command.h"
#include "cli/print.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  char   **settings;
  char    *to;
  char    *print;
  gboolean is_paranoid;
} Options;

static const CliCommand command = { "run", "[FILE]", N_("Runs a scenario, or only boots a machine, and prints what is asked for."), NULL };

static const CliPrint *
find_print (const char *name)
{
  for (unsigned i = 0; cli_prints[i].name != NULL; i++)
    if (strcmp (cli_prints[i].name, name) == 0)
      return &cli_prints[i];
  return NULL;
}

static CliStatus
say_unknown_print (const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (unsigned i = 0; cli_prints[i].name != NULL; i++)
    g_ptr_array_add (names, (char *) cli_prints[i].name);
  g_ptr_array_add (names, NULL);
  return cli_say_unknown (_("“%s” cannot be printed."), name, (const char *const *) names->pdata);
}

/* Known names only. words: owned, ended by NULL; empty where nothing is to be printed. */
static CliStatus
split_prints (const char *list,
              char     ***words)
{
  *words = g_strsplit (list != NULL ? list : "", ",", -1);
  for (unsigned i = 0; (*words)[i] != NULL; i++)
    if (find_print ((*words)[i]) == NULL)
      return say_unknown_print ((*words)[i]);
  return CLI_GOOD;
}

/* To the end of a step that exists, or of the scenario. */
static CliStatus
run_to (Lesson  *lesson,
        unsigned step)
{
  g_autoptr (Messages) messages = messages_new ();
  gboolean is_good = lesson_run (lesson, step, messages);
  unsigned n_steps = timeline_n_steps (lesson_timeline (lesson));

  cli_show (messages);
  if (!is_good)
    return CLI_BAD_INPUT;
  if (step == G_MAXUINT || step <= n_steps)
    return CLI_GOOD;

  cli_say (ngettext ("There is no step %u: the scenario has %u step.", "There is no step %u: the scenario has %u steps.", n_steps),
           step, n_steps);
  return CLI_WRONG_USAGE;
}

static CliStatus
print (Lesson            *lesson,
       const char *const *names)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition position = timeline_position (timeline);

  for (; *names != NULL; names++)
    {
      find_print (*names)->print (timeline, out);
      timeline_seek (timeline, position);
    }
  return cli_write (out->str, out->len);
}

static CliStatus
run (const Options *options,
     const char    *file)
{
  g_auto (GStrv) prints = NULL;
  g_autoptr (Lesson) lesson = NULL;
  unsigned step = G_MAXUINT;
  gboolean has_failed;
  CliStatus status = split_prints (options->print, &prints);

  if (status != CLI_GOOD)
    return status;
  if (options->to != NULL && !cli_parse_unsigned (options->to, G_MAXUINT - 1, &step))
    {
      cli_say (_("--to %s: a step is a whole number; steps count from 1, and 0 is the machine before the first."), options->to);
      return CLI_WRONG_USAGE;
    }

  status = cli_load (file, (const char *const *) options->settings, &lesson);
  if (status == CLI_GOOD)
    status = run_to (lesson, step);
  if (status != CLI_GOOD)
    return status;

  has_failed = cli_show_failed_expectations (lesson) > 0;
  if (options->is_paranoid && !cli_check_invariants (lesson, TRUE))
    return CLI_INTERNAL;
  status = print (lesson, (const char *const *) prints);
  return status == CLI_GOOD && has_failed ? CLI_BAD_INPUT : status;
}

CliStatus
cli_run_main (int    argc,
              char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &options.to, N_("stop at the end of this step"), "STEP" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.settings, N_("a key of machine(), instead of the scenario's"), "KEY=VALUE" },
    { "print", 0, 0, G_OPTION_ARG_FILENAME, &options.print, "buddyinfo, slabinfo, events, json", "WHAT,…" },
    { "paranoid", 0, 0, G_OPTION_ARG_NONE, &options.is_paranoid, N_("check every invariant after each event"), NULL },
    { NULL }
  };
  CliStatus status = CLI_WRONG_USAGE;

  if (cli_parse (&command, (GOptionEntry *) entries, &argc, &argv))
    {
      if (argc <= 2)
        status = run (&options, argc == 2 ? argv[1] : NULL);
      else
        cli_say (_("One scenario at a time can be run; “%s” is one too many."), argv[2]);
    }

  g_strfreev (options.settings);
  g_free (options.to);
  g_free (options.print);
  return status;
}
