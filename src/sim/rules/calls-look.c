/* calls-look.c - what expect and ask can look at of a zone's limits, and the one limit that can be set
 *
 * Models      include/linux/mmzone.h: wmark_pages(); mm/page_alloc.c: zone_watermark_ok(),
 *             min_free_kbytes_sysctl_handler(); mm/vmstat.c: __fragmentation_index(), unusable_free_index()
 */

#include "sim/rules/boot/boot.h"
#include "sim/rules/calls.h"
#include "sim/rules/physical/watermark.h"

#include <string.h>

static const char *
text_asked (uint64_t number)
{
  const char *text = number < SIM_N_OWN_STRINGS ? sim_own_string_text ((uint32_t) number) : NULL;

  return text != NULL ? text : "";
}

/* "min", "low", "high" as SIM_ALLOC_WMARK_…; false: none of them. */
static bool
mark_asked (uint64_t  name,
            unsigned *mark)
{
  for (*mark = 0; *mark < SIM_N_WATERMARKS; (*mark)++)
    if (strcmp (sim_watermark_name (*mark), text_asked (name)) == 0)
      return true;
  return false;
}

/* --- limits ----------------------------------------------------------------------------------- */
void
call_wmark_pages (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);
  unsigned mark;

  if (zone != SIM_NO_ZONE && mark_asked (args[1], &mark))
    *result = sim_zone_word (run->machine, zone, SIM_ZONE_WORD_MIN + mark) + sim_zone_word (run->machine, zone, SIM_ZONE_WORD_BOOST);
}

void
call_lowmem_reserve (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  for (unsigned type = 0; type < SIM_N_ZONE_TYPES && zone != SIM_NO_ZONE; type++)
    if (strcmp (sim_zone_type_name ((SimZoneType) type), text_asked (args[1])) == 0)
      *result = sim_zone (run->machine, zone).limits.reserve[type];
}

void
call_zone_watermark_ok (CALL_ARGUMENTS)
{
  const SimMachine *machine = run->machine;
  SimZoneId zone = zone_asked (run, args[0]), zones[SIM_MAX_ZONES];
  uint32_t gfp = (uint32_t) args[3];
  unsigned mark, n = sim_zonelist (machine, gfp, zones), i = 0;

  if (zone == SIM_NO_ZONE || args[1] > sim_largest_order (machine) || !mark_asked (args[2], &mark))
    return;
  while (i < n && zones[i] != zone)
    i++;
  if (i == n)
    return;

  unsigned alloc_flags = mark == SIM_ALLOC_WMARK_MIN ? watermark_alloc_flags (sim_profile (machine), gfp, (unsigned) args[1]) : mark;
  SimPen pen = sim_pen_of (run);

  *result = watermark_ask (&pen, zone, (unsigned) args[1], alloc_flags,
                           (SimZoneType) sim_request_of (machine, run->cpu, gfp)->highest, gfp).verdict == SIM_WMARK_OK;
  sim_pen_rest (&pen);
}

void
call_nr_reserved_highatomic (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE)
    *result = sim_zone (run->machine, zone).limits.highatomic;
}

void
call_pcp_count (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE && args[1] < sim_n_cpus (run->machine))
    *result = sim_pcp (run->machine, zone, (unsigned) args[1]).count;
}

void
call_pcp_high (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE)
    *result = sim_zone (run->machine, zone).limits.pcp_high;
}

void
call_pcp_batch (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE)
    *result = sim_zone (run->machine, zone).limits.pcp_batch;
}

/* --- fragmentation ---------------------------------------------------------------------------- */
typedef struct {
  uint64_t n_free;                /* frames */
  uint64_t n_blocks;
  uint64_t n_suitable;            /* blocks of the order that could be had */
} FreeBlocks;

/* fill_contig_page_info () */
static bool
count_blocks (SimRun         *run,
              const uint64_t *args,
              FreeBlocks     *blocks)
{
  SimZoneId zone = zone_asked (run, args[0]);

  *blocks = (FreeBlocks) { 0 };
  if (zone == SIM_NO_ZONE || args[1] > sim_largest_order (run->machine))
    return false;
  for (unsigned order = 0; order <= sim_largest_order (run->machine); order++)
    {
      uint64_t n = sim_nr_free (run->machine, zone, (SimOrder) order);

      blocks->n_blocks += n;
      blocks->n_free += n << order;
      if (order >= args[1])
        blocks->n_suitable += n << (order - args[1]);
    }
  return true;
}

void
call_fragmentation_index (CALL_ARGUMENTS)
{
  FreeBlocks blocks;

  if (!count_blocks (run, args, &blocks) || blocks.n_blocks == 0)
    return;
  if (blocks.n_suitable > 0)
    *result = (uint64_t) INT64_C (-1000);
  else
    *result = 1000 - (1000 + blocks.n_free * 1000 / ((uint64_t) 1 << args[1])) / blocks.n_blocks;
}

void
call_unusable_free_index (CALL_ARGUMENTS)
{
  FreeBlocks blocks;

  if (!count_blocks (run, args, &blocks))
    return;
  *result = blocks.n_free == 0 ? 1000 : (blocks.n_free - (blocks.n_suitable << args[1])) * 1000 / blocks.n_free;
}

/* --- masks -------------------------------------------------------------------------------------- */
void
call_first_zone_of (CALL_ARGUMENTS)
{
  SimZoneId zones[SIM_MAX_ZONES];

  if (sim_zonelist (run->machine, (uint32_t) args[0], zones) > 0)
    *result = sim_own_string (sim_zone (run->machine, zones[0]).name);
}

void
call_may_sleep (CALL_ARGUMENTS)
{
  *result = (args[0] & sim_profile (run->machine)->gfp_may_sleep) != 0;
}

/* --- the one that can be set -------------------------------------------------------------------- */
static void
set_limits (SimRun              *run,
            SimZoneId            zone,
            const SimZoneLimits *now)
{
  SimZoneLimits before = sim_zone (run->machine, zone).limits;
  SimPen pen = sim_pen_of (run);

  if (before.min != now->min || before.low != now->low || before.high != now->high)
    sim_emit_marks_set (&pen, zone, now->min, now->low, now->high);
  if (before.boost != 0)
    sim_emit_boosted (&pen, zone, before.boost, 0);
  if (before.pcp_high != now->pcp_high || before.pcp_batch != now->pcp_batch)
    sim_emit_pcp_limits_set (&pen, zone, now->pcp_high, now->pcp_batch);
  sim_pen_rest (&pen);
}

/* setup_per_zone_wmarks (), which also forgets the boost and asks for the per-CPU lists' limits again; what zones keep
 * from others stays. Less than a page is none. */
void
call_set_min_free_kbytes (CALL_ARGUMENTS)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (run->machine); zone++)
    {
      SimZoneLimits now = boot_zone_limits (run->machine, zone, args[0] > 0 ? args[0] : 1);

      set_limits (run, zone, &now);
    }
}
