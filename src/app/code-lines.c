/* code-lines.c - which lines of a scenario stand on the blackboard */

#include "code-lines.h"

#include <string.h>

/* Deeper than the language allows. */
#define DEEPEST 64

typedef struct {
  const char *text, *at;
  GArray     *line_starts;        /* of gsize */
  GArray     *kinds;              /* of CodeKind */
} Scan;

/* --- lines --------------------------------------------------------------------------------- */

static guint
line_of (Scan       *scan,
         const char *at)
{
  gsize offset = at - scan->text;
  guint low = 0, high = scan->line_starts->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (scan->line_starts, gsize, middle) <= offset)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/* The bytes [first, end) are of a kind; a line is what is highest on it. */
static void
mark (Scan       *scan,
      const char *first,
      const char *end,
      CodeKind    kind)
{
  if (end <= first)
    return;

  for (guint line = line_of (scan, first); line <= line_of (scan, end - 1); line++)
    {
      CodeKind *of_line = &g_array_index (scan->kinds, CodeKind, line);

      *of_line = MAX (*of_line, kind);
    }
}

/* --- skipping ------------------------------------------------------------------------------ */

static const char *
skip_comment (const char *at)
{
  const char *end;

  if (at[1] == '/')
    return at + strcspn (at, "\r\n");

  end = strstr (at + 2, "*/");
  return end ? end + 2 : at + strlen (at);
}

static gboolean
is_comment (const char *at)
{
  return at[0] == '/' && (at[1] == '/' || at[1] == '*');
}

static void
skip_space (Scan *scan)
{
  for (;;)
    if (g_ascii_isspace (*scan->at))
      scan->at++;
    else if (is_comment (scan->at))
      {
        const char *end = skip_comment (scan->at);

        mark (scan, scan->at, end, CODE_COMMENT);
        scan->at = end;
      }
    else
      return;
}

static const char *
skip_quoted (const char *at)
{
  char quote = *at++;

  while (*at && *at != quote && *at != '\n')
    at += *at == '\\' && at[1] ? 2 : 1;

  return *at == quote ? at + 1 : at;
}

/* One token, or what brackets hold. */
static const char *
skip_token (const char *at)
{
  unsigned depth = 0;

  do
    {
      if (*at == '"' || *at == '\'')
        {
          at = skip_quoted (at);
          continue;
        }
      if (is_comment (at))
        {
          at = skip_comment (at);
          continue;
        }
      if (strchr ("([{", *at))
        depth++;
      else if (strchr (")]}", *at) && depth > 0)
        depth--;
      at++;
    }
  while (*at && depth > 0);

  return at;
}

static gboolean
takes_word (Scan       *scan,
            const char *word)
{
  size_t length = strlen (word);
  const char *at = scan->at;

  if (strncmp (at, word, length) != 0 || g_ascii_isalnum (at[length]) || at[length] == '_')
    return FALSE;

  scan->at += length;
  return TRUE;
}

/* --- statements ---------------------------------------------------------------------------- */

static CodeKind scan_statement (Scan *scan, unsigned depth);

/* A block is of the highest kind in it; nothing in it is nothing to hide. */
static CodeKind
scan_block (Scan    *scan,
            unsigned depth)
{
  const char *open = scan->at++;
  CodeKind kind = CODE_BLANK;

  for (;;)
    {
      CodeKind of_statement;

      skip_space (scan);
      if (*scan->at == '\0' || *scan->at == '}')
        break;
      of_statement = scan_statement (scan, depth + 1);
      kind = MAX (kind, of_statement);
    }

  if (kind == CODE_BLANK || kind == CODE_TITLE)
    kind = CODE_KERNEL;
  mark (scan, open, open + 1, kind);
  if (*scan->at == '}')
    {
      mark (scan, scan->at, scan->at + 1, kind);
      scan->at++;
    }

  return kind;
}

/* for (…) body, if (…) body else body. */
static CodeKind
scan_head (Scan       *scan,
           const char *first,
           unsigned    depth)
{
  const char *end_of_head;
  CodeKind kind;

  skip_space (scan);
  if (*scan->at == '(')
    scan->at = skip_token (scan->at);
  end_of_head = scan->at;

  skip_space (scan);
  kind = *scan->at == '\0' || *scan->at == '}' ? CODE_KERNEL : scan_statement (scan, depth + 1);
  kind = kind == CODE_TEACHING ? CODE_TEACHING : CODE_KERNEL;
  mark (scan, first, end_of_head, kind);

  return kind;
}

static CodeKind
scan_plain (Scan       *scan,
            const char *first,
            CodeKind    kind,
            unsigned    depth)
{
  char before = '\0';

  while (*scan->at && *scan->at != ';' && *scan->at != '}')
    {
      /* The body of a function: what it teaches is for the lesson as well. */
      if (*scan->at == '{' && before == ')' && kind == CODE_KERNEL && depth < DEEPEST)
        {
          const char *end_of_head = scan->at;
          CodeKind of_body = scan_block (scan, depth);

          mark (scan, first, end_of_head, of_body);
          return of_body;
        }
      if (!g_ascii_isspace (*scan->at) && !is_comment (scan->at))
        before = *scan->at == '(' ? ')' : *scan->at;
      scan->at = skip_token (scan->at);
    }
  if (*scan->at == ';')
    scan->at++;
  else if (scan->at == first && *scan->at)
    scan->at++;

  mark (scan, first, scan->at, kind);
  return kind;
}

static CodeKind
scan_statement (Scan    *scan,
                unsigned depth)
{
  static const char *const heads[] = { "for", "while", "switch", "on_cpu" };
  static const char *const teaching[] = { "scenario", "machine", "say", "speaker", "look", "ask", "expect" };
  const char *first = scan->at;

  if (depth >= DEEPEST)
    return scan_plain (scan, first, CODE_KERNEL, depth);

  if (*first == '{')
    return scan_block (scan, depth);

  if (*first == '#')
    {
      scan->at += strcspn (first, "\r\n");
      mark (scan, first, scan->at, CODE_KERNEL);
      return CODE_KERNEL;
    }

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    if (takes_word (scan, heads[i]))
      return scan_head (scan, first, depth);

  if (takes_word (scan, "hardirq") || takes_word (scan, "softirq"))
    {
      CodeKind kind;

      skip_space (scan);
      kind = *scan->at == '{' ? scan_block (scan, depth + 1) : scan_plain (scan, first, CODE_KERNEL, depth);
      mark (scan, first, first + strlen ("hardirq"), kind);
      return kind;
    }

  if (takes_word (scan, "if"))
    {
      CodeKind kind = scan_head (scan, first, depth);

      skip_space (scan);
      first = scan->at;
      if (takes_word (scan, "else"))
        {
          CodeKind otherwise;

          skip_space (scan);
          otherwise = scan_statement (scan, depth + 1);
          kind = kind == CODE_TEACHING && otherwise == CODE_TEACHING ? CODE_TEACHING : CODE_KERNEL;
          mark (scan, first, first + strlen ("else"), otherwise == CODE_TEACHING ? CODE_TEACHING : CODE_KERNEL);
        }
      return kind;
    }

  if (takes_word (scan, "step"))
    {
      scan_plain (scan, first, CODE_TEACHING, depth);
      mark (scan, first, first + 1, CODE_TITLE);
      return CODE_TITLE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (teaching); i++)
    if (takes_word (scan, teaching[i]))
      {
        skip_space (scan);
        return scan_plain (scan, first, *scan->at == '(' ? CODE_TEACHING : CODE_KERNEL, depth);
      }

  return scan_plain (scan, first, CODE_KERNEL, depth);
}

/* --- all of it ----------------------------------------------------------------------------- */

GArray *
code_lines_kinds (const char *text)
{
  Scan scan = { .text = text, .at = text };
  gsize start = 0;

  scan.line_starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  scan.kinds = g_array_new (FALSE, TRUE, sizeof (CodeKind));
  g_array_append_val (scan.line_starts, start);
  for (const char *at = text; *at; at++)
    if (*at == '\n' || (*at == '\r' && at[1] != '\n'))
      {
        start = at + 1 - text;
        g_array_append_val (scan.line_starts, start);
      }
  g_array_set_size (scan.kinds, scan.line_starts->len);

  for (skip_space (&scan); *scan.at; skip_space (&scan))
    scan_statement (&scan, 0);

  g_array_unref (scan.line_starts);
  return scan.kinds;
}

GArray *
code_lines_shown (GArray *kinds)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean is_in_head, has_gap = FALSE;
  guint gap = 0, first = 0;

  while (first < kinds->len && g_array_index (kinds, CodeKind, first) <= CODE_COMMENT)
    first++;
  is_in_head = first < kinds->len && g_array_index (kinds, CodeKind, first) == CODE_TEACHING;

  for (guint line = 0; line < kinds->len; line++)
    {
      CodeKind kind = g_array_index (kinds, CodeKind, line);

      /* What stands above the head of a scenario is its licence. */
      if (kind == CODE_TEACHING || (kind == CODE_COMMENT && is_in_head))
        {
          is_in_head = is_in_head && line < first;
          continue;
        }
      if (kind == CODE_BLANK)
        {
          gap = line;
          has_gap = shown->len > 0;
          continue;
        }
      if (has_gap)
        g_array_append_val (shown, gap);
      has_gap = FALSE;
      g_array_append_val (shown, line);
    }

  return shown;
}

static CodeKind
kind_of (GArray *kinds,
         guint   line)
{
  return g_array_index (kinds, CodeKind, line);
}

static gboolean
is_shown (GArray *shown,
          guint   line)
{
  for (guint i = 0; i < shown->len; i++)
    if (g_array_index (shown, guint, i) == line)
      return TRUE;

  return FALSE;
}

unsigned
code_lines_nearest (GArray  *kinds,
                    GArray  *shown,
                    unsigned line)
{
  guint at = line - 1, above = at;

  if (line == 0 || at >= kinds->len)
    return 0;
  if (is_shown (shown, at) && kind_of (kinds, at) == CODE_KERNEL)
    return line;

  for (; above > 0 && kind_of (kinds, above) != CODE_TITLE; above--)
    if (kind_of (kinds, above) == CODE_KERNEL)
      return above + 1;
  for (guint below = at + 1; below < kinds->len && kind_of (kinds, below) != CODE_TITLE; below++)
    if (kind_of (kinds, below) == CODE_KERNEL)
      return below + 1;

  return kind_of (kinds, above) >= CODE_TITLE ? above + 1 : 0;
}
