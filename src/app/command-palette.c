/* command-palette.c - everything that can be done, found by typing a part of its name */

#include "command-palette.h"

#include <glib/gi18n.h>

#include "scenario/library.h"

static const struct {
  const char *action;
  const char *title;
} commands[] = {
  { "win.play", N_("Play or pause") },
  { "win.step-forward", N_("Next step") },
  { "win.step-back", N_("Previous step") },
  { "win.statement-forward", N_("Next statement") },
  { "win.statement-back", N_("Previous statement") },
  { "win.event-forward", N_("Next event") },
  { "win.event-back", N_("Previous event") },
  { "win.go-first", N_("To the beginning") },
  { "win.go-last", N_("To the end") },
  { "win.scratchpad", N_("Type a line") },
  { "win.free-selected", N_("Free the selected block") },
  { "win.undo", N_("Take back the last line") },
  { "win.redo", N_("Run it after all") },
  { "win.inspect-selected", N_("Inspect what is selected") },
  { "win.side-by-side", N_("Two views side by side") },
  { "win.outline", N_("The objects of the picture as a table") },
  { "win.row-major", N_("Frames in rows") },
  { "win.page-blocks", N_("Migrate types of page blocks on the map") },
  { "win.to-scale", N_("The address space to scale") },
  { "win.whole-text", N_("The whole text of the scenario") },
  { "win.hold-questions", N_("Questions hold the lesson") },
  { "app.larger", N_("All larger") },
  { "app.smaller", N_("All smaller") },
  { "app.usual-size", N_("All as large as usual") },
  { "win.present", N_("Present from the start") },
  { "win.present-here", N_("Present from here") },
  { "win.fullscreen", N_("Full screen") },
  { "win.new", N_("New scenario") },
  { "win.home", N_("Start page") },
  { "win.open", N_("Open a scenario") },
  { "win.exercises", N_("New exercises") },
  { "win.reload", N_("Reload the scenario") },
  { "win.save", N_("Save it") },
  { "win.save-as", N_("Save it as another file") },
  { "win.export", N_("Export pictures, a handout, an animation") },
  { "win.print", N_("Print") },
  { "win.copy-picture", N_("Copy the picture") },
  { "win.shortcuts", N_("Keyboard shortcuts") },
  { "app.about", N_("About Pagescape") },
  { "app.quit", N_("Quit") },
};

/* What a row stands for. */
typedef enum { ROW_ACTION, ROW_LESSON, ROW_STEP } RowKind;

#define ROW_NUMBER "pagescape-number"
#define ROW_KIND   "pagescape-kind"
#define ROW_TEXT   "pagescape-text"

struct _PagescapeCommandPalette
{
  AdwWindow parent_instance;

  /* Owned */
  PagescapeSession *session;
  char             *wanted;       /* what is typed, folded; NULL: nothing */

  /* Borrowed */
  PagescapeWindow *window;        /* it outlives what is transient for it */

  /* Template */
  GtkEditable *entry;
  GtkListBox  *list;
};

G_DEFINE_FINAL_TYPE (PagescapeCommandPalette, pagescape_command_palette, ADW_TYPE_WINDOW)

/* --- rows ---------------------------------------------------------------------------------- */

static void
add_row (PagescapeCommandPalette *self,
         RowKind                  kind,
         guint                    number,
         const char              *title,
         const char              *untranslated,
         const char              *note)
{
  g_autofree char *sought = g_strconcat (title, "\n", untranslated, NULL);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (note)
    {
      GtkWidget *note_label = gtk_label_new (note);

      gtk_widget_add_css_class (note_label, "dim-label");
      gtk_box_append (GTK_BOX (box), note_label);
    }

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (row), ROW_KIND, GUINT_TO_POINTER (kind));
  g_object_set_data (G_OBJECT (row), ROW_NUMBER, GUINT_TO_POINTER (number));
  g_object_set_data_full (G_OBJECT (row), ROW_TEXT, g_utf8_casefold (sought, -1), g_free);
  gtk_list_box_append (self->list, row);
}

static void
add_actions (PagescapeCommandPalette *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self->window));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (application, commands[i].action);
      g_autofree char *keys = NULL;
      GdkModifierType modifiers;
      guint key;

      if (accels[0] && gtk_accelerator_parse (accels[0], &key, &modifiers))
        keys = gtk_accelerator_get_label (key, modifiers);
      add_row (self, ROW_ACTION, i, _(commands[i].title), commands[i].title, keys);
    }
}

static void
add_steps (PagescapeCommandPalette *self)
{
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  unsigned n_steps = lesson ? timeline_n_steps (lesson_timeline (lesson)) : 0;

  for (unsigned step = 1; step <= n_steps; step++)
    {
      const char *title = lesson_step_title (lesson, step);
      g_autofree char *text = g_strdup_printf (_("Step %u: %s"), step, title ? title : "");

      if (pagescape_session_is_hidden (self->session, timeline_step_first (lesson_timeline (lesson), step)))
        break;
      add_row (self, ROW_STEP, step, text, NULL, NULL);
    }
}

static void
add_lessons (PagescapeCommandPalette *self)
{
  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      ScenarioEntry entry = scenario_library_at (i);
      g_autofree char *number = g_strdup_printf ("%u", entry.number);
      g_autofree char *text = g_strdup_printf (_("Lesson: %s"), entry.title);

      add_row (self, ROW_LESSON, (guint) i, text, NULL, number);
    }
}

/* --- finding ------------------------------------------------------------------------------- */

/* Every word that is typed is somewhere in it. */
static gboolean
is_wanted_cb (GtkListBoxRow *row,
              gpointer       data)
{
  PagescapeCommandPalette *self = data;
  const char *text = g_object_get_data (G_OBJECT (row), ROW_TEXT);
  g_auto (GStrv) words = self->wanted ? g_strsplit (self->wanted, " ", -1) : NULL;

  for (unsigned i = 0; words && words[i]; i++)
    if (!strstr (text, words[i]))
      return FALSE;
  return TRUE;
}

static void
select_first (PagescapeCommandPalette *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)) && is_wanted_cb (row, self))
      break;
  gtk_list_box_select_row (self->list, row);
}

static void
changed_cb (PagescapeCommandPalette *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (self->entry), -1);
  gtk_list_box_invalidate_filter (self->list);
  select_first (self);
}

/* --- doing --------------------------------------------------------------------------------- */

static void
row_activated_cb (PagescapeCommandPalette *self,
                  GtkListBoxRow           *row)
{
  RowKind kind = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), ROW_KIND));
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), ROW_NUMBER));
  PagescapeWindow *window = self->window;
  g_autoptr (PagescapeSession) session = g_object_ref (self->session);

  gtk_window_close (GTK_WINDOW (self));
  switch (kind)
    {
    case ROW_ACTION:
      gtk_widget_activate_action (GTK_WIDGET (window), commands[number].action, NULL);
      break;

    case ROW_LESSON:
      pagescape_window_open (window, scenario_library_at (number).id);
      break;

    case ROW_STEP:
      pagescape_session_go_to (session, timeline_step_end (pagescape_session_get_timeline (session), number));
      break;
    }
}

static void
activate_cb (PagescapeCommandPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row)
    row_activated_cb (self, row);
}

/* Up and Down walk through the list while the line keeps the focus. */
static gboolean
key_pressed_cb (PagescapeCommandPalette *self,
                guint                    keyval,
                guint                    keycode,
                GdkModifierType          state)
{
  int direction = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down ? 1 : keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up ? -1 : 0;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row ? gtk_list_box_row_get_index (row) : -1;

  if (direction == 0)
    return FALSE;

  do
    row = gtk_list_box_get_row_at_index (self->list, at += direction);
  while (at >= 0 && row && !is_wanted_cb (row, self));
  if (at >= 0 && row)
    {
      gtk_list_box_select_row (self->list, row);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      gtk_editable_set_position (self->entry, -1);
    }
  return TRUE;
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_command_palette_dispose (GObject *object)
{
  PagescapeCommandPalette *self = PAGESCAPE_COMMAND_PALETTE (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (pagescape_command_palette_parent_class)->dispose (object);
}

static void
pagescape_command_palette_class_init (PagescapeCommandPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_command_palette_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/command-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeCommandPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCommandPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pagescape_command_palette_init (PagescapeCommandPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, is_wanted_cb, self, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

PagescapeCommandPalette *
pagescape_command_palette_new (PagescapeWindow  *window,
                               PagescapeSession *session)
{
  PagescapeCommandPalette *self = g_object_new (PAGESCAPE_TYPE_COMMAND_PALETTE, "transient-for", window, NULL);

  self->window = window;
  self->session = g_object_ref (session);
  add_actions (self);
  add_steps (self);
  add_lessons (self);
  select_first (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));

  return self;
}
