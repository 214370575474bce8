/* screens.h - which screen the class sees, and which one who speaks */
#pragma once

#include <glib.h>

/* connectors: of n monitors, NULL where one has none; home: where the window is. The class gets the projector, who
 * speaks the screen of the laptop; or else the one on which the window was. False: there is but one. */
gboolean pagescape_choose_screens (const char *const *connectors, guint n, guint home, guint *projector, guint *desk);
