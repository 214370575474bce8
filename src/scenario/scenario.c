#include "scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "import/import.h"
#include "scenario/library.h"

#define LARGEST_FILE (4u << 20)

static void
report_file (Messages   *messages,
             const char *file_name,
             const char *text)
{
  messages_add (messages, &(Message) { .severity = MESSAGE_ERROR, .file = (char *) file_name, .length = 1, .text = (char *) text });
}

Scenario *
scenario_parse (const char *text,
                size_t      length,
                const char *file_name,
                Messages   *messages)
{
  g_autoptr (Messages) own = messages == NULL ? messages_new () : NULL;
  Messages *all = messages != NULL ? messages : own;
  size_t n_errors = messages_n_errors (all);
  Scenario *scenario;

  if (file_name == NULL)
    file_name = "-";
  if (length > LARGEST_FILE)
    {
      report_file (all, file_name, _("A scenario may have at most 4 MiB."));
      return NULL;
    }

  scenario = g_new0 (Scenario, 1);
  scenario->n_references = 1;
  scenario->file_name = g_strdup (file_name);
  scenario->topics = g_ptr_array_new_with_free_func (g_free);
  scenario->texts = program_new (sim_profile_at (0));
  scenario->ast = ast_parse (source_new (text, length, file_name), NULL, NULL, all);
  scenario_read_header (scenario, all);
  g_ptr_array_add (scenario->topics, NULL);

  const char *id = scenario->settings.values[SETTING_PROFILE].text;
  g_autoptr (Program) program = program_new (id != NULL ? sim_profile_by_id (id) : sim_profile_at (0));
  program_compile (program, scenario->ast, all);
  if (messages_n_errors (all) > n_errors)
    g_clear_pointer (&scenario, scenario_unref);
  return scenario;
}

Scenario *
scenario_load (const char *name,
               Messages   *messages,
               GError    **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gboolean is_in_library = FALSE;
  g_autofree char *shown = NULL;
  gsize size;

  if (*name == 0)
    return scenario_parse ("", 0, "", messages);
  bytes = library_find (name, &shown);
  is_in_library = bytes != NULL;
  if (bytes == NULL)
    bytes = import_read_file (name, LARGEST_FILE, error);
  if (bytes == NULL)
    return NULL;

  const char *text = g_bytes_get_data (bytes, &size);
  Scenario *scenario = scenario_parse (text, size, shown != NULL ? shown : name, messages);
  if (scenario != NULL)
    scenario->is_in_library = is_in_library;
  return scenario;
}

Scenario *
scenario_ref (Scenario *scenario)
{
  g_atomic_int_inc (&scenario->n_references);
  return scenario;
}

void
scenario_unref (Scenario *scenario)
{
  if (scenario == NULL || !g_atomic_int_dec_and_test (&scenario->n_references))
    return;

  machine_settings_clear (&scenario->settings);
  ast_free (scenario->ast);
  program_free (scenario->texts);
  g_ptr_array_unref (scenario->topics);
  g_free (scenario->chapter);
  g_free (scenario->file_name);
  g_free (scenario);
}

const char *
scenario_title (const Scenario *scenario)
{
  if (scenario->has_title)
    return program_text (scenario->texts, scenario->title);
  return *scenario->file_name != 0 ? scenario->file_name : _("A machine");
}

const char *
scenario_chapter (const Scenario *scenario)
{
  return scenario->chapter;
}

const char *const *
scenario_topics (const Scenario *scenario)
{
  return (const char *const *) scenario->topics->pdata;
}

const char *
scenario_source (const Scenario *scenario)
{
  return scenario->ast->source->text;
}

const char *
scenario_file_name (const Scenario *scenario)
{
  return scenario->file_name;
}

char *
scenario_dup_path (const Scenario *scenario,
                   const char     *name)
{
  g_autofree char *folder = NULL;

  if (g_path_is_absolute (name) || scenario->is_in_library || strcmp (name, "-") == 0 || strchr (scenario->file_name, '/') == NULL)
    return g_strdup (name);
  folder = g_path_get_dirname (scenario->file_name);
  return g_build_filename (folder, name, NULL);
}
