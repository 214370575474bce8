/* test-numbers.c - numbers look the same everywhere */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "narration/narration.h"

#define T "\xe2\x80\xaf"

static void
counts_have_thin_spaces_between_groups_of_three (void **state)
{
  static const struct { uint64_t count; const char *text; } samples[] = {
    { 0, "0" }, { 999, "999" }, { 1000, "1" T "000" }, { 15360, "15" T "360" }, { 1000000, "1" T "000" T "000" },
    { UINT64_MAX, "18" T "446" T "744" T "073" T "709" T "551" T "615" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *text = narrate_count (samples[i].count);

      assert_string_equal (text, samples[i].text);
    }
}

static void
sizes_take_the_unit_in_which_they_are_short (void **state)
{
  static const struct { uint64_t bytes; const char *text; } samples[] = {
    { 0, "0 B" }, { 512, "512 B" }, { 4096, "4 KiB" }, { 4 << 20, "4 MiB" }, { 64u << 20, "64 MiB" },
    { UINT64_C (2) << 30, "2 GiB" }, { UINT64_C (226302) * 4096, "883.99 MiB" }, { 1152 << 10, "1" T "152 KiB" },
    { UINT64_C (1536) << 20, "1" T "536 MiB" }, { 4097, "4" T "097 B" }, { UINT64_MAX, "16.00 EiB" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *text = narrate_size (samples[i].bytes);

      assert_string_equal (text, samples[i].text);
    }
}

static void
frame_numbers_are_hexadecimal (void **state)
{
  g_autofree char *text = narrate_pfn (0x1b00);

  assert_string_equal (text, "0x1b00");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (counts_have_thin_spaces_between_groups_of_three),
    cmocka_unit_test (sizes_take_the_unit_in_which_they_are_short),
    cmocka_unit_test (frame_numbers_are_hexadecimal),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
