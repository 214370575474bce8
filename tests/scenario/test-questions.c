/* What a lesson asks: which answers there are, which are right, what is said of the others, and which questions
 * cannot be asked. */
#include "lessons.h"

#include <string.h>

#define BLOCKS \
  "step(\"s\");\n" \
  "struct page *a = alloc_pages(GFP_KERNEL, 4);\n"

static LessonQuestion
asked (Lesson     *lesson,
       unsigned    number)
{
  LessonQuestion question;

  assert_true (lesson_question (lesson, number, &question));
  return question;
}

static void
answers (Lesson        *lesson,
         unsigned       number,
         SimRef         object,
         LessonVerdict  verdict,
         const char    *part)
{
  LessonQuestion question = asked (lesson, number);
  g_autofree char *why_not = NULL;

  assert_int_equal (lesson_judge_object (lesson, &question, object, &why_not), verdict);
  if (part != NULL)
    {
      assert_non_null (why_not);
      if (strstr (why_not, part) == NULL)
        fail_msg ("“%s” is not in “%s”", part, why_not);
    }
}

static void
is_in_words (Lesson     *lesson,
             unsigned    number,
             const char *words)
{
  LessonQuestion question = asked (lesson, number);
  g_autofree char *text = lesson_dup_answer (lesson, &question);

  assert_string_equal (text, words);
}

/*   frame  0x1800        0x1810        0x1820
 *          [a: 4        ][free: 4     ][free: 5 …   */
static void
a_block_may_be_clicked_at_any_frame (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (BLOCKS "ask(\"Its buddy?\", .answer = a + 16);");
  (void) state;

  assert_int_equal (asked (lesson, 0).kind, LESSON_ASKS_PAGE);
  answers (lesson, 0, sim_ref (SIM_REF_BLOCK, sim_block_id (0x1810, 4)), LESSON_RIGHT, NULL);
  answers (lesson, 0, sim_ref (SIM_REF_FRAME, 0x181f), LESSON_RIGHT, NULL);
  answers (lesson, 0, sim_ref (SIM_REF_FRAME, 0x1800), LESSON_WRONG, "in use");
  answers (lesson, 0, sim_ref (SIM_REF_FRAME, 0x1820), LESSON_WRONG, "order 5");
  answers (lesson, 0, sim_ref (SIM_REF_LIST, sim_list_id (1, 4, SIM_UNMOVABLE)), LESSON_WRONG, "block");
  answers (lesson, 0, sim_ref (SIM_REF_FRAME, UINT64_MAX), LESSON_WRONG, NULL);
  answers (lesson, 0, sim_ref (SIM_REF_NONE, 0), LESSON_UNREADABLE, NULL);
  is_in_words (lesson, 0, "Block 0x1810 of order 4");
}

static void
the_answer_is_that_of_the_moment_it_was_asked_in (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (BLOCKS "ask(\"Who?\", .answer = a);\n__free_pages(a, 4);\nask(\"Who?\", .answer = a);");
  (void) state;

  assert_int_equal (lesson_n_asks (lesson), 2);
  is_in_words (lesson, lesson_ask (lesson, 0).number, "Block 0x1800 of order 4");
  is_in_words (lesson, lesson_ask (lesson, 1).number, "Block 0x1800 of order 10");
}

static void
lists_orders_zones_and_addresses_are_answers (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (BLOCKS
                                          "ask(\"Order?\", .answer = free_list(\"Normal\", 4));\n"
                                          "ask(\"List?\", .answer = free_list(\"Normal\", 4, \"Unmovable\"));\n"
                                          "ask(\"CPU?\", .answer = pcp_list(\"Normal\", 1, 0, \"Movable\"));\n"
                                          "ask(\"Zone?\", .answer = zone_of(a));\n"
                                          "ask(\"Address?\", .answer = page_address(a));\n");
  LessonQuestion question;
  g_autofree char *why_not = NULL;
  (void) state;

  assert_int_equal (asked (lesson, 0).kind, LESSON_ASKS_ORDER);
  answers (lesson, 0, sim_ref (SIM_REF_LIST, sim_list_id (1, 4, SIM_RECLAIMABLE)), LESSON_RIGHT, NULL);
  answers (lesson, 0, sim_ref (SIM_REF_BLOCK, sim_block_id (0x1810, 4)), LESSON_RIGHT, NULL);
  answers (lesson, 0, sim_ref (SIM_REF_LIST, sim_list_id (1, 5, SIM_UNMOVABLE)), LESSON_WRONG, "order 5");
  answers (lesson, 0, sim_ref (SIM_REF_LIST, sim_list_id (0, 4, SIM_UNMOVABLE)), LESSON_WRONG, "zone DMA");
  is_in_words (lesson, 0, "The free lists of order 4 in zone Normal");

  assert_int_equal (asked (lesson, 1).kind, LESSON_ASKS_LIST);
  answers (lesson, 1, sim_ref (SIM_REF_LIST, sim_list_id (1, 4, SIM_UNMOVABLE)), LESSON_RIGHT, NULL);
  answers (lesson, 1, sim_ref (SIM_REF_LIST, sim_list_id (1, 4, SIM_MOVABLE)), LESSON_WRONG, "Movable");
  answers (lesson, 1, sim_ref (SIM_REF_PCP_LIST, sim_pcp_list_id (1, 0, 0)), LESSON_WRONG, "CPU");

  assert_int_equal (asked (lesson, 2).kind, LESSON_ASKS_PCP_LIST);
  assert_int_equal (asked (lesson, 2).answer.kind, SIM_REF_PCP_LIST);
  answers (lesson, 2, asked (lesson, 2).answer, LESSON_RIGHT, NULL);
  answers (lesson, 2, sim_ref (SIM_REF_ZONE, 1), LESSON_WRONG, "per-CPU");

  assert_int_equal (asked (lesson, 3).kind, LESSON_ASKS_ZONE);
  answers (lesson, 3, sim_ref (SIM_REF_ZONE, 1), LESSON_RIGHT, NULL);
  answers (lesson, 3, sim_ref (SIM_REF_FRAME, 0x1800), LESSON_RIGHT, NULL);
  answers (lesson, 3, sim_ref (SIM_REF_FRAME, 0x10), LESSON_WRONG, "zone DMA");

  assert_int_equal (asked (lesson, 4).kind, LESSON_ASKS_ADDRESS);
  answers (lesson, 4, sim_ref (SIM_REF_FRAME, 0x1800), LESSON_RIGHT, NULL);
  answers (lesson, 4, sim_ref (SIM_REF_FRAME, 0x1801), LESSON_WRONG, NULL);
  question = asked (lesson, 4);
  assert_int_equal (lesson_judge_number (&question, "0xc1800000", &why_not), LESSON_RIGHT);
}

/* An array is a stack:  … b a | given: a, then b */
static void
an_object_is_clicked_itself_and_not_its_frame (void **state)
{
  static const char text[] = "machine(.ram = SZ_64M, .boot = \"idle\");\nstep(\"s\");\n"
                             "struct kmem_cache *c = kmem_cache_create(\"c\", 100, 0, 0, NULL);\n"
                             "void *a = kmem_cache_alloc(c, GFP_KERNEL);\n"
                             "ask(\"Which is next?\", .answer = a - 104);\n"
                             "kmem_cache_free(c, a);\nkmem_cache_destroy(c);\n";
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "test", messages);
  g_autoptr (Lesson) lesson = lesson_new (scenario, NULL, messages);
  uint64_t next;
  (void) state;

  assert_true (lesson_run (lesson, 1, messages));
  timeline_seek (lesson_timeline (lesson), lesson_ask (lesson, 0).position);
  next = asked (lesson, 0).value;
  assert_int_equal (asked (lesson, 0).kind, LESSON_ASKS_ADDRESS);
  answers (lesson, 0, sim_ref (SIM_REF_OBJECT, next), LESSON_RIGHT, NULL);
  answers (lesson, 0, sim_ref (SIM_REF_ADDRESS, next + 50), LESSON_RIGHT, NULL);
  answers (lesson, 0, sim_ref (SIM_REF_OBJECT, next + 104), LESSON_WRONG, "in use");
  answers (lesson, 0, sim_ref (SIM_REF_OBJECT, next - 104), LESSON_WRONG, "The slab is right");
  answers (lesson, 0, sim_ref (SIM_REF_FRAME, (next - 0xc0000000u) >> 12), LESSON_WRONG, "An object");
}

static void
a_number_may_be_written_in_several_ways (void **state)
{
  static const struct { const char *text; LessonVerdict verdict; const char *part; } given[] = {
    { "4224", LESSON_RIGHT, NULL }, { "0x1080", LESSON_RIGHT, NULL }, { " 4 224 ", LESSON_RIGHT, NULL },
    { "4\xe2\x80\xaf" "224", LESSON_RIGHT, NULL }, { "0X1080", LESSON_RIGHT, NULL },
    { "1080", LESSON_WRONG, "Write 0x" }, { "0x1080000", LESSON_WRONG, "address" }, { "4225", LESSON_WRONG, "off by one" },
    { "17", LESSON_WRONG, NULL }, { "twelve", LESSON_UNREADABLE, NULL }, { "", LESSON_UNREADABLE, NULL },
    { "-1", LESSON_UNREADABLE, NULL }, { "0x", LESSON_UNREADABLE, NULL }, { "99999999999999999999", LESSON_WRONG, NULL },
    { "\xff", LESSON_UNREADABLE, NULL },
  };
  g_autoptr (Lesson) lesson = lesson_ran ("ask(\"Who?\", .answer = 0x1080);");
  LessonQuestion question = asked (lesson, 0);
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autofree char *why_not = NULL;

      if (lesson_judge_number (&question, given[i].text, &why_not) != given[i].verdict)
        fail_msg ("“%s” is judged otherwise", given[i].text);
      if (given[i].part != NULL)
        assert_non_null (strstr (why_not, given[i].part));
      else
        assert_null (why_not);
    }
  is_in_words (lesson, 0, "0x1080 = 4224");
}

static char *
why (const char *text)
{
  g_autoptr (Lesson) lesson = lesson_ran (text);
  LessonAsk ask = lesson_ask (lesson, 0);

  return lesson_dup_why (lesson, &ask);
}

static void
why_is_what_the_scenario_says_next (void **state)
{
  g_autofree char *next = why ("step(\"a\");\nsay(\"A.\");\nask(\"?\", .answer = 1);\nstep(\"b\");\nsay(\"B.\");\nstep(\"c\");\nsay(\"C.\");");
  g_autofree char *same = why ("step(\"a\");\nsay(\"A.\");\nask(\"?\", .answer = 1);\nsay(\"Later.\");\nstep(\"b\");\nsay(\"B.\");");
  g_autofree char *own = why ("step(\"a\");\nask(\"?\", .answer = 1, .why = \"So it is.\");\nstep(\"b\");\nsay(\"B.\");");
  g_autofree char *none = why ("step(\"a\");\nask(\"?\", .answer = 1);");
  (void) state;

  assert_string_equal (next, "B.");
  assert_string_equal (same, "Later.");
  assert_string_equal (own, "So it is.");
  assert_null (none);
}

static void
asks_are_known_by_place_and_what_is_typed_is_not_among_them (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("step(\"a\");\nask(\"One?\", .answer = 1);\nstep(\"b\");\nint n = 2;\nask(\"Two?\", .answer = n);\nn++;\n");
  Timeline *timeline = lesson_timeline (lesson);
  (void) state;

  assert_int_equal (lesson_n_asks (lesson), 2);
  assert_int_equal (lesson_ask (lesson, 0).step, 1);
  assert_int_equal (lesson_ask (lesson, 0).line, 3);
  assert_int_equal (lesson_ask (lesson, 0).position, timeline_step_end (timeline, 1));
  assert_int_equal (lesson_ask (lesson, 1).step, 2);
  assert_int_equal (lesson_ask (lesson, 1).line, 6);
  assert_true (lesson_ask (lesson, 1).position < timeline_step_end (timeline, 2));
  assert_true (lesson_typed_from (lesson) == UINT64_MAX);

  JournalPosition end = timeline_end (timeline);
  types_to (lesson, "ask(\"Three?\", .answer = 3)", "");
  assert_int_equal (lesson_n_asks (lesson), 2);
  assert_int_equal (lesson_typed_from (lesson), end);
  assert_int_equal (timeline_seek (timeline, timeline_step_end (timeline, 1)), SIM_OK);
  types_to (lesson, "int other = 1", "");
  assert_true (lesson_typed_from (lesson) <= timeline_step_end (timeline, 1));
  assert_int_equal (timeline_switch_branch (timeline, 0), SIM_OK);
  assert_int_equal (lesson_typed_from (lesson), end);
}

static void
a_question_without_a_good_answer_is_a_mistake_at_its_place (void **state)
{
  (void) state;
  complains ("ask(\"Which?\");", 1, 1, 13, "no answer");
  complains ("ask(\"\", .answer = 1);", 1, 5, 2, "asks nothing");
  complains ("ask(\"Which?\", .choices = {\"a\", \"b\"}, .answer = 2);", 1, 48, 1, "the last is 1");
  complains ("ask(\"Which?\", .choices = {\"a\"}, .answer = 0);", 1, 26, 5, "at least two");
  complains ("ask(\"Which?\", .choices = {\"a\", \"a\"}, .answer = 0);", 1, 32, 3, "there already");
  complains ("ask(\"Which?\", .choices = {\"a\", \"b\"}, .answer = free_list(\"Normal\", 1));", 1, 48, 22, "number of a choice");
  complains ("ask(\"Which?\", .answer = 1, .why = 7);", 1, 35, 1, "quotation marks");
  complains ("ask(\"Which?\", .answer = 1, .becuase = \"x\");", 1, 28, 8, "no “.becuase”");
  complains ("ask(\"Which?\", .answer = 1, .why = \"w\", .zh_CN = {\"a\", \"b\", \"c\"});", 1, 60, 3, "fewer texts");
  complains ("ask(\"Which?\", .answer = free_list(7, 1));", 1, 35, 1, "name of a zone");
  complains ("ask(\"Which?\", .answer = free_list(\"Normal\"));", 1, 25, 19, "2 to 3");
  complains ("int x = free_list(\"Normal\", 1);", 1, 9, 9, "ask()");
}

static void
an_answer_that_nobody_could_give_is_a_mistake_when_it_is_asked (void **state)
{
  (void) state;
  complains ("int n = 5;\nask(\"Which?\", .choices = {\"a\", \"b\"}, .answer = n);", 2, 1, 49, "none of them");
  complains ("ask(\"Which?\", .answer = pfn_to_page(0x40000) + 1);", 1, 1, 49, "no page");
  complains ("ask(\"Which?\", .answer = \"Highmem\");", 1, 1, 34, "no zone “Highmem”");
  complains ("ask(\"Which?\", .answer = free_list(\"Norml\", 1));", 1, 25, 21, "no zone");
  complains ("ask(\"Which?\", .answer = free_list(\"Normal\", 11));", 1, 25, 23, "0 to 10");
  complains ("ask(\"Which?\", .answer = free_list(\"Normal\", 1, \"Unmovible\"));", 1, 25, 35, "no migrate type");
  complains ("ask(\"Which?\", .answer = pcp_list(\"Normal\", 2, 0, \"Movable\"));", 1, 25, 35, "no such CPU");
  complains ("ask(\"Which?\", .answer = pcp_list(\"Normal\", 0, 7, \"Movable\"));", 1, 25, 35, "no such list");
}

static void
a_list_may_be_looked_at (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("step(\"s\");\nlook(\"buddy\", free_list(\"DMA\", 10, \"Movable\"));");
  SimRef object;
  (void) state;

  assert_string_equal (lesson_look (lesson, timeline_end (lesson_timeline (lesson)), &object), "buddy");
  assert_int_equal (object.kind, SIM_REF_LIST);
  assert_int_equal (object.id, sim_list_id (0, 10, SIM_MOVABLE));
}

/* Frames are written in hex, as in the picture, whatever their size; what is counted is not. */
static void
frames_are_answered_in_hex_and_counts_in_decimal (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran (BLOCKS "ask(\"Which frame?\", .answer = 0x80);\nask(\"How many frames?\", .answer = 5000);\n"
                                          "ask(\"How many?\", .answer = 1 << 5);\nask(\"Where?\", .answer = page_to_pfn(a));");
  (void) state;

  is_in_words (lesson, 0, "0x80 = 128");
  is_in_words (lesson, 1, "5000");
  is_in_words (lesson, 2, "32");
  is_in_words (lesson, 3, "0x1800 = 6144");
}

static void
a_wrong_choice_may_have_its_reason (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("ask(\"How much?\", .choices = {\"1\", \"2\"}, .why_not = {\"Twice that.\", \"\"}, .answer = 1);\n"
                                          "ask(\"And now?\", .choices = {\"1\", \"2\"}, .answer = 1);");
  LessonQuestion with = asked (lesson, 0), without = asked (lesson, 1);
  (void) state;

  assert_string_equal (with.why_not[0], "Twice that.");
  assert_string_equal (with.why_not[1], "");
  assert_null (with.why_not[2]);
  assert_null (without.why_not);
  complains ("ask(\"Which?\", .choices = {\"a\", \"b\"}, .why_not = {\"x\"}, .answer = 0);", 1, 49, 5, "as many reasons");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_block_may_be_clicked_at_any_frame),
    cmocka_unit_test (the_answer_is_that_of_the_moment_it_was_asked_in),
    cmocka_unit_test (lists_orders_zones_and_addresses_are_answers),
    cmocka_unit_test (an_object_is_clicked_itself_and_not_its_frame),
    cmocka_unit_test (a_number_may_be_written_in_several_ways),
    cmocka_unit_test (why_is_what_the_scenario_says_next),
    cmocka_unit_test (asks_are_known_by_place_and_what_is_typed_is_not_among_them),
    cmocka_unit_test (a_question_without_a_good_answer_is_a_mistake_at_its_place),
    cmocka_unit_test (an_answer_that_nobody_could_give_is_a_mistake_when_it_is_asked),
    cmocka_unit_test (a_list_may_be_looked_at),
    cmocka_unit_test (frames_are_answered_in_hex_and_counts_in_decimal),
    cmocka_unit_test (a_wrong_choice_may_have_its_reason),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
