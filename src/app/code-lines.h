/* code-lines.h - which lines of a scenario stand on the blackboard: the kernel's C, and the titles of the steps
 *
 * Teaching words (say, expect, look …) and blocks that hold nothing else are for the lesson, not for the
 * reader of its code. Lines are told apart as text, statement by statement, so that a scenario with
 * mistakes can be read, too.
 *
 * Leaves out  macros that stand for teaching words
 */
#pragma once

#include <glib.h>

typedef enum {
  CODE_BLANK,
  CODE_COMMENT,
  CODE_TEACHING,
  CODE_TITLE,                     /* step (…); its first line */
  CODE_KERNEL
} CodeKind;

/* The CodeKind of each line of the text. Owned. */
GArray *code_lines_kinds   (const char *text);
/* The lines that are shown, counted from 0 in the order of the text; with no two blank ones in a row. Owned. */
GArray *code_lines_shown   (GArray *kinds);
/* The line, from 1, that is marked for a source line: itself, or the nearest of the same step that is shown,
 * rather one before it than one behind, rather code than the title. 0: none. */
unsigned code_lines_nearest (GArray *kinds, GArray *shown, unsigned line);
