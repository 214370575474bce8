/* profile.h - what differs between kernel versions and architectures, as data
 *
 * A rule reads the table; it never asks for a version. One table per kernel in profiles/.
 */
#pragma once

#include "types.h"

typedef struct {
  const char *name;               /* "__GFP_HIGHMEM", "GFP_KERNEL" */
  uint32_t    bits;
  bool        is_composite;       /* made of others: GFP_KERNEL */
} SimGfpName;

/* How lists are kept and which of the allocator's habits this kernel has. */
typedef struct {
  bool has_migrate_types;         /* since 2.6.24 */
  bool steals_as_before_4_1;      /* only half a page block, or for Reclaimable, takes it whole; largest first for all */
  bool frees_to_tail_if_likely_to_merge;  /* buddy_merge_likely () */
  SimOrder largest_pcp_order;     /* 3 since 5.14; 0 before */
  bool has_cold_pcp_lists;        /* 2.6.11: hot and cold, each with its own low, high and batch */
  unsigned largest_free_factor;   /* CONFIG_PCP_BATCH_SCALE_MAX; 0: draining does not grow */
  bool pcp_high_is_6_batches;     /* and not the low mark's share: until 5.13 */
  bool pcp_drains_by_turns;       /* one frame of a type, two of the next, …: free_pcppages_bulk () until 5.13 */
  uint32_t largest_pcp_batch;     /* frames, times four: 1 MiB later, 512 KiB and 256 KiB before */
  bool pcp_batch_is_any;          /* otherwise 2^n - 1 */
  bool pcp_has_thp;               /* blocks of a page block too, where huge pages are configured */
  bool handover_adds_at_tail;     /* FPI_TO_TAIL, since 5.10 */
  bool handover_by_bootmem;       /* 2.6.11: aligned groups of `bits` frames, else single frames */
  SimOrder pageblock_order;
} SimBuddyRules;

/* How the marks of a zone are found, and who may go below them. */
typedef struct {
  bool     follow_present;        /* shares by present frames, not by managed ones: before 3.10 */
  uint64_t largest_min_free_kbytes;        /* that the kernel computes by itself */
  bool     distance_from_min;     /* low is 5/4 of min, high 6/4; otherwise the distance has its own rule */
  bool     scales_with_size;      /* watermark_scale_factor, since 4.6 */
  bool     subtracts_smaller_orders;       /* blocks below the order do not count: until 4.3 */
  bool     non_block_is_atomic;   /* __GFP_ATOMIC says who cannot wait: from 4.4 to 6.0. Otherwise: who may not sleep */
  bool     raised_by_thp;         /* khugepaged: set_recommended_min_free_kbytes (), from 512 MiB on */
  bool     leaves_out_memmap;     /* present frames without those of mem_map: before 3.10 */
  bool     non_block_needs_reserve;        /* who cannot wait digs deeper only with __GFP_HIGH: 6.1's later releases */
  bool     oom_instead_of_non_block;       /* a victim of the OOM killer gets one of the two discounts, not both: before those */
  uint32_t counts_highatomic;     /* SIM_ALLOC_* of which one is enough for the HighAtomic frames to count as free, */
  uint32_t takes_highatomic;      /* for their blocks to count as blocks. 0: there is no such reserve; */
  uint32_t begins_with_highatomic;         /* for an order above 0 to be taken from them first, and to reserve its page block; */
  uint32_t ends_with_highatomic;  /* and for them to be taken when there is nothing else */
  uint32_t boost_factor;          /* watermark_boost_factor, of 10 000: since 5.0. 0: a steal raises no mark */
  bool     avoids_fragments;      /* ALLOC_NOFRAGMENT, where there is a DMA32 zone: since 5.0 */
  bool     wakes_kswapd_by_zone;  /* for each zone below its low mark; later for a node without a balanced zone */
  bool     reclaim_limits_pcp;    /* while kswapd works, the per-CPU lists hold 4 × batch: since 5.14 */
  bool     compacts;              /* since 2.6.35 */
  bool     kills_for_any_order;   /* the OOM killer is called for costly orders too: 2.6.11 */
  uint32_t last_for_nofail;       /* SIM_ALLOC_* with which who may not fail tries at last: since 4.10. 0: as before */
} SimMarkRules;

/* How this kernel complains of sleeping where nobody may: kernel/sched/core.c, __might_resched (). */
typedef struct {
  const char *in_allocation;      /* file and line of the question on an allocation's way; NULL: the file alone */
  const char *in_drain;           /* of drain_all_pages () */
  bool        says_debug;         /* "Debug:" instead of "BUG:" */
  bool        says_non_block;     /* since 5.4 */
  bool        says_count;         /* a line with preempt_count: since 5.18 */
} SimSleepWords;

/* The object allocator: mm/slab.c. */
typedef struct {
  const char *name;               /* "kmalloc-96", of a reclaimable one "kmalloc-rcl-96", of ZONE_DMA "dma-kmalloc-96" */
  const char *reclaimable_name;   /* NULL: there is none */
  const char *dma_name;
  uint32_t    size;
} SimKmallocSize;

typedef struct {
  const SimKmallocSize *kmalloc_sizes;     /* in the order in which they are made; ended by a NULL name */
  uint32_t    first_kmalloc_size; /* made before all others: of what the kernel keeps of a cache for each node */
  uint64_t    largest_kmalloc;    /* bytes: what is larger is refused */
  bool        kmalloc_by_pages;   /* what is larger than the largest of the sizes is pages; otherwise it is refused */
  uint32_t    cache_line;         /* bytes */
  uint32_t    least_align;        /* arch_slab_minalign () */
  uint32_t    least_size;         /* SLAB_OBJ_MIN_SIZE */
  uint32_t    index_size;         /* sizeof (freelist_idx_t); of kmem_bufctl_t where there is a struct slab: */
  uint32_t    management_size;    /* sizeof (struct slab), before the indices and the objects: until 3.12. 0: there is none */
  uint32_t    off_slab_size;      /* objects of which size the indices of a slab have to fit into; 0: of its own objects */
  bool        reclaimable_stay_small;      /* a reclaimable slab of objects up to a page is of order 0: 2.6.11 */
  bool        reaps_first;        /* of the free slabs, those that came last: 2.6.11 */
  bool        dma_caches_follow;  /* of kmalloc (): each right behind the plain one of its size */
  bool        copies_names;       /* kstrdup_const (): since 3.6 */
  bool        has_zero_size_pointer;       /* since 2.6.22 */
  bool        compound_slabs;     /* __GFP_COMP */
  uint32_t    most_objects;       /* SLAB_OBJ_MAX_NUM */
  SimOrder    largest_order;      /* KMALLOC_MAX_ORDER */
  uint32_t    descriptor_size;    /* struct kmem_cache, on one node; a pointer more for each other */
  uint32_t    node_size;          /* struct kmem_cache_node, or kmem_list3; 0: it is part of the descriptor */
  uint32_t    array_size;         /* struct array_cache without entries */
  bool        merges;             /* CONFIG_SLAB_MERGE_DEFAULT */
  const SimKmallocSize *slub_kmalloc_sizes; /* the same with CONFIG_SLUB; NULL: it is not modelled */
  uint32_t    slub_descriptor_size, slub_node_size;
  const struct SimIdleCache *idle;         /* what an idle machine has; ended by a NULL name */
} SimSlabRules;

typedef struct SimIdleCache {
  const char *name;
  uint32_t    object_size, align, flags;   /* SIM_SLAB_* */
  uint32_t    n_objects;          /* in use */
  bool        has_ctor;
} SimIdleCache;

/* How this kernel reports a failed request in its log: mm/page_alloc.c, warn_alloc (); lib/show_mem.c. */
typedef struct {
  uint32_t    burst;              /* as many reports may follow each other: printk_ratelimit () 10, later 1 */
  const char *missed;             /* whose messages were suppressed; NULL: not told */
  bool        misses_messages;    /* "messages" suppressed and not "callbacks": 2.6.11 */
  bool        has_full_stop;      /* "page allocation failure. order:"; and "oom-killer:" names nobody: 2.6.11 */
  bool        says_flags;         /* the mask's names too: since 4.6 */
  bool        says_nodes;         /* nodemask and cpuset in the same line: since 4.18 */
  bool        says_oom_adj;       /* 2.6.36 to 3.6 */
  bool        shows_memory;       /* a failure is followed by Mem-Info: after 2.6.11 */
  bool        says_cpu_lists;     /* the limits of the per-CPU lists: until 4.1 */
  bool        says_free_pcp;      /* frames on per-CPU lists, and managed ones */
  bool        says_highatomic;
  bool        says_boost;         /* since 5.12 */
  bool        says_types;         /* letters of migrate types behind the number of blocks: since 3.8 */
  bool        says_pages;         /* RAM, HighMem/MovableOnly and reserved, as they have been counted since 3.17 */
  bool        leaves_out_higher_zones;     /* than the request may have: 6.1's later releases */
  const char *order_warning;      /* where it warns, once, of an order above the largest; NULL: not known, or nowhere */
} SimReportWords;

/* Slots of the fixmap, downwards from its top, and what lies below: arch/x86/include/asm/fixmap.h, pgtable_32_areas.h. */
typedef struct {
  uint64_t top;                   /* FIXADDR_TOP */
  unsigned first_kmap;            /* FIX_KMAP_BEGIN; without highmem the slots in use before n_after */
  unsigned per_cpu;               /* KM_MAX_IDX, or KM_TYPE_NR; 0: no highmem */
  unsigned n_after;               /* slots behind: FIX_PCIE_MCFG and the like */
  unsigned n_after_as_distributed;         /* the same of a distribution's kernel, which has ACPI's APEI */
  unsigned n_early;               /* TOTAL_FIX_BTMAPS: what early_ioremap () has, and the boot only */
  bool     early_in_one_table;    /* these lie below one page table */
  unsigned n_last;                /* behind those: FIX_WP_TEST */
  unsigned entry_pages;           /* of the CPU entry area, for each CPU; 0: there is none, nor a place for the LDT */
} SimFixmapRules;

/* Areas of addresses: mm/vmalloc.c, and arch/x86/mm/ioremap.c. */
typedef struct {
  bool     is_lazy;               /* what is given back is free after a purge: since 2.6.28 */
  bool     adds_alignment;        /* looks for as much more as the alignment might need: since 5.2, */
  bool     adds_any_alignment;    /* even that of a page: until 5.19 */
  bool     takes_in_bulk;         /* alloc_pages_bulk_array (): since 5.14 */
  bool     vfree_may_be_put_off;  /* in an interrupt: since 3.11 */
  bool     isa_is_mapped;         /* ioremap () of ISA's memory gives the logical address: until 5.4 */
  bool     ioremap_is_cached;     /* if the MTRRs do not say otherwise, and modes need not agree: 2.6.11 */
  bool     aligns_by_fls;         /* one page is aligned to two: until 4.8 */
  unsigned ioremap_max_order;     /* log2 of bytes */
  uint32_t vm_struct_size;
} SimVmallocRules;

typedef enum {
  SIM_LOWMEM_896,                 /* MAXMEM = 4 GiB - PAGE_OFFSET - VMALLOC_RESERVE: the books */
  SIM_LOWMEM_BELOW_VMALLOC_END,   /* MAXMEM = VMALLOC_END - PAGE_OFFSET - VMALLOC_RESERVE: later */
  SIM_LOWMEM_ALL                  /* 64 bits: everything has a logical address */
} SimLowmemRule;

typedef struct {
  const char *id;                 /* "6.1-i386" */
  const char *kernel;             /* "Linux 6.1" */
  const char *architecture;       /* "i386" */
  const char *held_against;       /* what it was compared with; NULL: not compared */
  unsigned    bits;               /* of unsigned long: 32, 64 */
  unsigned    page_struct_size;   /* sizeof (struct page) */
  uint64_t    page_offset;        /* where the direct map begins */
  uint64_t    vmemmap;            /* where the struct pages are mapped; 0: mem_map lies in the direct map */
  uint64_t    vmalloc_start, vmalloc_end;  /* 64 bits; 0: they follow from lowmem and from the fixmap */
  bool        vmalloc_start_is_aligned;    /* to vmalloc_offset: 2.6.11 */
  SimFixmapRules fixmap;
  unsigned    pmd_shift;          /* log2 of what a page of the middle table maps */
  unsigned    nr_cpus;            /* CONFIG_NR_CPUS; 0: as many as run */
  bool        thp;                /* CONFIG_TRANSPARENT_HUGEPAGE, as the kernel is usually built */
  unsigned    most_nodes;         /* 1: without NUMA */
  uint64_t    vmalloc_reserve;    /* default of vmalloc= */
  uint64_t    vmalloc_offset;     /* gap between the end of lowmem and the first vmalloc address */
  bool        vmalloc_parameter_adds_offset;   /* vmalloc= asks for the area without the gap */
  uint64_t    least_lowmem;       /* highmem= may not leave less lowmem than this, in bytes */
  SimLowmemRule lowmem_rule;
  uint64_t    dma_end;            /* bytes; 0: no such zone */
  uint64_t    dma32_end;
  uint64_t    largest_physical;   /* bytes the architecture can address: 4 GiB without PAE */
  bool        zones_start_at_first_frame;  /* 6.1: DMA starts at the first frame that is RAM; 2.6.11: at 0 */
  bool        present_counts_holes;        /* 2.6.11 on i386: present_pages is the span */
  const SimZoneType *zone_types;  /* in the kernel's own order, of all it is configured with */
  unsigned    n_zone_types;
  SimOrder    largest_order;
  SimBuddyRules buddy;
  SimMarkRules  marks;
  SimSleepWords sleep_words;
  SimSlabRules slab;
  SimVmallocRules vmalloc;
  SimReportWords report_words;
  const SimGfpName *gfp_names;    /* ended by a NULL name */
  /* Zone and mobility flags lie in the lowest five bits; only gfp_reclaimable may lie above them. */
  uint32_t    gfp_dma, gfp_dma32, gfp_highmem, gfp_movable, gfp_reclaimable, gfp_zero;
  uint32_t    gfp_cold;           /* __GFP_COLD; 0 where there is none */
  bool        get_free_pages_strips_highmem;  /* 2.6.11: hands out a frame, whose address may be 0 */
  uint32_t    gfp_may_sleep;      /* __GFP_DIRECT_RECLAIM, or __GFP_WAIT */
  uint32_t    gfp_kswapd;         /* __GFP_KSWAPD_RECLAIM; before it, whoever asks wakes kswapd */
  /* 0 where there is none. */
  uint32_t    gfp_high, gfp_atomic, gfp_memalloc, gfp_nomemalloc;
  uint32_t    gfp_io, gfp_fs, gfp_noretry, gfp_retry_mayfail, gfp_nofail, gfp_nowarn, gfp_thisnode;
  const char *const *missing_calls;        /* names of calls.def that this kernel does not have */
  /* The kernel's image and what else is reserved at the hand-over on a plain machine of this
   * kernel, when nobody gives the ranges. */
  uint64_t    kernel_first, kernel_end;    /* bytes, physical */
  uint64_t    rodata_end, bss_first;       /* of the same image: text and constants end, what begins as 0 begins */
  bool        protects_rodata;    /* both cannot be written; nor can the table of interrupts and the start of other CPUs */
  bool        maps_first_large;   /* large pages even where the ranges of MTRRs lie: 2.6.11 */
  uint64_t    firmware_end;                /* the boot keeps everything below; 0: the first frame only */
  /* Bits of page->flags. */
  unsigned    flag_reserved;
  unsigned    flags_zone_shift;            /* where the zone's number stands, as an index of zone_types */
  unsigned    flags_node_shift;            /* and the node's; 0: none */
} SimProfile;

/* Borrowed, static; NULL where there is none. The first of the list is the default. */
const SimProfile *sim_profile_by_id (const char *id);
size_t            sim_n_profiles    (void);
const SimProfile *sim_profile_at    (size_t index);
/* Is a call of calls.def one that this kernel does not have? */
bool              sim_profile_lacks (const SimProfile *profile, const char *call);
