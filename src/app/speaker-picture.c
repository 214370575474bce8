/* speaker-picture.c - a step that is still to come, small */

#include "speaker-picture.h"

#include "appearance.h"
#include "paint/paint.h"

/* Of the picture on a sheet of 1280 × 720; where there is room it is higher. */
#define WIDTH        1232
#define LEAST_HEIGHT 500
#define MOST_HEIGHT  1000

static GdkTexture *
new_texture (cairo_surface_t *surface)
{
  size_t stride = cairo_image_surface_get_stride (surface);
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * height,
                                                         (GDestroyNotify) cairo_surface_destroy,
                                                         cairo_surface_reference (surface));

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static GdkTexture *
paint (const ScenePicture *picture,
       const PaintPalette *palette,
       PaintFonts         *fonts,
       double              scale)
{
  SceneSize size = scene_picture_size (picture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size.width * scale, size.height * scale);
  GdkTexture *texture = NULL;
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  paint_picture (cr, picture, palette, fonts, PAINT_PAPER);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    texture = new_texture (surface);
  cairo_surface_destroy (surface);

  return texture;
}

/* The events of a step and what the lesson looks at, at its end. */
static void
lay_out (Lesson             *lesson,
         unsigned            step,
         const View         *view,
         ViewCells          *cells,
         SceneSize           size,
         const SceneMeasure *measure,
         ScenePicture       *picture)
{
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition first = timeline_step_first (timeline, step), end = timeline_step_end (timeline, step);
  g_autofree SimEvent *events = g_new0 (SimEvent, end - first + 1);
  const char *looked_at;
  ViewSubject subject;

  view_subject_init (&subject, timeline_machine (timeline));
  looked_at = lesson_look (lesson, end, &subject.look);
  if (looked_at && view_by_id (looked_at))
    view = view_by_id (looked_at);
  subject.events = events;
  subject.n_events = timeline_events (timeline, first, events, end - first);
  subject.cells = cells;
  subject.legend = true;
  scene_picture_reset (picture, size);
  view_layout (view, &subject, size, measure, picture);
}

GdkTexture *
pagescape_speaker_draw_step (PagescapeSession *session,
                             unsigned          step,
                             const View       *view,
                             int               width,
                             int               height,
                             int               scale)
{
  Lesson *lesson = pagescape_session_get_lesson (session);
  const PaintPalette *palette = paint_palette (PAINT_PROJECTOR);
  JournalPosition here = pagescape_session_get_moment (session).position;
  SceneSize size = { WIDTH, CLAMP ((double) WIDTH * height / width, LEAST_HEIGHT, MOST_HEIGHT) };
  GdkTexture *texture = NULL;
  Timeline *timeline;
  ViewCells *cells;

  if (!lesson)
    return NULL;

  timeline = lesson_timeline (lesson);
  if (step > timeline_n_steps (timeline) || timeline_seek (timeline, timeline_step_end (timeline, step)) != SIM_OK)
    return NULL;

  cells = view_cells_new (timeline_machine (timeline));
  if (cells)
    {
      PaintFonts *fonts = paint_fonts_new (pagescape_language (), palette, 1);
      ScenePicture *picture = scene_picture_new ();

      lay_out (lesson, step, view, cells, size, paint_fonts_measure (fonts), picture);
      texture = paint (picture, palette, fonts, (double) width * scale / WIDTH);
      scene_picture_free (picture);
      paint_fonts_free (fonts);
      view_cells_free (cells);
    }

  /* Where the session knows it to be; its own cells were not touched. */
  timeline_seek (timeline, here);
  return texture;
}
