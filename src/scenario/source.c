#include "source.h"

#include <string.h>

/* Lines longer than this are not repeated in messages: nobody could see the caret. */
#define LONGEST_SHOWN_LINE 500
/* Beyond, a column counts bytes. */
#define MOST_COLUMNS_COUNTED 20000

Source *
source_new (const char *text,
            size_t      length,
            const char *file_name)
{
  Source *source = g_new0 (Source, 1);

  source->text = g_malloc (length + 1);
  if (length > 0)
    memcpy (source->text, text, length);
  source->text[length] = 0;
  source->length = source->shown_length = length;
  source->file_name = g_strdup (file_name != NULL ? file_name : "-");
  source->line_starts = g_array_new (FALSE, FALSE, sizeof (size_t));

  source->last_column = g_new0 (SourceColumn, 1);

  size_t start = 0;
  g_array_append_val (source->line_starts, start);
  for (size_t i = 0; i < length; i++)
    {
      if (source->text[i] == '\r' && source->text[i + 1] == '\n')
        continue;
      if (source->text[i] == '\n' || source->text[i] == '\r')
        {
          start = i + 1;
          g_array_append_val (source->line_starts, start);
        }
    }

  return source;
}

void
source_free (Source *source)
{
  if (source == NULL)
    return;

  g_free (source->text);
  g_free (source->file_name);
  g_array_unref (source->line_starts);
  g_free (source->last_column);
  g_free (source);
}

size_t
source_n_lines (const Source *source)
{
  size_t n = source->line_starts->len;

  /* What follows the last line's end is a line only if something stands there. */
  if (n > 1 && g_array_index (source->line_starts, size_t, n - 1) == source->length)
    n--;
  return n;
}

char *
source_dup_line (const Source *source,
                 unsigned      line)
{
  if (line == 0 || line > source->line_starts->len)
    return NULL;

  size_t first = g_array_index (source->line_starts, size_t, line - 1);
  size_t end = MIN (first, source->shown_length);

  first = end;
  while (end < source->shown_length && source->text[end] != '\n' && source->text[end] != '\r')
    if (++end - first > LONGEST_SHOWN_LINE)
      return NULL;
  return g_utf8_make_valid (source->text + first, end - first);
}

size_t
source_character_bytes (const Source *source,
                        size_t        offset)
{
  const char *at = source->text + offset;
  gunichar character = g_utf8_get_char_validated (at, source->length - offset);

  if (*at == 0 || character == (gunichar) -1 || character == (gunichar) -2)
    return 1;
  return g_utf8_next_char (at) - at;
}

static size_t
line_of_offset (const Source *source,
                size_t        offset)
{
  size_t low = 0, high = source->line_starts->len;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (g_array_index (source->line_starts, size_t, middle) <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

unsigned
source_line (const Source *source,
             size_t        offset)
{
  return line_of_offset (source, offset) + 1;
}

Place
source_place (const Source *source,
              size_t        offset,
              size_t        length)
{
  size_t line = line_of_offset (source, offset);
  size_t start = g_array_index (source->line_starts, size_t, line);
  Place place = { line + 1, 1, 0 };

  /* A byte order mark is no character of the first line. */
  if (line == 0 && source->length >= 3 && memcmp (source->text, "\xef\xbb\xbf", 3) == 0 && offset >= 3)
    start = 3;

  /* Nobody looks for the millionth column. */
  if (offset > start + MOST_COLUMNS_COUNTED)
    {
      place.column = offset - start + 1;
      place.length = MIN (MAX (length, 1), LONGEST_SHOWN_LINE);
      return place;
    }

  SourceColumn *last = source->last_column;
  size_t i = start;
  if (last->column > 0 && last->line_start == start && last->offset <= offset)
    {
      i = last->offset;
      place.column = last->column;
    }
  for (; i < offset; i += source_character_bytes (source, i))
    place.column++;
  *last = (SourceColumn) { start, i, place.column };

  for (i = offset; i < offset + length && i < source->length && place.length < LONGEST_SHOWN_LINE;
       i += source_character_bytes (source, i))
    {
      if (source->text[i] == '\n' || source->text[i] == '\r')
        break;
      place.length++;
    }
  if (place.length == 0)
    place.length = 1;

  return place;
}

void
source_report (const Source    *source,
               Messages        *messages,
               MessageSeverity  severity,
               Place            place,
               const char      *suggestion,
               const char      *format,
               ...)
{
  if (messages == NULL)
    return;
  /* Of these only the number is told. */
  if (messages_n_errors (messages) > MESSAGES_MAX)
    {
      /* Behind all that are shown, whatever its place: it has no words. */
      messages_add (messages, &(Message) { .severity = severity, .file = source->file_name, .line = G_MAXINT, .column = 1,
                                           .length = 1, .text = (char *) "" });
      return;
    }

  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *line = source_dup_line (source, place.line);

  messages_add (messages, &(Message) {
    .severity = severity,
    .file = source->file_name,
    .line = place.line,
    .column = place.column,
    .length = MAX (place.length, 1),
    .text = text,
    .source = line,
    .suggestion = (char *) suggestion,
  });
}
