/* bench-film.c - a lesson of ten steps as an animation and as a page that steps by itself
 *
 * The floor is what zlib needs for the same pixels once: the first frame, at the level that is used.
 */
#include <glib.h>
#include <string.h>
#include <zlib.h>

#include "bench/bench.h"
#include "figure/figure.h"

#define WIDTH 960
#define HEIGHT 540
#define N_STEPS 10

/* Blocks are cut, given back and merged: five calls of an order, then their opposites. */
static char *
dup_text (void)
{
  GString *text = g_string_new ("scenario(\"Ten steps\");\n"
                                "machine(.profile = \"6.1-i386\", .ram = SZ_64M, .cpus = 1, .boot = \"handover\");\n");
  int i;

  for (i = 0; i < N_STEPS / 2; i++)
    g_string_append_printf (text, "step(\"Take order %d\");\nstruct page *p%d = alloc_pages(GFP_KERNEL, %d);\n"
                                  "look(\"buddy\", p%d);\n", i, i, i, i);
  for (i = 0; i < N_STEPS / 2; i++)
    g_string_append_printf (text, "step(\"Give back order %d\");\n__free_pages(p%d, %d);\nlook(\"buddy\", p%d);\n",
                            i, i, i, i);
  return g_string_free (text, FALSE);
}

static Lesson *
make_lesson (void)
{
  Messages *messages = messages_new ();
  char *text = dup_text ();
  Scenario *scenario = scenario_parse (text, strlen (text), "ten-steps.scenario", messages);
  Lesson *lesson = scenario ? lesson_new (scenario, NULL, messages) : NULL;

  if (lesson && !lesson_run (lesson, G_MAXUINT, messages))
    g_clear_pointer (&lesson, lesson_free);
  g_clear_pointer (&scenario, scenario_unref);
  messages_free (messages);
  g_free (text);
  return lesson;
}

static double
floor_of_zlib (void)
{
  uLong size = WIDTH * HEIGHT * 4;
  uLongf got = compressBound (size);
  Bytef *from = g_malloc0 (size), *to = g_malloc (got);
  double start = bench_cpu_time ();

  compress2 (to, &got, from, size, 6);
  start = bench_cpu_time () - start;
  g_free (from);
  g_free (to);
  return start;
}

static void
measure (Lesson     *lesson,
         const char *format,
         const char *view,
         double      limit,
         double      largest)
{
  FigureJob job;
  GBytes *bytes;
  GError *error = NULL;
  double start = bench_cpu_time ();
  char what[80];

  figure_job_init (&job, FIGURE_FILM);
  job.exporter = export_by_id (format);
  job.style.size = (SceneSize) { WIDTH, HEIGHT };
  job.style.views[0].view = view_by_id (view);
  job.rate = 30;
  bytes = figure_make (lesson, &job, &error);
  if (!bytes)
    {
      bench_note ("%s: %s", format, error->message);
      g_error_free (error);
      return;
    }

  g_snprintf (what, sizeof what, "%s, %s, CPU", view, format);
  bench_row (what, bench_cpu_time () - start, "s", limit);
  g_snprintf (what, sizeof what, "%s, %s, size", view, format);
  bench_row (what, (double) g_bytes_get_size (bytes) / 1e6, "MB", largest);
  g_bytes_unref (bytes);
}

static void
measure_handout (Lesson  *lesson,
                 unsigned per_page)
{
  FigureJob job;
  GBytes *bytes;
  double start = bench_cpu_time ();
  char what[80];

  figure_job_init (&job, FIGURE_HANDOUT);
  job.exporter = export_by_id ("pdf");
  job.per_page = per_page;
  bytes = figure_make (lesson, &job, NULL);
  g_snprintf (what, sizeof what, "handout, %u a page, CPU", per_page);
  if (bytes)
    bench_row (what, bench_cpu_time () - start, "s", 1);
  g_clear_pointer (&bytes, g_bytes_unref);
}

int
main (void)
{
  Lesson *lesson = make_lesson ();

  if (!lesson)
    return 1;

  bench_heading ("A lesson of 10 steps, 960 × 540, 30 frames a second");
  bench_row ("floor: zlib for a frame of nothing", floor_of_zlib () * 1e3, "ms", BENCH_NO_LIMIT);
  measure (lesson, "apng", "buddy", 5, BENCH_NO_LIMIT);
  measure (lesson, "apng", "map", 5, BENCH_NO_LIMIT);
  measure (lesson, "html", "buddy", BENCH_NO_LIMIT, 2);
  measure (lesson, "html", "map", BENCH_NO_LIMIT, 2);

  bench_heading ("The same lesson as a handout, PDF");
  measure_handout (lesson, 1);
  measure_handout (lesson, 2);
  measure_handout (lesson, 4);
  measure_handout (lesson, 6);
  lesson_free (lesson);
  return 0;
}
