/* scenario-private.h - a parsed scenario, inside this layer
 */
#pragma once

#include "scenario/compile.h"
#include "scenario/scenario.h"
#include "scenario/settings.h"

struct Scenario {
  int             n_references;   /* atomic */
  Ast            *ast;            /* owned */
  Program        *texts;          /* owned; nothing but the texts of scenario() */
  MachineSettings settings;       /* of machine() */
  Place           machine_place;  /* where machine() stands; line 0: nowhere */
  Place           value_places[N_SETTINGS];
  struct { size_t first, end; } value_spans[N_SETTINGS];   /* bytes of the source; end 0: not written */
  GPtrArray      *topics;         /* of char *, ended by NULL */
  char           *chapter;
  unsigned        title;          /* number of its text */
  gboolean        has_title;
  char           *file_name;
  gboolean        is_in_library;
};

/* Reads scenario() and machine(); mistakes are reported. */
void scenario_read_header (Scenario *scenario, Messages *messages);
/* A file named in the text, seen from the text's own folder. Owned. */
char *scenario_dup_path   (const Scenario *scenario, const char *name);
