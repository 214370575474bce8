/* frame-memory.h - the memory in which frames are handed to an X server, kept from frame to frame
 *
 * GTK's Cairo renderer copies what changed into memory shared with the server. Cairo takes that memory from
 * a pool, and gives the pool back to the system as soon as nothing in it is in use: that is, after each frame.
 * So every frame touches fresh pages, here and in the server, which costs three times as much as the copying
 * itself. One small piece that is kept in use keeps the pool.
 *
 * Does nothing where frames take another way: Wayland, a GPU, a server that is not on this computer.
 */
#pragma once

#include <gtk/gtk.h>

/* For frames as large as the largest monitor or the widget's window, whichever is larger. What is kept stays
 * as long as the display. */
void pagescape_keep_frame_memory (GtkWidget *widget);
