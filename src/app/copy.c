/* copy.c - a picture for the clipboard: as a drawing, as an image, and in words */

#include "copy.h"

#include <glib/gi18n.h>

#include "words.h"

static void
add_line (GString    *out,
          const char *text)
{
  if (text && *text)
    g_string_append_printf (out, "%s\n", text);
}

char *
pagescape_picture_text (PagescapeSession   *session,
                        const ScenePicture *picture)
{
  Lesson *lesson = pagescape_session_get_lesson (session);
  unsigned step = pagescape_session_get_moment (session).step;
  const char *title = lesson_step_title (lesson, step);
  g_autofree char *sentence = pagescape_words_said (session);
  GString *out = g_string_new (NULL);
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  add_line (out, scenario_title (lesson_scenario (lesson)));
  if (title)
    {
      g_autofree char *line = g_strdup_printf (_("Step %u: %s"), step, title);

      add_line (out, line);
    }
  add_line (out, sentence);
  if (!picture)
    return g_string_free (out, FALSE);

  g_string_append_c (out, '\n');
  add_line (out, scene_picture_title (picture));
  add_line (out, scene_picture_description (picture));
  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->hint && shape->key.kind != 0 && shape->opacity > 0 && g_hash_table_add (said, (gpointer) shape->hint))
        add_line (out, shape->hint);
    }
  return g_string_free (out, FALSE);
}

static GdkContentProvider *
provider_of (Lesson          *lesson,
             const FigureJob *job,
             const char      *format,
             GError         **error)
{
  FigureJob own = *job;
  g_autoptr (GBytes) bytes = NULL;

  own.exporter = export_by_id (format);
  bytes = figure_make (lesson, &own, error);
  return bytes ? gdk_content_provider_new_for_bytes (own.exporter->mime_type, bytes) : NULL;
}

GdkContentProvider *
pagescape_picture_content (Lesson          *lesson,
                           const FigureJob *job,
                           const char      *text,
                           GError         **error)
{
  GdkContentProvider *providers[3];

  providers[0] = provider_of (lesson, job, "svg", error);
  if (!providers[0])
    return NULL;

  providers[1] = provider_of (lesson, job, "png", error);
  if (!providers[1])
    {
      g_object_unref (providers[0]);
      return NULL;
    }

  providers[2] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}
