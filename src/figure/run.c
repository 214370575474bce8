/* run.c - a job begins, makes its pages and ends: everything is then where it was */
#include "figure/run.h"

#include <glib/gi18n.h>

#include "figure/pace.h"

G_DEFINE_QUARK (pagescape-figure-error, figure_error)

void
figure_set_no_memory (GError **error)
{
  g_set_error_literal (error, FIGURE_ERROR, FIGURE_ERROR_INTERNAL,
                       _("This computer has not enough memory for the figure."));
}

void
figure_speak_to_user (const FigureWork *work)
{
  g_clear_pointer (work->language_before, language_restore);
}

static gboolean
check_steps (FigureWork *work,
             GError    **error)
{
  const FigureJob *job = work->job;
  unsigned wrong = G_MAXUINT, n_steps;

  work->n_steps = timeline_n_steps (work->timeline);
  work->first = job->first_step == G_MAXUINT ? work->n_steps : job->first_step;
  work->last = job->kind == FIGURE_STEP ? work->first : job->last_step == G_MAXUINT ? work->n_steps : job->last_step;
  /* A scenario without steps has its beginning. */
  if (job->kind != FIGURE_STEP && work->n_steps == 0 && job->last_step == G_MAXUINT)
    work->first = 0;

  n_steps = job->against != NULL ? MIN (work->n_steps, timeline_n_steps (lesson_timeline (job->against))) : work->n_steps;
  if (work->first > n_steps)
    wrong = work->first;
  else if (work->last > n_steps)
    wrong = work->last;
  if (wrong != G_MAXUINT)
    {
      g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE,
                   ngettext ("There is no step %u: the scenario has %u step.",
                             "There is no step %u: the scenario has %u steps.", n_steps), wrong, n_steps);
      return FALSE;
    }
  if (work->first > work->last)
    {
      g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE, _("There are no steps from %u to %u: the first comes after the last."),
                   work->first, work->last);
      return FALSE;
    }
  return TRUE;
}

static void
add_captions (FigureRun *run)
{
  const FigureWork *work = &run->work;

  run->captions = g_new0 (SheetCaption, run->n_pages);
  for (unsigned i = 0; i < run->n_pages; i++)
    {
      unsigned step = work->first + i;

      run->captions[i] = (SheetCaption) {
        .title = lesson_step_title (work->lesson, step),
        .text = lesson_whole_sentence (work->lesson, step),
        .number = step,
        .milliseconds = (unsigned) (PACE_HOLD * 1000),
      };
    }
}

static gboolean
count_pages (FigureRun  *run,
             GError    **error)
{
  FigureWork *work = &run->work;

  switch (work->job->kind)
    {
    case FIGURE_STRIP:
    case FIGURE_HANDOUT:
    case FIGURE_EXERCISES:
      run->pages = work->job->kind == FIGURE_STRIP   ? figure_strip_pages (work, error)
                   : work->job->kind == FIGURE_HANDOUT ? figure_handout_pages (work, error)
                                                       : figure_exercise_pages (work, error);
      run->n_pages = run->pages != NULL ? run->pages->len : 0;
      return run->pages != NULL;

    case FIGURE_FILM:
      figure_step_page_prepare (work);
      run->film = figure_film_new (work);
      run->n_pages = figure_film_n (run->film);
      return TRUE;

    case FIGURE_STEP:
    case FIGURE_EVERY_STEP:
    default:
      figure_step_page_prepare (work);
      run->n_pages = work->last - work->first + 1;
      add_captions (run);
      return TRUE;
    }
}

gboolean
figure_run_begin (FigureRun       *run,
                  Lesson          *lesson,
                  const FigureJob *job,
                  GError         **error)
{
  const char *language = job->language != NULL ? job->language : language_now ();
  FigureWork *work = &run->work;

  run->job = *job;
  work->job = &run->job;
  work->lesson = lesson;
  work->timeline = lesson_timeline (lesson);
  run->was_at = timeline_position (work->timeline);
  if (job->against != NULL)
    run->against_was_at = timeline_position (lesson_timeline (job->against));
  if (!check_steps (work, error))
    return FALSE;

  /* Also where it is this language already: numbers, too, are the same everywhere. */
  run->language_before = language_switch (language);
  work->language_before = &run->language_before;
  work->tag = language_tag (language);
  work->fonts = paint_fonts_new (work->tag, export_palette (job->style.theme, job->style.paper), 1);
  work->measure = paint_fonts_measure (work->fonts);
  run->title = figure_dup_title (work);
  run->source = figure_dup_source (work, G_MAXUINT);
  return count_pages (run, error);
}

void
figure_run_end (FigureRun *run)
{
  timeline_seek (run->work.timeline, run->was_at);
  if (run->job.against != NULL)
    timeline_seek (lesson_timeline (run->job.against), run->against_was_at);
  g_clear_pointer (&run->film, figure_film_free);
  g_clear_pointer (&run->page, figure_page_free);
  g_clear_pointer (&run->pages, g_ptr_array_unref);
  g_clear_pointer (&run->captions, g_free);
  g_clear_pointer (&run->work.fonts, paint_fonts_free);
  g_clear_pointer (&run->language_before, language_restore);
  g_clear_pointer (&run->title, g_free);
  g_clear_pointer (&run->source, g_free);
}

const SheetCaption *
figure_run_captions (const FigureRun *run)
{
  return run->film != NULL ? figure_film_captions (run->film) : run->captions;
}

static gboolean
fill (FigureRun  *run,
      FigurePage *page,
      size_t      index,
      GError    **error)
{
  FigureWork *work = &run->work;
  double moment = work->job->kind == FIGURE_STEP ? work->job->style.moment : 1;

  return figure_step_page_fill (page, work, work->first + (unsigned) index, moment, error);
}

FigurePage *
figure_run_take (FigureRun  *run,
                 size_t      index,
                 GError    **error)
{
  g_autoptr (FigurePage) page = NULL;

  if (run->pages != NULL)
    {
      page = g_ptr_array_index (run->pages, index);
      g_ptr_array_index (run->pages, index) = NULL;
      return g_steal_pointer (&page);
    }
  page = figure_page_new ();
  return fill (run, page, index, error) ? g_steal_pointer (&page) : NULL;
}

const ScenePicture *
figure_run_page (FigureRun  *run,
                 size_t      index,
                 GError    **error)
{
  if (run->film != NULL)
    return figure_film_frame (run->film, (unsigned) index, error);
  if (run->pages != NULL)
    return ((const FigurePage *) g_ptr_array_index (run->pages, index))->picture;
  if (run->page == NULL)
    run->page = figure_page_new ();
  return fill (run, run->page, index, error) ? run->page->picture : NULL;
}
