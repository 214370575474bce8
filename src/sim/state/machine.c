/* machine.c - tables as tables: building, copying, hashing, taking back */

#include "sim/state/layout.h"
#include "sim/state/access.h"
#include "sim/state/pools.h"
#include "sim/state/slab-words.h"
#include "sim/state/vmap.h"
#include "sim/words.h"

#include <stdlib.h>
#include <string.h>

/* Changes are logged by groups of words. */
static size_t
whole_groups (size_t n_words)
{
  return (n_words + SIM_GROUP_WORDS - 1) / SIM_GROUP_WORDS * SIM_GROUP_WORDS;
}

/* Tables that grow begin with nothing, but the script's with room for all of its words: the host
 * gives memory only for what is touched. */
static bool
allocate (SimMachine *machine,
          SimTable    table,
          size_t      n_words,
          size_t      capacity)
{
  capacity = whole_groups (capacity ? capacity : 1);
  machine->words_of[table] = calloc (capacity, sizeof (uint32_t));
  machine->n_words[table] = n_words;
  machine->capacity[table] = capacity;
  return machine->words_of[table] != NULL;
}

static bool
allocate_tables (SimMachine *machine)
{
  SimPfn n_frame_records = sim_link_pfn (machine->first_head);
  size_t n_records = sim_link_pfn (machine->first_pcp_head) + (size_t) machine->n_zones * machine->n_cpus * SIM_MAX_PCP_LISTS;
  size_t n_pageblocks = (n_frame_records >> machine->pageblock_order) + machine->n_zones;
  size_t n_directory = n_frame_records / SIM_UNIT_WORDS + 1;
  size_t n_pcp = (size_t) machine->n_zones * machine->n_cpus * SIM_PCP_WORDS;
  size_t n_context = (size_t) machine->n_cpus * SIM_CONTEXT_WORDS;

  return allocate (machine, SIM_TABLE_FRAMES, n_records * SIM_RECORD_WORDS, n_records * SIM_RECORD_WORDS)
         && allocate (machine, SIM_TABLE_ZONES, machine->n_zones * SIM_ZONE_WORDS, machine->n_zones * SIM_ZONE_WORDS)
         && allocate (machine, SIM_TABLE_PCP, n_pcp, n_pcp)
         && allocate (machine, SIM_TABLE_PAGEBLOCKS, n_pageblocks, n_pageblocks)
         && allocate (machine, SIM_TABLE_SCRIPT, 0, 2 * SIM_MAX_WORDS)
         && allocate (machine, SIM_TABLE_LOG, 1, 1024)
         && allocate (machine, SIM_TABLE_DIRECTORY, n_directory, n_directory)
         && allocate (machine, SIM_TABLE_CONTENTS, SIM_UNIT_WORDS, SIM_UNIT_WORDS)
         && allocate (machine, SIM_TABLE_CONTEXT, n_context, n_context)
         && allocate (machine, SIM_TABLE_CACHES, SIM_CACHE_WORDS, SIM_CACHE_WORDS)
         && allocate (machine, SIM_TABLE_SLABS, SIM_SLAB_WORDS, SIM_SLAB_WORDS)
         && allocate (machine, SIM_TABLE_OBJECTS, SIM_OBJECTS_HEADER_WORDS, SIM_OBJECTS_HEADER_WORDS)
         && allocate (machine, SIM_TABLE_POOLS, SIM_POOL_WORDS, SIM_POOL_WORDS)
         && allocate (machine, SIM_TABLE_VMAP, 0, 0)
         && allocate (machine, SIM_TABLE_PAGE_TABLES, 0, 0)
         && sim_vmap_init (machine);
}

static void
mark_frames (SimMachine      *machine,
             const SimLayout *layout)
{
  uint32_t *records = machine->words_of[SIM_TABLE_FRAMES];
  uint32_t none = sim_mark (SIM_FRAME_HOLE, 0, SIM_MARK_NO_ZONE);

  for (SimPfn pfn = 0; pfn < sim_link_pfn (machine->first_head); pfn++)
    records[(size_t) pfn * SIM_RECORD_WORDS + SIM_RECORD_MARK] = none;

  for (SimZoneId zone = 0; zone < machine->n_zones; zone++)
    for (SimPfn pfn = machine->zones[zone].start; pfn < machine->zones[zone].end; pfn++)
      records[(size_t) pfn * SIM_RECORD_WORDS + SIM_RECORD_MARK] = sim_mark (SIM_FRAME_HOLE, 0, zone);

  for (size_t i = 0; i < layout->n_ram; i++)
    for (SimPfn pfn = layout->ram[i].first; pfn < layout->ram[i].end; pfn++)
      {
        uint32_t *mark = &records[(size_t) pfn * SIM_RECORD_WORDS + SIM_RECORD_MARK];

        *mark = sim_mark (SIM_FRAME_RESERVED, 0, sim_mark_zone (*mark));
      }
}

static void
make_heads (SimMachine *machine)
{
  uint32_t *records = machine->words_of[SIM_TABLE_FRAMES];
  size_t n_records = machine->n_words[SIM_TABLE_FRAMES] / SIM_RECORD_WORDS;

  for (size_t head = sim_link_pfn (machine->first_head); head < n_records; head++)
    {
      records[head * SIM_RECORD_WORDS + SIM_RECORD_NEXT] = sim_link ((SimPfn) head);
      records[head * SIM_RECORD_WORDS + SIM_RECORD_PREV] = sim_link ((SimPfn) head);
      records[head * SIM_RECORD_WORDS + SIM_RECORD_MARK] = SIM_MARK_HEAD;
    }

  for (unsigned zone = 0; zone < machine->n_zones; zone++)
    for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
      {
        SimLink end = sim_list_head (machine, zone, machine->largest_order + 1, type);

        records[end / sizeof *records + SIM_RECORD_NEXT] = SIM_LINK_END;
      }
}

/* memmap_init_zone_range (): a page block that begins before its zone stays Unmovable. */
static void
type_pageblocks (SimMachine *machine)
{
  for (SimZoneId zone = 0; zone < machine->n_zones; zone++)
    {
      SimPfn size = (SimPfn) 1 << machine->pageblock_order;
      SimPfn start = machine->zones[zone].start;

      for (SimPfn pfn = start & ~(size - 1); pfn < machine->zones[zone].end; pfn += size)
        machine->words_of[SIM_TABLE_PAGEBLOCKS][sim_pageblock_index (machine, pfn, zone)]
          = (machine->n_types > 1 && pfn >= start ? SIM_MOVABLE : SIM_UNMOVABLE) << SIM_MARK_TYPE_SHIFT;
    }
}

SimMachine *
sim_machine_build (const SimLayout *layout)
{
  SimMachine *machine = calloc (1, sizeof *machine);

  if (machine == NULL)
    return NULL;

  const SimBuddyRules *rules = &layout->profile->buddy;
  SimPfn largest = (SimPfn) 1 << layout->profile->largest_order;

  machine->profile = layout->profile;
  machine->n_frames = layout->n_frames;
  machine->first_head = sim_link ((layout->n_frames + largest - 1) & ~(largest - 1));
  machine->first_pcp_head = machine->first_head + sim_link (layout->n_zones * SIM_SLOTS_PER_ZONE);
  machine->head_of_mark_0 = machine->first_head - (SIM_FRAME_FREE >> 1);
  machine->n_nodes = layout->n_nodes;
  memcpy (machine->node_of_cpu, layout->node_of_cpu, sizeof machine->node_of_cpu);
  for (unsigned cpu = 0; cpu < SIM_MAX_CPUS; cpu++)
    machine->requests_of_cpu[cpu] = (uint16_t) (machine->node_of_cpu[cpu] * sizeof machine->requests[0]);
  machine->n_zones = layout->n_zones;
  machine->n_cpus = layout->n_cpus;
  machine->n_pcp_lists = !layout->has_pcp ? 0 : rules->has_cold_pcp_lists ? 2 : (rules->largest_pcp_order + 1) * SIM_PCP_TYPES;
  machine->has_thp = layout->has_thp;
  if (layout->has_pcp && layout->has_thp && rules->pcp_has_thp)
    machine->n_pcp_lists += 2;
  machine->n_pcp_orders = layout->has_pcp ? rules->largest_pcp_order + 1u : 0;
  machine->largest_order = layout->profile->largest_order;
  machine->pageblock_order = rules->pageblock_order;
  machine->n_plain_orders = sim_has_thp_lists (machine) ? machine->pageblock_order : machine->largest_order + 1;
  machine->n_types = rules->has_migrate_types ? SIM_N_MIGRATE_TYPES : 1;
  machine->plain_span = sim_span (machine->pageblock_order < machine->largest_order
                                  ? machine->pageblock_order : machine->largest_order);
  machine->tail_span = rules->frees_to_tail_if_likely_to_merge ? sim_span (machine->largest_order - 1) : 0;
  machine->tail_step = machine->tail_span > 0 ? 1u << SIM_MARK_ORDER_SHIFT : SIM_MARK_NO_STEP;
  machine->has_cold_lists = rules->has_cold_pcp_lists;
  machine->counts_preemption = layout->counts_preemption;
  machine->gfp_cold = layout->profile->gfp_cold;
  machine->gfp_zero = layout->profile->gfp_zero;
  machine->gfp_unusual = layout->profile->gfp_zero | layout->profile->gfp_thisnode
                         | (layout->profile->gfp_reclaimable & ~(SIM_N_REQUESTS - 1));
  machine->gfp_other_objects = layout->profile->gfp_dma | layout->profile->gfp_reclaimable;
  machine->mem_map = layout->mem_map;
  machine->space = layout->space;
  machine->rodata_end = layout->rodata_end;
  machine->bss_first = layout->bss_first;
  machine->lowmem_end = layout->lowmem_end;
  machine->seed = layout->seed;
  machine->knows_free = true;
  memcpy (machine->requests, layout->requests, sizeof machine->requests);
  for (unsigned i = 0; i < SIM_MAX_NODES * SIM_N_REQUESTS; i++)
    {
      SimRequest *request = &machine->requests[i / SIM_N_REQUESTS][i % SIM_N_REQUESTS];

      request->enough = (uint16_t) (request->zones[0] * SIM_ZONE_WORDS + SIM_ZONE_WORD_ENOUGH + request->highest);
      /* Where smaller blocks do not count, the number of free frames says enough of single ones only. */
      if (layout->profile->marks.subtracts_smaller_orders && request->order_limit > 1)
        request->order_limit = 1;
    }
  memcpy (machine->zones, layout->zones, sizeof layout->zones);

  if (!allocate_tables (machine))
    {
      sim_machine_free (machine);
      return NULL;
    }
  mark_frames (machine, layout);
  make_heads (machine);
  type_pageblocks (machine);
  return machine;
}

void
sim_machine_set_limits (SimMachine          *machine,
                        SimZoneId            zone,
                        const SimZoneLimits *limits)
{
  uint32_t *words = machine->words_of[SIM_TABLE_ZONES] + zone * SIM_ZONE_WORDS;

  words[SIM_ZONE_WORD_MIN] = limits->min;
  words[SIM_ZONE_WORD_LOW] = limits->low;
  words[SIM_ZONE_WORD_HIGH] = limits->high;
  words[SIM_ZONE_WORD_BOOST] = limits->boost;
  words[SIM_ZONE_WORD_HIGHATOMIC] = limits->highatomic;
  words[SIM_ZONE_WORD_PCP_LOW] = limits->pcp_low;
  words[SIM_ZONE_WORD_PCP_HIGH] = limits->pcp_high;
  words[SIM_ZONE_WORD_PCP_BATCH] = limits->pcp_batch;
  words[SIM_ZONE_WORD_PCP_LIMIT] = sim_pcp_limit (machine->profile, words[SIM_ZONE_WORD_RECLAIM_ACTIVE] != 0, limits->pcp_high,
                                                  limits->pcp_batch);
  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    {
      words[SIM_ZONE_WORD_RESERVE + type] = limits->reserve[type];
      words[SIM_ZONE_WORD_ENOUGH + type] = sim_enough_span ((uint64_t) limits->low + limits->boost + limits->reserve[type]
                                                            + limits->highatomic);
    }
}

void
sim_machine_forget_free (SimMachine *machine)
{
  if (machine->knows_free)
    memset (machine->n_free_known, SIM_FREE_UNKNOWN_BYTE, sizeof machine->n_free_known);
  machine->knows_free = false;
}

int32_t
sim_machine_count_free (SimMachine *machine,
                        unsigned    zone)
{
  SimPfn n = 0;

  for (SimOrder order = 0; order <= machine->largest_order; order++)
    n += sim_nr_free (machine, (SimZoneId) zone, order) << order;
  machine->n_free_known[zone] = (int32_t) (n * sizeof (SimFrameRecord));
  machine->knows_free = true;
  return (int32_t) n;
}

void
sim_machine_free (SimMachine *machine)
{
  if (machine == NULL)
    return;
  for (unsigned table = 0; table < SIM_N_TABLES; table++)
    free (machine->words_of[table]);
  free (machine);
}

SimMachine *
sim_machine_copy (const SimMachine *machine)
{
  SimMachine *copy = malloc (sizeof *copy);

  if (copy == NULL)
    return NULL;
  *copy = *machine;
  memset (copy->words_of, 0, sizeof copy->words_of);
  for (unsigned table = 0; table < SIM_N_TABLES; table++)
    {
      /* Room to grow it finds when it needs any. */
      if (!allocate (copy, (SimTable) table, machine->n_words[table], machine->n_words[table]))
        {
          sim_machine_free (copy);
          return NULL;
        }
      memcpy (copy->words_of[table], machine->words_of[table], machine->n_words[table] * sizeof (uint32_t));
    }
  return copy;
}

bool
sim_table_grow (SimMachine *machine,
                SimTable    table,
                size_t      n)
{
  if (n > machine->capacity[table])
    {
      size_t capacity = whole_groups (machine->capacity[table] * 2 > n ? machine->capacity[table] * 2 : n);
      uint32_t *words;

      if (capacity > (size_t) 1 << 28)
        return false;
      words = realloc (machine->words_of[table], capacity * sizeof *words);
      if (words == NULL)
        return false;
      memset (words + machine->capacity[table], 0, (capacity - machine->capacity[table]) * sizeof *words);
      machine->words_of[table] = words;
      machine->capacity[table] = capacity;
    }
  if (n > machine->n_words[table])
    machine->n_words[table] = n;
  return true;
}

/* --- hash --------------------------------------------------------------------------------- */
static uint64_t
mix (uint64_t hash,
     uint64_t value)
{
  hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 29;
}

/* Words of 0 at the end of a table do not count: a table that grew and was taken back is as before. */
static uint64_t
hash_words (uint64_t        hash,
            const uint32_t *words,
            size_t          n)
{
  while (n > 0 && words[n - 1] == 0)
    n--;

  uint64_t lanes[4] = { hash, hash ^ 1, hash ^ 2, hash ^ 3 };
  size_t i = 0;

  for (; i + 8 <= n; i += 8)
    for (unsigned lane = 0; lane < 4; lane++)
      {
        uint64_t value;

        memcpy (&value, words + i + 2 * lane, sizeof value);
        lanes[lane] = mix (lanes[lane], value);
      }
  for (; i < n; i++)
    lanes[0] = mix (lanes[0], words[i] | (uint64_t) 1 << 32);

  for (unsigned lane = 0; lane < 4; lane++)
    hash = mix (hash, lanes[lane]);
  return mix (hash, n);
}

uint64_t
sim_machine_hash (const SimMachine *machine)
{
  uint64_t hash = 0x5041474553434150u;

  for (const char *id = machine->profile->id; *id != '\0'; id++)
    hash = mix (hash, (unsigned char) *id);
  for (unsigned table = 0; table < SIM_N_TABLES; table++)
    hash = hash_words (hash, machine->words_of[table], machine->n_words[table]);
  return hash;
}

void
sim_machine_size (const SimMachine *machine,
                  size_t           *bytes_per_frame,
                  size_t           *other_bytes)
{
  size_t bytes = sizeof *machine;

  for (unsigned table = 0; table < SIM_N_TABLES; table++)
    bytes += machine->n_words[table] * sizeof (uint32_t);
  *bytes_per_frame = SIM_RECORD_WORDS * sizeof (uint32_t);
  *other_bytes = bytes - *bytes_per_frame * machine->n_frames;
}

/* --- words and differences ------------------------------------------------------------------ */
static __attribute__ ((noinline)) void
apply_to_any_table (SimMachine      *machine,
                    const SimChange *first,
                    const SimChange *end)
{
  for (const SimChange *change = first; change < end; change++)
    {
      uint32_t table = change->index % sizeof (SimGroup);

      *(SimGroup *) ((char *) machine->words_of[table] + (change->index - table)) ^= change->difference;
    }
}

void
sim_machine_apply (SimMachine      *machine,
                   const SimChange *first,
                   const SimChange *end)
{
  char *frames = (char *) machine->words_of[SIM_TABLE_FRAMES];

  sim_machine_forget_free (machine);
  /* Nearly all are of frames, whose table is number 0. */
  for (const SimChange *change = first; change < end; change++)
    {
      if (SIM_UNLIKELY (change->index % sizeof (SimGroup) != SIM_TABLE_FRAMES))
        {
          apply_to_any_table (machine, change, end);
          return;
        }
      *(SimGroup *) (frames + change->index) ^= change->difference;
    }
}

unsigned
sim_n_tables (const SimMachine *machine)
{
  return SIM_N_TABLES;
}

const uint32_t *
sim_table (const SimMachine *machine,
           unsigned          table,
           size_t           *n_words)
{
  *n_words = machine->n_words[table];
  return machine->words_of[table];
}

SimStatus
sim_table_write (SimMachine     *machine,
                 unsigned        table,
                 size_t          first,
                 const uint32_t *words,
                 size_t          n)
{
  if (!sim_table_grow (machine, (SimTable) table, first + n))
    return SIM_NO_HOST_MEMORY;
  memcpy (machine->words_of[table] + first, words, n * sizeof *words);
  sim_machine_forget_free (machine);
  return SIM_OK;
}
