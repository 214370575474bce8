#include "types.h"

#include <string.h>

#define LONG_WIDE 0               /* as wide as unsigned long */

static const struct {
  const char *name;
  unsigned    bytes;
  gboolean    is_signed;
} integers[] = {
  { "char", 1, TRUE }, { "signed char", 1, TRUE }, { "unsigned char", 1, FALSE },
  { "short", 2, TRUE }, { "unsigned short", 2, FALSE }, { "int", 4, TRUE }, { "unsigned int", 4, FALSE },
  { "long", LONG_WIDE, TRUE }, { "unsigned long", LONG_WIDE, FALSE },
  { "long long", 8, TRUE }, { "unsigned long long", 8, FALSE },
  { "u8", 1, FALSE }, { "u16", 2, FALSE }, { "u32", 4, FALSE }, { "u64", 8, FALSE },
  { "s8", 1, TRUE }, { "s16", 2, TRUE }, { "s32", 4, TRUE }, { "s64", 8, TRUE },
  { "__u8", 1, FALSE }, { "__u16", 2, FALSE }, { "__u32", 4, FALSE }, { "__u64", 8, FALSE },
  { "__le16", 2, FALSE }, { "__le32", 4, FALSE }, { "__le64", 8, FALSE },
  { "__be16", 2, FALSE }, { "__be32", 4, FALSE }, { "__be64", 8, FALSE },
  { "uint8_t", 1, FALSE }, { "uint16_t", 2, FALSE }, { "uint32_t", 4, FALSE }, { "uint64_t", 8, FALSE },
  { "int8_t", 1, TRUE }, { "int16_t", 2, TRUE }, { "int32_t", 4, TRUE }, { "int64_t", 8, TRUE },
  { "uint", 4, FALSE }, { "ulong", LONG_WIDE, FALSE }, { "ushort", 2, FALSE },
  { "size_t", LONG_WIDE, FALSE }, { "ssize_t", LONG_WIDE, TRUE }, { "ptrdiff_t", LONG_WIDE, TRUE },
  { "uintptr_t", LONG_WIDE, FALSE }, { "pgoff_t", LONG_WIDE, FALSE }, { "loff_t", 8, TRUE },
  { "gfp_t", 4, FALSE }, { "slab_flags_t", 4, FALSE }, { "fmode_t", 4, FALSE }, { "umode_t", 2, FALSE },
  { "phys_addr_t", LONG_WIDE, FALSE }, { "dma_addr_t", LONG_WIDE, FALSE }, { "resource_size_t", LONG_WIDE, FALSE },
  { "spinlock_t", 4, FALSE }, { "mempool_t", 4, FALSE }, { "dev_t", 4, FALSE }, { "pid_t", 4, TRUE }, { "irqreturn_t", 4, TRUE }, { "vm_fault_t", 4, FALSE },
};

/* Structs of the kernel whose sizes are known, per profile. Sources: the definitions in the kernel's
 * include/linux/cdev.h, kobject.h, types.h, with the sizes and alignments of the architecture; with no
 * option that adds members (no CONFIG_DEBUG_KOBJECT_RELEASE). In 2.6.11 a kobject holds a name of 20 bytes.
 * struct page comes from the profile. */
static const struct {
  const char *tag;
  const char *profile;
  unsigned    bytes;
} kernel_structs[] = {
  { "cdev", "6.1-i386", 60 },      { "cdev", "2.6.11-i386", 76 },
  { "kobject", "6.1-i386", 36 },   { "kobject", "2.6.11-i386", 52 },
  { "kref", "6.1-i386", 4 },       { "kref", "2.6.11-i386", 4 },
  { "list_head", "6.1-i386", 8 },  { "list_head", "2.6.11-i386", 8 },
  { "hlist_node", "6.1-i386", 8 }, { "hlist_node", "2.6.11-i386", 8 },
  { "rb_node", "6.1-i386", 12 },   { "rb_node", "2.6.11-i386", 16 },
};

static ScriptType *
type_new (TypeTable *table,
          TypeKind   kind,
          uint64_t   size)
{
  ScriptType *type = g_new0 (ScriptType, 1);

  type->kind = kind;
  type->size = size;
  type->is_complete = TRUE;
  type->align = MIN (size, table->profile->bits / 8);
  type->align = MAX (type->align, 1);
  g_ptr_array_add (table->types, type);
  return type;
}

static void
type_free (gpointer data)
{
  ScriptType *type = data;

  g_clear_pointer (&type->members, g_array_unref);
  g_clear_pointer (&type->arrays, g_ptr_array_unref);
  g_free (type);
}

static const ScriptType *
add_named (TypeTable  *table,
           const char *name,
           TypeKind    kind,
           unsigned    bytes,
           gboolean    is_signed)
{
  ScriptType *type = type_new (table, kind, bytes);

  type->name = g_string_chunk_insert_const (table->names, name);
  type->is_signed = is_signed;
  g_hash_table_insert (table->named, (char *) type->name, type);
  return type;
}

TypeTable *
type_table_new (const SimProfile *profile)
{
  TypeTable *table = g_new0 (TypeTable, 1);

  table->profile = profile;
  table->types = g_ptr_array_new_with_free_func (type_free);
  table->names = g_string_chunk_new (1024);
  table->named = g_hash_table_new (g_str_hash, g_str_equal);

  table->type_void = add_named (table, "void", KIND_VOID, 0, FALSE);
  table->type_bool = add_named (table, "bool", KIND_BOOL, 1, FALSE);
  table->type_mistake = type_new (table, KIND_MISTAKE, profile->bits / 8);
  for (size_t i = 0; i < G_N_ELEMENTS (integers); i++)
    add_named (table, integers[i].name, KIND_INTEGER,
               integers[i].bytes == LONG_WIDE ? profile->bits / 8 : integers[i].bytes, integers[i].is_signed);

  table->type_char = type_named (table, "char");
  table->type_int = type_named (table, "int");
  table->type_uint = type_named (table, "unsigned int");
  table->type_long = type_named (table, "long");
  table->type_ulong = type_named (table, "unsigned long");
  table->type_llong = type_named (table, "long long");
  table->type_ullong = type_named (table, "unsigned long long");
  table->type_gfp = type_named (table, "gfp_t");
  table->type_phys = type_named (table, "phys_addr_t");
  table->type_size = type_named (table, "size_t");
  table->page = type_struct_new (table, "page");
  return table;
}

void
type_table_free (TypeTable *table)
{
  if (table == NULL)
    return;

  g_hash_table_unref (table->named);
  g_ptr_array_unref (table->types);
  g_string_chunk_free (table->names);
  g_free (table);
}

const ScriptType *
type_named (TypeTable  *table,
            const char *name)
{
  return g_hash_table_lookup (table->named, name);
}

const ScriptType *
type_pointer_to (TypeTable        *table,
                 const ScriptType *target)
{
  ScriptType *of = (ScriptType *) target;

  if (of->kind == KIND_MISTAKE)
    return of;
  if (of->pointer == NULL)
    {
      of->pointer = type_new (table, KIND_POINTER, table->profile->bits / 8);
      of->pointer->target = target;
    }
  return of->pointer;
}

const ScriptType *
type_array_of (TypeTable        *table,
               const ScriptType *target,
               uint64_t          n)
{
  ScriptType *of = (ScriptType *) target, *type;

  if (of->kind == KIND_MISTAKE)
    return of;
  if (of->arrays == NULL)
    of->arrays = g_ptr_array_new ();
  for (guint i = 0; i < of->arrays->len; i++)
    {
      type = g_ptr_array_index (of->arrays, i);
      if (type->n == n)
        return type;
    }

  type = type_new (table, KIND_ARRAY, target->size * n);
  type->align = target->align;
  type->target = target;
  type->n = n;
  g_ptr_array_add (of->arrays, type);
  return type;
}

ScriptType *
type_struct_new (TypeTable  *table,
                 const char *tag)
{
  unsigned size = tag != NULL ? type_kernel_struct_size (table->profile, tag) : 0;
  ScriptType *type = type_new (table, KIND_STRUCT, size);

  type->name = tag != NULL ? g_string_chunk_insert_const (table->names, tag) : NULL;
  type->is_complete = size > 0;
  type->align = table->profile->bits / 8;
  return type;
}

void
type_struct_complete (TypeTable          *table,
                      ScriptType         *type,
                      const ScriptMember *members,
                      size_t              n)
{
  uint64_t offset = 0;
  unsigned align = 1;

  if (type->members == NULL)
    type->members = g_array_new (FALSE, FALSE, sizeof (ScriptMember));
  for (size_t i = 0; i < n; i++)
    {
      ScriptMember member = members[i];

      member.name = g_string_chunk_insert_const (table->names, member.name);
      offset = (offset + member.type->align - 1) / member.type->align * member.type->align;
      member.offset = offset;
      offset += member.type->size;
      align = MAX (align, member.type->align);
      g_array_append_val (type->members, member);
    }
  type->align = align;
  type->size = (offset + align - 1) / align * align;
  type->is_complete = TRUE;
}

unsigned
type_kernel_struct_size (const SimProfile *profile,
                         const char       *tag)
{
  if (strcmp (tag, "page") == 0)
    return profile->page_struct_size;
  for (size_t i = 0; i < G_N_ELEMENTS (kernel_structs); i++)
    if (strcmp (kernel_structs[i].tag, tag) == 0 && strcmp (kernel_structs[i].profile, profile->id) == 0)
      return kernel_structs[i].bytes;
  return 0;
}

void
type_kernel_struct_each (void (*func) (const char *tag, gpointer data),
                         gpointer data)
{
  func ("page", data);
  for (size_t i = 0; i < G_N_ELEMENTS (kernel_structs); i += 2)
    func (kernel_structs[i].tag, data);
}

const ScriptMember *
type_member (const ScriptType *type,
             const char       *name)
{
  for (guint i = 0; type->members != NULL && i < type->members->len; i++)
    if (strcmp (g_array_index (type->members, ScriptMember, i).name, name) == 0)
      return &g_array_index (type->members, ScriptMember, i);
  return NULL;
}

char *
type_dup_text (const ScriptType *type)
{
  g_autofree char *target = NULL;

  switch (type->kind)
    {
    case KIND_POINTER:
      target = type_dup_text (type->target);
      return g_strdup_printf (type->target->kind == KIND_POINTER ? "%s*" : "%s *", target);
    case KIND_ARRAY:
      target = type_dup_text (type->target);
      return g_strdup_printf ("%s[%" G_GUINT64_FORMAT "]", target, type->n);
    case KIND_STRUCT:
      return type->name != NULL ? g_strdup_printf ("struct %s", type->name) : g_strdup ("struct");
    case KIND_MISTAKE:
      return g_strdup ("?");
    case KIND_VOID:
    case KIND_BOOL:
    case KIND_INTEGER:
    default:
      return g_strdup (type->name);
    }
}

uint64_t
type_normalize (const ScriptType *type,
                uint64_t          value)
{
  if (type->kind == KIND_BOOL)
    return value != 0;
  if (type->kind == KIND_VOID || type->kind == KIND_STRUCT || type->kind == KIND_ARRAY || type->size >= 8 || type->size == 0)
    return value;

  unsigned shift = 64 - 8 * type->size;
  if (type->is_signed)
    return (uint64_t) ((int64_t) (value << shift) >> shift);
  return value << shift >> shift;
}

gboolean
type_is_called (const ScriptType *type,
                const char       *name)
{
  return type->kind != KIND_STRUCT && type->name != NULL && strcmp (type->name, name) == 0;
}

gboolean
type_is_page (const ScriptType *type)
{
  return type->kind == KIND_POINTER && type->target->kind == KIND_STRUCT && type->target->name != NULL
         && strcmp (type->target->name, "page") == 0;
}

gboolean
type_is_string (const ScriptType *type)
{
  return type->kind == KIND_POINTER && type->target->kind == KIND_INTEGER && type->target->size == 1;
}

gboolean
script_type_is_name (const char *word)
{
  if (strcmp (word, "bool") == 0 || strcmp (word, "void") == 0)
    return TRUE;
  for (size_t i = 0; i < G_N_ELEMENTS (integers); i++)
    if (strcmp (word, integers[i].name) == 0)
      return TRUE;
  return FALSE;
}

void
script_type_each (void (*func) (const char *name, gpointer data),
                  gpointer data)
{
  func ("bool", data);
  func ("void", data);
  for (size_t i = 0; i < G_N_ELEMENTS (integers); i++)
    if (strchr (integers[i].name, ' ') == NULL)
      func (integers[i].name, data);
}

static void
try_cb (const char *name,
        gpointer    data)
{
  nearest_try (data, name);
}

void
script_type_suggest (Nearest *nearest)
{
  script_type_each (try_cb, nearest);
  nearest_try (nearest, "struct");
  nearest_try (nearest, "unsigned");
  nearest_try (nearest, "signed");
}
