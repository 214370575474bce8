/* test-speaker.c - what who speaks sees of what is still to come */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/screens.h"
#include "app/speaker-picture.h"
#include "app/speaker-window.h"

static PagescapeSession *
open_at (JournalPosition position)
{
  PagescapeSession *session = pagescape_session_new ();

  assert_true (pagescape_session_open (session, "21-split", NULL));
  pagescape_session_set_animates (session, FALSE);
  pagescape_session_go_to (session, position);
  return session;
}

static void
the_next_step_is_drawn_and_the_lesson_stays_where_it_is (void **state)
{
  g_autoptr (PagescapeSession) session = open_at (3);
  const SimMachine *machine = pagescape_session_get_machine (session);
  uint64_t before = sim_machine_hash (machine);
  unsigned n_steps = timeline_n_steps (pagescape_session_get_timeline (session));
  unsigned step = pagescape_session_get_moment (session).step;

  for (unsigned next = step; next <= n_steps; next++)
    {
      g_autoptr (GdkTexture) texture = pagescape_speaker_draw_step (session, next, view_at (0), 400, 0, 2);

      assert_non_null (texture);
      assert_int_equal (gdk_texture_get_width (texture), 800);
      assert_true (gdk_texture_get_height (texture) > 200);
      assert_true (sim_machine_hash (machine) == before);
    }
  assert_null (pagescape_speaker_draw_step (session, n_steps + 1, view_at (0), 400, 0, 1));
  assert_true (sim_machine_hash (machine) == before);
}

/* The class has half as much height as width for it; the speaker's own screen may have more room. */
static void
where_there_is_room_the_next_step_is_higher (void **state)
{
  g_autoptr (PagescapeSession) session = open_at (3);
  g_autoptr (GdkTexture) flat = pagescape_speaker_draw_step (session, 2, view_at (0), 800, 100, 1);
  g_autoptr (GdkTexture) fitting = pagescape_speaker_draw_step (session, 2, view_at (0), 800, 480, 1);
  g_autoptr (GdkTexture) endless = pagescape_speaker_draw_step (session, 2, view_at (0), 800, 4000, 1);

  assert_in_range (gdk_texture_get_height (flat), 320, 330);
  assert_in_range (gdk_texture_get_height (fitting), 478, 480);
  assert_in_range (gdk_texture_get_height (endless), 640, 660);
}

/* What is drawn is the step itself, though a question may hide it from the class. */
static void
two_steps_are_two_pictures (void **state)
{
  g_autoptr (PagescapeSession) session = open_at (0);
  g_autoptr (GdkTexture) second = pagescape_speaker_draw_step (session, 2, view_at (0), 400, 0, 1);
  g_autoptr (GdkTexture) third = pagescape_speaker_draw_step (session, 3, view_at (0), 400, 0, 1);
  int width = gdk_texture_get_width (second), height = gdk_texture_get_height (second);
  g_autofree guchar *a = g_malloc (4 * width * height), *b = g_malloc (4 * width * height);

  gdk_texture_download (second, a, 4 * width);
  gdk_texture_download (third, b, 4 * width);
  assert_int_not_equal (memcmp (a, b, 4 * width * height), 0);
}

static void
without_a_lesson_nothing_is_drawn (void **state)
{
  g_autoptr (PagescapeSession) session = pagescape_session_new ();

  assert_null (pagescape_speaker_draw_step (session, 1, view_at (0), 400, 0, 1));
}

static void
the_clock_has_hours_once_there_are_any (void **state)
{
  static const struct { gint64 seconds; const char *text; } clocks[] = {
    { 0, "0:00" }, { 9, "0:09" }, { 425, "7:05" }, { 3599, "59:59" }, { 3600, "1:00:00" }, { 3729, "1:02:09" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autofree char *text = pagescape_speaker_dup_clock (clocks[i].seconds);

      assert_string_equal (text, clocks[i].text);
    }
}

/* The class sees the projector, whichever of the two the window was on. */
static void
the_screen_of_the_laptop_is_the_speakers (void **state)
{
  static const char *const two[] = { "eDP-1", "HDMI-1" }, *const desktop[] = { "DP-1", "DP-2" };
  static const char *const three[] = { "HDMI-1", "DP-3", "LVDS-1" }, *const unknown[] = { NULL, NULL };
  guint projector, desk;

  assert_false (pagescape_choose_screens (two, 1, 0, &projector, &desk));
  assert_false (pagescape_choose_screens (two, 0, 0, &projector, &desk));
  assert_false (pagescape_choose_screens (two, 2, 2, &projector, &desk));

  assert_true (pagescape_choose_screens (two, 2, 0, &projector, &desk));
  assert_true (projector == 1 && desk == 0);
  assert_true (pagescape_choose_screens (two, 2, 1, &projector, &desk));
  assert_true (projector == 1 && desk == 0);

  assert_true (pagescape_choose_screens (desktop, 2, 1, &projector, &desk));
  assert_true (projector == 0 && desk == 1);
  assert_true (pagescape_choose_screens (three, 3, 1, &projector, &desk));
  assert_true (projector == 1 && desk == 2);
  assert_true (pagescape_choose_screens (unknown, 2, 0, &projector, &desk));
  assert_true (projector == 1 && desk == 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_next_step_is_drawn_and_the_lesson_stays_where_it_is),
    cmocka_unit_test (where_there_is_room_the_next_step_is_higher),
    cmocka_unit_test (two_steps_are_two_pictures),
    cmocka_unit_test (without_a_lesson_nothing_is_drawn),
    cmocka_unit_test (the_clock_has_hours_once_there_are_any),
    cmocka_unit_test (the_screen_of_the_laptop_is_the_speakers),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
