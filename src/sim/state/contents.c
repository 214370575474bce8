/* contents.c - see contents.h
 *
 * The directory names, for each 1024 frames, a leaf; the leaf, for each of them, a page of 1024
 * words. Leaves and pages are units of one growing table, handed out in order.
 */

#include "sim/state/access.h"
#include "sim/state/contents.h"
#include "sim/vmap.h"

#include <string.h>

static void
put_unit (SimWriter *writer,
          uint32_t   unit,
          uint32_t   word,
          uint32_t   value)
{
  sim_put (writer, SIM_TABLE_CONTENTS, (size_t) unit * SIM_UNIT_WORDS + word, value);
}

static uint32_t
unit_word (const SimMachine *machine,
           uint32_t          unit,
           uint32_t          word)
{
  return machine->words_of[SIM_TABLE_CONTENTS][(size_t) unit * SIM_UNIT_WORDS + word];
}

/* 0: nothing was ever written there. */
static uint32_t
page_unit (const SimMachine *machine,
           SimPfn            pfn)
{
  uint32_t leaf = machine->words_of[SIM_TABLE_DIRECTORY][pfn / SIM_UNIT_WORDS];

  return leaf == 0 ? 0 : unit_word (machine, leaf, pfn % SIM_UNIT_WORDS);
}

static uint32_t
new_unit (SimWriter *writer)
{
  uint32_t unit = unit_word (writer->machine, 0, 0) + 1;

  if (!sim_table_grow (writer->machine, SIM_TABLE_CONTENTS, (size_t) (unit + 1) * SIM_UNIT_WORDS))
    return 0;
  put_unit (writer, 0, 0, unit);
  return unit;
}

static uint32_t
page_unit_for_writing (SimWriter *writer,
                       SimPfn     pfn)
{
  uint32_t leaf = writer->machine->words_of[SIM_TABLE_DIRECTORY][pfn / SIM_UNIT_WORDS];
  uint32_t unit;

  if (leaf == 0)
    {
      leaf = new_unit (writer);
      if (leaf == 0)
        return 0;
      sim_put (writer, SIM_TABLE_DIRECTORY, pfn / SIM_UNIT_WORDS, leaf);
    }
  unit = unit_word (writer->machine, leaf, pfn % SIM_UNIT_WORDS);
  if (unit == 0)
    {
      unit = new_unit (writer);
      if (unit != 0)
        put_unit (writer, leaf, pfn % SIM_UNIT_WORDS, unit);
    }
  return unit;
}

void
sim_contents_zero (SimWriter *writer,
                   SimPfn     first,
                   SimPfn     n_frames)
{
  for (SimPfn pfn = first; pfn < first + n_frames; pfn++)
    {
      uint32_t unit = page_unit (writer->machine, pfn);

      for (uint32_t word = 0; unit != 0 && word < SIM_UNIT_WORDS; word++)
        if (unit_word (writer->machine, unit, word) != 0)
          put_unit (writer, unit, word, 0);
    }
}

void
sim_contents_zero_bytes (SimWriter *writer,
                         uint64_t   address,
                         uint64_t   n)
{
  for (uint64_t end = address + n; address < end;)
    {
      uint64_t next = (address | 3) + 1;
      SimPfn pfn;
      uint32_t unit, mask = 0;

      if (!sim_kernel_address_to_pfn (writer->machine, address, &pfn))
        return;
      unit = page_unit (writer->machine, pfn);
      if (unit == 0)
        {
          address = (address | (SIM_PAGE_SIZE - 1)) + 1;
          continue;
        }
      for (uint64_t i = address; i < next && i < end; i++)
        mask |= 0xffu << (i % 4 * 8);

      uint32_t word = (uint32_t) (address % SIM_PAGE_SIZE / 4), old = unit_word (writer->machine, unit, word);

      if (old & mask)
        put_unit (writer, unit, word, old & ~mask);
      address = next;
    }
}

void
sim_contents_write (SimWriter *writer,
                    uint64_t   address,
                    uint64_t   value,
                    unsigned   width)
{
  for (unsigned i = 0; i < width; i++)
    {
      SimPfn pfn;
      uint32_t unit, word, shift, old;

      if (!sim_kernel_address_to_pfn (writer->machine, address + i, &pfn))
        return;
      unit = page_unit_for_writing (writer, pfn);
      if (unit == 0)
        return;
      word = (uint32_t) ((address + i) % SIM_PAGE_SIZE / 4);
      shift = (uint32_t) ((address + i) % 4 * 8);
      old = unit_word (writer->machine, unit, word);
      put_unit (writer, unit, word, (old & ~(0xffu << shift)) | (uint32_t) (value >> (8 * i) & 0xff) << shift);
    }
}

bool
sim_memory_byte (const SimMachine *machine,
                 uint64_t          address,
                 uint8_t          *byte)
{
  SimPfn pfn;
  uint32_t unit;

  if (!sim_kernel_address_to_pfn (machine, address, &pfn) || sim_frame_state (machine, pfn) == SIM_FRAME_HOLE)
    return false;
  unit = page_unit (machine, pfn);
  *byte = unit == 0 ? 0
          : (uint8_t) (unit_word (machine, unit, (uint32_t) (address % SIM_PAGE_SIZE / 4)) >> (address % 4 * 8));
  return true;
}

/* --- the script's words --------------------------------------------------------------------- */
void
sim_script_write (SimWriter *writer,
                  uint32_t   index,
                  uint64_t   value)
{
  if (index >= SIM_MAX_WORDS || !sim_table_grow (writer->machine, SIM_TABLE_SCRIPT, 2 * ((size_t) index + 1)))
    return;
  sim_put (writer, SIM_TABLE_SCRIPT, 2 * (size_t) index, (uint32_t) value);
  sim_put (writer, SIM_TABLE_SCRIPT, 2 * (size_t) index + 1, (uint32_t) (value >> 32));
}

uint64_t
sim_word (const SimMachine *machine,
          uint32_t          index)
{
  const uint32_t *words = machine->words_of[SIM_TABLE_SCRIPT];

  if (2 * ((size_t) index + 1) > machine->n_words[SIM_TABLE_SCRIPT])
    return 0;
  return words[2 * (size_t) index] | (uint64_t) words[2 * (size_t) index + 1] << 32;
}

/* --- the log -------------------------------------------------------------------------------- */
size_t
sim_log_length (const SimMachine *machine)
{
  return machine->words_of[SIM_TABLE_LOG][0];
}

char
sim_log_char (const SimMachine *machine,
              size_t            index)
{
  return (char) (machine->words_of[SIM_TABLE_LOG][1 + index / 4] >> (index % 4 * 8));
}

size_t
sim_log_write (SimWriter  *writer,
               const char *text,
               size_t      length)
{
  size_t first = sim_log_length (writer->machine);

  if (!sim_table_grow (writer->machine, SIM_TABLE_LOG, 2 + (first + length + 3) / 4))
    return 0;
  for (size_t i = first; i < first + length;)
    {
      size_t word = 1 + i / 4;
      uint32_t value = writer->machine->words_of[SIM_TABLE_LOG][word];

      do
        {
          value |= (uint32_t) (unsigned char) text[i - first] << (i % 4 * 8);
          i++;
        }
      while (i < first + length && i % 4 != 0);
      sim_put (writer, SIM_TABLE_LOG, word, value);
    }
  sim_put (writer, SIM_TABLE_LOG, 0, (uint32_t) (first + length));
  return length;
}
