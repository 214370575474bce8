/* png-chunk.h - chunks and compressed lines as PNG has them; only for src/export/ */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"

void   png_put_16 (GByteArray *out, uint16_t number);           /* the most significant byte first */
void   png_put_32 (GByteArray *out, uint32_t number);
/* A chunk's bytes are appended between the two; both may be done again to mend one: closing computes its length
 * from what follows the type, up to the end of `out`. */
size_t png_open   (GByteArray *out, const char *type);
void   png_close  (GByteArray *out, size_t chunk);
/* A closed chunk's bytes, from `offset` on, become others. */
void   png_mend_32 (GByteArray *out, size_t chunk, size_t offset, uint32_t number);

/* Pixels as Cairo has them, line by line, into the stream of a PNG: RGBA, no filter. */
typedef struct {
  const uint32_t *pixels;
  size_t          stride;         /* in pixels */
  uint32_t        width, height;
  bool            has_alpha;      /* premultiplied; otherwise opaque, whatever the uppermost byte */
  const uint32_t *before;         /* opaque, of the same stride: what is the same becomes transparent; NULL: nothing */
} PngArea;
bool   png_deflate (GByteArray *out, const PngArea *area);       /* false: no host memory */
