/* vmap.h - areas as records, and page tables as units of words: making, moving and clearing them
 *
 * Private to state/, but for sim_vmap_has_room ().
 *
 * SIM_TABLE_VMAP: records of SIM_VMAP_WORDS words; a page is counted from sim_vmap_base (). Records of the same list follow each
 * other in the order of their addresses. Record 0 and those up to SIM_VMAP_FIRST_RECORD: heads, counts, one object for each CPU.
 *
 * SIM_TABLE_PAGE_TABLES: units of 1024 words. Of unit 0, word 0: how many there are; word 1 + n: the unit of directory n. A
 * directory has two words for each table: its unit, and 1 + the frame it lies in. A table has a word for each page. When a page is
 * unmapped its frame stays written there: that is struct vm_struct's array of pages.
 */
#pragma once

#include "sim/run.h"
#include "sim/state/access.h"
#include "sim/vmap.h"

enum {
  SIM_VMAP_WORD_NEXT,             /* record 0: the first in use */
  SIM_VMAP_WORD_PREV,             /* record 0: the first free one */
  SIM_VMAP_WORD_KIND,             /* SimAreaKind, from bit 8 on SimCacheMode; record 0: the first that is lazily freed */
  SIM_VMAP_WORD_FIRST,            /* record 0: number of records */
  SIM_VMAP_WORD_END,              /* record 0: the first record that is not in use */
  SIM_VMAP_WORD_PHYSICAL,         /* frame; record 0: lazily freed pages */
  SIM_VMAP_WORD_OWNER,
  SIM_VMAP_WORD_OBJECTS = 8,      /* three of two words each, see SimAreaObject */
  SIM_VMAP_WORDS = 16
};

#define SIM_VMAP_FIRST_RECORD 5u  /* before it: record 0, and two words for each CPU */
#define SIM_VMAP_WORD_PRELOADED SIM_VMAP_WORDS

static_assert (SIM_VMAP_WORD_PRELOADED + 2 * SIM_MAX_CPUS <= SIM_VMAP_FIRST_RECORD * SIM_VMAP_WORDS, "no room for every CPU");

/* What describes an area. */
typedef enum {
  SIM_AREA_OBJECT_VMAP_AREA,
  SIM_AREA_OBJECT_VM_STRUCT,
  SIM_AREA_OBJECT_PAGES,
  SIM_AREA_OBJECT_OWNER,          /* not objects: whose it is, a serial, */
  SIM_AREA_OBJECT_PHYSICAL        /* and the frame that a device's begins at */
} SimAreaObject;

/* The third field of area_placed: kind, cache mode, and whose object describes what is left before it. */
static inline uint32_t
sim_area_how (SimAreaKind  kind,
              SimCacheMode mode,
              unsigned     cpu)
{
  return (uint32_t) kind | (uint32_t) mode << 8 | cpu << 16;
}

#define SIM_PTE_PRESENT    0x01u
#define SIM_PTE_WRITABLE   0x02u
#define SIM_PTE_MODE_SHIFT 2
#define SIM_PTE_PFN_SHIFT  8
/* Frames beyond do not fit into an entry. */
#define SIM_PTE_MOST_FRAMES (1u << 24)

static inline uint32_t
sim_vmap_word (const SimMachine *machine,
               SimAreaId         area,
               unsigned          word)
{
  return machine->words_of[SIM_TABLE_VMAP][(size_t) area * SIM_VMAP_WORDS + word];
}

/* Address of page 0. */
static inline uint64_t
sim_vmap_base (const SimMachine *machine)
{
  return machine->profile->bits == 64 ? machine->space.vmalloc_start : 0;
}

static inline uint32_t
sim_vmap_page (const SimMachine *machine,
               uint64_t          address)
{
  return (uint32_t) ((address - sim_vmap_base (machine)) >> SIM_PAGE_SHIFT);
}

static inline uint64_t
sim_vmap_address (const SimMachine *machine,
                  uint32_t          page)
{
  return sim_vmap_base (machine) + ((uint64_t) page << SIM_PAGE_SHIFT);
}

uint64_t sim_area_object       (const SimMachine *machine, SimAreaId area, SimAreaObject which);
uint64_t sim_vmap_preloaded    (const SimMachine *machine, unsigned cpu);
/* The frame that an area's page had last, mapped or not; SIM_NO_PFN: none ever. */
uint32_t sim_vmap_frame_kept   (const SimMachine *machine, uint64_t address);
/* Is there host memory for one area more, of so many pages from there on? */
bool     sim_vmap_has_room     (SimRun *run, uint64_t address, uint32_t n_pages);

/* --- the rest is for state/ only -------------------------------------------------------------- */
/* All addresses are free. False: no host memory. */
bool sim_vmap_init     (SimMachine *machine);
bool sim_page_tables_have_room (SimMachine *machine, uint64_t address, uint32_t n_pages);
const char *sim_vmap_check (const SimMachine *machine);

void sim_vmap_place    (SimWriter *writer, uint64_t address, uint64_t size, uint32_t how);
void sim_vmap_describe (SimWriter *writer, uint64_t address, uint64_t object, uint32_t which);
void sim_vmap_preload  (SimWriter *writer, unsigned cpu, uint64_t object);
void sim_vmap_leave    (SimWriter *writer, uint64_t address);
void sim_vmap_purge    (SimWriter *writer, uint64_t address);
void sim_vmap_add_table (SimWriter *writer, SimPfn pfn, uint64_t address);
void sim_vmap_map      (SimWriter *writer, uint64_t address, uint32_t frame, uint32_t flags);
void sim_vmap_unmap    (SimWriter *writer, uint64_t address, uint32_t n_pages);

/* --- the writers of events --------------------------------------------------------------------- */
static inline void
sim_apply_area_placed (SimWriter *writer,
                       uint64_t   address,
                       uint64_t   size,
                       uint32_t   how)
{
  sim_vmap_place (writer, address, size, how);
}

static inline void
sim_apply_area_described (SimWriter *writer,
                          uint64_t   address,
                          uint64_t   object,
                          uint32_t   which)
{
  sim_vmap_describe (writer, address, object, which);
}

static inline void
sim_apply_area_preloaded (SimWriter   *writer,
                          SimField_cpu cpu,
                          uint64_t     object)
{
  sim_vmap_preload (writer, cpu, object);
}

static inline void
sim_apply_table_made (SimWriter *writer,
                      SimPfn     pfn,
                      uint64_t   address)
{
  sim_vmap_add_table (writer, pfn, address);
}

static inline void
sim_apply_page_mapped (SimWriter *writer,
                       uint64_t   address,
                       uint32_t   frame,
                       uint32_t   flags)
{
  sim_vmap_map (writer, address, frame, flags);
}

static inline void
sim_apply_area_unmapped (SimWriter *writer,
                         uint64_t   address,
                         uint32_t   pages)
{
  sim_vmap_unmap (writer, address, pages);
}

static inline void
sim_apply_area_left (SimWriter *writer,
                     uint64_t   address,
                     uint64_t   size,
                     uint32_t   lazy)
{
  sim_vmap_leave (writer, address);
}

static inline void
sim_apply_area_purged (SimWriter *writer,
                       uint64_t   address,
                       uint64_t   size)
{
  sim_vmap_purge (writer, address);
}
