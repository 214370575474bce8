/* start-page.c - where one begins: the course, what was left, files */

#include "start-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "recovery.h"
#include "scenario/scenario.h"

#define MOST_RECENT 6

struct _PagescapeStartPage
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget           *scroller;
  GtkFlowBox          *columns;
  GtkWidget           *back;
  GtkWidget           *create;
  GtkWidget           *exercise;
  GtkWidget           *broken;
  GtkLabel            *broken_text;
  AdwPreferencesGroup *left;
  AdwPreferencesGroup *recent;

  /* Borrowed: rows of the groups */
  GPtrArray *left_rows;           /* owned */
  GPtrArray *recent_rows;         /* owned */

  guint    focus_later;
  gboolean wants_focus;
};

G_DEFINE_FINAL_TYPE (PagescapeStartPage, pagescape_start_page, GTK_TYPE_WIDGET)

static GtkWidget *
new_row (const char *title,
         const char *subtitle,
         const char *action,
         const char *target)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle)
    {
      g_autofree char *markup = g_markup_escape_text (subtitle, -1);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);

  return row;
}

static void
clear_rows (AdwPreferencesGroup *group,
            GPtrArray           *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwPreferencesGroup *group,
         GPtrArray           *rows,
         GtkWidget           *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

/* --- the course ---------------------------------------------------------------------------- */

static const char *
chapter_title (unsigned chapter)
{
  static const char *const titles[] = {
    NULL, N_("Physical memory"), N_("The buddy system"), N_("Asking in the right way"), N_("Objects"),
    N_("The kernel's address space"), N_("Processes"), N_("DMA, devices and buffers"), N_("Real machines"),
  };

  return chapter < G_N_ELEMENTS (titles) && titles[chapter] ? _(titles[chapter]) : _("More lessons");
}

static void
add_column (PagescapeStartPage *self,
            GtkWidget          *group)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_valign (group, GTK_ALIGN_START);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), group);
  gtk_flow_box_insert (self->columns, child, -1);
}

static void
list_course (PagescapeStartPage *self)
{
  AdwPreferencesGroup *group = NULL;
  unsigned chapter = 0;

  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      ScenarioEntry entry = scenario_library_at (i);
      GtkWidget *row = new_row (entry.title, NULL, "win.open-named", entry.id);
      g_autofree char *number = g_strdup_printf ("%u", entry.number);
      GtkWidget *label = gtk_label_new (number);

      if (!group || entry.number / 10 != chapter)
        {
          chapter = entry.number / 10;
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, chapter_title (chapter));
          add_column (self, GTK_WIDGET (group));
        }

      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
      adw_preferences_group_add (group, row);
    }
}

/* --- what was left ------------------------------------------------------------------------- */

static char *
dup_place (const RecoveryState *state)
{
  const PagescapeKept *kept = g_ptr_array_index (state->lessons, 0);
  guint n_lines = recovery_state_n_unsaved (state);
  g_autofree char *step = kept->step > 0 ? g_strdup_printf (_("step %u"), kept->step) : g_strdup (_("at the beginning"));
  g_autofree char *lines = NULL;

  if (n_lines == 0)
    return g_steal_pointer (&step);

  lines = g_strdup_printf (ngettext ("%u line typed", "%u lines typed", n_lines), n_lines);
  /* Translators: a place, then how many lines were typed: "step 4, 3 lines typed". */
  return g_strdup_printf (_("%s, %s"), step, lines);
}

static GtkWidget *
new_left_row (const RecoveryState *state)
{
  const PagescapeKept *kept = g_ptr_array_index (state->lessons, 0);
  g_autofree char *title = g_strdup_printf (_("Continue: %s"), kept->title);
  g_autofree char *place = dup_place (state);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (state->at);
  g_autofree char *when = at ? g_date_time_format (at, "%x %H:%M") : NULL;
  g_autofree char *subtitle = when ? g_strdup_printf ("%s · %s", place, when) : g_strdup (place);
  GtkWidget *row = new_row (title, subtitle, "win.bring-back", state->id);
  GtkWidget *discard = gtk_button_new_from_icon_name ("user-trash-symbolic");
  const char *word = recovery_state_n_unsaved (state) > 0 ? _("Discard What Was Typed") : _("Forget");

  gtk_widget_add_css_class (discard, "flat");
  gtk_widget_set_valign (discard, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (discard, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (discard), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (discard), "win.discard");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (discard), "s", state->id);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), discard);

  return row;
}

static void
show_broken (PagescapeStartPage *self,
             GPtrArray          *broken)
{
  g_autofree char *text = NULL;

  if (broken->len == 0)
    return;

  text = g_strdup_printf (_("What was kept last time cannot be read. It was put aside as %s."),
                          (char *) g_ptr_array_index (broken, 0));
  gtk_label_set_label (self->broken_text, text);
  gtk_widget_set_visible (self->broken, TRUE);
}

static void
list_left (PagescapeStartPage *self)
{
  g_autoptr (GPtrArray) broken = NULL;
  g_autoptr (GPtrArray) list = recovery_list (&broken);
  gboolean was_accident = FALSE;

  clear_rows (self->left, self->left_rows);
  for (guint i = 0; i < list->len; i++)
    {
      const RecoveryState *state = g_ptr_array_index (list, i);

      was_accident = was_accident || (!state->was_closed && recovery_state_n_unsaved (state) > 0);
      add_row (self->left, self->left_rows, new_left_row (state));
    }

  adw_preferences_group_set_description (self->left, was_accident ? _("The program ended by an accident. What was typed was kept.")
                                                                  : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->left), list->len > 0);
  show_broken (self, broken);
}

/* --- files --------------------------------------------------------------------------------- */

static int
latest_first (gconstpointer a,
              gconstpointer b)
{
  GDateTime *first = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  GDateTime *second = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return first && second ? g_date_time_compare (second, first) : 0;
}

static void
list_recent (PagescapeStartPage *self)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), latest_first);

  clear_rows (self->recent, self->recent_rows);
  for (GList *item = items; item && self->recent_rows->len < MOST_RECENT; item = item->next)
    {
      GtkRecentInfo *info = item->data;
      g_autofree char *path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL);
      g_autofree char *name = NULL;
      g_autofree char *folder = NULL;
      g_autofree char *shown = NULL;

      if (!path || !gtk_recent_info_has_application (info, "pagescape") || !g_file_test (path, G_FILE_TEST_EXISTS))
        continue;

      name = g_filename_display_basename (path);
      folder = g_path_get_dirname (path);
      shown = g_filename_display_name (folder);
      add_row (self->recent, self->recent_rows, new_row (name, shown, "win.open-named", path));
    }

  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->recent), self->recent_rows->len > 0);
}

/* --- the page ------------------------------------------------------------------------------ */

void
pagescape_start_page_refresh (PagescapeStartPage *self)
{
  g_return_if_fail (PAGESCAPE_IS_START_PAGE (self));

  list_left (self);
  list_recent (self);
}

static gboolean
focus_cb (gpointer data)
{
  PagescapeStartPage *self = data;
  GtkWidget *wanted = self->create;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->focus_later = 0;
  if (self->left_rows->len > 0)
    wanted = g_ptr_array_index (self->left_rows, 0);
  else if (gtk_widget_get_visible (self->back))
    wanted = self->back;
  if (GTK_IS_WINDOW (root))
    gtk_window_set_focus (GTK_WINDOW (root), wanted);

  return G_SOURCE_REMOVE;
}

/* What is likeliest to be wanted: to go on. Once the page is there: while a window opens, the focus goes to the
 * first button in what has it, and that discards. */
void
pagescape_start_page_focus (PagescapeStartPage *self)
{
  g_return_if_fail (PAGESCAPE_IS_START_PAGE (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->wants_focus = TRUE;
  else if (self->focus_later == 0)
    self->focus_later = g_idle_add (focus_cb, self);
}

static void
mapped_cb (PagescapeStartPage *self)
{
  if (self->wants_focus && self->focus_later == 0)
    self->focus_later = g_idle_add (focus_cb, self);
  self->wants_focus = FALSE;
}

void
pagescape_start_page_set_can_go_back (PagescapeStartPage *self,
                                      gboolean            can_go_back)
{
  g_return_if_fail (PAGESCAPE_IS_START_PAGE (self));

  gtk_widget_set_visible (self->back, can_go_back);
}

void
pagescape_start_page_set_has_exercises (PagescapeStartPage *self,
                                        gboolean            has_exercises)
{
  g_return_if_fail (PAGESCAPE_IS_START_PAGE (self));

  gtk_widget_set_visible (self->exercise, has_exercises);
}

static void
pagescape_start_page_dispose (GObject *object)
{
  PagescapeStartPage *self = PAGESCAPE_START_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->focus_later, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->left_rows, g_ptr_array_unref);
  g_clear_pointer (&self->recent_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (pagescape_start_page_parent_class)->dispose (object);
}

static void
pagescape_start_page_class_init (PagescapeStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_start_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, columns);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, back);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, create);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, exercise);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, broken);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, broken_text);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, left);
  gtk_widget_class_bind_template_child (widget_class, PagescapeStartPage, recent);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "startpage");
}

static void
pagescape_start_page_init (PagescapeStartPage *self)
{
  self->left_rows = g_ptr_array_new ();
  self->recent_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  list_course (self);
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
}
