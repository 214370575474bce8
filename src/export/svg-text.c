#include "export/svg-text.h"

#include <math.h>

static void
append_rounded (GString *out,
                double   number,
                int      n_decimals)
{
  char digits[32];
  int at = sizeof digits;
  gint64 units;
  guint64 rest;

  if (!(fabs (number) < 1e13))
    number = 0;
  units = (gint64) floor (number * pow (10, n_decimals) + 0.5);
  rest = (guint64) (units < 0 ? -units : units);

  while (n_decimals && rest % 10 == 0)
    {
      rest /= 10;
      n_decimals--;
    }
  if (n_decimals)
    {
      for (; n_decimals; n_decimals--, rest /= 10)
        digits[--at] = (char) ('0' + rest % 10);
      digits[--at] = '.';
    }
  do
    {
      digits[--at] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest);
  if (units < 0)
    digits[--at] = '-';
  g_string_append_len (out, digits + at, (gssize) sizeof digits - at);
}

void
svg_number (GString *out,
            double   number)
{
  append_rounded (out, number, 2);
}

void
svg_factor (GString *out,
            double   factor)
{
  append_rounded (out, factor, 5);
}

void
svg_attribute (GString    *out,
               const char *name,
               double      number)
{
  g_string_append_c (out, ' ');
  g_string_append (out, name);
  g_string_append (out, "=\"");
  svg_number (out, number);
  g_string_append_c (out, '"');
}

void
svg_point (GString *out,
           double   x,
           double   y)
{
  svg_number (out, x);
  g_string_append_c (out, ' ');
  svg_number (out, y);
}

void
svg_color (GString   *out,
           PaintColor color)
{
  g_string_append_printf (out, "#%02x%02x%02x", (unsigned) lrint (color.red * 255),
                          (unsigned) lrint (color.green * 255), (unsigned) lrint (color.blue * 255));
}

void
svg_paint (GString    *out,
           const char *name,
           PaintColor  color)
{
  g_string_append_c (out, ' ');
  g_string_append (out, name);
  g_string_append (out, "=\"");
  svg_color (out, color);
  g_string_append_c (out, '"');
}

static bool
is_xml_letter (gunichar letter)
{
  return letter == '\t' || letter == '\n' || (letter >= 0x20 && letter < 0x7f)
         || (letter >= 0xa0 && letter < 0xd800) || (letter >= 0xe000 && letter < 0xfffe) || letter >= 0x10000;
}

void
svg_escape (GString    *out,
            const char *text)
{
  char *valid = g_utf8_make_valid (text, -1);
  const char *at;

  for (at = valid; *at; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (letter == '&')
        g_string_append (out, "&amp;");
      else if (letter == '<')
        g_string_append (out, "&lt;");
      else if (letter == '>')
        g_string_append (out, "&gt;");
      else if (letter == '"')
        g_string_append (out, "&quot;");
      else
        g_string_append_unichar (out, is_xml_letter (letter) ? letter : 0xfffd);
    }
  g_free (valid);
}

void
svg_element (GString    *out,
             const char *name,
             const char *attributes,
             const char *text)
{
  if (!text)
    return;

  g_string_append_printf (out, "<%s%s>", name, attributes);
  svg_escape (out, text);
  g_string_append_printf (out, "</%s>", name);
}
