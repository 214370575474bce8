/* check.c - the invariants */

#include "sim/state/slab-words.h"
#include "sim/state/vmap.h"

/* Every frame belongs to exactly one block, and the blocks fill the machine. */
static const char *
check_blocks (const SimMachine *machine)
{
  for (SimPfn pfn = 0; pfn < machine->n_frames;)
    {
      uint32_t mark = sim_frame_mark (machine, pfn);
      unsigned state = sim_mark_state (mark);
      SimOrder order = sim_mark_order (mark);
      SimZoneId zone = sim_zone_of (machine, pfn);

      if (state == SIM_MARK_TAIL)
        return "a frame lies in no block";
      if (state >= SIM_N_FRAME_STATES)
        return "a frame has a mark that no state has";
      if (order > machine->largest_order || pfn & (sim_frames_in (order) - 1))
        return "a block does not begin at a multiple of its size";
      if (sim_mark_zone (mark) != (zone == SIM_NO_ZONE ? SIM_MARK_NO_ZONE : zone))
        return "a frame is marked with another zone than its own";
      if (order > 0 && pfn + sim_frames_in (order) > machine->zones[zone].end)
        return "a block reaches beyond its zone";
      if (state != SIM_FRAME_FREE && state != SIM_FRAME_PCP
          && (sim_record_word (machine, sim_link (pfn), SIM_RECORD_NEXT) | sim_record_word (machine, sim_link (pfn), SIM_RECORD_PREV)) != 0)
        return "a block that is on no list has links";
      if (state != SIM_FRAME_ALLOCATED && state != SIM_FRAME_SLAB && sim_record_word (machine, sim_link (pfn), SIM_RECORD_OWNER) != 0)
        return "a block that is not handed out has an owner";
      for (SimPfn i = 1; i < sim_frames_in (order); i++)
        if ((sim_frame_mark (machine, pfn + i) & SIM_MARK_STATE_MASK) != SIM_MARK_TAIL)
          return "two blocks overlap";
        else if (sim_mark_zone (sim_frame_mark (machine, pfn + i)) != zone)
          return "a block reaches beyond its zone";
      pfn += sim_frames_in (order);
    }
  return NULL;
}

/* A ring is consistent both ways, as long as it says, and has only blocks with this mark. */
static const char *
check_ring (const SimMachine *machine,
            uint32_t          head,
            uint32_t          mark,
            uint32_t          mask)
{
  uint32_t length = 0, before = head;

  for (SimLink link = sim_ring_first (machine, head); link != head;
       link = sim_record_word (machine, link, SIM_RECORD_NEXT))
    {
      if (link % sizeof (SimFrameRecord) != 0 || sim_link_pfn (link) >= machine->n_frames)
        return "a list leads to something that is no frame";
      if (sim_record_word (machine, link, SIM_RECORD_PREV) != before)
        return "a list is not the same backwards";
      if ((sim_frame_mark (machine, sim_link_pfn (link)) & mask) != mark)
        return "a list has a block of another kind";
      if (++length > sim_ring_length (machine, head))
        return "a list is longer than its count, or goes in a circle";
      before = link;
    }
  if (sim_ring_last (machine, head) != before)
    return "a list does not end where it should";
  if (length != sim_ring_length (machine, head))
    return "a list is shorter than its count";
  return NULL;
}

static const char *
check_free_lists (const SimMachine *machine,
                  uint64_t         *n_listed)
{
  for (SimZoneId zone = 0; zone < machine->n_zones; zone++)
    for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
      for (SimOrder order = 0; order <= machine->largest_order; order++)
        {
          uint32_t length = sim_list_length (machine, zone, order, (SimMigrateType) type);
          const char *wrong = check_ring (machine, sim_list_head (machine, zone, order, (SimMigrateType) type),
                                          sim_mark (SIM_FRAME_FREE, order, zone) | type << SIM_MARK_TYPE_SHIFT,
                                          SIM_MARK_BLOCK_MASK | 7u << SIM_MARK_TYPE_SHIFT);

          if (wrong != NULL)
            return wrong;
          *n_listed += length;
        }
  return NULL;
}

static const char *
check_pcp_lists (const SimMachine *machine,
                 uint64_t         *n_listed)
{
  for (SimZoneId zone = 0; zone < machine->n_zones; zone++)
    for (unsigned cpu = 0; cpu < machine->n_cpus; cpu++)
      {
        uint32_t n_frames = 0;

        for (unsigned list = 0; list < machine->n_pcp_lists; list++)
          {
            SimLink head = sim_pcp_head (machine, zone, cpu, list);
            SimOrder order = sim_pcp_order (machine, list);
            const char *wrong = check_ring (machine, head,
                                            sim_mark (SIM_FRAME_PCP, order, zone) | list << SIM_MARK_LIST_SHIFT
                                            | cpu << SIM_MARK_CPU_SHIFT,
                                            SIM_MARK_BLOCK_MASK | 0xfu << SIM_MARK_LIST_SHIFT
                                            | 0x3fu << SIM_MARK_CPU_SHIFT);

            if (wrong != NULL)
              return wrong;
            n_frames += sim_ring_length (machine, head) << order;
            *n_listed += sim_ring_length (machine, head);
          }
        if (n_frames != sim_pcp_count (machine, zone, cpu))
          return "a per-CPU count is not what its lists hold";
      }
  return NULL;
}

/* Free, per-CPU, handed out, isolated and reserved frames are all the frames of the zone's RAM; the
 * managed ones are those that are not reserved. */
static const char *
check_conservation (const SimMachine *machine,
                    uint64_t          n_listed)
{
  uint64_t n_on_lists = 0;

  for (SimZoneId zone = 0; zone < machine->n_zones; zone++)
    {
      uint64_t n_frames[SIM_N_FRAME_STATES] = { 0 }, n_ram = 0, n_managed = 0;

      for (SimPfn pfn = machine->zones[zone].start; pfn < machine->zones[zone].end;)
        {
          SimBlock block = sim_block_at (machine, pfn);

          n_frames[block.state] += block.end - block.first;
          n_on_lists += block.state == SIM_FRAME_FREE || block.state == SIM_FRAME_PCP;
          pfn = block.end;
        }
      for (unsigned state = 0; state < SIM_N_FRAME_STATES; state++)
        {
          n_ram += state != SIM_FRAME_HOLE ? n_frames[state] : 0;
          if (state != SIM_FRAME_HOLE && state != SIM_FRAME_RESERVED && state != SIM_FRAME_KERNEL)
            n_managed += n_frames[state];
        }

      if (n_ram + (machine->profile->present_counts_holes ? n_frames[SIM_FRAME_HOLE] : 0) != machine->zones[zone].present)
        return "the frames of a zone are not as many as are present";
      if (n_managed != sim_zone (machine, zone).managed)
        return "the frames of a zone that are not reserved are not the managed ones";
      if (n_frames[SIM_FRAME_FREE] != sim_zone (machine, zone).free)
        return "the free frames of a zone are not those on its lists";
    }
  if (n_on_lists != n_listed)
    return "a block is marked as listed and on no list";
  return NULL;
}

/* No two free buddies stand unmerged, but where the types of their page blocks forbid it. */
static const char *
check_merged (const SimMachine *machine)
{
  for (SimPfn pfn = 0; pfn < machine->n_frames;)
    {
      SimBlock block = sim_block_at (machine, pfn);

      if (block.state == SIM_FRAME_ISOLATED)
        return NULL;
      pfn = block.end;
    }

  for (SimPfn pfn = 0; pfn < machine->n_frames;)
    {
      SimBlock block = sim_block_at (machine, pfn);

      if (block.state == SIM_FRAME_FREE && block.order < machine->largest_order)
        {
          SimPfn buddy = block.first ^ sim_frames_in (block.order);

          if (sim_mark_is_free_block (sim_frame_mark (machine, buddy), block.order, block.zone)
              && block.order < machine->pageblock_order)
            return "two free buddies are not merged";
        }
      pfn = block.end;
    }
  return NULL;
}

const char *
sim_machine_check (const SimMachine *machine)
{
  uint64_t n_listed = 0;
  const char *wrong = check_blocks (machine);

  if (wrong == NULL)
    wrong = check_free_lists (machine, &n_listed);
  if (wrong == NULL)
    wrong = check_pcp_lists (machine, &n_listed);
  if (wrong == NULL)
    wrong = check_conservation (machine, n_listed);
  if (wrong == NULL)
    wrong = check_merged (machine);
  if (wrong == NULL)
    wrong = sim_slabs_check (machine);
  if (wrong == NULL)
    wrong = sim_vmap_check (machine);
  return wrong;
}
