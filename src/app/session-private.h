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
  GPtrArray  *typed;              /* lines that were typed into the lesson and did something */
  GHashTable *kept;               /* name → KeptLesson: others, with what was typed into them */

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

  gboolean        has_goal;
  gboolean        is_by_statement;        /* the last stride was */
  gboolean        events_stale;
  gboolean        has_failed;
};

/* session-kept.c: a lesson that was left. */
typedef struct {
  Lesson         *lesson;
  Messages       *messages;
  GPtrArray      *typed;
  JournalPosition position;
} KeptLesson;

void        session_kept_free (KeptLesson *kept);
/* Puts the lesson away if something was typed into it, else it is freed. */
void        session_keep      (PagescapeSession *session);
/* Owned by the caller; NULL: there is none. */
KeptLesson *session_take_kept (PagescapeSession *session, const char *name);

void session_emit             (PagescapeSession *session, SessionSignal which);
void session_follow_player    (PagescapeSession *session);
void session_timeline_changed (PagescapeSession *session);
