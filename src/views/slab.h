/* slab.h - the parts of the picture of one cache of objects; only for src/views/
 *
 * At the side all caches; then, of the one that is shown, what it is, the arrays of the CPUs, and its slabs in three
 * columns, each in list order. Every object is a cell. Where there are few, a slab is a card and its cells are
 * shapes, which move; where there are many, the cells are a grid that is scrolled, and of the slabs only those of
 * this step are shapes. Which of the two it is, and how large everything is, follows from the cache and from the
 * whole step, so that nothing moves that did not change.
 */
#pragma once

#include "views/page.h"
#include "views/story.h"

/* With SLUB: those that are on no list, those of the node, and those of CPUs. */
enum { SLAB_FULL, SLAB_PARTIAL, SLAB_FREE, SLAB_N_COLUMNS };

/* A slab that something happens to in this step. */
typedef struct {
  SimPfn      pfn;
  SimSlabList next;             /* the list that it is put on next; NONE: on none that is known */
  bool        is_changed;       /* so far */
  bool        is_moved;         /* onto another list, or made, so far */
  bool        is_taken;         /* with SLUB: a CPU took its freelist, so far */
} SlabTouched;

#define SLAB_MAX_TOUCHED 256

typedef struct {
  SlabTouched touched[SLAB_MAX_TOUCHED];        /* of the cache that is shown */
  unsigned    n_touched;
  uint64_t   *changed;          /* addresses of objects that were moved so far, ascending */
  size_t      n_changed;
  uint64_t    arrays;           /* that were changed so far: bits, a CPU's or SIM_SHARED_ARRAY + node, below 64 */
  uint32_t    most[SLAB_N_COLUMNS];     /* slabs that a list has at most in this step */
  uint32_t    n_slabs;          /* that the cache has at most */
  uint64_t    hand;             /* the object that was given by the event that happened last; 0: none */
  unsigned    hand_array;
  unsigned    cpu;              /* whose array the step is about */
} SlabStory;

/* How the cells of a slab are arranged; all slabs of a cache alike. */
typedef struct {
  unsigned n_cells;             /* of a slab: the objects, and what lies before and behind them */
  unsigned n_before;            /* of them, before the objects: colour */
  unsigned n_behind;            /* of them, behind the objects: the freelist */
  bool     freelist_is_first;
  unsigned per_row, n_rows;
  double   pitch;               /* from row to row */
  double   step;                /* from cell to cell in a row */
  double   gap;                 /* between them */
} SlabCells;

/* Where the cells of many slabs lie: everything but cell, scroll, height counts cells. */
typedef struct {
  double   cell;
  unsigned per_row, n_rows;     /* of a slab */
  unsigned width, height;       /* from slab to slab */
  unsigned per_line;            /* slabs beside each other */
  unsigned first[3];            /* left edge of the columns */
  double   scroll;              /* points above the sight */
  double   whole;               /* points from the first line to the last */
} SlabGrid;

typedef struct {
  SceneRect rect;               /* the ground */
  SceneRect inner;              /* below its name */
} SlabColumn;

typedef struct {
  const ViewSubject  *subject;
  const SimMachine   *machine;
  const SceneMeasure *measure;
  ScenePicture       *out;
  ViewPage            page;
  ViewLegend          legend;
  SimCache            cache;            /* id SIM_NO_CACHE: the machine has none */
  unsigned            node;             /* whose lists are shown */
  SlabStory           story;
  SceneHue            hue;              /* of most of its slabs */
  SceneRect           head;
  SceneRect           caches;           /* height 0: there is no room for them */
  bool                caches_are_beside;
  SceneRect           arrays;           /* height 0: no room */
  double              most_of_arrays;   /* what they were offered */
  SlabColumn          columns[SLAB_N_COLUMNS];
  SlabCells           cells;
  SlabGrid            grid;
  SceneRect           plot;             /* of the grid: all columns, below their names */
  bool                is_grid;
  bool                has_next;         /* the end of an array is marked */
  bool                has_words;        /* in the grid, a line for each slab */
  bool                has_holders;      /* and below it, with SLUB, whose it is */
  double              card_width, card_height;
  unsigned            cards_per_line;
  double              ring;             /* room for a ring round a card, with a line between */
  double              line;
} SlabDrawing;

/* What happens in the step, to the cache. view_event_cache (): SIM_NO_CACHE, if it is about none. */
SimCacheId slab_event_cache (const SimMachine *machine, const SimEvent *event);
/* The first frame of the slab an event is about; SIM_NO_PFN: of none. */
SimPfn   slab_event_slab    (const SimMachine *machine, const SimEvent *event);
void     slab_read_story    (SlabDrawing *drawing);
void     slab_clear_story   (SlabDrawing *drawing);
bool     slab_is_changed    (const SlabDrawing *drawing, uint64_t object);
const SlabTouched *slab_touched (const SlabDrawing *drawing, SimPfn pfn);    /* NULL: it is not */

/* Which cache is shown, and of which node. */
SimCacheId slab_choose_cache (const ViewSubject *subject);
SimCacheId slab_cache_of_ref (const SimMachine *machine, SimRef ref);
unsigned slab_choose_node    (const SlabDrawing *drawing);

/* False: there is too little room. */
bool     slab_share_room    (SlabDrawing *drawing);

void     slab_draw_head     (SlabDrawing *drawing);
/* Beside the name; nothing where there is only one. */
void     slab_draw_nodes    (SlabDrawing *drawing, SceneRect rect);
void     slab_draw_caches   (SlabDrawing *drawing);
double   slab_caches_width  (const SlabDrawing *drawing);
void     slab_draw_arrays   (SlabDrawing *drawing);
double   slab_arrays_height (const SlabDrawing *drawing, double width, double most);
void     slab_draw_lists    (SlabDrawing *drawing);
/* First the cells, which cover what lies below them; then what lies over them. */
void     slab_draw_cells    (SlabDrawing *drawing);
void     slab_draw_over_cells (SlabDrawing *drawing);
/* "64 B objects · 59 per slab · slab = 1 page" */
char    *slab_dup_geometry  (const SlabDrawing *drawing);

/* The list of a column, and its kernel name. */
/* A list of the node or, with SLUB, of a CPU. */
typedef struct {
  unsigned    owner;
  SimSlabList list;
} SlabSource;
#define SLAB_MAX_SOURCES (2 * SIM_MAX_CPUS + 2)

/* The lists whose slabs a column has, in their order. How many. */
unsigned slab_sources       (const SlabDrawing *drawing, unsigned column, SlabSource sources[SLAB_MAX_SOURCES]);
const char *slab_list_name  (const SlabDrawing *drawing, unsigned column);
/* The column a slab stands in, also one that is on no list. */
unsigned slab_column_of     (const SlabDrawing *drawing, const SimSlab *slab);
/* What the cell of a slab is: its role, and in words. */
SceneRole slab_object_role  (const SlabDrawing *drawing, SceneHue hue, SimObjectState state);
SceneHue slab_hue           (const SlabDrawing *drawing, SimPfn pfn);
const char *slab_state_word (const SlabDrawing *drawing, SimObjectState state);
char    *slab_dup_object_hint (const SlabDrawing *drawing, const SimObject *object);
char    *slab_dup_hint      (const SlabDrawing *drawing, const SimSlab *slab);
bool     slab_is_selected   (const SlabDrawing *drawing, SimRefKind kind, uint64_t id);
/* Is the object, or an address in it, selected? */
bool     slab_object_is_selected (const SlabDrawing *drawing, const SimObject *object);
/* Or does the scenario look at it? */
bool     slab_object_is_looked_at (const SlabDrawing *drawing, const SimObject *object);
bool     slab_slab_is_selected (const SlabDrawing *drawing, const SimSlab *slab);
/* Whose it is with SLUB, and as what: "CPU 0 partial"; else "". */
char    *slab_dup_holder    (const SimSlab *slab);
/* Where an object that is in an array comes from and goes to. */
SceneKey slab_home_of       (const SlabDrawing *drawing, const SimObject *object);
/* Slabs of a column that are on its list or about to be, in order; stops where func says false. */
typedef bool (*SlabFunc) (SlabDrawing *drawing, SimSlabId slab, uint32_t index, void *data);
void     slab_for_each      (SlabDrawing *drawing, unsigned column, SlabFunc func, void *data);
/* A part for words that stay where they are or fade: it is another at another place. */
uint32_t slab_part_at       (uint32_t part, SceneRect rect);
uint32_t slab_n_in          (const SlabDrawing *drawing, unsigned column);
uint32_t slab_n_on_lists    (const SlabDrawing *drawing, unsigned column);   /* without those that are on their way */

/* The camera: what is scrolled. */
ViewCamera slab_zoom        (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure, ScenePoint anchor,
                             double zoom);
ViewCamera slab_pan         (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure, double x, double y);
SimRef   slab_pick          (const ViewSubject *subject, const ScenePicture *picture, ScenePoint point);
/* All that is known before anything is drawn; out may be NULL. False: nothing to draw. Cleared with slab_clear_story (). */
bool     slab_prepare       (SlabDrawing *drawing, const ViewSubject *subject, SceneSize size, const SceneMeasure *measure,
                             ScenePicture *out);

double   slab_text_width    (const SlabDrawing *drawing, SceneFont font, const char *text);
/* Where it fits into the width of rect; how wide it is, 0: it does not fit. Vertically it is centred. */
double   slab_add_text      (SlabDrawing *drawing, SceneKey key, SceneRect rect, SceneFont font, SceneAlign align,
                             SceneRole role, const char *text);
