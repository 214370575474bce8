#include "support.h"

#include <stdlib.h>
#include <string.h>

void
story_begin (Story      *story,
             const char *profile,
             unsigned    ram,
             bool        pcp)
{
  SimMachineSpec spec;
  SimComplaint complaint;

  memset (story, 0, sizeof *story);
  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = (uint64_t) ram << 20;
  spec.pcp = pcp;
  assert_int_equal (sim_machine_new (&spec, &story->machine, &complaint), SIM_OK);
  sim_record_init (&story->record);
  sim_run_init (&story->run, story->machine, NULL);
  story->picture = scene_picture_new ();
  view_subject_init (&story->subject, story->machine);
}

void
story_end (Story *story)
{
  view_cells_free (story->cells);
  scene_picture_free (story->picture);
  sim_record_clear (&story->record);
  free (story->events);
  sim_machine_free (story->machine);
}

uint32_t
story_gfp (const Story *story,
           const char  *name)
{
  uint32_t bits = 0;

  assert_true (sim_gfp_by_name (sim_profile (story->machine), name, &bits));
  return bits;
}

void
story_use (Story    *story,
           unsigned  n)
{
  const SimProfile *profile = sim_profile (story->machine);
  uint32_t kernel = story_gfp (story, "GFP_KERNEL"), seed = 1;
  uint32_t masks[] = { kernel, kernel | profile->gfp_highmem, kernel | profile->gfp_highmem | profile->gfp_movable,
                       kernel | profile->gfp_dma, kernel | profile->gfp_reclaimable };
  struct { SimPfn pfn; SimOrder order; } kept[64] = { 0 };
  unsigned i;

  for (i = 0; i < 64; i++)
    kept[i].pfn = SIM_NO_PFN;
  for (i = 0; i < n; i++)
    {
      unsigned at;

      seed = seed * 1103515245 + 12345;
      at = seed >> 16 & 63;
      story->run.serial++;
      if (kept[at].pfn != SIM_NO_PFN)
        {
          sim_free_pages (&story->run, kept[at].pfn, kept[at].order);
          kept[at].pfn = SIM_NO_PFN;
          continue;
        }
      kept[at].order = (SimOrder) ((seed >> 22) % 8);
      kept[at].pfn = sim_alloc_pages (&story->run, masks[(seed >> 25) % 5], kept[at].order);
    }
}

void
story_step (Story *story)
{
  sim_record_clear (&story->record);
  sim_record_init (&story->record);
  story->run.record = &story->record;
  story->n_applied = SIZE_MAX;
  story->n_events = 0;
}

size_t
story_n_events (Story *story)
{
  return sim_record_n_events (&story->record);
}

const SimEvent *
story_event (Story  *story,
             size_t  number)
{
  size_t n = story_n_events (story);

  /* What was asked for before stays where it is. */
  if (!story->events || story->n_events < n)
    story->events = realloc (story->events, (n + 1) * sizeof *story->events);
  assert_non_null (story->events);
  for (; story->n_events < n; story->n_events++)
    story->events[story->n_events] = sim_record_event (&story->record, story->n_events);
  return story->events + number;
}

void
story_seek (Story  *story,
            size_t  position)
{
  size_t from = story->n_applied == SIZE_MAX ? story_n_events (story) : story->n_applied;
  size_t first = from < position ? from : position, end = from < position ? position : from;

  sim_machine_apply (story->machine, story->record.changes + sim_record_n_changes_of (&story->record, 0, first),
                     story->record.changes + sim_record_n_changes_of (&story->record, 0, end));
  story->n_applied = position;
  story->subject.events = story_event (story, 0);
  story->subject.n_events = position;
  story->subject.n_ahead = story_n_events (story) - position;
}

const ScenePicture *
story_picture (Story              *story,
               const char         *view,
               SceneSize           size,
               const SceneMeasure *measure)
{
  view_cells_free (story->cells);
  story->cells = view_cells_new (story->machine);
  story->subject.cells = story->cells;
  view_layout (view_by_id (view), &story->subject, size, measure, story->picture);
  assert_false (scene_picture_failed (story->picture));
  return story->picture;
}

static double
wide_advance (const SceneMeasure *measure,
              SceneFont           font,
              const char         *text)
{
  return scene_measure_plain ()->advance (measure, font, text) * 1.6;
}

const SceneMeasure *
wide_measure (void)
{
  static SceneMeasure wide;

  wide = *scene_measure_plain ();
  wide.advance = wide_advance;
  return &wide;
}

const SceneShape *
find_block (const ScenePicture *picture,
            ViewPart            part,
            SimPfn              pfn,
            SimOrder            order)
{
  return scene_picture_find (picture, scene_key (SIM_REF_BLOCK, part, sim_block_id (pfn, order)));
}

bool
text_rect (const SceneShape   *shape,
           const SceneMeasure *measure,
           SceneRect          *rect)
{
  double width, height;

  if (!shape->label || !*shape->label || shape->opacity <= 0)
    return false;

  width = measure->advance (measure, shape->font, shape->label);
  height = measure->size[shape->font];
  *rect = (SceneRect) { shape->rect.x, shape->rect.y + (shape->rect.height - height) / 2, width, height };
  if (shape->align == SCENE_MIDDLE)
    rect->x += (shape->rect.width - width) / 2;
  else if (shape->align == SCENE_END)
    rect->x += shape->rect.width - width;
  return true;
}
