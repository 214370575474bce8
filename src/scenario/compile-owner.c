#include "compile.h"

/* The variable in which a place lies without following a pointer; NULL: none. */
static Symbol *
root_of (Compiler   *compiler,
         const Node *place)
{
  while (place->kind == NODE_INDEX || (place->kind == NODE_MEMBER && !place->flag))
    place = place->a;
  if (place->kind != NODE_NAME)
    return NULL;
  Symbol *symbol = compile_find (compiler, place->text);
  return symbol != NULL && symbol->kind == SYMBOL_VARIABLE && symbol->type->kind != KIND_POINTER ? symbol : NULL;
}

/* place NULL: the variable declared last. place == call: the result is put nowhere. */
void
compile_owner (Compiler   *compiler,
               const Node *place,
               const Node *call)
{
  GPtrArray *symbols = compiler->program->symbols;
  Symbol *root = NULL;
  Owner owner = { 0 };

  while (call->kind == NODE_CAST)
    call = call->a;
  switch (sim_call_info (sim_call_by_name (call->text))->returns)
    {
    case SIM_TYPE_PAGE:
    case SIM_TYPE_POINTER:
    case SIM_TYPE_ULONG:
    case SIM_TYPE_PHYS:
      break;
    default:
      return;
    }
  if (compiler->program->owners->len >= (1u << 20) - 2)
    return;

  if (place == NULL)
    root = g_ptr_array_index (symbols, symbols->len - 1);
  else if (place != call)
    root = root_of (compiler, place);
  if (root != NULL)
    {
      owner.name = g_strdup (root->name);
      owner.type = root->type;
      owner.base = root->value;
      owner.is_local = root->is_local;
    }
  else
    owner.name = ast_dup_text (compiler->ast, place);
  owner.line = g_array_index (compiler->program->units, Unit, compiler->unit).first_line + source_line (compiler->ast->source, call->first) - 1;

  uint32_t number = compiler->program->owners->len;
  g_array_append_val (compiler->program->owners, owner);
  compile_emit (compiler, call, (Instruction) { .op = OP_OWNER, .target = number, .flag = root != NULL });
}
