/* iomem.c - /proc/iomem: who has which physical address
 *
 * Models      kernel/resource.c: r_show (): "start-end : name", two blanks a level, the end is in
 * Leaves out  levels below the first: what lies in RAM or behind a bridge does not change the map
 */
#include "import/memory-map.h"

#include <glib/gi18n.h>

/* False: the line has not the form "hex-hex : name". */
static gboolean
split_line (const ImportText *text,
            const char      **addresses_end,
            const char      **name,
            uint64_t         *first,
            uint64_t         *last,
            gboolean         *is_too_long)
{
  const char *at = text->line;
  unsigned n_first, n_last;

  import_skip_blanks (&at, text->line_end);
  if (!import_take_hex (&at, text->line_end, first, &n_first)
      || !import_take (&at, text->line_end, "-")
      || !import_take_hex (&at, text->line_end, last, &n_last))
    return FALSE;

  *addresses_end = at;
  if (!import_take (&at, text->line_end, " : "))
    return FALSE;
  *name = at;
  *is_too_long = n_first > 16 || n_last > 16;
  return TRUE;
}

static gboolean
is_blank (const ImportText *text)
{
  const char *at = text->line;

  import_skip_blanks (&at, text->line_end);
  return at == text->line_end;
}

gboolean
import_is_iomem (ImportText *text)
{
  const char *addresses_end, *name;
  uint64_t first, last;
  gboolean is_too_long;

  for (import_text_rewind (text); import_text_next_line (text); )
    if (split_line (text, &addresses_end, &name, &first, &last, &is_too_long))
      return TRUE;
  return FALSE;
}

static gboolean
read_line (ImportText *text,
           GArray     *ranges,
           gboolean   *is_hidden)
{
  const char *addresses_end, *name;
  uint64_t first, last;
  gboolean is_too_long;
  SimRangeKind kind;

  if (is_blank (text))
    return TRUE;
  if (!split_line (text, &addresses_end, &name, &first, &last, &is_too_long))
    {
      import_text_complain (text, text->line, text->line_end, NULL,
                            _("The line has not the form of /proc/iomem: “first-last : name”."));
      return FALSE;
    }
  if (is_too_long)
    {
      import_text_complain (text, text->line, addresses_end, NULL, _("The address has more than 64 bits."));
      return FALSE;
    }

  *is_hidden &= first == 0 && last == 0;
  if (text->line[0] == ' ' || text->line[0] == '\t')
    return TRUE;

  kind = import_take (&name, text->line_end, "System RAM") ? SIM_RANGE_RAM : SIM_RANGE_RESERVED;
  return import_ranges_add (ranges, text, text->line, addresses_end, kind, first, last, TRUE);
}

gboolean
import_iomem (ImportText *text,
              GArray     *ranges)
{
  gboolean is_good = TRUE, is_hidden = TRUE;

  for (import_text_rewind (text); import_text_next_line (text); )
    is_good &= read_line (text, ranges, &is_hidden);

  /* Since Linux 4.6 whoever may not see addresses is shown zeros instead. */
  if (is_good && is_hidden)
    {
      import_text_complain (text, NULL, NULL, _("Save it again as root: sudo cat /proc/iomem"),
                            _("Every address is zero: the file was read without the right to see addresses."));
      return FALSE;
    }
  return is_good;
}
