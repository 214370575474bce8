/* film.c - the frames of a lesson that passes as it does in the window
 *
 * Each step moves, then stands for its sentence to be read. A format that knows how long a frame stands gets
 * that as one frame; elsewhere frames follow each other at the same distance.
 */
#include "figure/work.h"

#include <math.h>

#include "figure/pace.h"

#define DEFAULT_RATE 30.0
#define MOST_MOVES   24           /* of a step whose pages are moved between; then several events at once */

typedef struct {
  unsigned step;
  double   moment;
} Frame;

struct FigureFilm {
  const FigureWork *work;         /* borrowed */
  GArray           *frames;       /* Frame */
  GArray           *captions;     /* SheetCaption */
  FigurePage       *page;         /* of the frame that was asked for last */
  Frame             shown;
};

static void
add_frame (FigureFilm *film,
           unsigned    step,
           double      moment,
           double      milliseconds)
{
  Frame frame = { step, moment };
  SheetCaption caption = { .number = step, .milliseconds = (unsigned) lround (milliseconds) };

  g_array_append_val (film->frames, frame);
  g_array_append_val (film->captions, caption);
}

static unsigned
n_shown (const Timeline *timeline,
         unsigned        step)
{
  JournalPosition end = timeline_step_end (timeline, step);
  unsigned n = 0;
  SimEvent event;

  for (JournalPosition at = timeline_step_first (timeline, step); at < end && timeline_event (timeline, at, &event); at++)
    n += timeline_event_shows (&event);
  return n;
}

static void
add_hold (FigureFilm *film,
          unsigned    step,
          double      moment,
          double      rate)
{
  unsigned n = MAX ((unsigned) lround (PACE_HOLD * rate), 1);

  if (film->work->job->exporter->is_film || film->work->job->exporter->has_moves)
    {
      add_frame (film, step, moment, PACE_HOLD * 1000);
      return;
    }
  for (unsigned i = 0; i < n; i++)
    add_frame (film, step, moment, 1000 / rate);
}

static void
add_step (FigureFilm *film,
          unsigned    step,
          double      rate)
{
  unsigned n_events = n_shown (film->work->timeline, step);
  double seconds = pace_step_seconds (n_events);
  unsigned n = film->work->job->exporter->has_moves ? MIN (n_events, MOST_MOVES) : (unsigned) lround (seconds * rate);

  /* Each shows the middle of its time: the ends are those of the steps before and after. */
  for (unsigned i = 0; i < n; i++)
    add_frame (film, step, (i + 0.5) / n, seconds * 1000 / n);
  add_hold (film, step, 1, rate);
}

static void
add_texts (FigureFilm *film)
{
  Lesson *lesson = film->work->lesson;

  for (guint i = 0; i < film->captions->len; i++)
    {
      SheetCaption *caption = &g_array_index (film->captions, SheetCaption, i);
      JournalPosition end = timeline_step_end (film->work->timeline, caption->number);

      caption->title = lesson_step_title (lesson, caption->number);
      caption->text = lesson_sentence (lesson, caption->number, end);
    }
}

FigureFilm *
figure_film_new (const FigureWork *work)
{
  FigureFilm *film = g_new0 (FigureFilm, 1);
  double rate = work->job->rate > 0 ? work->job->rate : DEFAULT_RATE;

  film->work = work;
  film->page = figure_page_new ();
  film->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  film->captions = g_array_new (FALSE, FALSE, sizeof (SheetCaption));
  if (work->first > 0 && !work->job->exporter->has_moves)
    add_hold (film, work->first - 1, 1, rate);
  for (unsigned step = work->first; step <= work->last; step++)
    add_step (film, step, rate);
  add_texts (film);
  return film;
}

void
figure_film_free (FigureFilm *film)
{
  if (film == NULL)
    return;

  figure_page_free (film->page);
  g_array_unref (film->frames);
  g_array_unref (film->captions);
  g_free (film);
}

unsigned
figure_film_n (const FigureFilm *film)
{
  return film->frames->len;
}

const SheetCaption *
figure_film_captions (const FigureFilm *film)
{
  return (const SheetCaption *) (const void *) film->captions->data;
}

gboolean
figure_film_stands (const FigureFilm *film,
                    unsigned          number)
{
  const Frame *frames = (const Frame *) (const void *) film->frames->data;

  return number > 0 && frames[number].step == frames[number - 1].step && frames[number].moment == frames[number - 1].moment;
}

const ScenePicture *
figure_film_frame (FigureFilm *film,
                   unsigned    number,
                   GError    **error)
{
  Frame frame = g_array_index (film->frames, Frame, number);

  if (film->page->picture != NULL && film->shown.step == frame.step && film->shown.moment == frame.moment)
    return film->page->picture;

  film->shown = frame;
  if (!figure_step_page_fill (film->page, film->work, frame.step, frame.moment, error))
    return NULL;
  return film->page->picture;
}
