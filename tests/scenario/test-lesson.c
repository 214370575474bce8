/* A lesson moves with its timeline: what the script knows, its texts, what is typed. */
#include "lessons.h"

#include <string.h>

#define STORY \
  "int n = 1;\n"                                                            /* line 2 */ \
  "step(\"one\");\n"                                                        /* 3 */ \
  "struct page *a = alloc_pages(GFP_KERNEL, 4);\n" \
  "say(\"A.\"); say(\"B.\", .zh_CN = \"乙。\"); speaker(\"psst\");\n" \
  "n = 2; look(\"buddy\", a);\n"                                            /* 6 */ \
  "step(\"two\");\n" \
  "for (int i = 0; i < 3; i++) n += i;\n" \
  "ask(\"Which?\", .choices = {\"x\", \"y\"}, .answer = 1);\n"              /* 9 */ \
  "step(\"three\");\n" \
  "__free_pages(a, 4); n = 100; look(\"zones\", \"DMA\");\n"

static void
has (Lesson     *lesson,
     const char *variable,
     const char *shown)
{
  g_autofree char *value = lesson_value (lesson, variable);

  if (shown == NULL)
    assert_null (value);
  else
    {
      assert_non_null (value);
      assert_string_equal (value, shown);
    }
}

static void
seek (Lesson         *lesson,
      JournalPosition position)
{
  assert_int_equal (timeline_seek (lesson_timeline (lesson), position), SIM_OK);
}

static void
seek_step (Lesson  *lesson,
           unsigned step)
{
  seek (lesson, timeline_step_end (lesson_timeline (lesson), step));
}

static uint64_t
hash (Lesson *lesson)
{
  return sim_machine_hash (timeline_machine (lesson_timeline (lesson)));
}

static void
stepping_back_restores_variables (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  (void) state;

  has (lesson, "n", "100");
  seek_step (lesson, 2);
  has (lesson, "n", "5");
  seek_step (lesson, 1);
  has (lesson, "n", "2");
  seek_step (lesson, 0);
  has (lesson, "n", "1");
  has (lesson, "a", NULL);
  seek (lesson, 0);
  has (lesson, "n", NULL);
  seek (lesson, timeline_end (lesson_timeline (lesson)));
  has (lesson, "n", "100");
}

static void
running_step_by_step_equals_running_through (void **state)
{
  g_autoptr (Lesson) through = lesson_ran (STORY);
  g_autoptr (Lesson) steps = lesson_of (STORY);
  g_autoptr (Messages) messages = messages_new ();
  (void) state;

  for (unsigned step = 0; step <= 4; step++)
    {
      assert_true (lesson_run (steps, step, messages));
      assert_int_equal (timeline_n_steps (lesson_timeline (steps)), MIN (step, 3));
      /* Somewhere else in between. */
      seek (steps, step);
    }
  assert_true (lesson_run (steps, G_MAXUINT, messages));
  assert_int_equal (timeline_end (lesson_timeline (steps)), timeline_end (lesson_timeline (through)));
  assert_true (hash (steps) == hash (through));
  for (JournalPosition position = 0; position <= timeline_end (lesson_timeline (through)); position += 7)
    {
      seek (through, position);
      seek (steps, position);
      assert_true (hash (steps) == hash (through));
    }
}

static void
run_to_a_step_that_was_run_goes_there (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  g_autoptr (Messages) messages = messages_new ();
  (void) state;

  assert_true (lesson_run (lesson, 1, messages));
  assert_int_equal (timeline_position (lesson_timeline (lesson)), timeline_step_end (lesson_timeline (lesson), 1));
  has (lesson, "n", "2");
}

static void
going_on_from_inside_a_function_needs_only_the_machine (void **state)
{
  static const char text[] = "int deep(int x) { int y = x * 2; step(\"in\"); y++; return y; }\n"
                             "int f(int x) { return 1000 + deep(x) * 10 + deep(x + 1); }\nint r = 5 + f(3);\n";
  g_autoptr (Lesson) through = lesson_ran (text);
  g_autoptr (Lesson) parts = lesson_of (text);
  g_autoptr (Messages) messages = messages_new ();
  (void) state;

  has (through, "r", "1084");
  assert_true (lesson_run (parts, 0, messages));
  has (parts, "y", "6");
  has (parts, "x", "3");
  assert_true (lesson_run (parts, 1, messages));
  has (parts, "y", "8");
  assert_true (lesson_run (parts, 2, messages));
  has (parts, "r", "1084");
  assert_true (hash (parts) == hash (through));
}

static void
texts_are_of_their_step (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  Timeline *timeline = lesson_timeline (lesson);
  SimRef object;
  (void) state;

  assert_null (lesson_step_title (lesson, 0));
  assert_string_equal (lesson_step_title (lesson, 2), "two");
  assert_null (lesson_step_title (lesson, 4));
  assert_string_equal (lesson_sentence (lesson, 1, timeline_step_end (timeline, 1)), "A. B.");
  assert_null (lesson_sentence (lesson, 1, timeline_step_first (timeline, 1)));
  assert_null (lesson_sentence (lesson, 2, timeline_step_end (timeline, 2)));
  assert_string_equal (lesson_speaker_note (lesson, 1), "psst");
  assert_null (lesson_look (lesson, timeline_step_first (timeline, 1), &object));
  assert_string_equal (lesson_look (lesson, timeline_step_end (timeline, 2), &object), "buddy");
  assert_int_equal (object.kind, SIM_REF_BLOCK);
  assert_string_equal (lesson_look (lesson, timeline_end (timeline), &object), "zones");
  assert_int_equal (object.kind, SIM_REF_ZONE);
  assert_int_equal (object.id, 0);
}

static void
the_line_is_that_of_the_statement_in_progress (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  Timeline *timeline = lesson_timeline (lesson);
  (void) state;

  assert_int_equal (lesson_line_at (lesson, 0), 0);
  assert_int_equal (lesson_line_at (lesson, timeline_step_end (timeline, 0)), 2);
  assert_int_equal (lesson_line_at (lesson, timeline_step_end (timeline, 1)), 6);
  assert_int_equal (lesson_line_at (lesson, timeline_step_end (timeline, 2)), 9);
  assert_int_equal (lesson_line_at (lesson, timeline_end (timeline)), 11);
}

static void
a_question_knows_its_answer (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY "struct page *p = pfn_to_page(7); ask(\"Where?\", .answer = p);\nask(\"How many?\", .answer = 6 * 7);\n");
  LessonQuestion question;
  (void) state;

  assert_true (lesson_question (lesson, 0, &question));
  assert_string_equal (question.text, "Which?");
  assert_string_equal (question.choices[0], "x");
  assert_string_equal (question.choices[1], "y");
  assert_null (question.choices[2]);
  assert_int_equal (question.choice, 1);
  assert_true (lesson_question (lesson, 1, &question));
  assert_null (question.choices);
  assert_int_equal (question.answer.kind, SIM_REF_FRAME);
  assert_int_equal (question.answer.id, 7);
  assert_true (lesson_question (lesson, 2, &question));
  assert_int_equal (question.value, 42);
  assert_false (lesson_question (lesson, 3, &question));
}

static void
owns (Lesson     *lesson,
      const char *variable_pfn,
      const char *owner,
      unsigned    owner_line)
{
  g_autofree char *pfn = typed (lesson, variable_pfn);
  const char *name = NULL;
  unsigned line = 0, step = 9;

  assert_non_null (pfn);
  SimBlock block = sim_block_at (timeline_machine (lesson_timeline (lesson)), g_ascii_strtoull (pfn, NULL, 10));
  assert_true (lesson_owner (lesson, block.owner, &name, &line, &step));
  assert_string_equal (name, owner);
  assert_int_equal (line, owner_line);
  assert_int_equal (step, 1);
}

static void
a_block_belongs_to_the_variable_that_got_it (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("step(\"s\");\nstruct dev { struct page *buf[2]; unsigned long raw; } d, *q = &d;\nstruct page *p[3], *a;\n"
                                          "a = alloc_pages(GFP_KERNEL, 4);\nfor (int i = 0; i < 3; i++) p[i] = alloc_page(GFP_KERNEL);\n"
                                          "d.buf[1] = alloc_page(GFP_KERNEL);\nq->raw = __get_free_page(GFP_KERNEL);\n"
                                          "void *v = (void *)__get_free_page(GFP_KERNEL);");
  (void) state;

  owns (lesson, "page_to_pfn(a)", "a", 5);
  owns (lesson, "page_to_pfn(p[2])", "p[2]", 6);
  owns (lesson, "page_to_pfn(d.buf[1])", "d.buf[1]", 7);
  owns (lesson, "page_to_pfn(virt_to_page((void *)d.raw))", "q->raw", 8);
  owns (lesson, "page_to_pfn(virt_to_page(v))", "v", 9);
  assert_false (lesson_owner (lesson, 1000000000, NULL, NULL, NULL));
}

/* --- typing ------------------------------------------------------------------------------------ */

static void
typed_statements_run_and_values_are_shown (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  (void) state;

  types_to (lesson, "int z = 3", "");
  types_to (lesson, "z", "3");
  types_to (lesson, "z += n;", "103");
  types_to (lesson, "for (int i = 0; i < 3; i++) {\n  z++;\n}", "");
  types_to (lesson, "z // and a comment", "106");
  types_to (lesson, "int half(int x) { return x / 2; }", "");
  types_to (lesson, "half(z)", "53");
  types_to (lesson, "#define TEN 10", "");
  types_to (lesson, "TEN * 2", "20");
  types_to (lesson, "struct pair { int a, b; };", "");
  types_to (lesson, "struct pair q = {.b = 2}", "");
  types_to (lesson, "q", "{.a = 0, .b = 2}");
  types_to (lesson, "typedef int number;", "");
  types_to (lesson, "number k = 5; k", "5");
  types_to (lesson, "int z = 7", "");
  types_to (lesson, "z", "7");
  types_to (lesson, "", "");
  types_to (lesson, "  // nothing", "");
  types_to (lesson, "GFP_KERNEL | __GFP_ZERO", "GFP_KERNEL|__GFP_ZERO");
  types_to (lesson, "PageHighMem(a) == 1", "0");
}

static void
a_mistake_in_what_is_typed_changes_nothing (void **state)
{
  static const char *const lines[] = {
    "nonsense(", "int b = ;", "x = 1", "1 / 0", "int i = 5; *(int *)0 = i", "while (1) ;", "alloc_page(GFP_KERNEL); int u; u + 1",
    "return 1", "scenario(\"x\")", "\"", "}", "on_cpu(7) { n = 5; }", "int f(int x) { return f(x); }",
  };
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  (void) state;

  for (unsigned round = 0; round < 2; round++)
    {
      uint64_t before = hash (lesson);
      JournalPosition position = timeline_position (lesson_timeline (lesson)), end = timeline_end (lesson_timeline (lesson));
      g_autofree char *source = g_strdup (lesson_source (lesson));

      for (unsigned i = 0; i < G_N_ELEMENTS (lines); i++)
        {
          g_autofree char *value = typed (lesson, lines[i]);

          if (value != NULL)
            print_error ("accepted: %s\n", lines[i]);
          assert_null (value);
          assert_true (hash (lesson) == before);
          assert_int_equal (timeline_position (lesson_timeline (lesson)), position);
          assert_int_equal (timeline_end (lesson_timeline (lesson)), end);
          assert_string_equal (lesson_source (lesson), source);
        }
      seek_step (lesson, 1);
    }
  types_to (lesson, "n", "2");
}

static void
typing_after_stepping_back_forks (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  Timeline *timeline = lesson_timeline (lesson);
  g_autoptr (Messages) messages = messages_new ();
  uint64_t end_hash = hash (lesson);
  (void) state;

  seek_step (lesson, 1);
  types_to (lesson, "int mine = n + 40", "");
  has (lesson, "mine", "42");
  assert_int_equal (timeline_n_branches (timeline), 2);
  assert_non_null (strstr (lesson_source (lesson), "int mine = n + 40"));

  /* What was not there before is not known before. */
  seek_step (lesson, 0);
  has (lesson, "mine", NULL);
  seek (lesson, timeline_end (timeline));
  has (lesson, "mine", "42");

  /* The script goes on from there, with what was typed. */
  types_to (lesson, "n = 1000", "1000");
  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  assert_int_equal (timeline_n_steps (timeline), 3);
  seek_step (lesson, 2);
  has (lesson, "n", "1003");

  assert_int_equal (timeline_switch_branch (timeline, 0), SIM_OK);
  seek (lesson, timeline_end (timeline));
  has (lesson, "mine", NULL);
  assert_true (hash (lesson) == end_hash);
}

/* What asks, and what does; asked in the past, only the latter costs the future. */
static void
an_expression_that_changes_nothing_leaves_no_trace_in_the_past (void **state)
{
  static const struct { const char *line; gboolean only_asks; } lines[] = {
    { "n", TRUE }, { "n + 40", TRUE }, { "nr_free(\"Normal\", 10) > 0", TRUE }, { "n > 1 ? n : 2 * n", TRUE },
    { "n++", FALSE }, { "n = 5", FALSE }, { "alloc_page(GFP_KERNEL)", FALSE },
  };
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (Lesson) lesson = lesson_ran (STORY);
      Timeline *timeline = lesson_timeline (lesson);
      g_autoptr (Messages) messages = messages_new ();
      g_autofree char *value = NULL;
      g_autofree char *source = NULL;
      JournalPosition end = timeline_end (timeline);

      seek_step (lesson, 1);
      source = g_strdup (lesson_source (lesson));
      uint64_t before = hash (lesson);
      JournalPosition position = timeline_position (timeline);

      assert_true (lesson_type (lesson, lines[i].line, &value, messages));
      assert_true (value != NULL && *value != '\0');
      assert_int_equal (timeline_n_branches (timeline), lines[i].only_asks ? 1 : 2);
      if (lines[i].only_asks)
        {
          assert_true (hash (lesson) == before);
          assert_int_equal (timeline_position (timeline), position);
          assert_int_equal (timeline_end (timeline), end);
          assert_string_equal (lesson_source (lesson), source);
        }
    }
}

static void
typing_in_the_middle_of_an_allocation_waits_for_its_end (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY);
  Timeline *timeline = lesson_timeline (lesson);
  (void) state;

  for (JournalPosition position = timeline_step_first (timeline, 1); position < timeline_step_end (timeline, 1); position++)
    {
      assert_int_equal (timeline_switch_branch (timeline, 0), SIM_OK);
      seek (lesson, position);
      types_to (lesson, "struct page *t = alloc_page(GFP_KERNEL); __free_page(t);", "");
      assert_null (sim_machine_check (timeline_machine (timeline)));
    }
}

static void
typed_lines_have_line_numbers_after_the_scenario_s (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("int n = 1;");
  Timeline *timeline = lesson_timeline (lesson);
  (void) state;

  types_to (lesson, "n = 2;\nn = 3;", "3");
  types_to (lesson, "n = 4", "4");
  assert_int_equal (lesson_line_at (lesson, timeline_end (timeline)), 5);
  assert_string_equal (lesson_source (lesson), MACHINE "int n = 1;\nn = 2;\nn = 3;\nn = 4");
}

static void
a_failed_lesson_stays_usable (void **state)
{
  g_autoptr (Lesson) lesson = lesson_of ("int n = 5; step(\"s\"); n = n / (n - 5);\nn = 9;");
  g_autoptr (Messages) messages = messages_new ();
  (void) state;

  assert_false (lesson_run (lesson, G_MAXUINT, messages));
  assert_int_equal (messages_n_errors (messages), 1);
  has (lesson, "n", "5");
  assert_int_equal (timeline_n_steps (lesson_timeline (lesson)), 1);
  types_to (lesson, "n + 1", "6");
  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  types_to (lesson, "n", "5");
}

/* --- settings and completion ------------------------------------------------------------------- */

static void
settings_replace_what_the_scenario_says (void **state)
{
  static const char text[] = MACHINE;
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "test", messages);
  g_autoptr (LessonSettings) settings = lesson_settings_new ();
  g_autoptr (GError) error = NULL;
  (void) state;

  assert_true (lesson_settings_set (settings, "ram=128M", NULL));
  assert_true (lesson_settings_set (settings, "cpus=4", NULL));
  assert_true (lesson_settings_set (settings, "profile=2.6.11-i386", NULL));
  assert_true (lesson_settings_set (settings, "vmalloc=110584K", NULL));
  assert_false (lesson_settings_set (settings, "rma=1", &error));
  assert_non_null (strstr (error->message, "ram"));
  g_clear_error (&error);
  assert_false (lesson_settings_set (settings, "ram=lots", &error));
  assert_non_null (strstr (error->message, "110584K"));
  g_clear_error (&error);
  assert_false (lesson_settings_set (settings, "ram", &error));
  g_clear_error (&error);
  assert_false (lesson_settings_set (settings, "nodes=9", &error));
  assert_true (lesson_settings_set (settings, "nodes=1", NULL));
  assert_true (lesson_settings_set (settings, "swap=0", NULL));
  assert_true (lesson_settings_set (settings, "vmsplit=3G", NULL));

  g_autoptr (Lesson) lesson = lesson_new (scenario, settings, messages);
  assert_non_null (lesson);
  const SimMachine *machine = timeline_machine (lesson_timeline (lesson));
  assert_int_equal (sim_n_cpus (machine), 4);
  assert_int_equal (sim_n_frames (machine) >> 8, 128 - 1 + (sim_n_frames (machine) % 256 == 0));
  assert_string_equal (sim_profile (machine)->id, "2.6.11-i386");
}

static void
a_flag_of_another_profile_is_found_when_the_profile_is_changed (void **state)
{
  static const char text[] = MACHINE "gfp_t g = __GFP_DIRECT_RECLAIM;";
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "test", messages);
  g_autoptr (LessonSettings) settings = lesson_settings_new ();
  (void) state;

  assert_non_null (scenario);
  assert_true (lesson_settings_set (settings, "profile=2.6.11-i386", NULL));
  assert_null (lesson_new (scenario, settings, messages));
  assert_int_equal (messages_n_errors (messages), 1);
  assert_non_null (strstr (messages_at (messages, 0)->text, "6.1-i386"));
}

static void
no_text_is_a_machine_that_has_booted (void **state)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_load ("", messages, NULL);
  (void) state;

  assert_non_null (scenario);
  g_autoptr (Lesson) lesson = lesson_new (scenario, NULL, messages);
  assert_non_null (lesson);
  assert_int_not_equal (sim_cache_first (timeline_machine (lesson_timeline (lesson))), SIM_NO_CACHE);
  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  types_to (lesson, "1 + 1", "2");
}

static gboolean
offers (Lesson     *lesson,
        const char *line,
        size_t      start,
        const char *word)
{
  size_t at = 99;
  g_auto (GStrv) words = scenario_complete (lesson, line, strlen (line), &at);

  assert_int_equal (at, start);
  return g_strv_contains ((const char *const *) words, word);
}

static void
completion_knows_what_may_be_written (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (STORY "struct dev { int irq; } d; struct dev *e = &d;");
  (void) state;

  assert_true (offers (lesson, "allo", 0, "alloc_pages"));
  assert_true (offers (lesson, "a = alloc_pages(GFP_", 16, "GFP_KERNEL"));
  assert_true (offers (lesson, "ste", 0, "step"));
  assert_true (offers (lesson, "", 0, "n"));
  assert_true (offers (lesson, "nr_free(\"No", 9, "Normal"));
  assert_true (offers (lesson, "d.", 2, "irq"));
  assert_true (offers (lesson, "e->i", 3, "irq"));
  assert_true (offers (lesson, "struct ", 7, "dev"));
  assert_true (offers (lesson, "sizeof(struct pa", 14, "page"));
  assert_true (offers (lesson, "SZ_4", 0, "SZ_4K"));
  assert_false (offers (lesson, "a = alloc_pages(GFP_", 16, "__GFP_ZERO"));
  seek (lesson, 0);
  assert_false (offers (lesson, "", 0, "n"));
}

static void
translations_in_place_follow_the_language (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("step(\"one\", .zh_CN = \"一\"); ask(\"q\", .choices = {\"a\", \"b\"}, .answer = 0, .zh_CN = {\"问\", \"甲\", \"乙\"});");
  LessonQuestion question;
  (void) state;

  assert_string_equal (lesson_step_title (lesson, 1), "one");
  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  gboolean is_chinese = strcmp (g_get_language_names ()[0], "zh_CN") == 0;
  if (is_chinese)
    {
      assert_string_equal (lesson_step_title (lesson, 1), "一");
      assert_true (lesson_question (lesson, 0, &question));
      assert_string_equal (question.text, "问");
      assert_string_equal (question.choices[1], "乙");
    }
  g_setenv ("LANGUAGE", "en", TRUE);
  assert_string_equal (lesson_step_title (lesson, 1), "one");
}

static void
every_lesson_of_the_library_holds (void **state)
{
  (void) state;
  assert_true (scenario_library_n () >= 5);
  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      ScenarioEntry entry = scenario_library_at (i);
      g_autoptr (Messages) messages = messages_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (Scenario) scenario = scenario_load (entry.id, messages, &error);
      g_autoptr (Lesson) lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;
      g_autofree char *text = NULL;

      if (lesson != NULL)
        lesson_run (lesson, G_MAXUINT, messages);
      text = messages_format (messages, FALSE);
      if (messages_n (messages) > 0)
        print_error ("%s", text);
      assert_non_null (lesson);
      assert_int_equal (messages_n (messages), 0);
      assert_true (lesson_n_expectations (lesson) > 0);
      assert_int_equal (lesson_n_failed (lesson), 0);
      assert_true (entry.number > 0 && entry.chapter != NULL && strcmp (entry.title, entry.id) != 0);
      if (i > 0)
        assert_true (scenario_library_at (i - 1).number <= entry.number);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (stepping_back_restores_variables),
    cmocka_unit_test (running_step_by_step_equals_running_through),
    cmocka_unit_test (run_to_a_step_that_was_run_goes_there),
    cmocka_unit_test (going_on_from_inside_a_function_needs_only_the_machine),
    cmocka_unit_test (texts_are_of_their_step),
    cmocka_unit_test (the_line_is_that_of_the_statement_in_progress),
    cmocka_unit_test (a_question_knows_its_answer),
    cmocka_unit_test (a_block_belongs_to_the_variable_that_got_it),
    cmocka_unit_test (typed_statements_run_and_values_are_shown),
    cmocka_unit_test (a_mistake_in_what_is_typed_changes_nothing),
    cmocka_unit_test (typing_after_stepping_back_forks),
    cmocka_unit_test (an_expression_that_changes_nothing_leaves_no_trace_in_the_past),
    cmocka_unit_test (typing_in_the_middle_of_an_allocation_waits_for_its_end),
    cmocka_unit_test (typed_lines_have_line_numbers_after_the_scenario_s),
    cmocka_unit_test (a_failed_lesson_stays_usable),
    cmocka_unit_test (settings_replace_what_the_scenario_says),
    cmocka_unit_test (a_flag_of_another_profile_is_found_when_the_profile_is_changed),
    cmocka_unit_test (no_text_is_a_machine_that_has_booted),
    cmocka_unit_test (completion_knows_what_may_be_written),
    cmocka_unit_test (translations_in_place_follow_the_language),
    cmocka_unit_test (every_lesson_of_the_library_holds),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
