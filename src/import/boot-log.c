/* boot-log.c - the firmware's map and what else a kernel says about its machine while it boots
 *
 * Models      arch/x86/kernel/e820.c: e820__print_table (), in the form with brackets (since 3.6, the end is in)
 *             and the older one with a dash (the end is not in); the command line; kernel/smp.c, mm/percpu.c
 * Leaves out  changes that the boot tells in words only ("e820: update …"): the machine makes them itself
 */
#include "import/memory-map.h"

#include <glib/gi18n.h>
#include <string.h>

/* What may stand before a range. A later map of the same boot is what the kernel went on with. */
static const struct {
  const char *heading;
  const char *prefix;
} map_words[] = {
  { "BIOS-provided physical RAM map:", "BIOS-e820:" },
  { "user-defined physical RAM map:", "user: " },
  { "modified physical RAM map:", "modified: " },
};

static const char *const ram_words[] = { "usable", "System RAM" };
static const char *const other_words[] = {
  "reserved", "ACPI data", "ACPI NVS", "unusable", "persistent", "soft reserved", "device reserved", "type ",
  "unknown"
};

/* --- one range ---------------------------------------------------------------------------- */

static gboolean
take_address (ImportText  *text,
              const char **at,
              uint64_t    *address)
{
  const char *from = *at;
  unsigned n_digits;

  if (!import_take_hex (at, text->line_end, address, &n_digits))
    {
      import_text_complain (text, from, from, NULL, _("A hexadecimal address is expected here."));
      return FALSE;
    }
  if (n_digits > 16)
    {
      import_text_complain (text, from, *at, NULL, _("The address has more than 64 bits."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_word (ImportText  *text,
           const char **at,
           const char  *word)
{
  import_skip_blanks (at, text->line_end);
  if (!import_take (at, text->line_end, word))
    {
      import_text_complain (text, *at, *at, NULL, _("“%s” is expected here."), word);
      return FALSE;
    }
  import_skip_blanks (at, text->line_end);
  return TRUE;
}

static gboolean
take_kind (ImportText   *text,
           const char   *at,
           gboolean      has_brackets,
           SimRangeKind *kind)
{
  const char *end = text->line_end;

  if (!has_brackets)
    import_take (&at, end, "(");

  for (unsigned i = 0; i < G_N_ELEMENTS (ram_words); i++)
    if (import_take (&at, end, ram_words[i]))
      {
        *kind = SIM_RANGE_RAM;
        return TRUE;
      }
  for (unsigned i = 0; i < G_N_ELEMENTS (other_words); i++)
    if (import_take (&at, end, other_words[i]))
      {
        *kind = SIM_RANGE_RESERVED;
        return TRUE;
      }

  import_text_complain (text, at, end, _("The kernel writes usable, reserved, ACPI data, ACPI NVS, unusable or persistent."),
                        _("What kind of memory this is, is not said."));
  return FALSE;
}

static gboolean
read_range (ImportText *text,
            const char *at,
            GArray     *ranges)
{
  uint64_t first, end;
  SimRangeKind kind;
  const char *from, *to;
  gboolean has_brackets;

  import_skip_blanks (&at, text->line_end);
  has_brackets = import_take (&at, text->line_end, "[mem");
  import_skip_blanks (&at, text->line_end);

  from = at;
  if (!take_address (text, &at, &first) || !take_word (text, &at, "-") || !take_address (text, &at, &end))
    return FALSE;
  to = at;
  if (has_brackets && !take_word (text, &at, "]"))
    return FALSE;
  import_skip_blanks (&at, text->line_end);
  if (!take_kind (text, at, has_brackets, &kind))
    return FALSE;

  return import_ranges_add (ranges, text, from, to, kind, first, end, has_brackets);
}

/* --- other lines -------------------------------------------------------------------------- */

static unsigned
number_behind (const ImportText *text,
               const char       *words)
{
  const char *at = import_find (text->line, text->line_end, words);
  uint64_t number = 0;

  if (at == NULL)
    return 0;
  for (at += strlen (words); at < text->line_end && g_ascii_isdigit (*at) && number < 100000; at++)
    number = number * 10 + (uint64_t) (*at - '0');
  return number < 100000 ? (unsigned) number : 0;
}

/* "smp: Brought up 1 node, 2 CPUs" */
static unsigned
number_of_running_cpus (const ImportText *text)
{
  const char *at = import_find (text->line, text->line_end, "Brought up ");
  const char *comma = at != NULL ? import_find (at, text->line_end, ", ") : NULL;
  unsigned number = 0;

  if (comma == NULL || import_find (comma, text->line_end, " CPU") == NULL)
    return 0;
  for (at = comma + 2; at < text->line_end && g_ascii_isdigit (*at) && number < 100000; at++)
    number = number * 10 + (unsigned) (*at - '0');
  return number;
}

static gboolean
read_option (ImportText *text,
             const char *word,
             const char *word_end,
             const char *name,
             uint64_t   *value)
{
  const char *at = word;

  if (!import_take (&at, word_end, name))
    return TRUE;
  if (import_memparse (at, word_end, value))
    return TRUE;

  import_text_complain (text, word, word_end, _("The kernel takes a number with K, M or G behind it."),
                        _("The value of %.*s is no size."), (int) strlen (name) - 1, name);
  return FALSE;
}

static gboolean
read_command_line (ImportText  *text,
                   const char  *at,
                   ImportedMap *map)
{
  gboolean is_good = TRUE;

  while (at < text->line_end)
    {
      const char *word;

      import_skip_blanks (&at, text->line_end);
      word = at;
      while (at < text->line_end && *at != ' ' && *at != '\t')
        at++;
      is_good &= read_option (text, word, at, "highmem=", &map->highmem);
      is_good &= read_option (text, word, at, "vmalloc=", &map->vmalloc);
    }
  return is_good;
}

static gboolean
read_other_line (ImportText  *text,
                 ImportedMap *map)
{
  const char *words = import_find (text->line, text->line_end, "Kernel command line:");
  unsigned number;

  if (words != NULL)
    return read_command_line (text, words + strlen ("Kernel command line:"), map);

  if ((number = number_behind (text, "setup_percpu: NR_CPUS:")) != 0
      || (number = number_behind (text, "PERCPU: NR_CPUS:")) != 0
      || (number = number_behind (text, "CPUs from NR_CPUS=")) != 0)
    map->nr_cpus = number;
  else if ((number = number_of_running_cpus (text)) != 0)
    map->cpus = number;
  return TRUE;
}

/* --- the whole log ------------------------------------------------------------------------ */

gboolean
import_is_boot_log (ImportText *text)
{
  for (import_text_rewind (text); import_text_next_line (text); )
    for (unsigned i = 0; i < G_N_ELEMENTS (map_words); i++)
      if (import_find (text->line, text->line_end, "BIOS-e820:") != NULL
          || import_find (text->line, text->line_end, map_words[i].heading) != NULL)
        return TRUE;
  return FALSE;
}

static void
forget_boot (ImportedMap *map,
             GArray      *ranges)
{
  g_array_set_size (ranges, 0);
  map->highmem = UINT64_MAX;
  map->vmalloc = 0;
  map->nr_cpus = map->cpus = 0;
}

/* A range may only stand directly behind its prefix: "user: " alone is an everyday word. */
static const char *
find_range (const ImportText *text)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (map_words); i++)
    {
      const char *at = import_find (text->line, text->line_end, map_words[i].prefix);

      if (at == NULL)
        continue;
      at += strlen (map_words[i].prefix);
      if (i == 0 || (text->line_end - at >= 4 && memcmp (at, "[mem", 4) == 0)
          || (text->line_end - at >= 16 && g_ascii_isxdigit (at[0]) && g_ascii_isxdigit (at[15])))
        return at;
    }
  return NULL;
}

gboolean
import_boot_log (ImportText  *text,
                 ImportedMap *map,
                 GArray      *ranges)
{
  gboolean is_good = TRUE, has_firmware_map = FALSE;

  forget_boot (map, ranges);
  for (import_text_rewind (text); import_text_next_line (text); )
    {
      const char *range = find_range (text);

      if (range != NULL)
        {
          is_good &= read_range (text, range, ranges);
          continue;
        }

      if (import_find (text->line, text->line_end, "Linux version ") != NULL
          || (import_find (text->line, text->line_end, map_words[0].heading) != NULL && has_firmware_map))
        {
          forget_boot (map, ranges);
          has_firmware_map = FALSE;
        }
      for (unsigned i = 0; i < G_N_ELEMENTS (map_words); i++)
        if (import_find (text->line, text->line_end, map_words[i].heading) != NULL)
          {
            g_array_set_size (ranges, 0);
            has_firmware_map = TRUE;
          }
      is_good &= read_other_line (text, map);
    }
  return is_good;
}
