#include "vm.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/compile.h"
#include "scenario/format.h"

#define LONGEST_LINE 1024         /* kernel/printk: LOG_LINE_MAX is a little less */
#define LARGEST_LOG (16u << 20)

static gboolean
append_argument (Vm               *vm,
                 GString          *line,
                 const Conversion *conversion,
                 uint64_t          value)
{
  unsigned long_size = vm->program->profile->bits / 8;

  if (conversion->kind == CONVERSION_STRING)
    {
      size_t length = 0;
      g_autofree char *text = value == 0 ? g_strdup ("(null)") : vm_dup_text (vm, value, &length);

      if (text == NULL)
        return FALSE;
      format_text (line, conversion, text, value == 0 ? strlen (text) : length);
      return TRUE;
    }
  if (conversion->kind == CONVERSION_PHYS || conversion->kind == CONVERSION_GFP)
    {
      if (!vm_read (vm, value, conversion->kind == CONVERSION_GFP ? 4 : long_size, &value))
        return FALSE;
      if (conversion->kind == CONVERSION_GFP)
        {
          format_gfp (line, vm->program->profile, value);
          return TRUE;
        }
    }
  format_number (line, conversion, long_size, value);
  return TRUE;
}

static gboolean
print (Vm             *vm,
       const uint64_t *arguments,
       unsigned        n)
{
  size_t length = 0, at = 0;
  unsigned level = 4, next = 1;
  g_autofree char *format = vm_dup_text (vm, arguments[0], &length);
  g_autoptr (GString) line = g_string_new (NULL);

  if (format == NULL)
    return FALSE;
  /* The last level counts: pr_info (KERN_ERR "…") is an error. */
  while (length - at >= 2 && format[at] == '\001')
    {
      if (format[at + 1] >= '0' && format[at + 1] <= '7')
        level = format[at + 1] - '0';
      at += 2;
    }
  for (;;)
    {
      Conversion conversion = format_next (format, length, at);

      g_string_append_len (line, format + at, conversion.first - at);
      at = conversion.end;
      if (conversion.kind == CONVERSION_NONE)
        break;
      if (conversion.kind == CONVERSION_PERCENT)
        g_string_append_c (line, '%');
      else if (next < n && !append_argument (vm, line, &conversion, arguments[next++]))
        return FALSE;
      if (line->len > LONGEST_LINE)
        break;
    }
  g_string_truncate (line, MIN (line->len, LONGEST_LINE));
  if (!vm_work (vm, line->len / 8))
    return FALSE;
  if (sim_log_length (vm->run->machine) + line->len > LARGEST_LOG)
    {
      vm_fail (vm, NULL, _("The kernel log is full: a scenario may print 16 MiB."));
      return FALSE;
    }
  sim_run_print (vm->run, level, line->str, line->len);
  return TRUE;
}

static gboolean
compare (Vm       *vm,
         uint64_t  a,
         uint64_t  b,
         uint64_t  n,
         uint64_t *result)
{
  if (!vm_work (vm, n))
    return FALSE;
  *result = 0;
  for (uint64_t i = 0; i < n && *result == 0; i++)
    {
      uint64_t first, second;

      if (!vm_read (vm, a + i, 1, &first) || !vm_read (vm, b + i, 1, &second))
        return FALSE;
      *result = first - second;
    }
  return TRUE;
}

/* SplitMix64 of the machine's seed and how often it was asked. */
static uint64_t
random_number (Vm      *vm,
               uint64_t below)
{
  uint32_t word = script_register_word (REGISTER_RANDOM);
  uint64_t n = sim_word (vm->run->machine, word) + 1;
  uint64_t z = vm->seed + n * UINT64_C (0x9e3779b97f4a7c15);

  sim_run_set_word (vm->run, word, n);
  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  z ^= z >> 31;
  return z % below;
}

gboolean
vm_builtin (Vm                *vm,
            const Instruction *instruction)
{
  unsigned n = instruction->value;
  const uint64_t *arguments = &vm->stack[vm->sp - n];
  uint64_t result = 0;
  size_t length = 0, other_length = 0;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  gboolean good = TRUE;

  switch ((BuiltinId) instruction->target)
    {
    case BUILTIN_PRINTK:
      good = print (vm, arguments, n);
      break;
    case BUILTIN_MEMSET:
      sim_run_note_access (vm->run, arguments[0], arguments[0], arguments[2], TRUE);
      good = vm_fill (vm, arguments[0], arguments[1], arguments[2]);
      result = arguments[0];
      break;
    case BUILTIN_MEMCPY:
      sim_run_note_access (vm->run, arguments[1], arguments[1], arguments[2], FALSE);
      sim_run_note_access (vm->run, arguments[0], arguments[0], arguments[2], TRUE);
      good = vm_copy (vm, arguments[0], arguments[1], arguments[2]);
      result = arguments[0];
      break;
    case BUILTIN_MEMCMP:
      good = compare (vm, arguments[0], arguments[1], arguments[2], &result);
      break;
    case BUILTIN_STRLEN:
      text = vm_dup_text (vm, arguments[0], &length);
      good = text != NULL;
      result = length;
      break;
    case BUILTIN_STRCMP:
      text = vm_dup_text (vm, arguments[0], &length);
      other = text != NULL ? vm_dup_text (vm, arguments[1], &other_length) : NULL;
      good = other != NULL;
      if (good)
        {
          int order = strcmp (text, other);
          result = order < 0 ? UINT64_MAX : order > 0;
        }
      break;
    case BUILTIN_STRCPY:
      text = vm_dup_text (vm, arguments[1], &length);
      if (text != NULL)
        sim_run_note_access (vm->run, arguments[0], arguments[0], length + 1, TRUE);
      good = text != NULL && vm_copy (vm, arguments[0], arguments[1], length + 1);
      result = arguments[0];
      break;
    case BUILTIN_RANDOM:
      if (arguments[0] == 0)
        vm_fail (vm, NULL, _("random_seeded() gives a number below its argument; there is none below 0."));
      good = arguments[0] != 0;
      result = good ? random_number (vm, arguments[0]) : 0;
      break;
    case BUILTIN_BUG:
      if (arguments[0] != 0)
        {
          g_autofree char *here = vm_dup_here (vm);
          vm_fail (vm, NULL, _("The kernel stops here: %s."), here);
        }
      good = arguments[0] == 0;
      break;
    case BUILTIN_MISTAKES:
      result = vm_mistakes (vm);
      break;
    default:
      break;
    }

  vm->sp -= n;
  vm->stack[vm->sp++] = result;
  return good;
}

/* --- teaching words --------------------------------------------------------------------------- */

static void
report_expectation (Vm                *vm,
                    const Expectation *expectation,
                    uint64_t           left,
                    uint64_t           right)
{
  const Unit *unit;
  Place place = program_place (vm->program, vm->at, &unit);

  if (expectation->right == NULL)
    {
      source_report (unit->ast->source, vm->messages, MESSAGE_ERROR, place, NULL, _("This expectation does not hold."));
      return;
    }
  g_autofree char *left_text = format_value (vm->program, vm->run->machine, expectation->left, left);
  g_autofree char *right_text = format_value (vm->program, vm->run->machine, expectation->right, right);
  source_report (unit->ast->source, vm->messages, MESSAGE_ERROR, place, NULL,
                 _("This expectation does not hold: the left side is %s, the right side %s."), left_text, right_text);
}

static void
expect (Vm                *vm,
        const Instruction *instruction)
{
  Expectation expectation = g_array_index (vm->program->expectations, Expectation, instruction->target);
  uint64_t right = expectation.op != OP_NOTHING ? vm->stack[--vm->sp] : 0;
  uint64_t left = vm->stack[--vm->sp];
  uint64_t holds = left != 0;
  uint32_t word = script_register_word (REGISTER_EXPECT);

  if (expectation.op != OP_NOTHING)
    op_evaluate (expectation.op, instruction->is_signed, instruction->width, left, right, &holds);
  vm_event (vm, SIM_EVENT_EXPECTED, expectation.line, holds != 0, 0);
  sim_run_set_word (vm->run, word, sim_word (vm->run->machine, word) + 1 + (holds != 0 ? 0 : UINT64_C (1) << 32));
  if (holds == 0)
    report_expectation (vm, &expectation, left, right);
}

gboolean
vm_teach (Vm                *vm,
          const Instruction *instruction)
{
  SimRef object = { SIM_REF_NONE, 0 };

  switch ((Op) instruction->op)
    {
    case OP_SAY:
      vm_event (vm, SIM_EVENT_SAID, instruction->target, instruction->flag, 0);
      return TRUE;
    case OP_LOOK:
      if (instruction->flag != ANSWER_NONE)
        object = vm_object (vm->run->machine, instruction->flag, vm->stack[--vm->sp], vm->program, TRUE);
      vm_event (vm, SIM_EVENT_LOOKED, instruction->target, object.kind, object.id);
      return TRUE;
    case OP_EXPECT:
      expect (vm, instruction);
      return TRUE;
    case OP_ASK:
    default:
      return vm_work (vm, vm->asked->len / 8) && vm_ask (vm, instruction);
    }
}
