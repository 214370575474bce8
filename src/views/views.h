/* views.h - the views that exist; only for src/views/ */
#pragma once

#include "views/view.h"

extern const View view_map;
extern const View view_buddy;
extern const View view_zones;
extern const View view_slab;
extern const View view_space;
