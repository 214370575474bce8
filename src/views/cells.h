/* cells.h - the role of every page frame, for the map's grid, kept up to date as time moves */
#pragma once

#include "view.h"

/* Looks at every frame once. NULL: no host memory. */
ViewCells *view_cells_new    (const SimMachine *machine);
void       view_cells_free   (ViewCells *cells);
/* Looks again, at the machine as it now is, at the frames [first, end) or at what the events change:
 * done or taken back, the frames are the same. */
void       view_cells_update (ViewCells *cells, const SimMachine *machine, SimPfn first, SimPfn end);
void       view_cells_follow (ViewCells *cells, const SimMachine *machine, const SimEvent *events, size_t n);
const SceneRole *view_cells_roles (const ViewCells *cells);
const SceneMip  *view_cells_mip   (const ViewCells *cells);
/* How many frames have a role. */
uint32_t   view_cells_count       (const ViewCells *cells, SceneRole role);
uint64_t   view_cells_generation  (const ViewCells *cells);
/* Frames that changed since a generation: half-open hull; false where none did. All of them where that
 * is too long ago to be remembered. */
bool       view_cells_changed_since (const ViewCells *cells, uint64_t generation, SimPfn *first, SimPfn *end);
/* The role of a frame in a state. */
SceneRole  view_frame_role   (const SimMachine *machine, SimPfn pfn);
SceneRole  view_state_role   (const SimMachine *machine, SimZoneId zone, SimFrameState state);
SceneHue   view_zone_hue     (SimZoneType type);
