/* cli.c - which subcommand, and what they have in common in front of them */
#include "cli/command.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "narration/language.h"
#include "scenario/suggest.h"

static const CliCommand commands[] = {
  { "run", "[FILE]", N_("run a scenario, or only boot a machine, and print what is asked for"), cli_run_main },
  { "check", "FILE…", N_("parse and run; every expectation must hold"), cli_check_main },
  { "export", "FILE", N_("draw a view of a scenario into a file"), cli_export_main },
  { "exercise", "", N_("make a sheet of exercises, with their answers"), cli_exercise_main },
  { "replay", "TRACE", N_("predict a real kernel's page frames, and compare"), cli_replay_main },
  { "list", "WHAT", N_("name what there is"), cli_list_main },
};

static const CliCommand *
find_command (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

/* Could the word be a subcommand, though we have none of that name? Scenarios have a dot, a slash or a number. */
static bool
looks_like_a_command (const char *word)
{
  if (!g_ascii_islower (word[0]) || g_file_test (word, G_FILE_TEST_EXISTS))
    return false;
  for (const char *p = word; *p != 0; p++)
    if (!g_ascii_islower (*p) && *p != '-')
      return false;
  return true;
}

bool
cli_wants (int    argc,
           char **argv)
{
  if (argc < 2)
    return false;
  return strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "--version") == 0
         || strcmp (argv[1], "help") == 0 || find_command (argv[1]) != NULL || looks_like_a_command (argv[1]);
}

static CliStatus
print_help (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append (text, _("Pagescape shows how the Linux kernel manages memory."));
  g_string_append (text, "\n\n");
  g_string_append_printf (text, "  %-28s%s\n", "pagescape [FILE]", _("open the window, on a scenario if one is named"));
  for (unsigned i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage = g_strdup_printf ("pagescape %s %s", commands[i].name, commands[i].parameters);
      int n_columns = (int) g_utf8_strlen (usage, -1);

      g_string_append_printf (text, "  %s%*s%s\n", usage, n_columns < 28 ? 28 - n_columns : 1, "", _(commands[i].help));
    }
  g_string_append_printf (text, "\n%s\n", _("“pagescape SUBCOMMAND --help” says more. FILE is a file, the name of a lesson, or - for "
                                            "standard input."));
  g_string_append_printf (text, "\n  -h, --help                  %s\n", _("show this text"));
  g_string_append_printf (text, "  --version                   %s\n", _("show the version"));
  g_string_append_printf (text, "\n%s\n", _("Exit status: 0 good; 1 the input was bad or an expectation failed; 2 wrong usage; "
                                            "3 input unreadable; 4 output unwritable; 5 internal error."));
  return cli_write (text->str, text->len);
}

static CliStatus
say_unknown_command (const char *word)
{
  const char *names[G_N_ELEMENTS (commands) + 1] = { NULL };

  for (unsigned i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  return cli_say_unknown (_("There is no subcommand “%s”."), word, names);
}

int
cli_main (int    argc,
          char **argv)
{
  const CliCommand *command;

  g_return_val_if_fail (argc >= 2, CLI_WRONG_USAGE);

  /* Who closes a pipe gets exit status 4 from us, not our death. */
  signal (SIGPIPE, SIG_IGN);

  if (strcmp (argv[1], "--version") == 0)
    return cli_write ("pagescape " PAGESCAPE_VERSION "\n", strlen ("pagescape " PAGESCAPE_VERSION "\n"));
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    return print_help ();

  command = find_command (argv[1]);
  if (command == NULL)
    return say_unknown_command (argv[1]);
  return command->main (argc - 1, argv + 1);
}

/* --- usage ---------------------------------------------------------------------------------- */

void
cli_say (const char *format,
         ...)
{
  va_list arguments;
  g_autofree char *sentence = NULL;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "pagescape: %s\n", sentence);
}

CliStatus
cli_say_unknown (const char        *sentence,
                 const char        *word,
                 const char *const *names)
{
  Nearest nearest;
  g_autofree char *suggestion = NULL, *list = g_strjoinv (", ", (char **) names);
  g_autofree char *valid = g_utf8_make_valid (word, -1);
  g_autofree char *text = g_strdup_printf (sentence, valid);
  g_autofree char *exist = g_strdup_printf (_("There are: %s."), list);

  nearest_init (&nearest, valid);
  for (unsigned i = 0; names[i] != NULL; i++)
    nearest_try (&nearest, names[i]);
  suggestion = nearest_dup_sentence (&nearest);

  if (suggestion != NULL)
    cli_say ("%s %s %s", text, suggestion, exist);
  else
    cli_say ("%s %s", text, exist);
  return CLI_WRONG_USAGE;
}

/* GOption leaves a "--" where a word behind it begins with "-". */
static void
remove_end_of_options (int   *argc,
                       char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (strcmp (argv[i], "--") == 0)
      {
        memmove (argv + i, argv + i + 1, sizeof *argv * (size_t) (*argc - i));
        (*argc)--;
        return;
      }
}

gboolean
cli_parse (const CliCommand *command,
           GOptionEntry     *entries,
           int              *argc,
           char           ***argv)
{
  g_autofree char *name = g_strdup_printf ("pagescape %s", command->name);
  g_autoptr (GOptionContext) context = g_option_context_new (command->parameters);
  g_autoptr (GError) error = NULL;

  g_set_prgname (name);
  g_option_context_set_summary (context, _(command->help));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse (context, argc, argv, &error))
    {
      remove_end_of_options (argc, *argv);
      return TRUE;
    }

  cli_say ("%s", error->message);
  cli_say (_("“%s --help” says what there is."), name);
  return FALSE;
}

gboolean
cli_parse_unsigned (const char *text,
                    unsigned    most,
                    unsigned   *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, most, &value, NULL))
    return FALSE;
  *number = (unsigned) value;
  return TRUE;
}

/* --- words ---------------------------------------------------------------------------------- */

gboolean
cli_find_language (const char  *name,
                   const char **language)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  *language = language_find (name);
  if (*language != NULL)
    return TRUE;

  for (size_t i = 0; i < language_n (); i++)
    g_ptr_array_add (names, (char *) language_at (i));
  g_ptr_array_add (names, NULL);
  cli_say_unknown (_("There is no language “%s”."), name, (const char *const *) names->pdata);
  return FALSE;
}
