/* proc-words.c - see proc-words.h */

#include "cli/proc-words.h"

#include <string.h>

#define NODE_UNTIL_WRITTEN \
  "nr_inactive_anon nr_active_anon nr_inactive_file nr_active_file nr_unevictable nr_slab_reclaimable " \
  "nr_slab_unreclaimable nr_isolated_anon nr_isolated_file workingset_nodes workingset_refault_anon " \
  "workingset_refault_file workingset_activate_anon workingset_activate_file workingset_restore_anon " \
  "workingset_restore_file workingset_nodereclaim nr_anon_pages nr_mapped nr_file_pages nr_dirty nr_writeback " \
  "nr_writeback_temp nr_shmem nr_shmem_hugepages nr_shmem_pmdmapped nr_file_hugepages nr_file_pmdmapped " \
  "nr_anon_transparent_hugepages nr_vmscan_write nr_vmscan_immediate_reclaim nr_dirtied nr_written "
#define NODE_UNTIL_STACK "nr_kernel_misc_reclaimable nr_foll_pin_acquired nr_foll_pin_released nr_kernel_stack"
#define NODE_6_1 \
  NODE_UNTIL_WRITTEN "nr_throttled_written " NODE_UNTIL_STACK " nr_page_table_pages nr_sec_page_table_pages nr_swapcached"

#define ZONE_UNTIL_MLOCK \
  "nr_free_pages nr_zone_inactive_anon nr_zone_active_anon nr_zone_inactive_file nr_zone_active_file " \
  "nr_zone_unevictable nr_zone_write_pending nr_mlock "

#define MEMINFO_LRU \
  "Buffers Cached SwapCached Active Inactive Active(anon) Inactive(anon) Active(file) Inactive(file) Unevictable Mlocked "
#define MEMINFO_HIGHMEM "HighTotal HighFree LowTotal LowFree "
#define MEMINFO_UNTIL_TABLES \
  "Dirty Writeback AnonPages Mapped Shmem KReclaimable Slab SReclaimable SUnreclaim KernelStack PageTables "
#define MEMINFO_VMALLOC "NFS_Unstable Bounce WritebackTmp CommitLimit Committed_AS VmallocTotal VmallocUsed VmallocChunk"
#define MEMINFO_HUGE \
  " HardwareCorrupted AnonHugePages ShmemHugePages ShmemPmdMapped FileHugePages FilePmdMapped HugePages_Total " \
  "HugePages_Free HugePages_Rsvd HugePages_Surp Hugepagesize Hugetlb"

static const ProcWords words[] = {
  {
    .profile = "6.1-i386",
    .node_stats = NODE_6_1,
    .zone_stats = ZONE_UNTIL_MLOCK "nr_bounce nr_free_cma",
    .meminfo = "MemTotal MemFree MemAvailable " MEMINFO_LRU MEMINFO_HIGHMEM "SwapTotal SwapFree " MEMINFO_UNTIL_TABLES
               "SecPageTables " MEMINFO_VMALLOC,
    .meminfo_width = 16,
    .has_boost = true, .has_cma = true,
  },
  {
    .profile = "6.1-i386-pae",
    .node_stats = NODE_6_1,
    .zone_stats = ZONE_UNTIL_MLOCK "nr_bounce nr_zspages nr_free_cma",
    .meminfo = "MemTotal MemFree MemAvailable " MEMINFO_LRU MEMINFO_HIGHMEM "SwapTotal SwapFree Zswap Zswapped "
               MEMINFO_UNTIL_TABLES "SecPageTables " MEMINFO_VMALLOC MEMINFO_HUGE,
    .meminfo_width = 16,
    .has_boost = true, .has_cma = true, .is_smp = true,
  },
  {
    .profile = "6.1-x86_64",
    .node_stats = NODE_6_1 " pgpromote_success pgpromote_candidate",
    .zone_stats = ZONE_UNTIL_MLOCK "nr_bounce nr_zspages nr_free_cma",
    .meminfo = "MemTotal MemFree MemAvailable " MEMINFO_LRU "SwapTotal SwapFree Zswap Zswapped " MEMINFO_UNTIL_TABLES
               "SecPageTables " MEMINFO_VMALLOC MEMINFO_HUGE,
    .meminfo_width = 16,
    .has_boost = true, .has_cma = true, .is_smp = true,
  },
  {
    .profile = "5.10-i386",
    .node_stats = NODE_UNTIL_WRITTEN NODE_UNTIL_STACK,
    .zone_stats = ZONE_UNTIL_MLOCK "nr_page_table_pages nr_bounce nr_zspages nr_free_cma",
    .meminfo = "MemTotal MemFree MemAvailable " MEMINFO_LRU MEMINFO_HIGHMEM "SwapTotal SwapFree " MEMINFO_UNTIL_TABLES
               MEMINFO_VMALLOC MEMINFO_HUGE,
    .meminfo_width = 16,
    .is_smp = true,
  },
  {
    .profile = "3.2-i386",
    .zone_stats = "nr_free_pages nr_inactive_anon nr_active_anon nr_inactive_file nr_active_file nr_unevictable nr_mlock "
                  "nr_anon_pages nr_mapped nr_file_pages nr_dirty nr_writeback nr_slab_reclaimable nr_slab_unreclaimable "
                  "nr_page_table_pages nr_kernel_stack nr_unstable nr_bounce nr_vmscan_write nr_vmscan_immediate_reclaim "
                  "nr_writeback_temp nr_isolated_anon nr_isolated_file nr_shmem nr_dirtied nr_written "
                  "nr_anon_transparent_hugepages",
    .meminfo = "MemTotal MemFree " MEMINFO_LRU MEMINFO_HIGHMEM "SwapTotal SwapFree Dirty Writeback AnonPages Mapped Shmem "
               "Slab SReclaimable SUnreclaim KernelStack PageTables " MEMINFO_VMALLOC,
    .meminfo_width = 16,
    .is_smp = true, .is_old_zoneinfo = true,
  },
  {
    .profile = "2.6.11-i386",
    .meminfo = "MemTotal MemFree Buffers Cached SwapCached Active Inactive " MEMINFO_HIGHMEM "SwapTotal SwapFree Dirty "
               "Writeback Mapped Slab CommitLimit Committed_AS PageTables VmallocTotal VmallocUsed VmallocChunk",
    .meminfo_width = 14,
  },
};

const ProcWords *
proc_words_of (const SimProfile *profile)
{
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp (words[i].profile, profile->id) == 0)
      return &words[i];
  return NULL;
}
