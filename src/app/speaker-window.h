/* speaker-window.h - for who speaks, on the second screen: notes, the next step, clocks
 *
 * Its keys are the presentation's.
 */
#pragma once

#include <adwaita.h>

#include "app/presentation.h"

#define PAGESCAPE_TYPE_SPEAKER_WINDOW (pagescape_speaker_window_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeSpeakerWindow, pagescape_speaker_window, PAGESCAPE, SPEAKER_WINDOW, AdwWindow)

/* presentation: borrowed, it lives longer. */
PagescapeSpeakerWindow *pagescape_speaker_window_new (GtkApplication *application, PagescapeSession *session,
                                                      PagescapePresentation *presentation);
/* "7:05", "1:02:09": for people, the seconds that have passed. Owned. */
char                   *pagescape_speaker_dup_clock  (gint64 seconds);
