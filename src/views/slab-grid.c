/* slab-grid.c - many slabs: every object a cell of a grid that is scrolled
 *
 * Of all cells only those in sight are looked at. Slabs of this step, and what is selected, are shapes over them.
 */
#include "views/slab.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define LEAST_RING 5.0
#define NO_OBJECT ((1u << SIM_OBJECT_INDEX_BITS) - 1)   /* a cell of the slab that is none of its objects */
#define MOST_ZOOM 16.0

typedef struct {
  SceneRole *cells;             /* of the picture; width × n_rows */
  uint32_t  *ids;
  unsigned   width, n_rows;
  uint32_t   first_line, end_line;
  double     top;               /* of the first line, in the picture */
  unsigned   column;
} Raster;

/* --- where a slab lies --------------------------------------------------------------------- */

static SceneRect
slab_rect (const SlabDrawing *drawing,
           unsigned           column,
           uint32_t           index)
{
  const SlabGrid *grid = &drawing->grid;

  return (SceneRect) {
    drawing->plot.x + (grid->first[column] + index % grid->per_line * grid->width) * grid->cell,
    drawing->plot.y + (double) (index / grid->per_line) * grid->height * grid->cell - grid->scroll,
    grid->per_row * grid->cell, grid->n_rows * grid->cell,
  };
}

static bool
is_in_sight (const SlabDrawing *drawing,
             SceneRect          rect)
{
  return rect.y >= drawing->plot.y - 0.5 && rect.y + rect.height <= drawing->plot.y + drawing->plot.height + 0.5;
}

/* --- cells --------------------------------------------------------------------------------- */

static void
fill_cells (const SlabDrawing *drawing,
            const Raster      *raster,
            SimSlabId          id,
            uint32_t           index)
{
  const SlabGrid *grid = &drawing->grid;
  const SlabCells *cells = &drawing->cells;
  SimSlab slab = sim_slab (drawing->machine, id);
  SceneHue hue = slab_hue (drawing, slab.pfn);
  SceneRole roles[] = { slab_object_role (drawing, hue, SIM_OBJECT_FREE), slab_object_role (drawing, hue, SIM_OBJECT_IN_ARRAY),
                        slab_object_role (drawing, hue, SIM_OBJECT_IN_USE) };
  unsigned left = grid->first[raster->column] + index % grid->per_line * grid->width;
  unsigned top = (index / grid->per_line - raster->first_line) * grid->height;

  for (unsigned i = 0; i < cells->n_cells; i++)
    {
      unsigned x = left + i % grid->per_row, y = top + i / grid->per_row;
      size_t at = (size_t) y * raster->width + x;
      SceneRole role = VIEW_DARK;
      uint32_t id_of_cell = sim_object_ref (id, NO_OBJECT);

      if (x >= raster->width || y >= raster->n_rows)
        continue;
      if (i < cells->n_before)
        role = slab.colour > 0 ? VIEW_INK (SCENE_FILL_RESERVED) : 0;
      else if (i < cells->n_before + slab.n_objects)
        {
          id_of_cell = sim_object_ref (id, i - cells->n_before);
          role = roles[sim_object (drawing->machine, id_of_cell).state];
        }
      raster->cells[at] = role;
      raster->ids[at] = id_of_cell;
    }
}

static bool
fill_slab (SlabDrawing *drawing,
           SimSlabId    slab,
           uint32_t     index,
           void        *data)
{
  const Raster *raster = data;
  uint32_t line = index / drawing->grid.per_line;

  if (line >= raster->first_line && line < raster->end_line)
    fill_cells (drawing, raster, slab, index);
  return line < raster->end_line;
}

static uint64_t
print_of (const SceneRole *cells,
          size_t           n)
{
  uint64_t print = 14695981039346656037u, word;
  size_t i;

  for (i = 0; i + sizeof word <= n; i += sizeof word)
    {
      memcpy (&word, cells + i, sizeof word);
      print = (print ^ word) * 0x9e3779b97f4a7c15u;
      print ^= print >> 32;
    }
  for (; i < n; i++)
    print = (print ^ cells[i]) * 1099511628211u;
  return print;
}

/* The lines in sight. */
static void
find_lines (const SlabDrawing *drawing,
            Raster            *raster)
{
  const SlabGrid *grid = &drawing->grid;
  double height = grid->height * grid->cell;

  raster->first_line = (uint32_t) floor (grid->scroll / height);
  raster->end_line = raster->first_line + (uint32_t) ceil (drawing->plot.height / height) + 1;
  raster->top = drawing->plot.y + raster->first_line * height - grid->scroll;
  raster->width = (unsigned) MAX (1, floor (drawing->plot.width / grid->cell));
  raster->n_rows = (raster->end_line - raster->first_line) * grid->height;
}

void
slab_draw_cells (SlabDrawing *drawing)
{
  Raster raster = { 0 };
  size_t n;

  find_lines (drawing, &raster);
  n = (size_t) raster.width * raster.n_rows;
  if (!scene_picture_new_cells (drawing->out, n, &raster.cells, &raster.ids))
    return;

  for (raster.column = 0; raster.column < SLAB_N_COLUMNS; raster.column++)
    slab_for_each (drawing, raster.column, fill_slab, &raster);
  scene_picture_set_grid (drawing->out, &(SceneGrid) {
    .cells = raster.cells, .ids = raster.ids, .n_cells = (uint32_t) n, .order = SCENE_ROW_MAJOR, .columns = raster.width,
    .origin = { drawing->plot.x, raster.top }, .cell = drawing->grid.cell, .clip = drawing->plot, .generation = print_of (raster.cells, n),
  });
  scene_add (drawing->out, &(SceneShape) { .key = scene_key (0, VIEW_PART_MAP, 0), .form = SCENE_GRID, .rect = drawing->plot, .opacity = 1 });
}

/* --- what lies over them ------------------------------------------------------------------- */

static void
add_words (SlabDrawing   *drawing,
           const SimSlab *slab,
           unsigned       column,
           SceneRect      rect)
{
  SceneRect inner = drawing->columns[column].inner, line = { inner.x, rect.y - 1, rect.x - inner.x - 4, drawing->measure->line_height[SCENE_FONT_MONO_SMALL] };
  char pfn[VIEW_NUMBER_SIZE];
  g_autofree char *active = g_strdup_printf ("%u/%u", slab->active, slab->n_objects);
  g_autofree char *hint = slab_dup_hint (drawing, slab), *holder = slab_dup_holder (slab);

  /* Of a slab that goes elsewhere they fade: on their way they would lie over others. */
  if (slab_add_text (drawing, scene_key (SIM_REF_SLAB, slab_part_at (VIEW_PART_LABEL, line), slab->pfn), line, SCENE_FONT_MONO_SMALL, SCENE_START, VIEW_PLAIN,
                     view_format_pfn (pfn, slab->pfn)))
    scene_set_hint (drawing->out, hint);
  if (drawing->has_holders)
    {
      SceneRect below = { line.x, line.y + line.height, line.width, line.height };

      slab_add_text (drawing, scene_key (0, slab_part_at (VIEW_PART_LABEL, below), 6ull << 40 | slab->pfn), below, SCENE_FONT_SMALL, SCENE_START, VIEW_FAINT, holder);
    }
  line.x = rect.x + rect.width + 2;
  line.width = inner.x + inner.width - line.x;
  slab_add_text (drawing, scene_key (0, slab_part_at (VIEW_PART_COUNT, line), 2ull << 40 | slab->pfn), line, SCENE_FONT_SMALL, SCENE_END, VIEW_PLAIN, active);
}

static void
add_outline (SlabDrawing   *drawing,
             const SimSlab *slab,
             SceneRect      rect)
{
  g_autofree char *hint = slab_dup_hint (drawing, slab);
  const SlabTouched *touched = slab_touched (drawing, slab->pfn);
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_SLAB, VIEW_PART_LIST, slab->pfn), rect, VIEW_INK (SCENE_FILL_OUTLINE), NULL);

  shape->marks = SCENE_MARK_SQUARE;
  if (slab_slab_is_selected (drawing, slab))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  if (!touched || !touched->is_changed)
    return;
  drawing->legend.underlined = true;
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, 1ull << 50 | slab->pfn), (ScenePoint) { rect.x, rect.y + rect.height + 1 },
                  (ScenePoint) { rect.x + rect.width, rect.y + rect.height + 1 }, VIEW_STRONG)->marks = SCENE_MARK_CHANGED;
}

static void
add_selected_objects (SlabDrawing   *drawing,
                      const SimSlab *slab,
                      SceneRect      rect)
{
  const SlabGrid *grid = &drawing->grid;

  for (unsigned i = 0; i < slab->n_objects; i++)
    {
      SimObject object = sim_object (drawing->machine, sim_object_ref (slab->id, i));
      unsigned cell = drawing->cells.n_before + i;
      double side = MAX (grid->cell, LEAST_RING), spare = (side - grid->cell) / 2;
      g_autofree char *hint = NULL;
      bool is_selected = slab_object_is_selected (drawing, &object);

      if (!is_selected && !slab_object_is_looked_at (drawing, &object))
        continue;
      hint = slab_dup_object_hint (drawing, &object);
      scene_add_box (drawing->out, scene_key (SIM_REF_OBJECT, VIEW_PART_RING, object.address),
                     (SceneRect) { rect.x + cell % grid->per_row * grid->cell - spare, rect.y + cell / grid->per_row * grid->cell - spare, side, side },
                     is_selected ? VIEW_PLAIN : VIEW_STRONG, NULL)->marks = SCENE_MARK_SQUARE | (is_selected ? SCENE_MARK_SELECTED : 0);
      scene_set_hint (drawing->out, hint);
      drawing->legend.selected |= is_selected;
    }
}

/* Is an object of the slab selected or looked at? */
static bool
has_marked_object (const SlabDrawing *drawing,
                   const SimSlab     *slab)
{
  const ViewSubject *subject = drawing->subject;
  SimPfn first, end;

  for (size_t i = 0; i <= subject->n_selection; i++)
    {
      SimRef ref = i < subject->n_selection ? subject->selection[i] : subject->look;

      if ((ref.kind == SIM_REF_OBJECT || ref.kind == SIM_REF_ADDRESS) && view_ref_frames (drawing->machine, ref, &first, &end)
          && first >= slab->pfn && first < slab->pfn + sim_frames_in (slab->order))
        return true;
    }
  return false;
}

static bool
draw_over (SlabDrawing *drawing,
           SimSlabId    id,
           uint32_t     index,
           void        *data)
{
  const Raster *raster = data;
  uint32_t line = index / drawing->grid.per_line;
  SceneRect rect = slab_rect (drawing, raster->column, index);
  SimSlab slab;

  if (line < raster->first_line || !is_in_sight (drawing, rect))
    return line < raster->end_line;
  slab = sim_slab (drawing->machine, id);
  if (drawing->has_words)
    add_words (drawing, &slab, raster->column, rect);
  if (slab_touched (drawing, slab.pfn) || slab_slab_is_selected (drawing, &slab))
    add_outline (drawing, &slab, rect);
  if (has_marked_object (drawing, &slab))
    add_selected_objects (drawing, &slab, rect);
  return true;
}

/* How many are below what is seen, and above it. */
static void
add_more (SlabDrawing *drawing,
          unsigned     column)
{
  const SlabGrid *grid = &drawing->grid;
  SceneRect inner = drawing->columns[column].inner, rect = { inner.x, inner.y + inner.height + 2, inner.width, drawing->line };
  uint32_t n = slab_n_in (drawing, column), per_line = grid->per_line;
  double height = grid->height * grid->cell;
  uint32_t above = MIN (n, (uint32_t) floor (grid->scroll / height) * per_line);
  uint32_t shown_to = (uint32_t) floor ((grid->scroll + drawing->plot.height + grid->cell) / height) * per_line;
  uint32_t below = n > shown_to ? n - shown_to : 0;
  char count[VIEW_NUMBER_SIZE], before[VIEW_NUMBER_SIZE];
  g_autofree char *more = g_strdup_printf (ngettext ("… and %s more", "… and %s more", below), view_format_count (count, below));
  /* Translators: how many slabs lie above what is seen, and how many below. */
  g_autofree char *both = g_strdup_printf (_("%s above, %s below"), view_format_count (before, above), count);
  g_autofree char *brief = g_strdup_printf ("… %s", count);
  const char *forms[] = { above > 0 ? both : more, brief };

  if (below == 0 && above == 0)
    return;
  for (unsigned i = 0; i < G_N_ELEMENTS (forms); i++)
    if (slab_add_text (drawing, scene_key (0, VIEW_PART_MORE, 4ull << 50 | column), rect, SCENE_FONT_SMALL, SCENE_START, VIEW_PLAIN, forms[i]))
      break;
}

void
slab_draw_over_cells (SlabDrawing *drawing)
{
  Raster raster = { 0 };

  find_lines (drawing, &raster);
  for (raster.column = 0; raster.column < SLAB_N_COLUMNS; raster.column++)
    {
      slab_for_each (drawing, raster.column, draw_over, &raster);
      add_more (drawing, raster.column);
    }
}

/* --- the camera ---------------------------------------------------------------------------- */

static double
centre_of (const SlabDrawing *drawing,
           double             scroll)
{
  double most = MAX (0, drawing->grid.whole - drawing->plot.height);

  return drawing->grid.whole > 0 ? 0.5 + CLAMP (scroll, 0, most) / (2 * drawing->grid.whole) : 0.5;
}

ViewCamera
slab_pan (const ViewSubject  *subject,
          SceneSize           size,
          const SceneMeasure *measure,
          double              x,
          double              y)
{
  ViewCamera camera = subject->camera;
  SlabDrawing drawing;

  if (slab_prepare (&drawing, subject, size, measure, NULL) && drawing.is_grid)
    camera.centre.y = centre_of (&drawing, drawing.grid.scroll - y);
  slab_clear_story (&drawing);
  return camera;
}

/* The slab at the anchor stays where it is. */
ViewCamera
slab_zoom (const ViewSubject  *subject,
           SceneSize           size,
           const SceneMeasure *measure,
           ScenePoint          anchor,
           double              zoom)
{
  ViewSubject nearer = *subject;
  SlabDrawing from = { 0 }, to = { 0 };
  double above, lines;

  nearer.camera.zoom = CLAMP (zoom, 1, MOST_ZOOM);
  if (slab_prepare (&from, subject, size, measure, NULL) && slab_prepare (&to, &nearer, size, measure, NULL) && from.is_grid)
    {
      above = CLAMP (anchor.y - from.plot.y, 0, from.plot.height);
      lines = (from.grid.scroll + above) / (from.grid.height * from.grid.cell) * from.grid.per_line / to.grid.per_line;
      nearer.camera.centre.y = centre_of (&to, lines * to.grid.height * to.grid.cell - above);
    }
  else
    nearer.camera = subject->camera;
  slab_clear_story (&from);
  slab_clear_story (&to);
  return nearer.camera;
}

/* --- picking ------------------------------------------------------------------------------- */

SimRef
slab_pick (const ViewSubject  *subject,
           const ScenePicture *picture,
           ScenePoint          point)
{
  const SceneGrid *grid = scene_picture_grid (picture);
  uint32_t cell;

  if (!grid || !grid->ids || !scene_grid_cell_at (grid, point, &cell) || grid->ids[cell] == 0)
    return sim_ref (SIM_REF_NONE, 0);
  if (sim_object_index (grid->ids[cell]) == NO_OBJECT)
    return sim_ref (SIM_REF_SLAB, sim_slab (subject->machine, sim_object_slab (grid->ids[cell])).pfn);
  return sim_ref (SIM_REF_OBJECT, sim_object (subject->machine, grid->ids[cell]).address);
}
