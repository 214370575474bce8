/* latin-font.h - kernel words and numbers in one font, also among Chinese words */
#pragma once

#include <gtk/gtk.h>

/* For the whole program, as long as it runs. */
void pagescape_latin_font_install (void);
/* The font that is found for English, then the wanted one: names of families with commas between. Owned; NULL: the
 * wanted one is there. */
char *pagescape_latin_font_dup_families (const char *font);
