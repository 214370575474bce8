/* ranges.c - ranges of a memory map as they are read, with their place */
#include "import/ranges.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static char *
hex (uint64_t address)
{
  return g_strdup_printf ("0x%" PRIx64, address);
}

GArray *
import_ranges_new (void)
{
  return g_array_new (FALSE, TRUE, sizeof (ImportRange));
}

gboolean
import_ranges_add (GArray      *ranges,
                   ImportText  *text,
                   const char  *from,
                   const char  *to,
                   SimRangeKind kind,
                   uint64_t     first,
                   uint64_t     end,
                   gboolean     end_is_in)
{
  ImportRange found = { 0 };

  if (end < first || (end == first && !end_is_in))
    {
      g_autofree char *address = hex (end);

      import_text_complain (text, from, to, NULL, _("The range ends at %s, before it begins."), address);
      return FALSE;
    }

  /* The last byte of the address space has no byte after it: nothing is lost, for no RAM is there. */
  found.range.first = first;
  found.range.end = end_is_in && end < UINT64_MAX ? end + 1 : end;
  found.range.kind = kind;
  found.range.line = text->number;
  found.from = from;
  found.to = to;
  g_array_append_val (ranges, found);

  return TRUE;
}

/* NULL: nothing is wrong with it. */
static char *
what_is_wrong (const ImportRange *range,
               const ImportRange *before)
{
  if (before != NULL && range->range.first < before->range.first)
    {
      g_autofree char *first = hex (before->range.first);

      return g_strdup_printf (_("The range begins below the one before it, which begins at %s."), first);
    }
  if (before != NULL && range->range.first < before->range.end)
    {
      g_autofree char *end = hex (before->range.end);

      return g_strdup_printf (_("The range overlaps the one before it, which ends at %s."), end);
    }
  if (range->range.kind == SIM_RANGE_RAM && range->range.end > IMPORT_MAP_LIMIT)
    {
      g_autofree char *end = hex (range->range.end);

      return g_strdup_printf (_("The RAM reaches to %s; a machine may have memory up to 64 GiB."), end);
    }
  return NULL;
}

gboolean
import_ranges_check (const GArray *ranges,
                     ImportText   *text)
{
  gboolean is_good = TRUE;
  const ImportRange *before = NULL;

  for (unsigned i = 0; i < ranges->len; i++)
    {
      const ImportRange *range = &g_array_index (ranges, ImportRange, i);
      g_autofree char *sentence = what_is_wrong (range, before);

      if (sentence != NULL)
        {
          import_text_go_to (text, range->from);
          import_text_complain (text, range->from, range->to, NULL, "%s", sentence);
          is_good = FALSE;
        }
      before = range;
    }

  return is_good;
}

gboolean
import_ranges_have_ram (const GArray *ranges)
{
  for (unsigned i = 0; i < ranges->len; i++)
    if (g_array_index (ranges, ImportRange, i).range.kind == SIM_RANGE_RAM)
      return TRUE;
  return FALSE;
}

SimRange *
import_ranges_dup (const GArray *ranges,
                   size_t       *n)
{
  SimRange *plain = g_new0 (SimRange, (gsize) ranges->len + 1);

  for (unsigned i = 0; i < ranges->len; i++)
    plain[i] = g_array_index (ranges, ImportRange, i).range;
  *n = ranges->len;
  return plain;
}
