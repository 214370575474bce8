/* give-back.c - see give-back.h */

#include "sim/rules/diagnose.h"
#include "sim/rules/physical/give-back.h"

bool
give_back_is_possible (SimRun   *run,
                       SimPfn    pfn,
                       unsigned  order)
{
  if (pfn >= sim_n_frames (run->machine))
    {
      diagnose (run, SIM_DIAGNOSIS_NOT_A_PAGE, pfn, order);
      return false;
    }
  if (order > sim_largest_order (run->machine))
    {
      diagnose (run, SIM_DIAGNOSIS_ORDER_TOO_LARGE, order, sim_largest_order (run->machine));
      return false;
    }

  SimBlock block = sim_block_at (run->machine, pfn);

  switch (block.state)
    {
    case SIM_FRAME_HOLE:
      diagnose (run, SIM_DIAGNOSIS_NOT_A_PAGE, pfn, order);
      return false;
    case SIM_FRAME_RESERVED:
    case SIM_FRAME_KERNEL:
      diagnose (run, SIM_DIAGNOSIS_FREE_OF_RESERVED, pfn, 0);
      return false;
    case SIM_FRAME_ALLOCATED:
      break;
    case SIM_FRAME_SLAB:
      diagnose (run, SIM_DIAGNOSIS_FREE_OF_SLAB, pfn, sim_slab (run->machine, sim_slab_of_pfn (run->machine, pfn)).cache);
      return false;
    default:
      diagnose (run, SIM_DIAGNOSIS_DOUBLE_FREE, pfn, order);
      return false;
    }

  if (block.first != pfn)
    {
      diagnose (run, SIM_DIAGNOSIS_FREE_OF_TAIL, pfn, block.first);
      return false;
    }

  diagnose (run, SIM_DIAGNOSIS_WRONG_ORDER, pfn, (uint64_t) order << 8 | block.order);
  return order < block.order;
}
