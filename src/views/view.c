#include "views/view.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/story.h"
#include "views/views.h"

static const View *const views[] = {
  &view_map,
  &view_buddy,
  &view_zones,
  &view_slab,
  &view_space,
};

size_t
view_n (void)
{
  return G_N_ELEMENTS (views);
}

const View *
view_at (size_t index)
{
  return index < G_N_ELEMENTS (views) ? views[index] : NULL;
}

const View *
view_by_id (const char *id)
{
  size_t i;

  for (i = 0; id && i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i]->id, id))
      return views[i];
  return NULL;
}

void
view_subject_init (ViewSubject      *subject,
                   const SimMachine *machine)
{
  *subject = (ViewSubject) {
    .machine = machine,
    .zone = SIM_NO_ZONE,
    .camera = { 1, { 0.5, 0.5 } },
    .legend = true,
  };
}

void
view_layout (const View         *view,
             const ViewSubject  *subject,
             SceneSize           size,
             const SceneMeasure *measure,
             ScenePicture       *out)
{
  scene_picture_reset (out, size);
  view->layout (subject, size, measure, out);
  if (!scene_picture_title (out))
    scene_picture_describe (out, _(view->title), scene_picture_description (out));
}

SimRef
view_pick (const View         *view,
           const ViewSubject  *subject,
           const ScenePicture *picture,
           ScenePoint          point)
{
  const SceneShape *shape = scene_picture_pick (picture, point);

  if (shape)
    return sim_ref ((SimRefKind) shape->key.kind, shape->key.id);
  if (view->pick)
    return view->pick (subject, picture, point);
  return sim_ref (SIM_REF_NONE, 0);
}

/* The camera */

static double
bound_centre (double centre,
              double plot,
              double whole)
{
  double half = whole > 0 ? plot / whole / 2 : 0.5;

  return half >= 0.5 ? 0.5 : CLAMP (centre, half, 1 - half);
}

/* How far from the beginning of one grid the place is that lies so far from the beginning of another of the
 * same blocks; gaps between blocks do not grow as blocks do. */
static double
scaled (double           distance,
        const SceneGrid *from,
        const SceneGrid *to)
{
  double pitch = scene_grid_pitch (from), block = floor (distance / pitch), rest = distance - block * pitch;
  double side = scene_grid_side (from) * from->cell;

  return block * scene_grid_pitch (to) + MIN (rest / side, 1) * scene_grid_side (to) * to->cell;
}

ViewCamera
view_zoom (const View         *view,
           const ViewSubject  *subject,
           SceneSize           size,
           const SceneMeasure *measure,
           ScenePoint          anchor,
           double              zoom)
{
  ViewSubject nearer = *subject;
  SceneRect before, after, plot;
  SceneGrid from, to;
  ScenePoint point;

  if (view->zoom)
    return view->zoom (subject, size, measure, anchor, zoom);
  if (!view->frame)
    return subject->camera;

  nearer.camera.zoom = MAX (1, zoom);
  view->frame (subject, size, measure, &from, &before, &plot);
  view->frame (&nearer, size, measure, &to, &after, &plot);
  if (!(before.width > 0 && before.height > 0 && after.width > 0 && after.height > 0))
    return subject->camera;

  point = (ScenePoint) { scaled (anchor.x - before.x, &from, &to), scaled (anchor.y - before.y, &from, &to) };
  nearer.camera.centre = (ScenePoint) {
    bound_centre ((point.x - (anchor.x - plot.x - plot.width / 2)) / after.width, plot.width, after.width),
    bound_centre ((point.y - (anchor.y - plot.y - plot.height / 2)) / after.height, plot.height, after.height),
  };
  return nearer.camera;
}

ViewCamera
view_pan (const View         *view,
          const ViewSubject  *subject,
          SceneSize           size,
          const SceneMeasure *measure,
          double              x,
          double              y)
{
  ViewCamera camera = subject->camera;
  SceneRect whole, plot;
  SceneGrid grid;

  if (view->pan)
    return view->pan (subject, size, measure, x, y);
  if (!view->frame)
    return camera;

  view->frame (subject, size, measure, &grid, &whole, &plot);
  if (whole.width > 0 && whole.height > 0)
    {
      camera.centre.x = bound_centre (camera.centre.x - x / whole.width, plot.width, whole.width);
      camera.centre.y = bound_centre (camera.centre.y - y / whole.height, plot.height, whole.height);
    }
  return camera;
}

/* What touches what */

static bool
is_on_pcp_list (const SimMachine *machine,
                uint64_t          list,
                SimPfn            first)
{
  SimPfn pfn = sim_pcp_list_first (machine, (SimZoneId) (list >> 32), (unsigned) (list >> 8) & 0xffffff,
                                   (unsigned) list & 0xff);

  for (; pfn != SIM_NO_PFN; pfn = sim_list_next (machine, pfn))
    if (pfn == first)
      return true;
  return false;
}

/* Does the list or the CPU hold the block that begins where the range does, or that the range lies in? */
static bool
holds (const SimMachine *machine,
       SimRef            holder,
       SimPfn            first,
       SimPfn            end)
{
  SimBlock block = sim_block_at (machine, first);
  unsigned list, n_lists = sim_n_pcp_lists (machine);

  if (first < block.first || end > block.end)
    return false;

  switch (holder.kind)
    {
    case SIM_REF_CACHE:
      {
        SimSlabId slab = sim_slab_of_pfn (machine, first);

        return slab != SIM_NO_SLAB && sim_slab (machine, slab).cache == holder.id;
      }

    case SIM_REF_LIST:
      return block.state == SIM_FRAME_FREE && sim_list_id (block.zone, block.order, block.type) == holder.id;

    case SIM_REF_PCP_LIST:
      return block.state == SIM_FRAME_PCP && is_on_pcp_list (machine, holder.id, block.first);

    case SIM_REF_CPU:
      for (list = 0; block.state == SIM_FRAME_PCP && list < n_lists; list++)
        if (is_on_pcp_list (machine, sim_pcp_list_id (block.zone, (unsigned) holder.id, list), block.first))
          return true;
      return false;

    default:
      return false;
    }
}

static bool
list_is_in_zone (SimRef list,
                 SimRef zone)
{
  return (list.kind == SIM_REF_LIST && list.id >> 16 == zone.id)
         || (list.kind == SIM_REF_PCP_LIST && list.id >> 32 == zone.id);
}

bool
view_refs_touch (const SimMachine *machine,
                 SimRef            a,
                 SimRef            b)
{
  SimPfn a_first, a_end, b_first, b_end;
  bool a_has_frames, b_has_frames;

  if (a.kind == SIM_REF_NONE || b.kind == SIM_REF_NONE)
    return false;
  if (a.kind == b.kind && a.id == b.id)
    return true;
  if (a.kind == SIM_REF_ZONE && list_is_in_zone (b, a))
    return true;
  if (b.kind == SIM_REF_ZONE && list_is_in_zone (a, b))
    return true;

  a_has_frames = view_ref_frames (machine, a, &a_first, &a_end);
  b_has_frames = view_ref_frames (machine, b, &b_first, &b_end);
  if (a_has_frames && b_has_frames)
    return a_first < b_end && b_first < a_end;
  if (a_has_frames)
    return holds (machine, b, a_first, a_end);
  if (b_has_frames)
    return holds (machine, a, b_first, b_end);
  return false;
}

bool
view_changed (const ViewSubject *subject,
              SimPfn             first,
              SimPfn             end)
{
  SimPfn event_first, event_end;
  size_t i;

  for (i = 0; i < subject->n_events; i++)
    if (sim_event_frames (&subject->events[i], &event_first, &event_end) && event_first < end && first < event_end)
      return true;
  return false;
}
