/* command-palette.h - everything that can be done, found by typing a part of its name */
#pragma once

#include "app/window.h"

#define PAGESCAPE_TYPE_COMMAND_PALETTE (pagescape_command_palette_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeCommandPalette, pagescape_command_palette, PAGESCAPE, COMMAND_PALETTE, AdwWindow)

/* The window's actions, the lessons, and the steps of the lesson that is open. */
PagescapeCommandPalette *pagescape_command_palette_new (PagescapeWindow *window, PagescapeSession *session);
