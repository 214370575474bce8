/* memory-map.h - the forms in which a memory map comes; private to the importers */
#pragma once

#include "import/ranges.h"

gboolean import_is_boot_log (ImportText *text);
/* Reads the map into ranges, and into map what else the log tells. False: see messages. */
gboolean import_boot_log    (ImportText *text, ImportedMap *map, GArray *ranges);

gboolean import_is_iomem    (ImportText *text);
gboolean import_iomem       (ImportText *text, GArray *ranges);
