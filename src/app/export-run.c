/* export-run.c - pictures of a session into files */

#include "export-run.h"

#include "appearance.h"

/* A picture that outlives the moment it was made at: a grid's cells are the session's and move on. */
typedef struct {
  ScenePicture *picture;
  SceneRole    *cells;
} Page;

static void
page_clear (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->picture, scene_picture_free);
  g_clear_pointer (&page->cells, g_free);
}

static Page
page_new (PagescapeSession      *session,
          const PagescapeExport *job,
          PaintFonts            *fonts)
{
  PagescapeFrame frame = job->frame;
  Page page = { scene_picture_new (), NULL };
  const SceneGrid *grid;

  frame.measure = paint_fonts_measure (fonts);
  pagescape_session_layout (session, &frame, FALSE, page.picture);

  grid = scene_picture_grid (page.picture);
  if (grid && grid->cells)
    {
      SceneGrid own = *grid;

      page.cells = g_memdup2 (grid->cells, grid->n_cells * sizeof *grid->cells);
      own.cells = page.cells;
      own.mip = NULL;
      scene_picture_set_grid (page.picture, &own);
    }

  return page;
}

static gboolean
save_pages (PagescapeSession      *session,
            const PagescapeExport *job,
            const Page            *pages,
            size_t                 n_pages,
            const char            *file_name,
            GError               **error)
{
  Scenario *scenario = lesson_scenario (pagescape_session_get_lesson (session));
  g_autofree const ScenePicture **pictures = g_new (const ScenePicture *, n_pages);
  g_autoptr (GBytes) bytes = NULL;
  Sheet sheet = { 0 };

  for (size_t i = 0; i < n_pages; i++)
    pictures[i] = pages[i].picture;

  sheet.pages = pictures;
  sheet.n_pages = n_pages;
  sheet.theme = job->theme;
  sheet.paper = job->theme == PAINT_DARK ? EXPORT_PAPER_DARK : EXPORT_PAPER_WHITE;
  sheet.language = pagescape_language ();
  sheet.title = scenario_title (scenario);
  sheet.source = scenario_file_name (scenario);
  sheet.scale = 1;

  bytes = export_make (job->exporter, &sheet, error);
  return bytes && export_save (file_name, bytes, error);
}

static char *
numbered (const char *file_name,
          const char *extension,
          unsigned    step)
{
  g_autofree char *dotted = g_strconcat (".", extension, NULL);
  size_t length = strlen (file_name) - (g_str_has_suffix (file_name, dotted) ? strlen (dotted) : 0);

  return g_strdup_printf ("%.*s-%u%s", (int) length, file_name, step, dotted);
}

static gboolean
export_every_step (PagescapeSession      *session,
                   const PagescapeExport *job,
                   PaintFonts            *fonts,
                   const char            *file_name,
                   GError               **error)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (Page));
  unsigned n_steps = timeline_n_steps (pagescape_session_get_timeline (session));
  double back = pagescape_session_get_player (session)->t;
  gboolean is_good = TRUE;

  g_array_set_clear_func (pages, page_clear);
  for (unsigned step = n_steps > 0 ? 1 : 0; step <= n_steps && is_good; step++)
    {
      Page page;

      pagescape_session_scrub (session, step);
      page = page_new (session, job, fonts);
      if (job->exporter->has_pages)
        {
          g_array_append_val (pages, page);
          continue;
        }
      else
        {
          g_autofree char *name = numbered (file_name, job->exporter->extension, step);

          is_good = save_pages (session, job, &page, 1, name, error);
          page_clear (&page);
        }
    }

  pagescape_session_scrub (session, back);
  if (is_good && job->exporter->has_pages)
    is_good = save_pages (session, job, (const Page *) pages->data, pages->len, file_name, error);

  return is_good;
}

gboolean
pagescape_export_run (PagescapeSession      *session,
                      const PagescapeExport *job,
                      const char            *file_name,
                      GError               **error)
{
  PaintFonts *fonts;
  gboolean is_good;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (session), FALSE);
  g_return_val_if_fail (job->exporter && file_name, FALSE);

  fonts = paint_fonts_new (pagescape_language (), paint_palette (job->theme), 1);
  if (job->every_step)
    is_good = export_every_step (session, job, fonts, file_name, error);
  else
    {
      Page page = page_new (session, job, fonts);

      is_good = save_pages (session, job, &page, 1, file_name, error);
      page_clear (&page);
    }
  paint_fonts_free (fonts);

  return is_good;
}
