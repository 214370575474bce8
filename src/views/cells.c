#include "views/cells.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define N_REMEMBERED 64         /* changes that view_cells_changed_since () can tell apart */

typedef struct {
  uint64_t generation;
  SimPfn   first, end;
} Change;

struct ViewCells {
  SceneRole *roles;             /* by pfn */
  SimPfn     n_frames;
  SceneMip  *mip;
  uint32_t   counts[256];       /* frames by role */
  uint64_t   generation;
  Change     changes[N_REMEMBERED];     /* a ring, by generation */
};

SceneHue
view_zone_hue (SimZoneType type)
{
  static const SceneHue hues[SIM_N_ZONE_TYPES] = {
    [SIM_ZONE_DMA] = SCENE_HUE_DMA,
    [SIM_ZONE_DMA32] = SCENE_HUE_DMA32,
    [SIM_ZONE_NORMAL] = SCENE_HUE_NORMAL,
    [SIM_ZONE_HIGHMEM] = SCENE_HUE_HIGHMEM,
    [SIM_ZONE_MOVABLE] = SCENE_HUE_MOVABLE,
  };

  return type < SIM_N_ZONE_TYPES ? hues[type] : SCENE_HUE_NEUTRAL;
}

static SceneFill
fill_of (SimFrameState state)
{
  switch (state)
    {
    case SIM_FRAME_RESERVED:
      return SCENE_FILL_RESERVED;
    case SIM_FRAME_KERNEL:
      return SCENE_FILL_KERNEL;
    case SIM_FRAME_FREE:
      return SCENE_FILL_FREE;
    case SIM_FRAME_PCP:
      return SCENE_FILL_PCP;
    case SIM_FRAME_ALLOCATED:
      return SCENE_FILL_ALLOCATED;
    case SIM_FRAME_ISOLATED:
      return SCENE_FILL_ISOLATED;
    case SIM_FRAME_SLAB:
      return SCENE_FILL_SLAB;
    case SIM_FRAME_PAGE_TABLE:
      return SCENE_FILL_PAGE_TABLE;
    default:
      return SCENE_FILL_PANEL;
    }
}

SceneRole
view_state_role (const SimMachine *machine,
                 SimZoneId         zone,
                 SimFrameState     state)
{
  SceneFill fill = fill_of (state);

  if (zone == SIM_NO_ZONE || state == SIM_FRAME_HOLE)
    return scene_role (SCENE_HUE_NEUTRAL, fill);
  return scene_role (view_zone_hue (sim_zone_type (machine, zone)), fill);
}

SceneRole
view_frame_role (const SimMachine *machine,
                 SimPfn            pfn)
{
  return view_state_role (machine, sim_zone_of (machine, pfn), sim_frame_state (machine, pfn));
}

/* Looks at whole blocks where there are blocks, and at the zones' tables once a zone. */
static void
look_at (ViewCells        *cells,
         const SimMachine *machine,
         SimPfn            first,
         SimPfn            end)
{
  SceneRole roles[SIM_N_FRAME_STATES] = { 0 };
  SimPfn pfn = first, zone_end = first, n;
  unsigned state;

  while (pfn < end)
    {
      SimBlock block;

      if (pfn >= zone_end)
        {
          SimZoneId zone = sim_zone_of (machine, pfn);

          zone_end = pfn + 1;
          if (zone != SIM_NO_ZONE)
            zone_end = sim_zone (machine, zone).start_pfn + sim_zone (machine, zone).spanned;
          for (state = 0; state < SIM_N_FRAME_STATES; state++)
            roles[state] = view_state_role (machine, zone, state);
        }

      block = sim_block_at (machine, pfn);
      n = MIN (block.end, end) - pfn;
      if (n == 1)
        cells->roles[pfn] = roles[block.state];
      else
        memset (cells->roles + pfn, roles[block.state], n);
      pfn += n;
    }
}

static void
count (ViewCells *cells,
       SimPfn     first,
       SimPfn     end,
       uint32_t   sign)
{
  uint32_t four[4][256] = { 0 };        /* neighbours are alike: four counters do not wait for each other */
  unsigned i;

  for (; first + 4 <= end; first += 4)
    for (i = 0; i < 4; i++)
      four[i][cells->roles[first + i]]++;
  for (; first < end; first++)
    four[0][cells->roles[first]]++;
  for (i = 0; i < 256; i++)
    cells->counts[i] += sign * (four[0][i] + four[1][i] + four[2][i] + four[3][i]);
}

static void
remember (ViewCells *cells,
          SimPfn     first,
          SimPfn     end)
{
  cells->generation++;
  cells->changes[cells->generation % N_REMEMBERED] = (Change) { cells->generation, first, end };
}

ViewCells *
view_cells_new (const SimMachine *machine)
{
  ViewCells *cells = calloc (1, sizeof *cells);

  if (!cells)
    return NULL;

  cells->n_frames = sim_n_frames (machine);
  cells->roles = calloc (MAX (cells->n_frames, 1), sizeof *cells->roles);
  cells->counts[0] = cells->n_frames;
  cells->mip = scene_mip_new (cells->n_frames);
  if (!cells->roles || !cells->mip)
    {
      view_cells_free (cells);
      return NULL;
    }

  view_cells_update (cells, machine, 0, cells->n_frames);
  return cells;
}

void
view_cells_free (ViewCells *cells)
{
  if (!cells)
    return;

  scene_mip_free (cells->mip);
  free (cells->roles);
  free (cells);
}

void
view_cells_update (ViewCells        *cells,
                   const SimMachine *machine,
                   SimPfn            first,
                   SimPfn            end)
{
  end = MIN (end, cells->n_frames);
  if (first >= end)
    return;

  count (cells, first, end, (uint32_t) -1);
  look_at (cells, machine, first, end);
  count (cells, first, end, 1);
  scene_mip_update (cells->mip, cells->roles, first, end);
  remember (cells, first, end);
}

/* Neighbouring and nested ranges are looked at once: a block that is halved ten times is one range. */
void
view_cells_follow (ViewCells        *cells,
                   const SimMachine *machine,
                   const SimEvent   *events,
                   size_t            n)
{
  SimPfn first = 0, end = 0, event_first, event_end;
  size_t i;

  for (i = 0; i < n; i++)
    {
      if (!sim_event_frames (&events[i], &event_first, &event_end))
        continue;

      if (first < end && event_first <= end && first <= event_end)
        {
          first = MIN (first, event_first);
          end = MAX (end, event_end);
          continue;
        }
      view_cells_update (cells, machine, first, end);
      first = event_first;
      end = event_end;
    }
  view_cells_update (cells, machine, first, end);
}

const SceneRole *
view_cells_roles (const ViewCells *cells)
{
  return cells->roles;
}

const SceneMip *
view_cells_mip (const ViewCells *cells)
{
  return cells->mip;
}

uint32_t
view_cells_count (const ViewCells *cells,
                  SceneRole        role)
{
  return cells->counts[role];
}

uint64_t
view_cells_generation (const ViewCells *cells)
{
  return cells->generation;
}

bool
view_cells_changed_since (const ViewCells *cells,
                          uint64_t         generation,
                          SimPfn          *first,
                          SimPfn          *end)
{
  *first = cells->n_frames;
  *end = 0;
  if (generation >= cells->generation)
    return false;

  if (cells->generation - generation > N_REMEMBERED)
    {
      *first = 0;
      *end = cells->n_frames;
      return true;
    }

  for (generation++; generation <= cells->generation; generation++)
    {
      const Change *change = &cells->changes[generation % N_REMEMBERED];

      *first = MIN (*first, change->first);
      *end = MAX (*end, change->end);
    }
  return true;
}
