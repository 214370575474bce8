/* code-view.h - the lesson's code, coloured, with the current line marked; it cannot be edited */
#pragma once

#include <gtksourceview/gtksource.h>

#define PAGESCAPE_TYPE_CODE_VIEW (pagescape_code_view_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeCodeView, pagescape_code_view, PAGESCAPE, CODE_VIEW, GtkSourceView)

/* Keeps its place where the text only grew. */
void pagescape_code_view_set_text (PagescapeCodeView *view, const char *text);
/* From 1; 0: none. Brings it into sight. */
void pagescape_code_view_set_line (PagescapeCodeView *view, unsigned line);
