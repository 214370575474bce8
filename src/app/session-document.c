/* session-document.c - the lesson and its file: what is saved, and what somebody else did to it
 *
 * Two digests say where things stand: `saved` of the lesson's source as it was when it was opened or saved last,
 * `on_disk` of the file as it was known to be then.
 */

#include "session-private.h"

#include <glib/gi18n.h>

#include "export/export.h"
#include "import/import.h"

/* As large as a scenario may be. */
#define LARGEST_FILE (4u << 20)
#define LONGEST_NAME 120

static char *
digest_of (const char *text,
           gssize      length)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, length);
}

void
session_document_opened (PagescapeSession *self)
{
  const char *text = scenario_source (lesson_scenario (self->lesson));

  g_free (self->saved);
  g_free (self->on_disk);
  self->saved = digest_of (text, -1);
  self->on_disk = g_path_is_absolute (self->opened_name) ? digest_of (text, -1) : NULL;
}

gboolean
session_is_in_file (Lesson          *lesson,
                    const GPtrArray *typed,
                    const char      *saved)
{
  g_autofree char *now = NULL;

  if (!saved || lesson_n_typed (lesson) != typed->len)
    return FALSE;

  now = digest_of (lesson_source (lesson), -1);
  return strcmp (now, saved) == 0;
}

const char *
pagescape_session_get_file (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return self->lesson && self->opened_name && g_path_is_absolute (self->opened_name) ? self->opened_name : NULL;
}

/* Not in a name of a file, on whatever system it is read. */
static char *
dup_as_name (const char *title)
{
  g_autofree char *name = g_strdup (title);
  const char *end;

  for (char *at = name; *at; at++)
    if (g_ascii_iscntrl (*at) || strchr ("/\\:*?\"<>|", *at))
      *at = ' ';
  for (char *at = name; *at == '.'; at++)
    *at = ' ';
  g_strstrip (name);
  /* A folder takes 255 bytes. */
  if (strlen (name) > LONGEST_NAME)
    {
      end = g_utf8_find_prev_char (name, name + LONGEST_NAME);
      name[end ? end - name : 0] = '\0';
    }
  return g_strdup (g_strchomp (name));
}

char *
pagescape_session_dup_file_name (PagescapeSession *self)
{
  g_autofree char *name = NULL;
  char *extension;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  if (!self->lesson)
    return g_strdup ("pagescape");
  if (g_hash_table_contains (self->texts, self->opened_name))
    name = dup_as_name (scenario_title (lesson_scenario (self->lesson)));
  if (!name || !*name)
    {
      g_free (name);
      name = g_path_get_basename (self->opened_name);
    }

  extension = strrchr (name, '.');
  if (extension && extension != name && strcmp (extension, ".scenario") == 0)
    *extension = '\0';
  return g_steal_pointer (&name);
}

gboolean
pagescape_session_is_modified (PagescapeSession *self)
{
  g_autofree char *now = NULL;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  if (!self->lesson || (self->typed->len == 0 && self->saved))
    return FALSE;

  now = digest_of (lesson_source (self->lesson), -1);
  return g_strcmp0 (now, self->saved) != 0;
}

gboolean
pagescape_session_has_unsaved (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->lesson && self->typed->len > 0 && !session_is_in_file (self->lesson, self->typed, self->saved);
}

/* --- saving -------------------------------------------------------------------------------- */

/* Run from its beginning, does it come to where the branch ends? */
static gboolean
comes_to_the_same (PagescapeSession *self,
                   const char       *text,
                   const char       *file_name)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), file_name, messages);
  g_autoptr (Lesson) lesson = scenario ? lesson_new (scenario, NULL, messages) : NULL;
  JournalPosition here = timeline_position (self->timeline);
  gboolean is_like;

  if (!lesson)
    return FALSE;

  /* Whether it stops at a mistake does not matter: so did what it was made from. */
  lesson_run (lesson, G_MAXUINT, messages);
  timeline_seek (self->timeline, timeline_end (self->timeline));
  is_like = lesson_is_like (self->lesson, lesson);
  timeline_seek (self->timeline, here);
  return is_like;
}

gboolean
pagescape_session_save (PagescapeSession  *self,
                        const char        *file_name,
                        gboolean          *is_like,
                        GError           **error)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self) && self->lesson, FALSE);
  g_return_val_if_fail (file_name, FALSE);

  /* The session's own name may be meant, which goes below. */
  name = g_strdup (file_name);
  text = lesson_dup_scenario (self->lesson, name);
  bytes = g_bytes_new (text, strlen (text));
  if (!export_save (name, bytes, error))
    return FALSE;

  *is_like = comes_to_the_same (self, text, name);
  if (self->name && g_strcmp0 (self->name, self->opened_name) == 0)
    {
      g_free (self->name);
      self->name = g_strdup (name);
    }
  g_free (self->opened_name);
  self->opened_name = g_steal_pointer (&name);
  g_free (self->saved);
  self->saved = digest_of (lesson_source (self->lesson), -1);
  g_free (self->on_disk);
  self->on_disk = digest_of (text, -1);

  return TRUE;
}

/* --- the file ------------------------------------------------------------------------------ */

static char *
digest_on_disk (PagescapeSession *self)
{
  g_autoptr (GBytes) bytes = import_read_file (self->opened_name, LARGEST_FILE, NULL);

  return bytes ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
}

PagescapeFileChange
pagescape_session_look_at_file (PagescapeSession *self)
{
  g_autofree char *now = NULL;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), PAGESCAPE_FILE_SAME);

  if (!pagescape_session_get_file (self) || !self->on_disk)
    return PAGESCAPE_FILE_SAME;
  if (!g_file_test (self->opened_name, G_FILE_TEST_EXISTS))
    return PAGESCAPE_FILE_GONE;

  now = digest_on_disk (self);
  return now && strcmp (now, self->on_disk) != 0 ? PAGESCAPE_FILE_CHANGED : PAGESCAPE_FILE_SAME;
}

void
pagescape_session_accept_file (PagescapeSession *self)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (!pagescape_session_get_file (self))
    return;

  g_free (self->on_disk);
  self->on_disk = digest_on_disk (self);
}
