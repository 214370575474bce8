/* slab-snapshot.c - see slab-snapshot.h */
#include "import/slab-snapshot.h"

#include <glib/gi18n.h>
#include <string.h>

#include "import/json.h"

struct ImportedSlabs {
  SimSlabSnapshot snapshot;
  GArray         *caches;         /* SimSnapshotCache */
  GPtrArray      *owned;          /* what they point to */
};

typedef struct {
  ImportedSlabs    *slabs;
  ImportText       *text;
  const SimProfile *profile;
} Reader;

void
imported_slabs_free (ImportedSlabs *slabs)
{
  if (slabs == NULL)
    return;
  g_clear_pointer (&slabs->caches, g_array_unref);
  g_clear_pointer (&slabs->owned, g_ptr_array_unref);
  g_free (slabs);
}

const SimSlabSnapshot *
imported_slabs_caches (const ImportedSlabs *slabs)
{
  return &slabs->snapshot;
}

/* --- values --------------------------------------------------------------------------------- */

/* A whole number that fits into 32 bits, or 0x… in quotation marks. */
static gboolean
read_number (Reader          *reader,
             const JsonValue *object,
             const char      *key,
             uint32_t        *number)
{
  uint64_t wide;

  if (!json_read_number (object, reader->text, key, UINT32_MAX, &wide))
    return FALSE;
  *number = (uint32_t) wide;
  return TRUE;
}

static gboolean
read_address (Reader          *reader,
              const JsonValue *value,
              uint64_t        *address)
{
  char *end = NULL;

  if (value->kind == JSON_KIND_STRING && *value->string != 0)
    *address = g_ascii_strtoull (value->string, &end, 16);
  if (end == NULL || *end != 0)
    return json_complain (value, reader->text, _("An address is expected here: hexadecimal digits in quotation marks."));
  return TRUE;
}

static gpointer
own (Reader  *reader,
     gpointer memory)
{
  g_ptr_array_add (reader->slabs->owned, memory);
  return memory;
}

/* --- arrays --------------------------------------------------------------------------------- */

static gboolean
read_array (Reader           *reader,
            const JsonValue  *value,
            SimSnapshotArray *array)
{
  const JsonValue *entries = json_read_list (value, reader->text, "entry"), *touched = json_value_member (value, "touched");
  uint64_t *addresses, is_touched = 0;

  if (entries == NULL)
    return FALSE;
  addresses = own (reader, g_new0 (uint64_t, MAX (entries->children->len, 1)));
  for (unsigned i = 0; i < entries->children->len; i++)
    if (!read_address (reader, g_ptr_array_index (entries->children, i), &addresses[i]))
      return FALSE;
  if (touched != NULL)
    json_value_to_u64 (touched, &is_touched);
  *array = (SimSnapshotArray) { .entries = addresses, .n_entries = entries->children->len, .touched = is_touched != 0 };
  return TRUE;
}

static gboolean
read_arrays (Reader           *reader,
             const JsonValue  *value,
             SimSnapshotCache *cache)
{
  const JsonValue *arrays = json_read_list (value, reader->text, "cpu_cache");
  SimSnapshotArray *read;

  if (arrays == NULL)
    return FALSE;
  if (arrays->children->len > SIM_MAX_CPUS)
    return json_complain (arrays, reader->text, _("A machine has at most %u CPUs."), SIM_MAX_CPUS);
  read = own (reader, g_new0 (SimSnapshotArray, SIM_MAX_CPUS));
  cache->arrays = read;
  for (unsigned i = 0; i < arrays->children->len; i++)
    if (!read_array (reader, g_ptr_array_index (arrays->children, i), &read[i]))
      return FALSE;
  return TRUE;
}

/* --- slabs ---------------------------------------------------------------------------------- */

static gboolean
read_slab (Reader           *reader,
           const JsonValue  *value,
           const SimCache   *cache,
           SimSnapshotSlab  *slab)
{
  const JsonValue *indices = json_value_member (value, "freelist_index"), *first = json_value_member (value, "s_mem");
  const JsonValue *freelist = json_value_member (value, "freelist");
  uint64_t address, page;
  unsigned n_indices = indices != NULL && indices->kind == JSON_KIND_ARRAY ? indices->children->len : 0;
  uint16_t *read;

  if (!read_number (reader, value, "pfn", &slab->pfn) || !read_number (reader, value, "active", &slab->active))
    return FALSE;
  if (first == NULL)
    return json_complain (value, reader->text, _("There is no “%s” here."), "s_mem");
  if (!read_address (reader, first, &address))
    return FALSE;
  page = reader->profile->page_offset + ((uint64_t) slab->pfn << SIM_PAGE_SHIFT);
  if (address < page || address - page > (uint64_t) SIM_PAGE_SIZE << SIM_LARGEST_ORDER)
    return json_complain (first, reader->text, _("The first object lies outside of the slab."));
  slab->colour = (uint32_t) (address - page);
  if (freelist != NULL && freelist->kind == JSON_KIND_STRING && !read_address (reader, freelist, &slab->freelist))
    return FALSE;

  /* Of a full slab none need be told. */
  if (n_indices != cache->num && !(n_indices == 0 && slab->active == cache->num))
    return json_complain (value, reader->text, _("A slab of %1$s has %2$u objects; its “freelist_index” has %3$u."), cache->name, cache->num, n_indices);
  read = own (reader, g_new0 (uint16_t, MAX (cache->num, 1)));
  for (unsigned i = 0; i < n_indices; i++)
    {
      const JsonValue *index = g_ptr_array_index (indices->children, i);
      uint64_t number;

      if (!json_value_to_u64 (index, &number) || (number >= cache->num && i >= slab->active))
        return json_complain (index, reader->text, _("The number of an object is expected here, below %u."), cache->num);
      read[i] = number < cache->num ? (uint16_t) number : 0;
    }
  slab->indices = read;
  return TRUE;
}

static gboolean
read_slabs (Reader           *reader,
            const JsonValue  *node,
            SimSlabList       list,
            SimSnapshotCache *cache)
{
  const JsonValue *slabs = json_read_list (node, reader->text, sim_slab_list_name (list));
  SimSnapshotSlab *read;

  if (slabs == NULL)
    return FALSE;
  read = own (reader, g_new0 (SimSnapshotSlab, MAX (slabs->children->len, 1)));
  cache->slabs[list] = read;
  cache->n_slabs[list] = slabs->children->len;
  for (unsigned i = 0; i < slabs->children->len; i++)
    if (!read_slab (reader, g_ptr_array_index (slabs->children, i), &cache->cache, &read[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_node (Reader           *reader,
           const JsonValue  *value,
           SimSnapshotCache *cache)
{
  const JsonValue *nodes = json_read_list (value, reader->text, "node"), *node, *shared;
  uint32_t touched;

  if (nodes == NULL)
    return FALSE;
  if (nodes->children->len == 0)
    return json_complain (nodes, reader->text, _("A cache has at least one node."));
  node = g_ptr_array_index (nodes->children, 0);
  if (!read_number (reader, node, "colour_next", &cache->colour_next) || !read_number (reader, node, "free_touched", &touched))
    return FALSE;
  cache->free_touched = touched != 0;
  shared = json_value_member (node, "shared");
  if (shared != NULL && shared->kind == JSON_KIND_OBJECT && !read_array (reader, shared, &cache->shared))
    return FALSE;
  return read_slabs (reader, node, SIM_SLAB_LIST_PARTIAL, cache) && read_slabs (reader, node, SIM_SLAB_LIST_FULL, cache)
         && read_slabs (reader, node, SIM_SLAB_LIST_FREE, cache);
}

/* --- caches --------------------------------------------------------------------------------- */

static gboolean
read_cache (Reader           *reader,
            const JsonValue  *value,
            SimSnapshotCache *from)
{
  const JsonValue *name = json_value_member (value, "name"), *ctor = json_value_member (value, "ctor");
  SimCache *cache = &from->cache;
  uint32_t order, refcount;

  if (name == NULL || name->kind != JSON_KIND_STRING)
    return json_complain (value, reader->text, _("There is no “%s” here."), "name");
  g_strlcpy (cache->name, name->string, sizeof cache->name);
  if (!read_number (reader, value, "object_size", &cache->object_size) || !read_number (reader, value, "size", &cache->size)
      || !read_number (reader, value, "align", &cache->align) || !read_number (reader, value, "num", &cache->num)
      || !read_number (reader, value, "gfporder", &order) || !read_number (reader, value, "colour", &cache->colour)
      || !read_number (reader, value, "colour_off", &cache->colour_off)
      || !read_number (reader, value, "freelist_size", &cache->freelist_size) || !read_number (reader, value, "flags", &cache->flags)
      || !read_number (reader, value, "allocflags", &cache->gfp) || !read_number (reader, value, "batchcount", &cache->batch)
      || !read_number (reader, value, "limit", &cache->limit) || !read_number (reader, value, "shared", &cache->shared)
      || !read_number (reader, value, "refcount", &refcount))
    return FALSE;
  if (order > reader->profile->largest_order)
    return json_complain (value, reader->text, _("Blocks are of orders up to %u, not %u."), reader->profile->largest_order, order);
  cache->order = (SimOrder) order;
  cache->refcount = refcount;
  if (ctor != NULL)
    json_value_to_u64 (ctor, &cache->ctor);
  return read_arrays (reader, value, from) && read_node (reader, value, from);
}

static gboolean
read_caches (Reader          *reader,
             const JsonValue *root)
{
  const JsonValue *caches = json_read_list (root, reader->text, "caches");

  if (caches == NULL)
    return FALSE;
  g_array_set_size (reader->slabs->caches, caches->children->len);
  for (unsigned i = 0; i < caches->children->len; i++)
    if (!read_cache (reader, g_ptr_array_index (caches->children, i), &g_array_index (reader->slabs->caches, SimSnapshotCache, i)))
      return FALSE;
  return TRUE;
}

ImportedSlabs *
import_slab_snapshot (const char       *text,
                      size_t            length,
                      const char       *file_name,
                      const SimProfile *profile,
                      Messages         *messages)
{
  g_autoptr (ImportedSlabs) slabs = g_new0 (ImportedSlabs, 1);
  g_autoptr (JsonValue) root = NULL;
  ImportText lines;
  Reader reader = { .slabs = slabs, .text = &lines, .profile = profile };
  gboolean is_read;

  slabs->caches = g_array_new (FALSE, TRUE, sizeof (SimSnapshotCache));
  slabs->owned = g_ptr_array_new_with_free_func (g_free);
  import_text_init (&lines, text, length, file_name, messages);
  root = json_value_parse (&lines);
  is_read = root != NULL && read_caches (&reader, root);
  import_text_clear (&lines);
  if (!is_read)
    return NULL;

  slabs->snapshot = (SimSlabSnapshot) { (const SimSnapshotCache *) slabs->caches->data, slabs->caches->len };
  return g_steal_pointer (&slabs);
}

/* --- compared with a machine ------------------------------------------------------------------ */

static gboolean
has_slabs (const SimMachine       *machine,
           SimCacheId              cache,
           const SimSnapshotCache *from,
           SimSlabList             list)
{
  SimSlabId slab = sim_slab_first (machine, cache, 0, list);

  for (size_t i = 0; i < from->n_slabs[list]; i++, slab = sim_slab_next (machine, slab))
    {
      const SimSnapshotSlab *real = &from->slabs[list][i];
      SimSlab model;

      if (slab == SIM_NO_SLAB)
        return FALSE;
      model = sim_slab (machine, slab);
      if (model.pfn != real->pfn || model.active != real->active || model.colour != real->colour)
        return FALSE;
      for (uint32_t entry = real->active; entry < model.n_objects; entry++)
        if (sim_slab_freelist_index (machine, slab, entry) != real->indices[entry])
          return FALSE;
    }
  return slab == SIM_NO_SLAB;
}

static gboolean
has_array (const SimMachine       *machine,
           SimCacheId              cache,
           unsigned                array,
           const SimSnapshotArray *from)
{
  if (!sim_has_array (machine, cache, array))
    return from->n_entries == 0;
  if (sim_array (machine, cache, array).avail != from->n_entries)
    return FALSE;
  for (uint32_t i = 0; i < from->n_entries; i++)
    if (sim_object (machine, sim_array_entry (machine, cache, array, i)).address != from->entries[i])
      return FALSE;
  return TRUE;
}

static gboolean
has_cache (const SimMachine       *machine,
           const SimSnapshotCache *from)
{
  SimCacheId cache = sim_cache_named (machine, from->cache.name);

  if (cache == SIM_NO_CACHE || !has_array (machine, cache, SIM_SHARED_ARRAY, &from->shared))
    return FALSE;
  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    if (!has_array (machine, cache, cpu, &from->arrays[cpu]))
      return FALSE;
  for (unsigned list = SIM_SLAB_LIST_PARTIAL; list <= SIM_SLAB_LIST_FREE; list++)
    if (!has_slabs (machine, cache, from, (SimSlabList) list))
      return FALSE;
  return TRUE;
}

gboolean
imported_slabs_are (const ImportedSlabs *slabs,
                    const SimMachine    *machine,
                    const char *const   *but)
{
  for (size_t i = 0; i < slabs->snapshot.n_caches; i++)
    if (!g_strv_contains (but, slabs->snapshot.caches[i].cache.name) && !has_cache (machine, &slabs->snapshot.caches[i]))
      return FALSE;
  return TRUE;
}
