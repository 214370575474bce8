/* call-form.c - builds a call from choices */

#include "call-form.h"

#include <glib/gi18n.h>

#include "follow.h"

struct _PagescapeCallForm
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  GArray           *calls;        /* SimCallId, as they stand in the drop-down */

  /* Template */
  GtkDropDown *call;
  GtkLabel    *help;
  GtkGrid     *fields;
  GtkLabel    *line;
  GtkWidget   *run;

  /* Borrowed */
  GtkWidget   *inputs[SIM_CALL_MAX_ARGS];
};

G_DEFINE_FINAL_TYPE (PagescapeCallForm, pagescape_call_form, GTK_TYPE_WIDGET)

/* In this order, and before all others: what a lesson is about. */
static const char *const common_calls[] = {
  "alloc_pages", "alloc_page", "__get_free_pages", "get_zeroed_page", "__free_pages", "__free_page",
  "free_pages", "free_page",
};

static const char *const gfp_choices[] = {
  "GFP_KERNEL", "GFP_ATOMIC", "GFP_HIGHUSER", "GFP_DMA", "GFP_USER", "GFP_NOWAIT", "GFP_HIGHUSER_MOVABLE",
  "GFP_KERNEL | __GFP_ZERO", "GFP_DMA32",
};

/* --- words of the script ------------------------------------------------------------------- */

static gboolean
is_variable (PagescapeCallForm *self,
             const char        *name)
{
  g_autofree char *value = lesson_value (pagescape_session_get_lesson (self->session), name);

  return value != NULL;
}

static char *
fresh_name (PagescapeCallForm *self)
{
  for (unsigned i = 0; i < 26; i++)
    {
      char name[] = { "abcdefghijklmnopqrstuvwxyz"[i], '\0' };

      if (!is_variable (self, name))
        return g_strdup (name);
    }

  for (unsigned i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u", i);

      if (!is_variable (self, name))
        return g_steal_pointer (&name);
    }
}

static GtkStringList *
variables (PagescapeCallForm *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  g_auto (GStrv) words = NULL;
  size_t start;

  words = scenario_complete (pagescape_session_get_lesson (self->session), "", 0, &start);
  for (unsigned i = 0; words && words[i]; i++)
    if (is_variable (self, words[i]))
      gtk_string_list_append (names, words[i]);

  return names;
}

/* --- fields -------------------------------------------------------------------------------- */

static GtkStringList *
zone_names (PagescapeCallForm *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  GtkStringList *names = gtk_string_list_new (NULL);

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    gtk_string_list_append (names, sim_zone (machine, i).name);

  return names;
}

static GtkStringList *
migrate_names (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (unsigned i = 0; i < SIM_N_MIGRATE_TYPES; i++)
    gtk_string_list_append (names, sim_migrate_name (i));

  return names;
}

static GtkStringList *
gfp_names (PagescapeCallForm *self)
{
  const SimProfile *profile = sim_profile (pagescape_session_get_machine (self->session));
  GtkStringList *names = gtk_string_list_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (gfp_choices); i++)
    {
      g_auto (GStrv) parts = g_strsplit (gfp_choices[i], " | ", -1);
      uint32_t bits;
      gboolean is_known = TRUE;

      for (unsigned j = 0; parts[j]; j++)
        is_known = is_known && sim_gfp_by_name (profile, parts[j], &bits);
      if (is_known)
        gtk_string_list_append (names, gfp_choices[i]);
    }

  return names;
}

static GtkWidget *
drop_down_of (GtkStringList *names)
{
  return gtk_drop_down_new (G_LIST_MODEL (names), NULL);
}

static GtkWidget *
new_input (PagescapeCallForm *self,
           SimType            type,
           const char        *name)
{
  const SimProfile *profile = sim_profile (pagescape_session_get_machine (self->session));
  GtkStringList *names;
  GtkWidget *entry;

  switch (type)
    {
    case SIM_TYPE_GFP:
      return drop_down_of (gfp_names (self));

    case SIM_TYPE_ORDER:
      return gtk_spin_button_new_with_range (0, profile->largest_order, 1);

    case SIM_TYPE_STRING:
      return drop_down_of (strcmp (name, "migratetype") == 0 ? migrate_names () : zone_names (self));

    case SIM_TYPE_PAGE:
    case SIM_TYPE_POINTER:
    case SIM_TYPE_ULONG:
      names = variables (self);
      if (g_list_model_get_n_items (G_LIST_MODEL (names)) > 0)
        return drop_down_of (names);
      g_object_unref (names);
      break;

    default:
      break;
    }

  entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), type == SIM_TYPE_PAGE ? "pfn_to_page(0x1000)" : "0");
  return entry;
}

static char *
value_of (GtkWidget *input,
          SimType    type)
{
  const char *text;

  if (GTK_IS_SPIN_BUTTON (input))
    return g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (input)));

  if (GTK_IS_DROP_DOWN (input))
    {
      GtkStringObject *item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (input));

      text = item ? gtk_string_object_get_string (item) : "0";
      return type == SIM_TYPE_STRING ? g_strdup_printf ("\"%s\"", text) : g_strdup (text);
    }

  text = gtk_editable_get_text (GTK_EDITABLE (input));
  if (!*text)
    text = gtk_entry_get_placeholder_text (GTK_ENTRY (input));
  return g_strdup (text);
}

/* --- the line ------------------------------------------------------------------------------ */

static const SimCallInfo *
chosen_call (PagescapeCallForm *self)
{
  guint at = gtk_drop_down_get_selected (self->call);

  return at < self->calls->len ? sim_call_info (g_array_index (self->calls, SimCallId, at)) : NULL;
}

/* What a call gives is kept in a variable, if it is something that has to be given back. */
static char *
declaration (PagescapeCallForm *self,
             const SimCallInfo *info)
{
  g_autofree char *name = NULL;
  gboolean gives_memory = FALSE;

  for (unsigned i = 0; i < info->n_args; i++)
    gives_memory = gives_memory || info->args[i].type == SIM_TYPE_GFP;
  if (!gives_memory)
    return g_strdup ("");

  name = fresh_name (self);
  switch (info->returns)
    {
    case SIM_TYPE_PAGE:
      return g_strdup_printf ("struct page *%s = ", name);
    case SIM_TYPE_POINTER:
      return g_strdup_printf ("void *%s = ", name);
    default:
      return g_strdup_printf ("unsigned long %s = ", name);
    }
}

static void
show_line (PagescapeCallForm *self)
{
  const SimCallInfo *info = chosen_call (self);
  g_autofree char *begin = NULL;
  g_autoptr (GString) line = NULL;

  gtk_widget_set_sensitive (self->run, info != NULL);
  if (!info)
    return;

  begin = declaration (self, info);
  line = g_string_new (begin);
  g_string_append_printf (line, "%s(", info->name);
  for (unsigned i = 0; i < info->n_args && self->inputs[i]; i++)
    {
      g_autofree char *value = value_of (self->inputs[i], info->args[i].type);

      g_string_append_printf (line, "%s%s", i > 0 ? ", " : "", value);
    }
  /* What answers is asked as an expression: its value is shown. */
  g_string_append (line, info->returns == SIM_TYPE_VOID || *begin ? ");" : ")");

  gtk_label_set_label (self->line, line->str);
}

static void
add_field (PagescapeCallForm *self,
           const SimCallInfo *info,
           unsigned           at)
{
  GtkWidget *label = gtk_label_new (info->args[at].name);
  GtkWidget *input = new_input (self, info->args[at].type, info->args[at].name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (input, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, info->args[at].name, -1);

  if (GTK_IS_DROP_DOWN (input))
    g_signal_connect_swapped (input, "notify::selected", G_CALLBACK (show_line), self);
  else if (GTK_IS_SPIN_BUTTON (input))
    g_signal_connect_swapped (input, "value-changed", G_CALLBACK (show_line), self);
  else
    g_signal_connect_swapped (input, "changed", G_CALLBACK (show_line), self);

  self->inputs[at] = input;
  gtk_grid_attach (self->fields, label, 0, at, 1, 1);
  gtk_grid_attach (self->fields, input, 1, at, 1, 1);
}

static void
clear_fields (PagescapeCallForm *self)
{
  GtkWidget *child;

  memset (self->inputs, 0, sizeof self->inputs);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))))
    gtk_grid_remove (self->fields, child);
}

static void
call_chosen_cb (PagescapeCallForm *self)
{
  const SimCallInfo *info = chosen_call (self);

  clear_fields (self);
  if (!info || !self->session || !pagescape_session_get_lesson (self->session))
    return;

  gtk_label_set_label (self->help, info->help ? _(info->help) : "");
  for (unsigned i = 0; i < info->n_args; i++)
    add_field (self, info, i);
  show_line (self);
}

static gboolean
is_common (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (common_calls); i++)
    if (strcmp (common_calls[i], name) == 0)
      return TRUE;

  return FALSE;
}

static void
list_call (PagescapeCallForm *self,
           GtkStringList     *names,
           SimCallId          id)
{
  gtk_string_list_append (names, sim_call_info (id)->name);
  g_array_append_val (self->calls, id);
}

static void
opened_cb (PagescapeCallForm *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const SimProfile *profile;

  g_array_set_size (self->calls, 0);
  clear_fields (self);
  if (!machine)
    return;

  profile = sim_profile (machine);
  for (unsigned i = 0; i < G_N_ELEMENTS (common_calls); i++)
    if (sim_call_by_name (common_calls[i]) != SIM_N_CALLS && !sim_profile_lacks (profile, common_calls[i]))
      list_call (self, names, sim_call_by_name (common_calls[i]));
  for (unsigned i = 0; i < SIM_N_CALLS; i++)
    if (!is_common (sim_call_info (i)->name) && !sim_profile_lacks (profile, sim_call_info (i)->name))
      list_call (self, names, i);

  gtk_drop_down_set_model (self->call, G_LIST_MODEL (names));
  call_chosen_cb (self);
}

/* The variables may be others than when the form was last open. */
static void
mapped_cb (PagescapeCallForm *self)
{
  if (self->session)
    call_chosen_cb (self);
}

static void
run_cb (PagescapeCallForm *self)
{
  const char *line = gtk_label_get_label (self->line);

  if (*line)
    g_signal_emit_by_name (self, "composed", line);
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_call_form_dispose (GObject *object)
{
  PagescapeCallForm *self = PAGESCAPE_CALL_FORM (object);
  GtkWidget *child;

  pagescape_call_form_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->calls, g_array_unref);

  G_OBJECT_CLASS (pagescape_call_form_parent_class)->dispose (object);
}

static void
pagescape_call_form_class_init (PagescapeCallFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_call_form_dispose;

  g_signal_new ("composed", PAGESCAPE_TYPE_CALL_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/call-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, call);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, help);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, fields);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, line);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, run);
  gtk_widget_class_bind_template_callback (widget_class, call_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
pagescape_call_form_init (PagescapeCallForm *self)
{
  self->calls = g_array_new (FALSE, FALSE, sizeof (SimCallId));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self, "map", G_CALLBACK (mapped_cb), self);
}

void
pagescape_call_form_set_session (PagescapeCallForm *self,
                                 PagescapeSession  *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "opened", G_CALLBACK (opened_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_CALL_FORM (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    opened_cb (self);
}
