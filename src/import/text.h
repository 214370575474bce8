/* text.h - a text, line by line, and tokens of a line; private to the importers
 *
 * Lines end with LF, CR LF, or the end of the text; a byte order mark is skipped. A line is a pair of
 * pointers, not ended by 0. Columns count characters.
 */
#pragma once

#include <stdint.h>

#include "narration/messages.h"

typedef struct {
  const char *file_name;          /* for messages; borrowed */
  Messages   *messages;           /* borrowed */
  char       *valid;              /* owned: the text as valid UTF-8 */
  const char *next, *text_end;    /* what was not read yet */
  const char *line, *line_end;    /* the line */
  unsigned    number;             /* of the line, from 1 */
} ImportText;

void     import_text_init  (ImportText *text, const char *bytes, size_t length, const char *file_name,
                            Messages *messages);
void     import_text_clear (ImportText *text);
/* To the first line again. */
void     import_text_rewind (ImportText *text);
gboolean import_text_next_line (ImportText *text);
/* Makes the line that holds a place of the text the current one; quick for places near and behind it. */
void     import_text_go_to (ImportText *text, const char *place);

/* About [from, to) of this line; from NULL: about the whole file. suggestion may be NULL. */
void     import_text_complain (ImportText *text, const char *from, const char *to, const char *suggestion,
                               const char *format, ...) G_GNUC_PRINTF (5, 6);
unsigned import_text_column (const ImportText *text, const char *place);

/* Tokens: each moves *at forward over what it took, and leaves it where it was otherwise. */
void     import_skip_blanks (const char **at, const char *end);
gboolean import_take        (const char **at, const char *end, const char *expected);
/* Hexadecimal digits, with or without 0x; n_digits counts them all, also when there are more than 16 and
 * *value is then meaningless. False: no digit. */
gboolean import_take_hex    (const char **at, const char *end, uint64_t *value, unsigned *n_digits);
/* The first place of a text in [at, end); NULL: none. */
const char *import_find     (const char *at, const char *end, const char *text);
/* A size as the kernel's memparse () reads it: 0x…, 0…, decimal; K M G T P E. False: no number, or too large. */
gboolean import_memparse    (const char *at, const char *end, uint64_t *bytes);
