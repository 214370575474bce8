#include "vm.h"

#include <glib/gi18n-lib.h>

#include "narration/narration.h"

/* What was diagnosed last; NULL: nothing is kept. */
static char *
dup_diagnosis (Vm *vm)
{
  const SimRecord *record = vm->run->record;
  size_t n = record != NULL ? sim_record_n_events (record) : 0;
  SimEvent event;

  if (n == 0)
    return NULL;
  event = sim_record_event (record, n - 1);
  return event.kind == SIM_EVENT_DIAGNOSED ? narrate_diagnosis (vm->run->machine, &event) : NULL;
}

/* What a call does is the modelled kernel's; a text is a number to it. */
gboolean
vm_call_kernel (Vm                *vm,
                const Instruction *instruction)
{
  const SimCallInfo *info = sim_call_info (instruction->target);
  unsigned n = instruction->value;
  SimCall call = { .id = instruction->target };
  uint64_t result = 0, events = vm->run->n_events;
  g_autofree char *given_text = NULL;

  vm->sp -= n;
  for (unsigned i = 0; i < n; i++)
    {
      uint64_t value = vm->stack[vm->sp + i];

      if (info->args[i].type == SIM_TYPE_STRING && value != 0)
        {
          size_t length;
          g_autofree char *text = vm_dup_text (vm, value, &length);

          if (text == NULL)
            return FALSE;
          value = program_string (vm->program, text, length);
          g_free (given_text);
          call.text = given_text = g_steal_pointer (&text);
        }
      call.args[i] = value;
    }

  vm->serial = vm->timeline != NULL ? timeline_next_serial (vm->timeline) : vm->serial + 1;
  vm->run->serial = vm->serial;
  SimStatus status = sim_run_call (vm->run, &call, &result);
  if (status == SIM_NO_HOST_MEMORY)
    return FALSE;
  if (status == SIM_STOPPED)
    {
      g_autofree char *why = dup_diagnosis (vm);

      if (why != NULL)
        vm_fail (vm, NULL, "%s", why);
      else
        vm_fail (vm, NULL, _("CPU %u never comes back from %s()."), vm->cpu, info->name);
      return FALSE;
    }
  if (status != SIM_OK)
    {
      vm_fail (vm, NULL, _("%s() cannot be called in this kernel."), info->name);
      return FALSE;
    }
  vm->gave = result != 0 && vm->run->n_events != events;

  if (info->returns == SIM_TYPE_STRING && result != 0)
    result = script_string_base (vm->program->profile) + result * SCRIPT_STRING_STRIDE;
  else if (info->returns == SIM_TYPE_INT)
    result = type_normalize (vm->program->types->type_int, result);
  else if (info->returns == SIM_TYPE_ULONG || info->returns == SIM_TYPE_POINTER || info->returns == SIM_TYPE_PAGE
           || info->returns == SIM_TYPE_PHYS)
    result = type_normalize (vm->program->types->type_ulong, result);
  vm->stack[vm->sp++] = result;
  return TRUE;
}

/* Whose the block is that the last call gave: number of the owner, byte in its variable, step. */
void
vm_note_owner (Vm                *vm,
               const Instruction *instruction)
{
  const Owner *owner = &g_array_index (vm->program->owners, Owner, instruction->target);
  uint64_t offset = 0;

  if (!vm->gave || vm->serial >= SCRIPT_MAX_OWNERS)
    return;
  vm->gave = FALSE;
  if (instruction->flag && vm->sp >= 2)
    offset = vm->stack[vm->sp - 2] - script_base (vm->program->profile) - owner->base - (owner->is_local ? SCRIPT_FRAMES + vm->fp : 0);
  sim_run_set_word (vm->run, script_owner_word_of (vm->serial),
                    (instruction->target + 1) | (offset & 0xffffff) << 20
                    | (script_register (vm->run->machine, REGISTER_STEP) & 0xfffff) << 44);
}

uint64_t
vm_machine_value (const SimMachine *machine,
                  MachineValue      which)
{
  const SimAddressSpace *space = sim_address_space (machine);

  switch (which)
    {
    case VALUE_MEM_MAP:
      return sim_mem_map (machine);
    case VALUE_HIGH_MEMORY:
      return sim_high_memory (machine);
    case VALUE_MAX_LOW_PFN:
      return (space->high_memory - space->page_offset) >> SIM_PAGE_SHIFT;
    case VALUE_PAGE_OFFSET:
      return space->page_offset;
    case VALUE_VMALLOC_START:
      return space->vmalloc_start;
    case VALUE_VMALLOC_END:
      return space->vmalloc_end;
    case VALUE_PKMAP_BASE:
      return space->pkmap_base;
    case VALUE_LAST_PKMAP:
      return space->last_pkmap;
    case VALUE_FIXADDR_START:
      return space->fixaddr_start;
    case VALUE_FIXADDR_TOP:
      return space->fixaddr_top;
    case VALUE_N_CPUS:
    default:
      return sim_n_cpus (machine);
    }
}
