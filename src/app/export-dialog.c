/* export-dialog.c - what of a lesson becomes a file, how it looks there, and how far it is */

#include "export-dialog.h"

#include <glib/gi18n.h>

#include "export-choice.h"
#include "export-run.h"
#include "narration/language.h"

#define N_PARTS 8

static const char *const themes[PAINT_N_THEMES] = {
  [PAINT_LIGHT] = N_("Light"),
  [PAINT_DARK] = N_("Dark"),
  [PAINT_PRINT] = N_("Print"),
  [PAINT_PROJECTOR] = N_("Projector"),
  [PAINT_HIGH_CONTRAST] = N_("High contrast"),
};

static const char *const papers[] = {
  [EXPORT_PAPER_OF_THEME] = N_("By the colours"),
  [EXPORT_PAPER_WHITE] = N_("White"),
  [EXPORT_PAPER_TRANSPARENT] = N_("Transparent"),
  [EXPORT_PAPER_DARK] = N_("Dark"),
};

/* In the language that they name. */
static const struct { const char *language, *name; } languages[] = {
  { "en", "English" },
  { "zh_CN", "简体中文" },
};

static const unsigned per_pages[] = { 1, 2, 4, 6 };

static const struct { unsigned part; const char *name; } parts[N_PARTS] = {
  { FIGURE_TITLE, N_("Title") },
  { FIGURE_SENTENCE, N_("Sentence") },
  { FIGURE_LEGEND, N_("Legend") },
  { FIGURE_SOURCE, N_("Where it comes from") },
  { FIGURE_NOTES, N_("Lines to write on") },
  { FIGURE_SPEAKER, N_("Notes for the speaker") },
  { FIGURE_QUESTIONS, N_("Questions") },
  { FIGURE_ANSWERS, N_("Answers, on the last page") },
};

struct _PagescapeExportDialog
{
  AdwWindow parent_instance;

  /* Owned */
  PagescapeSession *session;
  GSettings        *settings;     /* NULL: no schema */

  FigureJob            shown;
  PagescapeExportChoice choice;
  GtkWidget *rows[N_PARTS], *switches[N_PARTS];
  gboolean   is_filling, is_working, is_stopped;

  /* Template */
  GtkWidget     *cancel_button;
  GtkWidget     *save_button;
  GtkLabel      *problem;
  GtkStack      *stack;
  AdwComboRow   *what;
  GtkWidget     *steps;
  GtkSpinButton *first_step;
  GtkSpinButton *last_step;
  AdwComboRow   *per_page;
  AdwComboRow   *view;
  AdwComboRow   *format;
  AdwComboRow   *size;
  AdwComboRow   *sheet;
  AdwComboRow   *theme;
  AdwComboRow   *paper;
  AdwComboRow   *language;
  AdwPreferencesGroup *parts;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (PagescapeExportDialog, pagescape_export_dialog, ADW_TYPE_WINDOW)

/* --- the choice -------------------------------------------------------------------------------- */

/* The format at a row: only those that suit are there. */
static const Exporter *
format_at (PagescapeExportDialog *self,
           guint                  row)
{
  for (size_t i = 0; i < export_n (); i++)
    if (pagescape_export_suits (self->choice.what, export_at (i)) && row-- == 0)
      return export_at (i);
  return NULL;
}

static void
fill_formats (PagescapeExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0, n = 0;

  pagescape_export_choice_mend (&self->choice);
  for (size_t i = 0; i < export_n (); i++)
    if (pagescape_export_suits (self->choice.what, export_at (i)))
      {
        if (export_at (i) == self->choice.exporter)
          selected = n;
        gtk_string_list_append (names, _(export_at (i)->title));
        n++;
      }
  adw_combo_row_set_model (self->format, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->format, selected);
}

static const char *
language_at_row (guint row)
{
  return row > 0 && row <= G_N_ELEMENTS (languages) ? languages[row - 1].language : NULL;
}

static void
read_choice (PagescapeExportDialog *self)
{
  PagescapeExportChoice *choice = &self->choice;
  const Exporter *exporter = format_at (self, adw_combo_row_get_selected (self->format));
  guint per_page = adw_combo_row_get_selected (self->per_page), theme = adw_combo_row_get_selected (self->theme);

  if (exporter)
    choice->exporter = exporter;
  choice->follows = adw_combo_row_get_selected (self->view) == 1;
  choice->size = adw_combo_row_get_selected (self->size);
  choice->sheet = adw_combo_row_get_selected (self->sheet);
  choice->per_page = per_pages[MIN (per_page, G_N_ELEMENTS (per_pages) - 1)];
  choice->theme = theme < PAINT_N_THEMES ? (PaintTheme) theme : PAINT_LIGHT;
  choice->paper = (ExportPaper) MIN (adw_combo_row_get_selected (self->paper), EXPORT_PAPER_DARK);
  choice->language = language_at_row (adw_combo_row_get_selected (self->language));
  choice->first_step = (unsigned) gtk_spin_button_get_value_as_int (self->first_step);
  choice->last_step = (unsigned) gtk_spin_button_get_value_as_int (self->last_step);
  choice->parts = 0;
  for (unsigned i = 0; i < N_PARTS; i++)
    if (gtk_switch_get_active (GTK_SWITCH (self->switches[i])))
      choice->parts |= parts[i].part;
}

/* What has a meaning for the choice is there. */
static void
show_rows (PagescapeExportDialog *self)
{
  PagescapeExportWhat what = self->choice.what;
  gboolean has_steps = what >= PAGESCAPE_EXPORT_EVERY_STEP, is_handout = what == PAGESCAPE_EXPORT_HANDOUT;
  unsigned has = self->choice.exporter->has_moves ? (unsigned) FIGURE_LEGEND : pagescape_export_parts (what);

  gtk_widget_set_visible (self->steps, has_steps);
  gtk_widget_set_visible (GTK_WIDGET (self->view), has_steps);
  gtk_widget_set_visible (GTK_WIDGET (self->per_page), is_handout);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet), is_handout);
  gtk_widget_set_visible (GTK_WIDGET (self->size), !is_handout);
  for (unsigned i = 0; i < N_PARTS; i++)
    gtk_widget_set_visible (self->rows[i], (has & parts[i].part) != 0);
}

static void
show_parts (PagescapeExportDialog *self)
{
  for (unsigned i = 0; i < N_PARTS; i++)
    gtk_switch_set_active (GTK_SWITCH (self->switches[i]), (self->choice.parts & parts[i].part) != 0);
}

static void
changed_cb (PagescapeExportDialog *self)
{
  guint what = adw_combo_row_get_selected (self->what);

  if (self->is_filling || what >= PAGESCAPE_N_EXPORTS)
    return;

  self->is_filling = TRUE;
  read_choice (self);
  if (self->choice.what != (PagescapeExportWhat) what)
    {
      pagescape_export_choice_turn (&self->choice, (PagescapeExportWhat) what);
      fill_formats (self);
      adw_combo_row_set_selected (self->theme, self->choice.theme);
      show_parts (self);
    }
  show_rows (self);
  self->is_filling = FALSE;
}

/* --- saving ------------------------------------------------------------------------------------ */

static void
show_problem (PagescapeExportDialog *self,
              const char            *text)
{
  gtk_label_set_label (self->problem, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
show_work (PagescapeExportDialog *self,
           gboolean               is_working)
{
  self->is_working = is_working;
  gtk_stack_set_visible_child_name (self->stack, is_working ? "work" : "choice");
  gtk_widget_set_sensitive (self->cancel_button, !is_working);
  gtk_widget_set_sensitive (self->save_button, !is_working);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_progress_bar_set_text (self->progress, NULL);
}

static gboolean
progress_cb (unsigned done,
             unsigned total,
             gpointer data)
{
  PagescapeExportDialog *self = data;
  g_autofree char *text = g_strdup_printf (_("%u of %u"), done, total);

  gtk_progress_bar_set_fraction (self->progress, (double) done / total);
  gtk_progress_bar_set_text (self->progress, text);

  return !self->is_stopped;
}

static void
stop_cb (PagescapeExportDialog *self)
{
  self->is_stopped = TRUE;
}

static void
save (PagescapeExportDialog *self,
      const char            *file_name)
{
  FigureJob job = pagescape_export_choice_job (&self->choice, &self->shown);
  g_autoptr (GError) error = NULL;
  gboolean is_good;

  self->is_stopped = FALSE;
  show_problem (self, NULL);
  show_work (self, TRUE);
  is_good = pagescape_export_run (self->session, &job, file_name, progress_cb, self, &error);

  /* Gone meanwhile with the window. */
  if (!self->session)
    return;

  show_work (self, FALSE);
  if (is_good)
    {
      g_autofree char *base = g_filename_display_basename (file_name);
      g_autofree char *text = g_strdup_printf (_("Saved as “%s”."), base);

      pagescape_export_choice_save (&self->choice, self->settings);
      g_signal_emit_by_name (self, "told", text);
      gtk_window_close (GTK_WINDOW (self));
    }
  else
    {
      g_autofree char *text = g_strdup_printf (_("Not saved: %s"), error->message);

      show_problem (self, text);
      gtk_widget_grab_focus (self->save_button);
    }
}

/* What somebody writes behind the dot is what they want, where it can hold what they want. NULL: the file that it
 * would be is there already, and nobody was asked about that one. */
static char *
dup_file_name (PagescapeExportDialog *self,
               const char            *path)
{
  const Exporter *by_name = export_for_file (path);
  g_autofree char *file_name = NULL;
  g_autofree char *base = NULL;
  g_autofree char *text = NULL;

  if (by_name && pagescape_export_suits (self->choice.what, by_name))
    {
      self->choice.exporter = by_name;
      return g_strdup (path);
    }

  file_name = g_strconcat (path, ".", self->choice.exporter->extension, NULL);
  if (!g_file_test (file_name, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&file_name);

  base = g_filename_display_basename (file_name);
  text = g_strdup_printf (_("“%s” is there already. Choose it, or another name."), base);
  show_problem (self, text);
  return NULL;
}

static gboolean
save_later_cb (gpointer data)
{
  PagescapeExportDialog *self = data;
  g_autofree char *path = g_object_steal_data (G_OBJECT (self), "path");
  g_autofree char *file_name = path && self->session ? dup_file_name (self, path) : NULL;

  if (file_name)
    save (self, file_name);
  return G_SOURCE_REMOVE;
}

static void
chosen_cb (GtkNativeDialog       *dialog,
           int                    response,
           PagescapeExportDialog *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      char *path = file ? g_file_get_path (file) : NULL;

      /* Once the chooser is gone. */
      if (path)
        {
          g_object_set_data_full (G_OBJECT (self), "path", path, g_free);
          g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, save_later_cb, g_object_ref (self), g_object_unref);
        }
      else if (file)
        show_problem (self, _("Only local files can be written."));
    }

  g_object_unref (dialog);
}

static char *
suggested_name (PagescapeExportDialog *self)
{
  g_autofree char *base = pagescape_session_dup_file_name (self->session);
  const View *view = self->shown.style.views[0].view;

  if (self->choice.what == PAGESCAPE_EXPORT_HANDOUT)
    return g_strdup_printf ("%s-%s.%s", base, C_("file name", "handout"), self->choice.exporter->extension);
  if (self->choice.what >= PAGESCAPE_EXPORT_EVERY_STEP)
    return g_strdup_printf ("%s.%s", base, self->choice.exporter->extension);

  return g_strdup_printf ("%s-%s-%u.%s", base, view ? view->id : "step", self->shown.first_step,
                          self->choice.exporter->extension);
}

static void
save_cb (PagescapeExportDialog *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Export"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  g_autofree char *name = NULL;

  read_choice (self);
  name = suggested_name (self);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* While something is being made, closing stops it first. */
static gboolean
pagescape_export_dialog_close_request (GtkWindow *window)
{
  PagescapeExportDialog *self = PAGESCAPE_EXPORT_DIALOG (window);

  if (!self->is_working)
    return GTK_WINDOW_CLASS (pagescape_export_dialog_parent_class)->close_request (window);

  self->is_stopped = TRUE;
  return TRUE;
}

/* --- its rows ---------------------------------------------------------------------------------- */

static void
fill (AdwComboRow       *row,
      GtkStringList     *names,
      guint              selected)
{
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, selected);
  g_object_unref (names);
}

static GtkStringList *
translated (const char *const *table,
            guint              n)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, _(table[i]));
  return names;
}

static GtkStringList *
sizes_of (const char *(*name_of) (guint, SceneSize *))
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; name_of (i, NULL); i++)
    gtk_string_list_append (names, _(name_of (i, NULL)));
  return names;
}

static void
fill_languages (PagescapeExportDialog *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (names, _("As in the window"));
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      gtk_string_list_append (names, languages[i].name);
      if (self->choice.language && g_str_equal (self->choice.language, languages[i].language))
        selected = i + 1;
    }
  fill (self->language, names, selected);
}

static void
fill_per_page (PagescapeExportDialog *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (per_pages); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", per_pages[i]);

      gtk_string_list_append (names, name);
      if (per_pages[i] == self->choice.per_page)
        selected = i;
    }
  fill (self->per_page, names, selected);
}

static void
fill_steps (PagescapeExportDialog *self)
{
  unsigned n_steps = MAX (timeline_n_steps (pagescape_session_get_timeline (self->session)), 1);

  gtk_spin_button_set_range (self->first_step, 1, n_steps);
  gtk_spin_button_set_range (self->last_step, 1, n_steps);
  gtk_spin_button_set_value (self->first_step, 1);
  gtk_spin_button_set_value (self->last_step, n_steps);
}

static void
fill_rows (PagescapeExportDialog *self)
{
  const char *whats[PAGESCAPE_N_EXPORTS], *views[] = { N_("As in the window"), N_("What each step looks at") };

  self->is_filling = TRUE;
  for (unsigned i = 0; i < PAGESCAPE_N_EXPORTS; i++)
    whats[i] = pagescape_export_what_name ((PagescapeExportWhat) i);
  fill (self->what, translated (whats, PAGESCAPE_N_EXPORTS), self->choice.what);
  fill (self->view, translated (views, G_N_ELEMENTS (views)), self->choice.follows != 0);
  fill (self->size, sizes_of (pagescape_export_size), self->choice.size);
  fill (self->sheet, sizes_of (pagescape_export_sheet), self->choice.sheet);
  fill (self->theme, translated (themes, PAINT_N_THEMES), self->choice.theme);
  fill (self->paper, translated (papers, G_N_ELEMENTS (papers)), self->choice.paper);
  fill_languages (self);
  fill_per_page (self);
  fill_steps (self);
  fill_formats (self);
  show_parts (self);
  show_rows (self);
  self->is_filling = FALSE;
}

static void
add_part (PagescapeExportDialog *self,
          unsigned               index)
{
  GtkWidget *row = adw_action_row_new (), *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(parts[index].name));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, _(parts[index].name), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  adw_preferences_group_add (self->parts, row);
  self->rows[index] = row;
  self->switches[index] = toggle;
}

static void
pagescape_export_dialog_dispose (GObject *object)
{
  PagescapeExportDialog *self = PAGESCAPE_EXPORT_DIALOG (object);

  self->is_stopped = TRUE;
  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (pagescape_export_dialog_parent_class)->dispose (object);
}

static void
pagescape_export_dialog_class_init (PagescapeExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pagescape_export_dialog_close_request;

  g_signal_new ("told", PAGESCAPE_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, what);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, first_step);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, last_step);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, per_page);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, sheet);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, theme);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, paper);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, language);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, parts);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, progress);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pagescape_export_dialog_init (PagescapeExportDialog *self)
{
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (unsigned i = 0; i < N_PARTS; i++)
    add_part (self, i);
}

static gboolean
focus_save_cb (gpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (PAGESCAPE_EXPORT_DIALOG (data)->save_button));

  return G_SOURCE_REMOVE;
}

/* Enter does what was likely wanted: what was chosen the last time. While a window opens its first button, Cancel, has
 * the focus. */
static void
mapped_cb (PagescapeExportDialog *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_save_cb, g_object_ref (self), g_object_unref);
}

PagescapeExportDialog *
pagescape_export_dialog_new (GtkWindow        *parent,
                             PagescapeSession *session,
                             const FigureJob  *shown,
                             GSettings        *settings)
{
  PagescapeExportDialog *self = g_object_new (PAGESCAPE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->settings = settings ? g_object_ref (settings) : NULL;
  self->shown = *shown;
  pagescape_export_choice_load (&self->choice, settings);
  fill_rows (self);
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);

  return self;
}
