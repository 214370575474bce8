/* test-code-view.c - the line that runs is in sight, and its number is not touched, on an X server of its own */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/code-view.h"
#include "bench/display-server.h"

#define SKIPPED  77             /* as meson has it */
#define N_LINES  60
#define SETTLED  20             /* frames in a row without a change of place */

static char *
dup_text (void)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < N_LINES; i++)
    g_string_append_printf (text, "struct page *page_%d = alloc_pages(GFP_KERNEL | __GFP_DMA | __GFP_NOWARN, %d);\n", i, i % 10);
  return g_string_free (text, FALSE);
}

static void
counted_cb (GdkFrameClock *clock,
            gpointer       data)
{
  ++*(int *) data;
}

static void
settle (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  int n_frames = 0;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (counted_cb), &n_frames);

  while (n_frames < SETTLED)
    {
      gtk_widget_queue_draw (widget);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

static void
assert_in_sight (GtkWidget *code)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (code));
  GtkTextIter iter;
  GdkRectangle visible, line;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (code), &iter, &line);
  gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (code), &visible);
  assert_in_range (line.y, MAX (visible.y, 0), visible.y + visible.height - line.height);
  assert_true (visible.x <= line.x);
}

/* As when a window is filled before it is shown. */
static void
a_line_that_was_marked_before_there_was_any_room_is_in_sight_in_the_end (void **state)
{
  g_autofree char *text = dup_text ();
  static const unsigned lines[] = { 1, 2, N_LINES / 2, N_LINES };

  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      GtkWidget *window = gtk_window_new (), *scrolled = gtk_scrolled_window_new (), *code = g_object_new (PAGESCAPE_TYPE_CODE_VIEW, NULL);

      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), code);
      gtk_window_set_child (GTK_WINDOW (window), scrolled);
      gtk_window_set_default_size (GTK_WINDOW (window), 360, 200);
      pagescape_code_view_set_text (PAGESCAPE_CODE_VIEW (code), text, 0, NULL);
      pagescape_code_view_set_line (PAGESCAPE_CODE_VIEW (code), lines[i]);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      gtk_window_present (GTK_WINDOW (window));
      settle (code);
      assert_in_sight (code);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* The source view's gutter asks for the line under the pointer that it last saw, where there may be no line any longer. */
static void
the_pointer_does_not_reach_the_numbers (void **state)
{
  GtkWidget *window = gtk_window_new (), *code = g_object_new (PAGESCAPE_TYPE_CODE_VIEW, NULL);
  GtkSourceGutter *gutter = gtk_source_view_get_gutter (GTK_SOURCE_VIEW (code), GTK_TEXT_WINDOW_LEFT);
  g_autofree char *text = dup_text ();

  gtk_window_set_child (GTK_WINDOW (window), code);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 200);
  pagescape_code_view_set_text (PAGESCAPE_CODE_VIEW (code), text, 0, NULL);
  gtk_window_present (GTK_WINDOW (window));
  settle (code);

  assert_true (gtk_widget_get_width (GTK_WIDGET (gutter)) > 10);
  for (int x = 0; x < gtk_widget_get_width (GTK_WIDGET (gutter)); x++)
    {
      GtkWidget *picked = gtk_widget_pick (code, x, 50, GTK_PICK_DEFAULT);

      assert_non_null (picked);
      assert_false (picked == GTK_WIDGET (gutter) || gtk_widget_is_ancestor (picked, GTK_WIDGET (gutter)));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_line_that_was_marked_before_there_was_any_room_is_in_sight_in_the_end),
    cmocka_unit_test (the_pointer_does_not_reach_the_numbers),
  };
  int n_failed;

  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!display_server_start (600, 500))
    return SKIPPED;

  n_failed = gtk_init_check () ? cmocka_run_group_tests (tests, NULL, NULL) : SKIPPED;
  display_server_stop ();
  return n_failed;
}
