/* bench-frame.c - what a frame of the window costs: processor time of this program and of the X server
 *
 * A window of 1920 × 1080 without a window manager, on an X server of its own, painted by GTK's Cairo
 * renderer. The picture is a grid of cells that fills it; the same code paints it as in the window.
 * Beside it the floor: the same window in one colour. Wall time is noise on a shared computer, so
 * time is the processor's, of both programs together.
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
#include "bench.h"

#define WIDTH    1920
#define HEIGHT   1080
#define N_WARM   3
#define N_FRAMES 15

/* --- a server of our own --------------------------------------------------------------------- */

static pid_t server;

static void
stop_server (void)
{
  if (server > 0)
    {
      kill (server, SIGTERM);
      waitpid (server, NULL, 0);
      server = 0;
    }
}

static bool
start_server (void)
{
  char display[32] = ":", text[24] = "";
  size_t length = 0;
  int ends[2];

  if (pipe (ends) != 0)
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
      execlp ("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", screen, "-nolisten", "tcp", "-noreset", NULL);
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

  PagescapeTiles     *tiles;
  ScenePicture       *picture;
  PaintFonts         *fonts;
  const PaintPalette *palette;
  SceneRole          *cells;
  SceneMip           *mip;
  SceneGrid           grid;
  Kind                kind;
  unsigned            n_frames;
};

G_DEFINE_FINAL_TYPE (BenchCanvas, bench_canvas, GTK_TYPE_WIDGET)

static void
lay_out (BenchCanvas *self)
{
  SceneShape shape = { .form = SCENE_GRID, .rect = self->grid.clip, .opacity = 1 };

  scene_picture_reset (self->picture, (SceneSize) { WIDTH, HEIGHT });
  scene_picture_set_grid (self->picture, &self->grid);
  scene_add (self->picture, &shape);
}

/* What happened between the frame before and this one. */
static void
change (BenchCanvas *self)
{
  BenchRandom random = { .state = self->n_frames + 1 };
  uint32_t cell;

  switch (self->kind)
    {
    case FULL:
      /* All that is cached is of another palette: everything is painted again. */
      pagescape_tiles_clear (self->tiles);
      break;

    case PAN:
      self->grid.origin.x -= 7;
      self->grid.origin.y -= 3;
      break;

    case ONE_CELL:
      cell = bench_random_below (&random, self->grid.n_cells / 4);
      self->cells[cell] = self->cells[cell] == scene_role (SCENE_HUE_NORMAL, SCENE_FILL_ALLOCATED)
                          ? scene_role (SCENE_HUE_NORMAL, SCENE_FILL_FREE)
                          : scene_role (SCENE_HUE_NORMAL, SCENE_FILL_ALLOCATED);
      if (self->mip)
        scene_mip_update (self->mip, self->cells, cell, cell + 1);
      pagescape_tiles_drop_cells (self->tiles, &self->grid, cell, cell + 1);
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
  PagescapeTilesFrame frame = { 0 };
  GdkRGBA color = { 0.2, self->n_frames % 2 ? 0.4 : 0.6, 0.8, 1 };

  self->n_frames++;
  if (self->kind == FLOOR)
    {
      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
      return;
    }

  change (self);
  lay_out (self);
  frame.picture = self->picture;
  frame.palette = self->palette;
  frame.fonts = self->fonts;
  frame.scale = 1;
  pagescape_tiles_append (self->tiles, snapshot, &frame);
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

/* Blocks of random orders, free and used, as memory looks after a while. */
static void
fill_cells (SceneRole *cells,
            uint32_t   n_cells)
{
  static const SceneFill fills[] = {
    SCENE_FILL_FREE, SCENE_FILL_ALLOCATED, SCENE_FILL_ALLOCATED, SCENE_FILL_PCP, SCENE_FILL_RESERVED,
  };
  BenchRandom random = { .state = 42 };

  for (uint32_t first = 0; first < n_cells;)
    {
      uint32_t n = 1u << bench_random_below (&random, 11);
      SceneRole role = scene_role (first < n_cells / 4 ? SCENE_HUE_NORMAL : SCENE_HUE_HIGHMEM,
                                   fills[bench_random_below (&random, G_N_ELEMENTS (fills))]);

      while (first % n != 0)
        n /= 2;
      memset (cells + first, role, n);
      first += n;
    }
}

static void
set_cells (BenchCanvas *self,
           uint32_t     n_cells)
{
  uint32_t n_blocks = n_cells >> 10;
  double side;

  self->tiles = pagescape_tiles_new ();
  self->picture = scene_picture_new ();
  self->palette = paint_palette (PAINT_LIGHT);
  self->fonts = paint_fonts_new ("en", self->palette, 1);
  self->cells = g_malloc (n_cells);
  fill_cells (self->cells, n_cells);

  self->grid.cells = self->cells;
  self->grid.n_cells = n_cells;
  self->grid.block_order = 10;
  self->grid.clip = (SceneRect) { 0, 0, WIDTH, HEIGHT };

  /* As large as lets all blocks be seen, in a window of 16:9. */
  for (self->grid.columns = 1; self->grid.columns * self->grid.columns * 9 / 16 < n_blocks; self->grid.columns++)
    ;
  side = (double) WIDTH / self->grid.columns;
  self->grid.cell = side / 32;
  if (self->grid.cell < 1)
    {
      self->mip = scene_mip_new (n_cells);
      scene_mip_update (self->mip, self->cells, 0, n_cells);
      self->grid.mip = self->mip;
    }
}

static void
clear_cells (BenchCanvas *self)
{
  g_clear_pointer (&self->tiles, pagescape_tiles_free);
  g_clear_pointer (&self->picture, scene_picture_free);
  g_clear_pointer (&self->fonts, paint_fonts_free);
  g_clear_pointer (&self->mip, scene_mip_free);
  g_clear_pointer (&self->cells, g_free);
  memset (&self->grid, 0, sizeof self->grid);
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

static void
measure_frames (void)
{
  GtkWidget *window = gtk_window_new ();
  BenchCanvas *canvas = g_object_new (BENCH_TYPE_CANVAS, NULL);
  double million[N_KINDS], sixteen[N_KINDS], floor, floor_again;

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (canvas));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (canvas)))
    g_main_context_iteration (NULL, TRUE);

  floor = milliseconds (canvas, FLOOR);
  set_cells (canvas, 1u << 20);
  for (Kind kind = STILL; kind < N_KINDS; kind++)
    million[kind] = milliseconds (canvas, kind);
  clear_cells (canvas);
  set_cells (canvas, 1u << 24);
  for (Kind kind = STILL; kind < N_KINDS; kind++)
    sixteen[kind] = milliseconds (canvas, kind);
  floor_again = milliseconds (canvas, FLOOR);

  bench_heading ("a frame of 1920 × 1080, Cairo renderer: processor time of program and X server");
  bench_row ("floor: the window in one colour", floor, "ms", BENCH_NO_LIMIT);
  bench_row ("floor, measured again at the end", floor_again, "ms", BENCH_NO_LIMIT);
  bench_row ("1 048 576 cells, everything painted again", million[FULL], "ms", 25);
  bench_row ("1 048 576 cells, panned", million[PAN], "ms", 25);
  bench_row ("1 048 576 cells, one cell changed", million[ONE_CELL], "ms", 2);
  bench_row ("1 048 576 cells, nothing changed", million[STILL], "ms", BENCH_NO_LIMIT);
  bench_row ("16 777 216 cells, everything painted again", sixteen[FULL], "ms", BENCH_NO_LIMIT);
  bench_row ("16 777 216 cells, panned", sixteen[PAN], "ms", BENCH_NO_LIMIT);
  bench_row ("16 777 216 cells, one cell changed", sixteen[ONE_CELL], "ms", BENCH_NO_LIMIT);
  bench_row ("16 M cells against 1 M, everything", sixteen[FULL] / million[FULL], "×", 1.5);
  bench_row ("everything against the floor", million[FULL] / floor_again, "× floor", BENCH_NO_LIMIT);

  gtk_window_destroy (GTK_WINDOW (window));
  clear_cells (canvas);
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
