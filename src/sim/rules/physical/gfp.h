/* gfp.h - what the lowest bits of a gfp mask ask for, worked out when a machine is made */
#pragma once

#include "sim/state/emit.h"

/* has_memory: for each zone, does the page allocator have anything of it? A zone without is on no
 * zonelist. Orders below n_plain_orders are nothing unusual.
 * nodes: those that may be tried, nearest first. */
SimRequest gfp_request (const SimProfile *profile, uint32_t gfp, const SimZoneBounds *zones,
                        const bool *has_memory, unsigned n_zones, unsigned n_plain_orders,
                        const uint8_t *nodes, unsigned n_nodes);
