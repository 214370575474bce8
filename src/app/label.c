/* label.c - labels that are there only while they say something; what those are told who do not see */

#include "label.h"

void
pagescape_label_show (GtkLabel   *label,
                      const char *text)
{
  /* The same text again would be laid out again, and read out again. */
  if (g_strcmp0 (gtk_label_get_label (label), text ? text : "") != 0)
    gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text && *text);
}

void
pagescape_label_set_name (GtkWidget  *widget,
                          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static void
describe_choice (GtkDropDown *drop_down)
{
  GObject *chosen = gtk_drop_down_get_selected_item (drop_down);
  const char *text = GTK_IS_STRING_OBJECT (chosen) ? gtk_string_object_get_string (GTK_STRING_OBJECT (chosen)) : "";

  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
pagescape_label_set_drop_down_name (GtkDropDown *drop_down,
                                    const char  *name)
{
  if (name)
    gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (describe_choice), NULL);
  describe_choice (drop_down);
}
