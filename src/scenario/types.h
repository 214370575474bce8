/* types.h - the types of a script: C's, with the widths of the modelled machine
 *
 * Units      size, align, offset: bytes
 * Ownership  types belong to their table
 */
#pragma once

#include "scenario/suggest.h"
#include "sim/sim.h"

typedef enum {
  KIND_VOID,
  KIND_BOOL,
  KIND_INTEGER,
  KIND_POINTER,
  KIND_ARRAY,
  KIND_STRUCT,
  KIND_MISTAKE                    /* of what was reported already: goes with everything */
} TypeKind;

typedef struct ScriptType ScriptType;

typedef struct {
  const char       *name;
  const ScriptType *type;
  uint64_t          offset;
} ScriptMember;

struct ScriptType {
  TypeKind     kind;
  gboolean     is_signed;
  gboolean     is_complete;       /* a struct: its size is known */
  const char  *name;              /* "unsigned long", "gfp_t"; a struct's tag, or NULL */
  uint64_t     size;
  unsigned     align;
  const ScriptType *target;       /* of a pointer or array */
  uint64_t     n;                 /* of an array */
  GArray      *members;           /* of ScriptMember; NULL: they are not known to a script */
  ScriptType  *pointer;           /* the pointer to this type, if there was one */
  GPtrArray   *arrays;            /* the arrays of this type */
};

typedef struct {
  const SimProfile *profile;
  GPtrArray        *types;        /* owned */
  GStringChunk     *names;
  GHashTable       *named;        /* name → ScriptType, without structs */
  const ScriptType *type_void, *type_bool, *type_char, *type_int, *type_uint, *type_long, *type_ulong, *type_llong,
                   *type_ullong, *type_gfp, *type_phys, *type_size, *type_mistake;
  ScriptType       *page;         /* struct page */
} TypeTable;

TypeTable        *type_table_new  (const SimProfile *profile);
void              type_table_free (TypeTable *table);
const ScriptType *type_named      (TypeTable *table, const char *name);                     /* NULL: none */
const ScriptType *type_pointer_to (TypeTable *table, const ScriptType *target);
const ScriptType *type_array_of   (TypeTable *table, const ScriptType *target, uint64_t n);
/* A new struct; complete when its members are given, or if the kernel's is known. tag may be NULL. */
ScriptType       *type_struct_new (TypeTable *table, const char *tag);
void              type_struct_complete (TypeTable *table, ScriptType *type, const ScriptMember *members, size_t n);
/* Bytes of a struct of the kernel in this profile; 0: not known. */
unsigned          type_kernel_struct_size (const SimProfile *profile, const char *tag);
void              type_kernel_struct_each (void (*func) (const char *tag, gpointer data), gpointer data);

const ScriptMember *type_member   (const ScriptType *type, const char *name);               /* NULL: none */
char             *type_dup_text   (const ScriptType *type);                                 /* "struct page *" */
/* Cuts a number to the type's width and extends its sign. */
uint64_t          type_normalize  (const ScriptType *type, uint64_t value);

static inline gboolean
type_is_integer (const ScriptType *type)
{
  return type->kind == KIND_INTEGER || type->kind == KIND_BOOL;
}

static inline gboolean
type_is_pointer (const ScriptType *type)
{
  return type->kind == KIND_POINTER;
}

gboolean type_is_called  (const ScriptType *type, const char *name);
gboolean type_is_page    (const ScriptType *type);       /* struct page * */
gboolean type_is_string  (const ScriptType *type);       /* char * */

/* Names that begin a declaration, in every profile. */
gboolean script_type_is_name (const char *word);
void     script_type_suggest (Nearest *nearest);
void     script_type_each    (void (*func) (const char *name, gpointer data), gpointer data);
