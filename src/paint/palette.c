#include "paint/palette.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LEAST_ON_DARK 44.0      /* lightness of what is in use, on dark paper */

/* What a theme asks for. */
typedef struct {
  const char *id;
  uint32_t    paper, panel, ink, faint, rule;
  uint32_t    changed, selected;
  double      tint;               /* least share of the hue in the fill of what is free, */
  double      difference;         /* and how much its lightness then differs from the paper's */
  double      text_contrast, line_contrast;
  double      line_width, font_scale, least_size;
} Theme;

static const Theme themes[PAINT_N_THEMES] = {
  [PAINT_LIGHT] = {
    "light", 0xffffff, 0xf7f7f9, 0x1c1c20, 0x66656c, 0x8f8e95, 0xe01b24, 0x1c1c20,
    0.17, 8, 4.5, 3, 1, 1, 0
  },
  [PAINT_DARK] = {
    "dark", 0x1e1e1e, 0x29292c, 0xf2f2f4, 0xa9a8af, 0x7d7c84, 0xff6a66, 0xffffff,
    0.24, 11, 4.5, 3, 1, 1, 0
  },
  [PAINT_PRINT] = {
    "print", 0xffffff, 0xf5f5f5, 0x000000, 0x505050, 0x808080, 0xe01b24, 0x000000,
    0.14, 8, 4.5, 3, 1, 1, 0
  },
  [PAINT_PROJECTOR] = {
    "projector", 0xffffff, 0xf6f6f8, 0x000000, 0x47464c, 0x6a6970, 0xe01b24, 0x000000,
    0.22, 11, 7, 4.5, 2, 1.4, 18
  },
  [PAINT_HIGH_CONTRAST] = {
    "high-contrast", 0xffffff, 0xf6f6f6, 0x000000, 0x3a3a3a, 0x4c4c4c, 0xe01b24, 0x000000,
    0.16, 8, 7, 4.5, 2, 1, 0
  },
};

/* Zones after Okabe and Ito, ranges of addresses in the hues that those leave. */
static const struct { uint32_t full, companion; } hues[SCENE_N_HUES] = {
  [SCENE_HUE_NEUTRAL] = { 0x5e5c64, 0x3d3846 },
  [SCENE_HUE_DMA]     = { 0xe69f00, 0x8f5e00 },
  [SCENE_HUE_DMA32]   = { 0xcc79a7, 0x8e3f70 },
  [SCENE_HUE_NORMAL]  = { 0x0072b2, 0x005a8c },
  [SCENE_HUE_HIGHMEM] = { 0x009e73, 0x00704f },
  [SCENE_HUE_MOVABLE] = { 0x56b4e9, 0x1b6e9e },
  [SCENE_HUE_VMALLOC] = { 0x613583, 0x4a2766 },
  [SCENE_HUE_KMAP]    = { 0x9141ac, 0x6e2f84 },
  [SCENE_HUE_DEVICE]  = { 0x865e3c, 0x63452c },
  [SCENE_HUE_USER]    = { 0x77767b, 0x545359 },
};

static const PaintColor black = { 0, 0, 0 };
static const PaintColor white = { 1, 1, 1 };

static PaintColor
color_of (uint32_t hex)
{
  return (PaintColor) { (hex >> 16 & 255) / 255.0, (hex >> 8 & 255) / 255.0, (hex & 255) / 255.0 };
}

/* As bytes have it: what is measured is what is painted. */
static PaintColor
rounded (PaintColor color)
{
  return (PaintColor) { round (color.red * 255) / 255, round (color.green * 255) / 255,
                        round (color.blue * 255) / 255 };
}

PaintColor
paint_mix (PaintColor a,
           PaintColor b,
           double     share_of_b)
{
  return rounded ((PaintColor) { a.red + (b.red - a.red) * share_of_b,
                                 a.green + (b.green - a.green) * share_of_b,
                                 a.blue + (b.blue - a.blue) * share_of_b });
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (PaintColor color)
{
  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) + 0.0722 * linear (color.blue);
}

double
paint_contrast (PaintColor a,
                PaintColor b)
{
  double first = luminance (a), second = luminance (b);

  return (fmax (first, second) + 0.05) / (fmin (first, second) + 0.05);
}

double
paint_lightness (PaintColor color)
{
  double y = luminance (color);

  return y > 0.008856 ? 116 * cbrt (y) - 16 : 903.3 * y;
}

static bool
is_legible (PaintColor  color,
            const PaintColor *grounds,
            size_t      n_grounds,
            double      contrast)
{
  size_t i;

  for (i = 0; i < n_grounds; i++)
    if (paint_contrast (color, grounds[i]) < contrast)
      return false;
  return true;
}

/* Moves a colour towards black or white, away from the ground, until it can be told from it. */
static PaintColor
legible (PaintColor        color,
         const PaintColor *grounds,
         size_t            n_grounds,
         double            contrast)
{
  PaintColor pole = paint_contrast (grounds[0], black) > paint_contrast (grounds[0], white) ? black : white;
  PaintColor moved = color;
  int i;

  for (i = 1; i <= 100 && !is_legible (moved, grounds, n_grounds, contrast); i++)
    moved = paint_mix (color, pole, i / 100.0);
  return moved;
}

/* A hue that carries black or white letters: moved no further than it must be. */
static PaintColor
carrying (PaintColor  color,
          double      contrast,
          PaintColor *text)
{
  PaintColor darker = color, lighter = color;
  int i;

  for (i = 0; i < 100; i++)
    {
      if (paint_contrast (darker, white) >= contrast)
        {
          *text = white;
          return darker;
        }
      if (paint_contrast (lighter, black) >= contrast)
        {
          *text = black;
          return lighter;
        }
      darker = paint_mix (color, black, i / 100.0);
      lighter = paint_mix (color, white, i / 100.0);
    }
  *text = white;
  return darker;
}

/* The share of a hue that makes a tint: light hues need more to be told from the paper. */
static double
share_of_tint (const Theme *theme,
               PaintColor   paper,
               PaintColor   hue)
{
  double share = theme->tint;

  while (share < 0.45 && fabs (paint_lightness (paint_mix (paper, hue, share)) - paint_lightness (paper))
                         < theme->difference)
    share += 0.01;
  return share;
}

/* The share of a hue that makes what is neither free nor in use: as far from the tint as that is from the paper. */
static double
share_of_strong_tint (const Theme *theme,
                      PaintColor   paper,
                      PaintColor   hue,
                      double       tint)
{
  double share = tint * 1.9;

  while (share < 0.8 && fabs (paint_lightness (paint_mix (paper, hue, share))
                              - paint_lightness (paint_mix (paper, hue, tint))) < theme->difference)
    share += 0.01;
  return share;
}

/* On dark paper a dark hue would be no lighter than its own tints. */
static PaintColor
on_paper (PaintColor paper,
          PaintColor hue)
{
  PaintColor moved = hue;
  int i;

  for (i = 1; i < 60 && luminance (paper) < 0.18 && paint_lightness (moved) < LEAST_ON_DARK; i++)
    moved = paint_mix (hue, white, i / 100.0);
  return moved;
}

static void
set_fill (PaintStyle *style,
          PaintColor  fill,
          PaintColor  outline)
{
  style->has_fill = true;
  style->fill = fill;
  style->has_outline = true;
  style->outline = outline;
}

static PaintStyle
make_style (const Theme        *theme,
            const PaintPalette *palette,
            SceneHue            hue,
            SceneFill           fill)
{
  PaintColor grounds[2] = { palette->paper, palette->panel };
  PaintColor ink = color_of (theme->ink);
  bool is_neutral = hue == SCENE_HUE_NEUTRAL, is_dark = luminance (palette->paper) < 0.18;
  PaintColor full_text;
  PaintColor hue_color = on_paper (palette->paper, color_of (hues[hue].full));
  PaintColor full = carrying (hue_color, theme->text_contrast, &full_text);
  PaintColor companion = is_dark ? hue_color : color_of (hues[hue].companion);
  PaintColor line = legible (companion, grounds, 2, theme->line_contrast);
  double share = share_of_tint (theme, palette->paper, hue_color);
  double strong_share = share_of_strong_tint (theme, palette->paper, hue_color, share);
  PaintColor tint = paint_mix (palette->paper, hue_color, share);
  PaintColor strong_tint = paint_mix (palette->paper, hue_color, strong_share);
  /* What is never given out stands apart from the free and the allocated: the darkest of all, and on
   * dark paper the palest. */
  PaintColor apart = is_dark ? paint_mix (hue_color, color_of (0xd4d4da), 0.7)
                     : paint_mix (color_of (hues[hue].companion), color_of (0x1c1b20), 0.5);
  PaintColor text_apart;
  PaintStyle style = { 0 };

  strong_tint = carrying (strong_tint, theme->text_contrast, &text_apart);
  if (fill == SCENE_FILL_KERNEL)
    apart = paint_mix (apart, black, is_dark ? 0.2 : 0.3);
  apart = carrying (apart, theme->text_contrast, &text_apart);
  style.outline = line;
  style.text = is_neutral ? ink : legible (companion, grounds, 2, theme->text_contrast);

  switch (fill)
    {
    case SCENE_FILL_OUTLINE:
      style.has_outline = true;
      break;
    case SCENE_FILL_GHOST:
      style.has_outline = true;
      style.is_dashed = true;
      style.outline = legible (paint_mix (palette->paper, line, 0.6), grounds, 2, theme->line_contrast);
      style.text = legible (color_of (theme->faint), grounds, 2, theme->text_contrast);
      break;
    case SCENE_FILL_FREE:
      set_fill (&style, tint, line);
      style.text = legible (companion, &tint, 1, theme->text_contrast);
      break;
    case SCENE_FILL_ALLOCATED:
      set_fill (&style, full, legible (full, grounds, 2, theme->line_contrast));
      style.text = full_text;
      break;
    case SCENE_FILL_PCP:
      set_fill (&style, strong_tint, line);
      style.text = legible (companion, &strong_tint, 1, theme->text_contrast);
      style.pattern = PAINT_CORNER;
      style.ink = legible (line, &strong_tint, 1, theme->line_contrast);
      break;
    case SCENE_FILL_SLAB:
      set_fill (&style, full, legible (full, grounds, 2, theme->line_contrast));
      style.text = full_text;
      style.pattern = PAINT_HATCH;
      style.ink = paint_mix (full, luminance (full) > 0.3 ? black : white, 0.62);
      break;
    case SCENE_FILL_PAGE_TABLE:
      set_fill (&style, full, legible (full, grounds, 2, theme->line_contrast));
      style.text = full_text;
      style.pattern = PAINT_DOT;
      style.ink = full_text;
      break;
    case SCENE_FILL_RESERVED:
    case SCENE_FILL_KERNEL:
      set_fill (&style, apart, legible (apart, grounds, 2, theme->line_contrast));
      style.text = text_apart;
      style.pattern = fill == SCENE_FILL_RESERVED ? PAINT_HATCH : PAINT_BACK_HATCH;
      style.ink = paint_mix (apart, is_dark ? black : white, 0.45);
      break;
    case SCENE_FILL_ISOLATED:
      set_fill (&style, strong_tint, line);
      style.text = legible (companion, &strong_tint, 1, theme->text_contrast);
      style.is_dashed = true;
      break;
    case SCENE_FILL_PANEL:
      style.has_fill = true;
      style.fill = is_neutral ? palette->panel : paint_mix (palette->paper, tint, 0.45);
      style.text = legible (is_neutral ? ink : companion, &style.fill, 1, theme->text_contrast);
      style.outline = legible (color_of (theme->rule), &style.fill, 1, theme->line_contrast);
      style.has_outline = is_neutral && theme->text_contrast >= 7;
      break;
    case SCENE_FILL_RULE:
      style.outline = is_neutral ? legible (color_of (theme->rule), grounds, 2, theme->line_contrast) : line;
      style.has_fill = true;
      style.fill = style.outline;
      break;
    case SCENE_FILL_STRONG:
      style.has_outline = true;
      style.outline = is_neutral ? ink : style.text;
      break;
    case SCENE_FILL_FAINT:
      style.outline = legible (color_of (theme->rule), grounds, 2, theme->line_contrast);
      style.text = legible (color_of (theme->faint), grounds, 2, theme->text_contrast);
      break;
    default:
      break;
    }
  return style;
}

static void
make_palette (const Theme  *theme,
              PaintTheme    id,
              PaintPalette *palette)
{
  PaintColor grounds[2];
  unsigned role;

  palette->theme = id;
  palette->paper = grounds[0] = color_of (theme->paper);
  palette->panel = grounds[1] = color_of (theme->panel);
  palette->changed = color_of (theme->changed);
  palette->changed_text = legible (palette->changed, grounds, 2, theme->text_contrast);
  palette->selected = color_of (theme->selected);
  palette->line_width = theme->line_width;
  palette->font_scale = theme->font_scale;
  palette->least_size = theme->least_size;

  for (role = 0; role < 256; role++)
    {
      unsigned hue = role >> 4;

      /* Roles that nobody gives look like neutral ones rather than like nothing. */
      palette->styles[role] = make_style (theme, palette, hue < SCENE_N_HUES ? (SceneHue) hue : SCENE_HUE_NEUTRAL,
                                          (SceneFill) (role & 15));
    }
}

static Theme
on_paper_of (PaintTheme theme,
             PaintTheme ground)
{
  Theme mixed = themes[ground];

  mixed.text_contrast = themes[theme].text_contrast;
  mixed.line_contrast = themes[theme].line_contrast;
  mixed.line_width = themes[theme].line_width;
  mixed.font_scale = themes[theme].font_scale;
  mixed.least_size = themes[theme].least_size;
  return mixed;
}

const PaintPalette *
paint_palette_on (PaintTheme theme,
                  bool       is_dark)
{
  static PaintPalette palettes[2][PAINT_N_THEMES];
  static gsize is_made;
  int i;

  if (g_once_init_enter (&is_made))
    {
      for (i = 0; i < PAINT_N_THEMES; i++)
        {
          Theme light = i == PAINT_DARK ? on_paper_of (i, PAINT_LIGHT) : themes[i];
          Theme dark = on_paper_of (i, PAINT_DARK);

          make_palette (&light, i, &palettes[0][i]);
          make_palette (&dark, i, &palettes[1][i]);
        }
      g_once_init_leave (&is_made, 1);
    }
  return &palettes[is_dark][theme < PAINT_N_THEMES ? theme : PAINT_LIGHT];
}

const PaintPalette *
paint_palette (PaintTheme theme)
{
  return paint_palette_on (theme, theme == PAINT_DARK);
}

const char *
paint_theme_id (PaintTheme theme)
{
  return theme < PAINT_N_THEMES ? themes[theme].id : NULL;
}

bool
paint_theme_by_id (const char *id,
                   PaintTheme *theme)
{
  int i;

  for (i = 0; i < PAINT_N_THEMES; i++)
    if (strcmp (themes[i].id, id) == 0)
      {
        *theme = (PaintTheme) i;
        return true;
      }
  return false;
}
