/* vm-ask.c - questions, and the objects that they and look () name */
#include "vm.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As many different answers are remembered; more of them cannot be told apart. */
#define MOST_ASKED 10000

/* --- lists ----------------------------------------------------------------------------------- */

static gboolean
find_zone (Vm         *vm,
           const char *name,
           SimZoneId  *zone)
{
  const SimMachine *machine = vm->run->machine;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *suggestion = NULL;

  *zone = sim_zone_named (machine, name);
  if (*zone != SIM_NO_ZONE)
    return TRUE;

  for (unsigned i = 0; i < sim_n_zones (machine); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", sim_zone (machine, (SimZoneId) i).name);
  suggestion = g_strdup_printf (_("There are: %s."), names->str);
  vm_fail (vm, suggestion, _("This machine has no zone “%s”."), name);
  return FALSE;
}

static gboolean
is_order (Vm      *vm,
          uint64_t order)
{
  unsigned largest = vm->program->profile->largest_order;

  if (order <= largest)
    return TRUE;
  vm_fail (vm, NULL, _("There is no such order: the free lists are of orders 0 to %u."), largest);
  return FALSE;
}

static gboolean
find_type (Vm         *vm,
           const char *name,
           unsigned   *type)
{
  for (*type = 0; *type < SIM_N_MIGRATE_TYPES && vm->program->profile->buddy.has_migrate_types; (*type)++)
    if (strcmp (sim_migrate_name ((SimMigrateType) *type), name) == 0)
      return TRUE;
  if (vm->program->profile->buddy.has_migrate_types)
    vm_fail (vm, _("There are: Unmovable, Movable, Reclaimable, HighAtomic."), _("There is no migrate type “%s”."), name);
  else
    vm_fail (vm, _("Leave it out: there is one list for each order."), _("This kernel has no migrate types."));
  return FALSE;
}

/* Free blocks of any type are of the order; the first list that has some stands for all. */
static uint64_t
name_order (const SimMachine *machine,
            SimZoneId         zone,
            SimOrder          order)
{
  for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
    if (sim_list_length (machine, zone, order, (SimMigrateType) type) > 0)
      return sim_list_id (zone, order, (SimMigrateType) type);
  return sim_list_id (zone, order, (SimMigrateType) 0);
}

/* Per-CPU lists are named by order and type, or "hot" and "cold" where the kernel has these. */
static gboolean
find_pcp_list (Vm         *vm,
               uint64_t    cpu,
               uint64_t    order,
               const char *type,
               unsigned   *list)
{
  const SimMachine *machine = vm->run->machine;

  if (cpu >= sim_n_cpus (machine))
    {
      vm_fail (vm, NULL, _("The machine has no such CPU: it has %u, counted from 0."), sim_n_cpus (machine));
      return FALSE;
    }
  for (*list = 0; *list < sim_n_pcp_lists (machine); (*list)++)
    {
      const char *name = sim_pcp_list_name (machine, *list), *slash = strchr (name, '/');

      if (sim_pcp_list_order (machine, *list) == order && strcmp (slash != NULL ? slash + 1 : name, type) == 0)
        return TRUE;
    }
  vm_fail (vm, NULL, _("A CPU has no such list: of order %u and type “%s”."), (unsigned) MIN (order, 99), type);
  return FALSE;
}

gboolean
vm_list (Vm                *vm,
         const Instruction *instruction)
{
  AnswerKind kind = instruction->flag;
  unsigned n = instruction->value, type = 0;
  const uint64_t *arguments = &vm->stack[vm->sp - n];
  size_t length = 0;
  g_autofree char *zone_name = vm_dup_text (vm, arguments[0], &length);
  g_autofree char *type_name = zone_name != NULL && kind != ANSWER_ORDER ? vm_dup_text (vm, arguments[n - 1], &length) : NULL;
  uint64_t cpu = arguments[1], order = arguments[kind == ANSWER_PCP_LIST ? 2 : 1];
  SimZoneId zone = SIM_NO_ZONE;

  if (zone_name == NULL || (type_name == NULL && kind != ANSWER_ORDER)
      || !find_zone (vm, zone_name, &zone) || !is_order (vm, order))
    return FALSE;
  if (kind == ANSWER_LIST && !find_type (vm, type_name, &type))
    return FALSE;
  if (kind == ANSWER_PCP_LIST && !find_pcp_list (vm, cpu, order, type_name, &type))
    return FALSE;

  vm->sp -= n;
  if (kind == ANSWER_ORDER)
    vm->stack[vm->sp++] = name_order (vm->run->machine, zone, (SimOrder) order);
  else if (kind == ANSWER_LIST)
    vm->stack[vm->sp++] = sim_list_id (zone, (SimOrder) order, (SimMigrateType) type);
  else
    vm->stack[vm->sp++] = sim_pcp_list_id (zone, (unsigned) cpu, type);
  return TRUE;
}

/* --- objects ------------------------------------------------------------------------------- */

SimRef
vm_object (const SimMachine *machine,
           AnswerKind        kind,
           uint64_t          value,
           const Program    *program,
           gboolean          as_block)
{
  SimPfn pfn;

  switch (kind)
    {
    case ANSWER_PAGE:
    case ANSWER_NUMBER:
      if (kind == ANSWER_PAGE ? !sim_page_to_pfn (machine, value, &pfn) : value >= sim_n_frames (machine))
        return sim_ref (SIM_REF_NONE, 0);
      if (kind == ANSWER_NUMBER)
        pfn = value;
      if (as_block)
        {
          SimBlock block = sim_block_at (machine, pfn);

          if (block.first == pfn && (block.state == SIM_FRAME_FREE || block.state == SIM_FRAME_ALLOCATED || block.state == SIM_FRAME_PCP))
            return sim_ref (SIM_REF_BLOCK, sim_block_id (pfn, block.order));
        }
      return sim_ref (SIM_REF_FRAME, pfn);
    case ANSWER_NAME:
      {
        uint64_t number = (value - script_string_base (program->profile)) / SCRIPT_STRING_STRIDE;
        const char *text = number < UINT32_MAX ? program_string_text (program, number) : NULL;
        SimZoneId zone = text != NULL ? sim_zone_named (machine, text) : SIM_NO_ZONE;

        return zone != SIM_NO_ZONE ? sim_ref (SIM_REF_ZONE, zone) : sim_ref (SIM_REF_NONE, 0);
      }
    case ANSWER_ADDRESS:
      return sim_ref (SIM_REF_ADDRESS, value);
    case ANSWER_ORDER:
    case ANSWER_LIST:
      return sim_ref (SIM_REF_LIST, value);
    case ANSWER_PCP_LIST:
      return sim_ref (SIM_REF_PCP_LIST, value);
    case ANSWER_NONE:
    case ANSWER_CHOICE:
    default:
      return sim_ref (SIM_REF_NONE, 0);
    }
}

/* --- asking ---------------------------------------------------------------------------------- */

static gboolean
is_same (const Asked *a,
         const Asked *b)
{
  return a->question == b->question && a->value == b->value && a->object.kind == b->object.kind
         && a->object.id == b->object.id && a->block.first == b->block.first && a->block.end == b->block.end;
}

/* A click must be able to hit it, and a choice must be there. */
static gboolean
can_be_answered (Vm          *vm,
                 const Asked *asked)
{
  const Question *question = &g_array_index (vm->program->questions, Question, asked->question);
  unsigned n_choices = question->choices != NULL ? question->choices->len : 0;
  size_t length = 0;
  g_autofree char *name = NULL;
  SimZoneId zone;

  switch (asked->kind)
    {
    case ANSWER_CHOICE:
      if (asked->value < n_choices)
        return TRUE;
      vm_fail (vm, NULL, _("The choices are counted from 0; the last is %u. This answer is none of them."), n_choices - 1);
      return FALSE;
    case ANSWER_NAME:
      name = vm_dup_text (vm, asked->value, &length);
      return name != NULL && find_zone (vm, name, &zone);
    case ANSWER_PAGE:
      if (asked->object.kind != SIM_REF_NONE)
        return TRUE;
      vm_fail (vm, NULL, _("This answer is no page of the machine: nobody could click on it."));
      return FALSE;
    default:
      return TRUE;
    }
}

gboolean
vm_ask (Vm                *vm,
        const Instruction *instruction)
{
  const SimMachine *machine = vm->run->machine;
  AnswerKind kind = instruction->flag;
  uint64_t value = vm->stack[--vm->sp];
  Asked asked = { .question = instruction->target, .kind = kind, .value = value };
  guint number = 0;

  if (kind != ANSWER_NUMBER && kind != ANSWER_CHOICE)
    asked.object = vm_object (machine, kind, value, vm->program, FALSE);
  if (!can_be_answered (vm, &asked))
    return FALSE;
  if (asked.object.kind == SIM_REF_FRAME)
    asked.block = sim_block_at (machine, (SimPfn) asked.object.id);

  while (number < vm->asked->len && !is_same (&g_array_index (vm->asked, Asked, number), &asked))
    number++;
  if (number == vm->asked->len && number < MOST_ASKED)
    g_array_append_val (vm->asked, asked);
  vm_event (vm, SIM_EVENT_ASKED, number, asked.object.kind, asked.object.kind != SIM_REF_NONE ? asked.object.id : value);
  return TRUE;
}
