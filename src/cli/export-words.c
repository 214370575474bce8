/* export-words.c - the words and numbers that pagescape export takes: views, colours, sizes, steps */
#include "cli/export-options.h"

#include <glib/gi18n.h>
#include <string.h>

#define LEAST_SIDE     64
#define MOST_SIDE      16384
#define MOST_AREA      (100u << 20)
#define MOST_RATE      120

static const struct {
  const char *name;
  ExportPaper paper;
} papers[] = {
  { "white", EXPORT_PAPER_WHITE },
  { "transparent", EXPORT_PAPER_TRANSPARENT },
  { "dark", EXPORT_PAPER_DARK },
};

/* Not beside the picture, but in it. */
#define PAGE_BLOCKS (1u << 31)
#define TO_SCALE    (1u << 30)

static const struct {
  const char *name;
  unsigned    part;
} parts[] = {
  { "title", FIGURE_TITLE },
  { "sentence", FIGURE_SENTENCE },
  { "legend", FIGURE_LEGEND },
  { "source", FIGURE_SOURCE },
  { "notes", FIGURE_NOTES },
  { "speaker", FIGURE_SPEAKER },
  { "questions", FIGURE_QUESTIONS },
  { "answers", FIGURE_ANSWERS },
  { "page-blocks", PAGE_BLOCKS },
  { "to-scale", TO_SCALE },
};

/* In points. */
static const struct {
  const char *name;
  SceneSize   size;
} sheets[] = {
  { "A4", { 595, 842 } },
  { "A4-landscape", { 842, 595 } },
  { "letter", { 612, 792 } },
  { "letter-landscape", { 792, 612 } },
};

/* --- words ------------------------------------------------------------------------------------ */

static GPtrArray *
list_views (void)
{
  GPtrArray *names = g_ptr_array_new ();

  for (size_t i = 0; i < view_n (); i++)
    g_ptr_array_add (names, (char *) view_at (i)->id);
  g_ptr_array_add (names, NULL);
  return names;
}

/* One view, or two side by side. */
CliStatus
cli_export_read_view (ExportOptions *options)
{
  g_autoptr (GPtrArray) names = list_views ();
  g_auto (GStrv) ids = options->given.view != NULL ? g_strsplit (options->given.view, ",", -1) : NULL;
  FigureStyle *style = &options->job.style;

  for (unsigned i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const View *view = view_by_id (ids[i]);

      if (view == NULL)
        return cli_say_unknown (_("There is no view “%s”."), ids[i], (const char *const *) names->pdata);
      if (i >= G_N_ELEMENTS (style->views))
        {
          cli_say (_("--view %s: at most two views stand side by side."), options->given.view);
          return CLI_WRONG_USAGE;
        }
      if (i > 0 && (options->job.kind == FIGURE_STRIP || options->job.kind == FIGURE_HANDOUT))
        {
          cli_say (_("--view %s: strips and handouts show one view of each step."), options->given.view);
          return CLI_WRONG_USAGE;
        }
      style->views[i].view = view;
      style->is_side_by_side = i > 0;
    }
  return CLI_GOOD;
}

CliStatus
cli_export_read_theme (ExportOptions *options)
{
  const char *names[PAINT_N_THEMES + 1] = { NULL };

  if (options->given.theme == NULL || paint_theme_by_id (options->given.theme, &options->job.style.theme))
    return CLI_GOOD;

  for (unsigned i = 0; i < PAINT_N_THEMES; i++)
    names[i] = paint_theme_id ((PaintTheme) i);
  return cli_say_unknown (_("There is no theme “%s”."), options->given.theme, names);
}

CliStatus
cli_export_read_paper (ExportOptions *options)
{
  const char *names[G_N_ELEMENTS (papers) + 1] = { NULL };

  if (options->given.paper == NULL)
    return CLI_GOOD;

  for (unsigned i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      names[i] = papers[i].name;
      if (strcmp (papers[i].name, options->given.paper) == 0)
        {
          options->job.style.paper = papers[i].paper;
          return CLI_GOOD;
        }
    }
  return cli_say_unknown (_("There is no paper “%s”."), options->given.paper, names);
}

/* "title,source" */
static CliStatus
find_parts (const char *list,
            unsigned   *found)
{
  const char *names[G_N_ELEMENTS (parts) + 1] = { NULL };
  g_auto (GStrv) words = list != NULL ? g_strsplit (list, ",", -1) : NULL;

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    names[i] = parts[i].name;
  for (unsigned i = 0; words != NULL && words[i] != NULL; i++)
    {
      unsigned part = 0;

      for (unsigned j = 0; j < G_N_ELEMENTS (parts); j++)
        if (strcmp (parts[j].name, words[i]) == 0)
          part = parts[j].part;
      if (part == 0)
        return cli_say_unknown (_("There is nothing “%s” that could stand beside a picture."), words[i], names);
      *found |= part;
    }
  return CLI_GOOD;
}

CliStatus
cli_export_read_parts (ExportOptions *options)
{
  unsigned shown = 0, hidden = 0;
  CliStatus status = find_parts (options->given.show, &shown);

  if (status == CLI_GOOD)
    status = find_parts (options->given.hide, &hidden);
  for (unsigned i = 0; i < G_N_ELEMENTS (options->job.style.views); i++)
    options->job.style.views[i].style = (hidden & PAGE_BLOCKS ? VIEW_NO_PAGE_BLOCKS : 0) | (shown & ~hidden & TO_SCALE ? VIEW_TO_SCALE : 0);
  options->job.style.parts = (options->job.style.parts | shown) & ~hidden & ~(PAGE_BLOCKS | TO_SCALE);
  return status;
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* "3", "all", "2-5" */
CliStatus
cli_export_read_steps (ExportOptions *options)
{
  const char *text = options->given.step;
  FigureJob *job = &options->job;
  g_auto (GStrv) ends = NULL;

  if (text == NULL || strcmp (text, "all") == 0)
    return CLI_GOOD;
  ends = g_strsplit (text, "-", 2);
  if (cli_parse_unsigned (ends[0], G_MAXUINT - 1, &job->first_step))
    {
      job->last_step = job->first_step;
      if (ends[1] == NULL || (cli_parse_unsigned (ends[1], G_MAXUINT - 1, &job->last_step) && job->first_step <= job->last_step))
        return CLI_GOOD;
    }

  cli_say (_("--step %s: a step is a whole number, several are two with a hyphen between them, or all; steps count from 1, "
             "and 0 is the machine before the first."), text);
  return CLI_WRONG_USAGE;
}

CliStatus
cli_export_read_moment (ExportOptions *options)
{
  const char *text = options->given.moment;
  double *moment = &options->job.style.moment;
  char *end = NULL;

  if (text == NULL)
    return CLI_GOOD;

  *moment = g_ascii_strtod (text, &end);
  if (!(end != text && *end == 0 && *moment >= 0 && *moment <= 1))
    cli_say (_("--at %s: the moment inside a step is a number from 0 to 1."), text);
  else if (options->job.kind != FIGURE_STEP)
    cli_say (_("--at %s: only the picture of one step has a moment."), text);
  else
    return CLI_GOOD;
  return CLI_WRONG_USAGE;
}

CliStatus
cli_export_read_rate (ExportOptions *options)
{
  const char *text = options->given.rate;
  char *end = NULL;

  if (text == NULL)
    return CLI_GOOD;

  options->job.rate = g_ascii_strtod (text, &end);
  if (!(end != text && *end == 0 && options->job.rate >= 1 && options->job.rate <= MOST_RATE))
    cli_say (_("--rate %s: a film has 1 to %u frames a second."), text, MOST_RATE);
  else if (options->job.kind != FIGURE_FILM)
    cli_say (_("--rate %s: only a film has frames; ask for one with --film."), text);
  else
    return CLI_GOOD;
  return CLI_WRONG_USAGE;
}

static gboolean
parse_size (const char *text,
            SceneSize  *size)
{
  g_auto (GStrv) sides = g_strsplit (text, "x", -1);
  unsigned width, height;

  if (g_strv_length (sides) != 2 || !cli_parse_unsigned (sides[0], MOST_SIDE, &width)
      || !cli_parse_unsigned (sides[1], MOST_SIDE, &height) || width < LEAST_SIDE || height < LEAST_SIDE
      || (uint64_t) width * height > MOST_AREA)
    return FALSE;
  *size = (SceneSize) { width, height };
  return TRUE;
}

static CliStatus
read_sheet (ExportOptions *options)
{
  const char *text = options->given.size;

  for (unsigned i = 0; i < G_N_ELEMENTS (sheets); i++)
    if (g_ascii_strcasecmp (sheets[i].name, text) == 0)
      {
        options->job.sheet = sheets[i].size;
        return CLI_GOOD;
      }
  if (parse_size (text, &options->job.sheet))
    return CLI_GOOD;

  cli_say (_("--size %s: a sheet is A4, A4-landscape, letter, letter-landscape, or two whole numbers from %u to %u, in points, "
             "such as 595x842."), text, LEAST_SIDE, MOST_SIDE);
  return CLI_WRONG_USAGE;
}

CliStatus
cli_export_read_size (ExportOptions *options)
{
  if (options->given.size == NULL)
    return CLI_GOOD;
  if (options->job.kind == FIGURE_HANDOUT)
    return read_sheet (options);
  if (parse_size (options->given.size, &options->job.style.size))
    return CLI_GOOD;

  cli_say (_("--size %s: a size is two whole numbers from %u to %u, such as 1280x720."), options->given.size, LEAST_SIDE,
           MOST_SIDE);
  return CLI_WRONG_USAGE;
}
