/* presentation-input.c - what can be done while presenting: keys, clickers, the pointer, the laser */

#include "presentation-private.h"

#include <math.h>

#include "presentation-keys.h"

/* The pointer goes when it has not moved for so long. */
#define POINTER_SECONDS 3

/* A button held so long is not a click. */
#define HOLD_MILLISECONDS 250
#define HOLD_DISTANCE     8

/* Less is not a hand that moves it. */
#define LEAST_MOVE 2

#define LASER_RADIUS 18
#define LARGEST_STEP 9999

/* --- the black and the white screen -------------------------------------------------------- */

static gboolean
is_blank (PagescapePresentation *self)
{
  return gtk_widget_get_visible (self->blank);
}

static void
show_blank (PagescapePresentation *self,
            const char            *css_class)
{
  static const char *const classes[] = { "black", "white" };
  gboolean was_it = is_blank (self) && css_class && gtk_widget_has_css_class (self->blank, css_class);

  for (unsigned i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (self->blank, classes[i]);
  if (css_class && !was_it)
    gtk_widget_add_css_class (self->blank, css_class);
  gtk_widget_set_visible (self->blank, css_class && !was_it);
}

/* --- steps --------------------------------------------------------------------------------- */

/* To the question, to a word that it waits, to its answer, past it: so a clicker is enough. */
static void
go_forward (PagescapePresentation *self)
{
  LessonQuestion question;
  unsigned number;
  gboolean is_open = presentation_get_question (self, &question, &number);

  if (is_open && !self->asks)
    presentation_set_asks (self, TRUE);
  else if (is_open && pagescape_session_get_holds (self->session) && self->n_held++ > 0)
    pagescape_question_box_show_answer (self->question);
  else if (self->is_settled)
    {
      /* What was clicked has been said enough about. */
      presentation_set_asks (self, FALSE);
      pagescape_session_select (self->session, sim_ref (SIM_REF_NONE, 0));
    }
  else
    {
      if (!is_open || !pagescape_session_get_holds (self->session))
        presentation_set_asks (self, FALSE);
      pagescape_session_stride (self->session, TIMELINE_STEP, 1);
    }
}

static void
go_back (PagescapePresentation *self)
{
  if (self->asks && !self->is_settled)
    {
      presentation_set_asks (self, FALSE);
      return;
    }

  presentation_set_asks (self, FALSE);
  pagescape_session_stride (self->session, TIMELINE_STEP, -1);
}

static void
show_typed (PagescapePresentation *self,
            unsigned               step)
{
  g_autofree char *text = g_strdup_printf ("→ %u", step);

  self->typed_step = step;
  gtk_label_set_label (self->typed, text);
  gtk_widget_set_visible (GTK_WIDGET (self->typed), step > 0);
}

static void
go_to_typed (PagescapePresentation *self)
{
  const Timeline *timeline = pagescape_session_get_timeline (self->session);
  unsigned step = self->typed_step;

  show_typed (self, 0);
  if (!timeline)
    return;

  step = MIN (step, timeline_n_steps (timeline));
  self->wanted_step = step;
  pagescape_session_go_to (self->session, timeline_step_end (timeline, step));
  presentation_ask_on_the_way (self);
}

static void
play (PagescapePresentation *self)
{
  if (pagescape_session_get_player (self->session)->is_playing)
    pagescape_session_pause (self->session);
  else
    pagescape_session_play (self->session);
}

/* --- the pointer and the laser ------------------------------------------------------------- */

static gboolean
hide_pointer_cb (gpointer data)
{
  PagescapePresentation *self = data;

  self->pointer_source = 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none");
  gtk_widget_set_visible (self->leave_button, FALSE);

  return G_SOURCE_REMOVE;
}

static void
show_laser (PagescapePresentation *self)
{
  gboolean is_on = self->has_laser || self->is_held;

  gtk_widget_set_visible (GTK_WIDGET (self->laser), is_on);
  pagescape_laser_point (self->laser, self->pointer.x, self->pointer.y, LASER_RADIUS * self->sheet.screen);
  if (is_on)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none");
  else
    gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
show_pointer (PagescapePresentation *self)
{
  if (!self->has_laser && !self->is_held)
    gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  gtk_widget_set_visible (self->leave_button, TRUE);

  g_clear_handle_id (&self->pointer_source, g_source_remove);
  self->pointer_source = g_timeout_add_seconds (POINTER_SECONDS, hide_pointer_cb, self);
}

/* What lies below it may move, too, and tells so as if the pointer had. */
static void
motion_cb (PagescapePresentation *self,
           double                 x,
           double                 y)
{
  double far = fabs (x - self->pointer.x) + fabs (y - self->pointer.y);

  if (self->has_pointer && far < LEAST_MOVE)
    return;

  self->pointer = (ScenePoint) { x, y };
  if (self->has_pointer)
    show_pointer (self);
  else if (!self->pointer_source)
    self->pointer_source = g_timeout_add_seconds (POINTER_SECONDS, hide_pointer_cb, self);
  self->has_pointer = TRUE;
  if (self->has_laser || self->is_held)
    show_laser (self);
}

static void
set_held (PagescapePresentation *self,
          gboolean               is_held)
{
  g_clear_handle_id (&self->hold_source, g_source_remove);
  if (self->is_held == is_held)
    return;

  self->is_held = is_held;
  show_laser (self);
}

static gboolean
hold_cb (gpointer data)
{
  PagescapePresentation *self = data;

  /* So it was no click: whoever waits for one is told. */
  self->hold_source = 0;
  gtk_gesture_set_state (self->hold, GTK_EVENT_SEQUENCE_CLAIMED);
  set_held (self, TRUE);

  return G_SOURCE_REMOVE;
}

static gboolean
is_in_picture (PagescapePresentation *self,
               double                 x,
               double                 y)
{
  GtkWidget *found = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return !found || found == GTK_WIDGET (self) || PAGESCAPE_IS_CANVAS (found);
}

static void
hold_begin_cb (PagescapePresentation *self,
               double                 x,
               double                 y)
{
  if (!is_in_picture (self, x, y))
    return;

  self->pointer = (ScenePoint) { x, y };
  g_clear_handle_id (&self->hold_source, g_source_remove);
  self->hold_source = g_timeout_add (HOLD_MILLISECONDS, hold_cb, self);
}

static void
hold_update_cb (PagescapePresentation *self,
                double                 dx,
                double                 dy)
{
  if (self->hold_source && hypot (dx, dy) > HOLD_DISTANCE)
    {
      g_clear_handle_id (&self->hold_source, g_source_remove);
      hold_cb (self);
    }
}

static void
hold_end_cb (PagescapePresentation *self)
{
  set_held (self, FALSE);
}

/* --- questions ----------------------------------------------------------------------------- */

typedef enum { ASKED_CHOICE, ASKED_CLICK } Asked;

/* Is something of the kind asked, and not answered? */
static gboolean
asks_for (PagescapePresentation *self,
          Asked                  what)
{
  LessonQuestion question;
  unsigned number;

  if (!self->asks || !presentation_get_question (self, &question, &number))
    return FALSE;

  return what == ASKED_CHOICE ? question.choices != NULL
                              : !question.choices && question.answer.kind != SIM_REF_NONE;
}

/* What is to be clicked can be gone to with the arrow keys. */
static PresentCommand
command_of_arrow (guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return PRESENT_SELECT_LEFT;

    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return PRESENT_SELECT_RIGHT;

    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      return PRESENT_SELECT_UP;

    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      return PRESENT_SELECT_DOWN;

    default:
      return PRESENT_PASS;
    }
}

/* --- keys ---------------------------------------------------------------------------------- */

static void
run (PagescapePresentation *self,
     PresentCommand         command,
     int                    digit)
{
  PagescapeCanvas *canvas = self->first_canvas;

  self->wanted_step = 0;
  switch (command)
    {
    case PRESENT_LEAVE:
      g_signal_emit_by_name (self, "leave");
      break;

    case PRESENT_FORWARD:
    case PRESENT_SPACE:
      go_forward (self);
      break;

    case PRESENT_ENTER:
      if (self->typed_step > 0)
        go_to_typed (self);
      else if (self->asks && asks_for (self, ASKED_CLICK))
        pagescape_session_activate (self->session);
      else
        go_forward (self);
      break;

    case PRESENT_BACK:
      go_back (self);
      break;

    case PRESENT_FIRST:
      pagescape_session_go_first (self->session);
      break;

    case PRESENT_LAST:
      pagescape_session_go_last (self->session);
      break;

    case PRESENT_DIGIT:
      show_typed (self, MIN (self->typed_step * 10 + digit, LARGEST_STEP));
      break;

    case PRESENT_ERASE:
      if (self->typed_step > 0)
        show_typed (self, self->typed_step / 10);
      else
        go_back (self);
      break;

    case PRESENT_STATEMENT_FORWARD:
    case PRESENT_STATEMENT_BACK:
      pagescape_session_stride (self->session, TIMELINE_STATEMENT, command == PRESENT_STATEMENT_FORWARD ? 1 : -1);
      break;

    case PRESENT_EVENT_FORWARD:
    case PRESENT_EVENT_BACK:
      pagescape_session_stride (self->session, TIMELINE_EVENT, command == PRESENT_EVENT_FORWARD ? 1 : -1);
      break;

    case PRESENT_PLAY:
      play (self);
      break;

    case PRESENT_BLACK:
      show_blank (self, "black");
      break;

    case PRESENT_WHITE:
      show_blank (self, "white");
      break;

    case PRESENT_LASER:
      self->has_laser = !self->has_laser;
      show_laser (self);
      break;

    case PRESENT_DARK_PAPER:
      presentation_set_dark (self, !self->is_dark);
      break;

    case PRESENT_NEXT_VIEW:
      g_signal_emit_by_name (self, "next-view");
      break;

    case PRESENT_SPEAKER:
      g_signal_emit_by_name (self, "speaker");
      break;

    case PRESENT_NEARER:
      pagescape_canvas_zoom (canvas, G_SQRT2, NULL);
      break;

    case PRESENT_FARTHER:
      pagescape_canvas_zoom (canvas, 1 / G_SQRT2, NULL);
      break;

    case PRESENT_WHOLE:
      pagescape_canvas_show_whole (canvas);
      break;

    case PRESENT_SELECT_LEFT:
      pagescape_canvas_move_selection (canvas, -1, 0);
      break;

    case PRESENT_SELECT_RIGHT:
      pagescape_canvas_move_selection (canvas, 1, 0);
      break;

    case PRESENT_SELECT_UP:
      pagescape_canvas_move_selection (canvas, 0, -1);
      break;

    case PRESENT_SELECT_DOWN:
      pagescape_canvas_move_selection (canvas, 0, 1);
      break;

    case PRESENT_PASS:
    case PRESENT_IGNORE:
    default:
      break;
    }
}

static gboolean
is_for_focus (PagescapePresentation *self,
              PresentCommand         command,
              guint                  keyval,
              GtkWidget             *focus)
{
  if (!focus || focus == GTK_WIDGET (self))
    return FALSE;
  if (GTK_IS_EDITABLE (focus))
    return present_is_for_entry (command, keyval);

  return GTK_IS_BUTTON (focus) && self->typed_step == 0 && present_is_for_button (command);
}

gboolean
pagescape_presentation_press (PagescapePresentation *self,
                              guint                  keyval,
                              GdkModifierType        state,
                              GtkWidget             *focus)
{
  PresentCommand command;
  int digit;

  g_return_val_if_fail (PAGESCAPE_IS_PRESENTATION (self), FALSE);
  g_return_val_if_fail (self->session, FALSE);

  command = present_command (keyval, state, &digit);
  if (command == PRESENT_PASS || is_for_focus (self, command, keyval, focus))
    return FALSE;
  if (command == PRESENT_DIGIT && asks_for (self, ASKED_CHOICE))
    return FALSE;
  if (command_of_arrow (keyval) != PRESENT_PASS && asks_for (self, ASKED_CLICK))
    command = command_of_arrow (keyval);

  if (command == PRESENT_IGNORE)
    return TRUE;
  if (command != PRESENT_DIGIT && command != PRESENT_ENTER && command != PRESENT_ERASE)
    show_typed (self, 0);

  /* What hides the picture, and what has nothing to do with it, does what it says; any other key brings it back. */
  if (is_blank (self) && command != PRESENT_LEAVE && command != PRESENT_BLACK && command != PRESENT_WHITE
      && command != PRESENT_SPEAKER)
    {
      show_blank (self, NULL);
      return TRUE;
    }

  run (self, command, digit);
  return TRUE;
}

void
presentation_reset_input (PagescapePresentation *self)
{
  g_clear_handle_id (&self->pointer_source, g_source_remove);
  g_clear_handle_id (&self->hold_source, g_source_remove);
  self->has_laser = self->is_held = self->has_pointer = FALSE;
  self->wanted_step = 0;
  if (!self->first_canvas)
    return;

  show_blank (self, NULL);
  show_typed (self, 0);
  show_laser (self);
  gtk_widget_set_visible (self->leave_button, FALSE);
}

void
presentation_add_input (PagescapePresentation *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  self->hold = gtk_gesture_drag_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (self->hold), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->hold, "drag-begin", G_CALLBACK (hold_begin_cb), self);
  g_signal_connect_swapped (self->hold, "drag-update", G_CALLBACK (hold_update_cb), self);
  g_signal_connect_swapped (self->hold, "drag-end", G_CALLBACK (hold_end_cb), self);
  g_signal_connect_swapped (self->hold, "cancel", G_CALLBACK (hold_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->hold));
}
