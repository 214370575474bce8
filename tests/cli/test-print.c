/* test-print.c - what is printed is in the kernel's own format */
#include "program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-glib/json-glib.h>
#include <string.h>

static char *
print (const char *const *words)
{
  Outcome outcome = program_run (words);

  if (outcome.status != 0 || *outcome.errors != 0)
    fail_msg ("status %d: %s", outcome.status, outcome.errors);
  g_free (outcome.errors);
  return outcome.output;
}

#define PRINT(...) print ((const char *const[]) { "run", __VA_ARGS__, NULL })

/* Columns as mm/vmstat.c has them. */
static void
buddyinfo_has_the_columns_of_proc (void **state)
{
  g_autofree char *text = PRINT ("--set", "boot=handover", "--set", "ram=64M", "--print", "buddyinfo");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  assert_int_equal (g_strv_length (lines), 3);
  assert_string_equal (lines[0], "Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1      3 ");
  assert_true (g_str_has_prefix (lines[1], "Node 0, zone   Normal "));
  assert_int_equal (strlen (lines[1]), strlen (lines[0]));
  assert_string_equal (lines[2], "");
}

static void
pagetypeinfo_has_the_columns_of_proc (void **state)
{
  g_autofree char *text = PRINT ("--set", "boot=handover", "--set", "ram=64M", "--print", "pagetypeinfo");

  assert_true (g_str_has_prefix (text,
                                 "Page block order: 10\n"
                                 "Pages per block:  1024\n"
                                 "\n"
                                 "Free pages count per migrate type at order       0      1      2      3      4      5      6      7 "
                                 "     8      9     10 \n"
                                 "Node    0, zone      DMA, type    Unmovable      0      0      0      0      0      0      0      0 "
                                 "     1      1      0 \n"
                                 "Node    0, zone      DMA, type      Movable      0      0      0      0      0      0      0      0 "
                                 "     0      0      3 \n"));
  assert_non_null (strstr (text,
                           "\nNumber of blocks type     Unmovable      Movable  Reclaimable   HighAtomic \n"
                           "Node 0, zone      DMA            1            3            0            0 \n"
                           "Node 0, zone   Normal            0           12            0            0 \n"));
}

/* As a kernel with CONFIG_HIGHMEM4G printed it until 5.4. */
static void
the_layout_has_the_words_of_the_boot_log (void **state)
{
  g_autofree char *text = PRINT ("--set", "boot=handover", "--set", "ram=2G", "--print", "layout");
  g_autofree char *split = PRINT ("--set", "boot=handover", "--set", "ram=2G", "--set", "vmsplit=2G/2G", "--print", "layout");

  assert_true (g_str_has_prefix (text,
                                 "1164MB HIGHMEM available.\n"
                                 "883MB LOWMEM available.\n"
                                 "  mapped low ram: 0 - 373fe000\n"
                                 "  low ram: 0 - 373fe000\n"
                                 "virtual kernel memory layout:\n"
                                 "    fixmap  : 0xfffaa000 - 0xfffff000   ( 340 kB)\n"
                                 "  cpu_entry : 0xffc00000 - 0xffc2c000   ( 176 kB)\n"
                                 "    pkmap   : 0xff400000 - 0xff800000   (4096 kB)\n"
                                 "    vmalloc : 0xf7bfe000 - 0xff3fe000   ( 120 MB)\n"));
  assert_true (g_str_has_suffix (text, "    lowmem  : 0xc0000000 - 0xf73fe000   ( 883 MB)\n"));
  assert_true (g_str_has_suffix (split, "    lowmem  : 0x80000000 - 0xf73fe000   (1907 MB)\n"));
}

static void
several_texts_come_in_the_order_asked_for (void **state)
{
  g_autofree char *both = PRINT ("21-split", "--to", "2", "--print", "json,buddyinfo");
  g_autofree char *json = PRINT ("21-split", "--to", "2", "--print", "json");
  g_autofree char *buddyinfo = PRINT ("21-split", "--to", "2", "--print", "buddyinfo");
  g_autofree char *joined = g_strconcat (json, buddyinfo, NULL);

  assert_string_equal (both, joined);
}

static void
json_is_json_and_its_counts_agree (void **state)
{
  g_autofree char *text = PRINT ("23-no-merge", "--print", "json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *zones;

  assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  zones = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "zones");
  for (guint i = 0; i < json_array_get_length (zones); i++)
    {
      JsonObject *zone = json_array_get_object_element (zones, i);
      JsonArray *areas = json_object_get_array_member (zone, "free_area");
      gint64 total = 0;

      for (guint order = 0; order < json_array_get_length (areas); order++)
        {
          JsonObject *area = json_array_get_object_element (areas, order), *lists = json_object_get_object_member (area, "lists");
          g_autoptr (GList) types = json_object_get_members (lists);
          gint64 n = 0;

          for (const GList *type = types; type != NULL; type = type->next)
            n += json_array_get_length (json_object_get_array_member (lists, type->data));
          assert_int_equal (n, json_object_get_int_member (area, "nr_free"));
          total += n << order;
        }
      assert_int_equal (total, json_object_get_int_member (zone, "free_pages_total"));
    }
}

static unsigned
count (const char *text,
       const char *word)
{
  unsigned n = 0;

  for (const char *place = strstr (text, word); place != NULL; place = strstr (place + 1, word))
    n++;
  return n;
}

/* Sixteen frames are taken and given back, by six splits and as many merges; then one frame, by ten splits. */
static void
events_that_a_kernel_traces_are_printed_as_it_prints_them (void **state)
{
  static const char scenario[] =
    "scenario(\"x\");\nmachine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"handover\");\nstep(\"one\");\n"
    "struct page *a = alloc_pages(GFP_KERNEL, 4);\n__free_pages(a, 4);\n"
    "struct page *b = alloc_pages(GFP_KERNEL, 0);\n__free_pages(b, 0);\nprintk(\"hello\\n\");\n";
  const char *words[] = { "run", "-", "--print", "events", NULL };
  Outcome outcome = program_run_in (words, scenario, NULL, NULL);
  const char *text = outcome.output;
  g_auto (GStrv) lines = NULL;
  GRegex *form = g_regex_new ("^        scenario-1       \\[000\\] \\.\\.\\.\\.\\.     0\\.[0-9]{6}: [a-z_]+: ?.*$", 0, 0, NULL);

  assert_int_equal (outcome.status, 0);
  assert_string_equal (outcome.errors, "");
  assert_non_null (strstr (text, ": mm_page_alloc_extfrag: page=c"));
  assert_non_null (strstr (text, " alloc_order=4 fallback_order=10 pageblock_order=10 alloc_migratetype=0 fallback_migratetype=1 "
                                 "fragmenting=0 change_ownership=1\n"));
  assert_non_null (strstr (text, " order=4 migratetype=0 percpu_refill=0\n"));
  assert_non_null (strstr (text, " order=4 migratetype=0 gfp_flags=GFP_KERNEL\n"));
  assert_non_null (strstr (text, " order=0 migratetype=0 percpu_refill=1\n"));
  assert_int_equal (count (text, ": mm_page_alloc: "), 2);
  assert_int_equal (count (text, ": mm_page_free: "), 2);
  assert_int_equal (count (text, ": block_split: "), 6 + 10);
  assert_non_null (strstr (text, ": console: hello\n"));

  lines = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != 0 && !g_regex_match (form, lines[i], 0, NULL))
      fail_msg ("“%s” has not the form of ftrace", lines[i]);
  g_regex_unref (form);
  outcome_clear (&outcome);
}

static void
only_what_happened_so_far_is_printed (void **state)
{
  g_autofree char *one = PRINT ("21-split", "--to", "1", "--print", "events");
  g_autofree char *all = PRINT ("21-split", "--print", "events");

  assert_true (strlen (one) < strlen (all));
  assert_true (g_str_has_prefix (all, one));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (buddyinfo_has_the_columns_of_proc),
    cmocka_unit_test (pagetypeinfo_has_the_columns_of_proc),
    cmocka_unit_test (the_layout_has_the_words_of_the_boot_log),
    cmocka_unit_test (several_texts_come_in_the_order_asked_for),
    cmocka_unit_test (json_is_json_and_its_counts_agree),
    cmocka_unit_test (events_that_a_kernel_traces_are_printed_as_it_prints_them),
    cmocka_unit_test (only_what_happened_so_far_is_printed),
  };

  return cmocka_run_group_tests (tests, program_make_folder, program_remove_folder);
}
