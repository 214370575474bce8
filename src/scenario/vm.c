#include "vm.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "scenario/compile.h"

#define MAX_STATEMENTS 1000000
/* Work inside statements: what a loop of a million ordinary statements needs, many times over. */
#define MAX_FUEL 200000000
/* A long run is written in parts, so that the timeline can put keyframes between them. */
#define STATEMENTS_A_PART 2000

void
vm_init (Vm       *vm,
         Program  *program,
         Timeline *timeline,
         SimRun   *run,
         GArray   *asked,
         Messages *messages)
{
  const SimMachine *machine = run->machine;
  uint64_t counters = script_register (machine, REGISTER_PC), frame = script_register (machine, REGISTER_FRAME);

  *vm = (Vm) { .program = program, .timeline = timeline, .run = run, .asked = asked, .messages = messages };
  vm->last_step = UINT_MAX;
  vm->fuel = MAX_FUEL;
  vm->n_until_pause = STATEMENTS_A_PART;
  vm->serial = run->serial > 0 ? run->serial - 1 : 0;
  vm->pc = counters & 0xffffff;
  vm->sp = counters >> 24 & 0xffff;
  vm->n_statements = counters >> 40;
  vm->fp = frame & 0xffffff;
  vm->function = frame >> 24 & 0xffff;
  vm->cpu = frame >> 40 & 0xff;
  for (unsigned i = 0; i < vm->sp; i++)
    vm->stack[i] = script_register (machine, REGISTER_STACK + i);
  run->cpu = vm->cpu;
  run->serial = vm->serial;
  run->line = 0;
  run->n_diagnosed = 0;
}

static uint64_t
frame_word (const Vm *vm)
{
  return vm->fp | (uint64_t) vm->function << 24 | (uint64_t) vm->cpu << 40;
}

/* What the run counted becomes a part of the machine. */
uint64_t
vm_mistakes (Vm *vm)
{
  uint32_t word = script_register_word (REGISTER_MISTAKES);

  if (vm->run->n_diagnosed > 0)
    sim_run_set_word (vm->run, word, sim_word (vm->run->machine, word) + vm->run->n_diagnosed);
  vm->run->n_diagnosed = 0;
  return sim_word (vm->run->machine, word);
}

/* From here on the script can be gone on with from the machine alone. */
static void
commit (Vm *vm)
{
  vm_mistakes (vm);
  for (unsigned i = 0; i < vm->sp; i++)
    sim_run_set_word (vm->run, script_register_word (REGISTER_STACK + i), vm->stack[i]);
  sim_run_set_word (vm->run, script_register_word (REGISTER_FRAME), frame_word (vm));
  sim_run_set_word (vm->run, script_register_word (REGISTER_PC), vm->pc | (uint64_t) vm->sp << 24 | vm->n_statements << 40);
}

void
vm_event (Vm          *vm,
          SimEventKind kind,
          uint64_t     a,
          uint64_t     b,
          uint64_t     c)
{
  SimEvent event = {
    .kind = kind,
    .origin = vm->run->origin,
    .cpu = vm->cpu,
    .serial = vm->serial,
    .arg = { a, b, c, 0 },
  };

  sim_run_event (vm->run, &event);
}

char *
vm_dup_here (Vm *vm)
{
  Span span = g_array_index (vm->program->spans, Span, vm->at);
  const Source *source = g_array_index (vm->program->units, Unit, span.unit).ast->source;
  size_t n = MIN (span.end - span.first, 60);

  while (n < span.end - span.first && ((guchar) source->text[span.first + n] & 0xc0) == 0x80)
    n++;
  return g_utf8_make_valid (source->text + span.first, n);
}

void
vm_fail (Vm         *vm,
         const char *suggestion,
         const char *format,
         ...)
{
  const Unit *unit;
  Place place = program_place (vm->program, vm->at, &unit);
  va_list arguments;

  if (vm->failed)
    return;
  vm->failed = TRUE;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  source_report (unit->ast->source, vm->messages, MESSAGE_ERROR, place, suggestion, "%s", text);
}

gboolean
vm_work (Vm      *vm,
         uint64_t amount)
{
  if (vm->fuel > amount)
    {
      vm->fuel -= amount;
      return TRUE;
    }

  vm->fuel = 0;
  vm_fail (vm, _("Make the loops shorter, or the memory that is copied smaller."), _("The scenario works too long; it is stopped here."));
  return FALSE;
}

static gboolean
pause_writing (Vm *vm)
{
  if (vm->timeline == NULL || --vm->n_until_pause > 0)
    return TRUE;

  vm->n_until_pause = STATEMENTS_A_PART;
  gboolean is_good = timeline_end_writing (vm->timeline) == SIM_OK;
  vm->run = timeline_begin_writing (vm->timeline);
  if (vm->run == NULL || !is_good)
    return FALSE;
  vm->run->cpu = vm->cpu;
  vm->run->serial = vm->serial;
  return TRUE;
}

/* False: too many, or no memory; which of them is in vm->failed. */
static gboolean
begin_statement (Vm                *vm,
                 const Instruction *instruction)
{
  gboolean begins_piece = instruction->flag;

  vm->at = vm->pc;
  if (vm->n_statements >= MAX_STATEMENTS)
    {
      vm_fail (vm, _("Is there a loop that does not end?"), _("A scenario may execute %d statements; this would be one more."), MAX_STATEMENTS);
      return FALSE;
    }

  /* What is typed is committed after its statement began: before, the machine stands where it stood. */
  if (!begins_piece)
    {
      commit (vm);
      if (!pause_writing (vm))
        return FALSE;
    }
  vm->n_statements++;
  vm_event (vm, SIM_EVENT_STATEMENT, instruction->target, vm->n_statements, 0);
  vm->run->line = instruction->target;
  vm->pc++;
  if (begins_piece)
    commit (vm);
  return TRUE;
}

static void
begin_step (Vm                *vm,
            const Instruction *instruction)
{
  uint32_t word = script_register_word (REGISTER_STEP);
  uint64_t step = sim_word (vm->run->machine, word) + 1;

  vm_event (vm, SIM_EVENT_STEP_BEGAN, step & UINT32_MAX, instruction->target, 0);
  sim_run_set_word (vm->run, word, step);
}

static gboolean
has_room (Vm      *vm,
          unsigned n)
{
  if (vm->sp + n < SCRIPT_STACK_WORDS - 8)
    return TRUE;
  vm_fail (vm, _("Call fewer functions from within functions."), _("The kernel's stack is full."));
  return FALSE;
}

static gboolean
call_function (Vm                *vm,
               const Instruction *instruction)
{
  const Function *function = g_ptr_array_index (vm->program->functions, instruction->target);
  const Function *caller = g_ptr_array_index (vm->program->functions, vm->function);
  unsigned n = instruction->value;
  uint32_t fp = vm->fp + (caller != NULL ? caller->frame_size : 0);
  uint64_t arguments[16];

  if (!has_room (vm, 8))
    return FALSE;
  if (SCRIPT_FRAMES + fp + function->frame_size > SCRIPT_STATICS)
    {
      vm_fail (vm, _("Declare large variables outside of functions."), _("The kernel's stack is full."));
      return FALSE;
    }

  vm->sp -= n;
  for (unsigned i = 0; i < n; i++)
    arguments[i] = vm->stack[vm->sp + i];
  vm->stack[vm->sp++] = vm->pc;
  vm->stack[vm->sp++] = frame_word (vm);
  vm->fp = fp;
  vm->function = instruction->target;
  vm->pc = function->code;
  for (unsigned i = 0; i < n; i++)
    {
      const Symbol *symbol = g_ptr_array_index (vm->program->symbols, g_array_index (function->parameters, unsigned, i));

      if (!vm_write (vm, script_base (vm->program->profile) + SCRIPT_FRAMES + fp + symbol->value, MAX (symbol->type->size, 1), arguments[i]))
        return FALSE;
    }
  return TRUE;
}

static void
set_frame (Vm      *vm,
           uint64_t frame)
{
  vm->fp = frame & 0xffffff;
  vm->function = frame >> 24 & 0xffff;
  vm->cpu = frame >> 40 & 0xff;
  vm->run->cpu = vm->cpu;
}

static gboolean
return_from (Vm                *vm,
             const Instruction *instruction)
{
  uint64_t result = vm->stack[--vm->sp];

  if (instruction->flag == 1)
    {
      /* Out of the scenario itself. */
      vm->result = result;
      vm->sp = 0;
      set_frame (vm, 0);
      vm->pc = vm->program->end_code;
      return TRUE;
    }
  if (instruction->flag == 2)
    {
      vm_fail (vm, _("End it with “return …;”."), _("This function ended without giving its value."));
      return FALSE;
    }
  uint64_t frame = vm->stack[--vm->sp];
  vm->pc = vm->stack[--vm->sp];
  set_frame (vm, frame);
  vm->stack[vm->sp++] = result;
  return TRUE;
}

static gboolean
index_array (Vm                *vm,
             const Instruction *instruction)
{
  uint64_t index = vm->stack[--vm->sp];

  if (instruction->target > 0 && index >= instruction->target)
    {
      g_autofree char *here = vm_dup_here (vm);
      vm_fail (vm, _("They are counted from 0."), ngettext ("“%s” is index %" PRId64 " of an array of %u element.",
                                                            "“%s” is index %" PRId64 " of an array of %u elements.", instruction->target),
               here, (int64_t) index, instruction->target);
      return FALSE;
    }
  uint64_t base = vm->stack[vm->sp - 1], address = base + index * instruction->value;
  address = instruction->width == 4 ? (uint32_t) address : address;
  vm->stack[vm->sp - 1] = address;
  vm->indexed[vm->n_indexed % G_N_ELEMENTS (vm->indexed)].base = base;
  vm->indexed[vm->n_indexed % G_N_ELEMENTS (vm->indexed)].first = address;
  vm->indexed[vm->n_indexed++ % G_N_ELEMENTS (vm->indexed)].size = instruction->value;
  return TRUE;
}

static gboolean
per_cpu (Vm                *vm,
         const Instruction *instruction)
{
  unsigned number;

  if (!vm_take_cpu (vm, &number))
    return FALSE;
  vm->stack[vm->sp - 1] += number * instruction->value;
  return TRUE;
}

static uint64_t
extended (uint64_t value,
          unsigned width,
          gboolean is_signed)
{
  if (width == 0)
    return value != 0;
  if (width >= 8)
    return value;
  unsigned shift = 64 - 8 * width;
  return is_signed ? (uint64_t) ((int64_t) (value << shift) >> shift) : value << shift >> shift;
}

static gboolean
calculate (Vm                *vm,
           const Instruction *instruction)
{
  uint64_t b = vm->stack[--vm->sp];

  if (op_evaluate (instruction->op, instruction->is_signed, instruction->width, vm->stack[vm->sp - 1], b, &vm->stack[vm->sp - 1]))
    return TRUE;
  g_autofree char *text = op_dup_mistake (instruction->op, instruction->width, b);
  vm_fail (vm, NULL, "%s", text);
  return FALSE;
}

static void
end_scenario (Vm *vm)
{
  uint32_t word = script_register_word (REGISTER_STEP);

  commit (vm);
  if (sim_word (vm->run->machine, word) & SCRIPT_ENDED)
    return;
  sim_run_report_context (vm->run);
  sim_run_report_leaks (vm->run, 0);
  vm_event (vm, SIM_EVENT_SCRIPT_ENDED, vm->result, 0, 0);
  sim_run_set_word (vm->run, word, sim_word (vm->run->machine, word) | SCRIPT_ENDED);
}

void
vm_give_up (Vm *vm)
{
  uint32_t word = script_register_word (REGISTER_STEP);

  if (vm->run == NULL)
    return;
  vm->sp = 0;
  set_frame (vm, 0);
  vm->pc = vm->program->end_code;
  commit (vm);
  sim_run_set_word (vm->run, word, sim_word (vm->run->machine, word) | SCRIPT_ENDED);
}

VmResult
vm_run (Vm *vm)
{
  const uint64_t base = script_base (vm->program->profile);
  uint64_t address, value;

  for (;;)
    {
      const Instruction *instruction = program_at (vm->program, vm->pc);
      gboolean good = TRUE;

      if (instruction->op == OP_STATEMENT)
        {
          vm->n_indexed = 0;
          if (begin_statement (vm, instruction))
            continue;
          return vm->failed ? VM_FAILED : VM_NO_HOST_MEMORY;
        }
      if (instruction->op == OP_STEP)
        {
          commit (vm);
          if ((script_register (vm->run->machine, REGISTER_STEP) & UINT32_MAX) >= vm->last_step)
            return VM_STEP;
          begin_step (vm, instruction);
          vm->pc++;
          continue;
        }

      vm->at = vm->pc++;
      if (vm->sp >= SCRIPT_STACK_WORDS - 8)
        good = has_room (vm, 8);
      else if (vm->fuel == 0)
        good = vm_work (vm, 1);
      else
        vm->fuel--;
      if (!good)
        return VM_FAILED;

      switch ((Op) instruction->op)
        {
        case OP_PUSH:
          vm->stack[vm->sp++] = instruction->value;
          break;
        case OP_POP:
          vm->sp--;
          if (instruction->flag)
            vm->shown = vm->stack[vm->sp];
          break;
        case OP_LEA:
          vm->stack[vm->sp++] = base + instruction->value;
          break;
        case OP_LEA_LOCAL:
          vm->stack[vm->sp++] = base + SCRIPT_FRAMES + vm->fp + instruction->value;
          break;
        case OP_MACHINE_VALUE:
          vm->stack[vm->sp++] = vm_machine_value (vm->run->machine, instruction->value);
          break;
        case OP_LOAD:
          vm_note_access (vm, vm->stack[vm->sp - 1], instruction->width, FALSE);
          good = vm_read (vm, vm->stack[vm->sp - 1], instruction->width, &value);
          if (good)
            vm->stack[vm->sp - 1] = extended (value, instruction->width, instruction->is_signed);
          break;
        case OP_STORE:
          value = vm->stack[--vm->sp];
          vm_note_access (vm, vm->stack[vm->sp - 1], instruction->width, TRUE);
          good = vm_write (vm, vm->stack[vm->sp - 1], instruction->width, value);
          vm->stack[vm->sp - 1] = value;
          break;
        case OP_DUP:
          vm->stack[vm->sp] = vm->stack[vm->sp - 1];
          vm->sp++;
          break;
        case OP_SWAP:
          value = vm->stack[vm->sp - 1];
          vm->stack[vm->sp - 1] = vm->stack[vm->sp - 2];
          vm->stack[vm->sp - 2] = value;
          break;
        case OP_COPY:
          value = vm->stack[--vm->sp];
          good = vm_copy (vm, vm->stack[vm->sp - 1], value, instruction->value);
          break;
        case OP_ZERO:
          address = vm->stack[--vm->sp];
          good = vm_fill (vm, address, 0, instruction->value);
          break;
        case OP_FORGET:
          address = vm->stack[--vm->sp];
          good = vm_forget (vm, address, instruction->value);
          break;
        case OP_INDEX:
          good = index_array (vm, instruction);
          break;
        case OP_NORMALIZE:
          {
            uint64_t *which = &vm->stack[vm->sp - (instruction->flag ? 2 : 1)];
            *which = extended (*which, instruction->width, instruction->is_signed);
            break;
          }
        case OP_JUMP:
          vm->pc = instruction->target;
          break;
        case OP_JUMP_IF:
          if (vm->stack[--vm->sp] != 0)
            vm->pc = instruction->target;
          break;
        case OP_JUMP_UNLESS:
          if (vm->stack[--vm->sp] == 0)
            vm->pc = instruction->target;
          break;
        case OP_JUMP_EQUAL:
          if (vm->stack[vm->sp - 1] == instruction->value)
            {
              vm->sp--;
              vm->pc = instruction->target;
            }
          break;
        case OP_SAY:
        case OP_LOOK:
        case OP_EXPECT:
        case OP_ASK:
          good = vm_teach (vm, instruction);
          break;
        case OP_LIST:
          good = vm_list (vm, instruction);
          break;
        case OP_CALL:
          good = call_function (vm, instruction);
          break;
        case OP_RETURN:
          good = return_from (vm, instruction);
          break;
        case OP_KERNEL:
          good = vm_call_kernel (vm, instruction);
          if (!good && !vm->failed)
            return VM_NO_HOST_MEMORY;
          break;
        case OP_OWNER:
          vm_note_owner (vm, instruction);
          break;
        case OP_BUILTIN:
          good = vm_builtin (vm, instruction);
          break;
        case OP_ENTER_CPU:
        case OP_ENTER_CONTEXT:
        case OP_LEAVE_CONTEXT:
          good = vm_context (vm, instruction);
          break;
        case OP_PER_CPU:
          good = per_cpu (vm, instruction);
          break;
        case OP_THIS_CPU:
          vm->stack[vm->sp++] = vm->cpu;
          break;
        case OP_PIECE:
          sim_run_set_word (vm->run, script_register_word (REGISTER_PIECE), instruction->target);
          break;
        case OP_PIECE_END:
          value = vm->stack[--vm->sp];
          vm->pc = vm->stack[--vm->sp];
          set_frame (vm, value);
          commit (vm);
          if (vm->is_typed && vm->sp == vm->typed_sp)
            return VM_PIECE;
          break;
        case OP_END:
          vm->pc = vm->at;
          end_scenario (vm);
          return VM_ENDED;
        case OP_NOTHING:
          break;
        default:
          good = calculate (vm, instruction);
          break;
        }
      if (!good)
        return VM_FAILED;
    }
}

VmResult
vm_run_piece (Vm      *vm,
              uint32_t entry)
{
  vm->at = entry;
  if (!has_room (vm, 4))
    return VM_FAILED;
  vm->is_typed = TRUE;
  vm->typed_sp = vm->sp;
  vm->stack[vm->sp++] = vm->pc;
  vm->stack[vm->sp++] = frame_word (vm);
  vm->pc = entry;
  return vm_run (vm);
}
