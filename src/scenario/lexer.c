#include "lexer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Expanding macros may not make more of a text than the largest text could be. */
#define MAX_TOKENS 2000000
#define MAX_MACRO_DEPTH 32

typedef struct {
  const Source *source;
  Messages     *messages;
  TokenList    *list;
  size_t        at;
  gboolean      in_directive;     /* the end of the line ends what is read */
  gboolean      at_line_start;
  gboolean      too_many;
} Lexer;

static const struct {
  const char *name;
  const char *value;
} log_levels[] = {
  { "KERN_EMERG", "\0010" }, { "KERN_ALERT", "\0011" }, { "KERN_CRIT", "\0012" }, { "KERN_ERR", "\0013" },
  { "KERN_WARNING", "\0014" }, { "KERN_NOTICE", "\0015" }, { "KERN_INFO", "\0016" }, { "KERN_DEBUG", "\0017" },
  { "KERN_DEFAULT", "" }, { "KERN_CONT", "\001c" },
};

static char
character_at (const Lexer *lexer,
              size_t       ahead)
{
  return lexer->at + ahead < lexer->source->length ? lexer->source->text[lexer->at + ahead] : 0;
}

static gboolean
at_end (const Lexer *lexer)
{
  return lexer->at >= lexer->source->length;
}

/* A backslash at the end of a line joins it with the next. Returns its bytes, 0: none here. */
static size_t
line_joint (const Lexer *lexer)
{
  if (character_at (lexer, 0) != '\\')
    return 0;
  if (character_at (lexer, 1) == '\n')
    return 2;
  if (character_at (lexer, 1) == '\r')
    return character_at (lexer, 2) == '\n' ? 3 : 2;
  return 0;
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static void
complain (Lexer      *lexer,
          size_t      first,
          size_t      end,
          const char *suggestion,
          const char *text)
{
  source_report (lexer->source, lexer->messages, MESSAGE_ERROR, source_place (lexer->source, first, end - first),
                 suggestion, "%s", text);
}

static void
skip_line_comment (Lexer *lexer)
{
  while (!at_end (lexer) && !is_line_end (character_at (lexer, 0)))
    {
      size_t joint = line_joint (lexer);
      lexer->at += joint > 0 ? joint : 1;
    }
}

static void
skip_block_comment (Lexer *lexer)
{
  size_t first = lexer->at;

  for (lexer->at += 2; !at_end (lexer); lexer->at++)
    if (character_at (lexer, 0) == '*' && character_at (lexer, 1) == '/')
      {
        lexer->at += 2;
        return;
      }
  complain (lexer, first, first + 2, _("End it with “*/”."), _("This comment has no end."));
}

static void
skip_space (Lexer *lexer)
{
  while (!at_end (lexer))
    {
      char c = character_at (lexer, 0);
      size_t joint = line_joint (lexer);

      if (joint > 0)
        lexer->at += joint;
      else if (is_line_end (c))
        {
          if (lexer->in_directive)
            return;
          lexer->at_line_start = TRUE;
          lexer->at++;
        }
      else if (c == ' ' || c == '\t' || c == '\v' || c == '\f')
        lexer->at++;
      else if (c == '/' && character_at (lexer, 1) == '/')
        skip_line_comment (lexer);
      else if (c == '/' && character_at (lexer, 1) == '*')
        skip_block_comment (lexer);
      else
        return;
    }
}

static const char *
keep (Lexer      *lexer,
      const char *text,
      size_t      length)
{
  return g_string_chunk_insert_len (lexer->list->names, text, length);
}

static void
read_number (Lexer *lexer,
             Token *token)
{
  size_t first = lexer->at;
  unsigned base = 10;
  gboolean too_large = FALSE, bad_digit = FALSE, has_digit = FALSE;

  token->kind = TOKEN_NUMBER;
  if (character_at (lexer, 0) == '0' && (character_at (lexer, 1) | 32) == 'x')
    base = 16, lexer->at += 2;
  else if (character_at (lexer, 0) == '0' && (character_at (lexer, 1) | 32) == 'b')
    base = 2, lexer->at += 2;
  else if (character_at (lexer, 0) == '0')
    base = 8;
  if (base != 10)
    token->suffix |= NOT_DECIMAL;

  for (; !at_end (lexer) && g_ascii_isxdigit (character_at (lexer, 0)); lexer->at++)
    {
      unsigned digit = g_ascii_xdigit_value (character_at (lexer, 0));

      if (base != 16 && digit >= 10)
        break;
      has_digit = TRUE;
      if (digit >= base)
        bad_digit = TRUE;
      if (token->value > (UINT64_MAX - digit) / base)
        too_large = TRUE;
      token->value = token->value * base + digit;
    }

  size_t suffix_first = lexer->at;
  while (!at_end (lexer) && (g_ascii_isalnum (character_at (lexer, 0)) || character_at (lexer, 0) == '_'))
    lexer->at++;
  g_autofree char *suffix = g_ascii_strdown (lexer->source->text + suffix_first, lexer->at - suffix_first);
  if (strcmp (suffix, "u") == 0)
    token->suffix |= SUFFIX_U;
  else if (strcmp (suffix, "l") == 0)
    token->suffix |= SUFFIX_L;
  else if (strcmp (suffix, "ul") == 0 || strcmp (suffix, "lu") == 0)
    token->suffix |= SUFFIX_U | SUFFIX_L;
  else if (strcmp (suffix, "ll") == 0)
    token->suffix |= SUFFIX_LL;
  else if (strcmp (suffix, "ull") == 0 || strcmp (suffix, "llu") == 0)
    token->suffix |= SUFFIX_U | SUFFIX_LL;
  else if (*suffix != 0 && !(base == 10 && *suffix == 'e'))
    {
      complain (lexer, first, lexer->at, NULL, _("This is no number: letters follow its digits."));
      return;
    }

  if ((character_at (lexer, 0) == '.' && g_ascii_isdigit (character_at (lexer, 1))) || *suffix == 'e'
      || (character_at (lexer, 0) == '.' && base != 16))
    {
      while (!at_end (lexer) && (g_ascii_isalnum (character_at (lexer, 0)) || character_at (lexer, 0) == '.'))
        lexer->at++;
      complain (lexer, first, lexer->at, NULL, _("The kernel does not calculate with fractions; only whole numbers can be written."));
    }
  else if (!has_digit)
    complain (lexer, first, lexer->at, NULL, _("Digits are missing in this number."));
  else if (bad_digit)
    complain (lexer, first, lexer->at, base == 8 ? _("A number that begins with 0 is octal; its digits are 0 to 7.") : NULL,
              _("This number has a digit that its base does not have."));
  else if (too_large)
    complain (lexer, first, lexer->at, NULL, _("This number does not fit in 64 bits."));
}

/* After the backslash. */
static void
read_escape (Lexer   *lexer,
             GString *bytes)
{
  size_t first = lexer->at - 1;
  char c = character_at (lexer, 0);
  static const char names[] = "nrtabfve'\"\\?", values[] = "\n\r\t\a\b\f\v\033'\"\\?";
  const char *name = c != 0 ? strchr (names, c) : NULL;

  if (name != NULL)
    {
      g_string_append_c (bytes, values[name - names]);
      lexer->at++;
    }
  else if (c >= '0' && c <= '7')
    {
      unsigned value = 0;
      for (unsigned i = 0; i < 3 && character_at (lexer, 0) >= '0' && character_at (lexer, 0) <= '7'; i++, lexer->at++)
        value = value * 8 + (character_at (lexer, 0) - '0');
      g_string_append_c (bytes, (char) value);
    }
  else if (c == 'x' && g_ascii_isxdigit (character_at (lexer, 1)))
    {
      unsigned value = 0;
      lexer->at++;
      for (unsigned i = 0; i < 2 && g_ascii_isxdigit (character_at (lexer, 0)); i++, lexer->at++)
        value = value * 16 + g_ascii_xdigit_value (character_at (lexer, 0));
      g_string_append_c (bytes, (char) value);
    }
  else
    {
      size_t n = at_end (lexer) || is_line_end (c) ? 0 : source_character_bytes (lexer->source, lexer->at);
      lexer->at += n;
      complain (lexer, first, lexer->at, _("For a backslash itself write two."), _("C has no such escape after a backslash."));
    }
}

static void
read_text (Lexer *lexer,
           Token *token)
{
  size_t first = lexer->at;
  char quote = character_at (lexer, 0);
  g_autoptr (GString) bytes = g_string_new (NULL);

  lexer->at++;
  while (!at_end (lexer) && character_at (lexer, 0) != quote && !is_line_end (character_at (lexer, 0)))
    {
      size_t joint = line_joint (lexer);

      if (joint > 0)
        lexer->at += joint;
      else if (character_at (lexer, 0) == '\\')
        {
          lexer->at++;
          read_escape (lexer, bytes);
        }
      else
        {
          size_t n = source_character_bytes (lexer->source, lexer->at);

          if (n == 1 && (guchar) character_at (lexer, 0) >= 0x80)
            complain (lexer, lexer->at, lexer->at + 1, NULL, _("This byte is no UTF-8 text."));
          else if (character_at (lexer, 0) == 0)
            complain (lexer, lexer->at, lexer->at + 1, NULL, _("A text may not contain a byte that is zero."));
          else
            g_string_append_len (bytes, lexer->source->text + lexer->at, n);
          lexer->at += n;
        }
    }

  if (character_at (lexer, 0) == quote)
    lexer->at++;
  else if (quote == '"')
    complain (lexer, first, lexer->at, _("End it with a quotation mark on the same line."), _("This text has no end."));
  else
    complain (lexer, first, lexer->at, _("End it with an apostrophe."), _("This character has no end."));

  if (quote == '"')
    {
      token->kind = TOKEN_STRING;
      token->text = keep (lexer, bytes->str, bytes->len);
      token->size = bytes->len;
      return;
    }

  token->kind = TOKEN_CHARACTER;
  token->value = (uint64_t) (int64_t) (signed char) bytes->str[0];
  if (bytes->len != 1)
    complain (lexer, first, lexer->at, bytes->len > 1 ? _("A text stands between quotation marks.") : NULL,
              _("Between apostrophes stands exactly one character of one byte."));
}

static gboolean
read_punctuator (Lexer *lexer,
                 Token *token)
{
  static const char *const known[] = {
    "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=",
    "&=", "|=", "^=", "##",
    "(", ")", "[", "]", "{", "}", ";", ",", ".", "+", "-", "*", "/", "%", "&", "|", "^", "~", "!", "<", ">", "=", "?", ":",
    "#",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (known); i++)
    {
      size_t n = strlen (known[i]);

      if (lexer->at + n <= lexer->source->length && memcmp (lexer->source->text + lexer->at, known[i], n) == 0)
        {
          token->kind = TOKEN_PUNCTUATOR;
          token->punctuator = PUNCT (known[i][0], n > 1 ? known[i][1] : 0, n > 2 ? known[i][2] : 0);
          lexer->at += n;
          return TRUE;
        }
    }
  return FALSE;
}

static void
skip_unknown (Lexer *lexer)
{
  size_t first = lexer->at;
  size_t n = source_character_bytes (lexer->source, lexer->at);
  guchar c = lexer->source->text[first];
  gunichar character = n > 1 ? g_utf8_get_char (lexer->source->text + first) : c;
  const char *suggestion = NULL;

  /* A run of them is one mistake. */
  do
    lexer->at += n;
  while (!at_end (lexer)
         && ((guchar) character_at (lexer, 0) >= 0x80 || character_at (lexer, 0) == 0)
         && (n = source_character_bytes (lexer->source, lexer->at)) > 0);

  switch (character)
    {
    case 0xff08: case 0xff09: case 0xff0c: case 0xff1b: case 0xff1a: case 0x3002: case 0xff1d:
      suggestion = _("Full-width punctuation is no C: switch the input method to ASCII.");
      break;
    case 0x201c: case 0x201d: case 0x2018: case 0x2019: case 0xab: case 0xbb:
      suggestion = _("C wants the straight quotation marks of the keyboard.");
      break;
    case 0xa0: case 0x3000:
      suggestion = _("This is a wide or non-breaking space; write an ordinary one.");
      break;
    default:
      break;
    }

  if (c == 0)
    complain (lexer, first, lexer->at, NULL, _("A text may not contain a byte that is zero."));
  else if (n == 1 && c >= 0x80 && character == c)
    complain (lexer, first, lexer->at, NULL, _("This byte is no UTF-8 text."));
  else
    complain (lexer, first, lexer->at, suggestion, _("This character has no meaning in C."));
}

/* False: nothing is left, or nothing on this line of a directive. */
static gboolean
read_token (Lexer *lexer,
            Token *token)
{
  for (;;)
    {
      skip_space (lexer);
      if (at_end (lexer) || (lexer->in_directive && is_line_end (character_at (lexer, 0))))
        return FALSE;

      size_t first = lexer->at;
      char c = character_at (lexer, 0);
      gboolean known = TRUE;

      *token = (Token) { 0 };
      if (g_ascii_isalpha (c) || c == '_')
        {
          while (!at_end (lexer) && (g_ascii_isalnum (character_at (lexer, 0)) || character_at (lexer, 0) == '_'))
            lexer->at++;
          token->kind = TOKEN_NAME;
          token->size = MIN (lexer->at - first, 200);
          token->text = keep (lexer, lexer->source->text + first, token->size);
          if (lexer->at - first > 200)
            complain (lexer, first, lexer->at, NULL, _("A name may have at most 200 letters."));
        }
      else if (g_ascii_isdigit (c))
        read_number (lexer, token);
      else if (c == '"' || c == '\'')
        read_text (lexer, token);
      else
        known = read_punctuator (lexer, token);

      if (known)
        {
          token->first = first;
          token->end = lexer->at;
          return TRUE;
        }
      skip_unknown (lexer);
    }
}

static void
append (Lexer       *lexer,
        const Token *token)
{
  if (lexer->list->tokens->len >= MAX_TOKENS)
    {
      if (!lexer->too_many)
        complain (lexer, token->first, token->end, NULL, _("The text is too long when its macros are written out."));
      lexer->too_many = TRUE;
      return;
    }
  g_array_append_val (lexer->list->tokens, *token);
}

static void
append_expanded (Lexer       *lexer,
                 const Token *token,
                 const Token *use,
                 const char **active,
                 unsigned     depth)
{
  GArray *body = token->kind == TOKEN_NAME ? g_hash_table_lookup (lexer->list->macros, token->text) : NULL;

  for (unsigned i = 0; i < depth && body != NULL; i++)
    if (strcmp (active[i], token->text) == 0)
      body = NULL;
  if (lexer->too_many)
    return;
  if (body == NULL || depth == MAX_MACRO_DEPTH)
    {
      Token placed = *token;
      placed.first = use->first;
      placed.end = use->end;
      append (lexer, &placed);
      return;
    }

  active[depth] = token->text;
  for (guint i = 0; i < body->len; i++)
    append_expanded (lexer, &g_array_index (body, Token, i), use, active, depth + 1);
}

static void
read_define (Lexer *lexer)
{
  Token name, token;

  if (!read_token (lexer, &name) || name.kind != TOKEN_NAME)
    {
      complain (lexer, lexer->at, lexer->at + 1, _("Write “#define NAME value”."), _("The name to be defined is missing here."));
      return;
    }
  if (character_at (lexer, 0) == '(')
    {
      complain (lexer, name.first, name.end, _("Write a function instead."), _("Macros with arguments are not part of the language."));
      return;
    }

  GArray *body = g_array_new (FALSE, FALSE, sizeof (Token));
  while (read_token (lexer, &token))
    g_array_append_val (body, token);
  g_hash_table_replace (lexer->list->macros, (char *) name.text, body);
}

static void
read_directive (Lexer *lexer,
                const Token *hash)
{
  Token word;

  lexer->in_directive = TRUE;
  if (read_token (lexer, &word))
    {
      if (word.kind == TOKEN_NAME && strcmp (word.text, "define") == 0)
        read_define (lexer);
      else if (word.kind != TOKEN_NAME
               || (strcmp (word.text, "include") != 0 && strcmp (word.text, "pragma") != 0))
        complain (lexer, hash->first, word.end,
                  _("There are “#define NAME value” and “#include <…>”, which is accepted and changes nothing."),
                  _("This directive is not part of the language."));
      while (!at_end (lexer) && !is_line_end (character_at (lexer, 0)))
        {
          size_t joint = line_joint (lexer);
          lexer->at += joint > 0 ? joint : 1;
        }
    }
  lexer->in_directive = FALSE;
}

static void
define_log_levels (Lexer *lexer)
{
  for (size_t i = 0; i < G_N_ELEMENTS (log_levels); i++)
    {
      GArray *body = g_array_new (FALSE, FALSE, sizeof (Token));
      Token token = { .kind = TOKEN_STRING, .text = log_levels[i].value, .size = strlen (log_levels[i].value) };

      g_array_append_val (body, token);
      g_hash_table_replace (lexer->list->macros, (char *) log_levels[i].name, body);
    }
}

/* Their text lives in the other list: copied. */
static void
copy_macros (Lexer      *lexer,
             GHashTable *macros)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, macros);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      GArray *from = value, *body = g_array_sized_new (FALSE, FALSE, sizeof (Token), from->len);

      for (guint i = 0; i < from->len; i++)
        {
          Token token = g_array_index (from, Token, i);
          if (token.text != NULL)
            token.text = keep (lexer, token.text, token.size);
          g_array_append_val (body, token);
        }
      g_hash_table_replace (lexer->list->macros, (char *) keep (lexer, name, strlen (name)), body);
    }
}

TokenList *
lexer_run (const Source *source,
           GHashTable   *macros,
           Messages     *messages)
{
  TokenList *list = g_new0 (TokenList, 1);
  Lexer lexer = { .source = source, .messages = messages, .list = list, .at_line_start = TRUE };
  const char *active[MAX_MACRO_DEPTH];
  Token token;

  list->tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  list->names = g_string_chunk_new (4096);
  list->macros = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  define_log_levels (&lexer);
  if (macros != NULL)
    copy_macros (&lexer, macros);

  if (source->length >= 3 && memcmp (source->text, "\xef\xbb\xbf", 3) == 0)
    lexer.at = 3;

  while (!lexer.too_many && read_token (&lexer, &token))
    {
      gboolean starts_line = lexer.at_line_start;

      lexer.at_line_start = FALSE;
      if (starts_line && token.kind == TOKEN_PUNCTUATOR && token.punctuator == PUNCT ('#', 0, 0))
        read_directive (&lexer, &token);
      else
        append_expanded (&lexer, &token, &token, active, 0);
    }

  token = (Token) { .kind = TOKEN_END, .first = source->length, .end = source->length };
  g_array_append_val (list->tokens, token);
  return list;
}

void
token_list_free (TokenList *list)
{
  if (list == NULL)
    return;

  g_array_unref (list->tokens);
  g_hash_table_unref (list->macros);
  g_string_chunk_free (list->names);
  g_free (list);
}
