/* test-documents.c - PDF and PNG: pages, sizes, the same bytes, and errors that are said */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "scene/grid.h"
#include "sheet.h"

static size_t
count (GBytes     *bytes,
       const char *pattern)
{
  gsize size, length = strlen (pattern), n = 0;
  const char *data = g_bytes_get_data (bytes, &size), *at = data;

  while ((at = memmem (at, size - (gsize) (at - data), pattern, length)))
    {
      n++;
      at += length;
    }
  return n;
}

static uint32_t
big_endian (GBytes *bytes,
            gsize   offset)
{
  const uint8_t *at = (const uint8_t *) g_bytes_get_data (bytes, NULL) + offset;

  return (uint32_t) at[0] << 24 | (uint32_t) at[1] << 16 | (uint32_t) at[2] << 8 | at[3];
}

static void
a_document_has_a_page_for_each_picture (void **state)
{
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture, picture, picture };
  size_t n;

  for (n = 1; n <= 3; n++)
    {
      Sheet sheet = test_sheet (pages, n);
      GBytes *bytes = test_make ("pdf", &sheet);
      char *pattern = g_strdup_printf ("/Count %d", (int) n);

      assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "%PDF-1."));
      assert_int_equal (count (bytes, "/Type /Page") - count (bytes, "/Type /Pages"), n);
      assert_true (count (bytes, pattern) >= 1);
      g_free (pattern);
      g_bytes_unref (bytes);
    }
  scene_picture_free (picture);
}

static void
a_document_is_the_same_at_every_time_and_place (void **state)
{
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture, picture };
  Sheet sheet = test_sheet (pages, 2);
  GBytes *first = test_make ("pdf", &sheet), *again;

  g_setenv ("TZ", "Asia/Shanghai", TRUE);
  tzset ();
  g_usleep (1100000);
  again = test_make ("pdf", &sheet);
  assert_true (g_bytes_equal (first, again));
  g_bytes_unref (again);
  g_setenv ("TZ", "UTC", TRUE);
  tzset ();

  g_setenv ("SOURCE_DATE_EPOCH", "1700000000", TRUE);
  again = test_make ("pdf", &sheet);
  assert_int_equal (count (again, "20231114221320Z"), 1);
  g_bytes_unref (again);
  g_setenv ("SOURCE_DATE_EPOCH", "yesterday", TRUE);
  again = test_make ("pdf", &sheet);
  assert_true (g_bytes_equal (first, again));
  g_bytes_unref (again);
  g_unsetenv ("SOURCE_DATE_EPOCH");

  assert_true (count (first, "/Title") >= 1);
  assert_int_equal (count (first, "/Author"), 1);
  g_bytes_unref (first);
  scene_picture_free (picture);
}

static void
an_image_has_the_size_of_its_picture_times_the_scale (void **state)
{
  static const struct { double scale; uint32_t width, height; } cases[] = {
    { 1, 640, 400 }, { 2, 1280, 800 }, { 0, 640, 400 }, { 0.33, 212, 132 },
  };
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GBytes *bytes, *again;

      sheet.scale = cases[i].scale;
      bytes = test_make ("png", &sheet);
      again = test_make ("png", &sheet);
      assert_memory_equal (g_bytes_get_data (bytes, NULL), "\x89PNG\r\n\x1a\n", 8);
      assert_int_equal (big_endian (bytes, 16), cases[i].width);
      assert_int_equal (big_endian (bytes, 20), cases[i].height);
      assert_true (g_bytes_equal (bytes, again));
      g_bytes_unref (bytes);
      g_bytes_unref (again);
    }
  scene_picture_free (picture);
}

static void
transparent_paper_has_an_alpha_channel (void **state)
{
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  GBytes *bytes = test_make ("png", &sheet);

  assert_int_equal (((const uint8_t *) g_bytes_get_data (bytes, NULL))[25], 2);
  g_bytes_unref (bytes);
  sheet.paper = EXPORT_PAPER_TRANSPARENT;
  bytes = test_make ("png", &sheet);
  assert_int_equal (((const uint8_t *) g_bytes_get_data (bytes, NULL))[25], 6);
  g_bytes_unref (bytes);
  scene_picture_free (picture);
}

static void
an_image_that_is_too_large_is_refused_with_its_size (void **state)
{
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  GError *error = NULL;

  sheet.scale = 100;
  assert_null (export_make (export_by_id ("png"), &sheet, &error));
  assert_non_null (strstr (error->message, "64000 × 40000"));
  assert_non_null (strstr (error->message, "32767"));
  g_clear_error (&error);
  sheet.scale = 1e300;
  assert_null (export_make (export_by_id ("png"), &sheet, &error));
  g_clear_error (&error);
  scene_picture_free (picture);
}

static void
a_sheet_without_a_picture_or_a_picture_without_a_size_is_refused (void **state)
{
  ScenePicture *picture = scene_picture_new ();
  const ScenePicture *pages[] = { picture };
  size_t i;

  for (i = 0; i < export_n (); i++)
    {
      Sheet sheet = test_sheet (pages, 0);
      GError *error = NULL;

      assert_null (export_make (export_at (i), &sheet, &error));
      assert_non_null (error);
      g_clear_error (&error);
      sheet = test_sheet (pages, 1);
      scene_picture_reset (picture, (SceneSize) { 0, 10 });
      assert_null (export_make (export_at (i), &sheet, &error));
      assert_non_null (error);
      g_clear_error (&error);
    }
  scene_picture_free (picture);
}

typedef struct {
  ScenePicture *picture;
  size_t        n_asked, n_good;
} Asked;

static const ScenePicture *
page_cb (size_t page,
         void  *data)
{
  Asked *asked = data;

  assert_int_equal (page, asked->n_asked);
  asked->n_asked++;
  return page < asked->n_good ? asked->picture : NULL;
}

static void
pages_that_are_asked_for_give_the_same_file_as_those_at_hand (void **state)
{
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture, picture, picture };
  size_t i;

  for (i = 0; i < export_n (); i++)
    {
      const Exporter *exporter = export_at (i);
      Asked asked = { picture, 0, 3 };
      Sheet sheet = test_sheet (pages, 3);
      GBytes *at_hand = test_make (exporter->id, &sheet), *bytes;
      GError *error = NULL;

      sheet.pages = NULL;
      sheet.page = page_cb;
      sheet.page_data = &asked;
      bytes = test_make (exporter->id, &sheet);
      assert_int_equal (asked.n_asked, exporter->has_pages ? 3 : 1);
      assert_true (g_bytes_equal (bytes, at_hand));
      g_bytes_unref (bytes);
      g_bytes_unref (at_hand);

      asked = (Asked) { picture, 0, exporter->has_pages ? 2 : 0 };
      assert_null (export_make (exporter, &sheet, &error));
      assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE));
      g_clear_error (&error);
    }
  scene_picture_free (picture);
}

static void
a_document_of_too_many_areas_has_an_image_and_is_small (void **state)
{
  enum { N = 1 << 20 };
  SceneRole *cells = g_malloc (N);
  ScenePicture *picture = scene_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  GBytes *bytes;
  uint32_t i;

  for (i = 0; i < N; i++)
    cells[i] = (i * 2654435761u) >> 31 ? 0x33 : 0x34;
  scene_picture_reset (picture, (SceneSize) { 1200, 800 });
  scene_picture_set_grid (picture, &(SceneGrid) { .cells = cells, .n_cells = N, .block_order = 10, .columns = 32,
                                                  .cell = 0.7, .gap = 1, .clip = { 0, 0, 1200, 800 } });
  bytes = test_make ("pdf", &sheet);
  assert_true (count (bytes, "/Subtype /Image") >= 1);
  assert_true (g_bytes_get_size (bytes) < 2000000);
  g_bytes_unref (bytes);
  scene_picture_free (picture);
  g_free (cells);
}

static void
formats_are_found_by_name_and_by_file (void **state)
{
  size_t i;

  for (i = 0; i < export_n (); i++)
    assert_ptr_equal (export_by_id (export_at (i)->id), export_at (i));
  assert_null (export_at (export_n ()));
  assert_null (export_by_id ("bmp"));
  assert_string_equal (export_for_file ("a.b/Figure 1.SVG")->id, "svg");
  assert_string_equal (export_for_file ("./x.png")->id, "png");
  assert_null (export_for_file ("folder.pdf/file"));
  assert_null (export_for_file ("svg"));
  assert_null (export_for_file ("x.svg.bak"));
  assert_true (export_by_id ("pdf")->has_pages);
  assert_false (export_by_id ("svg")->has_pages);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_document_has_a_page_for_each_picture),
    cmocka_unit_test (a_document_is_the_same_at_every_time_and_place),
    cmocka_unit_test (an_image_has_the_size_of_its_picture_times_the_scale),
    cmocka_unit_test (transparent_paper_has_an_alpha_channel),
    cmocka_unit_test (an_image_that_is_too_large_is_refused_with_its_size),
    cmocka_unit_test (a_sheet_without_a_picture_or_a_picture_without_a_size_is_refused),
    cmocka_unit_test (pages_that_are_asked_for_give_the_same_file_as_those_at_hand),
    cmocka_unit_test (a_document_of_too_many_areas_has_an_image_and_is_small),
    cmocka_unit_test (formats_are_found_by_name_and_by_file),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
