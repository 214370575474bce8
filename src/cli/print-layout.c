/* print-layout.c - where the ranges of the kernel's addresses lie, in the words of the boot log
 *
 * Models      arch/x86/mm/init_32.c: initmem_init (), setup_bootmem_allocator (), and the table that mem_init () printed until 5.4
 * Leaves out  the pieces of the image, which follow from its compiler
 *
 * Lines that no kernel prints, of the hole and of the modules, have the form of the others. With 64 bits there is no such table
 * in any log; the ranges are those of its page tables.
 */
#include "cli/print.h"

#include <inttypes.h>

#define SIM_MIB (UINT64_C (1) << 20)

typedef struct {
  const char *label;
  uint64_t    first, end;
  bool        in_mib;
} LayoutLine;

static void
print_line (const SimMachine *machine,
            const LayoutLine *line,
            GString          *out)
{
  int width = sim_profile (machine)->bits / 4;
  uint64_t size = line->end - line->first;

  if (line->end == 0 || line->first == line->end)
    return;
  g_string_append_printf (out, "%11s : 0x%0*" PRIx64 " - 0x%0*" PRIx64 "   (%4" PRIu64 " %s)\n", line->label, width, line->first, width,
                          line->end, line->in_mib ? size / SIM_MIB : size >> 10, line->in_mib ? "MB" : "kB");
}

static uint64_t
mib (uint64_t n_frames)
{
  return n_frames >> (20 - SIM_PAGE_SHIFT);
}

/* 2.6.11 says only how much there is. */
static void
print_lowmem (const SimMachine *machine,
              GString          *out)
{
  const SimAddressSpace *space = sim_address_space (machine);
  uint64_t lowmem = space->high_memory - space->page_offset;
  uint64_t n_high = sim_n_frames (machine) - (lowmem >> SIM_PAGE_SHIFT);

  g_string_append_printf (out, "%" PRIu64 "MB HIGHMEM available.\n%" PRIu64 "MB LOWMEM available.\n", mib (n_high),
                          lowmem / SIM_MIB);
  if (sim_profile (machine)->lowmem_rule != SIM_LOWMEM_896)
    g_string_append_printf (out, "  mapped low ram: 0 - %08" PRIx64 "\n  low ram: 0 - %08" PRIx64 "\n", lowmem, lowmem);
}

void
cli_print_layout (Timeline *timeline,
                  GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);
  const SimAddressSpace *space = sim_address_space (machine);
  const bool is_64 = sim_profile (machine)->bits == 64;
  const LayoutLine lines[] = {
    { "fixmap ", space->fixaddr_start, space->fixaddr_top, false },
    { "modules", is_64 ? space->modules_vaddr : 0, is_64 ? space->modules_end : 0, true },
    { ".text  ", space->image, space->image_end, true },
    { "cpu_entry", space->cpu_entry_area, space->cpu_entry_end, false },
    { "pkmap  ", space->pkmap_base, space->pkmap_base + (uint64_t) space->last_pkmap * SIM_PAGE_SIZE, false },
    { "vmemmap", space->vmemmap, space->vmemmap_end, true },
    { "vmalloc", space->vmalloc_start, space->vmalloc_end, true },
    { "modules", is_64 ? 0 : space->modules_vaddr, is_64 ? 0 : space->modules_end, true },
    { "hole   ", space->high_memory, is_64 ? 0 : space->vmalloc_start, false },
    { "lowmem ", space->page_offset, space->high_memory, true },
  };

  if (!is_64)
    print_lowmem (machine, out);
  g_string_append (out, "virtual kernel memory layout:\n");
  for (unsigned i = 0; i < G_N_ELEMENTS (lines); i++)
    print_line (machine, &lines[i], out);
}
