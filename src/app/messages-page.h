/* messages-page.h - what is wrong with a scenario, in the place where it would be shown */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_MESSAGES_PAGE (pagescape_messages_page_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeMessagesPage, pagescape_messages_page, PAGESCAPE, MESSAGES_PAGE, GtkWidget)

/* The messages of what the session tried to open last. */
void pagescape_messages_page_show      (PagescapeMessagesPage *page, PagescapeSession *session);
/* It could not even be read. */
void pagescape_messages_page_set_error (PagescapeMessagesPage *page, const char *text);
