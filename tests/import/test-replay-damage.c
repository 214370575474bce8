/* test-replay-damage.c - NUL bytes, invalid UTF-8 and cuts inside a trace that is replayed
 *
 * The trace and the snapshot are a real kernel's. What cannot be read is told with its line and left out; the rest is
 * read as if it stood alone, and replayed. PAGESCAPE_SEED repeats what was random.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/replay.h"

#define N_LINES  400
#define N_ROUNDS 60

typedef struct {
  ImportedSnapshot *from;
  char             *text;         /* the first lines of the trace; it ends with a newline */
  size_t            length;
  GRand            *randomness;
} World;

static const SimProfile *
profile (void)
{
  return sim_profile_by_id ("6.1-i386");
}

static GBytes *
read_sample (const char *file)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "traces", "short-all-64M", file, NULL);
  GBytes *bytes = import_read_file (path, 1u << 30, NULL);

  assert_non_null (bytes);
  return bytes;
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);
  g_autoptr (GBytes) trace = read_sample ("trace.txt.xz"), lists = read_sample ("snap_A.json.xz");
  g_autoptr (Messages) messages = messages_new ();
  const char *seed = g_getenv ("PAGESCAPE_SEED");
  guint32 number = seed != NULL ? (guint32) strtoul (seed, NULL, 0) : g_random_int ();
  gsize length;
  const char *text = g_bytes_get_data (lists, &length), *at;

  world->from = import_snapshot (text, length, "snap", profile (), messages);
  assert_non_null (world->from);
  at = text = g_bytes_get_data (trace, &length);
  for (unsigned i = 0; i < N_LINES; i++)
    at = (const char *) memchr (at, '\n', length - (size_t) (at - text)) + 1;
  world->length = (size_t) (at - text);
  world->text = g_memdup2 (text, world->length);
  world->randomness = g_rand_new_with_seed (number);
  printf ("PAGESCAPE_SEED=%u\n", number);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  imported_snapshot_free (world->from);
  g_rand_free (world->randomness);
  g_free (world->text);
  g_free (world);
  return 0;
}

/* What it has to say stands at a line that there is, and can be shown. */
static void
assert_messages_can_be_shown (const Messages *messages,
                              size_t          n_lines)
{
  g_autofree char *formatted = messages_format (messages, FALSE);

  assert_true (g_utf8_validate (formatted, -1, NULL));
  assert_true (messages_n (messages) < 100);
  for (size_t i = 0; i < messages_n (messages); i++)
    assert_in_range (messages_at (messages, i)->line, messages_at (messages, i)->severity == MESSAGE_ERROR ? 0 : 1, n_lines);
}

/* In memory of exactly its size: what is read behind its end is seen. */
static gboolean
read_exactly (const char *text,
              size_t      length,
              KmemTrace  *trace,
              Messages   *messages)
{
  g_autofree char *copy = g_memdup2 (text, length);

  return import_kmem_trace (copy, length, "trace", profile (), trace, messages);
}

static void
assert_same_event (const KmemEvent *event,
                   const KmemEvent *alone,
                   const char      *text,
                   unsigned         line)
{
  if (event->line != line || event->kind != alone->kind || (event->kind != KMEM_MARK && event->gfp != alone->gfp))
    print_error ("line %u: “%.*s”\n", line, (int) strcspn (text, "\n"), text);
  assert_int_equal (event->line, line);
  assert_int_equal (event->kind, alone->kind);
  assert_int_equal (event->cpu, alone->cpu);
  if (event->kind == KMEM_MARK)
    return;
  assert_int_equal (event->pfn, alone->pfn);
  assert_int_equal (event->order, alone->order);
  assert_int_equal (event->type, alone->type);
  assert_int_equal (event->gfp, alone->gfp);
}

/* Reads it, line by line too, and replays it. Gives the number of lines that are left out. */
static uint64_t
read_and_replay (World      *world,
                 const char *text,
                 size_t      length,
                 Messages   *messages)
{
  KmemTrace trace;
  ReplayReport report;
  size_t at = 0, n_events = 0;
  unsigned line = 0;
  uint64_t n_damaged = 0;

  if (!read_exactly (text, length, &trace, messages))
    {
      assert_true (messages_n_errors (messages) > 0);
      return 0;
    }
  while (at < length)
    {
      const char *newline = memchr (text + at, '\n', length - at);
      size_t end = newline != NULL ? (size_t) (newline - text) : length;
      g_autoptr (Messages) unheard = messages_new ();
      KmemTrace alone;

      line++;
      if (read_exactly (text + at, end - at, &alone, unheard))
        {
          assert_int_equal (alone.n_events, 1);
          assert_true (n_events < trace.n_events);
          assert_same_event (&trace.events[n_events++], &alone.events[0], text + at, line);
          kmem_trace_clear (&alone);
        }
      at = end + 1;
    }
  assert_int_equal (n_events, trace.n_events);

  assert_true (kmem_replay (world->from, NULL, &trace, "trace", &report, messages));
  assert_true (report.n_exact <= report.n_allocations);
  assert_messages_can_be_shown (messages, line);
  n_damaged = trace.n_damaged;
  kmem_trace_clear (&trace);
  return n_damaged;
}

/* Where the number of the frame begins in the n-th allocation of a trace, and in which line. */
static char *
frame_number (char     *text,
              unsigned  n,
              unsigned *line)
{
  char *at = text;

  while (n-- > 0)
    at = strstr (at + 1, "mm_page_alloc: ");
  at = strstr (at, "pfn=0x") + strlen ("pfn=0x");
  *line = 1;
  for (const char *p = text; p < at; p++)
    *line += *p == '\n';
  return at;
}

static void
expect_told (World      *world,
             const char *text,
             size_t      length,
             unsigned    line)
{
  g_autoptr (Messages) messages = messages_new ();

  assert_int_equal (read_and_replay (world, text, length, messages), 1);
  assert_true (messages_n (messages) >= 1);
  assert_int_equal (messages_at (messages, 0)->severity, MESSAGE_WARNING);
  assert_int_equal (messages_at (messages, 0)->line, line);
  assert_non_null (strstr (messages_at (messages, 0)->text, "no event of a trace"));
}

static void
an_undamaged_trace_has_nothing_to_tell (void **state)
{
  World *world = *state;
  g_autoptr (Messages) messages = messages_new ();

  assert_int_equal (read_and_replay (world, world->text, world->length, messages), 0);
  assert_int_equal (messages_n (messages), 0);
}

static void
a_nul_or_invalid_utf8_in_a_number_is_told_with_its_line (void **state)
{
  static const char bytes[] = { '\0', '\xff', '\xc3', '\x80' };
  World *world = *state;

  for (unsigned i = 0; i < G_N_ELEMENTS (bytes); i++)
    for (unsigned n = 1; n <= 40; n += 13)
      {
        g_autofree char *text = g_strndup (world->text, world->length);
        unsigned line;

        *frame_number (text, n, &line) = bytes[i];
        expect_told (world, text, world->length, line);
      }
}

/* What is in the name of a task is not looked at. */
static void
a_nul_or_invalid_utf8_in_a_name_does_no_harm (void **state)
{
  World *world = *state;
  g_autofree char *text = g_strndup (world->text, world->length);
  g_autoptr (Messages) messages = messages_new ();

  for (char *at = text; (at = strstr (at, "-1  ")) != NULL; at++)
    if (at - text > 2 && at[-1] != ' ')
      at[-1] = at[-2] == ' ' ? '\xff' : '\0';
  assert_int_equal (read_and_replay (world, text, world->length, messages), 0);
}

/* As after a crash of the computer that recorded it: a page of the file was never written. */
static void
a_page_of_nuls_takes_its_own_lines_only (void **state)
{
  World *world = *state;
  g_autofree char *text = g_strndup (world->text, world->length);
  g_autoptr (Messages) messages = messages_new ();
  size_t first = world->length / 2;
  unsigned line = 1;

  assert_true (first + 4096 < world->length);
  memset (text + first, 0, 4096);
  for (size_t i = 0; i < first; i++)
    line += world->text[i] == '\n';
  assert_int_equal (read_and_replay (world, text, world->length, messages), 1);
  assert_int_equal (messages_at (messages, 0)->line, line);
}

static void
a_trace_may_end_anywhere (void **state)
{
  World *world = *state;

  for (size_t length = world->length - 300; length < world->length; length++)
    {
      g_autoptr (Messages) messages = messages_new ();
      uint64_t n = read_and_replay (world, world->text, length, messages);

      assert_true (n <= 1);
      if (n == 1)
        assert_in_range (messages_at (messages, 0)->line, N_LINES - 3, N_LINES);
    }
}

static void
whatever_is_damaged_the_rest_is_read_as_if_alone (void **state)
{
  static const char *const pieces[] = { "\n", "\r\n", "\xff\xfe", "\xe5\x9d", "pfn=", "0x", "[000]", "[LOST 3 EVENTS]", "mm_page_free: ", ": ", " ", "|" };
  World *world = *state;

  for (unsigned round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GString) text = g_string_new_len (world->text, (gssize) world->length);
      g_autoptr (Messages) messages = messages_new ();

      for (unsigned n = 1 + g_rand_int (world->randomness) % 12; n > 0; n--)
        {
          size_t at = g_rand_int (world->randomness) % text->len, n_erased;

          switch (g_rand_int (world->randomness) % 5)
            {
            case 0:
              text->str[at] = '\0';
              break;
            case 1:
              text->str[at] = (char) (0x80 | g_rand_int (world->randomness));
              break;
            case 2:
              g_string_insert (text, (gssize) at, pieces[g_rand_int (world->randomness) % G_N_ELEMENTS (pieces)]);
              break;
            case 3:
              n_erased = g_rand_int (world->randomness) % 200;
              g_string_erase (text, (gssize) at, (gssize) MIN (text->len - at, n_erased));
              break;
            default:
              if (g_rand_int (world->randomness) % 8 == 0)
                g_string_truncate (text, MAX (at, text->len / 2));
              else
                text->str[at] ^= (char) (1 << g_rand_int (world->randomness) % 7);
              break;
            }
        }
      read_and_replay (world, text->str, text->len, messages);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_undamaged_trace_has_nothing_to_tell),
    cmocka_unit_test (a_nul_or_invalid_utf8_in_a_number_is_told_with_its_line),
    cmocka_unit_test (a_nul_or_invalid_utf8_in_a_name_does_no_harm),
    cmocka_unit_test (a_page_of_nuls_takes_its_own_lines_only),
    cmocka_unit_test (a_trace_may_end_anywhere),
    cmocka_unit_test (whatever_is_damaged_the_rest_is_read_as_if_alone),
  };

  return cmocka_run_group_tests_name ("replay-damage", tests, set_up, tear_down);
}
