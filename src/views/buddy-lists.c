#include "views/buddy.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/parts.h"

#define GAP 7.0                 /* between blocks of a list: where its thread is seen */
#define MAX_SHOWN 48            /* blocks of a list */
#define FAR 8192                /* how far into a list the picture looks */
#define SMALL_ROLE scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_FAINT)
#define PLAIN_ROLE scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_NONE)

/* A column of the table: the lists of one migrate type. */
typedef struct {
  SimMigrateType type;
  double         x, width;
} Column;

/* Where everything lies from left to right. */
typedef struct {
  BuddyDrawing *drawing;
  double        x, right;
  double        pitch, box_height;
  double        order_right, size_right;
  double        zone_right[SIM_MAX_ZONES];
  unsigned      n_zones;
  Column        columns[BUDDY_MAX_COLUMNS];
  unsigned      n_columns;
  double        count_width;            /* of the number before a list's head */
  double        label_width;            /* of the longest page frame number */
  double        least_box, largest_box;
} Table;

/* One list: of a zone, or of a CPU. */
typedef struct {
  SimRef   ref;
  SimOrder order;
  SimPfn   first;
  uint32_t length;
} List;

static bool
has_pcp (const BuddyDrawing *drawing)
{
  SimPcp pcp;

  if (sim_n_pcp_lists (drawing->machine) == 0)
    return false;
  pcp = sim_pcp (drawing->machine, drawing->zone, drawing->cpu);
  return pcp.high > 0 || pcp.count > 0;
}

/* A lane is a row of per-CPU lists: of one order, or, where a kernel has a hot and a cold list, one of
 * these. lists: by type; -1: none. */
typedef struct {
  SimOrder order;
  const char *name;             /* NULL: the order says it */
  int      lists[SIM_N_MIGRATE_TYPES];
} Lane;

static unsigned
find_lanes (const BuddyDrawing *drawing,
            Lane                lanes[BUDDY_MAX_LANES])
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
          lanes[n++] = (Lane) { order, by_temperature ? sim_pcp_list_name (drawing->machine, list) : NULL,
                                { -1, -1, -1, -1 } };
        }
      if (type < SIM_N_MIGRATE_TYPES)
        lanes[lane].lists[type] = (int) list;
    }
  return n;
}

unsigned
buddy_lists_n_rows (const BuddyDrawing *drawing)
{
  Lane lanes[BUDDY_MAX_LANES];
  unsigned n_lanes = find_lanes (drawing, lanes);

  return 1 + SIM_N_ORDERS + (n_lanes ? 1 + n_lanes : 0);
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

static double
text_width (const BuddyDrawing *drawing,
            SceneFont           font,
            const char         *text)
{
  return drawing->measure->advance (drawing->measure, font, text) + 1;
}

static void
place_columns (Table  *table,
               double  x)
{
  static const double weights[SIM_N_MIGRATE_TYPES] = { 3, 4, 2.2, 1.6 };
  BuddyDrawing *drawing = table->drawing;
  double sum = 0, width = table->right - x;
  unsigned type, n = 1;

  if (sim_profile (drawing->machine)->buddy.has_migrate_types)
    n = has_highatomic (drawing) ? 4 : 3;
  for (type = 0; type < n; type++)
    sum += weights[type];

  table->n_columns = n;
  for (type = 0; type < n; type++)
    {
      table->columns[type] = (Column) { (SimMigrateType) type, x, width * weights[type] / sum };
      x += table->columns[type].width;
    }
}

static double
inner_width (const Table  *table,
             const Column *column)
{
  return column->width - table->count_width - 18 - 8;
}

/* The width of a block grows with its order, as far as the narrowest column allows. */
static void
size_boxes (Table *table)
{
  BuddyDrawing *drawing = table->drawing;
  char number[VIEW_NUMBER_SIZE];
  double narrowest = 1e9, widest = 0;
  unsigned i;

  view_format_pfn (number, sim_n_frames (drawing->machine) ? sim_n_frames (drawing->machine) - 1 : 0);
  memset (number + 2, '8', strlen (number + 2));
  table->label_width = text_width (drawing, SCENE_FONT_MONO_SMALL, number);

  for (i = 0; i < table->n_columns; i++)
    {
      narrowest = MIN (narrowest, inner_width (table, &table->columns[i]));
      widest = MAX (widest, inner_width (table, &table->columns[i]));
    }
  table->least_box = table->label_width + 8;
  table->largest_box = CLAMP (widest * 0.34, table->least_box * 1.25, table->least_box * 3);
  table->largest_box = MAX (table->least_box, MIN (table->largest_box, narrowest));
}

static double
box_width (const Table *table,
           SimOrder     order)
{
  return table->least_box + (table->largest_box - table->least_box) * order / SIM_LARGEST_ORDER;
}

static void
size_table (Table        *table,
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
  table->box_height = pitch - MAX (2, pitch * 0.2);

  x += MAX (text_width (drawing, SCENE_FONT_SMALL, C_("column of the free lists", "order")),
            text_width (drawing, SCENE_FONT_BOLD, "10"));
  table->order_right = x;

  width = text_width (drawing, SCENE_FONT_SMALL, C_("column of the free lists", "size"));
  for (order = 0; order < SIM_N_ORDERS; order++)
    width = MAX (width, text_width (drawing, SCENE_FONT_SMALL, view_format_size (number, sim_frames_in ((SimOrder) order))));
  x += 10 + width;
  table->size_right = x;
  drawing->order_right = table->order_right;
  drawing->size_right = table->size_right;

  table->n_zones = MIN (sim_n_zones (drawing->machine), rect.width < 700 ? 3 : 5);
  for (zone = 0; zone < table->n_zones; zone++)
    {
      width = text_width (drawing, SCENE_FONT_SMALL, "8888");
      x += 12 + MAX (width, text_width (drawing, SCENE_FONT_SMALL, sim_zone (drawing->machine, (SimZoneId) zone).name));
      table->zone_right[zone] = x;
    }

  table->count_width = text_width (drawing, SCENE_FONT_SMALL, "888");
  place_columns (table, x + 14);
  size_boxes (table);
}

/* What a list shows */

typedef struct {
  uint32_t position[MAX_SHOWN];
  SimPfn   pfn[MAX_SHOWN];
  unsigned n;
} Shown;

static void
show (Shown   *shown,
      uint32_t position,
      SimPfn   pfn)
{
  unsigned i = shown->n;

  if (shown->n == MAX_SHOWN)
    return;
  while (i > 0 && shown->position[i - 1] > position)
    i--;
  if (i > 0 && shown->position[i - 1] == position)
    return;

  memmove (shown->position + i + 1, shown->position + i, (shown->n - i) * sizeof *shown->position);
  memmove (shown->pfn + i + 1, shown->pfn + i, (shown->n - i) * sizeof *shown->pfn);
  shown->position[i] = position;
  shown->pfn[i] = pfn;
  shown->n++;
}

static void
hide (Shown   *shown,
      uint32_t position)
{
  unsigned i;

  for (i = 0; i < shown->n && shown->position[i] != position; i++)
    ;
  if (i == shown->n)
    return;
  shown->n--;
  memmove (shown->position + i, shown->position + i + 1, (shown->n - i) * sizeof *shown->position);
  memmove (shown->pfn + i, shown->pfn + i + 1, (shown->n - i) * sizeof *shown->pfn);
}

/* "+ 182 more", shorter in a narrow column. */
static const char *
format_more (char     buffer[64],
             uint32_t n,
             double   width)
{
  char count[VIEW_NUMBER_SIZE];

  view_format_count (count, n);
  if (width < 220)
    g_snprintf (buffer, 64, "+ %s", count);
  else
    /* Translators: blocks of a list that there is no room for. */
    g_snprintf (buffer, 64, ngettext ("+ %s more", "+ %s more", n), count);
  return buffer;
}

static double
needed_width (const Table *table,
              const List  *list,
              const Shown *shown,
              double       width)
{
  double needed = shown->n * (box_width (table, list->order) + GAP) - GAP;
  uint32_t next = 0;
  char text[64];
  unsigned i;

  for (i = 0; i <= shown->n; i++)
    {
      uint32_t position = i < shown->n ? shown->position[i] : list->length;

      if (position > next)
        needed += text_width (table->drawing, SCENE_FONT_SMALL, format_more (text, position - next, width)) + GAP;
      next = position + 1;
    }
  return needed;
}

static bool
is_wanted (const Table *table,
           const List  *list,
           SimPfn       pfn)
{
  const BuddyDrawing *drawing = table->drawing;
  SimBlock block = { .first = pfn, .end = pfn + sim_frames_in (list->order), .order = list->order };

  return view_changes_touch (&drawing->changes, block.first, block.end)
         || (drawing->subject->n_selection && view_is_selected (drawing->subject, block));
}

/* As many from the head as there is room for, the last one, and what this step changed wherever it is. */
static void
choose_shown (const Table *table,
              const List  *list,
              double       width,
              Shown       *shown)
{
  uint32_t position = 0, n_head, fit = (uint32_t) MAX (1, (width + GAP) / (box_width (table, list->order) + GAP));
  SimPfn head[MAX_SHOWN], last = SIM_NO_PFN, pfn;
  SimPfn wanted[MAX_SHOWN];
  uint32_t wanted_at[MAX_SHOWN];
  unsigned n_wanted = 0, i;

  shown->n = 0;
  fit = MIN (fit, MAX_SHOWN);
  for (pfn = list->first; pfn != SIM_NO_PFN && position < MIN (list->length, FAR); pfn = sim_list_next (table->drawing->machine, pfn))
    {
      if (position < fit)
        head[position] = pfn;
      if (position > 0 && n_wanted < fit && is_wanted (table, list, pfn))
        {
          wanted[n_wanted] = pfn;
          wanted_at[n_wanted++] = position;
        }
      last = pfn;
      position++;
    }
  n_head = MIN (position, fit);
  if (position < list->length)
    last = SIM_NO_PFN;

  if (list->length <= fit)
    {
      for (i = 0; i < n_head; i++)
        show (shown, i, head[i]);
      return;
    }

  for (i = 0; i < n_wanted; i++)
    {
      show (shown, wanted_at[i], wanted[i]);
      if (needed_width (table, list, shown, width) > width)
        {
          hide (shown, wanted_at[i]);
          break;
        }
    }
  if (last != SIM_NO_PFN && fit > 2)
    {
      show (shown, list->length - 1, last);
      if (needed_width (table, list, shown, width) > width)
        hide (shown, list->length - 1);
    }
  for (i = 0; i < n_head; i++)
    {
      unsigned n = shown->n;

      show (shown, i, head[i]);
      if (needed_width (table, list, shown, width) > width && shown->n > n)
        {
          hide (shown, i);
          break;
        }
    }
}

static void
draw_more (const Table *table,
           const List  *list,
           double      *x,
           double       y,
           uint32_t     n,
           unsigned     index,
           double       width)
{
  BuddyDrawing *drawing = table->drawing;
  char text[64];
  double line = drawing->measure->line_height[SCENE_FONT_SMALL];
  double text_length = text_width (drawing, SCENE_FONT_SMALL, format_more (text, n, width));

  if (*x + text_length > table->right)
    return;
  /* Paper behind it, so that the thread does not run through the words. */
  scene_add_text (drawing->out, scene_key (list->ref.kind, VIEW_PART_MORE + (index << 8), list->ref.id),
                  (SceneRect) { *x, y + (table->pitch - line) / 2, text_length, line }, SCENE_FONT_SMALL, SCENE_START,
                  SMALL_ROLE, text);
  *x += text_length + GAP;
}

/* The thread between x and end. */
static void
draw_thread (const Table *table,
             const List  *list,
             unsigned     index,
             double       x,
             double       end,
             double       y)
{
  SceneShape *line;

  if (end <= x)
    return;
  line = scene_add_line (table->drawing->out, scene_key (0, VIEW_PART_HEAD + (index << 8), (uint64_t) list->ref.kind << 48 | list->ref.id),
                         (ScenePoint) { x, y }, (ScenePoint) { end, y }, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE));
  line->opacity = 1;
}

static void
draw_blocks (const Table *table,
             const List  *list,
             double       x,
             double       y,
             double       width)
{
  BuddyDrawing *drawing = table->drawing;
  double box = box_width (table, list->order), top = y + (table->pitch - table->box_height) / 2;
  double middle = y + table->pitch / 2, from = x - GAP - 2;
  uint32_t next = 0;
  unsigned i, n_gaps = 0;
  Shown shown;

  choose_shown (table, list, width, &shown);
  for (i = 0; i <= shown.n; i++)
    {
      uint32_t position = i < shown.n ? shown.position[i] : list->length;
      char number[VIEW_NUMBER_SIZE];
      SimBlock block;

      if (position > next)
        {
          draw_thread (table, list, i, from, x - 2, middle);
          draw_more (table, list, &x, y, position - next, n_gaps++, width);
          from = x - GAP + 2;
        }
      next = position + 1;
      if (i == shown.n)
        break;

      draw_thread (table, list, i + MAX_SHOWN, from, x, middle);
      block = sim_block_at (drawing->machine, shown.pfn[i]);
      view_format_pfn (number, shown.pfn[i]);
      buddy_add_block (drawing, scene_key (SIM_REF_BLOCK, VIEW_PART_LIST, sim_block_id (block.first, block.order)),
                       (SceneRect) { x, top, box, table->box_height }, block, number)->parent
        = scene_key (0, VIEW_PART_PLACE, sim_block_id (block.first, block.order));
      x += box + GAP;
      from = x - GAP;
    }
}

/* A head with its count, and the blocks behind it. */
static void
draw_list (const Table  *table,
           const Column *column,
           const List   *list,
           double        y,
           const char   *hint)
{
  BuddyDrawing *drawing = table->drawing;
  double line = drawing->measure->line_height[SCENE_FONT_SMALL];
  double side = 6, x = column->x + table->count_width + 6;
  char count[VIEW_NUMBER_SIZE];
  SceneShape *shape;
  size_t i;

  shape = scene_add_box (drawing->out, scene_key (list->ref.kind, VIEW_PART_HEAD, list->ref.id),
                         (SceneRect) { column->x, y + 1, column->width - 6, table->pitch - 2 },
                         scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_NONE), NULL);
  for (i = 0; i < drawing->subject->n_selection; i++)
    if (drawing->subject->selection[i].kind == list->ref.kind && drawing->subject->selection[i].id == list->ref.id)
      {
        shape->marks |= SCENE_MARK_SELECTED;
        drawing->legend.selected = true;
      }
  scene_set_hint (drawing->out, hint);

  scene_add_text (drawing->out, scene_key (0, VIEW_PART_COUNT, (uint64_t) list->ref.kind << 48 | list->ref.id),
                  (SceneRect) { column->x, y + (table->pitch - line) / 2, table->count_width, line }, SCENE_FONT_SMALL,
                  SCENE_END, list->length ? PLAIN_ROLE : SMALL_ROLE, view_format_count (count, list->length));
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, (uint64_t) list->ref.kind << 48 | list->ref.id),
                 (SceneRect) { x, y + (table->pitch - side) / 2, side, side },
                 scene_role (SCENE_HUE_NEUTRAL, list->length ? SCENE_FILL_ALLOCATED : SCENE_FILL_GHOST), NULL);

  if (list->length)
    draw_blocks (table, list, x + side + GAP + 2, y, column->x + column->width - 8 - (x + side + GAP + 2));
}

/* Rows */

static void
add_label (const Table *table,
           double       right,
           double       width,
           double       y,
           SceneFont    font,
           SceneRole    role,
           SceneKey     key,
           const char  *text)
{
  const SceneMeasure *measure = table->drawing->measure;
  double line = measure->line_height[font];

  scene_add_text (table->drawing->out, key, (SceneRect) { right - width, y + (table->pitch - line) / 2, width, line }, font,
                  SCENE_END, role, text);
}

static void
draw_head_row (const Table *table,
               double       y)
{
  BuddyDrawing *drawing = table->drawing;
  const char *order = C_("column of the free lists", "order"), *size = C_("column of the free lists", "size");
  double line = drawing->measure->line_height[SCENE_FONT_SMALL];
  unsigned i;

  add_label (table, table->order_right, text_width (drawing, SCENE_FONT_SMALL, order), y, SCENE_FONT_SMALL, SMALL_ROLE,
             scene_key (0, VIEW_PART_LABEL, 1), order);
  add_label (table, table->size_right, text_width (drawing, SCENE_FONT_SMALL, size), y, SCENE_FONT_SMALL, SMALL_ROLE,
             scene_key (0, VIEW_PART_LABEL, 2), size);

  for (i = 0; i < table->n_zones; i++)
    {
      SimZone zone = sim_zone (drawing->machine, (SimZoneId) i);
      double width = text_width (drawing, SCENE_FONT_SMALL, zone.name);
      bool is_shown = i == drawing->zone;

      if (is_shown)
        scene_add_box (drawing->out, scene_key (0, VIEW_PART_ZONE, 1000),
                       (SceneRect) { table->zone_right[i] - width - 1, y + (table->pitch + line) / 2 - 1, width + 1, 2 },
                       scene_role (view_zone_hue (zone.type), SCENE_FILL_ALLOCATED), NULL)->marks = SCENE_MARK_SQUARE;
      add_label (table, table->zone_right[i], width, y, SCENE_FONT_SMALL,
                 scene_role (view_zone_hue (zone.type), SCENE_FILL_STRONG), scene_key (SIM_REF_ZONE, VIEW_PART_LABEL, i),
                 zone.name);
    }

  for (i = 0; i < table->n_columns; i++)
    {
      const Column *column = &table->columns[i];
      const char *letter = view_migrate_letter (column->type), *name = sim_migrate_name (column->type);
      double x = column->x + table->count_width + 4, width = text_width (drawing, SCENE_FONT_BOLD, letter);
      double bold = drawing->measure->line_height[SCENE_FONT_BOLD];

      if (table->n_columns == 1)
        {
          name = C_("column of the free lists", "from head to tail");
          width = -6;
        }
      else
        scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 100 + i),
                        (SceneRect) { x, y + (table->pitch - bold) / 2, width, bold }, SCENE_FONT_BOLD, SCENE_START,
                        scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), letter);
      if (text_width (drawing, SCENE_FONT_SMALL, name) + width + 6 < column->width - table->count_width - 10)
        scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 110 + i),
                        (SceneRect) { x + width + 6, y + (table->pitch - line) / 2,
                                      text_width (drawing, SCENE_FONT_SMALL, name), line },
                        SCENE_FONT_SMALL, SCENE_START, SMALL_ROLE, name);
    }
}

/* The row that the last event is about: a ground behind it, which goes from row to row as the kernel does. */
static void
draw_attention (const Table *table,
                double       y,
                const Lane  *lanes,
                unsigned     n_lanes)
{
  BuddyDrawing *drawing = table->drawing;
  const SimEvent *event = buddy_last_event (drawing);
  double row = -1;
  unsigned order = SIM_N_ORDERS, lane;

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
      for (lane = 0; lane < n_lanes; lane++)
        if (drawing->machine && event->arg[1] == drawing->cpu
            && (lanes[lane].name ? lanes[lane].lists[0] == (int) event->arg[2]
                                 : lanes[lane].order == sim_pcp_list_order (drawing->machine, (unsigned) event->arg[2])))
          row = 1 + SIM_N_ORDERS + 1 + (n_lanes - 1 - lane);
      break;
    default:
      break;
    }
  if (order < SIM_N_ORDERS)
    row = 1 + SIM_LARGEST_ORDER - order;
  if (row < 0)
    return;

  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, 1),
                 (SceneRect) { table->x - 6, y + row * table->pitch, table->right - table->x + 12, table->pitch },
                 scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_PANEL), NULL);
}

static void
draw_order_row (const Table *table,
                SimOrder     order,
                double       y)
{
  BuddyDrawing *drawing = table->drawing;
  char number[VIEW_NUMBER_SIZE];
  unsigned i;

  g_snprintf (number, sizeof number, "%u", order);
  add_label (table, table->order_right, text_width (drawing, SCENE_FONT_BOLD, "10"), y, SCENE_FONT_BOLD,
             scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), scene_key (0, VIEW_PART_LABEL, 10 + order), number);
  add_label (table, table->size_right, table->size_right - table->order_right - 8, y, SCENE_FONT_SMALL, SMALL_ROLE,
             scene_key (0, VIEW_PART_LABEL, 30 + order), view_format_size (number, sim_frames_in (order)));

  for (i = 0; i < table->n_zones; i++)
    {
      uint32_t n = sim_nr_free (drawing->machine, (SimZoneId) i, order);
      double left = i > 0 ? table->zone_right[i - 1] : table->size_right;
      bool is_shown = i == drawing->zone;

      add_label (table, table->zone_right[i], table->zone_right[i] - left - 4, y, SCENE_FONT_SMALL,
                 n == 0 || !is_shown ? SMALL_ROLE : scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG),
                 scene_key (SIM_REF_ZONE, VIEW_PART_COUNT + ((uint32_t) order << 8), i), view_format_count (number, n));
    }

  for (i = 0; i < table->n_columns; i++)
    {
      SimMigrateType type = table->columns[i].type;
      g_autofree char *hint = NULL;
      List list = {
        .ref = sim_ref (SIM_REF_LIST, sim_list_id (drawing->zone, order, type)),
        .order = order,
        .first = sim_list_first (drawing->machine, drawing->zone, order, type),
        .length = sim_list_length (drawing->machine, drawing->zone, order, type),
      };

      /* Translators: zone, order, migrate type, number of blocks. */
      hint = g_strdup_printf (_("Free list of zone %s, order %u, %s: %s"), sim_zone (drawing->machine, drawing->zone).name,
                              order, sim_migrate_name (type), view_format_count (number, list.length));
      draw_list (table, &table->columns[i], &list, y, hint);
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
draw_pcp_head (const Table *table,
               double       y)
{
  BuddyDrawing *drawing = table->drawing;
  const SceneMeasure *measure = drawing->measure;
  SimPcp pcp = sim_pcp (drawing->machine, drawing->zone, drawing->cpu);
  char count[VIEW_NUMBER_SIZE], high[VIEW_NUMBER_SIZE], batch[VIEW_NUMBER_SIZE];
  g_autofree char *title = g_strdup_printf (_("Per-CPU lists of CPU %u"), drawing->cpu);
  /* Translators: page frames on the lists, the limit at which they are drained, how many are moved at a time. */
  g_autofree char *numbers = g_strdup_printf (_("%s of at most %s page frames, batch %s"), view_format_count (count, pcp.count),
                                              view_format_count (high, pcp.high), view_format_count (batch, pcp.batch));
  double line = measure->line_height[SCENE_FONT_SMALL], x = table->x, width, right = table->right;
  unsigned cpu = sim_n_cpus (drawing->machine);

  scene_add_line (drawing->out, scene_key (0, VIEW_PART_HEAD, 2), (ScenePoint) { table->x, y + 1 }, (ScenePoint) { right, y + 1 },
                  scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE));
  y += (table->pitch - line) / 2 + 1;

  width = text_width (drawing, SCENE_FONT_SMALL, title);
  scene_add_text (drawing->out, scene_key (SIM_REF_CPU, VIEW_PART_HEADING, drawing->cpu), (SceneRect) { x, y, width, line },
                  SCENE_FONT_SMALL, SCENE_START, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), title);
  x += width + 16;

  /* The other CPUs, from the right. */
  while (cpu-- > 0)
    {
      g_autofree char *name = NULL;

      if (cpu == drawing->cpu)
        continue;
      name = g_strdup_printf (_("CPU %u: %s"), cpu,
                              view_format_count (count, sim_pcp (drawing->machine, drawing->zone, cpu).count));
      width = text_width (drawing, SCENE_FONT_SMALL, name);
      if (right - width < x + 40)
        break;
      scene_add_text (drawing->out, scene_key (SIM_REF_CPU, VIEW_PART_HEADING, cpu), (SceneRect) { right - width, y, width, line },
                      SCENE_FONT_SMALL, SCENE_END, PLAIN_ROLE, name);
      right -= width + 14;
    }

  width = text_width (drawing, SCENE_FONT_SMALL, numbers);
  if (x + width <= right)
    scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 3), (SceneRect) { x, y, width, line }, SCENE_FONT_SMALL,
                    SCENE_START, SMALL_ROLE, numbers);
}

static void
draw_lane (const Table *table,
           const Lane  *lane,
           double       y)
{
  BuddyDrawing *drawing = table->drawing;
  char number[VIEW_NUMBER_SIZE];
  unsigned i;

  g_snprintf (number, sizeof number, "%u", lane->order);
  add_label (table, table->order_right, text_width (drawing, SCENE_FONT_BOLD, "10"), y, SCENE_FONT_BOLD,
             scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), scene_key (0, VIEW_PART_LABEL, 50 + (uint64_t) (lane->lists[0] & 15)),
             number);
  add_label (table, table->size_right, table->size_right - table->order_right - 8, y, SCENE_FONT_SMALL, SMALL_ROLE,
             scene_key (0, VIEW_PART_LABEL, 70 + (uint64_t) (lane->lists[0] & 15)),
             lane->name ? lane->name : view_format_size (number, sim_frames_in (lane->order)));

  for (i = 0; i < table->n_columns; i++)
    {
      int index = lane->lists[table->columns[i].type];
      g_autofree char *hint = NULL;
      List list;

      if (index < 0)
        continue;
      list.ref = sim_ref (SIM_REF_PCP_LIST, sim_pcp_list_id (drawing->zone, drawing->cpu, (unsigned) index));
      list.order = lane->order;
      list.first = sim_pcp_list_first (drawing->machine, drawing->zone, drawing->cpu, (unsigned) index);
      list.length = count_blocks (drawing->machine, list.first);
      /* Translators: number of the CPU, zone, name of the list, number of blocks. */
      hint = g_strdup_printf (_("Per-CPU list of CPU %u, zone %s, %s: %s"), drawing->cpu,
                              sim_zone (drawing->machine, drawing->zone).name,
                              sim_pcp_list_name (drawing->machine, (unsigned) index), view_format_count (number, list.length));
      draw_list (table, &table->columns[i], &list, y, hint);
    }
}

void
buddy_lists_draw (BuddyDrawing *drawing,
                  SceneRect     rect,
                  double        pitch)
{
  Lane lanes[BUDDY_MAX_LANES];
  unsigned n_lanes = find_lanes (drawing, lanes), lane;
  SimOrder order = SIM_N_ORDERS;
  double y = rect.y;
  Table table;

  size_table (&table, drawing, rect, pitch);
  draw_attention (&table, y, lanes, n_lanes);

  draw_head_row (&table, y);
  y += pitch;
  while (order-- > 0)
    {
      draw_order_row (&table, order, y);
      y += pitch;
    }

  if (!n_lanes)
    return;
  draw_pcp_head (&table, y);
  y += pitch;
  for (lane = n_lanes; lane-- > 0; y += pitch)
    draw_lane (&table, &lanes[lane], y);
}
