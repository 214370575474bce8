/* export-run.c - pictures of a session into files */

#include "export-run.h"

gboolean
pagescape_export_run (PagescapeSession      *session,
                      const PagescapeExport *job,
                      const char            *file_name,
                      GError               **error)
{
  AxisMoment moment;
  FigureJob figure;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (session), FALSE);
  g_return_val_if_fail (job->exporter && file_name, FALSE);

  figure_job_init (&figure, job->every_step ? FIGURE_EVERY_STEP : FIGURE_STEP);
  figure.exporter = job->exporter;
  figure.style.views[0] = (FigureView) { job->frame.view, job->frame.camera, job->frame.grid_order };
  figure.style.size = job->frame.size;
  figure.style.theme = job->theme;
  figure.style.paper = job->theme == PAINT_DARK ? EXPORT_PAPER_DARK : EXPORT_PAPER_WHITE;
  figure.style.selection = pagescape_session_get_selection (session);
  if (!job->every_step)
    {
      moment = pagescape_session_get_moment (session);
      figure.first_step = moment.step;
      figure.style.moment = CLAMP (pagescape_session_get_player (session)->t - moment.step + 1, 0, 1);
    }

  return figure_run (pagescape_session_get_lesson (session), &figure, file_name, NULL, NULL, error);
}
