/* source.h - a text with its lines, and how a mistake in it is reported
 *
 * Columns count characters, not bytes; lines end with LF, CR LF or a lone CR. The text need not be valid
 * UTF-8: what is not is one character a byte, and the lexer complains about it.
 */
#pragma once

#include <stdint.h>

#include "narration/messages.h"

typedef struct {
  uint32_t line, column;          /* from 1; line 0: the whole file */
  uint32_t length;                /* in characters, at least 1 */
} Place;

/* Where a column was counted last: the next is mostly a little further on. */
typedef struct {
  size_t   line_start, offset;
  uint32_t column;
} SourceColumn;

typedef struct {
  char    *text;                  /* owned; ended by 0, may contain others */
  size_t   length;
  size_t   shown_length;          /* what follows was added and is not shown */
  char    *file_name;             /* owned; as the user named it */
  GArray  *line_starts;           /* of size_t: byte offset of each line */
  SourceColumn *last_column;      /* owned */
} Source;

Source *source_new  (const char *text, size_t length, const char *file_name);
void    source_free (Source *source);

size_t  source_n_lines (const Source *source);
/* The line as valid UTF-8 without its end. Owned by the caller; NULL: there is none, or it is too long to be
 * shown. */
char   *source_dup_line (const Source *source, unsigned line);
/* Line of a byte, from 1. Quick, where source_place () counts columns. */
unsigned source_line (const Source *source, size_t offset);
/* Place of the bytes [offset, offset + length). */
Place   source_place (const Source *source, size_t offset, size_t length);
/* Bytes of the character that begins at offset, 1 where it is no valid UTF-8. */
size_t  source_character_bytes (const Source *source, size_t offset);

/* suggestion: a whole sentence, or NULL. */
void    source_report (const Source *source, Messages *messages, MessageSeverity severity, Place place,
                       const char *suggestion, const char *format, ...) G_GNUC_PRINTF (6, 7);
