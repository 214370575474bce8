/* suggest.h - which of many names may have been meant
 *
 * Distance: insertions, deletions, replacements and swaps of neighbours; at most a third of the word.
 */
#pragma once

#include <glib.h>

typedef struct {
  const char *word;
  unsigned    best;
  const char *match;              /* borrowed from the candidates; NULL: none is near */
} Nearest;

void  nearest_init (Nearest *nearest, const char *word);
void  nearest_try  (Nearest *nearest, const char *candidate);
/* "Did you mean “alloc_pages”?", owned; NULL: none is near. */
char *nearest_dup_sentence (const Nearest *nearest);
