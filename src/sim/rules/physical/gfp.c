/* gfp.c - what the bits of a gfp mask ask for
 *
 * Models      include/linux/gfp.h: gfp_zone() with GFP_ZONE_TABLE and GFP_ZONE_BAD, gfp_migratetype();
 *             mm/page_alloc.c: build_zonerefs_node()
 */

#include "sim/rules/physical/gfp.h"

#include <stdio.h>
#include <string.h>

SimMigrateType
sim_gfp_migrate_type (const SimProfile *profile,
                      uint32_t          gfp)
{
  if (gfp & profile->gfp_movable)
    return SIM_MOVABLE;
  if (gfp & profile->gfp_reclaimable)
    return SIM_RECLAIMABLE;
  return SIM_UNMOVABLE;
}

/* The highest zone that may be tried; combinations that make no sense give the lowest. */
static SimZoneType
highest_zone (const SimProfile *profile,
              uint32_t          gfp,
              bool             *conflicts)
{
  uint32_t zone_bits = gfp & (profile->gfp_dma | profile->gfp_dma32 | profile->gfp_highmem);

  *conflicts = __builtin_popcount (zone_bits) > 1;
  if (*conflicts)
    return SIM_ZONE_DMA;
  if (zone_bits & profile->gfp_dma)
    return SIM_ZONE_DMA;
  if (zone_bits & profile->gfp_dma32)
    return profile->dma32_end ? SIM_ZONE_DMA32 : SIM_ZONE_NORMAL;
  if (zone_bits & profile->gfp_highmem)
    return gfp & profile->gfp_movable ? SIM_ZONE_MOVABLE : SIM_ZONE_HIGHMEM;
  return SIM_ZONE_NORMAL;
}

SimRequest
gfp_request (const SimProfile    *profile,
             uint32_t             gfp,
             const SimZoneBounds *zones,
             const bool          *has_memory,
             unsigned             n_zones,
             unsigned             n_plain_orders,
             const uint8_t       *nodes,
             unsigned             n_nodes)
{
  SimRequest request = { .type = (uint8_t) sim_gfp_migrate_type (profile, gfp) };
  SimZoneType highest = highest_zone (profile, gfp, &request.conflicts);

  if (gfp & profile->gfp_movable && gfp & profile->gfp_reclaimable)
    request.conflicts = true;
  for (unsigned i = 0; i < n_nodes; i++)
    for (unsigned zone = n_zones; zone-- > 0;)
      if (zones[zone].node == nodes[i] && zones[zone].type <= highest && has_memory[zone])
        request.zones[request.n_zones++] = (uint8_t) zone;
  request.highest = (uint8_t) highest;
  request.test = sim_watermark_test (SIM_ALLOC_WMARK_LOW, 0, highest, SIM_WMARK_OK);
  request.list_mark = sim_list_mark (request.zones[0], request.type);
  if (!request.conflicts && request.n_zones > 0)
    request.order_limit = (uint8_t) n_plain_orders;
  return request;
}

unsigned
sim_zonelist (const SimMachine *machine,
              uint32_t          gfp,
              SimZoneId         zones[SIM_MAX_ZONES])
{
  return sim_zonelist_of_node (machine, sim_node_of_cpu (machine, 0), gfp, zones);
}

unsigned
sim_zonelist_of_node (const SimMachine *machine,
                      unsigned          node,
                      uint32_t          gfp,
                      SimZoneId         zones[SIM_MAX_ZONES])
{
  bool alone = (gfp & sim_profile (machine)->gfp_thisnode) != 0;
  const SimRequest *request = &machine->requests[node + (alone ? SIM_MAX_NODES : 0)][gfp & (SIM_N_REQUESTS - 1)];

  for (unsigned i = 0; i < request->n_zones; i++)
    zones[i] = request->zones[i];
  return request->n_zones;
}

bool
sim_gfp_by_name (const SimProfile *profile,
                 const char       *name,
                 uint32_t         *bits)
{
  for (const SimGfpName *gfp = profile->gfp_names; gfp->name != NULL; gfp++)
    if (strcmp (gfp->name, name) == 0)
      {
        *bits = gfp->bits;
        return true;
      }
  return false;
}

static void
append (char       *buffer,
        size_t      size,
        size_t     *length,
        const char *text)
{
  int n = snprintf (*length < size ? buffer + *length : NULL, *length < size ? size - *length : 0,
                    "%s%s", *length > 0 ? "|" : "", text);

  *length += n > 0 ? (size_t) n : 0;
}

/* The first name whose bits are all there, then the first for the rest, as %pGg does. */
size_t
sim_gfp_print (const SimProfile *profile,
               uint32_t          gfp,
               char             *buffer,
               size_t            size)
{
  size_t length = 0;
  char rest[16];

  if (size > 0)
    buffer[0] = '\0';
  for (const SimGfpName *name = profile->gfp_names; name->name != NULL && gfp != 0; name++)
    if (name->bits != 0 && (gfp & name->bits) == name->bits)
      {
        append (buffer, size, &length, name->name);
        gfp &= ~name->bits;
      }
  if (gfp != 0 || length == 0)
    {
      snprintf (rest, sizeof rest, gfp != 0 ? "0x%x" : "0", gfp);
      append (buffer, size, &length, rest);
    }
  return length;
}
