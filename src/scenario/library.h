/* library.h - the scenarios that are part of the program, as resources
 */
#pragma once

#include "scenario/scenario.h"

/* "21-split", with or without ".scenario": its text, and its name for messages. NULL: there is none; a file in the
 * current folder or with a "/" in its name is never taken for one of the library. */
GBytes *library_find (const char *name, char **shown_name);
