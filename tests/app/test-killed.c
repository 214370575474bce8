/* test-killed.c - a program that is killed at any moment has lost at most one line or step
 *
 * The child does what a window does: it types, steps, takes back, and keeps the session whenever it changes. How far
 * it came it says in memory that outlives it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/recovery.h"
#include "app/session.h"
#include "state-folder.h"

#define N_KILLS   200
#define N_ACTIONS 400

/* What there is after each of the actions of a seed. */
typedef struct {
  guint    n_lines;
  unsigned step;
  uint64_t hash;
} Place;

static PagescapeSession *
opened (void)
{
  PagescapeSession *session = pagescape_session_new ();

  pagescape_session_set_animates (session, FALSE);
  assert_true (pagescape_session_open (session, "21-split", NULL));
  return session;
}

static void
act (PagescapeSession *session,
     GRand            *random)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *line = NULL;
  g_autofree char *value = NULL;
  guint n_lines = pagescape_session_get_n_typed (session);

  switch (g_rand_int_range (random, 0, 10))
    {
    case 0: case 1: case 2: case 3:
      line = g_strdup_printf ("struct page *p%u = alloc_pages(GFP_KERNEL, %d);", n_lines, g_rand_int_range (random, 0, 4));
      pagescape_session_type (session, line, &value, messages);
      break;

    case 4: case 5: case 6:
      pagescape_session_stride (session, TIMELINE_STEP, g_rand_boolean (random) ? 1 : -1);
      break;

    case 7:
      pagescape_session_undo (session);
      break;

    case 8:
      pagescape_session_redo (session);
      break;

    case 9:
    default:
      pagescape_session_go_last (session);
      break;
    }
}

static Place
place_of (PagescapeSession *session)
{
  return (Place) {
    .n_lines = pagescape_session_get_n_typed (session),
    .step = pagescape_session_get_moment (session).step,
    .hash = sim_machine_hash (pagescape_session_get_machine (session)),
  };
}

typedef struct {
  PagescapeSession *session;
  Recovery         *recovery;
} Kept;

static void
keep_cb (Kept *kept)
{
  static const RecoveryLook look = { .panes = { { NULL, { 1, { 0.5, 0.5 } } }, { NULL, { 1, { 0.5, 0.5 } } } } };
  g_autoptr (GPtrArray) lessons = pagescape_session_list_kept (kept->session);

  recovery_keep (kept->recovery, lessons, &look, FALSE, NULL);
}

static void
live (guint32       seed,
      volatile int *n_done)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Kept kept = { opened (), recovery_new (NULL) };

  if (!kept.recovery)
    _exit (3);
  keep_cb (&kept);
  g_signal_connect_swapped (kept.session, "opened", G_CALLBACK (keep_cb), &kept);
  g_signal_connect_swapped (kept.session, "grew", G_CALLBACK (keep_cb), &kept);
  g_signal_connect_swapped (kept.session, "stepped", G_CALLBACK (keep_cb), &kept);
  g_signal_connect_swapped (kept.session, "playing", G_CALLBACK (keep_cb), &kept);

  for (*n_done = 0; *n_done < N_ACTIONS; ++*n_done)
    act (kept.session, random);
  /* Whoever is not killed waits for it. */
  pause ();
}

static void
assert_at_most_one_is_lost (guint32      seed,
                            int          n_done,
                            const Place *places)
{
  g_autoptr (GPtrArray) broken = NULL;
  g_autoptr (GPtrArray) list = recovery_list (&broken);
  g_autoptr (PagescapeSession) session = pagescape_session_new ();
  RecoveryState *state;
  gboolean is_open, is_near = FALSE;
  guint n_lines;
  Place place;

  assert_int_equal (broken->len, 0);
  if (list->len != 1)
    fail_msg ("seed %u: %u sessions were left after %d actions", seed, list->len, n_done);
  state = g_ptr_array_index (list, 0);
  n_lines = recovery_state_n_lines (state);
  assert_int_equal (pagescape_session_restore (session, g_ptr_array_index (state->lessons, 0), &is_open), n_lines);
  assert_true (is_open);
  place = place_of (session);

  /* The one before, the last that was done, and the one that was being done. */
  for (int i = MAX (n_done - 1, 0); i <= MIN (n_done + 1, N_ACTIONS); i++)
    is_near = is_near || (places[i].n_lines == place.n_lines && ABS ((int) places[i].step - (int) place.step) <= 1);
  if (!is_near)
    fail_msg ("seed %u: after %d actions %u lines and step %u were there, and %u lines and step %u before", seed, n_done,
              n_lines, place.step, places[n_done].n_lines, places[n_done].step);
  recovery_discard (state->id);
}

static void
two_hundred_kills_lose_at_most_one_line_or_step_each (void **state)
{
  volatile int *n_done = mmap (NULL, sizeof *n_done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  unsigned n_in_the_middle = 0;
  (void) state;

  assert_true (n_done != MAP_FAILED);
  for (unsigned i = 0; i < N_KILLS; i++)
    {
      guint32 seed = i % 8;
      static Place places[8][N_ACTIONS + 1];
      pid_t child;
      int status;

      if (i < 8)
        {
          g_autoptr (GRand) again = g_rand_new_with_seed (seed);
          g_autoptr (PagescapeSession) session = opened ();

          for (unsigned j = 0; j <= N_ACTIONS; j++)
            {
              places[seed][j] = place_of (session);
              if (j < N_ACTIONS)
                act (session, again);
            }
        }

      *n_done = -1;
      child = fork ();
      assert_true (child >= 0);
      if (child == 0)
        {
          live (seed, n_done);
          _exit (0);
        }
      while (*n_done < 0)
        g_usleep (200);
      g_usleep ((gulong) g_rand_int_range (random, 0, 60000));
      assert_int_equal (kill (child, SIGKILL), 0);
      assert_int_equal (waitpid (child, &status, 0), child);
      assert_true (WIFSIGNALED (status));

      n_in_the_middle += *n_done > 0 && *n_done < N_ACTIONS;
      assert_at_most_one_is_lost (seed, *n_done, places[seed]);
    }
  print_message ("killed in the middle: %u of %u\n", n_in_the_middle, N_KILLS);
  assert_true (n_in_the_middle > N_KILLS / 2);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (two_hundred_kills_lose_at_most_one_line_or_step_each),
  };
  char *folder = state_folder_begin ();
  int n_failed = cmocka_run_group_tests (tests, NULL, NULL);

  return state_folder_end (folder) ? n_failed : 1;
}
