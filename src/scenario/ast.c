#include "ast.h"

#include <string.h>

#define CHUNK_SIZE (64 * 1024)

void *
ast_allocate (Ast   *ast,
              size_t size)
{
  size = (size + 15) & ~(size_t) 15;
  if (ast->chunks->len == 0 || ast->chunk_used + size > CHUNK_SIZE)
    {
      g_ptr_array_add (ast->chunks, g_malloc0 (CHUNK_SIZE));
      ast->chunk_used = 0;
    }

  void *block = (char *) g_ptr_array_index (ast->chunks, ast->chunks->len - 1) + ast->chunk_used;
  ast->chunk_used += size;
  return block;
}

void
ast_free (Ast *ast)
{
  if (ast == NULL)
    return;

  source_free (ast->source);
  token_list_free (ast->tokens);
  g_ptr_array_unref (ast->chunks);
  g_free (ast);
}

Place
ast_place (const Ast  *ast,
           const Node *node)
{
  return source_place (ast->source, node->first, node->end - node->first);
}

char *
ast_dup_text (const Ast  *ast,
              const Node *node)
{
  return g_utf8_make_valid (ast->source->text + node->first, node->end - node->first);
}
