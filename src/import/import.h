/* import.h - real kernels, read from text: front door
 *
 * Every importer is a pure function from bytes to a result and messages; parses by tokens, accepts CRLF, says
 * line and column, keeps nothing of the input. Text that is no valid UTF-8 is made so.
 */
#pragma once

#include <gio/gio.h>

#include "narration/messages.h"
#include "sim/sim.h"

/* A firmware's map and what else a boot log tells about the machine. */
typedef struct {
  SimRange *ranges;               /* owned */
  size_t    n_ranges;
  gboolean  is_memblock;
  SimRange *reserved;             /* memblock.reserved; owned; NULL: not told */
  size_t    n_reserved;
  uint64_t  highmem;              /* from the kernel's command line; UINT64_MAX: not given */
  uint64_t  vmalloc;              /* 0: not given */
  unsigned  nr_cpus;              /* CONFIG_NR_CPUS; 0: not told */
  unsigned  cpus;                 /* that were running; 0: not told */
} ImportedMap;

void     imported_map_clear (ImportedMap *map);
/* A boot log ("BIOS-e820: …") or /proc/iomem, told apart by content. False: see messages, and *map is empty.
 * Of a log with several boots the last is read; a map that the boot itself changed ("user-defined physical RAM
 * map", after mem= or memmap=) takes the place of the firmware's. */
/* text may be NULL where length is 0. */
gboolean import_e820     (const char *text, size_t length, const char *file_name, ImportedMap *map, Messages *messages);
/* The file that a debugger wrote at the hand-over: {"memblock": {"memory": [{"base", "size"}…], "reserved": […]}}.
 * Flags of a region are not looked at. False: see messages, and *map is empty. */
gboolean import_memblock (const char *text, size_t length, const char *file_name, ImportedMap *map, Messages *messages);

/* A whole file or, as "-", standard input: at most `limit` bytes, before and after unpacking. What is packed
 * with xz or gzip is unpacked, whatever its name. A pipe into which nobody writes is given up after a while. The
 * error's message names the file. */
GBytes  *import_read_file (const char *file_name, size_t limit, GError **error);
