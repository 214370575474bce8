/* shortcuts.c - a window with all keys of the program
 *
 * Not GtkShortcutsWindow: it is on its way out, and has no words for Space and Page Down.
 */

#include "shortcuts.h"

#include <glib/gi18n.h>

typedef struct {
  const char *keys;               /* "Ctrl + Page Down"; NULL: a heading */
  const char *title;
} Line;

static const Line left[] = {
  { NULL, N_("Playing") },
  { N_("Space"), N_("Play or pause") },
  { N_("Home"), N_("To the beginning") },
  { N_("End"), N_("To the end") },
  { NULL, N_("Stepping") },
  { N_("Page Down, Page Up"), N_("Step forward, back") },
  { N_("Ctrl + Page Down, Page Up"), N_("Statement forward, back") },
  { N_("Shift + Page Down, Page Up"), N_("Event forward, back") },
  { NULL, N_("Window") },
  { "Ctrl + N", N_("New scenario") },
  { "Ctrl + O", N_("Open a scenario") },
  { "Ctrl + S", N_("Save it") },
  { "Ctrl + Shift + S", N_("Save it as another file") },
  { "Alt + Home", N_("Start page") },
  { "Ctrl + R", N_("Reload it") },
  { "Ctrl + E", N_("Export pictures, a handout, an animation") },
  { "Ctrl + P", N_("Print") },
  { "F7", N_("Migrate types of page blocks on the map") },
  { "Shift + F7", N_("The address space to scale") },
  { "F8", N_("The objects of the picture as a table") },
  { "F9", N_("Two views side by side") },
  { "F11", N_("Full screen") },
  { "Ctrl + +, −, 0", N_("All larger, smaller, as usual") },
  { "Ctrl + Shift + H", N_("Questions hold the lesson, or not") },
  { "Ctrl + T", N_("The whole text of the scenario") },
  { "F6", N_("From picture to code to transport") },
  { "F10", N_("Main menu") },
  { "Ctrl + Shift + P", N_("All commands, by name") },
  { "Ctrl + ?", N_("These keys") },
  { "Ctrl + Q", N_("Quit") },
};

static const Line right[] = {
  { NULL, N_("Picture") },
  { N_("Arrow keys"), N_("Move the selection") },
  { N_("Enter"), N_("Inspect what is selected; answer with it") },
  { N_("Escape"), N_("Select nothing") },
  { "+ −", N_("Zoom in, out") },
  { "0", N_("Show the whole") },
  { "1 … 9", N_("Answer with a choice") },
  { N_("Ctrl + arrow keys"), N_("Move what is in sight") },
  { "Ctrl + C, Ctrl + Shift + C", N_("Copy it") },
  { N_("Shift + F10"), N_("Its menu") },
  { NULL, N_("Scratchpad") },
  { "Ctrl + L", N_("Type a line") },
  { N_("Enter"), N_("Run it") },
  { N_("Ctrl + Space"), N_("Offer words") },
  { N_("Tab"), N_("Take the offered word") },
  { N_("Up, Down"), N_("Earlier and later lines") },
  { N_("Ctrl + Delete"), N_("Free the selected block") },
  { "Ctrl + Z", N_("Take back the last line") },
  { "Ctrl + Shift + Z", N_("Run it after all") },
  { NULL, N_("Presenting") },
  { "F5", N_("Present from the start") },
  { "Shift + F5", N_("Present from here") },
  { N_("Page Down, Page Up"), N_("Step; as → ←, Space, N P") },
  { N_("Digits, Enter"), N_("To a step") },
  { "B .   W ,", N_("Black screen, white screen") },
  { "L", N_("Laser; or hold a mouse button") },
  { "S", N_("Window for the speaker") },
  { "V   D   A", N_("Next view, dark paper, play") },
  { N_("Shift + arrow keys"), N_("Move the selection") },
  { N_("Escape"), N_("Leave") },
};

struct _PagescapeShortcuts
{
  AdwWindow parent_instance;

  /* Template */
  GtkGrid *left;
  GtkGrid *right;
};

G_DEFINE_FINAL_TYPE (PagescapeShortcuts, pagescape_shortcuts, ADW_TYPE_WINDOW)

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (_(text));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
fill (GtkGrid    *grid,
      const Line *lines,
      size_t      n_lines)
{
  for (size_t i = 0; i < n_lines; i++)
    if (lines[i].keys)
      {
        gtk_grid_attach (grid, new_label (lines[i].keys, "keys"), 0, i, 1, 1);
        gtk_grid_attach (grid, new_label (lines[i].title, "what"), 1, i, 1, 1);
      }
    else
      gtk_grid_attach (grid, new_label (lines[i].title, "heading"), 0, i, 2, 1);
}

static void
pagescape_shortcuts_class_init (PagescapeShortcutsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/shortcuts.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeShortcuts, left);
  gtk_widget_class_bind_template_child (widget_class, PagescapeShortcuts, right);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pagescape_shortcuts_init (PagescapeShortcuts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self->left, left, G_N_ELEMENTS (left));
  fill (self->right, right, G_N_ELEMENTS (right));
}

PagescapeShortcuts *
pagescape_shortcuts_new (GtkWindow *parent)
{
  return g_object_new (PAGESCAPE_TYPE_SHORTCUTS, "transient-for", parent, NULL);
}
