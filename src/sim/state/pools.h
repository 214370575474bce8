/* pools.h - memory pools as records of SIM_TABLE_POOLS, by their ids; record 0: how many there ever were
 *
 * What is kept lies where the kernel has it: in the machine's memory, as an array of pointers.
 * Private to state/, but for sim_run_create_pool ().
 */
#pragma once

#include "sim/pools.h"
#include "sim/state/contents.h"
#include "sim/state/slabs.h"

enum {
  SIM_POOL_WORD_STATE,            /* 1 + SimPoolKind; 0: there is none. Of record 0: the number of records */
  SIM_POOL_WORD_DATA,
  SIM_POOL_WORD_MIN,
  SIM_POOL_WORD_CURRENT,
  SIM_POOL_WORD_ADDRESS,          /* two words each: */
  SIM_POOL_WORD_ELEMENTS = SIM_POOL_WORD_ADDRESS + 2,
  SIM_POOL_WORD_CREATOR = SIM_POOL_WORD_ELEMENTS + 2,
  SIM_POOL_WORDS = 16
};

/* SIM_NO_POOL: no host memory. Its id and creator are found out; the event is emitted. */
SimPoolId sim_run_create_pool (SimRun *run, const SimPool *pool);
/* The id of a pool to be; SIM_NO_POOL: no host memory. */
SimPoolId sim_pool_make_room  (SimMachine *machine);
void      sim_pool_write      (SimWriter *writer, const SimPool *pool);

static inline void
sim_put_pool (SimWriter *writer,
              SimPoolId  pool,
              unsigned   word,
              uint32_t   value)
{
  if (sim_pool_exists (writer->machine, pool))
    sim_put (writer, SIM_TABLE_POOLS, (size_t) pool * SIM_POOL_WORDS + word, value);
}

/* What does not fit into an event is written before it: see sim_run_create_pool (). */
static inline void
sim_apply_pool_created (SimWriter *writer,
                        uint32_t   pool,
                        uint64_t   address,
                        uint32_t   min_nr)
{
  (void) writer;
}

static inline void
sim_apply_pool_empty (SimWriter *writer,
                      uint32_t   pool,
                      uint32_t   gfp)
{
  (void) writer;
}

static inline void
sim_apply_pool_kept (SimWriter *writer,
                     uint32_t   pool,
                     uint64_t   element,
                     uint32_t   reserve)
{
  unsigned word = writer->machine->profile->bits / 8;

  if (!sim_pool_exists (writer->machine, pool))
    return;
  sim_contents_write (writer, sim_pool (writer->machine, pool).elements + (uint64_t) (reserve - 1) * word, element, word);
  sim_put_pool (writer, pool, SIM_POOL_WORD_CURRENT, reserve);
}

static inline void
sim_apply_pool_drawn (SimWriter *writer,
                      uint32_t   pool,
                      uint64_t   element,
                      uint32_t   reserve)
{
  sim_put_pool (writer, pool, SIM_POOL_WORD_CURRENT, reserve);
}

static inline void
sim_apply_pool_destroyed (SimWriter *writer,
                          uint32_t   pool,
                          uint64_t   address)
{
  for (unsigned word = SIM_POOL_WORDS; word > 0; word--)
    sim_put_pool (writer, pool, word - 1, 0);
}
