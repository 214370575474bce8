/* kmem-lines.c - a line of a trace that is not like the one before: looked at with care
 *
 * "COMM-PID [000] FLAGS 1.234567: mm_page_free: page=c3e7f1c0 pfn=0x1a0e order=1" of tracefs and trace-cmd; "COMM PID
 * [000] 1.234: kmem:mm_page_free: …" of perf; "COMM-PID 0-0x0 1.234: …" of trace-cmd's latency format. Fields are
 * found by their names.
 */
#include "import/kmem-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_WARNINGS 20

/* --- messages ------------------------------------------------------------------------------- */

static void
warn (KmemReader *reader,
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
warn_damaged (KmemReader *reader,
              const char *line,
              const char *end)
{
  reader->trace->n_damaged++;
  warn (reader, line, end, _("This line is no event of a trace; it is left out."));
}

/* --- words and numbers ---------------------------------------------------------------------- */

static gboolean
is_digit (char c)
{
  return (unsigned char) (c - '0') < 10;
}

static gboolean
take (const char **at,
      const char  *end,
      const char  *word)
{
  size_t length = strlen (word);

  if ((size_t) (end - *at) < length || memcmp (*at, word, length) != 0)
    return FALSE;
  *at += length;
  return TRUE;
}

/* "26", "0x1a"; it ends at a blank or at the line's end. */
static gboolean
take_number (const char **at,
             const char  *end,
             uint64_t    *value)
{
  const char *p = *at, *first;
  uint64_t number = 0;

  if (end - p > 2 && p[0] == '0' && (p[1] | 0x20) == 'x')
    for (first = p += 2; p < end && g_ascii_isxdigit (*p) && p - first < 16; p++)
      number = number << 4 | (uint64_t) g_ascii_xdigit_value (*p);
  else
    for (first = p; p < end && is_digit (*p) && p - first < 19; p++)
      number = number * 10 + (uint64_t) (*p - '0');
  if (p == first || (p < end && *p != ' ' && *p != '\t'))
    return FALSE;

  *value = number;
  *at = p;
  return TRUE;
}

/* Behind " name=" in [at, end); NULL: there is none. */
static const char *
find_field (const char *at,
            const char *end,
            const char *name)
{
  size_t length = strlen (name);

  for (const char *p = at; p < end && (p = memchr (p, '=', (size_t) (end - p))) != NULL; p++)
    if ((size_t) (p - at) >= length && memcmp (p - length, name, length) == 0
        && ((size_t) (p - at) == length || p[-(ptrdiff_t) length - 1] == ' '))
      return p + 1;
  return NULL;
}

static gboolean
read_field (const char *at,
            const char *end,
            const char *name,
            uint64_t    most,
            uint64_t   *value)
{
  const char *field = find_field (at, end, name);

  return field != NULL && take_number (&field, end, value) && *value <= most;
}

/* --- flags ---------------------------------------------------------------------------------- */

static uint32_t
read_flags (KmemReader *reader,
            const char *text,
            size_t      length)
{
  g_autofree char *copy = g_utf8_make_valid (text, (gssize) length), *unknown = NULL;
  g_auto (GStrv) names = g_strsplit (copy, "|", -1);
  uint32_t bits = 0;

  for (unsigned i = 0; names[i] != NULL; i++)
    {
      guint64 number;
      uint32_t some;

      if (sim_gfp_by_name (reader->profile, names[i], &some))
        bits |= some;
      else if (g_ascii_string_to_unsigned (names[i] + (g_str_has_prefix (names[i], "0x") ? 2 : 0), 16, 0, UINT32_MAX, &number, NULL))
        bits |= (uint32_t) number;
      else if (strcmp (names[i], "none") != 0 && unknown == NULL)
        unknown = g_strdup_printf (_("%s has no flag “%s”; the request is taken without it."), reader->profile->kernel, names[i]);
    }
  if (unknown != NULL)
    warn (reader, text, text + length, unknown);
  return bits;
}

uint32_t
kmem_read_flags (KmemReader     *reader,
                 KmemKnownFlags *known,
                 const char     *text,
                 size_t          length)
{
  const char *blank = memchr (text, ' ', length);
  uint32_t bits = read_flags (reader, text, blank != NULL ? (size_t) (blank - text) : length);

  if (length <= KMEM_LONGEST_FLAGS)
    {
      memcpy (known->text, text, length);
      known->length = (uint32_t) length;
      known->bits = bits;
    }
  return bits;
}

/* --- fields --------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  KmemKind    kind;
} kinds[] = {
  { "mm_page_alloc:",                  KMEM_PAGE_ALLOC },
  { "mm_page_free:",                   KMEM_PAGE_FREE },
  { "mm_page_free_batched:",           KMEM_PAGE_FREE_BATCHED },
  { "mm_page_pcpu_drain:",             KMEM_PCPU_DRAIN },
  { "mm_page_alloc_zone_locked:",      KMEM_ZONE_LOCKED },
  { "mm_page_alloc_extfrag:",          KMEM_EXTFRAG },
  { "mm_vmscan_kswapd_wake:",          KMEM_KSWAPD_WAKES },
  { "mm_vmscan_kswapd_sleep:",         KMEM_KSWAPD_SLEEPS },
  { "mm_vmscan_direct_reclaim_begin:", KMEM_DIRECT_RECLAIM_BEGINS },
  { "mm_vmscan_direct_reclaim_end:",   KMEM_DIRECT_RECLAIM_ENDS },
};

static KmemKind
take_kind (const char **at,
           const char  *end)
{
  if (end - *at > 3 && (*at)[0] == 'm' && (*at)[2] == '_')
    for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
      if (take (at, end, kinds[i].name))
        return kinds[i].kind;
  return KMEM_OTHER;
}

/* What is not there in a kernel's or tool's format, such as the order of a page that was freed in a batch, is 0. */
static gboolean
read_fields (KmemReader *reader,
             const char *at,
             const char *end,
             KmemEvent  *event)
{
  const char *page = find_field (at, end, "page"), *flags = find_field (at, end, "gfp_flags"), *page_end;
  uint64_t pfn, order = 0, type = 0, refill = 0;

  if (event->kind == KMEM_DIRECT_RECLAIM_ENDS)
    {
      event->pfn = read_field (at, end, "nr_reclaimed", SIM_NO_PFN - 1, &pfn) ? (SimPfn) pfn : 0;
      return TRUE;
    }
  if (event->kind == KMEM_KSWAPD_WAKES)
    event->pfn = read_field (at, end, "nid", SIM_MAX_NODES - 1, &pfn) ? (SimPfn) pfn : 0;
  if (event->kind > KMEM_EXTFRAG)
    return TRUE;

  if (!read_field (at, end, "pfn", UINT64_MAX, &pfn))
    return FALSE;
  event->pfn = pfn < SIM_NO_PFN ? (SimPfn) pfn : SIM_NO_PFN - 1;
  if (event->kind == KMEM_EXTFRAG)
    return TRUE;
  if (!read_field (at, end, "order", UINT8_MAX, &order) && (event->kind != KMEM_PAGE_FREE_BATCHED || find_field (at, end, "order") != NULL))
    return FALSE;
  if (event->kind != KMEM_PAGE_FREE && event->kind != KMEM_PAGE_FREE_BATCHED && !read_field (at, end, "migratetype", UINT8_MAX, &type))
    return FALSE;
  if (event->kind == KMEM_PAGE_ALLOC && flags == NULL)
    return FALSE;
  if (event->kind == KMEM_ZONE_LOCKED && !read_field (at, end, "percpu_refill", 1, &refill))
    refill = 0;

  event->order = (SimOrder) order;
  event->type = MIN (type, 15) & 0xf;
  event->gfp = (uint32_t) refill;
  if (event->kind == KMEM_PAGE_ALLOC)
    {
      const char *flags_end = memchr (flags, ' ', (size_t) (end - flags));

      event->gfp = kmem_flags (reader, flags, (size_t) ((flags_end != NULL ? flags_end : end) - flags));
      /* page=00000000 pfn=0x0: there was none. Frame 0 is never given away. */
      if (event->pfn == 0)
        event->pfn = SIM_NO_PFN;
    }
  page_end = page != NULL ? memchr (page, ' ', (size_t) (end - page)) : NULL;
  if (page_end != NULL)
    reader->page_length = (size_t) (page_end - page);
  return TRUE;
}

/* --- lines ---------------------------------------------------------------------------------- */

/* "[000]" between blanks, or "0-0x0" of the latency format. NULL: not at this place. */
static const char *
take_cpu (const char *at,
          const char *end,
          unsigned   *cpu)
{
  const char *p = at + (*at == '['), *first = p;
  unsigned number = 0;

  for (; p < end && is_digit (*p) && p - first <= 4; p++)
    number = number * 10 + (unsigned) (*p - '0');
  if (p == first || at[-1] != ' ')
    return NULL;
  *cpu = number;
  if (*at == '[')
    return p - first >= 3 && end - p > 1 && p[0] == ']' && p[1] == ' ' ? p + 1 : NULL;
  if (!take (&p, end, "-0x"))
    return NULL;
  while (p < end && g_ascii_isxdigit (*p))
    p++;
  return p < end && *p == ' ' ? p : NULL;
}

/* Behind "[000]"; NULL: there is none. */
static const char *
find_cpu (KmemReader *reader,
          const char *line,
          const char *end,
          unsigned   *cpu)
{
  const char *after;

  for (const char *p = line + 1; p < end && (p = memchr (p, '[', (size_t) (end - p))) != NULL; p++)
    {
      after = take_cpu (p, end, cpu);
      if (after != NULL)
        {
          reader->cpu_column = (size_t) (p - line);
          return after;
        }
    }
  /* The latency format: behind the task's name and number. */
  for (const char *p = line + 1; p < end && p - line < 64; p++)
    if (p[-1] == ' ' && is_digit (*p))
      {
        after = take_cpu (p, end, cpu);
        if (after != NULL)
          return after;
      }
  return NULL;
}

/* The event's name behind a time stamp's ": "; NULL: there is none. */
static const char *
find_name (KmemReader *reader,
           const char *line,
           const char *after_cpu,
           const char *end)
{
  for (const char *p = after_cpu; p < end && (p = memchr (p, ':', (size_t) (end - p))) != NULL; p++)
    if (is_digit (p[-1]) && p + 1 < end && p[1] == ' ')
      {
        do
          p++;
        while (p < end && *p == ' ');
        take (&p, end, "kmem:");
        take (&p, end, "vmscan:");
        if (p == end)
          return NULL;
        reader->name_column = p[-1] == ' ' && p[-2] == ':' ? (size_t) (p - line) : 0;
        return p;
      }
  return NULL;
}

static gboolean
take_mark (KmemReader *reader,
           const char *name,
           const char *end,
           KmemEvent  *event)
{
  const char *text = name;

  if (!take (&text, end, "tracing_mark_write:") && !take (&text, end, "wr:") && !take (&text, end, "print:"))
    return FALSE;
  while (text < end && *text == ' ')
    text++;
  event->kind = KMEM_MARK;
  event->pfn = reader->marks->len;
  g_ptr_array_add (reader->marks, g_utf8_make_valid (text, (gssize) (end - text)));
  return TRUE;
}

/* "CPU:1 [LOST 123 EVENTS]" */
static gboolean
take_lost (KmemReader *reader,
           const char *line,
           const char *end)
{
  const char *at = line, *lost = g_strstr_len (line, (gssize) (end - line), "[LOST ");
  g_autofree char *sentence = NULL;
  uint64_t n = 0;

  if (lost == NULL || !take (&at, end, "CPU:"))
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

/* A remark, nothing at all, or what trace-cmd says first: "cpus=2". */
static gboolean
is_no_event (const char *line,
             const char *end)
{
  while (line < end && (*line == ' ' || *line == '\t'))
    line++;
  return line == end || *line == '#' || take (&line, end, "cpus=");
}

/* Of a file that was not wholly written, when the computer stopped for instance: what stands on both sides belongs to two
 * lines. */
static gboolean
is_torn (const char *line,
         const char *end)
{
  static const char gap[8];

  return memmem (line, (size_t) (end - line), gap, sizeof gap) != NULL;
}

void
kmem_read_line (KmemReader *reader,
                const char *line,
                const char *end)
{
  KmemEvent event = { .line = reader->number };
  const char *after_cpu, *name;
  unsigned cpu = 0;

  if (is_no_event (line, end))
    return;

  if (is_torn (line, end))
    {
      warn_damaged (reader, line, end);
      return;
    }

  after_cpu = find_cpu (reader, line, end, &cpu);
  name = after_cpu != NULL && cpu < KMEM_MOST_CPUS ? find_name (reader, line, after_cpu, end) : NULL;
  if (name == NULL)
    {
      if (!take_lost (reader, line, end))
        warn_damaged (reader, line, end);
      return;
    }

  event.cpu = (uint8_t) cpu;
  event.is_kswapd = g_strstr_len (line, (gssize) (after_cpu - line), "kswapd") != NULL;
  event.is_in_lock = end - after_cpu > 6 && KMEM_IS_IN_LOCK (after_cpu + 1);
  event.kind = (uint8_t) take_kind (&name, end);
  if (event.kind == KMEM_OTHER)
    take_mark (reader, name, end, &event);
  else if (!read_fields (reader, name, end, &event))
    {
      warn_damaged (reader, line, end);
      return;
    }
  *kmem_next_event (reader) = event;
  kmem_keep_event (reader, event.kind);
}
