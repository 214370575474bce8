/* operations.c - rows of allocations and frees, as traces and replays have them
 *
 * The usual way of each is compiled into one loop, through which the machine and the record stay at hand.
 */

#include "sim/rules/physical/page-alloc.h"

/* By the front door. */
static __attribute__ ((noinline)) SimPfn
alloc_or_free (SimRun             *run,
               const SimOperation *operation)
{
  run->cpu = operation->cpu;
  if (operation->kind == SIM_OPERATION_ALLOC)
    return sim_alloc_pages (run, operation->gfp, operation->order);
  sim_free_pages (run, operation->pfn, operation->order);
  return operation->pfn;
}

SIM_INLINE SimPfn
do_singly (SimPen             *pen,
           const SimOperation *operation)
{
  SimPfn pfn;

  sim_pen_lay_down (pen);
  pfn = alloc_or_free (pen->run, operation);
  sim_pen_take_up (pen);
  return pfn;
}

SIM_INLINE uint64_t
run_row (SimRun       *run,
         SimOperation *operations,
         size_t        n,
         uint32_t     *change_bytes_after,
         SimKeeping    keeping,
         bool          has_pcp)
{
  uint64_t n_events = 0;
  SimPen pen = sim_pen (run, keeping);

  for (SimOperation *operation = operations; operation < operations + n; operation++)
    {
      unsigned order = operation->order;
      bool by_pcp = has_pcp && order < sim_n_pcp_orders (pen.machine);

      pen.n_events = 0;
      run->cpu = operation->cpu;
      if (operation->kind == SIM_OPERATION_ALLOC)
        {
          const SimRequest *request = sim_request_of (pen.machine, operation->cpu, operation->gfp);

          if (!page_request_is_usual (pen.machine, request, operation->gfp, order))
            operation->pfn = do_singly (&pen, operation);
          else if (by_pcp)
            operation->pfn = page_take (&pen, request, operation->gfp, order, true);
          else
            operation->pfn = page_take (&pen, request, operation->gfp, order, false);
        }
      else
        {
          if (!page_is_block_of (pen.machine, operation->pfn, order))
            do_singly (&pen, operation);
          else if (by_pcp)
            page_give (&pen, operation->pfn, order, true);
          else
            page_give (&pen, operation->pfn, order, false);
        }

      operation->n_events = pen.n_events;
      n_events += pen.n_events;
      pen.serial++;
      if (keeping == SIM_KEEPS_CHANGES)
        {
          if (SIM_UNLIKELY (pen.writer.change >= run->record->change_limit))
            sim_pen_breathe (&pen);
          *change_bytes_after++ = (uint32_t) ((char *) pen.writer.change - (char *) run->record->changes);
        }
    }

  pen.n_events = 0;
  sim_pen_rest (&pen);
  run->n_events += n_events;
  return n_events;
}

/* Every event is kept: that takes its time. */
static uint64_t
run_row_singly (SimRun       *run,
                SimOperation *operations,
                size_t        n)
{
  uint64_t n_before = run->n_events;

  for (SimOperation *operation = operations; operation < operations + n; operation++)
    {
      uint64_t n_events = run->n_events;

      operation->pfn = alloc_or_free (run, operation);
      operation->n_events = (uint32_t) (run->n_events - n_events);
      run->serial++;
    }
  return run->n_events - n_before;
}

uint64_t
sim_run_operations (SimRun       *run,
                    SimOperation *operations,
                    size_t        n,
                    uint32_t     *change_bytes_after)
{
  bool has_pcp = sim_n_pcp_orders (run->machine) > 0;

  switch (sim_keeping (run))
    {
    case SIM_KEEPS_NOTHING:
      return has_pcp ? run_row (run, operations, n, NULL, SIM_KEEPS_NOTHING, true)
                     : run_row (run, operations, n, NULL, SIM_KEEPS_NOTHING, false);
    case SIM_KEEPS_CHANGES:
      return has_pcp ? run_row (run, operations, n, change_bytes_after, SIM_KEEPS_CHANGES, true)
                     : run_row (run, operations, n, change_bytes_after, SIM_KEEPS_CHANGES, false);
    default:
      return run_row_singly (run, operations, n);
    }
}
