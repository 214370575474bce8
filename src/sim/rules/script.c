/* script.c - what the modelled CPU does to memory at the word of the script, and what is left over
 *
 * Models      loads and stores through a kernel logical address, or one of vmalloc ()
 * Leaves out  user addresses; a device does not answer
 */

#include "sim/rules/diagnose.h"
#include "sim/state/slabs.h"
#include "sim/vmap.h"

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
      if (sim_vmalloc_to_pfn (run->machine, address + i, &pfn)
          && sim_area (run->machine, sim_area_at (run->machine, address + i)).kind == SIM_AREA_IOREMAP)
        {
          diagnose (run, SIM_DIAGNOSIS_IOREMAP_DEREFERENCED, address, is_write);
          return false;
        }
      if (!sim_kernel_address_to_pfn (run->machine, address + i, &pfn)
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

/* An object that describes an area is the area's. */
static bool
describes_area (const SimMachine *machine,
                uint64_t          address)
{
  static const SimAreaKind lists[] = { SIM_AREA_FREE, SIM_AREA_LAZY, SIM_AREA_VMALLOC };

  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    if (sim_vmap_preloaded (machine, cpu) == address)
      return true;
  for (unsigned i = 0; i < sizeof lists / sizeof *lists; i++)
    for (SimAreaId id = sim_area_first (machine, lists[i]); id != SIM_NO_AREA; id = sim_area_next (machine, id))
      {
        SimArea area = sim_area (machine, id);

        if (area.vm_struct == address || area.vmap_area == address || area.pages == address)
          return true;
      }
  return false;
}

/* Is the frame one of an area's? */
static bool
is_mapped_by_area (const SimMachine *machine,
                   SimPfn            pfn,
                   uint32_t          owner)
{
  for (SimAreaId id = sim_area_first (machine, SIM_AREA_VMALLOC); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    {
      SimArea area = sim_area (machine, id);
      uint32_t mapped;

      if (area.kind != SIM_AREA_VMALLOC || area.owner != owner)
        continue;
      for (uint32_t i = 0; i < area.n_pages; i++)
        if (sim_vmalloc_to_pfn (machine, area.first + (uint64_t) i * SIM_PAGE_SIZE, &mapped) && mapped == pfn)
          return true;
    }
  return false;
}

/* What holds the array of a large area's pages is reported with that. */
static bool
is_array_of_area (const SimMachine *machine,
                  uint64_t          address)
{
  for (SimAreaId id = sim_area_first (machine, SIM_AREA_VMALLOC); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    if (sim_area (machine, id).pages == address)
      return true;
  return false;
}

static void
report_leaked_areas (SimRun   *run,
                     uint32_t  since)
{
  for (SimAreaId id = sim_area_first (run->machine, SIM_AREA_VMALLOC); id != SIM_NO_AREA; id = sim_area_next (run->machine, id))
    {
      SimArea area = sim_area (run->machine, id);

      if (area.owner <= since || is_array_of_area (run->machine, area.first))
        continue;
      run->serial = area.owner;
      diagnose (run, SIM_DIAGNOSIS_LEAKED_AREA, area.first, (uint64_t) area.n_pages * SIM_PAGE_SIZE);
    }
}

/* Does a cache that is still there need it? */
static bool
is_of_a_cache (const SimMachine *machine,
               uint64_t          address,
               uint32_t          since)
{
  for (SimCacheId id = sim_cache_first (machine); id != SIM_NO_CACHE; id = sim_cache_next (machine, id))
    {
      /* Made since then; the list has the newest first. */
      if (sim_cache_word (machine, id, SIM_CACHE_WORD_CREATOR) <= since)
        break;
      if (address == sim_cache (machine, id).descriptor || address == sim_cache_address (machine, id, SIM_CACHE_WORD_NAME_OBJECT))
        return true;
      for (unsigned node = 0; node < sim_n_nodes (machine); node++)
        if (address == sim_node_address (machine, id, node, SIM_NODE_WORD_OBJECT)
            || address == sim_node_address (machine, id, node, SIM_NODE_WORD_SHARED_OBJECT))
          return true;
    }
  return false;
}

/* Of one that could not be destroyed enough was said there. */
static void
report_leaked_caches (SimRun   *run,
                      uint32_t  since)
{
  for (SimCacheId id = sim_cache_first (run->machine); id != SIM_NO_CACHE; id = sim_cache_next (run->machine, id))
    if (sim_cache (run->machine, id).creator > since && sim_cache (run->machine, id).refcount > 0)
      {
        run->serial = sim_cache (run->machine, id).creator;
        diagnose (run, SIM_DIAGNOSIS_LEAKED_CACHE, id, sim_cache_n_in_use (run->machine, id));
      }
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

          if (object.owner <= since || object.state != SIM_OBJECT_IN_USE || describes_area (run->machine, object.address)
              || is_of_a_cache (run->machine, object.address, since))
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

      if (block.state == SIM_FRAME_ALLOCATED && block.owner > since
          && !(block.order == 0 && is_mapped_by_area (run->machine, block.first, block.owner)))
        {
          run->serial = block.owner;
          diagnose (run, SIM_DIAGNOSIS_LEAK, block.first, block.order);
        }
      pfn = block.end;
    }
  report_leaked_objects (run, since);
  report_leaked_caches (run, since);
  report_leaked_areas (run, since);
  run->serial = serial;
}
