/* messages.c - what is wrong with a text, where, and what may have been meant */
#include "narration/messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* A source line longer than this is shown in part, around the place that is meant. */
#define MAX_SHOWN_CHARACTERS 160
#define SHOWN_BEFORE         60

typedef struct {
  Message  message;
  unsigned file_rank;             /* files in the order in which they were first named */
  unsigned line, column;          /* of the message that this one belongs to: a note stays behind it */
  guint64  sequence;
} Entry;

struct Messages {
  GPtrArray *entries;             /* Entry, sorted by place */
  GPtrArray *files;               /* char * */
  guint64    n_added;
  size_t     n_errors;
  size_t     n_dropped;
  Entry      last;                /* place of the message that was added last; texts unset */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->message.file);
  g_free (entry->message.text);
  g_free (entry->message.source);
  g_free (entry->message.suggestion);
  g_free (entry);
}

Messages *
messages_new (void)
{
  Messages *messages = g_new0 (Messages, 1);

  messages->entries = g_ptr_array_new_with_free_func (entry_free);
  messages->files = g_ptr_array_new_with_free_func (g_free);
  return messages;
}

void
messages_free (Messages *messages)
{
  if (messages == NULL)
    return;

  g_ptr_array_unref (messages->entries);
  g_ptr_array_unref (messages->files);
  g_free (messages);
}

size_t
messages_n (const Messages *messages)
{
  return messages->entries->len;
}

size_t
messages_n_errors (const Messages *messages)
{
  return messages->n_errors;
}

const Message *
messages_at (const Messages *messages,
             size_t          index)
{
  g_return_val_if_fail (index < messages->entries->len, NULL);

  return &((const Entry *) g_ptr_array_index (messages->entries, index))->message;
}

/* --- keeping them in order ---------------------------------------------------------------- */

static unsigned
rank_of_file (Messages   *messages,
              const char *file)
{
  for (unsigned i = 0; i < messages->files->len; i++)
    if (g_strcmp0 (g_ptr_array_index (messages->files, i), file) == 0)
      return i;

  g_ptr_array_add (messages->files, g_strdup (file));
  return messages->files->len - 1;
}

static int
compare_places (const Entry *a,
                const Entry *b)
{
  if (a->file_rank != b->file_rank)
    return a->file_rank < b->file_rank ? -1 : 1;
  if (a->line != b->line)
    return a->line < b->line ? -1 : 1;
  if (a->column != b->column)
    return a->column < b->column ? -1 : 1;
  return a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

static void
insert_sorted (Messages *messages,
               Entry    *entry)
{
  unsigned place = messages->entries->len;

  while (place > 0 && compare_places (entry, g_ptr_array_index (messages->entries, place - 1)) < 0)
    place--;
  g_ptr_array_insert (messages->entries, (int) place, entry);

  if (messages->entries->len > MESSAGES_MAX)
    {
      g_ptr_array_remove_index (messages->entries, MESSAGES_MAX);
      messages->n_dropped++;
    }
}

static char *
make_valid (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

void
messages_add (Messages      *messages,
              const Message *message)
{
  Entry *entry = g_new0 (Entry, 1);

  g_return_if_fail (message->text != NULL);

  entry->message = *message;
  entry->message.file = make_valid (message->file);
  entry->message.text = make_valid (message->text);
  entry->message.source = make_valid (message->source);
  entry->message.suggestion = make_valid (message->suggestion);
  entry->message.length = MAX (message->length, 1);

  if (message->severity == MESSAGE_NOTE && messages->n_added > 0)
    {
      entry->file_rank = messages->last.file_rank;
      entry->line = messages->last.line;
      entry->column = messages->last.column;
    }
  else
    {
      entry->file_rank = rank_of_file (messages, entry->message.file);
      entry->line = message->line;
      entry->column = message->column;
    }
  entry->sequence = messages->n_added++;
  messages->last = *entry;
  messages->n_errors += message->severity == MESSAGE_ERROR;

  insert_sorted (messages, entry);
}

/* --- as text ------------------------------------------------------------------------------ */

typedef struct {
  const char *place, *error, *warning, *note, *caret, *end;
} Colors;

static const Colors ansi_colors = {
  "\033[1m", "\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;32m", "\033[0m"
};
static const Colors no_colors = { "", "", "", "", "", "" };

/* What a terminal would obey is shown, not sent; a tab stays. */
static gunichar
harmless (gunichar character)
{
  return character != '\t' && g_unichar_iscntrl (character) ? 0xfffd : character;
}

static void
append_harmless (GString    *out,
                 const char *text)
{
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      g_string_append_unichar (out, character == '\n' ? ' ' : harmless (character));
    }
}

/* Columns that a character takes on a terminal. */
static unsigned
width_of (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

static void
append_times (GString *out,
              char     character,
              unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    g_string_append_c (out, character);
}

/* The line, and below it a caret and an underline. Tabs are repeated below, so that both lines meet at
 * the reader's tab stops, whatever these are. */
static void
append_source (GString       *out,
               const Message *message,
               const Colors  *colors)
{
  g_autoptr (GString) below = g_string_new (NULL);
  glong    n_characters = g_utf8_strlen (message->source, -1);
  glong    hidden = message->source_column > 0 ? (glong) message->source_column - 1 : 0;
  glong    caret = CLAMP ((glong) message->column - 1 - hidden, 0, n_characters);
  glong    underline_end = caret + (glong) MIN (message->length, G_MAXINT);
  glong    first = 0, end = n_characters, index;
  gboolean is_open = FALSE;
  const char *p;

  if (n_characters > MAX_SHOWN_CHARACTERS)
    {
      first = MAX (0, MIN (caret - SHOWN_BEFORE, n_characters - MAX_SHOWN_CHARACTERS));
      end = MIN (n_characters, first + MAX_SHOWN_CHARACTERS);
    }

  g_string_append (out, "  ");
  g_string_append (below, "  ");
  if (first > 0 || hidden > 0)
    {
      g_string_append (out, "…");
      g_string_append_c (below, ' ');
    }

  p = g_utf8_offset_to_pointer (message->source, first);
  for (index = first; index < end; index++, p = g_utf8_next_char (p))
    {
      gunichar character = harmless (g_utf8_get_char (p));
      unsigned width = width_of (character);

      g_string_append_unichar (out, character);

      if (index == caret)
        {
          g_string_append (below, colors->caret);
          g_string_append_c (below, '^');
          is_open = TRUE;
          if (character == '\t')
            g_string_append_c (below, '\t');
          else
            append_times (below, '~', width > 1 ? width - 1 : 0);
        }
      else if (character == '\t')
        g_string_append_c (below, '\t');
      else if (index > caret && index < underline_end)
        append_times (below, '~', width);
      else if (index < caret)
        append_times (below, ' ', width);
    }
  if (end < n_characters)
    g_string_append (out, "…");
  if (!is_open)
    {
      g_string_append (below, colors->caret);
      g_string_append_c (below, '^');
    }

  /* Tabs behind the underline are of no use. */
  while (below->len > 0 && below->str[below->len - 1] == '\t')
    g_string_truncate (below, below->len - 1);

  g_string_append_printf (out, "\n%s%s\n", below->str, colors->end);
}

static const char *
severity_name (MessageSeverity severity)
{
  switch (severity)
    {
    case MESSAGE_ERROR:
      return C_("message", "error");
    case MESSAGE_WARNING:
      return C_("message", "warning");
    case MESSAGE_NOTE:
      return C_("message", "note");
    }
  return "";
}

static const char *
severity_color (MessageSeverity severity,
                const Colors   *colors)
{
  switch (severity)
    {
    case MESSAGE_ERROR:
      return colors->error;
    case MESSAGE_WARNING:
      return colors->warning;
    case MESSAGE_NOTE:
      return colors->note;
    }
  return "";
}

static void
append_message (GString       *out,
                const Message *message,
                const Colors  *colors)
{
  g_string_append (out, colors->place);
  if (message->file != NULL && *message->file != 0)
    {
      append_harmless (out, message->file);
      g_string_append_c (out, ':');
      if (message->line > 0)
        g_string_append_printf (out, "%u:", message->line);
      if (message->line > 0 && message->column > 0)
        g_string_append_printf (out, "%u:", message->column);
      g_string_append_c (out, ' ');
    }
  g_string_append_printf (out, "%s%s%s:%s ", colors->end, severity_color (message->severity, colors),
                          severity_name (message->severity), colors->end);
  append_harmless (out, message->text);
  g_string_append_c (out, '\n');

  if (message->source != NULL && message->column > 0)
    append_source (out, message, colors);
  if (message->suggestion != NULL)
    {
      g_string_append (out, "  ");
      append_harmless (out, message->suggestion);
      g_string_append_c (out, '\n');
    }
}

char *
messages_format (const Messages *messages,
                 gboolean        color)
{
  GString *out = g_string_new (NULL);
  const Colors *colors = color ? &ansi_colors : &no_colors;

  for (size_t i = 0; i < messages_n (messages); i++)
    append_message (out, messages_at (messages, i), colors);

  if (messages->n_dropped > 0)
    {
      g_string_append_printf (out,
                              ngettext ("%lu more message is not shown.",
                                        "%lu more messages are not shown.",
                                        messages->n_dropped),
                              (unsigned long) messages->n_dropped);
      g_string_append_c (out, '\n');
    }

  return g_string_free (out, FALSE);
}
