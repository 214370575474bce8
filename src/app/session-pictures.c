/* session-pictures.c - what a session lets one look at: its moment, pictures of it, what is selected */

#include "session-private.h"

#include <glib/gi18n.h>

const char *
pagescape_session_get_name (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return self->name;
}

const Messages *
pagescape_session_get_messages (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return self->messages;
}

gboolean
pagescape_session_has_failed (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), TRUE);

  return self->has_failed;
}

Lesson *
pagescape_session_get_lesson (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return self->lesson;
}

const Timeline *
pagescape_session_get_timeline (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return self->timeline;
}

const SimMachine *
pagescape_session_get_machine (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return self->timeline ? timeline_machine (self->timeline) : NULL;
}

const Player *
pagescape_session_get_player (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return &self->player;
}

AxisMoment
pagescape_session_get_moment (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), ((AxisMoment) { 0 }));

  return self->moment;
}

const SimEvent *
pagescape_session_get_events (PagescapeSession *self,
                              size_t           *n_events,
                              JournalPosition  *first)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  *n_events = self->timeline ? self->events->len : 0;
  *first = self->events_first;

  return (const SimEvent *) self->events->data;
}

unsigned
pagescape_session_get_line (PagescapeSession *self)
{
  const SimEvent *events;
  guint n;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), 0);

  if (!self->lesson)
    return 0;

  /* What a step ends with are words to the reader. */
  events = (const SimEvent *) self->events->data;
  n = self->events->len;
  if (self->is_by_statement || n == 0 || self->moment.position != self->events_first + n)
    return lesson_line_at (self->lesson, self->moment.position);

  while (n > 0 && !timeline_event_shows (&events[n - 1]))
    n--;
  for (guint i = 0; i < self->events->len && n == 0; i++)
    if (events[i].kind == SIM_EVENT_STATEMENT)
      n = i + 1;

  return lesson_line_at (self->lesson, self->events_first + MAX (n, 1));
}

const ViewCells *
pagescape_session_get_cells (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  return self->cells;
}

guint64
pagescape_session_get_serial (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), 0);

  return self->serial;
}

/* --- pictures ------------------------------------------------------------------------------ */

static void
fill_subject (PagescapeSession     *self,
              const PagescapeFrame *frame,
              JournalPosition       position,
              ViewSubject          *subject)
{
  size_t n_events = position > self->events_first ? position - self->events_first : 0;
  size_t n_known = self->first_hidden > self->events_first ? self->first_hidden - self->events_first : 0;

  n_events = MIN (n_events, self->events->len);
  n_known = CLAMP (n_known, n_events, self->events->len);

  view_subject_init (subject, timeline_machine (self->timeline));
  subject->events = (const SimEvent *) self->events->data;
  subject->n_events = n_events;
  subject->n_ahead = n_known - n_events;
  subject->selection = &self->selection;
  subject->n_selection = self->selection.kind != SIM_REF_NONE;
  lesson_look (self->lesson, position, &subject->look);
  subject->camera = frame->camera;
  subject->style = frame->style;
  subject->cells = self->cells;
  subject->legend = true;
}

void
pagescape_session_layout (PagescapeSession     *self,
                          const PagescapeFrame *frame,
                          gboolean              after,
                          ScenePicture         *out)
{
  JournalPosition here = self->moment.position;
  JournalPosition there = after ? self->moment.next : here;
  ViewSubject subject;

  g_return_if_fail (PAGESCAPE_IS_SESSION (self));
  g_return_if_fail (self->timeline);

  /* One event ahead and back again; the cells stay where they are, the grid is not blended. */
  if (there != here && timeline_seek (self->timeline, there) != SIM_OK)
    there = here;

  fill_subject (self, frame, there, &subject);
  scene_picture_reset (out, frame->size);
  view_layout (frame->view, &subject, frame->size, frame->measure, out);

  if (there != here)
    timeline_seek (self->timeline, here);
}

ViewCamera
pagescape_session_zoom (PagescapeSession     *self,
                        const PagescapeFrame *frame,
                        ScenePoint            anchor,
                        double                zoom)
{
  ViewSubject subject;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), frame->camera);

  if (!self->timeline)
    return frame->camera;

  fill_subject (self, frame, self->moment.position, &subject);
  return view_zoom (frame->view, &subject, frame->size, frame->measure, anchor, zoom);
}

ViewCamera
pagescape_session_pan (PagescapeSession     *self,
                       const PagescapeFrame *frame,
                       double                x,
                       double                y)
{
  ViewSubject subject;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), frame->camera);

  if (!self->timeline)
    return frame->camera;

  fill_subject (self, frame, self->moment.position, &subject);
  return view_pan (frame->view, &subject, frame->size, frame->measure, x, y);
}

SimRef
pagescape_session_pick (PagescapeSession     *self,
                        const PagescapeFrame *frame,
                        const ScenePicture   *picture,
                        ScenePoint            point)
{
  ViewSubject subject;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), sim_ref (SIM_REF_NONE, 0));

  if (!self->timeline)
    return sim_ref (SIM_REF_NONE, 0);

  fill_subject (self, frame, self->moment.position, &subject);
  return view_pick (frame->view, &subject, picture, point);
}

/* --- selecting ----------------------------------------------------------------------------- */

void
pagescape_session_select (PagescapeSession *self,
                          SimRef            object)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (object.kind == self->selection.kind && object.id == self->selection.id)
    return;

  self->selection = object;
  self->serial++;
  session_emit (self, SESSION_SELECTED);
}

SimRef
pagescape_session_get_selection (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), sim_ref (SIM_REF_NONE, 0));

  return self->selection;
}

gboolean
pagescape_session_get_selected_block (PagescapeSession *self,
                                      SimBlock         *block)
{
  const SimMachine *machine = pagescape_session_get_machine (self);
  SimPfn pfn = (SimPfn) self->selection.id;

  if (!machine || (self->selection.kind != SIM_REF_FRAME && self->selection.kind != SIM_REF_BLOCK)
      || pfn >= sim_n_frames (machine))
    return FALSE;

  *block = sim_block_at (machine, pfn);
  return TRUE;
}

/* Who called, by the serial number of the call. */
static char *
dup_caller (PagescapeSession *self,
            uint32_t          serial)
{
  const char *name;
  unsigned line, step;

  if (!self->lesson || !lesson_owner (self->lesson, serial, &name, &line, &step))
    return NULL;

  if (lesson_is_typed_line (self->lesson, line))
    return step == 0 ? g_strdup_printf (_("%s, typed"), name) : g_strdup_printf (_("%s, typed in step %u"), name, step);
  if (step == 0)
    return g_strdup_printf (_("%s, line %u"), name, line);

  return g_strdup_printf (_("%s, line %u, step %u"), name, line, step);
}

char *
pagescape_session_dup_owner (PagescapeSession *self,
                             const SimBlock   *block)
{
  return block->state == SIM_FRAME_ALLOCATED ? dup_caller (self, block->owner) : NULL;
}

char *
pagescape_session_dup_selected_owner (PagescapeSession *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self);
  SimObject object;
  SimBlock block;

  if (pagescape_session_get_selected_block (self, &block))
    return pagescape_session_dup_owner (self, &block);
  if (machine && self->selection.kind == SIM_REF_OBJECT && sim_object_at (machine, self->selection.id, &object)
      && object.state == SIM_OBJECT_IN_USE)
    return dup_caller (self, object.owner);
  return NULL;
}

/* "c1b00000", "0xc1b00000": as %p and %lx print it. */
static gboolean
variable_holds (PagescapeSession *self,
                const char       *variable,
                uint64_t          value)
{
  g_autofree char *text = lesson_value (self->lesson, variable);
  char *end = NULL;

  if (!text || !*text)
    return FALSE;

  if (g_ascii_strtoull (text, &end, 16) == value && end && *end == '\0')
    return TRUE;

  return g_ascii_strtoull (text, &end, 0) == value && end && *end == '\0';
}

/* What the boot was given nobody gives back. */
static char *
dup_kfree (PagescapeSession *self,
           const SimMachine *machine)
{
  const char *name;
  unsigned line, step;
  SimObject object;

  if (!sim_object_at (machine, self->selection.id, &object) || object.state != SIM_OBJECT_IN_USE || object.owner == 0)
    return NULL;
  if (lesson_owner (self->lesson, object.owner, &name, &line, &step) && variable_holds (self, name, object.address))
    return g_strdup_printf ("kfree(%s);", name);
  return g_strdup_printf ("kfree((void *) 0x%" G_GINT64_MODIFIER "x);", (guint64) object.address);
}

char *
pagescape_session_dup_free_call (PagescapeSession *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self);
  const char *name;
  unsigned line, step;
  SimBlock block;

  if (machine && self->selection.kind == SIM_REF_OBJECT)
    return dup_kfree (self, machine);
  if (!pagescape_session_get_selected_block (self, &block) || block.state != SIM_FRAME_ALLOCATED)
    return NULL;

  /* In the script's own words, if it still holds the block in a variable. */
  if (lesson_owner (self->lesson, block.owner, &name, &line, &step))
    {
      if (variable_holds (self, name, sim_pfn_to_page (machine, block.first)))
        return g_strdup_printf ("__free_pages(%s, %u);", name, block.order);
      if (sim_pfn_has_logical_address (machine, block.first)
          && variable_holds (self, name, sim_pfn_to_virt (machine, block.first)))
        return g_strdup_printf ("free_pages(%s, %u);", name, block.order);
    }

  return g_strdup_printf ("__free_pages(pfn_to_page(0x%x), %u);", block.first, block.order);
}
