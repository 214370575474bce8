/* test-exit-status.c - what is wrong is said on standard error, and the exit status says which kind of wrong it is */
#include "program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GOOD_SCENARIO \
  "scenario(\"good\");\n" \
  "machine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"handover\");\n" \
  "step(\"one\");\n" \
  "struct page *a = alloc_pages(GFP_KERNEL, 4);\n" \
  "say(\"A block is taken.\");\n" \
  "step(\"two\");\n" \
  "__free_pages(a, 4);\n"

/* Nothing went to standard output, and the words are among what went to standard error. */
static void
assert_refused (Outcome     outcome,
                int         status,
                const char *words)
{
  if (outcome.status != status || strstr (outcome.errors, words) == NULL || outcome.length != 0)
    fail_msg ("status %d, not %d; wanted “%s” in “%s”; output “%s”", outcome.status, status, words, outcome.errors,
              outcome.output);
  outcome_clear (&outcome);
}

static void
assert_silent (Outcome outcome)
{
  if (outcome.status != 0 || outcome.length != 0 || *outcome.errors != 0)
    fail_msg ("status %d, output “%s”, errors “%s”", outcome.status, outcome.output, outcome.errors);
  outcome_clear (&outcome);
}

static void
assert_printed (Outcome     outcome,
                const char *words)
{
  if (outcome.status != 0 || strstr (outcome.output, words) == NULL || *outcome.errors != 0)
    fail_msg ("status %d, wanted “%s” in “%s”, errors “%s”", outcome.status, words, outcome.output, outcome.errors);
  outcome_clear (&outcome);
}

/* --- 0 -------------------------------------------------------------------------------------- */

static void
help_and_version_are_data (void **state)
{
  assert_printed (RUN ("--version"), "pagescape ");
  assert_printed (RUN ("--help"), "pagescape export FILE");
  assert_printed (RUN ("-h"), "pagescape run [FILE]");
  assert_printed (RUN ("run", "--help"), "--paranoid");
  assert_printed (RUN ("check", "--help"), "--set");
  assert_printed (RUN ("export", "--help"), "--all-lessons");
  assert_printed (RUN ("list", "--help"), "--format");
}

static void
what_is_good_is_silent (void **state)
{
  g_autofree char *path = program_write ("good.scenario", GOOD_SCENARIO);

  assert_silent (RUN ("check", path));
  assert_silent (RUN ("check", "--paranoid", path, "21-split"));
  assert_silent (RUN ("run", path));
  assert_silent (RUN ("run", "--paranoid", "--set", "boot=handover"));
  assert_silent (RUN ("run", "--paranoid"));
  assert_silent (program_run_in ((const char *const[]) { "check", "-", NULL }, GOOD_SCENARIO, NULL, NULL));
}

static void
the_lists_name_what_there_is (void **state)
{
  assert_printed (RUN ("list", "scenarios"), "21-split");
  assert_printed (RUN ("list", "views"), "buddy");
  assert_printed (RUN ("list", "profiles"), "2.6.11-i386");
  assert_printed (RUN ("list", "formats"), "svg");
  assert_printed (RUN ("list", "calls"), "struct page *alloc_pages(gfp_t gfp_mask, unsigned int order)");
  assert_printed (RUN ("list", "topics"), "21-split");
  assert_printed (RUN ("list", "scenarios", "--language", "zh_CN"), "分裂");
}

/* --- 1 -------------------------------------------------------------------------------------- */

static void
a_bad_scenario_is_1_with_file_line_and_column (void **state)
{
  g_autofree char *path = program_write ("bad.scenario",
                                         "scenario(\"bad\");\nmachine(.boot = \"handover\");\nstep(\"one\");\n"
                                         "alloc_pages(GFP_KERNL, 4);\n");

  assert_refused (RUN ("check", path), 1, "bad.scenario:4:13: error: ");
  assert_refused (RUN ("check", path), 1, "\n  alloc_pages(GFP_KERNL, 4);\n              ^~~~~~~~~\n");
  assert_refused (RUN ("run", path, "--print", "json"), 1, "bad.scenario:4:13: error: ");
  assert_refused (RUN ("export", path, "--view", "map", "--output", "-"), 1, "bad.scenario:4:13: error: ");
}

static void
a_failed_expectation_is_1_with_its_line (void **state)
{
  g_autofree char *path = program_write ("fails.scenario",
                                         "scenario(\"fails\");\nmachine(.boot = \"handover\");\nstep(\"one\");\n"
                                         "  expect(nr_free(\"Normal\", 10) == 0);\n");

  assert_refused (RUN ("check", path), 1, "fails.scenario:4:3: error: ");
  assert_refused (RUN ("run", path), 1, "fails.scenario:4:3: error: ");
  assert_refused (RUN ("check", "21-split", path), 1, "fails.scenario:4:3: error: ");
}

static void
a_mistake_that_the_kernel_diagnoses_is_1_with_its_line_unless_it_is_counted (void **state)
{
#define BEGINNING "scenario(\"leaks\");\nmachine(.boot = \"handover\");\nstep(\"one\");\n"
  g_autofree char *leaks = program_write ("leaks.scenario", BEGINNING "struct page *a = alloc_page(GFP_KERNEL);\n");
  g_autofree char *twice = program_write ("twice.scenario", BEGINNING "struct page *a = alloc_pages(GFP_KERNEL, 4);\n__free_pages(a, 4);\n"
                                                                     "if (a)\n  __free_pages(a, 4);\n");
  g_autofree char *sleeps = program_write ("sleeps.scenario", BEGINNING "hardirq {\n  free_page(__get_free_page(GFP_KERNEL));\n}\n");
  g_autofree char *hangs = program_write ("hangs.scenario", BEGINNING "DEFINE_SPINLOCK(l);\nspin_lock(&l);\nspin_lock(&l);\n");
  g_autofree char *counted = program_write ("counted.scenario", BEGINNING "hardirq {\n  free_page(__get_free_page(GFP_KERNEL));\n}\n"
                                                                         "expect(nr_mistakes() == 1);\n");

  assert_refused (RUN ("check", leaks), 1, "leaks.scenario:4:1: error: ");
  assert_refused (RUN ("check", twice), 1, "twice.scenario:7:3: error: ");
  assert_refused (RUN ("check", sleeps), 1, "sleeps.scenario:5:3: error: ");
  assert_refused (RUN ("check", sleeps), 1, "BUG: sleeping function called from invalid context");
  assert_refused (RUN ("check", hangs), 1, "hangs.scenario:6:1: error: A deadlock");
  assert_refused (RUN ("run", hangs), 1, "hangs.scenario:6:1: error: A deadlock");
  assert_refused (RUN ("check", counted), 0, "counted.scenario:5:3: warning: ");
}

static void
a_machine_that_cannot_be_made_is_1 (void **state)
{
  g_autofree char *map = program_write ("overlap.txt",
                                        "BIOS-e820: [mem 0x0-0x9fbff] usable\nBIOS-e820: [mem 0x9f000-0xfffff] reserved\n");
  g_autofree char *setting = g_strconcat ("e820=", map, NULL);

  assert_refused (RUN ("run", "--set", "boot=handover", "--set", setting), 1, "overlap.txt:2:17: error: ");
  assert_refused (RUN ("run", "--set", "boot=idle", "--set", "slab=slub", "--set", "profile=3.2-i386"), 1, "SLUB is modelled as Linux 6.1 has it");
}

/* --- 2 -------------------------------------------------------------------------------------- */

static void
wrong_usage_is_2_and_names_what_exists (void **state)
{
  assert_refused (RUN ("expotr"), 2, "There is no subcommand “expotr”. Did you mean “export”?");
  assert_refused (RUN ("draw", "x"), 2, "There are: run, check, export, ");
  assert_refused (RUN ("run", "--prnt", "json"), 2, "--prnt");
  assert_refused (RUN ("run", "21-split", "22-merge"), 2, "22-merge");
  assert_refused (RUN ("run", "--set", "boot=handover", "--print", "interrupts"), 2,
                  "There are: buddyinfo, zoneinfo, meminfo, pagetypeinfo, slabinfo, vmallocinfo, layout, events, json.");
  assert_refused (RUN ("run", "21-split", "--to", "99"), 2, "There is no step 99: the scenario has ");
  assert_refused (RUN ("run", "21-split", "--to", "-1"), 2, "a step is a whole number");
  assert_refused (RUN ("run", "--set", "rma=1G"), 2, "ram");
  assert_refused (RUN ("run", "--set", "ram=much", "--set", "boot=handover"), 2, "ram");
  assert_refused (RUN ("check"), 2, "Which scenario");
  assert_refused (RUN ("list"), 2, "Name one of");
  assert_refused (RUN ("list", "views", "--format", "xml"), 2, "There are: text, json.");
  assert_refused (RUN ("list", "scenrios"), 2, "Did you mean “scenarios”?");
  assert_refused (RUN ("list", "views", "--language", "xx"), 2, "There are: en, zh_CN.");
}

static void
export_names_views_formats_themes_and_steps (void **state)
{
  assert_refused (RUN ("export", "21-split", "--view", "bddy", "--output", "x.svg"), 2,
                  "There is no view “bddy”. Did you mean “buddy”? There are: map, buddy, zones, slab, address-space.");
  assert_refused (RUN ("export", "21-split", "--view", "map"), 2, "--output");
  assert_refused (RUN ("export", "--view", "map", "--output", "x.svg"), 2, "Which scenario");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--output", "x.gif"), 2, "There is no format “gif”. Did you mean “pdf”? There are: svg, pdf, png, ");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--output", "x"), 2, "There is no format “x”.");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--step", "99", "--output", "x.svg"), 2, "There is no step 99");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--step", "two", "--output", "x.svg"), 2, "--step two");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--at", "1.5", "--output", "x.svg"), 2, "--at 1.5");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--at", "nan", "--output", "x.svg"), 2, "--at nan");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--size", "0x5", "--output", "x.svg"), 2, "--size 0x5");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--size", "99999x99999", "--output", "x.png"), 2, "--size 99999x99999");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--theme", "drak", "--output", "x.svg"), 2, "Did you mean “dark”?");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--paper", "blue", "--output", "x.svg"), 2, "white, transparent, dark");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--step", "all", "--output", "-"), 2, "--format pdf");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--step", "5-3", "--output", "x.svg"), 2, "--step 5-3");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--step", "3-99", "--output", "x.svg"), 2, "There is no step 99");
  assert_refused (RUN ("export", "21-split", "--view", "map,buddy,map", "--output", "x.svg"), 2, "at most two views");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--show", "legent", "--output", "x.svg"), 2, "Did you mean “legend”?");
}

static void
export_says_what_does_not_go_together (void **state)
{
  assert_refused (RUN ("export", "21-split", "--handout", "3", "--output", "x.pdf"), 2, "--handout 3: a sheet has 1, 2, 4 or 6 steps");
  assert_refused (RUN ("export", "21-split", "--handout", "2", "--film", "--output", "x.pdf"), 2, "one at a time");
  assert_refused (RUN ("export", "21-split", "--handout", "2", "--format", "svg", "--output", "-"), 2, "--format pdf");
  assert_refused (RUN ("export", "21-split", "--handout", "2", "--size", "A9", "--output", "x.pdf"), 2, "a sheet is A4");
  assert_refused (RUN ("export", "21-split", "--strip", "--view", "map,buddy", "--output", "x.svg"), 2, "one view of each step");
  assert_refused (RUN ("export", "21-split", "--strip", "--at", "0.5", "--output", "x.svg"), 2, "only the picture of one step");
  assert_refused (RUN ("export", "21-split", "--view", "map", "--rate", "10", "--output", "x.png"), 2, "--film");
  assert_refused (RUN ("export", "21-split", "--film", "--rate", "1000", "--output", "x.png"), 2, "1 to 120");
  assert_refused (RUN ("export", "--all-lessons", "x", "--handout", "2", "--format", "svg"), 2, "--format pdf");
}

static void
export_says_which_text_has_no_room_and_what_size_has (void **state)
{
  assert_refused (RUN ("export", "22-merge", "--view", "buddy", "--size", "160x120", "--output", "x.svg"), 2,
                  "160 × 120 points, too few for its text: the view “Buddy” needs at least ");
  assert_refused (RUN ("export", "22-merge", "--view", "map", "--step", "3", "--show", "title", "--size", "300x120", "--output", "x.svg"), 2,
                  "too small for its text, it must be at least 300 × ");
  assert_refused (RUN ("export", "22-merge", "--strip", "--size", "640x200", "--output", "x.svg"), 2, "it must be at least 640 × ");
  assert_refused (RUN ("export", "22-merge", "--handout", "6", "--size", "400x500", "--output", "x.pdf"), 2,
                  "too small for the text of step 4. Choose fewer steps a page, or a larger sheet: “The second block stands");
}

/* --- 3 -------------------------------------------------------------------------------------- */

static void
unreadable_input_is_3 (void **state)
{
  g_autofree char *missing = program_path ("missing.scenario");
  g_autofree char *setting = g_strconcat ("e820=", missing, NULL);

  Outcome once = RUN ("check", missing);

  assert_ptr_equal (strstr (once.errors, "missing.scenario"), g_strrstr (once.errors, "missing.scenario"));
  assert_refused (once, 3, "missing.scenario");
  assert_refused (RUN ("check", "21-splt"), 3, "Did you mean “21-split”?");
  assert_refused (RUN ("run", program_folder ()), 3, program_folder ());
  assert_refused (RUN ("export", missing, "--view", "map", "--output", "-"), 3, "missing.scenario");
  assert_refused (RUN ("run", "--set", "boot=handover", "--set", setting), 3, "missing.scenario");
  assert_refused (RUN ("run", "--set", "boot=handover", "--set", "memblock=/dev/zero"), 3, "/dev/zero");
}

/* --- 4 -------------------------------------------------------------------------------------- */

static void
assert_shell_gives (const char *line,
                    int         status,
                    const char *words)
{
  Outcome outcome = program_shell (line);

  if (outcome.status != status || strstr (outcome.errors, words) == NULL)
    fail_msg ("%s: status %d, errors “%s”", line, outcome.status, outcome.errors);
  outcome_clear (&outcome);
}

static void
unwritable_output_is_4 (void **state)
{
  assert_shell_gives ("$PAGESCAPE run --set boot=handover --print json > /dev/full", 4, "No space left on device");
  assert_shell_gives ("$PAGESCAPE list calls > /dev/full", 4, "No space left on device");
  assert_shell_gives ("$PAGESCAPE --version > /dev/full", 4, "No space left on device");
  assert_shell_gives ("$PAGESCAPE export 21-split --view map --output - > /dev/full", 4, "No space left on device");
  assert_shell_gives ("$PAGESCAPE export 21-split --view map --output /dev/full", 4, "/dev/full");
  assert_shell_gives ("$PAGESCAPE export 21-split --view map --output missing/x.svg", 4, "missing/x.svg");
  assert_shell_gives ("touch file; $PAGESCAPE export --all-lessons file/inside", 4, "file/inside");
}

static void
a_closed_pipe_is_4_and_not_a_death (void **state)
{
  assert_shell_gives ("set -o pipefail; { sleep 0.1; exec $PAGESCAPE list calls; } | true", 4, "Broken pipe");
  assert_shell_gives ("set -o pipefail; { sleep 0.1; exec $PAGESCAPE export 21-split --view map --output -; } | true", 4, "Broken pipe");
}

static void
what_was_there_before_stays_when_writing_fails (void **state)
{
  g_autofree char *path = program_write ("older.svg", "older\n");
  g_autofree char *folder = program_path ("closed");
  g_autofree char *inside = g_build_filename (folder, "x.svg", NULL);
  g_autofree char *content = NULL;

  g_autofree char *limited = g_strdup_printf ("ulimit -f 1; trap '' XFSZ; $PAGESCAPE export 21-split --view map --output %s", path);

  assert_shell_gives (limited, 4, "older.svg");
  content = program_read (path, NULL);
  assert_string_equal (content, "older\n");

  if (geteuid () != 0)
    {
      mkdir (folder, 0500);
      assert_refused (RUN ("export", "21-split", "--view", "map", "--output", inside), 4, "x.svg");
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (help_and_version_are_data),
    cmocka_unit_test (what_is_good_is_silent),
    cmocka_unit_test (the_lists_name_what_there_is),
    cmocka_unit_test (a_bad_scenario_is_1_with_file_line_and_column),
    cmocka_unit_test (a_failed_expectation_is_1_with_its_line),
    cmocka_unit_test (a_mistake_that_the_kernel_diagnoses_is_1_with_its_line_unless_it_is_counted),
    cmocka_unit_test (a_machine_that_cannot_be_made_is_1),
    cmocka_unit_test (wrong_usage_is_2_and_names_what_exists),
    cmocka_unit_test (export_names_views_formats_themes_and_steps),
    cmocka_unit_test (export_says_what_does_not_go_together),
    cmocka_unit_test (export_says_which_text_has_no_room_and_what_size_has),
    cmocka_unit_test (unreadable_input_is_3),
    cmocka_unit_test (unwritable_output_is_4),
    cmocka_unit_test (a_closed_pipe_is_4_and_not_a_death),
    cmocka_unit_test (what_was_there_before_stays_when_writing_fails),
  };

  return cmocka_run_group_tests (tests, program_make_folder, program_remove_folder);
}
