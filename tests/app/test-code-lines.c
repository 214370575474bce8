/* test-code-lines.c - what stands on the blackboard
 *
 * Each text is drawn with a letter before each line: what the line is.
 *   ' ' blank   / comment   t teaching   # title   k kernel
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/code-lines.h"

static void
assert_lines_are (const char *drawn)
{
  static const char letters[] = { ' ', '/', 't', '#', 'k' };
  g_auto (GStrv) lines = g_strsplit (drawn, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) kinds = NULL;

  for (guint i = 0; lines[i]; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", *lines[i] ? lines[i] + 1 : "");
  kinds = code_lines_kinds (text->str);

  assert_int_equal (kinds->len, g_strv_length (lines));
  for (guint i = 0; i < kinds->len; i++)
    if (letters[g_array_index (kinds, CodeKind, i)] != (*lines[i] ? *lines[i] : ' '))
      fail_msg ("line %u is '%c': %s", i + 1, letters[g_array_index (kinds, CodeKind, i)], lines[i]);
}

static void
teaching_words_are_told_from_the_kernel_s_code (void **state)
{
  (void) state;
  assert_lines_are ("/// SPDX\n"
                    "tscenario(_(\"A; title\"),\n"
                    "t         .topics = {\"S1\", \"S2\"});\n"
                    "tmachine(.ram = SZ_64M);\n"
                    "\n"
                    "#step(_(\"One\"));\n"
                    "kstruct page *a = alloc_pages(GFP_KERNEL,\n"
                    "k                             4);\n"
                    "tsay(_(\"A quote \\\" and ; in it\"));   /* why */\n"
                    "texpect(a != NULL);\n"
                    "kint say_it = 3; expect(say_it == 3);\n"
                    "k#define SAY say\n"
                    "kint table[] = { 1, 2 };\n"
                    "k__free_pages(a, 4);");
}

static void
blocks_that_only_teach_are_teaching (void **state)
{
  (void) state;
  assert_lines_are ("tfor (int i = 0; i < 4; i++)\n"
                    "t  {\n"
                    "t    expect(i < 4);\n"
                    "t    if (i == 2) say(\"two\"); else say(\"other\");\n"
                    "t  }\n"
                    "kfor (int i = 0; i < 4; i++)\n"
                    "k  {\n"
                    "k    p[i] = alloc_page(GFP_KERNEL);\n"
                    "t    expect(p[i]);\n"
                    "k  }\n"
                    "kif (!a)\n"
                    "k    return -ENOMEM;\n"
                    "kstatic void take(int n)\n"
                    "k{\n"
                    "k  count += n;\n"
                    "t  say(\"taken\");\n"
                    "k}\n"
                    "kfor (;;) { }");
}

static void
what_is_not_a_program_is_read_to_its_end (void **state)
{
  static const char *const texts[] = {
    "", ";", "}", "}}}", "{", "((((", "\"", "'", "/*", "//", "for", "for (", "if", "if (", "if (a) else", "say", "say(", "step(",
    "f(){", "else else", "\\", "#", "say(\"\\", "\r\r\n\r", "for (;;) }", "if (1) { } else",
  };
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GArray) kinds = code_lines_kinds (texts[i]);
      g_autoptr (GArray) shown = code_lines_shown (kinds);

      assert_true (kinds->len >= 1);
      for (unsigned line = 0; line <= kinds->len + 1; line++)
        assert_true (code_lines_nearest (kinds, shown, line) <= kinds->len);
    }
}

static void
however_deep_it_is_the_stack_holds (void **state)
{
  g_autofree char *braces = g_strnfill (300000, '{');
  g_autoptr (GString) heads = g_string_new (NULL);
  g_autoptr (GArray) first = code_lines_kinds (braces);
  g_autoptr (GArray) second = NULL;
  (void) state;

  for (unsigned i = 0; i < 50000; i++)
    g_string_append (heads, "f(){if(1)");
  second = code_lines_kinds (heads->str);
  assert_int_equal (first->len, 1);
  assert_int_equal (second->len, 1);
}

/*   line    1      2     3 4   5     6     7 8     9    10
 *   kind    title  code  t ' ' title t     t ' '   title code
 *   marked  2      2     2     5     5     5       10   10      */
static void
the_line_that_is_marked_is_one_that_is_shown (void **state)
{
  static const unsigned marked[] = { 0, 2, 2, 2, 2, 5, 5, 5, 5, 10, 10 };
  g_autoptr (GArray) kinds = code_lines_kinds ("step(\"a\");\nx = 1;\nsay(\"b\");\n\nstep(\"c\");\nsay(\"d\");\n"
                                               "look(\"map\");\n\nstep(\"e\");\ny = 2;");
  g_autoptr (GArray) shown = code_lines_shown (kinds);
  (void) state;

  for (unsigned line = 0; line < G_N_ELEMENTS (marked); line++)
    assert_int_equal (code_lines_nearest (kinds, shown, line), marked[line]);
}

static void
no_two_blank_lines_follow_each_other (void **state)
{
  static const guint expected[] = { 3, 5, 6 };
  g_autoptr (GArray) kinds = code_lines_kinds ("// licence\nscenario(\"a\");\n\nx = 1;\nsay(\"b\");\n\ny = 2;\n\n\nsay(\"c\");\n");
  g_autoptr (GArray) shown = code_lines_shown (kinds);
  (void) state;

  assert_int_equal (shown->len, G_N_ELEMENTS (expected));
  for (guint i = 0; i < shown->len; i++)
    assert_int_equal (g_array_index (shown, guint, i), expected[i]);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (teaching_words_are_told_from_the_kernel_s_code),
    cmocka_unit_test (blocks_that_only_teach_are_teaching),
    cmocka_unit_test (what_is_not_a_program_is_read_to_its_end),
    cmocka_unit_test (however_deep_it_is_the_stack_holds),
    cmocka_unit_test (the_line_that_is_marked_is_one_that_is_shown),
    cmocka_unit_test (no_two_blank_lines_follow_each_other),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
