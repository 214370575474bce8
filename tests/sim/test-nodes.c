/* test-nodes.c - NUMA nodes, ZONE_MOVABLE, and the order in which zones are tried */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "sim/sim.h"

#define GFP_KERNEL            0xcc0u
#define GFP_DMA32             0x04u
#define GFP_HIGHUSER_MOVABLE  0x100ccau
#define GFP_THISNODE          0x200000u

static SimMachineSpec
spec_of (const char *profile,
         uint64_t    ram,
         unsigned    nodes,
         unsigned    cpus)
{
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = ram;
  spec.nodes = nodes;
  spec.cpus = cpus;
  return spec;
}

static SimMachine *
made (const SimMachineSpec *spec)
{
  SimMachine *machine;

  assert_int_equal (sim_machine_new (spec, &machine, NULL), SIM_OK);
  assert_null (sim_machine_check (machine));
  return machine;
}

static void
assert_zone (const SimMachine *machine,
             SimZoneId         id,
             unsigned          node,
             const char       *name,
             SimPfn            start,
             SimPfn            spanned)
{
  SimZone zone = sim_zone (machine, id);

  assert_string_equal (zone.name, name);
  assert_int_equal (zone.node, node);
  assert_int_equal (zone.start_pfn, start);
  assert_int_equal (zone.spanned, spanned);
}

/* /proc/zoneinfo of Debian's 6.1.176 amd64, QEMU pc -m 4G with two nodes of 2G: node 1 begins at 2 GiB, and its DMA32 spans
 * the hole below 4 GiB. */
static void
two_nodes_of_4_gib_have_the_zones_of_a_real_kernel (void **state)
{
  SimMachineSpec spec = spec_of ("6.1-x86_64", 4ull << 30, 2, 2);
  SimMachine *machine = made (&spec);

  assert_int_equal (sim_n_zones (machine), 4);
  assert_zone (machine, 0, 0, "DMA", 1, 4095);
  assert_zone (machine, 1, 0, "DMA32", 4096, 520192);
  assert_zone (machine, 2, 1, "DMA32", 524288, 524288);
  assert_zone (machine, 3, 1, "Normal", 1048576, 262144);
  assert_int_equal (sim_node_of_cpu (machine, 0), 0);
  assert_int_equal (sim_node_of_cpu (machine, 1), 1);
  assert_int_equal (sim_zone_named (machine, "DMA32"), 1);
  assert_int_equal (sim_zone_named (machine, "1:DMA32"), 2);
  assert_int_equal (sim_zone_named (machine, "0:Normal"), SIM_NO_ZONE);
  assert_int_equal (sim_zone_of (machine, 600000), 2);
  sim_machine_free (machine);
}

static void
a_node_is_tried_whole_before_the_next (void **state)
{
  SimMachineSpec spec = spec_of ("6.1-x86_64", 4ull << 30, 2, 2);
  SimMachine *machine = made (&spec);
  SimZoneId zones[SIM_MAX_ZONES];

  assert_int_equal (sim_zonelist_of_node (machine, 0, GFP_KERNEL, zones), 4);
  assert_memory_equal (zones, ((SimZoneId[]) { 1, 0, 3, 2 }), 4);
  assert_int_equal (sim_zonelist_of_node (machine, 1, GFP_KERNEL, zones), 4);
  assert_memory_equal (zones, ((SimZoneId[]) { 3, 2, 1, 0 }), 4);
  assert_int_equal (sim_zonelist_of_node (machine, 1, GFP_DMA32, zones), 3);
  assert_memory_equal (zones, ((SimZoneId[]) { 2, 1, 0 }), 3);
  assert_int_equal (sim_zonelist_of_node (machine, 1, GFP_KERNEL | GFP_THISNODE, zones), 2);
  assert_memory_equal (zones, ((SimZoneId[]) { 3, 2 }), 2);
  sim_machine_free (machine);
}

/* build_zonelists (): the next node rather than one before; who was first for somebody is later for the others.
 *   node 0: 0 1 2 3    node 1: 1 2 3 0    node 2: 2 3 0 1    node 3: 3 0 1 2 */
static void
four_nodes_as_far_as_each_other_take_turns (void **state)
{
  SimMachineSpec spec = spec_of ("6.1-x86_64", 4ull << 30, 4, 4);
  SimMachine *machine = made (&spec);

  for (unsigned node = 0; node < 4; node++)
    {
      SimZoneId zones[SIM_MAX_ZONES];
      unsigned n = sim_zonelist_of_node (machine, node, GFP_KERNEL, zones), n_nodes = 0, order[8] = { 0 };

      for (unsigned i = 0; i < n; i++)
        if (n_nodes == 0 || order[n_nodes - 1] != sim_zone (machine, zones[i]).node)
          order[n_nodes++] = sim_zone (machine, zones[i]).node;
      assert_int_equal (n_nodes, 4);
      for (unsigned i = 0; i < 4; i++)
        assert_int_equal (order[i], (node + i) % 4);
    }
  sim_machine_free (machine);
}

static void
a_named_node_gives_its_own_frames_and_this_node_only_refuses_the_rest (void **state)
{
  SimMachineSpec spec = spec_of ("6.1-x86_64", 1u << 30, 2, 1);
  SimMachine *machine = made (&spec);
  unsigned n = 0;
  SimRun run;
  SimPfn pfn;

  sim_run_init (&run, machine, NULL);
  pfn = sim_alloc_pages (&run, GFP_KERNEL, 0);
  assert_int_equal (sim_zone (machine, sim_zone_of (machine, pfn)).node, 0);
  pfn = sim_alloc_pages_node (&run, 1, GFP_KERNEL, 0);
  assert_int_equal (sim_zone (machine, sim_zone_of (machine, pfn)).node, 1);
  while ((pfn = sim_alloc_pages_node (&run, 1, GFP_KERNEL | GFP_THISNODE, 10)) != SIM_NO_PFN)
    {
      assert_int_equal (sim_zone (machine, sim_zone_of (machine, pfn)).node, 1);
      n++;
    }
  assert_in_range (n, 100, 128);
  pfn = sim_alloc_pages_node (&run, 1, GFP_KERNEL, 10);
  assert_int_equal (sim_zone (machine, sim_zone_of (machine, pfn)).node, 0);
  assert_int_equal (sim_alloc_pages_node (&run, 2, GFP_KERNEL, 0), SIM_NO_PFN);
  assert_null (sim_machine_check (machine));
  sim_machine_free (machine);
}

/* movablecore=256M on i386 with 2 GiB: the upper end of HighMem, in whole blocks of 4 MiB. */
static void
movable_is_taken_from_the_end_of_high_memory (void **state)
{
  SimMachineSpec spec = spec_of ("6.1-i386", 2u << 30, 1, 1);

  spec.movablecore = 256u << 20;

  SimMachine *machine = made (&spec);
  SimZoneId zones[SIM_MAX_ZONES];
  SimZone movable = sim_zone (machine, 3), normal = sim_zone (machine, 1), highmem = sim_zone (machine, 2);

  assert_string_equal (movable.name, "Movable");
  assert_int_equal (movable.start_pfn % 1024, 0);
  assert_in_range (movable.managed, 65536 - 1024, 65536);
  assert_int_equal (highmem.start_pfn + highmem.spanned, movable.start_pfn);
  assert_int_equal (sim_zonelist (machine, GFP_HIGHUSER_MOVABLE, zones), 4);
  assert_memory_equal (zones, ((SimZoneId[]) { 3, 2, 1, 0 }), 4);
  assert_int_equal (sim_zonelist (machine, GFP_HIGHUSER_MOVABLE & ~8u, zones), 3);
  assert_int_equal (normal.limits.reserve[SIM_ZONE_HIGHMEM], highmem.managed / 32);
  assert_int_equal (normal.limits.reserve[SIM_ZONE_MOVABLE], (highmem.managed + movable.managed) / 32);
  sim_machine_free (machine);
}

static void
movable_is_shared_by_the_nodes (void **state)
{
  SimMachineSpec spec = spec_of ("6.1-x86_64", 1u << 30, 2, 2);

  spec.movablecore = 256u << 20;

  SimMachine *machine = made (&spec);
  SimZoneId first = sim_zone_named (machine, "0:Movable"), second = sim_zone_named (machine, "1:Movable");

  assert_int_not_equal (first, SIM_NO_ZONE);
  assert_int_not_equal (second, SIM_NO_ZONE);
  assert_in_range (sim_zone (machine, first).present, 32768 - 2048, 32768 + 2048);
  assert_in_range (sim_zone (machine, second).present, 32768 - 2048, 32768 + 2048);
  sim_machine_free (machine);
}

static void
what_the_kernel_cannot_have_is_refused (void **state)
{
  SimMachineSpec spec = spec_of ("6.1-i386", 1u << 30, 2, 1);
  SimComplaint complaint;
  SimMachine *machine;

  assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_BAD_SPEC);
  assert_int_equal (complaint.kind, SIM_COMPLAINT_NODES);
  assert_int_equal (complaint.b, 1);
  spec = spec_of ("2.6.11-i386", 1u << 30, 1, 1);
  spec.movablecore = 64u << 20;
  assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_BAD_SPEC);
  assert_int_equal (complaint.kind, SIM_COMPLAINT_MOVABLE);
  assert_int_equal (complaint.b, 0);
  spec = spec_of ("6.1-i386", 1u << 30, 1, 1);
  spec.movablecore = 8ull << 30;
  assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_BAD_SPEC);
  assert_int_equal (complaint.kind, SIM_COMPLAINT_MOVABLE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (two_nodes_of_4_gib_have_the_zones_of_a_real_kernel),
    cmocka_unit_test (a_node_is_tried_whole_before_the_next),
    cmocka_unit_test (four_nodes_as_far_as_each_other_take_turns),
    cmocka_unit_test (a_named_node_gives_its_own_frames_and_this_node_only_refuses_the_rest),
    cmocka_unit_test (movable_is_taken_from_the_end_of_high_memory),
    cmocka_unit_test (movable_is_shared_by_the_nodes),
    cmocka_unit_test (what_the_kernel_cannot_have_is_refused),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
