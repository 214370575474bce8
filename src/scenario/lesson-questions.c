/* lesson-questions.c - what a lesson asks: where, what is right, what can be said of an answer
 */
#include "lesson-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "narration/narration.h"

#define EVENTS_AT_ONCE 512

/* --- where ------------------------------------------------------------------------------------ */

/* Where the script stands now is noted behind what it did: that belongs to it. */
static JournalPosition
behind_words (const Lesson    *lesson,
              JournalPosition  position)
{
  SimEvent event;

  while (timeline_event (lesson->timeline, position, &event) && event.kind == SIM_EVENT_WORD_SET)
    position++;
  return position;
}

void
lesson_note_asks (Lesson *lesson)
{
  JournalPosition end = timeline_end (lesson->timeline);
  SimEvent events[EVENTS_AT_ONCE];

  /* Another branch goes on with what was typed. */
  if (timeline_branch (lesson->timeline) != 0)
    return;

  while (lesson->asked->len > 0 && lesson->asks_end < end)
    {
      size_t n = timeline_events (lesson->timeline, lesson->asks_end, events, MIN (end - lesson->asks_end, EVENTS_AT_ONCE));

      if (n == 0)
        break;
      for (size_t i = 0; i < n; i++)
        if (events[i].kind == SIM_EVENT_ASKED)
          {
            LessonAsk ask = { .number = (unsigned) events[i].arg[0], .position = behind_words (lesson, lesson->asks_end + i + 1) };

            ask.step = timeline_step_at (lesson->timeline, ask.position);
            ask.line = lesson_line_at (lesson, ask.position);
            g_array_append_val (lesson->asks, ask);
          }
      lesson->asks_end += n;
    }
  lesson->asks_end = end;
}

unsigned
lesson_n_asks (const Lesson *lesson)
{
  return lesson->asks->len;
}

LessonAsk
lesson_ask (const Lesson *lesson,
            unsigned      index)
{
  g_return_val_if_fail (index < lesson->asks->len, ((LessonAsk) { 0 }));

  return g_array_index (lesson->asks, LessonAsk, index);
}

static JournalPosition
typed_from (const Lesson *lesson,
            unsigned      branch)
{
  return branch < lesson->typed_from->len ? g_array_index (lesson->typed_from, JournalPosition, branch) : UINT64_MAX;
}

void
lesson_note_typed (Lesson         *lesson,
                   unsigned        branch,
                   JournalPosition position)
{
  JournalPosition nowhere = UINT64_MAX, from = MIN (position, typed_from (lesson, branch));
  unsigned now = timeline_branch (lesson->timeline);

  while (lesson->typed_from->len <= now)
    g_array_append_val (lesson->typed_from, nowhere);
  g_array_index (lesson->typed_from, JournalPosition, now) = from;
}

JournalPosition
lesson_typed_from (const Lesson *lesson)
{
  return typed_from (lesson, timeline_branch (lesson->timeline));
}

/* --- what ------------------------------------------------------------------------------------- */

static LessonAnswerKind
kind_of (AnswerKind kind)
{
  switch (kind)
    {
    case ANSWER_CHOICE:
      return LESSON_ASKS_CHOICE;
    case ANSWER_PAGE:
      return LESSON_ASKS_PAGE;
    case ANSWER_NAME:
      return LESSON_ASKS_ZONE;
    case ANSWER_ADDRESS:
      return LESSON_ASKS_ADDRESS;
    case ANSWER_ORDER:
      return LESSON_ASKS_ORDER;
    case ANSWER_LIST:
      return LESSON_ASKS_LIST;
    case ANSWER_PCP_LIST:
      return LESSON_ASKS_PCP_LIST;
    case ANSWER_NUMBER:
    case ANSWER_NONE:
    default:
      return LESSON_ASKS_NUMBER;
    }
}

/* Borrowed, ended by NULL; NULL: there are none. */
static const char *const *
list_texts (const Lesson *lesson,
            const GArray *numbers)
{
  const char **texts;

  if (numbers == NULL)
    return NULL;

  texts = g_new0 (const char *, numbers->len + 1);
  for (guint i = 0; i < numbers->len; i++)
    texts[i] = program_text (lesson->program, g_array_index (numbers, unsigned, i));
  g_ptr_array_add (lesson->choices, texts);
  return texts;
}

gboolean
lesson_question (const Lesson   *lesson,
                 unsigned        number,
                 LessonQuestion *question)
{
  if (number >= lesson->asked->len)
    return FALSE;

  Asked asked = g_array_index (lesson->asked, Asked, number);
  Question of = g_array_index (lesson->program->questions, Question, asked.question);
  *question = (LessonQuestion) {
    .kind = kind_of (asked.kind),
    .text = program_text (lesson->program, of.text),
    .choice = asked.kind == ANSWER_CHOICE ? (int) asked.value : -1,
    .answer = asked.object,
    .block = asked.block,
    .value = asked.value,
    .is_hex = of.is_hex,
    .why = of.why != UINT_MAX ? program_text (lesson->program, of.why) : NULL,
  };
  question->choices = list_texts (lesson, of.choices);
  question->why_not = list_texts (lesson, of.why_not);
  return TRUE;
}

static gboolean
is_a_block (const SimBlock *block)
{
  return block->end > 0
         && (block->state == SIM_FRAME_FREE || block->state == SIM_FRAME_PCP || block->state == SIM_FRAME_ALLOCATED);
}

/* Of several frames the block they are is meant, and of bytes in a slab the object they are of. */
static SimRef
shown_answer (const SimMachine     *machine,
              const LessonQuestion *question)
{
  SimObject object;

  if (question->kind == LESSON_ASKS_PAGE && is_a_block (&question->block)
      && question->block.first == (SimPfn) question->answer.id)
    return sim_ref (SIM_REF_BLOCK, sim_block_id (question->block.first, question->block.order));
  if (question->kind == LESSON_ASKS_ADDRESS && sim_object_at (machine, question->answer.id, &object))
    return sim_ref (SIM_REF_OBJECT, object.address);
  return question->answer;
}

char *
lesson_dup_answer (const Lesson         *lesson,
                   const LessonQuestion *question)
{
  switch (question->kind)
    {
    case LESSON_ASKS_CHOICE:
      return g_strdup (question->choices[question->choice]);
    case LESSON_ASKS_NUMBER:
      /* Either may be given; a frame is shown as in the picture. */
      if (question->is_hex)
        return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x = %" G_GUINT64_FORMAT, question->value, question->value);
      return g_strdup_printf ("%" G_GUINT64_FORMAT, question->value);
    case LESSON_ASKS_ORDER:
      return g_strdup_printf (_("The free lists of order %u in zone %s"), (unsigned) (question->answer.id >> 8 & 0xff),
                              sim_zone (lesson_machine (lesson), (SimZoneId) (question->answer.id >> 16)).name);
    default:
      return narrate_object_title (lesson_machine (lesson), shown_answer (lesson_machine (lesson), question));
    }
}

char *
lesson_dup_why (Lesson          *lesson,
                const LessonAsk *ask)
{
  Timeline *timeline = lesson->timeline;
  JournalPosition end = timeline_step_end (timeline, ask->step);
  const char *before, *after;
  LessonQuestion question;

  if (lesson_question (lesson, ask->number, &question) && question.why != NULL)
    return g_strdup (question.why);

  /* What is said later in the same step, or in the next. */
  before = lesson_sentence (lesson, ask->step, ask->position);
  after = lesson_sentence (lesson, ask->step, end);
  if (after != NULL && (before == NULL || strlen (after) > strlen (before)))
    {
      const char *rest = after + (before != NULL ? strlen (before) : 0);

      return g_strdup (rest + strspn (rest, " "));
    }
  if (ask->step < timeline_n_steps (timeline))
    return g_strdup (lesson_sentence (lesson, ask->step + 1, timeline_step_end (timeline, ask->step + 1)));
  return NULL;
}

/* --- judging: something was clicked ------------------------------------------------------------ */

/* The frames that an object stands for. False: it is not of that kind. */
static gboolean
frames_of (const SimMachine *machine,
           SimRef            object,
           SimPfn           *first,
           SimPfn           *end)
{
  SimPfn pfn;

  switch (object.kind)
    {
    case SIM_REF_FRAME:
      if (object.id >= sim_n_frames (machine))
        return FALSE;
      *first = (SimPfn) object.id;
      *end = *first + 1;
      return TRUE;
    case SIM_REF_BLOCK:
      if ((SimPfn) object.id >= sim_n_frames (machine) || object.id >> 32 > SIM_LARGEST_ORDER)
        return FALSE;
      *first = (SimPfn) object.id;
      *end = *first + sim_frames_in ((SimOrder) (object.id >> 32));
      return TRUE;
    case SIM_REF_ADDRESS:
    case SIM_REF_OBJECT:
      if (!sim_virt_to_pfn (machine, object.id, &pfn) || pfn >= sim_n_frames (machine))
        return FALSE;
      *first = pfn;
      *end = pfn + 1;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_page (const SimMachine     *machine,
         const LessonQuestion *question,
         SimRef                object)
{
  SimPfn first, end, answer, answer_end;

  if (!frames_of (machine, object, &first, &end) || !frames_of (machine, question->answer, &answer, &answer_end))
    return FALSE;
  /* Any frame of its block stands for it, and so does what is drawn of it, halved already. */
  if (is_a_block (&question->block))
    return first >= question->block.first && end <= question->block.end;
  return object.kind == SIM_REF_BLOCK ? answer >= first && answer < end : first == answer;
}

static SimZoneId
zone_of (const SimMachine *machine,
         SimRef            object)
{
  SimPfn first, end;

  switch (object.kind)
    {
    case SIM_REF_ZONE:
      return (SimZoneId) object.id;
    case SIM_REF_LIST:
      return (SimZoneId) (object.id >> 16);
    case SIM_REF_PCP_LIST:
      return (SimZoneId) (object.id >> 32);
    default:
      return frames_of (machine, object, &first, &end) ? sim_zone_of (machine, first) : SIM_NO_ZONE;
    }
}

/* The list that an object is, or that a block is on. False: none. */
static gboolean
list_of (const SimMachine *machine,
         SimRef            object,
         uint64_t         *list)
{
  SimPfn first, end;
  SimBlock block;

  if (object.kind == SIM_REF_LIST)
    {
      *list = object.id;
      return TRUE;
    }
  if (!frames_of (machine, object, &first, &end))
    return FALSE;
  block = sim_block_at (machine, first);
  if (block.state != SIM_FRAME_FREE)
    return FALSE;
  *list = sim_list_id (block.zone, block.order, block.type);
  return TRUE;
}

static gboolean
object_of (const SimMachine *machine,
           SimRef            ref,
           SimObject        *object)
{
  return (ref.kind == SIM_REF_OBJECT || ref.kind == SIM_REF_ADDRESS) && sim_object_at (machine, ref.id, object);
}

/* An address in an object stands for that object, and for nothing else of its frame. */
static gboolean
is_address (const SimMachine     *machine,
            const LessonQuestion *question,
            SimRef                chosen)
{
  SimObject right, object;

  if (!object_of (machine, question->answer, &right))
    return is_page (machine, question, chosen);
  return object_of (machine, chosen, &object) && object.address == right.address;
}

static gboolean
is_right (const SimMachine     *machine,
          const LessonQuestion *question,
          SimRef                object)
{
  uint64_t list;

  switch (question->kind)
    {
    case LESSON_ASKS_PAGE:
      return is_page (machine, question, object);
    case LESSON_ASKS_ADDRESS:
      return is_address (machine, question, object);
    case LESSON_ASKS_ZONE:
      return question->answer.id == zone_of (machine, object);
    case LESSON_ASKS_ORDER:
      return list_of (machine, object, &list) && list >> 8 == question->answer.id >> 8;
    case LESSON_ASKS_LIST:
      return list_of (machine, object, &list) && list == question->answer.id;
    case LESSON_ASKS_PCP_LIST:
      return object.kind == SIM_REF_PCP_LIST && object.id == question->answer.id;
    case LESSON_ASKS_CHOICE:
    case LESSON_ASKS_NUMBER:
    default:
      return FALSE;
    }
}

/* --- … and what it is instead ------------------------------------------------------------------ */

static char *
dup_state_of_wrong (const SimBlock *block)
{
  switch (block->state)
    {
    case SIM_FRAME_HOLE:
      return g_strdup (_("There is no RAM at this place."));
    case SIM_FRAME_RESERVED:
    case SIM_FRAME_KERNEL:
      return g_strdup (_("These frames are reserved: the page allocator never has them."));
    case SIM_FRAME_PCP:
      return g_strdup (_("This block is on a per-CPU list; to the buddy system it is not free."));
    case SIM_FRAME_FREE:
      return g_strdup_printf (_("This block is free; its order is %u."), block->order);
    default:
      return g_strdup (_("This block is in use."));
    }
}

/* Of two free blocks: where they differ first, as the kernel looks for one. */
static char *
dup_difference (const SimMachine *machine,
                const SimBlock   *chosen,
                const SimBlock   *right)
{
  if (chosen->zone != right->zone)
    return g_strdup_printf (_("This block is in zone %s; look in another zone."), sim_zone (machine, chosen->zone).name);
  if (chosen->order != right->order)
    return g_strdup_printf (_("This block is of order %u; look at another order."), chosen->order);
  if (chosen->type != right->type)
    return g_strdup_printf (_("This block is on the list of type %s; look at another list."), sim_migrate_name (chosen->type));
  return g_strdup (_("The list is right. Which block of it?"));
}

static char *
dup_why_not_page (const SimMachine     *machine,
                  const LessonQuestion *question,
                  SimRef                object)
{
  SimPfn first, end;
  SimBlock block;

  if (!frames_of (machine, object, &first, &end))
    return g_strdup (_("A block or a page frame is asked for."));

  block = sim_block_at (machine, first);
  if (block.state != question->block.state)
    return dup_state_of_wrong (&block);
  if (block.state == SIM_FRAME_FREE)
    return dup_difference (machine, &block, &question->block);
  if (is_a_block (&block) && block.order != question->block.order)
    return g_strdup_printf (_("This block is of order %u; look at another order."), block.order);
  return NULL;
}

static char *
dup_why_not_address (const SimMachine     *machine,
                     const LessonQuestion *question,
                     SimRef                chosen)
{
  SimObject right, object;

  if (!object_of (machine, question->answer, &right))
    return dup_why_not_page (machine, question, chosen);
  if (!object_of (machine, chosen, &object))
    return g_strdup (_("An object of a slab is asked for."));
  if (object.state != right.state)
    return g_strdup (object.state == SIM_OBJECT_IN_USE ? _("This object is in use.")
                     : object.state == SIM_OBJECT_IN_ARRAY ? _("This object waits in an array.")
                                                           : _("This object is on the freelist of its slab, in no array."));
  if (object.slab != right.slab)
    return g_strdup (_("This object is in another slab."));
  return g_strdup (_("The slab is right. Which object of it?"));
}

static char *
dup_why_not_list (const SimMachine     *machine,
                  const LessonQuestion *question,
                  SimRef                object)
{
  uint64_t list, right = question->answer.id;

  if (object.kind == SIM_REF_PCP_LIST)
    return g_strdup (_("This list belongs to a CPU; a free list of the zone is asked for."));
  if (!list_of (machine, object, &list))
    return g_strdup (_("A free list is asked for, or a free block on it."));
  if (list >> 16 != right >> 16)
    return g_strdup_printf (_("This list is in zone %s; look in another zone."), sim_zone (machine, (SimZoneId) (list >> 16)).name);
  if (list >> 8 != right >> 8)
    return g_strdup_printf (_("This list is of order %u; look at another order."), (unsigned) (list >> 8 & 0xff));
  return g_strdup_printf (_("This list is of type %s; look at another type."), sim_migrate_name ((SimMigrateType) (list & 0xff)));
}

static char *
dup_why_not (const SimMachine     *machine,
             const LessonQuestion *question,
             SimRef                object)
{
  SimZoneId zone = zone_of (machine, object);

  switch (question->kind)
    {
    case LESSON_ASKS_PAGE:
      return dup_why_not_page (machine, question, object);
    case LESSON_ASKS_ADDRESS:
      return dup_why_not_address (machine, question, object);
    case LESSON_ASKS_ZONE:
      return zone < sim_n_zones (machine) ? g_strdup_printf (_("This is in zone %s."), sim_zone (machine, zone).name) : NULL;
    case LESSON_ASKS_ORDER:
    case LESSON_ASKS_LIST:
      return dup_why_not_list (machine, question, object);
    case LESSON_ASKS_PCP_LIST:
      return object.kind == SIM_REF_PCP_LIST ? NULL : g_strdup (_("A per-CPU list is asked for."));
    case LESSON_ASKS_CHOICE:
    case LESSON_ASKS_NUMBER:
    default:
      return NULL;
    }
}

LessonVerdict
lesson_judge_object (const Lesson          *lesson,
                     const LessonQuestion  *question,
                     SimRef                 object,
                     char                 **why_not)
{
  const SimMachine *machine = lesson_machine (lesson);

  *why_not = NULL;
  if (object.kind == SIM_REF_NONE)
    return LESSON_UNREADABLE;
  if (is_right (machine, question, object))
    return LESSON_RIGHT;

  *why_not = dup_why_not (machine, question, object);
  return LESSON_WRONG;
}

/* --- judging: a number was given --------------------------------------------------------------- */

/* "0x1080", "4224", "1 048 576" with spaces of any kind. */
static gboolean
read_number (const char *text,
             unsigned    base,
             uint64_t   *number)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *first;
  char *end;

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_unichar (digits, g_utf8_get_char (at));

  first = digits->str;
  if (g_str_has_prefix (first, "0x") || g_str_has_prefix (first, "0X"))
    {
      base = 16;
      first += 2;
    }
  if (!g_ascii_isxdigit (*first))
    return FALSE;
  *number = g_ascii_strtoull (first, &end, base);
  return *end == '\0';
}

static char *
dup_why_not_number (const LessonQuestion *question,
                    const char           *text,
                    uint64_t              number)
{
  uint64_t right = question->value, as_hex = 0;

  if (read_number (text, 16, &as_hex) && as_hex == right)
    return g_strdup (_("Write 0x before a hexadecimal number."));
  if (right != 0 && number >> SIM_PAGE_SHIFT == right)
    return g_strdup (_("This is an address. The number of a page frame has no bits for the place inside of it."));
  if (number != 0 && right >> SIM_PAGE_SHIFT == number)
    return g_strdup (_("This is the number of a page frame. An address has twelve bits more."));
  if (number == right + 1 || right == number + 1)
    return g_strdup (_("You are off by one."));
  return NULL;
}

LessonVerdict
lesson_judge_number (const LessonQuestion  *question,
                     const char            *text,
                     char                 **why_not)
{
  uint64_t number;

  *why_not = NULL;
  if (!read_number (text, 10, &number) && !read_number (text, 16, &number))
    return LESSON_UNREADABLE;
  if (!read_number (text, 10, &number))
    number = ~question->value;
  if (number == question->value)
    return LESSON_RIGHT;

  *why_not = dup_why_not_number (question, text, number);
  return LESSON_WRONG;
}
