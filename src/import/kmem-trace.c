/* kmem-trace.c - see kmem-trace.h
 *
 * A trace has millions of lines that are all alike. A line whose parts stand where they stood in the line before,
 * and that says nothing unusual, is read here, eight bytes at a time; every other one is read by kmem-lines.c, that
 * also learns from it where things stand.
 */
#include "import/kmem-reader.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- eight bytes at a time ------------------------------------------------------------------ */

static inline uint64_t
load (const char *at)
{
  uint64_t word;

  memcpy (&word, at, sizeof word);
  return word;
}

/* On a computer that keeps the first byte of a word elsewhere, every line is read with care. */
#define IS_LITTLE_ENDIAN (G_BYTE_ORDER == G_LITTLE_ENDIAN)

#define EACH(byte)          (UINT64_C (0x0101010101010101) * (byte))
#define FIRST(n)            (UINT64_MAX >> (64 - 8 * (n)))
#define IS(at, word)        (load (at) == load (word))
#define BEGINS(at, n, word) (((load (at) ^ load (word)) & FIRST (n)) == 0)

static inline unsigned
digit (char c)
{
  return (unsigned) (unsigned char) c - '0';
}

/* "1a0e " as a number; *length: how many digits it has, 1 to 7; 0: this is none. Without a branch, for the lengths of
 * numbers that follow each other cannot be foretold. */
static inline uint32_t
hexadecimal (const char *at,
             unsigned   *length)
{
  uint64_t word = load (at), blanks = word ^ EACH (' '), letters, high, low, wrong;
  unsigned n;

  blanks = (blanks - EACH (0x01)) & ~blanks & EACH (0x80);
  n = blanks != 0 ? (unsigned) __builtin_ctzll (blanks) / 8 : 0;
  *length = n;
  if (n == 0)
    return 0;

  /* The digits at the upper end, behind as many "0" as make eight. */
  word = word << (64 - 8 * n) | (EACH ('0') & (UINT64_MAX >> (8 * n)));
  letters = word >> 6 & EACH (0x01);
  high = word >> 4 & EACH (0x0f);
  low = word & EACH (0x0f);
  wrong = (high ^ (EACH (3) + letters * 3))                                         /* neither 0x3. nor 0x6. */
          | ((low + EACH (6) + letters * 3) & EACH (0x10))                          /* beyond "9" or "f" */
          | (letters & ~(low | low >> 1 | low >> 2 | low >> 3));                    /* before "a" */
  if (wrong != 0)
    *length = 0;

  word = GUINT64_SWAP_LE_BE (low + letters * 9);
  word = (word | word >> 4) & UINT64_C (0x00ff00ff00ff00ff);
  word = (word | word >> 8) & UINT64_C (0x0000ffff0000ffff);
  return (uint32_t) (word | word >> 16);
}

/* --- a line like the one before ------------------------------------------------------------- */

/* By four bits that tell their names apart: what follows "mm_page_", what stands before "page=", and how long it is from
 * the one to the other. */
typedef struct {
  char    name[8], last[8];
  uint8_t kind, length;
} KmemName;

#define NAME_SLOT(word) ((word) * NAME_FACTOR >> 60)
#define NAME_FACTOR     UINT64_C (0xcd613e30d8f16adf)

static const KmemName names[16] = {
  [5] = { "alloc_zo", "locked: ", KMEM_ZONE_LOCKED, 19 },
  [6] = { "free_bat", "atched: ", KMEM_PAGE_FREE_BATCHED, 14 },
  [8] = { "free: pa", "e_free: ", KMEM_PAGE_FREE, 6 },
  [12] = { "alloc: p", "_alloc: ", KMEM_PAGE_ALLOC, 7 },
  [14] = { "pcpu_dra", "_drain: ", KMEM_PCPU_DRAIN, 12 },
};

/* "[001] ", a time stamp and ": mm_page_" where they stood before; then "page=… pfn=0x1a0e order=0" and the rest. */
static inline gboolean
take_usual_line (KmemReader *reader,
                 const char *line,
                 const char *end)
{
  const char *cpu = line + reader->cpu_column, *at = line + reader->name_column;
  const KmemName *name;
  unsigned tens, order, type = 0, gfp = 0, length;
  SimPfn pfn;

  /* Room for the longest that is looked at before its own end is looked for. */
  if (!IS_LITTLE_ENDIAN || end - at < 46 || reader->name_column == 0 || reader->cpu_column == 0)
    return FALSE;
  if (((load (cpu - 1) ^ load (" [0**]  ")) & UINT64_C (0xffff0000ffffff)) != 0 || (tens = digit (cpu[2])) > 9 || digit (cpu[3]) > 9)
    return FALSE;
  if (!IS (at, "mm_page_") || ((load (at - 3) ^ load ("*: *****")) & UINT64_C (0xffff00)) != 0 || digit (at[-3]) > 9)
    return FALSE;

  name = &names[NAME_SLOT (load (at + 8))];
  if (!IS (at + 8, name->name))
    return FALSE;
  at += 8 + name->length;
  if ((size_t) (end - at) < reader->page_length + 24 || !BEGINS (at, 5, "page=   ")
      || !IS (at - 8, name->last))
    return FALSE;
  at += 5 + reader->page_length;
  if (!BEGINS (at, 7, " pfn=0x "))
    return FALSE;

  pfn = hexadecimal (at + 7, &length);
  at += 7 + length;
  if (length == 0 || pfn == 0 || end - at < 8 || !BEGINS (at, 7, " order= ") || (order = digit (at[7])) > 9)
    return FALSE;

  at += 8;
  if (at == end)
    {
      if (name->kind != KMEM_PAGE_FREE && name->kind != KMEM_PAGE_FREE_BATCHED)
        return FALSE;
    }
  else
    {
      if (end - at < 14 || !IS (at, " migrate") || !IS (at + 5, "atetype=") || (type = digit (at[13])) > 9)
        return FALSE;
      at += 14;
      if (name->kind == KMEM_PAGE_ALLOC)
        {
          if (end - at < 12 || !IS (at, " gfp_fla") || !IS (at + 3, "p_flags="))
            return FALSE;
          gfp = kmem_flags (reader, at + 11, (size_t) (end - at) - 11);
        }
      else if (name->kind == KMEM_ZONE_LOCKED)
        {
          if (end - at != 16 || !BEGINS (line + reader->name_column + 16, 3, "ne_     ") || !IS (at, " percpu_") || !BEGINS (at + 8, 7, "refill= ") || (gfp = digit (at[15])) > 1)
            return FALSE;
        }
      else if (name->kind != KMEM_PCPU_DRAIN || at != end)
        return FALSE;
    }

  *kmem_next_event (reader) = (KmemEvent) {
    .pfn = pfn, .gfp = gfp, .line = reader->number, .kind = name->kind, .order = (SimOrder) order, .type = type & 0xf,
    .is_kswapd = BEGINS (line + 9, 6, "kswapd  "), .is_in_lock = KMEM_IS_IN_LOCK (cpu + 6), .cpu = (uint8_t) (tens * 10 + digit (cpu[3])),
  };
  kmem_keep_event (reader, name->kind);
  return TRUE;
}

/* --- all of them ---------------------------------------------------------------------------- */

static void
read_lines (KmemReader *reader,
            const char *text,
            size_t      length)
{
  const char *text_end = text + length;

  for (const char *line = text; line < text_end;)
    {
      const char *newline = memchr (line, '\n', (size_t) (text_end - line));
      const char *end = newline != NULL ? newline : text_end;

      reader->number++;
      if (!take_usual_line (reader, line, end))
        {
          if (end > line && end[-1] == '\r')
            end--;
          if (end > line)
            kmem_read_line (reader, line, end);
        }
      line = newline != NULL ? newline + 1 : text_end;
    }
}

gboolean
import_kmem_trace (const char       *text,
                   size_t            length,
                   const char       *file_name,
                   const SimProfile *profile,
                   KmemTrace        *trace,
                   Messages         *messages)
{
  g_autofree KmemReader *reader = g_new0 (KmemReader, 1);
  Message message = { .severity = MESSAGE_ERROR, .file = (char *) file_name };

  memset (trace, 0, sizeof *trace);
  reader->file_name = file_name;
  reader->messages = messages;
  reader->profile = profile;
  reader->trace = trace;
  reader->marks = g_ptr_array_new ();
  reader->capacity = length / 100 + 16;
  trace->events = g_new (KmemEvent, reader->capacity);

  read_lines (reader, text, length);
  g_ptr_array_add (reader->marks, NULL);
  trace->marks = (char **) g_ptr_array_free (reader->marks, FALSE);
  if (trace->n_events > 0)
    return TRUE;

  kmem_trace_clear (trace);
  message.text = (char *) _("No line of it is an event of a kernel's trace.");
  message.suggestion = (char *) _("The text of /sys/kernel/tracing/trace, of “trace-cmd report” or of “perf script” is expected.");
  messages_add (messages, &message);
  return FALSE;
}

void
kmem_trace_clear (KmemTrace *trace)
{
  g_clear_pointer (&trace->events, g_free);
  g_clear_pointer (&trace->marks, g_strfreev);
  memset (trace, 0, sizeof *trace);
}
