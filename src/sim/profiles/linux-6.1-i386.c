/* linux-6.1-i386.c - Linux 6.1, 32-bit x86 without PAE, VMSPLIT_3G, FLATMEM
 *
 * Sources: include/linux/gfp_types.h, include/linux/mmzone.h, mm/page_alloc.c,
 *          arch/x86/include/asm/pgtable_32_areas.h, arch/x86/mm/init_32.c, mm/pgtable_32.c
 */

#include "sim/profiles/profiles.h"

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM, SIM_ZONE_MOVABLE };

static const char *const missing_calls[] = { NULL };

const SimProfile sim_profile_linux_6_1_i386 = {
  .id = "6.1-i386",
  .kernel = "Linux 6.1",
  .architecture = "i386",
  .held_against = "Linux 6.1.192, Debian 6.1.176",
  .bits = 32,
  .page_struct_size = 32,
  .page_offset = 0xc0000000u,
  .vmalloc_end = 0xff3fe000u,
  .fixmap_per_cpu = 16,
  .pmd_shift = 22,
  .vmalloc_reserve = 128u << 20,
  .vmalloc_offset = 8u << 20,
  .vmalloc_parameter_adds_offset = true,
  .least_lowmem = 64u << 20,
  .lowmem_rule = SIM_LOWMEM_BELOW_VMALLOC_END,
  .most_nodes = 1,
  .dma_end = 16u << 20,
  .largest_physical = 1ull << 32,
  .zones_start_at_first_frame = true,
  .zone_types = zone_types,
  .n_zone_types = 4,
  .largest_order = 10,
  .buddy = {
    .has_migrate_types = true,
    .frees_to_tail_if_likely_to_merge = true,
    .largest_pcp_order = 3,
    .largest_free_factor = 5,
    .largest_pcp_batch = (1u << 20) / SIM_PAGE_SIZE,
    .pcp_has_thp = true,
    .handover_adds_at_tail = true,
    .pageblock_order = 10,
  },
  .marks = {
    .largest_min_free_kbytes = 262144,
    .scales_with_size = true,
    .raised_by_thp = true,
    .non_block_needs_reserve = true,
    .counts_highatomic = SIM_ALLOC_NON_BLOCK | SIM_ALLOC_MIN_RESERVE | SIM_ALLOC_HIGHATOMIC | SIM_ALLOC_OOM,
    .takes_highatomic = SIM_ALLOC_HIGHATOMIC | SIM_ALLOC_OOM,
    .begins_with_highatomic = SIM_ALLOC_HIGHATOMIC,
    .ends_with_highatomic = SIM_ALLOC_NON_BLOCK | SIM_ALLOC_OOM,
    .boost_factor = 15000,
    .avoids_fragments = true,
    .reclaim_limits_pcp = true,
    .compacts = true,
    .last_for_nofail = SIM_ALLOC_MIN_RESERVE,
  },
  .sleep_words = {
    .in_allocation = "include/linux/sched/mm.h:274",
    .in_drain = "kernel/workqueue.c:3017",
    .says_non_block = true,
    .says_count = true,
  },
  SIM_GFP_BITS_MODERN,
  .gfp_names = sim_gfp_names_6_1,
  .missing_calls = missing_calls,
  .kernel_first = 0x1000000u,
  .kernel_end = 0x157e000u,
  .firmware_end = 0x100000u,
  .flag_reserved = 12,
  .flags_zone_shift = 30,
};
