#include "export/page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What a side of a Cairo image may have. */
#define LARGEST_SIDE 32767

static cairo_status_t
write_cb (void                *data,
          const unsigned char *bytes,
          unsigned             length)
{
  gsize written;

  return g_output_stream_write_all (data, bytes, length, &written, NULL, NULL)
         ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static bool
check_status (cairo_status_t status,
              GError       **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return true;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The image could not be made: %s."),
               cairo_status_to_string (status));
  return false;
}

bool
export_write_png (const Sheet   *sheet,
                  GOutputStream *stream,
                  GError       **error)
{
  const PaintPalette *palette = export_palette (sheet->theme, sheet->paper);
  bool has_paper = sheet->paper != EXPORT_PAPER_TRANSPARENT;
  const ScenePicture *picture = export_page (sheet, 0, error);
  double scale = sheet->scale > 0 ? sheet->scale : 1;
  double width, height;
  cairo_surface_t *surface;
  PaintFonts *fonts;
  cairo_t *cr;
  bool is_good;

  if (!picture)
    return false;
  width = ceil (scene_picture_size (picture).width * scale - 1e-6);
  height = ceil (scene_picture_size (picture).height * scale - 1e-6);
  if (!(width <= LARGEST_SIDE) || !(height <= LARGEST_SIDE))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("An image of %.0f × %.0f pixels is too large: a side has at most %d pixels. Choose a smaller "
                     "size or scale."), width, height, LARGEST_SIDE);
      return false;
    }

  surface = cairo_image_surface_create (has_paper ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
                                        (int) width, (int) height);
  cr = cairo_create (surface);
  fonts = export_fonts (sheet, palette);
  cairo_scale (cr, scale, scale);
  paint_picture (cr, picture, palette, fonts, has_paper ? PAINT_PAPER : 0);
  cairo_surface_flush (surface);

  is_good = check_status (cairo_status (cr), error)
            && check_status (cairo_surface_write_to_png_stream (surface, write_cb, stream), error);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  paint_fonts_free (fonts);
  return is_good;
}
