/* linux-6.1-x86_64.c - Linux 6.1, 64-bit x86, four-level tables, SPARSEMEM_VMEMMAP, NUMA: Debian's amd64
 *
 * Sources: include/linux/gfp_types.h, include/linux/mmzone.h, mm/page_alloc.c,
 *          arch/x86/include/asm/pgtable_64_types.h, arch/x86/mm/init_64.c, numa.c
 */

#include "sim/profiles/profiles.h"

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_DMA32, SIM_ZONE_NORMAL, SIM_ZONE_MOVABLE };

static const char *const missing_calls[] = { "ioremap_nocache", NULL };

const SimProfile sim_profile_linux_6_1_x86_64 = {
  .id = "6.1-x86_64",
  .kernel = "Linux 6.1",
  .architecture = "x86-64",
  .held_against = "Debian 6.1.176 (amd64)",
  .bits = 64,
  .page_struct_size = 64,
  .page_offset = 0xffff888000000000u,
  .vmemmap = 0xffffea0000000000u,
  .vmalloc_start = 0xffffc90000000000u,
  .vmalloc_end = 0xffffe8ffffffffffu,
  /* The first of them holds the old vsyscall page; MAX_IO_APICS is 128. */
  .fixmap = { .top = 0xffffffffff7ff000u, .first_kmap = 643, .n_after = 3, .n_after_as_distributed = 3, .n_early = 512,
              .early_in_one_table = true, .n_last = 1 },
  .pmd_shift = 21,
  .nr_cpus = 8192,
  .lowmem_rule = SIM_LOWMEM_ALL,
  .thp = true,
  .most_nodes = SIM_MAX_NODES,
  .dma_end = 16u << 20,
  .dma32_end = 4ull << 30,
  .largest_physical = 1ull << 46,
  .zones_start_at_first_frame = true,
  .zone_types = zone_types,
  .n_zone_types = 4,
  .largest_order = 10,
  .buddy = { SIM_BUDDY_6_1, .pageblock_order = 9 },
  SIM_MARKS_AND_WORDS_6_1,
  .slab = { SIM_SLAB_6_1, .cache_line = 64, .first_kmalloc_size = 128, .descriptor_size = 192, .node_size = 112,
            .slub_descriptor_size = 232, .slub_node_size = 64 },
  SIM_GFP_BITS_MODERN,
  .vmalloc = { SIM_VMALLOC_6_1, .ioremap_max_order = 30, .vm_struct_size = 64 },
  .gfp_names = sim_gfp_names_6_1,
  .missing_calls = missing_calls,
  /* Debian's image reaches to 0x4400000, beyond a machine of 64 MiB; one of one's own configuration is smaller. */
  .kernel_first = 0x1000000u,
  .kernel_end = 0x2400000u,
  .firmware_end = 0x100000u,
  .flag_reserved = 12,
  .flags_zone_shift = 51,
  .flags_node_shift = 54,
};
