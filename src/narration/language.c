#include "narration/language.h"

#include <glib.h>
#include <locale.h>
#include <string.h>

struct LanguageBefore {
  char *language;               /* of the environment */
  char *locale;
};

static const struct {
  const char *language, *tag;
} languages[] = {
  { "en", "en" },
  { "zh_CN", "zh-cn" },
};

size_t
language_n (void)
{
  return G_N_ELEMENTS (languages);
}

const char *
language_at (size_t index)
{
  return index < G_N_ELEMENTS (languages) ? languages[index].language : NULL;
}

const char *
language_find (const char *name)
{
  g_autofree char *wanted = g_strdelimit (g_strdup (name), "-", '_');

  for (size_t i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_ascii_strcasecmp (languages[i].language, wanted) == 0)
      return languages[i].language;
  return NULL;
}

const char *
language_now (void)
{
  const char *const *names = g_get_language_names ();
  const char *locale = setlocale (LC_MESSAGES, NULL);

  /* A locale that is asked for but not there is none, and then gettext does not look further. */
  if (locale == NULL || strcmp (locale, "C") == 0 || strcmp (locale, "POSIX") == 0)
    return "en";
  return names[0] != NULL && g_str_has_prefix (names[0], "zh") ? "zh_CN" : "en";
}

const char *
language_tag (const char *language)
{
  for (size_t i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_str_equal (languages[i].language, language))
      return languages[i].tag;
  return "en";
}

/* The one locale that needs no generating is C.UTF-8, but there, as under "C", glibc since 2.39 does not heed LANGUAGE.
 * A territory that it does not have gives the same locale a name of its own. */
void
language_set (const char *language)
{
  static const char *const locales[] = { "C_CN.UTF-8", "C.UTF-8", "" };

  g_setenv ("LANGUAGE", language, TRUE);
  for (unsigned i = 0; i < G_N_ELEMENTS (locales); i++)
    if (setlocale (LC_ALL, locales[i]) != NULL)
      break;
  setlocale (LC_NUMERIC, "C");
}

LanguageBefore *
language_switch (const char *language)
{
  LanguageBefore *before = g_new (LanguageBefore, 1);

  *before = (LanguageBefore) { g_strdup (g_getenv ("LANGUAGE")), g_strdup (setlocale (LC_ALL, NULL)) };
  language_set (language);
  return before;
}

void
language_restore (LanguageBefore *before)
{
  /* An empty LANGUAGE is as good as none, and the environment keeps its length: other threads may read it. */
  g_setenv ("LANGUAGE", before->language != NULL ? before->language : "", TRUE);
  /* Only a locale that is another one makes gettext look again. */
  setlocale (LC_ALL, "C");
  setlocale (LC_ALL, before->locale);
  g_free (before->language);
  g_free (before->locale);
  g_free (before);
}
