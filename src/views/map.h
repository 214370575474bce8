/* map.h - the parts of the map; only for src/views/ */
#pragma once

#include "views/page.h"
#include "views/story.h"

/* Where the grid lies for a camera. */
typedef struct {
  ViewPage  page;
  SceneGrid grid;               /* without cells, if the subject has none */
  SceneRect whole;              /* of the grid, as far as it goes beyond the picture */
  SceneRect plot;               /* what it is seen through */
  uint32_t  n_rows;             /* of blocks */
  double    zones_right;        /* of the names of the zones; then a bar, then page frame numbers */
  double    numbers_right;
  unsigned  n_zone_lines;       /* that there is room for beside a zone: its name; its range and its size */
  bool      has_numbers;        /* beside the rows */
} MapFrame;

#define MAP_BAR_GAP 6.0         /* between the names of the zones and their bars */
#define MAP_BAR 5.0

#define MAP_MAX_GROUPS 300

/* Changed frames so small that one red ring goes round all of them. */
typedef struct {
  SimPfn first, end;
} MapGroup;

typedef struct {
  const ViewSubject  *subject;
  const SimMachine   *machine;
  const SceneMeasure *measure;
  ScenePicture       *out;
  ViewChanges         changes;
  ViewLegend          legend;
  MapFrame            frame;
  SceneRect           look;             /* the frame round what the scenario looks at; width 0: nothing */
  MapGroup            groups[MAP_MAX_GROUPS];   /* ascending */
  unsigned            n_groups;
  bool                draws_marked;     /* blocks with a ring come last: nothing lies over it */
} MapDrawing;

/* map-rings.c. Round what is too small to have a ring of its own. */
#define MAP_LEAST_LONE_RING 9.0 /* where it is the only one */
double    map_ring_room      (const MapDrawing *drawing);
bool      map_ring_rect      (const MapDrawing *drawing, SimPfn first, SimPfn end, SceneRect *rect);    /* false: not in sight */
/* False: it is too small for a ring that lies inside it. */
bool      map_has_room_for_ring (const MapDrawing *drawing, SimPfn first, SimPfn end);
void      map_add_ring       (MapDrawing *drawing, SimPfn first, SimPfn end, uint8_t mark);

MapFrame  map_frame          (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure);
/* Grounds, names of the zones, page frame numbers. */
void      map_draw_sides     (MapDrawing *drawing);
/* Where zones meet. */
void      map_draw_borders   (MapDrawing *drawing);
/* Blocks that are large enough, frames seen from near, what changed, what is selected. */
void      map_draw_blocks    (MapDrawing *drawing);
/* The types of the page blocks, and which were claimed in this step. */
void      map_draw_page_blocks (MapDrawing *drawing);
/* Are frames so near that each has its number? */
bool      map_frames_are_near (const MapDrawing *drawing);
/* Page frames, one by one. */
void      map_draw_frames    (MapDrawing *drawing);

/* What the scenario wants to be seen: first where its frame is, so that labels yield to it; last, when
 * everything else is drawn, the frame with a tag beside it, where it covers least. */
void      map_find_look      (MapDrawing *drawing);
void      map_draw_look      (MapDrawing *drawing);

/* The rectangle of an aligned block, as far as it is seen; false: it is not, or is no rectangle. */
bool      map_block_rect     (const MapFrame *frame, SimPfn first, SimOrder order, SceneRect *rect);
bool      map_clip           (SceneRect *rect, SceneRect clip);
/* The hull of some frames; false: nothing of it is seen. */
bool      map_hull           (const MapFrame *frame, SimPfn first, SimPfn end, SceneRect *rect);
/* By a fifth of it at most. */
SceneRect map_inset          (SceneRect rect, double by);
/* Grown from its middle until both sides are at least so long. */
SceneRect map_at_least       (SceneRect rect, double side);
