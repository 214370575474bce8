#include "compile.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

gboolean
op_evaluate (Op        op,
             gboolean  is_signed,
             unsigned  width,
             uint64_t  a,
             uint64_t  b,
             uint64_t *result)
{
  int64_t sa = (int64_t) a, sb = (int64_t) b;

  switch (op)
    {
    case OP_ADD:
      *result = a + b;
      return TRUE;
    case OP_SUBTRACT:
      *result = a - b;
      return TRUE;
    case OP_MULTIPLY:
      *result = a * b;
      return TRUE;
    case OP_DIVIDE:
    case OP_REMAINDER:
      if (b == 0)
        return FALSE;
      if (is_signed && sb == -1)
        *result = op == OP_DIVIDE ? 0 - a : 0;
      else if (is_signed)
        *result = (uint64_t) (op == OP_DIVIDE ? sa / sb : sa % sb);
      else
        *result = op == OP_DIVIDE ? a / b : a % b;
      return TRUE;
    case OP_AND:
      *result = a & b;
      return TRUE;
    case OP_OR:
      *result = a | b;
      return TRUE;
    case OP_XOR:
      *result = a ^ b;
      return TRUE;
    case OP_SHIFT_LEFT:
    case OP_SHIFT_RIGHT:
      if (b >= width * 8)
        return FALSE;
      if (op == OP_SHIFT_LEFT)
        *result = a << b;
      else
        *result = is_signed ? (uint64_t) (sa >> b) : a >> b;
      return TRUE;
    case OP_EQUAL:
      *result = a == b;
      return TRUE;
    case OP_UNEQUAL:
      *result = a != b;
      return TRUE;
    case OP_LESS:
      *result = is_signed ? sa < sb : a < b;
      return TRUE;
    case OP_LESS_EQUAL:
      *result = is_signed ? sa <= sb : a <= b;
      return TRUE;
    case OP_GREATER:
      *result = is_signed ? sa > sb : a > b;
      return TRUE;
    case OP_GREATER_EQUAL:
      *result = is_signed ? sa >= sb : a >= b;
      return TRUE;
    default:
      return FALSE;
    }
}

char *
op_dup_mistake (Op       op,
                unsigned width,
                uint64_t b)
{
  if (op == OP_DIVIDE || op == OP_REMAINDER)
    return g_strdup (_("This divides by zero."));
  if ((int64_t) b < 0)
    return g_strdup (_("This shifts by a negative number, which C leaves undefined."));
  return g_strdup_printf (_("This shifts a value of %u bits by %" PRIu64 ", which C leaves undefined."), width * 8, b);
}
