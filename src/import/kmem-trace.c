/* kmem-trace.c - see kmem-trace.h
 *
 * A trace has millions of lines that are all alike: where the CPU and the event's name stood in the line before
 * is where they are looked for first, and a text of flags that was just read is not read again.
 */
#include "import/kmem-trace.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_CPUS      256
#define N_KNOWN_FLAGS  64         /* a power of two */
#define LONGEST_FLAGS  120
#define MOST_WARNINGS  20         /* of one kind of damage */

typedef struct {
  char     text[LONGEST_FLAGS];
  uint8_t  length;
  uint32_t bits;
} KnownFlags;

typedef struct {
  const char       *file_name;
  Messages         *messages;
  const SimProfile *profile;
  KmemTrace        *trace;
  GPtrArray        *marks;
  size_t            capacity;
  uint32_t          number;       /* of the line */
  size_t            cpu_column;   /* of the line before: of "[" */
  size_t            name_column;
  unsigned          n_warnings;
  KnownFlags        flags[N_KNOWN_FLAGS];
} Reader;

/* --- messages ------------------------------------------------------------------------------- */

static void
warn (Reader     *reader,
      const char *line,
      const char *end,
      const char *sentence)
{
  Message message = { .severity = MESSAGE_WARNING, .file = (char *) reader->file_name, .line = reader->number, .column = 1, .length = 1 };
  g_autofree char *source = g_utf8_make_valid (line, (gssize) MIN (end - line, 200));

  if (reader->n_warnings++ >= MOST_WARNINGS)
    return;
  message.text = (char *) sentence;
  message.source = source;
  messages_add (reader->messages, &message);
}

static void
warn_damaged (Reader     *reader,
              const char *line,
              const char *end)
{
  reader->trace->n_damaged++;
  warn (reader, line, end, _("This line is no event of a trace; it is left out."));
}

/* --- numbers -------------------------------------------------------------------------------- */

static inline gboolean
is_digit (char c)
{
  return (unsigned char) (c - '0') < 10;
}

/* Of a hexadecimal digit; 16: none. */
static inline unsigned
hex_value (char c)
{
  unsigned digit = (unsigned char) c - '0', letter = ((unsigned char) c | 0x20) - 'a';

  return digit < 10 ? digit : letter < 6 ? letter + 10 : 16;
}

static inline gboolean
take_number (const char **at,
             const char  *end,
             uint64_t    *value)
{
  const char *p = *at, *first;
  uint64_t number = 0;

  if (end - p > 2 && p[0] == '0' && (p[1] | 0x20) == 'x')
    {
      p += 2;
      for (first = p; p < end && hex_value (*p) < 16 && p - first < 16; p++)
        number = number << 4 | hex_value (*p);
    }
  else
    for (first = p; p < end && is_digit (*p) && p - first < 19; p++)
      number = number * 10 + (uint64_t) (*p - '0');

  *value = number;
  *at = p;
  return p > first;
}

static inline gboolean
take (const char **at,
      const char  *end,
      const char  *word,
      size_t       length)
{
  if ((size_t) (end - *at) < length || memcmp (*at, word, length) != 0)
    return FALSE;
  *at += length;
  return TRUE;
}
#define TAKE(at, end, word) take (at, end, word, sizeof (word) - 1)

/* --- flags ---------------------------------------------------------------------------------- */

/* "GFP_KERNEL|__GFP_ZERO", "0x400", "none" */
static uint32_t
read_flags (Reader     *reader,
            const char *text,
            size_t      length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) names = g_strsplit (copy, "|", -1);
  uint32_t bits = 0;

  for (unsigned i = 0; names[i] != NULL; i++)
    {
      uint32_t some;

      if (sim_gfp_by_name (reader->profile, names[i], &some))
        bits |= some;
      else
        bits |= (uint32_t) g_ascii_strtoull (names[i], NULL, 0);
    }
  return bits;
}

static uint32_t
flags_of (Reader     *reader,
          const char *text,
          size_t      length)
{
  KnownFlags *known;
  unsigned slot = (unsigned) length;

  if (length == 0 || length > LONGEST_FLAGS)
    return read_flags (reader, text, length);

  slot = slot * 31 + (unsigned char) text[length / 2] * 7 + (unsigned char) text[length - 1];
  known = &reader->flags[slot % N_KNOWN_FLAGS];
  if (known->length == length && memcmp (known->text, text, length) == 0)
    return known->bits;

  memcpy (known->text, text, length);
  known->length = (uint8_t) length;
  known->bits = read_flags (reader, text, length);
  return known->bits;
}

/* --- events --------------------------------------------------------------------------------- */

static void
add (Reader          *reader,
     const KmemEvent *event)
{
  KmemTrace *trace = reader->trace;

  if (trace->n_events == reader->capacity)
    {
      reader->capacity = MAX (reader->capacity * 2, 1024);
      trace->events = g_renew (KmemEvent, trace->events, reader->capacity);
    }
  trace->events[trace->n_events++] = *event;
  trace->n_of_kind[event->kind]++;
}

/* The kind, and then the fields behind the name's colon; trace-cmd aligns them. */
static inline KmemKind
take_kind (const char **at,
           const char  *end)
{
  KmemKind kind;

  if (!TAKE (at, end, "mm_page_"))
    return KMEM_OTHER;
  if (TAKE (at, end, "alloc:"))
    kind = KMEM_PAGE_ALLOC;
  else if (TAKE (at, end, "free:"))
    kind = KMEM_PAGE_FREE;
  else if (TAKE (at, end, "free_batched:"))
    kind = KMEM_PAGE_FREE_BATCHED;
  else if (TAKE (at, end, "pcpu_drain:"))
    kind = KMEM_PCPU_DRAIN;
  else if (TAKE (at, end, "alloc_zone_locked:"))
    kind = KMEM_ZONE_LOCKED;
  else if (TAKE (at, end, "alloc_extfrag:"))
    kind = KMEM_EXTFRAG;
  else
    return KMEM_OTHER;

  while (*at < end && **at == ' ')
    (*at)++;
  return kind;
}

/* "page=c3e7f1c0 pfn=0x1a0e order=1 migratetype=0 gfp_flags=GFP_KERNEL" */
static inline gboolean
take_fields (Reader     *reader,
             const char *at,
             const char *end,
             KmemEvent  *event)
{
  uint64_t pfn, number;

  if (!TAKE (&at, end, "page="))
    return FALSE;
  while (at < end && *at != ' ')
    at++;
  if (!TAKE (&at, end, " pfn=") || !take_number (&at, end, &pfn))
    return FALSE;

  event->pfn = pfn < SIM_NO_PFN ? (SimPfn) pfn : SIM_NO_PFN;
  if (event->kind == KMEM_EXTFRAG)
    return TAKE (&at, end, " alloc_order=") && take_number (&at, end, &number);
  if (!TAKE (&at, end, " order=") || !take_number (&at, end, &number) || number > UINT8_MAX)
    return FALSE;

  event->order = (SimOrder) number;
  if (event->kind == KMEM_PAGE_FREE || event->kind == KMEM_PAGE_FREE_BATCHED)
    return TRUE;
  if (!TAKE (&at, end, " migratetype=") || !take_number (&at, end, &number) || number > UINT8_MAX)
    return FALSE;

  event->type = (uint8_t) number;
  if (event->kind != KMEM_PAGE_ALLOC)
    return TRUE;
  if (!TAKE (&at, end, " gfp_flags="))
    return FALSE;

  event->gfp = flags_of (reader, at, (size_t) (end - at));
  /* page=00000000 pfn=0x0: there was none. Frame 0 is never given away. */
  if (event->pfn == 0)
    event->pfn = SIM_NO_PFN;
  return TRUE;
}

/* --- lines ---------------------------------------------------------------------------------- */

/* "[000]" behind a blank and before one. NULL: not at this place. */
static inline const char *
take_cpu (const char *at,
          const char *end,
          unsigned   *cpu)
{
  const char *p = at + 1;
  unsigned number = 0;

  if (end - at < 6 || *at != '[' || at[-1] != ' ')
    return NULL;
  for (; p < end && is_digit (*p) && p - at <= 4; p++)
    number = number * 10 + (unsigned) (*p - '0');
  if (p - at < 4 || p + 1 >= end || p[0] != ']' || p[1] != ' ')
    return NULL;

  *cpu = number;
  return p + 1;
}

/* Behind "[000]"; NULL: there is none. */
static const char *
find_cpu (Reader     *reader,
          const char *line,
          const char *end,
          unsigned   *cpu)
{
  const char *after;

  if ((size_t) (end - line) > reader->cpu_column && reader->cpu_column > 0)
    {
      after = take_cpu (line + reader->cpu_column, end, cpu);
      if (after != NULL)
        return after;
    }
  for (const char *p = line + 1; p < end && (p = memchr (p, '[', (size_t) (end - p))) != NULL; p++)
    {
      after = take_cpu (p, end, cpu);
      if (after != NULL)
        {
          reader->cpu_column = (size_t) (p - line);
          return after;
        }
    }
  return NULL;
}

/* The event's name behind a time stamp's ": "; NULL: there is none. */
static const char *
find_name (Reader     *reader,
           const char *line,
           const char *after_cpu,
           const char *end)
{
  const char *p = line + reader->name_column;

  if (p < end && p > after_cpu + 3 && p[-1] == ' ' && p[-2] == ':' && is_digit (p[-3]) && *p != ' ')
    return p;

  for (p = after_cpu; p < end && (p = memchr (p, ':', (size_t) (end - p))) != NULL; p++)
    if (is_digit (p[-1]) && p + 1 < end && p[1] == ' ')
      {
        do
          p++;
        while (p < end && *p == ' ');
        if (end - p > 5 && memcmp (p, "kmem:", 5) == 0)
          p += 5;
        reader->name_column = (size_t) (p - line);
        return p < end ? p : NULL;
      }
  return NULL;
}

static gboolean
take_mark (Reader     *reader,
           const char *name,
           const char *end,
           KmemEvent  *event)
{
  const char *text = memchr (name, ':', (size_t) (end - name));
  const char *at = name;
  gboolean is_mark = TAKE (&at, end, "tracing_mark_write:") || TAKE (&at, end, "wr:") || TAKE (&at, end, "print:");

  if (!is_mark || text == NULL)
    return FALSE;
  for (text++; text < end && *text == ' '; text++)
    ;
  event->kind = KMEM_MARK;
  event->pfn = reader->marks->len;
  g_ptr_array_add (reader->marks, g_utf8_make_valid (text, (gssize) (end - text)));
  return TRUE;
}

/* "CPU:1 [LOST 123 EVENTS]" */
static gboolean
take_lost (Reader     *reader,
           const char *line,
           const char *end)
{
  const char *at = line, *lost = g_strstr_len (line, (gssize) (end - line), "[LOST ");
  g_autofree char *sentence = NULL;
  uint64_t n = 0;

  if (lost == NULL || !TAKE (&at, end, "CPU:"))
    return FALSE;
  at = lost + strlen ("[LOST ");
  take_number (&at, end, &n);
  reader->trace->n_lost += MAX (n, 1);
  sentence = g_strdup_printf (ngettext ("Here the tracer lost %lu event: what follows may differ for that reason.",
                                        "Here the tracer lost %lu events: what follows may differ for that reason.",
                                        (unsigned long) n), (unsigned long) n);
  warn (reader, line, end, sentence);
  return TRUE;
}

/* Or what trace-cmd says first: "cpus=2". */
static gboolean
is_blank (const char *line,
          const char *end)
{
  while (line < end && (*line == ' ' || *line == '\t'))
    line++;
  return line == end || *line == '#' || (end - line > 5 && memcmp (line, "cpus=", 5) == 0);
}

static void
read_line (Reader     *reader,
           const char *line,
           const char *end)
{
  KmemEvent event = { .line = reader->number };
  const char *after_cpu, *name;
  unsigned cpu;

  if (*line == '#')
    return;

  after_cpu = find_cpu (reader, line, end, &cpu);
  name = after_cpu != NULL && cpu < MOST_CPUS ? find_name (reader, line, after_cpu, end) : NULL;
  if (name == NULL)
    {
      if (!is_blank (line, end) && !take_lost (reader, line, end))
        warn_damaged (reader, line, end);
      return;
    }

  event.cpu = (uint8_t) cpu;
  event.kind = (uint8_t) take_kind (&name, end);
  if (event.kind == KMEM_OTHER)
    take_mark (reader, name, end, &event);
  else if (!take_fields (reader, name, end, &event))
    {
      warn_damaged (reader, line, end);
      return;
    }
  add (reader, &event);
}

static void
read_lines (Reader     *reader,
            const char *text,
            size_t      length)
{
  const char *text_end = text + length;

  for (const char *line = text; line < text_end;)
    {
      const char *newline = memchr (line, '\n', (size_t) (text_end - line));
      const char *end = newline != NULL ? newline : text_end;

      reader->number++;
      if (end > line && end[-1] == '\r')
        end--;
      if (end > line)
        read_line (reader, line, end);
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
  g_autofree Reader *reader = g_new0 (Reader, 1);
  Message message = { .severity = MESSAGE_ERROR, .file = (char *) file_name };

  memset (trace, 0, sizeof *trace);
  reader->file_name = file_name;
  reader->messages = messages;
  reader->profile = profile;
  reader->trace = trace;
  reader->marks = g_ptr_array_new ();
  reader->capacity = length / 120 + 16;
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
