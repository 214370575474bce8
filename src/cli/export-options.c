/* export-options.c - what pagescape export was asked for */
#include "cli/export-options.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define LEAST_SIDE     64
#define MOST_SIDE      16384
#define MOST_AREA      (100u << 20)
#define DEFAULT_WIDTH  1280
#define DEFAULT_HEIGHT 720

static const struct {
  const char *name;
  ExportPaper paper;
} papers[] = {
  { "white", EXPORT_PAPER_WHITE },
  { "transparent", EXPORT_PAPER_TRANSPARENT },
  { "dark", EXPORT_PAPER_DARK },
};

/* --- words ------------------------------------------------------------------------------------ */

static CliStatus
read_view (ExportOptions *options)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (size_t i = 0; i < view_n (); i++)
    g_ptr_array_add (names, (char *) view_at (i)->id);
  g_ptr_array_add (names, NULL);

  if (options->given.view != NULL)
    {
      options->job.style.views[0].view = view_by_id (options->given.view);
      if (options->job.style.views[0].view == NULL)
        return cli_say_unknown (_("There is no view “%s”."), options->given.view, (const char *const *) names->pdata);
    }
  else if (options->all_lessons == NULL)
    {
      g_autofree char *list = g_strjoinv (", ", (char **) names->pdata);

      cli_say (_("Which view is to be drawn? Name one with --view: %s."), list);
      return CLI_WRONG_USAGE;
    }
  return CLI_GOOD;
}

static CliStatus
read_theme (ExportOptions *options)
{
  const char *names[PAINT_N_THEMES + 1] = { NULL };

  options->job.style.theme = PAINT_LIGHT;
  if (options->given.theme == NULL || paint_theme_by_id (options->given.theme, &options->job.style.theme))
    return CLI_GOOD;

  for (unsigned i = 0; i < PAINT_N_THEMES; i++)
    names[i] = paint_theme_id ((PaintTheme) i);
  return cli_say_unknown (_("There is no theme “%s”."), options->given.theme, names);
}

static CliStatus
read_paper (ExportOptions *options)
{
  const char *names[G_N_ELEMENTS (papers) + 1] = { NULL };

  options->job.style.paper = EXPORT_PAPER_OF_THEME;
  if (options->given.paper == NULL)
    return CLI_GOOD;

  for (unsigned i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      names[i] = papers[i].name;
      if (strcmp (papers[i].name, options->given.paper) == 0)
        {
          options->job.style.paper = papers[i].paper;
          return CLI_GOOD;
        }
    }
  return cli_say_unknown (_("There is no paper “%s”."), options->given.paper, names);
}

static CliStatus
say_unknown_format (const char *word)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (size_t i = 0; i < export_n (); i++)
    g_ptr_array_add (names, (char *) export_at (i)->id);
  g_ptr_array_add (names, NULL);
  return cli_say_unknown (_("There is no format “%s”."), word, (const char *const *) names->pdata);
}

/* A device or a pipe has a name, but none that would say what is to go into it. */
static gboolean
is_stream (const char *name)
{
  return strcmp (name, "-") == 0
         || (g_file_test (name, G_FILE_TEST_EXISTS) && !g_file_test (name, G_FILE_TEST_IS_REGULAR)
             && !g_file_test (name, G_FILE_TEST_IS_DIR));
}

/* The name's ending says the format; --format says it where there is no name. */
static CliStatus
read_format (ExportOptions *options)
{
  const char *output = options->output;

  if (options->given.format != NULL)
    options->job.exporter = export_by_id (options->given.format);
  else if (options->all_lessons != NULL || is_stream (output))
    options->job.exporter = export_by_id ("svg");
  else
    options->job.exporter = export_for_file (output);
  if (options->job.exporter != NULL)
    return CLI_GOOD;

  if (options->given.format != NULL)
    return say_unknown_format (options->given.format);
  {
    g_autofree char *base = g_path_get_basename (output);
    const char *dot = strrchr (base, '.');

    return say_unknown_format (dot != NULL ? dot + 1 : base);
  }
}

/* --- numbers ---------------------------------------------------------------------------------- */

static CliStatus
read_step (ExportOptions *options)
{
  const char *text = options->given.step;
  FigureJob *job = &options->job;

  job->kind = FIGURE_STEP;
  job->first_step = job->last_step = G_MAXUINT;
  if (options->all_lessons != NULL)
    {
      job->kind = FIGURE_EVERY_STEP;
      job->first_step = 1;
      return CLI_GOOD;
    }
  if (text == NULL || cli_parse_unsigned (text, G_MAXUINT - 1, &job->first_step))
    return CLI_GOOD;

  job->kind = FIGURE_EVERY_STEP;
  job->first_step = 1;
  if (strcmp (text, "all") == 0)
    return CLI_GOOD;

  cli_say (_("--step %s: a step is a whole number, or all; steps count from 1, and 0 is the machine before the first."), text);
  return CLI_WRONG_USAGE;
}

static CliStatus
read_moment (ExportOptions *options)
{
  const char *text = options->given.moment;
  char *end = NULL;

  options->job.style.moment = 1;
  if (text == NULL)
    return CLI_GOOD;

  options->job.style.moment = g_ascii_strtod (text, &end);
  if (end != text && *end == 0 && options->job.style.moment >= 0 && options->job.style.moment <= 1)
    return CLI_GOOD;

  cli_say (_("--at %s: the moment inside a step is a number from 0 to 1."), text);
  return CLI_WRONG_USAGE;
}

static CliStatus
read_size (ExportOptions *options)
{
  g_auto (GStrv) sides = options->given.size != NULL ? g_strsplit (options->given.size, "x", -1) : NULL;
  unsigned width = DEFAULT_WIDTH, height = DEFAULT_HEIGHT;

  if (sides != NULL
      && (g_strv_length (sides) != 2 || !cli_parse_unsigned (sides[0], MOST_SIDE, &width)
          || !cli_parse_unsigned (sides[1], MOST_SIDE, &height) || width < LEAST_SIDE || height < LEAST_SIDE
          || (uint64_t) width * height > MOST_AREA))
    {
      cli_say (_("--size %s: a size is two whole numbers from %u to %u, such as 1280x720."), options->given.size, LEAST_SIDE,
               MOST_SIDE);
      return CLI_WRONG_USAGE;
    }
  options->job.style.size = (SceneSize) { width, height };
  return CLI_GOOD;
}

/* --- all of them ------------------------------------------------------------------------------ */

static CliStatus
read_output (ExportOptions *options)
{
  if (options->all_lessons != NULL)
    {
      if (options->output == NULL && options->given.step == NULL)
        return CLI_GOOD;
      cli_say (_("--all-lessons draws every step into a folder: --output and --step have no meaning with it."));
      return CLI_WRONG_USAGE;
    }
  if (options->output == NULL)
    {
      cli_say (_("Where is the figure to go? Name a file with --output, or - for standard output."));
      return CLI_WRONG_USAGE;
    }
  return CLI_GOOD;
}

static CliStatus
check_together (const ExportOptions *options)
{
  if (options->all_lessons != NULL || options->job.kind == FIGURE_STEP || strcmp (options->output, "-") != 0
      || options->job.exporter->has_pages)
    return CLI_GOOD;

  cli_say (_("Standard output takes one file: --step all needs a format with pages there, such as --format pdf."));
  return CLI_WRONG_USAGE;
}

static CliStatus
read_words (ExportOptions *options)
{
  CliStatus (*const readers[]) (ExportOptions *) = {
    read_output, read_view, read_step, read_moment, read_size, read_theme, read_paper, read_format
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      CliStatus status = readers[i] (options);

      if (status != CLI_GOOD)
        return status;
    }
  return check_together (options);
}

CliStatus
cli_export_options_read (ExportOptions    *options,
                         const CliCommand *command,
                         int              *argc,
                         char           ***argv)
{
  const GOptionEntry entries[] = {
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &options->given.view, N_("what to draw: “pagescape list views”"), "ID" },
    { "step", 0, 0, G_OPTION_ARG_FILENAME, &options->given.step, N_("at whose end (the last), or all"), "N|all" },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &options->given.moment, N_("the moment inside the step, from 0 to 1 (its end)"), "T" },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &options->given.size, N_("in points (1280x720)"), "WxH" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &options->given.theme, "light, dark, print, projector, high-contrast", "NAME" },
    { "paper", 0, 0, G_OPTION_ARG_FILENAME, &options->given.paper, "white, transparent, dark", "COLOUR" },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &options->given.language, N_("of the words in the figure: en (default), zh_CN"), "CODE" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->settings, N_("a key of machine(), instead of the scenario's"), "KEY=VALUE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("the file; its ending says the format"), "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &options->given.format, N_("for standard output and --all-lessons: svg (default), pdf, png"), "ID" },
    { "all-lessons", 0, 0, G_OPTION_ARG_FILENAME, &options->all_lessons, N_("every step of every lesson, and a page that shows them"), "FOLDER" },
    { NULL }
  };
  CliStatus status;

  memset (options, 0, sizeof *options);
  figure_job_init (&options->job, FIGURE_STEP);
  if (!cli_parse (command, (GOptionEntry *) entries, argc, argv))
    return CLI_WRONG_USAGE;

  status = read_words (options);
  if (status == CLI_GOOD
      && !cli_find_language (options->given.language != NULL ? options->given.language : "en", &options->job.language))
    status = CLI_WRONG_USAGE;
  return status;
}

void
cli_export_options_clear (ExportOptions *options)
{
  g_free (options->given.view);
  g_free (options->given.step);
  g_free (options->given.moment);
  g_free (options->given.size);
  g_free (options->given.theme);
  g_free (options->given.paper);
  g_free (options->given.language);
  g_free (options->given.format);
  g_free (options->output);
  g_free (options->all_lessons);
  g_strfreev (options->settings);
}
