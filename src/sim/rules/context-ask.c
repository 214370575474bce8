/* context-ask.c - may this CPU sleep, and what the kernel's own questions answer
 *
 * Models      kernel/sched/core.c: __might_resched(), __schedule_bug(); include/linux/preempt.h: in_interrupt() and kin
 * Leaves out  that a message comes once a second at most
 */

#include "sim/rules/calls.h"

#include <stdio.h>

/* Why a CPU may not sleep; false: it may. */
static bool
is_atomic (const SimRun *run,
           uint64_t     *atomic)
{
  SimContext context = sim_context (run->machine, run->cpu);
  uint32_t line = context.n_locks > 0 ? sim_held_lock (run->machine, run->cpu, context.n_locks - 1).line : 0;

  *atomic = sim_atomic (context.count, context.irqs_off, line);
  return context.count != 0 || context.irqs_off;
}

static uint32_t
visible_count (const SimMachine *machine,
               uint32_t          count)
{
  return sim_counts_preemption (machine) ? count : count & ~SIM_PREEMPT_MASK;
}

bool
sim_sleep_is_seen (const SimMachine *machine,
                   uint64_t          atomic)
{
  return visible_count (machine, sim_atomic_count (atomic)) != 0 || sim_atomic_irqs_off (atomic);
}

/* Where a kernel of the profile says might_sleep () itself; NULL: in the script. */
static const char *
place_of (const SimProfile *profile,
          SimSleeper        who)
{
  const SimSleepWords *words = &profile->sleep_words;

  switch (who)
    {
    case SIM_SLEEPER_ALLOCATION:
      return words->in_allocation != NULL ? words->in_allocation : "mm/page_alloc.c";
    case SIM_SLEEPER_DRAIN:
      return words->in_drain != NULL ? words->in_drain : "kernel/workqueue.c";
    default:
      return NULL;
    }
}

size_t
sim_sleep_print (const SimMachine *machine,
                 uint64_t          sleep,
                 uint64_t          atomic,
                 uint32_t          line,
                 char             *buffer,
                 size_t            size)
{
  const SimProfile *profile = sim_profile (machine);
  const SimSleepWords *words = &profile->sleep_words;
  SimSleeper who = sim_sleep_who (sleep);
  uint32_t count = sim_atomic_count (atomic);
  const char *place = place_of (profile, who);
  char own_place[32];
  int n;

  if (who == SIM_SLEEPER_SCHEDULE || who == SIM_SLEEPER_MSLEEP)
    {
      /* schedule () itself holds preemption off once more. */
      n = snprintf (buffer, size, "BUG: scheduling while atomic: init/1/0x%08x\n",
                    visible_count (machine, count + SIM_PREEMPT_OFFSET));
      return n > 0 ? (size_t) n : 0;
    }
  if (place == NULL)
    {
      snprintf (own_place, sizeof own_place, "scenario:%u", line);
      place = own_place;
    }
  n = snprintf (buffer, size, "%s: sleeping function called from invalid context at %s\nin_atomic(): %d, irqs_disabled(): %d%s, pid: 1, name: init\n",
                words->says_debug ? "Debug" : "BUG", place, count != 0, sim_atomic_irqs_off (atomic),
                words->says_non_block ? ", non_block: 0" : "");
  if (n > 0 && (size_t) n < size && words->says_count)
    n += snprintf (buffer + n, size - (size_t) n, "preempt_count: %x, expected: 0\n", count);
  return n > 0 ? (size_t) n : 0;
}

static void
print_lines (SimRun     *run,
             const char *text)
{
  size_t length = 0;

  for (; text[length] != '\0'; length++)
    if (text[length] == '\n')
      {
        sim_run_print (run, 3, text, length + 1);
        text += length + 1;
        length = (size_t) -1;
      }
}

void
context_check_sleep (SimRun     *run,
                     SimSleeper  who,
                     uint32_t    gfp)
{
  uint64_t atomic, sleep = sim_sleep (who, who == SIM_SLEEPER_ALLOCATION ? gfp : run->line);
  char text[256];

  if (!is_atomic (run, &atomic))
    return;
  diagnose (run, SIM_DIAGNOSIS_SLEEPS_IN_ATOMIC, sleep, atomic);
  if (!sim_sleep_is_seen (run->machine, atomic))
    return;
  sim_sleep_print (run->machine, sleep, atomic, run->line, text, sizeof text);
  print_lines (run, text);
}

void
call_might_sleep (CALL_ARGUMENTS)
{
  context_check_sleep (run, SIM_SLEEPER_MIGHT_SLEEP, 0);
}

/* Nobody else can run: it comes back at once. */
void
call_schedule (CALL_ARGUMENTS)
{
  context_check_sleep (run, SIM_SLEEPER_SCHEDULE, 0);
}

void
call_msleep (CALL_ARGUMENTS)
{
  context_check_sleep (run, SIM_SLEEPER_MSLEEP, 0);
}

/* --- what the kernel's own questions answer ------------------------------------------------------ */
static uint32_t
count_of (const SimRun *run)
{
  return visible_count (run->machine, sim_context (run->machine, run->cpu).count);
}

void
call_preempt_count (CALL_ARGUMENTS)
{
  *result = count_of (run);
}

void
call_irqs_disabled (CALL_ARGUMENTS)
{
  *result = sim_context (run->machine, run->cpu).irqs_off;
}

void
call_in_interrupt (CALL_ARGUMENTS)
{
  *result = count_of (run) & (SIM_HARDIRQ_MASK | SIM_SOFTIRQ_MASK);
}

void
call_in_hardirq (CALL_ARGUMENTS)
{
  *result = count_of (run) & SIM_HARDIRQ_MASK;
}

void
call_in_serving_softirq (CALL_ARGUMENTS)
{
  *result = count_of (run) & SIM_SOFTIRQ_OFFSET;
}

void
call_in_softirq (CALL_ARGUMENTS)
{
  *result = count_of (run) & SIM_SOFTIRQ_MASK;
}

void
call_in_task (CALL_ARGUMENTS)
{
  *result = !(count_of (run) & (SIM_HARDIRQ_MASK | SIM_SOFTIRQ_OFFSET));
}

void
call_in_atomic (CALL_ARGUMENTS)
{
  *result = count_of (run) != 0;
}
