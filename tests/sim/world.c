/* world.c - see world.h */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

void
world_begin (World                *world,
             const SimMachineSpec *spec)
{
  assert_int_equal (sim_machine_new (spec, &world->machine, NULL), SIM_OK);
  sim_record_init (&world->record);
  sim_run_init (&world->run, world->machine, &world->record);
}

void
world_clear (World *world)
{
  assert_null (sim_machine_check (world->machine));
  sim_record_clear (&world->record);
  sim_machine_free (world->machine);
}

uint64_t
ask (World    *world,
     SimCallId id,
     uint64_t  a,
     uint64_t  b)
{
  SimCall call = { .id = id, .args = { a, b } };
  uint64_t result = 0;

  world->run.serial++;
  assert_int_equal (sim_run_call (&world->run, &call, &result), SIM_OK);
  return result;
}
