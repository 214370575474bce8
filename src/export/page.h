/* page.h - what the formats share; only for src/export/ */
#pragma once

#include "export/export.h"

/* Are the grids of the picture, and of the pictures in it, small enough for rectangles? */
bool        export_is_vector (const ScenePicture *picture);
/* The note that the grid is an image, as a shape; the text is static. */
SceneShape  export_image_note (const ScenePicture *picture, const PaintFonts *fonts);
PaintFonts *export_fonts     (const Sheet *sheet, const PaintPalette *palette);
/* Sets an error unless there are pages; those at hand are looked at. */
bool        export_check     (const Sheet *sheet, GError **error);
/* In their order, each once; valid until the next one. NULL and an error: it is not complete or has no size. */
const ScenePicture *export_page (const Sheet *sheet, size_t index, GError **error);

/* The formats */
bool export_write_svg (const Sheet *sheet, GOutputStream *stream, GError **error);
bool export_write_pdf (const Sheet *sheet, GOutputStream *stream, GError **error);
bool export_write_png (const Sheet *sheet, GOutputStream *stream, GError **error);
bool export_write_apng (const Sheet *sheet, GOutputStream *stream, GError **error);
bool export_write_html (const Sheet *sheet, GOutputStream *stream, GError **error);
