/* presentation.c - a lesson on the projector: what is shown; see presentation-input.c for what can be done */

#include "presentation-private.h"

#include "appearance.h"
#include "follow.h"
#include "views/view.h"
#include "words.h"
#include "zoom.h"

/* From one size of the picture's words that is tried to the next. */
#define SHRINK 0.94

G_DEFINE_FINAL_TYPE (PagescapePresentation, pagescape_presentation, GTK_TYPE_WIDGET)

/* --- the sheet ----------------------------------------------------------------------------- */

static const PaintPalette *
palette_of (PagescapePresentation *self)
{
  return paint_palette_on (PAINT_PROJECTOR, self->is_dark);
}

/* Side by side there is a gap between the two. */
static void
get_picture_places (PagescapePresentation *self,
                    SceneRect             *first,
                    SceneRect             *second)
{
  double gap = self->sheet.margin / 2;

  *first = *second = self->sheet.picture;
  if (!gtk_widget_get_visible (GTK_WIDGET (self->second_canvas)))
    return;

  first->width = second->width = (self->sheet.picture.width - gap) / 2;
  second->x += first->width + gap;
}

/* Does a canvas's view find room for its words at a scale? */
static gboolean
has_room (PagescapePresentation *self,
          PagescapeCanvas       *canvas,
          SceneSize              size,
          double                 scale)
{
  PagescapeFrame frame = { .view = pagescape_canvas_get_view (canvas), .camera = { 1, { 0.5, 0.5 } }, .size = size };
  PaintFonts *fonts;
  ScenePicture *picture;
  gboolean fits;

  if (!frame.view || !self->session || !pagescape_session_get_timeline (self->session))
    return TRUE;

  fonts = paint_fonts_new (pagescape_language (), palette_of (self), scale);
  picture = scene_picture_new ();
  frame.measure = paint_fonts_measure (fonts);
  pagescape_session_layout (self->session, &frame, FALSE, picture);
  fits = !view_is_too_small (picture);
  scene_picture_free (picture);
  paint_fonts_free (fonts);

  return fits;
}

/* Doubled text and the viewer's zoom make the picture's words as large as it still has room for. What decides is size
 * and view, not the step, so that they stay as large as they are. */
static void
fit_picture (PagescapePresentation *self)
{
  gboolean are_two = gtk_widget_get_visible (GTK_WIDGET (self->second_canvas));
  double least = self->sheet.least_picture_scale, scale;
  SceneRect first, second;

  get_picture_places (self, &first, &second);
  for (scale = self->sheet.picture_scale; scale > least; scale = MAX (least, scale * SHRINK))
    if (has_room (self, self->first_canvas, (SceneSize) { first.width, first.height }, scale)
        && (!are_two || has_room (self, self->second_canvas, (SceneSize) { second.width, second.height }, scale)))
      break;

  pagescape_canvas_set_look (self->first_canvas, palette_of (self), scale);
  pagescape_canvas_set_look (self->second_canvas, palette_of (self), scale);
}

static void
make_sheet (PagescapePresentation *self,
            int                    width,
            int                    height)
{
  Lesson *lesson = self->session ? pagescape_session_get_lesson (self->session) : NULL;
  unsigned n_steps = lesson ? timeline_n_steps (lesson_timeline (lesson)) : 0;
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  PresentationContent content = { 0 };
  LessonQuestion question;

  for (unsigned step = 0; lesson && step <= n_steps; step++)
    {
      char *sentence = pagescape_words_sentence (lesson, step, UINT64_MAX);

      g_ptr_array_add (titles, (gpointer) pagescape_words_title (lesson, step));
      if (sentence)
        g_ptr_array_add (sentences, sentence);
    }
  for (unsigned number = 0; lesson && lesson_question (lesson, number, &question); number++)
    content.least_sentence = MAX (content.least_sentence, presentation_question_lines (question.text, question.choices));

  content.size = (SceneSize) { width, height };
  content.zoom = pagescape_zoom_get ();
  content.desktop = pagescape_text_scale (GTK_WIDGET (self)) / content.zoom;
  content.titles = titles;
  content.sentences = sentences;
  presentation_sheet_make (&self->sheet, self->context, &content);
  fit_picture (self);
}

static void
set_text (PagescapePresentation     *self,
          PagescapePresentationText *widget,
          PresentationText           which,
          const char                *text)
{
  pagescape_presentation_text_set (widget, presentation_sheet_layout (&self->sheet, self->context, which, text),
                                   presentation_color (palette_of (self), which));
}

static void
set_texts (PagescapePresentation *self)
{
  Lesson *lesson = self->session ? pagescape_session_get_lesson (self->session) : NULL;
  g_autofree char *place = NULL;
  g_autofree char *sentence = NULL;
  unsigned step;

  if (!lesson || self->width == 0)
    return;

  step = pagescape_session_get_moment (self->session).step;
  if (step > 0)
    place = g_strdup_printf ("%u / %u", step, pagescape_words_n_steps (lesson));
  /* What is said after a question waits for its answer. */
  sentence = pagescape_words_said (self->session);

  set_text (self, self->title, PRESENTATION_TITLE, pagescape_words_title (lesson, step));
  set_text (self, self->place, PRESENTATION_PLACE, place);
  set_text (self, self->sentence, PRESENTATION_SENTENCE, sentence);
}

/* What has the desktop's way of being drawn has the sheet's size: the question, the button. */
static gboolean
set_style_cb (gpointer data)
{
  static GtkCssProvider *provider;
  PagescapePresentation *self = data;
  g_autofree char *css = NULL;

  self->style_source = 0;
  if (!provider)
    {
      provider = gtk_css_provider_new ();
      gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    }

  css = g_strdup_printf ("presentation { font-size: %dpx; }", (int) self->sheet.sizes[PRESENTATION_SENTENCE]);
  gtk_css_provider_load_from_data (provider, css, -1);

  return G_SOURCE_REMOVE;
}

void
presentation_sheet_is_stale (PagescapePresentation *self)
{
  self->width = 0;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- placing ------------------------------------------------------------------------------- */

static void
place (GtkWidget *widget,
       SceneRect  rect)
{
  GtkAllocation place = { rect.x, rect.y, MAX (1, rect.width), MAX (1, rect.height) };
  int least_width, least_height;

  if (!gtk_widget_should_layout (widget))
    return;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  place.width = MAX (place.width, least_width);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, place.width, &least_height, NULL, NULL, NULL);
  place.height = MAX (place.height, least_height);
  gtk_widget_size_allocate (widget, &place, -1);
}

/* It may reach up into the picture where it must, so that the picture need not give way; but where it would cut the
 * legend it covers all of it. */
static void
place_question (PagescapePresentation *self)
{
  SceneRect rect = self->sheet.places[PRESENTATION_SENTENCE], picture = self->sheet.picture;
  double bottom = rect.y + rect.height, legend = picture.y + pagescape_canvas_get_legend_top (self->first_canvas);
  int needed;

  if (!gtk_widget_should_layout (GTK_WIDGET (self->question)))
    return;

  rect.width = self->width - 2 * self->sheet.margin;
  gtk_widget_measure (GTK_WIDGET (self->question), GTK_ORIENTATION_VERTICAL, rect.width, &needed, NULL, NULL, NULL);
  rect.y = MIN (rect.y, bottom - needed);
  if (rect.y < picture.y + picture.height && rect.y > legend)
    rect.y = legend;
  rect.height = bottom - rect.y;
  place (GTK_WIDGET (self->question), rect);
}

static void
place_in_corner (GtkWidget *widget,
                 double     right,
                 double     y,
                 gboolean   is_bottom)
{
  GtkRequisition wanted;

  gtk_widget_get_preferred_size (widget, NULL, &wanted);
  place (widget, (SceneRect) { right - wanted.width, is_bottom ? y - wanted.height : y, wanted.width, wanted.height });
}

static void
pagescape_presentation_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  PagescapePresentation *self = PAGESCAPE_PRESENTATION (widget);
  SceneRect whole = { 0, 0, width, height }, first, second;
  double text_scale = pagescape_text_scale (widget), edge;

  if (width != self->width || height != self->height || text_scale != self->text_scale)
    {
      self->width = width;
      self->height = height;
      self->text_scale = text_scale;
      /* Where the pointer is now it has not come to by itself. */
      self->has_pointer = FALSE;
      make_sheet (self, width, height);
      set_texts (self);
      if (!self->style_source)
        self->style_source = g_idle_add (set_style_cb, self);
    }

  place (GTK_WIDGET (self->title), self->sheet.places[PRESENTATION_TITLE]);
  place (GTK_WIDGET (self->place), self->sheet.places[PRESENTATION_PLACE]);
  place (GTK_WIDGET (self->sentence), self->sheet.places[PRESENTATION_SENTENCE]);
  get_picture_places (self, &first, &second);
  place (GTK_WIDGET (self->first_canvas), first);
  place (GTK_WIDGET (self->second_canvas), second);

  place_question (self);
  edge = 12 * self->sheet.screen;
  /* Beside the number of the step, which stays to be read. */
  place_in_corner (GTK_WIDGET (self->leave_button), self->sheet.places[PRESENTATION_PLACE].x - edge, edge, FALSE);
  place_in_corner (GTK_WIDGET (self->typed), width - edge, height - edge, TRUE);
  place (GTK_WIDGET (self->blank), whole);
  place (GTK_WIDGET (self->laser), whole);
}

static void
pagescape_presentation_snapshot (GtkWidget   *widget,
                                 GtkSnapshot *snapshot)
{
  PaintColor paper = palette_of (PAGESCAPE_PRESENTATION (widget))->paper;

  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { paper.red, paper.green, paper.blue, 1 },
                             &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  GTK_WIDGET_CLASS (pagescape_presentation_parent_class)->snapshot (widget, snapshot);
}

static void
pagescape_presentation_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 480;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1280 : 720;
}

/* --- following ----------------------------------------------------------------------------- */

gboolean
presentation_get_question (PagescapePresentation *self,
                           LessonQuestion        *question,
                           unsigned              *number)
{
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  AxisMoment moment = pagescape_session_get_moment (self->session);

  return lesson && !player_is_moving (pagescape_session_get_player (self->session))
         && moment.position == timeline_step_end (lesson_timeline (lesson), moment.step)
         && pagescape_session_get_question (self->session, question, number)
         && !pagescape_session_is_answered (self->session, *number);
}

void
presentation_set_asks (PagescapePresentation *self,
                       gboolean               asks)
{
  if (self->asks == asks)
    return;

  self->asks = asks;
  self->is_settled = FALSE;
  self->n_held = 0;
  self->asked_step = asks ? pagescape_session_get_moment (self->session).step : 0;
  pagescape_question_box_set_session (self->question, asks ? self->session : NULL);
  if (!asks)
    gtk_widget_set_visible (GTK_WIDGET (self->question), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), !asks);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Somebody went further than an open question lets him: it says why the picture stands here. */
void
presentation_ask_on_the_way (PagescapePresentation *self)
{
  LessonQuestion question;
  unsigned number, wanted = self->wanted_step;

  if (wanted == 0 || player_is_moving (pagescape_session_get_player (self->session)))
    return;

  self->wanted_step = 0;
  if (pagescape_session_get_moment (self->session).step < wanted && presentation_get_question (self, &question, &number))
    presentation_set_asks (self, TRUE);
}

/* Right: the picture has moved on to what was held back. What was said of the answer stays until somebody goes on,
 * so the box is told no more; it would ask the next question. */
static void
moved_cb (PagescapePresentation *self)
{
  unsigned step = pagescape_session_get_moment (self->session).step;

  if (!self->asks)
    presentation_ask_on_the_way (self);
  if (!self->asks || self->is_settled || step == self->asked_step)
    return;

  if (step == self->asked_step + 1)
    {
      self->is_settled = TRUE;
      pagescape_question_box_set_session (self->question, NULL);
    }
  else
    {
      presentation_set_asks (self, FALSE);
    }
}

static void
stepped_cb (PagescapePresentation *self)
{
  if (self->is_settled && pagescape_session_get_moment (self->session).step != self->asked_step + 1)
    presentation_set_asks (self, FALSE);
  set_texts (self);
}

static void
changed_cb (PagescapePresentation *self)
{
  presentation_set_asks (self, FALSE);
  presentation_sheet_is_stale (self);
}

void
pagescape_presentation_set_views (PagescapePresentation *self,
                                  const View            *first,
                                  const View            *second,
                                  unsigned               style)
{
  g_return_if_fail (PAGESCAPE_IS_PRESENTATION (self));

  pagescape_canvas_set_view (self->first_canvas, first);
  if (second)
    pagescape_canvas_set_view (self->second_canvas, second);
  pagescape_canvas_set_style (self->first_canvas, style);
  pagescape_canvas_set_style (self->second_canvas, style);
  gtk_widget_set_visible (GTK_WIDGET (self->second_canvas), second != NULL);
  presentation_sheet_is_stale (self);
}

void
pagescape_presentation_set_session (PagescapePresentation *self,
                                    PagescapeSession      *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "stepped", G_CALLBACK (stepped_cb) },
    { "grew", G_CALLBACK (changed_cb) },
    { "opened", G_CALLBACK (changed_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_PRESENTATION (self));

  presentation_reset_input (self);
  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (!self->first_canvas)
    return;

  presentation_set_asks (self, FALSE);
  pagescape_canvas_set_session (self->first_canvas, session);
  pagescape_canvas_set_session (self->second_canvas, session);
  if (session)
    changed_cb (self);
}

void
presentation_set_dark (PagescapePresentation *self,
                       gboolean               is_dark)
{
  self->is_dark = is_dark;
  if (is_dark)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dark-paper");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dark-paper");
  presentation_sheet_is_stale (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- the class ----------------------------------------------------------------------------- */

static void
leave_clicked_cb (PagescapePresentation *self)
{
  g_signal_emit_by_name (self, "leave");
}

static void
pagescape_presentation_dispose (GObject *object)
{
  PagescapePresentation *self = PAGESCAPE_PRESENTATION (object);
  GtkWidget *child;

  g_clear_handle_id (&self->style_source, g_source_remove);
  pagescape_presentation_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  self->first_canvas = self->second_canvas = NULL;
  g_clear_object (&self->context);

  G_OBJECT_CLASS (pagescape_presentation_parent_class)->dispose (object);
}

static void
pagescape_presentation_class_init (PagescapePresentationClass *klass)
{
  static const char *const signals[] = { "leave", "speaker", "next-view" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_presentation_dispose;
  widget_class->size_allocate = pagescape_presentation_size_allocate;
  widget_class->snapshot = pagescape_presentation_snapshot;
  widget_class->measure = pagescape_presentation_measure;

  for (unsigned i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_new (signals[i], PAGESCAPE_TYPE_PRESENTATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PAGESCAPE_TYPE_PRESENTATION_TEXT);
  g_type_ensure (PAGESCAPE_TYPE_CANVAS);
  g_type_ensure (PAGESCAPE_TYPE_QUESTION_BOX);
  g_type_ensure (PAGESCAPE_TYPE_LASER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/presentation.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, title);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, place);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, sentence);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, first_canvas);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, second_canvas);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, question);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, blank);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, typed);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, leave_button);
  gtk_widget_class_bind_template_child (widget_class, PagescapePresentation, laser);
  gtk_widget_class_bind_template_callback (widget_class, leave_clicked_cb);
  gtk_widget_class_set_css_name (widget_class, "presentation");
}

static void
pagescape_presentation_init (PagescapePresentation *self)
{
  self->context = paint_context_new (pagescape_language ());
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  presentation_add_input (self);
}
