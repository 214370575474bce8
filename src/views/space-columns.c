/* space-columns.c - what stands in the two columns, and how high each piece is */
#include "views/space.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LARGEST_SHARE 14.0      /* schematic: how much higher the largest piece is than the smallest, above the least height */
#define USER_SHARE 0.5          /* of the direct map's height: it is not what this picture is about */
#define UPPER_SHARE 0.52        /* of the height for what lies above the direct map */
#define LEAST_SCALED 1.5        /* to scale: nothing is lower */
#define USER_END (1ull << 47)   /* with 64 bits and four levels of tables */
#define LEAST_GAP 90.0          /* between the columns, for ribbons */
#define LABEL_GAP 6.0
#define LEAST_PIECE 3.0         /* where there is no room for words in all of them */

/* --- what stands there --------------------------------------------------------------------- */

static SpaceSegment *
add_segment (SpaceColumn *column,
             SpaceKind    kind,
             uint64_t     first,
             uint64_t     end)
{
  static SpaceSegment none;
  SpaceSegment *segment = column->n_segments < SPACE_MOST_SEGMENTS ? &column->segments[column->n_segments++] : &none;

  *segment = (SpaceSegment) { .kind = kind, .first = first, .end = end, .zone = SIM_NO_ZONE };
  return segment;
}

/* The direct map is cut where the zones are. */
static void
add_direct_map (SpaceDrawing          *drawing,
                const SimAddressRange *range)
{
  const SimMachine *machine = drawing->machine;
  uint64_t offset = sim_address_space (machine)->page_offset, at = range->first;

  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    {
      SimZone of = sim_zone (machine, zone);
      uint64_t end = offset + ((uint64_t) (of.start_pfn + of.spanned) << SIM_PAGE_SHIFT);
      SpaceSegment *segment;

      end = MIN (end, range->end);
      if (of.spanned == 0 || end <= at)
        continue;
      segment = add_segment (&drawing->virtual, SPACE_RANGE, at, end);
      segment->range = SIM_RANGE_OF_DIRECT_MAP;
      segment->zone = zone;
      segment->is_direct = true;
      at = end;
    }
  if (at < range->end)
    {
      SpaceSegment *segment = add_segment (&drawing->virtual, SPACE_RANGE, at, range->end);

      segment->range = SIM_RANGE_OF_DIRECT_MAP;
      segment->is_direct = true;
    }
}

static void
read_virtual (SpaceDrawing *drawing)
{
  SimAddressRange ranges[SIM_MOST_ADDRESS_RANGES];
  unsigned n = sim_address_ranges (drawing->machine, ranges);
  uint64_t page_offset = sim_address_space (drawing->machine)->page_offset;

  if (page_offset >> 32 == 0)
    add_segment (&drawing->virtual, SPACE_USER, 0, page_offset);
  else
    {
      add_segment (&drawing->virtual, SPACE_USER, 0, USER_END);
      add_segment (&drawing->virtual, SPACE_NO_ADDRESS, USER_END, page_offset);
    }
  for (unsigned i = 0; i < n; i++)
    {
      if (ranges[i].kind == SIM_RANGE_OF_DIRECT_MAP)
        add_direct_map (drawing, &ranges[i]);
      else
        add_segment (&drawing->virtual, SPACE_RANGE, ranges[i].first, ranges[i].end)->range = ranges[i].kind;
    }
}

/* Zones in the order of their frames, which is not that of their numbers where there are several nodes. */
static SimZoneId
zone_from (const SimMachine *machine,
           SimPfn            pfn)
{
  SimZoneId found = SIM_NO_ZONE;

  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    {
      SimZone of = sim_zone (machine, zone);

      if (of.spanned > 0 && of.start_pfn >= pfn && (found == SIM_NO_ZONE || of.start_pfn < sim_zone (machine, found).start_pfn))
        found = zone;
    }
  return found;
}

static void
add_zone (SpaceDrawing *drawing,
          SimZoneId     zone,
          uint64_t      first,
          uint64_t      end)
{
  uint64_t logical_end = sim_high_memory (drawing->machine) - sim_address_space (drawing->machine)->page_offset;
  SpaceSegment *segment;

  segment = add_segment (&drawing->physical, SPACE_ZONE, first, end);
  segment->zone = zone;
  segment->is_direct = end <= logical_end;
}

static void
read_physical (SpaceDrawing *drawing)
{
  const SimMachine *machine = drawing->machine;
  uint64_t at = 0, most = 1ull << 32;
  SimZoneId zone;
  SimPfn pfn = 0;

  while ((zone = zone_from (machine, pfn)) != SIM_NO_ZONE)
    {
      SimZone of = sim_zone (machine, zone);
      uint64_t first = (uint64_t) of.start_pfn << SIM_PAGE_SHIFT, end = first + ((uint64_t) of.spanned << SIM_PAGE_SHIFT);

      if (first > at && at > 0)
        add_segment (&drawing->physical, SPACE_NO_RAM, at, first);
      /* What lies before the first frame, page 0, belongs to the first piece. */
      add_zone (drawing, zone, at > 0 ? first : 0, end);
      at = end;
      pfn = of.start_pfn + of.spanned;
    }
  /* Devices have addresses up to 4 GiB whatever RAM there is. */
  if (at < most)
    add_segment (&drawing->physical, SPACE_NO_RAM, at, most);
}

void
space_read_columns (SpaceDrawing *drawing)
{
  read_virtual (drawing);
  read_physical (drawing);
}

/* --- where it stands ----------------------------------------------------------------------- */

static double
length_of (const SpaceSegment *segment)
{
  return (double) (segment->end - segment->first);
}

/* Between y and y + height, from the bottom up: no lower than `least`, the rest by weight. */
static bool
stack (SpaceSegment *segments,
       unsigned      n,
       double        y,
       double        height,
       double        least)
{
  double smallest = INFINITY, largest = 0, sum = 0, direct = 0, weights[SPACE_MOST_SEGMENTS], power, spare = height - n * least;
  double bottom = y + height;

  if (spare < 0)
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      smallest = fmin (smallest, length_of (&segments[i]));
      largest = fmax (largest, length_of (&segments[i]));
    }
  power = largest > smallest ? fmin (0.5, log (LARGEST_SHARE) / log (largest / smallest)) : 1;
  for (unsigned i = 0; i < n; i++)
    {
      weights[i] = pow (length_of (&segments[i]) / smallest, power);
      direct += segments[i].is_direct ? weights[i] : 0;
    }
  for (unsigned i = 0; i < n; i++)
    {
      if ((segments[i].kind == SPACE_USER || segments[i].kind == SPACE_NO_ADDRESS) && direct > 0)
        weights[i] = fmin (weights[i], USER_SHARE * direct);
      sum += weights[i];
    }
  for (unsigned i = 0; i < n; i++)
    {
      segments[i].height = least + spare * weights[i] / sum;
      bottom -= segments[i].height;
      segments[i].top = bottom;
    }
  return true;
}

/* How many pieces lie up to the end of the direct map. */
static unsigned
n_lower (const SpaceColumn *column)
{
  unsigned n = 0;

  for (unsigned i = 0; i < column->n_segments; i++)
    if (column->segments[i].is_direct)
      n = i + 1;
  return n;
}

/* The direct map of both columns ends at one height. No piece is lower than `least`. */
static bool
place_schematic (SpaceDrawing *drawing,
                 double        least)
{
  SpaceColumn *columns[] = { &drawing->virtual, &drawing->physical };
  double height = drawing->virtual.rect.height, upper = UPPER_SHARE * height, needed = 0, needed_below = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      unsigned lower = n_lower (columns[i]);

      needed = fmax (needed, (columns[i]->n_segments - lower) * least);
      needed_below = fmax (needed_below, lower * least);
    }
  if (needed + needed_below > height)
    return false;
  upper = needed == 0 ? 0 : CLAMP (upper, needed, height - needed_below);
  for (unsigned i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      unsigned lower = n_lower (columns[i]);
      bool has_upper = columns[i]->n_segments > lower;

      if (has_upper && !stack (columns[i]->segments + lower, columns[i]->n_segments - lower, columns[i]->rect.y, upper, least))
        return false;
      if (!stack (columns[i]->segments, lower, columns[i]->rect.y + upper, height - upper, least))
        return false;
    }
  return true;
}

static void
scale_column (SpaceColumn *column,
              uint64_t     from,
              double       length)
{
  double bottom = column->rect.y + column->rect.height;

  for (unsigned i = 0; i < column->n_segments; i++)
    {
      SpaceSegment *segment = &column->segments[i];

      segment->height = fmax (LEAST_SCALED, column->rect.height * (length_of (segment) / length));
      bottom = fmin (bottom, column->rect.y + column->rect.height * (1 - (double) (segment->first - from) / length));
      segment->top = fmax (column->rect.y, bottom - segment->height);
    }
}

/* One scale for both, if that can be: 64 bits have a hundred thousand times as many addresses as there is RAM, so that
 * each column has its own there, and the virtual one begins with the kernel's. */
static void
place_to_scale (SpaceDrawing *drawing)
{
  double last = (double) drawing->physical.segments[drawing->physical.n_segments - 1].end;
  SpaceColumn *virtual = &drawing->virtual;

  if (sim_address_space (drawing->machine)->page_offset >> 32 == 0)
    {
      last = fmax (last, (double) (1ull << 32));
      scale_column (virtual, 0, last);
    }
  else
    {
      virtual->n_segments -= 2;
      memmove (virtual->segments, virtual->segments + 2, virtual->n_segments * sizeof *virtual->segments);
      scale_column (virtual, virtual->segments[0].first, (double) -virtual->segments[0].first);
    }
  scale_column (&drawing->physical, 0, last);
}

SceneRect
space_strip (const SpaceDrawing *drawing,
             const SpaceColumn  *column,
             double              y,
             double              height)
{
  double right = column->rect.x + column->rect.width - drawing->strip;

  return (SceneRect) { column == &drawing->virtual ? right : column->rect.x, y, drawing->strip, height };
}

SceneRect
space_words (const SpaceDrawing *drawing,
             const SpaceColumn  *column,
             double              y,
             double              height)
{
  double ring = 2 * drawing->measure->ring, left = column->rect.x + (column == &drawing->virtual ? 0 : drawing->strip + ring);

  return (SceneRect) { left + 3, y, column->rect.width - drawing->strip - ring - 6, height };
}

bool
space_y_of (const SpaceColumn *column,
            uint64_t           address,
            double            *y)
{
  for (unsigned i = 0; i < column->n_segments; i++)
    {
      const SpaceSegment *segment = &column->segments[i];

      if (address < segment->first || (segment->end != 0 && address > segment->end))
        continue;
      *y = segment->top + segment->height * (1 - (double) (address - segment->first) / length_of (segment));
      return true;
    }
  return false;
}

/* The widest address of a column, in the font of addresses. */
static double
label_width (const SpaceDrawing *drawing,
             bool                is_physical)
{
  uint64_t most = sim_address_space (drawing->machine)->page_offset;
  g_autofree char *widest = is_physical ? space_dup_physical (drawing, (uint64_t) sim_n_frames (drawing->machine) << SIM_PAGE_SHIFT)
                                        : space_dup_address (drawing, most);

  return drawing->measure->advance (drawing->measure, SCENE_FONT_MONO_SMALL, widest) + 1;
}

/* The columns, with the addresses beside them if they have room. */
static bool
share_width (SpaceDrawing *drawing,
             bool          has_labels)
{
  SceneRect area = drawing->page.area;
  double left = has_labels ? label_width (drawing, false) + LABEL_GAP : 0, right = has_labels ? label_width (drawing, true) + LABEL_GAP : 0;
  double gap = has_labels ? LEAST_GAP : LEAST_GAP / 2, width;
  double least = drawing->measure->advance (drawing->measure, SCENE_FONT_SMALL, has_labels ? "ZONE_HIGHMEM" : "HIGHMEM") + 10;

  width = floor (fmin (220, fmin ((has_labels ? 0.24 : 0.4) * area.width, (area.width - left - right - gap) / 2)));
  drawing->strip = width < 120 ? 8 : 14;
  if (width < least + drawing->strip)
    return false;
  drawing->virtual.rect.x = floor (area.x + left);
  drawing->physical.rect.x = floor (area.x + area.width - right - width);
  drawing->virtual.rect.width = drawing->physical.rect.width = width;
  drawing->virtual.label_x = area.x;
  drawing->virtual.label_width = left - LABEL_GAP;
  drawing->virtual.label_align = SCENE_END;
  drawing->physical.label_x = drawing->physical.rect.x + width + LABEL_GAP;
  drawing->physical.label_width = right - LABEL_GAP;
  drawing->physical.label_align = SCENE_START;
  return true;
}

bool
space_share_room (SpaceDrawing *drawing)
{
  SceneRect area = drawing->page.area;
  double caption = drawing->measure->line_height[SCENE_FONT_BOLD] + 4, half = ceil (drawing->line / 2);

  if (area.height < caption + 8 * drawing->line || !(share_width (drawing, true) || share_width (drawing, false)))
    return false;
  drawing->virtual.rect.y = drawing->physical.rect.y = area.y + caption + half;
  drawing->virtual.rect.height = drawing->physical.rect.height = area.height - caption - 2 * half;
  if (!drawing->is_to_scale)
    return place_schematic (drawing, drawing->line + 3) || place_schematic (drawing, LEAST_PIECE);
  place_to_scale (drawing);
  return true;
}
