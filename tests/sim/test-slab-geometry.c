/* test-slab-geometry.c - how objects lie in their slabs, held against what real kernels keep of their caches */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "sample.h"

static const char *const kernels[] = {
  "slab-up/64M", "slab-up/512M", "slab-up/896M", "slab-up/2G", "slab-up-dma/128M", "slab-up-lowmem896/1G", NULL
};

static SimMachine *
idle_machine (uint64_t ram)
{
  SimMachineSpec spec;
  SimMachine *machine;

  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.ram = ram;
  spec.idle = true;
  assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
  assert_null (sim_machine_check (machine));
  return machine;
}

static uint32_t
flag_bits (JsonObject *cache)
{
  return (uint32_t) g_ascii_strtoull (json_object_get_string_member (cache, "flags"), NULL, 16);
}

static void
assert_member (JsonObject *cache,
               const char *key,
               uint32_t    ours)
{
  if (json_object_get_int_member (cache, key) != ours)
    fail_msg ("%s of %s: %u, and in the kernel %u", key, json_object_get_string_member (cache, "name"), ours,
              (unsigned) json_object_get_int_member (cache, key));
}

static void
every_cache_of_a_real_kernel_has_its_geometry (void **state)
{
  g_autofree char *base = g_strdup (g_getenv ("PAGESCAPE_SAMPLES"));
  SimMachine *machine = idle_machine (64u << 20);
  unsigned n = 0;

  for (unsigned i = 0; kernels[i] != NULL; i++)
    {
      g_autofree char *name = g_build_filename (kernels[i], "slab_static.json.xz", NULL);
      g_autoptr (JsonParser) parser = sample_json (name);
      JsonArray *caches = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "caches");

      for (guint j = 0; j < json_array_get_length (caches); j++)
        {
          JsonObject *real = json_array_get_object_element (caches, j);
          uint32_t flags = flag_bits (real), placement = SIM_SLAB_OBJFREELIST | (uint32_t) SIM_SLAB_OFF_SLAB;
          SimCacheWish wish = {
            .name = "", .size = (uint32_t) json_object_get_int_member (real, "object_size"),
            .align = (uint32_t) json_object_get_int_member (real, "align"), .flags = flags & ~placement,
            .ctor = strcmp (json_object_get_string_member (real, "ctor"), "0x0") != 0,
          };
          SimCache ours;

          assert_true (sim_cache_geometry (machine, &wish, &ours));
          /* Others were merged into it: its objects then count as large as the largest of them. */
          while (json_object_get_int_member (real, "refcount") > 1 && ours.num != json_object_get_int_member (real, "num") && wish.size > 4)
            {
              wish.size -= 4;
              assert_true (sim_cache_geometry (machine, &wish, &ours));
            }
          assert_member (real, "size", ours.size);
          assert_member (real, "num", ours.num);
          assert_member (real, "gfporder", ours.order);
          assert_member (real, "colour", ours.colour);
          assert_member (real, "colour_off", ours.colour_off);
          assert_member (real, "freelist_size", ours.freelist_size);
          assert_member (real, "limit", ours.limit);
          assert_member (real, "batchcount", ours.batch);
          assert_int_equal (ours.flags, flags);
          assert_int_equal (ours.gfp, g_ascii_strtoull (json_object_get_string_member (real, "allocflags"), NULL, 16));
          n++;
        }
    }
  assert_true (n > 480);
  sim_machine_free (machine);
}

/* The columns that do not count what is in use. */
static void
an_idle_machine_has_the_lines_of_slabinfo (void **state)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "slab-up/64M/proc_slabinfo.txt.xz", NULL);
  size_t length;
  g_autofree char *text = sample_text (path, &length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  SimMachine *machine = idle_machine (64u << 20);
  SimCacheId id = sim_cache_first (machine);

  for (unsigned i = 2; lines[i] != NULL && *lines[i] != 0; i++, id = sim_cache_next (machine, id))
    {
      char name[64];
      unsigned active, objects, size, num, pages, limit, batch, shared;

      assert_int_equal (sscanf (lines[i], "%63s %u %u %u %u %u : tunables %u %u %u", name, &active, &objects, &size, &num, &pages, &limit,
                                &batch, &shared), 9);
      assert_true (id != SIM_NO_CACHE);

      SimCache cache = sim_cache (machine, id);

      assert_string_equal (cache.name, name);
      assert_int_equal (cache.size, size);
      assert_int_equal (cache.num, num);
      assert_int_equal (sim_frames_in (cache.order), pages);
      assert_int_equal (cache.limit, limit);
      assert_int_equal (cache.batch, batch);
      assert_int_equal (cache.shared, shared);
    }
  assert_int_equal (id, SIM_NO_CACHE);
  sim_machine_free (machine);
}

static void
what_no_slab_can_hold_is_refused (void **state)
{
  SimMachine *machine = idle_machine (64u << 20);
  SimCache cache;

  assert_true (sim_cache_geometry (machine, &(SimCacheWish) { .name = "", .size = 4u << 20 }, &cache));
  assert_int_equal (cache.order, 10);
  assert_false (sim_cache_geometry (machine, &(SimCacheWish) { .name = "", .size = (4u << 20) + 1 }, &cache));
  /* Nothing is 16 bytes here, and so is less than nothing. */
  assert_true (sim_cache_geometry (machine, &(SimCacheWish) { .name = "", .size = 0 }, &cache));
  assert_int_equal (cache.size, 16);
  assert_true (sim_cache_geometry (machine, &(SimCacheWish) { .name = "", .size = UINT32_MAX }, &cache));
  assert_int_equal (cache.size, 16);
  /* An alignment that is no power of two is taken as the bits fall. */
  assert_true (sim_cache_geometry (machine, &(SimCacheWish) { .name = "", .size = 100, .align = 24 }, &cache));
  sim_machine_free (machine);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_cache_of_a_real_kernel_has_its_geometry),
    cmocka_unit_test (an_idle_machine_has_the_lines_of_slabinfo),
    cmocka_unit_test (what_no_slab_can_hold_is_refused),
  };

  return cmocka_run_group_tests_name ("slab-geometry", tests, NULL, NULL);
}
