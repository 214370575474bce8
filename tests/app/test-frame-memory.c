/* test-frame-memory.c - frames do not touch fresh memory each time, on an X server of its own */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gtk/gtk.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "app/frame-memory.h"
#include "bench/display-server.h"

#define WIDTH    800
#define HEIGHT   600
#define N_FRAMES 6
#define N_PAGES  (WIDTH * HEIGHT * 4 / 4096)    /* of a frame */
#define SKIPPED  77                             /* as meson has it */

static void
painted_cb (GdkFrameClock *clock,
            gpointer       data)
{
  *(gboolean *) data = TRUE;
}

static void
paint_frame (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gboolean is_painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &is_painted);
  /* Something that changes everywhere, so that everything is presented. */
  double opacity = gtk_widget_get_opacity (window) < 0.95 ? 1 : 0.9;

  gtk_widget_set_opacity (window, opacity);
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  gdk_display_sync (gtk_widget_get_display (window));
}

static long
pages_touched (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

/* Pages that are touched for the first time, a frame. */
static long
pages_a_frame (GtkWidget *window)
{
  long begin;

  for (int i = 0; i < 3; i++)
    paint_frame (window);
  begin = pages_touched ();
  for (int i = 0; i < N_FRAMES; i++)
    paint_frame (window);

  return (pages_touched () - begin) / N_FRAMES;
}

static void
a_frame_touches_no_fresh_memory (void **state)
{
  GtkWidget *window = gtk_window_new ();
  long before, after;

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), gtk_label_new ("frames"));
  gtk_window_present (GTK_WINDOW (window));

  before = pages_a_frame (window);
  pagescape_keep_frame_memory (window);
  after = pages_a_frame (window);
  gtk_window_destroy (GTK_WINDOW (window));

  /* If GTK itself has come to keep it, there is nothing to prove. */
  if (before < N_PAGES)
    skip ();
  if (after > before - N_PAGES * 3 / 4)
    fail_msg ("%ld pages a frame before, %ld after; a frame has %d", before, after, N_PAGES);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_frame_touches_no_fresh_memory),
  };
  int n_failed;

  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!display_server_start (WIDTH, HEIGHT))
    return SKIPPED;

  n_failed = gtk_init_check () ? cmocka_run_group_tests (tests, NULL, NULL) : SKIPPED;
  display_server_stop ();
  return n_failed;
}
