/* session.h - the one thing that all parts of the window share: a lesson, a moment of it, a selection
 *
 * Everything that moves time, selects or runs a line goes through here; everything that is shown
 * follows its signals:
 *
 *   opened      another lesson, or none, with messages
 *   moved       the moment is another one
 *   stepped     … and belongs to another step
 *   grew        the timeline has more, fewer or other events
 *   selected    another object is selected
 *   playing     playing began or ended, the speed changed
 *   activated   what is selected was clicked, or chosen with Enter
 *   answered    a question was answered, or is not any more: other things are hidden than before
 *   held        the lesson was to go on, but a question is not answered
 *
 * No GTK in here: the tests drive a session without a display.
 */
#pragma once

#include <glib-object.h>

#include "app/axis.h"
#include "app/player.h"
#include "scenario/lesson.h"
#include "views/cells.h"
#include "views/view.h"

#define PAGESCAPE_TYPE_SESSION (pagescape_session_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeSession, pagescape_session, PAGESCAPE, SESSION, GObject)

PagescapeSession *pagescape_session_new (void);

/* A line that was typed, and where: that is all that is needed to run it again. */
typedef struct {
  char           *text;
  unsigned        branch;
  JournalPosition position;
} PagescapeLine;

/* A lesson, what was typed into it and where the viewer stands: enough to be there again. */
typedef struct {
  char           *name, *title;
  char           *text;                 /* of the scenario */
  char           *saved, *on_disk;      /* digests: see session-document.c; NULL: none */
  gboolean        is_in_file;           /* all that was typed is */
  GPtrArray      *lines;                /* of PagescapeLine, oldest first */
  GArray         *answered;             /* of unsigned: numbers of questions */
  unsigned        branch, step;
  JournalPosition position;
  SimRef          selection;
} PagescapeKept;

void           pagescape_line_free (PagescapeLine *line);
PagescapeLine *pagescape_line_copy (const PagescapeLine *line);
void           pagescape_kept_free (PagescapeKept *kept);

/* A file, or a lesson of the library. What is wrong with it, if anything, is in the session's messages;
 * an older lesson stays open then. False with an error: unreadable. Where lines were typed into the older
 * lesson it is kept in memory, and opening it again comes back to it as it was left; reloading forgets them. */
gboolean pagescape_session_open   (PagescapeSession *session, const char *name, GError **error);
gboolean pagescape_session_reload (PagescapeSession *session, GError **error);
/* A scenario that has no file yet. name: "Untitled 1", which no other lesson of the session has. */
gboolean pagescape_session_open_text (PagescapeSession *session, const char *name, const char *text);
/* Runs a kept lesson again and stands where it was left. A line that cannot be run any more ends it there:
 * returns how many were; *is_open is false where the scenario itself cannot be opened. */
guint    pagescape_session_restore (PagescapeSession *session, const PagescapeKept *kept, gboolean *is_open);
/* Of PagescapeKept; owned: the open lesson, then those that were left with lines typed into them. */
GPtrArray *pagescape_session_list_kept (PagescapeSession *session);

/* --- its file ------------------------------------------------------------------------------- */
/* The file it would be saved to; NULL: it has none. */
const char *pagescape_session_get_file    (PagescapeSession *session);
/* What it would be called in a folder, without an extension: as its file or as in the course, else by its title. */
char       *pagescape_session_dup_file_name (PagescapeSession *session);
/* Would saving change anything? */
gboolean    pagescape_session_is_modified (PagescapeSession *session);
/* Are there typed lines, on any branch, that are in no file? */
gboolean    pagescape_session_has_unsaved (PagescapeSession *session);
/* Saves the whole source with what was typed on this branch. Another file name than its own makes that its own.
 * *is_like: what was saved, run from its beginning, does the same as what is seen at the end of this branch. */
gboolean    pagescape_session_save (PagescapeSession *session, const char *file_name, gboolean *is_like,
                                    GError **error);
/* Has another program changed or taken away its file? Reads it. */
typedef enum { PAGESCAPE_FILE_SAME, PAGESCAPE_FILE_CHANGED, PAGESCAPE_FILE_GONE } PagescapeFileChange;
PagescapeFileChange pagescape_session_look_at_file (PagescapeSession *session);
/* What it has now is known, and is not to be told again. */
void        pagescape_session_accept_file (PagescapeSession *session);
/* What was tried last; NULL: nothing. */
const char     *pagescape_session_get_name     (PagescapeSession *session);
/* Of what was tried last; never NULL. */
const Messages *pagescape_session_get_messages (PagescapeSession *session);
gboolean        pagescape_session_has_failed   (PagescapeSession *session);    /* it could not be opened */

/* Borrowed; NULL before anything was opened. */
Lesson           *pagescape_session_get_lesson   (PagescapeSession *session);
const Timeline   *pagescape_session_get_timeline (PagescapeSession *session);
const SimMachine *pagescape_session_get_machine  (PagescapeSession *session);

/* --- where --------------------------------------------------------------------------------- */
const Player    *pagescape_session_get_player (PagescapeSession *session);
AxisMoment       pagescape_session_get_moment (PagescapeSession *session);
/* All events of the step that the moment belongs to; the first has this position. */
const SimEvent  *pagescape_session_get_events (PagescapeSession *session, size_t *n_events, JournalPosition *first);
/* The line of the source that the moment is about: of the last statement, or, at the end of a step that was
 * not walked through by statements, of the last one that did something to be seen. 0: none. */
unsigned         pagescape_session_get_line   (PagescapeSession *session);
const ViewCells *pagescape_session_get_cells  (PagescapeSession *session);
/* Changes when a picture of the same moment would look different. */
guint64          pagescape_session_get_serial (PagescapeSession *session);

/* --- moving -------------------------------------------------------------------------------- */
void     pagescape_session_stride   (PagescapeSession *session, TimelineStride stride, int direction);
void     pagescape_session_go_first (PagescapeSession *session);
void     pagescape_session_go_last  (PagescapeSession *session);
void     pagescape_session_go_to    (PagescapeSession *session, JournalPosition position);
/* Exactly there, at once: the handle of the timeline is dragged. */
void     pagescape_session_scrub    (PagescapeSession *session, double t);
void     pagescape_session_play     (PagescapeSession *session);
void     pagescape_session_pause    (PagescapeSession *session);
void     pagescape_session_set_speed    (PagescapeSession *session, double speed);
void     pagescape_session_set_animates (PagescapeSession *session, gboolean animates);
/* The clock. False when there is nothing more to do for it. */
gboolean pagescape_session_advance  (PagescapeSession *session, double seconds);
gboolean pagescape_session_can_go   (PagescapeSession *session, int direction);

/* --- pictures ------------------------------------------------------------------------------ */
typedef struct {
  const View          *view;
  ViewCamera           camera;
  unsigned             style;     /* ViewStyle */
  SceneSize            size;
  const SceneMeasure  *measure;
} PagescapeFrame;

/* The picture at the moment's position, or after the event that is under way. */
void     pagescape_session_layout (PagescapeSession *session, const PagescapeFrame *frame, gboolean after,
                                   ScenePicture *out);
/* The frame's camera after zooming around a point that stays where it is, and after dragging the
 * picture by (x, y) points. */
ViewCamera pagescape_session_zoom (PagescapeSession *session, const PagescapeFrame *frame, ScenePoint anchor,
                                   double zoom);
ViewCamera pagescape_session_pan  (PagescapeSession *session, const PagescapeFrame *frame, double x, double y);
/* What is at a point of a picture that was laid out so. */
SimRef   pagescape_session_pick   (PagescapeSession *session, const PagescapeFrame *frame,
                                   const ScenePicture *picture, ScenePoint point);

/* --- selecting ----------------------------------------------------------------------------- */
void     pagescape_session_select        (PagescapeSession *session, SimRef object);
SimRef   pagescape_session_get_selection (PagescapeSession *session);
/* The block of a selected frame or block. False: nothing of the kind is selected. */
gboolean pagescape_session_get_selected_block (PagescapeSession *session, SimBlock *block);
/* Who was given it: "a, line 5, step 1". Owned; NULL: nobody known. */
char    *pagescape_session_dup_owner     (PagescapeSession *session, const SimBlock *block);
/* Of the selected frame, block or object of a slab. */
char    *pagescape_session_dup_selected_owner (PagescapeSession *session);
/* The line that frees the selected block. Owned; NULL: there is nothing to free. */
char    *pagescape_session_dup_free_call (PagescapeSession *session);

/* --- running what is typed ----------------------------------------------------------------- */
/* See lesson_type (). The picture moves on to what it did. */
gboolean pagescape_session_type (PagescapeSession *session, const char *line, char **value_text, Messages *messages);
/* Of the script, at the moment's position; a name that is none yet, owned. */
gboolean   pagescape_session_is_variable    (PagescapeSession *session, const char *name);
char      *pagescape_session_dup_fresh_name (PagescapeSession *session);
/* Have lines been typed into the open lesson that did something? */
gboolean   pagescape_session_has_typed  (PagescapeSession *session);
/* The line that was typed last is taken back: as if it had never been; and runs again after all. */
gboolean   pagescape_session_can_undo (PagescapeSession *session);
gboolean   pagescape_session_can_redo (PagescapeSession *session);
void       pagescape_session_undo     (PagescapeSession *session);
void       pagescape_session_redo     (PagescapeSession *session);
guint      pagescape_session_get_n_typed (PagescapeSession *session);
/* Other continuations, left behind by stepping back and typing; the timeline's number of one. The viewer is taken to
 * what was typed on it; on the lesson's own, 0, to where that was left. */
gboolean pagescape_session_has_branch    (PagescapeSession *session, unsigned branch);
void     pagescape_session_switch_branch (PagescapeSession *session, unsigned branch);

/* --- questions ----------------------------------------------------------------------------- */
/* Does the lesson wait at a question until it is answered, and hide what follows? Not at first. Questions that were
 * passed when that begins hold no more. */
void     pagescape_session_set_holds (PagescapeSession *session, gboolean holds);
gboolean pagescape_session_get_holds (PagescapeSession *session);
/* The first position whose future is not known yet; UINT64_MAX: all is known. Nothing goes beyond it. */
JournalPosition pagescape_session_get_first_hidden (PagescapeSession *session);
/* Is it behind that? An event is, where the position after it is. */
gboolean pagescape_session_is_hidden (PagescapeSession *session, JournalPosition position);
/* Lines of the scenario that would give an answer away, from 1, half-open. False: none. */
gboolean pagescape_session_get_hidden_lines (PagescapeSession *session, unsigned *first, unsigned *end);

/* What the moment's step asks; of several the one that was asked last, and before that the first, unless the lesson
 * holds: then a question is there once it has been asked. */
gboolean pagescape_session_get_question (PagescapeSession *session, LessonQuestion *question, unsigned *number);
/* Why the answer to a question of that number is right. Owned; NULL: not known. */
char    *pagescape_session_dup_why      (PagescapeSession *session, unsigned number);

/* A question was answered rightly: a lesson that held there goes on. */
void     pagescape_session_take_answer  (PagescapeSession *session, unsigned number);
/* What is selected was clicked, or chosen with Enter. */
void     pagescape_session_activate     (PagescapeSession *session);

/* Answered, or shown the answer to; until the lesson is loaded again. */
gboolean pagescape_session_is_answered  (PagescapeSession *session, unsigned number);
void     pagescape_session_set_answered (PagescapeSession *session, const unsigned *numbers, size_t n);
/* Of unsigned, ascending; owned. */
GArray  *pagescape_session_list_answered (PagescapeSession *session);
void     pagescape_session_add_answered (PagescapeSession *session, unsigned number);
