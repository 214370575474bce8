/* work.h - a job that is being done, and the pages it is made of; only for src/figure/ */
#pragma once

#include "figure/figure.h"
#include "narration/language.h"

typedef struct {
  const FigureJob    *job;
  Lesson             *lesson;
  Timeline           *timeline;
  unsigned            n_steps;
  unsigned            first, last;        /* steps that are asked for, both inclusive; they exist */
  const char         *tag;                /* of the language: "zh-cn" */
  PaintFonts         *fonts;              /* owned */
  const SceneMeasure *measure;            /* theirs */
  double              title_room, sentence_room;    /* of step pages: what the longest needs */
  LanguageBefore    **language_before;    /* the language to come back to; NULL there: it came back */
} FigureWork;

/* What is said of a mistake is for the user, in the user's language, whatever the job's is; no text of the job can be
 * made afterwards. */
void figure_speak_to_user (const FigureWork *work);

/* --- shots: one view at a moment ----------------------------------------------------------------- */
typedef struct FigureShot FigureShot;
typedef struct {
  unsigned  view;                         /* of the style's two */
  unsigned  step;
  double    moment;
  SceneSize size;
  gboolean  has_legend;
} FigureAim;

/* Moves the lesson. NULL: no host memory. */
FigureShot         *figure_shot_new     (const FigureWork *work, const FigureAim *aim);
void                figure_shot_free    (FigureShot *shot);
const ScenePicture *figure_shot_picture (const FigureShot *shot);
const FigureAim    *figure_shot_aim     (const FigureShot *shot);
const View         *figure_shot_view    (const FigureShot *shot);
/* Another moment of the same view and size: what the two have in common is not made again. False: no host
 * memory. */
gboolean            figure_shot_move    (FigureShot *shot, const FigureWork *work, unsigned step, double moment);

/* --- pages --------------------------------------------------------------------------------------- */
typedef struct {
  ScenePicture       *own;                /* NULL: it is a shot's */
  const ScenePicture *picture;
  GPtrArray          *shots;              /* FigureShot: what the picture borrows */
  GPtrArray          *parts;              /* ScenePicture: likewise */
} FigurePage;

FigurePage *figure_page_new  (void);
void        figure_page_free (FigurePage *page);
/* A shot that the page keeps. NULL with an error: no host memory, or too small for its view. */
FigureShot *figure_page_shoot (FigurePage *page, const FigureWork *work, const FigureAim *aim, GError **error);

/* How much a view is to be scaled for a place on a page: 1 where it has the room that its type wants. */
double      figure_page_scale (const FigureWork *work, SceneSize place);
/* Puts a shot where `rect` is, scaled to its width, with a thin frame around it. */
void        figure_page_frame (ScenePicture *out, SceneRect rect, const FigureShot *shot);

/* The end of a step, its legend as the style wants it, where `rect` is. False with an error. */
gboolean    figure_page_put   (FigurePage *page, ScenePicture *out, const FigureWork *work, SceneRect rect, unsigned step,
                               GError **error);

/* Says that there is no host memory. */
void        figure_set_no_memory (GError **error);

/* --- words, owned ---------------------------------------------------------------------------------- */
/* Of the scenario; where it has none, its file's name says what it is. */
char       *figure_dup_title      (const FigureWork *work);
/* "4. Give them back"; NULL: step 0. */
char       *figure_dup_step_title (const FigureWork *work, unsigned step);
/* Where a picture comes from. G_MAXUINT: of the whole lesson. */
char       *figure_dup_source     (const FigureWork *work, unsigned step);

/* --- kinds --------------------------------------------------------------------------------------- */
/* One step at a moment, with what the style wants beside it; into a new page, or one that was filled so before.
 * Looks first at all steps of the job for the room that they need. */
void        figure_step_page_prepare (FigureWork *work);
gboolean    figure_step_page_fill (FigurePage *page, const FigureWork *work, unsigned step, double moment,
                                   GError **error);

/* All at once; FigurePage, owned. NULL with an error. */
GPtrArray  *figure_handout_pages (const FigureWork *work, GError **error);
GPtrArray  *figure_strip_pages   (const FigureWork *work, GError **error);
GPtrArray  *figure_exercise_pages (const FigureWork *work, GError **error);

/* The frames of a film, one after the other. */
typedef struct FigureFilm FigureFilm;
FigureFilm         *figure_film_new      (const FigureWork *work);
void                figure_film_free     (FigureFilm *film);
unsigned            figure_film_n        (const FigureFilm *film);
const SheetCaption *figure_film_captions (const FigureFilm *film);
/* Is the frame the one before, once more? */
gboolean            figure_film_stands   (const FigureFilm *film, unsigned frame);
/* Valid until the next. NULL with an error. */
const ScenePicture *figure_film_frame    (FigureFilm *film, unsigned frame, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FigureShot, figure_shot_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FigurePage, figure_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FigureFilm, figure_film_free)
