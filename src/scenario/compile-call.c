#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/format.h"
#include "scenario/words.h"

unsigned
compile_n_arguments (const Node *node)
{
  unsigned n = 0;

  for (const Node *child = node->list; child != NULL; child = child->next)
    n++;
  return n;
}

gboolean
compile_expect_arguments (Compiler   *compiler,
                          const Node *node,
                          unsigned    least,
                          unsigned    most)
{
  unsigned n = compile_n_arguments (node);

  if (n >= least && n <= most)
    return TRUE;
  if (least == most)
    compile_report (compiler, MESSAGE_ERROR, node, NULL,
                    ngettext ("%s() takes %u argument, not %u.", "%s() takes %u arguments, not %u.", most), node->text, most, n);
  else
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s() takes %u to %u arguments, not %u."), node->text, least, most, n);
  return FALSE;
}

const ScriptType *
compile_mistaken_call (Compiler   *compiler,
                       const Node *node)
{
  /* What stands in the parentheses is checked all the same. */
  for (const Node *child = node->list; child != NULL; child = child->next)
    if (child->kind != NODE_TYPE && child->kind != NODE_DESIGNATED)
      compile_value (compiler, child);
  compile_push (compiler, node, 0);
  return compiler->program->types->type_mistake;
}

/* --- calls of the kernel -------------------------------------------------------------------- */

static const ScriptType *
type_of_sim (Compiler *compiler,
             SimType   type)
{
  TypeTable *types = compiler->program->types;

  switch (type)
    {
    case SIM_TYPE_VOID:
      return types->type_void;
    case SIM_TYPE_INT:
      return types->type_int;
    case SIM_TYPE_ULONG:
      return types->type_ulong;
    case SIM_TYPE_GFP:
      return types->type_gfp;
    case SIM_TYPE_ORDER:
      return types->type_uint;
    case SIM_TYPE_PAGE:
      return type_pointer_to (types, types->page);
    case SIM_TYPE_PHYS:
      return types->type_phys;
    case SIM_TYPE_FLAGS:
      return types->type_ulong;
    case SIM_TYPE_LOCK:
      return type_pointer_to (types, type_named (types, "spinlock_t"));
    case SIM_TYPE_STRING:
      return type_pointer_to (types, types->type_char);
    case SIM_TYPE_POINTER:
    default:
      return type_pointer_to (types, types->type_void);
    }
}

static gboolean
check_missing (Compiler   *compiler,
               const Node *node)
{
  const SimProfile *profile = compiler->program->profile;
  g_autoptr (GString) others = g_string_new (NULL);

  if (!sim_profile_lacks (profile, node->text))
    return TRUE;
  for (size_t i = 0; i < sim_n_profiles (); i++)
    if (!sim_profile_lacks (sim_profile_at (i), node->text))
      g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "", sim_profile_at (i)->id);
  compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s has no %s(); these profiles have it: %s."), profile->kernel, node->text, others->str);
  return FALSE;
}

static void
check_zone_name (Compiler   *compiler,
                 const Node *node,
                 const char *what)
{
  gboolean is_zone = strcmp (what, "zone") == 0 || strcmp (what, "highest_zone") == 0, is_mark = strcmp (what, "mark") == 0;
  unsigned n = is_zone ? SIM_N_ZONE_TYPES : is_mark ? SIM_N_WATERMARKS : SIM_N_MIGRATE_TYPES;
  Nearest nearest;

  if (node->kind != NODE_STRING || (!is_zone && !is_mark && strcmp (what, "migratetype") != 0))
    return;
  if (strcmp (node->text, "free_list") == 0 || strcmp (node->text, "pcp_list") == 0)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s() names a list to be clicked or looked at: in .answer = … of ask(), and in look()."), node->text);
      return;
    }
  /* "1:Normal": of a node. */
  if (is_zone && strchr (node->text, ':') != NULL && sim_own_string (node->text) != 0)
    return;
  nearest_init (&nearest, node->text);
  for (unsigned i = 0; i < n; i++)
    {
      const char *name = is_zone ? sim_zone_type_name (i) : is_mark ? sim_watermark_name (i) : sim_migrate_name (i);

      if (strcmp (name, node->text) == 0)
        return;
      nearest_try (&nearest, name);
    }
  g_autofree char *suggestion = nearest_dup_sentence (&nearest);
  compile_report (compiler, MESSAGE_ERROR, node, suggestion,
                  is_zone ? _("There is no zone called “%s”.")
                  : is_mark ? _("There is no mark called “%s”: there are min, low and high.") : _("There is no migrate type called “%s”."), node->text);
}

/* The address of a lock, and nothing else. */
static void
check_lock (Compiler         *compiler,
            const Node       *node,
            const ScriptType *type,
            const char       *call)
{
  g_autofree char *suggestion = NULL;

  if (type->kind == KIND_MISTAKE || (type_is_pointer (type) && type_is_called (type->target, "spinlock_t")))
    return;
  if (type_is_called (type, "spinlock_t"))
    {
      g_autofree char *text = ast_dup_text (compiler->ast, node);

      suggestion = g_strdup_printf (_("Write “&%s”."), text);
    }
  compile_report (compiler, MESSAGE_ERROR, node, suggestion, _("%s() takes the address of a spinlock_t."), call);
}

/* spin_lock_irqsave (&lock, flags) and local_irq_save (flags) are macros, that set the variable. */
static const ScriptType *
flags_call (Compiler          *compiler,
            const Node        *node,
            SimCallId          id,
            const SimCallInfo *info)
{
  const ScriptType *type = type_of_sim (compiler, SIM_TYPE_FLAGS), *given = NULL;
  unsigned i = 0;

  for (const Node *argument = node->list; argument != NULL; argument = argument->next, i++)
    if (info->args[i].type == SIM_TYPE_FLAGS)
      given = compile_place (compiler, argument);
  if (given != NULL && given->kind != KIND_MISTAKE && !type_is_called (given, "unsigned long"))
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The flags of %s() are a variable of type unsigned long."), node->text);

  i = 0;
  for (const Node *argument = node->list; argument != NULL; argument = argument->next, i++)
    if (info->args[i].type == SIM_TYPE_FLAGS)
      compile_push (compiler, argument, 0);
    else
      check_lock (compiler, argument, compile_value (compiler, argument), node->text);
  compile_emit (compiler, node, (Instruction) { .op = OP_KERNEL, .target = id, .value = info->n_args });
  compile_store (compiler, node, type);
  return compiler->program->types->type_void;
}

static gboolean
sets_flags (const SimCallInfo *info)
{
  for (unsigned i = 0; i < info->n_args; i++)
    if (info->args[i].type == SIM_TYPE_FLAGS)
      return TRUE;
  return FALSE;
}

static const ScriptType *
kernel_call (Compiler   *compiler,
             const Node *node,
             SimCallId   id)
{
  const SimCallInfo *info = sim_call_info (id);
  unsigned i = 0;
  gboolean is_named = compiler->is_named;

  compiler->is_named = FALSE;
  if (!check_missing (compiler, node) || !compile_expect_arguments (compiler, node, info->n_args, info->n_args))
    {
      compile_mistaken_call (compiler, node);
      return type_of_sim (compiler, info->returns)->kind == KIND_VOID ? compiler->program->types->type_mistake : type_of_sim (compiler, info->returns);
    }

  if (sets_flags (info))
    return flags_call (compiler, node, id, info);
  for (const Node *argument = node->list; argument != NULL; argument = argument->next, i++)
    {
      const ScriptType *wanted = type_of_sim (compiler, info->args[i].type);
      const ScriptType *type = compile_value (compiler, argument);

      if (info->args[i].type == SIM_TYPE_ORDER && type_is_called (type, "gfp_t"))
        compile_report (compiler, MESSAGE_WARNING, argument, _("In alloc_pages() the flags come first, then the order."),
                        _("GFP flags stand where %s() expects an order."), node->text);
      if (info->args[i].type == SIM_TYPE_STRING)
        check_zone_name (compiler, argument, info->args[i].name);
      if (info->args[i].type == SIM_TYPE_LOCK)
        check_lock (compiler, argument, type, node->text);
      else
        compile_convert (compiler, argument, type, wanted, FALSE);
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_KERNEL, .target = id, .value = info->n_args });
  compiler->is_named = is_named;
  if (!is_named)
    compile_owner (compiler, node, node);
  return type_of_sim (compiler, info->returns);
}

/* --- functions of the script ---------------------------------------------------------------- */

static const ScriptType *
script_call (Compiler   *compiler,
             const Node *node,
             Function   *function,
             unsigned    index)
{
  unsigned i = 0;

  if (compiler->function != 0)
    {
      Function *caller = g_ptr_array_index (compiler->program->functions, compiler->function);
      g_hash_table_add (caller->calls, GUINT_TO_POINTER (index));
    }
  if (!compile_expect_arguments (compiler, node, function->parameter_types->len, function->parameter_types->len))
    {
      compile_mistaken_call (compiler, node);
      return function->returns;
    }
  for (const Node *argument = node->list; argument != NULL; argument = argument->next, i++)
    {
      const ScriptType *type = compile_value (compiler, argument);
      compile_convert (compiler, argument, type, g_array_index (function->parameter_types, ScriptType *, i), FALSE);
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_CALL, .target = index, .value = i });
  return function->returns;
}

/* --- printk --------------------------------------------------------------------------------- */

static void
check_conversion (Compiler         *compiler,
                  const Node       *argument,
                  const Conversion *conversion,
                  const char       *format,
                  const ScriptType *type)
{
  TypeTable *types = compiler->program->types;
  g_autofree char *as_written = g_strndup (format + conversion->first, conversion->end - conversion->first);
  g_autofree char *type_text = type_dup_text (type);
  unsigned size = conversion->size == 0 ? types->profile->bits / 8 : MAX (conversion->size, 4);
  unsigned given = type_is_integer (type) ? MAX (type->size, 4) : type->size;
  gboolean is_good = TRUE;

  if (type->kind == KIND_MISTAKE)
    return;
  switch (conversion->kind)
    {
    case CONVERSION_STRING:
      is_good = type_is_string (type);
      break;
    case CONVERSION_POINTER:
      is_good = type_is_pointer (type);
      break;
    case CONVERSION_PHYS:
    case CONVERSION_GFP:
      is_good = type_is_pointer (type) && type_is_integer (type->target);
      break;
    default:
      is_good = type_is_integer (type) && size == given;
      break;
    }
  /* A text is read where it lies: a number in its place would be no address. */
  if (!is_good)
    compile_report (compiler, conversion->kind == CONVERSION_STRING || conversion->kind == CONVERSION_PHYS || conversion->kind == CONVERSION_GFP
                    ? MESSAGE_ERROR : MESSAGE_WARNING, argument, NULL,
                    _("“%s” in the format does not go with a value of type “%s”."), as_written, type_text);
}

static const ScriptType *
print_call (Compiler   *compiler,
            const Node *node,
            const char *level)
{
  const Node *format = node->list;
  unsigned n = 0;
  size_t at = 0;

  if (format == NULL || format->kind != NODE_STRING)
    {
      compile_report (compiler, MESSAGE_ERROR, format != NULL ? format : node, NULL, _("The format of %s() is a text in quotation marks."), node->text);
      return compile_mistaken_call (compiler, node);
    }

  g_autofree char *whole = g_strconcat (level, format->text, NULL);
  compile_push (compiler, node, script_string_address (compiler->program, whole, strlen (whole)));
  const Node *argument = format->next;
  for (;;)
    {
      Conversion conversion = format_next (whole, strlen (whole), at);

      at = conversion.end;
      if (conversion.kind == CONVERSION_NONE)
        break;
      if (conversion.kind == CONVERSION_PERCENT)
        continue;
      if (conversion.kind == CONVERSION_UNKNOWN)
        {
          g_autofree char *text = g_strndup (whole + conversion.first, conversion.end - conversion.first);
          compile_report (compiler, MESSAGE_ERROR, format, NULL, _("“%s” is no conversion that is modelled."), text);
          continue;
        }
      if (argument == NULL)
        {
          compile_report (compiler, MESSAGE_ERROR, node, NULL, _("The format asks for more values than are given."));
          return compile_mistaken_call (compiler, node);
        }
      const ScriptType *type = compile_value (compiler, argument);
      if (type->kind == KIND_VOID || type->kind == KIND_STRUCT)
        compile_report (compiler, MESSAGE_ERROR, argument, NULL, _("This cannot be printed."));
      else
        check_conversion (compiler, argument, &conversion, whole, type);
      argument = argument->next;
      n++;
    }
  if (argument != NULL)
    compile_report (compiler, MESSAGE_ERROR, argument, NULL, _("The format does not ask for this value."));
  if (n > 32)
    compile_report (compiler, MESSAGE_ERROR, node, NULL, _("At most 32 values can be printed at once."));
  compile_emit (compiler, node, (Instruction) { .op = OP_BUILTIN, .target = BUILTIN_PRINTK, .value = n + 1 });
  return compiler->program->types->type_int;
}

/* --- what is inlined, or done by the machine that runs scripts ------------------------------- */

static const struct {
  const char *name, *level;
} printers[] = {
  { "printk", "" }, { "pr_emerg", "\0010" }, { "pr_alert", "\0011" }, { "pr_crit", "\0012" }, { "pr_err", "\0013" },
  { "pr_warn", "\0014" }, { "pr_warning", "\0014" }, { "pr_notice", "\0015" }, { "pr_info", "\0016" },
  { "pr_debug", "\0017" }, { "pr_cont", "\001c" },
};

static const struct {
  const char *name;
  BuiltinId   id;
  const char *types;              /* result, then arguments: p void *, s char *, i int, z size_t, u unsigned long */
} builtins[] = {
  { "memset", BUILTIN_MEMSET, "ppiz" }, { "memcpy", BUILTIN_MEMCPY, "pppz" }, { "memmove", BUILTIN_MEMCPY, "pppz" },
  { "memcmp", BUILTIN_MEMCMP, "ippz" }, { "strlen", BUILTIN_STRLEN, "zs" }, { "strcmp", BUILTIN_STRCMP, "iss" },
  { "strcpy", BUILTIN_STRCPY, "sss" }, { "random_seeded", BUILTIN_RANDOM, "uu" }, { "BUG_ON", BUILTIN_BUG, "vb" },
  { "nr_mistakes", BUILTIN_MISTAKES, "u" },
};

static const ScriptType *
type_of_letter (Compiler *compiler,
                char      letter)
{
  TypeTable *types = compiler->program->types;

  switch (letter)
    {
    case 'p':
      return type_pointer_to (types, types->type_void);
    case 's':
      return type_pointer_to (types, types->type_char);
    case 'i':
      return types->type_int;
    case 'z':
      return types->type_size;
    case 'u':
      return types->type_ulong;
    case 'b':
      return types->type_bool;
    case 'v':
    default:
      return types->type_void;
    }
}

static const ScriptType *
builtin_call (Compiler   *compiler,
              const Node *node,
              size_t      which)
{
  const char *letters = builtins[which].types;
  unsigned n = strlen (letters) - 1, i = 1;

  if (!compile_expect_arguments (compiler, node, n, n))
    return compile_mistaken_call (compiler, node);
  for (const Node *argument = node->list; argument != NULL; argument = argument->next, i++)
    {
      const ScriptType *type = compile_value (compiler, argument);
      compile_convert (compiler, argument, type, type_of_letter (compiler, letters[i]), FALSE);
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_BUILTIN, .target = builtins[which].id, .value = n });
  return type_of_letter (compiler, letters[0]);
}

static const ScriptType *
inline_call (Compiler   *compiler,
             const Node *node)
{
  TypeTable *types = compiler->program->types;
  const ScriptType *type;

  if (strcmp (node->text, "likely") == 0 || strcmp (node->text, "unlikely") == 0)
    {
      if (!compile_expect_arguments (compiler, node, 1, 1))
        return compile_mistaken_call (compiler, node);
      compile_truth (compiler, node->list);
      compile_push (compiler, node, 0);
      compile_operation (compiler, node, OP_UNEQUAL, types->type_int);
      return types->type_int;
    }
  if (strcmp (node->text, "BIT") == 0)
    {
      if (!compile_expect_arguments (compiler, node, 1, 1))
        return compile_mistaken_call (compiler, node);
      compile_push (compiler, node, 1);
      type = compile_value (compiler, node->list);
      compile_convert (compiler, node->list, type, types->type_int, FALSE);
      compile_operation (compiler, node, OP_SHIFT_LEFT, types->type_ulong);
      return types->type_ulong;
    }
  if (strcmp (node->text, "PAGE_ALIGN") == 0)
    {
      if (!compile_expect_arguments (compiler, node, 1, 1))
        return compile_mistaken_call (compiler, node);
      type = compile_value (compiler, node->list);
      compile_convert (compiler, node->list, type, types->type_ulong, FALSE);
      compile_push (compiler, node, SIM_PAGE_SIZE - 1);
      compile_operation (compiler, node, OP_ADD, types->type_ulong);
      compile_push (compiler, node, type_normalize (types->type_ulong, ~(uint64_t) (SIM_PAGE_SIZE - 1)));
      compile_operation (compiler, node, OP_AND, types->type_ulong);
      return types->type_ulong;
    }
  if (strcmp (node->text, "ARRAY_SIZE") == 0)
    {
      Symbol *symbol = node->list != NULL && node->list->kind == NODE_NAME ? compile_find (compiler, node->list->text) : NULL;

      if (!compile_expect_arguments (compiler, node, 1, 1))
        return compile_mistaken_call (compiler, node);
      if (symbol == NULL || symbol->type->kind != KIND_ARRAY)
        {
          compile_report (compiler, MESSAGE_ERROR, node->list, NULL, _("ARRAY_SIZE() takes the name of an array."));
          return compile_mistaken_call (compiler, node);
        }
      compile_push (compiler, node, symbol->type->n);
      return types->type_size;
    }
  return NULL;
}

/* --- what is not there ----------------------------------------------------------------------- */

static void
unknown_call (Compiler   *compiler,
              const Node *node)
{
  const char *refusal = word_refusal (node->text);
  Symbol *symbol = compile_find (compiler, node->text);
  Nearest nearest;

  if (symbol != NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("“%s” is a variable and cannot be called."), node->text);
      return;
    }
  if (strcmp (node->text, "free_list") == 0 || strcmp (node->text, "pcp_list") == 0)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s() names a list to be clicked or looked at: in .answer = … of ask(), and in look()."), node->text);
      return;
    }
  nearest_init (&nearest, node->text);
  for (SimCallId id = 0; id < SIM_N_CALLS; id++)
    nearest_try (&nearest, sim_call_info (id)->name);
  for (const char *const *word = word_teaching (); *word != NULL; word++)
    nearest_try (&nearest, *word);
  for (const char *const *word = word_builtins (); *word != NULL; word++)
    nearest_try (&nearest, *word);
  for (guint i = 1; i < compiler->program->functions->len && compiler->n_errors <= MESSAGES_MAX; i++)
    nearest_try (&nearest, ((Function *) g_ptr_array_index (compiler->program->functions, i))->name);
  g_autofree char *suggestion = nearest_dup_sentence (&nearest);
  compile_report (compiler, MESSAGE_ERROR, node, refusal != NULL ? refusal : suggestion,
                  refusal != NULL ? _("%s() cannot be called yet.") : _("There is no function called %s()."), node->text);
}

/* A call is underlined by its name where the name is what is wrong. */
static Node
name_of (const Node *node)
{
  Node name = *node;

  name.end = node->first + strlen (node->text);
  return name;
}

const ScriptType *
compile_call (Compiler   *compiler,
              const Node *node)
{
  unsigned index = 0;
  Function *function = compile_find_function (compiler, node->text, &index);
  SimCallId id;
  const ScriptType *type;

  if (function != NULL)
    return script_call (compiler, node, function, index);
  id = sim_call_by_name (node->text);
  if (id != SIM_N_CALLS)
    return kernel_call (compiler, node, id);

  for (size_t i = 0; i < G_N_ELEMENTS (printers); i++)
    if (strcmp (node->text, printers[i].name) == 0)
      return print_call (compiler, node, printers[i].level);
  for (size_t i = 0; i < G_N_ELEMENTS (builtins); i++)
    if (strcmp (node->text, builtins[i].name) == 0)
      return builtin_call (compiler, node, i);
  type = inline_call (compiler, node);
  if (type == NULL)
    type = compile_per_cpu_call (compiler, node);
  if (type != NULL)
    return type;

  Node name = name_of (node);
  for (const char *const *word = word_teaching (); *word != NULL; word++)
    if (strcmp (*word, node->text) == 0)
      {
        compile_report (compiler, MESSAGE_ERROR, &name, NULL, _("%s() is a statement of its own; it gives no value."), node->text);
        return compile_mistaken_call (compiler, node);
      }
  unknown_call (compiler, &name);
  return compile_mistaken_call (compiler, node);
}
