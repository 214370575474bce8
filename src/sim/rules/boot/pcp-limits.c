/* pcp-limits.c - how much the per-CPU lists of a zone may hold
 *
 * Models      6.1: calculate_min_free_kbytes(), __setup_per_zone_wmarks(), zone_batchsize(),
 *             zone_highsize(); 2.6.11: free_area_init_core()
 * Leaves out  the watermarks themselves: of them only low is needed here
 */

#include "sim/rules/boot/boot.h"

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
lowmem_managed (const SimMachine *machine)
{
  uint64_t n = 0;

  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    if (sim_zone (machine, zone).type < SIM_ZONE_HIGHMEM)
      n += sim_zone (machine, zone).managed;
  return n;
}

/* __setup_per_zone_wmarks (): WMARK_LOW. watermark_scale_factor is 10 of 10 000. */
static uint64_t
low_watermark (const SimMachine *machine,
               SimZoneId         zone)
{
  uint64_t managed = sim_zone (machine, zone).managed, lowmem = lowmem_managed (machine);
  uint64_t min_free_kbytes = square_root (lowmem * (SIM_PAGE_SIZE / 1024) * 16);
  uint64_t share, min, distance;

  if (min_free_kbytes < 128)
    min_free_kbytes = 128;
  if (min_free_kbytes > 262144)
    min_free_kbytes = 262144;
  share = lowmem ? (min_free_kbytes >> (SIM_PAGE_SHIFT - 10)) * managed / lowmem : 0;

  min = share;
  if (sim_zone (machine, zone).type == SIM_ZONE_HIGHMEM)
    {
      min = managed / 1024;
      min = min < 32 ? 32 : min > 128 ? 128 : min;
    }
  distance = managed / 1000;
  if (share >> 2 > distance)
    distance = share >> 2;
  return min + distance;
}

/* zone_batchsize (): a quarter of a thousandth of the zone, at most of 1 MiB, as 2^n - 1. */
static uint32_t
batch_size (uint64_t n_frames,
            uint64_t most,
            bool     as_power)
{
  uint64_t batch = n_frames / 1024, power = 1;

  batch = (batch < most ? batch : most) / 4;
  if (batch < 1)
    batch = 1;
  if (!as_power)
    return (uint32_t) batch;

  batch += batch / 2;
  while (power * 2 <= batch)
    power *= 2;
  return power > 1 ? (uint32_t) (power - 1) : 1;
}

void
boot_pcp_limits (SimMachine *machine)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    {
      if (sim_profile (machine)->buddy.has_cold_pcp_lists)
        {
          uint32_t batch = batch_size (sim_zone (machine, zone).present, (256u << 10) / SIM_PAGE_SIZE, false);

          sim_machine_set_pcp_limits (machine, zone, 2 * batch, 6 * batch, batch);
        }
      else
        {
          uint32_t batch = batch_size (sim_zone (machine, zone).managed, (1u << 20) / SIM_PAGE_SIZE, true);
          uint64_t high = low_watermark (machine, zone) / sim_n_cpus (machine);

          sim_machine_set_pcp_limits (machine, zone, 0, high > batch * 4 ? (uint32_t) high : batch * 4, batch);
        }
    }
}
