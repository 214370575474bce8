#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Innermost first. */
static void
leave_cpu_blocks (Compiler   *compiler,
                  const Node *node,
                  unsigned    down_to)
{
  for (guint i = compiler->cpu_blocks->len; i-- > down_to;)
    {
      CpuBlock block = g_array_index (compiler->cpu_blocks, CpuBlock, i);
      compile_emit (compiler, node, (Instruction) { .op = OP_LEAVE_CONTEXT, .value = block.slot, .flag = block.is_local });
    }
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
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A switch cannot lead into a block on another CPU, or of an interrupt."));
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
  jump.code = compile_position (compiler);
  for (guint i = 0; i < jump.cpu_blocks->len; i++)
    compile_emit (compiler, node, (Instruction) { .op = OP_NOTHING });
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
        compile_report (compiler, MESSAGE_ERROR, jump->node, NULL, _("“goto” cannot lead into a block on another CPU, or of an interrupt."));
      else
        for (guint j = found->cpu_blocks->len; j < jump->cpu_blocks->len; j++)
          {
            CpuBlock block = g_array_index (jump->cpu_blocks, CpuBlock, j);
            uint32_t place = jump->code + jump->cpu_blocks->len - 1 - j;
            *program_at (compiler->program, place) = (Instruction) { .op = OP_LEAVE_CONTEXT, .value = block.slot, .flag = block.is_local };
          }
      program_at (compiler->program, jump->code + jump->cpu_blocks->len)->target = found->code;
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

  leave_cpu_blocks (compiler, node, 0);
  if (function != NULL)
    compile_emit (compiler, node, (Instruction) { .op = OP_RETURN });
  else
    compile_emit (compiler, node, (Instruction) { .op = OP_RETURN, .flag = 1 });
}

static gboolean
enter_cpu (Compiler       *compiler,
           const Node     *node,
           const CpuBlock *block)
{
  if (node->a == NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("Write the number of the CPU in parentheses, such as “on_cpu(1) { … }”."));
      return FALSE;
    }

  const ScriptType *type = compile_value (compiler, node->a);
  if (!type_is_integer (type) && type->kind != KIND_MISTAKE)
    compile_report (compiler, MESSAGE_ERROR, node->a, NULL, _("The number of a CPU should stand here."));
  compile_emit (compiler, node->a, (Instruction) { .op = OP_ENTER_CPU, .value = block->slot, .flag = block->is_local });
  return TRUE;
}

static gboolean
enter_context (Compiler       *compiler,
               const Node     *node,
               const CpuBlock *block)
{
  SimContextKind kind = strcmp (node->text, "hardirq") == 0 ? SIM_CONTEXT_HARDIRQ : SIM_CONTEXT_SOFTIRQ;

  if (node->a != NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node->a, NULL, _("%s takes nothing in parentheses; on another CPU it comes with on_cpu(1) { %s { … } }."),
                      node->text, node->text);
      return FALSE;
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_ENTER_CONTEXT, .target = kind, .value = block->slot, .flag = block->is_local });
  return TRUE;
}

static void
context (Compiler   *compiler,
         const Node *node)
{
  CpuBlock block = { .id = ++compiler->n_cpu_ids };
  gboolean is_good;

  if (strcmp (node->text, "as_task") == 0)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, "%s",
                      _("Tasks are not modelled yet; on_cpu(n) { … }, hardirq { … } and softirq { … } are."));
      compile_body (compiler, node->b);
      return;
    }

  compile_begin (compiler, node);
  block.slot = compile_room (compiler, node, compiler->program->types->type_ullong, &block.is_local);
  is_good = strcmp (node->text, "on_cpu") == 0 ? enter_cpu (compiler, node, &block) : enter_context (compiler, node, &block);
  if (!is_good)
    return;

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
