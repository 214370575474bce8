/* Asked what real kernels were asked, by the same calls in the same order, the modelled page allocator answers alike. */
#include "sample.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PAGE_OFFSET UINT64_C (0xc0000000)

typedef struct {
  SimMachine *machine;
  SimRecord   record;
  SimRun      run;
  GHashTable *given;              /* the real kernel's pfn → our struct page */
  uint64_t    mem_map;            /* of the real kernel; 0: not known yet */
  unsigned    n_compared;
} Kernel;

static uint64_t
ask (Kernel    *kernel,
     SimCallId  id,
     uint64_t   a,
     uint64_t   b)
{
  SimCall call = { .id = id, .args = { a, b } };
  uint64_t result;

  assert_int_equal (sim_run_call (&kernel->run, &call, &result), SIM_OK);
  return result;
}

/* "GFP_DMA|GFP_KERNEL,4)" */
static uint32_t
mask_of (const char *text,
         unsigned   *order)
{
  g_autofree char *names = g_strndup (text, strcspn (text, ",)"));
  g_auto (GStrv) words = g_strsplit (names, "|", -1);
  uint32_t gfp = 0;

  for (unsigned i = 0; words[i] != NULL; i++)
    {
      uint32_t bits = 0;

      if (!sim_gfp_by_name (sim_profile_at (0), words[i], &bits))
        fail_msg ("no mask is called %s", words[i]);
      gfp |= bits;
    }
  *order = text[strlen (names)] == ',' ? (unsigned) g_ascii_strtoull (text + strlen (names) + 1, NULL, 10) : 0;
  return gfp;
}

static uint64_t
number_after (const char *line,
              const char *word)
{
  const char *at = strstr (line, word);

  assert_non_null (at);
  return g_ascii_strtoull (at + strlen (word), NULL, 16);
}

/* "alloc_pages(GFP_KERNEL,4) … = page f4a27c00 pfn 0x1ae0 zone Normal nid 0 page_address c1ae0000", or "= NULL" */
static void
compare_pages (Kernel     *kernel,
               const char *line,
               const char *mask)
{
  unsigned order = 0;
  uint32_t gfp = mask_of (mask, &order);
  uint64_t page = ask (kernel, SIM_CALL_alloc_pages, gfp, order), pfn, address;
  g_autofree char *zone = NULL;

  kernel->n_compared++;
  if (g_str_has_suffix (line, "= NULL"))
    {
      if (page != 0)
        fail_msg ("%s: here a page", line);
      return;
    }
  if (page == 0)
    fail_msg ("%s: here NULL", line);

  pfn = number_after (line, " pfn ");
  address = number_after (line, "page_address ");
  zone = g_strndup (strstr (line, "zone ") + 5, strcspn (strstr (line, "zone ") + 5, " "));
  assert_string_equal (sim_own_string_text ((uint32_t) ask (kernel, SIM_CALL_zone_of, page, 0)), zone);
  assert_int_equal (ask (kernel, SIM_CALL_page_to_pfn, page, 0) % (1u << order), 0);
  assert_int_equal (pfn % (1u << order), 0);

  /* What is calculated there is calculated so here. */
  if (kernel->mem_map == 0)
    kernel->mem_map = number_after (line, "page ") - pfn * sim_profile_at (0)->page_struct_size;
  assert_int_equal (number_after (line, "page ") - kernel->mem_map, pfn * sim_profile_at (0)->page_struct_size);
  assert_int_equal (address == 0, ask (kernel, SIM_CALL_page_address, page, 0) == 0);
  if (address != 0)
    {
      assert_int_equal (address, ask (kernel, SIM_CALL___va, pfn << SIM_PAGE_SHIFT, 0));
      assert_int_equal (ask (kernel, SIM_CALL_page_address, page, 0),
                        PAGE_OFFSET + (ask (kernel, SIM_CALL_page_to_pfn, page, 0) << SIM_PAGE_SHIFT));
    }

  /* These the module gave back without a word. */
  if (strstr (line, "again") != NULL || strstr (line, "sequence") != NULL || strstr (line, "under spin_lock") != NULL)
    ask (kernel, SIM_CALL___free_pages, page, order);
  else
    g_hash_table_insert (kernel->given, GSIZE_TO_POINTER (pfn), GSIZE_TO_POINTER (page));
}

static void
compare_free (Kernel     *kernel,
              const char *line)
{
  gpointer pfn = GSIZE_TO_POINTER (number_after (line, "pfn "));
  gsize page = GPOINTER_TO_SIZE (g_hash_table_lookup (kernel->given, pfn));
  uint32_t before = kernel->run.n_diagnosed;

  assert_int_not_equal (page, 0);
  ask (kernel, SIM_CALL___free_pages, page, g_ascii_strtoull (strrchr (line, ',') + 1, NULL, 10));
  g_hash_table_remove (kernel->given, pfn);
  assert_int_equal (kernel->run.n_diagnosed, before);
  kernel->n_compared++;
}

/* "__get_free_pages(GFP_KERNEL,2) = 0xc1960000 …": the answer is an address of low memory. */
static void
compare_address (Kernel     *kernel,
                 const char *line,
                 SimCallId   id,
                 const char *mask)
{
  unsigned order = 0;
  uint32_t gfp = mask_of (mask, &order), before = kernel->run.n_diagnosed;
  uint64_t address = ask (kernel, id, gfp, order), value = 1;
  bool is_masked = strstr (line, "masked off") != NULL;

  assert_true (address >= PAGE_OFFSET && number_after (line, "= 0x") >= PAGE_OFFSET);
  assert_int_equal (kernel->run.n_diagnosed - before, is_masked);
  if (id == SIM_CALL___get_dma_pages)
    assert_true (address - PAGE_OFFSET < 16u << 20 && number_after (line, "phys ") < 16u << 20);
  if (id == SIM_CALL_get_zeroed_page)
    {
      assert_true (sim_run_read_memory (&kernel->run, address, 4, &value));
      assert_int_equal (value, number_after (line, "first word "));
    }
  ask (kernel, SIM_CALL_free_pages, address, order);
  kernel->n_compared++;
}

/* With the lock of a script held, that lies anywhere. */
static void
compare_under_lock (Kernel     *kernel,
                    const char *line,
                    const char *mask,
                    GString    *logged)
{
  size_t before = sim_log_length (kernel->machine);
  g_autoptr (GString) here = g_string_new (NULL);

  ask (kernel, SIM_CALL_spin_lock, 0x1010000, 0);
  compare_pages (kernel, line, mask);
  ask (kernel, SIM_CALL_spin_unlock, 0x1010000, 0);
  for (size_t i = before; i < sim_log_length (kernel->machine); i++)
    g_string_append_c (here, sim_log_char (kernel->machine, i));
  assert_string_equal (here->str, logged->str);
}

static unsigned
compare (const char *name,
         uint64_t    ram,
         bool        preempt_full)
{
  static const struct {
    const char *begin;
    SimCallId   id;
  } addresses[] = {
    { "__get_free_pages(", SIM_CALL___get_free_pages }, { "get_zeroed_page(", SIM_CALL_get_zeroed_page },
    { "__get_dma_pages(", SIM_CALL___get_dma_pages },
  };
  size_t length;
  g_autofree char *path = g_strdup_printf ("%s/calls/%s.txt.xz", g_getenv ("PAGESCAPE_SAMPLES"), name);
  g_autofree char *text = sample_text (path, &length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) logged = g_string_new (NULL);
  SimMachineSpec spec;
  Kernel kernel = { .given = g_hash_table_new (NULL, NULL) };

  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.ram = ram;
  spec.preempt_full = preempt_full;
  assert_int_equal (sim_machine_new (&spec, &kernel.machine, NULL), SIM_OK);
  sim_record_init (&kernel.record);
  sim_run_init (&kernel.run, kernel.machine, &kernel.record);

  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i], *call = strstr (line, "alloc_page");
      bool is_call = g_str_has_prefix (line, "C ") && strlen (line) > 7 && g_ascii_isdigit (line[2]);

      if (strstr (line, "under spin_lock") != NULL && call != NULL)
        compare_under_lock (&kernel, line, strchr (call, '(') + 1, logged);
      else if (g_str_has_prefix (line, "BUG: ") || g_str_has_prefix (line, "in_atomic") || g_str_has_prefix (line, "preempt_count"))
        g_string_append_printf (logged, "%s\n", line);
      if (!is_call || strstr (line, "under spin_lock") != NULL || strstr (line, "exact") != NULL || strstr (line, "split_page") != NULL)
        continue;
      if (g_str_has_prefix (line + 7, "__free_pages(pfn"))
        compare_free (&kernel, line);
      else if (g_str_has_prefix (line + 7, "alloc_pages(") || g_str_has_prefix (line + 7, "sequence alloc_page("))
        compare_pages (&kernel, line, strchr (line, '(') + 1);
      else
        for (unsigned j = 0; j < G_N_ELEMENTS (addresses); j++)
          if (g_str_has_prefix (line + 7, addresses[j].begin))
            compare_address (&kernel, line, addresses[j].id, strchr (line, '(') + 1);
    }
  assert_int_equal (g_hash_table_size (kernel.given), 0);
  assert_null (sim_machine_check (kernel.machine));
  printf ("%s: %u answers compared\n", name, kernel.n_compared);
  g_hash_table_unref (kernel.given);
  sim_record_clear (&kernel.record);
  sim_machine_free (kernel.machine);
  return kernel.n_compared;
}

static void
a_kernel_with_high_memory_answers_alike_and_logs_nothing_of_a_spinlock (void **state)
{
  (void) state;
  assert_true (compare ("kA_1G", 1u << 30, false) >= 750);
}

static void
a_kernel_that_looks_for_sleepers_logs_the_same_words (void **state)
{
  (void) state;
  assert_true (compare ("kB_512M", 512u << 20, true) >= 750);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_kernel_with_high_memory_answers_alike_and_logs_nothing_of_a_spinlock),
    cmocka_unit_test (a_kernel_that_looks_for_sleepers_logs_the_same_words),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
