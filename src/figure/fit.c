/* fit.c - whether a picture has room for its words */
#include "figure/fit.h"

#include <glib/gi18n.h>
#include <math.h>

#define GROWTH  1.05            /* from one size that is tried to the next */
#define MOST   60.0             /* times as large: no view needs more */

/* The least size of the same shape in which the view has room; 0: none was found. */
static SceneSize
find_size (const FigureWork *work,
           const FigureAim  *small)
{
  FigureAim aim = *small;

  for (double growth = GROWTH; growth < MOST; growth *= GROWTH)
    {
      g_autoptr (FigureShot) shot = NULL;

      aim.size = (SceneSize) { ceil (small->size.width * growth), ceil (small->size.height * growth) };
      shot = figure_shot_new (work, &aim);
      if (shot == NULL)
        break;
      if (!view_is_too_small (figure_shot_picture (shot)))
        return aim.size;
    }
  return (SceneSize) { 0, 0 };
}

gboolean
figure_check_shot (const FigureWork *work,
                   const FigureShot *shot,
                   GError          **error)
{
  const FigureAim *aim = figure_shot_aim (shot);
  SceneSize least;

  if (!view_is_too_small (figure_shot_picture (shot)))
    return TRUE;

  least = find_size (work, aim);
  figure_speak_to_user (work);
  g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE,
               _("The picture of step %u would have %.0f × %.0f points, too few for its text: the view “%s” needs at least "
                 "%.0f × %.0f."),
               aim->step, aim->size.width, aim->size.height, _(figure_shot_view (shot)->title), least.width, least.height);
  return FALSE;
}
