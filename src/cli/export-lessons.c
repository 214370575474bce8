/* export-lessons.c - every step of every lesson into a folder, and a page that shows them */
#include "cli/export-options.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "narration/language.h"

typedef struct {
  const ExportOptions *options;
  GString             *page;      /* HTML */
} Collection;

static void
append_escaped (GString    *page,
                const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append (page, escaped);
}

static void
begin_page (const Collection *collection)
{
  GString *page = collection->page;

  g_string_append_printf (page, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
                          language_tag (collection->options->job.language));
  append_escaped (page, _("The lessons of Pagescape"));
  g_string_append (page, "</title>\n<style>\nbody { font-family: sans-serif; max-width: 80em; margin: auto; padding: 1em; }\n"
                         "img { max-width: 100%; border: 1px solid #ccc; }\nfigure { margin: 1em 0 2em; }\n</style>\n</head>\n"
                         "<body>\n<h1>");
  append_escaped (page, _("The lessons of Pagescape"));
  g_string_append (page, "</h1>\n");
}

static void
append_image (GString    *page,
              const char *file_name,
              const char *title)
{
  g_string_append (page, "<img src=\"");
  append_escaped (page, file_name);
  g_string_append (page, "\" alt=\"");
  append_escaped (page, title);
  g_string_append (page, "\">\n");
}

static void
append_step (GString    *page,
             Lesson     *lesson,
             unsigned    step,
             const char *file_name)
{
  const char *title = lesson_step_title (lesson, step);

  g_string_append (page, "<figure>\n");
  append_image (page, file_name, title);
  g_string_append_printf (page, "<figcaption><b>%u. ", step);
  append_escaped (page, title);
  g_string_append (page, "</b> ");
  append_escaped (page, lesson_whole_sentence (lesson, step));
  g_string_append (page, "</figcaption>\n</figure>\n");
}

/* The pictures of its steps; a document of all of them is named. */
static void
append_lesson (const Collection *collection,
               Lesson           *lesson,
               const char       *id)
{
  const FigureJob *job = &collection->options->job;
  unsigned n_steps = timeline_n_steps (lesson_timeline (lesson));
  const char *title = scenario_title (lesson_scenario (lesson));
  GString *page = collection->page;
  g_autofree char *whole = g_strdup_printf ("%s.%s", id, job->exporter->extension);

  g_string_append (page, "<h2>");
  append_escaped (page, title);
  g_string_append (page, "</h2>\n");

  if (job->kind == FIGURE_EVERY_STEP && !job->exporter->has_pages)
    for (unsigned step = 1; step <= n_steps; step++)
      {
        g_autofree char *name = g_strdup_printf ("%s-%0*u.%s", id, n_steps > 99 ? 3 : 2, step, job->exporter->extension);

        append_step (page, lesson, step, name);
      }
  else if (!job->exporter->has_pages || g_str_has_prefix (job->exporter->mime_type, "image/"))
    append_image (page, whole, title);
  else
    {
      g_string_append (page, "<p><a href=\"");
      append_escaped (page, whole);
      g_string_append (page, "\">");
      append_escaped (page, whole);
      g_string_append (page, "</a></p>\n");
    }
}

/* Each step's file: "21-split-03.svg". */
static CliStatus
draw_lesson (const Collection *collection,
             const char       *id)
{
  const ExportOptions *options = collection->options;
  g_autoptr (Lesson) lesson = NULL;
  g_autofree char *name = g_strdup_printf ("%s.%s", id, options->job.exporter->extension);
  g_autofree char *path = g_build_filename (options->all_lessons, name, NULL);
  CliStatus status, loaded = cli_load_and_run (id, (const char *const *) options->settings, G_MAXUINT, &lesson);
  LanguageBefore *before;

  if (lesson == NULL)
    return loaded;

  status = cli_export_figure (lesson, &options->job, path, FALSE);
  before = language_switch (options->job.language);
  append_lesson (collection, lesson, id);
  language_restore (before);
  return status == CLI_GOOD ? loaded : status;
}

static CliStatus
save_page (const Collection *collection)
{
  g_autofree char *path = g_build_filename (collection->options->all_lessons, "index.html", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (collection->page->str, collection->page->len);
  g_autoptr (GError) error = NULL;

  if (export_save (path, bytes, &error))
    return CLI_GOOD;
  cli_say ("%s", error->message);
  return CLI_UNWRITABLE;
}

CliStatus
cli_export_all_lessons (const ExportOptions *options)
{
  g_autoptr (GString) page = g_string_new (NULL);
  Collection collection = { options, page };
  unsigned n = (unsigned) scenario_library_n ();
  CliStatus worst = CLI_GOOD;
  LanguageBefore *before;

  if (g_mkdir_with_parents (options->all_lessons, 0777) != 0)
    {
      cli_say (_("The folder %s cannot be made: %s"), options->all_lessons, g_strerror (errno));
      return CLI_UNWRITABLE;
    }

  before = language_switch (options->job.language);
  begin_page (&collection);
  language_restore (before);
  for (unsigned i = 0; i < n && worst < CLI_WRONG_USAGE; i++)
    {
      CliStatus status = draw_lesson (&collection, scenario_library_at (i).id);

      worst = MAX (worst, status);
      cli_progress (i + 1, n, _("lessons"));
    }
  g_string_append (page, "</body>\n</html>\n");

  if (worst < CLI_WRONG_USAGE)
    {
      CliStatus status = save_page (&collection);

      worst = MAX (worst, status);
    }
  return worst;
}
