#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/words.h"

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
static Instruction *
constant_before (Compiler *compiler,
                 unsigned  n)
{
  uint32_t position = compile_position (compiler);

  if (position < n || position - n < compiler->barrier)
    return NULL;
  Instruction *instruction = program_at (compiler->program, position - n);
  return instruction->op == OP_PUSH ? instruction : NULL;
}

static void
normalize (Compiler         *compiler,
           const Node       *node,
           const ScriptType *type)
{
  Instruction *constant = constant_before (compiler, 1);

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
  Instruction *a = constant_before (compiler, 2), *b = constant_before (compiler, 1);
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
      constant_before (compiler, 1)->value = result;
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

static void
store (Compiler         *compiler,
       const Node       *node,
       const ScriptType *type)
{
  if (type->kind == KIND_STRUCT)
    compile_emit (compiler, node, (Instruction) { .op = OP_COPY, .value = type->size });
  else
    compile_emit (compiler, node, (Instruction) { .op = OP_STORE, .width = MAX (MIN (type->size, 8), 1), .is_signed = type->is_signed });
}

/* --- types ---------------------------------------------------------------------------------- */

static const ScriptType *
promoted (Compiler         *compiler,
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
  a = promoted (compiler, a);
  b = promoted (compiler, b);
  if (a == b)
    return a;
  /* A mask keeps its name when a bare number is put into it. */
  if (a->size != b->size)
    return a->size > b->size ? a : b;
  if (a->is_signed != b->is_signed)
    return a->is_signed ? b : a;
  return type_is_called (b, "gfp_t") ? b : a;
}

static gboolean
is_zero (Compiler *compiler)
{
  Instruction *constant = constant_before (compiler, 1);

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

  if (!is_cast && type_is_pointer (to) && type_is_integer (from) && !is_zero (compiler))
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
  if (to->kind == KIND_BOOL || !keeps || constant_before (compiler, 1) != NULL)
    normalize (compiler, node, to);
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
  Instruction *constant = constant_before (compiler, 1);
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

/* --- names ---------------------------------------------------------------------------------- */

static void
try_cb (const char *name,
        gpointer    data)
{
  nearest_try (data, name);
}

static void
unknown_name (Compiler   *compiler,
              const Node *node)
{
  Program *program = compiler->program;
  const char *refusal = word_refusal (node->text);
  Nearest nearest;

  /* A flag of another kernel? */
  for (size_t i = 0; i < sim_n_profiles (); i++)
    {
      uint32_t bits;
      const SimProfile *other = sim_profile_at (i);

      if (other != program->profile && sim_gfp_by_name (other, node->text, &bits))
        {
          compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s has no flag %s; the profile %s has it."),
                          program->profile->kernel, node->text, other->id);
          return;
        }
    }
  if (refusal != NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, "%s", refusal);
      return;
    }

  nearest_init (&nearest, node->text);
  for (guint i = compiler->n_errors <= MESSAGES_MAX ? program->symbols->len : 0; i-- > 0;)
    {
      Symbol *symbol = g_ptr_array_index (program->symbols, i);
      if (symbol->kind != SYMBOL_STRUCT && compile_find (compiler, symbol->name) == symbol)
        nearest_try (&nearest, symbol->name);
    }
  for (const SimGfpName *gfp = program->profile->gfp_names; gfp->name != NULL; gfp++)
    nearest_try (&nearest, gfp->name);
  word_each_constant (program->profile, try_cb, &nearest);
  g_autofree char *suggestion = nearest_dup_sentence (&nearest);
  compile_report (compiler, MESSAGE_ERROR, node, suggestion, _("Nothing is called “%s” here."), node->text);
}

static const ScriptType *
constant_type (Compiler     *compiler,
               ConstantKind  kind)
{
  TypeTable *types = types_of (compiler);

  switch (kind)
    {
    case CONSTANT_INT:
      return compiler->wide_constants ? types->type_llong : types->type_int;
    case CONSTANT_ULONG:
      return compiler->wide_constants ? types->type_llong : types->type_ulong;
    case CONSTANT_ULLONG:
      return types->type_ullong;
    case CONSTANT_BOOL:
      return types->type_bool;
    case CONSTANT_NULL:
    case CONSTANT_MACHINE:
    default:
      return type_pointer_to (types, types->type_void);
    }
}

static const ScriptType *
machine_value (Compiler   *compiler,
               const Node *node,
               uint64_t    which)
{
  TypeTable *types = types_of (compiler);

  compile_emit (compiler, node, (Instruction) { .op = OP_MACHINE_VALUE, .value = which });
  switch ((MachineValue) which)
    {
    case VALUE_MEM_MAP:
      return type_pointer_to (types, types->page);
    case VALUE_HIGH_MEMORY:
      return type_pointer_to (types, types->type_void);
    case VALUE_MAX_LOW_PFN:
      return types->type_ulong;
    case VALUE_N_CPUS:
    default:
      return types->type_uint;
    }
}

static void
push_place (Compiler     *compiler,
            const Node   *node,
            const Symbol *symbol)
{
  compile_emit (compiler, node, (Instruction) { .op = symbol->is_local ? OP_LEA_LOCAL : OP_LEA, .value = symbol->value });
}

static const ScriptType *
name_value (Compiler   *compiler,
            const Node *node)
{
  const SimProfile *profile = compiler->program->profile;
  Symbol *symbol = compile_find (compiler, node->text);
  ScriptConstant own;
  const ScriptConstant *constant;
  uint32_t bits;

  if (symbol != NULL && symbol->kind == SYMBOL_CONSTANT)
    {
      compile_push (compiler, node, symbol->value);
      return symbol->type;
    }
  if (sim_gfp_by_name (profile, node->text, &bits))
    {
      compile_push (compiler, node, bits);
      return types_of (compiler)->type_gfp;
    }
  constant = word_constant (profile, node->text, &own);
  if (constant != NULL && constant->kind == CONSTANT_MACHINE)
    return machine_value (compiler, node, constant->value);
  if (constant != NULL)
    {
      compile_push (compiler, node, constant->value);
      return constant_type (compiler, constant->kind);
    }
  if (compile_find_function (compiler, node->text, NULL) != NULL || sim_call_by_name (node->text) != SIM_N_CALLS)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s is a function: write parentheses behind it to call it."), node->text);
  else
    unknown_name (compiler, node);
  compile_push (compiler, node, 0);
  return types_of (compiler)->type_mistake;
}

static const ScriptType *
number_type (Compiler   *compiler,
             const Node *node)
{
  TypeTable *types = types_of (compiler);
  uint64_t long_max = types->profile->bits == 64 ? INT64_MAX : INT32_MAX;
  uint64_t ulong_max = types->profile->bits == 64 ? UINT64_MAX : UINT32_MAX;
  gboolean may_be_unsigned = (node->flag & (SUFFIX_U | NOT_DECIMAL)) != 0;
  gboolean must_be_unsigned = (node->flag & SUFFIX_U) != 0;

  if (compiler->wide_constants)
    return types->type_llong;
  if ((node->flag & (SUFFIX_L | SUFFIX_LL)) == 0)
    {
      if (node->value <= INT32_MAX && !must_be_unsigned)
        return types->type_int;
      if (node->value <= UINT32_MAX && may_be_unsigned)
        return types->type_uint;
    }
  if ((node->flag & SUFFIX_LL) == 0)
    {
      if (node->value <= long_max && !must_be_unsigned)
        return types->type_long;
      if (node->value <= ulong_max && may_be_unsigned)
        return types->type_ulong;
    }
  return node->value <= INT64_MAX && !must_be_unsigned ? types->type_llong : types->type_ullong;
}

/* --- places --------------------------------------------------------------------------------- */

static const ScriptType *
mistaken_place (Compiler   *compiler,
                const Node *node)
{
  compile_push (compiler, node, 0);
  return types_of (compiler)->type_mistake;
}

static const ScriptType *
index_place (Compiler   *compiler,
             const Node *node)
{
  TypeTable *types = types_of (compiler);
  const ScriptType *array = NULL, *pointer;
  const Node *base = node->a;

  /* The length is known where the array itself stands there. */
  if (base->kind == NODE_NAME || base->kind == NODE_MEMBER || base->kind == NODE_INDEX)
    {
      Symbol *symbol = base->kind == NODE_NAME ? compile_find (compiler, base->text) : NULL;

      if (base->kind != NODE_NAME || (symbol != NULL && symbol->kind == SYMBOL_VARIABLE))
        {
          array = compile_place (compiler, base);
          if (array->kind == KIND_POINTER)
            compile_load (compiler, base, array);
          pointer = array->kind == KIND_ARRAY ? type_pointer_to (types, array->target) : array;
        }
      else
        pointer = compile_value (compiler, base);
    }
  else
    pointer = compile_value (compiler, base);

  const ScriptType *index = compile_value (compiler, node->b);
  if (pointer->kind == KIND_MISTAKE || index->kind == KIND_MISTAKE)
    {
      compile_operation (compiler, node, OP_ADD, types->type_ulong);
      return types->type_mistake;
    }
  if (!type_is_pointer (pointer) || !type_is_integer (index) || pointer->target->size == 0)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL,
                      !type_is_pointer (pointer) ? _("Only an array or a pointer can have an index.")
                      : !type_is_integer (index) ? _("An index must be a whole number.")
                                                 : _("The size of what this points to is not known."));
      compile_operation (compiler, node, OP_ADD, types->type_ulong);
      return types->type_mistake;
    }
  compile_emit (compiler, node, (Instruction) {
    .op = OP_INDEX,
    .value = pointer->target->size,
    .target = array != NULL && array->kind == KIND_ARRAY ? array->n : 0,
    .width = pointer->size,
  });
  return pointer->target;
}

static const ScriptType *
member_place (Compiler   *compiler,
              const Node *node)
{
  TypeTable *types = types_of (compiler);
  const ScriptType *type = node->flag ? compile_value (compiler, node->a) : compile_place (compiler, node->a);

  if (type->kind == KIND_MISTAKE)
    return type;
  if (node->flag && type_is_pointer (type))
    type = type->target;
  else if (node->flag || (type_is_pointer (type) && type->target->kind == KIND_STRUCT))
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL,
                      node->flag ? _("“->” needs a pointer to a structure before it; a structure itself takes “.”.")
                                 : _("This is a pointer to a structure: write “->” instead of “.”."));
      return types->type_mistake;
    }
  if (type->kind != KIND_STRUCT)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("Only a structure has members."));
      return types->type_mistake;
    }
  if (type->members == NULL)
    {
      g_autofree char *text = type_dup_text (type);
      compile_report (compiler, MESSAGE_ERROR, node, type_is_page (type_pointer_to (types, type)) ? _("The inspector shows the fields of a page; order_of(), zone_of() and kin give them to a script.") : NULL,
                      _("The members of “%s” are not modelled."), text);
      return types->type_mistake;
    }

  const ScriptMember *member = type_member (type, node->text);
  if (member == NULL)
    {
      Nearest nearest;
      g_autofree char *text = type_dup_text (type);

      nearest_init (&nearest, node->text);
      for (guint i = 0; i < type->members->len; i++)
        nearest_try (&nearest, g_array_index (type->members, ScriptMember, i).name);
      g_autofree char *suggestion = nearest_dup_sentence (&nearest);
      compile_report (compiler, MESSAGE_ERROR, node, suggestion, _("“%s” has no member “%s”."), text, node->text);
      return types->type_mistake;
    }
  compile_push (compiler, node, member->offset);
  compile_emit (compiler, node, (Instruction) { .op = OP_ADD, .width = types->profile->bits / 8 });
  return member->type;
}

const ScriptType *
compile_place (Compiler   *compiler,
               const Node *node)
{
  TypeTable *types = types_of (compiler);
  const ScriptType *type;
  Symbol *symbol;

  switch (node->kind)
    {
    case NODE_NAME:
      symbol = compile_find (compiler, node->text);
      if (symbol != NULL && symbol->kind == SYMBOL_VARIABLE)
        {
          push_place (compiler, node, symbol);
          return symbol->type;
        }
      if (symbol != NULL && symbol->kind == SYMBOL_PER_CPU)
        {
          compile_report (compiler, MESSAGE_ERROR, node, _("Use per_cpu(), this_cpu_read() and kin."),
                          _("Each CPU has its own “%s”: say which is meant."), node->text);
          return mistaken_place (compiler, node);
        }
      /* Reports it, or is a constant. */
      type = name_value (compiler, node);
      if (type->kind != KIND_MISTAKE)
        compile_report (compiler, MESSAGE_ERROR, node, NULL, _("“%s” is no variable: it cannot be given a value, nor has it an address."), node->text);
      return types->type_mistake;

    case NODE_UNARY:
      if (node->op != PUNCT ('*', 0, 0))
        break;
      type = compile_value (compiler, node->a);
      if (type->kind == KIND_MISTAKE)
        return type;
      if (!type_is_pointer (type))
        {
          compile_report (compiler, MESSAGE_ERROR, node, NULL, _("Only what is behind a pointer can be had with “*”."));
          return types->type_mistake;
        }
      if (type->target->kind == KIND_VOID || !type->target->is_complete)
        {
          compile_report (compiler, MESSAGE_ERROR, node, _("Write the type in parentheses, such as “*(int *) p”."),
                          _("What this points to has no known size."));
          return types->type_mistake;
        }
      return type->target;

    case NODE_INDEX:
      return index_place (compiler, node);

    case NODE_MEMBER:
      return member_place (compiler, node);

    case NODE_CALL:
      type = compile_call_place (compiler, node);
      if (type != NULL)
        return type;
      break;

    case NODE_MISTAKE:
      return mistaken_place (compiler, node);

    default:
      break;
    }

  type = compile_value (compiler, node);
  /* A structure's value is its address. */
  if (type->kind == KIND_STRUCT || type->kind == KIND_MISTAKE)
    return type;
  compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This is a value and no variable: it cannot be changed, nor has it an address."));
  return types->type_mistake;
}

/* An address is on the stack: what stands there. */
static const ScriptType *
value_at_place (Compiler         *compiler,
                const Node       *node,
                const ScriptType *type)
{
  if (type->kind == KIND_ARRAY)
    return type_pointer_to (types_of (compiler), type->target);
  if (type->kind == KIND_STRUCT || type->kind == KIND_MISTAKE)
    return type;
  compile_load (compiler, node, type);
  return type;
}

/* --- operators ------------------------------------------------------------------------------ */

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
      normalize (compiler, node, a);
      return a;
    }
  if (type_is_pointer (a) && type_is_pointer (b) && op == OP_SUBTRACT)
    {
      if (a->target != b->target)
        return wrong_operands (compiler, node, a, b);
      compile_operation (compiler, node, op, types->type_long);
      normalize (compiler, node, types->type_long);
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
    type = promoted (compiler, a);
  /* -1 / 2U divides 4294967295: what is not modular needs its operands cut first. */
  if ((op == OP_DIVIDE || op == OP_REMAINDER) && !type->is_signed && type->size < 8 && (a->is_signed || b->is_signed))
    {
      Instruction *ca = constant_before (compiler, 2), *cb = constant_before (compiler, 1);

      if (cb != NULL)
        cb->value = type_normalize (type, cb->value);
      else if (b->is_signed)
        normalize (compiler, node, type);
      if (ca != NULL && cb != NULL)
        ca->value = type_normalize (type, ca->value);
      else if (a->is_signed)
        {
          compile_emit (compiler, node, (Instruction) { .op = OP_NORMALIZE, .width = type->size, .flag = 1 });
          ca = NULL;
        }
    }
  compile_operation (compiler, node, op, type);
  normalize (compiler, node, type);
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
      Instruction *ca = constant_before (compiler, 2), *cb = constant_before (compiler, 1);

      if (cb != NULL)
        cb->value = type_normalize (type, cb->value);
      else if (b->is_signed)
        normalize (compiler, node, type);
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
  Instruction *constant = constant_before (compiler, 1);
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
        normalize (compiler, node, types->type_bool);
      return types->type_int;
    }

  uint32_t shortcut = compile_emit (compiler, node, (Instruction) { .op = is_and ? OP_JUMP_UNLESS : OP_JUMP_IF });
  compile_truth (compiler, node->b);
  normalize (compiler, node, types->type_bool);
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
  gboolean b_is_zero = is_zero (compiler) && compile_position (compiler) == before_b + 1;

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
  normalize (compiler, node, type);
  store (compiler, node, type);
  if (is_postfix)
    {
      compile_push (compiler, node, 1);
      if (type_is_pointer (type))
        scale (compiler, node, type);
      compile_operation (compiler, node, is_up ? OP_SUBTRACT : OP_ADD, type);
      normalize (compiler, node, type);
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
      return value_at_place (compiler, node, compile_place (compiler, node));

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
  type = promoted (compiler, type);
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
  normalize (compiler, node, type);
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
  Instruction *constant = constant_before (compiler, 1);
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
      normalize (compiler, node, type);
    }
  else if (type_is_pointer (yes) && (type_is_pointer (no) || is_zero (compiler)))
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
      store (compiler, node, type);
      return type;
    }

  compile_emit (compiler, node, (Instruction) { .op = OP_DUP });
  if (type_is_integer (type) || type_is_pointer (type))
    compile_load (compiler, node, type);
  from = compile_value (compiler, node->b);
  from = binary_operation (compiler, node, op_of (node->op), type, from);
  compile_convert (compiler, node->b, from, type, FALSE);
  store (compiler, node, type);
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
      return number_type (compiler, node);
    case NODE_CHARACTER:
      compile_push (compiler, node, node->value);
      return types->type_int;
    case NODE_STRING:
      compile_push (compiler, node, script_string_address (compiler->program, node->text, node->size));
      return type_pointer_to (types, types->type_char);
    case NODE_NAME:
      symbol = compile_find (compiler, node->text);
      if (symbol != NULL && symbol->kind != SYMBOL_CONSTANT)
        return value_at_place (compiler, node, compile_place (compiler, node));
      return name_value (compiler, node);
    case NODE_INDEX:
    case NODE_MEMBER:
      return value_at_place (compiler, node, compile_place (compiler, node));
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
        return value_at_place (compiler, node, type);
      return compile_call (compiler, node);
    case NODE_DESIGNATED:
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This takes no arguments with names."));
      return mistaken_place (compiler, node);
    case NODE_TYPE:
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A value should stand here, not a type."));
      return mistaken_place (compiler, node);
    case NODE_LIST:
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A list in braces can only give a variable its first value."));
      return mistaken_place (compiler, node);
    default:
      return mistaken_place (compiler, node);
    }
}
