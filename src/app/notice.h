/* notice.h - a bar that says what happened and asks what is to be done, and stays until it is answered */
#pragma once

#include <gtk/gtk.h>

#define PAGESCAPE_TYPE_NOTICE (pagescape_notice_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeNotice, pagescape_notice, PAGESCAPE, NOTICE, GtkWidget)

/* Signal "chosen" (unsigned which): 0 or 1 of the answers; the bar is gone by then. */

/* Answers with mnemonics; NULL: there is none. */
void pagescape_notice_show (PagescapeNotice *notice, const char *text, const char *first, const char *second);
void pagescape_notice_hide (PagescapeNotice *notice);
