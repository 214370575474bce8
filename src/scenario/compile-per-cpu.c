#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The copy of the CPU whose number is on the stack. */
static const ScriptType *
per_cpu_place (Compiler   *compiler,
               const Node *name,
               const Node *cpu)
{
  TypeTable *types = compiler->program->types;

  if (name->kind == NODE_UNARY && name->op == PUNCT ('&', 0, 0))
    name = name->a;
  Symbol *symbol = name->kind == NODE_NAME ? compile_find (compiler, name->text) : NULL;
  if (symbol == NULL || symbol->kind != SYMBOL_PER_CPU)
    {
      compile_report (compiler, MESSAGE_ERROR, name, NULL, _("This is no variable that DEFINE_PER_CPU() made."));
      compile_push (compiler, name, 0);
      return types->type_mistake;
    }
  compile_emit (compiler, name, (Instruction) { .op = OP_LEA, .value = symbol->value });
  if (cpu != NULL)
    {
      const ScriptType *type = compile_value (compiler, cpu);
      compile_convert (compiler, cpu, type, types->type_int, FALSE);
    }
  else
    compile_emit (compiler, name, (Instruction) { .op = OP_THIS_CPU });
  compile_emit (compiler, cpu != NULL ? cpu : name, (Instruction) { .op = OP_PER_CPU, .value = symbol->type->size });
  return symbol->type;
}

const ScriptType *
compile_call_place (Compiler   *compiler,
                    const Node *node)
{
  if (strcmp (node->text, "per_cpu") != 0 || compile_find_function (compiler, node->text, NULL) != NULL)
    return NULL;
  if (!compile_expect_arguments (compiler, node, 2, 2))
    return compile_mistaken_call (compiler, node);
  return per_cpu_place (compiler, node->list, node->list->next);
}

const ScriptType *
compile_per_cpu_call (Compiler   *compiler,
                      const Node *node)
{
  TypeTable *types = compiler->program->types;
  const char *word = node->text;
  const ScriptType *type, *from;

  if (g_str_has_prefix (word, "__this_cpu_"))
    word += 2;
  gboolean is_pointer = strcmp (word, "per_cpu_ptr") == 0;
  if (is_pointer || strcmp (word, "this_cpu_ptr") == 0)
    {
      if (!compile_expect_arguments (compiler, node, is_pointer ? 2 : 1, is_pointer ? 2 : 1))
        return compile_mistaken_call (compiler, node);
      return type_pointer_to (types, per_cpu_place (compiler, node->list, is_pointer ? node->list->next : NULL));
    }
  if (!g_str_has_prefix (word, "this_cpu_"))
    return NULL;

  const char *verb = word + strlen ("this_cpu_");
  gboolean is_read = strcmp (verb, "read") == 0, is_write = strcmp (verb, "write") == 0;
  gboolean is_add = strcmp (verb, "add") == 0, is_sub = strcmp (verb, "sub") == 0;
  gboolean is_inc = strcmp (verb, "inc") == 0, is_dec = strcmp (verb, "dec") == 0;
  if (!is_read && !is_write && !is_add && !is_sub && !is_inc && !is_dec)
    return NULL;
  unsigned n = is_read || is_inc || is_dec ? 1 : 2;
  if (!compile_expect_arguments (compiler, node, n, n))
    return compile_mistaken_call (compiler, node);

  type = per_cpu_place (compiler, node->list, NULL);
  if (type->kind != KIND_MISTAKE && !type_is_integer (type) && !type_is_pointer (type))
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s() works on numbers and pointers only."), node->text);
      return types->type_mistake;
    }
  if (is_read)
    {
      compile_load (compiler, node, type);
      return type;
    }
  if (!is_write)
    {
      compile_emit (compiler, node, (Instruction) { .op = OP_DUP });
      compile_load (compiler, node, type);
    }
  if (n == 2)
    {
      from = compile_value (compiler, node->list->next);
      compile_convert (compiler, node->list->next, from, type, FALSE);
    }
  else
    compile_push (compiler, node, 1);
  if (!is_write)
    compile_operation (compiler, node, is_add || is_inc ? OP_ADD : OP_SUBTRACT, type);
  compile_emit (compiler, node, (Instruction) { .op = OP_STORE, .width = MAX (MIN (type->size, 8), 1), .is_signed = type->is_signed });
  return types->type_void;
}
