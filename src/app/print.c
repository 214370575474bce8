/* print.c - a picture, or a lesson as a handout, through the desktop's print dialog */

#include "print.h"

#include <glib/gi18n.h>
#include <math.h>

#include "label.h"

#define REMEMBERED "pagescape-print"
#define MARGIN 36.0             /* of a picture's paper, in points */
#define FINENESS 1.2            /* points of a picture in a point of paper: text of 11 points */

static const struct {
  const char *name;
  unsigned    per_page;           /* 0: no handout */
} whats[PAGESCAPE_N_PRINTS] = {
  [PAGESCAPE_PRINT_PICTURE] = { N_("The picture as it stands"), 0 },
  [PAGESCAPE_PRINT_STEPS] = { N_("Every step, one a page"), 0 },
  [PAGESCAPE_PRINT_HANDOUT_1] = { N_("Handout, 1 step a page"), 1 },
  [PAGESCAPE_PRINT_HANDOUT_2] = { N_("Handout, 2 steps a page"), 2 },
  [PAGESCAPE_PRINT_HANDOUT_4] = { N_("Handout, 4 steps a page"), 4 },
  [PAGESCAPE_PRINT_HANDOUT_6] = { N_("Handout, 6 steps a page"), 6 },
};

static const struct { unsigned part; const char *name; } parts[] = {
  { FIGURE_NOTES, N_("Lines to write on") },
  { FIGURE_SPEAKER, N_("Notes for the speaker") },
  { FIGURE_QUESTIONS, N_("Questions") },
  { FIGURE_ANSWERS, N_("Answers, on the last page") },
};

/* What was chosen last, of this window: settings of the printer, too. */
typedef struct {
  GtkPrintSettings  *settings;    /* NULL: the printer's own */
  GtkPageSetup      *setup;
  PagescapePrintWhat what;
  unsigned           parts;
} Remembered;

typedef struct {
  PagescapeSession  *session;
  FigureJob          shown;
  PagescapePrintWhat what;
  unsigned           parts;
  FigurePages       *pages;       /* NULL: not begun, or it failed */
  GError            *error;

  /* Of the dialog, borrowed while it is there */
  GtkWidget *what_choice;
  GtkWidget *checks[G_N_ELEMENTS (parts)];
} Print;

static Print *
print_of (GtkPrintOperation *operation)
{
  return g_object_get_data (G_OBJECT (operation), REMEMBERED);
}

static void
print_free (gpointer data)
{
  Print *print = data;

  g_clear_object (&print->session);
  g_clear_pointer (&print->pages, figure_pages_free);
  g_clear_error (&print->error);
  g_free (print);
}

/* --- pages --------------------------------------------------------------------------------------- */

static FigureJob
job_of (const Print     *print,
        GtkPrintContext *context)
{
  unsigned per_page = whats[print->what].per_page;
  gboolean is_one = print->what == PAGESCAPE_PRINT_PICTURE;
  double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);
  FigureJob job;

  figure_job_init (&job, is_one ? FIGURE_STEP : per_page > 0 ? FIGURE_HANDOUT : FIGURE_EVERY_STEP);
  job.exporter = export_by_id ("pdf");
  job.style.theme = PAINT_PRINT;
  job.style.paper = EXPORT_PAPER_WHITE;
  if (per_page > 0)
    {
      job.per_page = per_page;
      job.style.parts = (job.style.parts & (FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_LEGEND | FIGURE_SOURCE)) | print->parts;
      job.sheet = (SceneSize) { width, height };
      return job;
    }

  job.style.parts = FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_LEGEND | FIGURE_SOURCE;
  job.style.size = (SceneSize) { (fmax (width, height) - 2 * MARGIN) * FINENESS, (fmin (width, height) - 2 * MARGIN) * FINENESS };
  if (is_one)
    {
      job.first_step = job.last_step = print->shown.first_step;
      job.style.views[0] = print->shown.style.views[0];
      job.style.views[1] = print->shown.style.views[1];
      job.style.is_side_by_side = print->shown.style.is_side_by_side;
      job.style.selection = print->shown.style.selection;
      job.style.moment = print->shown.style.moment;
    }
  return job;
}

static void
begin_cb (GtkPrintOperation *operation,
          GtkPrintContext   *context,
          Print             *print)
{
  FigureJob job = job_of (print, context);

  g_clear_pointer (&print->pages, figure_pages_free);
  g_clear_error (&print->error);
  print->pages = figure_pages_new (pagescape_session_get_lesson (print->session), &job, &print->error);
  if (print->pages)
    gtk_print_operation_set_n_pages (operation, (int) figure_pages_n (print->pages));
  else
    {
      gtk_print_operation_set_n_pages (operation, 1);
      gtk_print_operation_cancel (operation);
    }
}

/* A handout has the size of the paper; a picture is as large as the paper allows, in its middle. */
static void
draw_cb (GtkPrintOperation *operation,
         GtkPrintContext   *context,
         int                number,
         Print             *print)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);
  double margin = whats[print->what].per_page > 0 ? 0 : MARGIN;
  SceneSize size;
  double scale;

  if (!print->pages || (size_t) number >= figure_pages_n (print->pages))
    return;

  size = scene_picture_size (figure_pages_at (print->pages, (size_t) number));
  scale = fmin ((width - 2 * margin) / size.width, (height - 2 * margin) / size.height);
  cairo_save (cr);
  cairo_translate (cr, (width - size.width * scale) / 2, (height - size.height * scale) / 2);
  cairo_scale (cr, scale, scale);
  figure_pages_paint (print->pages, (size_t) number, cr);
  cairo_restore (cr);
}

/* Pictures are broad, handouts stand upright: where nobody said how the paper lies, it lies as they do. */
static void
set_orientation (GtkPrintOperation *operation,
                 const Print       *print)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();

  gtk_page_setup_set_orientation (setup, whats[print->what].per_page > 0 ? GTK_PAGE_ORIENTATION_PORTRAIT
                                                                         : GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
}

/* The dialog's paper is the same for all; what is printed says how it lies. */
static void
page_setup_cb (GtkPrintOperation *operation,
               GtkPrintContext   *context,
               int                number,
               GtkPageSetup      *setup,
               Print             *print)
{
  if (whats[print->what].per_page == 0)
    gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
}

/* --- the dialog's own page ----------------------------------------------------------------------- */

static void
update_checks (Print *print)
{
  guint what = gtk_drop_down_get_selected (GTK_DROP_DOWN (print->what_choice));
  gboolean is_handout = what < PAGESCAPE_N_PRINTS && whats[what].per_page > 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_set_sensitive (print->checks[i], is_handout);
}

static GtkWidget *
create_cb (GtkPrintOperation *operation,
           Print             *print)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_("_What"));
  const char *names[PAGESCAPE_N_PRINTS + 1] = { NULL };

  for (unsigned i = 0; i < PAGESCAPE_N_PRINTS; i++)
    names[i] = _(whats[i].name);
  print->what_choice = gtk_drop_down_new_from_strings (names);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (print->what_choice), print->what);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), print->what_choice);
  pagescape_label_set_drop_down_name (GTK_DROP_DOWN (print->what_choice), gtk_label_get_text (GTK_LABEL (label)));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), print->what_choice);
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      print->checks[i] = gtk_check_button_new_with_label (_(parts[i].name));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (print->checks[i]), (print->parts & parts[i].part) != 0);
      gtk_box_append (GTK_BOX (box), print->checks[i]);
    }
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  g_signal_connect_swapped (print->what_choice, "notify::selected", G_CALLBACK (update_checks), print);
  update_checks (print);

  return box;
}

static void
apply_cb (GtkPrintOperation *operation,
          GtkWidget         *widget,
          Print             *print)
{
  guint what = gtk_drop_down_get_selected (GTK_DROP_DOWN (print->what_choice));

  if (what < PAGESCAPE_N_PRINTS)
    print->what = (PagescapePrintWhat) what;
  print->parts = 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (print->checks[i])))
      print->parts |= parts[i].part;
}

/* --- printing ------------------------------------------------------------------------------------ */

GtkPrintOperation *
pagescape_print_new (PagescapeSession   *session,
                     const FigureJob    *shown,
                     PagescapePrintWhat  what)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Print *print = g_new0 (Print, 1);
  const char *title = scenario_title (lesson_scenario (pagescape_session_get_lesson (session)));

  print->session = g_object_ref (session);
  print->shown = *shown;
  print->what = what;
  print->parts = FIGURE_NOTES | FIGURE_QUESTIONS | FIGURE_ANSWERS;
  g_object_set_data_full (G_OBJECT (operation), REMEMBERED, print, print_free);

  /* Handouts have margins of their own. */
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, title && *title ? title : "Pagescape");
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_custom_tab_label (operation, _("Lesson"));
  set_orientation (operation, print);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect (operation, "request-page-setup", G_CALLBACK (page_setup_cb), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), print);
  g_signal_connect (operation, "create-custom-widget", G_CALLBACK (create_cb), print);
  g_signal_connect (operation, "custom-widget-apply", G_CALLBACK (apply_cb), print);

  return operation;
}

void
pagescape_print_set_what (GtkPrintOperation  *operation,
                          PagescapePrintWhat  what)
{
  print_of (operation)->what = what;
  set_orientation (operation, print_of (operation));
}

static void
remembered_free (gpointer data)
{
  Remembered *remembered = data;

  g_clear_object (&remembered->settings);
  g_clear_object (&remembered->setup);
  g_free (remembered);
}

static Remembered *
remembered_of (GtkWindow *window)
{
  Remembered *remembered = g_object_get_data (G_OBJECT (window), REMEMBERED);

  if (!remembered)
    {
      remembered = g_new0 (Remembered, 1);
      remembered->parts = FIGURE_NOTES | FIGURE_QUESTIONS | FIGURE_ANSWERS;
      g_object_set_data_full (G_OBJECT (window), REMEMBERED, remembered, remembered_free);
    }
  return remembered;
}

typedef struct {
  GtkWindow         *window;      /* weak */
  PagescapePrintFunc told;
  gboolean           is_handed;   /* to the printer, which may give up later */
} Listener;

static void
listener_free (gpointer  data,
               GClosure *closure)
{
  Listener *listener = data;

  g_clear_weak_pointer (&listener->window);
  g_free (listener);
}

static void
tell (const Listener *listener,
      const GError   *error)
{
  g_autofree char *text = g_strdup_printf (_("Not printed: %s"), error ? error->message : _("The printer gave up."));

  if (listener->window)
    listener->told (listener->window, text);
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         Listener                *listener)
{
  Print *print = print_of (operation);
  g_autoptr (GError) error = NULL;
  Remembered *remembered;

  if (print->error)
    tell (listener, print->error);
  else if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      tell (listener, error);
    }
  listener->is_handed = result == GTK_PRINT_OPERATION_RESULT_APPLY;
  if (!listener->window || result == GTK_PRINT_OPERATION_RESULT_CANCEL)
    return;

  remembered = remembered_of (listener->window);
  remembered->what = print->what;
  remembered->parts = print->parts;
  g_set_object (&remembered->settings, gtk_print_operation_get_print_settings (operation));
}

/* The job was handed over, and the printer did not do it: it is off, or gone. */
static void
status_cb (GtkPrintOperation *operation,
           Listener          *listener)
{
  if (listener->is_handed && gtk_print_operation_get_status (operation) == GTK_PRINT_STATUS_FINISHED_ABORTED)
    tell (listener, NULL);
}

void
pagescape_print_run (GtkWindow          *window,
                     PagescapeSession   *session,
                     const FigureJob    *shown,
                     PagescapePrintFunc  told)
{
  Remembered *remembered = remembered_of (window);
  g_autoptr (GtkPrintOperation) operation = pagescape_print_new (session, shown, remembered->what);
  Listener *listener = g_new0 (Listener, 1);
  g_autoptr (GError) error = NULL;

  g_set_weak_pointer (&listener->window, window);
  listener->told = told;
  print_of (operation)->parts = remembered->parts;
  if (remembered->settings)
    gtk_print_operation_set_print_settings (operation, remembered->settings);
  gtk_print_operation_set_track_print_status (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "done", G_CALLBACK (done_cb), listener, listener_free, 0);
  g_signal_connect (operation, "status-changed", G_CALLBACK (status_cb), listener);

  /* It is there for as long as the printer may tell something. */
  g_object_set_data_full (G_OBJECT (window), "pagescape-print-operation", g_object_ref (operation), g_object_unref);
  /* What goes wrong is told when it is done. */
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, window, &error);
}
