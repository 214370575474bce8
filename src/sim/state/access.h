/* access.h - inline readers of hot tables, for rules */
#pragma once

#include "sim/read.h"
#include "sim/state/tables.h"

SIM_INLINE uint32_t
sim_record_word (const SimMachine *machine,
                 uint32_t          record,
                 unsigned          field)
{
  return machine->words_of[SIM_TABLE_FRAMES][(size_t) record * SIM_RECORD_WORDS + field];
}

SIM_INLINE uint32_t
sim_frame_mark (const SimMachine *machine,
                SimPfn            pfn)
{
  return sim_record_word (machine, pfn, SIM_RECORD_MARK);
}

SIM_INLINE uint32_t
sim_mark (SimFrameState state,
          SimOrder      order,
          SimZoneId     zone)
{
  return (uint32_t) state | (uint32_t) order << SIM_MARK_ORDER_SHIFT | (uint32_t) zone << SIM_MARK_ZONE_SHIFT;
}

SIM_INLINE unsigned
sim_mark_state (uint32_t mark)
{
  return mark & SIM_MARK_STATE_MASK;
}

SIM_INLINE SimOrder
sim_mark_order (uint32_t mark)
{
  return (SimOrder) (mark >> SIM_MARK_ORDER_SHIFT & 0xf);
}

SIM_INLINE SimZoneId
sim_mark_zone (uint32_t mark)
{
  return (SimZoneId) (mark >> SIM_MARK_ZONE_SHIFT & 0xf);
}

SIM_INLINE SimMigrateType
sim_mark_type (uint32_t mark)
{
  return (SimMigrateType) (mark >> SIM_MARK_TYPE_SHIFT & 0x7);
}

SIM_INLINE unsigned
sim_mark_list (uint32_t mark)
{
  return mark >> SIM_MARK_LIST_SHIFT & 0xf;
}

SIM_INLINE unsigned
sim_mark_cpu (uint32_t mark)
{
  return mark >> SIM_MARK_CPU_SHIFT & 0x3f;
}

/* Is this the mark of a free block of that order in that zone? */
SIM_INLINE bool
sim_mark_is_free_block (uint32_t  mark,
                        SimOrder  order,
                        SimZoneId zone)
{
  return (mark & SIM_MARK_BLOCK_MASK) == sim_mark (SIM_FRAME_FREE, order, zone);
}

SIM_INLINE uint32_t
sim_list_head (const SimMachine *machine,
               SimZoneId         zone,
               SimOrder          order,
               SimMigrateType    type)
{
  return machine->first_head + (zone * SIM_N_MIGRATE_TYPES + type) * SIM_LIST_STRIDE + order;
}

SIM_INLINE uint32_t
sim_pcp_head (const SimMachine *machine,
              SimZoneId         zone,
              unsigned          cpu,
              unsigned          list)
{
  return machine->first_pcp_head + (zone * machine->n_cpus + cpu) * SIM_MAX_PCP_LISTS + list;
}

/* First and last of a ring; the head itself where the list is empty. */
SIM_INLINE uint32_t
sim_ring_first (const SimMachine *machine,
                uint32_t          head)
{
  return sim_record_word (machine, head, SIM_RECORD_NEXT);
}

SIM_INLINE uint32_t
sim_ring_last (const SimMachine *machine,
               uint32_t          head)
{
  return sim_record_word (machine, head, SIM_RECORD_PREV);
}

SIM_INLINE uint32_t
sim_ring_length (const SimMachine *machine,
                 uint32_t          head)
{
  return sim_record_word (machine, head, SIM_RECORD_OWNER);
}

/* A bit for each order whose list is not empty. */
SIM_INLINE uint32_t
sim_orders_with_blocks (const SimMachine *machine,
                        SimZoneId         zone,
                        SimMigrateType    type)
{
  return machine->words_of[SIM_TABLE_ZONES][zone * SIM_ZONE_WORDS + SIM_ZONE_WORD_ORDERS + type];
}

/* Each zone has its own word for a page block that two zones share. */
SIM_INLINE size_t
sim_pageblock_index (const SimMachine *machine,
                     SimPfn            pfn,
                     SimZoneId         zone)
{
  return (pfn >> machine->pageblock_order) + zone;
}

SIM_INLINE SimMigrateType
sim_block_type (const SimMachine *machine,
                SimPfn            pfn,
                SimZoneId         zone)
{
  return (SimMigrateType) machine->words_of[SIM_TABLE_PAGEBLOCKS][sim_pageblock_index (machine, pfn, zone)];
}

SIM_INLINE uint32_t
sim_pcp_count (const SimMachine *machine,
               SimZoneId         zone,
               unsigned          cpu)
{
  return machine->words_of[SIM_TABLE_PCP][(zone * machine->n_cpus + cpu) * SIM_PCP_WORDS + SIM_PCP_WORD_COUNT];
}

SIM_INLINE uint32_t
sim_pcp_factor (const SimMachine *machine,
                SimZoneId         zone,
                unsigned          cpu)
{
  return machine->words_of[SIM_TABLE_PCP][(zone * machine->n_cpus + cpu) * SIM_PCP_WORDS + SIM_PCP_WORD_FACTOR];
}

SIM_INLINE const SimZoneBounds *
sim_zone_bounds (const SimMachine *machine,
                 SimZoneId         zone)
{
  return &machine->zones[zone];
}

SIM_INLINE const SimRequest *
sim_request_of (const SimMachine *machine,
                uint32_t          gfp)
{
  return &machine->requests[gfp & 31];
}

SIM_INLINE unsigned
sim_n_pcp_orders (const SimMachine *machine)
{
  return machine->n_pcp_orders;
}

SIM_INLINE bool
sim_frees_to_tail (const SimMachine *machine)
{
  return machine->frees_to_tail;
}

SIM_INLINE SimOrder
sim_largest_order (const SimMachine *machine)
{
  return (SimOrder) machine->largest_order;
}

SIM_INLINE unsigned
sim_pageblock_order (const SimMachine *machine)
{
  return machine->pageblock_order;
}

/* --- per-CPU lists by order and type ------------------------------------------------------- */
#define SIM_PCP_TYPES 3u          /* MIGRATE_PCPTYPES */

SIM_INLINE SimOrder
sim_pcp_order (const SimMachine *machine,
               unsigned          list)
{
  return machine->n_types > 1 ? (SimOrder) (list / SIM_PCP_TYPES) : 0;
}

SIM_INLINE SimMigrateType
sim_pcp_type (const SimMachine *machine,
              unsigned          list)
{
  return machine->n_types > 1 ? (SimMigrateType) (list % SIM_PCP_TYPES) : SIM_UNMOVABLE;
}

SIM_INLINE bool
sim_has_cold_lists (const SimMachine *machine)
{
  return machine->n_types == 1;
}
