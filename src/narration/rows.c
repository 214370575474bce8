/* rows.c - the rows of the inspector */
#include "narration/phrases.h"

void
narration_row_free (NarrationRow *row)
{
  if (row == NULL)
    return;

  g_free (row->label);
  g_free (row->value);
  g_free (row);
}

void
narration_add_row (GPtrArray  *rows,
                   const char *label,
                   const char *value,
                   gboolean    is_code)
{
  NarrationRow *row = g_new0 (NarrationRow, 1);

  row->label = g_strdup (label);
  row->value = g_strdup (value);
  row->is_code = is_code;
  g_ptr_array_add (rows, row);
}
