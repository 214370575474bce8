#include "export/svg.h"

#include <string.h>

struct SvgShared {
  GHashTable *numbers;          /* by what is written, from 1; owned texts */
};

SvgShared *
svg_shared_new (void)
{
  SvgShared *shared = g_new0 (SvgShared, 1);

  shared->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return shared;
}

void
svg_shared_free (SvgShared *shared)
{
  g_hash_table_unref (shared->numbers);
  g_free (shared);
}

static void
add_key (Svg        *svg,
         const char *name,
         SceneKey    key)
{
  if (key.kind || key.part || key.id)
    g_string_append_printf (svg->out, " data-%s=\"%u:%u.%u.%" G_GUINT64_FORMAT "\"", name, svg->part, key.kind, key.part,
                            key.id);
}

void
svg_add_keys (Svg              *svg,
              const SceneShape *shape)
{
  SceneRect at = shape->form == SCENE_RIBBON ? scene_shape_bounds (shape) : shape->rect;

  add_key (svg, "key", shape->key);
  add_key (svg, "in", shape->parent);
  if (!shape->key.kind && !shape->key.part && !shape->key.id)
    return;
  g_string_append (svg->out, " data-at=\"");
  svg_point (svg->out, at.x, at.y);
  g_string_append_c (svg->out, ' ');
  svg_point (svg->out, at.width, at.height);
  g_string_append_c (svg->out, '"');
}

static void
end_run (SvgList *list)
{
  if (list->first == 0)
    return;

  if (list->text->len > 0)
    g_string_append_c (list->text, ' ');
  g_string_append_printf (list->text, "%u", list->first);
  if (list->last > list->first)
    g_string_append_printf (list->text, "-%u", list->last);
  list->first = 0;
}

static void
add_to_list (SvgList *list,
             unsigned number)
{
  if (list->first == 0 || number != list->last + 1)
    {
      end_run (list);
      list->first = number;
    }
  list->last = number;
}

SvgList
svg_begin_list (Svg *svg)
{
  SvgList outer = svg->list;

  if (outer.text)
    {
      end_run (&outer);
      g_string_append (outer.text, outer.text->len > 0 ? " p" : "p");
    }
  svg->list = (SvgList) { .text = g_string_new (NULL) };
  return outer;
}

void
svg_end_list (Svg     *svg,
              size_t   start,
              SvgList  outer)
{
  char *attribute;

  end_run (&svg->list);
  attribute = g_strdup_printf (" data-shapes=\"%s\"", svg->list.text->str);
  g_string_insert (svg->out, (gssize) (start + strcspn (svg->out->str + start, " >")), attribute);
  g_free (attribute);
  g_string_free (svg->list.text, TRUE);
  svg->list = outer;
}

void
svg_share (Svg   *svg,
           size_t start)
{
  GHashTable *numbers = svg->shared->numbers;
  const char *written = svg->out->str + start;
  unsigned number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, written));
  char *id;

  if (number)
    {
      g_string_truncate (svg->out, start);
      if (svg->list.text)
        add_to_list (&svg->list, number);
      else
        g_string_append_printf (svg->out, "<use href=\"#s%u\"/>\n", number);
      return;
    }

  number = g_hash_table_size (numbers) + 1;
  g_hash_table_insert (numbers, g_strdup (written), GUINT_TO_POINTER (number));
  if (svg->list.text)
    add_to_list (&svg->list, number);
  id = g_strdup_printf (" id=\"s%u\"", number);
  g_string_insert (svg->out, (gssize) (start + strlen ("<g")), id);
  g_free (id);
}
