/* support.h - machines with a story, and the pictures of each of its moments */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "views/cells.h"
#include "views/parts.h"
#include "views/view.h"

/* A machine that has been recorded since the step began, at any moment of it. */
typedef struct {
  SimMachine   *machine;
  SimRecord     record;
  SimRun        run;
  size_t        n_applied;      /* events of the record that the machine has */
  SimEvent     *events;         /* owned; of the record */
  size_t        n_events;
  ViewCells    *cells;
  ViewSubject   subject;
  ScenePicture *picture;
} Story;

/* MiB; pcp: with per-CPU lists. */
void story_begin (Story *story, const char *profile, unsigned ram, bool pcp);
void story_end   (Story *story);
uint32_t story_gfp (const Story *story, const char *name);
/* Many blocks of many orders, taken and given back: the same each time. */
void story_use   (Story *story, unsigned n);
/* From here on everything is recorded. */
void story_step  (Story *story);
size_t story_n_events (Story *story);
/* One of them; those after it follow. Borrowed until more is recorded. */
const SimEvent *story_event (Story *story, size_t number);
/* To a moment of the step: after so many events. */
void story_seek  (Story *story, size_t position);
/* The picture of this moment; the story's own. */
const ScenePicture *story_picture (Story *story, const char *view, SceneSize size, const SceneMeasure *measure);

/* Measures every text as Chinese of the same number of letters would be, or longer. */
const SceneMeasure *wide_measure (void);

const SceneShape *find_block (const ScenePicture *picture, ViewPart part, SimPfn pfn, SimOrder order);
/* Where the label of a shape is painted; false: it has none. */
bool text_rect (const SceneShape *shape, const SceneMeasure *measure, SceneRect *rect);
