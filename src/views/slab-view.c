#include "views/slab.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"
#include "views/views.h"

/* --- which cache --------------------------------------------------------------------------- */

SimCacheId
slab_cache_of_ref (const SimMachine *machine,
                   SimRef            ref)
{
  SimCacheId cache = SIM_NO_CACHE;
  SimPfn pfn, end;
  SimSlabId slab;

  switch (ref.kind)
    {
    case SIM_REF_CACHE:
      cache = (SimCacheId) ref.id;
      break;
    case SIM_REF_ARRAY:
      cache = (SimCacheId) (ref.id >> 32);
      break;
    case SIM_REF_ADDRESS:
      cache = sim_cache_of_descriptor (machine, ref.id);
      break;
    default:
      break;
    }
  if (sim_cache_exists (machine, cache))
    return cache;
  if (ref.kind != SIM_REF_FRAME && ref.kind != SIM_REF_BLOCK && ref.kind != SIM_REF_ADDRESS && ref.kind != SIM_REF_OBJECT
      && ref.kind != SIM_REF_SLAB)
    return SIM_NO_CACHE;
  if (!view_ref_frames (machine, ref, &pfn, &end) || (slab = sim_slab_of_pfn (machine, pfn)) == SIM_NO_SLAB)
    return SIM_NO_CACHE;
  return sim_slab (machine, slab).cache;
}

/* Of what happened last, or, before anything happened, of what comes first. */
static SimCacheId
cache_of_events (const ViewSubject *subject)
{
  SimCacheId cache = SIM_NO_CACHE;

  for (size_t i = subject->n_events; i > 0 && cache == SIM_NO_CACHE; i--)
    cache = slab_event_cache (subject->machine, &subject->events[i - 1]);
  for (size_t i = 0; i < subject->n_ahead && cache == SIM_NO_CACHE; i++)
    cache = slab_event_cache (subject->machine, &subject->events[subject->n_events + i]);
  return cache;
}

static SimCacheId
most_used (const SimMachine *machine)
{
  SimCacheId most = SIM_NO_CACHE, cache;
  uint64_t bytes = 0;

  for (cache = sim_cache_first (machine); cache != SIM_NO_CACHE; cache = sim_cache_next (machine, cache))
    {
      uint64_t used = (uint64_t) sim_cache_n_in_use (machine, cache) * sim_cache (machine, cache).size;

      if (most == SIM_NO_CACHE || used > bytes)
        {
          most = cache;
          bytes = used;
        }
    }
  return most;
}

SimCacheId
slab_choose_cache (const ViewSubject *subject)
{
  SimCacheId cache = SIM_NO_CACHE;

  for (size_t i = subject->n_selection; i > 0 && cache == SIM_NO_CACHE; i--)
    cache = slab_cache_of_ref (subject->machine, subject->selection[i - 1]);
  if (cache == SIM_NO_CACHE)
    cache = slab_cache_of_ref (subject->machine, subject->look);
  if (cache == SIM_NO_CACHE)
    cache = cache_of_events (subject);
  return cache != SIM_NO_CACHE ? cache : most_used (subject->machine);
}

/* Of the zone that most of its slabs come from. */
static SceneHue
hue_of_cache (const SlabDrawing *drawing)
{
  SimZoneId zones[SIM_MAX_ZONES];

  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    {
      SlabSource sources[SLAB_MAX_SOURCES];

      for (unsigned j = 0, n = slab_sources (drawing, i, sources); j < n; j++)
        {
          SimSlabId slab = sim_slab_first (drawing->machine, drawing->cache.id, sources[j].owner, sources[j].list);

          if (slab != SIM_NO_SLAB)
            return slab_hue (drawing, sim_slab (drawing->machine, slab).pfn);
        }
    }
  if (sim_zonelist (drawing->machine, drawing->cache.gfp, zones) == 0)
    return SCENE_HUE_NEUTRAL;
  return view_zone_hue (sim_zone_type (drawing->machine, zones[0]));
}

bool
slab_prepare (SlabDrawing        *drawing,
              const ViewSubject  *subject,
              SceneSize           size,
              const SceneMeasure *measure,
              ScenePicture       *out)
{
  SimCacheId cache = slab_choose_cache (subject);

  *drawing = (SlabDrawing) {
    .subject = subject,
    .machine = subject->machine,
    .measure = measure,
    .out = out,
    .page = view_page (subject, size, measure),
    .line = measure->line_height[SCENE_FONT_SMALL],
  };
  if (cache == SIM_NO_CACHE)
    return false;
  drawing->cache = sim_cache (subject->machine, cache);
  drawing->node = slab_choose_node (drawing);
  drawing->hue = hue_of_cache (drawing);
  drawing->legend.hue = drawing->hue;
  slab_read_story (drawing);
  return slab_share_room (drawing);
}

/* --- the head ------------------------------------------------------------------------------ */

void
slab_draw_head (SlabDrawing *drawing)
{
  SceneRect rect = drawing->head;
  g_autofree char *title = g_strdup_printf ("kmem_cache %s", drawing->cache.name);
  g_autofree char *geometry = slab_dup_geometry (drawing);
  const struct { SceneFont font; const char *text; } forms[] = {
    { SCENE_FONT_HEADING, title }, { SCENE_FONT_HEADING, drawing->cache.name }, { SCENE_FONT_BOLD, drawing->cache.name },
    { SCENE_FONT_SMALL, drawing->cache.name },
  };
  double width = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (forms) && width == 0; i++)
    width = slab_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 1), rect, forms[i].font, SCENE_START, VIEW_STRONG, forms[i].text);
  if (width == 0)
    {
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 1), rect, SCENE_FONT_SMALL, SCENE_START, VIEW_STRONG,
                      drawing->cache.name);
      scene_set_hint (drawing->out, drawing->cache.name);
      return;
    }
  rect.x += width + 20;
  rect.width -= width + 20;
  width = slab_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 2), rect, SCENE_FONT_SMALL, SCENE_END, VIEW_PLAIN, geometry);
  rect.width -= width + 20;
  slab_draw_nodes (drawing, rect);
}

static void
describe (SlabDrawing *drawing)
{
  const SimMachine *machine = drawing->machine;
  g_autofree char *title = g_strdup_printf ("kmem_cache %s", drawing->cache.name);
  g_autofree char *geometry = slab_dup_geometry (drawing);
  GString *text = g_string_new (geometry);
  char count[VIEW_NUMBER_SIZE];

  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    {
      SimArray array = sim_array (machine, drawing->cache.id, cpu);

      /* Translators: number of the CPU; free objects in its array, its limit; joined by semicolons. */
      g_string_append_printf (text, _("; array of CPU %u: %u of at most %u objects"), cpu, array.avail, array.limit);
    }
  if (sim_n_nodes (machine) > 1)
    {
      /* Translators: number of a node, how many there are. */
      g_string_append (text, "; ");
      g_string_append_printf (text, _("node %u of %u"), drawing->node, sim_n_nodes (machine));
    }
  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    {
      uint32_t n = slab_n_on_lists (drawing, i);

      /* Translators: kernel name of a list, and how many slabs are on it; joined by semicolons. */
      g_string_append_printf (text, ngettext ("; %s: %s slab", "; %s: %s slabs", n), slab_list_name (drawing, i), view_format_count (count, n));
    }
  scene_picture_describe (drawing->out, title, text->str);
  g_string_free (text, TRUE);
}

static void
draw_legend (SlabDrawing *drawing)
{
  bool is_slub = sim_allocator (drawing->machine) == SIM_ALLOCATOR_SLUB;
  ViewLegendItem items[] = {
    { scene_role (drawing->hue, SCENE_FILL_ALLOCATED), C_("legend", "object in use"), true },
    { scene_role (drawing->hue, SCENE_FILL_FREE), C_("legend", "free, on its slab"), true },
    { scene_role (drawing->hue, SCENE_FILL_PCP), is_slub ? C_("legend", "free, on the CPU's freelist") : C_("legend", "free, in an array"), true },
    { VIEW_STRONG, C_("legend", "given next"), drawing->has_next },
    { VIEW_INK (SCENE_FILL_RESERVED), C_("legend", "colour"), drawing->cells.n_before > 0 },
    { VIEW_DARK, C_("legend", "freelist"), drawing->cells.n_behind > 0 },
  };

  drawing->legend.own = items;
  drawing->legend.n_own = G_N_ELEMENTS (items);
  view_legend_draw (&drawing->legend, drawing->subject, drawing->page.legend, drawing->measure, drawing->out);
}

static void
layout (const ViewSubject  *subject,
        SceneSize           size,
        const SceneMeasure *measure,
        ScenePicture       *out)
{
  SlabDrawing drawing;

  if (slab_prepare (&drawing, subject, size, measure, out))
    {
      slab_draw_head (&drawing);
      slab_draw_caches (&drawing);
      slab_draw_lists (&drawing);
      slab_draw_arrays (&drawing);
      draw_legend (&drawing);
      describe (&drawing);
    }
  else if (drawing.cache.id == SIM_NO_CACHE)
    view_page_say (size, measure, out, _("This machine has no caches yet: its memory was just handed over to the page allocator. With .boot = \"idle\" it has those of an idle kernel."));
  else
    view_page_say_too_small (size, measure, out);
  slab_clear_story (&drawing);
}

const View view_slab = {
  .id = "slab",
  .title = N_("Slab"),
  .shows = N_("The slab view has a cache of objects of one size: the arrays of the CPUs, and the slabs, each of them cut into objects, on three lists."),
  .icon_name = "view-app-grid-symbolic",
  .layout = layout,
  .pick = slab_pick,
  .zoom = slab_zoom,
  .pan = slab_pan,
  .scrolls = true,
};
