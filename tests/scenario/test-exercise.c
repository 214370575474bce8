/* Sheets of exercises: each is a scenario that holds, and its key is what the model does afterwards. */
#include "lessons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/exercise.h"

#define N_SEEDS 10

static Lesson *
lesson_of_sheet (const ExerciseSheet *sheet)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (sheet->text, strlen (sheet->text), "sheet", messages);
  Lesson *lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;
  gboolean is_good = lesson != NULL && lesson_run (lesson, G_MAXUINT, messages);

  for (size_t i = 0; i < messages_n (messages); i++)
    print_error ("%u:%u: %s\n", messages_at (messages, i)->line, messages_at (messages, i)->column, messages_at (messages, i)->text);
  if (!is_good || messages_n (messages) > 0)
    fail_msg ("seed %u:\n%s", (unsigned) sheet->seed, sheet->text);
  assert_int_equal (lesson_n_failed (lesson), 0);
  return lesson;
}

/* --- the key, found again ---------------------------------------------------------------------- */

/* What the model did in the step of the answer. */
typedef struct {
  SimPfn         taken, given;
  unsigned       n_splits;
  SimOrder       freed_order;
  SimMigrateType freed_type;
  unsigned       pcp_list;
} Done;

static Done
done_in (Lesson  *lesson,
         unsigned step)
{
  const Timeline *timeline = lesson_timeline (lesson);
  Done done = { .taken = SIM_NO_PFN, .given = SIM_NO_PFN, .pcp_list = UINT_MAX };

  for (JournalPosition at = timeline_step_first (timeline, step); at < timeline_step_end (timeline, step); at++)
    {
      SimEvent event;

      assert_true (timeline_event (timeline, at, &event));
      switch ((SimEventKind) event.kind)
        {
        case SIM_EVENT_BLOCK_TAKEN:
          done.taken = done.taken == SIM_NO_PFN ? event.arg[0] : done.taken;
          break;
        case SIM_EVENT_BLOCK_SPLIT:
          done.n_splits++;
          break;
        case SIM_EVENT_BLOCK_HANDED_OUT:
          done.given = event.arg[0];
          break;
        case SIM_EVENT_BLOCK_FREED:
          done.freed_order = event.arg[1];
          done.freed_type = event.arg[2];
          break;
        case SIM_EVENT_PCP_ADDED:
          done.pcp_list = event.arg[2];
          break;
        default:
          break;
        }
    }
  return done;
}

static unsigned
log2_of (unsigned n)
{
  unsigned order = 0;

  while ((1u << order) < n)
    order++;
  return order;
}

static void
check_key (Lesson         *lesson,
           const Exercise *exercise,
           LessonAsk       ask)
{
  Timeline *timeline = lesson_timeline (lesson);
  Done done = done_in (lesson, exercise->step + 1);
  unsigned a = 0, b = 0, count = 0;
  LessonQuestion question;

  assert_int_equal (ask.step, exercise->step);
  assert_int_equal (ask.position, timeline_step_end (timeline, ask.step));
  assert_true (lesson_question (lesson, ask.number, &question));
  const char *choice = question.choices != NULL ? question.choices[question.choice] : "";
  uint64_t chosen = g_ascii_strtoull (choice, NULL, 0);
  g_autofree char *why = lesson_dup_why (lesson, &ask);
  assert_non_null (why);

  switch (exercise->kind)
    {
    case EXERCISE_SIZE:
      assert_int_equal (sscanf (question.text, "How large is a block of order %u?", &a), 1);
      assert_int_equal (chosen, 4u << a);
      break;
    case EXERCISE_ORDER:
      assert_int_equal (sscanf (question.text, "%u page frames", &a), 1);
      assert_int_equal (chosen, log2_of (a));
      break;
    case EXERCISE_FRAME:
      assert_int_equal (sscanf (question.text, "Which page frame holds the physical address %x?", &a), 1);
      assert_int_equal (question.value, a / 4096);
      break;
    case EXERCISE_BUDDY:
      assert_int_equal (sscanf (question.text, "Where does the buddy of the block %x of order %u begin?", &a, &b), 2);
      assert_int_equal (a % (1u << b), 0);
      assert_int_equal (chosen, a / (2u << b) * (2u << b) == a ? a + (1u << b) : a - (1u << b));
      break;
    case EXERCISE_SPLITS:
      assert_int_equal (question.value, done.n_splits);
      break;
    case EXERCISE_TAKEN:
      assert_int_equal (question.answer.id, done.taken);
      assert_int_equal (question.block.state, SIM_FRAME_FREE);
      break;
    case EXERCISE_MERGED:
      assert_int_equal (chosen, done.freed_order);
      break;
    case EXERCISE_HOT:
      assert_int_equal (chosen, done.given);
      break;
    case EXERCISE_LIST:
      assert_int_equal (question.answer.id >> 8 & 0xff, done.freed_order);
      assert_int_equal (question.answer.id & 0xff, done.freed_type);
      break;
    case EXERCISE_CPU_LIST:
      assert_int_equal (question.answer.id & 0xff, done.pcp_list);
      break;
    case EXERCISE_SUCCEEDS:
      assert_int_equal (question.choice == 0, done.given != SIM_NO_PFN);
      break;
    case EXERCISE_DRAW:
      assert_int_equal (timeline_seek (timeline, timeline_step_end (timeline, exercise->step + 1)), SIM_OK);
      for (SimOrder order = exercise->first_order; order <= exercise->last_order; order++)
        count += sim_list_length (timeline_machine (timeline), exercise->zone, order, exercise->type);
      assert_int_equal (question.value, count);
      break;
    case EXERCISE_FALLBACK:
      assert_int_equal (timeline_seek (timeline, timeline_step_end (timeline, exercise->step)), SIM_OK);
      assert_string_equal (choice, sim_migrate_name (sim_block_at (timeline_machine (timeline), done.taken).type));
      break;
    case N_EXERCISE_KINDS:
    default:
      fail ();
    }
}

static void
check_sheet (uint64_t          seed,
             unsigned          count,
             const SimProfile *profile,
             unsigned          n_of_kind[N_EXERCISE_KINDS])
{
  g_autoptr (ExerciseSheet) sheet = exercise_sheet_new (seed, count, profile);
  g_autoptr (Lesson) lesson = NULL;

  assert_non_null (sheet);
  lesson = lesson_of_sheet (sheet);
  assert_int_equal (sheet->exercises->len, count);
  assert_int_equal (lesson_n_asks (lesson), count);
  assert_true (lesson_n_expectations (lesson) >= count);
  for (unsigned i = 0; i < count; i++)
    {
      const Exercise *exercise = &g_array_index (sheet->exercises, Exercise, i);

      check_key (lesson, exercise, lesson_ask (lesson, i));
      n_of_kind[exercise->kind]++;
    }
}

static unsigned n_seeds = N_SEEDS;

static void
every_sheet_holds_and_its_key_is_what_the_model_does (void **state)
{
  unsigned n_of_kind[N_EXERCISE_KINDS] = { 0 };
  (void) state;

  for (uint64_t seed = 0; seed < n_seeds; seed++)
    for (size_t i = 0; i < sim_n_profiles (); i++)
      check_sheet (seed * 7919, 15, sim_profile_at (i), n_of_kind);
  for (unsigned kind = 0; kind < N_EXERCISE_KINDS; kind++)
    assert_true (n_of_kind[kind] >= n_seeds);
}

static void
no_place_among_the_choices_is_never_the_right_one (void **state)
{
  unsigned n_at[N_EXERCISE_KINDS][4] = { 0 };
  (void) state;

  for (uint64_t seed = 0; seed < 10; seed++)
    {
      g_autoptr (ExerciseSheet) sheet = exercise_sheet_new (seed, 30, sim_profile_at (0));
      g_autoptr (Lesson) lesson = lesson_of_sheet (sheet);

      for (unsigned i = 0; i < 30; i++)
        {
          ExerciseKind kind = g_array_index (sheet->exercises, Exercise, i).kind;
          LessonQuestion question;

          assert_true (lesson_question (lesson, lesson_ask (lesson, i).number, &question));
          if (question.choices == NULL || kind > EXERCISE_HOT)
            continue;
          assert_int_equal (g_strv_length ((char **) question.choices), 4);
          n_at[kind][question.choice]++;
        }
    }
  for (unsigned kind = 0; kind <= EXERCISE_HOT; kind++)
    if (kind != EXERCISE_FRAME && kind != EXERCISE_TAKEN && kind != EXERCISE_SPLITS)
      for (unsigned at = 0; at < 4; at++)
        if (n_at[kind][at] == 0)
          fail_msg ("kind %u: the choice %u is never right", kind, at);
}

static void
short_and_long_sheets_hold (void **state)
{
  unsigned n_of_kind[N_EXERCISE_KINDS] = { 0 };
  (void) state;

  for (unsigned count = 1; count <= 5; count++)
    check_sheet (UINT64_MAX - count, count, sim_profile_at (0), n_of_kind);
  check_sheet (1, EXERCISE_MOST, sim_profile_at (0), n_of_kind);
}

static void
the_same_seed_gives_the_same_text_and_another_another (void **state)
{
  g_autoptr (ExerciseSheet) one = exercise_sheet_new (42, 12, sim_profile_at (0));
  g_autoptr (ExerciseSheet) again = exercise_sheet_new (42, 12, sim_profile_at (0));
  g_autoptr (ExerciseSheet) other = exercise_sheet_new (43, 12, sim_profile_at (0));
  (void) state;

  assert_string_equal (one->text, again->text);
  assert_string_not_equal (one->text, other->text);
  assert_non_null (strstr (one->title, "42"));
}

static void
no_two_exercises_of_a_sheet_are_alike (void **state)
{
  (void) state;
  for (uint64_t seed = 100; seed < 103; seed++)
    {
      g_autoptr (ExerciseSheet) sheet = exercise_sheet_new (seed, 24, sim_profile_at (0));
      g_autoptr (Lesson) lesson = lesson_of_sheet (sheet);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (unsigned i = 0; i < 24; i++)
        {
          LessonQuestion question;
          char *text;

          assert_true (lesson_question (lesson, lesson_ask (lesson, i).number, &question));
          g_autofree char *answer = lesson_dup_answer (lesson, &question);
          text = g_strdup_printf ("%s %s", question.text, answer);
          if (!g_hash_table_add (seen, text))
            fail_msg ("twice on the sheet of seed %u: %s", (unsigned) seed, text);
        }
    }
}

/* A sheet of exercises is there to learn from: whoever takes a wrong choice is told which mistake leads to it. */
static void
each_wrong_choice_has_its_reason_and_begins_where_a_block_may (void **state)
{
  unsigned n_no[2] = { 0 }, n_yes[2] = { 0 };
  (void) state;

  for (uint64_t seed = 0; seed < 8; seed++)
    {
      g_autoptr (ExerciseSheet) sheet = exercise_sheet_new (seed, 15, sim_profile_at (0));
      g_autoptr (Lesson) lesson = lesson_of_sheet (sheet);

      for (unsigned i = 0; i < 15; i++)
        {
          ExerciseKind kind = g_array_index (sheet->exercises, Exercise, i).kind;
          LessonQuestion question;
          unsigned pfn, order;

          assert_true (lesson_question (lesson, lesson_ask (lesson, i).number, &question));
          for (int j = 0; question.choices != NULL && question.choices[j] != NULL; j++)
            {
              if (j != question.choice && *question.why_not[j] == '\0')
                fail_msg ("seed %u: no reason: %s %s", (unsigned) seed, question.text, question.choices[j]);
              if (j == question.choice)
                continue;
              if (kind == EXERCISE_BUDDY
                  && sscanf (question.text, "Where does the buddy of the block %x of order %u begin?", &pfn, &order) == 2)
                assert_int_equal (strtoul (question.choices[j], NULL, 0) % (1u << order), 0);
            }
          if (kind == EXERCISE_SUCCEEDS)
            {
              order = strtoul (strstr (question.text, "GFP_KERNEL, ") + strlen ("GFP_KERNEL, "), NULL, 10);
              n_yes[order == 9] += question.choice == 0;
              n_no[order == 9] += question.choice == 1;
            }
        }
    }
  assert_true (n_no[0] > 0 && n_no[1] > 0 && n_yes[0] + n_yes[1] > 0);
}

static void
easy_ones_come_first (void **state)
{
  g_autoptr (ExerciseSheet) sheet = exercise_sheet_new (5, 9, sim_profile_at (0));
  (void) state;

  for (unsigned i = 0; i < 9; i++)
    assert_in_range (g_array_index (sheet->exercises, Exercise, i).kind, EXERCISE_SIZE + 4 * (i / 3), EXERCISE_SIZE + 4 * (i / 3) + (i < 6 ? 3 : 4));
}

/* With more seeds than the usual, if they are named. */
int
main (int    argc,
      char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_sheet_holds_and_its_key_is_what_the_model_does),
    cmocka_unit_test (no_place_among_the_choices_is_never_the_right_one),
    cmocka_unit_test (short_and_long_sheets_hold),
    cmocka_unit_test (the_same_seed_gives_the_same_text_and_another_another),
    cmocka_unit_test (no_two_exercises_of_a_sheet_are_alike),
    cmocka_unit_test (each_wrong_choice_has_its_reason_and_begins_where_a_block_may),
    cmocka_unit_test (easy_ones_come_first),
  };

  if (argc > 1)
    n_seeds = (unsigned) strtoul (argv[1], NULL, 10);
  return cmocka_run_group_tests (tests, NULL, NULL);
}
