/* exercise-sums.c - easy exercises: sums with orders, frames and addresses; memory stays as it is
 *
 * Wrong choices are what is got by the usual mistakes, named beside them.
 */
#include "exercise-private.h"

#include <glib/gi18n-lib.h>

static void
begin (ExerciseWriter *writer)
{
  g_autofree char *title = g_strdup_printf (_("Exercise %u"), writer->number);

  writer_step (writer, title);
}

typedef struct {
  unsigned order, right, pfn;
} Sum;

static bool
is_power (unsigned number)
{
  return number != 0 && (number & (number - 1)) == 0;
}

static unsigned
log2_of (unsigned number)
{
  unsigned order = 0;

  while (number >> order > 1)
    order++;
  return order;
}

static char *
why_not_size (unsigned    number,
              const void *data)
{
  const Sum *sum = data;

  if (number == 1u << sum->order)
    return g_strdup_printf (_("%u is the number of page frames; each of them has 4 KiB."), number);
  if (number == 4 * sum->order)
    return g_strdup (_("The order is an exponent: with each order the size doubles."));
  if (is_power (number) && number >= 4)
    return g_strdup_printf (_("So large is a block of order %u."), log2_of (number) - 2);
  return NULL;
}

/* right: the number of frames. */
static char *
why_not_order (unsigned    number,
               const void *data)
{
  const Sum *sum = data;

  if (number == sum->right)
    return g_strdup (_("The order is an exponent, not the number of page frames."));
  if (number < sum->order)
    return g_strdup_printf (_("A block of order %u has %u page frames: too few."), number, 1u << number);
  return g_strdup_printf (_("A block of order %u has %u page frames: half of them would be enough, too."), number, 1u << number);
}

static char *
why_not_buddy (unsigned    number,
               const void *data)
{
  const Sum *sum = data;
  unsigned size = 1u << sum->order, differs = number ^ sum->pfn;

  if (number == sum->pfn + size)
    return g_strdup_printf (_("This is the next block. It would be the buddy if bit %u of the number were 0."), sum->order);
  if (number == sum->pfn - size)
    return g_strdup_printf (_("This is the block before. It would be the buddy if bit %u of the number were 1."), sum->order);
  if (is_power (differs))
    return g_strdup_printf (_("This differs in bit %u: that is the buddy at order %u."), log2_of (differs), log2_of (differs));
  return g_strdup (_("This differs in more than one bit."));
}

static void
write_size (ExerciseWriter *writer)
{
  unsigned order = writer_between (writer, 1, writer->profile->largest_order);
  unsigned size = 4u << order;
  /* Right; frames for KiB; the order counted in frames; orders beside it. */
  const unsigned numbers[] = { size, 1u << order, 4 * order, size * 2, size / 2, size * 4, size * 8, size / 8 };
  g_autofree char *question = g_strdup_printf (_("How large is a block of order %u?"), order);
  g_autofree char *why = g_strdup_printf (_("2^%u page frames of 4 KiB each are %u KiB."), order, size);

  begin (writer);
  writer_choose_number (writer, question, "%u KiB", numbers, G_N_ELEMENTS (numbers), why_not_size, &(Sum) { order, size, 0 });
  writer_answer (writer);
  writer_line (writer, "expect((PAGE_SIZE << %u) == %u * SZ_1K);", order, size);
  writer_say (writer, why);
}

static void
write_order (ExerciseWriter *writer)
{
  unsigned order = writer_between (writer, 2, 7), n = (1u << (order - 1)) + writer_between (writer, 1, (1u << (order - 1)) - 1);
  /* Right; rounded down; rounded up twice; the number of frames for the order; others. */
  const unsigned numbers[] = { order, order - 1, order + 1, n <= 10 ? n : order + 2, order - 2, order + 3, order > 2 ? order - 3 : 0 };
  g_autofree char *question = g_strdup_printf (_("%u page frames in a row are wanted. Of what order must the request be?"), n);
  g_autofree char *why = g_strdup_printf (_("2^%u is %u, the smallest power of two that holds %u."), order, 1u << order, n);

  begin (writer);
  writer_choose_number (writer, question, "%u", numbers, G_N_ELEMENTS (numbers), why_not_order, &(Sum) { order, n, 0 });
  writer_answer (writer);
  writer_line (writer, "expect(get_order(%u * PAGE_SIZE) == %u);", n, order);
  writer_say (writer, why);
}

static void
write_frame (ExerciseWriter *writer)
{
  unsigned pfn = writer_between (writer, 0x101, sim_n_frames (writer->machine) - 1), offset = writer_between (writer, 1, 0xfff);
  unsigned address = pfn << SIM_PAGE_SHIFT | offset;
  g_autofree char *question = g_strdup_printf (_("Which page frame holds the physical address 0x%08x?"), address);
  g_autofree char *why = g_strdup_printf (_("The address without its last twelve bits is the number of the page frame: 0x%08x >> 12 is 0x%x."), address, pfn);
  g_autofree char *answer = g_strdup_printf ("0x%x", pfn);

  begin (writer);
  writer_ask (writer, question, answer);
  writer_answer (writer);
  writer_line (writer, "expect(0x%08xUL >> PAGE_SHIFT == 0x%x);", address, pfn);
  writer_say (writer, why);
}

static void
write_buddy (ExerciseWriter *writer)
{
  unsigned order = writer_between (writer, 1 + writer->difficulty, 6 + writer->difficulty), size = 1u << order;
  unsigned n_blocks = sim_n_frames (writer->machine) >> order, nth = writer_between (writer, 3, n_blocks - 3);
  unsigned pfn, buddy;

  /* That the next block is the buddy should mostly be wrong. */
  if (writer_random (writer, 4) > 0)
    nth |= 1;
  pfn = nth << order;
  buddy = pfn ^ size;

  /* Right; always the next; always the one before; the bit above; blocks further on: all of them begin where a block of
   * the order may begin. */
  const unsigned numbers[] = { buddy, pfn + size, pfn - size, pfn ^ size << 1, pfn + 2 * size, pfn - 2 * size,
                               pfn + 3 * size, pfn - 3 * size };
  g_autofree char *question = g_strdup_printf (_("Where does the buddy of the block 0x%x of order %u begin?"), pfn, order);
  g_autofree char *why = g_strdup_printf (_("Buddies differ in one bit, pfn XOR 2^order: 0x%x XOR 0x%x is 0x%x."), pfn, size, buddy);

  begin (writer);
  writer_choose_number (writer, question, "0x%x", numbers, G_N_ELEMENTS (numbers), why_not_buddy, &(Sum) { order, buddy, pfn });
  writer_answer (writer);
  writer_line (writer, "expect((0x%x ^ (1 << %u)) == 0x%x);", pfn, order, buddy);
  writer_say (writer, why);
}

gboolean
exercise_write_sum (ExerciseWriter *writer,
                    ExerciseKind    kind)
{
  switch (kind)
    {
    case EXERCISE_SIZE:
      write_size (writer);
      return TRUE;
    case EXERCISE_ORDER:
      write_order (writer);
      return TRUE;
    case EXERCISE_FRAME:
      write_frame (writer);
      return TRUE;
    case EXERCISE_BUDDY:
    default:
      write_buddy (writer);
      return TRUE;
    }
}
