/* test-zoneinfo.c - what follows from the managed frames, held against the texts of real kernels
 *
 * The numbers are those of /proc/zoneinfo and /proc/sys/vm/min_free_kbytes of idle machines under QEMU: Linux 6.1.192 of
 * one's own configuration (slab-up, slub-smp2), Debian's 6.1.176 (686, 686-pae, amd64) and 5.10.223 (686). The marks were
 * set while the frames of the initrd and of init's sections were not yet free: they are taken off the managed ones.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "sim/sim.h"

typedef struct {
  SimZoneType type;
  unsigned    node;
  SimPfn      start, spanned, present, managed;
  uint32_t    marks[3];
  uint32_t    reserve[4];         /* of DMA, DMA32, Normal, HighMem */
  uint32_t    high, batch;
} Zone;

typedef struct {
  const char *name, *profile;
  unsigned    cpus, nr_cpus, nodes;
  bool        thp;
  uint64_t    vmalloc;
  uint64_t    min_free_kbytes;
  Zone        zones[4];
} Machine;

static const Machine machines[] = {
  { "debian-5.10-686, 1G", "5.10-i386", 2, 0, 1, true, 0, 43256, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3979, { 197, 246, 295 }, { 0, 0, 834, 982 }, 0, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 220158, 220158, 213700, { 10616, 13270, 15924 }, { 0, 0, 0, 1182 }, 378, 63 },
      { SIM_ZONE_HIGHMEM, 0, 224254, 37855, 37855, 37855, { 36, 506, 976 }, { 0, 0, 0, 0 }, 42, 7 },
  } },
  { "debian-686-pae, 2G", "6.1-i386-pae", 2, 0, 1, true, 0, 42824, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 190, 237, 284 }, { 0, 0, 826, 1994 }, 118, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 221182, 221182, 211671, { 10515, 13143, 15771 }, { 0, 0, 0, 9342 }, 6571, 63 },
      { SIM_ZONE_HIGHMEM, 0, 225278, 298975, 298975, 298975, { 128, 3841, 7554 }, { 0, 0, 0, 0 }, 1920, 63 },
  } },
  { "debian-686, 1G", "6.1-i386", 2, 32, 1, true, 0, 43140, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 190, 237, 284 }, { 0, 0, 833, 980 }, 118, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 220158, 220158, 213255, { 10594, 13242, 15890 }, { 0, 0, 0, 1182 }, 6621, 63 },
      { SIM_ZONE_HIGHMEM, 0, 224254, 37855, 37855, 37855, { 36, 506, 976 }, { 0, 0, 0, 0 }, 253, 7 },
  } },
  { "slab-up-dma, 128M", "6.1-i386", 1, 1, 1, false, 0, 1385, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 44, 55, 66 }, { 0, 0, 102, 102 }, 55, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 28637, 28637, 26170, { 301, 376, 451 }, { 0, 0, 0, 0 }, 376, 7 },
  } },
  { "slab-up-lowmem896, 1G", "6.1-i386", 1, 1, 1, false, 110584u << 10, 3796, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 16, 20, 24 }, { 0, 0, 864, 992 }, 20, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 225280, 225280, 221364, { 932, 1165, 1398 }, { 0, 0, 0, 1022 }, 1165, 63 },
      { SIM_ZONE_HIGHMEM, 0, 229376, 32733, 32733, 32733, { 32, 66, 100 }, { 0, 0, 0, 0 }, 66, 7 },
  } },
  { "slab-up, 2G", "6.1-i386", 1, 1, 1, false, 0, 3753, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 16, 20, 24 }, { 0, 0, 844, 2008 }, 20, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 222206, 222206, 216242, { 921, 1151, 1381 }, { 0, 0, 0, 9310 }, 1151, 63 },
      { SIM_ZONE_HIGHMEM, 0, 226302, 297951, 297951, 297951, { 128, 445, 762 }, { 0, 0, 0, 0 }, 445, 63 },
  } },
  { "slab-up, 512M", "6.1-i386", 1, 1, 1, false, 0, 2861, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 21, 26, 31 }, { 0, 0, 484, 484 }, 26, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 126941, 126941, 124145, { 693, 866, 1039 }, { 0, 0, 0, 0 }, 866, 31 },
  } },
  { "slab-up, 64M", "6.1-i386", 1, 1, 1, false, 0, 955, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 64, 80, 96 }, { 0, 0, 40, 40 }, 80, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 12253, 12253, 10437, { 173, 216, 259 }, { 0, 0, 0, 0 }, 216, 1 },
  } },
  { "slab-up, 896M", "6.1-i386", 1, 1, 1, false, 0, 3772, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 16, 20, 24 }, { 0, 0, 853, 865 }, 20, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 222206, 222206, 218546, { 926, 1157, 1388 }, { 0, 0, 0, 94 }, 1157, 63 },
      { SIM_ZONE_HIGHMEM, 0, 226302, 3039, 3039, 3039, { 32, 35, 38 }, { 0, 0, 0, 0 }, 35, 1 },
  } },
  { "slub-smp2, 2G", "6.1-i386", 2, 4, 1, false, 0, 3751, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 16, 20, 24 }, { 0, 0, 843, 2007 }, 10, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 222206, 222206, 216063, { 920, 1150, 1380 }, { 0, 0, 0, 9310 }, 575, 63 },
      { SIM_ZONE_HIGHMEM, 0, 226302, 297951, 297951, 297951, { 128, 445, 762 }, { 0, 0, 0, 0 }, 252, 63 },
  } },
  { "slub-smp2, 512M", "6.1-i386", 2, 4, 1, false, 0, 2859, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 21, 26, 31 }, { 0, 0, 484, 484 }, 13, 1 },
      { SIM_ZONE_NORMAL, 0, 4096, 126941, 126941, 123966, { 692, 865, 1038 }, { 0, 0, 0, 0 }, 432, 31 },
  } },
  { "Debian 6.1.176 amd64, 1G", "6.1-x86_64", 2, 0, 1, true, 0, 45056, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 177, 221, 265 }, { 0, 936, 936, 936 }, 110, 1 },
      { SIM_ZONE_DMA32, 0, 4096, 258016, 258016, 239778, { 11086, 13857, 16628 }, { 0, 0, 0, 0 }, 6928, 63 },
  } },
  { "Debian 6.1.176 amd64, 4G_numa2", "6.1-x86_64", 2, 0, 2, true, 0, 90112, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 86, 107, 128 }, { 0, 1947, 1947, 1947 }, 107, 1 },
      { SIM_ZONE_DMA32, 0, 4096, 520192, 520192, 498571, { 11214, 14017, 16820 }, { 0, 0, 0, 0 }, 14017, 63 },
      { SIM_ZONE_DMA32, 1, 524288, 524288, 262112, 245474, { 5521, 6901, 8281 }, { 0, 0, 990, 990 }, 6901, 63 },
      { SIM_ZONE_NORMAL, 1, 1048576, 262144, 262144, 253638, { 5705, 7131, 8557 }, { 0, 0, 0, 0 }, 7131, 63 },
  } },
  { "Debian 6.1.176 amd64, 8G", "6.1-x86_64", 2, 0, 1, true, 0, 67584, {
      { SIM_ZONE_DMA, 0, 1, 4095, 3998, 3840, { 31, 38, 45 }, { 0, 2938, 7917, 7917 }, 19, 1 },
      { SIM_ZONE_DMA32, 0, 4096, 1044480, 782304, 752346, { 6259, 7823, 9387 }, { 0, 0, 4978, 4978 }, 3911, 63 },
      { SIM_ZONE_NORMAL, 0, 1048576, 1310720, 1310720, 1274501, { 10604, 13255, 15906 }, { 0, 0, 0, 0 }, 6627, 63 },
  } },
};

static unsigned
n_zones (const Machine *machine)
{
  unsigned n = 0;

  while (n < 4 && machine->zones[n].spanned > 0)
    n++;
  return n;
}

/* RAM without the holes, and as much of each zone reserved as is not managed. */
static SimMachine *
made (const Machine *machine,
      uint64_t       min_free_kbytes)
{
  SimRange memory[5], reserved[4];
  SimMachineSpec spec;
  SimMachine *result;

  sim_machine_spec_init (&spec, sim_profile_by_id (machine->profile));
  memory[0] = (SimRange) { 0x1000, 0x9f000, SIM_RANGE_RAM, 0 };
  for (unsigned i = 0; i < n_zones (machine); i++)
    {
      const Zone *zone = &machine->zones[i];
      uint64_t first = i == 0 ? 0x100000 : (uint64_t) zone->start << SIM_PAGE_SHIFT;
      uint64_t end = i == 0 ? 0x1000000 : first + ((uint64_t) zone->present << SIM_PAGE_SHIFT);

      memory[i + 1] = (SimRange) { first, end, SIM_RANGE_RAM, 0 };
      reserved[i] = (SimRange) { first, first + ((uint64_t) (zone->present - zone->managed) << SIM_PAGE_SHIFT), SIM_RANGE_RESERVED, 0 };
    }
  spec.memory = memory;
  spec.n_memory = n_zones (machine) + 1;
  spec.memory_is_memblock = true;
  spec.reserved = reserved;
  spec.n_reserved = n_zones (machine);
  spec.reserved_given = true;
  spec.cpus = machine->cpus;
  spec.nr_cpus = machine->nr_cpus;
  spec.nodes = machine->nodes;
  spec.thp = machine->thp;
  spec.vmalloc = machine->vmalloc;
  spec.min_free_kbytes = min_free_kbytes;
  assert_int_equal (sim_machine_new (&spec, &result, NULL), SIM_OK);
  assert_int_equal (sim_n_zones (result), n_zones (machine));
  return result;
}

static unsigned
differs (const Machine *machine,
         const Zone    *zone,
         const char    *what,
         uint64_t       is,
         uint64_t       expected)
{
  if (is != expected)
    print_error ("%s, node %u, %s: %s is %u, not %u\n", machine->name, zone->node, sim_zone_type_name (zone->type), what,
                 (unsigned) is, (unsigned) expected);
  return is != expected;
}

static unsigned
compare_zone (const Machine *machine,
              const Zone    *zone,
              const SimZone *is)
{
  static const SimZoneType types[] = { SIM_ZONE_DMA, SIM_ZONE_DMA32, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM };
  const SimZoneLimits *limits = &is->limits;
  unsigned n = 0;

  n += differs (machine, zone, "start_pfn", is->start_pfn, zone->start);
  n += differs (machine, zone, "spanned", is->spanned, zone->spanned);
  n += differs (machine, zone, "present", is->present, zone->present);
  n += differs (machine, zone, "managed", is->managed, zone->managed);
  n += differs (machine, zone, "min", limits->min, zone->marks[0]);
  n += differs (machine, zone, "low", limits->low, zone->marks[1]);
  n += differs (machine, zone, "high", limits->high, zone->marks[2]);
  n += differs (machine, zone, "pcp high", limits->pcp_high, zone->high);
  n += differs (machine, zone, "batch", limits->pcp_batch, zone->batch);
  for (unsigned i = 0; i < 4; i++)
    if (types[i] > zone->type && (types[i] != SIM_ZONE_DMA32 || sim_profile_by_id (machine->profile)->dma32_end != 0))
      n += differs (machine, zone, "protection", limits->reserve[types[i]], zone->reserve[i]);
  return n;
}

static void
every_figure_of_zoneinfo_follows_from_the_managed_frames (void **state)
{
  unsigned n = 0;

  for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++)
    {
      SimMachine *machine = made (&machines[i], machines[i].min_free_kbytes);

      for (unsigned zone = 0; zone < n_zones (&machines[i]); zone++)
        {
          SimZone is = sim_zone (machine, (SimZoneId) zone);

          n += compare_zone (&machines[i], &machines[i].zones[zone], &is);
        }
      sim_machine_free (machine);
    }
  assert_int_equal (n, 0);
}

/* calculate_min_free_kbytes (), and from 512 MiB on, with huge pages, set_recommended_min_free_kbytes (). */
static void
and_so_does_min_free_kbytes (void **state)
{
  unsigned n = 0;

  for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++)
    {
      SimMachine *machine = made (&machines[i], UINT64_MAX);

      for (unsigned zone = 0; zone < n_zones (&machines[i]); zone++)
        n += differs (&machines[i], &machines[i].zones[zone], "min", sim_zone (machine, (SimZoneId) zone).limits.min,
                      machines[i].zones[zone].marks[0]);
      sim_machine_free (machine);
    }
  assert_int_equal (n, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_figure_of_zoneinfo_follows_from_the_managed_frames),
    cmocka_unit_test (and_so_does_min_free_kbytes),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
