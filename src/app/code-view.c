/* code-view.c - the lesson's code, coloured, with the current line marked
 *
 * The buffer holds what is shown; its numbers are those of the scenario's lines. Lines that were typed have none: where
 * they will stand in a saved text is not known yet.
 */

#include "code-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "appearance.h"
#include "code-lines.h"

#define CURRENT "current"

/* Stands among the lines that are shown for those that are not yet. */
#define HIDDEN G_MAXUINT

/* --- the numbers beside it ----------------------------------------------------------------- */

#define PAGESCAPE_TYPE_CODE_NUMBERS (pagescape_code_numbers_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeCodeNumbers, pagescape_code_numbers, PAGESCAPE, CODE_NUMBERS, GtkSourceGutterRendererText)

struct _PagescapeCodeNumbers
{
  GtkSourceGutterRendererText parent_instance;

  GArray *shown;                  /* of guint: the scenario's line of each that is shown, from 0; owned */
  guint   largest;
  guint   typed;                  /* the first that was typed, from 0; G_MAXUINT: none */
};

G_DEFINE_FINAL_TYPE (PagescapeCodeNumbers, pagescape_code_numbers, GTK_SOURCE_TYPE_GUTTER_RENDERER_TEXT)

static void
pagescape_code_numbers_query_data (GtkSourceGutterRenderer *renderer,
                                   GtkSourceGutterLines    *lines,
                                   guint                    line)
{
  PagescapeCodeNumbers *self = PAGESCAPE_CODE_NUMBERS (renderer);
  char text[16] = "";

  if (self->shown && line < self->shown->len && g_array_index (self->shown, guint, line) < self->typed)
    g_snprintf (text, sizeof text, "%u", g_array_index (self->shown, guint, line) + 1);
  gtk_source_gutter_renderer_text_set_text (GTK_SOURCE_GUTTER_RENDERER_TEXT (self), text, -1);
}

static void
pagescape_code_numbers_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  char text[16];
  int width, height;

  g_snprintf (text, sizeof text, "%u", MAX (PAGESCAPE_CODE_NUMBERS (widget)->largest, 10));
  gtk_source_gutter_renderer_text_measure (GTK_SOURCE_GUTTER_RENDERER_TEXT (widget), text, &width, &height);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width + 6 : 0;
}

static void
pagescape_code_numbers_finalize (GObject *object)
{
  g_clear_pointer (&PAGESCAPE_CODE_NUMBERS (object)->shown, g_array_unref);

  G_OBJECT_CLASS (pagescape_code_numbers_parent_class)->finalize (object);
}

static void
pagescape_code_numbers_class_init (PagescapeCodeNumbersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pagescape_code_numbers_finalize;
  GTK_WIDGET_CLASS (klass)->measure = pagescape_code_numbers_measure;
  GTK_SOURCE_GUTTER_RENDERER_CLASS (klass)->query_data = pagescape_code_numbers_query_data;
}

static void
pagescape_code_numbers_init (PagescapeCodeNumbers *self)
{
}

/* --- the code ------------------------------------------------------------------------------ */

struct _PagescapeCodeView
{
  GtkSourceView parent_instance;

  /* Owned */
  GtkSourceBuffer *buffer;
  char            *text;          /* the whole scenario */
  GHashTable      *titles;        /* line, from 1 → title of the step that begins there */
  GArray          *kinds;         /* of CodeKind, by line */
  GArray          *shown;         /* of guint: lines, from 0 */

  /* Borrowed */
  PagescapeCodeNumbers *numbers;

  unsigned line;                  /* of the scenario */
  unsigned hidden_first, hidden_end;        /* lines, from 1 */
  unsigned typed_from;            /* line, from 1; 0: none */
  gboolean is_stale;              /* others are hidden than those of the text that is shown */
  gboolean is_whole;
  guint    scroll;                /* source: brings the line into sight */
  gboolean has_room;
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

/* A step as the reader knows it; its first text, where it has not run. */
static char *
dup_heading (PagescapeCodeView *self,
             const char        *source,
             guint              line)
{
  const char *title = self->titles ? g_hash_table_lookup (self->titles, GUINT_TO_POINTER (line + 1)) : NULL;
  const char *first = strchr (source, '"'), *end = first ? strchr (first + 1, '"') : NULL;
  g_autofree char *text = title ? g_strdup (title) : end ? g_strndup (first + 1, end - first - 1) : NULL;

  if (!text || !*text)
    return g_strdup (source);

  return g_strdup_printf ("/* %s */", title ? title : _(text));
}

static char *
dup_shown_text (PagescapeCodeView *self)
{
  g_auto (GStrv) lines = NULL;
  GString *shown = g_string_new (NULL);
  guint n_lines;

  if (self->is_whole && self->hidden_first == self->hidden_end)
    {
      g_string_append (shown, self->text);
      return g_string_free (shown, FALSE);
    }

  /* One element more than there are ends of lines, as there are kinds. */
  lines = g_strsplit (self->text, "\n", -1);
  n_lines = g_strv_length (lines);
  for (guint i = 0; i < self->shown->len; i++)
    {
      guint line = g_array_index (self->shown, guint, i);
      g_autofree char *heading = NULL;

      if (line == HIDDEN)
        {
          g_string_append_printf (shown, "%s/* %s */", i > 0 ? "\n" : "", _("… after the question"));
          continue;
        }
      if (line >= n_lines)
        break;
      g_strchomp (lines[line]);
      if (!self->is_whole && g_array_index (self->kinds, CodeKind, line) == CODE_TITLE)
        heading = dup_heading (self, lines[line], line);
      g_string_append_printf (shown, "%s%s", i > 0 ? "\n" : "", heading ? heading : lines[line]);
    }

  return g_string_free (shown, FALSE);
}

/* Lines as GTK counts them: a lone CR, or a separator of paragraphs, would count as well. */
static char *
dup_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at; at = g_utf8_next_char (at))
    if (*at == '\r')
      g_string_append (clean, at[1] == '\n' ? "" : "\n");
    else if (g_utf8_get_char (at) == 0x2029)
      g_string_append_c (clean, ' ');
    else
      g_string_append_len (clean, at, g_utf8_next_char (at) - at);

  return g_string_free (clean, FALSE);
}

/* A word stands for the lines that would give an answer away. */
static void
hide_lines (PagescapeCodeView *self)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean is_marked = FALSE;
  guint marker = HIDDEN;

  for (guint i = 0; i < self->shown->len; i++)
    {
      guint line = g_array_index (self->shown, guint, i);

      if (line + 1 < self->hidden_first || line + 1 >= self->hidden_end)
        g_array_append_val (shown, line);
      else if (!is_marked)
        g_array_append_val (shown, marker);
      is_marked = is_marked || (line + 1 >= self->hidden_first && line + 1 < self->hidden_end);
    }
  g_array_unref (self->shown);
  self->shown = shown;
}

static void
show_text (PagescapeCodeView *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  g_autofree char *shown = NULL;
  g_autofree char *old = NULL;
  GtkTextIter start, end;

  g_clear_pointer (&self->kinds, g_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  self->kinds = code_lines_kinds (self->text);
  if (self->is_whole)
    {
      self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
      for (guint line = 0; line < self->kinds->len; line++)
        g_array_append_val (self->shown, line);
    }
  else
    {
      self->shown = code_lines_shown (self->kinds);
    }

  if (self->hidden_first < self->hidden_end)
    hide_lines (self);
  self->is_stale = FALSE;

  g_clear_pointer (&self->numbers->shown, g_array_unref);
  self->numbers->shown = g_array_ref (self->shown);
  self->numbers->typed = self->typed_from > 0 ? self->typed_from - 1 : HIDDEN;
  self->numbers->largest = MIN (self->kinds->len, self->numbers->typed);
  gtk_widget_queue_resize (GTK_WIDGET (self->numbers));

  shown = dup_shown_text (self);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  old = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (strcmp (old, shown) == 0)
    return;

  if (*old && g_str_has_prefix (shown, old))
    {
      gtk_text_buffer_insert (buffer, &end, shown + strlen (old), -1);
      lay_out_with_scrollbar (self);
      return;
    }

  gtk_text_buffer_set_text (buffer, shown, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

void
pagescape_code_view_set_text (PagescapeCodeView *self,
                              const char        *text,
                              unsigned           typed_from,
                              GHashTable        *titles)
{
  g_autofree char *clean = dup_clean (text);

  g_return_if_fail (PAGESCAPE_IS_CODE_VIEW (self));

  self->is_stale = self->is_stale || typed_from != self->typed_from;
  self->typed_from = typed_from;

  if (g_strcmp0 (self->text, clean) == 0 && !self->is_stale)
    return;

  g_free (self->text);
  self->text = g_steal_pointer (&clean);
  g_clear_pointer (&self->titles, g_hash_table_unref);
  self->titles = titles ? g_hash_table_ref (titles) : NULL;
  self->line = 0;
  show_text (self);
}

void
pagescape_code_view_hide_lines (PagescapeCodeView *self,
                                unsigned           first,
                                unsigned           end)
{
  g_return_if_fail (PAGESCAPE_IS_CODE_VIEW (self));

  self->is_stale = self->is_stale || first != self->hidden_first || end != self->hidden_end;
  self->hidden_first = first;
  self->hidden_end = end;
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

/* Once the heights of new lines are known: scrolling in the middle of a layout makes GTK warn. */
static void
show_cursor_soon (PagescapeCodeView *self)
{
  if (self->scroll == 0)
    self->scroll = g_idle_add (scroll_cb, self);
}

/* Where there is no room yet nothing can be brought into sight. */
static void
room_cb (PagescapeCodeView *self,
         GParamSpec        *pspec,
         GtkAdjustment     *adjustment)
{
  gboolean has_room = gtk_adjustment_get_page_size (adjustment) > 0;

  if (has_room && !self->has_room)
    show_cursor_soon (self);
  self->has_room = has_room;
}

static void
vadjustment_cb (PagescapeCodeView *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self));

  if (adjustment)
    g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (room_cb), self, G_CONNECT_SWAPPED);
}

/* Where the scenario's line stands among those that are shown, from 1; 0: nowhere. */
static unsigned
place_of (PagescapeCodeView *self,
          unsigned           line)
{
  if (!self->shown || line == 0)
    return 0;

  if (!self->is_whole)
    line = code_lines_nearest (self->kinds, self->shown, line);
  for (guint i = 0; i < self->shown->len; i++)
    if (g_array_index (self->shown, guint, i) + 1 == line)
      return i + 1;

  return 0;
}

static void
mark_line (PagescapeCodeView *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  unsigned place = place_of (self, self->line);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_source_buffer_remove_source_marks (self->buffer, &start, &end, CURRENT);
  if (place > 0 && place <= (unsigned) gtk_text_buffer_get_line_count (buffer))
    {
      gtk_text_buffer_get_iter_at_line (buffer, &start, place - 1);
      gtk_source_buffer_create_source_mark (self->buffer, NULL, CURRENT, &start);
    }
  gtk_text_buffer_place_cursor (buffer, &start);
  show_cursor_soon (self);
}

void
pagescape_code_view_set_line (PagescapeCodeView *self,
                              unsigned           line)
{
  g_return_if_fail (PAGESCAPE_IS_CODE_VIEW (self));

  if (line == self->line)
    return;

  self->line = line;
  mark_line (self);
}

void
pagescape_code_view_set_whole (PagescapeCodeView *self,
                               gboolean           is_whole)
{
  g_return_if_fail (PAGESCAPE_IS_CODE_VIEW (self));

  if (is_whole == self->is_whole)
    return;

  self->is_whole = is_whole;
  if (self->text)
    {
      show_text (self);
      mark_line (self);
    }
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
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->titles, g_hash_table_unref);
  g_clear_pointer (&self->kinds, g_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);

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
  GtkSourceGutter *gutter;
  AdwStyleManager *manager = adw_style_manager_get_default ();

  G_OBJECT_CLASS (pagescape_code_view_parent_class)->constructed (object);

  self->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_language (self->buffer, gtk_source_language_manager_get_language (languages, "c"));
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self), GTK_TEXT_BUFFER (self->buffer));

  gtk_text_view_set_editable (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self), TRUE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self), 4);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self), 4);
  gtk_source_view_set_show_line_marks (GTK_SOURCE_VIEW (self), TRUE);
  self->numbers = g_object_new (PAGESCAPE_TYPE_CODE_NUMBERS, "xalign", 1.0f, "yalign", 0.5f, "xpad", 3, NULL);
  gutter = gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self), GTK_TEXT_WINDOW_LEFT);
  gtk_source_gutter_insert (gutter, GTK_SOURCE_GUTTER_RENDERER (self->numbers), GTK_SOURCE_VIEW_GUTTER_POSITION_LINES);
  /* It lights the line under the pointer, also where a drag has left it or a smaller window ends above: a CRITICAL. */
  gtk_widget_set_can_target (GTK_WIDGET (gutter), FALSE);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (self), 4);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Code"), -1);

  g_signal_connect (self, "notify::vadjustment", G_CALLBACK (vadjustment_cb), NULL);
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
