#include "model-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* --- beginning and end ------------------------------------------------------------------------------ */
Model *
model_new (const SimMachine *machine)
{
  Model *model = calloc (1, sizeof *model);

  model->machine = machine;
  model->has_types = sim_profile (machine)->buddy.has_migrate_types;
  model->place = calloc (sim_n_frames (machine), 1);
  model->from_highatomic = calloc (sim_n_frames (machine), sizeof (bool));
  model->woken = -1;
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
            {
              add_tail (&model->free[zone][type][order], pfn);
              model->place[pfn] = (uint8_t) (1 + order);
            }
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
  free (model->place);
  free (model->from_highatomic);
  free (model);
}

/* --- buddies ------------------------------------------------------------------------------------------ */
static bool
is_free_block (const Model *model,
               unsigned     zone,
               SimPfn       pfn,
               unsigned     order)
{
  return pfn < sim_n_frames (model->machine) && model->place[pfn] == 1 + order && sim_zone_of (model->machine, pfn) == zone;
}

static void
put (Model   *model,
     unsigned zone,
     SimPfn   pfn,
     unsigned order,
     unsigned type,
     bool     to_tail)
{
  List *list = &model->free[zone][type][order];

  model->place[pfn] = (uint8_t) (1 + order);
  if (to_tail)
    add_tail (list, pfn);
  else
    add_head (list, pfn);
}

/* Whatever list it is on. */
static void
pull (Model   *model,
      unsigned zone,
      SimPfn   pfn,
      unsigned order)
{
  bool was_there = false;

  model->place[pfn] = 0;
  for (unsigned type = 0; type < TYPES && !was_there; type++)
    was_there = remove_pfn (&model->free[zone][type][order], pfn);
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
      pull (model, zone, pfn ^ 1u << order, order);
      pfn &= ~(1u << order);
      order++;
    }
  if (model->has_types && order < 9)
    to_tail = is_free_block (model, zone, (pfn & ~(1u << order)) ^ 2u << order, order + 1);
  put (model, zone, pfn, order, type, to_tail);
}

SimPfn
model_take_smallest (Model   *model,
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

      model->place[pfn] = 0;
      while (found-- > order)
        put (model, zone, pfn + (1u << found), found, type, false);
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
            unsigned to)
{
  pull (model, zone, pfn, order);
  put (model, zone, pfn, order, to, true);
}

SimPfn
model_move_page_block (Model   *model,
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
    if (model->place[i] != 0)
      {
        n += 1u << (model->place[i] - 1);
        move_block (model, zone, i, model->place[i] - 1u, to);
      }
  return n;
}

/* --- marks that rise and fall, and kswapd ------------------------------------------------------------------ */
static void
raise_marks (Model     *model,
             unsigned   zone,
             const Way *way)
{
  SimZone info = sim_zone (model->machine, (SimZoneId) zone);
  int64_t most = (int64_t) info.limits.high * 15000 / 10000;

  if (info.managed < 4 * 1024 || most == 0)
    return;
  if (most < 1024)
    most = 1024;
  model->boost[zone] = model->boost[zone] + 1024 > most ? most : model->boost[zone] + 1024;
  model->is_told[zone] |= way->tells_kswapd;
}

void
model_let_kswapd_work (Model *model)
{
  for (unsigned zone = 0; zone < sim_n_zones (model->machine); zone++)
    if ((int) sim_zone_type (model->machine, (SimZoneId) zone) <= model->woken)
      {
        model->boost[zone] = 0;
        model->is_active[zone] = false;
      }
  model->woken = -1;
}

void
model_tell_kswapd (Model *model)
{
  bool is_told = false;

  for (unsigned zone = 0; zone < sim_n_zones (model->machine); zone++)
    if (model->is_told[zone])
      {
        int type = (int) sim_zone_type (model->machine, (SimZoneId) zone);

        is_told = true;
        model->is_told[zone] = false;
        if (type > model->woken)
          model->woken = type;
      }
  if (is_told)
    model_let_kswapd_work (model);
}

/* --- other types -------------------------------------------------------------------------------------------- */
static bool
steal (Model     *model,
       unsigned   zone,
       unsigned   order,
       unsigned   type,
       const Way *way)
{
  int current = 10, least = way->whole_blocks ? 10 : (int) order;
  unsigned found;

  if (!model->has_types)
    return false;
  while (current >= least && other_type (model, zone, (unsigned) current, type) == TYPES)
    current--;
  if (current < least)
    return false;
  if (type == SIM_MOVABLE && current < 5)
    for (current = (int) order; other_type (model, zone, (unsigned) current, type) == TYPES;)
      current++;
  found = other_type (model, zone, (unsigned) current, type);

  List *list = &model->free[zone][found][current];
  SimPfn pfn = list->items[list->n - 1];
  uint8_t *block_type = &model->block_types[zone][pfn / 1024];

  if (*block_type != SIM_HIGHATOMIC && current == 10)
    *block_type = (uint8_t) type;
  else if (*block_type != SIM_HIGHATOMIC)
    {
      raise_marks (model, zone, way);
      if (current >= 5 || type != SIM_MOVABLE)
        {
          SimPfn n_free = model_move_page_block (model, zone, pfn, type);
          SimPfn n_alike = type != SIM_MOVABLE && *block_type == SIM_MOVABLE ? 1024 - n_free : 0;

          if (n_free > 0)
            {
              if (n_free + n_alike >= 512)
                *block_type = (uint8_t) type;
              return true;
            }
        }
    }
  move_block (model, zone, pfn, (unsigned) current, type);
  return true;
}

SimPfn
model_take (Model     *model,
            unsigned   zone,
            unsigned   order,
            unsigned   type,
            const Way *way)
{
  SimPfn pfn = model_take_smallest (model, zone, order, type);

  while (pfn == SIM_NO_PFN && steal (model, zone, order, type, way))
    pfn = model_take_smallest (model, zone, order, type);
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
        SimPfn pfn = remove_at (&model->pcp[zone][cpu][list], 0);

        free_one (model, zone, pfn, list / 3, model->from_highatomic[pfn] ? SIM_HIGHATOMIC : list % 3);
        model->from_highatomic[pfn] = false;
        n_frames -= 1 << list / 3;
      }
}

static bool
refill (Model   *model,
        unsigned zone,
        List    *list,
        unsigned n_blocks,
        unsigned order,
        unsigned type,
        const Way *way)
{
  for (unsigned i = 0; i < n_blocks; i++)
    {
      SimPfn pfn = model_take (model, zone, order, type, way);

      if (pfn == SIM_NO_PFN)
        break;
      add_tail (list, pfn);
    }
  model_tell_kswapd (model);
  return list->n > 0;
}

SimPfn
model_take_from_pcp (Model   *model,
                     unsigned zone,
                     unsigned cpu,
                     unsigned order,
                     unsigned type,
                     bool     cold,
                     const Way *way)
{
  unsigned batch = sim_pcp (model->machine, (SimZoneId) zone, cpu).batch;
  List *list = &model->pcp[zone][cpu][model->has_types ? order * 3 + type : cold];

  if (model->has_types)
    {
      unsigned n = batch == 1 ? 1 : batch >> order < 2 ? 2 : batch >> order;

      model->factor[zone][cpu] /= 2;
      if (list->n == 0 && !refill (model, zone, list, n, order, type, way))
        return SIM_NO_PFN;
    }
  else if (list->n <= (cold ? 0 : 2 * batch))
    refill (model, zone, list, batch, order, type, way);
  if (list->n == 0)
    return SIM_NO_PFN;

  SimPfn pfn = remove_at (list, list->n - 1);

  model->from_highatomic[pfn] = false;
  return pfn;
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
  unsigned *factor = &model->factor[zone][cpu], index = model->has_types ? order * 3 + (type == SIM_HIGHATOMIC ? 1 : type) : 0;
  unsigned high = model->is_active[zone] && pcp.batch * 4 < pcp.high ? pcp.batch * 4 : pcp.high;
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
  model->from_highatomic[pfn] = type == SIM_HIGHATOMIC;
  if (order > 0 && *factor > 0)
    drain (model, zone, cpu, (int) pcp_count (model, zone, cpu), index);
  else if (pcp_count (model, zone, cpu) >= high && high < pcp.batch)
    drain (model, zone, cpu, 1, index);
  else if (pcp_count (model, zone, cpu) >= high)
    {
      unsigned n = pcp.batch << *factor, most = high - pcp.batch;

      if (n < most && *factor < 5)
        ++*factor;
      n = n > most ? most : n;
      drain (model, zone, cpu, (int) (n < pcp.batch ? pcp.batch : n), index);
    }
}

/* --- the doors ---------------------------------------------------------------------------------------------- */
bool
model_goes_by_pcp (const Model *model,
                   unsigned     order)
{
  return sim_n_pcp_lists (model->machine) > 0 && order <= (model->has_types ? 3u : 0u);
}

void
model_set_active (Model   *model,
                  unsigned zone,
                  bool     active)
{
  model->is_active[zone] = active;
}

void
model_give (Model   *model,
            unsigned cpu,
            SimPfn   pfn,
            unsigned order)
{
  unsigned zone = sim_zone_of (model->machine, pfn), type = model->block_types[zone][pfn / 1024];

  if (model_goes_by_pcp (model, order))
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
      if (model->boost[zone] != sim_zone (machine, zone).limits.boost)
        {
          snprintf (text, sizeof text, "boost of zone %u", zone);
          return text;
        }
      if (model->highatomic[zone] != sim_zone (machine, zone).limits.highatomic)
        {
          snprintf (text, sizeof text, "number of HighAtomic frames of zone %u", zone);
          return text;
        }
    }
  return NULL;
}
