/* check.c - pagescape check: do scenarios hold what they promise? */
#include "cli/command.h"

#include <glib/gi18n.h>

static const CliCommand command = {
  "check", "FILE…", N_("Parses and runs each scenario: every expectation must hold, and no invariant may break."), NULL
};

static CliStatus
check_file (const char        *file,
            const char *const *settings,
            gboolean           is_paranoid)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Lesson) lesson = NULL;
  CliStatus status = cli_load (file, settings, &lesson);
  gboolean is_good;

  if (status != CLI_GOOD)
    return status;

  is_good = lesson_run (lesson, G_MAXUINT, messages);
  is_good &= lesson_report_mistakes (lesson, messages) == 0;
  cli_show (messages);
  is_good &= cli_show_failed_expectations (lesson) == 0;
  if (!cli_check_invariants (lesson, is_paranoid))
    return CLI_INTERNAL;
  return is_good ? CLI_GOOD : CLI_BAD_INPUT;
}

CliStatus
cli_check_main (int    argc,
                char **argv)
{
  char **settings = NULL;
  gboolean is_paranoid = FALSE;
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &settings, N_("a key of machine(), instead of the scenario's"), "KEY=VALUE" },
    { "paranoid", 0, 0, G_OPTION_ARG_NONE, &is_paranoid, N_("check every invariant after each event"), NULL },
    { NULL }
  };
  CliStatus worst = CLI_GOOD;

  if (!cli_parse (&command, (GOptionEntry *) entries, &argc, &argv))
    worst = CLI_WRONG_USAGE;
  else if (argc < 2)
    {
      cli_say (_("Which scenario is to be checked? Name a file, a lesson, or - for standard input."));
      worst = CLI_WRONG_USAGE;
    }
  else
    for (int i = 1; i < argc; i++)
      {
        CliStatus status = check_file (argv[i], (const char *const *) settings, is_paranoid);

        worst = MAX (worst, status);
        cli_progress ((unsigned) i, (unsigned) argc - 1, _("scenarios"));
      }

  g_strfreev (settings);
  return worst;
}
