/* question-box.c - what the lesson asks: by choices, by a number, by a click in the picture
 *
 * The box stays with its answer while what follows is looked at.
 */

#include "question-box.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "label.h"
#include "presentation.h"
#include "presentation-sheet.h"

/* In columns of type: as much beside each other as the panel takes, a choice with what is around it. */
#define PANEL_COLUMNS  36
#define AROUND_CHOICE  5

/* Less is not broken into lines: a number would stand apart from its unit. */
#define UNBROKEN_COLUMNS 20
#define UNBROKEN_ON_SCREEN 48

/* How long the box calls for attention. */
#define NUDGE_MS 700

struct _PagescapeQuestionBox
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;

  /* Template */
  GtkLabel  *before;
  GtkLabel  *text;
  GtkBox    *row;                 /* what is answered with, and what comes of it */
  GtkBox    *choices;
  GtkLabel  *hint;
  GtkWidget *number_row;
  GtkEntry  *number;
  GtkLabel  *verdict;
  GtkLabel  *why;
  GtkLabel  *tries;
  GtkWidget *show_button;

  /* Of the question that is shown */
  const Lesson   *lesson;
  unsigned        asked;
  unsigned        step;
  JournalPosition position;       /* where it was shown first */
  unsigned        n_tries;
  gboolean        is_shown;
  gboolean        is_solved;
  gboolean        has_own_why;

  guint           nudge;          /* source */
};

G_DEFINE_FINAL_TYPE (PagescapeQuestionBox, pagescape_question_box, GTK_TYPE_WIDGET)

/* The question that is shown, if it is still the one that is asked. */
static gboolean
get_question (PagescapeQuestionBox *self,
              LessonQuestion       *question)
{
  unsigned number;

  return self->session && self->is_shown && pagescape_session_get_question (self->session, question, &number)
         && number == self->asked;
}

static gboolean
wants_click (const LessonQuestion *question)
{
  return !question->choices && question->answer.kind != SIM_REF_NONE;
}

static gboolean
wants_number (const LessonQuestion *question)
{
  return question->kind == LESSON_ASKS_NUMBER || question->kind == LESSON_ASKS_ADDRESS;
}

/* --- what is said -------------------------------------------------------------------------- */

static void
say (PagescapeQuestionBox *self,
     const char           *css_class,
     const char           *text)
{
  static const char *const classes[] = { "success", "warning", "answer" };

  for (unsigned i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_strcmp0 (classes[i], css_class) == 0)
      gtk_widget_add_css_class (GTK_WIDGET (self->verdict), classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), classes[i]);

  pagescape_label_show (self->verdict, text);
}

/* The right one keeps its mark, and nothing is left to be chosen. */
static void
mark_choice (PagescapeQuestionBox *self,
             int                   choice)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->choices));

  for (int i = 0; button; button = gtk_widget_get_next_sibling (button), i++)
    {
      if (i == choice)
        gtk_widget_add_css_class (button, "suggested-action");
      gtk_widget_set_sensitive (button, i == choice);
    }
}

static void
show_solved (PagescapeQuestionBox *self,
             const LessonQuestion *question,
             gboolean              is_right)
{
  g_autofree char *answer = lesson_dup_answer (pagescape_session_get_lesson (self->session), question);
  g_autofree char *text = g_strdup_printf (is_right ? _("Right: %s.") : _("The answer: %s."), answer);
  g_autofree char *why = pagescape_session_dup_why (self->session, self->asked);

  self->is_solved = TRUE;
  self->has_own_why = question->why != NULL;
  mark_choice (self, question->choice);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), FALSE);
  gtk_widget_set_visible (self->number_row, FALSE);
  gtk_widget_set_visible (self->show_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->tries), FALSE);
  say (self, is_right ? "success" : "answer", text);
  pagescape_label_show (self->why, why);
}

static void
show_wrong (PagescapeQuestionBox *self,
            const char           *why_not)
{
  g_autofree char *tries = NULL;
  g_autofree char *text = NULL;

  self->n_tries++;
  text = why_not ? g_strdup_printf (_("Not this one. %s"), why_not) : g_strdup (_("Not this one. Try again."));
  say (self, "warning", text);
  tries = g_strdup_printf (ngettext ("%u try so far", "%u tries so far", self->n_tries), self->n_tries);
  pagescape_label_show (self->tries, self->n_tries > 1 ? tries : NULL);
}

/* --- answers ------------------------------------------------------------------------------- */

/* The box is told first: with its answer the picture moves on, perhaps to the next question. */
static void
take (PagescapeQuestionBox *self,
      const LessonQuestion *question,
      LessonVerdict         verdict,
      const char           *why_not)
{
  if (verdict == LESSON_RIGHT)
    {
      show_solved (self, question, TRUE);
      pagescape_session_take_answer (self->session, self->asked);
    }
  else
    {
      show_wrong (self, why_not);
    }
}

static void
answer_choice (PagescapeQuestionBox *self,
               int                   choice)
{
  LessonQuestion question;
  const char *why_not;

  if (self->is_solved || !get_question (self, &question))
    return;

  why_not = question.why_not ? question.why_not[choice] : NULL;
  take (self, &question, choice == question.choice ? LESSON_RIGHT : LESSON_WRONG, why_not && *why_not ? why_not : NULL);
}

static void
choice_clicked_cb (PagescapeQuestionBox *self,
                   GtkButton            *button)
{
  answer_choice (self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "choice")));
}

static gboolean
digit_cb (GtkWidget *widget,
          GVariant  *choice,
          gpointer   data)
{
  PagescapeQuestionBox *self = PAGESCAPE_QUESTION_BOX (widget);
  LessonQuestion question;

  if (!gtk_widget_get_mapped (widget) || self->is_solved || !get_question (self, &question) || !question.choices
      || g_variant_get_int32 (choice) >= (gint32) g_strv_length ((char **) question.choices))
    return FALSE;

  answer_choice (self, g_variant_get_int32 (choice));
  return TRUE;
}

static void
check_number_cb (PagescapeQuestionBox *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->number));
  g_autofree char *why_not = NULL;
  LessonQuestion question;
  LessonVerdict verdict;

  if (self->is_solved || !get_question (self, &question) || !*text)
    return;

  verdict = lesson_judge_number (&question, text, &why_not);
  if (verdict == LESSON_UNREADABLE)
    say (self, "warning", _("A number is wanted: 4224, or 0x1080."));
  else
    take (self, &question, verdict, why_not);
}

/* Somebody clicked on something, or chose it with Enter. */
static void
activated_cb (PagescapeQuestionBox *self)
{
  SimRef object = pagescape_session_get_selection (self->session);
  g_autofree char *why_not = NULL;
  LessonQuestion question;
  LessonVerdict verdict;

  if (self->is_solved || !get_question (self, &question) || !wants_click (&question))
    return;

  verdict = lesson_judge_object (pagescape_session_get_lesson (self->session), &question, object, &why_not);
  take (self, &question, verdict, why_not);
}

/* The lesson may go on, but stays here: the class wants to see the answer in the picture as it is. */
void
pagescape_question_box_show_answer (PagescapeQuestionBox *self)
{
  LessonQuestion question;

  g_return_if_fail (PAGESCAPE_IS_QUESTION_BOX (self));

  if (self->is_solved || !get_question (self, &question))
    return;

  show_solved (self, &question, FALSE);
  if (wants_click (&question))
    pagescape_session_select (self->session, question.answer);
  pagescape_session_add_answered (self->session, self->asked);
}

static void
show_answer_cb (PagescapeQuestionBox *self)
{
  pagescape_question_box_show_answer (self);
}

/* --- the question -------------------------------------------------------------------------- */

static gboolean
is_presented (PagescapeQuestionBox *self)
{
  return gtk_widget_get_ancestor (GTK_WIDGET (self), PAGESCAPE_TYPE_PRESENTATION) != NULL;
}

static GtkWidget *
new_choice (const char *text,
            int         choice,
            unsigned    unbroken)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), presentation_n_columns (text) >= unbroken);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (choice < 9)
    {
      g_autofree char *key = g_strdup_printf ("%d", choice + 1);
      GtkWidget *digit = gtk_label_new (key);

      gtk_widget_add_css_class (digit, "digit");
      /* Not on the text's baseline: a box would then have room for less than two lines of it. */
      gtk_widget_set_valign (digit, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (row), digit);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, key, -1);
    }
  gtk_box_append (GTK_BOX (row), label);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (button), "choice", GINT_TO_POINTER (choice));

  return button;
}

static void
add_choices (PagescapeQuestionBox *self,
             const char *const    *choices)
{
  GtkWidget *child;
  unsigned n_in_all = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))))
    gtk_box_remove (self->choices, child);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), choices != NULL);

  for (int i = 0; choices && choices[i]; i++)
    {
      GtkWidget *button = new_choice (choices[i], i, is_presented (self) ? UNBROKEN_ON_SCREEN : UNBROKEN_COLUMNS);

      n_in_all += presentation_n_columns (choices[i]) + AROUND_CHOICE;
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (choice_clicked_cb), self);
      gtk_box_append (self->choices, button);
    }

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->choices),
                                  (is_presented (self) ? presentation_is_row (choices) : n_in_all <= PANEL_COLUMNS)
                                  ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
}

static void
show_question (PagescapeQuestionBox *self,
               const LessonQuestion *question)
{
  gboolean is_click = wants_click (question);

  self->is_solved = FALSE;
  self->n_tries = 0;
  gtk_label_set_label (self->text, question->text);
  /* On a screen there is more room beside than below, where it would cover the picture. */
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->row),
                                  is_presented (self) ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (self->row, is_presented (self) ? 24 : 6);
  add_choices (self, question->choices);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), is_click);
  gtk_widget_set_visible (self->number_row, wants_number (question));
  gtk_editable_set_text (GTK_EDITABLE (self->number), "");
  gtk_widget_set_visible (self->show_button, TRUE);
  say (self, NULL, "");
  pagescape_label_show (self->why, NULL);
  pagescape_label_show (self->tries, NULL);

  if (pagescape_session_is_answered (self->session, self->asked))
    show_solved (self, question, FALSE);
}

/* Is the answer still about what is seen: the rest of its step, or the next? */
static gboolean
is_about_moment (PagescapeQuestionBox *self)
{
  AxisMoment moment = pagescape_session_get_moment (self->session);

  return self->is_shown && self->is_solved && moment.position >= self->position
         && (moment.step == self->step || moment.step == self->step + 1);
}

static void
moved_cb (PagescapeQuestionBox *self)
{
  const Lesson *lesson = pagescape_session_get_lesson (self->session);
  AxisMoment moment = pagescape_session_get_moment (self->session);
  LessonQuestion question;
  unsigned number = 0;

  if (!pagescape_session_get_question (self->session, &question, &number))
    {
      self->is_shown = is_about_moment (self);
      /* The lesson says it above. */
      if (moment.step != self->step && !self->has_own_why)
        pagescape_label_show (self->why, NULL);
      gtk_widget_set_visible (GTK_WIDGET (self), self->is_shown);
      return;
    }

  if (!(self->is_shown && self->asked == number && self->lesson == lesson && self->step == moment.step))
    {
      gboolean stays = is_about_moment (self) && self->lesson == lesson && self->asked != number;

      pagescape_label_show (self->before, stays && self->has_own_why ? gtk_label_get_label (self->why) : NULL);
      self->lesson = lesson;
      self->asked = number;
      self->step = moment.step;
      self->position = moment.position;
      self->is_shown = TRUE;
      show_question (self, &question);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* It was answered elsewhere, or is asked again. */
static void
answered_cb (PagescapeQuestionBox *self)
{
  LessonQuestion question;

  if (get_question (self, &question)
      && self->is_solved != pagescape_session_is_answered (self->session, self->asked))
    show_question (self, &question);
  moved_cb (self);
}

static void
opened_cb (PagescapeQuestionBox *self)
{
  self->is_shown = FALSE;
  pagescape_label_show (self->before, NULL);
  moved_cb (self);
}

static gboolean
nudge_cb (gpointer data)
{
  PagescapeQuestionBox *self = data;

  self->nudge = 0;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "nudge");
  return G_SOURCE_REMOVE;
}

/* Somebody wanted to go on. */
static void
held_cb (PagescapeQuestionBox *self)
{
  LessonQuestion question;

  if (!get_question (self, &question) || self->is_solved)
    return;

  if (self->n_tries == 0)
    say (self, NULL, _("The lesson goes on when this is answered."));
  gtk_widget_add_css_class (GTK_WIDGET (self), "nudge");
  g_clear_handle_id (&self->nudge, g_source_remove);
  self->nudge = g_timeout_add (NUDGE_MS, nudge_cb, self);

  /* Not from a line that is being typed elsewhere, nor from the keys of who presents. */
  if (wants_number (&question) && gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_presented (self)
      && !GTK_IS_EDITABLE (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)))))
    gtk_widget_grab_focus (GTK_WIDGET (self->number));
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_question_box_dispose (GObject *object)
{
  PagescapeQuestionBox *self = PAGESCAPE_QUESTION_BOX (object);
  GtkWidget *child;

  g_clear_handle_id (&self->nudge, g_source_remove);
  pagescape_question_box_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (pagescape_question_box_parent_class)->dispose (object);
}

static void
pagescape_question_box_class_init (PagescapeQuestionBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_question_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/question-box.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, before);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, text);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, row);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, choices);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, hint);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, number_row);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, number);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, verdict);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, why);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, tries);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, show_button);
  gtk_widget_class_bind_template_callback (widget_class, check_number_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_answer_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "question");
}

/* Digits choose, wherever the focus is, but where they are typed. */
static void
add_digits (PagescapeQuestionBox *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  for (int i = 0; i < 9; i++)
    {
      GtkShortcutTrigger *trigger = gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_1 + i, 0),
                                                                 gtk_keyval_trigger_new (GDK_KEY_KP_1 + i, 0));
      GtkShortcut *shortcut = gtk_shortcut_new (trigger, gtk_callback_action_new (digit_cb, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (i));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
pagescape_question_box_init (PagescapeQuestionBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_digits (self);
}

void
pagescape_question_box_set_session (PagescapeQuestionBox *self,
                                    PagescapeSession     *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "grew", G_CALLBACK (moved_cb) },
    { "opened", G_CALLBACK (opened_cb) },
    { "activated", G_CALLBACK (activated_cb) },
    { "answered", G_CALLBACK (answered_cb) },
    { "held", G_CALLBACK (held_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_QUESTION_BOX (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    opened_cb (self);
}
