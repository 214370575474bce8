/* test-space.c - the kernel's addresses, the physical ones, and what joins them */

#include "support.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static const SceneSize size = { 1280, 800 };

static void
begin_with (Story      *story,
            const char *profile,
            uint64_t    ram)
{
  SimMachineSpec spec;
  SimComplaint complaint;

  memset (story, 0, sizeof *story);
  sim_machine_spec_init (&spec, sim_profile_by_id (profile));
  spec.ram = ram;
  assert_int_equal (sim_machine_new (&spec, &story->machine, &complaint), SIM_OK);
  sim_record_init (&story->record);
  sim_run_init (&story->run, story->machine, NULL);
  story->picture = scene_picture_new ();
  view_subject_init (&story->subject, story->machine);
}

static const SceneShape *
range_at (const ScenePicture *picture,
          uint64_t            first)
{
  return scene_picture_find (picture, scene_key (SIM_REF_ADDRESS, VIEW_PART_ZONE, first));
}

static double
bottom_of (const SceneShape *shape)
{
  return shape->rect.y + shape->rect.height;
}

/* Each begins where the one below it ends, from PAGE_OFFSET to the top. */
static void
every_range_of_the_kernel_has_a_box_above_the_one_before_it (void **state)
{
  static const struct { const char *profile; uint64_t ram; } machines[] = {
    { "6.1-i386", 2ull << 30 }, { "6.1-i386", 64ull << 20 }, { "6.1-i386-pae", 6ull << 30 }, { "6.1-x86_64", 6ull << 30 },
    { "5.10-i386", 1ull << 30 }, { "3.2-i386", 1ull << 30 }, { "2.6.11-i386", 1ull << 30 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (machines); i++)
    for (int to_scale = 0; to_scale < 2; to_scale++)
      {
        SimAddressRange ranges[SIM_MOST_ADDRESS_RANGES];
        const ScenePicture *picture;
        double above = INFINITY;
        Story story;
        unsigned n;

        begin_with (&story, machines[i].profile, machines[i].ram);
        story.subject.style = to_scale ? VIEW_TO_SCALE : 0;
        picture = story_picture (&story, "address-space", size, scene_measure_plain ());
        n = sim_address_ranges (story.machine, ranges);
        assert_true (n >= 3);
        for (unsigned j = 0; j < n; j++)
          {
            const SceneShape *box = range_at (picture, ranges[j].first);

            assert_non_null (box);
            assert_non_null (box->hint);
            assert_true (to_scale || (box->rect.height > 8 && bottom_of (box) <= above));
            above = box->rect.y;
          }
        story_end (&story);
      }
}

/* One band: it ends at one height on both sides, and reaches from PAGE_OFFSET to physical 0. */
static void
the_direct_map_is_one_band_from_page_offset_to_physical_zero (void **state)
{
  const ScenePicture *picture;
  double top_left = INFINITY, top_right = INFINITY, far_bottom = 0;
  unsigned n = 0;
  Story story;

  begin_with (&story, "6.1-i386", 2ull << 30);
  picture = story_picture (&story, "address-space", size, scene_measure_plain ());
  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->form != SCENE_RIBBON || scene_role_fill (shape->role) == SCENE_FILL_PANEL)
        continue;
      n++;
      top_left = fmin (top_left, shape->rect.y);
      top_right = fmin (top_right, shape->far.y);
      far_bottom = fmax (far_bottom, shape->far.y + shape->far.height);
    }
  assert_int_equal (n, 2);
  assert_true (fabs (top_left - top_right) < 0.01);
  assert_true (fabs (far_bottom - bottom_of (scene_picture_find (picture, scene_key (SIM_REF_ZONE, VIEW_PART_ZONE, 0)))) < 2);
  story_end (&story);
}

static const SceneShape *
mark_of (const ScenePicture *picture,
         SimPfn              pfn)
{
  return scene_picture_find (picture, scene_key (SIM_REF_FRAME, VIEW_PART_MAP, pfn));
}

/* A frame of lowmem has two places and a ribbon between them; one of highmem has one. */
static void
a_frame_of_highmem_has_no_logical_address (void **state)
{
  const ScenePicture *picture;
  SimRef frames[2];
  const SimPfn low = 0x2000, high = 0x40000;
  Story story;

  begin_with (&story, "6.1-i386", 2ull << 30);
  frames[0] = sim_ref (SIM_REF_FRAME, low);
  frames[1] = sim_ref (SIM_REF_FRAME, high);
  story.subject.selection = frames;
  story.subject.n_selection = 2;
  picture = story_picture (&story, "address-space", size, scene_measure_plain ());

  assert_non_null (mark_of (picture, low));
  assert_true (mark_of (picture, low)->marks & SCENE_MARK_SELECTED);
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_ADDRESS, VIEW_PART_MAP, 0xc2000000)));
  assert_non_null (mark_of (picture, high));
  assert_null (scene_picture_find (picture, scene_key (SIM_REF_ADDRESS, VIEW_PART_MAP, 0xc0000000ull + ((uint64_t) high << 12))));
  assert_non_null (strstr (mark_of (picture, high)->hint, "highmem has no logical address"));
  story_end (&story);
}

static uint64_t
call (Story      *story,
      const char *name,
      uint64_t    a,
      uint64_t    b)
{
  SimCall call = { .id = sim_call_by_name (name), .args = { a, b } };
  uint64_t result = 0;

  story->run.serial++;
  assert_int_equal (sim_run_call (&story->run, &call, &result), SIM_OK);
  return result;
}

static unsigned
n_ribbons_from (const ScenePicture *picture,
                uint64_t            first,
                uint64_t            end)
{
  unsigned n = 0;

  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      n += shape->form == SCENE_RIBBON && shape->key.kind == SIM_REF_ADDRESS && shape->key.part == VIEW_PART_EDGE
           && shape->key.id >= first && shape->key.id < end;
    }
  return n;
}

/* Frames that follow each other. */
static unsigned
n_runs_of (const SimMachine *machine,
           const SimArea    *area)
{
  unsigned n = 0;
  uint32_t before = 0;

  for (uint32_t i = 0; i < area->n_pages; i++)
    {
      SimPte pte = sim_vmap_pte (machine, area->first + ((uint64_t) i << SIM_PAGE_SHIFT));

      assert_true (pte.is_present);
      n += i == 0 || pte.pfn != before + 1;
      before = pte.pfn;
    }
  return n;
}

/* The higher the address, the higher it stands; one that is given back waits without ribbons. */
static void
areas_stand_by_their_addresses_with_a_ribbon_for_each_run_of_frames (void **state)
{
  for (int to_scale = 0; to_scale < 2; to_scale++)
    {
      const ScenePicture *picture;
      const SceneShape *lazy;
      uint64_t given_back;
      double above = INFINITY;
      unsigned n = 0;
      Story story;

      begin_with (&story, "6.1-i386", 2ull << 30);
      story.subject.style = to_scale ? VIEW_TO_SCALE : 0;
      given_back = call (&story, "vmalloc", 16 << SIM_PAGE_SHIFT, 0);
      assert_true (call (&story, "vmalloc", 3 << SIM_PAGE_SHIFT, 0) != 0);
      assert_true (call (&story, "ioremap", 0xfebc0000, 0x20000) != 0);
      call (&story, "vfree", given_back, 0);

      picture = story_picture (&story, "address-space", size, scene_measure_plain ());
      for (SimAreaId id = sim_area_first (story.machine, SIM_AREA_VMALLOC); id != SIM_NO_AREA; id = sim_area_next (story.machine, id), n++)
        {
          SimArea area = sim_area (story.machine, id);
          const SceneShape *box = scene_picture_find (picture, scene_key (SIM_REF_ADDRESS, VIEW_PART_LIST, area.first));

          assert_non_null (box);
          assert_non_null (box->hint);
          assert_true (to_scale || bottom_of (box) <= above);
          above = box->rect.y;
          assert_int_equal (n_ribbons_from (picture, area.first, area.end), n_runs_of (story.machine, &area));
        }
      assert_int_equal (n, 2);
      lazy = scene_picture_find (picture, scene_key (SIM_REF_ADDRESS, VIEW_PART_LIST, given_back));
      assert_non_null (lazy);
      assert_int_equal (scene_role_fill (lazy->role), SCENE_FILL_ISOLATED);
      assert_int_equal (n_ribbons_from (picture, given_back, given_back + (16 << SIM_PAGE_SHIFT)), 0);
      story_end (&story);
    }
}

/* More areas than there is room for: what changed last is shown, and how many are not. */
static void
of_many_areas_the_one_that_changed_is_shown (void **state)
{
  const ScenePicture *picture;
  uint64_t last = 0;
  Story story;

  begin_with (&story, "6.1-i386", 2ull << 30);
  for (unsigned i = 0; i < 60; i++)
    assert_true (call (&story, "vmalloc", SIM_PAGE_SIZE, 0) != 0);
  story_step (&story);
  last = call (&story, "vmalloc", 2 * SIM_PAGE_SIZE, 0);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "address-space", size, scene_measure_plain ());
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_ADDRESS, VIEW_PART_LIST, last)));
  assert_true (scene_picture_find (picture, scene_key (SIM_REF_ADDRESS, VIEW_PART_LIST, last))->marks & SCENE_MARK_CHANGED);
  assert_non_null (scene_picture_find (picture, scene_key (0, VIEW_PART_MORE, 2)));
  assert_null (scene_picture_find (picture, scene_key (0, VIEW_PART_MORE, 1)));
  story_end (&story);
}

/* To scale, what is twice as large is twice as high, and both columns have one scale. */
static void
to_scale_heights_are_sizes (void **state)
{
  const ScenePicture *picture;
  const SceneShape *normal, *highmem, *direct;
  SimZone of_normal, of_highmem;
  Story story;

  begin_with (&story, "6.1-i386", 4ull << 30);
  story.subject.style = VIEW_TO_SCALE;
  picture = story_picture (&story, "address-space", size, scene_measure_plain ());
  of_normal = sim_zone (story.machine, sim_zone_named (story.machine, "Normal"));
  of_highmem = sim_zone (story.machine, sim_zone_named (story.machine, "HighMem"));
  normal = scene_picture_find (picture, scene_key (SIM_REF_ZONE, VIEW_PART_ZONE, sim_zone_named (story.machine, "Normal")));
  highmem = scene_picture_find (picture, scene_key (SIM_REF_ZONE, VIEW_PART_ZONE, sim_zone_named (story.machine, "HighMem")));
  direct = range_at (picture, 0xc0000000ull + ((uint64_t) of_normal.start_pfn << 12));
  assert_true (fabs (highmem->rect.height / normal->rect.height - (double) of_highmem.spanned / of_normal.spanned) < 0.02);
  assert_true (fabs (direct->rect.height - normal->rect.height) < 0.5);
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_range_of_the_kernel_has_a_box_above_the_one_before_it),
    cmocka_unit_test (the_direct_map_is_one_band_from_page_offset_to_physical_zero),
    cmocka_unit_test (a_frame_of_highmem_has_no_logical_address),
    cmocka_unit_test (areas_stand_by_their_addresses_with_a_ribbon_for_each_run_of_frames),
    cmocka_unit_test (of_many_areas_the_one_that_changed_is_shown),
    cmocka_unit_test (to_scale_heights_are_sizes),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
