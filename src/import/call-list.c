/* call-list.c - see call-list.h */
#include "import/call-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "import/text.h"

typedef struct {
  GArray     *creations, *lines;
  GHashTable *by_name;            /* name to 1 + index of the latest creation */
} Reader;

/* "SLAB_A|SLAB_B" or "none". False: there is a word that is no flag. */
static gboolean
take_flags (const char **at,
            const char  *end,
            uint32_t    *flags)
{
  static const struct {
    const char *name;
    uint32_t    flag;
  } known[] = {
    { "none", 0 }, { "SLAB_HWCACHE_ALIGN", SIM_SLAB_HWCACHE_ALIGN }, { "SLAB_CACHE_DMA32", SIM_SLAB_CACHE_DMA32 },
    { "SLAB_CACHE_DMA", SIM_SLAB_CACHE_DMA }, { "SLAB_RECLAIM_ACCOUNT", SIM_SLAB_RECLAIM_ACCOUNT }, { "SLAB_PANIC", SIM_SLAB_PANIC },
    { "SLAB_TYPESAFE_BY_RCU", SIM_SLAB_TYPESAFE_BY_RCU }, { "SLAB_MEM_SPREAD", SIM_SLAB_MEM_SPREAD },
    { "SLAB_NOLEAKTRACE", SIM_SLAB_NOLEAKTRACE },
  };

  *flags = 0;
  do
    {
      size_t i = 0;

      while (i < G_N_ELEMENTS (known) && !import_take (at, end, known[i].name))
        i++;
      if (i == G_N_ELEMENTS (known))
        return FALSE;
      *flags |= known[i].flag;
    }
  while (import_take (at, end, "|"));
  return TRUE;
}

static gboolean
take_number (const char **at,
             const char  *end,
             const char  *before,
             uint32_t    *number)
{
  uint64_t value = 0;
  const char *first;

  if (!import_take (at, end, before))
    return FALSE;
  for (first = *at; *at < end && g_ascii_isdigit (**at) && value <= UINT32_MAX; (*at)++)
    value = value * 10 + (uint64_t) (**at - '0');
  *number = (uint32_t) value;
  return *at > first && value <= UINT32_MAX;
}

/* Up to the next comma or bracket. */
static gboolean
take_name (const char **at,
           const char  *end,
           char         name[SIM_CACHE_NAME_LENGTH])
{
  size_t length = 0;

  while (*at + length < end && (*at)[length] != ',' && (*at)[length] != ')')
    length++;
  if (length == 0 || length >= SIM_CACHE_NAME_LENGTH || *at + length == end)
    return FALSE;
  memcpy (name, *at, length);
  name[length] = 0;
  *at += length;
  return TRUE;
}

/* The address behind the last " = " of the line, from at on. */
static gboolean
take_answer (const char *at,
             const char *end,
             uint64_t   *address)
{
  unsigned n_digits;

  at = import_find (at, end, " = ");
  if (at == NULL)
    return FALSE;
  at += 3;
  return import_take_hex (&at, end, address, &n_digits) && n_digits <= 16;
}

static gboolean
read_creation (Reader     *reader,
               const char *at,
               const char *end)
{
  CallCreation creation = { 0 };
  CallLine line = { .is_creation = TRUE, .creation = reader->creations->len };
  uint32_t ctor;

  if (!take_name (&at, end, creation.name) || !take_number (&at, end, ",size ", &creation.size)
      || !take_number (&at, end, ",align ", &creation.align) || !import_take (&at, end, ",flags ")
      || !take_flags (&at, end, &creation.flags) || !take_number (&at, end, ",ctor ", &ctor)
      || !take_answer (at, end, &creation.descriptor))
    return FALSE;
  creation.has_ctor = ctor != 0;
  line.address = creation.descriptor;
  g_array_append_val (reader->creations, creation);
  g_array_append_val (reader->lines, line);
  g_hash_table_insert (reader->by_name, g_strdup (creation.name), GUINT_TO_POINTER (line.creation + 1));
  return TRUE;
}

static gboolean
read_taking (Reader     *reader,
             const char *at,
             const char *end)
{
  char name[SIM_CACHE_NAME_LENGTH];
  CallLine line = { 0 };
  guint creation;

  if (!take_name (&at, end, name) || !take_answer (at, end, &line.address))
    return FALSE;
  creation = GPOINTER_TO_UINT (g_hash_table_lookup (reader->by_name, name));
  if (creation == 0)
    return TRUE;
  line.creation = creation - 1;
  g_array_append_val (reader->lines, line);
  return TRUE;
}

gboolean
import_call_list (const char *bytes,
                  size_t      length,
                  const char *file_name,
                  CallList   *list,
                  Messages   *messages)
{
  static const char create[] = "kmem_cache_create(", take[] = "kmem_cache_alloc(";
  Reader reader = {
    .creations = g_array_new (FALSE, FALSE, sizeof (CallCreation)), .lines = g_array_new (FALSE, FALSE, sizeof (CallLine)),
    .by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  ImportText text;

  import_text_init (&text, bytes, length, file_name, messages);
  while (import_text_next_line (&text))
    {
      const char *creation = import_find (text.line, text.line_end, create), *taking = import_find (text.line, text.line_end, take);

      if ((creation != NULL && !read_creation (&reader, creation + strlen (create), text.line_end))
          || (creation == NULL && taking != NULL && !read_taking (&reader, taking + strlen (take), text.line_end)))
        import_text_complain (&text, creation != NULL ? creation : taking, text.line_end, NULL,
                              _("This call is not understood: name, size, alignment, flags and constructor of a cache, and the address "
                                "that was the answer, are expected."));
    }
  if (reader.creations->len == 0)
    import_text_complain (&text, NULL, NULL, NULL, _("There is no call of kmem_cache_create() in it."));
  import_text_clear (&text);
  g_hash_table_unref (reader.by_name);

  *list = (CallList) { .n_creations = reader.creations->len, .n_lines = reader.lines->len };
  list->creations = (CallCreation *) (void *) g_array_free (reader.creations, FALSE);
  list->lines = (CallLine *) (void *) g_array_free (reader.lines, FALSE);
  return messages_n_errors (messages) == 0;
}

void
call_list_join (CallList    *list,
                ObjectTrace *objects)
{
  size_t next = 0;

  for (size_t i = 0; i < list->n_lines; i++)
    {
      const CallLine *line = &list->lines[i];
      CallCreation *creation = &list->creations[line->creation];
      size_t at = next;

      while (at < objects->n_events && (objects->events[at].kind != OBJECT_CACHE_ALLOC || objects->events[at].address != line->address))
        at++;
      if (line->is_creation)
        creation->event = next;
      if (line->address == 0 || at == objects->n_events)
        continue;
      next = at + 1;
      if (line->is_creation)
        {
          creation->event = next;
          objects->events[at].cache = g_quark_from_static_string ("kmem_cache");
        }
      else
        objects->events[at].creation = line->creation + 1;
    }
}

void
call_list_clear (CallList *list)
{
  g_free (list->creations);
  g_free (list->lines);
  *list = (CallList) { 0 };
}
