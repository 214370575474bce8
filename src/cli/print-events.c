/* print-events.c - what happened, one line an event, as ftrace prints it
 *
 * Models      include/trace/events/kmem.h: mm_page_alloc, mm_page_free, mm_page_alloc_zone_locked,
 *             mm_page_pcpu_drain, mm_page_alloc_extfrag; include/trace/events/printk.h: console
 * Leaves out  what the model has not: the flags column, and the time, which counts events instead; the script's
 *             own memory (word_set)
 *
 * An event that a real kernel does not trace has a line of the same form with its own name and fields.
 */
#include "cli/print.h"

#include <inttypes.h>
#include <string.h>

#define TASK "scenario"
#define PID  1

typedef struct {
  Timeline         *timeline;
  const SimMachine *machine;      /* as it is after the event */
  const SimProfile *profile;
  GString          *out;
  SimOrder          order;        /* that the request in progress asks for */
  SimMigrateType    type;         /* and its type */
} Printer;

static void
begin_line (Printer        *printer,
            const SimEvent *event,
            JournalPosition position)
{
  g_string_append_printf (printer->out, "%16s-%-7d [%03d] ..... %5" PRIu64 ".%06" PRIu64 ": ", TASK, PID, event->cpu,
                          position / 1000000, position % 1000000);
}

static void
append_page (Printer *printer,
             SimPfn   pfn)
{
  g_string_append_printf (printer->out, "page=%0*" PRIx64 " pfn=0x%" PRIx32, printer->profile->bits / 4,
                          sim_pfn_to_page (printer->machine, pfn), pfn);
}

static void
append_gfp (Printer *printer,
            uint64_t gfp)
{
  char text[256];

  sim_gfp_print (printer->profile, (uint32_t) gfp, text, sizeof text);
  g_string_append (printer->out, text);
}

/* --- events that a real kernel traces ------------------------------------------------------- */

static void
print_alloc (Printer        *printer,
             const SimEvent *event)
{
  g_string_append (printer->out, "mm_page_alloc: ");
  if (event->kind == SIM_EVENT_BLOCK_HANDED_OUT)
    append_page (printer, (SimPfn) event->arg[0]);
  else
    g_string_append_printf (printer->out, "page=%0*d pfn=0x0", printer->profile->bits / 4, 0);
  g_string_append_printf (printer->out, " order=%u migratetype=%d gfp_flags=", (unsigned) event->arg[1], (int) printer->type);
  append_gfp (printer, event->kind == SIM_EVENT_BLOCK_HANDED_OUT ? event->arg[3] : event->arg[0]);
}

static void
print_free (Printer        *printer,
            const SimEvent *event)
{
  g_string_append (printer->out, "mm_page_free: ");
  append_page (printer, (SimPfn) event->arg[0]);
  g_string_append_printf (printer->out, " order=%u", (unsigned) event->arg[1]);
}

/* The kernel tells of a block when it has been halved down to what was asked for; the frame is the same. */
static void
print_zone_locked (Printer        *printer,
                   const SimEvent *event,
                   JournalPosition position)
{
  unsigned order = (unsigned) event->arg[1];
  SimEvent next;

  for (position++; timeline_event (printer->timeline, position, &next) && next.kind == SIM_EVENT_BLOCK_SPLIT; position++)
    order--;

  g_string_append (printer->out, "mm_page_alloc_zone_locked: ");
  append_page (printer, (SimPfn) event->arg[0]);
  g_string_append_printf (printer->out, " order=%u migratetype=%d percpu_refill=%d", order, (int) event->arg[3],
                          order <= printer->profile->buddy.largest_pcp_order && event->arg[3] != SIM_HIGHATOMIC);
}

static void
print_drained (Printer        *printer,
               const SimEvent *event)
{
  unsigned list = (unsigned) event->arg[2];

  g_string_append (printer->out, "mm_page_pcpu_drain: ");
  append_page (printer, (SimPfn) event->arg[0]);
  g_string_append_printf (printer->out, " order=%u migratetype=%u", sim_pcp_list_order (printer->machine, list),
                          printer->profile->buddy.has_migrate_types ? sim_pcp_list_type (printer->machine, list) : 0);
}

/* Does the page block change hands before the block is taken? */
static gboolean
changes_ownership (Printer        *printer,
                   JournalPosition position)
{
  SimEvent next;

  for (position++; timeline_event (printer->timeline, position, &next); position++)
    {
      if (next.kind == SIM_EVENT_PAGEBLOCK_CLAIMED)
        return TRUE;
      if (next.kind != SIM_EVENT_BLOCK_MOVED)
        return FALSE;
    }
  return FALSE;
}

static void
print_extfrag (Printer        *printer,
               const SimEvent *event,
               JournalPosition position)
{
  SimOrder order = (SimOrder) event->arg[1];
  unsigned pageblock_order = printer->profile->buddy.pageblock_order;
  SimPfn pfn = sim_list_first (printer->machine, (SimZoneId) event->arg[0], order, (SimMigrateType) event->arg[3]);

  g_string_append (printer->out, "mm_page_alloc_extfrag: ");
  append_page (printer, pfn != SIM_NO_PFN ? pfn : 0);
  g_string_append_printf (printer->out,
                          " alloc_order=%u fallback_order=%u pageblock_order=%u alloc_migratetype=%d fallback_migratetype=%d "
                          "fragmenting=%d change_ownership=%d",
                          printer->order, order, pageblock_order, (int) event->arg[2], (int) event->arg[3],
                          order < pageblock_order, changes_ownership (printer, position));
}

/* A line for each of its lines, as each would be a message of its own. */
static void
print_console (Printer        *printer,
               const SimEvent *event,
               JournalPosition position)
{
  g_auto (GStrv) lines = NULL;
  size_t end = MIN (sim_log_length (printer->machine), (size_t) (event->arg[1] + event->arg[2]));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *valid = NULL;

  for (size_t i = (size_t) event->arg[1]; i < end; i++)
    g_string_append_c (text, sim_log_char (printer->machine, i));
  valid = g_utf8_make_valid (text->str, (gssize) text->len);
  g_strchomp (valid);
  g_strdelimit (valid, "\r\t", ' ');
  lines = g_strsplit (valid, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        {
          g_string_append_c (printer->out, '\n');
          begin_line (printer, event, position);
        }
      g_string_append_printf (printer->out, "console: %s", lines[i]);
    }
}

/* --- all others ----------------------------------------------------------------------------- */

/* "order:2/low/below" */
static void
append_test (Printer *printer,
             uint64_t test)
{
  static const char *const verdicts[SIM_N_WMARK_VERDICTS] = { "ok", "below", "no_block", "ignored" };
  SimWatermarkVerdict verdict = sim_test_verdict (test);

  g_string_append_printf (printer->out, "order:%u/%s/%s", sim_test_order (test), sim_watermark_name (sim_test_alloc_flags (test)),
                          verdict < SIM_N_WMARK_VERDICTS ? verdicts[verdict] : "none");
}

static void
append_field (Printer     *printer,
              SimFieldType type,
              uint64_t     value)
{
  const SimMachine *machine = printer->machine;

  switch (type)
    {
    case SIM_FIELD_zone:
      g_string_append (printer->out, value < sim_n_zones (machine) ? sim_zone (machine, (SimZoneId) value).name : "none");
      break;
    case SIM_FIELD_diagnosis:
      g_string_append (printer->out, sim_diagnosis_name ((unsigned) value));
      break;
    case SIM_FIELD_migrate:
      g_string_append (printer->out, value < SIM_N_MIGRATE_TYPES ? sim_migrate_name ((SimMigrateType) value) : "none");
      break;
    case SIM_FIELD_pcplist:
      g_string_append (printer->out, value < sim_n_pcp_lists (machine) ? sim_pcp_list_name (machine, (unsigned) value) : "none");
      break;
    case SIM_FIELD_gfp:
      append_gfp (printer, value);
      break;
    case SIM_FIELD_cache:
      g_string_append (printer->out, sim_cache_exists (machine, (SimCacheId) value) ? sim_cache (machine, (SimCacheId) value).name : "none");
      break;
    case SIM_FIELD_array:
      if (value >= SIM_SHARED_ARRAY)
        g_string_append_printf (printer->out, "shared%" PRIu64, value - SIM_SHARED_ARRAY);
      else
        g_string_append_printf (printer->out, "cpu%" PRIu64, value);
      break;
    case SIM_FIELD_object:
      g_string_append_printf (printer->out, "%" PRIu32, sim_object_index ((uint32_t) value));
      break;
    case SIM_FIELD_slablist:
      g_string_append (printer->out, value < SIM_N_SLAB_LISTS ? sim_slab_list_name_in (printer->machine, (SimSlabList) value) : "none");
      break;
    case SIM_FIELD_pfn:
    case SIM_FIELD_value:
      g_string_append_printf (printer->out, "0x%" PRIx64, value);
      break;
    case SIM_FIELD_test:
      append_test (printer, value);
      break;
    case SIM_FIELD_order:
    case SIM_FIELD_count:
    case SIM_FIELD_cpu:
    case SIM_FIELD_flag:
    case SIM_FIELD_verdict:
    case SIM_FIELD_state:
    case SIM_FIELD_context:
    case SIM_FIELD_lockhow:
    case SIM_FIELD_refkind:
    case SIM_FIELD_NONE:
      g_string_append_printf (printer->out, "%" PRIu64, value);
      break;
    }
}

static void
print_own (Printer        *printer,
           const SimEvent *event)
{
  const SimEventInfo *info = sim_event_info ((SimEventKind) event->kind);

  g_string_append_printf (printer->out, "%s:", info->name);
  for (unsigned i = 0; i < info->n_fields; i++)
    {
      g_string_append_printf (printer->out, " %s=", info->fields[i].name);
      append_field (printer, info->fields[i].type, event->arg[i]);
    }
}

static void
print_event (Printer        *printer,
             const SimEvent *event,
             JournalPosition position)
{
  begin_line (printer, event, position);
  switch (event->kind)
    {
    case SIM_EVENT_REQUESTED:
      printer->order = (SimOrder) event->arg[1];
      printer->type = (SimMigrateType) event->arg[3];
      print_own (printer, event);
      break;
    case SIM_EVENT_BLOCK_HANDED_OUT:
    case SIM_EVENT_ALLOCATION_FAILED:
      print_alloc (printer, event);
      break;
    case SIM_EVENT_BLOCK_RETURNED:
      print_free (printer, event);
      break;
    case SIM_EVENT_BLOCK_TAKEN:
      print_zone_locked (printer, event, position);
      break;
    case SIM_EVENT_FALLBACK_CHOSEN:
      print_extfrag (printer, event, position);
      break;
    case SIM_EVENT_PCP_TAKEN:
      if (event->arg[3] != 0)
        print_drained (printer, event);
      else
        print_own (printer, event);
      break;
    case SIM_EVENT_PRINTED:
      print_console (printer, event, position);
      break;
    default:
      print_own (printer, event);
      break;
    }
  g_string_append_c (printer->out, '\n');
}

void
cli_print_events (Timeline *timeline,
                  GString  *out)
{
  JournalPosition end = timeline_position (timeline);
  Printer printer = { .timeline = timeline, .out = out };
  SimEvent event;

  g_string_append (out, "# tracer: nop\n#\n# the clock counts events\n"
                        "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n");
  for (JournalPosition position = 0; position < end; position++)
    {
      timeline_event (timeline, position, &event);
      if (timeline_seek (timeline, position + 1) != SIM_OK)
        return;
      if (event.kind == SIM_EVENT_WORD_SET)
        continue;
      printer.machine = timeline_machine (timeline);
      printer.profile = sim_profile (printer.machine);
      print_event (&printer, &event, position);
    }
}
