/* test-read-file.c - any kind of file is read whole, or refused with its name and the reason */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/import.h"

#define LIMIT (1u << 20)

static char *folder;

static int
make_folder (void **state)
{
  folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  return folder == NULL;
}

static int
remove_folder (void **state)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_dir_close (dir);
  g_rmdir (folder);
  g_free (folder);
  return 0;
}

static void
assert_unreadable (const char *path,
                   int         code)
{
  g_autoptr (GError) error = NULL;

  assert_null (import_read_file (path, LIMIT, &error));
  assert_non_null (error);
  assert_int_equal (error->domain, G_IO_ERROR);
  assert_int_equal (error->code, code);
  assert_true (g_str_has_prefix (error->message, path));
}

static void
a_plain_file_comes_as_it_is (void **state)
{
  g_autofree char *path = g_build_filename (folder, "plain", NULL);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  g_file_set_contents (path, "a\0b\n", 4, NULL);
  bytes = import_read_file (path, LIMIT, NULL);
  assert_memory_equal (g_bytes_get_data (bytes, &length), "a\0b\n", 4);
  assert_int_equal (length, 4);
}

static char *
pack (const char *name,
      gboolean    with_xz,
      size_t      size)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = g_strnfill (size, 'a');
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();

  if (with_xz)
    archive_write_add_filter_xz (archive);
  else
    archive_write_add_filter_gzip (archive);
  archive_write_set_format_raw (archive);
  archive_write_open_filename (archive, path);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_write_header (archive, entry);
  archive_write_data (archive, content, size);
  archive_entry_free (entry);
  archive_write_free (archive);
  return path;
}

static void
what_is_packed_is_unpacked_whatever_its_name (void **state)
{
  for (int with_xz = 0; with_xz < 2; with_xz++)
    {
      g_autofree char *path = pack (with_xz ? "packed-1" : "packed-0.txt", with_xz, 100000);
      g_autoptr (GBytes) bytes = import_read_file (path, LIMIT, NULL);

      assert_non_null (bytes);
      assert_int_equal (g_bytes_get_size (bytes), 100000);
      assert_int_equal (((const char *) g_bytes_get_data (bytes, NULL))[99999], 'a');
    }
}

static void
a_small_file_that_unpacks_to_a_huge_one_is_refused (void **state)
{
  for (int with_xz = 0; with_xz < 2; with_xz++)
    {
      g_autofree char *path = pack ("bomb", with_xz, LIMIT + 1);

      assert_unreadable (path, G_IO_ERROR_NO_SPACE);
    }
}

static void
a_packed_file_that_is_cut_or_damaged_is_refused (void **state)
{
  for (int with_xz = 0; with_xz < 2; with_xz++)
    {
      g_autofree char *path = pack ("damaged", with_xz, 100000);
      g_autofree char *content = NULL;
      gsize length;

      g_file_get_contents (path, &content, &length, NULL);
      g_file_set_contents (path, content, (gssize) length / 2, NULL);
      assert_unreadable (path, G_IO_ERROR_INVALID_DATA);

      content[length / 2] ^= 0x55;
      content[length / 2 + 1] ^= 0x55;
      g_file_set_contents (path, content, (gssize) length, NULL);
      assert_unreadable (path, G_IO_ERROR_INVALID_DATA);
    }
}

static void
what_never_ends_is_refused_at_the_limit (void **state)
{
  assert_unreadable ("/dev/zero", G_IO_ERROR_NO_SPACE);
}

static void
folders_and_missing_files_are_refused (void **state)
{
  g_autofree char *path = g_build_filename (folder, "missing", NULL);

  assert_unreadable (folder, G_IO_ERROR_IS_DIRECTORY);
  assert_unreadable (path, G_IO_ERROR_NOT_FOUND);
}

static void
an_empty_file_is_empty (void **state)
{
  g_autoptr (GBytes) bytes = import_read_file ("/dev/null", LIMIT, NULL);

  assert_int_equal (g_bytes_get_size (bytes), 0);
}

static gpointer
write_slowly (gpointer path)
{
  int fd = open (path, O_WRONLY);

  for (unsigned i = 0; i < 3; i++)
    {
      g_usleep (20000);
      assert_int_equal (write (fd, "abc", 3), 3);
    }
  close (fd);
  return NULL;
}

static void
a_pipe_is_read_to_its_end (void **state)
{
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GBytes) bytes = NULL;
  GThread *writer;

  mkfifo (path, 0600);
  writer = g_thread_new ("writer", write_slowly, path);
  bytes = import_read_file (path, LIMIT, NULL);
  g_thread_join (writer);
  assert_int_equal (g_bytes_get_size (bytes), 9);
}

static void
a_pipe_without_a_writer_is_given_up (void **state)
{
  g_autofree char *path = g_build_filename (folder, "silent", NULL);

  mkfifo (path, 0600);
  assert_unreadable (path, G_IO_ERROR_TIMED_OUT);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_plain_file_comes_as_it_is),
    cmocka_unit_test (what_is_packed_is_unpacked_whatever_its_name),
    cmocka_unit_test (a_small_file_that_unpacks_to_a_huge_one_is_refused),
    cmocka_unit_test (a_packed_file_that_is_cut_or_damaged_is_refused),
    cmocka_unit_test (what_never_ends_is_refused_at_the_limit),
    cmocka_unit_test (folders_and_missing_files_are_refused),
    cmocka_unit_test (an_empty_file_is_empty),
    cmocka_unit_test (a_pipe_is_read_to_its_end),
    cmocka_unit_test (a_pipe_without_a_writer_is_given_up),
  };

  return cmocka_run_group_tests (tests, make_folder, remove_folder);
}
