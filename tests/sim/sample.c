#include "sample.h"

#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

char *
sample_text (const char *path,
             size_t     *length)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  GString *text = g_string_new (NULL);
  char buffer[65536];
  la_ssize_t n;

  archive_read_support_filter_all (archive);
  archive_read_support_format_raw (archive);
  if (archive_read_open_filename (archive, path, sizeof buffer) != ARCHIVE_OK
      || archive_read_next_header (archive, &entry) != ARCHIVE_OK)
    fail_msg ("%s: %s", path, archive_error_string (archive));
  while ((n = archive_read_data (archive, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  archive_read_free (archive);
  *length = text->len;
  return g_string_free (text, FALSE);
}

JsonParser *
sample_json (const char *name)
{
  char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), name, NULL);
  JsonParser *parser = json_parser_new ();
  size_t length;
  char *text = sample_text (path, &length);

  assert_true (json_parser_load_from_data (parser, text, (gssize) length, NULL));
  g_free (text);
  g_free (path);
  return parser;
}

/* --- memblock ----------------------------------------------------------------------------------- */
static SimRange *
ranges_of (JsonArray *array,
           SimRangeKind kind,
           size_t      *n)
{
  *n = json_array_get_length (array);

  SimRange *ranges = calloc (*n + 1, sizeof *ranges);

  for (size_t i = 0; i < *n; i++)
    {
      JsonObject *object = json_array_get_object_element (array, (guint) i);
      uint64_t base = strtoull (json_object_get_string_member (object, "base"), NULL, 16);

      ranges[i] = (SimRange) {
        .first = base,
        .end = base + strtoull (json_object_get_string_member (object, "size"), NULL, 16),
        .kind = kind,
      };
    }
  return ranges;
}

void
sample_memblock (JsonObject     *snapshot,
                 SimMachineSpec *spec)
{
  JsonObject *memblock = json_object_get_object_member (snapshot, "memblock");

  spec->memory = ranges_of (json_object_get_array_member (memblock, "memory"), SIM_RANGE_RAM, &spec->n_memory);
  spec->memory_is_memblock = true;
  spec->reserved = ranges_of (json_object_get_array_member (memblock, "reserved"), SIM_RANGE_RESERVED,
                              &spec->n_reserved);
  spec->reserved_given = true;
}

void
sample_ranges_free (SimMachineSpec *spec)
{
  free (spec->memory);
  free (spec->reserved);
}

/* --- comparing ------------------------------------------------------------------------------------ */
static void
assert_list_like (const SimMachine *machine,
                  SimPfn            first,
                  JsonArray        *list,
                  const char       *zone,
                  const char       *name)
{
  guint n = list != NULL ? json_array_get_length (list) : 0;
  SimPfn pfn = first;

  for (guint i = 0; i < n; i++, pfn = sim_list_next (machine, pfn))
    if (pfn != json_array_get_int_element (list, i))
      fail_msg ("zone %s, list %s: entry %u is frame %#x, and %#x in the real kernel", zone, name, i, pfn,
                (unsigned) json_array_get_int_element (list, i));
  if (pfn != SIM_NO_PFN)
    fail_msg ("zone %s, list %s: frame %#x is more than the real kernel has", zone, name, pfn);
}

static JsonArray *
member_array (JsonObject *object,
              const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_array_member (object, name) : NULL;
}

static void
assert_free_lists_like (const SimMachine *machine,
                        SimZoneId         zone,
                        JsonObject       *snapshot)
{
  JsonArray *areas = json_object_get_array_member (snapshot, "free_area");

  assert_int_equal (json_array_get_length (areas), SIM_N_ORDERS);
  for (guint order = 0; order < SIM_N_ORDERS; order++)
    {
      JsonObject *area = json_array_get_object_element (areas, order);
      JsonObject *lists = json_object_get_object_member (area, "lists");

      assert_int_equal (sim_nr_free (machine, zone, (SimOrder) order), json_object_get_int_member (area, "nr_free"));
      for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
        {
          const char *type_name = sim_migrate_name ((SimMigrateType) type);
          char *name = g_strdup_printf ("%u/%s", order, type_name);

          assert_list_like (machine, sim_list_first (machine, zone, (SimOrder) order, (SimMigrateType) type),
                            member_array (lists, type_name), sim_zone (machine, zone).name, name);
          g_free (name);
        }
    }
}

static void
assert_pageblocks_like (const SimMachine *machine,
                        SimZoneId         zone,
                        JsonObject       *snapshot)
{
  const char *types = json_object_get_string_member (snapshot, "pageblock_migratetype");
  SimPfn pfn = (SimPfn) json_object_get_int_member (snapshot, "pageblock_base_pfn");
  SimPfn start = sim_zone (machine, zone).start_pfn;

  for (size_t i = 0; types[i] != '\0'; i++, pfn += 1024)
    if (sim_pageblock_type (machine, pfn > start ? pfn : start) != (SimMigrateType) (types[i] - '0'))
      fail_msg ("zone %s: the page block at %#x has type %u, and %c in the real kernel",
                sim_zone (machine, zone).name, pfn, sim_pageblock_type (machine, pfn), types[i]);
}

static void
assert_pcp_like (const SimMachine *machine,
                 SimZoneId         zone,
                 JsonObject       *snapshot)
{
  JsonArray *cpus = json_object_get_array_member (snapshot, "pcp");

  for (guint cpu = 0; cpu < json_array_get_length (cpus); cpu++)
    {
      JsonObject *pcp = json_array_get_object_element (cpus, cpu);
      JsonObject *lists = json_object_get_object_member (pcp, "lists");

      assert_int_equal (sim_pcp (machine, zone, cpu).count, json_object_get_int_member (pcp, "count"));
      for (unsigned list = 0; list < sim_n_pcp_lists (machine); list++)
        assert_list_like (machine, sim_pcp_list_first (machine, zone, cpu, list),
                          member_array (lists, sim_pcp_list_name (machine, list)),
                          sim_zone (machine, zone).name, sim_pcp_list_name (machine, list));
    }
}

void
assert_like_snapshot (const SimMachine *machine,
                      JsonObject       *snapshot)
{
  JsonArray *zones = json_object_get_array_member (snapshot, "zones");

  assert_int_equal (sim_n_zones (machine), json_array_get_length (zones));
  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    {
      JsonObject *real = json_array_get_object_element (zones, zone);
      SimZone ours = sim_zone (machine, zone);

      assert_string_equal (ours.name, json_object_get_string_member (real, "name"));
      assert_int_equal (ours.start_pfn, json_object_get_int_member (real, "zone_start_pfn"));
      assert_int_equal (ours.spanned, json_object_get_int_member (real, "spanned_pages"));
      assert_int_equal (ours.present, json_object_get_int_member (real, "present_pages"));
      assert_int_equal (ours.managed, json_object_get_int_member (real, "managed_pages"));
      assert_free_lists_like (machine, zone, real);
      assert_pageblocks_like (machine, zone, real);
      assert_pcp_like (machine, zone, real);
    }
}
