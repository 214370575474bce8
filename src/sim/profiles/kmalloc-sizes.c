/* kmalloc-sizes.c - the caches of kmalloc (), in the order in which they are made
 *
 * Sources: mm/slab_common.c, include/linux/slab.h of 6.1 with CONFIG_SLAB; include/linux/kmalloc_sizes.h of 2.6.11 and 3.2
 */

#include "sim/profiles/profiles.h"

/* CONFIG_SLUB */
const SimKmallocSize sim_kmalloc_sizes_6_1_slub[] = {
  { "kmalloc-8", "kmalloc-rcl-8", "dma-kmalloc-8", 8 },
  { "kmalloc-16", "kmalloc-rcl-16", "dma-kmalloc-16", 16 },
  { "kmalloc-32", "kmalloc-rcl-32", "dma-kmalloc-32", 32 },
  { "kmalloc-64", "kmalloc-rcl-64", "dma-kmalloc-64", 64 },
  { "kmalloc-96", "kmalloc-rcl-96", "dma-kmalloc-96", 96 },
  { "kmalloc-128", "kmalloc-rcl-128", "dma-kmalloc-128", 128 },
  { "kmalloc-192", "kmalloc-rcl-192", "dma-kmalloc-192", 192 },
  { "kmalloc-256", "kmalloc-rcl-256", "dma-kmalloc-256", 256 },
  { "kmalloc-512", "kmalloc-rcl-512", "dma-kmalloc-512", 512 },
  { "kmalloc-1k", "kmalloc-rcl-1k", "dma-kmalloc-1k", 1024 },
  { "kmalloc-2k", "kmalloc-rcl-2k", "dma-kmalloc-2k", 2048 },
  { "kmalloc-4k", "kmalloc-rcl-4k", "dma-kmalloc-4k", 4096 },
  { "kmalloc-8k", "kmalloc-rcl-8k", "dma-kmalloc-8k", 8192 },
  { NULL, NULL, NULL, 0 },
};

const SimKmallocSize sim_kmalloc_sizes_6_1[] = {
  { "kmalloc-32", "kmalloc-rcl-32", "dma-kmalloc-32", 32 },
  { "kmalloc-64", "kmalloc-rcl-64", "dma-kmalloc-64", 64 },
  { "kmalloc-96", "kmalloc-rcl-96", "dma-kmalloc-96", 96 },
  { "kmalloc-128", "kmalloc-rcl-128", "dma-kmalloc-128", 128 },
  { "kmalloc-192", "kmalloc-rcl-192", "dma-kmalloc-192", 192 },
  { "kmalloc-256", "kmalloc-rcl-256", "dma-kmalloc-256", 256 },
  { "kmalloc-512", "kmalloc-rcl-512", "dma-kmalloc-512", 512 },
  { "kmalloc-1k", "kmalloc-rcl-1k", "dma-kmalloc-1k", 1024 },
  { "kmalloc-2k", "kmalloc-rcl-2k", "dma-kmalloc-2k", 2048 },
  { "kmalloc-4k", "kmalloc-rcl-4k", "dma-kmalloc-4k", 4096 },
  { "kmalloc-8k", "kmalloc-rcl-8k", "dma-kmalloc-8k", 8192 },
  { NULL, NULL, NULL, 0 },
};

const SimKmallocSize sim_kmalloc_sizes_5_10[] = {
  { "kmalloc-32", "kmalloc-rcl-32", "dma-kmalloc-32", 32 },
  { "kmalloc-64", "kmalloc-rcl-64", "dma-kmalloc-64", 64 },
  { "kmalloc-96", "kmalloc-rcl-96", "dma-kmalloc-96", 96 },
  { "kmalloc-128", "kmalloc-rcl-128", "dma-kmalloc-128", 128 },
  { "kmalloc-192", "kmalloc-rcl-192", "dma-kmalloc-192", 192 },
  { "kmalloc-256", "kmalloc-rcl-256", "dma-kmalloc-256", 256 },
  { "kmalloc-512", "kmalloc-rcl-512", "dma-kmalloc-512", 512 },
  { "kmalloc-1k", "kmalloc-rcl-1k", "dma-kmalloc-1k", 1024 },
  { "kmalloc-2k", "kmalloc-rcl-2k", "dma-kmalloc-2k", 2048 },
  { "kmalloc-4k", "kmalloc-rcl-4k", "dma-kmalloc-4k", 4096 },
  { "kmalloc-8k", "kmalloc-rcl-8k", "dma-kmalloc-8k", 8192 },
  { "kmalloc-16k", "kmalloc-rcl-16k", "dma-kmalloc-16k", 16384 },
  { "kmalloc-32k", "kmalloc-rcl-32k", "dma-kmalloc-32k", 32768 },
  { "kmalloc-64k", "kmalloc-rcl-64k", "dma-kmalloc-64k", 65536 },
  { "kmalloc-128k", "kmalloc-rcl-128k", "dma-kmalloc-128k", 131072 },
  { "kmalloc-256k", "kmalloc-rcl-256k", "dma-kmalloc-256k", 262144 },
  { "kmalloc-512k", "kmalloc-rcl-512k", "dma-kmalloc-512k", 524288 },
  { "kmalloc-1M", "kmalloc-rcl-1M", "dma-kmalloc-1M", 1048576 },
  { "kmalloc-2M", "kmalloc-rcl-2M", "dma-kmalloc-2M", 2097152 },
  { "kmalloc-4M", "kmalloc-rcl-4M", "dma-kmalloc-4M", 4194304 },
  { NULL, NULL, NULL, 0 },
};

const SimKmallocSize sim_kmalloc_sizes_3_2[] = {
  { "size-32", NULL, "size-32(DMA)", 32 },
  { "size-64", NULL, "size-64(DMA)", 64 },
  { "size-96", NULL, "size-96(DMA)", 96 },
  { "size-128", NULL, "size-128(DMA)", 128 },
  { "size-192", NULL, "size-192(DMA)", 192 },
  { "size-256", NULL, "size-256(DMA)", 256 },
  { "size-512", NULL, "size-512(DMA)", 512 },
  { "size-1024", NULL, "size-1024(DMA)", 1024 },
  { "size-2048", NULL, "size-2048(DMA)", 2048 },
  { "size-4096", NULL, "size-4096(DMA)", 4096 },
  { "size-8192", NULL, "size-8192(DMA)", 8192 },
  { "size-16384", NULL, "size-16384(DMA)", 16384 },
  { "size-32768", NULL, "size-32768(DMA)", 32768 },
  { "size-65536", NULL, "size-65536(DMA)", 65536 },
  { "size-131072", NULL, "size-131072(DMA)", 131072 },
  { "size-262144", NULL, "size-262144(DMA)", 262144 },
  { "size-524288", NULL, "size-524288(DMA)", 524288 },
  { "size-1048576", NULL, "size-1048576(DMA)", 1048576 },
  { "size-2097152", NULL, "size-2097152(DMA)", 2097152 },
  { "size-4194304", NULL, "size-4194304(DMA)", 4194304 },
  { NULL, NULL, NULL, 0 },
};

const SimKmallocSize sim_kmalloc_sizes_2_6_11[] = {
  { "size-32", NULL, "size-32(DMA)", 32 },
  { "size-64", NULL, "size-64(DMA)", 64 },
  { "size-96", NULL, "size-96(DMA)", 96 },
  { "size-128", NULL, "size-128(DMA)", 128 },
  { "size-192", NULL, "size-192(DMA)", 192 },
  { "size-256", NULL, "size-256(DMA)", 256 },
  { "size-512", NULL, "size-512(DMA)", 512 },
  { "size-1024", NULL, "size-1024(DMA)", 1024 },
  { "size-2048", NULL, "size-2048(DMA)", 2048 },
  { "size-4096", NULL, "size-4096(DMA)", 4096 },
  { "size-8192", NULL, "size-8192(DMA)", 8192 },
  { "size-16384", NULL, "size-16384(DMA)", 16384 },
  { "size-32768", NULL, "size-32768(DMA)", 32768 },
  { "size-65536", NULL, "size-65536(DMA)", 65536 },
  { "size-131072", NULL, "size-131072(DMA)", 131072 },
  { NULL, NULL, NULL, 0 },
};
