#include "suggest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_WORD 64

static unsigned
distance (const char *a,
          const char *b)
{
  size_t n_a = strlen (a), n_b = strlen (b);
  unsigned rows[3][LONGEST_WORD + 1];
  unsigned *before = rows[0], *last = rows[1], *row = rows[2];

  for (size_t j = 0; j <= n_b; j++)
    last[j] = j;
  for (size_t i = 1; i <= n_a; i++)
    {
      row[0] = i;
      for (size_t j = 1; j <= n_b; j++)
        {
          gboolean same = g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 1]);

          row[j] = MIN (MIN (last[j] + 1, row[j - 1] + 1), last[j - 1] + !same);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], before[j - 2] + 1);
        }
      unsigned *free_row = before;
      before = last;
      last = row;
      row = free_row;
    }
  return last[n_b];
}

void
nearest_init (Nearest    *nearest,
              const char *word)
{
  size_t n = strlen (word);

  *nearest = (Nearest) { .word = word, .best = n <= 2 ? 2 : n / 3 + 2 };
}

void
nearest_try (Nearest    *nearest,
             const char *candidate)
{
  size_t n_word = strlen (nearest->word), n = strlen (candidate);

  if (n_word > LONGEST_WORD || n > LONGEST_WORD || n_word + nearest->best <= n || n + nearest->best <= n_word)
    return;

  unsigned far = distance (nearest->word, candidate);
  if (far < nearest->best && far < MAX (n, n_word))
    {
      nearest->best = far;
      nearest->match = candidate;
    }
}

char *
nearest_dup_sentence (const Nearest *nearest)
{
  if (nearest->match == NULL)
    return NULL;
  return g_strdup_printf (_("Did you mean “%s”?"), nearest->match);
}
