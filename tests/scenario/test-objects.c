/* What scripts do wrong with objects is told with its line: writes past the end, forgotten ones, sizes that cannot be. */
#include "lessons.h"

#include <string.h>

#define IDLE "machine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"idle\");\n"

/* Of a scenario that runs to its end, what lesson_report_mistakes () tells. Lines count from the text's own. */
static Messages *
mistakes_of (const char *text)
{
  g_autofree char *whole = g_strconcat (IDLE, text, NULL);
  Messages *messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (whole, strlen (whole), "test", messages);
  g_autoptr (Lesson) lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;

  assert_non_null (lesson);
  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  lesson_report_mistakes (lesson, messages);
  return messages;
}

static void
tells (const char *text,
       unsigned    line,
       const char *part)
{
  g_autoptr (Messages) messages = mistakes_of (text);
  const Message *message = messages_n (messages) > 0 ? messages_at (messages, 0) : NULL;

  if (message == NULL || message->line != line + 1 || strstr (message->text, part) == NULL)
    {
      g_autofree char *formatted = messages_format (messages, FALSE);

      fail_msg ("wanted line %u, “%s”; told:\n%s", line + 1, part, formatted);
    }
}

static void
tells_nothing (const char *text)
{
  g_autoptr (Messages) messages = mistakes_of (text);
  g_autofree char *formatted = messages_format (messages, FALSE);

  assert_string_equal (formatted, "");
}

/*   a [................]  its neighbour [................]
 *      x x x … x x x x     x ←                              */
static void
a_write_past_the_end_names_the_neighbour (void **state)
{
  (void) state;
  tells ("char *a = kmalloc(64, GFP_KERNEL);\nmemset(a, 1, 65);\nkfree(a);", 2, "neighbour");
  tells ("char *a = kmalloc(64, GFP_KERNEL);\nfor (int i = 0; i <= 64; i++)\n  a[i] = 1;\nkfree(a);", 3, "neighbour");
  tells ("char *a = kmalloc(32, GFP_KERNEL);\nstrcpy(a, \"thirty-two characters and a zero\");\nkfree(a);", 2, "kmalloc-32");
  tells ("char *a = kmalloc(64, GFP_KERNEL);\na[-1] = 1;\nkfree(a);", 2, "not of the object");
  tells ("struct s { int n; char name[60]; };\nstruct s *a = kmalloc(sizeof(struct s), GFP_KERNEL);\n"
         "memset(a->name, 0, 61);\nkfree(a);", 3, "not of the object");
  tells ("int *a = kmalloc(20000, GFP_KERNEL);\na[8192] = 1;\nkfree(a);", 2, "page frames behind it");
}

static void
a_read_past_the_end_is_told (void **state)
{
  (void) state;
  tells ("char *a = kmalloc(64, GFP_KERNEL);\nchar b = a[64];\nkfree(a);", 2, "reads at");
  tells ("char *a = kmalloc(64, GFP_KERNEL);\nchar *b = kmalloc(128, GFP_KERNEL);\nmemcpy(b, a, 128);\nkfree(a);\nkfree(b);", 3, "reads at");
}

static void
who_stays_inside_hears_nothing (void **state)
{
  (void) state;
  tells_nothing ("char *a = kmalloc(64, GFP_KERNEL), *b = kmalloc(64, GFP_KERNEL);\nmemset(a, 1, 64);\nfor (int i = 0; i < 64; i++)\n"
                 "  b[i] = a[63 - i];\nmemcpy(a, b, 64);\nb[*a] = a[1];\nkfree(a);\nkfree(b);");
  tells_nothing ("char local[8];\nmemset(local, 0, 8);\nlocal[7] = 1;");
}

static void
what_a_loop_forgets_is_told_once_with_its_number (void **state)
{
  g_autoptr (Messages) messages = mistakes_of ("for (int i = 0; i < 300; i++)\n  kmalloc(50, GFP_KERNEL);\nalloc_pages(GFP_KERNEL, 2);");

  (void) state;
  assert_int_equal (messages_n (messages), 2);
  tells ("for (int i = 0; i < 300; i++)\n  kmalloc(50, GFP_KERNEL);", 2, "300 objects of kmalloc-64");
  tells ("for (int i = 0; i < 3; i++)\n  alloc_pages(GFP_KERNEL, 2);", 2, "3 blocks of order 2");
}

static void
sizes_that_cannot_be_are_refused_in_words (void **state)
{
  (void) state;
  tells ("kmem_cache_create(\"x\", -1, 0, 0, NULL);", 1, "overflows");
  tells ("kmem_cache_create(NULL, 100, 0, 0, NULL);", 1, "must have a name");
  tells ("struct kmem_cache *c = kmem_cache_create(\"x\", 100, 48, 0, NULL);\nkmem_cache_destroy(c);", 1, "no power of two");
  tells ("void *p = kmalloc(-1, GFP_KERNEL);", 1, "Order 20");
  tells_nothing ("void *p = kmalloc(0, GFP_KERNEL);\nkfree(p);\nkmem_cache_destroy(NULL);");
}

static void
a_cache_that_stays_is_told_once_and_not_by_its_parts (void **state)
{
  g_autoptr (Messages) messages = mistakes_of ("kmem_cache_create(\"x\", 1000, 0, 0, NULL);");

  (void) state;
  assert_int_equal (messages_n (messages), 1);
  tells ("kmem_cache_create(\"x\", 1000, 0, 0, NULL);", 1, "never destroyed");
}

/*   kmalloc: 5a 5a … 5a a5     kfree: 6b 6b … 6b a5     written: 6b 41 … 6b a5     kmalloc: corruption, 5a 5a … */
static void
with_debugging_objects_are_filled_and_looked_at (void **state)
{
  static const char text[] = "machine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"idle\", .slab_debug = 1);\n"
                             "unsigned int *a = kmalloc(64, GFP_KERNEL);\nexpect(a[0] == 0x5a5a5a5a && a[15] == 0xa55a5a5a);\n"
                             "kfree(a);\nexpect(a[0] == 0x6b6b6b6b && a[15] == 0xa56b6b6b);\nexpect(nr_mistakes() == 0);\n"
                             "a[4] = 0x41414141;\nunsigned int *b = kmalloc(60, GFP_KERNEL);\nexpect(nr_mistakes() == 1);\n"
                             "expect(b[4] == 0x5a5a5a5a);\nkfree(b);\nb = kzalloc(60, GFP_KERNEL);\nexpect(b[0] == 0);\nkfree(b);\n";
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "test", messages);
  g_autoptr (Lesson) lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;
  g_autofree char *formatted = NULL;

  (void) state;
  assert_non_null (lesson);
  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  assert_int_equal (lesson_n_failed (lesson), 0);
  lesson_report_mistakes (lesson, messages);
  formatted = messages_format (messages, FALSE);
  assert_non_null (strstr (formatted, "0x6b should be there"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_write_past_the_end_names_the_neighbour),
    cmocka_unit_test (a_read_past_the_end_is_told),
    cmocka_unit_test (who_stays_inside_hears_nothing),
    cmocka_unit_test (what_a_loop_forgets_is_told_once_with_its_number),
    cmocka_unit_test (sizes_that_cannot_be_are_refused_in_words),
    cmocka_unit_test (a_cache_that_stays_is_told_once_and_not_by_its_parts),
    cmocka_unit_test (with_debugging_objects_are_filled_and_looked_at),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
