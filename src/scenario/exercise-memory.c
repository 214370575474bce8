/* exercise-memory.c - exercises about memory as it stands: the lists and the blocks have to be read */
#include "exercise-private.h"

#include <glib/gi18n-lib.h>

#define MOST_ORDERS 3             /* of the blocks that are handed out */

void
exercise_begin_before (ExerciseWriter *writer)
{
  g_autofree char *title = g_strdup_printf (_("Exercise %u: what came before"), writer->number);

  writer_step (writer, title);
  writer_give_back (writer);
}

/* The step that asks does nothing, so that nothing in its picture is marked as changed. */
static void
begin_without_look (ExerciseWriter *writer)
{
  g_autofree char *title = g_strdup_printf (_("Exercise %u"), writer->number);

  writer_step (writer, title);
}

void
exercise_begin (ExerciseWriter  *writer,
                const HeldBlock *look)
{
  g_autofree char *title = g_strdup_printf (_("Exercise %u"), writer->number);

  writer_line (writer, "look(\"buddy\");");
  writer_step (writer, title);
  if (look != NULL)
    writer_line (writer, "look(\"buddy\", %s);", look->name);
  else
    writer_line (writer, "look(\"buddy\");");
}

void
exercise_prepare (ExerciseWriter *writer)
{
  unsigned n = writer_between (writer, 3, 4 + writer->difficulty), least = writer_least_order (writer);
  unsigned n_back = writer_between (writer, 1, MIN (2 + writer->difficulty, n - 2));

  exercise_begin_before (writer);
  for (unsigned i = 0; i < n; i++)
    writer_alloc (writer, (SimOrder) writer_between (writer, least, least + MOST_ORDERS - 1));
  for (unsigned i = 0; i < n_back && writer->n_held > 1; i++)
    writer_free (writer, writer_random (writer, writer->n_held));
  writer_say (writer, _("Blocks were handed out, and some of them came back."));
}

gboolean
exercise_prepare_free (ExerciseWriter *writer,
                       unsigned       *held,
                       HeldBlock      *block,
                       ExerciseTrial  *trial)
{
  exercise_prepare (writer);
  *held = writer_random (writer, writer->n_held);
  *block = writer->held[*held];
  *trial = writer_try_free (writer, block->pfn, block->order);

  return trial->freed != SIM_NO_PFN;
}

static SimOrder
random_order (ExerciseWriter *writer)
{
  SimOrder least = writer_least_order (writer);

  return (SimOrder) writer_between (writer, least, least + 1 + writer->difficulty);
}

static char *
dup_why_taken (ExerciseWriter      *writer,
               const ExerciseTrial *trial,
               SimOrder             order)
{
  if (trial->falls_back)
    return g_strdup_printf (_("No free block of type %s is large enough. The largest block of another type is taken: the first of the list of order %u, type %s."),
                            sim_migrate_name (writer_type (writer)), trial->taken_order, sim_migrate_name (trial->taken_type));
  if (trial->n_splits == 0 && writer->profile->buddy.has_migrate_types)
    return g_strdup_printf (_("The list of order %u, type %s, has a block. Its first one is taken, and nothing is split."),
                            order, sim_migrate_name (trial->taken_type));
  if (trial->n_splits == 0)
    return g_strdup_printf (_("The list of order %u has a block. Its first is taken whole."), order);
  if (writer->profile->buddy.has_migrate_types)
    return g_strdup_printf (_("The lists of type %s from order %u on are searched upwards: the first that has a block is that of order %u, and its first block is taken."),
                            sim_migrate_name (trial->taken_type), order, trial->taken_order);
  return g_strdup_printf (_("The lists from order %u on are searched upwards: the first that has a block is that of order %u, and its first block is taken."),
                          order, trial->taken_order);
}

static char *
dup_why_split (const ExerciseTrial *trial,
               SimOrder             order)
{
  if (trial->n_splits == 0)
    return g_strdup_printf (_("The block that is taken has order %u already: nothing is halved."), order);
  if (trial->n_splits == 1)
    return g_strdup_printf (_("The block that is taken has order %u: it is halved once."), trial->taken_order);
  return g_strdup_printf (_("The block that is taken has order %u: it is halved %u times down to order %u."),
                          trial->taken_order, trial->n_splits, order);
}

/* Both ask about the next request; one for the block, one for how often it is halved. */
static gboolean
write_request (ExerciseWriter *writer,
               ExerciseKind    kind)
{
  SimOrder order = random_order (writer);
  ExerciseTrial trial;
  HeldBlock *block;

  exercise_prepare (writer);
  trial = writer_try_alloc (writer, order);
  if (!trial.succeeds || trial.taken == SIM_NO_PFN || trial.pcp_list != UINT_MAX)
    return FALSE;

  g_autofree char *call = g_strdup_printf ("alloc_pages(GFP_KERNEL, %u)", order);
  g_autofree char *why_taken = dup_why_taken (writer, &trial, order);
  exercise_begin (writer, NULL);
  if (kind == EXERCISE_TAKEN)
    {
      g_autofree char *question = g_strdup_printf (_("%s is called. Which free block is taken from its list?"), call);
      g_autofree char *answer = g_strdup_printf ("pfn_to_page(0x%x)", trial.taken);

      writer_ask (writer, question, answer);
    }
  else
    {
      g_autofree char *question = g_strdup_printf (_("%s is called. How many times is a block halved?"), call);
      g_autofree char *answer = g_strdup_printf ("%u", trial.n_splits);

      /* Not a choice: it is often none, and nothing is less than that. */
      writer_ask (writer, question, answer);
    }

  writer_answer (writer);
  block = writer_alloc (writer, order);
  if (block == NULL)
    return FALSE;
  writer_line (writer, "expect(page_to_pfn(%s) == 0x%x);", block->name, trial.given);
  writer_say (writer, why_taken);
  if (kind == EXERCISE_SPLITS)
    {
      g_autofree char *why = dup_why_split (&trial, order);

      writer_say (writer, why);
    }
  writer_line (writer, "look(\"buddy\", %s);", block->name);
  return TRUE;
}

typedef struct {
  unsigned right, order;          /* of the block that was given back */
} Merge;

static char *
why_not_merged (unsigned    number,
                const void *data)
{
  const Merge *merge = data;

  if (number < merge->order)
    return g_strdup (_("A block that is given back does not become smaller."));
  if (number < merge->right)
    return g_strdup_printf (_("It does not end there: the buddy of the block of order %u is free, too."), number);
  return g_strdup_printf (_("It ends before: on the way to order %u there is a buddy that is not a free block of the same order."), number);
}

typedef struct {
  const SimPfn *frames;
  unsigned      n;
} Hot;

static char *
why_not_hot (unsigned    number,
             const void *data)
{
  const Hot *hot = data;

  for (unsigned i = 0; i < hot->n; i++)
    if (hot->frames[i] == number)
      return i == 0 ? g_strdup (_("This one came back first: the list is no queue."))
                    : g_strdup (_("Another one came back after this."));
  return g_strdup (_("This frame was not given back: those on the list of the CPU come first."));
}

static gboolean
write_merged (ExerciseWriter *writer)
{
  SimOrder largest = writer->profile->largest_order;
  HeldBlock block;
  ExerciseTrial trial;
  unsigned held;

  if (!exercise_prepare_free (writer, &held, &block, &trial))
    return FALSE;

  unsigned right = trial.freed_order;
  /* Right; no merge; one merge; all the way up; one too far; others. */
  const unsigned numbers[] = { right, block.order, block.order + 1u, largest, MIN (right + 1, largest), MIN (right + 2, largest),
                               MIN (right + 3, largest), right - MIN (right, 1), right - MIN (right, 2), right - MIN (right, 3) };
  g_autofree char *question = g_strdup_printf (_("The block 0x%x of order %u is given back. Of what order is the block that results?"),
                                               block.pfn, block.order);
  unsigned buddy = trial.freed ^ sim_frames_in (trial.freed_order);
  g_autofree char *end = trial.freed_order == largest
                           ? g_strdup_printf (_("Order %u is the largest."), largest)
                           : g_strdup_printf (_("The buddy at 0x%x is not a free block of order %u."), buddy, trial.freed_order);
  g_autofree char *merges = trial.n_merges == 1
    ? g_strdup_printf (_("Its buddy is free and of the same order: they merge to order %u."), trial.freed_order)
    : g_strdup_printf (_("The buddies are free, one after the other: it merges %u times, to order %u."), trial.n_merges, trial.freed_order);

  exercise_begin (writer, &block);
  writer_choose_number (writer, question, "%u", numbers, G_N_ELEMENTS (numbers), why_not_merged, &(Merge) { right, block.order });
  writer_answer (writer);
  writer_free (writer, held);
  writer_line (writer, "expect(is_free(%s) && order_of(%s) == %u);", block.name, block.name, trial.freed_order);
  if (trial.n_merges > 0)
    writer_say (writer, merges);
  writer_say (writer, end);
  writer_line (writer, "look(\"buddy\", %s);", block.name);
  return TRUE;
}

/* Single frames: the one given back last is still in the cache. */
static gboolean
write_hot (ExerciseWriter *writer)
{
  unsigned n = writer_between (writer, 2, 3), last = n - 1;
  HeldBlock *block;
  SimPfn frames[3] = { 0 };
  ExerciseTrial trial;

  exercise_begin_before (writer);
  for (unsigned i = 0; i < n; i++)
    if (writer_alloc (writer, 0) == NULL)
      return FALSE;

  /* In another order than they were handed out. */
  for (unsigned i = 0; i < n; i++)
    {
      unsigned held = writer_random (writer, writer->n_held);

      frames[i] = writer->held[held].pfn;
      writer_free (writer, held);
    }
  trial = writer_try_alloc (writer, 0);
  if (trial.given == SIM_NO_PFN)
    return FALSE;

  unsigned lowest = MIN (frames[0], MIN (frames[1], frames[last])), highest = MAX (frames[0], MAX (frames[1], frames[last]));
  unsigned n_low = writer_random (writer, 5 - n);
  /* Right; all that came back; others beside them up to four. */
  const unsigned numbers[] = { trial.given, frames[0], frames[1], frames[last], n_low > 0 ? lowest - 1 : highest + 1,
                               n == 3 ? trial.given : n_low > 1 ? lowest - 2 : n_low > 0 ? highest + 1 : highest + 2 };
  g_autofree char *list = n == 2 ? g_strdup_printf ("0x%x, 0x%x", frames[0], frames[1])
                                 : g_strdup_printf ("0x%x, 0x%x, 0x%x", frames[0], frames[1], frames[2]);
  g_autofree char *question = g_strdup_printf (_("These single page frames were given back, one after the other: %s. Which does the next %s give?"),
                                               list, "alloc_page(GFP_KERNEL)");

  writer_say (writer, _("Single page frames were handed out and came back."));
  /* The list of the CPU is in that picture. */
  begin_without_look (writer);
  writer_choose_number (writer, question, "0x%x", numbers, G_N_ELEMENTS (numbers), why_not_hot, &(Hot) { frames, n });
  writer_answer (writer);
  block = writer_alloc (writer, 0);
  writer_line (writer, "expect(page_to_pfn(%s) == 0x%x);", block->name, trial.given);
  if (trial.given == frames[last])
    writer_say (writer, _("A frame goes to the head of its CPU's list and is taken from there: the last one given back comes first, while it is still in the cache."));
  else
    writer_say (writer, _("The list of the CPU has its own order: this frame is at its head."));
  writer_line (writer, "look(\"buddy\", %s);", block->name);
  return TRUE;
}

gboolean
exercise_write_memory (ExerciseWriter *writer,
                       Exercise       *exercise)
{
  /* The list of the CPU would tell. */
  exercise->has_picture = exercise->kind != EXERCISE_HOT;
  switch (exercise->kind)
    {
    case EXERCISE_SPLITS:
    case EXERCISE_TAKEN:
      return write_request (writer, exercise->kind);
    case EXERCISE_MERGED:
      return write_merged (writer);
    case EXERCISE_HOT:
    default:
      return write_hot (writer);
    }
}
