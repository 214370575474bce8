/* profiles.c - the list of profiles, default first */

#include "sim/profiles/profiles.h"

#include <string.h>

static const SimProfile *const profiles[] = {
  &sim_profile_linux_6_1_i386,
  &sim_profile_linux_6_1_i386_pae,
  &sim_profile_linux_6_1_x86_64,
  &sim_profile_linux_5_10_i386,
  &sim_profile_linux_3_2_i386,
  &sim_profile_linux_2_6_11_i386,
};

size_t
sim_n_profiles (void)
{
  return sizeof profiles / sizeof profiles[0];
}

const SimProfile *
sim_profile_at (size_t index)
{
  return index < sim_n_profiles () ? profiles[index] : NULL;
}

const SimProfile *
sim_profile_by_id (const char *id)
{
  for (size_t i = 0; i < sim_n_profiles (); i++)
    if (strcmp (profiles[i]->id, id) == 0)
      return profiles[i];
  return NULL;
}

bool
sim_profile_lacks (const SimProfile *profile,
                   const char       *call)
{
  for (const char *const *missing = profile->missing_calls; missing != NULL && *missing != NULL; missing++)
    if (strcmp (*missing, call) == 0)
      return true;
  return false;
}
