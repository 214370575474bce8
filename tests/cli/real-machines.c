/* real-machines.c - see real-machines.h */
#include "real-machines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "import/import.h"

#define MOST_BYTES (1 << 20)

const RealMachine real_machines[N_REAL_MACHINES] = {
  { "slab-up/64M", NULL },
  { "slab-up/512M", NULL },
  { "slab-up/896M", NULL },
  { "slab-up/2G", NULL },
  { "slab-up-dma/128M", NULL },
  { "slab-up-lowmem896/1G", "vmalloc=110584K" },
  { "slub-smp2/512M", "cpus=2" },
  { "slub-smp2/2G", "cpus=2" },
};

char *
real_sample_path (const char *machine,
                  const char *file)
{
  return g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), machine, file, NULL);
}

GBytes *
real_sample_read (const char *machine,
                  const char *file)
{
  g_autofree char *path = real_sample_path (machine, file);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = import_read_file (path, MOST_BYTES, &error);

  if (bytes == NULL)
    fail_msg ("%s", error->message);
  return bytes;
}
