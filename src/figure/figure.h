/* figure.h - a lesson on paper: pictures, strips, handouts and films of it, ready for a file
 *
 * The command line and the window make their figures here, so that both give the same bytes. The lesson is
 * moved about and stands where it stood afterwards; so does the language of the texts.
 *
 * Units      sizes in points of the picture; a sheet of paper has 72 points an inch
 * Errors     FIGURE_ERROR; a file is written whole or left as it was
 */
#pragma once

#include "export/export.h"
#include "scenario/exercise.h"
#include "scenario/lesson.h"
#include "views/view.h"

typedef enum {
  FIGURE_ERROR_USAGE,             /* what is asked for does not exist or does not fit */
  FIGURE_ERROR_UNWRITABLE,
  FIGURE_ERROR_INTERNAL,          /* no host memory */
  FIGURE_ERROR_CANCELLED
} FigureError;
#define FIGURE_ERROR (figure_error_quark ())
GQuark figure_error_quark (void);

typedef enum {
  FIGURE_STEP,                    /* one picture, of the first step */
  FIGURE_EVERY_STEP,              /* a picture each: pages of a file, or numbered files */
  FIGURE_STRIP,                   /* several steps in one picture */
  FIGURE_HANDOUT,                 /* sheets of paper, several steps a page: pages, or numbered files */
  FIGURE_FILM,                    /* frames: pages of a file, or numbered files */
  FIGURE_EXERCISES                /* sheets of paper: a sheet of exercises, its key at the end */
} FigureKind;

/* What stands beside the pictures. */
typedef enum {
  FIGURE_TITLE       = 1 << 0,    /* of scenario and step */
  FIGURE_SENTENCE    = 1 << 1,    /* of the step */
  FIGURE_LEGEND      = 1 << 2,
  FIGURE_SOURCE      = 1 << 3,    /* "Pagescape, 6.1-i386, step 4 of “Buddies merge”" */
  FIGURE_NOTES       = 1 << 4,    /* handout: lines to write on */
  FIGURE_SPEAKER     = 1 << 5,    /* handout: the notes for the speaker */
  FIGURE_QUESTIONS   = 1 << 6,    /* handout: what is asked, where it is asked */
  FIGURE_ANSWERS     = 1 << 7     /* handout: their answers, on a last page */
} FigureParts;

typedef struct {
  const View    *view;            /* NULL: what the lesson looks at, or the first that there is */
  ViewCamera     camera;          /* zoom 0: the whole */
  unsigned       style;           /* ViewStyle */
} FigureView;

/* How figures look, the same for all of one job. */
typedef struct {
  FigureView   views[2];
  gboolean     is_side_by_side;   /* both views */
  SimRef       selection;         /* marked in the picture */
  SceneSize    size;              /* of a picture, a strip, a frame; height 0: what a strip needs */
  PaintTheme   theme;
  ExportPaper  paper;
  double       moment;            /* of FIGURE_STEP: 0 … 1 inside the step */
  unsigned     parts;             /* FigureParts */
} FigureStyle;

typedef struct {
  FigureKind      kind;
  FigureStyle     style;
  unsigned        first_step, last_step;    /* counted from 1; 0: the machine before; G_MAXUINT: the last there is */
  unsigned        per_page;       /* of a handout: 1, 2, 4 or 6 steps */
  SceneSize       sheet;          /* of pages of paper; 0: A4 */
  const GArray   *exercises;      /* of exercises: of Exercise, those of the lesson; borrowed */
  double          rate;           /* of a film: frames a second; 0: 30 */
  const Exporter *exporter;
  Lesson         *against;        /* the same scenario on another machine: it has the second of two pictures; NULL: none */
  const char     *names[2];       /* with it, what stands above either picture; NULL: nothing */
  const char     *language;       /* "zh_CN", see narration/language.h; NULL: that of the texts now */
} FigureJob;

/* All steps, at their ends, on what is usual for the kind: pictures of 1280 × 720 points in the light theme with
 * their legends, handouts for grey printers with all but the speaker's notes. The exporter is to be set. */
void figure_job_init (FigureJob *job, FigureKind kind);

/* FALSE: it is to end here, with FIGURE_ERROR_CANCELLED. */
typedef gboolean (*FigureProgressFunc) (unsigned done, unsigned total, void *data);

/* Writes one file, or "name-01.svg", "name-02.svg" … where the job has several pages and the format only one.
 * progress may be NULL. */
gboolean figure_run  (Lesson *lesson, const FigureJob *job, const char *file_name, FigureProgressFunc progress,
                      void *data, GError **error);
/* The same in memory, for the clipboard: the first page where the format has but one. */
GBytes  *figure_make (Lesson *lesson, const FigureJob *job, GError **error);

/* --- pages as pictures: for the print dialog ------------------------------------------------------ */
/* They stay as they are, whatever becomes of the lesson. Not for films. */
typedef struct FigurePages FigurePages;
FigurePages        *figure_pages_new   (Lesson *lesson, const FigureJob *job, GError **error);
void                figure_pages_free  (FigurePages *pages);
size_t              figure_pages_n     (const FigurePages *pages);
const ScenePicture *figure_pages_at    (const FigurePages *pages, size_t page);
/* With the theme's colours and fonts and without paper, at its own size: cairo units are points. */
void                figure_pages_paint (const FigurePages *pages, size_t page, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FigurePages, figure_pages_free)
