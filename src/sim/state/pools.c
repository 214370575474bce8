/* pools.c - see sim/pools.h and pools.h */

#include "sim/state/pools.h"

static uint32_t
word_of (const SimMachine *machine,
         SimPoolId         pool,
         unsigned          word)
{
  return machine->words_of[SIM_TABLE_POOLS][(size_t) pool * SIM_POOL_WORDS + word];
}

static uint64_t
address_in (const SimMachine *machine,
            SimPoolId         pool,
            unsigned          word)
{
  return word_of (machine, pool, word) | (uint64_t) word_of (machine, pool, word + 1) << 32;
}

unsigned
sim_n_pools (const SimMachine *machine)
{
  return word_of (machine, 0, SIM_POOL_WORD_STATE);
}

bool
sim_pool_exists (const SimMachine *machine,
                 SimPoolId         pool)
{
  return pool != SIM_NO_POOL && pool <= sim_n_pools (machine) && word_of (machine, pool, SIM_POOL_WORD_STATE) != 0;
}

SimPool
sim_pool (const SimMachine *machine,
          SimPoolId         pool)
{
  return (SimPool) {
    .id = pool,
    .kind = (SimPoolKind) (word_of (machine, pool, SIM_POOL_WORD_STATE) - 1),
    .address = address_in (machine, pool, SIM_POOL_WORD_ADDRESS),
    .elements = address_in (machine, pool, SIM_POOL_WORD_ELEMENTS),
    .data = word_of (machine, pool, SIM_POOL_WORD_DATA),
    .min_nr = word_of (machine, pool, SIM_POOL_WORD_MIN),
    .curr_nr = word_of (machine, pool, SIM_POOL_WORD_CURRENT),
    .creator = word_of (machine, pool, SIM_POOL_WORD_CREATOR),
  };
}

SimPoolId
sim_pool_of_address (const SimMachine *machine,
                     uint64_t          address)
{
  for (SimPoolId pool = 1; pool <= sim_n_pools (machine); pool++)
    if (sim_pool_exists (machine, pool) && sim_pool (machine, pool).address == address)
      return pool;
  return SIM_NO_POOL;
}

uint64_t
sim_pool_element (const SimMachine *machine,
                  SimPoolId         pool,
                  uint32_t          entry)
{
  unsigned width = machine->profile->bits / 8;
  uint64_t element = 0;

  for (unsigned i = 0; i < width; i++)
    {
      uint8_t byte = 0;

      sim_memory_byte (machine, sim_pool (machine, pool).elements + (uint64_t) entry * width + i, &byte);
      element |= (uint64_t) byte << (8 * i);
    }
  return element;
}

SimPoolId
sim_pool_make_room (SimMachine *machine)
{
  SimPoolId pool = 1;

  while (sim_pool_exists (machine, pool))
    pool++;
  return sim_table_grow (machine, SIM_TABLE_POOLS, (size_t) (pool + 1) * SIM_POOL_WORDS) ? pool : SIM_NO_POOL;
}

void
sim_pool_write (SimWriter     *writer,
                const SimPool *pool)
{
  uint32_t words[] = { pool->kind + 1u, pool->data, pool->min_nr, pool->curr_nr, (uint32_t) pool->address, (uint32_t) (pool->address >> 32),
                       (uint32_t) pool->elements, (uint32_t) (pool->elements >> 32), pool->creator };

  if (pool->id > sim_n_pools (writer->machine))
    sim_put (writer, SIM_TABLE_POOLS, SIM_POOL_WORD_STATE, pool->id);
  for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
    sim_put (writer, SIM_TABLE_POOLS, (size_t) pool->id * SIM_POOL_WORDS + i, words[i]);
}
