/* test-svg.c - drawings whose text is text, which parse whatever they say, and are always the same */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "scene/grid.h"
#include "sheet.h"

typedef struct {
  unsigned n_texts, n_titles, n_rects, n_paths, n_images;
  GString *text;                /* of all <text> */
  unsigned depth_of_text;
} Found;

static void
start (GMarkupParseContext *context,
       const char          *name,
       const char         **attributes,
       const char         **values,
       gpointer             data,
       GError             **error)
{
  Found *found = data;

  found->n_texts += strcmp (name, "text") == 0;
  found->n_titles += strcmp (name, "title") == 0;
  found->n_rects += strcmp (name, "rect") == 0;
  found->n_paths += strcmp (name, "path") == 0;
  found->n_images += strcmp (name, "image") == 0;
  found->depth_of_text += strcmp (name, "text") == 0;
}

static void
end (GMarkupParseContext *context,
     const char          *name,
     gpointer             data,
     GError             **error)
{
  Found *found = data;

  if (strcmp (name, "text") == 0)
    {
      found->depth_of_text--;
      g_string_append_c (found->text, '\n');
    }
}

static void
text (GMarkupParseContext *context,
      const char          *letters,
      gsize                size,
      gpointer             data,
      GError             **error)
{
  Found *found = data;

  if (found->depth_of_text)
    g_string_append_len (found->text, letters, (gssize) size);
}

/* The text is the caller's. */
static Found
parse (const char *svg)
{
  static const GMarkupParser parser = { .start_element = start, .end_element = end, .text = text };
  Found found = { .text = g_string_new (NULL) };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &found, NULL);
  GError *error = NULL;

  if (!g_markup_parse_context_parse (context, svg, -1, &error) || !g_markup_parse_context_end_parse (context, &error))
    fail_msg ("%s", error->message);
  g_markup_parse_context_free (context);
  return found;
}

static void
text_is_text_and_hints_are_titles (void **state)
{
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  char *svg = test_make_text ("svg", &sheet);
  Found found = parse (svg);

  assert_non_null (strstr (found.text->str, "页框 0x1080 is free\n"));
  assert_true (found.n_texts > 30);
  assert_int_equal (found.n_titles, 1 + 6 * SCENE_N_FILLS);
  assert_non_null (strstr (svg, "<title>Buddy lists</title>"));
  assert_non_null (strstr (svg, "<desc>ZONE_NORMAL has 3 free blocks.</desc>"));
  assert_non_null (strstr (svg, "<dc:creator>A teacher</dc:creator>"));
  assert_non_null (strstr (svg, "<dc:source>lesson.scenario, step 3</dc:source>"));
  assert_non_null (strstr (svg, "sans-serif\""));

  g_string_free (found.text, TRUE);
  g_free (svg);
  scene_picture_free (picture);
}

static void
any_text_gives_valid_xml (void **state)
{
  static const char *const texts[] = {
    "<&>\"'", "]]>", "\x01\x02\x1b[31m", "\xff\xfe\x80", "a\tb\nc\rd", "\xef\xbf\xbe\xef\xbf\xbf", "\xed\xa0\x80",
    "\xc2\x85\xc2\x9f", "<!--", "<?xml?>", "&#0;", "\xf4\x8f\xbf\xbf", "]]", "😀",
  };
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      ScenePicture *picture = scene_picture_new ();
      const ScenePicture *pages[] = { picture };
      Sheet sheet = test_sheet (pages, 1);
      Found found;
      char *svg;

      scene_picture_reset (picture, (SceneSize) { 300, 100 });
      scene_picture_describe (picture, texts[i], texts[i]);
      scene_add_text (picture, SCENE_NO_KEY, (SceneRect) { 0, 0, 300, 20 }, SCENE_FONT_BODY, SCENE_START, 0, texts[i]);
      scene_set_hint (picture, texts[i]);
      sheet.title = sheet.author = sheet.source = texts[i];
      sheet.language = texts[i];
      svg = test_make_text ("svg", &sheet);
      assert_true (g_utf8_validate (svg, -1, NULL));
      found = parse (svg);
      assert_int_equal (found.n_texts, 1);
      g_string_free (found.text, TRUE);
      g_free (svg);
      scene_picture_free (picture);
    }
}

/* GMarkup lets pass what XML forbids. */
static void
xmllint_finds_no_fault (void **state)
{
  char *xmllint = g_find_program_in_path ("xmllint");
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  char *name = g_build_filename (g_get_tmp_dir (), "pagescape-test-XXXXXX.svg", NULL);
  int fd, status;

  if (!xmllint)
    {
      scene_picture_free (picture);
      g_free (name);
      skip ();
    }

  scene_add_text (picture, SCENE_NO_KEY, (SceneRect) { 0 }, SCENE_FONT_BODY, SCENE_START, 0, "\x01<&>\xef\xbf\xbe]]>\xc2\x85");
  fd = g_mkstemp (name);
  assert_true (fd >= 0);
  g_close (fd, NULL);
  {
    GBytes *bytes = test_make ("svg", &sheet);

    assert_true (export_save (name, bytes, NULL));
    g_bytes_unref (bytes);
  }
  assert_true (g_spawn_sync (NULL, (char *[]) { xmllint, (char *) "--noout", (char *) "--nonet", name, NULL }, NULL, 0,
                             NULL, NULL, NULL, NULL, &status, NULL));
  assert_int_equal (status, 0);
  remove (name);
  g_free (name);
  g_free (xmllint);
  scene_picture_free (picture);
}

static void
the_bytes_are_the_same_in_every_locale_and_after_other_exports (void **state)
{
  static const char *const locales[] = { "de_DE.UTF-8", "zh_CN.UTF-8", "fr_FR.UTF-8", "C.UTF-8", "C" };
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  char *first = test_make_text ("svg", &sheet);
  size_t i;

  /* No export may depend on it: numbers are not written by printf. */
  assert_null (strstr (first, ",5\""));
  for (i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      char *again;

      setlocale (LC_ALL, locales[i]);
      g_bytes_unref (test_make ("pdf", &sheet));
      g_bytes_unref (test_make ("png", &sheet));
      again = test_make_text ("svg", &sheet);
      assert_string_equal (first, again);
      g_free (again);
    }
  setlocale (LC_ALL, "C");
  g_free (first);
  scene_picture_free (picture);
}

/* Grids */

static ScenePicture *
new_map (const SceneRole *cells,
         uint32_t         n_cells,
         double           cell)
{
  ScenePicture *picture = scene_picture_new ();
  SceneGrid grid = { .cells = cells, .n_cells = n_cells, .order = SCENE_MORTON, .block_order = 10, .columns = 32,
                     .cell = cell, .gap = 1, .clip = { 0, 0, 1200, 800 } };

  scene_picture_reset (picture, (SceneSize) { 1200, 800 });
  scene_picture_set_grid (picture, &grid);
  return picture;
}

static void
a_grid_is_one_crisp_path_a_role (void **state)
{
  enum { N = 64 * 1024 };
  SceneRole *cells = g_malloc (N);
  const ScenePicture *pages[1];
  ScenePicture *picture;
  Sheet sheet = test_sheet (pages, 1);
  Found found;
  char *svg;
  uint32_t i;

  for (i = 0; i < N; i++)
    cells[i] = i / 16 % 3 ? 0x33 : 0x34;
  pages[0] = picture = new_map (cells, N, 1);
  svg = test_make_text ("svg", &sheet);
  found = parse (svg);
  assert_int_equal (found.n_paths, 2);
  assert_int_equal (found.n_images, 0);
  assert_non_null (strstr (svg, "crispEdges"));
  assert_null (strstr (svg, "matrix"));
  g_string_free (found.text, TRUE);
  g_free (svg);
  scene_picture_free (picture);
  g_free (cells);
}

static void
a_grid_of_too_many_areas_is_an_image_and_says_so (void **state)
{
  enum { N = 1 << 20 };
  SceneRole *cells = g_malloc (N);
  const ScenePicture *pages[1];
  ScenePicture *picture;
  Sheet sheet = test_sheet (pages, 1);
  Found found;
  char *svg;
  uint32_t i;

  for (i = 0; i < N; i++)
    cells[i] = (i * 2654435761u) >> 31 ? 0x33 : 0x34;
  pages[0] = picture = new_map (cells, N, 0.7);
  svg = test_make_text ("svg", &sheet);
  found = parse (svg);
  assert_int_equal (found.n_images, 1);
  assert_non_null (strstr (found.text->str, "image"));
  assert_non_null (strstr (svg, "image-rendering:pixelated"));
  assert_non_null (strstr (svg, "data:image/png;base64,iVBOR"));
  g_string_free (found.text, TRUE);
  g_free (svg);
  scene_picture_free (picture);
  g_free (cells);
}

static void
transparent_paper_is_no_rectangle_and_dark_paper_has_dark_colours (void **state)
{
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  char *svg;

  svg = test_make_text ("svg", &sheet);
  assert_non_null (strstr (svg, "width=\"640\" height=\"400\" fill=\"#ffffff\"/>"));
  g_free (svg);
  sheet.paper = EXPORT_PAPER_TRANSPARENT;
  svg = test_make_text ("svg", &sheet);
  assert_null (strstr (svg, "width=\"640\" height=\"400\" fill"));
  g_free (svg);
  sheet.paper = EXPORT_PAPER_DARK;
  svg = test_make_text ("svg", &sheet);
  assert_non_null (strstr (svg, "width=\"640\" height=\"400\" fill=\"#1e1e1e\"/>"));
  g_free (svg);
  sheet.theme = PAINT_DARK;
  sheet.paper = EXPORT_PAPER_WHITE;
  svg = test_make_text ("svg", &sheet);
  assert_non_null (strstr (svg, "width=\"640\" height=\"400\" fill=\"#ffffff\"/>"));
  g_free (svg);
  scene_picture_free (picture);
}

static void
the_language_is_told_as_a_tag (void **state)
{
  static const struct { const char *language, *expected; } cases[] = {
    { "zh-cn", "xml:lang=\"zh-CN\"" }, { "zh_CN", "xml:lang=\"zh-CN\"" }, { "en", "xml:lang=\"en\"" },
    { NULL, "xml:lang=\"en\"" }, { "", "xml:lang=\"en\"" },
  };
  ScenePicture *picture = test_picture_new ();
  const ScenePicture *pages[] = { picture };
  Sheet sheet = test_sheet (pages, 1);
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *svg;

      sheet.language = cases[i].language;
      svg = test_make_text ("svg", &sheet);
      assert_non_null (strstr (svg, cases[i].expected));
      g_free (svg);
    }
  scene_picture_free (picture);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (text_is_text_and_hints_are_titles),
    cmocka_unit_test (any_text_gives_valid_xml),
    cmocka_unit_test (xmllint_finds_no_fault),
    cmocka_unit_test (the_bytes_are_the_same_in_every_locale_and_after_other_exports),
    cmocka_unit_test (a_grid_is_one_crisp_path_a_role),
    cmocka_unit_test (a_grid_of_too_many_areas_is_an_image_and_says_so),
    cmocka_unit_test (transparent_paper_is_no_rectangle_and_dark_paper_has_dark_colours),
    cmocka_unit_test (the_language_is_told_as_a_tag),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
