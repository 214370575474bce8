/* test-slub.c - whose a slab is with SLUB: a CPU's, as what, the node's, or nobody's */

#include "slab-machine.h"

#include <glib.h>
#include <string.h>

static const SceneSize size = { 1280, 720 };

/*   full, on no list | partial, of the node | of CPUs: what CPU 0 takes from, and what it keeps besides   */
static void
with_slub_slabs_stand_where_a_cpu_or_the_node_has_them (void **state)
{
  uint64_t objects[200];
  unsigned n_slabs = 0;
  Story story;

  begin_with (&story, "6.1-i386", true);
  for (unsigned i = 0; i < G_N_ELEMENTS (objects); i++)
    objects[i] = take (&story);
  story_step (&story);
  /* A free object in each makes full slabs a CPU's. */
  for (unsigned i = 0; i < G_N_ELEMENTS (objects); i += 2)
    sim_kfree (&story.run, objects[i]);

  for (size_t at = 0; at <= story_n_events (&story); at++)
    {
      const ScenePicture *picture;

      story_seek (&story, at);
      picture = story_picture (&story, "slab", size, scene_measure_plain ());
      n_slabs = 0;
      for (SimSlabList list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_SLAB_LISTS; list++)
        {
          bool is_of_cpu = list == SIM_SLAB_LIST_ACTIVE || list == SIM_SLAB_LIST_CPU_PARTIAL;

          if (list == SIM_SLAB_LIST_DOOMED)
            continue;
          for (unsigned owner = 0; owner < (is_of_cpu ? sim_n_cpus (story.machine) : 1); owner++)
            for (SimSlabId slab = sim_slab_first (story.machine, cache_of (&story), owner, list); slab != SIM_NO_SLAB;
                 slab = sim_slab_next (story.machine, slab), n_slabs++)
              {
                const SceneShape *card = find_key (picture, SIM_REF_SLAB, VIEW_PART_LIST, sim_slab (story.machine, slab).pfn);
                const SceneShape *column = find_key (picture, 0, VIEW_PART_ZONE, 3ull << 50 | (is_of_cpu ? 2 : list == SIM_SLAB_LIST_PARTIAL ? 1 : 0));

                assert_non_null (card);
                assert_non_null (column);
                assert_true (card->rect.x >= column->rect.x && card->rect.x + card->rect.width <= column->rect.x + column->rect.width);
              }
        }
    }
  assert_true (n_slabs >= 4);
  assert_true (sim_slab_first (story.machine, cache_of (&story), 0, SIM_SLAB_LIST_CPU_PARTIAL) != SIM_NO_SLAB);
  story_end (&story);
}

/*   taken from: CPU 0's, frozen | full, and another becomes CPU 0's: on no list | an object is freed: CPU 0's again   */
static void
with_slub_a_full_slab_is_forgotten_until_an_object_comes_back (void **state)
{
  const ScenePicture *picture;
  const SceneShape *card;
  uint64_t object;
  Story story;

  begin_with (&story, "6.1-i386", true);
  story_step (&story);
  object = fill_a_slab (&story);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "slab", size, scene_measure_plain ());
  card = card_of (picture, &story, object);
  assert_non_null (strstr (card->hint, "is frozen: cpu_slab->slab of CPU 0"));

  story_step (&story);
  take (&story);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "slab", size, scene_measure_plain ());
  card = card_of (picture, &story, object);
  assert_non_null (strstr (card->hint, "on no list"));
  assert_true (card->rect.x < find_key (picture, 0, VIEW_PART_ZONE, 3ull << 50 | 1)->rect.x);

  story_step (&story);
  sim_kfree (&story.run, object);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "slab", size, scene_measure_plain ());
  card = card_of (picture, &story, object);
  assert_non_null (strstr (card->hint, "is frozen: cpu_slab->partial of CPU 0"));
  assert_true (card->rect.x >= find_key (picture, 0, VIEW_PART_ZONE, 3ull << 50 | 2)->rect.x);
  assert_true (card->marks & SCENE_MARK_CHANGED);
  story_end (&story);
}

/* One event moves them all from the slab to the CPU: every one is marked, in the lane of the CPU. */
static void
with_slub_a_freelist_that_is_taken_is_marked_whole (void **state)
{
  const ScenePicture *picture;
  uint64_t object;
  SimObject look;
  unsigned n = 0;
  Story story;

  begin_with (&story, "6.1-i386", true);
  fill_a_slab (&story);
  story_step (&story);
  object = take (&story);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "slab", size, scene_measure_plain ());
  assert_true (sim_object_at (story.machine, object, &look));
  for (unsigned i = 0; i < sim_slab (story.machine, look.slab).n_objects; i++)
    {
      SimObject other = sim_object (story.machine, sim_object_ref (look.slab, i));

      n += other.state == SIM_OBJECT_IN_ARRAY;
      assert_true (other.state != SIM_OBJECT_IN_ARRAY || find_key (picture, 0, VIEW_PART_RING, 3ull << 60 | other.address) != NULL);
    }
  assert_true (n > 30);
  story_end (&story);
}

/* In words of struct kmem_cache_cpu, on a card and beside the cells of a grid. */
static void
with_slub_a_slab_says_whose_it_is_and_as_what (void **state)
{
  uint64_t objects[360];
  unsigned n_cards = 0, n_grids = 0;
  Story story;

  begin_with (&story, "6.1-i386", true);
  for (unsigned i = 0; i < G_N_ELEMENTS (objects); i++)
    objects[i] = take (&story);
  story.run.cpu = 1;
  take (&story);
  story.run.cpu = 0;
  story_step (&story);
  sim_kfree (&story.run, objects[0]);
  story_seek (&story, story_n_events (&story));
  for (double height = 400; height <= 1200; height += 40)
    {
      const ScenePicture *picture = story_picture (&story, "slab", (SceneSize) { 2.5 * height, height }, scene_measure_plain ());
      SimSlab active = sim_slab (story.machine, sim_slab_first (story.machine, cache_of (&story), 0, SIM_SLAB_LIST_ACTIVE));
      g_autofree char *on_card = g_strdup_printf ("pfn 0x%x CPU 0 slab", (unsigned) active.pfn);
      g_autofree char *brief = g_strdup_printf ("0x%x CPU 0 slab", (unsigned) active.pfn);

      if (find_key (picture, SIM_REF_OBJECT, VIEW_PART_TREE, objects[1]) != NULL)
        {
          /* Where cards stand beside each other there may be room for their numbers only. */
          n_cards += has_label (picture, on_card) || has_label (picture, brief);
        }
      else if (has_label (picture, "CPU 0 slab"))
        {
          assert_true (has_label (picture, "CPU 1 slab"));
          assert_true (has_label (picture, "CPU 0 partial"));
          n_grids++;
        }
    }
  assert_int_not_equal (n_cards, 0);
  assert_int_not_equal (n_grids, 0);
  story_end (&story);
}

/* One more than the CPU may hold: the others go to the node, and stand in its column. */
static void
with_slub_what_is_too_much_for_a_cpu_goes_to_the_node (void **state)
{
  enum { MOST = 64 };
  uint64_t objects[MOST];
  unsigned n = 0;
  Story story;

  begin_with (&story, "6.1-i386", true);
  fill_a_slab (&story);
  while (n < MOST)
    {
      take (&story);
      objects[n++] = fill_a_slab (&story);
    }
  take (&story);
  for (unsigned i = 0; i < MOST; i++)
    {
      const ScenePicture *picture;
      bool is_drained = false;

      story_step (&story);
      sim_kfree (&story.run, objects[i]);
      for (size_t at = 0; at < story_n_events (&story); at++)
        is_drained = is_drained || story_event (&story, at)->kind == SIM_EVENT_CPU_PARTIAL_FULL;
      if (!is_drained)
        continue;
      assert_true (i > 1);
      story_seek (&story, story_n_events (&story));
      picture = story_picture (&story, "slab", size, scene_measure_plain ());
      for (unsigned j = 0; j <= i; j++)
        {
          const SceneShape *card = card_of (picture, &story, objects[j]);
          const SceneShape *column = find_key (picture, 0, VIEW_PART_ZONE, 3ull << 50 | (j < i ? 1 : 2));

          /* Some may lie below what is in sight. */
          if (card == NULL)
            continue;
          assert_true (card->rect.x >= column->rect.x && card->rect.x + card->rect.width <= column->rect.x + column->rect.width);
          assert_non_null (strstr (card->hint, j < i ? "on the partial list of node 0" : "cpu_slab->partial of CPU 0"));
        }
      story_end (&story);
      return;
    }
  fail_msg ("nothing was ever too much for the CPU");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (with_slub_slabs_stand_where_a_cpu_or_the_node_has_them),
    cmocka_unit_test (with_slub_a_full_slab_is_forgotten_until_an_object_comes_back),
    cmocka_unit_test (with_slub_a_freelist_that_is_taken_is_marked_whole),
    cmocka_unit_test (with_slub_a_slab_says_whose_it_is_and_as_what),
    cmocka_unit_test (with_slub_what_is_too_much_for_a_cpu_goes_to_the_node),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
