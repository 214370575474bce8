/* Each class of mistake is reported where it stands, with what may be done. Lines count from the text's own. */
#include "lessons.h"

#include <string.h>

static void
in_the_letters (void **state)
{
  (void) state;
  complains ("int a = 0x;", 1, 9, 2, "Digits are missing");
  complains ("int a = 089;", 1, 9, 3, "octal");
  complains ("int a = 99999999999999999999;", 1, 9, 20, "64 bits");
  complains ("int a = 1.5;", 1, 9, 3, "fractions");
  complains ("int a = 12abc;", 1, 9, 5, "no number");
  complains ("say(\"abc);\nint b = 1;", 1, 5, 6, "no end");
  complains ("int a = 'ab';", 1, 9, 4, "one character");
  complains ("say(\"a\\q\");", 1, 7, 2, "no such escape");
  complains ("int a = 1; /* never", 1, 12, 2, "comment has no end");
  complains ("int a = 1\xef\xbc\x9b", 1, 10, 1, "Full-width");
  complains ("int a = @;", 1, 9, 1, "no meaning");
  complains ("#if 1\nint a;", 1, 1, 3, "not part of the language");
  complains ("#define F(x) x", 1, 9, 1, "function instead");
}

static void
columns_count_characters_and_not_bytes (void **state)
{
  (void) state;
  complains ("say(\"块被对半分\"); int a = b;", 1, 23, 1, "Nothing is called");
  complains ("\tint a = b;", 1, 10, 1, "Nothing is called");
}

static void
in_the_grammar (void **state)
{
  (void) state;
  complains ("int a = 1\nint b = 2;", 1, 10, 1, "semicolon");
  complains ("int a = (1;", 1, 11, 1, "“)”");
  complains ("int a = ;", 1, 9, 1, "value");
  complains ("if (1) {", 1, 8, 1, "never closed");
  complains ("}", 1, 1, 1, "closes nothing");
  complains ("else ;", 1, 1, 4, "no “if”");
  complains ("sturct page *p;", 1, 1, 6, "struct");
  complains ("float f;", 1, 1, 5, "fractions");
  complains ("int (*f)(void);", 1, 5, 1, "Pointers to functions");
  complains ("do ; int a;", 1, 6, 3, "while");
  complains ("goto ;", 1, 1, 4, "label");
  complains ("void f(void) { void g(void) { } }", 1, 21, 7, "inside another");
}

static void
in_names (void **state)
{
  (void) state;
  complains ("int count = 1; cuont = 2;", 1, 16, 5, "count");
  complains ("alloc_pagse(GFP_KERNEL, 1);", 1, 1, 11, "alloc_pages");
  complains ("alloc_pages(GFP_KERNAL, 1);", 1, 13, 10, "GFP_KERNEL");
  complains ("spet(\"a\");", 1, 1, 4, "step");
  complains ("nr_free(\"Norml\", 1);", 1, 9, 7, "Normal");
  complains ("kmalloc_node(4, GFP_KERNEL, 0);", 1, 1, 12, "kmem_cache_create()");
  complains ("mutex_lock(0);", 1, 1, 10, "spinlocks");
  complains ("as_task(1) { }", 1, 1, 10, "Tasks are not modelled");
  complains ("int a; int a;", 1, 12, 1, "declared already");
  complains ("struct s { int abc; } x; x.abd = 1;", 1, 26, 5, "abc");
  complains ("goto ot;\nout: ;", 1, 1, 7, "out");
  complains ("int a = alloc_page;", 1, 9, 10, "parentheses");
  complains ("int a = GFP_KERNEL;\nint b = __GFP_WAIT;", 2, 9, 10, "3.2-i386");
  complains ("int f(int x) { return x; }\nint g = f;", 2, 9, 1, "parentheses");
}

static void
in_types (void **state)
{
  (void) state;
  complains ("alloc_pages(GFP_KERNEL);", 1, 1, 23, "2 arguments");
  complains ("int *p = 5;", 1, 10, 1, "taken for an address");
  complains ("struct page *a = alloc_page(GFP_KERNEL); int b = a;", 1, 50, 1, "taken for a number");
  complains ("alloc_pages(4, GFP_KERNEL);", 1, 16, 10, "flags come first");
  complains ("5 = 6;", 1, 1, 1, "no variable");
  complains ("int a; a.b = 1;", 1, 8, 3, "Only a structure");
  complains ("struct page *p = NULL; p->flags;", 1, 24, 8, "not modelled");
  complains ("struct unknown s;", 1, 16, 1, "size is not known");
  complains ("struct s { struct s { int a; } x; };", 1, 32, 1, "declared already");
  complains ("int a[0];", 1, 7, 1, "at least one");
  complains ("int n = 2; int a[n];", 1, 18, 1, "before the scenario runs");
  complains ("int a = sizeof(struct sk_buff);", 1, 9, 22, "not known");
  complains ("int a[2] = {1, 2, 3};", 1, 19, 1, "one too many");
  complains ("void *p = NULL; int a = *p;", 1, 25, 2, "no known size");
  complains ("int a = 1 / 0;", 1, 9, 5, "divides by zero");
  complains ("int a = 1 << 32;", 1, 9, 7, "32 bits");
  complains ("void f(void) { } int a = f();", 1, 26, 3, "no value");
  complains ("int a; *a = 1;", 1, 8, 2, "behind a pointer");
  complains ("break;", 1, 1, 5, "no loop");
  complains ("case 1: ;", 1, 1, 6, "no switch");
  complains ("switch (1) { case 1: case 1: ; }", 1, 22, 6, "already");
  complains ("int f(int x) { return f(x); }", 1, 5, 8, "calls itself");
  complains ("int g(int); int f(int x) { return g(x); } int g(int x) { return f(x); }", 1, 47, 8, "calls itself");
  complains ("int f(int);\nf(1);", 1, 5, 6, "nowhere defined");
  complains ("printk(\"%d %d\\n\", 1);", 1, 1, 20, "more values");
  complains ("printk(\"%s\\n\", 1);", 1, 16, 1, "does not go");
  complains ("printk(\"%y\\n\", 1);", 1, 8, 6, "no conversion");
  complains ("char big[5000000];", 1, 10, 7, "4 MiB");
  complains ("void f(void) { char big[9000]; }", 1, 21, 3, "kernel's stack");
  complains ("DEFINE_PER_CPU(int, n);\nn = 1;", 2, 1, 1, "Each CPU");
  complains ("goto in; on_cpu(1) { in: ; }", 1, 1, 7, "another CPU");
}

static void
in_teaching_words (void **state)
{
  (void) state;
  complains ("step();", 1, 1, 6, "text");
  complains ("say(\"a\", .zh = \"b\", .chapter = \"c\");", 1, 21, 8, "chapter");
  complains ("int a = say(\"a\");", 1, 9, 3, "statement of its own");
  complains ("ask(\"q\");", 1, 1, 8, "no answer");
  complains ("ask(\"q\", .choices = {\"a\", \"b\"}, .answer = 2);", 1, 43, 1, "from 0");
  complains ("ask(\"q\", .choices = {\"a\"}, .answer = 0);", 1, 21, 5, "two choices");
  complains ("machine(.cpus = 1);", 1, 1, 18, "second time");
  complains ("scenario(\"t\");", 1, 1, 13, "first");
  complains ("{ machine(.cpus = 1); }", 1, 3, 18, "outside");
}

static void
complains_of_machine (const char *text,
                      unsigned    column,
                      unsigned    length,
                      const char *part)
{
  g_autoptr (Messages) messages = messages_of (text);

  assert_true (messages_n (messages) > 0);
  const Message *message = messages_at (messages, 0);
  if (strstr (message->text, part) == NULL && (message->suggestion == NULL || strstr (message->suggestion, part) == NULL))
    print_error ("%s\n%s\n", text, message->text);
  assert_true (strstr (message->text, part) != NULL || (message->suggestion != NULL && strstr (message->suggestion, part) != NULL));
  assert_int_equal (message->line, column == 0 ? 0 : 1);
  assert_int_equal (message->column, column);
  assert_int_equal (message->length, length);
}

static void
in_machines (void **state)
{
  (void) state;
  complains_of_machine ("machine(.rma = 1, .boot = \"handover\");", 9, 4, "ram");
  complains_of_machine ("machine(.profile = \"9.9\", .boot = \"handover\");", 20, 5, "6.1-i386");
  complains_of_machine ("machine(.boot = \"sleepy\");", 17, 8, "handover, idle");
  complains_of_machine ("machine(.nodes = 9, .boot = \"handover\");", 18, 1, "from 1 to 8");
  complains_of_machine ("machine(.swap = SZ_1G, .boot = \"handover\");", 17, 5, "not modelled");
  complains_of_machine ("machine(.thp = \"mostly\", .boot = \"handover\");", 16, 8, "never");
  complains_of_machine ("machine(.slab = \"slob\", .boot = \"handover\");", 17, 6, "there are: slab, slub");
  complains_of_machine ("machine(.cpus = 0, .boot = \"handover\");", 17, 1, "1 to 32");
  complains_of_machine ("machine(.ram = \"64X\", .boot = \"handover\");", 16, 5, "110584K");
  complains_of_machine ("machine(.ram = 4096, .boot = \"handover\");", 16, 4, "RAM");
  complains_of_machine ("machine(.ram = 128 * SZ_1G, .boot = \"handover\");", 16, 11, "64");
  complains_of_machine ("machine(.ram = SZ_64M, .highmem = SZ_16M, .boot = \"handover\");", 35, 6, "less than 64 MiB of lowmem");
  complains_of_machine ("machine(.ram = SZ_128M, .highmem = SZ_256M, .boot = \"handover\");", 36, 7, "no more memory");
  complains_of_machine ("machine(.ram = SZ_1G, .highmem = SZ_256M, .boot = \"handover\");", 34, 7, "only 140.01 MiB");
  complains_of_machine ("machine(.profile = \"6.1-x86_64\", .ram = SZ_1G, .highmem = SZ_16M, .boot = \"handover\");", 59, 6, "Linux 6.1 on x86-64");
  complains_of_machine ("machine(.e820 = \"nowhere.txt\", .boot = \"handover\");", 17, 13, "nowhere.txt");
}

static void
while_it_runs (void **state)
{
  (void) state;
  complains ("int z = 0;\nint a = 5 / z;", 2, 9, 5, "divides by zero");
  complains ("int z = 40; int a = 1 << z;", 1, 21, 6, "shifts a value of 32 bits by 40");
  complains ("int z = -1; int a = 1 << z;", 1, 21, 6, "negative");
  complains ("int a; int b = a + 1;", 1, 16, 1, "“a” is used before it has a value");
  complains ("int a[4]; a[0] = 1; int i = 4; a[i] = 2;", 1, 32, 4, "index 4 of an array of 4 elements");
  complains ("int a[4] = {0}; int i = -1; int b = a[i];", 1, 37, 4, "index -1");
  complains ("struct page **p = NULL; struct page *a = *p;", 1, 42, 2, "NULL");
  complains ("int *p = (int *)0xf8000000; *p = 1;", 1, 29, 6, "0xf8000000");
  complains ("char *s = \"abc\"; s[0] = 'x';", 1, 18, 10, "cannot be written");
  complains ("on_cpu(2) { }", 1, 8, 1, "2 CPUs");
  complains ("int f(int x) { if (x) return 1; }\nint a = f(0);", 1, 5, 8, "without giving its value");
  complains ("BUG_ON(1 == 1);", 1, 1, 14, "stops here");
  complains ("int one = 1; expect(one == 2);", 1, 21, 8, "the left side is 1, the right side 2");
  complains ("struct page *a = pfn_to_page(5); expect(page_to_pfn(a) % 16 == 4);", 1, 41, 24, "the left side is 5");
  complains ("expect(!1);", 1, 8, 2, "does not hold");
}

static void
all_mistakes_are_reported_at_once (void **state)
{
  g_autoptr (Messages) messages = messages_of ("machine(.boot = \"handover\");\nint a = b;\nint c = (;\nfoo();\nstep(3);\n");
  (void) state;

  assert_int_equal (messages_n_errors (messages), 4);
  for (unsigned i = 0; i < 4; i++)
    assert_int_equal (messages_at (messages, i)->line, i + 2);
}

static void
a_warning_does_not_stop_a_lesson (void **state)
{
  g_autoptr (Messages) messages = messages_of (MACHINE "struct page *a = alloc_pages(GFP_KERNEL, 4);\nfree_pages(a, 4);\n");
  (void) state;

  assert_int_equal (messages_n_errors (messages), 0);
  assert_int_equal (messages_n (messages), 1);
  assert_int_equal (messages_at (messages, 0)->severity, MESSAGE_WARNING);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (in_the_letters),
    cmocka_unit_test (columns_count_characters_and_not_bytes),
    cmocka_unit_test (in_the_grammar),
    cmocka_unit_test (in_names),
    cmocka_unit_test (in_types),
    cmocka_unit_test (in_teaching_words),
    cmocka_unit_test (in_machines),
    cmocka_unit_test (while_it_runs),
    cmocka_unit_test (all_mistakes_are_reported_at_once),
    cmocka_unit_test (a_warning_does_not_stop_a_lesson),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
