#include "export/png-chunk.h"

#include <string.h>
#include <zlib.h>

/* Measured on lessons: 9 takes half as long again and saves a thirtieth, 3 makes two thirds more. */
#define LEVEL 6

void
png_put_16 (GByteArray *out,
            uint16_t    number)
{
  const uint8_t bytes[] = { (uint8_t) (number >> 8), (uint8_t) number };

  g_byte_array_append (out, bytes, sizeof bytes);
}

void
png_put_32 (GByteArray *out,
            uint32_t    number)
{
  png_put_16 (out, (uint16_t) (number >> 16));
  png_put_16 (out, (uint16_t) number);
}

static void
set_32 (uint8_t *at,
        uint32_t number)
{
  number = GUINT32_TO_BE (number);
  memcpy (at, &number, sizeof number);
}

size_t
png_open (GByteArray *out,
          const char *type)
{
  size_t chunk = out->len;

  png_put_32 (out, 0);
  g_byte_array_append (out, (const guint8 *) type, 4);
  return chunk;
}

static uint32_t
checksum (const GByteArray *out,
          size_t            chunk,
          size_t            size)
{
  return (uint32_t) crc32 (0, out->data + chunk + 4, (uInt) (4 + size));
}

void
png_close (GByteArray *out,
           size_t      chunk)
{
  size_t size = out->len - chunk - 8;

  set_32 (out->data + chunk, (uint32_t) size);
  png_put_32 (out, checksum (out, chunk, size));
}

void
png_mend_32 (GByteArray *out,
             size_t      chunk,
             size_t      offset,
             uint32_t    number)
{
  uint32_t size;

  memcpy (&size, out->data + chunk, sizeof size);
  size = GUINT32_FROM_BE (size);
  set_32 (out->data + chunk + 8 + offset, number);
  set_32 (out->data + chunk + 8 + size, checksum (out, chunk, size));
}

static uint8_t
undo_alpha (uint32_t color,
            uint32_t alpha)
{
  return alpha ? (uint8_t) MIN ((color * 255 + alpha / 2) / alpha, 255) : 0;
}

static void
put_line (const PngArea *area,
          uint32_t       y,
          uint8_t       *at)
{
  const uint32_t *pixels = area->pixels + y * area->stride;
  const uint32_t *before = area->before ? area->before + y * area->stride : NULL;
  uint32_t x;

  *at++ = 0;
  for (x = 0; x < area->width; x++)
    {
      uint32_t pixel = pixels[x], alpha = area->has_alpha ? pixel >> 24 : 255;
      bool is_plain = alpha == 255;

      if (before && ((pixel ^ before[x]) & 0xffffff) == 0)
        pixel = alpha = 0;
      *at++ = is_plain ? (uint8_t) (pixel >> 16) : undo_alpha (pixel >> 16 & 255, alpha);
      *at++ = is_plain ? (uint8_t) (pixel >> 8) : undo_alpha (pixel >> 8 & 255, alpha);
      *at++ = is_plain ? (uint8_t) pixel : undo_alpha (pixel & 255, alpha);
      *at++ = (uint8_t) alpha;
    }
}

bool
png_deflate (GByteArray    *out,
             const PngArea *area)
{
  size_t line_size = 1 + (size_t) area->width * 4, start = out->len;
  uint8_t *line = g_malloc (line_size);
  z_stream stream = { 0 };
  int status = deflateInit (&stream, LEVEL);
  uint32_t y;

  if (status != Z_OK)
    {
      g_free (line);
      return false;
    }

  g_byte_array_set_size (out, (guint) (start + deflateBound (&stream, line_size * area->height)));
  stream.next_out = out->data + start;
  stream.avail_out = (uInt) (out->len - start);
  for (y = 0; y < area->height && status == Z_OK; y++)
    {
      put_line (area, y, line);
      stream.next_in = line;
      stream.avail_in = (uInt) line_size;
      status = deflate (&stream, y + 1 < area->height ? Z_NO_FLUSH : Z_FINISH);
    }
  g_byte_array_set_size (out, (guint) (start + stream.total_out));
  deflateEnd (&stream);
  g_free (line);
  return status == Z_STREAM_END;
}
