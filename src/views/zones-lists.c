/* zones-lists.c - the free lists of a zone by order, and the per-CPU lists before them
 *
 * What is taken from a free list grows out of the row of its order, is in hand, and goes on to a lane or to whoever
 * asked; what is drained goes the other way. So each row and the hand have a place that always exists.
 */
#include "views/zones.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/block.h"
#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define GAP 6.0
#define TRACK 5.0               /* thickness of the line that says how full the lists of a CPU are */
#define MOST_BLOCKS 40          /* of a list */
#define MOST_CPUS 8             /* that have a row */

static double
box_height (const ZonesDrawing *drawing)
{
  return drawing->row - 2 * drawing->measure->ring - 1;
}

static SceneKey
row_key (SimZoneId zone,
         SimOrder  order)
{
  return scene_key (SIM_REF_ZONE, VIEW_PART_LIST + ((uint32_t) order + 1) * 256, zone);
}

static SceneKey
hand_key (SimZoneId zone)
{
  return scene_key (0, VIEW_PART_TREE, zone);
}

/* --- the free lists ------------------------------------------------------------------------ */

double
zones_lists_width (const ZonesDrawing *drawing)
{
  return zones_text_width (drawing, SCENE_FONT_SMALL, "10") + GAP + zones_text_width (drawing, SCENE_FONT_SMALL, "88 888") + 2 * GAP;
}

/* The least a number stands in. */
static double
least_box (const ZonesDrawing *drawing)
{
  return ceil (0.95 * drawing->measure->size[SCENE_FONT_SMALL] + drawing->measure->line_width);
}

static double
ring_pitch (const ZonesDrawing *drawing)
{
  return least_box (drawing) + 2 * drawing->measure->ring + 2;
}

double
zones_lists_good_height (const ZonesDrawing *drawing)
{
  return SIM_N_ORDERS * ring_pitch (drawing);
}

static char *
dup_row_hint (const ZonesDrawing *drawing,
              SimZoneId           zone,
              SimOrder            order)
{
  char count[VIEW_NUMBER_SIZE], name[VIEW_NUMBER_SIZE];
  uint32_t n = sim_nr_free (drawing->machine, zone, order);
  /* Translators: zone, order, number of blocks. */
  GString *text = g_string_new (NULL);

  g_string_printf (text, ngettext ("Zone %s, order %u: %s free block", "Zone %s, order %u: %s free blocks", n),
                   view_format_zone (name, drawing->machine, zone), order, view_format_count (count, n));
  if (sim_profile (drawing->machine)->buddy.has_migrate_types && n > 0)
    for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
      {
        uint32_t length = sim_list_length (drawing->machine, zone, order, (SimMigrateType) type);

        if (length > 0)
          g_string_append_printf (text, "; %s %s", sim_migrate_name ((SimMigrateType) type), view_format_count (count, length));
      }
  return g_string_free (text, FALSE);
}

/* Did an event of the step so far put something on the list of the order, or take it from there? */
static bool
is_row_changed (const ZonesDrawing *drawing,
                SimZoneId           zone,
                SimOrder            order)
{
  for (size_t i = 0; i < drawing->subject->n_events; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];
      unsigned at = SIM_N_ORDERS;

      switch ((SimEventKind) event->kind)
        {
        case SIM_EVENT_BLOCK_TAKEN:
        case SIM_EVENT_BLOCK_FREED:
        case SIM_EVENT_BLOCK_MOVED:
          at = (unsigned) event->arg[1];
          break;
        case SIM_EVENT_BLOCK_SPLIT:
          at = (unsigned) event->arg[1] - 1;
          break;
        case SIM_EVENT_BLOCKS_MERGED:
          at = (unsigned) event->arg[2];
          break;
        default:
          break;
        }
      if (at == order && sim_zone_of (drawing->machine, (SimPfn) event->arg[0]) == zone)
        return true;
    }
  return false;
}

/* Where rings would touch those of the next row, a line stands before the row. */
static void
mark_row (ZonesDrawing *drawing,
          SimZoneId     zone,
          SimOrder      order,
          SceneShape   *box,
          SceneRect     edge)
{
  if (box != NULL)
    {
      box->marks |= SCENE_MARK_CHANGED;
      drawing->legend.changed = true;
      return;
    }
  drawing->legend.underlined = true;
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) zone << 16 | order), (ScenePoint) { edge.x, edge.y + 2 },
                  (ScenePoint) { edge.x, edge.y + edge.height - 2 }, VIEW_STRONG)->marks = SCENE_MARK_CHANGED;
}

void
zones_draw_lists (ZonesDrawing     *drawing,
                  const ZonesPanel *panel,
                  SceneRect         rect)
{
  const SimMachine *machine = drawing->machine;
  SimZone zone = sim_zone (machine, panel->zone);
  double pitch = rect.height / SIM_N_ORDERS, labels = zones_text_width (drawing, SCENE_FONT_SMALL, "10");
  double box = MIN (pitch - 3, drawing->row), ring = drawing->measure->ring;
  bool has_rings = pitch >= ring_pitch (drawing);
  SceneHue hue = view_zone_hue (zone.type);

  bool has_boxes = box >= least_box (drawing);

  if (pitch < drawing->measure->size[SCENE_FONT_SMALL])
    return;
  if (has_rings)
    box = MIN (box, pitch - 2 * ring - 2);
  for (SimOrder order = 0; order < SIM_N_ORDERS; order++)
    {
      double y = rect.y + (SIM_LARGEST_ORDER - order) * pitch;
      uint32_t n = sim_nr_free (machine, panel->zone, order);
      char number[VIEW_NUMBER_SIZE];
      g_autofree char *hint = dup_row_hint (drawing, panel->zone, order);
      SceneShape *shape;

      g_snprintf (number, sizeof number, "%u", order);
      zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 1000 + (uint64_t) panel->zone * 16 + order),
                      (SceneRect) { rect.x, y, labels, pitch }, SCENE_FONT_SMALL, SCENE_END, VIEW_FAINT, number);
      shape = scene_add_box (drawing->out, row_key (panel->zone, order),
                             (SceneRect) { rect.x + labels + GAP, y + (pitch - box) / 2, rect.width - labels - GAP, box },
                             !has_boxes ? VIEW_PLAIN : n ? scene_role (hue, SCENE_FILL_FREE) : VIEW_GHOST,
                             n && has_boxes ? view_format_count (number, n) : NULL);
      shape->font = SCENE_FONT_SMALL;
      shape->align = SCENE_MIDDLE;
      shape->marks = SCENE_MARK_SQUARE | SCENE_MARK_TIGHT;
      scene_set_hint (drawing->out, hint);
      if (is_row_changed (drawing, panel->zone, order))
        mark_row (drawing, panel->zone, order, has_rings && has_boxes ? shape : NULL,
                  (SceneRect) { rect.x + labels + GAP / 2, y, 0, pitch });
      if (!has_boxes && n)
        zones_add_text (drawing, scene_key (SIM_REF_ZONE, VIEW_PART_MORE + ((uint32_t) order << 8), panel->zone),
                        (SceneRect) { rect.x + labels + GAP, y, rect.width - labels - GAP, pitch }, SCENE_FONT_SMALL,
                        SCENE_END, VIEW_PLAIN, view_format_count (number, n));
    }
}

/* --- a block in hand ----------------------------------------------------------------------- */

static SceneShape *
add_block (ZonesDrawing *drawing,
           SimBlock      block,
           SceneRect     rect)
{
  char number[VIEW_NUMBER_SIZE];

  return view_add_block (drawing->out, drawing->subject, &drawing->changes, &drawing->legend,
                         scene_key (SIM_REF_BLOCK, VIEW_PART_LIST, sim_block_id (block.first, block.order)), rect, block,
                         view_format_pfn (number, block.first));
}

static double
block_width (const ZonesDrawing *drawing)
{
  char number[VIEW_NUMBER_SIZE];

  view_format_pfn (number, sim_n_frames (drawing->machine) ? sim_n_frames (drawing->machine) - 1 : 0);
  for (char *digit = number + 2; *digit; digit++)
    *digit = '8';
  return zones_text_width (drawing, SCENE_FONT_MONO_SMALL, number) + 8;
}

static void
draw_hand (ZonesDrawing     *drawing,
           const ZonesPanel *panel,
           SceneRect         rect)
{
  const SimBlock *hand = &drawing->story.hand;
  double height = box_height (drawing), width = MIN (block_width (drawing), rect.width - 2 * drawing->measure->ring);
  SceneRect place = { rect.x + rect.width - width - drawing->measure->ring, rect.y + (rect.height - height) / 2, width, height };
  const char *word = C_("state of a page frame", "in hand");
  bool is_here = hand->first < hand->end && hand->zone == panel->zone;
  double words = place.x - rect.x - GAP - drawing->measure->ring;

  if (is_here && hand->state == SIM_FRAME_ALLOCATED)
    word = C_("a block", "handed out");
  if (!is_here)
    {
      scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, (uint64_t) panel->zone << 8 | 0xfe), place, VIEW_GHOST, NULL);
      return;
    }

  char size[VIEW_NUMBER_SIZE];
  /* Translators: order of a block, and its size. */
  g_autofree char *order = g_strdup_printf (_("order %u, %s"), hand->order, view_format_size (size, hand->end - hand->first));
  g_autofree char *whole = g_strdup_printf ("%s: %s", word, order);
  const char *forms[] = { whole, order, word };

  for (unsigned i = 0; i < G_N_ELEMENTS (forms); i++)
    if (zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 2000 + panel->zone), (SceneRect) { rect.x, rect.y, words, rect.height },
                        SCENE_FONT_SMALL, SCENE_END, VIEW_PLAIN, forms[i]))
      break;
  scene_add_box (drawing->out, hand_key (panel->zone), place, VIEW_PLAIN, NULL)->parent = row_key (panel->zone, hand->order);
  add_block (drawing, *hand, place)->parent = hand_key (panel->zone);
}

/* --- lanes --------------------------------------------------------------------------------- */

void
zones_read_lanes (ZonesDrawing *drawing)
{
  size_t n = drawing->subject->n_events + drawing->subject->n_ahead;

  for (size_t i = 0; i < n; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];
      SimZoneId zone;

      if (event->kind != SIM_EVENT_PCP_REFILL && event->kind != SIM_EVENT_PCP_ADDED && event->kind != SIM_EVENT_PCP_TAKEN
          && event->kind != SIM_EVENT_PCP_DRAIN)
        continue;
      zone = view_event_zone (drawing->machine, event);
      if (zone < SIM_MAX_ZONES && event->arg[1] < SIM_MAX_CPUS && event->arg[2] < 32)
        drawing->lanes[zone][event->arg[1]] |= 1u << event->arg[2];
    }
}

/* Does something of this step happen on the list? */
static bool
is_in_step (const ZonesDrawing *drawing,
            SimZoneId           zone,
            unsigned            cpu,
            unsigned            list)
{
  return drawing->lanes[zone][cpu] >> list & 1;
}

/* Which lists of a CPU have a lane: those of this step, then those that are not empty; bits by list. */
static uint32_t
choose_lanes (const ZonesDrawing *drawing,
              SimZoneId           zone,
              unsigned            cpu,
              unsigned            n)
{
  unsigned n_lists = sim_n_pcp_lists (drawing->machine);
  uint32_t chosen = 0;

  for (unsigned list = 0; list < n_lists && n > 0; list++)
    if (is_in_step (drawing, zone, cpu, list))
      {
        chosen |= 1u << list;
        n--;
      }
  for (unsigned list = 0; list < n_lists && n > 0; list++)
    if (!(chosen >> list & 1) && sim_pcp_list_first (drawing->machine, zone, cpu, list) != SIM_NO_PFN)
      {
        chosen |= 1u << list;
        n--;
      }
  return chosen;
}

static bool
is_selected (const ZonesDrawing *drawing,
             SimRefKind          kind,
             uint64_t            id)
{
  for (size_t i = 0; i < drawing->subject->n_selection; i++)
    if (drawing->subject->selection[i].kind == kind && drawing->subject->selection[i].id == id)
      return true;
  return false;
}

void
zones_draw_cpu (ZonesDrawing     *drawing,
                const ZonesPanel *panel,
                SceneRect         rect,
                unsigned          cpu)
{
  SimPcp pcp = sim_pcp (drawing->machine, panel->zone, cpu);
  uint64_t id = (uint64_t) panel->zone << 32 | cpu;
  char count[VIEW_NUMBER_SIZE], high[VIEW_NUMBER_SIZE], batch[VIEW_NUMBER_SIZE], zone[VIEW_NUMBER_SIZE];
  g_autofree char *name = g_strdup_printf (C_("a processor", "CPU %u"), cpu);
  /* Translators: page frames on the lists, the limit at which they are drained, how many are moved at a time. */
  g_autofree char *numbers = g_strdup_printf (_("%s of at most %s page frames, batch %s"), view_format_count (count, pcp.count),
                                              view_format_count (high, pcp.high), view_format_count (batch, pcp.batch));
  g_autofree char *middle = g_strdup_printf (C_("per-CPU lists", "%s of %s, batch %s"), count, high, batch);
  g_autofree char *brief = g_strdup_printf (C_("per-CPU lists", "%s of %s"), count, high);
  /* Translators: number of the CPU, a zone, and how full its lists are. */
  g_autofree char *hint = g_strdup_printf (_("Per-CPU lists of CPU %u, zone %s: %s"), cpu,
                                           view_format_zone (zone, drawing->machine, panel->zone), numbers);
  const char *forms[] = { numbers, middle, brief };
  SceneRect words = { rect.x, rect.y, rect.width, drawing->line };
  SceneRect track = { rect.x, rect.y + drawing->line + 1, rect.width, TRACK };
  SceneHue hue = view_zone_hue (sim_zone_type (drawing->machine, panel->zone));
  double width;

  scene_add_box (drawing->out, scene_key (SIM_REF_CPU, VIEW_PART_HEAD + ((uint32_t) panel->zone << 8), cpu),
                 (SceneRect) { rect.x, rect.y, rect.width, drawing->line + TRACK + 1 }, VIEW_PLAIN, NULL)
    ->marks = is_selected (drawing, SIM_REF_CPU, cpu) ? SCENE_MARK_SELECTED : 0;
  scene_set_hint (drawing->out, hint);
  width = zones_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 1ull << 30 | id), words, SCENE_FONT_SMALL, SCENE_START,
                          VIEW_STRONG, name);
  words.x += width + 2 * GAP;
  words.width -= width + 2 * GAP;
  for (unsigned i = 0; i < G_N_ELEMENTS (forms); i++)
    if (zones_add_text (drawing, scene_key (0, VIEW_PART_COUNT, 1ull << 30 | id), words, SCENE_FONT_SMALL, SCENE_END, VIEW_PLAIN,
                        forms[i]))
      break;

  if (track.y + TRACK > rect.y + rect.height + 0.5 || pcp.high == 0)
    return;
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, 1ull << 30 | id), track, VIEW_INK (SCENE_FILL_OUTLINE), NULL)
    ->marks = SCENE_MARK_SQUARE;
  track.width *= MIN (1, (double) pcp.count / pcp.high);
  if (track.width >= 0.5)
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_MORE, 1ull << 30 | id), track, scene_role (hue, SCENE_FILL_ALLOCATED), NULL)
      ->marks = SCENE_MARK_SQUARE;
}

/* "order 0, Unmovable" where that leaves room for blocks; else "0 U". */
static char *
dup_list_name (const ZonesDrawing *drawing,
               unsigned            list,
               double              room)
{
  const SimMachine *machine = drawing->machine;
  g_autofree char *whole = view_dup_pcp_list (machine, list);

  if (zones_text_width (drawing, SCENE_FONT_SMALL, whole) <= room || sim_profile (machine)->buddy.has_cold_pcp_lists)
    return g_steal_pointer (&whole);
  if (!sim_profile (machine)->buddy.has_migrate_types)
    return g_strdup_printf ("%u", sim_pcp_list_order (machine, list));
  return g_strdup_printf ("%u %s", sim_pcp_list_order (machine, list),
                          view_migrate_letter ((SimMigrateType) sim_pcp_list_type (machine, list)));
}

/* What a lane shows of its list, head first: where it is long, what this step moves is shown in any case. */
static void
draw_blocks (ZonesDrawing     *drawing,
             const ZonesPanel *panel,
             SceneRect         rect,
             unsigned          cpu,
             unsigned          list)
{
  SimPfn shown[MOST_BLOCKS];
  uint32_t n = 0, n_shown = 0, fit;
  double width = block_width (drawing), gap = MAX (GAP, 2 * drawing->measure->ring + 1), x = rect.x + drawing->measure->ring;
  double more = zones_text_width (drawing, SCENE_FONT_SMALL, "+ 888");
  const SimMachine *machine = drawing->machine;

  for (SimPfn pfn = sim_pcp_list_first (machine, panel->zone, cpu, list); pfn != SIM_NO_PFN; pfn = sim_list_next (machine, pfn))
    n++;
  fit = (uint32_t) MAX (0, (rect.width - drawing->measure->ring + gap) / (width + gap));
  if (n > fit)
    fit = (uint32_t) MAX (0, (rect.width - drawing->measure->ring - more) / (width + gap));
  fit = MIN (fit, MOST_BLOCKS);
  for (SimPfn pfn = sim_pcp_list_first (machine, panel->zone, cpu, list); pfn != SIM_NO_PFN && n_shown < fit;
       pfn = sim_list_next (machine, pfn))
    shown[n_shown++] = pfn;

  for (uint32_t i = 0; i < n_shown; i++, x += width + gap)
    add_block (drawing, sim_block_at (machine, shown[i]),
               (SceneRect) { x, rect.y + (rect.height - box_height (drawing)) / 2, width, box_height (drawing) })
      ->parent = scene_key (SIM_REF_PCP_LIST, VIEW_PART_HEAD, sim_pcp_list_id (panel->zone, cpu, list));
  if (n > n_shown)
    {
      char count[VIEW_NUMBER_SIZE];
      g_autofree char *text = g_strdup_printf ("+ %s", view_format_count (count, n - n_shown));

      zones_add_text (drawing, scene_key (SIM_REF_PCP_LIST, VIEW_PART_MORE, sim_pcp_list_id (panel->zone, cpu, list)),
                      (SceneRect) { x, rect.y, rect.x + rect.width - x, rect.height }, SCENE_FONT_SMALL, SCENE_START,
                      VIEW_FAINT, text);
    }
}

static void
draw_lane (ZonesDrawing     *drawing,
           const ZonesPanel *panel,
           SceneRect         rect,
           unsigned          cpu,
           unsigned          list)
{
  uint64_t id = sim_pcp_list_id (panel->zone, cpu, list);
  double blocks = 3 * (block_width (drawing) + MAX (GAP, 2 * drawing->measure->ring + 1))
                  + zones_text_width (drawing, SCENE_FONT_SMALL, "+ 888");
  g_autofree char *name = dup_list_name (drawing, list, rect.width - blocks - GAP);
  g_autofree char *whole = view_dup_pcp_list (drawing->machine, list);
  char zone[VIEW_NUMBER_SIZE];
  /* Translators: number of the CPU, zone, name of the list. */
  g_autofree char *hint = g_strdup_printf (_("Per-CPU list of CPU %u, zone %s: %s"), cpu,
                                           view_format_zone (zone, drawing->machine, panel->zone), whole);
  double label = zones_text_width (drawing, SCENE_FONT_SMALL, name) + GAP;
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_PCP_LIST, VIEW_PART_HEAD, id), rect, VIEW_PLAIN, NULL);

  if (is_selected (drawing, SIM_REF_PCP_LIST, id))
    shape->marks |= SCENE_MARK_SELECTED;
  scene_set_hint (drawing->out, hint);
  zones_add_text (drawing, scene_key (0, VIEW_PART_LABEL, 1ull << 48 | id), (SceneRect) { rect.x, rect.y, label, rect.height },
                  SCENE_FONT_SMALL, SCENE_START, VIEW_FAINT, name);
  draw_blocks (drawing, panel, (SceneRect) { rect.x + label, rect.y, rect.width - label, rect.height }, cpu, list);
}

/* --- which CPUs ---------------------------------------------------------------------------- */

/* Lists of the CPU in which something happens in this step, before or after this moment. */
static unsigned
n_lists_in_step (const ZonesDrawing *drawing,
                 SimZoneId           zone,
                 unsigned            cpu)
{
  unsigned n = 0;

  for (unsigned list = 0; list < sim_n_pcp_lists (drawing->machine); list++)
    n += is_in_step (drawing, zone, cpu, list);
  return n;
}

/* Those of the step come first where not all have a row; shown in their order. How many. */
static unsigned
choose_cpus (const ZonesDrawing *drawing,
             SimZoneId           zone,
             unsigned            n_rows,
             unsigned            cpus[MOST_CPUS])
{
  unsigned n_cpus = MIN (sim_n_cpus (drawing->machine), 64), n = MIN (n_cpus, MAX (n_rows / 2, MIN (MOST_CPUS / 2, n_rows - 1))), n_shown = 0;
  uint64_t chosen = 0;

  n = MIN (n, MOST_CPUS);
  for (unsigned pass = 0; pass < 2; pass++)
    for (unsigned cpu = 0; cpu < n_cpus && n > 0; cpu++)
      if (!(chosen >> cpu & 1) && (pass == 1 || n_lists_in_step (drawing, zone, cpu) > 0))
        {
          chosen |= UINT64_C (1) << cpu;
          n--;
        }
  for (unsigned cpu = 0; cpu < n_cpus; cpu++)
    if (chosen >> cpu & 1)
      cpus[n_shown++] = cpu;
  return n_shown;
}

/* What is left of the rows goes to lists of this step, then round and round. */
static void
share_rows (const ZonesDrawing *drawing,
            SimZoneId           zone,
            unsigned            n_spare,
            unsigned            n_cpus,
            const unsigned      cpus[MOST_CPUS],
            unsigned            shares[MOST_CPUS])
{
  for (unsigned i = 0; i < n_cpus; i++)
    {
      shares[i] = MIN (n_spare, n_lists_in_step (drawing, zone, cpus[i]));
      n_spare -= shares[i];
    }
  for (unsigned i = 0; n_spare > 0; i = (i + 1) % n_cpus, n_spare--)
    shares[i]++;
}

void
zones_draw_lanes (ZonesDrawing     *drawing,
                  const ZonesPanel *panel,
                  SceneRect         rect)
{
  unsigned n_lists = sim_n_pcp_lists (drawing->machine), n_rows = drawing->n_lane_rows, cpus[MOST_CPUS], shares[MOST_CPUS], n_cpus;
  double y = rect.y;

  draw_hand (drawing, panel, (SceneRect) { rect.x, y, rect.width, drawing->row });
  y += drawing->row;
  if (n_lists == 0 || n_rows < 2)
    return;

  n_cpus = choose_cpus (drawing, panel->zone, n_rows, cpus);
  share_rows (drawing, panel->zone, n_rows - n_cpus, n_cpus, cpus, shares);
  for (unsigned i = 0; i < n_cpus; i++)
    {
      uint32_t chosen = choose_lanes (drawing, panel->zone, cpus[i], shares[i]);

      zones_draw_cpu (drawing, panel, (SceneRect) { rect.x, y, rect.width, drawing->row }, cpus[i]);
      y += drawing->row;
      for (unsigned list = 0, used = 0; list < n_lists; list++)
        if (chosen >> list & 1)
          draw_lane (drawing, panel, (SceneRect) { rect.x, y + used++ * drawing->row, rect.width, drawing->row }, cpus[i], list);
      y += shares[i] * drawing->row;
    }
}
