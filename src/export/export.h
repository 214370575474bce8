/* export.h - pictures into files: one file per format
 *
 * The same sheet gives the same bytes, in any locale, time zone or folder. Everything is made in
 * memory first; export_save () then replaces the file in one safe write or leaves it as it was.
 *
 * Leaves out  what the text looks like where the fonts are others: SVG names families, PDF embeds
 */
#pragma once

#include <gio/gio.h>

#include "paint/paint.h"
#include "paint/palette.h"
#include "scene/scene.h"

/* White and dark paper change the colours, not the sizes: dark paper under a light theme takes the
 * dark colours, so that everything stays legible. */
typedef enum {
  EXPORT_PAPER_OF_THEME,
  EXPORT_PAPER_WHITE,
  EXPORT_PAPER_TRANSPARENT,               /* the theme's colours on nothing */
  EXPORT_PAPER_DARK
} ExportPaper;

/* What stands beside a page. Pages that follow one another with one number are the movement of one step:
 * the last is what stands at its end. */
typedef struct {
  const char  *title, *text;              /* of the step, and its sentence; NULL: none */
  unsigned     number;                    /* of the step */
  unsigned     milliseconds;              /* that the page stands in an animation */
} SheetCaption;

/* Pages of a film are asked for once each, in their order; each is valid until the next. NULL: no host memory. */
typedef const ScenePicture *(*SheetPageFunc) (size_t page, void *data);

typedef struct {
  const ScenePicture *const *pages;       /* borrowed; NULL: they are asked for */
  SheetPageFunc page;
  void        *page_data;
  size_t       n_pages;                   /* formats with one page take the first */
  const SheetCaption *captions;           /* n_pages of them, borrowed; NULL: none */
  PaintTheme   theme;
  ExportPaper  paper;
  const char  *language;                  /* BCP 47: "en", "zh-cn": fonts and metadata */
  const char  *title, *author, *source;   /* metadata; NULL: none */
  double       scale;                     /* of PNG: pixels a point; 0: 1 */
} Sheet;

typedef struct {
  const char *id;                         /* "svg" */
  const char *title;                      /* marked for translation */
  const char *extension;                  /* "svg" */
  const char *mime_type;
  bool        has_pages;                  /* several pages in one file */
  bool        is_film;                    /* its pages pass in time: the captions' milliseconds */
  bool        has_moves;                  /* moves between its pages itself: of a film it takes what stands after each
                                           * event */
  bool (*write) (const Sheet *sheet, GOutputStream *stream, GError **error);
} Exporter;

size_t          export_n      (void);
const Exporter *export_at     (size_t index);
const Exporter *export_by_id  (const char *id);
const Exporter *export_for_file (const char *file_name);       /* by extension; NULL: none */

/* The colours and sizes that a sheet is made with: lay out its pages with fonts of this palette. */
const PaintPalette *export_palette (PaintTheme theme, ExportPaper paper);

/* Makes the sheet in memory. G_IO_ERROR_NO_SPACE: this computer's memory is full. */
GBytes *export_make (const Exporter *exporter, const Sheet *sheet, GError **error);

/* Writes durably and atomically: on any error the older file, if any, is as it was, and nothing else is
 * left behind. A symbolic link is followed, permissions are kept. "-" is standard output. The name is in
 * the encoding of file names; the error's sentence has it and the reason. */
bool export_save (const char *file_name, GBytes *bytes, GError **error);

/* Above so many rectangles a grid is an image inside a vector file, with a note. */
#define EXPORT_MAX_RECTANGLES 200000
