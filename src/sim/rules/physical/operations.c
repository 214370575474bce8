/* operations.c - rows of allocations and frees, as traces and replays have them
 *
 * The usual way of each is compiled into one loop, through which the machine and the record stay at hand.
 */

#include "sim/rules/physical/page-alloc.h"

#include <stddef.h>
#include <string.h>

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

/* What is known of an order: the last usual request for it, and how its blocks come back. */
typedef struct {
  uint64_t head;                  /* first half of the operation that asked */
  PageWish wish;                  /* its span and the mark it gives, without a zone, whether or not anybody has asked */
} KnownOrder;

static_assert (sizeof (KnownOrder) == 64, "known orders are not found by a shift");
#define NOTHING UINT64_MAX

/* Of the small orders, as far as they all go by way of the per-CPU lists, or all do not; and where the row ends. */
typedef struct {
  KnownOrder          orders[SIM_N_ORDERS];
  PageReturn          returns[SIM_N_ORDERS];
  size_t              n_orders;
  const SimOperation *end;        /* borrowed */
} Row;

/* Kind, order, CPU and flags: all that a request has. */
SIM_INLINE uint64_t
head_of (const SimOperation *operation)
{
  uint64_t head;

  static_assert (offsetof (SimOperation, pfn) == sizeof head, "an operation's first half is not all that is asked");
  memcpy (&head, operation, sizeof head);
  return head;
}

static __attribute__ ((noinline)) void
begin_row (Row                *row,
           const SimMachine   *machine,
           const SimOperation *end)
{
  unsigned n_orders = sim_n_pcp_orders (machine) > 0 ? sim_n_pcp_orders (machine) : SIM_N_ORDERS, order;

  for (order = 0; order < n_orders && sim_span (order) < sim_small_span (machine); order++)
    {
      row->orders[order].head = NOTHING;
      row->returns[order].key = 0;
      row->orders[order].wish.span = sim_span (order);
      row->orders[order].wish.given_mark = sim_mark (SIM_FRAME_ALLOCATED, order, 0);
    }
  row->n_orders = order;
  row->end = end;
}

/* The same with what the operation asks for. NULL: something about it is unusual. */
static __attribute__ ((noinline)) KnownOrder *
know_request (const SimMachine   *machine,
              const SimOperation *operation,
              KnownOrder         *known)
{
  const SimRequest *request = sim_request_of (machine, operation->cpu, operation->gfp);

  if (!page_request_is_usual (machine, request, operation->gfp, operation->order))
    return NULL;
  known->head = head_of (operation);
  known->wish = page_wish (machine, request, operation->cpu, operation->gfp, operation->order);
  return known;
}

SIM_INLINE uint64_t
run_row (SimRun       *run,
         SimOperation *operations,
         size_t        n,
         uint32_t     *change_bytes_after,
         SimKeeping    keeping,
         bool          has_pcp)
{
  Row row;
  uint32_t n_events = 0;
  SimPen pen = sim_pen (run, keeping);

  begin_row (&row, pen.machine, operations + n);
  for (SimOperation *operation = operations; operation < row.end; operation++)
    {
      size_t order = operation->order;

      pen.n_events = 0;
      sim_pen_on_cpu (&pen, &operation->cpu);
      if (SIM_UNLIKELY (order >= row.n_orders))
        operation->pfn = do_singly (&pen, operation);
      else if (operation->kind == SIM_OPERATION_ALLOC)
        {
          KnownOrder *known = &row.orders[order];

          if (SIM_UNLIKELY (known->head != head_of (operation)))
            known = know_request (pen.machine, operation, known);
          if (SIM_UNLIKELY (known == NULL))
            operation->pfn = do_singly (&pen, operation);
          else
            operation->pfn = page_take (&pen, &known->wish, has_pcp);
        }
      else
        {
          const KnownOrder *known = &row.orders[order];

          if (!page_is_marked (pen.machine, operation->pfn, known->wish.given_mark))
            do_singly (&pen, operation);
          else
            page_give (&pen, operation->pfn, (unsigned) order, known->wish.span, sim_frame_mark (pen.machine, operation->pfn), true, has_pcp, &row.returns[order]);
        }

      operation->n_events = (uint32_t) pen.n_events;
      n_events += (uint32_t) pen.n_events;
      pen.serial++;
      if (keeping == SIM_KEEPS_CHANGES)
        {
          if (SIM_UNLIKELY (pen.writer.change >= run->record->change_limit))
            sim_pen_breathe (&pen);
          *change_bytes_after++ = (uint32_t) ((char *) pen.writer.change - (char *) run->record->changes);
        }
    }

  pen.n_events = 0;
  sim_pen_on_cpu (&pen, &run->cpu);
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
