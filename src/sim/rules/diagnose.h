/* diagnose.h - one diagnosis, from where there is no pen */
#pragma once

#include "sim/state/emit.h"

static inline void
diagnose (SimRun       *run,
          SimDiagnosis  diagnosis,
          uint64_t      a,
          uint64_t      b)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_diagnosed (&pen, (uint8_t) diagnosis, a, b);
  sim_pen_rest (&pen);
  run->n_diagnosed++;
}
