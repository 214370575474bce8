#include "views/zones.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"
#include "views/views.h"

static bool
is_selected (const ZonesDrawing *drawing,
             SimZoneId           zone)
{
  for (size_t i = 0; i < drawing->subject->n_selection; i++)
    if (drawing->subject->selection[i].kind == SIM_REF_ZONE && drawing->subject->selection[i].id == zone)
      return true;
  return false;
}

static char *
dup_panel_hint (const ZonesDrawing *drawing,
                SimZoneId           id)
{
  SimZone zone = sim_zone (drawing->machine, id);
  char free[VIEW_NUMBER_SIZE], managed[VIEW_NUMBER_SIZE], name[VIEW_NUMBER_SIZE];
  const ZonesTest *test = zones_last_test (drawing, id);
  g_autofree char *sum = test ? zones_dup_arithmetic (drawing, id, test, false) : NULL;
  /* Translators: zone, page frames that are free, of how many. */
  g_autofree char *text = g_strdup_printf (_("Zone %s: %s of %s page frames are free"), view_format_zone (name, drawing->machine, id),
                                           view_format_count (free, zone.free), view_format_count (managed, zone.managed));

  return sum ? g_strdup_printf ("%s; %s", text, sum) : g_strdup (text);
}

static void
draw_ground (ZonesDrawing     *drawing,
             const ZonesPanel *panel)
{
  g_autofree char *hint = dup_panel_hint (drawing, panel->zone);
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_ZONE, panel->zone), panel->rect, VIEW_PANEL,
                                     NULL);

  if (is_selected (drawing, panel->zone))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  /* Whom the kernel looks at now. */
  if (drawing->story.asked == panel->zone)
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_ZONE, 1), panel->rect, VIEW_INK (SCENE_FILL_OUTLINE), NULL);
}

/* Name and node at the left, at the right how many frames are free. */
static void
draw_name (ZonesDrawing     *drawing,
           const ZonesPanel *panel,
           SceneRect         rect,
           SceneFont         font,
           bool              with_node)
{
  SimZone zone = sim_zone (drawing->machine, panel->zone);
  char count[VIEW_NUMBER_SIZE], size[VIEW_NUMBER_SIZE];
  /* Translators: number of page frames. */
  g_autofree char *free_frames = g_strdup_printf (C_("page frames", "%s free"), view_format_count (count, zone.free));
  g_autofree char *node = g_strdup_printf (C_("of several", "node %u"), zone.node);
  double width = zones_add_text (drawing, scene_key (SIM_REF_ZONE, VIEW_PART_LABEL, panel->zone), rect, font, SCENE_START,
                                 scene_role (view_zone_hue (zone.type), SCENE_FILL_STRONG), zone.name) + 8;

  rect.x += width;
  rect.width -= width;
  width = zones_add_text (drawing, scene_key (0, VIEW_PART_COUNT, 5ull << 30 | panel->zone), rect, SCENE_FONT_BOLD, SCENE_END, VIEW_STRONG,
                          free_frames) + 8;
  rect.width -= width;
  if (with_node && sim_n_nodes (drawing->machine) > 1)
    {
      width = zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 5ull << 30 | panel->zone), rect, SCENE_FONT_SMALL, SCENE_START,
                              VIEW_FAINT, node) + 8;
      rect.x += width;
      rect.width -= width;
    }
  zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 6ull << 30 | panel->zone), rect, SCENE_FONT_SMALL, SCENE_END, VIEW_FAINT,
                  view_format_size (size, zone.managed));
}

static void
draw_tall (ZonesDrawing     *drawing,
           const ZonesPanel *panel)
{
  double inset = drawing->inset, name = drawing->measure->line_height[SCENE_FONT_BOLD];
  SceneRect inner = { panel->rect.x + inset, panel->rect.y + inset / 2, panel->rect.width - 2 * inset, panel->rect.height - inset };
  double tests = zones_tests_height (drawing), lanes = (1 + drawing->n_lane_rows) * drawing->row;
  double gauge = inner.height - name - drawing->line / 2 - tests - lanes - inset;
  SceneRect rect = { inner.x, inner.y + name + drawing->line / 2, inner.width, gauge };

  draw_name (drawing, panel, (SceneRect) { inner.x, inner.y, inner.width, name }, SCENE_FONT_BOLD, true);
  if (drawing->has_lists)
    {
      double lists = MIN (zones_lists_width (drawing) * 1.5, inner.width - zones_gauge_width (drawing));

      zones_draw_lists (drawing, panel, (SceneRect) { inner.x + inner.width - lists, rect.y, lists, rect.height });
      rect.width -= lists;
    }
  zones_draw_gauge (drawing, panel, rect);
  rect = (SceneRect) { inner.x, rect.y + gauge + inset / 2, inner.width, lanes };
  zones_draw_lanes (drawing, panel, rect);
  rect = (SceneRect) { inner.x, rect.y + lanes + inset / 2, inner.width, tests };
  zones_draw_tests (drawing, panel, rect);
}

static void
draw_mark_words (ZonesDrawing     *drawing,
                 const ZonesPanel *panel,
                 SceneRect         rect)
{
  SimZoneLimits limits = sim_zone (drawing->machine, panel->zone).limits;
  char min[VIEW_NUMBER_SIZE], low[VIEW_NUMBER_SIZE], high[VIEW_NUMBER_SIZE], boost[VIEW_NUMBER_SIZE];
  g_autofree char *marks = g_strdup_printf ("min %s · low %s · high %s", view_format_count (min, limits.min),
                                            view_format_count (low, limits.low), view_format_count (high, limits.high));
  g_autofree char *raised = g_strdup_printf ("%s + %s", marks, view_format_count (boost, limits.boost));

  zones_add_text (drawing, scene_key (0, VIEW_PART_COUNT, 8ull << 30 | panel->zone), rect, SCENE_FONT_SMALL, SCENE_START, VIEW_PLAIN,
                  limits.boost ? raised : marks);
}

/* With blocks where there are rows for them, else how full they are. */
static void
draw_flat_lanes (ZonesDrawing     *drawing,
                 const ZonesPanel *panel,
                 SceneRect         rect)
{
  unsigned n_rows = (unsigned) MAX (0, floor (rect.height / drawing->row));

  if (sim_n_pcp_lists (drawing->machine) == 0)
    return;
  if (n_rows >= 3)
    {
      drawing->n_lane_rows = MIN (n_rows - 1, MAX (4, 3 * sim_n_cpus (drawing->machine)));
      zones_draw_lanes (drawing, panel, rect);
      return;
    }
  for (unsigned cpu = 0; cpu < sim_n_cpus (drawing->machine); cpu++)
    {
      SceneRect row = { rect.x, rect.y + cpu * (drawing->line + 7), rect.width, drawing->line + 7 };

      if (row.y + row.height > rect.y + rect.height)
        break;
      zones_draw_cpu (drawing, panel, row, cpu);
    }
}

/* As many lines as there is room for, the most telling first. */
static void
draw_flat (ZonesDrawing     *drawing,
           const ZonesPanel *panel)
{
  double line = drawing->line, inset = MIN (drawing->inset, 8);
  SceneRect inner = { panel->rect.x + inset, panel->rect.y + 1, panel->rect.width - 2 * inset, line };
  SceneFont font = panel->rect.height - 2 >= 2 * line ? SCENE_FONT_BOLD : SCENE_FONT_SMALL;

  draw_name (drawing, panel, inner, font, true);
  inner.y += line;
  if (panel->rect.height - 2 >= 2 * line)
    zones_draw_flat_gauge (drawing, panel, (SceneRect) { inner.x, inner.y + line * 0.22, inner.width, drawing->flat_gauge - line * 0.44 });
  inner.y += drawing->flat_gauge;
  if (drawing->has_mark_words)
    {
      draw_mark_words (drawing, panel, inner);
      inner.y += line;
    }
  if (drawing->flat_tests != ZONES_NO_TESTS)
    {
      inner.height = drawing->flat_tests == ZONES_ALL_TESTS ? zones_tests_height (drawing) : drawing->measure->line_height[drawing->sum];
      zones_draw_tests (drawing, panel, inner);
      inner.y += inner.height;
    }
  draw_flat_lanes (drawing, panel, (SceneRect) { inner.x, inner.y, inner.width,
                                                 panel->rect.y + panel->rect.height - inner.y });
}

/* From the zone that was asked before to the one that is asked, where they are neighbours. */
static void
draw_way (ZonesDrawing *drawing)
{
  const ZonesPanel *from = NULL, *to = NULL;
  SceneShape arrow = { .key = scene_key (0, VIEW_PART_EDGE, 1), .form = SCENE_ARROW, .role = VIEW_DARK, .opacity = 1 };
  double y;

  for (unsigned i = 0; i < drawing->n_panels; i++)
    {
      if (drawing->panels[i].zone == drawing->story.path[1])
        from = &drawing->panels[i];
      if (drawing->panels[i].zone == drawing->story.path[0])
        to = &drawing->panels[i];
    }
  if (!from || !to || from->rect.y != to->rect.y || fabs (from->rect.x - to->rect.x) > 1.5 * from->rect.width)
    return;
  y = to->rect.y + drawing->line;
  if (from->rect.x < to->rect.x)
    arrow.rect = (SceneRect) { from->rect.x + from->rect.width + 2, y, to->rect.x - from->rect.x - from->rect.width - 4, 0 };
  else
    arrow.rect = (SceneRect) { from->rect.x - 2, y, to->rect.x + to->rect.width - from->rect.x + 4, 0 };
  scene_add (drawing->out, &arrow);
}

static void
describe (ZonesDrawing *drawing)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < drawing->n_panels; i++)
    {
      g_autofree char *hint = dup_panel_hint (drawing, drawing->panels[i].zone);

      if (text->len)
        g_string_append (text, ". ");
      g_string_append (text, hint);
    }
  scene_picture_describe (drawing->out, NULL, text->str);
  g_string_free (text, TRUE);
}

static void
draw (ZonesDrawing *drawing)
{
  if (!zones_share_room (drawing))
    {
      view_page_say_too_small (scene_picture_size (drawing->out), drawing->measure, drawing->out);
      return;
    }

  for (unsigned i = 0; i < drawing->n_panels; i++)
    draw_ground (drawing, &drawing->panels[i]);
  zones_draw_head (drawing);
  draw_way (drawing);
  for (unsigned i = 0; i < drawing->n_panels; i++)
    {
      if (drawing->is_tall)
        draw_tall (drawing, &drawing->panels[i]);
      else
        draw_flat (drawing, &drawing->panels[i]);
    }
  view_legend_note (&drawing->legend, SIM_FRAME_FREE);
  view_legend_draw (&drawing->legend, drawing->subject, drawing->page.legend, drawing->measure, drawing->out);
  describe (drawing);
}

static void
layout (const ViewSubject  *subject,
        SceneSize           size,
        const SceneMeasure *measure,
        ScenePicture       *out)
{
  ZonesDrawing drawing = {
    .subject = subject,
    .machine = subject->machine,
    .measure = measure,
    .out = out,
    .page = view_page (subject, size, measure),
    .line = measure->line_height[SCENE_FONT_SMALL],
    .sum = SCENE_FONT_SMALL,
    .inset = size.width < 700 ? 8 : 12,
  };

  drawing.row = MAX (drawing.line + 10, ceil (measure->size[SCENE_FONT_MONO_SMALL] * 1.1 + 2 * measure->ring + 2 * measure->line_width + 2));
  drawing.legend.hue = SCENE_HUE_NORMAL;
  view_changes_init (&drawing.changes, subject->events, subject->n_events);
  zones_read_story (&drawing);
  zones_read_lanes (&drawing);
  draw (&drawing);
  view_changes_clear (&drawing.changes);
}

const View view_zones = {
  .id = "zones",
  .title = N_("Zones"),
  .shows = N_("The view of the zones has for each its marks and its free page frames, what it was asked in this request, and its per-CPU lists."),
  .icon_name = "view-continuous-symbolic",
  .layout = layout,
};
