#include "story.h"

#include <stdlib.h>

void
teller_init (Teller  *teller,
             uint64_t seed)
{
  *teller = (Teller) { .state = seed };
}

void
teller_clear (Teller *teller)
{
  free (teller->blocks);
  free (teller->orders);
}

/* splitmix64 */
uint64_t
teller_random (Teller  *teller,
               uint64_t end)
{
  uint64_t z = teller->state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return (z ^ z >> 31) % end;
}

static void
keep (Teller  *teller,
      SimPfn   pfn,
      SimOrder order)
{
  if (teller->n == teller->capacity)
    {
      teller->capacity = 2 * teller->capacity + 64;
      teller->blocks = realloc (teller->blocks, teller->capacity * sizeof *teller->blocks);
      teller->orders = realloc (teller->orders, teller->capacity * sizeof *teller->orders);
    }

  teller->blocks[teller->n] = pfn;
  teller->orders[teller->n++] = order;
}

SimMachine *
story_machine (unsigned mib,
               bool     pcp,
               unsigned cpus)
{
  SimMachineSpec spec;
  SimComplaint complaint;
  SimMachine *machine = NULL;

  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.ram = (uint64_t) mib << 20;
  spec.pcp = pcp;
  spec.cpus = cpus;
  spec.min_free_kbytes = 0;
  assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_OK);
  return machine;
}

Timeline *
story_timeline (unsigned mib,
                bool     pcp)
{
  Timeline *timeline = timeline_new (story_machine (mib, pcp, 2));

  assert_non_null (timeline);
  return timeline;
}

/* Small orders more often than large ones. */
static TimelineOperation
choose (Teller  *teller,
        unsigned share)
{
  TimelineOperation operation = { .kind = TIMELINE_ALLOC, .cpu = (uint8_t) teller_random (teller, 2) };

  if (teller->n > 0 && teller_random (teller, 100) >= share)
    {
      size_t index = teller_random (teller, teller->n);

      operation.kind = TIMELINE_FREE;
      operation.pfn = teller->blocks[index];
      operation.order = teller->orders[index];
      teller->blocks[index] = teller->blocks[--teller->n];
      teller->orders[index] = teller->orders[teller->n];
      return operation;
    }

  uint64_t bits = teller_random (teller, 512) | 512;
  operation.order = (SimOrder) (teller_random (teller, 50) == 0 ? SIM_LARGEST_ORDER : __builtin_ctzll (bits));
  operation.gfp = STORY_GFP_KERNEL | (teller_random (teller, 4) == 0 ? STORY_GFP_HIGHMEM : 0);
  if (operation.order < 2 && teller_random (teller, 8) == 0)
    operation.gfp |= STORY_GFP_ZERO;
  return operation;
}

static void
note (Teller                  *teller,
      const TimelineOperation *operation)
{
  if (operation->kind == TIMELINE_ALLOC && operation->pfn != SIM_NO_PFN)
    keep (teller, operation->pfn, operation->order);
}

void
story_in_full (Timeline *timeline,
               Teller   *teller,
               size_t    n,
               unsigned  share)
{
  for (size_t i = 0; i < n; i++)
    {
      TimelineOperation operation = choose (teller, share);
      SimRun *run = timeline_begin_writing (timeline);

      assert_non_null (run);
      run->serial = timeline_next_serial (timeline);
      run->cpu = operation.cpu;
      if (operation.kind == TIMELINE_ALLOC)
        operation.pfn = sim_alloc_pages (run, operation.gfp, operation.order);
      else
        sim_free_pages (run, operation.pfn, operation.order);
      assert_int_equal (timeline_end_writing (timeline), SIM_OK);
      note (teller, &operation);
    }
}

void
story_in_bulk (Timeline *timeline,
               Teller   *teller,
               size_t    n,
               unsigned  share)
{
  for (size_t i = 0; i < n; i++)
    {
      TimelineOperation operation = choose (teller, share);

      assert_int_equal (timeline_run_bulk (timeline, &operation, 1), SIM_OK);
      note (teller, &operation);
    }
}

void
story_event (Timeline    *timeline,
             SimEventKind kind,
             uint64_t     a,
             uint64_t     b)
{
  SimEvent event = { .kind = (uint16_t) kind, .serial = timeline_next_serial (timeline), .arg = { a, b } };

  assert_int_equal (timeline_observe (timeline, &event, SIM_SIMULATED), SIM_OK);
}

void
story_step (Timeline *timeline,
            Teller   *teller,
            unsigned  number,
            unsigned  n_statements)
{
  story_event (timeline, SIM_EVENT_STATEMENT, 10 * number, 0);
  story_event (timeline, SIM_EVENT_STEP_BEGAN, number, 0);

  for (unsigned i = 1; i <= n_statements; i++)
    {
      story_event (timeline, SIM_EVENT_STATEMENT, 10 * number + i, 0);
      story_in_full (timeline, teller, 1, 60);

      SimRun *run = timeline_begin_writing (timeline);
      sim_run_set_word (run, i, number * 1000 + teller->n);
      sim_run_print (run, 6, "a line of the log\n", 18);
      if (teller->n > 0)
        sim_run_write_memory (run, sim_pfn_to_virt (timeline_machine (timeline), teller->blocks[0]), number * i, 4);
      assert_int_equal (timeline_end_writing (timeline), SIM_OK);
      if (i % 2)
        story_event (timeline, SIM_EVENT_SAID, i, 0);
    }
}

uint64_t
story_hash (const Timeline *timeline)
{
  return sim_machine_hash (timeline_machine (timeline));
}

uint64_t *
story_hashes (Timeline *timeline)
{
  JournalPosition end = timeline_end (timeline);
  uint64_t *hashes = malloc ((end + 1) * sizeof *hashes);

  assert_non_null (hashes);
  for (JournalPosition position = 0; position <= end; position++)
    {
      assert_int_equal (timeline_seek (timeline, position), SIM_OK);
      assert_int_equal (timeline_position (timeline), position);
      hashes[position] = story_hash (timeline);
    }

  return hashes;
}
