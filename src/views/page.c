#include "views/page.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "views/ink.h"
#include "views/parts.h"

#define MAX_LINES 8

ViewPage
view_page (const ViewSubject  *subject,
           SceneSize           size,
           const SceneMeasure *measure)
{
  ViewPage page = { .margin = size.width < 700 ? 10 : 20 };
  double width = MAX (0, size.width - 2 * page.margin), top = page.margin * 0.7;
  double legend = view_legend_height (subject, measure, (SceneSize) { width, size.height });
  double bottom = size.height - page.margin * 0.6 - legend;

  page.area = (SceneRect) { page.margin, top, width, MAX (0, bottom - top) };
  page.legend = (SceneRect) { page.margin, bottom, width, legend };
  return page;
}

static const char *
too_small (void)
{
  return _("Too small for this picture: make it larger, or its text smaller.");
}

bool
view_is_too_small (const ScenePicture *picture)
{
  return g_strcmp0 (scene_picture_description (picture), too_small ()) == 0;
}

/* Where the line that begins here ends: at a space, or, as Chinese is written, between any two letters. */
static size_t
line_length (const SceneMeasure *measure,
             const char         *text,
             double              width)
{
  const char *at = text, *good = text;
  g_autofree char *start = g_strdup (text);

  while (*at)
    {
      const char *next = g_utf8_next_char (at);

      memcpy (start, text, (size_t) (next - text));
      start[next - text] = '\0';
      if (measure->advance (measure, SCENE_FONT_BODY, start) > width)
        break;
      if (*next == '\0' || *next == ' ' || g_unichar_iswide (g_utf8_get_char (next)))
        good = next;
      at = next;
    }
  return (size_t) (good - text);
}

static bool
say (SceneSize           size,
     const SceneMeasure *measure,
     ScenePicture       *out,
     const char         *sentence,
     uint64_t            key)
{
  const char *lines[MAX_LINES], *at = sentence;
  double line = measure->line_height[SCENE_FONT_BODY], width = size.width - 12, y;
  size_t lengths[MAX_LINES];
  unsigned n = 0, i;

  scene_picture_describe (out, NULL, sentence);
  while (*at && n < MAX_LINES && (lengths[n] = line_length (measure, at, width)) > 0)
    {
      lines[n] = at;
      at += lengths[n++];
      at += strspn (at, " ");
    }
  /* Not even the words have room: nothing is better than half of them. */
  if (*at || n * line > size.height)
    return false;

  y = (size.height - n * line) / 2;
  for (i = 0; i < n; i++, y += line)
    {
      g_autofree char *text = g_strndup (lines[i], lengths[i]);

      scene_add_text (out, scene_key (0, VIEW_PART_HEADING, key + i), (SceneRect) { 6, y, width, line },
                      SCENE_FONT_BODY, SCENE_MIDDLE, VIEW_PLAIN, text);
    }
  return true;
}

void
view_page_say_too_small (SceneSize           size,
                         const SceneMeasure *measure,
                         ScenePicture       *out)
{
  say (size, measure, out, too_small (), 100);
}

void
view_page_say (SceneSize           size,
               const SceneMeasure *measure,
               ScenePicture       *out,
               const char         *sentence)
{
  if (!say (size, measure, out, sentence, 200))
    view_page_say_too_small (size, measure, out);
}
