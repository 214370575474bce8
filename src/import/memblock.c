/* memblock.c - memblock at the hand-over, as a debugger wrote it
 *
 * Models      mm/memblock.c: memblock.memory and memblock.reserved, in order and apart from each other
 * Leaves out  flags of a region
 */
#include "import/json.h"
#include "import/ranges.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
read_number (ImportText      *text,
             const JsonValue *region,
             const char      *key,
             uint64_t        *number)
{
  const JsonValue *value = json_value_member (region, key);

  if (value == NULL)
    return json_complain (region, text, _("The region has no “%s”."), key);
  if (!json_value_to_u64 (value, number))
    return json_complain (value, text, _("“%s” is not a number of 64 bits, like \"0x1000\"."), key);
  return TRUE;
}

static gboolean
read_region (ImportText      *text,
             const JsonValue *region,
             SimRangeKind     kind,
             GArray          *ranges)
{
  uint64_t base, size;

  if (region->kind != JSON_KIND_OBJECT)
    return json_complain (region, text, _("A region with “base” and “size” is expected here."));
  if (!read_number (text, region, "base", &base) || !read_number (text, region, "size", &size))
    return FALSE;
  if (size > UINT64_MAX - base)
    return json_complain (region, text, _("The region reaches beyond the last address of 64 bits."));
  if (size == 0)
    return json_complain (region, text, _("The region is empty."));

  import_text_go_to (text, region->from);
  return import_ranges_add (ranges, text, region->from, MIN (region->to, text->line_end), kind, base, base + size, FALSE);
}

static gboolean
read_regions (ImportText      *text,
              const JsonValue *memblock,
              const char      *key,
              SimRangeKind     kind,
              GArray          *ranges)
{
  const JsonValue *regions = json_value_member (memblock, key);

  if (regions == NULL || regions->kind != JSON_KIND_ARRAY)
    return json_complain (regions != NULL ? regions : memblock, text, _("memblock has no list “%s”."), key);
  for (unsigned i = 0; i < regions->children->len; i++)
    if (!read_region (text, g_ptr_array_index (regions->children, i), kind, ranges))
      return FALSE;

  return import_ranges_check (ranges, text);
}

static gboolean
read_memblock (ImportText *text,
               GArray     *memory,
               GArray     *reserved)
{
  g_autoptr (JsonValue) value = NULL;
  const JsonValue *memblock;
  const char *at = text->valid;

  while (at < text->text_end && (g_ascii_isspace (*at) || g_str_has_prefix (at, "\xef\xbb\xbf")))
    at += g_ascii_isspace (*at) ? 1 : 3;
  if (at == text->text_end)
    {
      import_text_complain (text, NULL, NULL, NULL, _("The memblock snapshot is empty."));
      return FALSE;
    }
  if (*at != '{')
    {
      import_text_next_line (text);
      import_text_complain (text, text->line, text->line, _("A boot log or /proc/iomem is given with e820= instead."),
                            _("This is no memblock snapshot: it does not begin with “{”."));
      return FALSE;
    }

  value = json_value_parse (text);
  if (value == NULL)
    return FALSE;

  memblock = json_value_member (value, "memblock");
  if (memblock == NULL)
    memblock = value;
  if (!read_regions (text, memblock, "memory", SIM_RANGE_RAM, memory)
      || !read_regions (text, memblock, "reserved", SIM_RANGE_RESERVED, reserved))
    return FALSE;
  if (memory->len == 0)
    {
      import_text_complain (text, NULL, NULL, NULL, _("The memory map has no RAM in it."));
      return FALSE;
    }
  return TRUE;
}

gboolean
import_memblock (const char  *bytes,
                 size_t       length,
                 const char  *file_name,
                 ImportedMap *map,
                 Messages    *messages)
{
  ImportText text;
  g_autoptr (GArray) memory = import_ranges_new ();
  g_autoptr (GArray) reserved = import_ranges_new ();
  gboolean is_read;

  memset (map, 0, sizeof *map);
  map->highmem = UINT64_MAX;

  import_text_init (&text, bytes, length, file_name, messages);
  is_read = read_memblock (&text, memory, reserved);
  import_text_clear (&text);
  if (!is_read)
    return FALSE;

  map->is_memblock = TRUE;
  map->ranges = import_ranges_dup (memory, &map->n_ranges);
  map->reserved = import_ranges_dup (reserved, &map->n_reserved);
  return TRUE;
}
