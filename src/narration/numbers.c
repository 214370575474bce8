/* numbers.c - numbers as the pictures have them, the same in every locale */
#include "narration/narration.h"

#include <inttypes.h>

/* U+202F NARROW NO-BREAK SPACE */
#define THIN_SPACE "\xe2\x80\xaf"

char *
narrate_count (uint64_t count)
{
  char digits[24];
  int n = g_snprintf (digits, sizeof digits, "%" PRIu64, count);
  GString *text = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (text, THIN_SPACE);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/* The largest unit; the one below it where that makes a short whole number. */
char *
narrate_size (uint64_t bytes)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  unsigned unit = 0;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  while (unit + 1 < G_N_ELEMENTS (units) && bytes >> (10 * (unit + 1)) != 0)
    unit++;
  if (unit > 0 && (bytes & ((UINT64_C (1) << (10 * unit)) - 1)) != 0)
    {
      unsigned below = 10 * (unit - 1);

      if ((bytes & ((UINT64_C (1) << below) - 1)) != 0 || bytes >> below >= 10000)
        {
          g_ascii_formatd (number, sizeof number, "%.2f", (double) bytes / (double) (UINT64_C (1) << (10 * unit)));
          return g_strdup_printf ("%s %s", number, units[unit]);
        }
      unit--;
    }

  {
    g_autofree char *count = narrate_count (bytes >> (10 * unit));

    return g_strdup_printf ("%s %s", count, units[unit]);
  }
}

char *
narrate_pfn (SimPfn pfn)
{
  return g_strdup_printf ("0x%" PRIx32, pfn);
}
