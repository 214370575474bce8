/* code-view.c - the lesson's code, coloured, with the current line marked */

#include "code-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "appearance.h"

#define CURRENT "current"

struct _PagescapeCodeView
{
  GtkSourceView parent_instance;

  /* Owned */
  GtkSourceBuffer *buffer;

  unsigned line;
  guint    scroll;                /* source: brings the line into sight */
};

G_DEFINE_FINAL_TYPE (PagescapeCodeView, pagescape_code_view, GTK_SOURCE_TYPE_VIEW)

/* GTK warns where a text that is given its place alone finds out that its scrollbar must move. */
static void
lay_out_with_scrollbar (PagescapeCodeView *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);

  if (scrolled)
    gtk_widget_queue_resize (scrolled);
}

void
pagescape_code_view_set_text (PagescapeCodeView *self,
                              const char        *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  g_autofree char *old = NULL;
  GtkTextIter start, end;

  g_return_if_fail (PAGESCAPE_IS_CODE_VIEW (self));

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  old = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (strcmp (old, valid) == 0)
    return;

  if (*old && g_str_has_prefix (valid, old))
    {
      gtk_text_buffer_insert (buffer, &end, valid + strlen (old), -1);
      lay_out_with_scrollbar (self);
      return;
    }

  gtk_text_buffer_set_text (buffer, valid, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  self->line = 0;
}

static gboolean
scroll_cb (gpointer data)
{
  PagescapeCodeView *self = data;

  self->scroll = 0;
  lay_out_with_scrollbar (self);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self),
                                gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->buffer)), 0.2, FALSE, 0, 0);

  return G_SOURCE_REMOVE;
}

void
pagescape_code_view_set_line (PagescapeCodeView *self,
                              unsigned           line)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start, end;

  g_return_if_fail (PAGESCAPE_IS_CODE_VIEW (self));

  if (line == self->line)
    return;

  self->line = line;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_source_buffer_remove_source_marks (self->buffer, &start, &end, CURRENT);
  if (line > 0 && line <= (unsigned) gtk_text_buffer_get_line_count (buffer))
    {
      gtk_text_buffer_get_iter_at_line (buffer, &start, line - 1);
      gtk_source_buffer_create_source_mark (self->buffer, NULL, CURRENT, &start);
    }
  gtk_text_buffer_place_cursor (buffer, &start);

  /* Once the heights of new lines are known: scrolling in the middle of a layout makes GTK warn. */
  if (self->scroll == 0)
    self->scroll = g_idle_add (scroll_cb, self);
}

static void
style_changed_cb (PagescapeCodeView *self)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();
  gboolean is_dark = pagescape_is_dark ();
  GdkRGBA background = is_dark ? (GdkRGBA) { 0.98, 0.83, 0.3, 0.22 } : (GdkRGBA) { 1, 0.945, 0.76, 1 };

  gtk_source_buffer_set_style_scheme (self->buffer,
                                      gtk_source_style_scheme_manager_get_scheme (schemes, is_dark ? "Adwaita-dark"
                                                                                                   : "Adwaita"));
  gtk_source_mark_attributes_set_background (attributes, &background);
  gtk_source_mark_attributes_set_icon_name (attributes, "media-playback-start-symbolic");
  gtk_source_view_set_mark_attributes (GTK_SOURCE_VIEW (self), CURRENT, attributes, 1);
}

static void
pagescape_code_view_dispose (GObject *object)
{
  PagescapeCodeView *self = PAGESCAPE_CODE_VIEW (object);

  g_clear_handle_id (&self->scroll, g_source_remove);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (pagescape_code_view_parent_class)->dispose (object);
}

static void
pagescape_code_view_init (PagescapeCodeView *self)
{
}

/* Not in init: a source view has no buffer of its own before it is constructed. */
static void
pagescape_code_view_constructed (GObject *object)
{
  PagescapeCodeView *self = PAGESCAPE_CODE_VIEW (object);
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  G_OBJECT_CLASS (pagescape_code_view_parent_class)->constructed (object);

  self->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_language (self->buffer, gtk_source_language_manager_get_language (languages, "c"));
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self), GTK_TEXT_BUFFER (self->buffer));

  gtk_text_view_set_editable (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self), 4);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self), 4);
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_show_line_marks (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (self), 4);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Code"), -1);

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  style_changed_cb (self);
}

static void
pagescape_code_view_class_init (PagescapeCodeViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = pagescape_code_view_constructed;
  object_class->dispose = pagescape_code_view_dispose;
}
