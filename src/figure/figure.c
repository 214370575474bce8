/* figure.c - the picture of a view at a moment of a lesson, ready for a file */
#include "figure/figure.h"

#include "views/cells.h"

/* A moment between two events is a blend of the pictures before and after the second. */
struct Figure {
  ScenePicture *picture;
  ScenePicture *before, *after;   /* NULL where the moment is that of an event */
  ViewCells    *cells[2];
};

void
figure_free (Figure *figure)
{
  if (figure == NULL)
    return;

  g_clear_pointer (&figure->picture, scene_picture_free);
  g_clear_pointer (&figure->before, scene_picture_free);
  g_clear_pointer (&figure->after, scene_picture_free);
  for (unsigned i = 0; i < G_N_ELEMENTS (figure->cells); i++)
    g_clear_pointer (&figure->cells[i], view_cells_free);
  g_free (figure);
}

const ScenePicture *
figure_picture (const Figure *figure)
{
  return figure->picture;
}

static const View *
view_of (const Lesson      *lesson,
         JournalPosition    position,
         const FigureStyle *style,
         SimRef            *look)
{
  const char *looked_at = lesson_look (lesson, position, look);
  const View *view = style->view;

  if (view == NULL && looked_at != NULL)
    view = view_by_id (looked_at);
  return view != NULL ? view : view_at (0);
}

/* NULL: no host memory. cells: what the picture borrows. */
static ScenePicture *
lay_out (Lesson            *lesson,
         unsigned           step,
         JournalPosition    position,
         const FigureStyle *style,
         const PaintFonts  *fonts,
         ViewCells        **cells)
{
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition first = timeline_step_first (timeline, step), end = timeline_step_end (timeline, step);
  g_autofree SimEvent *events = g_new0 (SimEvent, end - first + 1);
  size_t n_events = timeline_events (timeline, first, events, end - first);
  ScenePicture *picture;
  ViewSubject subject;
  const View *view;

  if (timeline_seek (timeline, position) != SIM_OK)
    return NULL;
  *cells = view_cells_new (timeline_machine (timeline));
  picture = scene_picture_new ();
  if (*cells == NULL || picture == NULL)
    {
      scene_picture_free (picture);
      return NULL;
    }

  view_subject_init (&subject, timeline_machine (timeline));
  view = view_of (lesson, position, style, &subject.look);
  subject.events = events;
  subject.n_events = MIN (n_events, (size_t) (position - first));
  subject.n_ahead = n_events - subject.n_events;
  subject.cells = *cells;
  subject.legend = true;
  scene_picture_reset (picture, style->size);
  view_layout (view, &subject, style->size, paint_fonts_measure (fonts), picture);

  return picture;
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

Figure *
figure_new (Lesson            *lesson,
            unsigned           step,
            const FigureStyle *style,
            const PaintFonts  *fonts)
{
  g_autoptr (Figure) figure = g_new0 (Figure, 1);
  Timeline *timeline = lesson_timeline (lesson);
  double fraction = 0;
  JournalPosition position = timeline_at_moment (timeline, step, style->moment, &fraction);
  JournalPosition next = fraction > 0 ? next_position (timeline, step, position) : position;

  if (next == position)
    figure->picture = lay_out (lesson, step, position, style, fonts, &figure->cells[0]);
  else
    {
      figure->before = lay_out (lesson, step, position, style, fonts, &figure->cells[0]);
      figure->after = lay_out (lesson, step, next, style, fonts, &figure->cells[1]);
      if (figure->before == NULL || figure->after == NULL)
        return NULL;
      figure->picture = scene_picture_new ();
      if (figure->picture != NULL)
        scene_blend (figure->before, figure->after, fraction, figure->picture);
    }

  if (figure->picture == NULL || scene_picture_failed (figure->picture))
    return NULL;
  return g_steal_pointer (&figure);
}

GBytes *
figure_make (Figure *const     *figures,
             size_t             n_figures,
             const Exporter    *exporter,
             const FigureStyle *style,
             const Scenario    *scenario,
             const char        *language,
             GError           **error)
{
  g_autofree const ScenePicture **pages = g_new0 (const ScenePicture *, n_figures);
  Sheet sheet = {
    .pages = pages,
    .n_pages = n_figures,
    .theme = style->theme,
    .paper = style->paper,
    .language = language,
    .title = scenario_title (scenario),
    .scale = 1,
  };

  for (size_t i = 0; i < n_figures; i++)
    pages[i] = figures[i]->picture;

  return export_make (exporter, &sheet, error);
}
