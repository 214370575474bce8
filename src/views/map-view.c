#include "views/map.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/parts.h"
#include "views/views.h"

#define MAX_LOOKED_AT 300000    /* frames whose state is looked at for the legend; beyond: the whole machine's */

static void
note_role (MapDrawing *drawing,
           SceneRole   role)
{
  SimFrameState state;

  for (state = 0; state < SIM_N_FRAME_STATES; state++)
    if (scene_role_fill (view_state_role (drawing->machine, 0, state)) == scene_role_fill (role))
      view_legend_note (&drawing->legend, state);
}

static void
note_what_is_seen (MapDrawing *drawing)
{
  const SceneGrid *grid = &drawing->frame.grid;
  double n_seen = grid->clip.width * grid->clip.height / (grid->cell * grid->cell);
  uint32_t first_row, end_row, first_column, end_column, row, column, i, seen[256] = { 0 };
  unsigned role;

  if (!drawing->subject->cells)
    return;

  if (n_seen < MAX_LOOKED_AT && n_seen < grid->n_cells * 0.9)
    {
      scene_grid_visible_blocks (grid, grid->clip, &first_row, &end_row, &first_column, &end_column);
      for (row = first_row; row < end_row; row++)
        for (column = first_column; column < end_column; column++)
          {
            uint64_t first = ((uint64_t) row * grid->columns + column) << grid->block_order;

            for (i = 0; i < 1u << grid->block_order && first + i < grid->n_cells; i++)
              seen[grid->cells[first + i]]++;
          }
      for (role = 0; role < 256; role++)
        if (seen[role])
          note_role (drawing, (SceneRole) role);
      return;
    }

  for (role = 0; role < 256; role++)
    if (view_cells_count (drawing->subject->cells, (SceneRole) role))
      note_role (drawing, (SceneRole) role);
}

static void
describe (MapDrawing *drawing)
{
  GString *text = g_string_new (NULL);
  char all[VIEW_NUMBER_SIZE], n_free[VIEW_NUMBER_SIZE], name[VIEW_NUMBER_SIZE];
  SimZoneId zone;

  for (zone = 0; zone < sim_n_zones (drawing->machine); zone++)
    {
      SimZone look = sim_zone (drawing->machine, zone);

      if (text->len)
        g_string_append (text, "; ");
      /* Translators: a zone, its page frames, and how many of them are free; joined by semicolons. */
      g_string_append_printf (text, _("zone %s: %s page frames, %s free"), view_format_zone (name, drawing->machine, zone),
                              view_format_count (all, look.present),
                              view_format_count (n_free, look.free));
    }
  scene_picture_describe (drawing->out, _("Map of all page frames"), text->str);
  g_string_free (text, TRUE);
}

static void
layout (const ViewSubject  *subject,
        SceneSize           size,
        const SceneMeasure *measure,
        ScenePicture       *out)
{
  MapDrawing drawing = {
    .subject = subject,
    .machine = subject->machine,
    .measure = measure,
    .out = out,
    .frame = map_frame (subject, size, measure),
    .legend.hue = SCENE_HUE_NORMAL,
  };

  if (!(drawing.frame.plot.width > 0))
    {
      view_page_say_too_small (size, measure, out);
      return;
    }
  describe (&drawing);

  view_changes_init (&drawing.changes, subject->events, subject->n_events);
  map_find_look (&drawing);
  map_draw_sides (&drawing);
  if (subject->cells)
    {
      scene_picture_set_grid (out, &drawing.frame.grid);
      scene_add (out, &(SceneShape) { .key = scene_key (0, VIEW_PART_MAP, 0), .form = SCENE_GRID,
                                      .rect = drawing.frame.grid.clip, .opacity = 1 });
    }
  map_draw_blocks (&drawing);
  map_draw_borders (&drawing);
  map_draw_page_blocks (&drawing);
  map_draw_look (&drawing);
  note_what_is_seen (&drawing);
  view_legend_draw (&drawing.legend, subject, drawing.frame.page.legend, measure, out);
  view_changes_clear (&drawing.changes);
}

static void
frame (const ViewSubject  *subject,
       SceneSize           size,
       const SceneMeasure *measure,
       SceneGrid          *grid,
       SceneRect          *whole,
       SceneRect          *plot)
{
  MapFrame found = map_frame (subject, size, measure);

  *grid = found.grid;
  *whole = found.whole;
  *plot = found.plot;
}

static SimRef
pick (const ViewSubject  *subject,
      const ScenePicture *picture,
      ScenePoint          point)
{
  const SceneGrid *grid = scene_picture_grid (picture);
  uint32_t cell;

  if (!grid || !scene_grid_cell_at (grid, point, &cell))
    return sim_ref (SIM_REF_NONE, 0);
  return sim_ref (SIM_REF_FRAME, cell);
}

const View view_map = {
  .id = "map",
  .title = N_("Map"),
  .shows = N_("The map has all page frames, from the first to the last: a colour for each zone, a pattern for what is in use."),
  .icon_name = "view-grid-symbolic",
  .layout = layout,
  .pick = pick,
  .frame = frame,
};
