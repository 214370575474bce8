/* cache-objects.c - see cache-objects.h
 *
 * Models      struct kmem_cache, slab and array_cache of mm/slab.c
 */
#include "narration/cache-objects.h"

#include <glib/gi18n.h>

typedef struct {
  Phrases   *phrases;
  GPtrArray *rows;
} Rows;

static void
add (Rows       *rows,
     const char *label,
     const char *value,
     gboolean    is_code)
{
  narration_add_row (rows->rows, label, value, is_code);
}

static void
add_number (Rows       *rows,
            const char *label,
            uint64_t    number)
{
  add (rows, label, phrase_count (rows->phrases, number), TRUE);
}

static unsigned
array_of (SimRef object)
{
  return (unsigned) (object.id & 0xffffffffu);
}

static const char *
phrase_array_name (Phrases *p,
                   unsigned array)
{
  if (array < SIM_SHARED_ARRAY)
    return phrase_format (p, _("array of CPU %u"), array);
  return phrase_format (p, _("shared array of node %u"), array - SIM_SHARED_ARRAY);
}

static const char *
state_name (SimObjectState state)
{
  switch (state)
    {
    case SIM_OBJECT_FREE:
      return _("free, on its slab’s freelist");
    case SIM_OBJECT_IN_ARRAY:
      return _("free, in an array");
    case SIM_OBJECT_IN_USE:
    default:
      return _("in use");
    }
}

/* Where an object that is in an array is: the array, and how many are given before it. False: in none. */
static gboolean
find_in_arrays (const SimMachine *machine,
                const SimObject  *object,
                unsigned         *array,
                uint32_t         *n_before)
{
  SimCacheId cache = sim_slab (machine, object->slab).cache;
  uint32_t ref = sim_object_ref (object->slab, object->index);

  for (*array = 0; *array < SIM_SHARED_ARRAY + sim_n_nodes (machine); (*array)++)
    {
      uint32_t avail = sim_has_array (machine, cache, *array) ? sim_array (machine, cache, *array).avail : 0;

      for (uint32_t i = 0; i < avail; i++)
        if (sim_array_entry (machine, cache, *array, i) == ref)
          {
            *n_before = avail - 1 - i;
            return TRUE;
          }
    }
  return FALSE;
}

/* How many objects of its slab are given before one that is on its freelist. */
static uint32_t
place_on_freelist (const SimMachine *machine,
                   const SimObject  *object)
{
  SimSlab slab = sim_slab (machine, object->slab);

  for (uint32_t i = slab.active; i < slab.n_objects; i++)
    if (sim_slab_freelist_index (machine, object->slab, i) == object->index)
      return i - slab.active;
  return 0;
}

/* --- rows --------------------------------------------------------------------------------- */

static void
inspect_cache (Rows      *rows,
               SimCacheId id)
{
  const SimMachine *machine = rows->phrases->machine;
  SimCache cache = sim_cache (machine, id);
  uint64_t n_slabs = 0, n_free_slabs = 0;
  uint32_t in_use = sim_cache_n_in_use (machine, id);
  g_autofree char *size = NULL;

  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    {
      n_slabs += sim_cache_node (machine, id, node).n_slabs;
      n_free_slabs += sim_cache_node (machine, id, node).n_free_slabs;
    }
  size = narrate_size ((n_slabs << cache.order) * SIM_PAGE_SIZE);
  add (rows, C_("inspector", "objects in use"), phrase_format (rows->phrases, _("%s of %s"), phrase_count (rows->phrases, in_use),
                                                               phrase_count (rows->phrases, n_slabs * cache.num)), FALSE);
  add (rows, C_("inspector", "slabs"), phrase_format (rows->phrases, _("%s, of them %s free (%s)"), phrase_count (rows->phrases, n_slabs),
                                                      phrase_count (rows->phrases, n_free_slabs), size), FALSE);
  add_number (rows, "object_size", cache.object_size);
  add_number (rows, "size", cache.size);
  add_number (rows, "align", cache.align);
  add_number (rows, "num", cache.num);
  add_number (rows, "gfporder", cache.order);
  add (rows, "colour", phrase_format (rows->phrases, "%u × %u", cache.colour, cache.colour_off), TRUE);
  add (rows, "flags", phrase_hex (rows->phrases, cache.flags), TRUE);
  add (rows, "array_cache", phrase_format (rows->phrases, "limit %u, batchcount %u, shared %u", cache.limit, cache.batch, cache.shared), TRUE);
  add (rows, "allocflags", phrase_gfp (rows->phrases, cache.gfp), TRUE);
  add (rows, "struct kmem_cache", phrase_address (rows->phrases, cache.descriptor), TRUE);
  if (cache.ctor != 0)
    add (rows, "ctor", phrase_address (rows->phrases, cache.ctor), TRUE);
  if (cache.refcount > 1)
    add_number (rows, "refcount", cache.refcount);
}

static const char *
freelist_text (Rows           *rows,
               const SimSlab  *slab,
               const SimCache *cache)
{
  Phrases *p = rows->phrases;

  if (slab->freelist == 0)
    return _("none: no object of it is free");
  if (cache->flags & SIM_SLAB_OBJFREELIST)
    return phrase_format (p, _("%s, in one of its free objects"), phrase_address (p, slab->freelist));
  if (cache->flags & (uint32_t) SIM_SLAB_OFF_SLAB)
    return phrase_format (p, _("%s, an object of another cache"), phrase_address (p, slab->freelist));
  return phrase_format (p, _("%s, at the end of the slab"), phrase_address (p, slab->freelist));
}

static void
add_zone (Rows   *rows,
          SimPfn  pfn)
{
  SimZoneId zone = sim_zone_of (rows->phrases->machine, pfn);

  if (zone != SIM_NO_ZONE)
    add (rows, C_("inspector", "zone"), phrase_zone (rows->phrases, zone), FALSE);
}

static void
inspect_slab (Rows      *rows,
              SimSlabId  id)
{
  const SimMachine *machine = rows->phrases->machine;
  Phrases *p = rows->phrases;
  SimSlab slab = sim_slab (machine, id);
  SimCache cache = sim_cache (machine, slab.cache);
  uint32_t n_arrays = 0;

  for (uint32_t i = 0; i < slab.n_objects; i++)
    n_arrays += sim_object (machine, sim_object_ref (id, i)).state == SIM_OBJECT_IN_ARRAY;
  add (rows, C_("inspector", "cache"), phrase_format (p, "%s", cache.name), FALSE);
  if (slab.list == SIM_SLAB_LIST_PARTIAL || slab.list == SIM_SLAB_LIST_FULL || slab.list == SIM_SLAB_LIST_FREE)
    add (rows, C_("inspector", "list"), sim_slab_list_name_in (machine, slab.list), TRUE);
  else
    add (rows, C_("inspector", "list"), _("on none of the lists"), FALSE);
  add (rows, C_("inspector", "objects in use"), phrase_count (p, slab.active - n_arrays), FALSE);
  add (rows, C_("inspector", "free, in arrays"), phrase_count (p, n_arrays), FALSE);
  add (rows, C_("inspector", "free, on its freelist"), phrase_count (p, slab.n_objects - slab.active), FALSE);
  add (rows, "active", phrase_format (p, "%u / %u", slab.active, slab.n_objects), TRUE);
  add (rows, "s_mem", phrase_address (p, slab.s_mem), TRUE);
  add (rows, "freelist", freelist_text (rows, &slab, &cache), FALSE);
  add (rows, C_("inspector", "colour"), phrase_format (p, ngettext ("%u byte", "%u bytes", slab.colour), slab.colour), FALSE);
  add (rows, C_("inspector", "page frames"), phrase_frames (p, slab.pfn, slab.order), FALSE);
  add_zone (rows, slab.pfn);
}

static void
inspect_object (Rows            *rows,
                const SimObject *object,
                const char      *owner)
{
  const SimMachine *machine = rows->phrases->machine;
  Phrases *p = rows->phrases;
  SimSlab slab = sim_slab (machine, object->slab);
  SimCache cache = sim_cache (machine, slab.cache);
  uint32_t n_before;
  unsigned array;
  SimPfn pfn;

  add (rows, C_("inspector", "state"), state_name (object->state), FALSE);
  if (object->state == SIM_OBJECT_IN_USE && owner != NULL)
    add (rows, C_("inspector", "owner"), owner, FALSE);
  else if (object->state == SIM_OBJECT_IN_USE && object->owner != 0)
    add (rows, C_("inspector", "owner"), phrase_format (p, _("call number %u"), object->owner), FALSE);
  else if (object->state == SIM_OBJECT_IN_USE)
    add (rows, C_("inspector", "owner"), _("given at boot"), FALSE);
  if (object->state == SIM_OBJECT_IN_ARRAY && find_in_arrays (machine, object, &array, &n_before))
    add (rows, C_("inspector", "array"), phrase_format (p, ngettext ("%s, %s object is given before it", "%s, %s objects are given before it", n_before),
                                                        phrase_array_name (p, array), phrase_count (p, n_before)), FALSE);
  if (object->state == SIM_OBJECT_FREE)
    {
      n_before = place_on_freelist (machine, object);
      add (rows, C_("inspector", "place on the freelist"),
           phrase_format (p, ngettext ("%s object of the slab comes before it", "%s objects of the slab come before it", n_before), phrase_count (p, n_before)), FALSE);
    }
  add (rows, C_("inspector", "address"), phrase_address (p, object->address), TRUE);
  add (rows, C_("inspector", "size"), cache.size == cache.object_size ? phrase_format (p, ngettext ("%u byte", "%u bytes", cache.size), cache.size)
       : phrase_format (p, _("%u bytes, of them %u asked for"), cache.size, cache.object_size), FALSE);
  add (rows, C_("inspector", "cache"), phrase_format (p, "%s", cache.name), FALSE);
  add (rows, C_("inspector", "slab"), phrase_format (p, _("%s, object %u of %u"), phrase_pfn (p, slab.pfn), object->index, slab.n_objects), FALSE);
  if (sim_virt_to_pfn (machine, object->address, &pfn))
    {
      add (rows, C_("inspector", "page frame"), phrase_pfn (p, pfn), TRUE);
      add (rows, C_("inspector", "offset in the page"), phrase_hex (p, object->address & (SIM_PAGE_SIZE - 1)), TRUE);
      add_zone (rows, pfn);
    }
}

static void
inspect_array (Rows   *rows,
               SimRef  ref)
{
  const SimMachine *machine = rows->phrases->machine;
  SimCacheId cache = (SimCacheId) (ref.id >> 32);
  SimArray array = sim_array (machine, cache, array_of (ref));

  add (rows, C_("inspector", "cache"), phrase_format (rows->phrases, "%s", sim_cache (machine, cache).name), FALSE);
  add_number (rows, "avail", array.avail);
  add_number (rows, "limit", array.limit);
  add_number (rows, "batchcount", array.batch);
  add_number (rows, "touched", array.touched);
  if (array.avail > 0)
    add (rows, C_("inspector", "given next"),
         phrase_address (rows->phrases, sim_object (machine, sim_array_entry (machine, cache, array_of (ref), array.avail - 1)).address), TRUE);
}

/* --- all of them -------------------------------------------------------------------------- */

gboolean
cache_object_exists (const SimMachine *machine,
                     SimRef            ref)
{
  SimObject object;

  switch (ref.kind)
    {
    case SIM_REF_CACHE:
      return ref.id <= UINT32_MAX && sim_cache_exists (machine, (SimCacheId) ref.id);
    case SIM_REF_SLAB:
      return ref.id < sim_n_frames (machine) && sim_slab_of_pfn (machine, (SimPfn) ref.id) != SIM_NO_SLAB;
    case SIM_REF_OBJECT:
      return sim_object_at (machine, ref.id, &object);
    case SIM_REF_ARRAY:
      return sim_cache_exists (machine, (SimCacheId) (ref.id >> 32)) && sim_has_array (machine, (SimCacheId) (ref.id >> 32), array_of (ref));
    default:
      return FALSE;
    }
}

void
cache_object_inspect (Phrases    *phrases,
                      SimRef      ref,
                      const char *owner,
                      GPtrArray  *rows)
{
  Rows to = { phrases, rows };
  SimObject object;

  if (ref.kind == SIM_REF_CACHE)
    inspect_cache (&to, (SimCacheId) ref.id);
  else if (ref.kind == SIM_REF_SLAB)
    inspect_slab (&to, sim_slab_of_pfn (phrases->machine, (SimPfn) ref.id));
  else if (ref.kind == SIM_REF_ARRAY)
    inspect_array (&to, ref);
  else if (sim_object_at (phrases->machine, ref.id, &object))
    inspect_object (&to, &object, owner);
}

char *
cache_object_title (Phrases *phrases,
                    SimRef   ref)
{
  switch (ref.kind)
    {
    case SIM_REF_CACHE:
      return g_strdup_printf (_("Cache %s"), sim_cache (phrases->machine, (SimCacheId) ref.id).name);
    case SIM_REF_SLAB:
      return g_strdup_printf (_("Slab %s"), phrase_pfn (phrases, ref.id));
    case SIM_REF_OBJECT:
      return g_strdup_printf (_("Object %s"), phrase_address (phrases, ref.id));
    default:
      return g_strdup_printf (_("Cache %s, %s"), sim_cache (phrases->machine, (SimCacheId) (ref.id >> 32)).name,
                              phrase_array_name (phrases, array_of (ref)));
    }
}

static char *
brief_of_cache (const SimMachine *machine,
                SimCacheId        cache)
{
  g_autofree char *in_use = narrate_count (sim_cache_n_in_use (machine, cache));
  g_autofree char *all = NULL;
  uint64_t n = 0;

  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    n += (uint64_t) sim_cache_node (machine, cache, node).n_slabs * sim_cache (machine, cache).num;
  all = narrate_count (n);
  /* Translators: objects of a cache. */
  return g_strdup_printf (_("%s of %s objects in use"), in_use, all);
}

char *
cache_object_brief (const SimMachine *machine,
                    SimRef            ref)
{
  SimObject object;
  SimSlab slab;

  if (ref.kind == SIM_REF_OBJECT && sim_object_at (machine, ref.id, &object))
    return g_strdup (state_name (object.state));
  if (ref.kind == SIM_REF_CACHE)
    return brief_of_cache (machine, (SimCacheId) ref.id);
  if (ref.kind == SIM_REF_ARRAY)
    {
      SimArray array = sim_array (machine, (SimCacheId) (ref.id >> 32), array_of (ref));

      /* Translators: objects in an array, its limit. */
      return g_strdup_printf (_("%u of at most %u objects"), array.avail, array.limit);
    }
  if (ref.kind != SIM_REF_SLAB)
    return NULL;
  slab = sim_slab (machine, sim_slab_of_pfn (machine, (SimPfn) ref.id));
  /* Translators: kernel name of a list; objects that are not on the slab's freelist, of how many. */
  return g_strdup_printf (_("%s, %u of %u objects"), sim_slab_list_name_in (machine, slab.list), slab.active, slab.n_objects);
}
