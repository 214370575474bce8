/* test-appearance.c - the desktop's style, contrast, text size and reduced motion are followed while the window stands.
 * It needs a display.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/appearance.h"
#include "app/application.h"
#include "app/canvas-private.h"
#include "app/window.h"

typedef struct {
  GSettings          *interface, *access;
  PagescapeWindow    *window;
  PagescapeCanvas    *canvas;
} Desktop;

static Desktop desktop;

/* Time for a frame. */
static void
spin (void)
{
  gint64 end = g_get_monotonic_time () + 400 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static PagescapeCanvas *
find_canvas (GtkWidget *widget)
{
  GtkWidget *child;
  PagescapeCanvas *found = NULL;

  if (PAGESCAPE_IS_CANVAS (widget) && gtk_widget_get_mapped (widget))
    return PAGESCAPE_CANVAS (widget);
  for (child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_canvas (child);
  return found;
}

static void
expect_theme (PaintTheme theme,
              bool       is_dark)
{
  spin ();
  assert_ptr_equal (pagescape_palette (), paint_palette_on (theme, is_dark));
  /* And it was painted. */
  assert_ptr_equal (desktop.canvas->palette, paint_palette_on (theme, is_dark));
}

static void
the_style_is_followed (void **state)
{
  expect_theme (PAINT_LIGHT, false);
  g_settings_set_string (desktop.interface, "color-scheme", "prefer-dark");
  expect_theme (PAINT_DARK, true);
  g_settings_set_string (desktop.interface, "color-scheme", "default");
  expect_theme (PAINT_LIGHT, false);
}

static void
the_contrast_is_followed (void **state)
{
  g_settings_set_boolean (desktop.access, "high-contrast", TRUE);
  expect_theme (PAINT_HIGH_CONTRAST, false);
  g_settings_set_string (desktop.interface, "color-scheme", "prefer-dark");
  expect_theme (PAINT_HIGH_CONTRAST, true);
  g_settings_set_boolean (desktop.access, "high-contrast", FALSE);
  expect_theme (PAINT_DARK, true);
  g_settings_set_string (desktop.interface, "color-scheme", "default");
  expect_theme (PAINT_LIGHT, false);
}

static void
the_text_size_is_followed (void **state)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (desktop.canvas));
  int dpi = -1;
  double before;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  before = desktop.canvas->text_scale;
  g_object_set (settings, "gtk-xft-dpi", (dpi > 0 ? dpi : 96 * 1024) * 3 / 2, NULL);
  spin ();
  assert_true (desktop.canvas->text_scale > before * 1.49 && desktop.canvas->text_scale < before * 1.51);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  spin ();
  assert_true (desktop.canvas->text_scale == before);
}

static void
reduced_motion_is_followed (void **state)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (desktop.canvas));
  const Player *player = pagescape_session_get_player (desktop.canvas->session);

  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  spin ();
  assert_true (player->animates);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  spin ();
  assert_false (player->animates);
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  spin ();
  assert_true (player->animates);
}

static int
set_up (void **state)
{
  PagescapeApplication *application = pagescape_application_new ();

  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    return 1;
  desktop.interface = g_settings_new ("org.gnome.desktop.interface");
  desktop.access = g_settings_new ("org.gnome.desktop.a11y.interface");
  desktop.window = pagescape_window_new (GTK_APPLICATION (application));
  pagescape_window_open (desktop.window, "21-split");
  gtk_window_present (GTK_WINDOW (desktop.window));
  spin ();
  spin ();
  desktop.canvas = find_canvas (GTK_WIDGET (desktop.window));
  return desktop.canvas == NULL;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_style_is_followed),
    cmocka_unit_test (the_contrast_is_followed),
    cmocka_unit_test (the_text_size_is_followed),
    cmocka_unit_test (reduced_motion_is_followed),
  };

  return cmocka_run_group_tests (tests, set_up, NULL);
}
