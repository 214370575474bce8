/* export.c - pagescape export: figures of a scenario, one step or all, or of all lessons */
#include "cli/export-options.h"

#include <glib/gi18n.h>
#include <string.h>

static const CliCommand command = {
  "export", "FILE", N_("Draws one view of a scenario into a file, at the end of a step or at a moment inside it."), NULL
};

static gboolean
progress_cb (unsigned  done,
             unsigned  total,
             void     *data)
{
  if (total > 1)
    cli_progress (done, total, data);
  return TRUE;
}

CliStatus
cli_export_figure (Lesson          *lesson,
                   const FigureJob *job,
                   const char      *file_name,
                   gboolean         shows_progress)
{
  g_autoptr (GError) error = NULL;
  const char *what = job->kind == FIGURE_FILM ? _("frames") : job->kind == FIGURE_HANDOUT ? _("pages") : _("steps");

  if (figure_run (lesson, job, file_name, shows_progress ? progress_cb : NULL, (char *) what, &error))
    return CLI_GOOD;

  cli_say ("%s", error->message);
  switch ((FigureError) error->code)
    {
    case FIGURE_ERROR_USAGE:
      return CLI_WRONG_USAGE;
    case FIGURE_ERROR_UNWRITABLE:
      return CLI_UNWRITABLE;
    case FIGURE_ERROR_INTERNAL:
    case FIGURE_ERROR_CANCELLED:
    default:
      return CLI_INTERNAL;
    }
}

/* --- two machines ------------------------------------------------------------------------------- */

/* What the machine has of that which is set for the other one: "slab=slub"; NULL: it cannot be said so briefly. */
static char *
dup_setting (const SimMachineSpec *spec,
             const char           *assignment)
{
  if (g_str_has_prefix (assignment, "slab="))
    return g_strdup (spec->slub ? "slab=slub" : "slab=slab");
  if (g_str_has_prefix (assignment, "profile="))
    return g_strdup_printf ("profile=%s", spec->profile->id);
  if (g_str_has_prefix (assignment, "cpus="))
    return g_strdup_printf ("cpus=%u", spec->cpus);
  if (g_str_has_prefix (assignment, "nodes="))
    return g_strdup_printf ("nodes=%u", spec->nodes);
  return NULL;
}

static char *
dup_name (Lesson      *lesson,
          char *const *assignments)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (unsigned i = 0; assignments[i] != NULL; i++)
    {
      char *part = dup_setting (lesson_spec (lesson), assignments[i]);

      if (part != NULL)
        g_ptr_array_add (parts, part);
    }
  g_ptr_array_add (parts, NULL);
  return parts->len > 1 ? g_strjoinv (", ", (char **) parts->pdata) : NULL;
}

/* The lesson once more, on the other machine. */
static CliStatus
load_against (const char          *file,
              const ExportOptions *options,
              unsigned             step,
              Lesson             **against)
{
  g_autoptr (GPtrArray) settings = g_ptr_array_new ();

  for (unsigned i = 0; options->settings != NULL && options->settings[i] != NULL; i++)
    g_ptr_array_add (settings, options->settings[i]);
  for (unsigned i = 0; options->against[i] != NULL; i++)
    g_ptr_array_add (settings, options->against[i]);
  g_ptr_array_add (settings, NULL);
  return cli_load_and_run (file, (const char *const *) settings->pdata, step, against);
}

static CliStatus
export_both (Lesson              *lesson,
             const char          *file,
             unsigned             step,
             const ExportOptions *options)
{
  g_autoptr (Lesson) against = NULL;
  g_autofree char *name = NULL, *other = NULL;
  FigureJob job = options->job;
  CliStatus status, loaded = load_against (file, options, step, &against);

  if (against == NULL)
    return loaded;
  name = dup_name (lesson, options->against);
  other = name != NULL ? dup_name (against, options->against) : g_strjoinv (", ", options->against);
  job.against = against;
  job.names[0] = name;
  job.names[1] = other;
  status = cli_export_figure (lesson, &job, options->output, TRUE);
  return status == CLI_GOOD ? loaded : status;
}

static CliStatus
export_scenario (const char          *file,
                 const ExportOptions *options)
{
  g_autoptr (Lesson) lesson = NULL;
  unsigned step = options->job.kind == FIGURE_STEP ? options->job.first_step : options->job.last_step;
  CliStatus status, loaded = cli_load_and_run (file, (const char *const *) options->settings, step, &lesson);

  if (lesson == NULL)
    return loaded;

  status = options->against != NULL ? export_both (lesson, file, step, options)
                                    : cli_export_figure (lesson, &options->job, options->output, TRUE);
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
