/* test-words.c - what the window calls steps, lines and files, without a display
 *
 * Lesson 21 is used as it is shipped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/session.h"
#include "app/words.h"

static int
open_lesson (void **state)
{
  PagescapeSession *session = pagescape_session_new ();

  assert_true (pagescape_session_open (session, "21-split", NULL));
  *state = session;
  return 0;
}

static int
close_lesson (void **state)
{
  g_object_unref (*state);
  return 0;
}

/* A newcomer sees the machine before anything has happened. */
static void
before_the_first_step_it_is_said_what_machine_this_is (void **state)
{
  PagescapeSession *session = *state;
  g_autofree char *first = pagescape_words_said (session);
  g_autofree char *second = NULL;

  assert_non_null (strstr (first, "64 MiB of RAM"));
  assert_non_null (strstr (first, "Linux 6.1"));
  assert_non_null (strstr (first, "DMA and Normal"));
  assert_non_null (strstr (first, "buddy view"));

  pagescape_session_set_animates (session, FALSE);
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  second = pagescape_words_said (session);
  assert_null (strstr (second, "RAM"));
  assert_string_equal (second, lesson_whole_sentence (pagescape_session_get_lesson (session), 1));
}

/* Typed before the first step, where the lesson then is a continuation of its own without a step. */
static void
own_lines_are_beside_the_lesson_and_lead_back_to_where_it_was_left (void **state)
{
  PagescapeSession *session = *state;
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  g_autofree char *before = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *after = NULL;
  JournalPosition left;

  pagescape_session_set_animates (session, FALSE);
  left = pagescape_session_get_moment (session).position;
  before = pagescape_words_place (session);
  assert_string_equal (before, "step 0 / 8");
  assert_true (pagescape_session_type (session, "struct page *mine = alloc_pages(GFP_KERNEL, 4)", &value, messages));
  assert_true (pagescape_session_get_moment (session).position > left);
  beside = pagescape_words_place (session);
  assert_string_equal (beside, "step 0 / 8 + own lines");

  pagescape_session_switch_branch (session, 0);
  after = pagescape_words_place (session);
  assert_string_equal (after, "step 0 / 8");
  assert_true (pagescape_session_get_moment (session).position >= left);
  assert_int_equal (pagescape_session_get_moment (session).step, 0);
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  assert_int_equal (pagescape_session_get_moment (session).step, 1);

  /* What was typed is still there. */
  pagescape_session_switch_branch (session, 1);
  assert_true (pagescape_session_is_variable (session, "mine"));
}

/* On screen it stands at the end, in the saved text where it was typed. */
static void
a_typed_line_has_no_number (void **state)
{
  PagescapeSession *session = *state;
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  g_autofree char *owner = NULL;
  SimBlock block;

  pagescape_session_set_animates (session, FALSE);
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  assert_true (pagescape_session_type (session, "struct page *mine = alloc_pages(GFP_KERNEL, 4)", &value, messages));
  pagescape_session_select (session, sim_ref (SIM_REF_FRAME, 0x1800));
  assert_true (pagescape_session_get_selected_block (session, &block));
  owner = pagescape_session_dup_owner (session, &block);
  assert_string_equal (owner, "mine, typed in step 1");
}

static void
a_scenario_is_saved_under_the_title_it_was_given (void **state)
{
  static const struct { const char *title, *name; } names[] = {
    { "Blackboard", "Blackboard" }, { "a/b: c?", "a b  c" }, { "..", "Untitled 1" }, { "", "Untitled 1" }, { "页框", "页框" },
  };
  PagescapeSession *session = *state;
  g_autofree char *lesson = pagescape_session_dup_file_name (session);

  assert_string_equal (lesson, "21-split");
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("scenario(\"%s\");\nmachine(.ram = SZ_64M, .boot = \"handover\");\n",
                                               names[i].title);
      g_autofree char *name = NULL;

      assert_true (pagescape_session_open_text (session, "Untitled 1", text));
      name = pagescape_session_dup_file_name (session);
      assert_string_equal (name, names[i].name);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
#define OF_LESSON(test) cmocka_unit_test_setup_teardown (test, open_lesson, close_lesson)
    OF_LESSON (before_the_first_step_it_is_said_what_machine_this_is),
    OF_LESSON (own_lines_are_beside_the_lesson_and_lead_back_to_where_it_was_left),
    OF_LESSON (a_typed_line_has_no_number),
    OF_LESSON (a_scenario_is_saved_under_the_title_it_was_given),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
