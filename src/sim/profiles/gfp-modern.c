/* gfp-modern.c - the names in the gfp masks of Linux 5.10 and 6.1, the same on all architectures
 *
 * Sources: include/linux/gfp_types.h, include/trace/events/mmflags.h
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
#define COMP            0x40000u
#define NOMEMALLOC      0x80000u
#define HARDWALL        0x100000u
#define ACCOUNT         0x400000u
#define USER            (RECLAIM | IO | FS | HARDWALL)
#define HIGHUSER        (USER | HIGHMEM)
#define HIGHUSER_MOVABLE (HIGHUSER | MOVABLE)
#define TRANSHUGE_LIGHT ((HIGHUSER_MOVABLE | COMP | NOMEMALLOC | NOWARN) & ~RECLAIM)

/* As the kernel prints them: composites before their parts, and the first that fits. What is never printed comes last. */
#define NAMES \
  { "GFP_TRANSHUGE",          TRANSHUGE_LIGHT | DIRECT_RECLAIM, true }, \
  { "GFP_TRANSHUGE_LIGHT",    TRANSHUGE_LIGHT, true }, \
  { "GFP_HIGHUSER_MOVABLE",   HIGHUSER_MOVABLE, true }, \
  { "GFP_HIGHUSER",           HIGHUSER, true }, \
  { "GFP_USER",               USER, true }, \
  { "GFP_KERNEL_ACCOUNT",     RECLAIM | IO | FS | ACCOUNT, true }, \
  { "GFP_KERNEL",             RECLAIM | IO | FS, true }, \
  { "GFP_NOFS",               RECLAIM | IO, true }, \
  { "GFP_ATOMIC",             HIGH | ATOMIC | KSWAPD_RECLAIM, true }, \
  { "GFP_NOIO",               RECLAIM, true }, \
  { "GFP_NOWAIT",             KSWAPD_RECLAIM, true }, \
  { "GFP_DMA",                DMA, true }, \
  { "__GFP_HIGHMEM",          HIGHMEM, false }, \
  { "GFP_DMA32",              DMA32, true }, \
  { "__GFP_HIGH",             HIGH, false }, \
  { "__GFP_ATOMIC",           ATOMIC, false }, \
  { "__GFP_IO",               IO, false }, \
  { "__GFP_FS",               FS, false }, \
  { "__GFP_NOWARN",           NOWARN, false }, \
  { "__GFP_RETRY_MAYFAIL",    0x4000u, false }, \
  { "__GFP_NOFAIL",           0x8000u, false }, \
  { "__GFP_NORETRY",          0x10000u, false }, \
  { "__GFP_COMP",             COMP, false }, \
  { "__GFP_ZERO",             ZERO, false }, \
  { "__GFP_NOMEMALLOC",       NOMEMALLOC, false }, \
  { "__GFP_MEMALLOC",         0x20000u, false }, \
  { "__GFP_HARDWALL",         HARDWALL, false }, \
  { "__GFP_THISNODE",         0x200000u, false }, \
  { "__GFP_RECLAIMABLE",      RECLAIMABLE, false }, \
  { "__GFP_MOVABLE",          MOVABLE, false }, \
  { "__GFP_ACCOUNT",          ACCOUNT, false }, \
  { "__GFP_WRITE",            0x1000u, false }, \
  { "__GFP_RECLAIM",          RECLAIM, true }, \
  { "__GFP_DIRECT_RECLAIM",   DIRECT_RECLAIM, false }, \
  { "__GFP_KSWAPD_RECLAIM",   KSWAPD_RECLAIM, false }, \
  { "__GFP_DMA",              DMA, false }, \
  { "__GFP_DMA32",            DMA32, false }

const SimGfpName sim_gfp_names_6_1[] = {
  NAMES,
  { "__GFP_ZEROTAGS",         0x800000u, false },
  { NULL, 0, false }
};

const SimGfpName sim_gfp_names_5_10[] = {
  NAMES,
  { NULL, 0, false }
};
