/* Asked for objects as real kernels were, wrongly, the modelled one answers alike and writes the same lines into its log. */
#include "sample.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define GFP_KERNEL  0xcc0u
#define GFP_HIGHMEM 0x2u
/* The module's cache, as its objects lie in their pages: they have a constructor. */
#define SIZE_OF_ERRC 72u
#define CTOR         0xc1000000u
#define A_LOCK       0x1010000u

typedef struct {
  SimMachine *machine;
  SimRecord   record;
  SimRun      run;
  uint64_t    errc, object;
  size_t      seen;               /* characters of the log */
  unsigned    n_compared;
} Kernel;

static uint64_t
ask (Kernel     *kernel,
     SimCallId   id,
     const char *text,
     SimCall     call)
{
  uint64_t result;

  call.id = id;
  call.text = text;
  assert_int_equal (sim_run_call (&kernel->run, &call, &result), SIM_OK);
  return result;
}
#define ASK(kernel, name, ...) ask (kernel, SIM_CALL_##name, NULL, (SimCall) { .args = { __VA_ARGS__ } })

static uint64_t
create (Kernel     *kernel,
        const char *name,
        uint64_t    size)
{
  return ask (kernel, SIM_CALL_kmem_cache_create, name, (SimCall) { .args = { UINT32_MAX, size, 0, 0, CTOR } });
}

/* --- what follows from a call -------------------------------------------------------------------- */
static uint64_t
under_lock (Kernel   *kernel,
            SimCallId id)
{
  uint64_t result;

  ASK (kernel, spin_lock, A_LOCK);
  result = id == SIM_CALL_kmalloc ? ASK (kernel, kmalloc, 5000, GFP_KERNEL) : ASK (kernel, alloc_pages, GFP_KERNEL, 0);
  ASK (kernel, spin_unlock, A_LOCK);
  return result;
}

/* Of a call that returns nothing, 0. */
static uint64_t
repeat (Kernel     *kernel,
        const char *call)
{
  if (g_str_has_prefix (call, "alloc_pages(GFP_KERNEL,11)"))
    return ASK (kernel, alloc_pages, GFP_KERNEL, 11);
  if (g_str_has_prefix (call, "kmalloc(64 MiB)"))
    return ASK (kernel, kmalloc, 64u << 20, GFP_KERNEL);
  if (g_str_has_prefix (call, "kmalloc(8 MiB)"))
    return ASK (kernel, kmalloc, 8u << 20, GFP_KERNEL);
  if (g_str_has_prefix (call, "kmalloc(100,__GFP_HIGHMEM)"))
    return ASK (kernel, kmalloc, 100, GFP_KERNEL | GFP_HIGHMEM);
  if (g_str_has_prefix (call, "kmalloc(20000,__GFP_HIGHMEM)"))
    return ASK (kernel, kmalloc, 20000, GFP_KERNEL | GFP_HIGHMEM);
  if (g_str_has_prefix (call, "kmem_cache_alloc(__GFP_HIGHMEM)"))
    {
      kernel->errc = create (kernel, "errc", SIZE_OF_ERRC);
      kernel->object = ASK (kernel, kmem_cache_alloc, kernel->errc, GFP_KERNEL | GFP_HIGHMEM);
      return kernel->object;
    }
  if (g_str_has_prefix (call, "kmem_cache_destroy returned"))
    return ASK (kernel, kmem_cache_destroy, kernel->errc);
  if (g_str_has_prefix (call, "kmem_cache_create(\"kmalloc-64\")"))
    return create (kernel, "kmalloc-64", 64);
  if (g_str_has_prefix (call, "kmem_cache_create(size 4194305)"))
    return create (kernel, "toobig", 4194305);
  if (g_str_has_prefix (call, "kmalloc(5000,GFP_KERNEL) under spin_lock"))
    return under_lock (kernel, SIM_CALL_kmalloc);
  if (g_str_has_prefix (call, "alloc_pages(GFP_KERNEL,0) under spin_lock"))
    return under_lock (kernel, SIM_CALL_alloc_pages);
  fail_msg ("nobody knows how to call %s", call);
  return 0;
}

/* --- the log ----------------------------------------------------------------------------------------- */
/* What differs from one built kernel, or one run of it, to another. */
static char *
without_addresses (const char *log)
{
  static const struct {
    const char *pattern, *replacement;
  } differing[] = {
    { "\\+0x[0-9a-f]+/0x[0-9a-f]+", "" }, { "when called from .*", "when called" }, { "\\((Not t|T)ainted[^)]*\\)", "(taint)" },
    { " flags=0x.*", "" }, { "0x[0-9a-f]{8}", "ADDRESS" }, { "@offset=[0-9]+", "@offset" },
    { "Disabling lock debugging[^\n]*\n", "" }, { "ADDRESS [(]__GFP", "0x (__GFP" }, { "preempt_count: [0-9]+, ", "preempt_count, " },
  };
  char *text = g_strdup (log);

  for (unsigned i = 0; i < G_N_ELEMENTS (differing); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (differing[i].pattern, 0, 0, NULL);
      char *next = g_regex_replace_literal (regex, text, -1, 0, differing[i].replacement, 0, NULL);

      g_free (text);
      text = next;
    }
  return text;
}

static char *
new_lines (Kernel *kernel)
{
  GString *text = g_string_new (NULL);

  for (; kernel->seen < sim_log_length (kernel->machine); kernel->seen++)
    g_string_append_c (text, sim_log_char (kernel->machine, kernel->seen));
  return g_string_free (text, FALSE);
}

static void
compare_call (Kernel     *kernel,
              const char *line,
              const char *logged)
{
  const char *call = line + strlen ("C 0000 "), *answer = strrchr (call, '=');
  uint64_t result = repeat (kernel, call);
  g_autofree char *said = new_lines (kernel), *here = without_addresses (said), *there = without_addresses (logged);

  if (answer != NULL)
    {
      bool is_null = strcmp (answer, "= NULL") == 0 || strcmp (answer, "= 00000000") == 0;

      if ((result == 0) != is_null)
        fail_msg ("%s: here %" G_GINT64_MODIFIER "x", line, result);
    }
  /* Of sleepers a kernel speaks once in a second; the model has no clock. */
  if (strcmp (here, there) != 0 && !(*there == '\0' && g_str_has_prefix (here, "BUG: sleeping function")))
    fail_msg ("%s\nthe kernel logs:\n%shere:\n%s", line, there, here);
  kernel->n_compared++;
}

static void
compare (Kernel     *kernel,
         const char *name)
{
  size_t length;
  g_autofree char *path = g_strdup_printf ("%s/calls/%s-errors.txt.xz", g_getenv ("PAGESCAPE_SAMPLES"), name);
  g_autofree char *text = sample_text (path, &length);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_autoptr (GString) logged = g_string_new (NULL);

  for (unsigned i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "C ----"))
      continue;
    else if (g_str_has_prefix (lines[i], "C ") && g_ascii_isdigit (lines[i][2]))
      {
        compare_call (kernel, lines[i], logged->str);
        g_string_truncate (logged, 0);
      }
    else
      g_string_append_printf (logged, "%s\n", lines[i]);
  assert_null (sim_machine_check (kernel->machine));
  printf ("%s: %u answers compared\n", name, kernel->n_compared);
  assert_int_equal (kernel->n_compared, 11);
}

static void
begin (Kernel   *kernel,
       uint64_t  ram,
       bool      preempt_full,
       bool      slub)
{
  SimMachineSpec spec;

  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.ram = ram;
  spec.preempt_full = preempt_full;
  spec.idle = true;
  spec.slub = slub;
  *kernel = (Kernel) { 0 };
  assert_int_equal (sim_machine_new (&spec, &kernel->machine, NULL), SIM_OK);
  sim_record_init (&kernel->record);
  sim_run_init (&kernel->run, kernel->machine, &kernel->record);
}

static void
end (Kernel *kernel)
{
  sim_record_clear (&kernel->record);
  sim_machine_free (kernel->machine);
}

static void
slab_answers_and_logs_as_a_kernel_of_1_GiB_did (void **state)
{
  Kernel kernel;

  (void) state;
  begin (&kernel, 1u << 30, false, false);
  compare (&kernel, "kA_1G");
  /* The first object that a new slab of that cache gives, in its page. */
  assert_int_equal (kernel.object & 0xfff, 0x438);
  end (&kernel);
}

static void
slab_answers_and_logs_as_a_kernel_that_looks_for_sleepers_did (void **state)
{
  Kernel kernel;

  (void) state;
  begin (&kernel, 512u << 20, true, false);
  compare (&kernel, "kB_512M");
  assert_int_equal (kernel.object & 0xfff, 0x438);
  end (&kernel);
}

static void
slub_answers_and_logs_as_debian_s_kernel_did (void **state)
{
  Kernel kernel;

  (void) state;
  begin (&kernel, 256u << 20, false, true);
  compare (&kernel, "d686_256M");
  end (&kernel);
}

/* Taken back, what the log has is forgotten: the next time the kernel warns again. */
static void
a_warning_that_comes_once_comes_again_when_it_was_taken_back (void **state)
{
  Kernel kernel;
  uint64_t hash;

  (void) state;
  begin (&kernel, 64u << 20, false, false);
  hash = sim_machine_hash (kernel.machine);
  ASK (&kernel, kmalloc, 8u << 20, GFP_KERNEL);
  assert_int_not_equal (sim_log_length (kernel.machine), 0);
  sim_machine_apply (kernel.machine, kernel.record.changes, kernel.record.changes + sim_record_n_changes (&kernel.record));
  assert_int_equal (sim_machine_hash (kernel.machine), hash);
  sim_record_cut (&kernel.record, 0, 0);

  ASK (&kernel, kmalloc, 8u << 20, GFP_KERNEL);
  kernel.seen = sim_log_length (kernel.machine);
  assert_int_not_equal (kernel.seen, 0);
  ASK (&kernel, kmalloc, 8u << 20, GFP_KERNEL);
  assert_int_equal (sim_log_length (kernel.machine), kernel.seen);
  end (&kernel);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (slab_answers_and_logs_as_a_kernel_of_1_GiB_did),
    cmocka_unit_test (slab_answers_and_logs_as_a_kernel_that_looks_for_sleepers_did),
    cmocka_unit_test (slub_answers_and_logs_as_debian_s_kernel_did),
    cmocka_unit_test (a_warning_that_comes_once_comes_again_when_it_was_taken_back),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
