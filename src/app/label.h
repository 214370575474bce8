/* label.h - labels that are there only while they say something */
#pragma once

#include <gtk/gtk.h>

/* NULL or empty: it is hidden. */
void pagescape_label_show (GtkLabel *label, const char *text);
