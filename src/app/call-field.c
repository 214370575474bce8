/* call-field.c - one argument of a call, as choices */

#include "call-field.h"

#include <glib/gi18n.h>

#include "label.h"
#include "narration/narration.h"

struct _PagescapeCallField
{
  GtkWidget parent_instance;

  /* Owned */
  GPtrArray   *values;            /* of char *: what stands in the call for each choice; NULL: what is typed */

  /* Borrowed */
  const SimProfile *profile;
  GtkWidget   *box;
  GtkDropDown *choice;
  GtkWidget   *typed;
  GtkWidget   *number;
  GtkWidget   *flags_button;
  GPtrArray   *flags;             /* owned; of GtkCheckButton, whose label is the flag */
};

G_DEFINE_FINAL_TYPE (PagescapeCallField, pagescape_call_field, GTK_TYPE_WIDGET)

static void
changed (PagescapeCallField *self)
{
  g_signal_emit_by_name (self, "changed");
}

/* --- choices ------------------------------------------------------------------------------- */

static void
add_choice (PagescapeCallField *self,
            GtkStringList      *shown,
            const char         *label,
            const char         *value)
{
  gtk_string_list_append (shown, label);
  g_ptr_array_add (self->values, g_strdup (value));
}

/* Shows where something is to be typed. */
static void
chosen_cb (PagescapeCallField *self)
{
  guint at = gtk_drop_down_get_selected (self->choice);

  if (self->typed)
    gtk_widget_set_visible (self->typed, at < self->values->len && !g_ptr_array_index (self->values, at));
  changed (self);
}

static void
add_drop_down (PagescapeCallField *self,
               GtkStringList      *shown,
               const char         *name)
{
  self->choice = GTK_DROP_DOWN (gtk_drop_down_new (g_object_ref (G_LIST_MODEL (shown)), NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->choice), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->choice), "code-choice");
  pagescape_label_set_drop_down_name (self->choice, name);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->choice));
}

static void
connect_drop_down (PagescapeCallField *self)
{
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (chosen_cb), self);
}

static void
make_names (PagescapeCallField *self,
            const SimMachine   *machine,
            const char         *name)
{
  g_autoptr (GtkStringList) shown = gtk_string_list_new (NULL);
  gboolean is_migrate = strcmp (name, "migratetype") == 0, is_mark = strcmp (name, "mark") == 0;
  unsigned n = is_migrate ? SIM_N_MIGRATE_TYPES : is_mark ? SIM_N_WATERMARKS : sim_n_zones (machine);

  for (unsigned i = 0; i < n; i++)
    {
      const char *one = is_migrate ? sim_migrate_name (i) : is_mark ? sim_watermark_name (i) : sim_zone (machine, i).name;
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", one);

      add_choice (self, shown, one, quoted);
    }
  add_drop_down (self, shown, name);
  connect_drop_down (self);
}

/* --- flags --------------------------------------------------------------------------------- */

static const char *
flag_of (PagescapeCallField *self,
         guint               at)
{
  return g_object_get_data (g_ptr_array_index (self->flags, at), "flag");
}

static gboolean
is_set (PagescapeCallField *self,
        guint               at)
{
  return gtk_check_button_get_active (g_ptr_array_index (self->flags, at));
}

/* "__GFP_RECLAIM | __GFP_IO | __GFP_FS": what a name is made of. Owned; NULL: of nothing else. */
static char *
dup_parts (const SimProfile *profile,
           const char       *composite)
{
  GString *text = g_string_new (NULL);
  uint32_t bits = 0;

  if (!sim_gfp_by_name (profile, composite, &bits))
    bits = 0;
  /* Of flags that hold others the largest. */
  for (int n_bits = 32; n_bits > 0; n_bits--)
    for (const SimGfpName *name = profile->gfp_names; name->name; name++)
      if (g_str_has_prefix (name->name, "__GFP") && __builtin_popcount (name->bits) == n_bits
          && (bits & name->bits) == name->bits)
        {
          g_string_append_printf (text, "%s%s", text->len > 0 ? " | " : "", name->name);
          bits &= ~name->bits;
        }
  return g_string_free (text, text->len == 0);
}

static void
flag_toggled_cb (PagescapeCallField *self)
{
  unsigned n_set = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->flags->len; i++)
    n_set += is_set (self, i);

  label = n_set > 0 ? g_strdup_printf (_("Flags: %u"), n_set) : g_strdup (_("Flags"));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->flags_button), label);
  changed (self);
}

static void
add_flag (PagescapeCallField *self,
          GtkWidget          *list,
          const char         *name)
{
  GtkWidget *check = gtk_check_button_new_with_label (name);
  const char *what = narrate_gfp_flag (name);

  gtk_widget_add_css_class (check, "monospace");
  g_object_set_data (G_OBJECT (check), "flag", (gpointer) name);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (flag_toggled_cb), self);
  gtk_box_append (GTK_BOX (list), check);
  if (what)
    {
      GtkWidget *label = gtk_label_new (what);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "flag-meaning");
      gtk_box_append (GTK_BOX (list), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, what, -1);
    }
  g_ptr_array_add (self->flags, check);
}

static void
make_flags_button (PagescapeCallField *self,
                   const SimProfile   *profile)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *popover = gtk_popover_new ();

  /* Which zone is the first thing that is asked. */
  for (unsigned of_zone = 2; of_zone-- > 0;)
    for (const SimGfpName *name = profile->gfp_names; name->name; name++)
      {
        uint32_t zones = profile->gfp_dma | profile->gfp_dma32 | profile->gfp_highmem | profile->gfp_movable;

        if (!name->is_composite && ((name->bits & zones) != 0) == of_zone)
          add_flag (self, list, name->name);
      }

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 260);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);

  self->flags_button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->flags_button), _("Flags"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->flags_button), popover);
  pagescape_label_set_name (self->flags_button, _("Flags"));
  gtk_box_append (GTK_BOX (self->box), self->flags_button);
}

static void
make_gfp (PagescapeCallField *self,
          const SimProfile   *profile,
          const char         *name)
{
  static const char *const first[] = { "GFP_KERNEL", "GFP_ATOMIC", "GFP_USER", "GFP_HIGHUSER" };
  g_autoptr (GtkStringList) shown = gtk_string_list_new (NULL);
  uint32_t bits;

  for (unsigned i = 0; i < G_N_ELEMENTS (first); i++)
    if (sim_gfp_by_name (profile, first[i], &bits))
      add_choice (self, shown, first[i], first[i]);
  for (const SimGfpName *one = profile->gfp_names; one->name; one++)
    {
      gboolean is_there = FALSE;

      for (unsigned i = 0; i < G_N_ELEMENTS (first); i++)
        is_there = is_there || strcmp (one->name, first[i]) == 0;
      if (one->is_composite && !is_there)
        add_choice (self, shown, one->name, one->name);
    }
  add_choice (self, shown, _("flags alone"), "");

  add_drop_down (self, shown, name);
  connect_drop_down (self);
  make_flags_button (self, profile);

  self->profile = profile;
}

/* --- objects ------------------------------------------------------------------------------- */

static void
make_object (PagescapeCallField *self,
             PagescapeSession   *session,
             SimType             type,
             const char         *name)
{
  g_autoptr (GtkStringList) shown = gtk_string_list_new (NULL);
  g_auto (GStrv) words = NULL;
  SimBlock block;
  size_t start;

  if (type == SIM_TYPE_PAGE && pagescape_session_get_selected_block (session, &block))
    {
      g_autofree char *label = g_strdup_printf (_("the selected, 0x%x"), block.first);
      g_autofree char *value = g_strdup_printf ("pfn_to_page(0x%x)", block.first);

      add_choice (self, shown, label, value);
    }

  words = scenario_complete (pagescape_session_get_lesson (session), "", 0, &start);
  for (unsigned i = 0; words && words[i]; i++)
    if (pagescape_session_is_variable (session, words[i]))
      add_choice (self, shown, words[i], words[i]);
  add_choice (self, shown, _("something else…"), NULL);

  add_drop_down (self, shown, name);
  self->typed = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->typed), type == SIM_TYPE_PAGE ? "pfn_to_page(0x1000)"
                                                           : type == SIM_TYPE_POINTER ? "NULL" : "0");
  gtk_widget_set_visible (self->typed, self->values->len == 1);
  gtk_widget_set_hexpand (self->typed, TRUE);
  pagescape_label_set_name (self->typed, name);
  g_signal_connect_swapped (self->typed, "changed", G_CALLBACK (changed), self);
  gtk_box_append (GTK_BOX (self->box), self->typed);
  connect_drop_down (self);
}

static void
make_order (PagescapeCallField *self,
            const SimProfile   *profile,
            const char         *name)
{
  self->number = gtk_spin_button_new_with_range (0, profile->largest_order, 1);
  gtk_widget_set_hexpand (self->number, TRUE);
  pagescape_label_set_name (self->number, name);
  g_signal_connect_swapped (self->number, "value-changed", G_CALLBACK (changed), self);
  gtk_box_append (GTK_BOX (self->box), self->number);
}

/* --- the class ----------------------------------------------------------------------------- */

static char *
dup_with_flags (PagescapeCallField *self,
                const char         *composite)
{
  GString *value = g_string_new (composite);

  for (guint i = 0; i < self->flags->len; i++)
    if (is_set (self, i))
      g_string_append_printf (value, "%s%s", value->len > 0 ? " | " : "", flag_of (self, i));
  if (value->len == 0)
    g_string_append_c (value, '0');

  return g_string_free (value, FALSE);
}

char *
pagescape_call_field_dup_value (PagescapeCallField *self)
{
  const char *value = NULL;
  guint at;

  g_return_val_if_fail (PAGESCAPE_IS_CALL_FIELD (self), NULL);

  if (self->number)
    return g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->number)));

  at = gtk_drop_down_get_selected (self->choice);
  if (at < self->values->len)
    value = g_ptr_array_index (self->values, at);
  if (self->flags->len > 0)
    return dup_with_flags (self, value ? value : "");
  if (value)
    return g_strdup (value);
  if (!self->typed)
    return g_strdup ("0");

  value = gtk_editable_get_text (GTK_EDITABLE (self->typed));
  return g_strdup (*value ? value : gtk_entry_get_placeholder_text (GTK_ENTRY (self->typed)));
}

char *
pagescape_call_field_dup_explanation (PagescapeCallField *self)
{
  g_autofree char *parts = NULL;
  const char *composite, *what;
  GString *text;
  guint at;

  g_return_val_if_fail (PAGESCAPE_IS_CALL_FIELD (self), NULL);

  if (self->flags->len == 0)
    return NULL;
  at = gtk_drop_down_get_selected (self->choice);
  composite = at < self->values->len ? g_ptr_array_index (self->values, at) : "";
  what = narrate_gfp_flag (composite);
  parts = dup_parts (self->profile, composite);
  text = g_string_new (what ? composite : NULL);
  if (what)
    g_string_append_printf (text, ": %s", what);
  if (parts)
    g_string_append_printf (text, "%s= %s", text->len > 0 ? "\n" : "", parts);
  for (guint i = 0; i < self->flags->len; i++)
    if (is_set (self, i) && narrate_gfp_flag (flag_of (self, i)))
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", flag_of (self, i), narrate_gfp_flag (flag_of (self, i)));
  return g_string_free (text, text->len == 0);
}

static void
pagescape_call_field_dispose (GObject *object)
{
  PagescapeCallField *self = PAGESCAPE_CALL_FIELD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->flags, g_ptr_array_unref);

  G_OBJECT_CLASS (pagescape_call_field_parent_class)->dispose (object);
}

static void
pagescape_call_field_class_init (PagescapeCallFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_call_field_dispose;
  g_signal_new ("changed", PAGESCAPE_TYPE_CALL_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
pagescape_call_field_init (PagescapeCallField *self)
{
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->flags = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

PagescapeCallField *
pagescape_call_field_new (PagescapeSession *session,
                          SimType           type,
                          const char       *name)
{
  PagescapeCallField *self = g_object_new (PAGESCAPE_TYPE_CALL_FIELD, NULL);
  const SimMachine *machine = pagescape_session_get_machine (session);

  switch (type)
    {
    case SIM_TYPE_GFP:
      make_gfp (self, sim_profile (machine), name);
      break;

    case SIM_TYPE_ORDER:
      make_order (self, sim_profile (machine), name);
      break;

    case SIM_TYPE_STRING:
      make_names (self, machine, name);
      break;

    default:
      make_object (self, session, type, name);
      break;
    }

  return self;
}
