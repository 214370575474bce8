/* window.c - the window: what it holds, and how it follows the session */

#include "window-private.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "narration/narration.h"
#include "settings.h"

/* A frame that took longer (the window was hidden) counts as this long. */
#define LONGEST_FRAME 0.1

enum {
  PROP_SIDE_BY_SIDE = 1,
  PROP_ROW_MAJOR,
  PROP_WHOLE_TEXT,
  PROP_OUTLINE,
  PROP_PAGE_BLOCKS,
  PROP_TO_SCALE
};

G_DEFINE_FINAL_TYPE (PagescapeWindow, pagescape_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- the clock ----------------------------------------------------------------------------- */

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->ticked_at ? (now - self->ticked_at) / (double) G_USEC_PER_SEC : 0;

  self->ticked_at = now;
  if (pagescape_session_advance (self->session, CLAMP (seconds, 0, LONGEST_FRAME)))
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
animations_changed_cb (PagescapeWindow *self)
{
  pagescape_session_set_animates (self->session, adw_get_enable_animations (GTK_WIDGET (self)));
}

/* The clock runs only while there is something to do for it. */
static void
playing_cb (PagescapeWindow *self)
{
  const Player *player = pagescape_session_get_player (self->session);

  if (player_is_busy (player) && self->tick == 0)
    {
      self->ticked_at = 0;
      self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
    }

  pagescape_settings_set_double (self->settings, "speed", player->speed);
  window_update_actions (self);
}

/* --- following the session ----------------------------------------------------------------- */

static gboolean
is_shown (PagescapeWindow *self,
          const View      *view)
{
  return pagescape_view_pane_get_view (self->first_pane) == view
         || (self->is_side_by_side && pagescape_view_pane_get_view (self->second_pane) == view);
}

/* The lesson says what it wants to be looked at; once, for then it is the viewer's choice. */
static void
follow_look (PagescapeWindow *self,
             JournalPosition  position)
{
  SimRef object;
  const char *wanted = lesson_look (pagescape_session_get_lesson (self->session), position, &object);
  const View *view;

  if (!wanted || g_strcmp0 (wanted, self->looked) == 0)
    return;

  g_free (self->looked);
  self->looked = g_strdup (wanted);
  view = view_by_id (wanted);
  if (view && !is_shown (self, view))
    pagescape_view_pane_set_view (self->first_pane, view);
}

static void
stepped_cb (PagescapeWindow *self)
{
  const Timeline *timeline = pagescape_session_get_timeline (self->session);
  JournalPosition end = timeline_step_end (timeline, pagescape_session_get_moment (self->session).step);

  follow_look (self, MIN (end, pagescape_session_get_first_hidden (self->session)));
}

/* While it plays, what was told is still read. */
static void
stop_telling_cb (PagescapeWindow *self)
{
  if (!pagescape_session_get_player (self->session)->is_playing)
    window_stop_telling (self);
}

static void
moved_cb (PagescapeWindow *self)
{
  if (!player_is_busy (pagescape_session_get_player (self->session)))
    window_update_actions (self);
}

static void
add_machine_row (PagescapeWindow *self,
                 const char      *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (self->machine_rows), label);
}

void
window_show_machine (PagescapeWindow *self,
                     const char      *file)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  g_autofree char *machine_text = narrate_machine (machine);
  g_autofree char *profile_text = narrate_profile (sim_profile (machine));
  g_autofree char *subtitle = file ? g_strdup_printf ("%s · %s", file, machine_text) : g_strdup (machine_text);
  GtkWidget *child;

  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_widget_set_tooltip_text (self->machine_button, profile_text);

  while ((child = gtk_widget_get_first_child (self->machine_rows)))
    gtk_box_remove (GTK_BOX (self->machine_rows), child);
  add_machine_row (self, machine_text);
  add_machine_row (self, profile_text);
  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    {
      SimZone zone = sim_zone (machine, i);
      g_autofree char *size = narrate_size ((uint64_t) zone.present * SIM_PAGE_SIZE);
      g_autofree char *text = g_strdup_printf (_("%s: 0x%x to 0x%x, %s of RAM"), zone.name, zone.start_pfn,
                                               zone.start_pfn + zone.spanned, size);

      add_machine_row (self, text);
    }
}

static void
opened_cb (PagescapeWindow *self)
{
  const Timeline *timeline = pagescape_session_get_timeline (self->session);
  Lesson *lesson = pagescape_session_get_lesson (self->session);

  pagescape_messages_page_show (self->messages, self->session);
  gtk_stack_set_visible_child_name (self->stack, lesson && !pagescape_session_has_failed (self->session) ? "lesson"
                                                                                                         : "messages");
  if (lesson)
    {
      g_clear_pointer (&self->looked, g_free);
      follow_look (self, timeline_step_end (timeline, MIN (1, timeline_n_steps (timeline))));
      g_clear_pointer (&self->looked, g_free);
    }

  window_document_opened (self);
  window_update_actions (self);
}

void
pagescape_window_open (PagescapeWindow *self,
                       const char      *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (PAGESCAPE_IS_WINDOW (self));
  g_return_if_fail (name);

  /* A file's name means the same wherever the program was started. */
  if (g_file_test (name, G_FILE_TEST_EXISTS))
    path = g_canonicalize_filename (name, NULL);
  if (!pagescape_session_open (self->session, path ? path : name, &error) && error)
    pagescape_messages_page_set_error (self->messages, error->message);
}

/* --- the course ---------------------------------------------------------------------------- */

static void
scenario_activated_cb (PagescapeWindow *self,
                       GtkListBoxRow   *row)
{
  gtk_menu_button_popdown (self->scenarios_button);
  pagescape_window_open (self, scenario_library_at (gtk_list_box_row_get_index (row)).id);
}

static void
scenario_header_cb (GtkListBoxRow *row,
                    GtkListBoxRow *before,
                    gpointer       data)
{
  ScenarioEntry entry = scenario_library_at (gtk_list_box_row_get_index (row));

  if (before && scenario_library_at (gtk_list_box_row_get_index (before)).number / 10 != entry.number / 10)
    gtk_list_box_row_set_header (row, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  else
    gtk_list_box_row_set_header (row, NULL);
}

static void
list_scenarios (PagescapeWindow *self)
{
  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      ScenarioEntry entry = scenario_library_at (i);
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      g_autofree char *number = g_strdup_printf ("%u", entry.number);
      GtkWidget *number_label = gtk_label_new (number);
      GtkWidget *title = gtk_label_new (entry.title);

      gtk_widget_add_css_class (number_label, "dim-label");
      gtk_widget_add_css_class (number_label, "numeric");
      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_box_append (GTK_BOX (row), number_label);
      gtk_box_append (GTK_BOX (row), title);
      gtk_list_box_append (self->scenarios, row);
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, entry.title, -1);
    }

  gtk_list_box_set_header_func (self->scenarios, scenario_header_cb, NULL, NULL);
}

/* --- panes --------------------------------------------------------------------------------- */

static void
pane_activated_cb (PagescapeWindow   *self,
                   PagescapeViewPane *pane)
{
  PagescapeViewPane *other = pane == self->first_pane ? self->second_pane : self->first_pane;

  self->active_pane = pane;
  pagescape_view_pane_hide_inspector (other);
}

static void
set_side_by_side (PagescapeWindow *self,
                  gboolean         is_split)
{
  if (is_split && view_n () > 1
      && pagescape_view_pane_get_view (self->second_pane) == pagescape_view_pane_get_view (self->first_pane))
    pagescape_view_pane_set_view (self->second_pane,
                                  view_at (pagescape_view_pane_get_view (self->first_pane) == view_at (0)));

  self->is_side_by_side = is_split;
  if (!is_split)
    self->active_pane = self->first_pane;
  gtk_widget_set_visible (GTK_WIDGET (self->second_pane), is_split);
  pagescape_settings_set_boolean (self->settings, "side-by-side", is_split);
}

/* Half of the room for each, the first time there is any. */
static void
second_pane_shown_cb (PagescapeWindow *self)
{
  int width = self->panes ? gtk_widget_get_width (GTK_WIDGET (self->panes)) : 0;

  if (width > 0 && self->is_side_by_side)
    gtk_paned_set_position (self->panes, width / 2);
}

static void
set_outline (PagescapeWindow *self,
             gboolean         has_outline)
{
  self->has_outline = has_outline;
  pagescape_view_pane_set_outline (self->first_pane, has_outline);
  pagescape_view_pane_set_outline (self->second_pane, has_outline);
  pagescape_settings_set_boolean (self->settings, "outline", has_outline);
}

static void
set_style (PagescapeWindow *self,
           ViewStyle        style,
           gboolean         is_on)
{
  self->style = is_on ? self->style | style : self->style & ~(unsigned) style;
  pagescape_canvas_set_style (pagescape_view_pane_get_canvas (self->first_pane), self->style);
  pagescape_canvas_set_style (pagescape_view_pane_get_canvas (self->second_pane), self->style);
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_window_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (object);

  switch (property_id)
    {
    case PROP_SIDE_BY_SIDE:
      g_value_set_boolean (value, self->is_side_by_side);
      break;

    case PROP_ROW_MAJOR:
      g_value_set_boolean (value, (self->style & VIEW_IN_ROWS) != 0);
      break;

    case PROP_WHOLE_TEXT:
      g_value_set_boolean (value, self->is_whole_text);
      break;

    case PROP_OUTLINE:
      g_value_set_boolean (value, self->has_outline);
      break;

    case PROP_PAGE_BLOCKS:
      g_value_set_boolean (value, !(self->style & VIEW_NO_PAGE_BLOCKS));
      break;

    case PROP_TO_SCALE:
      g_value_set_boolean (value, (self->style & VIEW_TO_SCALE) != 0);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
pagescape_window_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (object);

  switch (property_id)
    {
    case PROP_SIDE_BY_SIDE:
      set_side_by_side (self, g_value_get_boolean (value));
      break;

    case PROP_ROW_MAJOR:
      set_style (self, VIEW_IN_ROWS, g_value_get_boolean (value));
      break;

    case PROP_OUTLINE:
      set_outline (self, g_value_get_boolean (value));
      break;

    case PROP_PAGE_BLOCKS:
      set_style (self, VIEW_NO_PAGE_BLOCKS, !g_value_get_boolean (value));
      pagescape_settings_set_boolean (self->settings, "page-blocks", g_value_get_boolean (value));
      break;

    case PROP_TO_SCALE:
      set_style (self, VIEW_TO_SCALE, g_value_get_boolean (value));
      pagescape_settings_set_boolean (self->settings, "to-scale", g_value_get_boolean (value));
      break;

    case PROP_WHOLE_TEXT:
      self->is_whole_text = g_value_get_boolean (value);
      pagescape_lesson_panel_set_whole_text (self->lesson_panel, self->is_whole_text);
      pagescape_settings_set_boolean (self->settings, "whole-text", self->is_whole_text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
pagescape_window_close_request (GtkWindow *window)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (window);
  gboolean is_maximized = gtk_window_is_maximized (window);
  int width, height;

  pagescape_settings_set_boolean (self->settings, "window-maximized", is_maximized);
  if (window_ask_to_close (self))
    return TRUE;

  gtk_window_get_default_size (window, &width, &height);
  if (!is_maximized && width > 0 && height > 0)
    {
      pagescape_settings_set_int (self->settings, "window-width", width);
      pagescape_settings_set_int (self->settings, "window-height", height);
    }

  return GTK_WINDOW_CLASS (pagescape_window_parent_class)->close_request (window);
}

static void
pagescape_window_dispose (GObject *object)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (object);

  window_end_presenting (self);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->tick)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  window_stop_watching (self);
  window_stop_keeping (self);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->kept_id, g_free);
  g_clear_pointer (&self->looked, g_free);

  G_OBJECT_CLASS (pagescape_window_parent_class)->dispose (object);
}

static void
pagescape_window_class_init (PagescapeWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pagescape_window_dispose;
  object_class->get_property = pagescape_window_get_property;
  object_class->set_property = pagescape_window_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = pagescape_window_close_request;

  g_object_class_install_property (object_class, PROP_SIDE_BY_SIDE,
                                   g_param_spec_boolean ("side-by-side", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_ROW_MAJOR,
                                   g_param_spec_boolean ("row-major", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));

  g_object_class_install_property (object_class, PROP_WHOLE_TEXT,
                                   g_param_spec_boolean ("whole-text", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));

  g_object_class_install_property (object_class, PROP_OUTLINE,
                                   g_param_spec_boolean ("outline", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_PAGE_BLOCKS,
                                   g_param_spec_boolean ("page-blocks", NULL, NULL, TRUE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_TO_SCALE,
                                   g_param_spec_boolean ("to-scale", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));

  g_type_ensure (PAGESCAPE_TYPE_VIEW_PANE);
  g_type_ensure (PAGESCAPE_TYPE_LESSON_PANEL);
  g_type_ensure (PAGESCAPE_TYPE_TRANSPORT_BAR);
  g_type_ensure (PAGESCAPE_TYPE_MESSAGES_PAGE);
  g_type_ensure (PAGESCAPE_TYPE_START_PAGE);
  g_type_ensure (PAGESCAPE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, picture_toasts);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, machine_button);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, machine_rows);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, scenarios_button);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, scenarios);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, first_pane);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, second_pane);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, split_button);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, lesson_panel);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, transport);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, messages);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, start);
  gtk_widget_class_bind_template_child (widget_class, PagescapeWindow, notice);
  gtk_widget_class_bind_template_callback (widget_class, scenario_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_pane_shown_cb);

  window_install_actions (widget_class);
  window_install_present_actions (widget_class);
}

static void
restore_settings (PagescapeWindow *self)
{
  self->settings = pagescape_settings_new ();

  gtk_window_set_default_size (GTK_WINDOW (self),
                               MAX (640, pagescape_settings_get_int (self->settings, "window-width", 1280)),
                               MAX (480, pagescape_settings_get_int (self->settings, "window-height", 800)));
  if (pagescape_settings_get_boolean (self->settings, "window-maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));

  pagescape_session_set_speed (self->session, pagescape_settings_get_double (self->settings, "speed", 1));
  g_object_set (self, "side-by-side", pagescape_settings_get_boolean (self->settings, "side-by-side", FALSE),
                "whole-text", pagescape_settings_get_boolean (self->settings, "whole-text", FALSE),
                "outline", pagescape_settings_get_boolean (self->settings, "outline", FALSE),
                "page-blocks", pagescape_settings_get_boolean (self->settings, "page-blocks", TRUE),
                "to-scale", pagescape_settings_get_boolean (self->settings, "to-scale", FALSE), NULL);
}

static void
follow_session (PagescapeWindow *self)
{
  g_signal_connect_swapped (self->session, "opened", G_CALLBACK (window_stop_telling), self);
  g_signal_connect_swapped (self->session, "grew", G_CALLBACK (window_stop_telling), self);
  g_signal_connect_swapped (self->session, "stepped", G_CALLBACK (stop_telling_cb), self);
  g_signal_connect_swapped (self->session, "opened", G_CALLBACK (opened_cb), self);
  g_signal_connect_swapped (self->session, "stepped", G_CALLBACK (stepped_cb), self);
  g_signal_connect_swapped (self->session, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->session, "grew", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->session, "selected", G_CALLBACK (window_update_actions), self);
  g_signal_connect_swapped (self->session, "playing", G_CALLBACK (playing_cb), self);

  pagescape_view_pane_set_session (self->first_pane, self->session);
  pagescape_view_pane_set_session (self->second_pane, self->session);
  pagescape_lesson_panel_set_session (self->lesson_panel, self->session);
  pagescape_transport_bar_set_session (self->transport, self->session);
}

static void
pagescape_window_init (PagescapeWindow *self)
{
  self->session = pagescape_session_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  window_init_presenting (self);
  self->active_pane = self->first_pane;
  pagescape_view_pane_add_end (self->first_pane, self->split_button);
  list_scenarios (self);
  follow_session (self);
  restore_settings (self);
  window_follow_files (self);
  window_follow_to_keep (self);
  window_add_keys (self);
  window_add_picture_keys (self);
  window_add_questions (self);
  window_update_actions (self);

  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-enable-animations",
                           G_CALLBACK (animations_changed_cb), self, G_CONNECT_SWAPPED);
  animations_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (pagescape_view_pane_get_canvas (self->first_pane)));
}

PagescapeWindow *
pagescape_window_new (GtkApplication *application)
{
  return g_object_new (PAGESCAPE_TYPE_WINDOW, "application", application, NULL);
}
