/* event.c - the manifest of events as tables */

#include "sim/event.h"

#define F
static const SimEventInfo infos[SIM_N_EVENT_KINDS] = {
#define EVENT(NAME, event_name, models_what, event_fields) \
  [SIM_EVENT_##NAME] = { \
    .name = #event_name, \
    .models = models_what, \
    .n_fields = SIM_FIELD_COUNT (event_fields), \
    .fields = { SIM_FIELD_ROWS (event_fields) }, \
  },
#include "sim/events.def"
#undef EVENT
};
#undef F

const SimEventInfo *
sim_event_info (SimEventKind kind)
{
  return &infos[kind];
}

/* Events whose frames are pfn and the order that follows, unless they say otherwise. */
bool
sim_event_frames (const SimEvent *event,
                  SimPfn         *first,
                  SimPfn         *end)
{
  SimPfn pfn = (SimPfn) event->arg[0];

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_BLOCK_TAKEN:
    case SIM_EVENT_BLOCK_SPLIT:
    case SIM_EVENT_BLOCK_HANDED_OUT:
    case SIM_EVENT_PAGES_ZEROED:
    case SIM_EVENT_BLOCK_DIVIDED:
    case SIM_EVENT_BLOCK_RETURNED:
    case SIM_EVENT_BLOCK_FREED:
    case SIM_EVENT_BLOCK_MOVED:
    case SIM_EVENT_RANGE_HANDED_OVER:
      *first = pfn;
      *end = pfn + sim_frames_in ((SimOrder) event->arg[1]);
      return true;
    case SIM_EVENT_BLOCKS_MERGED:
      *first = pfn < (SimPfn) event->arg[1] ? pfn : (SimPfn) event->arg[1];
      *end = *first + sim_frames_in ((SimOrder) (event->arg[2] + 1));
      return true;
    /* Three migrate types for each order; the hot and the cold list are of order 0. */
    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_PCP_TAKEN:
      *first = pfn;
      *end = pfn + sim_frames_in ((SimOrder) (event->arg[2] / 3));
      return true;
    case SIM_EVENT_RANGE_RESERVED:
      *first = pfn;
      *end = (SimPfn) event->arg[1];
      return *first < *end;
    default:
      return false;
    }
}

const char *
sim_diagnosis_name (unsigned diagnosis)
{
  static const char *const names[] = {
    [SIM_DIAGNOSIS_ORDER_TOO_LARGE] = "order_too_large",
    [SIM_DIAGNOSIS_HIGHMEM_HAS_NO_ADDRESS] = "highmem_has_no_address",
    [SIM_DIAGNOSIS_FREE_OF_PAGE_AS_ADDRESS] = "free_of_page_as_address",
    [SIM_DIAGNOSIS_FREE_OF_ADDRESS_AS_PAGE] = "free_of_address_as_page",
    [SIM_DIAGNOSIS_WRONG_ORDER] = "wrong_order",
    [SIM_DIAGNOSIS_DOUBLE_FREE] = "double_free",
    [SIM_DIAGNOSIS_FREE_OF_TAIL] = "free_of_tail",
    [SIM_DIAGNOSIS_FREE_OF_RESERVED] = "free_of_reserved",
    [SIM_DIAGNOSIS_NOT_A_PAGE] = "not_a_page",
    [SIM_DIAGNOSIS_NOT_A_LOGICAL_ADDRESS] = "not_a_logical_address",
    [SIM_DIAGNOSIS_CONFLICTING_ZONE_FLAGS] = "conflicting_zone_flags",
    [SIM_DIAGNOSIS_BAD_ACCESS] = "bad_access",
    [SIM_DIAGNOSIS_NULL_ACCESS] = "null_access",
    [SIM_DIAGNOSIS_LEAK] = "leak",
    [SIM_DIAGNOSIS_USE_AFTER_FREE] = "use_after_free",
    [SIM_DIAGNOSIS_WOULD_NOT_RETURN] = "would_not_return",
    [SIM_DIAGNOSIS_SLEEPS_IN_ATOMIC] = "sleeps_in_atomic",
    [SIM_DIAGNOSIS_NOFAIL_TOO_LARGE] = "nofail_too_large",
    [SIM_DIAGNOSIS_NOFAIL_CANNOT_WAIT] = "nofail_cannot_wait",
    [SIM_DIAGNOSIS_ATOMIC_MAY_SLEEP] = "atomic_may_sleep",
    [SIM_DIAGNOSIS_LOCK_HELD_ALREADY] = "lock_held_already",
    [SIM_DIAGNOSIS_LOCK_HELD_ELSEWHERE] = "lock_held_elsewhere",
    [SIM_DIAGNOSIS_UNLOCK_NOT_HELD] = "unlock_not_held",
    [SIM_DIAGNOSIS_TOO_MANY_LOCKS] = "too_many_locks",
    [SIM_DIAGNOSIS_UNBALANCED_ENABLE] = "unbalanced_enable",
    [SIM_DIAGNOSIS_CONTEXT_UNBALANCED] = "context_unbalanced",
    [SIM_DIAGNOSIS_HANDLER_ENABLED_IRQS] = "handler_enabled_irqs",
    [SIM_DIAGNOSIS_LOCK_HELD_AT_END] = "lock_held_at_end",
    [SIM_DIAGNOSIS_ATOMIC_AT_END] = "atomic_at_end",
    [SIM_DIAGNOSIS_NO_CACHES] = "no_caches",
    [SIM_DIAGNOSIS_GFP_FIXED_FOR_OBJECTS] = "gfp_fixed_for_objects",
    [SIM_DIAGNOSIS_NOT_AN_OBJECT] = "not_an_object",
    [SIM_DIAGNOSIS_FREE_INSIDE_OBJECT] = "free_inside_object",
    [SIM_DIAGNOSIS_DOUBLE_FREE_OF_OBJECT] = "double_free_of_object",
    [SIM_DIAGNOSIS_KFREE_OF_PAGE] = "kfree_of_page",
    [SIM_DIAGNOSIS_FREE_OF_SLAB] = "free_of_slab",
    [SIM_DIAGNOSIS_WRONG_CACHE] = "wrong_cache",
    [SIM_DIAGNOSIS_NOT_A_CACHE] = "not_a_cache",
    [SIM_DIAGNOSIS_CACHE_FAILED] = "cache_failed",
    [SIM_DIAGNOSIS_CACHE_HAS_OBJECTS] = "cache_has_objects",
    [SIM_DIAGNOSIS_LEAKED_OBJECT] = "leaked_object",
    [SIM_DIAGNOSIS_NOT_A_POOL] = "not_a_pool",
    [SIM_DIAGNOSIS_CACHE_ALIGNMENT] = "cache_alignment",
    [SIM_DIAGNOSIS_LEAKED_CACHE] = "leaked_cache",
    [SIM_DIAGNOSIS_POISON_OVERWRITTEN] = "poison_overwritten",
    [SIM_DIAGNOSIS_WRITE_PAST_OBJECT] = "write_past_object",
    [SIM_DIAGNOSIS_READ_PAST_OBJECT] = "read_past_object",
    [SIM_DIAGNOSIS_POOL_WAITS] = "pool_waits",
    [SIM_DIAGNOSIS_VMALLOC_NOTHING] = "vmalloc_nothing",
    [SIM_DIAGNOSIS_VMALLOC_TOO_LARGE] = "vmalloc_too_large",
    [SIM_DIAGNOSIS_NO_ADDRESSES] = "no_addresses",
    [SIM_DIAGNOSIS_VFREE_UNALIGNED] = "vfree_unaligned",
    [SIM_DIAGNOSIS_NOT_AN_AREA] = "not_an_area",
    [SIM_DIAGNOSIS_NOT_MAPPED_BY_VMALLOC] = "not_mapped_by_vmalloc",
    [SIM_DIAGNOSIS_VMALLOC_IN_INTERRUPT] = "vmalloc_in_interrupt",
    [SIM_DIAGNOSIS_IOREMAP_OF_RAM] = "ioremap_of_ram",
    [SIM_DIAGNOSIS_IOREMAP_BAD_RANGE] = "ioremap_bad_range",
    [SIM_DIAGNOSIS_IOREMAP_MODES] = "ioremap_modes",
    [SIM_DIAGNOSIS_IOREMAP_DEREFERENCED] = "ioremap_dereferenced",
    [SIM_DIAGNOSIS_LEAKED_AREA] = "leaked_area",
    [SIM_DIAGNOSIS_KMAP_WAITS] = "kmap_waits",
    [SIM_DIAGNOSIS_KUNMAP_NOT_MAPPED] = "kunmap_not_mapped",
    [SIM_DIAGNOSIS_KUNMAP_ORDER] = "kunmap_order",
    [SIM_DIAGNOSIS_KMAP_TOO_DEEP] = "kmap_too_deep",
  };

  _Static_assert (sizeof names / sizeof *names == SIM_N_DIAGNOSES, "a diagnosis has no name");
  return diagnosis < SIM_N_DIAGNOSES ? names[diagnosis] : "none";
}
