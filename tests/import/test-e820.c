/* test-e820.c - a machine's memory, read from a boot log or /proc/iomem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "import/import.h"

typedef struct {
  ImportedMap map;
  Messages   *messages;
  gboolean    is_read;
  char       *text;               /* of the messages */
} Reading;

static Reading
read_bytes (const char *bytes,
            size_t      length)
{
  Reading reading = { .messages = messages_new () };

  reading.is_read = import_e820 (bytes, length, "log", &reading.map, reading.messages);
  reading.text = messages_format (reading.messages, FALSE);
  return reading;
}

static Reading
read_text (const char *text)
{
  return read_bytes (text, strlen (text));
}

static void
reading_clear (Reading *reading)
{
  imported_map_clear (&reading->map);
  messages_free (reading->messages);
  g_free (reading->text);
}

static void
assert_range (const SimRange *range,
              uint64_t        first,
              uint64_t        end,
              SimRangeKind    kind)
{
  assert_int_equal (range->first, first);
  assert_int_equal (range->end, end);
  assert_int_equal (range->kind, kind);
}

static void
assert_refused (const char *text,
                const char *expected)
{
  Reading reading = read_text (text);

  assert_false (reading.is_read);
  assert_null (reading.map.ranges);
  assert_string_equal (reading.text, expected);
  reading_clear (&reading);
}

/* --- forms of a boot log ------------------------------------------------------------------ */

#define TODAY "BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\n"

static void
assert_is_todays_range (const char *text)
{
  Reading reading = read_text (text);

  assert_string_equal (reading.text, "");
  assert_true (reading.is_read);
  assert_int_equal (reading.map.n_ranges, 1);
  assert_range (&reading.map.ranges[0], 0, 0x9fc00, SIM_RANGE_RAM);
  reading_clear (&reading);
}

static void
any_prefix_of_a_log_may_stand_before_the_map (void **state)
{
  assert_is_todays_range (TODAY);
  assert_is_todays_range ("[    0.000000] " TODAY);
  assert_is_todays_range ("<6>[    0.000000] " TODAY);
  assert_is_todays_range ("[Sun Nov 22 05:51:42 2026] " TODAY);
  assert_is_todays_range ("Nov 22 05:51:42 vm kernel: " TODAY);
  assert_is_todays_range ("2026-11-22T05:51:42,000000+00:00 vm kernel: [    0.000000] " TODAY);
  assert_is_todays_range ("\xef\xbb\xbf" "BIOS-provided physical RAM map:\r\n"
                          "BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\r\n");
  assert_is_todays_range ("BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable");
}

static void
before_3_6_the_end_was_not_in_the_range (void **state)
{
  Reading reading = read_text ("BIOS-provided physical RAM map:\n"
                               " BIOS-e820: 0000000000000000 - 000000000009fc00 (usable)\n"
                               " BIOS-e820: 00000000000f0000 - 0000000000100000 (reserved)\n"
                               " BIOS-e820: 0000000000100000 - 000000001fff0000 (usable)\n"
                               " BIOS-e820: 000000001fff0000 - 000000001fff3000 (ACPI NVS)\n"
                               " BIOS-e820: 000000001fff3000 - 0000000020000000 (ACPI data)\n");

  assert_string_equal (reading.text, "");
  assert_int_equal (reading.map.n_ranges, 5);
  assert_range (&reading.map.ranges[0], 0, 0x9fc00, SIM_RANGE_RAM);
  assert_range (&reading.map.ranges[2], 0x100000, 0x1fff0000, SIM_RANGE_RAM);
  assert_range (&reading.map.ranges[3], 0x1fff0000, 0x1fff3000, SIM_RANGE_RESERVED);
  assert_int_equal (reading.map.ranges[3].line, 5);
  reading_clear (&reading);
}

static void
of_several_boots_the_last_is_read (void **state)
{
  Reading reading = read_text ("Linux version 6.1.0\n"
                               "BIOS-provided physical RAM map:\n"
                               "BIOS-e820: [mem 0x0000000000100000-0x0000000000ffffff] usable\n"
                               "Kernel command line: vmalloc=200M\n"
                               "Linux version 6.1.0\n"
                               "BIOS-provided physical RAM map:\n"
                               "BIOS-e820: [mem 0x0000000000100000-0x0000000001ffffff] usable\n");

  assert_true (reading.is_read);
  assert_int_equal (reading.map.n_ranges, 1);
  assert_int_equal (reading.map.ranges[0].end, 0x2000000);
  assert_int_equal (reading.map.vmalloc, 0);
  reading_clear (&reading);
}

static void
a_map_that_mem_or_memmap_changed_takes_the_place_of_the_firmwares (void **state)
{
  Reading reading = read_text ("BIOS-provided physical RAM map:\n"
                               "BIOS-e820: [mem 0x0000000000100000-0x000000003ffdffff] usable\n"
                               "user-defined physical RAM map:\n"
                               "user: [mem 0x0000000000100000-0x0000000004ffffff] usable\n"
                               "the user: nobody\n");

  assert_string_equal (reading.text, "");
  assert_int_equal (reading.map.n_ranges, 1);
  assert_int_equal (reading.map.ranges[0].end, 0x5000000);
  reading_clear (&reading);
}

static void
the_command_line_and_the_cpus_are_told_too (void **state)
{
  Reading reading = read_text (TODAY
                               "Kernel command line: quiet vmalloc=110584K root=/dev/vda highmem=0x4000000 x\n"
                               "setup_percpu: NR_CPUS:64 nr_cpumask_bits:2 nr_cpu_ids:2 nr_node_ids:1\n"
                               "smp: Brought up 1 node, 2 CPUs\n");

  assert_string_equal (reading.text, "");
  assert_int_equal (reading.map.vmalloc, 110584 * 1024);
  assert_int_equal (reading.map.highmem, 64 << 20);
  assert_int_equal (reading.map.nr_cpus, 64);
  assert_int_equal (reading.map.cpus, 2);
  reading_clear (&reading);

  reading = read_text (TODAY);
  assert_true (reading.map.highmem == UINT64_MAX);
  assert_int_equal (reading.map.vmalloc, 0);
  assert_int_equal (reading.map.nr_cpus, 0);
  assert_int_equal (reading.map.cpus, 0);
  reading_clear (&reading);
}

static void
reserved_memory_far_above_64_gib_is_no_ram (void **state)
{
  Reading reading = read_text (TODAY
                               "BIOS-e820: [mem 0x0000000100000000-0x0000000fffffffff] usable\n"
                               "BIOS-e820: [mem 0x000000fd00000000-0xffffffffffffffff] reserved\n");

  assert_string_equal (reading.text, "");
  assert_int_equal (reading.map.ranges[1].end, UINT64_C (64) << 30);
  assert_true (reading.map.ranges[2].end == UINT64_MAX);
  reading_clear (&reading);
}

/* --- /proc/iomem -------------------------------------------------------------------------- */

static void
iomem_gives_ram_at_the_first_level_only (void **state)
{
  Reading reading = read_text ("00000000-00000fff : Reserved\n"
                               "00001000-0009fbff : System RAM\n"
                               "000a0000-000bffff : PCI Bus 0000:00\n"
                               "  000a0000-000bffff : Video RAM area\n"
                               "00100000-03fdcfff : System RAM\n"
                               "  01000000-0130e4ef : Kernel code\n");

  assert_string_equal (reading.text, "");
  assert_int_equal (reading.map.n_ranges, 4);
  assert_range (&reading.map.ranges[0], 0, 0x1000, SIM_RANGE_RESERVED);
  assert_range (&reading.map.ranges[1], 0x1000, 0x9fc00, SIM_RANGE_RAM);
  assert_range (&reading.map.ranges[3], 0x100000, 0x3fdd000, SIM_RANGE_RAM);
  reading_clear (&reading);
}

static void
iomem_read_without_privilege_is_recognised (void **state)
{
  assert_refused ("00000000-00000000 : Reserved\n00000000-00000000 : System RAM\n  00000000-00000000 : Kernel code\n",
                  "log: error: Every address is zero: the file was read without the right to see addresses.\n"
                  "  Save it again as root: sudo cat /proc/iomem\n");
}

/* --- real machines ------------------------------------------------------------------------ */

static Reading
read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = import_read_file (path, 1 << 20, &error);
  gsize length;
  const char *text;

  assert_null (error);
  text = g_bytes_get_data (bytes, &length);
  return read_bytes (text, length);
}

static uint64_t
ram_above_first_page (const ImportedMap *map)
{
  uint64_t ram = 0;

  for (size_t i = 0; i < map->n_ranges; i++)
    if (map->ranges[i].kind == SIM_RANGE_RAM)
      ram += map->ranges[i].end - MAX (map->ranges[i].first, 0x1000);
  return ram;
}

static void
log_and_iomem_of_a_real_machine_tell_of_the_same_ram (void **state)
{
  static const struct {
    const char *machine;
    uint64_t    end_of_ram;
    uint64_t    vmalloc;
    unsigned    nr_cpus, cpus;
  } samples[] = {
    { "slab-up/64M", 0x3fdd000, 0, 0, 0 },
    { "slab-up/512M", 0x1ffdd000, 0, 0, 0 },
    { "slab-up/896M", 0x37fdd000, 0, 0, 0 },
    { "slab-up/2G", 0x7ffdd000, 0, 0, 0 },
    { "slab-up-dma/128M", 0x7fdd000, 0, 0, 0 },
    { "slab-up-lowmem896/1G", 0x3ffdd000, 110584 * 1024, 0, 0 },
    { "slub-smp2/512M", 0x1ffdd000, 0, 4, 2 },
    { "slub-smp2/2G", 0x7ffdd000, 0, 4, 2 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *log_name = g_build_filename (samples[i].machine, "dmesg.txt.xz", NULL);
      g_autofree char *iomem_name = g_build_filename (samples[i].machine, "proc_iomem.txt.xz", NULL);
      Reading log = read_sample (log_name), iomem = read_sample (iomem_name);
      const SimRange *last = &log.map.ranges[3];

      assert_string_equal (log.text, "");
      assert_string_equal (iomem.text, "");
      assert_int_equal (log.map.n_ranges, 6);
      assert_range (last, 0x100000, samples[i].end_of_ram, SIM_RANGE_RAM);
      assert_int_equal (log.map.vmalloc, samples[i].vmalloc);
      assert_int_equal (log.map.nr_cpus, samples[i].nr_cpus);
      assert_int_equal (log.map.cpus, samples[i].cpus);
      assert_int_equal (ram_above_first_page (&log.map), ram_above_first_page (&iomem.map));
      reading_clear (&log);
      reading_clear (&iomem);
    }
}

/* --- refusals ----------------------------------------------------------------------------- */

static void
what_is_no_map_is_refused (void **state)
{
  Reading none = read_bytes (NULL, 0);

  assert_string_equal (none.text, "log: error: The memory map is empty.\n");
  reading_clear (&none);
  assert_refused ("", "log: error: The memory map is empty.\n");
  assert_refused ("\n \r\n", "log: error: The memory map is empty.\n");
  assert_refused ("Node 0, zone DMA 1 2 3\n",
                  "log:1:1: error: This is not a memory map.\n"
                  "  Node 0, zone DMA 1 2 3\n"
                  "  ^~~~~~~~~~~~~~~~~~~~~~\n"
                  "  A boot log with “BIOS-e820:” lines (dmesg) or the text of /proc/iomem is expected.\n");
  assert_refused ("Linux version 6.1\nx\n",
                  "log: error: The boot log has no line with “BIOS-e820:”.\n"
                  "  The beginning of the log is needed: journalctl -k -b, or dmesg soon after the boot.\n");
  assert_refused ("{}",
                  "log:1:1: error: This is JSON, not a boot log and not /proc/iomem.\n"
                  "  {}\n"
                  "  ^\n"
                  "  A memblock snapshot is given with memblock= instead.\n");
}

static void
a_map_without_ram_is_refused (void **state)
{
  assert_refused ("BIOS-provided physical RAM map:\n", "log: error: The memory map has no RAM in it.\n");
  assert_refused ("BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] reserved\n",
                  "log: error: The memory map has no RAM in it.\n");
}

static void
overlapping_unordered_and_backward_ranges_are_refused_with_their_line (void **state)
{
  assert_refused (TODAY "BIOS-e820: [mem 0x0000000000090000-0x00000000000fffff] reserved\n",
                  "log:2:17: error: The range overlaps the one before it, which ends at 0x9fc00.\n"
                  "  BIOS-e820: [mem 0x0000000000090000-0x00000000000fffff] reserved\n"
                  "                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n");
  assert_refused ("00100000-001fffff : System RAM\n00001000-0009fbff : System RAM\n",
                  "log:2:1: error: The range begins below the one before it, which begins at 0x100000.\n"
                  "  00001000-0009fbff : System RAM\n"
                  "  ^~~~~~~~~~~~~~~~~\n");
  assert_refused ("00100000-000fffff : System RAM\n",
                  "log:1:1: error: The range ends at 0xfffff, before it begins.\n"
                  "  00100000-000fffff : System RAM\n"
                  "  ^~~~~~~~~~~~~~~~~\n");
}

static void
ram_above_64_gib_is_refused (void **state)
{
  assert_refused ("00001000-0009fbff : System RAM\n100000000-1000000fff : System RAM\n",
                  "log:2:1: error: The RAM reaches to 0x1000001000; a machine may have memory up to 64 GiB.\n"
                  "  100000000-1000000fff : System RAM\n"
                  "  ^~~~~~~~~~~~~~~~~~~~\n");
}

static void
garbage_inside_a_map_is_shown_where_it_stands (void **state)
{
  assert_refused ("BIOS-e820: [mem 0x00x00000-0x000000000009fbff] usable\n",
                  "log:1:21: error: “-” is expected here.\n"
                  "  BIOS-e820: [mem 0x00x00000-0x000000000009fbff] usable\n"
                  "                      ^\n");
  assert_refused ("BIOS-e820: [mem 0x0-0x9fbff] usabel\n",
                  "log:1:30: error: What kind of memory this is, is not said.\n"
                  "  BIOS-e820: [mem 0x0-0x9fbff] usabel\n"
                  "                               ^~~~~~\n"
                  "  The kernel writes usable, reserved, ACPI data, ACPI NVS, unusable or persistent.\n");
  assert_refused ("BIOS-e820: [mem 0x00000000000000000-0x9fbff] usable\n",
                  "log:1:17: error: The address has more than 64 bits.\n"
                  "  BIOS-e820: [mem 0x00000000000000000-0x9fbff] usable\n"
                  "                  ^~~~~~~~~~~~~~~~~~~\n");
  assert_refused (TODAY "Kernel command line: vmalloc=lots\n",
                  "log:2:22: error: The value of vmalloc is no size.\n"
                  "  Kernel command line: vmalloc=lots\n"
                  "                       ^~~~~~~~~~~~\n"
                  "  The kernel takes a number with K, M or G behind it.\n");
  assert_refused ("00001000-0009fbff : System RAM\nroot@vm:~#\n",
                  "log:2:1: error: The line has not the form of /proc/iomem: “first-last : name”.\n"
                  "  root@vm:~#\n"
                  "  ^~~~~~~~~~\n");
}

static void
every_mistake_is_reported_at_once (void **state)
{
  Reading reading = read_text ("BIOS-e820: [mem ?]\nBIOS-e820: [mem 0x1-?]\nBIOS-e820: [mem 0x5-0x1] usable\n");

  assert_false (reading.is_read);
  assert_int_equal (messages_n_errors (reading.messages), 3);
  reading_clear (&reading);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (any_prefix_of_a_log_may_stand_before_the_map),
    cmocka_unit_test (before_3_6_the_end_was_not_in_the_range),
    cmocka_unit_test (of_several_boots_the_last_is_read),
    cmocka_unit_test (a_map_that_mem_or_memmap_changed_takes_the_place_of_the_firmwares),
    cmocka_unit_test (the_command_line_and_the_cpus_are_told_too),
    cmocka_unit_test (reserved_memory_far_above_64_gib_is_no_ram),
    cmocka_unit_test (iomem_gives_ram_at_the_first_level_only),
    cmocka_unit_test (iomem_read_without_privilege_is_recognised),
    cmocka_unit_test (log_and_iomem_of_a_real_machine_tell_of_the_same_ram),
    cmocka_unit_test (what_is_no_map_is_refused),
    cmocka_unit_test (a_map_without_ram_is_refused),
    cmocka_unit_test (overlapping_unordered_and_backward_ranges_are_refused_with_their_line),
    cmocka_unit_test (ram_above_64_gib_is_refused),
    cmocka_unit_test (garbage_inside_a_map_is_shown_where_it_stands),
    cmocka_unit_test (every_mistake_is_reported_at_once),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
