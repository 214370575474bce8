/* display-server.h - an X server of our own, whose work can be measured and whose screen can be read
 *
 * There is one of it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Sets DISPLAY. False: there is no Xvfb, or it would not start. */
bool   display_server_start      (int width, int height);
void   display_server_stop       (void);
/* Processor time that it has spent. */
double display_server_seconds    (void);
/* The last `bytes` of what it keeps the screen in: pixels of four bytes, blue first. NULL: it cannot be
 * read. Owned by the caller (g_free). */
char  *display_server_dup_screen (size_t bytes);
