/* sample.h - what a real kernel's snapshot says, for tests
 *
 * The files are described in tests/samples/kernels/README.md; $PAGESCAPE_SAMPLES says where they are.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "sim/sim.h"

/* The whole text of a file packed with xz. Owned by the caller; the test fails where it cannot be read. */
char       *sample_text   (const char *path, size_t *length);
/* Owned by the caller. */
JsonParser *sample_json   (const char *name);

/* Fails the test at the first difference between the machine's zones and free lists and the
 * snapshot's. */
void        assert_like_snapshot (const SimMachine *machine, JsonObject *snapshot);

/* The memory and the reserved ranges of a memblock snapshot, into a spec; free with sample_ranges_free (). */
void        sample_memblock    (JsonObject *snapshot, SimMachineSpec *spec);
void        sample_ranges_free (SimMachineSpec *spec);
