#include "keyframes.h"

#include <stdlib.h>

void
keyframes_clear (Keyframes *keyframes)
{
  for (size_t i = 0; i < keyframes->n; i++)
    {
      difference_clear (&keyframes->all[i]->difference);
      free (keyframes->all[i]);
    }
  free (keyframes->all);
  shadow_clear (&keyframes->shadow);
  *keyframes = (Keyframes) { 0 };
}

static bool
make_room (Keyframes *keyframes)
{
  if (keyframes->n < keyframes->capacity)
    return true;

  size_t capacity = 2 * keyframes->capacity + 16;
  Keyframe **all = realloc (keyframes->all, capacity * sizeof *all);
  if (!all)
    return false;

  keyframes->all = all;
  keyframes->capacity = capacity;
  return true;
}

/* The shadow is where the first keyframe is; others differ from it. */
static SimStatus
find_state (Keyframes        *keyframes,
            Keyframe         *keyframe,
            const SimMachine *machine)
{
  if (!keyframes->shadow_at)
    return shadow_copy (&keyframes->shadow, machine);
  if (shadow_grow (&keyframes->shadow, machine) != SIM_OK)
    return SIM_NO_HOST_MEMORY;

  return difference_find (&keyframe->difference, &keyframes->shadow, machine);
}

Keyframe *
keyframes_add (Keyframes        *keyframes,
               const SimMachine *machine,
               uint64_t          rebase_bytes)
{
  Keyframe *keyframe = calloc (1, sizeof *keyframe);

  if (!keyframe || !make_room (keyframes) || find_state (keyframes, keyframe, machine) != SIM_OK)
    {
      free (keyframe);
      return NULL;
    }

  keyframe->from = keyframes->shadow_at;
  if (difference_bytes (&keyframe->difference) > rebase_bytes)
    {
      shadow_apply (&keyframes->shadow, &keyframe->difference);
      keyframes->shadow_at = keyframe;
    }
  if (!keyframes->shadow_at)
    keyframes->shadow_at = keyframe;

  keyframes->n_lines = shadow_bytes (&keyframes->shadow) / 64;
  keyframes->difference_bytes += difference_bytes (&keyframe->difference);
  keyframes->all[keyframes->n++] = keyframe;
  return keyframe;
}

/* The difference of `keyframe` from where `middle` came from. */
static bool
pass_over (Keyframes      *keyframes,
           Keyframe       *keyframe,
           const Keyframe *middle)
{
  Difference joined;

  if (difference_join (&joined, &keyframe->difference, &middle->difference) != SIM_OK)
    return false;

  keyframes->difference_bytes += difference_bytes (&joined) - difference_bytes (&keyframe->difference);
  difference_clear (&keyframe->difference);
  keyframe->difference = joined;
  keyframe->from = middle->from;
  return true;
}

bool
keyframes_remove (Keyframes *keyframes,
                  Keyframe  *keyframe)
{
  if (!keyframe->from)
    return false;

  if (keyframes->shadow_at == keyframe)
    {
      shadow_apply (&keyframes->shadow, &keyframe->difference);
      keyframes->shadow_at = keyframe->from;
    }

  for (size_t i = 0; i < keyframes->n; i++)
    if (keyframes->all[i]->from == keyframe && !pass_over (keyframes, keyframes->all[i], keyframe))
      return false;

  for (size_t i = 0; i < keyframes->n; i++)
    if (keyframes->all[i] == keyframe)
      keyframes->all[i] = keyframes->all[--keyframes->n];

  keyframes->difference_bytes -= difference_bytes (&keyframe->difference);
  difference_clear (&keyframe->difference);
  free (keyframe);
  return true;
}

static bool
comes_from (const Keyframe *keyframe,
            const Keyframe *ancestor)
{
  while (keyframe && keyframe != ancestor)
    keyframe = keyframe->from;

  return keyframe != NULL;
}

/* The nearest that both come from, or are. */
static const Keyframe *
common (const Keyframe *a,
        const Keyframe *b)
{
  while (!comes_from (b, a))
    a = a->from;

  return a;
}

uint64_t
keyframes_way (const Keyframe *from,
               const Keyframe *to)
{
  const Keyframe *middle = common (from, to);
  uint64_t n_words = 0;

  for (; from != middle; from = from->from)
    n_words += from->difference.n_words;
  for (; to != middle; to = to->from)
    n_words += to->difference.n_words;

  return n_words;
}

SimStatus
keyframes_travel (SimMachine     *machine,
                  const Keyframe *from,
                  const Keyframe *to)
{
  const Keyframe *middle = common (from, to);
  SimStatus status = SIM_OK;

  /* Exclusive-or: in any order, and the same in both directions. */
  for (; status == SIM_OK && from != middle; from = from->from)
    status = difference_apply (&from->difference, machine);
  for (; status == SIM_OK && to != middle; to = to->from)
    status = difference_apply (&to->difference, machine);

  return status;
}

SimStatus
keyframes_restore (const Keyframes *keyframes,
                   SimMachine      *machine,
                   const Keyframe  *to)
{
  SimStatus status = shadow_restore (&keyframes->shadow, machine);

  return status == SIM_OK ? keyframes_travel (machine, keyframes->shadow_at, to) : status;
}
