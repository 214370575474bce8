#include "parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/types.h"

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
      parser_fail (parser, first->first, parser_end_of_last_token (parser), NULL, _("These words together are no type of C."));
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

void
parser_declarators (Parser   *parser,
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
            parser_declarators (parser, of, member, FALSE);
          parser_expect_semicolon (parser);
          *last = parser_finish (parser, member);
          last = &member->next;
        }
      if (parser->given_up)
        return;
      if (parser->failed)
        parser_recover (parser, began);
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
      base->end = parser_end_of_last_token (parser);
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
    base->end = parser_end_of_last_token (parser);
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
