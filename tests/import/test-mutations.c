/* test-mutations.c - no text, however broken, hurts an importer
 *
 * Real texts are cut and changed at random; the seed is printed, and PAGESCAPE_SEED repeats it. What is
 * accepted must keep what import.h promises.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/import.h"

#define N_ROUNDS   3000
#define MAX_LENGTH 20000

typedef gboolean (*Import) (const char *text, size_t length, const char *file_name, ImportedMap *map, Messages *messages);

static GRand *randomness;

static void
assert_map_is_as_promised (const ImportedMap *map)
{
  gboolean has_ram = FALSE;

  for (size_t i = 0; i < map->n_ranges; i++)
    {
      const SimRange *range = &map->ranges[i];

      assert_true (range->first < range->end);
      assert_true (range->line > 0);
      assert_true (i == 0 || map->ranges[i - 1].end <= range->first);
      assert_true (range->kind != SIM_RANGE_RAM || range->end <= UINT64_C (64) << 30);
      has_ram |= range->kind == SIM_RANGE_RAM;
    }
  assert_true (has_ram);
}

static void
try (Import      import,
     const char *text,
     size_t      length)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *formatted = NULL;
  ImportedMap map;

  if (import (text, length, "mutation", &map, messages))
    {
      assert_int_equal (messages_n_errors (messages), 0);
      assert_map_is_as_promised (&map);
    }
  else
    {
      assert_true (messages_n_errors (messages) > 0);
      assert_null (map.ranges);
    }
  formatted = messages_format (messages, FALSE);
  assert_true (g_utf8_validate (formatted, -1, NULL));
  imported_map_clear (&map);
}

static void
mutate (GString *text)
{
  static const char *const pieces[] = {
    "", "0", "-", "\n", "\r", "0x", "ffffffffffffffff", "[mem ", "] usable", "BIOS-e820:", "user: ", "{", "[", "\"", ":", "\\u",
    "\xff", "\xe5\x9d\x97", "99999999999999999999", " : System RAM",
  };
  gsize at = text->len > 0 ? g_rand_int (randomness) % text->len : 0;
  gsize n = MIN (text->len - at, g_rand_int (randomness) % 12);

  switch (g_rand_int (randomness) % 6)
    {
    case 0:
      g_string_truncate (text, at);
      break;
    case 1:
      g_string_erase (text, (gssize) at, (gssize) n);
      break;
    case 2:
      if (text->len > 0)
        text->str[at] = (char) g_rand_int (randomness);
      break;
    case 3:
      if (text->len > 0)
        text->str[at] ^= (char) (1 << g_rand_int (randomness) % 8);
      break;
    case 4:
      g_string_insert (text, (gssize) at, pieces[g_rand_int (randomness) % G_N_ELEMENTS (pieces)]);
      break;
    default:
      g_string_insert_len (text, (gssize) (g_rand_int (randomness) % (text->len + 1)), text->str + at, (gssize) n);
      break;
    }
}

static void
survives_mutations_of (Import      import,
                       const char *text,
                       size_t      length)
{
  for (unsigned round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GString) mutation = g_string_new_len (text, (gssize) length);
      unsigned n = 1 + g_rand_int (randomness) % 8;

      while (n-- > 0)
        mutate (mutation);
      try (import, mutation->str, mutation->len);
    }
}

static GBytes *
read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), name, NULL);

  return import_read_file (path, 1 << 20, NULL);
}

static void
a_boot_log (void **state)
{
  g_autoptr (GBytes) bytes = read_sample ("slub-smp2/512M/dmesg.txt.xz");
  const char *text = g_bytes_get_data (bytes, NULL);

  survives_mutations_of (import_e820, text, MIN (g_bytes_get_size (bytes), 3000));
}

static void
iomem (void **state)
{
  g_autoptr (GBytes) bytes = read_sample ("slub-smp2/512M/proc_iomem.txt.xz");

  survives_mutations_of (import_e820, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
a_memblock_snapshot (void **state)
{
  static const char text[] =
    "{\"label\":\"early_0\",\"memblock\":{\"memory\":[{\"base\":\"0x1000\",\"size\":\"0x9e000\",\"flags\":0},"
    "{\"base\":\"0x100000\",\"size\":\"0x7fedd000\",\"flags\":0}],\"reserved\":[{\"base\":\"0x0\",\"size\":\"0x100000\",\"flags\":0},"
    "{\"base\":\"0x1000000\",\"size\":\"0x57e000\",\"flags\":0},{\"base\":\"0x362f81c0\",\"size\":\"0x504\",\"flags\":0}],"
    "\"bottom_up\":0,\"current_limit\":\"0x373fe000\"}}";

  survives_mutations_of (import_memblock, text, sizeof text - 1);
}

static void
every_beginning_of_a_text (void **state)
{
  g_autoptr (GBytes) bytes = read_sample ("slub-smp2/512M/proc_iomem.txt.xz");

  for (size_t length = 0; length <= g_bytes_get_size (bytes); length++)
    try (import_e820, g_bytes_get_data (bytes, NULL), length);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_boot_log),
    cmocka_unit_test (iomem),
    cmocka_unit_test (a_memblock_snapshot),
    cmocka_unit_test (every_beginning_of_a_text),
  };
  const char *given = g_getenv ("PAGESCAPE_SEED");
  guint32 seed = given != NULL ? (guint32) strtoul (given, NULL, 0) : g_random_int ();
  int n_failed;

  printf ("PAGESCAPE_SEED=%u\n", seed);
  randomness = g_rand_new_with_seed (seed);
  n_failed = cmocka_run_group_tests (tests, NULL, NULL);
  g_rand_free (randomness);
  return n_failed;
}
