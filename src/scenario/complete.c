#include "lesson-private.h"

#include <string.h>

#include "scenario/words.h"

typedef struct {
  GPtrArray  *words;
  GHashTable *seen;
  const char *prefix;
} Completion;

static void
offer (Completion *completion,
       const char *word)
{
  if (*word == 0 || strncmp (word, completion->prefix, strlen (completion->prefix)) != 0
      || g_hash_table_contains (completion->seen, word))
    return;

  char *copy = g_strdup (word);
  g_ptr_array_add (completion->words, copy);
  g_hash_table_add (completion->seen, copy);
}

static void
offer_cb (const char *word,
          gpointer    data)
{
  offer (data, word);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Words of one kind, sorted among themselves. */
static void
end_of_kind (Completion *completion,
             guint      *first)
{
  if (completion->words->len > *first)
    qsort (completion->words->pdata + *first, completion->words->len - *first, sizeof (gpointer), compare_cb);
  *first = completion->words->len;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Is the cursor between quotation marks? Then *start is behind the first. */
static gboolean
in_text (const char *line,
         size_t      cursor,
         size_t     *start)
{
  gboolean inside = FALSE;

  for (size_t i = 0; i < cursor; i++)
    if (line[i] == '\\' && inside)
      i++;
    else if (line[i] == '"')
      {
        inside = !inside;
        *start = i + 1;
      }
  return inside;
}

/* Type of the variable before "." or "->". */
static const ScriptType *
structure_before (const Lesson *lesson,
                  const char   *line,
                  size_t        at)
{
  size_t end;

  if (at >= 1 && line[at - 1] == '.')
    at -= 1;
  else if (at >= 2 && line[at - 1] == '>' && line[at - 2] == '-')
    at -= 2;
  else
    return NULL;
  end = at;
  while (at > 0 && is_word (line[at - 1]))
    at--;
  g_autofree char *name = g_strndup (line + at, end - at);
  const Symbol *symbol = program_find (lesson->program, name, lesson_piece (lesson), script_pc (lesson_machine (lesson)));
  if (symbol == NULL || symbol->kind != SYMBOL_VARIABLE)
    return NULL;
  return symbol->type->kind == KIND_POINTER ? symbol->type->target : symbol->type;
}

static void
offer_struct_tags (Completion   *completion,
                   const Lesson *lesson)
{
  for (guint i = 0; i < lesson->program->symbols->len; i++)
    {
      const Symbol *symbol = g_ptr_array_index (lesson->program->symbols, i);
      if (symbol->kind == SYMBOL_STRUCT && program_sees (lesson->program, symbol, lesson_piece (lesson), script_pc (lesson_machine (lesson))))
        offer (completion, symbol->name);
    }
  type_kernel_struct_each (offer_cb, completion);
}

static gboolean
is_after_struct (const char *line,
                 size_t      start)
{
  while (start > 0 && line[start - 1] == ' ')
    start--;
  return start >= 6 && strncmp (line + start - 6, "struct", 6) == 0 && (start == 6 || !is_word (line[start - 7]));
}

static void
offer_names (Completion   *completion,
             const Lesson *lesson)
{
  const Program *program = lesson->program;
  unsigned piece = lesson_piece (lesson);
  uint32_t code = script_pc (lesson_machine (lesson));
  guint first = 0;

  for (guint i = 0; i < program->symbols->len; i++)
    {
      const Symbol *symbol = g_ptr_array_index (program->symbols, i);
      if (symbol->kind != SYMBOL_STRUCT && program_sees (program, symbol, piece, code))
        offer (completion, symbol->name);
    }
  for (guint i = 1; i < program->functions->len; i++)
    {
      const Function *function = g_ptr_array_index (program->functions, i);
      if (function->piece == 0 || program_piece_is_after (program, piece, function->piece))
        offer (completion, function->name);
    }
  end_of_kind (completion, &first);
  for (SimCallId id = 0; id < SIM_N_CALLS; id++)
    if (!sim_profile_lacks (program->profile, sim_call_info (id)->name))
      offer (completion, sim_call_info (id)->name);
  end_of_kind (completion, &first);
  for (const SimGfpName *gfp = program->profile->gfp_names; gfp->name != NULL; gfp++)
    offer (completion, gfp->name);
  end_of_kind (completion, &first);
  for (const char *const *word = word_teaching (); *word != NULL; word++)
    if (strcmp (*word, "scenario") != 0 && strcmp (*word, "machine") != 0)
      offer (completion, *word);
  for (const char *const *word = word_builtins (); *word != NULL; word++)
    offer (completion, *word);
  end_of_kind (completion, &first);
  for (const char *const *word = word_statements (); *word != NULL; word++)
    offer (completion, *word);
  script_type_each (offer_cb, completion);
  end_of_kind (completion, &first);
  word_each_constant (program->profile, offer_cb, completion);
  end_of_kind (completion, &first);
}

char **
scenario_complete (const Lesson *lesson,
                   const char   *line,
                   size_t        cursor,
                   size_t       *start)
{
  Completion completion = { g_ptr_array_new (), g_hash_table_new (g_str_hash, g_str_equal), NULL };
  g_autofree char *prefix = NULL;

  cursor = MIN (cursor, strlen (line));
  *start = cursor;
  if (in_text (line, cursor, start))
    {
      prefix = g_strndup (line + *start, cursor - *start);
      completion.prefix = prefix;
      for (SimZoneId zone = 0; zone < sim_n_zones (lesson_machine (lesson)); zone++)
        offer (&completion, sim_zone (lesson_machine (lesson), zone).name);
      for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
        offer (&completion, sim_migrate_name (type));
      for (unsigned mark = 0; mark < SIM_N_WATERMARKS; mark++)
        offer (&completion, sim_watermark_name (mark));
    }
  else
    {
      const ScriptType *structure;

      *start = cursor;
      while (*start > 0 && is_word (line[*start - 1]))
        (*start)--;
      prefix = g_strndup (line + *start, cursor - *start);
      completion.prefix = prefix;
      structure = structure_before (lesson, line, *start);
      if (structure != NULL)
        for (guint i = 0; structure->members != NULL && i < structure->members->len; i++)
          offer (&completion, g_array_index (structure->members, ScriptMember, i).name);
      else if (*start > 0 && line[*start - 1] == '.')
        ;
      else if (is_after_struct (line, *start))
        offer_struct_tags (&completion, lesson);
      else
        offer_names (&completion, lesson);
    }

  g_hash_table_unref (completion.seen);
  g_ptr_array_add (completion.words, NULL);
  return (char **) g_ptr_array_free (completion.words, FALSE);
}
