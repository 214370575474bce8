/* test-handover.c - the machine just after its memory came to the page allocator, held against real
 * kernels: zones, page blocks and free lists, block by block, in list order
 */

#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

typedef struct {
  const char *name;
  unsigned    cpus;
  uint64_t    vmalloc;
  /* pageset_high and pageset_batch of the running kernel; Normal, then HighMem. */
  uint32_t    high, batch, highmem_high, highmem_batch;
} Sample;

static const Sample samples[] = {
  { "slab-up/64M", 1, 0, 216, 1, 0, 0 },
  { "slab-up/512M", 1, 0, 866, 31, 0, 0 },
  { "slab-up/896M", 1, 0, 1157, 63, 35, 1 },
  { "slab-up/2G", 1, 0, 1151, 63, 445, 63 },
  { "slab-up-dma/128M", 1, 0, 376, 7, 0, 0 },
  { "slab-up-lowmem896/1G", 1, 110584u << 10, 1165, 63, 66, 7 },
  { "slub-smp2/512M", 2, 0, 432, 31, 0, 0 },
  { "slub-smp2/2G", 2, 0, 575, 63, 252, 63 },
};

static JsonParser *
snapshot_of (const Sample *sample,
             const char   *file)
{
  char *name = g_strdup_printf ("%s/snap_early_%s_memblock_free_all.json.xz", sample->name, file);
  JsonParser *parser = sample_json (name);

  g_free (name);
  return parser;
}

static SimMachine *
machine_of (const Sample *sample)
{
  JsonParser *before = snapshot_of (sample, "0_before");
  SimMachineSpec spec;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.cpus = sample->cpus;
  spec.vmalloc = sample->vmalloc;
  sample_memblock (json_node_get_object (json_parser_get_root (before)), &spec);
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  sample_ranges_free (&spec);
  g_object_unref (before);
  return machine;
}

static void
free_lists_are_those_of_the_real_kernel (void **state)
{
  for (size_t i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      JsonParser *after = snapshot_of (&samples[i], "1_after");
      SimMachine *machine = machine_of (&samples[i]);

      print_message ("%s\n", samples[i].name);
      assert_like_snapshot (machine, json_node_get_object (json_parser_get_root (after)));
      assert_null (sim_machine_check (machine));
      sim_machine_free (machine);
      g_object_unref (after);
    }
}

static void
per_cpu_lists_hold_as_much_as_in_the_real_kernel (void **state)
{
  for (size_t i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      SimMachine *machine = machine_of (&samples[i]);

      print_message ("%s\n", samples[i].name);
      assert_int_equal (sim_pcp (machine, 1, 0).batch, samples[i].batch);
      assert_int_equal (sim_pcp (machine, 1, 0).high, samples[i].high);
      if (samples[i].highmem_batch != 0)
        {
          assert_int_equal (sim_pcp (machine, 2, 0).batch, samples[i].highmem_batch);
          assert_int_equal (sim_pcp (machine, 2, 0).high, samples[i].highmem_high);
        }
      sim_machine_free (machine);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (free_lists_are_those_of_the_real_kernel),
    cmocka_unit_test (per_cpu_lists_hold_as_much_as_in_the_real_kernel),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
