/* sheet.h - what is wrong with the words of a picture, as they would be painted
 *
 * Words are measured where the painter puts them, shortened as it shortens them. Reported are words over words,
 * words that leave the sheet or the box they stand in, numbers that are shortened, other words that are and
 * whose whole nobody can read, rings that go through words or through each other, type that is too small, and ink
 * that is too faint.
 */
#pragma once

#include "paint/paint.h"

typedef struct {
  const PaintFonts   *fonts;
  const PaintPalette *palette;
  double              least_size;       /* of type, in points of the picture; 0: any */
  bool                is_moving;        /* between two pictures: what lies below something else is not read */
  double              contrast;         /* of each word with its ground, measured on what is painted; 0: not painted */
} SheetReader;

/* Calls back with a sentence for each; returns how many there are. n_words: how many were read. */
typedef void (*SheetFaultFunc) (const char *fault, void *data);
unsigned sheet_read (const SheetReader *reader, const ScenePicture *picture, unsigned *n_words, SheetFaultFunc func,
                     void *data);
