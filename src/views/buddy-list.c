#include "views/buddy-table.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define GAP_BEFORE 10.0         /* of a list, that a long number may fill */
#define MAX_SHOWN 48            /* blocks of a list */
#define FAR 8192                /* how far into a list the picture looks */

/* What a list shows */

typedef struct {
  uint32_t position[MAX_SHOWN];
  SimPfn   pfn[MAX_SHOWN];
  unsigned n;
} Shown;

static void
show (Shown    *shown,
      uint32_t  position,
      SimPfn    pfn)
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
hide (Shown    *shown,
      uint32_t  position)
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
needed_width (const BuddyTable *table,
              const BuddyList  *list,
              const Shown      *shown,
              double            width)
{
  double needed = shown->n * (buddy_box_width (table, list->order) + table->gap) - table->gap;
  uint32_t next = 0;
  char text[64];
  unsigned i;

  for (i = 0; i <= shown->n; i++)
    {
      uint32_t position = i < shown->n ? shown->position[i] : list->length;

      if (position > next)
        needed += buddy_text_width (table->drawing, table->drawing->text,
                                    format_more (text, position - next, width)) + table->gap;
      next = position + 1;
    }
  return needed;
}

static bool
is_wanted (const BuddyTable *table,
           const BuddyList  *list,
           SimPfn            pfn)
{
  const BuddyDrawing *drawing = table->drawing;
  SimBlock block = { .first = pfn, .end = pfn + sim_frames_in (list->order), .order = list->order };

  return view_changes_touch (&drawing->story, block.first, block.end)
         || (drawing->subject->n_selection && view_is_selected (drawing->subject, block));
}

/* Does what happened last, or what happens next, put it there or take it away? */
static bool
is_moving (const BuddyTable *table,
           SimPfn            pfn)
{
  const ViewSubject *subject = table->drawing->subject;
  const SimEvent *last = buddy_last_event (table->drawing), *next = NULL;
  SimPfn first, end;

  if (last && sim_event_frames (last, &first, &end) && first <= pfn && pfn < end)
    return true;
  if (subject->n_ahead > 0)
    next = &subject->events[subject->n_events];
  return next && sim_event_frames (next, &first, &end) && first <= pfn && pfn < end;
}

/* What there is to choose from: from the head on as far as there is room, and what the step is about. */
typedef struct {
  SimPfn   head[MAX_SHOWN], wanted[MAX_SHOWN], moving[2], last;
  uint32_t wanted_at[MAX_SHOWN], moving_at[2];
  unsigned n_head, n_wanted, n_moving;
} Walk;

static void
walk_list (const BuddyTable *table,
           const BuddyList  *list,
           uint32_t          fit,
           Walk             *walk)
{
  const SimMachine *machine = table->drawing->machine;
  uint32_t position = 0;
  SimPfn pfn;

  walk->last = SIM_NO_PFN;
  walk->n_head = walk->n_wanted = walk->n_moving = 0;
  for (pfn = list->first; pfn != SIM_NO_PFN && position < MIN (list->length, FAR); pfn = sim_list_next (machine, pfn))
    {
      if (walk->n_head < fit)
        walk->head[walk->n_head++] = pfn;
      if (is_wanted (table, list, pfn))
        {
          if (walk->n_moving < 2 && is_moving (table, pfn))
            {
              walk->moving[walk->n_moving] = pfn;
              walk->moving_at[walk->n_moving++] = position;
            }
          else if (walk->n_wanted < fit)
            {
              walk->wanted[walk->n_wanted] = pfn;
              walk->wanted_at[walk->n_wanted++] = position;
            }
        }
      if (++position == list->length)
        walk->last = pfn;
    }

  if (walk->n_moving == 0 && walk->n_wanted > 0)
    {
      walk->moving[walk->n_moving] = walk->wanted[0];
      walk->moving_at[walk->n_moving++] = walk->wanted_at[0];
    }
}

static bool
show_if_it_fits (const BuddyTable *table,
                 const BuddyList  *list,
                 double            width,
                 Shown            *shown,
                 uint32_t          position,
                 SimPfn            pfn)
{
  unsigned n = shown->n;

  show (shown, position, pfn);
  if (shown->n == n || needed_width (table, list, shown, width) <= width)
    return true;
  hide (shown, position);
  return false;
}

/* The first, what moves, what this step changes wherever it is, the last, and as many more from the head
 * as there is room for. What moves is worth more than the first. */
static void
choose_shown (const BuddyTable *table,
              const BuddyList  *list,
              double            width,
              Shown            *shown)
{
  uint32_t fit = (uint32_t) MAX (1, (width + table->gap) / (buddy_box_width (table, list->order) + table->gap));
  unsigned i;
  Walk walk;

  fit = MIN (fit, MAX_SHOWN);
  walk_list (table, list, fit, &walk);

  shown->n = 0;
  for (i = 0; i < walk.n_head && (i == 0 || list->length <= fit); i++)
    show (shown, i, walk.head[i]);
  if (list->length <= fit)
    return;

  for (i = 0; i < walk.n_moving; i++)
    if (!show_if_it_fits (table, list, width, shown, walk.moving_at[i], walk.moving[i]) && i == 0)
      {
        hide (shown, 0);
        if (!show_if_it_fits (table, list, width, shown, walk.moving_at[i], walk.moving[i]))
          show (shown, 0, walk.head[0]);
      }
  for (i = 0; i < walk.n_wanted; i++)
    if (!show_if_it_fits (table, list, width, shown, walk.wanted_at[i], walk.wanted[i]))
      break;
  if (walk.last != SIM_NO_PFN)
    show_if_it_fits (table, list, width, shown, list->length - 1, walk.last);
  for (i = 1; i < walk.n_head; i++)
    if (!show_if_it_fits (table, list, width, shown, i, walk.head[i]))
      break;
}

static void
draw_more (const BuddyTable *table,
           const BuddyList  *list,
           double           *x,
           double            y,
           uint32_t          n,
           unsigned          index,
           double            end,
           double            width)
{
  BuddyDrawing *drawing = table->drawing;
  char text[64];
  double line = drawing->measure->line_height[drawing->text];
  double text_length = buddy_text_width (drawing, drawing->text, format_more (text, n, width));

  if (*x + text_length > end)
    return;
  scene_add_text (drawing->out, scene_key (list->ref.kind, VIEW_PART_MORE + (index << 8), list->ref.id),
                  (SceneRect) { *x, y + (table->pitch - line) / 2, text_length, line }, drawing->text, SCENE_START,
                  VIEW_FAINT, text);
  *x += text_length + table->gap;
}

/* The thread between x and end. */
static void
draw_thread (const BuddyTable *table,
             const BuddyList  *list,
             unsigned          index,
             double            x,
             double            end,
             double            y)
{
  SceneShape *line;

  if (end <= x)
    return;
  line = scene_add_line (table->drawing->out, scene_key (0, VIEW_PART_HEAD + (index << 8),
                                                         (uint64_t) list->ref.kind << 48 | list->ref.id),
                         (ScenePoint) { x, y }, (ScenePoint) { end, y }, VIEW_RULE);
  line->opacity = 1;
}

/* Where in the tree a block comes from and goes to: its own place, or that of the block it is about to be
 * joined to. */
static uint64_t
place_of (const BuddyDrawing *drawing,
          SimBlock            block)
{
  const SimEvent *next = &drawing->subject->events[drawing->subject->n_events];

  if (drawing->subject->n_ahead > 0 && next->kind == SIM_EVENT_BLOCKS_MERGED && next->arg[1] == block.first)
    return sim_block_id (MIN (block.first, (SimPfn) next->arg[0]), block.order + 1);
  return sim_block_id (block.first, block.order);
}

static void
draw_blocks (const BuddyTable *table,
             const BuddyList  *list,
             double            x,
             double            y,
             double            width)
{
  BuddyDrawing *drawing = table->drawing;
  double box = buddy_box_width (table, list->order), top = y + (table->pitch - table->box_height) / 2;
  double middle = y + table->pitch / 2, from = x - table->gap - 2;
  double end = x + width + 8;
  uint32_t next = 0;
  unsigned i, n_gaps = 0;
  Shown shown;

  choose_shown (table, list, width, &shown);
  for (i = 0; i <= shown.n; i++)
    {
      uint32_t position = i < shown.n ? shown.position[i] : list->length;
      char number[VIEW_NUMBER_SIZE];
      SceneShape *shape;
      SimBlock block;

      if (position > next)
        {
          draw_thread (table, list, i, from, x - 2, middle);
          draw_more (table, list, &x, y, position - next, n_gaps++, end, width);
          from = x - table->gap + 2;
        }
      next = position + 1;
      if (i == shown.n)
        break;

      draw_thread (table, list, i + MAX_SHOWN, from, x, middle);
      block = sim_block_at (drawing->machine, shown.pfn[i]);
      view_format_pfn (number, shown.pfn[i]);
      shape = buddy_add_block (drawing,
                               scene_key (SIM_REF_BLOCK, VIEW_PART_LIST, sim_block_id (block.first, block.order)),
                               (SceneRect) { x, top, box, table->box_height }, block, number);
      shape->parent = scene_key (0, VIEW_PART_PLACE, place_of (drawing, block));
      shape->font = (uint8_t) table->font;
      if (!table->has_rings && shape->marks & SCENE_MARK_CHANGED)
        {
          shape->marks &= ~SCENE_MARK_CHANGED;
          buddy_underline (drawing, (SceneRect) { x, top, box, table->box_height }, VIEW_PART_LIST,
                           sim_block_id (block.first, block.order));
        }
      x += box + table->gap;
      from = x - table->gap;
    }
}

/* A head with its count, and the blocks behind it. */
/* More than three digits are smaller, and reach into the gap before the list. Where they do not fit even so, the
 * zone's count beside and the hint say how many there are. */
static void
add_count (const BuddyTable  *table,
           const BuddyColumn *column,
           const BuddyList   *list,
           double             y)
{
  BuddyDrawing *drawing = table->drawing;
  SceneFont font = drawing->text;
  char count[VIEW_NUMBER_SIZE];
  double width = table->count_width, line;

  view_format_count (count, list->length);
  if (buddy_text_width (drawing, font, count) > width)
    {
      font = SCENE_FONT_SMALL;
      width = MAX (width, buddy_text_width (drawing, font, count));
    }
  if (width > table->count_width + GAP_BEFORE)
    return;
  line = drawing->measure->line_height[font];
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_COUNT, (uint64_t) list->ref.kind << 48 | list->ref.id),
                  (SceneRect) { column->x + table->count_width - width, y + (table->pitch - line) / 2, width, line },
                  font, SCENE_END, VIEW_PLAIN, count);
}

void
buddy_draw_list (const BuddyTable  *table,
                 const BuddyColumn *column,
                 const BuddyList   *list,
                 double             y,
                 const char        *hint)
{
  BuddyDrawing *drawing = table->drawing;
  double side = BUDDY_HEAD, x = column->x + table->count_width + 6;
  SceneShape *shape;
  size_t i;

  shape = scene_add_box (drawing->out, scene_key (list->ref.kind, VIEW_PART_HEAD, list->ref.id),
                         (SceneRect) { column->x, y + 1, column->width - 6, table->pitch - 2 },
                         VIEW_PLAIN, NULL);
  for (i = 0; i < drawing->subject->n_selection; i++)
    if (drawing->subject->selection[i].kind == list->ref.kind && drawing->subject->selection[i].id == list->ref.id)
      {
        shape->marks |= SCENE_MARK_SELECTED;
        drawing->legend.selected = true;
      }
  scene_set_hint (drawing->out, hint);

  /* An empty list is a head that nothing hangs on. */
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, (uint64_t) list->ref.kind << 48 | list->ref.id),
                 (SceneRect) { x, y + (table->pitch - side) / 2, side, side },
                 VIEW_DARK, NULL)->opacity = list->length ? 1 : 0.25;
  if (!list->length)
    return;

  add_count (table, column, list, y);
  if (!table->has_blocks)
    return;
  draw_blocks (table, list, buddy_first_box (table, column), y,
               column->x + column->width - 8 - buddy_first_box (table, column));
}
