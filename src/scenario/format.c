#include "format.h"

#include <string.h>

#include "scenario/vm.h"
#include "scenario/words.h"

#define LARGEST_WIDTH 200
#define MANY_ELEMENTS 16

Conversion
format_next (const char *format,
             size_t      length,
             size_t      from)
{
  Conversion c = { .precision = -1, .size = 4 };
  size_t at = from;

  while (at < length && format[at] != '%')
    at++;
  c.first = at;
  if (at >= length)
    {
      c.end = length;
      return c;
    }

  for (at++; at < length; at++)
    if (format[at] == '-')
      c.left = TRUE;
    else if (format[at] == '0')
      c.zero = TRUE;
    else if (format[at] == '+')
      c.plus = TRUE;
    else if (format[at] == ' ')
      c.space = TRUE;
    else if (format[at] == '#')
      c.alternate = TRUE;
    else
      break;
  for (; at < length && g_ascii_isdigit (format[at]); at++)
    c.width = MIN (c.width * 10 + (format[at] - '0'), LARGEST_WIDTH);
  if (at < length && format[at] == '.')
    for (at++, c.precision = 0; at < length && g_ascii_isdigit (format[at]); at++)
      c.precision = MIN (c.precision * 10 + (format[at] - '0'), LARGEST_WIDTH);

  for (; at < length; at++)
    if (format[at] == 'l')
      c.size = c.size == 0 ? 8 : 0;
    else if (format[at] == 'h')
      c.size = c.size == 2 ? 1 : 2;
    else if (format[at] == 'z' || format[at] == 't')
      c.size = 0;
    else if (format[at] == 'L')
      c.size = 8;
    else
      break;

  c.kind = CONVERSION_UNKNOWN;
  char kind = at < length ? format[at] : 0;
  c.end = at < length ? at + 1 : at;
  switch (kind)
    {
    case '%':
      c.kind = CONVERSION_PERCENT;
      break;
    case 'd':
    case 'i':
      c.kind = CONVERSION_SIGNED;
      break;
    case 'u':
      c.kind = CONVERSION_UNSIGNED;
      break;
    case 'x':
    case 'X':
      c.kind = CONVERSION_HEX;
      c.upper = kind == 'X';
      break;
    case 'o':
      c.kind = CONVERSION_OCTAL;
      break;
    case 'c':
      c.kind = CONVERSION_CHARACTER;
      break;
    case 's':
      c.kind = CONVERSION_STRING;
      break;
    case 'p':
      c.size = 0;
      c.kind = CONVERSION_POINTER;
      at++;
      if (at < length && (format[at] == 'x' || format[at] == 'K'))
        c.end = at + 1;
      else if (at < length && format[at] == 'a')
        {
          c.kind = CONVERSION_PHYS;
          c.end = at + 1;
          if (c.end < length && (format[c.end] == 'p' || format[c.end] == 'd'))
            c.end++;
        }
      else if (at + 1 < length && format[at] == 'G' && format[at + 1] == 'g')
        {
          c.kind = CONVERSION_GFP;
          c.end = at + 2;
        }
      else if (at < length && g_ascii_isalpha (format[at]))
        {
          c.kind = CONVERSION_UNKNOWN;
          c.end = at + 1;
        }
      break;
    default:
      break;
    }
  return c;
}

static void
append_padded (GString          *out,
               const Conversion *c,
               const char       *prefix,
               const char       *body,
               size_t            n_body)
{
  size_t n = strlen (prefix) + n_body;
  size_t padding = c->width > n ? c->width - n : 0;
  gboolean with_zeros = c->zero && !c->left && (c->precision < 0 || c->kind == CONVERSION_POINTER);

  if (!c->left && !with_zeros)
    for (size_t i = 0; i < padding; i++)
      g_string_append_c (out, ' ');
  g_string_append (out, prefix);
  if (with_zeros)
    for (size_t i = 0; i < padding; i++)
      g_string_append_c (out, '0');
  g_string_append_len (out, body, n_body);
  if (c->left)
    for (size_t i = 0; i < padding; i++)
      g_string_append_c (out, ' ');
}

void
format_number (GString          *out,
               const Conversion *conversion,
               unsigned          long_size,
               uint64_t          value)
{
  unsigned size = conversion->size == 0 ? long_size : conversion->size;
  unsigned shift = 64 - 8 * size;
  const char *prefix = "";
  char digits[128];
  Conversion c = *conversion;

  switch (conversion->kind)
    {
    case CONVERSION_SIGNED:
      {
        int64_t number = (int64_t) (value << shift) >> shift;
        uint64_t amount = number < 0 ? 0 - (uint64_t) number : (uint64_t) number;

        prefix = number < 0 ? "-" : c.plus ? "+" : c.space ? " " : "";
        g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, amount);
        break;
      }
    case CONVERSION_CHARACTER:
      digits[0] = (char) value;
      append_padded (out, &c, "", digits, 1);
      return;
    case CONVERSION_HEX:
      value = value << shift >> shift;
      prefix = c.alternate && value != 0 ? (c.upper ? "0X" : "0x") : "";
      g_snprintf (digits, sizeof digits, c.upper ? "%" G_GINT64_MODIFIER "X" : "%" G_GINT64_MODIFIER "x", value);
      break;
    case CONVERSION_OCTAL:
      value = value << shift >> shift;
      prefix = c.alternate ? "0" : "";
      g_snprintf (digits, sizeof digits, "%" G_GINT64_MODIFIER "o", value);
      break;
    case CONVERSION_POINTER:
      c.zero = TRUE;
      c.width = MAX (c.width, long_size * 2);
      value = value << shift >> shift;
      g_snprintf (digits, sizeof digits, "%" G_GINT64_MODIFIER "x", value);
      break;
    case CONVERSION_PHYS:
      prefix = "0x";
      g_snprintf (digits, sizeof digits, long_size == 4 ? "%08" G_GINT64_MODIFIER "x" : "%016" G_GINT64_MODIFIER "x", value);
      break;
    default:
      value = value << shift >> shift;
      g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, value);
      break;
    }

  size_t n = strlen (digits);
  g_autoptr (GString) body = g_string_new (NULL);
  for (size_t i = n; c.precision > 0 && i < (size_t) c.precision; i++)
    g_string_append_c (body, '0');
  g_string_append (body, digits);
  append_padded (out, &c, prefix, body->str, body->len);
}

void
format_text (GString          *out,
             const Conversion *conversion,
             const char       *text,
             size_t            length)
{
  if (conversion->precision >= 0 && (size_t) conversion->precision < length)
    length = conversion->precision;
  append_padded (out, conversion, "", text, length);
}

void
format_gfp (GString          *out,
            const SimProfile *profile,
            uint32_t          gfp)
{
  char names[512];

  sim_gfp_print (profile, gfp, names, sizeof names);
  g_string_append (out, names);
}

/* --- values ---------------------------------------------------------------------------------- */

static char *
format_address (const Program    *program,
                const SimMachine *machine,
                const ScriptType *type,
                uint64_t          value)
{
  uint64_t offset = value - script_string_base (program->profile);
  SimPfn pfn;

  if (value == 0)
    return g_strdup ("NULL");
  if (type_is_string (type) && value >= script_string_base (program->profile) && offset % SCRIPT_STRING_STRIDE == 0
      && offset / SCRIPT_STRING_STRIDE < (uint64_t) SIM_N_OWN_STRINGS + SCRIPT_MAX_STRINGS)
    {
      const char *text = program_string_text (program, offset / SCRIPT_STRING_STRIDE);
      if (text != NULL)
        return g_strdup_printf ("\"%s\"", text);
    }
  if (type_is_page (type) && machine != NULL && sim_page_to_pfn (machine, value, &pfn))
    return g_strdup_printf ("0x%0*" G_GINT64_MODIFIER "x (pfn 0x%x)", (int) type->size * 2, value, pfn);
  return g_strdup_printf ("0x%0*" G_GINT64_MODIFIER "x", (int) type->size * 2, value);
}

char *
format_value (const Program    *program,
              const SimMachine *machine,
              const ScriptType *type,
              uint64_t          value)
{
  int64_t number = (int64_t) value;

  if (type_is_pointer (type))
    return format_address (program, machine, type, value);
  if (type->kind == KIND_BOOL)
    return g_strdup (value != 0 ? "true" : "false");
  if (type->kind != KIND_INTEGER)
    return g_strdup ("?");
  if (type_is_called (type, "gfp_t"))
    {
      g_autoptr (GString) names = g_string_new (NULL);
      format_gfp (names, program->profile, value);
      return g_string_free (g_steal_pointer (&names), FALSE);
    }
  if (type_is_called (type, "phys_addr_t") || type_is_called (type, "dma_addr_t") || type_is_called (type, "resource_size_t"))
    return g_strdup_printf ("0x%0*" G_GINT64_MODIFIER "x", (int) type->size * 2, value);
  if (type->is_signed && number < 0)
    {
      const char *error = word_error_name (-number);

      return error != NULL && type->size >= 4 ? g_strdup_printf ("%" G_GINT64_FORMAT " (-%s)", number, error)
                                              : g_strdup_printf ("%" G_GINT64_FORMAT, number);
    }
  if (type->size == 1 && type->is_signed && g_ascii_isprint ((char) value))
    return g_strdup_printf ("%" G_GUINT64_FORMAT " '%c'", value, (char) value);
  /* A number this large may be an address. */
  if (value >= 4096 && type->size >= 4)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " (0x%" G_GINT64_MODIFIER "x)", value, value);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
}

static void
append_object (GString          *out,
               const Program    *program,
               const SimMachine *machine,
               const ScriptType *type,
               uint64_t          address,
               unsigned          depth)
{
  uint64_t value;

  if (out->len > 2000 || depth > 8)
    g_string_append (out, "…");
  else if (type->kind == KIND_ARRAY)
    {
      g_string_append_c (out, '{');
      for (uint64_t i = 0; i < type->n && i < MANY_ELEMENTS; i++)
        {
          g_string_append (out, i > 0 ? ", " : "");
          append_object (out, program, machine, type->target, address + i * type->target->size, depth + 1);
        }
      g_string_append (out, type->n > MANY_ELEMENTS ? ", …}" : "}");
    }
  else if (type->kind == KIND_STRUCT)
    {
      g_string_append_c (out, '{');
      for (guint i = 0; type->members != NULL && i < type->members->len; i++)
        {
          ScriptMember member = g_array_index (type->members, ScriptMember, i);

          g_string_append_printf (out, "%s.%s = ", i > 0 ? ", " : "", member.name);
          append_object (out, program, machine, member.type, address + member.offset, depth + 1);
        }
      g_string_append_c (out, '}');
    }
  else if (type->size == 0 || type->size > 8)
    g_string_append_c (out, '?');
  else if (script_memory_read (machine, program->profile, address, type->size, &value))
    {
      g_autofree char *text = format_value (program, machine, type, type_normalize (type, value));
      g_string_append (out, text);
    }
  else
    g_string_append_c (out, '?');
}

char *
format_object (const Program    *program,
               const SimMachine *machine,
               const ScriptType *type,
               uint64_t          address)
{
  GString *out = g_string_new (NULL);

  append_object (out, program, machine, type, address, 0);
  return g_string_free (out, FALSE);
}
