/* test-slab.c - caches, arrays and lists of slabs on the picture of one cache */

#include "slab-machine.h"

#include <glib.h>
#include <string.h>

static const SceneSize size = { 1280, 720 };

static const SimSlabList lists[] = { SIM_SLAB_LIST_FULL, SIM_SLAB_LIST_PARTIAL, SIM_SLAB_LIST_FREE };

static void
every_object_of_the_cache_is_a_cell_that_tells_its_state (void **state)
{
  static const SceneFill fills[] = { [SIM_OBJECT_FREE] = SCENE_FILL_FREE, [SIM_OBJECT_IN_ARRAY] = SCENE_FILL_PCP,
                                     [SIM_OBJECT_IN_USE] = SCENE_FILL_ALLOCATED };
  const ScenePicture *picture;
  unsigned n = 0, n_in_arrays = 0;
  Story story;

  begin (&story, "6.1-i386");
  story_step (&story);
  take (&story);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "slab", size, scene_measure_plain ());
  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    for (SimSlabId slab = sim_slab_first (story.machine, cache_of (&story), 0, lists[i]); slab != SIM_NO_SLAB; slab = sim_slab_next (story.machine, slab))
      for (unsigned index = 0; index < sim_slab (story.machine, slab).n_objects; index++, n++)
        {
          SimObject object = sim_object (story.machine, sim_object_ref (slab, index));
          const SceneShape *cell = find_key (picture, SIM_REF_OBJECT, VIEW_PART_TREE, object.address);

          assert_non_null (cell);
          assert_non_null (cell->hint);
          assert_int_equal (scene_role_fill (cell->role), fills[object.state]);
          if (object.state == SIM_OBJECT_IN_ARRAY)
            {
              n_in_arrays++;
              assert_non_null (find_key (picture, SIM_REF_OBJECT, VIEW_PART_LIST, object.address));
            }
        }
  assert_true (n >= 64);
  assert_int_equal (n_in_arrays, sim_array (story.machine, cache_of (&story), 0).avail);
  assert_true (n_in_arrays > 0);
  story_end (&story);
}

/* The cell of an object that is refilled grows out of its cell in the slab; what is given leaves the lane for the hand. */
static void
an_object_travels_from_its_slab_to_the_array_and_to_the_caller (void **state)
{
  unsigned n_refilled = 0, n_given = 0;
  Story story;

  begin (&story, "6.1-i386");
  while (sim_array (story.machine, cache_of (&story), 0).avail > 0)
    take (&story);
  story_step (&story);
  take (&story);
  for (size_t i = 1; i <= story_n_events (&story); i++)
    {
      const SimEvent event = *story_event (&story, i - 1);
      const SceneShape *cell;
      SceneRect before;

      if (event.kind != SIM_EVENT_OBJECT_REFILLED && event.kind != SIM_EVENT_OBJECT_GIVEN)
        continue;
      story_seek (&story, i - 1);
      cell = find_key (story_picture (&story, "slab", size, scene_measure_plain ()), SIM_REF_OBJECT, VIEW_PART_LIST,
                       event.arg[event.kind == SIM_EVENT_OBJECT_GIVEN ? 2 : 3]);
      if (event.kind == SIM_EVENT_OBJECT_REFILLED)
        {
          assert_null (cell);
          story_seek (&story, i);
          cell = find_key (story_picture (&story, "slab", size, scene_measure_plain ()), SIM_REF_OBJECT, VIEW_PART_LIST, event.arg[3]);
          assert_non_null (cell);
          assert_non_null (scene_picture_find (story.picture, cell->parent));
          n_refilled++;
        }
      else
        {
          assert_non_null (cell);
          before = cell->rect;
          story_seek (&story, i);
          cell = find_key (story_picture (&story, "slab", size, scene_measure_plain ()), SIM_REF_OBJECT, VIEW_PART_LIST, event.arg[2]);
          assert_non_null (cell);
          assert_true (cell->rect.y < before.y);
          n_given++;
        }
    }
  assert_true (n_refilled > 0);
  assert_int_equal (n_given, 1);
  story_end (&story);
}

/* Does something painted later lie over it? */
static bool
is_covered (const ScenePicture *picture,
            size_t              word,
            SceneRect           rect)
{
  for (size_t i = word + 1; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      SceneFill fill = scene_role_fill (shape->role);

      if (shape->form == SCENE_BOX && shape->opacity >= 1 && (fill == SCENE_FILL_FREE || fill == SCENE_FILL_ISOLATED || fill == SCENE_FILL_ALLOCATED)
          && shape->rect.x < rect.x + rect.width && rect.x < shape->rect.x + shape->rect.width && shape->rect.y < rect.y + rect.height
          && rect.y < shape->rect.y + shape->rect.height)
        return true;
    }
  return false;
}

/* What is solid: what fades is not read. */
static void
expect_no_word_over_another (const ScenePicture *picture)
{
  const SceneMeasure *measure = scene_measure_plain ();

  for (size_t b = 0; b < scene_picture_n_shapes (picture); b++)
    for (size_t a = 0; a < b; a++)
      {
        const SceneShape *first = scene_picture_shape (picture, a), *second = scene_picture_shape (picture, b);
        SceneRect one, other;

        if (first->opacity < 1 || second->opacity < 1 || first->form != SCENE_TEXT || second->form != SCENE_TEXT
            || !text_rect (first, measure, &one) || !text_rect (second, measure, &other))
          continue;
        if (one.x + one.width > other.x + 1 && other.x + other.width > one.x + 1 && one.y + one.height > other.y + 1
            && other.y + other.height > one.y + 1 && !is_covered (picture, a, one) && !is_covered (picture, b, other))
          fail_msg ("\"%s\" lies over \"%s\"", second->label, first->label);
      }
}

static void
in_the_middle_of_a_refill_no_word_lies_over_another (void **state)
{
  ScenePicture *before = scene_picture_new (), *after = scene_picture_new (), *between = scene_picture_new ();
  const View *view = view_by_id ("slab");
  Story story;

  begin (&story, "6.1-i386");
  story_step (&story);
  for (unsigned i = 0; i < 90; i++)
    take (&story);
  for (size_t i = 0; i < story_n_events (&story); i += 3)
    for (unsigned wide = 0; wide < 2; wide++)
      {
        SceneSize sheet = wide ? size : (SceneSize) { 640, 400 };

        story_seek (&story, i);
        view_layout (view, &story.subject, sheet, scene_measure_plain (), before);
        story_seek (&story, i + 1);
        view_layout (view, &story.subject, sheet, scene_measure_plain (), after);
        scene_blend (before, after, 0.5, between);
        expect_no_word_over_another (between);
      }
  scene_picture_free (before);
  scene_picture_free (after);
  scene_picture_free (between);
  story_end (&story);
}

/* A hundred thousand objects: as few shapes as a hundred, and each cell in sight stands for its object. */
static void
many_objects_are_cells_of_a_grid_that_is_scrolled (void **state)
{
  const View *view = view_by_id ("slab");
  const SceneGrid *grid;
  unsigned n_found = 0;
  double before;
  Story story;

  begin (&story, "6.1-i386");
  for (unsigned i = 0; i < 100000; i++)
    take (&story);
  story_step (&story);
  take (&story);
  story_seek (&story, story_n_events (&story));
  grid = scene_picture_grid (story_picture (&story, "slab", size, scene_measure_plain ()));
  assert_non_null (grid);
  assert_true (scene_picture_n_shapes (story.picture) < 3000);
  for (uint32_t cell = 0; cell < grid->n_cells; cell += 7)
    {
      SceneRect rect = scene_grid_block_rect (grid, cell, 0);
      SimRef ref = view->pick (&story.subject, story.picture, (ScenePoint) { rect.x + rect.width / 2, rect.y + rect.height / 2 });
      SimObject object;

      if (ref.kind != SIM_REF_OBJECT)
        continue;
      n_found++;
      assert_true (sim_object_at (story.machine, ref.id, &object));
      assert_int_equal (object.address, ref.id);
      assert_int_equal (grid->cells[cell] & 15, object.state == SIM_OBJECT_IN_USE ? SCENE_FILL_ALLOCATED
                        : object.state == SIM_OBJECT_IN_ARRAY ? SCENE_FILL_PCP : SCENE_FILL_FREE);
    }
  assert_true (n_found > 1000);

  before = story.subject.camera.centre.y;
  story.subject.camera = view_pan (view, &story.subject, size, scene_measure_plain (), 0, 1000);
  assert_float_equal (story.subject.camera.centre.y, before, 1e-9);
  story.subject.camera = view_pan (view, &story.subject, size, scene_measure_plain (), 0, -100);
  assert_true (story.subject.camera.centre.y > before);
  for (unsigned i = 0; i < 1000; i++)
    story.subject.camera = view_pan (view, &story.subject, size, scene_measure_plain (), 0, -1000);
  before = story.subject.camera.centre.y;
  story.subject.camera = view_pan (view, &story.subject, size, scene_measure_plain (), 0, -1000);
  assert_float_equal (story.subject.camera.centre.y, before, 1e-9);
  story_end (&story);
}

static void
a_slab_that_moves_changes_its_column_and_takes_its_objects_along (void **state)
{
  unsigned n_moved = 0;
  Story story;

  begin (&story, "6.1-i386");
  story_step (&story);
  for (unsigned i = 0; i < 200; i++)
    take (&story);
  for (size_t i = 1; i <= story_n_events (&story); i++)
    {
      const SimEvent event = *story_event (&story, i - 1);
      const SceneShape *card;
      SceneRect before;

      if (event.kind != SIM_EVENT_SLAB_MOVED || event.arg[1] != SIM_SLAB_LIST_PARTIAL || event.arg[2] != SIM_SLAB_LIST_FULL
          || sim_slab (story.machine, sim_slab_of_pfn (story.machine, (SimPfn) event.arg[0])).cache != cache_of (&story))
        continue;
      story_seek (&story, i - 1);
      card = find_key (story_picture (&story, "slab", size, scene_measure_plain ()), SIM_REF_SLAB, VIEW_PART_LIST, event.arg[0]);
      assert_non_null (card);
      before = card->rect;
      story_seek (&story, i);
      card = find_key (story_picture (&story, "slab", size, scene_measure_plain ()), SIM_REF_SLAB, VIEW_PART_LIST, event.arg[0]);
      assert_non_null (card);
      assert_true (card->rect.x < before.x);
      assert_true (card->marks & SCENE_MARK_CHANGED);
      n_moved++;
    }
  assert_true (n_moved >= 1);
  story_end (&story);
}

static void
columns_arrays_and_cells_stand_still_while_the_step_goes_on (void **state)
{
  SimSlabId slab;
  SceneRect first = { 0 };
  uint64_t address;
  Story story;

  begin (&story, "6.1-i386");
  slab = sim_slab_first (story.machine, cache_of (&story), 0, SIM_SLAB_LIST_FULL);
  if (slab == SIM_NO_SLAB)
    slab = sim_slab_first (story.machine, cache_of (&story), 0, SIM_SLAB_LIST_PARTIAL);
  address = sim_slab (story.machine, slab).s_mem;
  story_step (&story);
  for (unsigned i = 0; i < 150; i++)
    take (&story);
  for (size_t i = 0; i <= story_n_events (&story); i += 7)
    {
      const SceneShape *cell;

      story_seek (&story, i);
      cell = find_key (story_picture (&story, "slab", size, scene_measure_plain ()), SIM_REF_OBJECT, VIEW_PART_TREE, address);
      assert_non_null (cell);
      if (i == 0)
        first = cell->rect;
      assert_float_equal (cell->rect.width, first.width, 1e-9);
      assert_float_equal (cell->rect.height, first.height, 1e-9);
    }
  story_end (&story);
}

static void
the_shown_cache_is_the_selected_one_else_that_of_the_step (void **state)
{
  SimRef selected;
  Story story;
  SimCacheId other;

  begin (&story, "6.1-i386");
  other = sim_cache_named (story.machine, "dentry");
  assert_true (other != SIM_NO_CACHE);
  story_step (&story);
  take (&story);
  story_seek (&story, story_n_events (&story));
  assert_string_equal (scene_picture_title (story_picture (&story, "slab", size, scene_measure_plain ())), "kmem_cache kmalloc-64");
  selected = sim_ref (SIM_REF_CACHE, other);
  story.subject.selection = &selected;
  story.subject.n_selection = 1;
  assert_string_equal (scene_picture_title (story_picture (&story, "slab", size, scene_measure_plain ())), "kmem_cache dentry");
  selected = sim_ref (SIM_REF_FRAME, sim_slab (story.machine, sim_slab_first (story.machine, other, 0, SIM_SLAB_LIST_FULL)).pfn);
  assert_string_equal (scene_picture_title (story_picture (&story, "slab", size, scene_measure_plain ())), "kmem_cache dentry");
  selected = sim_ref (SIM_REF_ADDRESS, sim_cache (story.machine, other).descriptor);
  assert_string_equal (scene_picture_title (story_picture (&story, "slab", size, scene_measure_plain ())), "kmem_cache dentry");
  story_end (&story);
}

/* From any cache all others are reached by choosing what stands at the end of the list. */
static void
every_cache_can_be_chosen (void **state)
{
  SimRef selected;
  unsigned n_seen = 0, n = 0;
  Story story;

  begin (&story, "6.1-i386");
  g_autofree bool *is_seen = g_new0 (bool, sim_n_caches (story.machine) + 1);

  for (SimCacheId id = sim_cache_first (story.machine); id != SIM_NO_CACHE; id = sim_cache_next (story.machine, id))
    n++;
  selected = sim_ref (SIM_REF_NONE, 0);
  story.subject.selection = &selected;
  for (unsigned round = 0; round < 60 && n_seen < n; round++)
    {
      const ScenePicture *picture = story_picture (&story, "slab", size, scene_measure_plain ());
      SimRef next = selected;

      for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
        {
          const SceneShape *shape = scene_picture_shape (picture, i);

          if (shape->key.kind != SIM_REF_CACHE)
            continue;
          next = sim_ref (SIM_REF_CACHE, shape->key.id);
          n_seen += !is_seen[shape->key.id];
          is_seen[shape->key.id] = true;
        }
      selected = next;
      story.subject.n_selection = 1;
    }
  assert_int_equal (n_seen, n);
  story_end (&story);
}

static void
an_object_marks_its_page_in_the_map_and_its_slab_is_marked_by_its_page (void **state)
{
  uint64_t object;
  SimRef selected;
  SimSlab slab;
  Story story;

  begin (&story, "6.1-i386");
  story_step (&story);
  object = take (&story);
  story_seek (&story, story_n_events (&story));
  slab = sim_slab (story.machine, sim_slab_of_pfn (story.machine, (SimPfn) ((object - sim_profile (story.machine)->page_offset) >> SIM_PAGE_SHIFT)));
  assert_true (view_refs_touch (story.machine, sim_ref (SIM_REF_OBJECT, object), sim_ref (SIM_REF_FRAME, slab.pfn)));
  assert_true (view_refs_touch (story.machine, sim_ref (SIM_REF_SLAB, slab.pfn), sim_ref (SIM_REF_FRAME, slab.pfn)));
  assert_true (view_refs_touch (story.machine, sim_ref (SIM_REF_CACHE, slab.cache), sim_ref (SIM_REF_FRAME, slab.pfn)));
  assert_false (view_refs_touch (story.machine, sim_ref (SIM_REF_CACHE, slab.cache), sim_ref (SIM_REF_FRAME, 5)));
  assert_int_equal (scene_role_fill (view_frame_role (story.machine, slab.pfn)), SCENE_FILL_SLAB);

  selected = sim_ref (SIM_REF_FRAME, slab.pfn);
  story.subject.selection = &selected;
  story.subject.n_selection = 1;
  assert_true (find_key (story_picture (&story, "slab", size, scene_measure_plain ()), SIM_REF_SLAB, VIEW_PART_LIST, slab.pfn)->marks
               & SCENE_MARK_SELECTED);
  story_end (&story);
}

/*   node 0: slabs of CPU 0   |   node 1: slabs of CPU 1;   one node is shown, all can be chosen   */
static void
every_node_of_a_cache_can_be_chosen (void **state)
{
  static const bool allocators[] = { false, true };

  for (unsigned i = 0; i < G_N_ELEMENTS (allocators); i++)
    {
      const ScenePicture *picture;
      uint64_t objects[2];
      SimRef chosen = { 0 };
      Story story;

      begin_on_nodes (&story, "6.1-x86_64", 2, allocators[i]);
      objects[0] = fill_a_slab (&story);
      story_step (&story);
      story.run.cpu = 1;
      objects[1] = take (&story);
      story_seek (&story, story_n_events (&story));

      /* What happens on node 1 is shown, and its node is marked. */
      picture = story_picture (&story, "slab", size, scene_measure_plain ());
      assert_non_null (card_of (picture, &story, objects[1]));
      assert_non_null (find_key (picture, 0, VIEW_PART_RING, 4ull << 50 | 1));
      assert_null (find_key (picture, 0, VIEW_PART_RING, 4ull << 50));

      for (size_t j = 0; j < scene_picture_n_shapes (picture); j++)
        if (scene_picture_shape (picture, j)->hint && strstr (scene_picture_shape (picture, j)->hint, "Node 0, cache kmalloc-64"))
          chosen = (SimRef) { (SimRefKind) scene_picture_shape (picture, j)->key.kind, scene_picture_shape (picture, j)->key.id };
      assert_int_equal (chosen.kind, SIM_REF_SLAB);
      story.subject.selection = &chosen;
      story.subject.n_selection = 1;
      picture = story_picture (&story, "slab", size, scene_measure_plain ());
      assert_true (allocators[i] || card_of (picture, &story, objects[0]) != NULL);
      assert_non_null (find_key (picture, SIM_REF_SLAB, VIEW_PART_LIST, chosen.id));
      assert_non_null (strstr (scene_picture_description (picture), "node 0 of 2"));
      story_end (&story);
    }
}

static void
a_machine_without_caches_says_so (void **state)
{
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  story_picture (&story, "slab", size, scene_measure_plain ());
  assert_non_null (strstr (scene_picture_description (story.picture), "no caches"));
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_object_of_the_cache_is_a_cell_that_tells_its_state),
    cmocka_unit_test (an_object_travels_from_its_slab_to_the_array_and_to_the_caller),
    cmocka_unit_test (in_the_middle_of_a_refill_no_word_lies_over_another),
    cmocka_unit_test (many_objects_are_cells_of_a_grid_that_is_scrolled),
    cmocka_unit_test (a_slab_that_moves_changes_its_column_and_takes_its_objects_along),
    cmocka_unit_test (columns_arrays_and_cells_stand_still_while_the_step_goes_on),
    cmocka_unit_test (the_shown_cache_is_the_selected_one_else_that_of_the_step),
    cmocka_unit_test (every_cache_can_be_chosen),
    cmocka_unit_test (an_object_marks_its_page_in_the_map_and_its_slab_is_marked_by_its_page),
    cmocka_unit_test (every_node_of_a_cache_can_be_chosen),
    cmocka_unit_test (a_machine_without_caches_says_so),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
