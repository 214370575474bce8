/* test-slub-random.c - any operations on two CPUs do what a SLUB does that is written down naively */

#include <string.h>

#include "slub-world.h"

/* SLUB as one would write it down: each slab's freelist an array with its head last. */
typedef struct {
  uint64_t first;                 /* address; 0: there is no such slab */
  unsigned free[IN_A_SLAB], n_free, inuse;
  bool     is_frozen;
} NaiveSlab;

enum { MOST_SLABS = 256, MOST_OBJECTS = 4096, N_CPUS = 2 };

typedef struct {
  NaiveSlab slabs[MOST_SLABS];
  struct {
    int      slab;                /* -1: none */
    unsigned free[IN_A_SLAB], n_free;
    int      partial[MOST_SLABS]; /* the last is the head */
    unsigned n_partial;
  } cpus[N_CPUS];
  int      partial[MOST_SLABS];   /* the first is the head */
  unsigned n_partial, cpu_partial_slabs, min_partial;
} Naive;

static void
naive_add_partial (Naive *naive,
                   int    slab,
                   bool   to_tail)
{
  naive->slabs[slab].is_frozen = false;
  if (!to_tail)
    memmove (naive->partial + 1, naive->partial, naive->n_partial * sizeof *naive->partial);
  naive->partial[to_tail ? naive->n_partial : 0] = slab;
  naive->n_partial++;
}

static void
naive_remove_partial (Naive *naive,
                      int    slab)
{
  unsigned i = 0;

  while (naive->partial[i] != slab)
    i++;
  naive->n_partial--;
  memmove (naive->partial + i, naive->partial + i + 1, (naive->n_partial - i) * sizeof *naive->partial);
}

static void
naive_unfreeze (Naive    *naive,
                unsigned  cpu)
{
  while (naive->cpus[cpu].n_partial > 0)
    {
      int slab = naive->cpus[cpu].partial[--naive->cpus[cpu].n_partial];

      if (naive->slabs[slab].inuse == 0 && naive->n_partial >= naive->min_partial)
        naive->slabs[slab].first = 0;
      else
        naive_add_partial (naive, slab, true);
    }
}

static void
naive_put_cpu_partial (Naive    *naive,
                       unsigned  cpu,
                       int       slab,
                       bool      drain)
{
  if (drain && naive->cpus[cpu].n_partial >= naive->cpu_partial_slabs)
    naive_unfreeze (naive, cpu);
  naive->slabs[slab].is_frozen = true;
  naive->cpus[cpu].partial[naive->cpus[cpu].n_partial++] = slab;
}

static void
naive_load (Naive    *naive,
            unsigned  cpu,
            int       slab)
{
  NaiveSlab *of = &naive->slabs[slab];

  memcpy (naive->cpus[cpu].free, of->free, sizeof of->free);
  naive->cpus[cpu].n_free = of->n_free;
  naive->cpus[cpu].slab = slab;
  of->n_free = 0;
  of->inuse = IN_A_SLAB;
  of->is_frozen = true;
}

/* False: a new slab is needed. */
static bool
naive_refill (Naive    *naive,
              unsigned  cpu)
{
  int slab = naive->cpus[cpu].slab;

  if (slab >= 0 && naive->slabs[slab].n_free == 0)
    {
      naive->slabs[slab].is_frozen = false;
      naive->cpus[cpu].slab = slab = -1;
    }
  if (slab < 0 && naive->cpus[cpu].n_partial > 0)
    slab = naive->cpus[cpu].partial[--naive->cpus[cpu].n_partial];
  if (slab >= 0)
    {
      naive_load (naive, cpu, slab);
      return true;
    }
  if (naive->n_partial == 0)
    return false;
  slab = naive->partial[0];
  naive_remove_partial (naive, slab);
  naive_load (naive, cpu, slab);
  for (unsigned i = 0; i <= naive->cpu_partial_slabs / 2 && naive->n_partial > 0; i++)
    {
      slab = naive->partial[0];
      naive_remove_partial (naive, slab);
      naive_put_cpu_partial (naive, cpu, slab, false);
    }
  return true;
}

static void
naive_grow (Naive    *naive,
            unsigned  cpu,
            uint64_t  first)
{
  int slab = 0;

  while (naive->slabs[slab].first != 0)
    slab++;
  naive->slabs[slab] = (NaiveSlab) { .first = first, .n_free = IN_A_SLAB };
  for (unsigned i = 0; i < IN_A_SLAB; i++)
    naive->slabs[slab].free[i] = IN_A_SLAB - 1 - i;
  naive_load (naive, cpu, slab);
}

static void
naive_free (Naive    *naive,
            unsigned  cpu,
            uint64_t  address)
{
  int slab = 0;
  NaiveSlab *of;
  unsigned index;

  while (naive->slabs[slab].first != (address & ~UINT64_C (0xfff)))
    slab++;
  of = &naive->slabs[slab];
  index = (unsigned) (address - of->first) / 128;
  if (naive->cpus[cpu].slab == slab)
    {
      naive->cpus[cpu].free[naive->cpus[cpu].n_free++] = index;
      return;
    }
  of->free[of->n_free++] = index;
  of->inuse--;
  if (of->is_frozen)
    return;
  if (of->n_free == 1)
    naive_put_cpu_partial (naive, cpu, slab, true);
  else if (of->inuse == 0 && naive->n_partial >= naive->min_partial)
    {
      naive_remove_partial (naive, slab);
      of->first = 0;
    }
}

static void
naive_shrink (Naive *naive)
{
  int old[MOST_SLABS];
  unsigned n = 0;

  for (unsigned cpu = 0; cpu < N_CPUS; cpu++)
    {
      int slab = naive->cpus[cpu].slab;

      if (slab >= 0)
        {
          NaiveSlab *of = &naive->slabs[slab];
          bool has_own = of->n_free > 0;

          for (unsigned i = 0; i < naive->cpus[cpu].n_free; i++)
            of->free[of->n_free++] = naive->cpus[cpu].free[i];
          of->inuse -= naive->cpus[cpu].n_free;
          naive->cpus[cpu].n_free = 0;
          naive->cpus[cpu].slab = -1;
          of->is_frozen = false;
          if (of->inuse == 0 && naive->n_partial >= naive->min_partial)
            of->first = 0;
          else if (of->n_free > 0)
            naive_add_partial (naive, slab, has_own);
        }
      naive_unfreeze (naive, cpu);
    }
  memcpy (old, naive->partial, sizeof old);
  n = naive->n_partial;
  naive->n_partial = 0;
  /* Shorter than list_splice (): by the number of free objects, the last one first. */
  for (unsigned n_free = 1; n_free <= IN_A_SLAB; n_free++)
    for (unsigned i = n; i > 0; i--)
      if (naive->slabs[old[i - 1]].n_free == n_free)
        {
          if (naive->slabs[old[i - 1]].inuse == 0)
            naive->slabs[old[i - 1]].first = 0;
          else
            naive->partial[naive->n_partial++] = old[i - 1];
        }
}

static uint64_t
first_of (World     *world,
          SimSlabId  slab)
{
  return slab != SIM_NO_SLAB ? sim_slab (world->machine, slab).s_mem : 0;
}

static void
assert_as_naive (World       *world,
                 SimCacheId   cache,
                 const Naive *naive)
{
  SimSlabId slab = sim_slab_first (world->machine, cache, 0, SIM_SLAB_LIST_PARTIAL);

  for (unsigned i = 0; i < naive->n_partial; i++, slab = sim_slab_next (world->machine, slab))
    {
      assert_int_equal (first_of (world, slab), naive->slabs[naive->partial[i]].first);
      assert_int_equal (sim_slab (world->machine, slab).active, naive->slabs[naive->partial[i]].inuse);
    }
  assert_int_equal (slab, SIM_NO_SLAB);
  for (unsigned cpu = 0; cpu < N_CPUS; cpu++)
    {
      slab = sim_slab_first (world->machine, cache, cpu, SIM_SLAB_LIST_CPU_PARTIAL);
      for (unsigned i = naive->cpus[cpu].n_partial; i > 0; i--, slab = sim_slab_next (world->machine, slab))
        assert_int_equal (first_of (world, slab), naive->slabs[naive->cpus[cpu].partial[i - 1]].first);
      assert_int_equal (slab, SIM_NO_SLAB);
      assert_int_equal (first_of (world, sim_slab_first (world->machine, cache, cpu, SIM_SLAB_LIST_ACTIVE)),
                        naive->cpus[cpu].slab >= 0 ? naive->slabs[naive->cpus[cpu].slab].first : 0);
      assert_int_equal (sim_array (world->machine, cache, cpu).avail, naive->cpus[cpu].n_free);
    }
}

static uint32_t
next_random (uint32_t *seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return *seed >> 8;
}

static void
any_operations_do_what_a_naive_slub_does_and_are_taken_back (void **state)
{
  World *world = world_new ("6.1-i386", 64u << 20, N_CPUS);
  SimCacheId cache = small_cache (world);
  static Naive naive;
  static uint64_t objects[MOST_OBJECTS];
  unsigned n_objects = 0;
  uint64_t hash = sim_machine_hash (world->machine);
  size_t n_changes = sim_record_n_changes (&world->record);
  uint32_t seed = 1;

  memset (&naive, 0, sizeof naive);
  naive.cpus[0].slab = naive.cpus[1].slab = -1;
  naive.cpu_partial_slabs = sim_cache (world->machine, cache).cpu_partial_slabs;
  naive.min_partial = sim_cache (world->machine, cache).min_partial;
  for (unsigned i = 0; i < 30000; i++)
    {
      unsigned what = next_random (&seed) % 100, wish = i / 3000 % 2 == 0 ? 60 : 40;

      world->run.cpu = (uint8_t) (next_random (&seed) % N_CPUS);
      if (what == 99 && i % 7 == 0)
        {
          CALL (world, kmem_cache_shrink, sim_cache (world->machine, cache).descriptor);
          naive_shrink (&naive);
        }
      else if (what < wish && n_objects < MOST_OBJECTS)
        {
          uint64_t object = take (world, cache);
          unsigned cpu = world->run.cpu;

          if (naive.cpus[cpu].n_free == 0 && !naive_refill (&naive, cpu))
            naive_grow (&naive, cpu, object);
          assert_int_equal (object, naive.slabs[naive.cpus[cpu].slab].first + 128 * naive.cpus[cpu].free[--naive.cpus[cpu].n_free]);
          objects[n_objects++] = object;
        }
      else if (n_objects > 0)
        {
          unsigned which = next_random (&seed) % n_objects;

          give (world, objects[which]);
          naive_free (&naive, world->run.cpu, objects[which]);
          objects[which] = objects[--n_objects];
        }
      if (i % 16 == 0)
        assert_as_naive (world, cache, &naive);
      if (i % 1000 == 0)
        assert_null (sim_machine_check (world->machine));
    }
  assert_int_equal (sim_cache_n_in_use (world->machine, cache), n_objects);
  sim_machine_apply (world->machine, world->record.changes + n_changes, world->record.next_change);
  assert_int_equal (sim_machine_hash (world->machine), hash);
  world_free (world);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (any_operations_do_what_a_naive_slub_does_and_are_taken_back),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
