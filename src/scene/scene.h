/* scene.h - a picture as plain data: shapes with keys and roles, no colour, no font
 *
 * A picture is what a view makes of a machine. Screen, SVG, PDF and PNG paint the same one; an
 * animation is the blend of two. A shape's key names what it stands for, so that shapes of two
 * pictures can be matched, picked, selected and described.
 *
 * Units      points of the picture, y downwards; the size of the picture is given to the view
 * Ownership  a picture owns its shapes and texts; grids borrow their cells
 * Errors     sticky: scene_picture_failed () once at the end (no host memory)
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct { double width, height; } SceneSize;
typedef struct { double x, y, width, height; } SceneRect;
typedef struct { double x, y; } ScenePoint;
typedef struct { double y, height; } SceneSpan;

/* What a shape stands for. kind and id are the machine's (SimRef); part tells the drawings of one
 * object in one picture apart. kind 0 names nothing: such a shape is matched by part and id alone. */
typedef struct {
  uint32_t kind;
  uint32_t part;
  uint64_t id;
} SceneKey;

static inline SceneKey
scene_key (uint32_t kind, uint32_t part, uint64_t id)
{
  return (SceneKey) { kind, part, id };
}

static inline bool
scene_key_equal (SceneKey a, SceneKey b)
{
  return a.kind == b.kind && a.part == b.part && a.id == b.id;
}

#define SCENE_NO_KEY ((SceneKey) { 0, 0, 0 })

typedef enum {
  SCENE_BOX,
  SCENE_LINE,                     /* from (x, y) to (x + width, y + height); either may be negative */
  SCENE_ARROW,                    /* a line with a head at its end */
  SCENE_BRACKET,                  /* a brace along the longer side of rect, open at (x, y), its tip at the far side and
                                   * the label beyond it; a negative depth turns it round */
  SCENE_RIBBON,                   /* a band from the left side of rect to the span `far` at its right side */
  SCENE_TEXT,                     /* shortened to rect's width; width 0: not at all */
  SCENE_GRID,                     /* the picture's grid, in rect */
  SCENE_PICTURE                   /* another picture, scaled to the width of rect */
} SceneForm;

/* What a shape means. Hue is the zone or kind of range, fill is the state; see design: the grammar.
 * Stored in a byte: hue in the upper four bits, fill in the lower four. */
typedef enum {
  SCENE_HUE_NEUTRAL,              /* paper, text, rules */
  SCENE_HUE_DMA, SCENE_HUE_DMA32, SCENE_HUE_NORMAL, SCENE_HUE_HIGHMEM, SCENE_HUE_MOVABLE,
  SCENE_HUE_VMALLOC, SCENE_HUE_KMAP, SCENE_HUE_DEVICE, SCENE_HUE_USER,
  SCENE_N_HUES
} SceneHue;

typedef enum {
  SCENE_FILL_NONE,                /* nothing, not even an outline: text; a hole in the map */
  SCENE_FILL_OUTLINE,             /* outline only */
  SCENE_FILL_GHOST,               /* dashed faint outline: what was here, what is empty */
  SCENE_FILL_FREE,                /* light tint with an outline */
  SCENE_FILL_ALLOCATED,           /* full hue */
  SCENE_FILL_PCP,                 /* tint with a corner mark */
  SCENE_FILL_SLAB,                /* full hue, diagonal hatch */
  SCENE_FILL_PAGE_TABLE,          /* full hue, dot */
  SCENE_FILL_RESERVED,            /* dark, hatched */
  SCENE_FILL_KERNEL,              /* dark, hatched the other way */
  SCENE_FILL_ISOLATED,            /* between two places: tint, dashed outline */
  SCENE_FILL_PANEL,               /* the ground that other shapes stand on */
  SCENE_FILL_RULE,                /* a thin line, a list's thread */
  SCENE_FILL_STRONG,              /* a text or line that must be seen first */
  SCENE_FILL_FAINT,               /* a text that may be overlooked */
  SCENE_N_FILLS
} SceneFill;

typedef uint8_t SceneRole;

static inline SceneRole
scene_role (SceneHue hue, SceneFill fill)
{
  return (SceneRole) (hue << 4 | fill);
}
static inline SceneHue  scene_role_hue  (SceneRole role) { return (SceneHue)  (role >> 4); }
static inline SceneFill scene_role_fill (SceneRole role) { return (SceneFill) (role & 15); }

/* Marks are drawn on top of the role. */
typedef enum {
  SCENE_MARK_CHANGED  = 1 << 0,   /* red: what this step changed, and nothing else */
  SCENE_MARK_SELECTED = 1 << 1,   /* a ring */
  SCENE_MARK_DASHED   = 1 << 2,
  SCENE_MARK_SQUARE   = 1 << 3,   /* no rounded corners */
  SCENE_MARK_TIGHT    = 1 << 4    /* a label that does not fit is left out rather than shortened */
} SceneMarks;

typedef enum {
  SCENE_FONT_TITLE,
  SCENE_FONT_HEADING,
  SCENE_FONT_BODY,
  SCENE_FONT_BOLD,
  SCENE_FONT_SMALL,
  SCENE_FONT_MONO,
  SCENE_FONT_MONO_SMALL,
  SCENE_N_FONTS
} SceneFont;

typedef enum { SCENE_START, SCENE_MIDDLE, SCENE_END } SceneAlign;

typedef struct ScenePicture ScenePicture;

typedef struct {
  SceneKey    key;
  SceneKey    parent;             /* what it grows out of and shrinks into */
  SceneForm   form;
  SceneRect   rect;
  SceneSpan   far;                /* of SCENE_RIBBON: what it reaches; of a height near 0 it is a thread */
  SceneRole   role;
  uint8_t     marks;              /* SceneMarks */
  uint8_t     font;               /* SceneFont, of the label */
  uint8_t     align;              /* SceneAlign of the label in rect; vertically it is centred */
  double      opacity;            /* 0 … 1 */
  const char *label;              /* UTF-8, one line; NULL: none. Owned by the picture */
  const char *hint;               /* what it is, in words: tooltip, <title>, screen reader. NULL: none */
  const ScenePicture *picture;    /* of SCENE_PICTURE; borrowed */
} SceneShape;

/* How wide a text is. The screen and the files ask Pango; tests use scene_measure_plain ().
 * `advance` may be asked thousands of times a picture. */
typedef struct SceneMeasure SceneMeasure;
struct SceneMeasure {
  double (*advance) (const SceneMeasure *measure, SceneFont font, const char *text);
  double size[SCENE_N_FONTS];           /* of the type, in points of the picture */
  double line_height[SCENE_N_FONTS];
  double line_width;                    /* of outlines: 1, or 2 for the projector */
  double ring;                          /* how far the red ring round what changed reaches beyond it */
  void  *data;
};
/* Advances of a bundled table, sizes as on screen: the same everywhere. */
const SceneMeasure *scene_measure_plain (void);

/* Cells of one size, millions of them, by reference; see grid.h for where they lie. */
typedef struct SceneGrid SceneGrid;

ScenePicture *scene_picture_new   (void);
void          scene_picture_free  (ScenePicture *picture);
/* Empties it and keeps its memory. */
void          scene_picture_reset (ScenePicture *picture, SceneSize size);
bool          scene_picture_failed (const ScenePicture *picture);
SceneSize     scene_picture_size  (const ScenePicture *picture);
/* What the picture shows, for <title>/<desc> and the screen reader. Copied. */
void          scene_picture_describe (ScenePicture *picture, const char *title, const char *description);
const char   *scene_picture_title (const ScenePicture *picture);
const char   *scene_picture_description (const ScenePicture *picture);

/* In painting order: later ones lie above. */
size_t            scene_picture_n_shapes (const ScenePicture *picture);
const SceneShape *scene_picture_shape    (const ScenePicture *picture, size_t index);
const SceneGrid  *scene_picture_grid     (const ScenePicture *picture);   /* NULL: none */
void              scene_picture_set_grid (ScenePicture *picture, const SceneGrid *grid);  /* copied; cells borrowed */

/* Adds; label and hint are copied. The returned shape may be changed until the next one is added;
 * it is never NULL. */
SceneShape *scene_add       (ScenePicture *picture, const SceneShape *shape);
SceneShape *scene_add_box   (ScenePicture *picture, SceneKey key, SceneRect rect, SceneRole role, const char *label);
SceneShape *scene_add_text  (ScenePicture *picture, SceneKey key, SceneRect rect, SceneFont font, SceneAlign align,
                             SceneRole role, const char *text);
SceneShape *scene_add_line  (ScenePicture *picture, SceneKey key, ScenePoint from, ScenePoint to, SceneRole role);
/* A ribbon joins what lies beside each other: from what is as high as rect, to what is as high as `far`. */
SceneShape *scene_add_ribbon (ScenePicture *picture, SceneKey key, SceneRect rect, SceneSpan far, SceneRole role);
/* Puts another picture into this one, which borrows it. Its shapes are not found by this one's keys. */
SceneShape *scene_add_picture (ScenePicture *picture, ScenePoint at, double scale, const ScenePicture *part);
/* Changes the texts of the shape that was added last; copied. */
void        scene_set_label (ScenePicture *picture, const char *label);
void        scene_set_hint  (ScenePicture *picture, const char *hint);

/* What the shape itself covers, without rings and labels that lie outside of it. */
SceneRect         scene_shape_bounds (const SceneShape *shape);
/* The topmost shape with a key of a kind at a point; NULL: none. Grids are asked by grid.h. */
const SceneShape *scene_picture_pick (const ScenePicture *picture, ScenePoint point);
const SceneShape *scene_picture_find (const ScenePicture *picture, SceneKey key);

/* The picture at a moment between two (0: from, 1: to). Shapes with the same key move; one that is only
 * in `to` grows out of its parent's place in `from` (or fades in); one that is only in `from` shrinks
 * into its parent's place in `to` (or fades out). Where the parent is not there, its own parent counts,
 * and so on; where the parent is gone, its children share its place side by side in the order of their
 * ids. A ribbon grows from its left side. A shape without a key is the same in both if it looks the same. What did not change does not
 * move, and what moves lies above it; panels and rules stay below. out may be neither of the two. Pure: the
 * same three give the same picture, and backwards is forwards with 1 - moment. Both pictures keep an
 * index of their keys, so blend the same two as often as needed, but in one thread. */
void scene_blend (const ScenePicture *from, const ScenePicture *to, double moment, ScenePicture *out);
