/* save.c - what was typed, as a scenario of its own
 *
 * A typed line runs where the script stood: at its end, or, after stepping back, somewhere before. The text of
 * the scenario is kept whole, but for the names of files beside it that it is not beside any more; the lines are put where the script stood, and where that is not the end, `return 0;`
 * behind them keeps what follows from running.
 */
#include "lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- the lines ----------------------------------------------------------------------------- */

static const Unit *
unit_at (const Lesson *lesson,
         unsigned      piece)
{
  return &g_array_index (lesson->program->units, Unit, piece);
}

/* The pieces of the branch, oldest first. */
static GArray *
pieces_of (const Lesson *lesson)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (unsigned));

  for (unsigned piece = lesson_tip (lesson); piece != 0; piece = unit_at (lesson, piece)->parent)
    g_array_prepend_val (pieces, piece);
  return pieces;
}

unsigned
lesson_n_typed (const Lesson *lesson)
{
  g_autoptr (GArray) pieces = pieces_of (lesson);

  return pieces->len;
}

static gboolean
is_good (Lesson     *lesson,
         const char *text,
         size_t      length)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (text, length, lesson->scenario->file_name, messages);

  return scenario != NULL && messages_n_errors (messages) == 0;
}

/* The scratchpad needs no semicolon, a text does; a directive must not have one. */
static char *
dup_statement (const char *piece,
               gboolean    needs_end)
{
  g_autofree char *line = g_strchomp (g_strdup (piece));
  const char *last = strrchr (line, '\n');
  size_t n = strlen (line);

  last = last != NULL ? last + 1 : line;
  while (*last == ' ' || *last == '\t')
    last++;
  if (n == 0 || *last == '#' || (!needs_end && (line[n - 1] == ';' || line[n - 1] == '}')))
    return g_strconcat (line, "\n", NULL);
  return g_strconcat (line, strstr (last, "//") != NULL ? "\n;\n" : ";\n", NULL);
}

/* before + the lines: a name that is declared again gets a block of its own, as an inner one may. */
static GString *
append_pieces (Lesson     *lesson,
               GArray     *pieces,
               const char *before,
               gboolean    in_block)
{
  GString *text = g_string_new (before);
  unsigned n_blocks = 0;

  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  if (in_block)
    {
      g_string_append (text, "{\n");
      n_blocks++;
    }
  for (guint i = 0; i < pieces->len; i++)
    {
      const char *piece = unit_at (lesson, g_array_index (pieces, unsigned, i))->text;
      gsize length = text->len;
      gboolean is_done = FALSE;

      /* As it is, with a semicolon, in a block of its own. */
      for (unsigned attempt = 0; attempt < 4 && !is_done; attempt++)
        {
          g_autofree char *statement = dup_statement (piece, attempt % 2 == 1);

          g_string_truncate (text, length);
          g_string_append_printf (text, "%s%s", attempt >= 2 ? "{\n" : "", statement);
          gsize end = text->len;
          for (unsigned j = 0; j < n_blocks + (attempt >= 2); j++)
            g_string_append (text, "}\n");
          is_done = is_good (lesson, text->str, text->len);
          g_string_truncate (text, end);
          if (is_done && attempt >= 2)
            n_blocks++;
        }
      if (!is_done)
        {
          g_autofree char *statement = dup_statement (piece, FALSE);

          g_string_truncate (text, length);
          g_string_append (text, statement);
        }
    }
  for (; n_blocks > (in_block ? 1u : 0u); n_blocks--)
    g_string_append (text, "}\n");
  return text;
}

/* --- where ---------------------------------------------------------------------------------- */

/* The byte of the text before which the script stood; its end where it had run out. Inside a statement (a loop, a
 * function) it is that statement's end: nothing better can be said in one place. */
static size_t
place_of_fork (const Lesson *lesson,
               unsigned      piece)
{
  const Program *program = lesson->program;
  const Ast *ast = lesson->scenario->ast;
  uint32_t code = unit_at (lesson, piece)->resume;
  Span span;

  if (code >= program->end_code || code >= program->spans->len)
    return ast->source->length;
  span = g_array_index (program->spans, Span, code);
  if (span.unit != 0)
    return ast->source->length;

  for (const Node *node = ast->statements; node != NULL; node = node->next)
    {
      /* A declaration begins with its first name. */
      const Node *begin = node->kind == NODE_DECLARATION && node->list != NULL ? node->list : node;

      if (node->kind != NODE_FUNCTION && span.first <= begin->first)
        return node->first;
      if (node->kind != NODE_FUNCTION && span.first < node->end && node->next != NULL)
        return node->next->first;
    }
  return ast->source->length;
}

/* The beginning of its line where nothing but space is before it there. */
static size_t
before_indentation (const char *text,
                    size_t      at)
{
  size_t start = at;

  while (start > 0 && (text[start - 1] == ' ' || text[start - 1] == '\t'))
    start--;
  return start == 0 || text[start - 1] == '\n' ? start : at;
}

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == 0;
}

static void
append_as_comment (GString    *text,
                   const char *rest)
{
  g_auto (GStrv) lines = g_strsplit (rest, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (line[1] != NULL || **line != 0)
      g_string_append_printf (text, **line != 0 ? "// %s\n" : "//\n", *line);
}

/* The three ways in which it can stand in the middle: names that the rest declares again want a block, and what a
 * block cannot hold (a function) wants a rest that is only shown. */
static char *
dup_forked (Lesson     *lesson,
            GArray     *pieces,
            const char *before,
            const char *rest)
{
  for (unsigned attempt = 0;; attempt++)
    {
      g_autoptr (GString) text = append_pieces (lesson, pieces, before, attempt == 1);

      g_string_append_printf (text, "/* %s */\nreturn 0;\n", _("The lesson was left here: what follows is not run."));
      if (attempt == 1)
        g_string_append (text, "}\n");
      if (*rest != '\n')
        g_string_append_c (text, '\n');
      if (attempt == 2)
        append_as_comment (text, rest);
      else
        g_string_append (text, rest);

      if (attempt == 2 || is_good (lesson, text->str, text->len))
        return g_strdup (text->str);
    }
}

/* --- files beside it ------------------------------------------------------------------------ */

static char *
dup_literal (const char *words)
{
  GString *text = g_string_new ("\"");

  for (; *words != 0; words++)
    {
      if (*words == '"' || *words == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *words);
    }
  g_string_append_c (text, '"');
  return g_string_free (text, FALSE);
}

/* A map that stands beside the scenario is not beside a copy of it elsewhere: it gets its whole name. *at is a place in
 * the text, and stays at what it was at. */
static void
name_wholly (Lesson     *lesson,
             SettingKey  key,
             const char *file_name,
             GString    *text,
             size_t     *at)
{
  const Scenario *scenario = lesson->scenario;
  const SettingValue *value = &scenario->settings.values[key];
  size_t first = scenario->value_spans[key].first, end = scenario->value_spans[key].end;

  if (!value->is_set || value->text == NULL || g_path_is_absolute (value->text) || strcmp (value->text, "-") == 0
      || first >= end || end > text->len)
    return;

  g_autofree char *path = scenario_dup_path (scenario, value->text);
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (file_name);
  g_autofree char *beside = g_canonicalize_filename (value->text, folder);

  if (strcmp (whole, beside) == 0)
    return;

  g_autofree char *literal = dup_literal (whole);
  size_t length = strlen (literal);

  g_string_erase (text, first, end - first);
  g_string_insert (text, first, literal);
  if (*at >= end)
    *at += length - (end - first);
}

/* The last one first: the spans of the others stay as they are. */
static void
name_maps (Lesson     *lesson,
           const char *file_name,
           GString    *text,
           size_t     *at)
{
  const Scenario *scenario = lesson->scenario;
  gboolean is_behind = scenario->value_spans[SETTING_E820].first > scenario->value_spans[SETTING_MEMBLOCK].first;

  name_wholly (lesson, is_behind ? SETTING_E820 : SETTING_MEMBLOCK, file_name, text, at);
  name_wholly (lesson, is_behind ? SETTING_MEMBLOCK : SETTING_E820, file_name, text, at);
}

char *
lesson_dup_scenario (Lesson     *lesson,
                     const char *file_name)
{
  g_autoptr (GString) text = g_string_new (scenario_source (lesson->scenario));
  g_autoptr (GArray) pieces = pieces_of (lesson);
  g_autofree char *before = NULL;
  const char *source;
  size_t at = text->len;

  if (pieces->len > 0)
    at = before_indentation (text->str, place_of_fork (lesson, g_array_index (pieces, unsigned, 0)));
  if (file_name != NULL)
    name_maps (lesson, file_name, text, &at);
  source = text->str;
  if (pieces->len == 0)
    return g_strdup (source);

  before = g_strndup (source, at);
  if (!is_blank (source + at))
    return dup_forked (lesson, pieces, before, source + at);

  return g_string_free (append_pieces (lesson, pieces, source, FALSE), FALSE);
}

/* --- the same? ------------------------------------------------------------------------------ */

static gboolean
is_same_block (SimBlock a,
               SimBlock b)
{
  return a.first == b.first && a.end == b.end && a.order == b.order && a.state == b.state && a.zone == b.zone
         && a.type == b.type;
}

gboolean
lesson_is_like (const Lesson *lesson,
                const Lesson *other)
{
  const SimMachine *a = lesson_machine (lesson), *b = lesson_machine (other);

  if (sim_profile (a) != sim_profile (b) || sim_n_frames (a) != sim_n_frames (b) || sim_n_zones (a) != sim_n_zones (b)
      || sim_n_cpus (a) != sim_n_cpus (b))
    return FALSE;

  for (SimPfn pfn = 0; pfn < sim_n_frames (a);)
    {
      SimBlock block = sim_block_at (a, pfn);

      if (!is_same_block (block, sim_block_at (b, pfn)) || sim_pageblock_type (a, pfn) != sim_pageblock_type (b, pfn))
        return FALSE;
      /* On the same list behind the same neighbour. */
      if ((block.state == SIM_FRAME_FREE || block.state == SIM_FRAME_PCP)
          && sim_list_next (a, block.first) != sim_list_next (b, block.first))
        return FALSE;
      pfn = MAX (block.end, pfn + 1);
    }
  return TRUE;
}
