/* settings.c - what the window remembers */

#include "settings.h"

#define SCHEMA_ID "io.github.pagescape.Pagescape"

void
pagescape_settings_find_schema (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program ? g_path_get_dirname (program) : NULL;
  /* The program lies in build/src, the schema in build/data; or both in one folder. */
  static const char *const places[] = { "data", "../data" };

  for (unsigned i = 0; folder && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *data = g_build_filename (folder, places[i], NULL);
      g_autofree char *compiled = g_build_filename (data, "gschemas.compiled", NULL);

      if (g_file_test (compiled, G_FILE_TEST_IS_REGULAR))
        {
          g_setenv ("GSETTINGS_SCHEMA_DIR", data, FALSE);
          return;
        }
    }
}

/* g_settings_new () ends the program where the schema is missing. */
GSettings *
pagescape_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE);

  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/* A schema of another version may lack a key. */
static gboolean
has_key (GSettings          *settings,
         const char         *key,
         const GVariantType *type)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) of_schema = NULL;

  if (!settings)
    return FALSE;

  g_object_get (settings, "settings-schema", &schema, NULL);
  if (!g_settings_schema_has_key (schema, key))
    return FALSE;

  of_schema = g_settings_schema_get_key (schema, key);
  return g_variant_type_equal (g_settings_schema_key_get_value_type (of_schema), type);
}

int
pagescape_settings_get_int (GSettings  *settings,
                            const char *key,
                            int         fallback)
{
  return has_key (settings, key, G_VARIANT_TYPE_INT32) ? g_settings_get_int (settings, key) : fallback;
}

gboolean
pagescape_settings_get_boolean (GSettings  *settings,
                                const char *key,
                                gboolean    fallback)
{
  return has_key (settings, key, G_VARIANT_TYPE_BOOLEAN) ? g_settings_get_boolean (settings, key) : fallback;
}

double
pagescape_settings_get_double (GSettings  *settings,
                               const char *key,
                               double      fallback)
{
  return has_key (settings, key, G_VARIANT_TYPE_DOUBLE) ? g_settings_get_double (settings, key) : fallback;
}

void
pagescape_settings_set_int (GSettings  *settings,
                            const char *key,
                            int         value)
{
  if (has_key (settings, key, G_VARIANT_TYPE_INT32))
    g_settings_set_int (settings, key, value);
}

void
pagescape_settings_set_boolean (GSettings  *settings,
                                const char *key,
                                gboolean    value)
{
  if (has_key (settings, key, G_VARIANT_TYPE_BOOLEAN))
    g_settings_set_boolean (settings, key, value);
}

void
pagescape_settings_set_double (GSettings  *settings,
                               const char *key,
                               double      value)
{
  if (has_key (settings, key, G_VARIANT_TYPE_DOUBLE))
    g_settings_set_double (settings, key, value);
}
