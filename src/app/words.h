/* words.h - what a step is called and what it says, wherever the window shows it
 *
 * No GTK in here. Titles are borrowed from the lesson, the rest is owned.
 */
#pragma once

#include "app/session.h"

/* What has no title of its own has the lesson's. */
const char *pagescape_words_title    (Lesson *lesson, unsigned step);
/* What is said of a step up to a position. Before the first step, where a scenario seldom speaks: what machine this is
 * and what the first picture shows. NULL: nothing. */
char       *pagescape_words_sentence (Lesson *lesson, unsigned step, JournalPosition position);
/* Of the moment's step: all of it, but what waits behind an open question. */
char       *pagescape_words_said     (PagescapeSession *session);
/* "step 3 / 8": of the lesson's steps, even where own lines have left it. "": there is no lesson. */
char       *pagescape_words_place    (PagescapeSession *session);
/* How many there are to be counted: those of the lesson, or more, where more were typed. */
unsigned    pagescape_words_n_steps  (Lesson *lesson);
