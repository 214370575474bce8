/* text.c - texts of several lines, as shapes */
#include "figure/text.h"

#include <string.h>

typedef struct {
  const SceneMeasure *measure;
  SceneFont           font;
  double              width;
  const char         *text;
  PangoLogAttr       *attributes;   /* by letter; one more at the end */
  int                 n_letters;
} Wrap;

static double
width_of (const Wrap *wrap,
          const char *first,
          const char *end)
{
  g_autofree char *part = NULL;

  while (end > first && g_ascii_isspace (end[-1]))
    end--;
  part = g_strndup (first, (gsize) (end - first));
  return wrap->measure->advance (wrap->measure, wrap->font, part);
}

/* The letter before which the line ends that begins with letter `from`: the last break that fits, or at least
 * one letter. */
static int
end_of_line (const Wrap *wrap,
             int         from)
{
  const char *first = g_utf8_offset_to_pointer (wrap->text, from), *at = first;
  int best = -1, letter = from;

  while (letter < wrap->n_letters)
    {
      at = g_utf8_next_char (at);
      letter++;
      if (!wrap->attributes[letter].is_line_break && letter < wrap->n_letters)
        continue;
      if (width_of (wrap, first, at) > wrap->width)
        break;
      best = letter;
      if (wrap->attributes[letter].is_mandatory_break)
        return best;
    }
  if (best > 0)
    return best;

  /* One word alone is wider. */
  for (at = first, letter = best = from; letter < wrap->n_letters; letter++)
    {
      if (letter > from && wrap->attributes[letter].is_cursor_position)
        {
          if (width_of (wrap, first, at) > wrap->width)
            break;
          best = letter;
        }
      at = g_utf8_next_char (at);
    }
  if (letter == wrap->n_letters && width_of (wrap, first, at) <= wrap->width)
    best = letter;
  return MAX (best, from + 1);
}

GPtrArray *
figure_wrap (const FigureWork *work,
             SceneFont         font,
             const char       *text,
             double            width)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  int n_letters = (int) g_utf8_strlen (valid, -1);
  g_autofree PangoLogAttr *attributes = g_new0 (PangoLogAttr, n_letters + 1);
  Wrap wrap = { work->measure, font, width, valid, attributes, n_letters };

  pango_get_log_attrs (valid, (int) strlen (valid), -1, pango_language_from_string (work->tag), attributes, n_letters + 1);
  for (int letter = 0; letter < n_letters;)
    {
      int end = end_of_line (&wrap, letter);
      const char *first = g_utf8_offset_to_pointer (valid, letter);

      g_ptr_array_add (lines, g_strchomp (g_strndup (first, (gsize) (g_utf8_offset_to_pointer (valid, end) - first))));
      letter = end;
    }
  return lines;
}

double
figure_add_text (const FigureWork *work,
                 ScenePicture     *out,
                 ScenePoint        at,
                 double            width,
                 FigureInk         ink,
                 const char       *text)
{
  g_autoptr (GPtrArray) lines = figure_wrap (work, ink.font, text, width);
  double height = work->measure->line_height[ink.font];

  for (guint i = 0; out != NULL && i < lines->len; i++)
    scene_add_text (out, SCENE_NO_KEY, (SceneRect) { at.x, at.y + i * height, width, height }, ink.font, ink.align,
                    ink.role, g_ptr_array_index (lines, i));
  return lines->len * height;
}

double
figure_balanced (const FigureWork *work,
                 SceneFont         font,
                 const char       *text,
                 double            width)
{
  g_autoptr (GPtrArray) lines = figure_wrap (work, font, text, width);
  double least = lines->len > 1 ? width / 2 : width, most = width;

  while (most - least > 8)
    {
      double middle = (least + most) / 2;
      g_autoptr (GPtrArray) others = figure_wrap (work, font, text, middle);

      if (others->len > lines->len)
        least = middle;
      else
        most = middle;
    }
  return most;
}
