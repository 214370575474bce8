/* watermark.c - see watermark.h */

#include "sim/rules/physical/watermark.h"

static bool
has_block_of (const SimMachine *machine,
              unsigned          zone,
              unsigned          order,
              unsigned          type)
{
  for (; order <= sim_largest_order (machine); order++)
    if (!sim_list_is_empty (machine, zone, order, type))
      return true;
  return false;
}

bool
watermark_has_block (const SimMachine *machine,
                     unsigned          zone,
                     unsigned          order,
                     unsigned          alloc_flags)
{
  for (unsigned type = 0; type < SIM_HIGHATOMIC; type++)
    if (has_block_of (machine, zone, order, type))
      return true;
  return (alloc_flags & sim_profile (machine)->marks.takes_highatomic) != 0
         && has_block_of (machine, zone, order, SIM_HIGHATOMIC);
}

/* Who may not wait, or is about to free memory, digs below the mark. */
static uint32_t
discounted (const SimMarkRules *rules,
            uint32_t            mark,
            unsigned            alloc_flags)
{
  bool is_victim = (alloc_flags & SIM_ALLOC_OOM) != 0;

  if (alloc_flags & SIM_ALLOC_MIN_RESERVE)
    mark -= mark / 2;
  if (alloc_flags & SIM_ALLOC_NON_BLOCK && !(is_victim && rules->oom_instead_of_non_block)
      && (alloc_flags & SIM_ALLOC_MIN_RESERVE || !rules->non_block_needs_reserve))
    mark -= mark / 4;
  return is_victim ? mark - mark / 2 : mark;
}

/* Until 4.3 blocks that are too small did not count, and each order wanted half of the mark of the one below. */
static bool
is_above_in_each_order (const WatermarkZone *zone,
                        unsigned             order,
                        int64_t              n_free,
                        int64_t              mark)
{
  for (unsigned smaller = 0; smaller < order; smaller++)
    {
      n_free -= zone->n_in_order[smaller];
      mark >>= 1;
      if (n_free <= mark)
        return false;
    }
  return true;
}

static SimWatermarkVerdict
verdict_on (const SimMarkRules  *rules,
            const WatermarkZone *zone,
            unsigned             order,
            unsigned             alloc_flags,
            int64_t              n_usable,
            int64_t              mark)
{
  unsigned blocks = zone->has_blocks;

  if (n_usable <= mark + zone->reserve)
    return SIM_WMARK_BELOW;
  if (rules->subtracts_smaller_orders)
    return is_above_in_each_order (zone, order, n_usable, mark) ? SIM_WMARK_OK : SIM_WMARK_BELOW;
  if (alloc_flags & rules->takes_highatomic)
    blocks |= zone->has_highatomic_blocks;
  return order == 0 || blocks >> order != 0 ? SIM_WMARK_OK : SIM_WMARK_NO_BLOCK;
}

WatermarkAnswer
watermark_judge (const SimMarkRules  *rules,
                 const WatermarkZone *zone,
                 unsigned             order,
                 unsigned             alloc_flags)
{
  uint32_t kept = alloc_flags & rules->counts_highatomic ? 0 : zone->highatomic;
  int64_t n_usable = (int64_t) zone->n_free - kept - ((1 << order) - 1);
  WatermarkAnswer answer;

  answer.n_free = zone->n_free > kept ? zone->n_free - kept : 0;
  answer.mark = discounted (rules, zone->mark, alloc_flags);
  answer.verdict = alloc_flags & SIM_ALLOC_NO_WATERMARKS ? SIM_WMARK_IGNORED
                   : verdict_on (rules, zone, order, alloc_flags, n_usable, answer.mark);
  answer.test = 0;
  return answer;
}

static void
look_at_blocks (const SimMachine *machine,
                unsigned          id,
                unsigned          order,
                WatermarkZone    *zone)
{
  if (sim_profile (machine)->marks.subtracts_smaller_orders)
    {
      for (SimOrder smaller = 0; smaller < order; smaller++)
        zone->n_in_order[smaller] = sim_nr_free (machine, (SimZoneId) id, smaller) << smaller;
      return;
    }
  for (unsigned at = order; at <= sim_largest_order (machine); at++)
    {
      for (unsigned type = 0; type < SIM_HIGHATOMIC; type++)
        zone->has_blocks |= (uint16_t) (!sim_list_is_empty (machine, id, at, type) << at);
      zone->has_highatomic_blocks |= (uint16_t) (!sim_list_is_empty (machine, id, at, SIM_HIGHATOMIC) << at);
    }
}

WatermarkAnswer
watermark_ask_all (const SimMachine *machine,
                   unsigned          id,
                   uint32_t          n_free,
                   unsigned          order,
                   unsigned          alloc_flags,
                   SimZoneType       highest,
                   uint32_t          gfp)
{
  const SimProfile *profile = sim_profile (machine);
  unsigned which = alloc_flags & SIM_ALLOC_WMARK_MASK;
  uint32_t boost = sim_zone_word (machine, id, SIM_ZONE_WORD_BOOST);
  WatermarkAnswer answer;

  WatermarkZone zone = {
    .n_free = n_free,
    .mark = sim_zone_word (machine, id, SIM_ZONE_WORD_MIN + which) + boost,
    .reserve = sim_zone_word (machine, id, SIM_ZONE_WORD_RESERVE + highest),
    .highatomic = sim_zone_word (machine, id, SIM_ZONE_WORD_HIGHATOMIC),
  };

  if (order > 0)
    look_at_blocks (machine, id, order, &zone);
  answer = watermark_judge (&profile->marks, &zone, order, alloc_flags);
  /* An atomic order 0 that the min mark refuses is held against it once more, as if nothing had been boosted. */
  if (answer.verdict == SIM_WMARK_BELOW && order == 0 && boost > 0 && which == SIM_ALLOC_WMARK_MIN
      && gfp & profile->gfp_atomic)
    {
      zone.mark -= boost;
      answer = watermark_judge (&profile->marks, &zone, order, alloc_flags);
    }
  answer.test = watermark_test_of (alloc_flags, order, highest, answer.verdict);
  return answer;
}

unsigned
watermark_nofragment_flags (const SimMachine *machine,
                            const SimRequest *request)
{
  unsigned first = request->zones[0];

  if (sim_zone_type (machine, (SimZoneId) first) != SIM_ZONE_NORMAL)
    return 0;
  if (sim_n_nodes (machine) == 1)
    return SIM_ALLOC_NOFRAGMENT;
  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    if (sim_zone_type (machine, zone) == SIM_ZONE_DMA32 && sim_zone_node (machine, zone) == sim_zone_node (machine, first))
      return SIM_ALLOC_NOFRAGMENT;
  return 0;
}

unsigned
watermark_alloc_flags (const SimProfile *profile,
                       uint32_t          gfp,
                       unsigned          order)
{
  bool cannot_wait = profile->marks.non_block_is_atomic ? (gfp & profile->gfp_atomic) != 0 : !(gfp & profile->gfp_may_sleep);
  unsigned flags = SIM_ALLOC_WMARK_MIN | watermark_kswapd_flags (profile, gfp);

  if (gfp & profile->gfp_high)
    flags |= SIM_ALLOC_MIN_RESERVE;
  if (cannot_wait && !(gfp & profile->gfp_nomemalloc))
    {
      flags |= SIM_ALLOC_NON_BLOCK;
      if (order > 0 && flags & SIM_ALLOC_MIN_RESERVE)
        flags |= profile->marks.begins_with_highatomic & SIM_ALLOC_HIGHATOMIC;
    }
  return flags;
}

unsigned
watermark_reserve_flags (const SimMachine *machine,
                         uint32_t          gfp)
{
  const SimProfile *profile = sim_profile (machine);

  return gfp & profile->gfp_memalloc && !(gfp & profile->gfp_nomemalloc) ? SIM_ALLOC_NO_WATERMARKS : 0;
}
