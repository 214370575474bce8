/* export-run.c - a job of pictures, done while the window stays alive
 *
 * Not in a thread: the language of the texts is the process's. Between two pages the window's language is put back
 * and what has come meanwhile is done.
 */

#include "export-run.h"

#include <glib/gi18n.h>
#include <locale.h>

#define LONGEST 30000           /* µs without a look at what has come */

/* The language as the environment and the C library have it. */
typedef struct {
  char *language, *locale;
} Language;

typedef struct {
  PagescapeExportFunc progress;
  gpointer            data;
  Language            window;
  gint64              looked;
} Run;

static Language
language_get (void)
{
  return (Language) { g_strdup (g_getenv ("LANGUAGE")), g_strdup (setlocale (LC_ALL, NULL)) };
}

static void
language_put (const Language *language)
{
  g_setenv ("LANGUAGE", language->language ? language->language : "", TRUE);
  setlocale (LC_ALL, language->locale);
}

static void
language_clear (Language *language)
{
  g_clear_pointer (&language->language, g_free);
  g_clear_pointer (&language->locale, g_free);
}

static gboolean
progress_cb (unsigned  done,
             unsigned  total,
             void     *data)
{
  Run *run = data;
  gboolean goes_on;
  Language own;

  if (g_get_monotonic_time () - run->looked < LONGEST)
    return TRUE;

  own = language_get ();
  language_put (&run->window);
  goes_on = run->progress (done, total, run->data);
  while (goes_on && g_main_context_iteration (NULL, FALSE))
    ;
  language_put (&own);
  language_clear (&own);
  run->looked = g_get_monotonic_time ();

  return goes_on;
}

/* The same lesson once more, at the same place. NULL: it cannot be run again. */
static PagescapeSession *
copy_of (PagescapeSession *session)
{
  g_autoptr (GPtrArray) kept = pagescape_session_list_kept (session);
  g_autoptr (PagescapeSession) copy = pagescape_session_new ();
  gboolean is_open = FALSE;

  if (kept->len > 0)
    pagescape_session_restore (copy, g_ptr_array_index (kept, 0), &is_open);

  return is_open && pagescape_session_get_lesson (copy) ? g_steal_pointer (&copy) : NULL;
}

gboolean
pagescape_export_run (PagescapeSession    *session,
                      const FigureJob     *job,
                      const char          *file_name,
                      PagescapeExportFunc  progress,
                      gpointer             data,
                      GError             **error)
{
  g_autoptr (PagescapeSession) copy = NULL;
  Run run = { progress, data, { NULL, NULL }, 0 };
  gboolean is_good;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (session), FALSE);
  g_return_val_if_fail (job->exporter && file_name && progress, FALSE);

  if (job->kind == FIGURE_STEP)
    return figure_run (pagescape_session_get_lesson (session), job, file_name, NULL, NULL, error);

  copy = copy_of (session);
  if (!copy)
    {
      g_set_error_literal (error, FIGURE_ERROR, FIGURE_ERROR_INTERNAL,
                           _("The lesson cannot be run again for its pictures. Save it, open it, and export it then."));
      return FALSE;
    }

  run.window = language_get ();
  is_good = figure_run (pagescape_session_get_lesson (copy), job, file_name, progress_cb, &run, error);
  language_clear (&run.window);

  return is_good;
}
