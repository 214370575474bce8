/* vmap.c - see vmap.h: the records of areas, and how they are changed */

#include "sim/state/vmap.h"
#include "sim/state/kmap-slots.h"

/* Of record 0. */
enum {
  HEAD_IN_USE  = SIM_VMAP_WORD_NEXT,
  HEAD_FREE    = SIM_VMAP_WORD_PREV,
  HEAD_LAZY    = SIM_VMAP_WORD_KIND,
  N_RECORDS    = SIM_VMAP_WORD_FIRST,
  HEAD_UNUSED  = SIM_VMAP_WORD_END,
  N_LAZY_PAGES = SIM_VMAP_WORD_PHYSICAL
};

/* An area in use, what is left of the free one on its left, and one to spare. */
#define RECORDS_OF_AN_AREA 3u

static void
put (SimWriter *writer,
     SimAreaId  area,
     unsigned   word,
     uint32_t   value)
{
  sim_put (writer, SIM_TABLE_VMAP, (size_t) area * SIM_VMAP_WORDS + word, value);
}

static void
put_object (SimWriter    *writer,
            SimAreaId     area,
            SimAreaObject which,
            uint64_t      object)
{
  put (writer, area, SIM_VMAP_WORD_OBJECTS + 2 * which, (uint32_t) object);
  put (writer, area, SIM_VMAP_WORD_OBJECTS + 2 * which + 1, (uint32_t) (object >> 32));
}

static SimAreaKind
kind_of (const SimMachine *machine,
         SimAreaId         area)
{
  return (SimAreaKind) (sim_vmap_word (machine, area, SIM_VMAP_WORD_KIND) & 0xff);
}

static unsigned
head_of (SimAreaKind kind)
{
  return kind == SIM_AREA_FREE ? HEAD_FREE : kind == SIM_AREA_LAZY ? HEAD_LAZY : HEAD_IN_USE;
}

/* --- records ---------------------------------------------------------------------------------- */
static SimAreaId
new_record (SimWriter *writer)
{
  SimAreaId record = sim_vmap_word (writer->machine, 0, HEAD_UNUSED);

  if (record != SIM_NO_AREA)
    put (writer, 0, HEAD_UNUSED, sim_vmap_word (writer->machine, record, SIM_VMAP_WORD_NEXT));
  else
    {
      record = sim_vmap_word (writer->machine, 0, N_RECORDS);
      put (writer, 0, N_RECORDS, record + 1);
    }
  return record;
}

static void
drop_record (SimWriter *writer,
             SimAreaId  record)
{
  for (unsigned word = 0; word < SIM_VMAP_WORDS; word++)
    put (writer, record, word, 0);
  put (writer, record, SIM_VMAP_WORD_NEXT, sim_vmap_word (writer->machine, 0, HEAD_UNUSED));
  put (writer, 0, HEAD_UNUSED, record);
}

static void
unlink_record (SimWriter *writer,
               SimAreaId  record)
{
  SimAreaId next = sim_vmap_word (writer->machine, record, SIM_VMAP_WORD_NEXT);
  SimAreaId prev = sim_vmap_word (writer->machine, record, SIM_VMAP_WORD_PREV);

  if (prev != SIM_NO_AREA)
    put (writer, prev, SIM_VMAP_WORD_NEXT, next);
  else
    put (writer, 0, head_of (kind_of (writer->machine, record)), next);
  if (next != SIM_NO_AREA)
    put (writer, next, SIM_VMAP_WORD_PREV, prev);
}

/* Behind the last that begins below. */
static SimAreaId
place_before (const SimMachine *machine,
              unsigned          head,
              uint32_t          first)
{
  SimAreaId before = SIM_NO_AREA, next = sim_vmap_word (machine, 0, head);

  while (next != SIM_NO_AREA && sim_vmap_word (machine, next, SIM_VMAP_WORD_FIRST) < first)
    {
      before = next;
      next = sim_vmap_word (machine, next, SIM_VMAP_WORD_NEXT);
    }
  return before;
}

static void
link_record (SimWriter  *writer,
             SimAreaId   record,
             SimAreaKind kind,
             uint32_t    mode)
{
  unsigned head = head_of (kind);
  SimAreaId prev = place_before (writer->machine, head, sim_vmap_word (writer->machine, record, SIM_VMAP_WORD_FIRST));
  SimAreaId next = prev != SIM_NO_AREA ? sim_vmap_word (writer->machine, prev, SIM_VMAP_WORD_NEXT) : sim_vmap_word (writer->machine, 0, head);

  put (writer, record, SIM_VMAP_WORD_KIND, (uint32_t) kind | mode << 8);
  put (writer, record, SIM_VMAP_WORD_PREV, prev);
  put (writer, record, SIM_VMAP_WORD_NEXT, next);
  if (prev != SIM_NO_AREA)
    put (writer, prev, SIM_VMAP_WORD_NEXT, record);
  else
    put (writer, 0, head, record);
  if (next != SIM_NO_AREA)
    put (writer, next, SIM_VMAP_WORD_PREV, record);
}

static SimAreaId
find (const SimMachine *machine,
      unsigned          head,
      uint32_t          page)
{
  SimAreaId area = sim_vmap_word (machine, 0, head);

  while (area != SIM_NO_AREA && sim_vmap_word (machine, area, SIM_VMAP_WORD_END) <= page)
    area = sim_vmap_word (machine, area, SIM_VMAP_WORD_NEXT);
  return area != SIM_NO_AREA && sim_vmap_word (machine, area, SIM_VMAP_WORD_FIRST) <= page ? area : SIM_NO_AREA;
}

/* Others than the rules may say what happens. */
static bool
is_of_vmalloc (const SimMachine *machine,
               uint64_t          address)
{
  return address >= machine->space.vmalloc_start && address < machine->space.vmalloc_end;
}

static bool
records_are_there (const SimMachine *machine)
{
  return ((size_t) sim_vmap_word (machine, 0, N_RECORDS) + 2) * SIM_VMAP_WORDS <= machine->n_words[SIM_TABLE_VMAP];
}

/* --- changes ---------------------------------------------------------------------------------- */
/* adjust_va_to_fit_type (): the free area becomes smaller, goes, or is cut in two. */
static void
take_from_free (SimWriter *writer,
                SimAreaId  free_area,
                uint32_t   first,
                uint32_t   end,
                unsigned   cpu)
{
  uint32_t free_first = sim_vmap_word (writer->machine, free_area, SIM_VMAP_WORD_FIRST);
  uint32_t free_end = sim_vmap_word (writer->machine, free_area, SIM_VMAP_WORD_END);

  if (free_first == first && free_end == end)
    {
      unlink_record (writer, free_area);
      drop_record (writer, free_area);
    }
  else if (free_first == first)
    put (writer, free_area, SIM_VMAP_WORD_FIRST, end);
  else if (free_end == end)
    put (writer, free_area, SIM_VMAP_WORD_END, first);
  else
    {
      SimAreaId left = new_record (writer);

      put (writer, left, SIM_VMAP_WORD_FIRST, free_first);
      put (writer, left, SIM_VMAP_WORD_END, first);
      put_object (writer, left, SIM_AREA_OBJECT_VMAP_AREA, sim_vmap_preloaded (writer->machine, cpu));
      sim_vmap_preload (writer, cpu, 0);
      put (writer, free_area, SIM_VMAP_WORD_FIRST, end);
      link_record (writer, left, SIM_AREA_FREE, 0);
    }
}

void
sim_vmap_place (SimWriter *writer,
                uint64_t   address,
                uint64_t   size,
                uint32_t   how)
{
  uint32_t first = sim_vmap_page (writer->machine, address), end = first + (uint32_t) (size >> SIM_PAGE_SHIFT);
  SimAreaId free_area = find (writer->machine, HEAD_FREE, first), area;
  SimAreaKind kind = (SimAreaKind) (how & 0xff);
  unsigned cpu = how >> 16 & 0xff;

  if (!is_of_vmalloc (writer->machine, address) || !records_are_there (writer->machine))
    return;
  if (free_area == SIM_NO_AREA || end <= first || sim_vmap_word (writer->machine, free_area, SIM_VMAP_WORD_END) < end
      || kind <= SIM_AREA_LAZY || kind >= SIM_N_AREA_KINDS || cpu >= SIM_MAX_CPUS)
    return;
  take_from_free (writer, free_area, first, end, cpu);
  area = new_record (writer);
  put (writer, area, SIM_VMAP_WORD_FIRST, first);
  put (writer, area, SIM_VMAP_WORD_END, end);
  link_record (writer, area, kind, how >> 8 & 0xff);
}

void
sim_vmap_describe (SimWriter *writer,
                   uint64_t   address,
                   uint64_t   object,
                   uint32_t   which)
{
  SimAreaId area = find (writer->machine, HEAD_IN_USE, sim_vmap_page (writer->machine, address));

  if (!is_of_vmalloc (writer->machine, address) || area == SIM_NO_AREA)
    return;
  if (which <= SIM_AREA_OBJECT_PAGES)
    put_object (writer, area, (SimAreaObject) which, object);
  else if (which == SIM_AREA_OBJECT_OWNER)
    put (writer, area, SIM_VMAP_WORD_OWNER, (uint32_t) object);
  else
    put (writer, area, SIM_VMAP_WORD_PHYSICAL, (uint32_t) object);
}

void
sim_vmap_preload (SimWriter *writer,
                  unsigned   cpu,
                  uint64_t   object)
{
  put (writer, 0, SIM_VMAP_WORD_PRELOADED + 2 * cpu, (uint32_t) object);
  put (writer, 0, SIM_VMAP_WORD_PRELOADED + 2 * cpu + 1, (uint32_t) (object >> 32));
}

/* merge_or_add_vmap_area (): with the one behind it first, then with the one before. */
static void
move_to (SimWriter   *writer,
         SimAreaId    area,
         SimAreaKind  kind)
{
  const SimMachine *machine = writer->machine;
  uint32_t first = sim_vmap_word (machine, area, SIM_VMAP_WORD_FIRST), end = sim_vmap_word (machine, area, SIM_VMAP_WORD_END);
  SimAreaId prev, next;

  unlink_record (writer, area);
  prev = place_before (machine, head_of (kind), first);
  next = prev != SIM_NO_AREA ? sim_vmap_word (machine, prev, SIM_VMAP_WORD_NEXT) : sim_vmap_word (machine, 0, head_of (kind));
  if (next != SIM_NO_AREA && sim_vmap_word (machine, next, SIM_VMAP_WORD_FIRST) == end)
    {
      put (writer, next, SIM_VMAP_WORD_FIRST, first);
      drop_record (writer, area);
      area = next;
    }
  else
    next = SIM_NO_AREA;
  if (prev != SIM_NO_AREA && sim_vmap_word (machine, prev, SIM_VMAP_WORD_END) == first)
    {
      put (writer, prev, SIM_VMAP_WORD_END, sim_vmap_word (machine, area, SIM_VMAP_WORD_END));
      if (next != SIM_NO_AREA)
        unlink_record (writer, area);
      drop_record (writer, area);
      return;
    }
  if (next != SIM_NO_AREA)
    return;
  for (unsigned word = SIM_VMAP_WORD_PHYSICAL; word < SIM_VMAP_WORDS; word++)
    if (word < SIM_VMAP_WORD_OBJECTS || word >= SIM_VMAP_WORD_OBJECTS + 2)
      put (writer, area, word, 0);
  link_record (writer, area, kind, 0);
}

static void
count_lazy (SimWriter *writer,
            SimAreaId  area,
            int        sign)
{
  uint32_t n = sim_vmap_word (writer->machine, area, SIM_VMAP_WORD_END) - sim_vmap_word (writer->machine, area, SIM_VMAP_WORD_FIRST);

  put (writer, 0, N_LAZY_PAGES, sim_lazy_pages (writer->machine) + (sign > 0 ? n : -n));
}

void
sim_vmap_leave (SimWriter *writer,
                uint64_t   address)
{
  SimAreaId area = find (writer->machine, HEAD_IN_USE, sim_vmap_page (writer->machine, address));

  if (area == SIM_NO_AREA)
    return;
  count_lazy (writer, area, 1);
  move_to (writer, area, SIM_AREA_LAZY);
}

void
sim_vmap_purge (SimWriter *writer,
                uint64_t   address)
{
  SimAreaId area = find (writer->machine, HEAD_LAZY, sim_vmap_page (writer->machine, address));

  if (area == SIM_NO_AREA)
    return;
  count_lazy (writer, area, -1);
  move_to (writer, area, SIM_AREA_FREE);
}

/* --- room and beginning ------------------------------------------------------------------------- */
static bool
has_room_for_records (SimMachine *machine)
{
  size_t n = (size_t) sim_vmap_word (machine, 0, N_RECORDS) + RECORDS_OF_AN_AREA;

  return sim_table_grow (machine, SIM_TABLE_VMAP, n * SIM_VMAP_WORDS);
}

bool
sim_vmap_has_room (SimRun   *run,
                   uint64_t  address,
                   uint32_t  n_pages)
{
  return has_room_for_records (run->machine) && sim_page_tables_have_room (run->machine, address, n_pages);
}

/* As vmap_init_free_space () leaves it: 32 bits from the first page on, though nobody is given what lies below VMALLOC_START. */
bool
sim_vmap_init (SimMachine *machine)
{
  uint32_t *words, end = machine->profile->bits == 64 ? UINT32_MAX : 0xfffffu;
  size_t n = (SIM_VMAP_FIRST_RECORD + 1 + RECORDS_OF_AN_AREA) * SIM_VMAP_WORDS;

  if (!sim_table_grow (machine, SIM_TABLE_VMAP, n) || !sim_table_grow (machine, SIM_TABLE_PAGE_TABLES, (1 + SIM_KMAP_UNITS) * SIM_UNIT_WORDS))
    return false;
  machine->words_of[SIM_TABLE_PAGE_TABLES][0] = SIM_KMAP_UNITS;
  words = machine->words_of[SIM_TABLE_VMAP];
  words[N_RECORDS] = SIM_VMAP_FIRST_RECORD + 1;
  words[HEAD_FREE] = SIM_VMAP_FIRST_RECORD;
  words[SIM_VMAP_FIRST_RECORD * SIM_VMAP_WORDS + SIM_VMAP_WORD_KIND] = SIM_AREA_FREE;
  words[SIM_VMAP_FIRST_RECORD * SIM_VMAP_WORDS + SIM_VMAP_WORD_END] = end;
  return true;
}

const char *
sim_machine_place_areas (SimMachine    *machine,
                         const SimArea *areas,
                         size_t         n)
{
  SimWriter writer = { .machine = machine };
  uint64_t reached = machine->space.vmalloc_start;

  for (size_t i = 0; i < n; i++)
    {
      const SimArea *area = &areas[i];
      bool is_lazy = area->kind == SIM_AREA_LAZY;
      SimAreaKind kind = is_lazy ? SIM_AREA_VMALLOC : area->kind;

      if (area->first < reached || area->end <= area->first || (area->first | area->end) % SIM_PAGE_SIZE != 0
          || area->end > machine->space.vmalloc_end + 1 || area->kind == SIM_AREA_FREE || area->kind >= SIM_N_AREA_KINDS)
        return "areas overlap, or lie outside of vmalloc's range";
      reached = area->end;
      if (!has_room_for_records (machine)
          || !sim_page_tables_have_room (machine, area->first, (uint32_t) ((area->end - area->first) >> SIM_PAGE_SHIFT)))
        return "there is no memory for so many areas";
      sim_vmap_place (&writer, area->first, area->end - area->first, sim_area_how (kind, area->cache_mode, 0));
      sim_vmap_describe (&writer, area->first, area->physical >> SIM_PAGE_SHIFT, SIM_AREA_OBJECT_PHYSICAL);
      sim_vmap_describe (&writer, area->first, area->vm_struct, SIM_AREA_OBJECT_VM_STRUCT);
      sim_vmap_describe (&writer, area->first, area->vmap_area, SIM_AREA_OBJECT_VMAP_AREA);
      sim_vmap_describe (&writer, area->first, area->pages, SIM_AREA_OBJECT_PAGES);
      for (uint64_t address = area->first; address < area->end; address += SIM_PAGE_SIZE)
        if (!sim_vmap_pte (machine, address).has_table)
          sim_vmap_add_table (&writer, SIM_NO_PFN, address);
      for (uint32_t i_page = 0; kind == SIM_AREA_IOREMAP && i_page + 1 < (area->end - area->first) >> SIM_PAGE_SHIFT; i_page++)
        sim_vmap_map (&writer, area->first + (uint64_t) i_page * SIM_PAGE_SIZE, (uint32_t) (area->physical >> SIM_PAGE_SHIFT) + i_page,
                      SIM_PTE_PRESENT | SIM_PTE_WRITABLE | (uint32_t) area->cache_mode << SIM_PTE_MODE_SHIFT);
      if (is_lazy)
        sim_vmap_leave (&writer, area->first);
    }
  return NULL;
}

/* --- looking ------------------------------------------------------------------------------------ */
SimAreaId
sim_area_first (const SimMachine *machine,
                SimAreaKind       kind)
{
  return sim_vmap_word (machine, 0, head_of (kind));
}

SimAreaId
sim_area_next (const SimMachine *machine,
               SimAreaId         area)
{
  return sim_vmap_word (machine, area, SIM_VMAP_WORD_NEXT);
}

uint64_t
sim_area_object (const SimMachine *machine,
                 SimAreaId         area,
                 SimAreaObject     which)
{
  return sim_vmap_word (machine, area, SIM_VMAP_WORD_OBJECTS + 2 * which)
         | (uint64_t) sim_vmap_word (machine, area, SIM_VMAP_WORD_OBJECTS + 2 * which + 1) << 32;
}

uint64_t
sim_vmap_preloaded (const SimMachine *machine,
                    unsigned          cpu)
{
  return sim_vmap_word (machine, 0, SIM_VMAP_WORD_PRELOADED + 2 * cpu)
         | (uint64_t) sim_vmap_word (machine, 0, SIM_VMAP_WORD_PRELOADED + 2 * cpu + 1) << 32;
}

SimArea
sim_area (const SimMachine *machine,
          SimAreaId         id)
{
  SimArea area = {
    .id = id,
    .kind = kind_of (machine, id),
    .first = sim_vmap_address (machine, sim_vmap_word (machine, id, SIM_VMAP_WORD_FIRST)),
    .end = sim_vmap_address (machine, sim_vmap_word (machine, id, SIM_VMAP_WORD_END)),
    .cache_mode = (SimCacheMode) (sim_vmap_word (machine, id, SIM_VMAP_WORD_KIND) >> 8 & 0xff),
    .physical = (uint64_t) sim_vmap_word (machine, id, SIM_VMAP_WORD_PHYSICAL) << SIM_PAGE_SHIFT,
    .owner = sim_vmap_word (machine, id, SIM_VMAP_WORD_OWNER),
    .vm_struct = sim_area_object (machine, id, SIM_AREA_OBJECT_VM_STRUCT),
    .vmap_area = sim_area_object (machine, id, SIM_AREA_OBJECT_VMAP_AREA),
    .pages = sim_area_object (machine, id, SIM_AREA_OBJECT_PAGES),
  };

  if (area.kind > SIM_AREA_LAZY)
    area.n_pages = (uint32_t) ((area.end - area.first) >> SIM_PAGE_SHIFT) - 1;
  return area;
}

SimAreaId
sim_area_at (const SimMachine *machine,
             uint64_t          address)
{
  uint32_t page = sim_vmap_page (machine, address);
  SimAreaId area = SIM_NO_AREA;

  if (!is_of_vmalloc (machine, address))
    return SIM_NO_AREA;
  area = find (machine, HEAD_IN_USE, page);
  if (area == SIM_NO_AREA)
    area = find (machine, HEAD_LAZY, page);
  if (area == SIM_NO_AREA)
    area = find (machine, HEAD_FREE, page);
  return area;
}

const char *
sim_area_kind_name (SimAreaKind kind)
{
  static const char *const names[SIM_N_AREA_KINDS] = {
    [SIM_AREA_FREE] = "free", [SIM_AREA_LAZY] = "unpurged vm_area", [SIM_AREA_VMALLOC] = "vmalloc", [SIM_AREA_VMAP] = "vmap",
    [SIM_AREA_IOREMAP] = "ioremap",
  };

  return names[kind];
}

const char *
sim_cache_mode_name (SimCacheMode mode)
{
  static const char *const names[SIM_N_CACHE_MODES] = {
    [SIM_CACHE_MODE_WB] = "WB", [SIM_CACHE_MODE_WC] = "WC", [SIM_CACHE_MODE_UC_MINUS] = "UC-", [SIM_CACHE_MODE_UC] = "UC",
  };

  return names[mode];
}

uint32_t
sim_lazy_pages (const SimMachine *machine)
{
  return sim_vmap_word (machine, 0, N_LAZY_PAGES);
}

/* lazy_max_pages (): 32 MiB for each binary digit of the number of CPUs. */
uint32_t
sim_lazy_max_pages (const SimMachine *machine)
{
  unsigned digits = 0;

  for (unsigned n = machine->n_cpus; n > 0; n >>= 1)
    digits++;
  return digits * ((32u << 20) / SIM_PAGE_SIZE);
}

/* --- invariants --------------------------------------------------------------------------------- */
const char *
sim_vmap_check (const SimMachine *machine)
{
  SimAreaId at[3] = { sim_area_first (machine, SIM_AREA_FREE), sim_area_first (machine, SIM_AREA_LAZY), sim_area_first (machine, SIM_AREA_VMALLOC) };
  uint32_t end = machine->profile->bits == 64 ? UINT32_MAX : 0xfffffu, lazy = 0;

  for (uint32_t page = 0; page < end;)
    {
      unsigned i = 0;

      while (i < 3 && (at[i] == SIM_NO_AREA || sim_vmap_word (machine, at[i], SIM_VMAP_WORD_FIRST) != page))
        i++;
      if (i == 3)
        return "an address of vmalloc's range is in no area, or areas overlap";
      if (sim_vmap_word (machine, at[i], SIM_VMAP_WORD_END) <= page)
        return "an area of vmalloc's range has no addresses";
      if (i == 1)
        lazy += sim_vmap_word (machine, at[i], SIM_VMAP_WORD_END) - page;
      page = sim_vmap_word (machine, at[i], SIM_VMAP_WORD_END);
      at[i] = sim_area_next (machine, at[i]);
    }
  if (lazy != sim_lazy_pages (machine))
    return "lazily freed pages are not as many as are counted";
  return NULL;
}
