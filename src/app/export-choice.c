/* export-choice.c - what somebody wants to export, and how; remembered for the next time */

#include "export-choice.h"

#include <glib/gi18n.h>

#include "narration/language.h"

#define KEY "export"

static const char *const whats[PAGESCAPE_N_EXPORTS] = {
  [PAGESCAPE_EXPORT_PICTURE] = N_("The picture as it stands"),
  [PAGESCAPE_EXPORT_STEP] = N_("The end of this step"),
  [PAGESCAPE_EXPORT_EVERY_STEP] = N_("Every step"),
  [PAGESCAPE_EXPORT_STRIP] = N_("The steps as a strip"),
  [PAGESCAPE_EXPORT_HANDOUT] = N_("A handout"),
  [PAGESCAPE_EXPORT_ANIMATION] = N_("An animation"),
};

static const char *const what_ids[PAGESCAPE_N_EXPORTS] = {
  "picture", "step", "every-step", "strip", "handout", "animation"
};

typedef struct {
  const char *name;
  SceneSize   size;
} Size;

static const Size sizes[] = {
  { N_("As in the window"), { 0, 0 } },
  { N_("Slide, 1280 × 720"), { 1280, 720 } },
  { N_("Half a slide, 640 × 720"), { 640, 720 } },
  { N_("Across a page, 720 × 480"), { 720, 480 } },
  { N_("Film, 960 × 540"), { 960, 540 } },
  { N_("Full HD, 1920 × 1080"), { 1920, 1080 } },
};

static const Size sheets[] = {
  { N_("A4, upright"), { 595, 842 } },
  { N_("A4, across"), { 842, 595 } },
  { N_("Letter, upright"), { 612, 792 } },
  { N_("Letter, across"), { 792, 612 } },
};

const char *
pagescape_export_what_name (PagescapeExportWhat what)
{
  return whats[what];
}

static const char *
size_at (const Size *table,
         guint       n,
         guint       index,
         SceneSize  *size)
{
  if (index >= n)
    return NULL;

  if (size)
    *size = table[index].size;
  return table[index].name;
}

const char *
pagescape_export_size (guint      index,
                       SceneSize *size)
{
  return size_at (sizes, G_N_ELEMENTS (sizes), index, size);
}

const char *
pagescape_export_sheet (guint      index,
                        SceneSize *size)
{
  return size_at (sheets, G_N_ELEMENTS (sheets), index, size);
}

gboolean
pagescape_export_suits (PagescapeExportWhat  what,
                        const Exporter      *exporter)
{
  switch (what)
    {
    case PAGESCAPE_EXPORT_EVERY_STEP:
      return !exporter->is_film;
    case PAGESCAPE_EXPORT_ANIMATION:
      /* Numbered images are what other programs make films of. */
      return exporter->is_film || exporter->has_moves || g_str_equal (exporter->id, "png");
    case PAGESCAPE_EXPORT_PICTURE:
    case PAGESCAPE_EXPORT_STEP:
    case PAGESCAPE_EXPORT_STRIP:
    case PAGESCAPE_EXPORT_HANDOUT:
    case PAGESCAPE_N_EXPORTS:
    default:
      return !exporter->is_film && !exporter->has_moves;
    }
}

unsigned
pagescape_export_parts (PagescapeExportWhat what)
{
  unsigned parts = FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_LEGEND | FIGURE_SOURCE;

  if (what == PAGESCAPE_EXPORT_HANDOUT)
    parts |= FIGURE_NOTES | FIGURE_SPEAKER | FIGURE_QUESTIONS | FIGURE_ANSWERS;
  return parts;
}

void
pagescape_export_choice_mend (PagescapeExportChoice *choice)
{
  if (choice->exporter && pagescape_export_suits (choice->what, choice->exporter))
    return;

  for (size_t i = 0; i < export_n (); i++)
    if (pagescape_export_suits (choice->what, export_at (i)))
      {
        /* Pages in one file are what one wants of several. */
        if (choice->what >= PAGESCAPE_EXPORT_EVERY_STEP && choice->what != PAGESCAPE_EXPORT_STRIP && !export_at (i)->has_pages)
          continue;
        choice->exporter = export_at (i);
        return;
      }
}

/* --- remembering --------------------------------------------------------------------------------- */

static void
read_number (GVariantDict *dict,
             const char   *key,
             guint         end,
             guint        *number)
{
  const char *text;
  guint64 value;

  if (g_variant_dict_lookup (dict, key, "&s", &text)
      && g_ascii_string_to_unsigned (text, 10, 0, end - 1, &value, NULL))
    *number = (guint) value;
}

static void
read_words (GVariantDict          *dict,
            PagescapeExportChoice *choice)
{
  const char *text;

  if (g_variant_dict_lookup (dict, "what", "&s", &text))
    for (unsigned i = 0; i < PAGESCAPE_N_EXPORTS; i++)
      if (g_str_equal (what_ids[i], text))
        choice->what = (PagescapeExportWhat) i;
  if (g_variant_dict_lookup (dict, "format", "&s", &text) && export_by_id (text))
    choice->exporter = export_by_id (text);
  if (g_variant_dict_lookup (dict, "theme", "&s", &text))
    paint_theme_by_id (text, &choice->theme);
  if (g_variant_dict_lookup (dict, "language", "&s", &text))
    choice->language = language_find (text);
}

void
pagescape_export_choice_load (PagescapeExportChoice *choice,
                              GSettings             *settings)
{
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, KEY) : NULL;
  g_auto (GVariantDict) dict;
  guint paper = EXPORT_PAPER_OF_THEME, follows = FALSE;

  *choice = (PagescapeExportChoice) {
    .per_page = 4,
    .theme = PAINT_LIGHT,
    .parts = FIGURE_LEGEND | FIGURE_NOTES | FIGURE_QUESTIONS | FIGURE_ANSWERS,
    .first_step = 1,
    .last_step = G_MAXUINT,
  };

  g_variant_dict_init (&dict, kept);
  read_words (&dict, choice);
  read_number (&dict, "follows", 2, &follows);
  read_number (&dict, "size", G_N_ELEMENTS (sizes), &choice->size);
  read_number (&dict, "sheet", G_N_ELEMENTS (sheets), &choice->sheet);
  read_number (&dict, "per-page", 7, &choice->per_page);
  read_number (&dict, "paper", EXPORT_PAPER_DARK + 1, &paper);
  read_number (&dict, "parts", pagescape_export_parts (PAGESCAPE_EXPORT_HANDOUT) + 1, &choice->parts);
  choice->follows = follows != 0;
  choice->paper = (ExportPaper) paper;
  if (choice->per_page != 1 && choice->per_page != 2 && choice->per_page != 6)
    choice->per_page = 4;
  pagescape_export_choice_mend (choice);
}

static void
write_word (GVariantBuilder *builder,
            const char      *key,
            const char      *word)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (word));
}

static void
write_number (GVariantBuilder *builder,
              const char      *key,
              guint            number)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", number);
  write_word (builder, key, text);
}

void
pagescape_export_choice_save (const PagescapeExportChoice *choice,
                              GSettings                   *settings)
{
  GVariantBuilder builder;

  if (!settings)
    return;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  write_word (&builder, "what", what_ids[choice->what]);
  write_word (&builder, "format", choice->exporter->id);
  write_word (&builder, "theme", paint_theme_id (choice->theme));
  if (choice->language)
    write_word (&builder, "language", choice->language);
  write_number (&builder, "follows", choice->follows != 0);
  write_number (&builder, "size", choice->size);
  write_number (&builder, "sheet", choice->sheet);
  write_number (&builder, "per-page", choice->per_page);
  write_number (&builder, "paper", choice->paper);
  write_number (&builder, "parts", choice->parts);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

/* --- the job ------------------------------------------------------------------------------------- */

static FigureKind
kind_of (const PagescapeExportChoice *choice)
{
  switch (choice->what)
    {
    case PAGESCAPE_EXPORT_EVERY_STEP:
      /* A page that moves by itself wants to know what it passes. */
      return choice->exporter->has_moves ? FIGURE_FILM : FIGURE_EVERY_STEP;
    case PAGESCAPE_EXPORT_STRIP:
      return FIGURE_STRIP;
    case PAGESCAPE_EXPORT_HANDOUT:
      return FIGURE_HANDOUT;
    case PAGESCAPE_EXPORT_ANIMATION:
      return FIGURE_FILM;
    case PAGESCAPE_EXPORT_PICTURE:
    case PAGESCAPE_EXPORT_STEP:
    case PAGESCAPE_N_EXPORTS:
    default:
      return FIGURE_STEP;
    }
}

void
pagescape_export_choice_turn (PagescapeExportChoice *choice,
                              PagescapeExportWhat    what)
{
  PagescapeExportWhat before = choice->what;
  FigureJob usual;

  choice->what = what;
  choice->exporter = NULL;
  pagescape_export_choice_mend (choice);
  figure_job_init (&usual, kind_of (choice));
  choice->parts = usual.style.parts & pagescape_export_parts (what);
  if (what == PAGESCAPE_EXPORT_HANDOUT)
    choice->theme = usual.style.theme;
  else if (before == PAGESCAPE_EXPORT_HANDOUT && choice->theme == PAINT_PRINT)
    choice->theme = PAINT_LIGHT;
}

FigureJob
pagescape_export_choice_job (const PagescapeExportChoice *choice,
                             const FigureJob             *shown)
{
  gboolean is_one = choice->what == PAGESCAPE_EXPORT_PICTURE || choice->what == PAGESCAPE_EXPORT_STEP;
  FigureJob job;
  SceneSize size;

  figure_job_init (&job, kind_of (choice));
  job.exporter = choice->exporter;
  job.language = choice->language;
  job.first_step = is_one ? shown->first_step : choice->first_step;
  job.last_step = is_one ? shown->first_step : choice->last_step;
  job.per_page = choice->per_page;

  if (!choice->follows || is_one)
    {
      job.style.views[0] = shown->style.views[0];
      job.style.views[1] = shown->style.views[1];
      job.style.is_side_by_side = shown->style.is_side_by_side;
    }
  if (is_one)
    job.style.selection = shown->style.selection;
  job.style.moment = choice->what == PAGESCAPE_EXPORT_PICTURE ? shown->style.moment : 1;
  job.style.theme = choice->theme;
  job.style.paper = choice->paper;
  job.style.parts = choice->parts & pagescape_export_parts (choice->what);
  /* A web page has titles, sentences and source of its own. */
  if (choice->exporter->has_moves)
    job.style.parts &= FIGURE_LEGEND;

  pagescape_export_size (choice->size, &size);
  job.style.size = size.width > 0 ? size : shown->style.size;
  if (choice->what == PAGESCAPE_EXPORT_STRIP)
    job.style.size.height = 0;
  if (choice->what == PAGESCAPE_EXPORT_HANDOUT)
    {
      FigureJob usual;

      figure_job_init (&usual, FIGURE_HANDOUT);
      job.style.size = usual.style.size;
      pagescape_export_sheet (choice->sheet, &job.sheet);
    }
  return job;
}
