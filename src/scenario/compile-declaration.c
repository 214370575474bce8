#include "compile.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Where a variable lies. */
typedef struct {
  uint64_t base;
  gboolean is_local;
} Room;

static void initialize (Compiler *compiler, const Node *node, const ScriptType *type, Room room, uint64_t offset);

static void
push_room (Compiler   *compiler,
           const Node *node,
           Room        room,
           uint64_t    offset)
{
  compile_emit (compiler, node, (Instruction) { .op = room.is_local ? OP_LEA_LOCAL : OP_LEA, .value = room.base + offset });
}

static void
initialize_scalar (Compiler         *compiler,
                   const Node       *node,
                   const ScriptType *type,
                   Room              room,
                   uint64_t          offset)
{
  gboolean is_named = compile_calls_kernel (compiler, node);

  push_room (compiler, node, room, offset);
  compiler->is_named = is_named;
  const ScriptType *from = compile_value (compiler, node);
  if (is_named)
    compile_owner (compiler, NULL, node);
  compiler->is_named = FALSE;
  compile_convert (compiler, node, from, type, FALSE);
  if (type->kind == KIND_STRUCT)
    compile_emit (compiler, node, (Instruction) { .op = OP_COPY, .value = type->size });
  else
    compile_emit (compiler, node, (Instruction) { .op = OP_STORE, .width = MAX (MIN (type->size, 8), 1), .is_signed = type->is_signed });
  compile_emit (compiler, node, (Instruction) { .op = OP_POP });
}

static void
initialize_text (Compiler         *compiler,
                 const Node       *node,
                 const ScriptType *type,
                 Room              room,
                 uint64_t          offset)
{
  uint64_t n = MIN (type->n, node->size + 1);

  if (node->size > type->n)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This text is longer than the array."));
  push_room (compiler, node, room, offset);
  compile_value (compiler, node);
  compile_emit (compiler, node, (Instruction) { .op = OP_COPY, .value = n });
  compile_emit (compiler, node, (Instruction) { .op = OP_POP });
}

static void
initialize_array (Compiler         *compiler,
                  const Node       *list,
                  const ScriptType *type,
                  Room              room,
                  uint64_t          offset)
{
  uint64_t index = 0;

  for (const Node *node = list->list; node != NULL; node = node->next, index++)
    {
      const Node *value = node;

      if (node->kind == NODE_DESIGNATED)
        {
          if (node->b == NULL)
            {
              compile_report (compiler, MESSAGE_ERROR, node, NULL, _("An array has no members; write “[number] = …”."));
              return;
            }
          if (!compile_constant (compiler, node->b, &index, NULL))
            return;
          value = node->a;
        }
      if (index >= type->n)
        {
          compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The array has %" PRIu64 " elements; this is one too many."), type->n);
          return;
        }
      initialize (compiler, value, type->target, room, offset + index * type->target->size);
    }
}

static void
initialize_struct (Compiler         *compiler,
                   const Node       *list,
                   const ScriptType *type,
                   Room              room,
                   uint64_t          offset)
{
  guint at = 0;

  if (type->members == NULL)
    {
      if (list->list != NULL)
        compile_report (compiler, MESSAGE_ERROR, list, NULL, _("The members of this structure are not known to a scenario."));
      return;
    }
  for (const Node *node = list->list; node != NULL; node = node->next, at++)
    {
      const Node *value = node;

      if (node->kind == NODE_DESIGNATED)
        {
          const ScriptMember *found = node->text != NULL ? type_member (type, node->text) : NULL;

          if (found == NULL)
            {
              Nearest nearest;
              g_autofree char *text = type_dup_text (type);

              nearest_init (&nearest, node->text != NULL ? node->text : "");
              for (guint i = 0; i < type->members->len; i++)
                nearest_try (&nearest, g_array_index (type->members, ScriptMember, i).name);
              g_autofree char *suggestion = node->text != NULL ? nearest_dup_sentence (&nearest) : NULL;
              compile_report (compiler, MESSAGE_ERROR, node, suggestion, _("“%s” has no member “%s”."), text,
                              node->text != NULL ? node->text : "[…]");
              continue;
            }
          at = found - (const ScriptMember *) (void *) type->members->data;
          value = node->a;
        }
      if (at >= type->members->len)
        {
          compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The structure has %u members; this is one too many."), type->members->len);
          return;
        }
      ScriptMember member = g_array_index (type->members, ScriptMember, at);
      initialize (compiler, value, member.type, room, offset + member.offset);
    }
}

/* "{0}" is all zero, whatever comes first in it: the whole was made so already. */
static gboolean
is_zero_list (const Node *node)
{
  return node->list != NULL && node->list->next == NULL && node->list->kind == NODE_NUMBER && node->list->value == 0;
}

static void
initialize (Compiler         *compiler,
            const Node       *node,
            const ScriptType *type,
            Room              room,
            uint64_t          offset)
{
  if (type->kind == KIND_MISTAKE)
    return;
  if (type->kind == KIND_ARRAY && node->kind == NODE_STRING && type->target->size == 1)
    initialize_text (compiler, node, type, room, offset);
  else if (node->kind != NODE_LIST && type->kind == KIND_ARRAY)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The values of an array stand in braces."));
  else if (node->kind != NODE_LIST)
    initialize_scalar (compiler, node, type, room, offset);
  else if ((type->kind == KIND_ARRAY || type->kind == KIND_STRUCT) && is_zero_list (node))
    return;
  else if (type->kind == KIND_ARRAY)
    initialize_array (compiler, node, type, room, offset);
  else if (type->kind == KIND_STRUCT)
    initialize_struct (compiler, node, type, room, offset);
  else if (node->list != NULL && node->list->next == NULL && node->list->kind != NODE_DESIGNATED)
    initialize (compiler, node->list, type, room, offset);
  else
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("This is a single value: it takes no list in braces."));
}

/* "int a[] = { … };": as long as its list. */
static uint64_t
length_of (Compiler   *compiler,
           const Node *node)
{
  uint64_t index = 0, length = 0;

  if (node->kind == NODE_STRING)
    return node->size + 1;
  for (const Node *child = node->list; child != NULL; child = child->next)
    {
      if (child->kind == NODE_DESIGNATED && child->b != NULL && !compile_constant (compiler, child->b, &index, NULL))
        return 0;
      index++;
      length = MAX (length, index);
    }
  return length;
}

static void
declare_variable (Compiler   *compiler,
                  const Node *node,
                  uint32_t    flags)
{
  TypeTable *types = compiler->program->types;
  const ScriptType *type = compile_type (compiler, node->type, node);
  Room room;

  if (type->kind == KIND_ARRAY && type->n == 0)
    {
      uint64_t n = node->a != NULL ? length_of (compiler, node->a) : 0;

      if (n == 0 || n > SCRIPT_SIZE_LIMIT / type->target->size)
        {
          compile_report (compiler, MESSAGE_ERROR, node, NULL, _("How many elements has this array? Write the number in the brackets."));
          type = types->type_mistake;
        }
      else
        type = type_array_of (types, type->target, n);
    }
  if (type->kind == KIND_VOID || (type->kind == KIND_STRUCT && !type->is_complete))
    {
      g_autofree char *text = type_dup_text (type);
      compile_report (compiler, MESSAGE_ERROR, node, _("Declare a pointer to it, with a star before the name."),
                      _("There can be no variable of type “%s”: its size is not known."), text);
      type = types->type_mistake;
    }
  if ((flags & DECLARED_STATIC) && compiler->function != 0)
    compile_report (compiler, MESSAGE_ERROR, node, _("Declare it outside of the function."),
                    _("Variables of a function that keep their value are not part of the language."));
  if (sim_call_by_name (node->text) != SIM_N_CALLS)
    compile_report (compiler, MESSAGE_WARNING, node, NULL, _("%s is a function of the kernel, which this hides."), node->text);

  room.base = compile_room (compiler, node, type, &room.is_local);
  if (node->a != NULL)
    compile_begin (compiler, node);
  Symbol *symbol = compile_declare (compiler, node, node->text, SYMBOL_VARIABLE, type);
  symbol->value = room.base;
  symbol->is_local = room.is_local;
  if (type->kind == KIND_MISTAKE)
    {
      /* Its value is checked all the same. */
      if (node->a != NULL && node->a->kind != NODE_LIST)
        compile_value (compiler, node->a);
      return;
    }

  gboolean is_whole = node->a != NULL && (type->kind == KIND_ARRAY || node->a->kind == NODE_LIST);
  if (is_whole || (node->a == NULL && (flags & DECLARED_STATIC)))
    {
      push_room (compiler, node, room, 0);
      compile_emit (compiler, node, (Instruction) { .op = OP_ZERO, .value = type->size });
    }
  else
    {
      push_room (compiler, node, room, 0);
      compile_emit (compiler, node, (Instruction) { .op = OP_FORGET, .value = type->size });
    }
  if (node->a != NULL)
    initialize (compiler, node->a, type, room, 0);
}

void
compile_declaration (Compiler   *compiler,
                     const Node *node)
{
  if (node->type != NULL && node->list == NULL)
    compile_type (compiler, node->type, node);

  for (const Node *child = node->list; child != NULL; child = child->next)
    {
      if (child->type == NULL || child->text == NULL)
        continue;
      if (node->flag & DECLARED_TYPEDEF)
        compile_declare (compiler, child, child->text, SYMBOL_TYPE, compile_type (compiler, child->type, child));
      else if (node->flag & DECLARED_EXTERN)
        compile_report (compiler, MESSAGE_ERROR, child, NULL, _("There is no other file from which “%s” could come."), child->text);
      else
        declare_variable (compiler, child, node->flag);
    }
}

/* DEFINE_PER_CPU: one copy for each CPU that a machine can have. */
void
compile_per_cpu (Compiler   *compiler,
                 const Node *node)
{
  TypeTable *types = compiler->program->types;

  if (node->type == NULL || node->text == NULL)
    return;
  const ScriptType *type = compile_type (compiler, node->type, node);
  if (compiler->function != 0)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A variable of each CPU is declared outside of functions."));
      return;
    }
  if (type->kind == KIND_MISTAKE)
    return;
  if (type->size == 0 || type->size > SCRIPT_SIZE_LIMIT / SCRIPT_MAX_CPUS)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A variable of each CPU cannot have this type."));
      return;
    }

  gboolean is_local;
  const ScriptType *copies = type_array_of (types, type, SCRIPT_MAX_CPUS);
  uint64_t base = compile_room (compiler, node, copies, &is_local);
  Symbol *symbol = compile_declare (compiler, node, node->text, SYMBOL_PER_CPU, type);
  symbol->value = base;
  compile_begin (compiler, node);
  compile_emit (compiler, node, (Instruction) { .op = OP_LEA, .value = base });
  compile_emit (compiler, node, (Instruction) { .op = OP_ZERO, .value = copies->size });
}
