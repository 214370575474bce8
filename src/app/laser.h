/* laser.h - a soft red dot that follows the pointer, over whatever lies below */
#pragma once

#include <gtk/gtk.h>

#define PAGESCAPE_TYPE_LASER (pagescape_laser_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeLaser, pagescape_laser, PAGESCAPE, LASER, GtkWidget)

/* radius: of what is seen of it. */
void pagescape_laser_point (PagescapeLaser *laser, double x, double y, double radius);
