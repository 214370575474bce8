#include "scene/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Shapes of the two pictures are matched by key and form. A matched one moves. One that is in a single
 * picture has a place in the other: its parent's, or that of the nearest ancestor which is there. Where
 * the parent itself is gone, its children share its place in the order of their ids: a block that is
 * halved opens into its halves. All of it is symmetric: backwards is forwards with 1 - moment. */

#define APPEARS 0.12            /* of the way: something that comes out of another is solid from here on */
#define MAX_ANCESTORS 16

typedef struct {
  const ScenePicture *picture;
  uint32_t           *match;    /* by shape: its match in the other picture, plus one */
  uint32_t           *origin;   /* by shape without match: its entry in `origins`, plus one */
  uint32_t           *n_out;    /* by shape without match: how many shapes of the other share its place */
} Side;

/* Where a shape comes from. */
typedef struct {
  uint32_t  shape;
  uint32_t  anchor;             /* shape of the other picture */
  SceneRect place;
  uint64_t  id;
} Origin;

typedef struct {
  Side          from, to;
  Origin       *origins;
  size_t        n_origins;
  double        moment;
  ScenePicture *out;
} Blend;

static bool
is_equal_rect (SceneRect a,
               SceneRect b)
{
  return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
}

static bool
is_inside (SceneRect rect,
           SceneRect outer)
{
  return rect.x >= outer.x && rect.x + rect.width <= outer.x + outer.width
         && rect.y >= outer.y && rect.y + rect.height <= outer.y + outer.height;
}

static bool
is_equal_text (const char *a,
               const char *b)
{
  return a == b || (a && b && strcmp (a, b) == 0);
}

static double
mix (double from,
     double to,
     double moment)
{
  return from == to ? from : from * (1 - moment) + to * moment;
}

static SceneRect
mix_rect (SceneRect from,
          SceneRect to,
          double    moment)
{
  return (SceneRect) { mix (from.x, to.x, moment), mix (from.y, to.y, moment),
                       mix (from.width, to.width, moment), mix (from.height, to.height, moment) };
}

static SceneSpan
mix_span (SceneSpan from,
          SceneSpan to,
          double    moment)
{
  return (SceneSpan) { mix (from.y, to.y, moment), mix (from.height, to.height, moment) };
}

static double
clamp (double number)
{
  return !(number > 0) ? 0 : number >= 1 ? 1 : number;
}

/* Matching */

static void
match_shapes (Side *from,
              Side *to)
{
  uint32_t i, found;

  for (i = 0; i < from->picture->n_shapes; i++)
    {
      const SceneShape *shape = &from->picture->shapes[i];

      found = scene_picture_same (to->picture, shape);
      while (found && (to->match[found - 1] || to->picture->shapes[found - 1].form != shape->form))
        found = to->picture->index.next[found - 1];
      if (found)
        {
          from->match[i] = found;
          to->match[found - 1] = i + 1;
        }
    }
}

/* The nearest ancestor that the other picture shows, plus one; 0: none. */
static uint32_t
find_anchor (const Side       *own,
             const Side       *other,
             const SceneShape *shape)
{
  SceneKey parent = shape->parent;
  uint32_t found;
  int i;

  for (i = 0; i < MAX_ANCESTORS; i++)
    {
      found = scene_picture_first (other->picture, parent);
      if (found)
        return found;
      found = scene_picture_first (own->picture, parent);
      if (!found)
        return 0;
      parent = own->picture->shapes[found - 1].parent;
    }
  return 0;
}

static bool
has_middle_inside (SceneRect rect,
                   SceneRect outer)
{
  return is_inside ((SceneRect) { rect.x + rect.width / 2, rect.y + rect.height / 2, 0, 0 }, outer);
}

static SceneRect
centred_in (SceneRect rect,
            SceneRect outer)
{
  double width = fmin (fabs (rect.width), fabs (outer.width));
  double height = fmin (fabs (rect.height), fabs (outer.height));

  if (rect.width < 0 || rect.height < 0)
    return (SceneRect) { outer.x + outer.width / 2, outer.y + outer.height / 2, 0, 0 };
  return (SceneRect) { outer.x + (outer.width - width) / 2, outer.y + (outer.height - height) / 2, width, height };
}

static int
compare_origins (const void *a,
                 const void *b)
{
  const Origin *first = a, *second = b;

  if (first->anchor != second->anchor)
    return first->anchor < second->anchor ? -1 : 1;
  if (first->id != second->id)
    return first->id < second->id ? -1 : 1;
  return first->shape < second->shape ? -1 : first->shape > second->shape;
}

static SceneRect
slice (SceneRect rect,
       size_t    index,
       size_t    n)
{
  if (rect.width >= rect.height)
    return (SceneRect) { rect.x + rect.width * index / n, rect.y, rect.width / n, rect.height };
  return (SceneRect) { rect.x, rect.y + rect.height * index / n, rect.width, rect.height / n };
}

/* Two halves inside a block that is gone lie beside or below each other: they begin joined at the cut. */
static void
open_halves (const Side *own,
             Origin     *origins,
             size_t      n,
             SceneRect   place)
{
  Origin *halves[2];
  SceneRect rects[2];
  size_t n_halves = 0, i;
  double cut;

  for (i = 0; i < n; i++)
    {
      const SceneShape *shape = &own->picture->shapes[origins[i].shape];

      if (shape->form != SCENE_BOX)
        continue;
      if (n_halves == 2 || !has_middle_inside (shape->rect, place))
        return;
      halves[n_halves] = &origins[i];
      rects[n_halves++] = shape->rect;
    }
  if (n_halves < 2)
    return;

  if (rects[0].x + rects[0].width <= rects[1].x)
    {
      cut = (rects[0].x + rects[0].width + rects[1].x) / 2;
      halves[0]->place = (SceneRect) { place.x, place.y, cut - place.x, place.height };
      halves[1]->place = (SceneRect) { cut, place.y, place.x + place.width - cut, place.height };
    }
  else if (rects[0].y + rects[0].height <= rects[1].y)
    {
      cut = (rects[0].y + rects[0].height + rects[1].y) / 2;
      halves[0]->place = (SceneRect) { place.x, place.y, place.width, cut - place.y };
      halves[1]->place = (SceneRect) { place.x, cut, place.width, place.y + place.height - cut };
    }
}

/* Boxes share the place of a parent that is gone; everything else comes out of its middle. */
static void
place_origins (const Side *own,
               Side       *other,
               Origin     *origins,
               size_t      n)
{
  size_t i, first, end;

  qsort (origins, n, sizeof *origins, compare_origins);
  for (first = 0; first < n; first = end)
    {
      uint32_t anchor = origins[first].anchor;
      SceneRect place = other->picture->shapes[anchor].rect;
      bool is_gone = !other->match[anchor] && other->picture->shapes[anchor].form == SCENE_BOX;
      size_t n_boxes = 0, index = 0;

      for (end = first; end < n && origins[end].anchor == anchor; end++)
        n_boxes += own->picture->shapes[origins[end].shape].form == SCENE_BOX;
      if (is_gone)
        other->n_out[anchor] = (uint32_t) n_boxes;

      for (i = first; i < end; i++)
        {
          const SceneShape *shape = &own->picture->shapes[origins[i].shape];

          if (is_inside (shape->rect, place))
            origins[i].place = shape->rect;
          else if (is_gone && shape->form == SCENE_BOX)
            origins[i].place = slice (place, index, n_boxes);
          else
            origins[i].place = centred_in (shape->rect, place);
          index += shape->form == SCENE_BOX;
        }
      if (is_gone)
        open_halves (own, origins + first, end - first, place);
    }
}

static void
find_origins (Blend *blend,
              Side  *own,
              Side  *other)
{
  Origin *origins = blend->origins + blend->n_origins;
  size_t n = 0, i;
  uint32_t anchor, shape;

  for (shape = 0; shape < own->picture->n_shapes; shape++)
    {
      if (own->match[shape] || !(anchor = find_anchor (own, other, &own->picture->shapes[shape])))
        continue;
      origins[n++] = (Origin) { .shape = shape, .anchor = anchor - 1, .id = own->picture->shapes[shape].key.id };
    }

  place_origins (own, other, origins, n);
  for (i = 0; i < n; i++)
    own->origin[origins[i].shape] = (uint32_t) (blend->n_origins + i + 1);
  blend->n_origins += n;
}

/* Painting order: what moves lies above what does not, but grounds and threads stay below. */

static bool
is_ground (const SceneShape *shape)
{
  SceneFill fill = scene_role_fill (shape->role);

  return fill == SCENE_FILL_PANEL || fill == SCENE_FILL_RULE || shape->form == SCENE_GRID;
}

/* Frames and tags point at what moves: they never lie below it. */
static bool
is_pointer (const SceneShape *shape)
{
  SceneFill fill = scene_role_fill (shape->role);

  return scene_role_hue (shape->role) == SCENE_HUE_NEUTRAL && shape->form != SCENE_TEXT
         && (fill == SCENE_FILL_NONE || fill == SCENE_FILL_STRONG || fill == SCENE_FILL_ALLOCATED);
}

static bool
is_lifted (const Blend *blend,
           const Side  *side,
           uint32_t     at)
{
  const SceneShape *shape = &side->picture->shapes[at];
  const Side *other = side == &blend->from ? &blend->to : &blend->from;

  if (is_ground (shape))
    return false;
  if (is_pointer (shape))
    return true;
  if (side->match[at])
    return !is_equal_rect (scene_shape_bounds (shape), scene_shape_bounds (&other->picture->shapes[side->match[at] - 1]));
  return side->origin[at] && !is_equal_rect (shape->rect, blend->origins[side->origin[at] - 1].place);
}

static bool
has_fill (const SceneShape *shape)
{
  switch (scene_role_fill (shape->role))
    {
    case SCENE_FILL_FREE:
    case SCENE_FILL_ALLOCATED:
    case SCENE_FILL_PCP:
    case SCENE_FILL_SLAB:
    case SCENE_FILL_PAGE_TABLE:
    case SCENE_FILL_RESERVED:
    case SCENE_FILL_KERNEL:
    case SCENE_FILL_ISOLATED:
    case SCENE_FILL_PANEL:
      return shape->form == SCENE_BOX;
    default:
      return false;
    }
}

/* One of two looks of a box must stay solid while the other fades over it: the same one both ways. */
static bool
lies_below (const SceneShape *a,
            const SceneShape *b)
{
  if (has_fill (a) != has_fill (b))
    return has_fill (a);
  if (a->marks != b->marks)
    return a->marks < b->marks;
  if (a->role != b->role)
    return a->role < b->role;
  return a->label && b->label ? strcmp (a->label, b->label) < 0 : !a->label;
}

static void
emit (Blend            *blend,
      const SceneShape *shape,
      SceneRect         rect,
      double            opacity)
{
  SceneShape *added;

  if (opacity <= 0)
    return;

  added = scene_add (blend->out, shape);
  added->rect = rect;
  added->opacity = opacity;
}

/* It reaches out from its left side: towards the end, as much of it as there is. */
static void
emit_lone_ribbon (Blend            *blend,
                  const SceneShape *shape,
                  double            presence)
{
  SceneShape part = *shape;

  part.rect.width = shape->rect.width * presence;
  part.far = mix_span ((SceneSpan) { shape->rect.y, shape->rect.height }, shape->far, presence);
  emit (blend, &part, part.rect, clamp (presence / APPEARS) * shape->opacity);
}

static void
emit_lone (Blend      *blend,
           const Side *side,
           uint32_t    at)
{
  const SceneShape *shape = &side->picture->shapes[at];
  double presence = side == &blend->from ? 1 - blend->moment : blend->moment;
  SceneRect rect = shape->rect;
  double opacity = presence;

  if (shape->form == SCENE_RIBBON)
    {
      emit_lone_ribbon (blend, shape, presence);
      return;
    }
  if (side->n_out[at])
    opacity = clamp ((presence - 1 + 2 * APPEARS) / APPEARS);
  else if (side->origin[at])
    {
      rect = mix_rect (blend->origins[side->origin[at] - 1].place, rect, presence);
      opacity = clamp (presence / APPEARS);
    }
  emit (blend, shape, rect, opacity * shape->opacity);
}

static bool
looks_alike (const SceneShape *a,
             const SceneShape *b)
{
  return a->role == b->role && a->marks == b->marks && a->font == b->font && a->align == b->align
         && is_equal_text (a->label, b->label);
}

/* Two looks of one shape: one fades over the other; the label changes half way. */
static void
emit_crossing (Blend            *blend,
               const SceneShape *from,
               const SceneShape *to,
               SceneRect         rect,
               double            opacity)
{
  bool from_is_below = lies_below (from, to);
  bool is_solid = has_fill (from) && has_fill (to);
  double from_opacity = from_is_below && is_solid ? 1 : 1 - blend->moment;
  double to_opacity = !from_is_below && is_solid ? 1 : blend->moment;
  SceneShape first = *from, second = *to;

  if (!is_equal_text (from->label, to->label))
    *(blend->moment < 0.5 ? &second.label : &first.label) = NULL;

  if (!from_is_below)
    emit (blend, &second, rect, opacity * to_opacity);
  emit (blend, &first, rect, opacity * from_opacity);
  if (from_is_below)
    emit (blend, &second, rect, opacity * to_opacity);
}

/* A text keeps the room it has, or it would be shortened on the way; what it is aligned to moves. */
static SceneRect
room_of_text (const SceneShape *shape,
              SceneRect         between)
{
  double spare = between.width - shape->rect.width;

  between.x += shape->align == SCENE_END ? spare : shape->align == SCENE_MIDDLE ? spare / 2 : 0;
  between.width = shape->rect.width;
  return between;
}

static void
emit_pair (Blend            *blend,
           const SceneShape *from,
           const SceneShape *to)
{
  double moment = blend->moment;
  SceneRect rect = mix_rect (from->rect, to->rect, moment);
  double opacity = mix (from->opacity, to->opacity, moment);

  if (from->form == SCENE_TEXT)
    {
      /* Two words on one place cannot be read. */
      bool is_alike = looks_alike (from, to);
      double from_share = is_alike ? moment < 0.5 : clamp (1 - 2 * moment);
      double to_share = is_alike ? moment >= 0.5 : clamp (2 * moment - 1);

      emit (blend, from, room_of_text (from, rect), opacity * from_share);
      emit (blend, to, room_of_text (to, rect), opacity * to_share);
    }
  else if (from->form == SCENE_RIBBON)
    {
      SceneShape between = moment < 0.5 ? *from : *to;

      between.far = mix_span (from->far, to->far, moment);
      emit (blend, &between, rect, opacity);
    }
  else if (looks_alike (from, to))
    emit (blend, moment < 0.5 ? from : to, rect, opacity);
  else
    emit_crossing (blend, from, to, rect, opacity);
}

/* The order of `to`, with what is only in `from` where it was; twice: what stays, then what moves. */
static void
emit_all (Blend *blend,
          bool   lifted)
{
  const Side *from = &blend->from, *to = &blend->to;
  uint32_t behind = 0, i, match;

  for (i = 0; i < to->picture->n_shapes; i++)
    {
      match = to->match[i];
      for (; match && behind < match; behind++)
        if (!from->match[behind] && is_lifted (blend, from, behind) == lifted)
          emit_lone (blend, from, behind);

      if (is_lifted (blend, to, i) != lifted)
        continue;
      if (match)
        emit_pair (blend, &from->picture->shapes[match - 1], &to->picture->shapes[i]);
      else
        emit_lone (blend, to, i);
    }
  for (; behind < from->picture->n_shapes; behind++)
    if (!from->match[behind] && is_lifted (blend, from, behind) == lifted)
      emit_lone (blend, from, behind);
}

/* The picture around the shapes */

static void
blend_grid (const ScenePicture *from,
            const ScenePicture *to,
            double              moment,
            ScenePicture       *out)
{
  const ScenePicture *near = moment < 0.5 ? from : to;
  SceneGrid grid;

  if (!near->has_grid)
    return;
  grid = from->has_grid && to->has_grid ? scene_grid_between (&from->grid, &to->grid, moment) : near->grid;
  scene_picture_set_grid (out, &grid);
}

static void
copy_shapes (const ScenePicture *picture,
             ScenePicture       *out)
{
  size_t i;

  for (i = 0; i < picture->n_shapes; i++)
    scene_add (out, &picture->shapes[i]);
}

static bool
prepare (Blend *blend)
{
  ScenePicture *out = blend->out;
  size_t n_from = blend->from.picture->n_shapes, n_to = blend->to.picture->n_shapes;
  size_t n = n_from + n_to;
  size_t n_words = 3 * n + 1;
  uint32_t *work;

  if (!scene_picture_index (blend->from.picture) || !scene_picture_index (blend->to.picture))
    return false;

  if (out->work_capacity < n_words)
    {
      free (out->work);
      out->work = malloc (n_words * sizeof *out->work);
      out->work_capacity = out->work ? n_words : 0;
    }
  blend->origins = malloc ((n + 1) * sizeof *blend->origins);
  if (!out->work || !blend->origins)
    return false;

  work = out->work;
  memset (work, 0, n_words * sizeof *work);
  blend->from.match = work;
  blend->from.origin = work + n_from;
  blend->from.n_out = work + 2 * n_from;
  work += 3 * n_from;
  blend->to.match = work;
  blend->to.origin = work + n_to;
  blend->to.n_out = work + 2 * n_to;
  return true;
}

void
scene_blend (const ScenePicture *from,
             const ScenePicture *to,
             double              moment,
             ScenePicture       *out)
{
  Blend blend = { .from.picture = from, .to.picture = to, .out = out, .moment = clamp (moment) };
  const ScenePicture *near = blend.moment < 0.5 ? from : to;

  scene_picture_reset (out, (SceneSize) { mix (from->size.width, to->size.width, blend.moment),
                                          mix (from->size.height, to->size.height, blend.moment) });
  scene_picture_describe (out, near->title, near->description);
  blend_grid (from, to, blend.moment, out);

  if (blend.moment <= 0 || blend.moment >= 1)
    copy_shapes (near, out);
  else if (prepare (&blend))
    {
      match_shapes (&blend.from, &blend.to);
      find_origins (&blend, &blend.from, &blend.to);
      find_origins (&blend, &blend.to, &blend.from);
      emit_all (&blend, false);
      emit_all (&blend, true);
    }
  else
    {
      copy_shapes (near, out);
      out->has_failed = true;
    }

  free (blend.origins);
}
