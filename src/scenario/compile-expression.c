#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static TypeTable *
types_of (Compiler *compiler)
{
  return compiler->program->types;
}

static Op
op_of (uint32_t punctuator)
{
  switch (punctuator & 0xff)
    {
    case '+':
      return OP_ADD;
    case '-':
      return OP_SUBTRACT;
    case '*':
      return OP_MULTIPLY;
    case '/':
      return OP_DIVIDE;
    case '%':
      return OP_REMAINDER;
    case '&':
      return OP_AND;
    case '|':
      return OP_OR;
    case '^':
      return OP_XOR;
    case '=':
      return OP_EQUAL;
    case '!':
      return OP_UNEQUAL;
    case '<':
      return (punctuator >> 8 & 0xff) == '<' ? OP_SHIFT_LEFT : (punctuator >> 8 & 0xff) == '=' ? OP_LESS_EQUAL : OP_LESS;
    case '>':
    default:
      return (punctuator >> 8 & 0xff) == '>' ? OP_SHIFT_RIGHT : (punctuator >> 8 & 0xff) == '=' ? OP_GREATER_EQUAL : OP_GREATER;
    }
}

static void
scale (Compiler         *compiler,
       const Node       *node,
       const ScriptType *pointer)
{
  if (pointer->target->size == 0 && pointer->target->kind != KIND_VOID)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The size of what this points to is not known."));
  /* GNU C: a void has the size of a byte. */
  if (pointer->target->size > 1)
    {
      compile_push (compiler, node, pointer->target->size);
      compile_operation (compiler, node, OP_MULTIPLY, types_of (compiler)->type_llong);
    }
}

static const ScriptType *
wrong_operands (Compiler         *compiler,
                const Node       *node,
                const ScriptType *a,
                const ScriptType *b)
{
  g_autofree char *a_text = type_dup_text (a);
  g_autofree char *b_text = type_dup_text (b);

  if (a->kind != KIND_MISTAKE && b->kind != KIND_MISTAKE)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This operator does not go with “%s” and “%s”."), a_text, b_text);
  return types_of (compiler)->type_mistake;
}

/* Two values are on the stack. Their conversions to a common type are part of what is written: the left one's
 * is not needed, because numbers are kept extended and the result is cut. */
static const ScriptType *
binary_operation (Compiler         *compiler,
                  const Node       *node,
                  Op                op,
                  const ScriptType *a,
                  const ScriptType *b)
{
  TypeTable *types = types_of (compiler);

  if (a->kind == KIND_MISTAKE || b->kind == KIND_MISTAKE)
    {
      compile_emit (compiler, node, (Instruction) { .op = OP_OR, .width = 8 });
      return types->type_mistake;
    }

  if (type_is_pointer (a) && type_is_integer (b) && (op == OP_ADD || op == OP_SUBTRACT))
    {
      scale (compiler, node, a);
      compile_operation (compiler, node, op, a);
      compile_normalize (compiler, node, a);
      return a;
    }
  if (type_is_pointer (a) && type_is_pointer (b) && op == OP_SUBTRACT)
    {
      if (a->target != b->target)
        return wrong_operands (compiler, node, a, b);
      compile_operation (compiler, node, op, types->type_long);
      compile_normalize (compiler, node, types->type_long);
      if (a->target->size > 1)
        {
          compile_push (compiler, node, a->target->size);
          compile_operation (compiler, node, OP_DIVIDE, types->type_long);
        }
      return types->type_long;
    }
  if (!type_is_integer (a) || !type_is_integer (b))
    return wrong_operands (compiler, node, a, b);

  const ScriptType *type = compile_common_type (compiler, a, b);
  if (op == OP_SHIFT_LEFT || op == OP_SHIFT_RIGHT)
    type = compile_promoted (compiler, a);
  /* -1 / 2U divides 4294967295: what is not modular needs its operands cut first. */
  if ((op == OP_DIVIDE || op == OP_REMAINDER) && !type->is_signed && type->size < 8 && (a->is_signed || b->is_signed))
    {
      Instruction *ca = compile_constant_before (compiler, 2), *cb = compile_constant_before (compiler, 1);

      if (cb != NULL)
        cb->value = type_normalize (type, cb->value);
      else if (b->is_signed)
        compile_normalize (compiler, node, type);
      if (ca != NULL && cb != NULL)
        ca->value = type_normalize (type, ca->value);
      else if (a->is_signed)
        {
          compile_emit (compiler, node, (Instruction) { .op = OP_NORMALIZE, .width = type->size, .flag = 1 });
          ca = NULL;
        }
    }
  compile_operation (compiler, node, op, type);
  compile_normalize (compiler, node, type);
  return type;
}

static const ScriptType *
comparison (Compiler         *compiler,
            const Node       *node,
            Op                op,
            const ScriptType *a,
            const ScriptType *b,
            gboolean          b_is_zero)
{
  TypeTable *types = types_of (compiler);
  const ScriptType *type = types->type_ulong;

  if (a->kind == KIND_MISTAKE || b->kind == KIND_MISTAKE)
    ;
  else if (type_is_integer (a) && type_is_integer (b))
    type = compile_common_type (compiler, a, b);
  else if (!(type_is_pointer (a) || type_is_integer (a)) || !(type_is_pointer (b) || type_is_integer (b)))
    wrong_operands (compiler, node, a, b);
  else if (!type_is_pointer (a) || (!type_is_pointer (b) && !b_is_zero))
    compile_report (compiler, MESSAGE_WARNING, node, _("If it is meant, write the type in parentheses before one of them."),
                    _("An address is compared with a number."));

  /* -1 < 1U is false in C: what is compared without sign must have been cut. */
  if (!type->is_signed && type->size < 8)
    {
      Instruction *ca = compile_constant_before (compiler, 2), *cb = compile_constant_before (compiler, 1);

      if (cb != NULL)
        cb->value = type_normalize (type, cb->value);
      else if (b->is_signed)
        compile_normalize (compiler, node, type);
      if (ca != NULL && cb != NULL)
        ca->value = type_normalize (type, ca->value);
      else if (a->is_signed)
        compile_emit (compiler, node, (Instruction) { .op = OP_NORMALIZE, .width = type->size, .flag = 1 });
    }
  compile_operation (compiler, node, op, type);
  return types->type_int;
}

static const ScriptType *
logical (Compiler   *compiler,
         const Node *node,
         gboolean    is_and)
{
  TypeTable *types = types_of (compiler);
  uint32_t first = compile_position (compiler);

  compile_truth (compiler, node->a);
  Instruction *constant = compile_constant_before (compiler, 1);
  if (constant != NULL && compile_position (compiler) == first + 1)
    {
      gboolean decides = is_and == (constant->value == 0);

      compile_cut (compiler, first);
      compile_truth (compiler, node->b);
      if (decides)
        {
          compile_cut (compiler, first);
          compile_push (compiler, node, !is_and);
        }
      else
        compile_normalize (compiler, node, types->type_bool);
      return types->type_int;
    }

  uint32_t shortcut = compile_emit (compiler, node, (Instruction) { .op = is_and ? OP_JUMP_UNLESS : OP_JUMP_IF });
  compile_truth (compiler, node->b);
  compile_normalize (compiler, node, types->type_bool);
  uint32_t end = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });
  compile_here (compiler, shortcut);
  compile_push (compiler, node, !is_and);
  compile_here (compiler, end);
  return types->type_int;
}

static const ScriptType *
binary (Compiler   *compiler,
        const Node *node)
{
  if (node->op == PUNCT ('&', '&', 0) || node->op == PUNCT ('|', '|', 0))
    return logical (compiler, node, node->op == PUNCT ('&', '&', 0));

  Op op = op_of (node->op);
  const ScriptType *a = compile_value (compiler, node->a);
  /* Number + pointer: the number is scaled while it is on top. */
  uint32_t before_b = compile_position (compiler);
  const ScriptType *b = compile_value (compiler, node->b);
  gboolean b_is_zero = compile_is_zero (compiler) && compile_position (compiler) == before_b + 1;

  if (a->kind == KIND_VOID || b->kind == KIND_VOID)
    {
      compile_report (compiler, MESSAGE_ERROR, a->kind == KIND_VOID ? node->a : node->b, NULL, _("This gives no value."));
      return types_of (compiler)->type_mistake;
    }
  if (op >= OP_EQUAL && op <= OP_GREATER_EQUAL)
    {
      gboolean a_is_zero = node->a->kind == NODE_NUMBER && node->a->value == 0;
      if (!type_is_pointer (a) && type_is_pointer (b) && a_is_zero)
        return comparison (compiler, node, op, b, b, FALSE);
      return comparison (compiler, node, op, a, b, b_is_zero);
    }
  if (op == OP_ADD && type_is_integer (a) && type_is_pointer (b))
    {
      /* a b → b a */
      compile_emit (compiler, node, (Instruction) { .op = OP_SWAP });
      compiler->barrier = compile_position (compiler);
      return binary_operation (compiler, node, op, b, a);
    }
  return binary_operation (compiler, node, op, a, b);
}

static const ScriptType *
step_by_one (Compiler   *compiler,
             const Node *node,
             gboolean    is_postfix)
{
  TypeTable *types = types_of (compiler);
  gboolean is_up = (node->op & 0xff) == '+';
  const ScriptType *type = compile_place (compiler, node->a);

  if (type->kind == KIND_MISTAKE)
    return type;
  if (!type_is_integer (type) && !type_is_pointer (type))
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("Only a number or a pointer can be counted up or down."));
      return types->type_mistake;
    }

  compile_emit (compiler, node, (Instruction) { .op = OP_DUP });
  compile_load (compiler, node, type);
  compile_push (compiler, node, 1);
  if (type_is_pointer (type))
    scale (compiler, node, type);
  compile_operation (compiler, node, is_up ? OP_ADD : OP_SUBTRACT, type);
  compile_normalize (compiler, node, type);
  compile_store (compiler, node, type);
  if (is_postfix)
    {
      compile_push (compiler, node, 1);
      if (type_is_pointer (type))
        scale (compiler, node, type);
      compile_operation (compiler, node, is_up ? OP_SUBTRACT : OP_ADD, type);
      compile_normalize (compiler, node, type);
    }
  return type;
}

static const ScriptType *
unary (Compiler   *compiler,
       const Node *node)
{
  TypeTable *types = types_of (compiler);
  const ScriptType *type;

  switch (node->op)
    {
    case PUNCT ('&', 0, 0):
      type = compile_place (compiler, node->a);
      /* One past the end of an array may be named, though not read. */
      if (compile_position (compiler) > 0 && program_at (compiler->program, compile_position (compiler) - 1)->op == OP_INDEX)
        {
          Instruction *index = program_at (compiler->program, compile_position (compiler) - 1);
          if (index->target > 0)
            index->target++;
        }
      return type_pointer_to (types, type);

    case PUNCT ('*', 0, 0):
      return compile_value_at_place (compiler, node, compile_place (compiler, node));

    case PUNCT ('+', '+', 0):
    case PUNCT ('-', '-', 0):
      return step_by_one (compiler, node, FALSE);

    case PUNCT ('!', 0, 0):
      compile_truth (compiler, node->a);
      compile_push (compiler, node, 0);
      compile_operation (compiler, node, OP_EQUAL, types->type_int);
      return types->type_int;

    default:
      break;
    }

  type = compile_value (compiler, node->a);
  if (type->kind == KIND_MISTAKE)
    return type;
  if (!type_is_integer (type))
    {
      g_autofree char *text = type_dup_text (type);
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This operator does not go with “%s”."), text);
      return types->type_mistake;
    }
  type = compile_promoted (compiler, type);
  if (node->op == PUNCT ('-', 0, 0) || node->op == PUNCT ('~', 0, 0))
    {
      /* -x is ~x + 1, and ~x is x ^ -1. */
      compile_push (compiler, node, UINT64_MAX);
      compile_operation (compiler, node, OP_XOR, types->type_ullong);
      if (node->op == PUNCT ('-', 0, 0))
        {
          compile_push (compiler, node, 1);
          compile_operation (compiler, node, OP_ADD, types->type_ullong);
        }
    }
  compile_normalize (compiler, node, type);
  return type;
}

static const ScriptType *
conditional (Compiler   *compiler,
             const Node *node)
{
  TypeTable *types = types_of (compiler);
  uint32_t first = compile_position (compiler);
  const ScriptType *yes, *no, *type;

  compile_truth (compiler, node->a);
  Instruction *constant = compile_constant_before (compiler, 1);
  if (constant != NULL && compile_position (compiler) == first + 1)
    {
      gboolean holds = constant->value != 0;

      compile_cut (compiler, first);
      const ScriptType *other = compile_value (compiler, holds ? node->c : node->b);
      compile_cut (compiler, first);
      type = compile_value (compiler, holds ? node->b : node->c);
      if (type_is_integer (type) && type_is_integer (other))
        {
          const ScriptType *common = compile_common_type (compiler, type, other);
          compile_convert (compiler, node, type, common, FALSE);
          return common;
        }
      return type;
    }

  uint32_t otherwise = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP_UNLESS });
  compiler->barrier = compile_position (compiler);
  yes = compile_value (compiler, node->b);
  uint32_t adapt = compile_emit (compiler, node, (Instruction) { .op = OP_NOTHING });
  uint32_t end = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });
  compile_here (compiler, otherwise);
  no = compile_value (compiler, node->c);

  if (type_is_integer (yes) && type_is_integer (no))
    {
      type = compile_common_type (compiler, yes, no);
      if (type->size < 8)
        *program_at (compiler->program, adapt) = (Instruction) { .op = OP_NORMALIZE, .width = type->size, .is_signed = type->is_signed };
      compile_normalize (compiler, node, type);
    }
  else if (type_is_pointer (yes) && (type_is_pointer (no) || compile_is_zero (compiler)))
    type = yes->target->kind == KIND_VOID && type_is_pointer (no) ? no : yes;
  else if (type_is_pointer (no) && type_is_integer (yes))
    type = no;
  else if (yes == no)
    type = yes;
  else
    type = wrong_operands (compiler, node, yes, no);
  compile_here (compiler, end);
  if (type->kind == KIND_MISTAKE)
    return types->type_mistake;
  return type;
}

static const Node *
without_casts (const Node *node)
{
  while (node->kind == NODE_CAST)
    node = node->a;
  return node;
}

gboolean
compile_calls_kernel (Compiler   *compiler,
                      const Node *node)
{
  node = without_casts (node);
  if (node->kind != NODE_CALL || compile_find_function (compiler, node->text, NULL) != NULL)
    return FALSE;
  return sim_call_by_name (node->text) != SIM_N_CALLS;
}

static const ScriptType *
assignment (Compiler   *compiler,
            const Node *node)
{
  TypeTable *types = types_of (compiler);
  const ScriptType *type = compile_place (compiler, node->a), *from;

  if (type->kind == KIND_ARRAY)
    {
      compile_report (compiler, MESSAGE_ERROR, node->a, _("Give its elements values one by one."), _("An array as a whole cannot be given a value."));
      type = types->type_mistake;
    }
  if (type->kind == KIND_STRUCT && !type->is_complete)
    type = types->type_mistake;

  if (node->op == PUNCT ('=', 0, 0))
    {
      compiler->is_named = compile_calls_kernel (compiler, node->b);
      gboolean is_named = compiler->is_named;
      from = compile_value (compiler, node->b);
      if (is_named)
        compile_owner (compiler, node->a, node->b);
      compiler->is_named = FALSE;
      compile_convert (compiler, node->b, from, type, FALSE);
      compile_store (compiler, node, type);
      return type;
    }

  compile_emit (compiler, node, (Instruction) { .op = OP_DUP });
  if (type_is_integer (type) || type_is_pointer (type))
    compile_load (compiler, node, type);
  from = compile_value (compiler, node->b);
  from = binary_operation (compiler, node, op_of (node->op), type, from);
  compile_convert (compiler, node->b, from, type, FALSE);
  compile_store (compiler, node, type);
  return type;
}

static const ScriptType *
size_value (Compiler         *compiler,
            const Node       *node,
            const ScriptType *type)
{
  TypeTable *types = types_of (compiler);

  if (type->kind == KIND_MISTAKE)
    {
      compile_push (compiler, node, 1);
      return types->type_size;
    }
  if (type->kind == KIND_STRUCT && !type->is_complete)
    {
      g_autofree char *text = type_dup_text (type);
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The size of “%s” in %s is not known."), text, types->profile->id);
    }
  /* GNU C: sizeof (void) is 1. */
  compile_push (compiler, node, type->kind == KIND_VOID ? 1 : type->size);
  return compiler->wide_constants ? types->type_llong : types->type_size;
}

static const ScriptType *
size_of_expression (Compiler   *compiler,
                    const Node *node)
{
  uint32_t first = compile_position (compiler), barrier = compiler->barrier;
  const ScriptType *type;
  Symbol *symbol = node->a->kind == NODE_NAME ? compile_find (compiler, node->a->text) : NULL;

  if (node->a->kind == NODE_STRING)
    {
      compile_push (compiler, node, node->a->size + 1);
      return types_of (compiler)->type_size;
    }
  if (symbol != NULL && symbol->kind != SYMBOL_CONSTANT)
    type = symbol->type;
  else if (node->a->kind == NODE_INDEX || node->a->kind == NODE_MEMBER
           || (node->a->kind == NODE_UNARY && node->a->op == PUNCT ('*', 0, 0)))
    type = compile_place (compiler, node->a);
  else
    type = compile_value (compiler, node->a);
  compile_cut (compiler, first);
  compiler->barrier = barrier;
  return size_value (compiler, node, type);
}

const ScriptType *
compile_value (Compiler   *compiler,
               const Node *node)
{
  TypeTable *types = types_of (compiler);
  const ScriptType *type, *from;
  Symbol *symbol;

  switch (node->kind)
    {
    case NODE_NUMBER:
      compile_push (compiler, node, node->value);
      return compile_number_type (compiler, node);
    case NODE_CHARACTER:
      compile_push (compiler, node, node->value);
      return types->type_int;
    case NODE_STRING:
      compile_push (compiler, node, script_string_address (compiler->program, node->text, node->size));
      return type_pointer_to (types, types->type_char);
    case NODE_NAME:
      symbol = compile_find (compiler, node->text);
      if (symbol != NULL && symbol->kind != SYMBOL_CONSTANT)
        return compile_value_at_place (compiler, node, compile_place (compiler, node));
      return compile_name (compiler, node);
    case NODE_INDEX:
    case NODE_MEMBER:
      return compile_value_at_place (compiler, node, compile_place (compiler, node));
    case NODE_UNARY:
      return unary (compiler, node);
    case NODE_POSTFIX:
      return step_by_one (compiler, node, TRUE);
    case NODE_BINARY:
      return binary (compiler, node);
    case NODE_ASSIGN:
      return assignment (compiler, node);
    case NODE_CONDITIONAL:
      return conditional (compiler, node);
    case NODE_COMMA:
      compile_value (compiler, node->a);
      compile_emit (compiler, node, (Instruction) { .op = OP_POP });
      return compile_value (compiler, node->b);
    case NODE_CAST:
      type = compile_type (compiler, node->type, node);
      from = compile_value (compiler, node->a);
      compile_convert (compiler, node, from, type, TRUE);
      return type;
    case NODE_SIZEOF_TYPE:
      return size_value (compiler, node, compile_type (compiler, node->type, node));
    case NODE_SIZEOF:
      return size_of_expression (compiler, node);
    case NODE_CALL:
      type = compile_call_place (compiler, node);
      if (type != NULL)
        return compile_value_at_place (compiler, node, type);
      return compile_call (compiler, node);
    case NODE_DESIGNATED:
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This takes no arguments with names."));
      return compile_mistaken_place (compiler, node);
    case NODE_TYPE:
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A value should stand here, not a type."));
      return compile_mistaken_place (compiler, node);
    case NODE_LIST:
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A list in braces can only give a variable its first value."));
      return compile_mistaken_place (compiler, node);
    default:
      return compile_mistaken_place (compiler, node);
    }
}
