/* replay.c - pagescape replay: does the model choose the page frames that a real kernel chose? */
#include "cli/command.h"
#include "cli/json-text.h"
#include "import/replay.h"
#include "narration/language.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define LARGEST_TRACE    ((size_t) 2 << 30)
#define LARGEST_SNAPSHOT ((size_t) 64 << 20)

static const CliCommand command = {
  "replay", "TRACE", N_("Gives the simulated kernel only the requests of a real kernel's trace, and compares the page frames that both chose."),
  NULL
};

typedef struct {
  char *from, *to, *slab, *slab_to, *calls, *format, *profile, *language;
} Options;

/* What the options mean. */
typedef struct {
  const SimProfile *profile;
  const char       *language;
  gboolean          is_json;
} Wanted;

/* Of a ReplayCause, in JSON. */
static const char *const cause_names[] = {
  [REPLAY_FOUND_NOTHING] = "nothing_found", [REPLAY_OTHER_ZONE] = "other_zone", [REPLAY_OTHER_TYPE] = "other_type",
  [REPLAY_OTHER_BLOCK] = "other_block", [REPLAY_OTHER_PLACE] = "other_place", [REPLAY_IN_USE] = "in_use",
};

/* --- reading -------------------------------------------------------------------------------- */

static GBytes *
read_file (const char *file,
           size_t      limit)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = import_read_file (file, limit, &error);

  if (bytes == NULL)
    cli_say ("%s", error->message);
  return bytes;
}

/* bytes NULL: no file is named, or it cannot be read, which is said. */
static CliStatus
read_named (const char  *file,
            GBytes     **bytes)
{
  *bytes = file != NULL ? read_file (file, LARGEST_SNAPSHOT) : NULL;
  return file != NULL && *bytes == NULL ? CLI_UNREADABLE : CLI_GOOD;
}

static CliStatus
show (Messages *messages,
      gboolean  is_read)
{
  cli_show (messages);
  return is_read ? CLI_GOOD : CLI_BAD_INPUT;
}

/* NULL: said. file NULL: there is none. */
static CliStatus
read_snapshot (const char        *file,
               const SimProfile  *profile,
               ImportedSnapshot **snapshot)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (GBytes) bytes = NULL;
  CliStatus status = read_named (file, &bytes);

  *snapshot = NULL;
  if (bytes == NULL)
    return status;
  *snapshot = import_snapshot (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), file, profile, messages);
  return show (messages, *snapshot != NULL);
}

static CliStatus
read_slabs (const char        *file,
            const SimProfile  *profile,
            ImportedSlabs    **slabs)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (GBytes) bytes = NULL;
  CliStatus status = read_named (file, &bytes);

  *slabs = NULL;
  if (bytes == NULL)
    return status;
  *slabs = import_slab_snapshot (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), file, profile, messages);
  return show (messages, *slabs != NULL);
}

static CliStatus
read_calls (const char *file,
            CallList   *calls)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (GBytes) bytes = NULL;
  CliStatus status = read_named (file, &bytes);

  if (bytes == NULL)
    return status;
  return show (messages, import_call_list (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), file, calls, messages));
}

/* objects NULL: nobody asks for them. */
static CliStatus
read_trace (const char       *file,
            const SimProfile *profile,
            KmemTrace        *trace,
            ObjectTrace      *objects)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (GBytes) bytes = read_file (file, LARGEST_TRACE);
  const char *text;
  gsize length;
  gboolean is_read;

  if (bytes == NULL)
    return CLI_UNREADABLE;
  text = g_bytes_get_data (bytes, &length);
  is_read = import_kmem_trace (text, length, file, profile, trace, messages);
  if (is_read && objects != NULL)
    import_object_trace (text, length, profile, trace, objects);
  cli_show (messages);
  return is_read ? CLI_GOOD : CLI_BAD_INPUT;
}

/* --- text ----------------------------------------------------------------------------------- */

/* Never rounded up to what it is not. */
static double
percentage (uint64_t part,
            uint64_t whole)
{
  double percent = whole > 0 ? 100.0 * (double) part / (double) whole : 100;

  return part < whole && percent > 99.999 ? 99.999 : percent;
}

static void
append_row (GString    *out,
            const char *name,
            uint64_t    number)
{
  g_string_append_printf (out, "%10" PRIu64 "  %s\n", number, name);
}

static void
append_share (GString    *out,
              const char *name,
              uint64_t    part,
              uint64_t    whole)
{
  char percent[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (percent, sizeof percent, "%.3f", percentage (part, whole));
  g_string_append_printf (out, "%10" PRIu64 "  %s  %s %%\n", part, name, percent);
}

static void
append_list (GString      *out,
             const char   *name,
             const SimPfn *list,
             SimPfn        marked)
{
  if (list[0] == SIM_NO_PFN)
    return;
  g_string_append_printf (out, "    %s:", name);
  for (; *list != SIM_NO_PFN; list++)
    g_string_append_printf (out, *list == marked ? " [0x%x]" : " 0x%x", *list);
  g_string_append_c (out, '\n');
}

static char *
dup_place (const ReplayDifference *difference)
{
  const SimBlock *block = &difference->real_block;

  if (block->state == SIM_FRAME_FREE)
    return g_strdup_printf (_("it is free there, in the block of order %u at 0x%x, %s, at place %d of its list"), block->order, block->first,
                            sim_migrate_name (block->type), difference->real_position + 1);
  if (block->state == SIM_FRAME_PCP)
    return g_strdup_printf (_("it is on a per-CPU list of order %u there, at place %d"), block->order, difference->real_position + 1);
  return g_strdup (_("it is in use there"));
}

static void
append_difference (GString                *out,
                   const ReplayDifference *difference,
                   const SimProfile       *profile)
{
  g_autofree char *place = dup_place (difference), *predicted = NULL;
  char flags[256];

  sim_gfp_print (profile, difference->gfp, flags, sizeof flags);
  predicted = difference->predicted != SIM_NO_PFN ? g_strdup_printf ("0x%x", difference->predicted) : g_strdup (_("nothing"));
  /* Translators: line, flags, order, CPU, two page frames, and where the model has the second one */
  g_string_append_printf (out, _("line %u: %s, order %u, CPU %u: predicted %s, real 0x%x; %s\n"), difference->line, flags,
                          difference->order, difference->cpu, predicted, difference->real, place);
  append_list (out, _("the list that the model took from"), difference->around_predicted, difference->predicted);
  append_list (out, _("the list that the real one was on"), difference->around_real, difference->real_block.first);
}

/* Where not all are the same, which are. */
static void
append_shares (GString            *out,
               const ReplayReport *report,
               const SimSnapshot  *lists)
{
  for (unsigned zone = 0; zone < lists->n_zones; zone++)
    for (unsigned order = 0; order < SIM_N_ORDERS; order++)
      {
        uint64_t n = report->of[zone][order].n_allocations, n_exact = report->of[zone][order].n_exact;
        g_autofree char *what = NULL;

        if (n == 0 || report->n_exact == report->n_allocations)
          continue;
        /* Translators: a zone, an order, a count */
        what = g_strdup_printf (_("of %s, order %u, of %lu"), sim_zone_type_name (lists->zones[zone].type), order, (unsigned long) n);
        append_share (out, what, n_exact, n);
      }
}

static const char *
cause_text (ReplayCause cause)
{
  switch (cause)
    {
    case REPLAY_FOUND_NOTHING:
      return _("differ: the model found nothing");
    case REPLAY_OTHER_ZONE:
      return _("differ: the model took from another zone");
    case REPLAY_OTHER_TYPE:
      return _("differ: the real one is free there, on a list of another migrate type");
    case REPLAY_OTHER_BLOCK:
      return _("differ: the real one is free there, on a list of this migrate type");
    case REPLAY_OTHER_PLACE:
      return _("differ: the real one is on a per-CPU list there");
    case REPLAY_IN_USE:
      return _("differ: the real one is in use there");
    case REPLAY_N_CAUSES:
      break;
    }
  return "";
}

static void
append_objects (GString            *out,
                const ReplayReport *report)
{
  append_row (out, _("objects"), report->n_objects);
  append_share (out, _("at the same address"), report->n_objects_exact, report->n_objects);
  if (report->n_objects_left_out > 0)
    append_row (out, _("objects of maple_node, not judged: others of it are taken in bulk, without an event"), report->n_objects_left_out);
  if (report->n_objects_unseen > 0)
    append_row (out, _("objects taken without an event (in bulk)"), report->n_objects_unseen);
  if (report->n_objects_unknown > 0)
    append_row (out, _("objects of which nothing tells the cache, not judged"), report->n_objects_unknown);
  if (report->n_objects_strange > 0)
    append_row (out, _("objects freed that the model did not have in use"), report->n_objects_strange);
  if (report->has_objects_end)
    g_string_append_printf (out, "%s\n", report->end_objects_equal ? _("At the end all slabs and arrays are equal, in order.")
                                                                   : _("At the end the slabs or arrays differ."));
  for (size_t i = 0; i < report->n_object_differences; i++)
    {
      const ReplayObjectDifference *difference = &report->object_differences[i];

      /* Translators: line, cache, two addresses */
      g_string_append_printf (out, _("line %1$u: %2$s: predicted 0x%3$lx, real 0x%4$lx\n"), difference->line, difference->cache,
                              (unsigned long) difference->predicted, (unsigned long) difference->real);
    }
}

static void
append_text (GString            *out,
             const ReplayReport *report,
             const KmemTrace    *trace,
             const SimSnapshot  *lists)
{
  append_row (out, _("events between the snapshots"), report->n_events);
  append_row (out, _("allocations"), report->n_allocations);
  append_share (out, _("of the same page frame"), report->n_exact, report->n_allocations);
  append_shares (out, report, lists);
  for (unsigned cause = 0; cause < REPLAY_N_CAUSES; cause++)
    if (report->n_of_cause[cause] > 0)
      append_row (out, cause_text ((ReplayCause) cause), report->n_of_cause[cause]);
  append_row (out, _("frees"), report->n_frees);
  append_row (out, _("drains from per-CPU lists"), report->n_drains);
  append_share (out, _("of the same page frame, in the same order"), report->n_drains_exact, report->n_drains);
  if (report->n_drains_missed > 0)
    append_row (out, _("drains that only the model made"), report->n_drains_missed);
  if (report->n_unseen > 0)
    append_row (out, _("page frames taken without an event (in bulk)"), report->n_unseen);
  if (report->n_divided > 0)
    append_row (out, _("blocks that were split by their owner"), report->n_divided);
  if (report->n_failed > 0)
    append_row (out, _("allocations that failed in the real kernel, not judged"), report->n_failed);
  if (report->n_strange > 0)
    append_row (out, _("events that the model could not follow"), report->n_strange);
  if (trace->n_damaged > 0)
    append_row (out, _("lines that make no sense"), trace->n_damaged);
  if (trace->n_lost > 0)
    append_row (out, _("events that the tracer lost"), trace->n_lost);
  if (report->has_end)
    g_string_append_printf (out, "%s\n", report->end_lists_equal ? _("At the end all lists are equal, in order.")
                                                                 : _("At the end the lists differ."));
  for (size_t i = 0; i < report->n_differences; i++)
    append_difference (out, &report->differences[i], lists->profile);
  if (report->has_objects)
    append_objects (out, report);
}

/* --- JSON ----------------------------------------------------------------------------------- */

static void
append_json_list (GString      *out,
                  const char   *name,
                  const SimPfn *list)
{
  g_string_append_printf (out, ",\"%s\":[", name);
  for (const SimPfn *pfn = list; *pfn != SIM_NO_PFN; pfn++)
    g_string_append_printf (out, "%s%u", pfn > list ? "," : "", *pfn);
  g_string_append_c (out, ']');
}

static void
append_json_difference (GString                *out,
                        const ReplayDifference *difference,
                        const SimProfile       *profile)
{
  const SimBlock *block = &difference->real_block;
  char flags[256];

  sim_gfp_print (profile, difference->gfp, flags, sizeof flags);
  g_string_append_printf (out, "{\"line\":%u,\"order\":%u,\"cpu\":%u,\"gfp\":%u,\"flags\":\"%s\",", difference->line, difference->order,
                          difference->cpu, difference->gfp, flags);
  if (difference->predicted != SIM_NO_PFN)
    g_string_append_printf (out, "\"predicted\":%u,", difference->predicted);
  else
    g_string_append (out, "\"predicted\":null,");
  g_string_append_printf (out, "\"real\":%u,\"cause\":\"%s\",", difference->real, cause_names[difference->cause]);
  g_string_append_printf (out, "\"real_block\":{\"first\":%u,\"order\":%u,\"on\":\"%s\",\"position\":%d}", block->first, block->order,
                          block->state == SIM_FRAME_FREE ? "free" : block->state == SIM_FRAME_PCP ? "pcp" : "none", difference->real_position);
  append_json_list (out, "list_of_predicted", difference->around_predicted);
  append_json_list (out, "list_of_real", difference->around_real);
  g_string_append_c (out, '}');
}

static void
append_json_shares (GString            *out,
                    const ReplayReport *report,
                    const SimSnapshot  *lists)
{
  gboolean is_first = TRUE;

  g_string_append (out, "\"by_zone_and_order\":[");
  for (unsigned zone = 0; zone < lists->n_zones; zone++)
    for (unsigned order = 0; order < SIM_N_ORDERS; order++)
      if (report->of[zone][order].n_allocations > 0)
        {
          g_string_append_printf (out, "%s{\"zone\":\"%s\",\"order\":%u,\"allocations\":%" PRIu64 ",\"exact\":%" PRIu64 "}", is_first ? "" : ",",
                                  sim_zone_type_name (lists->zones[zone].type), order, report->of[zone][order].n_allocations,
                                  report->of[zone][order].n_exact);
          is_first = FALSE;
        }
  g_string_append (out, "],\"causes\":{");
  for (unsigned cause = 0; cause < REPLAY_N_CAUSES; cause++)
    g_string_append_printf (out, "%s\"%s\":%" PRIu64, cause > 0 ? "," : "", cause_names[cause], report->n_of_cause[cause]);
  g_string_append (out, "},");
}

static void
append_json_objects (GString            *out,
                     const ReplayReport *report)
{
  g_string_append_printf (out, ",\"objects\":%" PRIu64 ",\"objects_exact\":%" PRIu64 ",\"objects_left_out\":%" PRIu64
                          ",\"objects_unseen\":%" PRIu64 ",\"objects_unknown\":%" PRIu64 ",\"objects_strange\":%" PRIu64 ",",
                          report->n_objects, report->n_objects_exact, report->n_objects_left_out, report->n_objects_unseen,
                          report->n_objects_unknown, report->n_objects_strange);
  g_string_append_printf (out, "\"end_objects_equal\":%s,\"object_differences\":[",
                          !report->has_objects_end ? "null" : report->end_objects_equal ? "true" : "false");
  for (size_t i = 0; i < report->n_object_differences; i++)
    {
      const ReplayObjectDifference *difference = &report->object_differences[i];

      g_string_append_printf (out, "%s{\"line\":%u,\"cache\":", i > 0 ? "," : "", difference->line);
      json_append_string (out, difference->cache);
      g_string_append_printf (out, ",\"predicted\":\"%" PRIx64 "\",\"real\":\"%" PRIx64 "\"}", difference->predicted, difference->real);
    }
  g_string_append_c (out, ']');
}

static void
append_json (GString            *out,
             const ReplayReport *report,
             const KmemTrace    *trace,
             const SimSnapshot  *lists)
{
  char percent[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (percent, sizeof percent, "%.3f", percentage (report->n_exact, report->n_allocations));
  g_string_append_printf (out, "{\"events\":%" PRIu64 ",\"allocations\":%" PRIu64 ",\"exact\":%" PRIu64 ",\"percent\":%s,",
                          report->n_events, report->n_allocations, report->n_exact, percent);
  append_json_shares (out, report, lists);
  g_string_append_printf (out, "\"frees\":%" PRIu64 ",\"split\":%" PRIu64 ",\"failed\":%" PRIu64 ",\"unseen\":%" PRIu64 ",\"strange\":%" PRIu64 ",",
                          report->n_frees, report->n_divided, report->n_failed, report->n_unseen, report->n_strange);
  g_string_append_printf (out, "\"drains\":%" PRIu64 ",\"drains_exact\":%" PRIu64 ",\"drains_missed\":%" PRIu64 ",",
                          report->n_drains, report->n_drains_exact, report->n_drains_missed);
  g_string_append_printf (out, "\"damaged_lines\":%zu,\"lost\":%" PRIu64 ",\"end_lists_equal\":%s,\"differences\":[", trace->n_damaged,
                          trace->n_lost, !report->has_end ? "null" : report->end_lists_equal ? "true" : "false");
  for (size_t i = 0; i < report->n_differences; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_json_difference (out, &report->differences[i], lists->profile);
    }
  g_string_append_c (out, ']');
  if (report->has_objects)
    append_json_objects (out, report);
  g_string_append (out, "}\n");
}

/* --- usage ---------------------------------------------------------------------------------- */

static gboolean
is_exact (const ReplayReport *report)
{
  return report->n_exact == report->n_allocations && report->n_drains_exact == report->n_drains && report->n_drains_missed == 0
         && report->n_strange == 0 && (!report->has_end || report->end_lists_equal)
         && (!report->has_objects || (report->n_objects_exact == report->n_objects && report->n_objects_strange == 0))
         && (!report->has_objects_end || report->end_objects_equal);
}

static CliStatus
replay (const Options *options,
        const Wanted  *wanted,
        const char    *file)
{
  g_autoptr (ImportedSnapshot) from = NULL, to = NULL;
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (ImportedSlabs) slabs = NULL, slabs_to = NULL;
  KmemTrace trace = { 0 };
  ObjectTrace objects = { 0 };
  CallList calls = { 0 };
  ReplayReport report;
  CliStatus status = read_snapshot (options->from, wanted->profile, &from);

  if (status == CLI_GOOD)
    status = read_snapshot (options->to, wanted->profile, &to);
  if (status == CLI_GOOD)
    status = read_slabs (options->slab, wanted->profile, &slabs);
  if (status == CLI_GOOD)
    status = read_slabs (options->slab_to, wanted->profile, &slabs_to);
  if (status == CLI_GOOD)
    status = read_calls (options->calls, &calls);
  if (status == CLI_GOOD)
    status = read_trace (file, wanted->profile, &trace, slabs != NULL ? &objects : NULL);
  if (status != CLI_GOOD)
    {
      call_list_clear (&calls);
      return status;
    }

  call_list_join (&calls, &objects);
  ReplayObjectsGiven given = { .from = slabs, .to = slabs_to, .trace = &objects, .calls = &calls };
  if (!kmem_replay_objects (from, to, slabs != NULL ? &given : NULL, &trace, file, &report, messages))
    status = slabs != NULL ? CLI_BAD_INPUT : CLI_INTERNAL;
  cli_show (messages);
  if (status == CLI_GOOD)
    {
      LanguageBefore *before = language_switch (wanted->language);

      if (wanted->is_json)
        append_json (out, &report, &trace, imported_snapshot_lists (from));
      else
        append_text (out, &report, &trace, imported_snapshot_lists (from));
      language_restore (before);
      status = cli_write (out->str, out->len);
    }
  if (status == CLI_GOOD && !is_exact (&report))
    status = CLI_BAD_INPUT;
  kmem_trace_clear (&trace);
  object_trace_clear (&objects);
  call_list_clear (&calls);
  return status;
}

static CliStatus
find_profile (const char        *id,
              const SimProfile **profile)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  *profile = id != NULL ? sim_profile_by_id (id) : sim_profile_at (0);
  if (*profile != NULL)
    return CLI_GOOD;
  for (size_t i = 0; i < sim_n_profiles (); i++)
    g_ptr_array_add (names, (char *) sim_profile_at (i)->id);
  g_ptr_array_add (names, NULL);
  return cli_say_unknown (_("There is no profile “%s”."), id, (const char *const *) names->pdata);
}

static CliStatus
replay_what (const Options *options,
             int            argc,
             char         **argv)
{
  static const char *const formats[] = { "text", "json", NULL };
  Wanted wanted = { .is_json = g_strcmp0 (options->format, "json") == 0 };
  CliStatus status;

  if (argc != 2)
    {
      cli_say (argc < 2 ? _("Which trace is to be replayed? Name its file, or - for standard input.")
                        : _("One trace at a time can be replayed."));
      return CLI_WRONG_USAGE;
    }
  if (options->calls != NULL && options->slab == NULL)
    {
      cli_say (_("Calls make caches: name the caches at the beginning as well, with --slab."));
      return CLI_WRONG_USAGE;
    }
  if (options->from == NULL)
    {
      cli_say (_("Where does the trace begin? Name a snapshot of the free lists with --from."));
      return CLI_WRONG_USAGE;
    }
  if (options->format != NULL && !wanted.is_json && strcmp (options->format, "text") != 0)
    return cli_say_unknown (_("There is no format “%s”."), options->format, formats);
  status = find_profile (options->profile, &wanted.profile);
  if (status != CLI_GOOD)
    return status;
  if (!cli_find_language (options->language != NULL ? options->language : "en", &wanted.language))
    return CLI_WRONG_USAGE;

  return replay (options, &wanted, argv[1]);
}

CliStatus
cli_replay_main (int    argc,
                 char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.from, N_("the free lists at the beginning, as JSON"), "SNAPSHOT" },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &options.to, N_("the free lists at the end, to be compared"), "SNAPSHOT" },
    { "slab", 0, 0, G_OPTION_ARG_FILENAME, &options.slab, N_("the caches at the beginning: objects are predicted too"), "SNAPSHOT" },
    { "slab-to", 0, 0, G_OPTION_ARG_FILENAME, &options.slab_to, N_("the caches at the end, to be compared"), "SNAPSHOT" },
    { "calls", 0, 0, G_OPTION_ARG_FILENAME, &options.calls, N_("calls of kmem_cache_create() with their answers, as text"), "FILE" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &options.profile, N_("the kernel: “pagescape list profiles”"), "ID" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &options.format, "text, json", "ID" },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &options.language, N_("of the words: en (default), zh_CN"), "CODE" },
    { NULL }
  };
  CliStatus status = CLI_WRONG_USAGE;

  if (cli_parse (&command, (GOptionEntry *) entries, &argc, &argv))
    status = replay_what (&options, argc, argv);
  g_free (options.from);
  g_free (options.to);
  g_free (options.slab);
  g_free (options.slab_to);
  g_free (options.calls);
  g_free (options.profile);
  g_free (options.format);
  g_free (options.language);
  return status;
}
