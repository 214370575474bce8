/* recovery.c - what a window has open is kept on disk as it changes
 *
 * A file is replaced whole, by renaming; once a second at most that waits for the disk, so that an accident of the
 * program never costs more than what is written just now, and one of the computer not more than a second.
 */

#include "recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERSION         1
#define SUFFIX          ".session"
#define SYNC_EVERY      G_USEC_PER_SEC
#define LARGEST_FILE    (64u << 20)
/* Of what was only looked at; what was typed is kept however old it is. */
#define MOST_LOOKED_AT  1

struct Recovery {
  char  *id;                      /* owned */
  int    lock;
  gint64 synced_at;
};

void
recovery_look_clear (RecoveryLook *look)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (look->panes); i++)
    g_clear_pointer (&look->panes[i].view, g_free);
}

void
recovery_state_free (RecoveryState *state)
{
  g_free (state->id);
  g_clear_pointer (&state->lessons, g_ptr_array_unref);
  recovery_look_clear (&state->look);
  g_free (state);
}

guint
recovery_state_n_lines (const RecoveryState *state)
{
  guint n_lines = 0;

  for (guint i = 0; i < state->lessons->len; i++)
    n_lines += ((PagescapeKept *) g_ptr_array_index (state->lessons, i))->lines->len;

  return n_lines;
}

guint
recovery_state_n_unsaved (const RecoveryState *state)
{
  guint n_lines = 0;

  for (guint i = 0; i < state->lessons->len; i++)
    {
      const PagescapeKept *kept = g_ptr_array_index (state->lessons, i);

      n_lines += kept->is_in_file ? 0 : kept->lines->len;
    }

  return n_lines;
}

/* --- files --------------------------------------------------------------------------------- */

char *
recovery_dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "pagescape", NULL);
}

gboolean
recovery_has_history (void)
{
  g_autofree char *folder = recovery_dup_folder ();

  return g_file_test (folder, G_FILE_TEST_IS_DIR);
}

static char *
dup_path (const char *id,
          const char *suffix)
{
  g_autofree char *folder = recovery_dup_folder ();
  g_autofree char *base = g_strconcat (id, suffix, NULL);

  return g_build_filename (folder, base, NULL);
}

static void
set_error (GError    **error,
           const char *file_name,
           int         code)
{
  g_autofree char *name = g_filename_display_name (file_name);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), _("%s could not be written: %s."), name,
               g_strerror (code));
}

/* Holds the lock, or -1: somebody else does, or it cannot be made. */
static int
lock (const char *id,
      int        *code)
{
  g_autofree char *path = dup_path (id, ".lock");

  for (;;)
    {
      int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      struct stat held, named;

      if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) < 0)
        {
          *code = errno;
          if (fd >= 0)
            close (fd);
          return -1;
        }
      /* Who held it before may have removed it in the meantime. */
      if (fstat (fd, &held) == 0 && g_stat (path, &named) == 0 && held.st_ino == named.st_ino)
        return fd;
      close (fd);
    }
}

/* While it is still held: then nobody takes a lock that has no name. */
static void
unlock (const char *id,
        int         fd)
{
  g_autofree char *path = dup_path (id, ".lock");

  g_unlink (path);
  close (fd);
}

static gboolean
make_folder (GError **error)
{
  g_autofree char *folder = recovery_dup_folder ();

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  set_error (error, folder, errno);
  return FALSE;
}

static int
write_whole (int         fd,
             const char *data,
             size_t      size)
{
  while (size > 0)
    {
      ssize_t written = write (fd, data, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return written < 0 ? errno : EIO;
      data += written;
      size -= (size_t) written;
    }

  return 0;
}

static gboolean
replace (const char  *path,
         const char  *data,
         size_t       size,
         gboolean     waits,
         GError     **error)
{
  g_autofree char *temporary = g_strconcat (path, ".new", NULL);
  int fd = g_open (temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  int problem = fd < 0 ? errno : write_whole (fd, data, size);

  if (fd >= 0)
    {
      if (!problem && waits && fsync (fd) < 0)
        problem = errno;
      if (close (fd) < 0 && !problem)
        problem = errno;
      if (!problem && g_rename (temporary, path) < 0)
        problem = errno;
      if (problem)
        g_unlink (temporary);
    }
  if (!problem)
    return TRUE;

  set_error (error, path, problem);
  return FALSE;
}

/* --- what is in a file --------------------------------------------------------------------- */

static void
put_lesson (GKeyFile            *file,
            const PagescapeKept *kept,
            unsigned             number)
{
  g_autofree char *group = g_strdup_printf ("lesson %u", number);

  g_key_file_set_string (file, group, "name", kept->name);
  g_key_file_set_string (file, group, "title", kept->title);
  g_key_file_set_boolean (file, group, "in-file", kept->is_in_file);
  g_key_file_set_uint64 (file, group, "position", kept->position);
  g_key_file_set_uint64 (file, group, "branch", kept->branch);
  g_key_file_set_uint64 (file, group, "step", kept->step);
  g_key_file_set_uint64 (file, group, "selection-kind", kept->selection.kind);
  g_key_file_set_uint64 (file, group, "selection", kept->selection.id);
  if (kept->saved)
    g_key_file_set_string (file, group, "saved", kept->saved);
  if (kept->on_disk)
    g_key_file_set_string (file, group, "on-disk", kept->on_disk);

  if (kept->answered && kept->answered->len > 0)
    g_key_file_set_integer_list (file, group, "answered", (int *) kept->answered->data, kept->answered->len);
  g_key_file_set_uint64 (file, group, "lines", kept->lines->len);
  for (guint i = 0; i < kept->lines->len; i++)
    {
      const PagescapeLine *line = g_ptr_array_index (kept->lines, i);
      g_autofree char *key = g_strdup_printf ("line-%u", i);
      g_autofree char *place = g_strdup_printf ("line-%u-at", i);
      g_autofree char *value = g_strdup_printf ("%u %" G_GUINT64_FORMAT, line->branch, line->position);

      g_key_file_set_string (file, group, key, line->text);
      g_key_file_set_string (file, group, place, value);
    }
  g_key_file_set_string (file, group, "text", kept->text);
}

static char *
dup_data (GPtrArray          *lessons,
          const RecoveryLook *look,
          gboolean            is_closed,
          gsize              *size)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, "session", "version", VERSION);
  g_key_file_set_int64 (file, "session", "at", g_get_real_time () / G_USEC_PER_SEC);
  g_key_file_set_boolean (file, "session", "closed", is_closed);
  g_key_file_set_uint64 (file, "session", "lessons", lessons->len);

  for (unsigned i = 0; i < G_N_ELEMENTS (look->panes); i++)
    {
      g_autofree char *view = g_strdup_printf ("view-%u", i);
      g_autofree char *camera = g_strdup_printf ("camera-%u", i);
      double numbers[] = { look->panes[i].camera.zoom, look->panes[i].camera.centre.x, look->panes[i].camera.centre.y };

      if (look->panes[i].view)
        g_key_file_set_string (file, "look", view, look->panes[i].view);
      g_key_file_set_double_list (file, "look", camera, numbers, G_N_ELEMENTS (numbers));
    }
  g_key_file_set_boolean (file, "look", "side-by-side", look->is_side_by_side);
  g_key_file_set_boolean (file, "look", "row-major", look->is_row_major);

  for (guint i = 0; i < lessons->len; i++)
    put_lesson (file, g_ptr_array_index (lessons, i), i);

  /* Whoever reads it knows that it is whole. */
  g_key_file_set_boolean (file, "end", "whole", TRUE);
  return g_key_file_to_data (file, size, NULL);
}

static PagescapeKept *
get_lesson (GKeyFile *file,
            unsigned  number)
{
  g_autofree char *group = g_strdup_printf ("lesson %u", number);
  PagescapeKept *kept = g_new0 (PagescapeKept, 1);
  guint64 n_lines = g_key_file_get_uint64 (file, group, "lines", NULL);
  guint64 kind = g_key_file_get_uint64 (file, group, "selection-kind", NULL);
  g_autofree int *answered = NULL;
  gsize n_answered = 0;

  kept->name = g_key_file_get_string (file, group, "name", NULL);
  kept->title = g_key_file_get_string (file, group, "title", NULL);
  kept->text = g_key_file_get_string (file, group, "text", NULL);
  kept->saved = g_key_file_get_string (file, group, "saved", NULL);
  kept->on_disk = g_key_file_get_string (file, group, "on-disk", NULL);
  kept->is_in_file = g_key_file_get_boolean (file, group, "in-file", NULL);
  kept->position = g_key_file_get_uint64 (file, group, "position", NULL);
  kept->branch = (unsigned) g_key_file_get_uint64 (file, group, "branch", NULL);
  kept->step = (unsigned) g_key_file_get_uint64 (file, group, "step", NULL);
  if (kind < SIM_N_REF_KINDS)
    kept->selection = sim_ref ((SimRefKind) kind, g_key_file_get_uint64 (file, group, "selection", NULL));

  answered = g_key_file_get_integer_list (file, group, "answered", &n_answered, NULL);
  kept->answered = g_array_new (FALSE, FALSE, sizeof (unsigned));
  if (answered)
    g_array_append_vals (kept->answered, answered, (guint) n_answered);
  kept->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) pagescape_line_free);
  for (guint64 i = 0; i < n_lines; i++)
    {
      g_autofree char *key = g_strdup_printf ("line-%u", (unsigned) i);
      g_autofree char *place = g_strdup_printf ("line-%u-at", (unsigned) i);
      g_autofree char *at = g_key_file_get_string (file, group, place, NULL);
      char *text = g_key_file_get_string (file, group, key, NULL);
      PagescapeLine *line;
      char *end = NULL;

      if (!text || !at)
        {
          g_free (text);
          break;
        }
      line = g_new0 (PagescapeLine, 1);
      line->text = text;
      line->branch = (unsigned) g_ascii_strtoull (at, &end, 10);
      line->position = g_ascii_strtoull (end, NULL, 10);
      g_ptr_array_add (kept->lines, line);
    }

  if (kept->name && kept->text)
    {
      if (!kept->title)
        kept->title = g_strdup (kept->name);
      return kept;
    }

  pagescape_kept_free (kept);
  return NULL;
}

static void
get_look (GKeyFile     *file,
          RecoveryLook *look)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (look->panes); i++)
    {
      g_autofree char *view = g_strdup_printf ("view-%u", i);
      g_autofree char *camera = g_strdup_printf ("camera-%u", i);
      gsize n = 0;
      g_autofree double *numbers = g_key_file_get_double_list (file, "look", camera, &n, NULL);

      look->panes[i].view = g_key_file_get_string (file, "look", view, NULL);
      look->panes[i].camera = (ViewCamera) { 1, { 0.5, 0.5 } };
      /* Also not what is no number. */
      if (n == 3 && numbers[0] >= 1 && numbers[0] < 1e6 && numbers[1] >= 0 && numbers[1] <= 1 && numbers[2] >= 0
          && numbers[2] <= 1)
        look->panes[i].camera = (ViewCamera) { numbers[0], { numbers[1], numbers[2] } };
    }
  look->is_side_by_side = g_key_file_get_boolean (file, "look", "side-by-side", NULL);
  look->is_row_major = g_key_file_get_boolean (file, "look", "row-major", NULL);
}

/* NULL: it cannot be understood. */
static RecoveryState *
read_state (const char *id)
{
  g_autofree char *path = dup_path (id, SUFFIX);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  RecoveryState *state;
  guint64 n_lessons;
  struct stat status;

  if (g_stat (path, &status) < 0 || !S_ISREG (status.st_mode) || status.st_size > LARGEST_FILE
      || !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL)
      || g_key_file_get_integer (file, "session", "version", NULL) != VERSION
      || !g_key_file_get_boolean (file, "end", "whole", NULL))
    return NULL;

  state = g_new0 (RecoveryState, 1);
  state->id = g_strdup (id);
  state->at = g_key_file_get_int64 (file, "session", "at", NULL);
  state->was_closed = g_key_file_get_boolean (file, "session", "closed", NULL);
  state->lessons = g_ptr_array_new_with_free_func ((GDestroyNotify) pagescape_kept_free);
  get_look (file, &state->look);

  n_lessons = g_key_file_get_uint64 (file, "session", "lessons", NULL);
  for (guint64 i = 0; i < n_lessons; i++)
    {
      PagescapeKept *kept = get_lesson (file, (unsigned) i);

      if (!kept)
        break;
      g_ptr_array_add (state->lessons, kept);
    }
  if (state->lessons->len > 0)
    return state;

  recovery_state_free (state);
  return NULL;
}

/* --- what was left behind ------------------------------------------------------------------ */

static int
by_age (gconstpointer a,
        gconstpointer b)
{
  const RecoveryState *first = *(RecoveryState *const *) a, *second = *(RecoveryState *const *) b;

  return (first->at < second->at) - (first->at > second->at);
}

/* Where nobody else looks for it, and nobody throws it away. */
static void
put_aside (const char *id,
           GPtrArray  *broken)
{
  g_autofree char *path = dup_path (id, SUFFIX);
  g_autofree char *aside = dup_path (id, ".broken");

  if (g_rename (path, aside) == 0 && broken)
    g_ptr_array_add (broken, g_steal_pointer (&aside));
}

static void
look_at (const char *id,
         GPtrArray  *list,
         GPtrArray  *broken)
{
  RecoveryState *state;
  int code, fd = lock (id, &code);

  /* Somebody's. */
  if (fd < 0)
    return;

  state = read_state (id);
  if (state)
    g_ptr_array_add (list, state);
  else
    put_aside (id, broken);
  unlock (id, fd);
}

static void
drop_what_was_only_looked_at (GPtrArray *list)
{
  unsigned n_looked_at = 0;

  for (guint i = 0; i < list->len;)
    {
      RecoveryState *state = g_ptr_array_index (list, i);

      if (recovery_state_n_unsaved (state) > 0 || n_looked_at++ < MOST_LOOKED_AT)
        i++;
      else
        {
          recovery_discard (state->id);
          g_ptr_array_remove_index (list, i);
        }
    }
}

GPtrArray *
recovery_list (GPtrArray **broken)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) recovery_state_free);
  g_autofree char *folder = recovery_dup_folder ();
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  if (broken)
    *broken = g_ptr_array_new_with_free_func (g_free);

  while (directory && (name = g_dir_read_name (directory)))
    if (g_str_has_suffix (name, SUFFIX))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - strlen (SUFFIX));

        look_at (id, list, broken ? *broken : NULL);
      }

  g_ptr_array_sort (list, by_age);
  drop_what_was_only_looked_at (list);
  return list;
}

const RecoveryState *
recovery_find (GPtrArray  *list,
               const char *id)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (((RecoveryState *) g_ptr_array_index (list, i))->id, id) == 0)
      return g_ptr_array_index (list, i);

  return NULL;
}

void
recovery_discard (const char *id)
{
  g_autofree char *path = dup_path (id, SUFFIX);
  int code, fd = lock (id, &code);

  if (fd < 0)
    return;

  g_unlink (path);
  unlock (id, fd);
}

/* --- a window's ---------------------------------------------------------------------------- */

Recovery *
recovery_take (const char  *id,
               GError     **error)
{
  Recovery *recovery;
  int code = 0, fd;

  if (!make_folder (error))
    return NULL;

  fd = lock (id, &code);
  if (fd < 0)
    {
      g_autofree char *path = dup_path (id, ".lock");

      set_error (error, path, code);
      return NULL;
    }

  recovery = g_new0 (Recovery, 1);
  recovery->id = g_strdup (id);
  recovery->lock = fd;
  return recovery;
}

Recovery *
recovery_new (GError **error)
{
  g_autofree char *id = g_uuid_string_random ();

  return recovery_take (id, error);
}

void
recovery_free (Recovery *recovery)
{
  g_autofree char *path = NULL;

  if (!recovery)
    return;

  unlock (recovery->id, recovery->lock);
  g_free (recovery->id);
  g_free (recovery);
}

gboolean
recovery_keep (Recovery            *recovery,
               GPtrArray           *lessons,
               const RecoveryLook  *look,
               gboolean             is_closed,
               GError             **error)
{
  g_autofree char *path = dup_path (recovery->id, SUFFIX);
  gint64 now = g_get_monotonic_time ();
  gboolean waits = is_closed || recovery->synced_at == 0 || now - recovery->synced_at >= SYNC_EVERY;
  gsize size;
  g_autofree char *data = dup_data (lessons, look, is_closed, &size);

  if (!replace (path, data, size, waits, error))
    return FALSE;

  if (waits)
    recovery->synced_at = now;
  return TRUE;
}

void
recovery_forget (Recovery *recovery)
{
  g_autofree char *path = dup_path (recovery->id, SUFFIX);

  g_unlink (path);
}
