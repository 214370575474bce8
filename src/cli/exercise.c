/* exercise.c - pagescape exercise: questions from the model, with their key */
#include "cli/export-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "narration/language.h"
#include "scenario/exercise.h"

static const CliCommand command = {
  "exercise", NULL, N_("Makes a sheet of exercises on the page allocator, with their answers at the end, on pages of their own."), NULL
};

typedef struct {
  char             *seed, *count, *profile_id, *language, *output, *format;   /* owned */
  uint64_t          number;       /* the seed */
  unsigned          n;
  const SimProfile *profile;
  const char       *words;        /* the language */
  const Exporter   *exporter;     /* NULL: the scenario itself */
} ExerciseOptions;

static void
options_clear (ExerciseOptions *options)
{
  g_free (options->seed);
  g_free (options->count);
  g_free (options->profile_id);
  g_free (options->language);
  g_free (options->output);
  g_free (options->format);
}

/* --- options ---------------------------------------------------------------------------------- */

static CliStatus
read_numbers (ExerciseOptions *options)
{
  options->number = 1;
  options->n = EXERCISE_USUAL;
  if (options->seed != NULL && !g_ascii_string_to_unsigned (options->seed, 10, 0, UINT64_MAX, &options->number, NULL))
    {
      cli_say (_("--seed %s: a seed is a whole number; the same one gives the same exercises."), options->seed);
      return CLI_WRONG_USAGE;
    }
  if (options->count != NULL && (!cli_parse_unsigned (options->count, EXERCISE_MOST, &options->n) || options->n == 0))
    {
      cli_say (_("--count %s: a sheet has from 1 to %u exercises."), options->count, EXERCISE_MOST);
      return CLI_WRONG_USAGE;
    }
  return CLI_GOOD;
}

static CliStatus
read_profile (ExerciseOptions *options)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  options->profile = options->profile_id != NULL ? sim_profile_by_id (options->profile_id) : sim_profile_at (0);
  if (options->profile != NULL)
    return CLI_GOOD;

  for (size_t i = 0; i < sim_n_profiles (); i++)
    g_ptr_array_add (names, (char *) sim_profile_at (i)->id);
  g_ptr_array_add (names, NULL);
  return cli_say_unknown (_("There is no profile “%s”."), options->profile_id, (const char *const *) names->pdata);
}

/* The name's ending says the format, --format where there is none; a scenario is one as well. */
static CliStatus
read_format (ExerciseOptions *options)
{
  const char *dot = options->output != NULL ? strrchr (options->output, '.') : NULL;
  const char *word = options->format != NULL ? options->format : dot != NULL && strchr (dot, '/') == NULL ? dot + 1 : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (options->output == NULL)
    {
      cli_say (_("Where are the exercises to go? Name a file with --output, or - for standard output."));
      return CLI_WRONG_USAGE;
    }
  if (word == NULL && strcmp (options->output, "-") == 0)
    word = "pdf";
  if (g_strcmp0 (word, "scenario") == 0)
    return CLI_GOOD;

  options->exporter = word == NULL ? NULL : options->format != NULL || strcmp (options->output, "-") == 0 ? export_by_id (word)
                                                                                                         : export_for_file (options->output);
  if (options->exporter != NULL && !options->exporter->is_film)
    return CLI_GOOD;

  for (size_t i = 0; i < export_n (); i++)
    if (!export_at (i)->is_film)
      g_ptr_array_add (names, (char *) export_at (i)->id);
  g_ptr_array_add (names, (char *) "scenario");
  g_ptr_array_add (names, NULL);
  return cli_say_unknown (_("There is no format “%s”."), word != NULL ? word : "", (const char *const *) names->pdata);
}

/* --- the sheet -------------------------------------------------------------------------------- */

static CliStatus
say_no_memory (void)
{
  cli_say (_("This computer has not enough memory for the exercises."));
  return CLI_INTERNAL;
}

static CliStatus
save_text (const ExerciseSheet *sheet,
           const char          *file_name)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (sheet->text, strlen (sheet->text));
  g_autoptr (GError) error = NULL;

  if (export_save (file_name, bytes, &error))
    return CLI_GOOD;
  cli_say ("%s", error->message);
  return CLI_UNWRITABLE;
}

static CliStatus
print_sheet (const ExerciseSheet   *sheet,
             const ExerciseOptions *options)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (sheet->text, strlen (sheet->text), sheet->title, messages);
  g_autoptr (Lesson) lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;
  FigureJob job;

  if (lesson == NULL || !lesson_run (lesson, G_MAXUINT, messages))
    {
      cli_show (messages);
      return say_no_memory ();
    }

  figure_job_init (&job, FIGURE_EXERCISES);
  job.exporter = options->exporter;
  job.language = options->words;
  job.exercises = sheet->exercises;
  return cli_export_figure (lesson, &job, options->output, FALSE);
}

static CliStatus
make (const ExerciseOptions *options)
{
  LanguageBefore *before = language_switch (options->words);
  g_autoptr (ExerciseSheet) sheet = exercise_sheet_new (options->number, options->n, options->profile);

  language_restore (before);
  if (sheet == NULL)
    return say_no_memory ();
  return options->exporter != NULL ? print_sheet (sheet, options) : save_text (sheet, options->output);
}

CliStatus
cli_exercise_main (int    argc,
                   char **argv)
{
  ExerciseOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &options.seed, N_("a number: the same one gives the same exercises (1)"), "N" },
    { "count", 0, 0, G_OPTION_ARG_FILENAME, &options.count, N_("how many (9); the first are easy, the last hard"), "M" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &options.profile_id, N_("whose page allocator: “pagescape list profiles”"), "ID" },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &options.language, N_("of the exercises: en (default), zh_CN"), "CODE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("the file; its ending says the format: pdf, svg, png, scenario"), "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &options.format, N_("for standard output (pdf)"), "ID" },
    { NULL }
  };
  CliStatus (*const readers[]) (ExerciseOptions *) = { read_numbers, read_profile, read_format };
  CliStatus status = CLI_GOOD;

  if (!cli_parse (&command, (GOptionEntry *) entries, &argc, &argv))
    status = CLI_WRONG_USAGE;
  else if (argc > 1)
    {
      cli_say (_("“%s” is one too many: exercises are made from a seed."), argv[1]);
      status = CLI_WRONG_USAGE;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (readers) && status == CLI_GOOD; i++)
    status = readers[i] (&options);
  if (status == CLI_GOOD && !cli_find_language (options.language != NULL ? options.language : "en", &options.words))
    status = CLI_WRONG_USAGE;
  if (status == CLI_GOOD)
    status = make (&options);

  options_clear (&options);
  return status;
}
