/* test-kmap.c - pages of high memory get the slots that a real kernel gave them; see tests/samples/kernels/README.md
 *
 *   pkmap_base  0   1   2   3 …                       last_pkmap - 1
 *               [ ? ][ a ][ b ][ …                                ]      slot 0 comes last, after a flush
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "sample.h"
#include "world.h"

static void
world_make (World      *world,
            const char *profile,
            unsigned    cpus)
{
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = (1u << 30) - 0x20000;
  spec.cpus = cpus;
  world_begin (world, &spec);
}

/* Of a frame. */
static uint64_t
page_ask (World    *world,
          SimCallId id,
          SimPfn    pfn)
{
  return ask (world, id, sim_pfn_to_page (world->machine, pfn), 0);
}

/* --- call by call ------------------------------------------------------------------------------ */
static unsigned n_compared;
#define FIRST_ROUND 30

static void
assert_answer (const char *line,
               uint64_t    ours)
{
  const char *at = strrchr (line, '=');

  if (ours != g_ascii_strtoull (at + 2, NULL, 16))
    fail_msg ("%#llx, and in the kernel: %s", (unsigned long long) ours, line);
  n_compared++;
}

/* Before the loop the module gives back what it still has. */
static void
unmap_all_shared (World *world)
{
  for (unsigned i = 0; i < sim_address_space (world->machine)->last_pkmap; i++)
    while (sim_pkmap_slot (world->machine, i).count > 1)
      page_ask (world, SIM_CALL_kunmap, sim_pkmap_slot (world->machine, i).pfn);
}

/* The loop tells some of its rounds only: what it maps in between are any other frames, and each is given back at once. */
static void
map_in_loop (World      *world,
             const char *line,
             unsigned    round,
             SimPfn      pfn,
             unsigned   *next)
{
  /* High frames that the module had no use for. */
  const SimPfn others = 0x37400;

  if (round == FIRST_ROUND)
    unmap_all_shared (world);
  for (; *next < round; ++*next)
    {
      page_ask (world, SIM_CALL_kmap, others + *next);
      page_ask (world, SIM_CALL_kunmap, others + *next);
    }
  assert_answer (line, page_ask (world, SIM_CALL_kmap, pfn));
  page_ask (world, SIM_CALL_kunmap, pfn);
  ++*next;
}

static void
make_call (World      *world,
           const char *line,
           unsigned   *next)
{
  unsigned round, pfn, address;

  if (sscanf (line, "C %*u kmap(pfn %x) twice", &pfn) == 1 && strstr (line, "twice") != NULL)
    {
      assert_answer (line, page_ask (world, SIM_CALL_kmap, pfn));
      assert_answer (line, page_ask (world, SIM_CALL_kmap, pfn));
      assert_int_equal (page_ask (world, SIM_CALL_page_address, pfn), g_ascii_strtoull (strrchr (line, '=') + 2, NULL, 16));
      page_ask (world, SIM_CALL_kunmap, pfn);
      page_ask (world, SIM_CALL_kunmap, pfn);
      assert_int_equal (page_ask (world, SIM_CALL_page_address, pfn), g_ascii_strtoull (strrchr (line, '=') + 2, NULL, 16));
    }
  else if (sscanf (line, "C %*u kmap #%u (pfn %x)", &round, &pfn) == 2)
    map_in_loop (world, line, round, pfn, next);
  else if (sscanf (line, "C %*u kmap(pfn %x)", &pfn) == 1)
    assert_answer (line, page_ask (world, SIM_CALL_kmap, pfn));
  else if (sscanf (line, "C %*u kunmap(pfn %x)", &pfn) == 1)
    page_ask (world, SIM_CALL_kunmap, pfn);
  else if (sscanf (line, "C %*u kmap_atomic level %*u (pfn %x) = %x", &pfn, &address) == 2)
    assert_answer (line, page_ask (world, SIM_CALL_kmap_atomic, pfn));
  else if (sscanf (line, "C %*u kmap_local_page level %*u (pfn %x) = %x", &pfn, &address) == 2)
    assert_answer (line, page_ask (world, SIM_CALL_kmap_local_page, pfn));
  else if (sscanf (line, "C %*u kunmap_local %x", &address) == 1)
    ask (world, SIM_CALL_kunmap_local, address, 0);
}

/* The module gives the atomic ones back before it goes on with the local ones. */
static void
unmap_all_local (World *world)
{
  for (unsigned depth; (depth = sim_kmap_local_depth (world->machine, 0)) > 0;)
    ask (world, SIM_CALL_kunmap_atomic, sim_kmap_local_address (world->machine, 0, depth - 1), 0);
}

static void
every_slot_is_the_kernels (void **state)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "calls", "kmap.txt.xz", NULL);
  size_t length;
  g_autofree char *text = sample_text (path, &length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  unsigned next = FIRST_ROUND;
  World world;

  world_make (&world, "6.1-i386", 1);
  for (char **line = lines; *line != NULL; line++)
    {
      if (g_str_has_prefix (*line, "==>"))
        {
          world_clear (&world);
          world_make (&world, "6.1-i386", 1);
          next = FIRST_ROUND;
        }
      if (strstr (*line, "kmap_local_page level 0") != NULL)
        unmap_all_local (&world);
      make_call (&world, *line, &next);
    }
  assert_int_equal (world.run.n_diagnosed, 0);
  print_message ("%u answers\n", n_compared);
  assert_true (n_compared > 400);
  unmap_all_local (&world);
  world_clear (&world);
}

/* --- by itself ----------------------------------------------------------------------------------- */
static SimPfn
high_frame (const World *world,
            unsigned     n)
{
  return sim_n_frames (world->machine) - 1 - n;
}

static void
when_all_slots_are_in_use_kmap_would_wait (void **state)
{
  World world;
  uint64_t before, after;

  world_make (&world, "6.1-i386", 1);
  before = sim_machine_hash (world.machine);
  for (unsigned i = 0; i < 1024; i++)
    assert_true (page_ask (&world, SIM_CALL_kmap, high_frame (&world, i)) != 0);
  assert_int_equal (page_ask (&world, SIM_CALL_kmap, high_frame (&world, 1024)), 0);
  assert_int_equal (world.run.n_diagnosed, 1);
  page_ask (&world, SIM_CALL_kunmap, high_frame (&world, 500));
  assert_int_equal (page_ask (&world, SIM_CALL_kmap, high_frame (&world, 1024)), sim_address_space (world.machine)->pkmap_base + 501 * SIM_PAGE_SIZE);
  after = sim_machine_hash (world.machine);
  sim_machine_apply (world.machine, world.record.changes, world.record.next_change);
  assert_int_equal (sim_machine_hash (world.machine), before);
  sim_machine_apply (world.machine, world.record.changes, world.record.next_change);
  assert_int_equal (sim_machine_hash (world.machine), after);
  world_clear (&world);
}

static void
a_frame_of_lowmem_needs_no_slot (void **state)
{
  World world;

  world_make (&world, "6.1-i386", 1);
  assert_int_equal (page_ask (&world, SIM_CALL_kmap, 0x4000), 0xc4000000u);
  assert_int_equal (page_ask (&world, SIM_CALL_kmap_local_page, 0x4000), 0xc4000000u);
  page_ask (&world, SIM_CALL_kunmap, 0x4000);
  assert_int_equal (sim_pkmap_last (world.machine), 0);
  assert_int_equal (world.run.n_diagnosed, 0);
  world_clear (&world);
}

static void
each_cpu_has_slots_of_its_own_as_a_stack (void **state)
{
  World world;
  uint64_t first, second;

  world_make (&world, "6.1-i386", 2);
  first = page_ask (&world, SIM_CALL_kmap_local_page, high_frame (&world, 0));
  world.run.cpu = 1;
  second = page_ask (&world, SIM_CALL_kmap_local_page, high_frame (&world, 0));
  assert_int_equal (first - second, 16 * SIM_PAGE_SIZE);
  world.run.cpu = 0;
  second = page_ask (&world, SIM_CALL_kmap_local_page, high_frame (&world, 1));
  assert_int_equal (first - second, SIM_PAGE_SIZE);
  /* The kernel warns, and unmaps the last one. */
  ask (&world, SIM_CALL_kunmap_local, first, 0);
  assert_int_equal (world.run.n_diagnosed, 1);
  assert_int_equal (sim_kmap_local_depth (world.machine, 0), 1);
  ask (&world, SIM_CALL_kunmap_local, first, 0);
  assert_int_equal (world.run.n_diagnosed, 1);
  assert_int_equal (sim_kmap_local_depth (world.machine, 0), 0);
  world_clear (&world);
}

static void
what_is_written_through_one_slot_is_read_through_another (void **state)
{
  World world;
  uint64_t shared, local, value;

  world_make (&world, "6.1-i386", 1);
  shared = page_ask (&world, SIM_CALL_kmap, high_frame (&world, 7));
  local = page_ask (&world, SIM_CALL_kmap_local_page, high_frame (&world, 7));
  assert_true (sim_run_write_memory (&world.run, shared + 100, 0x1234, 4));
  assert_true (sim_run_read_memory (&world.run, local + 100, 4, &value));
  assert_int_equal (value, 0x1234);
  ask (&world, SIM_CALL_kunmap_local, local, 0);
  assert_false (sim_run_read_memory (&world.run, local + 100, 4, &value));
  world_clear (&world);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_slot_is_the_kernels),
    cmocka_unit_test (when_all_slots_are_in_use_kmap_would_wait),
    cmocka_unit_test (a_frame_of_lowmem_needs_no_slot),
    cmocka_unit_test (each_cpu_has_slots_of_its_own_as_a_stack),
    cmocka_unit_test (what_is_written_through_one_slot_is_read_through_another),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
