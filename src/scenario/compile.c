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
compile_find (Compiler   *compiler,
              const char *name)
{
  return find_symbol (compiler, name, FALSE);
}

static unsigned
scope_of (Compiler *compiler)
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

  if (before != NULL && before->scope == scope_of (compiler) && *name != 0)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("“%s” was declared already, in line %u."), name, before->line);

  symbol = g_new0 (Symbol, 1);
  symbol->name = compile_keep (compiler, name);
  symbol->kind = kind;
  symbol->type = type;
  symbol->piece = compiler->piece;
  symbol->function = compiler->function;
  symbol->scope = scope_of (compiler);
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

/* --- types ---------------------------------------------------------------------------------- */

static void
define_members (Compiler       *compiler,
                ScriptType     *type,
                const TypeBase *base)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (ScriptMember));
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (const Node *declaration = base->members; declaration != NULL; declaration = declaration->next)
    for (const Node *node = declaration->list; node != NULL; node = node->next)
      {
        ScriptMember member = { .name = node->text, .type = compile_type (compiler, node->type, node) };

        if (!g_hash_table_add (names, (char *) node->text))
          compile_report (compiler, MESSAGE_ERROR, node, NULL, _("There are two members called “%s”."), node->text);
        if (member.type->kind == KIND_VOID || (member.type->kind == KIND_STRUCT && !member.type->is_complete))
          {
            compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The size of this member is not known."));
            member.type = compiler->program->types->type_int;
          }
        if (member.type->size > SCRIPT_MEMORY_SIZE)
          {
            compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This member is larger than the memory of the script, 4 MiB."));
            member.type = compiler->program->types->type_int;
          }
        g_array_append_val (members, member);
      }
  type_struct_complete (compiler->program->types, type, (ScriptMember *) (void *) members->data, members->len);
}

static const ScriptType *
struct_type (Compiler       *compiler,
             const TypeBase *base,
             const Node     *node)
{
  Symbol *symbol = base->name != NULL ? find_symbol (compiler, base->name, TRUE) : NULL;
  ScriptType *type;

  if (!base->has_body)
    {
      if (symbol != NULL)
        return symbol->type;
      if (strcmp (base->name, "page") == 0)
        return compiler->program->types->page;
      type = type_struct_new (compiler->program->types, base->name);
      compile_declare (compiler, node, base->name, SYMBOL_STRUCT, type);
      return type;
    }

  /* One body is one type, however often its declaration is read. */
  type = g_hash_table_lookup (compiler->bodies, base);
  if (type != NULL)
    return type;
  if (base->name != NULL && strcmp (base->name, "page") == 0)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("“struct page” is the kernel's own."));

  if (symbol != NULL && !symbol->type->is_complete && symbol->piece == compiler->piece && symbol->scope == scope_of (compiler))
    type = (ScriptType *) symbol->type;
  else
    {
      type = type_struct_new (compiler->program->types, base->name);
      type->is_complete = FALSE;
      type->size = 0;
      if (base->name != NULL)
        compile_declare (compiler, node, base->name, SYMBOL_STRUCT, type);
    }
  g_hash_table_insert (compiler->bodies, (gpointer) base, type);
  define_members (compiler, type, base);
  return type;
}

static void
define_enumerators (Compiler       *compiler,
                    const TypeBase *base)
{
  uint64_t value = 0;

  /* "enum { A } x, y;" reads its body for each declarator. */
  if (!g_hash_table_add (compiler->bodies, (gpointer) base))
    return;
  for (const Node *node = base->members; node != NULL; node = node->next)
    {
      if (node->a != NULL && !compile_constant (compiler, node->a, &value, NULL))
        value = 0;
      Symbol *symbol = compile_declare (compiler, node, node->text, SYMBOL_CONSTANT, compiler->program->types->type_int);
      symbol->value = type_normalize (symbol->type, value);
      value = symbol->value + 1;
    }
}

static const ScriptType *
base_type (Compiler       *compiler,
           const TypeBase *base,
           const Node     *node)
{
  TypeTable *types = compiler->program->types;
  const ScriptType *type;
  Symbol *symbol;

  switch (base->kind)
    {
    case BASE_STRUCT:
      return struct_type (compiler, base, node);
    case BASE_ENUM:
      if (base->has_body)
        define_enumerators (compiler, base);
      return types->type_uint;
    case BASE_NAMED:
      symbol = compile_find (compiler, base->name);
      if (symbol != NULL && symbol->kind == SYMBOL_TYPE)
        return symbol->type;
      type = type_named (types, base->name);
      if (type != NULL)
        return type;
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("There is no type called “%s” here."), base->name);
      return types->type_mistake;
    case BASE_MISTAKE:
    default:
      return types->type_mistake;
    }
}

/* Innermost dimension first. */
static const ScriptType *
array_type (Compiler         *compiler,
            const ScriptType *type,
            const Node       *dimension)
{
  uint64_t n = 0;

  if (dimension == NULL)
    return type;
  type = array_type (compiler, type, dimension->next);
  if (type->kind == KIND_MISTAKE)
    return type;
  if (type->size == 0)
    {
      compile_report (compiler, MESSAGE_ERROR, dimension, NULL, _("The size of the elements is not known."));
      return compiler->program->types->type_mistake;
    }
  if (dimension->kind == NODE_EMPTY)
    return type_array_of (compiler->program->types, type, 0);
  if (!compile_constant (compiler, dimension, &n, NULL))
    return compiler->program->types->type_mistake;
  if (n == 0 || n > SCRIPT_MEMORY_SIZE / type->size)
    {
      compile_report (compiler, MESSAGE_ERROR, dimension, NULL,
                      (int64_t) n <= 0 ? _("An array has at least one element.") : _("This array is larger than the memory of the script, 4 MiB."));
      return compiler->program->types->type_mistake;
    }
  return type_array_of (compiler->program->types, type, n);
}

const ScriptType *
compile_type (Compiler       *compiler,
              const TypeName *name,
              const Node     *node)
{
  const ScriptType *type = base_type (compiler, name->base, node);

  for (unsigned i = 0; i < name->n_pointers; i++)
    type = type_pointer_to (compiler->program->types, type);
  return array_type (compiler, type, name->dimensions);
}

/* --- statements ----------------------------------------------------------------------------- */

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

static void
leave_cpu_blocks (Compiler   *compiler,
                  const Node *node,
                  unsigned    down_to)
{
  if (compiler->cpu_blocks->len <= down_to)
    return;

  CpuBlock block = g_array_index (compiler->cpu_blocks, CpuBlock, down_to);
  compile_emit (compiler, node, (Instruction) { .op = OP_LEAVE_CPU, .value = block.slot, .flag = block.is_local });
}

static void
open_loop (Compiler *compiler,
           gboolean  is_switch)
{
  Loop loop = {
    .breaks = g_array_new (FALSE, FALSE, sizeof (uint32_t)),
    .continues = g_array_new (FALSE, FALSE, sizeof (uint32_t)),
    .cases = g_array_new (FALSE, FALSE, sizeof (Case)),
    .is_switch = is_switch,
    .n_cpu_blocks = compiler->cpu_blocks->len,
  };

  g_array_append_val (compiler->loops, loop);
}

static Loop *
innermost (Compiler *compiler,
           gboolean  may_be_switch)
{
  for (guint i = compiler->loops->len; i-- > 0;)
    {
      Loop *loop = &g_array_index (compiler->loops, Loop, i);
      if (may_be_switch || !loop->is_switch)
        return loop;
    }
  return NULL;
}

static void
jumps_here (Compiler *compiler,
            GArray   *jumps)
{
  for (guint i = 0; i < jumps->len; i++)
    compile_here (compiler, g_array_index (jumps, uint32_t, i));
  compiler->barrier = compile_position (compiler);
}

static void
close_loop (Compiler *compiler)
{
  Loop *loop = &g_array_index (compiler->loops, Loop, compiler->loops->len - 1);

  jumps_here (compiler, loop->breaks);
  g_array_unref (loop->breaks);
  g_array_unref (loop->continues);
  g_array_unref (loop->cases);
  g_array_set_size (compiler->loops, compiler->loops->len - 1);
}

static void
if_statement (Compiler   *compiler,
              const Node *node)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (uint32_t));

  for (const Node *arm = node->list; arm != NULL; arm = arm->next)
    {
      compile_begin (compiler, arm->a);
      compile_truth (compiler, arm->a);
      uint32_t next = compile_emit (compiler, arm->a, (Instruction) { .op = OP_JUMP_UNLESS });
      compile_body (compiler, arm->b);
      if (arm->next != NULL || node->b != NULL)
        {
          uint32_t end = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });
          g_array_append_val (ends, end);
        }
      compile_here (compiler, next);
    }
  if (node->b != NULL)
    compile_body (compiler, node->b);
  jumps_here (compiler, ends);
}

static void
while_statement (Compiler   *compiler,
                 const Node *node)
{
  uint32_t first = compile_position (compiler);

  open_loop (compiler, FALSE);
  compile_begin (compiler, node->a);
  compile_truth (compiler, node->a);
  uint32_t out = compile_emit (compiler, node->a, (Instruction) { .op = OP_JUMP_UNLESS });
  compile_body (compiler, node->b);
  jumps_here (compiler, innermost (compiler, TRUE)->continues);
  compile_emit (compiler, node, (Instruction) { .op = OP_JUMP, .target = first });
  compile_here (compiler, out);
  close_loop (compiler);
}

static void
do_statement (Compiler   *compiler,
              const Node *node)
{
  uint32_t first = compile_position (compiler);

  compiler->barrier = first;
  open_loop (compiler, FALSE);
  compile_body (compiler, node->b);
  jumps_here (compiler, innermost (compiler, TRUE)->continues);
  if (node->a != NULL)
    {
      compile_begin (compiler, node->a);
      compile_truth (compiler, node->a);
      compile_emit (compiler, node->a, (Instruction) { .op = OP_JUMP_IF, .target = first });
    }
  close_loop (compiler);
}

static void
for_statement (Compiler   *compiler,
               const Node *node)
{
  compile_open_scope (compiler);
  if (node->a != NULL)
    compile_statement (compiler, node->a);

  uint32_t first = compile_position (compiler), out = 0;
  open_loop (compiler, FALSE);
  compile_begin (compiler, node->b != NULL ? node->b : node);
  if (node->b != NULL)
    {
      compile_truth (compiler, node->b);
      out = compile_emit (compiler, node->b, (Instruction) { .op = OP_JUMP_UNLESS });
    }
  if (node->d != NULL)
    compile_body (compiler, node->d);
  jumps_here (compiler, innermost (compiler, TRUE)->continues);
  if (node->c != NULL)
    {
      compile_value (compiler, node->c);
      compile_emit (compiler, node->c, (Instruction) { .op = OP_POP });
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_JUMP, .target = first });
  if (node->b != NULL)
    compile_here (compiler, out);
  close_loop (compiler);
  compile_close_scope (compiler);
}

static void
switch_statement (Compiler   *compiler,
                  const Node *node)
{
  compile_begin (compiler, node->a);
  const ScriptType *type = compile_value (compiler, node->a);
  if (!type_is_integer (type) && type->kind != KIND_MISTAKE)
    compile_report (compiler, MESSAGE_ERROR, node->a, NULL, _("Only a whole number can be switched by."));
  uint32_t to_dispatch = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });

  open_loop (compiler, TRUE);
  compile_body (compiler, node->b);
  uint32_t end = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });
  Loop *loop = innermost (compiler, TRUE);
  g_array_append_val (loop->breaks, end);

  compile_here (compiler, to_dispatch);
  uint32_t otherwise = UINT32_MAX;
  for (guint i = 0; i < loop->cases->len; i++)
    {
      Case *a = &g_array_index (loop->cases, Case, i);

      if (a->is_default)
        otherwise = a->code;
      else
        compile_emit (compiler, node, (Instruction) {
          .op = OP_JUMP_EQUAL,
          .value = type_is_integer (type) ? type_normalize (type, a->value) : a->value,
          .target = a->code,
        });
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_POP });
  uint32_t last = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP, .target = otherwise });
  if (otherwise == UINT32_MAX)
    g_array_append_val (loop->breaks, last);
  close_loop (compiler);
}

static gint
compare_cases (gconstpointer a,
               gconstpointer b)
{
  const Case *first = a, *second = b;

  if (first->is_default != second->is_default)
    return first->is_default ? 1 : -1;
  return first->value < second->value ? -1 : first->value > second->value;
}

static void
case_label (Compiler   *compiler,
            const Node *node)
{
  Loop *loop = innermost (compiler, TRUE);
  Case a = { .is_default = node->kind == NODE_DEFAULT };

  if (loop != NULL && !loop->is_switch)
    {
      /* Inside a loop inside the switch: C allows to jump in; a lesson should not. */
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A case must stand directly in its switch, not in a loop inside."));
      return;
    }
  if (loop == NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This case stands in no switch."));
      return;
    }
  if (compiler->cpu_blocks->len != loop->n_cpu_blocks)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A switch cannot lead into an on_cpu block."));
  if (node->a != NULL && !compile_constant (compiler, node->a, &a.value, NULL))
    return;
  a.code = compile_position (compiler);
  compiler->barrier = a.code;

  /* Kept sorted by value until the table is written, so that finding a double is quick. */
  guint low = 0, high = loop->cases->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      int order = compare_cases (&g_array_index (loop->cases, Case, middle), &a);

      if (order == 0)
        {
          compile_report (compiler, MESSAGE_ERROR, node, NULL,
                          a.is_default ? _("This switch has a default already.") : _("This switch has a case of this value already."));
          return;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  g_array_insert_val (loop->cases, low, a);
}

static void
jump_out (Compiler   *compiler,
          const Node *node)
{
  gboolean is_break = node->kind == NODE_BREAK;
  Loop *loop = innermost (compiler, is_break);

  compile_begin (compiler, node);
  if (loop == NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL,
                      is_break ? _("“break” stands in no loop and no switch.") : _("“continue” stands in no loop."));
      return;
    }
  leave_cpu_blocks (compiler, node, loop->n_cpu_blocks);
  uint32_t jump = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });
  g_array_append_val (is_break ? loop->breaks : loop->continues, jump);
}

static GArray *
copy_cpu_blocks (Compiler *compiler)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (CpuBlock));

  g_array_append_vals (copy, compiler->cpu_blocks->data, compiler->cpu_blocks->len);
  return copy;
}

static void
goto_statement (Compiler   *compiler,
                const Node *node)
{
  Goto jump = { .node = node, .cpu_blocks = copy_cpu_blocks (compiler) };

  compile_begin (compiler, node);
  jump.code = compile_emit (compiler, node, (Instruction) { .op = OP_NOTHING });
  compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });
  g_array_append_val (compiler->gotos, jump);
}

static void
label (Compiler   *compiler,
       const Node *node)
{
  Label at = { .name = node->text, .code = compile_position (compiler), .node = node, .cpu_blocks = copy_cpu_blocks (compiler) };

  compiler->barrier = at.code;
  if (g_hash_table_contains (compiler->labels_by_name, node->text))
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("There are two labels called “%s”."), node->text);
  g_array_append_val (compiler->labels, at);
  g_hash_table_insert (compiler->labels_by_name, (char *) node->text, GUINT_TO_POINTER (compiler->labels->len));
}

void
compile_resolve_gotos (Compiler *compiler)
{
  for (guint i = 0; i < compiler->gotos->len; i++)
    {
      Goto *jump = &g_array_index (compiler->gotos, Goto, i);
      guint index = GPOINTER_TO_UINT (g_hash_table_lookup (compiler->labels_by_name, jump->node->text));
      Label *found = index > 0 ? &g_array_index (compiler->labels, Label, index - 1) : NULL;
      Nearest nearest;

      nearest_init (&nearest, jump->node->text);
      for (guint j = 0; found == NULL && j < compiler->labels->len && compiler->n_errors <= MESSAGES_MAX; j++)
        nearest_try (&nearest, g_array_index (compiler->labels, Label, j).name);
      if (*jump->node->text == 0)
        continue;
      if (found == NULL)
        {
          g_autofree char *suggestion = nearest_dup_sentence (&nearest);
          compile_report (compiler, MESSAGE_ERROR, jump->node, suggestion, _("There is no label called “%s”."), jump->node->text);
          continue;
        }

      gboolean leads_in = found->cpu_blocks->len > jump->cpu_blocks->len;
      for (guint j = 0; j < found->cpu_blocks->len && !leads_in; j++)
        leads_in = g_array_index (found->cpu_blocks, CpuBlock, j).id != g_array_index (jump->cpu_blocks, CpuBlock, j).id;
      if (leads_in)
        compile_report (compiler, MESSAGE_ERROR, jump->node, NULL, _("“goto” cannot lead into an on_cpu block."));
      else if (jump->cpu_blocks->len > found->cpu_blocks->len)
        {
          CpuBlock block = g_array_index (jump->cpu_blocks, CpuBlock, found->cpu_blocks->len);
          *program_at (compiler->program, jump->code) = (Instruction) { .op = OP_LEAVE_CPU, .value = block.slot, .flag = block.is_local };
        }
      program_at (compiler->program, jump->code + 1)->target = found->code;
    }

  for (guint i = 0; i < compiler->gotos->len; i++)
    g_array_unref (g_array_index (compiler->gotos, Goto, i).cpu_blocks);
  for (guint i = 0; i < compiler->labels->len; i++)
    g_array_unref (g_array_index (compiler->labels, Label, i).cpu_blocks);
  g_array_set_size (compiler->gotos, 0);
  g_array_set_size (compiler->labels, 0);
  g_hash_table_remove_all (compiler->labels_by_name);
}

static void
return_statement (Compiler   *compiler,
                  const Node *node)
{
  TypeTable *types = compiler->program->types;
  Function *function = compiler->function != 0 ? g_ptr_array_index (compiler->program->functions, compiler->function) : NULL;
  const ScriptType *wanted = function != NULL ? function->returns : types->type_int;

  compile_begin (compiler, node);
  if (compiler->piece != 0 && function == NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("There is nothing to return from here."));
      return;
    }
  if (node->a != NULL && wanted->kind == KIND_VOID)
    {
      const ScriptType *type = compile_value (compiler, node->a);
      if (type->kind != KIND_VOID)
        compile_report (compiler, MESSAGE_ERROR, node->a, NULL, _("This function was declared to give no value."));
    }
  else if (node->a != NULL)
    {
      const ScriptType *type = compile_value (compiler, node->a);
      compile_convert (compiler, node->a, type, wanted, FALSE);
    }
  else
    {
      if (wanted->kind != KIND_VOID && function != NULL)
        compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This function was declared to give a value: write it behind “return”."));
      compile_push (compiler, node, 0);
    }

  if (function != NULL)
    compile_emit (compiler, node, (Instruction) { .op = OP_RETURN });
  else
    compile_emit (compiler, node, (Instruction) { .op = OP_RETURN, .flag = 1 });
}

static void
context (Compiler   *compiler,
         const Node *node)
{
  CpuBlock block = { .id = ++compiler->n_cpu_ids };

  if (strcmp (node->text, "on_cpu") != 0)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, "%s",
                      _("Contexts (interrupts, tasks, locks, preemption) are not modelled yet; only on_cpu(n) { … } is."));
      compile_body (compiler, node->b);
      return;
    }
  if (node->a == NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("Write the number of the CPU in parentheses, such as “on_cpu(1) { … }”."));
      return;
    }

  compile_begin (compiler, node);
  const ScriptType *type = compile_value (compiler, node->a);
  if (!type_is_integer (type) && type->kind != KIND_MISTAKE)
    compile_report (compiler, MESSAGE_ERROR, node->a, NULL, _("The number of a CPU should stand here."));
  block.slot = compile_room (compiler, node, compiler->program->types->type_ullong, &block.is_local);
  compile_emit (compiler, node->a, (Instruction) { .op = OP_ENTER_CPU, .value = block.slot, .flag = block.is_local });
  g_array_append_val (compiler->cpu_blocks, block);
  compile_body (compiler, node->b);
  leave_cpu_blocks (compiler, node, compiler->cpu_blocks->len - 1);
  g_array_set_size (compiler->cpu_blocks, compiler->cpu_blocks->len - 1);
}

/* Nothing follows but empty statements. */
static gboolean
is_last (const Node *node)
{
  for (node = node->next; node != NULL; node = node->next)
    if (node->kind != NODE_EMPTY)
      return FALSE;
  return TRUE;
}

static void
expression_statement (Compiler   *compiler,
                      const Node *node)
{
  if (node->a->kind == NODE_MISTAKE)
    return;
  if (node->a->kind == NODE_CALL && compile_find_function (compiler, node->a->text, NULL) == NULL
      && compile_word (compiler, node->a))
    return;

  compile_begin (compiler, node);
  const ScriptType *type = compile_value (compiler, node->a);
  /* What is typed alone is shown. */
  if (compiler->piece != 0 && compiler->function == 0 && type->kind != KIND_VOID && type->kind != KIND_MISTAKE
      && is_last (node) && compiler->scopes->len == 1)
    {
      compiler->shown = type;
      compile_emit (compiler, node, (Instruction) { .op = OP_POP, .flag = 1 });
    }
  else
    compile_emit (compiler, node, (Instruction) { .op = OP_POP });
}

/* One level of scope, braces or not. */
void
compile_body (Compiler   *compiler,
              const Node *node)
{
  compile_open_scope (compiler);
  if (node->kind == NODE_BLOCK && !node->flag)
    for (const Node *child = node->list; child != NULL; child = child->next)
      compile_statement (compiler, child);
  else
    compile_statement (compiler, node);
  compile_close_scope (compiler);
}

void
compile_statement (Compiler   *compiler,
                   const Node *node)
{
  compiler->is_begun = node->kind == NODE_EXPRESSION || node->kind == NODE_DECLARATION;
  switch (node->kind)
    {
    case NODE_EXPRESSION:
      expression_statement (compiler, node);
      break;
    case NODE_DECLARATION:
      compile_declaration (compiler, node);
      break;
    case NODE_PER_CPU:
      compile_per_cpu (compiler, node);
      break;
    case NODE_FUNCTION:
      compile_function (compiler, node);
      break;
    case NODE_BLOCK:
      /* A label and its statement are no block of their own. */
      if (!node->flag)
        compile_body (compiler, node);
      else
        for (const Node *child = node->list; child != NULL; child = child->next)
          compile_statement (compiler, child);
      break;
    case NODE_IF:
      if_statement (compiler, node);
      break;
    case NODE_WHILE:
      while_statement (compiler, node);
      break;
    case NODE_DO:
      do_statement (compiler, node);
      break;
    case NODE_FOR:
      for_statement (compiler, node);
      break;
    case NODE_SWITCH:
      switch_statement (compiler, node);
      break;
    case NODE_CASE:
    case NODE_DEFAULT:
      case_label (compiler, node);
      break;
    case NODE_BREAK:
    case NODE_CONTINUE:
      jump_out (compiler, node);
      break;
    case NODE_GOTO:
      goto_statement (compiler, node);
      break;
    case NODE_LABEL:
      label (compiler, node);
      break;
    case NODE_RETURN:
      return_statement (compiler, node);
      break;
    case NODE_CONTEXT:
      context (compiler, node);
      break;
    default:
      break;
    }
}
