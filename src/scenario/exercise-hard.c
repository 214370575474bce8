/* exercise-hard.c - exercises in which several things count at once */
#include "exercise-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
dup_list (const ExerciseWriter *writer,
          SimOrder              order,
          SimMigrateType        type)
{
  if (!writer->profile->buddy.has_migrate_types)
    return g_strdup_printf ("free_list(\"%s\", %u)", writer_zone (writer), order);
  return g_strdup_printf ("free_list(\"%s\", %u, \"%s\")", writer_zone (writer), order, sim_migrate_name (type));
}

static gboolean
write_list (ExerciseWriter *writer)
{
  unsigned held;
  HeldBlock block;
  ExerciseTrial trial;

  if (!exercise_prepare_free (writer, &held, &block, &trial))
    return FALSE;

  g_autofree char *answer = dup_list (writer, trial.freed_order, trial.freed_type);
  g_autofree char *question = g_strdup_printf (_("The block 0x%x of order %u is given back. On which free list does it end?"), block.pfn, block.order);
  g_autofree char *order = trial.n_merges == 0
    ? g_strdup_printf (_("Its buddy is not a free block of order %u, so it goes to the list of that order."), block.order)
    : trial.n_merges == 1
    ? g_strdup_printf (_("It merges with its free buddy, and goes to the list of order %u."), trial.freed_order)
    : g_strdup_printf (_("It merges %u times with free buddies, and goes to the list of order %u."), trial.n_merges, trial.freed_order);

  exercise_begin (writer, NULL);
  writer_ask (writer, question, answer);
  writer_answer (writer);
  writer_free (writer, held);
  writer_line (writer, "expect(order_of(%s) == %u);", block.name, trial.freed_order);
  writer_say (writer, order);
  if (writer->profile->buddy.has_migrate_types)
    {
      g_autofree char *type = g_strdup_printf (_("Its type is that of the page block it lies in: %s."), sim_migrate_name (trial.freed_type));

      writer_line (writer, "expect(pageblock_type(%s) == \"%s\");", block.name, sim_migrate_name (trial.freed_type));
      writer_say (writer, type);
    }
  writer_line (writer, "look(\"buddy\", %s);", block.name);
  return TRUE;
}

static gboolean
write_cpu_list (ExerciseWriter *writer)
{
  SimOrder largest = writer->profile->buddy.largest_pcp_order, order = (SimOrder) writer_between (writer, 0, largest);
  const char *name, *slash;
  ExerciseTrial trial;
  HeldBlock block;

  exercise_begin_before (writer);
  for (unsigned i = 0; i < 2; i++)
    if (writer_alloc (writer, order) == NULL)
      return FALSE;
  block = writer->held[writer_random (writer, 2)];
  trial = writer_try_free (writer, block.pfn, block.order);
  /* Some lists hold so little that the block goes on at once. */
  if (trial.pcp_list == UINT_MAX || trial.freed != SIM_NO_PFN)
    return FALSE;

  name = sim_pcp_list_name (writer->machine, trial.pcp_list);
  slash = strchr (name, '/');
  g_autofree char *answer = g_strdup_printf ("pcp_list(\"%s\", 0, %u, \"%s\")", writer_zone (writer), order, slash != NULL ? slash + 1 : name);
  g_autofree char *question = g_strdup_printf (_("The block 0x%x of order %u is given back. To which list does it go?"), block.pfn, order);
  g_autofree char *why = largest == 0
    ? g_strdup (_("A single frame goes to a list of its CPU first; to the buddy system it is not free yet, and it does not merge."))
    : g_strdup_printf (_("A block of order 0 to %u goes to a list of its CPU first; to the buddy system it is not free yet, and it does not merge."), largest);

  writer_say (writer, _("Two blocks were handed out."));
  exercise_begin (writer, NULL);
  writer_ask (writer, question, answer);
  writer_answer (writer);
  writer_free (writer, strcmp (writer->held[0].name, block.name) == 0 ? 0 : 1);
  writer_line (writer, "expect(in_pcp(%s) && !is_free(%s));", block.name, block.name);
  writer_say (writer, why);
  if (writer->profile->buddy.has_migrate_types)
    writer_say (writer, _("The list is that of its order and of its page block's type."));
  writer_line (writer, "look(\"buddy\", %s);", block.name);
  return TRUE;
}

/* Also where the marks keep it from the request. */
static gboolean
has_free_block (const ExerciseWriter *writer,
                SimOrder              order)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (writer->machine); zone++)
    for (SimOrder larger = order; larger <= writer->profile->largest_order; larger++)
      if (sim_nr_free (writer->machine, zone, larger) > 0)
        return TRUE;
  return FALSE;
}

/* Nearly all of memory is in use: what counts is the largest block that is free, not how much is. */
static gboolean
write_succeeds (ExerciseWriter *writer)
{
  SimOrder order = (SimOrder) (writer->profile->largest_order - writer_random (writer, 2));
  unsigned n_back = writer_random (writer, 3);
  ExerciseTrial trial;
  uint64_t n_free = 0;

  exercise_begin_before (writer);
  for (unsigned i = 0; i < 4; i++)
    if (writer_alloc (writer, (SimOrder) (order - 1)) == NULL)
      return FALSE;
  if (!writer_take_all (writer, order))
    return FALSE;
  for (unsigned i = 0; i < n_back; i++)
    writer_free (writer, writer_random (writer, writer->n_held));

  trial = writer_try_alloc (writer, order);
  for (unsigned zone = 0; zone < sim_n_zones (writer->machine); zone++)
    n_free += sim_zone (writer->machine, (SimZoneId) zone).free;
  if (n_free < sim_frames_in (order) || (!trial.succeeds && has_free_block (writer, order)))
    return FALSE;

  g_autofree char *question = g_strdup_printf (_("%u page frames are free in all zones together, and alloc_pages(%s, %u) asks for %u. Does it succeed?"),
                                               (unsigned) n_free, writer_mask (writer), order, sim_frames_in (order));
  const char *const choices[] = { _("yes"), _("no, for no free block is large enough"), _("no, for too few frames are free"), NULL };
  g_autofree char *not_yes = g_strdup_printf (_("Look for a free block of order %u or larger: frames in several blocks do not count together."), order);
  g_autofree char *not_no = g_strdup_printf (_("Look again, in every zone that the request may use: there is a free block of order %u or larger."), order);
  const char *const why_not[] = { not_yes, not_no, _("More frames are free than are asked for.") };

  writer_say (writer, _("Nearly all of memory was handed out."));
  exercise_begin (writer, NULL);
  writer_choose (writer, question, choices, why_not, trial.succeeds ? 0 : 1);
  writer_answer (writer);
  if (trial.succeeds)
    {
      HeldBlock *block = writer_alloc (writer, order);
      g_autofree char *why = g_strdup_printf (_("A zone that the request may use has a free block of order %u or larger: it succeeds."), order);

      if (block == NULL)
        return FALSE;
      writer_line (writer, "expect(%s != NULL);", block->name);
      writer_say (writer, why);
    }
  else
    {
      g_autofree char *why = g_strdup_printf (_("Enough frames are free, but no free block is of order %u or larger: even neighbours are one block only if they are buddies."), order);

      writer_line (writer, "expect(alloc_pages(%s, %u) == NULL);", writer_mask (writer), order);
      writer_say (writer, why);
    }
  writer_line (writer, "look(\"buddy\");");
  return TRUE;
}

/* --- fallback between migrate types --------------------------------------------------------- */

/* Takes what there is of the own type from an order on. False: that is too much. */
static gboolean
empty_own_lists (ExerciseWriter *writer,
                 SimOrder        from)
{
  for (SimOrder order = writer->profile->largest_order + 1; order-- > from;)
    while (sim_list_length (writer->machine, writer_zone_id (writer), order, writer_type (writer)) > 0)
      if (writer_alloc (writer, order) == NULL)
        return FALSE;
  return TRUE;
}

static char *
dup_why_type (const ExerciseWriter *writer,
              const ExerciseTrial  *trial,
              SimOrder              order)
{
  if (!trial->falls_back)
    return g_strdup_printf (_("Its own type, %s, has a free block of order %u: no other type is tried."),
                            sim_migrate_name (writer_type (writer)), trial->taken_order);
  return g_strdup_printf (_("No list of type %s has a block of order %u or larger. Of another type the largest block is taken, so that this happens seldom: here type %s, order %u."),
                          sim_migrate_name (writer_type (writer)), order, sim_migrate_name (trial->taken_type), trial->taken_order);
}

/* Sometimes the own type has a block again. */
static gboolean
write_fallback (ExerciseWriter *writer)
{
  static const SimMigrateType types[] = { SIM_UNMOVABLE, SIM_MOVABLE, SIM_RECLAIMABLE };
  SimOrder order = (SimOrder) writer_between (writer, writer_least_order (writer), writer_least_order (writer) + 2);
  const char *choices[G_N_ELEMENTS (types) + 2] = { NULL }, *why_not[G_N_ELEMENTS (types) + 1] = { NULL };
  ExerciseTrial trial;
  HeldBlock *block;
  unsigned answer = G_N_ELEMENTS (types);

  if (!writer->profile->buddy.has_migrate_types)
    return FALSE;

  exercise_begin_before (writer);
  if (writer_alloc (writer, order) == NULL || !empty_own_lists (writer, order))
    return FALSE;
  if (writer_random (writer, 2) == 0)
    writer_free (writer, writer_random (writer, writer->n_held));
  trial = writer_try_alloc (writer, order);
  if (!trial.succeeds || trial.taken == SIM_NO_PFN || sim_zone_of (writer->machine, trial.taken) != writer_zone_id (writer))
    return FALSE;

  g_autofree char *question = g_strdup_printf (_("alloc_pages(GFP_KERNEL, %u) asks for type %s. From a list of which type is a block taken?"),
                                            order, sim_migrate_name (writer_type (writer)));
  g_autofree char *not_own = g_strdup_printf (_("Look at its lists from order %u on: none of them has a block."), order);
  g_autofree char *not_other = g_strdup_printf (_("Another type is tried only where no list of type %s from order %u on has a block."),
                                                sim_migrate_name (writer_type (writer)), order);

  for (unsigned i = 0; i < G_N_ELEMENTS (types); i++)
    {
      choices[i] = sim_migrate_name (types[i]);
      if (types[i] == trial.taken_type)
        answer = i;
      else if (types[i] == writer_type (writer))
        why_not[i] = not_own;
      else
        why_not[i] = trial.falls_back ? _("This type has no block that is large enough.") : not_other;
    }
  choices[G_N_ELEMENTS (types)] = _("of none: it fails");
  why_not[G_N_ELEMENTS (types)] = _("It would fail only if no type had a block that is large enough.");
  if (answer == G_N_ELEMENTS (types))
    return FALSE;

  g_autofree char *why = dup_why_type (writer, &trial, order);
  writer_say (writer, _("Blocks were handed out, and some of them came back."));
  exercise_begin (writer, NULL);
  writer_choose (writer, question, choices, why_not, answer);
  writer_answer (writer);
  block = writer_alloc (writer, order);
  if (block == NULL)
    return FALSE;
  writer_line (writer, "expect(page_to_pfn(%s) == 0x%x);", block->name, trial.given);
  writer_say (writer, why);
  writer_line (writer, "look(\"buddy\", %s);", block->name);
  return TRUE;
}

/* "0x1800 (order 4), 0x1820 (order 5)" */
static char *
dup_blocks (const HeldBlock *blocks,
            unsigned         n)
{
  GString *list = g_string_new (NULL);

  for (unsigned i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (list, _(", "));
      g_string_append_printf (list, _("0x%x (order %u)"), blocks[i].pfn, blocks[i].order);
    }
  return g_string_free (list, FALSE);
}

static unsigned
blocks_on_lists (const ExerciseWriter *writer,
                 const Exercise       *exercise)
{
  unsigned n = 0;

  for (SimOrder order = exercise->first_order; order <= exercise->last_order; order++)
    n += sim_list_length (writer->machine, exercise->zone, order, exercise->type);
  return n;
}

static gboolean
write_draw (ExerciseWriter *writer,
            Exercise       *exercise)
{
  unsigned n_back, picked[3], n;
  HeldBlock back[3];

  exercise_prepare (writer);
  if (writer->n_held < 3)
    return FALSE;
  exercise->zone = writer_zone_id (writer);
  exercise->type = sim_pageblock_type (writer->machine, writer->held[0].pfn);
  exercise->first_order = writer_least_order (writer);
  /* Without types the whole zone would have to be drawn. */
  exercise->last_order = writer->profile->largest_order - (writer->profile->buddy.has_migrate_types ? 0 : 1);

  exercise_begin (writer, NULL);
  /* The text needs to know which, the script gives them back behind it. */
  n_back = writer_between (writer, 2, 3);
  /* Something stays in use: what it keeps apart is the exercise. */
  n_back = MIN (writer->n_held - 1, n_back);
  for (unsigned i = 0; i < n_back; i++)
    {
      unsigned nth = writer_random (writer, writer->n_held - i), at = 0;

      /* The nth of those that are not picked yet. */
      for (;; at++)
        {
          gboolean is_picked = FALSE;

          for (unsigned j = 0; j < i; j++)
            is_picked = is_picked || picked[j] == at;
          if (!is_picked && nth-- == 0)
            break;
        }
      picked[i] = at;
      back[i] = writer->held[at];
    }

  g_autofree char *blocks = dup_blocks (back, n_back);
  g_autofree char *rows = writer->profile->buddy.has_migrate_types
    ? g_strdup_printf (_("Draw the free lists of ZONE_NORMAL, type %s, orders %u to %u, as they are then."), sim_migrate_name (exercise->type),
                       exercise->first_order, exercise->last_order)
    : g_strdup_printf (_("Draw the free lists of ZONE_NORMAL, orders %u to %u, as they are then."), exercise->first_order, exercise->last_order);
  g_autofree char *question = g_strdup_printf (_("These blocks are given back, one after the other: %s. %s How many blocks are on them?"), blocks, rows);
  gsize at = writer->text->len;

  for (unsigned i = 0; i < n_back; i++)
    for (unsigned held = 0; held < writer->n_held; held++)
      if (strcmp (writer->held[held].name, back[i].name) == 0)
        {
          writer_free (writer, held);
          break;
        }
  g_autofree char *frees = g_strdup (writer->text->str + at);
  g_string_truncate (writer->text, at);

  n = blocks_on_lists (writer, exercise);
  g_autofree char *answer = g_strdup_printf ("%u", n);
  writer_ask (writer, question, answer);
  writer_answer (writer);
  g_string_append (writer->text, frees);
  g_string_append (writer->text, "expect(");
  for (SimOrder order = exercise->first_order; order <= exercise->last_order; order++)
    {
      g_string_append (writer->text, order > exercise->first_order ? " + " : "");
      if (writer->profile->buddy.has_migrate_types)
        g_string_append_printf (writer->text, "nr_free_of_type(\"%s\", %u, \"%s\")", writer_zone (writer), order, sim_migrate_name (exercise->type));
      else
        g_string_append_printf (writer->text, "nr_free(\"%s\", %u)", writer_zone (writer), order);
    }
  writer_line (writer, " == %u);", n);
  writer_say (writer, _("Each block merges as long as its buddy is free and of the same order; what results goes to the list of its order."));
  writer_line (writer, "look(\"buddy\");");
  return TRUE;
}

gboolean
exercise_write_hard (ExerciseWriter *writer,
                     Exercise       *exercise)
{
  exercise->has_picture = TRUE;
  switch (exercise->kind)
    {
    case EXERCISE_LIST:
      return write_list (writer);
    case EXERCISE_CPU_LIST:
      return write_cpu_list (writer);
    case EXERCISE_SUCCEEDS:
      return write_succeeds (writer);
    case EXERCISE_FALLBACK:
      return write_fallback (writer);
    case EXERCISE_DRAW:
    default:
      return write_draw (writer, exercise);
    }
}
