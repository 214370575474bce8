/* map.h - the parts of the map; only for src/views/ */
#pragma once

#include "views/legend.h"
#include "views/story.h"

/* Where the grid lies for a camera. */
typedef struct {
  SceneGrid grid;               /* without cells, if the subject has none */
  SceneRect whole;              /* of the grid, as far as it goes beyond the picture */
  SceneRect plot;               /* what it is seen through */
  uint32_t  n_rows;             /* of blocks */
  double    zones_right;        /* of the names of the zones; then a bar, then page frame numbers */
  double    numbers_right;
} MapFrame;

typedef struct {
  const ViewSubject  *subject;
  const SimMachine   *machine;
  const SceneMeasure *measure;
  ScenePicture       *out;
  ViewChanges         changes;
  ViewLegend          legend;
  MapFrame            frame;
  bool                draws_marked;     /* blocks with a ring come last: nothing lies over it */
} MapDrawing;

MapFrame  map_frame          (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure);
/* Grounds, names of the zones, page frame numbers. */
void      map_draw_sides     (MapDrawing *drawing);
/* Is there a line of them above the plot? */
bool      map_has_column_numbers (const MapDrawing *drawing);
/* Where zones meet. */
void      map_draw_borders   (MapDrawing *drawing);
/* Blocks that are large enough, frames seen from near, what changed, what is selected. */
void      map_draw_blocks    (MapDrawing *drawing);

/* The rectangle of an aligned block, as far as it is seen; false: it is not, or is no rectangle. */
bool      map_block_rect     (const MapFrame *frame, SimPfn first, SimOrder order, SceneRect *rect);
bool      map_clip           (SceneRect *rect, SceneRect clip);
