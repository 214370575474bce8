#include "keyframe.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_IN_LINE 16
#define WORDS_IN_QUARTER 4
#define MOST_WORDS_FOR_LINE (1 + WORDS_IN_LINE)

/* A quarter of a line, wherever it lies. */
typedef uint64_t Quarter __attribute__ ((vector_size (16), aligned (4), may_alias));

static uint32_t
head_of (unsigned table,
         size_t   line)
{
  return (uint32_t) table << 28 | (uint32_t) line << 4;
}

static unsigned
table_of (uint32_t head)
{
  return head >> 28;
}

static size_t
first_word_of (uint32_t head)
{
  return (size_t) (head >> 4 & 0xffffff) * WORDS_IN_LINE;
}

static size_t
whole_lines (size_t n_words)
{
  return (n_words + WORDS_IN_LINE - 1) / WORDS_IN_LINE * WORDS_IN_LINE;
}

/* --- the shadow ----------------------------------------------------------------------------- */

void
shadow_clear (Shadow *shadow)
{
  for (unsigned table = 0; table < 16; table++)
    free (shadow->tables[table]);
  *shadow = (Shadow) { 0 };
}

uint64_t
shadow_bytes (const Shadow *shadow)
{
  uint64_t n_words = 0;

  for (unsigned table = 0; table < 16; table++)
    n_words += shadow->n_words[table];

  return n_words * sizeof (uint32_t);
}

/* Pieces below the C library's threshold for string instructions, which those who count instructions take
 * for one a byte. */
enum { PIECE = 256 };

static void
copy_words (uint32_t       *to,
            const uint32_t *from,
            size_t          n)
{
  while (n > 0)
    {
      size_t piece = n < PIECE ? n : PIECE;

      memcpy (to, from, piece * sizeof *to);
      to += piece;
      from += piece;
      n -= piece;
    }
}

static SimStatus
grow_table (Shadow  *shadow,
            unsigned table,
            size_t   n_words)
{
  uint32_t *words = realloc (shadow->tables[table], n_words * sizeof *words);

  if (!words)
    return SIM_NO_HOST_MEMORY;

  shadow->tables[table] = words;
  shadow->n_words[table] = n_words;
  return SIM_OK;
}

SimStatus
shadow_grow (Shadow           *shadow,
             const SimMachine *machine)
{
  for (unsigned table = 0; table < sim_n_tables (machine); table++)
    {
      size_t n_words, had = shadow->n_words[table];

      sim_table (machine, table, &n_words);
      n_words = whole_lines (n_words);
      if (n_words <= had)
        continue;

      if (grow_table (shadow, table, n_words) != SIM_OK)
        return SIM_NO_HOST_MEMORY;
      memset (shadow->tables[table] + had, 0, (n_words - had) * sizeof (uint32_t));
    }

  return SIM_OK;
}

SimStatus
shadow_copy (Shadow           *shadow,
             const SimMachine *machine)
{
  for (unsigned table = 0; table < sim_n_tables (machine); table++)
    {
      size_t n_words;
      const uint32_t *words = sim_table (machine, table, &n_words);

      if (n_words == 0)
        continue;
      if (grow_table (shadow, table, whole_lines (n_words)) != SIM_OK)
        return SIM_NO_HOST_MEMORY;
      copy_words (shadow->tables[table], words, n_words);
      memset (shadow->tables[table] + n_words, 0, (whole_lines (n_words) - n_words) * sizeof *words);
    }

  return SIM_OK;
}

void
shadow_apply (Shadow           *shadow,
              const Difference *difference)
{
  for (size_t i = 0; i < difference->n_words; )
    {
      uint32_t head = difference->words[i++];
      uint32_t *line = shadow->tables[table_of (head)] + first_word_of (head);

      for (unsigned quarter = 0; quarter < 4; quarter++)
        if (head >> quarter & 1)
          {
            Quarter *to = (Quarter *) (line + quarter * WORDS_IN_QUARTER);
            *to ^= *(const Quarter *) (difference->words + i);
            i += WORDS_IN_QUARTER;
          }
    }
}

/* Writes words from `first` on; those beyond the table's end only as far as they are not 0. */
static SimStatus
write_words (SimMachine     *machine,
             unsigned        table,
             size_t          first,
             const uint32_t *words,
             size_t          n)
{
  size_t in_use;

  sim_table (machine, table, &in_use);
  while (n > 0 && first + n > in_use && words[n - 1] == 0)
    n--;

  /* In pieces, as above. */
  for (; n > PIECE; n -= PIECE, first += PIECE, words += PIECE)
    if (sim_table_write (machine, table, first, words, PIECE) != SIM_OK)
      return SIM_NO_HOST_MEMORY;

  return n > 0 ? sim_table_write (machine, table, first, words, n) : SIM_OK;
}

SimStatus
shadow_restore (const Shadow *shadow,
                SimMachine   *machine)
{
  static const uint32_t nothing[4096];

  for (unsigned table = 0; table < sim_n_tables (machine); table++)
    {
      size_t had = shadow->n_words[table], in_use;
      SimStatus status = had > 0 ? write_words (machine, table, 0, shadow->tables[table], had) : SIM_OK;

      /* What has been added since. */
      sim_table (machine, table, &in_use);
      for (size_t first = had; status == SIM_OK && first < in_use; first += 4096)
        status = sim_table_write (machine, table, first, nothing, in_use - first < 4096 ? in_use - first : 4096);

      if (status != SIM_OK)
        return status;
    }

  return SIM_OK;
}

/* --- differences ---------------------------------------------------------------------------- */

typedef struct {
  uint32_t *words;
  size_t    n_words, capacity;
} Growing;

/* Room for n more words. */
static bool
reserve (Growing *growing,
         size_t   n)
{
  if (growing->n_words + n <= growing->capacity)
    return true;

  size_t capacity = 2 * growing->capacity + 4096 + n;
  uint32_t *words = realloc (growing->words, capacity * sizeof *words);
  if (!words)
    return false;

  growing->words = words;
  growing->capacity = capacity;
  return true;
}

static SimStatus
finish (Growing    *growing,
        bool        ok,
        Difference *difference)
{
  if (!ok)
    {
      free (growing->words);
      *difference = (Difference) { 0 };
      return SIM_NO_HOST_MEMORY;
    }

  if (growing->n_words > 0)
    {
      uint32_t *smaller = realloc (growing->words, growing->n_words * sizeof *smaller);
      growing->words = smaller ? smaller : growing->words;
    }
  *difference = (Difference) { growing->words, growing->n_words };
  return SIM_OK;
}

/* Writes the quarter, and moves on only where it is not 0. */
static inline uint32_t *
add_quarter (uint32_t *next,
             uint32_t *head,
             Quarter   quarter,
             unsigned  number)
{
  uint32_t differs = (quarter[0] | quarter[1]) != 0;

  *(Quarter *) next = quarter;
  *head |= differs << number;
  return next + differs * WORDS_IN_QUARTER;
}

/* There must be room for a line. Nothing is added where all quarters are 0. */
static inline void
add_line (Growing *growing,
          uint32_t head,
          Quarter  a,
          Quarter  b,
          Quarter  c,
          Quarter  d)
{
  uint32_t *at = growing->words + growing->n_words, *next = at + 1;

  next = add_quarter (next, &head, a, 0);
  next = add_quarter (next, &head, b, 1);
  next = add_quarter (next, &head, c, 2);
  next = add_quarter (next, &head, d, 3);
  *at = head;
  growing->n_words += (head & 0xf) ? (size_t) (next - at) : 0;
}

void
difference_clear (Difference *difference)
{
  free (difference->words);
  *difference = (Difference) { 0 };
}

uint64_t
difference_bytes (const Difference *difference)
{
  return difference->n_words * sizeof *difference->words;
}

static inline bool
find_in_line (Growing        *growing,
              uint32_t        head,
              const uint32_t *old_words,
              const uint32_t *new_words)
{
  const Quarter *from = (const Quarter *) old_words, *to = (const Quarter *) new_words;
  Quarter a = from[0] ^ to[0], b = from[1] ^ to[1], c = from[2] ^ to[2], d = from[3] ^ to[3];
  Quarter any = a | b | c | d;

  if ((any[0] | any[1]) == 0)
    return true;
  if (!reserve (growing, MOST_WORDS_FOR_LINE))
    return false;

  add_line (growing, head, a, b, c, d);
  return true;
}

/* So much that it need not grow, as long as that is not much: what is not used is given back untouched. */
static size_t
room_for (const Shadow *shadow)
{
  const size_t most = (size_t) 16 << 20;
  size_t n_words = shadow_bytes (shadow) / sizeof (uint32_t) / WORDS_IN_LINE * MOST_WORDS_FOR_LINE;

  return n_words < most ? n_words : most;
}

SimStatus
difference_find (Difference       *difference,
                 const Shadow     *shadow,
                 const SimMachine *machine)
{
  Growing growing = { 0 };
  bool ok = reserve (&growing, room_for (shadow));

  for (unsigned table = 0; ok && table < sim_n_tables (machine); table++)
    {
      size_t in_use;
      const uint32_t *words = sim_table (machine, table, &in_use);
      const uint32_t *old_words = shadow->tables[table];
      size_t n_whole = in_use / WORDS_IN_LINE, n_lines = shadow->n_words[table] / WORDS_IN_LINE;

      for (size_t line = 0; ok && line < n_whole; line++)
        ok = find_in_line (&growing, head_of (table, line),
                           old_words + line * WORDS_IN_LINE, words + line * WORDS_IN_LINE);

      /* The last, incomplete line, and lines that the table once had. */
      for (size_t line = n_whole; ok && line < n_lines; line++)
        {
          uint32_t last[WORDS_IN_LINE] = { 0 };
          size_t first = line * WORDS_IN_LINE;

          if (first < in_use)
            memcpy (last, words + first, (in_use - first) * sizeof *last);
          ok = find_in_line (&growing, head_of (table, line), old_words + first, last);
        }
    }

  return finish (&growing, ok, difference);
}

static void
read_quarters (const Difference *difference,
               size_t           *i,
               Quarter           quarters[4])
{
  uint32_t head = difference->words[(*i)++];

  for (unsigned quarter = 0; quarter < 4; quarter++)
    if (head >> quarter & 1)
      {
        quarters[quarter] ^= *(const Quarter *) (difference->words + *i);
        *i += WORDS_IN_QUARTER;
      }
}

SimStatus
difference_join (Difference       *difference,
                 const Difference *a,
                 const Difference *b)
{
  Growing growing = { 0 };
  bool ok = reserve (&growing, a->n_words + b->n_words + MOST_WORDS_FOR_LINE);

  for (size_t i = 0, k = 0; ok && (i < a->n_words || k < b->n_words); )
    {
      uint32_t of_a = i < a->n_words ? a->words[i] & ~0xfu : UINT32_MAX;
      uint32_t of_b = k < b->n_words ? b->words[k] & ~0xfu : UINT32_MAX;
      uint32_t head = of_a < of_b ? of_a : of_b;
      Quarter quarters[4] = { 0 };

      if (of_a == head)
        read_quarters (a, &i, quarters);
      if (of_b == head)
        read_quarters (b, &k, quarters);
      add_line (&growing, head, quarters[0], quarters[1], quarters[2], quarters[3]);
    }

  return finish (&growing, ok, difference);
}

SimStatus
difference_apply (const Difference *difference,
                  SimMachine       *machine)
{
  enum { BATCH = 256 * WORDS_IN_LINE };
  uint32_t batch[BATCH];

  for (size_t i = 0; i < difference->n_words; )
    {
      uint32_t head = difference->words[i] & ~0xfu;
      unsigned table = table_of (head);
      size_t first = first_word_of (head), n = 0, in_use;
      const uint32_t *words = sim_table (machine, table, &in_use);

      /* Lines that follow one another go into one write. */
      do
        {
          size_t here = first + n;
          Quarter quarters[4] = { 0 };

          if (here < in_use)
            memcpy (quarters, words + here, (in_use - here < WORDS_IN_LINE ? in_use - here : WORDS_IN_LINE) * sizeof *words);
          read_quarters (difference, &i, quarters);
          memcpy (batch + n, quarters, sizeof quarters);
          n += WORDS_IN_LINE;
          head += 1u << 4;
        }
      while (n < BATCH && i < difference->n_words && (difference->words[i] & ~0xfu) == head && table_of (head) == table);

      SimStatus status = write_words (machine, table, first, batch, n);
      if (status != SIM_OK)
        return status;
    }

  return SIM_OK;
}
