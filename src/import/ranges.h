/* ranges.h - ranges of a memory map as they are read, with their place; private to the importers
 *
 * Units  bytes of physical address, half-open
 */
#pragma once

#include "import/import.h"
#include "import/text.h"

/* What the largest machine has: 64 GiB. */
#define IMPORT_MAP_LIMIT (UINT64_C (64) << 30)

typedef struct {
  SimRange    range;              /* its line is the line it was read from */
  const char *from, *to;          /* where it stands in the text; borrowed */
} ImportRange;

/* Array of ImportRange. */
GArray  *import_ranges_new (void);
/* text: at the line in which the range stands, in [from, to). end_is_in: the end as read is the last byte.
 * False where the range ends before it begins, which is said. */
gboolean import_ranges_add (GArray *ranges, ImportText *text, const char *from, const char *to, SimRangeKind kind,
                            uint64_t first, uint64_t end, gboolean end_is_in);
/* In order, apart from each other, RAM within the limit. text: the one they were read from. False: see its messages. */
gboolean import_ranges_check (const GArray *ranges, ImportText *text);
gboolean import_ranges_have_ram (const GArray *ranges);
/* As plain ranges, owned by the caller; never NULL. */
SimRange *import_ranges_dup (const GArray *ranges, size_t *n);
