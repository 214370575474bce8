/* export-options.h - what pagescape export was asked for; private to the command line */
#pragma once

#include "cli/command.h"
#include "figure/figure.h"

typedef struct {
  FigureJob       job;
  char           *output;         /* a file, or "-" */
  char           *all_lessons;    /* a folder; NULL: one scenario */
  char          **settings;
  char          **against;        /* settings of another machine, beside the first; NULL: there is none */
  gboolean        is_strip, is_film;
  struct {                        /* as they were typed; NULL: not given */
    char *view, *step, *moment, *handout, *rate, *size, *theme, *paper, *show, *hide, *language, *format;
  } given;
} ExportOptions;

/* Takes the options out of argv. Says what is wrong; options are to be cleared in any case. */
CliStatus cli_export_options_read  (ExportOptions *options, const CliCommand *command, int *argc, char ***argv);
void      cli_export_options_clear (ExportOptions *options);

/* One each; the kind is known. They say what is wrong. */
CliStatus cli_export_read_view     (ExportOptions *options);
CliStatus cli_export_read_theme    (ExportOptions *options);
CliStatus cli_export_read_paper    (ExportOptions *options);
CliStatus cli_export_read_parts    (ExportOptions *options);
CliStatus cli_export_read_steps    (ExportOptions *options);
CliStatus cli_export_read_moment   (ExportOptions *options);
CliStatus cli_export_read_rate     (ExportOptions *options);
CliStatus cli_export_read_size     (ExportOptions *options);

CliStatus cli_export_all_lessons   (const ExportOptions *options);
/* Makes figures and writes them into a file, or files; says what goes wrong. */
CliStatus cli_export_figure        (Lesson *lesson, const FigureJob *job, const char *file_name,
                                    gboolean shows_progress);
