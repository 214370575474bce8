#include "export/page.h"

#include <glib/gi18n.h>

#include "paint/grid-vector.h"

static size_t
count_rectangles (const ScenePicture *picture)
{
  const SceneGrid *grid = scene_picture_grid (picture);
  size_t n_shapes = scene_picture_n_shapes (picture), n = grid ? paint_areas_count (grid) : 0, i;

  for (i = 0; i < n_shapes; i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->form == SCENE_PICTURE)
        n += count_rectangles (shape->picture);
    }
  return n;
}

bool
export_is_vector (const ScenePicture *picture)
{
  return count_rectangles (picture) <= EXPORT_MAX_RECTANGLES;
}

SceneShape
export_image_note (const ScenePicture *picture,
                   const PaintFonts   *fonts)
{
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  SceneSize size = scene_picture_size (picture);
  const char *text = _("The grid has too many areas for a drawing: it is an image.");
  double width = measure->advance (measure, SCENE_FONT_SMALL, text) + 12;
  double height = measure->line_height[SCENE_FONT_SMALL] + 4;

  return (SceneShape) {
    .form = SCENE_BOX, .role = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_PANEL), .font = SCENE_FONT_SMALL,
    .align = SCENE_MIDDLE, .opacity = 1, .label = text,
    .rect = { size.width - width - 4, size.height - height - 4, width, height },
  };
}

PaintFonts *
export_fonts (const Sheet        *sheet,
              const PaintPalette *palette)
{
  return paint_fonts_new (sheet->language, palette, 1);
}

static bool
check_page (const ScenePicture *picture,
            GError            **error)
{
  SceneSize size = picture ? scene_picture_size (picture) : (SceneSize) { 0, 0 };

  if (!picture || scene_picture_failed (picture))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           _("The picture is incomplete, because this computer has no memory left."));
      return false;
    }
  if (!(size.width >= 1) || !(size.height >= 1))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("The picture has no size: its width and height must be at least 1."));
      return false;
    }
  return true;
}

const ScenePicture *
export_page (const Sheet *sheet,
             size_t       index,
             GError     **error)
{
  const ScenePicture *picture = sheet->pages ? sheet->pages[index] : sheet->page (index, sheet->page_data);

  return check_page (picture, error) ? picture : NULL;
}

bool
export_check (const Sheet *sheet,
              GError     **error)
{
  size_t i;

  if (sheet->n_pages == 0 || (!sheet->pages && !sheet->page))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("There is no picture to export."));
      return false;
    }
  for (i = 0; sheet->pages && i < sheet->n_pages; i++)
    if (!check_page (sheet->pages[i], error))
      return false;
  return true;
}
