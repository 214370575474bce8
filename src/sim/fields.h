/* fields.h - from the fields of events.def to lists of parameters and arguments
 *
 * EVENT (…, F (pfn, pfn) F (order, order)) with F defined as nothing leaves the sequence
 * (pfn, pfn) (order, order), which two macros walk that call each other by turns.
 */
#pragma once

#include "types.h"

/* As they travel in registers: an event keeps 64 bits of each. */
typedef SimPfn   SimField_pfn;
typedef unsigned SimField_order;
typedef unsigned SimField_zone;
typedef unsigned SimField_migrate;
typedef uint32_t SimField_gfp;
typedef uint32_t SimField_count;
typedef unsigned SimField_cpu;
typedef unsigned SimField_pcplist;
typedef unsigned SimField_flag;
typedef unsigned SimField_verdict;
typedef uint32_t SimField_test;
typedef unsigned SimField_state;
typedef unsigned SimField_diagnosis;
typedef unsigned SimField_context;
typedef unsigned SimField_lockhow;
typedef uint32_t SimField_cache;
typedef uint32_t SimField_object;
typedef unsigned SimField_array;
typedef unsigned SimField_slablist;
typedef unsigned SimField_refkind;
typedef uint64_t SimField_value;

#define SIM_SEQUENCE_END(...) SIM_SEQUENCE_END_ (__VA_ARGS__)
#define SIM_SEQUENCE_END_(...) __VA_ARGS__##_END

/* `, SimPfn pfn, SimOrder order` */
#define SIM_FIELD_PARAMETERS(sequence) SIM_SEQUENCE_END (SIM_FIELD_PARAMETER_A sequence)
#define SIM_FIELD_PARAMETER_A(type, name) , SimField_##type name SIM_FIELD_PARAMETER_B
#define SIM_FIELD_PARAMETER_B(type, name) , SimField_##type name SIM_FIELD_PARAMETER_A
#define SIM_FIELD_PARAMETER_A_END
#define SIM_FIELD_PARAMETER_B_END

/* `SimPfn pfn, SimOrder order` */
#define SIM_FIELD_PARAMETER_LIST(sequence) SIM_SEQUENCE_END (SIM_FIELD_LISTED_A sequence)
#define SIM_FIELD_LISTED_A(type, name) SimField_##type name SIM_FIELD_PARAMETER_B
#define SIM_FIELD_LISTED_A_END void

/* `, pfn, order` */
#define SIM_FIELD_ARGUMENTS(sequence) SIM_SEQUENCE_END (SIM_FIELD_ARGUMENT_A sequence)
#define SIM_FIELD_ARGUMENT_A(type, name) , name SIM_FIELD_ARGUMENT_B
#define SIM_FIELD_ARGUMENT_B(type, name) , name SIM_FIELD_ARGUMENT_A
#define SIM_FIELD_ARGUMENT_A_END
#define SIM_FIELD_ARGUMENT_B_END

/* `event->arg[n++] = pfn; event->arg[n++] = order;` */
#define SIM_FIELD_STORES(sequence) SIM_SEQUENCE_END (SIM_FIELD_STORE_A sequence)
#define SIM_FIELD_STORE_A(type, name) event->arg[n++] = name; SIM_FIELD_STORE_B
#define SIM_FIELD_STORE_B(type, name) event->arg[n++] = name; SIM_FIELD_STORE_A
#define SIM_FIELD_STORE_A_END
#define SIM_FIELD_STORE_B_END

/* `words[n++] = pfn; …`, two of them for a field of 64 bits; those that fit into a byte go together into one of their own,
 * behind the others */
#define SIM_FIELD_PACKS(sequence) SIM_SEQUENCE_END (SIM_FIELD_PACK_A sequence)
#define SIM_FIELD_PACK_A(type, name) SIM_FIELD_PACK_ONE (type, name) SIM_FIELD_PACK_B
#define SIM_FIELD_PACK_B(type, name) SIM_FIELD_PACK_ONE (type, name) SIM_FIELD_PACK_A
#define SIM_FIELD_PACK_ONE(type, name) \
  if (sim_field_is_small (SIM_FIELD_##type)) \
    { \
      small += (uint32_t) name << (8 * n_small); \
      n_small++; \
    } \
  else \
    words[n++] = (uint32_t) name; \
  if (sizeof (SimField_##type) > sizeof *words) \
    words[n++] = (uint32_t) ((uint64_t) name >> 32);
#define SIM_FIELD_PACK_A_END
#define SIM_FIELD_PACK_B_END

/* `SimPfn pfn = (SimPfn) event->arg[n++]; …` */
#define SIM_FIELD_LOADS(sequence) SIM_SEQUENCE_END (SIM_FIELD_LOAD_A sequence)
#define SIM_FIELD_LOAD_A(type, name) SimField_##type name = (SimField_##type) event->arg[n++]; SIM_FIELD_LOAD_B
#define SIM_FIELD_LOAD_B(type, name) SimField_##type name = (SimField_##type) event->arg[n++]; SIM_FIELD_LOAD_A
#define SIM_FIELD_LOAD_A_END
#define SIM_FIELD_LOAD_B_END

/* `{ SIM_FIELD_pfn, "pfn" }, …` */
#define SIM_FIELD_ROWS(sequence) SIM_SEQUENCE_END (SIM_FIELD_ROW_A sequence)
#define SIM_FIELD_ROW_A(type, name) { SIM_FIELD_##type, #name }, SIM_FIELD_ROW_B
#define SIM_FIELD_ROW_B(type, name) { SIM_FIELD_##type, #name }, SIM_FIELD_ROW_A
#define SIM_FIELD_ROW_A_END
#define SIM_FIELD_ROW_B_END

#define SIM_FIELD_COUNT(sequence) (0 SIM_SEQUENCE_END (SIM_FIELD_ONE_A sequence))
#define SIM_FIELD_ONE_A(type, name) + 1 SIM_FIELD_ONE_B
#define SIM_FIELD_ONE_B(type, name) + 1 SIM_FIELD_ONE_A
#define SIM_FIELD_ONE_A_END
#define SIM_FIELD_ONE_B_END
