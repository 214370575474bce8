/* model-private.h - what the two files of the naive model share: model.c has the lists, model-ask.c the marks */
#pragma once

#include "model.h"

#define TYPES 4
#define ORDERS 11
#define ZONES 3
#define CPUS 2
#define LISTS 12

typedef enum { MIN, LOW, HIGH } MarkName;

typedef struct {
  SimPfn *items;                  /* head last: vectors grow at their end */
  size_t  n, room;
} List;

/* One way through the zones. */
typedef struct {
  MarkName mark;
  bool     high, harder;          /* ALLOC_HIGH and ALLOC_HARDER, as they were called for long */
  bool     reserves_block;        /* is an atomic request of more than one frame */
  bool     ignores_marks;
  bool     tells_kswapd;
  bool     whole_blocks;          /* steals whole page blocks only */
} Way;

typedef struct {
  unsigned cpu, order, type, highest;
  uint32_t gfp;
} Wish;

struct Model {
  const SimMachine *machine;      /* for what never changes */
  bool     has_types;
  List     free[ZONES][TYPES][ORDERS];
  List     pcp[ZONES][CPUS][LISTS];
  unsigned factor[ZONES][CPUS];
  uint8_t *block_types[ZONES];
  uint8_t *place;                 /* of each frame: 0, or 1 + order of the free block that begins there */
  bool    *from_highatomic;       /* it waits on a per-CPU list, and came back from a HighAtomic page block */
  int64_t  boost[ZONES], highatomic[ZONES];
  bool     is_active[ZONES], is_told[ZONES];
  int      woken;                 /* highest type of zone that kswapd was woken for; -1: it sleeps */
};

/* The lists. SIM_NO_PFN: nothing there. */
SimPfn model_take_smallest (Model *model, unsigned zone, unsigned order, unsigned type);
SimPfn model_take (Model *model, unsigned zone, unsigned order, unsigned type, const Way *way);
SimPfn model_take_from_pcp (Model *model, unsigned zone, unsigned cpu, unsigned order, unsigned type, bool cold, const Way *way);
SimPfn model_move_page_block (Model *model, unsigned zone, SimPfn pfn, unsigned to);
bool model_goes_by_pcp (const Model *model, unsigned order);
/* Those whose marks were raised, and kswapd at work. */
void model_tell_kswapd (Model *model);
void model_let_kswapd_work (Model *model);
