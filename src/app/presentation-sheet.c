/* presentation-sheet.c - what stands where when presenting */

#include "presentation-sheet.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define WIDTH  1280.0
#define HEIGHT 720.0

/* Below this sentences give way a little, or they would leave no room for the picture. */
#define SMALL_WIDTH  1024.0
#define SMALL_HEIGHT 720.0
#define LEAST_SHRINK 0.7

/* At 1280 × 720 */
#define MARGIN       44
#define TITLE_TOP    22
#define GAP          10
#define TITLE_SIZE   32
#define PLACE_SIZE   24
/* The picture has a margin of its own. */
#define PICTURE_MARGIN 20

/* Of the height: where the sentence may go with its wish for size, and where at most. */
#define WISHED_SHARE  0.36
#define LARGEST_SHARE 0.5

/* Longer lines are hard to follow, in sizes of the type. */
#define LONGEST_LINE  46
#define LINE_PITCH    1.34

/* Nobody reads more, and shaping it would take its time; in bytes. */
#define LONGEST_TEXT  4096

/* As much as a screen takes beside each other, in columns of type; a choice with what is around it. */
#define SCREEN_COLUMNS 66
#define AROUND_CHOICE  5
/* In lines of the sentence: of the question, and of a choice with its button. */
#define ASKED_LINE  0.9
#define CHOICE_LINE 1
/* A question may cover the legend of the picture, but not the picture; nor may it take too much of its room. */
#define LEGEND_LINE 0.9
#define LEAST_QUESTION   3
#define LARGEST_QUESTION 4

unsigned
presentation_n_columns (const char *text)
{
  unsigned n = 0;

  for (const char *at = text; *at; at = g_utf8_next_char (at))
    n += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  return n;
}

bool
presentation_is_row (const char *const *choices)
{
  unsigned n = 0;

  for (int i = 0; choices && choices[i]; i++)
    n += presentation_n_columns (choices[i]) + AROUND_CHOICE;
  return n <= SCREEN_COLUMNS;
}

double
presentation_question_lines (const char        *text,
                             const char *const *choices)
{
  unsigned n_lines = (presentation_n_columns (text) + SCREEN_COLUMNS - 1) / SCREEN_COLUMNS, n_rows = 1;

  if (choices && !presentation_is_row (choices))
    for (n_rows = 0; choices[n_rows];)
      n_rows++;
  return CLAMP (n_lines * ASKED_LINE + n_rows * CHOICE_LINE - LEGEND_LINE, LEAST_QUESTION, LARGEST_QUESTION);
}

static gboolean
is_bold (PresentationText which)
{
  return which == PRESENTATION_TITLE;
}

static PangoFontDescription *
new_description (PangoContext     *context,
                 PresentationText  which,
                 double            size)
{
  PangoFontDescription *description = pango_font_description_new ();
  const char *language = pango_language_to_string (pango_context_get_language (context));

  pango_font_description_set_family (description, paint_fonts_families (SCENE_FONT_BODY, language));
  pango_font_description_set_weight (description, is_bold (which) ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);

  return description;
}

static int
length_of (const char *text)
{
  size_t length = strlen (text);

  return length <= LONGEST_TEXT ? (int) length : (int) (g_utf8_find_prev_char (text, text + LONGEST_TEXT) - text);
}

static PangoLayout *
new_layout (PangoContext     *context,
            PresentationText  which,
            double            size,
            double            width,
            const char       *text)
{
  PangoFontDescription *description = new_description (context, which, size);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, description, NULL);
  PangoLayout *layout = pango_layout_new (context);
  int height = pango_font_metrics_get_height (metrics);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, MAX (1, width) * PANGO_SCALE);
  pango_layout_set_spacing (layout, MAX (0, LINE_PITCH * size * PANGO_SCALE - height));
  pango_layout_set_text (layout, text ? text : "", text ? length_of (text) : 0);

  pango_font_metrics_unref (metrics);
  pango_font_description_free (description);
  return layout;
}

static double
height_of (PangoContext     *context,
           PresentationText  which,
           double            size,
           double            width,
           GPtrArray        *texts)
{
  double highest = LINE_PITCH * size;

  for (guint i = 0; texts && i < texts->len; i++)
    {
      PangoLayout *layout = new_layout (context, which, size, width, g_ptr_array_index (texts, i));
      int height;

      pango_layout_get_size (layout, NULL, &height);
      highest = MAX (highest, (double) height / PANGO_SCALE);
      g_object_unref (layout);
    }

  return ceil (highest);
}

static double
width_of (PangoContext     *context,
          PresentationText  which,
          double            size,
          GPtrArray        *texts)
{
  double widest = 0;

  for (guint i = 0; texts && i < texts->len; i++)
    {
      PangoLayout *layout = new_layout (context, which, size, 1, g_ptr_array_index (texts, i));
      int width;

      pango_layout_set_width (layout, -1);
      pango_layout_get_size (layout, &width, NULL);
      widest = MAX (widest, (double) width / PANGO_SCALE);
      g_object_unref (layout);
    }

  return ceil (widest);
}

static double
place_width (PangoContext *context,
             double        size)
{
  g_autoptr (GPtrArray) widest = g_ptr_array_new ();

  g_ptr_array_add (widest, (gpointer) "888 / 888");
  return width_of (context, PRESENTATION_PLACE, size, widest);
}

static void
place_above (PresentationSheet         *sheet,
             PangoContext              *context,
             const PresentationContent *content,
             double                     larger,
             double                     least)
{
  double left = sheet->margin, right = content->size.width - sheet->margin, top = TITLE_TOP * sheet->screen;
  double place_size = PLACE_SIZE * MIN (larger, sheet->screen * 1.25), wide = place_width (context, place_size);
  double room = MAX (1, right - left - wide - sheet->margin / 2), size = TITLE_SIZE * larger, title;
  double widest = width_of (context, PRESENTATION_TITLE, size, content->titles);

  /* On one line if it can be. */
  if (widest > room)
    size = MAX (least, floor (size * room / widest * 2) / 2);
  title = MIN (height_of (context, PRESENTATION_TITLE, size, room, content->titles),
               ceil (2 * LINE_PITCH * size));

  sheet->sizes[PRESENTATION_TITLE] = size;
  sheet->sizes[PRESENTATION_PLACE] = place_size;
  sheet->places[PRESENTATION_TITLE] = (SceneRect) { left, top, room, title };
  sheet->places[PRESENTATION_PLACE] = (SceneRect) { right - wide, top, wide, title };
}

static void
place_below (PresentationSheet         *sheet,
             PangoContext              *context,
             const PresentationContent *content,
             double                     larger,
             double                     least)
{
  double height = content->size.height, size = PRESENTATION_LEAST_SIZE * larger, needed, width;

  for (;;)
    {
      width = MIN (content->size.width - 2 * sheet->margin, LONGEST_LINE * size);
      needed = MAX (height_of (context, PRESENTATION_SENTENCE, size, width, content->sentences),
                    ceil (content->least_sentence * LINE_PITCH * size));
      if (needed <= WISHED_SHARE * height || size <= least)
        break;
      size = MAX (least, floor (size * 0.96 * 2) / 2);
    }

  needed = MIN (needed, floor (LARGEST_SHARE * height));
  sheet->sizes[PRESENTATION_SENTENCE] = size;
  sheet->places[PRESENTATION_SENTENCE] = (SceneRect) { sheet->margin, height - needed - (TITLE_TOP - 2) * sheet->screen,
                                                       width, needed };
}

void
presentation_sheet_make (PresentationSheet         *sheet,
                         PangoContext              *context,
                         const PresentationContent *content)
{
  double screen = MAX (1, MIN (content->size.width / WIDTH, content->size.height / HEIGHT));
  double larger = screen * MAX (1, content->desktop) * content->zoom;
  double small = MIN (1, MIN (content->size.width / SMALL_WIDTH, content->size.height / SMALL_HEIGHT));
  double least = PRESENTATION_LEAST_SIZE * screen * MIN (1, content->zoom) * MAX (LEAST_SHRINK, small);
  double font_scale = paint_palette (PAINT_PROJECTOR)->font_scale;
  const SceneRect *title = &sheet->places[PRESENTATION_TITLE], *sentence = &sheet->places[PRESENTATION_SENTENCE];
  double top;

  sheet->screen = screen;
  sheet->margin = MARGIN * screen;
  place_above (sheet, context, content, larger, least);
  place_below (sheet, context, content, larger, least);

  top = title->y + title->height + GAP * screen;
  sheet->picture = (SceneRect) { sheet->margin - PICTURE_MARGIN, top,
                                 MAX (1, content->size.width - 2 * (sheet->margin - PICTURE_MARGIN)),
                                 MAX (1, sentence->y - GAP * screen - top) };

  /* The projector's type is larger than the desktop's already; doubled text wants still more. */
  sheet->picture_scale = screen * MAX (1, content->desktop / font_scale) * content->zoom;
  /* A screen smaller than the sheet is made for has nobody in a last row: the desktop's type will do there. */
  sheet->least_picture_scale = content->size.width < WIDTH || content->size.height < HEIGHT ? screen / font_scale : screen;
}

PangoLayout *
presentation_sheet_layout (const PresentationSheet *sheet,
                           PangoContext            *context,
                           PresentationText         which,
                           const char              *text)
{
  SceneRect place = sheet->places[which];
  PangoLayout *layout = new_layout (context, which, sheet->sizes[which], place.width, text);

  pango_layout_set_height (layout, place.height * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  if (which == PRESENTATION_PLACE)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);

  return layout;
}

PaintColor
presentation_color (const PaintPalette *palette,
                    PresentationText    which)
{
  SceneFill fill = which == PRESENTATION_PLACE ? SCENE_FILL_FAINT : SCENE_FILL_STRONG;

  return palette->styles[scene_role (SCENE_HUE_NEUTRAL, fill)].text;
}
