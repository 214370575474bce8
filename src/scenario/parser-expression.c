#include "parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static Node *
join (Parser  *parser,
      NodeKind kind,
      uint32_t op,
      Node    *a,
      Node    *b)
{
  Node *node = parser_node (parser, kind);

  node->op = op;
  node->a = a;
  node->b = b;
  node->first = a->first;
  node->end = MAX (a->end, b != NULL ? b->end : 0);
  node->depth = 1 + MAX (a->depth, b != NULL ? b->depth : 0);
  if (node->depth > MAX_CHAIN && !parser->given_up)
    {
      parser_fail (parser, node->first, node->first + 1, _("Use more than one statement."), _("This expression is too long."));
      parser->given_up = TRUE;
    }
  return node;
}

static Node *
mistake (Parser *parser)
{
  return parser_finish (parser, parser_node (parser, NODE_MISTAKE));
}

/* The row grows at *last. */
static void
add (Node ***last,
     Node   *node)
{
  **last = node;
  *last = &node->next;
}

static Node *
string_of (Parser *parser)
{
  Node *node = parser_node (parser, NODE_STRING);
  g_autoptr (GString) bytes = g_string_new (NULL);

  while (parser_peek (parser, 0)->kind == TOKEN_STRING)
    {
      const Token *token = parser_peek (parser, 0);
      g_string_append_len (bytes, token->text, token->size);
      parser->at++;
    }
  node->text = g_string_chunk_insert_len (parser->ast->tokens->names, bytes->str, bytes->len);
  node->size = bytes->len;
  return parser_finish (parser, node);
}

/* .name = value, or a value. */
static Node *
argument (Parser *parser)
{
  if (parser_is (parser, PUNCT ('.', 0, 0)) && parser_peek (parser, 1)->kind == TOKEN_NAME)
    {
      Node *node = parser_node (parser, NODE_DESIGNATED);

      parser->at++;
      node->text = parser_peek (parser, 0)->text;
      parser->at++;
      node->size = parser_peek (parser, 0)->first;
      if (parser_expect (parser, PUNCT ('=', 0, 0)))
        node->a = parser_initializer (parser);
      else
        node->a = mistake (parser);
      node->depth = node->a->depth + 1;
      return parser_finish (parser, node);
    }

  if (parser_at_type (parser))
    {
      Node *node = parser_node (parser, NODE_TYPE);
      node->type = parser_type_name (parser);
      return parser_finish (parser, node);
    }

  return parser_assignment (parser);
}

static Node *
call (Parser *parser)
{
  Node *node = parser_node (parser, NODE_CALL);
  Node **last = &node->list;

  node->text = parser_peek (parser, 0)->text;
  parser->at += 2;
  if (!parser_enter (parser, &parser->n_parentheses))
    return parser_finish (parser, node);
  while (!parser_is (parser, PUNCT (')', 0, 0)) && !parser->failed)
    {
      Node *child = argument (parser);

      add (&last, child);
      node->depth = MAX (node->depth, child->depth + 1);
      if (!parser_take (parser, PUNCT (',', 0, 0)))
        break;
    }
  parser->n_parentheses--;
  parser_expect (parser, PUNCT (')', 0, 0));

  /* _("…") is its text, to be translated. */
  if (strcmp (node->text, "_") == 0 && node->list != NULL && node->list->kind == NODE_STRING && node->list->next == NULL)
    {
      node->kind = NODE_STRING;
      node->text = node->list->text;
      node->size = node->list->size;
      node->flag = TRUE;
      node->list = NULL;
    }
  return parser_finish (parser, node);
}

static Node *
primary (Parser *parser)
{
  const Token *token = parser_peek (parser, 0);
  Node *node;

  switch (token->kind)
    {
    case TOKEN_NUMBER:
    case TOKEN_CHARACTER:
      node = parser_node (parser, token->kind == TOKEN_NUMBER ? NODE_NUMBER : NODE_CHARACTER);
      node->value = token->value;
      node->flag = token->suffix;
      parser->at++;
      return parser_finish (parser, node);

    case TOKEN_STRING:
      return string_of (parser);

    case TOKEN_NAME:
      if (parser_peek (parser, 1)->kind == TOKEN_PUNCTUATOR && parser_peek (parser, 1)->punctuator == PUNCT ('(', 0, 0))
        return call (parser);
      node = parser_node (parser, NODE_NAME);
      node->text = token->text;
      parser->at++;
      return parser_finish (parser, node);

    case TOKEN_PUNCTUATOR:
      if (parser_take (parser, PUNCT ('(', 0, 0)))
        {
          if (!parser_enter (parser, &parser->n_parentheses))
            return mistake (parser);
          node = parser_expression (parser);
          parser->n_parentheses--;
          /* The parentheses belong to what is underlined. */
          if (parser_is (parser, PUNCT (')', 0, 0)) && node->kind != NODE_STRING)
            {
              node->first = token->first;
              node->end = parser_peek (parser, 0)->end;
            }
          parser_expect (parser, PUNCT (')', 0, 0));
          return node;
        }
      if (token->punctuator == PUNCT ('{', 0, 0))
        {
          parser_fail (parser, token->first, token->end, NULL, _("A list in braces can only give a variable its first value."));
          return mistake (parser);
        }
      G_GNUC_FALLTHROUGH;

    case TOKEN_END:
    default:
      parser_fail (parser, token->first, token->end, NULL,
                   token->kind == TOKEN_END ? _("The text ends where a value should stand.") : _("A value should stand here."));
      return mistake (parser);
    }
}

static Node *
postfix (Parser *parser)
{
  Node *node = primary (parser);

  while (!parser->failed)
    {
      const Token *token = parser_peek (parser, 0);

      if (token->kind != TOKEN_PUNCTUATOR)
        break;
      if (token->punctuator == PUNCT ('[', 0, 0))
        {
          parser->at++;
          if (!parser_enter (parser, &parser->n_parentheses))
            break;
          Node *index = parser_expression (parser);
          parser->n_parentheses--;
          parser_expect (parser, PUNCT (']', 0, 0));
          node = parser_finish (parser, join (parser, NODE_INDEX, 0, node, index));
        }
      else if (token->punctuator == PUNCT ('.', 0, 0) || token->punctuator == PUNCT ('-', '>', 0))
        {
          const Token *name = parser_peek (parser, 1);

          parser->at++;
          if (name->kind != TOKEN_NAME)
            {
              parser_fail (parser, name->first, name->end, NULL, _("The name of a member should stand here."));
              break;
            }
          parser->at++;
          node = join (parser, NODE_MEMBER, 0, node, NULL);
          node->flag = token->punctuator != PUNCT ('.', 0, 0);
          node->text = name->text;
          parser_finish (parser, node);
        }
      else if (token->punctuator == PUNCT ('+', '+', 0) || token->punctuator == PUNCT ('-', '-', 0))
        {
          parser->at++;
          node = parser_finish (parser, join (parser, NODE_POSTFIX, token->punctuator, node, NULL));
        }
      else if (token->punctuator == PUNCT ('(', 0, 0))
        {
          parser_fail (parser, token->first, token->end, NULL, _("Only a name can be called; pointers to functions are not part of the language."));
          break;
        }
      else
        break;
    }
  return node;
}

static gboolean
is_type_in_parentheses (const Parser *parser)
{
  Parser ahead = *parser;

  if (!parser_is (parser, PUNCT ('(', 0, 0)))
    return FALSE;
  ahead.at++;
  return parser_at_type (&ahead);
}

static Node *
unary (Parser *parser)
{
  const Token *token = parser_peek (parser, 0);
  static const char operators[] = "-+!~*&";
  Node *node;

  if (token->kind == TOKEN_NAME && strcmp (token->text, "sizeof") == 0)
    {
      node = parser_node (parser, NODE_SIZEOF);
      parser->at++;
      if (is_type_in_parentheses (parser))
        {
          parser->at++;
          node->kind = NODE_SIZEOF_TYPE;
          node->type = parser_type_name (parser);
          parser_expect (parser, PUNCT (')', 0, 0));
          return parser_finish (parser, node);
        }
    }
  else if (is_type_in_parentheses (parser))
    {
      node = parser_node (parser, NODE_CAST);
      parser->at++;
      node->type = parser_type_name (parser);
      parser_expect (parser, PUNCT (')', 0, 0));
      if (parser_is (parser, PUNCT ('{', 0, 0)))
        {
          parser_fail (parser, parser_peek (parser, 0)->first, parser_peek (parser, 0)->end,
                       _("Declare a variable with this value."), _("Values of structures without a name are not part of the language."));
          return mistake (parser);
        }
    }
  else if (token->kind == TOKEN_PUNCTUATOR
           && ((token->punctuator < 128 && strchr (operators, (char) token->punctuator) != NULL)
               || token->punctuator == PUNCT ('+', '+', 0) || token->punctuator == PUNCT ('-', '-', 0)))
    {
      node = parser_node (parser, NODE_UNARY);
      node->op = token->punctuator;
      parser->at++;
    }
  else
    return postfix (parser);

  if (parser->failed || !parser_enter (parser, &parser->n_parentheses))
    {
      node->kind = NODE_MISTAKE;
      return node;
    }
  node->a = unary (parser);
  parser->n_parentheses--;
  node->depth = node->a->depth + 1;
  return parser_finish (parser, node);
}

static unsigned
precedence (const Token *token)
{
  if (token->kind != TOKEN_PUNCTUATOR)
    return 0;

  switch (token->punctuator)
    {
    case PUNCT ('*', 0, 0): case PUNCT ('/', 0, 0): case PUNCT ('%', 0, 0):
      return 10;
    case PUNCT ('+', 0, 0): case PUNCT ('-', 0, 0):
      return 9;
    case PUNCT ('<', '<', 0): case PUNCT ('>', '>', 0):
      return 8;
    case PUNCT ('<', 0, 0): case PUNCT ('>', 0, 0): case PUNCT ('<', '=', 0): case PUNCT ('>', '=', 0):
      return 7;
    case PUNCT ('=', '=', 0): case PUNCT ('!', '=', 0):
      return 6;
    case PUNCT ('&', 0, 0):
      return 5;
    case PUNCT ('^', 0, 0):
      return 4;
    case PUNCT ('|', 0, 0):
      return 3;
    case PUNCT ('&', '&', 0):
      return 2;
    case PUNCT ('|', '|', 0):
      return 1;
    default:
      return 0;
    }
}

static Node *
binary (Parser   *parser,
        unsigned  least)
{
  Node *left = unary (parser);

  for (;;)
    {
      const Token *token = parser_peek (parser, 0);
      unsigned level = precedence (token);

      if (level == 0 || level < least || parser->failed)
        return left;
      parser->at++;
      left = join (parser, NODE_BINARY, token->punctuator, left, binary (parser, level + 1));
    }
}

Node *
parser_conditional (Parser *parser)
{
  Node *condition = binary (parser, 1);

  if (parser->failed || !parser_take (parser, PUNCT ('?', 0, 0)))
    return condition;
  if (!parser_enter (parser, &parser->n_parentheses))
    return condition;

  Node *yes = parser_expression (parser);
  parser_expect (parser, PUNCT (':', 0, 0));
  Node *no = parser_conditional (parser);
  parser->n_parentheses--;

  Node *node = join (parser, NODE_CONDITIONAL, 0, condition, yes);
  node->c = no;
  node->end = no->end;
  node->depth = MAX (node->depth, no->depth + 1);
  return node;
}

static gboolean
is_assignment (const Token *token)
{
  if (token->kind != TOKEN_PUNCTUATOR)
    return FALSE;

  switch (token->punctuator)
    {
    case PUNCT ('=', 0, 0): case PUNCT ('+', '=', 0): case PUNCT ('-', '=', 0): case PUNCT ('*', '=', 0):
    case PUNCT ('/', '=', 0): case PUNCT ('%', '=', 0): case PUNCT ('&', '=', 0): case PUNCT ('|', '=', 0):
    case PUNCT ('^', '=', 0): case PUNCT ('<', '<', '='): case PUNCT ('>', '>', '='):
      return TRUE;
    default:
      return FALSE;
    }
}

Node *
parser_assignment (Parser *parser)
{
  Node *left = parser_conditional (parser);
  const Token *token = parser_peek (parser, 0);

  if (parser->failed || !is_assignment (token))
    return left;
  parser->at++;
  if (!parser_enter (parser, &parser->n_parentheses))
    return left;

  Node *right = parser_assignment (parser);
  parser->n_parentheses--;
  return join (parser, NODE_ASSIGN, token->punctuator, left, right);
}

Node *
parser_expression (Parser *parser)
{
  Node *left = parser_assignment (parser);

  while (!parser->failed && parser_take (parser, PUNCT (',', 0, 0)))
    left = join (parser, NODE_COMMA, 0, left, parser_assignment (parser));
  return left;
}

Node *
parser_initializer (Parser *parser)
{
  if (!parser_is (parser, PUNCT ('{', 0, 0)))
    return parser_assignment (parser);

  Node *node = parser_node (parser, NODE_LIST);
  Node **last = &node->list;

  parser->at++;
  if (!parser_enter (parser, &parser->n_parentheses))
    return parser_finish (parser, node);
  while (!parser_is (parser, PUNCT ('}', 0, 0)) && !parser->failed)
    {
      Node *child;

      if (parser_is (parser, PUNCT ('[', 0, 0)))
        {
          child = parser_node (parser, NODE_DESIGNATED);
          parser->at++;
          child->b = parser_conditional (parser);
          parser_expect (parser, PUNCT (']', 0, 0));
          parser_expect (parser, PUNCT ('=', 0, 0));
          child->a = parser->failed ? mistake (parser) : parser_initializer (parser);
          child->depth = 1 + MAX (child->a->depth, child->b->depth);
          parser_finish (parser, child);
        }
      else if (parser_is (parser, PUNCT ('.', 0, 0)))
        child = argument (parser);
      else
        child = parser_initializer (parser);
      add (&last, child);
      node->depth = MAX (node->depth, child->depth + 1);
      if (!parser_take (parser, PUNCT (',', 0, 0)))
        break;
    }
  parser->n_parentheses--;
  parser_expect (parser, PUNCT ('}', 0, 0));
  return parser_finish (parser, node);
}
