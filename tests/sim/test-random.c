/* test-random.c - long random sequences: against the naive model, recorded against in bulk, and back again
 *
 * $PAGESCAPE_SEED repeats a run; a sequence that fails is shrunk before it is printed.
 */

#include "model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

typedef enum { ALLOC, FREE, DRAIN, KSWAPD } Kind;

typedef struct {
  Kind     kind;
  uint8_t  cpu, order;
  uint32_t gfp, which;
} Op;

typedef struct {
  const char *name, *profile;
  uint64_t    ram, highmem;
  unsigned    cpus;
  bool        pcp, tiny;
} Setting;

static const Setting settings[] = {
  { "6.1, 96M with 32M of HighMem", "6.1-i386", 96u << 20, 32u << 20, 1, true, false },
  { "6.1, 64M, two CPUs", "6.1-i386", 64u << 20, UINT64_MAX, 2, true, false },
  { "6.1, 64M, bare buddy system", "6.1-i386", 64u << 20, UINT64_MAX, 1, false, false },
  { "5.10, 96M with 32M of HighMem, bare buddy system", "5.10-i386", 96u << 20, 32u << 20, 1, false, false },
  { "2.6.11, 96M with 32M of HighMem, two CPUs", "2.6.11-i386", 96u << 20, 32u << 20, 2, true, false },
  { "2.6.11, 64M, bare buddy system", "2.6.11-i386", 64u << 20, UINT64_MAX, 1, false, false },
};

static uint64_t seed, state;

static uint32_t
draw (uint32_t n)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t) (state >> 20) % n;
}

/* Two page blocks of one zone and a half: invariants can be looked at after each event. */
static SimMachine *
machine_of (const Setting *setting)
{
  SimRange memory[] = { { 0x1000, 0x9f000, SIM_RANGE_RAM, 0 }, { 0x100000, 0xa00000, SIM_RANGE_RAM, 0 } };
  SimMachineSpec spec;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id (setting->profile));
  spec.ram = setting->ram;
  spec.highmem = setting->highmem;
  spec.cpus = setting->cpus;
  spec.pcp = setting->pcp;
  if (setting->tiny)
    {
      spec.memory = memory;
      spec.n_memory = 2;
      spec.memory_is_memblock = true;
      spec.reserved_given = true;
    }
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  return machine;
}

/* Who asks: any of the first, with any of the second now and then; names that a kernel does not have ask for nothing. */
static uint32_t
draw_gfp (const SimProfile *profile)
{
  static const char *const wholes[] = {
    "GFP_KERNEL", "GFP_KERNEL", "GFP_ATOMIC", "GFP_ATOMIC", "GFP_NOWAIT", "GFP_NOFS", "GFP_NOIO", "GFP_HIGHUSER",
    "GFP_HIGHUSER_MOVABLE", "GFP_USER", "GFP_TRANSHUGE_LIGHT", "__GFP_HIGH", "__GFP_RECLAIM",
  };
  static const char *const parts[] = {
    "__GFP_MOVABLE", "__GFP_RECLAIMABLE", "__GFP_HIGHMEM", "__GFP_DMA", "__GFP_COLD", "__GFP_HIGH", "__GFP_NOMEMALLOC",
    "__GFP_NORETRY", "__GFP_RETRY_MAYFAIL", "__GFP_NOFAIL", "__GFP_MEMALLOC", "__GFP_KSWAPD_RECLAIM", "__GFP_FS", "__GFP_IO",
  };
  uint32_t gfp = 0, bits;

  if (draw (6) > 0 && sim_gfp_by_name (profile, wholes[draw (sizeof wholes / sizeof wholes[0])], &bits))
    gfp = bits;
  while (draw (2) == 0)
    {
      const char *name = parts[draw (sizeof parts / sizeof parts[0])];

      /* Those that take everything there is would leave nothing to be refused. */
      if (sim_gfp_by_name (profile, name, &bits) && (strcmp (name, "__GFP_MEMALLOC") != 0 || draw (8) == 0))
        gfp |= bits;
    }
  if (gfp & profile->gfp_dma)
    gfp &= ~profile->gfp_highmem;
  if (gfp & profile->gfp_movable)
    gfp &= ~profile->gfp_reclaimable;
  return gfp & ~profile->gfp_zero;
}

/* Fills until the marks refuse, and then drains to one bound and fills to another, again and again, so that all is
 * seen from full to empty. */
static Op *
draw_ops (const SimProfile *profile,
          unsigned          cpus,
          size_t            n)
{
  Op *ops = calloc (n, sizeof *ops);
  unsigned chance = 50;

  for (size_t i = 0; i < n; i++)
    {
      unsigned order = 0;

      if (i % 6000 == 0)
        chance = i == 0 ? 95 : 30 + draw (60);
      while (order < 10 && draw (3) == 0)
        order++;
      ops[i] = (Op) {
        .kind = draw (2000) == 0 ? DRAIN : draw (5000) == 0 ? KSWAPD : draw (100) < chance ? ALLOC : FREE,
        .cpu = (uint8_t) draw (cpus),
        .order = (uint8_t) order,
        .gfp = draw_gfp (profile),
        .which = draw (1u << 30),
      };
    }
  return ops;
}

typedef struct {
  SimPfn   pfn;
  unsigned order;
} Live;

/* Somebody reports that kswapd begins to work on a zone, or ends. */
static void
set_active (SimRun  *run,
            unsigned zone,
            bool     active)
{
  SimEvent event = sim_event_reclaim_active (zone, active);

  sim_run_event (run, &event);
}

/* Number of the first op after which machine and model differ; n: none. */
static size_t
first_difference (const Setting *setting,
                  const Op      *ops,
                  size_t         n,
                  size_t         look_every,
                  const char   **what)
{
  SimMachine *machine = machine_of (setting);
  Model *model = model_new (machine);
  Live *live = calloc (n + 1, sizeof *live);
  size_t n_live = 0, i;
  SimRun run;

  *what = NULL;
  sim_run_init (&run, machine, NULL);
  for (i = 0; i < n && *what == NULL; i++)
    {
      const Op *op = &ops[i];

      run.cpu = op->cpu;
      if (op->kind == ALLOC)
        {
          SimPfn ours = sim_alloc_pages (&run, op->gfp, op->order);

          if (ours != model_alloc (model, op->cpu, op->gfp, op->order))
            *what = "the frame that was given";
          if (ours != SIM_NO_PFN)
            live[n_live++] = (Live) { ours, op->order };
        }
      else if (op->kind == FREE && n_live > 0)
        {
          Live *one = &live[op->which % n_live];

          sim_free_pages (&run, one->pfn, (SimOrder) one->order);
          model_give (model, op->cpu, one->pfn, one->order);
          *one = live[--n_live];
        }
      else if (op->kind == DRAIN && sim_profile (machine)->buddy.has_migrate_types)
        {
          SimCall call = { .id = SIM_CALL_drain_all_pages };

          sim_run_call (&run, &call, NULL);
          model_drain (model);
        }
      else if (op->kind == KSWAPD)
        {
          unsigned zone = op->which % sim_n_zones (machine);

          set_active (&run, zone, op->which >> 8 & 1);
          model_set_active (model, zone, op->which >> 8 & 1 && sim_profile (machine)->marks.reclaim_limits_pcp);
        }
      if (*what == NULL && (i + 1) % look_every == 0)
        *what = model_difference (model, machine);
      if (*what == NULL && (i + 1) % (look_every * 16) == 0)
        *what = sim_machine_check (machine);
    }
  if (*what == NULL)
    *what = model_difference (model, machine);
  if (*what == NULL)
    *what = sim_machine_check (machine);
  free (live);
  model_free (model);
  sim_machine_free (machine);
  return *what == NULL ? n : i;
}

/* Leaves out stretches of the sequence, shorter and shorter ones, as long as it still fails; a thousand
 * tries are enough. */
static size_t
shrink (const Setting *setting,
        Op            *ops,
        size_t         n)
{
  Op *tried = calloc (n + 1, sizeof *tried);
  unsigned n_tries = 0;
  const char *what;

  for (size_t stretch = n / 2; stretch > 0; stretch /= 2)
    for (size_t at = 0; at + stretch <= n && n_tries < 1000; n_tries++)
      {
        memcpy (tried, ops, at * sizeof *ops);
        memcpy (tried + at, ops + at + stretch, (n - at - stretch) * sizeof *ops);
        first_difference (setting, tried, n - stretch, n > 400 ? 100 : 1, &what);
        if (what == NULL)
          at += stretch;
        else
          {
            n -= stretch;
            memcpy (ops, tried, n * sizeof *ops);
          }
      }
  free (tried);
  return n;
}

static void
machine_and_naive_model_agree (void **unused)
{
  size_t n = getenv ("PAGESCAPE_OPERATIONS") != NULL ? strtoul (getenv ("PAGESCAPE_OPERATIONS"), NULL, 10) : 48000;

  for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
    {
      Op *ops = draw_ops (sim_profile_by_id (settings[i].profile), settings[i].cpus, n);
      const char *what;
      size_t failed = first_difference (&settings[i], ops, n, 500, &what);

      if (what != NULL)
        {
          print_message ("%s, seed %llu: after %zu operations %s differs\n", settings[i].name,
                         (unsigned long long) seed, failed, what);
          failed = shrink (&settings[i], ops, failed);
          for (size_t j = 0; j < failed; j++)
            print_message ("  { %s, cpu %u, order %u, gfp %#x, which %u }\n",
                           ops[j].kind == ALLOC ? "alloc" : ops[j].kind == FREE ? "free" : ops[j].kind == DRAIN ? "drain" : "kswapd",
                           ops[j].cpu, ops[j].order, ops[j].gfp, ops[j].which);
          fail ();
        }
      free (ops);
    }
}

static void
do_op (SimRun   *run,
       const Op *op,
       Live     *live,
       size_t   *n_live)
{
  run->cpu = op->cpu;
  run->serial++;
  if (op->kind == ALLOC)
    {
      SimPfn pfn = sim_alloc_pages (run, op->gfp, op->order);

      if (pfn != SIM_NO_PFN)
        live[(*n_live)++] = (Live) { pfn, op->order };
    }
  else if (op->kind == FREE && *n_live > 0)
    {
      Live *one = &live[op->which % *n_live];

      sim_free_pages (run, one->pfn, (SimOrder) one->order);
      *one = live[--*n_live];
    }
  else if (op->kind == DRAIN)
    {
      SimCall call = { .id = SIM_CALL_drain_all_pages };

      sim_run_call (run, &call, NULL);
    }
  else if (op->kind == KSWAPD)
    set_active (run, op->which % sim_n_zones (run->machine), op->which >> 8 & 1);
}

/* Every micro-step of a small machine can be looked at, and taken back, and done again. */
static void
every_event_leaves_a_sound_machine_and_can_be_taken_back (void **unused)
{
  static const Setting tiny[] = {
    { "6.1", "6.1-i386", 0, UINT64_MAX, 2, true, true },
    { "6.1, bare", "6.1-i386", 0, UINT64_MAX, 1, false, true },
    { "2.6.11", "2.6.11-i386", 0, UINT64_MAX, 1, true, true },
  };
  const size_t n = 1500;

  for (size_t t = 0; t < sizeof tiny / sizeof tiny[0]; t++)
    {
      SimMachine *machine = machine_of (&tiny[t]);
      Op *ops = draw_ops (sim_profile (machine), tiny[t].cpus, n);
      Live *live = calloc (n, sizeof *live);
      size_t n_live = 0;
      SimRecord record;
      SimRun run;

      sim_record_init (&record);
      sim_run_init (&run, machine, &record);
      for (size_t i = 0; i < n; i++)
        {
          size_t first = sim_record_n_events (&record), n_events, applied;
          uint64_t *hashes;

          do_op (&run, &ops[i], live, &n_live);
          n_events = sim_record_n_events (&record);
          applied = sim_record_n_changes (&record);
          hashes = calloc (n_events - first + 1, sizeof *hashes);
          for (size_t event = n_events; event > first; event--)
            {
              size_t n_changes = sim_record_n_changes_of (&record, event - 1, event);
              const char *wrong = i % 8 == 0 ? sim_machine_check (machine) : NULL;

              if (wrong != NULL)
                fail_msg ("%s, seed %llu: after operation %zu, event %zu (%s): %s", tiny[t].name,
                          (unsigned long long) seed, i, event - first,
                          sim_event_info ((SimEventKind) record.events[event - 1].kind)->name, wrong);
              hashes[event - first] = sim_machine_hash (machine);
              applied -= n_changes;
              sim_machine_apply (machine, record.changes + applied, record.changes + applied + n_changes);
            }
          for (size_t event = first + 1; event <= n_events; event++)
            {
              size_t n_changes = sim_record_n_changes_of (&record, event - 1, event);

              sim_machine_apply (machine, record.changes + applied, record.changes + applied + n_changes);
              applied += n_changes;
              assert_int_equal (sim_machine_hash (machine), hashes[event - first]);
            }
          free (hashes);
        }
      assert_int_equal (run.n_events, sim_record_n_events (&record));
      assert_false (record.failed);
      sim_record_clear (&record);
      sim_machine_free (machine);
      free (live);
      free (ops);
    }
}

/* Keeping nothing, what changed, or every event: the same happens, and what was kept takes it back. */
static void
bulk_does_what_recording_does (void **unused)
{
  enum { NOTHING, CHANGES, EVENTS, N };
  const size_t n = 20000;

  for (size_t t = 0; t < sizeof settings / sizeof settings[0]; t++)
    {
      SimMachine *machines[N];
      Live *live[N];
      size_t n_live[N] = { 0 };
      SimRecord records[N];
      SimRun run[N];
      uint64_t before = 0;

      for (unsigned i = 0; i < N; i++)
        {
          machines[i] = machine_of (&settings[t]);
          live[i] = calloc (n, sizeof (Live));
          sim_record_init (&records[i]);
          records[i].only_changes = i == CHANGES;
          sim_run_init (&run[i], machines[i], i == NOTHING ? NULL : &records[i]);
          before = sim_machine_hash (machines[i]);
        }

      Op *ops = draw_ops (sim_profile (machines[0]), settings[t].cpus, n);

      for (size_t i = 0; i < n; i++)
        for (unsigned k = 0; k < N; k++)
          {
            do_op (&run[k], &ops[i], live[k], &n_live[k]);
            if (run[k].n_events != run[0].n_events)
              fail_msg ("%s, seed %llu: after operation %zu %llu events happened in bulk, and %llu where %s is kept",
                        settings[t].name, (unsigned long long) seed, i, (unsigned long long) run[0].n_events,
                        (unsigned long long) run[k].n_events, k == EVENTS ? "every event" : "what changes");
            if (i % 500 == 0)
              assert_int_equal (sim_machine_hash (machines[k]), sim_machine_hash (machines[0]));
          }

      assert_int_equal (sim_record_n_events (&records[CHANGES]), 0);
      assert_int_equal (sim_record_n_events (&records[EVENTS]), run[EVENTS].n_events);
      assert_true (sim_record_n_changes (&records[CHANGES]) < sim_record_n_changes (&records[EVENTS]));
      for (unsigned k = 0; k < N; k++)
        {
          assert_int_equal (sim_machine_hash (machines[k]), sim_machine_hash (machines[0]));
          assert_false (records[k].failed);
        }
      for (unsigned k = 0; k < N; k++)
        {
          if (k != NOTHING)
            {
              sim_machine_apply (machines[k], records[k].changes, records[k].next_change);
              assert_int_equal (sim_machine_hash (machines[k]), before);
            }
          sim_record_clear (&records[k]);
          sim_machine_free (machines[k]);
          free (live[k]);
        }
      free (ops);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (machine_and_naive_model_agree),
    cmocka_unit_test (every_event_leaves_a_sound_machine_and_can_be_taken_back),
    cmocka_unit_test (bulk_does_what_recording_does),
  };

  seed = getenv ("PAGESCAPE_SEED") != NULL ? strtoull (getenv ("PAGESCAPE_SEED"), NULL, 10) : (uint64_t) time (NULL);
  state = seed * 0x9e3779b97f4a7c15u | 1;
  print_message ("seed %llu\n", (unsigned long long) seed);
  return cmocka_run_group_tests (tests, NULL, NULL);
}
