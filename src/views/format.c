#include "views/format.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define THIN_SPACE "\xe2\x80\x89"

const char *
view_format_pfn (char   buffer[VIEW_NUMBER_SIZE],
                 SimPfn pfn)
{
  snprintf (buffer, VIEW_NUMBER_SIZE, "0x%" PRIx32, pfn);
  return buffer;
}

const char *
view_format_size (char     buffer[VIEW_NUMBER_SIZE],
                  uint64_t n_frames)
{
  static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  uint64_t tenths = n_frames * (SIM_PAGE_SIZE / 1024) * 10;
  unsigned unit = 0;

  while (tenths >= 10240 && unit < G_N_ELEMENTS (units) - 1)
    {
      tenths = tenths / 1024 + (tenths % 1024 >= 512);
      unit++;
    }

  if (tenths % 10)
    snprintf (buffer, VIEW_NUMBER_SIZE, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10, units[unit]);
  else
    snprintf (buffer, VIEW_NUMBER_SIZE, "%" PRIu64 " %s", tenths / 10, units[unit]);
  return buffer;
}

const char *
view_format_range (char   buffer[VIEW_RANGE_SIZE],
                   SimPfn first,
                   SimPfn end)
{
  const SimPfn frames_per_mib = 1024 * 1024 / SIM_PAGE_SIZE;
  char from[VIEW_NUMBER_SIZE], to[VIEW_NUMBER_SIZE];

  snprintf (buffer, VIEW_RANGE_SIZE, "%s–%s MiB",
            view_format_count (from, ((uint64_t) first + frames_per_mib / 2) / frames_per_mib),
            view_format_count (to, ((uint64_t) end + frames_per_mib / 2) / frames_per_mib));
  return buffer;
}

const char *
view_format_count (char     buffer[VIEW_NUMBER_SIZE],
                   uint64_t count)
{
  char digits[24];
  int n = snprintf (digits, sizeof digits, "%" PRIu64, count), i;
  char *end = buffer;

  for (i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        end = g_stpcpy (end, THIN_SPACE);
      *end++ = digits[i];
    }
  *end = '\0';
  return buffer;
}

const char *
view_migrate_letter (SimMigrateType type)
{
  static const char *const letters[] = { "U", "M", "R", "H" };

  return type < G_N_ELEMENTS (letters) ? letters[type] : "?";
}

const char *
view_state_word (SimFrameState state)
{
  switch (state)
    {
    case SIM_FRAME_HOLE:
      return C_("state of a page frame", "no RAM");
    case SIM_FRAME_RESERVED:
      return C_("state of a page frame", "reserved");
    case SIM_FRAME_KERNEL:
      return C_("state of a page frame", "kernel image");
    case SIM_FRAME_FREE:
      return C_("state of a page frame", "free");
    case SIM_FRAME_PCP:
      return C_("state of a page frame", "on a per-CPU list");
    case SIM_FRAME_ALLOCATED:
      return C_("state of a page frame", "allocated");
    case SIM_FRAME_ISOLATED:
      return C_("state of a page frame", "in hand");
    case SIM_FRAME_SLAB:
      return C_("state of a page frame", "slab");
    case SIM_FRAME_PAGE_TABLE:
      return C_("state of a page frame", "page table");
    default:
      return "";
    }
}

const char *
view_format_zone (char              buffer[VIEW_NUMBER_SIZE],
                  const SimMachine *machine,
                  SimZoneId         zone)
{
  if (zone >= sim_n_zones (machine))
    g_strlcpy (buffer, "–", VIEW_NUMBER_SIZE);
  else if (sim_n_nodes (machine) > 1)
    g_snprintf (buffer, VIEW_NUMBER_SIZE, "%s N%u", sim_zone (machine, zone).name, sim_zone (machine, zone).node);
  else
    g_strlcpy (buffer, sim_zone (machine, zone).name, VIEW_NUMBER_SIZE);
  return buffer;
}

char *
view_dup_pcp_list (const SimMachine *machine,
                   unsigned          list)
{
  const char *name = sim_pcp_list_name (machine, list), *slash = strchr (name, '/');

  if (!slash)
    return g_strdup (name);
  /* Translators: a list of a CPU: its order, and a migrate type. */
  return g_strdup_printf (_("order %u, %s"), sim_pcp_list_order (machine, list), slash + 1);
}

char *
view_dup_block_hint (const SimMachine *machine,
                     SimBlock          block)
{
  char first[VIEW_NUMBER_SIZE], last[VIEW_NUMBER_SIZE], size[VIEW_NUMBER_SIZE];
  char zone[VIEW_NUMBER_SIZE];

  view_format_zone (zone, machine, block.zone);
  view_format_pfn (first, block.first);
  view_format_pfn (last, block.end - 1);
  view_format_size (size, block.end - block.first);

  switch (block.state)
    {
    case SIM_FRAME_HOLE:
    case SIM_FRAME_RESERVED:
    case SIM_FRAME_KERNEL:
      /* Translators: state of a page frame, its number, the zone's name. */
      return g_strdup_printf (_("%s: page frame %s, zone %s"), view_state_word (block.state), first, zone);
    case SIM_FRAME_FREE:
    case SIM_FRAME_PCP:
      /* Translators: state, order, first and last page frame, size, zone, migrate type. */
      return g_strdup_printf (_("%s: order %u, page frames %s–%s, %s, zone %s, %s"), view_state_word (block.state),
                              block.order, first, last, size, zone, sim_migrate_name (block.type));
    default:
      /* Translators: state, order, first and last page frame, size, zone. */
      return g_strdup_printf (_("%s: order %u, page frames %s–%s, %s, zone %s"), view_state_word (block.state),
                              block.order, first, last, size, zone);
    }
}
