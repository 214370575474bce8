/* script.c - what the modelled CPU does to memory at the word of the script, and what is left over
 *
 * Models      loads and stores through a kernel logical address
 * Leaves out  user addresses, page tables, high memory: there is nothing mapped but the direct map
 */

#include "sim/rules/diagnose.h"
#include "sim/slabs.h"

/* false: diagnosed. Accesses that only smell are diagnosed and done. */
static bool
may_access (SimRun  *run,
            uint64_t address,
            unsigned width,
            bool     is_write)
{
  for (unsigned i = 0; i < width; i += width - 1 > 0 ? width - 1 : 1)
    {
      SimPfn pfn;

      if (address + i < SIM_PAGE_SIZE)
        {
          diagnose (run, SIM_DIAGNOSIS_NULL_ACCESS, address, is_write);
          return false;
        }
      if (!sim_virt_to_pfn (run->machine, address + i, &pfn)
          || sim_frame_state (run->machine, pfn) == SIM_FRAME_HOLE)
        {
          diagnose (run, SIM_DIAGNOSIS_BAD_ACCESS, address, is_write);
          return false;
        }
      if (i == 0)
        {
          SimFrameState state = sim_frame_state (run->machine, pfn);

          if (state == SIM_FRAME_FREE || state == SIM_FRAME_PCP)
            diagnose (run, SIM_DIAGNOSIS_USE_AFTER_FREE, address, is_write);
        }
    }
  return true;
}

bool
sim_run_write_memory (SimRun   *run,
                      uint64_t  address,
                      uint64_t  value,
                      unsigned  width)
{
  if (!may_access (run, address, width, true))
    return false;

  SimPen pen = sim_pen_of (run);

  sim_emit_memory_written (&pen, address, value, width);
  sim_pen_rest (&pen);
  return true;
}

bool
sim_run_read_memory (SimRun   *run,
                     uint64_t  address,
                     unsigned  width,
                     uint64_t *value)
{
  *value = 0;
  if (!may_access (run, address, width, false))
    return false;
  for (unsigned i = 0; i < width; i++)
    {
      uint8_t byte = 0;

      sim_memory_byte (run->machine, address + i, &byte);
      *value |= (uint64_t) byte << (8 * i);
    }
  return true;
}

/* One past the last byte that belongs to whom the memory at base was given; 0: to nobody. first: where it begins. */
static uint64_t
end_of_given (const SimMachine *machine,
              uint64_t          base,
              uint64_t         *first)
{
  SimObject object;
  SimBlock block;
  SimPfn pfn;

  if (sim_object_at (machine, base, &object))
    {
      *first = object.address;
      return object.state == SIM_OBJECT_IN_USE ? object.address + sim_cache (machine, sim_slab (machine, object.slab).cache).object_size : 0;
    }
  if (!sim_virt_to_pfn (machine, base, &pfn) || pfn >= sim_n_frames (machine))
    return 0;
  block = sim_block_at (machine, pfn);
  *first = sim_pfn_to_virt (machine, block.first);
  return block.state == SIM_FRAME_ALLOCATED ? *first + ((uint64_t) (block.end - block.first) << SIM_PAGE_SHIFT) : 0;
}

void
sim_run_note_access (SimRun   *run,
                     uint64_t  base,
                     uint64_t  address,
                     uint64_t  n,
                     bool      is_write)
{
  uint64_t first, end = end_of_given (run->machine, base, &first);

  if (end == 0 || n == 0 || (address >= first && address + n <= end))
    return;
  diagnose (run, is_write ? SIM_DIAGNOSIS_WRITE_PAST_OBJECT : SIM_DIAGNOSIS_READ_PAST_OBJECT, address < end && address >= first ? end : address,
            first);
}

static void
report_leaked_objects (SimRun   *run,
                       uint32_t  since)
{
  for (SimPfn pfn = 0; pfn < sim_n_frames (run->machine);)
    {
      SimBlock block = sim_block_at (run->machine, pfn);
      SimSlabId slab = block.state == SIM_FRAME_SLAB ? sim_slab_of_pfn (run->machine, block.first) : SIM_NO_SLAB;

      for (uint32_t i = 0; slab != SIM_NO_SLAB && i < sim_slab (run->machine, slab).n_objects; i++)
        {
          SimObject object = sim_object (run->machine, sim_object_ref (slab, i));

          if (object.owner <= since || object.state != SIM_OBJECT_IN_USE)
            continue;
          run->serial = object.owner;
          diagnose (run, SIM_DIAGNOSIS_LEAKED_OBJECT, object.address, sim_slab (run->machine, slab).cache);
        }
      pfn = block.end;
    }
}

void
sim_run_report_leaks (SimRun   *run,
                      uint32_t  since)
{
  SimPfn n_frames = sim_n_frames (run->machine);
  uint32_t serial = run->serial;

  for (SimPfn pfn = 0; pfn < n_frames;)
    {
      SimBlock block = sim_block_at (run->machine, pfn);

      if (block.state == SIM_FRAME_ALLOCATED && block.owner > since)
        {
          run->serial = block.owner;
          diagnose (run, SIM_DIAGNOSIS_LEAK, block.first, block.order);
        }
      pfn = block.end;
    }
  report_leaked_objects (run, since);
  run->serial = serial;
}
