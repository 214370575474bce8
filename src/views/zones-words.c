/* zones-words.c - the request, what was decided about it, and the arithmetic of each test */
#include "views/zones.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define CHIP_PAD 8.0
#define CHIP_GAP 18.0           /* with an arrow in it */

/* --- tests --------------------------------------------------------------------------------- */

char *
zones_dup_arithmetic (const ZonesDrawing *drawing,
                      SimZoneId           zone,
                      const ZonesTest    *test,
                      bool                is_short)
{
  unsigned order = sim_test_order (test->test);
  g_autofree char *sum = g_strdup_printf ("%u − %u > %u + %u", test->free, (1u << order) - 1, test->mark, test->reserve);

  switch (sim_test_verdict (test->test))
    {
    case SIM_WMARK_OK:
      /* Translators: arithmetic, and its result. */
      return g_strdup_printf (_("%s: yes"), sum);
    case SIM_WMARK_BELOW:
      return g_strdup_printf (_("%s: no"), sum);
    case SIM_WMARK_NO_BLOCK:
      return is_short ? g_strdup (_("no block so large")) : g_strdup_printf (_("%s: yes, but no block so large"), sum);
    case SIM_WMARK_IGNORED:
    case SIM_N_WMARK_VERDICTS:
      break;
    }
  return g_strdup (_("marks do not count"));
}

double
zones_tests_height (const ZonesDrawing *drawing)
{
  return 2 * (drawing->line + drawing->measure->line_height[drawing->sum]) + drawing->line;
}

double
zones_sum_width (const ZonesDrawing *drawing,
                 SceneFont           font)
{
  double widest = 0;

  for (unsigned i = 0; i < drawing->n_panels; i++)
    {
      SimZone zone = sim_zone (drawing->machine, drawing->panels[i].zone);
      ZonesTest longest = { .test = sim_watermark_test (0, SIM_LARGEST_ORDER, (SimZoneType) (SIM_N_ZONE_TYPES - 1), SIM_WMARK_OK),
                            .free = (uint32_t) zone.managed, .mark = zone.limits.high };

      for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
        longest.reserve = MAX (longest.reserve, zone.limits.reserve[type]);
      g_autofree char *sum = zones_dup_arithmetic (drawing, drawing->panels[i].zone, &longest, true);

      widest = MAX (widest, zones_text_width (drawing, font, sum));
    }
  return widest;
}

/* "mark: 925 − 462 − 115 = 348": what was added to it and taken off, in the kernel's own steps; NULL: nothing. */
static char *
dup_discounts (const ZonesDrawing *drawing,
               SimZoneId           id,
               const ZonesTest    *test)
{
  SimZone zone = sim_zone (drawing->machine, id);
  const uint32_t marks[] = { zone.limits.min, zone.limits.low, zone.limits.high, zone.limits.high };
  unsigned flags = sim_test_alloc_flags (test->test);
  uint32_t raw = marks[flags & SIM_ALLOC_WMARK_MASK], mark = raw + zone.limits.boost;
  GString *text;

  if (sim_test_verdict (test->test) == SIM_WMARK_IGNORED || raw == test->mark)
    return NULL;
  text = g_string_new (NULL);
  g_string_printf (text, "%u", raw);
  if (zone.limits.boost)
    g_string_append_printf (text, " + %u", zone.limits.boost);
  if (flags & SIM_ALLOC_MIN_RESERVE && mark > test->mark)
    {
      g_string_append_printf (text, " − %u", mark / 2);
      mark -= mark / 2;
    }
  if (mark > test->mark)
    g_string_append_printf (text, " − %u", mark - test->mark);
  g_string_append_printf (text, " = %u", test->mark);
  return g_string_free (text, FALSE);
}

/* The first of some forms that fits. */
static bool
add_first_fit (ZonesDrawing     *drawing,
               SceneKey          key,
               SceneRect         rect,
               SceneFont         font,
               SceneRole         role,
               const char *const forms[],
               unsigned          n)
{
  for (unsigned i = 0; i < n; i++)
    if (forms[i] && zones_add_text (drawing, key, rect, font, SCENE_START, role, forms[i]))
      return true;
  return false;
}

static void
draw_test (ZonesDrawing     *drawing,
           const ZonesPanel *panel,
           SceneRect         rect,
           unsigned          round)
{
  const ZonesTest *test = &drawing->story.tests[panel->zone][round];
  const char *mark = sim_watermark_name (sim_test_alloc_flags (test->test));
  uint64_t key = (uint64_t) panel->zone << 8 | round << 4;
  bool is_last = drawing->story.asked == panel->zone && test->number == drawing->story.n_tests;
  double line = drawing->line;
  g_autofree char *whole = zones_dup_arithmetic (drawing, panel->zone, test, false);
  g_autofree char *brief = zones_dup_arithmetic (drawing, panel->zone, test, true);
  g_autofree char *discounts = dup_discounts (drawing, panel->zone, test);
  /* Translators: number of a test of a request, kernel name of the mark it is held against. */
  g_autofree char *caption = g_strdup_printf (_("%u. held against %s"), test->number, mark);
  g_autofree char *short_caption = g_strdup_printf ("%u. %s", test->number, mark);
  g_autofree char *steps = discounts ? g_strdup_printf ("%s: %s", mark, discounts) : NULL;
  /* Translators: number of a test of a request, kernel name of the mark it is held against; HighAtomic is a migrate type. */
  g_autofree char *without = test->unusable > 0 ? g_strdup_printf (_("%u. held against %s, without HighAtomic"), test->number, mark) : NULL;
  const char *captions[] = { without, caption, short_caption }, *sums[] = { whole, brief }, *parts[] = { steps, discounts };

  SceneFont fonts[] = { drawing->sum, is_last ? SCENE_FONT_BOLD : SCENE_FONT_SMALL, SCENE_FONT_SMALL };

  rect.height = line;
  add_first_fit (drawing, scene_key (0, VIEW_PART_HEADING, 2ull << 30 | key), rect, SCENE_FONT_SMALL, VIEW_FAINT, captions, G_N_ELEMENTS (captions));
  rect.y += line;
  rect.height = drawing->measure->line_height[drawing->sum];
  for (unsigned i = 0; i < G_N_ELEMENTS (fonts); i++)
    if (add_first_fit (drawing, scene_key (0, VIEW_PART_HEADING, 2ull << 30 | key | 1), rect, fonts[i], VIEW_STRONG, sums,
                       i + 1 < G_N_ELEMENTS (fonts) ? 1 : 2))
      break;
  rect.y += rect.height;
  rect.height = line;
  if (round == ZONES_SLOW)
    add_first_fit (drawing, scene_key (0, VIEW_PART_HEADING, 2ull << 30 | key | 2), rect, SCENE_FONT_SMALL, VIEW_FAINT, parts, 2);
}

/* Without a caption, where there is a line for no more. */
static void
draw_last_test (ZonesDrawing     *drawing,
                const ZonesPanel *panel,
                SceneRect         rect,
                const ZonesTest  *test)
{
  g_autofree char *whole = zones_dup_arithmetic (drawing, panel->zone, test, false);
  g_autofree char *brief = zones_dup_arithmetic (drawing, panel->zone, test, true);
  const char *sums[] = { whole, brief };
  SceneFont fonts[] = { drawing->sum, SCENE_FONT_SMALL };

  for (unsigned i = 0; i < G_N_ELEMENTS (fonts); i++)
    if (add_first_fit (drawing, scene_key (0, VIEW_PART_HEADING, 7ull << 30 | panel->zone), rect, fonts[i], VIEW_STRONG, sums, 1 + i))
      return;
}

static void
add_line (ZonesDrawing     *drawing,
          const ZonesPanel *panel,
          SceneRect         rect,
          unsigned          index,
          const char       *text)
{
  const SceneMeasure *measure = drawing->measure;
  SceneFont font = drawing->sum == SCENE_FONT_SMALL || zones_text_width (drawing, SCENE_FONT_BODY, text) > rect.width
                   ? SCENE_FONT_SMALL : SCENE_FONT_BODY;
  double line = drawing->sum == SCENE_FONT_SMALL ? drawing->line : measure->line_height[SCENE_FONT_BODY];

  zones_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 3ull << 30 | (uint64_t) panel->zone << 8 | index),
                  (SceneRect) { rect.x, rect.y + index * line, rect.width, line }, font, SCENE_START, VIEW_FAINT, text);
}

void
zones_draw_tests (ZonesDrawing     *drawing,
                  const ZonesPanel *panel,
                  SceneRect         rect)
{
  const ZonesStory *story = &drawing->story;
  g_autofree char *keeps = NULL;
  uint32_t reserve;

  if (!drawing->is_tall && drawing->flat_tests == ZONES_LAST_TEST)
    {
      if (zones_last_test (drawing, panel->zone))
        draw_last_test (drawing, panel, rect, zones_last_test (drawing, panel->zone));
      return;
    }
  if (story->tests[panel->zone][ZONES_FAST].number)
    draw_test (drawing, panel, rect, ZONES_FAST);
  if (story->tests[panel->zone][ZONES_SLOW].number)
    draw_test (drawing, panel, (SceneRect) { rect.x, rect.y + drawing->line + drawing->measure->line_height[drawing->sum],
                                             rect.width, rect.height }, ZONES_SLOW);
  if (zones_last_test (drawing, panel->zone) || story->what != ZONES_REQUEST)
    return;

  if (story->highest >= SIM_N_ZONE_TYPES)
    return;

  reserve = sim_zone (drawing->machine, panel->zone).limits.reserve[story->highest];
  /* Translators: a number of page frames that the zone keeps from requests that may have higher zones. */
  keeps = g_strdup_printf (_("it keeps %u from this request"), reserve);
  if (sim_zone_type (drawing->machine, panel->zone) > story->highest)
    add_line (drawing, panel, rect, 0, _("not for this request"));
  else
    {
      if (story->is_over)
        add_line (drawing, panel, rect, 0, _("not asked"));
      if (reserve > 0)
        add_line (drawing, panel, rect, 1, keeps);
    }
}

/* --- decisions ----------------------------------------------------------------------------- */

static char *
dup_chip (const ZonesDrawing *drawing,
          const SimEvent     *event)
{
  const uint64_t *arg = event->arg;
  char number[VIEW_NUMBER_SIZE], zone[VIEW_NUMBER_SIZE];

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_REQUESTED:
      return g_strdup (_("fast path: low marks"));
    case SIM_EVENT_SLOW_PATH:
      if (arg[2] & SIM_ALLOC_MIN_RESERVE && arg[2] & SIM_ALLOC_NON_BLOCK)
        return g_strdup (_("slow path: min marks, less ½ and ¼"));
      if (arg[2] & SIM_ALLOC_MIN_RESERVE)
        return g_strdup (_("slow path: min marks, less ½"));
      return g_strdup (_("slow path: min marks"));
    case SIM_EVENT_KSWAPD_WOKEN:
      return g_strdup (_("kswapd is woken"));
    case SIM_EVENT_RECLAIM_TRIED:
      return g_strdup_printf (_("direct reclaim: %s"), view_format_count (number, arg[2]));
    case SIM_EVENT_COMPACTION_TRIED:
      return g_strdup (arg[2] ? _("compaction: a block") : _("compaction: no block"));
    case SIM_EVENT_OOM_REACHED:
      return g_strdup (_("OOM killer"));
    case SIM_EVENT_ALLOCATION_FAILED:
      return g_strdup (_("it fails"));
    case SIM_EVENT_FALLBACK_CHOSEN:
      return g_strdup_printf (_("takes from %s"), arg[3] < SIM_N_MIGRATE_TYPES ? sim_migrate_name ((SimMigrateType) arg[3]) : "?");
    case SIM_EVENT_PCP_REFILL:
      return g_strdup_printf (_("refill: %s"), view_format_count (number, arg[3]));
    case SIM_EVENT_PCP_DRAIN:
      return g_strdup_printf (_("drain: %s"), view_format_count (number, arg[3]));
    case SIM_EVENT_BOOSTED:
      return g_strdup_printf (_("boost: %s"), view_format_count (number, arg[2]));
    case SIM_EVENT_BLOCK_HANDED_OUT:
      return g_strdup_printf (_("%s gives %s"), view_format_zone (zone, drawing->machine, drawing->story.gave), view_format_pfn (number, (SimPfn) arg[0]));
    case SIM_EVENT_BLOCK_RETURNED:
      return g_strdup_printf (_("%s comes back"), view_format_pfn (number, (SimPfn) arg[0]));
    default:
      return g_strdup ("?");
    }
}

static char *
dup_title (const ZonesDrawing *drawing,
           bool                is_short)
{
  const ZonesStory *story = &drawing->story;
  char mask[256], number[VIEW_NUMBER_SIZE];

  switch (story->what)
    {
    case ZONES_REQUEST:
      sim_gfp_print (sim_profile (drawing->machine), story->gfp, mask, sizeof mask);
      if (is_short)
        return g_strdup_printf (_("%s, order %u"), mask, story->order);
      /* Translators: gfp mask, order of the block, number of the CPU. */
      return g_strdup_printf (_("Request: %s, order %u, CPU %u"), mask, story->order, story->cpu);
    case ZONES_RETURN:
      if (is_short)
        return g_strdup_printf (_("%s comes back"), view_format_pfn (number, story->pfn));
      /* Translators: page frame number, order of the block, number of the CPU. */
      return g_strdup_printf (_("Freed: %s, order %u, CPU %u"), view_format_pfn (number, story->pfn), story->order, story->cpu);
    case ZONES_NOTHING:
      break;
    }
  return g_strdup (is_short ? _("Zones") : _("The zones, their marks and their free page frames"));
}

static void
draw_chips (ZonesDrawing *drawing,
            SceneRect     rect)
{
  const ZonesStory *story = &drawing->story;
  char *texts[ZONES_MAX_CHIPS];
  double widths[ZONES_MAX_CHIPS], x = rect.x, needed = -CHIP_GAP;
  unsigned first = 0, i;

  for (i = 0; i < story->n_chips; i++)
    {
      texts[i] = dup_chip (drawing, story->chips[i]);
      widths[i] = zones_text_width (drawing, SCENE_FONT_SMALL, texts[i]) + 2 * CHIP_PAD;
      needed += widths[i] + CHIP_GAP;
    }
  /* What was decided first is the first to go. */
  while (first < story->n_chips && needed + (first ? CHIP_GAP : 0) > rect.width)
    needed -= widths[first++] + CHIP_GAP;
  if (first > 0)
    x += CHIP_GAP;

  for (i = first; i < story->n_chips; i++)
    {
      bool is_last = i + 1 == story->n_chips;
      SceneShape *shape;

      if (i > 0)
        {
          SceneShape arrow = { .key = scene_key (0, VIEW_PART_EDGE, 4ull << 30 | i), .form = SCENE_ARROW,
                               .rect = { x - CHIP_GAP + 3, rect.y + rect.height / 2, CHIP_GAP - 6, 0 }, .role = VIEW_DARK,
                               .opacity = 1 };

          scene_add (drawing->out, &arrow);
        }
      shape = scene_add_box (drawing->out, scene_key (0, VIEW_PART_MORE, 4ull << 30 | i),
                             (SceneRect) { x, rect.y, widths[i], rect.height },
                             is_last ? VIEW_INK (SCENE_FILL_OUTLINE) : VIEW_PANEL, texts[i]);
      shape->font = SCENE_FONT_SMALL;
      shape->align = SCENE_MIDDLE;
      x += widths[i] + CHIP_GAP;
    }
  for (i = 0; i < story->n_chips; i++)
    g_free (texts[i]);
}

void
zones_draw_head (ZonesDrawing *drawing)
{
  SceneRect rect = drawing->head;
  double title = drawing->measure->line_height[SCENE_FONT_HEADING];
  g_autofree char *whole = dup_title (drawing, false), *brief = dup_title (drawing, true);
  SceneRect line = { rect.x, rect.y, rect.width, title };

  if (!zones_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 1), line, SCENE_FONT_HEADING, SCENE_START, VIEW_STRONG, whole)
      && !zones_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 1), line, SCENE_FONT_HEADING, SCENE_START, VIEW_STRONG, brief))
    zones_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 1), line, SCENE_FONT_SMALL, SCENE_START, VIEW_STRONG, brief);
  if (rect.height > title + drawing->line)
    draw_chips (drawing, (SceneRect) { rect.x, rect.y + title + 4, rect.width, rect.height - title - 4 });
}
