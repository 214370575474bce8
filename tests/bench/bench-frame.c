/* bench-frame.c - what a frame of the window costs: processor time of this program and of the X server
 *
 * A window of 1920 × 1080 without a window manager, on an X server of its own, painted by GTK's Cairo
 * renderer. The picture is the map of a machine with that many page frames, and comes to the screen as in
 * the window: the session moves the timeline, looks again at the cells that changed, the view lays the map
 * out, tiles are painted, GTK presents. Beside it the floor: the same window in one colour. Wall time is
 * noise on a shared computer, so time is the processor's, of both programs together.
 *
 * Where everything is painted again the palette is another one in every frame, so that no pixel stays; that
 * this is so is looked up in the server's memory of the screen.
 *
 * The start is measured in a process of its own, from its beginning to its first painted frame.
 */
#include <errno.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/application.h"
#include "app/app-resources.h"
#include "app/canvas-tiles.h"
#include "app/session.h"
#include "bench.h"

#define WIDTH    1920
#define HEIGHT   1080
#define N_WARM   3
#define N_FRAMES 15

/* --- a server of our own --------------------------------------------------------------------- */

static pid_t server;
static char *screen_folder;     /* where the server keeps the screen as a file */

static void
stop_server (void)
{
  if (server > 0)
    {
      kill (server, SIGTERM);
      waitpid (server, NULL, 0);
      server = 0;
    }
  if (screen_folder)
    {
      g_autofree char *screen = g_build_filename (screen_folder, "Xvfb_screen0", NULL);

      g_unlink (screen);
      g_rmdir (screen_folder);
      g_clear_pointer (&screen_folder, g_free);
    }
}

static bool
start_server (void)
{
  char display[32] = ":", text[24] = "";
  size_t length = 0;
  int ends[2];

  screen_folder = g_dir_make_tmp ("pagescape-bench-XXXXXX", NULL);
  if (!screen_folder || pipe (ends) != 0)
    return false;

  server = fork ();
  if (server == 0)
    {
      char number[16], screen[32];

      snprintf (number, sizeof number, "%d", ends[1]);
      snprintf (screen, sizeof screen, "%dx%dx24", WIDTH, HEIGHT);
      close (ends[0]);
      if (!freopen ("/dev/null", "w", stderr))
        _exit (127);
      execlp ("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", screen, "-fbdir", screen_folder, "-nolisten", "tcp", "-noreset", NULL);
      _exit (127);
    }

  close (ends[1]);
  /* To the newline: the server dies if the pipe is closed before. */
  while (length < sizeof text - 1 && read (ends[0], text + length, 1) == 1 && text[length] != '\n')
    length++;
  text[length] = '\0';
  close (ends[0]);
  if (length == 0)
    {
      stop_server ();
      return false;
    }

  g_strlcat (display, text, sizeof display);
  g_setenv ("DISPLAY", display, TRUE);
  return true;
}

/* Nanoseconds that the server has spent, of the first line of its schedstat. */
static double
server_seconds (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/schedstat", (int) server);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  return g_ascii_strtoull (text, NULL, 10) / 1e9;
}

/* --- the widget that is painted -------------------------------------------------------------- */

typedef enum { FLOOR, STILL, FULL, PAN, ONE_CELL, N_KINDS } Kind;

#define BENCH_TYPE_CANVAS (bench_canvas_get_type ())
G_DECLARE_FINAL_TYPE (BenchCanvas, bench_canvas, BENCH, CANVAS, GtkWidget)

struct _BenchCanvas
{
  GtkWidget parent_instance;

  PagescapeTiles   *tiles;
  ScenePicture     *picture;
  PaintFonts       *fonts[2];     /* of the light and the dark palette */
  PagescapeSession *session;
  ViewCamera        camera;
  Kind              kind;
  unsigned          n_frames;
};

G_DEFINE_FINAL_TYPE (BenchCanvas, bench_canvas, GTK_TYPE_WIDGET)

static PagescapeFrame
frame_of (BenchCanvas *self,
          unsigned     is_dark)
{
  return (PagescapeFrame) {
    .view = view_by_id ("map"), .camera = self->camera, .grid_order = SCENE_MORTON,
    .size = { WIDTH, HEIGHT }, .measure = paint_fonts_measure (self->fonts[is_dark]),
  };
}

/* What happened between the frame before and this one. */
static void
change (BenchCanvas *self)
{
  PagescapeFrame frame = frame_of (self, 0);

  switch (self->kind)
    {
    case FULL:
      /* All that is cached is of another palette: everything is painted again. */
      pagescape_tiles_clear (self->tiles);
      break;

    case PAN:
      self->camera = pagescape_session_pan (self->session, &frame, self->n_frames % 8 < 4 ? -7 : 7,
                                            self->n_frames % 8 < 4 ? -3 : 3);
      break;

    case ONE_CELL:
      /* The last event hands one page frame out; it is taken back, and happens again. */
      pagescape_session_stride (self->session, TIMELINE_EVENT, self->n_frames % 2 ? -1 : 1);
      break;

    default:
      break;
    }
}

static void
bench_canvas_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  BenchCanvas *self = BENCH_CANVAS (widget);
  unsigned is_dark = self->kind == FULL && self->n_frames % 2;
  PagescapeTilesFrame tiles = { 0 };
  GdkRGBA color = { 0.2, self->n_frames % 2 ? 0.4 : 0.6, 0.8, 1 };
  const PaintPalette *palette = paint_palette (is_dark ? PAINT_DARK : PAINT_LIGHT);
  PagescapeFrame frame;

  self->n_frames++;
  if (self->kind == FLOOR)
    {
      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
      return;
    }

  change (self);
  frame = frame_of (self, is_dark);
  if (self->kind != STILL || scene_picture_n_shapes (self->picture) == 0)
    pagescape_session_layout (self->session, &frame, FALSE, self->picture);

  color = (GdkRGBA) { palette->paper.red, palette->paper.green, palette->paper.blue, 1 };
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  tiles.picture = self->picture;
  tiles.cells = pagescape_session_get_cells (self->session);
  tiles.palette = palette;
  tiles.fonts = self->fonts[is_dark];
  tiles.scale = 1;
  pagescape_tiles_append (self->tiles, snapshot, &tiles);
}

static void
bench_canvas_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
bench_canvas_class_init (BenchCanvasClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = bench_canvas_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = bench_canvas_measure;
}

static void
bench_canvas_init (BenchCanvas *self)
{
}

/* Memory as it looks after a while: blocks of random orders, free and used; then one page frame more. */
static char *
scenario_of (unsigned gibibytes)
{
  BenchRandom random = { .state = 42 };
  GString *text = g_string_new ("scenario(\"Frames\");\n");

  g_string_append_printf (text, "machine(.profile = \"6.1-i386\", .ram = %uULL << 30, .boot = \"handover\");\n"
                          "struct page *p[400];\nstep(\"A while\");\n", gibibytes);
  for (unsigned i = 0; i < 400; i++)
    g_string_append_printf (text, "p[%u] = alloc_pages(GFP_HIGHUSER, %u);\n", i, (unsigned) bench_random_below (&random, 11));
  for (unsigned i = 0; i < 400; i += 3)
    g_string_append_printf (text, "__free_pages(p[%u], order_of(p[%u]));\n", i, i);
  g_string_append (text, "step(\"One more\");\nstruct page *one = alloc_page(GFP_HIGHUSER);\n");

  return g_string_free (text, FALSE);
}

static gboolean
set_machine (BenchCanvas *self,
             unsigned     gibibytes)
{
  g_autofree char *text = scenario_of (gibibytes);
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("pagescape-bench-XXXXXX.scenario", &path, NULL);
  const Messages *messages;

  if (file < 0)
    return FALSE;
  close (file);

  self->tiles = pagescape_tiles_new ();
  self->picture = scene_picture_new ();
  self->fonts[0] = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 1);
  self->fonts[1] = paint_fonts_new ("en", paint_palette (PAINT_DARK), 1);
  self->camera = (ViewCamera) { 1.5, { 0.5, 0.5 } };
  self->session = pagescape_session_new ();
  pagescape_session_set_animates (self->session, FALSE);
  if (g_file_set_contents (path, text, -1, NULL))
    pagescape_session_open (self->session, path, NULL);
  g_unlink (path);

  messages = pagescape_session_get_messages (self->session);
  for (size_t i = 0; i < messages_n (messages) && i < 3; i++)
    bench_note ("%s", messages_at (messages, i)->text);
  if (!pagescape_session_get_lesson (self->session))
    return FALSE;

  pagescape_session_go_last (self->session);
  return TRUE;
}

static void
clear_machine (BenchCanvas *self)
{
  g_clear_pointer (&self->tiles, pagescape_tiles_free);
  g_clear_pointer (&self->picture, scene_picture_free);
  g_clear_pointer (&self->fonts[0], paint_fonts_free);
  g_clear_pointer (&self->fonts[1], paint_fonts_free);
  g_clear_object (&self->session);
}

/* --- measuring ------------------------------------------------------------------------------- */

static void
painted_cb (GdkFrameClock *clock,
            gpointer       data)
{
  *(gboolean *) data = TRUE;
}

static void
one_frame (GtkWidget *canvas)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (canvas);
  gboolean is_painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &is_painted);

  gtk_widget_queue_draw (canvas);
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  gdk_display_sync (gtk_widget_get_display (canvas));
}

/* Milliseconds of both processors a frame. */
static double
milliseconds (BenchCanvas *canvas,
              Kind         kind)
{
  double begin;

  canvas->kind = kind;
  for (unsigned i = 0; i < N_WARM; i++)
    one_frame (GTK_WIDGET (canvas));

  begin = bench_cpu_time () + server_seconds ();
  for (unsigned i = 0; i < N_FRAMES; i++)
    one_frame (GTK_WIDGET (canvas));

  return (bench_cpu_time () + server_seconds () - begin) / N_FRAMES * 1000;
}

/* Of two frames painted after each other, as the server's memory has them: 0 … 1. */
static double
share_of_screen_that_changes (BenchCanvas *canvas)
{
  g_autofree char *path = g_build_filename (screen_folder, "Xvfb_screen0", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before = 0, n_after = 0, n_other = 0, bytes = (gsize) WIDTH * HEIGHT * 4;

  canvas->kind = FULL;
  one_frame (GTK_WIDGET (canvas));
  one_frame (GTK_WIDGET (canvas));
  g_file_get_contents (path, &before, &n_before, NULL);
  one_frame (GTK_WIDGET (canvas));
  g_file_get_contents (path, &after, &n_after, NULL);
  if (n_before != n_after || n_before < bytes)
    return 0;

  for (gsize at = n_before - bytes; at < n_before; at += 4)
    n_other += memcmp (before + at, after + at, 3) != 0;
  return n_other / ((double) WIDTH * HEIGHT);
}

static void
measure_frames (void)
{
  GtkWidget *window = gtk_window_new ();
  BenchCanvas *canvas = g_object_new (BENCH_TYPE_CANVAS, NULL);
  double million[N_KINDS], sixteen[N_KINDS], floor, floor_again, share;

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (canvas));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (canvas)))
    g_main_context_iteration (NULL, TRUE);

  floor = milliseconds (canvas, FLOOR);
  if (!set_machine (canvas, 4))
    {
      bench_note ("the machine could not be made: frames were not measured");
      return;
    }
  share = share_of_screen_that_changes (canvas);
  for (Kind kind = STILL; kind < N_KINDS; kind++)
    million[kind] = milliseconds (canvas, kind);
  clear_machine (canvas);
  if (!set_machine (canvas, 63))
    {
      bench_note ("the larger machine could not be made");
      return;
    }
  for (Kind kind = STILL; kind < N_KINDS; kind++)
    sixteen[kind] = milliseconds (canvas, kind);
  floor_again = milliseconds (canvas, FLOOR);

  bench_heading ("a frame of 1920 × 1080, Cairo renderer: processor time of program and X server");
  bench_note ("included: the session's move, the cells it looks at again, the map's layout, tiles, presenting");
  bench_row ("pixels that differ after everything was painted again", share * 100, "%", BENCH_NO_LIMIT);
  bench_row ("floor: the window in one colour", floor, "ms", BENCH_NO_LIMIT);
  bench_row ("floor, measured again at the end", floor_again, "ms", BENCH_NO_LIMIT);
  bench_row ("1 048 576 frames, everything painted again", million[FULL], "ms", 25);
  bench_row ("1 048 576 frames, panned", million[PAN], "ms", 25);
  bench_row ("1 048 576 frames, one frame changed", million[ONE_CELL], "ms", 2);
  bench_row ("1 048 576 frames, nothing changed", million[STILL], "ms", BENCH_NO_LIMIT);
  bench_row ("16 515 072 frames, everything painted again", sixteen[FULL], "ms", BENCH_NO_LIMIT);
  bench_row ("16 515 072 frames, panned", sixteen[PAN], "ms", BENCH_NO_LIMIT);
  bench_row ("16 515 072 frames, one frame changed", sixteen[ONE_CELL], "ms", BENCH_NO_LIMIT);
  bench_row ("16 M cells against 1 M, everything", sixteen[FULL] / million[FULL], "×", 1.5);
  bench_row ("everything against the floor", million[FULL] / floor_again, "× floor", BENCH_NO_LIMIT);

  gtk_window_destroy (GTK_WINDOW (window));
  clear_machine (canvas);
}

/* --- the start ------------------------------------------------------------------------------- */

/* Seconds since this process was begun, as the kernel noted it: loading the libraries counts. */
static double
age_of_process (void)
{
  g_autofree char *stat = NULL;
  struct timespec now;
  const char *at;
  char **fields;
  double age;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL) || !(at = strrchr (stat, ')')))
    return 0;

  /* Field 22 of the line; what follows the name begins with field 3. */
  fields = g_strsplit (at + 2, " ", 21);
  clock_gettime (CLOCK_BOOTTIME, &now);
  age = now.tv_sec + now.tv_nsec / 1e9 - g_ascii_strtoull (fields[19], NULL, 10) / (double) sysconf (_SC_CLK_TCK);
  g_strfreev (fields);

  return age;
}

static void
first_frame_cb (GdkFrameClock *clock,
                gpointer       data)
{
  printf ("%.3f\n", age_of_process ());
  fflush (stdout);
  _exit (0);
}

static void
activated_cb (GtkApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  if (window)
    g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (first_frame_cb), NULL);
}

static int
start_once (void)
{
  g_autoptr (PagescapeApplication) application = NULL;

  g_resources_register (pagescape_app_get_resource ());
  gtk_init ();
  application = pagescape_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_signal_connect_after (application, "activate", G_CALLBACK (activated_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

static void
measure_start (const char *program)
{
  const char *argv[] = { program, "--start", NULL };
  double seconds[5];
  size_t n = 0;

  while (n < G_N_ELEMENTS (seconds))
    {
      g_autofree char *text = NULL;

      if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text, NULL, NULL, NULL)
          || !text || !*text)
        {
          bench_note ("the window could not be opened, its start was not measured");
          return;
        }
      seconds[n++] = g_ascii_strtod (text, NULL);
    }

  bench_heading ("from the beginning of the process to the first frame of the first lesson: time of the clock");
  bench_row ("median of 5", bench_percentile (seconds, n, 0.5), "s", 1);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);

  if (argc > 1 && strcmp (argv[1], "--start") == 0)
    return start_once ();

  if (!start_server ())
    {
      bench_note ("Xvfb is not installed: frames were not measured");
      return 0;
    }
  if (!gtk_init_check ())
    {
      stop_server ();
      bench_note ("the X server cannot be used: frames were not measured");
      return 0;
    }

  measure_frames ();
  measure_start (argv[0]);
  stop_server ();

  return 0;
}
