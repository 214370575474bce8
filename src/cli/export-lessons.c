/* export-lessons.c - every step of every lesson into a folder, and a page that shows them */
#include "cli/export-options.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const ExportOptions *options;
  PaintFonts          *fonts;
  GString             *page;      /* HTML */
} Collection;

static void
append_escaped (GString    *page,
                const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (page, escaped);
}

static void
begin_page (GString *page)
{
  g_string_append_printf (page, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>", cli_language_tag ());
  append_escaped (page, _("The lessons of Pagescape"));
  g_string_append (page, "</title>\n<style>\nbody { font-family: sans-serif; max-width: 80em; margin: auto; padding: 1em; }\n"
                         "img { max-width: 100%; border: 1px solid #ccc; }\nfigure { margin: 1em 0 2em; }\n</style>\n</head>\n"
                         "<body>\n<h1>");
  append_escaped (page, _("The lessons of Pagescape"));
  g_string_append (page, "</h1>\n");
}

static void
append_step (GString    *page,
             Lesson     *lesson,
             unsigned    step,
             const char *file_name)
{
  JournalPosition end = timeline_step_end (lesson_timeline (lesson), step);
  const char *title = lesson_step_title (lesson, step), *sentence = lesson_sentence (lesson, step, end);

  g_string_append (page, "<figure>\n<img src=\"");
  append_escaped (page, file_name);
  g_string_append (page, "\" alt=\"");
  append_escaped (page, title != NULL ? title : "");
  g_string_append_printf (page, "\">\n<figcaption><b>%u. ", step);
  append_escaped (page, title != NULL ? title : "");
  g_string_append (page, "</b> ");
  append_escaped (page, sentence != NULL ? sentence : "");
  g_string_append (page, "</figcaption>\n</figure>\n");
}

/* Each step's file: "21-split-03.svg". */
static CliStatus
draw_step (Collection *collection,
           Lesson     *lesson,
           const char *id,
           unsigned    step)
{
  const ExportOptions *options = collection->options;
  g_autoptr (Figure) figure = figure_new (lesson, step, &options->style, collection->fonts);
  g_autofree char *name = g_strdup_printf ("%s-%02u.%s", id, step, options->exporter->extension);
  g_autofree char *path = g_build_filename (options->all_lessons, name, NULL);

  if (figure == NULL)
    {
      cli_say (_("This computer has not enough memory for the figure."));
      return CLI_INTERNAL;
    }
  append_step (collection->page, lesson, step, name);
  return cli_export_save (&figure, 1, options, lesson_scenario (lesson), path);
}

static CliStatus
draw_lesson (Collection *collection,
             const char *id)
{
  const ExportOptions *options = collection->options;
  g_autoptr (Lesson) lesson = NULL;
  CliStatus status = CLI_GOOD;
  CliStatus loaded = cli_load_in (options->language, id, (const char *const *) options->settings, G_MAXUINT, &lesson);
  unsigned n_steps;

  if (lesson == NULL)
    return loaded;

  g_string_append (collection->page, "<h2>");
  append_escaped (collection->page, scenario_title (lesson_scenario (lesson)));
  g_string_append (collection->page, "</h2>\n");
  n_steps = timeline_n_steps (lesson_timeline (lesson));
  for (unsigned step = 1; step <= n_steps && status == CLI_GOOD; step++)
    status = draw_step (collection, lesson, id, step);

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
  Collection collection = { .options = options };
  g_autoptr (GString) page = g_string_new (NULL);
  CliStatus worst = CLI_GOOD;

  if (g_mkdir_with_parents (options->all_lessons, 0777) != 0)
    {
      cli_say (_("The folder %s cannot be made: %s"), options->all_lessons, g_strerror (errno));
      return CLI_UNWRITABLE;
    }

  collection.page = page;
  cli_set_language (options->language);
  collection.fonts = paint_fonts_new (cli_language_tag (), export_palette (options->style.theme, options->style.paper), 1);
  begin_page (page);
  for (size_t i = 0; i < scenario_library_n () && worst < CLI_WRONG_USAGE; i++)
    {
      CliStatus status = draw_lesson (&collection, scenario_library_at (i).id);

      worst = MAX (worst, status);
      cli_progress ((unsigned) i + 1, (unsigned) scenario_library_n (), _("lessons"));
    }
  g_string_append (page, "</body>\n</html>\n");
  paint_fonts_free (collection.fonts);
  if (worst >= CLI_WRONG_USAGE)
    return worst;

  {
    CliStatus status = save_page (&collection);

    return MAX (worst, status);
  }
}
