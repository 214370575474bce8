/* slab-run.c - what is written of caches when no event has the room for it */

#include "sim/state/emit.h"

/* A cache's record and arrays, and the heads of its lists. */
static size_t
most_changes (const SimMachine     *machine,
              const SimCacheLayout *layout)
{
  return 2u * SIM_CACHE_WORDS + sim_cache_room_needed (machine, layout) + sim_cache_n_heads (machine) * SIM_SLAB_WORDS;
}

SimCacheId
sim_run_create_cache (SimRun               *run,
                      const SimCacheLayout *layout)
{
  SimPen pen = sim_pen_of (run);
  SimCacheId cache;

  if (!sim_cache_make_room (run->machine, layout))
    return SIM_NO_CACHE;
  sim_pen_expect (&pen, most_changes (run->machine, layout));
  cache = sim_cache_write (&pen.writer, layout, pen.serial);
  sim_emit_cache_created (&pen, cache, layout->size, layout->order, layout->num);
  sim_pen_rest (&pen);
  return cache;
}

bool
sim_slabs_have_room (SimRun     *run,
                     SimCacheId  cache)
{
  return sim_slab_make_room (run->machine, cache);
}

bool
sim_cache_has_room (SimRun               *run,
                    const SimCacheLayout *layout)
{
  return sim_cache_make_room (run->machine, layout);
}
