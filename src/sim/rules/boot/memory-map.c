/* memory-map.c - see memory-map.h */

#include "sim/rules/boot/memory-map.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT (64ull << 30)
#define ISA_FIRST 0xa0000u
#define ISA_END 0x100000u
#define HOLE_LEAST_RAM 0xe0000000u
#define HOLE_FIRST 0xc0000000u
#define HOLE_END (4ull << 30)

void
ranges_clear (SimRanges *ranges)
{
  free (ranges->ranges);
  *ranges = (SimRanges) { 0 };
}

static int
compare_ranges (const void *a,
                const void *b)
{
  const SimRange *left = a, *right = b;

  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  return left->end < right->end ? -1 : left->end > right->end;
}

SimStatus
ranges_merge (SimRanges      *ranges,
              const SimRange *given,
              size_t          n)
{
  ranges->ranges = calloc (n + 1, sizeof *ranges->ranges);
  ranges->n = 0;
  if (ranges->ranges == NULL)
    return SIM_NO_HOST_MEMORY;
  if (n > 0)
    memcpy (ranges->ranges, given, n * sizeof *given);
  qsort (ranges->ranges, n, sizeof *ranges->ranges, compare_ranges);

  for (size_t i = 0; i < n; i++)
    {
      SimRange range = ranges->ranges[i];
      SimRange *last = ranges->n > 0 ? &ranges->ranges[ranges->n - 1] : NULL;

      if (range.end <= range.first)
        continue;
      if (last != NULL && range.first <= last->end && range.kind == last->kind)
        last->end = range.end > last->end ? range.end : last->end;
      else
        ranges->ranges[ranges->n++] = range;
    }
  return SIM_OK;
}

static SimStatus
complain (SimComplaint    *complaint,
          SimComplaintKind kind,
          unsigned         line,
          uint64_t         a,
          uint64_t         b)
{
  *complaint = (SimComplaint) { kind, line, a, b };
  return SIM_BAD_SPEC;
}

/* A firmware's map is taken as it is printed: ascending and disjoint, or it is not believed. */
static SimStatus
check_map (const SimMachineSpec *spec,
           SimComplaint         *complaint)
{
  bool has_ram = false;

  for (size_t i = 0; i < spec->n_memory; i++)
    {
      const SimRange *range = &spec->memory[i], *before = i > 0 ? range - 1 : NULL;

      if (range->end <= range->first)
        return complain (complaint, SIM_COMPLAINT_RANGE_BACKWARDS, range->line, range->first, range->end);
      if (before != NULL && range->first < before->first)
        return complain (complaint, SIM_COMPLAINT_MAP_UNORDERED, range->line, before->first, range->first);
      if (before != NULL && range->first < before->end)
        return complain (complaint, SIM_COMPLAINT_MAP_OVERLAPS, range->line, range->first,
                         before->end < range->end ? before->end : range->end);
      if (range->kind == SIM_RANGE_RAM && range->end > LIMIT)
        return complain (complaint, SIM_COMPLAINT_TOO_LARGE, range->line, range->end, LIMIT);
      has_ram |= range->kind == SIM_RANGE_RAM;
    }
  if (!has_ram)
    return complain (complaint, SIM_COMPLAINT_MAP_EMPTY, 0, 0, 0);
  return SIM_OK;
}

static void
add_whole_pages (SimRange *ranges,
                 size_t   *n,
                 uint64_t  first,
                 uint64_t  end,
                 uint64_t  largest)
{
  /* e820__memblock_setup (): an entry that ends where phys_addr_t cannot reach is left out. */
  if (end >= largest)
    return;
  first = (first + SIM_PAGE_SIZE - 1) & ~(uint64_t) (SIM_PAGE_SIZE - 1);
  end &= ~(uint64_t) (SIM_PAGE_SIZE - 1);
  if (first < end)
    ranges[(*n)++] = (SimRange) { first, end, SIM_RANGE_RAM, 0 };
}

/* trim_bios_range (): neither the first page nor what ISA has are for the kernel. */
static void
add_ram (SimRange *ranges,
         size_t   *n,
         uint64_t  first,
         uint64_t  end,
         uint64_t  largest)
{
  if (first < SIM_PAGE_SIZE)
    first = SIM_PAGE_SIZE;
  if (first < ISA_FIRST)
    {
      add_whole_pages (ranges, n, first, end < ISA_FIRST ? end : ISA_FIRST, largest);
      first = ISA_END;
    }
  else if (first < ISA_END)
    first = ISA_END;
  if (first < end)
    add_whole_pages (ranges, n, first, end, largest);
}

SimStatus
memory_map_to_memblock (const SimMachineSpec *spec,
                        SimRanges            *memory,
                        SimComplaint         *complaint)
{
  SimRange plain[3] = {
    { 0, 0x9fc00, SIM_RANGE_RAM, 0 },
    { ISA_END, spec->ram, SIM_RANGE_RAM, 0 },
    { HOLE_END, HOLE_END, SIM_RANGE_RAM, 0 },
  };
  const SimRange *map = spec->memory;
  size_t n_map = spec->n_memory, n = 0;
  uint64_t largest = spec->profile->largest_physical;
  SimStatus status;

  if (map == NULL)
    {
      if (spec->ram > LIMIT)
        return complain (complaint, SIM_COMPLAINT_TOO_LARGE, 0, spec->ram, LIMIT);
      map = plain;
      n_map = spec->ram > ISA_END ? 2 : 1;
      /* As a PC has it: devices want addresses below 4 GiB; the RAM that was there comes behind. */
      if (largest > HOLE_END && spec->ram >= HOLE_LEAST_RAM)
        {
          n_map = 3;
          plain[1].end = HOLE_FIRST;
          plain[2].end = HOLE_END + spec->ram - HOLE_FIRST;
        }
      /* RAM beyond what can be addressed is there, and not used. */
      if (plain[n_map - 1].end >= largest)
        plain[n_map - 1].end = largest - SIM_PAGE_SIZE;
    }
  else
    {
      status = check_map (spec, complaint);
      if (status != SIM_OK)
        return status;
    }

  SimRange *ranges = calloc (2 * n_map + 1, sizeof *ranges);

  if (ranges == NULL)
    return SIM_NO_HOST_MEMORY;
  for (size_t i = 0; i < n_map; i++)
    if (map[i].kind != SIM_RANGE_RAM)
      continue;
    else if (spec->memory_is_memblock)
      add_whole_pages (ranges, &n, map[i].first, map[i].end, largest);
    else
      add_ram (ranges, &n, map[i].first, map[i].end, largest);

  status = ranges_merge (memory, ranges, n);
  free (ranges);
  if (status == SIM_OK && memory->n == 0)
    {
      ranges_clear (memory);
      return complain (complaint, SIM_COMPLAINT_MAP_EMPTY, 0, 0, 0);
    }
  return status;
}
