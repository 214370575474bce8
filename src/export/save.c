#include "export/export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* g_file_replace_contents () renames a half-written file over the older one on a full disk.
 * g_file_set_contents_full () does not, but puts a regular file in place of a symbolic link, forgets the
 * permissions, and can neither write to a device nor to standard output. So its safe order is kept here by
 * hand: a temporary file beside the true one, written, given the old one's permissions, synchronised,
 * renamed, and the folder synchronised. */

static void
set_error (GError    **error,
           const char *file_name,
           int         code)
{
  char *name = g_filename_display_name (file_name);

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (code), _("%s could not be written: %s."), name,
               g_strerror (code));
  g_free (name);
}

/* 0 or the reason. */
static int
write_all (int         fd,
           const char *bytes,
           size_t      size)
{
  while (size > 0)
    {
      ssize_t written = write (fd, bytes, MIN (size, (size_t) 1 << 30));

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return errno;
      bytes += written;
      size -= (size_t) written;
    }
  return 0;
}

/* A signal would end the program before it could say what was wrong. */
static void
ignore_signals (struct sigaction old[2],
                bool             is_restoring)
{
  static const int signals[2] = { SIGPIPE, SIGXFSZ };
  struct sigaction ignoring = { .sa_handler = SIG_IGN };
  int i;

  for (i = 0; i < 2; i++)
    if (is_restoring)
      sigaction (signals[i], &old[i], NULL);
    else
      sigaction (signals[i], &ignoring, &old[i]);
}

static mode_t
default_mode (void)
{
  mode_t mask = umask (0);

  umask (mask);
  return 0666 & ~mask;
}

/* What is no regular file (a device, a pipe) cannot be replaced, only written to. */
static int
write_in_place (const char *file_name,
                const char *bytes,
                size_t      size)
{
  int fd = open (file_name, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  int problem;

  if (fd < 0)
    return errno;

  problem = write_all (fd, bytes, size);
  if (close (fd) < 0 && !problem)
    problem = errno;
  return problem;
}

static void
sync_folder (const char *file_name)
{
  char *folder = g_path_get_dirname (file_name);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
  g_free (folder);
}

static int
replace_file (const char        *file_name,
              const struct stat *old,           /* NULL: there is none */
              const char        *bytes,
              size_t             size)
{
  char *folder = g_path_get_dirname (file_name);
  char *temporary = g_build_filename (folder, ".pagescape-XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  int problem = fd < 0 ? errno : write_all (fd, bytes, size);

  g_free (folder);
  if (fd < 0)
    {
      g_free (temporary);
      return problem;
    }

  /* Who may not give the file away keeps it: the permissions then stay at least as narrow. */
  if (!problem && old && fchown (fd, old->st_uid, old->st_gid) < 0 && errno != EPERM)
    problem = errno;
  if (!problem && fchmod (fd, old ? old->st_mode & 0777 : default_mode ()) < 0)
    problem = errno;
  if (!problem && fsync (fd) < 0)
    problem = errno;
  if (close (fd) < 0 && !problem)
    problem = errno;
  if (!problem && rename (temporary, file_name) < 0)
    problem = errno;

  if (problem)
    unlink (temporary);
  else
    sync_folder (file_name);
  g_free (temporary);
  return problem;
}

/* The file itself behind any links; a link to nothing yet gives the name it points to. */
static char *
dup_true_name (const char *file_name,
               int        *problem)
{
  char *name = g_strdup (file_name);
  int n_links;

  for (n_links = 0; n_links < 40; n_links++)
    {
      char *target = g_file_read_link (name, NULL), *folder;

      if (!target)
        return name;
      if (!g_path_is_absolute (target))
        {
          folder = g_path_get_dirname (name);
          g_free (name);
          name = g_build_filename (folder, target, NULL);
          g_free (folder);
          g_free (target);
        }
      else
        {
          g_free (name);
          name = target;
        }
    }
  *problem = ELOOP;
  return name;
}

static int
save_file (const char *file_name,
           const char *bytes,
           size_t      size)
{
  int problem = 0;
  char *name = dup_true_name (file_name, &problem);
  struct stat old;

  if (problem)
    ;
  else if (stat (name, &old) < 0)
    problem = errno == ENOENT ? replace_file (name, NULL, bytes, size) : errno;
  else if (S_ISDIR (old.st_mode))
    problem = EISDIR;
  else if (!S_ISREG (old.st_mode))
    problem = write_in_place (name, bytes, size);
  else if (access (name, W_OK) < 0)
    problem = errno;
  else
    problem = replace_file (name, &old, bytes, size);

  g_free (name);
  return problem;
}

bool
export_save (const char *file_name,
             GBytes     *bytes,
             GError    **error)
{
  bool is_output = strcmp (file_name, "-") == 0;
  struct sigaction old[2];
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  int problem;

  ignore_signals (old, false);
  problem = is_output ? write_all (STDOUT_FILENO, data, size) : save_file (file_name, data, size);
  ignore_signals (old, true);
  if (!problem)
    return true;

  if (is_output)
    g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (problem),
                 _("Standard output could not be written: %s."), g_strerror (problem));
  else
    set_error (error, file_name, problem);
  return false;
}
