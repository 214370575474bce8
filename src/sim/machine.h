/* machine.h - making a machine from a description, and its identity
 *
 * Models      the boot as far as the hand-over of memory to the page allocator:
 *             arch/x86/kernel/e820.c, arch/x86/mm/init_32.c (find_low_pfn_range, mem_init),
 *             mm/memblock.c (memblock_free_all), mm/page_alloc.c (free_area_init)
 *             ZONE_MOVABLE (find_zone_movable_pfns_for_nodes), nodes as QEMU divides a PC
 * Leaves out  kernelcore=, nodes of unequal size but from a snapshot, hot-plug, deferred initialisation
 * Units       ranges are bytes of physical address, half-open
 */
#pragma once

#include "profile.h"
#include "types.h"

typedef struct SimMachine SimMachine;

typedef enum {
  SIM_RANGE_RAM,
  SIM_RANGE_RESERVED,             /* not RAM for the kernel: firmware, devices; or reserved in memblock */
  SIM_RANGE_KERNEL                /* reserved: the kernel's image */
} SimRangeKind;

typedef struct {
  uint64_t     first, end;
  SimRangeKind kind;
  unsigned     line;              /* where it was read, for messages; 0: nowhere */
} SimRange;

/* What decides whether a zone gives, and how much its per-CPU lists hold. Frames. */
typedef struct {
  uint32_t min, low, high;        /* _watermark[], without boost */
  uint32_t boost;                 /* watermark_boost */
  uint32_t highatomic;            /* nr_reserved_highatomic */
  uint32_t reserve[SIM_N_ZONE_TYPES];      /* lowmem_reserve[]: by the highest zone that a request may have */
  uint32_t pcp_low, pcp_high, pcp_batch;   /* pcp_low: of the hot lists of 2.6.11 */
} SimZoneLimits;

typedef struct {
  const SimProfile *profile;
  uint64_t  ram;                  /* bytes; used where no memory map is given */
  SimRange *memory;               /* the firmware's map, any kinds, any order; owned by the caller */
  size_t    n_memory;
  bool      memory_is_memblock;   /* memory was read from memblock: already trimmed by the kernel */
  SimRange *reserved;             /* memblock.reserved at the hand-over; owned by the caller */
  size_t    n_reserved;
  bool      reserved_given;       /* false: what a plain machine of the profile reserves */
  unsigned  cpus;                 /* running CPUs, 1 … 32 */
  unsigned  nr_cpus;              /* CONFIG_NR_CPUS; 0: as many as cpus */
  unsigned  nodes;                /* of NUMA, with equal shares of the RAM and of the CPUs; 1 … profile->most_nodes */
  uint64_t  movablecore;          /* movablecore= in bytes: at least so much for ZONE_MOVABLE; 0: no such zone */
  bool      pcp;                  /* false: no per-CPU lists, for pictures of the bare buddy system */
  uint64_t  highmem;              /* highmem= in bytes; UINT64_MAX: not given */
  uint64_t  vmalloc;              /* vmalloc= in bytes; 0: the profile's */
  uint64_t  page_offset;          /* CONFIG_PAGE_OFFSET, where users' addresses end; 0: the profile's */
  uint64_t  rodata_end, bss_first;/* of the kernel's image, in bytes, physical; 0: the profile's */
  uint64_t  min_free_kbytes;      /* UINT64_MAX: what the kernel computes; 0: marks of 0 */
  bool      thp;                  /* huge pages of processes: raised marks, lists of their own; from the profile */
  uint64_t  seed;
  bool      idle;                 /* the caches of an idle machine exist, with their objects; else memory was just handed over */
  bool      slub;                 /* objects are kept by SLUB, not by SLAB; nothing where the profile has no SLUB */
  bool      slab_debug;           /* CONFIG_DEBUG_SLAB, as far as that fills objects; nothing with SLUB */
  bool      preempt_full;         /* CONFIG_PREEMPT: the kernel counts who holds preemption off; else only interrupts */
} SimMachineSpec;

#define SIM_MAX_CPUS 32

/* Why a machine could not be made. line: of the range's source. */
typedef enum {
  SIM_COMPLAINT_NONE,
  SIM_COMPLAINT_MAP_EMPTY,        /* no RAM at all, or none a zone could use */
  SIM_COMPLAINT_MAP_OVERLAPS,     /* two ranges overlap: a, b the addresses of the overlap */
  SIM_COMPLAINT_MAP_UNORDERED,    /* a range begins below the one before it: a, b their beginnings */
  SIM_COMPLAINT_RANGE_BACKWARDS,  /* a range ends before it begins: a, b */
  SIM_COMPLAINT_TOO_LARGE,        /* a: bytes, b: the limit, 64 GiB */
  SIM_COMPLAINT_TOO_SMALL,        /* a: bytes, b: the least */
  SIM_COMPLAINT_NO_LOWMEM,        /* nothing left for Normal: a: what vmalloc= or highmem= asks, b: what there is */
  SIM_COMPLAINT_KERNEL_NOT_IN_RAM,/* a, b: the image's range */
  SIM_COMPLAINT_CPUS,             /* a: cpus, b: the largest number */
  SIM_COMPLAINT_NODES,            /* a: nodes, b: the largest number with this profile and so much memory */
  SIM_COMPLAINT_MOVABLE,          /* the profile has no ZONE_MOVABLE; or a: what is asked for, b: what there is */
  SIM_COMPLAINT_SPLIT,            /* a: page_offset, that no kernel of the profile can be built with */
  SIM_N_COMPLAINTS
} SimComplaintKind;

typedef struct {
  SimComplaintKind kind;
  unsigned         line;
  uint64_t         a, b;
} SimComplaint;

void      sim_machine_spec_init (SimMachineSpec *spec, const SimProfile *profile);
/* On SIM_OK *machine is the caller's. On SIM_BAD_SPEC *complaint says why. */
SimStatus sim_machine_new  (const SimMachineSpec *spec, SimMachine **machine, SimComplaint *complaint);
void      sim_machine_free (SimMachine *machine);
/* NULL: no host memory. */
SimMachine *sim_machine_copy (const SimMachine *machine);
/* Two machines with the same hash are the same, word by word. */
uint64_t  sim_machine_hash (const SimMachine *machine);
/* The first invariant that does not hold, as an English sentence for developers (static text);
 * NULL: all hold. Linear in the number of frames. */
const char *sim_machine_check (const SimMachine *machine);
/* Bytes of state: per frame, and the rest. */
void      sim_machine_size (const SimMachine *machine, size_t *bytes_per_frame, size_t *other_bytes);
