#include "views/map.h"

#include <glib.h>
#include <math.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define LEAST_FRAME 14.0        /* round something too small to be seen */
#define LEAST_INSIDE 40.0       /* a rectangle of this size has its frame within */
#define MOST_HIDDEN 0.4         /* of a block */
#define KEPT_FREE 2.0           /* between the tag and words */
#define MAX_WORDS 512           /* labels near what is looked at */

/* What lies where the tag may come to lie. */
typedef struct {
  SceneRect words[MAX_WORDS];
  unsigned  n_words;
} Obstacles;

typedef struct {
  SceneRect  tag;
  ScenePoint from, to;          /* of the pointer; equal: there is none */
  double     cost;
} Callout;

static double
overlap (SceneRect a,
         SceneRect b)
{
  return map_clip (&a, b) ? a.width * a.height : 0;
}

static SceneRect
grown (SceneRect rect,
       double    by)
{
  return (SceneRect) { rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by };
}

static bool
find_frames (const MapDrawing *drawing,
             SimPfn           *first,
             SimPfn           *end)
{
  SimRef look = drawing->subject->look;

  return look.kind != SIM_REF_ZONE && view_ref_frames (drawing->machine, look, first, end);
}

void
map_find_look (MapDrawing *drawing)
{
  SceneRect rect;
  SimPfn first, end;
  double inside;

  drawing->look = (SceneRect) { 0 };
  if (!find_frames (drawing, &first, &end) || !map_hull (&drawing->frame, first, end, &rect))
    return;
  /* Within a large one, so that what is red round it stays seen. */
  inside = 4 + (view_changes_touch (&drawing->changes, first, end) ? drawing->measure->ring : 0);
  drawing->look = MIN (rect.width, rect.height) >= LEAST_INSIDE ? grown (rect, -inside)
                  : map_at_least (rect, LEAST_FRAME);
}

/* Words in an area: where they are painted, not the room they have. */
static void
find_obstacles (const MapDrawing *drawing,
                SceneRect         area,
                Obstacles        *obstacles)
{
  const SceneMeasure *measure = drawing->measure;
  size_t i;

  obstacles->n_words = 0;
  for (i = 0; i < scene_picture_n_shapes (drawing->out) && obstacles->n_words < MAX_WORDS; i++)
    {
      const SceneShape *shape = scene_picture_shape (drawing->out, i);
      SceneRect rect = shape->rect;
      double spare;

      if (!shape->label || !overlap (rect, area))
        continue;
      spare = rect.width - measure->advance (measure, (SceneFont) shape->font, shape->label);
      if (spare > 0)
        {
          rect.width -= spare;
          rect.x += shape->align == SCENE_MIDDLE ? spare / 2 : shape->align == SCENE_END ? spare : 0;
        }
      spare = rect.height - measure->line_height[shape->font];
      if (spare > 0)
        {
          rect.height -= spare;
          rect.y += spare / 2;
        }
      obstacles->words[obstacles->n_words++] = grown (rect, KEPT_FREE);
    }
}

/* Paper costs nothing, free memory little, what is in use more, what changed most. What would be hidden must not be:
 * below 0. */
static double
cost_of (const MapDrawing *drawing,
         SceneRect         tag)
{
  double cost = overlap (tag, drawing->frame.grid.clip) * 0.3;
  size_t i;

  for (i = 0; i < scene_picture_n_shapes (drawing->out); i++)
    {
      const SceneShape *shape = scene_picture_shape (drawing->out, i);
      SceneFill fill = scene_role_fill (shape->role);
      bool is_marked = shape->marks & (SCENE_MARK_CHANGED | SCENE_MARK_SELECTED);

      if (shape->form != SCENE_BOX || fill == SCENE_FILL_PANEL)
        continue;
      if (overlap (tag, shape->rect) > MOST_HIDDEN * shape->rect.width * shape->rect.height)
        return -1;
      cost += overlap (tag, shape->rect) * (is_marked ? 15 : fill == SCENE_FILL_FREE ? 1 : 2);
    }
  return cost;
}

static bool
is_free_of_words (const Obstacles *obstacles,
                  SceneRect        rect)
{
  unsigned i;

  for (i = 0; i < obstacles->n_words; i++)
    if (overlap (rect, obstacles->words[i]))
      return false;
  return true;
}

/* Keeps the better of two; a place outside the picture or over words is none. */
static void
consider (const MapDrawing *drawing,
          const Obstacles  *obstacles,
          Callout           callout,
          double            distance,
          Callout          *best)
{
  SceneRect plot = drawing->frame.plot, line = { MIN (callout.from.x, callout.to.x), MIN (callout.from.y, callout.to.y),
                                                 fabs (callout.to.x - callout.from.x) + 1,
                                                 fabs (callout.to.y - callout.from.y) + 1 };
  SceneSize size = scene_picture_size (drawing->out);

  if (callout.tag.x < 2 || callout.tag.y < 2 || callout.tag.x + callout.tag.width > size.width - 2
      || callout.tag.y + callout.tag.height > plot.y + plot.height
      || !is_free_of_words (obstacles, callout.tag) || (distance > 0 && !is_free_of_words (obstacles, line)))
    return;
  callout.cost = cost_of (drawing, callout.tag);
  if (callout.cost < 0)
    return;
  callout.cost += distance * 20;
  if (best->cost < 0 || callout.cost < best->cost)
    *best = callout;
}

/* Round the frame, at a distance; a point between -1 and 1 says on which side, or at which corner. */
static Callout
callout_at (SceneRect look,
            SceneSize tag,
            double    distance,
            int       x,
            int       y)
{
  double reach = x && y ? distance * 0.75 : distance;
  ScenePoint edge = { look.x + look.width / 2 * (1 + x), look.y + look.height / 2 * (1 + y) };
  ScenePoint end = { edge.x + reach * x, edge.y + reach * y };

  return (Callout) { { end.x - tag.width / 2 * (1 - x), end.y - tag.height / 2 * (1 - y), tag.width, tag.height },
                     end, edge, -1 };
}

static bool
place_callout (const MapDrawing *drawing,
               SceneSize         tag,
               Callout          *best)
{
  static const double distances[] = { 4, 9, 22, 40, 64, 96 };
  SceneRect look = drawing->look;
  Obstacles obstacles;
  unsigned i;
  int x, y;

  best->cost = -1;
  find_obstacles (drawing, grown (look, 96 + MAX (tag.width, tag.height)), &obstacles);

  /* In a corner of what it names it covers nothing else. */
  if (look.width >= tag.width + 8 && look.height >= 2.5 * tag.height)
    for (y = 0; y < 2; y++)
      for (x = 0; x < 2; x++)
        {
          ScenePoint corner = { look.x + x * (look.width - tag.width), look.y + y * (look.height - tag.height) };

          consider (drawing, &obstacles, (Callout) { { corner.x, corner.y, tag.width, tag.height }, corner, corner, 0 },
                    0, best);
          if (best->cost >= 0)
            return true;
        }

  for (i = 0; i < G_N_ELEMENTS (distances) && best->cost < 0; i++)
    for (y = -1; y <= 1; y++)
      for (x = -1; x <= 1; x++)
        if (x || y)
          consider (drawing, &obstacles, callout_at (look, tag, distances[i], x, y), distances[i] * (x && y ? 1.2 : 1),
                    best);
  return best->cost >= 0;
}

/* Two lines make it strong. Where every frame has its number no tag is needed, and among small blocks it would hide
 * some of them; the title has the words. */
void
map_draw_look (MapDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  char number[VIEW_NUMBER_SIZE];
  SceneShape *shape;
  SceneSize tag;
  SimPfn first, end;
  Callout callout;
  bool has_tag;

  if (!(drawing->look.width > 0) || !find_frames (drawing, &first, &end))
    return;

  view_format_pfn (number, first);
  tag = (SceneSize) { measure->advance (measure, SCENE_FONT_MONO_SMALL, number) + 9,
                      measure->line_height[SCENE_FONT_MONO_SMALL] + 1 };
  has_tag = !map_frames_are_near (drawing) && place_callout (drawing, tag, &callout);

  scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 1 << 40), drawing->look, VIEW_STRONG, NULL);
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 2 << 40),
                 grown (drawing->look, -measure->line_width), VIEW_STRONG, NULL);
  if (!has_tag)
    return;

  if (callout.from.x != callout.to.x || callout.from.y != callout.to.y)
    scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 3 << 40), callout.from, callout.to,
                    VIEW_STRONG);
  shape = scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 4 << 40), callout.tag, VIEW_DARK,
                         number);
  shape->font = SCENE_FONT_MONO_SMALL;
  shape->align = SCENE_MIDDLE;
}
