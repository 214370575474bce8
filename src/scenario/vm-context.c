/* vm-context.c - blocks that run on another CPU, or as an interrupt */
#include "vm.h"

#include <glib/gi18n-lib.h>

/* What a block keeps: sim_atomic () of what an interrupt broke into, the CPU, the context, 0 for on_cpu. */
#define KEPT_CPU_SHIFT  40
#define KEPT_KIND_SHIFT 48

static uint64_t
slot_of (const Vm          *vm,
         const Instruction *instruction)
{
  return script_base (vm->program->profile) + instruction->value + (instruction->flag ? SCRIPT_FRAMES + vm->fp : 0);
}

gboolean
vm_take_cpu (Vm       *vm,
             unsigned *cpu)
{
  int64_t number = (int64_t) vm->stack[--vm->sp];
  unsigned n = sim_n_cpus (vm->run->machine);

  if (number < 0 || number >= n)
    {
      vm_fail (vm, _("Write “.cpus = …” in machine() for more."),
               ngettext ("The machine has %u CPU; they are counted from 0.", "The machine has %u CPUs; they are counted from 0.", n), n);
      return FALSE;
    }
  *cpu = (unsigned) number;
  return TRUE;
}

static gboolean
enter_cpu (Vm                *vm,
           const Instruction *instruction)
{
  unsigned number;

  if (!vm_take_cpu (vm, &number))
    return FALSE;
  if (!vm_write (vm, slot_of (vm, instruction), 8, (uint64_t) vm->cpu << KEPT_CPU_SHIFT))
    return FALSE;
  vm->cpu = vm->run->cpu = number;
  return TRUE;
}

static void
fail_to_enter (Vm       *vm,
               SimEntry  entry,
               gboolean  is_hard)
{
  switch (entry)
    {
    case SIM_ENTRY_IRQS_OFF:
      vm_fail (vm, _("Switch them on before, or let it come on another CPU: on_cpu(1) { … }."),
               is_hard ? _("No interrupt comes here: interrupts are off on CPU %u.") : _("No softirq runs here: interrupts are off on CPU %u."), vm->cpu);
      break;
    case SIM_ENTRY_IN_HARDIRQ:
      vm_fail (vm, NULL, is_hard ? _("CPU %u is in the handler of an interrupt already, and the next waits until that is over.")
                                 : _("CPU %u is in the handler of an interrupt: softirqs run after it."), vm->cpu);
      break;
    case SIM_ENTRY_IN_SOFTIRQ:
      vm_fail (vm, NULL, _("CPU %u runs a softirq already, and the next waits until that is over."), vm->cpu);
      break;
    case SIM_ENTRY_BH_OFF:
    default:
      vm_fail (vm, _("Switch them on with local_bh_enable() or spin_unlock_bh() before."), _("No softirq runs here: softirqs are off on CPU %u."), vm->cpu);
      break;
    }
}

static gboolean
enter_context (Vm                *vm,
               const Instruction *instruction)
{
  uint64_t kept = 0;
  SimEntry entry = sim_run_enter_context (vm->run, instruction->target, &kept);

  if (entry != SIM_CAN_ENTER)
    {
      fail_to_enter (vm, entry, instruction->target == SIM_CONTEXT_HARDIRQ);
      return FALSE;
    }
  kept |= (uint64_t) vm->cpu << KEPT_CPU_SHIFT | (uint64_t) instruction->target << KEPT_KIND_SHIFT;
  return vm_write (vm, slot_of (vm, instruction), 8, kept);
}

static gboolean
leave (Vm                *vm,
       const Instruction *instruction)
{
  uint64_t kept = 0;

  if (!vm_read (vm, slot_of (vm, instruction), 8, &kept))
    return FALSE;
  vm->cpu = vm->run->cpu = kept >> KEPT_CPU_SHIFT & 0xff;
  if (kept >> KEPT_KIND_SHIFT != SIM_CONTEXT_TASK)
    sim_run_leave_context (vm->run, (SimContextKind) (kept >> KEPT_KIND_SHIFT), kept & ((UINT64_C (1) << KEPT_CPU_SHIFT) - 1));
  return TRUE;
}

gboolean
vm_context (Vm                *vm,
            const Instruction *instruction)
{
  switch ((Op) instruction->op)
    {
    case OP_ENTER_CPU:
      return enter_cpu (vm, instruction);
    case OP_ENTER_CONTEXT:
      return enter_context (vm, instruction);
    default:
      return leave (vm, instruction);
    }
}
