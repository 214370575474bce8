/* story.h - what the events of a step are about: frames, blocks, zone
 *
 * The events so far say what changed; together with those still to come they say what a picture
 * must keep room for, so that it stays put while the step goes on.
 */
#pragma once

#include "views/view.h"

/* The block an event is about; of a merge the merged one, of a test the one that would come of it.
 * False: about none. */
bool      view_event_block (const SimMachine *machine, const SimEvent *event, SimPfn *pfn, SimOrder *order);
/* SIM_NO_ZONE: about none. */
SimZoneId view_event_zone  (const SimMachine *machine, const SimEvent *event);

/* The frames that some events change, as ranges without overlap, ascending. */
typedef struct {
  struct {
    SimPfn first, end;
  }     *ranges;
  size_t n_ranges;
} ViewChanges;

/* Without host memory: none. */
void view_changes_init  (ViewChanges *changes, const SimEvent *events, size_t n);
void view_changes_clear (ViewChanges *changes);
bool view_changes_touch (const ViewChanges *changes, SimPfn first, SimPfn end);
/* Narrows frames to the hull of those that changed; false: none of them did. */
bool view_changes_hull  (const ViewChanges *changes, SimPfn *first, SimPfn *end);
/* Did every one of them change? */
bool view_changes_cover (const ViewChanges *changes, SimPfn first, SimPfn end);

/* The frames that an object stands for: those of a frame, a block, a zone, or of the page that an
 * address lies in. False: none, or not a range. */
bool view_ref_frames    (const SimMachine *machine, SimRef ref, SimPfn *first, SimPfn *end);
/* Is a block of the machine marked by the selection? A selected zone marks none. */
bool view_is_selected   (const ViewSubject *subject, SimBlock block);
