/* test-presentation-keys.c - what keyboards and clickers mean when presenting */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/presentation-keys.h"

static PresentCommand
command_of (guint           keyval,
            GdkModifierType state)
{
  int digit;

  return present_command (keyval, state, &digit);
}

static void
a_clicker_steps_and_hides_the_picture (void **state)
{
  assert_int_equal (command_of (GDK_KEY_Page_Down, 0), PRESENT_FORWARD);
  assert_int_equal (command_of (GDK_KEY_Page_Up, 0), PRESENT_BACK);
  assert_int_equal (command_of (GDK_KEY_period, 0), PRESENT_BLACK);
  assert_int_equal (command_of (GDK_KEY_b, 0), PRESENT_BLACK);
  assert_int_equal (command_of (GDK_KEY_Escape, 0), PRESENT_LEAVE);
}

/* Its one key sends F5 and Escape by turns: F5 must not begin again. */
static void
f5_does_nothing_where_it_has_begun (void **state)
{
  assert_int_equal (command_of (GDK_KEY_F5, 0), PRESENT_IGNORE);
  assert_int_equal (command_of (GDK_KEY_F5, GDK_SHIFT_MASK), PRESENT_IGNORE);
}

static void
a_keyboard_steps_with_arrows_space_and_enter (void **state)
{
  assert_int_equal (command_of (GDK_KEY_Right, 0), PRESENT_FORWARD);
  assert_int_equal (command_of (GDK_KEY_Left, 0), PRESENT_BACK);
  assert_int_equal (command_of (GDK_KEY_space, 0), PRESENT_SPACE);
  assert_int_equal (command_of (GDK_KEY_Return, 0), PRESENT_ENTER);
  assert_int_equal (command_of (GDK_KEY_Home, 0), PRESENT_FIRST);
  assert_int_equal (command_of (GDK_KEY_End, 0), PRESENT_LAST);
  assert_int_equal (command_of (GDK_KEY_Page_Down, GDK_SHIFT_MASK), PRESENT_EVENT_FORWARD);
  assert_int_equal (command_of (GDK_KEY_Left, GDK_SHIFT_MASK), PRESENT_SELECT_LEFT);
}

static void
digits_are_digits_from_both_blocks_of_keys (void **state)
{
  int digit;

  assert_int_equal (present_command (GDK_KEY_7, 0, &digit), PRESENT_DIGIT);
  assert_int_equal (digit, 7);
  assert_int_equal (present_command (GDK_KEY_KP_3, 0, &digit), PRESENT_DIGIT);
  assert_int_equal (digit, 3);
  assert_int_equal (present_command (GDK_KEY_0, GDK_CONTROL_MASK, &digit), PRESENT_PASS);
}

static void
caps_lock_changes_nothing (void **state)
{
  assert_int_equal (command_of (GDK_KEY_B, GDK_LOCK_MASK), PRESENT_BLACK);
  assert_int_equal (command_of (GDK_KEY_L, GDK_LOCK_MASK), PRESENT_LASER);
}

/* Nothing opens over the picture by mistake; larger and smaller, full screen and the end are still there. */
static void
of_the_windows_keys_few_are_left (void **state)
{
  assert_int_equal (command_of (GDK_KEY_o, GDK_CONTROL_MASK), PRESENT_IGNORE);
  assert_int_equal (command_of (GDK_KEY_e, GDK_CONTROL_MASK), PRESENT_IGNORE);
  assert_int_equal (command_of (GDK_KEY_l, GDK_CONTROL_MASK), PRESENT_IGNORE);
  assert_int_equal (command_of (GDK_KEY_x, 0), PRESENT_IGNORE);
  assert_int_equal (command_of (GDK_KEY_plus, GDK_CONTROL_MASK), PRESENT_PASS);
  assert_int_equal (command_of (GDK_KEY_F11, 0), PRESENT_PASS);
  assert_int_equal (command_of (GDK_KEY_q, GDK_CONTROL_MASK), PRESENT_PASS);
  assert_int_equal (command_of (GDK_KEY_Tab, GDK_ALT_MASK), PRESENT_PASS);
}

static void
a_line_that_is_typed_keeps_its_keys_but_escape_and_the_clickers (void **state)
{
  assert_true (present_is_for_entry (PRESENT_DIGIT, GDK_KEY_4));
  assert_true (present_is_for_entry (PRESENT_BLACK, GDK_KEY_b));
  assert_true (present_is_for_entry (PRESENT_BACK, GDK_KEY_Left));
  assert_false (present_is_for_entry (PRESENT_LEAVE, GDK_KEY_Escape));
  assert_false (present_is_for_entry (PRESENT_FORWARD, GDK_KEY_Page_Down));
  assert_true (present_is_for_button (PRESENT_SPACE));
  assert_false (present_is_for_button (PRESENT_FORWARD));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_clicker_steps_and_hides_the_picture),
    cmocka_unit_test (f5_does_nothing_where_it_has_begun),
    cmocka_unit_test (a_keyboard_steps_with_arrows_space_and_enter),
    cmocka_unit_test (digits_are_digits_from_both_blocks_of_keys),
    cmocka_unit_test (caps_lock_changes_nothing),
    cmocka_unit_test (of_the_windows_keys_few_are_left),
    cmocka_unit_test (a_line_that_is_typed_keeps_its_keys_but_escape_and_the_clickers),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
