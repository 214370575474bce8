/* notice.c - a bar that says what happened and asks what is to be done */

#include "notice.h"

struct _PagescapeNotice
{
  GtkWidget parent_instance;

  /* Template */
  GtkRevealer *revealer;
  GtkLabel    *text;
  GtkButton   *first;
  GtkButton   *second;
};

G_DEFINE_FINAL_TYPE (PagescapeNotice, pagescape_notice, GTK_TYPE_WIDGET)

static void
set_answer (GtkButton  *button,
            const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  gtk_button_set_label (button, label ? label : "");
}

void
pagescape_notice_show (PagescapeNotice *self,
                       const char      *text,
                       const char      *first,
                       const char      *second)
{
  g_return_if_fail (PAGESCAPE_IS_NOTICE (self));

  gtk_label_set_label (self->text, text);
  set_answer (self->first, first);
  set_answer (self->second, second);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
pagescape_notice_hide (PagescapeNotice *self)
{
  g_return_if_fail (PAGESCAPE_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
first_cb (PagescapeNotice *self)
{
  pagescape_notice_hide (self);
  g_signal_emit_by_name (self, "chosen", 0u);
}

static void
second_cb (PagescapeNotice *self)
{
  pagescape_notice_hide (self);
  g_signal_emit_by_name (self, "chosen", 1u);
}

static void
pagescape_notice_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (pagescape_notice_parent_class)->dispose (object);
}

static void
pagescape_notice_class_init (PagescapeNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_notice_dispose;

  g_signal_new ("chosen", PAGESCAPE_TYPE_NOTICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/notice.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNotice, text);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNotice, first);
  gtk_widget_class_bind_template_child (widget_class, PagescapeNotice, second);
  gtk_widget_class_bind_template_callback (widget_class, first_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
}

static void
pagescape_notice_init (PagescapeNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
