#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/words.h"

static TypeTable *
types_of (Compiler *compiler)
{
  return compiler->program->types;
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
    case VALUE_PAGE_OFFSET:
    case VALUE_VMALLOC_START:
    case VALUE_VMALLOC_END:
    case VALUE_PKMAP_BASE:
    case VALUE_FIXADDR_START:
    case VALUE_FIXADDR_TOP:
      return types->type_ulong;
    case VALUE_N_CPUS:
    case VALUE_LAST_PKMAP:
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

const ScriptType *
compile_name (Compiler   *compiler,
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

const ScriptType *
compile_number_type (Compiler   *compiler,
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

const ScriptType *
compile_mistaken_place (Compiler   *compiler,
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
          return compile_mistaken_place (compiler, node);
        }
      /* Reports it, or is a constant. */
      type = compile_name (compiler, node);
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
      return compile_mistaken_place (compiler, node);

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
const ScriptType *
compile_value_at_place (Compiler         *compiler,
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
