/* ast.h - a parsed text: a tree of statements and expressions, not yet checked
 *
 * A tree does not depend on the profile: sizes and names are looked up when it is compiled, so that the same
 * text runs under several. Nodes live in the tree and are not changed after parsing.
 */
#pragma once

#include "scenario/lexer.h"

typedef enum {
  /* expressions */
  NODE_NUMBER,                    /* value, suffix */
  NODE_CHARACTER,                 /* value */
  NODE_STRING,                    /* text, size; flag: to be translated */
  NODE_NAME,                      /* text */
  NODE_UNARY,                     /* op a: - + ! ~ * & ++ -- */
  NODE_POSTFIX,                   /* a op: ++ -- */
  NODE_BINARY,                    /* a op b */
  NODE_ASSIGN,                    /* a op b */
  NODE_CONDITIONAL,               /* a ? b : c */
  NODE_COMMA,                     /* a, b */
  NODE_CALL,                      /* text (list) */
  NODE_INDEX,                     /* a[b] */
  NODE_MEMBER,                    /* a.text; flag: a->text */
  NODE_CAST,                      /* (type) a */
  NODE_SIZEOF_TYPE,
  NODE_SIZEOF,                    /* a */
  NODE_TYPE,                      /* a type where a function takes one */
  NODE_LIST,                      /* { list } */
  NODE_DESIGNATED,                /* .text = a, or [b] = a */
  NODE_MISTAKE,                   /* reported already */
  /* statements */
  NODE_EXPRESSION,                /* a; */
  NODE_DECLARATION,               /* list of NODE_DECLARATOR; type: the base; flag: DECLARED_… */
  NODE_DECLARATOR,                /* type, text, a: initial value or NULL */
  NODE_ENUMERATOR,                /* text, a: value or NULL */
  NODE_PER_CPU,                   /* DEFINE_PER_CPU (type, text) */
  NODE_FUNCTION,                  /* type text (list of NODE_DECLARATOR) a: block, or NULL */
  NODE_BLOCK,                     /* list */
  NODE_IF,                        /* list of NODE_ARM; b: else, or NULL */
  NODE_ARM,                       /* if (a) b */
  NODE_WHILE,                     /* while (a) b */
  NODE_DO,                        /* do b while (a) */
  NODE_FOR,                       /* for (a; b; c) d */
  NODE_SWITCH,                    /* switch (a) b */
  NODE_CASE,                      /* case a: */
  NODE_DEFAULT,
  NODE_BREAK,
  NODE_CONTINUE,
  NODE_GOTO,                      /* text */
  NODE_LABEL,                     /* text: */
  NODE_RETURN,                    /* a, or NULL */
  NODE_CONTEXT,                   /* text (a) b: on_cpu and kin */
  NODE_EMPTY
} NodeKind;

enum { DECLARED_STATIC = 1, DECLARED_TYPEDEF = 2, DECLARED_EXTERN = 4 };

typedef struct Node Node;

typedef enum { BASE_NAMED, BASE_STRUCT, BASE_ENUM, BASE_MISTAKE } TypeBaseKind;

/* What stands before the declarators. Compared by address: a struct body is one type. */
typedef struct {
  TypeBaseKind kind;
  const char  *name;              /* "unsigned long", "u32"; the tag, or NULL */
  gboolean     has_body;
  Node        *members;           /* NODE_DECLARATION of a struct, NODE_ENUMERATOR of an enum */
  uint32_t     first, end;
} TypeBase;

typedef struct {
  TypeBase *base;
  unsigned  n_pointers;
  Node     *dimensions;           /* outermost first; NODE_EMPTY for [] */
} TypeName;

struct Node {
  NodeKind    kind;
  uint32_t    op;
  uint32_t    flag;
  uint32_t    depth;              /* of the tree below */
  uint32_t    first, end;         /* bytes in the text, half-open */
  const char *text;
  size_t      size;
  uint64_t    value;
  TypeName   *type;
  Node       *a, *b, *c, *d;
  Node       *list;               /* first of the children in a row */
  Node       *next;               /* in the row that this one is in */
};

typedef struct {
  Source       *source;           /* owned */
  TokenList    *tokens;           /* owned; the texts of the nodes */
  GPtrArray    *chunks;           /* owned; the nodes */
  size_t        chunk_used;
  Node         *statements;       /* row */
} Ast;

/* Takes the source. Never NULL; what is wrong is in messages. typedefs, macros: known from earlier texts; may be NULL. */
Ast   *ast_parse   (Source *source, GHashTable *macros, GHashTable *typedefs, Messages *messages);
void   ast_free    (Ast *ast);
void  *ast_allocate (Ast *ast, size_t size);
Place  ast_place   (const Ast *ast, const Node *node);
/* The node as it stands in the text. Owned by the caller. */
char  *ast_dup_text (const Ast *ast, const Node *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ast, ast_free)
