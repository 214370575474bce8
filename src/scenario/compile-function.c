#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The register that holds a function's number has 16 bits. */
#define MAX_FUNCTIONS 60000

static gboolean
sees_function (Compiler       *compiler,
               const Function *function)
{
  return function->piece == 0 || function->piece == compiler->piece
         || program_piece_is_after (compiler->program, compiler->parent, function->piece);
}

Function *
compile_find_function (Compiler   *compiler,
                       const char *name,
                       unsigned   *index)
{
  GPtrArray *functions = compiler->program->functions;
  guint own = GPOINTER_TO_UINT (g_hash_table_lookup (compiler->functions, name));

  for (guint i = own > 0 ? own + 1 : compiler->piece == 0 ? 1 : functions->len; i-- > 1;)
    {
      Function *function = g_ptr_array_index (functions, i);

      if (strcmp (function->name, name) == 0 && sees_function (compiler, function))
        {
          if (index != NULL)
            *index = i;
          return function;
        }
    }
  return NULL;
}

static Function *
declare (Compiler   *compiler,
         const Node *node,
         unsigned   *index)
{
  Function *function = compile_find_function (compiler, node->text, index);
  const ScriptType *returns = compile_type (compiler, node->type, node);
  g_autoptr (GArray) parameters = g_array_new (FALSE, FALSE, sizeof (ScriptType *));

  if (returns->kind == KIND_STRUCT || returns->kind == KIND_ARRAY)
    compile_report (compiler, MESSAGE_ERROR, node, _("Give it a pointer to a variable to be filled in."), _("A function cannot give a structure."));
  for (const Node *parameter = node->list; parameter != NULL; parameter = parameter->next)
    {
      const ScriptType *type = compile_type (compiler, parameter->type, parameter);

      if (type->kind == KIND_ARRAY)
        type = type_pointer_to (compiler->program->types, type->target);
      if (type->kind == KIND_STRUCT || type->kind == KIND_VOID)
        {
          compile_report (compiler, MESSAGE_ERROR, parameter, _("Take a pointer to it instead."), _("A function takes numbers and pointers."));
          type = compiler->program->types->type_mistake;
        }
      g_array_append_val (parameters, type);
    }
  if (parameters->len > 16)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A function takes at most 16 arguments."));

  if (function != NULL && function->piece == compiler->piece)
    {
      gboolean is_same = function->returns == returns && function->parameter_types->len == parameters->len;

      for (guint i = 0; is_same && i < parameters->len; i++)
        is_same = g_array_index (parameters, ScriptType *, i) == g_array_index (function->parameter_types, ScriptType *, i);
      if (!is_same)
        compile_report (compiler, MESSAGE_ERROR, node, NULL, _("“%s” was declared otherwise before."), node->text);
      return function;
    }

  function = g_new0 (Function, 1);
  function->name = compile_keep (compiler, node->text);
  function->returns = returns;
  function->parameters = g_array_new (FALSE, FALSE, sizeof (unsigned));
  function->parameter_types = g_steal_pointer (&parameters);
  function->piece = compiler->piece;
  function->calls = g_hash_table_new (NULL, NULL);
  function->first = node->first;
  function->end = node->end;
  function->unit = compiler->unit;
  *index = compiler->program->functions->len;
  g_hash_table_insert (compiler->functions, (char *) function->name, GUINT_TO_POINTER (*index));
  if (*index > MAX_FUNCTIONS)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The scenario has too many functions."));
  g_ptr_array_add (compiler->program->functions, function);
  return function;
}

void
compile_function (Compiler   *compiler,
                  const Node *node)
{
  unsigned index = 0;

  if (compiler->function != 0 || compiler->scopes->len > 1)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A function cannot be defined inside another statement."));
      return;
    }
  if (sim_call_by_name (node->text) != SIM_N_CALLS)
    {
      compile_report (compiler, MESSAGE_ERROR, node, _("Give it another name."), _("%s is a function of the kernel."), node->text);
      return;
    }

  Function *function = declare (compiler, node, &index);
  if (node->a == NULL)
    return;
  if (function->is_defined)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("There are two functions called “%s”."), node->text);
      return;
    }
  function->is_defined = TRUE;

  /* The scenario goes on behind it. */
  GArray *loops = compiler->loops, *cpu_blocks = compiler->cpu_blocks, *labels = compiler->labels, *gotos = compiler->gotos;
  compiler->loops = g_array_new (FALSE, FALSE, sizeof (Loop));
  compiler->cpu_blocks = g_array_new (FALSE, FALSE, sizeof (CpuBlock));
  compiler->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  compiler->gotos = g_array_new (FALSE, FALSE, sizeof (Goto));
  uint32_t past = compile_emit (compiler, node, (Instruction) { .op = OP_JUMP });
  compiler->barrier = compile_position (compiler);
  compiler->function = index;
  compiler->frame_used = 0;
  function->code = compile_position (compiler);
  function->first = node->first;
  function->end = node->end;

  GHashTable *labels_by_name = compiler->labels_by_name;
  compiler->labels_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  compile_open_scope (compiler);
  guint i = 0;
  for (const Node *parameter = node->list; parameter != NULL; parameter = parameter->next, i++)
    {
      const ScriptType *type = i < function->parameter_types->len
                               ? g_array_index (function->parameter_types, ScriptType *, i) : compiler->program->types->type_mistake;
      unsigned number = compiler->program->symbols->len;

      if (parameter->text == NULL)
        compile_report (compiler, MESSAGE_ERROR, parameter, NULL, _("This argument needs a name."));
      Symbol *symbol = compile_declare (compiler, parameter, parameter->text != NULL ? parameter->text : "", SYMBOL_VARIABLE, type);
      symbol->value = compile_room (compiler, parameter, type, &symbol->is_local);
      g_array_append_val (function->parameters, number);
    }
  compile_body (compiler, node->a);
  compile_resolve_gotos (compiler);
  compiler->barrier = compile_position (compiler);
  compile_push (compiler, node, 0);
  compile_emit (compiler, node, (Instruction) { .op = OP_RETURN, .flag = function->returns->kind == KIND_VOID ? 0 : 2 });
  compile_close_scope (compiler);
  g_hash_table_unref (compiler->labels_by_name);
  compiler->labels_by_name = labels_by_name;
  function->frame_size = (compiler->frame_used + 7) & ~7u;
  function->code_end = compile_position (compiler);
  compile_here (compiler, past);
  compiler->function = 0;
  g_array_unref (compiler->loops);
  g_array_unref (compiler->cpu_blocks);
  g_array_unref (compiler->labels);
  g_array_unref (compiler->gotos);
  compiler->loops = loops;
  compiler->cpu_blocks = cpu_blocks;
  compiler->labels = labels;
  compiler->gotos = gotos;
}

static void
report_function (Compiler       *compiler,
                 const Function *function,
                 const char     *suggestion,
                 const char     *format)
{
  Node node = { .first = function->first, .end = function->end };

  if (function->unit != compiler->unit)
    node = (Node) { .first = 0, .end = 1 };
  compile_report (compiler, MESSAGE_ERROR, &node, suggestion, format, function->name);
}

/* Every function that is called exists, and none calls itself by any way: depth first, without recursion. */
gboolean
compile_check_calls (Compiler *compiler,
                     unsigned  first_function)
{
  GPtrArray *functions = compiler->program->functions;
  g_autofree uint8_t *colour = g_malloc0 (functions->len + 1);
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (unsigned));
  g_autoptr (GPtrArray) iterators = g_ptr_array_new_with_free_func (g_free);
  size_t n_errors = compiler->n_errors;

  for (unsigned start = MAX (first_function, 1); start < functions->len; start++)
    {
      Function *function = g_ptr_array_index (functions, start);

      if (!function->is_defined)
        {
          report_function (compiler, function, NULL, _("“%s” is declared, but nowhere defined."));
          continue;
        }
      if (colour[start] != 0)
        continue;

      unsigned at = start;
      GHashTableIter *iter = g_new (GHashTableIter, 1);
      g_hash_table_iter_init (iter, function->calls);
      g_array_append_val (path, at);
      g_ptr_array_add (iterators, iter);
      colour[at] = 1;
      while (path->len > 0)
        {
          gpointer next;

          if (!g_hash_table_iter_next (g_ptr_array_index (iterators, iterators->len - 1), &next, NULL))
            {
              colour[g_array_index (path, unsigned, path->len - 1)] = 2;
              g_array_set_size (path, path->len - 1);
              g_ptr_array_set_size (iterators, iterators->len - 1);
              continue;
            }
          at = GPOINTER_TO_UINT (next);
          Function *called = g_ptr_array_index (functions, at);
          if (colour[at] == 1)
            {
              report_function (compiler, called, _("The kernel's stack is small: use a loop."),
                               _("“%s” calls itself, directly or through another; functions may not."));
              colour[at] = 2;
            }
          else if (colour[at] == 0)
            {
              iter = g_new (GHashTableIter, 1);
              g_hash_table_iter_init (iter, called->calls);
              colour[at] = 1;
              g_array_append_val (path, at);
              g_ptr_array_add (iterators, iter);
            }
        }
    }
  return n_errors == compiler->n_errors;
}
