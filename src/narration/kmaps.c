/* kmaps.c - words for the slots of kmap () and kmap_local_page (); see areas.h */
#include "narration/areas.h"

#include <glib/gi18n.h>

static char *
tell_counted (Phrases        *p,
              const uint64_t *arg)
{
  unsigned users = arg[2] > 0 ? (unsigned) arg[2] - 1 : 0;

  if (arg[2] > arg[1])
    return g_strdup_printf (ngettext ("The slot at %2$s has one user more: pkmap_count is %3$u, for %1$u user.",
                                      "The slot at %2$s has one user more: pkmap_count is %3$u, for %1$u users.", users), users,
                            phrase_address (p, arg[0]), (unsigned) arg[2]);
  if (users == 0)
    return g_strdup_printf (_("The slot at %1$s has no user any more, but stays mapped until the slots have all been used once: pkmap_count is %2$u."),
                            phrase_address (p, arg[0]), (unsigned) arg[2]);
  return g_strdup_printf (ngettext ("The slot at %2$s has one user less: %1$u is left.", "The slot at %2$s has one user less: %1$u are left.", users),
                          users, phrase_address (p, arg[0]));
}

char *
kmaps_tell (Phrases        *p,
            const SimEvent *event)
{
  const uint64_t *arg = event->arg;
  unsigned n = (unsigned) arg[0];

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_PKMAP_PLACED:
      return g_strdup_printf (_("Frame %1$s has no address of its own: the next free slot that all share, at %2$s, is mapped to it."),
                              phrase_pfn (p, arg[0]), phrase_address (p, arg[1]));
    case SIM_EVENT_PKMAP_COUNTED:
      return tell_counted (p, arg);
    case SIM_EVENT_PKMAPS_FLUSHED:
      return g_strdup_printf (ngettext ("The search for a slot has come round: %u slot that nobody uses is unmapped.",
                                        "The search for a slot has come round: %u slots that nobody uses are unmapped.", n), n);
    case SIM_EVENT_KMAP_LOCAL_MAPPED:
      return g_strdup_printf (_("CPU %1$u maps frame %2$s at %3$s, the next slot of its own; only code on this CPU may use it."), n,
                              phrase_pfn (p, arg[1]), phrase_address (p, arg[2]));
    default:
      return g_strdup_printf (_("CPU %1$u unmaps its last slot, %3$s: frame %2$s has no address there any more."), n, phrase_pfn (p, arg[1]),
                              phrase_address (p, arg[2]));
    }
}

char *
kmaps_brief (Phrases        *p,
             const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_PKMAP_PLACED:
      return g_strdup_printf ("%s → %s", phrase_address (p, arg[1]), phrase_pfn (p, arg[0]));
    case SIM_EVENT_PKMAP_COUNTED:
      return g_strdup_printf ("%s pkmap_count %u → %u", phrase_address (p, arg[0]), (unsigned) arg[1], (unsigned) arg[2]);
    case SIM_EVENT_PKMAPS_FLUSHED:
      return g_strdup_printf ("%u", (unsigned) arg[0]);
    default:
      return g_strdup_printf ("cpu %u %s → %s", (unsigned) arg[0], phrase_address (p, arg[2]), phrase_pfn (p, arg[1]));
    }
}

const char *
kmaps_badge (const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_PKMAP_PLACED:
    case SIM_EVENT_KMAP_LOCAL_MAPPED:
      return C_("badge", "map");
    case SIM_EVENT_PKMAP_COUNTED:
      return C_("badge", "users");
    case SIM_EVENT_PKMAPS_FLUSHED:
      return C_("badge", "purge");
    default:
      return C_("badge", "unmap");
    }
}

char *
kmaps_diagnose (Phrases      *p,
                SimDiagnosis  diagnosis,
                uint64_t      a,
                uint64_t      b)
{
  switch (diagnosis)
    {
    case SIM_DIAGNOSIS_KMAP_WAITS:
      return g_strdup_printf (_("All %u slots that are shared are in use: kmap() would now sleep until somebody calls kunmap(). Here nobody does, so "
                                "it answers NULL. Give slots back as soon as they are not needed, or take kmap_local_page()."), (unsigned) a);
    case SIM_DIAGNOSIS_KUNMAP_NOT_MAPPED:
      return g_strdup_printf (_("kunmap() of frame %s, which kmap() has not mapped, or not so often: the kernel stops here with a BUG."),
                              phrase_pfn (p, a));
    case SIM_DIAGNOSIS_KUNMAP_ORDER:
      if (b == 0)
        return g_strdup_printf (_("%s is not mapped: this CPU uses none of its slots. kunmap_local() and kunmap_atomic() take the address, not the page."),
                                phrase_address (p, a));
      return g_strdup_printf (_("%1$s is not what this CPU mapped last, which is %2$s: slots are given back in the opposite order."),
                              phrase_address (p, a), phrase_address (p, b));
    default:
      return g_strdup_printf (_("This CPU already uses %u of its slots, and has no more: the kernel stops here with a BUG. Unmap first what is no longer "
                                "needed."), (unsigned) a);
    }
}
