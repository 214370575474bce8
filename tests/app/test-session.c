/* test-session.c - opening, moving, selecting and typing, without a display
 *
 * Lesson 21 is used as it is shipped: a block is split, and merges again.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "app/session.h"

#define assert_near(a, b) assert_true (fabs ((a) - (b)) < 1e-6)

typedef struct {
  PagescapeSession *session;
  unsigned n_opened, n_moved, n_stepped, n_grew, n_selected;
} Opened;

static void
count_cb (unsigned *count)
{
  ++*count;
}

static int
open_lesson (void **state)
{
  Opened *opened = g_new0 (Opened, 1);

  opened->session = pagescape_session_new ();
  g_signal_connect_swapped (opened->session, "opened", G_CALLBACK (count_cb), &opened->n_opened);
  g_signal_connect_swapped (opened->session, "moved", G_CALLBACK (count_cb), &opened->n_moved);
  g_signal_connect_swapped (opened->session, "stepped", G_CALLBACK (count_cb), &opened->n_stepped);
  g_signal_connect_swapped (opened->session, "grew", G_CALLBACK (count_cb), &opened->n_grew);
  g_signal_connect_swapped (opened->session, "selected", G_CALLBACK (count_cb), &opened->n_selected);
  assert_true (pagescape_session_open (opened->session, "21-split", NULL));
  assert_non_null (pagescape_session_get_lesson (opened->session));

  *state = opened;
  return 0;
}

static int
close_lesson (void **state)
{
  Opened *opened = *state;

  g_object_unref (opened->session);
  g_free (opened);
  return 0;
}

static uint64_t
hash_of (PagescapeSession *session)
{
  return sim_machine_hash (pagescape_session_get_machine (session));
}

/* Every frame's role, as looked at afresh, is what the session kept up to date. */
static void
assert_cells_are_right (PagescapeSession *session)
{
  const SimMachine *machine = pagescape_session_get_machine (session);
  const SceneRole *roles = view_cells_roles (pagescape_session_get_cells (session));

  for (SimPfn pfn = 0; pfn < sim_n_frames (machine); pfn++)
    if (roles[pfn] != view_frame_role (machine, pfn))
      fail_msg ("frame 0x%x has role %u and is shown as %u", pfn, view_frame_role (machine, pfn), roles[pfn]);
}

static void
let_pass (PagescapeSession *session,
          double            seconds)
{
  for (; seconds > 0 && pagescape_session_advance (session, 1 / 60.0); seconds -= 1 / 60.0)
    ;
}

static void
a_lesson_opens_before_its_first_step (void **state)
{
  Opened *opened = *state;

  assert_int_equal (opened->n_opened, 1);
  assert_int_equal (pagescape_session_get_moment (opened->session).step, 0);
  assert_true (pagescape_session_can_go (opened->session, 1));
  assert_false (pagescape_session_has_failed (opened->session));
  assert_cells_are_right (opened->session);
}

static void
steps_forward_and_back_meet_the_same_machine (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  unsigned n_steps = timeline_n_steps (pagescape_session_get_timeline (session));
  uint64_t hashes[64];

  pagescape_session_set_animates (session, FALSE);
  assert_true (n_steps > 2 && n_steps < 64);

  hashes[0] = hash_of (session);
  for (unsigned step = 1; step <= n_steps; step++)
    {
      pagescape_session_stride (session, TIMELINE_STEP, 1);
      assert_int_equal (pagescape_session_get_moment (session).step, step);
      hashes[step] = hash_of (session);
      assert_cells_are_right (session);
    }

  assert_false (pagescape_session_can_go (session, 1));
  for (unsigned step = n_steps; step-- > 1;)
    {
      pagescape_session_stride (session, TIMELINE_STEP, -1);
      assert_int_equal (pagescape_session_get_moment (session).step, step);
      assert_true (hash_of (session) == hashes[step]);
      assert_cells_are_right (session);
    }
}

static void
strides_by_statement_pass_every_statement_and_come_to_the_end (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  const Timeline *timeline = pagescape_session_get_timeline (session);
  JournalPosition before = 0;

  pagescape_session_set_animates (session, FALSE);
  for (unsigned i = 0; i < 10000 && pagescape_session_get_moment (session).position < timeline_end (timeline); i++)
    {
      pagescape_session_stride (session, TIMELINE_STATEMENT, 1);
      assert_true (pagescape_session_get_moment (session).position > before);
      before = pagescape_session_get_moment (session).position;
    }
  assert_int_equal (before, timeline_end (timeline));

  for (unsigned i = 0; i < 10000 && pagescape_session_get_moment (session).position > 0; i++)
    {
      pagescape_session_stride (session, TIMELINE_STATEMENT, -1);
      assert_true (pagescape_session_get_moment (session).position < before);
      before = pagescape_session_get_moment (session).position;
    }
}

static void
strides_by_event_go_one_by_one_in_both_directions (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (JournalPosition));
  JournalPosition position;

  pagescape_session_set_animates (session, FALSE);
  for (unsigned i = 0; i < 40; i++)
    {
      pagescape_session_stride (session, TIMELINE_EVENT, 1);
      position = pagescape_session_get_moment (session).position;
      g_array_append_val (positions, position);
    }
  for (unsigned i = 40; i-- > 1;)
    {
      JournalPosition here = g_array_index (positions, JournalPosition, i);
      JournalPosition before = g_array_index (positions, JournalPosition, i - 1);

      assert_int_equal (pagescape_session_get_moment (session).position, here);
      pagescape_session_stride (session, TIMELINE_EVENT, -1);
      position = pagescape_session_get_moment (session).position;
      /* Before the event; between the two may lie words of the script that do not show. */
      assert_true (position >= before && position < here);
      pagescape_session_go_to (session, before);
    }
  g_array_unref (positions);
}

static void
a_step_that_is_under_way_can_be_turned_round (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  unsigned step = 1;
  uint64_t hash;
  double t;

  /* The end of the step before one in which much happens. */
  while (axis_n_shown (pagescape_session_get_timeline (session), step + 1) < 8)
    step++;
  pagescape_session_scrub (session, step);
  hash = hash_of (session);

  pagescape_session_stride (session, TIMELINE_STEP, 1);
  let_pass (session, 0.3);
  t = pagescape_session_get_player (session)->t;
  assert_true (t > step && t < step + 1);

  pagescape_session_stride (session, TIMELINE_STEP, -1);
  let_pass (session, 0.1);
  assert_true (pagescape_session_get_player (session)->t < t);
  let_pass (session, 60);
  assert_near (pagescape_session_get_player (session)->t, step);
  assert_true (hash_of (session) == hash);
}

static void
scrubbing_is_exact_and_shows_what_lies_between_two_events (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  double last = pagescape_session_get_player (session)->last;

  for (double t = 0; t <= last; t += 0.037)
    {
      AxisMoment moment;

      pagescape_session_scrub (session, t);
      moment = pagescape_session_get_moment (session);
      assert_true (moment.fraction >= 0 && moment.fraction < 1);
      assert_int_equal (timeline_position (pagescape_session_get_timeline (session)), moment.position);
    }
  assert_cells_are_right (session);

  pagescape_session_scrub (session, last);
  pagescape_session_scrub (session, 0);
  assert_cells_are_right (session);
}

static void
looking_one_event_ahead_leaves_the_machine_where_it_is (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  PagescapeFrame frame = {
    .view = view_by_id ("buddy"), .camera = { 1, { 0.5, 0.5 } }, .size = { 900, 600 }, .measure = scene_measure_plain ()
  };
  ScenePicture *here = scene_picture_new (), *after = scene_picture_new ();
  uint64_t hash;

  pagescape_session_scrub (session, 0.42);
  hash = hash_of (session);
  pagescape_session_layout (session, &frame, FALSE, here);
  pagescape_session_layout (session, &frame, TRUE, after);
  assert_true (hash_of (session) == hash);
  assert_true (scene_picture_n_shapes (here) > 20);
  assert_true (scene_picture_n_shapes (after) > 20);

  scene_picture_free (here);
  scene_picture_free (after);
}

static void
what_is_typed_runs_and_moves_the_picture_on (void **state)
{
  Opened *opened = *state;
  PagescapeSession *session = opened->session;
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  uint64_t free_before, free_after;
  SimZoneId normal = sim_zone_named (pagescape_session_get_machine (session), "Normal");

  pagescape_session_set_animates (session, FALSE);
  pagescape_session_go_last (session);
  free_before = sim_zone (pagescape_session_get_machine (session), normal).free;

  assert_true (pagescape_session_type (session, "struct page *mine = alloc_pages(GFP_KERNEL, 5);", &value, messages));
  free_after = sim_zone (pagescape_session_get_machine (session), normal).free;
  assert_int_equal (free_before - free_after, 32);
  assert_int_equal (opened->n_grew, 1);
  assert_cells_are_right (session);
  assert_int_equal (pagescape_session_get_moment (session).position,
                    timeline_end (pagescape_session_get_timeline (session)));
}

static void
an_expression_answers_and_changes_nothing (void **state)
{
  Opened *opened = *state;
  PagescapeSession *session = opened->session;
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  JournalPosition end = timeline_end (pagescape_session_get_timeline (session));
  AxisMoment before;

  pagescape_session_scrub (session, 1);
  before = pagescape_session_get_moment (session);
  assert_true (pagescape_session_type (session, "1 + 2 * 3", &value, messages));
  assert_string_equal (value, "7");
  assert_int_equal (timeline_end (pagescape_session_get_timeline (session)), end);
  assert_int_equal (pagescape_session_get_moment (session).position, before.position);
}

/*   21 ── typed ──┐           ┌── 21, as it was left
 *                └── 22 ─────┘                       */
static void
what_was_typed_is_there_again_after_another_lesson (void **state)
{
  const PagescapeKept *kept;
  PagescapeSession *session = ((Opened *) *state)->session;
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *value = NULL;
  JournalPosition position;
  uint64_t hash;

  pagescape_session_set_animates (session, FALSE);
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  assert_false (pagescape_session_has_typed (session));
  assert_true (pagescape_session_type (session, "struct page *mine = alloc_pages(GFP_KERNEL, 5);", &value, messages));
  assert_true (pagescape_session_has_typed (session));
  pagescape_session_stride (session, TIMELINE_EVENT, -1);
  position = pagescape_session_get_moment (session).position;
  hash = hash_of (session);

  assert_true (pagescape_session_open (session, "22-merge", NULL));
  assert_false (pagescape_session_has_typed (session));
  list = pagescape_session_list_kept (session);
  assert_int_equal (list->len, 2);
  kept = g_ptr_array_index (list, 1);
  assert_int_equal (kept->lines->len, 1);
  assert_string_equal (((PagescapeLine *) g_ptr_array_index (kept->lines, 0))->text,
                       "struct page *mine = alloc_pages(GFP_KERNEL, 5);");

  assert_true (pagescape_session_open (session, "21-split", NULL));
  assert_true (pagescape_session_has_typed (session));
  assert_int_equal (pagescape_session_get_moment (session).position, position);
  assert_true (hash_of (session) == hash);
  assert_cells_are_right (session);
  assert_non_null (strstr (lesson_source (pagescape_session_get_lesson (session)), "mine"));

  /* Chosen again it stays; only reloading gives it up. */
  assert_true (pagescape_session_open (session, "21-split", NULL));
  assert_true (pagescape_session_has_typed (session));
  assert_true (pagescape_session_reload (session, NULL));
  assert_false (pagescape_session_has_typed (session));
  assert_null (strstr (lesson_source (pagescape_session_get_lesson (session)), "mine"));
}

static LessonVerdict
judged (PagescapeSession *session,
        SimRef            object)
{
  g_autofree char *why_not = NULL;
  LessonQuestion question;
  LessonVerdict verdict;
  unsigned number;

  assert_true (pagescape_session_get_question (session, &question, &number));
  verdict = lesson_judge_object (pagescape_session_get_lesson (session), &question, object, &why_not);
  assert_int_equal (why_not != NULL, verdict == LESSON_WRONG);
  return verdict;
}

/* Step 2 of lesson 21 asks for the block of order 10 at 0x1800. */
static void
any_frame_of_the_wanted_block_is_the_answer (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  LessonQuestion question;
  unsigned number;

  pagescape_session_set_animates (session, FALSE);
  assert_false (pagescape_session_get_question (session, &question, &number));
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  assert_false (pagescape_session_get_question (session, &question, &number));
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  assert_true (pagescape_session_get_question (session, &question, &number));

  assert_int_equal (judged (session, sim_ref (SIM_REF_FRAME, 0x1800)), LESSON_RIGHT);
  assert_int_equal (judged (session, sim_ref (SIM_REF_FRAME, 0x1bff)), LESSON_RIGHT);
  assert_int_equal (judged (session, sim_ref (SIM_REF_BLOCK, (uint64_t) 10 << 32 | 0x1800)), LESSON_RIGHT);
  assert_int_equal (judged (session, sim_ref (SIM_REF_FRAME, 0x1c00)), LESSON_WRONG);
  assert_int_equal (judged (session, sim_ref (SIM_REF_NONE, 0)), LESSON_UNREADABLE);
}

static void
nonsense_is_answered_with_words_and_loses_nothing (void **state)
{
  static const char *const nonsense[] = {
    "", ";", "}", "{", "((((", "alloc_pages(", "alloc_pages()", "return;", "goto out;", "x = ;", "\"", "'",
    "/*", "while (1) ;", "for (;;) alloc_page(GFP_KERNEL);", "\xff\xfe", "int a[1000000000];", "1 / 0", "*(int *) 0 = 1;",
    "__free_pages(0, 99);", "scenario(\"again\");", "machine();", "#define A A", "void f() { f(); } f();", "页",
  };
  PagescapeSession *session = ((Opened *) *state)->session;

  pagescape_session_set_animates (session, FALSE);
  for (unsigned i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autoptr (Messages) messages = messages_new ();
      g_autofree char *value = NULL;
      uint64_t hash = hash_of (session);
      AxisMoment before = pagescape_session_get_moment (session);

      if (!pagescape_session_type (session, nonsense[i], &value, messages))
        {
          assert_true (hash_of (session) == hash);
          assert_int_equal (pagescape_session_get_moment (session).position, before.position);
        }
      assert_cells_are_right (session);
      assert_non_null (pagescape_session_get_lesson (session));
    }
}

/*   the lesson   0 ── 1 ── 2 ── 3 ── … ── 8
 *   typed at 2             └── typed            both can be gone to  */
static void
typing_in_the_past_forks_and_the_old_future_stays_reachable (void **state)
{
  PagescapeSession *session = ((Opened *) *state)->session;
  const Timeline *timeline = pagescape_session_get_timeline (session);
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  unsigned n_steps = timeline_n_steps (timeline);
  uint64_t hash_at_end;

  pagescape_session_set_animates (session, FALSE);
  pagescape_session_go_last (session);
  hash_at_end = hash_of (session);

  pagescape_session_scrub (session, 2);
  assert_true (pagescape_session_type (session, "alloc_pages(GFP_KERNEL, 9);", &value, messages));
  assert_int_equal (timeline_n_branches (timeline), 2);
  assert_int_equal (timeline_n_steps (timeline), 2);
  assert_cells_are_right (session);

  pagescape_session_switch_branch (session, 0);
  assert_int_equal (timeline_n_steps (timeline), n_steps);
  assert_int_equal (pagescape_session_get_moment (session).step, 2);
  assert_cells_are_right (session);
  pagescape_session_go_last (session);
  assert_true (hash_of (session) == hash_at_end);
  assert_cells_are_right (session);
}

static void
a_selected_block_can_be_freed_in_the_words_of_the_script (void **state)
{
  Opened *opened = *state;
  PagescapeSession *session = opened->session;
  const SimMachine *machine = pagescape_session_get_machine (session);
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  g_autofree char *line = NULL;
  SimBlock block = { 0 };
  SimPfn pfn;

  pagescape_session_set_animates (session, FALSE);
  pagescape_session_scrub (session, 3);
  for (pfn = 0; pfn < sim_n_frames (machine); pfn++)
    if (sim_frame_state (machine, pfn) == SIM_FRAME_ALLOCATED)
      break;
  assert_true (pfn < sim_n_frames (machine));

  assert_null (pagescape_session_dup_free_call (session));
  pagescape_session_select (session, sim_ref (SIM_REF_FRAME, pfn));
  assert_int_equal (opened->n_selected, 1);
  assert_true (pagescape_session_get_selected_block (session, &block));

  line = pagescape_session_dup_free_call (session);
  assert_non_null (line);
  assert_true (pagescape_session_type (session, line, &value, messages));
  assert_int_not_equal (sim_frame_state (machine, pfn), SIM_FRAME_ALLOCATED);
}

static void
a_bad_file_is_told_and_the_old_lesson_stays (void **state)
{
  Opened *opened = *state;
  PagescapeSession *session = opened->session;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("XXXXXX.scenario", &name, NULL);

  assert_true (fd >= 0);
  g_close (fd, NULL);
  assert_true (g_file_set_contents (name, "scenario(\"x\");\nmachine();\nstep(\"a\");\nallok_pages(1);\n", -1, NULL));

  assert_true (pagescape_session_open (session, name, &error));
  assert_null (error);
  assert_true (pagescape_session_has_failed (session));
  assert_true (messages_n_errors (pagescape_session_get_messages (session)) > 0);
  assert_non_null (pagescape_session_get_lesson (session));
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  g_unlink (name);

  assert_false (pagescape_session_open (session, "/nowhere/at/all.scenario", &error));
  assert_non_null (error);
  assert_non_null (pagescape_session_get_lesson (session));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
#define OF_LESSON(test) cmocka_unit_test_setup_teardown (test, open_lesson, close_lesson)
    OF_LESSON (a_lesson_opens_before_its_first_step),
    OF_LESSON (steps_forward_and_back_meet_the_same_machine),
    OF_LESSON (strides_by_statement_pass_every_statement_and_come_to_the_end),
    OF_LESSON (strides_by_event_go_one_by_one_in_both_directions),
    OF_LESSON (a_step_that_is_under_way_can_be_turned_round),
    OF_LESSON (scrubbing_is_exact_and_shows_what_lies_between_two_events),
    OF_LESSON (looking_one_event_ahead_leaves_the_machine_where_it_is),
    OF_LESSON (what_is_typed_runs_and_moves_the_picture_on),
    OF_LESSON (an_expression_answers_and_changes_nothing),
    OF_LESSON (what_was_typed_is_there_again_after_another_lesson),
    OF_LESSON (any_frame_of_the_wanted_block_is_the_answer),
    OF_LESSON (nonsense_is_answered_with_words_and_loses_nothing),
    OF_LESSON (typing_in_the_past_forks_and_the_old_future_stays_reachable),
    OF_LESSON (a_selected_block_can_be_freed_in_the_words_of_the_script),
    OF_LESSON (a_bad_file_is_told_and_the_old_lesson_stays),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
