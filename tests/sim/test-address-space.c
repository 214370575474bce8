/* test-address-space.c - the ranges of the kernel's addresses are those of real kernels, machine by machine
 *
 * From the firmware's map, the number of CPUs and what the kernel was booted with alone. See tests/samples/kernels/README.md.
 *
 *   user      | direct map       | hole | vmalloc     | pkmap | LDT | CPU entry | fixmap |
 *   0      page_offset      high_memory  vmalloc_start       …                  fixaddr_top
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sample.h"

typedef struct {
  char        name[64];
  char      **lines;              /* Borrowed; until the next heading */
  SimMachine *machine;            /* Owned */
} Real;

static uint64_t
bytes_of (const char *text)
{
  char *end;
  uint64_t n = g_ascii_strtoull (text, &end, 10);

  return *end == 'K' ? n << 10 : *end == 'M' ? n << 20 : n;
}

static uint64_t
hex_after (const char *line,
           const char *word)
{
  const char *at = strstr (line, word);

  if (at == NULL)
    fail_msg ("no “%s” in: %s", word, line);
  return g_ascii_strtoull (at + strlen (word), NULL, 16);
}

static SimMachine *
machine_of (char      **heading,
            const char *profile,
            unsigned    cpus,
            unsigned    nr_cpus,
            unsigned    thp,
            const char *vmalloc,
            const char *highmem)
{
  SimMachineSpec spec;
  SimMachine *machine;
  SimRange memory[8];
  SimComplaint complaint;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.cpus = cpus;
  spec.nr_cpus = nr_cpus;
  spec.thp = thp != 0;
  spec.vmalloc = bytes_of (vmalloc);
  if (strcmp (highmem, "-1") != 0)
    spec.highmem = bytes_of (highmem);
  spec.memory = memory;
  for (char **line = heading + 1; *line != NULL && !g_str_has_prefix (*line, "==>"); line++)
    {
      uint64_t first, end;

      if (sscanf (*line, "usable %" SCNx64 " %" SCNx64, &first, &end) == 2)
        memory[spec.n_memory++] = (SimRange) { first, end, SIM_RANGE_RAM, 0 };
      else if (sscanf (*line, "rodata %" SCNx64 " %" SCNx64, &first, &end) == 2)
        spec.rodata_end = end;
      else if (sscanf (*line, "bss %" SCNx64 " %" SCNx64, &first, &end) == 2)
        spec.bss_first = first;
    }
  if (sim_machine_new (&spec, &machine, &complaint) != SIM_OK)
    fail_msg ("%s: complaint %d", *heading, complaint.kind);
  return machine;
}

static unsigned
for_each_machine (void (*claim) (const Real *real))
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "layout", "machines.txt.xz", NULL);
  size_t length;
  g_autofree char *text = sample_text (path, &length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  unsigned n = 0;

  for (char **line = lines; *line != NULL; line++)
    {
      char profile[32], vmalloc[16], highmem[16];
      unsigned cpus, nr_cpus, thp;
      Real real = { .lines = line + 1 };

      if (sscanf (*line, "==> %63s %31s %u %u %u %15s %15s <==", real.name, profile, &cpus, &nr_cpus, &thp, vmalloc, highmem) != 7)
        continue;
      real.machine = machine_of (line, profile, cpus, nr_cpus, thp, vmalloc, highmem);
      claim (&real);
      sim_machine_free (real.machine);
      n++;
    }
  return n;
}

static void
assert_equal (const Real *real,
              const char *what,
              uint64_t    ours,
              uint64_t    theirs)
{
  if (ours != theirs)
    fail_msg ("%s: %s is %#" PRIx64 ", in the kernel %#" PRIx64, real->name, what, ours, theirs);
}

#define FOR_EACH_LINE(real, line) \
  for (char **line = (real)->lines; *line != NULL && !g_str_has_prefix (*line, "==>"); line++)

/* --- the boot log ---------------------------------------------------------------------------- */
static void
its_log_says_the_same (const Real *real)
{
  const SimAddressSpace *space = sim_address_space (real->machine);
  uint64_t lowmem = space->high_memory - space->page_offset;

  FOR_EACH_LINE (real, line)
    {
      if (strstr (*line, "HIGHMEM available") != NULL)
        assert_equal (real, "HIGHMEM", (sim_n_frames (real->machine) - (lowmem >> SIM_PAGE_SHIFT)) >> 8, g_ascii_strtoull (*line, NULL, 10));
      else if (strstr (*line, "LOWMEM available") != NULL)
        assert_equal (real, "LOWMEM", lowmem >> 20, g_ascii_strtoull (*line, NULL, 10));
      else if (strstr (*line, "low ram: 0 - ") != NULL)
        assert_equal (real, "low ram", lowmem, hex_after (*line, "low ram: 0 - "));
      else if (g_str_has_prefix (*line, "vmallocinfo "))
        assert_equal (real, "the first area", space->vmalloc_start, hex_after (*line, "vmallocinfo 0x"));
      else if (g_str_has_prefix (*line, "VmallocTotal: ") && sim_profile (real->machine)->bits == 32)
        assert_equal (real, "VmallocTotal", (space->vmalloc_end - space->vmalloc_start) >> 10, bytes_of (*line + strlen ("VmallocTotal: ")));
    }
}

static void
every_boot_log_says_where_lowmem_ends_and_vmalloc_begins (void **state)
{
  assert_int_equal (for_each_machine (its_log_says_the_same), 57);
}

/* --- what the kernel was compiled with ------------------------------------------------------- */
static void
its_constants_are_the_same (const Real *real)
{
  const SimAddressSpace *space = sim_address_space (real->machine);

  FOR_EACH_LINE (real, line)
    {
      if (strstr (*line, "PAGE_OFFSET") != NULL)
        {
          assert_equal (real, "PAGE_OFFSET", space->page_offset, hex_after (*line, "PAGE_OFFSET 0x"));
          assert_equal (real, "high_memory", space->high_memory, hex_after (*line, "high_memory "));
          assert_equal (real, "VMALLOC_START", space->vmalloc_start, hex_after (*line, "VMALLOC_START 0x"));
          assert_equal (real, "VMALLOC_END", space->vmalloc_end, hex_after (*line, "VMALLOC_END 0x"));
        }
      else if (strstr (*line, "MODULES_VADDR") != NULL)
        {
          assert_equal (real, "MODULES_VADDR", space->modules_vaddr, hex_after (*line, "MODULES_VADDR 0x"));
          assert_equal (real, "MODULES_END", space->modules_end, hex_after (*line, "MODULES_END 0x"));
          assert_equal (real, "FIXADDR_TOP", space->fixaddr_top, hex_after (*line, "FIXADDR_TOP 0x"));
          assert_equal (real, "FIXADDR_START", space->fixaddr_start, hex_after (*line, "FIXADDR_START 0x"));
        }
      else if (strstr (*line, "PKMAP_BASE") != NULL)
        {
          uint64_t last = space->fix_kmap_begin + (uint64_t) space->fix_kmap_per_cpu * space->configured_cpus - 1;

          assert_equal (real, "PKMAP_BASE", space->pkmap_base, hex_after (*line, "PKMAP_BASE 0x"));
          assert_equal (real, "LAST_PKMAP", space->last_pkmap, bytes_of (strstr (*line, "LAST_PKMAP ") + strlen ("LAST_PKMAP ")));
          assert_equal (real, "FIX_KMAP_BEGIN", space->fix_kmap_begin, bytes_of (strstr (*line, "FIX_KMAP_BEGIN=") + strlen ("FIX_KMAP_BEGIN=")));
          assert_equal (real, "FIX_KMAP_END", last, bytes_of (strstr (*line, "FIX_KMAP_END=") + strlen ("FIX_KMAP_END=")));
        }
    }
}

static void
the_constants_that_a_module_read_are_the_same (void **state)
{
  for_each_machine (its_constants_are_the_same);
}

/* --- the direct map --------------------------------------------------------------------------- */
/* In these 4 MiB lies the page of a BPF program, which nobody may write either. */
static bool
holds_bpf_program (const Real *real,
                   uint64_t    address)
{
  return (strcmp (real->name, "static/slab-up-dma/128M") == 0 || strcmp (real->name, "static64/static_kB_256M_pageowner") == 0)
         && address >= 0xc2000000u && address < 0xc2400000u;
}

static unsigned n_dumps, n_dumped;

static void
compare_dumped (const Real *real,
                const char *line,
                uint64_t    first,
                uint64_t    end)
{
  for (uint64_t address = first; address < end;)
    {
      SimDirectRun run = sim_direct_run (real->machine, address);

      if (!holds_bpf_program (real, address)
          && (run.is_mapped != (strstr (line, "GLB") != NULL) || run.is_large != (strstr (line, "PSE") != NULL)
              || run.is_writable != (strstr (line, "RW") != NULL)))
        fail_msg ("%s: at %#" PRIx64 " mapped %d, large %d, writable %d; in the kernel: %s", real->name, address, run.is_mapped, run.is_large,
                  run.is_writable, line);
      assert_true (run.first <= address && run.end > address);
      address = run.end;
    }
}

static void
its_dump_is_the_same (const Real *real)
{
  const SimAddressSpace *space = sim_address_space (real->machine);
  uint64_t large = UINT64_C (1) << sim_profile (real->machine)->pmd_shift;
  bool is_dumped = false;

  FOR_EACH_LINE (real, line)
    {
      uint64_t first, end, direct_end = (space->high_memory + large - 1) & ~(large - 1);

      if (g_str_has_prefix (*line, "---[ CPU entry area"))
        assert_equal (real, "the CPU entry area", space->cpu_entry_area, hex_after (line[1], "0x"));
      else if (g_str_has_prefix (*line, "---[ Fixmap area"))
        assert_equal (real, "the fixmap", space->fixaddr_start, hex_after (line[1], "0x"));
      else if (g_str_has_prefix (*line, "---[ vmalloc() Area"))
        assert_equal (real, "vmalloc", space->vmalloc_start, hex_after (line[1], "0x"));
      if (sscanf (*line, "0x%" SCNx64 "-0x%" SCNx64, &first, &end) != 2 || first < space->page_offset || first >= space->high_memory)
        continue;
      compare_dumped (real, *line, first, MIN (end, direct_end));
      is_dumped = true;
      n_dumped++;
    }
  n_dumps += is_dumped;
}

static void
pages_and_permissions_of_the_direct_map_are_those_of_the_dumps (void **state)
{
  for_each_machine (its_dump_is_the_same);
  assert_int_equal (n_dumps, 9);
  assert_int_equal (n_dumped, 106);
}

static void
its_pages_are_as_many (const Real *real)
{
  const SimAddressSpace *space = sim_address_space (real->machine);
  uint64_t small = 0, large = 0;

  if (sim_profile (real->machine)->bits == 64 || holds_bpf_program (real, 0xc2000000u))
    return;
  for (uint64_t address = space->page_offset; address < space->high_memory;)
    {
      SimDirectRun run = sim_direct_run (real->machine, address);

      *(run.is_large ? &large : &small) += run.is_mapped ? run.end - run.first : 0;
      address = run.end;
    }
  FOR_EACH_LINE (real, line)
    if (g_str_has_prefix (*line, "DirectMap4k: "))
      assert_equal (real, "DirectMap4k", small >> 10, bytes_of (*line + strlen ("DirectMap4k: ")));
    else if (g_str_has_prefix (*line, "DirectMap"))
      assert_equal (real, "DirectMap4M", large >> 10, bytes_of (*line + strlen ("DirectMap4M: ")));
}

static void
meminfo_counts_as_many_small_and_large_pages (void **state)
{
  for_each_machine (its_pages_are_as_many);
}

/* --- other machines ----------------------------------------------------------------------------- */
static SimMachine *
machine_with (const char *profile,
              uint64_t    ram,
              uint64_t    page_offset,
              uint64_t    vmalloc)
{
  SimMachineSpec spec;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = ram;
  spec.page_offset = page_offset;
  spec.vmalloc = vmalloc;
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  return machine;
}

static void
another_split_gives_the_kernel_more_lowmem_and_the_same_ranges_above (void **state)
{
  static const uint64_t splits[] = { 0xc0000000u, 0xb0000000u, 0x80000000u, 0x78000000u, 0x40000000u };
  static const unsigned lowmem[] = { 883, 1139, 1907, 2035, 2931 };

  for (unsigned i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      SimMachine *machine = machine_with ("6.1-i386", UINT64_C (3) << 30, splits[i], 0);
      const SimAddressSpace *space = sim_address_space (machine);

      assert_int_equal (space->page_offset, splits[i]);
      assert_int_equal ((space->high_memory - splits[i]) >> 20, lowmem[i]);
      assert_int_equal (space->vmalloc_end, 0xff3fe000u);
      assert_int_equal (sim_pfn_to_virt (machine, 1), splits[i] + SIM_PAGE_SIZE);
      assert_null (sim_machine_check (machine));
      sim_machine_free (machine);
    }
}

static void
a_split_that_no_kernel_has_is_refused (void **state)
{
  static const struct { const char *profile; uint64_t page_offset; } wrong[] = {
    { "6.1-i386", 0xa0000000u }, { "6.1-i386-pae", 0xb0000000u }, { "6.1-x86_64", 0x80000000u }, { "2.6.11-i386", 1 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      SimMachineSpec spec;
      SimMachine *machine;
      SimComplaint complaint;

      sim_machine_spec_init (&spec, sim_profile_by_id (wrong[i].profile));
      spec.page_offset = wrong[i].page_offset;
      assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_BAD_SPEC);
      assert_int_equal (complaint.kind, SIM_COMPLAINT_SPLIT);
      assert_int_equal (complaint.a, wrong[i].page_offset);
    }
}

static void
the_books_have_896_mib_and_their_vmalloc_begins_at_8_mib_behind (void **state)
{
  SimMachine *machine = machine_with ("2.6.11-i386", UINT64_C (1) << 30, 0, 0);
  const SimAddressSpace *space = sim_address_space (machine);

  assert_int_equal (space->high_memory, 0xf8000000u);
  assert_int_equal (space->vmalloc_start, 0xf8800000u);
  assert_int_equal (space->vmalloc_end, 0xff7fe000u);
  assert_int_equal (space->pkmap_base, 0xff800000u);
  assert_true (sim_direct_run (machine, 0xc0000000u).is_large && sim_direct_run (machine, 0xc0000000u).is_writable);
  sim_machine_free (machine);
}

/* With less lowmem than 8 MiB make even, 2.6.11 begins at the next 8 MiB but one. */
static void
vmalloc_of_2_6_11_begins_at_a_multiple_of_8_mib (void **state)
{
  SimMachine *machine = machine_with ("2.6.11-i386", UINT64_C (100) << 20, 0, 0);

  assert_int_equal (sim_address_space (machine)->high_memory, 0xc6400000u);
  assert_int_equal (sim_address_space (machine)->vmalloc_start, 0xc7000000u);
  sim_machine_free (machine);
}

static void
ranges_follow_each_other_without_a_gap (void **state)
{
  for (size_t i = 0; i < sim_n_profiles (); i++)
    {
      SimMachine *machine = machine_with (sim_profile_at (i)->id, UINT64_C (1) << 30, 0, 0);
      SimAddressRange ranges[SIM_MOST_ADDRESS_RANGES], range;
      unsigned n = sim_address_ranges (machine, ranges);
      uint64_t last = sim_profile_at (i)->bits == 32 ? UINT64_C (0xffffffff) : UINT64_MAX;

      assert_true (n <= SIM_MOST_ADDRESS_RANGES);
      assert_int_equal (ranges[0].first, sim_address_space (machine)->page_offset);
      for (unsigned j = 0; j + 1 < n; j++)
        {
          assert_int_equal (ranges[j].end, ranges[j + 1].first);
          assert_true (ranges[j].end > ranges[j].first);
        }
      assert_int_equal (ranges[n - 1].end - 1, last);
      assert_true (sim_address_range_at (machine, last, &range) && range.kind == ranges[n - 1].kind);
      assert_false (sim_address_range_at (machine, 0x1000, &range));
      sim_machine_free (machine);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_boot_log_says_where_lowmem_ends_and_vmalloc_begins),
    cmocka_unit_test (the_constants_that_a_module_read_are_the_same),
    cmocka_unit_test (pages_and_permissions_of_the_direct_map_are_those_of_the_dumps),
    cmocka_unit_test (meminfo_counts_as_many_small_and_large_pages),
    cmocka_unit_test (another_split_gives_the_kernel_more_lowmem_and_the_same_ranges_above),
    cmocka_unit_test (a_split_that_no_kernel_has_is_refused),
    cmocka_unit_test (the_books_have_896_mib_and_their_vmalloc_begins_at_8_mib_behind),
    cmocka_unit_test (vmalloc_of_2_6_11_begins_at_a_multiple_of_8_mib),
    cmocka_unit_test (ranges_follow_each_other_without_a_gap),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
