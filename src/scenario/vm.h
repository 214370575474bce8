/* vm.h - the machine that runs scripts: its registers and memory are words of the modelled machine
 *
 * At the beginning of each statement everything that is needed to go on stands in the modelled machine; inside a
 * statement temporary values are here.
 */
#pragma once

#include "journal/timeline.h"
#include "scenario/program.h"
#include "scenario/script-memory.h"

typedef enum {
  VM_ENDED,                       /* the scenario has ended, now or before */
  VM_STEP,                        /* the next step would begin */
  VM_PIECE,                       /* what was typed is done */
  VM_FAILED,                      /* a mistake of the script, reported */
  VM_NO_HOST_MEMORY
} VmResult;

/* One answer that a question had. */
typedef struct {
  unsigned   question;
  AnswerKind kind;
  SimRef     object;
  uint64_t   value;
  SimBlock   block;               /* that held a page when it was asked; end 0: none */
} Asked;

typedef struct {
  /* Borrowed. */
  Program   *program;
  Timeline  *timeline;            /* NULL: tried on a machine that is thrown away */
  SimRun    *run;
  Messages  *messages;
  GArray    *asked;               /* of Asked; grows */

  uint64_t   seed;
  unsigned   last_step;           /* no step after this one is begun */

  uint64_t   stack[SCRIPT_STACK_WORDS];
  unsigned   sp;
  uint32_t   pc, fp;
  unsigned   function, cpu;
  uint64_t   n_statements;
  uint32_t   at;                  /* the instruction in progress */
  uint32_t   serial;              /* of the last call */
  gboolean   gave;                /* the last call did something and gave a value */
  gboolean   is_typed;
  unsigned   typed_sp;
  gboolean   failed;
  uint64_t   fuel;
  unsigned   n_until_pause;
  uint64_t   result, shown;
  /* Elements that this statement named by an index, and of what; n counts on. */
  struct {
    uint64_t base, first, size;
  }          indexed[4];
  unsigned   n_indexed;
} Vm;

/* run is one of the timeline's in writing, or of a copy. */
void     vm_init       (Vm *vm, Program *program, Timeline *timeline, SimRun *run, GArray *asked, Messages *messages);
VmResult vm_run        (Vm *vm);
/* Runs what was typed from its first instruction. */
VmResult vm_run_piece  (Vm *vm, uint32_t entry);
/* Nothing more is run after a mistake. */
void     vm_give_up    (Vm *vm);

/* --- for the parts of it --------------------------------------------------------------------- */
void     vm_fail       (Vm *vm, const char *suggestion, const char *format, ...) G_GNUC_PRINTF (3, 4);
gboolean vm_work       (Vm *vm, uint64_t amount);                            /* false: too much, failed */
void     vm_event      (Vm *vm, SimEventKind kind, uint64_t a, uint64_t b, uint64_t c);
uint64_t vm_mistakes   (Vm *vm);                                             /* how many were diagnosed, ever */
char    *vm_dup_here   (Vm *vm);                                             /* the text of the instruction */

/* vm-memory.c. False: failed. */
gboolean vm_read       (Vm *vm, uint64_t address, unsigned width, uint64_t *value);
gboolean vm_write      (Vm *vm, uint64_t address, unsigned width, uint64_t value);
/* Before an access by an instruction: of an element of what was given to somebody? */
void     vm_note_access (Vm *vm, uint64_t address, unsigned width, gboolean is_write);
gboolean vm_copy       (Vm *vm, uint64_t to, uint64_t from, uint64_t n);
gboolean vm_fill       (Vm *vm, uint64_t to, uint8_t byte, uint64_t n);
gboolean vm_forget     (Vm *vm, uint64_t address, uint64_t n);
/* The text at an address, as far as its zero byte; at most 4096 bytes. */
char    *vm_dup_text   (Vm *vm, uint64_t address, size_t *length);
/* Reads what has a value, without a running script; false: it has none. */
gboolean script_memory_read (const SimMachine *machine, const SimProfile *profile, uint64_t address, unsigned width, uint64_t *value);

/* vm-kernel.c. False: failed, or, without a message, no memory of the host. */
gboolean vm_call_kernel (Vm *vm, const Instruction *instruction);
void     vm_note_owner  (Vm *vm, const Instruction *instruction);
uint64_t vm_machine_value (const SimMachine *machine, MachineValue which);

/* vm-context.c: on_cpu, hardirq, softirq, and their ends. */
gboolean vm_context     (Vm *vm, const Instruction *instruction);
/* From the stack. False: the machine has no CPU of this number, failed. */
gboolean vm_take_cpu    (Vm *vm, unsigned *cpu);

/* vm-builtin.c: arguments are taken from the stack, the result put there. */
gboolean vm_builtin    (Vm *vm, const Instruction *instruction);
gboolean vm_teach      (Vm *vm, const Instruction *instruction);

/* vm-ask.c */
gboolean vm_ask        (Vm *vm, const Instruction *instruction);
gboolean vm_list       (Vm *vm, const Instruction *instruction);
SimRef   vm_object     (const SimMachine *machine, AnswerKind kind, uint64_t value, const Program *program, gboolean as_block);

static inline uint64_t
script_register (const SimMachine *machine,
                 unsigned          number)
{
  return sim_word (machine, script_register_word (number));
}

#define SCRIPT_ENDED (UINT64_C (1) << 32)

static inline uint32_t
script_pc (const SimMachine *machine)
{
  return script_register (machine, REGISTER_PC) & 0xffffff;
}

static inline uint32_t
script_fp (const SimMachine *machine)
{
  return script_register (machine, REGISTER_FRAME) & 0xffffff;
}
