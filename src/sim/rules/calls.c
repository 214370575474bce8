/* calls.c - the calls of calls.def: their arguments, their results, and what is wrong with them
 *
 * Models      include/linux/gfp.h, arch/x86/include/asm/page.h, mm/page_alloc.c: the thin functions
 *             around the page allocator
 */

#include "sim/kmap.h"
#include "sim/rules/calls.h"
#include "sim/rules/physical/pcp.h"

#include <string.h>

/* --- arguments ------------------------------------------------------------------------------ */
static uint64_t
ulong_mask (const SimMachine *machine)
{
  return sim_profile (machine)->bits == 32 ? 0xffffffffu : UINT64_MAX;
}

static bool
is_logical (const SimMachine *machine,
            uint64_t          address,
            SimPfn           *pfn)
{
  return sim_virt_to_pfn (machine, address, pfn) && *pfn < sim_n_frames (machine);
}

/* false: diagnosed. */
static bool
page_argument (SimRun   *run,
               uint64_t  value,
               SimPfn   *pfn)
{
  SimPfn other;

  if (sim_page_to_pfn (run->machine, value, pfn))
    return true;
  /* mem_map itself lies in the direct map: what points into the middle of an entry is no address. */
  if (is_logical (run->machine, value, &other)
      && (value < sim_mem_map (run->machine) || value >= sim_pfn_to_page (run->machine, sim_n_frames (run->machine))))
    diagnose (run, SIM_DIAGNOSIS_FREE_OF_ADDRESS_AS_PAGE, value, 0);
  else
    diagnose (run, SIM_DIAGNOSIS_NOT_A_PAGE, value, 0);
  return false;
}

/* For what only asks about a page. false: diagnosed. */
static bool
page_asked (SimRun   *run,
            uint64_t  value,
            SimPfn   *pfn)
{
  if (sim_page_to_pfn (run->machine, value, pfn))
    return true;
  diagnose (run, SIM_DIAGNOSIS_NOT_A_PAGE, value, 0);
  return false;
}

static bool
address_asked (SimRun   *run,
               uint64_t  value,
               SimPfn   *pfn)
{
  if (is_logical (run->machine, value, pfn))
    return true;
  diagnose (run, SIM_DIAGNOSIS_NOT_A_LOGICAL_ADDRESS, value, 0);
  return false;
}

SimZoneId
zone_asked (SimRun  *run,
            uint64_t name)
{
  const char *text = name < SIM_N_OWN_STRINGS ? sim_own_string_text ((uint32_t) name) : NULL;

  return text != NULL ? sim_zone_named (run->machine, text) : SIM_NO_ZONE;
}

/* Too large an order is diagnosed where it is used. */
static SimOrder
order_argument (uint64_t value)
{
  return value > 255 ? 255 : (SimOrder) value;
}

static bool
has_flag (const SimProfile *profile,
          uint32_t          gfp,
          const char       *name)
{
  uint32_t bits;

  return sim_gfp_by_name (profile, name, &bits) && (gfp & bits) == bits;
}

/* --- asking for frames ---------------------------------------------------------------------- */
/* What is wrong with a request wherever it is made, and where it is made. */
static SimPfn
ask_for_pages (SimRun   *run,
               uint32_t  gfp,
               SimOrder  order)
{
  const SimProfile *profile = sim_profile (run->machine);
  bool may_sleep = (gfp & profile->gfp_may_sleep) != 0;

  if (may_sleep && order <= sim_largest_order (run->machine))
    context_check_sleep (run, SIM_SLEEPER_ALLOCATION, gfp);
  if (has_flag (profile, gfp, "__GFP_NOFAIL"))
    {
      if (!may_sleep)
        diagnose (run, SIM_DIAGNOSIS_NOFAIL_CANNOT_WAIT, gfp, order);
      else if (order > 1 && order <= sim_largest_order (run->machine))
        diagnose (run, SIM_DIAGNOSIS_NOFAIL_TOO_LARGE, gfp, order);
    }
  if (may_sleep && has_flag (profile, gfp, "__GFP_ATOMIC"))
    diagnose (run, SIM_DIAGNOSIS_ATOMIC_MAY_SLEEP, gfp, order);
  return sim_alloc_pages (run, gfp, order);
}

static void
call_alloc_pages (CALL_ARGUMENTS)
{
  SimPfn pfn = ask_for_pages (run, (uint32_t) args[0], order_argument (args[1]));

  *result = pfn == SIM_NO_PFN ? 0 : sim_pfn_to_page (run->machine, pfn);
}

/* NUMA_NO_NODE is the node of the running CPU; one that does not exist has nothing. */
static void
call_alloc_pages_node (CALL_ARGUMENTS)
{
  unsigned node = (int32_t) args[0] < 0 ? sim_node_of_cpu (run->machine, run->cpu) : (unsigned) args[0];
  SimPfn pfn = sim_alloc_pages_node (run, node, (uint32_t) args[1], order_argument (args[2]));

  *result = pfn == SIM_NO_PFN ? 0 : sim_pfn_to_page (run->machine, pfn);
}

static void
call_alloc_page (CALL_ARGUMENTS)
{
  uint64_t with_order[] = { args[0], 0 };

  call_alloc_pages (run, with_order, result);
}

/* High memory has no address to give: 6.1 takes the flag away; 2.6.11 gives what page_address () says,
 * 0 for a frame of HighMem, which is then lost. */
static void
call___get_free_pages (CALL_ARGUMENTS)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t gfp = (uint32_t) args[0];
  SimPfn pfn;

  if (gfp & profile->gfp_highmem)
    diagnose (run, SIM_DIAGNOSIS_HIGHMEM_HAS_NO_ADDRESS, gfp, 0);
  if (profile->get_free_pages_strips_highmem)
    gfp &= ~profile->gfp_highmem;
  pfn = ask_for_pages (run, gfp, order_argument (args[1]));
  *result = pfn == SIM_NO_PFN || !sim_pfn_has_logical_address (run->machine, pfn) ? 0
            : sim_pfn_to_virt (run->machine, pfn);
}

static void
call___get_free_page (CALL_ARGUMENTS)
{
  uint64_t with_order[] = { args[0], 0 };

  call___get_free_pages (run, with_order, result);
}

/* 2.6.11 stops at __GFP_HIGHMEM: BUG_ON (). */
static void
call_get_zeroed_page (CALL_ARGUMENTS)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint64_t with_order[] = { args[0] | profile->gfp_zero, 0 };

  if ((args[0] & profile->gfp_highmem) && !profile->get_free_pages_strips_highmem)
    diagnose (run, SIM_DIAGNOSIS_HIGHMEM_HAS_NO_ADDRESS, args[0], 0);
  else
    call___get_free_pages (run, with_order, result);
}

static void
call___get_dma_pages (CALL_ARGUMENTS)
{
  uint64_t with_dma[] = { args[0] | sim_profile (run->machine)->gfp_dma, args[1] };

  call___get_free_pages (run, with_dma, result);
}

/* --- giving back ------------------------------------------------------------------------------ */
static void
call___free_pages (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (page_argument (run, args[0], &pfn))
    sim_free_pages (run, pfn, order_argument (args[1]));
}

static void
call___free_page (CALL_ARGUMENTS)
{
  uint64_t with_order[] = { args[0], 0 };

  call___free_pages (run, with_order, result);
}

/* free_pages (0, …) does nothing. A struct page * lies in the direct map as well: it names the page
 * that holds a piece of mem_map. */
static void
call_free_pages (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (args[0] == 0)
    return;
  if (sim_page_to_pfn (run->machine, args[0], &pfn))
    diagnose (run, SIM_DIAGNOSIS_FREE_OF_PAGE_AS_ADDRESS, args[0], 0);
  else if (address_asked (run, args[0], &pfn))
    sim_free_pages (run, pfn, order_argument (args[1]));
}

static void
call_free_page (CALL_ARGUMENTS)
{
  uint64_t with_order[] = { args[0], 0 };

  call_free_pages (run, with_order, result);
}

static void
call_drain_all_pages (CALL_ARGUMENTS)
{
  context_check_sleep (run, SIM_SLEEPER_DRAIN, 0);
  pcp_drain_all (run);
}

/* --- names of a page -------------------------------------------------------------------------- */
static void
call_page_address (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (page_asked (run, args[0], &pfn))
    *result = sim_pfn_has_logical_address (run->machine, pfn) ? sim_pfn_to_virt (run->machine, pfn) : sim_pkmap_address_of (run->machine, pfn);
}

static void
call_virt_to_page (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (address_asked (run, args[0], &pfn))
    *result = sim_pfn_to_page (run->machine, pfn);
}

/* Arithmetic in the kernel; nothing is tested. */
static void
call_pfn_to_page (CALL_ARGUMENTS)
{
  *result = (sim_mem_map (run->machine) + args[0] * sim_profile (run->machine)->page_struct_size) & ulong_mask (run->machine);
}

static void
call_page_to_pfn (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (page_asked (run, args[0], &pfn))
    *result = pfn;
}

static void
call_page_to_phys (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (page_asked (run, args[0], &pfn))
    *result = (uint64_t) pfn << SIM_PAGE_SHIFT;
}

static void
call___pa (CALL_ARGUMENTS)
{
  *result = (args[0] - sim_address_space (run->machine)->page_offset) & ulong_mask (run->machine);
}

static void
call_virt_to_phys (CALL_ARGUMENTS)
{
  SimPfn pfn;

  address_asked (run, args[0], &pfn);
  call___pa (run, args, result);
}

static void
call___va (CALL_ARGUMENTS)
{
  *result = (args[0] + sim_address_space (run->machine)->page_offset) & ulong_mask (run->machine);
}

static void
call_phys_to_virt (CALL_ARGUMENTS)
{
  SimPfn pfn;

  call___va (run, args, result);
  address_asked (run, *result, &pfn);
}

static void
call_pfn_valid (CALL_ARGUMENTS)
{
  *result = args[0] < sim_n_frames (run->machine);
}

static void
call_PageHighMem (CALL_ARGUMENTS)
{
  SimPfn pfn;

  *result = page_asked (run, args[0], &pfn) && !sim_pfn_has_logical_address (run->machine, pfn);
}

static void
call_PageReserved (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (!page_asked (run, args[0], &pfn))
    return;
  *result = sim_page_fields (run->machine, pfn).flags >> sim_profile (run->machine)->flag_reserved & 1;
}

static void
call_PageBuddy (CALL_ARGUMENTS)
{
  SimPfn pfn;

  *result = page_asked (run, args[0], &pfn) && sim_page_fields (run->machine, pfn).page_type == 0xffffff7fu;
}

/* include/asm-generic/getorder.h */
static void
call_get_order (CALL_ARGUMENTS)
{
  unsigned bits = sim_profile (run->machine)->bits;

  if (args[0] == 0)
    *result = bits - SIM_PAGE_SHIFT;
  else if (args[0] > SIM_PAGE_SIZE)
    *result = 64u - (unsigned) __builtin_clzll ((args[0] - 1) >> SIM_PAGE_SHIFT);
}

static void
call_page_to_nid (CALL_ARGUMENTS)
{
  SimPfn pfn;
  SimZoneId zone;

  *result = 0;
  if (!page_asked (run, args[0], &pfn))
    return;
  zone = sim_zone_of (run->machine, pfn);
  *result = zone != SIM_NO_ZONE ? sim_zone (run->machine, zone).node : 0;
}

static void
call_numa_node_id (CALL_ARGUMENTS)
{
  (void) args;
  *result = sim_node_of_cpu (run->machine, run->cpu);
}

static void
call_cpu_to_node (CALL_ARGUMENTS)
{
  *result = args[0] < sim_n_cpus (run->machine) ? sim_node_of_cpu (run->machine, (unsigned) args[0]) : 0;
}

static void
call_node_distance (CALL_ARGUMENTS)
{
  *result = sim_node_distance (run->machine, (unsigned) args[0], (unsigned) args[1]);
}

static void
call_smp_processor_id (CALL_ARGUMENTS)
{
  *result = run->cpu;
}

/* --- what expect and ask can look at ------------------------------------------------------------ */
static void
call_nr_free (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE && args[1] <= sim_largest_order (run->machine))
    *result = sim_nr_free (run->machine, zone, (SimOrder) args[1]);
}

static void
call_nr_free_of_type (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);
  const char *type_name = args[2] < SIM_N_OWN_STRINGS ? sim_own_string_text ((uint32_t) args[2]) : NULL;

  if (zone == SIM_NO_ZONE || args[1] > sim_largest_order (run->machine) || type_name == NULL)
    return;
  for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
    if (strcmp (sim_migrate_name ((SimMigrateType) type), type_name) == 0)
      *result = sim_list_length (run->machine, zone, (SimOrder) args[1], (SimMigrateType) type);
}

static void
call_nr_free_pages (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE)
    *result = sim_zone (run->machine, zone).free;
}

static void
call_zone_of (CALL_ARGUMENTS)
{
  SimPfn pfn;
  SimZoneId zone;

  if (!page_asked (run, args[0], &pfn))
    return;
  zone = sim_zone_of (run->machine, pfn);
  if (zone != SIM_NO_ZONE)
    *result = sim_own_string (sim_zone (run->machine, zone).name);
}

static void
call_zone_start_pfn (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  *result = zone != SIM_NO_ZONE ? sim_zone (run->machine, zone).start_pfn : ulong_mask (run->machine);
}

static void
call_zone_end_pfn (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  *result = zone != SIM_NO_ZONE
            ? sim_zone (run->machine, zone).start_pfn + sim_zone (run->machine, zone).spanned
            : ulong_mask (run->machine);
}

static void
call_present_pages (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE)
    *result = sim_zone (run->machine, zone).present;
}

static void
call_managed_pages (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  if (zone != SIM_NO_ZONE)
    *result = sim_zone (run->machine, zone).managed;
}

static void
call_order_of (CALL_ARGUMENTS)
{
  SimPfn pfn;
  SimBlock block;

  *result = UINT64_MAX;
  if (!page_asked (run, args[0], &pfn))
    return;
  block = sim_block_at (run->machine, pfn);
  if (block.state != SIM_FRAME_HOLE && block.state != SIM_FRAME_RESERVED && block.state != SIM_FRAME_KERNEL)
    *result = block.order;
}

static void
call_block_of (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (page_asked (run, args[0], &pfn))
    *result = sim_pfn_to_page (run->machine, sim_block_at (run->machine, pfn).first);
}

static void
call_is_free (CALL_ARGUMENTS)
{
  SimPfn pfn;

  *result = page_asked (run, args[0], &pfn) && sim_frame_state (run->machine, pfn) == SIM_FRAME_FREE;
}

static void
call_list_position (CALL_ARGUMENTS)
{
  SimPfn pfn;

  *result = UINT64_MAX;
  if (page_asked (run, args[0], &pfn))
    *result = (uint64_t) (int64_t) sim_list_position_of (run->machine, sim_block_at (run->machine, pfn).first);
}

static void
call_in_pcp (CALL_ARGUMENTS)
{
  SimPfn pfn;

  *result = page_asked (run, args[0], &pfn) && sim_frame_state (run->machine, pfn) == SIM_FRAME_PCP;
}

static void
call_pageblock_type (CALL_ARGUMENTS)
{
  SimPfn pfn;

  if (page_asked (run, args[0], &pfn))
    *result = sim_own_string (sim_migrate_name (sim_pageblock_type (run->machine, pfn)));
}

static void
call_largest_free_order (CALL_ARGUMENTS)
{
  SimZoneId zone = zone_asked (run, args[0]);

  *result = UINT64_MAX;
  if (zone == SIM_NO_ZONE)
    return;
  for (int order = sim_largest_order (run->machine); order >= 0; order--)
    if (sim_nr_free (run->machine, zone, (SimOrder) order) > 0)
      {
        *result = (uint64_t) order;
        return;
      }
}

static void
call_max_pfn (CALL_ARGUMENTS)
{
  *result = sim_n_frames (run->machine);
}

/* --- the door --------------------------------------------------------------------------------- */
static void (*const calls[SIM_N_CALLS]) (CALL_ARGUMENTS) = {
#define CALL(name, returns, args, help) [SIM_CALL_##name] = call_##name,
#include "sim/calls.def"
#undef CALL
};

SimStatus
sim_run_call (SimRun        *run,
              const SimCall *call,
              uint64_t      *result)
{
  uint64_t ignored;

  if (result == NULL)
    result = &ignored;
  *result = 0;
  if (call->id >= SIM_N_CALLS || sim_profile_lacks (sim_profile (run->machine), sim_call_info (call->id)->name))
    return SIM_NO_SUCH_CALL;

  run->is_stopped = false;
  run->text = call->text;
  calls[call->id] (run, call->args, result);
  run->text = NULL;
  return run->is_stopped ? SIM_STOPPED : SIM_OK;
}
