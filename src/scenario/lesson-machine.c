#include "lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "narration/narration.h"

#define LARGEST_MAP (64u << 20)

LessonSettings *
lesson_settings_new (void)
{
  return g_new0 (LessonSettings, 1);
}

void
lesson_settings_free (LessonSettings *settings)
{
  if (settings == NULL)
    return;

  machine_settings_clear (&settings->machine);
  g_free (settings);
}

gboolean
lesson_settings_set (LessonSettings *settings,
                     const char     *assignment,
                     GError        **error)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *name = equals != NULL ? g_strndup (assignment, equals - assignment) : g_strdup (assignment);
  g_autofree char *problem = NULL;
  SettingKey key = setting_by_name (name);

  if (key == N_SETTINGS)
    {
      g_autofree char *suggestion = setting_dup_suggestion (name);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("A machine has nothing called “%s”. %s"), name, suggestion);
      return FALSE;
    }
  if (equals == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("The value is missing: write “%s=VALUE”."), name);
      return FALSE;
    }
  problem = setting_set_text (&settings->machine, key, equals + 1);
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, problem);
  return FALSE;
}

void
lesson_report (Lesson     *lesson,
               Messages   *messages,
               Place       place,
               const char *file,
               const char *suggestion,
               const char *text)
{
  if (messages == NULL)
    return;
  if (file == NULL && place.line > 0)
    source_report (lesson->scenario->ast->source, messages, MESSAGE_ERROR, place, suggestion, "%s", text);
  else
    messages_add (messages, &(Message) {
      .severity = MESSAGE_ERROR,
      .file = (char *) (file != NULL ? file : lesson->scenario->file_name),
      .line = place.line,
      .column = place.column,
      .length = MAX (place.length, 1),
      .text = (char *) text,
      .suggestion = (char *) suggestion,
    });
}

/* Where the value of a key was written; the whole file where it came from elsewhere. */
static Place
place_of (Lesson               *lesson,
          const LessonSettings *settings,
          SettingKey            key)
{
  if (settings != NULL && settings->machine.values[key].is_set)
    return (Place) { 0 };
  return lesson->scenario->value_places[key].line > 0 ? lesson->scenario->value_places[key] : lesson->scenario->machine_place;
}

static gboolean
read_map (Lesson               *lesson,
          const LessonSettings *settings,
          SettingKey            key,
          const char           *name,
          ImportedMap          *map,
          char                **file_name,
          Messages             *messages)
{
  g_autoptr (GError) error = NULL;
  gboolean is_given = settings != NULL && settings->machine.values[key].is_set;
  gsize size;

  *file_name = is_given ? g_strdup (name) : scenario_dup_path (lesson->scenario, name);
  g_autoptr (GBytes) bytes = import_read_file (*file_name, LARGEST_MAP, &error);
  if (bytes == NULL)
    {
      lesson_report (lesson, messages, place_of (lesson, settings, key), NULL, NULL, error->message);
      return FALSE;
    }
  const char *text = g_bytes_get_data (bytes, &size);
  return key == SETTING_E820 ? import_e820 (text, size, *file_name, map, messages)
                             : import_memblock (text, size, *file_name, map, messages);
}

static void
take_from_map (SimMachineSpec        *spec,
               const ImportedMap     *map,
               const MachineSettings *given)
{
  if (map->highmem != UINT64_MAX && !given->values[SETTING_HIGHMEM].is_set)
    spec->highmem = map->highmem;
  if (map->vmalloc != 0 && !given->values[SETTING_VMALLOC].is_set)
    spec->vmalloc = map->vmalloc;
  if (map->nr_cpus != 0 && !given->values[SETTING_NR_CPUS].is_set)
    spec->nr_cpus = map->nr_cpus;
}

/* lowmem_pfn_init () and highmem_pfn_init () go on with what there is, and say so in the log. */
static void
warn_of_highmem (Lesson               *lesson,
                 const LessonSettings *settings,
                 const SimMachine     *machine,
                 Messages             *messages)
{
  const SimProfile *profile = sim_profile (machine);
  uint64_t asked = lesson->spec.highmem, lowmem = sim_high_memory (machine) - sim_address_space (machine)->page_offset;
  uint64_t n_high = sim_n_frames (machine) - MIN (sim_n_frames (machine), lowmem >> SIM_PAGE_SHIFT);
  Place place = place_of (lesson, settings, SETTING_HIGHMEM);
  g_autofree char *size = narrate_size (asked);
  g_autofree char *text = NULL;
  g_autofree char *there = NULL;

  if (messages == NULL || asked == UINT64_MAX || asked >> SIM_PAGE_SHIFT == n_high)
    return;
  if (profile->lowmem_rule == SIM_LOWMEM_ALL)
    text = g_strdup_printf (_("“highmem” says nothing to %s on %s: all of its memory has kernel addresses. It is ignored."),
                            profile->kernel, profile->architecture);
  else if (n_high > 0)
    {
      there = narrate_size (n_high << SIM_PAGE_SHIFT);
      text = g_strdup_printf (_("“highmem” asks for %s, and beyond the lowmem there are only %s: the kernel ignores it, and takes all that there is."),
                              size, there);
    }
  else if (asked >> SIM_PAGE_SHIFT >= sim_n_frames (machine))
    text = g_strdup_printf (_("“highmem” asks for %s, and the machine has no more memory than that: the kernel ignores it."), size);
  else
    {
      there = narrate_size (profile->least_lowmem);
      text = g_strdup_printf (_("“highmem” asks for %s, which would leave less than %s of lowmem: the kernel ignores it. Give the machine more memory, "
                                "or ask for less."), size, there);
    }
  if (place.line > 0)
    source_report (lesson->scenario->ast->source, messages, MESSAGE_WARNING, place, NULL, "%s", text);
  else
    messages_add (messages, &(Message) {
      .severity = MESSAGE_WARNING, .file = lesson->scenario->file_name, .length = 1, .text = text,
    });
}

static gboolean
check_slab (Lesson                *lesson,
            const LessonSettings  *settings,
            const MachineSettings *given,
            Messages              *messages)
{
  const char *text = given->values[SETTING_SLAB].text;

  lesson->spec.slub = text != NULL && strcmp (text, "slub") == 0;
  lesson->spec.slab_debug = given->values[SETTING_SLAB_DEBUG].is_set && given->values[SETTING_SLAB_DEBUG].number != 0;
  if (lesson->spec.slub && lesson->spec.slab_debug)
    {
      lesson_report (lesson, messages, place_of (lesson, settings, SETTING_SLAB_DEBUG), NULL, _("Leave out .slab_debug, or .slab."),
                     _("The debugging of objects is modelled with SLAB only, as CONFIG_DEBUG_SLAB fills them."));
      return FALSE;
    }
  if (!lesson->spec.slub || lesson->spec.profile->slab.slub_kmalloc_sizes != NULL)
    return TRUE;
  lesson_report (lesson, messages, place_of (lesson, settings, SETTING_SLAB), NULL, _("Choose a profile of Linux 6.1, or leave .slab out."),
                 _("SLUB is modelled as Linux 6.1 has it: with this profile, objects are kept by SLAB."));
  return FALSE;
}

gboolean
lesson_make_spec (Lesson               *lesson,
                  const LessonSettings *settings,
                  Messages             *messages)
{
  MachineSettings given = { 0 };
  SimMachineSpec *spec = &lesson->spec;
  gboolean is_good;

  machine_settings_merge (&given, &lesson->scenario->settings);
  if (settings != NULL)
    machine_settings_merge (&given, &settings->machine);

  const SettingValue *values = given.values;
  const SimProfile *profile = values[SETTING_PROFILE].text != NULL ? sim_profile_by_id (values[SETTING_PROFILE].text) : sim_profile_at (0);
  sim_machine_spec_init (spec, profile);
  if (values[SETTING_RAM].is_set)
    spec->ram = values[SETTING_RAM].number;
  if (values[SETTING_CPUS].is_set)
    spec->cpus = values[SETTING_CPUS].number;
  if (values[SETTING_NR_CPUS].is_set)
    spec->nr_cpus = values[SETTING_NR_CPUS].number;
  if (values[SETTING_NODES].is_set)
    spec->nodes = values[SETTING_NODES].number;
  if (values[SETTING_MOVABLECORE].is_set)
    spec->movablecore = values[SETTING_MOVABLECORE].number;
  if (values[SETTING_THP].is_set)
    spec->thp = values[SETTING_THP].number != 0;
  if (values[SETTING_HIGHMEM].is_set)
    spec->highmem = values[SETTING_HIGHMEM].number;
  if (values[SETTING_VMALLOC].is_set)
    spec->vmalloc = values[SETTING_VMALLOC].number;
  if (values[SETTING_VMSPLIT].is_set)
    spec->page_offset = values[SETTING_VMSPLIT].number;
  if (values[SETTING_SEED].is_set)
    spec->seed = values[SETTING_SEED].number;
  if (values[SETTING_PREEMPT].text != NULL)
    spec->preempt_full = strcmp (values[SETTING_PREEMPT].text, "full") == 0;
  if (values[SETTING_MIN_FREE_KBYTES].is_set)
    spec->min_free_kbytes = values[SETTING_MIN_FREE_KBYTES].number;
  if (values[SETTING_PCP].is_set)
    spec->pcp = values[SETTING_PCP].number != 0;

  /* A machine that has booted is what everybody has. */
  spec->idle = values[SETTING_BOOT].text == NULL || strcmp (values[SETTING_BOOT].text, "idle") == 0;
  is_good = check_slab (lesson, settings, &given, messages);
  g_autofree char *map_file = NULL;
  g_autofree char *reserved_file = NULL;
  if (is_good && values[SETTING_MEMBLOCK].is_set)
    {
      is_good = read_map (lesson, settings, SETTING_MEMBLOCK, values[SETTING_MEMBLOCK].text, &lesson->reserved, &reserved_file, messages);
      if (is_good)
        {
          spec->memory = lesson->reserved.ranges;
          spec->n_memory = lesson->reserved.n_ranges;
          spec->memory_is_memblock = lesson->reserved.is_memblock;
          spec->reserved = lesson->reserved.reserved;
          spec->n_reserved = lesson->reserved.n_reserved;
          spec->reserved_given = lesson->reserved.reserved != NULL;
          take_from_map (spec, &lesson->reserved, &given);
        }
    }
  /* Both: the firmware's map says what RAM there is, memblock what of it was reserved. */
  if (is_good && values[SETTING_E820].is_set)
    {
      is_good = read_map (lesson, settings, SETTING_E820, values[SETTING_E820].text, &lesson->map, &map_file, messages);
      if (is_good)
        {
          spec->memory = lesson->map.ranges;
          spec->n_memory = lesson->map.n_ranges;
          spec->memory_is_memblock = lesson->map.is_memblock;
          take_from_map (spec, &lesson->map, &given);
        }
    }

  if (is_good)
    {
      SimComplaint complaint = { 0 };
      SimMachine *machine = NULL;
      SimStatus status = sim_machine_new (spec, &machine, &complaint);

      if (status == SIM_OK)
        {
          warn_of_highmem (lesson, settings, machine, messages);
          lesson->timeline = timeline_new (machine);
          status = lesson->timeline != NULL ? SIM_OK : SIM_NO_HOST_MEMORY;
        }
      if (status == SIM_BAD_SPEC)
        {
          g_autofree char *text = narrate_complaint (&complaint);
          const char *file = map_file != NULL ? map_file : reserved_file;
          SettingKey key = complaint.kind == SIM_COMPLAINT_CPUS ? SETTING_CPUS
                           : complaint.kind == SIM_COMPLAINT_NODES ? SETTING_NODES
                           : complaint.kind == SIM_COMPLAINT_MOVABLE ? SETTING_MOVABLECORE
                           : complaint.kind == SIM_COMPLAINT_SPLIT ? SETTING_VMSPLIT
                           : complaint.kind == SIM_COMPLAINT_NO_LOWMEM ? (values[SETTING_VMALLOC].is_set ? SETTING_VMALLOC : SETTING_HIGHMEM)
                                                                      : SETTING_RAM;

          if (file != NULL && complaint.line > 0)
            lesson_report (lesson, messages, (Place) { complaint.line, 1, 1 }, file, NULL, text);
          else
            lesson_report (lesson, messages, place_of (lesson, settings, key), NULL, NULL, text);
        }
      else if (status != SIM_OK)
        lesson_report (lesson, messages, (Place) { 0 }, NULL, NULL, _("There is not enough memory on this computer for such a machine."));
      is_good = status == SIM_OK;
    }
  machine_settings_clear (&given);
  return is_good;
}
