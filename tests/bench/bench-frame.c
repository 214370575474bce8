/* bench-frame.c - what a frame of the window costs: processor time of this program and of the X server
 *
 * A window of 1920 × 1080 without a window manager, on an X server of its own, painted by GTK's Cairo
 * renderer. The picture is the map of a machine with that many page frames, and comes to the screen as in
 * the window: the session moves the timeline, looks again at the cells that changed, the view lays the map
 * out, tiles are painted, GTK presents. Beside it the floor: the same window in one colour, as GTK presents
 * it, and again with the memory for frames kept, as the window keeps it. Wall time is noise on a shared
 * computer, so time is the processor's, of both programs together.
 *
 * Where everything is painted again the palette is another one in every frame, so that no pixel stays; that
 * this is so is looked up in the server's memory of the screen.
 *
 * The start is measured in a process of its own, from its beginning to its first painted frame.
 */
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>

#include "app/canvas-tiles.h"
#include "app/frame-memory.h"
#include "app/session.h"
#include "bench.h"
#include "bench-start.h"
#include "display-server.h"

#define WIDTH    1920
#define HEIGHT   1080
#define N_WARM   3
#define N_FRAMES 15
#define N_ROUNDS 3

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

  /* Of the view of slabs, instead of a session */
  SimMachine       *machine;
  SimRun            run;
  uint32_t          gfp;
  uint64_t          object;       /* 0: given back */
};

G_DEFINE_FINAL_TYPE (BenchCanvas, bench_canvas, GTK_TYPE_WIDGET)

static PagescapeFrame
frame_of (BenchCanvas *self,
          unsigned     is_dark)
{
  return (PagescapeFrame) {
    .view = view_by_id ("map"), .camera = self->camera,
    .size = { WIDTH, HEIGHT }, .measure = paint_fonts_measure (self->fonts[is_dark]),
  };
}

/* --- a million objects ------------------------------------------------------------------------ */

#define N_OBJECTS 1000000

static ViewSubject
slab_subject (BenchCanvas *self)
{
  ViewSubject subject;

  view_subject_init (&subject, self->machine);
  subject.camera = self->camera;
  subject.legend = true;
  return subject;
}

static void
change_objects (BenchCanvas *self)
{
  PagescapeFrame frame = frame_of (self, 0);
  ViewSubject subject = slab_subject (self);

  if (self->kind == FULL)
    pagescape_tiles_clear (self->tiles);
  else if (self->kind == PAN)
    self->camera = view_pan (view_by_id ("slab"), &subject, frame.size, frame.measure, 0, self->n_frames % 8 < 4 ? -7 : 7);
  else if (self->kind == ONE_CELL && self->object)
    {
      sim_kfree (&self->run, self->object);
      self->object = 0;
    }
  else if (self->kind == ONE_CELL)
    self->object = sim_kmalloc (&self->run, 64, self->gfp);
}

static gboolean
set_objects (BenchCanvas *self)
{
  SimMachineSpec spec;
  SimComplaint complaint;

  self->tiles = pagescape_tiles_new ();
  self->picture = scene_picture_new ();
  self->fonts[0] = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 1);
  self->fonts[1] = paint_fonts_new ("en", paint_palette (PAINT_DARK), 1);
  self->camera = (ViewCamera) { 1, { 0.5, 0.5 } };
  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.ram = 512u << 20;
  spec.idle = true;
  if (sim_machine_new (&spec, &self->machine, &complaint) != SIM_OK)
    return FALSE;
  sim_run_init (&self->run, self->machine, NULL);
  sim_gfp_by_name (sim_profile (self->machine), "GFP_KERNEL", &self->gfp);
  for (unsigned i = 0; i < N_OBJECTS; i++)
    self->object = sim_kmalloc (&self->run, 64, self->gfp);
  return self->object != 0;
}

static void
lay_out_objects (BenchCanvas          *self,
                 const PagescapeFrame *frame)
{
  ViewSubject subject = slab_subject (self);

  change_objects (self);
  subject.camera = self->camera;
  view_layout (view_by_id ("slab"), &subject, frame->size, frame->measure, self->picture);
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

  if (!self->machine)
    change (self);
  frame = frame_of (self, is_dark);
  if (self->kind != STILL || scene_picture_n_shapes (self->picture) == 0)
    {
      if (self->machine)
        lay_out_objects (self, &frame);
      else
        pagescape_session_layout (self->session, &frame, FALSE, self->picture);
    }

  tiles.picture = self->picture;
  tiles.cells = self->session ? pagescape_session_get_cells (self->session) : NULL;
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
  g_clear_pointer (&self->machine, sim_machine_free);
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

/* Milliseconds a frame. */
typedef struct {
  double client, server;
} Cost;

static double
total (Cost cost)
{
  return cost.client + cost.server;
}

static Cost
cost_of_frames (BenchCanvas *canvas,
                unsigned     n)
{
  Cost begin = { bench_cpu_time (), display_server_seconds () };

  for (unsigned i = 0; i < n; i++)
    one_frame (GTK_WIDGET (canvas));

  return (Cost) { (bench_cpu_time () - begin.client) / n * 1000, (display_server_seconds () - begin.server) / n * 1000 };
}

/* The round that is neither the dearest nor the cheapest. */
static Cost
measure (BenchCanvas *canvas,
         Kind         kind)
{
  double totals[N_ROUNDS], middle;
  Cost rounds[N_ROUNDS];

  canvas->kind = kind;
  for (unsigned i = 0; i < N_WARM; i++)
    one_frame (GTK_WIDGET (canvas));
  for (unsigned i = 0; i < N_ROUNDS; i++)
    {
      rounds[i] = cost_of_frames (canvas, N_FRAMES);
      totals[i] = total (rounds[i]);
    }

  middle = bench_percentile (totals, N_ROUNDS, 0.5);
  for (unsigned i = 0; i < N_ROUNDS; i++)
    if (total (rounds[i]) == middle)
      return rounds[i];

  return rounds[0];
}

/* Of two frames painted after each other, as the server's memory has them: 0 … 1. */
static double
share_of_screen_that_changes (BenchCanvas *canvas)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_other = 0, bytes = (gsize) WIDTH * HEIGHT * 4;

  canvas->kind = FULL;
  one_frame (GTK_WIDGET (canvas));
  one_frame (GTK_WIDGET (canvas));
  before = display_server_dup_screen (bytes);
  one_frame (GTK_WIDGET (canvas));
  after = display_server_dup_screen (bytes);
  if (!before || !after)
    return 0;

  for (gsize at = 0; at < bytes; at += 4)
    n_other += memcmp (before + at, after + at, 3) != 0;
  return n_other / ((double) WIDTH * HEIGHT);
}

static void
print_cost (const char *what,
            Cost        cost,
            double      limit)
{
  bench_row (what, total (cost), "ms", limit);
  bench_note ("  %.2f in this program, %.2f in the server", cost.client, cost.server);
}

static BenchCanvas *
new_canvas (void)
{
  GtkWidget *window = gtk_window_new ();
  BenchCanvas *canvas = g_object_new (BENCH_TYPE_CANVAS, NULL);

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (canvas));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (canvas)))
    g_main_context_iteration (NULL, TRUE);

  return canvas;
}

/* Against the map of as many frames. */
static void
print_objects (const Cost *objects,
               const Cost *million)
{
  print_cost ("1 000 000 objects, everything painted again", objects[FULL], 25);
  print_cost ("1 000 000 objects, scrolled", objects[PAN], 25);
  print_cost ("1 000 000 objects, one object given or returned", objects[ONE_CELL], BENCH_NO_LIMIT);
  bench_row ("1 M objects against 1 M page frames, everything", total (objects[FULL]) / total (million[FULL]), "×", 1.5);
  bench_row ("1 M objects against 1 M page frames, scrolled and panned", total (objects[PAN]) / total (million[PAN]), "×", 1.5);
}

static void
print_frames (const Cost *million,
              const Cost *sixteen)
{
  print_cost ("1 048 576 frames, everything painted again", million[FULL], 25);
  print_cost ("1 048 576 frames, panned", million[PAN], 25);
  print_cost ("1 048 576 frames, one frame changed", million[ONE_CELL], 2);
  print_cost ("1 048 576 frames, nothing changed", million[STILL], BENCH_NO_LIMIT);
  print_cost ("16 515 072 frames, everything painted again", sixteen[FULL], BENCH_NO_LIMIT);
  print_cost ("16 515 072 frames, panned", sixteen[PAN], BENCH_NO_LIMIT);
  print_cost ("16 515 072 frames, one frame changed", sixteen[ONE_CELL], BENCH_NO_LIMIT);
  bench_row ("16 M cells against 1 M, everything", total (sixteen[FULL]) / total (million[FULL]), "×", 1.5);
  bench_row ("16 M cells against 1 M, one frame changed", total (sixteen[ONE_CELL]) / total (million[ONE_CELL]), "×", 1.5);
}

static void
measure_frames (void)
{
  BenchCanvas *canvas = new_canvas ();
  Cost million[N_KINDS], sixteen[N_KINDS], objects[N_KINDS], fresh, floor, floor_again;
  double share;

  fresh = measure (canvas, FLOOR);
  /* As the window's canvas does when it is given its size. */
  pagescape_keep_frame_memory (GTK_WIDGET (canvas));
  floor = measure (canvas, FLOOR);

  if (!set_machine (canvas, 4))
    {
      bench_note ("the machine could not be made: frames were not measured");
      return;
    }
  share = share_of_screen_that_changes (canvas);
  for (Kind kind = STILL; kind < N_KINDS; kind++)
    million[kind] = measure (canvas, kind);
  clear_machine (canvas);
  if (!set_machine (canvas, 63))
    {
      bench_note ("the larger machine could not be made");
      return;
    }
  for (Kind kind = STILL; kind < N_KINDS; kind++)
    sixteen[kind] = measure (canvas, kind);
  clear_machine (canvas);
  if (!set_objects (canvas))
    {
      bench_note ("a million objects could not be made");
      return;
    }
  for (Kind kind = STILL; kind < N_KINDS; kind++)
    objects[kind] = measure (canvas, kind);
  floor_again = measure (canvas, FLOOR);

  bench_heading ("a frame of 1920 × 1080, Cairo renderer: processor time of program and X server");
  bench_note ("included: the session's move, the cells it looks at again, the map's layout, tiles, presenting");
  bench_row ("pixels that differ after everything was painted again", share * 100, "%", BENCH_NO_LIMIT);
  print_cost ("the window in one colour, as GTK presents it", fresh, BENCH_NO_LIMIT);
  print_cost ("floor: the same, in memory kept from frame to frame", floor, BENCH_NO_LIMIT);
  print_cost ("floor, measured again at the end", floor_again, BENCH_NO_LIMIT);
  print_frames (million, sixteen);
  print_objects (objects, million);
  bench_row ("everything against the floor", total (million[FULL]) / total (floor_again), "× floor", BENCH_NO_LIMIT);

  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (canvas))));
  clear_machine (canvas);
}

/* For a profiler: one kind of frame, many times. */
static void
repeat_frames (Kind     kind,
               unsigned n)
{
  BenchCanvas *canvas = new_canvas ();
  Cost cost;

  pagescape_keep_frame_memory (GTK_WIDGET (canvas));
  if (!set_machine (canvas, 4))
    return;

  canvas->kind = kind;
  for (unsigned i = 0; i < N_WARM; i++)
    one_frame (GTK_WIDGET (canvas));
  cost = cost_of_frames (canvas, n);
  bench_note ("%.2f ms a frame, %.2f in this program, %.2f in the server", total (cost), cost.client, cost.server);
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
    return bench_start_once ();

  if (!display_server_start (WIDTH, HEIGHT))
    {
      bench_note ("Xvfb is not installed: frames were not measured");
      return 0;
    }
  if (!gtk_init_check ())
    {
      display_server_stop ();
      bench_note ("the X server cannot be used: frames were not measured");
      return 0;
    }

  /* bench-frame --repeat KIND N, KIND as in the enumeration above */
  if (argc == 4 && strcmp (argv[1], "--repeat") == 0)
    repeat_frames (CLAMP (atoi (argv[2]), FLOOR, ONE_CELL), MAX (atoi (argv[3]), 1));
  else
    {
      measure_frames ();
      bench_measure_start (argv[0]);
    }
  display_server_stop ();

  return 0;
}
