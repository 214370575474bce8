/* bench-journal-work.c - the work whose instructions are counted, as a program of its own
 *
 * bench-journal-work ROW full|bulk|full-back|bulk-back END   operations [0, END) of the row; with -back
 * those after the filling are taken back as well.
 */
#include "run-row.h"

#include <stdlib.h>
#include <string.h>

int
main (int   argc,
      char *argv[])
{
  if (argc != 4)
    return 2;

  Row row;
  row_load (&row, argv[1]);
  bool is_full = strncmp (argv[2], "full", 4) == 0, goes_back = strstr (argv[2], "-back") != NULL;
  uint64_t end = strtoull (argv[3], NULL, 10);
  JournalPosition *ends = calloc (row.n, sizeof *ends);
  Timeline *timeline = timeline_new (row_machine (&row));

  if (!ends || !timeline)
    return 2;
  if (is_full)
    run_in_full (timeline, &row, 0, end, ends);
  else
    run_in_bulk (timeline, &row, 0, end, ends);
  if (goes_back)
    take_back (timeline, ends, row.n_before, end);

  timeline_free (timeline);
  free (ends);
  row_clear (&row);
  return 0;
}
