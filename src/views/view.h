/* view.h - from a machine to a picture: what every view is
 *
 * A view is a pure function: the same subject, size and measure give the same picture. It is the only
 * place that knows both the kernel and the picture.
 */
#pragma once

#include "journal/timeline.h"
#include "scene/grid.h"
#include "scene/scene.h"
#include "sim/sim.h"

/* Roles of all frames, kept up to date as the timeline moves; see cells.h. */
typedef struct ViewCells ViewCells;

/* What there is to choose about how a view looks. 0: as it looks at first. */
typedef enum {
  VIEW_IN_ROWS        = 1 << 0,   /* the map, frame by frame, instead of in Morton order */
  VIEW_NO_PAGE_BLOCKS = 1 << 1,   /* the map, without their migrate types */
  VIEW_TO_SCALE       = 1 << 2    /* the address space, instead of giving small ranges room for their names */
} ViewStyle;

/* Which part of a large picture is wanted, and how near. Change it with view_zoom () and view_pan (). */
typedef struct {
  double     zoom;                /* 1: the whole fits */
  ScenePoint centre;              /* 0 … 1 of the whole, in both directions */
} ViewCamera;

typedef struct {
  const SimMachine *machine;
  const SimEvent   *events;       /* of this step, so far: what is marked as changed; the view's story */
  size_t            n_events;
  size_t            n_ahead;      /* events of this step that are still to come, after events[n_events] */
  const SimRef     *selection;    /* marked wherever they are shown */
  size_t            n_selection;
  SimRef            look;         /* what the scenario wants to be seen; NONE: nothing */
  SimZoneId         zone;         /* the zone that a view of one zone shows; SIM_NO_ZONE: the view chooses */
  ViewCamera        camera;
  const ViewCells  *cells;        /* of this machine, valid as long as the picture; NULL: no
                                   * grid, only blocks that are large enough to be shapes */
  bool              legend;
  unsigned          style;        /* ViewStyle */
} ViewSubject;

void view_subject_init (ViewSubject *subject, const SimMachine *machine);

typedef struct {
  const char *id;                 /* "map" */
  const char *title;              /* marked for translation */
  const char *shows;              /* a sentence for who sees it for the first time, marked for translation; may be NULL */
  const char *icon_name;
  /* Fills a picture that was reset to `size`. */
  void (*layout) (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure, ScenePicture *out);
  /* What is at a point that is no shape of its own (a cell of a grid); may be NULL. */
  SimRef (*pick) (const ViewSubject *subject, const ScenePicture *picture, ScenePoint point);
  /* Where the camera puts the grid, and how far the whole of it goes, seen through a part of the
   * picture. NULL: the view has no camera. */
  void (*frame) (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure, SceneGrid *grid,
                 SceneRect *whole, SceneRect *plot);
  /* Instead of `frame`, where the camera is moved in another way: see view_zoom (), view_pan (). */
  ViewCamera (*zoom) (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure, ScenePoint anchor, double zoom);
  ViewCamera (*pan) (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure, double x, double y);
  bool scrolls;                   /* the wheel moves it up and down; with Ctrl it zooms */
} View;

/* The registry, in the order of the window's row of views. */
size_t      view_n      (void);
const View *view_at     (size_t index);
const View *view_by_id  (const char *id);        /* NULL: none */

/* layout, with description and legend as every view has them. */
void   view_layout (const View *view, const ViewSubject *subject, SceneSize size, const SceneMeasure *measure,
                    ScenePicture *out);
/* Has it nothing but the words that it is too small for its view? In the language that it was made in. */
bool   view_is_too_small (const ScenePicture *picture);
/* The camera after zooming to `zoom` so that what is at `anchor` in the picture stays there, and after
 * dragging what is seen by (x, y) points. Both stay in bounds; a view without a camera keeps it. */
ViewCamera view_zoom (const View *view, const ViewSubject *subject, SceneSize size, const SceneMeasure *measure,
                      ScenePoint anchor, double zoom);
ViewCamera view_pan  (const View *view, const ViewSubject *subject, SceneSize size, const SceneMeasure *measure,
                      double x, double y);
/* What a shape or a point stands for; kind NONE: nothing. */
SimRef view_pick   (const View *view, const ViewSubject *subject, const ScenePicture *picture, ScenePoint point);
/* Does a selected object cover, or lie in, another? (a frame in a block, a block on a list) */
bool   view_refs_touch (const SimMachine *machine, SimRef a, SimRef b);
/* Is the object one that the events so far changed? */
bool   view_changed (const ViewSubject *subject, SimPfn first, SimPfn end);
