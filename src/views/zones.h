/* zones.h - the parts of the picture of the zones; only for src/views/
 *
 * A panel a zone, in the order in which a request goes through them: within a node the highest zone first. On
 * each a gauge with the marks and the free frames, the free lists by order, the per-CPU lists before them, and
 * what the zone was asked in this request. Above the panels the request and what was decided about it. Where
 * everything stands follows from the machine and the size alone, so that nothing moves from step to step.
 */
#pragma once

#include "views/page.h"
#include "views/story.h"

#define ZONES_MAX_CHIPS 12

/* What a zone was asked in one round. */
typedef struct {
  unsigned number;              /* of the tests of the request, from 1; 0: not asked in this round */
  uint32_t test;                /* sim_test_… () */
  uint32_t free, mark;
  uint32_t reserve, unusable;
} ZonesTest;

/* The fast path, which holds to the low marks, and the slow path. */
enum { ZONES_FAST, ZONES_SLOW, ZONES_N_ROUNDS };

/* What the last call of the step so far asked for, and what came of it. */
typedef struct {
  enum { ZONES_NOTHING, ZONES_REQUEST, ZONES_RETURN } what;
  uint32_t  gfp;
  SimOrder  order;
  unsigned  cpu;
  SimPfn    pfn;                /* of what comes back */
  ZonesTest tests[SIM_MAX_ZONES][ZONES_N_ROUNDS];
  unsigned  n_tests;
  SimZoneType highest;          /* SIM_N_ZONE_TYPES: not yet known */
  SimZoneId asked;              /* by the event that happened last; SIM_NO_ZONE: it is no test */
  SimZoneId path[2];            /* the two zones that were asked last, the latest first */
  SimZoneId gave;
  bool      is_over;
  SimBlock  hand;               /* between two lists, or just handed out; first == end: nothing */
  const SimEvent *chips[ZONES_MAX_CHIPS];   /* decisions, the first first */
  unsigned  n_chips;
} ZonesStory;

typedef struct {
  SceneRect rect;
  SimZoneId zone;
} ZonesPanel;

typedef struct {
  const ViewSubject  *subject;
  const SimMachine   *machine;
  const SceneMeasure *measure;
  ScenePicture       *out;
  ViewChanges         changes;
  ViewPage            page;
  ViewLegend          legend;
  ZonesStory          story;
  uint32_t            lanes[SIM_MAX_ZONES][SIM_MAX_CPUS];   /* bits by list: something happens on it in this step */
  SceneRect           head;             /* the request, and below it its decisions */
  ZonesPanel          panels[SIM_MAX_ZONES];
  unsigned            n_panels;
  bool                is_tall;          /* upright gauges; otherwise panels are a few lines */
  bool                has_lists;        /* there is room beside the gauge for the free lists */
  enum { ZONES_NO_TESTS, ZONES_LAST_TEST, ZONES_ALL_TESTS } flat_tests;   /* that a flat panel has room for */
  bool                has_mark_words;   /* flat panels have a line for them */
  double              flat_gauge;       /* height of a lying gauge, with the room above and below it */
  unsigned            n_lane_rows;      /* for per-CPU lists */
  double              line;             /* height of a line of words */
  SceneFont           sum;              /* of the arithmetic: as large as there is room for */
  double              row;              /* of a row with blocks and the rings round them */
  double              inset;            /* of what stands in a panel */
} ZonesDrawing;

void   zones_read_story (ZonesDrawing *drawing);
void   zones_read_lanes (ZonesDrawing *drawing);
/* False: there is too little room. */
bool   zones_share_room (ZonesDrawing *drawing);

/* The parts of a panel that has room for them. */
void   zones_draw_gauge (ZonesDrawing *drawing, const ZonesPanel *panel, SceneRect rect);
void   zones_draw_flat_gauge (ZonesDrawing *drawing, const ZonesPanel *panel, SceneRect rect);
double zones_gauge_width (const ZonesDrawing *drawing);
void   zones_draw_lists (ZonesDrawing *drawing, const ZonesPanel *panel, SceneRect rect);
double zones_lists_width (const ZonesDrawing *drawing);
/* Of the free lists, so that a red ring goes round what changed. */
double zones_lists_good_height (const ZonesDrawing *drawing);
/* The block in hand, and below it the lanes. */
void   zones_draw_lanes (ZonesDrawing *drawing, const ZonesPanel *panel, SceneRect rect);
void   zones_draw_cpu   (ZonesDrawing *drawing, const ZonesPanel *panel, SceneRect rect, unsigned cpu);
void   zones_draw_tests (ZonesDrawing *drawing, const ZonesPanel *panel, SceneRect rect);
void   zones_draw_head  (ZonesDrawing *drawing);
/* "812 − 0 > 345 + 42: yes" */
char  *zones_dup_arithmetic (const ZonesDrawing *drawing, SimZoneId zone, const ZonesTest *test, bool is_short);
/* The latest test of a zone; NULL: none. */
const ZonesTest *zones_last_test (const ZonesDrawing *drawing, SimZoneId zone);

#define ZONES_TEST_LINES 5
/* Of a tall panel's tests: a caption and a sum for each round, and how the mark of the slow path came about. */
double zones_tests_height (const ZonesDrawing *drawing);
/* Of the longest sum there may be. */
double zones_sum_width    (const ZonesDrawing *drawing, SceneFont font);

double zones_text_width (const ZonesDrawing *drawing, SceneFont font, const char *text);
/* Where it fits into the width of rect; how wide it is, 0: it does not fit. Vertically it is centred. */
double zones_add_text   (ZonesDrawing *drawing, SceneKey key, SceneRect rect, SceneFont font, SceneAlign align,
                         SceneRole role, const char *text);
