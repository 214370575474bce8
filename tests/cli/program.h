/* program.h - the built program, run by a test as a user would */
#pragma once

#include <glib.h>

typedef struct {
  int     status;                 /* exit status; -1: it was ended by a signal */
  char   *output;                 /* ended by 0 */
  size_t  length;                 /* of the output */
  char   *errors;
} Outcome;

/* words: after the program's name, ended by NULL. input: to standard input; NULL: none. folder and environment
 * ("NAME=value" words, ended by NULL) may be NULL. */
Outcome program_run_in (const char *const *words, const char *input, const char *folder, const char *const *environment);
Outcome program_run    (const char *const *words);
void    outcome_clear  (Outcome *outcome);

#define RUN(...) program_run ((const char *const[]) { __VA_ARGS__, NULL })

/* Runs a line of shell, in which $PAGESCAPE is the program. */
Outcome program_shell  (const char *line);

/* A folder for the tests of this program, removed with all that is in it. */
const char *program_folder (void);
int         program_make_folder   (void **state);
int         program_remove_folder (void **state);
/* A file in it; owned by the caller. */
char       *program_path   (const char *name);
char       *program_write  (const char *name, const char *text);
char       *program_read   (const char *path, size_t *length);
