/* event-list.c - the events of the step, each with the kernel function that it models */

#include "event-list.h"

#include <glib/gi18n.h>

#include "event-item.h"
#include "follow.h"
#include "narration/narration.h"

/* Nobody reads more of one step; the list says that there are more. */
#define MOST_ITEMS 20000

struct _PagescapeEventList
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession   *session;
  GListStore         *items;      /* PagescapeEventItem */
  GtkSingleSelection *current;

  /* Template */
  GtkListView *view;
  GtkWidget   *scrolled;

  guint scroll;                   /* source: brings the current one into sight */
};

G_DEFINE_FINAL_TYPE (PagescapeEventList, pagescape_event_list, GTK_TYPE_WIDGET)

/* --- rows ---------------------------------------------------------------------------------- */

static void
row_setup_cb (PagescapeEventList *self,
              GtkListItem        *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *badge = gtk_label_new (NULL);
  GtkWidget *brief = gtk_label_new (NULL);

  gtk_label_set_width_chars (GTK_LABEL (badge), 7);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (badge, "badge");
  gtk_label_set_xalign (GTK_LABEL (brief), 0);
  gtk_label_set_ellipsize (GTK_LABEL (brief), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (brief, TRUE);
  gtk_widget_add_css_class (brief, "event-brief");

  gtk_box_append (GTK_BOX (row), badge);
  gtk_box_append (GTK_BOX (row), brief);
  gtk_list_item_set_child (list_item, row);
}

static const char *
class_of (const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_BLOCK_SPLIT:
      return "split";
    case SIM_EVENT_BLOCKS_MERGED:
      return "merge";
    case SIM_EVENT_REQUESTED:
    case SIM_EVENT_BLOCK_HANDED_OUT:
    case SIM_EVENT_BLOCK_RETURNED:
      return "alloc";
    case SIM_EVENT_DIAGNOSED:
    case SIM_EVENT_ALLOCATION_FAILED:
      return "diagnosis";
    default:
      return "list";
    }
}

static char *
tooltip_of (const SimMachine *machine,
            const SimEvent   *event)
{
  const SimEventInfo *info = sim_event_info ((SimEventKind) event->kind);
  g_autofree char *sentence = narrate_event (machine, event);

  if (!info->models || strcmp (info->models, "-") == 0)
    return g_steal_pointer (&sentence);

  return g_strdup_printf ("%s\n%s", info->models, sentence);
}

static void
show_ahead (PagescapeEventList *self,
            GtkListItem        *list_item)
{
  PagescapeEventItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (!item || !row)
    return;

  if (pagescape_event_item_get_after (item) > pagescape_session_get_moment (self->session).position)
    gtk_widget_add_css_class (row, "ahead");
  else
    gtk_widget_remove_css_class (row, "ahead");
}

static void
row_bind_cb (PagescapeEventList *self,
             GtkListItem        *list_item)
{
  static const char *const classes[] = { "split", "merge", "alloc", "list", "diagnosis" };
  const SimEvent *event = pagescape_event_item_get_event (gtk_list_item_get_item (list_item));
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  GtkWidget *row = gtk_list_item_get_child (list_item);
  GtkWidget *badge = gtk_widget_get_first_child (row);
  GtkWidget *brief = gtk_widget_get_last_child (row);
  g_autofree char *text = NULL;
  g_autofree char *tooltip = NULL;

  if (event->kind == SIM_EVENT_DIAGNOSED)
    text = narrate_diagnosis (machine, event);
  else
    text = narrate_event_brief (machine, event);
  tooltip = tooltip_of (machine, event);

  gtk_label_set_label (GTK_LABEL (badge), narrate_event_badge (event));
  gtk_label_set_label (GTK_LABEL (brief), text);
  gtk_label_set_wrap (GTK_LABEL (brief), event->kind == SIM_EVENT_DIAGNOSED);
  gtk_label_set_ellipsize (GTK_LABEL (brief), event->kind == SIM_EVENT_DIAGNOSED ? PANGO_ELLIPSIZE_NONE
                                                                                 : PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (row, tooltip);
  for (unsigned i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (row, classes[i]);
  gtk_widget_add_css_class (row, class_of (event));
  show_ahead (self, list_item);

  g_object_set_data (G_OBJECT (row), "list-item", list_item);
}

static void
row_activated_cb (PagescapeEventList *self,
                  guint               at)
{
  g_autoptr (PagescapeEventItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), at);

  if (item)
    pagescape_session_go_to (self->session, pagescape_event_item_get_after (item));
}

/* --- what is listed ------------------------------------------------------------------------ */

static gboolean
scroll_cb (gpointer data)
{
  PagescapeEventList *self = data;
  guint selected = gtk_single_selection_get_selected (self->current);

  self->scroll = 0;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                                selected == GTK_INVALID_LIST_POSITION ? 0 : selected);

  return G_SOURCE_REMOVE;
}

static void
show_current (PagescapeEventList *self)
{
  JournalPosition position = pagescape_session_get_moment (self->session).position;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items)), first = 0, end = n_items;
  GtkWidget *widget;

  /* The last one that has happened. */
  while (first < end)
    {
      guint middle = first + (end - first) / 2;
      g_autoptr (PagescapeEventItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), middle);

      if (pagescape_event_item_get_after (item) <= position)
        first = middle + 1;
      else
        end = middle;
    }

  if (gtk_single_selection_get_selected (self->current) != (first > 0 ? first - 1 : GTK_INVALID_LIST_POSITION))
    {
      gtk_single_selection_set_selected (self->current, first > 0 ? first - 1 : GTK_INVALID_LIST_POSITION);
      /* Once the rows of new items have been given their places. */
      if (self->scroll == 0)
        self->scroll = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, scroll_cb, self, NULL);
    }

  for (widget = gtk_widget_get_first_child (GTK_WIDGET (self->view)); widget; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *row = gtk_widget_get_first_child (widget);
      GtkListItem *list_item = row ? g_object_get_data (G_OBJECT (row), "list-item") : NULL;

      if (list_item && gtk_list_item_get_child (list_item) == row)
        show_ahead (self, list_item);
    }
}

static void
fill (PagescapeEventList *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  JournalPosition first;
  size_t n_events;
  const SimEvent *events = pagescape_session_get_events (self->session, &n_events, &first);

  for (size_t i = 0; i < n_events && found->len < MOST_ITEMS; i++)
    if (timeline_event_shows (&events[i]) && !pagescape_session_is_hidden (self->session, first + i + 1))
      g_ptr_array_add (found, pagescape_event_item_new (&events[i], first + i + 1));

  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       found->pdata, found->len);

  /* A list that is given its place alone finds out too late that its scrollbar is wanted: GTK then warns. */
  gtk_widget_queue_resize (self->scrolled);
}

static void
stepped_cb (PagescapeEventList *self)
{
  fill (self);
  show_current (self);
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_event_list_dispose (GObject *object)
{
  PagescapeEventList *self = PAGESCAPE_EVENT_LIST (object);
  GtkWidget *child;

  pagescape_event_list_set_session (self, NULL);
  g_clear_handle_id (&self->scroll, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_object (&self->current);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (pagescape_event_list_parent_class)->dispose (object);
}

static void
pagescape_event_list_class_init (PagescapeEventListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_event_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/event-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeEventList, view);
  gtk_widget_class_bind_template_child (widget_class, PagescapeEventList, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
pagescape_event_list_init (PagescapeEventList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (row_setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (row_bind_cb), self);
  gtk_list_view_set_factory (self->view, factory);

  self->items = g_list_store_new (PAGESCAPE_TYPE_EVENT_ITEM);
  self->current = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_single_selection_set_autoselect (self->current, FALSE);
  gtk_single_selection_set_can_unselect (self->current, TRUE);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->current));
}

void
pagescape_event_list_set_session (PagescapeEventList *self,
                                  PagescapeSession   *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (show_current) },
    { "stepped", G_CALLBACK (stepped_cb) },
    { "grew", G_CALLBACK (stepped_cb) },
    { "opened", G_CALLBACK (stepped_cb) },
    { "answered", G_CALLBACK (stepped_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_EVENT_LIST (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    stepped_cb (self);
}
