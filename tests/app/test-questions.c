/* test-questions.c - a session waits at a question: nothing goes beyond it, nothing tells the answer
 *
 * Lesson 21 as it is shipped: it asks at the ends of steps 2, 4 and 6.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "app/session.h"

typedef struct {
  PagescapeSession *session;
  unsigned          n_held, n_answered;
} Held;

static void
count_cb (unsigned *count)
{
  ++*count;
}

static int
open_lesson (void **state)
{
  Held *held = g_new0 (Held, 1);

  held->session = pagescape_session_new ();
  g_signal_connect_swapped (held->session, "held", G_CALLBACK (count_cb), &held->n_held);
  g_signal_connect_swapped (held->session, "answered", G_CALLBACK (count_cb), &held->n_answered);
  pagescape_session_set_holds (held->session, TRUE);
  pagescape_session_set_animates (held->session, FALSE);
  assert_true (pagescape_session_open (held->session, "21-split", NULL));
  *state = held;
  return 0;
}

static int
close_lesson (void **state)
{
  Held *held = *state;

  g_object_unref (held->session);
  g_free (held);
  return 0;
}

static unsigned
step_of (PagescapeSession *session)
{
  return pagescape_session_get_moment (session).step;
}

static gboolean
is_asked (PagescapeSession *session,
          const char       *part,
          unsigned         *number)
{
  LessonQuestion question;

  return pagescape_session_get_question (session, &question, number) && strstr (question.text, part) != NULL;
}

static void
nothing_goes_beyond_a_question (void **state)
{
  Held *held = *state;
  PagescapeSession *session = held->session;
  unsigned number;

  for (unsigned way = 0; way < 6; way++)
    {
      unsigned n_held = held->n_held;

      pagescape_session_go_first (session);
      assert_int_equal (step_of (session), 0);
      assert_false (is_asked (session, "", &number));
      switch (way)
        {
        case 0:
          for (unsigned i = 0; i < 4; i++)
            pagescape_session_stride (session, TIMELINE_STEP, 1);
          break;
        case 1:
          for (unsigned i = 0; i < 200; i++)
            pagescape_session_stride (session, TIMELINE_STATEMENT, 1);
          break;
        case 2:
          for (unsigned i = 0; i < 50; i++)
            pagescape_session_stride (session, TIMELINE_EVENT, 1);
          break;
        case 3:
          pagescape_session_go_last (session);
          break;
        case 4:
          pagescape_session_scrub (session, 5.5);
          break;
        default:
          pagescape_session_play (session);
          while (pagescape_session_advance (session, 0.5))
            ;
          assert_false (pagescape_session_get_player (session)->is_playing);
          pagescape_session_play (session);
          assert_false (pagescape_session_get_player (session)->is_playing);
        }
      assert_int_equal (step_of (session), 2);
      assert_int_equal (pagescape_session_get_moment (session).position, pagescape_session_get_first_hidden (session));
      assert_true (is_asked (session, "Which block is taken?", &number));
      assert_true (held->n_held > n_held);
      assert_true (pagescape_session_can_go (session, 1));
    }
}

static void
the_right_answer_lets_the_picture_move_on (void **state)
{
  PagescapeSession *session = ((Held *) *state)->session;
  unsigned number = 99, again;
  g_autofree char *why = NULL;

  pagescape_session_go_last (session);
  assert_true (is_asked (session, "Which block is taken?", &number));
  why = pagescape_session_dup_why (session, number);
  assert_non_null (strstr (why, "first of the list of order 10"));

  pagescape_session_take_answer (session, number);
  assert_true (pagescape_session_is_answered (session, number));
  assert_int_equal (step_of (session), 3);

  /* Back before it and forward again it holds no more; the next one does. */
  pagescape_session_go_first (session);
  pagescape_session_go_last (session);
  assert_int_equal (step_of (session), 4);
  assert_true (is_asked (session, "How often", &again));
  assert_int_not_equal (again, number);
}

static void
an_answer_that_was_shown_holds_no_more_but_moves_nothing (void **state)
{
  PagescapeSession *session = ((Held *) *state)->session;
  unsigned number;

  pagescape_session_go_last (session);
  assert_true (is_asked (session, "", &number));
  pagescape_session_add_answered (session, number);
  assert_int_equal (step_of (session), 2);
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  assert_int_equal (step_of (session), 3);
}

static void
what_follows_is_hidden (void **state)
{
  PagescapeSession *session = ((Held *) *state)->session;
  const Timeline *timeline = pagescape_session_get_timeline (session);
  unsigned first = 0, end = 0, number;

  assert_false (pagescape_session_is_hidden (session, timeline_step_end (timeline, 2)));
  assert_true (pagescape_session_is_hidden (session, timeline_step_end (timeline, 2) + 1));
  assert_true (pagescape_session_get_hidden_lines (session, &first, &end));
  assert_int_equal (first, lesson_ask (pagescape_session_get_lesson (session), 0).line);
  assert_true (end > first + 50);

  pagescape_session_go_last (session);
  assert_true (is_asked (session, "", &number));
  pagescape_session_add_answered (session, number);
  assert_true (pagescape_session_get_hidden_lines (session, &first, &end));
  assert_int_equal (first, lesson_ask (pagescape_session_get_lesson (session), 1).line);
}

static void
questions_need_not_hold (void **state)
{
  Held *held = *state;
  PagescapeSession *session = held->session;
  unsigned first, end;

  pagescape_session_set_holds (session, FALSE);
  assert_true (held->n_answered > 0);
  assert_false (pagescape_session_get_hidden_lines (session, &first, &end));
  pagescape_session_go_last (session);
  assert_int_equal (step_of (session), timeline_n_steps (pagescape_session_get_timeline (session)));
  assert_int_equal (held->n_held, 0);

  /* Switched on again it holds at the next one, and nobody is taken back. */
  pagescape_session_scrub (session, 3);
  pagescape_session_set_holds (session, TRUE);
  assert_int_equal (step_of (session), 3);
  pagescape_session_go_last (session);
  assert_int_equal (step_of (session), 4);
}

static void
what_was_answered_can_be_taken_over (void **state)
{
  PagescapeSession *session = ((Held *) *state)->session;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) numbers = NULL;
  static const unsigned all[] = { 2, 0, 1 };

  none = pagescape_session_list_answered (session);
  assert_int_equal (none->len, 0);
  pagescape_session_set_answered (session, all, 3);
  numbers = pagescape_session_list_answered (session);
  assert_int_equal (numbers->len, 3);
  for (unsigned i = 0; i < 3; i++)
    assert_int_equal (g_array_index (numbers, unsigned, i), i);
  pagescape_session_go_last (session);
  assert_int_equal (step_of (session), timeline_n_steps (pagescape_session_get_timeline (session)));

  assert_true (pagescape_session_reload (session, NULL));
  assert_false (pagescape_session_is_answered (session, 0));
  pagescape_session_go_last (session);
  assert_int_equal (step_of (session), 2);
}

static void
what_is_typed_is_not_held (void **state)
{
  PagescapeSession *session = ((Held *) *state)->session;
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  unsigned first, end;

  pagescape_session_go_last (session);
  assert_int_equal (step_of (session), 2);
  assert_true (pagescape_session_type (session, "struct page *mine = alloc_pages(GFP_KERNEL, 4);", &value, messages));
  assert_int_equal (pagescape_session_get_moment (session).position, timeline_end (pagescape_session_get_timeline (session)));
  assert_true (pagescape_session_get_first_hidden (session) == UINT64_MAX);
  /* But the text of the lesson still keeps its secret. */
  assert_true (pagescape_session_get_hidden_lines (session, &first, &end));

  pagescape_session_switch_branch (session, 0);
  pagescape_session_go_last (session);
  assert_int_equal (step_of (session), 2);
}

/* A session that was kept begins where it was left. */
static void
beginning_behind_a_question_passes_it (void **state)
{
  PagescapeSession *session = ((Held *) *state)->session;
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;

  pagescape_session_set_holds (session, FALSE);
  pagescape_session_go_last (session);
  assert_true (pagescape_session_type (session, "int mine = 1;", &value, messages));
  assert_true (pagescape_session_open (session, "22-merge", NULL));
  pagescape_session_set_holds (session, TRUE);
  assert_true (pagescape_session_open (session, "21-split", NULL));
  assert_int_equal (step_of (session), timeline_n_steps (pagescape_session_get_timeline (session)));
  assert_true (pagescape_session_get_first_hidden (session) == UINT64_MAX);
  pagescape_session_stride (session, TIMELINE_STEP, -1);
  assert_int_equal (step_of (session), timeline_n_steps (pagescape_session_get_timeline (session)) - 1);
}

/* Asked in the middle of a step, where nothing is seen before it: it holds there, and what it says later is
 * not said yet. */
static void
a_question_in_the_middle_of_a_step_holds_there (void **state)
{
  static const char text[] = "scenario(\"x\");\nmachine(.ram = SZ_64M, .boot = \"handover\");\n"
                             "step(\"one\");\nsay(\"A.\");\nask(\"n?\", .answer = 1);\n"
                             "struct page *a = alloc_pages(GFP_KERNEL, 4);\nsay(\"B.\");\n"
                             "step(\"two\");\n__free_pages(a, 4);\nask(\"m?\", .answer = 2);\nsay(\"C.\");\n";
  PagescapeSession *session = ((Held *) *state)->session;
  g_autofree char *name = NULL;
  AxisMoment moment;
  unsigned number;
  int fd = g_file_open_tmp ("XXXXXX.scenario", &name, NULL);

  assert_true (fd >= 0);
  g_close (fd, NULL);
  assert_true (g_file_set_contents (name, text, -1, NULL));
  assert_true (pagescape_session_open (session, name, NULL));
  assert_false (pagescape_session_has_failed (session));
  g_unlink (name);

  pagescape_session_set_animates (session, TRUE);
  pagescape_session_play (session);
  while (pagescape_session_advance (session, 1 / 30.0))
    ;
  moment = pagescape_session_get_moment (session);
  assert_int_equal (moment.step, 1);
  assert_int_equal (moment.position, moment.next);
  assert_true (is_asked (session, "n?", &number));
  assert_string_equal (lesson_sentence (pagescape_session_get_lesson (session), 1, moment.position), "A.");

  pagescape_session_take_answer (session, number);
  while (pagescape_session_advance (session, 1 / 30.0))
    ;
  assert_int_equal (step_of (session), 1);
  assert_string_equal (lesson_sentence (pagescape_session_get_lesson (session), 1,
                                        pagescape_session_get_moment (session).position), "A. B.");
  pagescape_session_play (session);
  while (pagescape_session_advance (session, 1 / 30.0))
    ;
  assert_int_equal (step_of (session), 2);
  assert_true (is_asked (session, "m?", &number));
  assert_null (lesson_sentence (pagescape_session_get_lesson (session), 2, pagescape_session_get_moment (session).position));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
#define OF_LESSON(test) cmocka_unit_test_setup_teardown (test, open_lesson, close_lesson)
    OF_LESSON (nothing_goes_beyond_a_question),
    OF_LESSON (the_right_answer_lets_the_picture_move_on),
    OF_LESSON (an_answer_that_was_shown_holds_no_more_but_moves_nothing),
    OF_LESSON (what_follows_is_hidden),
    OF_LESSON (questions_need_not_hold),
    OF_LESSON (what_was_answered_can_be_taken_over),
    OF_LESSON (what_is_typed_is_not_held),
    OF_LESSON (beginning_behind_a_question_passes_it),
    OF_LESSON (a_question_in_the_middle_of_a_step_holds_there),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
