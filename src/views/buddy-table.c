#include "views/buddy-table.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "views/format.h"

#define COLUMNS_GAP 14.0        /* before the lists */
#define MOST_COUNTED 6          /* zones with a column of counts */

bool
buddy_has_pcp (const BuddyDrawing *drawing)
{
  SimPcp pcp;

  if (sim_n_pcp_lists (drawing->machine) == 0)
    return false;
  pcp = sim_pcp (drawing->machine, drawing->zone, drawing->cpu);
  return pcp.high > 0 || pcp.count > 0;
}

/* Does something lie on it at any moment of the step? */
static bool
is_busy (const BuddyDrawing *drawing,
         unsigned            list)
{
  size_t i;

  if (sim_pcp_list_first (drawing->machine, drawing->zone, drawing->cpu, list) != SIM_NO_PFN)
    return true;
  for (i = 0; i < drawing->n_all; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];

      switch ((SimEventKind) event->kind)
        {
        case SIM_EVENT_PCP_REFILL:
        case SIM_EVENT_PCP_ADDED:
        case SIM_EVENT_PCP_TAKEN:
        case SIM_EVENT_PCP_DRAIN:
          if (event->arg[1] == drawing->cpu && event->arg[2] == list
              && view_event_zone (drawing->machine, event) == drawing->zone)
            return true;
          break;
        default:
          break;
        }
    }
  return false;
}

/* Keeps the lanes that something lies on. */
static unsigned
drop_idle (const BuddyDrawing *drawing,
           BuddyLane           lanes[BUDDY_MAX_LANES],
           unsigned            n)
{
  unsigned n_kept = 0, lane, type;

  for (lane = 0; lane < n; lane++)
    for (type = 0; type < SIM_N_MIGRATE_TYPES; type++)
      if (lanes[lane].lists[type] >= 0 && is_busy (drawing, (unsigned) lanes[lane].lists[type]))
        {
          lanes[n_kept++] = lanes[lane];
          break;
        }
  return n_kept;
}

unsigned
buddy_find_lanes (const BuddyDrawing *drawing,
                  BuddyLane           lanes[BUDDY_MAX_LANES])
{
  bool by_temperature = sim_profile (drawing->machine)->buddy.has_cold_pcp_lists;
  unsigned list, lane, type, n = 0;

  if (!drawing->has_pcp)
    return 0;

  for (list = 0; list < sim_n_pcp_lists (drawing->machine); list++)
    {
      SimOrder order = sim_pcp_list_order (drawing->machine, list);

      type = by_temperature ? 0 : sim_pcp_list_type (drawing->machine, list);
      for (lane = 0; lane < n; lane++)
        if (!by_temperature && lanes[lane].order == order)
          break;
      if (lane == n)
        {
          if (n == BUDDY_MAX_LANES)
            continue;
          lanes[n++] = (BuddyLane) { order, by_temperature ? sim_pcp_list_name (drawing->machine, list) : NULL,
                                { -1, -1, -1, -1 } };
        }
      if (type < SIM_N_MIGRATE_TYPES)
        lanes[lane].lists[type] = (int) list;
    }
  return drawing->has_idle_lanes ? n : drop_idle (drawing, lanes, n);
}

/* Columns */

/* At any moment of the step: a column that comes and goes would move the others. */
static bool
has_highatomic (const BuddyDrawing *drawing)
{
  SimOrder order;
  size_t i;

  if (sim_zone (drawing->machine, drawing->zone).limits.highatomic > 0)
    return true;
  for (i = 0; i < drawing->n_all; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];

      if (event->kind == SIM_EVENT_HIGHATOMIC_COUNTED && event->arg[0] == drawing->zone)
        return true;
    }
  for (order = 0; order < SIM_N_ORDERS; order++)
    if (sim_list_length (drawing->machine, drawing->zone, order, SIM_HIGHATOMIC))
      return true;
  return false;
}

double
buddy_text_width (const BuddyDrawing *drawing,
                  SceneFont           font,
                  const char         *text)
{
  return drawing->measure->advance (drawing->measure, font, text) + 1;
}

/* What a column needs for a head and one block; for one that is wider than others, with "+ 888" behind it. */
static double
tight_column (const BuddyTable *table)
{
  return table->count_width + 6 + BUDDY_HEAD + table->gap + 2 + table->least_box + 8;
}

/* And for a head alone. */
static double
bare_column (const BuddyTable *table)
{
  return table->count_width + 6 + BUDDY_HEAD + 8;
}

static double
least_column (const BuddyTable *table)
{
  return tight_column (table) + 0.25 * table->least_box + table->gap
         + buddy_text_width (table->drawing, table->drawing->text, "+ 888");
}

static unsigned
count_columns (const BuddyDrawing *drawing)
{
  if (!sim_profile (drawing->machine)->buddy.has_migrate_types)
    return 1;
  return has_highatomic (drawing) ? 4 : 3;
}

/* By the weight of what usually lies on them, but none below what it needs. */
static void
place_columns (BuddyTable *table,
               double      x)
{
  static const double weights[SIM_N_MIGRATE_TYPES] = { 3.5, 3.5, 2.2, 1.6 };
  BuddyDrawing *drawing = table->drawing;
  double sum = 0, width = table->right - x, least = least_column (table), kept = 0;
  unsigned type, n = count_columns (drawing);

  for (type = 0; type < n; type++)
    sum += weights[type];
  least = MIN (least, width / n);

  /* Narrow ones first take what they need; the others share the rest. */
  for (type = n; type-- > 0;)
    if (width * weights[type] / sum < least)
      kept += least;
  for (type = n; type-- > 0;)
    if (width * weights[type] / sum < least)
      sum -= weights[type];

  table->n_columns = n;
  for (type = 0; type < n; type++)
    {
      double share = sum > 0 ? (width - kept) * weights[type] / sum : least;

      table->columns[type] = (BuddyColumn) { (SimMigrateType) type, x, MAX (share, least) };
      x += table->columns[type].width;
    }
  /* The last rounding of shares must not reach beyond the edge. */
  if (x > table->right)
    for (type = 0, width = x - table->columns[0].x; type < n; type++)
      {
        double from = table->columns[0].x, shrink = (table->right - from) / width;

        table->columns[type].width *= shrink;
        if (type > 0)
          table->columns[type].x = table->columns[type - 1].x + table->columns[type - 1].width;
      }
}

double
buddy_first_box (const BuddyTable  *table,
                 const BuddyColumn *column)
{
  return column->x + table->count_width + 6 + BUDDY_HEAD + table->gap + 2;
}

static double
inner_width (const BuddyTable  *table,
             const BuddyColumn *column)
{
  return column->width - tight_column (table) + table->least_box;
}

/* By the longest page frame number of the machine. */
static void
size_labels (BuddyTable *table)
{
  BuddyDrawing *drawing = table->drawing;
  char number[VIEW_NUMBER_SIZE];

  view_format_pfn (number, sim_n_frames (drawing->machine) ? sim_n_frames (drawing->machine) - 1 : 0);
  memset (number + 2, '8', strlen (number + 2));
  table->font = SCENE_FONT_MONO_SMALL;
  if (table->right - table->x >= 70 * buddy_text_width (drawing, SCENE_FONT_MONO, "0")
      && drawing->least_pitch * 0.8 >= drawing->measure->line_height[SCENE_FONT_MONO])
    table->font = SCENE_FONT_MONO;
  table->label_width = buddy_text_width (drawing, table->font, number);
  table->least_box = table->label_width + 8;
}

/* The width of a block grows with its order, as far as the narrowest column allows. */
static void
size_boxes (BuddyTable *table)
{
  double narrowest = 1e9, widest = 0, more = buddy_text_width (table->drawing, table->drawing->text, "+ 888");
  unsigned i;

  for (i = 0; i < table->n_columns; i++)
    {
      narrowest = MIN (narrowest, inner_width (table, &table->columns[i]));
      widest = MAX (widest, inner_width (table, &table->columns[i]));
    }
  table->largest_box = CLAMP (widest * 0.25, table->least_box * 1.25, table->least_box * 3);
  table->largest_box = MAX (table->least_box, MIN (table->largest_box, narrowest - table->gap - more));
}

double
buddy_box_width (const BuddyTable *table,
                 SimOrder          order)
{
  return table->least_box + (table->largest_box - table->least_box) * order / SIM_LARGEST_ORDER;
}

/* What does not depend on the room. */
static void
init_sizes (BuddyTable   *table,
            BuddyDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;

  table->drawing = drawing;
  table->x = drawing->lists.x;
  table->right = drawing->lists.x + drawing->lists.width;
  table->pitch = drawing->pitch;
  table->has_rings = !(table->pitch > 0) || drawing->has_rings;
  table->gap = table->has_rings ? MAX (BUDDY_LEAST_GAP, 2 * measure->ring + 1) : BUDDY_LEAST_GAP;
  table->box_height = buddy_box_height (measure, table->pitch, 11);
  table->n_zones = MIN (sim_n_zones (drawing->machine), SIM_MAX_ZONES);
  table->order_right = table->x + MAX (buddy_text_width (drawing, drawing->text,
                                                         C_("column of the free lists", "order")),
                                       buddy_text_width (drawing, SCENE_FONT_BOLD, "10"));
  table->count_width = buddy_text_width (drawing, drawing->text, "888");
  size_labels (table);
}

double
buddy_table_least_width (BuddyDrawing *drawing,
                         bool          with_blocks)
{
  BuddyTable table;

  init_sizes (&table, drawing);
  return table.order_right - table.x + COLUMNS_GAP
         + count_columns (drawing) * (with_blocks ? tight_column (&table) : bare_column (&table));
}

static double
count_width (const BuddyTable *table,
             unsigned          zone)
{
  const BuddyDrawing *drawing = table->drawing;
  char name[VIEW_NUMBER_SIZE];

  view_format_zone (name, drawing->machine, (SimZoneId) zone);
  return 12 + MAX (buddy_text_width (drawing, drawing->text, "8888"), buddy_text_width (drawing, drawing->text, name));
}

double
buddy_table_good_width (BuddyDrawing *drawing)
{
  BuddyTable table;
  unsigned n_zones, zone;
  double width;

  init_sizes (&table, drawing);
  width = buddy_table_least_width (drawing, true) + 1.5 * (least_column (&table) - tight_column (&table));
  n_zones = MIN (table.n_zones, MOST_COUNTED);
  for (zone = 0; zone < n_zones; zone++)
    width += count_width (&table, zone);
  return width;
}

static double
size_width (const BuddyDrawing *drawing)
{
  double width = buddy_text_width (drawing, drawing->text, C_("column of the free lists", "size"));
  char number[VIEW_NUMBER_SIZE];
  unsigned order;

  for (order = 0; order < SIM_N_ORDERS; order++)
    width = MAX (width, buddy_text_width (drawing, drawing->text,
                                          view_format_size (number, sim_frames_in ((SimOrder) order))));
  return 10 + width;
}

/* Where there is little room, sizes are the first to go, then the counts of other zones, whose names then stand in
 * the title, at last that of the shown one: it is the sum of the row. */
void
buddy_table_init (BuddyTable   *table,
                  BuddyDrawing *drawing)
{
  double width = drawing->lists.width, x, room;
  unsigned zone;

  init_sizes (table, drawing);
  x = table->order_right;
  room = width - (x - table->x) - COLUMNS_GAP - count_columns (drawing) * tight_column (table);
  table->has_blocks = room >= 0;
  if (!table->has_blocks)
    room += count_columns (drawing) * (tight_column (table) - bare_column (table));

  table->size_right = x;
  if (width >= 50 * buddy_text_width (drawing, drawing->text, "0") + 300 && room >= size_width (drawing) + 100)
    table->size_right = x += size_width (drawing);
  drawing->order_right = table->order_right;
  drawing->size_right = table->size_right;

  for (zone = 0; zone < table->n_zones; zone++)
    {
      table->zone_right[zone] = 0;
      if (zone == drawing->zone ? room < count_width (table, zone) : drawing->is_narrow || zone >= MOST_COUNTED)
        continue;
      table->zone_right[zone] = x += count_width (table, zone);
    }

  place_columns (table, x + COLUMNS_GAP);
  drawing->first_box = buddy_first_box (table, &table->columns[0]);
  size_boxes (table);
}
