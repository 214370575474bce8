/* exercise-writer.c - lines of a sheet of exercises, and the machine that runs them as they are written */
#include "exercise-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* --- chance ---------------------------------------------------------------------------------- */

/* SplitMix64: the same on every computer. */
unsigned
writer_random (ExerciseWriter *writer,
               unsigned        n)
{
  uint64_t z = writer->random += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return (unsigned) ((z ^ z >> 31) % n);
}

unsigned
writer_between (ExerciseWriter *writer,
                unsigned        first,
                unsigned        last)
{
  return first + writer_random (writer, last - first + 1);
}

/* --- the machine ------------------------------------------------------------------------------- */

static uint32_t
gfp_kernel (const ExerciseWriter *writer)
{
  uint32_t bits = 0;

  sim_gfp_by_name (writer->profile, "GFP_KERNEL", &bits);
  return bits;
}

const char *
writer_mask (const ExerciseWriter *writer)
{
  return writer->profile->marks.kills_for_any_order ? "GFP_KERNEL | __GFP_NORETRY" : "GFP_KERNEL";
}

SimOrder
writer_least_order (const ExerciseWriter *writer)
{
  return writer->profile->buddy.largest_pcp_order + 1;
}

SimZoneId
writer_zone_id (const ExerciseWriter *writer)
{
  SimZoneId zones[SIM_MAX_ZONES];

  return sim_zonelist (writer->machine, gfp_kernel (writer), zones) > 0 ? zones[0] : 0;
}

const char *
writer_zone (const ExerciseWriter *writer)
{
  return sim_zone (writer->machine, writer_zone_id (writer)).name;
}

SimMigrateType
writer_type (const ExerciseWriter *writer)
{
  return sim_gfp_migrate_type (writer->profile, gfp_kernel (writer));
}

static void
note (ExerciseTrial  *trial,
      const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_BLOCK_TAKEN:
      if (trial->taken == SIM_NO_PFN)
        {
          trial->taken = (SimPfn) event->arg[0];
          trial->taken_order = (SimOrder) event->arg[1];
        }
      break;
    case SIM_EVENT_FALLBACK_CHOSEN:
      trial->falls_back = TRUE;
      break;
    case SIM_EVENT_BLOCK_SPLIT:
      trial->n_splits++;
      break;
    case SIM_EVENT_BLOCKS_MERGED:
      trial->n_merges++;
      break;
    case SIM_EVENT_BLOCK_FREED:
      trial->freed = (SimPfn) event->arg[0];
      trial->freed_order = (SimOrder) event->arg[1];
      trial->freed_type = (SimMigrateType) event->arg[2];
      break;
    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_PCP_TAKEN:
      trial->pcp_list = (unsigned) event->arg[2];
      break;
    default:
      break;
    }
}

void
writer_undo (ExerciseWriter *writer,
             size_t          n_events,
             size_t          n_changes)
{
  SimRecord *record = writer->record;

  /* Of a record that failed nothing is to be trusted, and the sheet is not made. */
  if (!record->failed)
    sim_machine_apply (writer->machine, record->changes + n_changes, record->next_change);
  sim_record_cut (record, n_events, n_changes);
}

/* pfn SIM_NO_PFN: an allocation. */
static ExerciseTrial
try (ExerciseWriter *writer,
     SimPfn          pfn,
     SimOrder        order)
{
  ExerciseTrial trial = { .taken = SIM_NO_PFN, .given = SIM_NO_PFN, .freed = SIM_NO_PFN, .pcp_list = UINT_MAX };
  SimRecord *record = writer->record;
  size_t n_events = sim_record_n_events (record), n_changes = sim_record_n_changes (record);
  SimRun run;

  sim_run_init (&run, writer->machine, record);
  if (pfn == SIM_NO_PFN)
    trial.given = sim_alloc_pages (&run, gfp_kernel (writer), order);
  else
    sim_free_pages (&run, pfn, order);
  trial.succeeds = pfn != SIM_NO_PFN || trial.given != SIM_NO_PFN;
  writer->has_failed = writer->has_failed || record->failed;
  for (size_t i = n_events; i < sim_record_n_events (record) && !record->failed; i++)
    {
      SimEvent event = sim_record_event (record, i);

      note (&trial, &event);
    }
  writer_undo (writer, n_events, n_changes);
  if (trial.taken != SIM_NO_PFN)
    trial.taken_type = sim_block_at (writer->machine, trial.taken).type;
  return trial;
}

ExerciseTrial
writer_try_alloc (ExerciseWriter *writer,
                  SimOrder        order)
{
  return try (writer, SIM_NO_PFN, order);
}

ExerciseTrial
writer_try_free (ExerciseWriter *writer,
                 SimPfn          pfn,
                 SimOrder        order)
{
  return try (writer, pfn, order);
}

/* --- lines ------------------------------------------------------------------------------------- */

void
writer_line (ExerciseWriter *writer,
             const char     *format,
             ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (writer->text, format, arguments);
  va_end (arguments);
  g_string_append_c (writer->text, '\n');
}

HeldBlock *
writer_alloc (ExerciseWriter *writer,
              SimOrder        order)
{
  HeldBlock *block = &writer->held[writer->n_held];
  SimRun run;
  SimPfn pfn;

  if (writer->n_held == EXERCISE_MOST_HELD)
    return NULL;
  sim_run_init (&run, writer->machine, writer->record);
  pfn = sim_alloc_pages (&run, gfp_kernel (writer), order);
  if (pfn == SIM_NO_PFN)
    return NULL;

  block->pfn = pfn;
  block->order = order;
  g_snprintf (block->name, sizeof block->name, "%c%u", (char) ('a' + writer->n_names++), writer->number);
  writer->n_held++;
  writer->is_dirty = writer->is_dirty || order < writer_least_order (writer);
  writer_line (writer, "struct page *%s = alloc_pages(GFP_KERNEL, %u);", block->name, order);
  return block;
}

void
writer_free (ExerciseWriter *writer,
             unsigned        held)
{
  HeldBlock block = writer->held[held];
  SimRun run;

  sim_run_init (&run, writer->machine, writer->record);
  sim_free_pages (&run, block.pfn, block.order);
  writer_line (writer, "__free_pages(%s, %u);", block.name, block.order);
  memmove (&writer->held[held], &writer->held[held + 1], (--writer->n_held - held) * sizeof block);
}

gboolean
writer_take_all (ExerciseWriter *writer,
                 SimOrder        order)
{
  SimRun run;
  SimPfn pfn;

  sim_run_init (&run, writer->machine, writer->record);
  writer->n_all = 0;
  writer->all_number = writer->number;
  writer->all_order = order;
  while ((pfn = sim_alloc_pages (&run, gfp_kernel (writer), order)) != SIM_NO_PFN)
    {
      if (writer->n_all == EXERCISE_MOST_ALL - 1)
        return FALSE;
      writer->all[writer->n_all++] = pfn;
    }

  writer_line (writer, "struct page *all%u[%u];", writer->number, EXERCISE_MOST_ALL);
  writer_line (writer, "int n%u = 0;", writer->number);
  writer_line (writer, "while ((all%u[n%u] = alloc_pages(%s, %u)))", writer->number, writer->number,
               writer_mask (writer), order);
  writer_line (writer, "    n%u++;", writer->number);
  return TRUE;
}

static void
give_back_all (ExerciseWriter *writer)
{
  SimOrder order = writer->all_order;
  unsigned number = writer->all_number;
  SimRun run;

  sim_run_init (&run, writer->machine, writer->record);
  while (writer->n_all > 0)
    sim_free_pages (&run, writer->all[--writer->n_all], order);
  writer_line (writer, "while (n%u > 0)", number);
  writer_line (writer, "    __free_pages(all%u[--n%u], %u);", number, number, order);
}

void
writer_give_back (ExerciseWriter *writer)
{
  SimCall drain = { .id = SIM_CALL_drain_all_pages };
  SimRun run;

  while (writer->n_held > 0)
    writer_free (writer, writer->n_held - 1);
  if (writer->n_all > 0)
    give_back_all (writer);
  if (!writer->is_dirty || sim_profile_lacks (writer->profile, "drain_all_pages"))
    return;

  sim_run_init (&run, writer->machine, writer->record);
  sim_run_call (&run, &drain, NULL);
  writer_line (writer, "drain_all_pages(NULL);");
  writer->is_dirty = FALSE;
}

/* --- texts ------------------------------------------------------------------------------------- */

static void
append_quoted (GString    *line,
               const char *text)
{
  g_string_append_c (line, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (line, '\\');
      g_string_append_c (line, *text);
    }
  g_string_append_c (line, '"');
}

static void
word (ExerciseWriter *writer,
      const char     *name,
      const char     *text)
{
  g_string_append_printf (writer->text, "%s(", name);
  append_quoted (writer->text, text);
  g_string_append (writer->text, ");\n");
}

void
writer_step (ExerciseWriter *writer,
             const char     *title)
{
  g_string_append_c (writer->text, '\n');
  word (writer, "step", title);
  writer->n_steps++;
}

void
writer_say (ExerciseWriter *writer,
            const char     *sentence)
{
  word (writer, "say", sentence);
}

void
writer_ask (ExerciseWriter *writer,
            const char     *question,
            const char     *answer)
{
  g_string_append (writer->text, "ask(");
  append_quoted (writer->text, question);
  g_string_append_printf (writer->text, ", .answer = %s);\n", answer);
}

static void
append_list (ExerciseWriter    *writer,
             const char        *name,
             const char *const *texts,
             unsigned           n)
{
  g_string_append_printf (writer->text, ",\n    .%s = {", name);
  for (unsigned i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (writer->text, ", ");
      append_quoted (writer->text, texts[i] != NULL ? texts[i] : "");
    }
  g_string_append_c (writer->text, '}');
}

void
writer_choose (ExerciseWriter    *writer,
               const char        *question,
               const char *const *choices,
               const char *const *why_not,
               unsigned           answer)
{
  unsigned n = g_strv_length ((char **) choices);

  g_string_append (writer->text, "ask(");
  append_quoted (writer->text, question);
  writer->right = answer;
  append_list (writer, "choices", choices, n);
  append_list (writer, "why_not", why_not, n);
  g_string_append_printf (writer->text, ", .answer = %u);\n", answer);
}

#define MOST_CHOICES 4

static gboolean
is_among (const unsigned *numbers,
          unsigned        n,
          unsigned        number)
{
  for (unsigned i = 0; i < n; i++)
    if (numbers[i] == number)
      return TRUE;
  return FALSE;
}

static int
compare_numbers (const void *a,
                 const void *b)
{
  unsigned one = *(const unsigned *) a, other = *(const unsigned *) b;

  return (one > other) - (one < other);
}

/* Chance says how many lie below the right one, as far as there are as many: its place tells nothing. */
void
writer_choose_number (ExerciseWriter *writer,
                      const char     *question,
                      const char     *format,
                      const unsigned *numbers,
                      unsigned        n,
                      WhyNotFunc      why_not,
                      const void     *data)
{
  unsigned sorted[MOST_CHOICES] = { numbers[0] }, n_sorted = 1, n_below = 0, n_above = 0, answer = 0;
  g_auto (GStrv) choices = g_new0 (char *, MOST_CHOICES + 1);
  char *reasons[MOST_CHOICES] = { NULL };

  for (unsigned i = 1; i < n; i++)
    if (!is_among (numbers, i, numbers[i]))
      {
        n_below += numbers[i] < numbers[0];
        n_above += numbers[i] > numbers[0];
      }
  unsigned most_wrong = MIN (MOST_CHOICES - 1, n_below + n_above);
  unsigned least = n_above < most_wrong ? most_wrong - n_above : 0;
  unsigned below = writer_between (writer, least, MIN (n_below, most_wrong)), above = most_wrong - below;

  for (unsigned i = 1; i < n; i++)
    if (!is_among (numbers, i, numbers[i]) && (numbers[i] < numbers[0] ? below : above) > 0)
      {
        if (numbers[i] < numbers[0])
          below--;
        else
          above--;
        sorted[n_sorted++] = numbers[i];
      }
  qsort (sorted, n_sorted, sizeof *sorted, compare_numbers);
  for (unsigned i = 0; i < n_sorted; i++)
    {
      choices[i] = g_strdup_printf (format, sorted[i]);
      if (sorted[i] == numbers[0])
        answer = i;
      else
        reasons[i] = why_not (sorted[i], data);
    }
  writer_choose (writer, question, (const char *const *) choices, (const char *const *) reasons, answer);
  for (unsigned i = 0; i < n_sorted; i++)
    g_free (reasons[i]);
  writer->right = numbers[0];
}

void
writer_answer (ExerciseWriter *writer)
{
  g_autofree char *title = g_strdup_printf (_("Exercise %u: the answer"), writer->number);

  writer_step (writer, title);
}
