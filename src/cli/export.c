/* export.c - pagescape export: figures of a scenario, one step or all, or of all lessons */
#include "cli/export-options.h"

#include <glib/gi18n.h>
#include <string.h>

static const CliCommand command = {
  "export", "FILE", N_("Draws one view of a scenario into a file, at the end of a step or at a moment inside it."), NULL
};

CliStatus
cli_export_save (Figure *const       *figures,
                 size_t               n_figures,
                 const ExportOptions *options,
                 const Scenario      *scenario,
                 const char          *file_name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = figure_make (figures, n_figures, options->exporter, &options->style, scenario, cli_language_tag (), &error);

  if (bytes == NULL)
    {
      cli_say (_("The figure cannot be made: %s"), error->message);
      return CLI_INTERNAL;
    }
  if (!export_save (file_name, bytes, &error))
    {
      cli_say ("%s", error->message);
      return CLI_UNWRITABLE;
    }
  return CLI_GOOD;
}

/* --- one scenario ----------------------------------------------------------------------------- */

/* "out.svg", 3 of 12 → "out-03.svg" */
static char *
numbered (const char *file_name,
          unsigned    number,
          unsigned    n)
{
  const char *slash = strrchr (file_name, '/'), *dot = strrchr (file_name, '.');
  int width = n > 99 ? 3 : 2;
  size_t stem;

  if (dot == NULL || (slash != NULL && dot < slash))
    dot = file_name + strlen (file_name);
  stem = (size_t) (dot - file_name);
  return g_strdup_printf ("%.*s-%0*u%s", (int) stem, file_name, width, number, dot);
}

static CliStatus
save_step (Lesson              *lesson,
           unsigned             step,
           const ExportOptions *options,
           const PaintFonts    *fonts,
           const char          *file_name)
{
  g_autoptr (Figure) figure = figure_new (lesson, step, &options->style, fonts);

  if (figure == NULL)
    {
      cli_say (_("This computer has not enough memory for the figure."));
      return CLI_INTERNAL;
    }
  return cli_export_save (&figure, 1, options, lesson_scenario (lesson), file_name);
}

static CliStatus
save_pages (Lesson              *lesson,
            unsigned             n_steps,
            const ExportOptions *options,
            const PaintFonts    *fonts)
{
  g_autoptr (GPtrArray) figures = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_free);

  for (unsigned step = MIN (n_steps, 1); step <= n_steps; step++)
    {
      Figure *figure = figure_new (lesson, step, &options->style, fonts);

      if (figure == NULL)
        {
          cli_say (_("This computer has not enough memory for the figure."));
          return CLI_INTERNAL;
        }
      g_ptr_array_add (figures, figure);
      cli_progress (step, n_steps, _("steps"));
    }
  return cli_export_save ((Figure *const *) figures->pdata, figures->len, options, lesson_scenario (lesson), options->output);
}

static CliStatus
save_files (Lesson              *lesson,
            unsigned             n_steps,
            const ExportOptions *options,
            const PaintFonts    *fonts)
{
  CliStatus status = CLI_GOOD;

  for (unsigned step = MIN (n_steps, 1); step <= n_steps && status == CLI_GOOD; step++)
    {
      g_autofree char *name = numbered (options->output, step, n_steps);

      status = save_step (lesson, step, options, fonts, name);
      cli_progress (step, n_steps, _("steps"));
    }
  return status;
}

static CliStatus
save (Lesson              *lesson,
      const ExportOptions *options,
      const PaintFonts    *fonts)
{
  unsigned n_steps = timeline_n_steps (lesson_timeline (lesson));

  if (options->all_steps && options->exporter->has_pages)
    return save_pages (lesson, n_steps, options, fonts);
  if (options->all_steps)
    return save_files (lesson, n_steps, options, fonts);
  if (options->step == G_MAXUINT)
    return save_step (lesson, n_steps, options, fonts, options->output);
  if (options->step <= n_steps)
    return save_step (lesson, options->step, options, fonts, options->output);

  cli_say (ngettext ("There is no step %u: the scenario has %u step.", "There is no step %u: the scenario has %u steps.", n_steps),
           options->step, n_steps);
  return CLI_WRONG_USAGE;
}

static CliStatus
export_scenario (const char          *file,
                 const ExportOptions *options)
{
  g_autoptr (Lesson) lesson = NULL;
  PaintFonts *fonts;
  CliStatus status, loaded = cli_load_in (options->language, file, (const char *const *) options->settings, options->step, &lesson);

  if (lesson == NULL)
    return loaded;

  fonts = paint_fonts_new (cli_language_tag (), export_palette (options->style.theme, options->style.paper), 1);
  status = save (lesson, options, fonts);
  paint_fonts_free (fonts);
  return status == CLI_GOOD ? loaded : status;
}

/* --- usage ------------------------------------------------------------------------------------ */

static CliStatus
export_what (const ExportOptions *options,
             int                  argc,
             char               **argv)
{
  if (options->all_lessons != NULL && argc == 1)
    return cli_export_all_lessons (options);
  if (options->all_lessons == NULL && argc == 2)
    return export_scenario (argv[1], options);

  if (options->all_lessons != NULL)
    cli_say (_("--all-lessons draws every lesson: “%s” is one too many."), argv[1]);
  else if (argc < 2)
    cli_say (_("Which scenario is to be drawn? Name a file, a lesson, or - for standard input."));
  else
    cli_say (_("One scenario at a time can be drawn; “%s” is one too many."), argv[2]);
  return CLI_WRONG_USAGE;
}

CliStatus
cli_export_main (int    argc,
                 char **argv)
{
  ExportOptions options;
  CliStatus status = cli_export_options_read (&options, &command, &argc, &argv);

  if (status == CLI_GOOD)
    status = export_what (&options, argc, argv);
  cli_export_options_clear (&options);
  return status;
}
