/* slab-caches.c - all caches, to choose from
 *
 * First those that the step is about, then those with the most bytes in use. Where not all have room, the part of
 * the list is shown that the chosen one is in; the lines at its ends lead to the next part.
 */
#include "views/slab.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define TRACK 3.0               /* thickness of the line that says how much is in use */
#define PAD 6.0

typedef struct {
  SimCacheId id;
  bool       is_touched;
  uint32_t   in_use, all;
  uint64_t   bytes;
} Entry;

static int
compare (const void *a,
         const void *b)
{
  const Entry *first = a, *second = b;

  if (first->is_touched != second->is_touched)
    return first->is_touched ? -1 : 1;
  if (first->bytes != second->bytes)
    return first->bytes > second->bytes ? -1 : 1;
  return first->id < second->id ? -1 : 1;
}

static Entry
entry_of (const SlabDrawing *drawing,
          SimCacheId         id)
{
  const SimMachine *machine = drawing->machine;
  SimCache cache = sim_cache (machine, id);
  Entry entry = { .id = id, .in_use = sim_cache_n_in_use (machine, id) };

  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    entry.all += sim_cache_node (machine, id, node).n_slabs * cache.num;
  entry.bytes = (uint64_t) entry.in_use * cache.size;
  return entry;
}

static Entry *
list_caches (const SlabDrawing *drawing,
             unsigned          *n)
{
  const ViewSubject *subject = drawing->subject;
  unsigned n_ids = sim_n_caches (drawing->machine);
  Entry *entries = g_new (Entry, n_ids + 1);
  g_autofree bool *is_touched = g_new0 (bool, n_ids + 1);
  SimCacheId id;

  for (size_t i = 0; i < subject->n_events + subject->n_ahead; i++)
    {
      id = slab_event_cache (drawing->machine, &subject->events[i]);
      if (id <= n_ids)
        is_touched[id] = true;
    }
  *n = 0;
  for (id = sim_cache_first (drawing->machine); id != SIM_NO_CACHE; id = sim_cache_next (drawing->machine, id))
    {
      entries[*n] = entry_of (drawing, id);
      entries[(*n)++].is_touched = id <= n_ids && is_touched[id];
    }
  qsort (entries, *n, sizeof *entries, compare);
  return entries;
}

static char *
dup_hint (const SlabDrawing *drawing,
          const Entry       *entry)
{
  char in_use[VIEW_NUMBER_SIZE], all[VIEW_NUMBER_SIZE];

  /* Translators: name of a cache; objects in use, of how many. */
  return g_strdup_printf (_("Cache %s: %s of %s objects are in use"), sim_cache (drawing->machine, entry->id).name,
                          view_format_count (in_use, entry->in_use), view_format_count (all, entry->all));
}

static SceneShape *
add_box (SlabDrawing *drawing,
         const Entry *entry,
         SceneRect    rect)
{
  bool is_shown = entry->id == drawing->cache.id;
  g_autofree char *hint = dup_hint (drawing, entry);
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_CACHE, VIEW_PART_HEAD, entry->id), rect,
                                     VIEW_INK (is_shown ? SCENE_FILL_OUTLINE : SCENE_FILL_NONE), NULL);

  if (slab_is_selected (drawing, SIM_REF_CACHE, entry->id))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  return shape;
}

/* At its left edge: rings round neighbours would touch. */
static void
mark_touched (SlabDrawing *drawing,
              const Entry *entry,
              SceneRect    rect)
{
  if (!entry->is_touched)
    return;
  drawing->legend.underlined = true;
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, 1ull << 40 | entry->id), (ScenePoint) { rect.x + 2, rect.y + 3 },
                  (ScenePoint) { rect.x + 2, rect.y + rect.height - 3 }, VIEW_STRONG)->marks = SCENE_MARK_CHANGED;
}

/* A name that is too long is never cut in the middle of its number. */
static void
add_name (SlabDrawing *drawing,
          const Entry *entry,
          const char  *name,
          SceneRect    rect)
{
  g_autofree char *hint = dup_hint (drawing, entry);
  g_autofree char *start = g_strndup (name, strcspn (name, "0123456789"));
  bool fits = slab_text_width (drawing, SCENE_FONT_SMALL, name) <= rect.width;

  scene_add_text (drawing->out, scene_key (0, slab_part_at (VIEW_PART_LABEL, rect), 1ull << 40 | entry->id), rect, SCENE_FONT_SMALL, SCENE_START,
                  entry->id == drawing->cache.id ? VIEW_STRONG : VIEW_PLAIN, fits ? name : start);
  scene_set_hint (drawing->out, hint);
}

static void
draw_row (SlabDrawing *drawing,
          const Entry *entry,
          SceneRect    rect)
{
  SimCache cache = sim_cache (drawing->machine, entry->id);
  char in_use[VIEW_NUMBER_SIZE], all[VIEW_NUMBER_SIZE];
  g_autofree char *use = g_strdup_printf ("%s/%s", view_format_count (in_use, entry->in_use), view_format_count (all, entry->all));
  SceneRect words = { rect.x + PAD, rect.y, rect.width - 2 * PAD, drawing->line + 2 };
  SceneRect track = { words.x, rect.y + drawing->line + 2, words.width, TRACK };
  double width;

  add_box (drawing, entry, rect);
  mark_touched (drawing, entry, rect);
  width = slab_add_text (drawing, scene_key (0, slab_part_at (VIEW_PART_COUNT, words), 1ull << 40 | entry->id), words, SCENE_FONT_SMALL, SCENE_END, VIEW_PLAIN,
                         use);
  words.width -= width + 4;
  add_name (drawing, entry, cache.name, words);
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, 1ull << 40 | entry->id), track, VIEW_INK (SCENE_FILL_OUTLINE), NULL)
    ->marks = SCENE_MARK_SQUARE;
  track.width *= entry->all > 0 ? MIN (1, (double) entry->in_use / entry->all) : 0;
  if (track.width >= 0.5)
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_MORE, 1ull << 40 | entry->id), track, VIEW_DARK, NULL)->marks = SCENE_MARK_SQUARE;
}

/* Leads to the part of the list before or behind this one. */
static void
draw_more (SlabDrawing *drawing,
           const Entry *to,
           SceneRect    rect,
           unsigned     n,
           unsigned     which)
{
  g_autofree char *whole = g_strdup_printf (ngettext ("… and %u more", "… and %u more", n), n);
  g_autofree char *brief = g_strdup_printf ("… %u", n);
  g_autofree char *hint = g_strdup_printf (ngettext ("%u more cache", "%u more caches", n), n);
  const char *forms[] = { whole, brief, "…" };

  scene_add_box (drawing->out, scene_key (SIM_REF_CACHE, VIEW_PART_MORE + 256 * (which + 1), to->id), rect, VIEW_PLAIN, NULL);
  scene_set_hint (drawing->out, hint);
  rect.x += PAD;
  rect.width -= 2 * PAD;
  for (unsigned i = 0; i < G_N_ELEMENTS (forms); i++)
    if (slab_add_text (drawing, scene_key (0, VIEW_PART_MORE, 2ull << 40 | which), rect, SCENE_FONT_SMALL, SCENE_START, VIEW_FAINT, forms[i]))
      break;
}

/* Of the longest name and the longest count beside it. */
double
slab_caches_width (const SlabDrawing *drawing)
{
  double width = 0;

  for (SimCacheId id = sim_cache_first (drawing->machine); id != SIM_NO_CACHE; id = sim_cache_next (drawing->machine, id))
    {
      Entry entry = entry_of (drawing, id);
      char in_use[VIEW_NUMBER_SIZE], all[VIEW_NUMBER_SIZE];
      g_autofree char *use = g_strdup_printf ("%s/%s", view_format_count (in_use, entry.all), view_format_count (all, entry.all));

      width = MAX (width, slab_text_width (drawing, SCENE_FONT_SMALL, sim_cache (drawing->machine, id).name)
                          + slab_text_width (drawing, SCENE_FONT_SMALL, use) + 2 * PAD + 14);
    }
  return width;
}

/* --- at the side --------------------------------------------------------------------------- */

static void
draw_list (SlabDrawing *drawing,
           Entry       *entries,
           unsigned     n,
           unsigned     shown)
{
  SceneRect rect = drawing->caches, row = { rect.x, rect.y + 3, rect.width, drawing->line + TRACK + 7 };
  unsigned room = (unsigned) MAX (1, floor ((rect.height - 5) / row.height)), first = 0, end = n;

  scene_add_box (drawing->out, scene_key (0, VIEW_PART_ZONE, 1), rect, VIEW_PANEL, NULL);
  if (n > room)
    {
      unsigned middle = room / 2;

      first = shown > middle ? MIN (shown - middle, n - room) : 0;
      end = first + room;
    }
  for (unsigned i = first; i < end; i++, row.y += row.height)
    if (i == first && first > 0 && room > 2)
      draw_more (drawing, &entries[i], row, i + 1, 0);
    else if (i + 1 == end && end < n && room > 2)
      draw_more (drawing, &entries[i], row, n - i, 1);
    else
      draw_row (drawing, &entries[i], (SceneRect) { row.x + 4, row.y + 2, row.width - 8, row.height - 3 });
}

/* --- in a line ----------------------------------------------------------------------------- */

static double
chip_width (const SlabDrawing *drawing,
            const Entry       *entry)
{
  return slab_text_width (drawing, SCENE_FONT_SMALL, sim_cache (drawing->machine, entry->id).name) + 2 * PAD + 4;
}

/* The one that is shown, then as many as fit behind it, then before it. */
static void
draw_strip (SlabDrawing *drawing,
            Entry       *entries,
            unsigned     n,
            unsigned     shown)
{
  SceneRect rect = drawing->caches;
  double more = slab_text_width (drawing, SCENE_FONT_SMALL, "… 888") + 2 * PAD, used = chip_width (drawing, &entries[shown]), x = rect.x;
  unsigned first = shown, end = shown + 1;
  double room = rect.width - 2 * more;

  if (used > room)
    return;
  while (first > 0 && used + chip_width (drawing, &entries[first - 1]) <= room / 2)
    used += chip_width (drawing, &entries[--first]);
  while (end < n && used + chip_width (drawing, &entries[end]) <= room)
    used += chip_width (drawing, &entries[end++]);
  while (first > 0 && used + chip_width (drawing, &entries[first - 1]) <= room)
    used += chip_width (drawing, &entries[--first]);

  if (first > 0)
    draw_more (drawing, &entries[first - 1], (SceneRect) { x, rect.y, more, rect.height }, first, 0);
  x += first > 0 ? more : 0;
  for (unsigned i = first; i < end; i++)
    {
      SceneRect chip = { x, rect.y + 2, chip_width (drawing, &entries[i]) - 4, rect.height - 4 };
      SimCache cache = sim_cache (drawing->machine, entries[i].id);

      add_box (drawing, &entries[i], chip);
      mark_touched (drawing, &entries[i], chip);
      slab_add_text (drawing, scene_key (0, slab_part_at (VIEW_PART_LABEL, chip), 1ull << 40 | entries[i].id), chip, SCENE_FONT_SMALL, SCENE_MIDDLE,
                     entries[i].id == drawing->cache.id ? VIEW_STRONG : VIEW_PLAIN, cache.name);
      x += chip.width + 4;
    }
  if (end < n)
    draw_more (drawing, &entries[end], (SceneRect) { x, rect.y, more, rect.height }, n - end, 1);
}

void
slab_draw_caches (SlabDrawing *drawing)
{
  g_autofree Entry *entries = NULL;
  unsigned n, shown = 0;

  if (!(drawing->caches.height > 0))
    return;
  entries = list_caches (drawing, &n);
  while (shown + 1 < n && entries[shown].id != drawing->cache.id)
    shown++;
  if (drawing->caches_are_beside)
    draw_list (drawing, entries, n, shown);
  else
    draw_strip (drawing, entries, n, shown);
}
