#include "parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const statement_words[] = {
  "if", "else", "for", "while", "do", "switch", "case", "default", "break", "continue", "goto", "return", "struct", "step",
  "say", "speaker", "expect", "ask", "look", "machine", "scenario", "static", "unsigned", "int", "long", "void",
};

const char *const *
parser_statement_words (size_t *n)
{
  *n = G_N_ELEMENTS (statement_words);
  return statement_words;
}

static gboolean
is_statement_word (const char *word)
{
  for (size_t i = 0; i < G_N_ELEMENTS (statement_words); i++)
    if (strcmp (word, statement_words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* --- tokens --------------------------------------------------------------------------------- */

const Token *
parser_peek (const Parser *parser,
             size_t        ahead)
{
  size_t last = parser->ast->tokens->tokens->len - 1;

  return &parser->tokens[parser->given_up ? last : MIN (parser->at + ahead, last)];
}

gboolean
parser_is (const Parser *parser,
           uint32_t      punctuator)
{
  const Token *token = parser_peek (parser, 0);

  return token->kind == TOKEN_PUNCTUATOR && token->punctuator == punctuator;
}

gboolean
parser_is_name (const Parser *parser,
                size_t        ahead,
                const char   *name)
{
  const Token *token = parser_peek (parser, ahead);

  return token->kind == TOKEN_NAME && strcmp (token->text, name) == 0;
}

gboolean
parser_is_punctuator (const Parser *parser,
                      size_t        ahead,
                      uint32_t      punctuator)
{
  const Token *token = parser_peek (parser, ahead);

  return token->kind == TOKEN_PUNCTUATOR && token->punctuator == punctuator;
}

gboolean
parser_take (Parser  *parser,
             uint32_t punctuator)
{
  if (!parser_is (parser, punctuator))
    return FALSE;

  parser->at++;
  return TRUE;
}

gboolean
parser_take_name (Parser     *parser,
                  const char *name)
{
  if (!parser_is_name (parser, 0, name))
    return FALSE;

  parser->at++;
  return TRUE;
}

void
parser_fail (Parser     *parser,
             size_t      first,
             size_t      end,
             const char *suggestion,
             const char *format,
             ...)
{
  if (parser->failed || parser->given_up)
    return;

  parser->failed = TRUE;
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  source_report (parser->ast->source, parser->messages, MESSAGE_ERROR,
                 source_place (parser->ast->source, first, end - first), suggestion, "%s", text);
}

size_t
parser_end_of_last_token (const Parser *parser)
{
  return parser->at > 0 ? parser->tokens[MIN (parser->at, parser->ast->tokens->tokens->len) - 1].end : 0;
}

gboolean
parser_expect (Parser  *parser,
               uint32_t punctuator)
{
  if (parser_take (parser, punctuator))
    return TRUE;

  const Token *token = parser_peek (parser, 0);
  char name[4] = { (char) punctuator, (char) (punctuator >> 8), (char) (punctuator >> 16), 0 };
  if (token->kind == TOKEN_END)
    parser_fail (parser, parser_end_of_last_token (parser), parser_end_of_last_token (parser) + 1, NULL,
                 _("The text ends here, where “%s” is missing."), name);
  else
    parser_fail (parser, token->first, token->end, NULL, _("“%s” should stand here."), name);
  return FALSE;
}

gboolean
parser_begins_line (const Parser *parser,
                    size_t        at)
{
  if (at == 0)
    return TRUE;
  for (size_t i = parser->tokens[at - 1].end; i < parser->tokens[at].first; i++)
    if (parser->ast->source->text[i] == '\n' || parser->ast->source->text[i] == '\r')
      return TRUE;
  return FALSE;
}

void
parser_expect_semicolon (Parser *parser)
{
  if (parser->failed || parser->given_up || parser_take (parser, PUNCT (';', 0, 0)))
    return;

  const Token *token = parser_peek (parser, 0);
  size_t end = parser_end_of_last_token (parser);
  gboolean is_clear = token->kind == TOKEN_END || token->punctuator == PUNCT ('}', 0, 0) || parser_begins_line (parser, parser->at);
  if (is_clear)
    parser_fail (parser, end, end + 1, NULL, _("A semicolon is missing here."));
  else
    parser_fail (parser, token->first, token->end, NULL, _("This is not expected here; the statement before it may lack its semicolon."));
  /* What follows can be read as it stands. */
  if (is_clear)
    parser->failed = FALSE;
}

gboolean
parser_enter (Parser   *parser,
              unsigned *depth)
{
  if (*depth >= MAX_NESTING)
    {
      const Token *token = parser_peek (parser, 0);

      parser_fail (parser, token->first, token->end, _("Use a variable, or a function, for what is inside."),
                   _("This is nested more than %d deep."), MAX_NESTING);
      parser->failed = TRUE;
      parser->given_up = TRUE;
      return FALSE;
    }
  (*depth)++;
  return TRUE;
}

Node *
parser_node (Parser  *parser,
             NodeKind kind)
{
  Node *node = ast_allocate (parser->ast, sizeof (Node));

  node->kind = kind;
  node->first = parser_peek (parser, 0)->first;
  node->end = parser_peek (parser, 0)->end;
  return node;
}

Node *
parser_finish (Parser *parser,
               Node   *node)
{
  size_t end = parser_end_of_last_token (parser);

  if (end > node->first)
    node->end = end;
  return node;
}

/* After a mistake: to where the next statement may begin. */
void
parser_recover (Parser *parser,
                size_t  began)
{
  unsigned depth = 0;

  for (; !parser->given_up && parser_peek (parser, 0)->kind != TOKEN_END; parser->at++)
    {
      const Token *token = parser_peek (parser, 0);

      if (token->kind == TOKEN_NAME && depth == 0 && parser->at > began && parser_begins_line (parser, parser->at))
        if (is_statement_word (token->text))
          break;
      if (token->kind != TOKEN_PUNCTUATOR)
        continue;
      if (token->punctuator == PUNCT (';', 0, 0) && depth == 0)
        {
          parser->at++;
          break;
        }
      if (token->punctuator == PUNCT ('{', 0, 0))
        depth++;
      if (token->punctuator == PUNCT ('}', 0, 0) && depth == 0)
        break;
      if (token->punctuator == PUNCT ('}', 0, 0) && --depth == 0)
        {
          parser->at++;
          break;
        }
    }
  parser->failed = FALSE;
  parser->n_parentheses = 0;
}

Ast *
ast_parse (Source     *source,
           GHashTable *macros,
           GHashTable *typedefs,
           Messages   *messages)
{
  Ast *ast = g_new0 (Ast, 1);
  g_autoptr (GHashTable) own = typedefs == NULL ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL;
  Node **last = &ast->statements;

  ast->source = source;
  ast->chunks = g_ptr_array_new_with_free_func (g_free);
  ast->tokens = lexer_run (source, macros, messages);

  Parser parser = {
    .ast = ast,
    .tokens = (const Token *) (void *) ast->tokens->tokens->data,
    .messages = messages,
    .typedefs = typedefs != NULL ? typedefs : own,
  };
  while (parser_peek (&parser, 0)->kind != TOKEN_END)
    {
      if (parser_is (&parser, PUNCT ('}', 0, 0)))
        {
          parser_fail (&parser, parser_peek (&parser, 0)->first, parser_peek (&parser, 0)->end, NULL,
                       _("This brace closes nothing."));
          parser.failed = FALSE;
          parser.at++;
          continue;
        }
      *last = parser_statement (&parser);
      last = &(*last)->next;
    }
  return ast;
}
