/* What was typed is saved as a scenario of its own, which does the same wherever it is run. */
#include "lessons.h"

#include <glib/gstdio.h>
#include <string.h>

#define STORY \
  "// a comment stays\n" \
  "int n = 1;\n" \
  "step(_(\"one\"));\n" \
  "struct page *a = alloc_pages(GFP_KERNEL, 4);\n" \
  "say(_(\"A text stays.\"));\n" \
  "step(\"two\");\n" \
  "    struct page *b = alloc_pages(GFP_KERNEL, 3);\n" \
  "for (int i = 0; i < 3; i++) n += i;\n" \
  "int half(int x) { return x / 2; }\n" \
  "expect(half(n) == 2);\n" \
  "step(\"three\");\n" \
  "__free_pages(b, 3); __free_pages(a, 4);\n"

static void
seek_step (Lesson  *lesson,
           unsigned step)
{
  Timeline *timeline = lesson_timeline (lesson);

  assert_int_equal (timeline_seek (timeline, timeline_step_end (timeline, step)), SIM_OK);
}

static void
type (Lesson     *lesson,
      const char *line)
{
  g_autofree char *value = typed (lesson, line);

  if (value == NULL)
    fail_msg ("refused: %s", line);
}

/* Saves, runs what was saved, and compares memory, block by block and list by list. Gives the text. */
static char *
saved (Lesson *lesson)
{
  char *text = lesson_dup_scenario (lesson, NULL);
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "saved.scenario", messages);
  g_autoptr (Lesson) again = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;

  for (size_t i = 0; i < messages_n (messages); i++)
    print_error ("%u: %s\n", messages_at (messages, i)->line, messages_at (messages, i)->text);
  if (again == NULL)
    fail_msg ("not a scenario:\n%s", text);

  assert_int_equal (timeline_seek (lesson_timeline (lesson), timeline_end (lesson_timeline (lesson))), SIM_OK);
  if (!lesson_run (again, G_MAXUINT, messages))
    fail_msg ("stopped at: %s\n%s", messages_at (messages, 0)->text, text);
  assert_int_equal (lesson_n_failed (again), 0);
  if (!lesson_is_like (lesson, again))
    fail_msg ("another machine:\n%s", text);
  return text;
}

static void
nothing_typed_saves_the_source_as_it_is (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  g_autofree char *text = saved (lesson);
  (void) state;

  assert_string_equal (text, MACHINE STORY);
}

static void
lines_at_the_end_stand_behind_the_whole_source (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  g_autofree char *text = NULL;
  (void) state;

  type (lesson, "struct page *mine = alloc_pages(GFP_KERNEL, 2);");
  type (lesson, "alloc_page(GFP_ATOMIC)");
  type (lesson, "n++ // counts");
  type (lesson, "struct pair { int a, b; };");
  type (lesson, "struct pair q = {.b = 2}");
  type (lesson, "for (int i = 0; i < 2; i++) {\n  alloc_page(GFP_KERNEL);\n}");
  type (lesson, "#define ORDER 1");
  type (lesson, "struct page *last = alloc_pages(GFP_KERNEL, ORDER)");
  text = saved (lesson);
  assert_true (g_str_has_prefix (text, MACHINE STORY));
  assert_non_null (strstr (text, "n++ // counts\n;\n"));
}

static void
a_name_that_is_declared_again_gets_a_block (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  g_autofree char *text = NULL;
  (void) state;

  type (lesson, "int z = 3;");
  type (lesson, "int z = 1;");
  type (lesson, "struct page *a = alloc_pages(GFP_KERNEL, z)");
  text = saved (lesson);
  assert_true (g_str_has_suffix (text, "}\n"));
}

static void
lines_typed_after_stepping_back_stand_where_the_script_stood (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  g_autofree char *text = NULL;
  (void) state;

  seek_step (lesson, 1);
  type (lesson, "struct page *mine = alloc_pages(GFP_KERNEL, 5);");
  type (lesson, "__free_pages(a, 4);");
  text = saved (lesson);
  assert_non_null (strstr (text, "A text stays."));
  assert_non_null (strstr (text, "\"three\""));
  assert_true (strstr (text, "mine") < strstr (text, "step(\"two\")"));
  assert_true (strstr (text, "mine") > strstr (text, "A text stays"));
}

static void
a_name_that_the_rest_declares_too_is_no_obstacle (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  (void) state;

  seek_step (lesson, 1);
  type (lesson, "struct page *b = alloc_pages(GFP_KERNEL, 5);");
  text = saved (lesson);
  assert_non_null (strstr (text, "{\nstruct page *b"));

  type (lesson, "int half(int x) { return x >> 1; }");
  type (lesson, "alloc_pages(GFP_KERNEL, half(4))");
  again = saved (lesson);
  assert_non_null (strstr (again, "// step(\"three\");"));
}

static void
every_place_to_step_back_to_can_be_saved (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  Timeline *timeline = lesson_timeline (lesson);
  unsigned n_statements = timeline_n_statements (timeline);
  (void) state;

  for (unsigned statement = 0; statement <= n_statements; statement++)
    {
      g_autofree char *text = NULL;

      assert_int_equal (timeline_switch_branch (timeline, 0), SIM_OK);
      assert_int_equal (timeline_seek (timeline, timeline_statement_end (timeline, statement)), SIM_OK);
      type (lesson, "struct page *mine = alloc_pages(GFP_KERNEL, 6);");
      text = saved (lesson);
      assert_non_null (strstr (text, "mine"));
    }
}

static void
each_branch_is_saved_for_itself (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  (void) state;

  seek_step (lesson, 1);
  type (lesson, "struct page *mine = alloc_pages(GFP_KERNEL, 5);");
  assert_int_equal (timeline_switch_branch (lesson_timeline (lesson), 0), SIM_OK);
  first = saved (lesson);
  assert_string_equal (first, MACHINE STORY);
  assert_string_equal (lesson_source (lesson), MACHINE STORY);

  assert_int_equal (timeline_switch_branch (lesson_timeline (lesson), 1), SIM_OK);
  second = saved (lesson);
  assert_non_null (strstr (second, "mine"));
}

static void
every_lesson_of_the_course_can_be_saved_at_every_step (void **state)
{
  (void) state;

  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      g_autoptr (Messages) messages = messages_new ();
      g_autoptr (Scenario) scenario = scenario_load (scenario_library_at (i).id, messages, NULL);
      g_autoptr (Lesson) lesson = lesson_new (scenario, NULL, messages);
      Timeline *timeline = lesson_timeline (lesson);

      lesson_run (lesson, G_MAXUINT, messages);
      unsigned n_steps = timeline_n_steps (timeline);

      for (unsigned step = 0; step <= n_steps; step += step + 2 >= n_steps ? 1 : 3)
        {
          g_autofree char *text = NULL;

          assert_int_equal (timeline_switch_branch (timeline, 0), SIM_OK);
          seek_step (lesson, step);
          type (lesson, "struct page *a = alloc_pages(GFP_KERNEL, 3);");
          type (lesson, "__free_pages(a, 3);");
          type (lesson, "alloc_pages(GFP_KERNEL, 5);");
          text = saved (lesson);
          assert_non_null (strstr (text, "SPDX"));
        }
    }
}

static Lesson *
lesson_in (const char *file_name,
           const char *text)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), file_name, messages);
  Lesson *lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;

  if (lesson != NULL)
    lesson_run (lesson, G_MAXUINT, messages);
  return lesson;
}

/*   here/map.txt   here/mine.scenario: .e820 = "map.txt"
 *   there/         there/mine.scenario: .e820 = "/…/here/map.txt"  */
static void
a_map_beside_the_scenario_is_found_from_another_folder (void **state)
{
  static const char map[] = "BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\n"
                            "BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable\n";
  static const char text[] = "scenario(\"Its own map\");\n"
                             "machine(.e820 = \"map.txt\", .cpus = 1, .boot = \"handover\"); /* map.txt */\n"
                             "step(\"One\");\nstruct page *a = alloc_pages(GFP_KERNEL, 2);\n";
  g_autofree char *root = g_dir_make_tmp ("pagescape-save-XXXXXX", NULL);
  g_autofree char *here = g_build_filename (root, "he\"re", NULL);
  g_autofree char *there = g_build_filename (root, "there", NULL);
  g_autofree char *map_name = g_build_filename (here, "map.txt", NULL);
  g_autofree char *own = g_build_filename (here, "mine.scenario", NULL);
  g_autofree char *other = g_build_filename (there, "mine.scenario", NULL);
  g_autoptr (Lesson) lesson = NULL;
  g_autoptr (Lesson) moved = NULL;
  g_autofree char *same = NULL;
  g_autofree char *elsewhere = NULL;

  assert_int_equal (g_mkdir (here, 0700) + g_mkdir (there, 0700), 0);
  assert_true (g_file_set_contents (map_name, map, -1, NULL));
  lesson = lesson_in (own, text);
  assert_non_null (lesson);

  same = lesson_dup_scenario (lesson, own);
  assert_string_equal (same, text);

  /* The line is put behind what was made longer. */
  seek_step (lesson, 0);
  type (lesson, "struct page *mine = alloc_pages(GFP_KERNEL, 5);");
  elsewhere = lesson_dup_scenario (lesson, other);
  assert_non_null (strstr (elsewhere, "/* map.txt */\n"));
  moved = lesson_in (other, elsewhere);
  assert_non_null (moved);
  timeline_seek (lesson_timeline (lesson), timeline_end (lesson_timeline (lesson)));
  assert_true (lesson_is_like (lesson, moved));

  g_unlink (map_name);
  g_rmdir (here);
  g_rmdir (there);
  g_rmdir (root);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (nothing_typed_saves_the_source_as_it_is),
    cmocka_unit_test (lines_at_the_end_stand_behind_the_whole_source),
    cmocka_unit_test (a_name_that_is_declared_again_gets_a_block),
    cmocka_unit_test (lines_typed_after_stepping_back_stand_where_the_script_stood),
    cmocka_unit_test (a_name_that_the_rest_declares_too_is_no_obstacle),
    cmocka_unit_test (every_place_to_step_back_to_can_be_saved),
    cmocka_unit_test (each_branch_is_saved_for_itself),
    cmocka_unit_test (a_map_beside_the_scenario_is_found_from_another_folder),
    cmocka_unit_test (every_lesson_of_the_course_can_be_saved_at_every_step),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
