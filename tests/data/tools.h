/* tools.h - other programs, called by tests
 *
 * A validator that is not installed skips its test, and says so; one that complains fails it, and what it
 * said is shown.
 */
#pragma once

#include <glib.h>

/* Files of the source and of the build; the last argument is NULL. Owned by the caller. */
char *source_file (const char *first, ...) G_GNUC_NULL_TERMINATED;
char *build_file  (const char *first, ...) G_GNUC_NULL_TERMINATED;
char *read_text   (const char *file_name);

/* A folder of its own for the running test. Owned by the caller, who removes it with remove_folder (). */
char *new_folder    (void);
void  remove_folder (char *folder);
void  copy_file     (const char *from, const char *to);

/* Skips the running test where a program is missing. */
void need_program (const char *name);

/* Runs a program without input, in the given folder (NULL: this one) and with the environment changed by
 * "NAME=value" words (ended by NULL; NULL: as it is). Gives its exit status, and what it wrote (owned by the
 * caller; both may be NULL). */
int run (const char *const *argv, const char *folder, const char *const *environment, char **output, char **errors);
/* Fails the test unless the program ends with 0. Gives what it wrote to standard output; owned by the caller. */
char *run_well (const char *const *argv, const char *folder, const char *const *environment);
