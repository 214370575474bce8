/* test-real-machines.c - a machine made from what a real kernel said is as that kernel had it
 *
 * memblock at the entry of mem_init () goes in; the zones and the free lists, head first, at the entry of
 * kmem_cache_init () must come out. From the boot log or /proc/iomem alone: the zones' places and sizes.
 */
#include "program.h"
#include "real-machines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-glib/json-glib.h>

static JsonNode *
parse (const char *text,
       gssize      length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_data (parser, text, length, &error))
    fail_msg ("%s", error->message);
  return json_parser_steal_root (parser);
}

/* What the real kernel had. */
static JsonNode *
read_snapshot (const char *machine)
{
  g_autoptr (GBytes) bytes = real_sample_read (machine, "snap_early_1_after_memblock_free_all.json.xz");
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return parse (text, (gssize) length);
}

/* What ours has, with up to three keys set. */
static JsonNode *
boot (const char *first,
      const char *second,
      const char *third)
{
  const char *settings[] = { first, second, third };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  Outcome outcome;
  JsonNode *node;

  g_ptr_array_add (words, (char *) "run");
  g_ptr_array_add (words, (char *) "--set");
  g_ptr_array_add (words, (char *) "boot=handover");
  for (unsigned i = 0; i < G_N_ELEMENTS (settings); i++)
    if (settings[i] != NULL)
      {
        g_ptr_array_add (words, (char *) "--set");
        g_ptr_array_add (words, (char *) settings[i]);
      }
  g_ptr_array_add (words, (char *) "--print");
  g_ptr_array_add (words, (char *) "json");
  g_ptr_array_add (words, NULL);

  outcome = program_run ((const char *const *) words->pdata);
  if (outcome.status != 0)
    fail_msg ("%s: status %d: %s", first, outcome.status, outcome.errors);
  node = parse (outcome.output, (gssize) outcome.length);
  outcome_clear (&outcome);
  return node;
}

static JsonArray *
zones_of (JsonNode *node)
{
  return json_object_get_array_member (json_node_get_object (node), "zones");
}

static void
assert_members_equal (const char        *machine,
                      JsonObject        *ours,
                      JsonObject        *theirs,
                      const char *const *names)
{
  for (; *names != NULL; names++)
    {
      JsonNode *our = json_object_get_member (ours, *names), *their = json_object_get_member (theirs, *names);
      g_autofree char *our_text = NULL, *their_text = NULL;

      assert_non_null (our);
      assert_non_null (their);
      if (json_node_equal (our, their))
        continue;
      our_text = json_to_string (our, FALSE);
      their_text = json_to_string (their, FALSE);
      fail_msg ("%s, %s: %.300s, in the real kernel %.300s", machine, *names, our_text, their_text);
    }
}

static void
assert_zones_equal (const char        *machine,
                    JsonNode          *ours,
                    JsonNode          *theirs,
                    const char *const *names)
{
  guint n = json_array_get_length (zones_of (theirs));

  assert_int_equal (json_array_get_length (zones_of (ours)), n);
  for (guint i = 0; i < n; i++)
    assert_members_equal (machine, json_array_get_object_element (zones_of (ours), i),
                          json_array_get_object_element (zones_of (theirs), i), names);
}

static const char *const places[] = {
  "name", "index", "zone_start_pfn", "spanned_pages", "present_pages", "pageblock_base_pfn", NULL
};
static const char *const lists[] = {
  "name", "index", "zone_start_pfn", "spanned_pages", "present_pages", "managed_pages", "free_area", "free_pages_total",
  "pageblock_base_pfn", "pageblock_migratetype", NULL
};
static const char *const classes[] = { "max_pfn", "reserved_runs", NULL };

static void
from_memblock_the_free_lists_are_those_of_the_real_kernel (void **state)
{
  for (unsigned i = 0; i < N_REAL_MACHINES; i++)
    {
      g_autofree char *path = real_sample_path (real_machines[i].name, "snap_early_0_before_memblock_free_all.json.xz");
      g_autofree char *setting = g_strconcat ("memblock=", path, NULL);
      g_autoptr (JsonNode) ours = boot (setting, real_machines[i].options, NULL);
      g_autoptr (JsonNode) theirs = read_snapshot (real_machines[i].name);

      assert_zones_equal (real_machines[i].name, ours, theirs, lists);
      assert_members_equal (real_machines[i].name, json_object_get_object_member (json_node_get_object (ours), "page_classes"),
                            json_object_get_object_member (json_node_get_object (theirs), "page_classes"), classes);
    }
}

/* The log has the command line: what the kernel was booted with need not be said again. */
static void
from_the_boot_log_zones_have_the_same_place_and_size (void **state)
{
  for (unsigned i = 0; i < N_REAL_MACHINES; i++)
    {
      g_autofree char *path = real_sample_path (real_machines[i].name, "dmesg.txt.xz");
      g_autofree char *setting = g_strconcat ("e820=", path, NULL);
      g_autoptr (JsonNode) ours = boot (setting, NULL, NULL);
      g_autoptr (JsonNode) theirs = read_snapshot (real_machines[i].name);

      assert_zones_equal (real_machines[i].name, ours, theirs, places);
    }
}

static void
from_iomem_zones_have_the_same_place_and_size (void **state)
{
  for (unsigned i = 0; i < N_REAL_MACHINES; i++)
    {
      g_autofree char *path = real_sample_path (real_machines[i].name, "proc_iomem.txt.xz");
      g_autofree char *setting = g_strconcat ("e820=", path, NULL);
      g_autoptr (JsonNode) ours = boot (setting, real_machines[i].options, NULL);
      g_autoptr (JsonNode) theirs = read_snapshot (real_machines[i].name);

      assert_zones_equal (real_machines[i].name, ours, theirs, places);
    }
}

static void
from_the_boot_log_with_the_reserved_ranges_the_free_lists_are_the_same (void **state)
{
  for (unsigned i = 0; i < N_REAL_MACHINES; i++)
    {
      g_autofree char *log = real_sample_path (real_machines[i].name, "dmesg.txt.xz");
      g_autofree char *snapshot = real_sample_path (real_machines[i].name, "snap_early_0_before_memblock_free_all.json.xz");
      g_autofree char *first = g_strconcat ("e820=", log, NULL), *second = g_strconcat ("memblock=", snapshot, NULL);
      g_autoptr (JsonNode) ours = boot (first, second, NULL);
      g_autoptr (JsonNode) theirs = read_snapshot (real_machines[i].name);

      assert_zones_equal (real_machines[i].name, ours, theirs, lists);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (from_memblock_the_free_lists_are_those_of_the_real_kernel),
    cmocka_unit_test (from_the_boot_log_zones_have_the_same_place_and_size),
    cmocka_unit_test (from_iomem_zones_have_the_same_place_and_size),
    cmocka_unit_test (from_the_boot_log_with_the_reserved_ranges_the_free_lists_are_the_same),
  };

  return cmocka_run_group_tests (tests, program_make_folder, program_remove_folder);
}
