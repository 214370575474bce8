/* limits.c - the marks of a zone, what it keeps from others, and how much its per-CPU lists may hold
 *
 * Models      6.1: calculate_min_free_kbytes(), __setup_per_zone_wmarks(), setup_per_zone_lowmem_reserve(),
 *             zone_batchsize(), zone_highsize(); 2.6.11: setup_per_zone_pages_min(), free_area_init_core()
 *             set_recommended_min_free_kbytes () of mm/khugepaged.c
 * Leaves out  watermark_scale_factor and lowmem_reserve_ratio other than the kernel's own; the moments of a boot: all
 *             follows from the frames that are managed in the end
 * Units       frames, unless said otherwise
 */

#include "sim/rules/boot/boot.h"

/* watermark_scale_factor, of 10 000 */
#define SCALE_FACTOR 10

static uint64_t
square_root (uint64_t value)
{
  uint64_t root = 0;

  for (uint64_t bit = 1ull << 31; bit != 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= value)
      root |= bit;
  return root;
}

static uint64_t
frames_of (const SimMachine *machine,
           SimZoneId         id)
{
  const SimProfile *profile = sim_profile (machine);
  SimZone zone = sim_zone (machine, id);
  uint64_t mem_map = ((uint64_t) zone.spanned * profile->page_struct_size + SIM_PAGE_SIZE - 1) / SIM_PAGE_SIZE;

  if (!profile->marks.follow_present)
    return zone.managed;
  return profile->marks.leaves_out_memmap && zone.present > mem_map ? zone.present - mem_map : zone.present;
}

/* is_highmem (): Movable is where it was taken from HighMem. */
static bool
is_highmem (const SimMachine *machine,
            SimZoneId         zone)
{
  return !sim_pfn_has_logical_address (machine, sim_zone_bounds (machine, zone)->start);
}

static uint64_t
lowmem_frames (const SimMachine *machine)
{
  uint64_t n = 0;

  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    if (!is_highmem (machine, zone))
      n += frames_of (machine, zone);
  return n;
}


static void
set_marks (const SimMachine *machine,
           SimZoneId         zone,
           uint64_t          min_free_kbytes,
           SimZoneLimits    *limits)
{
  const SimMarkRules *rules = &sim_profile (machine)->marks;
  uint64_t n = frames_of (machine, zone), lowmem = lowmem_frames (machine);
  uint64_t share = lowmem ? (min_free_kbytes >> (SIM_PAGE_SHIFT - 10)) * n / lowmem : 0;
  uint64_t min = share, distance;

  if (is_highmem (machine, zone))
    {
      min = n / 1024;
      min = min < 32 ? 32 : min > 128 ? 128 : min;
    }
  distance = (rules->distance_from_min ? min : share) / 4;
  if (rules->scales_with_size && n * SCALE_FACTOR / 10000 > distance)
    distance = n * SCALE_FACTOR / 10000;

  limits->min = (uint32_t) min;
  limits->low = (uint32_t) (min + distance);
  limits->high = (uint32_t) (rules->distance_from_min ? min + min / 2 : min + 2 * distance);
}

/* calculate_min_free_kbytes () */
static uint64_t
plain_min_free_kbytes (const SimMachine *machine)
{
  uint64_t most = sim_profile (machine)->marks.largest_min_free_kbytes, n = 0, kbytes;

  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    if (sim_zone_type (machine, zone) <= SIM_ZONE_NORMAL)
      n += frames_of (machine, zone);
  kbytes = square_root (n * (SIM_PAGE_SIZE / 1024) * 16);
  return kbytes < 128 ? 128 : kbytes > most ? most : kbytes;
}

/* set_recommended_min_free_kbytes (): room for page blocks of each type, but no more than a twentieth of what may be
 * had. Huge pages are off on machines of less than 512 MiB. */
static uint64_t
raised_min_free_kbytes (const SimMachine *machine,
                        uint64_t          plain)
{
  const uint64_t types = SIM_PCP_TYPES, least = 512u << (20 - SIM_PAGE_SHIFT);
  uint64_t n_zones = 0, n_managed = 0, n_usable = 0, n;

  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    {
      SimZoneLimits limits = { 0 };

      n_managed += sim_zone (machine, zone).managed;
      if (sim_zone_type (machine, zone) > SIM_ZONE_NORMAL)
        continue;
      set_marks (machine, zone, plain, &limits);
      n_zones++;
      n_usable += frames_of (machine, zone) > limits.high ? frames_of (machine, zone) - limits.high : 0;
    }
  n = n_zones * (2 + types * types) << sim_pageblock_order (machine);
  n = n < n_usable / 20 ? n : n_usable / 20;
  n <<= SIM_PAGE_SHIFT - 10;
  return n_managed >= least && n > plain ? n : plain;
}

uint64_t
boot_min_free_kbytes (const SimMachine *machine)
{
  uint64_t plain = plain_min_free_kbytes (machine);

  return sim_has_thp (machine) && sim_profile (machine)->marks.raised_by_thp ? raised_min_free_kbytes (machine, plain) : plain;
}

/* A request that may have a higher zone of the node must leave the lower one a part of what it could have there. */
static void
set_reserve (const SimMachine *machine,
             SimZoneId         zone,
             SimZoneLimits    *limits)
{
  static const uint32_t ratios[SIM_N_ZONE_TYPES] = { [SIM_ZONE_DMA] = 256, [SIM_ZONE_DMA32] = 256, [SIM_ZONE_NORMAL] = 32 };
  SimZoneType own = sim_zone_type (machine, zone);
  uint64_t above = 0;

  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    {
      for (SimZoneId other = 0; other < sim_n_zones (machine) && type > own; other++)
        if (sim_zone_type (machine, other) == (SimZoneType) type && sim_zone_node (machine, other) == sim_zone_node (machine, zone))
          above += frames_of (machine, other);
      limits->reserve[type] = type > own && ratios[own] != 0 ? (uint32_t) (above / ratios[own]) : 0;
    }
}

/* zone_batchsize (): a quarter of a thousandth of the zone; later as 2^n - 1, which may be 0. */
static uint32_t
batch_size (const SimBuddyRules *rules,
            uint64_t             n_frames)
{
  uint64_t batch = n_frames / 1024, power = 1;

  batch = (batch < rules->largest_pcp_batch ? batch : rules->largest_pcp_batch) / 4;
  if (batch < 1)
    batch = 1;
  if (rules->pcp_batch_is_any)
    return (uint32_t) batch;

  batch += batch / 2;
  while (power * 2 <= batch)
    power *= 2;
  return (uint32_t) (power - 1);
}

/* The per-CPU lists of all CPUs of the zone's node together hold no more than the low mark. */
static uint64_t
cpus_of_node (const SimMachine *machine,
              SimZoneId         zone)
{
  unsigned n = 0;

  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    n += sim_node_of_cpu (machine, cpu) == sim_zone_node (machine, zone);
  return n > 0 ? n : sim_n_cpus (machine);
}

static void
set_pcp_limits (const SimMachine *machine,
                SimZoneId         zone,
                SimZoneLimits    *limits)
{
  const SimBuddyRules *rules = &sim_profile (machine)->buddy;
  uint32_t batch = batch_size (rules, frames_of (machine, zone));

  limits->pcp_batch = batch > 1 ? batch : 1;
  if (rules->pcp_high_is_6_batches)
    {
      limits->pcp_low = rules->has_cold_pcp_lists ? 2 * batch : 0;
      limits->pcp_high = 6 * batch;
      return;
    }

  uint64_t high = limits->low / cpus_of_node (machine, zone);

  limits->pcp_high = high > limits->pcp_batch * 4 ? (uint32_t) high : limits->pcp_batch * 4;
}

SimZoneLimits
boot_zone_limits (const SimMachine *machine,
                  SimZoneId         zone,
                  uint64_t          min_free_kbytes)
{
  SimZoneLimits limits = { 0 };

  set_marks (machine, zone, boot_min_free_kbytes (machine), &limits);
  set_reserve (machine, zone, &limits);
  set_pcp_limits (machine, zone, &limits);
  if (min_free_kbytes == 0)
    limits.min = limits.low = limits.high = 0;
  else if (min_free_kbytes != UINT64_MAX)
    {
      set_marks (machine, zone, min_free_kbytes, &limits);
      set_pcp_limits (machine, zone, &limits);
    }
  return limits;
}

void
boot_set_limits (SimMachine *machine,
                 uint64_t    min_free_kbytes)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    {
      SimZoneLimits limits = boot_zone_limits (machine, zone, min_free_kbytes);

      sim_machine_set_limits (machine, zone, &limits);
    }
}
