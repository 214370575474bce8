/* pool-run.c - what is written of memory pools when no event has the room for it */

#include "sim/state/emit.h"

SimPoolId
sim_run_create_pool (SimRun        *run,
                     const SimPool *pool)
{
  SimPool made = *pool;
  SimPen pen;

  made.id = sim_pool_make_room (run->machine);
  if (made.id == SIM_NO_POOL)
    return SIM_NO_POOL;
  pen = sim_pen_of (run);
  sim_pen_expect (&pen, 2 * SIM_POOL_WORDS);
  made.creator = pen.serial;
  sim_pool_write (&pen.writer, &made);
  sim_emit_pool_created (&pen, made.id, made.address, made.min_nr);
  sim_pen_rest (&pen);
  return made.id;
}
