/* vmap-area.c - see vmalloc.h: which addresses an area gets, what describes it, and when they are free again */

#include "sim/rules/mapping/vmalloc.h"
#include "sim/rules/kernel-log.h"
#include "sim/rules/objects/slab.h"

static const SimVmallocRules *
rules_of (const SimMachine *machine)
{
  return &sim_profile (machine)->vmalloc;
}

static bool
has_objects (const SimMachine *machine)
{
  return sim_cache_first (machine) != SIM_NO_CACHE;
}

/* --- what describes an area ------------------------------------------------------------------- */
static SimCacheId
vmap_area_cache (const SimMachine *machine)
{
  return rules_of (machine)->is_lazy ? sim_cache_named (machine, "vmap_area") : SIM_NO_CACHE;
}

static uint64_t
take_vmap_area (SimRun *run)
{
  SimCacheId cache = vmap_area_cache (run->machine);

  return cache != SIM_NO_CACHE ? sim_cache_alloc (run, cache, slab_flag_named (sim_profile (run->machine), "GFP_KERNEL")) : 0;
}

static void
give_vmap_area (SimRun  *run,
                uint64_t object)
{
  SimCacheId cache = vmap_area_cache (run->machine);

  if (object != 0 && cache != SIM_NO_CACHE)
    sim_cache_free (run, cache, object);
}

/* preload_this_cpu_lock (): for an area that is cut in two. */
static void
preload (SimRun *run)
{
  uint64_t object = sim_vmap_preloaded (run->machine, run->cpu) == 0 ? take_vmap_area (run) : 0;
  SimPen pen;

  if (object == 0)
    return;
  pen = sim_pen_of (run);
  sim_emit_area_preloaded (&pen, run->cpu, object);
  sim_pen_rest (&pen);
}

void
vmalloc_describe (SimRun       *run,
                  uint64_t      address,
                  uint64_t      object,
                  SimAreaObject which)
{
  SimPen pen;

  if (object == 0)
    return;
  pen = sim_pen_of (run);
  sim_emit_area_described (&pen, address, object, which);
  sim_pen_rest (&pen);
}

/* Which objects are needed no longer when an area joins its neighbours on a list: its own, or that of the one behind it. */
static unsigned
objects_to_be_freed (const SimMachine *machine,
                     const SimArea    *area,
                     SimAreaKind       kind,
                     uint64_t          objects[2])
{
  uint64_t own = area->vmap_area;
  unsigned n = 0;

  for (SimAreaId id = sim_area_first (machine, kind); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    {
      SimArea other = sim_area (machine, id);

      if (other.first == area->end)
        {
          objects[n++] = own;
          own = other.vmap_area;
          break;
        }
      if (other.first > area->end)
        break;
    }
  for (SimAreaId id = sim_area_first (machine, kind); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    {
      SimArea other = sim_area (machine, id);

      if (other.end == area->first)
        objects[n++] = own;
      if (other.end >= area->first)
        break;
    }
  return n;
}

/* --- the purge ---------------------------------------------------------------------------------- */
static void
flush_tlb (SimRun  *run,
           uint64_t first,
           uint64_t end)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_tlb_flushed (&pen, first, end);
  sim_pen_rest (&pen);
}

static void
purge_area (SimRun    *run,
            SimAreaId  id)
{
  SimArea area = sim_area (run->machine, id);
  uint64_t objects[2];
  unsigned n = objects_to_be_freed (run->machine, &area, SIM_AREA_FREE, objects);
  SimPen pen = sim_pen_of (run);

  sim_pen_expect (&pen, 8 * SIM_VMAP_WORDS);
  sim_emit_area_purged (&pen, area.first, area.end - area.first);
  sim_pen_rest (&pen);
  for (unsigned i = 0; i < n; i++)
    give_vmap_area (run, objects[i]);
}

/* __purge_vmap_area_lazy (). False: there was nothing. */
bool
vmalloc_purge (SimRun *run)
{
  SimAreaId id = sim_area_first (run->machine, SIM_AREA_LAZY);
  uint64_t first, end = 0;

  if (id == SIM_NO_AREA)
    return false;
  first = sim_area (run->machine, id).first;
  for (; id != SIM_NO_AREA; id = sim_area_next (run->machine, id))
    end = sim_area (run->machine, id).end;
  flush_tlb (run, first, end);
  while ((id = sim_area_first (run->machine, SIM_AREA_LAZY)) != SIM_NO_AREA)
    purge_area (run, id);
  return true;
}

/* --- addresses ---------------------------------------------------------------------------------- */
/* find_vmap_lowest_match (). With an alignment it looks for so much more that it must fit, though less might do. 2.6.11 and 3.2
 * take the first that does. */
static uint64_t
find_addresses (const SimMachine *machine,
                uint64_t          size,
                uint64_t          align)
{
  const SimVmallocRules *rules = rules_of (machine);
  const SimAddressSpace *space = sim_address_space (machine);
  uint64_t length = size;

  if (rules->adds_alignment && (align > SIM_PAGE_SIZE || (align == SIM_PAGE_SIZE && rules->adds_any_alignment)))
    length += align - 1;
  for (SimAreaId id = sim_area_first (machine, SIM_AREA_FREE); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    {
      SimArea area = sim_area (machine, id);
      uint64_t first = area.first > space->vmalloc_start ? area.first : space->vmalloc_start;

      first = (first + align - 1) & ~(align - 1);
      if (area.end - area.first >= length && first + size <= area.end && first + size >= first)
        return first + size <= space->vmalloc_end + (sim_profile (machine)->bits == 64) ? first : 0;
    }
  return 0;
}

static uint64_t
largest_free (const SimMachine *machine)
{
  const SimAddressSpace *space = sim_address_space (machine);
  uint64_t largest = 0;

  for (SimAreaId id = sim_area_first (machine, SIM_AREA_FREE); id != SIM_NO_AREA; id = sim_area_next (machine, id))
    {
      SimArea area = sim_area (machine, id);
      uint64_t first = area.first > space->vmalloc_start ? area.first : space->vmalloc_start;
      uint64_t end = area.end < space->vmalloc_end ? area.end : space->vmalloc_end;

      if (end > first && end - first > largest)
        largest = end - first;
    }
  return largest;
}

static uint64_t
no_addresses (SimRun  *run,
              uint64_t size)
{
  diagnose (run, SIM_DIAGNOSIS_NO_ADDRESSES, size, largest_free (run->machine));
  if (rules_of (run->machine)->is_lazy)
    kernel_log (run, SIM_LOG_WARNING, "vmap allocation for size %" PRIu64 " failed: use vmalloc=<size> to increase size\n", size);
  else
    kernel_log (run, SIM_LOG_WARNING, "allocation failed: out of vmalloc space - use vmalloc=<size> to increase size.\n");
  return 0;
}

/* alloc_vmap_area () */
static uint64_t
take_addresses (SimRun   *run,
                uint64_t  size,
                uint64_t  align,
                uint32_t  how)
{
  uint64_t address, object = 0;
  SimPen pen = sim_pen_of (run);

  sim_emit_area_asked (&pen, size, align);
  sim_pen_rest (&pen);
  if (rules_of (run->machine)->is_lazy && has_objects (run->machine))
    {
      object = take_vmap_area (run);
      preload (run);
    }
  address = find_addresses (run->machine, size, align);
  if (address == 0 && vmalloc_purge (run))
    address = find_addresses (run->machine, size, align);
  if (address == 0 || !sim_vmap_has_room (run, address, (uint32_t) (size >> SIM_PAGE_SHIFT)))
    {
      give_vmap_area (run, object);
      return no_addresses (run, size);
    }

  SimArea whole = sim_area (run->machine, sim_area_at (run->machine, address));

  pen = sim_pen_of (run);
  sim_pen_expect (&pen, 8 * SIM_VMAP_WORDS);
  sim_emit_area_placed (&pen, address, size, how);
  sim_pen_rest (&pen);
  if (whole.first == address && whole.end == address + size)
    give_vmap_area (run, whole.vmap_area);
  vmalloc_describe (run, address, object, SIM_AREA_OBJECT_VMAP_AREA);
  return address;
}

/* BUG_ON (in_interrupt ()). what: see SIM_DIAGNOSIS_VMALLOC_IN_INTERRUPT. */
bool
vmalloc_may_be_called (SimRun   *run,
                       unsigned  what)
{
  if ((sim_context (run->machine, run->cpu).count & (SIM_HARDIRQ_MASK | SIM_SOFTIRQ_MASK)) != 0)
    {
      diagnose (run, SIM_DIAGNOSIS_VMALLOC_IN_INTERRUPT, what, 0);
      run->is_stopped = true;
      return false;
    }
  context_check_sleep (run, SIM_SLEEPER_ALLOCATION, slab_flag_named (sim_profile (run->machine), "GFP_KERNEL"));
  return true;
}

/* __get_vm_area_node () */
uint64_t
vmalloc_take_area (SimRun      *run,
                   uint32_t     n_pages,
                   uint64_t     align,
                   SimAreaKind  kind,
                   SimCacheMode mode)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint64_t size = ((uint64_t) n_pages + 1) * SIM_PAGE_SIZE, vm_struct = 0, address;

  if (has_objects (run->machine))
    {
      vm_struct = kmalloc_alloc (run, profile->vmalloc.vm_struct_size, slab_flag_named (profile, "GFP_KERNEL") | profile->gfp_zero);
      if (vm_struct == 0)
        return 0;
    }
  address = take_addresses (run, size, align, sim_area_how (kind, mode, run->cpu));
  if (address == 0)
    {
      if (vm_struct != 0)
        kmalloc_free (run, vm_struct);
      return 0;
    }
  vmalloc_describe (run, address, vm_struct, SIM_AREA_OBJECT_VM_STRUCT);
  vmalloc_describe (run, address, run->serial, SIM_AREA_OBJECT_OWNER);
  return address;
}

/* --- giving back ---------------------------------------------------------------------------------- */
SimAreaId
vmalloc_area_in_use (const SimMachine *machine,
                     uint64_t          address)
{
  SimAreaId id = sim_area_at (machine, address);

  return id != SIM_NO_AREA && sim_area (machine, id).kind > SIM_AREA_LAZY ? id : SIM_NO_AREA;
}

/* free_vmap_area_noflush (); 2.6.11 has the addresses free at once, and every CPU forget them. */
void
vmalloc_leave (SimRun        *run,
               const SimArea *area)
{
  bool is_lazy = rules_of (run->machine)->is_lazy;
  uint32_t n_pages = (uint32_t) ((area->end - area->first) >> SIM_PAGE_SHIFT);
  uint64_t objects[2];
  unsigned n = objects_to_be_freed (run->machine, area, SIM_AREA_LAZY, objects);
  SimPen pen;

  if (!is_lazy)
    flush_tlb (run, area->first, area->end);
  pen = sim_pen_of (run);
  sim_pen_expect (&pen, 8 * SIM_VMAP_WORDS);
  sim_emit_area_left (&pen, area->first, area->end - area->first, sim_lazy_pages (run->machine) + n_pages);
  sim_pen_rest (&pen);
  for (unsigned i = 0; i < n; i++)
    give_vmap_area (run, objects[i]);
  if (!is_lazy)
    purge_area (run, sim_area_first (run->machine, SIM_AREA_LAZY));
  else if (sim_lazy_pages (run->machine) > sim_lazy_max_pages (run->machine))
    vmalloc_purge (run);
}
