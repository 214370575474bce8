/* caches.c - see caches.h */
#include "narration/caches.h"

#include <glib/gi18n.h>

/* --- phrases ------------------------------------------------------------------------------ */

static const char *
phrase_cache (Phrases *p,
              uint64_t cache)
{
  if (!sim_cache_exists (p->machine, (SimCacheId) cache))
    return "?";
  return phrase_format (p, "%s", sim_cache (p->machine, (SimCacheId) cache).name);
}

/* Of the object that an event names; it need not be there any more. */
static const char *
phrase_cache_of (Phrases *p,
                 uint64_t address)
{
  SimObject object;

  return sim_object_at (p->machine, address, &object) ? phrase_cache (p, sim_slab (p->machine, object.slab).cache) : "?";
}

/* "the array of CPU 0", "the shared array": for use inside a sentence */
static const char *
phrase_array (Phrases *p,
              uint64_t array)
{
  if (array < SIM_SHARED_ARRAY)
    return phrase_format (p, _("the array of CPU %u"), (unsigned) array);
  if (sim_n_nodes (p->machine) > 1)
    return phrase_format (p, _("the shared array of node %u"), (unsigned) (array - SIM_SHARED_ARRAY));
  return _("the shared array");
}

static const char *
phrase_array_brief (Phrases *p,
                    uint64_t array)
{
  if (array < SIM_SHARED_ARRAY)
    return phrase_format (p, "cpu %u", (unsigned) array);
  return phrase_format (p, "shared %u", (unsigned) (array - SIM_SHARED_ARRAY));
}

static const char *
phrase_slab_list (Phrases *p,
                  uint64_t list)
{
  return list < SIM_N_SLAB_LISTS ? sim_slab_list_name_in (p->machine, (SimSlabList) list) : "?";
}

/* --- sentences ---------------------------------------------------------------------------- */

static char *
tell_cache (Phrases        *p,
            const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  const char *name = phrase_cache (p, arg[0]);

  switch (event->kind)
    {
    case SIM_EVENT_CACHE_CREATED:
      return g_strdup_printf (ngettext ("The cache %1$s is made: its objects stand %2$u bytes apart, and a slab of order %4$u has room for %3$u.",
                                        "The cache %1$s is made: its objects stand %2$u bytes apart, and a slab of order %4$u has room for %3$u.",
                                        (unsigned long) arg[3]),
                              name, (unsigned) arg[1], (unsigned) arg[3], (unsigned) arg[2]);
    case SIM_EVENT_CACHE_SHARED:
      return g_strdup_printf (_("There is a cache like the one asked for, %1$s: no new one is made, and it now serves %2$u."), name,
                              (unsigned) arg[1]);
    case SIM_EVENT_CACHE_LEFT:
      return g_strdup_printf (arg[1] > 0 ? _("One user of the cache %1$s is done with it; it still serves %2$u.")
                                         : _("The last user of the cache %1$s is done with it."), name, (unsigned) arg[1]);
    case SIM_EVENT_CACHE_DESTROYED:
      return g_strdup (_("The cache is no more: it had no objects left."));
    default:
      return g_strdup_printf (_("The array of each CPU in %1$s may hold %2$u objects, and is filled and emptied by %3$u."), name,
                              (unsigned) arg[1], (unsigned) arg[2]);
    }
}

static char *
tell_object (Phrases        *p,
             const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch (event->kind)
    {
    case SIM_EVENT_OBJECT_ASKED:
      return g_strdup_printf (ngettext ("%2$u byte is asked for with %3$s: from the cache %1$s.",
                                        "%2$u bytes are asked for with %3$s: from the cache %1$s.", (unsigned long) arg[2]),
                              phrase_cache (p, arg[0]), (unsigned) arg[2], phrase_gfp (p, arg[1]));
    case SIM_EVENT_OBJECT_REFILLED:
      return g_strdup_printf (_("The next object of the slab's freelist, %1$s, goes onto %2$s."), phrase_address (p, arg[3]),
                              phrase_array (p, arg[1]));
    case SIM_EVENT_OBJECT_GIVEN:
      return g_strdup_printf (_("%1$s gives its last object: the caller gets %2$s of %3$s."), phrase_array (p, arg[0]),
                              phrase_address (p, arg[2]), phrase_cache_of (p, arg[2]));
    case SIM_EVENT_OBJECT_ZEROED:
      return g_strdup_printf (ngettext ("Zeros are written to %2$s, %1$u byte, because __GFP_ZERO asks for it.",
                                        "Zeros are written to %2$s, %1$u bytes, because __GFP_ZERO asks for it.", (unsigned long) arg[1]),
                              (unsigned) arg[1], phrase_address (p, arg[0]));
    case SIM_EVENT_OBJECT_FILLED:
      return g_strdup_printf (arg[2] == 0x6b ? _("The object at %1$s is filled with %2$s, up to a last byte %3$s: whoever goes on reading it shall "
                                                 "notice, and whoever writes to it is found out when it is given next.")
                                             : _("The object at %1$s is filled with %2$s, up to a last byte %3$s: whoever reads before he wrote shall "
                                                 "notice."), phrase_address (p, arg[0]), phrase_format (p, "0x%02x", (unsigned) arg[2]), "0xa5");
    case SIM_EVENT_OBJECT_RETURNED:
      return g_strdup_printf (_("The object %1$s of %2$s comes back onto %3$s: it will be the next to be given."),
                              phrase_address (p, arg[2]), phrase_cache_of (p, arg[2]), phrase_array (p, arg[0]));
    default:
      return g_strdup_printf (_("The object that lay longest on %1$s, %2$s, goes back to its slab."), phrase_array (p, arg[1]),
                              phrase_address (p, arg[3]));
    }
}

static char *
tell_array (Phrases        *p,
            const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  const char *cache = phrase_cache (p, arg[0]), *array = phrase_array (p, arg[1]);

  switch (event->kind)
    {
    case SIM_EVENT_ARRAY_EMPTY:
      return g_strdup_printf (ngettext ("%2$s is empty in %1$s: %3$u object is fetched.",
                                        "%2$s is empty in %1$s: up to %3$u objects are fetched.", (unsigned long) arg[2]),
                              cache, array, (unsigned) arg[2]);
    case SIM_EVENT_ARRAY_FULL:
      return g_strdup_printf (ngettext ("%2$s is full in %1$s: the object that lay longest on it goes.",
                                        "%2$s is full in %1$s: the %3$u objects that lay longest on it go.", (unsigned long) arg[2]),
                              cache, array, (unsigned) arg[2]);
    case SIM_EVENT_OBJECTS_TRANSFERRED:
      return g_strdup_printf (ngettext ("%1$u object goes from %2$s to %3$s.", "%1$u objects go from %2$s to %3$s.", (unsigned long) arg[3]),
                              (unsigned) arg[3], array, phrase_array (p, arg[2]));
    default:
      return g_strdup_printf (arg[2] != 0 ? _("In %1$s, it is remembered of %2$s that somebody took from it.")
                                          : _("In %1$s, somebody took from %2$s since the last look: it is left alone this time."),
                              cache, array);
    }
}

static char *
tell_slab (Phrases        *p,
           const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch (event->kind)
    {
    case SIM_EVENT_SLAB_GROWN:
      return g_strdup_printf (ngettext ("%2$s becomes a slab of %1$s. Its first object begins %3$u byte from the start: its colour.",
                                        "%2$s becomes a slab of %1$s. Its first object begins %3$u bytes from the start: its colour.",
                                        (unsigned long) arg[3]),
                              phrase_cache (p, arg[0]), phrase_frames (p, arg[1], arg[2]), (unsigned) arg[3]);
    case SIM_EVENT_SLAB_MANAGED:
      return g_strdup_printf (_("The freelist of the slab at %1$s is an object of another cache, %2$s."), phrase_pfn (p, arg[0]),
                              phrase_address (p, arg[1]));
    case SIM_EVENT_SLAB_GIVEN_BACK:
      return g_strdup_printf (_("%2$s is a slab of %1$s no longer, and goes back to the page allocator."), phrase_cache (p, arg[0]),
                              phrase_frames (p, arg[1], arg[2]));
    case SIM_EVENT_FREE_LIST_TOUCHED:
      return g_strdup_printf (arg[2] != 0 ? _("In %1$s no slab is partly free: %2$s is looked at.")
                                          : _("In %1$s, somebody needed %2$s since the last look: free slabs stay this time."),
                              phrase_cache (p, arg[0]), "slabs_free");
    default:
      break;
    }

  const char *from = phrase_slab_list (p, arg[1]), *to = phrase_slab_list (p, arg[2]), *slab = phrase_pfn (p, arg[0]);

  if (arg[2] == SIM_SLAB_LIST_NONE)
    return g_strdup_printf (_("The slab at %1$s leaves %2$s, to be given back."), slab, from);
  if (arg[2] == SIM_SLAB_LIST_DOOMED)
    return g_strdup_printf (_("There are more free objects than the cache keeps: the slab at %1$s leaves %2$s."), slab, from);
  if (arg[1] == SIM_SLAB_LIST_NONE)
    return g_strdup_printf (arg[3] != 0 ? _("The new slab at %1$s goes to the tail of %2$s.") : _("The new slab at %1$s goes to the head of %2$s."),
                            slab, to);
  if (arg[1] == arg[2])
    return g_strdup_printf (arg[3] != 0 ? _("The slab at %1$s goes to the tail of %2$s: the longer it waits, the more of it may come back.")
                                        : _("The slab at %1$s goes to the head of %2$s."), slab, to);
  return g_strdup_printf (arg[3] != 0 ? _("The slab at %1$s moves from %2$s to the tail of %3$s.")
                                      : _("The slab at %1$s moves from %2$s to the head of %3$s."), slab, from, to);
}

char *
caches_tell (Phrases        *p,
             const SimEvent *event)
{
  char *of_slub = slub_tell (p, event);

  if (of_slub != NULL)
    return of_slub;
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_CACHE_CREATED:
    case SIM_EVENT_CACHE_SHARED:
    case SIM_EVENT_CACHE_LEFT:
    case SIM_EVENT_CACHE_DESTROYED:
    case SIM_EVENT_ARRAYS_RESIZED:
      return tell_cache (p, event);
    case SIM_EVENT_OBJECT_ASKED:
    case SIM_EVENT_OBJECT_REFILLED:
    case SIM_EVENT_OBJECT_GIVEN:
    case SIM_EVENT_OBJECT_ZEROED:
    case SIM_EVENT_OBJECT_FILLED:
    case SIM_EVENT_OBJECT_RETURNED:
    case SIM_EVENT_OBJECT_FLUSHED:
      return tell_object (p, event);
    case SIM_EVENT_ARRAY_EMPTY:
    case SIM_EVENT_ARRAY_FULL:
    case SIM_EVENT_OBJECTS_TRANSFERRED:
    case SIM_EVENT_ARRAY_TOUCHED:
      return tell_array (p, event);
    default:
      return tell_slab (p, event);
    }
}

/* --- in a line ---------------------------------------------------------------------------- */

char *
caches_brief (Phrases        *p,
              const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  char *of_slub = slub_brief (p, event);

  if (of_slub != NULL)
    return of_slub;
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_CACHE_CREATED:
      return g_strdup_printf ("%s size %u order %u num %u", phrase_cache (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2], (unsigned) arg[3]);
    case SIM_EVENT_CACHE_SHARED:
    case SIM_EVENT_CACHE_LEFT:
      return g_strdup_printf ("%s refcount %u", phrase_cache (p, arg[0]), (unsigned) arg[1]);
    case SIM_EVENT_CACHE_DESTROYED:
      return g_strdup_printf ("%u", (unsigned) arg[0]);
    case SIM_EVENT_ARRAYS_RESIZED:
      return g_strdup_printf ("%s limit %u batchcount %u shared %u", phrase_cache (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2],
                              (unsigned) arg[3]);
    case SIM_EVENT_OBJECT_ASKED:
      return g_strdup_printf ("%s %u %s", phrase_cache (p, arg[0]), (unsigned) arg[2], phrase_gfp (p, arg[1]));
    case SIM_EVENT_ARRAY_EMPTY:
    case SIM_EVENT_ARRAY_FULL:
      return g_strdup_printf ("%s %s batchcount %u", phrase_cache (p, arg[0]), phrase_array_brief (p, arg[1]), (unsigned) arg[2]);
    case SIM_EVENT_SLAB_GROWN:
      return g_strdup_printf ("%s %s order %u colour %u", phrase_cache (p, arg[0]), phrase_pfn (p, arg[1]), (unsigned) arg[2],
                              (unsigned) arg[3]);
    case SIM_EVENT_SLAB_MANAGED:
      return g_strdup_printf ("%s freelist %s", phrase_pfn (p, arg[0]), phrase_address (p, arg[1]));
    case SIM_EVENT_SLAB_MOVED:
      return g_strdup_printf ("%s %s → %s %s", phrase_pfn (p, arg[0]), phrase_slab_list (p, arg[1]), phrase_slab_list (p, arg[2]),
                              arg[3] != 0 ? "tail" : "head");
    case SIM_EVENT_OBJECT_REFILLED:
      return g_strdup_printf ("%s → %s", phrase_address (p, arg[3]), phrase_array_brief (p, arg[1]));
    case SIM_EVENT_OBJECT_GIVEN:
      return g_strdup_printf ("%s ← %s", phrase_address (p, arg[2]), phrase_array_brief (p, arg[0]));
    case SIM_EVENT_OBJECT_ZEROED:
      return g_strdup_printf ("%s %u", phrase_address (p, arg[0]), (unsigned) arg[1]);
    case SIM_EVENT_OBJECT_FILLED:
      return g_strdup_printf ("%s %u × 0x%02x", phrase_address (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_OBJECT_RETURNED:
      return g_strdup_printf ("%s → %s", phrase_address (p, arg[2]), phrase_array_brief (p, arg[0]));
    case SIM_EVENT_OBJECT_FLUSHED:
      return g_strdup_printf ("%s ← %s", phrase_address (p, arg[3]), phrase_array_brief (p, arg[1]));
    case SIM_EVENT_OBJECTS_TRANSFERRED:
      return g_strdup_printf ("%s %s → %s %u", phrase_cache (p, arg[0]), phrase_array_brief (p, arg[1]), phrase_array_brief (p, arg[2]),
                              (unsigned) arg[3]);
    case SIM_EVENT_ARRAY_TOUCHED:
      return g_strdup_printf ("%s %s touched %u", phrase_cache (p, arg[0]), phrase_array_brief (p, arg[1]), (unsigned) arg[2]);
    case SIM_EVENT_FREE_LIST_TOUCHED:
      return g_strdup_printf ("%s node %u free_touched %u", phrase_cache (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    default:
      return g_strdup_printf ("%s %s order %u", phrase_cache (p, arg[0]), phrase_pfn (p, arg[1]), (unsigned) arg[2]);
    }
}

const char *
caches_badge (const SimEvent *event)
{
  const char *of_slub = slub_badge (event);

  if (of_slub != NULL)
    return of_slub;
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_OBJECT_ASKED:
      return C_("badge", "ask");
    case SIM_EVENT_ARRAY_EMPTY:
      return C_("badge", "empty");
    case SIM_EVENT_SLAB_GROWN:
    case SIM_EVENT_SLAB_MANAGED:
      return C_("badge", "grow");
    case SIM_EVENT_SLAB_MOVED:
      return C_("badge", "move");
    case SIM_EVENT_OBJECT_REFILLED:
      return C_("badge", "refill");
    case SIM_EVENT_OBJECT_GIVEN:
      return C_("badge", "object");
    case SIM_EVENT_OBJECT_ZEROED:
      return C_("badge", "zero");
    case SIM_EVENT_OBJECT_FILLED:
      return C_("badge", "poison");
    case SIM_EVENT_OBJECT_RETURNED:
      return C_("badge", "free");
    case SIM_EVENT_ARRAY_FULL:
    case SIM_EVENT_OBJECT_FLUSHED:
      return C_("badge", "flush");
    case SIM_EVENT_OBJECTS_TRANSFERRED:
      return C_("badge", "shared");
    case SIM_EVENT_ARRAY_TOUCHED:
    case SIM_EVENT_FREE_LIST_TOUCHED:
      return C_("badge", "touch");
    case SIM_EVENT_SLAB_GIVEN_BACK:
      return C_("badge", "shrink");
    default:
      return C_("badge", "cache");
    }
}

/* --- mistakes ----------------------------------------------------------------------------- */

static char *
tell_failed_cache (Phrases *p,
                   uint64_t error,
                   uint64_t size)
{
  if (error == 7)
    return g_strdup_printf (_("kmem_cache_create() answers NULL: no slab of order %1$u or less has room for an object of %2$s bytes, and the "
                              "kernel logs error -7 (-E2BIG). So large a thing is asked for by pages, or with vmalloc()."),
                            p->profile->slab.largest_order, phrase_count (p, size));
  if (error == 22 && sim_allocator (p->machine) == SIM_ALLOCATOR_SLUB && size > (uint64_t) SIM_PAGE_SIZE << p->profile->slab.largest_order)
    return g_strdup_printf (_("kmem_cache_create() answers NULL: no slab of order %1$u or less has room for an object of %2$s bytes, and the "
                              "kernel logs error -22 (-EINVAL); SLAB would say -7. So large a thing is asked for by pages, or with vmalloc()."),
                            p->profile->slab.largest_order, phrase_count (p, size));
  if (error == 22)
    return g_strdup (_("kmem_cache_create() answers NULL: the flags name one that no cache may be made with, and the kernel logs error -22 "
                       "(-EINVAL)."));
  if (error == SIM_CACHE_ERROR_OVERFLOWS)
    return g_strdup_printf (_("kmem_cache_create() is asked for objects of %s bytes: what SLAB reckons with that overflows, and its objects would lie "
                              "one over the other. A real kernel does not look, unless CONFIG_DEBUG_VM is set: it answers with a cache, and stops "
                              "when that is used. Here the answer is NULL."), phrase_count (p, size));
  if (error == SIM_CACHE_ERROR_NO_NAME)
    return g_strdup (_("kmem_cache_create() answers NULL: a cache must have a name. The kernel logs error -12 (-ENOMEM), for it cannot copy what "
                       "is not there."));
  if (error == SIM_CACHE_ERROR_DIVIDES_BY_0)
    return g_strdup (_("kmem_cache_create() is asked for objects of 0 bytes. SLUB divides by their size without a look: a real kernel stops "
                       "here. Ask for one byte at least."));
  return g_strdup (_("kmem_cache_create() answers NULL: there is no memory for what the kernel keeps of a cache, and it logs error -12 "
                     "(-ENOMEM). Be ready for NULL."));
}

/* What lies at the first byte that is not the object's. */
static char *
tell_past_the_end (Phrases  *p,
                   uint64_t  address,
                   uint64_t  first,
                   bool      is_write)
{
  const char *at = phrase_address (p, address), *begin = phrase_address (p, first), *of = phrase_cache_of (p, first);
  SimObject object, neighbour;

  if (!sim_object_at (p->machine, first, &object))
    return g_strdup_printf (is_write ? _("The memory that begins at %1$s ends before %2$s: this writes into the page frames behind it, whoever has "
                                         "them. Write no further than was asked for.")
                                     : _("The memory that begins at %1$s ends before %2$s: this reads the page frames behind it, whoever has them. "
                                         "Read no further than was asked for."), begin, at);
  if (!is_write)
    return g_strdup_printf (_("This reads at %1$s, which is not of the object at %2$s of %3$s any more: what it gets is somebody else's, or "
                              "nobody's. Read no further than was asked for."), at, begin, of);
  if (!sim_object_at (p->machine, address, &neighbour) || neighbour.address == first)
    return g_strdup_printf (_("This writes to %1$s, which is not of the object at %2$s of %3$s any more. No object lies there, only what is left over "
                              "or what the slab itself needs: a mistake that may long stay unseen. Write no further than was asked for."),
                            at, begin, of);
  if (neighbour.state == SIM_OBJECT_IN_USE)
    return g_strdup_printf (_("This writes to %1$s, which is not of the object at %2$s of %3$s any more but of its neighbour at %4$s, which somebody "
                              "has: he will find other data than he wrote, and nothing tells him who did it. Write no further than was asked "
                              "for."), at, begin, of, phrase_address (p, neighbour.address));
  return g_strdup_printf (_("This writes to %1$s, which is not of the object at %2$s of %3$s any more but of its neighbour at %4$s, which is free: "
                            "whoever gets that next finds something in it, and where SLUB keeps its list of free objects in them, the list is "
                            "destroyed. Write no further than was asked for."), at, begin, of, phrase_address (p, neighbour.address));
}

char *
caches_tell_leaks (Phrases  *p,
                   uint64_t  address,
                   uint64_t  cache,
                   unsigned  n)
{
  return g_strdup_printf (ngettext ("%1$u object of %2$s was never given back, the first at %3$s, and nobody knows it any more: it is lost until "
                                    "the machine is started again.",
                                    "%1$u objects of %2$s were never given back, the first at %3$s, and nobody knows them any more: they are lost "
                                    "until the machine is started again.", n),
                          n, phrase_cache (p, cache), phrase_address (p, address));
}

char *
caches_diagnose (Phrases     *p,
                 SimDiagnosis diagnosis,
                 uint64_t     a,
                 uint64_t     b)
{
  switch (diagnosis)
    {
    case SIM_DIAGNOSIS_NO_CACHES:
      return g_strdup (_("Memory was just handed over to the page allocator, and there are no caches for objects yet. Write .boot = "
                         "\"idle\" in machine(): then kmalloc() and kmem_cache_create() have what they need."));
    case SIM_DIAGNOSIS_GFP_FIXED_FOR_OBJECTS:
      return g_strdup_printf (_("%1$s is nothing for an object: its memory must have a kernel address. The kernel warns, takes the flag "
                                "away and goes on with %2$s. Leave the flag out."), phrase_gfp (p, a), phrase_gfp (p, b));
    case SIM_DIAGNOSIS_NOT_AN_OBJECT:
      return g_strdup_printf (_("At %s there is nothing that kmalloc() or a cache gave. A real kernel would damage itself or stop here."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_FREE_INSIDE_OBJECT:
      return g_strdup_printf (_("%1$s lies inside an object that begins at %2$s. A kernel without debugging would keep the address as it "
                                "is and give it to somebody later. Free what kmalloc() gave, unchanged."), phrase_address (p, a),
                              phrase_address (p, b));
    case SIM_DIAGNOSIS_DOUBLE_FREE_OF_OBJECT:
      return g_strdup_printf (_("The object at %1$s of %2$s is free already: it is freed twice. A kernel without debugging would then give "
                                "it to two callers. Set the pointer to NULL when it was freed."), phrase_address (p, a), phrase_cache (p, b));
    case SIM_DIAGNOSIS_KFREE_OF_PAGE:
      return g_strdup_printf (_("kfree() is for what kmalloc() gave, but %1$s is a page of the page allocator, frame %2$s: the kernel warns, "
                                "and frees it all the same. Give it back with free_page() or __free_page()."), phrase_address (p, a),
                              phrase_pfn (p, b));
    case SIM_DIAGNOSIS_FREE_OF_SLAB:
      return g_strdup_printf (_("Frame %1$s belongs to a slab of %2$s: its objects are given back with kfree() or kmem_cache_free(), and "
                                "the cache gives back the frame."), phrase_pfn (p, a), phrase_cache (p, b));
    case SIM_DIAGNOSIS_WRONG_CACHE:
      return g_strdup_printf (_("The object at %1$s is of %3$s, and is given back to %2$s. A kernel without debugging would put it there, "
                                "for callers who expect something else; here it goes back to its own cache."), phrase_address (p, a),
                              phrase_cache (p, b >> 32), phrase_cache (p, b & UINT32_MAX));
    case SIM_DIAGNOSIS_NOT_A_CACHE:
      return g_strdup_printf (_("%s is no cache that kmem_cache_create() gave. NULL and what was destroyed are none either."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_CACHE_FAILED:
      return tell_failed_cache (p, a, b);
    case SIM_DIAGNOSIS_CACHE_HAS_OBJECTS:
      return g_strdup_printf (ngettext ("The cache %1$s is to be destroyed, but %2$u of its objects is still in use: the kernel warns, and "
                                        "the cache stays. Free every object first.",
                                        "The cache %1$s is to be destroyed, but %2$u of its objects are still in use: the kernel warns, and "
                                        "the cache stays. Free every object first.", (unsigned long) b),
                              phrase_cache (p, a), (unsigned) b);
    case SIM_DIAGNOSIS_POISON_OVERWRITTEN:
      return g_strdup_printf (_("Somebody wrote to %1$s while the object at %2$s of %3$s was free: %4$s should be there, with which the kernel "
                                "filled it. It is seen only now that the object is given again; look for who freed it last, and for its "
                                "neighbours."), phrase_address (p, a), phrase_address (p, b), phrase_cache_of (p, b), "0x6b");
    case SIM_DIAGNOSIS_WRITE_PAST_OBJECT:
    case SIM_DIAGNOSIS_READ_PAST_OBJECT:
      return tell_past_the_end (p, a, b, diagnosis == SIM_DIAGNOSIS_WRITE_PAST_OBJECT);
    case SIM_DIAGNOSIS_CACHE_ALIGNMENT:
      return g_strdup_printf (_("%1$u is no power of two, and an alignment must be one: the kernel does not look, takes its bits for a mask and puts "
                                "the objects %2$u bytes apart, aligned to nothing in particular. Ask for a power of two, or for 0 where any "
                                "address will do."), (unsigned) a, (unsigned) b);
    case SIM_DIAGNOSIS_LEAKED_CACHE:
      if (b == 0)
        return g_strdup_printf (_("The cache %s was never destroyed: its pages, and what the kernel keeps of it, stay taken. Call "
                                  "kmem_cache_destroy() on the way out."), phrase_cache (p, a));
      return g_strdup_printf (ngettext ("The cache %1$s was never destroyed, and %2$u of its objects is still in use. Free every object, then "
                                        "call kmem_cache_destroy().",
                                        "The cache %1$s was never destroyed, and %2$u of its objects are still in use. Free every object, then "
                                        "call kmem_cache_destroy().", (unsigned long) b), phrase_cache (p, a), (unsigned) b);
    case SIM_DIAGNOSIS_LEAKED_OBJECT:
      return g_strdup_printf (_("The object at %1$s of %2$s was never given back, and nobody knows it any more: it is lost until the machine "
                                "is started again."), phrase_address (p, a), phrase_cache (p, b));
    default:
      return NULL;
    }
}
