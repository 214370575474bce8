/* test-kmem-trace.c - events of the page allocator as three programs write them, and lines that make no sense */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "import/kmem-trace.h"

#define TRACEFS "            init-1       [000] .....     1.740391: "

static gboolean
read_text (const char *text,
           size_t      length,
           KmemTrace  *trace,
           char      **messages_text)
{
  g_autoptr (Messages) messages = messages_new ();
  gboolean is_read = import_kmem_trace (text, length, "trace", sim_profile_by_id ("6.1-i386"), trace, messages);

  *messages_text = messages_format (messages, FALSE);
  return is_read;
}

/* The one event of a text in which nothing is wrong. */
static KmemEvent
event_of (const char *text)
{
  g_autofree char *messages = NULL;
  KmemTrace trace;
  KmemEvent event;

  assert_true (read_text (text, strlen (text), &trace, &messages));
  assert_string_equal (messages, "");
  assert_int_equal (trace.n_events, 1);
  event = trace.events[0];
  assert_int_equal (trace.n_of_kind[event.kind], 1);
  kmem_trace_clear (&trace);
  return event;
}

static void
an_allocation_has_frame_order_type_flags_and_cpu (void **state)
{
  KmemEvent event = event_of ("# tracer: nop\n#\n"
                              "         busybox-73      [001] d.h..     1.885477: mm_page_alloc: page=c3e93440 pfn=0x2422 order=3 migratetype=1 "
                              "gfp_flags=GFP_KERNEL|__GFP_ZERO\n");

  assert_int_equal (event.kind, KMEM_PAGE_ALLOC);
  assert_int_equal (event.pfn, 0x2422);
  assert_int_equal (event.order, 3);
  assert_int_equal (event.type, 1);
  assert_int_equal (event.gfp, 0xdc0);
  assert_int_equal (event.cpu, 1);
  assert_int_equal (event.line, 3);
}

static void
trace_cmd_and_perf_write_the_same_events (void **state)
{
  KmemEvent event = event_of ("cpus=2\n          <idle>-0     [000]     4.870682: mm_page_free:         page=0xffffffff82418fc2 pfn=0x5272 order=1\n");

  assert_int_equal (event.kind, KMEM_PAGE_FREE);
  assert_int_equal (event.pfn, 0x5272);
  assert_int_equal (event.order, 1);

  event = event_of ("my [2] program 117 [001]     4.9: kmem:mm_page_pcpu_drain: page=0xffffea0000 pfn=0x22 order=0 migratetype=2\r\n");
  assert_int_equal (event.kind, KMEM_PCPU_DRAIN);
  assert_int_equal (event.pfn, 0x22);
  assert_int_equal (event.type, 2);
  assert_int_equal (event.cpu, 1);
}

/* trace-cmd report -R -l: flags as numbers, fields in another order, "CPU-FLAGS" in one word. */
static void
the_latency_format_is_read (void **state)
{
  KmemEvent event = event_of ("cpus=2\n      sh-119     1-0x0     4.870682: mm_page_alloc:         pfn=0x5272 order=1 gfp_flags=0x400dc0 migratetype=2\n");

  assert_int_equal (event.kind, KMEM_PAGE_ALLOC);
  assert_int_equal (event.cpu, 1);
  assert_int_equal (event.pfn, 0x5272);
  assert_int_equal (event.order, 1);
  assert_int_equal (event.type, 2);
  assert_int_equal (event.gfp, 0x400dc0);
}

static void
a_flag_that_the_kernel_does_not_have_is_told (void **state)
{
  static const char text[] = TRACEFS "mm_page_alloc: page=c0 pfn=0x10 order=0 migratetype=0 gfp_flags=GFP_KERNEL|__GFP_FANCY\n";
  g_autofree char *messages = NULL;
  KmemTrace trace;

  assert_true (read_text (text, strlen (text), &trace, &messages));
  assert_int_equal (trace.events[0].gfp, 0xcc0);
  assert_non_null (strstr (messages, "trace:1:1: warning: Linux 6.1 has no flag “__GFP_FANCY”"));
  kmem_trace_clear (&trace);
}

static void
it_is_told_who_runs_and_what_an_interrupt_stopped (void **state)
{
  KmemEvent event = event_of ("         kswapd0-15      [000] .....     2.592014: mm_vmscan_kswapd_wake: nid=0 order=0\n");

  assert_int_equal (event.kind, KMEM_KSWAPD_WAKES);
  assert_true (event.is_kswapd);
  assert_false (event.is_in_lock);
  event = event_of ("              dd-131     [000] .Ns2.     5.683981: mm_page_free: page=cfcc1810 pfn=0x2c9a order=1\n");
  assert_false (event.is_kswapd);
  assert_true (event.is_in_lock);
}

/* Lines are read one way when they are like the one before, and another way when they are not. */
static void
a_line_says_the_same_alone_and_among_others (void **state)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "traces/short-all-64M/trace.txt.xz", NULL);
  g_autoptr (GBytes) bytes = import_read_file (path, 1u << 24, NULL);
  g_autofree char *messages = NULL;
  KmemTrace all;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length), *line = text;

  assert_true (read_text (text, length, &all, &messages));
  assert_string_equal (messages, "");
  for (size_t i = 0, number = 1; i < all.n_events; number++)
    {
      const char *end = memchr (line, '\n', length - (gsize) (line - text));
      g_autofree char *none = NULL;
      KmemTrace one;

      if (all.events[i].line == number)
        {
          assert_true (read_text (line, (size_t) (end - line), &one, &none));
          one.events[0].line = (uint32_t) number;
          if (all.events[i].kind != KMEM_MARK)
            assert_memory_equal (&one.events[0], &all.events[i], sizeof (KmemEvent));
          kmem_trace_clear (&one);
          i++;
        }
      line = end + 1;
    }
  kmem_trace_clear (&all);
}

static void
frame_numbers_before_6_1_are_decimal (void **state)
{
  KmemEvent event = event_of ("            init-1       [000] d...     6.275300: mm_page_alloc_zone_locked: page=cfd074b0 pfn=18462 order=1 migratetype=0 percpu_refill=0\n");

  assert_int_equal (event.kind, KMEM_ZONE_LOCKED);
  assert_int_equal (event.pfn, 18462);
}

static void
an_allocation_that_failed_has_no_frame (void **state)
{
  assert_int_equal (event_of (TRACEFS "mm_page_alloc: page=00000000 pfn=0x0 order=9 migratetype=0 gfp_flags=GFP_ATOMIC\n").pfn, SIM_NO_PFN);
}

static void
other_events_are_counted_and_marks_are_kept (void **state)
{
  static const char text[] = TRACEFS "kmalloc: call_site=x+0x1/0x2 ptr=c185d000 bytes_req=4096\n"
                             TRACEFS "mm_page_alloc_something: page=1\n"
                             TRACEFS "wr: SNAPSHOT_A\n"
                             TRACEFS "tracing_mark_write: SNAP_B\n";
  g_autofree char *messages = NULL;
  KmemTrace trace;

  assert_true (read_text (text, strlen (text), &trace, &messages));
  assert_string_equal (messages, "");
  assert_int_equal (trace.n_of_kind[KMEM_OTHER], 2);
  assert_int_equal (trace.n_of_kind[KMEM_MARK], 2);
  assert_string_equal (trace.marks[trace.events[2].pfn], "SNAPSHOT_A");
  assert_string_equal (trace.marks[trace.events[3].pfn], "SNAP_B");
  kmem_trace_clear (&trace);
}

static void
what_makes_no_sense_is_told_with_its_line_and_left_out (void **state)
{
  static const char text[] = "nonsense\n"
                             TRACEFS "mm_page_free: page=c3e7f1c0 pfn=0x10 order=0\n"
                             "CPU:0 [LOST 12 EVENTS]\n"
                             TRACEFS "mm_page_free: page=c3e7f1c0 pfn=zero order=0\n"
                             "\xff\xfe\n"
                             TRACEFS "mm_page_alloc: page=c3e7f1c0 pfn=0x1a0e ord";
  g_autofree char *messages = NULL;
  KmemTrace trace;

  assert_true (read_text (text, strlen (text), &trace, &messages));
  assert_int_equal (trace.n_events, 1);
  assert_int_equal (trace.n_damaged, 4);
  assert_int_equal (trace.n_lost, 12);
  assert_non_null (strstr (messages, "trace:1:1: warning: This line is no event of a trace"));
  assert_non_null (strstr (messages, "trace:3:1: warning: Here the tracer lost 12 events"));
  assert_non_null (strstr (messages, "trace:4:1: warning"));
  assert_non_null (strstr (messages, "trace:5:1: warning"));
  assert_non_null (strstr (messages, "trace:6:1: warning"));
  assert_true (g_utf8_validate (messages, -1, NULL));
  kmem_trace_clear (&trace);
}

static void
a_text_without_events_is_refused (void **state)
{
  static const char *const texts[] = { "", "\n\n", "# tracer: nop\n", "BIOS-e820: [mem 0x0-0x1] usable\n" };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *messages = NULL;
      KmemTrace trace;

      assert_false (read_text (texts[i], strlen (texts[i]), &trace, &messages));
      assert_null (trace.events);
      assert_non_null (strstr (messages, "trace: error: No line of it is an event"));
    }
}

/* Cut anywhere, and with any byte changed: it is read or refused, and nothing is read behind its end. */
static void
no_damage_of_a_trace_leads_astray (void **state)
{
  static const char text[] = TRACEFS "mm_page_alloc: page=c3e7f1c0 pfn=0x1a0e order=1 migratetype=0 gfp_flags=GFP_KERNEL|__GFP_ZERO\n"
                             TRACEFS "mm_page_alloc_zone_locked: page=c3e7f1c0 pfn=0x1a0e order=0 migratetype=1 percpu_refill=1\n"
                             TRACEFS "mm_page_free: page=c3e7f1c0 pfn=0x1a0e order=1\n"
                             TRACEFS "mm_page_pcpu_drain: page=c3e7f1c0 pfn=0x1a0e order=0 migratetype=1";

  for (size_t length = 0; length <= strlen (text); length++)
    for (unsigned byte = 0; byte < 256; byte += 5)
      {
        g_autofree char *copy = g_memdup2 (text, length + 1), *messages = NULL;
        KmemTrace trace;

        if (length > 0)
          copy[(length * 7 + byte) % length] = (char) byte;
        copy = g_realloc (copy, MAX (length, 1));
        if (read_text (copy, length, &trace, &messages))
          assert_in_range (trace.n_events, 1, 8);
        kmem_trace_clear (&trace);
      }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_allocation_has_frame_order_type_flags_and_cpu),
    cmocka_unit_test (trace_cmd_and_perf_write_the_same_events),
    cmocka_unit_test (the_latency_format_is_read),
    cmocka_unit_test (a_flag_that_the_kernel_does_not_have_is_told),
    cmocka_unit_test (it_is_told_who_runs_and_what_an_interrupt_stopped),
    cmocka_unit_test (a_line_says_the_same_alone_and_among_others),
    cmocka_unit_test (frame_numbers_before_6_1_are_decimal),
    cmocka_unit_test (an_allocation_that_failed_has_no_frame),
    cmocka_unit_test (other_events_are_counted_and_marks_are_kept),
    cmocka_unit_test (what_makes_no_sense_is_told_with_its_line_and_left_out),
    cmocka_unit_test (a_text_without_events_is_refused),
    cmocka_unit_test (no_damage_of_a_trace_leads_astray),
  };

  return cmocka_run_group_tests_name ("kmem-trace", tests, NULL, NULL);
}
