/* settings.h - what the window remembers; goes on with defaults where the schema is not installed */
#pragma once

#include <gio/gio.h>

/* Lets a program that is run in its build folder find the schema that was compiled there. Call it
 * before anything uses GSettings. */
void       pagescape_settings_find_schema (void);
/* NULL: no schema. */
GSettings *pagescape_settings_new   (void);

int        pagescape_settings_get_int     (GSettings *settings, const char *key, int fallback);
gboolean   pagescape_settings_get_boolean (GSettings *settings, const char *key, gboolean fallback);
double     pagescape_settings_get_double  (GSettings *settings, const char *key, double fallback);
void       pagescape_settings_set_int     (GSettings *settings, const char *key, int value);
void       pagescape_settings_set_boolean (GSettings *settings, const char *key, gboolean value);
void       pagescape_settings_set_double  (GSettings *settings, const char *key, double value);
