/* shortcuts.h - a window with all keys of the program */
#pragma once

#include <adwaita.h>

#define PAGESCAPE_TYPE_SHORTCUTS (pagescape_shortcuts_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeShortcuts, pagescape_shortcuts, PAGESCAPE, SHORTCUTS, AdwWindow)

PagescapeShortcuts *pagescape_shortcuts_new (GtkWindow *parent);
