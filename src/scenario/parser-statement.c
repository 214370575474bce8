#include "parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/suggest.h"
#include "scenario/types.h"

static Node *
block (Parser *parser)
{
  Node *node = parser_node (parser, NODE_BLOCK);
  Node **last = &node->list;
  const Token *brace = parser_peek (parser, 0);

  if (!parser_expect (parser, PUNCT ('{', 0, 0)) || !parser_enter (parser, &parser->n_blocks))
    return node;
  while (!parser_is (parser, PUNCT ('}', 0, 0)) && parser_peek (parser, 0)->kind != TOKEN_END)
    {
      *last = parser_statement (parser);
      last = &(*last)->next;
    }
  parser->n_blocks--;
  if (!parser_take (parser, PUNCT ('}', 0, 0)))
    parser_fail (parser, brace->first, brace->end, NULL, _("This brace is never closed."));
  return parser_finish (parser, node);
}

static Node *
condition (Parser *parser)
{
  Node *node;

  if (!parser_expect (parser, PUNCT ('(', 0, 0)))
    return parser_finish (parser, parser_node (parser, NODE_MISTAKE));
  node = parser_expression (parser);
  parser_expect (parser, PUNCT (')', 0, 0));
  return node;
}

/* What follows if, while and kin: one level deeper, braces or not. */
static Node *
body (Parser *parser)
{
  Node *node;

  if (parser->failed)
    return parser_node (parser, NODE_EMPTY);
  if (parser_is (parser, PUNCT ('{', 0, 0)))
    return block (parser);
  if (!parser_enter (parser, &parser->n_blocks))
    return parser_node (parser, NODE_EMPTY);
  node = parser_statement (parser);
  parser->n_blocks--;
  return node;
}

static void
if_statement (Parser *parser,
              Node   *node)
{
  Node **last = &node->list;

  node->kind = NODE_IF;
  do
    {
      Node *arm = parser_node (parser, NODE_ARM);

      arm->a = condition (parser);
      arm->b = body (parser);
      *last = parser_finish (parser, arm);
      last = &arm->next;
      if (!parser_take_name (parser, "else"))
        return;
    }
  while (parser_take_name (parser, "if"));
  node->b = body (parser);
}

static void
for_statement (Parser *parser,
               Node   *node)
{
  node->kind = NODE_FOR;
  if (!parser_expect (parser, PUNCT ('(', 0, 0)))
    return;

  if (parser_at_type (parser))
    {
      uint32_t flags = 0;
      Node *declaration = parser_node (parser, NODE_DECLARATION);
      TypeBase *base = parser_type_base (parser, &flags);

      declaration->flag = flags;
      if (base != NULL)
        parser_declarators (parser, base, declaration, TRUE);
      node->a = parser_finish (parser, declaration);
    }
  else if (!parser_is (parser, PUNCT (';', 0, 0)))
    {
      Node *first = parser_node (parser, NODE_EXPRESSION);
      first->a = parser_expression (parser);
      node->a = parser_finish (parser, first);
    }
  parser_expect (parser, PUNCT (';', 0, 0));
  if (!parser->failed && !parser_is (parser, PUNCT (';', 0, 0)))
    node->b = parser_expression (parser);
  parser_expect (parser, PUNCT (';', 0, 0));
  if (!parser->failed && !parser_is (parser, PUNCT (')', 0, 0)))
    node->c = parser_expression (parser);
  parser_expect (parser, PUNCT (')', 0, 0));
  node->d = body (parser);
}

static void
function (Parser      *parser,
          Node        *node,
          TypeName    *type,
          const Token *name)
{
  Node **last = &node->list;

  node->kind = NODE_FUNCTION;
  node->type = type;
  node->text = name->text;
  parser->at++;
  if (parser_is_name (parser, 0, "void") && parser_is_punctuator (parser, 1, PUNCT (')', 0, 0)))
    parser->at++;
  while (!parser_is (parser, PUNCT (')', 0, 0)) && !parser->failed)
    {
      uint32_t flags = 0;
      Node *parameter = parser_node (parser, NODE_DECLARATOR);
      const Token *parameter_name = NULL;
      TypeBase *of = parser_type_base (parser, &flags);

      if (of == NULL)
        break;
      /* In a prototype names may be left out. */
      Parser ahead = *parser;
      while (parser_is_punctuator (&ahead, 0, PUNCT ('*', 0, 0)))
        ahead.at++;
      if (parser_peek (&ahead, 0)->kind == TOKEN_NAME)
        parameter->type = parser_declarator (parser, of, &parameter_name);
      else
        parameter->type = parser_declarator (parser, of, NULL);
      parameter->text = parameter_name != NULL ? parameter_name->text : NULL;
      *last = parser_finish (parser, parameter);
      last = &parameter->next;
      if (!parser_take (parser, PUNCT (',', 0, 0)))
        break;
    }
  parser_expect (parser, PUNCT (')', 0, 0));
  node->end = parser_end_of_last_token (parser);
  if (parser_is (parser, PUNCT ('{', 0, 0)))
    {
      node->a = block (parser);
    }
  else
    parser_expect_semicolon (parser);
}

static Node *
declaration (Parser *parser)
{
  Node *node = parser_node (parser, NODE_DECLARATION);
  uint32_t flags = 0;
  TypeBase *base = parser_type_base (parser, &flags);

  node->flag = flags;
  if (base == NULL)
    return node;

  /* "struct foo { … };" and "enum { … };" declare no variable. */
  if (!parser_is (parser, PUNCT (';', 0, 0)))
    {
      size_t before = parser->at;
      const Token *name = NULL;
      TypeName *type = parser_declarator (parser, base, &name);

      if (name != NULL && parser_is (parser, PUNCT ('(', 0, 0)))
        {
          node->first = name->first;
          function (parser, node, type, name);
          return node;
        }
      if (!parser->failed)
        {
          parser->at = before;
          parser_declarators (parser, base, node, TRUE);
        }
    }
  node->type = ast_allocate (parser->ast, sizeof (TypeName));
  node->type->base = base;
  if (flags & DECLARED_TYPEDEF)
    for (Node *child = node->list; child != NULL; child = child->next)
      g_hash_table_add (parser->typedefs, g_strdup (child->text));
  parser_finish (parser, node);
  parser_expect_semicolon (parser);
  return node;
}

static void
per_cpu (Parser *parser,
         Node   *node)
{
  node->kind = NODE_PER_CPU;
  parser->at++;
  parser_expect (parser, PUNCT ('(', 0, 0));
  if (parser->failed)
    return;
  node->type = parser_type_name (parser);
  parser_expect (parser, PUNCT (',', 0, 0));
  if (parser->failed)
    return;

  const Token *name = parser_peek (parser, 0);
  if (name->kind != TOKEN_NAME)
    {
      parser_fail (parser, name->first, name->end, NULL, _("A name should stand here."));
      return;
    }
  node->text = name->text;
  parser->at++;
  parser_expect (parser, PUNCT (')', 0, 0));
  parser_finish (parser, node);
  parser_expect_semicolon (parser);
}

static gboolean
at_spinlock (const Parser *parser)
{
  size_t at = parser_is_name (parser, 0, "static") ? 1 : 0;

  return parser_is_name (parser, at, "DEFINE_SPINLOCK") && parser_is_punctuator (parser, at + 1, PUNCT ('(', 0, 0));
}

/* "DEFINE_SPINLOCK(lock);" is "spinlock_t lock;", which nobody holds. */
static void
spinlock (Parser *parser,
          Node   *node)
{
  TypeBase *base = ast_allocate (parser->ast, sizeof (TypeBase));
  TypeName *type = ast_allocate (parser->ast, sizeof (TypeName));
  Node *declarator;

  *base = (TypeBase) { .kind = BASE_NAMED, .name = "spinlock_t", .first = node->first, .end = node->first };
  type->base = base;
  node->kind = NODE_DECLARATION;
  node->type = type;
  if (parser_take_name (parser, "static"))
    node->flag = DECLARED_STATIC;
  parser->at++;
  parser_expect (parser, PUNCT ('(', 0, 0));

  const Token *name = parser_peek (parser, 0);
  if (parser->failed || name->kind != TOKEN_NAME)
    {
      parser_fail (parser, name->first, name->end, NULL, _("A name should stand here."));
      return;
    }
  declarator = parser_node (parser, NODE_DECLARATOR);
  declarator->type = type;
  declarator->text = name->text;
  parser->at++;
  node->list = parser_finish (parser, declarator);
  parser_expect (parser, PUNCT (')', 0, 0));
  parser_finish (parser, node);
  parser_expect_semicolon (parser);
}

/* An unknown word before a name is probably a type. */
static gboolean
fails_as_type (Parser *parser)
{
  const Token *token = parser_peek (parser, 0);
  size_t name = 1, n_words;

  if (token->kind != TOKEN_NAME)
    return FALSE;
  const char *const *words = parser_statement_words (&n_words);
  for (size_t i = 0; i < n_words; i++)
    if (strcmp (token->text, words[i]) == 0)
      return FALSE;
  while (parser_is_punctuator (parser, name, PUNCT ('*', 0, 0)))
    name++;
  if (parser_peek (parser, name)->kind != TOKEN_NAME)
    return FALSE;
  if (name > 1 && !parser_is_punctuator (parser, name + 1, PUNCT ('=', 0, 0)) && !parser_is_punctuator (parser, name + 1, PUNCT (';', 0, 0)))
    return FALSE;
  /* "a * b;" calculates, and throws away; nobody means it. On the next line a statement begins, though. */
  if (parser_begins_line (parser, parser->at + name))
    return FALSE;

  Nearest nearest;
  nearest_init (&nearest, token->text);
  script_type_suggest (&nearest);
  for (size_t i = 0; i < n_words; i++)
    nearest_try (&nearest, words[i]);
  g_autofree char *suggestion = nearest_dup_sentence (&nearest);
  parser_fail (parser, token->first, token->end, suggestion, _("There is no type called “%s”."), token->text);
  return TRUE;
}

static gboolean
is_context_word (const Parser *parser)
{
  static const char *const words[] = { "on_cpu", "as_task", "hardirq", "softirq" };

  for (size_t i = 0; i < G_N_ELEMENTS (words); i++)
    if (parser_is_name (parser, 0, words[i])
        && (parser_is_punctuator (parser, 1, PUNCT ('(', 0, 0)) || parser_is_punctuator (parser, 1, PUNCT ('{', 0, 0))))
      return TRUE;
  return FALSE;
}

static void
context (Parser *parser,
         Node   *node)
{
  node->kind = NODE_CONTEXT;
  node->text = parser_peek (parser, 0)->text;
  parser->at++;
  if (parser_take (parser, PUNCT ('(', 0, 0)))
    {
      if (!parser_is (parser, PUNCT (')', 0, 0)))
        node->a = parser_expression (parser);
      parser_expect (parser, PUNCT (')', 0, 0));
    }
  parser_finish (parser, node);
  node->b = body (parser);
}

static void
simple_statement (Parser *parser,
                  Node   *node)
{
  const Token *token = parser_peek (parser, 0);

  if (parser_take_name (parser, "break"))
    node->kind = NODE_BREAK;
  else if (parser_take_name (parser, "continue"))
    node->kind = NODE_CONTINUE;
  else if (parser_take_name (parser, "goto"))
    {
      node->kind = NODE_GOTO;
      node->text = "";
      if (parser_peek (parser, 0)->kind == TOKEN_NAME)
        {
          node->text = parser_peek (parser, 0)->text;
          parser->at++;
        }
      else
        parser_fail (parser, token->first, token->end, NULL, _("The name of a label should follow “goto”."));
    }
  else if (parser_take_name (parser, "return"))
    {
      node->kind = NODE_RETURN;
      if (!parser_is (parser, PUNCT (';', 0, 0)) && !parser_is (parser, PUNCT ('}', 0, 0))
          && parser_peek (parser, 0)->kind != TOKEN_END)
        node->a = parser_expression (parser);
    }
  else
    {
      node->kind = NODE_EXPRESSION;
      node->a = parser_expression (parser);
    }
  parser_finish (parser, node);
  parser_expect_semicolon (parser);
}

/* "name:", "case value:", "default:". */
static gboolean
label (Parser *parser,
       Node   *node)
{
  if (parser_take_name (parser, "case"))
    {
      node->kind = NODE_CASE;
      node->a = parser_conditional (parser);
      if (parser_is_punctuator (parser, 0, PUNCT ('.', '.', '.')))
        parser_fail (parser, parser_peek (parser, 0)->first, parser_peek (parser, 0)->end, NULL,
                     _("Ranges of cases are not part of the language."));
    }
  else if (parser_is_name (parser, 0, "default") && parser_is_punctuator (parser, 1, PUNCT (':', 0, 0)))
    {
      node->kind = NODE_DEFAULT;
      parser->at++;
    }
  else if (parser_peek (parser, 0)->kind == TOKEN_NAME && parser_is_punctuator (parser, 1, PUNCT (':', 0, 0)))
    {
      node->kind = NODE_LABEL;
      node->text = parser_peek (parser, 0)->text;
      parser->at++;
    }
  else
    return FALSE;
  parser_finish (parser, node);
  parser_expect (parser, PUNCT (':', 0, 0));
  return TRUE;
}

/* Labels and the statement that they belong to, as a block, so that "if (x) out: …" holds both. */
static Node *
labelled (Parser *parser,
          Node   *first)
{
  Node *node = parser_node (parser, NODE_BLOCK);
  Node *last = first;

  /* In a row of statements the label may stand alone. */
  node->first = first->first;
  node->flag = TRUE;
  node->list = first;
  for (;;)
    {
      Node *next = parser_node (parser, NODE_EMPTY);

      if (parser->failed || parser_is (parser, PUNCT ('}', 0, 0)) || parser_peek (parser, 0)->kind == TOKEN_END)
        break;
      if (label (parser, next))
        {
          last->next = next;
          last = next;
          continue;
        }
      last->next = parser_statement (parser);
      break;
    }
  return parser_finish (parser, node);
}

Node *
parser_statement (Parser *parser)
{
  size_t began = parser->at;
  Node *node = parser_node (parser, NODE_EMPTY);
  const Token *token = parser_peek (parser, 0);

  if (parser_take (parser, PUNCT (';', 0, 0)))
    return node;

  if (parser_is (parser, PUNCT ('{', 0, 0)))
    node = block (parser);
  else if (parser_take_name (parser, "if"))
    if_statement (parser, node);
  else if (parser_take_name (parser, "while"))
    {
      node->kind = NODE_WHILE;
      node->a = condition (parser);
      node->b = body (parser);
    }
  else if (parser_take_name (parser, "do"))
    {
      node->kind = NODE_DO;
      node->b = body (parser);
      if (!parser_take_name (parser, "while"))
        parser_fail (parser, parser_peek (parser, 0)->first, parser_peek (parser, 0)->end, NULL,
                     _("“while (condition);” should follow the body of “do”."));
      else
        {
          node->a = condition (parser);
          parser_expect_semicolon (parser);
        }
    }
  else if (parser_take_name (parser, "for"))
    for_statement (parser, node);
  else if (parser_take_name (parser, "switch"))
    {
      node->kind = NODE_SWITCH;
      node->a = condition (parser);
      node->b = body (parser);
    }
  else if (parser_is_name (parser, 0, "else"))
    parser_fail (parser, token->first, token->end, NULL, _("This “else” has no “if” before it."));
  else if (parser_is_name (parser, 0, "DEFINE_PER_CPU"))
    per_cpu (parser, node);
  else if (at_spinlock (parser))
    spinlock (parser, node);
  else if (is_context_word (parser))
    context (parser, node);
  else if (label (parser, node))
    node = labelled (parser, node);
  else if (parser_at_type (parser))
    node = declaration (parser);
  else if (!fails_as_type (parser))
    simple_statement (parser, node);

  if (parser->failed)
    {
      parser_recover (parser, began);
      if (parser->at == began && parser_peek (parser, 0)->kind != TOKEN_END && !parser_is (parser, PUNCT ('}', 0, 0)))
        parser->at++;
    }
  return node;
}
