/* lesson-private.h - a lesson, inside this layer
 */
#pragma once

#include "import/import.h"
#include "scenario/lesson.h"
#include "scenario/scenario-private.h"
#include "scenario/vm.h"

struct LessonSettings {
  MachineSettings machine;
};

/* What a step says, so that its events are read once. */
typedef struct {
  gboolean        is_known;
  unsigned        branch;
  JournalPosition first, end;
  GArray         *marks;          /* of Mark; owned */
} StepMarks;

typedef struct {
  JournalPosition position;       /* of the event */
  uint16_t        kind;
  uint64_t        arg[3];
} Mark;

struct Lesson {
  Scenario      *scenario;        /* owned: a reference */
  Program       *program;         /* owned */
  Timeline      *timeline;        /* owned */
  SimMachineSpec spec;            /* its ranges are those of the maps */
  ImportedMap    map, reserved;   /* owned */
  GArray        *asked;           /* of Asked; owned */
  GArray        *asks;            /* of LessonAsk */
  JournalPosition asks_end;       /* as far as they are known */
  GArray        *typed_from;      /* of JournalPosition, by branch; owned */
  unsigned       n_steps;         /* of the scenario */
  GArray        *tips;            /* of unsigned; owned: of each branch, the piece that was typed last */

  /* Kept for who asked: what is borrowed lives in them. */
  GArray        *steps;           /* of StepMarks */
  GStringChunk  *names;
  char          *source;
  unsigned       source_tip;
  GHashTable    *sentences;       /* text → itself */
  GPtrArray     *choices;
};

/* lesson-machine.c: what settings make of a machine. False: reported. */
gboolean lesson_make_spec   (Lesson *lesson, const LessonSettings *settings, Messages *messages);
void     lesson_report      (Lesson *lesson, Messages *messages, Place place, const char *file, const char *suggestion, const char *text);
unsigned lesson_piece       (const Lesson *lesson);      /* typed last, at the position */
unsigned lesson_tip         (const Lesson *lesson);      /* typed last, on the branch; 0: nothing */
/* lesson-questions.c: the scenario ran on; something was typed at the position, on a branch before. */
void     lesson_note_asks   (Lesson *lesson);
void     lesson_note_typed  (Lesson *lesson, unsigned branch, JournalPosition position);
const SimMachine *lesson_machine (const Lesson *lesson);
