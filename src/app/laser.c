/* laser.c - a soft red dot that follows the pointer */

#include "laser.h"

struct _PagescapeLaser
{
  GtkWidget parent_instance;

  double x, y, radius;
};

G_DEFINE_FINAL_TYPE (PagescapeLaser, pagescape_laser, GTK_TYPE_WIDGET)

void
pagescape_laser_point (PagescapeLaser *self,
                       double          x,
                       double          y,
                       double          radius)
{
  g_return_if_fail (PAGESCAPE_IS_LASER (self));

  self->x = x;
  self->y = y;
  self->radius = radius;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* White hot in the middle, so that it is seen on what is red. */
static void
pagescape_laser_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  static const GskColorStop stops[] = {
    { 0.00, { 1, 0.95, 0.9, 1 } },
    { 0.16, { 1, 0.75, 0.7, 1 } },
    { 0.30, { 1, 0.05, 0.1, 0.95 } },
    { 0.50, { 0.93, 0.05, 0.1, 0.8 } },
    { 1.00, { 0.93, 0.05, 0.1, 0 } },
  };
  PagescapeLaser *self = PAGESCAPE_LASER (widget);
  double radius = self->radius;

  if (radius <= 0)
    return;

  gtk_snapshot_append_radial_gradient (snapshot,
                                       &GRAPHENE_RECT_INIT (self->x - radius, self->y - radius, 2 * radius, 2 * radius),
                                       &GRAPHENE_POINT_INIT (self->x, self->y), radius, radius, 0, 1,
                                       stops, G_N_ELEMENTS (stops));
}

static void
pagescape_laser_class_init (PagescapeLaserClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = pagescape_laser_snapshot;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "laser");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pagescape_laser_init (PagescapeLaser *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}
