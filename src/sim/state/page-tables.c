/* page-tables.c - see vmap.h: page tables as units of words */

#include "sim/kmap.h"
#include "sim/state/vmap.h"

#define DIRECTORY_ENTRIES (SIM_UNIT_WORDS / 2)

static uint32_t
word_of (const SimMachine *machine,
         uint32_t          unit,
         uint32_t          word)
{
  return machine->words_of[SIM_TABLE_PAGE_TABLES][(size_t) unit * SIM_UNIT_WORDS + word];
}

static void
put (SimWriter *writer,
     uint32_t   unit,
     uint32_t   word,
     uint32_t   value)
{
  sim_put (writer, SIM_TABLE_PAGE_TABLES, (size_t) unit * SIM_UNIT_WORDS + word, value);
}

static uint32_t
entries (const SimMachine *machine)
{
  return 1u << (machine->profile->pmd_shift - SIM_PAGE_SHIFT);
}

/* 0: it was never needed. */
static uint32_t
directory_of (const SimMachine *machine,
              uint32_t          page)
{
  uint32_t directory = page / entries (machine) / DIRECTORY_ENTRIES;

  return 1 + directory < SIM_UNIT_WORDS ? word_of (machine, 0, 1 + directory) : 0;
}

static uint32_t
entry_of (const SimMachine *machine,
          uint32_t          page)
{
  return page / entries (machine) % DIRECTORY_ENTRIES * 2;
}

/* 0: there is no such table. */
static uint32_t
table_of (const SimMachine *machine,
          uint32_t          page)
{
  uint32_t directory = directory_of (machine, page);

  return directory != 0 ? word_of (machine, directory, entry_of (machine, page)) : 0;
}

bool
sim_page_tables_have_room (SimMachine *machine,
                           uint64_t    address,
                           uint32_t    n_pages)
{
  uint32_t page = sim_vmap_page (machine, address);
  size_t n_units = 1 + (size_t) word_of (machine, 0, 0) + 2 + 2 * ((size_t) n_pages / entries (machine) + 2);

  if (((uint64_t) page + n_pages) / entries (machine) / DIRECTORY_ENTRIES + 1 >= SIM_UNIT_WORDS)
    return false;
  return sim_table_grow (machine, SIM_TABLE_PAGE_TABLES, n_units * SIM_UNIT_WORDS);
}

static uint32_t
new_unit (SimWriter *writer)
{
  uint32_t unit = word_of (writer->machine, 0, 0) + 1;

  if (((size_t) unit + 1) * SIM_UNIT_WORDS > writer->machine->n_words[SIM_TABLE_PAGE_TABLES])
    return 0;
  put (writer, 0, 0, unit);
  return unit;
}

/* pfn: SIM_NO_PFN: of the boot. */
void
sim_vmap_add_table (SimWriter *writer,
                    SimPfn     pfn,
                    uint64_t   address)
{
  SimMachine *machine = writer->machine;
  uint32_t page = sim_vmap_page (machine, address), directory = directory_of (machine, page), unit;

  if (directory == 0)
    {
      directory = new_unit (writer);
      if (directory == 0)
        return;
      put (writer, 0, 1 + page / entries (machine) / DIRECTORY_ENTRIES, directory);
    }
  unit = new_unit (writer);
  if (unit == 0)
    return;
  put (writer, directory, entry_of (machine, page), unit);
  put (writer, directory, entry_of (machine, page) + 1, pfn + 1);
  if (pfn < machine->n_frames && sim_mark_state (sim_frame_mark (machine, pfn)) == SIM_FRAME_ALLOCATED)
    {
      SimEdit edit = sim_edit (writer, sim_link (pfn));

      edit.record->word[SIM_RECORD_MARK] = sim_mark (SIM_FRAME_PAGE_TABLE, 0, sim_mark_zone (edit.record->word[SIM_RECORD_MARK]));
      edit.record->word[SIM_RECORD_OWNER] = 0;
      sim_edited (writer, &edit);
    }
}

void
sim_vmap_map (SimWriter *writer,
              uint64_t   address,
              uint32_t   frame,
              uint32_t   flags)
{
  uint32_t page = sim_vmap_page (writer->machine, address), table = table_of (writer->machine, page);

  if (table != 0)
    put (writer, table, page % entries (writer->machine), frame << SIM_PTE_PFN_SHIFT | (flags & ((1u << SIM_PTE_PFN_SHIFT) - 1)));
}

void
sim_vmap_unmap (SimWriter *writer,
                uint64_t   address,
                uint32_t   n_pages)
{
  uint32_t first = sim_vmap_page (writer->machine, address);

  for (uint32_t page = first; page < first + n_pages; page++)
    {
      uint32_t table = table_of (writer->machine, page), entry = page % entries (writer->machine);
      uint32_t pte = table != 0 ? word_of (writer->machine, table, entry) : 0;

      if (pte & SIM_PTE_PRESENT)
        put (writer, table, entry, pte & ~(SIM_PTE_PRESENT | SIM_PTE_WRITABLE));
    }
}

uint32_t
sim_vmap_frame_kept (const SimMachine *machine,
                     uint64_t          address)
{
  uint32_t page = sim_vmap_page (machine, address), table = table_of (machine, page);
  uint32_t pte = table != 0 ? word_of (machine, table, page % entries (machine)) : 0;

  return pte != 0 ? pte >> SIM_PTE_PFN_SHIFT : SIM_NO_PFN;
}

SimPte
sim_vmap_pte (const SimMachine *machine,
              uint64_t          address)
{
  uint32_t page, table, pte;

  if (address < machine->space.vmalloc_start || address >= machine->space.vmalloc_end)
    return (SimPte) { .table = SIM_NO_PFN };
  page = sim_vmap_page (machine, address);
  table = table_of (machine, page);
  if (table == 0)
    return (SimPte) { .table = SIM_NO_PFN };
  pte = word_of (machine, table, page % entries (machine));
  return (SimPte) {
    .has_table = true,
    .is_present = pte & SIM_PTE_PRESENT,
    .pfn = pte >> SIM_PTE_PFN_SHIFT,
    .is_writable = pte & SIM_PTE_WRITABLE,
    .cache_mode = (SimCacheMode) (pte >> SIM_PTE_MODE_SHIFT & 3),
    .table = word_of (machine, directory_of (machine, page), entry_of (machine, page) + 1) - 1,
  };
}

bool
sim_vmalloc_to_pfn (const SimMachine *machine,
                    uint64_t          address,
                    uint32_t         *pfn)
{
  SimPte pte = sim_vmap_pte (machine, address);

  if (pte.is_present)
    *pfn = pte.pfn;
  return pte.is_present;
}

bool
sim_kernel_address_to_pfn (const SimMachine *machine,
                           uint64_t          address,
                           SimPfn           *pfn)
{
  return sim_virt_to_pfn (machine, address, pfn) || (sim_vmalloc_to_pfn (machine, address, pfn) && *pfn < machine->n_frames)
         || sim_kmap_to_pfn (machine, address, pfn);
}
