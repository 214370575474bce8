/* Whatever is given as a scenario, or typed: a lesson or messages, never a crash, nor work without end. */
#include "lessons.h"

#include <string.h>

#define SECONDS_OF_MUTATIONS 3

static GString *
repeated (const char *before,
          const char *part,
          unsigned    n,
          const char *after)
{
  GString *text = g_string_new (MACHINE);

  g_string_append (text, before);
  for (unsigned i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, after);
  return text;
}

/* Messages it has; the lesson is run where it can be. */
static size_t
survives (const char *text,
          size_t      length)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, length, "hostile", messages);
  g_autoptr (Lesson) lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;
  g_autofree char *formatted = NULL;

  if (lesson != NULL)
    lesson_run (lesson, G_MAXUINT, messages);
  formatted = messages_format (messages, FALSE);
  assert_true (g_utf8_validate (formatted, -1, NULL));
  return messages_n_errors (messages);
}

static void
refuses (const char *before,
         const char *part,
         unsigned    n,
         const char *after)
{
  g_autoptr (GString) text = repeated (before, part, n, after);

  assert_true (survives (text->str, text->len) > 0);
}

static void
nesting_without_bound_is_refused (void **state)
{
  static const char *const parts[] = {
    "(", "{", "[", "-", "!", "~", "*", "&", "++", "sizeof ", "(int)", "a ? ", "a ? b : ", "a = ", "a[", "f(", "if (1) ", "if (1) {",
    "while (1) ", "do ", "for (;;) ", "switch (1) ", "switch (1) { case 1: ", "on_cpu(0) ", "softirq { ", "spin_lock(", "struct s { ", "else ", "a.", "a->",
    "struct { int b; ", "enum { ", "int a[", "int a = {", "= {", "void f(void) { ", "a: ", "case 1: ", "a + (", ".x = {", "((int)", "[0] = {",
  };
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    for (unsigned n = 10; n <= 100000; n *= 100)
      {
        refuses ("", parts[i], n, "");
        refuses ("int a, b; a = ", parts[i], n, ";");
      }
}

static void
chains_without_bound_are_refused_or_run (void **state)
{
  static const char *const parts[] = { "1 + ", "1, ", "a && ", "a || ", "\"x\" ", "a.b.", "a[0]", "a++ ", "1 == ", "1 << " };
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    refuses ("int a = 1; a = ", parts[i], 100000, "2; (");
  refuses ("int ", "*", 100000, "p;");
  refuses ("int a", "[1]", 100000, ";");
  refuses ("", "a: ", 100000, "goto nowhere;");
  refuses ("int a = 1; if (a) ;", "else if (a) ;", 50000, "(");
  refuses ("alloc_page(", "1,", 100000, "1);");
  refuses ("int a[] = {", "1,", 100000, "b};");
  refuses ("switch (1) {", "case 1: ;", 20000, "}");
}

static void
thirty_nested_blocks_are_good (void **state)
{
  g_autoptr (GString) text = repeated ("int n = 0;", "if (1) {", 30, "n = (((((((((((((((((((((((((5)))))))))))))))))))))))));");
  (void) state;

  for (unsigned i = 0; i < 30; i++)
    g_string_append_c (text, '}');
  g_string_append (text, "expect(n == 5);");
  assert_int_equal (survives (text->str, text->len), 0);
}

static void
macros_do_not_explode (void **state)
{
  g_autoptr (GString) text = g_string_new (MACHINE "#define A0 1\n");
  (void) state;

  for (unsigned i = 1; i < 40; i++)
    g_string_append_printf (text, "#define A%u A%u + A%u\n", i, i - 1, i - 1);
  g_string_append (text, "int a = A39;\n");
  assert_true (survives (text->str, text->len) > 0);
  refuses ("#define X Y Z Y\n#define Y Z X Z\n#define Z X Y X\n", "X ", 1000, ";");
}

static void
odd_bytes_are_named (void **state)
{
  static const struct {
    const char *text;
    size_t      length;
    size_t      n_errors;
  } texts[] = {
    { MACHINE "say(\"a\0b\");", sizeof MACHINE - 1 + 11, 1 },
    { MACHINE "int a = 1;\0", sizeof MACHINE - 1 + 11, 1 },
    { MACHINE "say(\"\xff\xfe\");", sizeof MACHINE - 1 + 9, 2 },
    { MACHINE "\xff\xff\xff", sizeof MACHINE - 1 + 3, 1 },
    { "\xef\xbb\xbf" MACHINE "expect(1);\r\n", sizeof MACHINE - 1 + 15, 0 },
    { MACHINE "int a = 1;\r\nexpect(a);\rexpect(1);", sizeof MACHINE - 1 + 33, 0 },
    { "", 0, 0 },
    { "\0\0\0\0", 4, 2 },
    { "\\", 1, 2 },
    { "\"", 1, 2 },
    { "'", 1, 3 },
    { "/*", 2, 2 },
    { "#", 1, 0 },
    { "#define", 7, 2 },
    { "#define A", 9, 0 },
  };
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      size_t n = survives (texts[i].text, texts[i].length);

      if (texts[i].n_errors == 0 ? n != 0 : n == 0)
        print_error ("text %u has %zu mistakes\n", i, n);
      assert_true (texts[i].n_errors == 0 ? n == 0 : n > 0);
    }
}

static void
a_line_in_crlf_has_the_right_place (void **state)
{
  static const char text[] = "machine(.boot = \"handover\");\r\nint a = 1;\r\nint c = b;\r\n";
  g_autoptr (Messages) messages = messages_of (text);
  (void) state;

  assert_int_equal (messages_at (messages, 0)->line, 3);
  assert_int_equal (messages_at (messages, 0)->column, 9);
  assert_string_equal (messages_at (messages, 0)->source, "int c = b;");
}

static void
a_file_of_more_than_4_mib_is_refused (void **state)
{
  g_autoptr (GString) text = repeated ("", "int a;          ", 4 * 65536, "");
  (void) state;

  assert_int_equal (survives (text->str, text->len), 1);
}

static void
a_million_statements_are_the_limit (void **state)
{
  static const char text[] = MACHINE "unsigned long n = 0;\nwhile (1)\n  n++;\n";
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "loop", messages);
  g_autoptr (Lesson) lesson = lesson_new (scenario, NULL, messages);
  gint64 began = g_get_monotonic_time ();
  (void) state;

  assert_false (lesson_run (lesson, G_MAXUINT, messages));
  print_message ("a million statements in %.2f s\n", (g_get_monotonic_time () - began) / 1e6);
  assert_int_equal (messages_n_errors (messages), 1);
  assert_non_null (strstr (messages_at (messages, 0)->text, "1000000"));
  assert_int_equal (timeline_n_statements (lesson_timeline (lesson)), 1000000);
  g_autofree char *value = lesson_value (lesson, "n");
  assert_string_equal (value, "499999 (0x7a11f)");
}

static void
loops_without_statements_end_as_well (void **state)
{
  static const char *const loops[] = {
    "for (;;) ;", "while (1) ;", "do { } while (1);", "again: goto again;", "int a[1000000]; for (;;) memset(a, 1, sizeof(a));",
    "void f(void) { for (;;) ; }\nf();", "for (;;) printk(\"%0200d%0200d%0200d%0200d\\n\", 1, 2, 3, 4);", "switch (1) { again: case 1: goto again; }",
  };
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (loops); i++)
    {
      g_autofree char *text = g_strconcat (MACHINE, loops[i], NULL);
      assert_int_equal (survives (text, strlen (text)), 1);
    }
}

/* --- mutations ---------------------------------------------------------------------------------- */

static uint64_t
next (uint64_t *seed)
{
  uint64_t z = (*seed += UINT64_C (0x9e3779b97f4a7c15));

  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static void
mutate (GString  *text,
        uint64_t *seed)
{
  static const char *const pieces[] = {
    "(", ")", "{", "}", "[", "]", ";", ",", ".", "->", "*", "&", "=", "==", "+", "-", "\"", "'", "\\", "#define X ", "\n", "0", "99999999999999999999",
    "-1", "0x", "int ", "struct page *", "sizeof", "goto a; ", "a: ", "case 1: ", "for (;;) ", "if (1) ", "return ", "on_cpu(1) ", "hardirq { ", "spin_lock(&l);", "DEFINE_SPINLOCK(l);", "step(\"s\");", "\xff", "\xe5",
    "alloc_pages(GFP_KERNEL, ", "page_to_pfn(", "(int)", "(char *)", "?", ":", "&&", "NULL", "mem_map", "printk(\"%s %d\", ", "*(int *)", "a[", "typedef ", "enum { ",
  };
  unsigned n = 1 + next (seed) % 4;

  for (unsigned i = 0; i < n && text->len > 0; i++)
    {
      size_t at = next (seed) % text->len, other = next (seed) % text->len, length = 1 + next (seed) % 30;

      switch (next (seed) % 5)
        {
        case 0:
          text->str[at] = (char) next (seed);
          break;
        case 1:
          g_string_erase (text, at, MIN (length, text->len - at));
          break;
        case 2:
          {
            g_autofree char *part = g_strndup (text->str + other, MIN (length, text->len - other));
            g_string_insert (text, at, part);
            break;
          }
        default:
          g_string_insert (text, at, pieces[next (seed) % G_N_ELEMENTS (pieces)]);
          break;
        }
    }
}

static const char *const good_texts[] = {
  MACHINE "int n = 1;\nstep(\"one\", .zh_CN = \"x\");\nstruct page *a = alloc_pages(GFP_KERNEL | __GFP_ZERO, 2);\nif (!a)\n  return -ENOMEM;\n"
  "say(_(\"hello\"));\nexpect(page_to_pfn(a) % 4 == 0);\nlook(\"buddy\", a);\nask(\"q\", .choices = {\"a\", \"b\"}, .answer = 1);\n__free_pages(a, 2);\n",
  MACHINE "#define N 4\nstruct s { int a[N]; struct s *next; } x = {.a = {1, 2}, .next = &x};\nint f(int y, char *z) { switch (y) { case 1: return 2; default: break; } return y + z[0]; }\n"
  "for (int i = 0; i < N; i++) { x.a[i] += f(i, \"abc\") ? i << 2 : -i; if (i == 2) continue; x.next->a[0]--; }\ndo { n: x.a[1]++; } while (x.a[1] < 20);\nprintk(KERN_INFO \"%d %s %lx\\n\", x.a[0], \"s\", (unsigned long)&x);\n",
  MACHINE "DEFINE_PER_CPU(int, c);\non_cpu(1) { this_cpu_inc(c); }\nu8 *p = (u8 *)__get_free_page(GFP_KERNEL);\nmemset(p, 1, 100);\np[5] = p[4] ^ 3;\nfree_page((unsigned long)p);\nenum e { A, B = 5 };\ntypedef u16 w; w v = B;\n",
  MACHINE "DEFINE_SPINLOCK(l);\nunsigned long flags;\nstruct page *a = NULL;\nint f(void) { softirq { preempt_disable(); return in_interrupt(); } }\n"
  "spin_lock_irqsave(&l, flags);\na = alloc_page(GFP_KERNEL);\nspin_unlock_irqrestore(&l, flags);\non_cpu(1) { hardirq { goto out; } }\nout: f();\n"
  "for (int i = 0; i < 3; i++) hardirq { if (spin_trylock(&l)) spin_unlock(&l); else break; }\nset_min_free_kbytes(pcp_high(\"Normal\"));\n",
};

static void
mutations_of_good_scenarios_do_no_harm (void **state)
{
  uint64_t seed = (uint64_t) g_get_real_time (), first = seed;
  gint64 end = g_get_monotonic_time () + SECONDS_OF_MUTATIONS * G_USEC_PER_SEC;
  unsigned n = 0;
  const char *given = g_getenv ("SCENARIO_SEED");
  (void) state;

  if (given != NULL)
    seed = first = g_ascii_strtoull (given, NULL, 10);
  print_message ("SCENARIO_SEED=%" G_GUINT64_FORMAT "\n", first);
  while (g_get_monotonic_time () < end)
    {
      uint64_t one = seed;
      g_autoptr (GString) text = g_string_new (good_texts[next (&one) % G_N_ELEMENTS (good_texts)]);

      mutate (text, &one);
      survives (text->str, text->len);
      seed++;
      n++;
    }
  print_message ("%u mutations\n", n);
}

static void
mutations_of_what_is_typed_do_no_harm (void **state)
{
  static const char *const lines[] = {
    "n = n + 1", "struct page *t = alloc_page(GFP_KERNEL); __free_page(t);", "for (int i = 0; i < 9; i++) { n += i; }", "int g(int x) { return x; }",
    "x.a[2]", "on_cpu(1) { n++; }", "step(\"s\"); n", "#define Q 3\nQ", "p[0] = 4", "typedef int t; t v = 5; v",
  };
  uint64_t seed = (uint64_t) g_get_real_time (), first = seed;
  gint64 end = g_get_monotonic_time () + SECONDS_OF_MUTATIONS * G_USEC_PER_SEC;
  unsigned n = 0;
  g_autoptr (Lesson) lesson = lesson_ran ("int n = 0; struct { int a[4]; } x = {0}; u8 *p = (u8 *)__get_free_page(GFP_KERNEL);");
  (void) state;

  print_message ("seed %" G_GUINT64_FORMAT "\n", first);
  while (g_get_monotonic_time () < end)
    {
      g_autoptr (GString) text = g_string_new (lines[next (&seed) % G_N_ELEMENTS (lines)]);
      Timeline *timeline = lesson_timeline (lesson);
      g_autoptr (Messages) messages = messages_new ();
      g_autofree char *value = NULL;

      mutate (text, &seed);
      if (next (&seed) % 8 == 0)
        timeline_seek (timeline, next (&seed) % (timeline_end (timeline) + 1));
      uint64_t before = sim_machine_hash (timeline_machine (timeline));
      if (!lesson_type (lesson, text->str, &value, messages))
        assert_true (sim_machine_hash (timeline_machine (timeline)) == before);
      assert_null (sim_machine_check (timeline_machine (timeline)));
      n++;
    }
  print_message ("%u lines typed\n", n);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (nesting_without_bound_is_refused),
    cmocka_unit_test (chains_without_bound_are_refused_or_run),
    cmocka_unit_test (thirty_nested_blocks_are_good),
    cmocka_unit_test (macros_do_not_explode),
    cmocka_unit_test (odd_bytes_are_named),
    cmocka_unit_test (a_line_in_crlf_has_the_right_place),
    cmocka_unit_test (a_file_of_more_than_4_mib_is_refused),
    cmocka_unit_test (a_million_statements_are_the_limit),
    cmocka_unit_test (loops_without_statements_end_as_well),
    cmocka_unit_test (mutations_of_good_scenarios_do_no_harm),
    cmocka_unit_test (mutations_of_what_is_typed_do_no_harm),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
