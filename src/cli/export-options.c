/* export-options.c - what pagescape export was asked for */
#include "cli/export-options.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- the format --------------------------------------------------------------------------------- */

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
  const Exporter **exporter = &options->job.exporter;

  if (options->given.format != NULL)
    *exporter = export_by_id (options->given.format);
  else if (options->all_lessons != NULL || is_stream (output))
    *exporter = export_by_id (options->given.handout != NULL ? "pdf" : "svg");
  else
    *exporter = export_for_file (output);
  if (*exporter != NULL)
    return CLI_GOOD;

  if (options->given.format != NULL)
    return say_unknown_format (options->given.format);
  {
    g_autofree char *base = g_path_get_basename (output);
    const char *dot = strrchr (base, '.');

    return say_unknown_format (dot != NULL ? dot + 1 : base);
  }
}

/* --- the kind ----------------------------------------------------------------------------------- */

static CliStatus
read_per_page (ExportOptions *options)
{
  unsigned *n = &options->job.per_page;

  if (options->given.handout == NULL
      || (cli_parse_unsigned (options->given.handout, 6, n) && (*n == 1 || *n == 2 || *n == 4 || *n == 6)))
    return CLI_GOOD;

  cli_say (_("--handout %s: a sheet has 1, 2, 4 or 6 steps."), options->given.handout);
  return CLI_WRONG_USAGE;
}

/* Formats whose pages pass in time, or move from one to the next, are films. */
static CliStatus
read_kind (ExportOptions *options)
{
  gboolean is_film = options->is_film || options->job.exporter->is_film || options->job.exporter->has_moves;
  gboolean is_all = options->all_lessons != NULL || (options->given.step != NULL && strcmp (options->given.step, "all") == 0);
  gboolean is_range = options->given.step != NULL && strchr (options->given.step, '-') != NULL;
  FigureKind kind = options->given.handout != NULL ? FIGURE_HANDOUT
                    : options->is_strip            ? FIGURE_STRIP
                    : is_film                      ? FIGURE_FILM
                    : is_all || is_range           ? FIGURE_EVERY_STEP
                                                   : FIGURE_STEP;
  const Exporter *exporter = options->job.exporter;

  if ((options->given.handout != NULL) + options->is_strip + options->is_film > 1)
    {
      cli_say (_("--handout, --strip and --film are three things: one at a time can be made."));
      return CLI_WRONG_USAGE;
    }
  figure_job_init (&options->job, kind);
  options->job.exporter = exporter;
  if (kind == FIGURE_STEP)
    options->job.first_step = G_MAXUINT;
  return read_per_page (options);
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
check_together (ExportOptions *options)
{
  FigureKind kind = options->job.kind;

  if (kind == FIGURE_STEP || kind == FIGURE_STRIP || options->job.exporter->has_pages)
    return CLI_GOOD;
  if (options->all_lessons != NULL && kind == FIGURE_EVERY_STEP)
    return CLI_GOOD;

  if (options->all_lessons != NULL)
    cli_say (_("--all-lessons makes one file of each handout or film: that needs a format with pages, such as --format pdf."));
  else if (strcmp (options->output, "-") == 0)
    cli_say (_("Standard output takes one file: --step all, --handout and --film need a format with pages there, such as "
               "--format pdf."));
  else
    return CLI_GOOD;
  return CLI_WRONG_USAGE;
}

/* Two machines have the places of two views. */
static CliStatus
check_against (ExportOptions *options)
{
  FigureKind kind = options->job.kind;

  if (options->against == NULL)
    return CLI_GOOD;
  if (options->all_lessons != NULL || options->job.style.is_side_by_side || kind == FIGURE_STRIP || kind == FIGURE_HANDOUT)
    {
      cli_say (_("--against sets the pictures of two machines side by side: there is no room for --strip, --handout, --all-lessons or a second view."));
      return CLI_WRONG_USAGE;
    }
  options->job.style.is_side_by_side = TRUE;
  return CLI_GOOD;
}

CliStatus
cli_export_options_read (ExportOptions    *options,
                         const CliCommand *command,
                         int              *argc,
                         char           ***argv)
{
  const GOptionEntry entries[] = {
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &options->given.view, N_("what to draw instead of what the step looks at: “pagescape list views”; two stand side by side"), "ID[,ID]" },
    { "step", 0, 0, G_OPTION_ARG_FILENAME, &options->given.step, N_("at whose end (the last), from one to another, or all"), "N|A-B|all" },
    { "at", 0, 0, G_OPTION_ARG_FILENAME, &options->given.moment, N_("the moment inside the step, from 0 to 1 (its end)"), "T" },
    { "strip", 0, 0, G_OPTION_ARG_NONE, &options->is_strip, N_("all steps in one picture"), NULL },
    { "handout", 0, 0, G_OPTION_ARG_FILENAME, &options->given.handout, N_("sheets of paper with so many steps each"), "1|2|4|6" },
    { "film", 0, 0, G_OPTION_ARG_NONE, &options->is_film, N_("the frames of an animation"), NULL },
    { "rate", 0, 0, G_OPTION_ARG_FILENAME, &options->given.rate, N_("frames a second (30)"), "N" },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &options->given.size, N_("in points (1280x720); of a handout also A4, letter, A4-landscape, …"), "WxH" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &options->given.theme, "light, dark, print, projector, high-contrast", "NAME" },
    { "paper", 0, 0, G_OPTION_ARG_FILENAME, &options->given.paper, "white, transparent, dark", "COLOUR" },
    { "show", 0, 0, G_OPTION_ARG_FILENAME, &options->given.show, "title, sentence, legend, source, notes, speaker, questions, answers, page-blocks, to-scale", "WHAT,…" },
    { "hide", 0, 0, G_OPTION_ARG_FILENAME, &options->given.hide, N_("the same, where they would be there"), "WHAT,…" },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &options->given.language, N_("of the words in the figure: en (default), zh_CN"), "CODE" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->settings, N_("a key of machine(), instead of the scenario's"), "KEY=VALUE" },
    { "against", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->against, N_("the same beside it, on another machine: a key as with --set"), "KEY=VALUE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("the file; its ending says the format"), "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &options->given.format, N_("for standard output and --all-lessons: “pagescape list formats”"), "ID" },
    { "all-lessons", 0, 0, G_OPTION_ARG_FILENAME, &options->all_lessons, N_("every step of every lesson, and a page that shows them"), "FOLDER" },
    { NULL }
  };
  CliStatus (*const readers[]) (ExportOptions *) = {
    read_output, read_format, read_kind, cli_export_read_view, cli_export_read_steps, cli_export_read_moment,
    cli_export_read_rate, cli_export_read_size, cli_export_read_theme, cli_export_read_paper, cli_export_read_parts,
    check_together, check_against
  };
  CliStatus status = CLI_GOOD;

  memset (options, 0, sizeof *options);
  if (!cli_parse (command, (GOptionEntry *) entries, argc, argv))
    return CLI_WRONG_USAGE;

  for (unsigned i = 0; i < G_N_ELEMENTS (readers) && status == CLI_GOOD; i++)
    status = readers[i] (options);
  if (status == CLI_GOOD
      && !cli_find_language (options->given.language != NULL ? options->given.language : "en", &options->job.language))
    status = CLI_WRONG_USAGE;
  return status;
}

void
cli_export_options_clear (ExportOptions *options)
{
  char *given[] = { options->given.view, options->given.step, options->given.moment, options->given.handout,
                    options->given.rate, options->given.size, options->given.theme, options->given.paper,
                    options->given.show, options->given.hide, options->given.language, options->given.format };

  for (unsigned i = 0; i < G_N_ELEMENTS (given); i++)
    g_free (given[i]);
  g_free (options->output);
  g_free (options->all_lessons);
  g_strfreev (options->settings);
  g_strfreev (options->against);
}
