#include "export/export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "export/page.h"

static const Exporter exporters[] = {
  { "svg", N_("SVG drawing"), "svg", "image/svg+xml", false, false, false, export_write_svg },
  { "pdf", N_("PDF document"), "pdf", "application/pdf", true, false, false, export_write_pdf },
  { "png", N_("PNG image"), "png", "image/png", false, false, false, export_write_png },
  { "apng", N_("APNG animation"), "apng", "image/apng", true, true, false, export_write_apng },
  { "html", N_("Web page that steps"), "html", "text/html", true, false, true, export_write_html },
};

size_t
export_n (void)
{
  return G_N_ELEMENTS (exporters);
}

const Exporter *
export_at (size_t index)
{
  return index < G_N_ELEMENTS (exporters) ? &exporters[index] : NULL;
}

const Exporter *
export_by_id (const char *id)
{
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (exporters); i++)
    if (strcmp (exporters[i].id, id) == 0)
      return &exporters[i];
  return NULL;
}

const Exporter *
export_for_file (const char *file_name)
{
  const char *folder = strrchr (file_name, '/');
  const char *dot = strrchr (folder ? folder : file_name, '.');
  size_t i;

  for (i = 0; dot && i < G_N_ELEMENTS (exporters); i++)
    if (g_ascii_strcasecmp (exporters[i].extension, dot + 1) == 0)
      return &exporters[i];
  return NULL;
}

const PaintPalette *
export_palette (PaintTheme  theme,
                ExportPaper paper)
{
  switch (paper)
    {
    case EXPORT_PAPER_WHITE:
      return paint_palette_on (theme, false);
    case EXPORT_PAPER_DARK:
      return paint_palette_on (theme, true);
    default:
      return paint_palette (theme);
    }
}

GBytes *
export_make (const Exporter *exporter,
             const Sheet    *sheet,
             GError        **error)
{
  GOutputStream *stream;
  GBytes *bytes = NULL;

  if (!export_check (sheet, error))
    return NULL;

  stream = g_memory_output_stream_new_resizable ();
  if (exporter->write (sheet, stream, error) && g_output_stream_close (stream, NULL, error))
    bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  g_object_unref (stream);
  return bytes;
}
