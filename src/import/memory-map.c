/* memory-map.c - a firmware's map, in whatever form it comes */
#include "import/memory-map.h"

#include <glib/gi18n.h>
#include <string.h>

void
imported_map_clear (ImportedMap *map)
{
  g_free (map->ranges);
  g_free (map->reserved);
  memset (map, 0, sizeof *map);
  map->highmem = UINT64_MAX;
}

static gboolean
is_empty (const ImportText *text)
{
  for (const char *p = text->next; p < text->text_end; p++)
    if (!g_ascii_isspace (*p))
      return FALSE;
  return TRUE;
}

static void
complain_that_there_is_no_map (ImportText *text)
{
  const char *at = text->valid;
  gboolean is_log = import_find (at, text->text_end, "Linux version ") != NULL;

  import_text_rewind (text);
  import_text_next_line (text);
  while (at < text->text_end && g_ascii_isspace (*at))
    at++;

  if (is_log)
    import_text_complain (text, NULL, NULL, _("The beginning of the log is needed: journalctl -k -b, or dmesg soon after the boot."),
                          _("The boot log has no line with “BIOS-e820:”."));
  else if (at < text->text_end && *at == '{')
    import_text_complain (text, text->line, text->line, _("A memblock snapshot is given with memblock= instead."),
                          _("This is JSON, not a boot log and not /proc/iomem."));
  else
    import_text_complain (text, text->line, text->line_end,
                          _("A boot log with “BIOS-e820:” lines (dmesg) or the text of /proc/iomem is expected."),
                          _("This is not a memory map."));
}

static gboolean
read_map (ImportText  *text,
          ImportedMap *map,
          GArray      *ranges)
{
  gboolean is_read;

  if (is_empty (text))
    {
      import_text_complain (text, NULL, NULL, NULL, _("The memory map is empty."));
      return FALSE;
    }
  if (import_is_boot_log (text))
    is_read = import_boot_log (text, map, ranges);
  else if (import_is_iomem (text))
    is_read = import_iomem (text, ranges);
  else
    {
      complain_that_there_is_no_map (text);
      return FALSE;
    }

  if (!is_read || !import_ranges_check (ranges, text))
    return FALSE;
  if (!import_ranges_have_ram (ranges))
    {
      import_text_complain (text, NULL, NULL, NULL, _("The memory map has no RAM in it."));
      return FALSE;
    }
  return TRUE;
}

gboolean
import_e820 (const char  *bytes,
             size_t       length,
             const char  *file_name,
             ImportedMap *map,
             Messages    *messages)
{
  ImportText text;
  g_autoptr (GArray) ranges = import_ranges_new ();
  gboolean is_read;

  memset (map, 0, sizeof *map);
  map->highmem = UINT64_MAX;

  import_text_init (&text, bytes, length, file_name, messages);
  is_read = read_map (&text, map, ranges);
  import_text_clear (&text);

  if (!is_read)
    {
      imported_map_clear (map);
      return FALSE;
    }
  map->ranges = import_ranges_dup (ranges, &map->n_ranges);
  return TRUE;
}
