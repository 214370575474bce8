/* words.c - what stands beside pictures of a lesson */
#include "figure/work.h"

#include <glib/gi18n.h>
#include <string.h>

char *
figure_dup_title (const FigureWork *work)
{
  const Scenario *scenario = lesson_scenario (work->lesson);
  const char *title = scenario_title (scenario), *file_name = scenario_file_name (scenario);
  g_autofree char *base = NULL;

  if (strcmp (title, file_name) != 0)
    return g_strdup (title);
  if (strcmp (file_name, "-") == 0)
    return g_strdup (_("A lesson without a title"));

  base = g_filename_display_basename (file_name);
  if (g_str_has_suffix (base, ".scenario") && strlen (base) > strlen (".scenario"))
    base[strlen (base) - strlen (".scenario")] = '\0';
  return g_steal_pointer (&base);
}

char *
figure_dup_step_title (const FigureWork *work,
                       unsigned          step)
{
  const char *title = lesson_step_title (work->lesson, step);

  if (step == 0)
    return NULL;
  if (title == NULL || *title == '\0')
    return g_strdup_printf (_("Step %u"), step);
  /* Translators: number and title of a step. */
  return g_strdup_printf (_("%u. %s"), step, title);
}

char *
figure_dup_source (const FigureWork *work,
                   unsigned          step)
{
  g_autofree char *title = figure_dup_title (work);
  const char *profile = lesson_spec (work->lesson)->profile->id;

  if (step == G_MAXUINT)
    /* Translators: the kernel, then the lesson's title. */
    return g_strdup_printf (_("Pagescape, %s, “%s”"), profile, title);
  if (step == 0)
    return g_strdup_printf (_("Pagescape, %s, before the first step of “%s”"), profile, title);
  return g_strdup_printf (_("Pagescape, %s, step %u of “%s”"), profile, step, title);
}
