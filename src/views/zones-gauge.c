/* zones-gauge.c - the marks of a zone and its free frames
 *
 * Marks are small against the zone. So the axis has two scales: up to twice the high mark what lies there is drawn to
 * one scale, above it to another one; a gap in the gauge and words beside it say where. Both begin with their true
 * number, so that what is higher is more.
 */
#include "views/zones.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"
#include "views/text.h"

#define LOWER_SHARE 0.66        /* of the length, for the scale of the marks */
#define BREAK 7.0               /* where the scale changes */
#define LEAD 12.0               /* from a mark to its words */
#define LIMIT_LEAD 11.0         /* from what must be free to the gauge */

/* Along one line, from the empty end on. */
typedef struct {
  double   length;
  uint64_t turn;                /* where the scale changes; equal to end: nowhere */
  uint64_t end;
} Axis;

static uint32_t
mark_of (const SimZone *zone,
         unsigned       mark)
{
  const uint32_t marks[SIM_N_WATERMARKS] = { zone->limits.min, zone->limits.low, zone->limits.high };

  return marks[mark] + zone->limits.boost;
}

static Axis
axis_of (const SimZone *zone,
         double         length)
{
  uint64_t turn = 2 * (uint64_t) mark_of (zone, SIM_N_WATERMARKS - 1), end = MAX (zone->managed, zone->free);

  if (turn == 0 || turn + turn / 4 >= end)
    turn = end = MAX (MAX (end, turn), 1);
  return (Axis) { length, turn, end };
}

static double
lower_length (const Axis *axis)
{
  return axis->turn == axis->end ? axis->length : axis->length * LOWER_SHARE;
}

static double
place_on (const Axis *axis,
          uint64_t    n)
{
  double lower = lower_length (axis);

  if (n <= axis->turn)
    return lower * n / axis->turn;
  return lower + BREAK + (axis->length - lower - BREAK) * MIN (n - axis->turn, axis->end - axis->turn)
                         / (axis->end - axis->turn);
}

/* More frames than this must be free, by the latest test. */
static bool
find_limit (const ZonesDrawing *drawing,
            SimZoneId           zone,
            uint64_t           *limit)
{
  const ZonesTest *test = zones_last_test (drawing, zone);

  if (!test || sim_test_verdict (test->test) == SIM_WMARK_IGNORED)
    return false;
  *limit = (uint64_t) test->mark + test->reserve + test->unusable + ((1u << sim_test_order (test->test)) - 1);
  return true;
}

static char *
dup_hint (const ZonesDrawing *drawing,
          SimZoneId           id)
{
  SimZone zone = sim_zone (drawing->machine, id);
  GString *text = g_string_new (NULL);
  char free[VIEW_NUMBER_SIZE], managed[VIEW_NUMBER_SIZE], name[VIEW_NUMBER_SIZE];
  uint64_t limit;

  /* Translators: zone, number of page frames, of how many, then its three marks. */
  g_string_append_printf (text, _("Zone %s: %s of %s page frames are free; min %u, low %u, high %u"),
                          view_format_zone (name, drawing->machine, id),
                          view_format_count (free, zone.free), view_format_count (managed, zone.managed), zone.limits.min,
                          zone.limits.low, zone.limits.high);
  if (zone.limits.boost)
    g_string_append_printf (text, _("; all three raised by %u"), zone.limits.boost);
  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    if (zone.limits.reserve[type] && (type + 1 == SIM_N_ZONE_TYPES || zone.limits.reserve[type + 1] != zone.limits.reserve[type]))
      /* Translators: number of page frames, name of a zone. */
      g_string_append_printf (text, _("; %u kept from requests that may have %s"), zone.limits.reserve[type],
                              sim_zone_type_name ((SimZoneType) type));
  if (find_limit (drawing, id, &limit))
    g_string_append_printf (text, _("; for this request more than %s must be free"), view_format_count (free, limit));
  return g_string_free (text, FALSE);
}

double
zones_text_width (const ZonesDrawing *drawing,
                  SceneFont           font,
                  const char         *text)
{
  return view_text_width (drawing->measure, font, text);
}

double
zones_add_text (ZonesDrawing *drawing,
                SceneKey      key,
                SceneRect     rect,
                SceneFont     font,
                SceneAlign    align,
                SceneRole     role,
                const char   *text)
{
  return view_add_text (drawing->out, drawing->measure, key, rect, font, align, role, text);
}

/* --- upright ------------------------------------------------------------------------------- */

/* Of the largest limit there may be, and of what leads from it to the gauge. */
static double
limit_width (const ZonesDrawing *drawing)
{
  uint64_t most = 10000;
  char number[VIEW_NUMBER_SIZE];
  g_autofree char *text = NULL;

  for (unsigned i = 0; i < drawing->n_panels; i++)
    {
      SimZoneLimits limits = sim_zone (drawing->machine, drawing->panels[i].zone).limits;

      for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
        most = MAX (most, (uint64_t) limits.high + limits.reserve[type]);
    }
  text = g_strdup_printf ("> %s", view_format_count (number, most));
  for (char *digit = text; *digit; digit++)
    if (g_ascii_isdigit (*digit))
      *digit = '8';
  return zones_text_width (drawing, SCENE_FONT_BOLD, text) + LIMIT_LEAD + 2;
}

static double
words_width (const ZonesDrawing *drawing)
{
  return LEAD + zones_text_width (drawing, SCENE_FONT_SMALL, "high 88 888");
}

static double
bar_width (const ZonesDrawing *drawing)
{
  return 2 * drawing->line;
}

double
zones_gauge_width (const ZonesDrawing *drawing)
{
  return limit_width (drawing) + bar_width (drawing) + words_width (drawing);
}

/* The vessel, and what is in it up to `filled`. */
static void
draw_vessel (ZonesDrawing *drawing,
             SimZoneId     id,
             SceneRect     rect,
             double        filled,
             bool          upright,
             unsigned      which)
{
  SceneHue hue = view_zone_hue (sim_zone_type (drawing->machine, id));
  SceneRect inner = rect;

  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD + (which << 8), id), rect, VIEW_INK (SCENE_FILL_OUTLINE), NULL)
    ->marks = SCENE_MARK_SQUARE;
  if (upright)
    {
      inner.y += rect.height - filled;
      inner.height = filled;
    }
  else
    inner.width = filled;
  if (filled > 0.5)
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_MORE + (which << 8), id), inner, scene_role (hue, SCENE_FILL_FREE),
                   NULL)->marks = SCENE_MARK_SQUARE;
}

static void
draw_vessels (ZonesDrawing *drawing,
              SimZoneId     id,
              const Axis   *axis,
              SceneRect     rect,
              bool          upright)
{
  double lower = lower_length (axis), filled = place_on (axis, sim_zone (drawing->machine, id).free);
  SceneRect part = rect;

  if (upright)
    {
      part.y = rect.y + rect.height - lower;
      part.height = lower;
    }
  else
    part.width = lower;
  draw_vessel (drawing, id, part, MIN (filled, lower), upright, 0);
  if (axis->turn == axis->end)
    return;

  if (upright)
    {
      part.y = rect.y;
      part.height = rect.height - lower - BREAK;
    }
  else
    {
      part.x = rect.x + lower + BREAK;
      part.width = rect.width - lower - BREAK;
    }
  draw_vessel (drawing, id, part, MAX (0, filled - lower - BREAK), upright, 1);
}

/* Apart from each other, as near to their marks as that allows; from the lowest up. */
static void
spread (double  *middles,
        unsigned n,
        double   line,
        double   top,
        double   bottom)
{
  double least = bottom - line / 2;

  for (unsigned i = 0; i < n; i++)
    {
      middles[i] = MIN (middles[i], least);
      least = middles[i] - line;
    }
  if (n > 0)
    middles[n - 1] = MAX (middles[n - 1], top + line / 2);
  for (unsigned i = n - 1; i-- > 0;)
    middles[i] = MAX (middles[i], middles[i + 1] + line);
}

static void
draw_marks (ZonesDrawing *drawing,
            SimZoneId     id,
            const Axis   *axis,
            SceneRect     bar,
            double        words)
{
  SimZone zone = sim_zone (drawing->machine, id);
  double at[SIM_N_WATERMARKS], middles[SIM_N_WATERMARKS], right = bar.x + bar.width, bottom = bar.y + bar.height;
  double top = bottom - lower_length (axis);
  char number[VIEW_NUMBER_SIZE], boost[VIEW_NUMBER_SIZE];

  if (zone.limits.high + zone.limits.boost == 0)
    return;
  for (unsigned i = 0; i < SIM_N_WATERMARKS; i++)
    middles[i] = at[i] = bottom - place_on (axis, mark_of (&zone, i));
  spread (middles, SIM_N_WATERMARKS, drawing->line, top, bottom + drawing->line / 2);

  for (unsigned i = 0; i < SIM_N_WATERMARKS; i++)
    {
      uint64_t key = (uint64_t) id << 8 | i;
      g_autofree char *label = g_strdup_printf ("%s %s", sim_watermark_name (i), view_format_count (number, mark_of (&zone, i) - zone.limits.boost));
      g_autofree char *raised = zone.limits.boost ? g_strdup_printf ("%s + %s", label, view_format_count (boost, zone.limits.boost)) : NULL;

      scene_add_line (drawing->out, scene_key (0, VIEW_PART_BORDER, key), (ScenePoint) { bar.x - 3, at[i] },
                      (ScenePoint) { right + 3, at[i] }, VIEW_DARK);
      scene_add_line (drawing->out, scene_key (0, VIEW_PART_EDGE, key), (ScenePoint) { right + 3, at[i] },
                      (ScenePoint) { right + LEAD - 3, middles[i] }, VIEW_RULE);
      if (!raised || !zones_add_text (drawing, scene_key (0, VIEW_PART_COUNT, key),
                                      (SceneRect) { right + LEAD, middles[i] - drawing->line / 2, words, drawing->line },
                                      SCENE_FONT_SMALL, SCENE_START, VIEW_PLAIN, raised))
        zones_add_text (drawing, scene_key (0, VIEW_PART_COUNT, key),
                        (SceneRect) { right + LEAD, middles[i] - drawing->line / 2, words, drawing->line }, SCENE_FONT_SMALL,
                        SCENE_START, VIEW_PLAIN, label);
    }

  if (axis->turn == axis->end)
    return;
  /* At the gap, and at the end of the upper scale, where the words of the marks leave room. */
  if (middles[SIM_N_WATERMARKS - 1] - top + BREAK >= drawing->line * 1.1)
    {
      double y = top - BREAK / 2 - drawing->line / 2;
      const char *words_of[] = { _("other scale above"), _("other scale") };
      SceneRect rect = { right + LEAD, y, words, drawing->line };

      if (!zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 200 + id), rect, SCENE_FONT_SMALL, SCENE_START, VIEW_FAINT,
                           words_of[0]))
        zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 200 + id), rect, SCENE_FONT_SMALL, SCENE_START, VIEW_FAINT,
                        words_of[1]);
    }
  if (top - bar.y - BREAK >= 1.6 * drawing->line)
    zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 220 + id),
                    (SceneRect) { right + LEAD, bar.y, words, drawing->line }, SCENE_FONT_SMALL, SCENE_START, VIEW_FAINT,
                    view_format_count (number, axis->end));
}

static void
draw_limit (ZonesDrawing *drawing,
            SimZoneId     id,
            const Axis   *axis,
            SceneRect     bar)
{
  uint64_t limit;
  double y;
  char number[VIEW_NUMBER_SIZE];
  g_autofree char *text = NULL, *hint = NULL;

  if (!find_limit (drawing, id, &limit))
    return;
  y = bar.y + bar.height - place_on (axis, limit);
  text = g_strdup_printf ("> %s", view_format_count (number, limit));
  hint = dup_hint (drawing, id);
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_PLACE, (uint64_t) id << 8 | 0xff), (ScenePoint) { bar.x - 8, y },
                  (ScenePoint) { bar.x + bar.width + 3, y }, VIEW_STRONG)->marks = SCENE_MARK_DASHED;
  if (zones_add_text (drawing, scene_key (SIM_REF_ZONE, VIEW_PART_COUNT, id),
                      (SceneRect) { bar.x - limit_width (drawing), CLAMP (y - drawing->line / 2, bar.y, bar.y + bar.height - drawing->line),
                                    limit_width (drawing) - LIMIT_LEAD, drawing->line },
                      SCENE_FONT_BOLD, SCENE_END, VIEW_STRONG, text))
    scene_set_hint (drawing->out, hint);
}

void
zones_draw_gauge (ZonesDrawing     *drawing,
                  const ZonesPanel *panel,
                  SceneRect         rect)
{
  SimZone zone = sim_zone (drawing->machine, panel->zone);
  Axis axis = axis_of (&zone, rect.height);
  SceneRect bar = { rect.x + limit_width (drawing), rect.y, bar_width (drawing), rect.height };

  draw_vessels (drawing, panel->zone, &axis, bar, true);
  draw_marks (drawing, panel->zone, &axis, bar, rect.x + rect.width - bar.x - bar.width - LEAD);
  draw_limit (drawing, panel->zone, &axis, bar);
  g_autofree char *hint = dup_hint (drawing, panel->zone);
  scene_add_box (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_RING, panel->zone), bar, VIEW_PLAIN, NULL);
  scene_set_hint (drawing->out, hint);
}

/* --- lying --------------------------------------------------------------------------------- */

void
zones_draw_flat_gauge (ZonesDrawing     *drawing,
                       const ZonesPanel *panel,
                       SceneRect         rect)
{
  SimZone zone = sim_zone (drawing->machine, panel->zone);
  Axis axis = axis_of (&zone, rect.width);
  g_autofree char *hint = dup_hint (drawing, panel->zone);
  uint64_t limit;
  double x;

  draw_vessels (drawing, panel->zone, &axis, rect, false);
  for (unsigned i = 0; i < SIM_N_WATERMARKS && zone.limits.high + zone.limits.boost > 0; i++)
    {
      x = rect.x + place_on (&axis, mark_of (&zone, i));
      scene_add_line (drawing->out, scene_key (0, VIEW_PART_BORDER, (uint64_t) panel->zone << 8 | i),
                      (ScenePoint) { x, rect.y - 2 }, (ScenePoint) { x, rect.y + rect.height + 2 }, VIEW_DARK);
    }
  if (find_limit (drawing, panel->zone, &limit))
    {
      x = rect.x + place_on (&axis, limit);
      scene_add_line (drawing->out, scene_key (0, VIEW_PART_PLACE, (uint64_t) panel->zone << 8 | 0xff),
                      (ScenePoint) { x, rect.y - 3 }, (ScenePoint) { x, rect.y + rect.height + 3 }, VIEW_STRONG)
        ->marks = SCENE_MARK_DASHED;
    }
  scene_add_box (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_RING, panel->zone), rect, VIEW_PLAIN, NULL);
  scene_set_hint (drawing->out, hint);
}
