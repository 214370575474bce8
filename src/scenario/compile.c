#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/script-memory.h"

void
compile_report (Compiler       *compiler,
                MessageSeverity severity,
                const Node     *node,
                const char     *suggestion,
                const char     *format,
                ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (severity == MESSAGE_ERROR)
    compiler->n_errors++;
  source_report (compiler->ast->source, compiler->messages, severity, ast_place (compiler->ast, node), suggestion, "%s", text);
}

uint32_t
compile_position (Compiler *compiler)
{
  return compiler->program->code->len;
}

uint32_t
compile_emit (Compiler   *compiler,
              const Node *node,
              Instruction instruction)
{
  Span span = { node->first, node->end, compiler->unit };

  /* The program counter has 24 bits; no text of 4 MiB comes near. */
  if (compiler->program->code->len >= (1u << 24) - 16)
    {
      if (compiler->n_errors == 0)
        compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The scenario is too long."));
      return compiler->program->code->len - 1;
    }
  g_array_append_val (compiler->program->code, instruction);
  g_array_append_val (compiler->program->spans, span);
  return compiler->program->code->len - 1;
}

void
compile_here (Compiler *compiler,
              uint32_t  jump)
{
  program_at (compiler->program, jump)->target = compile_position (compiler);
  compiler->barrier = compile_position (compiler);
}

void
compile_cut (Compiler *compiler,
             uint32_t  position)
{
  g_array_set_size (compiler->program->code, position);
  g_array_set_size (compiler->program->spans, position);
  compiler->barrier = MIN (compiler->barrier, position);
}

const char *
compile_keep (Compiler   *compiler,
              const char *text)
{
  return g_string_chunk_insert_const (compiler->program->types->names, text);
}

/* --- names ---------------------------------------------------------------------------------- */

static Symbol *
find_symbol (Compiler   *compiler,
             const char *name,
             gboolean    is_struct)
{
  GPtrArray *symbols = compiler->program->symbols;
  Symbol *found = g_hash_table_lookup (is_struct ? compiler->tags : compiler->names, name);

  if (found != NULL || compiler->piece == 0)
    return found;
  for (guint i = symbols->len; i-- > 0;)
    {
      Symbol *symbol = g_ptr_array_index (symbols, i);

      if ((symbol->kind == SYMBOL_STRUCT) == is_struct && symbol->piece != compiler->piece && strcmp (symbol->name, name) == 0
          && program_sees (compiler->program, symbol, compiler->parent, compiler->resume))
        return symbol;
    }
  return NULL;
}

Symbol *
compile_find_tag (Compiler   *compiler,
                  const char *name)
{
  return find_symbol (compiler, name, TRUE);
}

Symbol *
compile_find (Compiler   *compiler,
              const char *name)
{
  return find_symbol (compiler, name, FALSE);
}

unsigned
compile_scope (Compiler *compiler)
{
  return g_array_index (compiler->scopes, Scope, compiler->scopes->len - 1).id;
}

Symbol *
compile_declare (Compiler         *compiler,
                 const Node       *node,
                 const char       *name,
                 SymbolKind        kind,
                 const ScriptType *type)
{
  GHashTable *table = kind == SYMBOL_STRUCT ? compiler->tags : compiler->names;
  Symbol *before = g_hash_table_lookup (table, name);
  Symbol *symbol;

  if (before != NULL && before->scope == compile_scope (compiler) && *name != 0)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("“%s” was declared already, in line %u."), name, before->line);

  symbol = g_new0 (Symbol, 1);
  symbol->name = compile_keep (compiler, name);
  symbol->kind = kind;
  symbol->type = type;
  symbol->piece = compiler->piece;
  symbol->function = compiler->function;
  symbol->scope = compile_scope (compiler);
  symbol->code_first = compile_position (compiler);
  symbol->code_end = UINT32_MAX;
  symbol->line = source_line (compiler->ast->source, node->first);
  symbol->hidden = g_hash_table_lookup (table, symbol->name);
  g_hash_table_replace (table, (char *) symbol->name, symbol);
  g_ptr_array_add (compiler->program->symbols, symbol);
  return symbol;
}

uint64_t
compile_room (Compiler         *compiler,
              const Node       *node,
              const ScriptType *type,
              gboolean         *is_local)
{
  unsigned align = MAX (type->align, 1);

  *is_local = compiler->function != 0;
  if (*is_local)
    {
      uint64_t place = (compiler->frame_used + align - 1) / align * align;
      /* THREAD_SIZE, less what the kernel itself needs. */
      uint64_t stack = compiler->program->profile->bits == 64 ? 16 << 10 : 8 << 10;

      if (type->size > stack || place + type->size > stack)
        {
          compile_report (compiler, MESSAGE_ERROR, node, _("Declare it outside of the function, or ask the page allocator for the memory."),
                          _("The variables of this function do not fit on the kernel's stack of %u KiB."), (unsigned) (stack >> 10));
          return 0;
        }
      compiler->frame_used = place + type->size;
      return place;
    }

  uint64_t place = ((uint64_t) compiler->program->static_end + align - 1) / align * align;
  if (type->size > SCRIPT_MEMORY_SIZE || place + type->size > SCRIPT_MEMORY_SIZE)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The variables of the scenario need more than 4 MiB."));
      return SCRIPT_STATICS;
    }
  compiler->program->static_end = place + type->size;
  return place;
}

void
compile_open_scope (Compiler *compiler)
{
  Scope scope = { ++compiler->program->n_scopes, compiler->program->symbols->len };

  g_array_append_val (compiler->scopes, scope);
}

void
compile_close_scope (Compiler *compiler)
{
  Scope scope = g_array_index (compiler->scopes, Scope, compiler->scopes->len - 1);

  g_array_set_size (compiler->scopes, compiler->scopes->len - 1);
  for (guint i = compiler->program->symbols->len; i-- > scope.first_symbol;)
    {
      Symbol *symbol = g_ptr_array_index (compiler->program->symbols, i);
      GHashTable *table = symbol->kind == SYMBOL_STRUCT ? compiler->tags : compiler->names;

      if (symbol->code_end != UINT32_MAX)
        continue;
      symbol->code_end = compile_position (compiler);
      if (symbol->hidden != NULL)
        g_hash_table_replace (table, (char *) symbol->hidden->name, symbol->hidden);
      else
        g_hash_table_remove (table, symbol->name);
    }
}

void
compile_begin (Compiler   *compiler,
               const Node *node)
{
  const Unit *unit = &g_array_index (compiler->program->units, Unit, compiler->unit);
  unsigned line = source_line (compiler->ast->source, node->first);

  compiler->barrier = compile_position (compiler);
  /* What is typed begins with a statement of its own. */
  if (compiler->is_begun && compile_position (compiler) == compiler->begun_at)
    return;
  compile_emit (compiler, node, (Instruction) { .op = OP_STATEMENT, .target = unit->first_line + line - 1 });
  compiler->barrier = compile_position (compiler);
}
