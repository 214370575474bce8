/* read-file.c - a whole file into memory, whatever kind of file it is
 *
 * Read, never mapped: a file that another program cuts meanwhile must not end this one.
 */
#include "import/import.h"

#include <archive.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 65536

/* How long a named pipe may stay silent before its first byte. */
#define PIPE_PATIENCE_MS 2000

static void
set_errno_error (GError    **error,
                 const char *file_name,
                 int         number)
{
  /* Translators: first a file's name, then the system's reason */
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), _("%s cannot be read: %s"), file_name,
               g_strerror (number));
}

static gboolean
set_size_error (GError    **error,
                const char *file_name,
                size_t      limit)
{
  g_autofree char *size = g_format_size_full (limit, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("%s is larger than %s."), file_name, size);
  return FALSE;
}

static int
open_quietly (const char *file_name,
              GError    **error)
{
  int fd;

  if (strcmp (file_name, "-") == 0)
    return dup (STDIN_FILENO);

  /* Not to wait for a writer of a pipe, nor for a terminal. */
  fd = open (file_name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0)
    set_errno_error (error, file_name, errno);
  return fd;
}

/* False: nothing came in time. */
static gboolean
wait_for_first_byte (int         fd,
                     const char *file_name,
                     GError    **error)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
  struct stat   status;

  if (fstat (fd, &status) < 0 || !S_ISFIFO (status.st_mode) || strcmp (file_name, "-") == 0)
    return TRUE;
  if (poll (&poll_fd, 1, PIPE_PATIENCE_MS) != 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("%s is a pipe into which nobody writes."), file_name);
  return FALSE;
}

/* At most limit bytes. */
static gboolean
read_all (int         fd,
          const char *file_name,
          size_t      limit,
          GByteArray *bytes,
          GError    **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  while (TRUE)
    {
      ssize_t n = read (fd, chunk, CHUNK);

      if (n == 0)
        return TRUE;
      if (n < 0 && errno == EAGAIN)
        {
          struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

          poll (&poll_fd, 1, -1);
        }
      else if (n < 0 && errno != EINTR)
        {
          set_errno_error (error, file_name, errno);
          return FALSE;
        }
      else if (n > 0)
        {
          if ((size_t) n > limit - bytes->len)
            return set_size_error (error, file_name, limit);
          g_byte_array_append (bytes, chunk, (guint) n);
        }
    }
}

/* --- unpacking ---------------------------------------------------------------------------- */

static gboolean
set_damaged_error (GError    **error,
                   const char *file_name)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s cannot be unpacked: it is damaged or cut short."),
               file_name);
  return FALSE;
}

static gboolean
unpack_xz_into (struct archive *archive,
                GByteArray     *packed,
                const char     *file_name,
                size_t          limit,
                GByteArray     *bytes,
                GError        **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  struct archive_entry *entry;
  la_ssize_t n = 0;

  if (archive_read_open_memory (archive, packed->data, packed->len) == ARCHIVE_OK
      && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    while ((n = archive_read_data (archive, chunk, CHUNK)) > 0)
      {
        if ((size_t) n > limit - bytes->len)
          return set_size_error (error, file_name, limit);
        g_byte_array_append (bytes, chunk, (guint) n);
      }

  if (n == 0 && archive_errno (archive) == 0)
    return TRUE;
  return set_damaged_error (error, file_name);
}

static gboolean
unpack_xz (GByteArray *packed,
           const char *file_name,
           size_t      limit,
           GByteArray *bytes,
           GError    **error)
{
  struct archive *archive = archive_read_new ();
  gboolean is_done;

  archive_read_support_filter_xz (archive);
  archive_read_support_format_raw (archive);
  archive_read_support_format_empty (archive);
  is_done = unpack_xz_into (archive, packed, file_name, limit, bytes, error);
  archive_read_free (archive);

  return is_done;
}

/* Not by libarchive, which does not look at the checksum of this format. */
static gboolean
unpack_gzip (GByteArray *packed,
             const char *file_name,
             size_t      limit,
             GByteArray *bytes,
             GError    **error)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (packed->data, packed->len, NULL);
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (decompressor));
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize n;

  while ((n = g_input_stream_read (stream, chunk, CHUNK, NULL, NULL)) > 0)
    {
      if ((size_t) n > limit - bytes->len)
        return set_size_error (error, file_name, limit);
      g_byte_array_append (bytes, chunk, (guint) n);
    }
  return n == 0 || set_damaged_error (error, file_name);
}

static gboolean
begins_with (const GByteArray *bytes,
             const char       *magic,
             size_t            length)
{
  return bytes->len >= length && memcmp (bytes->data, magic, length) == 0;
}

/* Leaves what is not packed as it is. */
static gboolean
unpack (GByteArray **bytes,
        const char  *file_name,
        size_t       limit,
        GError     **error)
{
  g_autoptr (GByteArray) unpacked = g_byte_array_new ();

  if (begins_with (*bytes, "\xfd" "7zXZ\0", 6))
    {
      if (!unpack_xz (*bytes, file_name, limit, unpacked, error))
        return FALSE;
    }
  else if (begins_with (*bytes, "\x1f\x8b", 2))
    {
      if (!unpack_gzip (*bytes, file_name, limit, unpacked, error))
        return FALSE;
    }
  else
    return TRUE;

  g_byte_array_unref (*bytes);
  *bytes = g_steal_pointer (&unpacked);
  return TRUE;
}

GBytes *
import_read_file (const char *file_name,
                  size_t      limit,
                  GError    **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean is_read;
  int fd;

  g_return_val_if_fail (limit < G_MAXUINT, NULL);

  fd = open_quietly (file_name, error);
  if (fd < 0)
    {
      if (error != NULL && *error == NULL)
        set_errno_error (error, file_name, errno);
      return NULL;
    }

  is_read = wait_for_first_byte (fd, file_name, error) && read_all (fd, file_name, limit, bytes, error);
  close (fd);
  if (!is_read || !unpack (&bytes, file_name, limit, error))
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
