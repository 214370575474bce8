#include "scene/grid.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LEVELS 16

struct SceneMip {
  uint32_t   n_cells;
  unsigned   n_levels;                  /* above level 0 */
  SceneRole *levels[MAX_LEVELS + 1];    /* levels[0] is not stored */
  uint32_t   sizes[MAX_LEVELS + 1];
};

/* What must not vanish from far away comes last. Empty cells and decorations never win. */
static const uint8_t importance[16] = {
  [SCENE_FILL_NONE] = 0, [SCENE_FILL_FAINT] = 1, [SCENE_FILL_PANEL] = 2, [SCENE_FILL_RULE] = 3,
  [SCENE_FILL_OUTLINE] = 4, [SCENE_FILL_GHOST] = 5,
  [SCENE_FILL_FREE] = 6, [SCENE_FILL_PCP] = 7, [SCENE_FILL_ALLOCATED] = 8, [SCENE_FILL_SLAB] = 9,
  [SCENE_FILL_PAGE_TABLE] = 10, [SCENE_FILL_KERNEL] = 11, [SCENE_FILL_RESERVED] = 12,
  [SCENE_FILL_ISOLATED] = 13, [SCENE_FILL_STRONG] = 15,
};

SceneMip *
scene_mip_new (uint32_t n_cells)
{
  SceneMip *mip = calloc (1, sizeof *mip);
  uint32_t n = n_cells;

  if (!mip)
    return NULL;

  mip->n_cells = n_cells;
  mip->sizes[0] = n_cells;
  while (n > 1 && mip->n_levels < MAX_LEVELS)
    {
      n = n / 4 + (n % 4 > 0);
      mip->levels[++mip->n_levels] = calloc (n, sizeof (SceneRole));
      mip->sizes[mip->n_levels] = n;
      if (!mip->levels[mip->n_levels])
        {
          scene_mip_free (mip);
          return NULL;
        }
    }
  return mip;
}

void
scene_mip_free (SceneMip *mip)
{
  unsigned level;

  if (!mip)
    return;

  for (level = 1; level <= mip->n_levels; level++)
    free (mip->levels[level]);
  free (mip);
}

SceneRole
scene_most_important (const SceneRole *roles,
                      uint32_t         n)
{
  SceneRole best = roles[0];
  uint32_t i;

  for (i = 1; i < n; i++)
    if (importance[roles[i] & 15] > importance[best & 15])
      best = roles[i];
  return best;
}

void
scene_mip_update (SceneMip        *mip,
                  const SceneRole *cells,
                  uint32_t         first,
                  uint32_t         end)
{
  const SceneRole *below = cells;
  unsigned level;
  uint32_t i, four;

  if (end > mip->n_cells)
    end = mip->n_cells;
  if (first >= end)
    return;

  for (level = 1; level <= mip->n_levels; level++)
    {
      SceneRole *roles = mip->levels[level];
      uint32_t n_below = mip->sizes[level - 1];

      first /= 4;
      end = (end - 1) / 4 + 1;
      for (i = first; i < end; i++)
        {
          if (4 * i + 4 > n_below)
            {
              roles[i] = scene_most_important (below + 4 * i, n_below - 4 * i);
              continue;
            }
          memcpy (&four, below + 4 * i, 4);
          roles[i] = four == below[4 * i] * 0x01010101u ? below[4 * i] : scene_most_important (below + 4 * i, 4);
        }
      below = roles;
    }
}

const SceneRole *
scene_mip_level (const SceneMip *mip,
                 unsigned        level,
                 uint32_t       *n)
{
  if (level < 1 || level > mip->n_levels)
    {
      *n = 0;
      return NULL;
    }
  *n = mip->sizes[level];
  return mip->levels[level];
}
