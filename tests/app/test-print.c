/* test-print.c - a picture and handouts through GTK's printing, into a file: pages, their shape, vectors, errors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gtk/gtk.h>
#include <glib/gstdio.h>
#include <string.h>

#include "app/print.h"
#include "bench/display-server.h"

static bool has_display;

static PagescapeSession *
open_lesson (void)
{
  PagescapeSession *session = pagescape_session_new ();

  assert_true (pagescape_session_open (session, "21-split", NULL));
  pagescape_session_set_animates (session, FALSE);
  pagescape_session_go_last (session);
  return session;
}

static FigureJob
shown_job (void)
{
  FigureJob shown;

  figure_job_init (&shown, FIGURE_STEP);
  shown.first_step = shown.last_step = 3;
  shown.style.views[0].view = view_by_id ("buddy");
  return shown;
}

static size_t
count (const char *data,
       size_t      size,
       const char *pattern)
{
  const char *at = data;
  size_t n = 0;

  while ((at = memmem (at, size - (size_t) (at - data), pattern, strlen (pattern))))
    {
      n++;
      at++;
    }
  return n;
}

/* What is packed in a PDF, behind it as it is: since Cairo 1.18 its pages stand in packed streams. */
static GString *
unpack (const char *data,
        size_t      size)
{
  GString *all = g_string_new_len (data, (gssize) size);
  const char *at = data;

  while ((at = memmem (at, size - (size_t) (at - data), "\nstream\n", 8)))
    {
      GInputStream *packed, *plain;
      GConverter *converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
      char piece[4096];
      gssize n;

      at += 8;
      packed = g_memory_input_stream_new_from_data (at, (gssize) (size - (size_t) (at - data)), NULL);
      plain = g_converter_input_stream_new (packed, converter);
      while ((n = g_input_stream_read (plain, piece, sizeof piece, NULL, NULL)) > 0)
        g_string_append_len (all, piece, n);
      g_object_unref (plain);
      g_object_unref (packed);
      g_object_unref (converter);
    }
  return all;
}

/* The PDF that is printed, unpacked. Owned. */
static GString *
print_to_file (PagescapePrintWhat what)
{
  PagescapeSession *session = open_lesson ();
  FigureJob shown = shown_job ();
  GtkPrintOperation *operation = pagescape_print_new (session, &shown, what);
  char *path = NULL, *data = NULL;
  gsize length;
  GString *document;
  GError *error = NULL;
  int fd = g_file_open_tmp ("pagescape-XXXXXX.pdf", &path, NULL);

  assert_true (fd >= 0);
  g_close (fd, NULL);
  gtk_print_operation_set_export_filename (operation, path);
  assert_int_equal (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error),
                    GTK_PRINT_OPERATION_RESULT_APPLY);
  assert_null (error);
  assert_true (g_file_get_contents (path, &data, &length, NULL));
  document = unpack (data, length);
  g_free (data);
  g_unlink (path);
  g_free (path);
  g_object_unref (operation);
  g_object_unref (session);
  return document;
}

static void
each_layout_has_its_pages_and_they_are_drawings (void **state)
{
  /* Eight steps; three questions, whose pictures stand with their answers on pages of their own. */
  static const struct { PagescapePrintWhat what; size_t least, most; } cases[] = {
    { PAGESCAPE_PRINT_PICTURE, 1, 1 }, { PAGESCAPE_PRINT_STEPS, 8, 8 }, { PAGESCAPE_PRINT_HANDOUT_1, 8, 11 },
    { PAGESCAPE_PRINT_HANDOUT_2, 4, 7 }, { PAGESCAPE_PRINT_HANDOUT_4, 2, 5 }, { PAGESCAPE_PRINT_HANDOUT_6, 2, 5 },
  };
  size_t i;

  if (!has_display)
    skip ();
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GString *document = print_to_file (cases[i].what);
      const char *data = document->str;
      size_t size = document->len, n;

      n = count (data, size, "/Type /Page") - count (data, size, "/Type /Pages");
      if (n < cases[i].least || n > cases[i].most)
        fail_msg ("layout %d has %d pages", (int) i, (int) n);
      assert_int_equal (count (data, size, "/Subtype /Image"), 0);
      assert_true (count (data, size, "/FontFile") + count (data, size, "/Type /Font") > 0);
      g_string_free (document, TRUE);
    }
}

static void
a_printer_that_cannot_be_written_to_is_an_error_with_words (void **state)
{
  PagescapeSession *session;
  FigureJob shown = shown_job ();
  GtkPrintOperation *operation;
  GError *error = NULL;

  if (!has_display)
    skip ();
  session = open_lesson ();
  operation = pagescape_print_new (session, &shown, PAGESCAPE_PRINT_PICTURE);
  gtk_print_operation_set_export_filename (operation, "/nowhere/at-all.pdf");
  assert_int_equal (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error),
                    GTK_PRINT_OPERATION_RESULT_ERROR);
  assert_true (error != NULL && strlen (error->message) > 0);
  g_clear_error (&error);
  g_object_unref (operation);
  g_object_unref (session);
}

static int
set_up (void **state)
{
  has_display = display_server_start (800, 600) && gtk_init_check ();
  return 0;
}

static int
tear_down (void **state)
{
  display_server_stop ();
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (each_layout_has_its_pages_and_they_are_drawings),
    cmocka_unit_test (a_printer_that_cannot_be_written_to_is_an_error_with_words),
  };

  return cmocka_run_group_tests (tests, set_up, tear_down);
}
