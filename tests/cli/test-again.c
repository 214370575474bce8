/* test-again.c - the same export 20 times, under different time zones, locales, folders and masks, after other exports */
#include "program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct {
  const char *arguments, *name;
} Export;

#define N_TIMES 20

static const char *const zones[] = { "UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu" };
static const char *const locales[] = { "C", "C.UTF-8", "de_DE.UTF-8", "zh_CN.UTF-8" };

/* Each in a folder of its own, under another time zone, locale and mask of permissions, behind other exports. */
static void
draw_once_more (const char *arguments,
                const char *name,
                unsigned    time)
{
  g_autofree char *line = g_strdup_printf (
    "umask %s; mkdir -p again/%s/%u && cd again/%s/%u && %s; "
    "exec env TZ=%s LC_ALL=%s LANGUAGE=%s $PAGESCAPE export 21-split %s --output %s",
    time % 2 == 0 ? "022" : "077", name, time, name, time,
    time % 4 == 0 ? "$PAGESCAPE export 13-zones --strip --size 1280x960 --output ../other.png" : "touch older",
    zones[time % G_N_ELEMENTS (zones)], locales[time % G_N_ELEMENTS (locales)], time % 3 == 0 ? "zh_CN" : "", arguments, name);
  Outcome outcome = program_shell (line);

  if (outcome.status != 0 || *outcome.errors != 0)
    fail_msg ("status %d: %s", outcome.status, outcome.errors);
  outcome_clear (&outcome);
}

static void
assert_the_same_again (const char *arguments,
                       const char *name)
{
  g_autofree char *first = NULL;
  size_t length;

  for (unsigned time = 0; time < N_TIMES; time++)
    {
      g_autofree char *file = g_strdup_printf ("again/%s/%u/%s", name, time, name), *path = program_path (file);
      g_autofree char *bytes = NULL;
      size_t n;

      draw_once_more (arguments, name, time);
      bytes = program_read (path, &n);
      if (time == 0)
        {
          first = g_steal_pointer (&bytes);
          length = n;
          assert_true (length > 1000);
          continue;
        }
      assert_int_equal (n, length);
      assert_memory_equal (bytes, first, length);
    }
}

static void
the_same_export_20_times_gives_the_same_bytes (void **state)
{
  const Export *export = *state;

  assert_the_same_again (export->arguments, export->name);
}

static Export exports[] = {
  { "--view buddy --step 3 --show title,sentence,source", "step.svg" },
  { "--view buddy,map --step 3 --language zh_CN --size 640x360", "two.png" },
  { "--handout 4", "handout.pdf" },
  { "--handout 6 --language zh_CN", "chinese.pdf" },
  { "--strip --step 1-3", "strip.svg" },
  { "--step 3 --rate 2 --size 320x240 --view map", "film.apng" },
  { "--step 3 --size 320x240 --view map", "film.html" },
};

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (exports)];

  for (unsigned i = 0; i < G_N_ELEMENTS (exports); i++)
    tests[i] = (struct CMUnitTest) {
      .name = exports[i].name,
      .test_func = the_same_export_20_times_gives_the_same_bytes,
      .initial_state = &exports[i],
    };
  return cmocka_run_group_tests (tests, program_make_folder, program_remove_folder);
}
