/* objects.c - what a kernel object is: the inspector's rows
 *
 * Models      include/linux/mm_types.h: struct page, as far as the page allocator writes it
 * Leaves out  fields that other users of a page write: mapping, index
 */
#include "narration/objects.h"

#include <glib/gi18n.h>
#include <string.h>

#include "narration/cache-objects.h"

typedef struct {
  Phrases           phrases;
  const SimMachine *machine;
  GPtrArray        *rows;
} Inspection;

static void
add (Inspection *inspection,
     const char *label,
     const char *value,
     gboolean    is_code)
{
  narration_add_row (inspection->rows, label, value, is_code);
}

static void
add_text (Inspection *inspection,
          const char *label,
          const char *value)
{
  add (inspection, label, value, FALSE);
}

static void
add_code (Inspection *inspection,
          const char *label,
          const char *value)
{
  add (inspection, label, value, TRUE);
}

static void
add_count (Inspection *inspection,
           const char *label,
           uint64_t    count)
{
  add (inspection, label, phrase_count (&inspection->phrases, count), FALSE);
}

/* Frames and what they are in bytes. */
static void
add_frames (Inspection *inspection,
            const char *label,
            uint64_t    n)
{
  g_autofree char *size = narrate_size (n * SIM_PAGE_SIZE);

  add (inspection, label, phrase_format (&inspection->phrases, "%s (%s)", phrase_n_frames (&inspection->phrases, n), size),
       FALSE);
}

/* --- a frame ------------------------------------------------------------------------------ */

const char *
object_state_name (SimFrameState state)
{
  switch (state)
    {
    case SIM_FRAME_HOLE:
      return _("no RAM here");
    case SIM_FRAME_RESERVED:
      return _("reserved at boot");
    case SIM_FRAME_KERNEL:
      return _("the kernel’s image");
    case SIM_FRAME_FREE:
      return _("free, in the buddy system");
    case SIM_FRAME_PCP:
      return _("free, on a per-CPU list");
    case SIM_FRAME_ALLOCATED:
      return _("allocated");
    case SIM_FRAME_ISOLATED:
      return _("between two lists");
    case SIM_FRAME_SLAB:
      return _("allocated, holds objects of a slab");
    case SIM_FRAME_PAGE_TABLE:
      return _("allocated, is a page table");
    case SIM_N_FRAME_STATES:
      break;
    }
  return "";
}

static gboolean
is_on_a_list (SimFrameState state)
{
  return state == SIM_FRAME_FREE || state == SIM_FRAME_PCP;
}

static gboolean
is_a_block (SimFrameState state)
{
  return is_on_a_list (state) || state == SIM_FRAME_ALLOCATED || state == SIM_FRAME_ISOLATED;
}

unsigned
object_pcp_list_length (const SimMachine *machine,
                        SimPfn            first)
{
  unsigned n = 0;

  for (SimPfn pfn = first; pfn != SIM_NO_PFN; pfn = sim_list_next (machine, pfn))
    n++;
  return n;
}

/* Which CPU's per-CPU list a block is on. False: on none. */
static gboolean
find_pcp_list (const SimMachine *machine,
               const SimBlock   *block,
               unsigned         *cpu,
               unsigned         *list)
{
  for (*cpu = 0; *cpu < sim_n_cpus (machine); (*cpu)++)
    for (*list = 0; *list < sim_n_pcp_lists (machine); (*list)++)
      for (SimPfn pfn = sim_pcp_list_first (machine, block->zone, *cpu, *list); pfn != SIM_NO_PFN;
           pfn = sim_list_next (machine, pfn))
        if (pfn == block->first)
          return TRUE;
  return FALSE;
}

/* "place 3 of 12": places count from 1, the head first. */
static void
add_place (Inspection *inspection,
           SimPfn      pfn,
           unsigned    length)
{
  int position = sim_list_position_of (inspection->machine, pfn);

  if (position >= 0)
    add_text (inspection, C_("inspector", "place on the list"),
              phrase_format (&inspection->phrases, _("%s of %s, head first"),
                             phrase_count (&inspection->phrases, (uint64_t) position + 1),
                             phrase_count (&inspection->phrases, length)));
}

static void
add_list_of_block (Inspection     *inspection,
                   const SimBlock *block)
{
  const SimMachine *machine = inspection->machine;
  Phrases *p = &inspection->phrases;
  unsigned cpu, list;

  if (block->state == SIM_FRAME_FREE)
    {
      add_text (inspection, C_("inspector", "free list"), phrase_list (p, block->zone, block->order, block->type));
      add_place (inspection, block->first, sim_list_length (machine, block->zone, block->order, block->type));
    }
  else if (block->state == SIM_FRAME_PCP && find_pcp_list (machine, block, &cpu, &list))
    {
      add_text (inspection, C_("inspector", "per-CPU list"),
                phrase_format (p, _("%s, CPU %u, %s"), phrase_zone (p, block->zone), cpu, phrase_pcp_list (p, list)));
      add_place (inspection, block->first,
                 object_pcp_list_length (machine, sim_pcp_list_first (machine, block->zone, cpu, list)));
    }
}

static void
add_block (Inspection     *inspection,
           const SimBlock *block,
           const char     *owner)
{
  Phrases *p = &inspection->phrases;
  gboolean has_buddy = block->order < p->profile->largest_order;

  if (!is_a_block (block->state))
    return;

  add_text (inspection, C_("inspector", "block"),
            phrase_format (p, _("order %u, %s"), block->order, phrase_frames (p, block->first, block->order)));
  if (has_buddy)
    add_code (inspection, C_("inspector", "buddy"), phrase_pfn (p, block->first ^ sim_frames_in (block->order)));
  add_list_of_block (inspection, block);
  if (block->state == SIM_FRAME_ALLOCATED && owner != NULL)
    add_text (inspection, C_("inspector", "owner"), owner);
  else if (block->state == SIM_FRAME_ALLOCATED && block->owner != 0)
    add_text (inspection, C_("inspector", "owner"), phrase_format (p, _("call number %u"), block->owner));
}

static void
add_addresses (Inspection *inspection,
               SimPfn      pfn)
{
  const SimMachine *machine = inspection->machine;
  Phrases *p = &inspection->phrases;

  add_code (inspection, C_("inspector", "physical address"), phrase_format (p, "0x%08" PRIx64, (uint64_t) pfn << SIM_PAGE_SHIFT));
  if (sim_pfn_has_logical_address (machine, pfn))
    add_code (inspection, C_("inspector", "logical address"), phrase_address (p, sim_pfn_to_virt (machine, pfn)));
  else
    add_text (inspection, C_("inspector", "logical address"), _("none until it is mapped: high memory"));
  add_code (inspection, C_("inspector", "struct page"), phrase_address (p, sim_pfn_to_page (machine, pfn)));
}

/* The flags by name, and the zone's number in the upper bits. */
static const char *
flags_text (Inspection *inspection,
            uint64_t    flags)
{
  const SimProfile *profile = inspection->phrases.profile;
  gboolean is_reserved = (flags >> profile->flag_reserved & 1) != 0;

  return phrase_format (&inspection->phrases, "0x%0*" PRIx64 " (%szone %u)", profile->bits / 4, flags,
                        is_reserved ? "PG_reserved, " : "", (unsigned) (flags >> profile->flags_zone_shift & 3));
}

static void
add_struct_page (Inspection *inspection,
                 SimPfn      pfn)
{
  SimPageFields fields = sim_page_fields (inspection->machine, pfn);
  Phrases *p = &inspection->phrases;
  gboolean is_buddy = fields.page_type != 0xffffffffu;

  add_code (inspection, "flags", flags_text (inspection, fields.flags));
  add_code (inspection, "_refcount", phrase_format (p, "%d", fields.refcount));
  if (is_buddy)
    add_code (inspection, "page_type", phrase_format (p, "0x%08" PRIx32 " (PG_buddy)", fields.page_type));
  else
    add_code (inspection, "_mapcount", phrase_format (p, "%d", (int) fields.page_type));
  add_code (inspection, "private",
            is_buddy ? phrase_format (p, "%" PRIu64 " (order)", fields.private) : phrase_format (p, "%" PRIu64, fields.private));
  if (fields.lru_next != 0)
    {
      add_code (inspection, "lru.next", phrase_address (p, fields.lru_next));
      add_code (inspection, "lru.prev", phrase_address (p, fields.lru_prev));
    }
}

static void
inspect_frame (Inspection *inspection,
               SimPfn      pfn,
               const char *owner)
{
  const SimMachine *machine = inspection->machine;
  Phrases *p = &inspection->phrases;
  SimBlock block;
  SimZoneId zone;

  if (pfn >= sim_n_frames (machine))
    {
      add_text (inspection, C_("inspector", "state"), _("beyond the last frame of RAM"));
      return;
    }

  block = sim_block_at (machine, pfn);
  zone = sim_zone_of (machine, pfn);
  add_text (inspection, C_("inspector", "state"), object_state_name (sim_frame_state (machine, pfn)));
  add_text (inspection, C_("inspector", "zone"), zone != SIM_NO_ZONE ? phrase_zone (p, zone) : _("in none"));
  add_text (inspection, C_("inspector", "node"), "0");
  add_block (inspection, &block, owner);
  if (phrases_have_types (p) && zone != SIM_NO_ZONE)
    add_text (inspection, C_("inspector", "page block"), sim_migrate_name (sim_pageblock_type (machine, pfn)));
  add_addresses (inspection, pfn);
  add_struct_page (inspection, pfn);
}

/* --- blocks and lists --------------------------------------------------------------------- */

static void
inspect_block (Inspection *inspection,
               uint64_t    id,
               const char *owner)
{
  const SimMachine *machine = inspection->machine;
  SimPfn pfn = (SimPfn) id;
  SimOrder order = (SimOrder) (id >> 32);
  SimBlock block;

  if (pfn >= sim_n_frames (machine))
    return;

  block = sim_block_at (machine, pfn);
  add_text (inspection, C_("inspector", "state"), object_state_name (sim_frame_state (machine, pfn)));
  add_text (inspection, C_("inspector", "zone"), phrase_zone (&inspection->phrases, sim_zone_of (machine, pfn)));
  if (block.first == pfn && block.order == order)
    add_block (inspection, &block, owner);
  add_frames (inspection, C_("inspector", "size"), sim_frames_in (order));
  add_addresses (inspection, pfn);
}

static gboolean
has_type (const SimMachine *machine,
          SimZoneType       type)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (machine); zone++)
    if (sim_zone_type (machine, zone) == type)
      return TRUE;
  return FALSE;
}

/* What the zone keeps from a request, by the highest zone that the request may have. */
static void
add_reserve (Inspection    *inspection,
             const SimZone *zone)
{
  GString *text = g_string_new (NULL);

  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    if (zone->limits.reserve[type] > 0 && has_type (inspection->machine, (SimZoneType) type))
      g_string_append_printf (text, "%s%s %u", text->len > 0 ? ", " : "", sim_zone_type_name ((SimZoneType) type),
                              zone->limits.reserve[type]);
  add_code (inspection, "lowmem_reserve", text->len > 0 ? text->str : "0");
  g_string_free (text, TRUE);
}

static void
inspect_zone (Inspection *inspection,
              SimZoneId   id)
{
  const SimMachine *machine = inspection->machine;
  Phrases *p = &inspection->phrases;
  SimZone zone = sim_zone (machine, id);
  uint64_t on_cpus = 0;

  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    on_cpus += sim_pcp (machine, id, cpu).count;

  if (sim_n_nodes (machine) > 1)
    add_code (inspection, "node", phrase_format (p, "%u", zone.node));
  add_code (inspection, "zone_start_pfn", phrase_pfn (p, zone.start_pfn));
  add_frames (inspection, "spanned_pages", zone.spanned);
  add_frames (inspection, "present_pages", zone.present);
  add_frames (inspection, "managed_pages", zone.managed);
  add_frames (inspection, C_("inspector", "free in the buddy system"), zone.free);
  add_frames (inspection, C_("inspector", "free on per-CPU lists"), on_cpus);
  add_code (inspection, "_watermark", phrase_format (p, "min %u, low %u, high %u, boost %u", zone.limits.min, zone.limits.low,
                                                     zone.limits.high, zone.limits.boost));
  add_reserve (inspection, &zone);
  for (unsigned order = 0; order <= p->profile->largest_order; order++)
    add_count (inspection, phrase_format (p, _("blocks of order %u"), order), sim_nr_free (machine, id, (SimOrder) order));
}

static void
inspect_list (Inspection *inspection,
              uint64_t    id)
{
  const SimMachine *machine = inspection->machine;
  Phrases *p = &inspection->phrases;
  SimZoneId zone = (SimZoneId) (id >> 16);
  SimOrder order = (SimOrder) (id >> 8);
  SimMigrateType type = (SimMigrateType) (id & 0xff);
  uint32_t length = sim_list_length (machine, zone, order, type);
  SimPfn first = sim_list_first (machine, zone, order, type);

  add_text (inspection, C_("inspector", "zone"), phrase_zone (p, zone));
  add_text (inspection, C_("inspector", "order"), phrase_format (p, "%u", order));
  if (phrases_have_types (p))
    add_text (inspection, C_("inspector", "migrate type"), sim_migrate_name (type));
  add_count (inspection, C_("inspector", "blocks"), length);
  add_frames (inspection, C_("inspector", "free"), (uint64_t) length << order);
  if (first != SIM_NO_PFN)
    add_code (inspection, C_("inspector", "head: taken next"), phrase_pfn (p, first));
}

static void
inspect_pcp_list (Inspection *inspection,
                  uint64_t    id)
{
  const SimMachine *machine = inspection->machine;
  Phrases *p = &inspection->phrases;
  SimZoneId zone = (SimZoneId) (id >> 32);
  unsigned cpu = (unsigned) (id >> 8 & 0xffffff), list = (unsigned) (id & 0xff);
  SimPfn first = sim_pcp_list_first (machine, zone, cpu, list);
  unsigned n = object_pcp_list_length (machine, first);
  SimPcp pcp = sim_pcp (machine, zone, cpu);

  add_text (inspection, C_("inspector", "zone"), phrase_zone (p, zone));
  add_text (inspection, C_("inspector", "CPU"), phrase_format (p, "%u", cpu));
  add_count (inspection, C_("inspector", "blocks"), n);
  add_frames (inspection, C_("inspector", "free"), (uint64_t) n << sim_pcp_list_order (machine, list));
  if (first != SIM_NO_PFN)
    add_code (inspection, C_("inspector", "head: taken next"), phrase_pfn (p, first));
  add_code (inspection, "count", phrase_count (p, pcp.count));
  add_code (inspection, "high", phrase_count (p, pcp.high));
  add_code (inspection, "batch", phrase_count (p, pcp.batch));
  add_code (inspection, "free_factor", phrase_count (p, pcp.free_factor));
}

static void
inspect_cpu (Inspection *inspection,
             unsigned    cpu)
{
  const SimMachine *machine = inspection->machine;

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    {
      SimPcp pcp = sim_pcp (machine, (SimZoneId) i, cpu);

      add_frames (inspection,
                  phrase_format (&inspection->phrases, _("free pages of %s"), phrase_zone (&inspection->phrases, i)),
                  pcp.count);
    }
}

static void
inspect_address (Inspection *inspection,
                 uint64_t    address)
{
  SimPfn pfn;

  add_code (inspection, C_("inspector", "kernel address"), phrase_address (&inspection->phrases, address));
  if (!sim_virt_to_pfn (inspection->machine, address, &pfn))
    {
      add_text (inspection, C_("inspector", "physical address"), _("none: no logical address of this machine"));
      return;
    }
  add_code (inspection, C_("inspector", "offset in the page"),
            phrase_hex (&inspection->phrases, address & (SIM_PAGE_SIZE - 1)));
  add_code (inspection, C_("inspector", "page frame"), phrase_pfn (&inspection->phrases, pfn));
  inspect_frame (inspection, pfn, NULL);
}

/* --- all of them -------------------------------------------------------------------------- */

/* Does the machine have what the name says? */
gboolean
object_exists (const SimMachine *machine,
               SimRef            object)
{
  uint64_t id = object.id;

  switch (object.kind)
    {
    case SIM_REF_FRAME:
    case SIM_REF_ADDRESS:
    case SIM_REF_EVENT:
      return TRUE;
    case SIM_REF_BLOCK:
      return id >> 32 < SIM_N_ORDERS;
    case SIM_REF_ZONE:
      return id < sim_n_zones (machine);
    case SIM_REF_LIST:
      return id >> 16 < sim_n_zones (machine) && (id >> 8 & 0xff) < SIM_N_ORDERS && (id & 0xff) < SIM_N_MIGRATE_TYPES;
    case SIM_REF_PCP_LIST:
      return id >> 32 < sim_n_zones (machine) && (id >> 8 & 0xffffff) < sim_n_cpus (machine)
             && (id & 0xff) < sim_n_pcp_lists (machine);
    case SIM_REF_CPU:
      return id < sim_n_cpus (machine);
    CASES_OF_CACHE_OBJECTS:
      return cache_object_exists (machine, object);
    case SIM_REF_NONE:
    case SIM_N_REF_KINDS:
      break;
    }
  return FALSE;
}

GPtrArray *
narrate_object (const SimMachine *machine,
                SimRef            object,
                const char       *owner)
{
  Inspection inspection = { .machine = machine };

  inspection.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) narration_row_free);
  if (!object_exists (machine, object))
    return inspection.rows;

  phrases_init (&inspection.phrases, machine);
  switch (object.kind)
    {
    case SIM_REF_FRAME:
      inspect_frame (&inspection, object.id < SIM_NO_PFN ? (SimPfn) object.id : SIM_NO_PFN, owner);
      break;
    case SIM_REF_BLOCK:
      inspect_block (&inspection, object.id, owner);
      break;
    case SIM_REF_ZONE:
      inspect_zone (&inspection, (SimZoneId) object.id);
      break;
    case SIM_REF_LIST:
      inspect_list (&inspection, object.id);
      break;
    case SIM_REF_PCP_LIST:
      inspect_pcp_list (&inspection, object.id);
      break;
    case SIM_REF_CPU:
      inspect_cpu (&inspection, (unsigned) object.id);
      break;
    case SIM_REF_ADDRESS:
      inspect_address (&inspection, object.id);
      break;
    CASES_OF_CACHE_OBJECTS:
      cache_object_inspect (&inspection.phrases, object, owner, inspection.rows);
      break;
    case SIM_REF_EVENT:
    case SIM_REF_NONE:
    case SIM_N_REF_KINDS:
      break;
    }
  phrases_clear (&inspection.phrases);

  return inspection.rows;
}

static char *
title (Phrases *p,
       SimRef   object)
{
  uint64_t id = object.id;

  switch (object.kind)
    {
    case SIM_REF_FRAME:
      return g_strdup_printf (_("Page frame %s"), phrase_hex (p, id));
    case SIM_REF_BLOCK:
      return g_strdup_printf (_("Block %s of order %u"), phrase_pfn (p, id & 0xffffffffu), (unsigned) (id >> 32));
    case SIM_REF_ZONE:
      return g_strdup_printf (_("Zone %s"), phrase_zone (p, id));
    case SIM_REF_LIST:
      return g_strdup_printf (_("Free list: %s"), phrase_list (p, id >> 16, id >> 8 & 0xff, id & 0xff));
    case SIM_REF_PCP_LIST:
      return g_strdup_printf (_("Per-CPU list: %s, CPU %u, %s"), phrase_zone (p, id >> 32), (unsigned) (id >> 8 & 0xffffff),
                              phrase_pcp_list (p, id & 0xff));
    case SIM_REF_CPU:
      return g_strdup_printf (_("CPU %u"), (unsigned) id);
    case SIM_REF_EVENT:
      return g_strdup_printf (_("Event %s"), phrase_count (p, id));
    case SIM_REF_ADDRESS:
      return g_strdup_printf (_("Kernel address %s"), phrase_address (p, id));
    CASES_OF_CACHE_OBJECTS:
      return cache_object_title (p, object);
    case SIM_REF_NONE:
    case SIM_N_REF_KINDS:
      break;
    }
  return g_strdup ("");
}

char *
narrate_object_title (const SimMachine *machine,
                      SimRef            object)
{
  Phrases phrases;
  char *text;

  if (!object_exists (machine, object))
    return g_strdup (_("Nothing"));

  phrases_init (&phrases, machine);
  text = title (&phrases, object);
  phrases_clear (&phrases);
  return text;
}
