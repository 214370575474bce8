/* linux-6.1-i386-pae.c - Linux 6.1, 32-bit x86 with PAE, VMSPLIT_3G: Debian's 686-pae
 *
 * Sources: include/linux/gfp_types.h, include/linux/mmzone.h, mm/page_alloc.c,
 *          arch/x86/include/asm/pgtable_32_areas.h, arch/x86/mm/init_32.c, mm/pgtable_32.c
 */

#include "sim/profiles/profiles.h"

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM, SIM_ZONE_MOVABLE };

static const char *const missing_calls[] = { "ioremap_nocache", NULL };

const SimProfile sim_profile_linux_6_1_i386_pae = {
  .id = "6.1-i386-pae",
  .kernel = "Linux 6.1",
  .architecture = "i386, PAE",
  .held_against = "Debian 6.1.176 (686-pae)",
  .bits = 32,
  .page_struct_size = 40,
  .page_offset = 0xc0000000u,
  .fixmap = SIM_FIXMAP_5_10 (16),
  .pmd_shift = 21,
  .nr_cpus = 32,
  .vmalloc_reserve = 128u << 20,
  .vmalloc_offset = 8u << 20,
  .vmalloc_parameter_adds_offset = true,
  .least_lowmem = 64u << 20,
  .lowmem_rule = SIM_LOWMEM_BELOW_VMALLOC_END,
  .thp = true,
  .most_nodes = 1,
  .dma_end = 16u << 20,
  .largest_physical = 64ull << 30,
  .zones_start_at_first_frame = true,
  .zone_types = zone_types,
  .n_zone_types = 4,
  .largest_order = 10,
  .buddy = { SIM_BUDDY_6_1, .pageblock_order = 9 },
  SIM_MARKS_AND_WORDS_6_1,
  .slab = { SIM_SLAB_6_1, .first_kmalloc_size = 64, .cache_line = 64, .descriptor_size = 96, .node_size = 64,
            .slub_descriptor_size = 152, .slub_node_size = 28 },
  SIM_GFP_BITS_MODERN,
  .vmalloc = { SIM_VMALLOC_6_1, .ioremap_max_order = 21, .vm_struct_size = 36 },
  .gfp_names = sim_gfp_names_6_1,
  .missing_calls = missing_calls,
  .kernel_first = 0x1000000u,
  .kernel_end = 0x1f0b000u,
  .rodata_end = 0x1c51000u,
  .bss_first = 0x1e94000u,
  .protects_rodata = true,
  .firmware_end = 0x100000u,
  .flag_reserved = 12,
  .flags_zone_shift = 30,
};
