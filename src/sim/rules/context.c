/* context.c - what may be called where: interrupts, locks, preemption
 *
 * Models      include/linux/preempt.h, include/linux/spinlock_api_smp.h, kernel/softirq.c (irq_enter, irq_exit,
 *             __do_softirq, local_bh_disable), arch/x86/include/asm/irqflags.h
 * Leaves out  NMIs, waiting: what would wait for another CPU ends the run, as that CPU does not go on before
 *
 * preempt_count () is kept as a kernel with CONFIG_PREEMPT_COUNT has it; one without shows only the interrupts in it.
 */

#include "sim/rules/calls.h"

/* What x86 has in EFLAGS, with and without the interrupt flag. */
#define EFLAGS_ON  0x246u
#define EFLAGS_OFF 0x046u
#define EFLAGS_IF  0x200u

enum { UNBALANCED_PREEMPT, UNBALANCED_BH, BH_WITH_IRQS_OFF, TOO_MUCH_DISABLED };

static uint32_t
count_of (const SimRun *run)
{
  return sim_context_word (run->machine, run->cpu, SIM_CONTEXT_WORD_COUNT);
}

static bool
irqs_are_off (const SimRun *run)
{
  return sim_context_word (run->machine, run->cpu, SIM_CONTEXT_WORD_IRQS_OFF) != 0;
}

static void
set_count (SimRun   *run,
           uint32_t  count)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_preempt_counted (&pen, run->cpu, count_of (run), count);
  sim_pen_rest (&pen);
}

static void
set_irqs (SimRun *run,
          bool    off)
{
  if (irqs_are_off (run) == off)
    return;

  SimPen pen = sim_pen_of (run);

  sim_emit_interrupts_set (&pen, run->cpu, off);
  sim_pen_rest (&pen);
}

/* offset: of the part of preempt_count () that `mask` covers. */
static void
count_up (SimRun   *run,
          uint32_t  offset,
          uint32_t  mask)
{
  if ((count_of (run) & mask) + offset > mask)
    diagnose (run, SIM_DIAGNOSIS_UNBALANCED_ENABLE, TOO_MUCH_DISABLED, count_of (run));
  else
    set_count (run, count_of (run) + offset);
}

static bool
count_down (SimRun   *run,
            uint32_t  offset,
            uint32_t  mask,
            unsigned  which)
{
  if ((count_of (run) & mask) < offset)
    {
      diagnose (run, SIM_DIAGNOSIS_UNBALANCED_ENABLE, which, count_of (run));
      return false;
    }
  set_count (run, count_of (run) - offset);
  return true;
}

/* --- preemption, bottom halves, interrupts ---------------------------------------------------- */
void
call_preempt_disable (CALL_ARGUMENTS)
{
  count_up (run, SIM_PREEMPT_OFFSET, SIM_PREEMPT_MASK);
}

/* What spinlocks hold off cannot be switched on by this. */
void
call_preempt_enable (CALL_ARGUMENTS)
{
  count_down (run, SIM_PREEMPT_OFFSET, SIM_PREEMPT_MASK, UNBALANCED_PREEMPT);
}

void
call_get_cpu (CALL_ARGUMENTS)
{
  call_preempt_disable (run, args, result);
  *result = run->cpu;
}

void
call_put_cpu (CALL_ARGUMENTS)
{
  call_preempt_enable (run, args, result);
}

void
call_local_irq_disable (CALL_ARGUMENTS)
{
  set_irqs (run, true);
}

void
call_local_irq_enable (CALL_ARGUMENTS)
{
  set_irqs (run, false);
}

/* The flags go into the variable that is named as the argument. */
void
call_local_irq_save (CALL_ARGUMENTS)
{
  *result = irqs_are_off (run) ? EFLAGS_OFF : EFLAGS_ON;
  set_irqs (run, true);
}

void
call_local_irq_restore (CALL_ARGUMENTS)
{
  set_irqs (run, !(args[0] & EFLAGS_IF));
}

void
call_local_bh_disable (CALL_ARGUMENTS)
{
  count_up (run, SIM_SOFTIRQ_DISABLE_OFFSET, SIM_SOFTIRQ_MASK);
}

void
call_local_bh_enable (CALL_ARGUMENTS)
{
  if (irqs_are_off (run) || count_of (run) & SIM_HARDIRQ_MASK)
    diagnose (run, SIM_DIAGNOSIS_UNBALANCED_ENABLE, BH_WITH_IRQS_OFF, count_of (run));
  count_down (run, SIM_SOFTIRQ_DISABLE_OFFSET, SIM_SOFTIRQ_MASK, UNBALANCED_BH);
}

/* --- spinlocks -------------------------------------------------------------------------------- */
/* Who holds it, and as which of its locks. */
static bool
find_holder (const SimMachine *machine,
             uint64_t          lock,
             unsigned         *cpu,
             SimHeldLock      *held)
{
  for (*cpu = 0; *cpu < sim_n_cpus (machine); (*cpu)++)
    for (unsigned i = 0; i < sim_context_word (machine, *cpu, SIM_CONTEXT_WORD_N_LOCKS); i++)
      {
        *held = sim_held_lock (machine, *cpu, i);
        if (held->lock == lock)
          return true;
      }
  return false;
}

static void
stop (SimRun       *run,
      SimDiagnosis  diagnosis,
      uint64_t      a,
      uint64_t      b)
{
  diagnose (run, diagnosis, a, b);
  run->is_stopped = true;
}

/* false: the CPU waits for ever, diagnosed. */
static bool
can_take (SimRun   *run,
          uint64_t  lock)
{
  SimHeldLock held;
  unsigned holder;

  if (lock < SIM_PAGE_SIZE)
    stop (run, SIM_DIAGNOSIS_NULL_ACCESS, lock, 1);
  else if (!find_holder (run->machine, lock, &holder, &held))
    {
      if (sim_context_word (run->machine, run->cpu, SIM_CONTEXT_WORD_N_LOCKS) < SIM_MAX_HELD_LOCKS)
        return true;
      stop (run, SIM_DIAGNOSIS_TOO_MANY_LOCKS, SIM_MAX_HELD_LOCKS, 0);
    }
  else if (holder == run->cpu)
    stop (run, SIM_DIAGNOSIS_LOCK_HELD_ALREADY, lock, sim_atomic (count_of (run), irqs_are_off (run), held.line));
  else
    stop (run, SIM_DIAGNOSIS_LOCK_HELD_ELSEWHERE, lock, (uint64_t) held.line << 8 | holder);
  return false;
}

static void
take (SimRun     *run,
      uint64_t    lock,
      SimLockHow  how)
{
  count_up (run, SIM_PREEMPT_OFFSET, SIM_PREEMPT_MASK);

  SimPen pen = sim_pen_of (run);

  sim_emit_lock_taken (&pen, run->cpu, how, lock, run->line);
  sim_pen_rest (&pen);
}

/* false: it was not held here, diagnosed. */
static bool
release (SimRun     *run,
         uint64_t    lock,
         SimLockHow  how)
{
  SimHeldLock held;
  unsigned holder;
  bool is_held = find_holder (run->machine, lock, &holder, &held);

  if (!is_held || holder != run->cpu)
    {
      diagnose (run, SIM_DIAGNOSIS_UNLOCK_NOT_HELD, lock, is_held ? holder + 1 : 0);
      return false;
    }

  SimPen pen = sim_pen_of (run);

  sim_emit_lock_released (&pen, run->cpu, how, lock);
  sim_pen_rest (&pen);
  /* A handler that left with it had its count put right. */
  if (count_of (run) & SIM_PREEMPT_MASK)
    set_count (run, count_of (run) - SIM_PREEMPT_OFFSET);
  return true;
}

/* Nobody holds what was just made. */
void
call_spin_lock_init (CALL_ARGUMENTS)
{
}

void
call_spin_lock (CALL_ARGUMENTS)
{
  if (can_take (run, args[0]))
    take (run, args[0], SIM_LOCK_PLAIN);
}

void
call_spin_lock_irq (CALL_ARGUMENTS)
{
  set_irqs (run, true);
  if (can_take (run, args[0]))
    take (run, args[0], SIM_LOCK_IRQ);
}

void
call_spin_lock_irqsave (CALL_ARGUMENTS)
{
  call_local_irq_save (run, args, result);
  if (can_take (run, args[0]))
    take (run, args[0], SIM_LOCK_IRQSAVE);
}

void
call_spin_lock_bh (CALL_ARGUMENTS)
{
  call_local_bh_disable (run, args, result);
  if (can_take (run, args[0]))
    take (run, args[0], SIM_LOCK_BH);
}

void
call_spin_trylock (CALL_ARGUMENTS)
{
  SimHeldLock held;
  unsigned holder;

  if (args[0] >= SIM_PAGE_SIZE && find_holder (run->machine, args[0], &holder, &held))
    return;
  call_spin_lock (run, args, result);
  *result = !run->is_stopped;
}

void
call_spin_is_locked (CALL_ARGUMENTS)
{
  SimHeldLock held;
  unsigned holder;

  *result = find_holder (run->machine, args[0], &holder, &held);
}

void
call_spin_unlock (CALL_ARGUMENTS)
{
  release (run, args[0], SIM_LOCK_PLAIN);
}

void
call_spin_unlock_irq (CALL_ARGUMENTS)
{
  release (run, args[0], SIM_LOCK_IRQ);
  set_irqs (run, false);
}

void
call_spin_unlock_irqrestore (CALL_ARGUMENTS)
{
  release (run, args[0], SIM_LOCK_IRQSAVE);
  set_irqs (run, !(args[1] & EFLAGS_IF));
}

void
call_spin_unlock_bh (CALL_ARGUMENTS)
{
  if (release (run, args[0], SIM_LOCK_BH))
    call_local_bh_enable (run, args, result);
}

/* --- interrupts break in ------------------------------------------------------------------------ */
SimEntry
sim_run_enter_context (SimRun         *run,
                       SimContextKind  kind,
                       uint64_t       *saved)
{
  uint32_t count = count_of (run);
  bool irqs_off = irqs_are_off (run), is_hard = kind == SIM_CONTEXT_HARDIRQ;

  if (count & SIM_HARDIRQ_MASK)
    return SIM_ENTRY_IN_HARDIRQ;
  if (irqs_off)
    return SIM_ENTRY_IRQS_OFF;
  if (!is_hard && count & SIM_SOFTIRQ_OFFSET)
    return SIM_ENTRY_IN_SOFTIRQ;
  if (!is_hard && count & SIM_SOFTIRQ_MASK)
    return SIM_ENTRY_BH_OFF;

  SimPen pen = sim_pen_of (run);

  *saved = sim_atomic (count, irqs_off, sim_context_word (run->machine, run->cpu, SIM_CONTEXT_WORD_N_LOCKS));
  sim_emit_context_entered (&pen, run->cpu, kind, count + (is_hard ? SIM_HARDIRQ_OFFSET : SIM_SOFTIRQ_OFFSET), is_hard);
  sim_pen_rest (&pen);
  return SIM_CAN_ENTER;
}

/* A handler that does not leave the count as it found it is told so, and the count is put right. */
void
sim_run_leave_context (SimRun         *run,
                       SimContextKind  kind,
                       uint64_t        saved)
{
  uint32_t before = sim_atomic_count (saved) + (kind == SIM_CONTEXT_HARDIRQ ? SIM_HARDIRQ_OFFSET : SIM_SOFTIRQ_OFFSET);

  if (count_of (run) != before || sim_context_word (run->machine, run->cpu, SIM_CONTEXT_WORD_N_LOCKS) != sim_atomic_line (saved))
    diagnose (run, SIM_DIAGNOSIS_CONTEXT_UNBALANCED, kind, (uint64_t) count_of (run) << 32 | before);
  if (kind == SIM_CONTEXT_HARDIRQ && !irqs_are_off (run))
    diagnose (run, SIM_DIAGNOSIS_HANDLER_ENABLED_IRQS, 0, 0);

  SimPen pen = sim_pen_of (run);

  sim_emit_context_left (&pen, run->cpu, kind, sim_atomic_count (saved), sim_atomic_irqs_off (saved));
  sim_pen_rest (&pen);
}

void
sim_run_report_context (SimRun *run)
{
  uint8_t cpu = run->cpu;

  for (unsigned i = 0; i < sim_n_cpus (run->machine); i++)
    {
      SimContext context = sim_context (run->machine, i);

      run->cpu = (uint8_t) i;
      for (unsigned n = 0; n < context.n_locks; n++)
        {
          SimHeldLock held = sim_held_lock (run->machine, i, n);

          diagnose (run, SIM_DIAGNOSIS_LOCK_HELD_AT_END, held.lock, (uint64_t) held.line << 8 | i);
        }
      /* What the locks hold off was told with them. */
      if ((context.count & ~SIM_HARDIRQ_MASK) > context.n_locks || context.irqs_off)
        if (context.n_locks == 0)
          diagnose (run, SIM_DIAGNOSIS_ATOMIC_AT_END, i, sim_atomic (context.count, context.irqs_off, 0));
    }
  run->cpu = cpu;
}
