/* contents.h - what lies in the frames, the script's words, and the kernel log
 *
 * Models      bytes that the modelled CPU wrote; a byte never written is 0
 * Private to state/. When the host has no memory for more, what is written is lost.
 */
#pragma once

#include "sim/state/tables.h"

void sim_contents_zero  (SimWriter *writer, SimPfn first, SimPfn n_frames);
/* [address, address + n), a kernel logical address */
void sim_contents_zero_bytes (SimWriter *writer, uint64_t address, uint64_t n);
void sim_contents_write (SimWriter *writer, uint64_t address, uint64_t value, unsigned width);
void sim_script_write   (SimWriter *writer, uint32_t index, uint64_t value);
/* Number of characters that were added. */
size_t sim_log_write    (SimWriter *writer, const char *text, size_t length);
