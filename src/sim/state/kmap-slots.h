/* kmap-slots.h - slots of kmap () and kmap_local_page () as words of SIM_TABLE_PAGE_TABLES
 *
 * Unit 1: 1 + the frame of each shared slot; unit 2: how often each is used; unit 3: the slot that was given last, and for each CPU
 * from word SIM_LOCAL_WORD on the depth of its stack and 1 + the frame of each slot.
 */
#pragma once

#include "sim/kmap.h"
#include "sim/state/access.h"

#define SIM_KMAP_UNITS 3u         /* behind unit 0 */
#define SIM_LOCAL_WORD 64u
#define SIM_LOCAL_WORDS (1 + SIM_MOST_LOCAL_SLOTS)

static_assert (SIM_LOCAL_WORD + SIM_MAX_CPUS * SIM_LOCAL_WORDS <= SIM_UNIT_WORDS, "no room for every CPU's slots");

void sim_pkmap_place  (SimWriter *writer, SimPfn pfn, uint64_t address);
void sim_pkmap_count  (SimWriter *writer, uint64_t address, uint32_t count);
void sim_pkmap_flush  (SimWriter *writer);
void sim_kmap_push    (SimWriter *writer, unsigned cpu, SimPfn pfn);
void sim_kmap_pop     (SimWriter *writer, unsigned cpu);

/* --- the writers of events --------------------------------------------------------------------- */
static inline void
sim_apply_pkmap_placed (SimWriter *writer,
                        SimPfn     pfn,
                        uint64_t   address)
{
  sim_pkmap_place (writer, pfn, address);
}

static inline void
sim_apply_pkmap_counted (SimWriter *writer,
                         uint64_t   address,
                         uint32_t   before,
                         uint32_t   after)
{
  sim_pkmap_count (writer, address, after);
}

static inline void
sim_apply_pkmaps_flushed (SimWriter *writer,
                          uint32_t   slots)
{
  sim_pkmap_flush (writer);
}

static inline void
sim_apply_kmap_local_mapped (SimWriter   *writer,
                             SimField_cpu cpu,
                             SimPfn       pfn,
                             uint64_t     address)
{
  sim_kmap_push (writer, cpu, pfn);
}

static inline void
sim_apply_kmap_local_unmapped (SimWriter   *writer,
                               SimField_cpu cpu,
                               SimPfn       pfn,
                               uint64_t     address)
{
  sim_kmap_pop (writer, cpu);
}
