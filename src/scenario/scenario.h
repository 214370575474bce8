/* scenario.h - a lesson as text: parsed, checked, ready to run
 *
 * The language: a deterministic subset of the kernel's C, with teaching words.
 *
 *   Types       void bool char short int long long long, signed and unsigned; u8 … u64, s8 … s64, __le/__be, uintN_t,
 *               size_t gfp_t phys_addr_t dma_addr_t resource_size_t dev_t pid_t … ; pointers, arrays of up to eight
 *               dimensions, struct, enum, typedef. long and pointers are as wide as the modelled machine's. No union,
 *               bit-field, float, pointer to a function, structure by value in a call, compound literal, [i].a = in a list.
 *   Operators   all of C's, with its precedence and conversions. Signed overflow wraps; shifting by the width or
 *               more, dividing by zero, an index outside of its array, a value never given, and a bad address stop
 *               the lesson with a message. Texts that are equal are equal pointers: zone_of(p) == "DMA".
 *   Statements  declarations anywhere, blocks, if for while do switch goto break continue return; on_cpu(n) { … }.
 *   Contexts    hardirq { … }, softirq { … }, on the running CPU; spinlock_t, DEFINE_SPINLOCK(l), the spin_ calls,
 *               preempt_disable(), local_irq_save(flags) and kin. What still holds or is off at the end is a mistake.
 *   Functions   with prototypes, outermost, without recursion, up to 16 numbers and pointers; locals of at most 8 KiB.
 *   Outermost   statements run in order, as in a function; `static` variables begin as zero, others without a value.
 *               return ends the scenario.
 *   Macros      #define NAME value; #include is accepted and ignored.
 *   Per CPU     DEFINE_PER_CPU(type, name); per_cpu, per_cpu_ptr, this_cpu_ptr/read/write/add/sub/inc/dec.
 *   Names       SZ_…, PAGE_SIZE/SHIFT/MASK/OFFSET, MAX_ORDER, E…, NULL, true, mem_map, high_memory, max_low_pfn,
 *               GFP flags of the profile; calls of sim/calls.def that the profile has.
 *   Built in    printk pr_… (%d %u %x %o %c %s %p %px %pa %pGg with flags, width and l h z), memset memcpy memcmp
 *               strlen strcmp strcpy, random_seeded, nr_mistakes, likely, BIT, PAGE_ALIGN, ARRAY_SIZE, BUG_ON, sizeof (also of
 *               struct page, cdev, kobject, kref, list_head, hlist_node, rb_node).
 *   Teaching    scenario(title, .chapter, .topics), machine(…) first; step say speaker look expect ask. A text may
 *               have .zh_CN = "…" and kin; of ask() also a list: question, then choices,
 *               then why. An answer may be free_list(zone, order[, type]) or pcp_list(zone, cpu, order, type);
 *               look() may name one as well.
 *
 * Limits: file 4 MiB, nesting 32, 1 000 000 executed statements, 4 MiB of variables, log of 16 MiB.
 */
#pragma once

#include <gio/gio.h>

#include "narration/messages.h"
#include "sim/sim.h"

typedef struct Scenario Scenario;

/* Parses and checks; all mistakes are reported. NULL where there were errors. file_name is for
 * messages, and for relative names in the text. */
Scenario   *scenario_parse   (const char *text, size_t length, const char *file_name, Messages *messages);
/* Reads a file, "-" (standard input), a resource name from the library ("21-split"), or "" (no text:
 * only a machine). NULL with error: unreadable; NULL without: see messages. */
Scenario   *scenario_load    (const char *name, Messages *messages, GError **error);
Scenario   *scenario_ref     (Scenario *scenario);
void        scenario_unref   (Scenario *scenario);

/* Texts in the user's language. Borrowed. */
const char *scenario_title   (const Scenario *scenario);
const char *scenario_chapter (const Scenario *scenario);          /* "buddy"; NULL: none */
const char *const *scenario_topics (const Scenario *scenario);    /* ended by NULL */
const char *scenario_source  (const Scenario *scenario);          /* the whole text */
const char *scenario_file_name (const Scenario *scenario);

/* --- the library: scenarios shipped with the program ---------------------------------------- */
typedef struct {
  const char *id;                 /* "21-split" */
  unsigned    number;             /* 21 */
  const char *title;              /* in the user's language */
  const char *chapter;
} ScenarioEntry;
size_t        scenario_library_n  (void);
ScenarioEntry scenario_library_at (size_t index);                 /* in the order of the course */
/* Is it the name of a lesson, or of exercises ("exercise-42", with their seed), which are written when they are
 * loaded? */
gboolean      scenario_library_has (const char *name);

/* --- what may be written: completion, forms, --list ------------------------------------------ */
/* Words that may stand at the end of a line typed so far: calls, flags, variables, teaching words. Owned by the
 * caller, ended by NULL; *start: byte offset in the line where the word begins. */
typedef struct Lesson Lesson;
char **scenario_complete (const Lesson *lesson, const char *line, size_t cursor, size_t *start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scenario, scenario_unref)
