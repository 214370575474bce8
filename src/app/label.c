/* label.c - labels that are there only while they say something */

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
