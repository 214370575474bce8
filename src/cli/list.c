/* list.c - pagescape list: what there is, a line each, the word to be typed first */
#include "cli/command.h"
#include "cli/json-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "export/export.h"
#include "narration/language.h"
#include "narration/narration.h"
#include "views/view.h"

/* One thing of a list: its word, and what is said about it under names that JSON has as keys. */
typedef struct {
  char *id;
  char *keys[4];
  char *values[4];
  gboolean are_words[4];          /* the value is a list of words, parted by blanks */
  char *text;                     /* of the line for people */
} Item;

typedef struct {
  const char *name;
  CliStatus (*fill) (GPtrArray *items);
} List;

static const CliCommand command = { "list", "WHAT", N_("Names what there is: scenarios, views, profiles, formats, calls or topics."), NULL };

static void
item_free (gpointer data)
{
  Item *item = data;

  for (unsigned i = 0; i < G_N_ELEMENTS (item->keys); i++)
    {
      g_free (item->keys[i]);
      g_free (item->values[i]);
    }
  g_free (item->id);
  g_free (item->text);
  g_free (item);
}

static Item *
add (GPtrArray  *items,
     const char *id,
     const char *text)
{
  Item *item = g_new0 (Item, 1);

  item->id = g_strdup (id);
  item->text = g_strdup (text);
  g_ptr_array_add (items, item);
  return item;
}

/* Answers the number of the key. */
static unsigned
tell (Item       *item,
      const char *key,
      const char *value)
{
  unsigned i = 0;

  while (item->keys[i] != NULL)
    i++;
  item->keys[i] = g_strdup (key);
  item->values[i] = g_strdup (value);
  return i;
}

static void
tell_words (Item       *item,
            const char *key,
            const char *words)
{
  unsigned i = tell (item, key, words);

  item->are_words[i] = TRUE;
}

/* --- the lists -------------------------------------------------------------------------------- */

static CliStatus
fill_scenarios (GPtrArray *items)
{
  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      ScenarioEntry entry = scenario_library_at (i);
      Item *item = add (items, entry.id, entry.title);

      tell (item, "title", entry.title);
      tell (item, "chapter", entry.chapter);
    }
  return CLI_GOOD;
}

static CliStatus
fill_views (GPtrArray *items)
{
  for (size_t i = 0; i < view_n (); i++)
    {
      const View *view = view_at (i);

      tell (add (items, view->id, _(view->title)), "title", _(view->title));
    }
  return CLI_GOOD;
}

static CliStatus
fill_profiles (GPtrArray *items)
{
  for (size_t i = 0; i < sim_n_profiles (); i++)
    {
      const SimProfile *profile = sim_profile_at (i);
      g_autofree char *text = narrate_profile (profile);
      g_autoptr (GString) zones = g_string_new (NULL);
      Item *item = add (items, profile->id, text);

      tell (item, "kernel", profile->kernel);
      tell (item, "architecture", profile->architecture);
      tell (item, "held_against", profile->held_against);
      for (unsigned zone = 0; zone < profile->n_zone_types; zone++)
        g_string_append_printf (zones, "%s%s", zone > 0 ? " " : "", sim_zone_type_name (profile->zone_types[zone]));
      tell_words (item, "zones", zones->str);
    }
  return CLI_GOOD;
}

static CliStatus
fill_formats (GPtrArray *items)
{
  for (size_t i = 0; i < export_n (); i++)
    {
      const Exporter *exporter = export_at (i);
      Item *item = add (items, exporter->id, _(exporter->title));

      tell (item, "title", _(exporter->title));
      tell (item, "extension", exporter->extension);
      tell (item, "mime_type", exporter->mime_type);
    }
  return CLI_GOOD;
}

static const char *
type_name (SimType type)
{
  switch (type)
    {
    case SIM_TYPE_VOID:
      return "void ";
    case SIM_TYPE_INT:
      return "int ";
    case SIM_TYPE_ULONG:
      return "unsigned long ";
    case SIM_TYPE_GFP:
      return "gfp_t ";
    case SIM_TYPE_ORDER:
      return "unsigned int ";
    case SIM_TYPE_PAGE:
      return "struct page *";
    case SIM_TYPE_POINTER:
      return "void *";
    case SIM_TYPE_PHYS:
      return "phys_addr_t ";
    case SIM_TYPE_STRING:
      return "const char *";
    case SIM_TYPE_LOCK:
      return "spinlock_t *";
    case SIM_TYPE_FLAGS:
      return "unsigned long ";
    case SIM_N_TYPES:
      break;
    }
  return "";
}

static char *
dup_prototype (const SimCallInfo *info)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s%s(", type_name (info->returns), info->name);
  for (unsigned i = 0; i < info->n_args; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", type_name (info->args[i].type), info->args[i].name);
  g_string_append (text, info->n_args > 0 ? ")" : "void)");
  return g_string_free (text, FALSE);
}

static CliStatus
fill_calls (GPtrArray *items)
{
  for (unsigned id = 0; id < SIM_N_CALLS; id++)
    {
      const SimCallInfo *info = sim_call_info ((SimCallId) id);
      g_autofree char *prototype = dup_prototype (info);
      g_autofree char *text = g_strdup_printf ("%s: %s", prototype, _(info->help));
      Item *item = add (items, info->name, text);

      tell (item, "prototype", prototype);
      tell (item, "help", _(info->help));
    }
  return CLI_GOOD;
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(Item *const *) a)->id, (*(Item *const *) b)->id);
}

static Item *
find_or_add (GPtrArray  *items,
             const char *id)
{
  for (unsigned i = 0; i < items->len; i++)
    if (strcmp (((Item *) g_ptr_array_index (items, i))->id, id) == 0)
      return g_ptr_array_index (items, i);
  return add (items, id, NULL);
}

/* A topic, and the lessons that treat it. */
static CliStatus
fill_topics (GPtrArray *items)
{
  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      const char *id = scenario_library_at (i).id;
      g_autoptr (Messages) messages = messages_new ();
      g_autoptr (Scenario) scenario = scenario_load (id, messages, NULL);
      const char *const *topics;

      if (scenario == NULL)
        {
          cli_show (messages);
          return CLI_INTERNAL;
        }
      for (topics = scenario_topics (scenario); topics != NULL && *topics != NULL; topics++)
        {
          Item *item = find_or_add (items, *topics);
          char *text = item->text != NULL ? g_strdup_printf ("%s %s", item->text, id) : g_strdup (id);

          g_free (item->text);
          item->text = text;
        }
    }

  g_ptr_array_sort (items, compare_items);
  for (unsigned i = 0; i < items->len; i++)
    {
      Item *item = g_ptr_array_index (items, i);

      tell_words (item, "scenarios", item->text);
    }
  return CLI_GOOD;
}

static const List lists[] = {
  { "scenarios", fill_scenarios },
  { "views", fill_views },
  { "profiles", fill_profiles },
  { "formats", fill_formats },
  { "calls", fill_calls },
  { "topics", fill_topics },
};

/* --- printing --------------------------------------------------------------------------------- */

static void
print_text (const GPtrArray *items,
            GString         *out)
{
  int width = 0;

  for (unsigned i = 0; i < items->len; i++)
    width = MAX (width, (int) strlen (((const Item *) g_ptr_array_index (items, i))->id));
  for (unsigned i = 0; i < items->len; i++)
    {
      const Item *item = g_ptr_array_index (items, i);

      g_string_append_printf (out, "%-*s  %s\n", width, item->id, item->text);
    }
}

static void
print_words (const char *words,
             GString    *out)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  g_string_append_c (out, '[');
  for (unsigned i = 0; list[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      json_append_string (out, list[i]);
    }
  g_string_append_c (out, ']');
}

static void
print_json (const GPtrArray *items,
            GString         *out)
{
  g_string_append (out, "[");
  for (unsigned i = 0; i < items->len; i++)
    {
      const Item *item = g_ptr_array_index (items, i);

      g_string_append (out, i > 0 ? ",\n {\"id\": " : "\n {\"id\": ");
      json_append_string (out, item->id);
      for (unsigned k = 0; k < G_N_ELEMENTS (item->keys) && item->keys[k] != NULL; k++)
        {
          g_string_append_printf (out, ", \"%s\": ", item->keys[k]);
          if (item->are_words[k])
            print_words (item->values[k], out);
          else
            json_append_string (out, item->values[k]);
        }
      g_string_append_c (out, '}');
    }
  g_string_append (out, "\n]\n");
}

/* --- usage ------------------------------------------------------------------------------------ */

static CliStatus
list (const char *name,
      gboolean    as_json)
{
  const char *names[G_N_ELEMENTS (lists) + 1] = { NULL };

  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GPtrArray) items = NULL;
      g_autoptr (GString) out = NULL;
      CliStatus status;

      names[i] = lists[i].name;
      if (strcmp (lists[i].name, name) != 0)
        continue;

      items = g_ptr_array_new_with_free_func (item_free);
      status = lists[i].fill (items);
      if (status != CLI_GOOD)
        return status;
      out = g_string_new (NULL);
      if (as_json)
        print_json (items, out);
      else
        print_text (items, out);
      return cli_write (out->str, out->len);
    }
  return cli_say_unknown (_("There is no list of “%s”."), name, names);
}

static CliStatus
say_unknown_format (const char *format)
{
  static const char *const names[] = { "text", "json", NULL };

  return cli_say_unknown (_("A list has no format “%s”."), format, names);
}

CliStatus
cli_list_main (int    argc,
               char **argv)
{
  g_autofree char *format = NULL, *language = NULL;
  const char *found;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &format, "text, json", "FORMAT" },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &language, N_("of the titles: en (default), zh_CN"), "CODE" },
    { NULL }
  };

  if (!cli_parse (&command, (GOptionEntry *) entries, &argc, &argv))
    return CLI_WRONG_USAGE;
  if (argc != 2)
    {
      cli_say (_("What is to be listed? Name one of scenarios, views, profiles, formats, calls, topics."));
      return CLI_WRONG_USAGE;
    }
  if (format != NULL && strcmp (format, "text") != 0 && strcmp (format, "json") != 0)
    return say_unknown_format (format);
  if (!cli_find_language (language != NULL ? language : "en", &found))
    return CLI_WRONG_USAGE;
  language_set (found);
  return list (argv[1], g_strcmp0 (format, "json") == 0);
}
