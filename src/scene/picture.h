/* picture.h - what a picture is made of; only for src/scene/
 *
 * Texts lie in chunks that never move, so that shapes may point into them; a reset picture fills the
 * same chunks again. The index of keys is made when it is first asked for.
 */
#pragma once

#include "grid.h"
#include "scene.h"

typedef struct SceneChunk SceneChunk;
struct SceneChunk {
  SceneChunk *next;
  size_t      size, used;
  char        bytes[];
};

/* Open addressing; a slot holds an index of a shape plus one. Shapes of one key keep their order. */
typedef struct {
  uint32_t *slots;
  size_t    n_slots;            /* a power of two */
  uint32_t *next;               /* by shape: the next one with an equal key, plus one */
  uint32_t *last;               /* by shape that is first of its key: the last one */
  size_t    capacity;           /* of next and last */
  bool      is_valid;
} SceneIndex;

struct ScenePicture {
  SceneSize    size;
  SceneShape  *shapes;
  size_t       n_shapes, capacity;
  SceneChunk  *chunks, *chunk;  /* all, and the one that is being filled */
  const char  *title, *description;
  SceneGrid    grid;
  bool         has_grid;
  void        *cells;           /* of a grid of its own: ids, then roles */
  size_t       cells_capacity;  /* bytes */
  bool         has_failed;
  SceneShape   spare;           /* what scene_add () returns when there is no memory */
  SceneIndex   index;
  uint32_t    *work;            /* of scene_blend () */
  size_t       work_capacity;
};

/* Decorations without a key are known by how they look and where they are. */
static inline bool
scene_shape_has_key (const SceneShape *shape)
{
  return shape->key.kind || shape->key.part || shape->key.id;
}

/* Makes the index if there is none; false: no memory. */
bool     scene_picture_index (const ScenePicture *picture);
/* The first shape that stands for the same as `shape` does, plus one; 0: none. Needs the index. */
uint32_t scene_picture_same  (const ScenePicture *picture, const SceneShape *shape);
/* The first shape of a key, plus one; 0: none. Needs the index. */
uint32_t scene_picture_first (const ScenePicture *picture, SceneKey key);
const char *scene_picture_text (ScenePicture *picture, const char *text);
