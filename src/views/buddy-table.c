#include "views/buddy-table.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "views/format.h"

static bool
has_pcp (const BuddyDrawing *drawing)
{
  SimPcp pcp;

  if (sim_n_pcp_lists (drawing->machine) == 0)
    return false;
  pcp = sim_pcp (drawing->machine, drawing->zone, drawing->cpu);
  return pcp.high > 0 || pcp.count > 0;
}

unsigned
buddy_find_lanes (const BuddyDrawing *drawing,
                  BuddyLane           lanes[BUDDY_MAX_LANES])
{
  bool by_temperature = sim_profile (drawing->machine)->buddy.has_cold_pcp_lists;
  unsigned list, lane, type, n = 0;

  if (!has_pcp (drawing))
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
  return n;
}

/* Columns */

static bool
has_highatomic (const BuddyDrawing *drawing)
{
  SimOrder order;

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

/* What a column needs for a head, one block and "+ 888". */
static double
least_column (const BuddyTable *table)
{
  return table->count_width + 18 + 8 + table->least_box + 7
         + buddy_text_width (table->drawing, table->drawing->text, "+ 888");
}

/* By the weight of what usually lies on them, but none below what it needs. */
static void
place_columns (BuddyTable *table,
               double      x)
{
  static const double weights[SIM_N_MIGRATE_TYPES] = { 3.5, 3.5, 2.2, 1.6 };
  BuddyDrawing *drawing = table->drawing;
  double sum = 0, width = table->right - x, least = least_column (table), kept = 0;
  unsigned type, n = 1;

  if (sim_profile (drawing->machine)->buddy.has_migrate_types)
    n = has_highatomic (drawing) ? 4 : 3;
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
  return column->x + table->count_width + 6 + BUDDY_HEAD + BUDDY_GAP + 2;
}

static double
inner_width (const BuddyTable  *table,
             const BuddyColumn *column)
{
  return column->width - table->count_width - 18 - 8;
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
  table->largest_box = MAX (table->least_box, MIN (table->largest_box, narrowest - 7 - more));
}

double
buddy_box_width (const BuddyTable *table,
                 SimOrder          order)
{
  return table->least_box + (table->largest_box - table->least_box) * order / SIM_LARGEST_ORDER;
}

void
buddy_table_init (BuddyTable   *table,
                  BuddyDrawing *drawing,
                  SceneRect     rect,
                  double        pitch)
{
  char number[VIEW_NUMBER_SIZE];
  double x = rect.x, width;
  unsigned zone, order;

  table->drawing = drawing;
  table->x = rect.x;
  table->right = rect.x + rect.width;
  table->pitch = pitch;
  /* Where there is room, red rings of neighbours do not touch. */
  table->box_height = CLAMP (drawing->measure->size[SCENE_FONT_MONO] + 4, pitch - MIN (pitch * 0.29, 9),
                             pitch - MAX (2, pitch * 0.2));

  x += MAX (buddy_text_width (drawing, drawing->text, C_("column of the free lists", "order")),
            buddy_text_width (drawing, SCENE_FONT_BOLD, "10"));
  table->order_right = x;

  width = buddy_text_width (drawing, drawing->text, C_("column of the free lists", "size"));
  for (order = 0; order < SIM_N_ORDERS; order++)
    width = MAX (width, buddy_text_width (drawing, drawing->text,
                                          view_format_size (number, sim_frames_in ((SimOrder) order))));
  /* Sizes are the first to go where there is little room. */
  x += rect.width < 50 * buddy_text_width (drawing, drawing->text, "0") + 300 ? 0 : 10 + width;
  table->size_right = x;
  drawing->order_right = table->order_right;
  drawing->size_right = table->size_right;

  /* The other zones' counts are the next; their names then stand in the title. */
  table->n_zones = MIN (sim_n_zones (drawing->machine), SIM_MAX_ZONES);
  for (zone = 0; zone < table->n_zones; zone++)
    {
      table->zone_right[zone] = 0;
      if (zone != drawing->zone && (drawing->is_narrow || zone > 5))
        continue;
      width = buddy_text_width (drawing, drawing->text, "8888");
      x += 12 + MAX (width, buddy_text_width (drawing, drawing->text,
                                              sim_zone (drawing->machine, (SimZoneId) zone).name));
      table->zone_right[zone] = x;
    }

  table->count_width = buddy_text_width (drawing, drawing->text, "888");
  size_labels (table);
  place_columns (table, x + 14);
  drawing->first_box = buddy_first_box (table, &table->columns[0]);
  size_boxes (table);
}
