/* state-folder.h - what a session keeps has a folder of its own in a run of a test, which is gone afterwards */
#pragma once

#include <glib.h>
#include <stdlib.h>

static inline char *
state_folder_begin (void)
{
  char *folder = g_dir_make_tmp ("pagescape-state-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  return folder;
}

/* Frees the name. False: it is still there. */
static inline gboolean
state_folder_end (char *folder)
{
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", folder);

  g_free (folder);
  return system (remove) == 0;
}
