#include "views/buddy-table.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

unsigned
buddy_lists_n_rows (const BuddyDrawing *drawing)
{
  BuddyLane lanes[BUDDY_MAX_LANES];
  unsigned n_lanes = buddy_find_lanes (drawing, lanes);

  return 1 + SIM_N_ORDERS + (drawing->has_pcp ? 1 + n_lanes : 0);
}

static void
add_label (const BuddyTable *table,
           double            right,
           double            width,
           double            y,
           SceneFont         font,
           SceneRole         role,
           SceneKey          key,
           const char       *text)
{
  const SceneMeasure *measure = table->drawing->measure;
  double line = measure->line_height[font];

  scene_add_text (table->drawing->out, key, (SceneRect) { right - width, y + (table->pitch - line) / 2, width,
                                                          line }, font,
                  SCENE_END, role, text);
}

/* The columns of another zone are others: their words do not travel past each other. */
static uint64_t
column_id (const BuddyDrawing *drawing,
           unsigned            number)
{
  return (uint64_t) drawing->zone << 16 | number;
}

static void
draw_head_row (const BuddyTable *table,
               double            y)
{
  BuddyDrawing *drawing = table->drawing;
  const char *order = C_("column of the free lists", "order"), *size = C_("column of the free lists", "size");
  double line = drawing->measure->line_height[drawing->text];
  unsigned i;

  /* Centred in its own height. */
  y += (drawing->head - table->pitch) / 2;
  add_label (table, table->order_right, buddy_text_width (drawing, drawing->text, order), y, drawing->text,
             VIEW_FAINT,
             scene_key (0, VIEW_PART_LABEL, 1), order);
  if (table->size_right > table->order_right)
    add_label (table, table->size_right, buddy_text_width (drawing, drawing->text, size), y, drawing->text,
               VIEW_FAINT, scene_key (0, VIEW_PART_LABEL, 2), size);

  for (i = 0; i < table->n_zones; i++)
    {
      SimZone zone = sim_zone (drawing->machine, (SimZoneId) i);
      char name[VIEW_NUMBER_SIZE];
      double width = buddy_text_width (drawing, drawing->text, view_format_zone (name, drawing->machine, (SimZoneId) i));
      bool is_shown = i == drawing->zone;

      if (!table->zone_right[i])
        continue;
      if (is_shown)
        scene_add_box (drawing->out, scene_key (0, VIEW_PART_ZONE, 1000),
                       (SceneRect) { table->zone_right[i] - width - 1, y + (table->pitch + line) / 2 - 1, width + 1,
                                     2 },
                       scene_role (view_zone_hue (zone.type), SCENE_FILL_ALLOCATED), NULL)->marks = SCENE_MARK_SQUARE;
      add_label (table, table->zone_right[i], width, y, drawing->text,
                 scene_role (view_zone_hue (zone.type), SCENE_FILL_STRONG),
                 scene_key (SIM_REF_ZONE, VIEW_PART_EDGE, i), name);
    }

  for (i = 0; i < table->n_columns; i++)
    {
      const BuddyColumn *column = &table->columns[i];
      const char *letter = view_migrate_letter (column->type), *name = sim_migrate_name (column->type);
      double x = column->x + table->count_width + 4, width = buddy_text_width (drawing, SCENE_FONT_BOLD, letter);
      double bold = drawing->measure->line_height[SCENE_FONT_BOLD];

      /* The narrowest column of four: its letter stands where its number stands in the rows below. */
      x = MIN (x, table->right - width);
      if (table->n_columns == 1)
        {
          name = C_("column of the free lists", "from head to tail");
          width = -6;
        }
      else
        scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, column_id (drawing, 100 + i)),
                        (SceneRect) { x, y + (table->pitch - bold) / 2, width, bold }, SCENE_FONT_BOLD, SCENE_START,
                        VIEW_STRONG, letter);
      if (buddy_text_width (drawing, drawing->text, name) + width + 6 < column->width - table->count_width - 10)
        scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, column_id (drawing, 110 + i)),
                        (SceneRect) { x + width + 6, y + (table->pitch - line) / 2,
                                      buddy_text_width (drawing, drawing->text, name), line },
                        drawing->text, SCENE_START, VIEW_FAINT, name);
    }
}

/* The row that the last event is about: a ground behind it and a bar before it, which go from row to row as the kernel does. */
static void
draw_attention (const BuddyTable *table,
                double            y,
                const BuddyLane  *lanes,
                unsigned          n_lanes)
{
  BuddyDrawing *drawing = table->drawing;
  const SimEvent *event = buddy_last_event (drawing);
  double row = -1;
  unsigned order = SIM_N_ORDERS, list_order, lane;

  if (!event)
    return;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_LIST_EMPTY:
    case SIM_EVENT_FALLBACK_CHOSEN:
      if (event->arg[0] == drawing->zone)
        order = (unsigned) event->arg[1];
      break;
    case SIM_EVENT_BLOCK_TAKEN:
    case SIM_EVENT_BLOCK_FREED:
    case SIM_EVENT_BLOCK_MOVED:
      order = (unsigned) event->arg[1];
      break;
    case SIM_EVENT_BLOCK_SPLIT:
      order = (unsigned) event->arg[1] - 1;
      break;
    case SIM_EVENT_BUDDY_TESTED:
    case SIM_EVENT_BLOCKS_MERGED:
      order = (unsigned) event->arg[2];
      break;
    case SIM_EVENT_PCP_REFILL:
    case SIM_EVENT_PCP_DRAIN:
    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_PCP_TAKEN:
      list_order = sim_pcp_list_order (drawing->machine, (unsigned) event->arg[2]);
      for (lane = 0; lane < n_lanes; lane++)
        if (event->arg[1] == drawing->cpu
            && (lanes[lane].name ? lanes[lane].lists[0] == (int) event->arg[2]
                                 : lanes[lane].order == list_order))
          row = 1 + SIM_N_ORDERS + 1 + (n_lanes - 1 - lane);
      break;
    default:
      break;
    }
  if (order < SIM_N_ORDERS)
    row = 1 + SIM_LARGEST_ORDER - order;
  if (row < 0)
    return;

  y += drawing->head + (row - 1) * table->pitch;
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, 1),
                 (SceneRect) { table->x - 6, y, table->right - table->x + 12, table->pitch },
                 scene_role (drawing->legend.hue, SCENE_FILL_PANEL), NULL);
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, 3), (SceneRect) { table->x - 8, y + 2, 4, table->pitch - 4 },
                 VIEW_DARK, NULL)->marks = SCENE_MARK_SQUARE;
}

static const BuddyColumn *
column_of (const BuddyTable *table,
           uint64_t          type)
{
  unsigned i;

  for (i = 0; i < table->n_columns; i++)
    if (table->columns[i].type == type)
      return &table->columns[i];
  return NULL;
}

/* Below the names of the types, from the one that is taken from to the one that gets: a block, or a whole page block. */
static void
draw_steal (const BuddyTable *table,
            double            y)
{
  BuddyDrawing *drawing = table->drawing;
  const SimEvent *event = buddy_last_event (drawing);
  const BuddyColumn *from, *to;
  SceneShape arrow = { .key = scene_key (0, VIEW_PART_EDGE, (uint64_t) 1 << 40), .form = SCENE_ARROW, .role = VIEW_DARK, .opacity = 1 };
  g_autofree char *hint = NULL;
  char number[VIEW_NUMBER_SIZE];
  double first, end;

  if (!event || view_event_zone (drawing->machine, event) != drawing->zone)
    return;
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_FALLBACK_CHOSEN:
      from = column_of (table, event->arg[3]);
      to = column_of (table, event->arg[2]);
      break;
    case SIM_EVENT_BLOCK_MOVED:
      from = column_of (table, event->arg[2]);
      to = column_of (table, event->arg[3]);
      break;
    case SIM_EVENT_PAGEBLOCK_CLAIMED:
      from = column_of (table, event->arg[1]);
      to = column_of (table, event->arg[2]);
      break;
    default:
      return;
    }
  if (!from || !to || from == to)
    return;

  first = from->x + table->count_width + 8;
  end = to->x + table->count_width + 8;
  arrow.rect = (SceneRect) { first, y + table->pitch - 2, end - first, 0 };
  scene_add (drawing->out, &arrow);
  if (event->kind == SIM_EVENT_PAGEBLOCK_CLAIMED)
    /* Translators: a page frame number and two migrate types. */
    hint = g_strdup_printf (_("The page block of %s was %s and is now %s"), view_format_pfn (number, (SimPfn) event->arg[0]),
                            sim_migrate_name (from->type), sim_migrate_name (to->type));
  else
    /* Translators: two migrate types. */
    hint = g_strdup_printf (_("From the lists of %s to those of %s"), sim_migrate_name (from->type), sim_migrate_name (to->type));
  scene_set_hint (drawing->out, hint);
}

static SceneFont
order_font (const BuddyTable *table)
{
  const BuddyDrawing *drawing = table->drawing;

  return table->pitch >= drawing->measure->size[SCENE_FONT_BOLD] + 1 ? SCENE_FONT_BOLD : drawing->text;
}

static void
draw_order_row (const BuddyTable *table,
                SimOrder          order,
                double            y)
{
  BuddyDrawing *drawing = table->drawing;
  SceneFont font = order_font (table);
  char number[VIEW_NUMBER_SIZE], zone[VIEW_NUMBER_SIZE];
  unsigned i;

  g_snprintf (number, sizeof number, "%u", order);
  add_label (table, table->order_right, buddy_text_width (drawing, font, "10"), y, font, VIEW_STRONG,
             scene_key (0, VIEW_PART_LABEL, 10 + order), number);
  if (table->size_right > table->order_right)
    add_label (table, table->size_right, table->size_right - table->order_right - 8, y, drawing->text, VIEW_FAINT,
               scene_key (0, VIEW_PART_LABEL, 30 + order), view_format_size (number, sim_frames_in (order)));

  for (i = 0; i < table->n_zones; i++)
    {
      uint32_t n = sim_nr_free (drawing->machine, (SimZoneId) i, order);
      bool is_shown = i == drawing->zone;

      view_format_count (number, n);
      if (!table->zone_right[i])
        continue;
      add_label (table, table->zone_right[i], buddy_text_width (drawing, drawing->text, number), y,
                 drawing->text,
                 n == 0 || !is_shown ? VIEW_FAINT : VIEW_STRONG,
                 scene_key (SIM_REF_ZONE, VIEW_PART_COUNT + ((uint32_t) order << 8), i), number);
    }

  for (i = 0; i < table->n_columns; i++)
    {
      SimMigrateType type = table->columns[i].type;
      g_autofree char *hint = NULL;
      BuddyList list = {
        .ref = sim_ref (SIM_REF_LIST, sim_list_id (drawing->zone, order, type)),
        .order = order,
        .first = sim_list_first (drawing->machine, drawing->zone, order, type),
        .length = sim_list_length (drawing->machine, drawing->zone, order, type),
      };

      /* Translators: zone, order, migrate type, number of blocks. */
      hint = g_strdup_printf (_("Free list of zone %s, order %u, %s: %s"),
                              view_format_zone (zone, drawing->machine, drawing->zone), order, sim_migrate_name (type), view_format_count (number, list.length));
      buddy_draw_list (table, &table->columns[i], &list, y, hint);
    }
}

/* Per-CPU lists */

static uint32_t
count_blocks (const SimMachine *machine,
              SimPfn            pfn)
{
  uint32_t n = 0;

  for (; pfn != SIM_NO_PFN; pfn = sim_list_next (machine, pfn))
    n++;
  return n;
}

static void
draw_pcp_head (const BuddyTable *table,
               double            y)
{
  BuddyDrawing *drawing = table->drawing;
  const SceneMeasure *measure = drawing->measure;
  SimPcp pcp = sim_pcp (drawing->machine, drawing->zone, drawing->cpu);
  char count[VIEW_NUMBER_SIZE], high[VIEW_NUMBER_SIZE], batch[VIEW_NUMBER_SIZE];
  g_autofree char *title = g_strdup_printf (_("Per-CPU lists of CPU %u"), drawing->cpu);
  /* Translators: page frames on the lists, the limit at which they are drained, how many are moved at a time. */
  g_autofree char *numbers = g_strdup_printf (_("%s of at most %s page frames, batch %s"),
                                              view_format_count (count, pcp.count),
                                              view_format_count (high, pcp.high),
                                              view_format_count (batch, pcp.batch));
  double line = measure->line_height[drawing->text], x = table->x, width, right = table->right;
  double rule = y + 2.5 + measure->line_width / 2;
  unsigned cpu = sim_n_cpus (drawing->machine);

  /* Clear of the red under or round the lowest order's block: where rows are too low for that, words are enough. */
  y += (table->pitch - line) / 2 + 1;
  if (drawing->has_rings)
    {
      scene_add_line (drawing->out, scene_key (0, VIEW_PART_HEAD, 2), (ScenePoint) { table->x, rule }, (ScenePoint) { right, rule },
                      VIEW_RULE);
      y = MAX (y, rule);
    }

  width = buddy_text_width (drawing, drawing->text, title);
  scene_add_text (drawing->out, scene_key (SIM_REF_CPU, VIEW_PART_HEADING, drawing->cpu),
                  (SceneRect) { x, y, width, line },
                  drawing->text, SCENE_START, VIEW_STRONG, title);
  x += width + 16;

  /* The other CPUs, from the right. */
  while (cpu-- > 0)
    {
      g_autofree char *name = NULL;

      if (cpu == drawing->cpu)
        continue;
      name = g_strdup_printf (_("CPU %u: %s"), cpu,
                              view_format_count (count, sim_pcp (drawing->machine, drawing->zone, cpu).count));
      width = buddy_text_width (drawing, drawing->text, name);
      if (right - width < x + 40)
        break;
      scene_add_text (drawing->out, scene_key (SIM_REF_CPU, VIEW_PART_HEADING, cpu),
                      (SceneRect) { right - width, y, width, line },
                      drawing->text, SCENE_END, VIEW_PLAIN, name);
      right -= width + 14;
    }

  width = buddy_text_width (drawing, drawing->text, numbers);
  if (x + width <= right)
    scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 3), (SceneRect) { x, y, width, line },
                    drawing->text,
                    SCENE_START, VIEW_FAINT, numbers);
}

static void
draw_lane (const BuddyTable *table,
           const BuddyLane  *lane,
           double            y)
{
  BuddyDrawing *drawing = table->drawing;
  SceneFont font = order_font (table);
  char number[VIEW_NUMBER_SIZE], zone[VIEW_NUMBER_SIZE];
  unsigned i;

  g_snprintf (number, sizeof number, "%u", lane->order);
  add_label (table, table->order_right, buddy_text_width (drawing, font, "10"), y, font, VIEW_STRONG,
             scene_key (0, VIEW_PART_LABEL, 50 + (uint64_t) (lane->lists[0] & 15)), number);
  if (table->size_right > table->order_right)
    add_label (table, table->size_right, table->size_right - table->order_right - 8, y, drawing->text, VIEW_FAINT,
               scene_key (0, VIEW_PART_LABEL, 70 + (uint64_t) (lane->lists[0] & 15)),
               lane->name ? lane->name : view_format_size (number, sim_frames_in (lane->order)));

  for (i = 0; i < table->n_columns; i++)
    {
      int index = lane->lists[table->columns[i].type];
      g_autofree char *hint = NULL;
      BuddyList list;

      if (index < 0)
        continue;
      list.ref = sim_ref (SIM_REF_PCP_LIST, sim_pcp_list_id (drawing->zone, drawing->cpu, (unsigned) index));
      list.order = lane->order;
      list.first = sim_pcp_list_first (drawing->machine, drawing->zone, drawing->cpu, (unsigned) index);
      list.length = count_blocks (drawing->machine, list.first);
      g_autofree char *list_name = view_dup_pcp_list (drawing->machine, (unsigned) index);
      /* Translators: number of the CPU, zone, name of the list, number of blocks. */
      hint = g_strdup_printf (_("Per-CPU list of CPU %u, zone %s, %s: %s"), drawing->cpu,
                              view_format_zone (zone, drawing->machine, drawing->zone), list_name,
                              view_format_count (number, list.length));
      buddy_draw_list (table, &table->columns[i], &list, y, hint);
    }
}

void
buddy_lists_draw (BuddyDrawing *drawing)
{
  BuddyLane lanes[BUDDY_MAX_LANES];
  unsigned n_lanes = buddy_find_lanes (drawing, lanes), lane;
  SimOrder order = SIM_N_ORDERS;
  double y = drawing->lists.y, pitch = drawing->pitch;
  BuddyTable table;

  buddy_table_init (&table, drawing);
  draw_attention (&table, y, lanes, n_lanes);

  draw_head_row (&table, y);
  draw_steal (&table, y);
  y += drawing->head;
  while (order-- > 0)
    {
      draw_order_row (&table, order, y);
      y += pitch;
    }

  if (!drawing->has_pcp)
    return;
  draw_pcp_head (&table, y);
  y += pitch;
  for (lane = n_lanes; lane-- > 0; y += pitch)
    draw_lane (&table, &lanes[lane], y);
}
