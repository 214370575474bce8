/* test-zoneinfo.c - /proc/zoneinfo and /proc/meminfo are those of the real kernel, line by line
 *
 * From memblock at the entry of mem_init (): every line of zoneinfo that does not count what was used since then,
 * and of meminfo what follows from the frames there are. The real kernel gave back the memory of its own boot
 * before the texts were read; its log says how much.
 */
#include "program.h"
#include "real-machines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static char *
read_sample (const char *machine,
             const char *file)
{
  g_autoptr (GBytes) bytes = real_sample_read (machine, file);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
print (unsigned    machine,
       const char *what)
{
  g_autofree char *path = real_sample_path (real_machines[machine].name, "snap_early_0_before_memblock_free_all.json.xz");
  g_autofree char *memblock = g_strconcat ("memblock=", path, NULL);
  const char *options = real_machines[machine].options;
  Outcome outcome = RUN ("run", "--set", "boot=handover", "--set", memblock, "--set", options != NULL ? options : "cpus=1",
                         "--print", what);
  char *text;

  if (outcome.status != 0)
    fail_msg ("%s: status %d: %s", real_machines[machine].name, outcome.status, outcome.errors);
  text = g_strdup (outcome.output);
  outcome_clear (&outcome);
  return text;
}

/* Its number follows from what has been used, or given back, since the hand-over: only the name is compared. */
static gboolean
counts_use (const char *line)
{
  return strstr (line, "nr_") != NULL || strstr (line, "workingset") != NULL || strstr (line, "count:") != NULL
         || strstr (line, "pages free") != NULL || strstr (line, "managed") != NULL;
}

static void
cut_number (char *line)
{
  size_t length = strlen (line);

  while (length > 0 && g_ascii_isdigit (line[length - 1]))
    line[--length] = '\0';
}

static void
every_line_of_zoneinfo_is_that_of_the_real_kernel (void **state)
{
  for (unsigned i = 0; i < N_REAL_MACHINES; i++)
    {
      g_autofree char *ours = print (i, "zoneinfo"), *theirs = read_sample (real_machines[i].name, "proc_zoneinfo.txt.xz");
      g_auto (GStrv) our_lines = g_strsplit (ours, "\n", -1), their_lines = g_strsplit (theirs, "\n", -1);

      assert_int_equal (g_strv_length (our_lines), g_strv_length (their_lines));
      for (unsigned line = 0; our_lines[line] != NULL; line++)
        {
          if (counts_use (their_lines[line]))
            {
              cut_number (our_lines[line]);
              cut_number (their_lines[line]);
            }
          if (strcmp (our_lines[line], their_lines[line]) != 0)
            fail_msg ("%s, line %u: “%s”, in the real kernel “%s”", real_machines[i].name, line + 1, our_lines[line], their_lines[line]);
        }
    }
}

static uint64_t
value_in (const char *meminfo,
          const char *name)
{
  g_autofree char *key = g_strconcat (name, ":", NULL);
  const char *line = strstr (meminfo, key);

  assert_non_null (line);
  return g_ascii_strtoull (line + strlen (key), NULL, 10);
}

/* "Freeing initrd memory: 1044K" and its like, in kB. */
static uint64_t
given_back_by_the_boot (const char *machine)
{
  g_autofree char *log = read_sample (machine, "dmesg.txt.xz");
  uint64_t sum = 0;

  for (const char *at = log; (at = strstr (at, "] Freeing ")) != NULL; at++)
    sum += g_ascii_strtoull (strstr (at, "memory: ") + strlen ("memory: "), NULL, 10);
  return sum;
}

static void
meminfo_has_the_frames_of_the_real_kernel (void **state)
{
  for (unsigned i = 0; i < N_REAL_MACHINES; i++)
    {
      g_autofree char *ours = print (i, "meminfo"), *theirs = read_sample (real_machines[i].name, "proc_meminfo.txt.xz");
      static const char *const same[] = { "HighTotal", "VmallocTotal", "SwapTotal" };

      for (unsigned name = 0; name < G_N_ELEMENTS (same); name++)
        assert_int_equal (value_in (ours, same[name]), value_in (theirs, same[name]));
      assert_int_equal (value_in (ours, "MemTotal") + given_back_by_the_boot (real_machines[i].name), value_in (theirs, "MemTotal"));
      assert_int_equal (value_in (ours, "MemFree"), value_in (ours, "MemTotal"));
    }
}

/* Names, their order and their width. */
static void
meminfo_has_the_lines_of_the_real_kernel (void **state)
{
  g_autofree char *ours = print (0, "meminfo"), *theirs = read_sample (real_machines[0].name, "proc_meminfo.txt.xz");
  g_auto (GStrv) our_lines = g_strsplit (ours, "\n", -1), their_lines = g_strsplit (theirs, "\n", -1);
  unsigned line = 0;

  for (unsigned their = 0; their_lines[their] != NULL; their++)
    {
      if (g_str_has_prefix (their_lines[their], "DirectMap") || g_str_has_prefix (their_lines[their], "Percpu"))
        continue;
      assert_non_null (our_lines[line]);
      assert_int_equal (strlen (our_lines[line]), strlen (their_lines[their]));
      if (*our_lines[line] != '\0')
        assert_memory_equal (our_lines[line], their_lines[their], strchr (their_lines[their], ':') + 1 - their_lines[their]);
      line++;
    }
  assert_null (our_lines[line]);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_line_of_zoneinfo_is_that_of_the_real_kernel),
    cmocka_unit_test (meminfo_has_the_frames_of_the_real_kernel),
    cmocka_unit_test (meminfo_has_the_lines_of_the_real_kernel),
  };

  return cmocka_run_group_tests (tests, program_make_folder, program_remove_folder);
}
