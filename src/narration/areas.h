/* areas.h - words for the areas of vmalloc () and ioremap (), and for the slots of kmap (); private to narration */
#pragma once

#include "narration/phrases.h"

#define CASES_OF_AREAS \
  case SIM_EVENT_AREA_ASKED: \
  case SIM_EVENT_AREA_PLACED: \
  case SIM_EVENT_AREA_DESCRIBED: \
  case SIM_EVENT_AREA_PRELOADED: \
  case SIM_EVENT_TABLE_MADE: \
  case SIM_EVENT_PAGE_MAPPED: \
  case SIM_EVENT_AREA_UNMAPPED: \
  case SIM_EVENT_AREA_LEFT: \
  case SIM_EVENT_AREA_PURGED: \
  case SIM_EVENT_TLB_FLUSHED

#define CASES_OF_KMAPS \
  case SIM_EVENT_PKMAP_PLACED: \
  case SIM_EVENT_PKMAP_COUNTED: \
  case SIM_EVENT_PKMAPS_FLUSHED: \
  case SIM_EVENT_KMAP_LOCAL_MAPPED: \
  case SIM_EVENT_KMAP_LOCAL_UNMAPPED

#define CASES_OF_KMAP_MISTAKES \
  case SIM_DIAGNOSIS_KMAP_WAITS: \
  case SIM_DIAGNOSIS_KUNMAP_NOT_MAPPED: \
  case SIM_DIAGNOSIS_KUNMAP_ORDER: \
  case SIM_DIAGNOSIS_KMAP_TOO_DEEP

/* kmaps.c */
char       *kmaps_tell     (Phrases *phrases, const SimEvent *event);
char       *kmaps_brief    (Phrases *phrases, const SimEvent *event);
const char *kmaps_badge    (const SimEvent *event);
char       *kmaps_diagnose (Phrases *phrases, SimDiagnosis diagnosis, uint64_t a, uint64_t b);

#define CASES_OF_AREA_MISTAKES \
  case SIM_DIAGNOSIS_VMALLOC_NOTHING: \
  case SIM_DIAGNOSIS_VMALLOC_TOO_LARGE: \
  case SIM_DIAGNOSIS_NO_ADDRESSES: \
  case SIM_DIAGNOSIS_VFREE_UNALIGNED: \
  case SIM_DIAGNOSIS_NOT_AN_AREA: \
  case SIM_DIAGNOSIS_NOT_MAPPED_BY_VMALLOC: \
  case SIM_DIAGNOSIS_VMALLOC_IN_INTERRUPT: \
  case SIM_DIAGNOSIS_IOREMAP_OF_RAM: \
  case SIM_DIAGNOSIS_IOREMAP_BAD_RANGE: \
  case SIM_DIAGNOSIS_IOREMAP_MODES: \
  case SIM_DIAGNOSIS_IOREMAP_DEREFERENCED: \
  case SIM_DIAGNOSIS_LEAKED_AREA

char       *areas_tell     (Phrases *phrases, const SimEvent *event);
char       *areas_brief    (Phrases *phrases, const SimEvent *event);
const char *areas_badge    (const SimEvent *event);
char       *areas_tell_leaks (Phrases *phrases, uint64_t first, unsigned n);
char       *areas_diagnose (Phrases *phrases, SimDiagnosis diagnosis, uint64_t a, uint64_t b);
