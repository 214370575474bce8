/* print.h - the simulated kernel's own texts, in that kernel's format; private to the command line
 *
 * A tool that reads the real file reads ours. Nothing here is translated, and numbers know no locale.
 */
#pragma once

#include <glib.h>

#include "journal/timeline.h"

typedef struct {
  const char *name;               /* "buddyinfo" */
  const char *help;               /* marked for translation */
  void (*print) (Timeline *timeline, GString *out);
} CliPrint;

/* Ended by a NULL name. */
extern const CliPrint cli_prints[];

void cli_print_buddyinfo    (Timeline *timeline, GString *out);
void cli_print_zoneinfo     (Timeline *timeline, GString *out);
void cli_print_meminfo      (Timeline *timeline, GString *out);
void cli_print_pagetypeinfo (Timeline *timeline, GString *out);
void cli_print_slabinfo     (Timeline *timeline, GString *out);
void cli_print_vmallocinfo  (Timeline *timeline, GString *out);
void cli_print_layout       (Timeline *timeline, GString *out);
void cli_print_events       (Timeline *timeline, GString *out);
/* Its caches, as a member of an object; nothing where there are none. */
void cli_print_json_caches (const SimMachine *machine, GString *out);
void cli_print_json         (Timeline *timeline, GString *out);
