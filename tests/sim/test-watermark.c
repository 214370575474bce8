/* test-watermark.c - the test of a zone's marks, held against what real kernels answered
 *
 * reports/truth.txt.xz: after each allocation that failed, the state of every zone as it stood in struct zone, and what
 * the kernel's own zone_watermark_ok () said of it: for the request and for an order 0, each against the min mark with
 * the request's flags and against the low mark without.
 */

#include "sample.h"

#include "sim/rules/physical/watermark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct {
  char          name[16];
  WatermarkZone zone;
  uint32_t      min, low, boost;
  bool          min_order, low_order, min_0, low_0;        /* the kernel's answers */
} Asked;

typedef struct {
  const char         *kernel;     /* of the lines that follow: "d510_128M_fail1" and its like */
  const SimProfile   *profile;
  unsigned            order, alloc_flags, n_zones;
  uint32_t            gfp;
  Asked               zones[8];
  unsigned            n_states, n_answers;
} Reading;

static uint32_t
field (const char *line,
       const char *name,
       int         base)
{
  const char *at = strstr (line, name);

  assert_non_null (at);
  return (uint32_t) strtoul (at + strlen (name), NULL, base);
}

static void
expect (Reading     *reading,
        const Asked *asked,
        unsigned     order,
        unsigned     alloc_flags,
        uint32_t     mark,
        bool         is_ok)
{
  WatermarkZone zone = asked->zone;
  WatermarkAnswer answer;

  zone.mark = mark + asked->boost;
  answer = watermark_judge (&reading->profile->marks, &zone, order, alloc_flags);
  reading->n_answers++;
  if ((answer.verdict == SIM_WMARK_OK) != is_ok)
    fail_msg ("%s, %s: order %u, alloc_flags %#x: %u free against %u + %u: the kernel says %d", reading->kernel, asked->name,
              order, alloc_flags, answer.n_free, answer.mark, zone.reserve, is_ok);
}

static void
expect_all (Reading *reading)
{
  for (unsigned i = 0; i < reading->n_zones; i++)
    {
      const Asked *asked = &reading->zones[i];

      expect (reading, asked, reading->order, reading->alloc_flags, asked->min, asked->min_order);
      expect (reading, asked, reading->order, 0, asked->low, asked->low_order);
      expect (reading, asked, 0, reading->alloc_flags, asked->min, asked->min_0);
      expect (reading, asked, 0, 0, asked->low, asked->low_0);
    }
  reading->n_states++;
}

static void
read_zone (Reading    *reading,
           const char *line)
{
  Asked *asked = &reading->zones[reading->n_zones++];

  assert_true (reading->n_zones <= 8);
  *asked = (Asked) {
    .zone = {
      .n_free = field (line, " free=", 10),
      .highatomic = field (line, " hatomic=", 10),
      .reserve = field (line, " reserve=", 10),
    },
    .min = field (line, " min=", 10),
    .low = field (line, " low=", 10),
    .boost = field (line, " boost=", 10),
    .min_order = field (line, " wm_min_order=", 10),
    .low_order = field (line, " wm_low_order=", 10),
    .min_0 = field (line, " wm_min_0=", 10),
    .low_0 = field (line, " wm_low_0=", 10),
  };
  snprintf (asked->name, sizeof asked->name, "%.*s", (int) strcspn (strstr (line, " name=") + 6, " "), strstr (line, " name=") + 6);
}

/* Blocks of an order: Unmovable, Movable, Reclaimable, HighAtomic. */
static void
read_area (Reading    *reading,
           const char *line)
{
  WatermarkZone *zone = &reading->zones[reading->n_zones - 1].zone;
  unsigned order = field (line, " order=", 10), n[4];

  assert_int_equal (sscanf (strstr (line, " types "), " types %u %u %u %u", &n[0], &n[1], &n[2], &n[3]), 4);
  zone->has_blocks |= (uint16_t) ((n[0] + n[1] + n[2] > 0) << order);
  zone->has_highatomic_blocks |= (uint16_t) ((n[3] > 0) << order);
}

static void
read_line (Reading    *reading,
           const char *line)
{
  if (strncmp (line, "==> ", 4) == 0)
    {
      reading->kernel = line + 4;
      reading->profile = sim_profile_by_id (strncmp (line, "==> d510", 8) == 0 ? "5.10-i386" : "6.1-i386");
    }
  else if (strstr (line, "MMT stateend"))
    expect_all (reading);
  else if (strstr (line, "MMT state "))
    {
      reading->order = field (line, " order=", 10);
      reading->gfp = field (line, " gfp=", 16);
      reading->alloc_flags = field (line, " aflags=", 16);
      reading->n_zones = 0;
      if (strstr (line, "why=asked") == NULL)
        assert_int_equal (watermark_alloc_flags (reading->profile, reading->gfp, reading->order) & ~(unsigned) SIM_ALLOC_KSWAPD,
                          reading->alloc_flags);
    }
  else if (strstr (line, "MMT zone "))
    read_zone (reading, line);
  else if (strstr (line, "MMT area "))
    read_area (reading, line);
}

static void
zones_answer_as_those_of_real_kernels_did (void **unused)
{
  char *path = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "reports/truth.txt.xz", NULL);
  Reading reading = { 0 };
  size_t length;
  char *text = sample_text (path, &length);

  for (char *line = strtok (text, "\n"); line != NULL; line = strtok (NULL, "\n"))
    read_line (&reading, line);
  assert_int_equal (reading.n_states, 208);
  assert_int_equal (reading.n_answers, 4 * 468);
  g_free (text);
  g_free (path);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (zones_answer_as_those_of_real_kernels_did),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
