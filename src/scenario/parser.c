#include "parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/suggest.h"
#include "scenario/types.h"

static Node *statement (Parser *parser);

static const char *const statement_words[] = {
  "if", "else", "for", "while", "do", "switch", "case", "default", "break", "continue", "goto", "return", "struct", "step",
  "say", "speaker", "expect", "ask", "look", "machine", "scenario", "static", "unsigned", "int", "long", "void",
};

/* Words of C that this language does not have, and why. */
static const struct {
  const char *word;
  const char *reason;
} refused_words[] = {
  { "float", N_("The kernel does not calculate with fractions.") },
  { "double", N_("The kernel does not calculate with fractions.") },
  { "union", N_("Unions are not part of the language.") },
  { "asm", N_("Instructions of the processor are not part of the language.") },
  { "__asm__", N_("Instructions of the processor are not part of the language.") },
  { "typeof", N_("Write the type itself instead of “typeof”.") },
};

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

static gboolean
is_punctuator (const Parser *parser,
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

static gboolean
take_name (Parser     *parser,
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

static size_t
end_of_last_token (const Parser *parser)
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
    parser_fail (parser, end_of_last_token (parser), end_of_last_token (parser) + 1, NULL,
                 _("The text ends here, where “%s” is missing."), name);
  else
    parser_fail (parser, token->first, token->end, NULL, _("“%s” should stand here."), name);
  return FALSE;
}

static gboolean
begins_line (const Parser *parser,
             size_t        at)
{
  if (at == 0)
    return TRUE;
  for (size_t i = parser->tokens[at - 1].end; i < parser->tokens[at].first; i++)
    if (parser->ast->source->text[i] == '\n' || parser->ast->source->text[i] == '\r')
      return TRUE;
  return FALSE;
}

static void
expect_semicolon (Parser *parser)
{
  if (parser->failed || parser->given_up || parser_take (parser, PUNCT (';', 0, 0)))
    return;

  const Token *token = parser_peek (parser, 0);
  size_t end = end_of_last_token (parser);
  gboolean is_clear = token->kind == TOKEN_END || token->punctuator == PUNCT ('}', 0, 0) || begins_line (parser, parser->at);
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
  size_t end = end_of_last_token (parser);

  if (end > node->first)
    node->end = end;
  return node;
}

/* After a mistake: to where the next statement may begin. */
static void
recover (Parser *parser,
         size_t  began)
{
  unsigned depth = 0;

  for (; !parser->given_up && parser_peek (parser, 0)->kind != TOKEN_END; parser->at++)
    {
      const Token *token = parser_peek (parser, 0);

      if (token->kind == TOKEN_NAME && depth == 0 && parser->at > began && begins_line (parser, parser->at))
        for (size_t i = 0; i < G_N_ELEMENTS (statement_words); i++)
          if (strcmp (token->text, statement_words[i]) == 0)
            goto found;
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
found:
  parser->failed = FALSE;
  parser->n_parentheses = 0;
}

/* --- types ---------------------------------------------------------------------------------- */

static gboolean
is_qualifier (const char *word)
{
  static const char *const words[] = {
    "const", "volatile", "register", "inline", "__inline", "auto", "__user", "__iomem", "__init", "__exit", "__percpu",
    "__maybe_unused", "__always_unused", "__read_mostly", "noinline", "__force",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_c_type_word (const char *word)
{
  static const char *const words[] = { "void", "char", "short", "int", "long", "signed", "unsigned", "_Bool" };

  for (size_t i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static const char *
refusal_of (const char *word)
{
  for (size_t i = 0; i < G_N_ELEMENTS (refused_words); i++)
    if (strcmp (word, refused_words[i].word) == 0)
      return _(refused_words[i].reason);
  return NULL;
}

static gboolean
is_named_type (const Parser *parser,
               const char   *word)
{
  return script_type_is_name (word) || g_hash_table_contains (parser->typedefs, word);
}

gboolean
parser_at_type (const Parser *parser)
{
  const Token *token = parser_peek (parser, 0);

  if (token->kind != TOKEN_NAME)
    return FALSE;
  return is_c_type_word (token->text) || is_qualifier (token->text) || is_named_type (parser, token->text)
         || refusal_of (token->text) != NULL
         || strcmp (token->text, "struct") == 0 || strcmp (token->text, "enum") == 0 || strcmp (token->text, "static") == 0
         || strcmp (token->text, "extern") == 0 || strcmp (token->text, "typedef") == 0;
}

/* "unsigned long int" and "long unsigned" are one type: their words in one order. */
static const char *
c_type_name (Parser *parser)
{
  const Token *first = parser_peek (parser, 0);
  unsigned n_long = 0;
  gboolean is_unsigned = FALSE, is_signed = FALSE, is_short = FALSE, is_int = FALSE;
  const char *other = NULL;
  gboolean bad = FALSE;

  for (;; parser->at++)
    {
      const Token *token = parser_peek (parser, 0);

      if (token->kind != TOKEN_NAME)
        break;
      if (strcmp (token->text, "long") == 0)
        n_long++;
      else if (strcmp (token->text, "unsigned") == 0)
        is_unsigned = TRUE;
      else if (strcmp (token->text, "signed") == 0)
        is_signed = TRUE;
      else if (strcmp (token->text, "short") == 0)
        is_short = TRUE;
      else if (strcmp (token->text, "int") == 0)
        is_int = TRUE;
      else if (is_c_type_word (token->text))
        {
          bad = bad || other != NULL;
          other = token->text;
        }
      else if (!is_qualifier (token->text))
        break;
    }

  if (other != NULL && (n_long > 0 || is_short || is_int || ((is_unsigned || is_signed) && strcmp (other, "char") != 0)))
    bad = TRUE;
  if (bad || n_long > 2 || (n_long > 0 && is_short) || (is_signed && is_unsigned))
    {
      parser_fail (parser, first->first, end_of_last_token (parser), NULL, _("These words together are no type of C."));
      return "int";
    }

  if (other != NULL && strcmp (other, "char") == 0)
    return is_unsigned ? "unsigned char" : is_signed ? "signed char" : "char";
  if (other != NULL)
    return strcmp (other, "_Bool") == 0 ? "bool" : other;
  if (n_long == 2)
    return is_unsigned ? "unsigned long long" : "long long";
  if (n_long == 1)
    return is_unsigned ? "unsigned long" : "long";
  if (is_short)
    return is_unsigned ? "unsigned short" : "short";
  return is_unsigned ? "unsigned int" : "int";
}

static void
declarators (Parser   *parser,
             TypeBase *base,
             Node     *declaration,
             gboolean  may_have_value)
{
  Node **last = &declaration->list;

  while (!parser->failed)
    {
      Node *node = parser_node (parser, NODE_DECLARATOR);
      const Token *name = NULL;

      node->type = parser_declarator (parser, base, &name);
      if (name == NULL)
        break;
      node->text = name->text;
      node->first = name->first;
      node->end = name->end;
      if (parser_is (parser, PUNCT (':', 0, 0)) && !may_have_value)
        parser_fail (parser, parser_peek (parser, 0)->first, parser_peek (parser, 0)->end, NULL,
                     _("Members of some bits are not part of the language."));
      if (may_have_value && parser_take (parser, PUNCT ('=', 0, 0)))
        node->a = parser_initializer (parser);
      *last = node;
      last = &node->next;
      if (!parser_take (parser, PUNCT (',', 0, 0)))
        break;
    }
}

static void
struct_body (Parser   *parser,
             TypeBase *base)
{
  Node **last = &base->members;

  base->has_body = TRUE;
  if (!parser_enter (parser, &parser->n_blocks))
    return;
  while (!parser_is (parser, PUNCT ('}', 0, 0)) && parser_peek (parser, 0)->kind != TOKEN_END)
    {
      size_t began = parser->at;
      Node *member = parser_node (parser, NODE_DECLARATION);
      uint32_t flags = 0;

      if (!parser_at_type (parser))
        {
          const Token *token = parser_peek (parser, 0);
          parser_fail (parser, token->first, token->end, NULL, _("The type of a member should stand here."));
        }
      else
        {
          TypeBase *of = parser_type_base (parser, &flags);
          if (of != NULL)
            declarators (parser, of, member, FALSE);
          expect_semicolon (parser);
          *last = parser_finish (parser, member);
          last = &member->next;
        }
      if (parser->given_up)
        return;
      if (parser->failed)
        recover (parser, began);
    }
  parser->n_blocks--;
  parser_expect (parser, PUNCT ('}', 0, 0));
}

static void
enum_body (Parser   *parser,
           TypeBase *base)
{
  Node **last = &base->members;

  base->has_body = TRUE;
  while (!parser_is (parser, PUNCT ('}', 0, 0)) && !parser->failed)
    {
      const Token *name = parser_peek (parser, 0);
      Node *node = parser_node (parser, NODE_ENUMERATOR);

      if (name->kind != TOKEN_NAME)
        {
          parser_fail (parser, name->first, name->end, NULL, _("A name should stand here."));
          return;
        }
      parser->at++;
      node->text = name->text;
      if (parser_take (parser, PUNCT ('=', 0, 0)))
        node->a = parser_conditional (parser);
      *last = node;
      last = &node->next;
      if (!parser_take (parser, PUNCT (',', 0, 0)))
        break;
    }
  parser_expect (parser, PUNCT ('}', 0, 0));
}

TypeBase *
parser_type_base (Parser   *parser,
                  uint32_t *flags)
{
  TypeBase *base = ast_allocate (parser->ast, sizeof (TypeBase));
  const Token *token;

  for (;; parser->at++)
    {
      token = parser_peek (parser, 0);
      if (token->kind != TOKEN_NAME)
        break;
      if (strcmp (token->text, "static") == 0)
        *flags |= DECLARED_STATIC;
      else if (strcmp (token->text, "typedef") == 0)
        *flags |= DECLARED_TYPEDEF;
      else if (strcmp (token->text, "extern") == 0)
        *flags |= DECLARED_EXTERN;
      else if (!is_qualifier (token->text))
        break;
    }

  base->first = token->first;
  if (token->kind != TOKEN_NAME)
    {
      parser_fail (parser, token->first, token->end, NULL, _("A type should stand here."));
      return NULL;
    }
  if (refusal_of (token->text) != NULL)
    {
      parser_fail (parser, token->first, token->end, NULL, "%s", refusal_of (token->text));
      return NULL;
    }

  if (strcmp (token->text, "struct") == 0 || strcmp (token->text, "enum") == 0)
    {
      base->kind = *token->text == 's' ? BASE_STRUCT : BASE_ENUM;
      parser->at++;
      if (parser_peek (parser, 0)->kind == TOKEN_NAME)
        {
          base->name = parser_peek (parser, 0)->text;
          parser->at++;
        }
      base->end = end_of_last_token (parser);
      if (parser_take (parser, PUNCT ('{', 0, 0)))
        {
          if (base->kind == BASE_STRUCT)
            struct_body (parser, base);
          else
            enum_body (parser, base);
        }
      else if (base->name == NULL)
        {
          parser_expect (parser, PUNCT ('{', 0, 0));
          base->kind = BASE_MISTAKE;
        }
    }
  else if (is_c_type_word (token->text))
    base->name = c_type_name (parser);
  else if (is_named_type (parser, token->text))
    {
      base->name = token->text;
      parser->at++;
    }
  else
    {
      parser_fail (parser, token->first, token->end, NULL, _("A type should stand here."));
      return NULL;
    }
  if (base->end == 0)
    base->end = end_of_last_token (parser);
  while (parser_peek (parser, 0)->kind == TOKEN_NAME
         && (is_qualifier (parser_peek (parser, 0)->text) || parser_is_name (parser, 0, "static")))
    parser->at++;
  return base;
}

TypeName *
parser_declarator (Parser       *parser,
                   TypeBase     *base,
                   const Token **name)
{
  TypeName *type = ast_allocate (parser->ast, sizeof (TypeName));
  Node **last = &type->dimensions;

  type->base = base;
  for (;;)
    {
      const Token *token = parser_peek (parser, 0);

      if (parser_take (parser, PUNCT ('*', 0, 0)))
        {
          if (++type->n_pointers > 8)
            parser_fail (parser, token->first, token->end, NULL, _("A pointer to a pointer to a pointer … may have at most eight stars."));
        }
      else if (token->kind == TOKEN_NAME && is_qualifier (token->text))
        parser->at++;
      else
        break;
    }

  if (name != NULL)
    {
      const Token *token = parser_peek (parser, 0);

      if (token->kind != TOKEN_NAME)
        {
          parser_fail (parser, token->first, MAX (token->end, token->first + 1), NULL,
                       parser_is (parser, PUNCT ('(', 0, 0)) ? _("Pointers to functions are not part of the language.")
                                                             : _("A name should stand here."));
          return type;
        }
      *name = token;
      parser->at++;
    }

  unsigned n = 0;
  while (!parser->failed && parser_is (parser, PUNCT ('[', 0, 0)))
    {
      const Token *bracket = parser_peek (parser, 0);
      Node *dimension;

      parser->at++;
      if (parser_is (parser, PUNCT (']', 0, 0)))
        dimension = parser_node (parser, NODE_EMPTY);
      else
        dimension = parser_conditional (parser);
      parser_expect (parser, PUNCT (']', 0, 0));
      if (++n > 8)
        parser_fail (parser, bracket->first, bracket->end, NULL, _("An array may have at most eight dimensions."));
      *last = dimension;
      last = &dimension->next;
    }
  return type;
}

TypeName *
parser_type_name (Parser *parser)
{
  uint32_t flags = 0;
  TypeBase *base = parser_type_base (parser, &flags);

  if (base == NULL)
    {
      base = ast_allocate (parser->ast, sizeof (TypeBase));
      base->kind = BASE_MISTAKE;
    }
  return parser_declarator (parser, base, NULL);
}

/* --- statements ----------------------------------------------------------------------------- */

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
      *last = statement (parser);
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
  node = statement (parser);
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
      if (!take_name (parser, "else"))
        return;
    }
  while (take_name (parser, "if"));
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
        declarators (parser, base, declaration, TRUE);
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
  if (parser_is_name (parser, 0, "void") && is_punctuator (parser, 1, PUNCT (')', 0, 0)))
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
      while (is_punctuator (&ahead, 0, PUNCT ('*', 0, 0)))
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
  node->end = end_of_last_token (parser);
  if (parser_is (parser, PUNCT ('{', 0, 0)))
    {
      node->a = block (parser);
    }
  else
    expect_semicolon (parser);
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
          declarators (parser, base, node, TRUE);
        }
    }
  node->type = ast_allocate (parser->ast, sizeof (TypeName));
  node->type->base = base;
  if (flags & DECLARED_TYPEDEF)
    for (Node *child = node->list; child != NULL; child = child->next)
      g_hash_table_add (parser->typedefs, g_strdup (child->text));
  parser_finish (parser, node);
  expect_semicolon (parser);
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
  expect_semicolon (parser);
}

/* An unknown word before a name is probably a type. */
static gboolean
fails_as_type (Parser *parser)
{
  const Token *token = parser_peek (parser, 0);
  size_t name = 1;

  if (token->kind != TOKEN_NAME)
    return FALSE;
  for (size_t i = 0; i < G_N_ELEMENTS (statement_words); i++)
    if (strcmp (token->text, statement_words[i]) == 0)
      return FALSE;
  while (is_punctuator (parser, name, PUNCT ('*', 0, 0)))
    name++;
  if (parser_peek (parser, name)->kind != TOKEN_NAME)
    return FALSE;
  if (name > 1 && !is_punctuator (parser, name + 1, PUNCT ('=', 0, 0)) && !is_punctuator (parser, name + 1, PUNCT (';', 0, 0)))
    return FALSE;
  /* "a * b;" calculates, and throws away; nobody means it. On the next line a statement begins, though. */
  if (begins_line (parser, parser->at + name))
    return FALSE;

  Nearest nearest;
  nearest_init (&nearest, token->text);
  script_type_suggest (&nearest);
  for (size_t i = 0; i < G_N_ELEMENTS (statement_words); i++)
    nearest_try (&nearest, statement_words[i]);
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
        && (is_punctuator (parser, 1, PUNCT ('(', 0, 0)) || is_punctuator (parser, 1, PUNCT ('{', 0, 0))))
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

  if (take_name (parser, "break"))
    node->kind = NODE_BREAK;
  else if (take_name (parser, "continue"))
    node->kind = NODE_CONTINUE;
  else if (take_name (parser, "goto"))
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
  else if (take_name (parser, "return"))
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
  expect_semicolon (parser);
}

/* "name:", "case value:", "default:". */
static gboolean
label (Parser *parser,
       Node   *node)
{
  if (take_name (parser, "case"))
    {
      node->kind = NODE_CASE;
      node->a = parser_conditional (parser);
      if (is_punctuator (parser, 0, PUNCT ('.', '.', '.')))
        parser_fail (parser, parser_peek (parser, 0)->first, parser_peek (parser, 0)->end, NULL,
                     _("Ranges of cases are not part of the language."));
    }
  else if (parser_is_name (parser, 0, "default") && is_punctuator (parser, 1, PUNCT (':', 0, 0)))
    {
      node->kind = NODE_DEFAULT;
      parser->at++;
    }
  else if (parser_peek (parser, 0)->kind == TOKEN_NAME && is_punctuator (parser, 1, PUNCT (':', 0, 0)))
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
      last->next = statement (parser);
      break;
    }
  return parser_finish (parser, node);
}

static Node *
statement (Parser *parser)
{
  size_t began = parser->at;
  Node *node = parser_node (parser, NODE_EMPTY);
  const Token *token = parser_peek (parser, 0);

  if (parser_take (parser, PUNCT (';', 0, 0)))
    return node;

  if (parser_is (parser, PUNCT ('{', 0, 0)))
    node = block (parser);
  else if (take_name (parser, "if"))
    if_statement (parser, node);
  else if (take_name (parser, "while"))
    {
      node->kind = NODE_WHILE;
      node->a = condition (parser);
      node->b = body (parser);
    }
  else if (take_name (parser, "do"))
    {
      node->kind = NODE_DO;
      node->b = body (parser);
      if (!take_name (parser, "while"))
        parser_fail (parser, parser_peek (parser, 0)->first, parser_peek (parser, 0)->end, NULL,
                     _("“while (condition);” should follow the body of “do”."));
      else
        {
          node->a = condition (parser);
          expect_semicolon (parser);
        }
    }
  else if (take_name (parser, "for"))
    for_statement (parser, node);
  else if (take_name (parser, "switch"))
    {
      node->kind = NODE_SWITCH;
      node->a = condition (parser);
      node->b = body (parser);
    }
  else if (parser_is_name (parser, 0, "else"))
    parser_fail (parser, token->first, token->end, NULL, _("This “else” has no “if” before it."));
  else if (parser_is_name (parser, 0, "DEFINE_PER_CPU"))
    per_cpu (parser, node);
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
      recover (parser, began);
      if (parser->at == began && parser_peek (parser, 0)->kind != TOKEN_END && !parser_is (parser, PUNCT ('}', 0, 0)))
        parser->at++;
    }
  return node;
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
      *last = statement (&parser);
      last = &(*last)->next;
    }
  return ast;
}
