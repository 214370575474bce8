/* messages-page.c - what is wrong with a scenario, in the place where it would be shown */

#include "messages-page.h"

#include <glib/gi18n.h>

struct _PagescapeMessagesPage
{
  GtkWidget parent_instance;

  /* Template */
  GtkLabel *title;
  GtkBox   *list;
};

G_DEFINE_FINAL_TYPE (PagescapeMessagesPage, pagescape_messages_page, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* The line with the mistake underlined: a caret in a second line would not stand under wide letters. */
static GtkWidget *
new_source_label (const Message *message)
{
  g_autofree char *valid = g_utf8_make_valid (message->source, -1);
  long n = g_utf8_strlen (valid, -1);
  long first = CLAMP ((long) message->column - 1, 0, n);
  long end = CLAMP (first + (long) MAX (message->length, 1), first, n);
  g_autofree char *before = g_utf8_substring (valid, 0, first);
  g_autofree char *wrong = g_utf8_substring (valid, first, end);
  g_autofree char *after = g_utf8_substring (valid, end, n);
  g_autofree char *markup = g_markup_printf_escaped ("%s<span underline=\"error\" weight=\"bold\">%s</span>%s",
                                                     before, wrong, after);
  GtkWidget *label = new_label (NULL, "monospace");

  gtk_label_set_markup (GTK_LABEL (label), message->column > 0 ? markup : "");
  if (message->column == 0)
    gtk_label_set_text (GTK_LABEL (label), valid);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static void
add_message (PagescapeMessagesPage *self,
             const Message         *message)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *text = new_label (message->text, NULL);

  if (message->line > 0)
    {
      g_autofree char *place = g_strdup_printf (_("Line %u, column %u"), message->line, MAX (message->column, 1));

      gtk_box_append (GTK_BOX (box), new_label (place, "dim-label"));
    }

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_widget_add_css_class (text, message->severity == MESSAGE_ERROR ? "error" : "warning");
  gtk_box_append (GTK_BOX (box), text);
  if (message->source)
    gtk_box_append (GTK_BOX (box), new_source_label (message));
  if (message->suggestion)
    {
      GtkWidget *suggestion = new_label (message->suggestion, NULL);

      gtk_label_set_wrap (GTK_LABEL (suggestion), TRUE);
      gtk_box_append (GTK_BOX (box), suggestion);
    }

  gtk_widget_add_css_class (box, "message");
  gtk_box_append (self->list, box);
}

static void
clear (PagescapeMessagesPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_box_remove (self->list, child);
}

void
pagescape_messages_page_show (PagescapeMessagesPage *self,
                              PagescapeSession      *session)
{
  const Messages *messages;
  const char *name;
  size_t n_errors;
  g_autofree char *title = NULL;
  g_autofree char *base = NULL;

  g_return_if_fail (PAGESCAPE_IS_MESSAGES_PAGE (self));

  clear (self);
  gtk_label_set_label (self->title, "");
  if (!pagescape_session_has_failed (session))
    return;

  messages = pagescape_session_get_messages (session);
  name = pagescape_session_get_name (session);
  n_errors = messages_n_errors (messages);
  base = name ? g_filename_display_basename (name) : NULL;

  if (!base)
    title = g_strdup (_("Nothing is open."));
  else
    title = g_strdup_printf (ngettext ("“%s” has a mistake and cannot be opened.",
                                       "“%s” has %zu mistakes and cannot be opened.", MAX (n_errors, 1)),
                             base, n_errors);
  gtk_label_set_label (self->title, title);

  for (size_t i = 0; i < messages_n (messages); i++)
    add_message (self, messages_at (messages, i));
}

void
pagescape_messages_page_set_error (PagescapeMessagesPage *self,
                                   const char            *text)
{
  g_return_if_fail (PAGESCAPE_IS_MESSAGES_PAGE (self));

  clear (self);
  gtk_label_set_label (self->title, text);
}

static void
pagescape_messages_page_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (pagescape_messages_page_parent_class)->dispose (object);
}

static void
pagescape_messages_page_class_init (PagescapeMessagesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_messages_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/messages-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeMessagesPage, title);
  gtk_widget_class_bind_template_child (widget_class, PagescapeMessagesPage, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
pagescape_messages_page_init (PagescapeMessagesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
