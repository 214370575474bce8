#include "views/buddy.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/block.h"
#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"
#include "views/views.h"

static SimZoneId
zone_of_ref (const SimMachine *machine,
             SimRef            ref)
{
  SimPfn first, end;

  if (ref.kind == SIM_REF_LIST)
    return (SimZoneId) (ref.id >> 16);
  if (ref.kind == SIM_REF_PCP_LIST)
    return (SimZoneId) (ref.id >> 32);
  return view_ref_frames (machine, ref, &first, &end) ? sim_zone_of (machine, first) : SIM_NO_ZONE;
}

static SimZoneId
zone_of_selection (const ViewSubject *subject,
                   bool               chosen)
{
  SimZoneId zone = SIM_NO_ZONE;
  size_t i;

  for (i = subject->n_selection; i > 0 && zone == SIM_NO_ZONE; i--)
    {
      SimRefKind kind = subject->selection[i - 1].kind;

      if (!chosen || kind == SIM_REF_ZONE || kind == SIM_REF_LIST || kind == SIM_REF_PCP_LIST)
        zone = zone_of_ref (subject->machine, subject->selection[i - 1]);
    }
  return zone;
}

/* Of what happened last, or, before anything happened, of what comes first. */
static SimZoneId
zone_of_events (const ViewSubject *subject)
{
  SimZoneId zone = SIM_NO_ZONE;
  size_t i;

  for (i = subject->n_events; i > 0 && zone == SIM_NO_ZONE; i--)
    zone = view_event_zone (subject->machine, &subject->events[i - 1]);
  for (i = 0; i < subject->n_ahead && zone == SIM_NO_ZONE; i++)
    zone = view_event_zone (subject->machine, &subject->events[subject->n_events + i]);
  return zone;
}

static SimZoneId
largest_zone (const SimMachine *machine)
{
  SimZoneId zone, largest = 0;

  for (zone = 1; zone < sim_n_zones (machine); zone++)
    if (sim_zone (machine, zone).managed > sim_zone (machine, largest).managed)
      largest = zone;
  return largest;
}

/* A zone that somebody chose; the story's; what is looked at or selected; the largest. */
static SimZoneId
choose_zone (const ViewSubject *subject)
{
  SimZoneId zone = subject->zone;

  if (zone >= sim_n_zones (subject->machine))
    zone = zone_of_selection (subject, true);
  if (zone >= sim_n_zones (subject->machine))
    zone = zone_of_events (subject);
  if (zone >= sim_n_zones (subject->machine))
    zone = zone_of_ref (subject->machine, subject->look);
  if (zone >= sim_n_zones (subject->machine))
    zone = zone_of_selection (subject, false);
  if (zone >= sim_n_zones (subject->machine))
    zone = largest_zone (subject->machine);
  return zone;
}

static bool
event_cpu (const SimEvent *event,
           unsigned       *cpu)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_PCP_REFILL:
    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_PCP_TAKEN:
    case SIM_EVENT_PCP_DRAIN:
    case SIM_EVENT_PCP_FACTOR:
      *cpu = (unsigned) event->arg[1];
      return true;
    default:
      return false;
    }
}

static unsigned
choose_cpu (const ViewSubject *subject)
{
  unsigned cpu = 0;
  size_t i;

  for (i = subject->n_selection; i > 0; i--)
    {
      SimRef ref = subject->selection[i - 1];

      if (ref.kind == SIM_REF_CPU && ref.id < sim_n_cpus (subject->machine))
        return (unsigned) ref.id;
      if (ref.kind == SIM_REF_PCP_LIST)
        return (unsigned) (ref.id >> 8 & 0xffffff) % sim_n_cpus (subject->machine);
    }
  for (i = subject->n_events; i > 0; i--)
    if (event_cpu (&subject->events[i - 1], &cpu))
      return cpu;
  for (i = 0; i < subject->n_ahead; i++)
    if (event_cpu (&subject->events[subject->n_events + i], &cpu))
      return cpu;
  return 0;
}

const SimEvent *
buddy_last_event (const BuddyDrawing *drawing)
{
  return drawing->subject->n_events ? &drawing->subject->events[drawing->subject->n_events - 1] : NULL;
}

SceneShape *
buddy_add_block (BuddyDrawing *drawing,
                 SceneKey      key,
                 SceneRect     rect,
                 SimBlock      block,
                 const char   *label)
{
  return view_add_block (drawing->out, drawing->subject, &drawing->changes, &drawing->legend, key, rect, block, label);
}

/* From the right: where they have no column. */
static void
draw_other_zones (BuddyDrawing *drawing,
                  SceneRect     rect,
                  double        left)
{
  const SceneMeasure *measure = drawing->measure;
  double right = rect.x + rect.width;
  SimZoneId zone = (SimZoneId) sim_n_zones (drawing->machine);

  while (zone-- > 0)
    {
      SimZone look = sim_zone (drawing->machine, zone);
      char name[VIEW_NUMBER_SIZE];
      double width = measure->advance (measure, SCENE_FONT_SMALL, view_format_zone (name, drawing->machine, zone)) + 1;

      if (zone == drawing->zone)
        continue;
      if (right - width < left)
        break;
      scene_add_text (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_LABEL, zone),
                      (SceneRect) { right - width, rect.y, width, rect.height }, SCENE_FONT_SMALL, SCENE_END,
                      scene_role (view_zone_hue (look.type), SCENE_FILL_STRONG), name);
      right -= width + 14;
    }
}

static void
draw_title (BuddyDrawing *drawing,
            SceneRect     rect)
{
  const SceneMeasure *measure = drawing->measure;
  SimZone zone = sim_zone (drawing->machine, drawing->zone);
  char size[VIEW_NUMBER_SIZE], count[VIEW_NUMBER_SIZE], name[VIEW_NUMBER_SIZE];
  g_autofree char *title = NULL, *free_frames = NULL;
  double width, title_width;

  /* Translators: %s is the name of a zone: DMA, Normal, HighMem. */
  view_format_zone (name, drawing->machine, drawing->zone);
  title = g_strdup_printf (_("Free lists of zone %s"), name);
  /* Translators: a number of page frames, and their size. */
  free_frames = g_strdup_printf (_("%s page frames free, %s"), view_format_count (count, zone.free),
                                 view_format_size (size, zone.free));

  title_width = measure->advance (measure, SCENE_FONT_HEADING, title) + 1;
  if (title_width > rect.width)
    {
      g_free (title);
      title = g_strdup (name);
      title_width = measure->advance (measure, SCENE_FONT_HEADING, title) + 1;
    }
  scene_add_text (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_HEADING, drawing->zone),
                  (SceneRect) { rect.x, rect.y, MIN (title_width, rect.width), rect.height }, SCENE_FONT_HEADING,
                  SCENE_START, VIEW_STRONG, title);

  if (drawing->is_narrow)
    {
      draw_other_zones (drawing, rect, rect.x + title_width + 20);
      return;
    }
  width = measure->advance (measure, SCENE_FONT_SMALL, free_frames) + 1;
  if (title_width + 20 + width <= rect.width)
    scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 1),
                    (SceneRect) { rect.x + rect.width / 2, rect.y, rect.width / 2, rect.height }, SCENE_FONT_SMALL,
                    SCENE_END, VIEW_FAINT, free_frames);
}

static void
describe (BuddyDrawing *drawing)
{
  char number[VIEW_NUMBER_SIZE];
  g_autofree char *title = g_strdup_printf (_("Free lists of zone %s"),
                                            view_format_zone (number, drawing->machine, drawing->zone));
  GString *text = g_string_new (NULL);
  SimOrder order = SIM_N_ORDERS;

  while (order-- > 0)
    {
      if (text->len)
        g_string_append (text, "; ");
      /* Translators: an order, and how many free blocks it has; joined by semicolons. */
      g_string_append_printf (text, _("order %u: %s free"), order,
                              view_format_count (number, sim_nr_free (drawing->machine, drawing->zone, order)));
    }
  scene_picture_describe (drawing->out, title, text->str);
  g_string_free (text, TRUE);
}

void
buddy_underline (BuddyDrawing *drawing,
                 SceneRect     rect,
                 uint32_t      part,
                 uint64_t      id)
{
  double y = rect.y + rect.height + 2;

  drawing->legend.underlined = true;
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING + (part << 8), id), (ScenePoint) { rect.x, y },
                  (ScenePoint) { rect.x + rect.width, y }, VIEW_STRONG)->marks = SCENE_MARK_CHANGED;
}

static void
draw (BuddyDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  SceneRect area = drawing->page.area;
  double title = measure->line_height[SCENE_FONT_HEADING];
  SceneRect rest = { area.x, area.y + title + 6, area.width, area.height - title - 6 };

  if (!buddy_share_room (drawing, rest, title + 6))
    {
      view_page_say_too_small (scene_picture_size (drawing->out), measure, drawing->out);
      return;
    }

  draw_title (drawing, (SceneRect) { area.x, area.y, drawing->lists.width, title });
  buddy_lists_draw (drawing);
  buddy_tree_draw (drawing);
  view_legend_draw (&drawing->legend, drawing->subject, drawing->page.legend, measure, drawing->out);
  describe (drawing);
}

static void
layout (const ViewSubject  *subject,
        SceneSize           size,
        const SceneMeasure *measure,
        ScenePicture       *out)
{
  BuddyDrawing drawing = {
    .subject = subject,
    .machine = subject->machine,
    .measure = measure,
    .out = out,
    .n_all = subject->n_events + subject->n_ahead,
    .zone = choose_zone (subject),
    .cpu = choose_cpu (subject),
    .text = SCENE_FONT_SMALL,
    .page = view_page (subject, size, measure),
  };

  drawing.legend.hue = view_zone_hue (sim_zone (drawing.machine, drawing.zone).type);
  view_changes_init (&drawing.changes, subject->events, subject->n_events);
  view_changes_init (&drawing.story, subject->events, drawing.n_all);
  draw (&drawing);
  view_changes_clear (&drawing.changes);
  view_changes_clear (&drawing.story);
}

const View view_buddy = {
  .id = "buddy",
  .title = N_("Buddy"),
  .shows = N_("The buddy view has the free blocks of a zone, in a list for each order: a block of order n is 2^n page frames."),
  .icon_name = "view-list-symbolic",
  .layout = layout,
};
