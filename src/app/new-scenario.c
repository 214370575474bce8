/* new-scenario.c - a machine is chosen for an empty scenario */

#include "new-scenario.h"

#include <glib/gi18n.h>

#include "narration/narration.h"
#include "scenario/lesson.h"

struct _PagescapeNewScenario
{
  AdwWindow parent_instance;

  /* Owned */
  GPtrArray *boots;               /* borrowed words: how a machine can be booted */

  /* Template */
  GtkEditable   *title;
  AdwComboRow   *profile;
  AdwComboRow   *ram;
  GtkSpinButton *cpus;
  GtkSwitch     *pcp;
  GtkEditable   *highmem;
  GtkEditable   *vmalloc;
  AdwComboRow   *boot;
  GtkLabel      *zones;
  GtkLabel      *code;
  GtkWidget     *create;
};

G_DEFINE_FINAL_TYPE (PagescapeNewScenario, pagescape_new_scenario, ADW_TYPE_WINDOW)

static const struct {
  const char *written;
  uint64_t    bytes;
} sizes[] = {
  { "SZ_16M", 16u << 20 }, { "SZ_32M", 32u << 20 }, { "SZ_64M", 64u << 20 }, { "SZ_128M", 128u << 20 },
  { "SZ_256M", 256u << 20 }, { "SZ_512M", 512u << 20 }, { "SZ_1G", 1u << 30 }, { "SZ_2G", UINT64_C (2) << 30 },
  { "SZ_4G", UINT64_C (4) << 30 },
};

/* 64 MiB: the pictures of the first lessons. */
#define USUAL_SIZE 2

/* --- the text ------------------------------------------------------------------------------ */

static void
append_quoted (GString    *text,
               const char *words)
{
  g_string_append_c (text, '"');
  for (; *words; words++)
    {
      if (*words == '"' || *words == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *words);
    }
  g_string_append_c (text, '"');
}

/* "64M" as the language writes it; "" where nothing was said, NULL where it is no size. */
static char *
dup_size (const char *said)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (said));
  char *end = NULL;
  guint64 number = g_ascii_strtoull (trimmed, &end, 0);
  static const char units[] = "KMG";
  const char *unit;

  if (!*trimmed)
    return g_strdup ("");
  if (!g_ascii_isdigit (*trimmed) || number > G_MAXUINT32)
    return NULL;
  if (!*end)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  unit = strchr (units, g_ascii_toupper (*end));
  if (!unit || !(end[1] == '\0' || g_ascii_strcasecmp (end + 1, "B") == 0 || g_ascii_strcasecmp (end + 1, "iB") == 0))
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT " * SZ_1%c", number, *unit);
}

/* The whole scenario; NULL: a size is none. */
static char *
dup_text (PagescapeNewScenario *self)
{
  g_autoptr (GString) text = g_string_new ("scenario(");
  g_autofree char *highmem = dup_size (gtk_editable_get_text (self->highmem));
  g_autofree char *vmalloc = dup_size (gtk_editable_get_text (self->vmalloc));
  const char *title = gtk_editable_get_text (self->title);
  guint boot = adw_combo_row_get_selected (self->boot);

  if (!highmem || !vmalloc)
    return NULL;

  append_quoted (text, *title ? title : _("A scenario of my own"));
  g_string_append_printf (text, ");\nmachine(.profile = \"%s\", .ram = %s, .cpus = %d, .boot = \"%s\"",
                          sim_profile_at (adw_combo_row_get_selected (self->profile))->id,
                          sizes[adw_combo_row_get_selected (self->ram)].written,
                          gtk_spin_button_get_value_as_int (self->cpus),
                          (char *) g_ptr_array_index (self->boots, MIN (boot, self->boots->len - 1)));
  if (*highmem)
    g_string_append_printf (text, ",\n        .highmem = %s", highmem);
  if (*vmalloc)
    g_string_append_printf (text, ",\n        .vmalloc = %s", vmalloc);
  if (!gtk_switch_get_active (self->pcp))
    g_string_append (text, ",\n        .pcp = false");
  g_string_append (text, ");\n");

  return g_strdup (text->str);
}

/* --- the machine --------------------------------------------------------------------------- */

static Lesson *
make (const char *text,
      Messages   *messages)
{
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), _("New"), messages);

  return scenario ? lesson_new (scenario, NULL, messages) : NULL;
}

static char *
dup_zones (const SimMachine *machine)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    {
      SimZone zone = sim_zone (machine, i);
      g_autofree char *size = narrate_size ((uint64_t) zone.present * SIM_PAGE_SIZE);

      g_string_append_printf (text, "%s%s %s", i > 0 ? " · " : "", zone.name, size);
    }

  return g_string_free (text, FALSE);
}

static void
show (PagescapeNewScenario *self,
      const char           *zones,
      gboolean              is_good)
{
  gtk_label_set_label (self->zones, zones);
  gtk_widget_set_sensitive (self->create, is_good);
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->zones), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->zones), "error");
}

/* Made at once, so that what is chosen is seen, and what is wrong is said here. */
static void
changed_cb (PagescapeNewScenario *self)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Lesson) lesson = NULL;
  g_autofree char *text = NULL;
  g_autofree char *zones = NULL;

  /* While the template is being built. */
  if (!self->boots || !self->create || self->boots->len == 0)
    return;

  text = dup_text (self);
  if (!text)
    {
      show (self, _("Sizes are written as 64M, 1G or 110584K."), FALSE);
      return;
    }

  gtk_label_set_label (self->code, text);
  lesson = make (text, messages);
  if (lesson)
    zones = dup_zones (timeline_machine (lesson_timeline (lesson)));
  show (self, zones ? zones : messages_n (messages) > 0 ? messages_at (messages, 0)->text : "", lesson != NULL);
}

static void
create_cb (PagescapeNewScenario *self)
{
  g_autofree char *text = gtk_widget_get_sensitive (self->create) ? dup_text (self) : NULL;

  if (!text)
    return;

  g_signal_emit_by_name (self, "composed", text);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_new_scenario_dispose (GObject *object)
{
  PagescapeNewScenario *self = PAGESCAPE_NEW_SCENARIO (object);

  g_clear_pointer (&self->boots, g_ptr_array_unref);

  G_OBJECT_CLASS (pagescape_new_scenario_parent_class)->dispose (object);
}

static void
pagescape_new_scenario_class_init (PagescapeNewScenarioClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_new_scenario_dispose;

  g_signal_new ("composed", PAGESCAPE_TYPE_NEW_SCENARIO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/new-scenario.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, title);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, profile);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, ram);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, cpus);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, pcp);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, highmem);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, vmalloc);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, boot);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, zones);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, code);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNewScenario, create);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Only what this version can make is offered. */
static void
list_boots (PagescapeNewScenario *self)
{
  static const struct {
    const char *word, *title;
  } all[] = {
    { "idle", N_("Idle, as after logging in") },
    { "handover", N_("Memory was just handed over to the page allocator") },
  };
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->boots = g_ptr_array_new ();
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (Messages) messages = messages_new ();
      g_autofree char *text = g_strdup_printf ("machine(.ram = SZ_64M, .boot = \"%s\");", all[i].word);
      g_autoptr (Lesson) lesson = make (text, messages);

      if (!lesson)
        continue;
      g_ptr_array_add (self->boots, (char *) all[i].word);
      gtk_string_list_append (titles, _(all[i].title));
    }

  adw_combo_row_set_model (self->boot, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->boot), self->boots->len > 1);
}

static gboolean
focus_title_cb (gpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (PAGESCAPE_NEW_SCENARIO (data)->title));

  return G_SOURCE_REMOVE;
}

/* While a window opens, its first button has the focus. */
static void
mapped_cb (PagescapeNewScenario *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_title_cb, g_object_ref (self), g_object_unref);
}

static void
pagescape_new_scenario_init (PagescapeNewScenario *self)
{
  g_autoptr (GtkStringList) profiles = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) rams = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (size_t i = 0; i < sim_n_profiles (); i++)
    {
      const SimProfile *profile = sim_profile_at (i);
      g_autofree char *title = g_strdup_printf ("%s, %s", profile->kernel, profile->architecture);

      gtk_string_list_append (profiles, title);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *size = narrate_size (sizes[i].bytes);

      gtk_string_list_append (rams, size);
    }
  adw_combo_row_set_model (self->profile, G_LIST_MODEL (profiles));
  adw_combo_row_set_model (self->ram, G_LIST_MODEL (rams));
  adw_combo_row_set_selected (self->ram, USUAL_SIZE);
  list_boots (self);
  changed_cb (self);
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
}

PagescapeNewScenario *
pagescape_new_scenario_new (GtkWindow *parent)
{
  return g_object_new (PAGESCAPE_TYPE_NEW_SCENARIO, "transient-for", parent, NULL);
}
