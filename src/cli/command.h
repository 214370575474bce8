/* command.h - what every subcommand is made of; private to the command line
 *
 * Data goes to standard output, words for people to standard error. Options are taken as bytes, not in the
 * locale's charset: a file's name works in any locale.
 */
#pragma once

#include <glib.h>

#include "cli/cli.h"
#include "scenario/lesson.h"

typedef struct {
  const char *name;               /* "run" */
  const char *parameters;         /* "[FILE]" */
  const char *help;               /* one line, marked for translation */
  CliStatus (*main) (int argc, char **argv);    /* argv[0] is the name */
} CliCommand;

CliStatus cli_run_main    (int argc, char **argv);
CliStatus cli_check_main  (int argc, char **argv);
CliStatus cli_exercise_main (int argc, char **argv);
CliStatus cli_export_main (int argc, char **argv);
CliStatus cli_replay_main (int argc, char **argv);
CliStatus cli_list_main   (int argc, char **argv);

/* --- usage ---------------------------------------------------------------------------------- */
/* Takes the options out of argv, which then has what is left, argv[0] first. False: said. --help is answered, and
 * ends the program. */
gboolean  cli_parse       (const CliCommand *command, GOptionEntry *entries, int *argc, char ***argv);
/* "pagescape: …" on standard error. */
void      cli_say         (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* "There is no view “bddy”. Did you mean “buddy”? There are: map, buddy." names ends with NULL; sentence has %s
 * for the word. Answers CLI_WRONG_USAGE. */
CliStatus cli_say_unknown (const char *sentence, const char *word, const char *const *names);
/* A whole number of digits only. */
gboolean  cli_parse_unsigned (const char *text, unsigned most, unsigned *number);

/* --- words ---------------------------------------------------------------------------------- */
/* Of data: "en" unless asked for otherwise, in any locale; words about mistakes are in the user's language. */
/* Is there a language of that name ("zh_CN", "zh-cn", "en")? *language: as others here take it; static. False: said. */
gboolean    cli_find_language (const char *name, const char **language);

/* --- input and output ----------------------------------------------------------------------- */
/* A scenario that has been made ready to run. file NULL: only a machine. Says what is wrong. */
CliStatus cli_load        (const char *file, const char *const *settings, Lesson **lesson);
/* The same, which has then run to the end of a step (G_MAXUINT: of the scenario). CLI_BAD_INPUT with a lesson: an
 * expectation failed; that is said. */
CliStatus cli_load_and_run (const char *file, const char *const *settings, unsigned step, Lesson **lesson);
/* On standard error, in colour where that is a terminal and wished. */
void      cli_show        (const Messages *messages);
/* What the scenario expected and was not so: on standard error. Answers how many. */
unsigned  cli_show_failed_expectations (Lesson *lesson);
/* The first invariant that breaks, after each event or at the end of each step. False: said. */
gboolean  cli_check_invariants (Lesson *lesson, gboolean after_each_event);
/* Standard output, all of it. CLI_UNWRITABLE: said. */
CliStatus cli_write       (const char *bytes, size_t length);

/* On a terminal: "3/12 what" in one line of standard error, which goes away at the end (done == total). */
void      cli_progress    (unsigned done, unsigned total, const char *what);
