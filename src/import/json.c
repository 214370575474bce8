/* json.c - JSON, read strictly, with the place of every value */
#include "import/json.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  ImportText *text;
  const char *at, *end;
  unsigned    depth;
  unsigned    n_values;
} Parser;

static JsonValue *parse_value (Parser *parser);

void
json_value_free (JsonValue *value)
{
  if (value == NULL)
    return;

  g_free (value->string);
  g_free (value->key);
  g_clear_pointer (&value->members, g_hash_table_unref);
  g_clear_pointer (&value->children, g_ptr_array_unref);
  g_free (value);
}

static void *
fail (Parser     *parser,
      const char *from,
      const char *to,
      const char *sentence)
{
  import_text_go_to (parser->text, from);
  import_text_complain (parser->text, MIN (from, parser->text->line_end), MIN (to, parser->text->line_end), NULL,
                        "%s", sentence);
  return NULL;
}

static void
skip_space (Parser *parser)
{
  while (parser->at < parser->end && strchr (" \t\r\n", *parser->at) != NULL)
    parser->at++;
}

static gboolean
take (Parser *parser,
      char    character)
{
  if (parser->at >= parser->end || *parser->at != character)
    return FALSE;
  parser->at++;
  return TRUE;
}

/* --- strings ------------------------------------------------------------------------------ */

static gboolean
take_four_digits (Parser   *parser,
                  gunichar *unit)
{
  *unit = 0;
  for (unsigned i = 0; i < 4; i++, parser->at++)
    {
      if (parser->at >= parser->end || !g_ascii_isxdigit (*parser->at))
        return FALSE;
      *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*parser->at);
    }
  return TRUE;
}

static gboolean
take_unicode (Parser  *parser,
              GString *string)
{
  gunichar unit, low;

  if (!take_four_digits (parser, &unit))
    return FALSE;
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      if (!take (parser, '\\') || !take (parser, 'u') || !take_four_digits (parser, &low)
          || low < 0xdc00 || low > 0xdfff)
        return FALSE;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (unit >= 0xdc00 && unit < 0xe000)
    return FALSE;

  g_string_append_unichar (string, unit != 0 ? unit : 0xfffd);
  return TRUE;
}

static gboolean
take_escape (Parser  *parser,
             GString *string)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (take (parser, 'u'))
    return take_unicode (parser, string);
  if (parser->at >= parser->end || (letter = strchr (letters, *parser->at)) == NULL)
    return FALSE;

  g_string_append_c (string, meanings[letter - letters]);
  parser->at++;
  return TRUE;
}

/* After the opening quote. NULL: said. */
static char *
parse_string (Parser *parser)
{
  g_autoptr (GString) string = g_string_new (NULL);
  const char *from = parser->at - 1;

  while (parser->at < parser->end && (unsigned char) *parser->at >= 0x20)
    {
      const char *character = parser->at;

      if (take (parser, '"'))
        return g_strdup (string->str);
      if (!take (parser, '\\'))
        g_string_append_c (string, *parser->at++);
      else if (!take_escape (parser, string))
        return fail (parser, character, parser->at, _("This is no escape sequence of JSON."));
    }
  return fail (parser, from, parser->at, _("The string is not closed on its line."));
}

/* --- numbers and words -------------------------------------------------------------------- */

static JsonValue *
parse_number (Parser    *parser,
              JsonValue *value)
{
  const char *digits;
  gboolean is_whole = TRUE, fits = TRUE;

  is_whole = !take (parser, '-');
  digits = parser->at;
  for (; parser->at < parser->end && g_ascii_isdigit (*parser->at); parser->at++)
    {
      uint64_t digit = (uint64_t) (*parser->at - '0');

      fits = fits && value->number <= (UINT64_MAX - digit) / 10;
      value->number = value->number * 10 + digit;
    }
  if (parser->at == digits || (*digits == '0' && parser->at > digits + 1))
    return fail (parser, value->from, parser->at, _("This is no number of JSON."));

  while (parser->at < parser->end && *parser->at != 0 && strchr ("+-.eE0123456789", *parser->at) != NULL)
    {
      is_whole = FALSE;
      parser->at++;
    }

  value->kind = JSON_KIND_NUMBER;
  value->has_number = is_whole && fits;
  return value;
}

static JsonValue *
parse_word (Parser    *parser,
            JsonValue *value)
{
  if (import_take (&parser->at, parser->end, "true") || import_take (&parser->at, parser->end, "false"))
    {
      value->kind = JSON_KIND_BOOLEAN;
      value->number = *value->from == 't';
      return value;
    }
  if (import_take (&parser->at, parser->end, "null"))
    return value;

  return fail (parser, parser->at, parser->at + 1, _("A JSON value is expected here."));
}

/* --- arrays and objects ------------------------------------------------------------------- */

static gboolean
parse_key (Parser    *parser,
           JsonValue *object,
           char     **key)
{
  const char *from;

  skip_space (parser);
  from = parser->at;
  if (!take (parser, '"'))
    {
      fail (parser, from, from + 1, _("A key in quotation marks is expected here."));
      return FALSE;
    }
  *key = parse_string (parser);
  if (*key == NULL)
    return FALSE;

  if (json_value_member (object, *key) != NULL)
    fail (parser, from, parser->at, _("The key stands twice in this object."));
  else
    {
      skip_space (parser);
      if (take (parser, ':'))
        return TRUE;
      fail (parser, parser->at, parser->at + 1, _("“:” is expected here."));
    }
  g_clear_pointer (key, g_free);
  return FALSE;
}

static JsonValue *
parse_children (Parser    *parser,
                JsonValue *value,
                char       closing)
{
  value->kind = closing == '}' ? JSON_KIND_OBJECT : JSON_KIND_ARRAY;
  value->children = g_ptr_array_new_with_free_func ((GDestroyNotify) json_value_free);
  if (value->kind == JSON_KIND_OBJECT)
    value->members = g_hash_table_new (g_str_hash, g_str_equal);

  skip_space (parser);
  if (take (parser, closing))
    return value;

  do
    {
      char *key = NULL;
      JsonValue *child;

      if (value->kind == JSON_KIND_OBJECT && !parse_key (parser, value, &key))
        return NULL;
      child = parse_value (parser);
      if (child == NULL)
        {
          g_free (key);
          return NULL;
        }
      child->key = key;
      g_ptr_array_add (value->children, child);
      if (key != NULL)
        g_hash_table_insert (value->members, key, child);
      skip_space (parser);
    }
  while (take (parser, ','));

  if (!take (parser, closing))
    return fail (parser, parser->at, parser->at + 1,
                 closing == '}' ? _("“,” or “}” is expected here.") : _("“,” or “]” is expected here."));
  return value;
}

static JsonValue *
parse_value (Parser *parser)
{
  g_autoptr (JsonValue) value = g_new0 (JsonValue, 1);
  JsonValue *parsed;

  skip_space (parser);
  value->from = parser->at;

  if (parser->depth >= JSON_MAX_DEPTH)
    return fail (parser, parser->at, parser->at + 1, _("The text is nested too deeply."));
  if (++parser->n_values > JSON_MAX_VALUES)
    return fail (parser, parser->at, parser->at + 1, _("The text has too many values."));
  if (parser->at >= parser->end)
    return fail (parser, parser->at, parser->at, _("The text ends where a JSON value is expected."));

  parser->depth++;
  if (take (parser, '{'))
    parsed = parse_children (parser, value, '}');
  else if (take (parser, '['))
    parsed = parse_children (parser, value, ']');
  else if (take (parser, '"'))
    {
      value->kind = JSON_KIND_STRING;
      value->string = parse_string (parser);
      parsed = value->string != NULL ? value : NULL;
    }
  else if (*parser->at == '-' || g_ascii_isdigit (*parser->at))
    parsed = parse_number (parser, value);
  else
    parsed = parse_word (parser, value);
  parser->depth--;

  if (parsed == NULL)
    return NULL;
  value->to = parser->at;
  return g_steal_pointer (&value);
}

JsonValue *
json_value_parse (ImportText *text)
{
  Parser parser = { .text = text };
  g_autoptr (JsonValue) value = NULL;

  import_text_rewind (text);
  parser.at = text->next;
  parser.end = text->text_end;

  value = parse_value (&parser);
  if (value == NULL)
    return NULL;
  skip_space (&parser);
  if (parser.at < parser.end)
    return fail (&parser, parser.at, parser.at + 1, _("Nothing may follow the JSON value."));
  return g_steal_pointer (&value);
}

/* --- looking ------------------------------------------------------------------------------ */

const JsonValue *
json_value_member (const JsonValue *object,
                   const char      *key)
{
  if (object == NULL || object->kind != JSON_KIND_OBJECT)
    return NULL;
  return g_hash_table_lookup (object->members, key);
}

gboolean
json_value_to_u64 (const JsonValue *value,
                   uint64_t        *number)
{
  const char *digits;
  char *stop;

  if (value->kind == JSON_KIND_NUMBER)
    {
      *number = value->number;
      return value->has_number;
    }
  if (value->kind != JSON_KIND_STRING)
    return FALSE;

  digits = g_str_has_prefix (value->string, "0x") ? value->string + 2 : value->string;
  if (!g_ascii_isxdigit (*digits))
    return FALSE;
  errno = 0;
  *number = g_ascii_strtoull (digits, &stop, digits != value->string ? 16 : 10);
  return errno == 0 && *stop == 0;
}

/* --- members that must be there --------------------------------------------------------------- */

gboolean
json_complain (const JsonValue *value,
                     ImportText      *text,
                     const char      *format,
                     ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  import_text_go_to (text, value->from);
  import_text_complain (text, value->from, MIN (value->to, text->line_end), NULL, "%s", sentence);
  return FALSE;
}

gboolean
json_read_number (const JsonValue *object,
                        ImportText      *text,
                        const char      *key,
                        uint64_t         most,
                        uint64_t        *number)
{
  const JsonValue *value = json_value_member (object, key);

  if (value == NULL)
    return json_complain (object, text, _("There is no “%s” here."), key);
  if (!json_value_to_u64 (value, number) || *number > most)
    return json_complain (value, text, _("“%s” is a whole number up to %lu."), key, (unsigned long) most);
  return TRUE;
}

const JsonValue *
json_read_list (const JsonValue *object,
                      ImportText      *text,
                      const char      *key)
{
  const JsonValue *value = json_value_member (object, key);

  if (value != NULL && value->kind == JSON_KIND_ARRAY)
    return value;
  json_complain (value != NULL ? value : object, text, _("A list “%s” is expected here."), key);
  return NULL;
}

const JsonValue *
json_read_object (const JsonValue *object,
                        ImportText      *text,
                        const char      *key)
{
  const JsonValue *value = json_value_member (object, key);

  if (value != NULL && value->kind == JSON_KIND_OBJECT)
    return value;
  json_complain (value != NULL ? value : object, text, _("“%s” is expected here, with its members."), key);
  return NULL;
}
