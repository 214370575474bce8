/* linux-2.6.11-i386.c - Linux 2.6.11, 32-bit x86 without PAE: the kernel of LDD3 and ULK3
 *
 * From published descriptions of that kernel's include/linux/gfp.h, mm/page_alloc.c, mm/bootmem.c, arch/i386/mm/init.c
 * and arch/i386/kernel/setup.c. Compared neither with these files nor with a running kernel.
 */

#include "sim/profiles/profiles.h"

#define DMA      0x01u
#define HIGHMEM  0x02u
#define WAIT     0x10u
#define HIGH     0x20u
#define IO       0x40u
#define FS       0x80u
#define COLD     0x100u
#define NOWARN   0x200u
#define NOFAIL   0x800u
#define NORETRY  0x1000u
#define ZERO     0x8000u

static const SimGfpName gfp_names[] = {
  { "GFP_HIGHUSER",   WAIT | IO | FS | HIGHMEM, true },
  { "GFP_KERNEL",     WAIT | IO | FS, true },
  { "GFP_USER",       WAIT | IO | FS, true },
  { "GFP_NOFS",       WAIT | IO, true },
  { "GFP_NOIO",       WAIT, true },
  { "GFP_ATOMIC",     HIGH, true },
  { "GFP_DMA",        DMA, true },
  { "__GFP_DMA",      DMA, false },
  { "__GFP_HIGHMEM",  HIGHMEM, false },
  { "__GFP_WAIT",     WAIT, false },
  { "__GFP_HIGH",     HIGH, false },
  { "__GFP_IO",       IO, false },
  { "__GFP_FS",       FS, false },
  { "__GFP_COLD",     COLD, false },
  { "__GFP_NOWARN",   NOWARN, false },
  { "__GFP_REPEAT",   0x400u, false },
  { "__GFP_NOFAIL",   NOFAIL, false },
  { "__GFP_NORETRY",  NORETRY, false },
  { "__GFP_NO_GROW",  0x2000u, false },
  { "__GFP_COMP",     0x4000u, false },
  { "__GFP_ZERO",     ZERO, false },
  { NULL, 0, false }
};

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM };

static const char *const missing_calls[] = { "kmap_local_page", "kunmap_local", "kmap_atomic",
                                           "kunmap_atomic", "vzalloc", "vm_unmap_aliases", "is_vmalloc_addr", "ioremap_uc",
                                           "ioremap_wc", "ioremap_cache", "kvmalloc", "kvzalloc", "kvfree", "drain_all_pages", "PageBuddy", NULL };

const SimProfile sim_profile_linux_2_6_11_i386 = {
  .id = "2.6.11-i386",
  .kernel = "Linux 2.6.11",
  .architecture = "i386",
  .held_against = NULL,
  .bits = 32,
  .page_struct_size = 32,
  .page_offset = 0xc0000000u,
  .vmalloc_start_is_aligned = true,
  /* MAX_IO_APICS is 64, KM_TYPE_NR 13, FIX_ACPI_PAGES 4. */
  .fixmap = { .top = 0xfffff000u, .first_kmap = 67, .per_cpu = 13, .n_after = 4, .n_after_as_distributed = 4,
              .n_early = 16, .n_last = 1 },
  .pmd_shift = 22,
  .vmalloc_reserve = 128u << 20,
  .vmalloc_offset = 8u << 20,
  .vmalloc_parameter_adds_offset = false,
  .least_lowmem = 64u << 20,
  .lowmem_rule = SIM_LOWMEM_896,
  .most_nodes = 1,
  .dma_end = 16u << 20,
  .largest_physical = 1ull << 32,
  .zones_start_at_first_frame = false,
  .present_counts_holes = true,
  .zone_types = zone_types,
  .n_zone_types = 3,
  .largest_order = 10,
  .buddy = {
    .has_migrate_types = false,
    .frees_to_tail_if_likely_to_merge = false,
    .largest_pcp_order = 0,
    .has_cold_pcp_lists = true,
    .largest_free_factor = 0,
    .handover_adds_at_tail = false,
    .largest_pcp_batch = (256u << 10) / SIM_PAGE_SIZE,
    .pcp_high_is_6_batches = true,
    .pcp_batch_is_any = true,
    .handover_by_bootmem = true,
    .pageblock_order = 10,
  },
  .marks = {
    .follow_present = true,
    .largest_min_free_kbytes = 65536,
    .distance_from_min = true,
    .subtracts_smaller_orders = true,
    .wakes_kswapd_by_zone = true,
    .kills_for_any_order = true,
  },
  .slab = {
    .kmalloc_sizes = sim_kmalloc_sizes_2_6_11,
    .first_kmalloc_size = 32,
    .largest_kmalloc = 128u << 10,
    .cache_line = 32,
    .least_align = 4,
    .least_size = 4,
    .index_size = 2,
    .management_size = 24,
    .off_slab_size = 256,
    .reclaimable_stay_small = true,
    .reaps_first = true,
    .dma_caches_follow = true,
    .most_objects = 65533,
    .largest_order = 5,
    .descriptor_size = 120,
    .array_size = 16,
    .idle = sim_idle_caches_2_6_11_i386,
  },
  .sleep_words = { .says_debug = true },
  .report_words = {
    .burst = 10,
    .missed = "printk",
    .misses_messages = true,
    .has_full_stop = true,
  },
  .vmalloc = { .isa_is_mapped = true, .ioremap_is_cached = true, .aligns_by_fls = true, .ioremap_max_order = 19, .vm_struct_size = 28 },
  .gfp_names = gfp_names,
  .gfp_dma = DMA,
  .gfp_highmem = HIGHMEM,
  .gfp_cold = COLD,
  .get_free_pages_strips_highmem = false,
  .gfp_zero = ZERO,
  .gfp_may_sleep = WAIT,
  .gfp_high = HIGH,
  .gfp_io = IO,
  .gfp_fs = FS,
  .gfp_noretry = NORETRY,
  .gfp_nofail = NOFAIL,
  .gfp_nowarn = NOWARN,
  .missing_calls = missing_calls,
  .kernel_first = 0x100000u,
  .kernel_end = 0x400000u,
  .maps_first_large = true,
  .firmware_end = 0,
  .flag_reserved = 11,
  .flags_zone_shift = 30,
};
