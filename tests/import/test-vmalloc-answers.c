/* test-vmalloc-answers.c - vmalloc (), vfree (), the purge and ioremap () give the addresses and the frames that a real kernel gave
 *
 * The machine stands where the kernel stood before the first call: free lists, caches, areas. A module of it then made the calls of
 * calls.txt one after the other; see tests/samples/kernels/README.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "import/replay.h"
#include "import/slab-snapshot.h"
#include "import/snapshot.h"
#include "sim/rules/mapping/vmalloc.h"

#define SECTION "traces/calls-vmalloc_256M"

static char *
read_sample (const char *name,
             gsize      *length)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), SECTION, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = import_read_file (path, 256u << 20, &error);

  if (bytes == NULL)
    fail_msg ("%s: %s", path, error->message);
  *length = g_bytes_get_size (bytes);
  return g_strndup (g_bytes_get_data (bytes, NULL), *length);
}

/* --- where the kernel stood ------------------------------------------------------------------ */
static uint64_t
hex_member (JsonObject *object,
            const char *name)
{
  return json_object_has_member (object, name) ? g_ascii_strtoull (json_object_get_string_member (object, name), NULL, 16) : 0;
}

static int
by_address (const void *a,
            const void *b)
{
  const SimArea *one = a, *other = b;

  return one->first < other->first ? -1 : one->first > other->first;
}

/* Addresses that are neither free nor in an area wait for the purge. */
static void
place_areas (SimMachine *machine,
             const char *text,
             gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GArray) areas = g_array_new (FALSE, TRUE, sizeof (SimArea)), taken = g_array_new (FALSE, TRUE, sizeof (SimArea));
  JsonObject *vmalloc;
  JsonArray *array;
  uint64_t reached = sim_address_space (machine)->vmalloc_start;
  const char *wrong;

  assert_true (json_parser_load_from_data (parser, text, (gssize) length, NULL));
  vmalloc = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "vmalloc");
  array = json_object_get_array_member (vmalloc, "areas");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      const char *flags = json_object_has_member (object, "flags") ? json_object_get_string_member (object, "flags") : "";
      SimArea area = {
        .kind = strstr (flags, "ioremap") != NULL ? SIM_AREA_IOREMAP : SIM_AREA_VMALLOC,
        .first = hex_member (object, "start"), .end = hex_member (object, "end"), .physical = hex_member (object, "phys"),
        .cache_mode = strstr (flags, "ioremap") != NULL ? SIM_CACHE_MODE_UC_MINUS : SIM_CACHE_MODE_WB,
      };

      g_array_append_val (areas, area);
      g_array_append_val (taken, area);
    }
  array = json_object_get_array_member (vmalloc, "free");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonArray *pair = json_array_get_array_element (array, i);
      SimArea area = { .first = g_ascii_strtoull (json_array_get_string_element (pair, 0), NULL, 16),
                       .end = g_ascii_strtoull (json_array_get_string_element (pair, 1), NULL, 16) };

      g_array_append_val (taken, area);
    }
  g_array_sort (taken, by_address);
  for (guint i = 0; i < taken->len; i++)
    {
      SimArea next = g_array_index (taken, SimArea, i);

      if (next.first > reached)
        {
          SimArea lazy = { .kind = SIM_AREA_LAZY, .first = reached, .end = next.first };

          g_array_append_val (areas, lazy);
        }
      reached = MAX (reached, next.end);
    }
  g_array_sort (areas, by_address);
  wrong = sim_machine_place_areas (machine, (const SimArea *) (void *) areas->data, areas->len);
  if (wrong != NULL)
    fail_msg ("%s", wrong);
  assert_null (sim_vmap_check (machine));
}

static SimMachine *
where_the_kernel_stood (void)
{
  const SimProfile *profile = sim_profile_by_id ("6.1-i386");
  g_autoptr (Messages) messages = messages_new ();
  gsize length, slab_length, areas_length;
  g_autofree char *text = read_sample ("snap_A.json.xz", &length), *slab_text = read_sample ("slab_A.json.xz", &slab_length);
  g_autofree char *areas_text = read_sample ("areas_A.json.xz", &areas_length);
  g_autoptr (ImportedSnapshot) lists = import_snapshot (text, length, "snap_A.json", profile, messages);
  g_autoptr (ImportedSlabs) slabs = import_slab_snapshot (slab_text, slab_length, "slab_A.json", profile, messages);
  SimMachine *machine;
  const char *wrong = NULL;

  assert_non_null (lists);
  assert_non_null (slabs);
  assert_int_equal (sim_machine_restore (imported_snapshot_lists (lists), &machine), SIM_OK);
  if (sim_machine_restore_slabs (machine, imported_slabs_caches (slabs), &wrong) != SIM_OK)
    fail_msg ("%s", wrong);
  place_areas (machine, areas_text, areas_length);
  return machine;
}

/* --- the calls --------------------------------------------------------------------------------- */
typedef struct {
  SimRun  run;
  unsigned n_addresses, n_frames;
  gboolean has_others;            /* who free areas of their own between the calls */
  gboolean differs;
  gboolean ignores_frames;        /* where the kernel's free lists are not known */
} World;

static uint64_t
ask (World    *world,
     SimCallId id,
     uint64_t  a,
     uint64_t  b)
{
  SimCall call = { .id = id, .args = { a, b } };
  uint64_t result = 0;

  world->run.serial++;
  assert_int_equal (sim_run_call (&world->run, &call, &result), SIM_OK);
  return result;
}

static uint64_t
vmap (World    *world,
      uint32_t  n_pages)
{
  uint64_t address = vmalloc_take_area (&world->run, n_pages, 1, SIM_AREA_VMAP, SIM_CACHE_MODE_WB);

  for (uint32_t i = 0; i < n_pages; i++)
    assert_true (vmalloc_map_page (&world->run, address + (uint64_t) i * SIM_PAGE_SIZE, i, SIM_CACHE_MODE_WB));
  return address;
}

/* Its blocks are areas without a guard page, the smaller the more CPUs the kernel was configured for: VMAP_BLOCK_SIZE. */
static uint64_t
vm_map_ram_block (World *world)
{
  unsigned configured = sim_address_space (world->run.machine)->configured_cpus;
  uint32_t n_pages = sim_profile (world->run.machine)->bits == 64 ? 256 : configured < 4 ? 1024 : 64;

  return vmalloc_take_area (&world->run, n_pages - 1, (uint64_t) n_pages * SIM_PAGE_SIZE, SIM_AREA_VMAP, SIM_CACHE_MODE_WB);
}

static void
assert_address (World      *world,
                const char *line,
                uint64_t    ours)
{
  const char *at = strstr (line, " = ");
  uint64_t theirs = at != NULL ? g_ascii_strtoull (at + 3, NULL, 16) : 0;

  if (ours != theirs && !world->has_others)
    fail_msg ("%#llx, and in the kernel: %s", (unsigned long long) ours, line);
  world->differs |= ours != theirs;
  world->n_addresses += !world->differs;
}

static void
compare_frame (World      *world,
               const char *line,
               uint64_t    address)
{
  uint64_t theirs = g_ascii_strtoull (strstr (line, "pfn0 ") + 5, NULL, 16), ours = ask (world, SIM_CALL_vmalloc_to_pfn, address, 0);

  world->n_frames++;
  if (ours != theirs)
    fail_msg ("frame %#llx, and in the kernel: %s", (unsigned long long) ours, line);
}

static void
make_call (World      *world,
           const char *line)
{
  unsigned long long a = 0, b = 0;
  uint64_t address;

  if (sscanf (line, "C %*u vmalloc(%llu)", &a) == 1)
    {
      address = ask (world, SIM_CALL_vmalloc, a, 0);
      assert_address (world, line, address);
      if (!world->ignores_frames)
        compare_frame (world, line, address);
    }
  else if (sscanf (line, "C %*u vfree(%llx)", &a) == 1)
    ask (world, SIM_CALL_vfree, a, 0);
  else if (strstr (line, "vm_unmap_aliases()") != NULL)
    ask (world, SIM_CALL_vm_unmap_aliases, 0, 0);
  else if (sscanf (line, "C %*u vmap(%llu pages)", &a) == 1)
    assert_address (world, line, vmap (world, (uint32_t) a));
  else if (sscanf (line, "C %*u vm_map_ram(%llu pages)", &a) == 1 && a == 1)
    assert_address (world, line, vm_map_ram_block (world));
  else if (sscanf (line, "C %*u ioremap(%llx,%llx)", &a, &b) == 2)
    assert_address (world, line, ask (world, SIM_CALL_ioremap, a, b));
  else if (sscanf (line, "C %*u ioremap_wc(%llx,%llx)", &a, &b) == 2)
    assert_address (world, line, ask (world, SIM_CALL_ioremap_wc, a, b));
  else if (sscanf (line, "C %*u memremap(%llx,%llx,WB)", &a, &b) == 2)
    assert_address (world, line, ask (world, SIM_CALL_ioremap_cache, a, b));
  else if (sscanf (line, "C %*u iounmap(%llx)", &a) == 1)
    ask (world, SIM_CALL_iounmap, a, 0);
  assert_int_equal (world->run.n_diagnosed, 0);
}

static void
every_address_is_the_kernels_and_so_are_the_frames (void **state)
{
  gsize length;
  g_autofree char *text = read_sample ("calls.txt.xz", &length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  World world = { 0 };
  SimMachine *machine = where_the_kernel_stood ();
  SimRecord record;

  sim_record_init (&record);
  sim_run_init (&world.run, machine, &record);
  for (char **line = lines; *line != NULL; line++)
    make_call (&world, *line);
  assert_null (sim_vmap_check (machine));
  assert_int_equal (world.n_frames, 45);
  assert_int_equal (world.n_addresses, 61);
  sim_record_clear (&record);
  sim_machine_free (machine);
}

/* --- other kernels ------------------------------------------------------------------------------ */
/* The lines of /proc/vmallocinfo before the first call. */
static void
place_lines (SimMachine *machine,
             char      **lines)
{
  g_autoptr (GArray) areas = g_array_new (FALSE, TRUE, sizeof (SimArea));
  const char *wrong;

  for (char **line = lines; *line != NULL && !g_str_has_prefix (*line, "==>"); line++)
    {
      unsigned long long first, end;

      /* Of 64 bits the first 16 TiB; per-CPU chunks lie at the other end. */
      if (sscanf (*line, "0x%llx-0x%llx", &first, &end) == 2 && end - sim_address_space (machine)->vmalloc_start < UINT64_C (1) << 43)
        {
          SimArea area = { .first = first, .end = end, .kind = SIM_AREA_VMALLOC };

          if (strstr (*line, "unpurged") != NULL)
            area.kind = SIM_AREA_LAZY;
          else if (strstr (*line, " ioremap") != NULL)
            {
              area.kind = SIM_AREA_IOREMAP;
              area.physical = g_ascii_strtoull (strstr (*line, "phys=") + 5, NULL, 16);
              area.cache_mode = SIM_CACHE_MODE_UC_MINUS;
            }
          g_array_append_val (areas, area);
        }
    }
  g_array_sort (areas, by_address);
  wrong = sim_machine_place_areas (machine, (const SimArea *) (void *) areas->data, areas->len);
  if (wrong != NULL)
    fail_msg ("%s", wrong);
}

static void
every_kernel_chooses_the_same_addresses (void **state)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "calls", "vmalloc.txt.xz", NULL);
  g_autoptr (GBytes) bytes = import_read_file (path, 16u << 20, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      World world = { .ignores_frames = TRUE };
      char name[32], profile[32], unit;
      unsigned cpus, nr_cpus, thp, ram;
      SimMachineSpec spec;
      SimMachine *machine;

      if (sscanf (*line, "==> %31s %31s %u%c %u %u %u", name, profile, &ram, &unit, &cpus, &nr_cpus, &thp) != 7)
        continue;
      sim_machine_spec_init (&spec, sim_profile_by_id (profile));
      spec.ram = ((uint64_t) ram << (unit == 'G' ? 30 : 20)) - 0x20000;
      spec.cpus = cpus;
      spec.nr_cpus = nr_cpus;
      spec.thp = thp != 0;
      assert_int_equal (sim_machine_new (&spec, &machine, NULL), SIM_OK);
      place_lines (machine, line + 1);
      sim_run_init (&world.run, machine, NULL);
      /* In these two a terminal is closed meanwhile. */
      world.has_others = g_str_has_prefix (name, "d686") || g_str_has_prefix (name, "dpae");
      for (char **call = line + 1; *call != NULL && !g_str_has_prefix (*call, "==>") && !world.differs; call++)
        make_call (&world, *call);
      print_message ("%s: %u addresses\n", name, world.n_addresses);
      if (world.differs)
        assert_in_range (world.n_addresses, 49, 58);
      else
        assert_int_equal (world.n_addresses, 61);
      assert_null (sim_vmap_check (machine));
      sim_machine_free (machine);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_kernel_chooses_the_same_addresses),
    cmocka_unit_test (every_address_is_the_kernels_and_so_are_the_frames),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
