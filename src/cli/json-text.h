/* json-text.h - text as JSON has it; private to the command line */
#pragma once

#include <glib.h>

/* In quotation marks; NULL: null. text: UTF-8. */
void json_append_string (GString *out, const char *text);
