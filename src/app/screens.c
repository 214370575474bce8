/* screens.c - which screen the class sees, and which one who speaks */

#include "screens.h"

static gboolean
is_built_in (const char *connector)
{
  return connector && (g_str_has_prefix (connector, "eDP") || g_str_has_prefix (connector, "LVDS")
                       || g_str_has_prefix (connector, "DSI"));
}

gboolean
pagescape_choose_screens (const char *const *connectors,
                          guint              n,
                          guint              home,
                          guint             *projector,
                          guint             *desk)
{
  guint other = n;

  for (guint i = 0; i < n; i++)
    if (i != home && (other == n || (is_built_in (connectors[i]) && !is_built_in (connectors[other]))))
      other = i;
  if (other == n || home >= n)
    return FALSE;

  *desk = is_built_in (connectors[other]) && !is_built_in (connectors[home]) ? other : home;
  *projector = *desk == home ? other : home;
  return TRUE;
}
