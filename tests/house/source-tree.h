/* source-tree.h - the project's own files, as text
 *
 * Leaves out  build directories, version control, anything that is not text
 * Ownership   the tree owns its files; failures of the host end the test program
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  char *path;                     /* from the root of the project: "src/sim/read.h" */
  char *text;                     /* ended by 0 */
} SourceFile;

typedef struct {
  SourceFile *files;              /* by path, ascending */
  size_t      n_files;
} SourceTree;

void source_tree_read  (SourceTree *tree, const char *root);
void source_tree_clear (SourceTree *tree);

/* NULL: no such file. */
const SourceFile *source_tree_file (const SourceTree *tree, const char *path);

bool     source_has_suffix (const char *path, const char *suffix);
bool     source_is_under   (const char *path, const char *folder);      /* "src/sim/" */
unsigned source_n_lines    (const char *text);

/* Writes the target of the #include that begins at *cursor or later, as it stands, with its quote
 * or bracket in front ("<glib.h", "\"sim/sim.h"), and moves behind it. False: there is none. */
bool source_next_include (const char **cursor, char *target, size_t size);

/* "src/sim/rules/../state/x.h" → "src/sim/state/x.h", in place. */
void source_normalise (char *path);
