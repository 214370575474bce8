/* test-slab-random.c - objects taken and given at random, beside a model that is as plain as can be
 *
 * The model keeps slabs in rows of pointers and arrays as the kernel does, moving what is left to the front. Frames are
 * those that the machine took. What a machine did is taken back, and done again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/sim.h"

#define MOST_SLABS   4096
#define MOST_ENTRIES 1024
#define MOST_OBJECTS 256
#define MOST_HELD    3000

typedef struct {
  uint64_t first;                 /* address of object 0 */
  uint32_t active;
  uint32_t freelist[MOST_OBJECTS];
} Slab;

typedef struct {
  Slab    *slabs[MOST_SLABS];     /* head first */
  unsigned n;
} List;

typedef struct {
  uint64_t entries[MOST_ENTRIES];
  unsigned n, limit;
  bool     touched;
} Array;

typedef struct {
  SimCache cache;
  Array    cpu[2], shared;
  List     partial, full, empty;
  unsigned free_objects, free_limit, colour_next;
} Model;

static uint64_t random_state;

static unsigned
random_below (unsigned end)
{
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned) (random_state >> 33) % end;
}

/* --- the model ------------------------------------------------------------------------------ */
static void
list_remove (List *list,
             Slab *slab)
{
  unsigned i = 0;

  while (i < list->n && list->slabs[i] != slab)
    i++;
  if (i == list->n)
    return;
  memmove (list->slabs + i, list->slabs + i + 1, (list->n - i - 1) * sizeof (Slab *));
  list->n--;
}

static void
list_add (List *list,
          Slab *slab,
          bool  at_tail)
{
  assert_true (list->n < MOST_SLABS);
  if (!at_tail)
    memmove (list->slabs + 1, list->slabs, list->n * sizeof (Slab *));
  list->slabs[at_tail ? list->n : 0] = slab;
  list->n++;
}

static void
model_unlist (Model *model,
              Slab  *slab)
{
  list_remove (&model->partial, slab);
  list_remove (&model->full, slab);
  list_remove (&model->empty, slab);
}

static void
model_fill (Model   *model,
            Array   *array,
            Slab    *slab,
            unsigned *wanted)
{
  while (*wanted > 0 && slab->active < model->cache.num)
    {
      array->entries[array->n++] = slab->first + (uint64_t) slab->freelist[slab->active++] * model->cache.size;
      (*wanted)--;
    }
  model_unlist (model, slab);
  list_add (slab->active == model->cache.num ? &model->full : &model->partial, slab, false);
}

static Slab *
model_slab_of (Model    *model,
               uint64_t  address)
{
  const List *lists[] = { &model->partial, &model->full, &model->empty };

  for (unsigned l = 0; l < 3; l++)
    for (unsigned i = 0; i < lists[l]->n; i++)
      if (address >= lists[l]->slabs[i]->first && address < lists[l]->slabs[i]->first + (uint64_t) model->cache.num * model->cache.size)
        return lists[l]->slabs[i];
  return NULL;
}

static void
model_free_block (Model *model,
                  Array *array,
                  unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    {
      Slab *slab = model_slab_of (model, array->entries[i]);

      assert_non_null (slab);
      model_unlist (model, slab);
      slab->freelist[--slab->active] = (uint32_t) ((array->entries[i] - slab->first) / model->cache.size);
      if (slab->active == 0)
        list_add (&model->empty, slab, false);
      else
        list_add (&model->partial, slab, true);
    }
  model->free_objects += n;
  while (model->free_objects > model->free_limit && model->empty.n > 0)
    {
      free (model->empty.slabs[--model->empty.n]);
      model->free_objects -= model->cache.num;
    }
  memmove (array->entries, array->entries + n, (array->n - n) * sizeof array->entries[0]);
  array->n -= n;
}

/* real: what the machine gave, for the frames of a new slab. */
static uint64_t
model_take (Model    *model,
            unsigned  cpu,
            uint64_t  real)
{
  Array *array = &model->cpu[cpu];
  unsigned wanted = !array->touched && model->cache.batch > 16 ? 16 : model->cache.batch;

  if (array->n == 0 && model->shared.n > 0)
    {
      unsigned n = model->shared.n < wanted ? model->shared.n : wanted;

      memcpy (array->entries, model->shared.entries + model->shared.n - n, n * sizeof array->entries[0]);
      model->shared.n -= n;
      array->n = n;
    }
  else if (array->n == 0)
    {
      while (model->free_objects > 0 && wanted > 0 && (model->partial.n > 0 || model->empty.n > 0))
        {
          unsigned before = wanted;

          model_fill (model, array, model->partial.n > 0 ? model->partial.slabs[0] : model->empty.slabs[0], &wanted);
          model->free_objects -= before - wanted;
        }
      if (array->n == 0)
        {
          Slab *slab = calloc (1, sizeof *slab);
          uint64_t page = real & ~(((uint64_t) SIM_PAGE_SIZE << model->cache.order) - 1);

          if (++model->colour_next >= model->cache.colour)
            model->colour_next = 0;
          slab->first = page + model->colour_next * model->cache.colour_off;
          for (uint32_t i = 0; i < model->cache.num; i++)
            slab->freelist[i] = i;
          model_fill (model, array, slab, &wanted);
          model->free_objects += model->cache.num - slab->active;
        }
    }
  array->touched = true;
  return array->entries[--array->n];
}

static void
model_give (Model    *model,
            unsigned  cpu,
            uint64_t  address)
{
  Array *array = &model->cpu[cpu];

  if (array->n == array->limit)
    {
      unsigned room = model->shared.limit - model->shared.n, n = model->cache.batch;

      if (room > 0)
        {
          n = n < room ? n : room;
          memcpy (model->shared.entries + model->shared.n, array->entries, n * sizeof array->entries[0]);
          model->shared.n += n;
          memmove (array->entries, array->entries + n, (array->n - n) * sizeof array->entries[0]);
          array->n -= n;
        }
      else
        model_free_block (model, array, n);
    }
  array->entries[array->n++] = address;
}

static void
model_reap (Model    *model,
            unsigned  cpu)
{
  Array *array = &model->cpu[cpu];
  unsigned n = (array->limit + 4) / 5;

  if (array->n == 0)
    return;
  if (array->touched)
    array->touched = false;
  else
    model_free_block (model, array, n > array->n ? (array->n + 1) / 2 : n);
}

static void
model_clear (Model *model)
{
  List *lists[] = { &model->partial, &model->full, &model->empty };

  for (unsigned l = 0; l < 3; l++)
    for (unsigned i = 0; i < lists[l]->n; i++)
      free (lists[l]->slabs[i]);
}

/* --- both ----------------------------------------------------------------------------------- */
static SimMachine *
idle_machine (unsigned cpus)
{
  SimMachineSpec spec;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.cpus = cpus;
  spec.idle = true;
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  return machine;
}

static uint64_t
call (SimRun     *run,
      SimCallId   id,
      uint64_t    a,
      uint64_t    b)
{
  SimCall one = { .id = id, .args = { a, b } };
  uint64_t result;

  run->serial++;
  assert_int_equal (sim_run_call (run, &one, &result), SIM_OK);
  return result;
}

static void
assert_alike (const SimMachine *machine,
              const Model      *model)
{
  SimCacheNode node = sim_cache_node (machine, model->cache.id, 0);

  assert_int_equal (sim_array (machine, model->cache.id, 0).avail, model->cpu[0].n);
  assert_int_equal (sim_slab_list_length (machine, model->cache.id, 0, SIM_SLAB_LIST_FULL), model->full.n);
  assert_int_equal (sim_slab_list_length (machine, model->cache.id, 0, SIM_SLAB_LIST_PARTIAL), model->partial.n);
  assert_int_equal (node.n_free_slabs, model->empty.n);
  assert_int_equal (node.free_objects, model->free_objects);
  assert_null (sim_machine_check (machine));
}

/* A new cache, and n operations on it; then everything is taken back and done again. */
static void
beside_the_model (unsigned cpus,
                  unsigned size,
                  unsigned n)
{
  SimMachine *machine = idle_machine (cpus);
  Model *model = calloc (1, sizeof *model);
  uint64_t *held = calloc (MOST_HELD, sizeof *held), before, after, descriptor;
  unsigned n_held = 0, most = MOST_HELD;
  uint32_t gfp;
  SimRecord record;
  SimRun run;

  sim_gfp_by_name (sim_profile (machine), "GFP_KERNEL", &gfp);
  sim_record_init (&record);
  before = sim_machine_hash (machine);
  sim_run_init (&run, machine, &record);
  descriptor = ({
    SimCall create = { .id = SIM_CALL_kmem_cache_create, .args = { SIM_N_OWN_STRINGS, size, 0, 0, 1 }, .text = "random" };
    uint64_t result;

    assert_int_equal (sim_run_call (&run, &create, &result), SIM_OK);
    result;
  });
  model->cache = sim_cache (machine, sim_cache_of_descriptor (machine, descriptor));
  for (unsigned cpu = 0; cpu < 2; cpu++)
    model->cpu[cpu].limit = model->cache.limit;
  model->shared.limit = model->cache.shared * model->cache.batch;
  model->free_limit = sim_cache_node (machine, model->cache.id, 0).free_limit;
  if ((uint64_t) size * most > 24u << 20)
    most = (24u << 20) / size;

  for (unsigned i = 0; i < n; i++)
    {
      bool grows = i / 700 % 2 == 0;

      run.cpu = (uint8_t) random_below (cpus);
      if (random_below (400) == 0)
        {
          sim_cache_reap (&run, model->cache.id, false);
          model_reap (model, run.cpu);
        }
      else if (n_held < most && (n_held == 0 || random_below (10) < (grows ? 7u : 3u)))
        {
          uint64_t object = call (&run, SIM_CALL_kmem_cache_alloc, descriptor, gfp);

          assert_true (object != 0);
          assert_int_equal (object, model_take (model, run.cpu, object));
          held[n_held++] = object;
        }
      else
        {
          unsigned which = random_below (n_held);

          call (&run, SIM_CALL_kmem_cache_free, descriptor, held[which]);
          model_give (model, run.cpu, held[which]);
          held[which] = held[--n_held];
        }
      if (i % 97 == 0)
        assert_alike (machine, model);
    }

  while (n_held > 0)
    call (&run, SIM_CALL_kmem_cache_free, descriptor, held[--n_held]);
  call (&run, SIM_CALL_kmem_cache_destroy, descriptor, 0);
  assert_int_equal (run.n_diagnosed, 0);
  assert_null (sim_machine_check (machine));

  after = sim_machine_hash (machine);
  assert_false (record.failed);
  sim_machine_apply (machine, record.changes, record.next_change);
  assert_int_equal (sim_machine_hash (machine), before);
  assert_null (sim_machine_check (machine));
  sim_machine_apply (machine, record.changes, record.next_change);
  assert_int_equal (sim_machine_hash (machine), after);

  sim_record_clear (&record);
  model_clear (model);
  sim_machine_free (machine);
  free (model);
  free (held);
}

static void
one_cpu_takes_and_gives_as_a_plain_model_does (void **state)
{
  beside_the_model (1, 100, 6000);
  beside_the_model (1, 700, 4000);
  beside_the_model (1, 5000, 2000);
}

static void
two_cpus_share_an_array_as_a_plain_model_does (void **state)
{
  beside_the_model (2, 100, 6000);
  beside_the_model (2, 1500, 3000);
}

/* Sizes of all kinds; the machine runs out of memory half-way. */
static void
whatever_is_asked_leaves_a_machine_that_can_be_taken_back (void **state)
{
  SimMachine *machine = idle_machine (2);
  uint64_t held[400] = { 0 }, before = sim_machine_hash (machine);
  uint32_t gfp;
  SimRecord record;
  SimRun run;

  sim_gfp_by_name (sim_profile (machine), "GFP_ATOMIC", &gfp);
  sim_record_init (&record);
  sim_run_init (&run, machine, &record);
  for (unsigned i = 0; i < 6000; i++)
    {
      unsigned which = random_below (400);

      run.cpu = (uint8_t) random_below (2);
      if (held[which] != 0)
        call (&run, SIM_CALL_kfree, held[which], 0);
      held[which] = call (&run, SIM_CALL_kmalloc, random_below (8) == 0 ? random_below (1u << 20) : random_below (9000),
                          gfp | (random_below (16) == 0 ? sim_profile (machine)->gfp_dma : 0));
      if (random_below (300) == 0)
        call (&run, SIM_CALL_cache_reap, 0, 0);
      if (i % 500 == 0)
        assert_null (sim_machine_check (machine));
    }
  assert_null (sim_machine_check (machine));
  sim_machine_apply (machine, record.changes, record.next_change);
  assert_int_equal (sim_machine_hash (machine), before);
  sim_record_clear (&record);
  sim_machine_free (machine);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (one_cpu_takes_and_gives_as_a_plain_model_does),
    cmocka_unit_test (two_cpus_share_an_array_as_a_plain_model_does),
    cmocka_unit_test (whatever_is_asked_leaves_a_machine_that_can_be_taken_back),
  };

  random_state = getenv ("SEED") != NULL ? strtoull (getenv ("SEED"), NULL, 10) : 17;
  printf ("SEED=%llu\n", (unsigned long long) random_state);
  return cmocka_run_group_tests_name ("slab-random", tests, NULL, NULL);
}
