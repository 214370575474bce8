/* sheet.h - pictures to export in tests */
#pragma once

#include "export/export.h"

/* Every form, some hues, texts in two languages, a mark, a hint. */
ScenePicture *test_picture_new (void);
/* One page, light, English. `pages` must live as long as the sheet. */
Sheet         test_sheet       (const ScenePicture **pages, size_t n_pages);
/* Fails the test if it cannot be made. */
GBytes       *test_make        (const char *format, const Sheet *sheet);
/* The same as a text of its own. */
char         *test_make_text   (const char *format, const Sheet *sheet);
