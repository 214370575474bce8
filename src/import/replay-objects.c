/* replay-objects.c - see replay-objects.h */
#include "import/replay-objects.h"

#include <string.h>

#include "sim/snapshot.h"

#define MOST_UNSEEN 512

/* Its objects are taken in bulk as well, without an event. */
const char *const replay_caches_left_out[] = { "maple_node", NULL };

void
replay_objects_init (ReplayObjects            *objects,
                     const ReplayObjectsGiven *given,
                     SimRun                   *run,
                     ReplayReport             *report)
{
  *objects = (ReplayObjects) { .run = run, .report = report };
  if (given == NULL)
    return;
  objects->trace = given->trace;
  objects->calls = given->calls;
  if (given->calls != NULL)
    objects->created = g_new0 (SimCacheId, given->calls->n_creations);
  objects->model_of = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  run->slab_frames_are_observed = true;
}

void
replay_objects_clear (ReplayObjects *objects)
{
  g_clear_pointer (&objects->model_of, g_hash_table_unref);
  g_clear_pointer (&objects->created, g_free);
}

/* --- frames --------------------------------------------------------------------------------- */

void
replay_objects_took (ReplayObjects *objects,
                     SimPfn         pfn,
                     uint32_t       gfp)
{
  SimRun *run = objects->run;

  if (objects->trace == NULL)
    return;
  if (run->n_slab_frames == SIM_MAX_SLAB_FRAMES)
    {
      memmove (run->slab_frames, run->slab_frames + 1, (SIM_MAX_SLAB_FRAMES - 1) * sizeof run->slab_frames[0]);
      run->n_slab_frames--;
    }
  run->slab_frames[run->n_slab_frames++] = (SimSlabFrames) { pfn, gfp };
}

/* cache_reap () gives free slabs back: which, the trace tells. */
void
replay_objects_frees (ReplayObjects *objects,
                      SimPfn         pfn)
{
  if (objects->trace != NULL)
    sim_slab_give_back (objects->run, pfn);
}

/* --- objects -------------------------------------------------------------------------------- */

static void
remember (ReplayObjects *objects,
          uint64_t       real,
          uint64_t       model)
{
  gint64 key = (gint64) real;

  if (real == model)
    g_hash_table_remove (objects->model_of, &key);
  else
    g_hash_table_insert (objects->model_of, g_memdup2 (&key, sizeof key), g_memdup2 (&model, sizeof model));
}

static uint64_t
model_of (ReplayObjects *objects,
          uint64_t       real)
{
  gint64 key = (gint64) real;
  const uint64_t *model = g_hash_table_lookup (objects->model_of, &key);

  return model != NULL ? *model : real;
}

/* Frames that wait to be a slab: it may be of any cache. */
static gboolean
was_just_taken (const SimRun *run,
                SimPfn        pfn)
{
  for (unsigned i = 0; i < run->n_slab_frames; i++)
    {
      SimBlock block = sim_block_at (run->machine, run->slab_frames[i].pfn);

      if (pfn >= block.first && pfn < block.end)
        return TRUE;
    }
  return FALSE;
}

/* The name, or what the frame or the size tell; SIM_NO_CACHE: nobody knows. */
static SimCacheId
cache_of (ReplayObjects     *objects,
          const ObjectEvent *event)
{
  const SimMachine *machine = objects->run->machine;
  SimCacheId found = SIM_NO_CACHE;
  unsigned n_found = 0;
  SimSlabId slab;
  SimPfn pfn;

  if (event->creation != 0)
    return event->creation <= objects->n_created ? objects->created[event->creation - 1] : SIM_NO_CACHE;
  if (event->cache != 0)
    return sim_cache_named (machine, g_quark_to_string (event->cache));
  if (!sim_virt_to_pfn (machine, event->address, &pfn))
    return SIM_NO_CACHE;
  slab = sim_slab_of_pfn (machine, pfn);
  if (slab != SIM_NO_SLAB)
    return sim_slab (machine, slab).cache;
  for (SimCacheId id = sim_cache_first (machine); id != SIM_NO_CACHE; id = sim_cache_next (machine, id))
    {
      SimCache cache = sim_cache (machine, id);

      if (cache.size == event->given && cache.object_size == event->asked && (cache.flags & SIM_SLAB_KMALLOC) == 0)
        {
          found = id;
          n_found++;
        }
    }
  if (!was_just_taken (objects->run, pfn))
    return SIM_NO_CACHE;
  if (n_found > 1)
    return event->cache_by_size != 0 ? sim_cache_named (machine, g_quark_to_string (event->cache_by_size)) : SIM_NO_CACHE;
  return found;
}

static gboolean
is_left_out (const SimMachine *machine,
             SimCacheId        cache)
{
  return g_strv_contains (replay_caches_left_out, sim_cache (machine, cache).name);
}

static uint64_t
take (ReplayObjects *objects,
      SimCacheId     cache,
      uint32_t       gfp)
{
  return sim_cache_alloc (objects->run, cache, gfp & ~sim_profile (objects->run->machine)->gfp_zero);
}

/* What stands before the real one in the array was taken in bulk. */
static uint64_t
take_behind_unseen (ReplayObjects *objects,
                    SimCacheId     cache,
                    uint32_t       gfp,
                    uint64_t       real,
                    uint64_t       predicted)
{
  SimObject object;

  for (unsigned n = 0; predicted != real && predicted != 0 && n < MOST_UNSEEN; n++)
    {
      if (!sim_object_at (objects->run->machine, real, &object) || object.state == SIM_OBJECT_IN_USE)
        break;
      objects->report->n_objects_unseen++;
      predicted = take (objects, cache, gfp);
    }
  return predicted;
}

static void
add_difference (ReplayObjects     *objects,
                const ObjectEvent *event,
                uint32_t           line,
                SimCacheId         cache,
                uint64_t           predicted)
{
  ReplayReport *report = objects->report;
  ReplayObjectDifference *difference;

  if (report->n_object_differences == REPLAY_MAX_DIFFERENCES)
    return;
  difference = &report->object_differences[report->n_object_differences++];
  *difference = (ReplayObjectDifference) { .line = line, .predicted = predicted, .real = event->address };
  g_strlcpy (difference->cache, sim_cache (objects->run->machine, cache).name, sizeof difference->cache);
}

static void
play_taking (ReplayObjects     *objects,
             const ObjectEvent *event,
             uint32_t           line)
{
  ReplayReport *report = objects->report;
  const SimMachine *machine = objects->run->machine;
  SimCacheId cache = event->kind == OBJECT_KMALLOC ? sim_kmalloc_cache (machine, event->asked, event->gfp) : cache_of (objects, event);
  uint64_t predicted;

  /* Of so large a size pages are told of. ZERO_SIZE_PTR and NULL are no objects. */
  if (event->address < SIM_PAGE_SIZE || (event->kind == OBJECT_KMALLOC && cache == SIM_NO_CACHE))
    return;
  if (cache == SIM_NO_CACHE)
    {
      report->n_objects_unknown++;
      return;
    }

  predicted = take (objects, cache, event->gfp);
  if (is_left_out (machine, cache))
    {
      report->n_objects_left_out++;
      predicted = take_behind_unseen (objects, cache, event->gfp, event->address, predicted);
    }
  else
    {
      report->n_objects++;
      if (predicted == event->address)
        report->n_objects_exact++;
      else
        add_difference (objects, event, line, cache, predicted);
    }
  remember (objects, event->address, predicted);
}

static void
play_giving (ReplayObjects     *objects,
             const ObjectEvent *event)
{
  const SimMachine *machine = objects->run->machine;
  uint64_t address = model_of (objects, event->address);
  SimObject object;
  SimCacheId cache;

  remember (objects, event->address, event->address);
  if (address < SIM_PAGE_SIZE || !sim_object_at (machine, address, &object))
    return;
  cache = sim_slab (machine, object.slab).cache;
  /* It was taken in bulk, and what stood before it. */
  for (unsigned n = 0; object.state == SIM_OBJECT_IN_ARRAY && is_left_out (machine, cache) && n < MOST_UNSEEN; n++)
    {
      if (sim_array (machine, cache, objects->run->cpu).avail == 0 || take (objects, cache, event->gfp) == 0)
        break;
      objects->report->n_objects_unseen++;
      sim_object_at (machine, address, &object);
    }
  if (object.state == SIM_OBJECT_IN_USE && object.address == address)
    sim_kfree (objects->run, address);
  else
    objects->report->n_objects_strange++;
}

/* Caches that the kernel had made before event i of the trace. What it took for them the trace tells by itself. */
static void
create_until (ReplayObjects *objects,
              size_t         i)
{
  for (; objects->calls != NULL && objects->n_created < objects->calls->n_creations; objects->n_created++)
    {
      const CallCreation *creation = &objects->calls->creations[objects->n_created];
      const SimCacheWish wish = {
        .name = creation->name, .size = creation->size, .align = creation->align, .flags = creation->flags, .ctor = creation->has_ctor,
      };

      if (creation->event > i)
        return;
      if (creation->descriptor != 0)
        objects->created[objects->n_created] = sim_cache_appear (objects->run, &wish, model_of (objects, creation->descriptor));
    }
}

void
replay_objects_play (ReplayObjects *objects,
                     size_t         i,
                     uint32_t       line)
{
  const ObjectEvent *event;

  if (objects->trace == NULL)
    return;
  create_until (objects, i);
  event = &objects->trace->events[i];
  switch ((ObjectKind) event->kind)
    {
    case OBJECT_KMALLOC:
    case OBJECT_CACHE_ALLOC:
      play_taking (objects, event, line);
      break;
    case OBJECT_KFREE:
    case OBJECT_CACHE_FREE:
      play_giving (objects, event);
      break;
    case OBJECT_REAP:
      for (SimCacheId cache = sim_cache_first (objects->run->machine); cache != SIM_NO_CACHE;
           cache = sim_cache_next (objects->run->machine, cache))
        sim_cache_reap (objects->run, cache, false);
      break;
    case OBJECT_NONE:
      break;
    }
}
