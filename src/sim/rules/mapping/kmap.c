/* kmap.c - pages of high memory get an address for a while
 *
 * Models      mm/highmem.c: kmap_high (), map_new_virtual (), flush_all_zero_pkmaps (), kunmap_high (), __kmap_local_pfn_prot (),
 *             kunmap_local_indexed (); include/linux/highmem-internal.h
 * Leaves out  waiting for a slot: nobody else runs meanwhile, so whoever must wait gets nothing, and it is said; page faults, which
 *             kmap_atomic () switches off; kmap_atomic () of 2.6.11, which names its slot
 */

#include "sim/kmap.h"
#include "sim/rules/calls.h"

static uint64_t
logical_address (const SimMachine *machine,
                 SimPfn            pfn)
{
  return sim_pfn_has_logical_address (machine, pfn) ? sim_pfn_to_virt (machine, pfn) : 0;
}

/* False: diagnosed. */
static bool
page_argument (SimRun   *run,
               uint64_t  page,
               SimPfn   *pfn)
{
  if (sim_page_to_pfn (run->machine, page, pfn))
    return true;
  diagnose (run, SIM_DIAGNOSIS_NOT_A_PAGE, page, 0);
  return false;
}

/* --- shared slots ------------------------------------------------------------------------------ */
static void
count (SimRun       *run,
       SimPkmapSlot  slot,
       int           difference)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_pkmap_counted (&pen, slot.address, slot.count, slot.count + (uint32_t) difference);
  sim_pen_rest (&pen);
}

static void
flush (SimRun *run)
{
  const SimAddressSpace *space = sim_address_space (run->machine);
  uint32_t n = 0;
  SimPen pen;

  for (unsigned slot = 0; slot < space->last_pkmap; slot++)
    n += sim_pkmap_slot (run->machine, slot).count == 1;
  if (n == 0)
    return;
  pen = sim_pen_of (run);
  sim_pen_expect (&pen, 2 * space->last_pkmap);
  sim_emit_pkmaps_flushed (&pen, n);
  sim_emit_tlb_flushed (&pen, space->pkmap_base, space->pkmap_base + (uint64_t) space->last_pkmap * SIM_PAGE_SIZE);
  sim_pen_rest (&pen);
}

/* Round and round, and at slot 0 what nobody uses any more is unmapped. False: every slot is in use. */
static bool
find_slot (SimRun   *run,
           unsigned *slot)
{
  unsigned n_slots = sim_address_space (run->machine)->last_pkmap, left = n_slots;

  *slot = sim_pkmap_last (run->machine);
  for (;;)
    {
      *slot = (*slot + 1) % n_slots;
      if (*slot == 0)
        {
          flush (run);
          left = n_slots;
        }
      if (sim_pkmap_slot (run->machine, *slot).count == 0)
        return true;
      if (--left == 0)
        return false;
    }
}

static SimPkmapSlot
slot_at (const SimMachine *machine,
         uint64_t          address)
{
  return sim_pkmap_slot (machine, (unsigned) ((address - sim_address_space (machine)->pkmap_base) >> SIM_PAGE_SHIFT));
}

static uint64_t
map_high (SimRun *run,
          SimPfn  pfn)
{
  uint64_t address = sim_pkmap_address_of (run->machine, pfn);

  if (address == 0)
    {
      unsigned slot;
      SimPen pen;

      if (!find_slot (run, &slot))
        {
          diagnose (run, SIM_DIAGNOSIS_KMAP_WAITS, sim_address_space (run->machine)->last_pkmap, 0);
          return 0;
        }
      address = sim_pkmap_slot (run->machine, slot).address;
      pen = sim_pen_of (run);
      sim_emit_pkmap_placed (&pen, pfn, address);
      sim_pen_rest (&pen);
    }
  count (run, slot_at (run->machine, address), 1);
  return address;
}

void
call_kmap (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (!page_argument (run, args[0], &pfn))
    return;
  context_check_sleep (run, SIM_SLEEPER_MIGHT_SLEEP, 0);
  *result = logical_address (run->machine, pfn);
  if (*result == 0)
    *result = map_high (run, pfn);
}

void
call_kunmap (CALL_ARGUMENTS)
{
  uint64_t address;
  SimPfn pfn;

  (void) result;
  if (!page_argument (run, args[0], &pfn))
    return;
  context_check_sleep (run, SIM_SLEEPER_MIGHT_SLEEP, 0);
  if (logical_address (run->machine, pfn) != 0)
    return;
  address = sim_pkmap_address_of (run->machine, pfn);
  if (address == 0 || slot_at (run->machine, address).count < 2)
    diagnose (run, SIM_DIAGNOSIS_KUNMAP_NOT_MAPPED, pfn, 0);
  else
    count (run, slot_at (run->machine, address), -1);
}

/* --- slots of a CPU ------------------------------------------------------------------------------ */
/* 0: there are none left, and the kernel stops. */
static uint64_t
map_local (SimRun *run,
           SimPfn  pfn)
{
  unsigned depth = sim_kmap_local_depth (run->machine, run->cpu);
  uint64_t address = sim_kmap_local_address (run->machine, run->cpu, depth);
  SimPen pen;

  /* BUG_ON (current->kmap_ctrl.idx >= KM_MAX_IDX), when it has been raised already */
  if (depth + 1 >= sim_address_space (run->machine)->fix_kmap_per_cpu)
    {
      diagnose (run, SIM_DIAGNOSIS_KMAP_TOO_DEEP, depth, 0);
      run->is_stopped = true;
      return 0;
    }
  pen = sim_pen_of (run);
  sim_emit_kmap_local_mapped (&pen, run->cpu, pfn, address);
  sim_pen_rest (&pen);
  return address;
}

/* What lies in lowmem was never mapped. Whatever is given, the last slot goes. False: none is in use. */
static bool
unmap_local (SimRun   *run,
             uint64_t  address)
{
  unsigned depth = sim_kmap_local_depth (run->machine, run->cpu);
  uint64_t page = address & ~(uint64_t) (SIM_PAGE_SIZE - 1), last;
  SimPfn pfn;
  SimPen pen;

  if (sim_virt_to_pfn (run->machine, address, &pfn))
    return true;
  last = depth > 0 ? sim_kmap_local_address (run->machine, run->cpu, depth - 1) : 0;
  if (page != last)
    diagnose (run, SIM_DIAGNOSIS_KUNMAP_ORDER, address, last);
  if (depth == 0)
    return false;
  pfn = sim_kmap_local_pfn (run->machine, run->cpu, depth - 1);
  pen = sim_pen_of (run);
  sim_emit_kmap_local_unmapped (&pen, run->cpu, pfn, last);
  sim_pen_rest (&pen);
  return true;
}

void
call_kmap_local_page (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (!page_argument (run, args[0], &pfn))
    return;
  *result = logical_address (run->machine, pfn);
  if (*result == 0)
    *result = map_local (run, pfn);
}

void
call_kunmap_local (CALL_ARGUMENTS)
{
  (void) result;
  unmap_local (run, args[0]);
}

void
call_kmap_atomic (CALL_ARGUMENTS)
{
  uint64_t nothing = 0;

  call_preempt_disable (run, &nothing, &nothing);
  call_kmap_local_page (run, args, result);
}

void
call_kunmap_atomic (CALL_ARGUMENTS)
{
  uint64_t nothing = 0;

  (void) result;
  if (unmap_local (run, args[0]))
    call_preempt_enable (run, &nothing, &nothing);
}
