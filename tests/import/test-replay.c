/* test-replay.c - real kernels' snapshots and traces: what does not hold together is refused, what does is predicted */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "import/replay.h"

/* A zone of 2048 frames; holes for what a test puts into it. */
#define SNAPSHOT(lists, pcp, digits) \
  "{\"zones\":[{\"name\":\"Normal\",\"zone_start_pfn\":4096,\"spanned_pages\":2048,\"present_pages\":2048,\"managed_pages\":2000," \
  "\"free_area\":[{\"order\":4,\"lists\":{" lists "}}],\"pcp\":[{\"cpu\":0,\"count\":1,\"high\":6,\"batch\":1,\"free_factor\":0," \
  "\"lists\":{" pcp "}}],\"pageblock_base_pfn\":4096,\"pageblock_migratetype\":\"" digits "\"}]}"

static const char *profile = "6.1-i386";

static ImportedSnapshot *
read_snapshot (const char *text,
               size_t      length,
               char      **messages_text)
{
  g_autoptr (Messages) messages = messages_new ();
  ImportedSnapshot *snapshot = import_snapshot (text, length, "snap", sim_profile_by_id (profile), messages);

  *messages_text = messages_format (messages, FALSE);
  return snapshot;
}

static void
assert_refused (const char *text,
                const char *words)
{
  g_autofree char *messages = NULL;
  g_autoptr (ImportedSnapshot) snapshot = read_snapshot (text, strlen (text), &messages);

  if (snapshot != NULL || strstr (messages, words) == NULL)
    fail_msg ("wanted “%s” in “%s”", words, messages);
}

static GBytes *
read_sample (const char *trace,
             const char *file)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "traces", trace, file, NULL);
  GBytes *bytes = import_read_file (path, 1u << 30, NULL);

  assert_non_null (bytes);
  return bytes;
}

static ImportedSnapshot *
read_sample_snapshot (const char *trace,
                      const char *file)
{
  g_autoptr (GBytes) bytes = read_sample (trace, file);
  g_autofree char *messages = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  ImportedSnapshot *snapshot = read_snapshot (text, length, &messages);

  assert_string_equal (messages, "");
  assert_non_null (snapshot);
  return snapshot;
}

static ImportedSlabs *
read_sample_slabs (const char *trace,
                   const char *file)
{
  g_autoptr (GBytes) bytes = read_sample (trace, file);
  g_autoptr (Messages) messages = messages_new ();
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  ImportedSlabs *slabs = import_slab_snapshot (text, length, "slab", sim_profile_by_id (profile), messages);

  assert_int_equal (messages_n (messages), 0);
  assert_non_null (slabs);
  return slabs;
}

static void
read_sample_calls (const char *trace,
                   CallList   *calls)
{
  g_autoptr (GBytes) bytes = read_sample (trace, "calls.txt.xz");
  g_autoptr (Messages) messages = messages_new ();
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  assert_true (import_call_list (text, length, "calls", calls, messages));
}

/* Every object's address, and at the end every slab and array. */
static ReplayReport
replay_calls (const char *name,
              gboolean    makes_caches,
              uint64_t    n_objects)
{
  g_autoptr (ImportedSnapshot) from = read_sample_snapshot (name, "snap_A.json.xz"), to = read_sample_snapshot (name, "snap_B.json.xz");
  g_autoptr (ImportedSlabs) slabs = read_sample_slabs (name, "slab_A.json.xz"), slabs_to = read_sample_slabs (name, "slab_B.json.xz");
  g_autoptr (GBytes) bytes = read_sample (name, "trace.txt.xz");
  g_autoptr (Messages) messages = messages_new ();
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  KmemTrace trace;
  ObjectTrace objects;
  CallList calls = { 0 };
  ReplayObjectsGiven given = { .from = slabs, .to = slabs_to, .trace = &objects, .calls = &calls };
  ReplayReport report;

  assert_true (import_kmem_trace (text, length, "trace", sim_profile_by_id (profile), &trace, messages));
  import_object_trace (text, length, sim_profile_by_id (profile), &trace, &objects);
  if (makes_caches)
    read_sample_calls (name, &calls);
  call_list_join (&calls, &objects);
  assert_true (kmem_replay_objects (from, to, &given, &trace, "trace", &report, messages));
  assert_int_equal (messages_n (messages), 0);
  kmem_trace_clear (&trace);
  object_trace_clear (&objects);
  call_list_clear (&calls);

  assert_int_equal (report.n_exact, report.n_allocations);
  assert_true (report.end_lists_equal);
  assert_int_equal (report.n_objects, n_objects);
  assert_int_equal (report.n_objects_exact, n_objects);
  assert_int_equal (report.n_objects_strange, 0);
  assert_true (report.end_objects_equal);
  return report;
}

static ReplayReport
replay_objects (const char *name,
                uint64_t    n_objects)
{
  return replay_calls (name, FALSE, n_objects);
}

static ReplayReport
replay_sample (const char *name)
{
  g_autoptr (ImportedSnapshot) from = read_sample_snapshot (name, "snap_A.json.xz"), to = read_sample_snapshot (name, "snap_B.json.xz");
  g_autoptr (GBytes) bytes = read_sample (name, "trace.txt.xz");
  g_autoptr (Messages) messages = messages_new ();
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  KmemTrace trace;
  ReplayReport report;

  assert_true (import_kmem_trace (text, length, "trace", sim_profile_by_id (profile), &trace, messages));
  assert_true (kmem_replay (from, to, &trace, "trace", &report, messages));
  assert_int_equal (messages_n (messages), 0);
  kmem_trace_clear (&trace);
  return report;
}

static void
assert_is_perfect (const ReplayReport *report,
                   uint64_t            n_allocations,
                   uint64_t            n_drains)
{
  assert_int_equal (report->n_allocations, n_allocations);
  assert_int_equal (report->n_exact, n_allocations);
  assert_int_equal (report->n_drains, n_drains);
  assert_int_equal (report->n_drains_exact, n_drains);
  assert_int_equal (report->n_drains_missed, 0);
  assert_int_equal (report->n_strange, 0);
  assert_true (!report->has_end || report->end_lists_equal);
}

static void
one_cpu_is_predicted_frame_by_frame (void **state)
{
  ReplayReport report = replay_sample ("short-all-64M");

  assert_int_equal (report.n_allocations, 718);
  assert_int_equal (report.n_exact, 718);
  assert_int_equal (report.n_drains, 107);
  assert_int_equal (report.n_drains_exact, 107);
  assert_int_equal (report.n_drains_missed, 0);
  assert_int_equal (report.n_strange, 0);
  assert_true (report.end_lists_equal);
}

static void
two_cpus_are_predicted_frame_by_frame (void **state)
{
  ReplayReport report = replay_sample ("shell-pages-slub-smp2-512M");

  assert_int_equal (report.n_allocations, 8141);
  assert_int_equal (report.n_exact, 8141);
  assert_int_equal (report.n_drains, 4183);
  assert_int_equal (report.n_drains_exact, 4183);
  assert_int_equal (report.n_drains_missed, 0);
  assert_int_equal (report.n_strange, 0);
  assert_true (report.end_lists_equal);
}

/* alloc_pages_bulk () took two frames without an event; at the end they are in use. */
static void
frames_taken_in_bulk_are_inferred (void **state)
{
  ReplayReport report = replay_sample ("dma-all-64M");

  assert_int_equal (report.n_allocations, 946);
  assert_int_equal (report.n_exact, 946);
  assert_int_equal (report.n_unseen, 2);
  assert_int_equal (report.n_drains_exact, report.n_drains);
  assert_true (report.end_lists_equal);
}

/* vmalloc () and kmalloc () of much: thousands of frames leave the per-CPU lists without an event. */
static void
frames_taken_in_bulk_show_by_refills (void **state)
{
  ReplayReport report = replay_sample ("calls-vmalloc_256M");

  assert_int_equal (report.n_allocations, 24);
  assert_int_equal (report.n_exact, 24);
  assert_int_equal (report.n_unseen, 7916);
  assert_int_equal (report.n_drains, 5700);
  assert_int_equal (report.n_drains_exact, 5700);
  assert_int_equal (report.n_drains_missed, 0);
  assert_true (report.end_lists_equal);

  report = replay_sample ("calls-kmalloc_256M");
  assert_int_equal (report.n_exact, report.n_allocations);
  assert_int_equal (report.n_drains_exact, report.n_drains);
  assert_int_equal (report.n_failed, 1);
  assert_true (report.end_lists_equal);
}

/* alloc_pages_exact () frees the end of a block at once, to the tail of the buddy list; split_page () lets the owner free
 * each frame. */
static void
a_block_may_come_back_frame_by_frame (void **state)
{
  ReplayReport report = replay_sample ("calls-pages_128M");

  assert_int_equal (report.n_allocations, 455);
  assert_int_equal (report.n_exact, 455);
  assert_int_equal (report.n_strange, 0);
  assert_true (report.n_divided > 0);
  assert_true (report.end_lists_equal);
}

/* Half-way through the initcalls the marks are computed, and with them what per-CPU lists may hold. */
static void
a_boot_is_predicted_from_its_initcalls_on (void **state)
{
  ReplayReport report = replay_sample ("boot-pages-64M");

  assert_int_equal (report.n_allocations, 1300);
  assert_int_equal (report.n_exact, 1300);
  assert_int_equal (report.n_drains, 165);
  assert_int_equal (report.n_drains_exact, 165);
  assert_true (report.end_lists_equal);
}

/* 5.10: single frames only on per-CPU lists, drained by turns. 6.1: huge pages on them, page blocks of order 9, nodes. */
static void
distributions_kernels_are_predicted (void **state)
{
  static const struct {
    const char *profile, *sample;
    unsigned    n_allocations, n_drains;
  } kernels[] = {
    { "5.10-i386", "debian-5.10-256M", 2694, 1500 },
    { "6.1-i386", "debian-686-256M", 3344, 0 },
    { "6.1-i386-pae", "debian-686-pae-512M", 8557, 1386 },
    { "6.1-x86_64", "debian-amd64-512M", 4982, 0 },
    { "6.1-x86_64", "debian-amd64-1G-2-nodes", 47035, 19349 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (kernels); i++)
    {
      ReplayReport report;

      profile = kernels[i].profile;
      report = replay_sample (kernels[i].sample);
      assert_is_perfect (&report, kernels[i].n_allocations, kernels[i].n_drains);
    }
  profile = "6.1-i386";
}

static void
a_free_of_what_is_free_is_told_with_its_line (void **state)
{
  static const char text[] = " a-1 [000] ..... 1.0: mm_page_free: page=c0 pfn=0x1010 order=4\n"
                             " a-1 [000] ..... 1.1: mm_page_free: page=c0 pfn=0xffff0 order=0\n";
  static const char start[] = SNAPSHOT ("\"Movable\":[4112]", "\"order0/Movable\":[4100]", "11");
  g_autofree char *told = NULL, *none = NULL;
  g_autoptr (ImportedSnapshot) from = read_snapshot (start, strlen (start), &none);
  g_autoptr (Messages) messages = messages_new ();
  KmemTrace trace;
  ReplayReport report;

  assert_non_null (from);
  assert_true (import_kmem_trace (text, strlen (text), "trace", sim_profile_by_id ("6.1-i386"), &trace, messages));
  assert_true (kmem_replay (from, NULL, &trace, "trace", &report, messages));
  told = messages_format (messages, FALSE);
  assert_int_equal (report.n_strange, 2);
  assert_non_null (strstr (told, "trace:1:1: warning: 0x1010 is freed, and is not in use."));
  assert_non_null (strstr (told, "trace:2:1: warning: The machine of the snapshot has no such page frame."));
  kmem_trace_clear (&trace);
}

static void
a_snapshot_that_does_not_hold_together_is_refused (void **state)
{
  assert_refused ("", "snap");
  assert_refused ("[]", "has no list “zones”");
  assert_refused ("{\"zones\":[]}", "no zone with memory");
  assert_refused (SNAPSHOT ("\"Movable\":[4112,4112]", "\"order0/Movable\":[4100]", "11"), "Page frame 0x1010 is on two lists");
  assert_refused (SNAPSHOT ("\"Movable\":[4112]", "\"order0/Movable\":[4115]", "11"), "Page frame 0x1013 is on two lists");
  assert_refused (SNAPSHOT ("\"Movable\":[4113]", "\"order0/Movable\":[4100]", "11"), "A block of order 4 does not begin at 0x1011");
  assert_refused (SNAPSHOT ("\"Movable\":[6144]", "\"order0/Movable\":[4100]", "11"), "does not lie in this zone");
  assert_refused (SNAPSHOT ("\"Strange\":[4112]", "\"order0/Movable\":[4100]", "11"), "has no lists of “Strange”");
  assert_refused (SNAPSHOT ("\"Movable\":[4112]", "\"order9/Movable\":[4100]", "11"), "has no per-CPU list “order9/Movable”");
  assert_refused (SNAPSHOT ("\"Movable\":[4112]", "\"order0/Movable\":[4100,4101]", "11"), "have 2 page frames; “count” says 1");
  assert_refused (SNAPSHOT ("\"Movable\":[4112]", "\"order0/Movable\":[4100]", "1"), "2 page blocks of order 10 in this zone, and 1 digits");
  assert_refused (SNAPSHOT ("\"Movable\":[4112]", "\"order0/Movable\":[4100]", "17"), "The type of page block 2 is “7”");
}

static void
objects_are_predicted_address_by_address (void **state)
{
  replay_objects ("short-all-64M", 2005);
  replay_objects ("calls-kmalloc_256M", 284);
}

/* cache_reap () ran five times. */
static void
objects_are_predicted_while_caches_are_reaped (void **state)
{
  replay_objects ("reap-all-64M", 2277);
}

/* Readahead takes slabs with __GFP_FS taken away by its task; many caches are of one size. */
static void
objects_of_caches_that_are_made_on_the_way_are_predicted (void **state)
{
  replay_calls ("calls-caches_128M", TRUE, 5326);
}

static void
calls_that_make_no_sense_are_told_with_their_line (void **state)
{
  static const char *const bad[] = {
    "nothing at all\n", "kmem_cache_create(a,size x,align 0,flags none,ctor 0) = c0001000\n",
    "kmem_cache_create(a,size 4,align 0,flags SLAB_NO,ctor 0) = c0001000\n", "kmem_cache_create(a,size 4,align 0,flags none,ctor 0)",
    "kmem_cache_create(a,size 99999999999,align 0,flags none,ctor 0) = c0001000\nkmem_cache_alloc(", "kmem_cache_create(",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (Messages) messages = messages_new ();
      CallList calls;

      assert_false (import_call_list (bad[i], strlen (bad[i]), "calls", &calls, messages));
      assert_true (messages_n_errors (messages) > 0);
      call_list_clear (&calls);
    }
}

static void
objects_of_drivers_are_predicted (void **state)
{
  replay_objects ("dma-all-64M", 1385);
}

static void
assert_slabs_refused (const char *text,
                      const char *words)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (ImportedSlabs) slabs = import_slab_snapshot (text, strlen (text), "slab", sim_profile_by_id (profile), messages);
  g_autofree char *said = messages_format (messages, FALSE);

  if (slabs != NULL || strstr (said, words) == NULL)
    fail_msg ("wanted “%s” in “%s”", words, said);
}

static void
a_snapshot_of_caches_that_makes_no_sense_is_refused (void **state)
{
  assert_slabs_refused ("{}", "caches");
  assert_slabs_refused ("{\"caches\":[{}]}", "name");
  assert_slabs_refused ("{\"caches\":[{\"name\":\"a\"}]}", "object_size");
  assert_slabs_refused ("{\"caches\":[{\"name\":\"a\",\"object_size\":-1}]}", "object_size");
}

/* The caches of one moment and the free lists of another. */
static void
caches_that_lie_in_free_frames_are_refused (void **state)
{
  g_autoptr (ImportedSnapshot) from = read_sample_snapshot ("short-all-64M", "snap_A.json.xz");
  g_autoptr (ImportedSlabs) slabs = read_sample_slabs ("dma-all-64M", "slab_A.json.xz");
  SimMachine *machine;
  const char *wrong;

  assert_int_equal (sim_machine_restore (imported_snapshot_lists (from), &machine), SIM_OK);
  assert_int_equal (sim_machine_restore_slabs (machine, imported_slabs_caches (slabs), &wrong), SIM_BAD_SPEC);
  assert_non_null (wrong);
  sim_machine_free (machine);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (one_cpu_is_predicted_frame_by_frame),
    cmocka_unit_test (two_cpus_are_predicted_frame_by_frame),
    cmocka_unit_test (frames_taken_in_bulk_are_inferred),
    cmocka_unit_test (frames_taken_in_bulk_show_by_refills),
    cmocka_unit_test (a_block_may_come_back_frame_by_frame),
    cmocka_unit_test (a_boot_is_predicted_from_its_initcalls_on),
    cmocka_unit_test (distributions_kernels_are_predicted),
    cmocka_unit_test (a_free_of_what_is_free_is_told_with_its_line),
    cmocka_unit_test (a_snapshot_that_does_not_hold_together_is_refused),
    cmocka_unit_test (objects_are_predicted_address_by_address),
    cmocka_unit_test (objects_are_predicted_while_caches_are_reaped),
    cmocka_unit_test (objects_of_caches_that_are_made_on_the_way_are_predicted),
    cmocka_unit_test (calls_that_make_no_sense_are_told_with_their_line),
    cmocka_unit_test (objects_of_drivers_are_predicted),
    cmocka_unit_test (a_snapshot_of_caches_that_makes_no_sense_is_refused),
    cmocka_unit_test (caches_that_lie_in_free_frames_are_refused),
  };

  return cmocka_run_group_tests_name ("replay", tests, NULL, NULL);
}
