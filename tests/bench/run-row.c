#include "run-row.h"

#include <stdio.h>
#include <stdlib.h>

static void
check (SimStatus status)
{
  if (status == SIM_OK)
    return;

  fprintf (stderr, "the host has no memory\n");
  exit (2);
}

void
run_in_full (Timeline        *timeline,
             const Row       *row,
             uint64_t         first,
             uint64_t         end,
             JournalPosition *ends)
{
  while (first < end)
    {
      JournalPosition begin = timeline_position (timeline);
      SimRun *run = timeline_begin_writing (timeline);
      uint64_t until = first + 100 < end ? first + 100 : end;

      if (!run)
        check (SIM_NO_HOST_MEMORY);
      for (; first < until; first++, run->serial++)
        {
          const TimelineOperation *operation = &row->operations[first];

          if (operation->kind == TIMELINE_ALLOC)
            sim_alloc_pages (run, operation->gfp, operation->order);
          else
            sim_free_pages (run, operation->pfn, operation->order);
          if (ends)
            ends[first] = begin + run->n_events;
        }
      check (timeline_end_writing (timeline));
    }
}

void
run_in_bulk (Timeline        *timeline,
             Row             *row,
             uint64_t         first,
             uint64_t         end,
             JournalPosition *ends)
{
  JournalPosition position = timeline_position (timeline);

  check (timeline_run_bulk (timeline, row->operations + first, end - first));
  for (; ends && first < end; first++)
    ends[first] = position += row->operations[first].n_events;
}

void
take_back (Timeline              *timeline,
           const JournalPosition *ends,
           uint64_t               first,
           uint64_t               end)
{
  for (uint64_t i = end; i > first; i--)
    check (timeline_seek (timeline, i > 1 ? ends[i - 2] : 0));
}
