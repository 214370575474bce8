/* test-text.c - words on a picture: none over another, none outside, whatever the machine and the language */

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const SceneSize sizes[] = { { 640, 400 }, { 456, 620 }, { 900, 640 }, { 1280, 720 }, { 1920, 1080 } };

static bool
overlap (SceneRect a,
         SceneRect b)
{
  return a.x + a.width > b.x + 0.5 && b.x + b.width > a.x + 0.5
         && a.y + a.height > b.y + 0.5 && b.y + b.height > a.y + 0.5;
}

static void
assert_texts_are_apart (const ScenePicture *picture,
                        const SceneMeasure *measure,
                        const char         *what)
{
  SceneSize size = scene_picture_size (picture);
  size_t n = scene_picture_n_shapes (picture), n_texts = 0, i, j;
  SceneRect *rects = malloc (n * sizeof *rects);
  const char **texts = malloc (n * sizeof *texts);

  for (i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      SceneRect rect;

      if (!text_rect (shape, measure, &rect))
        continue;
      if (rect.x < -0.5 || rect.y < -0.5 || rect.x + rect.width > size.width + 0.5
          || rect.y + rect.height > size.height + 0.5)
        fail_msg ("%s: \"%s\" is outside", what, shape->label);
      if (shape->form == SCENE_BOX && rect.width > shape->rect.width)
        fail_msg ("%s: \"%s\" does not fit into its box", what, shape->label);
      for (j = 0; j < n_texts; j++)
        if (overlap (rect, rects[j]))
          fail_msg ("%s: \"%s\" lies over \"%s\"", what, shape->label, texts[j]);
      rects[n_texts] = rect;
      texts[n_texts++] = shape->label;
    }
  assert_true (n_texts > 3);
  free (rects);
  free (texts);
}

static void
look_at_all_sizes (Story      *story,
                   const char *what)
{
  static const char *const views[] = { "map", "buddy", "zones" };
  size_t i, j;

  for (i = 0; i < 2; i++)
    for (j = 0; j < sizeof sizes / sizeof *sizes; j++)
      {
        char text[120];

        snprintf (text, sizeof text, "%s, %s, %g × %g", what, views[i], sizes[j].width, sizes[j].height);
        assert_texts_are_apart (story_picture (story, views[i], sizes[j], scene_measure_plain ()),
                                scene_measure_plain (), text);
        if (sizes[j].width > 700)
          assert_texts_are_apart (story_picture (story, views[i], sizes[j], wide_measure ()), wide_measure (), text);
      }
}

static void
no_word_lies_over_another_on_any_machine (void **state)
{
  static const struct { const char *profile; unsigned ram; } machines[] = {
    { "6.1-i386", 64 }, { "6.1-i386", 512 }, { "6.1-i386", 2048 }, { "6.1-i386", 4000 },
    { "2.6.11-i386", 64 }, { "2.6.11-i386", 1024 },
  };
  size_t i;

  for (i = 0; i < sizeof machines / sizeof *machines; i++)
    {
      char what[80];
      Story story;

      snprintf (what, sizeof what, "%s with %u MiB", machines[i].profile, machines[i].ram);
      story_begin (&story, machines[i].profile, machines[i].ram, true);
      look_at_all_sizes (&story, what);
      story_use (&story, 1500);
      look_at_all_sizes (&story, what);
      story_end (&story);
    }
}

static void
no_word_lies_over_another_at_any_moment (void **state)
{
  Story story;
  size_t moment;

  story_begin (&story, "6.1-i386", 64, true);
  story_use (&story, 40);
  story_step (&story);
  sim_free_pages (&story.run, sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4), 4);
  sim_free_pages (&story.run, sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0), 0);
  for (moment = 0; moment <= story_n_events (&story); moment += 2)
    {
      char what[40];

      snprintf (what, sizeof what, "moment %zu", moment);
      story_seek (&story, moment);
      look_at_all_sizes (&story, what);
    }
  story_end (&story);
}

static void
no_word_lies_over_another_at_any_zoom (void **state)
{
  static const double centres[] = { 0, 0.3, 1 };
  double zoom;
  size_t i;
  Story story;

  story_begin (&story, "6.1-i386", 1024, true);
  story_use (&story, 1000);
  for (zoom = 1; zoom < 300; zoom *= 2.3)
    for (i = 0; i < 3; i++)
      {
        char what[60];

        snprintf (what, sizeof what, "zoom %g at %g", zoom, centres[i]);
        story.subject.camera = (ViewCamera) { zoom, { centres[i], centres[2 - i] } };
        story.subject.style = i == 1 ? VIEW_IN_ROWS : 0;
        assert_texts_are_apart (story_picture (&story, "map", sizes[2], scene_measure_plain ()),
                                scene_measure_plain (), what);
      }
  story_end (&story);
}

static void
a_selection_does_not_crowd_the_words (void **state)
{
  SimPfn pfn;
  Story story;
  SimRef ref;

  story_begin (&story, "6.1-i386", 64, true);
  story_use (&story, 300);
  story.subject.selection = &ref;
  story.subject.n_selection = 1;
  for (pfn = 0; pfn < sim_n_frames (story.machine); pfn += 611)
    {
      ref = sim_ref (SIM_REF_FRAME, pfn);
      story.subject.look = ref;
      look_at_all_sizes (&story, "with a selected frame");
    }
  story_end (&story);
}

static void
a_picture_without_room_is_empty_or_whole_and_never_a_crash (void **state)
{
  static const SceneSize small[] = { { 0, 0 }, { 1, 1 }, { 100, 50 }, { 200, 150 }, { 320, 200 }, { 50, 2000 },
                                     { 4000, 60 } };
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 2048, true);
  story_use (&story, 100);
  for (i = 0; i < sizeof small / sizeof *small; i++)
    {
      story_picture (&story, "map", small[i], scene_measure_plain ());
      story_picture (&story, "buddy", small[i], scene_measure_plain ());
    }
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (no_word_lies_over_another_on_any_machine),
    cmocka_unit_test (no_word_lies_over_another_at_any_moment),
    cmocka_unit_test (no_word_lies_over_another_at_any_zoom),
    cmocka_unit_test (a_selection_does_not_crowd_the_words),
    cmocka_unit_test (a_picture_without_room_is_empty_or_whole_and_never_a_crash),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
