/* follow.c - how every widget of the window follows a session */

#include "follow.h"

void
pagescape_follow_session (PagescapeSession              **held,
                          PagescapeSession               *session,
                          const PagescapeSessionHandler  *handlers,
                          size_t                          n_handlers,
                          gpointer                        widget)
{
  if (*held == session)
    return;

  if (*held)
    g_signal_handlers_disconnect_by_data (*held, widget);

  g_set_object (held, session);

  for (size_t i = 0; session && i < n_handlers; i++)
    g_signal_connect_swapped (session, handlers[i].signal, handlers[i].callback, widget);
}
