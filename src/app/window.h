/* window.h - the window: header, panes of views, lesson panel, transport */
#pragma once

#include <adwaita.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_WINDOW (pagescape_window_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeWindow, pagescape_window, PAGESCAPE, WINDOW, AdwApplicationWindow)

PagescapeWindow *pagescape_window_new  (GtkApplication *application);
/* A file's name, or a lesson's. What is wrong with it is shown in the window. */
void             pagescape_window_open (PagescapeWindow *window, const char *name);
/* To the start page. */
void             pagescape_window_go_home (PagescapeWindow *window);
