/* place.c - the lists of a snapshot, written into a machine that was just built */

#include "sim/state/access.h"
#include "sim/state/layout.h"

/* A frame that no list has is in use: by whom, a snapshot does not say. */
static void
hand_out_everything (SimMachine *machine)
{
  for (SimPfn pfn = 0; pfn < machine->n_frames; pfn++)
    {
      SimFrameRecord *record = sim_record_at (machine, sim_link (pfn));
      unsigned zone = sim_mark_zone (record->word[SIM_RECORD_MARK]);

      if (zone != SIM_MARK_NO_ZONE)
        record->word[SIM_RECORD_MARK] = sim_mark (SIM_FRAME_ALLOCATED, 0, zone);
    }
}

static void
mark_block (SimMachine *machine,
            SimPfn      pfn,
            SimOrder    order,
            uint32_t    mark)
{
  uint32_t tail = SIM_MARK_TAIL | (mark & SIM_MARK_ZONE_MASK);

  sim_record_at (machine, sim_link (pfn))->word[SIM_RECORD_MARK] = mark;
  for (SimPfn i = 1; i < sim_frames_in (order); i++)
    sim_record_at (machine, sim_link (pfn + i))->word[SIM_RECORD_MARK] = tail;
}

static void
add_at_tail (SimMachine *machine,
             SimLink     head,
             SimPfn      pfn)
{
  SimFrameRecord *list = sim_record_at (machine, head), *record = sim_record_at (machine, sim_link (pfn));
  SimLink last = list->word[SIM_RECORD_PREV];

  record->word[SIM_RECORD_NEXT] = (uint32_t) head;
  record->word[SIM_RECORD_PREV] = (uint32_t) last;
  sim_record_at (machine, last)->word[SIM_RECORD_NEXT] = (uint32_t) sim_link (pfn);
  list->word[SIM_RECORD_PREV] = (uint32_t) sim_link (pfn);
  list->word[SIM_RECORD_OWNER]++;
}

static void
place_free_list (SimMachine            *machine,
                 unsigned               zone,
                 const SimSnapshotList *list)
{
  for (size_t i = 0; i < list->n_blocks; i++)
    {
      mark_block (machine, list->blocks[i], list->order, sim_list_mark (zone, list->type) + ((uint32_t) list->order << SIM_MARK_ORDER_SHIFT));
      add_at_tail (machine, sim_list_head (machine, zone, list->order, list->type), list->blocks[i]);
    }
}

static void
place_pcp_list (SimMachine            *machine,
                unsigned               zone,
                unsigned               cpu,
                const SimSnapshotList *list)
{
  unsigned number = sim_pcp_list (list->order, list->type);
  uint32_t *count = &machine->words_of[SIM_TABLE_PCP][(zone * machine->n_cpus + cpu) * SIM_PCP_WORDS + SIM_PCP_WORD_COUNT];
  uint32_t mark = sim_mark (SIM_FRAME_PCP, list->order, zone) | (uint32_t) list->type << SIM_MARK_TYPE_SHIFT
                  | number << SIM_MARK_LIST_SHIFT | cpu << SIM_MARK_CPU_SHIFT;

  for (size_t i = 0; i < list->n_blocks; i++)
    {
      mark_block (machine, list->blocks[i], list->order, mark);
      add_at_tail (machine, sim_pcp_head (machine, zone, cpu, number), list->blocks[i]);
      *count += sim_frames_in (list->order);
    }
}

static void
place_pageblocks (SimMachine            *machine,
                  unsigned               zone,
                  const SimSnapshotZone *of)
{
  SimPfn size = (SimPfn) 1 << machine->pageblock_order;
  size_t i = 0;

  for (SimPfn pfn = of->start & ~(size - 1); pfn < of->end; pfn += size)
    machine->words_of[SIM_TABLE_PAGEBLOCKS][sim_pageblock_index (machine, pfn, zone)]
      = (uint32_t) of->pageblocks[i++] << SIM_MARK_TYPE_SHIFT;
}

void
sim_machine_place (SimMachine        *machine,
                   const SimSnapshot *snapshot)
{
  hand_out_everything (machine);
  for (size_t i = 0; i < snapshot->n_in_use; i++)
    {
      SimPfn pfn = snapshot->in_use[i].pfn;

      mark_block (machine, pfn, snapshot->in_use[i].order,
                  sim_mark (SIM_FRAME_ALLOCATED, snapshot->in_use[i].order, sim_mark_zone (sim_frame_mark (machine, pfn))));
    }

  for (unsigned zone = 0; zone < snapshot->n_zones; zone++)
    {
      const SimSnapshotZone *of = &snapshot->zones[zone];

      machine->words_of[SIM_TABLE_ZONES][zone * SIM_ZONE_WORDS + SIM_ZONE_WORD_MANAGED] = of->managed;
      place_pageblocks (machine, zone, of);
      for (size_t i = 0; i < of->n_lists; i++)
        place_free_list (machine, zone, &of->lists[i]);
      for (unsigned cpu = 0; cpu < snapshot->n_cpus; cpu++)
        {
          const SimSnapshotPcp *pcp = &of->pcps[cpu];

          machine->words_of[SIM_TABLE_PCP][(zone * machine->n_cpus + cpu) * SIM_PCP_WORDS + SIM_PCP_WORD_FACTOR] = pcp->free_factor;
          for (size_t i = 0; i < pcp->n_lists; i++)
            place_pcp_list (machine, zone, cpu, &pcp->lists[i]);
        }
    }
  sim_machine_forget_free (machine);
}
