/* fit.h - whether a picture has room for its words; only for src/figure/ */
#pragma once

#include "figure/work.h"

/* Sets an error where a view has no room in its picture: at which step, and how large it must be. */
gboolean figure_check_shot (const FigureWork *work, const FigureShot *shot, GError **error);
