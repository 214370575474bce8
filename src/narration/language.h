/* language.h - the language that texts come in
 *
 * Of the process: gettext knows one at a time. Change it in the main thread, and only for as long as texts of
 * another language are made.
 */
#pragma once

#include <stddef.h>

/* Languages that there are texts in: "en", "zh_CN". Static. */
size_t      language_n    (void);
const char *language_at   (size_t index);
/* "zh-CN", "zh_cn" and "zh_CN" are one. NULL: there is none of that name. */
const char *language_find (const char *name);
/* Of the texts now. */
const char *language_now  (void);
/* As fonts and metadata want it: "en", "zh-cn". Static. */
const char *language_tag  (const char *language);

/* All texts come in it from now on, and numbers have points. */
void        language_set  (const char *language);

/* The same, until it is taken back. */
typedef struct LanguageBefore LanguageBefore;
LanguageBefore *language_switch  (const char *language);
void            language_restore (LanguageBefore *before);        /* frees it */
