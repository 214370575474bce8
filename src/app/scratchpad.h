/* scratchpad.h - a line that is typed, completed, run; and what came of it */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_SCRATCHPAD (pagescape_scratchpad_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeScratchpad, pagescape_scratchpad, PAGESCAPE, SCRATCHPAD, GtkWidget)

void pagescape_scratchpad_set_session (PagescapeScratchpad *scratchpad, PagescapeSession *session);
void pagescape_scratchpad_focus       (PagescapeScratchpad *scratchpad);
/* Writes a line into it and runs it, as if it had been typed. */
void pagescape_scratchpad_run         (PagescapeScratchpad *scratchpad, const char *line);
/* Puts a line into its history. */
void pagescape_scratchpad_remember    (PagescapeScratchpad *scratchpad, const char *line);
