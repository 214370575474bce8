#include "lessons.h"

#include <string.h>

static void
fail_with (Messages   *messages,
           const char *text)
{
  g_autofree char *formatted = messages_format (messages, FALSE);

  print_error ("%s\n%s\n", text, formatted);
  fail ();
}

Lesson *
lesson_of (const char *text)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *whole = g_strconcat (MACHINE, text, NULL);
  g_autoptr (Scenario) scenario = scenario_parse (whole, strlen (whole), "test", messages);
  Lesson *lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;

  if (lesson == NULL)
    fail_with (messages, text);
  return lesson;
}

Lesson *
lesson_ran (const char *text)
{
  Lesson *lesson = lesson_of (text);
  g_autoptr (Messages) messages = messages_new ();

  if (!lesson_run (lesson, G_MAXUINT, messages) || messages_n_errors (messages) > 0)
    fail_with (messages, text);
  return lesson;
}

void
holds (const char *text)
{
  g_autoptr (Lesson) lesson = lesson_ran (text);

  assert_int_equal (lesson_n_failed (lesson), 0);
  assert_true (lesson_n_expectations (lesson) > 0);
}

void
shows (const char *text,
       const char *variable,
       const char *shown)
{
  g_autoptr (Lesson) lesson = lesson_ran (text);
  g_autofree char *value = lesson_value (lesson, variable);

  assert_non_null (value);
  assert_string_equal (value, shown);
}

Messages *
messages_of (const char *text)
{
  Messages *messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "test", messages);
  g_autoptr (Lesson) lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;

  if (lesson != NULL)
    lesson_run (lesson, G_MAXUINT, messages);
  return messages;
}

void
complains (const char *text,
           unsigned    line,
           unsigned    column,
           unsigned    length,
           const char *part)
{
  g_autofree char *whole = g_strconcat (MACHINE, text, NULL);
  g_autoptr (Messages) messages = messages_of (whole);
  const Message *message = messages_n (messages) > 0 ? messages_at (messages, 0) : NULL;

  if (message == NULL || message->line != line + 1 || message->column != column || message->length != length
      || (strstr (message->text, part) == NULL && (message->suggestion == NULL || strstr (message->suggestion, part) == NULL)))
    {
      print_error ("wanted %u:%u+%u “%s”\n", line + 1, column, length, part);
      if (message != NULL)
        print_error ("first  %u:%u+%u\n", message->line, message->column, message->length);
      fail_with (messages, whole);
    }
}

char *
typed (Lesson     *lesson,
       const char *line)
{
  g_autoptr (Messages) messages = messages_new ();
  char *value = NULL;

  if (!lesson_type (lesson, line, &value, messages))
    {
      assert_true (messages_n_errors (messages) > 0);
      assert_null (value);
      return NULL;
    }
  return value != NULL ? value : g_strdup ("");
}

void
types_to (Lesson     *lesson,
          const char *line,
          const char *shown)
{
  g_autofree char *value = typed (lesson, line);

  if (value == NULL)
    print_error ("refused: %s\n", line);
  assert_non_null (value);
  assert_string_equal (value, shown);
}
