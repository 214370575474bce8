/* application.c - the program as the desktop sees it */

#include "application.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "app.h"
#include "app-resources.h"
#include "latin-font.h"
#include "recovery.h"
#include "scenario/scenario.h"
#include "settings.h"
#include "window.h"
#include "zoom.h"

#define APPLICATION_ID "io.github.pagescape.Pagescape"

struct _PagescapeApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PagescapeApplication, pagescape_application, ADW_TYPE_APPLICATION)

/* --- actions ------------------------------------------------------------------------------- */

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  /* Each may keep its size, or ask; the last one takes the program with it. A dialog that asks is not of these. */
  g_autolist (GtkWindow) windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (data)),
                                                     (GCopyFunc) (void (*) (void)) g_object_ref, NULL);

  for (GList *window = windows; window; window = window->next)
    gtk_window_close (window->data);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  adw_show_about_window (window,
                         "application-name", "Pagescape",
                         "application-icon", APPLICATION_ID,
                         "version", PAGESCAPE_VERSION,
                         "developer-name", _("The Pagescape contributors"),
                         "comments", _("How the Linux kernel manages memory, step by step, forwards and backwards."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
set_accels (GtkApplication *application)
{
  static const struct {
    const char *action;
    const char *accels[4];
  } table[] = {
    { "app.quit",              { "<Control>q" } },
    { "window.close",          { "<Control>w" } },
    { "win.new",               { "<Control>n" } },
    { "win.open",              { "<Control>o" } },
    { "win.save",              { "<Control>s" } },
    { "win.save-as",           { "<Control><Shift>s" } },
    { "win.undo",              { "<Control>z" } },
    { "win.redo",              { "<Control><Shift>z", "<Control>y" } },
    { "win.home",              { "<Alt>Home" } },
    { "win.reload",            { "<Control>r" } },
    { "win.export",            { "<Control>e" } },
    { "win.print",             { "<Control>p" } },
    { "win.copy-picture",      { "<Control><Shift>c" } },
    { "win.present",           { "F5" } },
    { "win.present-here",      { "<Shift>F5" } },
    { "win.fullscreen",        { "F11" } },
    { "win.outline",           { "F8" } },
    { "win.page-blocks",       { "F7" } },
    { "win.to-scale",          { "<Shift>F7" } },
    { "win.side-by-side",      { "F9" } },
    { "win.whole-text",        { "<Control>t" } },
    { "win.hold-questions",    { "<Control><Shift>h" } },
    { "win.scratchpad",        { "<Control>l" } },
    { "win.free-selected",     { "<Control>Delete" } },
    { "win.commands",          { "<Control><Shift>p" } },
    { "win.shortcuts",         { "<Control>question" } },
    { "win.next-part",         { "F6" } },
    { "app.larger",            { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
    { "app.smaller",           { "<Control>minus", "<Control>KP_Subtract" } },
    { "app.usual-size",        { "<Control>0", "<Control>KP_0" } },
    { "win.step-forward",      { "Page_Down", "KP_Page_Down" } },
    { "win.step-back",         { "Page_Up", "KP_Page_Up" } },
    { "win.statement-forward", { "<Control>Page_Down", "<Control>KP_Page_Down" } },
    { "win.statement-back",    { "<Control>Page_Up", "<Control>KP_Page_Up" } },
    { "win.event-forward",     { "<Shift>Page_Down", "<Shift>KP_Page_Down" } },
    { "win.event-back",        { "<Shift>Page_Up", "<Shift>KP_Page_Up" } },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (application, table[i].action, table[i].accels);
}

/* --- starting ------------------------------------------------------------------------------ */

static void
pagescape_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "about", about_cb, NULL, NULL, NULL, { 0 } },
    { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
  };

  G_APPLICATION_CLASS (pagescape_application_parent_class)->startup (application);

  gtk_source_init ();
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  pagescape_zoom_install (application);
  pagescape_latin_font_install ();
  set_accels (GTK_APPLICATION (application));
}

static void
open_in_new_window (GApplication *application,
                    const char   *name)
{
  PagescapeWindow *window = pagescape_window_new (GTK_APPLICATION (application));

  pagescape_window_open (window, name);
  gtk_window_present (GTK_WINDOW (window));
}

static void
pagescape_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window)
    {
      gtk_window_present (window);
      return;
    }

  /* The very first time there is something to look at; later, where one left. */
  if (!recovery_has_history ())
    {
      open_in_new_window (application, scenario_library_n () > 0 ? scenario_library_at (0).id : "");
      return;
    }

  window = GTK_WINDOW (pagescape_window_new (GTK_APPLICATION (application)));
  pagescape_window_go_home (PAGESCAPE_WINDOW (window));
  gtk_window_present (window);
}

/* "pagescape 21-split" opens a lesson, "pagescape exercise-42" exercises, unless there is a file of that name. */
static char *
dup_name_of (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *base = g_file_get_basename (file);

  if (!path)
    return g_file_get_uri (file);

  if (!g_file_query_exists (file, NULL) && scenario_library_has (base))
    return g_steal_pointer (&base);

  return g_steal_pointer (&path);
}

static void
pagescape_application_open (GApplication  *application,
                            GFile        **files,
                            int            n_files,
                            const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *name = dup_name_of (files[i]);

      open_in_new_window (application, name);
    }
}

static void
pagescape_application_class_init (PagescapeApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = pagescape_application_startup;
  application_class->activate = pagescape_application_activate;
  application_class->open = pagescape_application_open;
}

static void
pagescape_application_init (PagescapeApplication *self)
{
}

PagescapeApplication *
pagescape_application_new (void)
{
  return g_object_new (PAGESCAPE_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/pagescape/Pagescape",
                       NULL);
}

int
app_main (int    argc,
          char **argv)
{
  g_autoptr (PagescapeApplication) application = NULL;

  pagescape_settings_find_schema ();
  g_resources_register (pagescape_app_get_resource ());

  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _("pagescape: there is no display to open a window on. Without one these work: "
                            "pagescape run, check, export, list."));
      return 2;
    }

  application = pagescape_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
