/* machines.c - a machine and its profile in a line; why a machine cannot be made */
#include "narration/phrases.h"

#include <glib/gi18n.h>

static uint64_t
present_frames (const SimMachine *machine)
{
  uint64_t n = 0;

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    n += sim_zone (machine, (SimZoneId) i).present;
  return n;
}

/* As it was bought: what firmware and the first megabyte take away is counted in. */
static char *
dup_ram (const SimMachine *machine)
{
  const uint64_t whole = 1 << 20;
  uint64_t bytes = present_frames (machine) * SIM_PAGE_SIZE;

  return narrate_size ((bytes + whole - 1) / whole * whole);
}

char *
narrate_machine (const SimMachine *machine)
{
  const SimProfile *profile = sim_profile (machine);
  g_autofree char *ram = dup_ram (machine);
  g_autofree char *kernel = g_ascii_strdown (profile->kernel, -1);
  unsigned n_cpus = sim_n_cpus (machine);
  g_autofree char *cpus = g_strdup_printf (ngettext ("%u CPU", "%u CPUs", n_cpus), n_cpus);

  return g_strdup_printf ("%s · %s · %s · %s", kernel, profile->architecture, ram, cpus);
}

/* "DMA, Normal and HighMem"; zones without a frame are not there for who looks at memory. */
static char *
dup_zone_names (const SimMachine *machine,
                unsigned         *n_zones)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *first = NULL;

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    if (sim_zone (machine, (SimZoneId) i).present > 0)
      g_ptr_array_add (names, (gpointer) sim_zone (machine, (SimZoneId) i).name);
  *n_zones = names->len;
  if (names->len == 0)
    return g_strdup ("");

  const char *last = g_ptr_array_index (names, names->len - 1);
  if (names->len == 1)
    return g_strdup (last);
  g_ptr_array_index (names, names->len - 1) = NULL;
  /* Translators: between the names of zones, as in "DMA, Normal and HighMem". */
  first = g_strjoinv (C_("zones", ", "), (char **) names->pdata);
  /* Translators: the names of zones; the last is %s. */
  return g_strdup_printf (C_("zones", "%s and %s"), first, last);
}

char *
narrate_machine_sentence (const SimMachine *machine)
{
  const SimProfile *profile = sim_profile (machine);
  unsigned n_cpus = sim_n_cpus (machine), n_zones;
  g_autofree char *ram = dup_ram (machine);
  g_autofree char *names = dup_zone_names (machine, &n_zones);
  g_autofree char *zones = NULL;
  g_autofree char *whole = NULL;

  whole = g_strdup_printf (ngettext ("A simulated machine with %s of RAM and %u CPU runs %s on %s.",
                                     "A simulated machine with %s of RAM and %u CPUs runs %s on %s.", n_cpus),
                           ram, n_cpus, profile->kernel, profile->architecture);
  if (n_zones == 0)
    return g_steal_pointer (&whole);

  zones = n_zones == 1 ? g_strdup_printf (_("All of its memory is in one zone, %s."), names)
                       : g_strdup_printf (_("Its memory is divided into zones: %s."), names);
  /* Translators: two sentences, one behind the other. */
  return g_strdup_printf (C_("sentences", "%s %s"), whole, zones);
}

char *
narrate_profile (const SimProfile *profile)
{
  if (profile->held_against == NULL)
    return g_strdup_printf (_("%s on %s: from published descriptions of that kernel, not compared."), profile->kernel,
                            profile->architecture);
  return g_strdup_printf (_("%s on %s: held against %s."), profile->kernel, profile->architecture, profile->held_against);
}

char *
narrate_complaint (const SimComplaint *complaint)
{
  g_autofree char *a = g_strdup_printf ("0x%" PRIx64, complaint->a);
  g_autofree char *b = g_strdup_printf ("0x%" PRIx64, complaint->b);
  g_autofree char *size_a = narrate_size (complaint->a);
  g_autofree char *size_b = narrate_size (complaint->b);

  switch (complaint->kind)
    {
    case SIM_COMPLAINT_NONE:
      return g_strdup (_("The machine can be made."));
    case SIM_COMPLAINT_MAP_EMPTY:
      return g_strdup (_("The memory map has no RAM that the kernel could use."));
    case SIM_COMPLAINT_MAP_OVERLAPS:
      return g_strdup_printf (_("Two ranges of the memory map overlap, from %s to %s."), a, b);
    case SIM_COMPLAINT_MAP_UNORDERED:
      return g_strdup_printf (_("The memory map is not in order: a range that begins at %s stands behind one that begins at %s."), b,
                              a);
    case SIM_COMPLAINT_RANGE_BACKWARDS:
      return g_strdup_printf (_("A range of the memory map begins at %s and ends at %s, before it begins."), a, b);
    case SIM_COMPLAINT_TOO_LARGE:
      return g_strdup_printf (_("The memory reaches to %s; a machine may have memory up to %s."), size_a, size_b);
    case SIM_COMPLAINT_TOO_SMALL:
      return g_strdup_printf (_("The machine has %s of memory; at least %s is needed for its kernel."), size_a, size_b);
    case SIM_COMPLAINT_NO_LOWMEM:
      return g_strdup_printf (_("Nothing is left for zone Normal: %s is asked for by vmalloc or highmem, of %s."), size_a, size_b);
    case SIM_COMPLAINT_KERNEL_NOT_IN_RAM:
      return g_strdup_printf (_("The kernel's image, from %s to %s, does not lie in RAM."), a, b);
    case SIM_COMPLAINT_CPUS:
      return g_strdup_printf (_("A machine has from 1 to %u CPUs, not %u."), (unsigned) complaint->b, (unsigned) complaint->a);
    case SIM_COMPLAINT_NODES:
      return g_strdup_printf (ngettext ("With this kernel and so much memory a machine has at most %u node, not %u.",
                                        "With this kernel and so much memory a machine has at most %u nodes, not %u.",
                                        (unsigned long) complaint->b), (unsigned) complaint->b, (unsigned) complaint->a);
    case SIM_COMPLAINT_MOVABLE:
      if (complaint->b == 0)
        return g_strdup (_("This kernel has no ZONE_MOVABLE: leave out “movablecore”."));
      return g_strdup_printf (_("Nothing is left for the kernel: “movablecore” asks for %s, of %s."), size_a, size_b);
    case SIM_COMPLAINT_SPLIT:
      return g_strdup_printf (_("This kernel cannot be built so that its addresses begin at %s; leave out “vmsplit”."), a);
    case SIM_N_COMPLAINTS:
      break;
    }
  return g_strdup ("");
}
