/* kmap-slots.c - see sim/kmap.h and kmap-slots.h */

#include "sim/state/kmap-slots.h"

enum { UNIT_FRAMES = 1, UNIT_COUNTS, UNIT_LOCAL };

static uint32_t
word_of (const SimMachine *machine,
         unsigned          unit,
         uint32_t          word)
{
  return machine->words_of[SIM_TABLE_PAGE_TABLES][(size_t) unit * SIM_UNIT_WORDS + word];
}

static void
put (SimWriter *writer,
     unsigned   unit,
     uint32_t   word,
     uint32_t   value)
{
  sim_put (writer, SIM_TABLE_PAGE_TABLES, (size_t) unit * SIM_UNIT_WORDS + word, value);
}

/* False: it is no address of a shared slot. */
static bool
slot_of (const SimMachine *machine,
         uint64_t          address,
         uint32_t         *slot)
{
  const SimAddressSpace *space = &machine->space;

  if (space->pkmap_base == 0 || address < space->pkmap_base)
    return false;
  *slot = (uint32_t) ((address - space->pkmap_base) >> SIM_PAGE_SHIFT);
  return (address - space->pkmap_base) >> SIM_PAGE_SHIFT < space->last_pkmap;
}

static uint32_t
local_word (unsigned cpu,
            unsigned word)
{
  return SIM_LOCAL_WORD + cpu * SIM_LOCAL_WORDS + word;
}

/* --- changes ---------------------------------------------------------------------------------- */
void
sim_pkmap_place (SimWriter *writer,
                 SimPfn     pfn,
                 uint64_t   address)
{
  uint32_t slot;

  if (!slot_of (writer->machine, address, &slot))
    return;
  put (writer, UNIT_FRAMES, slot, pfn + 1);
  put (writer, UNIT_COUNTS, slot, 1);
  put (writer, UNIT_LOCAL, 0, slot);
}

void
sim_pkmap_count (SimWriter *writer,
                 uint64_t   address,
                 uint32_t   count)
{
  uint32_t slot;

  if (slot_of (writer->machine, address, &slot))
    put (writer, UNIT_COUNTS, slot, count);
}

void
sim_pkmap_flush (SimWriter *writer)
{
  for (uint32_t slot = 0; slot < writer->machine->space.last_pkmap; slot++)
    if (word_of (writer->machine, UNIT_COUNTS, slot) == 1)
      {
        put (writer, UNIT_COUNTS, slot, 0);
        put (writer, UNIT_FRAMES, slot, 0);
      }
}

void
sim_kmap_push (SimWriter *writer,
               unsigned   cpu,
               SimPfn     pfn)
{
  uint32_t depth = word_of (writer->machine, UNIT_LOCAL, local_word (cpu, 0));

  if (depth >= SIM_MOST_LOCAL_SLOTS)
    return;
  put (writer, UNIT_LOCAL, local_word (cpu, 1 + depth), pfn + 1);
  put (writer, UNIT_LOCAL, local_word (cpu, 0), depth + 1);
}

void
sim_kmap_pop (SimWriter *writer,
              unsigned   cpu)
{
  uint32_t depth = word_of (writer->machine, UNIT_LOCAL, local_word (cpu, 0));

  if (depth == 0)
    return;
  put (writer, UNIT_LOCAL, local_word (cpu, depth), 0);
  put (writer, UNIT_LOCAL, local_word (cpu, 0), depth - 1);
}

/* --- looking ------------------------------------------------------------------------------------ */
SimPkmapSlot
sim_pkmap_slot (const SimMachine *machine,
                unsigned          slot)
{
  return (SimPkmapSlot) {
    .address = machine->space.pkmap_base + (uint64_t) slot * SIM_PAGE_SIZE,
    .pfn = word_of (machine, UNIT_FRAMES, slot) - 1,
    .count = word_of (machine, UNIT_COUNTS, slot),
  };
}

unsigned
sim_pkmap_last (const SimMachine *machine)
{
  return word_of (machine, UNIT_LOCAL, 0);
}

uint64_t
sim_pkmap_address_of (const SimMachine *machine,
                      SimPfn            pfn)
{
  for (unsigned slot = 0; slot < machine->space.last_pkmap; slot++)
    if (word_of (machine, UNIT_FRAMES, slot) == pfn + 1)
      return machine->space.pkmap_base + (uint64_t) slot * SIM_PAGE_SIZE;
  return 0;
}

unsigned
sim_kmap_local_depth (const SimMachine *machine,
                      unsigned          cpu)
{
  return word_of (machine, UNIT_LOCAL, local_word (cpu, 0));
}

SimPfn
sim_kmap_local_pfn (const SimMachine *machine,
                    unsigned          cpu,
                    unsigned          slot)
{
  return word_of (machine, UNIT_LOCAL, local_word (cpu, 1 + slot)) - 1;
}

/* __fix_to_virt (FIX_KMAP_BEGIN + slot + KM_MAX_IDX * cpu) */
uint64_t
sim_kmap_local_address (const SimMachine *machine,
                        unsigned          cpu,
                        unsigned          slot)
{
  const SimAddressSpace *space = &machine->space;

  return space->fixaddr_top - (space->fix_kmap_begin + (uint64_t) space->fix_kmap_per_cpu * cpu + slot) * SIM_PAGE_SIZE;
}

bool
sim_kmap_to_pfn (const SimMachine *machine,
                 uint64_t          address,
                 SimPfn           *pfn)
{
  uint64_t page = address & ~(uint64_t) (SIM_PAGE_SIZE - 1);
  uint32_t slot;

  if (slot_of (machine, address, &slot))
    {
      *pfn = word_of (machine, UNIT_FRAMES, slot) - 1;
      return *pfn != SIM_NO_PFN;
    }
  if (machine->space.fix_kmap_per_cpu == 0 || page < machine->space.fixaddr_start || page > machine->space.fixaddr_top)
    return false;
  for (unsigned cpu = 0; cpu < machine->n_cpus; cpu++)
    for (unsigned i = 0; i < sim_kmap_local_depth (machine, cpu); i++)
      if (sim_kmap_local_address (machine, cpu, i) == page)
        {
          *pfn = sim_kmap_local_pfn (machine, cpu, i);
          return true;
        }
  return false;
}
