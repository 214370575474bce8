/* test-messages.c - messages stand where the mistake is, in order, and cannot hurt a terminal */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "narration/messages.h"

static void
add (Messages       *messages,
     MessageSeverity severity,
     unsigned        line,
     unsigned        column,
     unsigned        length,
     const char     *text,
     const char     *source,
     const char     *suggestion)
{
  Message message = {
    .severity = severity,
    .file = (char *) "a.scenario",
    .line = line,
    .column = column,
    .length = length,
    .text = (char *) text,
    .source = (char *) source,
    .suggestion = (char *) suggestion,
  };

  messages_add (messages, &message);
}

static void
assert_text (const Messages *messages,
             const char     *expected)
{
  g_autofree char *text = messages_format (messages, FALSE);

  assert_string_equal (text, expected);
}

static void
a_mistake_is_underlined_from_its_first_character_to_its_last (void **state)
{
  g_autoptr (Messages) messages = messages_new ();

  add (messages, MESSAGE_ERROR, 9, 12, 9, "GFP_KERNL is not declared.", "alloc_page(GFP_KERNL);",
       "Did you mean GFP_KERNEL?");

  assert_text (messages,
               "a.scenario:9:12: error: GFP_KERNL is not declared.\n"
               "  alloc_page(GFP_KERNL);\n"
               "             ^~~~~~~~~\n"
               "  Did you mean GFP_KERNEL?\n");
}

static void
tabs_are_repeated_so_that_any_tab_stop_is_right (void **state)
{
  g_autoptr (Messages) messages = messages_new ();

  add (messages, MESSAGE_ERROR, 1, 4, 1, "no", "\ta\tb;", NULL);
  add (messages, MESSAGE_ERROR, 2, 2, 3, "no", "\ta\tb;", NULL);
  add (messages, MESSAGE_ERROR, 3, 1, 1, "no", "\ta", NULL);

  assert_text (messages,
               "a.scenario:1:4: error: no\n"
               "  \ta\tb;\n"
               "  \t \t^\n"
               "a.scenario:2:2: error: no\n"
               "  \ta\tb;\n"
               "  \t^\t~\n"
               "a.scenario:3:1: error: no\n"
               "  \ta\n"
               "  ^\n");
}

static void
a_han_character_is_two_columns_wide_and_a_combining_one_none (void **state)
{
  g_autoptr (Messages) messages = messages_new ();

  add (messages, MESSAGE_ERROR, 1, 9, 1, "no", "say(\"块e\xcc\x81\"x);", NULL);
  add (messages, MESSAGE_ERROR, 2, 1, 2, "no", "块块 x", NULL);

  assert_text (messages,
               "a.scenario:1:9: error: no\n"
               "  say(\"块e\xcc\x81\"x);\n"
               "          ^\n"
               "a.scenario:2:1: error: no\n"
               "  块块 x\n"
               "  ^~~~\n");
}

static void
a_place_behind_the_end_of_the_line_is_shown_at_its_end (void **state)
{
  g_autoptr (Messages) messages = messages_new ();

  add (messages, MESSAGE_ERROR, 1, 40, 7, "a semicolon is missing", "a = 1", NULL);
  add (messages, MESSAGE_ERROR, 2, 6, 1, "a semicolon is missing", "a = 1", NULL);
  add (messages, MESSAGE_ERROR, 3, 1, 1, "the text ends here", "", NULL);

  assert_text (messages,
               "a.scenario:1:40: error: a semicolon is missing\n"
               "  a = 1\n"
               "       ^\n"
               "a.scenario:2:6: error: a semicolon is missing\n"
               "  a = 1\n"
               "       ^\n"
               "a.scenario:3:1: error: the text ends here\n"
               "  \n"
               "  ^\n");
}

static void
messages_are_sorted_by_place_and_a_note_stays_behind_its_error (void **state)
{
  g_autoptr (Messages) messages = messages_new ();

  add (messages, MESSAGE_ERROR, 7, 3, 1, "third", NULL, NULL);
  add (messages, MESSAGE_NOTE, 1, 1, 1, "of the third", NULL, NULL);
  add (messages, MESSAGE_WARNING, 2, 8, 1, "second", NULL, NULL);
  add (messages, MESSAGE_ERROR, 2, 3, 1, "first", NULL, NULL);
  add (messages, MESSAGE_ERROR, 0, 0, 1, "of the whole file", NULL, NULL);

  assert_text (messages,
               "a.scenario: error: of the whole file\n"
               "a.scenario:2:3: error: first\n"
               "a.scenario:2:8: warning: second\n"
               "a.scenario:7:3: error: third\n"
               "a.scenario:1:1: note: of the third\n");
  assert_int_equal (messages_n (messages), 5);
  assert_int_equal (messages_n_errors (messages), 3);
}

static void
more_than_a_hundred_are_counted_and_the_first_places_are_kept (void **state)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *text = NULL;

  for (unsigned line = 250; line > 0; line--)
    add (messages, MESSAGE_ERROR, line, 1, 1, "no", NULL, NULL);

  assert_int_equal (messages_n (messages), MESSAGES_MAX);
  assert_int_equal (messages_n_errors (messages), 250);
  assert_int_equal (messages_at (messages, 0)->line, 1);
  assert_int_equal (messages_at (messages, 99)->line, 100);

  text = messages_format (messages, FALSE);
  assert_true (g_str_has_suffix (text, "a.scenario:100:1: error: no\n150 more messages are not shown.\n"));
}

static void
a_terminal_gets_nothing_to_obey_from_a_file (void **state)
{
  g_autoptr (Messages) messages = messages_new ();
  Message message = {
    .file = (char *) "a\033[2J", .line = 1, .column = 1, .length = 1,
    .text = (char *) "two\nlines \xff", .source = (char *) "\033]0;title\007 \xc0\x80", .suggestion = (char *) "\x9b",
  };
  g_autofree char *text = NULL;

  messages_add (messages, &message);
  text = messages_format (messages, FALSE);

  assert_true (g_utf8_validate (text, -1, NULL));
  assert_null (strchr (text, '\033'));
  assert_null (strchr (text, '\007'));
  assert_non_null (strstr (text, "error: two lines "));
}

static void
a_very_long_line_is_shown_around_the_mistake (void **state)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *source = g_strnfill (100000, 'x');
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  source[50000] = 'Y';
  add (messages, MESSAGE_ERROR, 1, 50001, 1, "no", source, NULL);
  text = messages_format (messages, FALSE);
  lines = g_strsplit (text, "\n", -1);

  assert_true (g_utf8_strlen (lines[1], -1) < 200);
  assert_int_equal (g_utf8_strlen (lines[1], strchr (lines[1], 'Y') - lines[1]), strchr (lines[2], '^') - lines[2]);
}

static void
colours_come_only_on_request (void **state)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *plain = NULL, *colored = NULL;

  add (messages, MESSAGE_ERROR, 1, 1, 1, "no", "x", NULL);
  plain = messages_format (messages, FALSE);
  colored = messages_format (messages, TRUE);

  assert_null (strchr (plain, '\033'));
  assert_non_null (strstr (colored, "\033[1;31merror:\033[0m no"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_mistake_is_underlined_from_its_first_character_to_its_last),
    cmocka_unit_test (tabs_are_repeated_so_that_any_tab_stop_is_right),
    cmocka_unit_test (a_han_character_is_two_columns_wide_and_a_combining_one_none),
    cmocka_unit_test (a_place_behind_the_end_of_the_line_is_shown_at_its_end),
    cmocka_unit_test (messages_are_sorted_by_place_and_a_note_stays_behind_its_error),
    cmocka_unit_test (more_than_a_hundred_are_counted_and_the_first_places_are_kept),
    cmocka_unit_test (a_terminal_gets_nothing_to_obey_from_a_file),
    cmocka_unit_test (a_very_long_line_is_shown_around_the_mistake),
    cmocka_unit_test (colours_come_only_on_request),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
