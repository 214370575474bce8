/* sheet.c - sheets of paper that are filled from top to bottom */
#include "figure/sheet.h"

#include <glib/gi18n.h>
#include <string.h>

#include "figure/text.h"

#define WIDE_MARGIN   48.0      /* half an inch */
#define NARROW_MARGIN 36.0      /* where paper is scarce; every printer leaves less */
#define GAP        10.0
#define A4_WIDTH   595.0
#define A4_HEIGHT  842.0

struct FigureSheets {
  const FigureWork *work;       /* borrowed */
  SceneSize         size;
  char             *title, *source;
  SceneRect         area;
  double            margin, source_width;
  double            used;       /* of the area's height, on the sheet that is being filled */
  GPtrArray        *pages;
};

static char *
dup_page_number (unsigned number,
                 unsigned n_pages)
{
  return g_strdup_printf (_("Page %u of %u"), number, n_pages);
}

FigureSheets *
figure_sheets_new (const FigureWork *work,
                   SceneSize         size,
                   const char       *title,
                   const char       *source)
{
  FigureSheets *sheets = g_new0 (FigureSheets, 1);
  const SceneMeasure *measure = work->measure;
  g_autofree char *many_pages = dup_page_number (888, 888);
  double head = 0, foot = measure->line_height[SCENE_FONT_SMALL];

  if (!(size.width > 0 && size.height > 0))
    size = (SceneSize) { A4_WIDTH, A4_HEIGHT };
  sheets->work = work;
  sheets->size = (SceneSize) { size.width / FIGURE_SHEET_POINTS, size.height / FIGURE_SHEET_POINTS };
  sheets->margin = work->job->kind == FIGURE_HANDOUT && work->job->per_page > 4 ? NARROW_MARGIN : WIDE_MARGIN;
  sheets->title = g_strdup (title);
  sheets->source = g_strdup (source);
  sheets->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_page_free);
  if (title != NULL)
    head = figure_add_text (work, NULL, (ScenePoint) { 0, 0 }, sheets->size.width - 2 * sheets->margin,
                            FIGURE_INK_STRONG (SCENE_FONT_TITLE), title) + 2 * GAP;
  sheets->source_width = sheets->size.width - 2 * sheets->margin - 2 * GAP
                         - measure->advance (measure, SCENE_FONT_SMALL, many_pages);
  foot = MAX (foot, figure_add_text (work, NULL, (ScenePoint) { 0, 0 }, sheets->source_width,
                                     FIGURE_INK_FAINT (SCENE_FONT_SMALL), source));
  sheets->area = (SceneRect) { sheets->margin, sheets->margin + head, sheets->size.width - 2 * sheets->margin,
                               sheets->size.height - 2 * sheets->margin - head - foot - GAP };
  return sheets;
}

void
figure_sheets_free (FigureSheets *sheets)
{
  if (sheets == NULL)
    return;

  g_free (sheets->title);
  g_free (sheets->source);
  g_clear_pointer (&sheets->pages, g_ptr_array_unref);
  g_free (sheets);
}

SceneRect
figure_sheets_area (const FigureSheets *sheets)
{
  return sheets->area;
}

FigurePage *
figure_sheets_page (FigureSheets *sheets)
{
  return g_ptr_array_index (sheets->pages, sheets->pages->len - 1);
}

ScenePicture *
figure_sheets_picture (FigureSheets *sheets)
{
  return figure_sheets_page (sheets)->own;
}

static void
add_rule (ScenePicture *picture,
          SceneRect     area,
          double        y)
{
  scene_add_line (picture, SCENE_NO_KEY, (ScenePoint) { area.x, y }, (ScenePoint) { area.x + area.width, y },
                  scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE));
}

gboolean
figure_sheets_begin (FigureSheets *sheets,
                     GError      **error)
{
  FigurePage *page = figure_page_new ();
  SceneRect area = sheets->area;

  g_ptr_array_add (sheets->pages, page);
  sheets->used = 0;
  page->own = scene_picture_new ();
  if (page->own == NULL)
    {
      figure_set_no_memory (error);
      return FALSE;
    }

  scene_picture_reset (page->own, sheets->size);
  page->picture = page->own;
  if (sheets->title != NULL)
    {
      figure_add_text (sheets->work, page->own, (ScenePoint) { sheets->margin, sheets->margin }, area.width,
                       FIGURE_INK_STRONG (SCENE_FONT_TITLE), sheets->title);
      add_rule (page->own, area, area.y - GAP * 1.4);
    }
  return TRUE;
}

void
figure_sheets_describe (FigureSheets *sheets,
                        const char   *title)
{
  scene_picture_describe (figure_sheets_picture (sheets), title, sheets->title);
}

gboolean
figure_sheets_take (FigureSheets *sheets,
                    double        height,
                    double       *y,
                    GError      **error)
{
  if ((sheets->pages->len == 0 || (sheets->used > 0 && sheets->used + height > sheets->area.height))
      && !figure_sheets_begin (sheets, error))
    return FALSE;

  *y = sheets->area.y + sheets->used;
  sheets->used += height;
  return TRUE;
}

static void
add_foot (const FigureSheets *sheets,
          ScenePicture       *picture,
          guint               number)
{
  double height = sheets->work->measure->line_height[SCENE_FONT_SMALL];
  g_autofree char *page = dup_page_number (number, sheets->pages->len);
  FigureInk ink = FIGURE_INK_FAINT (SCENE_FONT_SMALL);
  SceneRect area = sheets->area;
  double y = area.y + area.height + GAP;

  figure_add_text (sheets->work, picture, (ScenePoint) { area.x, y }, sheets->source_width, ink, sheets->source);
  scene_add_text (picture, SCENE_NO_KEY,
                  (SceneRect) { area.x + sheets->source_width, y, area.width - sheets->source_width, height }, ink.font,
                  SCENE_END, ink.role, page);
}

/* A document has points, everything else the pixels of the web, of which an inch has 96. */
static gboolean
has_points (const FigureWork *work)
{
  return work->job->exporter == NULL || strcmp (work->job->exporter->mime_type, "application/pdf") == 0;
}

static void
scale_to_points (FigurePage *page)
{
  ScenePicture *sheet = page->own;
  SceneSize size = scene_picture_size (sheet);

  page->own = scene_picture_new ();
  if (page->own == NULL)
    {
      page->own = sheet;
      page->picture = NULL;
      return;
    }
  scene_picture_reset (page->own, (SceneSize) { size.width * FIGURE_SHEET_POINTS, size.height * FIGURE_SHEET_POINTS });
  scene_picture_describe (page->own, scene_picture_title (sheet), scene_picture_description (sheet));
  scene_add_picture (page->own, (ScenePoint) { 0, 0 }, FIGURE_SHEET_POINTS, sheet);
  g_ptr_array_add (page->parts, sheet);
  page->picture = page->own;
}

GPtrArray *
figure_sheets_finish (FigureSheets *sheets,
                      GError      **error)
{
  for (guint i = 0; i < sheets->pages->len; i++)
    {
      FigurePage *page = g_ptr_array_index (sheets->pages, i);

      add_foot (sheets, page->own, i + 1);
      if (has_points (sheets->work))
        scale_to_points (page);
      if (page->picture == NULL || scene_picture_failed (page->own))
        {
          figure_set_no_memory (error);
          return NULL;
        }
    }
  return g_steal_pointer (&sheets->pages);
}
