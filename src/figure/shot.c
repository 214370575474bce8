/* shot.c - the picture of a view at a moment of a lesson */
#include "figure/work.h"

#include "figure/pace.h"
#include "views/cells.h"

/* The picture at a position. */
typedef struct {
  ScenePicture   *picture;      /* NULL: none yet */
  ViewCells      *cells;        /* what the picture borrows */
  const View     *view;
  unsigned        step;
  JournalPosition position;
} Still;

/* A moment between two events is a blend of the pictures before and after the second. */
struct FigureShot {
  FigureAim           aim;
  Still               before, after;
  ScenePicture       *between;
  const ScenePicture *shown;
};

static void
still_clear (Still *still)
{
  g_clear_pointer (&still->picture, scene_picture_free);
  g_clear_pointer (&still->cells, view_cells_free);
}

void
figure_shot_free (FigureShot *shot)
{
  if (shot == NULL)
    return;

  still_clear (&shot->before);
  still_clear (&shot->after);
  g_clear_pointer (&shot->between, scene_picture_free);
  g_free (shot);
}

const ScenePicture *
figure_shot_picture (const FigureShot *shot)
{
  return shot->shown;
}

const FigureAim *
figure_shot_aim (const FigureShot *shot)
{
  return &shot->aim;
}

const View *
figure_shot_view (const FigureShot *shot)
{
  return shot->before.view;
}

/* Of two machines the second has a lesson of its own. */
static Lesson *
lesson_of (const FigureWork *work,
           unsigned          view)
{
  return view > 0 && work->job->against != NULL ? work->job->against : work->lesson;
}

static Timeline *
timeline_of (const FigureWork *work,
             unsigned          view)
{
  return lesson_timeline (lesson_of (work, view));
}

/* One for the whole of a step: that which is looked at in the end. */
static const View *
view_of (Lesson           *lesson,
         const FigureView *wanted,
         unsigned          step)
{
  SimRef object;
  const char *looked_at = lesson_look (lesson, timeline_step_end (lesson_timeline (lesson), step), &object);
  const View *view = wanted->view;

  if (view == NULL && looked_at != NULL)
    view = view_by_id (looked_at);
  return view != NULL ? view : view_at (0);
}

static gboolean
lay_out (Still            *still,
         const FigureWork *work,
         const FigureAim  *aim)
{
  const FigureStyle *style = &work->job->style;
  const FigureView *wanted = &style->views[work->job->against != NULL ? 0 : aim->view];
  Lesson *lesson = lesson_of (work, aim->view);
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition first = timeline_step_first (timeline, still->step);
  JournalPosition end = timeline_step_end (timeline, still->step);
  g_autofree SimEvent *events = g_new0 (SimEvent, end - first + 1);
  size_t n_events = timeline_events (timeline, first, events, end - first);
  ViewSubject subject;

  if (timeline_seek (timeline, still->position) != SIM_OK)
    return FALSE;
  still->cells = view_cells_new (timeline_machine (timeline));
  still->picture = scene_picture_new ();
  if (still->cells == NULL || still->picture == NULL)
    return FALSE;

  view_subject_init (&subject, timeline_machine (timeline));
  still->view = view_of (lesson, wanted, still->step);
  lesson_look (lesson, still->position, &subject.look);
  subject.events = events;
  subject.n_events = MIN (n_events, (size_t) (still->position - first));
  subject.n_ahead = n_events - subject.n_events;
  subject.selection = &style->selection;
  subject.n_selection = style->selection.kind != SIM_REF_NONE;
  if (wanted->camera.zoom > 0)
    subject.camera = wanted->camera;
  subject.style = wanted->style;
  subject.cells = still->cells;
  subject.legend = aim->has_legend;
  scene_picture_reset (still->picture, aim->size);
  view_layout (still->view, &subject, aim->size, work->measure, still->picture);
  /* Only a grid borrows them; a handout keeps its pictures until it is written. */
  if (scene_picture_grid (still->picture) == NULL)
    g_clear_pointer (&still->cells, view_cells_free);

  return !scene_picture_failed (still->picture);
}

static gboolean
still_at (Still            *still,
          const FigureWork *work,
          const FigureAim  *aim,
          JournalPosition   position)
{
  if (still->picture != NULL && still->step == aim->step && still->position == position)
    return TRUE;

  still_clear (still);
  still->step = aim->step;
  still->position = position;
  return lay_out (still, work, aim);
}

/* Where the next event that can be seen has happened. */
static JournalPosition
next_position (const Timeline *timeline,
               unsigned        step,
               JournalPosition position)
{
  JournalPosition end = timeline_step_end (timeline, step);
  SimEvent event;

  while (position < end && timeline_event (timeline, position, &event))
    {
      position++;
      if (timeline_event_shows (&event))
        break;
    }
  return position;
}

gboolean
figure_shot_move (FigureShot       *shot,
                  const FigureWork *work,
                  unsigned          step,
                  double            moment)
{
  double fraction = 0;
  const Timeline *timeline = timeline_of (work, shot->aim.view);
  JournalPosition position = timeline_at_moment (timeline, step, moment, &fraction);
  JournalPosition next = fraction > 0 ? next_position (timeline, step, position) : position;

  shot->aim.step = step;
  shot->aim.moment = moment;
  if (shot->after.picture != NULL && shot->after.step == step && shot->after.position == position)
    {
      Still behind = shot->before;

      shot->before = shot->after;
      shot->after = behind;
    }
  if (!still_at (&shot->before, work, &shot->aim, position))
    return FALSE;

  shot->shown = shot->before.picture;
  if (next == position)
    return TRUE;

  if (!still_at (&shot->after, work, &shot->aim, next))
    return FALSE;
  if (shot->between == NULL)
    shot->between = scene_picture_new ();
  if (shot->between == NULL)
    return FALSE;
  scene_blend (shot->before.picture, shot->after.picture, pace_ease (fraction), shot->between);
  shot->shown = shot->between;
  return !scene_picture_failed (shot->between);
}

FigureShot *
figure_shot_new (const FigureWork *work,
                 const FigureAim  *aim)
{
  g_autoptr (FigureShot) shot = g_new0 (FigureShot, 1);

  shot->aim = *aim;
  if (!figure_shot_move (shot, work, aim->step, aim->moment))
    return NULL;
  return g_steal_pointer (&shot);
}
