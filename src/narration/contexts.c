/* contexts.c - interrupts, locks and preemption in words, and the mistakes that are made with them */
#include "narration/contexts.h"

#include <glib/gi18n.h>

static const char *
lock_name (Phrases *p,
           uint64_t lock)
{
  return phrase_format (p, _("the lock at %s"), phrase_address (p, lock));
}

static const char *
line_name (Phrases *p,
           uint64_t line)
{
  return line != 0 ? phrase_format (p, _("in line %u"), (unsigned) line) : phrase_format (p, "%s", _("before"));
}

/* --- events --------------------------------------------------------------------------------- */

static char *
tell_entered (const uint64_t *arg)
{
  if (arg[1] == SIM_CONTEXT_HARDIRQ)
    return g_strdup_printf (_("A device interrupts CPU %u: its handler runs with interrupts off, and may not sleep."), (unsigned) arg[0]);
  return g_strdup_printf (_("CPU %u runs a softirq: interrupts may break in, but it may not sleep."), (unsigned) arg[0]);
}

static char *
tell_left (const uint64_t *arg)
{
  if (arg[1] == SIM_CONTEXT_HARDIRQ)
    return g_strdup_printf (_("The handler returns: CPU %u goes on where it was interrupted."), (unsigned) arg[0]);
  return g_strdup_printf (_("The softirq is done: CPU %u goes on where it was."), (unsigned) arg[0]);
}

static char *
tell_counted (Phrases        *p,
              const uint64_t *arg)
{
  const char *now = phrase_hex (p, arg[2]);

  if ((arg[1] ^ arg[2]) & SIM_SOFTIRQ_MASK)
    return g_strdup_printf (arg[2] > arg[1] ? _("Softirqs are held off on CPU %1$u: preempt_count is %2$s.")
                            : arg[2] & SIM_SOFTIRQ_MASK ? _("One fewer holds softirqs off on CPU %1$u: preempt_count is %2$s.")
                                                        : _("Softirqs may run on CPU %1$u again: preempt_count is %2$s."),
                            (unsigned) arg[0], now);
  return g_strdup_printf (arg[2] > arg[1] ? _("Preemption is held off on CPU %1$u: preempt_count is %2$s.")
                          : arg[2] & SIM_PREEMPT_MASK ? _("One fewer holds preemption off on CPU %1$u: preempt_count is %2$s.")
                                                      : _("CPU %1$u may be preempted again: preempt_count is %2$s."),
                          (unsigned) arg[0], now);
}

char *
context_tell (Phrases        *p,
              const SimEvent *event)
{
  const uint64_t *arg = event->arg;

  switch (event->kind)
    {
    case SIM_EVENT_CONTEXT_ENTERED:
      return tell_entered (arg);
    case SIM_EVENT_CONTEXT_LEFT:
      return tell_left (arg);
    case SIM_EVENT_PREEMPT_COUNTED:
      return tell_counted (p, arg);
    case SIM_EVENT_INTERRUPTS_SET:
      return g_strdup_printf (arg[1] != 0 ? _("Interrupts are off on CPU %u: whatever comes waits.") : _("Interrupts are on again on CPU %u."),
                              (unsigned) arg[0]);
    case SIM_EVENT_LOCK_TAKEN:
      return g_strdup_printf (_("CPU %1$u takes %2$s: until it gives it back, it may not sleep."), (unsigned) arg[0], lock_name (p, arg[2]));
    case SIM_EVENT_LOCK_RELEASED:
    default:
      return g_strdup_printf (_("CPU %1$u gives %2$s back."), (unsigned) arg[0], lock_name (p, arg[2]));
    }
}

char *
context_brief (Phrases        *p,
               const SimEvent *event)
{
  static const char *const kinds[] = { "task", "softirq", "hardirq" };
  static const char *const hows[] = { "", "_irq", "_irqsave", "_bh" };
  const uint64_t *arg = event->arg;
  unsigned cpu = (unsigned) arg[0];

  switch (event->kind)
    {
    case SIM_EVENT_CONTEXT_ENTERED:
    case SIM_EVENT_CONTEXT_LEFT:
      return g_strdup_printf ("cpu %u %s preempt_count %s", cpu, arg[1] < G_N_ELEMENTS (kinds) ? kinds[arg[1]] : "?", phrase_hex (p, arg[2]));
    case SIM_EVENT_PREEMPT_COUNTED:
      return g_strdup_printf ("cpu %u preempt_count %s → %s", cpu, phrase_hex (p, arg[1]), phrase_hex (p, arg[2]));
    case SIM_EVENT_INTERRUPTS_SET:
      return g_strdup_printf ("cpu %u irqs %s", cpu, arg[1] != 0 ? "off" : "on");
    case SIM_EVENT_LOCK_TAKEN:
      return g_strdup_printf ("cpu %u spin_lock%s %s", cpu, arg[1] < G_N_ELEMENTS (hows) ? hows[arg[1]] : "", phrase_address (p, arg[2]));
    case SIM_EVENT_LOCK_RELEASED:
    default:
      return g_strdup_printf ("cpu %u spin_unlock%s %s", cpu,
                              arg[1] == SIM_LOCK_IRQSAVE ? "_irqrestore" : arg[1] < G_N_ELEMENTS (hows) ? hows[arg[1]] : "",
                              phrase_address (p, arg[2]));
    }
}

/* --- mistakes: sleeping --------------------------------------------------------------------- */

/* Why the CPU may not sleep, as a part of a sentence. */
static const char *
where_nobody_sleeps (Phrases *p,
                     uint64_t atomic)
{
  uint32_t count = sim_atomic_count (atomic), line = sim_atomic_line (atomic);

  if (count & SIM_HARDIRQ_MASK)
    return _("in the handler of an interrupt (hardirq)");
  if (count & SIM_SOFTIRQ_OFFSET)
    return _("in a softirq");
  if (line != 0)
    return phrase_format (p, _("while the spinlock taken in line %u is held"), line);
  if (sim_atomic_irqs_off (atomic))
    return _("with interrupts off");
  if (count & SIM_SOFTIRQ_MASK)
    return _("with softirqs off");
  return _("with preemption off");
}

static const char *
who_sleeps (Phrases *p,
            uint64_t sleep)
{
  switch (sim_sleep_who (sleep))
    {
    case SIM_SLEEPER_ALLOCATION:
      return phrase_format (p, _("An allocation with %s may sleep until memory is free"), phrase_gfp (p, sleep & UINT32_MAX));
    case SIM_SLEEPER_DRAIN:
      return phrase_format (p, "%s", _("drain_all_pages() sleeps until every CPU has emptied its lists"));
    case SIM_SLEEPER_SCHEDULE:
      return phrase_format (p, "%s", _("schedule() gives the CPU to others"));
    case SIM_SLEEPER_MSLEEP:
      return phrase_format (p, "%s", _("msleep() sleeps"));
    default:
      return phrase_format (p, "%s", _("might_sleep() stands before what may sleep"));
    }
}

/* What is done instead. */
static const char *
remedy_of (uint64_t sleep,
           uint64_t atomic)
{
  bool is_interrupt = (sim_atomic_count (atomic) & (SIM_HARDIRQ_MASK | SIM_SOFTIRQ_OFFSET)) != 0;

  if (sim_sleep_who (sleep) == SIM_SLEEPER_ALLOCATION)
    return is_interrupt ? _("Ask with GFP_ATOMIC and be ready for NULL, or leave the work to a work queue.")
                        : _("Allocate before, or ask with GFP_ATOMIC and be ready for NULL.");
  return is_interrupt ? _("Leave the work to a work queue, whose task may sleep.") : _("Do it before, or after.");
}

static char *
tell_sleep (Phrases *p,
            uint64_t sleep,
            uint64_t atomic)
{
  uint32_t line = sim_sleep_who (sleep) == SIM_SLEEPER_ALLOCATION ? 0 : (uint32_t) sleep;
  char log[256];

  sim_sleep_print (p->machine, sleep, atomic, line, log, sizeof log);
  g_strdelimit (log, "\n", ' ');
  g_strchomp (log);
  return g_strdup_printf (sim_sleep_is_seen (p->machine, atomic)
                          ? _("%1$s, but %2$s nobody may: no other task could run there. %3$s A real kernel logs, where "
                              "CONFIG_DEBUG_ATOMIC_SLEEP is set: “%4$s”.")
                          : _("%1$s, but %2$s nobody may: no other task could run there. %3$s A kernel without preemption does not count this, "
                              "logs nothing, and hangs some day; with CONFIG_DEBUG_ATOMIC_SLEEP it logs: “%4$s”."),
                          who_sleeps (p, sleep), where_nobody_sleeps (p, atomic), remedy_of (sleep, atomic), log);
}

/* --- mistakes: locks ------------------------------------------------------------------------ */

static char *
tell_held_already (Phrases *p,
                   uint64_t lock,
                   uint64_t atomic)
{
  uint32_t count = sim_atomic_count (atomic);
  const char *line = line_name (p, sim_atomic_line (atomic));

  if (count & (SIM_HARDIRQ_MASK | SIM_SOFTIRQ_OFFSET))
    return g_strdup_printf (_("A deadlock: the interrupt waits for %1$s, which the code that it interrupted took %2$s and can only give "
                              "back when the interrupt is over. Who shares a lock with an interrupt takes it with %3$s."),
                            lock_name (p, lock), line, count & SIM_HARDIRQ_MASK ? "spin_lock_irqsave()" : "spin_lock_bh()");
  return g_strdup_printf (_("A deadlock: this CPU took %1$s already, %2$s, and waits for itself. A spinlock is taken once; call functions that "
                            "take it only when it is not held."),
                          lock_name (p, lock), line);
}

static char *
tell_held_elsewhere (Phrases *p,
                     uint64_t lock,
                     uint64_t where)
{
  return g_strdup_printf (_("CPU %1$u took %2$s, %3$s: this CPU waits until it is given back. In a scenario one runs after the other, so that "
                            "it would wait for ever. Give the lock back before, or try with spin_trylock()."),
                          (unsigned) (where & 0xff), lock_name (p, lock), line_name (p, where >> 8));
}

static char *
tell_not_held (Phrases *p,
               uint64_t lock,
               uint64_t holder)
{
  if (holder != 0)
    return g_strdup_printf (_("%1$s is held by CPU %2$u, not by this one: who takes a lock gives it back. A real kernel logs, where "
                              "CONFIG_DEBUG_SPINLOCK is set: “BUG: spinlock wrong CPU”."),
                            lock_name (p, lock), (unsigned) holder - 1);
  return g_strdup_printf (_("Nobody holds %s: a lock is given back once for each time it was taken. A real kernel logs, where "
                            "CONFIG_DEBUG_SPINLOCK is set: “BUG: spinlock already unlocked”."),
                          lock_name (p, lock));
}

/* --- mistakes: what does not go in pairs ------------------------------------------------------ */

static char *
tell_unbalanced (uint64_t which)
{
  switch (which)
    {
    case 0:
      return g_strdup (_("preempt_enable() undoes a preempt_disable(), and there is none to undo. Each goes with one of the other, on every "
                         "way out."));
    case 1:
      return g_strdup (_("local_bh_enable() undoes a local_bh_disable(), and there is none to undo. Each goes with one of the other, on "
                         "every way out."));
    case 2:
      return g_strdup (_("local_bh_enable() runs the softirqs that waited, which needs interrupts: with them off it is a mistake. Switch "
                         "interrupts on first."));
    default:
      return g_strdup (_("Preemption is held off more often than the kernel can count: an enable is missing in a loop."));
    }
}

static char *
tell_context_unbalanced (Phrases *p,
                         uint64_t kind,
                         uint64_t counts)
{
  const char *before = phrase_hex (p, counts & UINT32_MAX), *after = phrase_hex (p, counts >> 32);

  return g_strdup_printf (kind == SIM_CONTEXT_HARDIRQ
                          ? _("The handler began with preempt_count %1$s and ends with %2$s: it must give back every lock it took, and undo what "
                              "it disabled.")
                          : _("The softirq began with preempt_count %1$s and ends with %2$s: it must give back every lock it took, and undo what "
                              "it disabled. A real kernel logs: “huh, entered softirq … with preempt_count %1$s, exited with %2$s?”."),
                          before, after);
}

static char *
tell_atomic_at_end (uint64_t cpu,
                    uint64_t atomic)
{
  uint32_t count = sim_atomic_count (atomic);

  if (sim_atomic_irqs_off (atomic))
    return g_strdup_printf (_("Interrupts are still off on CPU %u at the end of the scenario: put them back as they were, on every way out."),
                            (unsigned) cpu);
  if (count & SIM_SOFTIRQ_MASK)
    return g_strdup_printf (_("Softirqs are still off on CPU %u at the end of the scenario: a local_bh_enable() is missing."), (unsigned) cpu);
  return g_strdup_printf (_("Preemption is still off on CPU %1$u at the end of the scenario: a preempt_enable() is missing. A real kernel logs "
                            "when the task ends: “note: init[1] exited with preempt_count %2$u”."),
                          (unsigned) cpu, count & SIM_PREEMPT_MASK);
}

char *
context_tell_mistake (Phrases     *p,
                      SimDiagnosis diagnosis,
                      uint64_t     a,
                      uint64_t     b)
{
  switch ((int) diagnosis)
    {
    case SIM_DIAGNOSIS_SLEEPS_IN_ATOMIC:
      return tell_sleep (p, a, b);
    case SIM_DIAGNOSIS_LOCK_HELD_ALREADY:
      return tell_held_already (p, a, b);
    case SIM_DIAGNOSIS_LOCK_HELD_ELSEWHERE:
      return tell_held_elsewhere (p, a, b);
    case SIM_DIAGNOSIS_UNLOCK_NOT_HELD:
      return tell_not_held (p, a, b);
    case SIM_DIAGNOSIS_TOO_MANY_LOCKS:
      return g_strdup_printf (_("A CPU of this model holds %u locks at most; this would be one more."), (unsigned) a);
    case SIM_DIAGNOSIS_UNBALANCED_ENABLE:
      return tell_unbalanced (a);
    case SIM_DIAGNOSIS_CONTEXT_UNBALANCED:
      return tell_context_unbalanced (p, a, b);
    case SIM_DIAGNOSIS_HANDLER_ENABLED_IRQS:
      return g_strdup (_("The handler of an interrupt ends with interrupts on: it runs with them off, and leaves them so. A real kernel logs: "
                         "“irq … handler … enabled interrupts”."));
    case SIM_DIAGNOSIS_LOCK_HELD_AT_END:
      return g_strdup_printf (_("CPU %1$u still holds %2$s at the end of the scenario; it took it %3$s. Give it back on every way out, also on "
                                "those of errors: the next who wants it waits for ever."),
                              (unsigned) (b & 0xff), lock_name (p, a), line_name (p, b >> 8));
    case SIM_DIAGNOSIS_ATOMIC_AT_END:
    default:
      return tell_atomic_at_end (a, b);
    }
}

/* --- where a CPU is --------------------------------------------------------------------------- */

char *
narrate_context (const SimMachine *machine,
                 unsigned          cpu)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SimContext context;

  if (cpu >= sim_n_cpus (machine))
    return NULL;
  context = sim_context (machine, cpu);
  if (context.count == 0 && !context.irqs_off && cpu == 0)
    return NULL;

  g_string_append_printf (text, _("CPU %u"), cpu);
  if (context.kind != SIM_CONTEXT_TASK)
    g_string_append_printf (text, " · %s", context.kind == SIM_CONTEXT_HARDIRQ ? "hardirq" : "softirq");
  if (context.n_locks > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("holds %u lock", "holds %u locks", context.n_locks), context.n_locks);
    }
  else if (context.count & SIM_PREEMPT_MASK)
    g_string_append_printf (text, " · %s", _("preemption off"));
  if (context.irqs_off)
    g_string_append_printf (text, " · %s", _("interrupts off"));
  else if (context.kind == SIM_CONTEXT_TASK && context.count & SIM_SOFTIRQ_MASK)
    g_string_append_printf (text, " · %s", _("softirqs off"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
