/* slab-arrays.c - the arrays of the CPUs, and the one that the CPUs of a node share
 *
 * A lane of cells each, filled from the left: the last one is given next. What was just given lies beside its name.
 */
#include "views/slab.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define PAD 8.0
#define LANE_GAP 10.0
#define TRACK 6.0
#define LARGEST_PITCH 15
#define LEAST_PITCH 7
#define LEAST_SHARED_PITCH 4
#define EMPTY_OPACITY 0.28
#define MOST_EMPTY 600          /* places that are drawn */

typedef struct {
  unsigned n_lanes;             /* that are drawn */
  unsigned n_columns, n_rows;
  double   width, height;       /* of a lane */
  double   pitch;               /* of its cells; 0: a line that says how full it is */
  unsigned per_row;
} Plan;

static unsigned
n_arrays (const SlabDrawing *drawing)
{
  return sim_n_cpus (drawing->machine) + sim_has_array (drawing->machine, drawing->cache.id, SIM_SHARED_ARRAY + drawing->node);
}

/* CPU by CPU, then the shared one. Where not all are drawn, that of the step is. */
static unsigned
array_at (const SlabDrawing *drawing,
          const Plan        *plan,
          unsigned           lane)
{
  unsigned n = n_arrays (drawing), n_cpus = sim_n_cpus (drawing->machine);

  if (plan->n_lanes >= n)
    return lane < n_cpus ? lane : SIM_SHARED_ARRAY + drawing->node;
  if (lane + 1 == plan->n_lanes && n > n_cpus && plan->n_lanes > 1)
    return SIM_SHARED_ARRAY + drawing->node;
  if (lane + 1 + (n > n_cpus && plan->n_lanes > 1) == plan->n_lanes && drawing->story.cpu >= lane)
    return drawing->story.cpu % n_cpus;
  return lane;
}

static unsigned
limit_of (const SlabDrawing *drawing,
          unsigned           array)
{
  return MAX (sim_array (drawing->machine, drawing->cache.id, array).limit, 1);
}

static double
lane_height (const SlabDrawing *drawing,
             const Plan        *plan)
{
  double name = drawing->line + 6;

  if (plan->pitch > 0)
    return name + ceil ((double) limit_of (drawing, 0) / plan->per_row) * plan->pitch + PAD;
  return name + TRACK + PAD;
}

static double
plan_height (const Plan *plan)
{
  return plan->n_rows * plan->height + (plan->n_rows - 1) * LANE_GAP;
}

static bool
try_plan (const SlabDrawing *drawing,
          Plan              *plan,
          unsigned           n_columns,
          double             pitch,
          double             width,
          double             most)
{
  double least = 20 * drawing->line / 2;

  plan->n_columns = MIN (n_columns, plan->n_lanes);
  plan->n_rows = (plan->n_lanes + plan->n_columns - 1) / plan->n_columns;
  plan->width = (width - (plan->n_columns - 1) * LANE_GAP) / plan->n_columns;
  plan->pitch = pitch;
  plan->per_row = pitch > 0 ? (unsigned) MAX (1, floor ((plan->width - 2 * PAD) / pitch)) : 1;
  plan->height = lane_height (drawing, plan);
  return plan_height (plan) <= most && (plan->n_columns == 1 || plan->width >= least);
}

/* Of the largest cells for which there is room the lowest arrangement. */
static bool
make_plan_of_cells (const SlabDrawing *drawing,
                    double             width,
                    double             most,
                    unsigned           most_columns,
                    Plan              *plan)
{
  for (double pitch = LARGEST_PITCH; pitch >= LEAST_PITCH; pitch--)
    {
      Plan best = { 0 };

      for (unsigned n_columns = 1; n_columns <= most_columns; n_columns++)
        if (try_plan (drawing, plan, n_columns, pitch, width, most) && (best.n_lanes == 0 || plan_height (plan) < plan_height (&best)))
          best = *plan;
      if (best.n_lanes > 0)
        {
          *plan = best;
          return true;
        }
    }
  return false;
}

/* In little room if cells are large enough there; then no cells; then not all arrays. */
static bool
make_plan (const SlabDrawing *drawing,
           double             width,
           double             most,
           Plan              *plan)
{
  unsigned most_columns = width > 900 ? 3 : width > 360 ? 2 : 1;

  plan->n_lanes = n_arrays (drawing);
  if (make_plan_of_cells (drawing, width, most * 0.7, most_columns, plan) || make_plan_of_cells (drawing, width, most, most_columns, plan))
    return true;
  for (; plan->n_lanes > 0; plan->n_lanes--)
    for (unsigned n_columns = 1; n_columns <= most_columns + 1; n_columns++)
      if (try_plan (drawing, plan, n_columns, 0, width, most))
        return true;
  return false;
}

double
slab_arrays_height (const SlabDrawing *drawing,
                    double             width,
                    double             most)
{
  Plan plan;

  return make_plan (drawing, width, most, &plan) ? plan_height (&plan) : 0;
}

/* --- one lane ------------------------------------------------------------------------------ */

static void
draw_hand (SlabDrawing *drawing,
           SceneRect    rect)
{
  SimObject object;
  SceneShape *shape;
  g_autofree char *label = g_strdup_printf ("0x%" PRIx64, drawing->story.hand);
  g_autofree char *hint = NULL;
  double width = slab_text_width (drawing, SCENE_FONT_MONO_SMALL, label) + 12;

  if (!sim_object_at (drawing->machine, drawing->story.hand, &object) || rect.width < 20)
    return;
  rect.width = MIN (width, rect.width);
  hint = slab_dup_object_hint (drawing, &object);
  shape = scene_add_box (drawing->out, scene_key (SIM_REF_OBJECT, VIEW_PART_LIST, object.address), rect,
                         slab_object_role (drawing, slab_hue (drawing, sim_slab (drawing->machine, object.slab).pfn), object.state),
                         rect.width < width ? NULL : label);
  shape->parent = slab_home_of (drawing, &object);
  shape->font = SCENE_FONT_MONO_SMALL;
  shape->align = SCENE_MIDDLE;
  shape->marks = SCENE_MARK_TIGHT;
  scene_set_hint (drawing->out, hint);
}

/* Name, the object that was just given, and how full it is. */
static void
draw_name (SlabDrawing *drawing,
           SceneRect    rect,
           unsigned     number)
{
  SimArray array = sim_array (drawing->machine, drawing->cache.id, number);
  bool is_shared = number >= SIM_SHARED_ARRAY;
  bool is_slub = sim_allocator (drawing->machine) == SIM_ALLOCATOR_SLUB;
  g_autofree char *name = is_shared ? g_strdup (_("shared array"))
                          : is_slub ? g_strdup_printf (_("CPU %u freelist"), number) : g_strdup_printf (_("CPU %u array_cache"), number);
  g_autofree char *brief = is_shared ? g_strdup (C_("a shared array", "shared")) : g_strdup_printf (C_("a processor", "CPU %u"), number);
  /* With SLUB these are the objects of one slab, and there is no batch. */
  g_autofree char *whole = is_slub ? g_strdup_printf (_("%u free · LIFO →"), array.avail) : g_strdup_printf ("avail %u · limit %u · batch %u · LIFO →", array.avail, array.limit, array.batch);
  g_autofree char *middle = g_strdup_printf ("%u / %u · batch %u · LIFO →", array.avail, array.limit, array.batch);
  g_autofree char *counts = g_strdup_printf ("%u / %u", array.avail, array.limit);
  const char *forms[] = { whole, is_slub ? whole : middle, counts }, *names[] = { name, brief };
  double hand = !is_shared ? slab_text_width (drawing, SCENE_FONT_MONO_SMALL, sim_profile (drawing->machine)->bits > 32 ? "0x8888888888888888" : "0x88888888") + 22 : 0, width = 0;
  uint64_t id = sim_array_id (drawing->cache.id, number);

  for (unsigned i = 0; i < G_N_ELEMENTS (names) && width == 0; i++)
    width = slab_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 1ull << 50 | id), rect,
                           i == 0 && rect.width > 30 * drawing->line ? SCENE_FONT_BOLD : SCENE_FONT_SMALL, SCENE_START, VIEW_STRONG, names[i]);
  rect.x += width + 10;
  rect.width -= width + 10;
  width = 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (forms) && width == 0; i++)
    if (i + 1 == G_N_ELEMENTS (forms) || slab_text_width (drawing, SCENE_FONT_SMALL, forms[i]) + hand <= rect.width)
      width = slab_add_text (drawing, scene_key (0, VIEW_PART_COUNT, 1ull << 50 | id), rect, SCENE_FONT_SMALL, SCENE_END, VIEW_PLAIN,
                             forms[i]);
  if (drawing->story.hand && drawing->story.hand_array == number)
    draw_hand (drawing, (SceneRect) { rect.x, rect.y + 1, rect.width - width - 10, rect.height - 2 });
}

static SceneRect
place_of (const Plan *plan,
          SceneRect   rect,
          unsigned    entry)
{
  double gap = plan->pitch >= 10 ? 3 : 2;

  return (SceneRect) { rect.x + entry % plan->per_row * plan->pitch, rect.y + entry / plan->per_row * plan->pitch,
                       plan->pitch - gap, plan->pitch - gap };
}

/* A shared array may be longer than those of the CPUs: its cells are smaller, then. False: none would be seen. */
static bool
fit_lane (const SlabDrawing *drawing,
          Plan              *plan,
          SceneRect          rect,
          unsigned           number)
{
  for (; plan->pitch >= LEAST_SHARED_PITCH; plan->pitch--)
    {
      plan->per_row = (unsigned) MAX (1, floor (rect.width / plan->pitch));
      if (ceil ((double) limit_of (drawing, number) / plan->per_row) * plan->pitch <= rect.height + 2)
        return true;
    }
  return false;
}

static void
draw_entry (SlabDrawing *drawing,
            SceneRect    rect,
            uint32_t     ref,
            bool         is_next)
{
  SimObject object = sim_object (drawing->machine, ref);
  g_autofree char *hint = slab_dup_object_hint (drawing, &object);
  SceneHue hue = slab_hue (drawing, sim_slab (drawing->machine, object.slab).pfn);
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_OBJECT, VIEW_PART_LIST, object.address), rect,
                                     slab_object_role (drawing, hue, object.state), NULL);

  shape->parent = slab_home_of (drawing, &object);
  if (slab_object_is_selected (drawing, &object))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  if (slab_is_changed (drawing, object.address))
    {
      drawing->legend.underlined = true;
      scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, 3ull << 60 | object.address), (ScenePoint) { rect.x, rect.y + rect.height + 1.5 },
                      (ScenePoint) { rect.x + rect.width, rect.y + rect.height + 1.5 }, VIEW_STRONG)->marks = SCENE_MARK_CHANGED;
    }
  /* Two lines: the end that is taken from and put to. */
  drawing->has_next |= is_next;
  if (is_next)
    for (unsigned i = 0; i < 2; i++)
      scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING, 2ull << 60 | i), (SceneRect) { rect.x - i, rect.y - i, rect.width + 2 * i, rect.height + 2 * i },
                     VIEW_STRONG, NULL)->marks = SCENE_MARK_SQUARE;
}

static void
draw_cells (SlabDrawing *drawing,
            const Plan  *plan,
            SceneRect    rect,
            unsigned     number)
{
  SimArray array = sim_array (drawing->machine, drawing->cache.id, number);

  for (uint32_t i = array.avail; i < array.limit && i < MOST_EMPTY; i++)
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, (uint64_t) number << 32 | i), place_of (plan, rect, i), VIEW_INK (SCENE_FILL_OUTLINE), NULL)
      ->opacity = EMPTY_OPACITY;
  for (uint32_t i = 0; i < array.avail; i++)
    draw_entry (drawing, place_of (plan, rect, i), sim_array_entry (drawing->machine, drawing->cache.id, number, i), i + 1 == array.avail);
}

static void
draw_track (SlabDrawing *drawing,
            SceneRect    rect,
            unsigned     number)
{
  SimArray array = sim_array (drawing->machine, drawing->cache.id, number);

  rect.height = TRACK;
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, (uint64_t) number << 32), rect, VIEW_INK (SCENE_FILL_OUTLINE), NULL)
    ->marks = SCENE_MARK_SQUARE;
  rect.width *= array.limit > 0 ? MIN (1, (double) array.avail / array.limit) : 0;
  if (rect.width >= 0.5)
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_MORE, 3ull << 50 | number), rect, scene_role (drawing->hue, SCENE_FILL_ALLOCATED), NULL)
      ->marks = SCENE_MARK_SQUARE;
}

static void
draw_lane (SlabDrawing *drawing,
           Plan         plan,
           SceneRect    rect,
           unsigned     number)
{
  SimArray array = sim_array (drawing->machine, drawing->cache.id, number);
  SceneRect inner = { rect.x + PAD, rect.y + 3, rect.width - 2 * PAD, drawing->line };
  SceneShape *shape;
  g_autofree char *hint = number < SIM_SHARED_ARRAY
    /* Translators: number of the CPU, name of the cache; objects in the array, its limit, how many are moved at a time. */
    ? g_strdup_printf (_("Array of CPU %u, cache %s: %u of at most %u objects, batch %u"), number, drawing->cache.name, array.avail, array.limit, array.batch)
    : g_strdup_printf (_("Shared array of node %u, cache %s: %u of at most %u objects, batch %u"), number - SIM_SHARED_ARRAY, drawing->cache.name,
                       array.avail, array.limit, array.batch);

  scene_add_box (drawing->out, scene_key (0, VIEW_PART_ZONE, 2ull << 50 | number), rect, VIEW_PANEL, NULL);
  shape = scene_add_box (drawing->out, scene_key (SIM_REF_ARRAY, VIEW_PART_HEAD, sim_array_id (drawing->cache.id, number)), rect, VIEW_PLAIN, NULL);
  if (slab_is_selected (drawing, SIM_REF_ARRAY, sim_array_id (drawing->cache.id, number)))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  draw_name (drawing, inner, number);
  inner.y += drawing->line + 4;
  inner.height = rect.y + rect.height - inner.y - PAD / 2;
  if (plan.pitch > 0 && fit_lane (drawing, &plan, inner, number))
    draw_cells (drawing, &plan, inner, number);
  else
    draw_track (drawing, inner, number);
}

void
slab_draw_arrays (SlabDrawing *drawing)
{
  SceneRect rect = drawing->arrays;
  Plan plan;

  if (!(rect.height > 0) || !make_plan (drawing, rect.width, drawing->most_of_arrays, &plan))
    return;
  for (unsigned lane = 0; lane < plan.n_lanes; lane++)
    draw_lane (drawing, plan, (SceneRect) { rect.x + lane % plan.n_columns * (plan.width + LANE_GAP),
                                             rect.y + lane / plan.n_columns * (plan.height + LANE_GAP), plan.width, plan.height },
               array_at (drawing, &plan, lane));
}
