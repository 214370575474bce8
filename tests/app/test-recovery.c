/* test-recovery.c - a session is kept, taken back, saved, and there again after the program's end */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/recovery.h"
#include "app/session.h"
#include "state-folder.h"

static const RecoveryLook plain = { .panes = { { NULL, { 1, { 0.5, 0.5 } } }, { NULL, { 1, { 0.5, 0.5 } } } } };

static PagescapeSession *
opened (const char *name)
{
  PagescapeSession *session = pagescape_session_new ();

  pagescape_session_set_animates (session, FALSE);
  assert_true (pagescape_session_open (session, name, NULL));
  assert_non_null (pagescape_session_get_lesson (session));
  return session;
}

static void
type (PagescapeSession *session,
      const char       *line)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;

  if (!pagescape_session_type (session, line, &value, messages))
    fail_msg ("refused: %s", line);
}

static uint64_t
hash_of (PagescapeSession *session)
{
  return sim_machine_hash (pagescape_session_get_machine (session));
}

static const char *
source_of (PagescapeSession *session)
{
  return lesson_source (pagescape_session_get_lesson (session));
}

static void
keep (Recovery         *recovery,
      PagescapeSession *session,
      gboolean          is_closed)
{
  g_autoptr (GPtrArray) lessons = pagescape_session_list_kept (session);

  assert_true (recovery_keep (recovery, lessons, &plain, is_closed, NULL));
}

static char *
dup_file (const char *name)
{
  g_autofree char *folder = recovery_dup_folder ();

  return g_build_filename (folder, name, NULL);
}

/* --- taking back --------------------------------------------------------------------------- */

static void
a_line_is_taken_back_as_if_it_had_never_been (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("21-split");
  uint64_t hashes[4];
  (void) state;

  pagescape_session_go_last (session);
  hashes[0] = hash_of (session);
  type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3);");
  hashes[1] = hash_of (session);
  type (session, "struct page *y = alloc_pages(GFP_KERNEL, 5);");
  hashes[2] = hash_of (session);

  pagescape_session_undo (session);
  assert_true (hash_of (session) == hashes[1]);
  assert_null (strstr (source_of (session), "*y"));
  pagescape_session_undo (session);
  assert_true (hash_of (session) == hashes[0]);
  assert_false (pagescape_session_can_undo (session));
  assert_false (pagescape_session_is_modified (session));
  pagescape_session_undo (session);

  pagescape_session_redo (session);
  assert_true (hash_of (session) == hashes[1]);
  pagescape_session_go_first (session);
  pagescape_session_redo (session);
  assert_true (hash_of (session) == hashes[2]);
  assert_false (pagescape_session_can_redo (session));

  /* Something else typed instead: what was taken back is of another past. */
  pagescape_session_undo (session);
  type (session, "struct page *z = alloc_pages(GFP_KERNEL, 4);");
  assert_false (pagescape_session_can_redo (session));
}

static void
a_line_typed_after_stepping_back_leaves_the_lesson_whole_when_taken_back (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("21-split");
  JournalPosition end = timeline_end (pagescape_session_get_timeline (session));
  uint64_t hash;
  (void) state;

  pagescape_session_stride (session, TIMELINE_STEP, 1);
  pagescape_session_stride (session, TIMELINE_STEP, 1);
  hash = hash_of (session);
  type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3);");
  assert_true (pagescape_session_has_branch (session, 1));

  pagescape_session_undo (session);
  assert_false (pagescape_session_has_branch (session, 1));
  assert_int_equal (timeline_end (pagescape_session_get_timeline (session)), end);
  assert_true (hash_of (session) == hash);

  pagescape_session_redo (session);
  assert_true (pagescape_session_has_branch (session, 1));
}

/* --- being there again --------------------------------------------------------------------- */

static void
a_session_with_branches_is_there_again_as_it_was_left (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("21-split");
  g_autoptr (PagescapeSession) again = pagescape_session_new ();
  g_autoptr (GPtrArray) list = NULL;
  Recovery *recovery = recovery_new (NULL);
  RecoveryState *left;
  gboolean is_open;
  uint64_t hash;
  (void) state;

  assert_non_null (recovery);
  pagescape_session_go_last (session);
  type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3);\nstruct page *quoted; // \"\\n\" 页");
  for (unsigned i = 0; i < 4; i++)
    pagescape_session_stride (session, TIMELINE_STEP, -1);
  type (session, "struct page *y = alloc_pages(GFP_KERNEL, 5);");
  pagescape_session_switch_branch (session, 0);
  type (session, "struct page *z = alloc_pages(GFP_KERNEL, 6);");
  pagescape_session_switch_branch (session, 1);
  pagescape_session_stride (session, TIMELINE_STEP, -1);
  pagescape_session_select (session, sim_ref (SIM_REF_FRAME, 0x1800));
  pagescape_session_add_answered (session, 0);
  hash = hash_of (session);

  /* While its window lives it is nobody else's. */
  keep (recovery, session, FALSE);
  list = recovery_list (NULL);
  assert_int_equal (list->len, 0);
  g_clear_pointer (&list, g_ptr_array_unref);
  recovery_free (recovery);

  list = recovery_list (NULL);
  assert_int_equal (list->len, 1);
  left = g_ptr_array_index (list, 0);
  assert_false (left->was_closed);
  assert_int_equal (recovery_state_n_lines (left), 3);
  assert_int_equal (pagescape_session_restore (again, g_ptr_array_index (left->lessons, 0), &is_open), 3);
  assert_true (is_open);
  assert_true (hash_of (again) == hash);
  assert_string_equal (source_of (again), source_of (session));
  assert_int_equal (pagescape_session_get_moment (again).position, pagescape_session_get_moment (session).position);
  assert_int_equal (timeline_n_branches (pagescape_session_get_timeline (again)), 2);
  assert_int_equal (pagescape_session_get_selection (again).id, 0x1800);
  assert_true (pagescape_session_is_answered (again, 0));
  assert_false (pagescape_session_is_answered (again, 1));
  assert_true (pagescape_session_is_modified (again));

  recovery_discard (left->id);
}

static void
what_a_window_owns_nobody_else_can_take (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("21-split");
  g_autoptr (Recovery) recovery = recovery_new (NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *id = NULL;
  Recovery *taken;
  (void) state;

  keep (recovery, session, FALSE);
  recovery_free (g_steal_pointer (&recovery));
  list = recovery_list (NULL);
  id = g_strdup (((RecoveryState *) g_ptr_array_index (list, 0))->id);

  taken = recovery_take (id, NULL);
  assert_non_null (taken);
  assert_null (recovery_take (id, NULL));
  recovery_discard (id);
  keep (taken, session, TRUE);
  recovery_free (taken);

  taken = recovery_take (id, NULL);
  assert_non_null (taken);
  recovery_forget (taken);
  recovery_free (taken);
  recovery = NULL;
}

static void
what_was_only_looked_at_is_kept_once_and_what_was_typed_always (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("22-merge");
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *file = dup_file ("kept.scenario");
  gboolean is_like;
  (void) state;

  for (unsigned i = 0; i < 6; i++)
    {
      Recovery *recovery = recovery_new (NULL);

      if (i == 3)
        type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3);");
      keep (recovery, session, TRUE);
      recovery_free (recovery);
    }

  /* What was typed and saved is in its file, also when it is saved once more where it is. */
  assert_true (pagescape_session_save (session, file, &is_like, NULL));
  assert_true (pagescape_session_save (session, pagescape_session_get_file (session), &is_like, NULL));
  assert_string_equal (pagescape_session_get_file (session), file);
  for (unsigned i = 0; i < 3; i++)
    {
      Recovery *recovery = recovery_new (NULL);

      keep (recovery, session, TRUE);
      recovery_free (recovery);
    }

  list = recovery_list (NULL);
  assert_int_equal (list->len, 4);
  for (guint i = 0; i < list->len; i++)
    recovery_discard (((RecoveryState *) g_ptr_array_index (list, i))->id);
}

static void
a_file_that_cannot_be_understood_is_put_aside_and_said (void **state)
{
  static const char *const contents[] = {
    "", "[session]\nversion=1\n", "no key file at all", "[session]\nversion=99\n[end]\nwhole=true\n",
    "[session]\nversion=1\nlessons=1\n[lesson 0]\nname=21-split\n[end]\nwhole=true\n",
    "[session]\nversion=1\nlessons=99999999\n[end]\nwhole=true\n",
  };
  (void) state;

  for (unsigned i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *file = dup_file ("torn.session");
      g_autofree char *aside = dup_file ("torn.broken");
      g_autofree char *text = NULL;
      g_autoptr (GPtrArray) broken = NULL;
      g_autoptr (GPtrArray) list = NULL;

      assert_true (g_file_set_contents (file, contents[i], -1, NULL));
      list = recovery_list (&broken);
      assert_int_equal (list->len, 0);
      assert_int_equal (broken->len, 1);
      assert_string_equal (g_ptr_array_index (broken, 0), aside);
      assert_true (g_file_get_contents (aside, &text, NULL, NULL));
      assert_string_equal (text, contents[i]);
      g_unlink (aside);
    }
}

static void
lines_up_to_one_that_cannot_be_run_are_there_again (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("21-split");
  g_autoptr (PagescapeSession) again = pagescape_session_new ();
  g_autoptr (GPtrArray) list = NULL;
  PagescapeKept *kept;
  PagescapeLine *line;
  gboolean is_open;
  (void) state;

  pagescape_session_go_last (session);
  for (unsigned i = 0; i < 3; i++)
    type (session, "alloc_pages(GFP_KERNEL, 3);");
  list = pagescape_session_list_kept (session);
  kept = g_ptr_array_index (list, 0);
  line = g_ptr_array_index (kept->lines, 2);
  line->position = G_MAXUINT64;
  kept->position = G_MAXUINT64;
  kept->branch = 77;

  assert_int_equal (pagescape_session_restore (again, kept, &is_open), 2);
  assert_true (is_open);
}

/* --- saving -------------------------------------------------------------------------------- */

static void
what_was_typed_into_a_lesson_is_saved_as_a_scenario_of_its_own (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("21-split");
  g_autoptr (PagescapeSession) again = NULL;
  g_autofree char *file = dup_file ("mine.scenario");
  g_autofree char *text = NULL;
  gboolean is_like = FALSE;
  (void) state;

  pagescape_session_go_last (session);
  assert_null (pagescape_session_get_file (session));
  type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3)");
  assert_true (pagescape_session_is_modified (session));
  assert_true (pagescape_session_save (session, file, &is_like, NULL));
  assert_true (is_like);
  assert_false (pagescape_session_is_modified (session));
  assert_string_equal (pagescape_session_get_file (session), file);
  assert_int_equal (pagescape_session_look_at_file (session), PAGESCAPE_FILE_SAME);

  assert_true (g_file_get_contents (file, &text, NULL, NULL));
  assert_true (g_str_has_prefix (text, "// SPDX"));
  again = opened (file);
  pagescape_session_go_last (again);
  assert_true (lesson_is_like (pagescape_session_get_lesson (session), pagescape_session_get_lesson (again)));
  assert_false (pagescape_session_is_modified (again));

  type (session, "__free_pages(x, 3);");
  assert_true (pagescape_session_is_modified (session));
  pagescape_session_undo (session);
  assert_false (pagescape_session_is_modified (session));

  /* Another program. */
  assert_true (g_file_set_contents (file, "scenario(\"other\");", -1, NULL));
  assert_int_equal (pagescape_session_look_at_file (session), PAGESCAPE_FILE_CHANGED);
  pagescape_session_accept_file (session);
  assert_int_equal (pagescape_session_look_at_file (session), PAGESCAPE_FILE_SAME);
  g_unlink (file);
  assert_int_equal (pagescape_session_look_at_file (session), PAGESCAPE_FILE_GONE);
}

static void
a_save_that_fails_leaves_file_and_session_as_they_were (void **state)
{
  g_autoptr (PagescapeSession) session = opened ("21-split");
  g_autoptr (GError) full = NULL;
  g_autoptr (GError) nowhere = NULL;
  g_autofree char *file = dup_file ("full.scenario");
  g_autofree char *text = NULL;
  struct rlimit unlimited, little;
  gboolean is_like;
  (void) state;

  pagescape_session_go_last (session);
  type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3);");
  assert_false (pagescape_session_save (session, "/nowhere/at/all.scenario", &is_like, &nowhere));
  assert_non_null (strstr (nowhere->message, "/nowhere/at/all.scenario"));

  /* A disk that is full in the middle: no file may be longer than 100 bytes. */
  assert_true (g_file_set_contents (file, "// before", -1, NULL));
  assert_int_equal (getrlimit (RLIMIT_FSIZE, &unlimited), 0);
  little = unlimited;
  little.rlim_cur = 100;
  assert_int_equal (setrlimit (RLIMIT_FSIZE, &little), 0);
  assert_false (pagescape_session_save (session, file, &is_like, &full));
  assert_int_equal (setrlimit (RLIMIT_FSIZE, &unlimited), 0);
  assert_non_null (full);

  assert_true (g_file_get_contents (file, &text, NULL, NULL));
  assert_string_equal (text, "// before");
  assert_true (pagescape_session_is_modified (session));
  assert_null (pagescape_session_get_file (session));
  g_unlink (file);
}

static void
a_new_scenario_without_a_file_is_kept_and_saved_too (void **state)
{
  g_autoptr (PagescapeSession) session = pagescape_session_new ();
  g_autoptr (PagescapeSession) again = pagescape_session_new ();
  g_autoptr (GPtrArray) list = NULL;
  gboolean is_open;
  (void) state;

  pagescape_session_set_animates (session, FALSE);
  assert_true (pagescape_session_open_text (session, "Untitled 1", "scenario(\"Mine\");\nmachine(.ram = SZ_64M, .boot = \"handover\");\n"));
  assert_null (pagescape_session_get_file (session));
  type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3);");
  assert_true (pagescape_session_reload (session, NULL));
  assert_false (pagescape_session_has_failed (session));
  type (session, "struct page *x = alloc_pages(GFP_KERNEL, 3);");

  list = pagescape_session_list_kept (session);
  assert_int_equal (pagescape_session_restore (again, g_ptr_array_index (list, 0), &is_open), 1);
  assert_true (is_open);
  assert_true (hash_of (again) == hash_of (session));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_line_is_taken_back_as_if_it_had_never_been),
    cmocka_unit_test (a_line_typed_after_stepping_back_leaves_the_lesson_whole_when_taken_back),
    cmocka_unit_test (a_session_with_branches_is_there_again_as_it_was_left),
    cmocka_unit_test (what_a_window_owns_nobody_else_can_take),
    cmocka_unit_test (what_was_only_looked_at_is_kept_once_and_what_was_typed_always),
    cmocka_unit_test (a_file_that_cannot_be_understood_is_put_aside_and_said),
    cmocka_unit_test (lines_up_to_one_that_cannot_be_run_are_there_again),
    cmocka_unit_test (what_was_typed_into_a_lesson_is_saved_as_a_scenario_of_its_own),
    cmocka_unit_test (a_save_that_fails_leaves_file_and_session_as_they_were),
    cmocka_unit_test (a_new_scenario_without_a_file_is_kept_and_saved_too),
  };
  char *folder = state_folder_begin ();
  int n_failed = cmocka_run_group_tests (tests, NULL, NULL);

  return state_folder_end (folder) ? n_failed : 1;
}
