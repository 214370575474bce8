/* slab-words.c - what a cache, a slab and an object are, in words; and which of them are selected */
#include "views/slab.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <inttypes.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"
#include "views/text.h"

double
slab_text_width (const SlabDrawing *drawing,
                 SceneFont          font,
                 const char        *text)
{
  return view_text_width (drawing->measure, font, text);
}

double
slab_add_text (SlabDrawing *drawing,
               SceneKey     key,
               SceneRect    rect,
               SceneFont    font,
               SceneAlign   align,
               SceneRole    role,
               const char  *text)
{
  return view_add_text (drawing->out, drawing->measure, key, rect, font, align, role, text);
}

/* --- lists --------------------------------------------------------------------------------- */

uint32_t
slab_part_at (uint32_t  part,
              SceneRect rect)
{
  return part + 256 * (1 + (uint32_t) (MAX (rect.y, 0) * 4096 + MAX (rect.x, 0)) % (1u << 23));
}

unsigned
slab_sources (const SlabDrawing *drawing,
              unsigned           column,
              SlabSource         sources[SLAB_MAX_SOURCES])
{
  static const SimSlabList lists[SLAB_N_COLUMNS] = { SIM_SLAB_LIST_FULL, SIM_SLAB_LIST_PARTIAL, SIM_SLAB_LIST_FREE };
  unsigned n = 0;

  for (unsigned cpu = 0; column == SLAB_FREE && sim_allocator (drawing->machine) == SIM_ALLOCATOR_SLUB && cpu < sim_n_cpus (drawing->machine); cpu++)
    {
      sources[n++] = (SlabSource) { cpu, SIM_SLAB_LIST_ACTIVE };
      sources[n++] = (SlabSource) { cpu, SIM_SLAB_LIST_CPU_PARTIAL };
    }
  sources[n++] = (SlabSource) { drawing->node, lists[column] };
  /* Those about to be given back stand behind the free ones. */
  if (column == SLAB_FREE)
    sources[n++] = (SlabSource) { drawing->node, SIM_SLAB_LIST_DOOMED };
  return n;
}

const char *
slab_list_name (const SlabDrawing *drawing,
                unsigned           column)
{
  static const char *const names[][SLAB_N_COLUMNS] = {
    [SIM_ALLOCATOR_SLAB] = { "slabs_full", "slabs_partial", "slabs_free" },
    [SIM_ALLOCATOR_SLUB] = { "full", "partial", "cpu_slab" },
  };

  return names[sim_allocator (drawing->machine)][column];
}

unsigned
slab_column_of (const SlabDrawing *drawing,
                const SimSlab     *slab)
{
  const SlabTouched *touched;

  switch (slab->list)
    {
    case SIM_SLAB_LIST_FULL:
      return SLAB_FULL;
    case SIM_SLAB_LIST_PARTIAL:
      return SLAB_PARTIAL;
    case SIM_SLAB_LIST_NONE:
      touched = slab_touched (drawing, slab->pfn);
      if (touched && touched->next == SIM_SLAB_LIST_FULL)
        return SLAB_FULL;
      return touched && touched->next == SIM_SLAB_LIST_PARTIAL ? SLAB_PARTIAL : SLAB_FREE;
    default:
      return SLAB_FREE;
    }
}

/* --- looks --------------------------------------------------------------------------------- */

SceneHue
slab_hue (const SlabDrawing *drawing,
          SimPfn             pfn)
{
  SimZoneId zone = sim_zone_of (drawing->machine, pfn);

  return zone != SIM_NO_ZONE ? view_zone_hue (sim_zone_type (drawing->machine, zone)) : SCENE_HUE_NEUTRAL;
}

SceneRole
slab_object_role (const SlabDrawing *drawing,
                  SceneHue           hue,
                  SimObjectState     state)
{
  static const SceneFill fills[] = {
    [SIM_OBJECT_FREE] = SCENE_FILL_FREE,
    [SIM_OBJECT_IN_ARRAY] = SCENE_FILL_PCP,
    [SIM_OBJECT_IN_USE] = SCENE_FILL_ALLOCATED,
  };

  return scene_role (hue, fills[state]);
}

const char *
slab_state_word (const SlabDrawing *drawing,
                 SimObjectState     state)
{
  switch (state)
    {
    case SIM_OBJECT_IN_USE:
      return C_("state of an object", "in use");
    case SIM_OBJECT_IN_ARRAY:
      return sim_allocator (drawing->machine) == SIM_ALLOCATOR_SLUB ? C_("state of an object", "free, on the CPU's freelist")
                                                                    : C_("state of an object", "free, in an array");
    case SIM_OBJECT_FREE:
    default:
      return C_("state of an object", "free, on its slab");
    }
}

/* --- hints --------------------------------------------------------------------------------- */

char *
slab_dup_object_hint (const SlabDrawing *drawing,
                      const SimObject   *object)
{
  char pfn[VIEW_NUMBER_SIZE];
  g_autofree char *address = g_strdup_printf ("0x%" PRIx64, object->address);

  /* Translators: address of an object, its number in its slab, the slab's first page frame, its state. */
  return g_strdup_printf (_("Object %s, number %u of slab %s: %s"), address, object->index,
                          view_format_pfn (pfn, sim_slab (drawing->machine, object->slab).pfn), slab_state_word (drawing, object->state));
}

char *
slab_dup_hint (const SlabDrawing *drawing,
               const SimSlab     *slab)
{
  char pfn[VIEW_NUMBER_SIZE];
  bool is_slub = sim_allocator (drawing->machine) == SIM_ALLOCATOR_SLUB;

  view_format_pfn (pfn, slab->pfn);
  if (sim_slab_list_is_of_cpu (slab->list))
    /* Translators: the slab's first page frame, kernel name of what a CPU has it as, number of the CPU; objects that are not on
     * the slab's freelist, of how many. */
    return g_strdup_printf (_("Slab %1$s is frozen: %2$s of CPU %3$u. %4$u of %5$u objects are in use or on the CPU's freelist"), pfn,
                            sim_slab_list_name_in (drawing->machine, slab->list), slab->cpu, slab->active, slab->n_objects);
  if (is_slub && slab->list == SIM_SLAB_LIST_PARTIAL)
    /* Translators: the slab's first page frame, number of a node; objects in use, of how many. */
    return g_strdup_printf (_("Slab %1$s on the partial list of node %2$u: %3$u of %4$u objects are in use"), pfn, slab->node, slab->active,
                            slab->n_objects);
  if (is_slub)
    /* Translators: the slab's first page frame; objects in use, of how many. */
    return g_strdup_printf (_("Slab %s, on no list: %u of %u objects are in use"), pfn, slab->active, slab->n_objects);
  if (slab->list == SIM_SLAB_LIST_NONE || slab->list == SIM_SLAB_LIST_DOOMED)
    /* Translators: the slab's first page frame; objects that are not on its freelist, of how many. */
    return g_strdup_printf (_("Slab %s, on none of the lists: %u of %u objects are in use or in an array"), pfn, slab->active, slab->n_objects);
  /* Translators: the slab's first page frame, kernel name of a list; objects that are not on its freelist, of how many. */
  return g_strdup_printf (_("Slab %s on %s: %u of %u objects are in use or in an array"), pfn,
                          sim_slab_list_name_in (drawing->machine, slab->list), slab->active, slab->n_objects);
}

/* In kernel words: members of struct kmem_cache_cpu. */
char *
slab_dup_holder (const SimSlab *slab)
{
  if (!sim_slab_list_is_of_cpu (slab->list))
    return g_strdup ("");
  return g_strdup_printf ("CPU %u %s", slab->cpu, slab->list == SIM_SLAB_LIST_ACTIVE ? "slab" : "partial");
}

char *
slab_dup_geometry (const SlabDrawing *drawing)
{
  const SimCache *cache = &drawing->cache;
  unsigned n_pages = sim_frames_in (cache->order);
  g_autofree char *pages = g_strdup_printf (ngettext ("slab = %u page", "slab = %u pages", n_pages), n_pages);

  /* Translators: bytes of an object, how many objects a slab has, and how many pages. */
  return g_strdup_printf (_("%u B objects · %u per slab · %s"), cache->object_size, cache->num, pages);
}

/* --- selection ----------------------------------------------------------------------------- */

bool
slab_is_selected (const SlabDrawing *drawing,
                  SimRefKind         kind,
                  uint64_t           id)
{
  const ViewSubject *subject = drawing->subject;

  for (size_t i = 0; i < subject->n_selection; i++)
    if (subject->selection[i].kind == kind && subject->selection[i].id == id)
      return true;
  return false;
}

/* What is selected in the slab itself: an object, or an address in it. */
static bool
is_in_object (const SlabDrawing *drawing,
              SimRef             ref,
              const SimObject   *object)
{
  return (ref.kind == SIM_REF_OBJECT || ref.kind == SIM_REF_ADDRESS)
         && ref.id >= object->address && ref.id < object->address + drawing->cache.size;
}

bool
slab_object_is_selected (const SlabDrawing *drawing,
                         const SimObject   *object)
{
  const ViewSubject *subject = drawing->subject;

  for (size_t i = 0; i < subject->n_selection; i++)
    if (is_in_object (drawing, subject->selection[i], object))
      return true;
  return false;
}

bool
slab_object_is_looked_at (const SlabDrawing *drawing,
                          const SimObject   *object)
{
  return is_in_object (drawing, drawing->subject->look, object);
}

bool
slab_slab_is_selected (const SlabDrawing *drawing,
                       const SimSlab     *slab)
{
  const ViewSubject *subject = drawing->subject;
  SimPfn end = slab->pfn + sim_frames_in (slab->order), first, last;

  for (size_t i = 0; i < subject->n_selection; i++)
    {
      SimRef ref = subject->selection[i];

      if ((ref.kind == SIM_REF_SLAB || ref.kind == SIM_REF_FRAME || ref.kind == SIM_REF_BLOCK)
          && view_ref_frames (drawing->machine, ref, &first, &last) && first < end && slab->pfn < last)
        return true;
    }
  return false;
}
