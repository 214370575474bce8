/* test-gfp.c - the flags of every profile have words */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "narration/narration.h"

static void
every_flag_of_every_profile_says_what_it_permits (void **state)
{
  for (size_t i = 0; i < sim_n_profiles (); i++)
    for (const SimGfpName *name = sim_profile_at (i)->gfp_names; name->name != NULL; name++)
      if (narrate_gfp_flag (name->name) == NULL)
        fail_msg ("%s of %s has no words", name->name, sim_profile_at (i)->id);
  assert_null (narrate_gfp_flag ("__GFP_NOTHING"));
}

/* Composites are made of flags that the profile has, and each other flag is one bit of its own. */
static void
flags_are_single_bits_and_composites_are_made_of_them (void **state)
{
  for (size_t i = 0; i < sim_n_profiles (); i++)
    {
      uint32_t all = 0;

      for (const SimGfpName *name = sim_profile_at (i)->gfp_names; name->name != NULL; name++)
        if (!name->is_composite)
          {
            assert_int_equal (name->bits & (name->bits - 1), 0);
            assert_int_equal (all & name->bits, 0);
            all |= name->bits;
          }
      for (const SimGfpName *name = sim_profile_at (i)->gfp_names; name->name != NULL; name++)
        assert_int_equal (name->bits & ~all, 0);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_flag_of_every_profile_says_what_it_permits),
    cmocka_unit_test (flags_are_single_bits_and_composites_are_made_of_them),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
