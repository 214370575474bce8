/* program.h - a checked scenario as instructions, and what they refer to
 *
 * Append-only: what is typed later adds instructions, symbols and texts at the ends and changes none that is
 * there, so that every state of the machine, whose registers hold an index of an instruction, stays good.
 *
 * The script's memory (see script-memory.h) is the machine's: variables declared outermost, or in blocks there,
 * have fixed places; those of functions lie in frames, relative to the register fp.
 */
#pragma once

#include "scenario/ast.h"
#include "scenario/types.h"

typedef enum {
  OP_PUSH,                        /* value */
  OP_POP,
  OP_LEA,                         /* address of static memory: value */
  OP_LEA_LOCAL,                   /* fp + value */
  OP_MACHINE_VALUE,               /* value: MachineValue */
  OP_LOAD,                        /* address → value; width, is_signed */
  OP_STORE,                       /* address, value → value; width */
  OP_DUP,
  OP_SWAP,
  OP_COPY,                        /* to, from → to; value: bytes */
  OP_ZERO,                        /* address → ; value: bytes that become zero */
  OP_FORGET,                      /* address → ; value: bytes that have no value yet */
  OP_INDEX,                       /* address, index → address; value: element, target: how many there are, 0: unknown */
  OP_ADD, OP_SUBTRACT, OP_MULTIPLY, OP_DIVIDE, OP_REMAINDER,
  OP_AND, OP_OR, OP_XOR, OP_SHIFT_LEFT, OP_SHIFT_RIGHT,
  OP_EQUAL, OP_UNEQUAL, OP_LESS, OP_LESS_EQUAL, OP_GREATER, OP_GREATER_EQUAL,   /* is_signed */
  OP_NEGATE, OP_INVERT, OP_NOT,
  OP_NORMALIZE,                   /* to width and is_signed; width 0: to bool; flag: the value below the top */
  OP_JUMP,                        /* target */
  OP_JUMP_IF, OP_JUMP_UNLESS,     /* value → ; target */
  OP_JUMP_EQUAL,                  /* value → if it is `value`, else it stays; target */
  OP_STATEMENT,                   /* target: line in the lesson's text; flag: begins what was typed */
  OP_STEP,                        /* target: text */
  OP_SAY,                         /* target: text; flag: for the speaker */
  OP_LIST,                        /* zone, order, (type →) or zone, cpu, order, type → its name; flag: AnswerKind; value: arguments */
  OP_LOOK,                        /* (object →) ; target: text of the view; flag: AnswerKind */
  OP_EXPECT,                      /* left, right → ; target: index of the expectation */
  OP_ASK,                         /* (answer →) ; target: index of the question; flag: AnswerKind */
  OP_CALL,                        /* arguments → result; target: function; value: arguments */
  OP_RETURN,                      /* flag: with a value */
  OP_KERNEL,                      /* arguments → result; target: SimCallId; value: arguments */
  OP_OWNER,                       /* what the last call gave belongs to owner `target`; flag: its address is below */
  OP_BUILTIN,                     /* arguments → result; target: BuiltinId; value: arguments */
  OP_ENTER_CPU,                   /* number → ; value: where what was before is kept; flag: relative to fp */
  OP_ENTER_CONTEXT,               /* target: SimContextKind; value, flag: likewise */
  OP_LEAVE_CONTEXT,               /* either of them; value, flag: likewise */
  OP_PER_CPU,                     /* address, CPU → address of that CPU's copy; value: bytes of one copy */
  OP_THIS_CPU,                    /* → number of the running CPU */
  OP_PIECE,                       /* target: what was typed is number */
  OP_PIECE_END,                   /* back to where the script stood */
  OP_END,                         /* of the scenario */
  OP_NOTHING
} Op;

typedef enum {
  VALUE_MEM_MAP, VALUE_HIGH_MEMORY, VALUE_MAX_LOW_PFN, VALUE_N_CPUS, VALUE_PAGE_OFFSET, VALUE_VMALLOC_START, VALUE_VMALLOC_END,
  VALUE_PKMAP_BASE, VALUE_LAST_PKMAP, VALUE_FIXADDR_START, VALUE_FIXADDR_TOP
} MachineValue;

typedef enum {
  ANSWER_NONE,
  ANSWER_NUMBER,
  ANSWER_PAGE,
  ANSWER_NAME,                    /* of a zone */
  ANSWER_ADDRESS,
  ANSWER_ORDER,                   /* the free lists of an order; the value is the name of one of them */
  ANSWER_LIST,                    /* sim_list_id () */
  ANSWER_PCP_LIST,                /* sim_pcp_list_id () */
  ANSWER_CHOICE
} AnswerKind;

typedef enum {
  BUILTIN_PRINTK, BUILTIN_MEMSET, BUILTIN_MEMCPY, BUILTIN_MEMCMP, BUILTIN_STRLEN, BUILTIN_STRCMP, BUILTIN_STRCPY,
  BUILTIN_RANDOM, BUILTIN_BUG, BUILTIN_WARN, BUILTIN_MISTAKES,
  N_BUILTINS
} BuiltinId;

typedef struct {
  uint8_t  op;
  uint8_t  width;                 /* bytes */
  uint8_t  is_signed;
  uint8_t  flag;
  uint32_t target;
  uint64_t value;
} Instruction;

/* Where an instruction came from: bytes of a unit's text. */
typedef struct {
  uint32_t first, end, unit;
} Span;

/* A text that was compiled: the scenario, or what was typed. */
typedef struct {
  Ast     *ast;                   /* owned where is_owned */
  gboolean is_owned;
  unsigned first_line;            /* of the lesson's text, from 1 */
  unsigned parent;                /* of what was typed: the piece before it; 0: the scenario itself */
  unsigned code_first;
  uint32_t resume;                /* of what was typed: the instruction before which the script stood */
  char    *text;                  /* as it is shown in the lesson's text; owned; NULL: the scenario */
} Unit;

/* What the reader sees, in several languages. */
typedef struct {
  char       *text;               /* owned */
  gboolean    is_translated;      /* looked up in the program's catalogue */
  GHashTable *given;              /* "zh_CN" → text; owned; NULL: none */
} Text;

typedef enum { SYMBOL_VARIABLE, SYMBOL_CONSTANT, SYMBOL_PER_CPU, SYMBOL_STRUCT, SYMBOL_TYPE } SymbolKind;

typedef struct Symbol Symbol;

struct Symbol {
  const char       *name;         /* owned by the program's types */
  SymbolKind        kind;
  const ScriptType *type;
  uint64_t          value;        /* of a constant; else the place: static, or relative to fp */
  gboolean          is_local;
  unsigned          function;     /* 0: outermost */
  unsigned          piece;        /* 0: the scenario */
  unsigned          scope;        /* number of its block */
  uint32_t          code_first, code_end;   /* where it can be seen, half-open */
  uint32_t          line;
  Symbol           *hidden;       /* while compiling: what had the name outside of its block */
};

typedef struct {
  const char       *name;
  const ScriptType *returns;
  GArray           *parameters;   /* of Symbol index; owned */
  GArray           *parameter_types;
  uint32_t          code, code_end; /* of its instructions, half-open */
  uint32_t          frame_size;
  unsigned          piece;
  GHashTable       *calls;        /* set of functions, for recursion */
  uint32_t          first, end, unit;
  gboolean          is_defined;
} Function;

typedef struct {
  char             *text;
  const ScriptType *left, *right; /* right NULL: one value that must not be zero */
  uint32_t          op;           /* Op of the comparison; OP_NOTHING: of one value */
  uint32_t          line;
} Expectation;

typedef struct {
  unsigned   text;
  GArray    *choices;             /* of text numbers; NULL: none */
  GArray    *why_not;             /* of text numbers, beside the choices; NULL: none */
  unsigned   why;                 /* text; UINT_MAX: none */
  AnswerKind kind;
  gboolean   is_hex;              /* the answer, a number, is written so */
} Question;

/* Whose is what a call gave: "a", or "p[1]" from the variable's type and where in it the result was put. */
typedef struct {
  char             *name;         /* as written */
  const ScriptType *type;         /* of the variable, to write an index; NULL: the name as it is */
  uint64_t          base;         /* of the variable */
  gboolean          is_local;
  uint32_t          line;
} Owner;

typedef struct {
  const SimProfile *profile;
  TypeTable  *types;
  GArray     *code;               /* of Instruction */
  GArray     *spans;              /* of Span, one for each instruction */
  GArray     *units;              /* of Unit; 0: the scenario */
  GPtrArray  *texts;              /* of Text */
  GPtrArray  *strings;            /* of char *: number - SIM_N_OWN_STRINGS */
  GHashTable *string_numbers;
  GPtrArray  *symbols;            /* of Symbol */
  GPtrArray  *functions;          /* of Function; 0: none, the outermost */
  GArray     *expectations, *questions, *owners;
  uint32_t    static_end;         /* bytes of script memory used by variables */
  uint32_t    end_code;           /* of OP_END of the scenario */
  unsigned    n_pieces;
  unsigned    n_scopes;
} Program;

Program    *program_new       (const SimProfile *profile);
void        program_free      (Program *program);
/* Compiles the scenario. False: mistakes, see messages; the program is then of no use. The tree is borrowed. */
gboolean    program_compile   (Program *program, Ast *ast, Messages *messages);

/* What is typed, where the script's program counter is at code and the last piece is `piece`. On success *entry is
 * its first instruction, the new piece number program->n_pieces. On failure the program is as before. Takes the tree. */
gboolean    program_compile_piece (Program *program, Ast *ast, unsigned piece, uint32_t code, Messages *messages,
                                   uint32_t *entry, const ScriptType **shown);

unsigned    program_add_text  (Program *program, const char *text, gboolean is_translated);
const char *program_text      (const Program *program, unsigned number);     /* in the reader's language */
uint32_t    program_string    (Program *program, const char *text, size_t length);
uint64_t    script_string_address (Program *program, const char *text, size_t length);
const char *program_string_text (const Program *program, uint32_t number);   /* NULL: none */

/* Whether a symbol can be seen where the script stands. */
gboolean    program_sees      (const Program *program, const Symbol *symbol, unsigned piece, uint32_t code);
Symbol     *program_find      (const Program *program, const char *name, unsigned piece, uint32_t code);
gboolean    program_piece_is_after (const Program *program, unsigned piece, unsigned ancestor);
Place       program_place     (const Program *program, uint32_t code, const Unit **unit);

static inline Instruction *
program_at (const Program *program,
            uint32_t       code)
{
  return &g_array_index (program->code, Instruction, code);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Program, program_free)
