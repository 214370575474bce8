/* object-briefs.c - what a kernel object is, in a few words: for the table of objects */
#include "narration/objects.h"

#include <glib/gi18n.h>

#include "narration/cache-objects.h"

static char *
brief_of_frames (SimFrameState state,
                 uint64_t      n)
{
  g_autofree char *size = narrate_size (n * SIM_PAGE_SIZE);

  /* Translators: the size of a block of page frames, and what it is */
  return g_strdup_printf (C_("table of objects", "%s, %s"), size, object_state_name (state));
}

static char *
brief_of_list (uint64_t n_blocks,
               SimOrder order)
{
  g_autofree char *count = narrate_count (n_blocks);
  g_autofree char *size = narrate_size (n_blocks * sim_frames_in (order) * SIM_PAGE_SIZE);

  if (n_blocks == 0)
    return g_strdup (C_("table of objects", "empty"));
  return g_strdup_printf (ngettext ("%s block, %s", "%s blocks, %s", (unsigned long) n_blocks), count, size);
}

static char *
brief_of_zone (SimZone zone)
{
  g_autofree char *free_size = narrate_size (zone.free * SIM_PAGE_SIZE);
  g_autofree char *size = narrate_size ((uint64_t) zone.managed * SIM_PAGE_SIZE);

  return g_strdup_printf (_("%s of %s free"), free_size, size);
}

char *
narrate_object_brief (const SimMachine *machine,
                      SimRef            object)
{
  uint64_t id = object.id;

  if (!object_exists (machine, object))
    return NULL;

  switch (object.kind)
    {
    case SIM_REF_FRAME:
      return brief_of_frames (sim_frame_state (machine, (SimPfn) id), 1);
    case SIM_REF_BLOCK:
      return brief_of_frames (sim_frame_state (machine, (SimPfn) id), sim_frames_in ((SimOrder) (id >> 32)));
    case SIM_REF_ZONE:
      return brief_of_zone (sim_zone (machine, (SimZoneId) id));
    case SIM_REF_LIST:
      return brief_of_list (sim_list_length (machine, (SimZoneId) (id >> 16), (SimOrder) (id >> 8), (SimMigrateType) (id & 0xff)),
                            (SimOrder) (id >> 8));
    case SIM_REF_PCP_LIST:
      return brief_of_list (object_pcp_list_length (machine, sim_pcp_list_first (machine, (SimZoneId) (id >> 32),
                                                                                 (unsigned) (id >> 8 & 0xffffff),
                                                                                 (unsigned) (id & 0xff))),
                            sim_pcp_list_order (machine, (unsigned) (id & 0xff)));
    CASES_OF_CACHE_OBJECTS:
      return cache_object_brief (machine, object);
    default:
      return NULL;
    }
}
