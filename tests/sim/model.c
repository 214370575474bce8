#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPES 4
#define ORDERS 11
#define ZONES 3
#define CPUS 2
#define LISTS 12

typedef struct {
  SimPfn *items;                  /* head last: vectors grow at their end */
  size_t  n, room;
} List;

struct Model {
  const SimMachine *machine;      /* for what never changes */
  bool     has_types;
  List     free[ZONES][TYPES][ORDERS];
  List     pcp[ZONES][CPUS][LISTS];
  unsigned factor[ZONES][CPUS];
  uint8_t *block_types[ZONES];
};

/* --- vectors -------------------------------------------------------------------------------------- */
static void
insert (List  *list,
        SimPfn pfn,
        size_t at)
{
  if (list->n == list->room)
    {
      list->room = list->room ? 2 * list->room : 8;
      list->items = realloc (list->items, list->room * sizeof *list->items);
    }
  memmove (list->items + at + 1, list->items + at, (list->n - at) * sizeof *list->items);
  list->items[at] = pfn;
  list->n++;
}

static void
add_head (List  *list,
          SimPfn pfn)
{
  insert (list, pfn, list->n);
}

static void
add_tail (List  *list,
          SimPfn pfn)
{
  insert (list, pfn, 0);
}

static SimPfn
remove_at (List  *list,
           size_t at)
{
  SimPfn pfn = list->items[at];

  memmove (list->items + at, list->items + at + 1, (list->n - at - 1) * sizeof *list->items);
  list->n--;
  return pfn;
}

static bool
remove_pfn (List  *list,
            SimPfn pfn)
{
  for (size_t i = 0; i < list->n; i++)
    if (list->items[i] == pfn)
      {
        remove_at (list, i);
        return true;
      }
  return false;
}

static bool
has_pfn (const List *list,
         SimPfn      pfn)
{
  for (size_t i = 0; i < list->n; i++)
    if (list->items[i] == pfn)
      return true;
  return false;
}

/* --- beginning and end ------------------------------------------------------------------------------ */
Model *
model_new (const SimMachine *machine)
{
  Model *model = calloc (1, sizeof *model);

  model->machine = machine;
  model->has_types = sim_profile (machine)->buddy.has_migrate_types;
  for (unsigned zone = 0; zone < sim_n_zones (machine); zone++)
    {
      SimZone info = sim_zone (machine, (SimZoneId) zone);
      SimPfn end = info.start_pfn + info.spanned;

      model->block_types[zone] = calloc (end / 1024 + 1, 1);
      for (SimPfn block = info.start_pfn / 1024; block <= (end - 1) / 1024; block++)
        model->block_types[zone][block]
          = (uint8_t) sim_pageblock_type (machine, block * 1024 > info.start_pfn ? block * 1024 : info.start_pfn);

      for (unsigned type = 0; type < TYPES; type++)
        for (unsigned order = 0; order < ORDERS; order++)
          for (SimPfn pfn = sim_list_first (machine, (SimZoneId) zone, (SimOrder) order, (SimMigrateType) type);
               pfn != SIM_NO_PFN; pfn = sim_list_next (machine, pfn))
            add_tail (&model->free[zone][type][order], pfn);
      for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
        for (unsigned list = 0; list < sim_n_pcp_lists (machine); list++)
          for (SimPfn pfn = sim_pcp_list_first (machine, (SimZoneId) zone, cpu, list); pfn != SIM_NO_PFN;
               pfn = sim_list_next (machine, pfn))
            add_tail (&model->pcp[zone][cpu][list], pfn);
    }
  return model;
}

void
model_free (Model *model)
{
  for (unsigned zone = 0; zone < ZONES; zone++)
    {
      for (unsigned type = 0; type < TYPES; type++)
        for (unsigned order = 0; order < ORDERS; order++)
          free (model->free[zone][type][order].items);
      for (unsigned cpu = 0; cpu < CPUS; cpu++)
        for (unsigned list = 0; list < LISTS; list++)
          free (model->pcp[zone][cpu][list].items);
      free (model->block_types[zone]);
    }
  free (model);
}

/* --- buddies ------------------------------------------------------------------------------------------ */
static bool
is_free_block (const Model *model,
               unsigned     zone,
               SimPfn       pfn,
               unsigned     order)
{
  for (unsigned type = 0; type < TYPES; type++)
    if (has_pfn (&model->free[zone][type][order], pfn))
      return true;
  return false;
}

static void
free_one (Model   *model,
          unsigned zone,
          SimPfn   pfn,
          unsigned order,
          unsigned type)
{
  bool to_tail = false;

  while (order < 10 && is_free_block (model, zone, pfn ^ 1u << order, order))
    {
      for (unsigned t = 0; t < TYPES; t++)
        remove_pfn (&model->free[zone][t][order], pfn ^ 1u << order);
      pfn &= ~(1u << order);
      order++;
    }
  if (model->has_types && order < 9)
    to_tail = is_free_block (model, zone, (pfn & ~(1u << order)) ^ 2u << order, order + 1);
  if (to_tail)
    add_tail (&model->free[zone][type][order], pfn);
  else
    add_head (&model->free[zone][type][order], pfn);
}

static SimPfn
take_smallest (Model   *model,
               unsigned zone,
               unsigned order,
               unsigned type)
{
  for (unsigned found = order; found < ORDERS; found++)
    {
      List *list = &model->free[zone][type][found];

      if (list->n == 0)
        continue;

      SimPfn pfn = remove_at (list, list->n - 1);

      while (found-- > order)
        add_head (&model->free[zone][type][found], pfn + (1u << found));
      return pfn;
    }
  return SIM_NO_PFN;
}

static unsigned
other_type (const Model *model,
            unsigned     zone,
            unsigned     order,
            unsigned     type)
{
  static const unsigned others[3][2] = { { 2, 1 }, { 2, 0 }, { 0, 1 } };

  for (unsigned i = 0; i < 2; i++)
    if (model->free[zone][others[type][i]][order].n > 0)
      return others[type][i];
  return TYPES;
}

static void
move_block (Model   *model,
            unsigned zone,
            SimPfn   pfn,
            unsigned order,
            unsigned from,
            unsigned to)
{
  remove_pfn (&model->free[zone][from][order], pfn);
  add_tail (&model->free[zone][to][order], pfn);
}

static SimPfn
move_page_block (Model   *model,
                 unsigned zone,
                 SimPfn   pfn,
                 unsigned to)
{
  SimZone info = sim_zone (model->machine, (SimZoneId) zone);
  SimPfn first = pfn & ~1023u, end = first + 1024, n = 0;

  if (end > info.start_pfn + info.spanned)
    return 0;
  if (first < info.start_pfn)
    first = pfn;
  for (SimPfn i = first; i < end; i++)
    for (unsigned order = 0; order < ORDERS; order++)
      for (unsigned type = 0; type < TYPES; type++)
        if (has_pfn (&model->free[zone][type][order], i))
          {
            move_block (model, zone, i, order, type, to);
            n += 1u << order;
            type = TYPES;
            order = ORDERS;
          }
  return n;
}

static bool
steal (Model   *model,
       unsigned zone,
       unsigned order,
       unsigned type)
{
  int current = 10;
  unsigned found;

  if (!model->has_types)
    return false;
  while (current >= (int) order && other_type (model, zone, (unsigned) current, type) == TYPES)
    current--;
  if (current < (int) order)
    return false;
  if (type == SIM_MOVABLE && current < 5)
    for (current = (int) order; other_type (model, zone, (unsigned) current, type) == TYPES;)
      current++;
  found = other_type (model, zone, (unsigned) current, type);

  List *list = &model->free[zone][found][current];
  SimPfn pfn = list->items[list->n - 1];
  uint8_t *block_type = &model->block_types[zone][pfn / 1024];

  if (current == 10)
    *block_type = (uint8_t) type;
  else if (current >= 5 || type != SIM_MOVABLE)
    {
      SimPfn n_free = move_page_block (model, zone, pfn, type);
      SimPfn n_alike = type != SIM_MOVABLE && *block_type == SIM_MOVABLE ? 1024 - n_free : 0;

      if (n_free > 0)
        {
          if (n_free + n_alike >= 512)
            *block_type = (uint8_t) type;
          return true;
        }
    }
  move_block (model, zone, pfn, (unsigned) current, found, type);
  return true;
}

static SimPfn
take (Model   *model,
      unsigned zone,
      unsigned order,
      unsigned type)
{
  SimPfn pfn = take_smallest (model, zone, order, type);

  while (pfn == SIM_NO_PFN && steal (model, zone, order, type))
    pfn = take_smallest (model, zone, order, type);
  return pfn;
}

/* --- per-CPU lists -------------------------------------------------------------------------------------- */
static unsigned
pcp_count (const Model *model,
           unsigned     zone,
           unsigned     cpu)
{
  unsigned n = 0;

  for (unsigned list = 0; list < LISTS; list++)
    n += (unsigned) model->pcp[zone][cpu][list].n << (model->has_types ? list / 3 : 0);
  return n;
}

static void
drain (Model   *model,
       unsigned zone,
       unsigned cpu,
       int      n_frames,
       unsigned list)
{
  if (n_frames > (int) pcp_count (model, zone, cpu))
    n_frames = (int) pcp_count (model, zone, cpu);
  for (; n_frames > 0; list = (list + 1) % LISTS)
    while (n_frames > 0 && model->pcp[zone][cpu][list].n > 0)
      {
        free_one (model, zone, remove_at (&model->pcp[zone][cpu][list], 0), list / 3, list % 3);
        n_frames -= 1 << list / 3;
      }
}

static bool
refill (Model   *model,
        unsigned zone,
        List    *list,
        unsigned n_blocks,
        unsigned order,
        unsigned type)
{
  for (unsigned i = 0; i < n_blocks; i++)
    {
      SimPfn pfn = take (model, zone, order, type);

      if (pfn == SIM_NO_PFN)
        break;
      add_tail (list, pfn);
    }
  return list->n > 0;
}

static SimPfn
take_from_pcp (Model   *model,
               unsigned zone,
               unsigned cpu,
               unsigned order,
               unsigned type,
               bool     cold)
{
  unsigned batch = sim_pcp (model->machine, (SimZoneId) zone, cpu).batch;
  List *list = &model->pcp[zone][cpu][model->has_types ? order * 3 + type : cold];

  if (model->has_types)
    {
      unsigned n = batch == 1 ? 1 : batch >> order < 2 ? 2 : batch >> order;

      model->factor[zone][cpu] /= 2;
      if (list->n == 0 && !refill (model, zone, list, n, order, type))
        return SIM_NO_PFN;
    }
  else if (list->n <= (cold ? 0 : 2 * batch))
    refill (model, zone, list, batch, order, type);
  return list->n > 0 ? remove_at (list, list->n - 1) : SIM_NO_PFN;
}

static void
give_to_pcp (Model   *model,
             unsigned zone,
             unsigned cpu,
             SimPfn   pfn,
             unsigned order,
             unsigned type)
{
  SimPcp pcp = sim_pcp (model->machine, (SimZoneId) zone, cpu);
  unsigned *factor = &model->factor[zone][cpu], index = model->has_types ? order * 3 + type : 0;
  List *list = &model->pcp[zone][cpu][index];

  if (!model->has_types)
    {
      if (list->n >= pcp.high)
        for (unsigned i = 0; i < pcp.batch && list->n > 0; i++)
          free_one (model, zone, remove_at (list, 0), 0, 0);
      add_head (list, pfn);
      return;
    }

  add_head (list, pfn);
  if (order > 0 && *factor > 0)
    drain (model, zone, cpu, (int) pcp_count (model, zone, cpu), index);
  else if (pcp_count (model, zone, cpu) >= pcp.high)
    {
      unsigned n = pcp.batch << *factor, most = pcp.high - pcp.batch;

      if (n < most && *factor < 5)
        ++*factor;
      drain (model, zone, cpu, (int) (n > most ? most : n), index);
    }
}

/* --- the doors ---------------------------------------------------------------------------------------------- */
static bool
goes_by_pcp (const Model *model,
             unsigned     order)
{
  return sim_n_pcp_lists (model->machine) > 0 && order <= (model->has_types ? 3u : 0u);
}

static int64_t
free_frames (const Model *model,
             unsigned     zone,
             unsigned     from_order)
{
  int64_t n = 0;

  for (unsigned order = from_order; order <= SIM_LARGEST_ORDER; order++)
    for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
      n += (int64_t) model->free[zone][type][order].n << order;
  return n;
}

/* No mask in the tests has __GFP_HIGH. waits: it may sleep. */
static bool
zone_may_give (const Model *model,
               unsigned     zone,
               unsigned     order,
               unsigned     highest,
               bool         low,
               bool         waits)
{
  SimZoneLimits limits = sim_zone (model->machine, (SimZoneId) zone).limits;
  bool is_old = strcmp (sim_profile (model->machine)->id, "2.6.11-i386") == 0;
  int64_t mark = low ? limits.low : is_old && !waits ? limits.min - limits.min / 4 : limits.min;
  int64_t taken = (1 << order) - 1;

  if (free_frames (model, zone, 0) - taken <= mark + limits.reserve[highest])
    return false;
  if (!is_old)
    return order == 0 || free_frames (model, zone, order) > 0;
  for (unsigned above = 1; above <= order; above++)
    if (free_frames (model, zone, above) - taken <= mark >> above)
      return false;
  return true;
}

SimPfn
model_alloc (Model   *model,
             unsigned cpu,
             uint32_t gfp,
             unsigned order)
{
  const SimProfile *profile = sim_profile (model->machine);
  unsigned type = gfp & profile->gfp_movable ? 1 : gfp & profile->gfp_reclaimable ? 2 : 0;
  bool waits = (gfp & profile->gfp_may_sleep) != 0;
  unsigned highest = gfp & profile->gfp_dma ? SIM_ZONE_DMA : !(gfp & profile->gfp_highmem) ? SIM_ZONE_NORMAL
                     : gfp & profile->gfp_movable ? SIM_ZONE_MOVABLE : SIM_ZONE_HIGHMEM;

  for (unsigned round = 0; round < 2; round++)
    for (int zone = (int) sim_n_zones (model->machine) - 1; zone >= 0; zone--)
      {
        SimPfn pfn;

        if (sim_zone (model->machine, (SimZoneId) zone).type > highest
            || !zone_may_give (model, (unsigned) zone, order, highest, round == 0, waits))
          continue;
        pfn = goes_by_pcp (model, order)
              ? take_from_pcp (model, (unsigned) zone, cpu, order, type, (gfp & profile->gfp_cold) != 0)
              : take (model, (unsigned) zone, order, type);
        if (pfn != SIM_NO_PFN)
          return pfn;
      }
  return SIM_NO_PFN;
}

void
model_give (Model   *model,
            unsigned cpu,
            SimPfn   pfn,
            unsigned order)
{
  unsigned zone = sim_zone_of (model->machine, pfn), type = model->block_types[zone][pfn / 1024];

  if (goes_by_pcp (model, order))
    give_to_pcp (model, zone, cpu, pfn, order, type);
  else
    free_one (model, zone, pfn, order, type);
}

void
model_drain (Model *model)
{
  for (unsigned zone = 0; zone < sim_n_zones (model->machine); zone++)
    for (unsigned cpu = 0; cpu < sim_n_cpus (model->machine); cpu++)
      drain (model, zone, cpu, (int) pcp_count (model, zone, cpu), 0);
}

static bool
is_same (const List       *list,
         const SimMachine *machine,
         SimPfn            pfn)
{
  for (size_t i = list->n; i-- > 0; pfn = sim_list_next (machine, pfn))
    if (list->items[i] != pfn)
      return false;
  return pfn == SIM_NO_PFN;
}

const char *
model_difference (const Model      *model,
                  const SimMachine *machine)
{
  static char text[80];

  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    {
      for (unsigned type = 0; type < TYPES; type++)
        for (unsigned order = 0; order < ORDERS; order++)
          if (!is_same (&model->free[zone][type][order], machine,
                        sim_list_first (machine, zone, (SimOrder) order, (SimMigrateType) type)))
            {
              snprintf (text, sizeof text, "free list of zone %u, type %u, order %u", zone, type, order);
              return text;
            }
      for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
        for (unsigned list = 0; list < sim_n_pcp_lists (machine); list++)
          if (!is_same (&model->pcp[zone][cpu][list], machine, sim_pcp_list_first (machine, zone, cpu, list)))
            {
              snprintf (text, sizeof text, "per-CPU list %u of zone %u, CPU %u", list, zone, cpu);
              return text;
            }
    }
  return NULL;
}
