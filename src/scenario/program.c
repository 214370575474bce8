#include "compile.h"

#include <glib/gi18n.h>
#include <string.h>

static void
text_free (gpointer data)
{
  Text *text = data;

  g_free (text->text);
  g_clear_pointer (&text->given, g_hash_table_unref);
  g_free (text);
}

static void
function_free (gpointer data)
{
  Function *function = data;

  if (function == NULL)
    return;
  g_array_unref (function->parameters);
  g_array_unref (function->parameter_types);
  g_hash_table_unref (function->calls);
  g_free (function);
}

static void
unit_clear (Unit *unit)
{
  if (unit->is_owned)
    ast_free (unit->ast);
  g_free (unit->text);
}

Program *
program_new (const SimProfile *profile)
{
  Program *program = g_new0 (Program, 1);

  program->profile = profile;
  program->types = type_table_new (profile);
  program->code = g_array_new (FALSE, FALSE, sizeof (Instruction));
  program->spans = g_array_new (FALSE, FALSE, sizeof (Span));
  program->units = g_array_new (FALSE, FALSE, sizeof (Unit));
  program->texts = g_ptr_array_new_with_free_func (text_free);
  program->strings = g_ptr_array_new_with_free_func (g_free);
  program->string_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  program->symbols = g_ptr_array_new_with_free_func (g_free);
  program->functions = g_ptr_array_new_with_free_func (function_free);
  program->expectations = g_array_new (FALSE, FALSE, sizeof (Expectation));
  program->questions = g_array_new (FALSE, FALSE, sizeof (Question));
  program->owners = g_array_new (FALSE, FALSE, sizeof (Owner));
  program->static_end = SCRIPT_STATICS;
  g_ptr_array_add (program->functions, NULL);
  return program;
}

static void
shrink_expectations (Program *program,
                     guint    n)
{
  for (guint i = n; i < program->expectations->len; i++)
    g_free (g_array_index (program->expectations, Expectation, i).text);
  g_array_set_size (program->expectations, n);
}

static void
shrink_questions (Program *program,
                  guint    n)
{
  for (guint i = n; i < program->questions->len; i++)
    {
      g_clear_pointer (&g_array_index (program->questions, Question, i).choices, g_array_unref);
      g_clear_pointer (&g_array_index (program->questions, Question, i).why_not, g_array_unref);
    }
  g_array_set_size (program->questions, n);
}

static void
shrink_owners (Program *program,
               guint    n)
{
  for (guint i = n; i < program->owners->len; i++)
    g_free (g_array_index (program->owners, Owner, i).name);
  g_array_set_size (program->owners, n);
}

static void
shrink_units (Program *program,
              guint    n)
{
  for (guint i = n; i < program->units->len; i++)
    unit_clear (&g_array_index (program->units, Unit, i));
  g_array_set_size (program->units, n);
}

void
program_free (Program *program)
{
  if (program == NULL)
    return;

  shrink_expectations (program, 0);
  shrink_questions (program, 0);
  shrink_owners (program, 0);
  shrink_units (program, 0);
  g_array_unref (program->code);
  g_array_unref (program->spans);
  g_array_unref (program->units);
  g_array_unref (program->expectations);
  g_array_unref (program->questions);
  g_array_unref (program->owners);
  g_ptr_array_unref (program->texts);
  g_hash_table_unref (program->string_numbers);
  g_ptr_array_unref (program->strings);
  g_ptr_array_unref (program->symbols);
  g_ptr_array_unref (program->functions);
  type_table_free (program->types);
  g_free (program);
}

/* --- texts ---------------------------------------------------------------------------------- */

unsigned
program_add_text (Program    *program,
                  const char *text,
                  gboolean    is_translated)
{
  Text *added = g_new0 (Text, 1);

  added->text = g_strdup (text);
  added->is_translated = is_translated;
  g_ptr_array_add (program->texts, added);
  return program->texts->len - 1;
}

const char *
program_text (const Program *program,
              unsigned       number)
{
  if (number >= program->texts->len)
    return "";

  const Text *text = g_ptr_array_index (program->texts, number);
  const char *const *languages = g_get_language_names ();
  for (unsigned i = 0; text->given != NULL && languages[i] != NULL; i++)
    {
      const char *given = g_hash_table_lookup (text->given, languages[i]);

      if (given != NULL)
        return given;
      if (strcmp (languages[i], "C") == 0)
        break;
    }
  /* The empty text names the catalogue's header. */
  return text->is_translated && *text->text != 0 ? _(text->text) : text->text;
}

uint32_t
program_string (Program    *program,
                const char *text,
                size_t      length)
{
  uint32_t own = strlen (text) == length ? sim_own_string (text) : 0;
  gpointer number;

  if (own != 0)
    return own;
  /* What lies beyond a zero byte cannot be told apart: the first such text stands for all. */
  if (g_hash_table_lookup_extended (program->string_numbers, text, NULL, &number))
    return GPOINTER_TO_UINT (number);
  if (program->strings->len >= SCRIPT_MAX_STRINGS)
    return SIM_N_OWN_STRINGS;

  char *copy = g_strndup (text, length);
  uint32_t added = SIM_N_OWN_STRINGS + program->strings->len;
  g_ptr_array_add (program->strings, copy);
  g_hash_table_insert (program->string_numbers, copy, GUINT_TO_POINTER (added));
  return added;
}

uint64_t
script_string_address (Program    *program,
                       const char *text,
                       size_t      length)
{
  return script_string_base (program->profile) + (uint64_t) program_string (program, text, length) * SCRIPT_STRING_STRIDE;
}

const char *
program_string_text (const Program *program,
                     uint32_t       number)
{
  if (number < SIM_N_OWN_STRINGS)
    return number > 0 ? sim_own_string_text (number) : NULL;
  return number - SIM_N_OWN_STRINGS < program->strings->len
         ? g_ptr_array_index (program->strings, number - SIM_N_OWN_STRINGS) : NULL;
}

/* --- names ---------------------------------------------------------------------------------- */

gboolean
program_piece_is_after (const Program *program,
                        unsigned       piece,
                        unsigned       ancestor)
{
  /* A parent always has the smaller number. */
  while (piece > ancestor)
    piece = g_array_index (program->units, Unit, piece).parent;
  return piece == ancestor;
}

gboolean
program_sees (const Program *program,
              const Symbol  *symbol,
              unsigned       piece,
              uint32_t       code)
{
  gboolean in_range = symbol->code_first <= code && code < symbol->code_end;

  if (symbol->piece != 0)
    return program_piece_is_after (program, piece, symbol->piece) && (symbol->code_end == UINT32_MAX || in_range);
  if (!in_range)
    return FALSE;
  if (symbol->function == 0)
    return TRUE;

  const Function *function = g_ptr_array_index (program->functions, symbol->function);
  return code >= function->code && code < function->code_end;
}

Symbol *
program_find (const Program *program,
              const char    *name,
              unsigned       piece,
              uint32_t       code)
{
  for (guint i = program->symbols->len; i-- > 0;)
    {
      Symbol *symbol = g_ptr_array_index (program->symbols, i);

      if (symbol->kind != SYMBOL_STRUCT && strcmp (symbol->name, name) == 0 && program_sees (program, symbol, piece, code))
        return symbol;
    }
  return NULL;
}

Place
program_place (const Program *program,
               uint32_t       code,
               const Unit   **unit)
{
  Span span = g_array_index (program->spans, Span, MIN (code, program->spans->len - 1));

  *unit = &g_array_index (program->units, Unit, span.unit);
  return source_place ((*unit)->ast->source, span.first, span.end - span.first);
}

/* --- compiling ------------------------------------------------------------------------------ */

static void
compiler_init (Compiler *compiler,
               Program  *program,
               Ast      *ast,
               Messages *messages)
{
  *compiler = (Compiler) { .program = program, .ast = ast, .messages = messages, .begun_at = UINT32_MAX };
  compiler->scopes = g_array_new (FALSE, FALSE, sizeof (Scope));
  compiler->loops = g_array_new (FALSE, FALSE, sizeof (Loop));
  compiler->cpu_blocks = g_array_new (FALSE, FALSE, sizeof (CpuBlock));
  compiler->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  compiler->gotos = g_array_new (FALSE, FALSE, sizeof (Goto));
  compiler->bodies = g_hash_table_new (NULL, NULL);
  compiler->names = g_hash_table_new (g_str_hash, g_str_equal);
  compiler->tags = g_hash_table_new (g_str_hash, g_str_equal);
  compiler->functions = g_hash_table_new (g_str_hash, g_str_equal);
  compiler->labels_by_name = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
compiler_clear (Compiler *compiler)
{
  g_array_unref (compiler->scopes);
  g_array_unref (compiler->loops);
  g_array_unref (compiler->cpu_blocks);
  g_array_unref (compiler->labels);
  g_array_unref (compiler->gotos);
  g_hash_table_unref (compiler->bodies);
  g_hash_table_unref (compiler->names);
  g_hash_table_unref (compiler->tags);
  g_hash_table_unref (compiler->functions);
  g_hash_table_unref (compiler->labels_by_name);
}

static void
compile_outermost (Compiler *compiler)
{
  compile_open_scope (compiler);
  for (const Node *node = compiler->ast->statements; node != NULL; node = node->next)
    compile_statement (compiler, node);
  compile_resolve_gotos (compiler);
  compiler->barrier = compile_position (compiler);
}

static void
check_strings (Compiler *compiler)
{
  Node first = { .first = 0, .end = 1 };

  if (compiler->program->strings->len >= SCRIPT_MAX_STRINGS)
    compile_report (compiler, MESSAGE_ERROR, &first, NULL, _("The scenario has more than %u different texts."), SCRIPT_MAX_STRINGS);
}

gboolean
program_compile (Program  *program,
                 Ast      *ast,
                 Messages *messages)
{
  Unit unit = { .ast = ast, .first_line = 1 };
  Node end = { .first = ast->source->length, .end = ast->source->length };
  Compiler compiler;

  g_array_append_val (program->units, unit);
  compiler_init (&compiler, program, ast, messages);
  compile_outermost (&compiler);
  compile_check_calls (&compiler, 1);
  check_strings (&compiler);
  program->end_code = compile_emit (&compiler, &end, (Instruction) { .op = OP_END });
  compiler_clear (&compiler);
  return compiler.n_errors == 0;
}

/* Lines of the lesson's text that it takes. */
static unsigned
unit_n_lines (const Unit *unit)
{
  unsigned n = 1;

  if (unit->text == NULL)
    return unit->ast->source->length > 0 ? source_n_lines (unit->ast->source) : 0;
  for (const char *at = unit->text; *at != 0; at++)
    n += *at == '\n';
  return n;
}

gboolean
program_compile_piece (Program           *program,
                       Ast               *ast,
                       unsigned           piece,
                       uint32_t           code,
                       Messages          *messages,
                       uint32_t          *entry,
                       const ScriptType **shown)
{
  const Unit *before = &g_array_index (program->units, Unit, piece);
  Unit unit = { .ast = ast, .is_owned = TRUE, .first_line = before->first_line + unit_n_lines (before), .parent = piece, .code_first = program->code->len, .resume = code };
  guint n_code = program->code->len, n_symbols = program->symbols->len, n_functions = program->functions->len;
  guint n_texts = program->texts->len, n_expectations = program->expectations->len;
  guint n_questions = program->questions->len, n_owners = program->owners->len, n_units = program->units->len;
  uint32_t static_end = program->static_end;
  Node all = { .first = 0, .end = ast->source->length };
  Compiler compiler;

  unit.text = g_strndup (ast->source->text, ast->source->shown_length);
  g_array_append_val (program->units, unit);
  compiler_init (&compiler, program, ast, messages);
  compiler.unit = compiler.piece = n_units;
  compiler.parent = piece;
  compiler.resume = code;
  *entry = compile_emit (&compiler, &all, (Instruction) { .op = OP_STATEMENT, .target = unit.first_line, .flag = 1 });
  compile_emit (&compiler, &all, (Instruction) { .op = OP_PIECE, .target = n_units });
  compiler.begun_at = compile_position (&compiler);
  compiler.barrier = compiler.begun_at;
  compile_outermost (&compiler);
  compile_check_calls (&compiler, n_functions);
  check_strings (&compiler);
  compile_emit (&compiler, &all, (Instruction) { .op = OP_PIECE_END });
  compiler_clear (&compiler);
  *shown = compiler.shown;

  if (compiler.n_errors == 0)
    {
      program->n_pieces = n_units;
      return TRUE;
    }

  g_array_set_size (program->code, n_code);
  g_array_set_size (program->spans, n_code);
  g_ptr_array_set_size (program->symbols, n_symbols);
  g_ptr_array_set_size (program->functions, n_functions);
  g_ptr_array_set_size (program->texts, n_texts);
  shrink_expectations (program, n_expectations);
  shrink_questions (program, n_questions);
  shrink_owners (program, n_owners);
  shrink_units (program, n_units);
  program->static_end = static_end;
  return FALSE;
}
