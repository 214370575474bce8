/* settings.h - the keys of machine(), and of --set
 *
 * A key that belongs to what is not modelled yet accepts the value that describes the machine as it is, and refuses
 * any other, with the reason.
 */
#pragma once

#include "narration/messages.h"
#include "sim/sim.h"

typedef enum {
  SETTING_PROFILE, SETTING_RAM, SETTING_CPUS, SETTING_NODES, SETTING_HIGHMEM, SETTING_VMALLOC, SETTING_VMSPLIT,
  SETTING_MOVABLECORE, SETTING_SLAB, SETTING_SLAB_DEBUG, SETTING_PREEMPT, SETTING_BOOT, SETTING_E820, SETTING_MEMBLOCK, SETTING_SEED,
  SETTING_NR_CPUS, SETTING_THP, SETTING_SWAP, SETTING_MIN_FREE_KBYTES, SETTING_PCP, SETTING_COHERENT, SETTING_IOMMU,
  SETTING_SWIOTLB,
  N_SETTINGS
} SettingKey;

typedef struct {
  gboolean is_set;
  uint64_t number;
  char    *text;                  /* owned */
} SettingValue;

typedef struct {
  SettingValue values[N_SETTINGS];
} MachineSettings;

void        machine_settings_clear (MachineSettings *settings);
/* Those of `over` replace those of `settings`. */
void        machine_settings_merge (MachineSettings *settings, const MachineSettings *over);

/* N_SETTINGS: no such key. */
SettingKey  setting_by_name        (const char *name);
const char *setting_name           (SettingKey key);
/* "Did you mean …?", or what there is. Owned. */
char       *setting_dup_suggestion (const char *name);

/* What is wrong as a sentence, owned; NULL: it is set. */
char       *setting_set_text       (MachineSettings *settings, SettingKey key, const char *text);
char       *setting_set_number     (MachineSettings *settings, SettingKey key, uint64_t number);
