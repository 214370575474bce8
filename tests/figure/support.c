#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gi18n.h>
#include <string.h>

#include "narration/language.h"

#define LONG_SENTENCE \
  "A sentence that goes on and on, as some do that want to say all of it at once: which list, which order, which zone, " \
  "which migrate type, and why the kernel did not take another block that would have done as well, had it been free."

const char long_lesson[] =
  "machine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"handover\");\n"
  "step(\"One\");\nstruct page *a = alloc_pages(GFP_KERNEL, 4);\n"
  "say(\"" LONG_SENTENCE "\");\nspeaker(\"" LONG_SENTENCE "\");\n"
  "ask(\"A question that is about as long as a question on paper may well become, is it not?\", "
  ".choices = {\"yes, and this is why it takes a whole line to say so in full\", \"no\", \"perhaps\"}, .answer = 1, "
  ".why = \"" LONG_SENTENCE "\");\n"
  "ask(\"Which block is its buddy?\", .answer = pfn_to_page(page_to_pfn(a) ^ 16));\n"
  "step(\"A title of a step that is longer than titles of steps should be, so that it has to go on in a second line\");\n"
  "__free_pages(a, 4);\nsay(\"They merge.\");\nlook(\"map\", a);\n"
  "step(\"Three\");\nstep(\"四\");\nsay(\"中文的句子也要分行：一个很长的句子，没有空格，只有标点，每两个字之间都可以换行，但是行首不能是逗号。\");\n"
  "step(\"Five\");\nsay(\"Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis.\");\n"
  "step(\"Six\");\nstep(\"Seven\");\nstep(\"Eight\");\n";

void
find_words (const char *catalogues)
{
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  language_set ("en");
}

static Lesson *
run (Scenario *scenario,
     Messages *messages)
{
  Lesson *lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;

  if (lesson == NULL || !lesson_run (lesson, G_MAXUINT, messages))
    {
      g_autofree char *text = messages_format (messages, FALSE);

      fail_msg ("%s", text);
    }
  return lesson;
}

Lesson *
make_lesson (const char *id)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_load (id, messages, NULL);

  return run (scenario, messages);
}

Lesson *
parse_lesson (const char *text,
              const char *file_name)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), file_name, messages);

  return run (scenario, messages);
}

static unsigned
n_threads (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  unsigned n = 0;

  while (tasks != NULL && g_dir_read_name (tasks) != NULL)
    n++;
  return n;
}

void
wait_for_threads (void)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (n_threads () > 1 && g_get_monotonic_time () < end)
    g_usleep (10000);
}
