#include "slab-machine.h"

#include <glib.h>
#include <string.h>

const SceneShape *
find_key (const ScenePicture *picture,
          SimRefKind          kind,
          unsigned            part,
          uint64_t            id)
{
  return scene_picture_find (picture, scene_key (kind, part, id));
}

void
begin_on_nodes (Story      *story,
                const char *profile,
                unsigned    n_nodes,
                bool        is_slub)
{
  SimMachineSpec spec;
  SimComplaint complaint;

  memset (story, 0, sizeof *story);
  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = n_nodes > 1 ? 512u << 20 : 64u << 20;
  spec.cpus = 2;
  spec.nodes = n_nodes;
  spec.idle = true;
  spec.slub = is_slub;
  assert_int_equal (sim_machine_new (&spec, &story->machine, &complaint), SIM_OK);
  sim_record_init (&story->record);
  sim_run_init (&story->run, story->machine, NULL);
  story->picture = scene_picture_new ();
  view_subject_init (&story->subject, story->machine);
}

void
begin_with (Story      *story,
            const char *profile,
            bool        is_slub)
{
  begin_on_nodes (story, profile, 1, is_slub);
}

void
begin (Story      *story,
       const char *profile)
{
  begin_with (story, profile, false);
}

uint64_t
take (Story *story)
{
  uint64_t object;

  story->run.serial++;
  object = sim_kmalloc (&story->run, 64, story_gfp (story, "GFP_KERNEL"));
  assert_true (object != 0);
  return object;
}

SimCacheId
cache_of (const Story *story)
{
  return sim_cache_named (story->machine, "kmalloc-64");
}

bool
has_label (const ScenePicture *picture,
           const char         *label)
{
  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    if (g_strcmp0 (scene_picture_shape (picture, i)->label, label) == 0)
      return true;
  return false;
}

/* Takes from the cache until a slab is full; an object of that slab. */
uint64_t
fill_a_slab (Story *story)
{
  for (;;)
    {
      uint64_t object = take (story);
      SimObject look;
      SimSlab slab;

      assert_true (sim_object_at (story->machine, object, &look));
      slab = sim_slab (story->machine, look.slab);
      if (slab.active == slab.n_objects && sim_array (story->machine, slab.cache, 0).avail == 0)
        return object;
    }
}

const SceneShape *
card_of (const ScenePicture *picture,
         const Story        *story,
         uint64_t            object)
{
  SimObject look;

  assert_true (sim_object_at (story->machine, object, &look));
  return find_key (picture, SIM_REF_SLAB, VIEW_PART_LIST, sim_slab (story->machine, look.slab).pfn);
}
