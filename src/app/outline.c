/* outline.c - the objects of a picture as a table, for keyboard and screen reader; the selection is shared
 *
 * Made from the picture itself, so that it names what is drawn and nothing else. It is made again when the picture
 * stands still and the table is seen; rows that stayed the same are not touched, so that the place in it is kept.
 */

#include "outline.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "narration/narration.h"
#include "outline-item.h"

/* Nobody reads more; the map of a large machine has no end. */
#define MOST_ITEMS 5000

struct _PagescapeOutline
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession   *session;
  GListStore         *items;      /* PagescapeOutlineItem */
  GtkSingleSelection *selection;

  /* Borrowed */
  PagescapeCanvas *canvas;

  /* Template */
  GtkColumnView *view;
  GtkWidget     *scrolled;

  guint    refresh;               /* source */
  gboolean is_following;          /* the session's selection, not the user's */
};

G_DEFINE_FINAL_TYPE (PagescapeOutline, pagescape_outline, GTK_TYPE_WIDGET)

/* --- rows ---------------------------------------------------------------------------------- */

static void
cell_setup_cb (PagescapeOutline *self,
               GtkListItem      *cell)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (cell, label);
}

static void
title_bind_cb (PagescapeOutline *self,
               GtkListItem      *cell)
{
  PagescapeOutlineItem *item = gtk_list_item_get_item (cell);
  GtkWidget *label = gtk_list_item_get_child (cell);

  gtk_label_set_label (GTK_LABEL (label), pagescape_outline_item_get_title (item));
  if (pagescape_outline_item_is_changed (item))
    gtk_widget_add_css_class (label, "changed");
  else
    gtk_widget_remove_css_class (label, "changed");
}

static void
text_bind_cb (PagescapeOutline *self,
              GtkListItem      *cell)
{
  PagescapeOutlineItem *item = gtk_list_item_get_item (cell);
  GtkWidget *label = gtk_list_item_get_child (cell);

  /* Translators: what this step changed, in the table of objects; %s says what it is */
  if (pagescape_outline_item_is_changed (item))
    {
      g_autofree char *text = g_strdup_printf (_("%s – changed in this step"), pagescape_outline_item_get_text (item));

      gtk_label_set_label (GTK_LABEL (label), text);
    }
  else
    gtk_label_set_label (GTK_LABEL (label), pagescape_outline_item_get_text (item));
}

static void
add_column (PagescapeOutline *self,
            const char       *title,
            GCallback         bind_cb,
            gboolean          expands)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (title, factory);

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (cell_setup_cb), self);
  g_signal_connect_swapped (factory, "bind", bind_cb, self);
  gtk_column_view_column_set_expand (column, expands);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
  g_object_unref (column);
}

/* --- what is listed ------------------------------------------------------------------------ */

static gboolean
is_listed (GHashTable *seen,
           SimRef      object)
{
  g_autofree char *key = g_strdup_printf ("%u:%" G_GUINT64_FORMAT, object.kind, (guint64) object.id);

  return !g_hash_table_add (seen, g_steal_pointer (&key));
}

/* Each object once, in the order of drawing; what has no words is decoration. */
static GPtrArray *
list_objects (PagescapeOutline *self)
{
  const ScenePicture *picture = pagescape_canvas_get_picture (self->canvas);
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (size_t i = 0; picture && i < scene_picture_n_shapes (picture) && items->len < MOST_ITEMS; i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      SimRef object = sim_ref ((SimRefKind) shape->key.kind, shape->key.id);
      g_autofree char *title = NULL, *brief = NULL;

      if (object.kind == SIM_REF_NONE || object.kind >= SIM_N_REF_KINDS || !shape->hint || is_listed (seen, object))
        continue;
      title = narrate_object_title (machine, object);
      brief = narrate_object_brief (machine, object);
      g_ptr_array_add (items, pagescape_outline_item_new (object, title, brief ? brief : shape->hint, (shape->marks & SCENE_MARK_CHANGED) != 0));
    }

  return items;
}

/* Only what lies between the first and the last row that differ. */
static void
replace_items (PagescapeOutline *self,
               GPtrArray        *items)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->items)), before = 0, behind = 0;

  while (before < n_old && before < items->len)
    {
      g_autoptr (PagescapeOutlineItem) old = g_list_model_get_item (G_LIST_MODEL (self->items), before);

      if (!pagescape_outline_item_equal (old, g_ptr_array_index (items, before)))
        break;
      before++;
    }
  while (behind < n_old - before && behind < items->len - before)
    {
      g_autoptr (PagescapeOutlineItem) old = g_list_model_get_item (G_LIST_MODEL (self->items), n_old - 1 - behind);

      if (!pagescape_outline_item_equal (old, g_ptr_array_index (items, items->len - 1 - behind)))
        break;
      behind++;
    }

  if (before + behind < n_old || before + behind < items->len)
    g_list_store_splice (self->items, before, n_old - before - behind, items->pdata + before, items->len - before - behind);
}

static void
show_selection (PagescapeOutline *self)
{
  SimRef object = pagescape_session_get_selection (self->session);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items)), selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n_items && object.kind != SIM_REF_NONE && selected == GTK_INVALID_LIST_POSITION; i++)
    {
      g_autoptr (PagescapeOutlineItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      SimRef listed = pagescape_outline_item_get_object (item);

      if (listed.kind == object.kind && listed.id == object.id)
        selected = i;
    }

  self->is_following = TRUE;
  gtk_single_selection_set_selected (self->selection, selected);
  self->is_following = FALSE;
}

static gboolean
refresh_cb (gpointer data)
{
  PagescapeOutline *self = data;
  g_autoptr (GPtrArray) items = NULL;

  self->refresh = 0;
  if (!self->canvas || !self->session || !pagescape_session_get_lesson (self->session) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_REMOVE;

  items = list_objects (self);
  self->is_following = TRUE;
  replace_items (self, items);
  self->is_following = FALSE;
  show_selection (self);
  return G_SOURCE_REMOVE;
}

void
pagescape_outline_refresh (PagescapeOutline *self)
{
  g_return_if_fail (PAGESCAPE_IS_OUTLINE (self));

  /* Once the canvas has its new size. */
  if (self->refresh == 0 && gtk_widget_get_visible (GTK_WIDGET (self)))
    self->refresh = g_idle_add_full (GDK_PRIORITY_REDRAW + 20, refresh_cb, self, NULL);
}

static void
moved_cb (PagescapeOutline *self)
{
  if (!player_is_busy (pagescape_session_get_player (self->session)))
    pagescape_outline_refresh (self);
}

/* --- choosing ------------------------------------------------------------------------------ */

static void
selected_cb (PagescapeOutline *self)
{
  PagescapeOutlineItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (!self->is_following && self->session && item)
    pagescape_session_select (self->session, pagescape_outline_item_get_object (item));
}

static void
row_activated_cb (PagescapeOutline *self,
                  guint             at)
{
  g_autoptr (PagescapeOutlineItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), at);

  if (!item)
    return;
  pagescape_session_select (self->session, pagescape_outline_item_get_object (item));
  g_signal_emit_by_name (self, "picked");
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_outline_dispose (GObject *object)
{
  PagescapeOutline *self = PAGESCAPE_OUTLINE (object);
  GtkWidget *child;

  pagescape_outline_set_session (self, NULL);
  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (pagescape_outline_parent_class)->dispose (object);
}

static void
pagescape_outline_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pagescape_outline_parent_class)->map (widget);
  pagescape_outline_refresh (PAGESCAPE_OUTLINE (widget));
}

static void
pagescape_outline_class_init (PagescapeOutlineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_outline_dispose;
  widget_class->map = pagescape_outline_map;

  g_signal_new ("picked", PAGESCAPE_TYPE_OUTLINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/outline.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeOutline, view);
  gtk_widget_class_bind_template_child (widget_class, PagescapeOutline, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
pagescape_outline_init (PagescapeOutline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->items = g_list_store_new (PAGESCAPE_TYPE_OUTLINE_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  add_column (self, _("Object"), G_CALLBACK (title_bind_cb), FALSE);
  add_column (self, _("How it is"), G_CALLBACK (text_bind_cb), TRUE);
}

void
pagescape_outline_set_canvas (PagescapeOutline *self,
                              PagescapeCanvas  *canvas)
{
  g_return_if_fail (PAGESCAPE_IS_OUTLINE (self));

  self->canvas = canvas;
  pagescape_outline_refresh (self);
}

void
pagescape_outline_set_session (PagescapeOutline *self,
                               PagescapeSession *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "grew", G_CALLBACK (moved_cb) },
    { "opened", G_CALLBACK (moved_cb) },
    { "selected", G_CALLBACK (show_selection) },
  };

  g_return_if_fail (PAGESCAPE_IS_OUTLINE (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    moved_cb (self);
}
