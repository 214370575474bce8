/* Interrupts, locks and preemption are a part of the machine, and what may not be done there is diagnosed. */
#include "lessons.h"

#include <string.h>

#define CLAIM(name, text) static void name (void **state) { (void) state; holds (text); }

/* --- where a CPU is --------------------------------------------------------------------------- */

CLAIM (a_handler_runs_with_interrupts_off_and_they_are_on_again_behind_it,
       "expect(preempt_count() == 0); hardirq { expect(in_hardirq()); expect(in_interrupt() == 0x10000); expect(irqs_disabled()); expect(!in_task()); }"
       "expect(!irqs_disabled()); expect(!in_interrupt()); expect(in_task()); expect(nr_mistakes() == 0);")
CLAIM (a_softirq_can_be_interrupted,
       "softirq { expect(in_serving_softirq() == 0x100); expect(!irqs_disabled()); hardirq { expect(preempt_count() == 0x10100); }"
       "expect(preempt_count() == 0x100); } expect(preempt_count() == 0);")
CLAIM (flags_keep_whether_interrupts_were_on,
       "unsigned long a, b; local_irq_save(a); expect(irqs_disabled()); local_irq_save(b); expect(a == 0x246); expect(b == 0x46); local_irq_restore(b);"
       "expect(irqs_disabled()); local_irq_restore(a); expect(!irqs_disabled()); local_irq_disable(); expect(irqs_disabled()); local_irq_enable();"
       "expect(!irqs_disabled());")
CLAIM (each_cpu_has_its_own_context,
       "DEFINE_SPINLOCK(l); spin_lock_irq(&l); on_cpu(1) { expect(!irqs_disabled()); expect(spin_is_locked(&l)); expect(!spin_trylock(&l)); local_bh_disable();"
       "expect(in_softirq() == 0x200); } expect(!in_softirq()); on_cpu(1) local_bh_enable(); spin_unlock_irq(&l); expect(!spin_is_locked(&l));")
CLAIM (the_locks_of_a_driver,
       "struct device_state { spinlock_t lock; int n; }; struct device_state d; spin_lock_init(&d.lock); static DEFINE_SPINLOCK(s); unsigned long f[2];\n"
       "spin_lock_irqsave(&d.lock, f[1]); spin_lock(&s); d.n = 5; spin_unlock(&d.lock); expect(irqs_disabled()); spin_unlock_irqrestore(&s, f[1]);"
       "expect(!irqs_disabled()); spin_lock_bh(&s); expect(in_interrupt() == 0x200); spin_unlock_bh(&s); expect(spin_trylock(&s)); spin_unlock(&s);"
       "expect(nr_mistakes() == 0);")
CLAIM (leaving_an_interrupt_by_any_way_ends_it,
       "int f(void) { hardirq { on_cpu(1) { softirq { return preempt_count(); } } } return 0; }\nexpect(f() == 0x100); expect(preempt_count() == 0);"
       "on_cpu(1) expect(preempt_count() == 0); for (int i = 0; i < 2; i++) hardirq { if (i == 0) continue; break; } expect(!in_interrupt());"
       "on_cpu(1) { hardirq { goto out; } }\nout: expect(!irqs_disabled()); on_cpu(1) expect(!irqs_disabled()); expect(smp_processor_id() == 0); expect(nr_mistakes() == 0);")
CLAIM (a_scenario_may_end_inside_of_an_interrupt, "hardirq { expect(nr_mistakes() == 0); return 0; }")
CLAIM (a_kernel_without_preemption_does_not_know_of_its_locks,
       "DEFINE_SPINLOCK(l); spin_lock(&l); expect(!in_atomic()); expect(preempt_count() == 0); spin_unlock(&l); hardirq { expect(in_atomic()); }")

static void
a_preemptible_kernel_counts_its_locks (void **state)
{
  static const char text[] = "machine(.ram = SZ_64M, .boot = \"handover\", .preempt = \"full\");\nDEFINE_SPINLOCK(l); spin_lock(&l);"
                             "int a = in_atomic(), b; preempt_disable(); b = preempt_count(); preempt_enable(); spin_unlock(&l); int c = preempt_count();";
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, strlen (text), "test", messages);
  g_autoptr (Lesson) lesson = NULL;
  g_autofree char *a = NULL, *b = NULL, *c = NULL;

  (void) state;
  assert_non_null (scenario);
  lesson = lesson_new (scenario, NULL, messages);
  assert_non_null (lesson);
  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  a = lesson_value (lesson, "a");
  b = lesson_value (lesson, "b");
  c = lesson_value (lesson, "c");
  assert_string_equal (a, "1");
  assert_string_equal (b, "2");
  assert_string_equal (c, "0");
}

/* --- what can be looked at of a zone's limits --------------------------------------------------- */

CLAIM (the_marks_of_a_zone_can_be_asked_for,
       "expect(wmark_pages(\"Normal\", \"min\") < wmark_pages(\"Normal\", \"low\")); expect(wmark_pages(\"Normal\", \"low\") < wmark_pages(\"Normal\", \"high\"));"
       "expect(lowmem_reserve(\"DMA\", \"Normal\") == managed_pages(\"Normal\") / 256); expect(lowmem_reserve(\"Normal\", \"Normal\") == 0);"
       "expect(zone_watermark_ok(\"Normal\", 10, \"low\", GFP_KERNEL)); expect(!zone_watermark_ok(\"Normal\", 0, \"low\", GFP_DMA));"
       "expect(nr_reserved_highatomic(\"Normal\") == 0); expect(first_zone_of(GFP_KERNEL) == \"Normal\"); expect(first_zone_of(GFP_DMA) == \"DMA\");"
       "expect(may_sleep(GFP_KERNEL)); expect(!may_sleep(GFP_ATOMIC));")
CLAIM (the_lists_of_each_cpu_can_be_counted,
       "expect(pcp_count(\"Normal\", 1) == 0); struct page *a = NULL; on_cpu(1) { a = alloc_page(GFP_KERNEL); __free_page(a); }"
       "expect(pcp_count(\"Normal\", 1) > 0); expect(pcp_count(\"Normal\", 0) == 0); expect(pcp_high(\"Normal\") >= 4 * pcp_batch(\"Normal\"));")
CLAIM (min_free_kbytes_moves_the_marks,
       "unsigned long before = wmark_pages(\"Normal\", \"min\"), high = pcp_high(\"Normal\"); set_min_free_kbytes(8192);"
       "expect(wmark_pages(\"Normal\", \"min\") + wmark_pages(\"DMA\", \"min\") >= 2047); expect(wmark_pages(\"Normal\", \"min\") + wmark_pages(\"DMA\", \"min\") <= 2048);"
       "expect(wmark_pages(\"Normal\", \"min\") > before); expect(pcp_high(\"Normal\") > high); set_min_free_kbytes(0); expect(wmark_pages(\"Normal\", \"min\") == 0);"
       "expect(wmark_pages(\"Normal\", \"low\") > 0);")
CLAIM (fragmentation_is_told_in_thousandths,
       "expect(fragmentation_index(\"Normal\", 10) == -1000); expect(unusable_free_index(\"Normal\", 0) == 0); expect(unusable_free_index(\"Normal\", 10) < 1000);"
       "expect(unusable_free_index(\"Normal\", 4) <= unusable_free_index(\"Normal\", 9));")

/* --- mistakes --------------------------------------------------------------------------------- */

/* The scenario runs, and one mistake is diagnosed, in that line, saying that. */
static void
mistakes (const char *text,
          unsigned    line,
          const char *part)
{
  g_autoptr (Lesson) lesson = lesson_of (text);
  g_autoptr (Messages) messages = messages_new ();

  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  assert_int_equal (messages_n (messages), 0);
  assert_int_equal (lesson_report_mistakes (lesson, messages), 1);
  assert_int_equal (messages_n (messages), 1);
  if (messages_at (messages, 0)->line != line + 1 || strstr (messages_at (messages, 0)->text, part) == NULL)
    fail_msg ("wanted line %u, “%s”; got line %u: %s", line, part, messages_at (messages, 0)->line - 1, messages_at (messages, 0)->text);
}

static void
an_allocation_that_may_sleep_is_a_mistake_where_nobody_may (void **state)
{
  (void) state;
  mistakes ("hardirq {\n  __free_page(alloc_page(GFP_KERNEL)); }", 2, "handler of an interrupt");
  mistakes ("softirq {\n  __free_page(alloc_page(GFP_NOFS)); }", 2, "in a softirq");
  mistakes ("DEFINE_SPINLOCK(l);\nspin_lock(&l);\n__free_page(alloc_page(GFP_KERNEL));\nspin_unlock(&l);", 3, "taken in line 3 is held");
  mistakes ("preempt_disable();\nfree_page(get_zeroed_page(GFP_KERNEL));\npreempt_enable();", 2, "preemption off");
  mistakes ("local_irq_disable();\n__free_page(alloc_page(GFP_KERNEL));\nlocal_irq_enable();", 2, "in_atomic(): 0, irqs_disabled(): 1");
  mistakes ("local_bh_disable();\n__free_page(alloc_page(GFP_KERNEL));\nlocal_bh_enable();", 2, "softirqs off");
  mistakes ("softirq {\nmight_sleep(); }", 2, "BUG: sleeping function called from invalid context at scenario:3");
  mistakes ("hardirq {\nmsleep(10); }", 2, "scheduling while atomic: init/1/0x00010000");
  mistakes ("get_cpu();\nschedule();\nput_cpu();", 2, "preemption off");
  mistakes ("hardirq {\ndrain_all_pages(NULL); }", 2, "kernel/workqueue.c:3017");
}

static void
what_may_not_sleep_may_be_asked_anywhere (void **state)
{
  (void) state;
  holds ("DEFINE_SPINLOCK(l); hardirq { spin_lock(&l); struct page *a = alloc_pages(GFP_ATOMIC, 2); __free_pages(a, 2); free_page(__get_free_page(GFP_NOWAIT));"
         "spin_unlock(&l); } struct page *b = alloc_page(GFP_KERNEL); softirq { __free_page(b); } expect(nr_mistakes() == 0);");
}

static void
what_does_not_go_in_pairs_is_a_mistake (void **state)
{
  (void) state;
  mistakes ("DEFINE_SPINLOCK(l);\nspin_unlock(&l);", 2, "Nobody holds");
  mistakes ("DEFINE_SPINLOCK(l);\nspin_lock(&l);\non_cpu(1) spin_unlock(&l);\nspin_unlock(&l);", 3, "held by CPU 0");
  mistakes ("preempt_enable();", 1, "none to undo");
  mistakes ("local_bh_enable();", 1, "none to undo");
  mistakes ("DEFINE_SPINLOCK(l);\nint x;\nspin_lock(&l);\nx = 1;", 3, "CPU 0 still holds");
  mistakes ("preempt_disable();\nint x = 1;", 2, "preempt_count 1");
  mistakes ("unsigned long f;\nlocal_irq_save(f);", 2, "still off");
  mistakes ("DEFINE_SPINLOCK(l);\nhardirq { spin_lock(&l);\n}\nspin_unlock(&l);", 2, "The handler began with preempt_count 0x10000");
  mistakes ("hardirq {\nlocal_irq_enable(); }", 2, "ends with interrupts on");
}

static void
bad_masks_are_mistakes (void **state)
{
  (void) state;
  mistakes ("__free_pages(alloc_pages(GFP_KERNEL | __GFP_NOFAIL, 2), 2);", 1, "__GFP_NOFAIL");
  mistakes ("__free_page(alloc_page(GFP_NOWAIT | __GFP_NOFAIL));", 1, "goes with __GFP_DIRECT_RECLAIM");
  mistakes ("__free_page(alloc_page(GFP_ATOMIC | GFP_KERNEL));", 1, "not both");
  mistakes ("__free_page(alloc_page(GFP_KERNEL | __GFP_DMA | __GFP_HIGHMEM));", 1, "exclude each other");
  mistakes ("__free_page(alloc_page(GFP_KERNEL | __GFP_MOVABLE | __GFP_RECLAIMABLE));", 1, "one or the other");
  mistakes ("alloc_pages(GFP_KERNEL, 11);", 1, "Order 11");
  mistakes ("free_page(__get_free_page(GFP_KERNEL | __GFP_HIGHMEM));", 1, "__GFP_HIGHMEM");
}

static void
a_deadlock_ends_the_run_and_is_explained (void **state)
{
  (void) state;
  complains ("DEFINE_SPINLOCK(l);\nspin_lock(&l);\nspin_lock(&l);", 3, 1, 13, "waits for itself");
  complains ("DEFINE_SPINLOCK(l);\nspin_lock(&l);\nhardirq { spin_lock(&l); }", 3, 11, 13, "spin_lock_irqsave()");
  complains ("DEFINE_SPINLOCK(l);\nspin_lock(&l);\non_cpu(1) { spin_lock(&l); }", 3, 13, 13, "CPU 0 took");
  complains ("spinlock_t *l = NULL;\nspin_lock(l);", 2, 1, 12, "NULL pointer");
  complains ("spinlock_t l[20];\nfor (int i = 0; i < 20; i++) spin_lock(&l[i]);", 2, 30, 16, "16 locks");
}

static void
an_interrupt_comes_only_where_it_can (void **state)
{
  (void) state;
  complains ("local_irq_disable(); hardirq { }", 1, 22, 7, "interrupts are off");
  complains ("hardirq { hardirq { } }", 1, 11, 7, "already");
  complains ("hardirq { softirq { } }", 1, 11, 7, "after it");
  complains ("softirq { softirq { } }", 1, 11, 7, "already");
  complains ("local_bh_disable(); softirq { }", 1, 21, 7, "softirqs are off");
  complains ("hardirq(1) { }", 1, 9, 1, "nothing in parentheses");
}

static void
locks_and_flags_are_checked_before_anything_runs (void **state)
{
  (void) state;
  complains ("DEFINE_SPINLOCK(l); spin_lock(l);", 1, 31, 1, "address of a spinlock_t");
  complains ("int l; spin_lock(&l);", 1, 18, 2, "address of a spinlock_t");
  complains ("DEFINE_SPINLOCK(l); int f; spin_lock_irqsave(&l, f);", 1, 28, 24, "unsigned long");
  complains ("DEFINE_SPINLOCK(l); spin_lock_irqsave(&l);", 1, 21, 21, "2 arguments");
  complains ("local_irq_save(5);", 1, 16, 1, "");
  complains ("DEFINE_SPINLOCK();", 1, 17, 1, "name");
}

/* --- time ------------------------------------------------------------------------------------- */

static void
stepping_back_restores_the_context (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("DEFINE_SPINLOCK(l); unsigned long f; step(\"a\"); spin_lock_irqsave(&l, f); step(\"b\"); hardirq_is_off: ; spin_unlock_irqrestore(&l, f);");
  Timeline *timeline = lesson_timeline (lesson);
  SimContext context;
  uint64_t hash = sim_machine_hash (timeline_machine (timeline));

  (void) state;
  timeline_seek (timeline, timeline_step_end (timeline, 1));
  context = sim_context (timeline_machine (timeline), 0);
  assert_true (context.irqs_off);
  assert_int_equal (context.n_locks, 1);
  assert_int_equal (context.count, 1);
  timeline_seek (timeline, 0);
  context = sim_context (timeline_machine (timeline), 0);
  assert_false (context.irqs_off);
  assert_int_equal (context.n_locks, 0);
  timeline_seek (timeline, timeline_end (timeline));
  assert_true (sim_machine_hash (timeline_machine (timeline)) == hash);
}

static void
what_is_typed_runs_in_the_context_where_the_script_stands (void **state)
{
  g_autoptr (Lesson) lesson = lesson_of ("step(\"a\"); hardirq { int n = 1; step(\"b\"); n = 2; }");
  g_autoptr (Messages) messages = messages_new ();

  (void) state;
  assert_true (lesson_run (lesson, 1, messages));
  types_to (lesson, "in_hardirq()", "65536 (0x10000)");
  types_to (lesson, "nr_mistakes()", "0");
  assert_int_equal (lesson_cpu (lesson), 0);
}

int
main (void)
{
#define T(name) cmocka_unit_test (name)
  const struct CMUnitTest tests[] = {
    T (a_handler_runs_with_interrupts_off_and_they_are_on_again_behind_it), T (a_softirq_can_be_interrupted),
    T (flags_keep_whether_interrupts_were_on), T (each_cpu_has_its_own_context), T (the_locks_of_a_driver),
    T (leaving_an_interrupt_by_any_way_ends_it), T (a_scenario_may_end_inside_of_an_interrupt),
    T (the_marks_of_a_zone_can_be_asked_for), T (the_lists_of_each_cpu_can_be_counted), T (min_free_kbytes_moves_the_marks),
    T (fragmentation_is_told_in_thousandths),
    T (a_kernel_without_preemption_does_not_know_of_its_locks), T (a_preemptible_kernel_counts_its_locks),
    T (an_allocation_that_may_sleep_is_a_mistake_where_nobody_may), T (what_may_not_sleep_may_be_asked_anywhere),
    T (what_does_not_go_in_pairs_is_a_mistake), T (bad_masks_are_mistakes), T (a_deadlock_ends_the_run_and_is_explained),
    T (an_interrupt_comes_only_where_it_can), T (locks_and_flags_are_checked_before_anything_runs), T (stepping_back_restores_the_context),
    T (what_is_typed_runs_in_the_context_where_the_script_stands),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
