/* test-same-bytes.c - the same sheet gives the same file, wherever, whenever and after whatever */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "sheet.h"

#define ROUNDS 20

/* What a round has that others have not. */
static void
go_elsewhere (int round)
{
  static const char *const zones[] = { "UTC", "Asia/Shanghai", "America/St_Johns", "Europe/Berlin" };
  static const char *const locales[] = { "C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "zh_CN.UTF-8" };
  static const char *const folders[] = { "/", "/tmp", "/usr" };

  g_setenv ("TZ", zones[round % 4], TRUE);
  tzset ();
  setlocale (LC_ALL, locales[round % 5]);
  g_setenv ("LC_ALL", locales[round % 5], TRUE);
  assert_int_equal (g_chdir (folders[round % 3]), 0);
}

static GBytes *
make (const Exporter *exporter,
      PaintTheme      theme,
      ExportPaper     paper)
{
  static const SheetCaption captions[] = {
    { "One", "A sentence.", 1, 40 }, { "One", "A sentence.", 1, 600 }, { "两个", "一句话。", 2, 600 },
  };
  ScenePicture *pictures[3];
  const ScenePicture *pages[3];
  Sheet sheet = test_sheet (pages, 3);
  GBytes *bytes;
  int i;

  for (i = 0; i < 3; i++)
    {
      pages[i] = pictures[i] = test_picture_new ();
      scene_add_box (pictures[i], scene_key (2, 0, 1), (SceneRect) { 20 * i, 370, 40, 20 },
                     scene_role (SCENE_HUE_NORMAL, SCENE_FILL_SLAB), "3,14")->opacity = 1 - 0.3 * i;
    }
  sheet.captions = captions;
  sheet.theme = theme;
  sheet.paper = paper;
  bytes = test_make (exporter->id, &sheet);
  for (i = 0; i < 3; i++)
    scene_picture_free (pictures[i]);
  return bytes;
}

static void
twenty_files_are_the_same_under_all_zones_locales_folders_and_orders (void **state)
{
  GBytes **first = g_new0 (GBytes *, export_n ());
  int round;
  size_t i;

  for (round = 0; round < ROUNDS; round++)
    {
      go_elsewhere (round);
      for (i = 0; i < export_n (); i++)
        {
          /* In turn others come before. */
          size_t at = (i + (size_t) round) % export_n ();
          GBytes *bytes = make (export_at (at), PAINT_LIGHT, EXPORT_PAPER_OF_THEME);

          if (round % 7 == 3)
            g_bytes_unref (make (export_at (at), PAINT_PROJECTOR, EXPORT_PAPER_TRANSPARENT));
          if (!first[at])
            first[at] = g_bytes_ref (bytes);
          if (!g_bytes_equal (bytes, first[at]))
            fail_msg ("%s differs in round %d", export_at (at)->id, round);
          g_bytes_unref (bytes);
        }
    }
  for (i = 0; i < export_n (); i++)
    g_bytes_unref (first[i]);
  g_free (first);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (twenty_files_are_the_same_under_all_zones_locales_folders_and_orders),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
