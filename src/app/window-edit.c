/* window-edit.c - lines that are written by pointing */

#include "window-private.h"

#include <glib/gi18n.h>

#include "narration/narration.h"

#define N_AT_ONCE 128

/* What asks for a page of a zone. */
static const char *
gfp_for (const SimMachine *machine,
         SimPfn            pfn)
{
  static const char *const names[SIM_N_ZONE_TYPES] = {
    [SIM_ZONE_DMA] = "GFP_DMA",
    [SIM_ZONE_DMA32] = "GFP_DMA32",
    [SIM_ZONE_NORMAL] = "GFP_KERNEL",
    [SIM_ZONE_HIGHMEM] = "GFP_HIGHUSER",
    [SIM_ZONE_MOVABLE] = "GFP_HIGHUSER_MOVABLE",
  };
  SimZoneId zone = sim_zone_of (machine, pfn);
  const char *name = zone != SIM_NO_ZONE ? names[sim_zone (machine, zone).type] : NULL;
  uint32_t bits;

  return name && sim_gfp_by_name (sim_profile (machine), name, &bits) ? name : "GFP_KERNEL";
}

/* What the last call of a line was given. */
static gboolean
find_given (const Timeline *timeline,
            JournalPosition from,
            SimEvent       *given)
{
  JournalPosition end = timeline_end (timeline);
  SimEvent events[N_AT_ONCE];
  gboolean is_found = FALSE;

  while (from < end)
    {
      size_t n = timeline_events (timeline, from, events, MIN (end - from, N_AT_ONCE));

      if (n == 0)
        break;
      for (size_t i = 0; i < n; i++)
        if (events[i].kind == SIM_EVENT_BLOCK_HANDED_OUT)
          {
            *given = events[i];
            is_found = TRUE;
          }
      from += n;
    }

  return is_found;
}

/* Whoever points at a frame learns that a caller cannot: it names zone and order. */
static void
tell_what_was_given (PagescapeWindow *self,
                     JournalPosition  from,
                     SimPfn           wanted,
                     unsigned         order)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  g_autofree char *there = narrate_pfn (wanted);
  g_autofree char *text = NULL;
  SimEvent given;

  if (!find_given (pagescape_session_get_timeline (self->session), from, &given))
    {
      text = g_strdup_printf (_("No zone that may be tried has a free block of order %u or more."), order);
    }
  else if (wanted >= (SimPfn) given.arg[0] && wanted < (SimPfn) given.arg[0] + (1u << order))
    {
      text = g_strdup_printf (_("Frame %s is in the block that the kernel took. It chose; the call names only zone and order."),
                              there);
    }
  else
    {
      SimZoneId zone = sim_zone_of (machine, (SimPfn) given.arg[0]);
      g_autofree char *here = narrate_pfn ((SimPfn) given.arg[0]);

      text = g_strdup_printf (_("Not %s but %s of %s: the kernel chooses the frame, the call names only zone and order."),
                              there, here, zone != SIM_NO_ZONE ? sim_zone (machine, zone).name : "?");
    }

  window_tell (self, text);
}

static gboolean
allocate (PagescapeWindow *self,
          const char      *gfp,
          unsigned         order,
          JournalPosition *from)
{
  g_autofree char *name = pagescape_session_dup_fresh_name (self->session);
  g_autofree char *line = g_strdup_printf ("struct page *%s = alloc_pages(%s, %u);", name, gfp, order);
  guint n_typed = pagescape_session_get_n_typed (self->session);

  pagescape_session_pause (self->session);
  *from = pagescape_session_get_moment (self->session).position;
  pagescape_scratchpad_run (pagescape_lesson_panel_get_scratchpad (self->lesson_panel), line);

  return pagescape_session_get_n_typed (self->session) > n_typed;
}

static void
allocate_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);
  JournalPosition from;

  if (pagescape_session_get_lesson (self->session))
    allocate (self, "GFP_KERNEL", g_variant_get_uint32 (parameter), &from);
}

static void
allocate_at_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  JournalPosition from;
  guint32 pfn, order;

  g_variant_get (parameter, "(uu)", &pfn, &order);
  if (machine && pfn < sim_n_frames (machine) && order <= sim_profile (machine)->largest_order
      && allocate (self, gfp_for (machine, pfn), order, &from))
    tell_what_was_given (self, from, pfn, order);
}

static void
inspect_selected_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  g_signal_emit_by_name (pagescape_view_pane_get_canvas (PAGESCAPE_WINDOW (widget)->active_pane), "picked");
}

void
window_install_edit_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.allocate", "u", allocate_cb);
  gtk_widget_class_install_action (klass, "win.allocate-at", "(uu)", allocate_at_cb);
  gtk_widget_class_install_action (klass, "win.inspect-selected", NULL, inspect_selected_cb);
}

void
window_update_edit_actions (PagescapeWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_lesson = pagescape_session_get_lesson (self->session) != NULL;

  gtk_widget_action_set_enabled (widget, "win.allocate", has_lesson);
  gtk_widget_action_set_enabled (widget, "win.allocate-at", has_lesson);
  gtk_widget_action_set_enabled (widget, "win.inspect-selected",
                                 pagescape_session_get_selection (self->session).kind != SIM_REF_NONE);
}
