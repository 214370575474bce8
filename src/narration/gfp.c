/* gfp.c - what a flag of a gfp mask permits, in a line */
#include "narration/narration.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
  const char *name;
  const char *text;
} flags[] = {
  { "__GFP_DMA", N_("only frames of ZONE_DMA") },
  { "__GFP_DMA32", N_("only frames that 32 bits can address") },
  { "__GFP_HIGHMEM", N_("frames without a kernel address too") },
  { "__GFP_MOVABLE", N_("the page can be moved: Movable page blocks, and ZONE_MOVABLE with __GFP_HIGHMEM") },
  { "__GFP_RECLAIMABLE", N_("the page can be freed by shrinking a cache: Reclaimable page blocks") },
  { "__GFP_HIGH", N_("may go below the min mark: half of it is enough") },
  { "__GFP_ATOMIC", N_("cannot wait: may go further below the min mark") },
  { "__GFP_IO", N_("reclaim on its behalf may start input and output") },
  { "__GFP_FS", N_("reclaim on its behalf may call into file systems") },
  { "__GFP_DIRECT_RECLAIM", N_("may sleep, and frees memory itself when there is too little") },
  { "__GFP_KSWAPD_RECLAIM", N_("wakes kswapd when a zone is below its low mark") },
  { "__GFP_RECLAIM", N_("may sleep and reclaim, and wakes kswapd") },
  { "__GFP_WAIT", N_("may sleep, and frees memory itself when there is too little") },
  { "__GFP_NOWARN", N_("a failure is not reported") },
  { "__GFP_RETRY_MAYFAIL", N_("tries hard, several times, but may fail") },
  { "__GFP_REPEAT", N_("tries hard, several times, but may fail") },
  { "__GFP_NOFAIL", N_("does not fail: tries for ever") },
  { "__GFP_NORETRY", N_("tries only lightly, and no OOM killer is called") },
  { "__GFP_MEMALLOC", N_("about to free memory: may use all of the reserve") },
  { "__GFP_NOMEMALLOC", N_("may never use the reserve") },
  { "__GFP_COMP", N_("the block is one compound page") },
  { "__GFP_ZERO", N_("filled with zeros") },
  { "__GFP_HARDWALL", N_("only the nodes that the task's cpuset allows") },
  { "__GFP_THISNODE", N_("this node or none") },
  { "__GFP_ACCOUNT", N_("charged to the task's memory cgroup") },
  { "__GFP_WRITE", N_("will be written to: dirty pages are spread over the zones") },
  { "__GFP_ZEROTAGS", N_("memory tags are zeroed too") },
  { "__GFP_COLD", N_("rather a page that is in no cache") },
  { "__GFP_NO_GROW", N_("the slab allocator may not grow its cache") },
  { "__GFP_NO_KSWAPD", N_("does not wake kswapd") },
  { "__GFP_OTHER_NODE", N_("counted for another node than that of the CPU") },
  { "GFP_KERNEL", N_("for the kernel itself: may sleep, write out and reclaim") },
  { "GFP_KERNEL_ACCOUNT", N_("as GFP_KERNEL, charged to the task's memory cgroup") },
  { "GFP_ATOMIC", N_("in interrupts and under locks: does not sleep, may use a part of the reserve") },
  { "GFP_NOWAIT", N_("does not sleep, and may not use the reserve") },
  { "GFP_NOIO", N_("may sleep, but starts no input or output") },
  { "GFP_NOFS", N_("may sleep, but does not call into file systems") },
  { "GFP_USER", N_("for a process, with a kernel address") },
  { "GFP_HIGHUSER", N_("for a process, with or without a kernel address") },
  { "GFP_HIGHUSER_MOVABLE", N_("a page of a process, that can be moved") },
  { "GFP_TRANSHUGE", N_("a huge page of a process, with some effort") },
  { "GFP_TRANSHUGE_LIGHT", N_("a huge page of a process, without any effort") },
  { "GFP_TEMPORARY", N_("for a short time, and Reclaimable") },
  { "GFP_DMA", N_("for devices of the ISA bus: the first 16 MiB") },
  { "GFP_DMA32", N_("for devices with 32 address bits") },
};

const char *
narrate_gfp_flag (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (flags); i++)
    if (strcmp (flags[i].name, name) == 0)
      return _(flags[i].text);
  return NULL;
}
