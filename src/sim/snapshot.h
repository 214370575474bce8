/* snapshot.h - a real kernel's page allocator at one instant, and a machine that stands there
 *
 * Models      struct zone with its free_area[], pageblock_flags and per_cpu_pageset, as a debugger wrote them
 *             with every list in list order
 * Leaves out  what the pages that are in use are used for; blocks in use whose order nobody tells are single
 *             frames
 * Ownership   everything belongs to who made the snapshot; the machine copies
 */
#pragma once

#include "run.h"
#include "slabs.h"

typedef struct {
  SimOrder       order;
  SimMigrateType type;
  const SimPfn  *blocks;          /* head first */
  size_t         n_blocks;
} SimSnapshotList;

typedef struct {
  uint32_t               high, batch, free_factor;
  const SimSnapshotList *lists;
  size_t                 n_lists;
} SimSnapshotPcp;

typedef struct {
  SimZoneType            type;
  uint8_t                node;
  SimPfn                 start, end;      /* end: start + spanned */
  SimPfn                 present, managed;
  const uint8_t         *pageblocks;      /* SimMigrateType of each, from the one that holds the zone's start */
  const SimSnapshotList *lists;
  size_t                 n_lists;
  const SimSnapshotPcp  *pcps;            /* one for each CPU */
  SimZoneLimits          limits;          /* with those of the first CPU's lists */
} SimSnapshotZone;

typedef struct {
  SimPfn   pfn;
  SimOrder order;
} SimSnapshotBlock;

typedef struct {
  const SimProfile       *profile;
  unsigned                n_nodes;        /* 0 is 1 */
  unsigned                n_cpus;
  bool                    has_thp;        /* the per-CPU lists have one for huge pages */
  uint8_t                 node_of_cpu[SIM_MAX_CPUS];
  const SimSnapshotZone  *zones;          /* ascending, apart from each other */
  size_t                  n_zones;
  const SimSnapshotBlock *in_use;         /* blocks of more than one frame that are handed out; may be none */
  size_t                  n_in_use;
} SimSnapshot;

/* --- objects ------------------------------------------------------------------------------ */
typedef struct {
  SimPfn          pfn;
  uint32_t        active;
  uint32_t        colour;         /* bytes before object 0 */
  uint64_t        freelist;       /* its address; 0: there is none */
  const uint16_t *indices;        /* as many as a slab has objects: freelist_index[], of which those from `active` on count */
} SimSnapshotSlab;

typedef struct {
  const uint64_t *entries;        /* addresses of objects; the last is given next */
  uint32_t        n_entries;
  bool            touched;
} SimSnapshotArray;

typedef struct {
  SimCache                cache;  /* but id and creator */
  const SimSnapshotArray *arrays; /* one for each CPU */
  SimSnapshotArray        shared;
  const SimSnapshotSlab  *slabs[SIM_N_SLAB_LISTS];     /* head first */
  size_t                  n_slabs[SIM_N_SLAB_LISTS];
  uint32_t                colour_next;
  bool                    free_touched;
} SimSnapshotCache;

typedef struct {
  const SimSnapshotCache *caches; /* newest first */
  size_t                  n_caches;
} SimSlabSnapshot;

/* Puts caches and their objects into a machine of one node that was just restored. SIM_BAD_SPEC: they do not hold
 * together, and the machine is good for nothing; *wrong says why, as sim_machine_check () does. What is in use was taken
 * before anybody looked. */
SimStatus sim_machine_restore_slabs (SimMachine *machine, const SimSlabSnapshot *snapshot, const char **wrong);

/* A cache that somebody made: what the kernel took for it was taken already, its struct kmem_cache lies at descriptor. Where
 * it has one alike, that serves this as well. SIM_NO_CACHE: there can be none. */
SimCacheId sim_cache_appear (SimRun *run, const SimCacheWish *wish, uint64_t descriptor);

/* The lists must hold together: aligned blocks inside their zone that do not overlap, orders and types that the
 * profile has; import/ looks at that, with the place. SIM_NO_HOST_MEMORY, or *machine is the caller's. */
SimStatus sim_machine_restore (const SimSnapshot *snapshot, SimMachine **machine);
