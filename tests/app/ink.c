/* ink.c - see ink.h */
#include "ink.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "paint/geometry.h"

/* --- painting ------------------------------------------------------------------------------ */

/* Pages that were measured are painted over: new memory takes longer than the painting. */
#define MOST_SPARE 6

static cairo_surface_t *spare[MOST_SPARE];
static unsigned n_spare;

static void
lay_aside (cairo_surface_t *page)
{
  if (n_spare < MOST_SPARE)
    spare[n_spare++] = page;
  else
    cairo_surface_destroy (page);
}

static cairo_surface_t *
new_page (PaintColor paper)
{
  cairo_surface_t *page = n_spare > 0 ? spare[--n_spare]
                                      : cairo_image_surface_create (CAIRO_FORMAT_RGB24, INK_PAGE_WIDTH, INK_PAGE_HEIGHT);
  cairo_t *cr = cairo_create (page);

  cairo_set_source_rgb (cr, paper.red, paper.green, paper.blue);
  cairo_paint (cr);
  cairo_destroy (cr);
  return page;
}

void
clear_pages (Pages *pages)
{
  lay_aside (pages->own);
  lay_aside (pages->black);
  lay_aside (pages->white);
}

static PaintPalette *
new_palette (const PaintPalette *palette,
             PaintColor          text)
{
  PaintPalette *copy = g_memdup2 (palette, sizeof *palette);

  for (int role = 0; role < 256; role++)
    copy->styles[role].text = text;
  copy->changed_text = text;
  return copy;
}

static cairo_surface_t *
paint_page (const ScenePicture *picture,
            const PaintPalette *palette,
            PaintFonts         *fonts,
            ScenePoint          at)
{
  cairo_surface_t *page = new_page (palette->paper);
  cairo_t *cr = cairo_create (page);

  cairo_translate (cr, at.x, at.y);
  paint_picture (cr, picture, palette, fonts, 0);
  cairo_destroy (cr);
  cairo_surface_flush (page);
  return page;
}

Pages
paint_pages (const ScenePicture *picture,
             const PaintPalette *palette,
             PaintFonts         *fonts,
             ScenePoint          at)
{
  g_autofree PaintPalette *black = new_palette (palette, (PaintColor) { 0, 0, 0 });
  g_autofree PaintPalette *white = new_palette (palette, (PaintColor) { 1, 1, 1 });

  return (Pages) { paint_page (picture, palette, fonts, at), paint_page (picture, black, fonts, at),
                   paint_page (picture, white, fonts, at) };
}

cairo_surface_t *
paint_layout (PangoLayout *layout,
              ScenePoint   at,
              PaintColor   paper,
              PaintColor   ink)
{
  cairo_surface_t *page = new_page (paper);
  cairo_t *cr = cairo_create (page);

  cairo_set_source_rgb (cr, ink.red, ink.green, ink.blue);
  cairo_move_to (cr, at.x, at.y);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (page);
  return page;
}

/* --- measuring ----------------------------------------------------------------------------- */

typedef struct { double channel[3]; } Pixel;

static Pixel
pixel_at (cairo_surface_t *page,
          int              x,
          int              y)
{
  const unsigned char *row = cairo_image_surface_get_data (page) + (size_t) y * cairo_image_surface_get_stride (page);
  uint32_t pixel;

  memcpy (&pixel, row + 4 * (size_t) x, sizeof pixel);
  return (Pixel) { { (pixel >> 16 & 255) / 255.0, (pixel >> 8 & 255) / 255.0, (pixel & 255) / 255.0 } };
}

static PaintColor
color_of (Pixel pixel)
{
  return (PaintColor) { CLAMP (pixel.channel[0], 0, 1), CLAMP (pixel.channel[1], 0, 1), CLAMP (pixel.channel[2], 0, 1) };
}

/* How much of a pixel is text. */
static double
cover_at (const Pages *pages,
          int          x,
          int          y)
{
  Pixel black = pixel_at (pages->black, x, y), white = pixel_at (pages->white, x, y);

  return (white.channel[0] - black.channel[0] + white.channel[1] - black.channel[1]
          + white.channel[2] - black.channel[2]) / 3;
}

/* Letters are as dark as their darkest pixel; behind and around them is what shines through where they are thin. */
Ink
measure_ink (const Pages *pages,
             SceneRect    area)
{
  int left = MAX (0, floor (area.x)), right = MIN (INK_PAGE_WIDTH, ceil (area.x + area.width));
  int top = MAX (0, floor (area.y)), bottom = MIN (INK_PAGE_HEIGHT, ceil (area.y + area.height));
  Ink ink = { .top = bottom, .contrast = 21 };
  PaintColor text = { 0, 0, 0 };

  for (int y = top; y < bottom; y++)
    {
      double most = 0;

      for (int x = left; x < right; x++)
        {
          double cover = cover_at (pages, x, y);

          most = MAX (most, cover);
          if (cover > ink.cover)
            {
              Pixel own = pixel_at (pages->own, x, y), black = pixel_at (pages->black, x, y);

              /* own - black = cover × (the colour - black) */
              for (int i = 0; i < 3; i++)
                own.channel[i] = (own.channel[i] - black.channel[i]) / cover;
              ink.cover = cover;
              text = color_of (own);
            }
        }

      /* The uppermost row is covered in part. */
      if (most > 0.15 && !ink.is_there)
        {
          ink.is_there = TRUE;
          ink.top = y + 1 - MIN (1, most);
        }
    }

  for (int y = top; y < bottom && ink.is_there; y++)
    for (int x = left; x < right; x++)
      {
        double cover = cover_at (pages, x, y);

        if (cover > 0.02 && cover < 0.6)
          {
            Pixel ground = pixel_at (pages->black, x, y);

            for (int i = 0; i < 3; i++)
              ground.channel[i] /= 1 - cover;
            ink.contrast = MIN (ink.contrast, paint_contrast (text, color_of (ground)));
          }
      }

  return ink;
}
