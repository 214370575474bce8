/* text.c - a text, line by line, and tokens of a line */
#include "import/text.h"

#include <errno.h>
#include <string.h>

/* Bytes of a line kept before and behind the place that a message is about. */
#define KEPT_AROUND 1000

void
import_text_init (ImportText *text,
                  const char *bytes,
                  size_t      length,
                  const char *file_name,
                  Messages   *messages)
{
  memset (text, 0, sizeof *text);
  text->file_name = file_name;
  text->messages = messages;
  text->valid = g_utf8_make_valid (bytes != NULL ? bytes : "", (gssize) length);
  import_text_rewind (text);
}

void
import_text_clear (ImportText *text)
{
  g_free (text->valid);
  memset (text, 0, sizeof *text);
}

void
import_text_rewind (ImportText *text)
{
  text->next = text->valid;
  text->text_end = text->valid + strlen (text->valid);
  import_take (&text->next, text->text_end, "\xef\xbb\xbf");
  text->line = text->line_end = text->next;
  text->number = 0;
}

gboolean
import_text_next_line (ImportText *text)
{
  const char *newline;

  if (text->next >= text->text_end)
    return FALSE;

  newline = memchr (text->next, '\n', (size_t) (text->text_end - text->next));
  text->line = text->next;
  text->line_end = newline != NULL ? newline : text->text_end;
  text->next = newline != NULL ? newline + 1 : text->text_end;
  text->number++;
  if (text->line_end > text->line && text->line_end[-1] == '\r')
    text->line_end--;

  return TRUE;
}

void
import_text_go_to (ImportText *text,
                   const char *place)
{
  if (place < text->line)
    import_text_rewind (text);
  while ((text->number == 0 || place >= text->next) && import_text_next_line (text))
    continue;
}

unsigned
import_text_column (const ImportText *text,
                    const char       *place)
{
  return (unsigned) g_utf8_strlen (text->line, place - text->line) + 1;
}

static char *
dup_part_of_line (const ImportText *text,
                  const char       *place,
                  unsigned         *column)
{
  const char *from = text->line, *to = text->line_end;

  if (place - from > KEPT_AROUND)
    from = g_utf8_find_prev_char (text->line, place - KEPT_AROUND);
  if (to - place > KEPT_AROUND)
    to = g_utf8_find_prev_char (place, place + KEPT_AROUND);

  *column = import_text_column (text, from);
  return g_strndup (from, (size_t) (to - from));
}

void
import_text_complain (ImportText *text,
                      const char *from,
                      const char *to,
                      const char *suggestion,
                      const char *format,
                      ...)
{
  g_autofree char *sentence = NULL, *source = NULL;
  Message message = { .severity = MESSAGE_ERROR };
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  message.file = (char *) text->file_name;
  message.text = sentence;
  message.suggestion = (char *) suggestion;
  if (from != NULL)
    {
      source = dup_part_of_line (text, from, &message.source_column);
      message.line = text->number;
      message.column = import_text_column (text, from);
      message.length = to > from ? (unsigned) g_utf8_strlen (from, to - from) : 1;
      message.source = source;
    }

  messages_add (text->messages, &message);
}

void
import_skip_blanks (const char **at,
                    const char  *end)
{
  while (*at < end && (**at == ' ' || **at == '\t'))
    (*at)++;
}

gboolean
import_take (const char **at,
             const char  *end,
             const char  *expected)
{
  size_t length = strlen (expected);

  if ((size_t) (end - *at) < length || memcmp (*at, expected, length) != 0)
    return FALSE;

  *at += length;
  return TRUE;
}

gboolean
import_take_hex (const char **at,
                 const char  *end,
                 uint64_t    *value,
                 unsigned    *n_digits)
{
  const char *p = *at;

  if (end - p > 2 && p[0] == '0' && (p[1] == 'x' || p[1] == 'X') && g_ascii_isxdigit (p[2]))
    p += 2;

  *value = 0;
  *n_digits = 0;
  for (; p < end && g_ascii_isxdigit (*p); p++, (*n_digits)++)
    *value = *value << 4 | (uint64_t) g_ascii_xdigit_value (*p);
  if (*n_digits == 0)
    return FALSE;

  *at = p;
  return TRUE;
}

const char *
import_find (const char *at,
             const char *end,
             const char *text)
{
  return memmem (at, (size_t) (end - at), text, strlen (text));
}

gboolean
import_memparse (const char *at,
                 const char *end,
                 uint64_t   *bytes)
{
  static const char suffixes[] = "KMGTPE";
  g_autofree char *word = g_strndup (at, (size_t) (end - at));
  char *stop;
  const char *suffix;
  unsigned shift = 0;

  if (!g_ascii_isdigit (word[0]))
    return FALSE;

  errno = 0;
  *bytes = g_ascii_strtoull (word, &stop, 0);
  if (errno != 0 || stop == word)
    return FALSE;

  if (*stop != 0)
    {
      suffix = strchr (suffixes, g_ascii_toupper (*stop));
      if (suffix == NULL || stop[1] != 0)
        return FALSE;
      shift = 10 * (unsigned) (suffix - suffixes + 1);
    }
  if (*bytes > UINT64_MAX >> shift)
    return FALSE;

  *bytes <<= shift;
  return TRUE;
}
