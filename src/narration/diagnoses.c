/* diagnoses.c - what the modelled kernel would log, or should: the rule, what broke it, what is done instead */
#include "narration/areas.h"
#include "narration/caches.h"
#include "narration/contexts.h"

#include <glib/gi18n.h>

static char *
tell_wrong_order (Phrases *p,
                  uint64_t pfn,
                  unsigned given,
                  unsigned order)
{
  if (given < order)
    return g_strdup_printf (_("The block at %s was allocated with order %u and is given back with order %u: only its first part "
                              "comes back, and the rest is lost. Give back the order that was asked for."),
                            phrase_pfn (p, pfn), order, given);
  return g_strdup_printf (_("The block at %s was allocated with order %u and is given back with order %u: that would free "
                            "frames which belong to others. Give back the order that was asked for."),
                          phrase_pfn (p, pfn), order, given);
}

static char *
tell_order_too_large (Phrases *p,
                      unsigned order,
                      unsigned largest)
{
  g_autofree char *size = narrate_size ((uint64_t) SIM_PAGE_SIZE << MIN (largest, 32));

  return g_strdup_printf (_("Order %u is larger than %u, the largest that the page allocator has: it answers NULL at once. Ask for "
                            "at most %s in one piece, or take vmalloc(), whose pages need not lie side by side."),
                          order, largest, size);
}

static char *
tell_highmem_has_no_address (Phrases *p,
                             uint64_t gfp)
{
  return g_strdup_printf (p->profile->get_free_pages_strips_highmem
                          ? _("__get_free_pages() answers with a kernel address, and a page of high memory has none: %s must not "
                              "name __GFP_HIGHMEM here. %s drops the flag without a word and gives low memory. Take alloc_pages(), "
                              "and map the page with kmap_local_page() while it is used.")
                          : _("__get_free_pages() answers with a kernel address, and a page of high memory has none: %s must not "
                              "name __GFP_HIGHMEM here. In %s the answer for such a page is 0, and the page is lost; "
                              "get_zeroed_page() stops the kernel. Take alloc_pages(), and kmap() the page while it is used."),
                          phrase_gfp (p, gfp), p->profile->kernel);
}

static char *
tell (Phrases     *p,
      SimDiagnosis diagnosis,
      uint64_t     a,
      uint64_t     b)
{
  switch (diagnosis)
    {
    case SIM_DIAGNOSIS_ORDER_TOO_LARGE:
      return tell_order_too_large (p, (unsigned) a, (unsigned) b);
    case SIM_DIAGNOSIS_HIGHMEM_HAS_NO_ADDRESS:
      return tell_highmem_has_no_address (p, a);
    case SIM_DIAGNOSIS_FREE_OF_PAGE_AS_ADDRESS:
      return g_strdup_printf (_("free_pages() takes the address that __get_free_pages() gave, but %s is a struct page. What "
                                "alloc_pages() gave goes back with __free_pages()."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_FREE_OF_ADDRESS_AS_PAGE:
      return g_strdup_printf (_("__free_pages() takes the struct page that alloc_pages() gave, but %s is the address of memory. "
                                "What __get_free_pages() gave goes back with free_pages()."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_WRONG_ORDER:
      return tell_wrong_order (p, a, (unsigned) (b >> 8), (unsigned) (b & 0xff));
    case SIM_DIAGNOSIS_DOUBLE_FREE:
      return g_strdup_printf (_("What begins at %s is free already: a block may be given back once. Set the pointer to NULL where the "
                                "block is freed."),
                              phrase_pfn (p, a));
    case SIM_DIAGNOSIS_FREE_OF_TAIL:
      return g_strdup_printf (_("Frame %s lies inside the block that begins at %s: a block is given back by its first page. Keep the "
                                "pointer that the allocation gave."),
                              phrase_pfn (p, a), phrase_pfn (p, b));
    case SIM_DIAGNOSIS_FREE_OF_RESERVED:
      return g_strdup_printf (_("Frame %s is reserved and was never allocated: only what the page allocator gave may be given back."),
                              phrase_pfn (p, a));
    case SIM_DIAGNOSIS_NOT_A_PAGE:
      return g_strdup_printf (_("%s is the struct page of no frame of this machine. A struct page comes from alloc_pages(), "
                                "virt_to_page() or pfn_to_page()."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_NOT_A_LOGICAL_ADDRESS:
      return g_strdup_printf (_("%s is no kernel logical address: only lowmem, from %s up to %s, lies at a fixed distance from its "
                                "physical address."),
                              phrase_address (p, a), phrase_address (p, sim_address_space (p->machine)->page_offset),
                              phrase_address (p, sim_high_memory (p->machine)));
    case SIM_DIAGNOSIS_CONFLICTING_ZONE_FLAGS:
      if (a & p->profile->gfp_movable && a & p->profile->gfp_reclaimable)
        return g_strdup_printf (_("%s names __GFP_MOVABLE and __GFP_RECLAIMABLE: a page is one or the other, or neither. Name at most one."),
                                phrase_gfp (p, a));
      return g_strdup_printf (_("%s names more than one zone: __GFP_DMA, __GFP_DMA32 and __GFP_HIGHMEM exclude each other. Name at "
                                "most one."),
                              phrase_gfp (p, a));
    case SIM_DIAGNOSIS_BAD_ACCESS:
      return g_strdup_printf (b != 0 ? _("The CPU writes to %s, where nothing is mapped: a real kernel stops here with an oops.")
                                     : _("The CPU reads from %s, where nothing is mapped: a real kernel stops here with an oops."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_NULL_ACCESS:
      return g_strdup_printf (_("The CPU follows a NULL pointer, to %s: a real kernel stops here with an oops. An allocation may fail; "
                                "test what it gave before using it."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_LEAK:
      return g_strdup_printf (_("The block of order %u at %s was never given back: a leak. Free it on every way out, also on those of "
                                "errors."),
                              (unsigned) b, phrase_pfn (p, a));
    case SIM_DIAGNOSIS_USE_AFTER_FREE:
      return g_strdup_printf (_("The memory at %s is free and may be given to others at any time: a write destroys their data, a read "
                                "gives it away. Use nothing after it was freed."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_WOULD_NOT_RETURN:
      return g_strdup_printf (_("A request of order %u with %s is one that the kernel never gives up: it would kill processes, or wait "
                                "for others to free memory, and try again without end. Nobody else is there to free any, so the "
                                "call fails here."),
                              (unsigned) b, phrase_gfp (p, a));
    case SIM_DIAGNOSIS_NOFAIL_TOO_LARGE:
      return g_strdup_printf (_("__GFP_NOFAIL promises to try for ever, and no larger block than of order 1 can be promised: this asks for order "
                                "%u. A real kernel warns: “WARNING: … at mm/page_alloc.c”. Ask for smaller pieces, or be ready for NULL."),
                              (unsigned) b);
    case SIM_DIAGNOSIS_NOFAIL_CANNOT_WAIT:
      return g_strdup_printf (_("%s wants never to fail and may not wait for memory either: the kernel warns, and fails all the same. "
                                "__GFP_NOFAIL goes with __GFP_DIRECT_RECLAIM, as in GFP_KERNEL | __GFP_NOFAIL."),
                              phrase_gfp (p, a));
    case SIM_DIAGNOSIS_ATOMIC_MAY_SLEEP:
      return g_strdup_printf (_("%s names __GFP_ATOMIC, of who cannot sleep, and __GFP_DIRECT_RECLAIM, which sleeps: where memory is short the "
                                "kernel warns and drops __GFP_ATOMIC. Choose GFP_ATOMIC or GFP_KERNEL, not both."),
                              phrase_gfp (p, a));
    case SIM_DIAGNOSIS_SLEEPS_IN_ATOMIC:
    case SIM_DIAGNOSIS_LOCK_HELD_ALREADY:
    case SIM_DIAGNOSIS_LOCK_HELD_ELSEWHERE:
    case SIM_DIAGNOSIS_UNLOCK_NOT_HELD:
    case SIM_DIAGNOSIS_TOO_MANY_LOCKS:
    case SIM_DIAGNOSIS_UNBALANCED_ENABLE:
    case SIM_DIAGNOSIS_CONTEXT_UNBALANCED:
    case SIM_DIAGNOSIS_HANDLER_ENABLED_IRQS:
    case SIM_DIAGNOSIS_LOCK_HELD_AT_END:
    case SIM_DIAGNOSIS_ATOMIC_AT_END:
      return context_tell_mistake (p, diagnosis, a, b);
    case SIM_DIAGNOSIS_NO_CACHES:
    case SIM_DIAGNOSIS_GFP_FIXED_FOR_OBJECTS:
    case SIM_DIAGNOSIS_NOT_AN_OBJECT:
    case SIM_DIAGNOSIS_FREE_INSIDE_OBJECT:
    case SIM_DIAGNOSIS_DOUBLE_FREE_OF_OBJECT:
    case SIM_DIAGNOSIS_KFREE_OF_PAGE:
    case SIM_DIAGNOSIS_FREE_OF_SLAB:
    case SIM_DIAGNOSIS_WRONG_CACHE:
    case SIM_DIAGNOSIS_NOT_A_CACHE:
    case SIM_DIAGNOSIS_CACHE_FAILED:
    case SIM_DIAGNOSIS_CACHE_HAS_OBJECTS:
    case SIM_DIAGNOSIS_LEAKED_OBJECT:
    case SIM_DIAGNOSIS_LEAKED_CACHE:
    case SIM_DIAGNOSIS_CACHE_ALIGNMENT:
    case SIM_DIAGNOSIS_POISON_OVERWRITTEN:
    case SIM_DIAGNOSIS_WRITE_PAST_OBJECT:
    case SIM_DIAGNOSIS_READ_PAST_OBJECT:
      return caches_diagnose (p, diagnosis, a, b);
    CASES_OF_KMAP_MISTAKES:
      return kmaps_diagnose (p, diagnosis, a, b);
    CASES_OF_AREA_MISTAKES:
      return areas_diagnose (p, diagnosis, a, b);
    case SIM_DIAGNOSIS_NOT_A_POOL:
    case SIM_DIAGNOSIS_POOL_WAITS:
      return pools_diagnose (p, diagnosis, a);
    case SIM_N_DIAGNOSES:
      break;
    }
  return g_strdup ("");
}

char *
narrate_leaks (const SimMachine *machine,
               const SimEvent   *first,
               unsigned          n)
{
  Phrases phrases;
  char *text;

  if (n < 2 || first->arg[0] == SIM_DIAGNOSIS_LEAKED_CACHE)
    return narrate_diagnosis (machine, first);
  phrases_init (&phrases, machine);
  if (first->arg[0] == SIM_DIAGNOSIS_LEAKED_OBJECT)
    text = caches_tell_leaks (&phrases, first->arg[1], first->arg[2], n);
  else if (first->arg[0] == SIM_DIAGNOSIS_LEAKED_AREA)
    text = areas_tell_leaks (&phrases, first->arg[1], n);
  else
    text = g_strdup_printf (ngettext ("%1$u block of order %2$u was never given back, the first at %3$s: a leak. Free them on every way out, also "
                                      "on those of errors.",
                                      "%1$u blocks of order %2$u were never given back, the first at %3$s: a leak. Free them on every way out, "
                                      "also on those of errors.", n),
                            n, (unsigned) first->arg[2], phrase_pfn (&phrases, first->arg[1]));
  phrases_clear (&phrases);
  return text;
}

char *
narrate_diagnosis (const SimMachine *machine,
                   const SimEvent   *event)
{
  Phrases phrases;
  char *text;

  phrases_init (&phrases, machine);
  text = tell (&phrases, (SimDiagnosis) event->arg[0], event->arg[1], event->arg[2]);
  phrases_clear (&phrases);
  return text;
}
