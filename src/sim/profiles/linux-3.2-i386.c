/* linux-3.2-i386.c - Linux 3.2, 32-bit x86 without PAE, VMSPLIT_3G: migrate types, __GFP_WAIT, per-CPU lists of one order
 *
 * From published descriptions of that kernel's include/linux/gfp.h, include/linux/mmzone.h, mm/page_alloc.c and
 * arch/x86/include/asm/pgtable_32_types.h. Compared neither with these files nor with a running kernel.
 *
 * Leaves out  MIGRATE_RESERVE; that __GFP_COLD takes from the end of a per-CPU list; that what remains of a single block
 *             that was stolen stays with its former type, and that stolen blocks go to the head of their new list
 */

#include "sim/profiles/profiles.h"

#define DMA          0x01u
#define HIGHMEM      0x02u
#define DMA32        0x04u
#define MOVABLE      0x08u
#define WAIT         0x10u
#define HIGH         0x20u
#define IO           0x40u
#define FS           0x80u
#define NOWARN       0x200u
#define NOFAIL       0x800u
#define NORETRY      0x1000u
#define COMP         0x4000u
#define ZERO         0x8000u
#define NOMEMALLOC   0x10000u
#define HARDWALL     0x20000u
#define THISNODE     0x40000u
#define RECLAIMABLE  0x80000u
#define NO_KSWAPD    0x400000u
#define USER         (WAIT | IO | FS | HARDWALL)
#define HIGHUSER_MOVABLE (USER | HIGHMEM | MOVABLE)

static const SimGfpName gfp_names[] = {
  { "GFP_TRANSHUGE",        HIGHUSER_MOVABLE | COMP | NOMEMALLOC | NORETRY | NOWARN | NO_KSWAPD, true },
  { "GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE, true },
  { "GFP_HIGHUSER",         USER | HIGHMEM, true },
  { "GFP_USER",             USER, true },
  { "GFP_TEMPORARY",        WAIT | IO | FS | RECLAIMABLE, true },
  { "GFP_KERNEL",           WAIT | IO | FS, true },
  { "GFP_NOFS",             WAIT | IO, true },
  { "GFP_ATOMIC",           HIGH, true },
  { "GFP_NOIO",             WAIT, true },
  { "GFP_NOWAIT",           0, true },
  { "GFP_DMA",              DMA, true },
  { "GFP_DMA32",            DMA32, true },
  { "__GFP_DMA",            DMA, false },
  { "__GFP_HIGHMEM",        HIGHMEM, false },
  { "__GFP_DMA32",          DMA32, false },
  { "__GFP_MOVABLE",        MOVABLE, false },
  { "__GFP_WAIT",           WAIT, false },
  { "__GFP_HIGH",           HIGH, false },
  { "__GFP_IO",             IO, false },
  { "__GFP_FS",             FS, false },
  { "__GFP_COLD",           0x100u, false },
  { "__GFP_NOWARN",         NOWARN, false },
  { "__GFP_REPEAT",         0x400u, false },
  { "__GFP_NOFAIL",         NOFAIL, false },
  { "__GFP_NORETRY",        NORETRY, false },
  { "__GFP_COMP",           COMP, false },
  { "__GFP_ZERO",           ZERO, false },
  { "__GFP_NOMEMALLOC",     NOMEMALLOC, false },
  { "__GFP_HARDWALL",       HARDWALL, false },
  { "__GFP_THISNODE",       THISNODE, false },
  { "__GFP_RECLAIMABLE",    RECLAIMABLE, false },
  { "__GFP_NO_KSWAPD",      NO_KSWAPD, false },
  { "__GFP_OTHER_NODE",     0x800000u, false },
  { "__GFP_WRITE",          0x1000000u, false },
  { NULL, 0, false }
};

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM, SIM_ZONE_MOVABLE };

static const char *const missing_calls[] = { "kmap_local_page", "kunmap_local", "ioremap_uc", "kvmalloc", "kvzalloc", "kvfree", NULL };

const SimProfile sim_profile_linux_3_2_i386 = {
  .id = "3.2-i386",
  .kernel = "Linux 3.2",
  .architecture = "i386",
  .held_against = NULL,
  .bits = 32,
  .page_struct_size = 32,
  .page_offset = 0xc0000000u,
  /* MAX_IO_APICS is 64, KM_TYPE_NR 20. */
  .fixmap = { .top = 0xfffff000u, .first_kmap = 69, .per_cpu = 20, .n_after = 3, .n_after_as_distributed = 3,
              .n_early = 256, .early_in_one_table = true, .n_last = 1 },
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
    .steals_as_before_4_1 = true,
    .frees_to_tail_if_likely_to_merge = true,
    .largest_pcp_order = 0,
    .pcp_high_is_6_batches = true,
    .pcp_drains_by_turns = true,
    .largest_pcp_batch = (512u << 10) / SIM_PAGE_SIZE,
    .pageblock_order = 10,
  },
  .marks = {
    .follow_present = true,
    .leaves_out_memmap = true,
    .largest_min_free_kbytes = 65536,
    .subtracts_smaller_orders = true,
    .wakes_kswapd_by_zone = true,
    .compacts = true,
  },
  .slab = {
    .kmalloc_sizes = sim_kmalloc_sizes_3_2,
    .first_kmalloc_size = 64,
    .largest_kmalloc = 4u << 20,
    .cache_line = 32,
    .least_align = 8,
    .least_size = 8,
    .index_size = 4,
    .management_size = 28,
    .dma_caches_follow = true,
    .has_zero_size_pointer = true,
    .most_objects = 65533,
    .largest_order = 10,
    .descriptor_size = 80,
    .node_size = 56,
    .array_size = 16,
    .idle = sim_idle_caches_3_2_i386,
  },
  .sleep_words = { .says_debug = true },
  .report_words = {
    .burst = 10,
    .missed = "warn_alloc_failed",
    .says_oom_adj = true,
    .shows_memory = true,
    .says_cpu_lists = true,
  },
  .vmalloc = { .is_lazy = true, .isa_is_mapped = true, .aligns_by_fls = true, .ioremap_max_order = 22, .vm_struct_size = 32 },
  .gfp_names = gfp_names,
  .gfp_dma = DMA,
  .gfp_highmem = HIGHMEM,
  .gfp_dma32 = DMA32,
  .gfp_movable = MOVABLE,
  .gfp_reclaimable = RECLAIMABLE,
  .get_free_pages_strips_highmem = true,
  .gfp_zero = ZERO,
  .gfp_may_sleep = WAIT,
  .gfp_high = HIGH,
  .gfp_io = IO,
  .gfp_fs = FS,
  .gfp_noretry = NORETRY,
  .gfp_nofail = NOFAIL,
  .gfp_nowarn = NOWARN,
  .gfp_nomemalloc = NOMEMALLOC,
  .gfp_thisnode = THISNODE,
  .missing_calls = missing_calls,
  .kernel_first = 0x1000000u,
  .kernel_end = 0x1500000u,
  .firmware_end = 0x10000u,
  .flag_reserved = 10,
  .flags_zone_shift = 30,
};
