/* code-view.h - the lesson's code, coloured, with the current line marked; it cannot be edited
 *
 * Shows what stands on the blackboard, see code-lines.h, or the whole text.
 */
#pragma once

#include <gtksourceview/gtksource.h>

#define PAGESCAPE_TYPE_CODE_VIEW (pagescape_code_view_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeCodeView, pagescape_code_view, PAGESCAPE, CODE_VIEW, GtkSourceView)

/* typed_from: the first line that was typed, from 1; 0: none. titles: line, from 1 → text, of the steps that begin
 * there; shared, may be NULL. Keeps its place where the text only grew. */
void pagescape_code_view_set_text  (PagescapeCodeView *view, const char *text, unsigned typed_from, GHashTable *titles);
/* From 1; 0: none. Brings it, or the nearest that is shown, into sight. */
void pagescape_code_view_set_line  (PagescapeCodeView *view, unsigned line);
/* Lines that are not shown yet, from 1, half-open; 0, 0: none. Takes effect with the next text. */
void pagescape_code_view_hide_lines (PagescapeCodeView *view, unsigned first, unsigned end);
void pagescape_code_view_set_whole (PagescapeCodeView *view, gboolean is_whole);
