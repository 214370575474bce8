/* export-dialog.c - which picture, how large, in which colours, into which file */

#include "export-dialog.h"

#include <glib/gi18n.h>

#include "export-run.h"

static const struct {
  const char *name;
  int         width, height;      /* 0: as in the window */
} sizes[] = {
  { N_("As in the window"), 0, 0 },
  { N_("Slide, 1280 × 720"), 1280, 720 },
  { N_("Half a slide, 640 × 720"), 640, 720 },
  { N_("Across a page, 720 × 480"), 720, 480 },
  { N_("Full HD, 1920 × 1080"), 1920, 1080 },
};

static const char *const themes[PAINT_N_THEMES] = {
  [PAINT_LIGHT] = N_("Light"),
  [PAINT_DARK] = N_("Dark"),
  [PAINT_PRINT] = N_("Print"),
  [PAINT_PROJECTOR] = N_("Projector"),
  [PAINT_HIGH_CONTRAST] = N_("High contrast"),
};

struct _PagescapeExportDialog
{
  AdwWindow parent_instance;

  /* Owned */
  PagescapeSession *session;
  PagescapeCanvas  *canvas;

  /* Template */
  AdwComboRow *format;
  AdwComboRow *size;
  AdwComboRow *theme;
  GtkSwitch   *every_step;
};

G_DEFINE_FINAL_TYPE (PagescapeExportDialog, pagescape_export_dialog, ADW_TYPE_WINDOW)

static PagescapeExport
job_of (PagescapeExportDialog *self)
{
  guint size = adw_combo_row_get_selected (self->size), theme = adw_combo_row_get_selected (self->theme);
  PagescapeExport job = { 0 };

  job.frame = pagescape_canvas_get_frame (self->canvas);
  if (size < G_N_ELEMENTS (sizes) && sizes[size].width > 0)
    {
      job.frame.size.width = sizes[size].width;
      job.frame.size.height = sizes[size].height;
    }
  job.theme = theme < PAINT_N_THEMES ? (PaintTheme) theme : PAINT_LIGHT;
  job.exporter = export_at (MIN (adw_combo_row_get_selected (self->format), export_n () - 1));
  job.every_step = gtk_switch_get_active (self->every_step);

  return job;
}

static void
save (PagescapeExportDialog *self,
      const char            *path)
{
  PagescapeExport job = job_of (self);
  const Exporter *by_name = export_for_file (path);
  g_autofree char *file_name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  /* What somebody writes behind the dot is what they want. */
  if (by_name)
    {
      job.exporter = by_name;
      file_name = g_strdup (path);
    }
  else
    file_name = g_strconcat (path, ".", job.exporter->extension, NULL);

  if (pagescape_export_run (self->session, &job, file_name, &error))
    {
      g_autofree char *base = g_filename_display_basename (file_name);

      text = g_strdup_printf (_("Saved as “%s”."), base);
    }
  else
    text = g_strdup_printf (_("Not saved: %s"), error ? error->message : "");

  g_signal_emit_by_name (self, "told", text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
chosen_cb (GtkNativeDialog       *dialog,
           int                    response,
           PagescapeExportDialog *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;

      if (path)
        save (self, path);
      else
        {
          g_signal_emit_by_name (self, "told", _("Only local files can be written."));
          gtk_window_close (GTK_WINDOW (self));
        }
    }

  g_object_unref (dialog);
}

static char *
suggested_name (PagescapeExportDialog *self,
                const PagescapeExport *job)
{
  Scenario *scenario = lesson_scenario (pagescape_session_get_lesson (self->session));
  const char *file_name = scenario_file_name (scenario);
  g_autofree char *base = g_path_get_basename (file_name && *file_name ? file_name : "pagescape");
  char *dot = strrchr (base, '.');

  if (dot && dot != base)
    *dot = '\0';
  if (job->every_step)
    return g_strdup_printf ("%s-%s.%s", base, job->frame.view->id, job->exporter->extension);

  return g_strdup_printf ("%s-%s-%u.%s", base, job->frame.view->id,
                          pagescape_session_get_moment (self->session).step, job->exporter->extension);
}

static void
save_cb (PagescapeExportDialog *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Export Picture"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  PagescapeExport job = job_of (self);
  g_autofree char *name = suggested_name (self, &job);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
pagescape_export_dialog_dispose (GObject *object)
{
  PagescapeExportDialog *self = PAGESCAPE_EXPORT_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_object (&self->canvas);

  G_OBJECT_CLASS (pagescape_export_dialog_parent_class)->dispose (object);
}

static void
pagescape_export_dialog_class_init (PagescapeExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_export_dialog_dispose;

  g_signal_new ("told", PAGESCAPE_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, theme);
  gtk_widget_class_bind_template_child (widget_class, PagescapeExportDialog, every_step);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pagescape_export_dialog_init (PagescapeExportDialog *self)
{
  g_autoptr (GtkStringList) format_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) size_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) theme_names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  for (size_t i = 0; i < export_n (); i++)
    gtk_string_list_append (format_names, _(export_at (i)->title));
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    gtk_string_list_append (size_names, _(sizes[i].name));
  for (unsigned i = 0; i < PAINT_N_THEMES; i++)
    gtk_string_list_append (theme_names, _(themes[i]));

  adw_combo_row_set_model (self->format, G_LIST_MODEL (format_names));
  adw_combo_row_set_model (self->size, G_LIST_MODEL (size_names));
  adw_combo_row_set_model (self->theme, G_LIST_MODEL (theme_names));
}

PagescapeExportDialog *
pagescape_export_dialog_new (GtkWindow        *parent,
                             PagescapeSession *session,
                             PagescapeCanvas  *canvas)
{
  PagescapeExportDialog *self = g_object_new (PAGESCAPE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->canvas = g_object_ref (canvas);

  return self;
}
