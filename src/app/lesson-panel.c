/* lesson-panel.c - the code with its line, the sentence, the events, the log, the scratchpad */

#include "lesson-panel.h"

#include <glib/gi18n.h>

#include "code-view.h"
#include "event-list.h"
#include "follow.h"
#include "label.h"
#include "narration/narration.h"
#include "question-box.h"
#include "words.h"

#define MOST_MESSAGES 8
/* Bytes that may not fit into the lines there are. */
#define LONG_MISTAKE 240
/* Each time the picture moves so many are looked at, at most. */
#define MOST_EVENTS 20000

struct _PagescapeLessonPanel
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;

  /* Template */
  PagescapeCodeView   *code;
  GtkLabel            *step_title;
  GtkLabel            *context;
  GtkLabel            *sentence;
  GtkLabel            *begin;
  GtkLabel            *mistakes;
  PagescapeQuestionBox *question;
  PagescapeEventList  *events;
  GtkWidget           *log_box;
  GtkTextView         *log;
  PagescapeScratchpad *scratchpad;

  size_t               n_logged;
};

G_DEFINE_FINAL_TYPE (PagescapeLessonPanel, pagescape_lesson_panel, GTK_TYPE_WIDGET)

static void
show_log (PagescapeLessonPanel *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  size_t length = sim_log_length (machine), n_before = self->n_logged;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->log);
  g_autofree char *valid = NULL;
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;
  GtkTextIter place;

  if (length == self->n_logged)
    return;

  self->n_logged = length;
  gtk_widget_set_visible (self->log_box, length > 0);

  text = g_malloc (length + 1);
  for (size_t i = 0; i < length; i++)
    text[i] = sim_log_char (machine, i);
  text[length] = '\0';
  while (length > 0 && text[length - 1] == '\n')
    text[--length] = '\0';

  valid = g_utf8_make_valid (text, length);
  gtk_text_buffer_set_text (buffer, valid, -1);
  /* A report is read from its first line on. */
  gtk_text_buffer_get_end_iter (buffer, &place);
  if (n_before < length)
    {
      before = g_utf8_make_valid (text, n_before);
      gtk_text_buffer_get_iter_at_offset (buffer, &place, (int) g_utf8_strlen (before, -1));
    }
  gtk_text_buffer_place_cursor (buffer, &place);
  gtk_text_view_scroll_to_mark (self->log, gtk_text_buffer_get_insert (buffer), 0, n_before < length, 0, 0);
}

/* What the kernel would complain of, in the moment's step and up to the moment: the last of it. */
static char *
dup_diagnosis (PagescapeLessonPanel *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  AxisMoment moment = pagescape_session_get_moment (self->session);
  JournalPosition first;
  size_t n_events;
  const SimEvent *events = pagescape_session_get_events (self->session, &n_events, &first);

  size_t end = moment.position > first ? MIN (n_events, moment.position - first) : 0;

  for (size_t i = end; i-- > 0 && end - i <= MOST_EVENTS;)
    if (events[i].kind == SIM_EVENT_DIAGNOSED)
      return narrate_diagnosis (machine, &events[i]);

  return NULL;
}

/* A scenario that could be opened may still have stopped at a mistake. */
static void
append_messages (PagescapeLessonPanel *self,
                 GString              *text)
{
  const Messages *messages = pagescape_session_get_messages (self->session);

  for (size_t i = 0; i < messages_n (messages) && i < MOST_MESSAGES; i++)
    {
      const Message *message = messages_at (messages, i);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (message->line > 0)
        g_string_append_printf (text, _("Line %u: %s"), message->line, message->text);
      else
        g_string_append (text, message->text);
      if (message->suggestion)
        g_string_append_printf (text, " %s", message->suggestion);
    }
}

/* Above all that scrolls: a mistake is not to be looked for. */
static void
show_mistakes (PagescapeLessonPanel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *diagnosis = dup_diagnosis (self);

  if (diagnosis)
    g_string_append (text, diagnosis);
  if (!pagescape_session_has_failed (self->session))
    append_messages (self, text);
  pagescape_label_show (self->mistakes, text->str);
  /* Nobody reads more than some lines there, but they are to be had. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->mistakes), text->len > LONG_MISTAKE ? text->str : NULL);
}

/* A scenario that was just made has no steps. */
static const char *
how_to_begin (Lesson *lesson)
{
  return lesson_n_steps (lesson) > 0 ? _("Page Down goes to the first step, the space bar plays the lesson.")
                                     : _("Type a line below, or choose a call or an order: it runs at once.");
}

static void
moved_cb (PagescapeLessonPanel *self)
{
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  g_autofree char *sentence = NULL;
  g_autofree char *context = NULL;
  const char *title = NULL;
  unsigned step;

  if (!lesson)
    return;

  step = pagescape_session_get_moment (self->session).step;
  if (step > 0)
    title = lesson_step_title (lesson, step);
  sentence = pagescape_words_said (self->session);
  context = narrate_context (pagescape_session_get_machine (self->session), lesson_cpu (lesson));
  pagescape_label_show (self->step_title, title ? title : step > 0 ? _("What happens") : _("Before the first step"));
  pagescape_label_show (self->context, context);
  pagescape_label_show (self->sentence, sentence);
  pagescape_label_show (self->begin, step == 0 ? how_to_begin (lesson) : NULL);
  show_mistakes (self);
  pagescape_code_view_set_line (self->code, pagescape_session_get_line (self->session));
  show_log (self);
}

/* The line in which a step begins → its title, in the reader's language. */
static GHashTable *
titles_of (Lesson *lesson)
{
  const Timeline *timeline = lesson_timeline (lesson);
  GHashTable *titles = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (unsigned step = 1; step <= timeline_n_steps (timeline); step++)
    {
      unsigned line = lesson_line_at (lesson, timeline_step_first (timeline, step) + 1);
      const char *title = lesson_step_title (lesson, step);

      if (line > 0 && title && !g_hash_table_contains (titles, GUINT_TO_POINTER (line)))
        g_hash_table_insert (titles, GUINT_TO_POINTER (line), g_strdup (title));
    }

  return titles;
}

/* From 1; 0: none. */
static unsigned
first_typed (Lesson *lesson)
{
  unsigned line = 1;

  for (const char *at = lesson_source (lesson); at; line++)
    {
      if (lesson_is_typed_line (lesson, line))
        return line;
      at = strchr (at, '\n');
      at = at ? at + 1 : NULL;
    }

  return 0;
}

static void
show_source (PagescapeLessonPanel *self)
{
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  g_autoptr (GHashTable) titles = NULL;
  unsigned first = 0, end = 0;

  if (!lesson)
    return;

  titles = titles_of (lesson);
  pagescape_session_get_hidden_lines (self->session, &first, &end);
  pagescape_code_view_hide_lines (self->code, first, end);
  pagescape_code_view_set_text (self->code, lesson_source (lesson), first_typed (lesson), titles);
}

static void
grew_cb (PagescapeLessonPanel *self)
{
  self->n_logged = SIZE_MAX;
  show_source (self);
  moved_cb (self);
}

void
pagescape_lesson_panel_set_whole_text (PagescapeLessonPanel *self,
                                       gboolean              is_whole)
{
  g_return_if_fail (PAGESCAPE_IS_LESSON_PANEL (self));

  pagescape_code_view_set_whole (self->code, is_whole);
}

void
pagescape_lesson_panel_set_asks (PagescapeLessonPanel *self,
                                 gboolean              asks)
{
  g_return_if_fail (PAGESCAPE_IS_LESSON_PANEL (self));

  pagescape_question_box_set_session (self->question, asks ? self->session : NULL);
}

PagescapeScratchpad *
pagescape_lesson_panel_get_scratchpad (PagescapeLessonPanel *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_LESSON_PANEL (self), NULL);

  return self->scratchpad;
}

/* Labels would ask for more width where height is scarce, and the panel would grow and shrink with what it says:
 * its width is that of its longest word. */
static void
pagescape_lesson_panel_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_widget_measure (child, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = 240;
  *natural = MAX (*natural, *minimum);
}

static GtkSizeRequestMode
pagescape_lesson_panel_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
pagescape_lesson_panel_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int needed;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &needed, NULL, NULL, NULL);
  gtk_widget_allocate (child, width, MAX (height, needed), -1, NULL);
}

static void
pagescape_lesson_panel_dispose (GObject *object)
{
  PagescapeLessonPanel *self = PAGESCAPE_LESSON_PANEL (object);
  GtkWidget *child;

  pagescape_lesson_panel_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (pagescape_lesson_panel_parent_class)->dispose (object);
}

static void
pagescape_lesson_panel_class_init (PagescapeLessonPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_lesson_panel_dispose;
  widget_class->measure = pagescape_lesson_panel_measure;
  widget_class->get_request_mode = pagescape_lesson_panel_get_request_mode;
  widget_class->size_allocate = pagescape_lesson_panel_size_allocate;

  g_type_ensure (PAGESCAPE_TYPE_CODE_VIEW);
  g_type_ensure (PAGESCAPE_TYPE_EVENT_LIST);
  g_type_ensure (PAGESCAPE_TYPE_QUESTION_BOX);
  g_type_ensure (PAGESCAPE_TYPE_SCRATCHPAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/lesson-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, code);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, step_title);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, context);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, sentence);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, begin);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, mistakes);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, question);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, events);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, log_box);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, log);
  gtk_widget_class_bind_template_child (widget_class, PagescapeLessonPanel, scratchpad);
  gtk_widget_class_set_css_name (widget_class, "lessonpanel");
}

static void
pagescape_lesson_panel_init (PagescapeLessonPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
pagescape_lesson_panel_set_session (PagescapeLessonPanel *self,
                                    PagescapeSession     *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "grew", G_CALLBACK (grew_cb) },
    { "opened", G_CALLBACK (grew_cb) },
    { "answered", G_CALLBACK (grew_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_LESSON_PANEL (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (self->events)
    {
      pagescape_question_box_set_session (self->question, session);
      pagescape_event_list_set_session (self->events, session);
      pagescape_scratchpad_set_session (self->scratchpad, session);
    }
  if (session)
    grew_cb (self);
}
