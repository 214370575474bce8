/* slab-lists.c - the three lists of slabs: their names, and slabs as cards */
#include "views/slab.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <inttypes.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define CARD_PAD 8.0
#define GRID_OUTLINE 0.3        /* opacity */

/* --- which slabs --------------------------------------------------------------------------- */

/* First what is on no list and stands here because it will be; behind the free ones those about to be given back. */
void
slab_for_each (SlabDrawing *drawing,
               unsigned     column,
               SlabFunc     func,
               void        *data)
{
  const SimMachine *machine = drawing->machine;
  SlabSource sources[SLAB_MAX_SOURCES];
  uint32_t index = 0;
  SimSlabId slab;

  for (unsigned i = 0; i < drawing->story.n_touched; i++)
    {
      SimSlab look;

      slab = sim_slab_of_pfn (machine, drawing->story.touched[i].pfn);
      if (slab == SIM_NO_SLAB)
        continue;
      look = sim_slab (machine, slab);
      if (look.cache == drawing->cache.id && look.node == drawing->node && look.list == SIM_SLAB_LIST_NONE
          && slab_column_of (drawing, &look) == column && !func (drawing, slab, index++, data))
        return;
    }
  for (unsigned i = 0, n = slab_sources (drawing, column, sources); i < n; i++)
    for (slab = sim_slab_first (machine, drawing->cache.id, sources[i].owner, sources[i].list); slab != SIM_NO_SLAB;
         slab = sim_slab_next (machine, slab))
      if (!func (drawing, slab, index++, data))
        return;
}

uint32_t
slab_n_on_lists (const SlabDrawing *drawing,
                 unsigned           column)
{
  SlabSource sources[SLAB_MAX_SOURCES];
  uint32_t n = 0;

  for (unsigned i = 0, n_sources = slab_sources (drawing, column, sources); i < n_sources; i++)
    n += sim_slab_list_length (drawing->machine, drawing->cache.id, sources[i].owner, sources[i].list);
  return n;
}

uint32_t
slab_n_in (const SlabDrawing *drawing,
           unsigned           column)
{
  const SimMachine *machine = drawing->machine;
  uint32_t n = slab_n_on_lists (drawing, column);

  for (unsigned i = 0; i < drawing->story.n_touched; i++)
    {
      SimSlabId slab = sim_slab_of_pfn (machine, drawing->story.touched[i].pfn);
      SimSlab look;

      if (slab == SIM_NO_SLAB)
        continue;
      look = sim_slab (machine, slab);
      n += look.cache == drawing->cache.id && look.node == drawing->node && look.list == SIM_SLAB_LIST_NONE
           && slab_column_of (drawing, &look) == column;
    }
  return n;
}

/* --- cards --------------------------------------------------------------------------------- */

SceneKey
slab_home_of (const SlabDrawing *drawing,
              const SimObject   *object)
{
  SimSlab slab = sim_slab (drawing->machine, object->slab);

  if (drawing->is_grid)
    return scene_key (SIM_REF_SLAB, VIEW_PART_LIST, slab.pfn);
  return scene_key (SIM_REF_OBJECT, VIEW_PART_TREE, object->address);
}

static SceneRect
cell_rect (const SlabDrawing *drawing,
           SceneRect          card,
           unsigned           number)
{
  const SlabCells *cells = &drawing->cells;
  double top = card.y + drawing->measure->line_height[SCENE_FONT_MONO_SMALL] + 1;

  return (SceneRect) { card.x + CARD_PAD + number % cells->per_row * cells->step, top + number / cells->per_row * cells->pitch,
                       cells->step - cells->gap, cells->pitch - cells->gap };
}

static void
add_object (SlabDrawing *drawing,
            SceneRect    rect,
            SceneHue     hue,
            SimSlab      slab,
            unsigned     index)
{
  SimObject object = sim_object (drawing->machine, sim_object_ref (slab.id, index));
  g_autofree char *hint = slab_dup_object_hint (drawing, &object);
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_OBJECT, VIEW_PART_TREE, object.address), rect,
                                     slab_object_role (drawing, hue, object.state), NULL);

  shape->parent = scene_key (SIM_REF_SLAB, VIEW_PART_LIST, slab.pfn);
  if (slab_object_is_selected (drawing, &object))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  if (slab_is_changed (drawing, object.address))
    {
      drawing->legend.underlined = true;
      shape = scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, 1ull << 60 | object.address),
                              (ScenePoint) { rect.x, rect.y + rect.height + 1.5 },
                              (ScenePoint) { rect.x + rect.width, rect.y + rect.height + 1.5 }, VIEW_STRONG);
      shape->marks = SCENE_MARK_CHANGED;
      shape->parent = scene_key (SIM_REF_SLAB, VIEW_PART_LIST, slab.pfn);
    }
  if (slab_object_is_looked_at (drawing, &object))
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING, 4ull << 60), (SceneRect) { rect.x - 2.5, rect.y - 2.5, rect.width + 5, rect.height + 5 },
                   VIEW_STRONG, NULL);
}

static void
add_management (SlabDrawing *drawing,
                SceneRect    card,
                const SimSlab *slab)
{
  const SlabCells *cells = &drawing->cells;
  /* Translators: bytes. */
  g_autofree char *colour = g_strdup_printf (ngettext ("Colour: the first object begins %u byte behind the beginning of the slab",
                                                       "Colour: the first object begins %u bytes behind the beginning of the slab", slab->colour), slab->colour);
  g_autofree char *address = g_strdup_printf ("0x%" PRIx64, slab->freelist);
  g_autofree char *freelist = g_strdup_printf (_("Freelist of the slab, at %s: the order in which its objects are given"), address);

  if (cells->n_before > 0 && slab->colour > 0)
    {
      scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, 5ull << 50 | slab->pfn), cell_rect (drawing, card, 0), VIEW_INK (SCENE_FILL_RESERVED),
                     NULL)->parent = scene_key (SIM_REF_SLAB, VIEW_PART_LIST, slab->pfn);
      scene_set_hint (drawing->out, colour);
    }
  if (cells->n_behind > 0)
    {
      scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, 6ull << 50 | slab->pfn), cell_rect (drawing, card, cells->n_cells - 1), VIEW_DARK,
                     NULL)->parent = scene_key (SIM_REF_SLAB, VIEW_PART_LIST, slab->pfn);
      scene_set_hint (drawing->out, freelist);
    }
}

/* It has a ground, so that on its way it covers what it passes over. */
static SceneShape *
add_ground (SlabDrawing   *drawing,
            SceneRect      rect,
            const SimSlab *slab)
{
  g_autofree char *hint = slab_dup_hint (drawing, slab);
  const SlabTouched *touched = slab_touched (drawing, slab->pfn);
  bool is_on_list = slab->list != SIM_SLAB_LIST_NONE && slab->list != SIM_SLAB_LIST_DOOMED;
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_SLAB, VIEW_PART_LIST, slab->pfn), rect,
                                     VIEW_INK (is_on_list ? SCENE_FILL_FREE : SCENE_FILL_ISOLATED), NULL);

  if (touched && touched->is_moved)
    {
      shape->marks |= SCENE_MARK_CHANGED;
      drawing->legend.changed = true;
    }
  if (slab_slab_is_selected (drawing, slab))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  return shape;
}

static bool
draw_card (SlabDrawing *drawing,
           SimSlabId    id,
           uint32_t     index,
           void        *data)
{
  const SlabColumn *column = data;
  SimSlab slab = sim_slab (drawing->machine, id);
  SceneRect card = { column->inner.x + index % drawing->cards_per_line * (drawing->card_width + drawing->ring),
                     column->inner.y + drawing->ring + index / drawing->cards_per_line * (drawing->card_height + drawing->ring),
                     drawing->card_width, drawing->card_height };
  SceneRect words = { card.x + CARD_PAD - 2, card.y, card.width - 2 * CARD_PAD + 4, drawing->measure->line_height[SCENE_FONT_MONO_SMALL] };
  SceneHue hue = slab_hue (drawing, slab.pfn);
  char pfn[VIEW_NUMBER_SIZE];
  g_autofree char *name = g_strdup_printf ("pfn %s", view_format_pfn (pfn, slab.pfn));
  g_autofree char *holder = slab_dup_holder (&slab);
  g_autofree char *whole = g_strdup_printf ("%s %s", name, holder), *brief = g_strdup_printf ("%s %s", pfn, holder);
  g_autofree char *active = g_strdup_printf ("%u/%u", slab.active, slab.n_objects);
  const char *forms[] = { whole, brief, name, pfn };
  double width;

  if (card.y + card.height > column->inner.y + column->inner.height + 0.5)
    return false;
  add_ground (drawing, card, &slab);
  width = slab_add_text (drawing, scene_key (0, VIEW_PART_COUNT, 2ull << 40 | slab.pfn), words, SCENE_FONT_SMALL, SCENE_END, VIEW_PLAIN, active);
  words.width -= width + 6;
  width = 0;
  for (unsigned i = *holder != 0 ? 0 : 2; i < G_N_ELEMENTS (forms) && width == 0; i++)
    width = slab_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 2ull << 40 | slab.pfn), words, SCENE_FONT_MONO_SMALL, SCENE_START, VIEW_STRONG, forms[i]);
  add_management (drawing, card, &slab);
  for (unsigned i = 0; i < slab.n_objects; i++)
    add_object (drawing, cell_rect (drawing, card, drawing->cells.n_before + i), hue, slab, i);
  return true;
}

static void
draw_column (SlabDrawing *drawing,
             unsigned     column)
{
  static const char *const notes[][SLAB_N_COLUMNS] = {
    [SIM_ALLOCATOR_SLAB] = { N_("every object in use or in an array"), N_("taken from first"), N_("can go back to the buddy system") },
    [SIM_ALLOCATOR_SLUB] = { N_("every object in use: on no list"), N_("of the node"), N_("each is one CPU's: taken from first") },
  };
  static const char *const briefs[][SLAB_N_COLUMNS] = {
    [SIM_ALLOCATOR_SLAB] = { "full", "partial", "free" },
    [SIM_ALLOCATOR_SLUB] = { "full", "partial", "cpu" },
  };
  SimAllocator allocator = sim_allocator (drawing->machine);
  SceneRect rect = drawing->columns[column].rect;
  SceneRect words = { rect.x + CARD_PAD, rect.y + 2, rect.width - 2 * CARD_PAD, drawing->measure->line_height[SCENE_FONT_BOLD] };
  uint32_t n = slab_n_in (drawing, column);
  char count[VIEW_NUMBER_SIZE];
  double width = 0;
  const struct { SceneFont font; const char *text; } forms[] = {
    { SCENE_FONT_BOLD, slab_list_name (drawing, column) }, { SCENE_FONT_SMALL, slab_list_name (drawing, column) }, { SCENE_FONT_SMALL, briefs[allocator][column] },
  };

  /* A grid is painted on paper. */
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_ZONE, 3ull << 50 | column), rect,
                 drawing->is_grid ? VIEW_INK (SCENE_FILL_OUTLINE) : VIEW_PANEL, NULL)->opacity = drawing->is_grid ? GRID_OUTLINE : 1;
  for (unsigned i = 0; i < G_N_ELEMENTS (forms) && width == 0; i++)
    width = slab_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 10 + column), words, forms[i].font, SCENE_START, VIEW_STRONG, forms[i].text);
  words.x += width + 8;
  words.width -= width + 8;
  width = slab_add_text (drawing, scene_key (0, VIEW_PART_COUNT, 10 + column), words, SCENE_FONT_SMALL, SCENE_START, VIEW_PLAIN,
                         view_format_count (count, n));
  words.x += width + 8;
  words.width -= width + 8;
  slab_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 20 + column), words, SCENE_FONT_SMALL, SCENE_END, VIEW_FAINT, _(notes[allocator][column]));
}

void
slab_draw_lists (SlabDrawing *drawing)
{
  if (drawing->is_grid)
    slab_draw_cells (drawing);
  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    draw_column (drawing, i);
  if (drawing->is_grid)
    slab_draw_over_cells (drawing);
  else
    for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
      slab_for_each (drawing, i, draw_card, &drawing->columns[i]);
}
