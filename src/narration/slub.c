/* slub.c - words for what SLUB does otherwise than SLAB; see caches.h */
#include "narration/caches.h"

#include <glib/gi18n.h>

static const char *
cache_name (Phrases *p,
            uint64_t cache)
{
  return sim_cache_exists (p->machine, (SimCacheId) cache) ? phrase_format (p, "%s", sim_cache (p->machine, (SimCacheId) cache).name) : "?";
}

static const char *
cache_of_address (Phrases *p,
                  uint64_t address)
{
  SimObject object;

  return sim_object_at (p->machine, address, &object) ? cache_name (p, sim_slab (p->machine, object.slab).cache) : "?";
}

static const char *
list_name (Phrases *p,
           uint64_t list)
{
  return list < SIM_N_SLAB_LISTS ? sim_slab_list_name_in (p->machine, (SimSlabList) list) : "?";
}

static char *
tell_frozen (Phrases        *p,
             const uint64_t *arg)
{
  const char *slab = phrase_pfn (p, arg[0]);
  unsigned cpu = (unsigned) arg[3];

  if (arg[2] == SIM_SLAB_LIST_CPU_PARTIAL && arg[1] == SIM_SLAB_LIST_FULL)
    return g_strdup_printf (_("The slab at %1$s was full and on no list. Now it has a free object and waits with CPU %2$u: frozen, and the "
                              "list of the node stays as it is."), slab, cpu);
  if (arg[2] == SIM_SLAB_LIST_CPU_PARTIAL)
    return g_strdup_printf (_("One more of the node's partial slabs, at %1$s, is frozen and waits with CPU %2$u for the next time."), slab, cpu);
  if (arg[1] == SIM_SLAB_LIST_CPU_PARTIAL)
    return g_strdup_printf (_("The first of the partial slabs that wait with CPU %2$u, at %1$s, is the one it takes from now."), slab, cpu);
  if (arg[1] == SIM_SLAB_LIST_PARTIAL)
    return g_strdup_printf (_("The first of the node's partial slabs, at %1$s, is frozen: CPU %2$u takes from it from now on."), slab, cpu);
  return g_strdup_printf (_("CPU %2$u takes from the new slab at %1$s from now on. It is frozen, and on no list."), slab, cpu);
}

static char *
tell_moved (Phrases        *p,
            const uint64_t *arg)
{
  const char *slab = phrase_pfn (p, arg[0]);

  if (arg[2] == SIM_SLAB_LIST_NONE || arg[2] == SIM_SLAB_LIST_DOOMED)
    return g_strdup_printf (_("No object of the slab at %s is in use: it is to be given back."), slab);
  if (arg[2] == SIM_SLAB_LIST_FULL)
    return g_strdup_printf (_("The slab at %s has nothing left to give. SLUB keeps no list of full slabs: it forgets this one until an object "
                              "comes back."), slab);
  if (arg[1] == SIM_SLAB_LIST_PARTIAL)
    return g_strdup_printf (_("The slab at %s goes to the head of the node's partial slabs: the fuller it is, the sooner it is used."), slab);
  return g_strdup_printf (arg[3] != 0 ? _("The slab at %s is frozen no longer, and goes to the tail of the node's partial slabs.")
                                      : _("The slab at %s is frozen no longer, and goes to the head of the node's partial slabs."), slab);
}

static char *
tell_grown (Phrases        *p,
            const uint64_t *arg)
{
  const char *name = cache_name (p, arg[0]), *frames = phrase_frames (p, arg[1], arg[2]);

  if (sim_cache_exists (p->machine, (SimCacheId) arg[0]) && sim_cache (p->machine, (SimCacheId) arg[0]).order != arg[2])
    return g_strdup_printf (_("There is no block of order %3$u. A smaller one will do: %2$s becomes a slab of %1$s."), name, frames,
                            sim_cache (p->machine, (SimCacheId) arg[0]).order);
  return g_strdup_printf (_("%2$s becomes a slab of %1$s. Its objects begin at its start: SLUB has no colours."), name, frames);
}

/* Events that SLAB has too. */
static char *
tell_otherwise (Phrases        *p,
                const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_OBJECT_GIVEN:
      return g_strdup_printf (_("The caller gets the first object of CPU %1$u's freelist: %2$s of %3$s."), (unsigned) arg[0],
                              phrase_address (p, arg[2]), cache_of_address (p, arg[2]));
    case SIM_EVENT_OBJECT_RETURNED:
      return g_strdup_printf (_("The object %1$s of %2$s comes back to the slab that CPU %3$u takes from, at the head of the CPU's freelist: it "
                                "will be the next to be given."), phrase_address (p, arg[2]), cache_of_address (p, arg[2]), (unsigned) arg[0]);
    case SIM_EVENT_SLAB_GROWN:
      return tell_grown (p, arg);
    case SIM_EVENT_SLAB_MOVED:
      return tell_moved (p, arg);
    default:
      return NULL;
    }
}

char *
slub_tell (Phrases        *p,
           const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_FREELIST_EMPTY:
      return g_strdup_printf (_("CPU %2$u has no object of %1$s at hand: its freelist is empty."), cache_name (p, arg[0]), (unsigned) arg[1]);
    case SIM_EVENT_SLAB_FROZEN:
      return tell_frozen (p, arg);
    case SIM_EVENT_FREELIST_TAKEN:
      return g_strdup_printf (ngettext ("CPU %2$u takes over the freelist of the slab at %1$s at once: %3$u object.",
                                        "CPU %2$u takes over the freelist of the slab at %1$s at once: %3$u objects.", (unsigned long) arg[2]),
                              phrase_pfn (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_FREELIST_RETURNED:
      return g_strdup_printf (ngettext ("The freelist of CPU %2$u, %3$u object, goes back to the slab at %1$s, before what came back to it "
                                        "meanwhile.",
                                        "The freelist of CPU %2$u, %3$u objects, goes back to the slab at %1$s, before what came back to it "
                                        "meanwhile.", (unsigned long) arg[2]),
                              phrase_pfn (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_OBJECT_PUT_BACK:
      return g_strdup_printf (_("The object %2$s of %1$s goes to the head of its own slab's freelist: it is not of the slab that this CPU takes "
                                "from."), cache_name (p, arg[0]), phrase_address (p, arg[2]));
    case SIM_EVENT_CPU_PARTIAL_FULL:
      return g_strdup_printf (ngettext ("%3$u partial slab of %1$s waits with CPU %2$u, as many as may: it goes to the node.",
                                        "%3$u partial slabs of %1$s wait with CPU %2$u, as many as may: all of them go to the node.",
                                        (unsigned long) arg[2]),
                              cache_name (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    default:
      return sim_allocator (p->machine) == SIM_ALLOCATOR_SLUB ? tell_otherwise (p, event) : NULL;
    }
}

char *
slub_brief (Phrases        *p,
            const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_FREELIST_EMPTY:
      return g_strdup_printf ("%s cpu %u", cache_name (p, arg[0]), (unsigned) arg[1]);
    case SIM_EVENT_SLAB_FROZEN:
      return g_strdup_printf ("%s %s → %s cpu %u", phrase_pfn (p, arg[0]), list_name (p, arg[1]), list_name (p, arg[2]),
                              (unsigned) arg[3]);
    case SIM_EVENT_FREELIST_TAKEN:
      return g_strdup_printf ("%s → cpu %u, %u", phrase_pfn (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_FREELIST_RETURNED:
      return g_strdup_printf ("%s ← cpu %u, %u", phrase_pfn (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_OBJECT_PUT_BACK:
      return g_strdup_printf ("%s → %s", phrase_address (p, arg[2]), cache_name (p, arg[0]));
    case SIM_EVENT_CPU_PARTIAL_FULL:
      return g_strdup_printf ("%s cpu %u partial %u", cache_name (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    default:
      return NULL;
    }
}

const char *
slub_badge (const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_FREELIST_EMPTY:
      return C_("badge", "empty");
    case SIM_EVENT_SLAB_FROZEN:
      return C_("badge", "freeze");
    case SIM_EVENT_FREELIST_TAKEN:
      return C_("badge", "refill");
    case SIM_EVENT_FREELIST_RETURNED:
      return C_("badge", "flush");
    case SIM_EVENT_OBJECT_PUT_BACK:
      return C_("badge", "free");
    case SIM_EVENT_CPU_PARTIAL_FULL:
      return C_("badge", "flush");
    default:
      return NULL;
    }
}
