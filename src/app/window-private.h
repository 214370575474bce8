/* window-private.h - what the files of the window share */
#pragma once

#include "lesson-panel.h"
#include "messages-page.h"
#include "transport-bar.h"
#include "view-pane.h"
#include "window.h"

typedef struct _WindowPresenting WindowPresenting;

struct _PagescapeWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned */
  PagescapeSession *session;
  GSettings        *settings;     /* NULL: no schema */
  char             *looked;       /* the view that the lesson asked for last */
  WindowPresenting *presenting;

  /* Borrowed */
  PagescapeViewPane *active_pane;

  /* Template */
  AdwToastOverlay       *toasts;
  AdwWindowTitle        *title;
  GtkWidget             *machine_button;
  GtkWidget             *machine_rows;
  GtkMenuButton         *scenarios_button;
  GtkListBox            *scenarios;
  GtkStack              *stack;
  GtkPaned              *paned;
  GtkPaned              *panes;
  PagescapeViewPane     *first_pane;
  PagescapeViewPane     *second_pane;
  GtkWidget             *split_button;
  PagescapeLessonPanel  *lesson_panel;
  PagescapeTransportBar *transport;
  PagescapeMessagesPage *messages;

  guint    tick;
  gint64   ticked_at;
  gboolean is_side_by_side;
  gboolean is_row_major;
  gboolean is_whole_text;
  gboolean has_outline;
  gboolean asks_to_close;
  gboolean may_close;
};

void window_install_actions (GtkWidgetClass *klass);
void window_update_actions  (PagescapeWindow *window);
void window_add_keys        (PagescapeWindow *window);
void window_export          (PagescapeWindow *window);
void window_add_questions   (PagescapeWindow *window);
void window_reload          (PagescapeWindow *window);
/* window-close.c. True: something was typed, a dialog asks. */
gboolean window_ask_to_close (PagescapeWindow *window);
/* Reloads at once where nothing was typed. */
void     window_ask_to_reload (PagescapeWindow *window);
/* window-present.c */
void     window_install_present_actions (GtkWidgetClass *klass);
void     window_update_present_actions  (PagescapeWindow *window);
/* Once the window holds what it holds. */
void     window_init_presenting         (PagescapeWindow *window);
void     window_end_presenting          (PagescapeWindow *window);
gboolean window_is_presenting           (PagescapeWindow *window);
