/* areas.c - see areas.h */
#include "narration/areas.h"

#include <glib/gi18n.h>

/* See sim_area_how () and SimPte: where a number has them. */
#define KIND_MASK  0xffu
#define MODE_SHIFT 2
#define MODE_MASK  3u

static const char *
size_of (Phrases  *p,
         uint64_t  bytes)
{
  g_autofree char *size = narrate_size (bytes);

  return phrase_format (p, "%s", size);
}

static const char *
range_of (Phrases  *p,
          uint64_t  first,
          uint64_t  size)
{
  return phrase_format (p, "%s…%s", phrase_address (p, first), phrase_address (p, first + size - 1));
}

static char *
tell_described (Phrases        *p,
                const uint64_t *arg)
{
  switch (arg[2])
    {
    case 0:
      return g_strdup_printf (_("The object at %2$s keeps the addresses of the area at %1$s among those that are in use."),
                              phrase_address (p, arg[0]), phrase_address (p, arg[1]));
    case 1:
      return g_strdup_printf (_("The area at %1$s has its struct vm_struct at %2$s."), phrase_address (p, arg[0]), phrase_address (p, arg[1]));
    case 2:
      return g_strdup_printf (_("Which frames belong to the area at %1$s will be written into the array at %2$s."),
                              phrase_address (p, arg[0]), phrase_address (p, arg[1]));
    case 3:
      return g_strdup_printf (_("The area at %s belongs to whoever called."), phrase_address (p, arg[0]));
    default:
      return g_strdup_printf (_("The area at %1$s stands for what a device has from physical address %2$s on."),
                              phrase_address (p, arg[0]), phrase_hex (p, arg[1] << SIM_PAGE_SHIFT));
    }
}

static char *
tell_mapped (Phrases        *p,
             const uint64_t *arg)
{
  SimCacheMode mode = (SimCacheMode) (arg[2] >> MODE_SHIFT & MODE_MASK);

  if (mode == SIM_CACHE_MODE_WB)
    return g_strdup_printf (_("The page at %1$s is mapped to frame %2$s."), phrase_address (p, arg[0]), phrase_pfn (p, arg[1]));
  return g_strdup_printf (_("The page at %1$s is mapped to frame %2$s of a device; the caches treat it as %3$s."), phrase_address (p, arg[0]),
                          phrase_pfn (p, arg[1]), sim_cache_mode_name (mode));
}

char *
areas_tell (Phrases        *p,
            const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  unsigned n;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_AREA_ASKED:
      if (arg[1] > SIM_PAGE_SIZE)
        return g_strdup_printf (_("%1$s of addresses are wanted, the guard page included, from a multiple of %2$s on."), size_of (p, arg[0]),
                                size_of (p, arg[1]));
      return g_strdup_printf (_("%s of addresses are wanted, the guard page included."), size_of (p, arg[0]));
    case SIM_EVENT_AREA_PLACED:
      return g_strdup_printf (_("The lowest free addresses with enough room become an area: %s. Nothing will be mapped at its last page, so "
                                "that going too far is noticed."), range_of (p, arg[0], arg[1]));
    case SIM_EVENT_AREA_DESCRIBED:
      return tell_described (p, arg);
    case SIM_EVENT_AREA_PRELOADED:
      return g_strdup_printf (_("CPU %1$u keeps the object at %2$s ready: a free area may have to be cut in two."), (unsigned) arg[0],
                              phrase_address (p, arg[1]));
    case SIM_EVENT_TABLE_MADE:
      return g_strdup_printf (_("There is no page table for %1$s yet: frame %2$s becomes one."), phrase_address (p, arg[1]),
                              phrase_pfn (p, arg[0]));
    case SIM_EVENT_PAGE_MAPPED:
      return tell_mapped (p, arg);
    case SIM_EVENT_AREA_UNMAPPED:
      n = (unsigned) arg[1];
      return g_strdup_printf (ngettext ("%2$u page from %1$s on is no longer mapped to anything.",
                                        "%2$u pages from %1$s on are no longer mapped to anything.", n), phrase_address (p, arg[0]), n);
    case SIM_EVENT_AREA_LEFT:
      n = (unsigned) arg[2];
      return g_strdup_printf (ngettext ("Nobody has the area %1$s any more, but a CPU may still remember what was there: %2$u page of addresses "
                                        "now waits for the purge.",
                                        "Nobody has the area %1$s any more, but a CPU may still remember what was there: %2$u pages of addresses "
                                        "now wait for the purge.", n), range_of (p, arg[0], arg[1]), n);
    case SIM_EVENT_AREA_PURGED:
      return g_strdup_printf (_("The addresses %s are free again, together with their free neighbours."), range_of (p, arg[0], arg[1]));
    case SIM_EVENT_TLB_FLUSHED:
    default:
      return g_strdup_printf (_("Every CPU forgets what it remembered of the addresses %s."), range_of (p, arg[0], arg[1] - arg[0]));
    }
}

char *
areas_brief (Phrases        *p,
             const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_AREA_ASKED:
      return g_strdup_printf ("%s align %s", size_of (p, arg[0]), phrase_hex (p, arg[1]));
    case SIM_EVENT_AREA_PLACED:
      return g_strdup_printf ("%s %s", range_of (p, arg[0], arg[1]),
                              (arg[2] & KIND_MASK) < SIM_N_AREA_KINDS ? sim_area_kind_name ((SimAreaKind) (arg[2] & KIND_MASK)) : "?");
    case SIM_EVENT_AREA_DESCRIBED:
      return g_strdup_printf ("%s ← %s", phrase_address (p, arg[0]), phrase_hex (p, arg[1]));
    case SIM_EVENT_AREA_PRELOADED:
      return g_strdup_printf ("cpu %u %s", (unsigned) arg[0], phrase_address (p, arg[1]));
    case SIM_EVENT_TABLE_MADE:
      return g_strdup_printf ("%s ← %s", phrase_address (p, arg[1]), phrase_pfn (p, arg[0]));
    case SIM_EVENT_PAGE_MAPPED:
      return g_strdup_printf ("%s → %s %s", phrase_address (p, arg[0]), phrase_pfn (p, arg[1]),
                              sim_cache_mode_name ((SimCacheMode) (arg[2] >> MODE_SHIFT & MODE_MASK)));
    case SIM_EVENT_AREA_UNMAPPED:
      return g_strdup_printf ("%s nr_pages %u", phrase_address (p, arg[0]), (unsigned) arg[1]);
    case SIM_EVENT_AREA_LEFT:
      return g_strdup_printf ("%s vmap_lazy_nr %u", range_of (p, arg[0], arg[1]), (unsigned) arg[2]);
    case SIM_EVENT_AREA_PURGED:
      return g_strdup_printf ("%s", range_of (p, arg[0], arg[1]));
    default:
      return g_strdup_printf ("%s", range_of (p, arg[0], arg[1] - arg[0]));
    }
}

const char *
areas_badge (const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_AREA_ASKED:
      return C_("badge", "addresses");
    case SIM_EVENT_AREA_PLACED:
      return C_("badge", "area");
    case SIM_EVENT_AREA_DESCRIBED:
    case SIM_EVENT_AREA_PRELOADED:
      return C_("badge", "object");
    case SIM_EVENT_TABLE_MADE:
      return C_("badge", "table");
    case SIM_EVENT_PAGE_MAPPED:
      return C_("badge", "map");
    case SIM_EVENT_AREA_UNMAPPED:
      return C_("badge", "unmap");
    case SIM_EVENT_AREA_LEFT:
      return C_("badge", "lazy");
    case SIM_EVENT_AREA_PURGED:
      return C_("badge", "purge");
    default:
      return "TLB";
    }
}

/* --- mistakes --------------------------------------------------------------------------------- */
static char *
tell_in_interrupt (uint64_t what)
{
  static const char *const calls[] = { "vmalloc()", "vfree()", "ioremap()", "iounmap()" };

  return g_strdup_printf (_("%s in an interrupt or a softirq: it may sleep, and the kernel stops here with a BUG. Take the memory before, or "
                            "leave the work to a task."), calls[what < G_N_ELEMENTS (calls) ? what : 0]);
}

char *
areas_diagnose (Phrases      *p,
                SimDiagnosis  diagnosis,
                uint64_t      a,
                uint64_t      b)
{
  switch (diagnosis)
    {
    case SIM_DIAGNOSIS_VMALLOC_NOTHING:
      return g_strdup (_("vmalloc() of no bytes: the kernel warns and answers NULL. Ask for what is needed, at least one byte."));
    case SIM_DIAGNOSIS_VMALLOC_TOO_LARGE:
      return g_strdup_printf (_("vmalloc() of %1$s: the machine has only %2$s. The answer is NULL."), size_of (p, a), phrase_n_frames (p, b));
    case SIM_DIAGNOSIS_NO_ADDRESSES:
      return g_strdup_printf (_("There are no free addresses for %1$s: the largest free area of the vmalloc range has %2$s. Give areas back, or "
                                "boot with a larger vmalloc=."), size_of (p, a), size_of (p, b));
    case SIM_DIAGNOSIS_VFREE_UNALIGNED:
      return g_strdup_printf (_("vfree() of %s, which is not the address of a page: nothing is freed. Give exactly what vmalloc() gave."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_NOT_AN_AREA:
      if (b == 1)
        return g_strdup_printf (_("iounmap() of %s: no area is there. It was never given by ioremap(), or has been given back."),
                                phrase_address (p, a));
      return g_strdup_printf (_("vfree() of %s: no area is there. It was never given by vmalloc(), or has been freed; what kmalloc() gave goes to "
                                "kfree()."), phrase_address (p, a));
    case SIM_DIAGNOSIS_NOT_MAPPED_BY_VMALLOC:
      return g_strdup_printf (_("vmalloc has mapped nothing at %s, so there is no frame to be told. For a logical address ask virt_to_page()."),
                              phrase_address (p, a));
    case SIM_DIAGNOSIS_VMALLOC_IN_INTERRUPT:
      return tell_in_interrupt (a);
    case SIM_DIAGNOSIS_IOREMAP_OF_RAM:
      return g_strdup_printf (_("ioremap() of %1$s, which is RAM: the kernel refuses, for two mappings with different cache attributes would "
                                "disagree about what is there. RAM has its logical address, or kmap()."), phrase_hex (p, a));
    case SIM_DIAGNOSIS_IOREMAP_BAD_RANGE:
      return g_strdup_printf (_("ioremap() of %1$s from %2$s on: there are no such physical addresses. The answer is NULL."), size_of (p, b),
                              phrase_hex (p, a));
    case SIM_DIAGNOSIS_IOREMAP_MODES:
      return g_strdup_printf (_("%1$s is mapped already, and the caches treat it as %2$s: it cannot be mapped once more as %3$s. The answer is NULL."),
                              phrase_hex (p, a), sim_cache_mode_name ((SimCacheMode) (b >> 8 & MODE_MASK)), sim_cache_mode_name ((SimCacheMode) (b & MODE_MASK)));
    case SIM_DIAGNOSIS_IOREMAP_DEREFERENCED:
      return g_strdup_printf (b != 0 ? _("%s comes from ioremap(): it is written to with writeb(), writew() or writel(), never through a pointer.")
                                     : _("%s comes from ioremap(): it is read with readb(), readw() or readl(), never through a pointer."),
                              phrase_address (p, a));
    default:
      return g_strdup_printf (_("The area of %2$s at %1$s was not given back: call vfree(), or iounmap() for a device's."),
                              phrase_address (p, a), size_of (p, b));
    }
}

char *
areas_tell_leaks (Phrases  *p,
                  uint64_t  first,
                  unsigned  n)
{
  return g_strdup_printf (ngettext ("%1$u area was not given back, the first at %2$s: call vfree(), or iounmap() for a device's.",
                                    "%1$u areas were not given back, the first at %2$s: call vfree(), or iounmap() for a device's.", n), n,
                          phrase_address (p, first));
}
