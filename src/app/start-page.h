/* start-page.h - where one begins: the course, what was left, files
 *
 * Everything on it is an action of the window: win.new, win.open, win.open-named, win.bring-back, win.discard,
 * win.exercises where there is one.
 */
#pragma once

#include <gtk/gtk.h>

#define PAGESCAPE_TYPE_START_PAGE (pagescape_start_page_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeStartPage, pagescape_start_page, PAGESCAPE, START_PAGE, GtkWidget)

/* Looks again at what was left and what was opened lately. */
void pagescape_start_page_refresh         (PagescapeStartPage *page);
void pagescape_start_page_focus           (PagescapeStartPage *page);
/* Is there a lesson to go back to? */
void pagescape_start_page_set_can_go_back (PagescapeStartPage *page, gboolean can_go_back);
void pagescape_start_page_set_has_exercises (PagescapeStartPage *page, gboolean has_exercises);
