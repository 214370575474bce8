/* read.h - looking at a machine: everything a view, a narrator or a printer may ask
 *
 * All of it is const and cheap: constant time unless said otherwise.
 */
#pragma once

#include "event.h"
#include "machine.h"
#include "types.h"

const SimProfile *sim_profile  (const SimMachine *machine);
SimPfn            sim_n_frames (const SimMachine *machine);   /* one past the last frame of RAM: max_pfn */
unsigned          sim_n_cpus   (const SimMachine *machine);

/* --- zones -------------------------------------------------------------------------------- */
typedef struct {
  SimZoneType type;
  const char *name;               /* "DMA", "Normal", "HighMem": static */
  SimPfn      start_pfn;          /* zone_start_pfn */
  SimPfn      spanned;            /* frames from start_pfn to the zone's end, holes included */
  SimPfn      present;            /* frames that are RAM */
  SimPfn      managed;            /* frames that the page allocator was given */
  uint64_t    free;               /* frames on the free lists; per-CPU lists not counted */
  unsigned    node;
  SimZoneLimits limits;
  bool        is_reclaim_active;  /* kswapd works on it */
} SimZone;

unsigned  sim_n_nodes    (const SimMachine *machine);
unsigned  sim_node_of_cpu (const SimMachine *machine, unsigned cpu);
unsigned  sim_node_distance (const SimMachine *machine, unsigned from, unsigned to);  /* 10 or 20, as ACPI without a SLIT */

unsigned  sim_n_zones    (const SimMachine *machine);
SimZone   sim_zone       (const SimMachine *machine, SimZoneId zone);
SimZoneType sim_zone_type (const SimMachine *machine, SimZoneId zone);       /* what costs least to know of it */
SimZoneId sim_zone_of    (const SimMachine *machine, SimPfn pfn);            /* SIM_NO_ZONE between zones */
/* "Normal": of the first node that has one; "1:Normal": of node 1. SIM_NO_ZONE: none. */
SimZoneId sim_zone_named (const SimMachine *machine, const char *name);
const char *sim_zone_type_name (SimZoneType type);
/* "min", "low", "high": the mark that SIM_ALLOC_WMARK_… of these flags name. */
const char *sim_watermark_name (unsigned alloc_flags);
const char *sim_migrate_name   (SimMigrateType type);                        /* "Unmovable", … */

/* --- frames and blocks -------------------------------------------------------------------- */
/* The maximal thing that holds a frame: a free block, a block on a per-CPU list, what one call was
 * given, or a run of one frame that is reserved or a hole. */
typedef struct {
  SimPfn         first;
  SimPfn         end;
  SimOrder       order;           /* meaningful for FREE, PCP, ALLOCATED, ISOLATED */
  SimFrameState  state;
  SimZoneId      zone;
  SimMigrateType type;            /* of the list, for FREE and PCP; of the page block otherwise */
  uint32_t       owner;           /* serial of the call that was given it, ALLOCATED only */
} SimBlock;

SimFrameState sim_frame_state (const SimMachine *machine, SimPfn pfn);
SimBlock      sim_block_at    (const SimMachine *machine, SimPfn pfn);       /* at most 11 looks */
SimMigrateType sim_pageblock_type (const SimMachine *machine, SimPfn pfn);

/* --- free lists --------------------------------------------------------------------------- */
uint32_t sim_list_length (const SimMachine *machine, SimZoneId zone, SimOrder order, SimMigrateType type);
uint32_t sim_nr_free     (const SimMachine *machine, SimZoneId zone, SimOrder order);      /* all types */
/* Head first; SIM_NO_PFN at the end. Next and previous work on per-CPU lists as well. */
SimPfn   sim_list_first  (const SimMachine *machine, SimZoneId zone, SimOrder order, SimMigrateType type);
SimPfn   sim_list_next   (const SimMachine *machine, SimPfn pfn);
/* Linear in the list. -1: on no list. */
int      sim_list_position_of (const SimMachine *machine, SimPfn pfn);

/* --- per-CPU lists ------------------------------------------------------------------------ */
typedef struct {
  uint32_t count;                 /* frames on all lists */
  uint32_t high, batch;
  uint32_t free_factor;
} SimPcp;

unsigned sim_n_pcp_lists    (const SimMachine *machine);      /* 0: the machine was made without them */
SimOrder sim_pcp_list_order (const SimMachine *machine, unsigned list);
/* The list's migrate type; in a profile with hot and cold lists 0 hot, 1 cold. */
unsigned sim_pcp_list_type  (const SimMachine *machine, unsigned list);
const char *sim_pcp_list_name (const SimMachine *machine, unsigned list);    /* "order0/Movable", "hot": static */
SimPcp   sim_pcp            (const SimMachine *machine, SimZoneId zone, unsigned cpu);
SimPfn   sim_pcp_list_first (const SimMachine *machine, SimZoneId zone, unsigned cpu, unsigned list);

/* --- addresses ---------------------------------------------------------------------------- */
bool     sim_pfn_has_logical_address (const SimMachine *machine, SimPfn pfn);
uint64_t sim_pfn_to_virt   (const SimMachine *machine, SimPfn pfn);          /* only where it has one */
bool     sim_virt_to_pfn   (const SimMachine *machine, uint64_t address, SimPfn *pfn);
uint64_t sim_mem_map       (const SimMachine *machine);                      /* kernel address of mem_map[0] */
uint64_t sim_pfn_to_page   (const SimMachine *machine, SimPfn pfn);
bool     sim_page_to_pfn   (const SimMachine *machine, uint64_t page, SimPfn *pfn);
uint64_t sim_high_memory   (const SimMachine *machine);                      /* end of lowmem, kernel address */

/* The fields of struct page that the model has, as the kernel would show them. */
typedef struct {
  uint64_t flags;                 /* PG_* bits and the zone's number, in the profile's layout */
  int32_t  refcount;              /* _refcount */
  uint32_t page_type;             /* PG_buddy: 0xffffff7f; else 0xffffffff (_mapcount -1) */
  uint64_t private;               /* order of a free block's first page */
  uint64_t lru_next, lru_prev;    /* struct page * of the neighbours, or of the list head; 0: not on a list */
} SimPageFields;
SimPageFields sim_page_fields (const SimMachine *machine, SimPfn pfn);

/* --- gfp ---------------------------------------------------------------------------------- */
/* The zones that may be tried, in order; returns their number (at most SIM_MAX_ZONES). */
unsigned       sim_zonelist   (const SimMachine *machine, uint32_t gfp, SimZoneId zones[SIM_MAX_ZONES]);  /* on CPU 0 */
unsigned       sim_zonelist_of_node (const SimMachine *machine, unsigned node, uint32_t gfp, SimZoneId zones[SIM_MAX_ZONES]);
SimMigrateType sim_gfp_migrate_type (const SimProfile *profile, uint32_t gfp);
/* "GFP_KERNEL|__GFP_ZERO": as the kernel prints it. Writes at most size bytes, ended by 0. */
size_t         sim_gfp_print  (const SimProfile *profile, uint32_t gfp, char *buffer, size_t size);
bool           sim_gfp_by_name (const SimProfile *profile, const char *name, uint32_t *bits);

/* --- contexts ----------------------------------------------------------------------------- */
#define SIM_MAX_HELD_LOCKS 16

typedef struct {
  SimContextKind kind;            /* the innermost: an interrupt may have broken in */
  uint32_t       count;           /* preempt_count (), everything counted */
  bool           irqs_off;
  unsigned       n_locks;         /* spinlocks held by the CPU */
} SimContext;

typedef struct {
  uint64_t   lock;                /* its address */
  uint32_t   line;                /* where it was taken; 0: not known */
  SimLockHow how;
} SimHeldLock;

SimContext  sim_context   (const SimMachine *machine, unsigned cpu);
SimHeldLock sim_held_lock (const SimMachine *machine, unsigned cpu, unsigned n);    /* in the order they were taken */
/* Does this kernel count those who hold preemption off? Without, preempt_count () shows interrupts only. */
bool        sim_counts_preemption (const SimMachine *machine);
/* Of a diagnosed SIM_DIAGNOSIS_SLEEPS_IN_ATOMIC, its a and b: would a kernel that looks for it see it? What it then
 * logs, lines that end with a newline; line: of the script. At most size bytes, ended by 0. */
bool        sim_sleep_is_seen (const SimMachine *machine, uint64_t atomic);
size_t      sim_sleep_print (const SimMachine *machine, uint64_t sleep, uint64_t atomic, uint32_t line, char *buffer, size_t size);

/* --- the script's memory and the log ------------------------------------------------------ */
uint64_t sim_word       (const SimMachine *machine, uint32_t index);         /* 0 where never set */
#define SIM_MAX_WORDS (1u << 20)
/* One byte of modelled memory; false where there is none at that kernel address. */
bool     sim_memory_byte (const SimMachine *machine, uint64_t address, uint8_t *byte);
/* Characters of the kernel log; not ended by 0. Valid until the machine changes. */
size_t   sim_log_length (const SimMachine *machine);
char     sim_log_char   (const SimMachine *machine, size_t index);
