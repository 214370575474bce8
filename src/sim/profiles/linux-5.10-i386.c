/* linux-5.10-i386.c - Linux 5.10, 32-bit x86 without PAE, VMSPLIT_3G: Debian's 686
 *
 * Per-CPU lists hold single frames only, three types, and drain in turns; __GFP_ATOMIC says who digs deeper.
 *
 * Sources: include/linux/gfp.h, include/linux/mmzone.h, mm/page_alloc.c,
 *          arch/x86/include/asm/pgtable_32_areas.h, arch/x86/mm/init_32.c, mm/pgtable_32.c
 */

#include "sim/profiles/profiles.h"

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM, SIM_ZONE_MOVABLE };

static const char *const missing_calls[] = { "kmap_local_page", "kunmap_local", "ioremap_nocache", NULL };

const SimProfile sim_profile_linux_5_10_i386 = {
  .id = "5.10-i386",
  .kernel = "Linux 5.10",
  .architecture = "i386",
  .held_against = "Debian 5.10.223 (686)",
  .bits = 32,
  .page_struct_size = 40,
  .page_offset = 0xc0000000u,
  .fixmap = SIM_FIXMAP_5_10 (20),
  .pmd_shift = 22,
  .nr_cpus = 32,
  .vmalloc_reserve = 128u << 20,
  .vmalloc_offset = 8u << 20,
  .vmalloc_parameter_adds_offset = true,
  .least_lowmem = 64u << 20,
  .lowmem_rule = SIM_LOWMEM_BELOW_VMALLOC_END,
  .thp = true,
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
    .largest_pcp_order = 0,
    .pcp_high_is_6_batches = true,
    .pcp_drains_by_turns = true,
    .largest_pcp_batch = (1u << 20) / SIM_PAGE_SIZE,
    .handover_adds_at_tail = true,
    .pageblock_order = 10,
  },
  .marks = {
    .largest_min_free_kbytes = 262144,
    .scales_with_size = true,
    .raised_by_thp = true,
    .counts_highatomic = SIM_ALLOC_NON_BLOCK | SIM_ALLOC_OOM,
    .takes_highatomic = SIM_ALLOC_NON_BLOCK,
    .non_block_is_atomic = true,
    .oom_instead_of_non_block = true,
    .begins_with_highatomic = SIM_ALLOC_NON_BLOCK,
    .boost_factor = 15000,
    .avoids_fragments = true,
    .compacts = true,
    .last_for_nofail = SIM_ALLOC_NON_BLOCK,
  },
  .sleep_words = { .says_non_block = true },
  .report_words = { SIM_REPORT_WORDS_MODERN, .order_warning = "mm/page_alloc.c:4977 __alloc_pages_nodemask" },
  SIM_GFP_BITS_MODERN,
  .vmalloc = { .is_lazy = true, .adds_alignment = true, .adds_any_alignment = true, .vfree_may_be_put_off = true,
               .ioremap_max_order = 22, .vm_struct_size = 32 },
  .gfp_names = sim_gfp_names_5_10,
  .missing_calls = missing_calls,
  .kernel_first = 0x1000000u,
  .kernel_end = 0x1d24000u,
  .rodata_end = 0x1a94000u,
  .bss_first = 0x1cad000u,
  .protects_rodata = true,
  .firmware_end = 0x10000u,
  .flag_reserved = 12,
  .flags_zone_shift = 30,
};
