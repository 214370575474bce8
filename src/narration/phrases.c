/* phrases.c - parts of sentences that several narrators need */
#include "narration/phrases.h"

#include <glib/gi18n.h>
#include <string.h>

void
phrases_init (Phrases          *phrases,
              const SimMachine *machine)
{
  phrases->machine = machine;
  phrases->profile = sim_profile (machine);
  phrases->texts = g_ptr_array_new_with_free_func (g_free);
}

void
phrases_clear (Phrases *phrases)
{
  g_ptr_array_unref (phrases->texts);
}

static const char *
keep (Phrases *phrases,
      char    *text)
{
  g_ptr_array_add (phrases->texts, text);
  return text;
}

const char *
phrase_format (Phrases    *phrases,
               const char *format,
               ...)
{
  va_list arguments;
  char *text;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return keep (phrases, text);
}

const char *
phrase_pfn (Phrases *phrases,
            uint64_t pfn)
{
  return keep (phrases, narrate_pfn ((SimPfn) pfn));
}

const char *
phrase_hex (Phrases *phrases,
            uint64_t number)
{
  return phrase_format (phrases, "0x%" PRIx64, number);
}

const char *
phrase_address (Phrases *phrases,
                uint64_t address)
{
  return phrase_format (phrases, "0x%0*" PRIx64, phrases->profile->bits / 4, address);
}

const char *
phrase_count (Phrases *phrases,
              uint64_t count)
{
  return keep (phrases, narrate_count (count));
}

const char *
phrase_gfp (Phrases *phrases,
            uint64_t gfp)
{
  char text[256];

  sim_gfp_print (phrases->profile, (uint32_t) gfp, text, sizeof text);
  return keep (phrases, g_strdup (text));
}

const char *
phrase_zone (Phrases *phrases,
             uint64_t zone)
{
  return zone < sim_n_zones (phrases->machine) ? sim_zone (phrases->machine, (SimZoneId) zone).name : "?";
}

const char *
phrase_migrate (Phrases *phrases,
                uint64_t type)
{
  return type < SIM_N_MIGRATE_TYPES ? sim_migrate_name ((SimMigrateType) type) : "?";
}

const char *
phrase_frames (Phrases *phrases,
               uint64_t pfn,
               uint64_t order)
{
  if (order == 0)
    return phrase_format (phrases, _("frame %s"), phrase_pfn (phrases, pfn));
  return phrase_format (phrases, _("frames %s to %s"), phrase_pfn (phrases, pfn),
                        phrase_pfn (phrases, pfn + MAX (phrase_frames_in (order), 1) - 1));
}

const char *
phrase_n_frames (Phrases *phrases,
                 uint64_t n)
{
  return phrase_format (phrases, ngettext ("%s frame", "%s frames", (unsigned long) MIN (n, 1000000)),
                        phrase_count (phrases, n));
}

const char *
phrase_list (Phrases *phrases,
             uint64_t zone,
             uint64_t order,
             uint64_t type)
{
  if (!phrases_have_types (phrases))
    return phrase_format (phrases, _("%s, order %u"), phrase_zone (phrases, zone), (unsigned) order);
  return phrase_format (phrases, _("%s, order %u, %s"), phrase_zone (phrases, zone), (unsigned) order,
                        phrase_migrate (phrases, type));
}

const char *
phrase_pcp_list (Phrases *phrases,
                 uint64_t list)
{
  const char *name = list < sim_n_pcp_lists (phrases->machine) ? sim_pcp_list_name (phrases->machine, (unsigned) list) : "?";
  const char *slash = strchr (name, '/');

  if (slash == NULL)
    return name;
  return phrase_format (phrases, _("order %u, %s"), sim_pcp_list_order (phrases->machine, (unsigned) list), slash + 1);
}

const char *
phrase_pcp_list_brief (Phrases *phrases,
                       uint64_t list)
{
  const char *name = list < sim_n_pcp_lists (phrases->machine) ? sim_pcp_list_name (phrases->machine, (unsigned) list) : "?";
  const char *slash = strchr (name, '/');

  if (slash == NULL)
    return name;
  return phrase_format (phrases, "order %u %s", sim_pcp_list_order (phrases->machine, (unsigned) list), slash + 1);
}

uint64_t
phrase_frames_in (uint64_t order)
{
  return order < SIM_N_ORDERS ? sim_frames_in ((SimOrder) order) : 0;
}

gboolean
phrases_have_types (const Phrases *phrases)
{
  return phrases->profile->buddy.has_migrate_types;
}
