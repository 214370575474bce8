/* lexer.h - from text to tokens, with #define carried out
 *
 * C's lexis without floating point. #include is accepted and ignored, #define NAME value is carried out
 * wherever NAME stands; other directives are refused. Text in tokens lives as long as the TokenList.
 */
#pragma once

#include "scenario/source.h"

typedef enum {
  TOKEN_END,
  TOKEN_NAME,
  TOKEN_NUMBER,
  TOKEN_CHARACTER,
  TOKEN_STRING,
  TOKEN_PUNCTUATOR
} TokenKind;

/* Punctuators are their characters, first lowest: PUNCT ('-', '>', 0). */
#define PUNCT(a, b, c) ((uint32_t) (a) | (uint32_t) (b) << 8 | (uint32_t) (c) << 16)

enum { SUFFIX_U = 1, SUFFIX_L = 2, SUFFIX_LL = 4, NOT_DECIMAL = 8 };

typedef struct {
  TokenKind   kind;
  uint32_t    punctuator;
  uint32_t    suffix;             /* of a number */
  uint32_t    first, end;         /* bytes in the text, half-open; of the use where a macro put it there */
  const char *text;               /* a name; the bytes of a string, ended by 0 */
  size_t      size;               /* bytes of text */
  uint64_t    value;              /* of a number or character */
} Token;

typedef struct {
  GArray       *tokens;           /* of Token; the last is TOKEN_END */
  GStringChunk *names;
  GHashTable   *macros;           /* name → GArray of Token */
} TokenList;

/* macros: of an earlier text, or NULL; borrowed, copied as needed. Never NULL. */
TokenList *lexer_run       (const Source *source, GHashTable *macros, Messages *messages);
void       token_list_free (TokenList *list);
