#include "export/page.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "export/png-chunk.h"

/* https://wiki.mozilla.org/APNG_Specification
 *
 * The picture that stands for the file where animations are unknown, the default image, is no frame: it is what
 * stands at the end of the step in the middle, where there is something to see. Each frame is the rectangle that
 * changed, and in it what did not change is transparent: long runs of nothing are compressed fast and well. On
 * transparent paper that cannot be said, so that the whole rectangle replaces what was there. */

#define LARGEST_SIDE 32767
#define MOST_PIXELS 40000000

enum { DISPOSE_NONE = 0, BLEND_SOURCE = 0, BLEND_OVER = 1 };

typedef struct {
  cairo_surface_t *surface;
  cairo_t         *cr;
} Canvas;

typedef struct {
  const Sheet        *sheet;
  const PaintPalette *palette;
  PaintFonts         *fonts;
  double              scale;
  uint32_t            width, height;
  bool                has_paper;
  Canvas              now, before;

  GByteArray         *still;      /* the default image's stream */
  GByteArray         *frames;     /* chunks */
  size_t              control;    /* of the latest frame: its fcTL, to be told how long it stands */
  guint64             milliseconds;
  uint32_t            n_frames, n_chunks;
} Film;

static void
set_no_memory (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                       _("The animation could not be made, because this computer has no memory left."));
}

static bool
canvas_init (Canvas     *canvas,
             const Film *film)
{
  canvas->surface = cairo_image_surface_create (film->has_paper ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
                                                (int) film->width, (int) film->height);
  canvas->cr = cairo_create (canvas->surface);
  cairo_scale (canvas->cr, film->scale, film->scale);
  return cairo_status (canvas->cr) == CAIRO_STATUS_SUCCESS;
}

static void
canvas_clear (Canvas *canvas)
{
  g_clear_pointer (&canvas->cr, cairo_destroy);
  g_clear_pointer (&canvas->surface, cairo_surface_destroy);
}

static PngArea
area_of (const Film   *film,
         const Canvas *canvas)
{
  return (PngArea) {
    .pixels = (const uint32_t *) (const void *) cairo_image_surface_get_data (canvas->surface),
    .stride = (size_t) cairo_image_surface_get_stride (canvas->surface) / 4,
    .width = film->width,
    .height = film->height,
    .has_alpha = !film->has_paper,
  };
}

static void
paint_page (Film               *film,
            const ScenePicture *picture)
{
  cairo_t *cr = film->now.cr;

  if (!film->has_paper)
    {
      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_paint (cr);
      cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
    }
  paint_picture (cr, picture, film->palette, film->fonts, film->has_paper ? PAINT_PAPER : 0);
  cairo_surface_flush (film->now.surface);
}

static bool
is_same_line (const PngArea *now,
              const PngArea *before,
              uint32_t       y)
{
  const uint32_t *a = now->pixels + y * now->stride, *b = before->pixels + y * before->stride;
  uint32_t mask = now->has_alpha ? 0xffffffff : 0xffffff, difference = 0, x;

  for (x = 0; x < now->width; x++)
    difference |= a[x] ^ b[x];
  return !(difference & mask);
}

static bool
is_same_column (const PngArea *now,
                const PngArea *before,
                uint32_t       x,
                uint32_t       top,
                uint32_t       end)
{
  uint32_t mask = now->has_alpha ? 0xffffffff : 0xffffff, y;

  for (y = top; y < end; y++)
    if ((now->pixels[y * now->stride + x] ^ before->pixels[y * before->stride + x]) & mask)
      return false;
  return true;
}

/* Narrows the two to what differs; false: nothing does. */
static bool
find_change (PngArea  *now,
             PngArea  *before,
             uint32_t *left,
             uint32_t *top)
{
  uint32_t end = now->height, right = now->width;

  for (*top = 0; *top < end && is_same_line (now, before, *top); (*top)++)
    ;
  if (*top == end)
    return false;
  while (is_same_line (now, before, end - 1))
    end--;
  for (*left = 0; is_same_column (now, before, *left, *top, end); (*left)++)
    ;
  while (is_same_column (now, before, right - 1, *top, end))
    right--;

  now->pixels += *top * now->stride + *left;
  now->width = right - *left;
  now->height = end - *top;
  before->pixels += *top * before->stride + *left;
  return true;
}

/* Above 65.535 s in tenths and so on: both numbers have two bytes. */
static uint32_t
delay_of (guint64 milliseconds)
{
  uint16_t share = 1000;

  for (; milliseconds > 0xffff && share > 1; share /= 10)
    milliseconds /= 10;
  return (uint32_t) MIN (milliseconds, 0xffff) << 16 | share;
}

static void
end_frame (Film *film)
{
  if (film->n_frames > 0)
    png_mend_32 (film->frames, film->control, 20, delay_of (film->milliseconds));
  film->milliseconds = 0;
}

static bool
add_frame (Film          *film,
           const PngArea *area,
           uint32_t       left,
           uint32_t       top)
{
  const uint8_t ways[] = { DISPOSE_NONE, area->before ? BLEND_OVER : BLEND_SOURCE };
  size_t chunk;
  bool is_good;

  end_frame (film);
  film->control = png_open (film->frames, "fcTL");
  png_put_32 (film->frames, film->n_chunks++);
  png_put_32 (film->frames, area->width);
  png_put_32 (film->frames, area->height);
  png_put_32 (film->frames, left);
  png_put_32 (film->frames, top);
  png_put_32 (film->frames, 0);
  g_byte_array_append (film->frames, ways, sizeof ways);
  png_close (film->frames, film->control);

  chunk = png_open (film->frames, "fdAT");
  png_put_32 (film->frames, film->n_chunks++);
  is_good = png_deflate (film->frames, area);
  png_close (film->frames, chunk);
  film->n_frames++;
  return is_good;
}

static bool
add_page (Film               *film,
          const ScenePicture *picture,
          unsigned            milliseconds)
{
  PngArea now, before;
  uint32_t left = 0, top = 0;
  Canvas canvas;
  bool is_good = true;

  paint_page (film, picture);
  now = area_of (film, &film->now);
  before = area_of (film, &film->before);
  if (film->n_frames == 0)
    is_good = add_frame (film, &now, 0, 0);
  else if (find_change (&now, &before, &left, &top))
    {
      now.before = film->has_paper ? before.pixels : NULL;
      is_good = add_frame (film, &now, left, top);
    }
  film->milliseconds += milliseconds;

  canvas = film->before;
  film->before = film->now;
  film->now = canvas;
  return is_good;
}

/* The last page of the step in the middle. */
static size_t
still_page (const Sheet *sheet)
{
  size_t page = sheet->n_pages / 2;

  while (page + 1 < sheet->n_pages && sheet->captions && sheet->captions[page + 1].number == sheet->captions[page].number)
    page++;
  return page;
}

static bool
start (Film               *film,
       const ScenePicture *picture,
       GError            **error)
{
  SceneSize size = scene_picture_size (picture);
  double width = ceil (size.width * film->scale - 1e-6), height = ceil (size.height * film->scale - 1e-6);

  if (!(width <= LARGEST_SIDE) || !(height <= LARGEST_SIDE) || !(width * height <= MOST_PIXELS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("An animation of %.0f × %.0f pixels is too large: a side has at most %d pixels, and all have at "
                     "most %d million. Choose a smaller size or scale."),
                   width, height, LARGEST_SIDE, MOST_PIXELS / 1000000);
      return false;
    }

  film->width = (uint32_t) width;
  film->height = (uint32_t) height;
  if (canvas_init (&film->now, film) && canvas_init (&film->before, film))
    return true;
  set_no_memory (error);
  return false;
}

static bool
add_pages (Film    *film,
           GError **error)
{
  const Sheet *sheet = film->sheet;
  size_t still = still_page (sheet), i;

  for (i = 0; i < sheet->n_pages; i++)
    {
      const ScenePicture *picture = export_page (sheet, i, error);
      PngArea area;

      if (!picture || (i == 0 && !start (film, picture, error)))
        return false;
      if (!add_page (film, picture, sheet->captions ? sheet->captions[i].milliseconds : 1000))
        {
          set_no_memory (error);
          return false;
        }
      area = area_of (film, &film->before);
      if (i == still && !png_deflate (film->still, &area))
        {
          set_no_memory (error);
          return false;
        }
    }
  end_frame (film);
  return true;
}

static void
put_text (GByteArray *out,
          const char *keyword,
          const char *text)
{
  static const guint8 plain[] = { 0, 0, 0, 0, 0 };      /* ends the keyword; not compressed; no language, no translation */
  char *valid;
  size_t chunk;

  if (!text)
    return;

  valid = g_utf8_make_valid (text, -1);
  chunk = png_open (out, "iTXt");
  g_byte_array_append (out, (const guint8 *) keyword, (guint) strlen (keyword));
  g_byte_array_append (out, plain, sizeof plain);
  g_byte_array_append (out, (const guint8 *) valid, (guint) strlen (valid));
  png_close (out, chunk);
  g_free (valid);
}

static GByteArray *
put_file (const Film *film)
{
  static const guint8 form[] = { 8, 6, 0, 0, 0 };       /* bits, RGBA; the only compression, filters; not interlaced */
  GByteArray *out = g_byte_array_new ();
  size_t chunk;

  g_byte_array_append (out, (const guint8 *) PNG_SIGNATURE, 8);
  chunk = png_open (out, "IHDR");
  png_put_32 (out, film->width);
  png_put_32 (out, film->height);
  g_byte_array_append (out, form, sizeof form);
  png_close (out, chunk);

  chunk = png_open (out, "acTL");
  png_put_32 (out, film->n_frames);
  png_put_32 (out, 0);          /* for ever */
  png_close (out, chunk);

  put_text (out, "Title", film->sheet->title);
  put_text (out, "Author", film->sheet->author);
  put_text (out, "Source", film->sheet->source);
  put_text (out, "Software", "Pagescape");

  chunk = png_open (out, "IDAT");
  g_byte_array_append (out, film->still->data, film->still->len);
  png_close (out, chunk);
  g_byte_array_append (out, film->frames->data, film->frames->len);
  png_close (out, png_open (out, "IEND"));
  return out;
}

bool
export_write_apng (const Sheet   *sheet,
                   GOutputStream *stream,
                   GError       **error)
{
  Film film = {
    .sheet = sheet,
    .palette = export_palette (sheet->theme, sheet->paper),
    .scale = sheet->scale > 0 ? sheet->scale : 1,
    .has_paper = sheet->paper != EXPORT_PAPER_TRANSPARENT,
    .still = g_byte_array_new (),
    .frames = g_byte_array_new (),
  };
  bool is_good;

  film.fonts = export_fonts (sheet, film.palette);
  is_good = add_pages (&film, error);
  if (is_good)
    {
      GByteArray *out = put_file (&film);
      gsize written;

      is_good = g_output_stream_write_all (stream, out->data, out->len, &written, NULL, error);
      g_byte_array_unref (out);
    }

  canvas_clear (&film.now);
  canvas_clear (&film.before);
  g_byte_array_unref (film.still);
  g_byte_array_unref (film.frames);
  paint_fonts_free (film.fonts);
  return is_good;
}
