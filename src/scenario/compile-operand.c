#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static TypeTable *
types_of (Compiler *compiler)
{
  return compiler->program->types;
}

/* --- writing instructions ------------------------------------------------------------------- */

void
compile_push (Compiler   *compiler,
              const Node *node,
              uint64_t    value)
{
  compile_emit (compiler, node, (Instruction) { .op = OP_PUSH, .value = value });
}

/* The last instruction if it is a constant that can be calculated with; n: the n-th last. */
Instruction *
compile_constant_before (Compiler *compiler,
                         unsigned  n)
{
  uint32_t position = compile_position (compiler);

  if (position < n || position - n < compiler->barrier)
    return NULL;
  Instruction *instruction = program_at (compiler->program, position - n);
  return instruction->op == OP_PUSH ? instruction : NULL;
}

void
compile_normalize (Compiler         *compiler,
                   const Node       *node,
                   const ScriptType *type)
{
  Instruction *constant = compile_constant_before (compiler, 1);

  if (!type_is_integer (type) && !type_is_pointer (type))
    return;
  if (constant != NULL)
    constant->value = type_normalize (type, constant->value);
  else if (type->size < 8)
    compile_emit (compiler, node, (Instruction) {
      .op = OP_NORMALIZE,
      .width = type->kind == KIND_BOOL ? 0 : type->size,
      .is_signed = type->is_signed,
    });
}

void
compile_operation (Compiler         *compiler,
                   const Node       *node,
                   Op                op,
                   const ScriptType *type)
{
  Instruction *a = compile_constant_before (compiler, 2), *b = compile_constant_before (compiler, 1);
  Instruction instruction = { .op = op, .width = MAX (type->size, 1), .is_signed = type->is_signed };
  uint64_t result;

  if (type->kind == KIND_MISTAKE)
    instruction.width = 8;
  if (b != NULL && (op == OP_DIVIDE || op == OP_REMAINDER || op == OP_SHIFT_LEFT || op == OP_SHIFT_RIGHT)
      && !op_evaluate (op, type->is_signed, instruction.width, 1, b->value, &result))
    {
      g_autofree char *text = op_dup_mistake (op, instruction.width, b->value);
      compile_report (compiler, MESSAGE_ERROR, node, NULL, "%s", text);
      b->value = 1;
    }

  if (a != NULL && b != NULL && op_evaluate (op, type->is_signed, instruction.width, a->value, b->value, &result))
    {
      compile_cut (compiler, compile_position (compiler) - 1);
      compile_constant_before (compiler, 1)->value = result;
    }
  else
    compile_emit (compiler, node, instruction);
}

void
compile_load (Compiler         *compiler,
              const Node       *node,
              const ScriptType *type)
{
  compile_emit (compiler, node, (Instruction) {
    .op = OP_LOAD,
    .width = MAX (type->size, 1),
    .is_signed = type->is_signed,
  });
}

void
compile_store (Compiler         *compiler,
               const Node       *node,
               const ScriptType *type)
{
  if (type->kind == KIND_STRUCT)
    compile_emit (compiler, node, (Instruction) { .op = OP_COPY, .value = type->size });
  else
    compile_emit (compiler, node, (Instruction) { .op = OP_STORE, .width = MAX (MIN (type->size, 8), 1), .is_signed = type->is_signed });
}

/* --- types ---------------------------------------------------------------------------------- */

const ScriptType *
compile_promoted (Compiler         *compiler,
                  const ScriptType *type)
{
  if (type->kind == KIND_BOOL || (type->kind == KIND_INTEGER && type->size < 4))
    return types_of (compiler)->type_int;
  return type;
}

const ScriptType *
compile_common_type (Compiler         *compiler,
                     const ScriptType *a,
                     const ScriptType *b)
{
  if (a->kind == KIND_MISTAKE || b->kind == KIND_MISTAKE)
    return types_of (compiler)->type_mistake;
  a = compile_promoted (compiler, a);
  b = compile_promoted (compiler, b);
  if (a == b)
    return a;
  /* A mask keeps its name when a bare number is put into it. */
  if (a->size != b->size)
    return a->size > b->size ? a : b;
  if (a->is_signed != b->is_signed)
    return a->is_signed ? b : a;
  return type_is_called (b, "gfp_t") ? b : a;
}

gboolean
compile_is_zero (Compiler *compiler)
{
  Instruction *constant = compile_constant_before (compiler, 1);

  return constant != NULL && constant->value == 0;
}

void
compile_convert (Compiler         *compiler,
                 const Node       *node,
                 const ScriptType *from,
                 const ScriptType *to,
                 gboolean          is_cast)
{
  if (from->kind == KIND_MISTAKE || to->kind == KIND_MISTAKE || from == to)
    return;

  if (to->kind == KIND_VOID && is_cast)
    return;
  if (from->kind == KIND_VOID)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This gives no value."));
      return;
    }

  g_autofree char *from_text = type_dup_text (from);
  g_autofree char *to_text = type_dup_text (to);
  if (from->kind == KIND_STRUCT || to->kind == KIND_STRUCT || to->kind == KIND_ARRAY || to->kind == KIND_VOID)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A value of type “%s” cannot become one of type “%s”."), from_text, to_text);
      return;
    }

  if (!is_cast && type_is_pointer (to) && type_is_integer (from) && !compile_is_zero (compiler))
    compile_report (compiler, MESSAGE_WARNING, node, _("If it is meant, write the type in parentheses before it."),
                    _("A number of type “%s” is taken for an address of type “%s”."), from_text, to_text);
  else if (!is_cast && type_is_integer (to) && to->kind != KIND_BOOL && type_is_pointer (from))
    compile_report (compiler, MESSAGE_WARNING, node, _("If it is meant, write the type in parentheses before it."),
                    _("An address of type “%s” is taken for a number of type “%s”."), from_text, to_text);
  else if (!is_cast && type_is_pointer (to) && type_is_pointer (from) && to->target != from->target
           && to->target->kind != KIND_VOID && from->target->kind != KIND_VOID
           && !(type_is_string (to) && type_is_string (from)))
    compile_report (compiler, MESSAGE_WARNING, node, NULL, _("A pointer of type “%s” is taken for one of type “%s”."), from_text, to_text);

  gboolean keeps = from->size < to->size ? !from->is_signed || to->is_signed || to->size == 8
                                         : from->size == to->size && from->is_signed == to->is_signed;
  if (to->kind == KIND_BOOL || !keeps || compile_constant_before (compiler, 1) != NULL)
    compile_normalize (compiler, node, to);
}

void
compile_truth (Compiler   *compiler,
               const Node *node)
{
  const ScriptType *type = compile_value (compiler, node);

  if (type->kind == KIND_VOID)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This gives no value, so it cannot be a condition."));
  else if (type->kind == KIND_STRUCT)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A structure cannot be a condition."));
}

gboolean
compile_constant (Compiler          *compiler,
                  const Node        *node,
                  uint64_t          *value,
                  const ScriptType **type)
{
  uint32_t first = compile_position (compiler), barrier = compiler->barrier;
  size_t n_errors = compiler->n_errors;
  gboolean is_constant;

  compiler->barrier = first;
  const ScriptType *of = compile_value (compiler, node);
  Instruction *constant = compile_constant_before (compiler, 1);
  is_constant = constant != NULL && compile_position (compiler) == first + 1 && n_errors == compiler->n_errors;
  if (is_constant)
    *value = constant->value;
  else if (n_errors == compiler->n_errors && of->kind != KIND_MISTAKE)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This must be known before the scenario runs: only numbers and names of constants can stand here."));
  compile_cut (compiler, first);
  compiler->barrier = barrier;
  if (type != NULL)
    *type = of;
  return is_constant;
}
