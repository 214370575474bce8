/* compile.h - what the parts of the compiler share
 *
 * Checking and writing instructions are one walk over the tree. Every expression leaves exactly one value (a void
 * call leaves 0), numbers are kept as 64 bits, extended as their type says. Constant parts are calculated at once.
 */
#pragma once

#include "scenario/program.h"
#include "scenario/script-memory.h"

typedef struct {
  GArray  *breaks, *continues;    /* of uint32_t: jumps to be given their target */
  gboolean is_switch;
  unsigned n_cpu_blocks;          /* on_cpu blocks around it */
  GArray  *cases;                 /* of a switch: of Case */
  const ScriptType *type;
} Loop;

typedef struct {
  uint64_t value;
  uint32_t code;
  gboolean is_default;
} Case;

typedef struct {
  unsigned id;
  uint32_t first_symbol;
} Scope;

/* An on_cpu block that is open: where the CPU before is kept. */
typedef struct {
  unsigned id;
  uint64_t slot;
  gboolean is_local;
} CpuBlock;

typedef struct {
  const char *name;
  uint32_t    code;
  GArray     *cpu_blocks;         /* copies, outermost first */
  const Node *node;
  gboolean    is_used;
} Label;

typedef struct {
  const Node *node;
  uint32_t    code;               /* of a place for leaving on_cpu blocks, then the jump */
  GArray     *cpu_blocks;
} Goto;

typedef struct {
  Program    *program;
  Ast        *ast;
  Messages   *messages;
  unsigned    unit;
  unsigned    piece;              /* 0: the scenario */
  unsigned    parent;             /* of what is typed: the piece before, and where the script stands */
  uint32_t    resume;
  unsigned    function;
  uint32_t    frame_used;
  uint32_t    barrier;            /* no folding across this instruction: something may jump here */
  GArray     *scopes, *loops, *cpu_blocks;
  GArray     *labels, *gotos;
  GHashTable *bodies;             /* TypeBase of a struct or enum that was declared → its type */
  GHashTable *names, *tags;       /* of this text: name → Symbol that can be seen */
  GHashTable *functions;          /* of this text: name → index */
  GHashTable *labels_by_name;     /* of this function: name → 1 + index */
  unsigned    n_cpu_ids;
  size_t      n_errors;
  gboolean    wide_constants;     /* in machine(): 4 * SZ_1G does not overflow */
  gboolean    is_named;           /* the call being compiled has its result put in a variable */
  const ScriptType *shown;        /* of a typed expression */
  uint32_t    begun_at;           /* after what begins a piece; 0: nothing was typed */
  gboolean    is_begun;
} Compiler;

/* compile.c */
void        compile_report    (Compiler *compiler, MessageSeverity severity, const Node *node, const char *suggestion,
                               const char *format, ...) G_GNUC_PRINTF (5, 6);
uint32_t    compile_emit      (Compiler *compiler, const Node *node, Instruction instruction);
uint32_t    compile_position  (Compiler *compiler);
void        compile_here      (Compiler *compiler, uint32_t jump);           /* the jump goes to here */
void        compile_cut       (Compiler *compiler, uint32_t position);       /* takes instructions back */
Symbol     *compile_find      (Compiler *compiler, const char *name);        /* no struct tags */
Symbol     *compile_find_tag  (Compiler *compiler, const char *name);        /* of a struct */
unsigned    compile_scope     (Compiler *compiler);                          /* number of the innermost */
Symbol     *compile_declare   (Compiler *compiler, const Node *node, const char *name, SymbolKind kind, const ScriptType *type);
uint64_t    compile_room      (Compiler *compiler, const Node *node, const ScriptType *type, gboolean *is_local);
const char *compile_keep      (Compiler *compiler, const char *text);
void        compile_open_scope  (Compiler *compiler);
void        compile_close_scope (Compiler *compiler);
void        compile_begin     (Compiler *compiler, const Node *node);        /* of a statement */

/* compile-statement.c */
void        compile_statement (Compiler *compiler, const Node *node);
void        compile_body      (Compiler *compiler, const Node *node);
void        compile_resolve_gotos (Compiler *compiler);

/* compile-type.c */
const ScriptType *compile_type (Compiler *compiler, const TypeName *name, const Node *node);

/* compile-function.c */
Function   *compile_find_function (Compiler *compiler, const char *name, unsigned *index);
void        compile_function  (Compiler *compiler, const Node *node);
gboolean    compile_check_calls (Compiler *compiler, unsigned first_function);

/* compile-declaration.c */
void        compile_declaration (Compiler *compiler, const Node *node);
void        compile_per_cpu   (Compiler *compiler, const Node *node);

/* compile-expression.c */
const ScriptType *compile_value (Compiler *compiler, const Node *node);      /* arrays become pointers */
const ScriptType *compile_place (Compiler *compiler, const Node *node);      /* its address */
void        compile_convert   (Compiler *compiler, const Node *node, const ScriptType *from, const ScriptType *to, gboolean is_cast);
void        compile_truth     (Compiler *compiler, const Node *node);        /* a value for a condition */
gboolean    compile_constant  (Compiler *compiler, const Node *node, uint64_t *value, const ScriptType **type);
void        compile_operation (Compiler *compiler, const Node *node, Op op, const ScriptType *type);
const ScriptType *compile_common_type (Compiler *compiler, const ScriptType *a, const ScriptType *b);
void        compile_load      (Compiler *compiler, const Node *node, const ScriptType *type);
void        compile_push      (Compiler *compiler, const Node *node, uint64_t value);

/* compile-operand.c, compile-place.c */
Instruction *compile_constant_before (Compiler *compiler, unsigned n);       /* the n-th last instruction, if it can be calculated with */
gboolean    compile_is_zero   (Compiler *compiler);                          /* is that the last? */
void        compile_normalize (Compiler *compiler, const Node *node, const ScriptType *type);
void        compile_store     (Compiler *compiler, const Node *node, const ScriptType *type);
const ScriptType *compile_promoted (Compiler *compiler, const ScriptType *type);
const ScriptType *compile_value_at_place (Compiler *compiler, const Node *node, const ScriptType *type);  /* an address is on the stack */
const ScriptType *compile_mistaken_place (Compiler *compiler, const Node *node);
const ScriptType *compile_name (Compiler *compiler, const Node *node);       /* a constant by its name */
const ScriptType *compile_number_type (Compiler *compiler, const Node *node);
gboolean    compile_calls_kernel (Compiler *compiler, const Node *node);
void        compile_owner     (Compiler *compiler, const Node *place, const Node *call);

/* compile-call.c, compile-word.c */
const ScriptType *compile_call (Compiler *compiler, const Node *node);
const ScriptType *compile_call_place (Compiler *compiler, const Node *node); /* per_cpu (x, 1); NULL: not a place */
const ScriptType *compile_mistaken_call (Compiler *compiler, const Node *node);
const ScriptType *compile_per_cpu_call (Compiler *compiler, const Node *node);      /* NULL: none of them */
gboolean    compile_word      (Compiler *compiler, const Node *node);        /* step, say, …: FALSE: none of them */
unsigned    compile_n_arguments (const Node *node);
gboolean    compile_expect_arguments (Compiler *compiler, const Node *node, unsigned least, unsigned most);

/* for the teaching words. The first argument, a text; UINT_MAX: it is none, reported. */
unsigned    compile_text      (Compiler *compiler, const Node *call);
void        compile_translate (Compiler *compiler, unsigned text, const char *language, const Node *node);
gboolean    compile_is_language (const char *word);                          /* "zh_CN", "de" */
void        compile_refuse    (Compiler *compiler, const Node *call, const Node *node, const char *existing);

/* compile-ask.c */
void        compile_ask       (Compiler *compiler, const Node *node);
/* What can be clicked or looked at: a page, an address, a name, free_list (…), pcp_list (…), or else a number. */
AnswerKind  compile_object    (Compiler *compiler, const Node *node, const ScriptType **type);

/* evaluate.c: one operator on two numbers. False: it has no result. */
gboolean    op_evaluate       (Op op, gboolean is_signed, unsigned width, uint64_t a, uint64_t b, uint64_t *result);
char       *op_dup_mistake    (Op op, unsigned width, uint64_t b);
