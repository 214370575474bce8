/* presentation-keys.h - what a key means when presenting: keyboards, and the clickers that pretend to be one */
#pragma once

#include <gdk/gdk.h>

typedef enum {
  PRESENT_PASS,                   /* not ours: whoever has the focus, or the window, may have it */
  PRESENT_IGNORE,                 /* nobody is to have it now */
  PRESENT_LEAVE,
  PRESENT_FORWARD,
  PRESENT_BACK,
  PRESENT_FIRST,
  PRESENT_LAST,
  PRESENT_ENTER,                  /* to the step that was typed, or forward */
  PRESENT_SPACE,                  /* forward */
  PRESENT_DIGIT,
  PRESENT_ERASE,
  PRESENT_STATEMENT_FORWARD,
  PRESENT_STATEMENT_BACK,
  PRESENT_EVENT_FORWARD,
  PRESENT_EVENT_BACK,
  PRESENT_PLAY,
  PRESENT_BLACK,
  PRESENT_WHITE,
  PRESENT_LASER,
  PRESENT_DARK_PAPER,
  PRESENT_NEXT_VIEW,
  PRESENT_SPEAKER,
  PRESENT_NEARER,
  PRESENT_FARTHER,
  PRESENT_WHOLE,
  PRESENT_SELECT_LEFT,
  PRESENT_SELECT_RIGHT,
  PRESENT_SELECT_UP,
  PRESENT_SELECT_DOWN
} PresentCommand;

/* digit: of PRESENT_DIGIT. */
PresentCommand present_command    (guint keyval, GdkModifierType state, int *digit);
/* Does a button or a line that has the focus want it rather than the presentation? */
gboolean       present_is_for_button (PresentCommand command);
gboolean       present_is_for_entry  (PresentCommand command, guint keyval);
