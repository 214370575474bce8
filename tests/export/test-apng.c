/* test-apng.c - animations: read by a strict reader, each frame is the picture that it was made of */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <zlib.h>

#include "sheet.h"

enum { WIDTH = 160, HEIGHT = 90, MOST = 64 };

typedef struct {
  uint32_t sequence, width, height, left, top;
  uint16_t delay, share;
  uint8_t  dispose, blend;
} Control;

/* What a reader has on its canvas after each frame. */
typedef struct {
  uint32_t width, height, n_said;
  uint8_t *canvas;
  GByteArray *shown[MOST];
  double   seconds[MOST];
  Control  controls[MOST];
  size_t   n_frames, n_texts;
  bool     has_still;
} Reader;

static uint32_t
number (const uint8_t *at)
{
  return (uint32_t) at[0] << 24 | (uint32_t) at[1] << 16 | (uint32_t) at[2] << 8 | at[3];
}

static uint8_t *
inflated (const uint8_t *data,
          size_t         size,
          uint32_t       width,
          uint32_t       height)
{
  uLongf expected = (uLongf) height * (1 + 4 * width), got = expected;
  uint8_t *lines = g_malloc (expected);

  assert_int_equal (uncompress (lines, &got, data, size), Z_OK);
  assert_int_equal (got, expected);
  return lines;
}

static void
compose (Reader        *reader,
         const Control *control,
         const uint8_t *lines)
{
  uint32_t x, y;

  for (y = 0; y < control->height; y++)
    {
      const uint8_t *from = lines + y * (1 + 4 * (size_t) control->width) + 1;
      uint8_t *to = reader->canvas + 4 * ((control->top + y) * (size_t) reader->width + control->left);

      assert_int_equal (from[-1], 0);   /* no filter */
      for (x = 0; x < control->width; x++, from += 4, to += 4)
        if (control->blend == 0 || from[3] == 255)
          memcpy (to, from, 4);
        else
          assert_int_equal (from[3], 0);
    }
}

static void
read_control (Reader        *reader,
              Control       *control,
              const uint8_t *at,
              uint32_t       size)
{
  assert_int_equal (size, 26);
  *control = (Control) { number (at), number (at + 4), number (at + 8), number (at + 12), number (at + 16),
                         (uint16_t) (number (at + 20) >> 16), (uint16_t) number (at + 20), at[24], at[25] };
  assert_true (control->width > 0 && control->left + control->width <= reader->width);
  assert_true (control->height > 0 && control->top + control->height <= reader->height);
  assert_int_equal (control->dispose, 0);
}

static void
read_frame (Reader        *reader,
            const Control *control,
            const uint8_t *data,
            size_t         size)
{
  uint8_t *lines = inflated (data, size, control->width, control->height);

  assert_true (reader->n_frames < MOST);
  compose (reader, control, lines);
  g_free (lines);
  reader->controls[reader->n_frames] = *control;
  reader->seconds[reader->n_frames] = (double) control->delay / control->share;
  reader->shown[reader->n_frames] = g_byte_array_append (g_byte_array_new (), reader->canvas,
                                                         reader->width * reader->height * 4);
  reader->n_frames++;
}

static Reader
read_file (GBytes *bytes)
{
  gsize size;
  const uint8_t *data = g_bytes_get_data (bytes, &size), *at = data + 8, *end = data + size;
  Reader reader = { 0 };
  Control control = { 0 };
  uint32_t sequence = 0;
  bool has_ended = false;

  assert_memory_equal (data, "\x89PNG\r\n\x1a\n", 8);
  while (at < end)
    {
      uint32_t length = number (at);
      const uint8_t *type = at + 4, *body = at + 8;

      assert_true (!has_ended && length <= (size_t) (end - body) - 4);
      assert_int_equal (number (body + length), crc32 (0, type, 4 + length));
      if (memcmp (type, "IHDR", 4) == 0)
        {
          reader.width = number (body);
          reader.height = number (body + 4);
          assert_memory_equal (body + 8, "\x08\x06\0\0\0", 5);
          reader.canvas = g_malloc0 ((size_t) reader.width * reader.height * 4);
        }
      else if (memcmp (type, "acTL", 4) == 0)
        {
          assert_false (reader.has_still);
          reader.n_said = number (body);
        }
      else if (memcmp (type, "iTXt", 4) == 0)
        reader.n_texts++;
      else if (memcmp (type, "IDAT", 4) == 0)
        {
          g_free (inflated (body, length, reader.width, reader.height));
          reader.has_still = true;
        }
      else if (memcmp (type, "fcTL", 4) == 0)
        {
          read_control (&reader, &control, body, length);
          assert_int_equal (control.sequence, sequence++);
        }
      else if (memcmp (type, "fdAT", 4) == 0)
        {
          assert_int_equal (number (body), sequence++);
          read_frame (&reader, &control, body + 4, length - 4);
        }
      else
        {
          assert_memory_equal (type, "IEND", 4);
          has_ended = true;
        }
      at = body + length + 4;
    }
  assert_true (has_ended && reader.has_still);
  assert_int_equal (reader.n_said, reader.n_frames);
  return reader;
}

static void
reader_clear (Reader *reader)
{
  size_t i;

  for (i = 0; i < reader->n_frames; i++)
    g_byte_array_unref (reader->shown[i]);
  g_free (reader->canvas);
}

/* A box that goes to the right; it fades where it is not whole. */
static ScenePicture *
box_at (double x,
        double opacity)
{
  ScenePicture *picture = scene_picture_new ();

  scene_picture_reset (picture, (SceneSize) { WIDTH, HEIGHT });
  scene_add_text (picture, SCENE_NO_KEY, (SceneRect) { 4, 4, 150, 16 }, SCENE_FONT_BODY, SCENE_START, 0, "页框 0x40");
  scene_add_box (picture, scene_key (1, 0, 1), (SceneRect) { x, 40, 30, 20 },
                 scene_role (SCENE_HUE_NORMAL, SCENE_FILL_SLAB), "2")->opacity = opacity;
  return picture;
}

typedef struct {
  ScenePicture       *owned[MOST];
  const ScenePicture *pages[MOST];
  SheetCaption        captions[MOST];
  size_t              n;
} Film;

static void
film_add (Film    *film,
          double   x,
          double   opacity,
          unsigned number_of_step,
          unsigned milliseconds)
{
  film->pages[film->n] = film->owned[film->n] = box_at (x, opacity);
  film->captions[film->n++] = (SheetCaption) { .title = "Step", .number = number_of_step, .milliseconds = milliseconds };
}

static Film
film_new (void)
{
  Film film = { 0 };

  film_add (&film, 10, 1, 1, 40);
  film_add (&film, 10, 1, 1, 1600);
  film_add (&film, 30, 1, 2, 33);
  film_add (&film, 50.5, 0.4, 2, 33);
  film_add (&film, 70, 1, 2, 1600);
  film_add (&film, 70, 1, 3, 100000);
  film_add (&film, 10, 1, 4, 20);
  return film;
}

static Sheet
sheet_of (Film *film)
{
  Sheet sheet = test_sheet (film->pages, film->n);

  sheet.captions = film->captions;
  return sheet;
}

static void
film_clear (Film *film)
{
  while (film->n > 0)
    scene_picture_free (film->owned[--film->n]);
}

typedef struct {
  const uint8_t *at, *end;
} Source;

static cairo_status_t
read_cb (void          *data,
         unsigned char *to,
         unsigned       length)
{
  Source *source = data;

  if (length > source->end - source->at)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (to, source->at, length);
  source->at += length;
  return CAIRO_STATUS_SUCCESS;
}

/* By libpng, which knows nothing of animations. */
static cairo_surface_t *
load_png (GBytes *bytes)
{
  gsize size;
  const uint8_t *data = g_bytes_get_data (bytes, &size);
  Source source = { data, data + size };
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_cb, &source);

  assert_int_equal (cairo_surface_status (surface), CAIRO_STATUS_SUCCESS);
  return surface;
}

static cairo_surface_t *
load_page (const ScenePicture *picture,
           ExportPaper         paper)
{
  Sheet sheet = test_sheet (&picture, 1);
  cairo_surface_t *surface;
  GBytes *bytes;

  sheet.paper = paper;
  bytes = test_make ("png", &sheet);
  surface = load_png (bytes);
  g_bytes_unref (bytes);
  return surface;
}

/* What has an alpha between is premultiplied by Cairo: compared within a rounding. */
static void
assert_shows (cairo_surface_t *surface,
              const uint8_t   *shown)
{
  int stride = cairo_image_surface_get_stride (surface), x, y, i;
  bool has_alpha = cairo_image_surface_get_format (surface) == CAIRO_FORMAT_ARGB32;

  for (y = 0; y < HEIGHT; y++)
    for (x = 0; x < WIDTH; x++, shown += 4)
      {
        uint32_t pixel = *(uint32_t *) (void *) (cairo_image_surface_get_data (surface) + y * stride + x * 4);
        int alpha = has_alpha ? (int) (pixel >> 24) : 255;

        assert_int_equal (shown[3], alpha);
        for (i = 0; i < 3; i++)
          assert_in_range (1 + shown[i] * alpha / 255.0 - (pixel >> (16 - 8 * i) & 255), 0, 2);
      }
}

static void
every_frame_shows_its_page (void **state)
{
  static const ExportPaper papers[] = { EXPORT_PAPER_OF_THEME, EXPORT_PAPER_TRANSPARENT, EXPORT_PAPER_DARK };
  static const size_t page_of_frame[] = { 0, 2, 3, 4, 6 };
  static const double seconds[] = { 1.64, 0.033, 0.033, 101.6, 0.02 };
  Film film = film_new ();
  size_t i, j;

  for (i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      Sheet sheet = sheet_of (&film);
      GBytes *bytes;
      Reader reader;

      sheet.paper = papers[i];
      bytes = test_make ("apng", &sheet);
      reader = read_file (bytes);
      assert_int_equal (reader.width, WIDTH);
      assert_int_equal (reader.height, HEIGHT);
      assert_int_equal (reader.n_frames, G_N_ELEMENTS (page_of_frame));
      for (j = 0; j < reader.n_frames; j++)
        {
          cairo_surface_t *surface = load_page (film.pages[page_of_frame[j]], papers[i]);

          assert_shows (surface, reader.shown[j]->data);
          assert_true (reader.seconds[j] > seconds[j] - 1e-9 && reader.seconds[j] < seconds[j] + 1e-9);
          cairo_surface_destroy (surface);
        }
      reader_clear (&reader);
      g_bytes_unref (bytes);
    }
  film_clear (&film);
}

static void
a_frame_is_no_larger_than_what_changed (void **state)
{
  Film film = film_new ();
  Sheet sheet = sheet_of (&film);
  GBytes *bytes = test_make ("apng", &sheet);
  Reader reader = read_file (bytes);

  assert_int_equal (reader.controls[0].width, WIDTH);
  assert_int_equal (reader.controls[1].left, 10);
  assert_int_equal (reader.controls[1].top, 40);
  assert_int_equal (reader.controls[1].width, 50);
  assert_int_equal (reader.controls[1].height, 20);
  reader_clear (&reader);
  g_bytes_unref (bytes);
  film_clear (&film);
}

static void
a_viewer_without_animations_shows_the_end_of_the_step_in_the_middle (void **state)
{
  Film film = film_new ();
  Sheet sheet = sheet_of (&film);
  GBytes *bytes = test_make ("apng", &sheet);
  cairo_surface_t *surface = load_png (bytes), *page = load_page (film.pages[4], EXPORT_PAPER_OF_THEME);
  uint8_t shown[WIDTH * HEIGHT * 4];
  int x, y;

  for (y = 0; y < HEIGHT; y++)
    for (x = 0; x < WIDTH; x++)
      {
        uint32_t pixel = *(uint32_t *) (void *) (cairo_image_surface_get_data (surface)
                                                 + y * cairo_image_surface_get_stride (surface) + x * 4);
        const uint8_t color[] = { (uint8_t) (pixel >> 16), (uint8_t) (pixel >> 8), (uint8_t) pixel, (uint8_t) (pixel >> 24) };

        memcpy (shown + 4 * (y * WIDTH + x), color, 4);
      }
  assert_shows (page, shown);
  cairo_surface_destroy (page);
  cairo_surface_destroy (surface);
  g_bytes_unref (bytes);
  film_clear (&film);
}

static void
an_animation_is_the_same_each_time_and_has_its_texts (void **state)
{
  Film film = film_new ();
  Sheet sheet = sheet_of (&film);
  GBytes *first = test_make ("apng", &sheet), *again = test_make ("apng", &sheet);
  Reader reader = read_file (first);

  assert_true (g_bytes_equal (first, again));
  assert_int_equal (reader.n_texts, 4);
  reader_clear (&reader);
  g_bytes_unref (again);
  g_bytes_unref (first);
  film_clear (&film);
}

static void
an_animation_that_is_too_large_is_refused_with_its_size (void **state)
{
  Film film = film_new ();
  Sheet sheet = sheet_of (&film);
  GError *error = NULL;

  sheet.scale = 60;
  assert_null (export_make (export_by_id ("apng"), &sheet, &error));
  assert_non_null (strstr (error->message, "9600 × 5400"));
  assert_non_null (strstr (error->message, "40 million"));
  g_clear_error (&error);
  film_clear (&film);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_frame_shows_its_page),
    cmocka_unit_test (a_frame_is_no_larger_than_what_changed),
    cmocka_unit_test (a_viewer_without_animations_shows_the_end_of_the_step_in_the_middle),
    cmocka_unit_test (an_animation_is_the_same_each_time_and_has_its_texts),
    cmocka_unit_test (an_animation_that_is_too_large_is_refused_with_its_size),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
