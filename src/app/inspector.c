/* inspector.c - what is selected, in rows of label and value */

#include "inspector.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "narration/narration.h"

struct _PagescapeInspector
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  char             *text;         /* what it shows, as it is copied */

  /* Template */
  GtkLabel  *title;
  GtkGrid   *grid;
  GtkWidget *free_button;
};

G_DEFINE_FINAL_TYPE (PagescapeInspector, pagescape_inspector, GTK_TYPE_WIDGET)

static GPtrArray *
rows_of_selection (PagescapeInspector *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  SimRef object = pagescape_session_get_selection (self->session);
  g_autofree char *owner = pagescape_session_dup_selected_owner (self->session);

  return narrate_object (machine, object, owner);
}

static char *
rows_as_text (const char *title,
              GPtrArray  *rows)
{
  GString *text = g_string_new (title);

  for (guint i = 0; i < rows->len; i++)
    {
      const NarrationRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text, "\n%s\t%s", row->label, row->value);
    }

  return g_string_free (text, FALSE);
}

static void
add_row (PagescapeInspector *self,
         const NarrationRow *row,
         int                 at)
{
  GtkWidget *label = gtk_label_new (row->label);
  GtkWidget *value = gtk_label_new (row->value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");

  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (value), 34);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_add_css_class (value, "caption");
  if (row->is_code)
    gtk_widget_add_css_class (value, "monospace");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);

  gtk_grid_attach (self->grid, label, 0, at, 1, 1);
  gtk_grid_attach (self->grid, value, 1, at, 1, 1);
}

static void
show_rows (PagescapeInspector *self,
           const char         *title,
           GPtrArray          *rows)
{
  GtkWidget *child;

  gtk_label_set_label (self->title, title);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_grid_remove (self->grid, child);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, g_ptr_array_index (rows, i), i);
}

static void
update (PagescapeInspector *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  SimRef object = pagescape_session_get_selection (self->session);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *free_call = NULL;

  if (!machine || object.kind == SIM_REF_NONE)
    return;

  rows = rows_of_selection (self);
  title = narrate_object_title (machine, object);
  if (!rows || !title)
    return;

  free_call = pagescape_session_dup_free_call (self->session);
  gtk_widget_set_visible (self->free_button, free_call != NULL);

  /* Rebuilding what is the same would take somebody's selected text away. */
  text = rows_as_text (title, rows);
  if (g_strcmp0 (text, self->text) == 0)
    return;

  g_free (self->text);
  self->text = g_steal_pointer (&text);
  show_rows (self, title, rows);
}

static void
moved_cb (PagescapeInspector *self)
{
  if (self->session && gtk_widget_get_visible (GTK_WIDGET (self)))
    update (self);
}

static void
copy_cb (PagescapeInspector *self)
{
  if (self->text)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
}

static void
close_cb (PagescapeInspector *self)
{
  g_signal_emit_by_name (self, "closed");
}

static void
pagescape_inspector_dispose (GObject *object)
{
  PagescapeInspector *self = PAGESCAPE_INSPECTOR (object);
  GtkWidget *child;

  pagescape_inspector_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (pagescape_inspector_parent_class)->dispose (object);
}

static void
pagescape_inspector_class_init (PagescapeInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_inspector_dispose;

  g_signal_new ("closed", PAGESCAPE_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeInspector, title);
  gtk_widget_class_bind_template_child (widget_class, PagescapeInspector, grid);
  gtk_widget_class_bind_template_child (widget_class, PagescapeInspector, free_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "inspector");
}

static void
pagescape_inspector_init (PagescapeInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self, "notify::visible", G_CALLBACK (moved_cb), self);
}

void
pagescape_inspector_set_session (PagescapeInspector *self,
                                 PagescapeSession   *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "selected", G_CALLBACK (moved_cb) },
    { "grew", G_CALLBACK (moved_cb) },
    { "opened", G_CALLBACK (moved_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_INSPECTOR (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    moved_cb (self);
}
