/* slab-snapshot.h - a real kernel's caches at one instant, with every slab and array, as a debugger wrote them
 *
 * Reads       {"caches": [{"name", "object_size", "size", "align", "num", "gfporder", "colour", "colour_off",
 *             "freelist_size", "flags", "allocflags", "batchcount", "limit", "shared", "refcount", "ctor",
 *             "cpu_cache": [{"touched", "entry": ["c19cc000"…]}], "node": [{"colour_next", "free_touched", "shared",
 *             "slabs_partial": [{"pfn", "active", "s_mem", "freelist", "freelist_index": [0…]}], "slabs_full",
 *             "slabs_free"}]}…]}: caches newest first, lists head first, addresses as hexadecimal digits
 * Leaves out  everything else in it; the second node and those behind it
 * Errors      what cannot be read is refused with its place; what does not hold together, when it is put into a machine
 */
#pragma once

#include "import/import.h"

typedef struct ImportedSlabs ImportedSlabs;

/* NULL: see messages. */
ImportedSlabs         *import_slab_snapshot (const char *text, size_t length, const char *file_name, const SimProfile *profile,
                                             Messages *messages);
void                   imported_slabs_free (ImportedSlabs *slabs);
/* Borrowed. Arrays are those of SIM_MAX_CPUS CPUs. */
const SimSlabSnapshot *imported_slabs_caches (const ImportedSlabs *slabs);
/* Has the machine the same caches with the same slabs on their lists and objects in their arrays, in the same order?
 * Caches of these names are not looked at; ended by NULL. */
gboolean               imported_slabs_are (const ImportedSlabs *slabs, const SimMachine *machine, const char *const *but);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImportedSlabs, imported_slabs_free)
