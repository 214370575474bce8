/* bench-start.c - see bench-start.h */
#include "bench-start.h"

#include <gtk/gtk.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/application.h"
#include "app/app-resources.h"
#include "bench.h"

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

int
bench_start_once (void)
{
  g_autoptr (PagescapeApplication) application = NULL;

  g_resources_register (pagescape_app_get_resource ());
  gtk_init ();
  application = pagescape_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_signal_connect_after (application, "activate", G_CALLBACK (activated_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

void
bench_measure_start (const char *program)
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
