/* parser.h - what the two halves of the parser share
 *
 * Recursive descent. Nesting of blocks and of expressions is limited to 32 each, the length of a chain like
 * a + b + c + … to 1000, so that neither the parser nor who walks its trees can run out of stack.
 */
#pragma once

#include "scenario/ast.h"

#define MAX_NESTING 32
#define MAX_CHAIN 1000

typedef struct {
  Ast         *ast;
  const Token *tokens;
  size_t       at;
  Messages    *messages;
  GHashTable  *typedefs;          /* names */
  unsigned     n_blocks, n_parentheses;
  gboolean     failed;            /* a mistake was reported; nothing more until the statement's end */
  gboolean     given_up;          /* nested too deeply: the rest is not read */
} Parser;

const Token *parser_peek    (const Parser *parser, size_t ahead);
gboolean     parser_is      (const Parser *parser, uint32_t punctuator);
gboolean     parser_is_name (const Parser *parser, size_t ahead, const char *name);
/* Takes the token if it is that one. */
gboolean     parser_take    (Parser *parser, uint32_t punctuator);
/* Reports where it is not; once in a statement. */
gboolean     parser_expect  (Parser *parser, uint32_t punctuator);
void         parser_fail    (Parser *parser, size_t first, size_t end, const char *suggestion, const char *format, ...) G_GNUC_PRINTF (5, 6);
Node        *parser_node    (Parser *parser, NodeKind kind);         /* begins at the next token */
Node        *parser_finish  (Parser *parser, Node *node);            /* ends before the next token */
/* False: too deep, reported. */
gboolean     parser_enter   (Parser *parser, unsigned *depth);

gboolean     parser_is_punctuator    (const Parser *parser, size_t ahead, uint32_t punctuator);
gboolean     parser_take_name        (Parser *parser, const char *name);
gboolean     parser_begins_line      (const Parser *parser, size_t at);      /* the token with that number */
size_t       parser_end_of_last_token (const Parser *parser);                /* byte */
void         parser_expect_semicolon (Parser *parser);
/* After a mistake in what began with that token: to where the next statement may begin. */
void         parser_recover          (Parser *parser, size_t began);
const char *const *parser_statement_words (size_t *n);

/* parser-statement.c */
Node        *parser_statement    (Parser *parser);

/* parser-type.c */
gboolean     parser_at_type      (const Parser *parser);
TypeBase    *parser_type_base    (Parser *parser, uint32_t *flags);  /* NULL: a mistake, reported */
TypeName    *parser_declarator   (Parser *parser, TypeBase *base, const Token **name);
TypeName    *parser_type_name    (Parser *parser);                   /* in casts and sizeof */
void         parser_declarators  (Parser *parser, TypeBase *base, Node *declaration, gboolean may_have_value);

/* parser-expression.c */
Node        *parser_expression   (Parser *parser);                   /* with commas */
Node        *parser_assignment   (Parser *parser);                   /* without */
Node        *parser_conditional  (Parser *parser);
Node        *parser_initializer  (Parser *parser);                   /* { … } or an expression */
