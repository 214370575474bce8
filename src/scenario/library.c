#include "library.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/exercise.h"
#include "scenarios.h"

#define FOLDER "/io/github/pagescape/Pagescape/scenarios/"
#define EXERCISE "exercise-"

typedef struct {
  Scenario *scenario;             /* owned; NULL: it has mistakes, which its test reports */
  char     *id;                   /* owned */
  unsigned  number;
} Item;

static GArray *
library (void)
{
  static gsize ready;
  static GArray *items;

  if (g_once_init_enter (&ready))
    {
      g_auto (GStrv) names = g_resource_enumerate_children (scenarios_get_resource (), FOLDER, 0, NULL);

      items = g_array_new (FALSE, FALSE, sizeof (Item));
      for (char **name = names; name != NULL && *name != NULL; name++)
        {
          const char *end = strstr (*name, ".scenario");

          if (end == NULL || end[strlen (".scenario")] != 0)
            continue;
          Item item = { .id = g_strndup (*name, end - *name), .number = strtoul (*name, NULL, 10) };
          guint at = 0;

          while (at < items->len && g_array_index (items, Item, at).number <= item.number)
            at++;
          g_array_insert_val (items, at, item);
        }
      g_once_init_leave (&ready, 1);
    }
  return items;
}

static GBytes *
text_of (const char *id)
{
  g_autofree char *path = g_strconcat (FOLDER, id, ".scenario", NULL);

  return g_resource_lookup_data (scenarios_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

/* "exercise-42" */
static gboolean
is_exercise (const char *id,
             uint64_t   *seed)
{
  return g_str_has_prefix (id, EXERCISE) && g_ascii_string_to_unsigned (id + strlen (EXERCISE), 10, 0, UINT64_MAX, seed, NULL);
}

static GBytes *
exercises_of (uint64_t seed)
{
  g_autoptr (ExerciseSheet) sheet = exercise_sheet_new (seed, EXERCISE_USUAL, sim_profile_at (0));

  return sheet != NULL ? g_bytes_new (sheet->text, strlen (sheet->text)) : NULL;
}

GBytes *
library_find (const char *name,
              char      **shown_name)
{
  g_autofree char *id = g_str_has_suffix (name, ".scenario") ? g_strndup (name, strlen (name) - strlen (".scenario")) : g_strdup (name);
  uint64_t seed;

  if (strchr (name, '/') != NULL || g_file_test (name, G_FILE_TEST_IS_REGULAR))
    return NULL;
  for (guint i = 0; i < library ()->len; i++)
    if (strcmp (g_array_index (library (), Item, i).id, id) == 0)
      {
        *shown_name = g_strconcat (id, ".scenario", NULL);
        return text_of (id);
      }
  if (is_exercise (id, &seed))
    {
      *shown_name = g_strconcat (id, ".scenario", NULL);
      return exercises_of (seed);
    }
  return NULL;
}

gboolean
scenario_library_has (const char *name)
{
  uint64_t seed;

  for (guint i = 0; i < library ()->len; i++)
    if (strcmp (g_array_index (library (), Item, i).id, name) == 0)
      return TRUE;
  return is_exercise (name, &seed);
}

size_t
scenario_library_n (void)
{
  return library ()->len;
}

ScenarioEntry
scenario_library_at (size_t index)
{
  static GMutex mutex;

  if (index >= library ()->len)
    return (ScenarioEntry) { 0 };

  Item *item = &g_array_index (library (), Item, index);
  g_mutex_lock (&mutex);
  if (item->scenario == NULL)
    {
      g_autoptr (GBytes) bytes = text_of (item->id);
      gsize size = 0;
      const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

      item->scenario = text != NULL ? scenario_parse (text, size, item->id, NULL) : NULL;
    }
  g_mutex_unlock (&mutex);
  return (ScenarioEntry) {
    .id = item->id,
    .number = item->number,
    .title = item->scenario != NULL ? scenario_title (item->scenario) : item->id,
    .chapter = item->scenario != NULL ? scenario_chapter (item->scenario) : NULL,
  };
}
