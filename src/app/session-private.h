/* session-private.h - what the files of the session share */
#pragma once

#include "session.h"

typedef enum {
  SESSION_OPENED,
  SESSION_MOVED,
  SESSION_STEPPED,
  SESSION_GREW,
  SESSION_SELECTED,
  SESSION_PLAYING,
  SESSION_ACTIVATED,
  SESSION_ANSWERED,
  SESSION_HELD,
  N_SESSION_SIGNALS
} SessionSignal;

struct _PagescapeSession
{
  GObject parent_instance;

  /* Owned */
  Lesson     *lesson;
  Messages   *messages;
  ViewCells  *cells;
  GArray     *events;             /* SimEvent, of the moment's step */
  char       *name;               /* of what was tried last */
  char       *opened_name;        /* of the lesson */
  GPtrArray  *typed;              /* PagescapeLine: typed into the lesson, and did something */
  GPtrArray  *undone;             /* PagescapeLine: taken back, the last one first to be run again */
  GHashTable *texts;              /* name → text of a scenario that has no file */
  char       *saved, *on_disk;    /* digests: see session-document.c */
  GHashTable *kept;               /* name → KeptLesson: others, with what was typed into them */

  GHashTable *answered;           /* set of the numbers of questions */

  /* Borrowed */
  Timeline   *timeline;           /* the lesson's */

  Player          player;
  AxisMoment      moment;
  JournalPosition goal;           /* where the player's target is, exactly */
  JournalPosition events_first;
  SimRef          selection;
  guint64         serial;

  unsigned        timed_step;     /* whose duration is known */
  guint64         timed_serial;
  double          timed_seconds;

  JournalPosition first_hidden;   /* where an unanswered question holds; UINT64_MAX: nowhere */

  gboolean        holds;
  gboolean        has_goal;
  gboolean        is_by_statement;        /* the last stride was */
  gboolean        events_stale;
  gboolean        has_failed;
};

/* session-kept.c: a lesson that was left. */
typedef struct {
  Lesson         *lesson;
  Messages       *messages;
  GPtrArray      *typed, *undone;
  GHashTable     *answered;
  char           *saved, *on_disk;
  JournalPosition position;
} KeptLesson;

void        session_kept_free (KeptLesson *kept);
/* Puts the lesson away if something was typed into it, else it is freed. */
void        session_keep      (PagescapeSession *session);
/* Owned by the caller; NULL: there is none. */
KeptLesson *session_take_kept (PagescapeSession *session, const char *name);
GPtrArray  *session_new_lines (void);

/* session.c. Takes the lesson, what was typed into it and which questions were answered; NULL: nothing. */
void session_take_lesson (PagescapeSession *session, Lesson *lesson, GPtrArray *typed, GHashTable *answered,
                          JournalPosition position);
/* Stands where a position is, without a way there. */
void session_begin_at (PagescapeSession *session, JournalPosition position);
/* session-document.c: what is open now is as it is in its file. */
void session_document_opened (PagescapeSession *session);
/* Is all that was typed, on any branch, in the file whose digest this is? */
gboolean session_is_in_file  (Lesson *lesson, const GPtrArray *typed, const char *saved);

/* session-questions.c: where the lesson holds, found again after the timeline or the answers changed. */
void            session_find_hidden (PagescapeSession *session);
/* What lies behind a position that one begins at is past: its questions hold no more. */
void            session_pass_questions (PagescapeSession *session, JournalPosition position);
/* The position, or where the lesson holds before it; that is then told. */
JournalPosition session_hold        (PagescapeSession *session, JournalPosition position);

void session_emit             (PagescapeSession *session, SessionSignal which);
void session_follow_player    (PagescapeSession *session);
void session_timeline_changed (PagescapeSession *session);
