/* lesson-panel.h - the code with its line, the sentence, the events, the log, the scratchpad */
#pragma once

#include <gtk/gtk.h>

#include "app/scratchpad.h"
#include "app/session.h"

#define PAGESCAPE_TYPE_LESSON_PANEL (pagescape_lesson_panel_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeLessonPanel, pagescape_lesson_panel, PAGESCAPE, LESSON_PANEL, GtkWidget)

void                 pagescape_lesson_panel_set_session    (PagescapeLessonPanel *panel, PagescapeSession *session);
/* The code as it was written, teaching words and all, or only what stands on the blackboard. */
void                 pagescape_lesson_panel_set_whole_text (PagescapeLessonPanel *panel, gboolean is_whole);
PagescapeScratchpad *pagescape_lesson_panel_get_scratchpad (PagescapeLessonPanel *panel);
/* Whether questions are asked here, or somewhere else for the time being. */
void pagescape_lesson_panel_set_asks (PagescapeLessonPanel *panel, gboolean asks);
