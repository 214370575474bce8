/* presentation-text.c - one text of a presentation */

#include "presentation-text.h"

struct _PagescapePresentationText
{
  GtkWidget parent_instance;

  /* Owned */
  PangoLayout *layout;

  GdkRGBA color;
};

G_DEFINE_FINAL_TYPE (PagescapePresentationText, pagescape_presentation_text, GTK_TYPE_WIDGET)

void
pagescape_presentation_text_set (PagescapePresentationText *self,
                                 PangoLayout               *layout,
                                 PaintColor                 color)
{
  g_return_if_fail (PAGESCAPE_IS_PRESENTATION_TEXT (self));

  if (!self->layout || strcmp (pango_layout_get_text (self->layout), pango_layout_get_text (layout)) != 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    pango_layout_get_text (layout), -1);

  g_clear_object (&self->layout);
  self->layout = layout;
  self->color = (GdkRGBA) { color.red, color.green, color.blue, 1 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pagescape_presentation_text_snapshot (GtkWidget   *widget,
                                      GtkSnapshot *snapshot)
{
  PagescapePresentationText *self = PAGESCAPE_PRESENTATION_TEXT (widget);

  if (self->layout)
    gtk_snapshot_append_layout (snapshot, self->layout, &self->color);
}

static void
pagescape_presentation_text_dispose (GObject *object)
{
  g_clear_object (&PAGESCAPE_PRESENTATION_TEXT (object)->layout);

  G_OBJECT_CLASS (pagescape_presentation_text_parent_class)->dispose (object);
}

static void
pagescape_presentation_text_class_init (PagescapePresentationTextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pagescape_presentation_text_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = pagescape_presentation_text_snapshot;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "presentationtext");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
pagescape_presentation_text_init (PagescapePresentationText *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}
