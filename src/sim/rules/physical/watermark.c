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

/* Who may not wait digs below the mark. */
static uint32_t
discounted (const SimMarkRules *rules,
            uint32_t            mark,
            unsigned            alloc_flags)
{
  if (alloc_flags & SIM_ALLOC_MIN_RESERVE)
    mark -= mark / 2;
  if (alloc_flags & SIM_ALLOC_OOM)
    return mark - mark / 2;
  if (alloc_flags & SIM_ALLOC_NON_BLOCK && (alloc_flags & SIM_ALLOC_MIN_RESERVE || !rules->non_block_needs_reserve))
    mark -= mark / 4;
  return mark;
}

/* Until 4.3 blocks that are too small did not count, and each order wanted half of the mark of the one below. */
static bool
is_above_in_each_order (const SimMachine *machine,
                        unsigned          zone,
                        unsigned          order,
                        int64_t           n_free,
                        int64_t           mark,
                        int64_t           reserve)
{
  if (n_free <= mark + reserve)
    return false;
  for (unsigned smaller = 0; smaller < order; smaller++)
    {
      n_free -= (int64_t) sim_nr_free (machine, (SimZoneId) zone, (SimOrder) smaller) << smaller;
      mark >>= 1;
      if (n_free <= mark)
        return false;
    }
  return true;
}

static SimWatermarkVerdict
verdict_on (SimPen         *pen,
            unsigned        zone,
            unsigned        order,
            unsigned        alloc_flags,
            SimZoneType     highest,
            uint32_t        n_free,
            uint32_t        mark)
{
  const SimMachine *machine = pen->machine;
  int64_t reserve = sim_zone_word (machine, zone, SIM_ZONE_WORD_RESERVE + highest);
  int64_t usable = (int64_t) n_free - ((1 << order) - 1);

  if (sim_profile (machine)->marks.subtracts_smaller_orders)
    return is_above_in_each_order (machine, zone, order, usable, mark, reserve) ? SIM_WMARK_OK : SIM_WMARK_BELOW;
  if (usable <= (int64_t) mark + reserve)
    return SIM_WMARK_BELOW;
  return order == 0 || watermark_has_block (machine, zone, order, alloc_flags) ? SIM_WMARK_OK : SIM_WMARK_NO_BLOCK;
}

WatermarkAnswer
watermark_ask (SimPen     *pen,
               unsigned    zone,
               unsigned    order,
               unsigned    alloc_flags,
               SimZoneType highest)
{
  const SimMachine *machine = pen->machine;
  const SimMarkRules *rules = &sim_profile (machine)->marks;
  uint32_t boost = sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST);
  uint32_t mark = sim_zone_word (machine, zone, SIM_ZONE_WORD_MIN + (alloc_flags & SIM_ALLOC_WMARK_MASK)) + boost;
  uint32_t n_free = (uint32_t) sim_pen_free_frames (pen, zone), kept = 0;
  WatermarkAnswer answer;

  if (!(alloc_flags & rules->counts_highatomic))
    kept = sim_zone_word (machine, zone, SIM_ZONE_WORD_HIGHATOMIC);
  answer.n_free = n_free > kept ? n_free - kept : 0;
  answer.mark = discounted (rules, mark, alloc_flags);
  if (alloc_flags & SIM_ALLOC_NO_WATERMARKS)
    answer.verdict = SIM_WMARK_IGNORED;
  else
    answer.verdict = verdict_on (pen, zone, order, alloc_flags, highest, answer.n_free, answer.mark);
  answer.test = sim_watermark_test (alloc_flags, (SimOrder) order, highest, answer.verdict);
  return answer;
}

unsigned
watermark_alloc_flags (const SimMachine *machine,
                       uint32_t          gfp,
                       unsigned          order)
{
  const SimProfile *profile = sim_profile (machine);
  unsigned flags = SIM_ALLOC_WMARK_MIN;

  if (gfp & profile->gfp_high)
    flags |= SIM_ALLOC_MIN_RESERVE;
  if (gfp & profile->gfp_kswapd)
    flags |= SIM_ALLOC_KSWAPD;
  if (!(gfp & profile->gfp_may_sleep) && !(gfp & profile->gfp_nomemalloc))
    {
      flags |= SIM_ALLOC_NON_BLOCK;
      if (order > 0 && flags & SIM_ALLOC_MIN_RESERVE && profile->marks.takes_highatomic != 0)
        flags |= SIM_ALLOC_HIGHATOMIC;
    }
  return flags;
}
