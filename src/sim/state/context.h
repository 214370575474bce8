/* context.h - where a CPU is: in a task or an interrupt, with what switched off, with which locks
 *
 * Models      preempt_count() of include/linux/preempt.h, the interrupt flag, and what lockdep knows of held locks
 * Leaves out  NMIs; the bit that asks for rescheduling
 * Private to state/.
 */
#pragma once

#include "sim/state/access.h"

static inline void
sim_context_put (SimWriter *writer,
                 unsigned   cpu,
                 unsigned   word,
                 uint32_t   value)
{
  sim_put (writer, SIM_TABLE_CONTEXT, cpu * SIM_CONTEXT_WORDS + word, value);
}

static inline void
sim_context_put_lock (SimWriter *writer,
                      unsigned   cpu,
                      unsigned   n,
                      uint64_t   lock,
                      uint32_t   line,
                      unsigned   how)
{
  unsigned first = SIM_CONTEXT_WORD_LOCKS + n * SIM_CONTEXT_LOCK_WORDS;

  sim_context_put (writer, cpu, first, (uint32_t) lock);
  sim_context_put (writer, cpu, first + 1, (uint32_t) (lock >> 32));
  sim_context_put (writer, cpu, first + 2, line);
  sim_context_put (writer, cpu, first + 3, how);
}

/* --- the writers of events ----------------------------------------------------------------- */
/* A later report tells how many there were not. */
static inline void
sim_apply_allocation_failed (SimWriter     *writer,
                             uint32_t       gfp,
                             SimField_order order,
                             uint32_t       report)
{
  uint32_t reports = sim_context_word (writer->machine, 0, SIM_CONTEXT_WORD_REPORTS);

  if (report == SIM_REPORT_LOGGED && sim_n_reported (reports) < 0xff)
    sim_context_put (writer, 0, SIM_CONTEXT_WORD_REPORTS, (reports & ~SIM_REPORTS_MISSED_MASK) + SIM_REPORTS_ONE_FAILURE);
  else if (report == SIM_REPORT_SUPPRESSED && sim_n_unreported (reports) < 0xffff)
    sim_context_put (writer, 0, SIM_CONTEXT_WORD_REPORTS, reports + SIM_REPORTS_ONE_MISSED);
}

static inline void
sim_apply_oom_reached (SimWriter     *writer,
                       uint32_t       gfp,
                       SimField_order order,
                       uint32_t       report)
{
  uint32_t reports = sim_context_word (writer->machine, 0, SIM_CONTEXT_WORD_REPORTS);

  if (report == SIM_REPORT_LOGGED && sim_n_reported_oom (reports) < 0xff)
    sim_context_put (writer, 0, SIM_CONTEXT_WORD_REPORTS, reports + SIM_REPORTS_ONE_OOM);
}

/* Between two steps there is time enough for another report. */
static inline void
sim_apply_step_began (SimWriter *writer,
                      uint32_t   number,
                      uint32_t   text)
{
  uint32_t reports = sim_context_word (writer->machine, 0, SIM_CONTEXT_WORD_REPORTS);

  if ((reports & ~SIM_REPORTS_MISSED_MASK) != 0)
    sim_context_put (writer, 0, SIM_CONTEXT_WORD_REPORTS, reports & SIM_REPORTS_MISSED_MASK);
}

static inline void
sim_apply_context_entered (SimWriter       *writer,
                           SimField_cpu     cpu,
                           SimField_context context,
                           uint32_t         count,
                           SimField_flag    irqs_off)
{
  sim_context_put (writer, cpu, SIM_CONTEXT_WORD_COUNT, count);
  sim_context_put (writer, cpu, SIM_CONTEXT_WORD_IRQS_OFF, irqs_off);
}

static inline void
sim_apply_context_left (SimWriter       *writer,
                        SimField_cpu     cpu,
                        SimField_context context,
                        uint32_t         count,
                        SimField_flag    irqs_off)
{
  sim_apply_context_entered (writer, cpu, context, count, irqs_off);
}

static inline void
sim_apply_preempt_counted (SimWriter   *writer,
                           SimField_cpu cpu,
                           uint32_t     before,
                           uint32_t     after)
{
  sim_context_put (writer, cpu, SIM_CONTEXT_WORD_COUNT, after);
}

static inline void
sim_apply_interrupts_set (SimWriter    *writer,
                          SimField_cpu  cpu,
                          SimField_flag off)
{
  sim_context_put (writer, cpu, SIM_CONTEXT_WORD_IRQS_OFF, off);
}

static inline void
sim_apply_lock_taken (SimWriter       *writer,
                      SimField_cpu     cpu,
                      SimField_lockhow how,
                      uint64_t         lock,
                      uint32_t         line)
{
  unsigned n = sim_context_word (writer->machine, cpu, SIM_CONTEXT_WORD_N_LOCKS);

  if (n >= SIM_MAX_HELD_LOCKS)
    return;
  sim_context_put_lock (writer, cpu, n, lock, line, how);
  sim_context_put (writer, cpu, SIM_CONTEXT_WORD_N_LOCKS, n + 1);
}

/* Locks may be released in any order: those above move down. */
static inline void
sim_apply_lock_released (SimWriter       *writer,
                         SimField_cpu     cpu,
                         SimField_lockhow how,
                         uint64_t         lock)
{
  unsigned n = sim_context_word (writer->machine, cpu, SIM_CONTEXT_WORD_N_LOCKS), i = 0;

  while (i < n && sim_held_lock (writer->machine, cpu, i).lock != lock)
    i++;
  if (i == n)
    return;
  for (; i + 1 < n; i++)
    {
      SimHeldLock above = sim_held_lock (writer->machine, cpu, i + 1);

      sim_context_put_lock (writer, cpu, i, above.lock, above.line, above.how);
    }
  sim_context_put_lock (writer, cpu, n - 1, 0, 0, 0);
  sim_context_put (writer, cpu, SIM_CONTEXT_WORD_N_LOCKS, n - 1);
}
