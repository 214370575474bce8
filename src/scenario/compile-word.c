#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/words.h"

gboolean
compile_is_language (const char *word)
{
  /* "zh_CN", "de": as gettext names them. */
  size_t n = strlen (word);

  return (n == 2 || n == 3 || (n == 5 && word[2] == '_' && g_ascii_isupper (word[3]) && g_ascii_isupper (word[4])))
         && g_ascii_islower (word[0]) && g_ascii_islower (word[1]) && (n != 3 || g_ascii_islower (word[2]));
}

/* A designator's name, to be underlined. */
static Node
designator (const Node *node)
{
  Node name = *node;

  name.end = node->first + 1 + strlen (node->text);
  return name;
}

void
compile_translate (Compiler   *compiler,
                   unsigned    number,
                   const char *language,
                   const Node *node)
{
  Text *text = g_ptr_array_index (compiler->program->texts, number);

  if (node->kind != NODE_STRING)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("A text in quotation marks should stand here."));
      return;
    }
  if (text->given == NULL)
    text->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_replace (text->given, g_strdup (language), g_strdup (node->text));
}

unsigned
compile_text (Compiler   *compiler,
              const Node *call)
{
  const Node *node = call->list;

  if (node == NULL || node->kind != NODE_STRING)
    {
      compile_report (compiler, MESSAGE_ERROR, node != NULL ? node : call, NULL, _("%s() takes a text in quotation marks first."), call->text);
      return UINT_MAX;
    }
  return program_add_text (compiler->program, node->text, node->flag);
}

void
compile_refuse (Compiler   *compiler,
                const Node *call,
                const Node *node,
                const char *existing)
{
  Node name;

  if (node->kind != NODE_DESIGNATED || node->text == NULL)
    {
      compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s() does not take this."), call->text);
      return;
    }
  name = designator (node);
  g_autofree char *suggestion = g_strdup_printf (_("There are: %s; and a language such as .zh_CN for a translation."), existing);
  compile_report (compiler, MESSAGE_ERROR, &name, *existing != 0 ? suggestion : NULL, _("%s() has no “.%s”."), call->text, node->text);
}

/* step, say, speaker: a text and its translations. */
static void
text_word (Compiler   *compiler,
           const Node *node,
           Op          op,
           gboolean    is_speaker)
{
  unsigned text = compile_text (compiler, node);

  if (text == UINT_MAX)
    return;
  for (const Node *child = node->list->next; child != NULL; child = child->next)
    if (child->kind == NODE_DESIGNATED && child->text != NULL && compile_is_language (child->text))
      compile_translate (compiler, text, child->text, child->a);
    else
      compile_refuse (compiler, node, child, "");

  /* A step begins before its statement, so that this line is the step's and not the one's before. */
  if (op == OP_STEP)
    {
      compiler->barrier = compile_position (compiler);
      compile_emit (compiler, node, (Instruction) { .op = OP_STEP, .target = text });
      compile_begin (compiler, node);
      return;
    }
  compile_begin (compiler, node);
  compile_emit (compiler, node, (Instruction) { .op = op, .target = text, .flag = is_speaker });
}

static void
look_word (Compiler   *compiler,
           const Node *node)
{
  unsigned view = compile_text (compiler, node);
  AnswerKind kind = ANSWER_NONE;

  if (view == UINT_MAX)
    return;
  compile_begin (compiler, node);
  if (node->list->next != NULL)
    {
      const ScriptType *type;

      kind = compile_object (compiler, node->list->next, &type);
      if (type->kind == KIND_VOID || type->kind == KIND_STRUCT)
        compile_report (compiler, MESSAGE_ERROR, node->list->next, NULL, _("A page, an address or the name of a zone can be looked at."));
      if (node->list->next->next != NULL)
        compile_refuse (compiler, node, node->list->next->next, "");
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_LOOK, .target = view, .flag = kind });
}

static gboolean
is_comparison (const Node *node)
{
  if (node->kind != NODE_BINARY)
    return FALSE;
  switch (node->op)
    {
    case PUNCT ('=', '=', 0): case PUNCT ('!', '=', 0): case PUNCT ('<', 0, 0): case PUNCT ('>', 0, 0):
    case PUNCT ('<', '=', 0): case PUNCT ('>', '=', 0):
      return TRUE;
    default:
      return FALSE;
    }
}

static const ScriptType *
type_only (Compiler   *compiler,
           const Node *node)
{
  uint32_t first = compile_position (compiler), barrier = compiler->barrier;
  size_t n_errors = compiler->n_errors;
  Messages *messages = compiler->messages;
  guint n_owners = compiler->program->owners->len;

  compiler->messages = NULL;
  const ScriptType *type = compile_value (compiler, node);
  compile_cut (compiler, first);
  compiler->messages = messages;
  compiler->barrier = barrier;
  compiler->n_errors = n_errors;
  while (compiler->program->owners->len > n_owners)
    {
      g_free (g_array_index (compiler->program->owners, Owner, compiler->program->owners->len - 1).name);
      g_array_set_size (compiler->program->owners, compiler->program->owners->len - 1);
    }
  return type;
}

static void
expect_word (Compiler   *compiler,
             const Node *node)
{
  const Unit *unit = &g_array_index (compiler->program->units, Unit, compiler->unit);
  Expectation expectation = { .op = OP_NOTHING };
  Instruction instruction = { .op = OP_EXPECT };

  if (!compile_expect_arguments (compiler, node, 1, 1))
    return;
  compile_begin (compiler, node);
  const Node *condition = node->list;
  compile_truth (compiler, condition);

  /* Of a comparison both sides are kept, to be shown where it does not hold. */
  uint32_t last = compile_position (compiler) - 1;
  Instruction *compare = program_at (compiler->program, last);
  if (is_comparison (condition) && compare->op >= OP_EQUAL && compare->op <= OP_GREATER_EQUAL)
    {
      expectation.op = compare->op;
      instruction.is_signed = compare->is_signed;
      instruction.width = compare->width;
      g_array_set_size (compiler->program->code, last);
      g_array_set_size (compiler->program->spans, last);
      expectation.left = type_only (compiler, condition->a);
      expectation.right = type_only (compiler, condition->b);
    }
  expectation.text = ast_dup_text (compiler->ast, condition);
  expectation.line = unit->first_line + source_line (compiler->ast->source, node->first) - 1;
  instruction.target = compiler->program->expectations->len;
  g_array_append_val (compiler->program->expectations, expectation);
  compile_emit (compiler, condition, instruction);
}

gboolean
compile_word (Compiler   *compiler,
              const Node *node)
{
  const char *word = node->text;

  if (strcmp (word, "step") == 0)
    text_word (compiler, node, OP_STEP, FALSE);
  else if (strcmp (word, "say") == 0)
    text_word (compiler, node, OP_SAY, FALSE);
  else if (strcmp (word, "speaker") == 0)
    text_word (compiler, node, OP_SAY, TRUE);
  else if (strcmp (word, "look") == 0)
    look_word (compiler, node);
  else if (strcmp (word, "expect") == 0)
    expect_word (compiler, node);
  else if (strcmp (word, "ask") == 0)
    compile_ask (compiler, node);
  else if (strcmp (word, "scenario") == 0 || strcmp (word, "machine") == 0)
    {
      /* Read before anything is compiled; here only where it stands matters. */
      if (compiler->piece != 0)
        compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s() stands at the beginning of a scenario."), word);
      else if (compiler->function != 0 || compiler->scopes->len > 1)
        compile_report (compiler, MESSAGE_ERROR, node, NULL, _("%s() stands outside of functions and blocks."), word);
    }
  else
    return FALSE;
  return TRUE;
}
