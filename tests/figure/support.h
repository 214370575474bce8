/* support.h - lessons for the tests of figures */
#pragma once

#include "figure/figure.h"

/* English is the language of the program, and other languages are found. */
void    find_words     (const char *catalogues);
/* Each of Pango's font maps has a thread, which ends by itself some time after the map: what it holds until then is no leak. */
void    wait_for_threads (void);
/* Run to its end; of the library, or from a text. */
Lesson *make_lesson    (const char *id);
Lesson *parse_lesson   (const char *text, const char *file_name);

/* Of 8 steps: what is asked, sentences of several lines, a note for the speaker, no title of its own. */
extern const char long_lesson[];
