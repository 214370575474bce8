/* script-memory.h - where what a script knows lies in the machine's words
 *
 * Script memory is 4 MiB of bytes: registers and stack (8 KiB, no address), frames of functions (56 KiB), variables.
 * A word of the machine holds 8 bytes. Rows of 16 words: 8 of memory, one that says which of their 64 bytes have a
 * value, 7 that say whose the blocks of 7 calls are.
 *
 * A script sees its memory at an address where neither kernel nor an ordinary i386 program has anything: 0x01000000,
 * on 64 bits 0xffffe90000000000, a hole of the kernel's layout. Texts lie behind it, 4 KiB each, and cannot be
 * written.
 */
#pragma once

#include "sim/sim.h"

#define SCRIPT_MEMORY_SIZE   (4u << 20)
#define SCRIPT_FRAMES        (8u << 10)
#define SCRIPT_STATICS       (64u << 10)
#define SCRIPT_STACK_WORDS   900
#define SCRIPT_STRING_STRIDE 4096u
#define SCRIPT_MAX_STRINGS   12000u
#define SCRIPT_MAX_OWNERS    450000u

typedef enum {
  REGISTER_PC,                    /* program counter 24 bits, stack pointer 16, statements 24 */
  REGISTER_FRAME,                 /* fp 24, function 16, CPU 8, set 16 */
  REGISTER_PIECE,                 /* the last that was typed */
  REGISTER_STEP,                  /* number of the step; bit 32: the script has ended */
  REGISTER_EXPECT,                /* expectations, from bit 32 those that failed */
  REGISTER_RANDOM,
  REGISTER_MISTAKES,              /* diagnosed before the statement in progress */
  REGISTER_STACK = 16
} ScriptRegister;

static inline uint32_t
script_word_of (uint32_t offset)
{
  return offset / 64 * 16 + offset / 8 % 8;
}

static inline uint32_t
script_known_word_of (uint32_t offset)
{
  return offset / 64 * 16 + 8;
}

static inline uint32_t
script_owner_word_of (uint32_t serial)
{
  return serial / 7 * 16 + 9 + serial % 7;
}

static inline uint32_t
script_register_word (unsigned number)
{
  return script_word_of (number * 8);
}

static inline uint64_t
script_base (const SimProfile *profile)
{
  return profile->bits == 64 ? UINT64_C (0xffffe90000000000) : UINT64_C (0x01000000);
}

static inline uint64_t
script_string_base (const SimProfile *profile)
{
  return script_base (profile) + SCRIPT_MEMORY_SIZE;
}

/* No variable can be larger. */
#define SCRIPT_SIZE_LIMIT ((uint64_t) SCRIPT_MEMORY_SIZE)
/* Copies of a variable of each CPU. */
#define SCRIPT_MAX_CPUS 32
