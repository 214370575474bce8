#include "settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "scenario/suggest.h"

/* 2^31 - 1 in the kernel; a machine of 64 GiB has not as many. */
#define MOST_FREE_KBYTES (64u << 20)

typedef enum { KIND_TEXT, KIND_FILE, KIND_BYTES, KIND_NUMBER, KIND_YES_NO, KIND_FIXED, KIND_SPLIT } SettingKind;

static const struct {
  const char *name;
  SettingKind kind;
} keys[N_SETTINGS] = {
  [SETTING_PROFILE] = { "profile", KIND_TEXT },
  [SETTING_RAM] = { "ram", KIND_BYTES },
  [SETTING_CPUS] = { "cpus", KIND_NUMBER },
  [SETTING_NODES] = { "nodes", KIND_NUMBER },
  [SETTING_HIGHMEM] = { "highmem", KIND_BYTES },
  [SETTING_VMALLOC] = { "vmalloc", KIND_BYTES },
  [SETTING_VMSPLIT] = { "vmsplit", KIND_SPLIT },
  [SETTING_MOVABLECORE] = { "movablecore", KIND_BYTES },
  [SETTING_SLAB] = { "slab", KIND_TEXT },
  [SETTING_SLAB_DEBUG] = { "slab_debug", KIND_YES_NO },
  [SETTING_PREEMPT] = { "preempt", KIND_TEXT },
  [SETTING_BOOT] = { "boot", KIND_TEXT },
  [SETTING_E820] = { "e820", KIND_FILE },
  [SETTING_MEMBLOCK] = { "memblock", KIND_FILE },
  [SETTING_SEED] = { "seed", KIND_NUMBER },
  [SETTING_NR_CPUS] = { "nr_cpus", KIND_NUMBER },
  [SETTING_THP] = { "thp", KIND_TEXT },
  [SETTING_SWAP] = { "swap", KIND_FIXED },
  [SETTING_MIN_FREE_KBYTES] = { "min_free_kbytes", KIND_NUMBER },
  [SETTING_PCP] = { "pcp", KIND_YES_NO },
  [SETTING_COHERENT] = { "coherent", KIND_FIXED },
  [SETTING_IOMMU] = { "iommu", KIND_FIXED },
  [SETTING_SWIOTLB] = { "swiotlb", KIND_FIXED },
};

void
machine_settings_clear (MachineSettings *settings)
{
  for (unsigned i = 0; i < N_SETTINGS; i++)
    g_free (settings->values[i].text);
  *settings = (MachineSettings) { 0 };
}

void
machine_settings_merge (MachineSettings       *settings,
                        const MachineSettings *over)
{
  for (unsigned i = 0; i < N_SETTINGS; i++)
    if (over->values[i].is_set)
      {
        g_free (settings->values[i].text);
        settings->values[i] = over->values[i];
        settings->values[i].text = g_strdup (over->values[i].text);
      }
}

SettingKey
setting_by_name (const char *name)
{
  SettingKey key = 0;

  while (key < N_SETTINGS && strcmp (keys[key].name, name) != 0)
    key++;
  return key;
}

const char *
setting_name (SettingKey key)
{
  return keys[key].name;
}

char *
setting_dup_suggestion (const char *name)
{
  g_autoptr (GString) all = g_string_new (NULL);
  Nearest nearest;

  nearest_init (&nearest, name);
  for (unsigned i = 0; i < N_SETTINGS; i++)
    {
      nearest_try (&nearest, keys[i].name);
      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", keys[i].name);
    }
  if (nearest.match != NULL)
    return nearest_dup_sentence (&nearest);
  return g_strdup_printf (_("There are: %s."), all->str);
}

static char *
keep (MachineSettings *settings,
      SettingKey       key,
      uint64_t         number,
      const char      *text)
{
  SettingValue *value = &settings->values[key];

  g_free (value->text);
  *value = (SettingValue) { TRUE, number, g_strdup (text) };
  return NULL;
}

/* "1G", "110584K", "0x4000000", "67108864". */
static gboolean
parse_number (const char *text,
              gboolean    may_have_unit,
              uint64_t   *number)
{
  char *end;
  uint64_t value;
  unsigned shift = 0;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  value = g_ascii_strtoull (text, &end, g_str_has_prefix (text, "0x") || g_str_has_prefix (text, "0X") ? 16 : 10);
  if (value == UINT64_MAX)
    return FALSE;
  if (may_have_unit && *end != 0)
    {
      static const char units[] = "KMGT";
      const char *unit = strchr (units, g_ascii_toupper (*end));

      if (unit == NULL)
        return FALSE;
      shift = 10 * (unit - units + 1);
      end++;
      if (strcmp (end, "iB") == 0 || strcmp (end, "B") == 0)
        end = (char *) "";
    }
  if (*end != 0 || value > UINT64_MAX >> shift)
    return FALSE;
  *number = value << shift;
  return TRUE;
}

static char *
refusal (SettingKey key)
{
  switch (key)
    {
    case SETTING_SWAP:
      return g_strdup (_("Swap is not modelled yet, so “swap” can only be 0."));
    case SETTING_COHERENT:
      return g_strdup (_("DMA is not modelled yet, so “coherent” can only be true."));
    case SETTING_IOMMU:
      return g_strdup (_("DMA is not modelled yet, so “iommu” can only be false."));
    case SETTING_SWIOTLB:
    default:
      return g_strdup (_("DMA is not modelled yet, so “swiotlb” can only be false."));
    }
}

/* The one value that is true of the machine now. */
static gboolean
describes_now (SettingKey  key,
               const char *text,
               uint64_t    number)
{
  switch (key)
    {
    case SETTING_SWAP:
    case SETTING_IOMMU:
    case SETTING_SWIOTLB:
      return text == NULL && number == 0;
    case SETTING_COHERENT:
      return text == NULL && number == 1;
    default:
      return FALSE;
    }
}

static char *
set_profile (MachineSettings *settings,
             const char      *text)
{
  g_autoptr (GString) all = g_string_new (NULL);

  if (sim_profile_by_id (text) != NULL)
    return keep (settings, SETTING_PROFILE, 0, text);
  for (size_t i = 0; i < sim_n_profiles (); i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", sim_profile_at (i)->id);
  return g_strdup_printf (_("There is no profile “%s”; there are: %s."), text, all->str);
}

static char *
set_boot (MachineSettings *settings,
          const char      *text)
{
  if (strcmp (text, "handover") == 0 || strcmp (text, "idle") == 0)
    return keep (settings, SETTING_BOOT, 0, text);
  return g_strdup_printf (_("A machine does not boot to “%s”; there are: handover, idle."), text);
}

static char *
set_slab (MachineSettings *settings,
          const char      *text)
{
  if (strcmp (text, "slab") == 0 || strcmp (text, "slub") == 0)
    return keep (settings, SETTING_SLAB, 0, text);
  return g_strdup_printf (_("There is no allocator of objects “%s”; there are: slab, slub."), text);
}

static char *
set_preempt (MachineSettings *settings,
             const char      *text)
{
  if (strcmp (text, "none") == 0 || strcmp (text, "full") == 0)
    return keep (settings, SETTING_PREEMPT, 0, text);
  return g_strdup_printf (_("There is no preemption “%s”; there are: none, full."), text);
}

/* madvise is on as well, for those who ask: for the marks and the lists there is no difference. */
static char *
set_thp (MachineSettings *settings,
         const char      *text)
{
  if (strcmp (text, "always") == 0 || strcmp (text, "madvise") == 0 || strcmp (text, "never") == 0)
    return keep (settings, SETTING_THP, strcmp (text, "never") != 0, text);
  return g_strdup (_("“thp” can be “always”, “madvise” or “never”."));
}

/* The users' share, which is also where the kernel's begins. arch/x86/Kconfig: VMSPLIT_3G and its like. */
static char *
set_split (MachineSettings *settings,
           const char      *text,
           uint64_t         number)
{
  static const struct {
    const char *name, *share;
    uint64_t    bytes;
  } splits[] = {
    { "3G/1G", "3G", UINT64_C (0xc0000000) }, { "3G_OPT", NULL, UINT64_C (0xb0000000) }, { "2G/2G", "2G", UINT64_C (0x80000000) },
    { "2G_OPT", NULL, UINT64_C (0x78000000) }, { "1G/3G", "1G", UINT64_C (0x40000000) },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (splits); i++)
    if (text != NULL ? g_ascii_strcasecmp (text, splits[i].name) == 0
                       || (splits[i].share != NULL && g_ascii_strcasecmp (text, splits[i].share) == 0)
                     : number == splits[i].bytes)
      return keep (settings, SETTING_VMSPLIT, splits[i].bytes, text);
  return g_strdup (_("Users and kernel cannot share the addresses so; there are: 3G/1G, 3G_OPT, 2G/2G, 2G_OPT, 1G/3G."));
}

static char *
set_word (MachineSettings *settings,
          SettingKey       key,
          const char      *text)
{
  switch (key)
    {
    case SETTING_PROFILE:
      return set_profile (settings, text);
    case SETTING_BOOT:
      return set_boot (settings, text);
    case SETTING_THP:
      return set_thp (settings, text);
    case SETTING_SLAB:
      return set_slab (settings, text);
    default:
      return set_preempt (settings, text);
    }
}

char *
setting_set_text (MachineSettings *settings,
                  SettingKey       key,
                  const char      *text)
{
  static const char *const yes[] = { "true", "yes", "on", "1" }, *const no[] = { "false", "no", "off", "0" };
  uint64_t number;

  switch (keys[key].kind)
    {
    case KIND_TEXT:
      return set_word (settings, key, text);
    case KIND_FILE:
      return *text != 0 ? keep (settings, key, 0, text) : g_strdup (_("The name of a file is missing."));
    case KIND_BYTES:
      if (!parse_number (text, TRUE, &number))
        return g_strdup_printf (_("“%s” is no amount of memory; write it as 64M, 1G or 110584K."), text);
      return keep (settings, key, number, NULL);
    case KIND_NUMBER:
      if (!parse_number (text, FALSE, &number))
        return g_strdup_printf (_("“%s” is no number."), text);
      return setting_set_number (settings, key, number);
    case KIND_SPLIT:
      return set_split (settings, text, 0);
    case KIND_FIXED:
      for (size_t i = 0; i < G_N_ELEMENTS (yes); i++)
        {
          if (strcmp (text, yes[i]) == 0)
            return setting_set_number (settings, key, 1);
          if (strcmp (text, no[i]) == 0)
            return setting_set_number (settings, key, 0);
        }
      if (describes_now (key, text, 0))
        return keep (settings, key, 0, text);
      return parse_number (text, TRUE, &number) ? setting_set_number (settings, key, number) : refusal (key);
    case KIND_YES_NO:
    default:
      for (size_t i = 0; i < G_N_ELEMENTS (yes); i++)
        {
          if (strcmp (text, yes[i]) == 0)
            return keep (settings, key, 1, NULL);
          if (strcmp (text, no[i]) == 0)
            return keep (settings, key, 0, NULL);
        }
      return g_strdup_printf (_("“%s” can be true or false."), keys[key].name);
    }
}

char *
setting_set_number (MachineSettings *settings,
                    SettingKey       key,
                    uint64_t         number)
{
  switch (keys[key].kind)
    {
    case KIND_TEXT:
    case KIND_FILE:
      return g_strdup_printf (_("“%s” is a text in quotation marks."), keys[key].name);
    case KIND_SPLIT:
      return set_split (settings, NULL, number);
    case KIND_FIXED:
      return describes_now (key, NULL, number) ? keep (settings, key, number, NULL) : refusal (key);
    case KIND_YES_NO:
      return number <= 1 ? keep (settings, key, number, NULL) : g_strdup_printf (_("“%s” can be true or false."), keys[key].name);
    case KIND_NUMBER:
      if ((key == SETTING_CPUS || key == SETTING_NR_CPUS) && (number == 0 || number > 32))
        return g_strdup_printf (_("“%s” is a number from 1 to 32."), keys[key].name);
      if (key == SETTING_NODES && (number == 0 || number > SIM_MAX_NODES))
        return g_strdup_printf (_("“nodes” is a number from 1 to %u."), SIM_MAX_NODES);
      if (key == SETTING_MIN_FREE_KBYTES && number > MOST_FREE_KBYTES)
        return g_strdup_printf (_("“%s” is a number of KiB, at most %u."), keys[key].name, MOST_FREE_KBYTES);
      return keep (settings, key, number, NULL);
    case KIND_BYTES:
    default:
      return keep (settings, key, number, NULL);
    }
}
