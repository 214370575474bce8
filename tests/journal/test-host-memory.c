/* test-host-memory.c - when the host has no memory, nothing has happened
 *
 * The linker leads every request for memory of journal and sim here; one after the other is refused.
 */
#include "story.h"

#include <stdlib.h>

void *__real_malloc (size_t size);
void *__real_calloc (size_t n, size_t size);
void *__real_realloc (void *memory, size_t size);
void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t n, size_t size);
void *__wrap_realloc (void *memory, size_t size);

/* Requests that are still granted; -1: all. */
static long n_granted = -1;
static bool was_refused;

static bool
is_refused (void)
{
  if (n_granted < 0)
    return false;
  if (n_granted > 0)
    {
      n_granted--;
      return false;
    }

  was_refused = true;
  return true;
}

void *
__wrap_malloc (size_t size)
{
  return is_refused () ? NULL : __real_malloc (size);
}

void *
__wrap_calloc (size_t n,
               size_t size)
{
  return is_refused () ? NULL : __real_calloc (n, size);
}

/* Making an array smaller is not refused: the host has the memory already. */
void *
__wrap_realloc (void  *memory,
                size_t size)
{
  return is_refused () ? NULL : __real_realloc (memory, size);
}

typedef SimStatus (*Deed) (Timeline *timeline);

static SimStatus
run_a_call (Timeline *timeline)
{
  SimCall call = { SIM_CALL_alloc_pages, { STORY_GFP_KERNEL, 3 } };
  uint64_t result;

  return timeline_run (timeline, &call, &result);
}

/* More than the arrays have room for: memory ends in the middle. */
static SimStatus
write_much (Timeline *timeline)
{
  SimRun *run = timeline_begin_writing (timeline);

  if (!run)
    return SIM_NO_HOST_MEMORY;

  for (unsigned i = 0; i < 3000; i++)
    sim_alloc_pages (run, STORY_GFP_KERNEL, 0);
  return timeline_end_writing (timeline);
}

static SimStatus
run_in_bulk (Timeline *timeline)
{
  enum { N = 5000 };
  static TimelineOperation operations[N];

  for (unsigned i = 0; i < N; i++)
    operations[i] = (TimelineOperation) { .kind = TIMELINE_ALLOC, .gfp = STORY_GFP_KERNEL };
  return timeline_run_bulk (timeline, operations, N);
}

static SimStatus
seek_far (Timeline *timeline)
{
  return timeline_seek (timeline, timeline_end (timeline) / 3 + 1);
}

static SimStatus
step_back (Timeline *timeline)
{
  return timeline_step (timeline, TIMELINE_EVENT, -1) ? SIM_OK : SIM_NO_HOST_MEMORY;
}

static SimStatus
read_far (Timeline *timeline)
{
  SimEvent event;

  return timeline_event (timeline, timeline_end (timeline) / 4, &event) ? SIM_OK : SIM_NO_HOST_MEMORY;
}

/* ends: the story has bulk in it. where: of 4, where it stands. */
static Timeline *
told (bool     has_bulk,
      unsigned where)
{
  Timeline *timeline = story_timeline (32, true);
  Teller teller;

  teller_init (&teller, 91);
  story_in_full (timeline, &teller, 50, 60);
  if (has_bulk)
    {
      story_in_bulk (timeline, &teller, 4000, 55);
      story_in_full (timeline, &teller, 10, 60);
      story_in_bulk (timeline, &teller, 20, 60);
    }
  timeline_seek (timeline, timeline_end (timeline) * where / 4);
  teller_clear (&teller);
  return timeline;
}

static void
is_all_or_nothing (Deed     deed,
                   bool     has_bulk,
                   unsigned where)
{
  Timeline *wanted = told (has_bulk, where);
  assert_int_equal (deed (wanted), SIM_OK);

  /* Some requests may be refused without harm: a keyframe, a log that is kept for later. */
  for (long k = 0;; k++)
    {
      Timeline *timeline = told (has_bulk, where);
      JournalPosition position = timeline_position (timeline), end = timeline_end (timeline);
      uint64_t hash = story_hash (timeline);

      n_granted = k;
      was_refused = false;
      SimStatus status = deed (timeline);
      n_granted = -1;

      if (status != SIM_OK)
        {
          assert_int_equal (status, SIM_NO_HOST_MEMORY);
          assert_true (was_refused);
          assert_int_equal (timeline_position (timeline), position);
          assert_int_equal (timeline_end (timeline), end);
          assert_int_equal (timeline_n_branches (timeline), 1);
          assert_int_equal (story_hash (timeline), hash);
          assert_int_equal (deed (timeline), SIM_OK);
        }
      assert_int_equal (timeline_position (timeline), timeline_position (wanted));
      assert_int_equal (timeline_end (timeline), timeline_end (wanted));
      assert_int_equal (story_hash (timeline), story_hash (wanted));
      assert_int_equal (timeline_seek (timeline, 0), SIM_OK);
      assert_int_equal (timeline_seek (timeline, timeline_end (timeline)), SIM_OK);

      timeline_free (timeline);
      if (!was_refused)
        break;
    }

  timeline_free (wanted);
}

static void
a_call_without_host_memory_has_not_happened (void **state)
{
  is_all_or_nothing (run_a_call, false, 4);
  is_all_or_nothing (run_a_call, false, 2);
  is_all_or_nothing (run_a_call, true, 3);
}

static void
writing_that_ends_half_way_has_not_happened (void **state)
{
  is_all_or_nothing (write_much, false, 4);
  is_all_or_nothing (write_much, false, 2);
  is_all_or_nothing (write_much, true, 4);
  is_all_or_nothing (write_much, true, 2);
}

static void
a_run_in_bulk_without_host_memory_has_not_happened (void **state)
{
  is_all_or_nothing (run_in_bulk, false, 4);
  is_all_or_nothing (run_in_bulk, true, 4);
  is_all_or_nothing (run_in_bulk, true, 2);
}

static void
a_jump_without_host_memory_stays_where_it_was (void **state)
{
  for (unsigned where = 0; where <= 4; where++)
    {
      is_all_or_nothing (seek_far, true, where);
      if (where > 0)
        is_all_or_nothing (step_back, true, where);
      is_all_or_nothing (read_far, true, where);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_call_without_host_memory_has_not_happened),
    cmocka_unit_test (writing_that_ends_half_way_has_not_happened),
    cmocka_unit_test (a_run_in_bulk_without_host_memory_has_not_happened),
    cmocka_unit_test (a_jump_without_host_memory_stays_where_it_was),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
