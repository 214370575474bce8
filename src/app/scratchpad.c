/* scratchpad.c - a line that is typed, completed, run; and what came of it */

#include "scratchpad.h"

#include <glib/gi18n.h>

#include "call-form.h"
#include "follow.h"
#include "narration/messages.h"
#include "narration/narration.h"
#include "order-chips.h"

#define MOST_WORDS   10           /* of a completion that are in sight */
#define MOST_HISTORY 200          /* lines */
#define EXPLANATION_COLUMNS 54    /* of a word that is offered */

struct _PagescapeScratchpad
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  GPtrArray        *history;      /* char *, oldest first */
  char             *draft;        /* what was being typed when the history was opened */
  char            **offered;      /* words of the completion */

  /* Template */
  GtkEntry          *entry;
  GtkLabel          *answer;
  GtkPopover        *completion;
  GtkListBox        *words;
  PagescapeCallForm *form;
  GtkMenuButton     *form_button;
  PagescapeOrderChips *chips;

  guint              at_history;  /* history->len: the draft */
  guint              n_offered, first_in_sight, chosen;
  gsize              word_start;  /* where the completed word begins, in bytes */
  gboolean           is_completing;
};

G_DEFINE_FINAL_TYPE (PagescapeScratchpad, pagescape_scratchpad, GTK_TYPE_WIDGET)

static void
set_line (PagescapeScratchpad *self,
          const char          *line)
{
  self->is_completing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), line);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->is_completing = FALSE;
}

/* --- completion ---------------------------------------------------------------------------- */

static gboolean
is_offering (PagescapeScratchpad *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->completion));
}

static void
stop_offering (PagescapeScratchpad *self)
{
  if (is_offering (self))
    gtk_popover_popdown (self->completion);
}

static char **
words_at_cursor (PagescapeScratchpad *self,
                 gsize               *start)
{
  const char *line = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  int cursor = gtk_editable_get_position (GTK_EDITABLE (self->entry));
  gsize bytes = g_utf8_offset_to_pointer (line, cursor) - line;

  *start = bytes;
  if (!pagescape_session_get_lesson (self->session))
    return NULL;

  return scenario_complete (pagescape_session_get_lesson (self->session), line, bytes, start);
}

/* What a flag permits, what a call does; NULL: nothing is known of the word. */
static const char *
explain (const char *word)
{
  const char *text = narrate_gfp_flag (word);
  SimCallId id = text ? SIM_N_CALLS : sim_call_by_name (word);

  if (id != SIM_N_CALLS && sim_call_info (id)->help)
    text = _(sim_call_info (id)->help);
  return text;
}

static GtkWidget *
new_word (const char   *word,
          GtkSizeGroup *words)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (word);
  const char *text = explain (word);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_size_group_add_widget (words, label);
  gtk_box_append (GTK_BOX (row), label);
  if (text)
    {
      GtkWidget *what = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (what), 0);
      gtk_label_set_ellipsize (GTK_LABEL (what), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (what), EXPLANATION_COLUMNS);
      gtk_widget_set_hexpand (what, TRUE);
      gtk_widget_set_tooltip_text (what, text);
      gtk_widget_add_css_class (what, "dim-label");
      gtk_widget_add_css_class (what, "caption");
      gtk_box_append (GTK_BOX (row), what);
    }
  return row;
}

/* As many words as there is room for, so that the chosen one is among them. */
static void
show_words (PagescapeScratchpad *self)
{
  g_autoptr (GtkSizeGroup) words = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkWidget *child;

  if (self->chosen < self->first_in_sight)
    self->first_in_sight = self->chosen;
  else if (self->chosen >= self->first_in_sight + MOST_WORDS)
    self->first_in_sight = self->chosen - MOST_WORDS + 1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->words))))
    gtk_list_box_remove (self->words, child);

  for (guint i = self->first_in_sight; i < self->n_offered && i < self->first_in_sight + MOST_WORDS; i++)
    gtk_list_box_append (self->words, new_word (self->offered[i], words));

  gtk_list_box_select_row (self->words,
                           gtk_list_box_get_row_at_index (self->words, self->chosen - self->first_in_sight));
}

static void
choose_word (PagescapeScratchpad *self,
             guint                at)
{
  if (at >= self->n_offered)
    return;

  self->chosen = at;
  show_words (self);
}

/* Is the word that is offered alone already there? */
static gboolean
is_complete (PagescapeScratchpad *self,
             const char          *line,
             gsize                cursor)
{
  gsize length = cursor - self->word_start;

  return self->n_offered == 1 && strlen (self->offered[0]) == length
         && strncmp (self->offered[0], line + self->word_start, length) == 0;
}

static void
offer (PagescapeScratchpad *self,
       gboolean             insists)
{
  const char *line = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gsize cursor = g_utf8_offset_to_pointer (line, gtk_editable_get_position (GTK_EDITABLE (self->entry))) - line;
  graphene_rect_t bounds;

  g_strfreev (self->offered);
  self->offered = words_at_cursor (self, &self->word_start);
  self->n_offered = self->offered ? g_strv_length (self->offered) : 0;

  /* Nothing is offered for nothing: the list would always be in the way. */
  if (self->n_offered == 0 || self->word_start > cursor || (!insists && cursor < self->word_start + 2)
      || is_complete (self, line, cursor))
    {
      stop_offering (self);
      return;
    }

  self->first_in_sight = 0;
  choose_word (self, 0);
  if (!is_offering (self) && gtk_widget_compute_bounds (GTK_WIDGET (self->entry), GTK_WIDGET (self), &bounds))
    {
      gtk_popover_set_pointing_to (self->completion, &(GdkRectangle) { bounds.origin.x, bounds.origin.y,
                                                                       bounds.size.width, bounds.size.height });
      gtk_popover_popup (self->completion);
    }
}

static void
take_word (PagescapeScratchpad *self)
{
  g_autofree char *line = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  int cursor = gtk_editable_get_position (GTK_EDITABLE (self->entry));
  g_autofree char *word = NULL;
  int start;

  if (self->chosen >= self->n_offered || self->word_start > strlen (line))
    return;

  word = g_strdup (self->offered[self->chosen]);
  start = g_utf8_pointer_to_offset (line, line + self->word_start);

  self->is_completing = TRUE;
  gtk_editable_delete_text (GTK_EDITABLE (self->entry), start, cursor);
  gtk_editable_insert_text (GTK_EDITABLE (self->entry), word, -1, &start);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), start);
  self->is_completing = FALSE;
  stop_offering (self);
}

static void
word_activated_cb (PagescapeScratchpad *self,
                   GtkListBoxRow       *row)
{
  self->chosen = self->first_in_sight + gtk_list_box_row_get_index (row);
  take_word (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
changed_cb (PagescapeScratchpad *self)
{
  if (self->session && !self->is_completing)
    offer (self, FALSE);
}

static void
focus_left_cb (PagescapeScratchpad *self)
{
  stop_offering (self);
}

/* --- history ------------------------------------------------------------------------------- */

static void
show_history (PagescapeScratchpad *self,
              int                  direction)
{
  if (direction < 0 ? self->at_history == 0 : self->at_history >= self->history->len)
    return;

  if (self->at_history == self->history->len)
    {
      g_free (self->draft);
      self->draft = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
    }

  self->at_history += direction;
  set_line (self, self->at_history == self->history->len ? self->draft
                                                         : g_ptr_array_index (self->history, self->at_history));
}

static void
remember (PagescapeScratchpad *self,
          const char          *line)
{
  if (self->history->len == 0 || strcmp (g_ptr_array_index (self->history, self->history->len - 1), line) != 0)
    g_ptr_array_add (self->history, g_strdup (line));
  if (self->history->len > MOST_HISTORY)
    g_ptr_array_remove_index (self->history, 0);

  self->at_history = self->history->len;
}

/* --- running ------------------------------------------------------------------------------- */

static void
show_answer (PagescapeScratchpad *self,
             const char          *text,
             gboolean             is_mistake)
{
  gtk_label_set_label (self->answer, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answer), text && *text);

  if (is_mistake)
    gtk_widget_add_css_class (GTK_WIDGET (self->answer), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->answer), "error");
}

static char *
messages_as_text (const Messages *messages)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < messages_n (messages) && i < 4; i++)
    {
      const Message *message = messages_at (messages, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", message->text);
      if (message->suggestion)
        g_string_append_printf (text, " %s", message->suggestion);
    }

  return g_string_free (text, FALSE);
}

static void
run_cb (PagescapeScratchpad *self)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *line = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;

  stop_offering (self);
  g_strstrip (line);
  if (!self->session || !*line)
    return;

  remember (self, line);
  if (!pagescape_session_type (self->session, line, &value, messages))
    {
      /* The line stays, to be mended. */
      text = messages_as_text (messages);
      show_answer (self, *text ? text : _("This line cannot be run here."), TRUE);
      return;
    }

  set_line (self, "");
  if (value)
    text = g_strdup_printf ("%s = %s", line, value);
  else
    text = messages_as_text (messages);
  show_answer (self, text, messages_n_errors (messages) > 0);
}

void
pagescape_scratchpad_remember (PagescapeScratchpad *self,
                               const char          *line)
{
  g_return_if_fail (PAGESCAPE_IS_SCRATCHPAD (self));
  g_return_if_fail (line);

  remember (self, line);
}

void
pagescape_scratchpad_focus (PagescapeScratchpad *self)
{
  g_return_if_fail (PAGESCAPE_IS_SCRATCHPAD (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
pagescape_scratchpad_run (PagescapeScratchpad *self,
                          const char          *line)
{
  g_return_if_fail (PAGESCAPE_IS_SCRATCHPAD (self));
  g_return_if_fail (line);

  set_line (self, line);
  run_cb (self);
}

static void
form_composed_cb (PagescapeScratchpad *self,
                  const char          *line)
{
  gtk_menu_button_popdown (self->form_button);
  pagescape_scratchpad_run (self, line);
}

/* --- keys ---------------------------------------------------------------------------------- */

static gboolean
offered_key (PagescapeScratchpad *self,
             guint                keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      choose_word (self, self->chosen + 1);
      return TRUE;

    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      choose_word (self, self->chosen > 0 ? self->chosen - 1 : 0);
      return TRUE;

    case GDK_KEY_Tab: case GDK_KEY_Return: case GDK_KEY_KP_Enter:
      take_word (self);
      return TRUE;

    case GDK_KEY_Escape:
      stop_offering (self);
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
key_pressed_cb (PagescapeScratchpad *self,
                guint                keyval,
                guint                keycode,
                GdkModifierType      state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == GDK_CONTROL_MASK && keyval == GDK_KEY_space)
    {
      offer (self, TRUE);
      return TRUE;
    }
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;

  if (is_offering (self))
    return offered_key (self, keyval);

  switch (keyval)
    {
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      show_history (self, -1);
      return TRUE;

    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      show_history (self, 1);
      return TRUE;

    default:
      return FALSE;
    }
}

/* --- the class ----------------------------------------------------------------------------- */

static void
opened_cb (PagescapeScratchpad *self)
{
  stop_offering (self);
  show_answer (self, NULL, FALSE);
}

static void
pagescape_scratchpad_dispose (GObject *object)
{
  PagescapeScratchpad *self = PAGESCAPE_SCRATCHPAD (object);
  GtkWidget *child;

  pagescape_scratchpad_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->offered, g_strfreev);

  G_OBJECT_CLASS (pagescape_scratchpad_parent_class)->dispose (object);
}

static void
pagescape_scratchpad_class_init (PagescapeScratchpadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_scratchpad_dispose;

  g_type_ensure (PAGESCAPE_TYPE_CALL_FORM);
  g_type_ensure (PAGESCAPE_TYPE_ORDER_CHIPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/scratchpad.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeScratchpad, entry);
  gtk_widget_class_bind_template_child (widget_class, PagescapeScratchpad, answer);
  gtk_widget_class_bind_template_child (widget_class, PagescapeScratchpad, form);
  gtk_widget_class_bind_template_child (widget_class, PagescapeScratchpad, form_button);
  gtk_widget_class_bind_template_child (widget_class, PagescapeScratchpad, chips);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_composed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

/* A popover that neither takes the focus nor closes when a key is pressed. */
static void
make_completion (PagescapeScratchpad *self)
{
  GtkWidget *words = gtk_list_box_new ();
  GtkWidget *popover = gtk_popover_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (words), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Completions"), -1);
  gtk_popover_set_child (GTK_POPOVER (popover), words);
  gtk_popover_set_autohide (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_TOP);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_set_can_focus (popover, FALSE);
  gtk_widget_add_css_class (popover, "completion");
  gtk_widget_set_parent (popover, GTK_WIDGET (self));

  self->words = GTK_LIST_BOX (words);
  self->completion = GTK_POPOVER (popover);
  g_signal_connect_swapped (words, "row-activated", G_CALLBACK (word_activated_cb), self);
}

static void
pagescape_scratchpad_init (PagescapeScratchpad *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->history = g_ptr_array_new_with_free_func (g_free);
  make_completion (self);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);
}

void
pagescape_scratchpad_set_session (PagescapeScratchpad *self,
                                  PagescapeSession    *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "opened", G_CALLBACK (opened_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_SCRATCHPAD (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (self->form)
    pagescape_call_form_set_session (self->form, session);
  if (self->chips)
    pagescape_order_chips_set_session (self->chips, session);
}
