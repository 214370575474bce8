/* sheet.c - sheets of paper that are filled from top to bottom */
#include "figure/sheet.h"

#include <glib/gi18n.h>
#include <string.h>

#include "figure/text.h"

#define MARGIN     48.0         /* half an inch, which every printer leaves */
#define GAP        10.0
#define A4_WIDTH   595.0
#define A4_HEIGHT  842.0

struct FigureSheets {
  const FigureWork *work;       /* borrowed */
  SceneSize         size;
  char             *title, *source;
  SceneRect         area;
  double            used;       /* of the area's height, on the sheet that is being filled */
  GPtrArray        *pages;
};

FigureSheets *
figure_sheets_new (const FigureWork *work,
                   SceneSize         size,
                   const char       *title,
                   const char       *source)
{
  FigureSheets *sheets = g_new0 (FigureSheets, 1);
  const SceneMeasure *measure = work->measure;
  double head = 0, foot = measure->line_height[SCENE_FONT_SMALL] + GAP;

  if (!(size.width > 0 && size.height > 0))
    size = (SceneSize) { A4_WIDTH, A4_HEIGHT };
  sheets->work = work;
  sheets->size = (SceneSize) { size.width / FIGURE_SHEET_POINTS, size.height / FIGURE_SHEET_POINTS };
  sheets->title = g_strdup (title);
  sheets->source = g_strdup (source);
  sheets->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_page_free);
  if (title != NULL)
    head = figure_add_text (work, NULL, (ScenePoint) { 0, 0 }, sheets->size.width - 2 * MARGIN,
                            FIGURE_INK_STRONG (SCENE_FONT_TITLE), title) + 2 * GAP;
  sheets->area = (SceneRect) { MARGIN, MARGIN + head, sheets->size.width - 2 * MARGIN,
                               sheets->size.height - 2 * MARGIN - head - foot };
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
      figure_add_text (sheets->work, page->own, (ScenePoint) { MARGIN, MARGIN }, area.width,
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
  g_autofree char *page = g_strdup_printf (_("Page %u of %u"), number, sheets->pages->len);
  double width = sheets->work->measure->advance (sheets->work->measure, SCENE_FONT_SMALL, page) + 1;
  SceneRect rect = { sheets->area.x, sheets->size.height - MARGIN - height, sheets->area.width - width - GAP, height };
  SceneRole role = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_FAINT);

  scene_add_text (picture, SCENE_NO_KEY, rect, SCENE_FONT_SMALL, SCENE_START, role, sheets->source);
  rect = (SceneRect) { sheets->area.x + sheets->area.width - width, rect.y, width, height };
  scene_add_text (picture, SCENE_NO_KEY, rect, SCENE_FONT_SMALL, SCENE_END, role, page);
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
