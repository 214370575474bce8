/* model-ask.c - which zone gives, and how: marks, what may go below them, and what is tried at last */

#include "model-private.h"

#include <string.h>

static int64_t
free_frames (const Model *model,
             unsigned     zone,
             unsigned     from_order)
{
  int64_t n = 0;

  for (unsigned order = from_order; order <= SIM_LARGEST_ORDER; order++)
    for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
      n += (int64_t) model->free[zone][type][order].n << order;
  return n;
}

/* --- marks -------------------------------------------------------------------------------------------------- */
static bool
has_bit (const Model *model,
         const Wish  *wish,
         const char  *name)
{
  uint32_t bits;

  return sim_gfp_by_name (sim_profile (model->machine), name, &bits) && (wish->gfp & bits) != 0;
}

static bool
is_2_6 (const Model *model)
{
  return strcmp (sim_profile (model->machine)->id, "2.6.11-i386") == 0;
}

static bool
is_5 (const Model *model)
{
  return strcmp (sim_profile (model->machine)->id, "5.10-i386") == 0;
}

static bool
has_block (const Model *model,
           unsigned     zone,
           unsigned     order,
           unsigned     n_types)
{
  for (unsigned type = 0; type < n_types; type++)
    for (unsigned at = order; at < ORDERS; at++)
      if (model->free[zone][type][at].n > 0)
        return true;
  return false;
}

static bool
is_above (const Model *model,
          unsigned     zone,
          const Wish  *wish,
          const Way   *way,
          int64_t      boost)
{
  SimZoneLimits limits = sim_zone (model->machine, (SimZoneId) zone).limits;
  int64_t mark = (way->mark == LOW ? limits.low : way->mark == HIGH ? limits.high : limits.min) + boost;
  int64_t usable = free_frames (model, zone, 0) - ((1 << wish->order) - 1);
  bool digs = is_5 (model) ? way->harder : way->high || way->harder;

  if (!digs)
    usable -= model->highatomic[zone];
  if (way->high)
    mark -= mark / 2;
  if (way->harder && (way->high || is_2_6 (model) || is_5 (model)))
    mark -= mark / 4;
  if (usable <= mark + limits.reserve[wish->highest])
    return false;
  if (!is_2_6 (model))
    return wish->order == 0 || has_block (model, zone, wish->order, (is_5 (model) ? way->harder : way->reserves_block) ? 4 : 3);
  for (unsigned above = 1; above <= wish->order; above++)
    if (free_frames (model, zone, above) - ((1 << wish->order) - 1) <= mark >> above)
      return false;
  return true;
}

static bool
zone_may_give (const Model *model,
               unsigned     zone,
               const Wish  *wish,
               const Way   *way)
{
  if (way->ignores_marks || is_above (model, zone, wish, way, model->boost[zone]))
    return true;
  return wish->order == 0 && way->mark == MIN && has_bit (model, wish, "__GFP_ATOMIC") && is_above (model, zone, wish, way, 0);
}

/* --- asking -------------------------------------------------------------------------------------------------- */
static void
keep_block (Model   *model,
            unsigned zone,
            SimPfn   pfn)
{
  SimZone info = sim_zone (model->machine, (SimZoneId) zone);
  uint8_t *block_type = &model->block_types[zone][pfn / 1024];

  if (model->highatomic[zone] >= (int64_t) info.managed / 100 + 1024 || *block_type == SIM_HIGHATOMIC)
    return;
  model->highatomic[zone] += 1024;
  *block_type = SIM_HIGHATOMIC;
  model_move_page_block (model, zone, pfn, SIM_HIGHATOMIC);
}

/* The last resort before somebody is killed: any HighAtomic block goes back. */
static bool
give_up_block (Model      *model,
               const Wish *wish)
{
  for (int zone = (int) sim_n_zones (model->machine) - 1; zone >= 0; zone--)
    for (unsigned order = 0; order < ORDERS; order++)
      {
        List *list = &model->free[zone][SIM_HIGHATOMIC][order];

        if (sim_zone_type (model->machine, (SimZoneId) zone) > wish->highest || list->n == 0)
          continue;

        SimPfn pfn = list->items[list->n - 1];
        uint8_t *block_type = &model->block_types[zone][pfn / 1024];

        if (*block_type == SIM_HIGHATOMIC)
          model->highatomic[zone] -= model->highatomic[zone] < 1024 ? model->highatomic[zone] : 1024;
        *block_type = (uint8_t) wish->type;
        if (model_move_page_block (model, (unsigned) zone, pfn, wish->type) > 0)
          return true;
      }
  return false;
}

static SimPfn
take_in_zone (Model      *model,
              unsigned    zone,
              const Wish *wish,
              const Way  *way)
{
  SimPfn pfn = SIM_NO_PFN;
  bool by_pcp = model_goes_by_pcp (model, wish->order);

  if (by_pcp)
    pfn = model_take_from_pcp (model, zone, wish->cpu, wish->order, wish->type, has_bit (model, wish, "__GFP_COLD"), way);
  if (pfn == SIM_NO_PFN && !(by_pcp && (is_5 (model) || is_2_6 (model))))
    {
      if (way->reserves_block)
        pfn = model_take_smallest (model, zone, wish->order, SIM_HIGHATOMIC);
      if (pfn == SIM_NO_PFN)
        pfn = model_take (model, zone, wish->order, wish->type, way);
      if (pfn == SIM_NO_PFN && way->harder && !is_5 (model))
        pfn = model_take_smallest (model, zone, wish->order, SIM_HIGHATOMIC);
      model_tell_kswapd (model);
    }
  if (pfn != SIM_NO_PFN && way->reserves_block)
    keep_block (model, zone, pfn);
  return pfn;
}

static SimPfn
go (Model      *model,
    const Wish *wish,
    Way         way)
{
  for (int zone = (int) sim_n_zones (model->machine) - 1; zone >= 0; zone--)
    if (sim_zone_type (model->machine, (SimZoneId) zone) <= wish->highest && zone_may_give (model, (unsigned) zone, wish, &way))
      {
        SimPfn pfn = take_in_zone (model, (unsigned) zone, wish, &way);

        if (pfn != SIM_NO_PFN)
          return pfn;
      }
  if (!way.whole_blocks)
    return SIM_NO_PFN;
  way.whole_blocks = false;
  return go (model, wish, way);
}

static void
wake_kswapd (Model      *model,
             const Wish *wish)
{
  Way way = { .mark = HIGH };
  bool has_work = true;

  for (unsigned zone = 0; zone < sim_n_zones (model->machine); zone++)
    if (sim_zone_type (model->machine, (SimZoneId) zone) <= wish->highest && zone_may_give (model, zone, wish, &way))
      has_work = false;
  for (unsigned zone = 0; zone < sim_n_zones (model->machine); zone++)
    if (sim_zone_type (model->machine, (SimZoneId) zone) <= wish->highest && model->boost[zone] > 0)
      has_work = true;
  if (has_work)
    model->woken = (int) wish->highest;
}

/* Who may wait asks until nothing changes any more. */
static SimPfn
insist (Model      *model,
        const Wish *wish,
        Way         way)
{
  bool is_small = wish->order <= 3 || (is_2_6 (model) && has_bit (model, wish, "__GFP_FS"));
  bool may_fail = has_bit (model, wish, "__GFP_RETRY_MAYFAIL");
  SimPfn pfn = SIM_NO_PFN;

  if (has_bit (model, wish, "__GFP_NORETRY") || (!is_small && !(may_fail && has_bit (model, wish, "__GFP_IO"))))
    return SIM_NO_PFN;
  while (pfn == SIM_NO_PFN && give_up_block (model, wish))
    pfn = go (model, wish, way);
  if (pfn == SIM_NO_PFN)
    pfn = go (model, wish, (Way) { .mark = HIGH });
  if (pfn == SIM_NO_PFN && !is_2_6 (model) && is_small && !may_fail && !has_bit (model, wish, "__GFP_THISNODE")
      && wish->highest >= SIM_ZONE_NORMAL && has_bit (model, wish, "__GFP_NOFAIL"))
    pfn = go (model, wish, (Way) { .ignores_marks = true });
  return pfn;
}

static SimPfn
ask_again (Model      *model,
           const Wish *wish,
           bool        tells_kswapd)
{
  bool waits = (wish->gfp & sim_profile (model->machine)->gfp_may_sleep) != 0;
  bool keeps_off = has_bit (model, wish, "__GFP_NOMEMALLOC");
  Way way = { .mark = MIN, .tells_kswapd = tells_kswapd, .high = has_bit (model, wish, "__GFP_HIGH") };
  SimPfn pfn;

  way.harder = !keeps_off && (is_5 (model) ? has_bit (model, wish, "__GFP_ATOMIC") : !waits);
  way.reserves_block = wish->order > 0 && way.harder && (way.high || is_5 (model)) && !is_2_6 (model);
  if (tells_kswapd && !is_2_6 (model))
    wake_kswapd (model, wish);
  pfn = go (model, wish, way);
  if (pfn == SIM_NO_PFN && !keeps_off && has_bit (model, wish, "__GFP_MEMALLOC"))
    {
      way = (Way) { .ignores_marks = true, .tells_kswapd = tells_kswapd };
      pfn = go (model, wish, way);
    }
  if (pfn == SIM_NO_PFN && waits)
    pfn = insist (model, wish, way);
  if (pfn == SIM_NO_PFN && waits && has_bit (model, wish, "__GFP_NOFAIL") && !is_2_6 (model))
    pfn = go (model, wish, (Way) { .mark = MIN, .high = !is_5 (model), .harder = is_5 (model),
                                   .reserves_block = is_5 (model) && wish->order > 0 });
  model_let_kswapd_work (model);
  return pfn;
}

SimPfn
model_alloc (Model   *model,
             unsigned cpu,
             uint32_t gfp,
             unsigned order)
{
  const SimProfile *profile = sim_profile (model->machine);
  Wish wish = {
    .cpu = cpu, .order = order, .gfp = gfp,
    .type = gfp & profile->gfp_movable ? 1 : gfp & profile->gfp_reclaimable ? 2 : 0,
    .highest = gfp & profile->gfp_dma ? SIM_ZONE_DMA : !(gfp & profile->gfp_highmem) ? SIM_ZONE_NORMAL
               : gfp & profile->gfp_movable ? SIM_ZONE_MOVABLE : SIM_ZONE_HIGHMEM,
  };
  bool tells_kswapd = is_2_6 (model) || has_bit (model, &wish, "__GFP_KSWAPD_RECLAIM");
  SimPfn pfn = go (model, &wish, (Way) { .mark = LOW, .tells_kswapd = tells_kswapd });

  return pfn != SIM_NO_PFN ? pfn : ask_again (model, &wish, tells_kswapd);
}
