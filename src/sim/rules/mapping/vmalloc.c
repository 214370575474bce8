/* vmalloc.c - see vmalloc.h: the pages behind an area */

#include "sim/rules/mapping/vmalloc.h"
#include "sim/rules/objects/slab.h"
#include "sim/rules/physical/gfp.h"

#include <stdlib.h>

/* vm_area_alloc_pages () asks for no more at once. */
#define MOST_IN_BULK 100u

static const SimVmallocRules *
rules_of (const SimMachine *machine)
{
  return &sim_profile (machine)->vmalloc;
}

/* --- tables and pages ----------------------------------------------------------------------------- */
bool
vmalloc_map_page (SimRun       *run,
                  uint64_t      address,
                  uint32_t      frame,
                  SimCacheMode  mode)
{
  SimPen pen;

  if (!sim_vmap_pte (run->machine, address).has_table)
    {
      const SimProfile *profile = sim_profile (run->machine);
      SimPfn table = sim_alloc_pages (run, slab_flag_named (profile, "GFP_KERNEL") | profile->gfp_zero, 0);

      if (table == SIM_NO_PFN)
        return false;
      pen = sim_pen_of (run);
      sim_emit_table_made (&pen, table, address);
      sim_pen_rest (&pen);
    }
  pen = sim_pen_of (run);
  sim_emit_page_mapped (&pen, address, frame, SIM_PTE_PRESENT | SIM_PTE_WRITABLE | (uint32_t) mode << SIM_PTE_MODE_SHIFT);
  sim_pen_rest (&pen);
  return true;
}

/* The zone that __alloc_pages_bulk () takes from: the first that keeps its low mark though they all come from it. */
static SimZoneId
zone_for_bulk (const SimRun *run,
               uint32_t      gfp,
               uint32_t      n)
{
  SimZoneId zones[SIM_MAX_ZONES];
  unsigned n_zones = sim_zonelist_of_node (run->machine, sim_node_of_cpu (run->machine, run->cpu), gfp, zones);

  for (unsigned i = 0; i < n_zones; i++)
    {
      SimZone zone = sim_zone (run->machine, zones[i]);
      SimZoneType highest = sim_zone (run->machine, zones[0]).type;
      uint64_t mark = (uint64_t) zone.limits.low + zone.limits.boost + n + zone.limits.reserve[highest];

      if (zone.free > mark + zone.limits.highatomic)
        return zones[i];
    }
  return SIM_NO_ZONE;
}

/* Returns how many there were. */
static uint32_t
take_in_bulk (SimRun   *run,
              uint32_t  gfp,
              uint32_t  n,
              SimPfn   *pfns)
{
  const SimProfile *profile = sim_profile (run->machine);
  SimMigrateType type = sim_gfp_migrate_type (profile, gfp);
  SimZoneId zone = n > 1 ? zone_for_bulk (run, gfp, n) : SIM_NO_ZONE;
  uint32_t i = 0;

  while (zone != SIM_NO_ZONE && i < n && (pfns[i] = sim_alloc_page_in_bulk (run, zone, type)) != SIM_NO_PFN)
    {
      if (gfp & profile->gfp_zero)
        {
          SimPen pen = sim_pen_of (run);

          sim_pen_expect (&pen, SIM_PAGE_SIZE / 4);
          sim_emit_pages_zeroed (&pen, pfns[i], 0);
          sim_pen_rest (&pen);
        }
      i++;
    }
  if (i == 0 && n > 0 && (pfns[0] = sim_alloc_pages (run, gfp, 0)) != SIM_NO_PFN)
    i = 1;
  return i;
}

/* vm_area_alloc_pages () */
static uint32_t
take_pages (SimRun   *run,
            uint32_t  gfp,
            uint32_t  n,
            SimPfn   *pfns)
{
  uint32_t i = 0;

  while (rules_of (run->machine)->takes_in_bulk && i < n)
    {
      uint32_t wanted = n - i < MOST_IN_BULK ? n - i : MOST_IN_BULK, given = take_in_bulk (run, gfp, wanted, pfns + i);

      i += given;
      if (given < wanted)
        break;
    }
  while (i < n && (pfns[i] = sim_alloc_pages (run, gfp, 0)) != SIM_NO_PFN)
    i++;
  return i;
}

static bool
map_pages (SimRun       *run,
           uint64_t      address,
           const SimPfn *pfns,
           uint32_t      n)
{
  for (uint32_t i = 0; i < n; i++)
    if (!vmalloc_map_page (run, address + (uint64_t) i * SIM_PAGE_SIZE, pfns[i], SIM_CACHE_MODE_WB))
      return false;
  return true;
}

/* The array of struct page *s: an object, or an area of its own. False: there is no memory for it. */
static bool
take_array (SimRun   *run,
            uint64_t  address,
            uint32_t  n,
            uint32_t  gfp)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint64_t size = (uint64_t) n * (profile->bits / 8), array;

  if (size <= SIM_PAGE_SIZE && sim_cache_first (run->machine) == SIM_NO_CACHE)
    return true;
  array = size > SIM_PAGE_SIZE ? vmalloc_alloc (run, size, gfp | profile->gfp_zero) : kmalloc_alloc (run, size, gfp | profile->gfp_zero);
  vmalloc_describe (run, address, array, SIM_AREA_OBJECT_PAGES);
  return array != 0;
}

static void
give_pages (SimRun       *run,
            const SimPfn *pfns,
            uint32_t      n)
{
  for (uint32_t i = 0; i < n; i++)
    sim_free_pages (run, pfns[i], 0);
}

/* __vmalloc_area_node () */
static bool
fill_area (SimRun   *run,
           uint64_t  address,
           uint32_t  n_pages,
           uint32_t  gfp)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t zero = gfp & profile->gfp_zero, page_gfp = gfp, n;
  SimPfn *pfns;

  if (!take_array (run, address, n_pages, gfp & ~zero))
    return false;
  pfns = malloc ((size_t) n_pages * sizeof *pfns);
  if (pfns == NULL)
    return false;
  if (profile->vmalloc.is_lazy)
    page_gfp |= profile->gfp_nowarn;
  if (!(gfp & (profile->gfp_dma | profile->gfp_dma32)))
    page_gfp |= profile->gfp_highmem;
  n = take_pages (run, page_gfp, n_pages, pfns);
  if (n < n_pages || !map_pages (run, address, pfns, n_pages))
    {
      SimArea area = sim_area (run->machine, vmalloc_area_in_use (run->machine, address));
      SimPen pen = sim_pen_of (run);

      /* None of them stays the area's. */
      sim_pen_expect (&pen, area.n_pages);
      sim_emit_area_unmapped (&pen, address, area.n_pages);
      sim_pen_rest (&pen);
      give_pages (run, pfns, n);
      free (pfns);
      return false;
    }
  free (pfns);
  return true;
}

static uint64_t
total_pages (const SimMachine *machine)
{
  uint64_t n = 0;

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    n += sim_zone (machine, (SimZoneId) i).managed;
  return n;
}

uint64_t
vmalloc_alloc (SimRun   *run,
               uint64_t  size,
               uint32_t  gfp)
{
  uint64_t n_pages = (size >> SIM_PAGE_SHIFT) + (size % SIM_PAGE_SIZE != 0), address;

  if (size == 0)
    {
      diagnose (run, SIM_DIAGNOSIS_VMALLOC_NOTHING, 0, 0);
      return 0;
    }
  if (n_pages > total_pages (run->machine))
    {
      diagnose (run, SIM_DIAGNOSIS_VMALLOC_TOO_LARGE, size, total_pages (run->machine));
      return 0;
    }
  address = vmalloc_take_area (run, (uint32_t) n_pages, 1, SIM_AREA_VMALLOC, SIM_CACHE_MODE_WB);
  if (address != 0 && !fill_area (run, address, (uint32_t) n_pages, gfp))
    {
      vmalloc_give_area (run, vmalloc_area_in_use (run->machine, address));
      return 0;
    }
  return address;
}

/* --- giving back ---------------------------------------------------------------------------------- */
void
vmalloc_give_area (SimRun    *run,
                   SimAreaId  id)
{
  SimArea area = sim_area (run->machine, id);
  bool is_mapped = sim_vmap_pte (run->machine, area.first).is_present;

  if (is_mapped)
    {
      SimPen pen = sim_pen_of (run);

      sim_pen_expect (&pen, area.n_pages);
      sim_emit_area_unmapped (&pen, area.first, area.n_pages);
      sim_pen_rest (&pen);
    }
  vmalloc_leave (run, &area);
  for (uint32_t i = 0; is_mapped && area.kind == SIM_AREA_VMALLOC && i < area.n_pages; i++)
    {
      uint32_t pfn = sim_vmap_frame_kept (run->machine, area.first + (uint64_t) i * SIM_PAGE_SIZE);

      if (pfn < sim_n_frames (run->machine))
        sim_free_pages (run, pfn, 0);
    }
  if (area.pages >= sim_address_space (run->machine)->vmalloc_start)
    vmalloc_free (run, area.pages);
  else if (area.pages != 0)
    kmalloc_free (run, area.pages);
  if (area.vm_struct != 0)
    kmalloc_free (run, area.vm_struct);
}

void
vmalloc_free (SimRun  *run,
              uint64_t address)
{
  SimAreaId id = vmalloc_area_in_use (run->machine, address);

  if (address % SIM_PAGE_SIZE != 0)
    diagnose (run, SIM_DIAGNOSIS_VFREE_UNALIGNED, address, 0);
  else if (id == SIM_NO_AREA)
    diagnose (run, SIM_DIAGNOSIS_NOT_AN_AREA, address, 0);
  else
    vmalloc_give_area (run, id);
}

/* --- calls ------------------------------------------------------------------------------------------ */
static uint32_t
gfp_kernel (const SimRun *run)
{
  return slab_flag_named (sim_profile (run->machine), "GFP_KERNEL");
}

void
call_vmalloc (CALL_ARGUMENTS)
{
  if (vmalloc_may_be_called (run, 0))
    *result = vmalloc_alloc (run, args[0], gfp_kernel (run));
}

void
call_vzalloc (CALL_ARGUMENTS)
{
  if (vmalloc_may_be_called (run, 0))
    *result = vmalloc_alloc (run, args[0], gfp_kernel (run) | sim_profile (run->machine)->gfp_zero);
}

/* In an interrupt later kernels leave it to a worker. */
void
call_vfree (CALL_ARGUMENTS)
{
  bool in_interrupt = (sim_context (run->machine, run->cpu).count & (SIM_HARDIRQ_MASK | SIM_SOFTIRQ_MASK)) != 0;

  (void) result;
  if (args[0] == 0)
    return;
  if ((in_interrupt && rules_of (run->machine)->vfree_may_be_put_off) || vmalloc_may_be_called (run, 1))
    vmalloc_free (run, args[0]);
}

void
call_vm_unmap_aliases (CALL_ARGUMENTS)
{
  (void) args;
  (void) result;
  context_check_sleep (run, SIM_SLEEPER_MIGHT_SLEEP, 0);
  vmalloc_purge (run);
}

void
call_vmalloc_to_pfn (CALL_ARGUMENTS)
{
  uint32_t pfn;

  if (sim_vmalloc_to_pfn (run->machine, args[0], &pfn))
    *result = pfn;
  else
    diagnose (run, SIM_DIAGNOSIS_NOT_MAPPED_BY_VMALLOC, args[0], 0);
}

void
call_vmalloc_to_page (CALL_ARGUMENTS)
{
  uint32_t pfn;

  if (sim_vmalloc_to_pfn (run->machine, args[0], &pfn))
    *result = sim_pfn_to_page (run->machine, pfn);
  else
    diagnose (run, SIM_DIAGNOSIS_NOT_MAPPED_BY_VMALLOC, args[0], 0);
}

void
call_is_vmalloc_addr (CALL_ARGUMENTS)
{
  const SimAddressSpace *space = sim_address_space (run->machine);

  *result = args[0] >= space->vmalloc_start && args[0] < space->vmalloc_end;
}

/* First kmalloc (), which is cheaper; then it need not be contiguous. */
static uint64_t
kvmalloc_alloc (SimRun  *run,
                uint64_t size,
                uint32_t gfp)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t first_gfp = gfp;
  uint64_t address = 0;

  if (size > SIM_PAGE_SIZE)
    first_gfp |= profile->gfp_nowarn | (gfp & profile->gfp_retry_mayfail ? 0 : profile->gfp_noretry);
  if (gfp & profile->gfp_may_sleep)
    context_check_sleep (run, SIM_SLEEPER_ALLOCATION, gfp);
  if (size <= profile->slab.largest_kmalloc)
    address = kmalloc_alloc (run, size, first_gfp);
  if (address != 0 || size <= SIM_PAGE_SIZE || !(gfp & profile->gfp_may_sleep) || size > INT32_MAX || !vmalloc_may_be_called (run, 0))
    return address;
  return vmalloc_alloc (run, size, gfp);
}

void
call_kvmalloc (CALL_ARGUMENTS)
{
  *result = kvmalloc_alloc (run, args[0], (uint32_t) args[1]);
}

void
call_kvzalloc (CALL_ARGUMENTS)
{
  *result = kvmalloc_alloc (run, args[0], (uint32_t) args[1] | sim_profile (run->machine)->gfp_zero);
}

void
call_kvfree (CALL_ARGUMENTS)
{
  uint64_t is_of_vmalloc = 0;

  call_is_vmalloc_addr (run, args, &is_of_vmalloc);
  if (is_of_vmalloc)
    call_vfree (run, args, result);
  else
    call_kfree (run, args, result);
}

/* --- for expect and ask --------------------------------------------------------------------------- */
void
call_area_size (CALL_ARGUMENTS)
{
  SimAreaId id = vmalloc_area_in_use (run->machine, args[0]);

  *result = id != SIM_NO_AREA ? (uint64_t) sim_area (run->machine, id).n_pages * SIM_PAGE_SIZE : 0;
}

void
call_area_at (CALL_ARGUMENTS)
{
  SimAreaId id = vmalloc_area_in_use (run->machine, args[0]);

  *result = id != SIM_NO_AREA ? sim_area (run->machine, id).first : 0;
}

void
call_lazy_pages (CALL_ARGUMENTS)
{
  (void) args;
  *result = sim_lazy_pages (run->machine);
}
