/* display-server.c - an X server of our own, whose work can be measured and whose screen can be read */

#include "display-server.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t server;
static char *screen_folder;     /* where the server keeps the screen as a file */

void
display_server_stop (void)
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

bool
display_server_start (int width,
                      int height)
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
      snprintf (screen, sizeof screen, "%dx%dx24", width, height);
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
      display_server_stop ();
      return false;
    }

  g_strlcat (display, text, sizeof display);
  g_setenv ("DISPLAY", display, TRUE);
  return true;
}

double
display_server_seconds (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/schedstat", (int) server);
  g_autofree char *text = NULL;

  /* The first number is the nanoseconds that it has run. */
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  return g_ascii_strtoull (text, NULL, 10) / 1e9;
}

char *
display_server_dup_screen (size_t bytes)
{
  g_autofree char *path = g_build_filename (screen_folder, "Xvfb_screen0", NULL);
  g_autofree char *file = NULL;
  gsize length;

  if (!g_file_get_contents (path, &file, &length, NULL) || length < bytes)
    return NULL;

  return g_memdup2 (file + length - bytes, bytes);
}
