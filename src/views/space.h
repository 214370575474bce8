/* space.h - the parts of the picture of the kernel's addresses; only for src/views/
 *
 * Two columns, the lowest address at the bottom: at the left what virtual addresses are for, at the right what lies at the
 * physical ones. Ribbons join what is mapped. Schematic, a range is higher the larger it is, but none so low that its name
 * has no room, and the direct map ends at one height on both sides, so that all of it is one band; to scale, both columns
 * have one scale. Where everything stands follows from the machine, the size and the scale alone.
 */
#pragma once

#include "views/page.h"
#include "views/story.h"

#define SPACE_MOST_SEGMENTS 48

/* What a piece of a column is. */
typedef enum {
  SPACE_USER,
  SPACE_NO_ADDRESS,             /* 64 bits: not canonical */
  SPACE_RANGE,                  /* of the kernel's addresses: SimAddressRangeKind */
  SPACE_ZONE,
  SPACE_NO_RAM
} SpaceKind;

typedef struct {
  SpaceKind           kind;
  SimAddressRangeKind range;
  SimZoneId           zone;     /* of a zone, and of the part of the direct map that is its */
  uint64_t            first, end;   /* end 0: up to the last address of 64 bits */
  bool                is_direct;    /* it has, or is, a logical address */
  double              top, height;  /* in the picture */
} SpaceSegment;

typedef struct {
  SceneRect    rect;
  SpaceSegment segments[SPACE_MOST_SEGMENTS];   /* ascending */
  unsigned     n_segments;
  double       label_x, label_width;            /* of the addresses beside it */
  SceneAlign   label_align;
} SpaceColumn;

typedef struct {
  const ViewSubject  *subject;
  const SimMachine   *machine;
  const SceneMeasure *measure;
  ScenePicture       *out;
  ViewChanges         changes;
  ViewPage            page;
  ViewLegend          legend;
  SpaceColumn         virtual, physical;
  double              line;     /* height of a small line */
  double              strip;    /* of each column, at the side of the other one: frames are marked there, words stand beside */
  bool                is_to_scale;
  double              ring;     /* that a ring round what changed takes, on both sides */
  SceneRect           areas;    /* the column of vmalloc's areas; height 0: there is none */
  unsigned            n_above, n_below;   /* areas that it has no room for */
  double              last_top; /* of the mark of what changed that was drawn last, in the physical column */
} SpaceDrawing;

/* What stands in the columns. */
void     space_read_columns (SpaceDrawing *drawing);
/* Where it stands. False: there is too little room. */
bool     space_share_room   (SpaceDrawing *drawing);
/* Of a column: where frames are marked, and where words stand. */
SceneRect space_strip      (const SpaceDrawing *drawing, const SpaceColumn *column, double y, double height);
SceneRect space_words      (const SpaceDrawing *drawing, const SpaceColumn *column, double y, double height);
/* The height of an address in its column. False: it is none of the column's. */
bool     space_y_of         (const SpaceColumn *column, uint64_t address, double *y);
void     space_draw_columns (SpaceDrawing *drawing);
/* Room between the columns for vmalloc's areas, if there is any. */
void     space_share_areas  (SpaceDrawing *drawing);
void     space_draw_areas   (SpaceDrawing *drawing);
void     space_draw_direct_map (SpaceDrawing *drawing);
/* The page frames that are selected or changed: where they are, and where the kernel sees them. */
void     space_draw_frames  (SpaceDrawing *drawing);
/* "0xc0000000"; of 64 bits with all digits. Owned. */
char    *space_dup_address  (const SpaceDrawing *drawing, uint64_t address);
char    *space_dup_physical (const SpaceDrawing *drawing, uint64_t address);
char    *space_dup_size     (uint64_t first, uint64_t end);
