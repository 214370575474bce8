/* window-private.h - what the files of the window share */
#pragma once

#include "lesson-panel.h"
#include "messages-page.h"
#include "notice.h"
#include "recovery.h"
#include "start-page.h"
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
  Recovery         *recovery;     /* NULL: nothing was kept yet, or nothing can be */
  GError           *not_kept;     /* why; NULL: it was */
  GFileMonitor     *monitor;      /* of the lesson's file; NULL: it has none */
  char             *kept_id;      /* what the notice offers to bring back */

  /* Borrowed */
  PagescapeViewPane *active_pane;
  AdwToast          *told;        /* what is being told; NULL: nothing */

  /* Template */
  AdwToastOverlay       *toasts;
  AdwToastOverlay       *picture_toasts;
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
  PagescapeStartPage    *start;
  PagescapeNotice       *notice;

  guint    tick;
  gint64   ticked_at;
  gboolean is_side_by_side;
  unsigned style;                 /* ViewStyle */
  gboolean is_whole_text;
  gboolean has_outline;
  gboolean asks_to_close;
  gboolean may_close;
  guint    keep_later;
  guint    look_later;
  gboolean is_coming_back;
  int      noticed;                       /* what the notice is about */
};

void window_install_actions (GtkWidgetClass *klass);
void window_update_actions  (PagescapeWindow *window);
void window_add_keys        (PagescapeWindow *window);
/* window-export.c */
void window_export                 (PagescapeWindow *window);
void window_install_export_actions (GtkWidgetClass *klass);
void window_update_export_actions  (PagescapeWindow *window);
void window_add_picture_keys       (PagescapeWindow *window);
void window_add_questions   (PagescapeWindow *window);
void window_reload          (PagescapeWindow *window);
/* window-close.c. Asks before something is lost; "cancel" is what is answered where nothing else is. Connect "response"
 * and present it. */
GtkWidget *window_new_question (PagescapeWindow *window, const char *heading, const char *text, const char *answer,
                                const char *label);
/* True: something was typed, a dialog asks. */
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

/* window-files.c: new, open, and what other programs do to the file. */
void window_install_file_actions (GtkWidgetClass *klass);
void window_update_file_actions  (PagescapeWindow *window);
/* Something was opened, or could not be. */
void window_document_opened      (PagescapeWindow *window);
void window_follow_files         (PagescapeWindow *window);
void window_accept_files         (PagescapeWindow *window);
void window_show_title           (PagescapeWindow *window);
/* window.c. file: its name, or NULL. */
void window_show_machine         (PagescapeWindow *window, const char *file);
/* Says when another program changes the lesson's file. */
void window_watch                (PagescapeWindow *window);
void window_stop_watching        (PagescapeWindow *window);
/* A short word at the bottom. */
void window_tell                 (PagescapeWindow *window, const char *text);
/* What was told is about something before. */
void window_stop_telling         (PagescapeWindow *window);

/* window-edit.c */
void window_install_edit_actions (GtkWidgetClass *klass);
void window_update_edit_actions  (PagescapeWindow *window);

/* window-save.c */
void window_save                 (PagescapeWindow *window);
void window_save_as              (PagescapeWindow *window);
void window_add_filters          (GtkFileChooser *chooser);
void window_add_recent           (const char *path);

/* window-keep.c. False: it could not be kept, see window_why_not_kept (). */
gboolean    window_keep           (PagescapeWindow *window, gboolean is_closed);
const char *window_why_not_kept   (PagescapeWindow *window);
void        window_keep_soon      (PagescapeWindow *window);
void        window_follow_to_keep (PagescapeWindow *window);
void        window_stop_keeping   (PagescapeWindow *window);
gboolean    window_bring_back     (PagescapeWindow *window, const char *id);
