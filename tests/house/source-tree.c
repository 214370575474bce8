#include "source-tree.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
give_up (const char *what)
{
  perror (what);
  exit (2);
}

static char *
read_text (const char *path,
           off_t       size)
{
  FILE *stream = fopen (path, "rb");
  char *text = malloc ((size_t) size + 1);

  if (!stream || !text)
    give_up (path);

  size_t n_read = fread (text, 1, (size_t) size, stream);
  text[n_read] = '\0';
  fclose (stream);

  /* A zero byte: not text. */
  if (memchr (text, '\0', n_read))
    {
      free (text);
      return NULL;
    }

  return text;
}

static bool
is_left_out (const char *name)
{
  return strcmp (name, ".") == 0 || strcmp (name, "..") == 0 || strcmp (name, ".git") == 0
      || strncmp (name, "build", strlen ("build")) == 0 || source_has_suffix (name, "~");
}

static void
read_folder (SourceTree *tree,
             const char *root,
             const char *folder)
{
  char place[4096];
  snprintf (place, sizeof place, "%s/%s", root, folder);

  DIR *directory = opendir (place);
  if (!directory)
    give_up (place);

  for (struct dirent *entry = readdir (directory); entry; entry = readdir (directory))
    {
      char path[2048], full[6200];
      struct stat status;

      /* "build…" is left out at the top only: a source file may be named so. */
      if (is_left_out (entry->d_name)
          && (folder[0] == '\0' || strncmp (entry->d_name, "build", strlen ("build")) != 0))
        continue;

      snprintf (path, sizeof path, "%s%s%s", folder, folder[0] ? "/" : "", entry->d_name);
      snprintf (full, sizeof full, "%s/%s", root, path);
      if (lstat (full, &status) != 0)
        continue;

      if (S_ISDIR (status.st_mode))
        read_folder (tree, root, path);
      else if (S_ISREG (status.st_mode) && strncmp (entry->d_name, "meson-log", 9) != 0)
        {
          char *text = read_text (full, status.st_size);
          if (!text)
            continue;

          tree->files = realloc (tree->files, (tree->n_files + 1) * sizeof *tree->files);
          if (!tree->files)
            give_up ("realloc");
          tree->files[tree->n_files++] = (SourceFile) { strdup (path), text };
        }
    }

  closedir (directory);
}

static int
by_path (const void *a,
         const void *b)
{
  return strcmp (((const SourceFile *) a)->path, ((const SourceFile *) b)->path);
}

void
source_tree_read (SourceTree *tree,
                  const char *root)
{
  *tree = (SourceTree) { 0 };
  read_folder (tree, root, "");
  qsort (tree->files, tree->n_files, sizeof *tree->files, by_path);
}

void
source_tree_clear (SourceTree *tree)
{
  for (size_t i = 0; i < tree->n_files; i++)
    {
      free (tree->files[i].path);
      free (tree->files[i].text);
    }
  free (tree->files);
}

const SourceFile *
source_tree_file (const SourceTree *tree,
                  const char       *path)
{
  SourceFile wanted = { (char *) path, NULL };

  return bsearch (&wanted, tree->files, tree->n_files, sizeof *tree->files, by_path);
}

bool
source_has_suffix (const char *path,
                   const char *suffix)
{
  size_t length = strlen (path), of_suffix = strlen (suffix);

  return length >= of_suffix && strcmp (path + length - of_suffix, suffix) == 0;
}

bool
source_is_under (const char *path,
                 const char *folder)
{
  return strncmp (path, folder, strlen (folder)) == 0;
}

unsigned
source_n_lines (const char *text)
{
  unsigned n_lines = 0;

  for (; *text; text++)
    n_lines += *text == '\n';

  return n_lines;
}

bool
source_next_include (const char **cursor,
                     char        *target,
                     size_t       size)
{
  for (const char *line = *cursor; line && *line; )
    {
      const char *end = strchr (line, '\n');
      const char *next = end ? end + 1 : line + strlen (line);
      const char *word = line + strspn (line, " \t");

      if (*word == '#')
        word += 1 + strspn (word + 1, " \t");
      else
        word = "";

      if (strncmp (word, "include", strlen ("include")) == 0)
        {
          word += strlen ("include");
          word += strspn (word, " \t");
          size_t length = strcspn (word + (*word != '\0'), "\">\n") + 1;
          if ((*word == '"' || *word == '<') && length < size)
            {
              memcpy (target, word, length);
              target[length] = '\0';
              *cursor = next;
              return true;
            }
        }
      line = next;
    }

  return false;
}

void
source_normalise (char *path)
{
  char *up;

  while ((up = strstr (path, "/../")))
    {
      char *before = up;
      while (before > path && before[-1] != '/')
        before--;
      memmove (before, up + 4, strlen (up + 4) + 1);
    }
}
