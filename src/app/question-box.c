/* question-box.c - what the step asks: by choices, by a number, by a click in the picture */

#include "question-box.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "narration/narration.h"

/* Choices of more characters stand below each other. */
#define SHORT_CHOICE 12

struct _PagescapeQuestionBox
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;

  /* Template */
  GtkLabel  *text;
  GtkBox    *choices;
  GtkLabel  *hint;
  GtkWidget *number_row;
  GtkEntry  *number;
  GtkLabel  *verdict;
  GtkWidget *show_button;

  /* Of the question that is shown */
  const Lesson *lesson;
  unsigned      asked;
  gboolean      is_shown;
  gboolean      is_solved;
};

G_DEFINE_FINAL_TYPE (PagescapeQuestionBox, pagescape_question_box, GTK_TYPE_WIDGET)

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

/* --- answers ------------------------------------------------------------------------------- */

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

  gtk_label_set_label (self->verdict, text);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), *text != '\0');
}

static void
judge (PagescapeQuestionBox *self,
       gboolean              is_right)
{
  if (self->is_solved)
    return;

  self->is_solved = is_right;
  gtk_widget_set_visible (self->show_button, !is_right);
  if (is_right)
    say (self, "success", _("Right."));
  else
    say (self, "warning", _("Not this one. Try again."));
}

/* The right one keeps its mark. */
static void
mark_choice (PagescapeQuestionBox *self,
             int                   choice)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->choices));

  for (int i = 0; button; button = gtk_widget_get_next_sibling (button), i++)
    if (i == choice)
      gtk_widget_add_css_class (button, "suggested-action");
}

static void
choice_clicked_cb (PagescapeQuestionBox *self,
                   GtkButton            *button)
{
  int choice = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "choice"));
  LessonQuestion question;

  if (!get_question (self, &question))
    return;

  if (choice == question.choice)
    mark_choice (self, choice);
  judge (self, choice == question.choice);
}

static void
check_number_cb (PagescapeQuestionBox *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->number));
  g_autofree char *number = g_strstrip (g_strdup (text));
  LessonQuestion question;
  guint64 value;
  char *end;

  if (!get_question (self, &question) || !*number)
    return;

  value = g_ascii_strtoull (number, &end, 0);
  if (*end != '\0' || *number == '-')
    say (self, "warning", _("A number is wanted: 4224, or 0x1080."));
  else
    judge (self, value == question.value);
}

static void
show_answer_cb (PagescapeQuestionBox *self)
{
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;
  LessonQuestion question;

  if (!get_question (self, &question))
    return;

  self->is_solved = TRUE;
  gtk_widget_set_visible (self->show_button, FALSE);
  if (question.choices)
    {
      mark_choice (self, question.choice);
      for (int i = 0; question.choices[i]; i++)
        if (i == question.choice)
          answer = g_strdup (question.choices[i]);
    }
  else if (wants_click (&question))
    {
      answer = narrate_object_title (pagescape_session_get_machine (self->session), question.answer);
      pagescape_session_select (self->session, question.answer);
    }
  else if (question.value < 10)
    {
      answer = g_strdup_printf ("%" G_GUINT64_FORMAT, question.value);
    }
  else
    {
      answer = g_strdup_printf ("%" G_GUINT64_FORMAT " = 0x%" G_GINT64_MODIFIER "x", question.value, question.value);
    }

  text = g_strdup_printf (_("The answer: %s"), answer ? answer : "");
  say (self, "answer", text);
}

/* Somebody selected something; the arrow keys select as well. */
static void
selected_cb (PagescapeQuestionBox *self)
{
  SimRef object = pagescape_session_get_selection (self->session);
  LessonQuestion question;

  if (object.kind != SIM_REF_NONE && get_question (self, &question) && wants_click (&question))
    judge (self, pagescape_session_is_answer (self->session, &question, object));
}

/* --- the question -------------------------------------------------------------------------- */

static void
add_choices (PagescapeQuestionBox *self,
             const char *const    *choices)
{
  GtkWidget *child;
  gboolean is_short = TRUE;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))))
    gtk_box_remove (self->choices, child);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), choices != NULL);

  for (int i = 0; choices && choices[i]; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (choices[i]);

      is_short = is_short && i < 5 && g_utf8_strlen (choices[i], -1) <= SHORT_CHOICE;
      gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
      g_object_set_data (G_OBJECT (button), "choice", GINT_TO_POINTER (i));
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (choice_clicked_cb), self);
      gtk_box_append (self->choices, button);
    }

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->choices),
                                  is_short ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
}

static void
show_question (PagescapeQuestionBox *self,
               const LessonQuestion *question)
{
  gboolean is_click = wants_click (question);

  self->is_solved = FALSE;
  gtk_label_set_label (self->text, question->text);
  add_choices (self, question->choices);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), is_click);
  gtk_widget_set_visible (self->number_row, !is_click && !question->choices);
  gtk_editable_set_text (GTK_EDITABLE (self->number), "");
  gtk_widget_set_visible (self->show_button, TRUE);
  say (self, NULL, "");
}

static void
moved_cb (PagescapeQuestionBox *self)
{
  const Lesson *lesson = pagescape_session_get_lesson (self->session);
  LessonQuestion question;
  unsigned number = 0;
  gboolean has_one = pagescape_session_get_question (self->session, &question, &number);

  if (has_one && !(self->is_shown && self->asked == number && self->lesson == lesson))
    show_question (self, &question);

  self->lesson = lesson;
  self->asked = number;
  self->is_shown = has_one;
  gtk_widget_set_visible (GTK_WIDGET (self), has_one);
}

static void
opened_cb (PagescapeQuestionBox *self)
{
  self->is_shown = FALSE;
  moved_cb (self);
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_question_box_dispose (GObject *object)
{
  PagescapeQuestionBox *self = PAGESCAPE_QUESTION_BOX (object);
  GtkWidget *child;

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
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, text);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, choices);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, hint);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, number_row);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, number);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, verdict);
  gtk_widget_class_bind_template_child (widget_class, PagescapeQuestionBox, show_button);
  gtk_widget_class_bind_template_callback (widget_class, check_number_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_answer_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "question");
}

static void
pagescape_question_box_init (PagescapeQuestionBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
pagescape_question_box_set_session (PagescapeQuestionBox *self,
                                    PagescapeSession     *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "grew", G_CALLBACK (moved_cb) },
    { "opened", G_CALLBACK (opened_cb) },
    { "selected", G_CALLBACK (selected_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_QUESTION_BOX (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    opened_cb (self);
}
