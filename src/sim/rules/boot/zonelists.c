/* zonelists.c - in which order nodes and zones are tried
 *
 * Models      mm/page_alloc.c: build_zonelists(), find_next_best_node(), build_thisnode_zonelists()
 * Leaves out  the preference for nodes without CPUs: when the lists are built, no CPU is known to its node yet
 */

#include "sim/rules/boot/boot.h"
#include "sim/rules/physical/gfp.h"

typedef struct {
  unsigned n_nodes;
  unsigned load[SIM_MAX_NODES];   /* node_load[]: how often a node is first behind those nearer */
} Loads;

/* find_next_best_node (): the nearest; of those as near, the next by number rather than one before; then the less
 * loaded. */
static int
next_best_node (const Loads *loads,
                unsigned     local,
                unsigned     used)
{
  unsigned least = UINT32_MAX;
  int best = -1;

  if (!(used & 1u << local))
    return (int) local;
  for (unsigned node = 0; node < loads->n_nodes; node++)
    {
      unsigned value = ((node < local) * 1024u) + loads->load[node];

      if (used & 1u << node || value >= least)
        continue;
      least = value;
      best = (int) node;
    }
  return best;
}

static unsigned
order_nodes (Loads    *loads,
             unsigned  local,
             uint8_t  *nodes)
{
  unsigned n = 0, used = 0;

  for (int node; (node = next_best_node (loads, local, used)) >= 0; n++)
    {
      /* All others are as far as each other: only the first of them is loaded. */
      loads->load[node] += n == 1;
      used |= 1u << node;
      nodes[n] = (uint8_t) node;
    }
  return n;
}

/* Blocks for huge pages go through per-CPU lists again. */
static unsigned
n_plain_orders (const SimLayout *layout)
{
  const SimBuddyRules *rules = &layout->profile->buddy;

  return layout->has_pcp && layout->has_thp && rules->pcp_has_thp ? rules->pageblock_order : layout->profile->largest_order + 1u;
}

void
boot_requests (SimLayout  *layout,
               const bool *has_memory)
{
  Loads loads = { .n_nodes = layout->n_nodes };

  for (unsigned node = 0; node < layout->n_nodes; node++)
    {
      uint8_t nodes[SIM_MAX_NODES];
      unsigned n = order_nodes (&loads, node, nodes);

      for (uint32_t gfp = 0; gfp < SIM_N_REQUESTS; gfp++)
        {
          layout->requests[node][gfp] = gfp_request (layout->profile, gfp, layout->zones, has_memory, layout->n_zones,
                                                     n_plain_orders (layout), nodes, n);
          layout->requests[SIM_MAX_NODES + node][gfp] = gfp_request (layout->profile, gfp, layout->zones, has_memory,
                                                                     layout->n_zones, n_plain_orders (layout), nodes, 1);
          if (node == 0)
            layout->requests[SIM_ZONELIST_OF_RECLAIMABLE][gfp]
              = gfp_request (layout->profile, gfp | layout->profile->gfp_reclaimable, layout->zones, has_memory,
                             layout->n_zones, n_plain_orders (layout), nodes, n);
        }
    }
}
