/* label.h - labels that are there only while they say something; what those are told who do not see */
#pragma once

#include <gtk/gtk.h>

/* NULL or empty: it is hidden. */
void pagescape_label_show (GtkLabel *label, const char *text);
/* What a widget is called. GTK 4.14 would call a button by what stands on it instead. */
void pagescape_label_set_name (GtkWidget *widget, const char *name);
/* The same of a drop-down of strings; what is chosen in it describes it. name: NULL: as it was given. GTK 4.14 would call it by what
 * is chosen, and nobody would hear what for. */
void pagescape_label_set_drop_down_name (GtkDropDown *drop_down, const char *name);
