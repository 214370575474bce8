/* exercise.c - a sheet of exercises: which, in which order, none twice */
#include "exercise-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/lesson.h"

/* Until one is found that is not on the sheet yet; then it is taken twice. */
#define MOST_ATTEMPTS 40

#define N_LEVELS 3

/* Where the kinds of each level begin. */
static const unsigned level_first[N_LEVELS + 1] = { EXERCISE_SIZE, EXERCISE_SPLITS, EXERCISE_LIST, N_EXERCISE_KINDS };

void
exercise_sheet_free (ExerciseSheet *sheet)
{
  if (sheet == NULL)
    return;

  g_free (sheet->title);
  g_free (sheet->text);
  if (sheet->exercises != NULL)
    g_array_unref (sheet->exercises);
  g_free (sheet);
}

/* --- the machine ------------------------------------------------------------------------------- */

static void
write_head (ExerciseWriter *writer,
            const char     *title)
{
  unsigned least = writer->profile->kernel_end > 24u << 20 ? 16 : 8;       /* a large image needs room */

  writer_line (writer, "scenario(\"%s\", .chapter = \"buddy\");", title);
  /* Other sheets are about other blocks. Blocks for huge pages would go through per-CPU lists as well. */
  writer_line (writer, "machine(.profile = \"%s\", .ram = %u * SZ_1M, .cpus = 1, .boot = \"handover\"%s);", writer->profile->id,
               4 * writer_between (writer, least, 32), writer->profile->thp ? ", .thp = \"never\"" : "");
}

/* The machine of the text so far. NULL: no host memory. */
static SimMachine *
machine_of (const ExerciseWriter *writer)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_parse (writer->text->str, writer->text->len, NULL, messages);
  g_autoptr (Lesson) lesson = scenario != NULL ? lesson_new (scenario, NULL, messages) : NULL;

  return lesson != NULL ? sim_machine_copy (timeline_machine (lesson_timeline (lesson))) : NULL;
}

/* --- trying ------------------------------------------------------------------------------------ */

/* What an attempt may change. */
typedef struct {
  ExerciseWriter writer;
  gsize          length;
} Saved;

static Saved
save (ExerciseWriter *writer)
{
  sim_record_cut (writer->record, 0, 0);
  return (Saved) { *writer, writer->text->len };
}

/* Chance goes on. */
static void
take_back (ExerciseWriter *writer,
           const Saved    *saved)
{
  uint64_t random = writer->random;

  writer_undo (writer, 0, 0);
  *writer = saved->writer;
  writer->random = random;
  g_string_truncate (writer->text, saved->length);
}

/* The question as it is asked and what is right, without the wrong choices. */
static char *
dup_signature (const ExerciseWriter *writer,
               gsize                 from,
               ExerciseKind          kind)
{
  const char *ask = g_strstr_len (writer->text->str + from, -1, "\nask("), *end = ask != NULL ? strstr (ask, ");\n") : NULL;
  const char *choices = ask != NULL ? g_strstr_len (ask, end - ask, ",\n    .choices") : NULL;

  if (choices != NULL)
    return g_strdup_printf ("%d%.*s %u", kind, (int) (choices - ask), ask, writer->right);
  return end != NULL ? g_strdup_printf ("%d%.*s", kind, (int) (end - ask), ask) : g_strdup ("");
}

static gboolean
write_one (ExerciseWriter *writer,
           Exercise       *exercise)
{
  writer->n_names = 0;
  if (exercise->kind <= EXERCISE_BUDDY)
    return exercise_write_sum (writer, exercise->kind);
  if (exercise->kind <= EXERCISE_HOT)
    return exercise_write_memory (writer, exercise);
  return exercise_write_hard (writer, exercise);
}

/* Once it is written the step that asks is the last but one. */
static void
add_exercise (ExerciseWriter *writer,
              ExerciseSheet  *sheet,
              GHashTable     *seen,
              ExerciseKind    kind)
{
  for (unsigned attempt = 0; !writer->has_failed; attempt++)
    {
      Exercise exercise = { .kind = kind };
      g_autofree char *signature = NULL;
      Saved saved = save (writer);
      gboolean is_written = write_one (writer, &exercise);

      writer->has_failed = writer->has_failed || writer->record->failed;
      signature = dup_signature (writer, saved.length, kind);
      if (writer->has_failed || (is_written && (attempt >= MOST_ATTEMPTS || !g_hash_table_contains (seen, signature))))
        {
          exercise.step = writer->n_steps - 1;
          g_hash_table_add (seen, g_steal_pointer (&signature));
          g_array_append_val (sheet->exercises, exercise);
          return;
        }
      take_back (writer, &saved);
      /* A memory in which it cannot be asked: a sum always can. */
      if (attempt >= 2 * MOST_ATTEMPTS)
        kind = EXERCISE_BUDDY;
    }
}

/* --- the sheet --------------------------------------------------------------------------------- */

/* Kinds of a level in an order of their own. */
static void
shuffle (ExerciseWriter *writer,
         unsigned       *kinds,
         unsigned        n)
{
  for (unsigned i = n; i-- > 1;)
    {
      unsigned j = writer_random (writer, i + 1), kind = kinds[i];

      kinds[i] = kinds[j];
      kinds[j] = kind;
    }
}

/* Whether a call succeeds is asked where nearly all of memory was handed out, which then is of one type: nothing is left
 * to fall back to. */
static void
ask_of_types_before (unsigned *kinds,
                     unsigned  n)
{
  unsigned fallback = n, succeeds = n;

  for (unsigned i = 0; i < n; i++)
    {
      fallback = kinds[i] == EXERCISE_FALLBACK ? i : fallback;
      succeeds = kinds[i] == EXERCISE_SUCCEEDS ? i : succeeds;
    }
  if (fallback < n && succeeds < fallback)
    {
      kinds[fallback] = EXERCISE_SUCCEEDS;
      kinds[succeeds] = EXERCISE_FALLBACK;
    }
}

static void
write_exercises (ExerciseWriter *writer,
                 ExerciseSheet  *sheet,
                 unsigned        count)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  unsigned kinds[N_EXERCISE_KINDS], n_of_level[N_LEVELS] = { 0 }, n_kinds[N_LEVELS];

  for (unsigned kind = 0; kind < N_EXERCISE_KINDS; kind++)
    kinds[kind] = kind;
  for (unsigned level = 0; level < N_LEVELS; level++)
    {
      n_kinds[level] = level_first[level + 1] - level_first[level];
      /* The last: a kernel without migrate types has none to fall back to. */
      if (level == N_LEVELS - 1 && !writer->profile->buddy.has_migrate_types)
        n_kinds[level]--;
      shuffle (writer, &kinds[level_first[level]], n_kinds[level]);
      ask_of_types_before (&kinds[level_first[level]], n_kinds[level]);
    }

  for (unsigned i = 0; i < count && !writer->has_failed; i++)
    {
      /* A single one is of the middle. */
      unsigned level = count == 1 ? 1 : i * N_LEVELS / count;
      unsigned nth = n_of_level[level]++;

      writer->number = i + 1;
      writer->difficulty = MIN (nth / n_kinds[level], 2);
      add_exercise (writer, sheet, seen, (ExerciseKind) kinds[level_first[level] + nth % n_kinds[level]]);
    }

  if (writer->n_held > 0 || writer->n_all > 0)
    {
      writer_step (writer, _("All is given back"));
      writer_give_back (writer);
    }
}

ExerciseSheet *
exercise_sheet_new (uint64_t          seed,
                    unsigned          count,
                    const SimProfile *profile)
{
  g_return_val_if_fail (count > 0 && count <= EXERCISE_MOST, NULL);

  ExerciseSheet *sheet = g_new0 (ExerciseSheet, 1);
  SimRecord record;
  ExerciseWriter writer = { .profile = profile, .record = &record, .text = g_string_new (NULL), .random = seed };

  g_autofree char *shown_seed = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  sheet->seed = seed;
  sheet->title = g_strdup_printf (_("Exercises on the page allocator, seed %s"), shown_seed);
  sheet->exercises = g_array_new (FALSE, FALSE, sizeof (Exercise));
  sim_record_init (&record);
  write_head (&writer, sheet->title);
  writer.machine = machine_of (&writer);
  writer.has_failed = writer.machine == NULL;
  if (!writer.has_failed)
    write_exercises (&writer, sheet, count);

  writer.has_failed = writer.has_failed || record.failed;

  sim_record_clear (&record);
  if (writer.machine != NULL)
    sim_machine_free (writer.machine);
  sheet->text = g_string_free (writer.text, FALSE);
  if (writer.has_failed)
    g_clear_pointer (&sheet, exercise_sheet_free);
  return sheet;
}
