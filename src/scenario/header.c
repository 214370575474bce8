/* scenario() and machine(), read before anything is compiled: the profile they name decides how. */
#include "scenario-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  Scenario *scenario;
  Messages *messages;
} Header;

static void
complain (Header     *header,
          const Node *node,
          const char *suggestion,
          const char *text)
{
  source_report (header->scenario->ast->source, header->messages, MESSAGE_ERROR, ast_place (header->scenario->ast, node),
                 suggestion, "%s", text);
}

static Node
designator (const Node *node)
{
  Node name = *node;

  if (node->text != NULL)
    name.end = node->first + 1 + strlen (node->text);
  return name;
}

static gboolean
is_language (const char *word)
{
  size_t n = strlen (word);

  return (n == 2 || (n == 5 && word[2] == '_' && g_ascii_isupper (word[3]))) && g_ascii_islower (word[0]) && g_ascii_islower (word[1]);
}

static void
read_topics (Header     *header,
             const Node *value)
{
  if (value->kind != NODE_LIST)
    {
      complain (header, value, NULL, _("The topics stand in braces: .topics = {\"S1.zones\", …}."));
      return;
    }
  for (const Node *topic = value->list; topic != NULL; topic = topic->next)
    if (topic->kind == NODE_STRING)
      g_ptr_array_add (header->scenario->topics, g_strdup (topic->text));
    else
      complain (header, topic, NULL, _("A text in quotation marks should stand here."));
}

static void
read_scenario (Header     *header,
               const Node *call)
{
  Scenario *scenario = header->scenario;
  const Node *title = call->list;

  if (title == NULL || title->kind != NODE_STRING)
    {
      complain (header, title != NULL ? title : call, NULL, _("The title of the scenario, in quotation marks, comes first."));
      return;
    }
  scenario->title = program_add_text (scenario->texts, title->text, title->flag);
  scenario->has_title = TRUE;
  for (const Node *child = title->next; child != NULL; child = child->next)
    {
      Node name = designator (child);

      if (child->kind != NODE_DESIGNATED || child->text == NULL)
        complain (header, child, NULL, _("Write “.name = value” here."));
      else if (strcmp (child->text, "chapter") == 0 && child->a->kind == NODE_STRING)
        {
          g_free (scenario->chapter);
          scenario->chapter = g_strdup (child->a->text);
        }
      else if (strcmp (child->text, "topics") == 0)
        read_topics (header, child->a);
      else if (is_language (child->text) && child->a->kind == NODE_STRING)
        {
          Text *text = g_ptr_array_index (scenario->texts->texts, scenario->title);

          if (text->given == NULL)
            text->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
          g_hash_table_replace (text->given, g_strdup (child->text), g_strdup (child->a->text));
        }
      else if (is_language (child->text) || strcmp (child->text, "chapter") == 0)
        complain (header, child->a, NULL, _("A text in quotation marks should stand here."));
      else
        complain (header, &name, _("There are: .chapter, .topics; and a language such as .zh_CN for a translation."), _("scenario() has nothing of this name."));
    }
}

static void
read_machine (Header     *header,
              const Node *call)
{
  Scenario *scenario = header->scenario;
  g_autoptr (Program) scratch = program_new (sim_profile_at (0));
  Unit unit = { .ast = scenario->ast, .first_line = 1 };
  Scope scope = { 0 };
  Compiler compiler = {
    .program = scratch, .ast = scenario->ast, .messages = header->messages, .wide_constants = TRUE, .begun_at = UINT32_MAX,
  };

  scenario->machine_place = ast_place (scenario->ast, call);
  g_array_append_val (scratch->units, unit);
  compiler.scopes = g_array_new (FALSE, FALSE, sizeof (Scope));
  compiler.names = g_hash_table_new (g_str_hash, g_str_equal);
  compiler.tags = g_hash_table_new (g_str_hash, g_str_equal);
  compiler.functions = g_hash_table_new (g_str_hash, g_str_equal);
  compiler.bodies = g_hash_table_new (NULL, NULL);
  g_array_append_val (compiler.scopes, scope);
  for (const Node *child = call->list; child != NULL; child = child->next)
    {
      Node name = designator (child);
      g_autofree char *problem = NULL;
      uint64_t number;
      SettingKey key;

      if (child->kind != NODE_DESIGNATED || child->text == NULL)
        {
          complain (header, child, NULL, _("Write “.name = value” here."));
          continue;
        }
      key = setting_by_name (child->text);
      if (key == N_SETTINGS)
        {
          g_autofree char *suggestion = setting_dup_suggestion (child->text);
          complain (header, &name, suggestion, _("A machine has nothing of this name."));
          continue;
        }
      if (scenario->settings.values[key].is_set)
        {
          complain (header, &name, NULL, _("This stands here twice."));
          continue;
        }
      scenario->value_places[key] = ast_place (scenario->ast, child->a);
      scenario->value_spans[key].first = child->a->first;
      scenario->value_spans[key].end = child->a->end;
      if (child->a->kind == NODE_STRING)
        problem = setting_set_text (&scenario->settings, key, child->a->text);
      else if (child->a->kind == NODE_LIST)
        problem = g_strdup (_("A single value should stand here."));
      else if (compile_constant (&compiler, child->a, &number, NULL))
        problem = setting_set_number (&scenario->settings, key, number);
      if (problem != NULL)
        complain (header, child->a, NULL, problem);
    }
  g_array_unref (compiler.scopes);
  g_hash_table_unref (compiler.names);
  g_hash_table_unref (compiler.tags);
  g_hash_table_unref (compiler.functions);
  g_hash_table_unref (compiler.bodies);
}

void
scenario_read_header (Scenario *scenario,
                      Messages *messages)
{
  Header header = { scenario, messages };
  gboolean has_scenario = FALSE, has_machine = FALSE, has_begun = FALSE;

  for (const Node *node = scenario->ast->statements; node != NULL; node = node->next)
    {
      const Node *call = node->kind == NODE_EXPRESSION && node->a->kind == NODE_CALL ? node->a : NULL;
      gboolean is_scenario = call != NULL && strcmp (call->text, "scenario") == 0;
      gboolean is_machine = call != NULL && strcmp (call->text, "machine") == 0;

      if (is_scenario && has_scenario)
        complain (&header, call, NULL, _("scenario() stands here for the second time."));
      else if (is_machine && has_machine)
        complain (&header, call, NULL, _("machine() stands here for the second time."));
      else if (is_scenario && (has_begun || has_machine))
        complain (&header, call, NULL, _("scenario() comes first."));
      else if (is_machine && has_begun)
        complain (&header, call, NULL, _("machine() comes before everything that is done on the machine."));
      else if (is_scenario)
        read_scenario (&header, call);
      else if (is_machine)
        read_machine (&header, call);
      has_scenario = has_scenario || is_scenario;
      has_machine = has_machine || is_machine;
      if (!is_scenario && !is_machine && node->kind != NODE_DECLARATION && node->kind != NODE_FUNCTION && node->kind != NODE_EMPTY
          && node->kind != NODE_PER_CPU)
        has_begun = TRUE;
    }
}
