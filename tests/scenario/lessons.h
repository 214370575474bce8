/* lessons.h - small scenarios for tests
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/lesson.h"

#define MACHINE "machine(.ram = SZ_64M, .cpus = 2, .boot = \"handover\");\n"

/* The text behind MACHINE as a lesson that stands at its beginning; mistakes fail the test. */
Lesson *lesson_of   (const char *text);
/* Run to the end; mistakes fail the test. */
Lesson *lesson_ran  (const char *text);
/* Everything that is expected in it holds, and something is. */
void    holds       (const char *text);
/* The value that a variable has at the end is shown as `shown`. */
void    shows       (const char *text, const char *variable, const char *shown);
/* Messages of a text, parsed and, where it has no mistakes, run. */
Messages *messages_of (const char *text);
/* The first message stands there, is as long, and says something with `part` in it. */
void    complains   (const char *text, unsigned line, unsigned column, unsigned length, const char *part);
/* Types a line and gives what is shown; "" where nothing is, NULL where it was refused. */
char   *typed       (Lesson *lesson, const char *line);
void    types_to    (Lesson *lesson, const char *line, const char *shown);
