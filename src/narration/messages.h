/* messages.h - what is wrong with a text, where, and what may have been meant
 *
 * GNU form: file:line:column: error: sentence; then the line, and a caret under it.
 */
#pragma once

#include <glib.h>

typedef enum { MESSAGE_ERROR, MESSAGE_WARNING, MESSAGE_NOTE } MessageSeverity;

typedef struct {
  MessageSeverity severity;
  char    *file;                  /* as the user named it; "-" for standard input; NULL or "": none */
  unsigned line, column;          /* from 1; columns count characters, not bytes; 0: the whole file */
  unsigned length;                /* characters underlined; at least 1 */
  char    *text;                  /* one sentence in the user's language, no final newline */
  char    *source;                /* the line itself, tabs kept; NULL: none */
  unsigned source_column;         /* of its first character, where a very long line is given in part; 0 means 1 */
  char    *suggestion;            /* "did you mean …?" as a sentence; NULL: none */
} Message;

typedef struct Messages Messages;

#define MESSAGES_MAX 100          /* more are counted, not kept */

Messages      *messages_new    (void);
void           messages_free   (Messages *messages);
size_t         messages_n      (const Messages *messages);
size_t         messages_n_errors (const Messages *messages);      /* all, also those not kept */
const Message *messages_at     (const Messages *messages, size_t index);
/* Takes nothing; copies. Sorted by place when read. */
void           messages_add    (Messages *messages, const Message *message);
/* All of them as text; color: with ANSI colours. */
char          *messages_format (const Messages *messages, gboolean color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Messages, messages_free)
