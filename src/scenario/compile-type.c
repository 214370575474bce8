#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/script-memory.h"

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
  Symbol *symbol = base->name != NULL ? compile_find_tag (compiler, base->name) : NULL;
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

  /* One whose body is being read has members, though none yet. */
  if (symbol != NULL && !symbol->type->is_complete && symbol->type->members == NULL
      && symbol->piece == compiler->piece && symbol->scope == compile_scope (compiler))
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
  type->members = g_array_new (FALSE, FALSE, sizeof (ScriptMember));
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
