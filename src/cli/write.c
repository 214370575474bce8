/* write.c - standard output, to the last byte; progress on a terminal */
#include "cli/command.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

/* Progress is shown at most so often. */
#define PROGRESS_INTERVAL (G_TIME_SPAN_SECOND / 10)

CliStatus
cli_write (const char *bytes,
           size_t      length)
{
  while (length > 0)
    {
      ssize_t n = write (STDOUT_FILENO, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          cli_say (_("Standard output cannot be written: %s"), g_strerror (errno));
          return CLI_UNWRITABLE;
        }
      bytes += n;
      length -= (size_t) n;
    }
  return CLI_GOOD;
}

void
cli_progress (unsigned    done,
              unsigned    total,
              const char *what)
{
  static gint64 shown_at;
  gint64 now = g_get_monotonic_time ();

  if (!isatty (STDERR_FILENO))
    return;
  if (done >= total)
    {
      if (shown_at != 0)
        fputs ("\r\033[K", stderr);
      shown_at = 0;
    }
  else if (now - shown_at >= PROGRESS_INTERVAL)
    {
      fprintf (stderr, "\r%u/%u %s\033[K", done, total, what);
      shown_at = now;
    }
}
