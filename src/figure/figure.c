/* figure.c - pictures of a lesson into files, into memory, onto paper */
#include "figure/run.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_WIDTH  1280.0
#define DEFAULT_HEIGHT 720.0

static gboolean
is_paper (FigureKind kind)
{
  return kind == FIGURE_HANDOUT || kind == FIGURE_EXERCISES;
}

void
figure_job_init (FigureJob  *job,
                 FigureKind  kind)
{
  static const unsigned parts[] = {
    [FIGURE_STEP] = FIGURE_LEGEND,
    [FIGURE_EVERY_STEP] = FIGURE_LEGEND,
    [FIGURE_STRIP] = FIGURE_TITLE | FIGURE_LEGEND,
    [FIGURE_HANDOUT] = FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_LEGEND | FIGURE_SOURCE | FIGURE_NOTES | FIGURE_QUESTIONS
                       | FIGURE_ANSWERS,
    [FIGURE_FILM] = FIGURE_LEGEND,
    [FIGURE_EXERCISES] = FIGURE_TITLE | FIGURE_LEGEND | FIGURE_SOURCE,
  };

  *job = (FigureJob) {
    .kind = kind,
    .style = {
      .size = { DEFAULT_WIDTH, kind == FIGURE_STRIP ? 0 : DEFAULT_HEIGHT },
      .theme = is_paper (kind) ? PAINT_PRINT : PAINT_LIGHT,
      .moment = 1,
      .parts = parts[kind],
    },
    .first_step = 1,
    .last_step = G_MAXUINT,
    .per_page = 1,
  };
}

/* --- files ---------------------------------------------------------------------------------------- */

typedef struct {
  FigureRun          run;
  size_t             offset;      /* of numbered files: the page that is page 0 of its file */
  FigureProgressFunc progress;
  void              *data;
  GError            *error;       /* of a page */
} Files;

static const ScenePicture *
page_cb (size_t  index,
         void   *data)
{
  Files *files = data;
  size_t page = files->offset + index;

  if (files->error != NULL)
    return NULL;
  if (files->progress != NULL && !files->progress ((unsigned) page + 1, (unsigned) files->run.n_pages, files->data))
    {
      g_set_error_literal (&files->error, FIGURE_ERROR, FIGURE_ERROR_CANCELLED, _("The export was stopped."));
      return NULL;
    }
  return figure_run_page (&files->run, page, &files->error);
}

/* What goes wrong with a page is known better here than there. */
static void
translate_error (Files   *files,
                 GError  *problem,
                 GError **error)
{
  if (files->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&files->error));
      g_error_free (problem);
      return;
    }
  problem->code = g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) ? FIGURE_ERROR_USAGE
                                                                                    : FIGURE_ERROR_INTERNAL;
  problem->domain = FIGURE_ERROR;
  g_propagate_error (error, problem);
}

/* From page files->offset on. */
static GBytes *
make_file (Files   *files,
           size_t   n_pages,
           GError **error)
{
  const FigureRun *run = &files->run;
  const FigureJob *job = &run->job;
  const SheetCaption *captions = figure_run_captions (run);
  GError *problem = NULL;
  Sheet sheet = {
    .page = page_cb,
    .page_data = files,
    .n_pages = n_pages,
    .captions = captions != NULL ? captions + files->offset : NULL,
    .theme = job->style.theme,
    .paper = job->style.paper,
    .language = run->work.tag,
    .title = run->title,
    .source = run->source,
    /* Paper is looked at from nearer than a screen. */
    .scale = is_paper (job->kind) ? 2 : 1,
  };
  GBytes *bytes = export_make (job->exporter, &sheet, &problem);

  if (bytes == NULL)
    translate_error (files, problem, error);
  return bytes;
}

static gboolean
save (const char *file_name,
      GBytes     *bytes,
      GError    **error)
{
  g_autoptr (GError) problem = NULL;

  if (export_save (file_name, bytes, &problem))
    return TRUE;
  g_set_error_literal (error, FIGURE_ERROR, FIGURE_ERROR_UNWRITABLE, problem->message);
  return FALSE;
}

/* "out.svg", 3 of 12 → "out-03.svg" */
static char *
numbered (const char *file_name,
          unsigned    number,
          unsigned    most)
{
  const char *slash = strrchr (file_name, '/'), *dot = strrchr (file_name, '.');
  int width = most > 999 ? 4 : most > 99 ? 3 : 2;
  size_t stem;

  if (dot == NULL || (slash != NULL && dot < slash))
    dot = file_name + strlen (file_name);
  stem = (size_t) (dot - file_name);
  return g_strdup_printf ("%.*s-%0*u%s", (int) stem, file_name, width, number, dot);
}

/* Pictures of steps have the steps' numbers. */
static gboolean
save_numbered (Files      *files,
               const char *file_name,
               GError    **error)
{
  const FigureRun *run = &files->run;
  unsigned first = run->job.kind == FIGURE_EVERY_STEP ? run->work.first : 1, n = (unsigned) run->n_pages;
  g_autoptr (GBytes) bytes = NULL;

  if (strcmp (file_name, "-") == 0)
    {
      g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE,
                   ngettext ("Standard output takes one file, but this is %u picture with a number: choose a format with "
                             "pages, such as pdf.",
                             "Standard output takes one file, but these are %u pictures: choose a format with pages, such "
                             "as pdf.", n), n);
      return FALSE;
    }
  for (files->offset = 0; files->offset < n; files->offset++)
    {
      unsigned number = first + (unsigned) files->offset;
      g_autofree char *name = numbered (file_name, number, first + n - 1);

      /* Most frames of a film that stands are the one before. */
      if (bytes == NULL || run->film == NULL || !figure_film_stands (run->film, (unsigned) files->offset))
        {
          g_clear_pointer (&bytes, g_bytes_unref);
          bytes = make_file (files, 1, error);
        }
      if (bytes == NULL || !save (name, bytes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_numbered (const FigureRun *run)
{
  return run->job.kind != FIGURE_STEP && run->job.kind != FIGURE_STRIP && !run->job.exporter->has_pages;
}

static void
files_clear (Files *files)
{
  figure_run_end (&files->run);
  g_clear_error (&files->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

gboolean
figure_run (Lesson             *lesson,
            const FigureJob    *job,
            const char         *file_name,
            FigureProgressFunc  progress,
            void               *data,
            GError            **error)
{
  g_auto (Files) files = { .progress = progress, .data = data };
  g_autoptr (GBytes) bytes = NULL;

  if (!figure_run_begin (&files.run, lesson, job, error))
    return FALSE;
  if (is_numbered (&files.run))
    return save_numbered (&files, file_name, error);

  bytes = make_file (&files, files.run.n_pages, error);
  return bytes != NULL && save (file_name, bytes, error);
}

GBytes *
figure_make (Lesson          *lesson,
             const FigureJob *job,
             GError         **error)
{
  g_auto (Files) files = { 0 };

  if (!figure_run_begin (&files.run, lesson, job, error))
    return NULL;
  return make_file (&files, is_numbered (&files.run) ? 1 : files.run.n_pages, error);
}

/* --- pages ---------------------------------------------------------------------------------------- */

struct FigurePages {
  GPtrArray          *pages;      /* FigurePage */
  PaintFonts         *fonts;
  const PaintPalette *palette;
};

FigurePages *
figure_pages_new (Lesson          *lesson,
                  const FigureJob *job,
                  GError         **error)
{
  g_auto (Files) files = { 0 };
  g_autoptr (FigurePages) pages = g_new0 (FigurePages, 1);

  g_return_val_if_fail (job->kind != FIGURE_FILM, NULL);

  pages->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_page_free);
  if (!figure_run_begin (&files.run, lesson, job, error))
    return NULL;
  pages->palette = export_palette (job->style.theme, job->style.paper);
  pages->fonts = paint_fonts_new (files.run.work.tag, pages->palette, 1);

  for (size_t i = 0; i < files.run.n_pages; i++)
    {
      FigurePage *page = figure_run_take (&files.run, i, error);

      if (page == NULL)
        return NULL;
      g_ptr_array_add (pages->pages, page);
    }
  return g_steal_pointer (&pages);
}

void
figure_pages_free (FigurePages *pages)
{
  if (pages == NULL)
    return;

  g_clear_pointer (&pages->pages, g_ptr_array_unref);
  g_clear_pointer (&pages->fonts, paint_fonts_free);
  g_free (pages);
}

size_t
figure_pages_n (const FigurePages *pages)
{
  return pages->pages->len;
}

const ScenePicture *
figure_pages_at (const FigurePages *pages,
                 size_t             page)
{
  return ((const FigurePage *) g_ptr_array_index (pages->pages, page))->picture;
}

void
figure_pages_paint (const FigurePages *pages,
                    size_t             page,
                    cairo_t           *cr)
{
  paint_picture (cr, figure_pages_at (pages, page), pages->palette, pages->fonts, PAINT_VECTOR_GRID);
}
