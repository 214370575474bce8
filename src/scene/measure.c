#include "scene/scene.h"

/* Advances in thousandths of the size of DejaVu Sans, the widest of the families that are painted with:
 * what fits here fits with the others. */
static const uint16_t advances[2][95] = {
  {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 712, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 593, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 344, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 394, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  },
  {
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365,
    696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
    1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
    733, 850, 770, 675, 705, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500,
    500, 675, 716, 593, 716, 678, 405, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
    716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
  },
};

#define MONO_ADVANCE 602

/* Beyond ASCII: the first range that holds the letter. */
static const struct { uint32_t first, last; uint16_t advance; } ranges[] = {
  { 0x00a0, 0x00a0, 318 }, { 0x00b0, 0x00b0, 500 }, { 0x00b1, 0x00b1, 838 }, { 0x00b7, 0x00b7, 380 },
  { 0x00d7, 0x00d7, 838 }, { 0x0300, 0x036f, 0 },   { 0x0080, 0x024f, 696 },
  { 0x2002, 0x2002, 500 }, { 0x2003, 0x2003, 1000 },
  { 0x2009, 0x200a, 200 }, { 0x200b, 0x200f, 0 },   { 0x202f, 0x202f, 200 }, { 0x2013, 0x2013, 500 },
  { 0x2014, 0x2014, 1000 }, { 0x2026, 0x2026, 1000 }, { 0x2190, 0x22ff, 838 },
  { 0x1100, 0x11ff, 1000 }, { 0x2e80, 0xa4cf, 1000 }, { 0xac00, 0xd7a3, 1000 }, { 0xf900, 0xfaff, 1000 },
  { 0xfe30, 0xfe4f, 1000 }, { 0xff00, 0xff60, 1000 }, { 0x1f300, 0x1faff, 1000 }, { 0x20000, 0x3fffd, 1000 },
};

/* Never reads beyond the end, whatever the bytes are. */
static uint32_t
next_letter (const uint8_t **text)
{
  const uint8_t *at = *text;
  uint32_t letter = *at++;
  int n_more = letter >= 0xf0 ? 3 : letter >= 0xe0 ? 2 : letter >= 0xc0 ? 1 : 0;

  if (n_more)
    letter &= 0x3f >> n_more;
  for (; n_more && (*at & 0xc0) == 0x80; n_more--)
    letter = letter << 6 | (*at++ & 0x3f);
  *text = at;
  return n_more ? 0xfffd : letter;
}

static unsigned
advance_beyond_ascii (uint32_t letter)
{
  size_t i;

  for (i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (letter >= ranges[i].first && letter <= ranges[i].last)
      return ranges[i].advance;
  return 700;
}

static double
advance (const SceneMeasure *measure,
         SceneFont           font,
         const char         *text)
{
  const uint8_t *at = (const uint8_t *) text;
  bool is_mono = font == SCENE_FONT_MONO || font == SCENE_FONT_MONO_SMALL;
  bool is_bold = font == SCENE_FONT_TITLE || font == SCENE_FONT_HEADING || font == SCENE_FONT_BOLD;
  unsigned thousandths = 0, one;
  uint32_t letter;

  while (*at)
    {
      letter = next_letter (&at);
      if (letter < 32)
        continue;
      one = letter < 127 ? advances[is_bold][letter - 32] : advance_beyond_ascii (letter);
      thousandths += is_mono && one > 0 && (letter < 127 || one < 1000) ? MONO_ADVANCE : one;
    }
  return thousandths * measure->size[font] / 1000;
}

const SceneMeasure *
scene_measure_plain (void)
{
  static const SceneMeasure plain = {
    .advance = advance,
    .size = {
      [SCENE_FONT_TITLE] = 18, [SCENE_FONT_HEADING] = 14, [SCENE_FONT_BODY] = 13, [SCENE_FONT_BOLD] = 13,
      [SCENE_FONT_SMALL] = 11, [SCENE_FONT_MONO] = 12, [SCENE_FONT_MONO_SMALL] = 10,
    },
    .line_height = {
      [SCENE_FONT_TITLE] = 25, [SCENE_FONT_HEADING] = 20, [SCENE_FONT_BODY] = 18, [SCENE_FONT_BOLD] = 18,
      [SCENE_FONT_SMALL] = 15, [SCENE_FONT_MONO] = 17, [SCENE_FONT_MONO_SMALL] = 14,
    },
    .line_width = 1,
    .ring = 3.5,
  };

  return &plain;
}
