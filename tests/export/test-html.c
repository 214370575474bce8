/* test-html.c - a web page that needs nothing else, is well-formed, and has every step's words and picture */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "sheet.h"

enum { N_PAGES = 5 };

typedef struct {
  ScenePicture       *owned[N_PAGES];
  const ScenePicture *pages[N_PAGES];
  SheetCaption        captions[N_PAGES];
  Sheet               sheet;
} Lesson;

/* Step 1 has one picture; step 2 passes two others before it stands; step 3 has signs that HTML knows. */
static void
lesson_init (Lesson *lesson)
{
  static const SheetCaption captions[N_PAGES] = {
    { "Take", "Two blocks.", 1, 0 }, { "Give", "One comes back.", 2, 0 }, { "Give", "One comes back.", 2, 0 },
    { "Give", "One comes back.", 2, 0 }, { "<b> & \"c\"", "a < b && c > d", 3, 0 },
  };
  size_t i;

  for (i = 0; i < N_PAGES; i++)
    {
      lesson->pages[i] = lesson->owned[i] = test_picture_new ();
      lesson->captions[i] = captions[i];
      scene_add_box (lesson->owned[i], scene_key (2, 0, 7), (SceneRect) { 10.0 * (double) i, 300, 30, 20 },
                     scene_role (SCENE_HUE_NORMAL, SCENE_FILL_FREE), "moves")->parent = scene_key (2, 1, 6);
    }
  lesson->sheet = test_sheet (lesson->pages, N_PAGES);
  lesson->sheet.captions = lesson->captions;
  lesson->sheet.title = "A lesson & more";
}

static void
lesson_clear (Lesson *lesson)
{
  size_t i;

  for (i = 0; i < N_PAGES; i++)
    scene_picture_free (lesson->owned[i]);
}

static size_t
count (const char *text,
       const char *pattern)
{
  size_t n = 0;

  while ((text = strstr (text, pattern)))
    {
      n++;
      text += strlen (pattern);
    }
  return n;
}

static void
assert_well_formed (const char *text)
{
  static const GMarkupParser parser = { 0 };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  GError *error = NULL;

  if (!g_markup_parse_context_parse (context, text, -1, &error) || !g_markup_parse_context_end_parse (context, &error))
    fail_msg ("%s", error->message);
  g_markup_parse_context_free (context);
}

static void
a_page_is_well_formed_and_loads_nothing (void **state)
{
  static const char *const loads[] = { "src=", "<link", "@import", "http-equiv=\"refresh\"", "fetch", "url(http",
                                       "href=\"http", "eval (" };
  Lesson lesson;
  char *text;
  size_t i;

  lesson_init (&lesson);
  text = test_make_text ("html", &lesson.sheet);
  assert_well_formed (text);
  for (i = 0; i < G_N_ELEMENTS (loads); i++)
    if (strstr (text, loads[i]))
      fail_msg ("%s", loads[i]);
  /* The one address in it is the name of its language. */
  assert_int_equal (count (text, "://"), 1);
  assert_int_equal (count (text, "http://www.w3.org/1999/xhtml"), 1);
  assert_int_equal (count (text, "default-src 'none'"), 1);
  g_free (text);
  lesson_clear (&lesson);
}

static void
the_policy_lets_this_script_run_and_no_other (void **state)
{
  Lesson lesson;
  const char *start, *end;
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  char *text, *code, *policy;

  lesson_init (&lesson);
  text = test_make_text ("html", &lesson.sheet);
  assert_int_equal (count (text, "<script"), 1);
  start = strstr (text, "<script>") + strlen ("<script>");
  end = strstr (start, "</script>");
  g_checksum_update (checksum, (const guchar *) start, end - start);
  g_checksum_get_digest (checksum, digest, &size);
  code = g_base64_encode (digest, size);
  policy = g_strdup_printf ("script-src 'sha256-%s'", code);
  assert_int_equal (count (text, policy), 1);
  g_free (policy);
  g_free (code);
  g_checksum_free (checksum);
  g_free (text);
  lesson_clear (&lesson);
}

static void
each_step_has_its_title_its_sentence_and_its_picture (void **state)
{
  Lesson lesson;
  char *text;

  lesson_init (&lesson);
  text = test_make_text ("html", &lesson.sheet);
  assert_int_equal (count (text, "<section "), 3);
  assert_int_equal (count (text, "<svg role=\"img\""), 3);
  assert_int_equal (count (text, " class=\"move\""), 2);
  assert_int_equal (count (text, "\">1. Take</h2>"), 1);
  assert_int_equal (count (text, "<p class=\"said\">One comes back.</p>"), 1);
  assert_int_equal (count (text, "\">3. &lt;b&gt; &amp; &quot;c&quot;</h2>"), 1);
  assert_int_equal (count (text, "<p class=\"said\">a &lt; b &amp;&amp; c &gt; d</p>"), 1);
  assert_int_equal (count (text, "<title>A lesson &amp; more</title>"), 1);
  assert_int_equal (count (text, "data-said=\"Step 2 of 3: 2. Give. One comes back.\""), 1);
  assert_int_equal (count (text, "<li><a href=\"#step-"), 3);
  g_free (text);
  lesson_clear (&lesson);
}

static void
what_is_the_same_in_all_steps_is_written_once (void **state)
{
  Lesson lesson;
  Sheet single;
  char *text, *alone;

  lesson_init (&lesson);
  single = lesson.sheet;
  single.n_pages = 1;
  text = test_make_text ("html", &lesson.sheet);
  alone = test_make_text ("html", &single);
  assert_int_equal (count (text, "页框 0x1080 is free"), 1);
  assert_int_equal (count (text, "<pattern "), count (alone, "<pattern "));
  /* The box that moves is another in each. */
  assert_int_equal (count (text, " data-key=\"0:2.0.7\" data-in=\"0:2.1.6\""), 5);
  assert_int_equal (count (text, " data-at=\"30 300 30 20\""), 1);
  assert_true (strlen (text) < strlen (alone) * 2);
  /* On the way only what is new is there, and a list of the others. */
  assert_non_null (strstr (text, "<svg data-shapes=\"1-"));
  assert_int_equal (count (text, "data-shapes="), 2);
  g_free (alone);
  g_free (text);
  lesson_clear (&lesson);
}

static void
every_use_and_every_reference_has_its_target (void **state)
{
  Lesson lesson;
  GRegex *regex = g_regex_new ("(?:href=\"|url\\()#([-a-z0-9]+)", 0, 0, NULL);
  GMatchInfo *info;
  char *text;
  size_t n = 0;

  lesson_init (&lesson);
  text = test_make_text ("html", &lesson.sheet);
  for (g_regex_match (regex, text, 0, &info); g_match_info_matches (info); g_match_info_next (info, NULL))
    {
      char *name = g_match_info_fetch (info, 1), *id = g_strdup_printf (" id=\"%s\"", name);

      if (count (text, id) != 1)
        fail_msg ("%s: %d", id, (int) count (text, id));
      n++;
      g_free (id);
      g_free (name);
    }
  assert_true (n > 100);
  g_match_info_free (info);
  g_regex_unref (regex);
  g_free (text);
  lesson_clear (&lesson);
}

static void
the_same_lesson_gives_the_same_bytes_and_the_papers_differ (void **state)
{
  Lesson lesson;
  char *first, *again, *dark;

  lesson_init (&lesson);
  first = test_make_text ("html", &lesson.sheet);
  again = test_make_text ("html", &lesson.sheet);
  assert_string_equal (first, again);
  lesson.sheet.paper = EXPORT_PAPER_DARK;
  lesson.sheet.language = "zh-cn";
  dark = test_make_text ("html", &lesson.sheet);
  assert_non_null (strstr (first, "color-scheme:light"));
  assert_non_null (strstr (first, "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">"));
  assert_non_null (strstr (dark, "color-scheme:dark"));
  assert_non_null (strstr (dark, "lang=\"zh-CN\""));
  g_free (dark);
  g_free (again);
  g_free (first);
  lesson_clear (&lesson);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_page_is_well_formed_and_loads_nothing),
    cmocka_unit_test (the_policy_lets_this_script_run_and_no_other),
    cmocka_unit_test (each_step_has_its_title_its_sentence_and_its_picture),
    cmocka_unit_test (what_is_the_same_in_all_steps_is_written_once),
    cmocka_unit_test (every_use_and_every_reference_has_its_target),
    cmocka_unit_test (the_same_lesson_gives_the_same_bytes_and_the_papers_differ),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
