/* presentation-keys.c - what a key means when presenting
 *
 * Clickers send Page Down and Page Up, F5 and Escape by turns with one key, and a full stop or B to hide the picture.
 */

#include "presentation-keys.h"

#define ANY_OF_THEM (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)

typedef struct {
  guint           keyval;
  GdkModifierType modifiers;
  PresentCommand  command;
} Key;

static const Key keys[] = {
  { GDK_KEY_Escape, 0, PRESENT_LEAVE },

  { GDK_KEY_Page_Down, 0, PRESENT_FORWARD }, { GDK_KEY_KP_Page_Down, 0, PRESENT_FORWARD },
  { GDK_KEY_Right, 0, PRESENT_FORWARD }, { GDK_KEY_KP_Right, 0, PRESENT_FORWARD },
  { GDK_KEY_Down, 0, PRESENT_FORWARD }, { GDK_KEY_KP_Down, 0, PRESENT_FORWARD },
  { GDK_KEY_n, 0, PRESENT_FORWARD },
  { GDK_KEY_Page_Up, 0, PRESENT_BACK }, { GDK_KEY_KP_Page_Up, 0, PRESENT_BACK },
  { GDK_KEY_Left, 0, PRESENT_BACK }, { GDK_KEY_KP_Left, 0, PRESENT_BACK },
  { GDK_KEY_Up, 0, PRESENT_BACK }, { GDK_KEY_KP_Up, 0, PRESENT_BACK },
  { GDK_KEY_p, 0, PRESENT_BACK },
  { GDK_KEY_Home, 0, PRESENT_FIRST }, { GDK_KEY_KP_Home, 0, PRESENT_FIRST },
  { GDK_KEY_End, 0, PRESENT_LAST }, { GDK_KEY_KP_End, 0, PRESENT_LAST },
  { GDK_KEY_space, 0, PRESENT_SPACE }, { GDK_KEY_KP_Space, 0, PRESENT_SPACE },
  { GDK_KEY_Return, 0, PRESENT_ENTER }, { GDK_KEY_KP_Enter, 0, PRESENT_ENTER },
  { GDK_KEY_BackSpace, 0, PRESENT_ERASE },

  { GDK_KEY_Page_Down, GDK_CONTROL_MASK, PRESENT_STATEMENT_FORWARD },
  { GDK_KEY_Page_Up, GDK_CONTROL_MASK, PRESENT_STATEMENT_BACK },
  { GDK_KEY_Page_Down, GDK_SHIFT_MASK, PRESENT_EVENT_FORWARD },
  { GDK_KEY_Page_Up, GDK_SHIFT_MASK, PRESENT_EVENT_BACK },
  { GDK_KEY_a, 0, PRESENT_PLAY },

  { GDK_KEY_b, 0, PRESENT_BLACK }, { GDK_KEY_period, 0, PRESENT_BLACK }, { GDK_KEY_KP_Decimal, 0, PRESENT_BLACK },
  { GDK_KEY_w, 0, PRESENT_WHITE }, { GDK_KEY_comma, 0, PRESENT_WHITE },
  { GDK_KEY_l, 0, PRESENT_LASER },
  { GDK_KEY_d, 0, PRESENT_DARK_PAPER },
  { GDK_KEY_v, 0, PRESENT_NEXT_VIEW },
  { GDK_KEY_s, 0, PRESENT_SPEAKER },
  { GDK_KEY_plus, 0, PRESENT_NEARER }, { GDK_KEY_plus, GDK_SHIFT_MASK, PRESENT_NEARER },
  { GDK_KEY_equal, 0, PRESENT_NEARER }, { GDK_KEY_KP_Add, 0, PRESENT_NEARER },
  { GDK_KEY_minus, 0, PRESENT_FARTHER }, { GDK_KEY_KP_Subtract, 0, PRESENT_FARTHER },
  { GDK_KEY_z, 0, PRESENT_WHOLE },

  { GDK_KEY_Left, GDK_SHIFT_MASK, PRESENT_SELECT_LEFT }, { GDK_KEY_Right, GDK_SHIFT_MASK, PRESENT_SELECT_RIGHT },
  { GDK_KEY_Up, GDK_SHIFT_MASK, PRESENT_SELECT_UP }, { GDK_KEY_Down, GDK_SHIFT_MASK, PRESENT_SELECT_DOWN },

  /* From button to button. */
  { GDK_KEY_Tab, 0, PRESENT_PASS }, { GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK, PRESENT_PASS },

  /* The window's: larger, smaller, as usual; two views; full screen; the keys; the end. */
  { GDK_KEY_plus, GDK_CONTROL_MASK, PRESENT_PASS }, { GDK_KEY_plus, GDK_CONTROL_MASK | GDK_SHIFT_MASK, PRESENT_PASS },
  { GDK_KEY_equal, GDK_CONTROL_MASK, PRESENT_PASS }, { GDK_KEY_KP_Add, GDK_CONTROL_MASK, PRESENT_PASS },
  { GDK_KEY_minus, GDK_CONTROL_MASK, PRESENT_PASS }, { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, PRESENT_PASS },
  { GDK_KEY_0, GDK_CONTROL_MASK, PRESENT_PASS }, { GDK_KEY_KP_0, GDK_CONTROL_MASK, PRESENT_PASS },
  { GDK_KEY_F9, 0, PRESENT_PASS }, { GDK_KEY_F11, 0, PRESENT_PASS },
  { GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, PRESENT_PASS },
  { GDK_KEY_question, GDK_CONTROL_MASK, PRESENT_PASS },
  { GDK_KEY_q, GDK_CONTROL_MASK, PRESENT_PASS },
};

PresentCommand
present_command (guint            keyval,
                 GdkModifierType  state,
                 int             *digit)
{
  GdkModifierType modifiers = state & ANY_OF_THEM;
  guint lower = gdk_keyval_to_lower (keyval);

  *digit = 0;
  if (modifiers == 0 && keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    {
      *digit = keyval - GDK_KEY_0;
      return PRESENT_DIGIT;
    }
  if (modifiers == 0 && keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    {
      *digit = keyval - GDK_KEY_KP_0;
      return PRESENT_DIGIT;
    }

  /* With Caps Lock a letter is a capital; Alt with a key is the desktop's. */
  for (unsigned i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == lower && keys[i].modifiers == modifiers)
      return keys[i].command;

  return modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK) ? PRESENT_PASS : PRESENT_IGNORE;
}

gboolean
present_is_for_button (PresentCommand command)
{
  return command == PRESENT_SPACE || command == PRESENT_ENTER;
}

gboolean
present_is_for_entry (PresentCommand command,
                      guint          keyval)
{
  gboolean turns_pages = keyval == GDK_KEY_Page_Down || keyval == GDK_KEY_KP_Page_Down
                         || keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up;

  return command != PRESENT_LEAVE && !turns_pages;
}
