#include "views/space.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"
#include "views/text.h"
#include "views/views.h"

#define COLUMN_NUMBER(is_physical) ((is_physical) ? 1ull : 0ull)

/* --- words --------------------------------------------------------------------------------- */

char *
space_dup_address (const SpaceDrawing *drawing,
                   uint64_t            address)
{
  bool is_wide = sim_address_space (drawing->machine)->page_offset >> 32;

  return g_strdup_printf (is_wide ? "0x%016" PRIx64 : "0x%08" PRIx64, address);
}

char *
space_dup_physical (const SpaceDrawing *drawing,
                    uint64_t            address)
{
  bool is_wide = (uint64_t) sim_n_frames (drawing->machine) << SIM_PAGE_SHIFT > 1ull << 32;

  return g_strdup_printf (is_wide ? "0x%09" PRIx64 : "0x%08" PRIx64, address);
}

char *
space_dup_size (uint64_t first,
                uint64_t end)
{
  char size[VIEW_NUMBER_SIZE];

  return g_strdup (view_format_size (size, (end - first) >> SIM_PAGE_SHIFT));
}

/* Of what is no zone's: see dup_name (). */
static const char *
segment_name (const SpaceSegment *segment)
{
  switch (segment->kind)
    {
    case SPACE_USER:
      return _("user space");
    case SPACE_NO_ADDRESS:
      return _("not canonical");
    case SPACE_NO_RAM:
      return _("no RAM");
    default:
      break;
    }
  switch (segment->range)
    {
    case SIM_RANGE_OF_DIRECT_MAP:
      return _("direct map");
    case SIM_RANGE_OF_HOLE:
      return _("hole");
    default:
      return sim_address_range_name (segment->range);
    }
}

/* "ZONE_HIGHMEM"; of several nodes "ZONE_NORMAL N1" */
static char *
dup_zone_name (const SimMachine *machine,
               SimZoneId         zone)
{
  g_autofree char *name = g_ascii_strup (sim_zone_type_name (sim_zone_type (machine, zone)), -1);

  if (sim_n_nodes (machine) > 1)
    return g_strdup_printf ("ZONE_%s N%u", name, sim_zone (machine, zone).node);
  return g_strdup_printf ("ZONE_%s", name);
}

/* "direct map: DMA" */
static char *
dup_name (const SpaceDrawing *drawing,
          const SpaceSegment *segment)
{
  char zone[VIEW_NUMBER_SIZE];

  if (segment->kind == SPACE_RANGE && segment->range == SIM_RANGE_OF_DIRECT_MAP && segment->zone != SIM_NO_ZONE)
    /* Translators: the kernel's direct map of that zone. */
    return g_strdup_printf (_("direct map: %s"), view_format_zone (zone, drawing->machine, segment->zone));
  if (segment->kind == SPACE_ZONE)
    return dup_zone_name (drawing->machine, segment->zone);
  return g_strdup (segment_name (segment));
}

static char *
dup_hint (const SpaceDrawing *drawing,
          const SpaceSegment *segment,
          bool                is_physical)
{
  g_autofree char *name = dup_name (drawing, segment), *size = space_dup_size (segment->first, segment->end);
  g_autofree char *first = is_physical ? space_dup_physical (drawing, segment->first) : space_dup_address (drawing, segment->first);
  g_autofree char *last = is_physical ? space_dup_physical (drawing, segment->end - 1) : space_dup_address (drawing, segment->end - 1);

  /* Translators: name of a range of addresses, its first and last address, its size. */
  return g_strdup_printf (_("%s: %s to %s, %s"), name, first, last, size);
}

/* --- columns ------------------------------------------------------------------------------- */

static SceneRole
role_of (const SpaceDrawing *drawing,
         const SpaceSegment *segment)
{
  switch (segment->kind)
    {
    case SPACE_USER:
      return scene_role (SCENE_HUE_USER, SCENE_FILL_FREE);
    case SPACE_ZONE:
      return scene_role (view_zone_hue (sim_zone_type (drawing->machine, segment->zone)), SCENE_FILL_FREE);
    case SPACE_RANGE:
      break;
    default:
      return VIEW_GHOST;
    }
  switch (segment->range)
    {
    case SIM_RANGE_OF_DIRECT_MAP:
      return segment->zone == SIM_NO_ZONE ? VIEW_PANEL
             : scene_role (view_zone_hue (sim_zone_type (drawing->machine, segment->zone)), SCENE_FILL_FREE);
    case SIM_RANGE_OF_HOLE:
      return VIEW_GHOST;
    case SIM_RANGE_OF_VMALLOC:
    case SIM_RANGE_OF_MODULES:
      return scene_role (SCENE_HUE_VMALLOC, SCENE_FILL_FREE);
    default:
      return scene_role (SCENE_HUE_KMAP, SCENE_FILL_FREE);
    }
}

static SceneKey
key_of (const SpaceSegment *segment,
        bool                is_physical)
{
  if (segment->kind == SPACE_ZONE)
    return scene_key (SIM_REF_ZONE, VIEW_PART_ZONE, segment->zone);
  if (is_physical)
    return scene_key (0, VIEW_PART_ZONE, segment->first);
  return scene_key (segment->kind == SPACE_RANGE ? SIM_REF_ADDRESS : 0, VIEW_PART_ZONE, segment->first);
}

static bool
is_selected (const SpaceDrawing *drawing,
             const SpaceSegment *segment)
{
  for (size_t i = 0; i < drawing->subject->n_selection; i++)
    {
      SimRef ref = drawing->subject->selection[i];

      if (segment->kind == SPACE_ZONE && ref.kind == SIM_REF_ZONE && ref.id == segment->zone)
        return true;
      if (segment->kind == SPACE_RANGE && ref.kind == SIM_REF_ADDRESS && ref.id == segment->first)
        return true;
    }
  return false;
}

/* The first of the texts that has room. */
static void
add_first_that_fits (SpaceDrawing      *drawing,
                     SceneKey           key,
                     SceneRect          rect,
                     SceneFont          font,
                     SceneRole          role,
                     const char *const *texts)
{
  double line = drawing->measure->line_height[font];

  if (rect.height < line - 1)
    return;
  for (unsigned i = 0; texts[i] != NULL; i++)
    if (view_add_text (drawing->out, drawing->measure, key, rect, font, SCENE_MIDDLE, role, texts[i]) > 0)
      return;
}

/* Name and, where there is a second line, size; on one line both if they fit. */
static void
draw_words (SpaceDrawing       *drawing,
            const SpaceColumn  *column,
            const SpaceSegment *segment,
            SceneRect           rect,
            uint64_t            id)
{
  const SceneMeasure *measure = drawing->measure;
  g_autofree char *name = dup_name (drawing, segment), *size = space_dup_size (segment->first, segment->end);
  g_autofree char *both = g_strdup_printf ("%s · %s", name, size);
  const char *zone = segment->zone == SIM_NO_ZONE ? NULL : sim_zone_type_name (sim_zone_type (drawing->machine, segment->zone));
  double line = measure->line_height[SCENE_FONT_BOLD], all = line + drawing->line;
  SceneRect inner = space_words (drawing, column, rect.y + (rect.height - all) / 2, line);
  bool is_bold = view_text_width (measure, SCENE_FONT_BOLD, name) <= inner.width;

  if (rect.height < all)
    {
      inner = (SceneRect) { inner.x, rect.y, inner.width, rect.height };
      add_first_that_fits (drawing, scene_key (0, VIEW_PART_LABEL, id), inner, SCENE_FONT_SMALL, VIEW_PLAIN,
                           (const char *[]) { both, name, zone, NULL });
      return;
    }
  add_first_that_fits (drawing, scene_key (0, VIEW_PART_LABEL, id), inner, is_bold ? SCENE_FONT_BOLD : SCENE_FONT_SMALL, VIEW_STRONG,
                       (const char *[]) { name, zone, NULL });
  inner.y += line;
  inner.height = drawing->line;
  add_first_that_fits (drawing, scene_key (0, VIEW_PART_COUNT, id), inner, SCENE_FONT_SMALL, VIEW_PLAIN, (const char *[]) { size, NULL });
}

/* Where a piece begins, beside its lower edge, unless there another one stands. */
static void
draw_address (SpaceDrawing      *drawing,
              const SpaceColumn *column,
              uint64_t           address,
              double             y,
              double            *above)
{
  bool is_physical = column == &drawing->physical;
  g_autofree char *text = is_physical ? space_dup_physical (drawing, address) : space_dup_address (drawing, address);
  double line = drawing->measure->line_height[SCENE_FONT_MONO_SMALL];

  if (column->label_width <= 0 || y + line / 2 > *above)
    return;
  view_add_text (drawing->out, drawing->measure, scene_key (0, VIEW_PART_COUNT, 1ull << 63 | COLUMN_NUMBER (is_physical) << 62 | address >> 2),
                 (SceneRect) { column->label_x, y - line / 2, column->label_width, line }, SCENE_FONT_MONO_SMALL, column->label_align,
                 VIEW_FAINT, text);
  *above = y - line / 2;
}

static void
draw_column (SpaceDrawing *drawing,
             SpaceColumn  *column,
             const char   *caption,
             const char   *short_caption)
{
  bool is_physical = column == &drawing->physical;
  double line = drawing->measure->line_height[SCENE_FONT_BOLD], below = INFINITY, gap = drawing->is_to_scale ? 0 : 1;

  add_first_that_fits (drawing, scene_key (0, VIEW_PART_HEADING, COLUMN_NUMBER (is_physical)),
                       (SceneRect) { column->rect.x, drawing->page.area.y, column->rect.width, line }, SCENE_FONT_BOLD, VIEW_STRONG,
                       (const char *[]) { caption, short_caption, NULL });
  for (unsigned i = 0; i < column->n_segments; i++)
    {
      const SpaceSegment *segment = &column->segments[i];
      SceneRect rect = { column->rect.x, segment->top + gap, column->rect.width, fmax (1, segment->height - 2 * gap) };
      SceneShape *shape = scene_add_box (drawing->out, key_of (segment, is_physical), rect, role_of (drawing, segment), NULL);
      g_autofree char *hint = dup_hint (drawing, segment, is_physical);

      shape->marks |= SCENE_MARK_SQUARE;
      if (is_selected (drawing, segment))
        {
          shape->marks |= SCENE_MARK_SELECTED;
          drawing->legend.selected = true;
        }
      scene_set_hint (drawing->out, hint);
      draw_words (drawing, column, segment, rect, COLUMN_NUMBER (is_physical) << 63 | segment->first >> 1);
      draw_address (drawing, column, segment->first, segment->top + segment->height, &below);
    }
}

void
space_draw_columns (SpaceDrawing *drawing)
{
  draw_column (drawing, &drawing->virtual, _("virtual addresses"), C_("addresses", "virtual"));
  draw_column (drawing, &drawing->physical, _("physical addresses"), C_("addresses", "physical"));
}

/* --- the direct map ------------------------------------------------------------------------ */

/* One ribbon for each zone: the same distance everywhere. */
void
space_draw_direct_map (SpaceDrawing *drawing)
{
  uint64_t offset = sim_address_space (drawing->machine)->page_offset;
  double left = drawing->virtual.rect.x + drawing->virtual.rect.width, highest = INFINITY;
  g_autofree char *distance = space_dup_address (drawing, offset);
  /* Translators: arithmetic; %s is an address. */
  g_autofree char *text = g_strdup_printf (_("virtual = physical + %s"), distance);
  double width = drawing->physical.rect.x - left, line = drawing->line;
  SceneRect at;

  for (unsigned i = 0; i < drawing->virtual.n_segments; i++)
    {
      const SpaceSegment *segment = &drawing->virtual.segments[i];
      double bottom, top;
      SceneShape *shape;

      if (!segment->is_direct || segment->zone == SIM_NO_ZONE || !space_y_of (&drawing->physical, segment->first - offset, &bottom)
          || !space_y_of (&drawing->physical, segment->end - offset, &top))
        continue;
      shape = scene_add_ribbon (drawing->out, scene_key (0, VIEW_PART_EDGE, segment->first),
                                (SceneRect) { left, segment->top, width, segment->height }, (SceneSpan) { top, bottom - top },
                                scene_role (view_zone_hue (sim_zone_type (drawing->machine, segment->zone)), SCENE_FILL_FREE));
      shape->opacity = 0.4;
      highest = fmin (highest, segment->top);
    }
  /* Above the band: in it, what changed may lie. */
  at = (SceneRect) { left + 8, highest - line - 4, width - 16, line };
  /* Ribbons go down beside the areas. */
  if (drawing->areas.height > 0)
    at.width = drawing->areas.x + drawing->areas.width - at.x;
  /* To scale the band is steep: the words stand beside it. */
  if (drawing->is_to_scale)
    at.y = drawing->virtual.rect.y + drawing->virtual.rect.height - 3 * line;
  if (isfinite (highest))
    view_add_text (drawing->out, drawing->measure, scene_key (0, VIEW_PART_LABEL, 1ull << 62), at, SCENE_FONT_SMALL,
                   drawing->is_to_scale ? SCENE_START : SCENE_MIDDLE, VIEW_PLAIN, text);
}

/* --- all of it ----------------------------------------------------------------------------- */

static void
describe (SpaceDrawing *drawing)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const SpaceColumn *columns[] = { &drawing->virtual, &drawing->physical };

  for (unsigned i = 0; i < G_N_ELEMENTS (columns); i++)
    for (unsigned j = 0; j < columns[i]->n_segments; j++)
      {
        g_autofree char *hint = dup_hint (drawing, &columns[i]->segments[j], i == 1);

        g_string_append_printf (text, "%s%s", text->len ? ". " : "", hint);
      }
  scene_picture_describe (drawing->out, NULL, text->str);
}

static void
layout (const ViewSubject  *subject,
        SceneSize           size,
        const SceneMeasure *measure,
        ScenePicture       *out)
{
  SpaceDrawing drawing = {
    .subject = subject,
    .machine = subject->machine,
    .measure = measure,
    .out = out,
    .page = view_page (subject, size, measure),
    .line = measure->line_height[SCENE_FONT_SMALL],
    .ring = 2 * measure->ring + measure->line_width + 1,
    .is_to_scale = subject->style & VIEW_TO_SCALE,
  };

  drawing.legend.hue = SCENE_HUE_NORMAL;
  space_read_columns (&drawing);
  if (!space_share_room (&drawing))
    {
      view_page_say_too_small (size, measure, out);
      return;
    }
  view_changes_init (&drawing.changes, subject->events, subject->n_events);
  space_share_areas (&drawing);
  space_draw_direct_map (&drawing);
  space_draw_columns (&drawing);
  space_draw_areas (&drawing);
  space_draw_frames (&drawing);
  view_legend_draw (&drawing.legend, subject, drawing.page.legend, measure, out);
  describe (&drawing);
  view_changes_clear (&drawing.changes);
}

const View view_space = {
  .id = "address-space",
  .title = N_("Address Space"),
  .shows = N_("The view of the address space has the kernel’s virtual addresses at the left, the physical ones at the right, and between them what is mapped where."),
  .icon_name = "view-dual-symbolic",
  .layout = layout,
};
