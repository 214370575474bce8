/* speaker-picture.h - a step that is still to come, small: for who speaks, not for the class */
#pragma once

#include <gdk/gdk.h>

#include "app/session.h"

/* At the end of a step, seen as the class will see it, `width` points wide and, as far as a picture can be read,
 * `height` high; scale: pixels a point. The session stands where it stood. Owned; NULL: there is no such step, or no host
 * memory. */
GdkTexture *pagescape_speaker_draw_step (PagescapeSession *session, unsigned step, const View *view, int width, int height,
                                         int scale);
