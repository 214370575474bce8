/* recovery.h - what a window has open is kept on disk as it changes, and is there after the program's end
 *
 * One file for each window, NAME.session in $XDG_STATE_HOME/pagescape, with NAME.lock beside it, which the window's
 * program holds as long as it lives: the system lets go of it also when the program is killed. A file without a
 * living owner is what was left behind; whoever takes it owns it from then on.
 *
 * Kept are the scenario's text, what was typed, position, views and selection. The machine is not: it is run again.
 *
 * Leaves out  states of windows on other computers that share the folder and have no locks
 */
#pragma once

#include <gio/gio.h>

#include "app/session.h"

typedef struct Recovery Recovery;

/* How the window looks. */
typedef struct {
  struct {
    char      *view;              /* its id; NULL: as it comes */
    ViewCamera camera;
  } panes[2];
  gboolean is_side_by_side, is_row_major;
} RecoveryLook;

/* What was left behind. */
typedef struct {
  char        *id;
  GPtrArray   *lessons;           /* of PagescapeKept, the open one first; owned */
  RecoveryLook look;
  gint64       at;                /* seconds since 1970 */
  gboolean     was_closed;        /* by its user, not by an accident */
} RecoveryState;

void recovery_look_clear (RecoveryLook *look);
void recovery_state_free (RecoveryState *state);
/* Lines that were typed; those of them that are in no file. */
guint recovery_state_n_lines   (const RecoveryState *state);
guint recovery_state_n_unsaved (const RecoveryState *state);

/* The folder; owned. */
char      *recovery_dup_folder (void);
/* Has the program ever kept anything here? */
gboolean   recovery_has_history (void);
/* Of RecoveryState, the latest first. *broken, if not NULL: names of files that could not be understood, which were
 * put aside; of char *, owned. */
GPtrArray *recovery_list (GPtrArray **broken);

/* The one of a list that has this id; borrowed; NULL: it is not there (any more). */
const RecoveryState *recovery_find (GPtrArray *list, const char *id);

/* A place for a window. NULL where nothing can be written, and why. */
Recovery  *recovery_new  (GError **error);
/* Takes what was left behind. NULL: somebody else was faster. */
Recovery  *recovery_take (const char *id, GError **error);
/* Lets go: what was kept last stays where it is. */
void       recovery_free (Recovery *recovery);
/* Writes all of it, at once and whole. */
gboolean   recovery_keep (Recovery *recovery, GPtrArray *lessons, const RecoveryLook *look, gboolean is_closed,
                          GError **error);
/* Nothing is to be kept any more. */
void       recovery_forget (Recovery *recovery);
/* The same for what nobody owns. */
void       recovery_discard (const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recovery, recovery_free)
