/* test-memblock.c - memory and reserved ranges as a kernel had them at the hand-over */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "import/import.h"

#define MEMORY   "\"memory\":[{\"base\":\"0x1000\",\"size\":\"0x9e000\",\"flags\":0},{\"base\":\"0x100000\",\"size\":\"0x3edd000\"}]"
#define RESERVED "\"reserved\":[{\"base\":\"0x0\",\"size\":1048576},{\"base\":\"0x1000000\",\"size\":\"0x57e000\"}]"

static gboolean
read_text (const char  *text,
           size_t       length,
           ImportedMap *map,
           char       **messages_text)
{
  g_autoptr (Messages) messages = messages_new ();
  gboolean is_read = import_memblock (text, length, "snap.json", map, messages);

  *messages_text = messages_format (messages, FALSE);
  return is_read;
}

static void
assert_refused (const char *text,
                const char *expected)
{
  ImportedMap map;
  g_autofree char *messages = NULL;

  assert_false (read_text (text, strlen (text), &map, &messages));
  assert_null (map.ranges);
  assert_null (map.reserved);
  assert_string_equal (messages, expected);
}

static void
assert_taken (const char *text,
              size_t      n_reserved)
{
  ImportedMap map;
  g_autofree char *messages = NULL;

  assert_true (read_text (text, strlen (text), &map, &messages));
  assert_string_equal (messages, "");
  assert_true (map.is_memblock);
  assert_int_equal (map.n_ranges, 2);
  assert_int_equal (map.ranges[0].first, 0x1000);
  assert_int_equal (map.ranges[0].end, 0x9f000);
  assert_int_equal (map.ranges[1].end, 0x3fdd000);
  assert_non_null (map.reserved);
  assert_int_equal (map.n_reserved, n_reserved);
  if (n_reserved > 0)
    assert_int_equal (map.reserved[0].end, 0x100000);
  imported_map_clear (&map);
}

static void
sizes_may_be_strings_in_hexadecimal_or_numbers (void **state)
{
  assert_taken ("{\"label\":\"early_0\",\"memblock\":{" MEMORY "," RESERVED ",\"bottom_up\":0}}", 2);
  assert_taken ("\xef\xbb\xbf\r\n { " MEMORY ",\r\n\t" RESERVED " } \n", 2);
}

static void
that_nothing_is_reserved_is_told_too (void **state)
{
  assert_taken ("{" MEMORY ",\"reserved\":[]}", 0);
}

static void
what_is_no_snapshot_is_refused (void **state)
{
  assert_refused ("", "snap.json: error: The memblock snapshot is empty.\n");
  assert_refused ("BIOS-e820: [mem 0x0-0x1] usable\n",
                  "snap.json:1:1: error: This is no memblock snapshot: it does not begin with “{”.\n"
                  "  BIOS-e820: [mem 0x0-0x1] usable\n"
                  "  ^\n"
                  "  A boot log or /proc/iomem is given with e820= instead.\n");
  assert_refused ("{}",
                  "snap.json:1:1: error: memblock has no list “memory”.\n"
                  "  {}\n"
                  "  ^~\n");
  assert_refused ("{\"memory\":[],\"reserved\":[]}", "snap.json: error: The memory map has no RAM in it.\n");
}

static void
mistakes_are_shown_with_line_and_column (void **state)
{
  assert_refused ("{\"memory\":\n [{\"base\":\"0x10\",\"size\":\"0xzz\"}]}",
                  "snap.json:2:25: error: “size” is not a number of 64 bits, like \"0x1000\".\n"
                  "   [{\"base\":\"0x10\",\"size\":\"0xzz\"}]}\n"
                  "                          ^~~~~~\n");
  assert_refused ("{\"memory\":[{\"base\":\"0x10\"}]}",
                  "snap.json:1:12: error: The region has no “size”.\n"
                  "  {\"memory\":[{\"base\":\"0x10\"}]}\n"
                  "             ^~~~~~~~~~~~~~~\n");
  assert_refused ("{\"memory\":[{\"base\":1,\"base\":2}]}",
                  "snap.json:1:22: error: The key stands twice in this object.\n"
                  "  {\"memory\":[{\"base\":1,\"base\":2}]}\n"
                  "                       ^~~~~~\n");
  assert_refused ("{\"memory\":[\n{\"base\":4096,\"size\":4096},\n{\"base\":4096,\"size\":4096}],\"reserved\":[]}",
                  "snap.json:3:1: error: The range overlaps the one before it, which ends at 0x2000.\n"
                  "  {\"base\":4096,\"size\":4096}],\"reserved\":[]}\n"
                  "  ^~~~~~~~~~~~~~~~~~~~~~~~~\n");
  assert_refused ("{\"memory\":[{\"base\":99999999999999999999,\"size\":1}]}",
                  "snap.json:1:20: error: “base” is not a number of 64 bits, like \"0x1000\".\n"
                  "  {\"memory\":[{\"base\":99999999999999999999,\"size\":1}]}\n"
                  "                     ^~~~~~~~~~~~~~~~~~~~\n");
  assert_refused ("{\"memory\":[{\"base\":\"0xfffffffffffff000\",\"size\":\"0x2000\"}]}",
                  "snap.json:1:12: error: The region reaches beyond the last address of 64 bits.\n"
                  "  {\"memory\":[{\"base\":\"0xfffffffffffff000\",\"size\":\"0x2000\"}]}\n"
                  "             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n");
  assert_refused ("{\"memory\":[{\"base\":0,\"size\":68719476737}],\"reserved\":[]}",
                  "snap.json:1:12: error: The RAM reaches to 0x1000000001; a machine may have memory up to 64 GiB.\n"
                  "  {\"memory\":[{\"base\":0,\"size\":68719476737}],\"reserved\":[]}\n"
                  "             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n");
}

static void
broken_json_is_refused_where_it_breaks (void **state)
{
  static const char *const broken[] = {
    "{", "{\"", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\":01}", "{\"a\":-}", "{\"a\":+1}",
    "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\n\"}", "{\"a\":[1 2]}", "{\"a\":[1,]}", "{} {}",
    "{\"a\":tru}", "{\"a\":/**/1}", "{\"a\":NaN}",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      ImportedMap map;
      g_autofree char *messages = NULL;

      assert_false (read_text (broken[i], strlen (broken[i]), &map, &messages));
      assert_true (g_str_has_prefix (messages, "snap.json:1:") || g_str_has_prefix (messages, "snap.json:2:"));
    }
}

static void
deep_nesting_is_refused_and_not_followed (void **state)
{
  g_autoptr (GString) text = g_string_new ("{\"memory\":");
  ImportedMap map;
  g_autofree char *messages = NULL;

  for (unsigned i = 0; i < 1000000; i++)
    g_string_append_c (text, '[');
  assert_false (read_text (text->str, text->len, &map, &messages));
  assert_non_null (strstr (messages, "snap.json:1:74: error: The text is nested too deeply.\n"));
  assert_true (strlen (messages) < 2000);
}

static void
an_object_with_very_many_keys_takes_no_square_of_time (void **state)
{
  g_autoptr (GString) text = g_string_new ("{");
  ImportedMap map;
  g_autofree char *messages = NULL;
  gint64 start = g_get_monotonic_time ();

  for (unsigned i = 0; i < 200000; i++)
    g_string_append_printf (text, "\"%x\":0,", i);
  g_string_append (text, MEMORY "," RESERVED "}");

  assert_true (read_text (text->str, text->len, &map, &messages));
  assert_true (g_get_monotonic_time () - start < 5 * G_TIME_SPAN_SECOND);
  imported_map_clear (&map);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (sizes_may_be_strings_in_hexadecimal_or_numbers),
    cmocka_unit_test (that_nothing_is_reserved_is_told_too),
    cmocka_unit_test (what_is_no_snapshot_is_refused),
    cmocka_unit_test (mistakes_are_shown_with_line_and_column),
    cmocka_unit_test (broken_json_is_refused_where_it_breaks),
    cmocka_unit_test (deep_nesting_is_refused_and_not_followed),
    cmocka_unit_test (an_object_with_very_many_keys_takes_no_square_of_time),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
