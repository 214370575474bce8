/* outline-item.c - one object of a picture, for the table */

#include "outline-item.h"

struct _PagescapeOutlineItem
{
  GObject parent_instance;

  /* Owned */
  char    *title;
  char    *text;

  SimRef   object;
  gboolean is_changed;
};

G_DEFINE_FINAL_TYPE (PagescapeOutlineItem, pagescape_outline_item, G_TYPE_OBJECT)

static void
pagescape_outline_item_finalize (GObject *object)
{
  PagescapeOutlineItem *self = PAGESCAPE_OUTLINE_ITEM (object);

  g_free (self->title);
  g_free (self->text);

  G_OBJECT_CLASS (pagescape_outline_item_parent_class)->finalize (object);
}

static void
pagescape_outline_item_class_init (PagescapeOutlineItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pagescape_outline_item_finalize;
}

static void
pagescape_outline_item_init (PagescapeOutlineItem *self)
{
}

PagescapeOutlineItem *
pagescape_outline_item_new (SimRef      object,
                            const char *title,
                            const char *text,
                            gboolean    is_changed)
{
  PagescapeOutlineItem *self = g_object_new (PAGESCAPE_TYPE_OUTLINE_ITEM, NULL);

  self->object = object;
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  self->is_changed = is_changed;

  return self;
}

SimRef
pagescape_outline_item_get_object (PagescapeOutlineItem *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_OUTLINE_ITEM (self), sim_ref (SIM_REF_NONE, 0));

  return self->object;
}

const char *
pagescape_outline_item_get_title (PagescapeOutlineItem *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_OUTLINE_ITEM (self), NULL);

  return self->title;
}

const char *
pagescape_outline_item_get_text (PagescapeOutlineItem *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_OUTLINE_ITEM (self), NULL);

  return self->text;
}

gboolean
pagescape_outline_item_is_changed (PagescapeOutlineItem *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_OUTLINE_ITEM (self), FALSE);

  return self->is_changed;
}

gboolean
pagescape_outline_item_equal (PagescapeOutlineItem *self,
                              PagescapeOutlineItem *other)
{
  return self->object.kind == other->object.kind && self->object.id == other->object.id && self->is_changed == other->is_changed
         && g_strcmp0 (self->title, other->title) == 0 && g_strcmp0 (self->text, other->text) == 0;
}
