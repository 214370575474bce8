#include "export/page.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "paint/grid-vector.h"

/* Where SOURCE_DATE_EPOCH says nothing: the same bytes on every day. */
#define NO_DATE "2000-01-01T00:00:00Z"

typedef struct {
  GOutputStream *stream;
  GError       **error;
} Sink;

static cairo_status_t
write_cb (void                *data,
          const unsigned char *bytes,
          unsigned             length)
{
  Sink *sink = data;
  gsize written;

  if (g_output_stream_write_all (sink->stream, bytes, length, &written, NULL,
                                 sink->error && *sink->error ? NULL : sink->error))
    return CAIRO_STATUS_SUCCESS;
  return CAIRO_STATUS_WRITE_ERROR;
}

static char *
dup_date (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  gint64 seconds;
  GDateTime *time;
  char *date = NULL;

  if (epoch && g_ascii_string_to_signed (epoch, 10, 0, G_GINT64_CONSTANT (253402300799), &seconds, NULL)
      && (time = g_date_time_new_from_unix_utc (seconds)))
    {
      date = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
      g_date_time_unref (time);
    }
  return date ? date : g_strdup (NO_DATE);
}

static void
set_metadata (cairo_surface_t *surface,
              const Sheet     *sheet)
{
  const char *texts[] = { sheet->title, sheet->author, sheet->source, "Pagescape" };
  static const cairo_pdf_metadata_t kinds[] = {
    CAIRO_PDF_METADATA_TITLE, CAIRO_PDF_METADATA_AUTHOR, CAIRO_PDF_METADATA_SUBJECT, CAIRO_PDF_METADATA_CREATOR
  };
  char *date = dup_date ();
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i])
      {
        char *valid = g_utf8_make_valid (texts[i], -1);

        cairo_pdf_surface_set_metadata (surface, kinds[i], valid);
        g_free (valid);
      }
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  g_free (date);
}

static void
add_bookmark (cairo_surface_t    *surface,
              const ScenePicture *picture,
              size_t              page)
{
  char *title, *link;

  if (!scene_picture_title (picture))
    return;

  title = g_utf8_make_valid (scene_picture_title (picture), -1);
  link = g_strdup_printf ("page=%" G_GSIZE_FORMAT, page);
  cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, title, link, 0);
  g_free (title);
  g_free (link);
}

static void
write_page (cairo_surface_t    *surface,
            const ScenePicture *picture,
            const PaintPalette *palette,
            PaintFonts         *fonts,
            bool                has_paper)
{
  SceneSize size = scene_picture_size (picture);
  bool is_vector = export_is_vector (picture);
  PaintFlags flags = (has_paper ? PAINT_PAPER : 0) | (is_vector ? PAINT_VECTOR_GRID : 0);
  cairo_t *cr;

  cairo_pdf_surface_set_size (surface, size.width, size.height);
  cr = cairo_create (surface);
  paint_picture (cr, picture, palette, fonts, flags);
  if (!is_vector)
    {
      SceneShape note = export_image_note (picture, fonts);

      paint_shape (cr, &note, palette, fonts);
    }
  cairo_show_page (cr);
  cairo_destroy (cr);
}

bool
export_write_pdf (const Sheet   *sheet,
                  GOutputStream *stream,
                  GError       **error)
{
  const PaintPalette *palette = export_palette (sheet->theme, sheet->paper);
  PaintFonts *fonts = export_fonts (sheet, palette);
  GError *problem = NULL;
  Sink sink = { stream, &problem };
  /* Each page sets its own size. */
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, &sink, 1, 1);
  cairo_status_t status;
  size_t i;

  /* What every printer reads, and every version of Cairo writes alike. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  set_metadata (surface, sheet);
  for (i = 0; i < sheet->n_pages && !problem; i++)
    {
      const ScenePicture *picture = export_page (sheet, i, &problem);

      if (!picture)
        break;
      if (sheet->n_pages > 1)
        add_bookmark (surface, picture, i + 1);
      write_page (surface, picture, palette, fonts, sheet->paper != EXPORT_PAPER_TRANSPARENT);
    }

  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  paint_fonts_free (fonts);

  if (!problem && status != CAIRO_STATUS_SUCCESS)
    g_set_error (&problem, G_IO_ERROR, G_IO_ERROR_FAILED, _("The document could not be made: %s."),
                 cairo_status_to_string (status));
  if (!problem)
    return true;
  g_propagate_error (error, problem);
  return false;
}
