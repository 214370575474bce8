/* object-trace.c - see object-trace.h */
#include "import/object-trace.h"

#include <string.h>

#include "import/text.h"

typedef struct {
  const SimProfile *profile;
  GHashTable       *masks;        /* text to bits */
} Reader;

/* What follows " key=", up to the next blank. */
static gboolean
field (const char  *line,
       const char  *end,
       const char  *key,
       const char **from,
       const char **to)
{
  const char *at = import_find (line, end, key);

  if (at == NULL)
    return FALSE;
  *from = *to = at + strlen (key);
  while (*to < end && **to != ' ')
    (*to)++;
  return TRUE;
}

static uint64_t
number_of (const char *line,
           const char *end,
           const char *key)
{
  const char *from, *to;
  uint64_t number = 0;

  if (field (line, end, key, &from, &to))
    for (; from < to && g_ascii_isdigit (*from) && number < UINT32_MAX; from++)
      number = number * 10 + (uint64_t) (*from - '0');
  return MIN (number, UINT32_MAX);
}

static GQuark
text_of (const char *line,
         const char *end,
         const char *key)
{
  const char *from, *to;
  char name[96];

  if (!field (line, end, key, &from, &to) || (size_t) (to - from) >= sizeof name)
    return 0;
  memcpy (name, from, (size_t) (to - from));
  name[to - from] = 0;
  return *name != 0 ? g_quark_from_string (name) : 0;
}

static uint32_t
mask_of (Reader     *reader,
         const char *line,
         const char *end)
{
  const char *from, *to;
  g_autofree char *text = NULL;
  g_auto (GStrv) names = NULL;
  gpointer known;
  uint32_t mask = 0;

  if (!field (line, end, " gfp_flags=", &from, &to))
    return 0;
  text = g_strndup (from, (gsize) (to - from));
  if (g_hash_table_lookup_extended (reader->masks, text, NULL, &known))
    return GPOINTER_TO_UINT (known);
  names = g_strsplit (text, "|", -1);
  for (unsigned i = 0; names[i] != NULL; i++)
    {
      uint32_t bits = 0;

      if (g_str_has_prefix (names[i], "0x"))
        bits = (uint32_t) g_ascii_strtoull (names[i], NULL, 16);
      else
        sim_gfp_by_name (reader->profile, names[i], &bits);
      mask |= bits;
    }
  g_hash_table_insert (reader->masks, g_steal_pointer (&text), GUINT_TO_POINTER (mask));
  return mask;
}

static ObjectKind
kind_of (const char **line,
         const char  *end)
{
  static const struct {
    const char *name;
    ObjectKind  kind;
  } names[] = {
    { "kmem_cache_alloc:", OBJECT_CACHE_ALLOC }, { "kmem_cache_free:", OBJECT_CACHE_FREE }, { "kmalloc:", OBJECT_KMALLOC },
    { "kfree:", OBJECT_KFREE }, { "kmem_cache_alloc_node:", OBJECT_CACHE_ALLOC }, { "kmalloc_node:", OBJECT_KMALLOC },
    { "workqueue_execute_start:", OBJECT_REAP },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *at = import_find (*line, end, names[i].name);

      if (at == NULL || (at > *line && at[-1] != ' ' && at[-1] != ':'))
        continue;
      *line = at;
      return names[i].kind;
    }
  return OBJECT_NONE;
}

static void
read_line (Reader      *reader,
           const char  *line,
           const char  *end,
           ObjectEvent *event)
{
  ObjectKind kind = kind_of (&line, end);
  const char *from, *to;
  unsigned n_digits;

  if (kind == OBJECT_REAP)
    {
      if (import_find (line, end, "function cache_reap") != NULL)
        event->kind = OBJECT_REAP;
      return;
    }
  if (kind == OBJECT_NONE || !field (line, end, " ptr=", &from, &to) || !import_take_hex (&from, to, &event->address, &n_digits)
      || n_digits > 16)
    return;
  event->kind = (uint8_t) kind;
  event->asked = (uint32_t) number_of (line, end, " bytes_req=");
  event->given = (uint32_t) number_of (line, end, " bytes_alloc=");
  event->gfp = mask_of (reader, line, end);
  event->call_site = text_of (line, end, "call_site=");
  event->cache = text_of (line, end, " name=");
}

/* --- which cache ------------------------------------------------------------------------------ */

/* What an address is freed as, before anybody else gets it, is what it was taken as. */
static void
name_by_frees (ObjectTrace *objects)
{
  g_autoptr (GHashTable) next = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (size_t i = objects->n_events; i > 0; i--)
    {
      ObjectEvent *event = &objects->events[i - 1];
      gint64 key = (gint64) event->address;

      if (event->kind == OBJECT_CACHE_FREE)
        g_hash_table_insert (next, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (event->cache));
      else if (event->kind == OBJECT_CACHE_ALLOC)
        event->cache = GPOINTER_TO_UINT (g_hash_table_lookup (next, &key));
      if (event->kind == OBJECT_CACHE_ALLOC || event->kind == OBJECT_KMALLOC || event->kind == OBJECT_KFREE)
        g_hash_table_remove (next, &key);
    }
}

/* Somebody who asks from one place asks for one thing, mostly; a function that does so for others does not. */
static void
name_by_others (ObjectTrace *objects,
                gboolean     by_size)
{
  g_autoptr (GHashTable) names = g_hash_table_new (NULL, NULL);

  for (unsigned pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < objects->n_events; i++)
      {
        ObjectEvent *event = &objects->events[i];
        gpointer key = by_size ? GUINT_TO_POINTER (event->asked << 16 ^ event->given) : GUINT_TO_POINTER (event->call_site), known;

        if (event->kind != OBJECT_CACHE_ALLOC || key == NULL)
          continue;
        if (pass == 0 && event->cache != 0)
          {
            if (g_hash_table_lookup_extended (names, key, NULL, &known) && known != GUINT_TO_POINTER (event->cache))
              known = NULL;
            else
              known = GUINT_TO_POINTER (event->cache);
            g_hash_table_insert (names, key, known);
          }
        else if (pass == 1 && event->cache == 0 && by_size)
          event->cache_by_size = GPOINTER_TO_UINT (g_hash_table_lookup (names, key));
        else if (pass == 1 && event->cache == 0)
          event->cache = GPOINTER_TO_UINT (g_hash_table_lookup (names, key));
      }
}

void
import_object_trace (const char       *text,
                     size_t            length,
                     const SimProfile *profile,
                     const KmemTrace  *trace,
                     ObjectTrace      *objects)
{
  Reader reader = { .profile = profile, .masks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  const char *line = text, *text_end = text + length;
  uint32_t number = 1;
  size_t i = 0;

  objects->n_events = trace->n_events;
  objects->events = g_new0 (ObjectEvent, MAX (trace->n_events, 1));
  while (line < text_end && i < trace->n_events)
    {
      const char *end = memchr (line, '\n', (size_t) (text_end - line));

      if (end == NULL)
        end = text_end;
      for (; i < trace->n_events && trace->events[i].line <= number; i++)
        if (trace->events[i].line == number && trace->events[i].kind == KMEM_OTHER)
          read_line (&reader, line, end, &objects->events[i]);
      line = end + 1;
      number++;
    }
  g_hash_table_unref (reader.masks);
  name_by_frees (objects);
  name_by_others (objects, FALSE);
  name_by_others (objects, TRUE);
}

void
object_trace_clear (ObjectTrace *objects)
{
  g_free (objects->events);
  *objects = (ObjectTrace) { 0 };
}
