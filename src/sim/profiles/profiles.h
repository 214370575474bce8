/* profiles.h - one table per kernel version and architecture */
#pragma once

#include "sim/profile.h"

extern const SimProfile sim_profile_linux_6_1_i386;
extern const SimProfile sim_profile_linux_6_1_i386_pae;
extern const SimProfile sim_profile_linux_6_1_x86_64;
extern const SimProfile sim_profile_linux_5_10_i386;
extern const SimProfile sim_profile_linux_3_2_i386;
extern const SimProfile sim_profile_linux_2_6_11_i386;

extern const SimKmallocSize sim_kmalloc_sizes_6_1_slub[];
extern const SimKmallocSize sim_kmalloc_sizes_6_1[], sim_kmalloc_sizes_5_10[], sim_kmalloc_sizes_3_2[], sim_kmalloc_sizes_2_6_11[];
extern const SimIdleCache sim_idle_caches_6_1_i386[], sim_idle_caches_5_10_i386[], sim_idle_caches_3_2_i386[], sim_idle_caches_2_6_11_i386[];

extern const SimGfpName sim_gfp_names_6_1[];
extern const SimGfpName sim_gfp_names_5_10[];

/* The bits that rules look at: the same from 4.13 to 6.1. */
#define SIM_GFP_BITS_MODERN \
  .gfp_dma = 0x01u, \
  .gfp_highmem = 0x02u, \
  .gfp_dma32 = 0x04u, \
  .gfp_movable = 0x08u, \
  .gfp_reclaimable = 0x10u, \
  .gfp_high = 0x20u, \
  .gfp_io = 0x40u, \
  .gfp_fs = 0x80u, \
  .gfp_zero = 0x100u, \
  .gfp_atomic = 0x200u, \
  .gfp_may_sleep = 0x400u, \
  .gfp_kswapd = 0x800u, \
  .gfp_nowarn = 0x2000u, \
  .gfp_retry_mayfail = 0x4000u, \
  .gfp_nofail = 0x8000u, \
  .gfp_noretry = 0x10000u, \
  .gfp_memalloc = 0x20000u, \
  .gfp_nomemalloc = 0x80000u, \
  .gfp_thisnode = 0x200000u, \
  .get_free_pages_strips_highmem = true

/* 32 bits with highmem, since 5.10: kmap slots for each CPU, and the entry area below. MAX_IO_APICS is 64. */
#define SIM_FIXMAP_5_10(slots) \
  { .top = 0xfffff000u, .first_kmap = 68, .per_cpu = slots, .n_after = 1, .n_after_as_distributed = 3, .n_early = 512, \
    .early_in_one_table = true, .n_last = 1, .entry_pages = 43 }

/* What the kernels of one version share, whatever the architecture. */
#define SIM_BUDDY_6_1 \
  .has_migrate_types = true, \
  .frees_to_tail_if_likely_to_merge = true, \
  .largest_pcp_order = 3, \
  .largest_free_factor = 5, \
  .largest_pcp_batch = (1u << 20) / SIM_PAGE_SIZE, \
  .pcp_has_thp = true, \
  .handover_adds_at_tail = true

/* The same from 4.18 on. */
#define SIM_REPORT_WORDS_MODERN \
    .burst = 1, \
    .missed = "warn_alloc", \
    .says_flags = true, \
    .says_nodes = true, \
    .shows_memory = true, \
    .says_free_pcp = true, \
    .says_highatomic = true, \
    .says_types = true, \
    .says_pages = true

#define SIM_MARKS_AND_WORDS_6_1 \
  .marks = { \
    .largest_min_free_kbytes = 262144, \
    .scales_with_size = true, \
    .raised_by_thp = true, \
    .non_block_needs_reserve = true, \
    .counts_highatomic = SIM_ALLOC_NON_BLOCK | SIM_ALLOC_MIN_RESERVE | SIM_ALLOC_HIGHATOMIC | SIM_ALLOC_OOM, \
    .takes_highatomic = SIM_ALLOC_HIGHATOMIC | SIM_ALLOC_OOM, \
    .begins_with_highatomic = SIM_ALLOC_HIGHATOMIC, \
    .ends_with_highatomic = SIM_ALLOC_NON_BLOCK | SIM_ALLOC_OOM, \
    .boost_factor = 15000, \
    .avoids_fragments = true, \
    .reclaim_limits_pcp = true, \
    .compacts = true, \
    .last_for_nofail = SIM_ALLOC_MIN_RESERVE, \
  }, \
  .sleep_words = { \
    .in_allocation = "include/linux/sched/mm.h:274", \
    .in_drain = "kernel/workqueue.c:3017", \
    .says_non_block = true, \
    .says_count = true, \
  }, \
  .report_words = { \
    SIM_REPORT_WORDS_MODERN, \
    .says_boost = true, \
    .leaves_out_higher_zones = true, \
    .order_warning = "mm/page_alloc.c:5634 __alloc_pages", \
  }

#define SIM_VMALLOC_6_1 \
  .is_lazy = true, \
  .adds_alignment = true, \
  .takes_in_bulk = true, \
  .vfree_may_be_put_off = true

/* CONFIG_SLAB. Objects of the kernel's own differ with the width of its words. */
#define SIM_SLAB_6_1 \
  .kmalloc_sizes = sim_kmalloc_sizes_6_1, \
  .largest_kmalloc = 4u << 20, \
  .kmalloc_by_pages = true, \
  .least_align = 8, \
  .least_size = 16, \
  .index_size = 1, \
  .copies_names = true, \
  .has_zero_size_pointer = true, \
  .compound_slabs = true, \
  .most_objects = 255, \
  .largest_order = 10, \
  .array_size = 16, \
  .merges = true, \
  .slub_kmalloc_sizes = sim_kmalloc_sizes_6_1_slub, \
  .idle = sim_idle_caches_6_1_i386
