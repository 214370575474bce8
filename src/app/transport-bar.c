/* transport-bar.c - to start, back, play, forward, to end; speed; the timeline */

#include "transport-bar.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "label.h"
#include "timeline-scale.h"
#include "words.h"

static const double speeds[] = { 0.25, 0.5, 1, 2, 4 };

struct _PagescapeTransportBar
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;

  /* Template */
  GtkWidget              *play;
  GtkDropDown            *speed;
  PagescapeTimelineScale *scale;
  GtkLabel               *where;
  GtkWidget              *back;
  GtkWidget              *branches;
  GtkWidget              *branch_list;
};

G_DEFINE_FINAL_TYPE (PagescapeTransportBar, pagescape_transport_bar, GTK_TYPE_WIDGET)

static void
show_playing (PagescapeTransportBar *self)
{
  const Player *player = pagescape_session_get_player (self->session);
  const char *name = player->is_playing ? _("Pause") : _("Play");

  gtk_button_set_icon_name (GTK_BUTTON (self->play), player->is_playing ? "media-playback-pause-symbolic"
                                                                        : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (speeds[i] == player->speed && gtk_drop_down_get_selected (self->speed) != i)
      gtk_drop_down_set_selected (self->speed, i);
}

static void
show_where (PagescapeTransportBar *self)
{
  g_autofree char *text = pagescape_words_place (self->session);

  if (g_strcmp0 (text, gtk_label_get_label (self->where)) != 0)
    gtk_label_set_label (self->where, text);
}

static void
add_branch (PagescapeTransportBar *self,
            unsigned               branch,
            unsigned               number)
{
  g_autofree char *label = number == 0 ? g_strdup (_("The lesson as it was written"))
                                       : g_strdup_printf (_("What was typed, %u"), number);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
  gtk_widget_set_sensitive (button, branch != timeline_branch (pagescape_session_get_timeline (self->session)));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.switch-branch");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", branch);
  gtk_box_append (GTK_BOX (self->branch_list), button);
}

static void
show_branches (PagescapeTransportBar *self)
{
  const Timeline *timeline = pagescape_session_get_timeline (self->session);
  unsigned n_branches = timeline ? timeline_n_branches (timeline) : 0, n_shown = 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->branch_list)))
    gtk_box_remove (GTK_BOX (self->branch_list), child);

  for (unsigned i = 0; i < n_branches; i++)
    if (pagescape_session_has_branch (self->session, i))
      add_branch (self, i, n_shown++);

  /* From the first continuation there is one way back, and it has a name; from more, one of them is to be chosen. */
  gtk_widget_set_visible (self->back, n_shown > 1 && timeline_branch (timeline) != 0);
  gtk_widget_set_visible (self->branches, n_shown > 1);
}

static void
opened_cb (PagescapeTransportBar *self)
{
  show_playing (self);
  show_where (self);
  show_branches (self);
}

static void
speed_selected_cb (PagescapeTransportBar *self)
{
  guint selected = gtk_drop_down_get_selected (self->speed);

  if (self->session && selected < G_N_ELEMENTS (speeds))
    pagescape_session_set_speed (self->session, speeds[selected]);
}

static void
pagescape_transport_bar_dispose (GObject *object)
{
  PagescapeTransportBar *self = PAGESCAPE_TRANSPORT_BAR (object);
  GtkWidget *child;

  pagescape_transport_bar_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (pagescape_transport_bar_parent_class)->dispose (object);
}

static void
pagescape_transport_bar_class_init (PagescapeTransportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_transport_bar_dispose;

  g_type_ensure (PAGESCAPE_TYPE_TIMELINE_SCALE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/transport-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeTransportBar, play);
  gtk_widget_class_bind_template_child (widget_class, PagescapeTransportBar, speed);
  gtk_widget_class_bind_template_child (widget_class, PagescapeTransportBar, scale);
  gtk_widget_class_bind_template_child (widget_class, PagescapeTransportBar, where);
  gtk_widget_class_bind_template_child (widget_class, PagescapeTransportBar, back);
  gtk_widget_class_bind_template_child (widget_class, PagescapeTransportBar, branches);
  gtk_widget_class_bind_template_child (widget_class, PagescapeTransportBar, branch_list);
  gtk_widget_class_bind_template_callback (widget_class, speed_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "transport");
}

static void
pagescape_transport_bar_init (PagescapeTransportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pagescape_label_set_drop_down_name (self->speed, gtk_widget_get_tooltip_text (GTK_WIDGET (self->speed)));
}

void
pagescape_transport_bar_set_session (PagescapeTransportBar *self,
                                     PagescapeSession      *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (show_where) },
    { "playing", G_CALLBACK (show_playing) },
    { "grew", G_CALLBACK (opened_cb) },
    { "opened", G_CALLBACK (opened_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_TRANSPORT_BAR (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (self->scale)
    pagescape_timeline_scale_set_session (self->scale, session);
  if (session)
    opened_cb (self);
}
