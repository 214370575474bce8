#include "lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
clear_step (StepMarks *step)
{
  g_clear_pointer (&step->marks, g_array_unref);
}

Lesson *
lesson_new (Scenario             *scenario,
            const LessonSettings *settings,
            Messages             *messages)
{
  Lesson *lesson = g_new0 (Lesson, 1);

  lesson->scenario = scenario_ref (scenario);
  lesson->map.highmem = lesson->reserved.highmem = UINT64_MAX;
  lesson->tips = g_array_new (FALSE, TRUE, sizeof (unsigned));
  lesson->asked = g_array_new (FALSE, FALSE, sizeof (Asked));
  lesson->asks = g_array_new (FALSE, FALSE, sizeof (LessonAsk));
  lesson->typed_from = g_array_new (FALSE, FALSE, sizeof (JournalPosition));
  lesson->steps = g_array_new (FALSE, TRUE, sizeof (StepMarks));
  g_array_set_clear_func (lesson->steps, (GDestroyNotify) clear_step);
  lesson->names = g_string_chunk_new (256);
  lesson->sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lesson->choices = g_ptr_array_new_with_free_func (g_free);

  gboolean is_good = lesson_make_spec (lesson, settings, messages);
  lesson->program = program_new (lesson->spec.profile);
  /* In its own profile it was checked when it was parsed. */
  const char *own = scenario->settings.values[SETTING_PROFILE].text;
  gboolean is_checked = lesson->spec.profile == (own != NULL ? sim_profile_by_id (own) : sim_profile_at (0));
  is_good = program_compile (lesson->program, scenario->ast, is_checked ? NULL : messages) && is_good;
  if (!is_good)
    g_clear_pointer (&lesson, lesson_free);
  return lesson;
}

void
lesson_free (Lesson *lesson)
{
  if (lesson == NULL)
    return;

  if (lesson->timeline != NULL)
    timeline_free (lesson->timeline);
  program_free (lesson->program);
  scenario_unref (lesson->scenario);
  imported_map_clear (&lesson->map);
  imported_map_clear (&lesson->reserved);
  g_array_unref (lesson->tips);
  g_array_unref (lesson->asked);
  g_array_unref (lesson->asks);
  g_array_unref (lesson->typed_from);
  g_array_unref (lesson->steps);
  g_string_chunk_free (lesson->names);
  g_hash_table_unref (lesson->sentences);
  g_ptr_array_unref (lesson->choices);
  g_free (lesson->source);
  g_free (lesson);
}

Timeline *
lesson_timeline (Lesson *lesson)
{
  return lesson->timeline;
}

Scenario *
lesson_scenario (Lesson *lesson)
{
  return lesson->scenario;
}

const SimMachineSpec *
lesson_spec (const Lesson *lesson)
{
  return &lesson->spec;
}

const SimMachine *
lesson_machine (const Lesson *lesson)
{
  return timeline_machine (lesson->timeline);
}

unsigned
lesson_piece (const Lesson *lesson)
{
  return script_register (lesson_machine (lesson), REGISTER_PIECE);
}

unsigned
lesson_tip (const Lesson *lesson)
{
  unsigned branch = timeline_branch (lesson->timeline);

  return branch < lesson->tips->len ? g_array_index (lesson->tips, unsigned, branch) : 0;
}

static void
report_no_memory (Lesson   *lesson,
                  Messages *messages)
{
  lesson_report (lesson, messages, (Place) { 0 }, NULL, NULL, _("There is not enough memory on this computer to go on."));
}

gboolean
lesson_run (Lesson   *lesson,
            unsigned  step,
            Messages *messages)
{
  Timeline *timeline = lesson->timeline;
  VmResult result;
  Vm vm;

  /* What has been run is gone to. */
  if (step < timeline_n_steps (timeline))
    {
      if (timeline_seek (timeline, timeline_step_end (timeline, step)) == SIM_OK)
        return TRUE;
      report_no_memory (lesson, messages);
      return FALSE;
    }
  if (timeline_seek (timeline, timeline_end (timeline)) != SIM_OK)
    {
      report_no_memory (lesson, messages);
      return FALSE;
    }
  if (script_register (lesson_machine (lesson), REGISTER_STEP) & SCRIPT_ENDED)
    return TRUE;

  SimRun *run = timeline_begin_writing (timeline);
  if (run == NULL)
    {
      report_no_memory (lesson, messages);
      return FALSE;
    }
  vm_init (&vm, lesson->program, timeline, run, lesson->asked, messages);
  vm.seed = lesson->spec.seed;
  vm.last_step = step;
  result = vm_run (&vm);
  if (result == VM_FAILED)
    vm_give_up (&vm);
  if (timeline_end_writing (timeline) != SIM_OK)
    result = VM_NO_HOST_MEMORY;
  if (result == VM_NO_HOST_MEMORY)
    report_no_memory (lesson, messages);
  lesson_note_asks (lesson);
  lesson->n_steps = timeline_n_steps (timeline);
  return result != VM_FAILED && result != VM_NO_HOST_MEMORY;
}

unsigned
lesson_n_steps (const Lesson *lesson)
{
  return lesson->n_steps;
}

unsigned
lesson_n_expectations (const Lesson *lesson)
{
  return script_register (lesson_machine (lesson), REGISTER_EXPECT) & UINT32_MAX;
}

unsigned
lesson_n_failed (const Lesson *lesson)
{
  return script_register (lesson_machine (lesson), REGISTER_EXPECT) >> 32;
}
