/* compile-ask.c - ask (), and the objects that it and look () name */
#include "compile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- objects ------------------------------------------------------------------------------- */

static AnswerKind
kind_of (const ScriptType *type)
{
  if (type_is_page (type))
    return ANSWER_PAGE;
  if (type_is_string (type))
    return ANSWER_NAME;
  if (type_is_pointer (type))
    return ANSWER_ADDRESS;
  return ANSWER_NUMBER;
}

static AnswerKind
list_kind (Compiler   *compiler,
           const Node *node)
{
  unsigned n = compile_n_arguments (node);

  if (strcmp (node->text, "pcp_list") == 0)
    return compile_expect_arguments (compiler, node, 4, 4) ? ANSWER_PCP_LIST : ANSWER_NONE;
  if (!compile_expect_arguments (compiler, node, 2, 3))
    return ANSWER_NONE;
  return n == 2 ? ANSWER_ORDER : ANSWER_LIST;
}

/* The zone and the type are names, what stands between them are numbers. */
static AnswerKind
compile_list (Compiler   *compiler,
              const Node *node)
{
  TypeTable *types = compiler->program->types;
  AnswerKind kind = list_kind (compiler, node);
  unsigned i = 0, n = 0;

  if (kind == ANSWER_NONE)
    {
      compile_push (compiler, node, 0);
      return ANSWER_NUMBER;
    }

  n = compile_n_arguments (node);
  for (const Node *argument = node->list; argument != NULL; argument = argument->next, i++)
    {
      gboolean is_name = i == 0 || (i == n - 1 && kind != ANSWER_ORDER);
      const ScriptType *type = compile_value (compiler, argument);

      if (is_name && !type_is_string (type) && type->kind != KIND_MISTAKE)
        compile_report (compiler, MESSAGE_ERROR, argument, NULL,
                        i == 0 ? _("The name of a zone should stand here, such as \"Normal\".")
                               : _("The name of a migrate type should stand here, such as \"Movable\"."));
      else if (!is_name)
        compile_convert (compiler, argument, type, types->type_int, FALSE);
    }
  compile_emit (compiler, node, (Instruction) { .op = OP_LIST, .flag = kind, .value = n });
  return kind;
}

AnswerKind
compile_object (Compiler          *compiler,
                const Node        *node,
                const ScriptType **type)
{
  if (node->kind == NODE_CALL && (strcmp (node->text, "free_list") == 0 || strcmp (node->text, "pcp_list") == 0))
    {
      *type = compiler->program->types->type_ulong;
      return compile_list (compiler, node);
    }

  *type = compile_value (compiler, node);
  return kind_of (*type);
}

/* --- questions ------------------------------------------------------------------------------- */

/* What stands in the parentheses of ask(). */
typedef struct {
  const Node *answer, *choices, *why, *why_not;
} AskParts;

static AskParts
parts_of (Compiler   *compiler,
          const Node *node)
{
  AskParts parts = { NULL, NULL, NULL, NULL };

  for (const Node *child = node->list->next; child != NULL; child = child->next)
    {
      const char *name = child->kind == NODE_DESIGNATED ? child->text : NULL;

      if (name != NULL && strcmp (name, "answer") == 0)
        parts.answer = child->a;
      else if (name != NULL && strcmp (name, "choices") == 0)
        parts.choices = child->a;
      else if (name != NULL && strcmp (name, "why") == 0)
        parts.why = child->a;
      else if (name != NULL && strcmp (name, "why_not") == 0)
        parts.why_not = child->a;
      else if (name == NULL || !compile_is_language (name))
        compile_refuse (compiler, node, child, ".answer, .choices, .why, .why_not");
    }
  return parts;
}

static gboolean
stands_before (const Node *choices,
               const Node *choice)
{
  for (const Node *before = choices->list; before != choice; before = before->next)
    if (before->kind == NODE_STRING && strcmp (before->text, choice->text) == 0)
      return TRUE;
  return FALSE;
}

static void
add_choices (Compiler   *compiler,
             const Node *choices,
             Question   *question)
{
  if (choices->kind != NODE_LIST)
    {
      compile_report (compiler, MESSAGE_ERROR, choices, NULL, _("The choices stand in braces: .choices = {\"…\", \"…\"}."));
      return;
    }

  question->choices = g_array_new (FALSE, FALSE, sizeof (unsigned));
  for (const Node *choice = choices->list; choice != NULL; choice = choice->next)
    {
      unsigned text;

      if (choice->kind != NODE_STRING)
        {
          compile_report (compiler, MESSAGE_ERROR, choice, NULL, _("A text in quotation marks should stand here."));
          continue;
        }
      if (stands_before (choices, choice))
        compile_report (compiler, MESSAGE_ERROR, choice, NULL, _("This choice is there already: nobody could tell them apart."));
      text = program_add_text (compiler->program, choice->text, choice->flag);
      g_array_append_val (question->choices, text);
    }
  if (question->choices->len < 2)
    compile_report (compiler, MESSAGE_ERROR, choices, NULL, _("A question leaves at least two choices."));
}

/* What is said of a choice that is not right, beside each; an empty text says nothing. */
static void
add_why_not (Compiler   *compiler,
             const Node *why_not,
             Question   *question)
{
  unsigned n_choices = question->choices != NULL ? question->choices->len : 0;

  if (why_not->kind != NODE_LIST)
    {
      compile_report (compiler, MESSAGE_ERROR, why_not, NULL, _("The reasons stand in braces: .why_not = {\"…\", \"…\"}."));
      return;
    }

  question->why_not = g_array_new (FALSE, FALSE, sizeof (unsigned));
  for (const Node *reason = why_not->list; reason != NULL; reason = reason->next)
    {
      unsigned text;

      if (reason->kind != NODE_STRING)
        {
          compile_report (compiler, MESSAGE_ERROR, reason, NULL, _("A text in quotation marks should stand here."));
          continue;
        }
      text = program_add_text (compiler->program, reason->text, reason->flag);
      g_array_append_val (question->why_not, text);
    }
  if (question->why_not->len != n_choices)
    compile_report (compiler, MESSAGE_ERROR, why_not, _("Where there is nothing to be said of one, write \"\"."),
                    _("There are as many reasons as choices."));
}

/* The n-th text of a question: itself, its choices, why. UINT_MAX: there are fewer. */
static unsigned
nth_text (const Question *question,
          unsigned        n)
{
  unsigned n_choices = question->choices != NULL ? question->choices->len : 0;

  if (n == 0)
    return question->text;
  if (n <= n_choices)
    return g_array_index (question->choices, unsigned, n - 1);
  return n == n_choices + 1 ? question->why : UINT_MAX;
}

/* A translation is the question's, or a list of all its texts. */
static void
add_translation (Compiler       *compiler,
                 const Question *question,
                 const Node     *translation)
{
  unsigned i = 0;

  if (translation->a->kind != NODE_LIST)
    {
      compile_translate (compiler, question->text, translation->text, translation->a);
      return;
    }
  for (const Node *part = translation->a->list; part != NULL; part = part->next, i++)
    if (nth_text (question, i) != UINT_MAX)
      compile_translate (compiler, nth_text (question, i), translation->text, part);
    else
      compile_report (compiler, MESSAGE_ERROR, part, NULL, _("There are fewer texts than translations: the question, its choices, why."));
}

/* Page frames and addresses are written as in the picture, what is counted as one counts: as the answer itself is, or
 * as what it is taken from. */
static gboolean
is_hex (Compiler   *compiler,
        const Node *answer)
{
  const char *text = compiler->ast->source->text + answer->first;
  gssize length = answer->end > answer->first ? (gssize) (answer->end - answer->first) : 0;

  return g_strstr_len (text, length, "0x") != NULL || g_strstr_len (text, length, "pfn") != NULL
         || g_strstr_len (text, length, "addr") != NULL;
}

static void
add_answer (Compiler   *compiler,
            const Node *answer,
            Question   *question)
{
  const ScriptType *type;
  AnswerKind kind = compile_object (compiler, answer, &type);
  const Instruction *constant = program_at (compiler->program, compile_position (compiler) - 1);
  unsigned n_choices = question->choices != NULL ? question->choices->len : 0;

  if (type->kind == KIND_VOID || type->kind == KIND_STRUCT)
    compile_report (compiler, MESSAGE_ERROR, answer, NULL, _("A page, an address, a name, a list or a number can be an answer."));
  question->kind = question->choices != NULL ? ANSWER_CHOICE : kind;
  question->is_hex = is_hex (compiler, answer);
  if (question->choices == NULL)
    return;

  if (kind != ANSWER_NUMBER || (!type_is_integer (type) && type->kind != KIND_MISTAKE))
    compile_report (compiler, MESSAGE_ERROR, answer, NULL, _("The answer is the number of a choice, counted from 0."));
  else if (constant->op == OP_PUSH && constant->value >= n_choices && n_choices > 0)
    compile_report (compiler, MESSAGE_ERROR, answer, NULL, _("The choices are counted from 0; the last is %u."), n_choices - 1);
}

void
compile_ask (Compiler   *compiler,
             const Node *node)
{
  Question question = { .text = compile_text (compiler, node), .why = UINT_MAX };
  AskParts parts;

  if (question.text == UINT_MAX)
    return;
  if (*node->list->text == '\0')
    compile_report (compiler, MESSAGE_ERROR, node->list, NULL, _("This question asks nothing."));

  parts = parts_of (compiler, node);
  if (parts.choices != NULL)
    add_choices (compiler, parts.choices, &question);
  if (parts.why_not != NULL)
    add_why_not (compiler, parts.why_not, &question);
  if (parts.why != NULL && parts.why->kind != NODE_STRING)
    compile_report (compiler, MESSAGE_ERROR, parts.why, NULL, _("A text in quotation marks should stand here."));
  else if (parts.why != NULL)
    question.why = program_add_text (compiler->program, parts.why->text, parts.why->flag);
  for (const Node *child = node->list->next; child != NULL; child = child->next)
    if (child->kind == NODE_DESIGNATED && child->text != NULL && compile_is_language (child->text))
      add_translation (compiler, &question, child);

  compile_begin (compiler, node);
  if (parts.answer != NULL)
    add_answer (compiler, parts.answer, &question);
  else
    compile_report (compiler, MESSAGE_ERROR, node, _("Write “.answer = …”: an object, a value, or the number of the right choice."),
                    _("This question has no answer."));

  uint32_t number = compiler->program->questions->len;
  g_array_append_val (compiler->program->questions, question);
  compile_emit (compiler, node, (Instruction) { .op = OP_ASK, .target = number, .flag = question.kind });
}
