/* pools.c - words for memory pools; see caches.h */
#include "narration/caches.h"

#include <glib/gi18n.h>

char *
pools_tell (Phrases        *p,
            const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  unsigned n = (unsigned) arg[2];

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_POOL_CREATED:
      return g_strdup_printf (ngettext ("A memory pool is made at %1$s: it is to keep %2$u element in reserve.",
                                        "A memory pool is made at %1$s: it is to keep %2$u elements in reserve.", n),
                              phrase_address (p, arg[1]), n);
    case SIM_EVENT_POOL_KEPT:
      return g_strdup_printf (ngettext ("%1$s goes into the pool's reserve, which now has %2$u element.",
                                        "%1$s goes into the pool's reserve, which now has %2$u elements.", n),
                              phrase_address (p, arg[1]), n);
    case SIM_EVENT_POOL_DRAWN:
      return g_strdup_printf (ngettext ("%1$s comes out of the pool's reserve: %2$u element is left.",
                                        "%1$s comes out of the pool's reserve: %2$u elements are left.", n),
                              phrase_address (p, arg[1]), n);
    case SIM_EVENT_POOL_EMPTY:
      return g_strdup_printf (_("With %s the allocator has nothing, and the pool's reserve is used up."), phrase_gfp (p, arg[1]));
    default:
      return g_strdup_printf (_("The memory pool at %s is no more."), phrase_address (p, arg[1]));
    }
}

char *
pools_brief (Phrases        *p,
             const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_POOL_CREATED:
      return g_strdup_printf ("%s min_nr %u", phrase_address (p, arg[1]), (unsigned) arg[2]);
    case SIM_EVENT_POOL_KEPT:
    case SIM_EVENT_POOL_DRAWN:
      return g_strdup_printf ("%s curr_nr %u", phrase_address (p, arg[1]), (unsigned) arg[2]);
    case SIM_EVENT_POOL_EMPTY:
      return g_strdup_printf ("%u %s", (unsigned) arg[0], phrase_gfp (p, arg[1]));
    default:
      return g_strdup_printf ("%s", phrase_address (p, arg[1]));
    }
}

const char *
pools_badge (const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_POOL_KEPT:
      return C_("badge", "keep");
    case SIM_EVENT_POOL_DRAWN:
      return C_("badge", "reserve");
    case SIM_EVENT_POOL_EMPTY:
      return C_("badge", "empty");
    default:
      return C_("badge", "pool");
    }
}

char *
pools_diagnose (Phrases      *p,
                SimDiagnosis  diagnosis,
                uint64_t      address)
{
  if (diagnosis == SIM_DIAGNOSIS_POOL_WAITS)
    return g_strdup_printf (_("mempool_alloc() would now sleep until somebody gives something back to the pool at %s. Here nobody does, so it "
                              "answers NULL. Give back what was taken, or let the pool keep more."), phrase_address (p, address));
  return g_strdup_printf (_("%s is no memory pool that mempool_create_kmalloc_pool() or its kin made. NULL and what was destroyed are none "
                            "either."), phrase_address (p, address));
}
