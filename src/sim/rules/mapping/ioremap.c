/* ioremap.c - what a device has, where the CPU can reach it
 *
 * Models      arch/x86/mm/ioremap.c: __ioremap_caller (), iounmap (); mm/vmalloc.c: ioremap_page_range ();
 *             arch/x86/mm/pat/memtype.c as far as two mappings of the same pages must agree
 * Leaves out  large pages for large ranges, MTRRs, encryption, memremap ()
 */

#include "sim/rules/kernel-log.h"
#include "sim/rules/mapping/vmalloc.h"

/* Physical addresses have 36 bits. */
#define END_OF_PHYSICAL (1ull << 36)
#define ISA_FIRST 0xa0000u
#define ISA_END   0x100000u

/* What has been RAM for the kernel since the boot. ISA's memory is none on any PC, whatever a snapshot tells of it. */
static bool
is_ram (const SimMachine *machine,
        uint64_t          first,
        uint64_t          end)
{
  for (uint64_t pfn = first >> SIM_PAGE_SHIFT; pfn < end >> SIM_PAGE_SHIFT && pfn < sim_n_frames (machine); pfn++)
    {
      bool is_isa = pfn >= ISA_FIRST >> SIM_PAGE_SHIFT && pfn < ISA_END >> SIM_PAGE_SHIFT;

      if (pfn > 0 && !is_isa && sim_frame_state (machine, (SimPfn) pfn) != SIM_FRAME_HOLE)
        return true;
    }
  return false;
}

/* memtype_reserve (): who came first says how the caches treat a page. False: that would not do. */
static bool
agree_on_mode (SimRun       *run,
               uint64_t      first,
               uint64_t      end,
               SimCacheMode *mode)
{
  for (SimAreaId id = sim_area_first (run->machine, SIM_AREA_IOREMAP); id != SIM_NO_AREA; id = sim_area_next (run->machine, id))
    {
      SimArea area = sim_area (run->machine, id);
      bool refuses = area.cache_mode == SIM_CACHE_MODE_WB || *mode == SIM_CACHE_MODE_WB;

      if (area.kind != SIM_AREA_IOREMAP || area.physical >= end || area.physical + (uint64_t) area.n_pages * SIM_PAGE_SIZE <= first
          || area.cache_mode == *mode)
        continue;
      if (refuses && *mode != SIM_CACHE_MODE_WB)
        {
          diagnose (run, SIM_DIAGNOSIS_IOREMAP_MODES, first, (uint64_t) area.cache_mode << 8 | *mode);
          kernel_log (run, SIM_LOG_ERROR, "ioremap error for 0x%" PRIx64 "-0x%" PRIx64 ", requested 0x%x, got 0x%x\n", first, end,
                      (unsigned) *mode, (unsigned) area.cache_mode);
          return false;
        }
      *mode = area.cache_mode;
      return true;
    }
  return true;
}

/* get_count_order_long (), between a page and IOREMAP_MAX_ORDER; fls () before. */
static uint64_t
alignment (const SimVmallocRules *rules,
           uint64_t               size)
{
  unsigned order = SIM_PAGE_SHIFT;

  while ((rules->aligns_by_fls ? 1ull << order <= size : 1ull << order < size) && order < rules->ioremap_max_order)
    order++;
  return 1ull << order;
}

static uint64_t
remap (SimRun       *run,
       uint64_t      physical,
       uint64_t      size,
       SimCacheMode  mode)
{
  const SimProfile *profile = sim_profile (run->machine);
  const SimVmallocRules *rules = &profile->vmalloc;
  uint64_t last = physical + size - 1, first = physical & ~(uint64_t) (SIM_PAGE_SIZE - 1), end, address;
  uint64_t limit = profile->largest_physical < END_OF_PHYSICAL ? profile->largest_physical : END_OF_PHYSICAL;

  if (size == 0 || last < physical || last >= limit)
    {
      diagnose (run, SIM_DIAGNOSIS_IOREMAP_BAD_RANGE, physical, size);
      return 0;
    }
  if (rules->isa_is_mapped && physical >= ISA_FIRST && last < ISA_END)
    return sim_address_space (run->machine)->page_offset + physical;
  end = (last + SIM_PAGE_SIZE) & ~(uint64_t) (SIM_PAGE_SIZE - 1);
  if (is_ram (run->machine, first, end))
    {
      diagnose (run, SIM_DIAGNOSIS_IOREMAP_OF_RAM, physical, size);
      kernel_log (run, SIM_LOG_WARNING, "ioremap on RAM at 0x%08" PRIx64 " - 0x%08" PRIx64 "\n", physical, last);
      return 0;
    }
  if (!rules->ioremap_is_cached && !agree_on_mode (run, first, end, &mode))
    return 0;
  address = vmalloc_take_area (run, (uint32_t) ((end - first) >> SIM_PAGE_SHIFT), alignment (rules, end - first), SIM_AREA_IOREMAP, mode);
  if (address == 0)
    return 0;

  SimPen pen = sim_pen_of (run);

  sim_emit_area_described (&pen, address, first >> SIM_PAGE_SHIFT, SIM_AREA_OBJECT_PHYSICAL);
  sim_pen_rest (&pen);
  for (uint64_t page = first; page < end; page += SIM_PAGE_SIZE)
    if (!vmalloc_map_page (run, address + (page - first), (uint32_t) (page >> SIM_PAGE_SHIFT), mode))
      {
        vmalloc_give_area (run, vmalloc_area_in_use (run->machine, address));
        return 0;
      }
  return address + (physical - first);
}

/* --- calls ------------------------------------------------------------------------------------------ */
void
call_ioremap (CALL_ARGUMENTS)
{
  if (vmalloc_may_be_called (run, 2))
    *result = remap (run, args[0], args[1], sim_profile (run->machine)->vmalloc.ioremap_is_cached ? SIM_CACHE_MODE_WB : SIM_CACHE_MODE_UC_MINUS);
}

void
call_ioremap_nocache (CALL_ARGUMENTS)
{
  if (vmalloc_may_be_called (run, 2))
    *result = remap (run, args[0], args[1], SIM_CACHE_MODE_UC_MINUS);
}

void
call_ioremap_uc (CALL_ARGUMENTS)
{
  if (vmalloc_may_be_called (run, 2))
    *result = remap (run, args[0], args[1], SIM_CACHE_MODE_UC);
}

void
call_ioremap_wc (CALL_ARGUMENTS)
{
  if (vmalloc_may_be_called (run, 2))
    *result = remap (run, args[0], args[1], SIM_CACHE_MODE_WC);
}

void
call_ioremap_cache (CALL_ARGUMENTS)
{
  if (vmalloc_may_be_called (run, 2))
    *result = remap (run, args[0], args[1], SIM_CACHE_MODE_WB);
}

/* What lies in the direct map is left alone. */
void
call_iounmap (CALL_ARGUMENTS)
{
  const SimAddressSpace *space = sim_address_space (run->machine);
  SimAreaId id;

  (void) result;
  if (args[0] < space->vmalloc_start
      || (sim_profile (run->machine)->vmalloc.isa_is_mapped && args[0] >= space->page_offset + ISA_FIRST && args[0] < space->page_offset + ISA_END))
    {
      if (args[0] < space->page_offset || args[0] >= space->high_memory)
        diagnose (run, SIM_DIAGNOSIS_NOT_AN_AREA, args[0], 1);
      return;
    }
  id = vmalloc_area_in_use (run->machine, args[0]);
  if (id == SIM_NO_AREA)
    {
      diagnose (run, SIM_DIAGNOSIS_NOT_AN_AREA, args[0], 1);
      kernel_log (run, SIM_LOG_ERROR, "iounmap: bad address %08" PRIx64 "\n", args[0]);
    }
  else if (vmalloc_may_be_called (run, 3))
    vmalloc_give_area (run, id);
}
