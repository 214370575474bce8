/* world.h - a machine whose calls are made by hand, every change of it recorded */
#pragma once

#include "sim/sim.h"

typedef struct {
  SimMachine *machine;
  SimRecord   record;
  SimRun      run;
} World;

void     world_begin (World *world, const SimMachineSpec *spec);
/* Its tables still hold together. */
void     world_clear (World *world);
/* What the call gives; b: of a call with two arguments. */
uint64_t ask         (World *world, SimCallId id, uint64_t a, uint64_t b);
