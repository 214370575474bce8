/* snapshot.c - see snapshot.h */
#include "import/snapshot.h"

#include <glib/gi18n.h>
#include <string.h>

#include "import/json.h"

/* Sums of these must not overflow. */
#define LARGEST_LIMIT (1u << 28)

#define MOST_CPUS   32
#define MOST_FRAMES (16u << 20)

struct ImportedSnapshot {
  SimSnapshot lists;
  GArray     *zones;              /* SimSnapshotZone */
  GPtrArray  *owned;              /* what the zones point to */
  GArray     *entries;            /* uint64_t by CPU; empty: not told */
  char       *label;
};

typedef struct {
  ImportedSnapshot *snapshot;
  ImportText       *text;
  const SimProfile *profile;
  guint8           *seen;         /* one byte a frame: it is on a list */
} Reader;

void
imported_snapshot_free (ImportedSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  g_clear_pointer (&snapshot->zones, g_array_unref);
  g_clear_pointer (&snapshot->owned, g_ptr_array_unref);
  g_clear_pointer (&snapshot->entries, g_array_unref);
  g_free (snapshot->label);
  g_free (snapshot);
}

const SimSnapshot *
imported_snapshot_lists (const ImportedSnapshot *snapshot)
{
  return &snapshot->lists;
}

gboolean
imported_snapshot_entries (const ImportedSnapshot *snapshot,
                           unsigned                cpu,
                           uint64_t               *n_entries)
{
  if (cpu >= snapshot->entries->len)
    return FALSE;
  *n_entries = g_array_index (snapshot->entries, uint64_t, cpu);
  return TRUE;
}

const char *
imported_snapshot_label (const ImportedSnapshot *snapshot)
{
  return snapshot->label;
}

/* --- values --------------------------------------------------------------------------------- */

static gpointer
own (Reader  *reader,
     gpointer memory)
{
  g_ptr_array_add (reader->snapshot->owned, memory);
  return memory;
}

/* --- lists ---------------------------------------------------------------------------------- */

static gboolean
read_type (Reader          *reader,
           const JsonValue *list,
           const char      *name,
           SimMigrateType  *type)
{
  for (unsigned i = 0; i < SIM_N_MIGRATE_TYPES; i++)
    if (g_strcmp0 (name, sim_migrate_name ((SimMigrateType) i)) == 0)
      {
        *type = (SimMigrateType) i;
        return TRUE;
      }
  return json_complain (list, reader->text, _("%s has no lists of “%s”."), reader->profile->kernel, name);
}

/* Remembers where each frame was seen. */
static gboolean
read_block (Reader                *reader,
            const JsonValue       *value,
            const SimSnapshotZone *zone,
            SimOrder               order,
            SimPfn                *pfn)
{
  uint64_t number;

  if (!json_value_to_u64 (value, &number))
    return json_complain (value, reader->text, _("The number of a page frame is expected here."));
  if (number < zone->start || number + sim_frames_in (order) > zone->end)
    return json_complain (value, reader->text, _("The block at 0x%lx of order %u does not lie in this zone, from 0x%x to 0x%x."),
                          (unsigned long) number, order, zone->start, zone->end);
  if (number % sim_frames_in (order) != 0)
    return json_complain (value, reader->text, _("A block of order %u does not begin at 0x%lx: it begins at a multiple of its size."), order,
                          (unsigned long) number);

  *pfn = (SimPfn) number;
  for (SimPfn i = *pfn; i < *pfn + sim_frames_in (order); i++)
    {
      if (reader->seen[i] != 0)
        return json_complain (value, reader->text, _("Page frame 0x%x is on two lists."), i);
      reader->seen[i] = 1;
    }
  return TRUE;
}

static gboolean
read_list (Reader                *reader,
           const JsonValue       *value,
           const SimSnapshotZone *zone,
           SimOrder               order,
           SimMigrateType         type,
           GArray                *lists)
{
  SimSnapshotList list = { .order = order, .type = type };
  SimPfn *blocks;

  if (value->kind != JSON_KIND_ARRAY)
    return json_complain (value, reader->text, _("A list of page frames is expected here."));
  if (value->children->len == 0)
    return TRUE;

  blocks = own (reader, g_new (SimPfn, value->children->len));
  for (unsigned i = 0; i < value->children->len; i++)
    if (!read_block (reader, g_ptr_array_index (value->children, i), zone, order, &blocks[i]))
      return FALSE;

  list.blocks = blocks;
  list.n_blocks = value->children->len;
  g_array_append_val (lists, list);
  return TRUE;
}

static void
keep_lists (Reader                 *reader,
            GArray                 *lists,
            const SimSnapshotList **kept,
            size_t                 *n_kept)
{
  *n_kept = lists->len;
  *kept = own (reader, g_memdup2 (lists->data, lists->len * sizeof (SimSnapshotList)));
}

static gboolean
read_free_area (Reader          *reader,
                const JsonValue *area,
                SimSnapshotZone *zone,
                GArray          *lists)
{
  const JsonValue *members;
  uint64_t order;

  if (!json_read_number (area, reader->text, "order", reader->profile->largest_order, &order)
      || (members = json_read_object (area, reader->text, "lists")) == NULL)
    return FALSE;

  for (unsigned i = 0; i < members->children->len; i++)
    {
      const JsonValue *list = g_ptr_array_index (members->children, i);
      SimMigrateType type;

      if (list->kind == JSON_KIND_ARRAY && list->children->len == 0)
        continue;
      if (!read_type (reader, list, list->key, &type) || !read_list (reader, list, zone, (SimOrder) order, type, lists))
        return FALSE;
    }
  return TRUE;
}

/* Huge pages have one list, or one for Movable and one for the others: "order9/THP", "order9/Movable" */
static gboolean
read_pcp_type (Reader          *reader,
               const JsonValue *list,
               const char      *name,
               SimMigrateType  *type)
{
  if (strcmp (name, "THP") != 0)
    return read_type (reader, list, name, type);
  *type = SIM_MOVABLE;
  reader->snapshot->lists.has_thp = true;
  return TRUE;
}

/* "order0/Movable" */
static gboolean
read_pcp_list (Reader          *reader,
               const JsonValue *list,
               SimSnapshotZone *zone,
               GArray          *lists)
{
  const char *slash = strchr (list->key, '/');
  SimMigrateType type;
  uint64_t order = UINT64_MAX;

  if (list->kind == JSON_KIND_ARRAY && list->children->len == 0)
    return TRUE;
  if (slash != NULL && g_str_has_prefix (list->key, "order"))
    order = g_ascii_strtoull (list->key + strlen ("order"), NULL, 10);
  if (order > reader->profile->buddy.largest_pcp_order
      && (order != reader->profile->buddy.pageblock_order || !reader->profile->buddy.pcp_has_thp))
    return json_complain (list, reader->text, _("%s has no per-CPU list “%s”."), reader->profile->kernel, list->key);
  return read_pcp_type (reader, list, slash + 1, &type) && read_list (reader, list, zone, (SimOrder) order, type, lists);
}

static gboolean
read_pcp (Reader          *reader,
          const JsonValue *value,
          SimSnapshotZone *zone,
          SimSnapshotPcp  *pcp)
{
  const JsonValue *members;
  uint64_t high, batch, factor = 0, count;
  g_autoptr (GArray) lists = g_array_new (FALSE, FALSE, sizeof (SimSnapshotList));
  uint64_t n_frames = 0;

  if (!json_read_number (value, reader->text, "high", UINT32_MAX, &high)
      || !json_read_number (value, reader->text, "batch", UINT32_MAX, &batch)
      || !json_read_number (value, reader->text, "count", UINT32_MAX, &count)
      || (json_value_member (value, "free_factor") != NULL && !json_read_number (value, reader->text, "free_factor", 31, &factor))
      || (members = json_read_object (value, reader->text, "lists")) == NULL)
    return FALSE;

  for (unsigned i = 0; i < members->children->len; i++)
    if (!read_pcp_list (reader, g_ptr_array_index (members->children, i), zone, lists))
      return FALSE;

  for (unsigned i = 0; i < lists->len; i++)
    {
      const SimSnapshotList *list = &g_array_index (lists, SimSnapshotList, i);

      n_frames += list->n_blocks * sim_frames_in (list->order);
    }
  if (n_frames != count)
    return json_complain (value, reader->text, _("These per-CPU lists have %lu page frames; “count” says %lu."), (unsigned long) n_frames,
                          (unsigned long) count);

  *pcp = (SimSnapshotPcp) { .high = (uint32_t) high, .batch = (uint32_t) batch, .free_factor = (uint32_t) factor };
  keep_lists (reader, lists, &pcp->lists, &pcp->n_lists);
  return TRUE;
}

/* --- zones ---------------------------------------------------------------------------------- */

static gboolean
read_zone_type (Reader          *reader,
                const JsonValue *value,
                SimZoneType     *type)
{
  const JsonValue *name = json_value_member (value, "name");

  if (name == NULL || name->kind != JSON_KIND_STRING)
    return json_complain (value, reader->text, _("The zone has no “name”."));
  for (unsigned i = 0; i < SIM_N_ZONE_TYPES; i++)
    if (strcmp (name->string, sim_zone_type_name ((SimZoneType) i)) == 0)
      {
        *type = (SimZoneType) i;
        return TRUE;
      }
  return json_complain (name, reader->text, _("There is no zone “%s”."), name->string);
}

static gboolean
read_bounds (Reader          *reader,
             const JsonValue *value,
             SimSnapshotZone *zone)
{
  const GArray *zones = reader->snapshot->zones;
  uint64_t start, spanned, present, managed, node = 0;

  if (json_value_member (value, "node") != NULL && !json_read_number (value, reader->text, "node", SIM_MAX_NODES - 1, &node))
    return FALSE;
  if (!json_read_number (value, reader->text, "zone_start_pfn", MOST_FRAMES, &start)
      || !json_read_number (value, reader->text, "spanned_pages", MOST_FRAMES - start, &spanned)
      || !json_read_number (value, reader->text, "present_pages", spanned, &present)
      || !json_read_number (value, reader->text, "managed_pages", present, &managed))
    return FALSE;

  zone->node = (uint8_t) node;
  zone->start = (SimPfn) start;
  zone->end = (SimPfn) (start + spanned);
  zone->present = (SimPfn) present;
  zone->managed = (SimPfn) managed;
  if (zones->len > 0 && g_array_index (zones, SimSnapshotZone, zones->len - 1).end > zone->start)
    return json_complain (value, reader->text, _("The zone begins at 0x%x, inside of the zone before it."), zone->start);
  if (zones->len == SIM_MAX_ZONES)
    return json_complain (value, reader->text, _("A machine has at most %u zones."), SIM_MAX_ZONES);
  return TRUE;
}

static gboolean
read_pageblocks (Reader          *reader,
                 const JsonValue *value,
                 SimSnapshotZone *zone)
{
  const JsonValue *digits = json_value_member (value, "pageblock_migratetype");
  SimPfn size = sim_frames_in (reader->profile->buddy.pageblock_order);
  size_t n = (zone->end - 1) / size - zone->start / size + 1;
  uint8_t *types;

  if (digits == NULL || digits->kind != JSON_KIND_STRING)
    return json_complain (value, reader->text, _("The zone has no “pageblock_migratetype”, a text with a digit for each page block."));
  if (strlen (digits->string) != n)
    return json_complain (digits, reader->text, _("There are %lu page blocks of order %u in this zone, and %lu digits."), (unsigned long) n,
                          reader->profile->buddy.pageblock_order, (unsigned long) strlen (digits->string));

  types = own (reader, g_malloc (n));
  for (size_t i = 0; i < n; i++)
    {
      types[i] = (uint8_t) (digits->string[i] - '0');
      if (types[i] >= SIM_N_MIGRATE_TYPES)
        return json_complain (digits, reader->text, _("The type of page block %lu is “%c”: types are 0 to %u."), (unsigned long) i + 1,
                              digits->string[i], SIM_N_MIGRATE_TYPES - 1);
    }
  zone->pageblocks = types;
  return TRUE;
}

static gboolean
read_pcps (Reader          *reader,
           const JsonValue *value,
           SimSnapshotZone *zone)
{
  const JsonValue *pcps = json_read_list (value, reader->text, "pcp");
  SimSnapshot *snapshot = &reader->snapshot->lists;
  SimSnapshotPcp *kept;

  if (pcps == NULL)
    return FALSE;
  if (pcps->children->len < 1 || pcps->children->len > MOST_CPUS)
    return json_complain (pcps, reader->text, _("A machine has from 1 to %u CPUs, not %u."), MOST_CPUS, pcps->children->len);
  if (snapshot->n_cpus != 0 && snapshot->n_cpus != pcps->children->len)
    return json_complain (pcps, reader->text, _("This zone has per-CPU lists of %u CPUs, the one before of %u."), pcps->children->len,
                          snapshot->n_cpus);

  snapshot->n_cpus = pcps->children->len;
  kept = own (reader, g_new0 (SimSnapshotPcp, pcps->children->len));
  zone->pcps = kept;
  for (unsigned cpu = 0; cpu < pcps->children->len; cpu++)
    if (!read_pcp (reader, g_ptr_array_index (pcps->children, cpu), zone, &kept[cpu]))
      return FALSE;
  return TRUE;
}

static gboolean
read_element (Reader          *reader,
              const JsonValue *array,
              unsigned         i,
              uint32_t        *number)
{
  const JsonValue *value = g_ptr_array_index (array->children, i);
  uint64_t read;

  if (!json_value_to_u64 (value, &read) || read > LARGEST_LIMIT)
    return json_complain (value, reader->text, _("A number of page frames up to %u is expected here."), (unsigned) LARGEST_LIMIT);
  *number = (uint32_t) read;
  return TRUE;
}

/* The marks, and what the zone keeps from requests that may have higher ones; older snapshots do not have them. */
static gboolean
read_limits (Reader          *reader,
             const JsonValue *value,
             SimSnapshotZone *zone)
{
  const JsonValue *marks = json_value_member (value, "watermark_min_low_high_promo");
  const JsonValue *reserve = json_value_member (value, "lowmem_reserve");
  uint32_t *of[] = { &zone->limits.min, &zone->limits.low, &zone->limits.high };
  uint64_t number;

  if (marks == NULL)
    marks = json_value_member (value, "watermark_min_low_high");
  zone->limits.pcp_high = zone->pcps[0].high;
  zone->limits.pcp_batch = zone->pcps[0].batch;
  for (unsigned i = 0; marks != NULL && marks->kind == JSON_KIND_ARRAY && i < marks->children->len && i < G_N_ELEMENTS (of); i++)
    if (!read_element (reader, marks, i, of[i]))
      return FALSE;
  for (unsigned i = 0; reserve != NULL && reserve->kind == JSON_KIND_ARRAY
                       && i < reserve->children->len && i < reader->profile->n_zone_types; i++)
    if (!read_element (reader, reserve, i, &zone->limits.reserve[reader->profile->zone_types[i]]))
      return FALSE;
  number = 0;
  if (json_value_member (value, "watermark_boost") != NULL
      && !json_read_number (value, reader->text, "watermark_boost", LARGEST_LIMIT, &number))
    return FALSE;
  zone->limits.boost = (uint32_t) number;
  number = 0;
  if (json_value_member (value, "nr_reserved_highatomic") != NULL
      && !json_read_number (value, reader->text, "nr_reserved_highatomic", LARGEST_LIMIT, &number))
    return FALSE;
  zone->limits.highatomic = (uint32_t) number;
  return TRUE;
}

static gboolean
read_zone (Reader          *reader,
           const JsonValue *value)
{
  SimSnapshotZone zone = { 0 };
  const JsonValue *areas;
  g_autoptr (GArray) lists = g_array_new (FALSE, FALSE, sizeof (SimSnapshotList));

  if (value->kind != JSON_KIND_OBJECT)
    return json_complain (value, reader->text, _("A zone is expected here."));
  if (!read_zone_type (reader, value, &zone.type) || !read_bounds (reader, value, &zone))
    return FALSE;
  if (zone.end == zone.start)
    return TRUE;
  if ((areas = json_read_list (value, reader->text, "free_area")) == NULL)
    return FALSE;

  for (unsigned i = 0; i < areas->children->len; i++)
    if (!read_free_area (reader, g_ptr_array_index (areas->children, i), &zone, lists))
      return FALSE;
  keep_lists (reader, lists, &zone.lists, &zone.n_lists);
  if (!read_pageblocks (reader, value, &zone) || !read_pcps (reader, value, &zone) || !read_limits (reader, value, &zone))
    return FALSE;

  g_array_append_val (reader->snapshot->zones, zone);
  reader->snapshot->lists.n_nodes = MAX (reader->snapshot->lists.n_nodes, zone.node + 1u);
  return TRUE;
}

/* --- all of it ------------------------------------------------------------------------------ */

/* [{"cpu": 0, "entries": 12}…] */
static gboolean
read_entries (Reader          *reader,
              const JsonValue *value)
{
  const JsonValue *buffers = json_value_member (value, "trace_ring_buffer");

  if (buffers == NULL || buffers->kind != JSON_KIND_ARRAY)
    return TRUE;
  for (unsigned i = 0; i < buffers->children->len; i++)
    {
      const JsonValue *buffer = g_ptr_array_index (buffers->children, i);
      uint64_t cpu, entries;

      if (!json_read_number (buffer, reader->text, "cpu", MOST_CPUS - 1, &cpu)
          || !json_read_number (buffer, reader->text, "entries", UINT64_MAX, &entries))
        return FALSE;
      if (cpu >= reader->snapshot->entries->len)
        g_array_set_size (reader->snapshot->entries, (guint) cpu + 1);
      g_array_index (reader->snapshot->entries, uint64_t, cpu) = entries;
    }
  return TRUE;
}

static gboolean
read_snapshot (Reader *reader)
{
  ImportedSnapshot *snapshot = reader->snapshot;
  g_autoptr (JsonValue) value = json_value_parse (reader->text);
  const JsonValue *zones, *label;
  uint64_t order = reader->profile->buddy.pageblock_order;

  if (value == NULL)
    return FALSE;
  if (value->kind != JSON_KIND_OBJECT || (zones = json_value_member (value, "zones")) == NULL || zones->kind != JSON_KIND_ARRAY)
    return json_complain (value, reader->text, _("This is no snapshot of free lists: it has no list “zones”."));
  if (json_value_member (value, "pageblock_order") != NULL
      && !json_read_number (value, reader->text, "pageblock_order", SIM_LARGEST_ORDER, &order))
    return FALSE;
  if (order != reader->profile->buddy.pageblock_order)
    return json_complain (json_value_member (value, "pageblock_order"), reader->text,
                          _("The page blocks are of order %lu here, and of order %u in the profile %s: name another with --profile."),
                          (unsigned long) order, reader->profile->buddy.pageblock_order, reader->profile->id);
  snapshot->lists.has_thp = reader->profile->thp;
  for (unsigned i = 0; i < zones->children->len; i++)
    if (!read_zone (reader, g_ptr_array_index (zones->children, i)))
      return FALSE;
  if (snapshot->zones->len == 0)
    return json_complain (zones, reader->text, _("The snapshot has no zone with memory."));

  label = json_value_member (value, "label");
  if (label != NULL && label->kind == JSON_KIND_STRING)
    snapshot->label = g_strdup (label->string);
  snapshot->lists.profile = reader->profile;
  snapshot->lists.zones = (const SimSnapshotZone *) snapshot->zones->data;
  snapshot->lists.n_zones = snapshot->zones->len;
  return read_entries (reader, value);
}

ImportedSnapshot *
import_snapshot (const char       *bytes,
                 size_t            length,
                 const char       *file_name,
                 const SimProfile *profile,
                 Messages         *messages)
{
  g_autoptr (ImportedSnapshot) snapshot = g_new0 (ImportedSnapshot, 1);
  ImportText text;
  Reader reader = { .snapshot = snapshot, .text = &text, .profile = profile, .seen = g_malloc0 (MOST_FRAMES) };
  gboolean is_read;

  snapshot->zones = g_array_new (FALSE, FALSE, sizeof (SimSnapshotZone));
  snapshot->owned = g_ptr_array_new_with_free_func (g_free);
  snapshot->entries = g_array_new (FALSE, TRUE, sizeof (uint64_t));

  import_text_init (&text, bytes, length, file_name, messages);
  is_read = read_snapshot (&reader);
  import_text_clear (&text);
  g_free (reader.seen);
  return is_read ? g_steal_pointer (&snapshot) : NULL;
}
