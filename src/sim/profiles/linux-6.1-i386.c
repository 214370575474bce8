/* linux-6.1-i386.c - Linux 6.1, 32-bit x86 without PAE, VMSPLIT_3G, FLATMEM
 *
 * Sources: include/linux/gfp_types.h, include/linux/mmzone.h, mm/page_alloc.c,
 *          arch/x86/include/asm/pgtable_32_areas.h, arch/x86/mm/init_32.c, mm/pgtable_32.c
 */

#include "sim/profiles/profiles.h"

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM, SIM_ZONE_MOVABLE };

static const char *const missing_calls[] = { "ioremap_nocache", NULL };

const SimProfile sim_profile_linux_6_1_i386 = {
  .id = "6.1-i386",
  .kernel = "Linux 6.1",
  .architecture = "i386",
  .held_against = "Linux 6.1.192, Debian 6.1.176",
  .bits = 32,
  .page_struct_size = 32,
  .page_offset = 0xc0000000u,
  .fixmap = SIM_FIXMAP_5_10 (16),
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
  .buddy = { SIM_BUDDY_6_1, .pageblock_order = 10 },
  SIM_MARKS_AND_WORDS_6_1,
  .slab = { SIM_SLAB_6_1, .first_kmalloc_size = 64, .cache_line = 32, .descriptor_size = 96, .node_size = 64,
            .slub_descriptor_size = 152, .slub_node_size = 28 },
  SIM_GFP_BITS_MODERN,
  .vmalloc = { SIM_VMALLOC_6_1, .ioremap_max_order = 22, .vm_struct_size = 32 },
  .gfp_names = sim_gfp_names_6_1,
  .missing_calls = missing_calls,
  .kernel_first = 0x1000000u,
  .kernel_end = 0x157e000u,
  .rodata_end = 0x1418000u,
  .bss_first = 0x1532000u,
  .protects_rodata = true,
  .firmware_end = 0x100000u,
  .flag_reserved = 12,
  .flags_zone_shift = 30,
};
