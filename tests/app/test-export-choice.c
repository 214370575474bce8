/* test-export-choice.c - what is chosen becomes the right job, is remembered, and is made while the window lives */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "app/copy.h"
#include "app/export-choice.h"
#include "app/export-run.h"
#include "app/settings.h"

static FigureJob
shown_job (void)
{
  FigureJob shown;

  figure_job_init (&shown, FIGURE_STEP);
  shown.first_step = shown.last_step = 3;
  shown.style.moment = 0.25;
  shown.style.views[0].view = view_by_id ("buddy");
  shown.style.views[1].view = view_by_id ("map");
  shown.style.is_side_by_side = TRUE;
  shown.style.size = (SceneSize) { 900, 700 };
  return shown;
}

static PagescapeExportChoice
choice_of (PagescapeExportWhat what,
           const char         *format)
{
  PagescapeExportChoice choice;

  pagescape_export_choice_load (&choice, NULL);
  choice.what = what;
  choice.exporter = export_by_id (format);
  return choice;
}

static void
every_kind_has_a_format_and_only_formats_that_hold_it (void **state)
{
  static const char *const suits[PAGESCAPE_N_EXPORTS] = {
    "svg pdf png ", "svg pdf png ", "svg pdf png html ", "svg pdf png ", "svg pdf png ", "png apng html "
  };
  static const char *const usual[PAGESCAPE_N_EXPORTS] = { "svg", "svg", "pdf", "svg", "pdf", "apng" };

  for (unsigned what = 0; what < PAGESCAPE_N_EXPORTS; what++)
    {
      PagescapeExportChoice choice = choice_of ((PagescapeExportWhat) what, "svg");
      g_autoptr (GString) found = g_string_new (NULL);

      for (size_t i = 0; i < export_n (); i++)
        if (pagescape_export_suits ((PagescapeExportWhat) what, export_at (i)))
          g_string_append_printf (found, "%s ", export_at (i)->id);
      assert_string_equal (found->str, suits[what]);

      choice.exporter = NULL;
      pagescape_export_choice_mend (&choice);
      assert_string_equal (choice.exporter->id, usual[what]);
    }
}

static void
a_picture_is_as_it_is_shown_and_a_step_is_at_its_end (void **state)
{
  FigureJob shown = shown_job ();
  PagescapeExportChoice choice = choice_of (PAGESCAPE_EXPORT_PICTURE, "svg");
  FigureJob job = pagescape_export_choice_job (&choice, &shown);

  assert_int_equal (job.kind, FIGURE_STEP);
  assert_int_equal (job.first_step, 3);
  assert_true (job.style.moment == 0.25);
  assert_true (job.style.is_side_by_side);
  assert_true (job.style.size.width == 900 && job.style.size.height == 700);

  choice.what = PAGESCAPE_EXPORT_STEP;
  choice.size = 1;
  job = pagescape_export_choice_job (&choice, &shown);
  assert_true (job.style.moment == 1);
  assert_true (job.style.size.width == 1280);
}

static void
several_steps_are_in_the_view_shown_or_in_those_they_look_at (void **state)
{
  FigureJob shown = shown_job ();
  PagescapeExportChoice choice = choice_of (PAGESCAPE_EXPORT_EVERY_STEP, "pdf");
  FigureJob job;

  choice.first_step = 2;
  choice.last_step = 4;
  job = pagescape_export_choice_job (&choice, &shown);
  assert_int_equal (job.kind, FIGURE_EVERY_STEP);
  assert_int_equal (job.first_step, 2);
  assert_int_equal (job.last_step, 4);
  assert_ptr_equal (job.style.views[0].view, view_by_id ("buddy"));
  choice.follows = TRUE;
  job = pagescape_export_choice_job (&choice, &shown);
  assert_null (job.style.views[0].view);
  assert_false (job.style.is_side_by_side);

  /* A web page shows what it passes, and has words of its own. */
  choice.exporter = export_by_id ("html");
  choice.parts = FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_LEGEND;
  job = pagescape_export_choice_job (&choice, &shown);
  assert_int_equal (job.kind, FIGURE_FILM);
  assert_int_equal (job.style.parts, FIGURE_LEGEND);

  choice = choice_of (PAGESCAPE_EXPORT_HANDOUT, "pdf");
  choice.sheet = 2;
  choice.per_page = 6;
  job = pagescape_export_choice_job (&choice, &shown);
  assert_int_equal (job.kind, FIGURE_HANDOUT);
  assert_int_equal (job.per_page, 6);
  assert_true (job.sheet.width == 612);
}

static void
another_kind_brings_what_is_usual_for_it (void **state)
{
  PagescapeExportChoice choice = choice_of (PAGESCAPE_EXPORT_PICTURE, "png");

  pagescape_export_choice_turn (&choice, PAGESCAPE_EXPORT_HANDOUT);
  assert_string_equal (choice.exporter->id, "pdf");
  assert_int_equal (choice.theme, PAINT_PRINT);
  assert_true (choice.parts & FIGURE_TITLE && choice.parts & FIGURE_SENTENCE && choice.parts & FIGURE_NOTES);
  assert_false (choice.parts & FIGURE_SPEAKER);
  pagescape_export_choice_turn (&choice, PAGESCAPE_EXPORT_ANIMATION);
  assert_string_equal (choice.exporter->id, "apng");
  assert_int_equal (choice.theme, PAINT_LIGHT);
  assert_true (choice.parts & FIGURE_LEGEND);
  choice.theme = PAINT_PROJECTOR;
  pagescape_export_choice_turn (&choice, PAGESCAPE_EXPORT_STRIP);
  assert_int_equal (choice.theme, PAINT_PROJECTOR);
}

static void
the_last_choice_is_there_again_and_nonsense_is_not (void **state)
{
  GSettings *settings = pagescape_settings_new ();
  PagescapeExportChoice choice = choice_of (PAGESCAPE_EXPORT_HANDOUT, "pdf"), again;
  GVariantBuilder builder;

  if (!settings)
    skip ();

  choice.theme = PAINT_PROJECTOR;
  choice.paper = EXPORT_PAPER_TRANSPARENT;
  choice.language = "zh_CN";
  choice.per_page = 6;
  choice.sheet = 3;
  choice.follows = TRUE;
  choice.parts = FIGURE_SOURCE | FIGURE_SPEAKER;
  pagescape_export_choice_save (&choice, settings);
  pagescape_export_choice_load (&again, settings);
  assert_int_equal (again.what, PAGESCAPE_EXPORT_HANDOUT);
  assert_ptr_equal (again.exporter, choice.exporter);
  assert_int_equal (again.theme, PAINT_PROJECTOR);
  assert_int_equal (again.paper, EXPORT_PAPER_TRANSPARENT);
  assert_string_equal (again.language, "zh_CN");
  assert_int_equal (again.per_page, 6);
  assert_int_equal (again.sheet, 3);
  assert_true (again.follows);
  assert_int_equal (again.parts, FIGURE_SOURCE | FIGURE_SPEAKER);

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "what", g_variant_new_string ("animation"));
  g_variant_builder_add (&builder, "{sv}", "format", g_variant_new_string ("svg"));
  g_variant_builder_add (&builder, "{sv}", "size", g_variant_new_string ("4000000000"));
  g_variant_builder_add (&builder, "{sv}", "per-page", g_variant_new_string ("5"));
  g_variant_builder_add (&builder, "{sv}", "paper", g_variant_new_string ("-1"));
  g_variant_builder_add (&builder, "{sv}", "language", g_variant_new_string ("tlh"));
  g_settings_set_value (settings, "export", g_variant_builder_end (&builder));
  pagescape_export_choice_load (&again, settings);
  assert_string_equal (again.exporter->id, "apng");
  assert_int_equal (again.size, 0);
  assert_int_equal (again.per_page, 4);
  assert_int_equal (again.paper, EXPORT_PAPER_OF_THEME);
  assert_null (again.language);
  g_settings_reset (settings, "export");
  g_object_unref (settings);
}

/* --- making -------------------------------------------------------------------------------------- */

typedef struct {
  PagescapeSession *session;
  unsigned          n_asked, most;
} Watch;

static gboolean
watch_cb (unsigned done,
          unsigned total,
          gpointer data)
{
  Watch *watch = data;

  assert_true (done >= 1 && done <= total);
  watch->n_asked++;
  /* The window may go on meanwhile. */
  pagescape_session_stride (watch->session, TIMELINE_STEP, 1);
  assert_true (watch->session != NULL && pagescape_session_get_lesson (watch->session) != NULL);
  return watch->n_asked < watch->most;
}

static PagescapeSession *
open_lesson (void)
{
  PagescapeSession *session = pagescape_session_new ();

  assert_true (pagescape_session_open (session, "21-split", NULL));
  pagescape_session_set_animates (session, FALSE);
  return session;
}

static char *
new_folder (void)
{
  return g_dir_make_tmp ("pagescape-XXXXXX", NULL);
}

static void
remove_folder (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (folder);
  g_free (folder);
}

static gboolean
run (Watch      *watch,
     const char *format,
     const char *file_name,
     GError    **error)
{
  FigureJob shown = shown_job ();
  PagescapeExportChoice choice = choice_of (PAGESCAPE_EXPORT_EVERY_STEP, format);
  FigureJob job = pagescape_export_choice_job (&choice, &shown);

  return pagescape_export_run (watch->session, &job, file_name, watch_cb, watch, error);
}

static void
steps_are_made_while_the_window_moves_on_and_typed_lines_are_in_them (void **state)
{
  Watch watch = { open_lesson (), 0, G_MAXUINT };
  char *folder = new_folder (), *path = g_build_filename (folder, "all.html", NULL), *text = NULL, *value = NULL;
  g_autoptr (GError) error = NULL;
  Messages *messages = messages_new ();

  pagescape_session_go_last (watch.session);
  assert_true (pagescape_session_type (watch.session, "struct page *mine = alloc_pages(GFP_KERNEL, 3);", &value,
                                      messages));
  g_free (value);
  assert_true (run (&watch, "html", path, &error));
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  assert_non_null (strstr (text, "<section class=\"step\" id=\"step-8\""));
  assert_true (g_str_has_suffix (text, "</html>\n"));
  g_free (text);
  messages_free (messages);
  g_free (path);
  remove_folder (folder);
  g_object_unref (watch.session);
}

static void
stopping_leaves_no_file_and_the_older_one_as_it_was (void **state)
{
  Watch watch = { open_lesson (), 0, 1 };
  char *folder = new_folder (), *path = g_build_filename (folder, "all.html", NULL), *text = NULL;
  GError *error = NULL;

  assert_true (g_file_set_contents (path, "older", -1, NULL));
  assert_false (run (&watch, "html", path, &error));
  assert_true (g_error_matches (error, FIGURE_ERROR, FIGURE_ERROR_CANCELLED));
  g_clear_error (&error);
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  assert_string_equal (text, "older");
  g_free (text);
  g_free (path);
  remove_folder (folder);
  g_object_unref (watch.session);
}

static void
a_full_disk_and_a_missing_folder_are_said_with_the_name (void **state)
{
  static const char *const places[] = { "/dev/full", "/nowhere/at-all.pdf", "/" };
  Watch watch = { open_lesson (), 0, G_MAXUINT };
  size_t i;

  for (i = 0; i < G_N_ELEMENTS (places); i++)
    {
      GError *error = NULL;

      assert_false (run (&watch, "pdf", places[i], &error));
      assert_true (g_error_matches (error, FIGURE_ERROR, FIGURE_ERROR_UNWRITABLE));
      assert_non_null (strstr (error->message, places[i]));
      g_clear_error (&error);
    }
  g_object_unref (watch.session);
}

/* --- the clipboard ------------------------------------------------------------------------------- */

static void
the_clipboard_gets_a_drawing_an_image_and_words (void **state)
{
  PagescapeSession *session = open_lesson ();
  FigureJob shown = shown_job ();
  Lesson *lesson = pagescape_session_get_lesson (session);
  ScenePicture *picture = scene_picture_new ();
  g_autofree char *text = NULL;
  g_autoptr (GdkContentProvider) content = NULL;
  GdkContentFormats *formats;
  GError *error = NULL;

  scene_picture_describe (picture, "Free lists", "Ten blocks.");
  scene_picture_reset (picture, (SceneSize) { 100, 100 });
  scene_picture_describe (picture, "Free lists", "Ten blocks.");
  scene_add_box (picture, scene_key (1, 0, 1), (SceneRect) { 0, 0, 9, 9 }, 0x33, "a");
  scene_set_hint (picture, "block 0x40, order 3");
  scene_add_box (picture, scene_key (1, 1, 1), (SceneRect) { 0, 0, 9, 9 }, 0x33, "a");
  scene_set_hint (picture, "block 0x40, order 3");
  pagescape_session_go_to (session, timeline_step_end (lesson_timeline (lesson), 3));
  text = pagescape_picture_text (session, picture);
  assert_true (g_str_has_prefix (text, "A block is split\nStep 3: Ask for sixteen frames\n"));
  assert_non_null (strstr (text, "\n\nFree lists\nTen blocks.\nblock 0x40, order 3\n"));
  assert_true (g_str_has_suffix (text, "order 3\n"));
  assert_ptr_equal (strstr (text, "0x40"), g_strrstr (text, "0x40"));

  content = pagescape_picture_content (lesson, &shown, text, &error);
  assert_non_null (content);
  formats = gdk_content_provider_ref_formats (content);
  assert_true (gdk_content_formats_contain_mime_type (formats, "image/svg+xml"));
  assert_true (gdk_content_formats_contain_mime_type (formats, "image/png"));
  assert_true (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING));
  gdk_content_formats_unref (formats);
  scene_picture_free (picture);
  g_object_unref (session);
}

/* Asked in the middle of a step: what is said behind the question is its answer. */
static void
the_clipboard_does_not_tell_what_a_question_hides (void **state)
{
  static const char text[] = "scenario(\"Hides\");\nmachine(.ram = SZ_64M, .boot = \"handover\");\n"
                             "step(\"One\");\nsay(\"Before.\");\nask(\"Which?\", .choices = {\"a\", \"b\"}, .answer = 1);\n"
                             "say(\"It is b.\");\n";
  g_autoptr (PagescapeSession) session = pagescape_session_new ();
  g_autofree char *hidden = NULL;
  g_autofree char *known = NULL;

  pagescape_session_set_animates (session, FALSE);
  pagescape_session_set_holds (session, TRUE);
  assert_true (pagescape_session_open_text (session, "Untitled 1", text));
  pagescape_session_go_last (session);
  hidden = pagescape_picture_text (session, NULL);
  assert_non_null (strstr (hidden, "Before."));
  assert_null (strstr (hidden, "It is b."));

  pagescape_session_set_holds (session, FALSE);
  pagescape_session_go_last (session);
  known = pagescape_picture_text (session, NULL);
  assert_non_null (strstr (known, "Before. It is b."));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_kind_has_a_format_and_only_formats_that_hold_it),
    cmocka_unit_test (a_picture_is_as_it_is_shown_and_a_step_is_at_its_end),
    cmocka_unit_test (several_steps_are_in_the_view_shown_or_in_those_they_look_at),
    cmocka_unit_test (another_kind_brings_what_is_usual_for_it),
    cmocka_unit_test (the_last_choice_is_there_again_and_nonsense_is_not),
    cmocka_unit_test (steps_are_made_while_the_window_moves_on_and_typed_lines_are_in_them),
    cmocka_unit_test (stopping_leaves_no_file_and_the_older_one_as_it_was),
    cmocka_unit_test (a_full_disk_and_a_missing_folder_are_said_with_the_name),
    cmocka_unit_test (the_clipboard_gets_a_drawing_an_image_and_words),
    cmocka_unit_test (the_clipboard_does_not_tell_what_a_question_hides),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
