/* linux-6.1-i386.c - Linux 6.1, 32-bit x86 without PAE, VMSPLIT_3G, FLATMEM
 *
 * Sources: include/linux/gfp_types.h, include/linux/mmzone.h, mm/page_alloc.c,
 *          arch/x86/include/asm/pgtable_32_areas.h, arch/x86/mm/init_32.c, mm/pgtable_32.c
 */

#include "sim/profiles/profiles.h"

#define DMA             0x01u
#define HIGHMEM         0x02u
#define DMA32           0x04u
#define MOVABLE         0x08u
#define RECLAIMABLE     0x10u
#define HIGH            0x20u
#define IO              0x40u
#define FS              0x80u
#define ZERO            0x100u
#define ATOMIC          0x200u
#define DIRECT_RECLAIM  0x400u
#define KSWAPD_RECLAIM  0x800u
#define RECLAIM         (DIRECT_RECLAIM | KSWAPD_RECLAIM)
#define NOWARN          0x2000u
#define RETRY_MAYFAIL   0x4000u
#define NOFAIL          0x8000u
#define NORETRY         0x10000u
#define MEMALLOC        0x20000u
#define COMP            0x40000u
#define NOMEMALLOC      0x80000u
#define HARDWALL        0x100000u
#define THISNODE        0x200000u
#define ACCOUNT         0x400000u
#define USER            (RECLAIM | IO | FS | HARDWALL)
#define HIGHUSER        (USER | HIGHMEM)
#define HIGHUSER_MOVABLE (HIGHUSER | MOVABLE)
#define TRANSHUGE_LIGHT ((HIGHUSER_MOVABLE | COMP | NOMEMALLOC | NOWARN) & ~RECLAIM)

/* Composites stand before their parts: the longest name that fits is printed. */
static const SimGfpName gfp_names[] = {
  { "GFP_TRANSHUGE",          TRANSHUGE_LIGHT | DIRECT_RECLAIM, true },
  { "GFP_TRANSHUGE_LIGHT",    TRANSHUGE_LIGHT, true },
  { "GFP_HIGHUSER_MOVABLE",   HIGHUSER_MOVABLE, true },
  { "GFP_HIGHUSER",           HIGHUSER, true },
  { "GFP_USER",               USER, true },
  { "GFP_KERNEL_ACCOUNT",     RECLAIM | IO | FS | ACCOUNT, true },
  { "GFP_KERNEL",             RECLAIM | IO | FS, true },
  { "GFP_NOFS",               RECLAIM | IO, true },
  { "GFP_ATOMIC",             HIGH | ATOMIC | KSWAPD_RECLAIM, true },
  { "GFP_NOIO",               RECLAIM, true },
  { "GFP_NOWAIT",             KSWAPD_RECLAIM, true },
  { "GFP_DMA",                DMA, true },
  { "GFP_DMA32",              DMA32, true },
  { "__GFP_RECLAIM",          RECLAIM, true },
  { "__GFP_DMA",              DMA, false },
  { "__GFP_HIGHMEM",          HIGHMEM, false },
  { "__GFP_DMA32",            DMA32, false },
  { "__GFP_MOVABLE",          MOVABLE, false },
  { "__GFP_RECLAIMABLE",      RECLAIMABLE, false },
  { "__GFP_HIGH",             HIGH, false },
  { "__GFP_IO",               IO, false },
  { "__GFP_FS",               FS, false },
  { "__GFP_ZERO",             ZERO, false },
  { "__GFP_ATOMIC",           ATOMIC, false },
  { "__GFP_DIRECT_RECLAIM",   DIRECT_RECLAIM, false },
  { "__GFP_KSWAPD_RECLAIM",   KSWAPD_RECLAIM, false },
  { "__GFP_WRITE",            0x1000u, false },
  { "__GFP_NOWARN",           NOWARN, false },
  { "__GFP_RETRY_MAYFAIL",    RETRY_MAYFAIL, false },
  { "__GFP_NOFAIL",           NOFAIL, false },
  { "__GFP_NORETRY",          NORETRY, false },
  { "__GFP_MEMALLOC",         MEMALLOC, false },
  { "__GFP_COMP",             COMP, false },
  { "__GFP_NOMEMALLOC",       NOMEMALLOC, false },
  { "__GFP_HARDWALL",         HARDWALL, false },
  { "__GFP_THISNODE",         THISNODE, false },
  { "__GFP_ACCOUNT",          ACCOUNT, false },
  { "__GFP_ZEROTAGS",         0x800000u, false },
  { NULL, 0, false }
};

static const SimZoneType zone_types[] = { SIM_ZONE_DMA, SIM_ZONE_NORMAL, SIM_ZONE_HIGHMEM, SIM_ZONE_MOVABLE };

static const char *const missing_calls[] = { NULL };

const SimProfile sim_profile_linux_6_1_i386 = {
  .id = "6.1-i386",
  .kernel = "Linux 6.1",
  .architecture = "i386",
  .held_against = "Linux 6.1.192",
  .bits = 32,
  .page_struct_size = 32,
  .page_offset = 0xc0000000u,
  .vmalloc_end = 0xff3fe000u,
  .vmalloc_reserve = 128u << 20,
  .vmalloc_offset = 8u << 20,
  .vmalloc_parameter_adds_offset = true,
  .least_lowmem = 64u << 20,
  .lowmem_rule = SIM_LOWMEM_BELOW_VMALLOC_END,
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
    .handover_adds_at_tail = true,
    .pageblock_order = 10,
  },
  .marks = {
    .largest_min_free_kbytes = 262144,
    .scales_with_size = true,
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
  .gfp_names = gfp_names,
  .gfp_dma = DMA,
  .gfp_dma32 = DMA32,
  .gfp_highmem = HIGHMEM,
  .gfp_movable = MOVABLE,
  .gfp_reclaimable = RECLAIMABLE,
  .get_free_pages_strips_highmem = true,
  .gfp_zero = ZERO,
  .gfp_may_sleep = DIRECT_RECLAIM,
  .gfp_kswapd = KSWAPD_RECLAIM,
  .gfp_high = HIGH,
  .gfp_atomic = ATOMIC,
  .gfp_memalloc = MEMALLOC,
  .gfp_nomemalloc = NOMEMALLOC,
  .gfp_io = IO,
  .gfp_fs = FS,
  .gfp_noretry = NORETRY,
  .gfp_retry_mayfail = RETRY_MAYFAIL,
  .gfp_nofail = NOFAIL,
  .gfp_nowarn = NOWARN,
  .gfp_thisnode = THISNODE,
  .missing_calls = missing_calls,
  .kernel_first = 0x1000000u,
  .kernel_end = 0x157e000u,
  .firmware_end = 0x100000u,
  .flag_reserved = 12,
  .flags_zone_shift = 30,
};
