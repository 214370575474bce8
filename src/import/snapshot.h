/* snapshot.h - a real kernel's free lists at one instant, as a debugger wrote them
 *
 * Reads       {"zones": [{"name", "zone_start_pfn", "spanned_pages", "present_pages", "managed_pages",
 *             "free_area": [{"order", "lists": {"Movable": [pfn…]}}], "pcp": [{"cpu", "high", "batch", "free_factor",
 *             "lists": {"order0/Movable": [pfn…]}}], "pageblock_base_pfn", "pageblock_migratetype": "0111…"}…],
 *             "trace_ring_buffer": [{"cpu", "entries"}…], "label"}; lists head first
 * Leaves out  everything else in it
 * Errors      what does not hold together (a block on two lists, outside of its zone, not aligned; a zone that
 *             overlaps another; a count that is another) is refused with its place
 */
#pragma once

#include "import/import.h"

typedef struct ImportedSnapshot ImportedSnapshot;

/* NULL: see messages. */
ImportedSnapshot  *import_snapshot (const char *text, size_t length, const char *file_name, const SimProfile *profile,
                                    Messages *messages);
void               imported_snapshot_free (ImportedSnapshot *snapshot);

/* Borrowed. It tells no blocks in use. */
const SimSnapshot *imported_snapshot_lists (const ImportedSnapshot *snapshot);
/* Has the machine the same blocks on the same lists, free and per-CPU, in the same order? */
gboolean           imported_snapshot_is    (const ImportedSnapshot *snapshot, const SimMachine *machine);
/* Where in a trace it was taken: behind so many events of a CPU. False: it does not say. */
gboolean           imported_snapshot_entries (const ImportedSnapshot *snapshot, unsigned cpu, uint64_t *n_entries);
/* "A"; NULL: it has none. */
const char        *imported_snapshot_label   (const ImportedSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImportedSnapshot, imported_snapshot_free)
