/* follow.h - how every widget of the window follows a session */
#pragma once

#include "app/session.h"

typedef struct {
  const char *signal;
  GCallback   callback;           /* gets the widget first */
} PagescapeSessionHandler;

/* Lets a widget follow another session, or none; *held is the widget's own reference. */
void pagescape_follow_session (PagescapeSession **held, PagescapeSession *session,
                               const PagescapeSessionHandler *handlers, size_t n_handlers, gpointer widget);
